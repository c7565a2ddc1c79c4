/** 工作台: every part of the ledger in which something waits, as items that say since when and by what. */
import { formNamed, type Ledger, type PolicyLibrary } from '#application';
import { WORK_REACH, type WorkKindId } from '#contracts';
import { addDays, isWithin, regionName, returnIdOf, type SubjectStreamKind } from '#domain';
import { FormDrafts } from '#office';
import { BRAND_WORK, type ReadModelQueries } from '#projections';
import type { Composition } from '../../worker/src/composition';
import { unitOf } from './actor';
import { BasisFinder, OPERATOR, OWN_ORDER, approvedBy } from './work.basis';
import { gradeWork } from './work.grades';
import { BLANK, type OpenWork, type WorkRequest } from './work.item';
import { accountWork, refusalWork } from './work.people';

/** The form that answers each kind of work on a brand, on the page of its procedure or its own. */
const FORMS: Partial<Record<WorkKindId, { readonly page: 'procedure' | 'brands'; readonly form: string | null }>> = {
  returned: { page: 'procedure', form: 'resubmit-nomination' },
  toRecommend: { page: 'procedure', form: 'recommend' },
  toScreen: { page: 'procedure', form: 'screen-nomination' },
  toAssess: { page: 'procedure', form: 'assess' },
  expertAsked: { page: 'procedure', form: 'cast-vote' },
  toNotify: { page: 'procedure', form: 'post-notice' },
  toCapture: { page: 'procedure', form: 'capture-notice' },
  noticeEnds: { page: 'procedure', form: 'recognise' },
  toRecognise: { page: 'procedure', form: 'recognise' },
  toList: { page: 'procedure', form: 'enter-catalogue' },
  objection: { page: 'procedure', form: 'decide-objection' },
  reviewDue: { page: 'brands', form: 'hold-review' },
  reviewOverdue: { page: 'brands', form: 'hold-review' },
  reviewHeld: { page: 'brands', form: 'hold-review' },
  rectificationDue: { page: 'brands', form: 'report-rectification' },
  rectificationReported: { page: 'brands', form: null },
  exitNoticeEnds: { page: 'brands', form: 'delist' },
};
/** The form by which a proposal of a rule is confirmed. */
const STEP_FORMS: Readonly<Record<string, string>> = {
  ...{ stopSupport: 'confirm-support-stop', announceExit: 'announce-exit', delist: 'delist', promote: 'promote', downgrade: 'downgrade' },
};

export class WorkSources {
  private readonly drafts: FormDrafts;

  constructor(
    private readonly models: ReadModelQueries,
    private readonly policies: PolicyLibrary,
    private readonly ledger: Ledger,
    private readonly house: Composition,
  ) {
    this.drafts = new FormDrafts(house.office);
  }

  async open(request: WorkRequest): Promise<readonly OpenWork[]> {
    const { wants } = request;
    const basis = new BasisFinder(this.policies, request.today);
    const accounts = this.house.config.accounts.on;
    const any = (...kinds: WorkKindId[]): boolean => kinds.some(wants);
    const asked: Promise<readonly OpenWork[]>[] = [
      this.brands(request, basis),
      ...(wants('formDraft') ? [this.formDrafts(request, basis)] : []),
      ...(wants('windowCloses') ? [this.windows(request, basis)] : []),
      ...(any('evaluationDue', 'sanction') ? [this.subjects(request, basis)] : []),
      ...(wants('toGrade') ? [gradeWork(this.house, this.models, request, basis)] : []),
      this.returns(request),
      ...(wants('correction') ? [this.corrections(request)] : []),
      ...(wants('correctionSettled') ? [this.settled(request)] : []),
      ...(wants('importParked') ? [this.imports(request)] : []),
      ...(wants('policyDraft') ? [this.policyDrafts()] : []),
      ...(wants('parked') ? [this.parked()] : []),
      ...(wants('refusedAccess') && accounts ? [refusalWork(this.house, request)] : []),
      ...(any('accountLocked', 'firstPassword', 'roleEnds') && accounts ? [accountWork(this.house, request)] : []),
    ];
    return (await Promise.all(asked)).flat();
  }

  private async brands({ region, dataset, actor, wants, today }: WorkRequest, basis: BasisFinder): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.work({ region, dataset, what: BRAND_WORK.filter(wants) });
    const shown = rows.filter(({ person }) => person === null || actor.role !== 'expert' || person === actor.id);
    const experts = [...new Set(shown.map(({ person }) => person).filter((person) => person !== null))];
    const names = await this.house.access.accounts.namesOf(experts);
    return Promise.all(
      shown.map(async ({ person, kind, pack, ...row }): Promise<OpenWork> => {
        const answer = FORMS[row.what] ?? { page: 'brands' as const, form: null };
        const expert = person === null ? null : (names.get(person) ?? person);
        return {
          ...BLANK,
          ...row,
          ...(NOTICES.has(row.what) ? afterNotice(row, today) : {}),
          ...(await basis.of(row.what, { pack, region: row.region, kind }, row.step)),
          id: [row.brandId, row.what, row.period, row.proposalId, row.on, person].join('|'),
          stream: `brand-${row.brandId}`,
          place: `${answer.page}/${row.brandId}`,
          form: row.step === null ? answer.form : (STEP_FORMS[row.step] ?? null),
          detail: expert === null ? null : { zh: `专家 ${expert}`, en: `expert ${expert}` },
        };
      }),
    );
  }

  private async formDrafts({ today, dataset, region }: WorkRequest, basis: BasisFinder): Promise<readonly OpenWork[]> {
    const found: OpenWork[] = [];
    for (const { brandId, form, savedAt } of await this.drafts.all()) {
      const { card } = await this.models.brand(brandId, today);
      if (card === null || (dataset !== undefined && card.dataset !== dataset)) continue;
      if (!isWithin(card.region.code, region)) continue;
      found.push({
        ...BLANK,
        ...(await basis.of('formDraft', { pack: formNamed(form)?.pack ?? null, region: card.region.code, kind: card.kind })),
        ...{ id: `draft|${brandId}|${form}`, what: 'formDraft', name: card.name, brandId, stream: `brand-${brandId}` },
        ...{ region: card.region.code, dataset: card.dataset, since: savedAt.slice(0, 10), place: `procedure/${brandId}/form` },
      });
    }
    return found;
  }

  private async windows({ region, dataset, today }: WorkRequest, basis: BasisFinder): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.subjects({ kind: 'window', region, dataset });
    const found: OpenWork[] = [];
    for (const { id, name, stream, status, window, region: place, dataset: set } of rows) {
      if (window === null || status !== 'open') continue;
      const on = shanghaiDay(window.closesAt);
      if (on < today) continue;
      found.push({
        ...BLANK,
        ...(await basis.of('windowCloses', { pack: window.pack, region: place.code, kind: window.kinds[0] ?? 'labour' })),
        ...{ id: `window|${id}`, what: 'windowCloses', name, stream, region: place.code, dataset: set, on },
        ...{ since: shanghaiDay(window.opensAt), place: `windows/${id}` },
      });
    }
    return found;
  }

  /** 单位、机构、双品牌、行动、地区: an evaluation that is due, a sanction that a rule proposes. */
  private async subjects({ region, dataset, wants }: WorkRequest, basis: BasisFinder): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.subjects({ region, dataset });
    const found: OpenWork[] = [];
    for (const { stream, kind, id, name, region: at, dataset: set, openSanctions, evaluationDueOn, updatedOn } of rows) {
      const about = { ...BLANK, name, stream, region: at.code, dataset: set, place: `${PAGES[kind]}/${id}` };
      const governed = { pack: null, region: at.code, kind: kind === 'institution' ? 'training' : 'labour' };
      if (evaluationDueOn !== null && wants('evaluationDue'))
        found.push({
          ...about,
          // Institutions are evaluated, whoever holds the round.
          ...(await basis.of('evaluationDue', { ...governed, kind: 'training' })),
          ...{ id: `evaluation|${stream}`, what: 'evaluationDue', on: evaluationDueOn, since: updatedOn },
          form: kind === 'region' ? 'hold-evaluation-round' : null,
        });
      if (openSanctions > 0 && wants('sanction'))
        found.push({
          ...about,
          ...(await basis.of('sanction', governed)),
          ...{ id: `sanction|${stream}`, what: 'sanction', since: updatedOn },
          detail: { zh: `${openSanctions} 项`, en: `${openSanctions} proposed` },
        });
    }
    return found;
  }

  /** 填报: what is missing, what was sent back, and what waits at each rung of the ladder. */
  private async returns({ actor, region, dataset }: WorkRequest): Promise<readonly OpenWork[]> {
    const unit = unitOf(actor) ?? undefined;
    const { calls, expected, forms } = await this.models.returnProgress({ region, dataset, unit });
    const open: OpenWork[] = [];
    for (const { terms } of calls) {
      const told = forms.filter((form) => form.call_id === terms.callId);
      const of = (row: { readonly region: string; readonly unit: string }) => ({
        ...BLANK,
        ...{ cite: null, pack: null, configured: ruleOf(terms), since: terms.calledOn },
        ...{ stream: row.unit, region: row.region, dataset: dataset ?? null, on: terms.dueOn, place: 'returns' },
      });
      for (const row of expected.find(({ call }) => call === terms.callId)?.rows ?? []) {
        // A return that was only let in late holds nothing yet: it is still owed.
        if (told.some((form) => form.unit === row.unit && form.region === row.region && holdsLines(form))) continue;
        const name = `${terms.period} ${row.unitName ?? regionName(row.region) ?? row.region}`;
        const returnId = returnIdOf({ region: row.region, period: terms.period, unit: row.unit, call: terms.callId });
        open.push({
          ...of(row),
          id: `return|${returnId}`,
          what: 'returnDue',
          name,
          place: `returns/${returnId}`,
          params: { tab: 'entry' },
        });
      }
      for (const form of told)
        for (const [what, lines] of Object.entries(rungsOf(form)) as [WorkKindId, number][]) {
          if (lines === 0) continue;
          open.push({
            ...of(form),
            ...{
              id: `${what}|${form.return_id}`,
              what,
              name: `${form.period} ${form.unit_name ?? regionName(form.region) ?? form.region}`,
            },
            ...{ place: `returns/${form.return_id}`, since: form.updated_on, on: what === 'returnSentBack' ? terms.dueOn : null },
            detail: { zh: `${lines} 栏`, en: lines === 1 ? '1 line' : `${lines} lines` },
          });
        }
    }
    return open;
  }

  private async corrections({ region, dataset }: WorkRequest): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.corrections({ region, dataset, state: 'open', offset: 0, limit: 500 });
    return rows.map((row) => ({
      ...BLANK,
      ...OWN_ORDER,
      ...{ id: `correction|${row.brandId}|${row.requestId}`, what: 'correction', name: row.brandName, stream: `brand-${row.brandId}` },
      ...{ brandId: row.brandId, region: row.region.code, dataset: row.dataset, since: row.askedOn, place: 'corrections' },
      // The request itself, on the page that settles it.
      ...(row.requestId === null ? {} : { params: { state: 'open', brand: row.brandId, request: row.requestId } }),
      detail: { zh: row.reason, en: row.reason },
    }));
  }

  /** For who audits: corrections that two persons agreed on lately. */
  private async settled({ region, dataset, today }: WorkRequest): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.corrections({ region, dataset, state: 'approved', offset: 0, limit: 500 });
    const from = addDays(today, -WORK_REACH.settledSince);
    return rows
      .filter(({ settledOn }) => settledOn !== null && settledOn >= from)
      .map((row) => ({
        ...BLANK,
        ...OWN_ORDER,
        ...{ id: `settled|${row.brandId}|${row.corrects}|${row.figureId}`, what: 'correctionSettled', name: row.brandName },
        ...{ stream: `brand-${row.brandId}`, brandId: row.brandId, region: row.region.code, dataset: row.dataset },
        ...{ since: row.settledOn, place: 'corrections', params: { state: 'approved' } },
        detail: { zh: row.reason, en: row.reason },
      }));
  }

  /** Rows of files that their brands refused: nobody tries them again by himself. */
  private async imports({ region, today }: WorkRequest): Promise<readonly OpenWork[]> {
    const from = addDays(today, -WORK_REACH.parkedSince);
    const found: OpenWork[] = [];
    for (const { importId, parked, acceptedAt, fileName } of (await this.models.imports()).rows) {
      const since = acceptedAt === null ? today : shanghaiDay(acceptedAt);
      if (parked === 0 || since < from) continue;
      const at = await this.regionOfImport(importId);
      if (at === null || !isWithin(at, region)) continue;
      found.push({
        ...BLANK,
        ...OWN_ORDER,
        ...{ id: `import|${importId}`, what: 'importParked', name: fileName, region: at, since },
        ...{ place: 'imports', params: { import: importId } },
        detail: { zh: `${parked} 行未写入`, en: `${parked} rows were not taken` },
      });
    }
    return found;
  }

  /** The region of who sent the file, as the guard of its progress has it. */
  private async regionOfImport(importId: string): Promise<string | null> {
    for await (const { metadata } of this.ledger.readStream(`import-${importId}`)) return metadata.actor.region;
    return null;
  }

  private async policyDrafts(): Promise<readonly OpenWork[]> {
    await this.policies.refresh();
    return [...this.policies.lives()].flatMap(([pack, { editions }]) =>
      [...editions.values()]
        .filter(({ status }) => status === 'draft')
        .map(({ version, recordedAt, reason }): OpenWork => ({
          ...BLANK,
          ...OWN_ORDER,
          ...{ id: `policy|${pack}|${version}`, what: 'policyDraft', name: `${pack} ${version}`, stream: `policy-${pack}` },
          ...{ since: recordedAt.slice(0, 10), place: `policies/${pack}`, detail: { zh: reason, en: reason } },
        })),
    );
  }

  private async parked(): Promise<readonly OpenWork[]> {
    const { subscriptions } = await this.house.ready();
    return subscriptions.flatMap(({ name, error }): OpenWork[] =>
      error === null
        ? []
        : [{ ...BLANK, ...OPERATOR, id: `parked|${name}`, what: 'parked', name, place: '', detail: { zh: error, en: error } }],
    );
  }
}

/** Pages of the subjects. */
const PAGES: Readonly<Record<SubjectStreamKind, string>> = {
  ...{ unit: 'units', institution: 'institutions', link: 'links', programme: 'programmes', window: 'windows', region: 'regions' },
};

/** 公示、公告: until its last day it runs; after that somebody may act, and no document says by when. */
const NOTICES: ReadonlySet<WorkKindId> = new Set(['noticeEnds', 'exitNoticeEnds']);
const afterNotice = ({ on }: Pick<OpenWork, 'on'>, today: string): Partial<Pick<OpenWork, 'on' | 'since'>> =>
  on === null || on >= today ? {} : { on: null, since: addDays(on, 1) };

type Terms = Awaited<ReturnType<ReadModelQueries['returnProgress']>>['calls'][number]['terms'];
/** Which day a return is due: a document of the office names it, or it was counted by what somebody configured. */
const ruleOf = ({ dueBy, rules, document }: Terms): OpenWork['configured'] =>
  dueBy === null && document !== null
    ? { zh: `填报任务所附文件 ${document.number}`, en: `the paper of the call, ${document.number}` }
    : approvedBy(rules.approvedBy, rules.approvedOn);

type ReturnFormRow = Awaited<ReturnType<ReadModelQueries['returnProgress']>>['forms'][number];

/** Lines of a return that wait, by who has to act on them. */
const holdsLines = (form: ReturnFormRow): boolean => form.locked > 0 || Object.values(rungsOf(form)).some((lines) => lines > 0);
const rungsOf = (form: ReturnFormRow): Partial<Record<WorkKindId, number>> => ({
  ...{ returnSentBack: form.returned, returnToCheck: form.reported, returnToReview: form.checked },
  ...{ returnToApprove: form.reviewed, returnToAccept: form.approved, returnToLock: form.accepted },
});

const shanghaiDay = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10);

/** 工作台: one queue for each role, composed from every part of the ledger in which something waits. */
import type { Ledger, PolicyLibrary } from '#application';
import { WORK_KINDS, WorkParams, WorkQueue, type WorkItem, type WorkKindId } from '#contracts';
import { isWithin, regionName, workingDaysBetween, type Actor, type WorkingCalendar } from '#domain';
import { FormDrafts, type OfficeStore } from '#office';
import type { ReadModelQueries } from '#projections';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import { CurrentActor, unitOf } from './actor';
import { Gate } from './query-handlers';
import { brandsOfUnit } from './unit-brands';
import { CALENDAR, LEDGER, OFFICE, POLICY_LIBRARY, READ_MODELS, RUNTIME } from './tokens';

export interface WorkRequest {
  readonly actor: Actor;
  readonly region: string;
  readonly dataset: 'real' | 'synthetic' | undefined;
  readonly today: string;
}
/** An item before it is named, counted and given its days. */
export type OpenWork = Omit<WorkItem, 'zh' | 'en' | 'roles' | 'workingDaysLeft' | 'what'> & { readonly what: WorkKindId };

/** A part of the ledger in which something waits. Further parts add theirs to the list below. */
export interface WorkSource {
  openWork(request: WorkRequest): Promise<readonly OpenWork[]>;
}

const BLANK = {
  ...{ stream: null, brandId: null, region: null, dataset: null, period: null, since: null, on: null, cite: null },
  ...{ form: null, step: null, toTier: null, proposalId: null, detail: null },
} as const;

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

@ApiTags('work')
@Controller('api/v1')
export class WorkController {
  private readonly sources: readonly WorkSource[];

  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(OFFICE) office: OfficeStore,
    @Inject(RUNTIME) private readonly runtime: Composition,
    private readonly gate: Gate,
  ) {
    const drafts = new FormDrafts(office);
    this.sources = [
      { openWork: (request) => this.brands(request) },
      { openWork: (request) => this.drafts(drafts, request) },
      { openWork: (request) => this.windows(request) },
      { openWork: (request) => this.returns(request) },
      { openWork: (request) => this.corrections(request) },
      { openWork: () => this.policyDrafts() },
      { openWork: () => this.parked() },
    ];
  }

  @Get('work')
  @ApiOperation({ operationId: 'work', summary: '工作台（待办） / what waits for whom, with its days' })
  @ApiOkResponse({ standardSchema: WorkQueue })
  async work(@Query({ schema: WorkParams }) params: z.output<typeof WorkParams>, @CurrentActor() actor: Actor): Promise<WorkQueue> {
    await this.gate.wait(params.atLeast);
    const region = this.gate.region(actor, params.region);
    const today = this.ledger.clock.today();
    const role = params.role ?? (actor.role === 'local' ? null : actor.role);
    const request: WorkRequest = { actor, region, dataset: params.dataset, today };
    const unit = unitOf(actor);
    const own = unit === null ? null : await brandsOfUnit(this.ledger, unit);
    const found = (await Promise.all(this.sources.map((source) => source.openWork(request)))).flat();
    const rows = found
      // Whoever speaks for a unit sees what is about its brands and its returns.
      .filter(({ brandId, stream }) => own === null || (brandId === null ? stream === unit : own.has(brandId)))
      .filter(({ what }) => role === null || (WORK_KINDS[what].roles as readonly string[]).includes(role))
      .map((open): WorkItem => {
        const { zh, en, roles } = WORK_KINDS[open.what];
        const left = open.on === null ? null : workingDaysBetween(today, open.on, this.calendar);
        return { ...open, zh, en, roles: [...roles], workingDaysLeft: left };
      })
      .sort((a, b) => order(a).localeCompare(order(b)) || a.name.localeCompare(b.name, 'zh-CN') || a.id.localeCompare(b.id));
    const counts: Record<string, number> = {};
    for (const { what } of rows) counts[what] = (counts[what] ?? 0) + 1;
    return { rows, counts, role, position: (await this.models.work({ region, dataset: params.dataset })).position };
  }

  private async brands({ region, dataset, actor }: WorkRequest): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.work({ region, dataset });
    return rows
      .filter(({ person }) => person === null || actor.role !== 'expert' || person === actor.id)
      .map(({ person, ...row }): OpenWork => {
        const answer = FORMS[row.what] ?? { page: 'brands' as const, form: null };
        return {
          ...BLANK,
          ...row,
          id: [row.brandId, row.what, row.period, row.proposalId, row.on, person].join('|'),
          stream: `brand-${row.brandId}`,
          place: `${answer.page}/${row.brandId}`,
          form: row.step === null ? answer.form : (STEP_FORMS[row.step] ?? null),
          detail: person === null ? null : { zh: `专家 ${person}`, en: `expert ${person}` },
        };
      });
  }

  private async drafts(drafts: FormDrafts, { today, dataset, region }: WorkRequest): Promise<readonly OpenWork[]> {
    const found: OpenWork[] = [];
    for (const { brandId, savedAt } of await drafts.all()) {
      const { card } = await this.models.brand(brandId, today);
      if (card === null || (dataset !== undefined && card.dataset !== dataset)) continue;
      if (!isWithin(card.region.code, region)) continue;
      found.push({
        ...BLANK,
        ...{ id: `draft|${brandId}`, what: 'formDraft', name: card.name, brandId, stream: `brand-${brandId}` },
        ...{ region: card.region.code, dataset: card.dataset, since: savedAt.slice(0, 10), place: `procedure/${brandId}/form` },
      });
    }
    return found;
  }

  private async windows({ region, dataset, today }: WorkRequest): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.subjects({ kind: 'window', region, dataset });
    return rows.flatMap((row): OpenWork[] => {
      const on = row.window === null ? null : shanghaiDay(row.window.closesAt);
      if (row.status !== 'open' || on === null || on < today) return [];
      return [
        {
          ...BLANK,
          ...{ id: `window|${row.id}`, what: 'windowCloses', name: row.name, stream: row.stream, region: row.region.code },
          ...{ dataset: row.dataset, on, since: shanghaiDay(row.window?.opensAt ?? ''), place: `windows/${row.id}` },
        },
      ];
    });
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
        ...{ stream: row.unit, region: row.region, dataset: dataset ?? null, on: terms.dueOn, place: 'returns' },
      });
      for (const row of expected.find(({ call }) => call === terms.callId)?.rows ?? []) {
        if (told.some((form) => form.unit === row.unit && form.region === row.region)) continue;
        const name = `${terms.period} ${row.unitName ?? regionName(row.region) ?? row.region}`;
        open.push({ ...of(row), id: `return|${terms.callId}|${row.region}|${row.unit}`, what: 'returnDue', name });
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
            detail: { zh: `${lines} 栏`, en: `${lines} lines` },
          });
        }
    }
    return open;
  }

  private async corrections({ region, dataset }: WorkRequest): Promise<readonly OpenWork[]> {
    const { rows } = await this.models.corrections({ region, dataset, state: 'open', offset: 0, limit: 500 });
    return rows.map((row) => ({
      ...BLANK,
      ...{ id: `correction|${row.brandId}|${row.requestId}`, what: 'correction', name: row.brandName, stream: `brand-${row.brandId}` },
      ...{ brandId: row.brandId, region: row.region.code, dataset: row.dataset, since: row.askedOn, place: 'corrections' },
      detail: row.reason === null ? null : { zh: row.reason, en: row.reason },
    }));
  }

  private async policyDrafts(): Promise<readonly OpenWork[]> {
    await this.policies.refresh();
    return [...this.policies.lives()].flatMap(([pack, { editions }]) =>
      [...editions.values()]
        .filter(({ status }) => status === 'draft')
        .map(({ version, recordedAt, reason }): OpenWork => ({
          ...BLANK,
          ...{ id: `policy|${pack}|${version}`, what: 'policyDraft', name: `${pack} ${version}`, stream: `policy-${pack}` },
          ...{ since: recordedAt.slice(0, 10), place: `policies/${pack}`, detail: { zh: reason, en: reason } },
        })),
    );
  }

  private async parked(): Promise<readonly OpenWork[]> {
    const { subscriptions } = await this.runtime.ready();
    return subscriptions.flatMap(({ name, error }): OpenWork[] =>
      error === null ? [] : [{ ...BLANK, id: `parked|${name}`, what: 'parked', name, place: '', detail: { zh: error, en: error } }],
    );
  }
}

type ReturnFormRow = Awaited<ReturnType<ReadModelQueries['returnProgress']>>['forms'][number];

/** Lines of a return that wait, by who has to act on them. */
const rungsOf = (form: ReturnFormRow): Partial<Record<WorkKindId, number>> => ({
  ...{ returnSentBack: form.returned, returnToCheck: form.reported, returnToReview: form.checked },
  ...{ returnToApprove: form.reviewed, returnToAccept: form.approved, returnToLock: form.accepted },
});

/** What has a day comes before what only waits; those that wait longest come first. */
const order = ({ on, since }: WorkItem): string => on ?? `9999${since ?? ''}`;
const shanghaiDay = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 10);

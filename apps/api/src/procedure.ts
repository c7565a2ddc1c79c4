/** What the page of a procedure and its form are answered from: the brand as the log has it, its pack, its papers. */
import { LedgerProblem, evaluateDry, shippedForms, type Ledger, type PolicyLibrary } from '#application';
import type { EvaluationAnswer, FormCheck, FormLayout, ProcedureView } from '#contracts';
import {
  STEP_DEFINITIONS,
  brandStream,
  checkForm,
  fieldsOf,
  figuresInForce,
  formInForce,
  procedureSteps,
  workingDaysLeft,
  type BrandState,
  type FigureRecord,
  type FormAnswer,
  type FormDefinition,
  type KnownBrand,
  type WorkingCalendar,
} from '#domain';
import type { EvidenceStore } from '#evidence';
import { explanationLines, explanationSentence, type EffectivePack } from '#policy';

/** The forms, each with what the clauses of its pack are called. */
export async function formLayouts(policies: PolicyLibrary, today: string): Promise<FormLayout[]> {
  const layouts: FormLayout[] = [];
  for (const definition of shippedForms()) layouts.push({ definition, cites: await citesOf(policies, definition.pack, today) });
  return layouts;
}

async function citesOf(policies: PolicyLibrary, pack: string, today: string): Promise<Record<string, string>> {
  const { open } = (await policies.named(pack, today)).document;
  return Object.fromEntries(open.pack.clauses.map(({ key, cite }) => [key, cite]));
}

/** The pack that a brand's nomination names, else the one that governs it today. */
export async function packOf(policies: PolicyLibrary, state: KnownBrand, today: string): Promise<EffectivePack | null> {
  const regions = await policies.pathOn(state.identity.region, today);
  if ('nomination' in state) return policies.named(state.nomination.pack, today, regions);
  return policies.packsFor({ regions, kind: state.identity.kind }, today);
}

/** The clause by which a document asks for a step; null: none does, and the step is configured. */
function askedBy(pack: EffectivePack | null, event: string): { readonly cite: string; readonly text: string } | null {
  const open = pack?.document.open.pack;
  const record = open?.records.find(({ kind, events }) => kind === 'workflow' && events?.includes(event) === true);
  const clause = open?.clauses.find(({ key }) => key === record?.clause);
  return clause === undefined ? null : { cite: clause.cite, text: clause.text };
}

export interface Around {
  readonly ledger: Ledger;
  readonly policies: PolicyLibrary;
  readonly evidence: EvidenceStore;
  readonly calendar: WorkingCalendar;
}

export async function procedureView(
  { ledger, policies, evidence, calendar }: Around,
  state: KnownBrand,
  brand: ProcedureView['brand'],
): Promise<ProcedureView> {
  const today = ledger.clock.today();
  const pack = await packOf(policies, state, today);
  const { procedure } = state;
  const form = formInForce(procedure);
  const definition = shippedForms().find((known) => known.form === form?.form);
  const recognition = 'recognition' in state ? state.recognition : null;
  const { panel, screening, term, notice } = procedure;
  return {
    brand,
    revision: state.revision,
    pack: pack === null ? null : { pack: pack.document.open.pack.id, title: pack.document.open.pack.meta.title },
    steps: procedureSteps(
      state,
      today,
      shippedForms().some((known) => known.pack === pack?.document.open.pack.id),
    ).map(({ missing, ...step }) => {
      const { zh, en, roles, command, event } = STEP_DEFINITIONS[step.step];
      const asked = askedBy(pack, event);
      return { ...step, missing: [...missing], zh, en, roles: [...roles], command, cite: asked?.cite ?? null, text: asked?.text ?? null };
    }),
    form:
      form === null
        ? null
        : {
            ...{ formId: form.formId, form: form.form, zh: definition?.zh ?? form.form, en: definition?.en ?? form.form },
            ...{ original: form.original, on: form.on, by: form.by, event: form.event, contact: form.contact },
            ...{ answers: form.answers.map((answer) => ({ ...answer })), earlier: procedure.forms.length - 1 },
          },
    nomination:
      'nomination' in state
        ? {
            ...{ submittedAt: state.nomination.submittedAt, late: state.nomination.late, unit: state.nomination.applicant.unit },
            ...{ tierSought: state.nomination.tierSought, step: state.step },
          }
        : null,
    forwarded: procedure.forwarded.map(({ body, by, on, event }) => ({ body, by, on, event })),
    screening: screening && { ...screening },
    panel:
      panel === null
        ? null
        : {
            ...{ assessmentId: panel.assessmentId, question: panel.question, dueOn: panel.dueOn, closed: panel.closed },
            experts: [...panel.experts],
            votes: panel.votes.map(({ expert, vote, scores, reason, on, event }) => ({
              ...{ expert, vote, reason, on, event },
              points: scores.reduce((sum, { points }) => sum + points, 0),
              of: scores.reduce((sum, score) => sum + score.of, 0),
            })),
          },
    notice:
      notice === null
        ? null
        : {
            ...{ place: notice.place, from: notice.from, until: notice.until },
            ...{ workingDays: term?.workingDays ?? null, calendar: term?.calendar ?? null },
            left: workingDaysLeft(today, notice.until, calendar),
            captures: procedure.captures.map(({ taken, on, sha256, evidenceId, event }) => ({ taken, on, sha256, evidenceId, event })),
          },
    objections: procedure.objections.map(({ objectionId, by, reason, raisedOn, decided, event }) => ({
      ...{ objectionId, by, reason, raisedOn, event },
      answer: decided && { ...decided },
    })),
    recognition: recognition && {
      ...{ tier: recognition.tier, on: recognition.on, event: recognition.event },
      ...{ number: recognition.document.number, issuedOn: recognition.document.issuedOn, signedBy: recognition.document.signedBy },
    },
    evidence: await Promise.all(
      state.evidence.map(async ({ evidenceId, kind, sha256, custodian, place, retention, event }) => {
        const found = await evidence.find(sha256);
        return {
          ...{ evidenceId, kind, sha256, custodian, place, retention, event },
          file: found === null ? null : { bytes: found.bytes, type: found.type ?? 'unknown' },
        };
      }),
    ),
  };
}

/**
 * 试判: the rules of the form's pack asked as if the form's figures stood in the ledger beside what does. Self-statements
 * are left out: what the applicant says of itself is no judgement.
 */
export async function checkAnswers(
  { ledger, policies }: Pick<Around, 'ledger' | 'policies'>,
  state: KnownBrand,
  definition: FormDefinition,
  answers: readonly FormAnswer[],
): Promise<FormCheck> {
  const today = ledger.clock.today();
  const year = Number(today.slice(0, 4));
  const locked = figuresInForce(state).filter(({ status }) => status === 'locked');
  const stated: FigureRecord[] = [];
  const figures: FormCheck['figures'] = [];
  for (const { id, figure } of fieldsOf(definition)) {
    const value = answers.find(({ field }) => field === id)?.value;
    if (figure === undefined || typeof value !== 'number') continue;
    const toYear = year - figure.yearsBack;
    const held = locked.find(
      (known) =>
        known.metric === figure.metric &&
        known.unit === figure.unit &&
        known.nature === figure.nature &&
        known.directness === figure.directness &&
        (known.window.fromYear === null || known.window.fromYear === toYear) &&
        known.window.toYear === toYear,
    );
    figures.push({ field: id, metric: figure.metric, year: toYear, stated: value, locked: held?.value ?? null, unit: figure.unit });
    if (held === undefined)
      stated.push(asFigure(figure, value, toYear, { field: id, event: `${brandStream(state.identity.brandId)}@${state.revision}` }));
  }
  const hypothetical: BrandState = { ...state, figures: [...state.figures, ...stated] };
  const regions = await policies.pathOn(state.identity.region, today);
  const pack = await policies.named(definition.pack, today, regions);
  const evaluations = evaluateDry(pack, hypothetical, { asOf: today }, regions).map((explanation): EvaluationAnswer => {
    const english = explanationLines(explanation, 'en');
    return {
      explanation,
      sentenceZh: explanationSentence(explanation, 'zh'),
      sentenceEn: explanationSentence(explanation, 'en'),
      lines: explanationLines(explanation, 'zh').map(({ depth, outcome, text }, i) => ({
        ...{ depth, outcome, zh: text },
        en: english[i]?.text ?? '',
      })),
    };
  });
  return { faults: checkForm(definition, answers).map((fault) => ({ ...fault })), evaluations, figures };
}

type FormFigure = NonNullable<ReturnType<typeof fieldsOf>[number]['figure']>;

/** A figure as the form states it, for this answer only: it is in no stream. */
const asFigure = (
  { metric, unit, nature, directness }: FormFigure,
  value: number,
  toYear: number,
  { field, event }: { readonly field: string; readonly event: string },
): FigureRecord => ({
  ...{ figureId: `form:${field}`, metric, unit, nature, directness, bound: 'exact', value, status: 'locked' },
  window: nature === 'stock' ? { fromYear: null, toYear, asOf: `${toYear}-12-31` } : { fromYear: toYear, toYear, asOf: null },
  estimate: directness === 'indirect' ? { method: '推荐表所填', basis: '推荐表所填' } : null,
  source: { reference: '推荐表（试判）', note: null },
  // The rules look at nothing beyond the brand's revision, so the statement stands at it.
  ...{ event, eventId: `form:${field}`, corrects: null, correctedBy: null },
});

export const unknownForm = (form: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'FORM.UNKNOWN',
    zh: `没有编号为“${form}”的推荐表`,
    en: `there is no form “${form}”`,
    field: 'form',
    todo: { zh: '请从申报办理页打开推荐表', en: 'open the form from the page of the procedure' },
  });

/**
 * What a correction does to decisions on subjects beside brands: as for brands, exactly those whose explanation read what was
 * corrected are marked stale（重新认定）, with the answer that the corrected fact would have given. The old ones stay written.
 */
import {
  evolveSubject,
  factsOf,
  initialSubject,
  parseSubjectStream,
  subjectOf,
  subjectEventSchemas,
  targetFactsOf,
  type Decision,
  type Explanation,
  type RecordedSubjectEvent,
  type RegionMerge,
  type StewardSubjectCommand,
  type SubjectEvent,
  type SubjectState,
} from '#domain';
import { ENGINE, evaluate, progressOf, type EffectivePack } from '#policy';
import { factEvents } from './decide';
import { formatDecisionKey, parseDecisionKey } from './decision-key';

type Recorded = RecordedSubjectEvent & SubjectEvent;

export interface SubjectStaleInput {
  readonly stream: string;
  /** The whole stream, as far as `revision`. */
  readonly history: readonly RecordedSubjectEvent[];
  readonly revision: bigint;
  readonly leaf: number;
  /** Id of the correction, an event of this stream. */
  readonly correction: string;
  /** What is no longer in force: id of a figure or a progress, or the name of a dated step. */
  readonly corrected: string;
  /** The packs in force on a date; asked for the date of every decision touched. */
  readonly packsOn: (date: string) => readonly EffectivePack[];
  readonly merges: readonly RegionMerge[];
}

export interface TouchedSubjectDecision {
  readonly event: Recorded;
  readonly decision: Decision;
  readonly explanation: Explanation;
  /** Its place among the decisions this correction touches. */
  readonly ordinal: number;
}

const isKnown = (event: RecordedSubjectEvent): event is Recorded => event.type in subjectEventSchemas;

/** Decisions that what was corrected touches, in log order; a mark of before counts as reading what its retaken answer read. */
export function touchedSubjectDecisions(
  stream: string,
  history: readonly RecordedSubjectEvent[],
  correction: string,
  corrected: string,
): readonly TouchedSubjectDecision[] {
  const events = history.filter(isKnown);
  const refs = new Set(refsOf(events, correction, corrected).map((revision) => `${stream}@${String(revision)}`));
  if (refs.size === 0) return [];
  const retaken = new Map<string, Explanation>();
  for (const event of events)
    // Marks of this very correction do not count: with each that is written the list would shrink, and its ordinals would move.
    if (event.type === 'SubjectDecisionMarkedStale.v1' && event.data.correction !== correction && event.data.retaken !== null)
      retaken.set(event.data.decisionKey, event.data.retaken);
  const touched: TouchedSubjectDecision[] = [];
  for (const event of events) {
    if (event.type === 'SubjectDecisionMarkedStale.v1' || !('decision' in event.data)) continue;
    const { decision } = event.data;
    if (!decision?.explanation) continue;
    const read = [decision.explanation, retaken.get(decision.key)].some(
      (explanation) => explanation !== undefined && factEvents(explanation).some((ref) => refs.has(ref)),
    );
    if (read) touched.push({ event, decision, explanation: decision.explanation, ordinal: touched.length });
  }
  return touched;
}

/** Revisions of the events that said what is no longer in force. */
function refsOf(events: readonly Recorded[], correction: string, corrected: string): readonly (bigint | number)[] {
  const at = events.findIndex(({ id }) => id === correction);
  const before = events.slice(0, at === -1 ? 0 : at);
  const by = events[at];
  if (by?.type === 'SubjectDateRecorded.v1') {
    const last = before.findLast((event) => event.type === 'SubjectDateRecorded.v1' && event.data.date === corrected);
    return last === undefined ? [] : [last.revision];
  }
  if (by?.type === 'ProgrammeProgressCorrected.v1') {
    // Cohorts of one target and year meet in one fact, which names the last of them.
    const progress = before.flatMap((event) =>
      event.type === 'ProgrammeProgressRecorded.v1'
        ? [{ ...event.data, revision: event.revision }]
        : event.type === 'ProgrammeProgressCorrected.v1'
          ? [{ ...event.data.progress, revision: event.revision }]
          : [],
    );
    const old = progress.find(({ progressId }) => progressId === corrected);
    return old === undefined
      ? []
      : progress.filter(({ target, year }) => target === old.target && year === old.year).map(({ revision }) => revision);
  }
  return before
    .filter(
      (event) =>
        (event.type === 'SubjectFigureRecorded.v1' && event.data.figureId === corrected) ||
        (event.type === 'SubjectFigureCorrected.v1' && event.data.figure.figureId === corrected),
    )
    .map(({ revision }) => revision);
}

/** @returns one `markStale` for each decision touched that this correction has not marked yet */
export function planSubjectStale(input: SubjectStaleInput): readonly StewardSubjectCommand[] {
  const marked = new Set(
    input.history
      .filter(isKnown)
      .flatMap((event) =>
        event.type === 'SubjectDecisionMarkedStale.v1' && event.data.correction === input.correction ? [event.data.decisionKey] : [],
      ),
  );
  return touchedSubjectDecisions(input.stream, input.history, input.correction, input.corrected)
    .filter(({ decision }) => !marked.has(decision.key))
    .map((touched): StewardSubjectCommand => ({
      type: 'markStale',
      data: {
        decisionKey: touched.decision.key,
        decidedBy: touched.event.id,
        correction: input.correction,
        retaken: retake(input, touched),
        decision: markDecision(input, touched),
      },
    }));
}

/** No document speaks of corrections of such subjects: the mark rests on the policy of the decision it marks. */
function markDecision(input: SubjectStaleInput, { decision, ordinal }: TouchedSubjectDecision): Decision {
  const { policy } = decision;
  return {
    key: formatDecisionKey({
      subject: input.stream,
      rule: policy.rule,
      pack: policy.pack,
      version: policy.version,
      period: parseDecisionKey(decision.key)?.period ?? null,
      cause: input.correction,
      type: 'SubjectDecisionMarkedStale.v1',
      ordinal,
    }),
    policy,
    engine: ENGINE,
    basis: { leaf: input.leaf, revision: Number(input.revision) },
    cause: { event: input.correction, type: input.history.find(({ id }) => id === input.correction)?.type ?? 'SubjectFigureCorrected.v1' },
    explanation: null,
  };
}

/**
 * The same rule or target asked again at the same date and year, of the subject as it was then but with facts corrected since.
 * Null where the answer also read facts of other streams: what those were then, this stream does not know.
 */
function retake(input: SubjectStaleInput, { decision, explanation }: TouchedSubjectDecision): Explanation | null {
  const { rule, asOf, evaluationYear } = explanation;
  if (factEvents(explanation).some((ref) => !ref.startsWith(`${input.stream}@`))) return null;
  const pack = input.packsOn(asOf).find(({ rules, targets }) => rules.has(rule) || targets.has(rule));
  const state = correctedState(input, decision.basis.revision);
  const subject = state === null ? null : subjectOf(state, asOf, input.merges);
  if (pack === undefined || state === null || subject === null) return null;
  if (pack.rules.has(rule)) {
    const facts = factsOf(state);
    return facts === null ? null : evaluate(pack, rule, subject, facts, { asOf, evaluationYear });
  }
  const facts = targetFactsOf(state);
  const at = decision.cause.type === 'YearClosed.v1' ? { asOf, evaluationYear } : { asOf };
  return facts === null ? null : progressOf(pack, rule, subject, facts, at).explanation;
}

/** The subject as it stood at `basis`, with later corrections of what it knew then, and nothing else that came later. */
function correctedState({ stream, history }: SubjectStaleInput, basis: number): SubjectState | null {
  const parsed = parseSubjectStream(stream);
  if (parsed === null) return null;
  const known = new Set<string>();
  let state = initialSubject(parsed.kind, parsed.id);
  for (const event of history) {
    const told = isKnown(event) ? corrects(event) : null;
    if (Number(event.revision) > basis && (told === null || !known.has(told.of))) continue;
    if (told !== null) known.add(told.by).add(told.of);
    state = evolveSubject(state, event);
  }
  return state;
}

/** What an event says, and what stood in its place before it. */
function corrects(event: Recorded): { readonly of: string; readonly by: string } | null {
  switch (event.type) {
    case 'SubjectFigureRecorded.v1':
      return { of: event.data.figureId, by: event.data.figureId };
    case 'SubjectFigureCorrected.v1':
      return { of: event.data.corrects, by: event.data.figure.figureId };
    case 'ProgrammeProgressRecorded.v1':
      return { of: event.data.progressId, by: event.data.progressId };
    case 'ProgrammeProgressCorrected.v1':
      return { of: event.data.corrects, by: event.data.progress.progressId };
    case 'SubjectDateRecorded.v1':
      return { of: `date:${event.data.date}`, by: `date:${event.data.date}` };
    default:
      return null;
  }
}

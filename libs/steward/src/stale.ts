/**
 * What a correction does to decisions that were taken: those whose explanation read the corrected figure are marked
 * stale（重新认定）, with the answer that the corrected figure would have given. The old decision stays written, and a
 * person retakes it; nothing is taken back by itself.
 */
import {
  brandFacts,
  brandStream,
  brandSubject,
  evolveBrand,
  initialBrand,
  type BrandState,
  type Decision,
  type Explanation,
  type RecordedBrandEvent,
  type StewardBrandCommand,
} from '#domain';
import { ENGINE, evaluate, policyOf, type EffectivePack } from '#policy';
import { formatDecisionKey, parseDecisionKey } from './decision-key';
import { factEvents } from './decide';
import type { Plan } from './plan';

export interface StaleInput {
  readonly brandId: string;
  /** The whole stream, as far as `revision`. */
  readonly history: readonly RecordedBrandEvent[];
  readonly revision: bigint;
  readonly leaf: number;
  /** Id of the correction, a `FigureCorrected` event of this stream. */
  readonly correction: string;
  /** Figure id that is no longer in force. */
  readonly corrected: string;
  /** The pack in force on a date; asked for the date of the correction and of every decision touched. */
  readonly packOn: (date: string) => EffectivePack | null;
  /** Business date of the correction. */
  readonly effectiveOn: string;
}

/** A decision that reads the corrected figure. */
export interface TouchedDecision {
  readonly event: RecordedBrandEvent;
  readonly decision: Decision;
  readonly explanation: Explanation;
  /** Its place among the decisions this correction touches. */
  readonly ordinal: number;
}

/**
 * Decisions that a corrected figure touches, in log order. A decision that was marked stale before counts as reading
 * what its retaken answer read, so that a second correction touches it again.
 */
export function touchedDecisions(brandId: string, history: readonly RecordedBrandEvent[], corrected: string): readonly TouchedDecision[] {
  const recorded = history.find(
    (e) =>
      (e.type === 'FigureRecorded.v1' && e.data.figureId === corrected) ||
      (e.type === 'FigureCorrected.v1' && e.data.figure.figureId === corrected),
  );
  if (recorded === undefined) return [];
  const ref = `${brandStream(brandId)}@${String(recorded.revision)}`;
  // Marks of this very correction do not count: with each that is written the list would shrink, and its ordinals would move.
  const correction = history.find((event) => event.type === 'FigureCorrected.v1' && event.data.corrects === corrected)?.id;
  const retaken = new Map<string, Explanation>();
  for (const event of history)
    if (event.type === 'DecisionMarkedStale.v1' && event.data.correction !== correction && event.data.retaken !== null)
      retaken.set(event.data.decisionKey, event.data.retaken);

  const touched: TouchedDecision[] = [];
  for (const event of history) {
    if (event.type === 'DecisionMarkedStale.v1' || !('decision' in event.data)) continue;
    const { decision } = event.data;
    if (!decision?.explanation) continue;
    const read = [decision.explanation, retaken.get(decision.key)].some(
      (explanation) => explanation !== undefined && factEvents(explanation).includes(ref),
    );
    if (read) touched.push({ event, decision, explanation: decision.explanation, ordinal: touched.length });
  }
  return touched;
}

/** @returns one `markStale` for each decision touched that this correction has not marked yet */
export function planStale(input: StaleInput): Plan {
  const marked = new Set(
    input.history.flatMap((event) =>
      event.type === 'DecisionMarkedStale.v1' && event.data.correction === input.correction ? [event.data.decisionKey] : [],
    ),
  );
  const commands = touchedDecisions(input.brandId, input.history, input.corrected)
    .filter(({ decision }) => !marked.has(decision.key))
    .map((touched): StewardBrandCommand => ({
      type: 'markStale',
      data: {
        decisionKey: touched.decision.key,
        decidedBy: touched.event.id,
        correction: input.correction,
        retaken: retake(input, touched),
        decision: markDecision(input, touched),
      },
    }));
  return { commands, withheld: [], skipped: [] };
}

function markDecision(input: StaleInput, { decision, ordinal }: TouchedDecision): Decision {
  const pack = input.packOn(input.effectiveOn);
  const effect = pack?.effects.find((candidate) => candidate.effect.then === 'markStale');
  // Where no pack speaks of corrections, the mark rests on the policy of the decision it marks.
  const policy = pack && effect ? policyOf(pack, effect) : decision.policy;
  const period = parseDecisionKey(decision.key)?.period ?? null;
  return {
    key: formatDecisionKey({
      subject: input.brandId,
      rule: policy.rule,
      pack: policy.pack,
      version: policy.version,
      period,
      cause: input.correction,
      type: 'DecisionMarkedStale.v1',
      ordinal,
    }),
    policy,
    engine: ENGINE,
    basis: { leaf: input.leaf, revision: Number(input.revision) },
    cause: { event: input.correction, type: 'FigureCorrected.v1' },
    explanation: null,
  };
}

/** The same rule asked again at the same date and year, of the brand as it was then but with figures corrected since. */
function retake(input: StaleInput, { decision, explanation }: TouchedDecision): Explanation | null {
  const pack = input.packOn(explanation.asOf);
  const state = correctedState(input.history, decision.basis.revision);
  if (pack === null || state.stage === 'none' || !pack.rules.has(explanation.rule)) return null;
  const { asOf, evaluationYear } = explanation;
  return evaluate(pack, explanation.rule, brandSubject(state), brandFacts(state), { asOf, evaluationYear });
}

/** The brand as it stood at `basis`, with later corrections of figures it had then, and nothing else that came later. */
export function correctedState(history: readonly RecordedBrandEvent[], basis: number): BrandState {
  const figures = new Set<string>();
  let state = initialBrand;
  for (const event of history) {
    const known = Number(event.revision) <= basis;
    if (!known && !(event.type === 'FigureCorrected.v1' && figures.has(event.data.corrects))) continue;
    if (event.type === 'FigureRecorded.v1') figures.add(event.data.figureId);
    if (event.type === 'FigureCorrected.v1') figures.add(event.data.figure.figureId);
    state = evolveBrand(state, event);
  }
  return state;
}

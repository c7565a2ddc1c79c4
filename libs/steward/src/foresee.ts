/**
 * What a correction would do before it is approved: the same functions that answer an approval are asked with the events that it
 * would append. Pure: nothing is written, and no second reading of the rules exists that could differ from the first.
 *
 * Two answers. `marks` is what will happen: the decisions that become stale, each with what it would be now. `courses` is what the
 * marks mean: the steps that rules took from the same cause, beside those they would have taken from the corrected figure. Nobody
 * takes those by itself; a person who retakes the decision reads here what is at stake.
 */
import {
  decideBrand,
  evolveBrand,
  foldBrand,
  initialBrand,
  type BrandEvent,
  type BrandState,
  type Decision,
  type EventMetadata,
  type Explanation,
  type RecordedBrandEvent,
  type WorkingDays,
} from '#domain';
import type { EffectivePack } from '#policy';
import { parseDecisionKey } from './decision-key';
import type { Trigger } from './memory';
import { planEffects, type Mode } from './plan';
import { correctedState, planStale, type TouchedDecision, touchedDecisions } from './stale';

export interface ForeseeInput {
  readonly brandId: string;
  /** The whole stream as it stands. */
  readonly history: readonly RecordedBrandEvent[];
  /** What the approval would append after it, a `FigureCorrected` among them. */
  readonly approval: readonly RecordedBrandEvent[];
  readonly leaf: number;
  /** The pack in force on a date; asked for the dates of `datesToAsk`. */
  readonly packOn: (date: string) => EffectivePack | null;
  /** Path of the brand's region on a date. */
  readonly regionsOn: (date: string) => readonly string[];
  readonly mode: Mode;
  readonly workingDays: WorkingDays | null;
}

/** A decision that would be marked stale. */
export interface ForeseenMark {
  readonly decisionKey: string;
  /** The event that carries the decision. */
  readonly event: RecordedBrandEvent;
  readonly decision: Decision;
  /** The answer that stands: the retaken one where a correction touched it before. */
  readonly before: Explanation;
  /** The answer from the corrected figure; null where no pack in force holds the rule any more. */
  readonly after: Explanation | null;
}

/** Steps that one cause led to, and those it would have led to. Only steps that differ. */
export interface ForeseenCourse {
  readonly trigger: Trigger;
  readonly period: number | null;
  /** The day the rules were asked at. */
  readonly asOf: string;
  /** Taken, and without ground from the corrected figure. */
  readonly without: readonly BrandEvent[];
  /** Not taken, and called for by the corrected figure. */
  readonly instead: readonly BrandEvent[];
}

export interface Foreseen {
  readonly marks: readonly ForeseenMark[];
  readonly courses: readonly ForeseenCourse[];
}

/** Dates on which `foresee` asks which pack is in force. */
export function datesToAsk({ brandId, history, approval }: Pick<ForeseeInput, 'brandId' | 'history' | 'approval'>): readonly string[] {
  const correction = correctionIn(approval);
  const touched = touchedDecisions(brandId, history, correction.data.corrects);
  return [...new Set([correction.metadata.effectiveOn, ...touched.map(({ explanation }) => explanation.asOf)])];
}

export function foresee(input: ForeseeInput): Foreseen {
  const { brandId, approval, leaf, packOn } = input;
  const correction = correctionIn(approval);
  const { corrects } = correction.data;
  const history = [...input.history, ...approval];
  const touched = touchedDecisions(brandId, history, corrects);
  const plan = planStale({
    brandId,
    history,
    revision: BigInt(history.at(-1)?.revision ?? -1),
    leaf,
    correction: correction.id,
    corrected: corrects,
    packOn,
    effectiveOn: correction.metadata.effectiveOn,
  });
  const retaken = lastRetaken(input.history);
  const marks = plan.commands.flatMap((command): readonly ForeseenMark[] => {
    const found = touched.find(({ decision }) => command.type === 'markStale' && decision.key === command.data.decisionKey);
    if (command.type !== 'markStale' || found === undefined) return [];
    const { event, decision, explanation } = found;
    const before = retaken.get(decision.key) ?? explanation;
    return [{ decisionKey: decision.key, event, decision, before, after: command.data.retaken }];
  });
  return { marks, courses: coursesOf(input, history, touched) };
}

type Correction = Extract<RecordedBrandEvent, { type: 'FigureCorrected.v1' }>;

function correctionIn(approval: readonly RecordedBrandEvent[]): Correction {
  const correction = approval.find((event): event is Correction => event.type === 'FigureCorrected.v1');
  if (correction === undefined) throw new RangeError('an approval appends a FigureCorrected');
  return correction;
}

function lastRetaken(history: readonly RecordedBrandEvent[]): ReadonlyMap<string, Explanation> {
  const retaken = new Map<string, Explanation>();
  for (const event of history)
    if (event.type === 'DecisionMarkedStale.v1' && event.data.retaken !== null) retaken.set(event.data.decisionKey, event.data.retaken);
  return retaken;
}

/** The question that an event of this type sets off, or that its due date does. A cause of another type is no cause of steps. */
const TRIGGER_OF: Readonly<Record<string, Trigger>> = {
  'YearClosed.v1': 'yearClosed',
  'ReviewHeld.v1': 'reviewHeld',
  'RectificationReported.v1': 'rectificationReported',
  'SupportStopped.v1': 'supportStopped',
  'ReviewDue.v1': 'reviewDueDatePassed',
  'RectificationOrdered.v1': 'rectificationDueDatePassed',
  'ExitAnnounced.v1': 'noticeEnded',
  'StepProposed.v1': 'proposalFallsDue',
  'BrandNominated.v1': 'datePassed',
};

/** Decisions of one cause are one course: they were taken one after the other from the same question. */
function coursesOf(input: ForeseeInput, history: readonly RecordedBrandEvent[], touched: readonly TouchedDecision[]): ForeseenCourse[] {
  const causes = new Map<string, TouchedDecision>();
  for (const each of touched) {
    const { cause } = each.decision;
    if (cause.event !== null && TRIGGER_OF[cause.type] !== undefined && !causes.has(cause.event)) causes.set(cause.event, each);
  }
  return [...causes.values()].flatMap((first) => courseOf(input, history, first) ?? []);
}

function courseOf(
  input: ForeseeInput,
  history: readonly RecordedBrandEvent[],
  { event, decision, explanation }: TouchedDecision,
): ForeseenCourse | null {
  const { cause } = decision;
  const trigger = TRIGGER_OF[cause.type];
  const { asOf } = explanation;
  const pack = input.packOn(asOf);
  if (trigger === undefined || pack === null) return null;
  const taken = history.filter((each) => 'decision' in each.data && each.data.decision?.cause.event === cause.event);
  const basis = Math.min(...taken.map((each) => basisOf(each)));
  const at: Question = {
    pack,
    trigger,
    asOf,
    period: parseDecisionKey(decision.key)?.period ?? null,
    cause,
    effectiveOn: event.metadata.effectiveOn,
    proposalId: proposalOf(history, cause.event),
  };
  // Both courses are run, and not one beside what is written: what differs then differs by the figure alone.
  const then = stepsOf(
    input,
    at,
    foldBrand(
      initialBrand,
      history.filter(({ revision }) => Number(revision) <= basis),
    ),
    basis,
  );
  const now = stepsOf(input, at, correctedState(history, basis), basis);
  const stood = new Set(taken.map(nameOf));
  const without = then.filter((step) => stood.has(nameOf(step)) && !now.some((other) => nameOf(other) === nameOf(step)));
  const instead = now.filter((step) => !then.some((other) => nameOf(other) === nameOf(step)));
  return without.length === 0 && instead.length === 0 ? null : { trigger, period: at.period, asOf, without, instead };
}

interface Question {
  readonly pack: EffectivePack;
  readonly trigger: Trigger;
  readonly period: number | null;
  readonly cause: Decision['cause'];
  readonly asOf: string;
  readonly effectiveOn: string;
  readonly proposalId: string | null;
}

/** More than any ladder has; see `act.ts`. */
const MAX_STEPS = 32;

/** The steps that a question leads to on a brand, each taken before the next is asked for, as the steward does. */
function stepsOf(input: ForeseeInput, at: Question, from: BrandState, basis: number): readonly BrandEvent[] {
  const { brandId, leaf, mode, workingDays } = input;
  const regions = input.regionsOn(at.asOf);
  const steps: BrandEvent[] = [];
  let state = from;
  for (let revision = basis; steps.length < MAX_STEPS;) {
    const [command] = planEffects({ ...at, brandId, state, regions, revision: BigInt(revision), leaf, mode, workingDays }).commands;
    if (command === undefined) break;
    const decided = decideBrand(command, state, {
      ...{ brandId, actor: STEWARD, today: at.effectiveOn, now: `${at.effectiveOn}T00:00:00.000Z`, ids: [] },
      ...{ nomination: null, decision: null, idempotency: null },
    });
    if (!decided.ok || decided.events.length === 0) break;
    for (const event of decided.events) {
      revision += 1;
      steps.push(event);
      state = evolveBrand(state, { ...event, id: `foreseen-${revision}`, revision, metadata: metadataOf(at.effectiveOn) });
    }
  }
  return steps;
}

const STEWARD = { id: 'steward', role: 'steward', region: '000000' };
const metadataOf = (effectiveOn: string): EventMetadata => ({
  ...{ v: 1, correlationId: '', causationId: null, causationDepth: 1, actor: STEWARD, effectiveOn, recordedAt: '', idempotency: null },
});

const basisOf = (event: RecordedBrandEvent): number => ('decision' in event.data && event.data.decision?.basis.revision) || 0;

/** What a step does, whichever facts and ids it names. */
function nameOf(event: BrandEvent): string {
  const { period = null, outcome = null, step = null, tier = null, toTier = null } = event.data as Record<string, unknown>;
  const rule = 'decision' in event.data ? event.data.decision?.policy.rule : null;
  return JSON.stringify([event.type, rule, period, outcome, step, tier, toTier]);
}

/** The proposal that a due date or the end of a notice is about, as the event that set the date names it. */
function proposalOf(history: readonly RecordedBrandEvent[], cause: string | null): string | null {
  const event = history.find(({ id }) => id === cause);
  return event !== undefined && 'proposalId' in event.data ? event.data.proposalId : null;
}

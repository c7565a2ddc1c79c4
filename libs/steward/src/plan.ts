/**
 * From a reaction to commands: what the packs say shall follow from a trigger, worked out on one folded brand.
 *
 * Pure. An effect of the pack names a rule; the rule is evaluated; where its outcome is one that the effect waits for,
 * the step becomes a command that carries the whole decision. Effects of one trigger happen in the order of the pack
 * and each is a decision of its own. A step that the brand has already taken, or has no place for, is left out and said
 * so: asking twice gives nothing the second time.
 */
import {
  TIERS,
  addDays,
  brandFacts,
  brandStream,
  brandSubject,
  decisionTaken,
  openObjections,
  tierHeld,
  yearOf,
  type BrandEventType,
  type BrandState,
  type CultivatedBrand,
  type Decision,
  type Explanation,
  type KnownBrand,
  type Proposal,
  type ProposedStep,
  type StewardBrandCommand,
  type Tier,
  addWorkingDays,
  type WorkingDays,
} from '#domain';
import { ENGINE, SUBJECT_STEPS, effectsFor, evaluate, parameterValue, type EffectivePack, type PackEffect } from '#policy';
import { newestFact, policyBehind } from './decide';
import { formatDecisionKey, parseDecisionKey, proposalIdOf, type DecisionKey } from './decision-key';
import type { Trigger } from './memory';

/** act: steps that the packs let happen at once do happen. proposeOnly: nothing takes effect before a person has said so. */
export type Mode = 'act' | 'proposeOnly';

export interface PlanInput {
  readonly pack: EffectivePack;
  readonly trigger: Trigger;
  readonly period: number | null;
  /** The event that made this due. */
  readonly cause: { readonly event: string | null; readonly type: string };
  readonly brandId: string;
  readonly state: BrandState;
  /** Path of its region on the day of the question; left out: as GB/T 2260 has it. */
  readonly regions?: readonly string[];
  /** Revision `state` was folded at. */
  readonly revision: bigint;
  /** Leaf index of the last event of the log that was considered. */
  readonly leaf: number;
  /** Business date at which the rules are asked. */
  readonly asOf: string;
  /** Business date from which due dates count. */
  readonly effectiveOn: string;
  /** The proposal that fell due, or whose notice ended. */
  readonly proposalId?: string | null;
  readonly mode?: Mode;
  /** Needed only where a pack counts in working days. */
  readonly workingDays?: WorkingDays | null;
}

/** Why an effect led to nothing. */
export type SkipReason =
  /** The rule answered, and the effect waits for another answer. */
  | 'otherOutcome'
  /** The brand has no place for the step now: not cultivated, no review held, nothing to rectify … */
  | 'doesNotFit'
  /** This very decision stands in the stream. */
  | 'decided'
  /** The same rule has answered for the same period from the same facts before: deciding again would only oscillate. */
  | 'sameFacts'
  /** The step needs a due date and no pack says when. */
  | 'noDueDate'
  /** The day that the rule or the target names has not passed. */
  | 'notDueYet';

export interface Plan {
  readonly commands: readonly StewardBrandCommand[];
  /** Steps that `proposeOnly` keeps back. */
  readonly withheld: readonly StewardBrandCommand[];
  readonly skipped: readonly { readonly effect: string; readonly reason: SkipReason }[];
}

/** Steps that take effect on a brand without anybody's word; `proposeOnly` keeps them back. */
const SANCTIONS: ReadonlySet<string> = new Set(['warn', 'orderRectification', 'acceptRectification', 'failRectification']);

/** What one step is worked out from. */
interface Ask<B extends KnownBrand = CultivatedBrand> {
  readonly input: PlanInput;
  readonly brand: B;
  readonly effect: PackEffect;
  readonly explanation: Explanation | null;
  readonly decide: (type: BrandEventType) => Decision;
}
type Answer = StewardBrandCommand | SkipReason;

/** @returns the commands in order, each to be carried out at the revision that the one before it led to */
export function planEffects(input: PlanInput): Plan {
  const commands: StewardBrandCommand[] = [];
  const withheld: StewardBrandCommand[] = [];
  const skipped: { effect: string; reason: SkipReason }[] = [];
  const { state, pack, mode = 'act' } = input;
  if (state.stage === 'none') return { commands, withheld, skipped };
  const subject = brandSubject(state, input.regions);
  const facts = brandFacts(state);
  const evaluationYear = (input.period ?? yearOf(input.asOf) - 1) + 1;
  const explanations = new Map<string, Explanation>();
  const explain = (rule: string): Explanation => {
    const known = explanations.get(rule) ?? evaluate(pack, rule, subject, facts, { asOf: input.asOf, evaluationYear });
    explanations.set(rule, known);
    return known;
  };
  const ordinals = new Map<string, number>();

  for (const effective of effectsFor(pack, subject, input.trigger)) {
    const { effect } = effective;
    const explanation = effect.rule === null ? null : explain(effect.rule);
    if (explanation !== null && effect.when.length > 0 && !effect.when.includes(explanation.outcome)) {
      skipped.push({ effect: effect.id, reason: 'otherOutcome' });
      continue;
    }
    if (effect.then === 'markStale' || isSubjectStep(effect.then)) {
      skipped.push({ effect: effect.id, reason: 'doesNotFit' });
      continue;
    }
    // Counted before anything is left out: the second of two like decisions stays the second when the first already stands.
    const policy = policyBehind(pack, effective);
    const ordinal = (type: string): number => ordinals.get(`${policy.rule} ${type}`) ?? 0;
    const decide = (type: BrandEventType): Decision => ({
      key: formatDecisionKey({
        subject: input.brandId,
        rule: policy.rule,
        pack: policy.pack,
        version: policy.version,
        period: input.period,
        cause: input.cause.event,
        type,
        ordinal: ordinal(type),
      }),
      policy,
      engine: explanation?.engine ?? ENGINE,
      basis: { leaf: input.leaf, revision: Number(input.revision) },
      cause: { event: input.cause.event, type: input.cause.type },
      explanation,
    });
    const step = mode === 'proposeOnly' && effect.then === 'delist' ? 'proposeDelisting' : effect.then;
    const ask = { input, effect, explanation, decide };
    const answer =
      step === 'findEligible' || step === 'loseEligibility' || step === 'recordAnswer'
        ? ELIGIBILITY[step]({ ...ask, brand: state })
        : state.stage === 'cultivated'
          ? LADDER[step]({ ...ask, brand: state })
          : 'doesNotFit';
    const type = EVENT_OF[step];
    ordinals.set(`${policy.rule} ${type}`, ordinal(type) + 1);
    if (typeof answer === 'string') skipped.push({ effect: effect.id, reason: answer });
    else if (decisionTaken(state, answer.data.decision.key)) skipped.push({ effect: effect.id, reason: 'decided' });
    else if (mode === 'proposeOnly' && SANCTIONS.has(answer.type)) withheld.push(answer);
    else commands.push(answer);
  }
  return { commands, withheld, skipped };
}

type SubjectStep = (typeof SUBJECT_STEPS)[number];
/** Steps that no brand has a place for: they concern units, institutions, regions, programmes and links. */
const isSubjectStep = (step: PackEffect['then']): step is SubjectStep => SUBJECT_STEPS.some((known) => known === step);
type Step = Exclude<PackEffect['then'], 'markStale' | SubjectStep> | 'proposeDelisting';
/** Steps that do not ask for cultivation. */
type EligibilityStep = 'findEligible' | 'loseEligibility' | 'recordAnswer';

/** The event each step leads to: part of the decision key. */
const EVENT_OF: Readonly<Record<Step, BrandEventType>> = {
  markReviewDue: 'ReviewDue.v1',
  markReviewOverdue: 'ReviewOverdue.v1',
  concludeReview: 'ReviewConcluded.v1',
  warn: 'WarningIssued.v1',
  orderRectification: 'RectificationOrdered.v1',
  acceptRectification: 'RectificationAccepted.v1',
  failRectification: 'RectificationFailed.v1',
  proposeSupportStop: 'StepProposed.v1',
  proposeExit: 'StepProposed.v1',
  proposeDowngrade: 'StepProposed.v1',
  proposePromotion: 'StepProposed.v1',
  proposeDelisting: 'StepProposed.v1',
  delist: 'BrandDelisted.v1',
  findEligible: 'EligibilityFound.v1',
  loseEligibility: 'EligibilityLost.v1',
  recordAnswer: 'BrandRuleAnswered.v1',
};

/** Dynamic management: it concerns brands in cultivation only. What `decide` would refuse is left out here, so that no key is parked for it. */
const LADDER: Readonly<Record<Exclude<Step, EligibilityStep>, (ask: Ask) => Answer>> = {
  markReviewDue: ({ input, brand, effect, decide }) => {
    const { period } = input;
    if (period === null || period >= yearOf(input.effectiveOn) || brand.reviews.some((review) => review.period === period))
      return 'doesNotFit';
    const dueOn = dueDate(input, brand, effect.dueAfter);
    return dueOn === null ? 'noDueDate' : { type: 'markReviewDue', data: { period, dueOn, decision: decide('ReviewDue.v1') } };
  },
  markReviewOverdue: ({ input, brand, effect, decide }) => {
    const review = brand.reviews.find(({ period }) => period === input.period);
    if (review?.step !== 'due' || review.overdue || input.effectiveOn < review.dueOn) return 'doesNotFit';
    const dueOn = dueDate(input, brand, effect.dueAfter) ?? review.dueOn;
    return { type: 'markReviewOverdue', data: { period: review.period, dueOn, decision: decide('ReviewOverdue.v1') } };
  },
  concludeReview: ({ input, brand, explanation, decide }) => {
    const review = brand.reviews.find(({ period }) => period === input.period);
    if (review?.step !== 'held' || explanation === null) return 'doesNotFit';
    const outcome = explanation.outcome === 'pass' ? 'passed' : explanation.outcome === 'fail' ? 'failed' : 'undecidable';
    return { type: 'concludeReview', data: { period: review.period, outcome, decision: decide('ReviewConcluded.v1') } };
  },
  warn: ({ input, brand, explanation, decide }) => {
    const { period } = input;
    if (period === null || (brand.warning !== null && brand.warning.period >= period)) return 'doesNotFit';
    const decision = decide('WarningIssued.v1');
    return oscillates(brand, decision, explanation, []) ? 'sameFacts' : { type: 'warn', data: { period, decision } };
  },
  orderRectification: ({ input, brand, effect, decide }) => {
    const { period } = input;
    const running = brand.rectification;
    const open = running?.step === 'ordered' || running?.step === 'reported';
    if (period === null || open || (running !== null && running.period >= period)) return 'doesNotFit';
    const dueOn = dueDate(input, brand, effect.dueAfter);
    return dueOn === null
      ? 'noDueDate'
      : { type: 'orderRectification', data: { period, dueOn, decision: decide('RectificationOrdered.v1') } };
  },
  acceptRectification: ({ input, brand, decide }) => {
    const { rectification } = brand;
    if (rectification?.step !== 'reported' || rectification.period !== input.period) return 'doesNotFit';
    return { type: 'acceptRectification', data: { period: rectification.period, decision: decide('RectificationAccepted.v1') } };
  },
  failRectification: ({ input, brand, decide }) => {
    const { rectification } = brand;
    if (rectification === null || rectification.period !== input.period) return 'doesNotFit';
    const over = rectification.step === 'reported' || (rectification.step === 'ordered' && input.effectiveOn >= rectification.dueOn);
    return over
      ? { type: 'failRectification', data: { period: rectification.period, decision: decide('RectificationFailed.v1') } }
      : 'doesNotFit';
  },
  proposeSupportStop: (ask) => (ask.brand.supportStopped === null ? propose(ask, 'stopSupport', null) : 'doesNotFit'),
  proposeExit: (ask) => (ask.brand.exitNotice === null ? propose(ask, 'announceExit', null) : 'doesNotFit'),
  proposeDowngrade: (ask) => proposeTier(ask, 'downgrade', TIERS[TIERS.indexOf(ask.brand.tier) - 1]),
  proposePromotion: (ask) => proposeTier(ask, 'promote', TIERS[TIERS.indexOf(ask.brand.tier) + 1]),
  proposeDelisting: (ask) => (mayDelist(ask) ? propose(ask, 'delist', null) : 'doesNotFit'),
  delist: (ask) => {
    const { input, brand, decide } = ask;
    const { proposalId } = input;
    if (!proposalId || brand.exitNotice === null || !mayDelist(ask)) return 'doesNotFit';
    return { type: 'delistByDueDate', data: { ground: brand.exitNotice.ground, proposalId, decision: decide('BrandDelisted.v1') } };
  },
};

/** Meeting a tier is told of every brand that is judged, from its nomination on. */
const ELIGIBILITY: Readonly<Record<EligibilityStep, (ask: Ask<KnownBrand>) => Answer>> = {
  findEligible: (ask) => {
    const { input, brand, explanation, decide } = ask;
    const tier = ruledTier(ask) ?? null;
    const { period } = input;
    if (period === null || !isNext(brand, tier) || brand.eligible.some((eligible) => eligible.tier === tier)) return 'doesNotFit';
    const decision = decide('EligibilityFound.v1');
    return oscillates(brand, decision, explanation, ['EligibilityLost.v1'])
      ? 'sameFacts'
      : { type: 'findEligible', data: { tier, period, decision } };
  },
  loseEligibility: (ask) => {
    const { input, brand, explanation, decide } = ask;
    const tier = ruledTier(ask) ?? null;
    const { period } = input;
    if (period === null || !brand.eligible.some((eligible) => eligible.tier === tier)) return 'doesNotFit';
    const decision = decide('EligibilityLost.v1');
    return oscillates(brand, decision, explanation, ['EligibilityFound.v1'])
      ? 'sameFacts'
      : { type: 'loseEligibility', data: { tier, period, decision } };
  },
  recordAnswer: ({ input, brand, explanation, decide }) => {
    const { period } = input;
    if (explanation === null || brand.stage === 'reported' || brand.stage === 'delisted') return 'doesNotFit';
    const { rule, outcome } = explanation;
    const known = brand.answers.findLast((answer) => answer.rule === rule && answer.period === period);
    if (known?.outcome === outcome) return 'sameFacts';
    const purpose = input.pack.rules.get(rule)?.rule.purpose ?? 'record';
    return { type: 'recordAnswer', data: { purpose, period, outcome, decision: decide('BrandRuleAnswered.v1') } };
  },
};

/** The next tier above the one held, the one sought where none is held; never one that skips another. Null: the document knows no tiers. */
function isNext(brand: KnownBrand, tier: Tier | null): boolean {
  if (brand.stage === 'reported' || brand.stage === 'delisted') return false;
  const held = tierHeld(brand);
  if (tier === null || held !== null) return tier === null || TIERS.indexOf(tier) === TIERS.indexOf(held ?? tier) + 1;
  const sought = brand.stage === 'cultivated' ? null : brand.nomination.tierSought;
  return sought === null || sought === tier;
}

/** An exit falls due when its notice has ended, or the proposal to delist after it has, and no objection stands in the way. */
function mayDelist({ input, brand }: Ask): boolean {
  const { exitNotice, proposals, objections } = brand;
  if (exitNotice === null || input.effectiveOn < exitNotice.until) return false;
  const fallsDue = proposals.some(
    ({ proposalId, step, status, fallsDueOn }) =>
      proposalId === input.proposalId && step === 'delist' && status === 'open' && fallsDueOn !== null && fallsDueOn <= input.effectiveOn,
  );
  const free = openObjections(brand).length === 0 && !objections.some(({ decided }) => decided?.upheld === true);
  return free && (exitNotice.proposalId === input.proposalId || fallsDue);
}

function propose({ input, brand, effect, decide }: Ask, step: ProposedStep, toTier: Tier | null): Answer {
  const { period } = input;
  // Proposed once for a period: what a person has withdrawn does not come back from the same review.
  const again = (known: Proposal): boolean => known.status === 'open' || (known.toTier === toTier && known.period === period);
  if (brand.proposals.some((known) => known.step === step && again(known))) return 'doesNotFit';
  const decision = decide('StepProposed.v1');
  const fallsDueOn = input.mode === 'proposeOnly' ? null : dueDate(input, brand, effect.fallsDueAfter);
  return { type: 'proposeStep', data: { proposalId: proposalIdOf(decision.key), step, period, toTier, fallsDueOn, decision } };
}

/** One tier at a time; a rule about another tier than the next proposes nothing. */
function proposeTier(ask: Ask, step: 'promote' | 'downgrade', toTier: Tier | undefined): Answer {
  const ruled = step === 'promote' ? ruledTier(ask) : undefined;
  return toTier === undefined || (ruled !== undefined && ruled !== toTier) ? 'doesNotFit' : propose(ask, step, toTier);
}

/** The tier that the effect's rule is about. */
function ruledTier({ input, effect }: Ask<KnownBrand>): Tier | undefined {
  const tier = effect.rule === null ? null : input.pack.rules.get(effect.rule)?.rule.tier;
  return TIERS.find((known) => known === tier);
}

/** Date on which what a step starts falls due; null when the pack names no parameter, or the parameter has no value. */
function dueDate(input: PlanInput, brand: CultivatedBrand, parameter: string | null): string | null {
  if (parameter === null) return null;
  const value = parameterValue(input.pack, parameter, brandSubject(brand, input.regions), input.asOf);
  if (value === null || typeof value.value !== 'number') return null;
  if (value.unit === 'days') return addDays(input.effectiveOn, value.value);
  if (value.unit === 'workingDays' && input.workingDays) return addWorkingDays(input.effectiveOn, value.value, input.workingDays);
  return null;
}

/** True when the same rule of the same policy version has decided this, or its opposite, for the same period from the same facts. */
function oscillates(brand: KnownBrand, decision: Decision, explanation: Explanation | null, opposites: readonly BrandEventType[]): boolean {
  const now = parseDecisionKey(decision.key);
  if (now === null || explanation === null) return false;
  const newest = newestFact(explanation, brandStream(brand.identity.brandId));
  const like = (then: DecisionKey): boolean =>
    then.rule === now.rule &&
    then.pack === now.pack &&
    then.version === now.version &&
    then.period === now.period &&
    (then.type === now.type || opposites.some((type) => type === then.type));
  return brand.decisions.some((taken) => {
    const then = parseDecisionKey(taken.key);
    return then !== null && then.cause !== now.cause && like(then) && newest <= taken.basis;
  });
}

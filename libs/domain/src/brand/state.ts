/**
 * What a brand is, after its events: a union by stage. Everything here is plain JSON data, so that a folded state may
 * be kept warm, compared and written down.
 *
 * Whatever a fact of a brand says, it also says which event it came from (`{stream}@{revision}`), because every
 * decision has to cite its facts.
 */
import type { Procedure } from './procedure-state';
import type { Tier, Figure, Judgement, DocumentRef, Kind, Origin, Source } from '../values';
import type { BrandEvent, BrandEventData, BrandEventType, ProposedStep } from './events';
import type { Actor, EventMetadata } from '../metadata';
import type { Decision, Outcome } from '../decision';

/** `{stream}@{revision}` of an event. */
export type EventRef = string;

/** The display groups of the design; the legal order within them is decided by `decideBrand` and the packs. */
export const BRAND_STAGES = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'] as const;
export type BrandStage = (typeof BRAND_STAGES)[number];

/** Side-states of a brand, more than one at once. All but `eligible` and `decisionStale` are those of a cultivated brand. */
export const BRAND_SIDE_STATES = [
  'reviewDue',
  'reviewOverdue',
  'underReview',
  'warned',
  'rectifying',
  'rectified',
  'supportStopped',
  'exitProposed',
  'onExitNotice',
  'downgraded',
  'promoted',
  'eligible',
  'decisionStale',
] as const;
export type BrandSideState = (typeof BRAND_SIDE_STATES)[number];

/** A brand event as it stands in the log: what `evolveBrand` folds. `revision` as the port gives it, or as a number. */
export type RecordedBrandEvent = BrandEvent & {
  readonly id: string;
  readonly revision: bigint | number;
  readonly metadata: EventMetadata;
};

/** A business date with the event that stated it. */
export interface Dated {
  readonly on: string;
  readonly event: EventRef;
}

export interface FigureRecord extends Figure {
  readonly event: EventRef;
  readonly eventId: string;
  /** The figure this one stands in place of, or null when it was recorded afresh. */
  readonly corrects: string | null;
  /** The figure that stands in its place now; null while it is in force. */
  readonly correctedBy: string | null;
}

/** Who did something, as the metadata of its event has it. */
export type Person = Pick<Actor, 'id' | 'role'>;

/** 更正申请, and what became of it. */
export interface CorrectionRequest extends BrandEventDataOf<'CorrectionRequested.v1'> {
  readonly by: Person;
  readonly on: string;
  readonly event: EventRef;
  /** Null while it is open. */
  readonly settled: {
    readonly how: 'approved' | 'refused' | 'withdrawn';
    readonly by: Person;
    readonly on: string;
    /** Of a refusal or a withdrawal; of an approval what its approver noted, if anything. */
    readonly reason: string | null;
    readonly event: EventRef;
  } | null;
}

export interface TierClaim extends BrandEventDataOf<'TierClaimed.v1'> {
  readonly event: EventRef;
}
export interface Honour extends BrandEventDataOf<'HonourRecorded.v1'> {
  readonly event: EventRef;
}
export interface Ratio extends BrandEventDataOf<'RatioPublished.v1'> {
  readonly event: EventRef;
}
export interface Target extends BrandEventDataOf<'TargetPublished.v1'> {
  readonly event: EventRef;
}
export interface Evidence extends BrandEventDataOf<'EvidenceAttached.v1'> {
  readonly event: EventRef;
}
export interface JudgementRecord extends Judgement {
  readonly event: EventRef;
  /** The panel that judged, where one did, what it sat for, and on which day. */
  readonly panel?: { readonly purpose: 'recognition' | 'review'; readonly on: string; readonly votes: PanelVotes };
}
export type PanelVotes = NonNullable<BrandEventDataOf<'BrandAssessed.v1'>['panel']>;
export interface Breach extends BrandEventDataOf<'BreachRecorded.v1'> {
  readonly event: EventRef;
  readonly cleared: boolean;
}
/** 放宽条件 as granted, and how it ended before its last day, if it did. */
export interface Relaxation extends BrandEventDataOf<'RelaxationGranted.v1'> {
  readonly event: EventRef;
  readonly grantedOn: string;
  readonly ended: { readonly how: 'withdrawn' | 'expired'; readonly on: string; readonly event: EventRef } | null;
}
/** The last answer of a rule for a period. */
export interface BrandAnswer {
  readonly rule: string;
  readonly period: number | null;
  readonly outcome: Outcome;
  readonly decisionKey: string;
  readonly event: EventRef;
}
type BrandEventDataOf<T extends BrandEventType> = BrandEventData<T>;

/** A decision that stands in this stream. */
export interface DecisionTaken {
  readonly key: string;
  readonly type: BrandEventType;
  readonly eventId: string;
  readonly event: EventRef;
  /** Revision of the brand that the decision looked at. */
  readonly basis: number;
  /** The corrections that made it stale（重新认定）: ids as `DecisionMarkedStale` names them. Empty: it stands. */
  readonly staleBy: readonly string[];
}

/** An Idempotency-Key seen before: the answer of a repeat is the original revision. */
export interface IdempotencySeen {
  readonly actor: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly firstRevision: number;
  /** Revision of the last event of the original append. */
  readonly revision: number;
}

export interface Nomination {
  readonly pack: string;
  readonly tierSought: Tier | null;
  readonly submittedAt: string;
  readonly deadline: string | null;
  readonly late: boolean;
  readonly applicant: { readonly unit: string; readonly creditCode: string | null };
  readonly nameCheck: BrandEventData<'BrandNominated.v1'>['nameCheck'];
  readonly event: EventRef;
}

export interface Recommendation {
  readonly body: string;
  readonly officer: string;
  readonly document: DocumentRef | null;
  readonly event: EventRef;
}

export interface Assessment {
  readonly verdict: 'proposed' | 'notProposed';
  readonly reason: string;
  readonly on: string;
  readonly panel: BrandEventData<'BrandAssessed.v1'>['panel'];
  readonly event: EventRef;
}

/** 公示: configured where a local rule asks for it. `until` is its last day. */
export interface Notice {
  readonly place: string;
  readonly from: string;
  readonly until: string;
  readonly event: EventRef;
}

export interface Objection {
  readonly objectionId: string;
  readonly by: string;
  readonly reason: string;
  readonly raisedOn: string;
  readonly event: EventRef;
  readonly decided: { readonly upheld: boolean; readonly reason: string; readonly on: string } | null;
}

export interface Recognition {
  readonly tier: Tier;
  readonly document: DocumentRef;
  readonly on: string;
  readonly event: EventRef;
}

export interface CatalogueEntry {
  readonly catalogue: string;
  readonly document: DocumentRef;
  readonly on: string;
  readonly event: EventRef;
}

export interface KeyProject {
  readonly level: Tier;
  readonly document: DocumentRef;
  readonly on: string;
  readonly event: EventRef;
}

/** One review of one period. overdue is a fact beside the step: a review may be held late. */
export interface Review {
  readonly period: number;
  readonly dueOn: string;
  readonly step: 'due' | 'held' | 'concluded';
  readonly overdue: boolean;
  readonly heldOn: string | null;
  readonly outcome: 'passed' | 'failed' | 'undecidable' | null;
  readonly event: EventRef;
}

export interface Warning {
  readonly period: number;
  readonly on: string;
  readonly decisionKey: string;
  readonly event: EventRef;
}

export interface Rectification {
  readonly period: number;
  readonly dueOn: string;
  readonly step: 'ordered' | 'reported' | 'accepted' | 'failed';
  readonly reportedOn: string | null;
  readonly event: EventRef;
}

/** What a rule proposes and a named person confirms. closed: the brand left the place where it could be confirmed. */
export interface Proposal {
  readonly proposalId: string;
  readonly step: ProposedStep;
  readonly period: number | null;
  readonly toTier: Tier | null;
  readonly fallsDueOn: string | null;
  readonly decisionKey: string;
  readonly status: 'open' | 'confirmed' | 'withdrawn' | 'fellDue' | 'closed';
  readonly event: EventRef;
}

export interface ExitNotice {
  readonly proposalId: string;
  readonly ground: BrandEventData<'ExitAnnounced.v1'>['ground'];
  readonly from: string;
  /** Last day of the notice. */
  readonly until: string;
  readonly confirmedBy: string;
  readonly event: EventRef;
}

export interface Eligibility {
  /** Null: the document knows no tiers. */
  readonly tier: Tier | null;
  readonly period: number;
  readonly decisionKey: string;
  readonly event: EventRef;
}

/** Who the brand is. The id stays through renaming, promotion and region merges. */
export interface BrandIdentity {
  readonly brandId: string;
  readonly name: string;
  readonly formerNames: readonly string[];
  readonly kind: Kind;
  readonly category: string | null;
  readonly brandType: BrandEventData<'BrandReported.v1'>['brandType'];
  readonly region: string;
  readonly regionAsStated: BrandEventData<'BrandReported.v1'>['regionAsStated'];
  readonly origin: Origin;
  readonly source: Source;
}

/** What every brand has, whatever its stage. */
interface Known {
  readonly identity: BrandIdentity;
  /** Of the last event folded. */
  readonly revision: number;
  /** Business date of the last event folded. */
  readonly updatedOn: string;
  readonly formedOn: Dated | null;
  /** 培育 may predate the nomination. */
  readonly cultivatedFrom: Dated | null;
  readonly tierClaims: readonly TierClaim[];
  readonly honours: readonly Honour[];
  /** Every figure in log order, corrected ones too; `figuresInForce` leaves those out. */
  readonly figures: readonly FigureRecord[];
  /** Every request to correct a figure, settled ones too, in log order. */
  readonly corrections: readonly CorrectionRequest[];
  readonly ratios: readonly Ratio[];
  readonly targets: readonly Target[];
  readonly judgements: readonly JudgementRecord[];
  readonly evidence: readonly Evidence[];
  readonly breaches: readonly Breach[];
  readonly catalogues: readonly CatalogueEntry[];
  readonly keyProjects: readonly KeyProject[];
  readonly publicity: number;
  /** From the last nomination on: form, forwarding, screening, experts, proof of the notice. */
  readonly procedure: Procedure;
  readonly relaxations: readonly Relaxation[];
  readonly answers: readonly BrandAnswer[];
  /** Tiers whose conditions the brand was found to meet: eligible, not promoted. */
  readonly eligible: readonly Eligibility[];
  readonly decisions: readonly DecisionTaken[];
  readonly idempotency: readonly IdempotencySeen[];
}

export interface NoBrand {
  readonly stage: 'none';
  readonly revision: number;
}

export interface ReportedBrand extends Known {
  readonly stage: 'reported';
}

export interface NominatedBrand extends Known {
  readonly stage: 'nominated';
  readonly step: 'submitted' | 'returned' | 'recommended';
  readonly nomination: Nomination;
  readonly recommendation: Recommendation | null;
}

export interface EvaluatedBrand extends Known {
  readonly stage: 'evaluated';
  /** recognised: 认定, but neither cultivation begun nor the catalogue entered yet. */
  readonly step: 'proposed' | 'notProposed' | 'refused' | 'recognised';
  readonly nomination: Nomination;
  readonly recommendation: Recommendation | null;
  readonly assessment: Assessment;
  readonly notice: Notice | null;
  /** Objections to the recognition. An open one suspends it, an upheld one blocks it until assessed anew. */
  readonly objections: readonly Objection[];
  readonly recognition: Recognition | null;
}

/** Dynamic management: what a recognised brand lives through year by year. */
export interface Dynamics {
  readonly recognition: Recognition;
  readonly lastTierChange: {
    readonly kind: 'recognised' | 'promoted' | 'downgraded' | 'restored';
    readonly on: string;
    readonly event: EventRef;
  };
  readonly reviews: readonly Review[];
  /** 预警: withdrawn by an accepted rectification, a passed review of the same or a later period, or a restoration. */
  readonly warning: Warning | null;
  readonly rectification: Rectification | null;
  readonly supportStopped: Dated | null;
  readonly exitNotice: ExitNotice | null;
  /** Objections to the exit. */
  readonly objections: readonly Objection[];
  readonly proposals: readonly Proposal[];
}

export interface CultivatedBrand extends Known, Dynamics {
  readonly stage: 'cultivated';
  readonly tier: Tier;
}

export interface DelistedBrand extends Known, Dynamics {
  readonly stage: 'delisted';
  /** The tier it held when it left. */
  readonly formerTier: Tier;
  readonly delisted: { readonly ground: BrandEventData<'BrandDelisted.v1'>['ground']; readonly on: string; readonly event: EventRef };
  /** The catalogues it stood in when it left: a restoration puts it back. */
  readonly formerCatalogues: readonly CatalogueEntry[];
}

export type KnownBrand = ReportedBrand | NominatedBrand | EvaluatedBrand | CultivatedBrand | DelistedBrand;
export type BrandState = NoBrand | KnownBrand;

export const initialBrand: BrandState = { stage: 'none', revision: -1 };

export const brandStream = (brandId: string): string => `brand-${brandId}`;

/** Tier held in this ledger by recognition, promotion, downgrade or restoration; never one that a source claims. */
export function tierHeld(state: BrandState): Tier | null {
  if (state.stage === 'cultivated') return state.tier;
  if (state.stage === 'evaluated') return state.recognition?.tier ?? null;
  return null;
}

/** Figures that stand: recorded and not corrected, in log order. */
export function figuresInForce(state: BrandState): readonly FigureRecord[] {
  return state.stage === 'none' ? [] : state.figures.filter((figure) => figure.correctedBy === null);
}

/** The chain a figure belongs to, from the first that was recorded to the one in force. Empty: unknown figure. */
export function correctionChain(state: BrandState, figureId: string): readonly FigureRecord[] {
  if (state.stage === 'none') return [];
  const byId = new Map(state.figures.map((figure) => [figure.figureId, figure]));
  let figure = byId.get(figureId);
  while (figure?.corrects) figure = byId.get(figure.corrects);
  const chain: FigureRecord[] = [];
  for (; figure; figure = figure.correctedBy === null ? undefined : byId.get(figure.correctedBy)) chain.push(figure);
  return chain;
}

/** Requests to correct a figure that wait for an approver: what a work queue shows. */
export const openCorrections = (state: BrandState): readonly CorrectionRequest[] =>
  state.stage === 'none' ? [] : state.corrections.filter(({ settled }) => settled === null);

/** The rule that a decision answers: the one that was evaluated, else the one it names. */
export const ruleAnswered = ({ explanation, policy }: Pick<Decision, 'explanation' | 'policy'>): string => explanation?.rule ?? policy.rule;

/** Relaxations that count on a date: between their days, and not withdrawn by then. */
export const relaxationsInForce = (state: BrandState, on: string): readonly Relaxation[] =>
  state.stage === 'none'
    ? []
    : state.relaxations.filter(({ from, until, ended }) => from <= on && on <= until && !(ended?.how === 'withdrawn' && ended.on <= on));

/** Relaxations whose last day has passed and of which nobody has said so yet. */
export const relaxationsToExpire = (state: BrandState, today: string): readonly Relaxation[] =>
  state.stage === 'none' ? [] : state.relaxations.filter(({ until, ended }) => ended === null && until < today);

/** How often discretion was used on one brand or over many, for a report: all that were granted, those in force on a date, and by ground. */
export function countRelaxations(
  states: Iterable<BrandState>,
  on: string,
): { readonly granted: number; readonly inForce: number; readonly withdrawn: number; readonly byGround: Readonly<Record<string, number>> } {
  const byGround: Record<string, number> = {};
  let [granted, inForce, withdrawn] = [0, 0, 0];
  for (const state of states) {
    if (state.stage === 'none') continue;
    inForce += relaxationsInForce(state, on).length;
    for (const { ground, ended, grantedOn } of state.relaxations) {
      if (grantedOn > on) continue;
      granted += 1;
      if (ended?.how === 'withdrawn' && ended.on <= on) withdrawn += 1;
      byGround[ground] = (byGround[ground] ?? 0) + 1;
    }
  }
  return { granted, inForce, withdrawn, byGround };
}

export const isListed = (state: BrandState): boolean => state.stage !== 'none' && state.catalogues.length > 0;
export const isKeyProject = (state: BrandState): boolean => state.stage !== 'none' && state.keyProjects.length > 0;

export function openProposals(state: BrandState): readonly Proposal[] {
  return state.stage === 'cultivated' ? state.proposals.filter((proposal) => proposal.status === 'open') : [];
}

/** Objections that wait for an answer, of whichever purpose the stage gives them. */
export function openObjections(state: BrandState): readonly Objection[] {
  return 'objections' in state ? state.objections.filter((objection) => objection.decided === null) : [];
}

/** Reviews that are due and not yet held. */
export function openReviews(state: BrandState): readonly Review[] {
  return state.stage === 'cultivated' ? state.reviews.filter((review) => review.step === 'due') : [];
}

export const staleDecisions = (state: BrandState): readonly DecisionTaken[] =>
  state.stage === 'none' ? [] : state.decisions.filter((decision) => decision.staleBy.length > 0);

export const decisionTaken = (state: BrandState, key: string): DecisionTaken | undefined =>
  state.stage === 'none' ? undefined : state.decisions.find((decision) => decision.key === key);

/** What this brand remembers of an Idempotency-Key: the body it came with and where the original answer ended. */
export const seenIdempotency = (state: BrandState, actor: string, key: string): IdempotencySeen | undefined =>
  state.stage === 'none' ? undefined : state.idempotency.find((seen) => seen.key === key && seen.actor === actor);

/** Side-states as pages show them, in the order of `BRAND_SIDE_STATES`. */
export function sideStates(state: BrandState): readonly BrandSideState[] {
  if (state.stage === 'none') return [];
  const found = new Set<BrandSideState>();
  if (staleDecisions(state).length > 0) found.add('decisionStale');
  if (state.eligible.length > 0) found.add('eligible');
  if (state.stage === 'cultivated') {
    for (const review of state.reviews) {
      if (review.step === 'due') found.add(review.overdue ? 'reviewOverdue' : 'reviewDue');
      if (review.step === 'held') found.add('underReview');
    }
    if (state.warning) found.add('warned');
    const rectification = state.rectification?.step;
    if (rectification === 'accepted') found.add('rectified');
    if (rectification === 'ordered' || rectification === 'reported') found.add('rectifying');
    if (state.supportStopped) found.add('supportStopped');
    if (state.proposals.some((proposal) => proposal.status === 'open' && (proposal.step === 'announceExit' || proposal.step === 'delist')))
      found.add('exitProposed');
    if (state.exitNotice) found.add('onExitNotice');
    if (state.lastTierChange.kind === 'downgraded') found.add('downgraded');
    if (state.lastTierChange.kind === 'promoted') found.add('promoted');
  }
  return BRAND_SIDE_STATES.filter((sideState) => found.has(sideState));
}

/** A date on which something falls due. It has passed on the day after `on`. */
export interface BrandDueDate {
  readonly what: 'reviewDue' | 'rectificationDue' | 'noticeEnds' | 'proposalFallsDue';
  readonly period: number | null;
  readonly on: string;
  readonly proposalId: string | null;
}

/** The dates that time will bring up by itself, earliest first. */
export function brandDueDates(state: BrandState): readonly BrandDueDate[] {
  if (state.stage === 'evaluated') {
    return state.notice && state.step === 'proposed'
      ? [{ what: 'noticeEnds', period: null, on: state.notice.until, proposalId: null }]
      : [];
  }
  if (state.stage !== 'cultivated') return [];
  const due: BrandDueDate[] = [];
  for (const review of state.reviews) {
    if (review.step === 'due' && !review.overdue)
      due.push({ what: 'reviewDue', period: review.period, on: review.dueOn, proposalId: null });
  }
  const { rectification, exitNotice } = state;
  if (rectification?.step === 'ordered' || rectification?.step === 'reported') {
    due.push({ what: 'rectificationDue', period: rectification.period, on: rectification.dueOn, proposalId: null });
  }
  if (exitNotice) due.push({ what: 'noticeEnds', period: null, on: exitNotice.until, proposalId: exitNotice.proposalId });
  for (const proposal of state.proposals) {
    if (proposal.status === 'open' && proposal.fallsDueOn !== null) {
      due.push({ what: 'proposalFallsDue', period: proposal.period, on: proposal.fallsDueOn, proposalId: proposal.proposalId });
    }
  }
  return due.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/**
 * Folds one event into the state of a brand.
 *
 * Total: every event of a brand is taken at any stage without throwing. An event that its stage has no place for (the
 * log of a later version, say) still moves the revision and is remembered where every brand remembers it. Parts that
 * an event does not touch are shared with the state before it.
 */
import type { Decision } from '../decision';
import type { BrandEvent, ExitGround } from './events';
import { corrected, figureRecord, seen, type At } from './fold-facts';
import { evolveProcedure } from './fold-procedure';
import { NO_PROCEDURE } from './procedure-state';
import type {
  BrandState,
  CorrectionRequest,
  CultivatedBrand,
  DecisionTaken,
  DelistedBrand,
  Dynamics,
  EvaluatedBrand,
  KnownBrand,
  Objection,
  Person,
  Proposal,
  Recognition,
  RecordedBrandEvent,
  Relaxation,
  Review,
} from './state';
import { brandStream, ruleAnswered } from './state';
import { TIERS } from '../values';
import type { z } from 'zod';

export function evolveBrand(state: BrandState, event: RecordedBrandEvent): BrandState {
  const revision = Number(event.revision);
  const on = event.metadata.effectiveOn;
  if (state.stage === 'none') {
    if (event.type !== 'BrandReported.v1') return { stage: 'none', revision };
    const at: At = { ref: `${brandStream(event.data.brandId)}@${revision}`, on, id: event.id };
    return remember(null, reported(event.data, at, revision), event, revision);
  }
  const at = { ref: `${brandStream(state.identity.brandId)}@${revision}`, on, id: event.id, by: event.metadata.actor };
  const before = state.procedure;
  const procedure = evolveProcedure(before, event, at, event.metadata.actor);
  return remember(state, apply(procedure === before ? state : { ...state, procedure }, event, at), event, revision);
}

/** Folds a whole stream, or the rest of one onto a warm state. */
export function foldBrand(state: BrandState, events: Iterable<RecordedBrandEvent>): BrandState {
  let folded = state;
  for (const event of events) folded = evolveBrand(folded, event);
  return folded;
}

function reported(data: Extract<BrandEvent, { type: 'BrandReported.v1' }>['data'], at: At, revision: number): KnownBrand {
  return {
    stage: 'reported',
    identity: {
      brandId: data.brandId,
      name: data.name,
      formerNames: [],
      kind: data.kind,
      category: data.category,
      brandType: data.brandType,
      region: data.region,
      regionAsStated: data.regionAsStated,
      origin: data.origin,
      source: data.source,
    },
    revision,
    updatedOn: at.on,
    formedOn: data.formedOn === null ? null : { on: data.formedOn, event: at.ref },
    cultivatedFrom: data.cultivatedFrom === null ? null : { on: data.cultivatedFrom, event: at.ref },
    tierClaims: [],
    honours: [],
    figures: [],
    corrections: [],
    ratios: [],
    targets: [],
    judgements: [],
    evidence: [],
    breaches: [],
    catalogues: [],
    keyProjects: [],
    publicity: 0,
    procedure: NO_PROCEDURE,
    relaxations: [],
    answers: [],
    eligible: [],
    decisions: [],
    idempotency: [],
  };
}

/**
 * What every event leaves behind: the revision, the day, the decision it carries, the Idempotency-Key it came with. Writes
 * into the state that `apply` has just made, which nobody else has seen; one copy of a state is enough for one event.
 */
function remember(before: KnownBrand | null, applied: KnownBrand, event: RecordedBrandEvent, revision: number): KnownBrand {
  const state: Mutable<KnownBrand> = applied === before ? { ...applied } : applied;
  const decision = 'decision' in event.data ? event.data.decision : null;
  const { idempotency } = event.metadata;
  state.revision = revision;
  state.updatedOn = event.metadata.effectiveOn;
  if (decision) state.decisions = state.decisions.concat([taken(decision, event, state.identity.brandId, revision)]);
  if (idempotency) state.idempotency = seen(state.idempotency, idempotency, revision);
  return state;
}

/** The state outlives the metadata: only what it needs of it is kept. */
const person = ({ id, role }: Person): Person => ({ id, role });

function settleCorrection(
  state: KnownBrand,
  requestId: string,
  how: NonNullable<CorrectionRequest['settled']>['how'],
  reason: string | null,
  at: At & { readonly by: Person },
): KnownBrand {
  const settled = { how, by: person(at.by), on: at.on, reason, event: at.ref };
  return {
    ...state,
    corrections: state.corrections.map((request) => (request.requestId === requestId ? { ...request, settled } : request)),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const taken = (decision: Decision, event: RecordedBrandEvent, brandId: string, revision: number): DecisionTaken => ({
  key: decision.key,
  type: event.type,
  eventId: event.id,
  event: `${brandStream(brandId)}@${revision}`,
  basis: decision.basis.revision,
  staleBy: [],
});

function apply(state: KnownBrand, event: BrandEvent, at: At & { readonly by: Person }): KnownBrand {
  switch (event.type) {
    case 'BrandReported.v1':
      return state;
    case 'BrandRenamed.v1':
      return {
        ...state,
        identity: { ...state.identity, name: event.data.to, formerNames: [...state.identity.formerNames, event.data.from] },
      };
    case 'TierClaimed.v1':
      return { ...state, tierClaims: [...state.tierClaims, { ...event.data, event: at.ref }] };
    case 'HonourRecorded.v1':
      return { ...state, honours: [...state.honours, { ...event.data, event: at.ref }] };
    case 'FigureRecorded.v1':
      return { ...state, figures: state.figures.concat([figureRecord(event.data, at, null)]) };
    case 'FigureCorrected.v1':
      return { ...state, figures: corrected(state.figures, event.data, at) };
    case 'CorrectionRequested.v1': {
      const request: CorrectionRequest = { ...event.data, by: person(at.by), on: at.on, event: at.ref, settled: null };
      return { ...state, corrections: [...state.corrections, request] };
    }
    case 'CorrectionApproved.v1':
      return settleCorrection(state, event.data.requestId, 'approved', event.data.note, at);
    case 'CorrectionRefused.v1':
      return settleCorrection(state, event.data.requestId, 'refused', event.data.reason, at);
    case 'CorrectionWithdrawn.v1':
      return settleCorrection(state, event.data.requestId, 'withdrawn', event.data.reason, at);
    case 'RatioPublished.v1':
      return { ...state, ratios: [...state.ratios, { ...event.data, event: at.ref }] };
    case 'TargetPublished.v1':
      return { ...state, targets: [...state.targets, { ...event.data, event: at.ref }] };
    case 'EvidenceAttached.v1':
      return { ...state, evidence: [...state.evidence, { ...event.data, event: at.ref }] };
    case 'JudgementRecorded.v1':
      return { ...state, judgements: [...state.judgements, { ...event.data, event: at.ref }] };
    case 'BreachRecorded.v1':
      return { ...state, breaches: [...state.breaches, { ...event.data, event: at.ref, cleared: false }] };
    case 'BreachCleared.v1': {
      const { breachId } = event.data;
      return { ...state, breaches: state.breaches.map((breach) => (breach.breachId === breachId ? { ...breach, cleared: true } : breach)) };
    }
    case 'PublicityRecorded.v1':
      return { ...state, publicity: state.publicity + 1 };
    case 'DecisionMarkedStale.v1': {
      const { decisionKey, correction } = event.data;
      return {
        ...state,
        decisions: state.decisions.map((decision) =>
          decision.key === decisionKey ? { ...decision, staleBy: [...decision.staleBy, correction] } : decision,
        ),
      };
    }

    case 'BrandNominated.v1': {
      const { pack, tierSought, submittedAt, deadline, late, applicant, nameCheck } = event.data;
      return {
        ...common(state),
        stage: 'nominated',
        step: 'submitted',
        nomination: { pack, tierSought, submittedAt, deadline, late, applicant, nameCheck, event: at.ref },
        recommendation: null,
      };
    }
    case 'NominationReturned.v1':
      return state.stage === 'nominated' ? { ...state, step: 'returned' } : state;
    case 'NominationResubmitted.v1': {
      if (state.stage !== 'nominated') return state;
      const { submittedAt, late } = event.data;
      return { ...state, step: 'submitted', nomination: { ...state.nomination, submittedAt, late, event: at.ref }, recommendation: null };
    }
    case 'BrandRecommended.v1': {
      if (state.stage !== 'nominated') return state;
      const { body, officer, document } = event.data;
      return { ...state, step: 'recommended', recommendation: { body, officer, document, event: at.ref } };
    }
    case 'BrandAssessed.v1': {
      const judged = withJudgements(state, event.data, 'recognition', at);
      if (judged.stage !== 'nominated' && judged.stage !== 'evaluated') return judged;
      const { verdict, reason, panel } = event.data;
      return {
        ...common(judged),
        stage: 'evaluated',
        step: verdict,
        nomination: judged.nomination,
        recommendation: judged.recommendation,
        assessment: { verdict, reason, on: at.on, panel, event: at.ref },
        notice: null,
        objections: [],
        recognition: null,
      };
    }
    case 'NoticePosted.v1': {
      if (state.stage !== 'evaluated' || event.data.purpose !== 'recognition') return state;
      const { place, from, until } = event.data;
      return { ...state, notice: { place, from, until, event: at.ref } };
    }
    case 'ObjectionRaised.v1': {
      if (!('objections' in state)) return state;
      const { objectionId, by, reason } = event.data;
      return { ...state, objections: [...state.objections, { objectionId, by, reason, raisedOn: at.on, event: at.ref, decided: null }] };
    }
    case 'ObjectionDecided.v1': {
      if (!('objections' in state)) return state;
      const { objectionId, upheld, reason } = event.data;
      const decided = (objection: Objection): Objection =>
        objection.objectionId === objectionId ? { ...objection, decided: { upheld, reason, on: at.on } } : objection;
      return { ...state, objections: state.objections.map(decided) };
    }
    case 'BrandRecognised.v1': {
      if (state.stage !== 'evaluated') return state;
      const recognition: Recognition = { tier: event.data.tier, document: event.data.document, on: at.on, event: at.ref };
      const recognised: EvaluatedBrand = { ...state, step: 'recognised', recognition };
      // Cultivation that predates the recognition simply goes on.
      return state.cultivatedFrom === null ? recognised : cultivate(recognised, recognition, at);
    }
    case 'RecognitionRefused.v1':
      return state.stage === 'evaluated' ? { ...state, step: 'refused' } : state;

    case 'CultivationStarted.v1': {
      const started: KnownBrand = { ...state, cultivatedFrom: { on: event.data.from, event: at.ref } };
      return started.stage === 'evaluated' && started.recognition ? cultivate(started, started.recognition, at) : started;
    }
    case 'CatalogueEntered.v1': {
      const listed: KnownBrand = { ...state, catalogues: [...state.catalogues, { ...event.data, on: at.on, event: at.ref }] };
      return listed.stage === 'evaluated' && listed.recognition ? cultivate(listed, listed.recognition, at) : listed;
    }
    case 'KeyProjectDesignated.v1':
      return { ...state, keyProjects: [...state.keyProjects, { ...event.data, on: at.on, event: at.ref }] };

    case 'ReviewDue.v1': {
      if (state.stage !== 'cultivated') return state;
      const { period, dueOn } = event.data;
      const due: Review = { period, dueOn, step: 'due', overdue: false, heldOn: null, outcome: null, event: at.ref };
      return { ...state, reviews: [...state.reviews, due] };
    }
    case 'ReviewOverdue.v1':
      return withReview(state, event.data.period, (review) => ({ ...review, overdue: true, dueOn: event.data.dueOn }));
    case 'ReviewHeld.v1':
      return withReview(withJudgements(state, event.data, 'review', at), event.data.period, (review) => ({
        ...review,
        step: 'held',
        heldOn: event.data.heldOn,
        event: at.ref,
      }));
    case 'ReviewConcluded.v1': {
      const { period, outcome } = event.data;
      const concluded = withReview(state, period, (review) => ({ ...review, step: 'concluded', outcome, event: at.ref }));
      if (concluded.stage !== 'cultivated' || outcome !== 'passed') return concluded;
      const cleared = concluded.warning && concluded.warning.period <= period;
      return cleared ? { ...concluded, warning: null } : concluded;
    }
    case 'WarningIssued.v1':
      if (state.stage !== 'cultivated') return state;
      return { ...state, warning: { period: event.data.period, on: at.on, decisionKey: event.data.decision.key, event: at.ref } };
    case 'RectificationOrdered.v1': {
      if (state.stage !== 'cultivated') return state;
      const { period, dueOn } = event.data;
      return { ...state, rectification: { period, dueOn, step: 'ordered', reportedOn: null, event: at.ref } };
    }
    case 'RectificationReported.v1':
      if (state.stage !== 'cultivated' || !state.rectification) return state;
      return { ...state, rectification: { ...state.rectification, step: 'reported', reportedOn: event.data.reportedOn, event: at.ref } };
    case 'RectificationAccepted.v1': {
      if (state.stage !== 'cultivated' || !state.rectification) return state;
      const warning = state.warning && state.warning.period <= event.data.period ? null : state.warning;
      return { ...state, warning, rectification: { ...state.rectification, step: 'accepted', event: at.ref } };
    }
    case 'RectificationFailed.v1':
      if (state.stage !== 'cultivated' || !state.rectification) return state;
      return { ...state, rectification: { ...state.rectification, step: 'failed', event: at.ref } };

    case 'StepProposed.v1': {
      if (state.stage !== 'cultivated') return state;
      const { proposalId, step, period, toTier, fallsDueOn, decision } = event.data;
      const proposal: Proposal = { proposalId, step, period, toTier, fallsDueOn, decisionKey: decision.key, status: 'open', event: at.ref };
      return { ...state, proposals: [...state.proposals, proposal] };
    }
    case 'ProposalWithdrawn.v1':
      return withDynamics(state, (dynamics) => ({
        ...dynamics,
        proposals: settle(dynamics.proposals, event.data.proposalId, 'withdrawn'),
      }));
    case 'SupportStopped.v1':
      return withDynamics(state, (dynamics) => ({
        ...dynamics,
        supportStopped: { on: at.on, event: at.ref },
        proposals: settle(dynamics.proposals, event.data.proposalId, 'confirmed'),
      }));
    case 'SupportResumed.v1':
      return withDynamics(state, (dynamics) => ({ ...dynamics, supportStopped: null }));
    case 'ExitAnnounced.v1': {
      const { proposalId, ground, noticeFrom, noticeUntil, confirmedBy } = event.data;
      return withDynamics(state, (dynamics) => ({
        ...dynamics,
        exitNotice: { proposalId, ground, from: noticeFrom, until: noticeUntil, confirmedBy, event: at.ref },
        // Objections to an exit that was called off before say nothing about this one.
        objections: [],
        proposals: settle(dynamics.proposals, proposalId, 'confirmed'),
      }));
    }
    case 'BrandDelisted.v1':
      return state.stage === 'cultivated' ? delisted(state, event.data, at) : state;
    case 'BrandRestored.v1':
      return restored(state, event.data.tier, at);

    case 'EligibilityFound.v1': {
      const { tier, period, decision } = event.data;
      const others = state.eligible.filter((eligible) => eligible.tier !== tier);
      return { ...state, eligible: [...others, { tier, period, decisionKey: decision.key, event: at.ref }] };
    }
    case 'EligibilityLost.v1':
      return { ...state, eligible: state.eligible.filter((eligible) => eligible.tier !== event.data.tier) };
    case 'BrandPromoted.v1': {
      if (state.stage !== 'cultivated') return state;
      const { to, proposalId } = event.data;
      return {
        ...state,
        tier: to,
        lastTierChange: { kind: 'promoted', on: at.on, event: at.ref },
        eligible: state.eligible.filter((eligible) => eligible.tier === null || TIERS.indexOf(eligible.tier) > TIERS.indexOf(to)),
        proposals: close(settle(state.proposals, proposalId, 'confirmed'), ['promote', 'downgrade']),
      };
    }
    case 'BrandDowngraded.v1': {
      if (state.stage !== 'cultivated') return state;
      const { to, proposalId } = event.data;
      return {
        ...state,
        tier: to,
        lastTierChange: { kind: 'downgraded', on: at.on, event: at.ref },
        eligible: [],
        proposals: close(settle(state.proposals, proposalId, 'confirmed'), ['promote', 'downgrade']),
      };
    }
    case 'RelaxationGranted.v1':
      return { ...state, relaxations: [...state.relaxations, { ...event.data, grantedOn: at.on, event: at.ref, ended: null }] };
    case 'RelaxationWithdrawn.v1':
      return { ...state, relaxations: ended(state.relaxations, event.data.relaxationId, 'withdrawn', at) };
    case 'RelaxationExpired.v1':
      return { ...state, relaxations: ended(state.relaxations, event.data.relaxationId, 'expired', at) };
    case 'BrandRuleAnswered.v1': {
      const { period, outcome, decision } = event.data;
      const rule = ruleAnswered(decision);
      const others = state.answers.filter((answer) => answer.rule !== rule || answer.period !== period);
      return { ...state, answers: [...others, { rule, period, outcome, decisionKey: decision.key, event: at.ref }] };
    }
    // Told by `evolveProcedure`.
    case 'RecommendationFormFiled.v1':
    case 'RecommendationForwarded.v1':
    case 'NominationScreened.v1':
    case 'ExpertsAsked.v1':
    case 'ExpertVoted.v1':
    case 'NoticeTermCounted.v1':
    case 'NoticeCaptured.v1':
      return state;
    default:
      return neverFails(event, state);
  }
}

/** The compiler proves that every event of the contract is handled above; a log of a later version still folds. */
const neverFails = (_event: never, state: KnownBrand): KnownBrand => state;

/** What stays with a brand when it changes its stage. */
function common(state: KnownBrand): Omit<Extract<KnownBrand, { stage: 'reported' }>, 'stage'> {
  return {
    identity: state.identity,
    revision: state.revision,
    updatedOn: state.updatedOn,
    formedOn: state.formedOn,
    cultivatedFrom: state.cultivatedFrom,
    tierClaims: state.tierClaims,
    honours: state.honours,
    figures: state.figures,
    corrections: state.corrections,
    ratios: state.ratios,
    targets: state.targets,
    judgements: state.judgements,
    evidence: state.evidence,
    breaches: state.breaches,
    catalogues: state.catalogues,
    keyProjects: state.keyProjects,
    publicity: state.publicity,
    procedure: state.procedure,
    relaxations: state.relaxations,
    answers: state.answers,
    eligible: state.eligible,
    decisions: state.decisions,
    idempotency: state.idempotency,
  };
}

function dynamicsOf(state: CultivatedBrand | DelistedBrand): Dynamics {
  const { recognition, lastTierChange, reviews, warning, rectification, supportStopped, exitNotice, objections, proposals } = state;
  return { recognition, lastTierChange, reviews, warning, rectification, supportStopped, exitNotice, objections, proposals };
}

const withJudgements = (
  state: KnownBrand,
  { judgements, panel }: Pick<Extract<BrandEvent, { type: 'ReviewHeld.v1' }>['data'], 'judgements' | 'panel'>,
  purpose: 'recognition' | 'review',
  at: At,
): KnownBrand => {
  if (judgements.length === 0) return state;
  const judged = panel === null ? {} : { panel: { purpose, on: at.on, votes: panel } };
  return { ...state, judgements: [...state.judgements, ...judgements.map((judgement) => ({ ...judgement, event: at.ref, ...judged }))] };
};

const ended = (relaxations: readonly Relaxation[], id: string, how: 'withdrawn' | 'expired', at: At): readonly Relaxation[] =>
  relaxations.map((known) =>
    known.relaxationId === id && known.ended === null ? { ...known, ended: { how, on: at.on, event: at.ref } } : known,
  );

const withReview = (state: KnownBrand, period: number, change: (review: Review) => Review): KnownBrand =>
  state.stage === 'cultivated'
    ? { ...state, reviews: state.reviews.map((review) => (review.period === period ? change(review) : review)) }
    : state;

const withDynamics = (state: KnownBrand, change: (dynamics: CultivatedBrand) => CultivatedBrand): KnownBrand =>
  state.stage === 'cultivated' ? change(state) : state;

const settle = (proposals: readonly Proposal[], proposalId: string | null, status: Proposal['status']): readonly Proposal[] =>
  proposals.map((proposal) => (proposal.proposalId === proposalId && proposal.status === 'open' ? { ...proposal, status } : proposal));

/** Open proposals of these steps can no longer be confirmed. Without steps: none can. */
const close = (proposals: readonly Proposal[], steps?: readonly Proposal['step'][]): readonly Proposal[] =>
  proposals.map((proposal) =>
    proposal.status === 'open' && (!steps || steps.includes(proposal.step)) ? { ...proposal, status: 'closed' } : proposal,
  );

function cultivate(state: EvaluatedBrand, recognition: Recognition, at: At): CultivatedBrand {
  return {
    ...common(state),
    stage: 'cultivated',
    tier: recognition.tier,
    recognition,
    lastTierChange: { kind: 'recognised', on: recognition.on, event: recognition.event },
    // A brand that entered the catalogue is under cultivation from that day, if nobody said since when.
    cultivatedFrom: state.cultivatedFrom ?? { on: at.on, event: at.ref },
    reviews: [],
    warning: null,
    rectification: null,
    supportStopped: null,
    exitNotice: null,
    objections: [],
    proposals: [],
  };
}

function delisted(
  state: CultivatedBrand,
  data: { readonly ground: z.infer<typeof ExitGround>; readonly proposalId: string | null; readonly confirmedBy: string | null },
  at: At,
): DelistedBrand {
  return {
    ...common(state),
    ...dynamicsOf(state),
    stage: 'delisted',
    formerTier: state.tier,
    delisted: { ground: data.ground, on: at.on, event: at.ref },
    catalogues: [],
    formerCatalogues: state.catalogues,
    eligible: [],
    proposals: close(settle(state.proposals, data.proposalId, data.confirmedBy === null ? 'fellDue' : 'confirmed')),
  };
}

/**
 * A restoration ends the exit and what led to it: notice, warning and an unfinished or failed rectification. Support
 * that was stopped stays stopped until it is resumed: that was a decision of its own.
 */
function restored(state: KnownBrand, tier: CultivatedBrand['tier'], at: At): KnownBrand {
  if (state.stage !== 'cultivated' && state.stage !== 'delisted') return state;
  return {
    ...common(state),
    ...dynamicsOf(state),
    stage: 'cultivated',
    tier,
    catalogues: state.stage === 'delisted' ? state.formerCatalogues : state.catalogues,
    lastTierChange: { kind: 'restored', on: at.on, event: at.ref },
    exitNotice: null,
    warning: null,
    rectification: state.rectification?.step === 'accepted' ? state.rectification : null,
    objections: [],
    proposals: close(state.proposals, ['announceExit', 'delist']),
  };
}

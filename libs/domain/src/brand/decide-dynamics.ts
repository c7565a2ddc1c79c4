/**
 * 动态管理: review, warning, rectification, support, exit, restoration.
 *
 * When something falls due, and what a review's outcome leads to, is said by packs and done by the steward; here stands
 * only what can follow what. A rule proposes, a named person confirms, and only an exit notice that ended without
 * objection may let a brand go by the passing of time.
 */
import type { CommandContext, HumanBrandCommand, StewardBrandCommand } from './commands';
import {
  badDocument,
  badPanel,
  badSpan,
  isRefused,
  nextTier,
  notPast,
  openProposal,
  tierBelow,
  unknownEvidence,
  wrongStage,
  wrongTier,
  type BrandDecided,
  type Refused,
} from './decide-checks';
import { blockedByObjection } from './decide-procedure';
import { refuseBrand } from './refusals';
import type { CultivatedBrand, KnownBrand, Rectification, Review } from './state';
import { GROUND_WORDS, STEP_WORDS } from './words';
import { yearOf } from '../dates';
import { accept } from '../refusal';

type Data<T extends (HumanBrandCommand | StewardBrandCommand)['type']> = Extract<
  HumanBrandCommand | StewardBrandCommand,
  { type: T }
>['data'];

export function markReviewDue(data: Data<'markReviewDue'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'markReviewDue', ['cultivated']);
  if (data.period >= yearOf(ctx.today)) return refuseBrand('BRAND.PERIOD_NOT_OVER', 'period', { period: data.period });
  if (state.reviews.some((review) => review.period === data.period)) {
    return refuseBrand('BRAND.REVIEW_ALREADY', 'period', { period: data.period, done: { zh: '列入待办', en: 'due' } });
  }
  return accept({ type: 'ReviewDue.v1', data });
}

/** Fires once the due date has come; the event counts from the due date, whenever it is written. */
export function markReviewOverdue(data: Data<'markReviewOverdue'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const review = reviewOf(state, 'markReviewOverdue', data.period);
  if (isRefused(review)) return review;
  if (review.step !== 'due')
    return refuseBrand('BRAND.REVIEW_ALREADY', 'period', { period: data.period, done: { zh: '进行', en: 'held' } });
  if (review.overdue)
    return refuseBrand('BRAND.REVIEW_ALREADY', 'period', { period: data.period, done: { zh: '列为逾期', en: 'overdue' } });
  if (ctx.today < review.dueOn) return refuseBrand('BRAND.NOT_DUE_YET', 'dueOn', { dueOn: review.dueOn, today: ctx.today });
  return accept({ type: 'ReviewOverdue.v1', data });
}

export function holdReview(data: Data<'holdReview'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const review = reviewOf(state, 'holdReview', data.period);
  if (isRefused(review)) return review;
  if (review.step !== 'due')
    return refuseBrand('BRAND.REVIEW_ALREADY', 'period', { period: data.period, done: { zh: '进行', en: 'held' } });
  const wrong =
    notPast(data.heldOn, 'heldOn', ctx) ??
    badPanel(data.panel) ??
    unknownEvidence(
      state,
      data.judgements.flatMap((judgement) => judgement.evidence),
      'judgements',
    );
  if (wrong) return wrong;
  if (yearOf(data.heldOn) <= data.period) return refuseBrand('BRAND.PERIOD_NOT_OVER', 'heldOn', { period: data.period });
  return accept({ type: 'ReviewHeld.v1', data });
}

export function concludeReview(data: Data<'concludeReview'>, state: KnownBrand): BrandDecided {
  const review = reviewOf(state, 'concludeReview', data.period);
  if (isRefused(review)) return review;
  if (review.step === 'due') return refuseBrand('BRAND.REVIEW_UNKNOWN', 'period', { period: data.period });
  if (review.step === 'concluded')
    return refuseBrand('BRAND.REVIEW_ALREADY', 'period', { period: data.period, done: { zh: '作出结论', en: 'concluded' } });
  return accept({ type: 'ReviewConcluded.v1', data });
}

/** 预警提醒: at once, by rule, and possible before a review is held (an overdue one, say). */
export function warn(data: Data<'warn'>, state: KnownBrand): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'warn', ['cultivated']);
  if (state.warning && state.warning.period >= data.period)
    return refuseBrand('BRAND.ALREADY_WARNED', 'period', { period: state.warning.period });
  return accept({ type: 'WarningIssued.v1', data });
}

export function orderRectification(data: Data<'orderRectification'>, state: KnownBrand): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'orderRectification', ['cultivated']);
  const { rectification } = state;
  if (rectification && (rectification.step === 'ordered' || rectification.step === 'reported' || rectification.period >= data.period)) {
    return refuseBrand('BRAND.ALREADY_RECTIFYING', 'period', { period: rectification.period, dueOn: rectification.dueOn });
  }
  return accept({ type: 'RectificationOrdered.v1', data });
}

/** A late or a second report is taken: what it is worth is the rule's to say. */
export function reportRectification(data: Data<'reportRectification'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const rectification = rectifying(state, 'reportRectification', null);
  if (isRefused(rectification)) return rectification;
  const wrong = notPast(data.reportedOn, 'reportedOn', ctx) ?? unknownEvidence(state, data.evidence, 'evidence');
  return wrong ?? accept({ type: 'RectificationReported.v1', data: { period: rectification.period, ...data } });
}

export function acceptRectification(data: Data<'acceptRectification'>, state: KnownBrand): BrandDecided {
  const rectification = rectifying(state, 'acceptRectification', data.period);
  if (isRefused(rectification)) return rectification;
  if (rectification.step !== 'reported') return refuseBrand('BRAND.RECTIFICATION_NOT_REPORTED', null);
  return accept({ type: 'RectificationAccepted.v1', data });
}

/** A rectification nobody reported fails once its date has come; a reported one as soon as the rule says so. */
export function failRectification(data: Data<'failRectification'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const rectification = rectifying(state, 'failRectification', data.period);
  if (isRefused(rectification)) return rectification;
  if (rectification.step === 'ordered' && ctx.today < rectification.dueOn) {
    return refuseBrand('BRAND.NOT_DUE_YET', null, { dueOn: rectification.dueOn, today: ctx.today });
  }
  return accept({ type: 'RectificationFailed.v1', data });
}

export function proposeStep(data: Data<'proposeStep'>, state: KnownBrand): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'proposeStep', ['cultivated']);
  if (state.proposals.some((proposal) => proposal.proposalId === data.proposalId))
    return refuseBrand('BRAND.ID_REUSED', 'proposalId', { id: data.proposalId });
  if (state.proposals.some((proposal) => proposal.status === 'open' && proposal.step === data.step)) {
    return refuseBrand('BRAND.PROPOSAL_EXISTS', 'step', { step: STEP_WORDS[data.step] });
  }
  return cannotPropose(data, state) ?? accept({ type: 'StepProposed.v1', data });
}

function cannotPropose(data: Data<'proposeStep'>, state: CultivatedBrand): Refused | null {
  switch (data.step) {
    case 'stopSupport':
      return state.supportStopped ? refuseBrand('BRAND.SUPPORT_ALREADY_STOPPED', 'step') : null;
    case 'announceExit':
      return state.exitNotice ? refuseBrand('BRAND.ALREADY_ON_EXIT_NOTICE', 'step', { until: state.exitNotice.until }) : null;
    case 'delist':
      return null;
    case 'promote':
    case 'downgrade': {
      const to = data.step === 'promote' ? nextTier(state.tier) : tierBelow(state.tier);
      if (to !== undefined && data.toTier === to) return null;
      const why =
        data.step === 'promote'
          ? { zh: '不是上一层级', en: 'it is not the next tier' }
          : { zh: '不是下一层级', en: 'it is not the tier below' };
      return wrongTier(data.toTier ?? state.tier, 'toTier', why, to === undefined ? [] : [to]);
    }
  }
}

/** A person calls a proposal off, with a reason: the rule's decision stays written. */
export function withdrawProposal(data: Data<'withdrawProposal'>, state: KnownBrand): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'withdrawProposal', ['cultivated']);
  const proposal = openProposal(state, data.proposalId, 'stopSupport', 'announceExit', 'delist', 'downgrade', 'promote');
  return isRefused(proposal) ? proposal : accept({ type: 'ProposalWithdrawn.v1', data: { ...data, decision: null } });
}

export function confirmSupportStop(data: Data<'confirmSupportStop'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'confirmSupportStop', ['cultivated']);
  if (state.supportStopped) return refuseBrand('BRAND.SUPPORT_ALREADY_STOPPED', null);
  const proposal = openProposal(state, data.proposalId, 'stopSupport');
  if (isRefused(proposal)) return proposal;
  return badDocument(data.document, ctx) ?? accept({ type: 'SupportStopped.v1', data });
}

export function resumeSupport(data: Data<'resumeSupport'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'resumeSupport', ['cultivated']);
  if (!state.supportStopped) return refuseBrand('BRAND.SUPPORT_NOT_STOPPED', null);
  return badDocument(data.document, ctx) ?? accept({ type: 'SupportResumed.v1', data });
}

export function announceExit(data: Data<'announceExit'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'announceExit', ['cultivated']);
  if (state.exitNotice) return refuseBrand('BRAND.ALREADY_ON_EXIT_NOTICE', null, { until: state.exitNotice.until });
  const proposal = openProposal(state, data.proposalId, 'announceExit', 'delist');
  if (isRefused(proposal)) return proposal;
  const wrong = badSpan(data.noticeFrom, data.noticeUntil, { from: 'noticeFrom', until: 'noticeUntil' }) ?? badDocument(data.document, ctx);
  return wrong ?? accept({ type: 'ExitAnnounced.v1', data });
}

/** 主动退出 and 停止经营 need no rule; nor does a breach that somebody confirmed. What a review found wrong does. */
const GROUNDS_OF_PERSONS: readonly string[] = ['withdrawn', 'ceased', 'breach', 'other'];

export function delist(data: Data<'delist'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'delist', ['cultivated']);
  const wrong = badDocument(data.document, ctx);
  if (wrong) return wrong;
  const { exitNotice } = state;
  const leavesByItself = data.ground === 'withdrawn' || data.ground === 'ceased';
  if (exitNotice && !leavesByItself) {
    if (data.ground !== exitNotice.ground) {
      return refuseBrand('BRAND.GROUND_CHANGED', 'ground', {
        announced: GROUND_WORDS[exitNotice.ground],
        ground: GROUND_WORDS[data.ground],
      });
    }
    const blocked = blockedByObjection(state.objections);
    if (blocked) return blocked;
    if (ctx.today <= exitNotice.until) return refuseBrand('BRAND.NOTICE_RUNNING', null, { until: exitNotice.until, today: ctx.today });
  }
  if (data.proposalId === null) {
    if (!exitNotice && !GROUNDS_OF_PERSONS.includes(data.ground)) {
      return refuseBrand('BRAND.PROPOSAL_REQUIRED', 'proposalId', { ground: GROUND_WORDS[data.ground] });
    }
  } else if (data.proposalId !== exitNotice?.proposalId) {
    const proposal = openProposal(state, data.proposalId, 'delist');
    if (isRefused(proposal)) return proposal;
  }
  return accept({ type: 'BrandDelisted.v1', data: { ...data, decision: null } });
}

/** The notice has ended, nobody objected, and the house pack lets it fall due: then no person confirms, and the event says so. */
export function delistByDueDate(data: Data<'delistByDueDate'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'delistByDueDate', ['cultivated']);
  const { exitNotice } = state;
  if (!exitNotice) return refuseBrand('BRAND.NOT_ON_EXIT_NOTICE', null);
  if (data.ground !== exitNotice.ground) {
    return refuseBrand('BRAND.GROUND_CHANGED', 'ground', { announced: GROUND_WORDS[exitNotice.ground], ground: GROUND_WORDS[data.ground] });
  }
  const blocked = blockedByObjection(state.objections);
  if (blocked) return blocked;
  if (ctx.today < exitNotice.until) return refuseBrand('BRAND.NOTICE_RUNNING', null, { until: exitNotice.until, today: ctx.today });
  if (data.proposalId !== exitNotice.proposalId) {
    const proposal = openProposal(state, data.proposalId, 'delist');
    if (isRefused(proposal)) return proposal;
    if (proposal.fallsDueOn === null || ctx.today < proposal.fallsDueOn) {
      return refuseBrand('BRAND.NOT_DUE_YET', 'proposalId', { dueOn: proposal.fallsDueOn ?? '—', today: ctx.today });
    }
  }
  return accept({ type: 'BrandDelisted.v1', data: { ...data, confirmedBy: null, document: null } });
}

/** 恢复, by an upheld objection or because the decision was retaken: to the tier the brand holds or held, and no other. */
export function restore(data: Data<'restore'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'delisted' && state.stage !== 'cultivated') return refuseBrand('BRAND.NOTHING_TO_RESTORE', null);
  if (state.stage === 'cultivated' && !state.exitNotice) return refuseBrand('BRAND.NOTHING_TO_RESTORE', null);
  const held = state.stage === 'delisted' ? state.formerTier : state.tier;
  if (data.tier !== held) return wrongTier(data.tier, 'tier', { zh: '不是该品牌原有的层级', en: 'the brand did not hold it' }, [held]);
  if (data.ground === 'objectionUpheld' || data.objectionId !== null) {
    const objection = state.objections.find((known) => known.objectionId === data.objectionId);
    if (!objection?.decided?.upheld) return refuseBrand('BRAND.NO_UPHELD_OBJECTION', 'objectionId');
  }
  return badDocument(data.document, ctx) ?? accept({ type: 'BrandRestored.v1', data });
}

function reviewOf(state: KnownBrand, command: 'markReviewOverdue' | 'holdReview' | 'concludeReview', period: number): Review | Refused {
  if (state.stage !== 'cultivated') return wrongStage(state, command, ['cultivated']);
  return state.reviews.find((review) => review.period === period) ?? refuseBrand('BRAND.REVIEW_UNKNOWN', 'period', { period });
}

/** The rectification that runs; of the named period, where one is named. */
function rectifying(
  state: KnownBrand,
  command: 'reportRectification' | 'acceptRectification' | 'failRectification',
  period: number | null,
): Rectification | Refused {
  if (state.stage !== 'cultivated') return wrongStage(state, command, ['cultivated']);
  const { rectification } = state;
  const runs = rectification?.step === 'ordered' || rectification?.step === 'reported';
  return runs && (period === null || rectification.period === period)
    ? rectification
    : refuseBrand('BRAND.NOT_RECTIFYING', period === null ? null : 'period');
}

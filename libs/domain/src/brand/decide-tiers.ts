/** Tiers: what a rule finds (eligible) and what a person decides (晋级, 降级), and decisions that a correction made stale. */
import type { CommandContext, HumanBrandCommand, StewardBrandCommand } from './commands';
import {
  badDocument,
  isRefused,
  nextTier,
  openProposal,
  tierBelow,
  tierRank,
  wrongStage,
  wrongTier,
  type BrandDecided,
} from './decide-checks';
import { refuseBrand, type Words } from './refusals';
import type { BrandSideState, CultivatedBrand, KnownBrand } from './state';
import { ruleAnswered, tierHeld } from './state';
import { SIDE_STATE_WORDS, TIER_WORDS } from './words';
import { yearOf } from '../dates';
import { accept } from '../refusal';
import { TIERS, type Tier } from '../values';

type Data<T extends (HumanBrandCommand | StewardBrandCommand)['type']> = Extract<
  HumanBrandCommand | StewardBrandCommand,
  { type: T }
>['data'];

const tierWords = (tier: Tier | null): Words => (tier === null ? { zh: '（不分层级的）', en: 'no tiers' } : TIER_WORDS[tier]);

/** A reported brand is not judged until it is nominated. Meeting a tier that is held already is no news. */
export function findEligible(data: Data<'findEligible'>, state: KnownBrand): BrandDecided {
  if (state.stage === 'reported' || state.stage === 'delisted')
    return wrongStage(state, 'findEligible', ['nominated', 'evaluated', 'cultivated']);
  const held = tierHeld(state);
  if (data.tier !== null && held !== null && tierRank(data.tier) <= tierRank(held)) {
    return wrongTier(
      data.tier,
      'tier',
      { zh: '品牌已有该层级或更高层级', en: 'the brand holds it, or a higher one' },
      TIERS.slice(tierRank(held) + 1),
    );
  }
  if (state.eligible.some((eligible) => eligible.tier === data.tier && eligible.period >= data.period)) {
    return refuseBrand('BRAND.ALREADY_ELIGIBLE', 'tier', { tier: tierWords(data.tier), period: data.period });
  }
  return accept({ type: 'EligibilityFound.v1', data });
}

export function loseEligibility(data: Data<'loseEligibility'>, state: KnownBrand): BrandDecided {
  if (!state.eligible.some((eligible) => eligible.tier === data.tier))
    return refuseBrand('BRAND.NO_ELIGIBILITY', 'tier', { tier: tierWords(data.tier) });
  return accept({ type: 'EligibilityLost.v1', data });
}

/**
 * 晋级, one tier at a time. It needs a recommendation, a named confirmer who is another person, and a rule's word: the
 * brand was found eligible for that tier, or an open proposal asks for this promotion. Nobody is promoted out of a
 * warning, a rectification, stopped support or an exit.
 */
export function promote(data: Data<'promote'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'promote', ['cultivated']);
  const next = nextTier(state.tier);
  if (data.to !== next)
    return wrongTier(
      data.to,
      'to',
      { zh: '不是现有层级的上一层级', en: 'it is not the next above the tier that is held' },
      next === undefined ? [] : [next],
    );
  const sanction = sanctionOf(state);
  if (sanction) return refuseBrand('BRAND.UNDER_SANCTION', null, { sideState: SIDE_STATE_WORDS[sanction] });
  if (data.recommendedBy === data.confirmedBy) return refuseBrand('BRAND.SAME_PERSON', 'confirmedBy', { person: data.confirmedBy });
  if (data.proposalId !== null) {
    const proposal = openProposal(state, data.proposalId, 'promote');
    if (isRefused(proposal)) return proposal;
  }
  const proposed = state.proposals.some(
    (proposal) => proposal.status === 'open' && proposal.step === 'promote' && proposal.toTier === data.to,
  );
  const eligible = state.eligible.some((found) => found.tier === data.to);
  if (!proposed && !eligible) return refuseBrand('BRAND.NOT_ELIGIBLE', 'to', { tier: TIER_WORDS[data.to] });
  return badDocument(data.document, ctx) ?? accept({ type: 'BrandPromoted.v1', data: { from: state.tier, ...data } });
}

/** 降级, one tier down. From the lowest tier a brand can only leave. */
export function downgrade(data: Data<'downgrade'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'cultivated') return wrongStage(state, 'downgrade', ['cultivated']);
  const below = tierBelow(state.tier);
  if (data.to !== below)
    return wrongTier(
      data.to,
      'to',
      { zh: '不是现有层级的下一层级', en: 'it is not the next below the tier that is held' },
      below === undefined ? [] : [below],
    );
  if (data.proposalId !== null) {
    const proposal = openProposal(state, data.proposalId, 'downgrade');
    if (isRefused(proposal)) return proposal;
  }
  return badDocument(data.document, ctx) ?? accept({ type: 'BrandDowngraded.v1', data: { from: state.tier, ...data } });
}

/** The decision stays written; the mark says that a correction took away what it rests on. */
export function markStale(data: Data<'markStale'>, state: KnownBrand): BrandDecided {
  const decision = state.decisions.find((taken) => taken.key === data.decisionKey && taken.eventId === data.decidedBy);
  if (!decision) return refuseBrand('BRAND.DECISION_UNKNOWN', 'decisionKey', { key: data.decisionKey });
  const correction = state.figures.find(
    (figure) => figure.corrects !== null && (figure.eventId === data.correction || figure.figureId === data.correction),
  );
  if (!correction) return refuseBrand('BRAND.CORRECTION_UNKNOWN', 'correction', { id: data.correction });
  return accept({ type: 'DecisionMarkedStale.v1', data });
}

/** A brand that is judged. The same answer for the same period is no news. */
export function recordAnswer(data: Data<'recordAnswer'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage === 'reported' || state.stage === 'delisted')
    return wrongStage(state, 'recordAnswer', ['nominated', 'evaluated', 'cultivated']);
  if (data.period !== null && data.period > yearOf(ctx.today))
    return refuseBrand('BRAND.FUTURE_DATE', 'period', { date: data.period, today: ctx.today });
  const answered = ruleAnswered(data.decision);
  const known = state.answers.find(({ rule, period }) => rule === answered && period === data.period);
  return known?.outcome === data.outcome ? accept() : accept({ type: 'BrandRuleAnswered.v1', data });
}

function sanctionOf(state: CultivatedBrand): BrandSideState | null {
  if (state.exitNotice) return 'onExitNotice';
  if (state.supportStopped) return 'supportStopped';
  if (state.rectification && state.rectification.step !== 'accepted') return 'rectifying';
  return state.warning ? 'warned' : null;
}

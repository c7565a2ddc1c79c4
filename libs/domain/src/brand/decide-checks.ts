/** Questions that several decisions ask. Each answers with a refusal, or null when nothing is wrong. */
import type { BrandCommandName, CommandContext } from './commands';
import type { BrandStage, KnownBrand, Proposal } from './state';
import type { BrandEvent, ProposedStep } from './events';
import { refuseBrand, type Words } from './refusals';
import { BRAND_COMMAND_WORDS, STAGE_WORDS, STEP_WORDS, TIER_WORDS, joinWords } from './words';
import { isCalendarDate } from '../dates';
import type { Decided, Refused } from '../refusal';

import { TIERS, type DocumentRef, type Tier } from '../values';

export type BrandDecided = Decided<BrandEvent>;
export type { Refused };

/** All that a check of dates needs of a context. */
export type Today = Pick<CommandContext, 'today'>;

export function wrongStage(state: KnownBrand, command: BrandCommandName, allowed: readonly BrandStage[]): Refused {
  return refuseBrand('BRAND.WRONG_STAGE', null, {
    stage: STAGE_WORDS[state.stage],
    command: BRAND_COMMAND_WORDS[command],
    allowed: joinWords(allowed.map((stage) => STAGE_WORDS[stage])),
  });
}

/** A date that exists and has come. */
export function notPast(date: string | null, field: string, ctx: Today): Refused | null {
  if (date === null) return null;
  if (!isCalendarDate(date)) return refuseBrand('BRAND.DATE_INVALID', field, { date });
  return date > ctx.today ? refuseBrand('BRAND.FUTURE_DATE', field, { date, today: ctx.today }) : null;
}

/** A span of days that exists; it may lie in the future. */
export function badSpan(from: string, until: string, fields: { readonly from: string; readonly until: string }): Refused | null {
  if (!isCalendarDate(from)) return refuseBrand('BRAND.DATE_INVALID', fields.from, { date: from });
  if (!isCalendarDate(until)) return refuseBrand('BRAND.DATE_INVALID', fields.until, { date: until });
  return until < from ? refuseBrand('BRAND.DATES_REVERSED', fields.until, { from, until }) : null;
}

export const badDocument = (document: DocumentRef | null, ctx: Today): Refused | null =>
  document === null ? null : notPast(document.issuedOn, 'document.issuedOn', ctx);

/** Everything cited as evidence must have been attached before. */
export function unknownEvidence(state: Pick<KnownBrand, 'evidence'>, cited: readonly string[], field: string): Refused | null {
  const id = cited.find((evidenceId) => !state.evidence.some((evidence) => evidence.evidenceId === evidenceId));
  return id === undefined ? null : refuseBrand('BRAND.EVIDENCE_UNKNOWN', field, { id });
}

/** 回避: who is recused does not vote; more votes than voters is a wrong count. */
export function badPanel(
  panel: {
    readonly members: readonly string[];
    readonly votesFor: number;
    readonly votesAgainst: number;
    readonly recused: readonly string[];
  } | null,
): Refused | null {
  if (panel === null) return null;
  const voters = panel.members.filter((member) => !panel.recused.includes(member)).length;
  const votes = panel.votesFor + panel.votesAgainst;
  return votes > voters ? refuseBrand('BRAND.PANEL_VOTES', 'panel', { voters, votes }) : null;
}

export const tierRank = (tier: Tier): number => TIERS.indexOf(tier);
export const nextTier = (tier: Tier): Tier | undefined => TIERS[tierRank(tier) + 1];
export const tierBelow = (tier: Tier): Tier | undefined => TIERS[tierRank(tier) - 1];

export function wrongTier(tier: Tier, field: string, why: Words, allowed: readonly Tier[]): Refused {
  return refuseBrand('BRAND.WRONG_TIER', field, {
    tier: TIER_WORDS[tier],
    why,
    allowed: allowed.length === 0 ? { zh: '无', en: 'none' } : joinWords(allowed.map((known) => TIER_WORDS[known])),
  });
}

/** An open proposal of one of these steps, or the reason why there is none. */
export function openProposal(
  state: { readonly proposals: readonly Proposal[] },
  proposalId: string,
  ...steps: readonly ProposedStep[]
): Proposal | Refused {
  const proposal = state.proposals.find((known) => known.proposalId === proposalId && known.status === 'open');
  if (!proposal) return refuseBrand('BRAND.PROPOSAL_UNKNOWN', 'proposalId', { id: proposalId });
  return steps.includes(proposal.step)
    ? proposal
    : refuseBrand('BRAND.PROPOSAL_OTHER_STEP', 'proposalId', { step: STEP_WORDS[proposal.step] });
}

export const isRefused = (answer: object): answer is Refused => 'ok' in answer && answer.ok === false;

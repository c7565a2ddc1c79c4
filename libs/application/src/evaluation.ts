import { brandFacts, brandStream, brandSubject, type BrandState, type Decision, type Explanation, type Outcome } from '#domain';
import { ENGINE, assessmentRules, evaluate, policyOfRule, type EffectivePack } from '#policy';

/** Purposes of rules that say something of a brand by itself, in the order in which a reader asks. */
const DRY_PURPOSES = new Set(['name', 'deadline', 'nomination', 'integrity', 'tier', 'eligibility', 'review', 'record']);

/**
 * Evaluates every rule of a pack that speaks of a brand, without writing anything.
 * @param at `factsFrom: 'published'` also reads published facts, which no rule of a shipped pack reads by itself
 * @param regions path of the brand's region on that day, where regions were merged by then
 */
export function evaluateDry(
  pack: EffectivePack,
  state: BrandState,
  at: { readonly asOf: string; readonly factsFrom?: 'published' | 'locked' },
  regions?: readonly string[],
): readonly Explanation[] {
  if (state.stage === 'none') return [];
  const subject = brandSubject(state, regions);
  const facts = brandFacts(state);
  return [...pack.rules.values()]
    .filter(({ rule }) => DRY_PURPOSES.has(rule.purpose) && rule.scope.kinds.some((kind) => kind === subject.kind))
    .map(({ rule }) => evaluate(pack, rule.id, subject, facts, at));
}

/**
 * What the policy says when a panel assesses a brand: the conditions of the tier that is sought, else those of nomination.
 * It stands beside the panel's verdict and binds nobody. Null where the pack asks nothing of such a brand.
 */
export function assessmentDecision(
  pack: EffectivePack,
  state: BrandState,
  revision: number,
  leaf: number,
  asOf: string,
  regions?: readonly string[],
): Decision | null {
  if (state.stage === 'none') return null;
  const subject = brandSubject(state, regions);
  const tierSought = 'nomination' in state && state.nomination !== null ? state.nomination.tierSought : null;
  const rule = assessmentRules(pack, subject, tierSought).at(-1);
  if (rule === undefined) return null;
  const explanation = evaluate(pack, rule.id, subject, brandFacts(state), { asOf });
  const policy = policyOfRule(pack, rule.id);
  const stream = brandStream(state.identity.brandId);
  return {
    key: [
      state.identity.brandId,
      rule.id,
      `${policy.pack}@${policy.version}`,
      asOf.slice(0, 4),
      `${stream}@${revision}`,
      'BrandAssessed.v1',
      0,
    ].join('|'),
    policy,
    engine: ENGINE,
    basis: { leaf, revision },
    cause: { event: null, type: 'assess' },
    explanation,
  };
}

/** An answer of one rule about one side of a dual brand. */
export interface SideAnswer {
  readonly purpose: string;
  readonly tier: string | null;
  readonly outcome: Outcome;
}

/**
 * Whether one side of a dual brand meets its own conditions (IM-08): those of nomination and integrity, and of its tier those
 * of the tier it holds. All tiers may form a dual brand (IM-09), so one that holds none must meet those of any.
 */
export function sideOutcome(answers: readonly SideAnswer[], tierHeld: string | null): Outcome {
  const base = answers.filter(({ purpose }) => purpose === 'nomination' || purpose === 'integrity').map(({ outcome }) => outcome);
  const tiers = answers
    .filter(({ purpose, tier }) => purpose === 'tier' && (tierHeld === null || tier === tierHeld))
    .map(({ outcome }) => outcome);
  const asked = tiers.length === 0 ? base : [...base, firstOf(['pass', 'undecidable', 'notConfigured'], tiers, 'fail')];
  // Of a side that no rule asks anything nobody can say.
  return asked.length === 0 ? 'undecidable' : firstOf(['fail', 'notConfigured', 'undecidable'], asked, 'pass');
}

/** The first of these that occurs, else the last resort. */
const firstOf = (order: readonly Outcome[], found: readonly Outcome[], otherwise: Outcome): Outcome =>
  order.find((outcome) => found.includes(outcome)) ?? otherwise;

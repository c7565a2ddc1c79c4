/** What every decision of the steward is made of, whichever subject it is about. */
import type { Decision, Explanation } from '#domain';
import { policyOf, type EffectiveEffect, type EffectivePack } from '#policy';

/**
 * What the decision says of the policy behind it. A configured step is configured even where the rule it asks is stated:
 * no document says that anybody is warned. Only eligibility is the rule's own answer.
 */
export function policyBehind(pack: EffectivePack, effective: EffectiveEffect): Decision['policy'] {
  const { effect } = effective;
  const ofRule = policyOf(pack, effective);
  if (effect.basis === 'stated' || effect.then === 'findEligible' || effect.then === 'loseEligibility') return ofRule;
  return { ...policyOf(pack, { ...effective, effect: { ...effect, rule: null } }), rule: ofRule.rule };
}

/** `{stream}@{revision}` of every event that an explanation read a fact from. */
export function factEvents(explanation: Explanation): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Explanation['root']): void => {
    for (const { event } of node.facts) if (event !== null) found.add(event);
    node.children.forEach(visit);
  };
  visit(explanation.root);
  return [...found];
}

/** Revision of the newest fact of a stream's own that an explanation read; -1 where it read none. */
export function newestFact(explanation: Explanation, stream: string): number {
  const own = `${stream}@`;
  return Math.max(
    -1,
    ...factEvents(explanation)
      .filter((ref) => ref.startsWith(own))
      .map((ref) => Number(ref.slice(own.length))),
  );
}

import { COUNTRY, isWithin } from '#domain';

/**
 * How far a role reaches from the region in which it is held.
 * within: that region and everything below it. line: that, and the regions above it, whose rules bind it.
 * any: every region, for what is public anyway. unit: only what belongs to one's own unit, wherever it lies.
 */
export type Reach = 'within' | 'line' | 'any' | 'unit';

/** How the region that a request speaks of stands to the region in which a role is held. */
export type Relation = 'own' | 'below' | 'above' | 'elsewhere';
export const RELATIONS: readonly Relation[] = ['own', 'below', 'above', 'elsewhere'];

export function relationOf(region: string, scope: string): Relation {
  if (region === scope) return 'own';
  if (isWithin(region, scope)) return 'below';
  if (region === COUNTRY || isWithin(scope, region)) return 'above';
  return 'elsewhere';
}

const COVERED: Readonly<Record<Exclude<Reach, 'unit'>, readonly Relation[]>> = {
  within: ['own', 'below'],
  line: ['own', 'below', 'above'],
  any: ['own', 'below', 'above', 'elsewhere'],
};

/** Whether a reach covers a region that stands so. What belongs to a unit is not asked by region. */
export const covers = (reach: Exclude<Reach, 'unit'>, relation: Relation): boolean => COVERED[reach].includes(relation);

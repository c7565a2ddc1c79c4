import { covers, relationOf, type Reach } from './reach';
import type { RoleId } from './roles';
import type { Action } from './table';

/** In which role somebody acts: where, and for which unit. */
export interface Acting {
  readonly role: RoleId;
  readonly region: string;
  /** Stream of the unit or institution that a unit role speaks for. */
  readonly unit: string | null;
}

/** What a request speaks of. */
export interface Place {
  /** Regions that it touches, all of which must be within reach; none for what has no region. */
  readonly regions: readonly string[];
  /** Streams of the units to which it belongs. */
  readonly units: readonly string[];
}

/**
 * Whether the public reads this without signing in (`PUBLIC_READING=on`): what the role of the public reader may read, but for
 * what the table keeps for who has an account.
 */
export const isPublic = (action: Action): boolean =>
  action.kind === 'read' && action.who.publicReader !== undefined && action.signedIn !== true;

/** Roles that the account of a program may hold: it collects and reads, and judges nothing. */
export const PROGRAM_ROLES: ReadonlySet<RoleId> = new Set([
  ...(['recorder', 'constructionUnit', 'trainingInstitution', 'auditor', 'publicReader'] as const),
]);

/** Whether a program may do this: reading and recording; never what is kept apart from earlier steps, nor accounts and rights. */
export const isForPrograms = (action: Action): boolean =>
  action.kind === 'read' ||
  (action.kind === 'act' && action.notBy === undefined && (action.who.recorder ?? action.who.constructionUnit) !== undefined);

/** Why not: the role has no such right, the region lies beyond its reach, or it belongs to another unit. */
export type Denied = 'role' | 'region' | 'unit';

/** Asks the table. Pure: whoever calls has found out what the request speaks of. */
export function mayAct(action: Action, acting: Acting, place: Place): 'yes' | Denied {
  const reach = action.who[acting.role];
  if (reach === undefined) return 'role';
  const all = (asked: Exclude<Reach, 'unit'>): 'yes' | Denied =>
    place.regions.every((region) => covers(asked, relationOf(region, acting.region))) ? 'yes' : 'region';
  if (reach !== 'unit') return all(reach);
  if (acting.unit === null || !place.units.includes(acting.unit)) return 'unit';
  // A brand of the unit is its own wherever it lies; a list is asked for by region, and tells more than what is the unit's.
  return action.region === 'scope' ? all('within') : 'yes';
}

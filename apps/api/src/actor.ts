import { LOCAL_ROLE } from '#access';
import type { Actor } from '#domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessedRequest } from './access.request';

/** The single user of a ledger without accounts: whoever reaches it sits at this machine. */
export const LOCAL: Actor = { id: 'local', role: LOCAL_ROLE, region: '000000' };

/** Who acts, as the guard found out. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<AccessedRequest>();
  if (actor === undefined) throw new Error('a request came past the guard of access');
  return actor;
});

interface Beside {
  readonly correlation: string;
  readonly unit: string | null;
}

/** What is known of an actor beside what events keep of it: one object for each request, so nothing is passed along. */
const beside = new WeakMap<Actor, Beside>();
export const remember = (actor: Actor, known: Beside): void => void beside.set(actor, known);

/** Correlation of what a request writes. */
export const correlationOf = (actor: Actor): string | undefined => beside.get(actor)?.correlation;

/**
 * Stream of the unit or institution for which somebody speaks (`unit-<id>`); null for an office, and without accounts.
 * A list that is open to units must be narrowed to it.
 */
export const unitOf = (actor: Actor): string | null => beside.get(actor)?.unit ?? null;

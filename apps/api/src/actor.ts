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

/** Correlation of what a request writes, kept beside its actor: one object for each request, so nothing is passed along. */
const correlations = new WeakMap<Actor, string>();
export const correlate = (actor: Actor, correlation: string): void => void correlations.set(actor, correlation);
export const correlationOf = (actor: Actor): string | undefined => correlations.get(actor);

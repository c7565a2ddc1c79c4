import type { Action, ActionId, Asker, Concerned, Grant, Reach } from '#access';
import type { Actor } from '#domain';
import type { IncomingMessage } from 'node:http';

/** What the guard found out about a request; the access record is written from it. */
export interface RequestAccess {
  readonly operation: ActionId;
  readonly action: Action;
  /** Null before anybody signed in. */
  asker: Asker | null;
  grant: Grant | null;
  reach: Reach | null;
  /** Regions and stream that the request speaks of, as far as they are known. */
  regions: readonly string[];
  stream: string | null;
  correlation: string | null;
  /** Whom it concerns without their having proved themselves: an ended session, a revoked token, a sign-in. */
  concerning: Concerned | null;
  /** A provider of identities vouched for somebody whom nobody knows here. */
  vouched: boolean;
}

/** Fastify's request, as far as access looks at it. */
export interface AccessedRequest {
  readonly raw: IncomingMessage;
  /** Address of the client: that of the socket, or what a trusted proxy says. */
  readonly ip: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | undefined>;
  readonly cookies?: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  actor?: Actor;
  access?: RequestAccess;
}

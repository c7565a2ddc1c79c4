/**
 * How a command of a person reaches a stream, whatever the stream is of: fold, repeat?, still what the caller saw?, decide,
 * append at the revision that was folded. Decided again when somebody else was faster, unless the caller named a revision.
 */
import { isWithin, type Actor, type Decided, type IdempotencySeen } from '#domain';
import { WrongExpectedRevision } from '#event-store';
import { bodyHash, newId } from './ids';
import type { Appended, Folded, Ledger, WriteContext } from './ledger';
import type { LedgerEvent } from './ledger-codec';
import { problemOfLog, problems, type LedgerProblem } from './problems';

/** How a command reaches the ledger: who, and what the caller knows and remembers. */
export interface CommandOptions {
  readonly actor: Actor;
  /** Revision the caller saw (If-Match). A command with it is never retried. */
  readonly ifMatch?: bigint;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
  /** Business date of the act, where a script or a file states it; else the clock's today. */
  readonly effectiveOn?: string;
}

export interface CarriedOut {
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when this very command had been carried out before, or says what stands already; nothing was written now. */
  readonly repeated: boolean;
}

/** A human command without If-Match is decided again at most so often when somebody else was faster. */
export const MAX_DECISIONS = 4;

/** One stream, and how it is folded, decided about and written. */
export interface Desk<S, E extends LedgerEvent> {
  readonly stream: string;
  /** Whether the command may be the first on its stream. */
  readonly mayBeNew: boolean;
  /** As this process last saw it (an append proves it), or as the log has it now. */
  load(how: 'warm' | 'fresh'): Promise<Folded<S>>;
  notFound(): LedgerProblem;
  /** Region that the actor's scope has to cover; null where the stream does not say yet. */
  regionOf(state: S): string | null;
  seen(state: S, actor: string, key: string): IdempotencySeen | undefined;
  decide(folded: Folded<S>): Promise<Decided<E>>;
  append(folded: Folded<S>, events: readonly E[], context: WriteContext): Promise<Appended>;
}

/** Carries out what the desk decides. @param body what the caller sent: what an Idempotency-Key is bound to */
export async function carryOut<S, E extends LedgerEvent>(
  ledger: Ledger,
  desk: Desk<S, E>,
  options: CommandOptions,
  body: unknown,
): Promise<CarriedOut> {
  for (let attempt = 1; ; attempt += 1) {
    let folded = await desk.load(attempt === 1 ? 'warm' : 'fresh');
    if (options.ifMatch !== undefined && options.ifMatch !== folded.revision) folded = await desk.load('fresh');
    if (folded.revision < 0n && !desk.mayBeNew) throw desk.notFound();
    const region = desk.regionOf(folded.state);
    if (region !== null) checkScope(options.actor, region);

    const repeated = await repeatedOn(ledger, desk, folded, options, body);
    if (repeated !== null) return repeated;
    if (options.ifMatch !== undefined && options.ifMatch !== folded.revision) throw problems.staleIfMatch(options.ifMatch, folded.revision);

    const decided = await desk.decide(folded);
    const events = decided.ok ? decided.events : [];
    if (events.length === 0) {
      // No append proves that the warm state is the newest: another process may have written meanwhile.
      const now = await desk.load('fresh');
      if (now.revision !== folded.revision && attempt < MAX_DECISIONS) continue;
      if (!decided.ok) throw problems.refused(decided.refusal);
      return { ...(await lastOf(ledger, desk)), events: [], repeated: true };
    }
    try {
      const appended = await desk.append(folded, events, writeContext(ledger, options, body));
      return {
        revision: appended.revision,
        position: appended.position,
        events: events.map((event, i) => ({ id: appended.ids[i] ?? '', type: event.type })),
        repeated: false,
      };
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw problemOfLog(error);
      if (options.ifMatch !== undefined) throw problems.staleIfMatch(options.ifMatch, error.actual);
      if (attempt === MAX_DECISIONS) throw problems.tooManyConflicts(desk.stream);
    }
  }
}

/** The original answer of a command that came with this Idempotency-Key before; null when none did. */
export async function repeatedOn<S>(
  ledger: Ledger,
  desk: Pick<Desk<S, LedgerEvent>, 'stream' | 'seen'>,
  folded: Folded<S>,
  options: CommandOptions,
  body: unknown,
): Promise<CarriedOut | null> {
  if (options.idempotencyKey === undefined) return null;
  const seen = desk.seen(folded.state, options.actor.id, options.idempotencyKey);
  if (seen === undefined) return null;
  if (seen.bodyHash !== bodyHash(body)) throw problems.idempotencyReused(options.idempotencyKey);
  const written: { id: string; type: string }[] = [];
  let position = 0n;
  let revision = -1n;
  for await (const { event, metadata, recorded } of ledger.readStream(desk.stream)) {
    if (metadata.idempotency?.actor !== options.actor.id || metadata.idempotency.key !== options.idempotencyKey) continue;
    written.push({ id: recorded.id, type: event.type });
    position = recorded.position;
    revision = recorded.revision;
  }
  return { revision, position, events: written, repeated: true };
}

/** Where a stream ends. A region that nothing was written on ends before its first event. */
export async function lastOf(
  ledger: Ledger,
  desk: Pick<Desk<unknown, LedgerEvent>, 'stream' | 'notFound'>,
): Promise<{ readonly revision: bigint; readonly position: bigint }> {
  for await (const { revision, position } of ledger.log.readStream(desk.stream, { direction: 'backwards', limit: 1 }))
    return { revision, position };
  throw desk.notFound();
}

export const writeContext = (ledger: Ledger, options: CommandOptions, body: unknown): WriteContext => ({
  actor: options.actor,
  correlationId: options.correlationId ?? newId(),
  causationId: null,
  causationDepth: 0,
  effectiveOn: options.effectiveOn ?? ledger.clock.today(),
  idempotency:
    options.idempotencyKey === undefined ? null : { actor: options.actor.id, key: options.idempotencyKey, bodyHash: bodyHash(body) },
});

/** A region scope covers itself and everything below it. */
export function checkScope(actor: Actor, region: string): void {
  if (!isWithin(region, actor.region)) throw problems.outOfScope(region, actor.region);
}

/**
 * One command at a time for a stream, as far as this process goes: waiting is cheaper than deciding in vain. Writers in other
 * processes meet at the append.
 */
export class Lanes {
  /** The last command under way on each stream. */
  private readonly lanes = new Map<string, Promise<void>>();

  async inTurn<T>(lane: string, act: () => Promise<T>): Promise<T> {
    const before = this.lanes.get(lane);
    const turn = before === undefined ? act() : before.then(act);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.lanes.set(lane, settled);
    try {
      return await turn;
    } finally {
      if (this.lanes.get(lane) === settled) this.lanes.delete(lane);
    }
  }
}

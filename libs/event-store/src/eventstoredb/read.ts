import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  type ResolvedEvent,
  START,
  type StreamingRead,
} from '@eventstore/db-client';
import { EventUnreadable, LogUnavailable } from '../errors';
import type { Position, ReadAllOptions, ReadStreamOptions, RecordedEvent } from '../port';
import { checkFilter, isSystemEvent, matchesFilter, storedObject } from '../port-checks';
import { isPassing, readError } from './failures';
import { Backoff } from './backoff';

const ALL = '$all';
/** A bounded read of everything asks for pages of at least this many events, because the client cannot filter it. */
const PAGE = 256;

export interface ReadingTerms {
  readonly client: EventStoreDBClient;
  /** How long a read that has lost its connection goes on trying, counted from the last event it got. */
  readonly readTimeoutMs: number;
  readonly closed: AbortSignal;
}

/**
 * The event as the port shows it, or undefined where a link points at something that is gone.
 * @throws EventUnreadable when a foreign writer has put something else than JSON objects into it
 */
export function recordedEvent(resolved: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent | undefined {
  const { event } = resolved;
  if (!event) return undefined;
  const position = event.position?.commit ?? resolved.commitPosition;
  if (position === undefined)
    throw new EventUnreadable(event.streamId, event.revision, 'the store gives it no position (server before 22.6)');
  return {
    id: event.id,
    type: event.type,
    stream: event.streamId,
    revision: event.revision,
    position,
    created: event.created,
    data: storedObject(event.isJson ? event.data : undefined, 'data', event.streamId, event.revision),
    metadata: storedObject(event.metadata instanceof Uint8Array ? undefined : event.metadata, 'metadata', event.streamId, event.revision),
  };
}

/**
 * The events of one read of the client. It is cancelled at the server when the consumer stops early: destroying the stream
 * alone would leave the call open for as long as the connection lives.
 */
async function* eventsOf<E>(read: StreamingRead<E>, closed: AbortSignal): AsyncGenerator<E> {
  // An error that arrives after the consumer has gone would otherwise be unheard, which ends the process.
  read.on('error', () => undefined);
  // The client swallows its own cancellation, so that a read under way when the log is closed would wait for ever.
  const stop = (): void => void read.destroy(new LogUnavailable('the log is closed'));
  closed.addEventListener('abort', stop);
  let ended = false;
  try {
    for await (const event of read) yield event;
    ended = true;
  } finally {
    closed.removeEventListener('abort', stop);
    if (!ended) read.cancel().catch(() => undefined);
  }
}

export async function* readStream(terms: ReadingTerms, stream: string, options: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
  const backwards = options.direction === 'backwards';
  let from = options.from;
  let left = options.limit ?? Number.MAX_SAFE_INTEGER;
  const backoff = new Backoff(terms.readTimeoutMs);
  while (left > 0) {
    try {
      const read = terms.client.readStream(stream, {
        fromRevision: from ?? (backwards ? END : START),
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount: left,
      });
      for await (const resolved of eventsOf(read, terms.closed)) {
        backoff.reset();
        const event = recordedEvent(resolved);
        if (event) yield event;
        const revision = resolved.link?.revision ?? resolved.event?.revision;
        left -= 1;
        if (revision === undefined) continue;
        if (backwards && revision === 0n) return;
        from = backwards ? revision - 1n : revision + 1n;
      }
      return;
    } catch (error) {
      if (terms.closed.aborted || !isPassing(error) || !(await backoff.wait(terms.closed))) throw readError(error, stream);
    }
  }
}

export async function* readAll(terms: ReadingTerms, options: ReadAllOptions): AsyncGenerator<RecordedEvent> {
  checkFilter(options.filter);
  const backwards = options.direction === 'backwards';
  let after: Position | undefined = options.after;
  let left = options.limit ?? Number.MAX_SAFE_INTEGER;
  const maxCount = options.limit === undefined ? Number.MAX_SAFE_INTEGER : Math.max(options.limit, PAGE);
  const backoff = new Backoff(terms.readTimeoutMs);
  while (left > 0) {
    let seen = 0;
    try {
      const read = terms.client.readAll({
        fromPosition: after === undefined ? (backwards ? END : START) : { commit: after, prepare: after },
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount,
      });
      for await (const resolved of eventsOf(read, terms.closed)) {
        seen += 1;
        backoff.reset();
        const place = placeOf(resolved);
        // The server begins at the position itself when it reads forwards; the port begins strictly after it.
        if (place === undefined || place === after) continue;
        after = place;
        const { event } = resolved;
        if (!event || isSystemEvent(event.streamId, event.type) || !matchesFilter(options.filter, event.streamId, event.type)) continue;
        const recorded = recordedEvent(resolved);
        if (recorded) yield recorded;
        left -= 1;
        if (left === 0) return;
      }
      if (seen < maxCount) return;
    } catch (error) {
      if (terms.closed.aborted || !isPassing(error) || !(await backoff.wait(terms.closed))) throw readError(error, ALL);
    }
  }
}

/** Where an item of `$all` stands: the link's place when it is one, else the event's own. */
export function placeOf(resolved: AllStreamResolvedEvent): Position | undefined {
  return resolved.commitPosition ?? resolved.link?.position.commit ?? resolved.event?.position.commit;
}

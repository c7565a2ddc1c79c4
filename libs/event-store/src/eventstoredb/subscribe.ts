import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  type Filter,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import type { EventFilter, Position, SubscribeOptions, SubscriptionMessage } from '../port';
import { checkFilter, isSystemEvent, matchesFilter } from '../port-checks';
import { Backoff } from './backoff';
import { isPassing, readError } from './failures';
import { placeOf, recordedEvent } from './read';

const ALL = '$all';
/** Events a subscription holds ahead of its consumer: what the client's buffers, the wire's aside, can grow to. */
export const BUFFERED_EVENTS = 64;
/** The server tells how far it has looked every `32 × this` events it considered. */
const CHECKPOINT_INTERVAL = 4;

export interface SubscribingTerms {
  readonly client: EventStoreDBClient;
  /** Told of every lost connection, before the subscription is opened again. */
  readonly onDropped: (error: unknown) => void;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly closed: AbortSignal;
}

/**
 * Delivers `$all` strictly after a position, and opens the subscription again, after the last thing delivered, as often as it
 * is lost: the client itself never does.
 */
export async function* subscribe(terms: SubscribingTerms, options: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
  checkFilter(options.filter);
  const signal = options.signal ? AbortSignal.any([options.signal, terms.closed]) : terms.closed;
  const backoff = new Backoff(Number.POSITIVE_INFINITY, terms.firstDelayMs, terms.maxDelayMs);
  const wantsCheckpoints = options.filter !== undefined;
  let after = options.after;
  while (!signal.aborted) {
    const source = new Source(terms.client, after, options.filter);
    try {
      for (;;) {
        const next = await source.next(signal);
        if (next === undefined) return;
        backoff.reset();
        if (next.kind === 'caughtUp') {
          yield next;
          continue;
        }
        const place = next.kind === 'checkpoint' ? next.position : placeOf(next.resolved);
        // A server may repeat a place it has told before, after a resumption for instance: nothing goes backwards here.
        if (place === undefined || (after !== undefined && place <= after)) continue;
        if (next.kind === 'checkpoint') {
          after = place;
          if (wantsCheckpoints) yield next;
          continue;
        }
        const { event } = next.resolved;
        if (event && !isSystemEvent(event.streamId, event.type) && matchesFilter(options.filter, event.streamId, event.type)) {
          const recorded = recordedEvent(next.resolved);
          after = place;
          if (recorded) yield { kind: 'event', event: recorded };
        } else {
          after = place;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw readError(error, ALL);
      terms.onDropped(error);
      await backoff.wait(signal);
    } finally {
      source.close();
    }
  }
}

type Item =
  | { readonly kind: 'event'; readonly resolved: AllStreamResolvedEvent }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caughtUp' };

/** The connection is over and nobody asked for it. */
class SubscriptionEnded extends Error {
  constructor() {
    super('the server ended the subscription');
  }
}

/**
 * One subscription of the client, read one item at a time.
 *
 * The client announces checkpoints and "caught up" when it decodes them, which is ahead of the consumer by all that lies in
 * its buffer. So each announcement is filed with the number of events that came before it, and handed out when that many have
 * been. Items are taken with `read()`, not by a listener for 'data', which would let the buffer run over.
 */
class Source {
  private readonly subscription: AllStreamSubscription;
  private readonly announced: { readonly after: number; readonly item: Item }[] = [];
  private taken = 0;
  private failure: Error | undefined;
  private over = false;
  private wake: (() => void) | undefined;

  constructor(client: EventStoreDBClient, after: Position | undefined, filter: EventFilter | undefined) {
    this.subscription = client.subscribeToAll(
      {
        fromPosition: after === undefined ? START : { commit: after, prepare: after },
        filter: serverFilter(filter, (_, { commit }) => this.announce({ kind: 'checkpoint', position: commit })),
      },
      { highWaterMark: BUFFERED_EVENTS / 2 },
    );
    const knock = (): void => this.wake?.();
    this.subscription.on('readable', knock);
    // Servers before 23.10 never say this; and "fell behind" no server says at all.
    this.subscription.on('caughtUp', () => this.announce({ kind: 'caughtUp' }));
    this.subscription.on('error', (error: Error) => this.finish(error));
    this.subscription.on('end', () => this.finish(undefined));
    this.subscription.on('close', () => this.finish(undefined));
  }

  /** The next item, or undefined when the signal has come. @throws what ended the connection, after all that came before it */
  async next(signal: AbortSignal): Promise<Item | undefined> {
    for (;;) {
      if (signal.aborted) return undefined;
      const announcement = this.announced[0];
      if (announcement && announcement.after <= this.taken) {
        this.announced.shift();
        return announcement.item;
      }
      const resolved = this.subscription.read() as AllStreamResolvedEvent | null;
      if (resolved) {
        this.taken += 1;
        return { kind: 'event', resolved };
      }
      if (this.over) throw this.failure ?? new SubscriptionEnded();
      await this.pause(signal);
    }
  }

  close(): void {
    this.over = true;
    this.subscription.unsubscribe().catch(() => undefined);
  }

  private announce(item: Item): void {
    const after = this.taken + this.subscription.readableLength;
    const last = this.announced.at(-1);
    // Of announcements at one place only the last matters, so their number is bounded by that of the buffered events.
    if (last && last.after === after && last.item.kind === item.kind) this.announced.pop();
    this.announced.push({ after, item });
    this.wake?.();
  }

  private finish(error: Error | undefined): void {
    this.failure ??= error;
    this.over = true;
    this.wake?.();
  }

  private pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = undefined;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done);
    });
  }
}

/**
 * The coarsest filter the server has for what is asked; it can look at streams or at types, not at both. The rest is sifted
 * here. Without a filter of the port's the server still leaves out the events of its own, and says how far it has looked.
 */
function serverFilter(filter: EventFilter | undefined, checkpointReached: NonNullable<Filter['checkpointReached']>): Filter {
  const terms = { checkpointReached, checkpointInterval: CHECKPOINT_INTERVAL };
  const streams = filter?.streamPrefixes ?? [];
  const types = filter?.typePrefixes ?? [];
  if (streams.length > 0) return streamNameFilter({ prefixes: [...streams], ...terms });
  if (types.length > 0) return eventTypeFilter({ prefixes: [...types], ...terms });
  return excludeSystemEvents(terms);
}

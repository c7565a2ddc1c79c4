import { LogUnavailable } from '../errors';
import type { EventLog, RecordedEvent, SubscriptionMessage } from '../port';
import { append } from './append';
import { pause } from './backoff';
import { checkUrl, createClient, takeOnlyClient } from './client';
import { readAll, readStream } from './read';
import { subscribe } from './subscribe';

/** The client waits for the end of every stream that it cancels; the end of one it has lost track of never comes. */
const DISPOSAL_MS = 1_000;

export interface EventStoreDbOptions {
  /** `esdb://host:port?tls=…` or `esdb+discover://host:port`. */
  readonly url: string;
  /** By when an append has settled: written, refused, or its outcome unknown. Milliseconds, default 10,000. */
  readonly appendTimeoutMs?: number;
  /** How long a read that has lost its connection tries to go on. Milliseconds, default 5,000. */
  readonly readTimeoutMs?: number;
  /** Waiting between the loss of a subscription and its resumption: the first delay, doubled up to the second. Milliseconds. */
  readonly resubscribe?: { readonly firstDelayMs: number; readonly maxDelayMs: number };
  /** Told of what the adapter mends by itself, for the record. */
  readonly onTrouble?: (trouble: {
    readonly kind: 'subscriptionDropped' | 'appendRepeated' | 'lateAnswer';
    readonly error: unknown;
  }) => void;
}

/**
 * The port of the log over EventStoreDB or KurrentDB. Nothing is sent before the first call.
 *
 * One process may hold one such log at a time; close it before opening another.
 * @throws LogMisconfigured for a second one, and for an address that would lose credentials or data without a word
 */
export function connectEventStoreDb(options: EventStoreDbOptions): EventLog {
  checkUrl(options.url);
  const place = takeOnlyClient();
  const onTrouble = options.onTrouble ?? (() => undefined);
  let client: ReturnType<typeof createClient>;
  try {
    client = createClient(options.url, (error) => onTrouble({ kind: 'lateAnswer', error }));
  } catch (error) {
    place.release();
    throw error;
  }

  const closing = new AbortController();
  const closed = closing.signal;
  const inFlight = new Set<Promise<unknown>>();
  const reading = { client, readTimeoutMs: options.readTimeoutMs ?? 5_000, closed };
  const appending = {
    client,
    appendTimeoutMs: options.appendTimeoutMs ?? 10_000,
    onRetry: (error: unknown) => onTrouble({ kind: 'appendRepeated', error }),
    closed,
  };
  const subscribing = {
    client,
    onDropped: (error: unknown) => onTrouble({ kind: 'subscriptionDropped', error }),
    ...(options.resubscribe ?? { firstDelayMs: 100, maxDelayMs: 5_000 }),
    closed,
  };

  async function* unlessClosed<T>(open: () => AsyncGenerator<T>): AsyncGenerator<T> {
    if (closed.aborted) throw new LogUnavailable('the log is closed');
    yield* open();
  }

  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    closing.abort();
    // Tearing the client down would fail the appends still under way: they settle first, within their own limit.
    await Promise.allSettled(inFlight);
    await Promise.race([client.dispose(), pause(DISPOSAL_MS, new AbortController().signal)]);
    place.release();
  };

  return {
    append(stream, expected, events) {
      if (closed.aborted) return Promise.reject(new LogUnavailable('the log is closed'));
      const result = append(appending, stream, expected, events);
      inFlight.add(result);
      const settled = (): void => void inFlight.delete(result);
      result.then(settled, settled);
      return result;
    },
    readStream: (stream, from = {}): AsyncIterable<RecordedEvent> => unlessClosed(() => readStream(reading, stream, from)),
    readAll: (from = {}): AsyncIterable<RecordedEvent> => unlessClosed(() => readAll(reading, from)),
    subscribe: (from = {}): AsyncIterable<SubscriptionMessage> => unlessClosed(() => subscribe(subscribing, from)),
    close: () => (ending ??= end()),
  };
}

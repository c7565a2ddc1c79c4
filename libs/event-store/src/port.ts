/**
 * The port of the log: what Brand Ledger asks of an event store, and nothing more.
 *
 * There is no delete, because a ledger has none. Both adapters (embedded and EventStoreDB) obey the same contract
 * suite, and both refuse the same bad input before anything reaches the store.
 */

/** JSON as it is stored. Integers only where a number is hashed; larger values, ratios and rates are strings. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** The revision a writer expects the stream to stand at. A bigint is the revision of the stream's last event. */
export type ExpectedRevision = bigint | 'noStream' | 'any' | 'streamExists';

/** A place in one log. Opaque: strictly increasing, not dense, and meaningless in any other log. */
export type Position = bigint;

export interface EventToAppend {
  /** UUID. With an exact expected revision it makes a retry idempotent; it is not a unique key. */
  readonly id: string;
  /** Versioned wire name, such as `BrandNominated.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export interface RecordedEvent extends EventToAppend {
  readonly stream: string;
  /** Ordinal within the stream: 0, 1, 2 … without gaps. */
  readonly revision: bigint;
  readonly position: Position;
  /** When the store wrote it, by the store's own clock. Never part of a leaf. */
  readonly created: Date;
}

export interface AppendResult {
  /** Revision of the last event of this append (of the original append, when this one was an idempotent retry). */
  readonly revision: bigint;
  /** Position of the last event of this append. */
  readonly position: Position;
}

/** Which events a reader of `$all` wants. System events (type or stream beginning with `$`) are never delivered. Within a list one match is enough; with both lists, both must match; an empty list asks for nothing. */
export interface EventFilter {
  readonly streamPrefixes?: readonly string[];
  readonly typePrefixes?: readonly string[];
}

export interface ReadStreamOptions {
  /** Inclusive. Default: the start when reading forwards, the end when reading backwards. */
  readonly from?: bigint;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Exclusive: events strictly after this position (strictly before it, when reading backwards). */
  readonly after?: Position;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export interface SubscribeOptions {
  /** Exclusive. `undefined` is the start of the log. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** Ends the subscription. The iteration then finishes without an error. */
  readonly signal?: AbortSignal;
}

export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** Everything up to the end of the log, as it was a moment ago, has been delivered. May come more than once. */
  | { readonly kind: 'caughtUp' }
  /** Filtered subscriptions only: everything up to and including this position was considered and delivered before. */
  | { readonly kind: 'checkpoint'; readonly position: Position };

export interface EventLog {
  /**
   * Appends all events or none, durably before it returns.
   * @throws WrongExpectedRevision, StreamTombstoned, AppendRefused (bad input), AppendTooLarge, LogUnavailable, LogReadOnly
   */
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendResult>;

  /** @throws StreamNotFound (while iterating) when the stream was never written, StreamTombstoned */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;

  /**
   * Delivers events in log order, first the past and then the present, one at a time: the next is fetched when the
   * consumer asks for it. Survives a lost connection by resuming after the last event delivered.
   */
  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage>;

  close(): Promise<void>;
}

/** Limits the port itself enforces, equal in every adapter. */
export const MAX_EVENT_BYTES = 512 * 1024;
export const MAX_APPEND_BYTES = 1024 * 1024;

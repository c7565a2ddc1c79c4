import {
  brandStream,
  evolveBrand,
  initialBrand,
  type Actor,
  type BrandEvent,
  type BrandState,
  type EventMetadata,
  type RecordedBrandEvent,
} from '#domain';
import {
  LogReadOnly,
  LogUnavailable,
  StreamNotFound,
  type AppendResult,
  type EventLog,
  type ExpectedRevision,
  type RecordedEvent,
} from '#event-store';
import type { Clock } from './clock';
import { newId } from './ids';
import { ledgerCodec, type LedgerEvent } from './ledger-codec';

/** A stream as folded so far. `revision` is -1n for a stream that was never written. */
export interface Folded<S> {
  readonly state: S;
  readonly revision: bigint;
}

/** What stands around an event when it is written. */
export interface WriteContext {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly causationDepth: number;
  /** Business date; the clock's, unless a due date or a script says otherwise. */
  readonly effectiveOn: string;
  readonly idempotency: EventMetadata['idempotency'];
}

/** The append's result with the ids of the events, in order. */
export type Appended = AppendResult & { readonly ids: readonly string[] };

export interface DecodedEvent {
  readonly event: LedgerEvent;
  readonly metadata: EventMetadata;
  readonly recorded: RecordedEvent;
}

/** How many folded brands stay warm. A fold of 20 events is a few kilobytes. */
const WARM_BRANDS = 20_000;

/**
 * Typed access to the log: encodes and checks what is written, decodes and folds what is read, and keeps folded brands
 * warm. A warm state is keyed by (stream, revision) and proved by the append itself: an append at its revision that
 * succeeds shows that nobody wrote in between.
 */
export class Ledger {
  private readonly warm = new Map<string, Folded<BrandState>>();

  private appends: 'ok' | 'readOnly' | 'unavailable' = 'ok';

  constructor(
    readonly log: EventLog,
    readonly clock: Clock,
  ) {}

  /** How the log took the last append of this process. */
  get lastAppend(): 'ok' | 'readOnly' | 'unavailable' {
    return this.appends;
  }

  private stamp(context: WriteContext): EventMetadata {
    return { v: 1, ...context, recordedAt: this.clock.now().toISOString() };
  }

  /** @throws the errors of the port, and CodecError when an event does not fit its schema */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly LedgerEvent[],
    context: WriteContext,
    ids?: readonly string[],
  ): Promise<Appended> {
    return this.write(stream, expected, events, this.stamp(context), ids);
  }

  private async write(
    stream: string,
    expected: ExpectedRevision,
    events: readonly LedgerEvent[],
    metadata: EventMetadata,
    ids?: readonly string[],
  ): Promise<Appended> {
    const encoded = events.map((event, i) => ledgerCodec.encode({ ...event, id: ids?.[i] ?? newId(), metadata }));
    let result: AppendResult;
    try {
      result = await this.log.append(stream, expected, encoded);
    } catch (error) {
      if (error instanceof LogReadOnly) this.appends = 'readOnly';
      else if (error instanceof LogUnavailable) this.appends = 'unavailable';
      throw error;
    }
    this.appends = 'ok';
    return { ...result, ids: encoded.map((event) => event.id) };
  }

  /** Decoded events of a stream from a revision on, at most so many; nothing when the stream was never written. */
  async *readStream(stream: string, from = 0n, limit?: number): AsyncIterable<DecodedEvent> {
    try {
      for await (const recorded of this.log.readStream(stream, { from, ...(limit === undefined ? {} : { limit }) }))
        yield this.decode(recorded);
    } catch (error) {
      if (!(error instanceof StreamNotFound)) throw error;
    }
  }

  decode(recorded: RecordedEvent): DecodedEvent {
    const { type, data, metadata } = ledgerCodec.decode(recorded);
    return { event: { type, data } as LedgerEvent, metadata, recorded };
  }

  /** The brand as the log has it now: warm state plus whatever was written since. */
  async loadBrand(brandId: string): Promise<Folded<BrandState>> {
    return this.catchUp(brandId, this.warm.get(brandId) ?? { state: initialBrand, revision: -1n });
  }

  /** The brand as this process last saw it, without asking the log. Only for a write, which proves it. */
  async loadBrandWarm(brandId: string): Promise<Folded<BrandState>> {
    return this.warm.get(brandId) ?? this.loadBrand(brandId);
  }

  private async catchUp(brandId: string, from: Folded<BrandState>): Promise<Folded<BrandState>> {
    let { state, revision } = from;
    try {
      for await (const recorded of this.log.readStream(brandStream(brandId), { from: revision + 1n })) {
        const { type, data, metadata } = ledgerCodec.decode(recorded);
        revision = recorded.revision;
        state = evolveBrand(state, { type, data, metadata, revision: Number(revision), id: recorded.id } as RecordedBrandEvent);
      }
    } catch (error) {
      if (!(error instanceof StreamNotFound)) throw error;
    }
    const folded = { state, revision };
    if (revision >= 0n) this.keepWarm(brandId, folded);
    return folded;
  }

  /** Appends to a brand at exactly the revision it was folded at, and keeps the new state warm. */
  async appendToBrand(
    brandId: string,
    at: Folded<BrandState>,
    events: readonly BrandEvent[],
    context: WriteContext,
    ids?: readonly string[],
  ): Promise<Appended> {
    const stream = brandStream(brandId);
    const metadata = this.stamp(context);
    let result: Appended;
    try {
      result = await this.write(stream, at.revision < 0n ? 'noStream' : at.revision, events, metadata, ids);
    } catch (error) {
      this.warm.delete(brandId);
      throw error;
    }
    if (result.revision !== at.revision + BigInt(events.length)) {
      this.warm.delete(brandId);
      return result;
    }
    const state = events.reduce<BrandState>(
      (folded, event, i) => evolveBrand(folded, { ...event, metadata, revision: Number(at.revision) + 1 + i, id: result.ids[i] ?? '' }),
      at.state,
    );
    this.keepWarm(brandId, { state, revision: result.revision });
    return result;
  }

  private keepWarm(brandId: string, folded: Folded<BrandState>): void {
    const known = this.warm.get(brandId);
    if (known !== undefined && known.revision > folded.revision) return;
    this.warm.delete(brandId);
    this.warm.set(brandId, folded);
    if (this.warm.size > WARM_BRANDS) {
      const oldest = this.warm.keys().next().value;
      if (oldest !== undefined) this.warm.delete(oldest);
    }
  }
}

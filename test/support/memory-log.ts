import { StreamNotFound } from '../../libs/event-store/src/errors';
import {
  type AppendResult,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../../libs/event-store/src/port';

/** Positions are far apart and beyond what a double can hold, so that nobody takes them for ordinals. */
const FIRST = 2n ** 60n;
const STEP = 977n;

/**
 * A log in memory for specs of readers: it can be told to fail, and to fall silent. It checks nothing on append; what a log
 * must check is shown by the contract suite on the real ones.
 */
export class MemoryLog implements EventLog {
  private readonly events: RecordedEvent[] = [];
  private readonly listeners = new Set<() => void>();
  /** The next subscription fails with this after delivering so many events. */
  failNext: { after: number; error: Error } | null = null;

  constructor(private readonly now: () => Date) {}

  append(stream: string, _expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendResult> {
    let revision = BigInt(this.events.filter((event) => event.stream === stream).length) - 1n;
    for (const event of events) {
      revision += 1n;
      this.events.push({ ...event, stream, revision, position: FIRST + BigInt(this.events.length) * STEP, created: this.now() });
    }
    for (const listener of this.listeners) listener();
    return Promise.resolve({ revision, position: this.end ?? 0n });
  }

  get end(): bigint | undefined {
    return this.events.at(-1)?.position;
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<RecordedEvent> {
    const found = this.events.filter((event) => event.stream === stream && event.revision >= (options.from ?? 0n));
    if (found.length === 0) throw new StreamNotFound(stream);
    yield* await Promise.resolve(found.slice(0, options.limit));
  }

  async *readAll(options: ReadAllOptions = {}): AsyncIterable<RecordedEvent> {
    yield* await Promise.resolve(
      this.events.filter((event) => options.after === undefined || event.position > options.after).slice(0, options.limit),
    );
  }

  async *subscribe(options: SubscribeOptions = {}): AsyncIterable<SubscriptionMessage> {
    const failing = this.failNext;
    this.failNext = null;
    let next = this.events.findIndex((event) => options.after === undefined || event.position > options.after);
    if (next < 0) next = this.events.length;
    let delivered = 0;
    const over = (): boolean => options.signal?.aborted === true;
    while (!over()) {
      const event = this.events[next];
      if (failing !== null && delivered >= failing.after) throw failing.error;
      if (event !== undefined) {
        next += 1;
        delivered += 1;
        yield { kind: 'event', event };
        continue;
      }
      yield { kind: 'caughtUp' };
      // Whoever reads may have been told to end while this stood still: a signal that is over wakes nobody.
      if (next < this.events.length || over()) continue;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.listeners.delete(wake);
          options.signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.listeners.add(wake);
        options.signal?.addEventListener('abort', wake);
      });
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

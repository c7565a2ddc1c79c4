/** The embedded log: the port over one folder on this machine, for one process at a time. */
import { StreamNotFound, StreamTombstoned, AppendTooLarge, AppendRefused, WrongExpectedRevision, LogUnavailable } from '../errors';
import { checkAppend, checkFilter } from '../port-checks';
import {
  MAX_APPEND_BYTES,
  type AppendResult,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../port';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { takeDataFolder, type DataFolder } from './data-folder';
import { EmbeddedEngine } from './engine';
import { PAGE_SPAN, STREAM_PAGE } from './reader';
import { LogSubscription } from './subscription';

export interface EmbeddedLogOptions {
  /** The data folder; made when it is not there, and held until the log is closed. */
  readonly folder: string;
  /** The most one append may hold: data + metadata + 2 × type. Default: what EventStoreDB takes, 1 MiB. */
  readonly maxAppendBytes?: number;
  /** The most the file of the log may hold; beyond it the log is read-only. Default: as much as the disk. */
  readonly maxLogBytes?: number;
  /** The clock that stamps `created`, in milliseconds since the UNIX epoch. */
  readonly now?: () => number;
}

/** What one event spans in the log, roughly: where a reader of few events begins. */
const SPAN_OF_ONE = 4096;

type PageOptions = Pick<ReadAllOptions, 'after' | 'direction' | 'filter'>;

export class EmbeddedLog implements EventLog {
  readonly #folder: DataFolder;
  readonly #maxAppendBytes: number;
  readonly #subscriptions = new Set<LogSubscription>();
  #closing: Promise<void> | undefined;

  /** Use `openEmbeddedLog`. */
  constructor(
    folder: DataFolder,
    /** For the wire node and the contract suite only. */
    readonly engine: EmbeddedEngine,
    maxAppendBytes: number,
  ) {
    this.#folder = folder;
    this.#maxAppendBytes = maxAppendBytes;
  }

  /** Identifies this log for ever: a position or a checkpoint of another epoch means nothing here. */
  get epoch(): string {
    return this.engine.logId;
  }

  get folder(): string {
    return this.#folder.path;
  }

  /** Position of the last durable event, undefined while the log is empty. */
  get head(): Position | undefined {
    return this.engine.head === 0 ? undefined : BigInt(this.engine.head);
  }

  /** Lets a program that finds the folder locked know where this process answers. */
  announce(address: string): void {
    this.#folder.announce(address);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendResult> {
    const prepared = checkAppend(stream, expected, events, { maxAppendBytes: this.#maxAppendBytes });
    const outcome = await this.engine.appendPrepared(stream, expected, prepared);
    switch (outcome.kind) {
      case 'appended':
        return { revision: outcome.revision, position: outcome.position };
      case 'idempotent':
        if (outcome.position === undefined) throw new LogUnavailable('the log answered a retry without its position');
        return { revision: outcome.revision, position: outcome.position };
      case 'wrongExpectedRevision':
        throw new WrongExpectedRevision(stream, expected, outcome.actual);
      case 'streamDeleted':
        throw new StreamTombstoned(stream);
      case 'tooLarge':
        throw new AppendTooLarge(
          prepared.reduce((sum, event) => sum + event.bytes, 0),
          outcome.limit,
        );
      case 'badRequest':
        throw new AppendRefused(outcome.reason);
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent, void, undefined> {
    const { direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    const backwards = direction === 'backwards';
    let left = limit;
    let at = options.from === undefined ? (backwards ? Number.MAX_SAFE_INTEGER : 0) : Number(options.from);
    for (let first = true; left > 0; first = false) {
      if (!first) await nextTurn();
      const reader = this.#reader();
      const view = reader.stream(stream);
      if (view?.tombstoned === true) throw new StreamTombstoned(stream);
      if (view === undefined || view.missing) throw new StreamNotFound(stream);
      const size = Math.min(left, STREAM_PAGE);
      const from = backwards ? Math.max(view.first, Math.min(at, view.last) - size + 1) : Math.max(view.first, at);
      const to = backwards ? Math.min(at, view.last) : Math.min(view.last, from + size - 1);
      if (from > to) return;
      const events = reader.streamPage(view, from, to);
      if (backwards) events.reverse();
      left -= to - from + 1;
      at = backwards ? from - 1 : to + 1;
      yield* events;
      if (backwards ? at < view.first : at > view.last) return;
    }
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent, void, undefined> {
    let left = options.limit ?? Number.MAX_SAFE_INTEGER;
    // Whoever asks for the last event of the log must not wait until a whole page of others is parsed.
    const span = options.limit === undefined ? PAGE_SPAN : Math.min(PAGE_SPAN, Math.max(1, options.limit) * SPAN_OF_ONE);
    for await (const page of this.#pages(options, span)) {
      if (page.length >= left) {
        yield* page.slice(0, left);
        return;
      }
      yield* page;
      left -= page.length;
    }
  }

  /**
   * The bulk way: the same events as `readAll`, a page at a time (`limit` is not looked at), up to the end of the log as
   * it was when reading began. Between pages other work of the process gets its turn.
   */
  readPages(options: PageOptions = {}): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    return this.#pages(options, PAGE_SPAN);
  }

  /** Pages whose span begins small and doubles, for readers that want few events. */
  async *#pages(options: PageOptions, firstSpan: number): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    checkFilter(options.filter);
    let span = firstSpan;
    if (options.direction === 'backwards') {
      // The file may hold more than this process has been told of. Both directions end at one place, or a reader that asks for the
      // last event and then for all up to it would miss some.
      const told = this.engine.head + 1;
      let to = this.#reader().lastBefore(options.after === undefined ? told : Math.min(told, Number(options.after)));
      while (to > 0) {
        const from = Math.max(0, to - span);
        const page = this.#reader().page(from, to, options.filter).reverse();
        if (page.length > 0) yield page;
        to = from;
        span = Math.min(PAGE_SPAN, 2 * span);
        await nextTurn();
      }
      return;
    }
    const end = this.engine.head;
    for (let from = Number(options.after ?? 0n); from < end;) {
      const to = Math.min(from + span, end);
      const page = this.#reader().page(from, to, options.filter);
      if (page.length > 0) yield page;
      from = to;
      span = Math.min(PAGE_SPAN, 2 * span);
      await nextTurn();
    }
  }

  /** @throws AppendRefused when the filter is not one (at once, not while iterating) */
  subscribe(options: SubscribeOptions = {}): AsyncIterable<SubscriptionMessage> {
    checkFilter(options.filter);
    return {
      [Symbol.asyncIterator]: () => {
        this.#reader();
        const subscription = new LogSubscription(this.engine, options, (ended) => this.#subscriptions.delete(ended));
        this.#subscriptions.add(subscription);
        return subscription;
      },
    };
  }

  #reader() {
    if (this.#closing !== undefined) throw new LogUnavailable('the log is closed');
    return this.engine.reader;
  }

  /** Waits for the appends under way, ends the subscriptions and gives the folder back. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      for (const subscription of [...this.#subscriptions]) subscription.end();
      await this.engine.close();
      this.#folder.release();
    })();
    return this.#closing;
  }
}

/**
 * Opens the log in a data folder, or makes it. Holds the folder against every other process until it is closed.
 * @throws FolderLocked, FolderFormatRefused, LogReadOnly (no room to make it), LogUnavailable
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
  const now = options.now ?? Date.now;
  const maxAppendBytes = options.maxAppendBytes ?? MAX_APPEND_BYTES;
  const folder = takeDataFolder(options.folder, now());
  try {
    const engine = await EmbeddedEngine.open({
      folder: folder.path,
      file: folder.logFile,
      maxAppendBytes,
      maxLogBytes: options.maxLogBytes,
      now,
    });
    return new EmbeddedLog(folder, engine, maxAppendBytes);
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** The engine beneath the embedded log: EventStoreDB's semantics over one SQLite file, one writing thread and a reading connection. */
import type { EngineAppendOutcome, EngineReadOutcome, LogEngine, RawEvent, RawRecordedEvent } from '../engine';
import { isUuid, type PreparedEvent } from '../port-checks';
import type { ExpectedRevision, Position } from '../port';
import type { LogFileOptions } from './log-file';
import { FORMAT } from './log-file';
import { LogReader } from './reader';
import { errorOf, WriterClient } from './writer-client';
import { EXPECTED, OPERATION, OUTCOME, type EventTuple, type OutcomeTuple, type RequestTuple } from './writer';

export interface EngineOptions extends LogFileOptions {
  readonly folder: string;
  readonly file: string;
  /** The most one append may hold, as EventStoreDB counts it. */
  readonly maxAppendBytes: number;
  /** Milliseconds since the UNIX epoch. */
  readonly now: () => number;
}

const expectedNumber = (expected: ExpectedRevision): number => (typeof expected === 'bigint' ? Number(expected) : EXPECTED[expected]);

/** JSON that was written by somebody else is kept as text only where the text is exactly its bytes. */
function jsonTextOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

function tupleOf(event: RawEvent): EventTuple {
  const size = event.data.byteLength + event.metadata.byteLength + 2 * event.type.length;
  const id = event.id.toLowerCase();
  if (!event.isJson) return [id, event.type, FORMAT.bytes, event.data, event.metadata, size];
  const [data, metadata] = [jsonTextOf(event.data), jsonTextOf(event.metadata)];
  if (data === undefined || metadata === undefined) return [id, event.type, FORMAT.unverifiedJson, event.data, event.metadata, size];
  return [id, event.type, FORMAT.json, data, metadata, size];
}

function outcomeOf([kind, revision, position, failure]: OutcomeTuple): EngineAppendOutcome {
  if (kind === OUTCOME.appended) return { kind: 'appended', revision: BigInt(revision), position: BigInt(position) };
  if (kind === OUTCOME.idempotent) return { kind: 'idempotent', revision: BigInt(revision), position: BigInt(position) };
  if (kind === OUTCOME.wrongExpectedRevision)
    return { kind: 'wrongExpectedRevision', actual: revision < 0 ? 'noStream' : BigInt(revision) };
  if (kind === OUTCOME.streamDeleted) return { kind: 'streamDeleted' };
  throw errorOf(failure ?? { kind: 'fault', message: 'no reason given' });
}

export class EmbeddedEngine implements LogEngine {
  readonly #options: EngineOptions;
  readonly #writer: WriterClient;
  readonly #reader: LogReader;
  readonly #listeners = new Set<(end: Position) => void>();
  #head = 0;

  private constructor(
    options: EngineOptions,
    writer: WriterClient,
    readonly logId: string,
    readonly durability: { readonly journal: string; readonly synchronous: number },
  ) {
    this.#options = options;
    this.#writer = writer;
    this.#reader = new LogReader(options.file, options.now);
  }

  /** @throws FolderFormatRefused, LogReadOnly, LogUnavailable */
  static async open(options: EngineOptions): Promise<EmbeddedEngine> {
    const opened: { engine?: EmbeddedEngine } = {};
    const writer = new WriterClient(options.folder, { file: options.file, maxLogBytes: options.maxLogBytes }, (head) =>
      opened.engine?.advance(head),
    );
    const { logId, head, journal, synchronous } = await writer.open();
    const engine = new EmbeddedEngine(options, writer, logId, { journal, synchronous });
    engine.#head = head;
    opened.engine = engine;
    return engine;
  }

  /** Position of the last durable event, 0 while there is none. */
  get head(): number {
    return this.#head;
  }

  get reader(): LogReader {
    return this.#reader;
  }

  private advance(head: number): void {
    if (head <= this.#head) return;
    this.#head = head;
    for (const listener of [...this.#listeners]) listener(BigInt(head));
  }

  /** Appends what the port has checked and serialised. */
  async appendPrepared(stream: string, expected: ExpectedRevision, events: readonly PreparedEvent[]): Promise<EngineAppendOutcome> {
    const tuples = events.map(({ id, type, data, metadata, bytes }): EventTuple => [id, type, FORMAT.json, data, metadata, bytes]);
    return this.#submit([OPERATION.append, stream, expectedNumber(expected), this.#options.now(), tuples]);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly RawEvent[]): Promise<EngineAppendOutcome> {
    const fault = this.#faultIn(stream, expected, events);
    if (fault !== null) return { kind: 'badRequest', reason: fault };
    const tuples = events.map(tupleOf);
    const bytes = tuples.reduce((sum, event) => sum + event[5], 0);
    if (bytes > this.#options.maxAppendBytes) return { kind: 'tooLarge', limit: this.#options.maxAppendBytes };
    return this.#submit([OPERATION.append, stream, expectedNumber(expected), this.#options.now(), tuples]);
  }

  #faultIn(stream: string, expected: ExpectedRevision, events: readonly RawEvent[]): string | null {
    if (stream === '' || stream === '$$') return 'the stream name is empty';
    if (typeof expected === 'bigint' && expected < 0n) return `the expected revision ${expected} is negative`;
    for (const { id, type } of events) {
      if (!isUuid(id.toLowerCase())) return `the event id ${id} is not a UUID`;
      if (type === '') return 'the event type is empty';
    }
    return null;
  }

  async softDelete(stream: string, expected: ExpectedRevision): Promise<EngineAppendOutcome> {
    return this.#submit([OPERATION.softDelete, stream, expectedNumber(expected), this.#options.now(), []]);
  }

  async tombstone(stream: string, expected: ExpectedRevision): Promise<EngineAppendOutcome> {
    return this.#submit([OPERATION.tombstone, stream, expectedNumber(expected), this.#options.now(), []]);
  }

  async #submit(request: RequestTuple): Promise<EngineAppendOutcome> {
    return outcomeOf(await this.#writer.submit(request));
  }

  readStream(stream: string, from: bigint | 'start' | 'end', direction: 'forwards' | 'backwards', limit: number): EngineReadOutcome {
    const ended = stream.startsWith('$$') && this.#reader.stream(stream.slice(2))?.tombstoned === true;
    const view = this.#reader.stream(stream);
    if (ended || view?.tombstoned === true) return { kind: 'streamDeleted' };
    if (view === undefined || view.missing) return { kind: 'notFound' };
    if (direction === 'forwards') {
      const first = Math.max(view.first, from === 'start' ? 0 : from === 'end' ? view.last + 1 : Number(from));
      const last = Math.min(view.last, first + limit - 1);
      return { kind: 'events', events: this.#reader.rawStreamPage(view, first, last), endOfStream: last >= view.last };
    }
    const last = Math.min(view.last, from === 'start' ? 0 : from === 'end' ? view.last : Number(from));
    const first = Math.max(view.first, last - limit + 1);
    return { kind: 'events', events: this.#reader.rawStreamPage(view, first, last).reverse(), endOfStream: first <= view.first };
  }

  readAll(
    from: Position | 'start' | 'end',
    direction: 'forwards' | 'backwards',
    limit: number,
    exclusive = false,
  ): readonly RawRecordedEvent[] {
    if (direction === 'forwards') {
      if (from === 'end') return [];
      return this.#reader.rawForwards(from === 'start' ? 0 : Number(from) + (exclusive ? 1 : 0), limit);
    }
    if (from === 'start') return [];
    return this.#reader.rawBackwards(from === 'end' ? Number.MAX_SAFE_INTEGER : Number(from), limit);
  }

  onAppended(listener: (end: Position) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Changes the most the file may hold, at once. Undefined: as much as the disk. */
  setMaxLogBytes(maxLogBytes: number | undefined): void {
    this.#writer.setMaxLogBytes(maxLogBytes);
  }

  /** Waits for every append that was asked for, then closes. */
  async close(): Promise<void> {
    // The reading connection goes first, so that nothing keeps the writer from folding the WAL into the file.
    this.#reader.close();
    await this.#writer.close();
  }
}

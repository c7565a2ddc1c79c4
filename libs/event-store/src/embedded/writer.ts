/**
 * The one writer of a log: judges appends as EventStoreDB does and writes them, many in one transaction.
 *
 * Judging reads and never writes, so a refused append leaves nothing behind in the transaction of the others.
 */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { isSqliteError } from './data-folder';
import { FORMAT, one, TOMBSTONE_REVISION, type StoredFormat } from './log-file';

/** Expected revisions on their way to the writer; 0 and above is the revision itself. */
export const EXPECTED = { noStream: -1, any: -2, streamExists: -4 } as const;
export const OPERATION = { append: 0, softDelete: 1, tombstone: 2 } as const;
export const OUTCOME = { appended: 0, idempotent: 1, wrongExpectedRevision: 2, streamDeleted: 3, failed: 4 } as const;

/** Tuples, because they are copied between threads: size is data + metadata + 2 × type, as EventStoreDB counts. */
export type EventTuple = readonly [
  id: string,
  type: string,
  format: StoredFormat,
  data: string | Uint8Array,
  metadata: string | Uint8Array,
  size: number,
];
export type RequestTuple = readonly [operation: number, stream: string, expected: number, createdMs: number, events: readonly EventTuple[]];
/** For `wrongExpectedRevision` the revision is where the stream stands, -1 for no stream. */
export type OutcomeTuple = readonly [kind: number, revision: number, position: number, failure?: Failure];
export interface Failure {
  readonly kind: 'readOnly' | 'outcomeUnknown' | 'fault';
  readonly message: string;
}

/** What becomes of an append: it is written, refused, or known already. */
type Judgement = 'write' | 'deleted' | 'conflict' | { readonly revision: number; readonly position: number };

interface StreamState {
  readonly no: number;
  readonly name: string;
  /** Revision of the last event, -1 when there is none. */
  last: number;
  tombstoned: boolean;
  softDeleted: boolean;
}

/** Streams and ids that stay in memory; ids as many as fit the 8 MiB that EventStoreDB grants its own cache. */
const STREAMS_KEPT = 50_000;
const IDS_KEPT = 65_536;
/** What a record takes beside its content, so that no two positions are equal. */
const RECORD_OVERHEAD = 64;
/** `$tb` of a soft-deleted stream is 2^63 - 1, which a JSON number cannot hold: it reads as 2^63. */
const SOFT_DELETED_FROM = 2 ** 63;
const SOFT_DELETED_METADATA = '{"$tb":9223372036854775807}';

const isMetastream = (name: string): boolean => name.startsWith('$$');

export function failureOf(error: unknown): Failure {
  if (!isSqliteError(error)) return { kind: 'fault', message: String(error) };
  const { message } = error;
  // 1034 = SQLITE_IOERR_FSYNC: the commit may lie in the file already, and a crash before the next append brings it back.
  if (error.errcode === 1034) return { kind: 'outcomeUnknown', message };
  // SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN
  return { kind: [8, 10, 13, 14].includes(error.errcode & 0xff) ? 'readOnly' : 'fault', message };
}

/** The members of stream metadata that decide what a reader sees. Anything else in it is kept and not understood. */
function readMetadata(event: EventTuple): {
  readonly truncateBefore: number;
  readonly maxCount: number | null;
  readonly maxAge: number | null;
  readonly text: string;
} {
  const nothing = { truncateBefore: 0, maxCount: null, maxAge: null, text: '{}' };
  if (event[2] === FORMAT.bytes) return nothing;
  const text = typeof event[3] === 'string' ? event[3] : Buffer.from(event[3]).toString('utf8');
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return nothing;
  const members = new Map<string, unknown>(Object.entries(found));
  const whole = (name: string): number | null => {
    const value = members.get(name);
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
  };
  return { truncateBefore: whole('$tb') ?? 0, maxCount: whole('$maxCount'), maxAge: whole('$maxAge'), text };
}

export class LogWriter {
  readonly #database: DatabaseSyncInstance;
  readonly #streams = new Map<string, StreamState>();
  readonly #types = new Map<string, number>();
  /** Ids written by this process, for retries that expect any revision: EventStoreDB remembers no more either. */
  readonly #recentIds = new Map<string, { readonly stream: number; readonly revision: number; readonly position: number }>();
  #idsOfTransaction: string[] = [];
  #position: number;
  readonly #sql;

  constructor(database: DatabaseSyncInstance) {
    this.#database = database;
    const prepare = (sql: string) => database.prepare(sql);
    const arrays = (sql: string) => database.prepare(sql, { returnArrays: true });
    this.#sql = {
      begin: prepare('BEGIN IMMEDIATE'),
      commit: prepare('COMMIT'),
      rollback: prepare('ROLLBACK'),
      findStream: arrays(
        `SELECT no, tombstoned, soft_deleted, (SELECT max(revision) FROM events WHERE stream = no AND revision < 9223372036854775807)
         FROM streams WHERE name = ?`,
      ),
      addStream: prepare('INSERT INTO streams (name) VALUES (?)'),
      tombstone: prepare('UPDATE streams SET tombstoned = 1 WHERE no = ?'),
      describeStream: prepare('UPDATE streams SET soft_deleted = ?, truncate_before = ?, max_count = ?, max_age_seconds = ? WHERE no = ?'),
      findType: arrays('SELECT no FROM types WHERE name = ?'),
      addType: prepare('INSERT INTO types (name) VALUES (?)'),
      eventAt: arrays('SELECT id, position FROM events WHERE stream = ? AND revision = ?'),
      contentAt: arrays('SELECT format, data FROM events WHERE stream = ? AND revision = ?'),
      addEvent: prepare(
        'INSERT INTO events (position, stream, revision, type, id, format, created, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
    };
    this.#position = one<readonly [number | null]>(arrays('SELECT max(position) FROM events'))?.[0] ?? 0;
  }

  /** Position of the last durable event, 0 while there is none. */
  get head(): number {
    return this.#position;
  }

  /**
   * Writes what may be written, in one durable transaction, and answers every request in order. When the transaction
   * fails, each request is tried alone, so that the one that does not fit does not fail the others.
   */
  commit(requests: readonly RequestTuple[]): OutcomeTuple[] {
    try {
      return this.#transaction(requests);
    } catch (error) {
      if (requests.length === 1) return [[OUTCOME.failed, 0, 0, failureOf(error)]];
    }
    return requests.map((request) => {
      try {
        return this.#transaction([request])[0] ?? [OUTCOME.failed, 0, 0, { kind: 'fault', message: 'no outcome' }];
      } catch (error) {
        return [OUTCOME.failed, 0, 0, failureOf(error)];
      }
    });
  }

  #transaction(requests: readonly RequestTuple[]): OutcomeTuple[] {
    const before = this.#position;
    try {
      this.#sql.begin.run();
      const outcomes = requests.map((request) => this.#answer(request));
      // Nothing was written: no need to wait for the disk.
      if (this.#position === before) this.#sql.rollback.run();
      else this.#sql.commit.run();
      this.#idsOfTransaction = [];
      this.#forgetOldest(this.#streams, STREAMS_KEPT);
      this.#forgetOldest(this.#recentIds, IDS_KEPT);
      return outcomes;
    } catch (error) {
      this.#undo(before);
      throw error;
    }
  }

  /** What was folded into memory during a transaction that failed is not true. */
  #undo(position: number): void {
    this.#position = position;
    this.#streams.clear();
    this.#types.clear();
    for (const id of this.#idsOfTransaction) this.#recentIds.delete(id);
    this.#idsOfTransaction = [];
    if (this.#database.isTransaction) this.#sql.rollback.run();
  }

  #forgetOldest(kept: Map<string, unknown>, limit: number): void {
    if (kept.size <= limit) return;
    for (const key of kept.keys()) {
      kept.delete(key);
      if (kept.size <= limit) return;
    }
  }

  #answer([operation, name, expected, createdMs, events]: RequestTuple): OutcomeTuple {
    const stream = this.#find(name);
    // A deletion is judged like an append of one event that was never seen.
    const ids = operation === OPERATION.append ? events.map((event) => event[0]) : [randomUUID()];
    const judgement = this.#judge(name, stream, expected, ids);
    if (judgement === 'deleted') return [OUTCOME.streamDeleted, 0, 0];
    if (judgement === 'conflict') return [OUTCOME.wrongExpectedRevision, stream?.last ?? -1, 0];
    if (judgement !== 'write') return [OUTCOME.idempotent, judgement.revision, judgement.position];
    if (operation === OPERATION.append && events.length === 0) return [OUTCOME.appended, stream?.last ?? -1, this.#position];
    if (operation === OPERATION.softDelete) {
      const metadata = `$$${name}`;
      return this.#write(this.#find(metadata) ?? this.#create(metadata), [metadataEvent(SOFT_DELETED_METADATA)], createdMs, true);
    }
    const known = stream ?? this.#create(name);
    return operation === OPERATION.tombstone ? this.#tombstone(known, createdMs) : this.#write(known, events, createdMs, false);
  }

  /** The rules of the expected revision, in their order; the first that matches decides. */
  #judge(name: string, stream: StreamState | undefined, expected: number, ids: readonly string[]): Judgement {
    const ended = stream?.tombstoned === true || (isMetastream(name) && this.#find(name.slice(2))?.tombstoned === true);
    if (ended) return 'deleted';
    const last = stream?.last ?? -1;
    if (expected === EXPECTED.streamExists) {
      if (stream?.softDeleted === true) return 'deleted';
      // Metadata alone counts as existing.
      if (last < 0 && (this.#find(`$$${name}`)?.last ?? -1) < 0) return 'conflict';
    }
    if (expected === EXPECTED.any || expected === EXPECTED.streamExists) return this.#judgeByRecentIds(stream, ids);
    if (expected === last) return 'write';
    if (expected > last || stream === undefined) return 'conflict';
    return this.#judgeByStream(stream, expected, ids);
  }

  #judgeByRecentIds(stream: StreamState | undefined, ids: readonly string[]): Judgement {
    let judgement: Judgement = 'write';
    for (const [index, id] of ids.entries()) {
      const known = this.#recentIds.get(id);
      if (known === undefined || known.stream !== stream?.no) return index === 0 ? 'write' : 'conflict';
      judgement = { revision: known.revision, position: known.position };
    }
    return judgement;
  }

  #judgeByStream(stream: StreamState, expected: number, ids: readonly string[]): Judgement {
    let judgement: Judgement = 'conflict';
    for (const [index, id] of ids.entries()) {
      const revision = expected + 1 + index;
      const found = one<readonly [id: string, position: number]>(this.#sql.eventAt, stream.no, revision);
      if (found?.[0] !== id) return index === 0 && expected === EXPECTED.noStream && stream.softDeleted ? 'write' : 'conflict';
      judgement = { revision, position: found[1] };
    }
    return judgement;
  }

  #write(stream: StreamState, events: readonly EventTuple[], createdMs: number, softDeleting: boolean): OutcomeTuple {
    const first = stream.last + 1;
    for (const event of events) this.#insert(stream, event, createdMs);
    const position = this.#position;
    const last = events.at(-1);
    if (isMetastream(stream.name) && last !== undefined) this.#describe(stream, last, createdMs, softDeleting);
    else if (stream.softDeleted) this.#undelete(stream, first, createdMs);
    return [OUTCOME.appended, stream.last, position];
  }

  #insert(stream: StreamState, [id, type, format, data, metadata, size]: EventTuple, createdMs: number): void {
    this.#position += size + RECORD_OVERHEAD;
    stream.last += 1;
    this.#sql.addEvent.run(this.#position, stream.no, stream.last, this.#typeNo(type), id, format, createdMs, data, metadata);
    this.#recentIds.set(id, { stream: stream.no, revision: stream.last, position: this.#position });
    this.#idsOfTransaction.push(id);
  }

  /** Metadata decides what readers of the stream it describes may see. */
  #describe(metastream: StreamState, event: EventTuple, createdMs: number, softDeleting: boolean): void {
    const name = metastream.name.slice(2);
    const stream = this.#find(name) ?? this.#create(name);
    const wasSoftDeleted = stream.softDeleted;
    const { truncateBefore, maxCount, maxAge } = readMetadata(event);
    stream.softDeleted = truncateBefore >= SOFT_DELETED_FROM;
    this.#sql.describeStream.run(stream.softDeleted ? 1 : 0, stream.softDeleted ? 0 : truncateBefore, maxCount, maxAge, stream.no);
    // New metadata on a soft-deleted stream must not bring back what was deleted.
    if (wasSoftDeleted && !softDeleting) this.#hideBefore(metastream, event, stream.last + 1, createdMs);
  }

  /** A soft-deleted stream that is written again shows what came after, and its numbering continues. */
  #undelete(stream: StreamState, from: number, createdMs: number): void {
    const name = `$$${stream.name}`;
    const metastream = this.#find(name) ?? this.#create(name);
    const found = one<readonly [StoredFormat, string | Uint8Array]>(this.#sql.contentAt, metastream.no, metastream.last);
    this.#hideBefore(metastream, found === undefined ? metadataEvent('{}') : ['', '$metadata', found[0], found[1], '', 0], from, createdMs);
  }

  #hideBefore(metastream: StreamState, metadata: EventTuple, truncateBefore: number, createdMs: number): void {
    const members: unknown = JSON.parse(readMetadata(metadata).text);
    const text = JSON.stringify({ ...(typeof members === 'object' ? members : {}), $tb: truncateBefore });
    this.#insert(metastream, metadataEvent(text), createdMs);
    const stream = this.#find(metastream.name.slice(2));
    if (stream === undefined) return;
    const { maxCount, maxAge } = readMetadata(metadataEvent(text));
    stream.softDeleted = false;
    this.#sql.describeStream.run(0, truncateBefore, maxCount, maxAge, stream.no);
  }

  #tombstone(stream: StreamState, createdMs: number): OutcomeTuple {
    this.#position += RECORD_OVERHEAD;
    this.#sql.addEvent.run(
      this.#position,
      stream.no,
      TOMBSTONE_REVISION,
      this.#typeNo('$streamDeleted'),
      randomUUID(),
      FORMAT.bytes,
      createdMs,
      new Uint8Array(0),
      new Uint8Array(0),
    );
    this.#sql.tombstone.run(stream.no);
    stream.tombstoned = true;
    return [OUTCOME.appended, stream.last, this.#position];
  }

  #find(name: string): StreamState | undefined {
    const kept = this.#streams.get(name);
    if (kept !== undefined) return kept;
    const row = one<readonly [no: number, tombstoned: number, softDeleted: number, last: number | null]>(this.#sql.findStream, name);
    if (row === undefined) return undefined;
    const [no, tombstoned, softDeleted, last] = row;
    return this.#keep({ no, name, last: last ?? -1, tombstoned: tombstoned === 1, softDeleted: softDeleted === 1 });
  }

  #create(name: string): StreamState {
    const no = Number(this.#sql.addStream.run(name).lastInsertRowid);
    return this.#keep({ no, name, last: -1, tombstoned: false, softDeleted: false });
  }

  #keep(stream: StreamState): StreamState {
    this.#streams.set(stream.name, stream);
    return stream;
  }

  #typeNo(name: string): number {
    const kept = this.#types.get(name);
    if (kept !== undefined) return kept;
    const found = one<readonly [no: number]>(this.#sql.findType, name);
    const no = found?.[0] ?? Number(this.#sql.addType.run(name).lastInsertRowid);
    this.#types.set(name, no);
    return no;
  }
}

function metadataEvent(text: string): EventTuple {
  return [randomUUID(), '$metadata', FORMAT.json, text, '{}', Buffer.byteLength(text) + 2 + 2 * '$metadata'.length];
}

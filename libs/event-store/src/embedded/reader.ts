/**
 * The reading side of a log: its own read-only connection in the calling thread, which sees only what is synced.
 *
 * A page is built by SQLite as one JSON text and parsed at once: most of the cost of reading a long log is calls into
 * the driver and JSON.parse, and this spares the calls.
 */
import type { DatabaseSyncInstance, StatementSyncInstance as StatementSync } from '@photostructure/sqlite';
import type { RawRecordedEvent } from '../engine';
import { isSystemEvent, matchesFilter, storedObject } from '../port-checks';
import type { EventFilter, RecordedEvent } from '../port';
import { all, FORMAT, one, openForReading, TOMBSTONE_REVISION } from './log-file';

/** How much of the log one page spans, in units of position (about bytes): bounds memory, whatever the size of events. */
export const PAGE_SPAN = 1024 * 1024;
/** Events of a stream in one page. */
export const STREAM_PAGE = 256;
/** Names of streams that stay in memory. */
const NAMES_KEPT = 100_000;

export interface StreamView {
  readonly no: number;
  readonly tombstoned: boolean;
  /** Soft-deleted or never written: a reader is told the stream does not exist. */
  readonly missing: boolean;
  /** The first revision that metadata does not hide. */
  readonly first: number;
  readonly last: number;
  /** Events created before are hidden. */
  readonly createdFrom: number;
}

type PageRow = readonly [
  position: number,
  stream: number,
  revision: number,
  type: number,
  id: string,
  created: number,
  data: unknown,
  metadata: unknown,
];
type RawRow = readonly [
  position: bigint,
  stream: bigint,
  revision: bigint,
  type: bigint,
  id: string,
  format: bigint,
  created: bigint,
  data: Uint8Array,
  metadata: Uint8Array,
];
type PageOf = readonly [text: string | null, plainest: number | null];

const ROW = `'[' || position || ',' || stream || ',' || revision || ',' || type || ',"' || id || '",' || created || ',' || data || ',' || metadata || ']'`;
const PAGE = `SELECT '[' || group_concat(${ROW}) || ']', min(format) FROM events`;
const RAW = `SELECT position, stream, revision, type, id, format, created, CAST(data AS BLOB), CAST(metadata AS BLOB) FROM events`;

const decodeUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class LogReader {
  readonly #database: DatabaseSyncInstance;
  readonly #now: () => number;
  readonly #streamNames = new Map<number, string>();
  readonly #typeNames = new Map<number, string>();
  readonly #filtered = new Map<string, StatementSync>();
  readonly #sql;

  constructor(file: string, now: () => number) {
    this.#database = openForReading(file);
    this.#now = now;
    const arrays = (sql: string) => this.#database.prepare(sql, { returnArrays: true });
    const bigints = (sql: string) => this.#database.prepare(sql, { returnArrays: true, readBigInts: true });
    this.#sql = {
      head: arrays('SELECT max(position) FROM events'),
      before: arrays('SELECT max(position) FROM events WHERE position < ?'),
      streamName: arrays('SELECT name FROM streams WHERE no = ?'),
      typeName: arrays('SELECT name FROM types WHERE no = ?'),
      stream: arrays(
        `SELECT no, tombstoned, soft_deleted, truncate_before, max_count, max_age_seconds,
           (SELECT max(revision) FROM events WHERE stream = no AND revision < ${TOMBSTONE_REVISION})
         FROM streams WHERE name = ?`,
      ),
      page: arrays(`${PAGE} WHERE position > ? AND position <= ?`),
      streamPage: arrays(`${PAGE} WHERE stream = ? AND revision BETWEEN ? AND ? AND created >= ?`),
      raw: bigints(`${RAW} WHERE position > ? AND position <= ? ORDER BY position`),
      rawForwards: bigints(`${RAW} WHERE position >= ? ORDER BY position LIMIT ?`),
      rawBackwards: bigints(`${RAW} WHERE position < ? ORDER BY position DESC LIMIT ?`),
      rawStream: bigints(`${RAW} WHERE stream = ? AND revision BETWEEN ? AND ? AND created >= ? ORDER BY revision`),
    };
  }

  close(): void {
    this.#database.close();
  }

  /** Position of the last durable event, 0 while there is none. */
  head(): number {
    return one<readonly [number | null]>(this.#sql.head)?.[0] ?? 0;
  }

  /** Position of the last event before a position, or 0. */
  lastBefore(position: number): number {
    return one<readonly [number | null]>(this.#sql.before, position)?.[0] ?? 0;
  }

  stream(name: string): StreamView | undefined {
    const row = one<readonly [number, number, number, number, number | null, number | null, number | null]>(this.#sql.stream, name);
    if (row === undefined) return undefined;
    const [no, tombstoned, softDeleted, truncateBefore, maxCount, maxAge, found] = row;
    const last = found ?? -1;
    return {
      no,
      tombstoned: tombstoned === 1,
      missing: softDeleted === 1 || last < 0,
      first: Math.max(truncateBefore, maxCount === null ? 0 : last - maxCount + 1),
      last,
      createdFrom: maxAge === null ? 0 : this.#now() - maxAge * 1000,
    };
  }

  /** Events of the ledger with `from < position <= to`, in log order; those of the store itself are left out. */
  page(from: number, to: number, filter?: EventFilter): RecordedEvent[] {
    const prefixes = [...(filter?.streamPrefixes ?? []), ...(filter?.typePrefixes ?? [])];
    const found =
      prefixes.length === 0
        ? one<PageOf>(this.#sql.page, from, to)
        : one<PageOf>(this.#filteredPage(filter), from, to, ...prefixes.flatMap((prefix) => [prefix, prefix]));
    const [text, plainest] = found ?? [null, null];
    if (text === null) return [];
    if (plainest === FORMAT.json) return this.#decode(text);
    // Somebody wrote through the engine what may not be JSON: read it row by row.
    const events = all<RawRow>(this.#sql.raw, from, to).map((row) => this.#rawEvent(row));
    return events.filter(({ stream, type }) => !isSystemEvent(stream, type) && matchesFilter(filter, stream, type)).map(decodeRaw);
  }

  /** Events of one stream with `from <= revision <= to`, oldest first. */
  streamPage(stream: StreamView, from: number, to: number): RecordedEvent[] {
    const [text, plainest] = one<PageOf>(this.#sql.streamPage, stream.no, from, to, stream.createdFrom) ?? [null, null];
    if (text === null) return [];
    return plainest === FORMAT.json ? this.#decode(text, true) : this.rawStreamPage(stream, from, to).map(decodeRaw);
  }

  rawStreamPage(stream: StreamView, from: number, to: number): RawRecordedEvent[] {
    return all<RawRow>(this.#sql.rawStream, stream.no, from, to, stream.createdFrom).map((row) => this.#rawEvent(row));
  }

  rawForwards(from: number, limit: number): RawRecordedEvent[] {
    return all<RawRow>(this.#sql.rawForwards, from, limit).map((row) => this.#rawEvent(row));
  }

  rawBackwards(before: number, limit: number): RawRecordedEvent[] {
    return all<RawRow>(this.#sql.rawBackwards, before, limit).map((row) => this.#rawEvent(row));
  }

  #decode(text: string, ofStream = false): RecordedEvent[] {
    const rows = JSON.parse(text) as readonly PageRow[];
    const events: RecordedEvent[] = [];
    let before = -1;
    for (const [position, streamNo, revision, typeNo, id, created, data, metadata] of rows) {
      const stream = this.#streamName(streamNo);
      const type = this.#typeName(typeNo);
      // SQLite builds the text along the index, in order; if it ever does not, that must not go unseen.
      if (position <= before) throw new Error(`a page of the log is out of order at position ${position}`);
      before = position;
      if (!ofStream && isSystemEvent(stream, type)) continue;
      const recorded = BigInt(revision);
      events.push({
        stream,
        revision: recorded,
        position: BigInt(position),
        id,
        type,
        created: new Date(created),
        data: storedObject(data, 'data', stream, recorded),
        metadata: storedObject(metadata, 'metadata', stream, recorded),
      });
    }
    return events;
  }

  #rawEvent([position, stream, revision, type, id, format, created, data, metadata]: RawRow): RawRecordedEvent {
    return {
      stream: this.#streamName(Number(stream)),
      revision,
      position,
      id,
      type: this.#typeName(Number(type)),
      isJson: Number(format) !== FORMAT.bytes,
      data,
      metadata,
      createdTicks: created * 10_000n,
    };
  }

  #filteredPage(filter: EventFilter | undefined): StatementSync {
    const key = `${filter?.streamPrefixes?.length ?? 0}/${filter?.typePrefixes?.length ?? 0}`;
    const kept = this.#filtered.get(key);
    if (kept !== undefined) return kept;
    const any = (table: string, column: string, prefixes: readonly string[] | undefined): string =>
      prefixes === undefined || prefixes.length === 0
        ? ''
        : ` AND EXISTS (SELECT 1 FROM ${table} WHERE no = ${column} AND (${prefixes.map(() => 'substr(name, 1, length(?)) = ?').join(' OR ')}))`;
    const where = `${any('streams', 'events.stream', filter?.streamPrefixes)}${any('types', 'events.type', filter?.typePrefixes)}`;
    const statement = this.#database.prepare(`${PAGE} WHERE position > ? AND position <= ?${where}`, { returnArrays: true });
    this.#filtered.set(key, statement);
    return statement;
  }

  #streamName(no: number): string {
    const kept = this.#streamNames.get(no);
    if (kept !== undefined) return kept;
    if (this.#streamNames.size >= NAMES_KEPT) this.#streamNames.clear();
    const name = one<readonly [string]>(this.#sql.streamName, no)?.[0] ?? '';
    this.#streamNames.set(no, name);
    return name;
  }

  #typeName(no: number): string {
    const kept = this.#typeNames.get(no);
    if (kept !== undefined) return kept;
    const name = one<readonly [string]>(this.#sql.typeName, no)?.[0] ?? '';
    this.#typeNames.set(no, name);
    return name;
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8.decode(bytes));
  } catch {
    return undefined;
  }
}

function decodeRaw(event: RawRecordedEvent): RecordedEvent {
  const { stream, revision, position, id, type } = event;
  return {
    stream,
    revision,
    position,
    id,
    type,
    created: new Date(Number(event.createdTicks / 10_000n)),
    data: storedObject(parsed(event.data), 'data', stream, revision),
    metadata: storedObject(parsed(event.metadata), 'metadata', stream, revision),
  };
}

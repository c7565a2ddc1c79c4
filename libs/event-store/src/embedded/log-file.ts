/**
 * The file of the log: its tables, its settings and its own format version.
 *
 * There is no index on event ids: a random key in an index is what makes a large log slow, and EventStoreDB has none
 * either. Positions grow by the size of each event, as byte offsets do, so that a page can be cut by size and nobody
 * comes to rely on their being dense.
 */
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance as StatementSync } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { FolderFormatRefused } from '../errors';
import { isSqliteError, syncFolder } from './data-folder';

const LOG_FORMAT = 1;
/** 'BLog', in the header of the file. */
const APPLICATION_ID = 0x424c6f67;

/** How an event's data and metadata are stored. */
export const FORMAT = {
  /** Bytes of any content. */
  bytes: 0,
  /** The writer says JSON, but nobody has looked: bytes. */
  unverifiedJson: 1,
  /** Data and metadata are JSON text, so that a page of them is JSON text too. */
  json: 2,
} as const;
export type StoredFormat = (typeof FORMAT)[keyof typeof FORMAT];

/** The revision of the event that ends a stream for ever. */
export const TOMBSTONE_REVISION = 9223372036854775807n;

const TABLES = `
  CREATE TABLE log (id TEXT NOT NULL);
  CREATE TABLE types (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE streams (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    tombstoned INTEGER NOT NULL DEFAULT 0,
    soft_deleted INTEGER NOT NULL DEFAULT 0,
    truncate_before INTEGER NOT NULL DEFAULT 0,
    max_count INTEGER,
    max_age_seconds INTEGER
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    type INTEGER NOT NULL,
    id TEXT NOT NULL,
    format INTEGER NOT NULL,
    created INTEGER NOT NULL,
    data NOT NULL,
    metadata NOT NULL
  );
  CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);
`;

/** The first row of a statement. The driver does not know the shape of a row; the caller, who wrote the SQL, does. */
export function one<Row>(statement: StatementSync, ...values: (number | bigint | string)[]): Row | undefined {
  return statement.get(...values) as Row | undefined;
}

/** All rows of a statement. */
export function all<Row>(statement: StatementSync, ...values: (number | bigint | string)[]): readonly Row[] {
  return statement.all(...values) as readonly Row[];
}

export function pragma(database: DatabaseSyncInstance, name: string): unknown {
  return one<readonly unknown[]>(database.prepare(`PRAGMA ${name}`, { returnArrays: true }))?.[0];
}

export interface LogFileOptions {
  /** The most the file of the log may hold; then the log is read-only. Undefined: as much as the disk. */
  readonly maxLogBytes?: number;
}

export function setMaxLogBytes(database: DatabaseSyncInstance, maxLogBytes: number | undefined): void {
  const pages = maxLogBytes === undefined ? 0xfffffffe : Math.max(1, Math.floor(maxLogBytes / Number(pragma(database, 'page_size'))));
  database.exec(`PRAGMA max_page_count = ${pages}`);
}

/**
 * Opens the log for its one writer, makes it when it is not there, and recovers what a killed process left behind.
 * @throws FolderFormatRefused when the file is no log, is damaged, or comes from a newer version
 */
export function openForWriting(file: string, options: LogFileOptions): DatabaseSyncInstance {
  const folder = dirname(file);
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    // FULL: a commit is on the disk before it returns, and readers see it only after that.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
    database.exec(
      'PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32768; PRAGMA foreign_keys = OFF',
    );
    setMaxLogBytes(database, options.maxLogBytes);
    const applicationId = pragma(database, 'application_id');
    if (applicationId === 0 && pragma(database, 'schema_version') === 0) {
      database.exec('BEGIN IMMEDIATE');
      database.exec(TABLES);
      database.prepare('INSERT INTO log (id) VALUES (?)').run(randomUUID());
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${LOG_FORMAT}; COMMIT`);
      syncFolder(folder);
    } else if (applicationId !== APPLICATION_ID) {
      throw new FolderFormatRefused(folder, 'log.sqlite is not a log of Brand Ledger');
    } else if (pragma(database, 'user_version') !== LOG_FORMAT) {
      throw new FolderFormatRefused(
        folder,
        `log.sqlite has format ${String(pragma(database, 'user_version'))} and this program knows ${LOG_FORMAT}`,
      );
    }
    return database;
  } catch (error) {
    database.close();
    // 11 = SQLITE_CORRUPT, 26 = SQLITE_NOTADB
    if (isSqliteError(error) && [11, 26].includes(error.errcode & 0xff))
      throw new FolderFormatRefused(folder, 'log.sqlite is damaged', { cause: error });
    throw error;
  }
}

/** A connection that cannot write. The writer must have opened the file before. */
export function openForReading(file: string): DatabaseSyncInstance {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  database.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536');
  return database;
}

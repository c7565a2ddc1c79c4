import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';

/** A statement is prepared once and kept: projections run the same few dozen statements millions of times. */
const KEPT_STATEMENTS = 256;
/** How long a writer waits for another process to finish its transaction before it gives up. */
const WRITER_PATIENCE_MS = 10_000;

type SqliteValue = null | number | bigint | string | Uint8Array;

function statement(prepared: StatementSyncInstance): SqliteStatement {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters) => prepared.all(...(parameters as SqliteValue[])) as unknown[],
    run: (parameters) => prepared.run(...(parameters as SqliteValue[])),
    iterate: (parameters) => prepared.iterate(...(parameters as SqliteValue[])) as IterableIterator<unknown>,
  };
}

/** Gives `@photostructure/sqlite` (the API of node:sqlite) the better-sqlite3 shape that Kysely's dialect wants. */
function asBetterSqlite(database: InstanceType<typeof DatabaseSync>): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      let found = kept.get(sql);
      if (found === undefined) {
        found = statement(database.prepare(sql));
        kept.set(sql, found);
        if (kept.size > KEPT_STATEMENTS) {
          const oldest = kept.keys().next().value;
          if (oldest !== undefined) kept.delete(oldest);
        }
      }
      return found;
    },
    close() {
      kept.clear();
      database.close();
    },
  };
}

/** Asked of the message alone: an error of the native module need not be an `Error` of this realm. */
const says = (error: unknown, what: RegExp): boolean =>
  typeof error === 'object' && error !== null && 'message' in error && what.test(String(error.message));

/**
 * Takes the write lock when a transaction begins, not at its first write: a transaction that has read could otherwise be
 * refused the lock half-way. Waiting is done between attempts, not inside SQLite, because a second connection of this
 * process that blocks the thread would keep the first from ever committing.
 */
class WriterDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = Date.now();
    for (;;) {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'));
        return;
      } catch (error) {
        if (!says(error, /database is locked/) || Date.now() - begun > WRITER_PATIENCE_MS) throw error;
        await sleep(5);
      }
    }
  }

  /** A full disk makes SQLite roll back by itself; that there is nothing left to roll back must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!says(error, /no transaction is active/)) throw error;
    }
  }
}

class ReaderDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }
}

class Dialect extends SqliteDialect {
  constructor(private readonly driver: Driver) {
    super({ database: () => Promise.reject(new Error('the driver is given')) });
  }
  override createDriver(): Driver {
    return this.driver;
  }
}

/**
 * The dialect of one connection to a read-model file. The file may be lost and rebuilt from the log, so a commit need
 * not reach the disk (synchronous = NORMAL); after a power failure the last transactions may be missing as a whole,
 * checkpoint and rows alike. `durable` writes every commit through: for what no log can bring back.
 */
export function sqliteDialect(
  file: string,
  mode: 'write' | 'read',
  { durable = false }: { readonly durable?: boolean } = {},
): SqliteDialect {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;',
  );
  // 64 MiB of WAL before it is folded into the file: a rebuild touches the same pages again and again, and writes a quarter less.
  database.exec('PRAGMA wal_autocheckpoint = 16384;');
  if (durable) database.exec('PRAGMA synchronous = FULL;');
  database.exec(mode === 'write' ? 'PRAGMA busy_timeout = 0;' : 'PRAGMA query_only = 1;');
  const config = { database: asBetterSqlite(database) };
  return new Dialect(mode === 'write' ? new WriterDriver(config) : new ReaderDriver(config));
}

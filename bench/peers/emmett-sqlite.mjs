/**
 * emmett on SQLite. As documented: a file name and nothing else, which opens a connection for every operation, in WAL mode
 * with SQLite's own `synchronous = FULL`. Tuned: one connection that stays open, still FULL.
 */
import { SQLiteConnectionPool, getSQLiteEventStore, sqliteConnection } from '@event-driven-io/emmett-sqlite';

export function documented(fileName) {
  return { store: getSQLiteEventStore({ fileName }), close: () => undefined };
}

export function tuned(fileName) {
  const connection = sqliteConnection({ fileName });
  const pool = SQLiteConnectionPool({ fileName, connectionOptions: { singleton: true, connection } });
  return { store: getSQLiteEventStore({ fileName, pool }), close: () => connection.close() };
}

/** emmett prints every failed transaction; a failure that is expected is told in the results instead. */
export async function quietly(work) {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

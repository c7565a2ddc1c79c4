/**
 * The ledger's own read models, table for table and fold for fold, as a projection of emmett's SQLite consumer.
 *
 * As documented: emmett hands over one event at a time, a handler reads the rows it needs through the connection it is
 * given and writes them back, and emmett stores its checkpoint; a hundred events a batch with a pause after each. Tuned:
 * large batches without a pause, one connection with `synchronous = NORMAL` (as the ledger's read models have), and rows
 * that were read or written stay in memory.
 */
import { getSQLiteEventStore, SQLiteConnectionPool, sqliteConnection } from '@event-driven-io/emmett-sqlite';
import { createHash } from 'node:crypto';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { brandEventSchemas } from '../../dist/libs/domain/src/index.js';
import { Projector, createTable, readModels } from '../../dist/libs/projections/src/index.js';
import { asEmmett } from './decider.mjs';

const tables = readModels.flatMap((model) => model.tables);

/** Kysely over the connection that emmett gives to a projection; emmett begins and ends the transactions. */
function kyselyOver(connection) {
  const executor = {
    executeQuery: async ({ sql, parameters }) => {
      const reads = /^\s*(select|with)/i.test(sql);
      return { rows: reads ? await connection.query(sql, parameters) : (await connection.command(sql, parameters), []) };
    },
    streamQuery: () => {
      throw new Error('no stream');
    },
  };
  const nothing = async () => undefined;
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createDriver: () => ({
        init: nothing,
        acquireConnection: async () => executor,
        beginTransaction: nothing,
        commitTransaction: nothing,
        rollbackTransaction: nothing,
        releaseConnection: nothing,
        destroy: nothing,
      }),
    },
  });
}

export class EmmettReadModels {
  #pool;
  #connection;

  constructor(fileName, { tuned }) {
    this.fileName = fileName;
    this.tuned = tuned;
    if (tuned) {
      this.#connection = sqliteConnection({ fileName });
      this.#pool = SQLiteConnectionPool({ fileName, connectionOptions: { singleton: true, connection: this.#connection } });
    }
    this.store = getSQLiteEventStore({ fileName, ...(tuned ? { pool: this.#pool } : {}) });
  }

  /** @param chapters `{ stream, first, events }` in log order */
  async fill(chapters) {
    if (this.tuned) await this.#connection.command('PRAGMA synchronous = OFF');
    let count = 0;
    for (const { stream, events } of chapters) {
      await this.store.appendToStream(stream, asEmmett(events));
      count += events.length;
    }
    if (this.tuned) await this.#connection.command('PRAGMA synchronous = NORMAL');
    this.events = count;
  }

  /** Drops the tables and builds them anew by a consumer from the beginning. @returns seconds */
  async rebuild(round) {
    await this.#withConnection(async (connection) => {
      const db = kyselyOver(connection);
      for (const table of tables) {
        await connection.command(`DROP TABLE IF EXISTS "${table.name}"`);
        await createTable(db, 'sqlite', table, table.name, 1);
      }
    });
    const projector = new Projector({ engine: 'sqlite' });
    const over = new WeakMap();
    const failures = [];
    const projection = {
      name: 'read-models',
      canHandle: Object.keys(brandEventSchemas),
      handle: async (events, { connection }) => {
        let db = over.get(connection);
        if (db === undefined) over.set(connection, (db = kyselyOver(connection)));
        try {
          await projector.apply(db, { events: events.map(delivered) });
          projector.committed();
          if (!this.tuned) projector.rolledBack();
        } catch (error) {
          failures.push(error);
          throw error;
        }
      },
    };
    const last = BigInt(this.events);
    const consumer = this.store.consumer(this.tuned ? { pulling: { batchSize: 1000, pullingFrequencyInMs: 0 } } : {});
    consumer.processor({
      processorId: `read-models-${round}`,
      projection,
      startFrom: 'BEGINNING',
      stopAfter: (message) => message.metadata.globalPosition >= last,
    });
    const begun = performance.now();
    await consumer.start();
    const seconds = (performance.now() - begun) / 1000;
    if (failures.length > 0) throw failures[0];
    // Waits a little for connections that are still being closed; the next round drops the tables.
    await consumer.close();
    return seconds;
  }

  async #withConnection(work) {
    if (this.tuned) return work(this.#connection);
    const connection = sqliteConnection({ fileName: this.fileName });
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  /** Digest of all rows of every table but `leaf`, whose positions are those of another log. */
  digests() {
    return this.#withConnection((connection) => digestsOf((sql) => connection.query(sql)));
  }

  close() {
    this.#connection?.close();
  }
}

const delivered = ({ type, data, metadata }) => ({
  recorded: {
    id: metadata.messageId,
    stream: metadata.streamName,
    revision: metadata.streamPosition - 1n,
    position: metadata.globalPosition,
  },
  leaf: Number(metadata.globalPosition) - 1,
  event: { type, data, metadata },
});

/** Of each table: how many rows, and the SHA-256 of all of them in the order of their key. */
export async function digestsOf(query) {
  const digests = {};
  for (const { name, key } of tables) {
    if (name === 'leaf') continue;
    const rows = await query(`SELECT * FROM "${name}" ORDER BY "${key}"`);
    digests[name] = `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16)}`;
  }
  return digests;
}

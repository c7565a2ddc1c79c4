import { postgresPool, sqliteDialect, type Engine } from '#projections';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { components, type OfficeTables } from './schema';

export type OfficeTransaction = Transaction<OfficeTables>;

/**
 * What an office keeps beside the log: accounts, sessions, drafts, who read what. Unlike the read models it cannot be
 * rebuilt, so it is written through to the disk and belongs into every backup.
 */
export interface OfficeStore {
  readonly engine: Engine;
  /** For reading outside a transaction. With SQLite a connection of its own, which no writing transaction holds up. */
  readonly read: Kysely<OfficeTables>;
  /**
   * Runs `work` in one writing transaction; a throw rolls everything back. Never call it from inside `work`: with SQLite
   * there is one writer, and it would wait for itself.
   */
  inTransaction<T>(work: (tx: OfficeTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export class OfficeError extends Error {
  readonly code = 'OFFICE.SCHEMA_TOO_NEW';
  readonly zh: string;
  readonly en: string;
  readonly todo = {
    zh: '请使用更新版本的程序；其中的账户和草稿不能由事件重建，请勿删除',
    en: 'Run the newer program; accounts and drafts in it cannot be rebuilt from the log, so do not delete it.',
  };
  constructor(component: string, found: number, known: number) {
    const en = `the office store has version ${found} of ${component}, this program knows ${known}`;
    super(en);
    this.name = 'OfficeError';
    this.zh = `办公库（${component}）由更新版本的程序建立`;
    this.en = en;
  }
}

/** Any constant will do: it only keeps two processes from migrating one PostgreSQL at a time. */
const MIGRATION_LOCK = 7_262_026;
const SCHEMA = 'office';

async function migrate(tx: OfficeTransaction, engine: Engine): Promise<void> {
  await tx.schema
    .createTable('office_version')
    .ifNotExists()
    .addColumn('component', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  for (const { name, steps } of components) {
    const known = await tx.selectFrom('office_version').select('version').where('component', '=', name).executeTakeFirst();
    const version = known?.version ?? 0;
    if (version > steps.length) throw new OfficeError(name, version, steps.length);
    if (version === steps.length) continue;
    for (const step of steps.slice(version)) await step(tx, engine);
    await tx
      .insertInto('office_version')
      .values({ component: name, version: steps.length })
      .onConflict((oc) => oc.column('component').doUpdateSet({ version: steps.length }))
      .execute();
  }
}

/**
 * Opens the office store and brings its tables up to date.
 * @param target `url`: a PostgreSQL connection string; the tables lie in its schema `office`. `file`: an SQLite file.
 * @throws OfficeError when a newer program wrote it
 */
export async function openOfficeStore(target: { readonly url: string } | { readonly file: string }): Promise<OfficeStore> {
  const store = 'url' in target ? overPostgres(target.url) : overSqlite(target.file);
  try {
    await store.inTransaction(async (tx) => {
      if (store.engine === 'postgres') {
        await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
        await sql`create schema if not exists ${sql.ref(SCHEMA)}`.execute(tx);
      }
      await migrate(tx, store.engine);
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function overSqlite(file: string): OfficeStore {
  const write = new Kysely<OfficeTables>({ dialect: sqliteDialect(file, 'write', { durable: true }) });
  const read = new Kysely<OfficeTables>({ dialect: sqliteDialect(file, 'read') });
  return {
    engine: 'sqlite',
    read,
    inTransaction: (work) => write.transaction().execute(work),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
}

function overPostgres(url: string): OfficeStore {
  const db = new Kysely<OfficeTables>({
    dialect: new PostgresDialect({ pool: postgresPool(url, { max: 4, options: `-c search_path=${SCHEMA}` }) }),
  });
  return {
    engine: 'postgres',
    read: db,
    inTransaction: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  };
}

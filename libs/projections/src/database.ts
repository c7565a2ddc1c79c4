import { Kysely, PostgresDialect, sql, type RawBuilder, type Transaction } from 'kysely';
import { Pool, types as pgTypes } from 'pg';
import { sqliteDialect } from './sqlite';
import { prefixRange, type Table } from './table';

/** Progress and ownership of one named subscription. Written only through `checkpoints.ts`. */
export interface SubscriptionTable {
  readonly name: string;
  /** Who runs it now, or who ran it last. */
  readonly owner: string | null;
  /** Grows with every change of owner. What an older epoch writes is rolled back. */
  readonly epoch: number;
  /** Milliseconds since 1970 until which the owner may go on without renewing. */
  readonly lease_until: number;
  /** Position of the last event handled, as `positionToText`; '' before the first. */
  readonly position: string;
  /** Leaf index of the last event handled: its ordinal among all events of the log that are not `$`; -1 before the first. */
  readonly leaf: number;
  /** As far as which position a process manager has reacted; '' for none. */
  readonly watermark: string;
  /** When the last event handled was recorded (ISO 8601), for the lag. */
  readonly recorded_at: string | null;
  readonly state: string;
  readonly error: string | null;
  readonly updated_at: string;
}

/** Which version of a read model its tables hold. */
export interface ReadModelTable {
  readonly name: string;
  readonly version: number;
  /** Counts rebuilds, so that names of indexes never meet. */
  readonly generation: number;
  /** JSON array of its tables, so that a later version that has others can drop them. */
  readonly tables: string;
}

export interface SchemaVersionTable {
  readonly component: string;
  readonly version: number;
}

export interface CoreTables {
  readonly subscription: SubscriptionTable;
  readonly read_model: ReadModelTable;
  readonly schema_version: SchemaVersionTable;
}

export type ReadModelTransaction = Transaction<CoreTables>;
export type Engine = 'sqlite' | 'postgres';

export type ReadModelErrorCode =
  'READ_MODEL.TARGET_MISSING' | 'READ_MODEL.SCHEMA_TOO_NEW' | 'READ_MODEL.NUMBER_TOO_LARGE' | 'READ_MODEL.REBUILD_RUNNING';

const ERRORS: Record<ReadModelErrorCode, { zh: string; todo: { zh: string; en: string } }> = {
  'READ_MODEL.TARGET_MISSING': {
    zh: '没有指定读模型的位置',
    todo: { zh: '设置 READ_MODEL_URL，或指定读模型文件', en: 'Set READ_MODEL_URL, or name a file for the read models.' },
  },
  'READ_MODEL.SCHEMA_TOO_NEW': {
    zh: '读模型由更新版本的程序建立',
    todo: {
      zh: '请使用更新版本的程序，或删除读模型后重建',
      en: 'Run the newer program, or drop the read models and rebuild them from the log.',
    },
  },
  'READ_MODEL.REBUILD_RUNNING': {
    zh: '读模型正在重建',
    todo: { zh: '等待当前重建完成后再试', en: 'Wait for the rebuild that is running.' },
  },
  'READ_MODEL.NUMBER_TOO_LARGE': {
    zh: '合计数超出可精确表示的范围',
    todo: { zh: '请核对并更正数值异常的数据', en: 'Look for a figure of absurd size and correct it.' },
  },
};

/** What goes wrong with the database of read models itself, in both languages and with what to do. */
export class ReadModelError extends Error {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
  constructor(
    readonly code: ReadModelErrorCode,
    detail: string,
  ) {
    super(detail);
    this.name = 'ReadModelError';
    this.zh = `${ERRORS[code].zh}：${detail}`;
    this.en = detail;
    this.todo = ERRORS[code].todo;
  }
}

/** Schema changes of one component, oldest first; the version is how many have been applied. A landed step is never edited. */
export type Migration = (tx: ReadModelTransaction, engine: Engine) => Promise<void>;

/**
 * The database of read models: SQLite in one file (embedded) or PostgreSQL. Rows and checkpoints stand here together,
 * so that one transaction moves both. Everything in it can be rebuilt from the log.
 */
export interface ReadModelDatabase {
  readonly engine: Engine;
  /** For reading outside a transaction. With SQLite a connection of its own, which no writing transaction holds up. */
  readonly read: Kysely<CoreTables>;
  /**
   * Runs `work` in one writing transaction; a throw rolls everything back. Never call it from inside `work`: with SQLite
   * there is one writer, and it would wait for itself.
   */
  inTransaction<T>(work: (tx: ReadModelTransaction) => Promise<T>): Promise<T>;
  /** Runs `work` so that all its reads see one moment, however many writers go on meanwhile. */
  inSnapshot<T>(work: (tx: ReadModelTransaction) => Promise<T>): Promise<T>;
  /** Applies the steps that were not applied yet. @throws ReadModelError READ_MODEL.SCHEMA_TOO_NEW */
  migrate(component: string, steps: readonly Migration[]): Promise<void>;
  close(): Promise<void>;
}

const INT8 = 20;

function safeInt8(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new ReadModelError('READ_MODEL.NUMBER_TOO_LARGE', `${value} is no safe integer`);
  return number;
}

/** A pool whose whole numbers come as numbers, or not at all. */
export function postgresPool(url: string, options: { readonly max?: number; readonly options?: string } = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    ...options,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
        oid === INT8 && format !== 'binary' ? safeInt8 : (pgTypes.getTypeParser(oid, format) as (text: string) => unknown),
    },
  });
  // An idle connection that the server ends reports here; the next query opens a new one and says what is wrong.
  pool.on('error', () => undefined);
  return pool;
}

const coreMigrations: readonly Migration[] = [
  async (tx, engine) => {
    const int8 = engine === 'postgres' ? 'bigint' : 'integer';
    await tx.schema
      .createTable('subscription')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('owner', 'text')
      .addColumn('epoch', int8, (c) => c.notNull())
      .addColumn('lease_until', int8, (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('leaf', int8, (c) => c.notNull())
      .addColumn('watermark', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('error', 'text')
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute();
    await tx.schema
      .createTable('read_model')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('tables', 'text', (c) => c.notNull())
      .execute();
  },
];

/** Any constant will do: it only keeps two processes from migrating one PostgreSQL at a time. */
const MIGRATION_LOCK = 7_262_025;

async function applyMigrations(tx: ReadModelTransaction, engine: Engine, component: string, steps: readonly Migration[]): Promise<void> {
  if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
  await tx.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('component', 'text', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  const known = await tx.selectFrom('schema_version').select('version').where('component', '=', component).executeTakeFirst();
  const version = known?.version ?? 0;
  if (version > steps.length) {
    throw new ReadModelError(
      'READ_MODEL.SCHEMA_TOO_NEW',
      `schema of ${component} is version ${version}, this program knows ${steps.length}`,
    );
  }
  for (const step of steps.slice(version)) await step(tx, engine);
  if (version < steps.length) {
    await tx
      .insertInto('schema_version')
      .values({ component, version: steps.length })
      .onConflict((oc) => oc.column('component').doUpdateSet({ version: steps.length }))
      .execute();
  }
}

/**
 * Opens the read models and brings their core tables up to date.
 * @param target `url`: a PostgreSQL connection string (READ_MODEL_URL). `file`: an SQLite file, apart from the log's.
 * @throws ReadModelError READ_MODEL.TARGET_MISSING when neither is given
 */
export async function openReadModels(target: { url?: string; file?: string }): Promise<ReadModelDatabase> {
  const database = target.url !== undefined ? overPostgres(target.url) : target.file !== undefined ? overSqlite(target.file) : null;
  if (database === null) throw new ReadModelError('READ_MODEL.TARGET_MISSING', 'neither a PostgreSQL url nor a file was given');
  try {
    await database.migrate('core', coreMigrations);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function overSqlite(file: string): ReadModelDatabase {
  const write = new Kysely<CoreTables>({ dialect: sqliteDialect(file, 'write') });
  const read = new Kysely<CoreTables>({ dialect: sqliteDialect(file, 'read') });
  return {
    engine: 'sqlite',
    read,
    inTransaction: (work) => write.transaction().execute(work),
    inSnapshot: (work) => read.transaction().execute(work),
    migrate: (component, steps) => write.transaction().execute((tx) => applyMigrations(tx, 'sqlite', component, steps)),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
}

function overPostgres(url: string): ReadModelDatabase {
  const db = new Kysely<CoreTables>({ dialect: new PostgresDialect({ pool: postgresPool(url) }) });
  return {
    engine: 'postgres',
    read: db,
    inTransaction: (work) => db.transaction().execute(work),
    inSnapshot: (work) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
    migrate: (component, steps) => db.transaction().execute((tx) => applyMigrations(tx, 'postgres', component, steps)),
    close: () => db.destroy(),
  };
}

/** Text is compared by its code points on both engines, so that both sort alike and a prefix of a key is a range of its index. */
const TYPES = {
  sqlite: { text: sql`text`, int: sql`integer`, amount: sql`text` },
  postgres: { text: sql`text collate "C"`, int: sql`bigint`, amount: sql`numeric` },
} as const;

/** Creates a table and its indexes as defined, under `name` (a table built beside another has another name). */
export async function createTable(
  tx: Pick<ReadModelTransaction, 'schema'>,
  engine: Engine,
  table: Table,
  name: string,
  generation: number,
): Promise<void> {
  let create = tx.schema.createTable(name);
  for (const [column, definition] of Object.entries(table.columns)) {
    const type = TYPES[engine][definition.type];
    create = create.addColumn(column, type, (c) =>
      column === table.key ? c.primaryKey().notNull() : definition.nullable ? c : c.notNull(),
    );
  }
  // Rows live in the tree of their key: one tree to walk and to write instead of two.
  if (engine === 'sqlite') create = create.modifyEnd(sql`without rowid`);
  await create.execute();
  for (const [i, columns] of table.indexes.entries()) {
    await tx.schema
      .createIndex(`${table.name}_g${generation}_${i}`)
      .on(name)
      .columns([...columns])
      .execute();
  }
}

/** Rows whose key begins with one of the prefixes and `|`. */
export function inRanges(column: string, prefixes: readonly string[]): RawBuilder<boolean> {
  if (prefixes.length === 0) return sql<boolean>`1 = 0`;
  const key = sql.ref(column);
  const ranges = prefixes.map(prefixRange).map(({ from, to }) => sql`(${key} >= ${from} and ${key} < ${to})`);
  return sql<boolean>`(${sql.join(ranges, sql` or `)})`;
}

/** `column in (keys)` as one parameter, so that one prepared statement serves lists of every length. */
export function inList(engine: Engine, column: string, keys: readonly string[]): RawBuilder<boolean> {
  return engine === 'postgres'
    ? sql<boolean>`${sql.ref(column)} = any(${[...keys]}::text[])`
    : sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(keys)}))`;
}

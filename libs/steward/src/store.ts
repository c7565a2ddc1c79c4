/**
 * The steward's memory as rows, beside its checkpoint: one transaction moves both, so that neither is ever ahead of the
 * other. What the log can give back (subjects, dates) is rebuilt from it; what it cannot (how far a closed year has been
 * handed out, what is parked or withheld, which dates have fired) stays through a rebuild.
 */
import {
  START,
  advanceCheckpoint,
  assertLease,
  readSubscription,
  type Advance,
  type Lease,
  type Migration,
  type ReadModelDatabase,
  type ReadModelTransaction,
  type SubscriptionRecord,
} from '#projections';
import {
  emptyMemory,
  fires,
  remember,
  TABLES,
  type Change,
  type DueRow,
  type FanoutRow,
  type Memory,
  type ParkedRow,
  type SubjectRow,
  type Table,
  type WithheldRow,
} from './process';

/** Grows when the meaning of the rows changes; the memory is then folded anew, without reacting to what was reacted to. */
export const STEWARD_VERSION = 3;

type KeyedRow = {
  readonly key: string;
  /** The row as JSON. */
  readonly row: string;
};
type ReleasableRow = KeyedRow & {
  /** 1: somebody has asked for it to go on. */
  readonly release: number;
};
type StewardTables = {
  readonly steward_subject: KeyedRow;
  readonly steward_due: KeyedRow & { readonly due_on: string };
  readonly steward_fanout: KeyedRow;
  readonly steward_parked: ReleasableRow;
  readonly steward_withheld: ReleasableRow;
  readonly steward_fired: { readonly key: string };
  readonly steward_meta: { readonly name: string; readonly version: number };
};
const SQL_TABLE = {
  subjects: 'steward_subject',
  dues: 'steward_due',
  fanouts: 'steward_fanout',
  parked: 'steward_parked',
  withheld: 'steward_withheld',
} as const;
const META = 'steward';

const migrations: readonly Migration[] = [
  async (tx) => {
    for (const name of ['steward_brand', 'steward_due', 'steward_fanout', 'steward_parked', 'steward_withheld']) {
      let table = tx.schema
        .createTable(name)
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('row', 'text', (c) => c.notNull());
      if (name === 'steward_due') table = table.addColumn('due_on', 'text', (c) => c.notNull());
      if (name === 'steward_parked' || name === 'steward_withheld') table = table.addColumn('release', 'integer', (c) => c.notNull());
      await table.execute();
    }
    await tx.schema.createIndex('steward_due_on').on('steward_due').column('due_on').execute();
    await tx.schema
      .createTable('steward_fired')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .execute();
    await tx.schema
      .createTable('steward_meta')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('version', 'integer', (c) => c.notNull())
      .execute();
  },
  // Keys are streams from here on. Brands and dates are folded anew; what the log cannot give back is carried over.
  async (tx) => {
    await tx.schema.alterTable('steward_brand').renameTo('steward_subject').execute();
    const own = tx.withTables<StewardTables>();
    for (const table of ['steward_fanout', 'steward_parked', 'steward_withheld'] as const) {
      for (const { key, row } of await own.selectFrom(table).select(['key', 'row']).execute()) {
        const carried = byStream(table, JSON.parse(row) as Record<string, unknown>);
        const values = { key: table === 'steward_parked' ? String(carried['key']) : key, row: JSON.stringify(carried) };
        await own.updateTable(table).set(values).where('key', '=', key).execute();
      }
    }
  },
];

/** A row as it was kept while only brands had rows, with the brand's id in place of its stream. */
function byStream(table: keyof StewardTables, row: Record<string, unknown>): Record<string, unknown> {
  const stream = (id: unknown): string => (typeof id === 'string' && id !== '' ? `brand-${id}` : '');
  const reaction = (old: unknown): unknown => {
    const { brandId, ...rest } = old as Record<string, unknown>;
    return { stream: stream(brandId), linked: null, ...rest };
  };
  if (table === 'steward_fanout') return { ...row, after: stream(row['after']) };
  if (table === 'steward_parked') return { ...row, key: stream(row['key']), queue: (row['queue'] as unknown[]).map(reaction) };
  const { brandId, ...rest } = row;
  return { ...rest, stream: stream(brandId), reaction: reaction(row['reaction']) };
}

/** How many rows one statement writes. */
const CHUNK = 200;

/** What fires is remembered by the date's key and the event that set it, so that a rebuild does not fire it again. */
export const firedKey = (due: DueRow): string => `${due.key}@${due.cause.event}`;

export class StewardStore {
  constructor(
    readonly db: ReadModelDatabase,
    /** Name of the subscription whose checkpoint moves with the rows. */
    readonly name: string,
  ) {}

  migrate(): Promise<void> {
    return this.db.migrate('steward', migrations);
  }

  async load(): Promise<{ readonly memory: Memory; readonly version: number | null }> {
    const memory = emptyMemory();
    const read = this.db.read.withTables<StewardTables>();
    for (const { row } of await read.selectFrom('steward_subject').select('row').execute()) {
      const subject = JSON.parse(row) as SubjectRow;
      memory.subjects.set(subject.stream, subject);
    }
    for (const { row } of await read.selectFrom('steward_due').select('row').execute()) keep(memory.dues, JSON.parse(row) as DueRow);
    for (const { row } of await read.selectFrom('steward_fanout').select('row').execute())
      keep(memory.fanouts, JSON.parse(row) as FanoutRow);
    for (const { row } of await read.selectFrom('steward_parked').select('row').execute())
      keep(memory.parked, JSON.parse(row) as ParkedRow);
    for (const { row } of await read.selectFrom('steward_withheld').select('row').execute())
      keep(memory.withheld, JSON.parse(row) as WithheldRow);
    const meta = await read.selectFrom('steward_meta').select('version').where('name', '=', META).executeTakeFirst();
    return { memory, version: meta?.version ?? null };
  }

  async firedKeys(): Promise<ReadonlySet<string>> {
    const rows = await this.db.read.withTables<StewardTables>().selectFrom('steward_fired').select('key').execute();
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * Saves what changed together with the checkpoint; without a move of it, the lease alone is proved.
   * @throws LeaseLost; nothing is then written
   */
  save(lease: Lease, changes: readonly Change[], fired: readonly string[], advance: Advance | null): Promise<void> {
    return this.db.inTransaction(async (tx) => {
      await write(tx, changes);
      const own = tx.withTables<StewardTables>();
      for (const keys of chunks([...new Set(fired)])) {
        await own
          .insertInto('steward_fired')
          .values(keys.map((key) => ({ key })))
          .onConflict((oc) => oc.column('key').doNothing())
          .execute();
      }
      await (advance === null ? assertLease(tx, lease) : advanceCheckpoint(tx, lease, advance));
    });
  }

  /** Forgets what the log can give back and goes to its start; the watermark stays, so that nothing is reacted to twice. @throws LeaseLost */
  reset(lease: Lease, record: SubscriptionRecord, advance: Omit<Advance, 'from' | 'to' | 'recordedAt' | 'state'>): Promise<void> {
    return this.db.inTransaction(async (tx) => {
      const own = tx.withTables<StewardTables>();
      await own.deleteFrom('steward_subject').execute();
      await own.deleteFrom('steward_due').execute();
      await own
        .insertInto('steward_meta')
        .values({ name: META, version: STEWARD_VERSION })
        .onConflict((oc) => oc.column('name').doUpdateSet({ version: STEWARD_VERSION }))
        .execute();
      await advanceCheckpoint(tx, lease, { ...advance, from: record, to: START, recordedAt: null, state: 'catchingUp' });
    });
  }

  /** Asks whoever runs the steward to fold its memory anew. */
  async requestRebuild(): Promise<void> {
    await this.db.inTransaction((tx) =>
      tx.withTables<StewardTables>().updateTable('steward_meta').set({ version: 0 }).where('name', '=', META).execute(),
    );
  }

  /** Asks whoever runs the steward to go on with a parked key, or with what `proposeOnly` withheld. @returns false when there is nothing of that key */
  async requestRelease(table: 'parked' | 'withheld', key: string): Promise<boolean> {
    const result = await this.db.inTransaction((tx) =>
      tx.withTables<StewardTables>().updateTable(SQL_TABLE[table]).set({ release: 1 }).where('key', '=', key).executeTakeFirst(),
    );
    return result.numUpdatedRows === 1n;
  }

  async requests(): Promise<{ readonly parked: readonly string[]; readonly withheld: readonly string[]; readonly rebuild: boolean }> {
    const read = this.db.read.withTables<StewardTables>();
    const asked = async (table: 'steward_parked' | 'steward_withheld'): Promise<readonly string[]> =>
      (await read.selectFrom(table).select('key').where('release', '=', 1).orderBy('key').execute()).map(({ key }) => key);
    const meta = await read.selectFrom('steward_meta').select('version').where('name', '=', META).executeTakeFirst();
    return {
      parked: await asked('steward_parked'),
      withheld: await asked('steward_withheld'),
      rebuild: meta !== undefined && meta.version !== STEWARD_VERSION,
    };
  }

  record(): Promise<SubscriptionRecord | null> {
    return readSubscription(this.db, this.name);
  }

  /** Why the steward is not done with the log as far as `head`, as any process can see it; null when it is. */
  async unsettled(head: bigint | undefined, today: string): Promise<string | null> {
    const record = await this.record();
    if (head !== undefined && (record?.position ?? -1n) < head)
      return `it stands at ${String(record?.position)}, the log ends at ${String(head)}`;
    const read = this.db.read.withTables<StewardTables>();
    const fanout = await read.selectFrom('steward_fanout').select('key').executeTakeFirst();
    if (fanout !== undefined) return `the closed year ${fanout.key} is still being handed out`;
    const { parked, withheld, rebuild } = await this.requests();
    if (parked.length + withheld.length > 0 || rebuild) return 'a request waits';
    const overdue = (await read.selectFrom('steward_due').select('row').where('due_on', '<', today).execute()).map(
      ({ row }) => JSON.parse(row) as DueRow,
    );
    if (overdue.length === 0) return null;
    const memory = emptyMemory();
    for (const { stream } of overdue) {
      const found = await read.selectFrom('steward_subject').select('row').where('key', '=', stream).executeTakeFirst();
      if (found !== undefined) remember(memory, [{ table: 'subjects', key: stream, row: JSON.parse(found.row) as SubjectRow }]);
    }
    const firing = overdue.find((due) => fires(memory, due, today));
    return firing === undefined ? null : `${firing.key} was due on ${firing.on}`;
  }

  async counts(): Promise<{
    readonly fanouts: readonly FanoutRow[];
    readonly parked: readonly ParkedRow[];
    readonly withheld: readonly WithheldRow[];
    readonly dues: number;
    readonly nextDue: string | null;
  }> {
    const read = this.db.read.withTables<StewardTables>();
    const rows = async (table: 'steward_fanout' | 'steward_parked' | 'steward_withheld'): Promise<readonly string[]> =>
      (await read.selectFrom(table).select('row').orderBy('key').execute()).map(({ row }) => row);
    const dues = await read
      .selectFrom('steward_due')
      .select((eb) => [eb.fn.countAll<number | string | bigint>().as('count'), eb.fn.min('due_on').as('first')])
      .executeTakeFirst();
    return {
      fanouts: (await rows('steward_fanout')).map((row) => JSON.parse(row) as FanoutRow),
      parked: (await rows('steward_parked')).map((row) => JSON.parse(row) as ParkedRow),
      withheld: (await rows('steward_withheld')).map((row) => JSON.parse(row) as WithheldRow),
      dues: Number(dues?.count ?? 0),
      nextDue: dues?.first ?? null,
    };
  }
}

const keep = <R extends { readonly key: string }>(rows: Map<string, R>, row: R): void => void rows.set(row.key, row);

/** Writes the last state of every row that changed. */
async function write(tx: ReadModelTransaction, changes: readonly Change[]): Promise<void> {
  const own = typed(tx);
  for (const table of TABLES) {
    const last = new Map<string, Change>();
    for (const change of changes) if (change.table === table) last.set(change.key, change);
    const gone = [...last.values()].filter(({ row }) => row === null).map(({ key }) => key);
    for (const keys of chunks(gone)) await own.deleteFrom(SQL_TABLE[table]).where('key', 'in', keys).execute();
    for (const part of chunks([...last.values()].filter(({ row }) => row !== null))) await upsert(own, table, part);
  }
}

const typed = (tx: ReadModelTransaction) => tx.withTables<StewardTables>();

async function upsert(tx: ReturnType<typeof typed>, table: Table, changes: readonly Change[]): Promise<void> {
  const rows = changes.map(({ key, row }) => ({ key, row: JSON.stringify(row) }));
  switch (table) {
    case 'dues': {
      const values = changes.flatMap((change) =>
        change.table === 'dues' && change.row !== null ? [{ key: change.key, row: JSON.stringify(change.row), due_on: change.row.on }] : [],
      );
      await tx
        .insertInto('steward_due')
        .values(values)
        .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ row: eb.ref('excluded.row'), due_on: eb.ref('excluded.due_on') })))
        .execute();
      return;
    }
    case 'parked':
    case 'withheld':
      await tx
        .insertInto(SQL_TABLE[table])
        .values(rows.map((row) => ({ ...row, release: 0 })))
        .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ row: eb.ref('excluded.row'), release: eb.ref('excluded.release') })))
        .execute();
      return;
    case 'subjects':
    case 'fanouts':
      await tx
        .insertInto(SQL_TABLE[table])
        .values(rows)
        .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ row: eb.ref('excluded.row') })))
        .execute();
  }
}

function* chunks<T>(items: readonly T[]): Iterable<T[]> {
  for (let i = 0; i < items.length; i += CHUNK) yield items.slice(i, i + CHUNK);
}

/**
 * All read models together: one subscription to the whole log feeds them, in one transaction a batch, under one checkpoint.
 *
 * Every model has a version. Where the tables hold an older one, or when somebody asks for it, all models are built anew
 * beside the old, under their own checkpoint, and take their place in one transaction when they have caught up; queries
 * go on meanwhile. All and not one, because most of them count brands by what the catalogue folds.
 */
import type { EventLog, Position, RecordedEvent } from '#event-store';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CatalogueFold, catalogueModel, type LifeChange } from './catalogue/model';
import { acquireLease, assertLease, readSubscription, releaseLease, releaseOwned, seizeLease, type Clock, type Lease } from './checkpoints';
import { CorrectionsFold, correctionsModel } from './corrections/model';
import { createTable, ReadModelError, type ReadModelDatabase, type ReadModelTransaction } from './database';
import { EditionsFold, editionsModel } from './editions/model';
import { FundsFold, fundsModel } from './funds/model';
import { GapsFold, gapsModel } from './gaps/model';
import { HistoryFold, historyModel } from './history/model';
import { ImportsFold, importsModel } from './imports/model';
import type { DecodedEvent, Fact, ModelFold, ProjectedFact, ReadModelDefinition, StandingChange, TableName } from './model';
import { MovementsFold, movementsModel } from './movements/model';
import { RegionalFold, regionalModel } from './regional/model';
import { ReturnsFold, returnsModel } from './returns/model';
import { runSubscription, type Batch, type BatchHandler, type RunnerOptions, type Subscription } from './runner';
import { SubjectsFold, subjectsModel } from './subjects/model';
import { positionToText } from './table';
import { TierStatusFold, tierStatusModel } from './tier-status/model';
import { WorkListFold, workListModel, type LivedFact } from './work-list/model';
import { YearlyFold, yearlyModel } from './yearly/model';

/** Name of the subscription whose checkpoint the answers of queries stand at. */
export const READ_MODELS = 'read-models';
/** Name of the subscription that builds beside it. */
export const READ_MODELS_NEXT = 'read-models.next';

export const readModels: readonly ReadModelDefinition[] = [
  catalogueModel,
  tierStatusModel,
  yearlyModel,
  regionalModel,
  historyModel,
  workListModel,
  importsModel,
  editionsModel,
  subjectsModel,
  gapsModel,
  fundsModel,
  correctionsModel,
  movementsModel,
  returnsModel,
];

const inUse: TableName = ({ name }) => name;
const beside: TableName = ({ name }) => `${name}__next`;

/** Folds batches into the tables of all models. */
export class Projector implements BatchHandler<DecodedEvent> {
  private readonly catalogue: CatalogueFold;
  private readonly others: readonly ModelFold<LivedFact & ProjectedFact>[];

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly nameOfTable: TableName = inUse,
  ) {
    const { engine } = db;
    this.catalogue = new CatalogueFold(engine, nameOfTable);
    this.others = [
      TierStatusFold,
      YearlyFold,
      RegionalFold,
      HistoryFold,
      WorkListFold,
      ImportsFold,
      EditionsFold,
      SubjectsFold,
      GapsFold,
      FundsFold,
      CorrectionsFold,
      MovementsFold,
      ReturnsFold,
    ].map((Fold) => new Fold(engine, nameOfTable));
  }

  /** @throws ReadModelError READ_MODEL.SCHEMA_TOO_NEW when newer code has rebuilt the models meanwhile */
  async start(): Promise<void> {
    this.rolledBack();
    if (this.nameOfTable === inUse) await standing(this.db);
  }

  async apply(tx: ReadModelTransaction, { events }: Pick<Batch<DecodedEvent>, 'events'>): Promise<void> {
    const facts = events.map(({ recorded: { id, stream, revision, position }, leaf, event }) => {
      const fact: Fact & { brand: StandingChange | null; life: LifeChange | null } = {
        event,
        metadata: event.metadata,
        leaf,
        id,
        stream,
        revision: Number(revision),
        position,
        brand: null,
        life: null,
      };
      return fact;
    });
    await this.catalogue.load(tx, facts);
    for (const fact of facts) {
      const change = this.catalogue.project(fact);
      if (change === null) continue;
      fact.brand = change.standing;
      fact.life = change.life;
    }
    for (const fold of this.others) {
      await fold.load(tx, facts);
      for (const fact of facts) fold.project(fact);
    }
    await this.catalogue.flush(tx);
    for (const fold of this.others) await fold.flush(tx);
  }

  committed(): void {
    this.catalogue.committed();
    for (const fold of this.others) fold.committed();
  }

  rolledBack(): void {
    this.catalogue.reset();
    for (const fold of this.others) fold.reset();
  }
}

type Standing = 'none' | 'current' | 'outdated';

/** What the tables hold, against what this program would build. @throws ReadModelError READ_MODEL.SCHEMA_TOO_NEW */
async function standing(db: ReadModelDatabase): Promise<Standing> {
  const rows = await db.read.selectFrom('read_model').select(['name', 'version']).execute();
  if (rows.length === 0) return 'none';
  const known = new Map(rows.map(({ name, version }) => [name, version]));
  let current = rows.length === readModels.length;
  for (const { name, version } of readModels) {
    const held = known.get(name);
    if (held !== undefined && held > version)
      throw new ReadModelError('READ_MODEL.SCHEMA_TOO_NEW', `read model ${name} is version ${held}, this program builds ${version}`);
    if (held !== version) current = false;
  }
  return current ? 'current' : 'outdated';
}

async function generationOf(tx: ReadModelTransaction): Promise<number> {
  const row = await tx
    .selectFrom('read_model')
    .select((eb) => eb.fn.max('generation').as('generation'))
    .executeTakeFirst();
  return row?.generation ?? 0;
}

async function register(tx: ReadModelTransaction, generation: number): Promise<void> {
  await tx.deleteFrom('read_model').execute();
  const rows = readModels.map(({ name, version, tables }) => ({
    name,
    version,
    generation,
    tables: JSON.stringify(tables.map((table) => table.name)),
  }));
  await tx.insertInto('read_model').values(rows).execute();
}

/** Creates the tables of a fresh database, so that queries have something to read before the first event. */
async function createMissing(db: ReadModelDatabase): Promise<void> {
  await db.inTransaction(async (tx) => {
    // Two programs may start on one fresh PostgreSQL: the second waits here, and then finds the work done.
    if (db.engine === 'postgres') await sql`lock table read_model in access exclusive mode`.execute(tx);
    if ((await generationOf(tx)) > 0) return;
    for (const table of readModels.flatMap((model) => model.tables)) await createTable(tx, db.engine, table, inUse(table), 1);
    await register(tx, 1);
  });
}

export interface ReadModelOptions extends Pick<RunnerOptions<DecodedEvent>, 'batchSize' | 'batchMs' | 'leaseMs' | 'leasePollMs' | 'retry'> {
  readonly db: ReadModelDatabase;
  readonly log: EventLog;
  /** The ledger's codec: checks and upcasts. */
  readonly decode: (recorded: RecordedEvent) => DecodedEvent;
  /** Names this process in leases; see `acquireLease`. */
  readonly owner: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that queries find tables, and that they are of this program's versions: creates them, or rebuilds them
 * beside older ones. Returns when the tables are there and current, which after a change of version takes as long as a
 * rebuild.
 * @throws ReadModelError READ_MODEL.SCHEMA_TOO_NEW
 */
export async function prepareReadModels(options: ReadModelOptions): Promise<void> {
  const { db, signal } = options;
  while (!signal.aborted) {
    const held = await standing(db);
    if (held === 'none') await createMissing(db);
    if (held === 'current') return;
    if (held === 'outdated') {
      try {
        await rebuildReadModels(options);
      } catch (error) {
        // Another process is at it.
        if (!(error instanceof ReadModelError) || error.code !== 'READ_MODEL.REBUILD_RUNNING') throw error;
        await sleep(500, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** Runs all read models. `prepareReadModels` must have returned before. */
export function runReadModels(options: ReadModelOptions): Subscription {
  return runSubscription({ ...options, name: READ_MODELS, handler: new Projector(options.db) });
}

export interface RebuildProgress {
  /** Leaf index of the last event folded. */
  readonly leaf: number;
  readonly seconds: number;
}

/** Large, because a rebuild has no reader to keep waiting, and rows that are touched again within a batch are written once. */
const REBUILD_BATCH = 20_000;
const SWAP_LEASE_MS = 60_000;

/**
 * Builds all read models anew beside those in use, and puts them in their place when they have caught up. Queries go on,
 * and so does whoever runs the models in use, except for the moment of the exchange.
 * @returns how many events were folded, and how long it took
 * @throws ReadModelError READ_MODEL.REBUILD_RUNNING when another process is rebuilding; SubscriptionFailed
 */
export async function rebuildReadModels(
  options: ReadModelOptions & { onProgress?: (progress: RebuildProgress) => void },
): Promise<{ events: number; seconds: number }> {
  const { db, clock, signal } = options;
  // One that nobody else bears, not even this process: two rebuilds must not take each other for themselves.
  const owner = `${options.owner}:rebuild:${randomUUID()}`;
  const leaseMs = options.leaseMs ?? 10_000;
  const begun = performance.now();
  const secondsSoFar = () => (performance.now() - begun) / 1000;
  const { generation } = await begin(db, { owner, leaseMs, clock });

  const stop = new AbortController();
  const builder = runSubscription({
    ...options,
    owner,
    name: READ_MODELS_NEXT,
    batchSize: options.batchSize ?? REBUILD_BATCH,
    signal: AbortSignal.any([signal, stop.signal]),
    givesBack: false,
    handler: new Projector(db, beside),
  });
  let ended = false;
  const done = builder.done.finally(() => (ended = true));
  done.catch(() => undefined);
  const buildUntil = async (reached: () => Promise<boolean>): Promise<void> => {
    while (!ended && !(await reached())) {
      await sleep(20);
      options.onProgress?.({ leaf: builder.status().leaf, seconds: secondsSoFar() });
    }
    if (!ended) return;
    await done;
    signal.throwIfAborted();
  };

  let live: Awaited<ReturnType<typeof seizeLease>> = null;
  try {
    // The end of a log that grows all the time is never seen; where the models in use stand is as good.
    await buildUntil(
      async () =>
        builder.status().state === 'live' || reaches(builder.status().position, (await readSubscription(db, READ_MODELS))?.position),
    );
    live = await db.inTransaction((tx) => seizeLease(tx, { name: READ_MODELS, owner, leaseMs: SWAP_LEASE_MS, clock }));
    const goal = live?.record.position;
    await buildUntil(() => Promise.resolve(goal === undefined || reaches(builder.status().position, goal)));
    stop.abort();
    await done;
    const next = await acquireLease(db, { name: READ_MODELS_NEXT, owner, leaseMs: SWAP_LEASE_MS, clock });
    if (next === null) throw new ReadModelError('READ_MODEL.REBUILD_RUNNING', `another process took over ${READ_MODELS_NEXT}`);
    await exchange(db, { generation, live: live?.lease ?? null, next: next.lease, clock });
    return { events: next.record.leaf + 1, seconds: secondsSoFar() };
  } finally {
    stop.abort();
    await done.catch(() => undefined);
    if (live !== null) await releaseLease(db, live.lease, { state: 'waitingForLease', error: null, clock });
    await releaseOwned(db, READ_MODELS_NEXT, owner);
  }
}

const reaches = (position: Position | undefined, goal: Position | undefined): boolean =>
  position !== undefined && goal !== undefined && position >= goal;

/** Clears what an earlier rebuild left behind, and creates the tables of this one. */
async function begin(db: ReadModelDatabase, request: { owner: string; leaseMs: number; clock: Clock }): Promise<{ generation: number }> {
  const taken = await acquireLease(db, { name: READ_MODELS_NEXT, ...request });
  if (taken === null) {
    const holder = await readSubscription(db, READ_MODELS_NEXT);
    throw new ReadModelError('READ_MODEL.REBUILD_RUNNING', `the read models are being rebuilt by ${holder?.owner ?? 'another process'}`);
  }
  return db.inTransaction(async (tx) => {
    await assertLease(tx, taken.lease);
    const generation = (await generationOf(tx)) + 1;
    for (const table of readModels.flatMap((model) => model.tables)) {
      await tx.schema.dropTable(beside(table)).ifExists().execute();
      await createTable(tx, db.engine, table, beside(table), generation);
    }
    await tx.updateTable('subscription').set({ position: '', leaf: -1, recorded_at: null }).where('name', '=', READ_MODELS_NEXT).execute();
    return { generation };
  });
}

/** Puts the new tables in the place of the old, and the live checkpoint where the new tables stand. */
async function exchange(
  db: ReadModelDatabase,
  between: { generation: number; live: Lease | null; next: Lease; clock: Clock },
): Promise<void> {
  const { generation, live, next, clock } = between;
  await db.inTransaction(async (tx) => {
    await assertLease(tx, next);
    if (live !== null) await assertLease(tx, live);
    const held = await tx.selectFrom('read_model').select('tables').execute();
    for (const name of held.flatMap(({ tables }) => JSON.parse(tables) as string[])) await tx.schema.dropTable(name).ifExists().execute();
    for (const table of readModels.flatMap((model) => model.tables))
      await tx.schema.alterTable(beside(table)).renameTo(inUse(table)).execute();
    await register(tx, generation);
    const built = await tx.selectFrom('subscription').selectAll().where('name', '=', READ_MODELS_NEXT).executeTakeFirstOrThrow();
    const { position, leaf, recorded_at } = built;
    await tx
      .insertInto('subscription')
      .values({
        ...built,
        name: READ_MODELS,
        owner: null,
        epoch: 1,
        lease_until: 0,
        watermark: positionToText(undefined),
        state: 'new',
        updated_at: clock.now().toISOString(),
      })
      .onConflict((oc) => oc.column('name').doUpdateSet({ position, leaf, recorded_at }))
      .execute();
    await tx.deleteFrom('subscription').where('name', '=', READ_MODELS_NEXT).execute();
  });
}

import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { BrandEvent } from '#domain';
import type { JsonObject, RecordedEvent } from '#event-store';
import { brandEvent, LIVES, testFigure, testMetadata, testUuid } from '#testing';
import { MemoryLog } from '../../../test/support/memory-log';
import { contents } from '../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../test/support/read-models';
import { readSubscription } from './checkpoints';
import type { ReadModelDatabase } from './database';
import type { DecodedEvent } from './model';
import { ReadModelQueries } from './queries';
import { prepareReadModels, READ_MODELS, READ_MODELS_NEXT, rebuildReadModels, runReadModels, type ReadModelOptions } from './read-models';
import type { Subscription } from './runner';
import { yearlyModel } from './yearly/model';

// Each test makes all tables and their indexes anew, which takes PostgreSQL seconds on a busy machine.
jest.setTimeout(30_000);

const A = testUuid(1);
const decode = ({ type, data, metadata }: RecordedEvent) => ({ type, data, metadata }) as DecodedEvent;
const figure = (n: number): BrandEvent => ({
  type: 'FigureRecorded.v1',
  data: testFigure({ figureId: testUuid(100 + n), value: n, window: { fromYear: null, toYear: 2000 + n, asOf: null } }),
});

describe.each(readModelEngines)('the read models of a process on $engine', ({ create }) => {
  let models: TestReadModels;
  let db: ReadModelDatabase;
  let log: MemoryLog;
  let ends: AbortController[];
  let running: Subscription[];

  beforeEach(async () => {
    models = await create();
    db = await models.open();
    log = new MemoryLog(() => new Date());
    ends = [];
    running = [];
  }, START_DATABASE_MS);
  afterEach(async () => {
    for (const end of ends) end.abort();
    await Promise.allSettled(running.map((subscription) => subscription.done));
    await models.dispose();
  });

  const append = async (...events: BrandEvent[]) => {
    const metadata = testMetadata() as object as JsonObject;
    return (
      await log.append(
        `brand-${A}`,
        'any',
        events.map(({ type, data }) => ({ id: randomUUID(), type, data: data as JsonObject, metadata })),
      )
    ).position;
  };
  const options = (over: Partial<ReadModelOptions> = {}): ReadModelOptions => {
    const end = new AbortController();
    ends.push(end);
    return { db, log, decode, owner: 'A', clock: { now: () => new Date() }, signal: end.signal, leasePollMs: 5, ...over };
  };
  const start = (over: Partial<ReadModelOptions> = {}) => {
    const subscription = runReadModels(options(over));
    subscription.done.catch(() => undefined);
    running.push(subscription);
    return subscription;
  };
  const values = async (from: ReadModelDatabase = db) =>
    (await new ReadModelQueries(from).yearlyCounts({ dataset: 'real', by: 'none' })).rows.map(({ value }) => value);

  it('are there before the first event, also when two programs start together on a fresh database', async () => {
    const other = await models.open();
    await Promise.all([prepareReadModels(options()), prepareReadModels(options({ db: other, owner: 'B' }))]);
    expect((await new ReadModelQueries(other).brands({})).rows).toEqual([]);
  });

  it('follow the log, and answer at the position they stand at', async () => {
    await prepareReadModels(options());
    const subscription = start();
    const position = await append(...LIVES.listed, figure(1));
    expect(await subscription.waitFor(position, 5000)).toBe(true);
    const { rows, position: at } = await new ReadModelQueries(db).brands({});
    expect([rows[0]?.stage, rows[0]?.revision, at]).toEqual(['cultivated', LIVES.listed.length, position.toString()]);
    expect(await values()).toEqual([1]);
  });

  it('are rebuilt beside those in use and hold the same; queries and the live subscription go on', async () => {
    await prepareReadModels(options());
    const subscription = start({ batchSize: 3 });
    const end = await append(...LIVES.warned, figure(1), figure(2));
    expect(await subscription.waitFor(end, 5000)).toBe(true);
    const before = await contents(db);

    let asked = 0;
    let rebuilding = true;
    const asking = (async () => {
      while (rebuilding) {
        expect(await values()).toEqual([1, 2]);
        asked += 1;
        // SQLite answers without leaving the turn of the event loop; others must have theirs.
        await nextTick();
      }
    })();
    const { events } = await rebuildReadModels(options({ batchSize: 4 })).finally(() => (rebuilding = false));
    await asking;
    expect(asked).toBeGreaterThan(0);
    expect(events).toBe(LIVES.warned.length + 2);
    expect(await contents(db)).toEqual(before);

    const later = await append(figure(3));
    expect(await subscription.waitFor(later, 10_000)).toBe(true);
    expect(await values()).toEqual([1, 2, 3]);
    expect(await readSubscription(db, READ_MODELS_NEXT)).toBeNull();
  });

  it('heal what somebody altered in the tables, by a rebuild', async () => {
    await prepareReadModels(options());
    const subscription = start();
    expect(await subscription.waitFor(await append(...LIVES.listed, figure(5)), 5000)).toBe(true);
    await db.inTransaction((tx) => sql`update yearly_total set total = '99999'`.execute(tx));
    expect(await values()).toEqual([99999]);
    await rebuildReadModels(options());
    expect(await values()).toEqual([5]);
  });

  it('never stand further back after a rebuild than before it, while events keep coming', async () => {
    await prepareReadModels(options());
    const subscription = start();
    await append(...LIVES.listed);
    let coming = true;
    let n = 0;
    const writing = (async () => {
      while (coming) {
        await append(figure(++n));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    let furthest = 0n;
    const watching = (async () => {
      while (coming) {
        const { position } = await new ReadModelQueries(db).brands({});
        expect(BigInt(position)).toBeGreaterThanOrEqual(furthest);
        furthest = BigInt(position);
        await nextTick();
      }
    })();
    await rebuildReadModels(options({ batchSize: 20 })).finally(() => (coming = false));
    await Promise.all([writing, watching]);
    expect(await subscription.waitFor(log.end ?? 0n, 10_000)).toBe(true);
    expect(await values()).toEqual(Array.from({ length: n }, (_, i) => i + 1));
  }, 60_000);

  it('are rebuilt when the tables are of an older version, before anybody runs them', async () => {
    await prepareReadModels(options());
    const first = start();
    expect(await first.waitFor(await append(...LIVES.listed, figure(1)), 5000)).toBe(true);
    ends.at(-1)?.abort();
    await first.done;
    await db.inTransaction(async (tx) => {
      await sql`update read_model set version = 0 where name = 'yearly'`.execute(tx);
      await sql`delete from yearly_total`.execute(tx);
    });
    await prepareReadModels(options());
    expect(await values()).toEqual([1]);
    expect(
      (
        await sql<{ version: number; generation: number }>`select version, generation from read_model where name = 'yearly'`.execute(
          db.read,
        )
      ).rows,
    ).toEqual([{ version: yearlyModel.version, generation: 2 }]);
    const again = start();
    expect(await again.waitFor(await append(figure(2)), 5000)).toBe(true);
    expect(await values()).toEqual([1, 2]);
  });

  it('are left alone by a program older than the tables', async () => {
    await prepareReadModels(options());
    await append(...LIVES.listed);
    await db.inTransaction((tx) => sql`update read_model set version = 1000 where name = 'yearly'`.execute(tx));
    await expect(prepareReadModels(options())).rejects.toMatchObject({ code: 'READ_MODEL.SCHEMA_TOO_NEW' });
    const subscription = start({ retry: { attempts: 2, firstMs: 1, maxMs: 1 } });
    await expect(subscription.done).rejects.toMatchObject({ code: 'SUBSCRIPTION.START_FAILED' });
    expect((await sql`select * from brand`.execute(db.read)).rows).toEqual([]);
  });

  it('are rebuilt by one process at a time; one that died in the middle does not stand in the way', async () => {
    await prepareReadModels(options());
    await append(...LIVES.listed, figure(1));
    // A rebuild that was killed: a lease that runs out, tables half made.
    const end = new AbortController();
    let stopped = false;
    const killed = rebuildReadModels({
      ...options({ owner: 'B', signal: end.signal, leaseMs: 300, batchSize: 1 }),
      decode: (recorded) => {
        if (!stopped) end.abort();
        stopped = true;
        return decode(recorded);
      },
    });
    await expect(killed).rejects.toThrow();
    await db.inTransaction((tx) =>
      sql`update subscription set owner = 'B', lease_until = ${Date.now() + 600} where name = ${READ_MODELS_NEXT}`.execute(tx),
    );
    await expect(rebuildReadModels(options())).rejects.toMatchObject({ code: 'READ_MODEL.REBUILD_RUNNING' });
    await new Promise((resolve) => setTimeout(resolve, 650));
    expect((await rebuildReadModels(options())).events).toBe(LIVES.listed.length + 1);
    expect(await values()).toEqual([1]);
    expect((await readSubscription(db, READ_MODELS))?.leaf).toBe(LIVES.listed.length);
  });

  it('are fed by one of two processes, and by the other when that one ends, without losing or doubling anything', async () => {
    const other = await models.open();
    await prepareReadModels(options());
    const first = start();
    const firstEnd = ends.at(-1);
    const second = start({ db: other, owner: 'B' });
    await append(brandEvent('BrandReported.v1'), figure(1));
    const turns = [first, second];
    for (let n = 2; n <= 30; n++) {
      const position = await append(figure(n));
      if (n === 15) firstEnd?.abort();
      if (n % 5 === 0)
        await Promise.any(
          turns.map(async (subscription) => (await subscription.waitFor(position, 5000)) || Promise.reject(new Error('not this one'))),
        );
    }
    expect(await second.waitFor(log.end ?? 0n, 10_000)).toBe(true);
    expect(await values(other)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    const leaves = (await sql<{ leaf: number }>`select leaf from leaf order by leaf`.execute(other.read)).rows.map(({ leaf }) => leaf);
    expect(leaves).toEqual(Array.from({ length: 31 }, (_, i) => i));
  }, 20_000);
});

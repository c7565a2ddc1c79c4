import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { MemoryLog } from '../../../test/support/memory-log';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../test/support/read-models';
import { acquireLease, readSubscription } from './checkpoints';
import type { ReadModelDatabase, ReadModelTransaction } from './database';
import {
  runSubscription,
  SubscriptionFailed,
  waitForCheckpoint,
  type Batch,
  type BatchHandler,
  type RunnerOptions,
  type Subscription,
} from './runner';

describe.each(readModelEngines)('a subscription on $engine', ({ create }) => {
  let models: TestReadModels;
  let db: ReadModelDatabase;
  let other: ReadModelDatabase;
  let log: MemoryLog;
  let name: string;
  let ends: AbortController[] = [];
  let running: Subscription[] = [];
  let counter = 0;

  beforeAll(async () => {
    models = await create();
    db = await models.open();
    other = await models.open();
    await db.inTransaction((tx) => sql`create table handled (subscription text, leaf integer, type text)`.execute(tx));
  }, START_DATABASE_MS);
  afterAll(() => models.dispose());
  beforeEach(() => {
    log = new MemoryLog(() => new Date());
    name = `subscription-${++counter}`;
  });
  afterEach(async () => {
    for (const end of ends) end.abort();
    await Promise.allSettled(running.map((subscription) => subscription.done));
    ends = [];
    running = [];
  });

  const append = (...types: string[]) =>
    log.append(
      'brand-1',
      'any',
      types.map((type) => ({ id: randomUUID(), type, data: {}, metadata: {} })),
    );
  const write = async (tx: ReadModelTransaction, batch: Batch<string>) => {
    for (const { leaf, event } of batch.events) await sql`insert into handled values (${name}, ${leaf}, ${event})`.execute(tx);
  };
  const handled = async () =>
    (
      await sql<{ leaf: number; type: string }>`select leaf, type from handled where subscription = ${name} order by leaf, type`.execute(
        db.read,
      )
    ).rows.map((row) => `${row.leaf} ${row.type}`);
  const start = (handler: BatchHandler<string>, options: Partial<RunnerOptions<string>> = {}) => {
    const end = new AbortController();
    const subscription = runSubscription<string>({
      name,
      log,
      db,
      handler,
      owner: 'A',
      decode: ({ type }) => type,
      clock: { now: () => new Date() },
      signal: end.signal,
      leaseMs: 3000,
      leasePollMs: 5,
      retry: { attempts: 3, firstMs: 1, maxMs: 4 },
      ...options,
    });
    subscription.done.catch(() => undefined);
    ends.push(end);
    running.push(subscription);
    return { subscription, stop: () => (end.abort(), subscription.done) };
  };
  const reach = async (subscription: Subscription, position: bigint) => expect(await subscription.waitFor(position, 5000)).toBe(true);
  const until = async (condition: () => boolean) => {
    for (let i = 0; i < 1000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(condition()).toBe(true);
  };

  it('handles the past and then the present, in order, and counts leaves', async () => {
    await append('a', 'b');
    const { subscription } = start({ apply: write });
    const { position } = await append('c');
    await reach(subscription, position);
    expect(await handled()).toEqual(['0 a', '1 b', '2 c']);
    await until(() => subscription.status().state === 'live');
    expect(subscription.status()).toEqual({ name, state: 'live', position, leaf: 2, lagSeconds: 0, lastError: null });
    expect(await readSubscription(db, name)).toMatchObject({ position, leaf: 2, owner: 'A', state: 'live' });
  });

  it('goes on where it ended, with the next leaf', async () => {
    await append('a', 'b');
    const first = start({ apply: write });
    await reach(first.subscription, log.end ?? 0n);
    await first.stop();
    await append('c');
    const second = start({ apply: write });
    await reach(second.subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a', '1 b', '2 c']);
  });

  it('makes batches of at most the size given, each with its own checkpoint', async () => {
    await append(...'abcdefg');
    const sizes: number[] = [];
    const { subscription } = start({ apply: (_tx, batch) => Promise.resolve(void sizes.push(batch.events.length)) }, { batchSize: 3 });
    await reach(subscription, log.end ?? 0n);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('tries a failing batch again from the same place, whole', async () => {
    await append('a', 'b');
    let failures = 2;
    const { subscription } = start({
      apply: async (tx, batch) => {
        await write(tx, batch);
        if (failures-- > 0) throw new Error('not yet');
      },
    });
    await reach(subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a', '1 b']);
  });

  it('stops by name when a batch keeps failing, and writes nothing of it', async () => {
    await append('a', 'b');
    const { subscription } = start({
      apply: async (tx, batch) => {
        await write(tx, batch);
        throw new Error('broken');
      },
    });
    await expect(subscription.done).rejects.toMatchObject({ code: 'SUBSCRIPTION.HANDLER_FAILED', subscription: name, at: 'brand-1@0' });
    expect(subscription.status()).toMatchObject({ state: 'stopped', position: undefined, leaf: -1 });
    expect(await handled()).toEqual([]);
    expect(await readSubscription(db, name)).toMatchObject({ state: 'stopped', position: undefined, owner: null });
    expect((await readSubscription(db, name))?.error).toContain('broken');
  });

  it('handles what stands before an event it cannot read, and stops at that one', async () => {
    await append('a', 'b', 'unknown', 'c');
    const { subscription } = start(
      { apply: write },
      {
        decode: ({ type }) => {
          if (type === 'unknown') throw new Error('no such type');
          return type;
        },
      },
    );
    const error = await subscription.done.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SubscriptionFailed);
    expect(error).toMatchObject({ code: 'SUBSCRIPTION.UNREADABLE_EVENT', at: 'brand-1@2' });
    expect(await handled()).toEqual(['0 a', '1 b']);
    expect(await readSubscription(db, name)).toMatchObject({ leaf: 1, state: 'stopped' });
  });

  it('outlasts faults of the surroundings, however many', async () => {
    await append('a');
    let failures = 20;
    const { subscription } = start({
      apply: async (tx, batch) => {
        if (failures-- > 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
        await write(tx, batch);
      },
    });
    await reach(subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a']);
  });

  it('resumes after the log failed in the middle', async () => {
    await append('a', 'b', 'c', 'd');
    log.failNext = { after: 2, error: new Error('connection lost') };
    const { subscription } = start({ apply: write });
    await reach(subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a', '1 b', '2 c', '3 d']);
  });

  it('waits while another owner runs, and takes over where that one stopped', async () => {
    await append('a');
    const first = start({ apply: write });
    await reach(first.subscription, log.end ?? 0n);
    const second = start({ apply: write }, { owner: 'B', db: other });
    await append('b');
    await reach(first.subscription, log.end ?? 0n);
    expect(second.subscription.status().state).toBe('waitingForLease');
    await first.stop();
    await append('c');
    await reach(second.subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a', '1 b', '2 c']);
  });

  it('rolls back the batch of an owner who was put out in the middle of it, and the new owner handles it once', async () => {
    await append('a', 'b');
    let entered = 0;
    const old = start({
      before: async () => {
        // The owner sleeps past its lease: by the clock of the next one it has run out.
        if (entered++ === 0)
          await acquireLease(other, { name, owner: 'B', leaseMs: 200, clock: { now: () => new Date(Date.now() + 60_000) } });
      },
      apply: write,
    });
    await until(() => old.subscription.status().state === 'waitingForLease' && entered > 0);
    expect(await handled()).toEqual([]);
    const next = start({ apply: write }, { owner: 'B', db: other });
    await reach(next.subscription, log.end ?? 0n);
    expect(await handled()).toEqual(['0 a', '1 b']);
    expect(old.subscription.status().lastError).toContain('no longer run by A');
  });

  it('two runners that race for every batch leave each event exactly once', async () => {
    const types = Array.from({ length: 60 }, (_, i) => `e${i}`);
    await append(...types);
    // For a while every look at the clock finds that all leases have run out, so they take the subscription from one another.
    let looks = 0;
    const hasty = { now: () => new Date(Date.now() + Math.min(++looks, 60) * 10_000) };
    const runners = [
      start({ apply: write }, { owner: 'A', clock: hasty, batchSize: 7, leasePollMs: 1, leaseMs: 500 }),
      start({ apply: write }, { owner: 'B', clock: hasty, batchSize: 4, leasePollMs: 1, leaseMs: 500, db: other }),
    ];
    expect(await waitForCheckpoint(db, name, log.end ?? 0n, 20_000)).toBe(true);
    await Promise.all(runners.map((runner) => runner.stop()));
    expect((await handled()).map((line) => line.split(' ')[1])).toEqual(types);
  }, 30_000);

  it('stops even when it is told to in the very moment in which it takes its lease', async () => {
    let stopping: Promise<void> | undefined;
    const runner = start(
      { apply: write },
      {
        db: {
          ...db,
          inTransaction: async (work) => {
            const done = await db.inTransaction(work);
            stopping ??= runner.stop();
            return done;
          },
        },
      },
    );
    await until(() => stopping !== undefined);
    await stopping;
    expect(runner.subscription.status().state).toBe('stopped');
  });

  it('ticks only when caught up, under the lease, between batches', async () => {
    await append('a', 'b', 'c');
    const seen: string[] = [];
    const { subscription } = start(
      { apply: (_tx, batch) => Promise.resolve(void seen.push(...batch.events.map(({ event }) => event))) },
      {
        batchSize: 1,
        tick: { everyMs: 5, run: ({ checkpoint, lease }) => Promise.resolve(void seen.push(`tick ${checkpoint.leaf} ${lease.owner}`)) },
      },
    );
    await until(() => seen.filter((line) => line === 'tick 2 A').length >= 2);
    expect(seen.slice(0, 4)).toEqual(['a', 'b', 'c', 'tick 2 A']);
    const { position } = await append('d');
    await reach(subscription, position);
    await until(() => seen.includes('tick 3 A'));
  });

  it('answers a wait that comes to nothing with false', async () => {
    const { subscription, stop } = start({ apply: write });
    const { position } = await append('a');
    await reach(subscription, position);
    expect(await subscription.waitFor(position + 1n, 20)).toBe(false);
    expect(await waitForCheckpoint(other, name, position, 1000)).toBe(true);
    expect(await waitForCheckpoint(other, name, position + 1n, 30)).toBe(false);
    const waiting = subscription.waitFor(position + 1n, 60_000);
    await stop();
    expect(await waiting).toBe(false);
  });

  it('tells the lag as the age of what waits', async () => {
    log = new MemoryLog(() => new Date(Date.UTC(2026, 0, 1)));
    await append('a');
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    const { subscription } = start({ apply: () => held }, { clock: { now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, 7)) }, batchSize: 1 });
    await append('b');
    await until(() => subscription.status().lagSeconds === 7);
    go();
    await until(() => subscription.status().state === 'live');
    expect(subscription.status().lagSeconds).toBe(0);
  });
});

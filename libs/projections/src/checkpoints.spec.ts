import { sql } from 'kysely';
import {
  acquireLease,
  advanceCheckpoint,
  assertLease,
  LeaseLost,
  readSubscription,
  releaseLease,
  renewLease,
  setWatermark,
  START,
  type Checkpoint,
  type Lease,
} from './checkpoints';
import { openReadModels, type ReadModelDatabase } from './database';
import { positionFromText, positionToText } from './table';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../test/support/read-models';

const LEASE_MS = 10_000;

class SetClock {
  constructor(private ms = Date.UTC(2026, 0, 1)) {}
  now = (): Date => new Date(this.ms);
  pass(ms: number): void {
    this.ms += ms;
  }
}

describe('positions as text', () => {
  it.each([undefined, 0n, 1n, 9n, 10n, 99n, 1_000_000n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 64n - 1n])('keeps %s', (position) => {
    expect(positionFromText(positionToText(position))).toBe(position);
  });
  it('orders as the log does', () => {
    const positions = [undefined, 0n, 1n, 9n, 10n, 99n, 100n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n];
    const asText = positions.map(positionToText);
    expect([...asText].sort()).toEqual(asText);
  });
});

describe.each(readModelEngines)('checkpoints on $engine', ({ create }) => {
  let models: TestReadModels;
  let a: ReadModelDatabase;
  /** A second program on the same database. */
  let b: ReadModelDatabase;
  let clock: SetClock;
  let name: string;
  let counter = 0;

  beforeAll(async () => {
    models = await create();
    a = await models.open();
    b = await models.open();
    await a.inTransaction((tx) => sql`create table written (line text)`.execute(tx));
  }, START_DATABASE_MS);
  afterAll(() => models.dispose());
  beforeEach(() => {
    clock = new SetClock();
    name = `subscription-${++counter}`;
  });

  const take = (db: ReadModelDatabase, owner: string) => acquireLease(db, { name, owner, leaseMs: LEASE_MS, clock });
  const taken = async (db: ReadModelDatabase, owner: string) => {
    const result = await take(db, owner);
    if (result === null) throw new Error(`${owner} did not get the lease`);
    return result;
  };
  const move = (db: ReadModelDatabase, lease: Lease, from: Checkpoint, to: Checkpoint, line: string, before?: () => Promise<void>) =>
    db.inTransaction(async (tx) => {
      await sql`insert into written values (${line})`.execute(tx);
      await before?.();
      await advanceCheckpoint(tx, lease, {
        from,
        to,
        recordedAt: null,
        state: 'live',
        leaseUntil: new Date(clock.now().getTime() + LEASE_MS),
        now: clock.now(),
      });
    });
  const written = async (line: string) => {
    const { rows } = await sql<{ line: string }>`select line from written where line = ${`${name} ${line}`}`.execute(a.read);
    return rows.length;
  };
  const at = (position: bigint, leaf: number): Checkpoint => ({ position, leaf });

  it('gives a new subscription to the first who asks, at the start of the log', async () => {
    const { lease, record } = await taken(a, 'A');
    expect(lease).toEqual({ name, owner: 'A', epoch: 1 });
    expect(record).toEqual({
      name,
      owner: 'A',
      epoch: 1,
      leaseUntil: new Date(clock.now().getTime() + LEASE_MS),
      position: undefined,
      leaf: -1,
      watermark: undefined,
      recordedAt: null,
      state: 'new',
      error: null,
    });
    expect(await take(b, 'B')).toBeNull();
  });

  it('gives it to exactly one of several who ask at once', async () => {
    const results = await Promise.all(['A', 'B', 'C', 'D'].map((owner, i) => take(i % 2 === 0 ? a : b, owner)));
    expect(results.filter((result) => result !== null)).toHaveLength(1);
  });

  it.each([
    { passed: LEASE_MS - 1, free: false },
    { passed: LEASE_MS, free: true },
  ])('after $passed ms without renewal another may take over: $free', async ({ passed, free }) => {
    await taken(a, 'A');
    clock.pass(passed);
    expect((await take(b, 'B')) !== null).toBe(free);
  });

  it('is kept by renewing, and renewing says when it was lost', async () => {
    const { lease } = await taken(a, 'A');
    clock.pass(LEASE_MS - 1);
    expect(await renewLease(a, lease, LEASE_MS, clock)).toBe(true);
    clock.pass(LEASE_MS - 1);
    expect(await take(b, 'B')).toBeNull();
    clock.pass(1);
    expect((await take(b, 'B'))?.lease.epoch).toBe(2);
    expect(await renewLease(a, lease, LEASE_MS, clock)).toBe(false);
  });

  it('is taken up again at once by an owner of the same name, under a new epoch', async () => {
    const { lease } = await taken(a, 'embedded');
    const again = await taken(b, 'embedded');
    expect(again.lease.epoch).toBe(lease.epoch + 1);
    await expect(move(a, lease, START, at(5n, 0), `${name} old`)).rejects.toBeInstanceOf(LeaseLost);
    expect(await written('old')).toBe(0);
  });

  it('is free at once when it was given back', async () => {
    const { lease } = await taken(a, 'A');
    await releaseLease(a, lease, { state: 'stopped', error: 'why', clock });
    expect(await readSubscription(a, name)).toMatchObject({ owner: null, state: 'stopped', error: 'why' });
    expect(await take(b, 'B')).not.toBeNull();
  });

  it('moves rows and checkpoint together', async () => {
    const { lease } = await taken(a, 'A');
    const far = 2n ** 60n + 1n;
    await move(a, lease, START, at(far, 7), `${name} one`);
    expect(await readSubscription(b, name)).toMatchObject({ position: far, leaf: 7 });
    expect(await written('one')).toBe(1);
    await move(a, lease, at(far, 7), at(far + 1n, 8), `${name} two`);
    expect(await readSubscription(b, name)).toMatchObject({ position: far + 1n, leaf: 8 });
    expect(await written('two')).toBe(1);
  });

  it.each([
    { told: 'too early', from: START },
    { told: 'too late', from: at(6n, 1) },
  ])('rolls rows back when the owner believes in a position that is $told', async ({ from }) => {
    const { lease } = await taken(a, 'A');
    await move(a, lease, START, at(5n, 0), `${name} first`);
    await expect(move(a, lease, from, at(9n, 2), `${name} second`)).rejects.toBeInstanceOf(LeaseLost);
    expect(await written('second')).toBe(0);
    expect(await readSubscription(a, name)).toMatchObject({ position: 5n, leaf: 0 });
  });

  it('rolls back what an owner writes that slept past its lease, even where nothing else moved', async () => {
    const old = await taken(a, 'A');
    clock.pass(LEASE_MS);
    const next = await taken(b, 'B');
    await expect(move(a, old.lease, START, at(5n, 0), `${name} A`)).rejects.toBeInstanceOf(LeaseLost);
    await move(b, next.lease, START, at(5n, 0), `${name} B`);
    expect(await written('A')).toBe(0);
    expect(await written('B')).toBe(1);
  });

  it('lets a take-over in the middle of a transaction win, or wait for its end; never both write', async () => {
    const old = await taken(a, 'A');
    clock.pass(LEASE_MS);
    let takeOver: ReturnType<typeof take> | undefined;
    const first = move(a, old.lease, START, at(5n, 0), `${name} A`, async () => {
      takeOver = take(b, 'B');
      // PostgreSQL lets the other in now; SQLite makes it wait for the end of this transaction.
      await Promise.race([takeOver, new Promise((resolve) => setTimeout(resolve, 100))]);
    }).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(LeaseLost);
        return false;
      },
    );
    const oldWrote = await first;
    const next = await takeOver;
    // The old owner's commit prolonged its lease, or the new one starts where the old one's rows never were.
    expect(oldWrote ? next : next?.record.position).toBe(oldWrote ? null : undefined);
    expect(await written('A')).toBe(oldWrote ? 1 : 0);
    expect(await readSubscription(a, name)).toMatchObject(oldWrote ? { owner: 'A', position: 5n } : { owner: 'B', position: undefined });
  });

  it('writes neither rows nor checkpoint when the handler dies after its rows', async () => {
    const { lease } = await taken(a, 'A');
    const death = new Error('killed');
    await expect(move(a, lease, START, at(5n, 0), `${name} one`, () => Promise.reject(death))).rejects.toBe(death);
    expect(await written('one')).toBe(0);
    expect(await readSubscription(a, name)).toMatchObject({ position: undefined, leaf: -1 });
  });

  it('fences writes that do not move the checkpoint, and the watermark', async () => {
    const old = await taken(a, 'A');
    await a.inTransaction((tx) => setWatermark(tx, old.lease, 3n));
    expect((await readSubscription(a, name))?.watermark).toBe(3n);
    clock.pass(LEASE_MS);
    const next = await taken(b, 'B');
    expect(next.record.watermark).toBe(3n);
    await expect(a.inTransaction((tx) => assertLease(tx, old.lease))).rejects.toBeInstanceOf(LeaseLost);
    await expect(a.inTransaction((tx) => setWatermark(tx, old.lease, 4n))).rejects.toBeInstanceOf(LeaseLost);
    await b.inTransaction((tx) => assertLease(tx, next.lease));
    expect((await readSubscription(a, name))?.watermark).toBe(3n);
  });
});

describe.each(readModelEngines)('the database of read models on $engine', ({ create }) => {
  let models: TestReadModels;
  beforeAll(async () => {
    models = await create();
  }, START_DATABASE_MS);
  afterAll(() => models.dispose());

  it('applies each migration once, also when two programs start together, and refuses what newer code made', async () => {
    const [a, b] = await Promise.all([models.open(), models.open()]);
    const step = (table: string) => (tx: Parameters<Parameters<ReadModelDatabase['inTransaction']>[0]>[0]) =>
      tx.schema.createTable(table).addColumn('key', 'text').execute();
    await Promise.all([a.migrate('test', [step('one')]), b.migrate('test', [step('one')])]);
    await a.migrate('test', [step('one'), step('two')]);
    await b.inTransaction((tx) => sql`insert into two values ('there')`.execute(tx));
    await expect(b.migrate('test', [step('one')])).rejects.toMatchObject({ code: 'READ_MODEL.SCHEMA_TOO_NEW' });
  });

  it('reads one moment within a snapshot while a writer goes on', async () => {
    const db = await models.open();
    await db.inTransaction((tx) => sql`create table counted (n integer)`.execute(tx));
    const count = async (tx: ReadModelDatabase['read']) =>
      Number((await sql<{ n: number }>`select count(*) as n from counted`.execute(tx)).rows[0]?.n);
    await db.inSnapshot(async (tx) => {
      expect(await count(tx)).toBe(0);
      await db.inTransaction((writer) => sql`insert into counted values (1)`.execute(writer));
      expect(await count(tx)).toBe(0);
    });
    expect(await count(db.read)).toBe(1);
  });

  it('refuses to open without a target', async () => {
    await expect(openReadModels({})).rejects.toMatchObject({ code: 'READ_MODEL.TARGET_MISSING' });
  });
});

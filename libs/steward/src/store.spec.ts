import { LeaseLost, START, acquireLease, openReadModels, type Advance, type ReadModelDatabase } from '#projections';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, DueRow, FanoutRow } from './process';
import { StewardStore } from './store';

const clock = { now: () => new Date('2026-01-01T00:00:00Z') };
const cause = { event: 'e', type: 'ReviewDue.v1', correlationId: 'c', causationDepth: 1 };
const due = (key: string, on: string): DueRow => ({
  key,
  stream: 'brand-b',
  what: 'review',
  period: 2022,
  on,
  proposalId: null,
  ground: null,
  cause,
});
const set = (row: DueRow): Change => ({ table: 'dues', key: row.key, row });
const advance = (from: bigint | undefined, to: bigint): Advance => ({
  from: { position: from, leaf: 0 },
  to: { position: to, leaf: 1 },
  recordedAt: null,
  watermark: to,
  state: 'live',
  leaseUntil: new Date('2026-01-01T00:01:00Z'),
  now: clock.now(),
});
let folder: string;
let db: ReadModelDatabase;
let store: StewardStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steward-store-'));
  db = await openReadModels({ file: join(folder, 'read.db') });
  store = new StewardStore(db, 'steward');
  await store.migrate();
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});
const take = async () => {
  const taken = await acquireLease(db, { name: 'steward', owner: 'a', leaseMs: 60_000, clock });
  if (taken === null) throw new Error('no lease');
  return taken;
};
const dues = async (): Promise<readonly DueRow[]> => [...(await store.load()).memory.dues.values()];

it('saves the last state of every row together with the checkpoint', async () => {
  const { lease } = await take();
  const [first, second] = [due('x', '2023-01-01'), due('y', '2023-02-01')];
  await store.save(
    lease,
    [set(first), set({ ...first, on: '2023-03-01' }), set(second), { table: 'dues', key: 'y', row: null }],
    ['x@e', 'x@e'],
    advance(undefined, 10n),
  );
  expect(await dues()).toEqual([{ ...first, on: '2023-03-01' }]);
  expect([...(await store.firedKeys())]).toEqual(['x@e']);
  expect(await store.record()).toMatchObject({ position: 10n, watermark: 10n, leaf: 1 });
});

it.each([
  ['an older epoch that moves the checkpoint', 'older', advance(10n, 20n)],
  ['an older epoch that does not', 'older', null],
  ['a checkpoint that stands elsewhere', 'now', advance(undefined, 20n)],
])('writes nothing for %s', async (_what, whose, moved) => {
  const older = await take();
  await store.save(older.lease, [set(due('x', '2023-01-01'))], [], advance(undefined, 10n));
  const now = await take();
  const lease = whose === 'older' ? older.lease : now.lease;
  await expect(store.save(lease, [set(due('x', '2099-01-01')), set(due('y', '2023-01-01'))], ['x@e'], moved)).rejects.toBeInstanceOf(
    LeaseLost,
  );
  expect(await dues()).toEqual([due('x', '2023-01-01')]);
  expect([...(await store.firedKeys())]).toEqual([]);
  expect((await store.record())?.position).toBe(10n);
});

it('a reset forgets what the log gives back and keeps the rest, watermark included', async () => {
  const { lease } = await take();
  const fanout: FanoutRow = { key: 'f', region: '370000', period: 2022, synthetic: false, effectiveOn: '2023-01-31', after: 'b', cause };
  await store.save(lease, [set(due('x', '2023-01-01')), { table: 'fanouts', key: 'f', row: fanout }], ['x@e'], advance(undefined, 10n));
  const { lease: next, record } = await take();
  await store.reset(next, record, { leaseUntil: clock.now(), now: clock.now() });
  const { memory } = await store.load();
  expect([[...memory.dues], [...memory.fanouts.values()], [...(await store.firedKeys())]]).toEqual([[], [fanout], ['x@e']]);
  expect(await store.record()).toMatchObject({ ...START, watermark: 10n });
});

it('tells what is still to be done, in the order of who has to wait for it', async () => {
  expect(await store.unsettled(undefined, '2023-01-01')).toBeNull();
  expect(await store.unsettled(10n, '2023-01-01')).toContain('the log ends at 10');
  const { lease } = await take();
  await store.save(lease, [set(due('x', '2023-01-01'))], [], advance(undefined, 10n));
  expect(await store.unsettled(10n, '2023-01-01')).toBeNull();
  expect(await store.unsettled(10n, '2023-01-02')).toBe('x was due on 2023-01-01');
});

/**
 * Who runs a named subscription, and how far it has come.
 *
 * A lease says who may run it, and ends by itself when its owner dies. It is no proof: a process may sleep past the end
 * of its lease and wake in the middle of a transaction. The proof is the checkpoint, which is moved in the transaction
 * that writes the rows, and only from exactly the epoch and the position that the owner believes in; else the
 * transaction is rolled back, rows and all.
 */
import { sql } from 'kysely';
import type { ReadModelDatabase, ReadModelTransaction, SubscriptionTable } from './database';
import { positionFromText, positionToText } from './table';

export interface Clock {
  now(): Date;
}

/** The right to run a subscription. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly epoch: number;
}

export interface Checkpoint {
  /** Position of the last event handled; `undefined` before the first. */
  readonly position: bigint | undefined;
  /** Leaf index of the last event handled; -1 before the first. */
  readonly leaf: number;
}

export const START: Checkpoint = { position: undefined, leaf: -1 };

export type SubscriptionState = 'new' | 'waitingForLease' | 'catchingUp' | 'live' | 'stopped';

/** How a subscription stands, as any process can read it. */
export interface SubscriptionRecord extends Checkpoint {
  readonly name: string;
  readonly owner: string | null;
  readonly epoch: number;
  readonly leaseUntil: Date;
  readonly watermark: bigint | undefined;
  /** When the last event handled was recorded, or null before the first. */
  readonly recordedAt: string | null;
  readonly state: SubscriptionState;
  readonly error: string | null;
}

/** Another owner has taken over, or somebody else moved the checkpoint: what this owner was about to write is rolled back. */
export class LeaseLost extends Error {
  readonly code = 'SUBSCRIPTION.LEASE_LOST';
  readonly zh: string;
  readonly en: string;
  constructor(
    readonly subscription: string,
    readonly owner: string,
    readonly epoch: number,
  ) {
    super(`subscription ${subscription} is no longer run by ${owner} (epoch ${epoch})`);
    this.name = 'LeaseLost';
    this.en = this.message;
    this.zh = `订阅 ${subscription} 已不由 ${owner}（第 ${epoch} 任）运行`;
  }
}

function toRecord(row: SubscriptionTable): SubscriptionRecord {
  return {
    name: row.name,
    owner: row.owner,
    epoch: row.epoch,
    leaseUntil: new Date(row.lease_until),
    position: positionFromText(row.position),
    leaf: row.leaf,
    watermark: positionFromText(row.watermark),
    recordedAt: row.recorded_at,
    state: row.state as SubscriptionState,
    error: row.error,
  };
}

/**
 * Takes the subscription when it is free, when its lease has run out, or when `owner` held it before (an embedded
 * process that was killed takes up again at once: its folder is locked, so nobody else can be running it).
 * @returns the lease with the checkpoint to go on from, or null while another owner holds it
 */
export function acquireLease(
  db: ReadModelDatabase,
  request: { name: string; owner: string; leaseMs: number; clock: Clock },
): Promise<{ lease: Lease; record: SubscriptionRecord } | null> {
  const { name, owner, leaseMs, clock } = request;
  return db.inTransaction(async (tx) => {
    const now = clock.now();
    await tx
      .insertInto('subscription')
      .values({
        name,
        owner: null,
        epoch: 0,
        lease_until: 0,
        position: '',
        leaf: -1,
        watermark: '',
        recorded_at: null,
        state: 'new',
        error: null,
        updated_at: now.toISOString(),
      })
      .onConflict((oc) => oc.column('name').doNothing())
      .execute();
    const row = await tx
      .updateTable('subscription')
      .set((eb) => ({ owner, epoch: eb('epoch', '+', 1), lease_until: now.getTime() + leaseMs, updated_at: now.toISOString() }))
      .where('name', '=', name)
      .where((eb) => eb.or([eb('lease_until', '<=', now.getTime()), eb('owner', '=', owner)]))
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : { lease: { name, owner, epoch: row.epoch }, record: toRecord(row) };
  });
}

/**
 * Takes the subscription from whoever runs it, who is fenced out from then on and waits until it is given back: for the
 * moment in which rebuilt tables take the place of the old ones.
 * @returns null when the subscription never ran
 */
export async function seizeLease(
  tx: ReadModelTransaction,
  request: { name: string; owner: string; leaseMs: number; clock: Clock },
): Promise<{ lease: Lease; record: SubscriptionRecord } | null> {
  const { name, owner, leaseMs, clock } = request;
  const now = clock.now();
  const row = await tx
    .updateTable('subscription')
    .set((eb) => ({ owner, epoch: eb('epoch', '+', 1), lease_until: now.getTime() + leaseMs, updated_at: now.toISOString() }))
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : { lease: { name, owner, epoch: row.epoch }, record: toRecord(row) };
}

/** Prolongs the lease. @returns false when another owner has taken over. */
export async function renewLease(db: ReadModelDatabase, lease: Lease, leaseMs: number, clock: Clock): Promise<boolean> {
  const result = await db.inTransaction((tx) =>
    tx
      .updateTable('subscription')
      .set({ lease_until: clock.now().getTime() + leaseMs })
      .where('name', '=', lease.name)
      .where('epoch', '=', lease.epoch)
      .executeTakeFirst(),
  );
  return result.numUpdatedRows === 1n;
}

/** Gives the subscription back, so that the next owner need not wait. Does nothing when it was taken over already. */
export async function releaseLease(
  db: ReadModelDatabase,
  lease: Lease,
  end: { state: SubscriptionState; error: string | null; clock: Clock },
): Promise<void> {
  await db.inTransaction((tx) =>
    tx
      .updateTable('subscription')
      .set({ owner: null, lease_until: 0, state: end.state, error: end.error, updated_at: end.clock.now().toISOString() })
      .where('name', '=', lease.name)
      .where('epoch', '=', lease.epoch)
      .execute(),
  );
}

/** `releaseLease` for whoever knows only that it owns the subscription, under whatever epoch. */
export async function releaseOwned(db: ReadModelDatabase, name: string, owner: string): Promise<void> {
  await db.inTransaction((tx) =>
    tx.updateTable('subscription').set({ owner: null, lease_until: 0 }).where('name', '=', name).where('owner', '=', owner).execute(),
  );
}

/** Says in the database how the subscription stands, for whoever asks from another process. */
export async function reportState(
  db: ReadModelDatabase,
  lease: Lease,
  report: { state: SubscriptionState; error: string | null; clock: Clock },
): Promise<void> {
  await db.inTransaction((tx) =>
    tx
      .updateTable('subscription')
      .set({ state: report.state, error: report.error, updated_at: report.clock.now().toISOString() })
      .where('name', '=', lease.name)
      .where('epoch', '=', lease.epoch)
      .execute(),
  );
}

export interface Advance {
  readonly from: Checkpoint;
  readonly to: Checkpoint;
  /** When the event at `to` was recorded. */
  readonly recordedAt: string | null;
  /** Left as it is when not given. */
  readonly watermark?: bigint | undefined;
  readonly state: SubscriptionState;
  readonly leaseUntil: Date;
  readonly now: Date;
}

/**
 * Moves the checkpoint, inside the transaction that wrote the rows. The last thing before the commit.
 * @throws LeaseLost when epoch or previous position are not what the owner believes; let it roll the transaction back
 */
export async function advanceCheckpoint(tx: ReadModelTransaction, lease: Lease, advance: Advance): Promise<void> {
  const result = await tx
    .updateTable('subscription')
    .set({
      position: positionToText(advance.to.position),
      leaf: advance.to.leaf,
      recorded_at: advance.recordedAt,
      state: advance.state,
      error: null,
      lease_until: advance.leaseUntil.getTime(),
      updated_at: advance.now.toISOString(),
      ...(advance.watermark === undefined ? {} : { watermark: positionToText(advance.watermark) }),
    })
    .where('name', '=', lease.name)
    .where('epoch', '=', lease.epoch)
    .where('position', '=', positionToText(advance.from.position))
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LeaseLost(lease.name, lease.owner, lease.epoch);
}

/**
 * Fences a transaction that writes rows without moving the checkpoint (a due date that fired): the row stays locked until
 * the commit, so that nobody takes over in between.
 * @throws LeaseLost
 */
export async function assertLease(tx: ReadModelTransaction, lease: Lease): Promise<void> {
  const result = await tx
    .updateTable('subscription')
    .set({ epoch: sql<number>`epoch` })
    .where('name', '=', lease.name)
    .where('epoch', '=', lease.epoch)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LeaseLost(lease.name, lease.owner, lease.epoch);
}

/** Sets as far as which position a process manager has reacted, inside its own fenced transaction. @throws LeaseLost */
export async function setWatermark(tx: ReadModelTransaction, lease: Lease, watermark: bigint | undefined): Promise<void> {
  const result = await tx
    .updateTable('subscription')
    .set({ watermark: positionToText(watermark) })
    .where('name', '=', lease.name)
    .where('epoch', '=', lease.epoch)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LeaseLost(lease.name, lease.owner, lease.epoch);
}

/** How a subscription stands, or null when it never ran. */
export async function readSubscription(db: ReadModelDatabase, name: string): Promise<SubscriptionRecord | null> {
  const row = await db.read.selectFrom('subscription').selectAll().where('name', '=', name).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** All subscriptions, by name. */
export async function readSubscriptions(db: ReadModelDatabase): Promise<SubscriptionRecord[]> {
  const rows = await db.read.selectFrom('subscription').selectAll().orderBy('name').execute();
  return rows.map(toRecord);
}

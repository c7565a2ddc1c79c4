/**
 * How often somebody may guess. Failures are counted by name and address, so that who types wrong passwords locks that name for
 * their own address and for nobody else. Whoever guesses from many addresses is slowed down by name: a pause before each try from
 * an address from which the name has not proved itself lately. A pause locks nobody out, and those who come from where they
 * always come are not even paused.
 *
 * Names are counted whether they exist or not: neither answer nor time tells which do.
 */
import { Lanes, type Clock } from '#application';
import type { OfficeStore, OfficeTransaction } from '#office';
import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessProblems } from './problems';

/** 本地配置: no document states these. */
export interface TrySettings {
  /** Failures of a name from one address until that address is locked for the name, and for how long. */
  readonly failures: number;
  readonly lockMinutes: number;
  /** Failures of a name from all addresses within `NAME_WINDOW_MS` until tries are slowed down, and the pause before each. */
  readonly nameFailures: number;
  readonly namePauseMs: number;
}

/** Failures are forgotten after this. */
export const NAME_WINDOW_MS = 24 * 3_600_000;
/** An address from which a name proved itself within this is not slowed down. */
export const PROVED_MS = 30 * 24 * 3_600_000;
/** Tries whose password is being checked or waits for it, all names together. Beyond them the server says that it is busy. */
const MAX_WAITING = 50;
/** Of these, from one address: nobody keeps all others from signing in alone. An office behind one address comes at nine o'clock. */
export const MAX_WAITING_OF_ADDRESS = 20;
/** Tries that are paused: of one name from as many addresses, and of all names. */
export const MAX_PAUSED_OF_NAME = 10;
const MAX_PAUSED = 200;
/** Old rows are looked for so often at most. */
const SWEEP_EVERY_MS = 60_000;

const keyOf = (login: string, address: string): string => `${address}|${login}`;

export class SignInTries {
  private readonly lanes = new Lanes();
  private waiting = 0;
  private readonly waitingOf = new Map<string, number>();
  /** Addresses whose try is paused, by name. */
  private readonly paused = new Map<string, Set<string>>();
  private sweptAt = 0;
  private readonly ending = new AbortController();

  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly settings: TrySettings,
  ) {}

  private now(): number {
    return this.clock.now().getTime();
  }

  /**
   * One try of a name from an address. Tries of a name from an address go one after another: many at once would all come
   * before the lock.
   * @param verify who it is, or null for a wrong password. While the address is locked it is asked all the same, with `barred`:
   *   it takes as long, and its answer does not count
   * @returns what `verify` gave; null when it was wrong or barred
   * @throws LedgerProblem ACCESS.BUSY when too many wait
   */
  async attempt<T>(login: string, address: string, verify: (barred: boolean) => Promise<T | null>): Promise<T | null> {
    if (await this.isSlowed(login, address)) await this.pause(login, address);
    const own = this.waitingOf.get(address) ?? 0;
    if (this.waiting >= MAX_WAITING || own >= MAX_WAITING_OF_ADDRESS) throw accessProblems.busy();
    this.waiting += 1;
    this.waitingOf.set(address, own + 1);
    try {
      return await this.lanes.inTurn(keyOf(login, address), async () => {
        const barred = await this.isLocked(login, address);
        const found = await verify(barred);
        if (barred) return null;
        await (found === null ? this.failed(login, address) : this.proved(login, address));
        return found;
      });
    } finally {
      this.waiting -= 1;
      const left = (this.waitingOf.get(address) ?? 1) - 1;
      if (left === 0) this.waitingOf.delete(address);
      else this.waitingOf.set(address, left);
    }
  }

  private async isLocked(login: string, address: string): Promise<boolean> {
    const row = await this.rowOf(login, address);
    return row !== undefined && row.locked_until > this.now();
  }

  private rowOf(login: string, address: string) {
    return this.store.read.selectFrom('sign_in_address').selectAll().where('key', '=', keyOf(login, address)).executeTakeFirst();
  }

  /** Whether too many have guessed this name lately, and it never proved itself from this address. */
  private async isSlowed(login: string, address: string): Promise<boolean> {
    const name = await this.store.read.selectFrom('sign_in_name').selectAll().where('login', '=', login).executeTakeFirst();
    if (name === undefined || name.failures < this.settings.nameFailures || name.since_ms <= this.now() - NAME_WINDOW_MS) return false;
    const row = await this.rowOf(login, address);
    return row === undefined || row.proved_ms <= this.now() - PROVED_MS;
  }

  /** Waits its turn among the addresses that try this name, one pause for each. */
  private async pause(login: string, address: string): Promise<void> {
    const own = this.paused.get(login) ?? new Set<string>();
    const all = [...this.paused.values()].reduce((sum, { size }) => sum + size, 0);
    // One place for an address: nobody fills the line alone.
    if (own.has(address) || own.size >= MAX_PAUSED_OF_NAME || all >= MAX_PAUSED) throw accessProblems.busy();
    this.paused.set(login, own.add(address));
    try {
      await this.lanes.inTurn(login, () => sleep(this.settings.namePauseMs, undefined, { signal: this.ending.signal }));
    } catch {
      throw accessProblems.busy();
    } finally {
      own.delete(address);
      if (own.size === 0) this.paused.delete(login);
    }
  }

  private async failed(login: string, address: string): Promise<void> {
    const { failures, lockMinutes } = this.settings;
    const now = this.now();
    const old = now - NAME_WINDOW_MS;
    await this.store.inTransaction(async (tx) => {
      await this.sweep(tx, now);
      const key = keyOf(login, address);
      const { failures: count } = await tx
        .insertInto('sign_in_address')
        .values({ key, login, address, failures: 1, failed_ms: now, locked_until: 0, proved_ms: 0 })
        .onConflict((on) =>
          on.column('key').doUpdateSet({
            failures: sql`case when sign_in_address.failed_ms <= ${old} then 1 else sign_in_address.failures + 1 end`,
            failed_ms: now,
          }),
        )
        .returning('failures')
        .executeTakeFirstOrThrow();
      if (Number(count) >= failures)
        await tx
          .updateTable('sign_in_address')
          .set({ failures: 0, locked_until: now + lockMinutes * 60_000 })
          .where('key', '=', key)
          .execute();
      await tx
        .insertInto('sign_in_name')
        .values({ login, failures: 1, since_ms: now })
        .onConflict((on) =>
          on.column('login').doUpdateSet({
            failures: sql`case when sign_in_name.since_ms <= ${old} then 1 else sign_in_name.failures + 1 end`,
            since_ms: sql`case when sign_in_name.since_ms <= ${old} then ${now} else sign_in_name.since_ms end`,
          }),
        )
        .execute();
    });
  }

  private async proved(login: string, address: string): Promise<void> {
    const now = this.now();
    await this.store.inTransaction((tx) =>
      tx
        .insertInto('sign_in_address')
        .values({ key: keyOf(login, address), login, address, failures: 0, failed_ms: 0, locked_until: 0, proved_ms: now })
        .onConflict((on) => on.column('key').doUpdateSet({ failures: 0, locked_until: 0, proved_ms: now }))
        .execute(),
    );
  }

  /** Forgets what counts no more. */
  private async sweep(tx: OfficeTransaction, now: number): Promise<void> {
    if (now - this.sweptAt < SWEEP_EVERY_MS) return;
    this.sweptAt = now;
    const old = now - NAME_WINDOW_MS;
    await tx
      .deleteFrom('sign_in_address')
      .where('failed_ms', '<=', old)
      .where('locked_until', '<=', now)
      .where('proved_ms', '<=', now - PROVED_MS)
      .execute();
    await tx.deleteFrom('sign_in_name').where('since_ms', '<=', old).execute();
  }

  /** Names that some address is locked for now, with the end of the last such lock in milliseconds since 1970. */
  async locked(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.store.read
      .selectFrom('sign_in_address')
      .select(['login', 'locked_until'])
      .where('locked_until', '>', this.now())
      .orderBy('locked_until')
      .execute();
    return new Map(rows.map(({ login, locked_until }) => [login, locked_until]));
  }

  /** Lifts every lock of a name, and forgets its failures and addresses. */
  async forget(tx: OfficeTransaction, login: string): Promise<void> {
    await tx.deleteFrom('sign_in_address').where('login', '=', login).execute();
    await tx.deleteFrom('sign_in_name').where('login', '=', login).execute();
  }

  /** Whoever is paused is told that the server is busy. */
  close(): void {
    this.ending.abort();
  }
}

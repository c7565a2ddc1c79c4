import { newId, type Clock } from '#application';
import { isWithin } from '#domain';
import type { OfficeStore, OfficeTables } from '#office';
import { accessProblems } from './problems';
import type { Accounts, Administrator, Grant } from './accounts';
import { digestOf, newSecret } from './sessions';

const PREFIX = 'blt_';
const USED_EVERY_MS = 60_000;
/** A token lives a year at most; a program that goes on needs a new one. */
const MAX_DAYS = 366;

/**
 * Bearer tokens for programs. A token acts as the person it was made for, in one role that this person holds: it can
 * never do more than they could, and ends when their role or their account does.
 */
export class Tokens {
  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
  ) {}

  /**
   * @param grant id of a role that is held; stand-ins are for people
   * @returns the token, which is kept nowhere
   */
  async create(
    grant: string,
    label: string,
    expiresOn: string,
    by: Administrator,
  ): Promise<{ readonly id: string; readonly token: string }> {
    const held = await this.store.read
      .selectFrom('role_held')
      .selectAll()
      .where('id', '=', grant)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (held === undefined) throw accessProblems.grantNotFound();
    if (!isWithin(held.region, by.region)) throw accessProblems.beyond(held.region, by.region);
    const days = (Date.parse(expiresOn) - Date.parse(this.clock.today())) / 86_400_000;
    if (days < 0 || days > MAX_DAYS) throw accessProblems.dates();
    const token = PREFIX + newSecret();
    const id = newId();
    await this.store.inTransaction((tx) =>
      tx
        .insertInto('bearer_token')
        .values({
          ...{ id, digest: digestOf(token), label, person: held.person, role: held.role, region: held.region },
          ...{ created_at: this.clock.now().toISOString(), created_by: by.id, expires_on: expiresOn },
          ...{ revoked_at: null, revoked_by: null, last_used_at: null },
        })
        .execute(),
    );
    return { id, token };
  }

  /** The role in which a token acts today; null for one that is unknown, expired, revoked, or whose person lost the role. */
  async find(token: string): Promise<Grant | null> {
    if (!token.startsWith(PREFIX)) return null;
    const found = await this.store.read.selectFrom('bearer_token').selectAll().where('digest', '=', digestOf(token)).executeTakeFirst();
    if (found === undefined || found.revoked_at !== null || found.expires_on < this.clock.today()) return null;
    const grants = await this.accounts.grantsOf(found.person);
    const grant = grants.find(({ role, region, standIn }) => standIn === null && role === found.role && region === found.region);
    if (grant === undefined) return null;
    const now = this.clock.now();
    if (found.last_used_at === null || now.getTime() - Date.parse(found.last_used_at) > USED_EVERY_MS)
      await this.store.inTransaction((tx) =>
        tx.updateTable('bearer_token').set({ last_used_at: now.toISOString() }).where('id', '=', found.id).execute(),
      );
    return grant;
  }

  async revoke(id: string, by: Administrator): Promise<void> {
    const found = await this.store.read.selectFrom('bearer_token').selectAll().where('id', '=', id).executeTakeFirst();
    if (found === undefined || found.revoked_at !== null) throw accessProblems.grantNotFound();
    if (!isWithin(found.region, by.region)) throw accessProblems.beyond(found.region, by.region);
    await this.store.inTransaction((tx) =>
      tx.updateTable('bearer_token').set({ revoked_at: this.clock.now().toISOString(), revoked_by: by.id }).where('id', '=', id).execute(),
    );
  }

  async list(scope: string): Promise<readonly OfficeTables['bearer_token'][]> {
    const rows = await this.store.read.selectFrom('bearer_token').selectAll().orderBy('created_at', 'desc').execute();
    return rows.filter(({ region }) => isWithin(region, scope));
  }
}

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

/** A token as it is shown, once. */
export interface NewToken {
  readonly id: string;
  readonly token: string;
}

/** The token that was shown, and what it may do. */
export interface FoundToken {
  readonly id: string;
  readonly grant: Grant;
  readonly program: boolean;
}

/**
 * Bearer tokens. A token is a person's own, made by themselves, or that of a program's account, made by an administrator: nobody
 * acts under the name of somebody else. It can never do more than its role, and ends when the role or the account does.
 */
export class Tokens {
  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
  ) {}

  /**
   * Makes a token for a program's account. @param by administrator of its region
   * @returns the token, which is kept nowhere
   * @throws LedgerProblem ACCOUNT.TOKEN_OF_OTHER for the account of a person
   */
  async createForProgram(grant: string, label: string, expiresOn: string, by: Administrator): Promise<NewToken> {
    const held = await this.held(grant);
    if (!isWithin(held.region, by.region)) throw accessProblems.beyond(held.region, by.region);
    if (!(await this.accounts.isProgram(held.person))) throw accessProblems.tokenOfOther();
    return this.create(held, label, expiresOn, by.id);
  }

  /**
   * Makes a token in one of one's own roles; stand-ins are for people.
   * @throws LedgerProblem ACCOUNT.TOKEN_OF_OTHER for a role of somebody else, or when a token asks
   */
  async createOwn(
    grant: string,
    label: string,
    expiresOn: string,
    by: { readonly id: string; readonly signedIn: boolean },
  ): Promise<NewToken> {
    const held = await this.held(grant);
    if (held.person !== by.id || !by.signedIn) throw accessProblems.tokenOfOther();
    return this.create(held, label, expiresOn, by.id);
  }

  private async held(grant: string): Promise<OfficeTables['role_held']> {
    const held = await this.store.read
      .selectFrom('role_held')
      .selectAll()
      .where('id', '=', grant)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (held === undefined) throw accessProblems.grantNotFound();
    return held;
  }

  private async create(held: OfficeTables['role_held'], label: string, expiresOn: string, by: string): Promise<NewToken> {
    const days = (Date.parse(expiresOn) - Date.parse(this.clock.today())) / 86_400_000;
    if (days < 0 || days > MAX_DAYS) throw accessProblems.dates();
    const token = PREFIX + newSecret();
    const id = newId();
    await this.store.inTransaction((tx) =>
      tx
        .insertInto('bearer_token')
        .values({
          ...{ id, digest: digestOf(token), label, person: held.person, role: held.role, region: held.region },
          ...{ created_at: this.clock.now().toISOString(), created_by: by, expires_on: expiresOn },
          ...{ revoked_at: null, revoked_by: null, last_used_at: null },
        })
        .execute(),
    );
    return { id, token };
  }

  /** A token, whether it works or not; null for what never was one. */
  async known(token: string): Promise<OfficeTables['bearer_token'] | null> {
    if (!token.startsWith(PREFIX)) return null;
    return (await this.store.read.selectFrom('bearer_token').selectAll().where('digest', '=', digestOf(token)).executeTakeFirst()) ?? null;
  }

  /** The role in which a token acts today; null for one that is unknown, expired, revoked, or whose person lost the role. */
  async find(token: string): Promise<FoundToken | null> {
    const found = await this.known(token);
    if (found === null || found.revoked_at !== null || found.expires_on < this.clock.today()) return null;
    const program = await this.accounts.isProgram(found.person);
    // One that somebody else made for a person acts under a false name.
    if (!program && found.created_by !== found.person) return null;
    const grants = await this.accounts.grantsOf(found.person);
    const grant = grants.find(({ role, region, standIn }) => standIn === null && role === found.role && region === found.region);
    if (grant === undefined) return null;
    const now = this.clock.now();
    if (found.last_used_at === null || now.getTime() - Date.parse(found.last_used_at) > USED_EVERY_MS)
      await this.store.inTransaction((tx) =>
        tx.updateTable('bearer_token').set({ last_used_at: now.toISOString() }).where('id', '=', found.id).execute(),
      );
    return { id: found.id, grant, program };
  }

  /** An administrator ends any token of the region. */
  async revoke(id: string, by: Administrator): Promise<void> {
    const found = await this.store.read.selectFrom('bearer_token').selectAll().where('id', '=', id).executeTakeFirst();
    if (found === undefined || found.revoked_at !== null) throw accessProblems.grantNotFound();
    if (!isWithin(found.region, by.region)) throw accessProblems.beyond(found.region, by.region);
    await this.end(id, by.id);
  }

  /** Somebody ends a token of their own. */
  async revokeOwn(id: string, person: string): Promise<void> {
    const found = (await this.listOwn(person)).find((token) => token.id === id);
    if (found === undefined || found.revoked_at !== null) throw accessProblems.grantNotFound();
    await this.end(id, person);
  }

  private async end(id: string, by: string): Promise<void> {
    await this.store.inTransaction((tx) =>
      tx.updateTable('bearer_token').set({ revoked_at: this.clock.now().toISOString(), revoked_by: by }).where('id', '=', id).execute(),
    );
  }

  async list(scope: string): Promise<readonly OfficeTables['bearer_token'][]> {
    const rows = await this.store.read.selectFrom('bearer_token').selectAll().orderBy('created_at', 'desc').execute();
    return rows.filter(({ region }) => isWithin(region, scope));
  }

  listOwn(person: string): Promise<OfficeTables['bearer_token'][]> {
    return this.store.read.selectFrom('bearer_token').selectAll().where('person', '=', person).orderBy('created_at', 'desc').execute();
  }
}

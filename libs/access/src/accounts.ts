import { newId, type Clock } from '#application';
import { COUNTRY, isWithin, regionLevel, regionName } from '#domain';
import type { OfficeStore, OfficeTables, OfficeTransaction } from '#office';
import { PROGRAM_ROLES } from './decide';
import { faultOf, hashPassword, newPassword, verifyPassword, type PasswordCost } from './passwords';
import { accessProblems } from './problems';
import { ROLES, isRole, type RoleId } from './roles';
import { SignInTries, type TrySettings } from './sign-in-tries';

type AccountRow = OfficeTables['account'];

/** 本地配置: no document states these. */
export interface AccessSettings extends TrySettings {
  readonly idleMinutes: number;
  readonly sessionHours: number;
  /** Cheaper hashes for tests only. */
  readonly cost?: PasswordCost;
}

/** In which role a person may act today: one's own, or for somebody else. */
export interface Grant {
  readonly id: string;
  readonly person: string;
  readonly role: RoleId;
  readonly region: string;
  readonly unit: string | null;
  readonly from: string;
  readonly until: string | null;
  /** 代签. */
  readonly standIn: { readonly principal: string; readonly document: string } | null;
}

/** 社会公众: who has not signed in, where the public may read. It is nobody's account. */
export const PUBLIC: Grant = {
  ...{ id: 'public', person: 'public', role: 'publicReader', region: COUNTRY, unit: null, from: '2020-01-01', until: null },
  standIn: null,
};

/** Who administers, and for which region: nobody reaches beyond it. */
export interface Administrator {
  readonly id: string;
  readonly region: string;
}

export interface NewGrant {
  readonly role: string;
  readonly region: string;
  readonly unit: string | null;
  readonly from: string;
  readonly until: string | null;
}

export interface NewStandIn {
  readonly person: string;
  readonly principal: string;
  readonly role: string;
  readonly region: string;
  readonly from: string;
  readonly until: string;
  readonly document: string;
}

const LOGIN = /^[\p{L}\p{N}._-]{2,40}$/u;
const loginOf = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();
const covers = (from: string, until: string | null, day: string): boolean => from <= day && (until === null || day <= until);

export const NO_PASSWORD = { zh: '不能用密码或统一身份认证登录', en: 'signs in neither by password nor at a provider' };
const NO_DECISION = { zh: '不能持有复核、审核、审批、评审、管理类角色', en: 'holds no role that checks, approves, judges or administers' };
const NO_STAND_IN = { zh: '不能代签，也不能由他人代签', en: 'neither stands in for anybody nor is stood in for' };

/** Accounts, the roles that people hold, and who stands in for whom. */
export class Accounts {
  readonly tries: SignInTries;

  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    readonly settings: AccessSettings,
    /** Told of everybody whose rights changed: their sessions end. */
    private readonly onChange: (person: string) => Promise<void>,
  ) {
    this.tries = new SignInTries(store, clock, settings);
  }

  private instant(): string {
    return this.clock.now().toISOString();
  }

  /**
   * Makes the first administrator of a store that has no account.
   * @param tell given login and password before they are kept, so that they are known once they work
   * @returns false when there are accounts already
   */
  async begin(tell: (login: string, password: string) => void): Promise<boolean> {
    const password = newPassword();
    const hash = await hashPassword(password, this.settings.cost);
    return this.store.inTransaction(async (tx) => {
      if ((await tx.selectFrom('account').select('person').limit(1).executeTakeFirst()) !== undefined) return false;
      const person = newId();
      // Of two processes that start at once on a new database, one makes it.
      if (!(await this.insert(tx, { person, login: 'admin', name: '系统管理员', hash, by: 'first-start', demo: false }))) return false;
      tell('admin', password);
      const grant = { role: 'administrator', region: '000000', unit: null, from: this.clock.today(), until: null };
      await this.insertGrant(tx, person, grant, 'first-start');
      return true;
    });
  }

  /** @returns false when somebody has the login, also when they took it in this very moment */
  private async insert(
    tx: OfficeTransaction,
    account: { person: string; login: string; name: string; hash: string | null; by: string; demo: boolean },
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows: made } = await tx
      .insertInto('account')
      .values({
        person: account.person,
        login: account.login,
        display_name: account.name,
        password: account.hash,
        must_change: account.hash === null ? 0 : 1,
        disabled_at: null,
        created_at: this.instant(),
        created_by: account.by,
        demo: account.demo ? 1 : 0,
      })
      .onConflict((on) => on.column('login').doNothing())
      .executeTakeFirstOrThrow();
    return made === 1n;
  }

  private async insertGrant(tx: OfficeTransaction, person: string, grant: NewGrant, by: string): Promise<string> {
    const id = newId();
    await tx
      .insertInto('role_held')
      .values({
        ...{ id, person, role: grant.role, region: grant.region, unit: grant.unit },
        ...{ valid_from: grant.from, valid_until: grant.until, granted_by: by, granted_at: this.instant(), ended_at: null, ended_by: null },
      })
      .execute();
    return id;
  }

  /**
   * Makes an account without any role, with a password that is shown once.
   * @param options `program`: nobody signs in with it, and there is no password. `password` and `settled` are for the demonstration, whose passwords are public and need no change
   * @throws LedgerProblem ACCOUNT.BAD_LOGIN, ACCOUNT.LOGIN_TAKEN
   */
  async create(
    typed: string,
    name: string,
    by: string,
    options: { readonly password?: string; readonly demo?: boolean; readonly settled?: boolean; readonly program?: boolean } = {},
  ): Promise<{ readonly person: string; readonly login: string; readonly password: string | null }> {
    const login = loginOf(typed);
    if (!LOGIN.test(login)) throw accessProblems.badLogin();
    const program = options.program ?? false;
    const password = program ? null : (options.password ?? newPassword());
    const hash = password === null ? null : await hashPassword(password, this.settings.cost);
    const person = newId();
    await this.store.inTransaction(async (tx) => {
      if (!(await this.insert(tx, { person, login, name, hash, by, demo: options.demo ?? false }))) throw accessProblems.loginTaken(login);
      if (program) await tx.insertInto('program_account').values({ person, made_by: by, made_at: this.instant() }).execute();
      if (options.settled === true) await tx.updateTable('account').set({ must_change: 0 }).where('person', '=', person).execute();
    });
    return { person, login, password };
  }

  /** The account of a person; null for an id that nobody has. */
  async known(person: string): Promise<AccountRow | null> {
    return (await this.store.read.selectFrom('account').selectAll().where('person', '=', person).executeTakeFirst()) ?? null;
  }

  /** Whether an account is that of a program. */
  async isProgram(person: string): Promise<boolean> {
    const found = await this.store.read.selectFrom('program_account').select('person').where('person', '=', person).executeTakeFirst();
    return found !== undefined;
  }

  /** Those of the accounts that are programs'. */
  async programs(): Promise<ReadonlySet<string>> {
    return new Set((await this.store.read.selectFrom('program_account').select('person').execute()).map(({ person }) => person));
  }

  /** @returns null also for what can be nobody's login */
  async byLogin(typed: string): Promise<AccountRow | null> {
    const login = loginOf(typed);
    if (!LOGIN.test(login)) return null;
    return (await this.store.read.selectFrom('account').selectAll().where('login', '=', login).executeTakeFirst()) ?? null;
  }

  /**
   * Checks a name and a password. Whatever is wrong, the answer and the time it takes are the same.
   * @param address of the client, as failures are counted by it
   * @returns the account
   * @throws LedgerProblem ACCESS.WRONG_SIGN_IN, ACCESS.BUSY
   */
  async check(typed: string, password: string, address: string): Promise<AccountRow> {
    const { failures, lockMinutes, cost } = this.settings;
    const wrong = accessProblems.wrongSignIn(failures, lockMinutes);
    const login = loginOf(typed);
    if (!LOGIN.test(login)) throw wrong;
    const found = await this.tries.attempt(login, address, async (barred) => {
      const account = await this.byLogin(login);
      const isOpen = account !== null && account.disabled_at === null && !barred;
      const { ok, stale } = await verifyPassword(password, isOpen ? account.password : null, cost);
      return ok && account !== null ? { account, stale } : null;
    });
    if (found === null) throw wrong;
    if (found.stale) await this.keepHash(found.account.person, await hashPassword(password, cost));
    return found.account;
  }

  private async keepHash(person: string, password: string): Promise<void> {
    await this.store.inTransaction((tx) => tx.updateTable('account').set({ password }).where('person', '=', person).execute());
  }

  /**
   * Failures count like those of signing in: a session that was left open is no place to guess its password.
   * @throws LedgerProblem ACCOUNT.WRONG_CURRENT, ACCOUNT.BAD_PASSWORD, ACCESS.BUSY
   */
  async changePassword(person: string, current: string, next: string, address: string): Promise<void> {
    const { failures, lockMinutes, cost } = this.settings;
    const account = await this.require(person);
    const isHers = await this.tries.attempt(account.login, address, async (barred) =>
      (await verifyPassword(current, barred ? null : account.password, cost)).ok ? true : null,
    );
    if (isHers === null) throw accessProblems.wrongCurrent(failures, lockMinutes);
    const fault = faultOf(next, [account.login, account.display_name]);
    if (fault !== null) throw accessProblems.badPassword(fault);
    if ((await verifyPassword(next, account.password, cost)).ok) throw accessProblems.badPassword('same');
    const hash = await hashPassword(next, cost);
    await this.store.inTransaction((tx) =>
      tx.updateTable('account').set({ password: hash, must_change: 0 }).where('person', '=', person).execute(),
    );
    await this.onChange(person);
  }

  /** Gives a new first password, shown once, and lifts the locks of the name. */
  async resetPassword(
    person: string,
    by: Administrator,
  ): Promise<{ readonly person: string; readonly login: string; readonly password: string }> {
    const account = await this.administered(person, by);
    if (await this.isProgram(person)) throw accessProblems.programOnly(NO_PASSWORD);
    const password = newPassword();
    const hash = await hashPassword(password, this.settings.cost);
    await this.store.inTransaction(async (tx) => {
      await tx.updateTable('account').set({ password: hash, must_change: 1 }).where('person', '=', person).execute();
      await this.tries.forget(tx, account.login);
    });
    await this.onChange(person);
    return { person, login: account.login, password };
  }

  async setDisabled(person: string, disabled: boolean, by: Administrator): Promise<void> {
    const { login } = await this.administered(person, by);
    await this.store.inTransaction(async (tx) => {
      await tx
        .updateTable('account')
        .set({ disabled_at: disabled ? this.instant() : null })
        .where('person', '=', person)
        .execute();
      await this.tries.forget(tx, login);
    });
    await this.onChange(person);
  }

  /** Lifts every lock of a name, and forgets from where it was tried. */
  unlock(login: string): Promise<void> {
    return this.store.inTransaction((tx) => this.tries.forget(tx, login));
  }

  /** Ends the sessions of somebody whose rights changed, or how they may sign in. */
  rightsChanged(person: string): Promise<void> {
    return this.onChange(person);
  }

  private async require(person: string): Promise<AccountRow> {
    const account = await this.known(person);
    if (account === null) throw accessProblems.accountNotFound();
    return account;
  }

  /** An account all of whose roles lie within the administrator's region, and that is not the administrator's own. */
  async administered(person: string, by: Administrator): Promise<AccountRow> {
    const account = await this.require(person);
    if (person === by.id) throw accessProblems.ownAccount();
    const regions = await this.regionsOf(person);
    for (const region of regions) if (!isWithin(region, by.region)) throw accessProblems.beyond(region, by.region);
    if (regions.length === 0) this.mayBegin(account, by);
    return account;
  }

  /**
   * Where a person belongs: where they act, also for others; of somebody who acts nowhere any more, where they did. Empty for an
   * account that never held anything.
   */
  async regionsOf(person: string): Promise<readonly string[]> {
    const roles = await this.store.read.selectFrom('role_held').select(['region', 'ended_at']).where('person', '=', person).execute();
    const standIns = await this.store.read.selectFrom('stand_in').select(['region', 'ended_at']).where('person', '=', person).execute();
    const all = [...roles, ...standIns];
    const now = all.filter(({ ended_at }) => ended_at === null);
    return [...new Set((now.length > 0 ? now : all).map(({ region }) => region))];
  }

  /** An account without any role is that of whoever made it, or of an administrator of the whole: it is not there for the taking. */
  private mayBegin(account: AccountRow, by: Administrator): void {
    if (account.created_by !== by.id && by.region !== COUNTRY) throw accessProblems.beyond(COUNTRY, by.region);
  }

  /** Whether a person holds the role of an administrator today, or will. */
  async administers(person: string): Promise<boolean> {
    const today = this.clock.today();
    return (await this.rolesOf(person)).some(({ role, valid_until }) => role === 'administrator' && (valid_until ?? today) >= today);
  }

  /**
   * The region in which a person administered last, where nobody at all administers any more, nor will: an account that is
   * disabled still counts, since the machine enables it.
   */
  async lastAdministered(person: string): Promise<string | null> {
    const today = this.clock.today();
    const held = await this.store.read
      .selectFrom('role_held')
      .select(['person', 'region', 'valid_from', 'valid_until', 'ended_at'])
      .where('role', '=', 'administrator')
      .orderBy('valid_from', 'desc')
      .execute();
    if (held.some(({ ended_at, valid_until }) => ended_at === null && (valid_until ?? today) >= today)) return null;
    return held.find((role) => role.person === person)?.region ?? null;
  }

  /** Gives somebody who administered last the role again, from today. @throws LedgerProblem as `grant` */
  administerAgain(person: string, region: string, by: Administrator): Promise<string> {
    return this.grant(person, { role: 'administrator', region, unit: null, from: this.clock.today(), until: null }, by);
  }

  /** Roles of a person that were not ended, whatever their dates. */
  rolesOf(person: string): Promise<OfficeTables['role_held'][]> {
    return this.store.read.selectFrom('role_held').selectAll().where('person', '=', person).where('ended_at', 'is', null).execute();
  }

  /**
   * Gives a role in a region, from one day to another.
   * @throws LedgerProblem ACCOUNT.ROLE_UNKNOWN, ROLE_LEVEL, UNIT_NEEDED, DATES, OWN, ADMINISTRATOR_ALONE, ACCESS.OUT_OF_SCOPE
   */
  async grant(person: string, grant: NewGrant, by: Administrator): Promise<string> {
    await this.require(person);
    if (person === by.id) throw accessProblems.ownAccount();
    if (!isRole(grant.role)) throw accessProblems.roleUnknown(grant.role);
    if (regionName(grant.region) === undefined || !isWithin(grant.region, by.region)) throw accessProblems.beyond(grant.region, by.region);
    if (!PROGRAM_ROLES.has(grant.role) && (await this.isProgram(person))) throw accessProblems.programOnly(NO_DECISION);
    const role = ROLES[grant.role];
    const level = regionLevel(grant.region);
    if (role.at === 'province' && level !== 'province') throw accessProblems.roleLevel(role.zh, '省级');
    if (role.at === 'prefecture' && level !== 'prefecture') throw accessProblems.roleLevel(role.zh, '市级');
    if ((role.at === 'unit') !== (grant.unit !== null)) throw accessProblems.unitNeeded();
    if (grant.until !== null && (grant.until < grant.from || grant.until < this.clock.today())) throw accessProblems.dates();
    const held = await this.rolesOf(person);
    // Whoever gives the first role, or the first after all have ended, has the account: a password can then be reset.
    if (held.length === 0) await this.administered(person, by);
    const isAdministrator = (role: string): boolean => role === 'administrator';
    if (held.some(({ role: other }) => isAdministrator(other) !== isAdministrator(grant.role))) throw accessProblems.administratorAlone();
    const id = await this.store.inTransaction((tx) => this.insertGrant(tx, person, grant, by.id));
    await this.onChange(person);
    return id;
  }

  /** Ends a role today. What was done in it stays as it is; stand-ins for it end with it. */
  async endGrant(person: string, id: string, by: Administrator): Promise<void> {
    if (person === by.id) throw accessProblems.ownAccount();
    const held = (await this.rolesOf(person)).find((role) => role.id === id);
    if (held === undefined) throw accessProblems.grantNotFound();
    if (!isWithin(held.region, by.region)) throw accessProblems.beyond(held.region, by.region);
    await this.store.inTransaction((tx) =>
      tx.updateTable('role_held').set({ ended_at: this.instant(), ended_by: by.id }).where('id', '=', id).execute(),
    );
    await this.onChange(person);
  }

  /**
   * 授权代签: for a role that the principal holds all that time, by a document.
   * @throws LedgerProblem ACCOUNT.PRINCIPAL_LACKS, DATES, OWN, ADMINISTRATOR_ALONE, ACCESS.OUT_OF_SCOPE
   */
  async standIn(standIn: NewStandIn, by: Administrator): Promise<string> {
    const { person, principal, role, region, from, until } = standIn;
    await this.require(person);
    await this.require(principal);
    if (person === by.id || principal === by.id || person === principal) throw accessProblems.ownAccount();
    if ((await this.isProgram(person)) || (await this.isProgram(principal))) throw accessProblems.programOnly(NO_STAND_IN);
    if (!isRole(role)) throw accessProblems.roleUnknown(role);
    if (!isWithin(region, by.region)) throw accessProblems.beyond(region, by.region);
    if (until < from || until < this.clock.today()) throw accessProblems.dates();
    if (role === 'administrator' || (await this.rolesOf(person)).some((held) => held.role === 'administrator'))
      throw accessProblems.administratorAlone();
    const held = (await this.rolesOf(principal)).some(
      (own) =>
        own.role === role &&
        isWithin(region, own.region) &&
        covers(own.valid_from, own.valid_until, from) &&
        covers(own.valid_from, own.valid_until, until),
    );
    if (!held) throw accessProblems.principalLacks();
    const id = newId();
    await this.store.inTransaction((tx) =>
      tx
        .insertInto('stand_in')
        .values({
          ...{ id, person, principal, role, region, valid_from: from, valid_until: until, document: standIn.document },
          ...{ granted_by: by.id, granted_at: this.instant(), ended_at: null, ended_by: null },
        })
        .execute(),
    );
    await this.onChange(person);
    return id;
  }

  async endStandIn(id: string, by: Administrator): Promise<void> {
    const found = await this.store.read
      .selectFrom('stand_in')
      .selectAll()
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (found === undefined) throw accessProblems.grantNotFound();
    if (!isWithin(found.region, by.region)) throw accessProblems.beyond(found.region, by.region);
    await this.store.inTransaction((tx) =>
      tx.updateTable('stand_in').set({ ended_at: this.instant(), ended_by: by.id }).where('id', '=', id).execute(),
    );
    await this.onChange(found.person);
  }

  /** What a person may act in today: own roles, then stand-ins whose principal still holds the role. Nothing for a disabled account. */
  async grantsOf(person: string): Promise<readonly Grant[]> {
    const account = await this.known(person);
    if (account === null || account.disabled_at !== null) return [];
    const today = this.clock.today();
    const own = (await this.rolesOf(person))
      .filter((held) => covers(held.valid_from, held.valid_until, today))
      .map(({ id, role, region, unit, valid_from, valid_until }) => ({
        id,
        person,
        role,
        region,
        unit,
        from: valid_from,
        until: valid_until,
        standIn: null,
      }));
    const standIns: Grant[] = [];
    const rows = await this.store.read
      .selectFrom('stand_in')
      .selectAll()
      .where('person', '=', person)
      .where('ended_at', 'is', null)
      .execute();
    for (const row of rows) {
      if (!covers(row.valid_from, row.valid_until, today) || !isRole(row.role)) continue;
      const principal = await this.known(row.principal);
      if (principal === null || principal.disabled_at !== null) continue;
      const held = (await this.rolesOf(row.principal)).find(
        (role) => role.role === row.role && isWithin(row.region, role.region) && covers(role.valid_from, role.valid_until, today),
      );
      if (held === undefined) continue;
      standIns.push({
        ...{ id: row.id, person, role: row.role, region: row.region, unit: held.unit, from: row.valid_from, until: row.valid_until },
        standIn: { principal: row.principal, document: row.document },
      });
    }
    return [...own.flatMap((grant): Grant[] => (isRole(grant.role) ? [{ ...grant, role: grant.role }] : [])), ...standIns].sort((a, b) =>
      a.standIn === null && b.standIn !== null ? -1 : a.standIn !== null && b.standIn === null ? 1 : a.id < b.id ? -1 : 1,
    );
  }

  /** Names by person id; nothing for whom nobody knows. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.store.read
      .selectFrom('account')
      .select(['person', 'display_name', 'demo'])
      .where('person', 'in', [...ids])
      .execute();
    return new Map(rows.map(({ person, display_name, demo }) => [person, demo === 1 ? `${display_name}（演示账户）` : display_name]));
  }

  /** Accounts that an administrator of a region sees: those with a role in it, and those without any role. */
  async list(scope: string): Promise<readonly { readonly account: AccountRow; readonly roles: readonly OfficeTables['role_held'][] }[]> {
    const accounts = await this.store.read.selectFrom('account').selectAll().orderBy('login').execute();
    const roles = await this.store.read.selectFrom('role_held').selectAll().orderBy('granted_at').execute();
    const byPerson = new Map<string, OfficeTables['role_held'][]>();
    for (const role of roles) byPerson.set(role.person, [...(byPerson.get(role.person) ?? []), role]);
    return accounts
      .map((account) => ({ account, roles: byPerson.get(account.person) ?? [] }))
      .filter(({ roles: held }) => held.length === 0 || held.some(({ region }) => isWithin(region, scope)));
  }

  async standIns(scope: string): Promise<readonly OfficeTables['stand_in'][]> {
    const rows = await this.store.read.selectFrom('stand_in').selectAll().orderBy('valid_from', 'desc').execute();
    return rows.filter(({ region }) => isWithin(region, scope));
  }
}

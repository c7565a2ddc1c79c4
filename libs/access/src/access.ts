import type { Clock } from '#application';
import type { OfficeStore } from '#office';
import { Accounts, type AccessSettings, type Grant } from './accounts';
import type { OidcSignIn } from './oidc';
import { accessProblems } from './problems';
import { AccessRecords } from './records';
import { Sessions, sameSecret, type Session } from './sessions';
import { StandInActs } from './stand-in-acts';
import { Tokens } from './tokens';

/** A way to sign in that the page offers. */
export interface WayIn {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Where the page sends its form, or its user. */
  readonly path: string;
}

/** Who asks, proved by a session or a token. */
export interface Asker {
  readonly person: string;
  /** Null: signed in, but in no role today. */
  readonly grant: Grant | null;
  /** Null for a program with a token. */
  readonly session: Session | null;
  /** Id of the token that was shown; null for a session. */
  readonly token: string | null;
  /** An account of a program: it records and reads, and decides nothing. */
  readonly program: boolean;
}

/** Secrets that a request brings along. */
export interface Proof {
  readonly bearer: string | null;
  readonly cookie: string | null;
}

/** Whom a request concerns though nobody proved to be it, so that an auditor of their region finds it. */
export interface Concerned {
  readonly person: string;
  readonly token: string | null;
  /** Where the person acts, or did; null for who never held a role. */
  readonly region: string | null;
}

/** Everything about people and access, over one office store. */
export class Access {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly records: AccessRecords;
  readonly standInActs: StandInActs;
  /** Null where no provider of identities is configured. */
  oidc: OidcSignIn | null = null;
  /** Filled by whoever can vouch for people: passwords here, a provider of identities beside it. */
  readonly ways: WayIn[] = [{ id: 'password', zh: '账号和密码', en: 'name and password', path: '/api/v1/session' }];

  constructor(
    store: OfficeStore,
    clock: Clock,
    readonly settings: AccessSettings,
    warn: (line: string) => void,
  ) {
    this.sessions = new Sessions(store, clock, settings);
    this.accounts = new Accounts(store, clock, settings, (person) => this.sessions.endAllOf(person));
    this.tokens = new Tokens(store, clock, this.accounts);
    this.standInActs = new StandInActs(store, clock);
    this.records = new AccessRecords(store, clock, warn);
  }

  /**
   * Begins a session for somebody whose identity was proved, in the first role they hold today.
   * @param how by which way: `password`, or the id of another way in
   * @param before secret of the session that the browser brought along
   * @param idToken of the provider of identities
   * @throws LedgerProblem ACCESS.WRONG_SIGN_IN for who has no account here, or a disabled one
   */
  async signIn(
    person: string,
    how: string,
    before: string | null,
    idToken: string | null = null,
  ): Promise<{ readonly secret: string; readonly session: Session }> {
    const account = await this.accounts.known(person);
    if (account === null || account.disabled_at !== null || (await this.accounts.isProgram(person)))
      throw accessProblems.wrongSignIn(this.settings.failures, this.settings.lockMinutes);
    const [first] = await this.accounts.grantsOf(person);
    return this.sessions.begin(person, how, first?.id ?? null, before, idToken);
  }

  /** @throws LedgerProblem ACCESS.TOKEN_INVALID, ACCESS.SIGN_IN */
  async askerOf(proof: Proof, uses = true): Promise<Asker> {
    if (proof.bearer !== null) {
      const found = await this.tokens.find(proof.bearer);
      if (found === null) throw accessProblems.badToken();
      const { id, grant, program } = found;
      return { person: grant.person, grant, session: null, token: id, program };
    }
    const session = proof.cookie === null ? null : await this.sessions.find(proof.cookie, uses);
    if (session === null) throw accessProblems.signIn();
    const grants = await this.accounts.grantsOf(session.person);
    const grant = grants.find(({ id }) => id === session.acting) ?? null;
    return { person: session.person, session, grant, token: null, program: false };
  }

  /** Whose session or token it was that proves nothing any more; null for what never was one. */
  async formerOf({ bearer, cookie }: Proof): Promise<Concerned | null> {
    const token = bearer === null ? null : await this.tokens.known(bearer);
    const person = token === null ? (cookie === null ? null : await this.sessions.personOf(cookie)) : token.person;
    return person === null ? null : this.concerned(person, token?.id ?? null);
  }

  async concerned(person: string, token: string | null = null): Promise<Concerned> {
    const [region = null] = await this.accounts.regionsOf(person);
    return { person, token, region };
  }

  /** @throws LedgerProblem ACCESS.CSRF when what changes something does not carry the token of its session */
  checkCsrf(session: Session, sent: string | undefined): void {
    if (sent === undefined || !sameSecret(sent, session.csrf)) throw accessProblems.csrf();
  }

  async mustChange(person: string): Promise<boolean> {
    return (await this.accounts.known(person))?.must_change === 1;
  }

  async close(): Promise<void> {
    this.accounts.tries.close();
    await this.records.close();
  }
}

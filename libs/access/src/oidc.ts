/**
 * Signing in at a provider of identities: OpenID Connect, authorization code with PKCE.
 *
 * The provider says who somebody is, never what they may do: its `sub` is bound to an account that an administrator made
 * before, and the roles are those of the account. No claim gives a role, and nobody registers themselves.
 */
import type { Clock } from '#application';
import type { OfficeStore, OfficeTransaction } from '#office';
import * as client from 'openid-client';
import { NO_PASSWORD, type Accounts, type Administrator } from './accounts';
import { accessProblems } from './problems';
import { digestOf, newSecret } from './sessions';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back to: `…/api/v1/session/oidc/callback`. */
  readonly redirectUrl: string;
}

/** How long somebody may take at the provider. */
export const ATTEMPT_MINUTES = 10;
/** Sign-ins begun and not come back. Whoever begins more has no person behind them. */
const MAX_ATTEMPTS = 2000;
/** How long the provider may take to answer. */
const PROVIDER_SECONDS = 5;

const keyOf = (issuer: string, sub: string): string => `${issuer}|${sub}`;

export class OidcSignIn {
  /** In one form: with or without a last slash it is the same provider. */
  readonly issuer: string;
  private provider: Promise<client.Configuration> | null = null;
  private isDown = false;

  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly settings: OidcSettings,
    private readonly warn: (line: string) => void,
  ) {
    this.issuer = new URL(settings.issuer).href;
  }

  /** Asked when somebody first signs in, and again after it failed: the ledger starts without its provider. */
  private async discovered(): Promise<client.Configuration> {
    const { clientId, clientSecret } = this.settings;
    const server = new URL(this.issuer);
    // The signature of the ID token is checked although it comes straight from the provider.
    const execute = [client.enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [client.allowInsecureRequests] : [])];
    this.provider ??= client.discovery(server, clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
      execute,
      timeout: PROVIDER_SECONDS,
    });
    try {
      const found = await this.provider;
      this.isDown = false;
      return found;
    } catch (error) {
      this.provider = null;
      // Whoever signs in is told that it does not answer; why is for the operator, who can mend it, and once is enough.
      if (!this.isDown)
        this.warn(`统一身份认证 ${this.issuer} 不能使用 / the provider of identities cannot be used: ${codeOf(error)}, ${String(error)}`);
      this.isDown = true;
      throw accessProblems.providerDown();
    }
  }

  /**
   * Begins a sign-in.
   * @returns where the browser goes, and the secret it has to bring back
   * @throws LedgerProblem ACCESS.PROVIDER_DOWN, ACCESS.BUSY
   */
  async begin(): Promise<{ readonly url: URL; readonly secret: string }> {
    const provider = await this.discovered();
    const secret = newSecret();
    const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
    const now = this.clock.now().getTime();
    await this.store.inTransaction(async (tx) => {
      await tx
        .deleteFrom('oidc_attempt')
        .where('created_ms', '<', now - ATTEMPT_MINUTES * 60_000)
        .execute();
      const { open } = await tx
        .selectFrom('oidc_attempt')
        .select(({ fn }) => fn.countAll<number | string>().as('open'))
        .executeTakeFirstOrThrow();
      if (Number(open) >= MAX_ATTEMPTS) throw accessProblems.busy();
      await tx
        .insertInto('oidc_attempt')
        .values({ digest: digestOf(secret), ...attempt, created_ms: now })
        .execute();
    });
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.settings.redirectUrl,
      scope: 'openid',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url, secret };
  }

  /**
   * The person whom the provider sends back, and what it said of them. Every attempt counts once, whether it succeeds or not.
   * @param query of the address that the browser came back to
   * @param secret that the browser brought back, if it did
   * @throws LedgerProblem ACCESS.OIDC_ATTEMPT, ACCESS.OIDC_REFUSED, ACCESS.OIDC_UNKNOWN, ACCESS.PROVIDER_DOWN
   */
  async finish(query: string, secret: string | null): Promise<{ readonly person: string; readonly idToken: string | null }> {
    const attempt = secret === null ? null : await this.take(digestOf(secret));
    if (attempt === null) throw accessProblems.oidcAttempt();
    const provider = await this.discovered();
    const back = new URL(this.settings.redirectUrl);
    back.search = query;
    let tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
    try {
      tokens = await client.authorizationCodeGrant(provider, back, {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      });
    } catch (error) {
      throw isUnreachable(error) ? accessProblems.providerDown() : accessProblems.oidcRefused(codeOf(error));
    }
    const claims = tokens.claims();
    const bound =
      claims === undefined
        ? undefined
        : await this.store.read
            .selectFrom('identity')
            .select('person')
            .where('key', '=', keyOf(this.issuer, claims.sub))
            .executeTakeFirst();
    if (bound === undefined) throw accessProblems.oidcUnknown();
    return { person: bound.person, idToken: tokens.id_token ?? null };
  }

  private take(digest: string): Promise<{ state: string; nonce: string; verifier: string } | null> {
    return this.store.inTransaction(async (tx) => {
      const found = await tx.selectFrom('oidc_attempt').selectAll().where('digest', '=', digest).executeTakeFirst();
      if (found === undefined) return null;
      const { numDeletedRows } = await tx.deleteFrom('oidc_attempt').where('digest', '=', digest).executeTakeFirst();
      const isOver = this.clock.now().getTime() - found.created_ms > ATTEMPT_MINUTES * 60_000;
      return numDeletedRows === 1n && !isOver ? found : null;
    });
  }

  /**
   * Where the browser goes to sign out at the provider too; null where the provider knows no such place, or does not answer.
   * @param idToken that the session began with: by it the provider knows whose session to end
   */
  async signOutUrl(idToken: string | null): Promise<string | null> {
    const provider = await this.discovered().catch(() => null);
    if (provider?.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(provider, {
      post_logout_redirect_uri: new URL('/', this.settings.redirectUrl).href,
      ...(idToken === null ? {} : { id_token_hint: idToken }),
    }).href;
  }

  /** Who an account is at the provider; null: nobody. */
  async subjectOf(person: string): Promise<string | null> {
    const found = await this.store.read
      .selectFrom('identity')
      .select('sub')
      .where('person', '=', person)
      .where('issuer', '=', this.issuer)
      .executeTakeFirst();
    return found?.sub ?? null;
  }

  /**
   * Binds an account to who its person is at the provider, in place of whom it was bound to; null: to nobody.
   * @throws LedgerProblem ACCOUNT.IDENTITY_TAKEN, ACCOUNT.PROGRAM, and what keeps an administrator from an account
   */
  async bind(person: string, sub: string | null, by: Administrator): Promise<void> {
    await this.accounts.administered(person, by);
    if (sub !== null && (await this.accounts.isProgram(person))) throw accessProblems.programOnly(NO_PASSWORD);
    const { issuer } = this;
    await this.store.inTransaction(async (tx: OfficeTransaction) => {
      await tx.deleteFrom('identity').where('person', '=', person).where('issuer', '=', issuer).execute();
      if (sub === null) return;
      const { numInsertedOrUpdatedRows: bound } = await tx
        .insertInto('identity')
        .values({ key: keyOf(issuer, sub), issuer, sub, person, bound_at: this.clock.now().toISOString(), bound_by: by.id })
        .onConflict((on) => on.column('key').doNothing())
        .executeTakeFirstOrThrow();
      // Also when another account took it in this very moment.
      if (bound !== 1n) throw accessProblems.identityTaken();
    });
    await this.accounts.rightsChanged(person);
  }
}

/** An error and what caused it, as far as they say so. */
function* causesOf(error: unknown): Generator<object> {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : null) yield at;
}

/** What the provider or the check of its answer says, such as `access_denied` or `OAUTH_JWT_CLAIM_COMPARISON_FAILED`. */
function codeOf(error: unknown): string {
  for (const each of causesOf(error)) {
    if ('error' in each && typeof each.error === 'string') return each.error;
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return 'invalid_response';
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  ...['OAUTH_TIMEOUT', 'UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'],
]);

const isUnreachable = (error: unknown): boolean =>
  [...causesOf(error)].some((each) => 'code' in each && typeof each.code === 'string' && UNREACHABLE.has(each.code));

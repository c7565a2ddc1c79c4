/** 统一身份认证: signing in at a real provider, and every way in which its answer may not hold. */
import { OidcSignIn } from '#access';
import { readConfig } from '#application';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type LedgerServer } from '../../apps/api/src/server';
import { compose, type Composition } from '../../apps/worker/src/composition';
import { TestBrowser, freePort, startProvider, type TestProvider } from '../support/oidc';

const ADMIN = { id: 'admin-of-tests', region: '000000' };
const COOKIE = 'ledger_session';
let folder: string;
let base: string;
let callback: string;
let provider: TestProvider;
let house: Composition;
let server: LedgerServer;
let clerk: string;

const providerEnv = () => ({ REDIRECT_URL: callback, POST_LOGOUT_URL: `${base}/` });

async function account(login: string, role: string | null): Promise<string> {
  const { person } = await house.access.accounts.create(login, `姓名${login}`, 'test');
  const grant = { role: role ?? '', region: '370102', unit: null, from: house.clock.today(), until: null };
  if (role !== null) await house.access.accounts.grant(person, grant, ADMIN);
  return person;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-oidc-'));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  callback = `${base}/api/v1/session/oidc/callback`;
  provider = await startProvider(providerEnv());
  const config = readConfig({
    ...{ DATA_DIR: folder, PORT: String(port), ACCOUNTS: 'on', SAMPLE_DATA: 'off' },
    // As an operator may write it: with a last slash it is the same provider.
    OIDC_ISSUER: `${provider.issuer}/`,
    ...{ OIDC_CLIENT_ID: 'brand-ledger', OIDC_CLIENT_SECRET: 'secret-of-tests', OIDC_REDIRECT_URL: callback },
  });
  house = await compose(config, 'embedded', () => undefined);
  await house.prepare(false);
  server = await createServer(house, 'error');
  await server.listen(port, '127.0.0.1');
  clerk = await account('clerk', 'recorder');
  await house.access.oidc?.bind(clerk, 'sub-of-clerk', ADMIN);
}, 60_000);
afterAll(async () => {
  await server.close();
  await house.close();
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Where the ledger sends a browser that wants to sign in. */
async function begun(browser: TestBrowser): Promise<string> {
  const answer = await browser.request(`${base}/api/v1/session/oidc`);
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}
/** Signs in as somebody, up to the address that the provider sends the browser back to. */
const sentBack = async (browser: TestBrowser, sub: string): Promise<string> => browser.signInAt(await begun(browser), sub, callback);
async function session(
  browser: TestBrowser,
): Promise<{ person: { name: string } | null; csrf: string | null; acting: { role: string } | null; mustChange: boolean; may: object }> {
  const answer = await browser.request(`${base}/api/v1/session`, { headers: { accept: 'application/json' } });
  return (await answer.json()) as Awaited<ReturnType<typeof session>>;
}
/** What a program reads of a refusal. */
async function refused(browser: TestBrowser, url: string): Promise<readonly [number, string]> {
  const answer = await browser.request(url, { headers: { accept: 'application/json' } });
  const { code } = (await answer.json()) as { code: string };
  expect(browser.jarOf(base).has(COOKIE)).toBe(false);
  return [answer.status, code];
}
const altered = (url: string, name: string, value: string): string => {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
};

/** What the provider said of those whose sessions live. */
const keptTokens = () => house.office.read.selectFrom('session').select('id_token').where('id_token', 'is not', null).execute();
const subjectIn = (idToken: string): unknown =>
  (JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as { sub: unknown }).sub;
const leave = async (browser: TestBrowser, csrf: string) =>
  browser.request(`${base}/api/v1/session/oidc/logout`, { method: 'POST', headers: { accept: 'application/json', 'x-csrf-token': csrf } });

test('a person who is bound signs in, acts in the role of the account, and signs out here and there', async () => {
  const browser = new TestBrowser();
  const asked = new URL(await begun(browser));
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({ scope: 'openid', response_type: 'code', code_challenge_method: 'S256' });
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.searchParams.get(name)?.length).toBeGreaterThan(30);
  const answer = await browser.request(await browser.signInAt(asked.href, 'sub-of-clerk', callback));
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(`${COOKIE}=`)) ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  const signedIn = await session(browser);
  // The provider's token says administrator; the account says recorder. A first password was never typed.
  expect(signedIn).toMatchObject({ person: { name: '姓名clerk' }, acting: { role: 'recorder' }, mustChange: false });
  expect(signedIn.may).not.toHaveProperty('createAccount');

  expect(await keptTokens()).toHaveLength(1);
  expect((await leave(browser, 'wrong')).status).toBe(403);
  const left = await leave(browser, signedIn.csrf ?? '');
  const { url } = (await left.json()) as { url: string };
  expect(left.status).toBe(200);
  const there = new URL(url);
  expect([there.origin, there.searchParams.get('post_logout_redirect_uri'), there.searchParams.get('client_id')]).toEqual([
    provider.issuer,
    `${base}/`,
    'brand-ledger',
  ]);
  // What the provider said of her goes back to it, and is kept no longer than the session.
  expect(subjectIn(there.searchParams.get('id_token_hint') ?? '')).toBe('sub-of-clerk');
  expect(await keptTokens()).toEqual([]);
  expect((await session(browser)).person).toBeNull();
  // The provider asks whether one means it, and knows where to go back to.
  expect((await browser.request(url)).status).toBe(200);
});

test('a state, an issuer or a nonce that is not ours is refused', async () => {
  const wrongState = new TestBrowser();
  expect(await refused(wrongState, altered(await sentBack(wrongState, 'sub-of-clerk'), 'state', 'x'.repeat(43)))).toEqual([
    401,
    'ACCESS.OIDC_REFUSED',
  ]);
  const wrongIssuer = new TestBrowser();
  expect(await refused(wrongIssuer, altered(await sentBack(wrongIssuer, 'sub-of-clerk'), 'iss', 'https://idp.example.org'))).toEqual([
    401,
    'ACCESS.OIDC_REFUSED',
  ]);
  // Whoever sits between has the provider sign another nonce than the one that was begun with.
  const wrongNonce = new TestBrowser();
  const begins = altered(await begun(wrongNonce), 'nonce', 'n'.repeat(43));
  expect(await refused(wrongNonce, await wrongNonce.signInAt(begins, 'sub-of-clerk', callback))).toEqual([401, 'ACCESS.OIDC_REFUSED']);
  const wrongProof = new TestBrowser();
  const other = altered(await begun(wrongProof), 'code_challenge', 'c'.repeat(43));
  expect(await refused(wrongProof, await wrongProof.signInAt(other, 'sub-of-clerk', callback))).toEqual([401, 'ACCESS.OIDC_REFUSED']);
});

test('an answer counts once, and only in the browser that began', async () => {
  const browser = new TestBrowser();
  const back = await sentBack(browser, 'sub-of-clerk');
  const attempt = browser.jarOf(base).get('ledger_oidc') ?? '';
  expect(attempt.length).toBeGreaterThan(40);
  const thief = new TestBrowser();
  expect(await refused(thief, back)).toEqual([401, 'ACCESS.OIDC_ATTEMPT']);
  expect((await browser.request(back)).status).toBe(303);
  // Replayed with the same cookie, and with an attempt of one's own.
  thief.jarOf(base).set('ledger_oidc', attempt);
  expect(await refused(thief, back)).toEqual([401, 'ACCESS.OIDC_ATTEMPT']);
  const own = new TestBrowser();
  const state = new URL(await begun(own)).searchParams.get('state') ?? '';
  expect(await refused(own, altered(back, 'state', state))).toEqual([401, 'ACCESS.OIDC_REFUSED']);
});

test('who changes their mind at the provider is not signed in', async () => {
  const browser = new TestBrowser();
  const state = new URL(await begun(browser)).searchParams.get('state') ?? '';
  const query = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer });
  const answer = await browser.request(`${callback}?${query.toString()}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
  const page = await answer.text();
  expect(page).toContain('统一身份认证的应答未通过核验（access_denied）');
  expect(page).toContain('ACCESS.OIDC_REFUSED');
});

test('script in what comes back is text on the page', async () => {
  const browser = new TestBrowser();
  const state = new URL(await begun(browser)).searchParams.get('state') ?? '';
  const query = new URLSearchParams({ error: '<script>alert(1)</script>', state, iss: provider.issuer });
  const page = await (await browser.request(`${callback}?${query.toString()}`)).text();
  expect(page).not.toContain('<script>');
});

test('a person who is bound to no account, or to a disabled one, is not signed in, and an auditor finds it', async () => {
  const stranger = new TestBrowser();
  expect(await refused(stranger, await sentBack(stranger, 'sub-of-nobody'))).toEqual([403, 'ACCESS.OIDC_UNKNOWN']);
  const leaver = await account('leaver', 'recorder');
  await house.access.oidc?.bind(leaver, 'sub-of-leaver', ADMIN);
  await house.access.accounts.setDisabled(leaver, true, ADMIN);
  const gone = new TestBrowser();
  expect(await refused(gone, await sentBack(gone, 'sub-of-leaver'))).toEqual([401, 'ACCESS.WRONG_SIGN_IN']);
  const { rows } = await house.access.records.list({ scope: '000000', limit: 100 });
  const found = rows.filter(({ action }) => action === 'oidcCallback');
  expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['ACCESS.OIDC_UNKNOWN', 'ACCESS.WRONG_SIGN_IN', null]));
  // The code of the provider is in no record.
  for (const { path } of found) expect(path).toBe('/api/v1/session/oidc/callback');
});

test('one identity is one account, and binding ends the sessions of whom it concerns', async () => {
  const other = await account('other', null);
  await expect(house.access.oidc?.bind(other, 'sub-of-clerk', ADMIN)).rejects.toMatchObject({
    refusal: { code: 'ACCOUNT.IDENTITY_TAKEN' },
  });
  await expect(house.access.oidc?.bind(clerk, 'sub-of-clerk', { id: clerk, region: '000000' })).rejects.toMatchObject({ kind: 'refused' });
  const { person: program } = await house.access.accounts.create('feed', '归集程序', 'test', { program: true });
  await expect(house.access.oidc?.bind(program, 'sub-of-feed', ADMIN)).rejects.toMatchObject({ refusal: { code: 'ACCOUNT.PROGRAM' } });
  const browser = new TestBrowser();
  expect((await browser.request(await sentBack(browser, 'sub-of-clerk'))).status).toBe(303);
  await house.access.oidc?.bind(clerk, null, ADMIN);
  expect((await session(browser)).person).toBeNull();
  expect(await house.access.oidc?.subjectOf(clerk)).toBeNull();
  const again = new TestBrowser();
  expect(await refused(again, await sentBack(again, 'sub-of-clerk'))).toEqual([403, 'ACCESS.OIDC_UNKNOWN']);
  await house.access.oidc?.bind(clerk, 'sub-of-clerk', ADMIN);
});

test.each([
  ['idle', 61],
  ['old', 12 * 60 + 1],
])('of a session that is over because it is %s nothing of the provider is kept', async (_, minutes) => {
  const [asks, forgets] = [new TestBrowser(), new TestBrowser()];
  for (const browser of [asks, forgets]) await browser.request(await sentBack(browser, 'sub-of-clerk'));
  expect(await keptTokens()).toHaveLength(2);
  const now = house.clock.now();
  const later = jest.spyOn(house.clock, 'now').mockReturnValue(new Date(now.getTime() + minutes * 60_000));
  try {
    expect((await session(asks)).person).toBeNull();
    expect(await keptTokens()).toHaveLength(1);
    // Whoever never comes back is forgotten when somebody else signs in.
    await house.access.sessions.begin(clerk, 'password', null, null);
    expect(await keptTokens()).toEqual([]);
  } finally {
    later.mockRestore();
  }
});

test('an attempt that took too long does not count', async () => {
  const browser = new TestBrowser();
  const back = await sentBack(browser, 'sub-of-clerk');
  const now = house.clock.now();
  const later = jest.spyOn(house.clock, 'now').mockReturnValue(new Date(now.getTime() + 11 * 60_000));
  try {
    expect(await refused(browser, back)).toEqual([401, 'ACCESS.OIDC_ATTEMPT']);
  } finally {
    later.mockRestore();
  }
});

test('a token that has expired, and a provider that is down, sign nobody in; and when it is back, all goes on', async () => {
  const { port } = provider;
  await provider.stop();
  provider = await startProvider({ ...providerEnv(), PORT: String(port), ID_TOKEN_SECONDS: '-600' });
  const late = new TestBrowser();
  expect(await refused(late, await sentBack(late, 'sub-of-clerk'))).toEqual([401, 'ACCESS.OIDC_REFUSED']);

  const between = new TestBrowser();
  const back = await sentBack(between, 'sub-of-clerk');
  await provider.stop();
  expect(await refused(between, back)).toEqual([503, 'ACCESS.PROVIDER_DOWN']);
  expect((await session(between)).person).toBeNull();

  provider = await startProvider({ ...providerEnv(), PORT: String(port) });
  const browser = new TestBrowser();
  expect((await browser.request(await sentBack(browser, 'sub-of-clerk'))).status).toBe(303);
  expect((await session(browser)).person?.name).toBe('姓名clerk');
}, 30_000);

test('a provider that cannot be used is told to the operator, once', async () => {
  const warned: string[] = [];
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const settings = { issuer, clientId: 'a', clientSecret: 'b', redirectUrl: callback };
  const down = new OidcSignIn(house.office, house.clock, house.access.accounts, settings, (line) => warned.push(line));
  for (let i = 0; i < 2; i += 1) await expect(down.begin()).rejects.toMatchObject({ refusal: { code: 'ACCESS.PROVIDER_DOWN' } });
  expect(warned).toEqual([expect.stringMatching(new RegExp(`统一身份认证 ${issuer}/ 不能使用.*ECONNREFUSED`))]);
});

test('half a configuration, or one without TLS, does not start', () => {
  const env = { OIDC_ISSUER: 'https://idp.example.gov.cn', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
  expect(() => readConfig(env)).toThrow(/四项须同时设置/);
  expect(() => readConfig({ ...env, OIDC_REDIRECT_URL: 'http://ledger.example.gov.cn/api/v1/session/oidc/callback' })).toThrow(/https/);
  expect(readConfig({ ...env, OIDC_REDIRECT_URL: 'https://ledger.example.gov.cn/cb' }).accounts.oidc?.clientId).toBe('a');
});

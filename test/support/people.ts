/** People with accounts on a test ledger, and requests made as one of them. */
import type { RoleId } from '#access';
import type { LedgerServer } from '../../apps/api/src/server';
import type { TestApp } from './app';

export const PASSWORD = 'correct horse 电力 staple';
const ROOT = { id: 'test-administrator', region: '000000' };

export interface Asked {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly rows?: Record<string, unknown>[] };
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Somebody who is signed in, as their browser would ask. */
export interface Person {
  readonly person: string;
  readonly login: string;
  readonly cookie: string;
  readonly csrf: string;
  readonly grant: string;
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Asked>;
}

export async function inject(
  server: LedgerServer,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Asked> {
  const answer = await server.app.inject({
    method: method as 'GET',
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const json = String(answer.headers['content-type'] ?? '').includes('json');
  return { status: answer.statusCode, body: json ? answer.json<Asked['body']>() : {}, headers: answer.headers };
}

export const cookieOf = (answer: Asked): string => String(answer.headers['set-cookie']).split(';')[0] ?? '';

let serial = 0;

/** Makes an account that holds a role, from 2020 on. */
export async function employ(
  app: TestApp,
  role: RoleId | null,
  region: string,
  unit: string | null = null,
): Promise<{ readonly person: string; readonly login: string; readonly grant: string }> {
  const { accounts } = app.composition.access;
  const login = `${role ?? 'nobody'}${(serial += 1)}`;
  const { person } = await accounts.create(login, `某${serial}`, ROOT.id, { password: PASSWORD, settled: true });
  const grant = role === null ? '' : await accounts.grant(person, { role, region, unit, from: '2020-01-01', until: null }, ROOT);
  return { person, login: login.toLowerCase(), grant };
}

export async function signIn(app: TestApp, login: string, password = PASSWORD): Promise<Asked> {
  return inject(app.server, 'POST', '/api/v1/session', { login, password }, {});
}

/** Somebody who holds a role, signed in. */
export async function someone(app: TestApp, role: RoleId | null, region: string, unit: string | null = null): Promise<Person> {
  const { person, login, grant } = await employ(app, role, region, unit);
  return enter(app, person, login, grant);
}

export async function enter(app: TestApp, person: string, login: string, grant: string): Promise<Person> {
  const answer = await signIn(app, login);
  if (answer.status !== 200) throw new Error(`${login}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const cookie = cookieOf(answer);
  const csrf = String(answer.body['csrf']);
  return {
    ...{ person, login, cookie, csrf, grant },
    ask: (method, path, body, headers = {}) => inject(app.server, method, path, body, { cookie, 'x-csrf-token': csrf, ...headers }),
  };
}

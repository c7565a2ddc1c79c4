/** People and access over HTTP: the whole table cell by cell, and everybody who tries to get round it. */
import { ACTIONS, ROLES, ROLE_IDS, actionOf, recoverAdministrator, unlockName, type Reach, type RoleId } from '#access';
import { returnIdOf, type FundEntry } from '#domain';
import { randomUUID } from 'node:crypto';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { PASSWORD, cookieOf, employ, enter, inject, signIn, someone, type Asked, type Person } from '../support/people';
import { allRoutes } from '../support/routes';

const SOURCE = { reference: '县人社局填报', note: null };
const brandBody = (name: string, region: string) => ({
  ...{ name, kind: 'labour' as const, category: '电力', brandType: null, region, regionAsStated: null },
  ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational' as const, source: SOURCE },
});
const nomination = () => ({
  ...{ pack: 'im-2024-118', tierSought: null, submittedAt: '2024-07-30T23:59:00+08:00' },
  applicant: { unit: '敖汉旗就业服务中心', creditCode: null },
});
/** A county in Chifeng and another one in it, their prefecture, the region above, and somewhere else. */
const [AOHAN, ALU, CHIFENG, NEIMENG, JINAN] = ['150430', '150421', '150400', '150000', '370100'] as const;

let app: TestApp;
let serial = 0;
async function brandIn(region: string): Promise<string> {
  return (await app.composition.brands.found(brandBody(`架线工${(serial += 1)}号`, region), null, { actor: LOCAL })).brandId ?? '';
}
async function unitIn(region: string, brands: readonly string[] = []): Promise<string> {
  const data = {
    name: `建设单位${(serial += 1)}`,
    creditCode: null,
    unitType: 'leadFirm',
    region,
    brands,
    origin: 'operational',
    source: SOURCE,
  };
  return (await app.composition.subjects.found({ kind: 'unit', command: { type: 'register', data } } as never, { actor: LOCAL })).id;
}
const found = async (kind: string, type: string, data: object): Promise<string> =>
  (await app.composition.subjects.found({ kind, command: { type, data } } as never, { actor: LOCAL })).id;
const named = (name: string, region: string) => ({ name: `${name}${(serial += 1)}`, region, origin: 'operational', source: SOURCE });
async function linkIn(region: string): Promise<string> {
  const { brandId: training } = await app.composition.brands.found(
    { ...brandBody(`电工培训${(serial += 1)}号`, region), kind: 'training' },
    null,
    { actor: LOCAL },
  );
  const data = { pack: 'im-2024-118', labour: await brandIn(region), training: [training], path: 'mutual' };
  return found('link', 'propose', { ...named('双品牌', region), ...data });
}
const programmeIn = (region: string): Promise<string> =>
  found('programme', 'register', { ...named('行动', region), pack: 'im-2024-118', fromYear: 2021, toYear: 2025 });
const windowIn = (region: string): Promise<string> =>
  found('window', 'open', {
    ...{ ...named('窗口', region), pack: 'im-2024-118', kinds: ['labour'], document: null },
    ...{ opensAt: '2020-01-01T09:00:00+08:00', closesAt: '2999-01-01T09:00:00+08:00' },
  });
const callIn = async (region: string): Promise<string> =>
  (
    await app.composition.returns.call(
      {
        ...{ region, period: '2024', kind: 'labour', basis: 'period', title: '年度成效数据', dueOn: '2099-01-22', origin: 'operational' },
        ...{ document: null, asked: [{ metric: 'employmentDriven', unit: 'persons', directness: 'direct' }] },
      },
      { actor: LOCAL },
    )
  ).id;
beforeAll(async () => {
  app = await startApp({ accounts: 'on' });
}, 60_000);
afterAll(() => app.stop());

const expectRefused = (answer: Asked, status: number, code: string): void =>
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });

describe('the table, cell by cell', () => {
  /** The reaches in words of their own: what a cell of the table promises. */
  const promised: Readonly<Record<Exclude<Reach, 'unit'>, Readonly<Record<string, boolean>>>> = {
    within: { own: true, below: true, above: false, sibling: false },
    line: { own: true, below: true, above: true, sibling: false },
    any: { own: true, below: true, above: true, sibling: true },
  };
  const placesOf = (role: RoleId): Readonly<Record<string, string>> =>
    ROLES[role].at === 'province'
      ? { own: NEIMENG, below: AOHAN, sibling: JINAN }
      : { own: CHIFENG, below: AOHAN, above: NEIMENG, sibling: JINAN };
  // These answer by changing the session itself, stream without end, or begin work on the whole log.
  const LEFT_OUT: ReadonlySet<string> = new Set(['signIn', 'signOut', 'changePassword', 'session', 'feed', 'startRebuild']);
  const brands: Record<string, string> = {};
  const units: Record<string, string> = {};
  /** What stands in a region: a subject, a return or a call, by the way in which the table says that it is named. */
  const fixtures: Record<string, Record<string, string>> = { brand: brands, unit: units };
  const people = {} as Record<RoleId, Person>;

  beforeAll(async () => {
    for (const region of [CHIFENG, AOHAN, NEIMENG, JINAN]) {
      brands[region] = await brandIn(region);
      units[region] = await unitIn(region, [brands[region]]);
      const returnCall = await callIn(region);
      const here = {
        ...{ link: await linkIn(region), programme: await programmeIn(region), window: await windowIn(region), returnCall },
        return: returnIdOf({ region, period: '2024', unit: `unit-${units[region]}`, call: returnCall }),
      };
      for (const [kind, id] of Object.entries(here)) (fixtures[kind] ??= {})[region] = id;
    }
    for (const role of ROLE_IDS) {
      const { at } = ROLES[role];
      people[role] = await someone(app, role, at === 'province' ? NEIMENG : CHIFENG, at === 'unit' ? `unit-${units[CHIFENG] ?? ''}` : null);
    }
  }, 60_000);

  /** A request of a route that speaks of a region, with a body that nothing takes; null where no fixture stands there. */
  function speaking(route: { readonly path: string }, source: string, region: string): { path: string; body: unknown } | null {
    const body = { nobodyKnows: true };
    const at = (id: string | undefined): { path: string; body: unknown } | null =>
      id === undefined ? null : { path: route.path.replace(':id', encodeURIComponent(id)), body };
    const filled = route.path
      .replace(/:(code|region)/, region)
      .replace(':number', '1')
      .replace(':kind', 'yearly-report');
    switch (source) {
      case 'scope':
        return { path: `${filled}?region=${region}`, body };
      case 'pathRegion':
        return { path: filled.replace(':id', filled === route.path ? region : randomUUID()), body };
      case 'bodyRegion':
        return { path: filled.replace(/:\w+/g, randomUUID()), body: { ...body, region } };
      case 'bodyReport':
        return { path: filled, body: { report: { region }, ...body } };
      case 'queryStream':
        return { path: `${filled}?stream=brand-${brands[region] ?? ''}`, body };
      default:
        return at(fixtures[source]?.[region]);
    }
  }
  const anywhere = (path: string): string => path.replace(/:(code|region)/, AOHAN).replace(/:\w+/g, randomUUID());
  const wasLetIn = ({ status, body }: Asked): boolean => status !== 401 && !(status === 403 && String(body['code']).startsWith('ACCESS.'));

  it.each(ROLE_IDS)(
    '%s',
    async (role) => {
      const wrong: string[] = [];
      const check = async (what: string, expected: boolean, method: string, path: string, body: unknown): Promise<void> => {
        const answer = await people[role].ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : body);
        if (wasLetIn(answer) !== expected || answer.status >= 500)
          wrong.push(
            `${what}: ${method} ${path} should ${expected ? '' : 'not '}be let in, was ${answer.status} ${String(answer.body['code'])}`,
          );
      };
      for (const route of allRoutes()) {
        const action = route.operation === null ? null : actionOf(route.operation);
        if (action === null || route.operation === null || LEFT_OUT.has(route.operation) || action.open === true) continue;
        const reach = action.who[role];
        const places = placesOf(role);
        if (reach === undefined) {
          await check(route.operation, false, route.method, anywhere(route.path), {});
          continue;
        }
        for (const [relation, region] of Object.entries(places)) {
          const asked = speaking(route, action.region, region);
          if (asked === null) continue;
          const own = action.region === 'scope' ? promised.within[relation] === true : region === CHIFENG;
          const expected = reach === 'unit' ? own : promised[reach][relation] === true;
          await check(`${route.operation} (${reach}, ${relation})`, expected, route.method, asked.path, asked.body);
        }
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});

describe('signing in', () => {
  it('answers an unknown name, a wrong password, a locked and a disabled account alike', async () => {
    const { login } = await employ(app, 'recorder', AOHAN);
    const off = await employ(app, 'recorder', AOHAN);
    await app.composition.access.accounts.setDisabled(off.person, true, { id: 'x', region: '000000' });
    const answers = [await signIn(app, 'nobody-at-all'), await signIn(app, login, 'wrong'), await signIn(app, off.login)];
    for (let i = 0; i < 4; i += 1) await signIn(app, login, 'wrong');
    answers.push(await signIn(app, login));
    for (const answer of answers) expectRefused(answer, 401, 'ACCESS.WRONG_SIGN_IN');
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(String(answers[0]?.body['detail'])).toMatch(/同一网络地址连续 5 次失败，该地址 15 分钟内不能登录此账号（本地配置）/);
  });

  it('locks after so many failures at once as one by one, and lets in before that', async () => {
    const { login } = await employ(app, 'recorder', AOHAN);
    await Promise.all(Array.from({ length: 4 }, () => signIn(app, login, 'wrong')));
    expect((await signIn(app, login)).status).toBe(200);
    await Promise.all(Array.from({ length: 5 }, () => signIn(app, login, 'wrong')));
    expectRefused(await signIn(app, login), 401, 'ACCESS.WRONG_SIGN_IN');
  });

  it('is locked by wrong passwords for the address that they come from, and for no other', async () => {
    const { login } = await employ(app, 'recorder', AOHAN);
    const from = async (remoteAddress: string, password: string, forwarded?: string): Promise<number> => {
      const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
      const payload = { login, password };
      return (await app.server.app.inject({ method: 'POST', url: '/api/v1/session', remoteAddress, headers, payload })).statusCode;
    };
    // Nobody is believed who only says that they are somebody else, or takes another address of their own network.
    for (let i = 0; i < 5; i += 1) expect(await from('10.9.8.7', 'wrong', `10.0.0.${i}`)).toBe(401);
    for (let i = 0; i < 5; i += 1) expect(await from(`2001:db8::${i + 1}`, 'wrong')).toBe(401);
    expect(await from('10.9.8.7', PASSWORD)).toBe(401);
    expect(await from('::ffff:10.9.8.7', PASSWORD, '10.0.0.9')).toBe(401);
    expect(await from('2001:db8::99', PASSWORD)).toBe(401);
    expect(await from('10.9.8.8', PASSWORD)).toBe(200);
    const administrator = await someone(app, 'administrator', AOHAN);
    const stateOf = async (): Promise<unknown> =>
      (await administrator.ask('GET', '/api/v1/accounts')).body.rows?.find((row) => row['login'] === login)?.['state'];
    expect(await stateOf()).toBe('locked');
    const account = await app.composition.access.accounts.byLogin(login);
    await administrator.ask('POST', `/api/v1/accounts/${account?.person ?? ''}/password`);
    expect(await stateOf()).toBe('active');
  });

  it('answers what can be nobody’s name like any other, whatever signs it holds', async () => {
    for (const login of ['', 'a', 'x'.repeat(200), '<script>', "' or 1=1 --"])
      expectRefused(await signIn(app, login), 401, 'ACCESS.WRONG_SIGN_IN');
  });

  it('hashes no book', async () => {
    const { login } = await employ(app, 'recorder', AOHAN);
    expectRefused(await signIn(app, login, 'x'.repeat(10_000)), 401, 'ACCESS.WRONG_SIGN_IN');
    expectRefused(await signIn(app, login, 'x'.repeat(30_000)), 400, 'INPUT.INVALID');
  });

  it('takes full-width letters for what they are', async () => {
    const { person, login } = await employ(app, 'recorder', AOHAN);
    const clerk = await enter(app, person, login, '');
    await clerk.ask('POST', '/api/v1/session/password', { current: PASSWORD, next: 'ｃｏｒｒｅｃｔ　９２７ staple' });
    expect((await signIn(app, login, 'correct 927 staple')).status).toBe(200);
  });

  it('gives a new secret each time, hidden from scripts and from other sites', async () => {
    const { login } = await employ(app, 'recorder', AOHAN);
    const planted = `ledger_session=${'a'.repeat(43)}`;
    const first = await inject(app.server, 'POST', '/api/v1/session', { login, password: PASSWORD }, { cookie: planted });
    expect(cookieOf(first)).not.toBe(planted);
    expect(String(first.headers['set-cookie'])).toMatch(/^ledger_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const again = await inject(app.server, 'POST', '/api/v1/session', { login, password: PASSWORD }, { cookie: cookieOf(first) });
    expect(cookieOf(again)).not.toBe(cookieOf(first));
    const old = await inject(app.server, 'GET', '/api/v1/brands', undefined, { cookie: cookieOf(first) });
    expectRefused(old, 401, 'ACCESS.SIGN_IN');
  });

  it('is asked of everybody who shows nothing, or a broken token', async () => {
    expectRefused(await inject(app.server, 'GET', '/api/v1/brands', undefined, {}), 401, 'ACCESS.SIGN_IN');
    expectRefused(
      await inject(app.server, 'GET', '/api/v1/brands', undefined, { authorization: 'Basic eDp5' }),
      401,
      'ACCESS.TOKEN_INVALID',
    );
    expect((await inject(app.server, 'GET', '/api/v1/session', undefined, {})).body).toMatchObject({
      accounts: 'on',
      person: null,
      may: {},
    });
  });
});

describe('a password', () => {
  it('given by an administrator must be changed before anything else', async () => {
    const administrator = await someone(app, 'administrator', CHIFENG);
    const made = await administrator.ask('POST', '/api/v1/accounts', { login: '李经办', name: '<script>alert(1)</script>' });
    expect(made.status).toBe(201);
    const person = String(made.body['person']);
    expect(
      (
        await administrator.ask('POST', `/api/v1/accounts/${person}/roles`, {
          role: 'recorder',
          region: AOHAN,
          from: '2020-01-01',
          until: null,
        })
      ).status,
    ).toBe(201);
    const first = await signIn(app, '李经办', String(made.body['password']));
    expect(first.body).toMatchObject({ mustChange: true, person: { name: '<script>alert(1)</script>' } });
    const headers = { cookie: cookieOf(first), 'x-csrf-token': String(first.body['csrf']) };
    expectRefused(await inject(app.server, 'GET', '/api/v1/brands', undefined, headers), 403, 'ACCESS.CHANGE_PASSWORD');
    const change = (next: string) =>
      inject(app.server, 'POST', '/api/v1/session/password', { current: String(made.body['password']), next }, headers);
    for (const bad of [
      'short',
      'x'.repeat(129),
      '李经办的密码很长很长很长',
      'password1234',
      'aaaaaaaaaaaaaa',
      String(made.body['password']),
    ])
      expectRefused(await change(bad), 400, 'ACCOUNT.BAD_PASSWORD');
    const changed = await change('敖汉旗 2026 架线工');
    expect(changed.body).toMatchObject({ mustChange: false });
    expectRefused(await inject(app.server, 'GET', '/api/v1/brands', undefined, headers), 401, 'ACCESS.SIGN_IN');
    expect((await inject(app.server, 'GET', '/api/v1/brands', undefined, { cookie: cookieOf(changed) })).status).toBe(200);
  });
});

describe('a session that was left open', () => {
  it('is no place to guess its password', async () => {
    const clerk = await someone(app, 'recorder', AOHAN);
    const change = (current: string) => clerk.ask('POST', '/api/v1/session/password', { current, next: '敖汉旗 2026 又一个长密码' });
    for (let i = 0; i < 5; i += 1) expectRefused(await change('wrong'), 403, 'ACCOUNT.WRONG_CURRENT');
    expectRefused(await change(PASSWORD), 403, 'ACCOUNT.WRONG_CURRENT');
    expectRefused(await signIn(app, clerk.login), 401, 'ACCESS.WRONG_SIGN_IN');
  });
});

describe('a session', () => {
  it('changes nothing without its CSRF token', async () => {
    const clerk = await someone(app, 'recorder', AOHAN);
    const body = { report: brandBody('无令牌', AOHAN), nomination: null };
    const other = await someone(app, 'recorder', AOHAN);
    for (const csrf of ['', 'wrong', other.csrf])
      expectRefused(await clerk.ask('POST', '/api/v1/brands', body, { 'x-csrf-token': csrf }), 403, 'ACCESS.CSRF');
    expectRefused(await inject(app.server, 'POST', '/api/v1/brands', body, { cookie: clerk.cookie }), 403, 'ACCESS.CSRF');
    expect((await clerk.ask('POST', '/api/v1/brands', body)).status).toBe(201);
  });

  it('is over after signing out, whoever kept the cookie', async () => {
    const clerk = await someone(app, 'recorder', AOHAN);
    expect((await clerk.ask('DELETE', '/api/v1/session')).status).toBe(200);
    expectRefused(await clerk.ask('GET', '/api/v1/brands'), 401, 'ACCESS.SIGN_IN');
  });

  it('is over when the account is disabled, or its rights change', async () => {
    const by = { id: 'x', region: '000000' };
    const { accounts } = app.composition.access;
    const [one, other] = [await someone(app, 'recorder', AOHAN), await someone(app, 'recorder', AOHAN)];
    await accounts.setDisabled(one.person, true, by);
    await accounts.grant(other.person, { role: 'checker', region: AOHAN, unit: null, from: '2020-01-01', until: null }, by);
    for (const person of [one, other]) expectRefused(await person.ask('GET', '/api/v1/brands'), 401, 'ACCESS.SIGN_IN');
  });

  it('acts in one role at a time, and only in one that is held', async () => {
    const { person, login } = await employ(app, 'recorder', AOHAN);
    const second = await app.composition.access.accounts.grant(
      person,
      { role: 'auditor', region: AOHAN, unit: null, from: '2020-01-01', until: null },
      { id: 'x', region: '000000' },
    );
    const both = await enter(app, person, login, second);
    await both.ask('POST', '/api/v1/session/acting', { grant: second });
    expectRefused(await both.ask('POST', '/api/v1/brands', { report: brandBody('身份', AOHAN), nomination: null }), 403, 'ACCESS.ROLE');
    expect((await both.ask('GET', '/api/v1/access-records')).status).toBe(200);
    const stranger = await employ(app, 'approver', NEIMENG);
    expectRefused(await both.ask('POST', '/api/v1/session/acting', { grant: stranger.grant }), 404, 'ACCOUNT.GRANT_NOT_FOUND');
  });

  it('holds no role before its first day and after its last', async () => {
    const { accounts } = app.composition.access;
    const by = { id: 'x', region: '000000' };
    for (const [from, until] of [
      ['2999-01-01', null],
      ['2020-01-01', '2020-12-31'],
    ] as const) {
      const { person, login } = await employ(app, null, AOHAN);
      if (until !== null) {
        await expect(accounts.grant(person, { role: 'recorder', region: AOHAN, unit: null, from, until }, by)).rejects.toMatchObject({
          refusal: { code: 'ACCOUNT.DATES' },
        });
        await app.composition.office.inTransaction((tx) =>
          tx
            .insertInto('role_held')
            .values({
              ...{ id: randomUUID(), person, role: 'recorder', region: AOHAN, unit: null, valid_from: from, valid_until: until },
              ...{ granted_by: 'x', granted_at: from, ended_at: null, ended_by: null },
            })
            .execute(),
        );
      } else await accounts.grant(person, { role: 'recorder', region: AOHAN, unit: null, from, until }, by);
      const late = await enter(app, person, login, '');
      expectRefused(await late.ask('GET', '/api/v1/brands'), 403, 'ACCESS.NO_ROLE');
    }
  });
});

describe('what is not one’s own', () => {
  it('another county’s brand is neither read nor written by editing the address', async () => {
    const clerk = await someone(app, 'recorder', AOHAN);
    const [theirs] = [await brandIn(ALU), await brandIn(AOHAN)];
    expectRefused(await clerk.ask('GET', `/api/v1/brands/${theirs}`), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await clerk.ask('GET', `/api/v1/brands/${theirs}/history`), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(
      await clerk.ask('POST', `/api/v1/brands/${theirs}/record-honour`, { honour: 'x', title: null, year: null, source: SOURCE }),
      403,
      'ACCESS.OUT_OF_SCOPE',
    );
    expectRefused(await clerk.ask('GET', `/api/v1/brands?region=${ALU}`), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await clerk.ask('GET', `/api/v1/brands?region=${CHIFENG}`), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await clerk.ask('GET', `/api/v1/brands?region=${AOHAN}&region=${ALU}`), 400, 'INPUT.INVALID');
    expectRefused(
      await clerk.ask('POST', '/api/v1/brands', { report: brandBody('别旗', ALU), nomination: null }),
      403,
      'ACCESS.OUT_OF_SCOPE',
    );
    expectRefused(await clerk.ask('POST', '/api/v1/brands', { nomination: null }), 400, 'INPUT.INVALID');
    await app.settled();
    const { rows = [] } = (await clerk.ask('GET', '/api/v1/brands?limit=500')).body;
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ region }) => (region as { code: string }).code))).toEqual(new Set([AOHAN]));
  });

  it('another unit’s brand is closed to a unit, its own is open until it is taken from it', async () => {
    const [own, other] = [await brandIn(AOHAN), await brandIn(AOHAN)];
    const unit = await unitIn(AOHAN, [own]);
    const speaker = await someone(app, 'constructionUnit', AOHAN, `unit-${unit}`);
    await app.settled();
    expect((await speaker.ask('GET', `/api/v1/brands/${own}`)).status).toBe(200);
    expect((await speaker.ask('GET', `/api/v1/units/${unit}`)).status).toBe(200);
    expectRefused(await speaker.ask('GET', `/api/v1/brands/${other}`), 403, 'ACCESS.OTHER_UNIT');
    expectRefused(await speaker.ask('GET', `/api/v1/units/${await unitIn(AOHAN, [other])}`), 403, 'ACCESS.OTHER_UNIT');
    expectRefused(await speaker.ask('GET', '/api/v1/brands'), 403, 'ACCESS.ROLE');
    await app.composition.subjects.command(
      unit,
      { kind: 'unit', command: { type: 'changeBrands', data: { added: [], removed: [own], reason: '不再承建' } } } as never,
      { actor: LOCAL },
    );
    expectRefused(await speaker.ask('GET', `/api/v1/brands/${own}`), 403, 'ACCESS.OTHER_UNIT');
  });

  describe('of money, papers and corrections, whose services ask by themselves', () => {
    const funds: Record<string, string> = {};
    const streams: Record<string, string> = {};
    const evidenceId = randomUUID();
    const paper = { evidenceId, kind: '回执', sha256: 'c'.repeat(64), custodian: '股室', place: '柜', retention: null };
    const entryOf = (region: string): FundEntry => ({
      ...{ fund: '奖补', documentNumber: '〔2024〕1号', payee: { stream: null, name: '公司' }, note: null, amount: 1, purpose: 'award' },
      ...{ unit: 'yuan', paidOn: '2024-01-01', decision: `${streams[region] ?? ''}@0`, evidence: [] },
    });
    const PLACES = { own: CHIFENG, below: AOHAN, above: NEIMENG, elsewhere: JINAN } as const;
    beforeAll(async () => {
      for (const region of Object.values(PLACES)) {
        const id = await brandIn(region);
        streams[region] = `brand-${id}`;
        await app.composition.brands.command(id, { type: 'attachEvidence', data: paper }, { actor: LOCAL });
        const { fundId } = await app.composition.funds.record(
          { region, origin: 'operational', entry: entryOf(region), despite: null },
          { actor: LOCAL },
        );
        funds[region] = fundId;
      }
      await app.settled();
    });

    const cases: readonly (readonly [RoleId, string, (region: string) => readonly [string, string, unknown?]])[] = [
      ['recorder', 'fundHistory', (region) => ['GET', `/api/v1/funds/${funds[region] ?? ''}/history`]],
      [
        'checker',
        'correctFund',
        (region) => [
          'POST',
          `/api/v1/funds/${funds[region] ?? ''}/correct`,
          { entry: { ...entryOf(region), amount: 2 }, requester: '', reason: '笔误', despite: null },
        ],
      ],
      [
        'approver',
        'withdrawFund',
        (region) => ['POST', `/api/v1/funds/${funds[region] ?? ''}/withdraw`, { requester: '', reason: '重复' }],
      ],
      ['thirdParty', 'verifyEvidence', (region) => ['GET', `/api/v1/evidence/${streams[region] ?? ''}/${evidenceId}/verdict`]],
      ['auditor', 'listCorrections', (region) => ['GET', `/api/v1/corrections?region=${region}`]],
    ];
    it.each(cases)('%s: %s', async (role, _, request) => {
      const asker = await someone(app, role, CHIFENG);
      const answers: Record<string, unknown> = {};
      for (const [relation, region] of Object.entries(PLACES)) {
        const [method, path, body] = request(region);
        const answer = await asker.ask(method, path, body);
        answers[relation] = answer.status < 300 ? 'yes' : `${answer.status} ${String(answer.body['code'])}`;
      }
      const no = '403 ACCESS.OUT_OF_SCOPE';
      expect(answers).toEqual({ own: 'yes', below: 'yes', above: no, elsewhere: no });
    });

    it('a unit has its own papers and returns alone', async () => {
      const [own, other] = [await brandIn(AOHAN), await brandIn(AOHAN)];
      for (const id of [own, other]) await app.composition.brands.command(id, { type: 'attachEvidence', data: paper }, { actor: LOCAL });
      const [unit, neighbour] = [await unitIn(AOHAN, [own]), await unitIn(AOHAN, [other])];
      const call = await callIn(AOHAN);
      const speaker = await someone(app, 'constructionUnit', AOHAN, `unit-${unit}`);
      await app.settled();
      const verify = (id: string) => speaker.ask('GET', `/api/v1/evidence/brand-${id}/${evidenceId}/verdict`);
      expect((await verify(own)).status).toBe(200);
      expectRefused(await verify(other), 404, 'EVIDENCE.UNKNOWN');
      const returnOf = (id: string) =>
        `/api/v1/returns/${encodeURIComponent(returnIdOf({ region: AOHAN, period: '2024', unit: `unit-${id}`, call }))}`;
      // Let in, and told that nobody expects one: the brand is not in the catalogue.
      expect((await speaker.ask('GET', returnOf(unit))).status).toBe(404);
      expectRefused(await speaker.ask('GET', returnOf(neighbour)), 403, 'ACCESS.OTHER_UNIT');
      expect((await speaker.ask('GET', '/api/v1/returns')).body.rows).toEqual([]);
      expectRefused(await speaker.ask('GET', '/api/v1/funds'), 403, 'ACCESS.ROLE');
    });
  });

  it('a policy of a region above is nobody’s below to draft', async () => {
    const editor = await someone(app, 'policyEditor', AOHAN);
    const { rows = [] } = (await editor.ask('GET', '/api/v1/policies')).body;
    expect(rows.length).toBeGreaterThan(0);
    expectRefused(await editor.ask('POST', '/api/v1/policies', { text: 'x', draftedBy: '别人', reason: 'r' }), 403, 'ACCESS.OTHER_NAME');
  });
});

describe('three persons', () => {
  it('who nominated does not check, and who checked does not approve, in whatever role', async () => {
    const by = { id: 'x', region: '000000' };
    const { accounts } = app.composition.access;
    const { person, login, grant } = await employ(app, 'recorder', AOHAN);
    const asChecker = await accounts.grant(person, { role: 'checker', region: AOHAN, unit: null, from: '2020-01-01', until: null }, by);
    const clerk = await enter(app, person, login, grant);
    await clerk.ask('POST', '/api/v1/session/acting', { grant });
    const founded = await clerk.ask('POST', '/api/v1/brands', { report: brandBody('三人品牌', AOHAN), nomination: nomination() });
    expect(founded.status).toBe(201);
    const id = String(founded.body['brandId']);
    await clerk.ask('POST', '/api/v1/session/acting', { grant: asChecker });
    const recommend = { body: '敖汉旗人社局', authentic: true, valid: true, complete: true, document: null };
    expectRefused(await clerk.ask('POST', `/api/v1/brands/${id}/recommend`, recommend), 403, 'ACCESS.SAME_PERSON');
    const checker = await someone(app, 'checker', AOHAN);
    expect((await checker.ask('POST', `/api/v1/brands/${id}/recommend`, recommend)).status).toBe(200);
    await accounts.grant(checker.person, { role: 'approver', region: AOHAN, unit: null, from: '2020-01-01', until: null }, by);
    const [, approves] = await accounts.grantsOf(checker.person);
    const again = await enter(app, checker.person, checker.login, '');
    await again.ask('POST', '/api/v1/session/acting', {
      grant: (await accounts.grantsOf(checker.person)).find(({ role }) => role === 'approver')?.id ?? approves?.id,
    });
    expectRefused(
      await again.ask('POST', `/api/v1/brands/${id}/refuse-recognition`, { reason: '不符合', document: null }),
      403,
      'ACCESS.SAME_PERSON',
    );
  });

  it('a stand-in acts as themselves, it is written down for whom, and what the principal did binds them', async () => {
    const by = { id: 'x', region: '000000' };
    const { accounts } = app.composition.access;
    const principal = await someone(app, 'recorder', AOHAN);
    const clerk = await employ(app, 'checker', AOHAN);
    const standIn = {
      person: clerk.person,
      principal: principal.person,
      role: 'recorder',
      region: AOHAN,
      from: '2020-01-01',
      until: '2999-12-31',
      document: '授权书〔2026〕1号',
    };
    const id = await accounts.standIn(standIn, by);
    const acting = await enter(app, clerk.person, clerk.login, id);
    await acting.ask('POST', '/api/v1/session/acting', { grant: id });
    const founded = await acting.ask('POST', '/api/v1/brands', { report: brandBody('代签品牌', AOHAN), nomination: nomination() });
    expect(founded.status).toBe(201);
    // Kept before the answer: nothing that a dying process holds in memory is needed to tell the persons apart.
    expect((await app.composition.access.standInActs.inTheNameOf([principal.person])).size).toBe(1);
    const brandId = String(founded.body['brandId']);
    await acting.ask('POST', `/api/v1/brands/${brandId}/record-honour`, { honour: '能手', title: null, year: 2024, source: SOURCE });
    const history = (await principal.ask('GET', `/api/v1/brands/${brandId}/history`)).body.rows ?? [];
    expect(history.map(({ actor }) => actor)).toContainEqual({ id: clerk.person, role: 'recorder', region: AOHAN });
    const acts = (await principal.ask('GET', `/api/v1/stand-ins/acts?stream=brand-${brandId}`)).body.rows ?? [];
    const forHer = { person: clerk.person, principal: principal.person, document: '授权书〔2026〕1号' };
    expect(acts).toMatchObject([forHer, forHer]);

    // The principal, too, has handled it: through the stand-in.
    await accounts.grant(principal.person, { role: 'checker', region: AOHAN, unit: null, from: '2020-01-01', until: null }, by);
    const back = await enter(app, principal.person, principal.login, '');
    const checks = (await accounts.grantsOf(principal.person)).find(({ role }) => role === 'checker')?.id;
    await back.ask('POST', '/api/v1/session/acting', { grant: checks });
    const recommend = { body: '敖汉旗人社局', authentic: true, valid: true, complete: true, document: null };
    expectRefused(await back.ask('POST', `/api/v1/brands/${brandId}/recommend`, recommend), 403, 'ACCESS.SAME_PERSON');

    await accounts.endStandIn(id, by);
    const later = await enter(app, clerk.person, clerk.login, '');
    expectRefused(await later.ask('POST', '/api/v1/session/acting', { grant: id }), 404, 'ACCOUNT.GRANT_NOT_FOUND');
  });

  it('a stand-in ends with the day, and with the principal’s own role', async () => {
    const by = { id: 'x', region: '000000' };
    const { accounts } = app.composition.access;
    const [principal, clerk] = [await employ(app, 'recorder', AOHAN), await employ(app, 'checker', AOHAN)];
    const standIn = {
      person: clerk.person,
      principal: principal.person,
      role: 'recorder',
      region: AOHAN,
      from: '2020-01-01',
      until: '2999-12-31',
      document: '授权书',
    };
    await expect(accounts.standIn({ ...standIn, until: '2021-01-01' }, by)).rejects.toMatchObject({ refusal: { code: 'ACCOUNT.DATES' } });
    await expect(accounts.standIn({ ...standIn, region: CHIFENG }, by)).rejects.toMatchObject({
      refusal: { code: 'ACCOUNT.PRINCIPAL_LACKS' },
    });
    const id = await accounts.standIn(standIn, by);
    expect((await accounts.grantsOf(clerk.person)).map((grant) => grant.id)).toContain(id);
    await accounts.endGrant(principal.person, principal.grant, by);
    expect((await accounts.grantsOf(clerk.person)).map((grant) => grant.id)).not.toContain(id);
  });
});

describe('who acts is who signed in', () => {
  it('whatever the body says, and by id', async () => {
    const approver = await someone(app, 'approver', AOHAN);
    const brand = await brandIn(AOHAN);
    const unit = await unitIn(AOHAN, [brand]);
    const data = { proposalId: randomUUID(), dismissedBy: '别人', reason: '不成立' };
    expectRefused(await approver.ask('POST', `/api/v1/units/${unit}/dismiss-sanction`, data), 403, 'ACCESS.OTHER_NAME');
    const close = { year: 2020, closedOn: app.composition.clock.today(), origin: 'operational' };
    expectRefused(
      await approver.ask('POST', `/api/v1/regions/${AOHAN}/close-year`, { ...close, closedBy: '别人' }),
      403,
      'ACCESS.OTHER_NAME',
    );
    expect((await approver.ask('POST', `/api/v1/regions/${AOHAN}/close-year`, close)).status).toBe(200);
    const closed: unknown[] = [];
    for await (const { event } of app.composition.ledger.readStream(`region-${AOHAN}`))
      if (event.type === 'YearClosed.v1') closed.push(event.data.closedBy);
    expect(closed).toEqual([approver.person]);
    expect((await approver.ask('GET', '/api/v1/session')).body['names']).toMatchObject({
      closeYear: ['closedBy'],
      delist: ['confirmedBy'],
    });
  });

  it('a local standard names its drafter by account, who must be a policy editor for the region, and another person', async () => {
    const approver = await someone(app, 'policyApprover', AOHAN);
    const [editor, far, clerk] = [
      await employ(app, 'policyEditor', CHIFENG),
      await employ(app, 'policyEditor', ALU),
      await employ(app, 'recorder', AOHAN),
    ];
    const standard = (draftedBy: string) => ({
      ...{ pack: 'im-2024-118', parameter: 'training.county.trained', value: 100, effectiveFrom: '2099-04-01', draftedBy },
      document: { number: '敖人社字〔2099〕1号', issuedOn: '2024-01-01', signedBy: '局长' },
    });
    const publish = (draftedBy: string) => approver.ask('POST', `/api/v1/regions/${AOHAN}/local-standards`, standard(draftedBy));
    for (const nobody of ['张三', far.login, clerk.login, approver.login])
      expectRefused(await publish(nobody), 422, 'ACCESS.OTHER_UNKNOWN');
    expect((await publish(editor.login)).status).toBe(201);
    const { rows = [] } = (await approver.ask('GET', `/api/v1/regions/${AOHAN}/local-standards`)).body;
    expect(rows.map(({ draftedBy, approvedBy }) => [draftedBy, approvedBy])).toEqual([[editor.person, approver.person]]);
    await app.composition.access.accounts.grant(
      approver.person,
      { role: 'policyEditor', region: AOHAN, unit: null, from: '2020-01-01', until: null },
      { id: 'x', region: '000000' },
    );
    const both = await enter(app, approver.person, approver.login, approver.grant);
    await both.ask('POST', '/api/v1/session/acting', { grant: approver.grant });
    expectRefused(await both.ask('POST', `/api/v1/regions/${AOHAN}/local-standards`, standard(approver.login)), 422, 'POLICY.SAME_PERSON');
  });
});

describe('tokens of programs', () => {
  it('do what their program may, need no CSRF token, and end with the token, the role or the account', async () => {
    const by = { id: 'x', region: '000000' };
    const { accounts, tokens } = app.composition.access;
    const administrator = await someone(app, 'administrator', NEIMENG);
    const made = async (): Promise<{ id: string; token: string; person: string; grant: string }> => {
      const { person } = await accounts.create(`program${(serial += 1)}`, '导入程序', by.id, { program: true });
      const grant = await accounts.grant(person, { role: 'recorder', region: AOHAN, unit: null, from: '2020-01-01', until: null }, by);
      const answer = await administrator.ask('POST', '/api/v1/tokens', {
        grant,
        label: '导入程序',
        expiresOn: app.composition.clock.today(),
      });
      expect(answer.status).toBe(201);
      return { id: String(answer.body['id']), token: String(answer.body['token']), person, grant };
    };
    const use = (token: string) =>
      inject(
        app.server,
        'POST',
        '/api/v1/brands',
        { report: brandBody(`令牌${(serial += 1)}`, AOHAN), nomination: null },
        { authorization: `Bearer ${token}` },
      );
    const [one, two, three] = [await made(), await made(), await made()];
    for (const { token } of [one, two, three]) expect((await use(token)).status).toBe(201);
    await tokens.revoke(one.id, by);
    await accounts.setDisabled(two.person, true, by);
    await accounts.endGrant(three.person, three.grant, by);
    for (const { token } of [one, two, three]) expectRefused(await use(token), 401, 'ACCESS.TOKEN_INVALID');
    expectRefused(await use('blt_nothing'), 401, 'ACCESS.TOKEN_INVALID');
  });

  it('are never made by an administrator in the name of a person, who makes, sees and ends their own', async () => {
    const administrator = await someone(app, 'administrator', NEIMENG);
    const clerk = await someone(app, 'recorder', AOHAN);
    const wanted = { label: '本人的程序', expiresOn: app.composition.clock.today() };
    expectRefused(await administrator.ask('POST', '/api/v1/tokens', { ...wanted, grant: clerk.grant }), 403, 'ACCOUNT.TOKEN_OF_OTHER');
    const foreign = await administrator.ask('POST', '/api/v1/session/tokens', { ...wanted, grant: clerk.grant });
    expectRefused(foreign, 403, 'ACCOUNT.TOKEN_OF_OTHER');
    const made = await clerk.ask('POST', '/api/v1/session/tokens', { ...wanted, grant: clerk.grant });
    expect(made.status).toBe(201);
    const headers = { authorization: `Bearer ${String(made.body['token'])}` };
    const found = await inject(
      app.server,
      'POST',
      '/api/v1/brands',
      { report: brandBody(`令牌${(serial += 1)}`, AOHAN), nomination: null },
      headers,
    );
    expect(found.status).toBe(201);
    // A token makes none of its own: it would never end.
    const another = await inject(app.server, 'POST', '/api/v1/session/tokens', { ...wanted, grant: clerk.grant }, headers);
    expectRefused(another, 403, 'ACCOUNT.TOKEN_OF_OTHER');
    const { rows } = await app.composition.access.records.list({ scope: AOHAN, person: clerk.person, limit: 50 });
    expect(rows.filter(({ action }) => action === 'foundBrand').map(({ token }) => token)).toEqual([made.body['id']]);
    expect((await clerk.ask('GET', '/api/v1/session/tokens')).body.rows).toMatchObject([{ id: made.body['id'], state: 'current' }]);
    expectRefused(
      await administrator.ask('POST', `/api/v1/session/tokens/${String(made.body['id'])}/revoke`, {}),
      404,
      'ACCOUNT.GRANT_NOT_FOUND',
    );
    expect((await clerk.ask('POST', `/api/v1/session/tokens/${String(made.body['id'])}/revoke`, {})).status).toBe(200);
    expectRefused(await inject(app.server, 'GET', '/api/v1/brands', undefined, headers), 401, 'ACCESS.TOKEN_INVALID');
  });

  it('of a program record and read, and decide nothing', async () => {
    const administrator = await someone(app, 'administrator', NEIMENG);
    const { body } = await administrator.ask('POST', '/api/v1/accounts', {
      login: `feed${(serial += 1)}`,
      name: '归集程序',
      program: true,
    });
    expect(body['password']).toBeNull();
    const person = String(body['person']);
    expectRefused(await signIn(app, String(body['login']), ''), 401, 'ACCESS.WRONG_SIGN_IN');
    expectRefused(await administrator.ask('POST', `/api/v1/accounts/${person}/password`, {}), 422, 'ACCOUNT.PROGRAM');
    const give = (role: string) =>
      administrator.ask('POST', `/api/v1/accounts/${person}/roles`, { role, region: AOHAN, from: '2020-01-01', until: null });
    for (const role of ['checker', 'approver', 'administrator', 'policyApprover']) expectRefused(await give(role), 422, 'ACCOUNT.PROGRAM');
    const grant = String((await give('recorder')).body['id']);
    const { body: made } = await administrator.ask('POST', '/api/v1/tokens', {
      grant,
      label: '归集',
      expiresOn: app.composition.clock.today(),
    });
    const headers = { authorization: `Bearer ${String(made['token'])}` };
    expect((await inject(app.server, 'GET', '/api/v1/brands', undefined, headers)).status).toBe(200);
    const id = returnIdOf({ region: AOHAN, period: '2024', unit: `unit-${await unitIn(AOHAN)}`, call: await callIn(AOHAN) });
    const step = await inject(
      app.server,
      'POST',
      `/api/v1/returns/${encodeURIComponent(id)}/advance`,
      { rung: 'checked', lines: [], note: null },
      headers,
    );
    expectRefused(step, 422, 'ACCOUNT.PROGRAM');
  });
});

describe('administering', () => {
  it('reaches no further than the administrator’s region, and never oneself', async () => {
    const county = await someone(app, 'administrator', AOHAN);
    const above = await employ(app, 'approver', NEIMENG);
    const recorder = { role: 'recorder', region: CHIFENG, from: '2020-01-01', until: null };
    const made = await county.ask('POST', '/api/v1/accounts', { login: `new${randomUUID().slice(0, 8)}`, name: '新人' });
    const person = String(made.body['person']);
    expectRefused(await county.ask('POST', `/api/v1/accounts/${person}/roles`, recorder), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await county.ask('POST', `/api/v1/accounts/${above.person}/password`), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await county.ask('POST', `/api/v1/accounts/${above.person}/disabled`, { disabled: true }), 403, 'ACCESS.OUT_OF_SCOPE');
    expectRefused(await county.ask('POST', `/api/v1/accounts/${county.person}/roles`, { ...recorder, region: AOHAN }), 422, 'ACCOUNT.OWN');
    const both = await county.ask('POST', `/api/v1/accounts/${person}/roles`, { ...recorder, region: AOHAN });
    expect(both.status).toBe(201);
    expectRefused(
      await county.ask('POST', `/api/v1/accounts/${person}/roles`, { ...recorder, role: 'administrator', region: AOHAN }),
      422,
      'ACCOUNT.ADMINISTRATOR_ALONE',
    );
    expectRefused(
      await county.ask('POST', `/api/v1/accounts/${person}/roles`, { ...recorder, role: 'provinceScreener', region: AOHAN }),
      400,
      'ACCOUNT.ROLE_LEVEL',
    );
    const [own, theirs] = [await unitIn(AOHAN), await unitIn(ALU)];
    await app.settled();
    const units = (await county.ask('GET', '/api/v1/unit-names?kind=unit')).body.rows ?? [];
    expect(units.map(({ stream }) => stream)).toContain(`unit-${own}`);
    expect(units.map(({ stream }) => stream)).not.toContain(`unit-${theirs}`);
    expect(Object.keys(units[0] ?? {}).sort()).toEqual(['name', 'regionName', 'stream']);
    expectRefused(await county.ask('GET', `/api/v1/unit-names?kind=unit&region=${ALU}`), 403, 'ACCESS.OUT_OF_SCOPE');
    const { rows = [] } = (await county.ask('GET', '/api/v1/accounts')).body;
    expect(rows.map((row) => row['person'])).not.toContain(above.person);
  });
});

describe('who read what', () => {
  it('is written down, refusals too, and shown to auditors of the region alone', async () => {
    const brand = await brandIn(AOHAN);
    const [clerk, curious, auditor, elsewhere] = [
      await someone(app, 'recorder', AOHAN),
      await someone(app, 'recorder', ALU),
      await someone(app, 'auditor', CHIFENG),
      await someone(app, 'auditor', JINAN),
    ];
    await app.settled();
    await clerk.ask('GET', `/api/v1/brands/${brand}`);
    await curious.ask('GET', `/api/v1/brands/${brand}`);
    const seen = (await auditor.ask('GET', `/api/v1/access-records?subject=brand-${brand}`)).body.rows ?? [];
    expect(seen.map(({ person, status, code, action }) => ({ person, status, code, action }))).toEqual([
      { person: curious.person, status: 403, code: 'ACCESS.OUT_OF_SCOPE', action: 'getBrand' },
      { person: clerk.person, status: 200, code: null, action: 'getBrand' },
    ]);
    expect((await elsewhere.ask('GET', `/api/v1/access-records?subject=brand-${brand}`)).body.rows).toEqual([]);
    expectRefused(await clerk.ask('GET', '/api/v1/access-records'), 403, 'ACCESS.ROLE');
    // Leafed through by the last record of the page before, newest first, without one twice.
    const page = `/api/v1/access-records?subject=brand-${brand}&limit=1`;
    const newest = (await auditor.ask('GET', page)).body;
    const older = (await auditor.ask('GET', `${page}&before=${encodeURIComponent(String(newest.rows?.[0]?.['id']))}`)).body;
    expect([newest, older].map(({ rows, more }) => [rows?.[0]?.['person'], more])).toEqual([
      [curious.person, true],
      [clerk.person, false],
    ]);
    const names = (await clerk.ask('GET', `/api/v1/persons?ids=${curious.person},nobody`)).body.rows;
    expect(names).toEqual([{ id: curious.person, name: expect.any(String) as string }]);
  });

  it('says what was done to an account, at the machine too', async () => {
    const administrator = await employ(app, 'administrator', CHIFENG);
    await unlockName(app.composition.access, administrator.login);
    const { password } = await recoverAdministrator(app.composition.access, administrator.login);
    expect((await signIn(app, administrator.login, password)).status).toBe(200);
    const above = await someone(app, 'administrator', NEIMENG);
    await above.ask('POST', `/api/v1/accounts/${administrator.person}/disabled`, { disabled: true });
    const list = async (region: string): Promise<unknown> =>
      (
        (await (await someone(app, 'auditor', region)).ask('GET', `/api/v1/access-records?subject=account-${administrator.person}`)).body
          .rows ?? []
      ).map(({ personName, actionZh }) => [personName, actionZh]);
    expect(await list(NEIMENG)).toEqual([
      [expect.stringMatching(/^某/), '停用、启用账户'],
      ['本机运维人员', '本机找回系统管理员账户'],
      ['本机运维人员', '本机解除登录锁定'],
    ]);
    expect(await list(JINAN)).toEqual([]);
  });

  it('lets the last administrator in again whose role has ended, and nobody else', async () => {
    const house = await startApp({ accounts: 'on' });
    try {
      const { access, clock } = house.composition;
      const { accounts } = access;
      const by = { id: 'test-administrator', region: '000000' };
      const refused = { refusal: { code: 'ACCOUNT.NOT_ADMINISTRATOR' } };
      const ended = await employ(house, 'administrator', NEIMENG);
      await accounts.endGrant(ended.person, ended.grant, by);
      const { person, login } = await accounts.create('zhongduan', '示例', by.id);
      const clerk = await employ(house, 'recorder', AOHAN);
      await accounts.grant(person, { role: 'administrator', region: CHIFENG, unit: null, from: '2020-01-01', until: clock.today() }, by);
      await expect(recoverAdministrator(access, ended.login)).rejects.toMatchObject(refused);
      clock.setToday('2099-01-01');
      await expect(recoverAdministrator(access, clerk.login)).rejects.toMatchObject(refused);
      const { password } = await recoverAdministrator(access, login);
      expect(password).toMatch(/^\S{19}$/);
      expect((await accounts.grantsOf(person)).map(({ role, region, from }) => [role, region, from])).toEqual([
        ['administrator', CHIFENG, '2099-01-01'],
      ]);
      // Somebody administers again: the other one asks them.
      await expect(recoverAdministrator(access, ended.login)).rejects.toMatchObject(refused);
    } finally {
      await house.stop();
    }
  });

  it('shows the auditor of a county who came in, who failed to, and what was tried with an ended session or a revoked token', async () => {
    const clerk = await someone(app, 'recorder', AOHAN);
    const made = await clerk.ask('POST', '/api/v1/session/tokens', {
      ...{ grant: clerk.grant, label: '本人的程序', expiresOn: app.composition.clock.today() },
    });
    await signIn(app, clerk.login, 'wrong');
    await app.composition.access.tokens.revokeOwn(String(made.body['id']), clerk.person);
    await clerk.ask('DELETE', '/api/v1/session');
    const thief = (headers: Record<string, string>) => inject(app.server, 'GET', '/api/v1/brands', undefined, headers);
    await thief({ cookie: clerk.cookie });
    await thief({ authorization: `Bearer ${String(made.body['token'])}` });
    const { rows } = await app.composition.access.records.list({ scope: AOHAN, person: clerk.person, limit: 50 });
    expect(rows.map(({ action, code, role, scope, token }) => [action, code, role, scope, token])).toEqual([
      ['listBrands', 'ACCESS.TOKEN_INVALID', null, AOHAN, made.body['id']],
      ['listBrands', 'ACCESS.SIGN_IN', null, AOHAN, null],
      ['signOut', null, 'recorder', AOHAN, null],
      ['signIn', 'ACCESS.WRONG_SIGN_IN', null, AOHAN, null],
      ['createOwnToken', null, 'recorder', AOHAN, null],
      ['signIn', null, null, AOHAN, null],
    ]);
  });

  it('is not filled up by strangers with secrets and names that never were', async () => {
    await app.composition.access.records.flush();
    const count = async (): Promise<unknown> =>
      (
        await app.composition.office.read
          .selectFrom('access_record')
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirst()
      )?.n;
    const before = await count();
    const strangers: readonly Record<string, string>[] = [
      { authorization: 'Bearer blt_nothing' },
      { authorization: `Bearer ${'x'.repeat(500)}` },
      { authorization: 'Basic eDp5' },
      { cookie: `ledger_session=${'a'.repeat(43)}` },
    ];
    for (const headers of strangers)
      for (const path of ['/api/v1/brands', '/api/v1/session/password']) await inject(app.server, 'GET', path, undefined, headers);
    await signIn(app, 'nobody-of-that-name', 'x');
    await app.composition.access.records.flush();
    expect(await count()).toEqual(before);
  });

  it('keeps what was typed nowhere when a sign-in fails', async () => {
    const { person, login } = await employ(app, 'recorder', AOHAN);
    await signIn(app, login, 'secret-that-was-typed');
    await app.composition.access.records.flush();
    const rows = await app.composition.office.read.selectFrom('access_record').selectAll().where('person', '=', person).execute();
    expect(rows.map(({ action, status, code }) => ({ action, status, code }))).toEqual([
      { action: 'signIn', status: 401, code: 'ACCESS.WRONG_SIGN_IN' },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/secret/);
  });
});

describe('a ledger behind a proxy', () => {
  it('counts failures by the address that its proxy gives, and by no other', async () => {
    const behind = await startApp({ accounts: 'on', env: { TRUSTED_PROXIES: '10.1.0.0/16, ::1' } });
    try {
      const { login } = await employ(behind, 'recorder', AOHAN);
      const from = async (proxy: string, client: string, password: string): Promise<number> => {
        const headers = { 'x-forwarded-for': client };
        const payload = { login, password };
        const url = '/api/v1/session';
        return (await behind.server.app.inject({ method: 'POST', url, remoteAddress: proxy, headers, payload })).statusCode;
      };
      // What a client writes there itself stands before what the proxy adds.
      for (let i = 0; i < 5; i += 1) await from('10.1.2.3', `203.0.113.${i}, 192.0.2.7`, 'wrong');
      expect(await from('10.1.2.4', '192.0.2.7', PASSWORD)).toBe(401);
      expect(await from('192.0.2.7', '10.8.8.8', PASSWORD)).toBe(401);
      expect(await from('10.1.2.3', '192.0.2.8', PASSWORD)).toBe(200);
    } finally {
      await behind.stop();
    }
  }, 60_000);
});

describe('a ledger without accounts', () => {
  it.each(['10.0.0.0/33', 'proxy.example', '10.0.0.1;10.0.0.2'])('does not start with %s as a trusted proxy', async (TRUSTED_PROXIES) => {
    const { readConfig } = await import('#application');
    expect(() => readConfig({ TRUSTED_PROXIES })).toThrow(/TRUSTED_PROXIES.*IP 地址或网段/);
  });

  it('listens on a loopback address only', async () => {
    const { readConfig } = await import('#application');
    expect(() => readConfig({ ACCOUNTS: 'off', HOST: '0.0.0.0' })).toThrow(/ACCOUNTS=on/);
    expect(readConfig({ ACCOUNTS: 'on', HOST: '0.0.0.0' }).accounts.on).toBe(true);
    expect(Object.keys(ACTIONS).length).toBeGreaterThan(150);
  });
});

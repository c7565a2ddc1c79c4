/**
 * Everybody of one county against another county's records: every route of the interface, in every role, with the other's
 * ids and codes wherever one can be written. No answer may tell of the other county, and nothing may be written there.
 */
import { ROLES, ROLE_IDS, actionOf, type RoleId } from '#access';
import { returnIdOf, type FundEntry } from '#domain';
import { randomUUID } from 'node:crypto';
import { LOCAL } from '../../apps/api/src/actor';
import { EXPORT_TABLES } from '../../apps/api/src/exports.tables';
import { startApp, type TestApp } from '../support/app';
import { employ, inject, someone, type Asked, type Person } from '../support/people';
import { allRoutes, type Route } from '../support/routes';
import { SOURCE, intoTheCatalogue, nominationOf, reportOf } from '../support/shandong-life';

/** 历下区 of 济南, and 兰山区 of 临沂: another county of another prefecture. Whoever screens for a province is another province's. */
const [OWN, OWN_CITY, OWN_PROVINCE, FOREIGN] = ['370102', '370100', '410000', '371302'] as const;
/** Stands in every name and text that belongs to the other county. */
const SECRET = '兰山密号';
const ALL = { id: 'test-administrator', region: '000000' };

let app: TestApp;
const theirs = {} as Record<'brand' | 'unit' | 'institution' | 'link' | 'programme' | 'window', string>;
const evidence = randomUUID();
let [foreignReturn, foreignCall, fund, account, ownUnit, ownBrand] = ['', '', '', '', '', ''];
let foreignGrant = '';
const people = {} as Record<RoleId, Person>;

const found = async (kind: string, command: object): Promise<string> =>
  (await app.composition.subjects.found({ kind, command } as never, { actor: LOCAL })).id;
const body = (name: string, region: string) => ({
  name,
  creditCode: null,
  region,
  brands: [] as string[],
  origin: 'operational',
  source: SOURCE,
});

beforeAll(async () => {
  app = await startApp({ accounts: 'on' });
  const { brands, clock, returns, funds } = app.composition;
  const today = clock.today();
  clock.setToday('2022-01-10');
  const { brandId } = await brands.found(reportOf(`${SECRET}家政`, FOREIGN), nominationOf('county'), { actor: LOCAL });
  for (const command of intoTheCatalogue('county')) await brands.command(brandId, command, { actor: LOCAL });
  theirs.brand = brandId;
  ownBrand = (await brands.found(reportOf('历下家政'), null, { actor: LOCAL })).brandId;
  clock.setToday(today);
  theirs.unit = await found('unit', {
    type: 'register',
    data: { ...body(`${SECRET}公司`, FOREIGN), unitType: 'leadFirm', brands: [brandId] },
  });
  ownUnit = await found('unit', { type: 'register', data: { ...body('历下公司', OWN), unitType: 'leadFirm', brands: [ownBrand] } });
  theirs.institution = await found('institution', {
    type: 'register',
    data: { ...body(`${SECRET}学校`, FOREIGN), institutionType: 'privateSchool' },
  });
  const { creditCode: _, brands: __, ...plain } = body(`${SECRET}窗口`, FOREIGN);
  theirs.window = await found('window', {
    type: 'open',
    data: {
      ...{ ...plain, pack: 'sd-2021-22', kinds: ['labour'], document: null },
      ...{ opensAt: '2020-01-01T09:00:00+08:00', closesAt: '2999-01-01T09:00:00+08:00' },
    },
  });
  theirs.programme = randomUUID();
  theirs.link = randomUUID();
  await brands.command(
    brandId,
    {
      type: 'attachEvidence',
      data: { evidenceId: evidence, kind: SECRET, sha256: 'c'.repeat(64), custodian: SECRET, place: SECRET, retention: null },
    },
    { actor: LOCAL },
  );
  const call = await returns.call(
    {
      ...{
        region: FOREIGN,
        period: '2024',
        kind: 'labour',
        basis: 'period',
        title: SECRET,
        dueOn: '2099-01-22',
        origin: 'operational',
        document: null,
      },
      asked: [{ metric: 'employmentDriven', unit: 'persons', directness: 'direct' }],
    },
    { actor: LOCAL },
  );
  foreignCall = call.id;
  foreignReturn = returnIdOf({ region: FOREIGN, period: '2024', unit: `unit-${theirs.unit}`, call: call.id });
  const entry: FundEntry = {
    ...{ fund: SECRET, documentNumber: SECRET, payee: { stream: null, name: SECRET }, note: null, amount: 1 },
    ...{ purpose: 'award', unit: 'yuan', paidOn: '2024-01-01', decision: `brand-${brandId}@0` },
    evidence: [{ evidenceId: evidence, kind: SECRET, sha256: 'c'.repeat(64), custodian: SECRET, place: SECRET, retention: null }],
  };
  fund = (await funds.record({ region: FOREIGN, origin: 'operational', entry, despite: null }, { actor: LOCAL })).fundId;
  ({ person: account, grant: foreignGrant } = await employ(app, 'recorder', FOREIGN));
  for (const role of ROLE_IDS) {
    const { at } = ROLES[role];
    const region = at === 'province' ? OWN_PROVINCE : at === 'prefecture' ? OWN_CITY : OWN;
    people[role] = await someone(app, role, region, at === 'unit' ? `unit-${ownUnit}` : null);
  }
  await app.settled();
}, 120_000);
afterAll(() => app.stop());

/** The other's ids in every place of a path. */
function addressed({ path, operation }: Route): readonly string[] {
  const kind = /^\/api\/v1\/(brand|unit|institution|link|programme|window)s\//.exec(path)?.[1] as keyof typeof theirs | undefined;
  const region = path.startsWith('/api/v1/regions/') ? FOREIGN : null;
  const id = path.startsWith('/api/v1/returns/')
    ? foreignReturn
    : path.startsWith('/api/v1/return-calls/')
      ? foreignCall
      : path.startsWith('/api/v1/funds/')
        ? fund
        : kind === undefined
          ? (region ?? randomUUID())
          : theirs[kind];
  const filled = path
    .replace(/:(code|region)/, FOREIGN)
    .replace(':person', account)
    .replace(':grant', foreignGrant)
    .replace(':evidenceId', evidence)
    .replace(':number', '1')
    .replace(':pack', 'sd-2021-22');
  if (operation === 'exportTable')
    return Object.keys(EXPORT_TABLES).flatMap((what) => [
      `/api/v1/exports/${what}?format=csv`,
      `/api/v1/exports/${what}?format=csv&region=${FOREIGN}&number=1&dataset=real&id=${theirs.brand}&kind=brands`,
      `/api/v1/exports/${what}?format=csv&id=${what.startsWith('return') ? foreignReturn : theirs.unit}&kind=units`,
      `/api/v1/exports/${what}?format=csv&id=..&kind=..`,
    ]);
  if (operation === 'document')
    return ['yearly-report', 'summary-table', 'public-notice', 'recognition-notice', 'catalogue'].map(
      (kind) => `/api/v1/documents/${kind}?region=${FOREIGN}&year=2022&number=1&document=${encodeURIComponent('鲁人社字〔2022〕1号')}`,
    );
  if (operation === 'template')
    return [
      `/api/v1/templates/yearly-figures?region=${FOREIGN}`,
      `/api/v1/templates/brands?region=${FOREIGN}`,
      `/api/v1/templates/return?id=${foreignReturn}`,
      `/api/v1/templates/yearly-figures`,
    ];
  if (filled.includes(':stream'))
    return [`brand-${theirs.brand}`, `unit-${theirs.unit}`, `fund-${fund}`, `region-${FOREIGN}`].map((stream) =>
      filled.replace(':stream', stream),
    );
  const whole = filled.replace(':id', id).replace(/:\w+/g, randomUUID());
  return [
    whole,
    `${whole}?region=${FOREIGN}`,
    `${whole}?region=${FOREIGN}&dataset=real&year=2022&brand=${theirs.brand}&call=${foreignCall}`,
    `${whole}?stream=brand-${theirs.brand}`,
    `${whole}?subject=brand-${theirs.brand}`,
  ];
}

/** Ends by itself, changes the session that asks, or begins work on the whole log. */
const LEFT_OUT: ReadonlySet<string> = new Set(['feed', 'signIn', 'signOut', 'oidcSignOut', 'changePassword', 'chooseRole', 'startRebuild']);
/** What is published for everybody tells of every region. */
const isPublic = (operation: string, role: RoleId): boolean => actionOf(operation)?.who[role] === 'any';

async function revisions(): Promise<readonly string[]> {
  const streams = [
    ...Object.entries(theirs).map(([kind, id]) => `${kind}-${id}`),
    ...[`return-${foreignReturn}`, `call-${foreignCall}`, `fund-${fund}`, `region-${FOREIGN}`, `catalogue-${FOREIGN}`],
  ];
  const ends: string[] = [];
  for (const stream of streams) {
    let end = -1n;
    for await (const { recorded } of app.composition.ledger.readStream(stream)) end = recorded.revision;
    ends.push(`${stream}@${end}`);
  }
  return ends;
}

describe('another county', () => {
  it.each(ROLE_IDS)(
    'is neither read nor written by %s',
    async (role) => {
      const who = people[role];
      const before = await revisions();
      const wrong: string[] = [];
      for (const route of allRoutes()) {
        const { operation, method } = route;
        if (operation === null || LEFT_OUT.has(operation) || actionOf(operation)?.open === true) continue;
        for (const path of addressed(route)) {
          const sent =
            method === 'GET' || method === 'DELETE'
              ? undefined
              : { region: FOREIGN, report: { region: FOREIGN }, stream: `brand-${theirs.brand}`, brandId: theirs.brand };
          const { status, text } = await raw(who, method, path, sent);
          if (status >= 500 && status !== 503) wrong.push(`${method} ${path}: ${status}`);
          if (text.includes(SECRET) && !isPublic(operation, role)) wrong.push(`${method} ${path}: tells (${status})`);
        }
      }
      expect(wrong).toEqual([]);
      expect(await revisions()).toEqual(before);
    },
    120_000,
  );

  async function raw(who: Person, method: string, path: string, sent: object | undefined): Promise<{ status: number; text: string }> {
    const answer = await app.server.app.inject({
      method: method as 'GET',
      url: path,
      headers: { cookie: who.cookie, 'x-csrf-token': who.csrf },
      ...(sent === undefined ? {} : { payload: sent }),
    });
    return { status: answer.statusCode, text: answer.rawPayload.toString('utf8') };
  }

  const expectBeyond = ({ status, body: told }: Asked): void =>
    expect({ status, code: told['code'] }).toEqual({ status: 403, code: 'ACCESS.OUT_OF_SCOPE' });

  it('is not read through a unit of one’s own that takes its brand', async () => {
    const { recorder, constructionUnit } = people;
    const taken = { added: [theirs.brand], removed: [], reason: '承建' };
    expectBeyond(await recorder.ask('POST', `/api/v1/units/${ownUnit}/change-brands`, taken));
    const registered = { ...body('新公司', OWN), unitType: 'leadFirm', brands: [theirs.brand] };
    expectBeyond(await recorder.ask('POST', '/api/v1/units', registered));
    const school = { ...body('新学校', OWN), institutionType: 'privateSchool', brands: [theirs.brand] };
    expectBeyond(await recorder.ask('POST', '/api/v1/institutions', school));
    const { status, body: told } = await constructionUnit.ask('GET', `/api/v1/brands/${theirs.brand}`);
    expect({ status, code: told['code'] }).toEqual({ status: 403, code: 'ACCESS.OTHER_UNIT' });
    // A brand of one's own, and one that no ledger here knows, are taken.
    const own = { added: [randomUUID()], removed: [ownBrand], reason: '调整' };
    expect((await recorder.ask('POST', `/api/v1/units/${ownUnit}/change-brands`, own)).status).toBe(200);
  });

  it('does not tell tier and standing of its brand through a dual brand', async () => {
    const { recorder } = people;
    const link = (labour: string, training: string) => ({
      ...{ name: '跨县双品牌', region: OWN, pack: 'any', labour, training: [training], path: 'mutual' },
      ...{ origin: 'operational', source: SOURCE },
    });
    expectBeyond(await recorder.ask('POST', '/api/v1/links', link(theirs.brand, ownBrand)));
    expectBeyond(await recorder.ask('POST', '/api/v1/links', link(ownBrand, theirs.brand)));
  });

  it('is not corrected in its money, whatever the body says of who asks', async () => {
    const { approver, checker } = people;
    const withdrawal = { requester: '某科长', reason: '误' };
    for (const who of [approver, checker]) {
      const { status } = await who.ask('POST', `/api/v1/funds/${fund}/withdraw`, withdrawal);
      expect(status).toBe(403);
    }
  });

  it('does not show in the live feed, whatever the stream', async () => {
    const server = `${app.url}/api/v1/feed`;
    const gone = new AbortController();
    const answer = await fetch(server, { headers: { cookie: people.recorder.cookie, 'last-event-id': '0' }, signal: gone.signal });
    // Written last, and by its own county: when it has come, all before it has been told or left out.
    const last = await app.composition.subjects.found(
      { kind: 'unit', command: { type: 'register', data: { ...body('最后公司', OWN), unitType: 'leadFirm' } } } as never,
      { actor: { ...LOCAL, region: OWN } },
    );
    const streams: string[] = [];
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.includes(last.id)) break;
    }
    gone.abort();
    for (const [, data = '{}'] of text.matchAll(/^data: (.*)$/gm)) streams.push((JSON.parse(data) as { stream: string }).stream);
    const foreign = [...Object.entries(theirs).map(([kind, id]) => `${kind}-${id}`), `fund-${fund}`, `call-${foreignCall}`];
    expect(streams.filter((stream) => foreign.includes(stream))).toEqual([]);
    expect(streams).toContain(`unit-${ownUnit}`);
  });
});

describe('an account', () => {
  it('that holds no role is not there for the taking by the administrator of another county', async () => {
    const { administrator } = people;
    const { accounts } = app.composition.access;
    const [fresh, former, lent] = [
      await employ(app, null, FOREIGN),
      await employ(app, 'recorder', FOREIGN),
      await employ(app, null, FOREIGN),
    ];
    await accounts.endGrant(former.person, former.grant, ALL);
    const principal = await employ(app, 'approver', FOREIGN);
    const standIn = { role: 'approver', region: FOREIGN, from: '2020-01-01', until: '2999-12-31', document: '授权书' };
    await accounts.standIn({ person: lent.person, principal: principal.person, ...standIn }, ALL);
    const role = { role: 'recorder', region: OWN, from: '2020-01-01', until: null };
    for (const { person } of [fresh, former, lent]) {
      const answers = [
        await administrator.ask('POST', `/api/v1/accounts/${person}/password`, {}),
        await administrator.ask('POST', `/api/v1/accounts/${person}/disabled`, { disabled: true }),
        await administrator.ask('POST', `/api/v1/accounts/${person}/roles`, role),
      ];
      expect(answers.map(({ status, body: told }) => [status, told['code']])).toEqual(answers.map(() => [403, 'ACCESS.OUT_OF_SCOPE']));
    }
    // One's own is.
    const made = await administrator.ask('POST', '/api/v1/accounts', { login: `own${randomUUID().slice(0, 8)}`, name: '新人' });
    expect((await administrator.ask('POST', `/api/v1/accounts/${String(made.body['person'])}/roles`, role)).status).toBe(201);
  });
});

describe('what leaves the server', () => {
  it('is shown in no frame, runs nothing of others, and is kept by no cache', async () => {
    const answers = [
      await inject(app.server, 'GET', '/api/v1/session', undefined, {}),
      await people.recorder.ask('GET', '/api/v1/brands'),
      await people.recorder.ask('GET', `/api/v1/brands/${theirs.brand}`),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers['cache-control']).toMatch(/no-store/);
      expect(headers['content-security-policy']).toMatch(/default-src 'self'.*object-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
    }
  });

  it('a large body is refused before it is read, where nobody is signed in', async () => {
    const send = async (path: string, headers: Record<string, string>): Promise<readonly [number, unknown]> => {
      const payload = JSON.stringify({ login: 'x'.repeat(1024 * 1024), password: 'y' });
      const answer = await app.server.app.inject({
        ...{ method: 'POST', url: path, payload },
        headers: { 'content-type': 'application/json', ...headers },
      });
      return [answer.statusCode, answer.json<{ code: unknown }>().code];
    };
    const refused = [401, 'ACCESS.SIGN_IN'];
    for (const path of ['/api/v1/brands', '/api/v1/session', '/api/v1/imports']) expect(await send(path, {})).toEqual(refused);
    expect(await send('/api/v1/brands', { authorization: 'Bearer nobody' })).toEqual(refused);
    expect(await send('/api/v1/brands', { cookie: 'ledger_session=nobody' })).toEqual(refused);
    const { cookie, csrf } = people.recorder;
    expect(await send('/api/v1/brands', { cookie, 'x-csrf-token': csrf })).toEqual([400, 'INPUT.INVALID']);
  });

  it.each([
    ['GET', '/api/v1/brands?region=370102&q=a%00b', undefined],
    ['GET', '/api/v1/brands/%00', undefined],
    ['GET', '/api/v1/persons?ids=%00', undefined],
    ['POST', '/api/v1/brands', { report: { ...reportOf('历下\0家政'), region: OWN }, nomination: null }],
    ['POST', '/api/v1/brands', { ['na\0me']: 'x' }],
    ['POST', '/api/v1/session', { login: 'a\0b', password: 'x' }],
  ])('a null character, which a database may not hold, is refused: %s %s', async (method, path, sent) => {
    const { status, body: told } = await people.recorder.ask(method, path, sent);
    expect([status, told['code']]).toEqual([400, 'INPUT.NULL_CHARACTER']);
  });

  it.each([
    ['{"__proto__":{"admin":true},"region":"370102"}', 400],
    ['{"constructor":{"prototype":{"admin":true}}}', 400],
    [`{"report":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
  ])('a body meant to harm is refused (%#)', async (payload, status) => {
    const answer = await app.server.app.inject({
      method: 'POST',
      url: '/api/v1/brands',
      headers: { cookie: people.recorder.cookie, 'x-csrf-token': people.recorder.csrf, 'content-type': 'application/json' },
      payload,
    });
    expect([answer.statusCode, ({} as { admin?: unknown }).admin]).toEqual([status, undefined]);
  });
});

describe('a recorder who would lock her own figure', () => {
  const YEAR = 2024;
  const figure = (metric: string, directness: string, value: number) => ({
    ...{ metric, unit: 'persons', nature: metric === 'workers' ? 'stock' : 'flow', directness, bound: 'exact', value },
    window: metric === 'workers' ? { fromYear: null, toYear: YEAR, asOf: '2024-12-31' } : { fromYear: YEAR, toYear: YEAR, asOf: null },
    ...{ estimate: null, source: SOURCE },
  });
  const heading = '品牌名称,地区,年度,指标,单位,直接间接,数值,来源\n';
  const csv = (value: number): Buffer => Buffer.from(`${heading}历下自锁家政,${OWN},${YEAR},带动就业人数,人,直接,${value},台账\n`);
  let brand: string;
  let call: string;
  let province: Person;
  const record = (metric: string, directness: string, value: number): Promise<Asked> =>
    province.ask('POST', `/api/v1/brands/${brand}/record-figure`, {
      figure: { ...figure(metric, directness, value), source: { ...SOURCE, note: '补录（示例）' } },
    });
  const send = (path: string, bytes: Buffer): Promise<Asked> =>
    people.recorder.ask('POST', `/api/v1/imports${path}?fileName=a.csv&format=yearly-figures`, bytes, { 'content-type': 'text/csv' });

  beforeAll(async () => {
    const { brands, clock, returns } = app.composition;
    province = await someone(app, 'provinceScreener', '370000', null);
    const today = clock.today();
    clock.setToday('2022-01-10');
    brand = (await brands.found(reportOf('历下自锁家政'), nominationOf('county'), { actor: LOCAL })).brandId;
    for (const command of intoTheCatalogue('county')) await brands.command(brand, command, { actor: LOCAL });
    clock.setToday(today);
    const asked = [{ metric: 'employmentDriven', unit: 'persons', directness: 'direct' } as const];
    const terms = {
      period: String(YEAR),
      kind: 'labour',
      basis: 'period',
      title: '年度成效',
      dueOn: '2099-01-22',
      document: null,
    } as const;
    call = (await returns.call({ ...terms, region: OWN_CITY, origin: 'operational', asked: [...asked] }, { actor: LOCAL })).id;
    await app.settled();
  });

  it('is sent to the return while a call collects it, by the form and by a file', async () => {
    const answers = [await record('employmentDriven', 'direct', 9_999), await send('', csv(9_999))];
    expect(answers.map(({ status, body: told }) => [status, told['code']])).toEqual(answers.map(() => [422, 'RETURN.TOLD_IN_RETURN']));
    const begun = await send('/preview', csv(9_999));
    let shown = begun.body;
    while (['reading', 'checking', 'comparing'].includes(String(shown['state'])))
      shown = (await people.recorder.ask('GET', `/api/v1/imports/preview/${String(begun.body['previewId'])}`)).body;
    expect(shown).toMatchObject({
      state: 'done',
      applicable: false,
      counts: { new: 0, refused: 1 },
      faults: [{ code: 'RETURN.TOLD_IN_RETURN' }],
    });
    expect((await record('workers', 'unstated', 12)).status).toBe(200);
    const byHand = await people.recorder.ask('POST', `/api/v1/brands/${brand}/record-figure`, {
      figure: figure('workers', 'unstated', 12),
    });
    expect([byHand.status, byHand.body['code']]).toEqual([403, 'ACCESS.ROLE']);
  });

  it('may not lock what nobody collects either, which the province records with its reason; a file that repeats it changes nothing', async () => {
    await app.composition.returns.changeCall(call, { type: 'close', data: { reason: null } }, { actor: LOCAL });
    await app.settled();
    const alone = await send('', csv(10));
    expect([alone.status, alone.body['code']]).toEqual([422, 'RETURN.NOT_BY_HAND']);
    expect((await record('employmentDriven', 'direct', 10)).status).toBe(200);
    expect((await send('', csv(10))).status).toBe(202);
  });

  it('by a file of the province too asks for the reason in each row', async () => {
    const rows = (...notes: string[]): Buffer =>
      Buffer.from(
        [
          '品牌名称,地区,年度,指标,单位,数值,来源,备注',
          ...notes.map((note, i) => `历下自锁家政,${OWN},${YEAR - 2 + i},培训人数,人,3${i},台账,${note}`),
        ].join('\n'),
      );
    const file = (bytes: Buffer): Promise<Asked> =>
      province.ask('POST', '/api/v1/imports?fileName=b.csv&format=yearly-figures', bytes, { 'content-type': 'text/csv' });
    const reason = '当年未下发填报任务';
    const unreasoned = await file(rows(reason, ''));
    expect([unreasoned.status, unreasoned.body['code'], unreasoned.body['errors']]).toMatchObject([
      422,
      'RETURN.REASON_MISSING',
      [{ field: '第 3 行' }],
    ]);
    const taken = await file(rows(reason, reason));
    expect(taken.status).toBe(202);
    await app.composition.imports.apply(String(taken.body['importId']));
    const progress = await province.ask('GET', `/api/v1/imports/${String(taken.body['importId'])}`);
    expect(progress.body).toMatchObject({ state: 'applied' });
    const { body } = await province.ask('GET', `/api/v1/brands/${brand}/history`);
    const told = (body.rows ?? []).flatMap(({ type, actor, data }) =>
      type === 'FigureRecorded.v1'
        ? [[(data as { value: number }).value, (actor as { role: string }).role, data as { source: object }]]
        : [],
    );
    expect(told.slice(-2)).toMatchObject([30, 31].map((value) => [value, 'provinceScreener', { source: { note: reason } }]));
  });
});

describe('a ledger without accounts', () => {
  let alone: TestApp;
  beforeAll(async () => {
    alone = await startApp();
  }, 60_000);
  afterAll(() => alone.stop());

  it.each([
    ['http://evil.example', 'evil.example', 403],
    ['http://evil.example', '127.0.0.1:80', 403],
    [undefined, 'evil.example:7300', 403],
    [undefined, '127.0.0.1.evil.example', 403],
    [undefined, '127.0.0.1:80', 200],
    ['http://localhost:7300', 'localhost:7300', 200],
    ['http://[::1]:7300', '[::1]:7300', 200],
  ])('asked from %s as %s answers %s', async (origin, host, status) => {
    const headers = { host, ...(origin === undefined ? {} : { origin }) };
    expect((await inject(alone.server, 'GET', '/api/v1/brands', undefined, headers)).status).toBe(status);
  });
});

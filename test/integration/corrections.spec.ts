/** 更正 over HTTP: asked for, looked at before anybody decides, approved, and what then happened is what was shown. */
import { CorrectionPreview, CorrectionRow, HistoryEntry } from '#contracts';
import { randomUUID } from 'node:crypto';
import { startApp, type Answered, type TestApp } from '../support/app';

const SOURCE = { reference: '示例：填报', note: null };
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4)) - 1;
const DOCUMENT = { number: '示例〔1〕1号', issuedOn: `${year - 1}-01-10`, signedBy: '示例' };
let app: TestApp;
let brand: string;
let figureId: string;

const figure = (of: number, value: number) => ({
  ...{ metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness: 'direct', bound: 'exact', value },
  ...{ window: { fromYear: of, toYear: of, asOf: null }, estimate: null, source: SOURCE },
});
const post = (command: string, body: unknown) => app.post(`/api/v1/brands/${brand}/${command}`, body);
async function done(command: string, body: unknown): Promise<void> {
  const answer = await post(command, body);
  if (answer.status !== 200) throw new Error(`${command}: ${JSON.stringify(answer.body)}`);
}
const history = async () => (await app.get(`/api/v1/brands/${brand}/history`)).body.rows ?? [];
const request = (value: number, requestId = randomUUID()) => ({
  requestId,
  corrects: figureId,
  figure: figure(year, value),
  reason: '漏报一人',
  evidence: [],
});
const preview = async (requestId: string): Promise<CorrectionPreview> =>
  CorrectionPreview.parse((await app.get(`/api/v1/brands/${brand}/corrections/${requestId}/preview`)).body);
const list = async (query = ''): Promise<readonly CorrectionRow[]> => {
  await app.settled();
  return CorrectionRow.array().parse((await app.get(`/api/v1/corrections?dataset=real${query}`)).body.rows);
};

beforeAll(async () => {
  app = await startApp();
  const report = {
    ...{ name: '历下更正家政', kind: 'labour', category: null, brandType: 'service', region: '370102', regionAsStated: null },
    ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source: SOURCE },
  };
  brand = String((await app.post('/api/v1/brands', { report, nomination: null })).body['brandId']);
  const applicant = { unit: '示例公司', creditCode: null };
  await done('nominate', { pack: 'sd-2021-22', tierSought: 'county', submittedAt: `${year - 1}-01-05T09:00:00+08:00`, applicant });
  await done('recommend', { body: '示例区局', officer: '示例', authentic: true, valid: true, complete: true, document: null });
  await done('assess', { verdict: 'proposed', panel: null, judgements: [], reason: '示例' });
  await done('recognise', { tier: 'county', document: DOCUMENT, minutes: null });
  await done('enter-catalogue', { catalogue: '370000', document: DOCUMENT });
  await done('record-figure', { figure: figure(year - 1, 500) });
  await done('record-figure', { figure: figure(year, 99) });
  figureId = String(((await history()).at(-1)?.['data'] as { figureId: string }).figureId);
  const closed = await app.post('/api/v1/regions/370000/close-year', { year, closedOn: today, closedBy: '示例', origin: 'operational' });
  if (closed.status !== 200) throw new Error(JSON.stringify(closed.body));
  await app.settled();
  await done('hold-review', { period: year, heldOn: today, panel: null, judgements: [], reason: '示例审核' });
  await app.settled();
}, 60_000);
afterAll(() => app.stop());

it('before anybody asks, the page learns what a value would do, and nothing is written', async () => {
  const before = await history();
  const answer = await post('corrections/preview', { corrects: figureId, figure: figure(year, 100) });
  expect(answer.status).toBe(200);
  const shown = CorrectionPreview.parse(answer.body);
  expect(shown).toMatchObject({ brandId: brand, requestId: null, valueBefore: 99, valueAfter: 100, links: [] });
  expect(shown.closedYears).toMatchObject([{ region: '370000', year, closedOn: today }]);
  expect(shown.decisions.map(({ type, before: was, after }) => [type, was.outcome, after?.outcome])).toEqual([
    ['ReviewConcluded.v1', 'fail', 'pass'],
    ['WarningIssued.v1', 'fail', 'pass'],
    ['RectificationOrdered.v1', 'fail', 'pass'],
  ]);
  expect(shown.courses.map(({ without, instead }) => [without.map(({ type }) => type), instead.map(({ zh }) => zh)])).toEqual([
    [['ReviewConcluded.v1', 'WarningIssued.v1', 'RectificationOrdered.v1'], [expect.stringContaining('通过') as unknown]],
  ]);
  for (const { before: was, after } of shown.decisions) expect(was.zh).not.toBe(after?.zh);
  expect(await history()).toEqual(before);
});

it.each([
  ['BRAND.CORRECTION_CHANGES_NOTHING', figure(year, 99)],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', figure(year - 1, 100)],
])('what would be refused is refused in the preview too: %s', async (code, asked) => {
  const shown = await post('corrections/preview', { corrects: figureId, figure: asked });
  const refused = await post('request-correction', { ...request(100), figure: asked });
  expect([shown.status, shown.body['code']]).toEqual([422, code]);
  expect([refused.status, refused.body['code']]).toEqual([422, code]);
});

it('bad input is told by field and moves nothing', async () => {
  const before = await history();
  expect((await post('corrections/preview', { corrects: 'x', figure: figure(year, 1) })).status).toBe(400);
  expect((await post('corrections/preview', { corrects: figureId, figure: { ...figure(year, 1), value: 1.5 } })).status).toBe(400);
  expect((await app.get(`/api/v1/brands/${brand}/corrections/${randomUUID()}/preview`)).status).toBe(422);
  expect((await app.get(`/api/v1/brands/${randomUUID()}/corrections/${randomUUID()}/preview`)).status).toBe(404);
  expect((await app.get('/api/v1/corrections?state=nonsense')).status).toBe(400);
  expect(await history()).toEqual(before);
});

it('a request waits in the list, and a second on the same figure is refused', async () => {
  const asked = request(101);
  await done('request-correction', asked);
  const second = await post('request-correction', request(102));
  expect([second.status, second.body['code']]).toEqual([422, 'BRAND.CORRECTION_OPEN']);
  expect(await list('&state=open')).toMatchObject([
    {
      brandName: '历下更正家政',
      requestId: asked.requestId,
      state: 'open',
      valueBefore: 99,
      figure: { value: 101 },
      askedBy: { id: 'local' },
    },
  ]);
  await done('refuse-correction', { requestId: asked.requestId, reason: '证据不足' });
  expect(await list('&state=open')).toEqual([]);
  expect(await list('&state=refused')).toMatchObject([{ requestId: asked.requestId, answer: '证据不足', figureId: null }]);
  const settled = await app.get(`/api/v1/brands/${brand}/corrections/${asked.requestId}/preview`);
  expect([settled.status, settled.body['code']]).toEqual([422, 'BRAND.CORRECTION_SETTLED']);
});

it('a request whose figure was corrected meanwhile is refused at approval, and in its preview, with both values', async () => {
  const asked = request(150);
  await done('request-correction', asked);
  await done('correct-figure', { corrects: figureId, figure: figure(year, 98), requester: '示例', reason: '核减', evidence: [] });
  await app.settled();
  for (const answer of [
    await post('approve-correction', { requestId: asked.requestId, note: null }),
    await app.get(`/api/v1/brands/${brand}/corrections/${asked.requestId}/preview`),
  ]) {
    expect([answer.status, answer.body['code']]).toEqual([422, 'BRAND.CORRECTION_OVERTAKEN']);
    expect(answer.body['zh']).toBe('该数字在申请之后已被更正：申请时为 99，现行数字为 98，申请改为 150。');
  }
  await done('withdraw-correction', { requestId: asked.requestId, reason: '已更正' });
  const [direct, ...others] = await list('&state=direct');
  expect([direct, others]).toMatchObject([
    { requestId: null, valueBefore: 99, figure: { value: 98 }, askedBy: { id: '示例', role: null } },
    [],
  ]);
  figureId = direct?.figureId ?? '';
});

it('what is approved does what was shown', async () => {
  const asked = request(100);
  await done('request-correction', asked);
  const shown = await preview(asked.requestId);
  expect(shown.requestId).toBe(asked.requestId);
  const from = (await history()).length;
  await done('approve-correction', { requestId: asked.requestId, note: '已核对' });
  await app.settled();
  const happened = (await history()).slice(from);
  expect(happened.slice(0, 2).map(({ type }) => type)).toEqual(['CorrectionApproved.v1', 'FigureCorrected.v1']);
  // The log and not the page: there the whole answer stands that the steward wrote.
  const marks: unknown[] = [];
  for await (const { event } of app.composition.ledger.readStream(`brand-${brand}`, BigInt(from)))
    if (event.type === 'DecisionMarkedStale.v1') marks.push([event.data.decisionKey, event.data.decidedBy, event.data.retaken]);
  expect(marks).toEqual(shown.decisions.map(({ decisionKey, eventId, after }) => [decisionKey, eventId, after?.explanation]));
  expect(marks.length).toBe(3);
  expect(await list('&state=approved')).toMatchObject([
    { requestId: asked.requestId, valueBefore: 98, figure: { value: 100 }, answer: '已核对' },
  ]);
  // One row each, whichever way they went.
  expect((await list()).map(({ state }) => state).sort()).toEqual(['approved', 'direct', 'refused', 'withdrawn']);
});

describe('where persons are told apart', () => {
  let house: TestApp;
  let path: string;
  let locked: string;
  type Person = (role: string) => Promise<(way: string, body?: unknown) => Promise<Answered>>;

  /** Somebody new in a role, signed in. */
  const person: Person = async (role) => {
    const { accounts, sessions } = house.composition.access;
    const { person: id } = await accounts.create(`${role}${randomUUID().slice(0, 8)}`, '示例', 'test', { settled: true });
    const grant = await accounts.grant(
      id,
      { role, region: role === 'provinceScreener' ? '370000' : '370102', unit: null, from: today, until: null },
      { id: 'test', region: '000000' },
    );
    const { secret, session } = await sessions.begin(id, 'password', grant, null);
    const headers = { cookie: `ledger_session=${secret}`, 'x-csrf-token': session.csrf };
    return (way, body) => (body === undefined ? house.get(way, headers) : house.post(way, body, headers));
  };

  beforeAll(async () => {
    house = await startApp({ accounts: 'on' });
    const [recorder, province] = [await person('recorder'), await person('provinceScreener')];
    const report = {
      ...{ name: '历下两人家政', kind: 'labour', category: null, brandType: 'service', region: '370102', regionAsStated: null },
      ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source: SOURCE },
    };
    path = `/api/v1/brands/${String((await recorder('/api/v1/brands', { report, nomination: null })).body['brandId'])}`;
    const byOne = await recorder(`${path}/record-figure`, { figure: figure(year, 99) });
    expect([byOne.status, byOne.body['code']]).toEqual([403, 'ACCESS.ROLE']);
    const unreasoned = await province(`${path}/record-figure`, { figure: figure(year, 99) });
    expect([unreasoned.status, unreasoned.body['code']]).toEqual([422, 'RETURN.REASON_MISSING']);
    const reasoned = { ...figure(year, 99), source: { ...SOURCE, note: '县级台账补录，当年未下发填报任务' } };
    expect((await province(`${path}/record-figure`, { figure: reasoned })).status).toBe(200);
    const { rows = [] } = (await recorder(`${path}/history`)).body;
    locked = String((rows.at(-1)?.['data'] as { figureId: string }).figureId);
  }, 60_000);
  afterAll(() => house.stop());

  it('nobody corrects a locked figure alone, nor settles what they asked for, nor approves out of their role', async () => {
    const [asker, other, approver] = [await person('recorder'), await person('recorder'), await person('approver')];
    const corrected = { corrects: locked, figure: figure(year, 100), reason: '漏报', evidence: [] };
    const named = await asker(`${path}/correct-figure`, { ...corrected, requester: '某科长' });
    expect([named.status, named.body['code']]).toEqual([403, 'ACCESS.OTHER_NAME']);
    const alone = await asker(`${path}/correct-figure`, corrected);
    expect([alone.status, alone.body['code']]).toEqual([422, 'BRAND.CORRECTION_NEEDS_REQUEST']);
    const requestId = randomUUID();
    expect((await asker(`${path}/request-correction`, { requestId, ...corrected })).status).toBe(200);
    for (const recorder of [asker, other]) {
      const own = await recorder(`${path}/approve-correction`, { requestId, note: null });
      expect([own.status, own.body['code']]).toEqual([403, 'ACCESS.ROLE']);
    }
    const foreign = await other(`${path}/withdraw-correction`, { requestId, reason: '不是我的' });
    expect([foreign.status, foreign.body['code']]).toEqual([422, 'BRAND.CORRECTION_NOT_REQUESTER']);
    expect((await approver(`${path}/corrections/${requestId}/preview`)).body).toMatchObject({ valueBefore: 99, valueAfter: 100 });
    expect((await approver(`${path}/approve-correction`, { requestId, note: null })).status).toBe(200);
    const [approval, correction] = HistoryEntry.array()
      .parse((await approver(`${path}/history`)).body.rows)
      .slice(-2);
    expect([approval?.type, approval?.actor.role, correction?.type]).toEqual(['CorrectionApproved.v1', 'approver', 'FigureCorrected.v1']);
    // A person id, and not a name.
    expect(correction?.data['requester']).toMatch(/^[0-9a-f-]{36}$/);
    expect(correction?.data['requester']).not.toBe(correction?.actor.id);
  });
});

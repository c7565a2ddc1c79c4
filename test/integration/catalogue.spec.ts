/** Editions of the catalogue and the papers of an office, through the interface: from previews to files that open. */
import { strFromU8, unzipSync } from 'fflate';
import { startApp, type TestApp } from '../support/app';
import { DOCUMENT, driven, intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';

jest.setTimeout(60_000);
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const YEAR = Number(TODAY.slice(0, 4));
const API = '/api/v1';

let app: TestApp;
beforeEach(async () => {
  app = await startApp();
});
afterEach(() => app.stop());

async function ok(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await app.post(`${API}${path}`, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function brand(name: string, tier: 'county' | 'prefecture', over: Partial<ReturnType<typeof reportOf>> = {}): Promise<string> {
  const { brandId } = await ok('/brands', { report: { ...reportOf(name), ...over }, nomination: nominationOf(tier) });
  for (const { type, data } of intoTheCatalogue(tier)) await ok(`/brands/${String(brandId)}/${pathOf(type)}`, data);
  return String(brandId);
}

const preview = async (asOf = TODAY, region = '370000', dataset = 'real') =>
  app.get(`${API}/catalogue/preview?region=${region}&dataset=${dataset}&asOf=${asOf}`);
let papers = 0;
const body = (digest: unknown, over: object = {}) => ({
  region: '370000',
  dataset: 'real',
  asOf: TODAY,
  digest,
  document: { number: `鲁就办〔${YEAR}〕${++papers}号`, issuedOn: TODAY, signedBy: '王某' },
  supersedes: null,
  ...over,
});

async function document(
  query: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array; readonly text: string }> {
  const answer = await fetch(`${app.url}${API}/documents/${query}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (!answer.ok) return { status: answer.status, headers: answer.headers, bytes, text: strFromU8(bytes) };
  const files = unzipSync(bytes);
  const xml = ['word/document.xml', 'word/header1.xml'].map((name) => strFromU8(files[name] ?? new Uint8Array())).join('');
  return { status: answer.status, headers: answer.headers, bytes, text: xml.replace(/<[^>]+>/g, '') };
}

it('are previewed without a trace, published once, and tell what changed', async () => {
  const carers = await brand('济南护工', 'county');
  const before = (await app.get(`${API}/brands`)).body['position'];
  const first = (await preview()).body;
  expect(first).toMatchObject({ number: 1, last: null, obstacle: null, policy: { basis: 'stated', clause: 'san.san.catalogue' } });
  expect(first['entries']).toMatchObject([{ brandId: carers, name: '济南护工', tier: 'county', listedBy: { document: DOCUMENT } }]);
  expect((await app.get(`${API}/brands`)).body['position']).toBe(before);

  const one = body(first['digest']);
  const answer = await app.post(`${API}/catalogue/editions`, one, { 'Idempotency-Key': 'k1' });
  expect([answer.status, answer.body]).toMatchObject([201, { number: 1, stream: 'catalogue-370000', repeated: false }]);
  expect((await app.post(`${API}/catalogue/editions`, one, { 'Idempotency-Key': 'k1' })).body).toMatchObject({ number: 1, repeated: true });
  const again = await app.post(`${API}/catalogue/editions`, one, { 'Idempotency-Key': 'k2' });
  expect([again.status, again.body['code']]).toEqual([422, 'CATALOGUE.PUBLISHED_ALREADY']);

  const cooks = await brand('济南厨师', 'prefecture');
  await ok(`/brands/${carers}/rename`, { to: '泉城护工', reason: '更名', document: null });
  // The list moved behind the back of whoever looks at the old preview.
  const stale = await app.post(`${API}/catalogue/editions`, body(first['digest'], { supersedes: { number: 1, reason: '漏列' } }));
  expect([stale.status, stale.body['code']]).toEqual([422, 'CATALOGUE.BASIS_MOVED']);
  const second = (await preview()).body;
  expect(second).toMatchObject({ number: 2, last: 1, lastAsOf: TODAY });
  expect((second['changes'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(['entered', 'renamed']);
  await ok('/catalogue/editions', body(second['digest'], { supersedes: { number: 1, reason: '漏列济南厨师' } }));
  await app.settled();

  const { rows } = (await app.get(`${API}/catalogue/editions?dataset=real&region=370000`)).body;
  expect(rows).toMatchObject([
    { head: { number: 2, entries: 2, supersedes: { number: 1 } }, supersededBy: null },
    { head: { number: 1, entries: 1 }, supersededBy: 2 },
  ]);
  const whole = (await app.get(`${API}/catalogue/editions/370000/2?dataset=real`)).body;
  expect((whole['entries'] as { brandId: string }[]).map(({ brandId }) => brandId)).toEqual([cooks, carers]);
  const compared = (await app.get(`${API}/catalogue/comparison?region=370000&dataset=real&from=1&to=2`)).body;
  expect(compared).toMatchObject({ added: [{ brandId: cooks }], removed: [], renamed: [{ from: '济南护工' }], unchanged: 0 });
  expect((await app.get(`${API}/catalogue/editions/370000/3?dataset=real`)).body['code']).toBe('CATALOGUE.NOT_FOUND');

  const paper = await document('catalogue?region=370000&number=2');
  expect(paper.text).toContain('山东省劳务品牌建设指导目录');
  expect(paper.text).toContain('本期为勘误，替代第1期。理由：漏列济南厨师');
  expect(paper.text).toContain(`brand-${carers}@`);
  expect(decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(paper.headers.get('content-disposition') ?? '')?.[1] ?? '')).toBe(
    '山东省劳务品牌建设指导目录（第2期）.docx',
  );
});

it('are refused where no document knows a catalogue, and what is bad is told by field', async () => {
  await brand('济南护工', 'county');
  const inner = (await preview(TODAY, '150000')).body;
  expect(inner).toMatchObject({ policy: null, obstacle: { code: 'CATALOGUE.NOT_STATED' } });
  const refused = await app.post(`${API}/catalogue/editions`, body(inner['digest'], { region: '150000' }));
  expect([refused.status, refused.body['code']]).toEqual([422, 'CATALOGUE.NOT_STATED']);
  expect((await preview('2099-01-01')).body).toMatchObject({ obstacle: { code: 'CATALOGUE.FUTURE_DATE' } });
  expect((await preview(TODAY, '999999')).status).toBe(400);
  expect((await preview('yesterday')).status).toBe(400);
  expect((await app.post(`${API}/catalogue/editions`, { region: '370000' })).status).toBe(400);
  for (const [query, status] of [
    ['yearly-report', 400],
    ['summary-table?year=12', 400],
    ['recognition-notice', 400],
    ['catalogue', 400],
    ['no-such-kind', 400],
    ['yearly-report?year=2024&region=999999', 400],
    ['public-notice?region=370000', 404],
    ['public-notice?region=370000&purpose=exit', 404],
    ['catalogue?region=370000&number=7', 404],
  ] as const)
    expect([query, (await document(query)).status]).toEqual([query, status]);
});

it('never hold real and synthetic brands together', async () => {
  const real = await brand('济南护工', 'county');
  const made = await brand('济南绣娘', 'county', { origin: 'synthetic' });
  const ids = async (dataset: string) =>
    ((await preview(TODAY, '370000', dataset)).body['entries'] as { brandId: string }[]).map(({ brandId }) => brandId);
  expect(await ids('real')).toEqual([real]);
  expect(await ids('synthetic')).toEqual([made]);
  const paper = await document(`summary-table?region=370000&dataset=synthetic&year=${YEAR}`);
  expect(paper.text).toContain('【合成数据】');
  expect(paper.text).toContain('合成数据，仅供演示');
  expect(paper.text).toContain('济南绣娘');
  expect(paper.text).not.toContain('济南护工');
});

it('papers carry their figures, their sources and the moment they were drawn from, and are the same every time', async () => {
  const id = await brand('济南护工', 'county');
  await ok(`/brands/${id}/record-figure`, { figure: driven(YEAR - 1, 1234) });
  const estimated = { ...driven(YEAR - 1, 567), directness: 'indirect', estimate: { method: '按服务对象推算', basis: '抽样回访' } };
  await ok(`/brands/${id}/record-figure`, { figure: estimated });
  const other = await ok('/brands', { report: reportOf('济南月嫂'), nomination: nominationOf('county') });
  for (const { type, data } of intoTheCatalogue('county').slice(0, 2))
    await ok(`/brands/${String(other['brandId'])}/${pathOf(type)}`, data);
  await app.settled();

  const report = await document(`yearly-report?region=370000&year=${YEAR - 1}&office=${encodeURIComponent('山东省人社厅<处>')}`);
  expect(report.headers.get('content-type')).toContain('wordprocessingml');
  for (const words of [
    '1,234人',
    '567人',
    '间接（估算）',
    '按服务对象推算（抽样回访）',
    '山东省人社厅&lt;处&gt;',
    '〔本地模板〕',
    '〔文件未规定，本地配置〕',
    `brand-${id}@`,
  ])
    expect(report.text).toContain(words);
  // Direct and indirect are never added.
  expect(report.text).not.toContain('1,801');
  const again = await document(`yearly-report?region=370000&year=${YEAR - 1}&office=${encodeURIComponent('山东省人社厅<处>')}`);
  expect(Buffer.from(again.bytes).equals(Buffer.from(report.bytes))).toBe(true);

  const summary = await document(`summary-table?region=370000&year=${YEAR - 1}`);
  expect(strFromU8(unzipSync(summary.bytes)['word/document.xml'] ?? new Uint8Array())).toContain('w:orient="landscape"');
  for (const words of ['1,234', '567', DOCUMENT.number]) expect(summary.text).toContain(words);

  const notice = await document('public-notice?region=370000');
  expect(notice.text).toContain('济南月嫂');
  expect(notice.text).not.toContain('济南护工');
  expect(notice.text).toContain('台账尚未登记公示时间和地点');
  await ok(`/brands/${String(other['brandId'])}/post-notice`, { place: '省厅网站', from: TODAY, until: TODAY });
  await app.settled();
  expect((await document(`public-notice?region=370000&brand=${String(other['brandId'])}`)).text).toContain('公示地点：省厅网站');

  const recognition = await document(`recognition-notice?region=370000&document=${encodeURIComponent(DOCUMENT.number)}`);
  for (const words of ['济南护工', DOCUMENT.number, '签批人：王某', '2022年1月10日']) expect(recognition.text).toContain(words);
  expect((await document('recognition-notice?region=370000&document=none')).status).toBe(404);
});

/** 政策推演 as its callers meet it: a job that can be followed and stopped, that finds exactly what changes, and that writes nothing. */
import { shippedPacks } from '#application';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type Answered, type TestApp } from '../support/app';

const CLI = join(__dirname, '../../dist/apps/cli/src/main.js');
const SOURCE = { reference: '县人社局填报', note: null };
const ids: Record<string, string> = {};
jest.setTimeout(60_000);

let app: TestApp;
let folder: string;

/** A labour brand of 敖汉旗 (class 1) with a three-year total before 2024. */
async function brand(name: string, total: number): Promise<void> {
  const report = {
    name,
    kind: 'labour',
    category: '电力',
    brandType: null,
    region: '150430',
    regionAsStated: null,
    formedOn: null,
    cultivatedFrom: '2020-01-01',
    origin: 'operational',
    source: SOURCE,
  };
  const answer = await app.post('/api/v1/brands', { report, nomination: null });
  expect(answer.status).toBe(201);
  const id = String(answer.body['brandId']);
  ids[name] = id;
  for (const [year, value] of [
    [2021, total - 2],
    [2022, 1],
    [2023, 1],
  ] as const)
    for (const [directness, told] of [
      ['direct', value],
      ['indirect', 0],
    ] as const) {
      const figure = {
        metric: 'employmentDriven',
        unit: 'persons',
        nature: 'flow',
        directness,
        bound: 'exact',
        value: told,
        window: { fromYear: year, toYear: year, asOf: null },
        estimate: directness === 'indirect' ? { method: '估算', basis: '合作企业用工' } : null,
        source: SOURCE,
      };
      const recorded = await app.post(`/api/v1/brands/${id}/record-figure`, { figure });
      if (recorded.status !== 200 && recorded.status !== 201) throw new Error(JSON.stringify(recorded.body));
    }
}

beforeAll(async () => {
  app = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-what-if-'));
  for (const [name, total] of [
    ['敖汉甲架线工', 2799],
    ['敖汉乙架线工', 2800],
    ['敖汉丙架线工', 2999],
    ['敖汉丁架线工', 3000],
  ] as const)
    await brand(name, total);
}, 120_000);
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const LOWER = { kind: 'parameters', parameters: [{ key: 'scale.three-years', entry: 3, value: 2800 }] };
const request = (change: unknown = LOWER, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  pack: 'im-2024-118',
  change,
  years: { from: 2024, to: 2024 },
  dataset: 'real',
  factsFrom: 'published',
  ...over,
});
const start = (body: unknown): Promise<Answered> => app.post('/api/v1/what-if', body);
const drop = async (jobId: unknown): Promise<number> =>
  (await fetch(`${app.url}/api/v1/what-if/${String(jobId)}`, { method: 'DELETE' })).status;

async function finished(jobId: unknown, query = ''): Promise<Answered['body']> {
  for (;;) {
    const { status, body } = await app.get(`/api/v1/what-if/${String(jobId)}${query}`);
    expect(status).toBe(200);
    if (body['state'] !== 'running') return body;
    await sleep(20);
  }
}
async function run(body: unknown, query = ''): Promise<Answered['body']> {
  const answer = await start(body);
  expect([answer.status, answer.body['zh'], answer.body['errors']]).toEqual([202, undefined, undefined]);
  expect(answer.headers.get('location')).toBe(`/api/v1/what-if/${String(answer.body['jobId'])}`);
  return finished(answer.body['jobId'], query);
}
const scaleRows = (body: Answered['body']): readonly Record<string, unknown>[] =>
  (body.rows ?? []).filter(({ question }) => question === 'im.labour.scale');
async function head(): Promise<bigint | undefined> {
  for await (const { position } of app.composition.log.readAll({ direction: 'backwards', limit: 1 })) return position;
  return undefined;
}

it('3000 → 2800 changes exactly the brands between, says by what, and writes nothing', async () => {
  const before = await head();
  const body = await run(request(), '?limit=1000');
  expect(body).toMatchObject({
    state: 'done',
    done: 4,
    total: 4,
    error: null,
    truncated: false,
    before: { pack: 'im-2024-118', published: true },
    after: { pack: 'im-2024-118', published: false },
    totals: { brands: 4, byYear: [{ year: 2024 }], byRegion: [{ region: '150400', name: '赤峰市' }] },
  });
  const rows = scaleRows(body);
  expect(rows.map(({ name }) => name).sort()).toEqual(['敖汉丙架线工', '敖汉乙架线工'].sort());
  expect(rows.find(({ name }) => name === '敖汉丙架线工')).toMatchObject({
    brandId: ids['敖汉丙架线工'],
    year: 2024,
    before: { outcome: 'fail' },
    after: { outcome: 'pass' },
    region: { code: '150430', name: '敖汉旗' },
    causes: [
      {
        predicate: 'labour.scale.three-years',
        parameters: ['scale.three-years'],
        before: { margin: { value: -1 }, cite: '三（三）2.3）规模特征' },
        after: { margin: { value: 199 } },
      },
    ],
  });
  expect(await head()).toBe(before);
});

it('the same request gives the same rows in the same order, and pages and filters them', async () => {
  const [one, other] = [await run(request(), '?limit=1000'), await run(request(), '?limit=1000')];
  expect(other.rows).toEqual(one.rows);
  const { jobId } = other;
  const paged = [0, 1, 2].map(async (offset) => (await finished(jobId, `?limit=1&offset=${offset}`)).rows?.[0]);
  expect(await Promise.all(paged)).toEqual(one.rows?.slice(0, 3));
  expect((await finished(jobId, '?question=im.labour.scale&year=2024&region=150400'))['filtered']).toBe(2);
  expect((await finished(jobId, '?region=370000'))['filtered']).toBe(0);
});

it('another reading of an ambiguity: nobody has the figures, and it says so', async () => {
  const body = await run(
    request({ kind: 'readings', readings: [{ interpretation: 'calendar-years', reading: 'thirty-six-months' }] }),
    '?limit=1000',
  );
  const row = scaleRows(body).find(({ name }) => name === '敖汉丁架线工');
  expect(row).toMatchObject({ before: { outcome: 'pass' }, after: { outcome: 'undecidable' } });
  expect(body['after']).toMatchObject({
    version: expect.stringContaining('+calendar-years=thirty-six-months') as string,
    published: false,
  });
});

it('a pack file that nobody published, another document, and what the ledger knew on a day', async () => {
  const document = shippedPacks().find(({ file }) => file === 'im-2024-118.yaml')?.document as {
    parameters: { key: string; values: { value: number }[] }[];
  };
  const lower = structuredClone(document);
  const third = lower.parameters.find(({ key }) => key === 'scale.three-years')?.values[3];
  if (third !== undefined) third.value = 2800;
  expect(scaleRows(await run(request({ kind: 'file', document: JSON.stringify(lower) }), '?limit=1000'))).toHaveLength(2);
  const other = await run(request({ kind: 'pack', pack: 'sd-2021-22' }), '?limit=1000');
  expect(other).toMatchObject({ state: 'done', after: { pack: 'sd-2021-22', published: true, houses: [{ pack: 'sd-2021-22-house' }] } });
  expect(await run(request(LOWER, { knownOn: '2020-01-01' }))).toMatchObject({ totals: { brands: 0, changed: 0 } });
  expect(await run(request(LOWER, { region: '370000' }))).toMatchObject({ totals: { brands: 0 } });
  expect(await run(request(LOWER, { dataset: 'synthetic' }))).toMatchObject({ total: 0, totals: { brands: 0 } });
});

describe('bad input', () => {
  it.each([
    ['a pack that is not there', request(LOWER, { pack: 'no-such' }), 'POLICY.UNKNOWN'],
    ['a version that is not there', request({ kind: 'version', version: '99' }), 'INPUT.INVALID'],
    ['another document that is not there', request({ kind: 'pack', pack: 'no-such' }), 'POLICY.UNKNOWN'],
    [
      'a reading that is not there',
      request({ kind: 'readings', readings: [{ interpretation: 'majority', reading: 'nine-tenths' }] }),
      'INPUT.INVALID',
    ],
    [
      'an interpretation that is not there',
      request({ kind: 'readings', readings: [{ interpretation: 'no-such', reading: 'x' }] }),
      'INPUT.INVALID',
    ],
    [
      'two readings that clash',
      request({
        kind: 'readings',
        readings: [
          { interpretation: 'calendar-years', reading: 'thirty-six-months' },
          { interpretation: 'yearly-newly-driven', reading: 'yearly-stock' },
        ],
      }),
      'INPUT.INVALID',
    ],
    [
      'a parameter that is not there',
      request({ kind: 'parameters', parameters: [{ key: 'no-such', entry: 0, value: 1 }] }),
      'INPUT.INVALID',
    ],
    [
      'an entry that is not there',
      request({ kind: 'parameters', parameters: [{ key: 'scale.three-years', entry: 6, value: 1 }] }),
      'INPUT.INVALID',
    ],
    [
      'a value of the wrong unit',
      request({ kind: 'parameters', parameters: [{ key: 'scale.three-years', entry: 3, value: 'many' }] }),
      'INPUT.INVALID',
    ],
    ['a file that is no YAML', request({ kind: 'file', document: '{ "a": ' }), 'INPUT.INVALID'],
    ['a file that is no pack', request({ kind: 'file', document: 'title: 一份文件' }), 'INPUT.INVALID'],
    ['years the wrong way round', request(LOWER, { years: { from: 2024, to: 2023 } }), 'INPUT.INVALID'],
    ['a year to come', request(LOWER, { years: { from: 2024, to: 2100 } }), 'INPUT.INVALID'],
    ['too many years', request(LOWER, { years: { from: 1950, to: 2024 } }), 'INPUT.INVALID'],
    ['a region that is not there', request(LOWER, { region: '999999' }), 'REGION.UNKNOWN'],
    ['a field that is not there', request(LOWER, { write: true }), 'INPUT.INVALID'],
    ['no change at all', request({ kind: 'nothing' }), 'INPUT.INVALID'],
    ['nothing', null, 'INPUT.INVALID'],
  ])('%s is a problem with its place, and starts no job', async (_what, body, code) => {
    const jobs = (await app.get('/api/v1/what-if')).body.rows?.length;
    const answer = await start(body);
    expect([answer.status, answer.body['code']]).toEqual([400, code]);
    expect(answer.body['zh']).toMatch(/[\u4e00-\u9fff]/);
    expect((await app.get('/api/v1/what-if')).body.rows?.length).toBe(jobs);
  });
  it('a job that is not there, and an id that is none', async () => {
    expect((await app.get(`/api/v1/what-if/${randomUUID()}`)).body['code']).toBe('WHAT_IF.NOT_FOUND');
    expect((await app.get('/api/v1/what-if/seven')).status).toBe(400);
    expect(await drop(randomUUID())).toBe(404);
  });
});

it('one job at a time: another is told to wait, a stopped one says so, and a job that ended can be forgotten', async () => {
  const [one, two] = await Promise.all([start(request()), start(request())]);
  expect([one.status, two.status].sort()).toEqual([202, 409]);
  const busy = one.status === 409 ? one : two;
  expect(busy.body['code']).toBe('WHAT_IF.BUSY');
  const jobId = (one.status === 202 ? one : two).body['jobId'];
  expect(await drop(jobId)).toBe(200);
  expect(await finished(jobId)).toMatchObject({ state: 'stopped', keptUntil: expect.any(String) as string });
  expect(await drop(jobId)).toBe(200);
  expect((await app.get(`/api/v1/what-if/${String(jobId)}`)).status).toBe(404);
  expect(await run(request())).toMatchObject({ state: 'done' });
});

describe('on the command line', () => {
  async function cli(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { PATH: process.env['PATH'], LEDGER_URL: app.url, DATA_DIR: join(folder, 'none') },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  }
  const WHAT = ['what-if', '--pack', 'im-2024-118', '--years', '2024', '--facts', 'published'];

  it('prints a table in Chinese, with clause, parameter and both margins', async () => {
    const { code, out } = await cli(...WHAT, '--set', 'scale.three-years[3]=2800');
    expect(code).toBe(0);
    expect(out).toMatch(/劳务品牌规模特征 +不符合 +符合 +2/);
    expect(out).toMatch(
      /2024 +敖汉丙架线工 +内蒙古自治区赤峰市敖汉旗 +劳务品牌规模特征 +不符合→符合 .*三（三）2\.3）规模特征.*标准 3000人→2800人，余量 −1人→\+199人/,
    );
    expect(out).toContain('推演只读不写');
  }, 30_000);

  it('gives everything as JSON, and takes a file and a reading', async () => {
    const { code, out } = await cli(...WHAT, '--set', 'scale.three-years[3]=2800', '--json');
    expect(code).toBe(0);
    const told = JSON.parse(out) as { rows: unknown[]; filtered: number; totals: { changed: number } };
    expect([told.rows.length, told.filtered]).toEqual([told.totals.changed, told.totals.changed]);
    const file = join(folder, 'pack.json');
    writeFileSync(file, JSON.stringify(shippedPacks().find((each) => each.file === 'im-2024-118.yaml')?.document));
    expect((await cli(...WHAT, '--file', file)).out).toContain('没有任何结论改变');
    expect((await cli(...WHAT, '--reading', 'yearly-newly-driven=distinct-persons')).out).toContain('符合→材料不足，无法判定');
  }, 60_000);

  it.each([
    [['what-if'], /缺少必需的选项/],
    [WHAT, /请用 --version/],
    [[...WHAT, '--version', '2', '--other-pack', 'sd-2021-22'], /请用 --version/],
    [[...WHAT, '--set', 'scale'], /--set 应写成/],
    [[...WHAT, '--reading', 'majority'], /--reading 应写成/],
    [[...WHAT, '--file', 'no-such.yaml'], /没有文件/],
    [[...WHAT, '--reading', 'majority=nine-tenths'], /没有「nine-tenths」这一读法/],
    [['what-if', '--pack', 'im-2024-118', '--version', '1', '--years', 'all'], /--years 应写成/],
  ])(
    '%j is refused in Chinese with exit code 1',
    async (args, why) => {
      const { code, err } = await cli(...args);
      expect([code, err]).toEqual([1, expect.stringMatching(why)]);
    },
    30_000,
  );
});

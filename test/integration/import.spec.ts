/** Files as they come in: the published facts, row by row, and what clerks send, over HTTP and from the command line. */
import { importPublishedFacts, ledgerCodec, shippedData, systemClock } from '#application';
import { BrandCard, BrandRow, EvaluationAnswer, YearlyCount, parseCsv, type ImportInstruction } from '#contracts';
import type { ExplanationNode } from '#domain';
import { openEmbeddedLog } from '#event-store';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startApp, type Answered, type TestApp } from '../support/app';
import { gbk } from '../support/gbk';
import { ledgerAt, type LedgerHttp } from '../support/http';
import { runProgram, type Program } from '../support/wire-node/program';

jest.setTimeout(120_000);

/** A published row beside its reading, straight from the files. */
type Row = Readonly<Record<string, string>>;
function table(name: string): Row[] {
  const parsed = parseCsv(
    shippedData(name)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { header, rows } = parsed.value;
  return rows.map(({ cells }) => Object.fromEntries(header.map((column, i) => [column, (cells[i] ?? '').trim()])));
}
const readings = table('brand-facts.reading.csv');
const facts = table('brand-facts.csv').map((row, i) => ({ ...row, reading: readings[i] ?? {} }) as Row & { readonly reading: Row });
const TIER: Readonly<Record<string, string>> = { 省级: 'province', 市级: 'prefecture', 县级: 'county' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const head = async (of: TestApp = app): Promise<bigint> => {
  for await (const { position } of of.composition.log.readAll({ direction: 'backwards', limit: 1 })) return position;
  return -1n;
};
const events = async (): Promise<ReturnType<typeof ledgerCodec.decode>[]> => {
  const found: ReturnType<typeof ledgerCodec.decode>[] = [];
  for await (const recorded of app.composition.log.readAll()) found.push(ledgerCodec.decode(recorded));
  return found;
};
const brands = async (query = ''): Promise<BrandRow[]> =>
  z.array(BrandRow).parse((await app.get(`/api/v1/brands?dataset=real&limit=500${query}`)).body.rows);
const cardOf = async (name: string): Promise<BrandCard> => {
  const [found] = (await brands(`&q=${encodeURIComponent(name)}`)).filter((brand) => brand.name === name);
  return BrandCard.parse((await app.get(`/api/v1/brands/${found?.brandId ?? name}`)).body);
};
const counts = async (region: string, metric: string): Promise<YearlyCount[]> =>
  z.array(YearlyCount).parse((await app.get(`/api/v1/counts/yearly?dataset=real&region=${region}&metric=${metric}&by=none`)).body.rows);

describe('the published facts', () => {
  let applied: Awaited<ReturnType<typeof importPublishedFacts>>;
  beforeAll(async () => {
    applied = await importPublishedFacts(app.composition.imports, systemClock.today());
    await app.settled();
  });

  it('are accounted for row by row', async () => {
    expect(applied).toMatchObject({ state: 'applied', known: false, parked: [] });
    const instructions = (await events()).flatMap(({ type, data }) =>
      type === 'ImportChunk.v1' ? data.rows.map((row) => JSON.parse(row['instruction'] ?? '') as ImportInstruction) : [],
    );
    // The heading is row 1.
    expect([...new Set(instructions.map(({ row }) => row))].sort((a, b) => a - b)).toEqual(facts.map((_, i) => i + 2));
    const written = new Map<string, number>();
    for (const { type } of await events()) written.set(type, (written.get(type) ?? 0) + 1);
    const rowsOf = (...forms: string[]): number => readings.filter(({ form }) => forms.includes(form ?? '')).length;
    expect(Object.fromEntries(written)).toMatchObject({
      'BrandReported.v1': 280,
      'FigureRecorded.v1': rowsOf('figure'),
      'RatioPublished.v1': rowsOf('ratio'),
      'TargetPublished.v1': rowsOf('target'),
      'RegionalFigurePublished.v1': rowsOf('regional'),
    });
    expect([rowsOf('regional'), rowsOf('target')]).toEqual([74, 7]);
  });

  it('are 280 brands on the books, reported and not judged, with the tiers their sources claim', async () => {
    const rows = await brands();
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [
        ...new Map(
          facts.filter(({ reading }) => reading['form'] !== 'regional').map((row) => [placeAndName(row), row['name'] ?? '']),
        ).values(),
      ].sort(),
    );
    expect(rows).toHaveLength(280);
    expect(new Set(rows.map(({ stage, tier, listed, origin, dataset }) => JSON.stringify([stage, tier, listed, origin, dataset])))).toEqual(
      new Set([JSON.stringify(['reported', null, false, 'published', 'real'])]),
    );
    const claimed = new Map<string, Set<string>>();
    for (const row of facts) {
      if (row.reading['form'] === 'regional') continue;
      const tiers = claimed.get(row['name'] ?? '') ?? new Set();
      const tier = TIER[row.reading['tier'] ?? ''];
      if (tier !== undefined) tiers.add(tier);
      claimed.set(row['name'] ?? '', tiers);
    }
    for (const { brandId, name, claimedTier } of rows) {
      const card = BrandCard.parse((await app.get(`/api/v1/brands/${brandId}`)).body);
      const tiers = claimed.get(name) ?? new Set();
      expect([name, [...new Set(card.tierClaims.map(({ tier }) => tier))].sort()]).toEqual([name, [...tiers].sort()]);
      expect([name, claimedTier === null]).toEqual([name, tiers.size === 0]);
      // 国家级 is an honour; a target is no figure; every statement names its source, every figure its year or that it has none.
      expect(card.figures.every(({ status, source }) => status === 'published' && source.reference.length > 0)).toBe(true);
      expect(
        [...card.honourList, ...card.ratios, ...card.targets, ...card.tierClaims].every(({ source }) => source.reference.length > 0),
      ).toBe(true);
    }
  });

  it('keep 74 aggregates of regions apart from brands', async () => {
    const regional = (await app.get('/api/v1/regions/000000/figures?dataset=real')).body.rows ?? [];
    expect(regional).toHaveLength(74);
    const expected = facts.filter(({ reading }) => reading['form'] === 'regional').map((row) => Number(row['value']));
    expect(regional.map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
    const brandNames = new Set((await brands()).map(({ name }) => name));
    const onlyRegional = facts.filter(({ reading }) => reading['form'] === 'regional').map((row) => row['name'] ?? '');
    expect(
      onlyRegional.filter(
        (name) => brandNames.has(name) && !facts.some((row) => row['name'] === name && row.reading['form'] !== 'regional'),
      ),
    ).toEqual([]);
  });

  it('show 石龙技工 as a conflict and sum neither figure', async () => {
    const card = await cardOf('石龙技工');
    const exported = card.figures.filter(({ metric, toYear }) => metric === 'exported' && toYear === 2005);
    expect(exported.map(({ value }) => value).sort()).toEqual([53400, 56000]);
    const [one, other] = exported;
    expect([one?.conflictsWith, other?.conflictsWith]).toEqual([[other?.figureId], [one?.figureId]]);
    expect(one?.source.reference).not.toBe(other?.source.reference);
    expect(card.conflicts).toBeGreaterThan(0);
    const income = card.figures.filter(({ metric, toYear }) => metric === 'income' && toYear === 2005);
    expect(income.map(({ value, conflictsWith }) => [value, conflictsWith])).toEqual([
      [550_000_000, [income[1]?.figureId]],
      [532_000_000, [income[0]?.figureId]],
    ]);
    for (const region of [card.region.code, '500000', '000000']) {
      // Whose unit a source leaves unstated is in no sum at all; of the yuan, that there is a conflict.
      expect((await counts(region, 'exported')).filter(({ year, unit }) => year === 2005 || unit === 'unstated')).toEqual([]);
      const sums = (await counts(region, 'income')).filter(({ year }) => year === 2005);
      expect(sums.map(({ value, brands: counted, conflicts }) => [value, counted, conflicts])).toEqual([[0, 0, 1]]);
    }
  });

  it('take 紫阳修脚师 2025 as one stock on two dates', async () => {
    const card = await cardOf('紫阳修脚师');
    const stocks = card.figures.filter(({ metric, toYear }) => metric === 'workers' && toYear === 2025);
    expect(stocks.map(({ asOf, value, nature, conflictsWith }) => [asOf, value, nature, conflictsWith])).toEqual([
      ['2025-06', 54000, 'stock', []],
      ['2025-12', 54400, 'stock', []],
    ]);
    // The sources give no unit, so it stands on the card and in no sum.
    expect(stocks.map(({ unit }) => unit)).toEqual(['unstated', 'unstated']);
    expect(await counts(card.region.code, 'workers')).toEqual([]);
  });

  it('never add persons and person-times of 天镇保姆', async () => {
    const card = await cardOf('天镇保姆');
    const exported = card.figures.filter(({ metric }) => metric === 'exported').map(({ unit, toYear, value }) => [unit, toYear, value]);
    expect(exported).toEqual([
      ['persons', 2017, 5300],
      ['persons', null, 7000],
      ['personTimes', 2020, 25000],
    ]);
    for (const region of [card.region.code, '140000', '000000']) {
      const rows = (await counts(region, 'exported')).filter(({ nature }) => nature === 'cumulative');
      const within = (unit: string, year: number): number | undefined => rows.find((row) => row.unit === unit && row.year === year)?.value;
      // Nobody else in the country counts exports in person-times.
      expect(within('personTimes', 2020)).toBe(25000);
      expect(rows.filter(({ unit }) => unit === 'personTimes').map(({ value }) => value)).toEqual([25000]);
      if (region !== '000000') expect(within('persons', 2017)).toBe(5300);
    }
  });

  it('give 镇安采摘工 both of its tiers, the older one without a date', async () => {
    const card = await cardOf('镇安采摘工');
    // Two sources say 省级 in 2025.
    expect(card.tierClaims.map(({ tier, sinceYear }) => [tier, sinceYear])).toEqual([
      ['prefecture', null],
      ['province', 2025],
      ['province', 2025],
    ]);
    expect(new Set(card.tierClaims.map(({ source }) => source.reference)).size).toBe(2);
    expect([card.claimedTier, card.tier, card.stage]).toEqual(['province', null, 'reported']);
  });

  it('are not enough to judge any real brand of Inner Mongolia, and asking writes nothing', async () => {
    const before = await head();
    const labour = await brands('&region=150000&kind=labour');
    expect(labour).toHaveLength(12);
    const missingOf = (node: ExplanationNode | undefined): string[] =>
      node === undefined ? [] : [...node.missing.map((missing) => JSON.stringify(missing)), ...node.children.flatMap(missingOf)];
    for (const { brandId, name } of labour) {
      const answer = await app.get(`/api/v1/brands/${brandId}/evaluations?pack=im-2024-118&factsFrom=published&asOf=2024-07-30`);
      const rows = z.array(EvaluationAnswer).parse(answer.body.rows);
      const conditions = rows.find(({ explanation }) => explanation.rule === 'im.labour.conditions');
      expect([name, conditions?.explanation.outcome]).toEqual([name, 'undecidable']);
      expect(conditions?.sentenceZh).toContain('材料不足，无法判定');
      expect([name, missingOf(conditions?.explanation.root)]).toEqual([
        name,
        expect.arrayContaining([expect.stringMatching(/./) as unknown]),
      ]);
      expect(conditions?.lines.some(({ outcome, zh }) => outcome === 'undecidable' && zh.includes('缺'))).toBe(true);
      // Nothing but a name's shape can be told from what is published: no rule on what the brand has done passes or fails.
      const judged = rows.filter(({ explanation }) => explanation.outcome === 'fail').map(({ explanation }) => explanation.rule);
      expect([name, judged]).toEqual([name, []]);
    }
    expect(await head()).toBe(before);
  });

  it('change nothing when they come a second time', async () => {
    const before = await head();
    expect(await importPublishedFacts(app.composition.imports, systemClock.today())).toBeNull();
    expect(await head()).toBe(before);
    const { importId = '' } = applied ?? {};
    expect((await app.get(`/api/v1/imports/${importId}`)).body).toEqual({ ...applied, known: true });
  });
});

function placeAndName(row: Row): string {
  return [row['province'], row['prefecture'], row['county'], row['kind'], row['name']].join('|');
}

const FIGURES = '品牌名称,行政区划,年度,指标,单位,直接/间接,数值,来源';
const figureFile = (...rows: string[]): string => `${[FIGURES, ...rows].join('\r\n')}\r\n`;
const upload = (to: LedgerHttp, bytes: Uint8Array, fileName: string): Promise<Answered> =>
  to.post(`/api/v1/imports?fileName=${encodeURIComponent(fileName)}`, bytes);
const appliedOf = async (to: LedgerHttp, importId: string): Promise<Answered> => {
  for (;;) {
    const answer = await to.get(`/api/v1/imports/${importId}`);
    if (answer.body['state'] === 'applied') return answer;
    await sleep(20);
  }
};

describe("a clerk's file", () => {
  let name: string;
  let region: string;
  let brandId: string;
  beforeAll(async () => {
    const answer = await app.post('/api/v1/brands', {
      report: {
        name: '敖汉架线电工',
        kind: 'labour',
        category: '电力',
        brandType: null,
        region: '150430',
        regionAsStated: null,
        formedOn: null,
        cultivatedFrom: null,
        origin: 'operational',
        source: { reference: '旗人社局', note: null },
      },
      nomination: null,
    });
    // Not waited for: a file may name what was founded a moment ago.
    [name, region, brandId] = ['敖汉架线电工', '150430', String(answer.body['brandId'])];
  });

  it('written by Excel in GBK is taken in, and once', async () => {
    const bytes = gbk(
      figureFile(
        `${name},${region},2023,带动就业人数,人,直接,１２３,旗人社局年报`,
        `${name},${region},2024,带动就业人数,人,直接,456,旗人社局年报`,
      ),
    );
    const accepted = await upload(app, bytes, '年度成效.csv');
    expect([accepted.status, accepted.body['rows'], accepted.body['known']]).toEqual([202, 2, false]);
    const done = await appliedOf(app, String(accepted.body['importId']));
    expect(done.body).toMatchObject({ applied: 2, unchanged: 0, parked: [], fileName: '年度成效.csv' });
    await app.settled();
    const card = BrandCard.parse((await app.get(`/api/v1/brands/${brandId}`)).body);
    expect(card.figures.map(({ toYear, value, status }) => [toYear, value, status])).toEqual([
      [2023, 123, 'locked'],
      [2024, 456, 'locked'],
    ]);
    const before = await head();
    const again = await upload(app, bytes, '年度成效（再次）.csv');
    expect([again.status, again.body]).toEqual([202, { ...done.body, known: true }]);
    expect(await head()).toBe(before);
  });

  it.each([
    ['broken in its last row', (rows: string[]) => [...rows, `${name},${region},2023,带动就业人数,人,直接,十二,旗人社局`], '第 72 行 数值'],
    ['with a fraction', (rows: string[]) => [...rows, `${name},${region},2023,带动就业人数,人,直接,1.5,旗人社局`], '第 72 行 数值'],
    [
      'with a unit that does not fit',
      (rows: string[]) => [`${name},${region},2023,带动就业人数,元,直接,12,旗人社局`, ...rows],
      '第 2 行 单位',
    ],
    [
      'with a brand nobody knows',
      (rows: string[]) => [...rows, `无名架线工,${region},2023,带动就业人数,人,直接,12,旗人社局`],
      '第 72 行 品牌名称',
    ],
  ])('%s is refused whole, by row and column, and changes nothing', async (_what, make, field) => {
    const before = await head();
    const right = Array.from({ length: 70 }, (_, i) => `${name},${region},${1950 + i},带动就业人数,人,直接,${i},旗人社局${i}`);
    const answer = await upload(app, Buffer.from(figureFile(...make(right))), '年度成效.csv');
    expect([answer.status, answer.body['code']]).toEqual([400, 'IMPORT.REFUSED']);
    expect(answer.body['zh']).toContain('整份退回');
    const errors = answer.body['errors'] as { field: string; zh: string; en: string }[];
    expect(errors.map((error) => error.field)).toEqual([field]);
    expect(errors[0]?.zh).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(errors[0]?.en).toMatch(/[a-z]+/);
    expect(await head()).toBe(before);
  });

  it('whose heading fits no template is refused with the templates named', async () => {
    const before = await head();
    const answer = await upload(app, Buffer.from('姓名,电话\r\n张三,1\r\n'), '名单.csv');
    expect([answer.status, answer.body['code']]).toEqual([400, 'IMPORT.REFUSED']);
    expect(JSON.stringify(answer.body['errors'])).toContain('年度成效数据');
    expect(await head()).toBe(before);
  });

  it.each(['with its length told', 'in chunks'])('of 100 MB, sent %s, is refused before it is read', async (how) => {
    const before = await head();
    const memory = process.memoryUsage.rss();
    const TOTAL = 100 * 1024 * 1024;
    const piece = Buffer.alloc(256 * 1024, '，');
    let sent = 0;
    const answer = await new Promise<{ status: number; body: string } | 'hung up'>((resolve, reject) => {
      const headers = { 'content-type': 'application/octet-stream', ...(how === 'in chunks' ? {} : { 'content-length': String(TOTAL) }) };
      const sending = request(`${app.url}/api/v1/imports?fileName=large.csv`, { method: 'POST', headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }));
        response.on('error', reject);
      });
      // The server answers, and hangs up on what is still being sent; which of the two arrives first is the network's affair.
      let answered = false;
      sending.on('response', () => (answered = true));
      sending.on('error', () => (answered ? undefined : resolve('hung up')));
      const send = (): void => {
        while (sent < TOTAL && !answered && !sending.destroyed) {
          sent += piece.length;
          if (!sending.write(piece)) return void sending.once('drain', send);
        }
        if (!answered) sending.end();
      };
      // Who tells the length is answered before the first byte.
      if (how === 'in chunks') send();
      else sending.flushHeaders();
    });
    if (how !== 'in chunks') expect(answer).not.toBe('hung up');
    if (answer !== 'hung up') {
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'HTTP.TOO_LARGE', zh: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown });
    }
    expect(sent).toBeLessThan(TOTAL / 2);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(TOTAL);
    expect(await head()).toBe(before);
    expect((await app.get('/healthz')).status).toBe(200);
  });
});

describe('as processes of their own', () => {
  const folders: string[] = [];
  const running: Program[] = [];
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-import-'));
    folders.push(folder);
    return folder;
  };
  const start = (file: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): Program => {
    const program = runProgram(file, { PORT: '0', SAMPLE_DATA: 'off', ...env }, args);
    running.push(program);
    return program;
  };
  const startServer = async (DATA_DIR: string): Promise<{ program: Program; http: LedgerHttp }> => {
    const program = start('apps/api/src/main.js', { DATA_DIR });
    return { program, http: ledgerAt((await program.line(/^READY (http:\S+)$/))[1] ?? '') };
  };
  afterAll(async () => {
    for (const program of running) program.signal('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const ROWS = 1500;
  const file = (): Buffer =>
    Buffer.from(
      `品牌名称,行政区划,类别,行业,来源\r\n${Array.from({ length: ROWS }, (_, i) => `敖汉第${i}架线工,150430,劳务品牌,电力,旗人社局`).join('\r\n')}\r\n`,
    );
  const namesAndIds = async (http: LedgerHttp): Promise<string[]> => {
    const found: string[] = [];
    for (let offset = 0; offset < ROWS; offset += 500) {
      const rows = z.array(BrandRow).parse((await http.get(`/api/v1/brands?limit=500&offset=${offset}`)).body.rows);
      found.push(...rows.map(({ brandId, name, stage, revision }) => `${brandId} ${name} ${stage} ${revision}`));
    }
    return found.sort();
  };

  it('an import that is killed in the middle of its rows is taken up by the next start, to the same end', async () => {
    const folder = newFolder();
    let { program, http } = await startServer(folder);
    const accepted = await upload(http, file(), '品牌登记.csv');
    expect([accepted.status, accepted.body['state'], accepted.body['rows']]).toEqual([202, 'accepted', ROWS]);
    const importId = String(accepted.body['importId']);
    let done = 0;
    while (done === 0) done = Number((await http.get(`/api/v1/imports/${importId}`)).body['done']);
    program.signal('SIGKILL');
    expect(await program.ended).toBe('SIGKILL');
    expect(done).toBeLessThan(ROWS);

    ({ program, http } = await startServer(folder));
    const end = await appliedOf(http, importId);
    expect(end.body).toMatchObject({ rows: ROWS, applied: ROWS, unchanged: 0, parked: [], stopped: null });
    const last = await upload(http, file(), '品牌登记.csv');
    expect([last.body['known'], last.body['state']]).toEqual([true, 'applied']);
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);

    const log = await openEmbeddedLog({ folder: join(folder, 'log') });
    const types = new Map<string, number>();
    for await (const { type, stream } of log.readAll()) if (!stream.startsWith('policy-')) types.set(type, (types.get(type) ?? 0) + 1);
    await log.close();
    expect(Object.fromEntries(types)).toEqual({
      'ImportChunk.v1': expect.any(Number) as unknown,
      'ImportAccepted.v1': 1,
      'ImportApplied.v1': 1,
      'NameReserved.v1': ROWS,
      'BrandReported.v1': ROWS,
    });

    // The same file where nothing went wrong.
    const calm = await startApp();
    try {
      await appliedOf(calm, String((await upload(calm, file(), '品牌登记.csv')).body['importId']));
      await calm.settled();
      const again = await startServer(folder);
      expect(await namesAndIds(again.http)).toEqual(await namesAndIds(calm));
      again.program.signal('SIGTERM');
      await again.program.ended;
    } finally {
      await calm.stop();
    }
  });

  it('the command line imports, replays and rebuilds, alone or beside a running server, and says in Chinese how it went', async () => {
    const DATA_DIR = newFolder();
    const cli = async (...args: string[]): Promise<{ code: number | NodeJS.Signals; out: string; err: string }> => {
      const program = start('apps/cli/src/main.js', { DATA_DIR }, args);
      const code = await program.ended;
      return { code, out: program.lines.join('\n'), err: program.complaints() };
    };
    const good = join(DATA_DIR, '登记.csv');
    writeFileSync(good, gbk('品牌名称,行政区划,类别,行业,来源\r\n敖汉架线工,150430,劳务品牌,电力,旗人社局\r\n'));
    const figures = join(DATA_DIR, '年度.csv');
    writeFileSync(figures, gbk(figureFile('敖汉架线工,150430,2023,带动就业人数,人,直接,321,旗人社局年报')));
    const broken = join(DATA_DIR, '错误.csv');
    writeFileSync(
      broken,
      gbk(
        figureFile(
          '敖汉架线工,150430,2023,带动就业人数,人,直接,321,旗人社局年报',
          '敖汉架线工,150430,2023,带动就业人数,人,直接,-1,旗人社局年报',
        ),
      ),
    );

    // Nobody holds the folder: it starts a server for itself, and lets it go again.
    const alone = await cli('import', good);
    expect([alone.code, alone.out]).toEqual([
      0,
      expect.stringMatching(/文件已接收（1 项）[\s\S]*已登记 1 项，无变化 0 项，搁置 0 项。/) as unknown,
    ]);

    const { program } = await startServer(DATA_DIR);
    expect(await cli('import', good)).toMatchObject({ code: 0, out: expect.stringContaining('此前已导入') as unknown });
    expect(await cli('import', figures)).toMatchObject({ code: 0, out: expect.stringContaining('已登记 1 项') as unknown });
    const refused = await cli('import', broken);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('整份退回');
    expect(refused.err).toContain('第 3 行 数值');
    expect(await cli('import', join(DATA_DIR, '没有.csv'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown,
    });

    const life = await cli('replay', '敖汉架线工');
    expect(life.code).toBe(0);
    expect(life.out).toContain('敖汉架线工　内蒙古自治区赤峰市敖汉旗');
    expect(life.out).toMatch(/#0[\s\S]*#1/);
    expect(life.out).toContain('321');
    expect(await cli('replay', '查无此工')).toMatchObject({ code: 1, err: expect.stringContaining('没有找到') as unknown });
    const rebuilt = await cli('rebuild');
    expect([rebuilt.code, rebuilt.out]).toEqual([0, expect.stringMatching(/^读模型已重建，共处理 \d+ 个事件。$/) as unknown]);
    const unknown = await cli('destroy');
    expect([unknown.code === 0, unknown.err.length > 0]).toEqual([false, true]);
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
  });
});

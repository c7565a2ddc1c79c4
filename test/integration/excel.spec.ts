/** Workbooks over HTTP: tables out with the filters of their query, a template filled in, looked through, and taken. */
import { DraftFill, ImportPreview } from '#contracts';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { openXlsx, readXlsx, saveXlsx, writeXlsx } from 'hucre/xlsx';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';

jest.setTimeout(120_000);

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sampleData: true });
  await app.settled();
});
afterAll(() => app.stop());

const fetched = async (path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array; readonly name: string }> => {
  const answer = await fetch(`${app.url}/api/v1${path}`);
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '';
  return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()), name: decodeURIComponent(name) };
};
const rowsOf = async (bytes: Uint8Array): Promise<readonly (readonly unknown[])[]> => (await readXlsx(bytes)).sheets[0]?.rows ?? [];
const looked = async (bytes: Uint8Array): Promise<ImportPreview> => {
  const { body } = await app.post('/api/v1/imports/preview?fileName=tried.xlsx', bytes);
  for (;;) {
    const preview = ImportPreview.parse((await app.get(`/api/v1/imports/preview/${String(body['previewId'])}`)).body);
    if (!['reading', 'checking', 'comparing'].includes(preview.state)) return preview;
    await sleep(50);
  }
};

describe('a table', () => {
  it('comes as a workbook with every row of its query under the same filters, and says of what and when it is', async () => {
    const query = '?dataset=synthetic&region=370000';
    const { body } = await app.get(`/api/v1/brands${query}`);
    const { bytes, name } = await fetched(`/exports/brands${query}&format=xlsx`);
    const rows = await rowsOf(bytes);
    const heading = rows.findIndex(([first]) => first === '品牌名称');
    expect(name).toMatch(/^品牌台账_合成数据（演示）_\d{4}-\d\d-\d\d\.xlsx$/);
    expect(rows.slice(0, heading).map(([first]) => first)).toEqual([
      '品牌台账',
      '合成数据（演示）：以下内容均为虚构，不代表任何地区或品牌。',
      expect.stringMatching(/^截至日期：\d{4}-\d\d-\d\d；台账日志位置：\d+；数据集：合成数据（演示）$/),
      expect.stringContaining('来源所称层级'),
    ]);
    expect(rows.slice(heading + 1).map(([first]) => first)).toEqual(body.rows?.map((row) => row['name']));
  });

  it('comes as CSV that Excel opens rightly, with its dataset in every row', async () => {
    const text = Buffer.from((await fetched('/exports/gaps?dataset=synthetic&format=csv')).bytes).toString('utf8');
    const [heading = '', ...rows] = text.trimEnd().split('\r\n');
    expect(heading.startsWith('\ufeff"缺口类别"')).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !row.includes('"合成数据（演示）"'))).toEqual([]);
  });

  it('of one brand says whether the brand is made up, though nobody asked by dataset', async () => {
    const { body } = await app.get('/api/v1/brands?dataset=synthetic&limit=1');
    const id = String(body.rows?.[0]?.['brandId']);
    for (const what of ['brand-figures', 'brand-history'])
      expect((await fetched(`/exports/${what}?id=${id}&format=xlsx`)).name).toContain('合成数据（演示）');
  });

  it('of an address that is too long is refused in words, by its query too', async () => {
    const long = 'x'.repeat(400);
    for (const path of [`/exports/regional-figures?format=csv&region=${long}`, `/regions/${long}/figures`])
      expect((await app.get(`/api/v1${path}`)).body).toMatchObject({ code: 'HTTP.ADDRESS_TOO_LONG', zh: '网址中的一段过长' });
    expect(await app.get('/api/v1/brands/%zz')).toMatchObject({ status: 400, body: { code: 'HTTP.BAD_REQUEST' } });
  });

  it('may be called by half a character', async () => {
    const { status, bytes } = await fetch(`${app.url}/api/v1/exports/table`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"format":"csv","title":"\\ud800","dataset":null,"asOf":null,"notes":[],"columns":[{"heading":"a","kind":"text"}],"rows":[["x"]]}',
    }).then(async (answer) => ({ status: answer.status, bytes: await answer.text() }));
    expect([status, bytes.includes('"x"')]).toEqual([200, true]);
  });

  it('is refused as its query is: an unknown filter, an unknown region, an unknown table', async () => {
    expect((await fetched('/exports/brands?colour=red&format=xlsx')).status).toBe(400);
    expect((await fetched('/exports/nothing?format=xlsx')).status).toBe(404);
    expect((await fetched('/exports/brands?format=pdf')).status).toBe(400);
    expect((await fetched('/exports/brand-figures?format=csv')).status).toBe(400);
  });

  it('that the page has put together is written by the same hand, its formulas harmless', async () => {
    const table = { title: '小表', dataset: null, asOf: null, notes: ['乙'], columns: [{ heading: '甲', kind: 'text' }], rows: [['=1+1']] };
    const send = (over: object) =>
      fetch(`${app.url}/api/v1/exports/table`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...table, format: 'csv', ...over }),
      });
    expect(await (await send({})).text()).toBe('"甲","本表来自"\r\n"\'=1+1","页面内容，不是查询结果"\r\n');
    const workbook = await readXlsx(new Uint8Array(await (await send({ format: 'xlsx' })).arrayBuffer()));
    expect(workbook.sheets[0]?.rows.map(([first]) => first)).toEqual([
      '小表',
      '页面内容，不是查询结果：本表由页面上显示的内容写成，台账未逐项核对，不作为台账数据的证明。',
      '说明：乙',
      '甲',
      '=1+1',
    ]);
    expect((await send({ rows: [['a', 'b']] })).status).toBe(400);
  });

  it('that the page has put together is of a bounded size', async () => {
    const columns = Array.from({ length: 20 }, (_, at) => ({ heading: `列${at}`, kind: 'text' }));
    const send = async (rows: unknown, width: number, format = 'csv'): Promise<readonly [number, unknown]> => {
      const table = { title: '大表', dataset: null, asOf: null, notes: [], format, columns: columns.slice(0, width), rows };
      const answer = await fetch(`${app.url}/api/v1/exports/table`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(table),
      });
      return [answer.status, answer.ok ? null : ((await answer.json()) as { code: unknown }).code];
    };
    const line = Array.from({ length: 20 }, () => '甲');
    expect(
      await send(
        Array.from({ length: 10_000 }, () => line),
        20,
      ),
    ).toEqual([200, null]);
    expect(await send([...Array.from({ length: 10_000 }, () => line), line], 20)).toEqual([413, 'EXPORT.TOO_LARGE']);
    // One at a time: whoever asks for many at once is told to wait.
    const many = await Promise.all(
      Array.from({ length: 4 }, () =>
        send(
          Array.from({ length: 10_000 }, () => line),
          20,
          'xlsx',
        ),
      ),
    );
    expect(many).toContainEqual([200, null]);
    expect(many).toContainEqual([503, 'EXPORT.BUSY']);
    const long = 'x'.repeat(20_000);
    expect(
      await send(
        Array.from({ length: 200 }, () => [long]),
        1,
      ),
    ).toEqual([200, null]);
    expect(await send([...Array.from({ length: 200 }, () => [long]), ['x']], 1)).toEqual([413, 'EXPORT.TOO_LARGE']);
  });
});

describe('a template', () => {
  const filledIn = async (year: number, value: number): Promise<Uint8Array> => {
    const { bytes } = await fetched(`/templates/yearly-figures?region=370000&dataset=synthetic&year=${year}`);
    const workbook = await openXlsx(bytes, { readStyles: true });
    const [sheet] = workbook.sheets;
    const cells = sheet?.cells;
    if (sheet === undefined || cells === undefined) throw new Error('no sheet');
    const at = sheet.rows.findIndex(([first]) => first === '品牌名称*');
    const header = (sheet.rows[at] ?? []).map((cell) => String(cell).replace('*', ''));
    const row = sheet.rows.findIndex((each, index) => index > at && each[header.indexOf('指标')] === '从业人员数（期末）');
    const put = (heading: string, content: string | number): void => {
      const key = `${row},${header.indexOf(heading)}`;
      cells.set(key, { ...cells.get(key), value: content, type: typeof content === 'number' ? 'number' : 'string' });
    };
    put('数值', value);
    put('来源', '年报');
    return saveXlsx(workbook);
  };

  it('holds the region’s own brands, choices to pick from, and is passed over where nothing was filled in', async () => {
    const { bytes, name } = await fetched('/templates/yearly-figures?region=370000&dataset=synthetic&year=2025');
    const { body } = await app.get('/api/v1/brands?dataset=synthetic&region=370000');
    const workbook = await readXlsx(bytes);
    const names = new Set(workbook.sheets[0]?.rows.map(([first]) => first));
    expect(name).toContain('合成数据（演示）');
    for (const row of body.rows ?? []) if (row['stage'] !== 'delisted') expect(names).toContain(row['name']);
    expect(workbook.sheets[0]?.dataValidations?.filter(({ type }) => type === 'list').length).toBeGreaterThanOrEqual(6);
    expect((await looked(bytes)).faults.map(({ code }) => code)).toEqual(['FILE.NOTHING_FILLED_IN']);
  });

  it('filled in is looked through, taken, and then says nothing new', async () => {
    const bytes = await filledIn(2025, 777);
    const preview = await looked(bytes);
    expect(preview).toMatchObject({
      state: 'done',
      applicable: true,
      faults: [],
      counts: { new: 1, changed: 0, unchanged: 0, refused: 0 },
    });
    const before = await app.get('/api/v1/brands?limit=1');
    expect(await looked(bytes)).toMatchObject({ applicable: true });
    expect((await app.get('/api/v1/brands?limit=1')).body['position']).toBe(before.body['position']);

    const taken = await app.post('/api/v1/imports?fileName=tried.xlsx', bytes);
    expect(taken.status).toBe(202);
    const id = String(taken.body['importId']);
    while ((await app.get(`/api/v1/imports/${id}`)).body['state'] !== 'applied') await sleep(50);
    expect((await app.get(`/api/v1/imports/${id}`)).body).toMatchObject({ applied: 1, unchanged: 0, parked: [] });
    expect(await looked(bytes)).toMatchObject({ applicable: false, importedAs: id, counts: { new: 0, unchanged: 1 } });

    const other = await looked(await filledIn(2025, 778));
    expect(other).toMatchObject({ applicable: false, counts: { changed: 1 } });
    expect(other.faults.map(({ code, sheet }) => [code, sheet])).toEqual([['FILE.LOCKED_FIGURE', '填报']]);
    const marked = await fetched(`/imports/preview/${other.previewId}/marked`);
    expect(marked.status).toBe(200);
    expect(marked.name).toBe('tried_问题标注.xlsx');
  });
});

it('a file that can be read and not be written again is told so, and no fault of the server', async () => {
  const good = await writeXlsx({
    sheets: [
      {
        name: '填报',
        rows: [
          ['品牌名称', '行政区划', '类别', '来源'],
          ['某工', '无此地', '劳务品牌', '普查'],
        ],
      },
    ],
  });
  const bytes = zipSync({ ...unzipSync(good), '[Content_Types].xml': strToU8('not xml <<<') });
  const standing = await looked(bytes);
  expect(standing).toMatchObject({ state: 'refused', faults: [{ code: 'FILE.UNKNOWN_REGION', address: 'B2' }] });
  expect(await app.get(`/api/v1/imports/preview/${standing.previewId}/marked`)).toMatchObject({
    status: 422,
    body: { code: 'IMPORT.NOT_MARKED' },
  });
});

it('the draft of a return that is not there is not filled', async () => {
  const answer = await app.post(
    '/api/v1/returns/370100-2025-office-370100-00000000-0000-4000-8000-000000000000/draft/from-file',
    new Uint8Array([1]),
  );
  expect([answer.status, DraftFill.safeParse(answer.body).success]).toEqual([404, false]);
});

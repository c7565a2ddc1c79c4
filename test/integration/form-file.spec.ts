/** 推荐表 as a workbook: the empty form taken home, and the filled-in one read into its draft. */
import { FormFill } from '#contracts';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';

jest.setTimeout(120_000);

const FORM = 'im-labour-brand';
type Row = (string | number | null)[];
interface Sheet {
  readonly name: string;
  readonly hidden?: boolean;
  readonly rows: Row[];
}
let app: TestApp;
let brand: string;

const empty = async (form: string): Promise<readonly Sheet[]> => {
  const answer = await fetch(`${app.url}/api/v1/templates/form?form=${form}`);
  expect(answer.status).toBe(200);
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
  return sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))) }));
};
/** The empty form with these contents, its hidden sheets as they came. */
async function filledIn(contents: Readonly<Record<string, string>>, form = FORM, change = (rows: Row[]): Row[] => rows): Promise<Sheet[]> {
  const fill = (rows: Row[]): Row[] =>
    change(rows.map(([field = null, clause = null, how = null, value = null]) => [field, clause, how, contents[String(field)] ?? value]));
  return (await empty(form)).map(({ name, rows }) => ({
    ...{ name, rows: name === '填报' ? fill(rows) : rows },
    ...(name === '台账模板' || name === '选项' ? { hidden: true } : {}),
  }));
}
const workbook = (sheets: readonly Sheet[]): Promise<Uint8Array> => writeXlsx({ sheets: sheets.map((sheet) => ({ ...sheet })) });
const send = async (bytes: Uint8Array | string, query = ''): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${app.url}/api/v1/brands/${brand}/form-draft/from-file?form=${FORM}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: typeof bytes === 'string' ? bytes : Buffer.from(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const seen = async (bytes: Uint8Array | string, query = ''): Promise<FormFill> => {
  const answer = await send(bytes, query);
  expect([answer.status, answer.body['code']]).toEqual([200, undefined]);
  return FormFill.parse(answer.body);
};
const draft = async () => (await app.get<FormFill['draft']>(`/api/v1/brands/${brand}/form-draft?form=${FORM}`)).body;
const faults = ({ faults: found }: FormFill) => found.map(({ code, address }) => [code, address]);

beforeAll(async () => {
  app = await startApp();
  const report = {
    ...{ name: '敖汉架线工', kind: 'labour', category: '建筑', brandType: null, region: '150430', regionAsStated: null },
    ...{ formedOn: '2015-05-01', cultivatedFrom: '2018-03-01', origin: 'operational', source: { reference: '示例：申报', note: null } },
  };
  brand = String((await app.post('/api/v1/brands', { report, nomination: null })).body['brandId']);
});
afterAll(() => app.stop());

describe('the empty form', () => {
  it('is one sheet of fields with their clauses, under a hidden mark', async () => {
    const [sheet] = await empty(FORM);
    const heading = sheet?.rows.findIndex(([first]) => first === '栏目') ?? -1;
    expect(sheet?.rows[heading]).toEqual(['栏目', '依据条款', '填写说明', '填写内容']);
    expect(sheet?.rows[heading + 1]?.[0]).toBe('劳务品牌名称');
    expect((await app.get('/api/v1/templates/form?form=no-such-form')).body).toMatchObject({ status: 404, code: 'FORM.UNKNOWN' });
    expect((await app.get('/api/v1/templates/form')).body).toMatchObject({ status: 404, code: 'FORM.UNKNOWN' });
  });
});

describe('the filled-in form', () => {
  const CONTENTS = {
    ...{ 劳务品牌名称: '敖汉架线工', 品牌简介: '输变电架线', '上年末从业人员数（人）': '１,２００', 培育或自发形成: '自发形成' },
    ...{ 培育起始或形成日期: '2017年3月1日', '承诺无违法、违规、违纪、失信等行为': '是', 统一社会信用代码: '911500001234567890' },
  };

  it('tells what it would change, and changes nothing until it is said so; then only the draft it looked at', async () => {
    const bytes = await workbook(await filledIn(CONTENTS));
    const before = await draft();
    const looked = await seen(bytes);
    expect(looked).toMatchObject({ sheet: '填报', faults: [], applied: false, version: 0 });
    expect(Object.fromEntries(looked.fields.map(({ field, before: was, after, kind }) => [field, [was, after, kind]]))).toEqual({
      'brand.name': ['敖汉架线工', '敖汉架线工', 'unchanged'],
      'brand.credit-code': [null, '911500001234567890', 'new'],
      'brand.summary': [null, '输变电架线', 'new'],
      'age.origin': [null, 'formed', 'new'],
      'age.since': ['2018-03-01', '2017-03-01', 'changed'],
      workers: [null, 1200, 'new'],
      'integrity.clean': [null, true, 'new'],
    });
    expect(await draft()).toEqual(before);

    expect(await seen(bytes, '&apply=true&after=0')).toMatchObject({ applied: true, version: 1 });
    const { version, answers } = await draft();
    const values = Object.fromEntries(answers.map(({ field, value }) => [field, value]));
    expect([version, values['age.since'], values['brand.category']]).toEqual([1, '2017-03-01', '建筑']);
    // The look was at version 0: a second one who says so is refused.
    expect((await send(bytes, '&apply=true&after=0')).body).toMatchObject({ status: 409, code: 'FORM.DRAFT_MOVED' });
    expect((await seen(bytes)).fields.map(({ kind }) => kind)).not.toContain('new');
    expect((await app.get(`/api/v1/brands/${brand}`)).body['figures']).toEqual([]);
  });

  it('is read from a CSV as well', async () => {
    expect((await seen('栏目,填写内容\r\n品牌简介,另一简介\r\n')).fields).toEqual([
      { field: 'brand.summary', address: 'B2', before: '输变电架线', after: '另一简介', kind: 'changed' },
    ]);
  });

  it.each<[string, string, (readonly [string, string])[]]>([
    ['an unknown field', '栏目,填写内容\r\n注册资本,5\r\n', [['FILE.UNKNOWN_FIELD', 'A2']]],
    ['a field twice', '栏目,填写内容\r\n品牌简介,甲\r\n品牌简介,乙\r\n', [['FILE.DUPLICATE_ROW', 'A3']]],
    [
      'a renamed heading',
      '栏目,内容\r\n品牌简介,甲\r\n',
      [
        ['FILE.MISSING_COLUMN', 'A1'],
        ['FILE.UNKNOWN_COLUMN', 'B1'],
      ],
    ],
    ['no count', '栏目,填写内容\r\n上年末从业人员数（人）,约500\r\n', [['FILE.NOT_A_COUNT', 'B2']]],
    ['a count below 0', '栏目,填写内容\r\n上年末从业人员数（人）,-1\r\n', [['FILE.NOT_A_COUNT', 'B2']]],
    ['no date of the calendar', '栏目,填写内容\r\n培育起始或形成日期,2024-02-30\r\n', [['FILE.NOT_A_DATE', 'B2']]],
    ['no option', '栏目,填写内容\r\n培育或自发形成,自然形成\r\n', [['FILE.NOT_A_CHOICE', 'B2']]],
    ['neither yes nor no', '栏目,填写内容\r\n承诺无违法、违规、违纪、失信等行为,大概\r\n', [['FILE.NOT_A_FLAG', 'B2']]],
  ])('with %s is told its cell, and fills in nothing', async (_, csv, expected) => {
    const before = await draft();
    const answer = await seen(csv, '&apply=true');
    expect([answer.applied, faults(answer)]).toEqual([false, expected]);
    expect(await draft()).toEqual(before);
  });

  it('with a formula is told its cell, whatever value the formula remembers', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '填报',
          rows: [
            ['栏目', '填写内容'],
            ['上年末从业人员数（人）', 5300],
          ],
          cells: new Map([['1,1', { value: 5300, type: 'formula' as const, formula: '5000+300', formulaResult: 5300 }]]),
        },
      ],
    });
    expect(faults(await seen(bytes, '&apply=true'))).toEqual([['FILE.FORMULA', 'B2']]);
  });

  it('of another form, or no file at all, is refused whole', async () => {
    const other = await send(await workbook(await filledIn({}, 'im-training-brand')));
    expect([other.status, other.body['code']]).toEqual([400, 'IMPORT.REFUSED']);
    expect(JSON.stringify(other.body['errors'])).toContain('表不符');
    expect((await send('')).status).toBe(400);
    expect((await send(new Uint8Array([0x50, 0x4b, 3, 4, 0]))).body['code']).toBe('IMPORT.REFUSED');
    brand = randomUUID();
    expect((await send('栏目,填写内容\r\n')).body).toMatchObject({ status: 404, code: 'BRAND.NOT_FOUND' });
  });
});

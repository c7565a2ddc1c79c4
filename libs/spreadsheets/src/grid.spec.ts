/** Which sheet of a workbook is read, where its table ends, and what is no table at all. */
import { strToU8 } from 'fflate';
import type { Cell } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import { readGrid } from './grid';
import { openWorkbook } from './read-workbook';
import { writeTemplate } from './template';

const HEAD = ['品牌名称', '年度', '数值'];
const ROW = ['敖汉架线工', 2024, 5300];
const score = (cells: readonly string[]): number => cells.filter((cell) => HEAD.includes(cell)).length / HEAD.length;

type Row = readonly (string | number | null)[];
interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly hidden?: boolean;
  readonly cells?: ReadonlyMap<string, Partial<Cell>>;
  readonly merges?: readonly { startRow: number; startCol: number; endRow: number; endCol: number }[];
}
const book = (...sheets: readonly Sheet[]): Promise<Uint8Array> =>
  writeXlsx({
    sheets: sheets.map(({ rows, cells, merges, ...sheet }) => ({
      ...sheet,
      rows: rows.map((row) => [...row]),
      ...(cells === undefined ? {} : { cells: new Map(cells) }),
      ...(merges === undefined ? {} : { merges: [...merges] }),
    })),
  });
async function read(bytes: Uint8Array) {
  const grid = await readGrid(bytes, score);
  if (!grid.ok) return grid.errors.map(({ code, zh }) => [code, zh]);
  const { sheet, table, odd } = grid.value;
  return {
    sheet,
    rows: table.rows.map(({ cells }) => cells),
    odd: odd.map(({ code, row, column, area }) => ({ code, row, column, area })),
  };
}
const formula: Partial<Cell> = { value: 1, type: 'formula', formula: 'SUM(C2:C2)', formulaResult: 1 };

describe('the sheet that is read', () => {
  const cover: Sheet = { name: '封面', rows: [['填报单位：敖汉旗'], ['填报人']] };
  const data: Sheet = { name: '数据', rows: [HEAD, ROW] };

  it('is the visible one whose heading fits', async () => {
    const others: Sheet[] = [
      { name: '去年', rows: [HEAD, ROW], hidden: true },
      { name: '空表', rows: [HEAD] },
      {
        name: '名单',
        rows: [
          ['品牌名称', '联系人'],
          ['敖汉架线工', '某'],
        ],
      },
    ];
    expect(await read(await book(cover, ...others, data))).toMatchObject({ sheet: '数据', rows: [['敖汉架线工', '2024', '5300']] });
  });

  it('is nobody’s guess where several fit', async () => {
    expect(await read(await book(cover, data, { ...data, name: '数据（2）' }))).toEqual([
      ['FILE.SEVERAL_SHEETS', '工作表“数据”、“数据（2）”都像是要上报的表，一次只读取一个；请删去或隐藏不上报的工作表后再上传。'],
    ]);
    const many = Array.from({ length: 9 }, (_, n): Sheet => ({ ...data, name: `第${n}表` }));
    expect(await read(await book(...many))).toEqual([['FILE.SEVERAL_SHEETS', expect.stringContaining('“第3表”等都像是')]]);
  });

  it('is named where it is hidden', async () => {
    const hidden = { ...data, hidden: true };
    for (const visible of [
      { name: '封面', rows: [] },
      { name: '封面', rows: [['说明']] },
    ])
      expect(await read(await book(visible, hidden))).toEqual([
        ['FILE.ONLY_HIDDEN', expect.stringContaining('隐藏的工作表“数据”不予读取')],
      ]);
    expect(await read(await book({ name: '数据', rows: [HEAD] }))).toEqual([['FILE.NO_ROWS', expect.any(String)]]);
  });
});

it('a template can be opened whatever the names in it are, and gives them back', async () => {
  const names = ['_x0041_', 'a\uffff', '=cmd', "'=1"];
  const columns = [{ heading: '品牌名称', required: true, kind: 'text' as const, width: 20, explain: '名称', choices: names }];
  const template = { id: 't', digest: 'd', title: names[1] ?? '', notes: names, columns, rows: names.map((name) => [name]), blank: 1 };
  const bytes = await writeTemplate(template);
  expect(await read(bytes)).toMatchObject({ sheet: '填报', rows: names.map((name) => [name]), odd: [] });
  const opened = await openWorkbook(bytes);
  if (!opened.ok) throw new Error('it cannot be opened');
  const choices = opened.value.sheets.find(({ name }) => name === '选项');
  if (choices === undefined) throw new Error('it has no choices');
  const { rows } = await opened.value.read(choices, 10);
  opened.value.close();
  expect(rows.map(({ cells }) => cells[0])).toEqual(['品牌名称', ...names]);
});

describe('what stands beside the table, where no heading is', () => {
  const beside = (cells: ReadonlyMap<string, Partial<Cell>>, merges: Sheet['merges'] = []): Promise<Uint8Array> =>
    book({ name: '数据', rows: [HEAD, [...ROW, null, '核对']], cells, merges });

  it('is passed over, whatever it is', async () => {
    const merge = { startRow: 1, startCol: 4, endRow: 2, endCol: 5 };
    expect(await read(await beside(new Map([['1,5', formula]]), [merge]))).toMatchObject({ sheet: '数据', odd: [] });
  });

  it.each([
    ['a formula', new Map([['1,2', formula]]), [], 'FILE.FORMULA', '数值', { rows: [2, 2], columns: [2, 2] }],
    [
      'merged cells that reach in',
      new Map<string, Partial<Cell>>(),
      [{ startRow: 1, startCol: 2, endRow: 2, endCol: 4 }],
      ...(['FILE.MERGED_CELLS', '数值', { rows: [2, 3], columns: [2, 4] }] as const),
    ],
  ] as const)('within it, %s is told with all that it takes up', async (_, cells, merges, code, column, area) => {
    expect(await read(await beside(cells, merges))).toMatchObject({ odd: [{ code, row: 2, column, area }] });
  });
});

describe('what is no table, whatever its name ends in', () => {
  const gbk = Buffer.concat([Buffer.from('<html><body><table><tr><td>'), Buffer.from([0xc6, 0xb7, 0xc5, 0xc6]), Buffer.from('</td></tr>')]);
  it.each<[string, Uint8Array, string]>([
    ['a web page', strToU8('\ufeff<!DOCTYPE html>\n<table><tr><td>品牌名称</td></tr></table>'), 'FILE.WEB_PAGE'],
    ['a web page in GBK', gbk, 'FILE.WEB_PAGE'],
    ['a bare table', strToU8('  <table border="1"><tr><td>品牌名称</td></tr></table>'), 'FILE.WEB_PAGE'],
    ['the XML of Excel 2003', strToU8('<?xml version="1.0"?>\r\n<Workbook/>'), 'FILE.WEB_PAGE'],
    ['an archived web page', strToU8('MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n'), 'FILE.WEB_PAGE'],
    ['a PDF', strToU8('%PDF-1.7\n1 0 obj'), 'FILE.PDF'],
  ])('%s is told what it is', async (_, bytes, code) => {
    expect(await read(bytes)).toEqual([[code, expect.any(String)]]);
  });

  it('a brand whose name begins like one is none of these', async () => {
    expect(await read(strToU8('品牌名称,年度,数值\r\n<table>,2024,1'))).toMatchObject({ rows: [['<table>', '2024', '1']] });
    expect(await read(strToU8('<品牌名称>,年度,数值\r\n敖汉架线工,2024,1'))).toMatchObject({ rows: [['敖汉架线工', '2024', '1']] });
  });
});

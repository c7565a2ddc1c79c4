/** What clerks, and those who mean ill, send. */
import { yearlyFiguresFormat } from '#contracts';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Cell } from 'hucre';
import { openXlsx, readXlsx, writeXlsx } from 'hucre/xlsx';
import { checkUpload, type CheckedUpload, type CheckContext } from './check-file';
import { fillFromFile, type FillRequest } from './fill-cells';
import { MARK_SHEET } from './grid';
import { markCopy } from './mark-copy';
import { templateDigest } from './template-mark';

const BRAND = 'b0000000-0000-4000-8000-000000000001';
const context: CheckContext = {
  today: '2026-11-26',
  scope: '150400',
  findBrands: (asked) => Promise.resolve(asked.map(({ region, name }) => (region === '150430' && name === '敖汉架线工' ? BRAND : null))),
};
const HEAD = ['品牌名称', '行政区划', '年度', '指标', '单位', '直接/间接', '数值', '截至日期', '来源'];
const GOOD = ['敖汉架线工', '150430', 2024, '从业人员数（期末）', '人', '', 5300, '', '年报'];

type Row = readonly (string | number | Date | null)[];
interface Book {
  readonly head?: readonly string[];
  readonly above?: readonly Row[];
  readonly cells?: ReadonlyMap<string, Partial<Cell>>;
  readonly merges?: readonly { startRow: number; startCol: number; endRow: number; endCol: number }[];
  readonly mark?: readonly [string, string];
}
const book = (rows: readonly Row[], { head = HEAD, above = [], cells, merges, mark }: Book = {}): Promise<Uint8Array> =>
  writeXlsx({
    sheets: [
      {
        name: '填报',
        rows: [...above, head, ...rows].map((row) => [...row]),
        ...(cells === undefined ? {} : { cells: new Map(cells) }),
        ...(merges === undefined ? {} : { merges: [...merges] }),
      },
      ...(mark === undefined
        ? []
        : [
            {
              name: MARK_SHEET,
              veryHidden: true,
              rows: [
                ['模板', mark[0]],
                ['校验', mark[1]],
              ],
            },
          ]),
    ],
  });

const check = (bytes: Uint8Array): Promise<CheckedUpload> => checkUpload(bytes, 'auto', context);
async function faults(bytes: Uint8Array): Promise<readonly (readonly [string, string | null])[]> {
  const checked = await check(bytes);
  return checked.ok ? [] : checked.errors.map(({ code, address }) => [code, address]);
}
const changed = (bytes: Uint8Array, parts: Record<string, Uint8Array | null>): Uint8Array => {
  const all: Record<string, Uint8Array> = { ...unzipSync(bytes) };
  for (const [name, part] of Object.entries(parts)) {
    if (part === null) delete all[name];
    else all[name] = part;
  }
  return zipSync(all);
};

describe('a workbook', () => {
  it('is read as its rows say, wherever its heading stands', async () => {
    const checked = await check(
      await book(
        [GOOD, [], ['敖汉架线工', '内蒙古自治区/赤峰市/敖汉旗', '２０２３', '带动就业人数', '人', '直接', '１,２３４', '', '年报']],
        {
          above: [['年度成效数据'], ['填报单位：敖汉旗']],
          merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 8 }],
        },
      ),
    );
    expect(
      checked.ok &&
        checked.instructions.map(({ row, data }) => [row, 'figure' in data ? [data.figure.value, data.figure.window.toYear] : null]),
    ).toEqual([
      [4, [5300, 2024]],
      [6, [1234, 2023]],
    ]);
  });

  it('may hold its dates as dates or as texts', async () => {
    const at = (date: string | Date): Row => GOOD.map((cell, index) => (index === 7 ? date : cell));
    for (const date of [new Date(Date.UTC(2024, 10, 30)), '2024-11-30', '2024年11月30日', '2024/11/30', '２０２４．１１．３０'])
      expect((await check(await book([at(date)]))).ok).toBe(true);
    expect(await faults(await book([at('去年年底')]))).toEqual([['FILE.NOT_A_DATE', 'H2']]);
  });

  it.each<[string, Row, readonly (readonly [string, string])[]]>([
    ['a negative number', [...GOOD.slice(0, 6), -1, '', '年报'], [['FILE.NEGATIVE', 'G2']]],
    ['a fraction', [...GOOD.slice(0, 6), 1.5, '', '年报'], [['FILE.FRACTION', 'G2']]],
    ['a number with its unit', [...GOOD.slice(0, 6), '5300人', '', '年报'], [['FILE.NOT_A_COUNT', 'G2']]],
    ['a brand nobody knows', ['无此品牌', ...GOOD.slice(1)], [['FILE.UNKNOWN_BRAND', 'A2']]],
    ["a row of a region that is not the sender's", ['敖汉架线工', '370102', ...GOOD.slice(2)], [['FILE.OUT_OF_SCOPE', 'B2']]],
    ['no source', [...GOOD.slice(0, 8), ''], [['FILE.EMPTY_CELL', 'I2']]],
  ])('with %s is refused at its cell', async (_, row, expected) => {
    expect(await faults(await book([row]))).toEqual(expected);
  });

  it('with a formula is refused at its cell, whatever value the formula remembers', async () => {
    const cells = new Map<string, Partial<Cell>>([['1,6', { value: 5300, type: 'formula', formula: '5000+300', formulaResult: 5300 }]]);
    expect(await faults(await book([GOOD], { cells }))).toEqual([['FILE.FORMULA', 'G2']]);
  });

  it('with merged cells below its heading is refused, above it is not', async () => {
    expect(await faults(await book([GOOD, GOOD], { merges: [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }] }))).toContainEqual([
      'FILE.MERGED_CELLS',
      'A2',
    ]);
  });

  it('with a renamed column names it, and what is missing', async () => {
    expect(await faults(await book([GOOD], { head: HEAD.map((each) => (each === '数值' ? '今年的数' : each)) }))).toEqual([
      ['FILE.MISSING_COLUMN', null],
      ['FILE.UNKNOWN_COLUMN', 'G1'],
    ]);
  });

  it('of another table, or of an older template, is told from the template', async () => {
    expect(await faults(await book([['甲', '乙']], { head: ['姓名', '电话'] }))).toEqual([['FILE.UNKNOWN_FORMAT', null]]);
    const { id } = yearlyFiguresFormat;
    expect(await faults(await book([GOOD], { mark: [id, 'older'] }))).toEqual([['FILE.WRONG_TEMPLATE', null]]);
    expect(await faults(await book([GOOD], { mark: [id, templateDigest(yearlyFiguresFormat)] }))).toEqual([]);
  });

  it('of a template passes over rows that nobody filled in, and is refused when none was', async () => {
    const head = [...HEAD, '上年数（参考，不填）'];
    const left = [...GOOD.map((cell, index) => (index === 6 || index === 8 ? '' : cell)), 5000];
    const checked = await check(await book([left, [...GOOD, 5000], left], { head }));
    expect(checked.ok && [checked.rows, checked.instructions.map(({ row }) => row)]).toEqual([3, [3]]);
    expect(await faults(await book([left], { head }))).toEqual([['FILE.NOTHING_FILLED_IN', null]]);
  });
});

/** A workbook that says of its sheet that it unpacks to so many bytes: the central directory is what is believed first. */
function sizedAs(workbook: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(workbook);
  const at = bytes.indexOf(Buffer.from('xl/worksheets/sheet1.xml'), bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))) - 46;
  bytes.writeUInt32LE(size, at + 24);
  return new Uint8Array(bytes);
}

describe('a file that means ill, or is none', () => {
  const compound = (name: string): Uint8Array =>
    Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), Buffer.from(name, 'utf16le')]);
  const doctype = (sheet: string): Uint8Array => strToU8(sheet.replace('?>', '?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'));

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['empty', () => new Uint8Array(), 'FILE.EMPTY'],
    ['of 21 MB', () => new Uint8Array(21 * 1024 * 1024), 'FILE.TOO_LARGE'],
    ['an old .xls', () => compound('Workbook'), 'FILE.OLD_WORKBOOK'],
    ['locked by a password', () => compound('EncryptedPackage'), 'FILE.ENCRYPTED'],
    ['a zip of something else', () => zipSync({ 'a.txt': strToU8('x') }), 'FILE.NOT_A_WORKBOOK'],
    ['cut off', async () => (await book([GOOD])).subarray(0, 800), 'FILE.DAMAGED_WORKBOOK'],
    ['with macros', async () => changed(await book([GOOD]), { 'xl/vbaProject.bin': new Uint8Array(10) }), 'FILE.MACROS'],
    ['a bomb of one part', async () => sizedAs(await book([GOOD]), 300 * 1024 * 1024), 'FILE.UNPACKS_TOO_LARGE'],
    [
      'with entities',
      async () => {
        const bytes = await book([GOOD]);
        return changed(bytes, {
          'xl/worksheets/sheet1.xml': doctype(Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString()),
        });
      },
      'FILE.DAMAGED_WORKBOOK',
    ],
    ['no text at all', () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3]), 'FILE.UNDECODABLE'],
  ])('%s is refused and says so', async (_, bytes, code) => {
    const checked = await check(await bytes());
    expect(checked.ok ? [] : checked.errors.map((problem) => problem.code)).toEqual([code]);
  });

  it('and whose parts unpack to more than they say, is refused', async () => {
    const bytes = sizedAs(await book(Array.from({ length: 400 }, () => GOOD)), 10);
    expect(await faults(bytes)).toEqual([['FILE.DAMAGED_WORKBOOK', null]]);
  });
});

describe('the marked copy', () => {
  it("is the clerk's own file with a comment and a colour on each wrong cell, and no other", async () => {
    const bytes = await book([GOOD, [...GOOD.slice(0, 6), -1, '', '']], { above: [['我的表']] });
    const checked = await check(bytes);
    if (checked.ok) throw new Error('nothing to mark');
    const copy = await openXlsx(await markCopy(bytes, checked.errors), { readStyles: true });
    const [sheet] = copy.sheets;
    expect(sheet?.name).toBe('填报');
    expect(sheet?.rows[0]?.[0]).toBe('我的表');
    const commented = [...(sheet?.cells ?? [])]
      .filter(([, { comment }]) => comment !== undefined)
      .map(([key, { comment, value }]) => [key, comment?.text, value]);
    expect(commented).toEqual([
      ['3,6', '数值不能为负：“-1”。', -1],
      ['3,8', '“来源”不能为空。', ''],
    ]);
    // Mended, it is taken.
    const mended = (await readXlsx(await markCopy(bytes, checked.errors))).sheets[0]?.rows.map((row) => [...row]) ?? [];
    if (mended[3] !== undefined) Object.assign(mended[3], { 6: 1, 8: '年报', 2: 2023 });
    expect((await check(await writeXlsx({ sheets: [{ name: '填报', rows: mended }] }))).ok).toBe(true);
  });

  it('of a CSV says what the CSV said: no apostrophe that kept a formula from being one, and nothing that XML cannot hold', async () => {
    const rows = [HEAD, ['敖汉架线工', '150430', '2024', '从业人员数（期末）', '人', '', '约\uffff', '', "'=cmd|' /C calc'!A0"]];
    const bytes = strToU8(rows.map((row) => row.join(',')).join('\r\n'));
    const checked = await check(bytes);
    if (checked.ok) throw new Error('it is wrong');
    expect(checked.errors.map(({ code, address }) => [code, address])).toEqual([['FILE.NOT_A_COUNT', 'G2']]);
    const copy = await markCopy(bytes, checked.errors);
    const [sheet] = (await openXlsx(copy, { readStyles: true })).sheets;
    expect(sheet?.rows[1]?.slice(6)).toEqual(['约\uffff', '', "=cmd|' /C calc'!A0"]);
    expect(
      [...(sheet?.cells ?? [])].flatMap(([key, { comment, type }]) => (comment === undefined ? [] : [[key, type, comment.text]])),
    ).toEqual([['1,6', 'string', '“约□”不是整数；请只写数字，不带单位或“万”。']]);
    // It is read as what it is, to its last cell.
    expect(await faults(copy)).toEqual([['FILE.NOT_A_COUNT', 'G2']]);
  });
});

describe('the file that a clerk already has, for a return', () => {
  const request: FillRequest = {
    brands: [
      { brandId: BRAND, name: '敖汉架线工' },
      { brandId: 'b0000000-0000-4000-8000-000000000002', name: '赤峰绣娘' },
    ],
    asked: [
      { metric: 'employmentDriven', directness: 'direct', unit: 'persons', zh: '带动就业人数' },
      { metric: 'employmentDriven', directness: 'indirect', unit: 'persons', zh: '带动就业人数' },
      { metric: 'workers', directness: 'unstated', unit: 'persons', zh: '从业人员数（期末）' },
    ],
    byTrade: false,
  };
  const fill = (head: readonly string[], ...rows: Row[]) => fillAs({}, head, ...rows);
  const fillAs = async (chosen: FillRequest['chosen'], head: readonly string[], ...rows: Row[]) => {
    const filled = await fillFromFile(await book(rows, { head, above: [['2025 年统计表']] }), { ...request, chosen });
    if (!filled.ok) throw new Error(JSON.stringify(filled.errors));
    return filled.value;
  };

  it('is understood by the words of its heading, in any order; what is not understood is named and left out', async () => {
    const found = await fill(
      ['序号', '从业人员(人)', '带动就业（间接）', '品牌', '直接带动就业人数（人）', '年劳务收入（万元）', '满意度'],
      [1, 820, '１,２００', '敖汉架线工', 3400, 12, '高'],
      [2, '', 5, '不认得的品牌', 7, '', ''],
      ['合计', 820, 1200, '合计', 3400, '', ''],
      ['合 计', 820, 1200, '', 3400, '', ''],
    );
    expect(found.cells.map(({ metric, directness, value, address }) => [metric, directness, value, address])).toEqual([
      ['workers', 'unstated', '820', 'B3'],
      ['employmentDriven', 'indirect', '1200', 'C3'],
      ['employmentDriven', 'direct', '3400', 'E3'],
    ]);
    expect(found.unknownColumns.map(({ heading }) => heading)).toEqual(['年劳务收入(万元)', '满意度']);
    expect(found.unknownBrands).toEqual([{ name: '不认得的品牌', address: 'D4' }]);
    expect(found.errors).toEqual([]);
  });

  it('may have formulas and merged cells where nothing is read, as in its row of sums; elsewhere they are told', async () => {
    const sum = (column: string): Partial<Cell> => ({ value: 1, type: 'formula', formula: `SUM(${column}3:${column}4)`, formulaResult: 1 });
    const rows = [
      ['敖汉架线工', '甲', 820, 1],
      ['不认得的品牌', '乙', 5, 2],
      ['合计', '', '', 3],
    ];
    const head = ['品牌名称', '备注', '从业人员数', '合计'];
    const filled = async (cells: readonly (readonly [string, Partial<Cell>])[], merges: Book['merges'] = []) => {
      const read = await fillFromFile(await book(rows, { head, above: [['2025 年统计表']], cells: new Map(cells), merges }), request);
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      return { cells: read.value.cells.map(({ value }) => value), errors: read.value.errors.map(({ code, address }) => [code, address]) };
    };
    const sums = [
      ['4,2', sum('C')],
      ['2,3', sum('C')],
      ['3,2', sum('C')],
    ] as const;
    expect(await filled(sums, [{ startRow: 4, startCol: 0, endRow: 4, endCol: 1 }])).toEqual({ cells: ['820'], errors: [] });
    expect(await filled([['2,2', sum('C')]])).toEqual({ cells: [], errors: [['FILE.FORMULA', 'C3']] });
    expect(await filled([['3,0', sum('A')]])).toEqual({ cells: ['820'], errors: [['FILE.FORMULA', 'A4']] });
    expect(await filled([], [{ startRow: 2, startCol: 1, endRow: 3, endCol: 2 }])).toEqual({
      cells: ['820'],
      errors: [['FILE.MERGED_CELLS', 'C3']],
    });
  });

  it('takes the word of who sends it for a column whose heading does not say, and against one that does', async () => {
    const head = ['品牌名称', '在岗人员', '带动就业', '从业人员数', '收入（万元）', '备注'];
    const row = ['敖汉架线工', 820, 3400, 7, 12, 5];
    const plain = await fillAs({}, head, row);
    expect(plain.columns.map(({ address, id }) => [address, id])).toEqual([['D2', 'workers.unstated']]);
    expect(plain.unknownColumns.map(({ address, choosable }) => [address, choosable])).toEqual([
      ['B2', true],
      ['C2', true],
      ['E2', false],
    ]);
    const said = { B: 'workers.unstated', C: 'employmentDriven.indirect', D: null, E: 'employmentDriven.direct', A: 'workers.unstated' };
    const told = await fillAs({ ...said, F: 'employmentDriven.direct' }, head, row);
    expect(told.cells.map(({ metric, directness, value, address }) => [metric, directness, value, address])).toEqual([
      ['workers', 'unstated', '820', 'B3'],
      ['employmentDriven', 'indirect', '3400', 'C3'],
    ]);
    expect(told.unknownColumns.map(({ address }) => address)).toEqual(['D2', 'E2']);
    const twice = await fillAs({ B: 'workers.unstated' }, head, row);
    expect(twice.errors.map(({ code, address }) => [code, address])).toEqual([
      ['FILE.DUPLICATE_COLUMN', 'D2'],
      ['FILE.DUPLICATE_ROW', 'D3'],
    ]);
  });

  it('does not guess: direct or indirect must be said, a brand stands once, and a count is a count', async () => {
    const ambiguous = await fill(['品牌名称', '带动就业人数'], ['敖汉架线工', 1]);
    expect([ambiguous.cells, ambiguous.unknownColumns.map(({ heading }) => heading)]).toEqual([[], ['带动就业人数']]);
    const wrong = await fill(['品牌名称', '从业人员数'], ['敖汉架线工', '约800'], ['赤峰绣娘', 5], ['赤峰绣娘', 6]);
    expect(wrong.errors.map(({ code, address }) => [code, address])).toEqual([
      ['FILE.NOT_A_COUNT', 'B3'],
      ['FILE.DUPLICATE_ROW', 'B5'],
    ]);
  });
});

/** What is written is read back as it was, whatever a text holds, and no spreadsheet takes a text for a formula. */
import { asWritten, decodeText, harmless, parseOfficeCsv, type SheetCell, type SheetFormat } from '#contracts';
import { unzipSync } from 'fflate';
import * as fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { dateOfSerial, openWorkbook, readSheet } from './read-workbook';
import { writeTable, type SheetTable } from './write-table';

const table = (rows: readonly (readonly SheetCell[])[], over: Partial<SheetTable> = {}): SheetTable => ({
  title: '试表',
  dataset: null,
  asOf: null,
  position: null,
  notes: [],
  columns: [
    { heading: '名称', kind: 'text' },
    { heading: '数值', kind: 'number' },
    { heading: '日期', kind: 'date' },
  ],
  rows,
  ...over,
});

async function written(of: SheetTable, format: SheetFormat): Promise<Uint8Array> {
  return new Uint8Array(await buffer(writeTable(of, format)));
}

/** Rows below the heading, as texts. */
async function readBack(bytes: Uint8Array, format: SheetFormat, headingRow: number): Promise<readonly (readonly string[])[]> {
  if (format === 'csv') {
    const decoded = decodeText(bytes);
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.errors));
    const parsed = parseOfficeCsv(decoded.value.text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return parsed.value.rows.map(({ cells }) => cells);
  }
  const opened = await openWorkbook(bytes);
  if (!opened.ok) throw new Error(JSON.stringify(opened.errors));
  const [sheet] = opened.value.sheets;
  if (sheet === undefined) throw new Error('no sheet');
  const content = await readSheet(opened.value, sheet, 1000);
  opened.value.close();
  if (!content.ok) throw new Error(JSON.stringify(content.errors));
  expect(content.value.odd).toEqual([]);
  return content.value.rows.filter(({ row }) => row > headingRow).map(({ cells }) => [0, 1, 2].map((i) => cells[i] ?? ''));
}

/** Any text that XML and UTF-8 can carry as it is; one that begins with what could be a formula is likely. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc
    .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', "'", "'=", ' '), fc.string({ unit: 'grapheme', maxLength: 10 }))
    .map(([a, b]) => a + b),
  fc.constantFrom(
    '_x0041_',
    '_x005F_',
    '_x000D_x',
    "=cmd|' /C calc'!A0",
    '<b>&"\'',
    ']]>',
    '\u0001',
    '\ufffe',
    'a\uffff',
    '１２３',
    '敖汉架线工',
  ),
);

/** No office writes them: controls beside tab and line end, the private use area, the replacement character and the byte order mark. */
const isRefusedInCsv = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  const control = (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
  return control || (code >= 0xe000 && code <= 0xf8ff) || code === 0xfffd || code === 0xfeff;
};

describe('a table that is written', () => {
  it('is read back from a workbook with every text, number and date as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 8 }), async (texts) => {
        const rows = texts.map((text, index) => [text, index, '2024-07-30'] as const);
        const read = await readBack(await written(table(rows), 'xlsx'), 'xlsx', 2);
        // Rows of nothing but blanks are no rows; none of these is one, since each has its number.
        expect(read).toEqual(rows.map(([text, value, day]) => [text, String(value), day]));
      }),
      { numRuns: 60 },
    );
  });

  it('is read back from CSV with every text as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 8 }), async (texts) => {
        // Control characters in a CSV are what wrong decoders leave behind, and are refused on reading.
        const clean = texts.filter((text) => ![...text].some(isRefusedInCsv));
        fc.pre(clean.length > 0);
        const rows = clean.map((text, index) => [text, index, '2024-07-30'] as const);
        const read = await readBack(await written(table(rows), 'csv'), 'csv', 1);
        expect(read).toEqual(rows.map(([text, value, day]) => [text, String(value), day]));
      }),
      { numRuns: 100 },
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', "'=1", "''=1"])(
    'holds %j in CSV behind an apostrophe, and gives it back',
    (text) => {
      expect(harmless(text)).toBe(`'${text}`);
      expect(asWritten(harmless(text))).toBe(text);
    },
  );
  it.each(['', 'a=1', '1-1', "'a", "O'Neil", '敖汉'])('leaves %j as it is', (text) => {
    expect(harmless(text)).toBe(text);
    expect(asWritten(text)).toBe(text);
  });

  it('writes a text that looks like a formula as a text, a number as a number and a date as a date', async () => {
    const bytes = await written(table([['=1+1', 5, '2024-07-30']]), 'xlsx');
    const sheet = Buffer.from(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? []).toString('utf8');
    expect(sheet).not.toContain('<f>');
    expect(/<c r="A3"[^>]*t="inlineStr"[^>]*><is><t>=1\+1<\/t>/.test(sheet)).toBe(true);
    expect(/<c r="B3"><v>5<\/v>/.test(sheet)).toBe(true);
    expect(/<c r="C3" s="\d+"><v>45503<\/v>/.test(sheet)).toBe(true);
  });

  it('says on top what it is, as of when, and that synthetic data are made up; only its heading and title are set off', async () => {
    const of = table([['甲', 1, null]], { dataset: 'synthetic', asOf: '2026-11-26', position: '99', notes: ['间接带动数为估算。'] });
    const opened = await openWorkbook(await written(of, 'xlsx'));
    if (!opened.ok) throw new Error('not opened');
    const [sheet] = opened.value.sheets;
    if (sheet === undefined) throw new Error('no sheet');
    const content = await readSheet(opened.value, sheet, 100);
    expect(content.ok && content.value.rows.map(({ cells }) => cells)).toEqual([
      ['试表'],
      ['合成数据（演示）：以下内容均为虚构，不代表任何地区或品牌。'],
      ['截至日期：2026-11-26；台账日志位置：99；数据集：合成数据（演示）'],
      ['说明：间接带动数为估算。'],
      ['名称', '数值', '日期'],
      ['甲', '1'],
    ]);
    const text = Buffer.from(await written(of, 'csv')).toString('utf8');
    expect(text).toBe('\ufeff"名称","数值","日期","数据集","截至日期"\r\n"甲",1,,"合成数据（演示）","2026-11-26"\r\n');
  });
});

describe('a serial number that is a date', () => {
  it.each<[number, boolean, string]>([
    [45503, false, '2024-07-30'],
    [45503.5, false, '2024-07-30 12:00'],
    [45503.999988426, false, '2024-07-30 23:59:59'],
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [0.75, false, '18:00'],
    [44041, true, '2024-07-30'],
  ])('%d is %s', (serial, since1904, expected) => {
    expect(dateOfSerial(serial, since1904)).toBe(expected);
  });
});

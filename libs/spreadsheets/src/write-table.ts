/** Tables as .xlsx and .csv, written while their rows arrive: memory does not grow with the number of rows. */
import { harmless, type Dataset, type SheetCell, type SheetColumnKind, type SheetFormat } from '#contracts';
import { writeXlsxStream } from 'hucre/xlsx';
import { Readable } from 'node:stream';
import { spelledForWorkbook } from './cells';

export interface SheetTable {
  readonly title: string;
  /** synthetic: every file says so, on top and in each row of a CSV. null: of neither, such as policy documents. */
  readonly dataset: Dataset | null;
  /** Business date as of which the rows hold, or null. */
  readonly asOf: string | null;
  /** Position of the log up to which the rows hold, or null where they are not of the log. */
  readonly position: string | null;
  /** A page sent what it shows, and the ledger has only written it down: every file says so, in each row of a CSV. */
  readonly fromPage?: boolean;
  /** What a reader must know of the columns: units, 间接为估算, the source. */
  readonly notes: readonly string[];
  readonly columns: readonly { readonly heading: string; readonly kind: SheetColumnKind }[];
  /** Cells in the order of the columns. A date is `2024-07-30`. */
  readonly rows: AsyncIterable<readonly SheetCell[]> | Iterable<readonly SheetCell[]>;
}

export const SYNTHETIC_MARK = '合成数据（演示）';
export const PAGE_MARK = '页面内容，不是查询结果';
export const MEDIA_TYPES: Readonly<Record<SheetFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

const WIDTHS: Readonly<Record<SheetColumnKind, number>> = { text: 22, number: 14, date: 13 };
const HEADING = {
  font: { bold: true },
  fill: { type: 'pattern' as const, pattern: 'solid' as const, fgColor: { rgb: 'DCE6F2' } },
  alignment: { wrapText: true, vertical: 'center' as const },
};
const TITLE = { font: { bold: true, size: 14 } };
const SYNTHETIC = { font: { bold: true, color: { rgb: 'B42318' } } };

/** Lines that stand above the heading of a workbook, in order. */
function preludeOf({ title, dataset, asOf, position, fromPage, notes }: SheetTable): readonly string[] {
  const stands = [
    asOf === null ? null : `截至日期：${asOf}`,
    position === null ? null : `台账日志位置：${position}`,
    dataset === null ? null : `数据集：${dataset === 'synthetic' ? SYNTHETIC_MARK : '真实数据'}`,
  ].filter((part) => part !== null);
  return [
    title,
    ...(dataset === 'synthetic' ? [`${SYNTHETIC_MARK}：以下内容均为虚构，不代表任何地区或品牌。`] : []),
    ...(stands.length === 0 ? [] : [stands.join('；')]),
    ...(fromPage === true ? [`${PAGE_MARK}：本表由页面上显示的内容写成，台账未逐项核对，不作为台账数据的证明。`] : []),
    ...notes.map((note) => `说明：${note}`),
  ];
}

/** A sheet's name has at most 31 characters and none of those that stand for something in formulas. */
const sheetName = (title: string): string =>
  title
    .replace(/[[\]:*?/\\'\p{Cc}\ufffe\uffff]/gu, ' ')
    .slice(0, 31)
    .trim() || '表';

/** A date that a spreadsheet can hold: its calendar begins in 1900, and is wrong until March of that year. */
function dateCell(text: string): Date | string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) || text < '1900-03-01' ? text : new Date(time);
}

function writeXlsx(table: SheetTable): Readable {
  const prelude = preludeOf(table);
  // The writer asks for a column's style at every cell; a row is written before the next one is asked for.
  let line: 'title' | 'mark' | 'note' | 'heading' | 'row' = 'row';
  const columns = table.columns.map(({ kind }) => ({
    width: WIDTHS[kind],
    get style() {
      if (line === 'heading') return HEADING;
      if (line === 'title') return TITLE;
      if (line === 'mark') return SYNTHETIC;
      return kind === 'date' && line === 'row' ? { numFmt: 'yyyy-mm-dd' } : undefined;
    },
  }));
  async function* lines() {
    for (const [index, text] of prelude.entries()) {
      line = index === 0 ? 'title' : index === 1 && table.dataset === 'synthetic' ? 'mark' : 'note';
      yield [spelledForWorkbook(text)];
    }
    line = 'heading';
    yield table.columns.map(({ heading }) => spelledForWorkbook(heading));
    line = 'row';
    for await (const row of table.rows)
      yield table.columns.map(({ kind }, index) => {
        const cell = row[index] ?? null;
        if (typeof cell !== 'string') return cell;
        if (cell === '') return null;
        return kind === 'date' ? dateCell(cell) : spelledForWorkbook(cell);
      });
  }
  const bytes = writeXlsxStream(lines(), { name: sheetName(table.title), columns, freezePane: { rows: prelude.length + 1 } });
  return Readable.fromWeb(bytes);
}

const quoted = (cell: SheetCell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return `"${harmless(cell).replaceAll('"', '""')}"`;
};

/** Text of this many characters goes out at once. */
const CHUNK = 64 * 1024;

function writeCsv(table: SheetTable): Readable {
  // A CSV has no place above its heading that programs would not trip over, so what the file is of stands in its rows.
  const standing: readonly (readonly [string, string | null])[] = [
    ['数据集', table.dataset === null ? null : table.dataset === 'synthetic' ? SYNTHETIC_MARK : '真实数据'],
    ['截至日期', table.asOf],
    ['本表来自', table.fromPage === true ? PAGE_MARK : null],
  ];
  const added = standing.filter(([, value]) => value !== null);
  const lineOf = (cells: readonly SheetCell[]): string => `${cells.map(quoted).join(',')}\r\n`;
  async function* text() {
    let chunk = `\ufeff${lineOf([...table.columns.map(({ heading }) => heading), ...added.map(([heading]) => heading)])}`;
    for await (const row of table.rows) {
      chunk += lineOf([...table.columns.map((_, index) => row[index] ?? null), ...added.map(([, value]) => value)]);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
    if (chunk !== '') yield chunk;
  }
  return Readable.from(text(), { objectMode: false });
}

/** The bytes of a table. An error of its rows ends the stream with that error. */
export const writeTable = (table: SheetTable, format: SheetFormat): Readable => (format === 'xlsx' ? writeXlsx(table) : writeCsv(table));

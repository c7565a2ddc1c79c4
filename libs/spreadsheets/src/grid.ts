/** From a sheet of a workbook, or a CSV, to the table that a format checks: where its heading is, and what must not be in it. */
import { decodeText, MAX_ROWS, parseOfficeCsv, type CsvTable, type FileProblem, type Read } from '#contracts';
import { addressOf, placeOf } from './cells';
import { openWorkbook, readSheet, type SheetContent, type SheetInfo } from './read-workbook';
import { compoundFileProblem, isCompoundFile, isZip, problemOfFile } from './workbook-file';

/** A heading stands within the first rows; above it are titles and notes, which may be merged. */
const HEADING_WITHIN = 30;

/** A file as rows and columns, whatever it was written by. */
export interface Grid {
  /** null: a CSV has no sheets. */
  readonly sheet: string | null;
  readonly table: CsvTable;
  /** Formulas, error values and merged cells below the heading, by their place. */
  readonly odd: readonly FileProblem[];
  /** Rows and columns (from 0) that `odd` speaks of: what a format says of them is of no use. */
  readonly oddPlaces: ReadonlySet<string>;
  /** What the hidden sheet of a template says it is; null where there is none. */
  readonly template: TemplateMark | null;
}

export interface TemplateMark {
  readonly id: string;
  readonly digest: string;
}
/** Name of the hidden sheet by which a template is known again. Its rows are id, digest, region. */
export const MARK_SHEET = '台账模板';

/** How well a row serves as the heading: 0 to 1. */
export type HeadingScore = (cells: readonly string[]) => number;

const plain = (cell: string): string => cell.normalize('NFKC').replace(/\s+/gu, ' ').trim();

/** `数值*` and `数值（必填）` are 数值: a template marks what must be filled in. */
export const headingText = (cell: string): string => plain(cell).replace(/\s*(\*|\(必填\))$/u, '');

async function templateOf(
  sheets: readonly SheetInfo[],
  read: (sheet: SheetInfo, rows: number) => Promise<Read<SheetContent>>,
): Promise<TemplateMark | null> {
  const marked = sheets.find(({ name, hidden }) => hidden && name === MARK_SHEET);
  if (marked === undefined) return null;
  const content = await read(marked, 3);
  if (!content.ok) return null;
  const at = (row: number): string => content.value.rows[row]?.cells[1] ?? '';
  return { id: at(0), digest: at(1) };
}

function gridOfSheet(content: SheetContent, heading: number): Grid {
  const headingRow = content.rows[heading];
  if (headingRow === undefined) throw new Error('no heading');
  const header = headingRow.cells.map(headingText);
  const odd: FileProblem[] = [];
  const oddPlaces = new Set<string>();
  const headingAt = (column: number): string | null => header[column] || null;
  for (const { row, column, what } of content.odd) {
    if (row < headingRow.row) continue;
    oddPlaces.add(`${row}|${column}`);
    const address = addressOf(row, column);
    odd.push(
      what === 'formula'
        ? {
            row,
            column: headingAt(column) ?? address,
            code: 'FILE.FORMULA',
            zh: `单元格 ${address} 是公式，其缓存结果不可信；请选中后复制，再“选择性粘贴—数值”，然后上传。`,
            en: `The cell ${address} holds a formula, whose remembered value is not trusted: copy it and paste it as values.`,
          }
        : {
            row,
            column: headingAt(column) ?? address,
            code: 'FILE.ERROR_VALUE',
            zh: `单元格 ${address} 是错误值（如 #REF!、#N/A）；请改正。`,
            en: `The cell ${address} holds an error value such as #REF!.`,
          },
    );
  }
  for (const { from, to } of content.merged) {
    const start = placeOf(from);
    const end = placeOf(to);
    if (start === null || end === null || end.row < headingRow.row) continue;
    const row = Math.max(start.row, headingRow.row);
    odd.push({
      row,
      column: headingAt(start.column) ?? addressOf(row, start.column),
      code: 'FILE.MERGED_CELLS',
      zh: `${from}:${to} 是合并单元格，无法判断数据属于哪一行；请取消合并并逐行填写。`,
      en: `${from}:${to} are merged cells: unmerge them and fill in every row.`,
    });
  }
  return {
    sheet: content.name,
    table: {
      header,
      rows: content.rows.slice(heading + 1).map(({ row, cells }) => ({ row, cells })),
      headerRow: headingRow.row,
    },
    odd,
    oddPlaces,
    template: null,
  };
}

const bestHeading = (rows: SheetContent['rows'], score: HeadingScore): { readonly index: number; readonly score: number } =>
  rows
    .slice(0, HEADING_WITHIN)
    .map(({ cells }, index) => ({ index, score: score(cells.map(headingText)) }))
    .reduce((best, each) => (each.score > best.score ? each : best), { index: 0, score: 0 });

const failed = (...errors: FileProblem[]): { readonly ok: false; readonly errors: readonly FileProblem[] } => ({ ok: false, errors });
const nothingInside = failed(problemOfFile('FILE.NO_ROWS', '文件只有表头或没有内容。', 'The file holds a header only, or nothing.'));

async function gridOfWorkbook(bytes: Uint8Array, score: HeadingScore, onRows: (rows: number) => void): Promise<Read<Grid>> {
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return opened;
  const workbook = opened.value;
  try {
    const read = (sheet: SheetInfo, rows: number) => readSheet(workbook, sheet, rows);
    const template = await templateOf(workbook.sheets, read);
    let chosen: { readonly sheet: SheetInfo; readonly score: number } | null = null;
    for (const sheet of workbook.sheets.filter(({ hidden }) => !hidden)) {
      const top = await read(sheet, HEADING_WITHIN);
      if (!top.ok) return top;
      const best = bestHeading(top.value.rows, score);
      if (top.value.rows.length > 0 && (chosen === null || best.score > chosen.score)) chosen = { sheet, score: best.score };
    }
    if (chosen === null) return nothingInside;
    const whole = await readSheet(workbook, chosen.sheet, MAX_ROWS + HEADING_WITHIN + 1, onRows);
    if (!whole.ok) return whole;
    const content = whole.value;
    if (content.rows.length > MAX_ROWS + HEADING_WITHIN)
      return failed(
        problemOfFile(
          'FILE.TOO_MANY_ROWS',
          `超过上限 ${MAX_ROWS} 行；请拆分后分别导入。`,
          `More than ${MAX_ROWS} rows, which is the limit. Split the file.`,
        ),
      );
    const grid = gridOfSheet(content, bestHeading(content.rows, score).index);
    if (grid.table.rows.length === 0) return nothingInside;
    return { ok: true, value: { ...grid, template } };
  } finally {
    workbook.close();
  }
}

/**
 * Reads .xlsx, and .csv in UTF-8, UTF-16 or GBK.
 * @param score finds the heading, and the sheet where a workbook has several
 * @param onRows hears now and then how many rows were read
 */
export async function readGrid(
  bytes: Uint8Array,
  score: HeadingScore,
  onRows: (rows: number) => void = () => undefined,
): Promise<Read<Grid>> {
  if (isCompoundFile(bytes)) return compoundFileProblem(bytes);
  if (isZip(bytes)) return gridOfWorkbook(bytes, score, onRows);
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const table = parseOfficeCsv(decoded.value.text);
  if (!table.ok) return table;
  const header = table.value.header.map(headingText);
  return { ok: true, value: { sheet: null, table: { ...table.value, header }, odd: [], oddPlaces: new Set(), template: null } };
}

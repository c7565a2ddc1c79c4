/** From a sheet of a workbook, or a CSV, to the table that a format checks: where its heading is, and what must not be in it. */
import { decodeText, MAX_ROWS, parseOfficeCsv, type CsvTable, type FileProblem, type Read } from '#contracts';
import { addressOf, placeOf } from './cells';
import { openWorkbook, readSheet, type SheetContent, type SheetInfo } from './read-workbook';
import { compoundFileProblem, isCompoundFile, isZip, noTableProblem, problemOfFile } from './workbook-file';

/** A heading stands within the first rows; above it are titles and notes, which may be merged. */
const HEADING_WITHIN = 30;

/** A file as rows and columns, whatever it was written by. */
export interface Grid {
  /** null: a CSV has no sheets. */
  readonly sheet: string | null;
  readonly table: CsvTable;
  /** Formulas, error values and merged cells below the heading. What stands beside the table, without a heading, is nobody's. */
  readonly odd: readonly OddPlace[];
  /** Rows and columns (from 0) that `odd` speaks of: what a format says of them is of no use. */
  readonly oddPlaces: ReadonlySet<string>;
  /** What the hidden sheet of a template says it is; null where there is none. */
  readonly template: TemplateMark | null;
}

/** What no value can be read from, and the cells that it takes up: rows as the spreadsheet counts, columns from 0. */
export interface OddPlace extends FileProblem {
  readonly area: { readonly rows: readonly [number, number]; readonly columns: readonly [number, number] };
}

export interface TemplateMark {
  readonly id: string;
  readonly digest: string;
}
/** Name of the hidden sheet by which a template is known again. Its rows are id, digest, region. */
export const MARK_SHEET = '台账模板';

/** How well a row serves as the heading: more than ½ where its sheet could be what is meant. */
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
  const odd: OddPlace[] = [];
  const oddPlaces = new Set<string>();
  const headingAt = (column: number): string | null => header[column] || null;
  for (const { row, column, what } of content.odd) {
    const heading = headingAt(column);
    if (row < headingRow.row || heading === null) continue;
    oddPlaces.add(`${row}|${column}`);
    const address = addressOf(row, column);
    const area: OddPlace['area'] = { rows: [row, row], columns: [column, column] };
    odd.push(
      what === 'formula'
        ? {
            ...{ row, column: heading, area },
            code: 'FILE.FORMULA',
            zh: `单元格 ${address} 是公式，其缓存结果不可信；请选中后复制，再“选择性粘贴—数值”，然后上传。`,
            en: `The cell ${address} holds a formula, whose remembered value is not trusted: copy it and paste it as values.`,
          }
        : {
            ...{ row, column: heading, area },
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
    const column = header.findIndex((heading, index) => index >= start.column && index <= end.column && heading !== '');
    if (column < 0) continue;
    odd.push({
      ...{ row, column: headingAt(column), area: { rows: [row, end.row], columns: [start.column, end.column] } },
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

/** A name has 31 characters at most where a spreadsheet program wrote it, and a message has room for a few. */
const quoted = (names: readonly string[]): string => {
  const told = names.slice(0, 4).map((name) => `“${name.slice(0, 31)}”`);
  return `${told.join('、')}${names.length > told.length ? '等' : ''}`;
};

/** What is hidden is not read: who sees the file would not know what was taken from it. */
function nothingVisible(sheets: readonly SheetInfo[]): { readonly ok: false; readonly errors: readonly FileProblem[] } {
  const hidden = sheets.filter((sheet) => sheet.hidden).map(({ name }) => name);
  if (hidden.length === 0) return nothingInside;
  return failed(
    problemOfFile(
      'FILE.ONLY_HIDDEN',
      `可见的工作表中没有数据；隐藏的工作表${quoted(hidden)}不予读取，请取消隐藏后再上传。`,
      `The visible sheets hold nothing, and hidden ones (${quoted(hidden)}) are not read. Unhide what is to be sent.`,
    ),
  );
}

const severalSheets = (names: readonly string[]): { readonly ok: false; readonly errors: readonly FileProblem[] } =>
  failed(
    problemOfFile(
      'FILE.SEVERAL_SHEETS',
      `工作表${quoted(names)}都像是要上报的表，一次只读取一个；请删去或隐藏不上报的工作表后再上传。`,
      `Each of the sheets ${quoted(names)} could be what is meant, and one is read at a time. Delete or hide the others.`,
    ),
  );

/** A visible sheet that holds something. */
interface Candidate {
  readonly sheet: SheetInfo;
  readonly score: number;
  /** Whether there are rows below its heading. */
  readonly isFilled: boolean;
}

async function gridOfWorkbook(bytes: Uint8Array, score: HeadingScore, onRows: (rows: number) => void): Promise<Read<Grid>> {
  const opened = await openWorkbook(bytes);
  if (!opened.ok) return opened;
  const workbook = opened.value;
  try {
    const read = (sheet: SheetInfo, rows: number) => readSheet(workbook, sheet, rows);
    const template = await templateOf(workbook.sheets, read);
    const candidates: Candidate[] = [];
    for (const sheet of workbook.sheets.filter(({ hidden }) => !hidden)) {
      const top = await read(sheet, HEADING_WITHIN);
      if (!top.ok) return top;
      const best = bestHeading(top.value.rows, score);
      if (top.value.rows.length > 0) candidates.push({ sheet, score: best.score, isFilled: top.value.rows.length > best.index + 1 });
    }
    // Of two that fit alike, one that is filled in.
    const [chosen] = [...candidates].sort((a, b) => b.score - a.score || Number(b.isFilled) - Number(a.isFilled));
    const empty = template === null ? nothingVisible(workbook.sheets) : nothingInside;
    if (chosen === undefined) return empty;
    const rivals = candidates.filter((each) => each.isFilled && each.score > Math.max(0.5, chosen.score / 2));
    if (rivals.length > 1) return severalSheets(rivals.map(({ sheet }) => sheet.name));
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
    if (grid.table.rows.length === 0) return empty;
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
  const noTable = noTableProblem(decoded.value.text);
  if (noTable !== null) return noTable;
  const table = parseOfficeCsv(decoded.value.text);
  if (!table.ok) return table;
  const header = table.value.header.map(headingText);
  return { ok: true, value: { sheet: null, table: { ...table.value, header }, odd: [], oddPlaces: new Set(), template: null } };
}

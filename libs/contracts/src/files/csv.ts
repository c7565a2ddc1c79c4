/** CSV to rows with their places, strictly: a row that does not have the columns of the header is an error, never a guess. */
import { CsvError, parse } from 'csv-parse/sync';
import { fileProblem, readFailed, readOk, rowProblem, type FileProblem, type Read } from './problems';

export const MAX_ROWS = 100_000;

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: readonly string[];
}
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Row of the heading, which a workbook may have further down; 1 where it is not given. */
  readonly headerRow?: number;
}

/**
 * What a spreadsheet would take for a formula when it opens a CSV. Full-width signs count: some locales evaluate them. Apostrophes
 * before such a sign count too, so that taking one away gives back what was written.
 */
const RISKY = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/** A text for a CSV cell that no spreadsheet evaluates: an apostrophe stands before what looks like a formula. */
export const harmless = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** The text that `harmless` was given. */
export const asWritten = (text: string): string => (text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text);

const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

/** Excel separates its “Unicode text” by tabs. */
function delimiterOf(text: string): ',' | '\t' {
  const end = text.search(/[\r\n]/);
  const header = end < 0 ? text : text.slice(0, end);
  return header.includes('\t') && !header.includes(',') ? '\t' : ',';
}

const brokenLast = (row: number, detailZh: string, detailEn: string) =>
  rowProblem(
    row,
    'FILE.BROKEN_LAST_ROW',
    `最后一行不完整（${detailZh}），文件可能被截断；请重新导出完整的文件。`,
    `The last row is incomplete (${detailEn}); the file may have been cut off. Export it again.`,
  );

function syntaxProblem(error: CsvError, text: string, delimiter: string): FileProblem {
  // csv-parse names the line; a row may hold several lines, so the rows before the fault are counted by parsing them.
  const lines: unknown = error['lines'];
  const line = typeof lines === 'number' ? lines : 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const records: unknown = error['records'];
    const row = (typeof records === 'number' ? records : rowsBefore(text, delimiter, line)) + 1;
    return brokenLast(row, '引号没有闭合', 'a quotation mark is not closed');
  }
  return rowProblem(
    rowsBefore(text, delimiter, line) + 1,
    'FILE.BAD_QUOTES',
    '引号使用有误：含引号、逗号或换行的单元格须整格加引号，格内引号写两个。',
    'Misplaced quotation mark: a cell with quotes, commas or line breaks is quoted as a whole, and quotes inside it are doubled.',
  );
}

function rowsBefore(text: string, delimiter: string, line: number): number {
  const before = text
    .split(/\r\n|\n|\r/)
    .slice(0, line - 1)
    .join('\n');
  if (before === '') return 0;
  return parse(before, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false }).length;
}

/**
 * Header and rows. Blank rows are passed over but counted, so that places stay those of the spreadsheet; columns without
 * a heading must be empty. Errors by row: FILE.NO_ROWS, FILE.TOO_MANY_ROWS, FILE.COLUMN_COUNT, FILE.BROKEN_LAST_ROW,
 * FILE.BAD_QUOTES, FILE.DUPLICATE_COLUMN.
 */
export function parseCsv(text: string, maxRows: number = MAX_ROWS): Read<CsvTable> {
  const delimiter = delimiterOf(text);
  let records: string[][];
  try {
    records = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    if (error instanceof CsvError) return readFailed([syntaxProblem(error, text, delimiter)]);
    throw error;
  }

  const header = (records[0] ?? []).map((cell) => cell.normalize('NFKC').trim());
  while (header.length > 0 && header[header.length - 1] === '') header.pop();
  const rows = records
    .slice(1)
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => !isBlank(cells));
  if (header.length === 0 || rows.length === 0) {
    return readFailed([fileProblem('FILE.NO_ROWS', '文件只有表头或没有内容。', 'The file holds a header only, or nothing.')]);
  }
  if (rows.length > maxRows) {
    return readFailed([
      fileProblem(
        'FILE.TOO_MANY_ROWS',
        `共 ${rows.length} 行，超过上限 ${maxRows} 行；请拆分后分别导入。`,
        `${rows.length} rows; the limit is ${maxRows}. Split the file.`,
      ),
    ]);
  }

  const errors: FileProblem[] = [];
  const last = rows[rows.length - 1];
  header.forEach((name, index) => {
    if (name !== '' && header.indexOf(name) !== index) {
      errors.push({
        row: 1,
        column: name,
        code: 'FILE.DUPLICATE_COLUMN',
        zh: `表头“${name}”出现了两次。`,
        en: `The heading “${name}” appears twice.`,
      });
    }
  });
  for (const { row, cells } of rows) {
    const surplus = cells.slice(header.length).some((cell) => cell.trim() !== '');
    if (cells.length >= header.length && !surplus) continue;
    if (row === last?.row && cells.length < header.length) {
      errors.push(
        brokenLast(row, `应有 ${header.length} 列，只有 ${cells.length} 列`, `${header.length} columns expected, ${cells.length} found`),
      );
    } else {
      errors.push(
        rowProblem(
          row,
          'FILE.COLUMN_COUNT',
          `应有 ${header.length} 列，实有 ${cells.length} 列；是否有单元格含逗号而未加引号？`,
          `${header.length} columns expected, ${cells.length} found; is there a cell with an unquoted comma?`,
        ),
      );
    }
  }
  if (errors.length > 0) return readFailed(errors);
  return readOk({ header, rows: rows.map(({ row, cells }) => ({ row, cells: cells.slice(0, header.length) })) });
}

/** A table that this ledger may have written as CSV: apostrophes that keep spreadsheets from evaluating a text are taken away. */
export function parseOfficeCsv(text: string): Read<CsvTable> {
  const table = parseCsv(text);
  if (!table.ok) return table;
  return readOk({ ...table.value, rows: table.value.rows.map(({ row, cells }) => ({ row, cells: cells.map(asWritten) })) });
}

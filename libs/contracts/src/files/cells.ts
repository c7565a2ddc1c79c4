/** Reads the cells of one row against the columns of its format, and keeps every problem with its place. */
import type { CsvTable } from './csv';
import type { ImportColumn } from './import-format';
import { cellProblem, fileProblem, readFailed, readOk, type FileProblem, type Read } from './problems';
import { plain, plainName, type Words } from './words';

export type Placement = ReadonlyMap<string, number>;

/** Which column of the file holds what. Errors: FILE.MISSING_COLUMN, FILE.UNKNOWN_COLUMN. */
export function placeColumns(header: readonly string[], columns: readonly ImportColumn[], headerRow = 1): Read<Placement> {
  const errors: FileProblem[] = [];
  const placement = new Map<string, number>();
  const spelled = (column: ImportColumn) => [column.key, ...column.zh, ...column.en].map((name) => plain(name).toLowerCase());
  header.forEach((heading, index) => {
    if (heading === '') return;
    const column = columns.find((candidate) => spelled(candidate).includes(plain(heading).toLowerCase()));
    if (!column) {
      errors.push({
        ...cellProblem(
          headerRow,
          heading,
          'FILE.UNKNOWN_COLUMN',
          `表头“${heading}”不是本格式的列；可用的列：${columns.map((each) => each.zh[0]).join('、')}。`,
          `“${heading}” is no column of this format; its columns: ${columns.map((each) => each.key).join(', ')}.`,
        ),
      });
    } else if (placement.has(column.key)) {
      errors.push(
        cellProblem(
          headerRow,
          heading,
          'FILE.DUPLICATE_COLUMN',
          `列“${column.zh[0]}”出现了两次。`,
          `The column ${column.key} appears twice.`,
        ),
      );
    } else placement.set(column.key, index);
  });
  for (const column of columns) {
    if (column.required && !placement.has(column.key)) {
      errors.push(fileProblem('FILE.MISSING_COLUMN', `缺少必填列“${column.zh[0]}”。`, `The required column ${column.key} is missing.`));
    }
  }
  return errors.length > 0 ? readFailed(errors) : readOk(placement);
}

/** Reads one row; a cell that is wrong gives null and leaves a problem behind. */
export class RowReader {
  private readonly failures: FileProblem[] = [];

  constructor(
    readonly row: number,
    private readonly cells: readonly string[],
    private readonly placement: Placement,
    private readonly columns: readonly ImportColumn[],
    private readonly header: CsvTable['header'],
  ) {}

  get errors(): readonly FileProblem[] {
    return this.failures;
  }

  fail(key: string, code: string, zh: string, en: string): null {
    this.failures.push(cellProblem(this.row, this.heading(key), code, zh, en));
    return null;
  }

  /** The cell with outer blanks removed; null when it is empty or the column is not there. Required ones must hold something. */
  text(key: string): string | null {
    const index = this.placement.get(key);
    const cell = index === undefined ? '' : plainName(this.cells[index] ?? '');
    if (cell.length > 4000)
      return this.fail(key, 'FILE.TOO_LONG', `内容 ${cell.length} 字，超过上限 4000 字。`, `${cell.length} characters; the limit is 4000.`);
    if (cell !== '') return cell;
    if (this.columns.find((column) => column.key === key)?.required) {
      return this.fail(key, 'FILE.EMPTY_CELL', `“${this.heading(key)}”不能为空。`, `${key} must not be empty.`);
    }
    return null;
  }

  word<T extends string>(key: string, table: Words<T>): T | null {
    const cell = this.text(key);
    if (cell === null) return null;
    return (
      table.of(cell) ??
      this.fail(key, 'FILE.UNKNOWN_WORD', `“${cell}”不在可选范围：${table.choices}。`, `“${cell}” is none of: ${table.choices}.`)
    );
  }

  /** 0 or more, whole; 1,234 and １２３４ are read, 万 and decimals are not. */
  count(key: string): number | null {
    const cell = this.text(key);
    if (cell === null) return null;
    const digits = /^\d{1,3}(,\d{3})+$/.test(plain(cell)) ? plain(cell).replaceAll(',', '') : plain(cell);
    if (/^[-−]\s*\d/u.test(digits))
      return this.fail(key, 'FILE.NEGATIVE', `数值不能为负：“${cell}”。`, `A count must not be negative: “${cell}”.`);
    if (/^\d+\.\d+$/.test(digits))
      return this.fail(key, 'FILE.FRACTION', `数值须为整数，不能有小数：“${cell}”。`, `A count must be whole: “${cell}”.`);
    if (!/^\d+$/.test(digits)) {
      return this.fail(
        key,
        'FILE.NOT_A_COUNT',
        `“${cell}”不是整数；请只写数字，不带单位或“万”。`,
        `“${cell}” is not a whole number; write digits only, no unit.`,
      );
    }
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) return this.fail(key, 'FILE.TOO_BIG', `数值过大：“${cell}”。`, `The number is too big: “${cell}”.`);
    return value;
  }

  /** A year from 1949 to that of `today`. */
  year(key: string, today: string): number | null {
    const cell = this.text(key);
    if (cell === null) return null;
    const digits = plain(cell).replace(/年$/u, '');
    const year = /^\d{4}$/.test(digits) ? Number(digits) : 0;
    if (year < 1949 || year > 2199)
      return this.fail(
        key,
        'FILE.NOT_A_YEAR',
        `“${cell}”不是年份；请写四位数字，如 2024。`,
        `“${cell}” is not a year; write four digits, such as 2024.`,
      );
    if (year > Number(today.slice(0, 4))) {
      return this.fail(
        key,
        'FILE.FUTURE_YEAR',
        `${year} 年尚未到来，不能填报成效数据。`,
        `${year} has not come yet; a figure cannot speak of it.`,
      );
    }
    return year;
  }

  /** 2024-07-30, also as 2024/7/30, 2024.7.30 or 2024年7月30日, which Excel writes. */
  date(key: string): string | null {
    const cell = this.text(key);
    if (cell === null) return null;
    const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(plain(cell));
    const date = match ? `${match[1]}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}` : '';
    return isDate(date)
      ? date
      : this.fail(key, 'FILE.NOT_A_DATE', `“${cell}”不是日期；请写成 2024-07-30。`, `“${cell}” is not a date; write 2024-07-30.`);
  }

  private heading(key: string): string {
    const index = this.placement.get(key);
    return (index === undefined ? undefined : this.header[index]) ?? this.columns.find((column) => column.key === key)?.zh[0] ?? key;
  }
}

/** Whether a text is a day of the calendar: 2023-02-29 is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** What the formats for clerks share: opening the table, finding the brand of a row, and the template they fill in. */
import { isWithin } from '#domain';
import { placeColumns, RowReader } from './cells';
import { parseOfficeCsv, type CsvTable } from './csv';
import {
  readRegionCell,
  type BrandTarget,
  type FileCheck,
  type ImportColumn,
  type ImportContext,
  type ImportFormat,
  type ImportInstruction,
  type ImportRecord,
} from './import-format';
import { cellProblem, fileProblem, readFailed, type FileProblem } from './problems';
import { plainName } from './words';

export const importColumn = (key: string, zh: readonly [string, ...string[]], en: readonly string[], required: boolean): ImportColumn => ({
  key,
  zh,
  en,
  required,
});

/** How a format for people reads its rows. */
export interface TableRules {
  readonly columns: readonly ImportColumn[];
  /** The resolved record, or null after a problem was left with the reader. */
  readonly read: (row: RowReader, context: ImportContext) => ImportRecord | null;
  /** What two rows must not share; the second of them is the problem. */
  readonly identity: (record: ImportRecord) => { readonly key: string; readonly column: string; readonly zh: string; readonly en: string };
  readonly interpret: (records: readonly ImportRecord[]) => readonly ImportInstruction[];
  /** Columns of which at least one is filled in where a prefilled row is meant; without them no row is passed over. */
  readonly filledIn?: readonly string[];
}

/** Checks a table row by row. */
export function checkTable(
  table: CsvTable,
  { columns, read, identity, interpret, filledIn = [] }: TableRules,
  context: ImportContext,
  onRows: (rows: number) => void = () => undefined,
): FileCheck {
  const placement = placeColumns(table.header, columns, table.headerRow);
  if (!placement.ok) return placement;
  const prefilled = columns.some(({ key, reference }) => reference === true && placement.value.has(key));
  const untouched = (cells: readonly string[]): boolean =>
    prefilled &&
    filledIn.every((key) => {
      const index = placement.value.get(key);
      return index === undefined || (cells[index] ?? '').trim() === '';
    });

  const records: ImportRecord[] = [];
  const errors: FileProblem[] = [];
  const firstRows = new Map<string, number>();
  let done = 0;
  for (const { row, cells } of table.rows) {
    done += 1;
    if (done % 1000 === 0) onRows(done);
    if (untouched(cells)) continue;
    const reader = new RowReader(row, cells, placement.value, columns, table.header);
    const record = read(reader, context);
    if (record === null || reader.errors.length > 0) {
      errors.push(...reader.errors);
      continue;
    }
    const { key, column, zh, en } = identity(record);
    const first = firstRows.get(key);
    if (first === undefined) firstRows.set(key, row);
    else errors.push(cellProblem(row, column, 'FILE.DUPLICATE_ROW', `与第 ${first} 行重复：${zh}。`, `Repeats row ${first}: ${en}.`));
    records.push(record);
  }
  if (errors.length > 0) return readFailed(errors);
  if (records.length === 0)
    return readFailed([fileProblem('FILE.NOTHING_FILLED_IN', '模板还没有填写任何一行。', 'Not one row of the template was filled in.')]);
  return { ok: true, records, instructions: interpret(records) };
}

/** A format for people by its rules: as a text of CSV, or as a table. */
export const peopleFormat = (name: Pick<ImportFormat, 'id' | 'zh' | 'en'>, rules: TableRules): ImportFormat => ({
  ...name,
  columns: rules.columns,
  check: (text, context) => {
    const table = parseOfficeCsv(text);
    return table.ok ? checkTable(table.value, rules, context) : table;
  },
  checkTable: (table, context, onRows) => checkTable(table, rules, context, onRows),
});

/** Region codes and names of the brands that a table speaks of, each pair once: who checks it elsewhere asks for their ids first. */
export function brandsIn(table: CsvTable, columns: readonly ImportColumn[]): readonly { readonly region: string; readonly name: string }[] {
  const placement = placeColumns(table.header, columns, table.headerRow);
  if (!placement.ok) return [];
  const at = (cells: readonly string[], key: string): string => cells[placement.value.get(key) ?? -1] ?? '';
  const codes = new Map<string, string | null>();
  const found = new Map<string, { readonly region: string; readonly name: string }>();
  for (const { cells } of table.rows) {
    const cell = at(cells, 'region');
    let code = codes.get(cell);
    if (code === undefined) {
      const read = readRegionCell(cell);
      code = 'code' in read ? read.code : null;
      codes.set(cell, code);
    }
    const name = plainName(at(cells, 'name'));
    if (code !== null && name !== '') found.set(`${code}|${name}`, { region: code, name });
  }
  return [...found.values()];
}

/** Region and brand of a row, or null after a problem was left behind. */
export function readBrand(
  row: RowReader,
  context: ImportContext,
): { readonly name: string; readonly region: string; readonly known: string | null } | null {
  const name = row.text('name');
  const regionCell = row.text('region');
  if (name === null || regionCell === null) return null;
  const region = readRegionCell(regionCell);
  if (!('code' in region)) return row.fail('region', 'FILE.UNKNOWN_REGION', region.zh, region.en);
  if (context.scope !== undefined && !isWithin(region.code, context.scope))
    return row.fail(
      'region',
      'FILE.OUT_OF_SCOPE',
      `“${regionCell}”不在您的地区范围内，不能填报；请交由该地区填报。`,
      `“${regionCell}” lies outside your region; leave it to the office of that region.`,
    );
  return { name, region: region.code, known: context.findBrand(region.code, name) };
}

export const targetOf = (record: ImportRecord): BrandTarget => ({ kind: 'brand', brandId: field(record, 'brand_id') });

/** A field that the check made sure of. */
export function field(record: ImportRecord, key: string): string {
  const value = record[key];
  if (typeof value !== 'string') throw new Error(`import record without ${key}`);
  return value;
}

/** An empty table with its Chinese headings, marked as UTF-8 so that Excel opens it rightly. */
export const templateOf = (columns: readonly ImportColumn[]): string =>
  `\ufeff${columns
    .filter(({ reference }) => reference !== true)
    .map((column) => column.zh[0])
    .join(',')}\r\n`;

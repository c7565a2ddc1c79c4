/** What the formats for clerks share: opening the table, finding the brand of a row, and the template they fill in. */
import { placeColumns, RowReader } from './cells';
import { parseCsv } from './csv';
import {
  readRegionCell,
  type BrandTarget,
  type FileCheck,
  type ImportColumn,
  type ImportContext,
  type ImportInstruction,
  type ImportRecord,
} from './import-format';
import { cellProblem, readFailed, type FileProblem } from './problems';

export const importColumn = (key: string, zh: readonly [string, ...string[]], en: readonly string[], required: boolean): ImportColumn => ({
  key,
  zh,
  en,
  required,
});

/**
 * Checks a table row by row with `read`, which gives the resolved record or null after it left a problem with its reader.
 * `identity` names what two rows must not share; the second of them is the problem.
 */
export function checkTable(
  text: string,
  columns: readonly ImportColumn[],
  read: (row: RowReader) => ImportRecord | null,
  identity: (record: ImportRecord) => { readonly key: string; readonly column: string; readonly zh: string; readonly en: string },
  interpret: (records: readonly ImportRecord[]) => readonly ImportInstruction[],
): FileCheck {
  const table = parseCsv(text);
  if (!table.ok) return table;
  const placement = placeColumns(table.value.header, columns);
  if (!placement.ok) return placement;

  const records: ImportRecord[] = [];
  const errors: FileProblem[] = [];
  const firstRows = new Map<string, number>();
  for (const { row, cells } of table.value.rows) {
    const reader = new RowReader(row, cells, placement.value, columns, table.value.header);
    const record = read(reader);
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
  return errors.length > 0 ? readFailed(errors) : { ok: true, records, instructions: interpret(records) };
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
export const templateOf = (columns: readonly ImportColumn[]): string => `\ufeff${columns.map((column) => column.zh[0]).join(',')}\r\n`;

/** A copy of the clerk's own file in which every cell that is wrong is coloured and says why. */
import { openXlsx, saveXlsx, writeXlsx } from 'hucre/xlsx';
import type { Cell } from 'hucre';
import { decodeText, parseOfficeCsv } from '#contracts';
import { placeOf, spelledForWorkbook } from './cells';
import type { LocatedProblem } from './check-file';
import { isZip } from './workbook-file';

const WRONG = { type: 'pattern' as const, pattern: 'solid' as const, fgColor: { rgb: 'FFC7CE' } };
const AUTHOR = '品牌台账';

/** Where a problem that speaks of a whole row, or of the whole file, is shown. */
const placeOfProblem = ({ row, address }: LocatedProblem): { readonly row: number; readonly column: number } =>
  (address === null ? null : placeOf(address)) ?? { row: row ?? 1, column: 0 };

/** Problems by cell, as one text each. */
function notesOf(problems: readonly LocatedProblem[]): ReadonlyMap<string, { row: number; column: number; text: string }> {
  const notes = new Map<string, { row: number; column: number; text: string }>();
  for (const problem of problems) {
    const place = placeOfProblem(problem);
    const key = `${place.row - 1},${place.column}`;
    const known = notes.get(key);
    notes.set(key, { ...place, text: known === undefined ? problem.zh : `${known.text}\n${problem.zh}` });
  }
  return notes;
}

/** What a message quotes may hold what XML may not. */
const printable = (text: string): string => text.replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, '□');

const marked = (before: Partial<Cell> | undefined, problem: string): Partial<Cell> => {
  const text = printable(problem);
  return {
    ...before,
    style: { ...before?.style, fill: WRONG },
    comment: { author: AUTHOR, text: before?.comment === undefined ? text : `${before.comment.text}\n${text}` },
  };
};

async function markWorkbook(bytes: Uint8Array, problems: readonly LocatedProblem[]): Promise<Uint8Array> {
  const workbook = await openXlsx(bytes, { readStyles: true });
  const named = problems.find(({ sheet }) => sheet !== null)?.sheet ?? null;
  const sheet = workbook.sheets.find(({ name }) => name === named) ?? workbook.sheets[0];
  if (sheet === undefined) return bytes;
  const cells = sheet.cells ?? new Map<string, Cell>();
  for (const [key, { row, column, text }] of notesOf(problems)) {
    const value = sheet.rows[row - 1]?.[column] ?? null;
    const type = value === null ? 'empty' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
    cells.set(key, { value, type, ...marked(cells.get(key), text) });
  }
  sheet.cells = cells;
  return saveXlsx(workbook);
}

async function markCsv(bytes: Uint8Array, problems: readonly LocatedProblem[]): Promise<Uint8Array> {
  const decoded = decodeText(bytes);
  // Where a text is a text, no apostrophe need stand before it; kept, it would be read as a part of it when the copy is sent back.
  const table = decoded.ok ? parseOfficeCsv(decoded.value.text) : decoded;
  const rows: string[][] = table.ok ? [table.value.header.map(spelledForWorkbook)] : [];
  if (table.ok)
    for (const { row, cells } of table.value.rows) {
      while (rows.length < row - 1) rows.push([]);
      rows.push(cells.map(spelledForWorkbook));
    }
  const cells = new Map<string, Partial<Cell>>();
  for (const [key, { row, column, text }] of notesOf(problems)) {
    while (rows.length < row) rows.push([]);
    const value = rows[row - 1]?.[column] ?? null;
    cells.set(key, marked({ value, type: value === null ? 'empty' : 'string' }, text));
  }
  return writeXlsx({ sheets: [{ name: '数据', rows, cells, columns: (rows[0] ?? []).map(() => ({ width: 18 })) }] });
}

/**
 * The same file with colour and comments; a CSV becomes a workbook, since a CSV has no place for them.
 * Throws on a file that could not be opened at all: there is nothing to mark in it.
 */
export const markCopy = (bytes: Uint8Array, problems: readonly LocatedProblem[]): Promise<Uint8Array> =>
  isZip(bytes) ? markWorkbook(bytes, problems) : markCsv(bytes, problems);

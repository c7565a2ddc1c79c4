/**
 * A sheet as the grid edits it: texts by row and column, what is selected, and what can be undone. Pure: every function
 * gives a new sheet, and a row that did not change is the same object as before.
 */
import type { Words } from '../../shell/language';
import { LONGEST_PASTE, readBlock, writeBlock } from './clipboard';

export interface Spot {
  readonly row: number;
  readonly col: number;
}
export interface Change extends Spot {
  readonly before: string;
  readonly after: string;
}
/** From the cell where one stands to the cell up to which one selected; both count. */
export interface Selection {
  readonly anchor: Spot;
  readonly head: Spot;
}
export interface Sheet {
  readonly texts: readonly (readonly string[])[];
  readonly selection: Selection;
  /** Oldest first. An act is undone as it was done: whole. */
  readonly past: readonly (readonly Change[])[];
  readonly future: readonly (readonly Change[])[];
}
/** The column as far as edits are concerned. `name` stands in messages. */
export interface SheetColumn {
  readonly name: string;
  /** Whether anybody may ever write here. */
  readonly editable: boolean;
  /** Rows in which it may not be written now. */
  readonly shut?: (row: number) => boolean;
  /** The text as it is kept: `１２３` is kept as `123`. What cannot be read is kept as it was typed. */
  readonly tidy?: (text: string) => string;
}
export const writable = (column: SheetColumn | undefined, row: number): boolean => column?.editable === true && column.shut?.(row) !== true;
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export type Edited = { readonly sheet: Sheet; readonly changes: readonly Change[] } | { readonly refused: Words };

const KEPT_ACTS = 200;
const NOWHERE = { refused: { zh: '这里不能填写。', en: 'Nothing can be written here.' } };

export const openSheet = (texts: readonly (readonly string[])[], at: Spot): Sheet => ({
  texts,
  selection: { anchor: at, head: at },
  past: [],
  future: [],
});

export const rangeOf = ({ anchor, head }: Selection): Range => ({
  top: Math.min(anchor.row, head.row),
  bottom: Math.max(anchor.row, head.row),
  left: Math.min(anchor.col, head.col),
  right: Math.max(anchor.col, head.col),
});

export const textAt = (sheet: Sheet, { row, col }: Spot): string => sheet.texts[row]?.[col] ?? '';

function put(texts: Sheet['texts'], changes: readonly Change[], side: 'before' | 'after'): Sheet['texts'] {
  if (changes.length === 0) return texts;
  const rows = [...texts];
  const own = new Map<number, string[]>();
  for (const change of changes) {
    const row = own.get(change.row) ?? [...(rows[change.row] ?? [])];
    row[change.col] = change[side];
    own.set(change.row, row);
    rows[change.row] = row;
  }
  return rows;
}

const span = (changes: readonly Change[]): Selection | null => {
  const [first] = changes;
  if (first === undefined) return null;
  const rows = changes.map(({ row }) => row);
  const cols = changes.map(({ col }) => col);
  const low = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const high = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return { anchor: { row: low(rows), col: low(cols) }, head: { row: high(rows), col: high(cols) } };
};

/** Does an act that can be undone. Cells that keep their text are no part of it. */
export function edit(sheet: Sheet, wanted: readonly (Spot & { readonly text: string })[]): Edited {
  const changes = wanted
    .map(({ row, col, text }) => ({ row, col, before: textAt(sheet, { row, col }), after: text }))
    .filter(({ before, after }) => before !== after);
  if (changes.length === 0) return { sheet, changes };
  return {
    sheet: { ...sheet, texts: put(sheet.texts, changes, 'after'), past: [...sheet.past, changes].slice(-KEPT_ACTS), future: [] },
    changes,
  };
}

/** Takes over what came from elsewhere (another clerk, the server). It is nobody's act here and is not undone. */
export function absorb(sheet: Sheet, news: readonly (Spot & { readonly text: string })[]): Sheet {
  const changes = news
    .map(({ row, col, text }) => ({ row, col, before: textAt(sheet, { row, col }), after: text }))
    .filter(({ before, after }) => before !== after);
  return changes.length === 0 ? sheet : { ...sheet, texts: put(sheet.texts, changes, 'after') };
}

/** Takes the last act back, and shows where it was. @returns the changes as they now happen */
export function undo(sheet: Sheet): { readonly sheet: Sheet; readonly changes: readonly Change[] } {
  const act = sheet.past[sheet.past.length - 1];
  if (act === undefined) return { sheet, changes: [] };
  return {
    sheet: {
      texts: put(sheet.texts, act, 'before'),
      selection: span(act) ?? sheet.selection,
      past: sheet.past.slice(0, -1),
      future: [...sheet.future, act],
    },
    changes: act.map(({ row, col, before, after }) => ({ row, col, before: after, after: before })),
  };
}

/** Does again what was taken back last. */
export function redo(sheet: Sheet): { readonly sheet: Sheet; readonly changes: readonly Change[] } {
  const act = sheet.future[sheet.future.length - 1];
  if (act === undefined) return { sheet, changes: [] };
  return {
    sheet: {
      texts: put(sheet.texts, act, 'after'),
      selection: span(act) ?? sheet.selection,
      past: [...sheet.past, act],
      future: sheet.future.slice(0, -1),
    },
    changes: act,
  };
}

/** Empties what is selected, as far as it may be written. */
export function clear(sheet: Sheet, columns: readonly SheetColumn[]): Edited {
  const { top, bottom, left, right } = rangeOf(sheet.selection);
  const wanted: (Spot & { text: string })[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (let col = left; col <= right; col += 1) if (writable(columns[col], row)) wanted.push({ row, col, text: '' });
  if (wanted.length === 0) return NOWHERE;
  return edit(sheet, wanted);
}

/** 向下填充: the top row of the selection goes into every row below; of a single row, the row above goes into it. */
export function fillDown(sheet: Sheet, columns: readonly SheetColumn[]): Edited {
  const { top, bottom, left, right } = rangeOf(sheet.selection);
  const from = top === bottom ? top - 1 : top;
  if (from < 0) return { refused: { zh: '上面没有可供填充的行。', en: 'There is no row above to fill from.' } };
  const wanted: (Spot & { text: string })[] = [];
  for (let row = from + 1; row <= bottom; row += 1)
    for (let col = left; col <= right; col += 1)
      if (writable(columns[col], row)) wanted.push({ row, col, text: textAt(sheet, { row: from, col }) });
  if (wanted.length === 0) return NOWHERE;
  return edit(sheet, wanted);
}

/** What is selected, as Excel reads it. */
export function copy(sheet: Sheet): string {
  const { top, bottom, left, right } = rangeOf(sheet.selection);
  return writeBlock(sheet.texts.slice(top, bottom + 1).map((row) => row.slice(left, right + 1)));
}

/**
 * Pastes a block from its top left cell, whole or not at all. One value fills the whole selection. A block that does not
 * fit is refused, and so is one that speaks of other brands than the rows it would fall on: cells that cannot be
 * written must say what already stands there.
 */
export function paste(sheet: Sheet, columns: readonly SheetColumn[], text: string): Edited {
  if (text.length > LONGEST_PASTE)
    return {
      refused: {
        zh: `粘贴内容过大（约 ${Math.ceil(text.length / 1_000_000)} 百万字符），没有粘贴。请只复制需要的区域，或改用 Excel 模板上传。`,
        en: `The paste is too large (some ${Math.ceil(text.length / 1_000_000)} million characters); nothing was pasted. Copy only what is needed, or upload the Excel form.`,
      },
    };
  const block = readBlock(text);
  const height = block.length;
  const width = block[0]?.length ?? 0;
  if (height === 0) return { refused: { zh: '剪贴板是空的。', en: 'The clipboard is empty.' } };
  const { top, bottom, left, right } = rangeOf(sheet.selection);
  const single = height === 1 && width === 1;
  const rows = single ? bottom - top + 1 : height;
  const cols = single ? right - left + 1 : width;
  if (top + rows > sheet.texts.length || left + cols > columns.length) {
    const room = { rows: sheet.texts.length - top, cols: columns.length - left };
    return {
      refused: {
        zh: `粘贴的是 ${height} 行 × ${width} 列，从此处起只有 ${room.rows} 行 × ${room.cols} 列，没有粘贴。`,
        en: `The block has ${height} rows × ${width} columns; from here there are ${room.rows} × ${room.cols}. Nothing was pasted.`,
      },
    };
  }
  const wanted: (Spot & { text: string })[] = [];
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < cols; c += 1) {
      const spot = { row: top + r, col: left + c };
      const cell = (single ? block[0]?.[0] : block[r]?.[c]) ?? '';
      const column = columns[spot.col];
      if (column !== undefined && writable(column, spot.row)) wanted.push({ ...spot, text: column.tidy?.(cell) ?? cell.trim() });
      else if (!single && !sameWords(cell, textAt(sheet, spot)))
        return {
          refused: {
            zh: `第 ${spot.row + 1} 行“${column?.name}”是“${textAt(sheet, spot)}”，粘贴的是“${cell.slice(0, 30)}”。次序对不上，没有粘贴。`,
            en: `Row ${spot.row + 1}, “${column?.name}”, says “${textAt(sheet, spot)}”; the block says “${cell.slice(0, 30)}”. They do not match, so nothing was pasted.`,
          },
        };
    }
  if (wanted.length === 0) return NOWHERE;
  const edited = edit(sheet, wanted);
  if ('refused' in edited) return edited;
  const selection = { anchor: { row: top, col: left }, head: { row: top + rows - 1, col: left + cols - 1 } };
  return { sheet: { ...edited.sheet, selection }, changes: edited.changes };
}

const sameWords = (a: string, b: string): boolean => a.normalize('NFKC').replace(/\s+/g, '') === b.normalize('NFKC').replace(/\s+/g, '');

/** Next row from `from` on, around the end, whose text in one of the columns holds what is looked for; null where none does. */
export function find(sheet: Sheet, cols: readonly number[], sought: string, from: number, step: 1 | -1): number | null {
  const wanted = sought.normalize('NFKC').trim().toLowerCase();
  const count = sheet.texts.length;
  if (wanted === '' || count === 0) return null;
  for (let passed = 0; passed < count; passed += 1) {
    const row = (((from + step * passed) % count) + count) % count;
    if (cols.some((col) => textAt(sheet, { row, col }).normalize('NFKC').toLowerCase().includes(wanted))) return row;
  }
  return null;
}

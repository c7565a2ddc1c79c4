/** What Excel and WPS put on the clipboard, and take from it: rows by line breaks, cells by tabs. Pure. */

/**
 * A paste longer than this is refused before anything is read: 2,000 rows of 40 columns with 12 characters each take
 * half of it. A limit of this page, not of any document.
 */
export const LONGEST_PASTE = 2_000_000;

/**
 * Reads a block. A cell that holds a tab or a line break stands in quotation marks, with its own marks doubled; marks
 * anywhere else are text. The line break behind the last row, which Excel adds, makes no row. Rows that are shorter
 * than the longest are filled with empty cells.
 */
export function readBlock(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endOf = (from: number): number => {
    let end = from;
    while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end += 1;
    return end;
  };
  while (at < text.length) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null;
    if (quoted !== null) {
      row.push(quoted.cell);
      at = quoted.next;
    } else {
      const end = endOf(at);
      row.push(text.slice(at, end));
      at = end;
    }
    if (text[at] === '\t') {
      at += 1;
      if (at === text.length || text[at] === '\n' || text[at] === '\r') row.push('');
    }
    if (at >= text.length) break;
    if (text[at] === '\r' || text[at] === '\n') {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
      rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  const width = rows.reduce((most, each) => Math.max(most, each.length), 0);
  return rows.map((each) => (each.length === width ? each : [...each, ...Array<string>(width - each.length).fill('')]));
}

/** A cell in quotation marks from `at`, or null where the marks are only text: an end must follow the closing one. */
function quotedCell(text: string, at: number): { readonly cell: string; readonly next: number } | null {
  let cell = '';
  let from = at + 1;
  for (;;) {
    const mark = text.indexOf('"', from);
    if (mark < 0) return null;
    cell += text.slice(from, mark);
    const after = text[mark + 1];
    if (after === '"') {
      cell += '"';
      from = mark + 2;
      continue;
    }
    return after === undefined || after === '\t' || after === '\n' || after === '\r' ? { cell, next: mark + 1 } : null;
  }
}

/** Writes a block as Excel reads it. */
export const writeBlock = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\r\n');

/** Addresses and texts of cells. */

/** 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Address as a spreadsheet shows it. @param row from 1 @param column from 0 */
export const addressOf = (row: number, column: number): string => `${columnLetters(column)}${row}`;

/** `AB12` → row 12, column 27; null for what is no address. */
export function placeOf(address: string): { readonly row: number; readonly column: number } | null {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(address);
  if (match === null) return null;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]), column: column - 1 };
}

/**
 * In a workbook `_x0041_` means A: a text that happens to look so is spelled out, and so are the two characters that no XML may
 * hold. The writer spells out control characters by itself; with one of those two it would write a file that nobody can open.
 */
export const spelledForWorkbook = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\ufffe\uffff]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase()}_`);

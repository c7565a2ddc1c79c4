/**
 * 花名册: read, counted and freed of duplicates in the browser. The file, its rows and the key never leave it: what goes out is
 * the digest of the file, the number of rows, how many were duplicates, and the name of the key.
 *
 * Identity numbers are compared by keyed digests (HMAC-SHA-256): a plain hash of one could be reversed by trying them all.
 */
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import type { Words } from '../../shell/language';

export interface RosterFile {
  /** SHA-256 of the file as it lies on the clerk's disk, in hex. */
  readonly sha256: string;
  readonly headings: readonly string[];
  /** Rows below the headings; rows without any text are not counted. */
  readonly rows: readonly (readonly string[])[];
  /** Column that holds identity numbers, as far as its heading tells. */
  readonly likely: number | null;
}
export interface RosterResult {
  readonly sha256: string;
  readonly rows: number;
  readonly duplicatesRemoved: number;
  readonly keyId: string;
  /** Rows without an identity number: they count, and are compared with nothing. */
  readonly unnumbered: number;
}
/** Why a file cannot be taken as a roster. */
export class RosterProblem extends Error {
  constructor(readonly words: Words) {
    super(words.zh);
  }
}

type CellValue = ReturnType<typeof parseCsv>[number][number];

/** Limit of this page: beyond it the browser would run out of memory before it says so. */
const LARGEST_FILE = 30_000_000;
const IDENTITY = /身份证|公民身份|证件号|身份号|identity/i;
/** Excel keeps 15 digits of a number; an identity number has 18. */
const EXACT_DIGITS = 15;

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const problem = (zh: string, en: string): RosterProblem => new RosterProblem({ zh, en });

function textOf(cell: CellValue): string {
  if (cell === null) return '';
  if (typeof cell === 'number' && Math.abs(cell) >= 10 ** EXACT_DIGITS)
    throw problem(
      '证件号码被存为数值，末几位可能已经丢失。请在 Excel 中把该列设为“文本”并重新填写后再选。',
      'Identity numbers are stored as numbers, so their last digits may be lost. Make the column text, fill it in again, and choose the file anew.',
    );
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What Excel in China writes when it is asked for CSV.
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** @throws RosterProblem */
export async function readRoster(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<RosterFile> {
  if (file.size > LARGEST_FILE) throw problem('文件超过 30 MB，请拆分后再选。', 'The file is larger than 30 MB: divide it first.');
  const bytes = await file.arrayBuffer();
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
  const head = new Uint8Array(bytes.slice(0, 4));
  const zipped = head[0] === 0x50 && head[1] === 0x4b;
  if (head[0] === 0xd0 && head[1] === 0xcf)
    throw problem('这是旧版 .xls 文件，请在 Excel 中另存为 .xlsx。', 'This is an old .xls file: save it as .xlsx.');
  let table: readonly (readonly CellValue[])[];
  try {
    table = zipped ? ((await readXlsx(new Uint8Array(bytes))).sheets[0]?.rows ?? []) : parseCsv(decode(bytes));
  } catch {
    throw problem('读不出这个文件的内容，请选 .xlsx 或 .csv。', 'The file cannot be read: choose .xlsx or .csv.');
  }
  const rows = table.map((row) => row.map(textOf)).filter((row) => row.some((cell) => cell !== ''));
  const [headings, ...below] = rows;
  if (headings === undefined || below.length === 0)
    throw problem('花名册没有内容：第一行应为表头，其下每人一行。', 'The roster is empty: headings first, then one row for each person.');
  const likely = headings.findIndex((heading) => IDENTITY.test(heading));
  return { sha256, headings, rows: below, likely: likely < 0 ? null : likely };
}

const KEY_NAME = 'brand-ledger roster key';
/** Turns a passphrase into a key slowly, so that it cannot be guessed from its name. */
const ROUNDS = 210_000;

export interface RosterKey {
  readonly key: CryptoKey;
  /** Names the key without telling it. */
  readonly id: string;
}

/** @param secret bytes of the department's key file, or the passphrase that the department agreed on */
export async function keyOf(secret: ArrayBuffer | string): Promise<RosterKey> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' } as const;
  let key: CryptoKey;
  if (typeof secret === 'string') {
    const base = await crypto.subtle.importKey('raw', encoder.encode(secret.normalize('NFKC')), 'PBKDF2', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt: encoder.encode(KEY_NAME), iterations: ROUNDS },
      base,
      256,
    );
    key = await crypto.subtle.importKey('raw', bits, hmac, false, ['sign']);
  } else key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign']);
  const name = await crypto.subtle.sign('HMAC', key, encoder.encode(KEY_NAME));
  return { key, id: `hmac-sha256:${hex(name).slice(0, 16)}` };
}

const AT_ONCE = 500;

/** Counts a roster, and its duplicates by the identity numbers of one column. `ab１` and `AB1` are one number. */
export async function countRoster({ sha256, rows }: RosterFile, column: number, { key, id }: RosterKey): Promise<RosterResult> {
  const encoder = new TextEncoder();
  const seen = new Set<string>();
  let unnumbered = 0;
  const numbers = rows.flatMap((row) => {
    const number = (row[column] ?? '').normalize('NFKC').replace(/\s+/g, '').toUpperCase();
    if (number === '') unnumbered += 1;
    return number === '' ? [] : [number];
  });
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    const digests = await Promise.all(
      numbers.slice(from, from + AT_ONCE).map((number) => crypto.subtle.sign('HMAC', key, encoder.encode(number))),
    );
    for (const digest of digests) seen.add(hex(digest));
  }
  return { sha256, rows: rows.length, duplicatesRemoved: numbers.length - seen.size, keyId: id, unnumbered };
}

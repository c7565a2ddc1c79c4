/**
 * Bytes to text, as offices write it: UTF-8 with or without a mark, UTF-16 with one, and GBK (GB 18030), which is what
 * Excel's 另存为 CSV writes on a Chinese Windows. A file is never half-read: what cannot be decoded without a
 * replacement character is refused.
 */
import { fileProblem, readFailed, readOk, type Read } from './problems';

/** 20 MiB: some 150,000 rows of yearly figures, far above what a province reports at once. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/** Judges a file by its size alone, so that a 100 MB file is refused before it is read. */
export function checkFileSize(bytes: number): Read<null> {
  if (bytes === 0) return readFailed([fileProblem('FILE.EMPTY', '文件是空的。', 'The file is empty.')]);
  if (bytes <= MAX_FILE_BYTES) return readOk(null);
  const size = (n: number) => (n / 1024 / 1024).toFixed(1);
  return readFailed([
    fileProblem(
      'FILE.TOO_LARGE',
      `文件 ${size(bytes)} MB，超过上限 ${size(MAX_FILE_BYTES)} MB；请按地区或年度拆分后分别导入。`,
      `The file has ${size(bytes)} MB and the limit is ${size(MAX_FILE_BYTES)} MB; split it by region or year.`,
    ),
  ]);
}

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);

function decodeAs(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isTail = (byte: number | undefined) => byte !== undefined && byte >= 0x80 && byte <= 0xbf;

/**
 * Whether bytes that are not UTF-8 once were: more than half of their non-ASCII bytes stand in whole three-byte
 * sequences, which is how UTF-8 writes Chinese. GBK text hits such sequences only by chance. Without this test a UTF-8
 * file cut in its last character would be read as GBK, as nonsense.
 */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  let nonAscii = 0;
  let inSequences = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) continue;
    if (byte >= 0xe0 && byte <= 0xef && isTail(bytes[index + 1]) && isTail(bytes[index + 2])) {
      nonAscii += 3;
      inSequences += 3;
      index += 2;
    } else nonAscii += 1;
  }
  return inSequences * 2 > nonAscii;
}

/** Control characters other than tab and line ends, the private use area and the replacement character: no office writes them, wrong decoders do. */
function holdsNonsense(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const control = (unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) || (unit >= 0x7f && unit <= 0x9f);
    if (control || (unit >= 0xe000 && unit <= 0xf8ff) || unit === 0xfffd) return true;
  }
  return false;
}

const undecodable = readFailed([
  fileProblem(
    'FILE.UNDECODABLE',
    '文件的文字无法辨认：既不是 UTF-8（含或不含 BOM）、UTF-16，也不是 GBK，或者内容已损坏。请在 Excel 中“另存为 CSV UTF-8”后再导入。',
    'The text cannot be decoded: it is neither UTF-8, UTF-16 nor GBK, or it is damaged. Save it as “CSV UTF-8” and try again.',
  ),
]);
const workbook = readFailed([
  fileProblem(
    'FILE.WORKBOOK',
    '这是 Excel 工作簿，不是 CSV。请在 Excel 中“另存为 CSV UTF-8”后再导入。',
    'This is an Excel workbook, not a CSV file. Save it as “CSV UTF-8” and try again.',
  ),
]);

/** Text of a file, and in which encoding it was written. Errors: FILE.EMPTY, FILE.TOO_LARGE, FILE.WORKBOOK, FILE.UNDECODABLE. */
export function decodeText(bytes: Uint8Array): Read<DecodedText> {
  const size = checkFileSize(bytes.length);
  if (!size.ok) return size;
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return workbook;

  const marked: Encoding | null = startsWith(bytes, 0xef, 0xbb, 0xbf)
    ? 'utf-8'
    : startsWith(bytes, 0xff, 0xfe)
      ? 'utf-16le'
      : startsWith(bytes, 0xfe, 0xff)
        ? 'utf-16be'
        : null;
  const candidates: readonly Encoding[] = marked ? [marked] : ['utf-8', 'gb18030'];
  for (const encoding of candidates) {
    if (encoding === 'gb18030' && isDamagedUtf8(bytes)) return undecodable;
    const text = decodeAs(bytes, encoding);
    if (text !== null && !holdsNonsense(text)) {
      if (text.trim() === '') return readFailed([fileProblem('FILE.EMPTY', '文件是空的。', 'The file is empty.')]);
      return readOk({ text, encoding });
    }
  }
  return undecodable;
}

/**
 * The container of a workbook, opened with distrust: what is no .xlsx, is locked, holds macros or would unpack to more than a
 * spreadsheet has, is refused before a cell of it is read.
 */
import type { FileProblem, Read } from '#contracts';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** Unpacked bytes of one part and of all together: some ten times what 100,000 rows take. */
const MAX_PART_BYTES = 256 * 1024 * 1024;
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
const MAX_PARTS = 2000;

export const problemOfFile = (code: string, zh: string, en: string): FileProblem => ({ row: null, column: null, code, zh, en });

const refused = (code: string, zh: string, en: string): { readonly ok: false; readonly errors: readonly FileProblem[] } => ({
  ok: false,
  errors: [problemOfFile(code, zh, en)],
});

export const damaged = refused(
  'FILE.DAMAGED_WORKBOOK',
  '工作簿已损坏或不完整，无法读取；请在 Excel 中重新打开并“另存为”.xlsx 后再上传。',
  'The workbook is damaged or cut off. Open it in Excel, save it again as .xlsx and send that.',
);
const tooBig = refused(
  'FILE.UNPACKS_TOO_LARGE',
  '文件解压后过大，远超正常表格，已停止读取；请只保留要上报的工作表，另存为新文件后再上传。',
  'The file unpacks to far more than a spreadsheet holds and was not read on. Keep only the sheet to be sent, in a new file.',
);

/** Stops a walk through XML without being an error. */
export class Enough extends Error {}
class TooBig extends Error {}
/** A part holds what no spreadsheet program writes. */
export class Malformed extends Error {}

export interface WorkbookFile {
  readonly parts: ReadonlySet<string>;
  /**
   * Walks through the XML of a part, unpacking as it goes. A part that is not there is an empty walk.
   * @throws Malformed | TooBig | whatever the handlers throw, except Enough
   */
  walk(part: string, handlers: XmlHandlers): Promise<void>;
  close(): void;
}

export interface XmlHandlers {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b);
export const isCompoundFile = (bytes: Uint8Array): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

/** What an old or encrypted workbook is told. Both are OLE compound files; the encrypted one has a stream of that name. */
export function compoundFileProblem(bytes: Uint8Array): { readonly ok: false; readonly errors: readonly FileProblem[] } {
  const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return encrypted
    ? refused(
        'FILE.ENCRYPTED',
        '工作簿设有打开密码，无法读取；请在 Excel 中取消密码（文件—信息—保护工作簿）并另存后再上传。',
        'The workbook is locked by a password. Take the password off in Excel, save it and send that.',
      )
    : refused(
        'FILE.OLD_WORKBOOK',
        '这是旧版 .xls 工作簿（即使扩展名改成了 .xlsx）；请在 Excel 或 WPS 中“另存为”Excel 工作簿（.xlsx）后再上传。',
        'This is an old .xls workbook, whatever its name ends in. Save it as .xlsx and send that.',
      );
}

/** A text that is no table: a web page that was given the name of a workbook, as many systems export them, or a PDF. Null: it may be one. */
export function noTableProblem(text: string): { readonly ok: false; readonly errors: readonly FileProblem[] } | null {
  const start = text
    .slice(0, 200)
    .replace(/^\ufeff/u, '')
    .trimStart();
  if (/^(<(!doctype|html|head|meta|table|workbook)\b|<!--|<\?xml\b|mime-version:)/iu.test(start))
    return refused(
      'FILE.WEB_PAGE',
      '这是网页格式的表格（HTML、XML），即使扩展名是 .xls 或 .csv；请在 Excel 或 WPS 中打开，“另存为”Excel 工作簿（.xlsx）后再上传。',
      'This is a table as a web page (HTML, XML), whatever its name ends in. Open it in Excel, save it as .xlsx and send that.',
    );
  if (start.startsWith('%PDF'))
    return refused(
      'FILE.PDF',
      '这是 PDF，不是表格；请上传 .xlsx，或 UTF-8、GBK 编码的 .csv。',
      'This is a PDF and no table. Send .xlsx, or .csv in UTF-8 or GBK.',
    );
  return null;
}

const plainName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Opens the container. Errors: FILE.DAMAGED_WORKBOOK, FILE.UNPACKS_TOO_LARGE, FILE.NOT_A_WORKBOOK, FILE.MACROS. */
export async function openWorkbookFile(bytes: Uint8Array): Promise<Read<WorkbookFile>> {
  let zip: ZipFile;
  const entries = new Map<string, Entry>();
  let declared = 0;
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { validateEntrySizes: true });
    if (zip.entryCount > MAX_PARTS) return tooBig;
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName, entry);
      declared += entry.uncompressedSize;
      if (entry.uncompressedSize > MAX_PART_BYTES || declared > MAX_TOTAL_BYTES) return tooBig;
    }
  } catch {
    return damaged;
  }
  if ([...entries.keys()].some((name) => /vbaProject\.bin$/i.test(name) || /^xl\/macrosheets\//i.test(name)))
    return refused(
      'FILE.MACROS',
      '工作簿含有宏，不予读取；请在 Excel 中“另存为”不含宏的 Excel 工作簿（.xlsx）后再上传。',
      'The workbook holds macros and is not read. Save it as a workbook without macros (.xlsx) and send that.',
    );
  if (!entries.has('xl/workbook.xml'))
    return refused(
      'FILE.NOT_A_WORKBOOK',
      '这不是 .xlsx 工作簿（可能是 .xlsb、.et、.ods 或其他文件）；请在 Excel 或 WPS 中“另存为”Excel 工作簿（.xlsx）后再上传。',
      'This is no .xlsx workbook; it may be .xlsb, .et, .ods or another file. Save it as .xlsx in Excel and send that.',
    );
  let unpacked = 0;
  const walk = async (part: string, handlers: XmlHandlers): Promise<void> => {
    const entry = entries.get(part);
    if (entry === undefined) return;
    const parser = new SaxesParser({ xmlns: false, position: false });
    const decoder = new TextDecoder('utf-8', { fatal: true });
    parser.on('error', (error) => {
      throw new Malformed(error.message);
    });
    parser.on('doctype', () => {
      throw new Malformed('a part of a workbook has no document type');
    });
    const { open, text, close } = handlers;
    if (open !== undefined) parser.on('opentag', (tag: SaxesTagPlain) => open(plainName(tag.name), tag.attributes));
    if (text !== undefined) {
      parser.on('text', text);
      parser.on('cdata', text);
    }
    if (close !== undefined) parser.on('closetag', (tag: SaxesTagPlain) => close(plainName(tag.name)));
    const stream = await zip.openReadStreamPromise(entry);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        if (unpacked > MAX_TOTAL_BYTES) throw new TooBig();
        parser.write(decoder.decode(chunk, { stream: true }));
      }
      parser.write(decoder.decode()).close();
    } catch (error) {
      if (!(error instanceof Enough)) throw error;
    } finally {
      stream.destroy();
    }
  };
  return { ok: true, value: { parts: new Set(entries.keys()), walk, close: () => zip.close() } };
}

/** Runs a reading of a workbook; what its bytes are to blame for becomes a problem that a clerk can read. */
export async function readGuarded<T>(read: () => Promise<Read<T>>): Promise<Read<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TooBig) return tooBig;
    // Decoding and unpacking fail with a code of Node, the container with a plain Error of yauzl. A fault of ours is neither.
    const ours = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
    if (error instanceof Malformed || (error instanceof Error && ('code' in error || !ours))) return damaged;
    throw error;
  }
}

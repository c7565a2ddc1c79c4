/** A file that is read into a draft: its bytes, and what was understood of it, or the reasons why it cannot be read. */
import { LedgerProblem, problems } from '#application';
import type { Read } from '#contracts';

/** @throws LedgerProblem an empty file */
export function bytesOf(body: unknown): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
  if (bytes.length === 0) throw problems.invalid([{ field: null, zh: '文件是空的。', en: 'The file is empty.' }]);
  return bytes;
}

/** @throws LedgerProblem IMPORT.REFUSED with every reason; the draft is as it was */
export function understood<T>(read: Read<T>): T {
  if (read.ok) return read.value;
  throw new LedgerProblem(
    'invalid',
    {
      code: 'IMPORT.REFUSED',
      zh: '文件无法读取，草稿未改动',
      en: 'the file cannot be read; the draft is as it was',
      field: null,
      todo: { zh: '请按所列原因处理后重新上传', en: 'see the reasons and send it again' },
    },
    read.errors.map(({ zh, en }) => ({ field: null, zh, en })),
  );
}

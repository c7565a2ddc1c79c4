import type { SheetFormat } from '#contracts';
import { MEDIA_TYPES, SYNTHETIC_MARK } from '#spreadsheets';
import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

/** RFC 6266 with the name of RFC 5987, and a plain one for who knows only that. */
export function fileNamed(content: Readable | Uint8Array, name: string, format: SheetFormat): StreamableFile {
  // Half a character has no UTF-8, and would be no name of a file.
  const whole = Buffer.from(`${name}.${format}`).toString();
  const encoded = encodeURIComponent(whole).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const options = { type: MEDIA_TYPES[format], disposition: `attachment; filename="table.${format}"; filename*=UTF-8''${encoded}` };
  return content instanceof Readable ? new StreamableFile(content, options) : new StreamableFile(content, options);
}

/** `品牌台账_合成数据（演示）_2026-11-26`. */
export const fileTitle = (title: string, dataset: 'real' | 'synthetic' | null, on: string): string =>
  [title, ...(dataset === 'synthetic' ? [SYNTHETIC_MARK] : []), on].join('_');

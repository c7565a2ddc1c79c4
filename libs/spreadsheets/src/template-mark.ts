import type { ImportFormat } from '#contracts';
import { createHash } from 'node:crypto';

/** By which a template is known again: another column, or another name of one, is another template. */
export const templateDigest = ({ id, columns }: ImportFormat): string =>
  createHash('sha256')
    .update(JSON.stringify([id, columns.map(({ key, zh, required }) => [key, zh[0], required])]))
    .digest('hex');

/** A file on its way into the ledger, in its stream `import-<id>`. `ImportAccepted` is the commit point; rows stand before it. */
import { z } from 'zod';
import { Count, Text } from '../values';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const importEventSchemas = {
  /** Rows of a checked file. Nothing of it counts until the file is accepted. */
  'ImportChunk.v1': z.strictObject({ first: Count, rows: z.array(z.record(z.string(), z.union([z.string(), z.null()]))) }),
  'ImportAccepted.v1': z.strictObject({ format: Text, fileName: Text, sha256: Sha256, rows: Count, chunks: Count }),
  /** A row that its subject refused meanwhile: shown, never dropped. */
  'ImportRowParked.v1': z.strictObject({ row: Count, code: Text, zh: Text, en: Text }),
  'ImportApplied.v1': z.strictObject({ applied: Count, unchanged: Count, parked: Count }),
} as const;
export type ImportEventType = keyof typeof importEventSchemas;
export type ImportEvent = {
  [T in ImportEventType]: { readonly type: T; readonly data: z.infer<(typeof importEventSchemas)[T]> };
}[ImportEventType];

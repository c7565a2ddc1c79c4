import {
  EventMetadata,
  brandEventSchemas,
  callEventSchemas,
  catalogueEventSchemas,
  fundEventSchemas,
  importEventSchemas,
  localStandardEventSchemas,
  nameEventSchemas,
  policyEventSchemas,
  regionEventSchemas,
  returnEventSchemas,
  subjectEventSchemas,
} from '#domain';
import { createCodec } from '#event-store';
import type { z } from 'zod';

/** Every event the ledger knows, by wire name. An event that is not here stops its reader by name. */
export const ledgerEventSchemas = {
  ...brandEventSchemas,
  ...catalogueEventSchemas,
  ...fundEventSchemas,
  ...regionEventSchemas,
  ...subjectEventSchemas,
  ...policyEventSchemas,
  ...localStandardEventSchemas,
  ...callEventSchemas,
  ...returnEventSchemas,
  ...nameEventSchemas,
  ...importEventSchemas,
} as const;

export type LedgerEventType = keyof typeof ledgerEventSchemas;
export type LedgerEvent = {
  [T in LedgerEventType]: { readonly type: T; readonly data: z.infer<(typeof ledgerEventSchemas)[T]> };
}[LedgerEventType];

export const ledgerCodec = createCodec({ schemas: ledgerEventSchemas, metadata: EventMetadata, upcasters: [] });

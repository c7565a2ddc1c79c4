/** Answers about the running ledger itself: files on their way in, rebuilds, readiness, the policy library and the work list. */
import { z } from 'zod';

const Told = z.object({ zh: z.string(), en: z.string() });

export const ImportProgress = z
  .object({
    importId: z.string(),
    format: z.string(),
    fileName: z.string(),
    /** accepted: the file is in the ledger for good, its rows are being applied. applied: all rows were dealt with. */
    state: z.enum(['accepted', 'applied']),
    known: z.boolean(),
    rows: z.int(),
    done: z.int(),
    applied: z.int(),
    unchanged: z.int(),
    parked: z.array(Told.extend({ row: z.int(), code: z.string() })),
    stopped: Told.nullable(),
  })
  .meta({ id: 'ImportProgress' });

export const RebuildProgress = z
  .object({ state: z.enum(['idle', 'running', 'done', 'failed']), done: z.int(), total: z.int(), error: z.string().nullable() })
  .meta({ id: 'RebuildProgress' });

export const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export const Readiness = z
  .object({
    ready: z.boolean(),
    log: z.enum(['ok', 'readOnly', 'unavailable']),
    subscriptions: z.array(
      z.object({
        name: z.string(),
        state: z.string(),
        lagSeconds: z.number(),
        position: z.string().nullable(),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Readiness' });

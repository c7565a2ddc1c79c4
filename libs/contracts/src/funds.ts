import { FundEntry, FundPurpose, MoneyUnit } from '#domain';
import { z } from 'zod';
import { Dataset } from './queries';

const AtLeast = z
  .string()
  .regex(/^\d{1,19}$/)
  .optional();

export const FundListParams = z.strictObject({
  dataset: Dataset.optional(),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  year: z.coerce.number().int().min(1949).max(2199).optional(),
  purpose: FundPurpose.optional(),
  payee: z.string().optional(),
  atLeast: AtLeast,
});
export type FundListParams = z.output<typeof FundListParams>;

export const FundRow = z
  .object({
    fundId: z.string(),
    dataset: Dataset,
    region: z.object({ code: z.string(), name: z.string() }),
    entry: FundEntry,
    despiteStop: z.object({ event: z.string(), reason: z.string() }).nullable(),
    corrections: z.int(),
    withdrawn: z.boolean(),
    revision: z.int(),
    recordedBy: z.string(),
    recordedOn: z.string(),
  })
  .meta({ id: 'FundRow' });
export type FundRow = z.infer<typeof FundRow>;

/** A total of one year, purpose and unit; unlike units have totals of their own. `amount` in digits: a sum may exceed a safe integer. */
export const FundTotal = z
  .object({ year: z.int(), purpose: FundPurpose, unit: MoneyUnit, amount: z.string(), entries: z.int() })
  .meta({ id: 'FundTotal' });
export type FundTotal = z.infer<typeof FundTotal>;

export const FundList = z.object({ rows: z.array(FundRow), totals: z.array(FundTotal), position: z.string() }).meta({ id: 'FundList' });
export type FundList = z.infer<typeof FundList>;

export const FundResult = z
  .object({
    fundId: z.string(),
    stream: z.string(),
    revision: z.int(),
    position: z.string(),
    events: z.array(z.object({ id: z.string(), type: z.string() })),
    repeated: z.boolean(),
  })
  .meta({ id: 'FundResult' });
export type FundResult = z.infer<typeof FundResult>;

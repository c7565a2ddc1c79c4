/** Tables as files (.xlsx, .csv): what a program or the page asks for, and what a table that the page already has is sent as. */
import { BusinessDate } from '#domain';
import { z } from 'zod';
import { Dataset } from './queries';

export const SheetFormat = z.enum(['xlsx', 'csv']);
export type SheetFormat = z.infer<typeof SheetFormat>;

/** `date`: cells are `2024-07-30` or empty, and become dates of the spreadsheet. `number`: integers, and stay numbers. */
export const SheetColumnKind = z.enum(['text', 'number', 'date']);
export type SheetColumnKind = z.infer<typeof SheetColumnKind>;

const Short = z.string().max(200);
const Cell = z.union([z.string().max(32_767), z.int(), z.null()]);
export type SheetCell = z.infer<typeof Cell>;

/**
 * A small table that a page shows without a query of its own, to be written by the same writer as every other one.
 * Holds nothing that its sender does not have.
 */
export const TableFileBody = z
  .strictObject({
    format: SheetFormat,
    title: Short.min(1),
    /** null: of neither, such as policy documents. */
    dataset: Dataset.nullable(),
    /** As of when the page knew it. */
    asOf: BusinessDate.nullable(),
    notes: z.array(z.string().max(500)).max(20),
    columns: z
      .array(z.strictObject({ heading: Short.min(1), kind: SheetColumnKind }))
      .min(1)
      .max(60),
    rows: z.array(z.array(Cell).max(60)).max(20_000),
  })
  .meta({ id: 'TableFile' });
export type TableFileBody = z.infer<typeof TableFileBody>;

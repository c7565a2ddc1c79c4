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

/** Cells of such a table, and characters in them, all together. */
export const MAX_PAGE_CELLS = 200_000;
export const MAX_PAGE_CHARACTERS = 4_000_000;

/**
 * A small table that a page shows without a query of its own, to be written by the same writer as every other one.
 * Holds nothing that its sender does not have; the file says that a page made it.
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

const Told = z.object({ zh: z.string(), en: z.string() });

/** What is wrong in a file, and where a clerk finds it. */
export const FileFault = Told.extend({
  code: z.string(),
  sheet: z.string().nullable(),
  /** `D12`. */
  address: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
}).meta({ id: 'FileFault' });
export type FileFault = z.infer<typeof FileFault>;

/** A file that was looked through: what it would change. Nothing of it is written. */
export const ImportPreview = z
  .object({
    previewId: z.uuid(),
    fileName: z.string(),
    /** reading → checking → comparing → done; refused: the file as a whole has faults; failed: the program has. */
    state: z.enum(['reading', 'checking', 'comparing', 'done', 'refused', 'failed']),
    /** Rows dealt with in this state, and how many there are; null while that is not known. */
    done: z.int(),
    total: z.int().nullable(),
    format: z.string().nullable(),
    sheet: z.string().nullable(),
    /** Rows below the heading. */
    rows: z.int(),
    /** changed: locked figures that say otherwise, which only a correction changes. */
    counts: z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int(), skipped: z.int() }),
    /** The first rows of each kind that asks for attention, and some of what is new. */
    changes: z.array(
      z.object({
        row: z.int(),
        kind: z.enum(['new', 'changed', 'unchanged', 'refused']),
        brand: z.string(),
        what: Told,
        before: z.int().nullable(),
        after: z.int().nullable(),
      }),
    ),
    faults: z.array(FileFault),
    /** Whether the file may be applied: it has no faults and something in it is new. */
    applicable: z.boolean(),
    /** The import that these very bytes were before; null: none. */
    importedAs: z.string().nullable(),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof ImportPreview>;

/** A file read into the draft of a return: what was understood of it, and what it would put where. */
export const DraftFill = z
  .object({
    sheet: z.string().nullable(),
    headingRow: z.int(),
    rows: z.int(),
    columns: z.array(z.object({ heading: z.string(), address: z.string(), as: z.string(), id: z.string() })),
    /** `choosable`: whoever sends the file may say what the column holds. */
    unknownColumns: z.array(Told.extend({ heading: z.string(), address: z.string(), choosable: z.boolean() })),
    /** The figures that the return asks for, as a column may be told to hold them. */
    choices: z.array(z.object({ id: z.string(), as: z.string() })),
    unknownBrands: z.array(z.object({ name: z.string(), address: z.string() })),
    counts: z.object({ new: z.int(), changed: z.int(), unchanged: z.int() }),
    cells: z.array(
      z.object({
        line: z.string(),
        address: z.string(),
        brand: z.string(),
        trade: z.string().nullable(),
        metric: z.string(),
        directness: z.string(),
        before: z.string().nullable(),
        after: z.string(),
        kind: z.enum(['new', 'changed', 'unchanged']),
      }),
    ),
    faults: z.array(FileFault),
    /** True when the cells now stand in the draft. */
    applied: z.boolean(),
    /** Of what the file says and what the draft held in its cells: sent along when it is put in, so that nothing unseen is overwritten. */
    seen: z.string(),
    /** True when the draft no longer holds what was seen: nothing was put in, and this is what it would change now. */
    stale: z.boolean(),
    /** Cells that somebody else wrote meanwhile; they were left as they are. */
    conflicts: z.array(z.object({ line: z.string(), yours: z.string().nullable(), theirs: z.string().nullable(), by: z.string() })),
  })
  .meta({ id: 'DraftFill' });
export type DraftFill = z.infer<typeof DraftFill>;

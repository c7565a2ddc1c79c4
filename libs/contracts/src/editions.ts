/** Editions of the guidance catalogue: what is asked, sent and answered. */
import { BusinessDate, CATALOGUE_EDITION, DocumentRef, EditionChange, EditionEntry, EditionPolicy, RegionCode, Text, Tier } from '#domain';
import { z } from 'zod';
import { Dataset } from './queries';

const Whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const AtLeast = z
  .string()
  .regex(/^\d{1,20}$/)
  .optional();

export const EditionListParams = z.strictObject({ dataset: Dataset.optional(), region: RegionCode.optional(), atLeast: AtLeast });
export const EditionParams = z.strictObject({ dataset: Dataset, atLeast: AtLeast });
export const EditionPreviewParams = z.strictObject({ region: RegionCode, dataset: Dataset, asOf: BusinessDate, atLeast: AtLeast });
export const EditionComparisonParams = z.strictObject({ region: RegionCode, dataset: Dataset, from: Whole, to: Whole, atLeast: AtLeast });

/** 发布一期目录. `digest` is that of the preview that was looked at. */
export const PublishEditionBody = z
  .strictObject({
    region: RegionCode,
    dataset: Dataset,
    asOf: BusinessDate,
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    document: DocumentRef,
    supersedes: z.strictObject({ number: z.int().min(1), reason: Text }).nullable(),
  })
  .meta({ id: 'PublishEdition' });

/** One edition, without its list. */
export const EditionRow = z
  .object({
    head: z.object(CATALOGUE_EDITION.shape),
    regionName: z.string(),
    supersededBy: z.int().nullable(),
    leaf: z.int(),
    revision: z.int(),
    recordedAt: z.string(),
  })
  .meta({ id: 'EditionRow' });
export type EditionRow = z.infer<typeof EditionRow>;

const Entries = z.array(EditionEntry.extend({ regionName: z.string() }));
const Changes = z.array(EditionChange);

export const EditionDetail = EditionRow.extend({ entries: Entries, changes: Changes }).meta({ id: 'EditionDetail' });
export type EditionDetail = z.infer<typeof EditionDetail>;

/** What an edition would hold. Nothing was written. */
export const EditionPreview = z
  .object({
    region: z.string(),
    regionName: z.string(),
    dataset: Dataset,
    asOf: z.string(),
    number: z.int(),
    /** Number of the edition before it, or null. */
    last: z.int().nullable(),
    lastAsOf: z.string().nullable(),
    policy: EditionPolicy.nullable(),
    leaf: z.int(),
    digest: z.string(),
    entries: Entries,
    changes: Changes,
    /** Why it cannot be published as it stands. */
    obstacle: z.object({ code: z.string(), zh: z.string(), en: z.string(), todo: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
  })
  .meta({ id: 'EditionPreview' });
export type EditionPreview = z.infer<typeof EditionPreview>;

const Stepped = z.array(z.object({ entry: EditionEntry, from: Tier }));
export const EditionComparisonAnswer = z
  .object({
    from: z.int(),
    to: z.int(),
    added: z.array(EditionEntry),
    removed: z.array(EditionEntry),
    promoted: Stepped,
    downgraded: Stepped,
    renamed: z.array(z.object({ entry: EditionEntry, from: z.string() })),
    newKeyProjects: z.array(EditionEntry),
    unchanged: z.int(),
  })
  .meta({ id: 'EditionComparison' });
export type EditionComparisonAnswer = z.infer<typeof EditionComparisonAnswer>;

export const EditionPublished = z
  .object({ stream: z.string(), number: z.int(), revision: z.int(), position: z.string(), repeated: z.boolean() })
  .meta({ id: 'EditionPublished' });

/** Papers that an office sends out. */
export const DOCUMENT_KINDS = ['public-notice', 'recognition-notice', 'yearly-report', 'summary-table', 'catalogue'] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

export const DocumentParams = z.strictObject({
  region: RegionCode.optional(),
  dataset: Dataset.optional(),
  /** 年报, 汇总表. */
  year: Whole.refine((year) => year >= 1949 && year <= 2199).optional(),
  /** 公示稿. */
  purpose: z.enum(['recognition', 'exit']).optional(),
  /** 公示稿: of one brand. */
  brand: z.uuid().optional(),
  /** 认定通知: 文号. */
  document: z.string().min(1).max(200).optional(),
  /** 指导目录: number of the edition. */
  number: Whole.optional(),
  /** 落款. */
  office: z.string().min(1).max(100).optional(),
  atLeast: AtLeast,
});
export type DocumentParams = z.output<typeof DocumentParams>;

/**
 * Editions of the guidance catalogue（劳务品牌建设指导目录, SD-24/25）of a region, in its stream `catalogue-<region>`.
 *
 * An edition is large: its entries and changes stand in chunks before the event that publishes it, which is the commit
 * point. Chunks of an edition that was never published count for nothing.
 */
import { z } from 'zod';
import { BusinessDate, Count, DocumentRef, Kind, Origin, RegionCode, Text, Tier, Uuid } from '../values';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The event of a brand that decided something, with its paper: `brand-…@7`. */
export const DecidedBy = z.strictObject({
  event: Text,
  type: Text,
  on: BusinessDate,
  /** 文号, 印发日期, 签批人; null where the event carries no paper, as an exit that fell due by a local rule. */
  document: DocumentRef.nullable(),
  confirmedBy: Text.nullable(),
});
export type DecidedBy = z.infer<typeof DecidedBy>;

/** A listed brand. Recognised (`tierBy`), key project and listed are three facts, each with its own decision. */
export const EditionEntry = z.strictObject({
  brandId: Uuid,
  name: Text,
  region: RegionCode,
  kind: Kind,
  category: Text.nullable(),
  origin: Origin,
  tier: Tier,
  /** What gave it this tier: 认定, 晋级, 降级 or 恢复. */
  tierBy: DecidedBy,
  listedSince: BusinessDate,
  listedBy: DecidedBy,
  keyProjects: z.array(z.strictObject({ level: Tier, by: DecidedBy })),
});
export type EditionEntry = z.infer<typeof EditionEntry>;

/** One thing that happened to the list since the last edition. Folded over that edition in order, they give this one. */
export const EditionChange = z.discriminatedUnion('kind', [
  /** 新增. */
  z.strictObject({ kind: z.literal('entered'), by: DecidedBy, entry: EditionEntry }),
  /** 恢复: back in the list, or an exit under way called off. */
  z.strictObject({ kind: z.literal('restored'), by: DecidedBy, entry: EditionEntry }),
  /** 退出. */
  z.strictObject({ kind: z.literal('exited'), by: DecidedBy, brandId: Uuid, name: Text, tier: Tier, ground: Text }),
  /** 晋级. */
  z.strictObject({ kind: z.literal('promoted'), by: DecidedBy, brandId: Uuid, name: Text, from: Tier, to: Tier }),
  /** 降级. */
  z.strictObject({ kind: z.literal('downgraded'), by: DecidedBy, brandId: Uuid, name: Text, from: Tier, to: Tier }),
  /** 更名. */
  z.strictObject({ kind: z.literal('renamed'), by: DecidedBy, brandId: Uuid, from: Text, to: Text }),
  /** 确定建设重点项目. */
  z.strictObject({ kind: z.literal('keyProject'), by: DecidedBy, brandId: Uuid, name: Text, level: Tier }),
]);
export type EditionChange = z.infer<typeof EditionChange>;
export const CHANGE_KINDS = ['entered', 'restored', 'exited', 'promoted', 'downgraded', 'renamed', 'keyProject'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Why there is a catalogue at all: a clause of the document in force, or a house pack. */
export const EditionPolicy = z.strictObject({
  pack: Text,
  version: Text,
  digest: Sha256,
  basis: z.enum(['stated', 'configured']),
  clause: Text.nullable(),
  cite: Text.nullable(),
  /** Who approved it, and when, where it is configured. */
  approvedBy: Text.nullable(),
  approvedOn: BusinessDate.nullable(),
});
export type EditionPolicy = z.infer<typeof EditionPolicy>;

/** real: published or operational. synthetic: made up. Never in one edition. */
export const EditionDataset = z.enum(['real', 'synthetic']);
export type EditionDataset = z.infer<typeof EditionDataset>;

export const catalogueEventSchemas = {
  'CatalogueEditionChunk.v1': z.strictObject({
    editionId: Uuid,
    part: Count,
    entries: z.array(EditionEntry),
    changes: z.array(EditionChange),
  }),
  'CatalogueEditionPublished.v1': z.strictObject({
    editionId: Uuid,
    region: RegionCode,
    dataset: EditionDataset,
    /** First, second, … edition of the region and dataset. */
    number: z.int().min(1),
    /** 截至日期: what was in effect on this day. */
    asOf: BusinessDate,
    document: DocumentRef,
    /** 勘误: the edition that this one stands in place of, and why. That one stays written. */
    supersedes: z.strictObject({ number: z.int().min(1), reason: Text }).nullable(),
    policy: EditionPolicy,
    /** The last leaf of the log that was looked at: the list can be drawn up again from what lies at or below it. */
    basis: z.strictObject({ leaf: Count }),
    entries: Count,
    changes: z.strictObject({
      entered: Count,
      restored: Count,
      exited: Count,
      promoted: Count,
      downgraded: Count,
      renamed: Count,
      keyProject: Count,
    }),
    chunks: Count,
    /** SHA-256 of the canonical bytes of region, dataset, date, entries and changes. */
    digest: Sha256,
  }),
} as const;

export type CatalogueEventType = keyof typeof catalogueEventSchemas;
export type CatalogueEvent = {
  [T in CatalogueEventType]: { readonly type: T; readonly data: z.infer<(typeof catalogueEventSchemas)[T]> };
}[CatalogueEventType];
export type CatalogueEventData<T extends CatalogueEventType> = z.infer<(typeof catalogueEventSchemas)[T]>;

/** What an edition says of itself, apart from its list. */
export const CATALOGUE_EDITION = catalogueEventSchemas['CatalogueEditionPublished.v1'];

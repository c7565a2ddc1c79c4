/** What callers send: parameters of queries and bodies that are no brand command. Query strings arrive as text and are read here, once. */
import { BusinessDate, Kind, Origin, RegionCode, Text, Tier, Year, brandCommandSchemas } from '#domain';
import { z } from 'zod';
import { Dataset, SideState, Stage } from './queries';

const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const Whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
/** A position as an earlier answer gave it; the query then waits until the read models have come so far. */
const AtLeast = z
  .string()
  .regex(/^\d{1,20}$/)
  .optional();

export const BrandListParams = z.strictObject({
  dataset: Dataset.optional(),
  region: RegionCode.optional(),
  kind: Kind.optional(),
  tier: z.union([Tier, z.literal('none')]).optional(),
  claimedTier: z.union([Tier, z.literal('none')]).optional(),
  stage: Stage.optional(),
  category: z.string().max(100).optional(),
  side: SideState.optional(),
  listed: Flag.optional(),
  q: z.string().max(100).optional(),
  sort: z.enum(['name', '-name', 'updatedOn', '-updatedOn', 'region', 'tier', '-tier', 'stage']).optional(),
  offset: Whole.optional(),
  limit: Whole.refine((n) => n >= 1 && n <= 500).optional(),
  atLeast: AtLeast,
});

export const AtLeastParams = z.strictObject({ atLeast: AtLeast });

export const EvaluationParams = z.strictObject({
  /** Pack to judge by; default: the one that governs the brand's region. */
  pack: z.string().max(100).optional(),
  asOf: BusinessDate.optional(),
  /** `published` lets a dry evaluation read published facts, which no rule of a shipped pack reads. */
  factsFrom: z.enum(['published', 'locked']).optional(),
  atLeast: AtLeast,
});

export const YearlyCountsParams = z.strictObject({
  dataset: Dataset,
  region: RegionCode.optional(),
  /** True: one row for each region directly below instead of one for the region itself. */
  children: Flag.optional(),
  year: Whole.optional(),
  fromYear: Whole.optional(),
  toYear: Whole.optional(),
  metric: z.string().max(60).optional(),
  /** Which breakdown is wanted; the other dimension is summed up. */
  by: z.enum(['tier', 'category', 'none']).optional(),
  atLeast: AtLeast,
});

export const TierStatusParams = z.strictObject({
  dataset: Dataset,
  region: RegionCode.optional(),
  kind: Kind.optional(),
  children: Flag.optional(),
  atLeast: AtLeast,
});
export const RegionsParams = z.strictObject({ parent: RegionCode.optional() });
export const DatasetParams = z.strictObject({ dataset: Dataset.optional(), region: RegionCode.optional(), atLeast: AtLeast });
/** One page of a longer list. */
export const PageParams = { offset: Whole.optional(), limit: Whole.refine((n) => n >= 1 && n <= 500).optional() };

/** 登记品牌, with 申报 at once when `nomination` is there. */
export const FoundBrandBody = z
  .strictObject({ report: brandCommandSchemas.report, nomination: brandCommandSchemas.nominate.nullable() })
  .meta({ id: 'FoundBrand' });

/** 年度封账. */
export const CloseYearBody = z
  .strictObject({ year: Year, closedOn: BusinessDate, closedBy: Text, origin: Origin })
  .meta({ id: 'CloseYear' });

/**
 * What the dashboard reads beside the running totals, and what each of its numbers is made of: 「这个数由哪些记录组成」.
 * A number and its sources come from the same rows, so that the sources of a number always come to the number.
 */
import { z } from 'zod';
import { Kind } from '#domain';
import { Dataset, Stage } from './queries';
import { DatasetParams, PageParams, TierStatusParams, YearlyCountsParams } from './requests';

/** Where an event stands, in the words of who quotes it: `{stream}@{revision}`, and its leaf. */
export const EventPlace = z
  .object({ stream: z.string(), revision: z.int(), leaf: z.int().nullable(), type: z.string(), effectiveOn: z.string().nullable() })
  .meta({ id: 'EventPlace' });
export type EventPlace = z.infer<typeof EventPlace>;

/**
 * What a recorded figure does in a yearly count. counted: it is the value. earlier: a later statement of the year stands.
 * repeated: another source says the same. corrected: a correction took its place. disputed: sources disagree, none counts.
 * notYearly: its unit, nature or year is not stated, or it spans years.
 */
export const FigurePart = z.enum(['counted', 'earlier', 'repeated', 'corrected', 'disputed', 'notYearly']);
export type FigurePart = z.infer<typeof FigurePart>;

const Placed = { brandId: z.string(), name: z.string(), region: z.string(), regionName: z.string() };
const Paged = { total: z.int(), offset: z.int(), limit: z.int(), position: z.string() };

export const CountSource = z
  .object({
    ...Placed,
    tier: z.string(),
    category: z.string(),
    /** What the brand adds to the count; null where its sources disagree. */
    value: z.int().nullable(),
    figures: z.array(
      z.object({
        figureId: z.string(),
        value: z.int(),
        bound: z.string(),
        asOf: z.string().nullable(),
        estimate: z.object({ method: z.string(), basis: z.string() }).nullable(),
        source: z.object({ reference: z.string(), note: z.string().nullable() }),
        part: FigurePart,
        event: EventPlace,
      }),
    ),
  })
  .meta({ id: 'CountSource' });
export type CountSource = z.infer<typeof CountSource>;

/** `sum` is the sum of all values, of this page and of the others. */
export const CountSources = z
  .object({ rows: z.array(CountSource), sum: z.int(), brands: z.int(), conflicts: z.int(), ...Paged })
  .meta({ id: 'CountSources' });
export type CountSources = z.infer<typeof CountSources>;

export const CountSourcesParams = YearlyCountsParams.omit({
  children: true,
  year: true,
  fromYear: true,
  toYear: true,
  metric: true,
  by: true,
}).extend({
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number),
  metric: z.string().max(60),
  unit: z.string().max(60),
  nature: z.string().max(60),
  directness: z.string().max(60),
  status: z.enum(['published', 'locked']),
  /** As a count says it: a tier, `claimed:` and a tier, `none`, `delisted`. Left out: all. */
  tier: z.string().max(60).optional(),
  /** `-`: brands without one. Left out: all. */
  category: z.string().max(100).optional(),
  ...PageParams,
});

/** A brand and the event that put it where it is counted. */
export const StandingSource = z.object({ ...Placed, event: EventPlace }).meta({ id: 'StandingSource' });
export type StandingSource = z.infer<typeof StandingSource>;
export const StandingSources = z.object({ rows: z.array(StandingSource), ...Paged }).meta({ id: 'StandingSources' });
export type StandingSources = z.infer<typeof StandingSources>;

export const TierSourcesParams = TierStatusParams.omit({ children: true }).extend({
  /** A tier, or `none`. Left out: all brands. */
  tier: z.string().max(20).optional(),
  claimed: z.enum(['true', 'false']).transform((text) => text === 'true'),
  stage: Stage.optional(),
  ...PageParams,
});

/** 新认定, 晋级, 降级, 退出, 恢复 and 列入目录 of a year. */
export const Movement = z.enum(['recognised', 'promoted', 'downgraded', 'delisted', 'restored', 'listed']);
export const TierMovement = z
  .object({ year: z.int(), movement: Movement, kind: Kind, fromTier: z.string(), toTier: z.string(), brands: z.int() })
  .meta({ id: 'TierMovement' });
export type TierMovement = z.infer<typeof TierMovement>;
export const TierMovements = z.object({ rows: z.array(TierMovement), position: z.string() }).meta({ id: 'TierMovements' });

export const TierMovementsParams = TierStatusParams.omit({ children: true });
export const MovementSourcesParams = TierMovementsParams.extend({
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number),
  movement: Movement,
  fromTier: z.string().max(20).optional(),
  toTier: z.string().max(20).optional(),
  ...PageParams,
});
/** Brands that held a tier at the end of a year. */
export const PyramidSourcesParams = TierMovementsParams.extend({
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number),
  tier: z.enum(['province', 'prefecture', 'county']),
  ...PageParams,
});

/** What the figures leave open, in records: one is one brand, metric, unit, nature, directness and year. */
export const QUALITY_KINDS = ['disputed', 'unitUnstated', 'natureUnstated', 'directnessUnstated', 'yearUnstated', 'publishedOnly'] as const;
export const QualityKind = z.enum(QUALITY_KINDS);
export type QualityKind = z.infer<typeof QualityKind>;
export const QualityCount = z.object({ kind: QualityKind, records: z.int() }).meta({ id: 'QualityCount' });
export type QualityCount = z.infer<typeof QualityCount>;
export const QualityCounts = z
  .object({
    rows: z.array(QualityCount),
    /** Records of figures in all: what the others are part of. */
    records: z.int(),
    position: z.string(),
  })
  .meta({ id: 'QualityCounts' });
export type QualityCounts = z.infer<typeof QualityCounts>;
export const QualityParams = DatasetParams.extend({ dataset: Dataset });
export const QualitySourcesParams = QualityParams.extend({ kind: QualityKind, ...PageParams });
export const QualitySource = z
  .object({
    ...Placed,
    metric: z.string(),
    unit: z.string(),
    nature: z.string(),
    directness: z.string(),
    year: z.int().nullable(),
    values: z.array(z.object({ value: z.int(), bound: z.string(), status: z.string(), event: EventPlace })),
  })
  .meta({ id: 'QualitySource' });
export type QualitySource = z.infer<typeof QualitySource>;
export const QualitySources = z.object({ rows: z.array(QualitySource), ...Paged }).meta({ id: 'QualitySources' });
export type QualitySources = z.infer<typeof QualitySources>;

/** Reviews that are due and not held, by the month of their due date. */
export const ReviewMonth = z.object({ month: z.string(), overdue: z.boolean(), brands: z.int() }).meta({ id: 'ReviewMonth' });
export type ReviewMonth = z.infer<typeof ReviewMonth>;
export const ReviewMonths = z.object({ rows: z.array(ReviewMonth), asOf: z.string(), position: z.string() }).meta({ id: 'ReviewMonths' });
export type ReviewMonths = z.infer<typeof ReviewMonths>;
export const ReviewSourcesParams = QualityParams.extend({ month: z.string().regex(/^\d{4}-\d{2}$/), ...PageParams });
export const ReviewSource = z
  .object({ ...Placed, period: z.int().nullable(), dueOn: z.string(), overdue: z.boolean(), stream: z.string() })
  .meta({ id: 'ReviewSource' });
export type ReviewSource = z.infer<typeof ReviewSource>;
export const ReviewSources = z.object({ rows: z.array(ReviewSource), ...Paged }).meta({ id: 'ReviewSources' });
export type ReviewSources = z.infer<typeof ReviewSources>;

/** What a document asks of every region of a level, and how each stands today. */
export const CoverageRow = z
  .object({
    pack: z.string(),
    rule: z.string(),
    zh: z.string(),
    en: z.string(),
    cite: z.string().nullable(),
    basis: z.enum(['stated', 'configured']),
    region: z.string(),
    regionName: z.string(),
    outcome: z.enum(['met', 'missed', 'open']),
    actual: z.int().nullable(),
    sentenceZh: z.string(),
    sentenceEn: z.string(),
  })
  .meta({ id: 'CoverageRow' });
export type CoverageRow = z.infer<typeof CoverageRow>;
export const Coverage = z.object({ rows: z.array(CoverageRow), asOf: z.string() }).meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof Coverage>;

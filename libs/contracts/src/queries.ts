/**
 * Answers of the queries: what the page, the CLI and other programs read. All counts are integers; figures of unlike
 * unit, nature or directness stand in separate rows and never in one sum.
 */
import { z } from 'zod';
import { Explanation, Kind, Origin, Tier } from '#domain';

/** real: published or operational. synthetic: made up. Never in one chart. */
export const Dataset = z.enum(['real', 'synthetic']);
export type Dataset = z.infer<typeof Dataset>;

export const STAGES = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'] as const;
export const Stage = z.enum(STAGES);
/** Side-states of a cultivated brand; more than one may hold at once. */
export const SideState = z.enum([
  'reviewDue',
  'reviewOverdue',
  'underReview',
  'warned',
  'rectifying',
  'rectified',
  'supportStopped',
  'exitProposed',
  'onExitNotice',
  'downgraded',
  'promoted',
  'eligible',
  'decisionStale',
]);

export const RegionRef = z.object({ code: z.string(), name: z.string(), path: z.array(z.object({ code: z.string(), name: z.string() })) });

/** A row of 品牌台账. */
export const BrandRow = z
  .object({
    brandId: z.string(),
    name: z.string(),
    kind: Kind,
    category: z.string().nullable(),
    brandType: z.string().nullable(),
    origin: Origin,
    dataset: Dataset,
    region: RegionRef,
    stage: Stage,
    sideStates: z.array(SideState),
    /** Tier held in this ledger by recognition or promotion. */
    tier: Tier.nullable(),
    /** Tier a source claims for it; binds nobody here. */
    claimedTier: Tier.nullable(),
    listed: z.boolean(),
    keyProject: z.boolean(),
    honours: z.int(),
    /** True when sources disagree on one figure. */
    conflicts: z.int(),
    revision: z.int(),
    updatedOn: z.string(),
  })
  .meta({ id: 'BrandRow' });
export type BrandRow = z.infer<typeof BrandRow>;

export const Page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), total: z.int(), offset: z.int(), limit: z.int(), position: z.string() });

/** One figure in force, or one that was corrected. */
export const FigureRow = z
  .object({
    figureId: z.string(),
    metric: z.string(),
    unit: z.string(),
    nature: z.string(),
    directness: z.string(),
    bound: z.string(),
    value: z.int(),
    fromYear: z.int().nullable(),
    toYear: z.int().nullable(),
    asOf: z.string().nullable(),
    status: z.string(),
    estimate: z.object({ method: z.string(), basis: z.string() }).nullable(),
    source: z.object({ reference: z.string(), note: z.string().nullable() }),
    /** Id of the figure that corrected it, or null while it is in force. */
    correctedBy: z.string().nullable(),
    /** Ids of figures from other sources that speak of the same thing and say something else. */
    conflictsWith: z.array(z.string()),
    revision: z.int(),
  })
  .meta({ id: 'FigureRow' });
export type FigureRow = z.infer<typeof FigureRow>;

export const TierClaimRow = z.object({
  tier: Tier,
  sinceYear: z.int().nullable(),
  reading: z.boolean(),
  source: z.object({ reference: z.string(), note: z.string().nullable() }),
});

/** 品牌卡片. */
export const BrandCard = BrandRow.extend({
  regionAsStated: z
    .object({ province: z.string().nullable(), prefecture: z.string().nullable(), county: z.string().nullable() })
    .nullable(),
  formedOn: z.string().nullable(),
  cultivatedFrom: z.string().nullable(),
  source: z.object({ reference: z.string(), note: z.string().nullable() }),
  tierClaims: z.array(TierClaimRow),
  honourList: z.array(
    z.object({
      honour: z.string(),
      title: z.string().nullable(),
      year: z.int().nullable(),
      source: z.object({ reference: z.string(), note: z.string().nullable() }),
    }),
  ),
  figures: z.array(FigureRow),
  ratios: z.array(
    z.object({
      ratio: z.string(),
      percent: z.string(),
      toYear: z.int().nullable(),
      bound: z.string(),
      source: z.object({ reference: z.string(), note: z.string().nullable() }),
    }),
  ),
  targets: z.array(
    z.object({
      target: z.string(),
      unit: z.string(),
      value: z.int(),
      byYear: z.int().nullable(),
      perYear: z.boolean(),
      source: z.object({ reference: z.string(), note: z.string().nullable() }),
    }),
  ),
  proposals: z.array(
    z.object({
      proposalId: z.string(),
      step: z.string(),
      period: z.int().nullable(),
      toTier: Tier.nullable(),
      fallsDueOn: z.string().nullable(),
      status: z.enum(['open', 'confirmed', 'withdrawn', 'fellDue', 'closed']),
    }),
  ),
  dueDates: z.array(z.object({ what: z.string(), period: z.int().nullable(), on: z.string() })),
}).meta({ id: 'BrandCard' });
export type BrandCard = z.infer<typeof BrandCard>;

/** One line of 历史: what happened, who, when, and the explanation where a rule decided. */
export const HistoryEntry = z
  .object({
    revision: z.int(),
    leaf: z.int().nullable(),
    eventId: z.string(),
    type: z.string(),
    titleZh: z.string(),
    titleEn: z.string(),
    /** One sentence of what it says, rendered on reading. */
    sentenceZh: z.string(),
    sentenceEn: z.string(),
    effectiveOn: z.string(),
    recordedAt: z.string(),
    actor: z.object({ id: z.string(), role: z.string(), region: z.string() }),
    /** By which an act for somebody else（代签）is found. */
    correlationId: z.string(),
    causedBy: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    decision: z
      .object({
        key: z.string(),
        basis: z.enum(['stated', 'configured']),
        pack: z.string(),
        version: z.string(),
        digest: z.string(),
        rule: z.string(),
        cite: z.string().nullable(),
        umbrella: z.string().nullable(),
        explanationZh: z.string(),
        explanationEn: z.string(),
        explanation: Explanation.nullable(),
        stale: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** 带动就业 by year: one row per region × tier × category × year × metric × unit × nature × directness. From running totals, never from a scan. */
export const YearlyCount = z
  .object({
    region: z.string(),
    regionName: z.string(),
    tier: z.string(),
    category: z.string(),
    year: z.int(),
    metric: z.string(),
    unit: z.string(),
    nature: z.string(),
    directness: z.string(),
    status: z.string(),
    value: z.int(),
    brands: z.int(),
    /** Brands whose sources disagree on it: they are in neither `value` nor `brands`. */
    conflicts: z.int().optional(),
  })
  .meta({ id: 'YearlyCount' });
export type YearlyCount = z.infer<typeof YearlyCount>;

/** 层级状态: how many brands stand at each tier, stage by stage, in a region and everything below it. */
export const TierStatus = z
  .object({ region: z.string(), regionName: z.string(), kind: Kind, tier: z.string(), claimed: z.boolean(), stage: Stage, brands: z.int() })
  .meta({ id: 'TierStatus' });
export type TierStatus = z.infer<typeof TierStatus>;

export const RegionalFigureRow = z
  .object({
    region: z.string(),
    regionName: z.string(),
    title: z.string(),
    metric: z.string(),
    unit: z.string(),
    nature: z.string(),
    directness: z.string(),
    bound: z.string(),
    tier: z.string().nullable(),
    honour: z.string().nullable(),
    value: z.int(),
    toYear: z.int().nullable(),
    source: z.object({ reference: z.string(), note: z.string().nullable() }),
  })
  .meta({ id: 'RegionalFigureRow' });
export type RegionalFigureRow = z.infer<typeof RegionalFigureRow>;

/** Answer to a command. */
export const CommandResult = z
  .object({
    stream: z.string(),
    brandId: z.string().nullable(),
    revision: z.int(),
    position: z.string(),
    events: z.array(z.object({ id: z.string(), type: z.string() })),
    repeated: z.boolean(),
  })
  .meta({ id: 'CommandResult' });
export type CommandResult = z.infer<typeof CommandResult>;

/** RFC 9457, in both languages. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    todo: z.object({ zh: z.string(), en: z.string() }),
    errors: z.array(z.object({ field: z.string().nullable(), zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** A dry evaluation: writes nothing. */
export const EvaluationAnswer = z
  .object({
    explanation: Explanation,
    sentenceZh: z.string(),
    sentenceEn: z.string(),
    lines: z.array(z.object({ depth: z.int(), outcome: z.string(), zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'EvaluationAnswer' });
export type EvaluationAnswer = z.infer<typeof EvaluationAnswer>;

/** A frame of the live feed: that something happened, not what it says. */
export const FeedFrame = z.object({
  position: z.string(),
  stream: z.string(),
  revision: z.int(),
  type: z.string(),
  effectiveOn: z.string(),
  region: z.string().nullable(),
});
export type FeedFrame = z.infer<typeof FeedFrame>;

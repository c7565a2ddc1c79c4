/** Values that events, commands and facts share. Schemas hold no default, no coercion and no transform: old events must stay readable. */
import { z } from 'zod';
import { BOUNDS, DIRECTNESS, METRIC_IDS, NATURES, UNITS } from './dictionary';

export const Uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** A business date, Asia/Shanghai: `2024-07-30`. */
export const BusinessDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** A moment with its offset: `2024-07-30T23:59:00+08:00`. */
export const Moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/);
export const Year = z.int().min(1949).max(2199);
/** Six digits of GB/T 2260; `000000` is the whole country. */
export const RegionCode = z.string().regex(/^\d{6}$/);
export const Count = z.int().min(0);
/** A decimal as its source prints it, `87.27`. */
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
export const Text = z.string().min(1).max(4000);
/** What a person gives as a reason or a name: blanks alone say nothing. */
export const Said = Text.regex(/\S/);

/** 劳务品牌, 职业技能培训品牌, 技能培训和劳务“双品牌”. */
export const Kind = z.enum(['labour', 'training', 'dual']);
export type Kind = z.infer<typeof Kind>;
/** 县级（旗县（市、区）级）, 市级（盟市级）, 省级（自治区级）, lowest first. */
export const TIERS = ['county', 'prefecture', 'province'] as const;
export const Tier = z.enum(TIERS);
export type Tier = z.infer<typeof Tier>;
/** SD-07: 中高端技能型, 高品质服务型, 文化和旅游类, 民生保障型. */
export const BrandType = z.enum(['skilled', 'service', 'culture', 'livelihood']);
/** published: from a public source. operational: recorded by the department. synthetic: made up to show or test, and always says so. */
export const Origin = z.enum(['published', 'operational', 'synthetic']);
export type Origin = z.infer<typeof Origin>;

/** Where a statement comes from: a web address, a document, or words that say why there is neither. */
export const Source = z.strictObject({ reference: Text, note: Text.nullable() });
export type Source = z.infer<typeof Source>;

/** A paper that decides: 文号, 印发日期, 签批人. */
export const DocumentRef = z.strictObject({ number: Text, issuedOn: BusinessDate, signedBy: Text });
export type DocumentRef = z.infer<typeof DocumentRef>;

/** A qualitative judgement by a named role. */
export const Judgement = z.strictObject({
  criterion: Text,
  met: z.boolean(),
  role: Text,
  by: Text,
  reason: Text,
  evidence: z.array(Uuid),
});
export type Judgement = z.infer<typeof Judgement>;

/** 评审: members, votes, recusals（回避）, minutes. */
export const Panel = z.strictObject({
  members: z.array(Text),
  votesFor: Count,
  votesAgainst: Count,
  recused: z.array(Text),
  minutes: Text.nullable(),
});

/** The window a figure speaks of. Exactly what the source states: a year, a span of years, or a date. */
export const FigureWindow = z.strictObject({
  /** First year of the span, or null where it is open or not stated. */
  fromYear: Year.nullable(),
  /** Last year of the span, the year of the figure. Null: the source gives no year. */
  toYear: Year.nullable(),
  /** The date a stock or a cumulative stands at, as far as it is known: `2025-06` or `2025-12-28`. */
  asOf: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .nullable(),
});
export type FigureWindow = z.infer<typeof FigureWindow>;

/** published: from a public source; no rule reads it unless its pack says so. locked: through the ladder of returns. */
export const FigureStatus = z.enum(['published', 'locked']);

/** A figure: one metric, one unit, one nature, one window, one source. */
export const Figure = z.strictObject({
  figureId: Uuid,
  metric: z.enum(METRIC_IDS),
  unit: z.enum(UNITS),
  nature: z.enum(NATURES),
  directness: z.enum(DIRECTNESS),
  bound: z.enum(BOUNDS),
  value: Count,
  window: FigureWindow,
  status: FigureStatus,
  /** How an indirect figure was estimated, and from what. */
  estimate: z.strictObject({ method: Text, basis: Text }).nullable(),
  source: Source,
});
export type Figure = z.infer<typeof Figure>;

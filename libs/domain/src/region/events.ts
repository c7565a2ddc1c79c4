/** What happens to a region, in its stream `region-<code>`. */
import { z } from 'zod';
import { BOUNDS } from '../dictionary';
import { BusinessDate, Count, FigureWindow, Origin, RegionCode, Source, Text, Tier, Uuid, Year } from '../values';

export const regionEventSchemas = {
  /** An aggregate that a source publishes for a region (合计). A regional fact: never a brand, never added to brands. */
  'RegionalFigurePublished.v1': z.strictObject({
    figureId: Uuid,
    region: RegionCode,
    title: Text,
    metric: Text,
    unit: z.string(),
    nature: z.string(),
    directness: z.string(),
    bound: z.enum(BOUNDS),
    tier: Tier.nullable(),
    honour: Text.nullable(),
    value: Count,
    window: FigureWindow,
    origin: Origin,
    source: Source,
  }),
  /** 年度封账: one event closes a year for a region and everything below it. A summary with a digest; the figures stay the source. */
  'YearClosed.v1': z.strictObject({
    region: RegionCode,
    year: Year,
    closedOn: BusinessDate,
    closedBy: Text,
    brands: Count,
    figures: Count,
    /** SHA-256 of the canonical list of figure ids and values that were in force. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    origin: Origin,
  }),
} as const;
export type RegionEventType = keyof typeof regionEventSchemas;
export type RegionEvent = {
  [T in RegionEventType]: { readonly type: T; readonly data: z.infer<(typeof regionEventSchemas)[T]> };
}[RegionEventType];

/** What a return is made of: its place, its lines, its rungs. */
import { z } from 'zod';
import { DIRECTNESS, METRICS, METRIC_IDS, NATURES, UNITS, type MetricDefinition, type Nature } from '../dictionary';
import { Count, Text, Uuid } from '../values';
import { ReturnPeriod } from './period';

/** 劳务品牌 or 职业技能培训品牌: what a call asks for. A dual brand is asked by both, each for its own metrics. */
export const ReturnKind = z.enum(['labour', 'training']);
export type ReturnKind = z.infer<typeof ReturnKind>;

/** 本期, 本年累计. */
export const ReturnBasis = z.enum(['period', 'yearToDate']);
export type ReturnBasis = z.infer<typeof ReturnBasis>;

/** 填报, 县级经办初审, 县级复核, 市级审核, 省级审定, 锁定: lowest first. */
export const RUNGS = ['reported', 'checked', 'reviewed', 'approved', 'accepted', 'locked'] as const;
export const Rung = z.enum(RUNGS);
export type Rung = z.infer<typeof Rung>;
/** Rungs that somebody takes by advancing lines; reporting and locking are acts of their own. */
export const STEP_RUNGS = ['checked', 'reviewed', 'approved', 'accepted'] as const;
export const StepRung = z.enum(STEP_RUNGS);
export type StepRung = z.infer<typeof StepRung>;
/** Where a line stands: sent back to the unit（退回修改）, or on a rung. */
export const LINE_STANDINGS = ['returned', ...RUNGS] as const;
export const LineStanding = z.enum(LINE_STANDINGS);
export type LineStanding = z.infer<typeof LineStanding>;

/** `unit-<id>`, `institution-<id>`, or the county office itself where no unit is known（代报）: `office-<region>`. */
export const ReportingUnitId = z
  .string()
  .regex(/^((unit|institution)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|office-\d{6})$/);
export const ReportingUnit = z.strictObject({ id: ReportingUnitId, name: Text });
export type ReportingUnit = z.infer<typeof ReportingUnit>;

const RETURN_ID =
  /^(\d{6})-(\d{4}(?:-\d{2}|Q[1-4]|H[12])?)-((?:unit|institution)-[0-9a-f-]{36}|office-\d{6})-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
export const ReturnId = z.string().regex(RETURN_ID);

/** What tells one return from another. */
export interface ReturnPlace {
  readonly region: string;
  readonly period: string;
  readonly unit: string;
  readonly call: string;
}

/** Id of a return; its stream is `return-<id>`. */
export const returnIdOf = ({ region, period, unit, call }: ReturnPlace): string => `${region}-${period}-${unit}-${call}`;
export const returnStream = (returnId: string): string => `return-${returnId}`;
export const callStream = (callId: string): string => `call-${callId}`;
/** @returns null for a text that is no id of a return */
export function parseReturnId(returnId: string): ReturnPlace | null {
  const [, region, period, unit, call] = RETURN_ID.exec(returnId) ?? [];
  if (region === undefined || period === undefined || unit === undefined || call === undefined) return null;
  return ReturnPeriod.safeParse(period).success && ReportingUnitId.safeParse(unit).success ? { region, period, unit, call } : null;
}

export const ReturnMetric = z.enum(METRIC_IDS);
/** What a call asks of every brand: one metric, in one unit, direct or indirect apart. */
export const AskedMetric = z.strictObject({ metric: ReturnMetric, unit: z.enum(UNITS), directness: z.enum(DIRECTNESS) });
export type AskedMetric = z.infer<typeof AskedMetric>;

/** The nature that a line of this metric has: 期末 for what is only ever a stock, else 本期 or 累计 as the call says. */
export function lineNature(metric: keyof typeof METRICS, basis: ReturnBasis): Extract<Nature, 'flow' | 'stock' | 'cumulative'> {
  const definition: MetricDefinition = METRICS[metric];
  if (!definition.natures.includes('flow') && definition.natures.includes('stock')) return 'stock';
  return basis === 'period' ? 'flow' : 'cumulative';
}

/** 工种、专业 as the institution names it; null for labour brands. */
export const Trade = z.string().min(1).max(100);

/** 花名册 behind a count: it stays with the department. `keyId` names the key of the keyed digests that found the duplicates. */
export const Roster = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: Count,
  duplicatesRemoved: Count,
  keyId: z.string().min(1).max(200),
});
export type Roster = z.infer<typeof Roster>;

/** Why a doubtful figure is right nevertheless; `code` is that of the warning. */
export const LineExplanation = z.strictObject({ code: z.string().min(1).max(100), text: Text });

/** One line: brand × metric × directness × trade. A value of null says that there is no figure, and the note says why. */
export const ReturnLine = z.strictObject({
  brandId: Uuid,
  metric: ReturnMetric,
  directness: z.enum(DIRECTNESS),
  trade: Trade.nullable(),
  unit: z.enum(UNITS),
  nature: z.enum(NATURES),
  value: Count.nullable(),
  /** How an indirect figure was estimated, and from what. */
  estimate: z.strictObject({ method: Text, basis: Text }).nullable(),
  roster: Roster.nullable(),
  explanations: z.array(LineExplanation),
  note: Text.nullable(),
});
export type ReturnLine = z.infer<typeof ReturnLine>;

/** A line as it is sent: one brand may be sent with figures that do not fit, and is then answered and not stored. */
export const LineKey = z.string().regex(/^[0-9a-f-]{36}\|[a-zA-Z]+\|[a-z]+\|.{0,100}$/);
export type LinePlace = Pick<ReturnLine, 'brandId' | 'metric' | 'directness' | 'trade'>;
/** Key of a line within its return: `<brand>|<metric>|<directness>|<trade or nothing>`. */
export const lineKey = ({ brandId, metric, directness, trade }: LinePlace): string => `${brandId}|${metric}|${directness}|${trade ?? ''}`;
const KEY = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\|([a-zA-Z]+)\|([a-z]+)\|(.{0,100})$/u;
const isMetric = (text: string): text is ReturnLine['metric'] => Object.hasOwn(METRICS, text);
const isDirectness = (text: string): text is ReturnLine['directness'] => (DIRECTNESS as readonly string[]).includes(text);
/** Asked of thousands of keys with every cell that is typed. @returns null for a text that is no key of a line */
export function parseLineKey(key: string): LinePlace | null {
  const [, brandId, metric, directness, trade] = KEY.exec(key) ?? [];
  if (brandId === undefined || metric === undefined || directness === undefined || trade === undefined) return null;
  return isMetric(metric) && isDirectness(directness) ? { brandId, metric, directness, trade: trade === '' ? null : trade } : null;
}
/** Key of the figure that lines of one brand add up to: the trades are its parts. */
export const figureKey = ({ brandId, metric, directness }: Pick<LinePlace, 'brandId' | 'metric' | 'directness'>): string =>
  `${brandId}|${metric}|${directness}`;

/** Whether a call of this kind asks a brand of that kind. */
export const asksBrand = (asked: ReturnKind, brand: string): boolean => brand === asked || brand === 'dual';

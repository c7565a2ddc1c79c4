/** What happens to a call（填报任务）, in its stream `call-<id>`, and to a return（填报表）, in `return-<region>-<period>-<unit>-<call>`. */
import { z } from 'zod';
import { NATURES } from '../dictionary';
import { BusinessDate, Count, DocumentRef, Origin, RegionCode, Text, Uuid } from '../values';
import { ReturnPeriod } from './period';
import {
  AskedMetric,
  LineKey,
  LINE_STANDINGS,
  ReportingUnit,
  ReturnBasis,
  ReturnId,
  ReturnKind,
  ReturnLine,
  ReturnMetric,
  Rung,
  StepRung,
} from './values';

/** A ratio as two whole numbers: nothing here is decided by floating point. */
const Ratio = { numerator: z.int().min(1), denominator: z.int().min(1) };
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What no document states: configured by a department, with who approved it. Stands in the event so that the ledger reads by itself. */
export const CallRules = z.strictObject({
  /** Doubtful: beyond this ratio of last year's figure, up or down. */
  jump: z.strictObject(Ratio),
  /** Doubtful: beyond this ratio of the lower median of at least so many peers. */
  outlier: z.strictObject({ ...Ratio, peers: z.int().min(1) }),
  approvedBy: Text,
  approvedOn: BusinessDate,
  note: Text,
});
export type CallRules = z.infer<typeof CallRules>;

export const callEventSchemas = {
  /** 下发填报任务: who reports what of which period by when. */
  'ReturnsCalled.v1': z.strictObject({
    callId: Uuid,
    /** The region and everything below it reports. */
    region: RegionCode,
    period: ReturnPeriod,
    kind: ReturnKind,
    basis: ReturnBasis,
    title: Text,
    asked: z.array(AskedMetric.extend({ nature: z.enum(NATURES) })).min(1),
    /** `part` is never more than `whole` (of which the data dictionary knows), as far as both are asked. */
    relations: z.array(z.strictObject({ part: ReturnMetric, whole: ReturnMetric })),
    dueOn: BusinessDate,
    /** How the due day was counted; null where a document names it. */
    dueBy: z.strictObject({ workingDays: Count, calendar: Text }).nullable(),
    rules: CallRules,
    origin: Origin,
    document: DocumentRef.nullable(),
  }),
  'ReturnCallExtended.v1': z.strictObject({ from: BusinessDate, dueOn: BusinessDate, reason: Text }),
  'ReturnCallClosed.v1': z.strictObject({ reason: Text.nullable() }),
} as const;

export const returnEventSchemas = {
  /** 报送. Replaces exactly these lines. A large return is told in several such events of one append. */
  'ReturnReported.v1': z.strictObject({
    returnId: ReturnId,
    callId: Uuid,
    region: RegionCode,
    period: ReturnPeriod,
    unit: ReportingUnit,
    kind: ReturnKind,
    basis: ReturnBasis,
    origin: Origin,
    /** 代报: the office reported, not the unit. */
    onBehalf: z.boolean(),
    dueOn: BusinessDate,
    /** 逾期补报: after the due day, by an exception. */
    late: z.boolean(),
    lines: z.array(ReturnLine).min(1),
  }),
  /** 审核通过. `passedOver`: rungs between that do not exist in this region. */
  'ReturnLinesAdvanced.v1': z.strictObject({
    rung: StepRung,
    passedOver: z.array(StepRung),
    lines: z.array(LineKey).min(1),
    note: Text.nullable(),
  }),
  /** 退回修改. `from` is where a line stood, `standing` where it stands now. */
  'ReturnLinesSentBack.v1': z.strictObject({
    to: z.enum(['unit', 'below']),
    lines: z.array(z.strictObject({ line: LineKey, comment: Text, from: Rung, standing: z.enum(LINE_STANDINGS) })).min(1),
  }),
  /** 撤回审核: from the top, by the level that took the rung. */
  'ReturnAdvanceUndone.v1': z.strictObject({ rung: StepRung, standing: Rung, lines: z.array(LineKey).min(1), reason: Text }),
  /** 逾期补报: a recorded exception; who allowed it stands in the metadata. May come before anything was reported. */
  'ReturnLateAllowed.v1': z.strictObject({ returnId: ReturnId, callId: Uuid, reason: Text, until: BusinessDate, dueOn: BusinessDate }),
  /** 锁定. From here on only corrections. `applies`: whether the figures go to the brands (a whole year) or stay in the return. */
  'ReturnLocked.v1': z.strictObject({ lines: z.array(LineKey).min(1), digest: Sha256, applies: z.boolean() }),
  /** What became of locked lines in the streams of their brands. Trades are summed; the parts stay here. */
  'ReturnLinesApplied.v1': z.strictObject({
    figures: z.array(
      z.strictObject({
        brandId: Uuid,
        metric: ReturnMetric,
        directness: z.string(),
        value: Count,
        figureId: Uuid,
        lines: z.array(LineKey).min(1),
      }),
    ),
    /** Refused by their brand meanwhile: shown, never dropped. */
    parked: z.array(
      z.strictObject({
        brandId: Uuid,
        metric: ReturnMetric,
        directness: z.string(),
        lines: z.array(LineKey).min(1),
        code: Text,
        zh: Text,
        en: Text,
      }),
    ),
  }),
} as const;

type EventOf<S extends Record<string, z.ZodType>> = {
  [T in keyof S & string]: { readonly type: T; readonly data: z.infer<S[T]> };
}[keyof S & string];
export type CallEvent = EventOf<typeof callEventSchemas>;
export type ReturnEvent = EventOf<typeof returnEventSchemas>;

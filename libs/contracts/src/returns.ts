/** What crosses the boundary about returns（填报）: calls, returns and their lines, drafts, the ladder, completeness. */
import { z } from 'zod';
import {
  AskedMetric,
  BusinessDate,
  DIRECTNESS,
  DocumentRef,
  LineKey,
  LINE_STANDINGS,
  NATURES,
  Origin,
  RUNGS,
  RegionCode,
  ReportingUnit,
  ReturnBasis,
  ReturnKind,
  ReturnLine,
  ReturnMetric,
  ReturnPeriod,
  Rung,
  Said,
  StepRung,
  Text,
  UNITS,
  Year,
  parseLineKey,
} from '#domain';
import { Dataset, RegionRef } from './queries';
import { PageParams } from './requests';

const AtLeast = z
  .string()
  .regex(/^\d{1,20}$/)
  .optional();
const Words = z.object({ zh: z.string(), en: z.string() });

// Calls（下发填报任务）

/** 下发填报任务. What no document states (days until it is due, when a figure is doubtful) comes from the configuration, not from here. */
export const CallReturnsBody = z
  .strictObject({
    region: RegionCode,
    period: ReturnPeriod,
    kind: ReturnKind,
    basis: ReturnBasis,
    title: Said,
    asked: z.array(AskedMetric).min(1).max(40),
    /** The day a document names; null: so many working days after the period's end, as configured. */
    dueOn: BusinessDate.nullable(),
    origin: Origin,
    document: DocumentRef.nullable(),
  })
  .meta({ id: 'CallReturns' });
export const ExtendCallBody = z.strictObject({ dueOn: BusinessDate, reason: Said }).meta({ id: 'ExtendReturnCall' });
export const CloseCallBody = z.strictObject({ reason: Said.nullable() }).meta({ id: 'CloseReturnCall' });
export const ReturnCallParams = z.strictObject({
  region: RegionCode.optional(),
  dataset: Dataset.optional(),
  atLeast: AtLeast,
});

/** One metric asked, with its words. */
export const AskedMetricRow = z.object({
  metric: ReturnMetric,
  unit: z.enum(UNITS),
  nature: z.enum(NATURES),
  directness: z.enum(DIRECTNESS),
  zh: z.string(),
  en: z.string(),
});
export type AskedMetricRow = z.infer<typeof AskedMetricRow>;

/** 本地配置（演示值）: what no document states, and who approved it. */
export const ReportingRules = z.object({
  /** Doubtful: more than so many times last year's figure, or less than one part in so many. An exact ratio. */
  jump: z.object({ numerator: z.int(), denominator: z.int() }),
  /** Doubtful: more than so many times the (lower) median of at least so many peers, an exact ratio. */
  outlier: z.object({ numerator: z.int(), denominator: z.int(), peers: z.int() }),
  /** Working days after the end of the period; null where a document names the day. */
  workingDays: z.int().nullable(),
  approvedBy: z.string(),
  approvedOn: z.string(),
  note: z.string(),
});

export const ReturnCallRow = z
  .object({
    callId: z.string(),
    region: RegionRef,
    period: z.string(),
    periodWords: Words,
    kind: ReturnKind,
    basis: ReturnBasis,
    title: z.string(),
    asked: z.array(AskedMetricRow),
    dueOn: z.string(),
    /** The day it was due first, and why it was put off; null where it was not. */
    extended: z.object({ from: z.string(), reason: z.string() }).nullable(),
    /** Name and version of the calendar the due day was counted by; null where a document names the day. */
    calendar: z.string().nullable(),
    rules: ReportingRules,
    origin: Origin,
    dataset: Dataset,
    document: DocumentRef.nullable(),
    status: z.enum(['open', 'closed']),
    calledOn: z.string(),
    revision: z.int(),
  })
  .meta({ id: 'ReturnCallRow' });
export type ReturnCallRow = z.infer<typeof ReturnCallRow>;

// Returns

export const ReturnListParams = z.strictObject({
  region: RegionCode.optional(),
  period: ReturnPeriod.optional(),
  /** Returns with at least one line that stands here. */
  rung: z.enum(['missing', ...LINE_STANDINGS]).optional(),
  call: z.uuid().optional(),
  dataset: Dataset.optional(),
  ...PageParams,
  atLeast: AtLeast,
});

/** How many lines stand where. */
export const LineCounts = z.object({
  /** Asked and not reported yet. */
  missing: z.int(),
  ...(Object.fromEntries(LINE_STANDINGS.map((standing) => [standing, z.int()])) as Record<(typeof LINE_STANDINGS)[number], z.ZodInt>),
});
export type LineCounts = z.infer<typeof LineCounts>;

/** A return that is expected or was reported. */
export const ReturnRow = z
  .object({
    returnId: z.string(),
    callId: z.string(),
    title: z.string(),
    region: RegionRef,
    period: z.string(),
    periodWords: Words,
    kind: ReturnKind,
    basis: ReturnBasis,
    unit: ReportingUnit,
    /** 代报: reported by the office, not by the unit. */
    onBehalf: z.boolean(),
    dataset: Dataset,
    brands: z.int(),
    counts: LineCounts,
    /** Doubtful lines that were explained. */
    warnings: z.int(),
    dueOn: z.string(),
    /** 逾期补报: reported after the due day, by an exception. */
    late: z.boolean(),
    /** Until when late entry is allowed; null: it is not. */
    lateUntil: z.string().nullable(),
    /** The day it was first reported; null: not yet. */
    reportedOn: z.string().nullable(),
    /** -1 while nothing was reported. */
    revision: z.int(),
    updatedOn: z.string().nullable(),
  })
  .meta({ id: 'ReturnRow' });
export type ReturnRow = z.infer<typeof ReturnRow>;

/** impossible: refused. doubtful: needs a reason. */
export const ReturnFinding = z
  .object({
    severity: z.enum(['impossible', 'doubtful']),
    code: z.string(),
    /** Key of the line; null where it concerns the return. */
    line: z.string().nullable(),
    field: z.string().nullable(),
    zh: z.string(),
    en: z.string(),
    todo: Words,
    /** A doubtful one that was given its reason. */
    explained: z.boolean(),
  })
  .meta({ id: 'ReturnFinding' });
export type ReturnFinding = z.infer<typeof ReturnFinding>;

const By = z.object({ id: z.string(), role: z.string(), region: z.string() });

export const ReturnLineRow = z
  .object({
    /** `<brand>|<metric>|<directness>|<trade>`: what requests name it by. */
    line: z.string(),
    ...ReturnLine.shape,
    metricZh: z.string(),
    metricEn: z.string(),
    brandName: z.string(),
    standing: z.enum(['missing', ...LINE_STANDINGS]),
    findings: z.array(ReturnFinding),
    /** The same line one year before; null: none is known. */
    lastYear: z.int().nullable(),
    /** The last 累计 of this year before this period; null: none, or the call asks 本期. */
    earlierThisYear: z.object({ period: z.string(), value: z.int() }).nullable(),
    /** Lower median of the same line among brands of the same kind and category; null: too few. */
    peers: z.object({ median: z.int(), count: z.int() }).nullable(),
    comments: z.array(
      z.object({ comment: z.string(), to: z.enum(['unit', 'below']), from: z.enum(RUNGS), at: z.string(), by: By, event: z.string() }),
    ),
    /** Who brought it to which rung, lowest first. */
    taken: z.array(z.object({ rung: Rung, at: z.string(), on: z.string(), by: By, event: z.string() })),
    /** What became of it in the brand's stream, after it was locked. */
    applied: z
      .object({
        state: z.enum(['waiting', 'applied', 'parked', 'kept']),
        figureId: z.string().nullable(),
        code: z.string().nullable(),
        zh: z.string().nullable(),
        en: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ReturnLineRow' });
export type ReturnLineRow = z.infer<typeof ReturnLineRow>;

export const ReturnHistoryEntry = z
  .object({
    event: z.string(),
    type: z.string(),
    at: z.string(),
    on: z.string(),
    by: By,
    rung: Rung.nullable(),
    /** How many lines it concerns. */
    lines: z.int(),
    reason: z.string().nullable(),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'ReturnHistoryEntry' });

/** A rung of the ladder of this region. One that does not exist there is passed over, and the reason says why. */
export const LadderRung = z.object({
  rung: Rung,
  zh: z.string(),
  en: z.string(),
  exists: z.boolean(),
  why: Words.nullable(),
  /** Roles that may take it. */
  roles: z.array(z.string()),
});

export const ReturnCard = ReturnRow.extend({
  call: ReturnCallRow,
  ladder: z.array(LadderRung),
  brandList: z.array(z.object({ brandId: z.string(), name: z.string(), kind: z.string(), category: z.string().nullable() })),
  lines: z.array(ReturnLineRow),
  /** Findings that concern no single line. */
  findings: z.array(ReturnFinding),
  history: z.array(ReturnHistoryEntry),
}).meta({ id: 'ReturnCard' });
export type ReturnCard = z.infer<typeof ReturnCard>;

// Acts on a return

/** 报送. Null lines: what the draft holds. */
export const ReportReturnBody = z.strictObject({ lines: z.array(ReturnLine).max(5000).nullable() }).meta({ id: 'ReportReturn' });
/** null: every line that stands on the rung below. */
const Lines = z.array(LineKey).min(1).max(5000).nullable();
/** 审核通过. */
export const AdvanceReturnBody = z.strictObject({ rung: StepRung, lines: Lines, note: Text.nullable() }).meta({ id: 'AdvanceReturn' });
/** 退回修改, to the unit or to the rung below. */
export const SendBackReturnBody = z
  .strictObject({
    to: z.enum(['unit', 'below']),
    lines: z
      .array(z.strictObject({ line: LineKey, comment: Said }))
      .min(1)
      .max(5000),
  })
  .meta({ id: 'SendBackReturn' });
/** 撤回审核, from the top. */
export const UndoReturnBody = z.strictObject({ rung: StepRung, lines: Lines, reason: Said }).meta({ id: 'UndoReturnAdvance' });
/** 逾期补报. */
export const AllowLateBody = z.strictObject({ reason: Said, until: BusinessDate }).meta({ id: 'AllowLateReturn' });
/** 锁定. */
export const LockReturnBody = z.strictObject({ lines: Lines }).meta({ id: 'LockReturn' });

export const ReturnCommandResult = z
  .object({
    stream: z.string(),
    id: z.string(),
    revision: z.int(),
    position: z.string(),
    events: z.array(z.object({ id: z.string(), type: z.string() })),
    repeated: z.boolean(),
  })
  .meta({ id: 'ReturnCommandResult' });
export type ReturnCommandResult = z.infer<typeof ReturnCommandResult>;

// Drafts

/**
 * What a clerk types into: `value`, `note`, `estimateMethod`, `estimateBasis`, `rosterSha256`, `rosterRows`, `rosterDuplicates`,
 * `rosterKey`, and `explain:<code>` for the reason of a warning.
 */
export const DraftField = z
  .string()
  .regex(/^(value|note|estimateMethod|estimateBasis|rosterSha256|rosterRows|rosterDuplicates|rosterKey|explain:[A-Z_.]{1,60})$/);
/** A key that no line can have would be kept and never told of. */
const DraftLine = LineKey.refine((key) => parseLineKey(key) !== null);
/** A cell as it is typed. `seen` is the revision of the cell that the writer looked at; 0 where there was none. */
export const PatchDraftBody = z
  .strictObject({
    cells: z
      .array(z.strictObject({ line: DraftLine, field: DraftField, value: z.string().max(4000).nullable(), seen: z.int().min(0) }))
      .min(1)
      .max(5000),
  })
  .meta({ id: 'PatchReturnDraft' });

export const DraftCell = z
  .object({ line: z.string(), field: z.string(), value: z.string().nullable(), revision: z.int(), by: z.string(), at: z.string() })
  .meta({ id: 'ReturnDraftCell' });
export type DraftCell = z.infer<typeof DraftCell>;
/** Somebody else wrote this cell meanwhile: both values stand here, and nothing of it was saved. */
export const DraftConflict = z
  .object({ line: z.string(), field: z.string(), yours: z.string().nullable(), theirs: DraftCell })
  .meta({ id: 'ReturnDraftConflict' });
export type DraftConflict = z.infer<typeof DraftConflict>;

export const ReturnDraft = z
  .object({
    returnId: z.string(),
    /** Revision of the return that the draft is for. */
    revision: z.int(),
    cells: z.array(DraftCell),
    /** Brands that were typed and do not belong here any more, and why: their cells are kept, and not reported with this return. */
    aside: z.array(z.object({ brandId: z.string(), ...Words.shape })),
    /** What is found about the lines as they would be reported now. A cell that cannot be read leaves its line as it was. */
    findings: z.array(ReturnFinding),
    /** How many lines are asked, and how many of them are filled in. */
    progress: z.object({ asked: z.int(), filled: z.int() }),
  })
  .meta({ id: 'ReturnDraft' });
export type ReturnDraft = z.infer<typeof ReturnDraft>;

/** What became of the cells that were sent, and all that is found about their brands now; of other brands stands what was found before. */
export const PatchedDraft = ReturnDraft.omit({ cells: true, aside: true })
  .extend({ brands: z.array(z.string()), saved: z.array(DraftCell), conflicts: z.array(DraftConflict) })
  .meta({ id: 'PatchedReturnDraft' });
export type PatchedDraft = z.infer<typeof PatchedDraft>;

// Completeness（催报）

/** By call, or by region and period over all calls. */
export const CompletenessParams = z.strictObject({
  call: z.uuid().optional(),
  region: RegionCode.optional(),
  period: ReturnPeriod.optional(),
  dataset: Dataset.optional(),
  atLeast: AtLeast,
});

export const CompletenessRow = z
  .object({
    region: z.object({ code: z.string(), name: z.string() }),
    units: z.object({
      expected: z.int(),
      reported: z.int(),
      onTime: z.int(),
      late: z.int(),
      missing: z.int(),
      /** Missing and the due day is over. */
      overdue: z.int(),
    }),
    brands: z.object({ expected: z.int(), reported: z.int() }),
    lines: LineCounts,
    /** Who is missing, at most 200 of them; `missingMore` says how many more. */
    missing: z.array(
      z.object({
        returnId: z.string(),
        unit: ReportingUnit,
        region: z.object({ code: z.string(), name: z.string() }),
        brands: z.int(),
        dueOn: z.string(),
      }),
    ),
    missingMore: z.int(),
  })
  .meta({ id: 'ReturnCompletenessRow' });
export type CompletenessRow = z.infer<typeof CompletenessRow>;

export const Completeness = z
  .object({ total: CompletenessRow, rows: z.array(CompletenessRow), calls: z.array(ReturnCallRow), position: z.string() })
  .meta({ id: 'ReturnCompleteness' });
export type Completeness = z.infer<typeof Completeness>;

/** How many lines of a year are not locked yet: what the closing of a year warns of. */
export const UnlockedParams = z.strictObject({
  region: RegionCode,
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number),
  dataset: Dataset,
  atLeast: AtLeast,
});
export const UnlockedLines = z
  .object({ year: Year, returns: z.int(), lines: z.int(), position: z.string() })
  .meta({ id: 'UnlockedReturnLines' });
export type UnlockedLines = z.infer<typeof UnlockedLines>;

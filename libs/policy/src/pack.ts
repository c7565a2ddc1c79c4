/**
 * The pack format: one policy document as data.
 *
 * A pack holds what its document says, clause by clause, and nothing else. What a document leaves open stands in a
 * house pack that `completes` it: every value there is configured, with who approved it and when, and is never shown
 * as policy. A pack file is YAML that a reader of the document can follow in Chinese; this schema is what it must fit.
 */
import { z } from 'zod';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Key = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

export const PackClause = z.strictObject({
  /** Stable key, since printed numbers repeat (IM 三（三）2 has two items 3）). */
  key: Key,
  /** As people cite it: `三（三）2.3）规模特征`. */
  cite: z.string(),
  /** The key phrase, word for word. */
  text: z.string(),
  /** Rows of source-rules.md this clause carries: `IM-26`. */
  rows: z.array(z.string()),
});

/** A number or text that rules refer to by name. Either stated (with its clause) or configured (with who approved it). */
export const PackParameter = z.strictObject({
  key: Key,
  zh: z.string(),
  en: z.string(),
  unit: z.string(),
  basis: z.enum(['stated', 'configured']),
  clause: Key.nullable(),
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  /** Who sets it where the document hands it down (IM-17: the banner). Until then the answer is undecidable, and this role owes it. */
  delegatedTo: z.string().nullable().optional(),
  /** How low and how high the body may set it; a house pack may narrow what the document declares, never widen it. */
  bounds: z
    .strictObject({
      atLeast: z.union([z.int(), z.string().regex(/^\d+\/\d+$/)]).nullable(),
      atMost: z.union([z.int(), z.string().regex(/^\d+\/\d+$/)]).nullable(),
    })
    .nullable()
    .optional(),
  /** Where no rule reads it: which people go by it, and for what. The ledger then shows the value and holds nobody to it. */
  forPeople: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }).optional(),
  /**
   * The first entry whose conditions all hold gives the value; the most specific region wins before order counts.
   * Empty: the document names the thing and states no value; a house pack may then complete it under the same key.
   */
  values: z.array(
    z.strictObject({
      when: z.strictObject({
        tier: z.string().nullable().optional(),
        category: z.string().nullable().optional(),
        regionClass: z.int().nullable().optional(),
        region: z.string().nullable().optional(),
      }),
      from: Day.nullable().optional(),
      until: Day.nullable().optional(),
      value: z.union([z.int(), z.string().regex(/^-?\d+\/\d+$/), z.string()]).nullable(),
    }),
  ),
});

/**
 * One question with one of four answers. `shape` picks the evaluator (the 32 rule shapes); the rest are its arguments,
 * checked by the shape's own schema when the pack is opened.
 */
export const PackPredicate = z.looseObject({
  id: Key,
  shape: z.string(),
  /** Clause it implements; null: configured (then only a house pack may hold it). */
  clause: Key.nullable(),
  zh: z.string(),
  en: z.string(),
});
export type PackPredicate = z.infer<typeof PackPredicate>;

/** A condition joins others by `all` or `any`, asks another rule (`rule`), or is one question. A group may have a name of its own. */
export type PackCondition =
  | PackPredicate
  | { readonly all: readonly PackCondition[]; readonly zh?: string | undefined; readonly en?: string | undefined }
  | { readonly any: readonly PackCondition[]; readonly zh?: string | undefined; readonly en?: string | undefined }
  | { readonly rule: string };
export const PackCondition: z.ZodType<PackCondition> = z.lazy(() =>
  z.union([
    PackPredicate,
    z.strictObject({ all: z.array(PackCondition).min(1), zh: z.string().optional(), en: z.string().optional() }),
    z.strictObject({ any: z.array(PackCondition).min(1), zh: z.string().optional(), en: z.string().optional() }),
    z.strictObject({ rule: Key }),
  ]),
);

const PackSubjectKind = z.enum(['labour', 'training', 'dual', 'unit', 'institution', 'region', 'programme']);

/** To whom a rule applies. A missing line means: to all. */
export const PackScope = z.strictObject({
  kinds: z.array(PackSubjectKind),
  /** Tier held; of a region its level: `prefecture` for leagues and cities, `county` for banners and counties. */
  tiers: z.array(z.string()).nullable().optional(),
  /** Of institutions their type: 职业院校（`vocationalSchool`）and 民办学校（`privateSchool`）are bound by different clauses. */
  categories: z.array(z.string()).min(1).nullable().optional(),
  /** Where the document speaks of one brand by name（“融湾”）: words of which the subject's name holds one. */
  named: z.array(z.string().min(1)).min(1).nullable().optional(),
});

export const PackRule = z.strictObject({
  id: Key,
  zh: z.string(),
  en: z.string(),
  basis: z.enum(['stated', 'configured']),
  clause: Key.nullable(),
  /** For a configured rule: the clause of the completed document under which it stands. */
  umbrella: Key.nullable(),
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  rows: z.array(z.string()),
  scope: PackScope,
  /** What passing means. `tier` names the tier that a tier rule is about. */
  purpose: z.enum(['nomination', 'tier', 'eligibility', 'review', 'integrity', 'name', 'deadline', 'target', 'duty', 'coverage', 'record']),
  tier: z.string().nullable(),
  /** Where the rule itself counts for less long than its document (both days included), or only on trial（试行）. */
  validity: z.strictObject({ from: Day.nullable(), until: Day.nullable(), trial: z.boolean() }).optional(),
  condition: PackCondition,
});
export type PackRule = z.infer<typeof PackRule>;

/** What sets an effect off: a fact of the ledger, or time. */
export const TRIGGERS = [
  'yearClosed',
  'reviewDueDatePassed',
  'reviewHeld',
  'rectificationReported',
  'rectificationDueDatePassed',
  'supportStopped',
  'noticeEnded',
  'figureCorrected',
  'proposalFallsDue',
  /** A deadline that a rule or a target names, or the day on which a cycle comes round, has passed. */
  'datePassed',
  /** One side of a dual brand is answered otherwise than before. */
  'linkedOutcomeChanged',
  /** What is held of the subject changed: recognised, designated, graded, judged, sanctioned, a round or a meeting held. */
  'statusChanged',
] as const;
/** What the steward then does. `propose*` wait for a named person, or fall due where `fallsDueAfter` says so. */
export const STEPS = [
  'markReviewDue',
  'markReviewOverdue',
  'concludeReview',
  'warn',
  'orderRectification',
  'acceptRectification',
  'failRectification',
  'proposeSupportStop',
  'proposeExit',
  'proposeDowngrade',
  'proposePromotion',
  'delist',
  'findEligible',
  'loseEligibility',
  'markStale',
  /** Writes down what the rule or the target answers for the period: a duty, a target or a coverage met or missed. */
  'recordAnswer',
  /** An evaluation or a round is due; the date is the one the rule's answer names (`dueDateOf`). */
  'markEvaluationDue',
  /** Proposes the effect's `sanction`; a named person confirms or dismisses. */
  'proposeSanction',
  /** Proposes that a recognition or a designation is withdrawn; a named person confirms or dismisses. */
  'proposeWithdrawal',
  /** The link of a dual brand is to be looked at again, with the reasons. */
  'markLinkReviewDue',
] as const;
/** Steps that only subjects other than brands have a place for. */
export const SUBJECT_STEPS = ['markEvaluationDue', 'proposeSanction', 'proposeWithdrawal', 'markLinkReviewDue'] as const;
/** 通报、停止相关政策和资金支持、摘牌、黑名单. In the documents these stand side by side; an order is configured. */
export const SANCTIONS = ['notice', 'stopSupport', 'plaqueRemoved', 'blacklist'] as const;

export const PackEffect = z.strictObject({
  id: Key,
  on: z.enum(TRIGGERS),
  /** The rule that is evaluated; null: a target is, or the effect follows from the trigger alone. */
  rule: Key.nullable(),
  /** The target whose progress is asked for (`progressOf`), where no rule is. */
  target: Key.optional(),
  /** Whom an effect with neither rule nor target concerns; left out: brands. */
  kinds: z.array(PackSubjectKind).optional(),
  /** Outcomes of that rule or target for which the effect happens. Empty: any. */
  when: z.array(z.enum(['pass', 'fail', 'undecidable', 'notConfigured'])),
  then: z.enum(STEPS),
  /** For `proposeSanction`: which. */
  sanction: z.enum(SANCTIONS).optional(),
  basis: z.enum(['stated', 'configured']),
  clause: Key.nullable(),
  umbrella: Key.nullable(),
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  /** Parameter (unit `days`) that gives the due date of what the step starts. */
  dueAfter: Key.nullable(),
  /** Parameter (unit `days`) after which a proposal falls due without a person; null: a named person confirms. */
  fallsDueAfter: Key.nullable(),
  zh: z.string(),
  en: z.string(),
});
export type PackEffect = z.infer<typeof PackEffect>;

/** IM-25: class of a region; the own entry, else the nearest ancestor with one. */
export const PackRegionClass = z.strictObject({ region: z.string().regex(/^\d{6}$/), class: z.int(), clause: Key });

/**
 * A reading that was not taken, as data that can be run: what of this pack would stand otherwise. A predicate may be replaced
 * by any condition; values, scope and condition stand in place of the old ones. `openPack` opens the pack so read.
 */
export const PackReading = z.strictObject({
  id: Key,
  zh: z.string(),
  en: z.string(),
  changes: z.strictObject({
    parameters: z.record(Key, PackParameter.shape.values).optional(),
    predicates: z.record(Key, PackCondition).optional(),
    rules: z.record(Key, z.strictObject({ scope: PackScope.optional(), condition: PackCondition.optional() })).optional(),
  }),
});
export type PackReading = z.infer<typeof PackReading>;

/** A recorded reading of an ambiguity, with the readings that were not taken. */
export const PackInterpretation = z.strictObject({
  /** Number in the list of ambiguities of the reading; null: one that the list does not have. */
  id: Key,
  ambiguity: z.int().nullable(),
  zh: z.string(),
  en: z.string(),
  chosen: z.string(),
  others: z.array(z.string()),
  /** Those of the others that can be run. */
  readings: z.array(PackReading).optional(),
  clause: Key.nullable(),
});

/** A row of the document that is carried as record, definition or reference and decides nothing by itself. */
export const PackRecord = z.strictObject({
  rows: z.array(z.string()),
  clause: Key,
  kind: z.enum(['definition', 'workflow', 'support', 'target', 'judgement', 'reference']),
  /** Events of the ledger by which it is kept, by wire name; a spec holds that there are such events. */
  events: z.array(z.string()).optional(),
  zh: z.string(),
  en: z.string(),
});

export const PackTarget = z.strictObject({
  id: Key,
  clause: Key,
  zh: z.string(),
  en: z.string(),
  metric: z.string(),
  /** For a share (unit `percent`): what the metric is a share of. */
  of: z.string().optional(),
  unit: z.string(),
  value: z.int(),
  /** `rising`: each year above the one before（逐步提高）; the value is then 0, since no size is stated. */
  comparison: z.enum(['atLeast', 'about', 'range', 'rising']),
  upper: z.int().nullable(),
  by: Day.nullable(),
  /** 力争: an aim, which by itself has no consequence. */
  aim: z.boolean(),
  /** 原则上, or under 例如: binds nobody and is shown so. */
  qualifier: z.enum(['inPrinciple', 'example']).optional(),
  /** Day from which it is counted; left out: the day its document came into force. */
  from: Day.optional(),
  /** For a metric that is told as direct and indirect: what counts towards it. */
  directness: z
    .array(z.enum(['direct', 'indirect']))
    .min(1)
    .optional(),
  /** Of a region's target: the level of region it binds. */
  tiers: z.array(z.string()).optional(),
  /** How figures are held against it: each year, added up to `by`, as the average of the years, or as things stand on a date. */
  span: z.enum(['yearly', 'cumulative', 'average', 'atDate']).optional(),
  /** Of a programme's count of brands: which of those in the ledger it counts, so that nobody has to report them. */
  counts: z.strictObject({ kind: z.enum(['labour', 'training', 'dual']), tier: z.string().optional() }).optional(),
  /** Whose target it is; left out: of the programme. */
  scope: z.enum(['programme', 'region', 'unit', 'institution']).optional(),
  rows: z.array(z.string()),
});
export type PackTarget = z.infer<typeof PackTarget>;

/** That conditions may be eased, on which grounds, and for whom. Size, approver and time stand in a house pack or nowhere. */
export const PackRelaxation = z.strictObject({
  id: Key,
  clause: Key,
  zh: z.string(),
  en: z.string(),
  /** Grounds that the document states. */
  grounds: z.array(z.strictObject({ id: Key, zh: z.string(), en: z.string() })).min(1),
  /** The ground that its open list（…等）leaves room for; it always gives its reason. Null: the list is closed. */
  other: z.strictObject({ id: Key, zh: z.string(), en: z.string() }).nullable(),
  /** Parameter (unit `list`): kinds of subject that may be relaxed. `dual` reaches a brand that is relaxed for a dual brand. */
  reach: Key,
  /** Parameter (unit `ratio`): how far a value may be eased, as a share of what is stated. No value: nothing is eased. */
  bound: Key,
  /** Parameter (unit `months`): for how long at most. */
  months: Key,
  /** Parameter (unit `list`): roles that may grant it. */
  approver: Key,
  interpretation: Key.optional(),
  rows: z.array(z.string()),
});
export type PackRelaxation = z.infer<typeof PackRelaxation>;

export const Pack = z.strictObject({
  format: z.literal(1),
  id: Key,
  version: z.string(),
  /** `document`: says what a document says. `house`: configured rules that complete one. */
  role: z.enum(['document', 'house']),
  completes: Key.nullable(),
  meta: z.strictObject({
    title: z.string(),
    titleEn: z.string(),
    number: z.string().nullable(),
    kindOfDocument: z.string(),
    issuer: z.string(),
    indexNumber: z.string().nullable(),
    legalBasis: z.array(z.string()),
    addressees: z.string().nullable(),
    made: Day.nullable(),
    published: Day.nullable(),
    inForceFrom: Day,
    inForceUntil: Day.nullable(),
    repealed: Day.nullable(),
    status: z.string(),
  }),
  /** Region and kinds the document governs. */
  governs: z.strictObject({ region: z.string().regex(/^\d{6}$/), kinds: z.array(z.enum(['labour', 'training', 'dual'])) }),
  /** Lowest status of a figure that rules read. Default of every shipped pack: `locked`. */
  factsFrom: z.enum(['published', 'locked']),
  clauses: z.array(PackClause),
  parameters: z.array(PackParameter),
  regionClasses: z.array(PackRegionClass),
  rules: z.array(PackRule),
  effects: z.array(PackEffect),
  targets: z.array(PackTarget),
  relaxations: z.array(PackRelaxation).optional(),
  interpretations: z.array(PackInterpretation),
  records: z.array(PackRecord),
  /** 报送截止, Asia/Shanghai, with its clause; a nomination after it is recorded as late. */
  nominationDeadline: z.strictObject({ at: z.string(), clause: Key }).nullable(),
});
export type Pack = z.infer<typeof Pack>;

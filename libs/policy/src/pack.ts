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

/** To whom a rule applies. A missing line means: to all. */
export const PackScope = z.strictObject({
  kinds: z.array(z.enum(['labour', 'training', 'dual', 'unit', 'institution', 'region', 'programme'])),
  tiers: z.array(z.string()).nullable().optional(),
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
] as const;

export const PackEffect = z.strictObject({
  id: Key,
  on: z.enum(TRIGGERS),
  /** The rule that is evaluated; null: the effect follows from the trigger alone. */
  rule: Key.nullable(),
  /** Outcomes of that rule for which the effect happens. Empty: any. */
  when: z.array(z.enum(['pass', 'fail', 'undecidable', 'notConfigured'])),
  then: z.enum(STEPS),
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

/** A recorded reading of an ambiguity, with the readings that were not taken. */
export const PackInterpretation = z.strictObject({
  /** Number in the list of ambiguities of the reading; null: one that the list does not have. */
  id: Key,
  ambiguity: z.int().nullable(),
  zh: z.string(),
  en: z.string(),
  chosen: z.string(),
  others: z.array(z.string()),
  clause: Key.nullable(),
});

/** A row of the document that is carried as record, definition or reference and decides nothing by itself. */
export const PackRecord = z.strictObject({
  rows: z.array(z.string()),
  clause: Key,
  kind: z.enum(['definition', 'workflow', 'support', 'target', 'judgement', 'reference']),
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
  comparison: z.enum(['atLeast', 'about', 'range']),
  upper: z.int().nullable(),
  by: Day.nullable(),
  /** 力争: an aim, which by itself has no consequence. */
  aim: z.boolean(),
  /** How figures are held against it: each year, added up to `by`, as the average of the years, or as things stand on a date. */
  span: z.enum(['yearly', 'cumulative', 'average', 'atDate']).optional(),
  /** Whose target it is; left out: of the programme. */
  scope: z.enum(['programme', 'region', 'unit', 'institution']).optional(),
  rows: z.array(z.string()),
});

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
  interpretations: z.array(PackInterpretation),
  records: z.array(PackRecord),
  /** 报送截止, Asia/Shanghai, with its clause; a nomination after it is recorded as late. */
  nominationDeadline: z.strictObject({ at: z.string(), clause: Key }).nullable(),
});
export type Pack = z.infer<typeof Pack>;

/**
 * What every rule-triggered event carries: which policy, which rule, which clause or *configured*, on which facts,
 * as far as which point of the log, and the whole explanation. Codes and numbers only: sentences are rendered on reading.
 */
import { z } from 'zod';
import { BusinessDate, RegionCode, Text, Uuid, Year } from './values';

export const OUTCOMES = ['pass', 'fail', 'undecidable', 'notConfigured'] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

/** Where a value or a rule comes from: a clause of the document, or a local rule that somebody approved. */
export const Provenance = z.strictObject({
  pack: z.string(),
  version: z.string(),
  basis: z.enum(['stated', 'configured']),
  /** Stable clause key within the pack, such as `san.san.2.3.scale`. Null for what no document states. */
  clause: z.string().nullable(),
  /** The clause as people cite it: `三（三）2.3）规模特征`. */
  cite: z.string().nullable(),
  /** Who approved a configured value, and when. */
  approvedBy: z.string().nullable(),
  approvedOn: BusinessDate.nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

/** An exact quantity: an integer, or a ratio of two integers that was compared by cross-multiplication. */
export const Quantity = z.union([
  z.strictObject({ kind: z.literal('count'), value: z.int(), unit: z.string() }),
  z.strictObject({ kind: z.literal('ratio'), numerator: z.int(), denominator: z.int() }),
  z.strictObject({ kind: z.literal('text'), value: z.string() }),
]);
export type Quantity = z.infer<typeof Quantity>;

/** A fact that a predicate read: which figure or event, and what it said. */
export const FactUsed = z.strictObject({
  label: z.string(),
  year: z.int().nullable(),
  directness: z.string().nullable(),
  quantity: Quantity,
  /** `{stream}@{revision}` of the event it came from, or null for a fact that is given (an argument of a dry run). */
  event: z.string().nullable(),
  status: z.string().nullable(),
});
export type FactUsed = z.infer<typeof FactUsed>;

/** What is missing for an answer, and who owes it. */
export const MissingFact = z.strictObject({
  label: z.string(),
  year: z.int().nullable(),
  owedBy: z.string(),
});
export type MissingFact = z.infer<typeof MissingFact>;

/** One node of an explanation. A leaf is a predicate; an inner node joins its children by `all` or `any`. */
export interface ExplanationNode {
  readonly node: 'all' | 'any' | 'predicate';
  /** Rule id or predicate id within the pack. */
  readonly id: string;
  /** The shape of predicate, such as `sumOverYears`; it picks the sentence. Null for all / any. */
  readonly shape: string | null;
  readonly outcome: Outcome;
  readonly provenance: Provenance;
  readonly threshold: { readonly comparison: string; readonly quantity: Quantity; readonly provenance: Provenance } | null;
  readonly actual: Quantity | null;
  /** How far above (positive) or below (negative) the threshold: a count, or a ratio whose sign is its numerator's. */
  readonly margin: Quantity | null;
  readonly window: { readonly fromYear: number; readonly toYear: number } | null;
  readonly facts: readonly FactUsed[];
  readonly missing: readonly MissingFact[];
  /** Machine-readable remarks, such as `passesOnlyWithIndirect`, `regionClass:3@150781`, `vetoed`. */
  readonly notes: readonly string[];
  readonly children: readonly ExplanationNode[];
}

export const ExplanationNode: z.ZodType<ExplanationNode> = z
  .lazy(() =>
    z.strictObject({
      node: z.enum(['all', 'any', 'predicate']),
      id: z.string(),
      shape: z.string().nullable(),
      outcome: Outcome,
      provenance: Provenance,
      threshold: z.strictObject({ comparison: z.string(), quantity: Quantity, provenance: Provenance }).nullable(),
      actual: Quantity.nullable(),
      margin: Quantity.nullable(),
      window: z.strictObject({ fromYear: z.int(), toYear: z.int() }).nullable(),
      facts: z.array(FactUsed),
      missing: z.array(MissingFact),
      notes: z.array(z.string()),
      children: z.array(ExplanationNode),
    }),
  )
  .meta({ id: 'ExplanationNode' });

export const Explanation = z.strictObject({
  engine: z.string(),
  pack: z.string(),
  version: z.string(),
  digest: z.string(),
  rule: z.string(),
  subject: z.strictObject({ stream: z.string(), name: z.string(), region: RegionCode.nullable(), kind: z.string() }),
  asOf: BusinessDate,
  /** The year that windows count back from: the last year of a window is `evaluationYear - 1`. */
  evaluationYear: z.int(),
  outcome: Outcome,
  /** True when a value that no document states took part in the answer. */
  restsOnConfigured: z.boolean(),
  /** Packs that completed this one when the answer was given: all of what was in force, so that a replay composes the same. */
  completedBy: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest: z.string() })).optional(),
  /** What the pack calls the codes that stand in this explanation (ids, criteria, evidence, interpretations), so that it reads without its pack. */
  names: z.record(z.string(), z.strictObject({ zh: z.string(), en: z.string() })).optional(),
  root: ExplanationNode,
});
export type Explanation = z.infer<typeof Explanation>;

export const Decision = z.strictObject({
  /** brand, rule, policy version, period, cause, event type, ordinal: the same decision is never taken twice. */
  key: z.string().min(1),
  policy: z.strictObject({
    pack: z.string(),
    version: z.string(),
    digest: z.string(),
    rule: z.string(),
    basis: z.enum(['stated', 'configured']),
    clause: z.string().nullable(),
    cite: z.string().nullable(),
    /** The clause of the document under which a configured rule stands, as people cite it. */
    umbrella: z.string().nullable(),
  }),
  engine: z.string(),
  basis: z.strictObject({
    /** Leaf index of the last event of the log that was considered. */
    leaf: z.int().min(0),
    /** Revision of the brand's stream that was considered. */
    revision: z.int().min(0),
  }),
  /** The event that made this decision due. */
  cause: z.strictObject({ event: Uuid.nullable(), type: z.string() }),
  explanation: Explanation.nullable(),
});
export type Decision = z.infer<typeof Decision>;

/**
 * What a rule or a target answers for a period: a duty, a target, a coverage met or missed. `period` null: it knows no period.
 * Brands and the other subjects have it alike.
 */
export const RuleAnswer = z.strictObject({ period: Year.nullable(), purpose: Text, outcome: Outcome, decision: Decision });
export type RuleAnswer = z.infer<typeof RuleAnswer>;

/** What a shape of predicate is: its arguments, what it refers to, and how it answers. */
import type { ExplanationNode, MissingFact, Outcome, Quantity } from '#domain';
import { z } from 'zod';
import type { EffectivePack } from '../compose';
import type { Facts, Subject } from '../facts';
import { type Fraction, type Span, fraction, isExact } from './exact';
import type { Reading, ReadingRules } from './figures';
import { type Resolved, resolve } from './parameters';

export interface Context {
  readonly pack: EffectivePack;
  readonly subject: Subject;
  readonly facts: Facts;
  /** Tier the rule is about, else the one the subject holds: it picks values by tier. */
  readonly tier: string | null;
  readonly asOf: string;
  readonly evaluationYear: number;
  readonly reading: ReadingRules;
  /** Values that a relaxation eases, by parameter: they stand in place of the stated ones. */
  readonly eased?: ReadonlyMap<string, Fraction>;
}

export interface Leaf extends Pick<
  ExplanationNode,
  'outcome' | 'threshold' | 'actual' | 'margin' | 'window' | 'facts' | 'missing' | 'notes'
> {
  /** A configured value other than the threshold took part. */
  readonly rests?: boolean;
}

/** A name of a code, as the pack gives it. */
export interface Named {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export interface Shape<A> {
  readonly arguments: z.ZodType<A>;
  /** Parameters the predicate refers to. */
  readonly parameters: (args: A) => readonly string[];
  /** Metrics it reads. */
  readonly metrics: (args: A) => readonly string[];
  /** Codes it speaks of, with their names. */
  readonly names: (args: A) => readonly Named[];
  readonly answer: (args: A, context: Context) => Leaf;
}

/** A shape whose arguments have been read once. */
export interface BoundPredicate {
  readonly parameters: readonly string[];
  readonly metrics: readonly string[];
  readonly names: readonly Named[];
  readonly answer: (context: Context) => Leaf;
}

export interface AnyShape {
  /** Reads the arguments; a zod error tells which do not fit. */
  readonly bind: (
    args: unknown,
  ) => { readonly ok: true; readonly predicate: BoundPredicate } | { readonly ok: false; readonly error: z.ZodError };
}

export function shape<A>(definition: Shape<A>): AnyShape {
  return {
    bind: (given) => {
      const parsed = definition.arguments.safeParse(given);
      if (!parsed.success) return { ok: false, error: parsed.error };
      const args = parsed.data;
      return {
        ok: true,
        predicate: {
          parameters: definition.parameters(args),
          metrics: definition.metrics(args),
          names: definition.names(args),
          answer: (context) => definition.answer(args, context),
        },
      };
    },
  };
}

/** Who owes a missing fact. */
export const OWED_BY = [
  'constructionUnit',
  'trainingInstitution',
  'recorder',
  'checker',
  'prefecture',
  'province',
  'banner',
  'expert',
  'issuer',
] as const;
export const OwedBy = z.enum(OWED_BY);

export const NO_LEAF: Leaf = {
  outcome: 'pass',
  threshold: null,
  actual: null,
  margin: null,
  window: null,
  facts: [],
  missing: [],
  notes: [],
};

/** The value of a parameter for this subject, or the leaf that says why there is none. */
export function valueOf(
  key: string,
  context: Context,
):
  | { readonly ok: true; readonly found: Extract<Resolved, { kind: 'value' }>; readonly notes: readonly string[] }
  | { readonly ok: false; readonly leaf: Leaf } {
  const found = resolve(context.pack, key, context.subject, context.tier, context.asOf);
  const unanswered = (outcome: Outcome, missing: readonly MissingFact[], note: string): { ok: false; leaf: Leaf } => ({
    ok: false,
    leaf: { ...NO_LEAF, outcome, missing, notes: [note] },
  });
  switch (found.kind) {
    case 'value':
      return {
        ok: true,
        found,
        notes: found.regionClass === null ? [] : [`regionClass:${found.regionClass.class}@${found.regionClass.region}`],
      };
    case 'absent':
      return unanswered('notConfigured', [], `notConfigured:${key}`);
    case 'delegated':
      return unanswered('undecidable', [{ label: 'localStandard', year: null, owedBy: found.owedBy }], `delegated:${key}`);
    case 'classUnknown':
      return unanswered('undecidable', [{ label: 'regionClass', year: null, owedBy: 'issuer' }], `regionClassUnknown`);
  }
}

/** The value of a parameter as a number; a text where a number must stand counts as not configured. */
export function numberOf(
  key: string,
  context: Context,
):
  | { readonly ok: true; readonly value: Fraction; readonly found: Extract<Resolved, { kind: 'value' }>; readonly notes: readonly string[] }
  | { readonly ok: false; readonly leaf: Leaf } {
  const resolved = valueOf(key, context);
  if (!resolved.ok) return resolved;
  const value = context.eased?.get(key) ?? fraction(resolved.found.value);
  return value === null
    ? { ok: false, leaf: { ...NO_LEAF, outcome: 'notConfigured', notes: [`notANumber:${key}`] } }
    : { ok: true, value, found: resolved.found, notes: resolved.notes };
}

const [LEAST, MOST] = [BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)];
const safe = (value: bigint): number | null => (value > MOST || value < LEAST ? null : Number(value));

/** A quantity for the explanation; null where a number is too large to be written exactly. */
export function ratio({ numerator, denominator }: Fraction): Quantity | null {
  const [n, d] = [safe(numerator), safe(denominator)];
  return n === null || d === null ? null : { kind: 'ratio', numerator: n, denominator: d };
}

export function count(value: bigint, unit: string): Quantity | null {
  const number = safe(value);
  return number === null ? null : { kind: 'count', value: number, unit };
}

export const quantity = (value: Fraction, unit: string): Quantity => {
  const written = value.denominator === 1n ? count(value.numerator, unit) : ratio(value);
  return written ?? { kind: 'text', value: `${value.numerator}/${value.denominator}` };
};

/** Known, whole and free of contradiction: the number as it is; otherwise what is known for certain, marked as such. */
export function shown(reading: Reading, unit: string): { readonly actual: Quantity | null; readonly notes: readonly string[] } {
  if (!reading.known || reading.conflict) return { actual: null, notes: [] };
  return { actual: count(reading.span.lo, unit), notes: isExact(reading.span) ? [] : ['actualIsLowerBound'] };
}

/** How far all of a span lies above (positive) or below (negative) a threshold, measured from its nearer end; null when it lies on both sides. */
export function distance(span: Span, threshold: Fraction): Fraction | null {
  const from = (value: bigint): Fraction => ({
    numerator: value * threshold.denominator - threshold.numerator,
    denominator: threshold.denominator,
  });
  const above = from(span.lo);
  if (above.numerator >= 0n) return above;
  const below = span.hi === null ? null : from(span.hi);
  return below !== null && below.numerator <= 0n ? below : null;
}

/** Shapes that ask about yearly figures: thresholds, sums, each year, ratios, parts of a whole, ranges. */
import type { MissingFact, Outcome } from '#domain';
import { z } from 'zod';
import { all } from './outcome';
import { COMPARISONS, type Fraction, add, compare, decide, isExact, subtract, whole } from './exact';
import { type Reading, type Wanted, readYear, readYears } from './figures';
import { type Context, type Leaf, NO_LEAF, OwedBy, distance, numberOf, quantity, ratio, shape, shown } from './shape';

const Metric = z.string().min(1);
const Directness = z
  .array(z.enum(['direct', 'indirect']))
  .min(1)
  .nullable();
export const counted = {
  /** One metric, or several that the document joins (自用或输出): then their sum. */
  metrics: z.array(Metric).min(1),
  unit: z.string().min(1),
  nature: z.enum(['flow', 'stock']),
  /** Null where the metric does not tell direct from indirect. */
  directness: Directness,
  owedBy: OwedBy,
};
export const compared = { comparison: z.enum(COMPARISONS), parameter: z.string().min(1) };
/** A recorded reading of the document's words on which the question rests. */
export const read = { interpretation: z.string().optional() };

/** What the arguments of a shape ask figures for. They are read once per predicate, and so is what is derived from them. */
export const wanted = (args: Wanted): Wanted => args;

const derived = new WeakMap<Wanted, Map<string, Wanted>>();

/** The same question of other metrics, or of one directness. */
function variant(args: Wanted, name: string, change: Partial<Wanted>): Wanted {
  let known = derived.get(args);
  if (known === undefined) derived.set(args, (known = new Map<string, Wanted>()));
  let found = known.get(name);
  if (found === undefined) {
    const { metrics, unit, nature, directness, owedBy } = args;
    found = { metrics, unit, nature, directness, owedBy, ...change };
    known.set(name, found);
  }
  return found;
}

export const interpreted = (args: { interpretation?: string | undefined }): string[] =>
  args.interpretation === undefined ? [] : [`interpretation:${args.interpretation}`];

/** What stays open is listed only where it kept the question from being answered. */
export function owed(outcome: Outcome, reading: Reading, metrics: readonly string[], owedBy: string): Pick<Leaf, 'missing' | 'notes'> {
  const open = (m: MissingFact): string => `${m.label}${m.year === null ? '' : `:${m.year}`}`;
  if (outcome !== 'undecidable')
    return reading.missing.length === 0 ? NOTHING_OPEN : { missing: [], notes: reading.missing.map((m) => `decidedWithout:${open(m)}`) };
  if (reading.conflict) return { missing: [...reading.missing, { label: 'conflictResolved', year: null, owedBy: 'checker' }], notes: [] };
  if (reading.missing.length > 0) return { missing: reading.missing, notes: [] };
  return { missing: metrics.map((metric) => ({ label: metric, year: null, owedBy })), notes: ['exactFigureNeeded'] };
}

const NOTHING_OPEN: Pick<Leaf, 'missing' | 'notes'> = { missing: [], notes: [] };

/** A declared tolerance that took part makes the answer rest on a configured value. */
export const restsOnTolerance = (reading: Reading, context: Context): boolean =>
  context.reading.tolerance !== null && reading.notes.some((note) => note.startsWith('bound:about') || note.startsWith('bound:almost'));

export function threshold(
  args: Wanted & { comparison: (typeof COMPARISONS)[number]; parameter: string; interpretation?: string | undefined },
  context: Context,
  fromYear: number,
  toYear: number,
): Leaf {
  const window = { fromYear, toYear };
  const limit = numberOf(args.parameter, context);
  const reading = readYears(context.reading, wanted(args), fromYear, toYear);
  const { actual, notes } = shown(reading, args.unit);
  if (!limit.ok)
    return {
      ...limit.leaf,
      window,
      actual,
      facts: reading.facts,
      notes: [...limit.leaf.notes, ...reading.notes, ...notes, ...interpreted(args)],
    };
  const { span } = reading;
  const outcome = reading.conflict
    ? 'undecidable'
    : decide(args.comparison, whole(span.lo), span.hi === null ? null : whole(span.hi), limit.value);
  const margin = outcome === 'undecidable' ? null : distance(span, limit.value);
  const open = owed(outcome, reading, args.metrics, args.owedBy);
  return {
    outcome,
    threshold: { comparison: args.comparison, quantity: quantity(limit.value, args.unit), provenance: limit.found.provenance },
    actual,
    margin: margin === null ? null : quantity(margin, args.unit),
    window,
    facts: reading.facts,
    missing: open.missing,
    notes: [
      ...limit.notes,
      ...reading.notes,
      ...notes,
      ...open.notes,
      ...interpreted(args),
      ...indirectNotes(args, context, fromYear, toYear, outcome, limit.value),
    ],
    rests: restsOnTolerance(reading, context),
  };
}

/** 仅计入间接带动后达标: the total passes, what is direct does not, or is not known apart. */
function indirectNotes(
  args: Wanted & { comparison: (typeof COMPARISONS)[number] },
  context: Context,
  fromYear: number,
  toYear: number,
  outcome: Outcome,
  limit: Fraction,
): string[] {
  if (args.directness === null || !args.directness.includes('indirect')) return [];
  const part = (directness: 'direct' | 'indirect'): Reading =>
    readYears(context.reading, variant(args, directness, { directness: [directness] }), fromYear, toYear);
  const [direct, indirect] = [part('direct'), part('indirect')];
  const apart = isExact(direct.span) && isExact(indirect.span) ? [`directPart:${direct.span.lo}`, `indirectPart:${indirect.span.lo}`] : [];
  if (outcome !== 'pass' || direct.conflict) return apart;
  const alone = decide(args.comparison, whole(direct.span.lo), direct.span.hi === null ? null : whole(direct.span.hi), limit);
  return alone === 'pass' ? apart : [...apart, alone === 'fail' ? 'passesOnlyWithIndirect' : 'directPartNotKnown'];
}

const noNames = (): readonly never[] => [];
const byMetrics = (args: { metrics: readonly string[] }): readonly string[] => args.metrics;
const oneParameter = (args: { parameter: string }): readonly string[] => [args.parameter];

/** Shapes 1, 4, 26: last calendar year (a flow), or how things stood at its end (a stock), against a lower or upper bound. */
export const lastYear = shape({
  arguments: z.strictObject({ ...counted, ...compared, ...read }),
  parameters: oneParameter,
  metrics: byMetrics,
  names: noNames,
  answer: (args, context) => threshold(args, context, context.evaluationYear - 1, context.evaluationYear - 1),
});

/** Shape 2: sum over the n calendar years before the evaluation year. A stock never enters a sum. */
export const sumOverYears = shape({
  arguments: z.strictObject({ ...counted, ...compared, ...read, nature: z.literal('flow'), years: z.int().min(2) }),
  parameters: oneParameter,
  metrics: byMetrics,
  names: noNames,
  answer: (args, context) => threshold(args, context, context.evaluationYear - args.years, context.evaluationYear - 1),
});

/**
 * Shape 4, the other reading of ambiguity 18: the stocks at the end of each of the n calendar years, added up. One worker then counts
 * once for every year: no pack takes this reading, and what-if can run it.
 */
export const stocksOverYears = shape({
  arguments: z.strictObject({ ...counted, ...compared, ...read, nature: z.literal('stock'), years: z.int().min(2) }),
  parameters: oneParameter,
  metrics: byMetrics,
  names: noNames,
  answer: (args, context) => threshold(args, context, context.evaluationYear - args.years, context.evaluationYear - 1),
});

/**
 * Shape 3: each of the last n years, or each full year since a date (SD-12/13: since recognition; the first part-year does
 * not count, unless `partYear` says that it is asked like a whole one). The weakest year gives actual and margin.
 */
export const eachOfYears = shape({
  arguments: z
    .strictObject({
      ...counted,
      ...compared,
      ...read,
      years: z.int().min(1).optional(),
      since: z.string().optional(),
      partYear: z.literal('asked').optional(),
    })
    .refine(({ years, since }) => (years === undefined) !== (since === undefined), 'years or since, one of them'),
  parameters: oneParameter,
  metrics: byMetrics,
  names: noNames,
  answer: (args, context): Leaf => {
    const toYear = context.evaluationYear - 1;
    let fromYear = toYear - (args.years ?? 1) + 1;
    const notes = interpreted(args);
    if (args.since !== undefined) {
      const since = context.facts.dates[args.since] ?? null;
      if (since === null)
        return { ...NO_LEAF, outcome: 'undecidable', missing: [{ label: args.since, year: null, owedBy: args.owedBy }], notes };
      // 1 January begins a full year; any later day begins a part of one.
      fromYear = Number(since.on.slice(0, 4)) + (since.on.slice(5) === '01-01' || args.partYear === 'asked' ? 0 : 1);
      if (fromYear > toYear)
        return {
          ...NO_LEAF,
          outcome: 'undecidable',
          missing: args.metrics.map((label) => ({ label, year: fromYear, owedBy: args.owedBy })),
          notes: [...notes, 'noFullYearYet'],
        };
    }
    const limit = numberOf(args.parameter, context);
    const years: Reading[] = [];
    for (let year = fromYear; year <= toYear; year++) years.push(readYear(context.reading, wanted(args), year));
    const facts = years.flatMap((reading) => reading.facts);
    const window = { fromYear, toYear };
    if (!limit.ok)
      return { ...limit.leaf, window, facts, notes: [...limit.leaf.notes, ...notes, ...years.flatMap((reading) => reading.notes)] };
    const answers = years.map((reading) =>
      reading.conflict
        ? 'undecidable'
        : decide(args.comparison, whole(reading.span.lo), reading.span.hi === null ? null : whole(reading.span.hi), limit.value),
    );
    const outcome = all(answers);
    const decisive = years.map((reading, index) => ({ reading, answer: answers[index] })).filter(({ answer }) => answer === outcome);
    const upwards = args.comparison === 'atLeast' || args.comparison === 'moreThan' ? 1 : -1;
    const weakest = decisive
      .map(({ reading }) => ({ reading, margin: distance(reading.span, limit.value) }))
      .filter((candidate): candidate is { reading: Reading; margin: Fraction } => candidate.margin !== null)
      .sort((a, b) => upwards * compare(a.margin, b.margin))[0];
    const open = years.map((reading, index) => owed(answers[index] ?? 'undecidable', reading, args.metrics, args.owedBy));
    return {
      outcome,
      threshold: { comparison: args.comparison, quantity: quantity(limit.value, args.unit), provenance: limit.found.provenance },
      actual: outcome === 'undecidable' || weakest === undefined ? null : shown(weakest.reading, args.unit).actual,
      margin: outcome === 'undecidable' || weakest === undefined ? null : quantity(weakest.margin, args.unit),
      window,
      facts,
      missing: outcome === 'undecidable' ? open.flatMap(({ missing }) => missing) : [],
      notes: [
        ...limit.notes,
        ...notes,
        ...years.flatMap((reading) => reading.notes),
        ...open.flatMap((o) => o.notes),
        ...years.flatMap((_, index) => (answers[index] === 'fail' ? [`failsIn:${fromYear + index}`] : [])),
      ],
      rests: years.some((reading) => restsOnTolerance(reading, context)),
    };
  },
});

/** Two counts of one year as parts of one whole, with every way in which they cannot be that. */
function partOfWhole(part: Wanted, of: Wanted, context: Context): { part: Reading; of: Reading; fault: string | null; year: number } {
  const year = context.evaluationYear - 1;
  const [a, b] = [readYear(context.reading, part, year), readYear(context.reading, of, year)];
  const fault =
    a.conflict || b.conflict
      ? 'conflict'
      : b.span.hi === 0n
        ? 'zeroDenominator'
        : b.span.hi !== null && a.span.lo > b.span.hi
          ? 'partExceedsWhole'
          : null;
  return { part: a, of: b, fault, year };
}

const faultOwed = (fault: string, metrics: readonly string[], year: number, owedBy: string): readonly MissingFact[] =>
  fault === 'conflict'
    ? [{ label: 'conflictResolved', year: null, owedBy: 'checker' }]
    : fault === 'zeroDenominator'
      ? metrics.map((label) => ({ label, year, owedBy }))
      : [{ label: 'contradictionResolved', year, owedBy: 'checker' }];

/**
 * Shape 5: ratio of two counts of the last calendar year (or of stocks at its end) with a declared denominator, compared
 * by cross-multiplication. A denominator of 0, or a part above its whole, is undecidable and says so.
 */
export const ratioOf = shape({
  arguments: z.strictObject({ ...counted, ...compared, ...read, denominator: z.array(Metric).min(1) }),
  parameters: oneParameter,
  metrics: (args) => [...args.metrics, ...args.denominator],
  names: noNames,
  answer: (args, context): Leaf => {
    const of = variant(args, 'of', { metrics: args.denominator });
    const { part, of: base, fault, year } = partOfWhole(wanted(args), of, context);
    const window = { fromYear: year, toYear: year };
    const facts = [...part.facts, ...base.facts];
    const limit = numberOf(args.parameter, context);
    const notes = [...part.notes, ...base.notes, `denominator:${args.denominator.join('+')}`, ...interpreted(args)];
    const exact = isExact(part.span) && isExact(base.span) && base.span.lo > 0n;
    const actual = exact && fault === null ? ratio({ numerator: part.span.lo, denominator: base.span.lo }) : null;
    if (!limit.ok) return { ...limit.leaf, window, actual, facts, notes: [...limit.leaf.notes, ...notes] };
    const result = {
      threshold: {
        comparison: args.comparison,
        quantity: ratio(limit.value) ?? quantity(limit.value, ''),
        provenance: limit.found.provenance,
      },
      window,
      facts,
      actual,
    };
    if (fault !== null) {
      return {
        ...NO_LEAF,
        ...result,
        outcome: 'undecidable',
        margin: null,
        missing: faultOwed(fault, args.denominator, year, args.owedBy),
        notes: [...limit.notes, ...notes, ...(fault === 'conflict' ? [] : [fault])],
      };
    }
    const lo: Fraction =
      base.span.hi === null ? { numerator: 0n, denominator: 1n } : { numerator: part.span.lo, denominator: base.span.hi };
    const hi: Fraction | null =
      part.span.hi === null || base.span.lo === 0n ? null : { numerator: part.span.hi, denominator: base.span.lo };
    const outcome = decide(args.comparison, lo, hi, limit.value);
    const lacking = outcome === 'undecidable' || part.missing.length > 0 || base.missing.length > 0;
    const open = lacking
      ? owed(
          outcome,
          { ...part, span: add(part.span, base.span), missing: [...part.missing, ...base.missing] },
          [...args.metrics, ...args.denominator],
          args.owedBy,
        )
      : NOTHING_OPEN;
    const margin = exact ? subtract({ numerator: part.span.lo, denominator: base.span.lo }, limit.value) : null;
    return {
      outcome,
      threshold: result.threshold,
      actual,
      margin: outcome === 'undecidable' || margin === null ? null : ratio(margin),
      window,
      facts,
      missing: open.missing,
      notes: [...limit.notes, ...notes, ...open.notes],
      rests: restsOnTolerance(part, context) || restsOnTolerance(base, context),
    };
  },
});

/** Shape 6: 「其中」: a part of a whole reaches a count. A part above its whole is a contradiction and undecidable. */
export const ofWhich = shape({
  arguments: z.strictObject({ ...counted, ...compared, ...read, of: z.array(Metric).min(1) }),
  parameters: oneParameter,
  metrics: (args) => [...args.metrics, ...args.of],
  names: noNames,
  answer: (args, context): Leaf => {
    const { part, of, fault, year } = partOfWhole(wanted(args), variant(args, 'of', { metrics: args.of }), context);
    const leaf = threshold(args, context, year, year);
    const base = { ...leaf, facts: [...part.facts, ...of.facts], notes: [...leaf.notes, ...of.notes, `of:${args.of.join('+')}`] };
    // A whole of 0 with a part of 0 decides as well as any other; only a contradiction stops the answer.
    const broken =
      fault === 'partExceedsWhole' || (fault === 'zeroDenominator' && part.span.lo > 0n)
        ? 'partExceedsWhole'
        : fault === 'conflict'
          ? 'conflict'
          : null;
    if (broken === null || leaf.outcome === 'notConfigured') return base;
    return {
      ...base,
      outcome: 'undecidable',
      margin: null,
      missing: faultOwed(broken, args.of, year, args.owedBy),
      notes: broken === 'conflict' ? base.notes : [...base.notes, broken],
    };
  },
});

/** Shape 17: a count between two bounds, both included (3—5个). */
export const range = shape({
  arguments: z.strictObject({ ...counted, ...read, lower: z.string().min(1), upper: z.string().min(1) }),
  parameters: (args) => [args.lower, args.upper],
  metrics: byMetrics,
  names: noNames,
  answer: (args, context): Leaf => {
    const year = context.evaluationYear - 1;
    const [low, high] = [
      threshold({ ...args, comparison: 'atLeast', parameter: args.lower }, context, year, year),
      threshold({ ...args, comparison: 'atMost', parameter: args.upper }, context, year, year),
    ];
    const outcome = all([low.outcome, high.outcome]);
    const told = low.outcome === outcome ? low : high;
    const side = low.outcome === 'fail' ? ['belowRange'] : high.outcome === 'fail' ? ['aboveRange'] : [];
    const bounds = [low, high].flatMap(({ threshold: limit }) =>
      limit !== null && limit.quantity.kind === 'count' ? [limit.quantity.value] : [],
    );
    return {
      ...told,
      outcome,
      notes: [...new Set([...low.notes, ...high.notes, ...side, ...(bounds.length === 2 ? [`range:${bounds.join('-')}`] : [])])],
      rests: low.rests === true || high.rests === true,
    };
  },
});

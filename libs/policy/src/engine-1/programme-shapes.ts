/**
 * Shapes that documents ask of programmes, units and institutions: growth on the previous year, two unlike counts against each
 * other, cohorts followed up, steps in order, review cycles, sums of money.
 */
import type { FactUsed, MissingFact, Outcome } from '#domain';
import { z } from 'zod';
import { daysBetween, monthsBefore } from '../calendar';
import { type Fraction, compare, decide, isExact, subtract, whole } from './exact';
import { compared, counted, interpreted, owed, read, restsOnTolerance, threshold, wanted } from './figure-shapes';
import { type Reading, readYear } from './figures';
import { all } from './outcome';
import { type Leaf, NO_LEAF, OwedBy, numberOf, quantity, ratio, shape } from './shape';

const none = (): readonly never[] => [];
const key = z.string().min(1);

const dated = (label: string, on: string, event: string): FactUsed => ({
  label,
  year: null,
  directness: null,
  quantity: { kind: 'text', value: on },
  event,
  status: null,
});

const joined = (a: Reading, b: Reading): Reading => ({
  span: a.span,
  known: a.known || b.known,
  conflict: a.conflict || b.conflict,
  facts: [...a.facts, ...b.facts],
  missing: [...a.missing, ...b.missing],
  notes: [...a.notes, ...b.notes],
});

const times = (value: bigint, factor: Fraction): Fraction => ({ numerator: value * factor.numerator, denominator: factor.denominator });

/**
 * Shape 12: growth of last year on the year before it, as a share of that year (`by: ratio`) or as a difference (`by: count`).
 * A year before of 0 has no growth rate: undecidable. Two growths of which one is enough (≥ 10 % or ≥ 100 more) are joined by `any`.
 */
export const growth = shape({
  arguments: z.strictObject({
    ...counted,
    ...compared,
    ...read,
    comparison: z.enum(['atLeast', 'moreThan']),
    by: z.enum(['ratio', 'count']),
  }),
  parameters: (args) => [args.parameter],
  metrics: (args) => args.metrics,
  names: none,
  answer: (args, context): Leaf => {
    const year = context.evaluationYear - 1;
    const [now, before] = [readYear(context.reading, wanted(args), year), readYear(context.reading, wanted(args), year - 1)];
    const both = joined(now, before);
    const window = { fromYear: year - 1, toYear: year };
    const notes = [...both.notes, ...interpreted(args)];
    const limit = numberOf(args.parameter, context);
    if (!limit.ok) return { ...limit.leaf, window, facts: both.facts, notes: [...limit.leaf.notes, ...notes] };
    const asked = args.by === 'ratio' ? (ratio(limit.value) ?? quantity(limit.value, '')) : quantity(limit.value, args.unit);
    const result = {
      threshold: { comparison: args.comparison, quantity: asked, provenance: limit.found.provenance },
      window,
      facts: both.facts,
    };
    if (args.by === 'ratio' && !both.conflict && before.span.hi === 0n)
      return {
        ...NO_LEAF,
        ...result,
        outcome: 'undecidable',
        missing: args.metrics.map((label) => ({ label, year: year - 1, owedBy: args.owedBy })),
        notes: [...limit.notes, ...notes, 'zeroDenominator'],
      };
    // now − before × (1 + rate) against 0, or now − before against the difference: linear, so both ends of the spans decide.
    const factor: Fraction =
      args.by === 'ratio'
        ? { numerator: limit.value.denominator + limit.value.numerator, denominator: limit.value.denominator }
        : whole(1n);
    const target = args.by === 'ratio' ? whole(0n) : limit.value;
    const lowest = before.span.hi === null ? null : subtract(whole(now.span.lo), times(before.span.hi, factor));
    const highest = now.span.hi === null ? null : subtract(whole(now.span.hi), times(before.span.lo, factor));
    const reaches = (value: Fraction): boolean => decide(args.comparison, value, value, target) === 'pass';
    const outcome: Outcome = both.conflict
      ? 'undecidable'
      : lowest !== null && reaches(lowest)
        ? 'pass'
        : highest !== null && !reaches(highest)
          ? 'fail'
          : 'undecidable';
    const open = owed(outcome, both, args.metrics, args.owedBy);
    const exact = isExact(now.span) && isExact(before.span) && !both.conflict;
    const difference = exact ? now.span.lo - before.span.lo : null;
    const actual =
      difference === null ? null : args.by === 'count' ? whole(difference) : { numerator: difference, denominator: before.span.lo };
    const written = (value: Fraction): Leaf['actual'] => (args.by === 'count' ? quantity(value, args.unit) : ratio(value));
    return {
      ...NO_LEAF,
      ...result,
      outcome,
      actual: actual === null ? null : written(actual),
      margin: actual === null ? null : written(subtract(actual, limit.value)),
      missing: open.missing,
      notes: [...limit.notes, ...notes, ...(exact ? [`before:${before.span.lo}`, `now:${now.span.lo}`] : []), ...open.notes],
      rests: restsOnTolerance(both, context),
    };
  },
});

const { owedBy: _owedBy, ...countOnly } = counted;
const Side = z.strictObject(countOnly);

/**
 * Shapes 13, 19 and 26: one count against another that it is no part of, each with its own unit and nature: person-times trained over
 * students enrolled, the own wage over the average of the trade (an outside series), votes in favour over votes cast.
 * More than the whole is no contradiction here. A denominator of 0 is undecidable.
 */
export const proportion = shape({
  arguments: z.strictObject({ part: Side, whole: Side, owedBy: OwedBy, ...compared, ...read }),
  parameters: (args) => [args.parameter],
  metrics: (args) => [...args.part.metrics, ...args.whole.metrics],
  names: none,
  answer: (args, context): Leaf => {
    const year = context.evaluationYear - 1;
    const side = (of: z.infer<typeof Side>): Reading => readYear(context.reading, wanted({ ...of, owedBy: args.owedBy }), year);
    const [part, base] = [side(args.part), side(args.whole)];
    const both = joined(part, base);
    const window = { fromYear: year, toYear: year };
    const notes = [...both.notes, `denominator:${args.whole.metrics.join('+')}`, ...interpreted(args)];
    const exact = isExact(part.span) && isExact(base.span) && base.span.lo > 0n && !both.conflict;
    const share = exact ? { numerator: part.span.lo, denominator: base.span.lo } : null;
    const actual = share === null ? null : ratio(share);
    const limit = numberOf(args.parameter, context);
    if (!limit.ok) return { ...limit.leaf, window, actual, facts: both.facts, notes: [...limit.leaf.notes, ...notes] };
    const zero = !both.conflict && base.span.hi === 0n;
    const lo: Fraction = base.span.hi === null || base.span.hi === 0n ? whole(0n) : { numerator: part.span.lo, denominator: base.span.hi };
    const hi: Fraction | null =
      part.span.hi === null || base.span.lo === 0n ? null : { numerator: part.span.hi, denominator: base.span.lo };
    const outcome = both.conflict || zero ? 'undecidable' : decide(args.comparison, lo, hi, limit.value);
    const metrics = [...args.part.metrics, ...args.whole.metrics];
    const open = zero
      ? { missing: args.whole.metrics.map((label) => ({ label, year, owedBy: args.owedBy })), notes: ['zeroDenominator'] }
      : owed(outcome, both, metrics, args.owedBy);
    return {
      outcome,
      threshold: {
        comparison: args.comparison,
        quantity: ratio(limit.value) ?? quantity(limit.value, ''),
        provenance: limit.found.provenance,
      },
      actual,
      margin: share === null || outcome === 'undecidable' ? null : ratio(subtract(share, limit.value)),
      window,
      facts: both.facts,
      missing: open.missing,
      notes: [...limit.notes, ...notes, ...open.notes],
      rests: restsOnTolerance(both, context),
    };
  },
});

/**
 * Shape 25: of those who started in the last calendar year, how many were still there after k months. Until k months after that
 * year's end the count may still rise: too few is then undecidable, not a failure. More retained than started is a contradiction.
 */
export const cohort = shape({
  arguments: z.strictObject({
    ...counted,
    ...read,
    started: z.array(key).min(1),
    parameter: key,
    /** Parameter (months) of the follow-up. */
    months: key,
  }),
  parameters: (args) => [args.parameter, args.months],
  metrics: (args) => [...args.metrics, ...args.started],
  names: none,
  answer: (args, context): Leaf => {
    const year = context.evaluationYear - 1;
    const leaf = threshold({ ...args, comparison: 'atLeast' }, context, year, year);
    const started = readYear(context.reading, { ...wanted(args), metrics: args.started }, year);
    const base = { ...leaf, facts: [...leaf.facts, ...started.facts], notes: [...leaf.notes, ...started.notes] };
    if (leaf.outcome === 'notConfigured') return base;
    const months = numberOf(args.months, context);
    if (!months.ok) return { ...months.leaf, window: base.window, facts: base.facts };
    const retained = readYear(context.reading, wanted(args), year);
    const open = (missing: readonly MissingFact[], note: string): Leaf => ({
      ...base,
      outcome: 'undecidable',
      margin: null,
      missing,
      notes: [...base.notes, note],
    });
    if (started.conflict || (started.span.hi !== null && retained.span.lo > started.span.hi))
      return open([{ label: 'contradictionResolved', year, owedBy: 'checker' }], 'partExceedsWhole');
    const over = monthsBefore(`${year}-12-31`, -Number(months.value.numerator / months.value.denominator));
    if (leaf.outcome === 'fail' && context.asOf < over)
      return open(
        args.metrics.map((label) => ({ label, year, owedBy: args.owedBy })),
        'followUpNotOver',
      );
    return { ...base, rests: leaf.rests === true || months.found.provenance.basis === 'configured' };
  },
});

/**
 * Shape 24: steps in order, as pairs of dates; the same day counts as in order. A later step that has not been taken breaks nothing;
 * one that stands without the step before it leaves the question open.
 */
export const stepOrder = shape({
  arguments: z.strictObject({ pairs: z.array(z.strictObject({ first: key, then: key })).min(1), owedBy: OwedBy, ...read }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const dateOf = (name: string): { readonly on: string; readonly event: string } | null => {
      const date = context.facts.dates[name] ?? null;
      return date !== null && date.on <= context.asOf ? date : null;
    };
    const answers = args.pairs.map(({ first, then }): { outcome: Outcome; notes: string[]; missing: MissingFact[] } => {
      const [a, b] = [dateOf(first), dateOf(then)];
      if (a === null) return { outcome: 'undecidable', notes: [], missing: [{ label: first, year: null, owedBy: args.owedBy }] };
      if (b === null) return { outcome: 'pass', notes: [`notYet:${then}`], missing: [] };
      return a.on <= b.on
        ? { outcome: 'pass', notes: [], missing: [] }
        : { outcome: 'fail', notes: [`outOfOrder:${first}|${then}`], missing: [] };
    });
    const outcome = all(answers.map((answer) => answer.outcome));
    const names = [...new Set(args.pairs.flatMap(({ first, then }) => [first, then]))];
    return {
      ...NO_LEAF,
      outcome,
      facts: names.flatMap((name) => {
        const date = dateOf(name);
        return date === null ? [] : [dated(name, date.on, date.event)];
      }),
      missing: outcome === 'undecidable' ? answers.flatMap(({ missing }) => missing) : [],
      notes: [...new Set([...answers.flatMap(({ notes }) => notes), ...interpreted(args)])],
    };
  },
});

/**
 * Shape 27: something that comes round: within n months of the last time. The day on which the months are full is still in time.
 * A period that the document does not state is not configured until a house pack gives one.
 */
export const cycle = shape({
  arguments: z.strictObject({ date: key, parameter: key, owedBy: OwedBy, ...read }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const limit = numberOf(args.parameter, context);
    const last = context.facts.dates[args.date] ?? null;
    const facts = last === null ? [] : [dated(args.date, last.on, last.event)];
    if (!limit.ok) return { ...limit.leaf, facts };
    if (last === null || last.on > context.asOf)
      return {
        ...NO_LEAF,
        outcome: 'undecidable',
        missing: [{ label: args.date, year: null, owedBy: args.owedBy }],
        notes: [...limit.notes, ...interpreted(args)],
      };
    const due = monthsBefore(last.on, -Number(limit.value.numerator / limit.value.denominator));
    const days = daysBetween(context.asOf, due);
    return {
      ...NO_LEAF,
      outcome: days >= 0 ? 'pass' : 'fail',
      threshold: { comparison: 'dueBy', quantity: { kind: 'text', value: due }, provenance: limit.found.provenance },
      actual: { kind: 'text', value: last.on },
      margin: { kind: 'count', value: days, unit: 'days' },
      facts,
      notes: [...limit.notes, ...interpreted(args)],
    };
  },
});

/** Shape 31: a sum for a person (or a person and day) within what the document states. It is recorded and explained; nothing is paid. */
export const money = shape({
  arguments: z.strictObject({ metric: key, per: z.enum(['person', 'personDay']), lower: key, upper: key, owedBy: OwedBy, ...read }),
  parameters: (args) => [...new Set([args.lower, args.upper])],
  metrics: (args) => [args.metric],
  names: none,
  answer: (args, context): Leaf => {
    const year = context.evaluationYear - 1;
    const sum = { metrics: [args.metric], unit: 'yuan', nature: 'flow' as const, directness: null, owedBy: args.owedBy };
    const [low, high] = [numberOf(args.lower, context), numberOf(args.upper, context)];
    const least = threshold(
      { ...sum, comparison: 'atLeast', parameter: args.lower, interpretation: args.interpretation },
      context,
      year,
      year,
    );
    const most = threshold({ ...sum, comparison: 'atMost', parameter: args.upper }, context, year, year);
    const outcome = all([least.outcome, most.outcome]);
    const standard =
      low.ok && high.ok && compare(low.value, high.value) <= 0
        ? [`moneyRange:${String(low.found.value)}|${String(high.found.value)}|${args.per}`]
        : [];
    const side = least.outcome === 'fail' ? ['belowMoney'] : most.outcome === 'fail' ? ['aboveMoney'] : [];
    return {
      ...(least.outcome === outcome ? least : most),
      outcome,
      notes: [...new Set([...least.notes, ...most.notes, ...standard, ...side, 'explainedOnly'])],
      rests: least.rests === true || most.rests === true,
    };
  },
});

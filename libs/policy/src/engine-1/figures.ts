/**
 * Reading figures. What a rule asks for is one metric, one unit, one nature, declared directness, one window; nothing
 * else answers it. Figures that differ in any of these are named in the notes and never added.
 */
import type { FactUsed, MissingFact } from '#domain';
import type { FigureFact } from '../facts';
import { type Span, UNKNOWN, add, exactly, meet } from './exact';

export interface Wanted {
  /** Metrics that the document joins by 或 or 和: their sum is asked for (自用或输出). */
  readonly metrics: readonly string[];
  readonly unit: string;
  readonly nature: 'flow' | 'stock';
  /** Null: the metric does not tell direct from indirect. Both: direct + indirect, or a figure that gives them together. */
  readonly directness: readonly ('direct' | 'indirect')[] | null;
  readonly owedBy: string;
}

export interface Reading {
  readonly span: Span;
  /** Some figure answered. */
  readonly known: boolean;
  /** Figures in force contradict each other: nothing may be decided from them. */
  readonly conflict: boolean;
  readonly facts: readonly FactUsed[];
  readonly missing: readonly MissingFact[];
  readonly notes: readonly string[];
}

/** How figures are read: which status counts, and what 「约」 and 「近」 mean. */
export interface ReadingRules {
  readonly figures: readonly FigureFact[];
  readonly factsFrom: 'published' | 'locked';
  /** Declared tolerance of 「左右、约、近」 as a fraction of the figure; null: none is declared. */
  readonly tolerance: { readonly numerator: bigint; readonly denominator: bigint } | null;
}

const NOTHING: Reading = { span: UNKNOWN, known: false, conflict: false, facts: [], missing: [], notes: [] };

/** `{stream}@{revision}` in the order of things: by stream, then by number. */
export function byEvent(a: string, b: string): number {
  const cut = (event: string): [string, number] => {
    const at = event.lastIndexOf('@');
    return [event.slice(0, at), Number(event.slice(at + 1))];
  };
  const [streamA, revisionA] = cut(a);
  const [streamB, revisionB] = cut(b);
  if (streamA !== streamB) return streamA < streamB ? -1 : 1;
  return revisionA - revisionB || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * What a figure proves. `exact` is the number. `atLeast` (以上、余) proves a lower bound and can never disprove one.
 * `almost` (近) is at most the number. `about` (左右、约) proves nothing until a tolerance is declared, and so does the
 * lower side of `almost`: no document states one, so a declared tolerance is a configured value.
 */
function spanOf(figure: FigureFact, tolerance: ReadingRules['tolerance']): Span {
  const value = BigInt(figure.value);
  const slack = tolerance === null ? null : (value * tolerance.numerator) / tolerance.denominator;
  const below = slack === null || slack > value ? 0n : value - slack;
  switch (figure.bound) {
    case 'exact':
      return exactly(value);
    case 'atLeast':
      return { lo: value, hi: null };
    case 'almost':
      return { lo: below, hi: value };
    case 'about':
      return slack === null ? UNKNOWN : { lo: below, hi: value + slack };
    default:
      return UNKNOWN;
  }
}

const used = (figure: FigureFact): FactUsed => ({
  label: figure.metric,
  year: figure.toYear,
  directness: figure.directness,
  quantity: { kind: 'count', value: figure.value, unit: figure.unit },
  event: figure.event,
  status: figure.status,
});

/** Figures by metric and year, in the order of their events; kept for as long as the list lives, which nobody changes. */
const indexes = new WeakMap<readonly FigureFact[], Map<string, Map<number | null, FigureFact[]>>>();

function told(figures: readonly FigureFact[], metric: string, toYear: number): readonly FigureFact[] {
  let index = indexes.get(figures);
  if (index === undefined) {
    index = new Map();
    for (const figure of figures) {
      let years = index.get(figure.metric);
      if (years === undefined) index.set(figure.metric, (years = new Map<number | null, FigureFact[]>()));
      const list = years.get(figure.toYear);
      if (list === undefined) years.set(figure.toYear, [figure]);
      else list.push(figure);
    }
    for (const years of index.values())
      for (const list of years.values()) if (list.length > 1) list.sort((a, b) => byEvent(a.event, b.event));
    indexes.set(figures, index);
  }
  return index.get(metric)?.get(toYear) ?? [];
}

/** One metric of one directness over exactly one window. */
function readOne(
  rules: ReadingRules,
  metric: string,
  wanted: Wanted,
  directness: string | null,
  fromYear: number,
  toYear: number,
): Reading {
  const inWindow: FigureFact[] = [];
  for (const figure of told(rules.figures, metric, toYear)) {
    const window = figure.fromYear === fromYear || (figure.fromYear === null && wanted.nature === 'stock');
    if (window && (directness === null || figure.directness === directness)) inWindow.push(figure);
  }
  if (inWindow.length === 0) return NOTHING;
  const [single] = inWindow;
  if (
    inWindow.length === 1 &&
    single !== undefined &&
    single.unit === wanted.unit &&
    single.nature === wanted.nature &&
    (rules.factsFrom === 'published' || single.status === 'locked')
  ) {
    // By far the most there is: one figure that answers. What follows says the same of it, at greater length.
    return {
      span: spanOf(single, rules.tolerance),
      known: true,
      conflict: false,
      facts: [used(single)],
      missing: [],
      notes: single.bound === 'exact' ? [] : [`bound:${single.bound}@${single.event}`],
    };
  }
  const like = inWindow.filter((figure) => figure.unit === wanted.unit && figure.nature === wanted.nature);
  const eligible = like.filter((figure) => rules.factsFrom === 'published' || figure.status === 'locked');
  // What went through the ladder of returns stands above what a source printed.
  const locked = eligible.filter((figure) => figure.status === 'locked');
  let read = locked.length > 0 ? locked : eligible;
  if (wanted.nature === 'stock' && read.length > 1 && read.every(({ asOf }) => typeof asOf === 'string')) {
    // One stock on several dates of a year: the last date is the year's end.
    const last = read
      .map((figure) => figure.asOf ?? '')
      .sort()
      .at(-1);
    read = read.filter((figure) => figure.asOf === last);
  }
  const notes = [
    ...inWindow.filter((figure) => !like.includes(figure)).map((figure) => `unlike:${figure.unit}/${figure.nature}@${figure.event}`),
    ...like.filter((figure) => !eligible.includes(figure)).map((figure) => `notYetLocked@${figure.event}`),
    ...eligible
      .filter((figure) => figure.status !== 'locked' && locked.length > 0 && !locked.some((l) => l.value === figure.value))
      .map((figure) => `publishedDiffers@${figure.event}`),
  ];
  if (read.length === 0) return { ...NOTHING, notes };
  const facts = read.map(used);
  let span: Span | null = UNKNOWN;
  for (const figure of read) span = span === null ? null : meet(span, spanOf(figure, rules.tolerance));
  const bounds = read.filter((figure) => figure.bound !== 'exact').map((figure) => `bound:${figure.bound}@${figure.event}`);
  if (span === null) {
    const events = read.map(({ event }) => event).join('|');
    return {
      span: UNKNOWN,
      known: true,
      conflict: true,
      facts,
      missing: [],
      notes: [...notes, ...bounds, `conflict:${metric}:${toYear}:${events}`],
    };
  }
  return { span, known: true, conflict: false, facts, missing: [], notes: [...notes, ...bounds] };
}

const both = <T>(a: readonly T[], b: readonly T[]): readonly T[] => (a.length === 0 ? b : b.length === 0 ? a : [...a, ...b]);

function plus(a: Reading, b: Reading): Reading {
  return {
    span: add(a.span, b.span),
    known: a.known || b.known,
    conflict: a.conflict || b.conflict,
    facts: both(a.facts, b.facts),
    missing: both(a.missing, b.missing),
    notes: both(a.notes, b.notes),
  };
}

/** Two ways to the same number: they must agree, and what one lacks the other may give. */
function agree(a: Reading, b: Reading, what: string): Reading {
  if (!b.known) return { ...a, notes: [...a.notes, ...b.notes] };
  const span = a.conflict || b.conflict ? null : meet(a.span, b.span);
  const facts = [...a.facts, ...b.facts];
  const notes = [...a.notes, ...b.notes];
  if (span !== null) return { span, known: true, conflict: false, facts, missing: [], notes };
  const events = facts.map(({ event }) => event ?? '').join('|');
  return {
    span: UNKNOWN,
    known: true,
    conflict: true,
    facts,
    missing: [],
    notes: a.conflict || b.conflict ? notes : [...notes, `conflict:${what}:${events}`],
  };
}

/** The sum of the wanted metrics over one window that figures state as such (a year, or a span of years). */
function readWindow(rules: ReadingRules, wanted: Wanted, fromYear: number, toYear: number): Reading {
  return wanted.metrics
    .map((metric) => {
      const owed = (directness: string | null): MissingFact => ({
        label: directness === null ? metric : `${metric}:${directness}`,
        year: toYear,
        owedBy: wanted.owedBy,
      });
      const one = (directness: string | null): Reading => {
        const reading = readOne(rules, metric, wanted, directness, fromYear, toYear);
        return reading.known ? reading : { ...reading, missing: [owed(directness)] };
      };
      if (wanted.directness === null) return one(null);
      const parts = wanted.directness.map(one).reduce(plus);
      if (wanted.directness.length < 2) return parts;
      return agree(parts, readOne(rules, metric, wanted, 'combined', fromYear, toYear), `${metric}:${toYear}`);
    })
    .reduce(plus);
}

/** One calendar year. For a stock: how it stood at the end of that year. */
export const readYear = (rules: ReadingRules, wanted: Wanted, year: number): Reading => readWindow(rules, wanted, year, year);

/** Years from `fromYear` to `toYear`, added year by year; a figure that states exactly this window says the same or contradicts. */
export function readYears(rules: ReadingRules, wanted: Wanted, fromYear: number, toYear: number): Reading {
  const years: Reading[] = [];
  for (let year = fromYear; year <= toYear; year++) years.push(readYear(rules, wanted, year));
  const sum = years.reduce(plus);
  // A stock at the end of the last year says nothing of the years before it.
  if (fromYear === toYear || wanted.nature === 'stock') return sum;
  const stated = readWindow(rules, wanted, fromYear, toYear);
  return stated.known && stated.missing.length === 0 ? agree(sum, stated, `${wanted.metrics.join('+')}:${fromYear}-${toYear}`) : sum;
}

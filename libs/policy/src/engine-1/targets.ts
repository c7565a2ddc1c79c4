/**
 * Shapes 17 and 18: programme targets as answers. A target is no rule: before its date it is on course or behind, in proportion to
 * the time that has passed; after it, met or missed. 左右 is answered only where somebody has declared how far off it may be.
 */
import type { Explanation, ExplanationNode, MissingFact, Outcome, Provenance, Quantity } from '#domain';
import { daysBetween } from '../calendar';
import type { EffectivePack, EffectiveTarget } from '../compose';
import type { Facts, Subject } from '../facts';
import { PackError, problem } from '../open';
import { type EvaluationMoment, VERSION, validity } from './evaluate';
import { type Fraction, type Span, add, compare, exactly, fraction, isExact, reduce, subtract, whole } from './exact';
import { type Reading, type ReadingRules, type Wanted, readYear } from './figures';
import { all } from './outcome';
import { resolve } from './parameters';
import { count, quantity, ratio } from './shape';

/** Key of the parameter that says how far 左右 may be off, as a share of the target. No document states it. */
export const TARGET_TOLERANCE_PARAMETER = 'target.about-tolerance';

export const TARGET_STATUSES = ['met', 'missed', 'onCourse', 'behind', 'undecidable', 'noTolerance'] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

export interface TargetProgress {
  readonly target: string;
  readonly status: TargetStatus;
  /** 力争: missing it has no consequence. */
  readonly aim: boolean;
  readonly qualifier: 'inPrinciple' | 'example' | null;
  /** What is done so far; null where it is not known exactly. */
  readonly done: Quantity | null;
  /** What is asked for in the end (of an average: a year). */
  readonly asked: Quantity;
  /** What would be done by now in proportion to time; null for shares, for targets without a date, and once the date has passed. */
  readonly expected: Quantity | null;
  /** Share of the time that has passed. */
  readonly elapsed: Quantity | null;
  /** The whole answer. Met is `pass` and missed `fail`; whatever is not decided yet is `undecidable`, 左右 without a tolerance `notConfigured`. */
  readonly explanation: Explanation;
}

const OUTCOME: Readonly<Record<TargetStatus, Outcome>> = {
  met: 'pass',
  missed: 'fail',
  onCourse: 'undecidable',
  behind: 'undecidable',
  undecidable: 'undecidable',
  noTolerance: 'notConfigured',
};

interface Ask {
  readonly pack: EffectivePack;
  readonly effective: EffectiveTarget;
  readonly subject: Subject;
  readonly facts: Facts;
  /** The day on which it is asked. */
  readonly today: string;
  /** The day as of which it is asked: today, or the end of a closed year. */
  readonly asOf: string;
  /** Last year that is looked at. */
  readonly lastYear: number;
  readonly rules: ReadingRules;
}

/** A day that lies behind: today is later, and the answer reaches as far. */
const past = ({ today, asOf }: Ask, day: string): boolean => today > day && asOf >= day;

/** What one question (a total, a share, a year) answers. */
interface Answer {
  readonly status: TargetStatus;
  readonly node: ExplanationNode;
  readonly done: Quantity | null;
  readonly expected: Fraction | null;
  readonly elapsed: Fraction | null;
  readonly rests: boolean;
}

const yearOf = (day: string): number => Number(day.slice(0, 4));
const yearEnd = (year: number): string => `${year}-12-31`;
const ZERO = exactly(0n);

/**
 * How far a target has come.
 * @param at `asOf` is the business date; `evaluationYear` asks as of the end of the year before it (a closed year Y is asked with
 * Y + 1), and of a yearly target that year alone
 * @throws PackError for a target the pack does not hold
 */
export function progressOf(pack: EffectivePack, targetId: string, subject: Subject, facts: Facts, at: EvaluationMoment): TargetProgress {
  const effective = pack.targets.get(targetId);
  if (effective === undefined)
    throw new PackError(pack.document.open.pack.id, [
      problem(
        `targets/${targetId}`,
        'PACK.UNKNOWN_TARGET',
        `目标「${targetId}」不存在`,
        `there is no target ${targetId}`,
        `可用的目标：${[...pack.targets.keys()].join('、')}`,
        `targets there are: ${[...pack.targets.keys()].join(', ')}`,
      ),
    ]);
  const { target, provenance, from } = effective;
  const closed = at.evaluationYear === undefined ? null : at.evaluationYear - 1;
  // Without a date of its own a target ends with its document.
  const end = target.by ?? from.open.pack.meta.inForceUntil;
  const lastYear = Math.min(closed ?? yearOf(at.asOf), end === null ? Number.MAX_SAFE_INTEGER : yearOf(end));
  // A closed year is asked as things stood at its end.
  const asOf = closed !== null && yearEnd(closed) < at.asOf ? yearEnd(closed) : at.asOf;
  const factsFrom = at.factsFrom ?? pack.factsFrom;
  // What was reported for a target counts for no other.
  const until = target.by !== null && target.by < asOf ? target.by : asOf;
  const figures = facts.figures.filter(
    (figure) => (figure.target ?? targetId) === targetId && (typeof figure.asOf !== 'string' || figure.asOf <= until),
  );
  const tolerance = declaredTolerance(pack, 'reading.about-tolerance', subject, at.asOf);
  const ask: Ask = {
    pack,
    effective,
    subject,
    facts,
    today: at.asOf,
    asOf,
    lastYear,
    rules: { figures, factsFrom, tolerance: tolerance?.value ?? null },
  };
  const answers = answersOf(ask, closed);
  const status = joined(answers.map((answer) => answer.status));
  const root: ExplanationNode = {
    node: 'all',
    id: targetId,
    shape: null,
    outcome: OUTCOME[status],
    provenance,
    threshold: null,
    actual: null,
    margin: null,
    window: null,
    facts: [],
    missing: [],
    notes: [
      `targetStatus:${status}`,
      ...(target.aim ? ['aim'] : []),
      ...(target.qualifier === undefined ? [] : [target.qualifier]),
      ...validity({ from }, target.by !== null && target.by < at.asOf ? target.by : at.asOf),
      ...(factsFrom === pack.factsFrom ? [] : [`factsFrom:${factsFrom}`]),
    ],
    children: answers.map(({ node }) => node),
  };
  const { pack: document } = from.open;
  const told = answers.at(-1);
  return {
    target: targetId,
    status,
    aim: target.aim,
    qualifier: target.qualifier ?? null,
    done: told?.done ?? null,
    asked: askedFor(ask),
    expected: told?.expected ? quantity(told.expected, target.unit) : null,
    elapsed: told?.elapsed ? ratio(told.elapsed) : null,
    explanation: {
      engine: VERSION,
      pack: document.id,
      version: document.version,
      digest: from.digest,
      rule: targetId,
      subject: { stream: subject.stream, name: subject.name, region: subject.regions[0] ?? null, kind: subject.kind },
      asOf: at.asOf,
      evaluationYear: lastYear + 1,
      outcome: OUTCOME[status],
      restsOnConfigured: answers.some(({ rests }) => rests),
      completedBy: pack.houses.map(({ open, digest }) => ({ pack: open.pack.id, version: open.pack.version, digest })),
      names: namesOf(pack, targetId, status),
      root,
    },
  };
}

/** What the answer speaks of by name. */
function namesOf(pack: EffectivePack, targetId: string, status: TargetStatus): NonNullable<Explanation['names']> {
  const parameter = status === 'noTolerance' ? pack.parameters.get(TARGET_TOLERANCE_PARAMETER) : undefined;
  const target = pack.targets.get(targetId)?.target;
  return {
    ...(target === undefined ? {} : { [targetId]: { zh: target.zh, en: target.en } }),
    ...(parameter === undefined ? {} : { [parameter.key]: { zh: parameter.zh, en: parameter.en } }),
  };
}

/** One answer missed is missed; then what nobody can say, what is behind, what is on course. */
const joined = (statuses: readonly TargetStatus[]): TargetStatus =>
  (['missed', 'noTolerance', 'undecidable', 'behind', 'onCourse'] as const).find((status) => statuses.includes(status)) ?? 'met';

/** A yearly target is asked year by year; every other once. */
function answersOf(ask: Ask, closed: number | null): readonly Answer[] {
  const { target } = ask.effective;
  const first = yearOf(startOf(ask));
  if (target.comparison === 'rising') return [rising(ask, first)];
  if (target.span !== 'yearly') return [one(ask, first, ask.lastYear, startOf(ask), target.by)];
  // Of a closed year that year alone; asked today, a target of several years is told for each of them. Before it begins: its first year.
  const last = Math.max(first, ask.lastYear);
  const earliest = closed !== null || target.by === null ? last : first;
  const years = Array.from({ length: last - earliest + 1 }, (_, index) => earliest + index);
  return years.map((year) =>
    one(ask, year, year, [startOf(ask), `${year}-01-01`].sort().at(-1) ?? startOf(ask), earlier(target.by, yearEnd(year))),
  );
}

/** What is asked for in the end, as the document writes it. */
const askedFor = ({ effective: { target } }: Ask): Quantity =>
  target.of === undefined
    ? { kind: 'count', value: target.value, unit: target.unit }
    : { kind: 'ratio', numerator: target.value, denominator: 100 };

const earlier = (a: string | null, b: string): string => (a === null || b < a ? b : a);
const startOf = ({ effective: { target, from } }: Ask): string => target.from ?? from.open.pack.meta.inForceFrom;

/** One total, average, stock or share against the target, over the years `fromYear` to `toYear`. */
function one(ask: Ask, fromYear: number, toYear: number, start: string, by: string | null): Answer {
  const { target } = ask.effective;
  const { asOf } = ask;
  const over = by !== null && past(ask, by);
  const share = target.of !== undefined;
  const stock = (target.span ?? 'atDate') === 'atDate';
  const span = stock ? latest(ask, toYear, over) : summed(ask, fromYear, toYear);
  const years = BigInt(Math.max(1, toYear - fromYear + 1));
  // The average of n years reaches a when their sum reaches n × a.
  const full: Fraction = share
    ? { numerator: BigInt(target.value), denominator: 100n }
    : whole(BigInt(target.value) * (target.span === 'average' ? years : 1n));
  const elapsed = by === null || over ? null : elapsedOf(start, by, asOf);
  const expected =
    elapsed === null || share
      ? null
      : reduce({
          numerator:
            (target.span === 'average' ? BigInt(target.value) * BigInt(yearOf(by ?? start) - fromYear + 1) : full.numerator) *
            elapsed.numerator,
          denominator: full.denominator * elapsed.denominator,
        });
  const tolerance = target.comparison === 'about' ? declaredTolerance(ask.pack, TARGET_TOLERANCE_PARAMETER, ask.subject, ask.asOf) : null;
  const least = tolerance === null ? full : less(full, tolerance.value);
  const reached = reaches(span.low, span.high, least);
  const most =
    target.comparison === 'range' && target.upper !== null
      ? whole(BigInt(target.upper))
      : tolerance === null
        ? null
        : more(full, tolerance.value);
  const status: TargetStatus = span.conflict
    ? 'undecidable'
    : target.comparison === 'about' && tolerance === null
      ? 'noTolerance'
      : statusOf({ reached, over: over || by === null, settled: !stock && !share, expected, span });
  const done = span.low !== null && span.high !== null && compare(span.low, span.high) === 0 ? span.low : null;
  const written = (value: Fraction): Quantity => (share ? (ratio(value) ?? quantity(value, '')) : quantity(value, target.unit));
  const margin = done === null ? null : subtract(done, full);
  const open: readonly MissingFact[] =
    status !== 'undecidable'
      ? []
      : span.conflict
        ? [{ label: 'conflictResolved', year: null, owedBy: 'checker' }]
        : span.missing.length > 0
          ? span.missing
          : [{ label: target.metric, year: toYear, owedBy: 'recorder' }];
  const notes = [
    ...span.notes,
    `targetStatus:${status}`,
    `targetSpan:${target.span ?? 'atDate'}`,
    ...(span.asOfYear === null || span.asOfYear === toYear ? [] : [`asOfYear:${span.asOfYear}`]),
    ...(by === null ? [] : [`by:${by}`]),
    ...(over || by === null ? [] : ['notYetDue']),
    ...(elapsed === null ? [] : [`elapsed:${elapsed.numerator}/${elapsed.denominator}`]),
    ...(expected === null ? [] : [`expected:${expected.numerator}/${expected.denominator}`]),
    ...(target.span === 'average' ? [`years:${years}`] : []),
    ...(most !== null && done !== null && compare(done, most) > 0 ? ['aboveTarget'] : []),
    ...(target.comparison === 'range' && target.upper !== null ? [`targetRange:${target.value}-${target.upper}`] : []),
    ...(tolerance === null ? [] : [`targetTolerance:${tolerance.value.numerator}/${tolerance.value.denominator}`]),
    ...(status === 'noTolerance' ? [`notConfigured:${TARGET_TOLERANCE_PARAMETER}`] : []),
  ];
  const node: ExplanationNode = {
    node: 'predicate',
    id: target.id,
    shape: 'target',
    outcome: OUTCOME[status],
    provenance: ask.effective.provenance,
    threshold: { comparison: target.comparison, quantity: written(full), provenance: ask.effective.provenance },
    actual: done === null ? null : written(done),
    margin: margin === null ? null : written(margin),
    window: { fromYear: stock ? (span.asOfYear ?? toYear) : fromYear, toYear: stock ? (span.asOfYear ?? toYear) : toYear },
    facts: span.facts,
    missing: open,
    notes:
      done === null && span.low !== null && span.low.numerator > 0n
        ? [...notes, `atLeast:${span.low.numerator}/${span.low.denominator}`]
        : notes,
    children: [],
  };
  return {
    status,
    node,
    done: done === null ? null : written(done),
    expected,
    elapsed,
    rests: tolerance?.basis === 'configured',
  };
}

interface Known {
  /** Null: nothing is known. */
  readonly low: Fraction | null;
  readonly high: Fraction | null;
  readonly conflict: boolean;
  readonly facts: ExplanationNode['facts'];
  readonly missing: readonly MissingFact[];
  readonly notes: readonly string[];
  /** The year a stock stands at. */
  readonly asOfYear: number | null;
}

const reaches = (low: Fraction | null, high: Fraction | null, least: Fraction): 'yes' | 'no' | 'open' =>
  low !== null && compare(low, least) >= 0 ? 'yes' : high !== null && compare(high, least) < 0 ? 'no' : 'open';

/** A total that is reached stays reached; a stock or a share is judged on its day. Before it, time decides whether it is on course. */
function statusOf(of: {
  readonly reached: 'yes' | 'no' | 'open';
  readonly over: boolean;
  readonly settled: boolean;
  readonly expected: Fraction | null;
  readonly span: Known;
}): TargetStatus {
  const { reached, over, settled, expected, span } = of;
  if (over) return reached === 'yes' ? 'met' : reached === 'no' ? 'missed' : 'undecidable';
  if (reached === 'yes') return settled ? 'met' : 'onCourse';
  const { low } = span;
  if (low === null) return 'undecidable';
  if (expected === null) return 'behind';
  if (compare(low, expected) >= 0) return 'onCourse';
  // What is missing could still bring it on course.
  return span.missing.length > 0 ? 'undecidable' : 'behind';
}

/** Days that have passed of those there are, both ends counted; 0 before the start. */
function elapsedOf(start: string, by: string, asOf: string): Fraction {
  const total = daysBetween(start, by) + 1;
  if (total <= 0) return whole(1n);
  const passed = asOf < start ? 0 : Math.min(total, daysBetween(start, asOf) + 1);
  return reduce({ numerator: BigInt(passed), denominator: BigInt(total) });
}

const less = (value: Fraction, share: Fraction): Fraction => subtract(value, times(value, share));
const more = (value: Fraction, share: Fraction): Fraction => subtract(value, times(value, { ...share, numerator: -share.numerator }));
const times = (a: Fraction, b: Fraction): Fraction =>
  reduce({ numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator });

function declaredTolerance(
  pack: EffectivePack,
  key: string,
  subject: Subject,
  asOf: string,
): { readonly value: Fraction; readonly basis: Provenance['basis'] } | null {
  const found = resolve(pack, key, subject, subject.tier, asOf);
  const value = found.kind === 'value' ? fraction(found.value) : null;
  return found.kind === 'value' && value !== null ? { value, basis: found.provenance.basis } : null;
}

/** Figures of one year. What a document calls a target names no unit of its parts: the figures' own unit is taken, one unit at a time. */
function yearly(ask: Ask, metric: string, year: number, nature: Wanted['nature']): Reading {
  const { target } = ask.effective;
  const unit =
    target.unit === 'percent'
      ? (ask.rules.figures.find((figure) => figure.metric === metric && figure.toYear === year)?.unit ?? 'unstated')
      : target.unit;
  // What was reported for this very target is what it asks for; of other figures only what counts towards it.
  const reported = ask.rules.figures.some((figure) => figure.metric === metric && figure.toYear === year && figure.target === target.id);
  const directness = reported ? null : (target.directness ?? null);
  return readYear(ask.rules, { metrics: [metric], unit, nature, directness, owedBy: 'recorder' }, year);
}

/** A year that is not over yet can only grow. */
const running = (ask: Ask, year: number, reading: Reading): Span =>
  past(ask, yearEnd(year)) ? reading.span : { lo: reading.span.lo, hi: null };

/** Flows of the years added up, and for a share the two sums. */
function summed(ask: Ask, fromYear: number, toYear: number): Known {
  const { target } = ask.effective;
  const side = (metric: string): { span: Span; readings: readonly Reading[] } => {
    const readings: Reading[] = [];
    let span: Span = ZERO;
    for (let year = fromYear; year <= toYear; year++) {
      const reading = yearly(ask, metric, year, 'flow');
      readings.push(reading);
      span = add(span, target.of === undefined ? running(ask, year, reading) : reading.span);
    }
    return { span, readings };
  };
  const part = side(target.metric);
  if (target.of === undefined) return known([part], whole(part.span.lo), part.span.hi === null ? null : whole(part.span.hi), ask);
  const base = side(target.of);
  const [low, high] = shareOf(part.span, base.span);
  return known([part, base], low, high, ask);
}

/** A stock at the end of the year, or the last one known where the day has not come yet. */
function latest(ask: Ask, toYear: number, over: boolean): Known {
  const { target } = ask.effective;
  const from = yearOf(startOf(ask));
  // Things may stand from before the document; a year before it is the earliest that is looked at.
  for (let year = toYear; year >= (over ? toYear : from - 1); year--) {
    const sides = [target.metric, ...(target.of === undefined ? [] : [target.of])].map((metric) => {
      const reading = yearly(ask, metric, year, 'stock');
      return { span: reading.span, readings: [reading] };
    });
    const [part, base] = sides;
    if (part === undefined || sides.some(({ readings }) => readings.some((reading) => !reading.known))) continue;
    const [low, high] =
      base === undefined ? [whole(part.span.lo), part.span.hi === null ? null : whole(part.span.hi)] : shareOf(part.span, base.span);
    return { ...known(sides, low, high, ask), asOfYear: year };
  }
  const missing = [target.metric, ...(target.of === undefined ? [] : [target.of])].map((label) => ({
    label,
    year: toYear,
    owedBy: 'recorder',
  }));
  return { low: null, high: null, conflict: false, facts: [], missing, notes: [], asOfYear: null };
}

const shareOf = (part: Span, base: Span): readonly [Fraction | null, Fraction | null] => [
  base.hi === null || base.hi === 0n ? null : { numerator: part.lo, denominator: base.hi },
  part.hi === null || base.lo === 0n ? null : { numerator: part.hi, denominator: base.lo },
];

function known(
  sides: readonly { readonly span: Span; readonly readings: readonly Reading[] }[],
  low: Fraction | null,
  high: Fraction | null,
  ask: Ask,
): Known {
  const readings = sides.flatMap((side) => side.readings);
  // Nobody owes yet what the running year will bring.
  const missing = readings.flatMap((reading) => reading.missing).filter(({ year }) => year === null || past(ask, yearEnd(year)));
  return {
    // Nothing known and nothing owed is nothing done so far.
    low: missing.length === 0 || readings.some((reading) => reading.known) ? low : null,
    high,
    conflict: readings.some(({ conflict }) => conflict),
    facts: readings.flatMap(({ facts }) => facts),
    missing,
    notes: [...readings.flatMap(({ notes }) => notes), ...(sides[1] !== undefined && sides[1].span.hi === 0n ? ['zeroDenominator'] : [])],
    asOfYear: null,
  };
}

/** 逐步提高: the share of each year that is over lies above that of the year before; no size is stated. */
function rising(ask: Ask, fromYear: number): Answer {
  const { target, provenance } = ask.effective;
  const closed = past(ask, yearEnd(ask.lastYear)) ? ask.lastYear : ask.lastYear - 1;
  const over = target.by !== null && past(ask, target.by);
  const shares: { readonly year: number; readonly share: Fraction | null; readonly readings: readonly Reading[] }[] = [];
  for (let year = fromYear - 1; year <= closed; year++) {
    const sides = [target.metric, ...(target.of === undefined ? [] : [target.of])].map((metric) => yearly(ask, metric, year, 'stock'));
    const [part, base] = sides;
    const exact = sides.every((side) => side.known && !side.conflict && isExact(side.span));
    const share =
      !exact || part === undefined || (base !== undefined && base.span.lo === 0n)
        ? null
        : { numerator: part.span.lo, denominator: base === undefined ? 1n : base.span.lo };
    shares.push({ year, share, readings: sides });
  }
  const steps = shares.slice(1).map((now, index): Outcome => {
    const before = shares[index]?.share ?? null;
    return before === null || now.share === null ? 'undecidable' : compare(now.share, before) > 0 ? 'pass' : 'fail';
  });
  const outcome = steps.length === 0 ? 'undecidable' : all(steps);
  const status: TargetStatus =
    outcome === 'fail' ? 'missed' : outcome !== 'pass' ? 'undecidable' : over || target.by === null ? 'met' : 'onCourse';
  const last = shares.at(-1)?.share ?? null;
  const before = shares.at(-2)?.share ?? null;
  const written = (value: Fraction): Quantity | null => (target.of === undefined ? count(value.numerator, target.unit) : ratio(value));
  const node: ExplanationNode = {
    node: 'predicate',
    id: target.id,
    shape: 'target',
    outcome: OUTCOME[status],
    provenance,
    threshold: null,
    actual: last === null ? null : written(last),
    margin: last === null || before === null ? null : written(subtract(last, before)),
    window: { fromYear: fromYear - 1, toYear: Math.max(closed, fromYear - 1) },
    facts: shares.flatMap(({ readings }) => readings.flatMap(({ facts }) => facts)),
    missing:
      status === 'undecidable'
        ? shares.flatMap(({ share, year, readings }): MissingFact[] =>
            share !== null
              ? []
              : readings.some(({ conflict }) => conflict)
                ? [{ label: 'conflictResolved', year: null, owedBy: 'checker' }]
                : [target.metric, ...(target.of === undefined ? [] : [target.of])].map((label) => ({ label, year, owedBy: 'recorder' })),
          )
        : [],
    notes: [
      `targetStatus:${status}`,
      'targetSpan:rising',
      ...(target.by === null ? [] : [`by:${target.by}`]),
      ...shares.flatMap(({ year, share }) => (share === null ? [] : [`share:${year}=${share.numerator}/${share.denominator}`])),
      ...steps.flatMap((step, index) => (step === 'fail' ? [`notRisingIn:${shares[index + 1]?.year ?? ''}`] : [])),
    ],
    children: [],
  };
  return { status, node, done: node.actual, expected: null, elapsed: null, rests: false };
}

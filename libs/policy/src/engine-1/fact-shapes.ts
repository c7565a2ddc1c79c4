/** Shapes that ask about dates, documents, judgements, names, status and links. */
import type { FactUsed, MissingFact, Outcome } from '#domain';
import { z } from 'zod';
import type { PanelFact } from '../facts';
import { daysBetween, fullMonths, monthsBefore, shanghaiDay } from '../calendar';
import { whole } from './exact';
import { byEvent } from './figures';
import { all } from './outcome';
import { type Context, type Leaf, NO_LEAF, OwedBy, numberOf, quantity, shape, valueOf } from './shape';

const none = (): readonly never[] => [];
const Bilingual = { zh: z.string().min(1), en: z.string().min(1) };
const read = { interpretation: z.string().optional() };
const interpreted = (args: { interpretation?: string | undefined }): string[] =>
  args.interpretation === undefined ? [] : [`interpretation:${args.interpretation}`];

const textFact = (label: string, value: string, event: string | null): FactUsed => ({
  label,
  year: null,
  directness: null,
  quantity: { kind: 'text', value },
  event,
  status: null,
});

/**
 * Shape 14: at least n whole months from the earliest of the named dates to the day of evaluation. Eleven months and 29
 * days are eleven months.
 */
export const ageInMonths = shape({
  arguments: z.strictObject({ dates: z.array(z.string().min(1)).min(1), parameter: z.string().min(1), owedBy: OwedBy, ...read }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const limit = numberOf(args.parameter, context);
    const known = args.dates
      .flatMap((name) => {
        const date = context.facts.dates[name] ?? null;
        return date === null ? [] : [{ name, ...date }];
      })
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : byEvent(a.event, b.event)));
    const facts = known.map(({ name, on, event }) => textFact(name, on, event));
    const earliest = known[0];
    if (!limit.ok) return { ...limit.leaf, facts };
    const threshold = { comparison: 'atLeast', quantity: quantity(limit.value, 'months'), provenance: limit.found.provenance };
    if (earliest === undefined) {
      const missing: MissingFact[] = [{ label: args.dates.join('|'), year: null, owedBy: args.owedBy }];
      return { ...NO_LEAF, outcome: 'undecidable', threshold, missing, notes: [...limit.notes, ...interpreted(args)] };
    }
    const months = whole(BigInt(fullMonths(earliest.on, context.asOf)));
    const margin = { numerator: months.numerator * limit.value.denominator - limit.value.numerator, denominator: limit.value.denominator };
    return {
      ...NO_LEAF,
      outcome: margin.numerator >= 0n ? 'pass' : 'fail',
      threshold,
      actual: quantity(months, 'months'),
      margin: quantity(margin, 'months'),
      facts,
      notes: [...limit.notes, `since:${earliest.name}`, ...interpreted(args)],
    };
  },
});

/**
 * Shape 20: veto. No confirmed and uncleared breach in the months up to the day of evaluation. Where no breach stands on
 * the books at all the answer needs no window; otherwise a window that nobody states must be configured.
 */
export const noBreach = shape({
  arguments: z.strictObject({ parameter: z.string().min(1) }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const open = context.facts.breaches
      .filter((breach) => !breach.cleared && breach.on <= context.asOf)
      .sort((a, b) => byEvent(a.event, b.event));
    const actual = (n: number): Leaf['actual'] => ({ kind: 'count', value: n, unit: 'items' });
    if (open.length === 0) return { ...NO_LEAF, actual: actual(0), notes: ['noBreachOnRecord'] };
    const limit = numberOf(args.parameter, context);
    const fact = ({ kind, on, event }: (typeof open)[number]): FactUsed => textFact(kind, on, event);
    if (!limit.ok) return { ...limit.leaf, facts: open.map(fact) };
    const after = monthsBefore(context.asOf, Number(limit.value.numerator / limit.value.denominator));
    const within = open.filter((breach) => breach.on > after);
    return {
      ...NO_LEAF,
      outcome: within.length === 0 ? 'pass' : 'fail',
      threshold: { comparison: 'noneWithin', quantity: quantity(limit.value, 'months'), provenance: limit.found.provenance },
      actual: actual(within.length),
      facts: (within.length === 0 ? open : within).map(fact),
      notes: [...limit.notes, ...(within.length === 0 ? ['breachesBeforeWindow'] : ['vetoed'])],
    };
  },
});

const Document = z.strictObject({ kind: z.string().min(1), ...Bilingual });

/** Shape 21: every named document is attached. A kind is recognised by its code or by its Chinese name. What is not attached is missing, not refused. */
export const evidence = shape({
  arguments: z.strictObject({ documents: z.array(Document).min(1), owedBy: OwedBy, ...read }),
  parameters: none,
  metrics: none,
  names: (args) => args.documents.map(({ kind, zh, en }) => ({ code: kind, zh, en })),
  answer: (args, context): Leaf => {
    const found = args.documents.map((document) => ({
      document,
      fact: context.facts.evidence
        .filter(({ kind }) => kind === document.kind || kind === document.zh)
        .sort((a, b) => byEvent(b.event, a.event))[0],
    }));
    const absent = found.filter(({ fact }) => fact === undefined);
    return {
      ...NO_LEAF,
      outcome: absent.length === 0 ? 'pass' : 'undecidable',
      actual: { kind: 'count', value: found.length - absent.length, unit: 'items' },
      facts: found.flatMap(({ document, fact }) => (fact === undefined ? [] : [textFact(document.kind, fact.kind, fact.event)])),
      missing: absent.map(({ document }) => ({ label: document.kind, year: null, owedBy: args.owedBy })),
      notes: [`documents:${args.documents.length}`, ...interpreted(args)],
    };
  },
});

/** The votes of the panels behind several judgements, each panel once. */
const panelsOf = (found: readonly ReturnType<typeof judged>[]): string[] => [
  ...new Set(found.flatMap((one) => ('others' in one ? [] : one.notes.filter((note) => note.startsWith('panelVotes:'))))),
];

/** How the panel behind a judgement voted. */
const votes = (panel: PanelFact | null | undefined): string[] =>
  panel ? [`panelVotes:${panel.votesFor}|${panel.votesAgainst}|${panel.recused}|${panel.members}`] : [];

/** The judgement in force on a criterion: the last one written. A criterion is recognised by its code or by its Chinese name. */
function judged(
  context: Context,
  criterion: string,
  zh: string,
  roles: readonly string[],
): { met: boolean; fact: FactUsed; notes: readonly string[] } | { others: readonly string[] } {
  const about = context.facts.judgements.filter((judgement) => judgement.criterion === criterion || judgement.criterion === zh);
  const counting = about.filter(({ role }) => roles.length === 0 || roles.includes(role)).sort((a, b) => byEvent(b.event, a.event));
  const others = about
    .filter((judgement) => !counting.includes(judgement))
    .map(({ role, event }) => `otherRole:${role}@${event}`)
    .sort();
  const last = counting[0];
  if (last === undefined) return { others };
  // Two judgements in one event that contradict each other leave the question open.
  if (counting.some((judgement) => judgement.event === last.event && judgement.met !== last.met))
    return { others: [...others, `judgementsDiffer@${last.event}`] };
  return {
    met: last.met,
    fact: textFact(criterion, last.met ? 'met' : 'notMet', last.event),
    notes: [`role:${last.role}`, ...votes(last.panel), ...others],
  };
}

/** Shape 22: a judgement by a named role. Where the document names no role, any role that signs with its name may judge. */
export const judgement = shape({
  arguments: z.strictObject({
    criterion: z.string().min(1),
    roles: z.array(z.string()),
    owedBy: OwedBy,
    name: z.strictObject(Bilingual),
    ...read,
  }),
  parameters: none,
  metrics: none,
  names: (args) => [{ code: args.criterion, ...args.name }],
  answer: (args, context): Leaf => {
    const found = judged(context, args.criterion, args.name.zh, args.roles);
    if ('others' in found)
      return {
        ...NO_LEAF,
        outcome: 'undecidable',
        missing: [{ label: args.criterion, year: null, owedBy: args.owedBy }],
        notes: [...found.others, ...interpreted(args)],
      };
    return { ...NO_LEAF, outcome: found.met ? 'pass' : 'fail', facts: [found.fact], notes: [...found.notes, ...interpreted(args)] };
  },
});

const Item = z.strictObject({ criterion: z.string().min(1), ...Bilingual });

/** A list that its document leaves open（…等）: one listed item judged to apply is enough; 其他 is an item too, whose judgement always gives its reason. */
export const openList = shape({
  arguments: z.strictObject({ items: z.array(Item).min(1), other: Item, owedBy: OwedBy, ...read }),
  parameters: none,
  metrics: none,
  names: (args) => [...args.items, args.other].map(({ criterion, zh, en }) => ({ code: criterion, zh, en })),
  answer: (args, context): Leaf => {
    const items = [...args.items, args.other].map((item) => ({ item, found: judged(context, item.criterion, item.zh, []) }));
    const answered = items.flatMap(({ item, found }) => ('others' in found ? [] : [{ item, found }]));
    const met = answered.filter(({ found }) => found.met);
    const outcome: Outcome = met.length > 0 ? 'pass' : answered.length === items.length ? 'fail' : 'undecidable';
    return {
      ...NO_LEAF,
      outcome,
      actual: { kind: 'count', value: met.length, unit: 'items' },
      facts: answered.map(({ found }) => found.fact),
      missing: outcome === 'undecidable' ? [{ label: 'oneOfList', year: null, owedBy: args.owedBy }] : [],
      notes: [
        ...met.map(({ item }) => (item === args.other ? `other:${item.criterion}` : `chosen:${item.criterion}`)),
        ...panelsOf(met.map(({ found }) => found)),
        ...interpreted(args),
      ],
    };
  },
});

/** Veto by judgement: none of these criteria was judged as not met. Nobody having said anything against is a pass, and says so. */
export const noAdverseJudgement = shape({
  arguments: z.strictObject({ criteria: z.array(Item).min(1) }),
  parameters: none,
  metrics: none,
  names: (args) => args.criteria.map(({ criterion, zh, en }) => ({ code: criterion, zh, en })),
  answer: (args, context): Leaf => {
    const found = args.criteria.map(({ criterion, zh }) => judged(context, criterion, zh, []));
    const facts = found.flatMap((one) => ('others' in one ? [] : [one.fact]));
    const adverse = found.flatMap((one) => ('others' in one || one.met ? [] : [one.fact]));
    return {
      ...NO_LEAF,
      outcome: adverse.length === 0 ? 'pass' : 'fail',
      facts,
      notes: [...(adverse.length > 0 ? ['vetoed'] : facts.length === 0 ? ['nothingJudged'] : []), ...panelsOf(found)],
    };
  },
});

const Format = z.strictObject({ id: z.string().min(1), ...Bilingual, parameter: z.string().min(1), match: z.enum(['ends', 'contains']) });

/**
 * IM-21 / SD-11: a place name or its alias, then a word that the format asks for (a parameter: words with spaces between).
 * A name that fits no format is queried: a person judges, nothing is refused. `permissive` (可采用): no query either.
 */
export const nameFormat = shape({
  arguments: z.strictObject({ formats: z.array(Format).min(1), criterion: z.string().min(1), permissive: z.boolean(), owedBy: OwedBy }),
  parameters: (args) => args.formats.map(({ parameter }) => parameter),
  metrics: none,
  names: (args) => args.formats.map(({ id, zh, en }) => ({ code: id, zh, en })),
  answer: (args, context): Leaf => {
    const { name } = context.subject;
    const places = context.facts.placeNames
      .filter((place) => place !== '' && name.startsWith(place))
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const facts = [textFact('name', name, null), ...places.slice(0, 1).map((place) => textFact('placeName', place, null))];
    const words = args.formats.map((format) => ({ format, resolved: valueOf(format.parameter, context) }));
    for (const { format, resolved } of words) {
      if (!resolved.ok || typeof resolved.found.value !== 'string') continue;
      const list = resolved.found.value.split(/\s+/).filter((word) => word !== '');
      const fits = (rest: string): boolean =>
        list.some((word) => (format.match === 'ends' ? rest.endsWith(word) && rest.length > 0 : rest.includes(word)));
      if (places.some((place) => fits(name.slice(place.length))))
        return { ...NO_LEAF, facts, notes: [`format:${format.id}`], rests: resolved.found.provenance.basis === 'configured' };
    }
    const reason = places.length === 0 ? 'noPlaceName' : 'noKnownWord';
    if (args.permissive) return { ...NO_LEAF, facts, notes: ['permissive', reason] };
    const found = judged(context, args.criterion, args.criterion, []);
    if (!('others' in found))
      return {
        ...NO_LEAF,
        outcome: found.met ? 'pass' : 'fail',
        facts: [...facts, found.fact],
        notes: [reason, 'judgedByPerson', ...found.notes],
      };
    if (places.length > 0 && words.every(({ resolved }) => !resolved.ok))
      return { ...NO_LEAF, outcome: 'notConfigured', facts, notes: words.map(({ format }) => `notConfigured:${format.parameter}`) };
    return {
      ...NO_LEAF,
      outcome: 'undecidable',
      facts,
      missing: [{ label: args.criterion, year: null, owedBy: args.owedBy }],
      notes: ['nameQueried', reason],
    };
  },
});

/** Shape 27: a day by whose end (24:00, Asia/Shanghai) something must have happened. */
export const deadline = shape({
  arguments: z.strictObject({ moment: z.string().min(1), parameter: z.string().min(1), owedBy: OwedBy }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const limit = valueOf(args.parameter, context);
    if (!limit.ok) return limit.leaf;
    const threshold = {
      comparison: 'notAfter',
      quantity: { kind: 'text' as const, value: String(limit.found.value) },
      provenance: limit.found.provenance,
    };
    const moment = context.facts.moments[args.moment] ?? null;
    if (moment === null)
      return { ...NO_LEAF, outcome: 'undecidable', threshold, missing: [{ label: args.moment, year: null, owedBy: args.owedBy }] };
    const day = shanghaiDay(moment.at);
    const days = daysBetween(day, String(limit.found.value));
    return {
      ...NO_LEAF,
      outcome: days >= 0 ? 'pass' : 'fail',
      threshold,
      actual: { kind: 'text', value: moment.at },
      margin: { kind: 'count', value: days, unit: 'days' },
      facts: [textFact(args.moment, moment.at, moment.event)],
    };
  },
});

/** Shape 15: what the subject already is. No tier is an answer (none is held); a type or category nobody recorded is missing. */
export const status = shape({
  arguments: z.strictObject({
    attribute: z.enum(['tier', 'brandType', 'category']),
    oneOf: z.array(z.string().min(1)).min(1),
    owedBy: OwedBy,
  }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const value = context.subject[args.attribute];
    const notes = [`oneOf:${args.oneOf.join('|')}`];
    if (value === null && args.attribute !== 'tier')
      return { ...NO_LEAF, outcome: 'undecidable', missing: [{ label: args.attribute, year: null, owedBy: args.owedBy }], notes };
    return {
      ...NO_LEAF,
      // `none` among the tiers asks that no title is held yet.
      outcome: args.oneOf.includes(value ?? 'none') ? 'pass' : 'fail',
      actual: { kind: 'text', value: value ?? 'none' },
      facts: [textFact(args.attribute, value ?? 'none', null)],
      notes,
    };
  },
});

/** Shape 15: a step that must have been taken: recognised, listed. A date that does not stand in the books is a step not taken. */
export const taken = shape({
  arguments: z.strictObject({ date: z.string().min(1) }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const date = context.facts.dates[args.date] ?? null;
    const outcome: Outcome = date !== null && date.on <= context.asOf ? 'pass' : 'fail';
    return {
      ...NO_LEAF,
      outcome,
      facts: date === null ? [] : [textFact(args.date, date.on, date.event)],
      notes: outcome === 'fail' ? [`notTaken:${args.date}`] : [],
    };
  },
});

/** Shape 15: 「未曾获得」「只认定一次」: a step that must not have been taken by that day. */
export const notTaken = shape({
  arguments: z.strictObject({ date: z.string().min(1) }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const date = context.facts.dates[args.date] ?? null;
    const taken = date !== null && date.on <= context.asOf;
    return {
      ...NO_LEAF,
      outcome: taken ? 'fail' : 'pass',
      facts: taken ? [textFact(args.date, date.on, date.event)] : [],
      notes: taken ? ['takenAlready'] : [],
    };
  },
});

/**
 * Shape 16: links 1 : n with both sides passing their own conditions. Exactly one labour brand, at least one training
 * brand, every training brand of a tier that may be linked; each answers by its own explanation, joined by ALL.
 */
export const linked = shape({
  arguments: z.strictObject({ tiers: z.array(z.string().min(1)).min(1), owedBy: OwedBy, ...read }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const sides = [...context.facts.linked].sort((a, b) => (a.stream < b.stream ? -1 : 1));
    const outcomeOf = (outcome: string): Outcome =>
      outcome === 'pass' || outcome === 'fail' || outcome === 'notConfigured' ? outcome : 'undecidable';
    const labour = sides.filter(({ kind }) => kind === 'labour');
    const training = sides.filter(({ kind }) => kind === 'training');
    const missing: MissingFact[] = [
      ...(labour.length === 0 ? [{ label: 'linkedLabourBrand', year: null, owedBy: args.owedBy }] : []),
      ...(training.length === 0 ? [{ label: 'linkedTrainingBrand', year: null, owedBy: args.owedBy }] : []),
    ];
    const answers: Outcome[] = [...labour, ...training].map(({ outcome }) => outcomeOf(outcome));
    if (labour.length > 1) answers.push('fail');
    if (training.some(({ tier }) => tier !== null && !args.tiers.includes(tier))) answers.push('fail');
    if (missing.length > 0) answers.push('undecidable');
    const outcome = all(answers);
    const open = [...labour, ...training]
      .filter((side) => outcomeOf(side.outcome) === 'undecidable')
      .map(({ stream }) => ({ label: `linked:${stream}`, year: null, owedBy: args.owedBy }));
    return {
      ...NO_LEAF,
      outcome,
      actual: { kind: 'text', value: `${labour.length}:${training.length}` },
      facts: [...labour, ...training].map(({ stream, kind, outcome: answer }) => textFact(`linked:${kind}`, answer, stream)),
      missing: outcome === 'undecidable' ? [...missing, ...open] : [],
      notes: [...(labour.length > 1 ? ['oneLabourBrandOnly'] : []), ...interpreted(args)],
    };
  },
});

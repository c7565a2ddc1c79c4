/**
 * Boundary cases: both sides of every threshold of a document and its house packs, as data. They stand beside the packs
 * (`packs/cases/<document>.yaml`), so that whoever changes a threshold can try it without reading code.
 */
import { z } from 'zod';
import type { ExplanationNode } from '#domain';
import type { EffectivePack } from './compose';
import { evaluate } from './engines';
import type { Facts, Subject } from './facts';
import { daysOf, parameterValue } from './lookups';
import { type PackProblem, predicatesOf, problem } from './open';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A figure in few words: locked, exact, of persons, a flow of its year, unless it says otherwise. */
const CaseFigure = z.strictObject({
  metric: z.string(),
  year: z.int(),
  value: z.int(),
  unit: z.string().optional(),
  nature: z.enum(['flow', 'stock', 'cumulative']).optional(),
  directness: z.string().optional(),
  bound: z.string().optional(),
  status: z.enum(['published', 'locked']).optional(),
});

/** The facts of one side, and what the predicate must say of them. Facts of other kinds stand under their own name, as `Facts` has them. */
const CaseSide = z.looseObject({
  answer: z.enum(['pass', 'fail', 'undecidable', 'notConfigured']),
  figures: z.array(CaseFigure).optional(),
});

const CaseSubject = z.strictObject({
  kind: z.enum(['labour', 'training', 'dual', 'unit', 'institution', 'region', 'programme']),
  name: z.string().optional(),
  category: z.string().optional(),
  brandType: z.string().optional(),
  tier: z.string().optional(),
  /** From its own to the province. */
  regions: z.array(z.string()).min(1),
});

export const PackCases = z.strictObject({
  format: z.literal(1),
  /** Document that they are about, with every house pack that completes it. */
  pack: z.string(),
  /** Business date of the cases that name none. */
  asOf: Day,
  cases: z.array(
    z.strictObject({
      /** `{parameter}#{entry}`: the entry of `values` that it is about, counted from 0. */
      entry: z.string().regex(/^[a-z0-9.-]+#\d+$/),
      /** What that entry holds. A case about another value is out of date. */
      value: z.union([z.int(), z.string()]),
      rule: z.string(),
      predicate: z.string(),
      subject: CaseSubject,
      asOf: Day.optional(),
      sides: z.array(CaseSide).min(1),
    }),
  ),
  /** Days that an effect gives. */
  due: z.array(
    z.strictObject({ effect: z.string(), parameter: z.string(), which: z.enum(['dueAfter', 'fallsDueAfter']).optional(), days: z.int() }),
  ),
});
export type PackCases = z.infer<typeof PackCases>;
export type BoundaryCase = PackCases['cases'][number];

export function caseSubject({ kind, name, category, brandType, tier, regions }: BoundaryCase['subject']): Subject {
  return {
    stream: 'case-1',
    revision: 0,
    name: name ?? '',
    kind,
    category: category ?? null,
    brandType: brandType ?? null,
    tier: tier ?? null,
    regions,
  };
}

export function caseFacts({ answer: _answer, figures = [], ...others }: BoundaryCase['sides'][number]): Facts {
  const none: Facts = { figures: [], judgements: [], evidence: [], breaches: [], dates: {}, moments: {}, placeNames: [], linked: [] };
  return {
    ...none,
    ...(others as Partial<Facts>),
    figures: figures.map(({ year, nature = 'flow', ...figure }, index) => ({
      unit: 'persons',
      directness: 'unstated',
      bound: 'exact',
      status: 'locked',
      ...figure,
      nature,
      figureId: `case-figure-${index}`,
      fromYear: nature === 'flow' ? year : null,
      toYear: year,
      event: `case-1@${index}`,
    })),
  };
}

const predicateNode = (node: ExplanationNode, id: string): ExplanationNode | undefined =>
  node.node === 'predicate' && node.id === id
    ? node
    : node.children.map((child) => predicateNode(child, id)).find((found) => found !== undefined);

/** Asks every case. @returns what does not come out as the case says, and what is about another value than the pack holds */
export function runCases(pack: EffectivePack, { asOf, cases, due }: PackCases): readonly PackProblem[] {
  const found: PackProblem[] = [];
  for (const [index, one] of cases.entries()) {
    const place = `cases[${index}]`;
    const [key = '', entry = ''] = one.entry.split('#');
    const held = pack.parameters.get(key)?.entries[Number(entry)]?.entry.value;
    const rule = pack.rules.get(one.rule)?.rule;
    if (rule === undefined || !predicatesOf(rule.condition, '').some(({ predicate }) => predicate.id === one.predicate)) {
      found.push(
        problem(
          `${place}.predicate`,
          'CASE.UNKNOWN_PREDICATE',
          `规则「${one.rule}」没有条件「${one.predicate}」`,
          `rule ${one.rule} has no predicate ${one.predicate}`,
          '改正边界案例中的规则或条件编号',
          'correct the ids in the case',
        ),
      );
      continue;
    }
    const subject = caseSubject(one.subject);
    const on = one.asOf ?? asOf;
    const read = parameterValue(pack, key, { ...subject, tier: rule.tier ?? subject.tier }, on)?.value;
    if (held !== one.value || read !== one.value) {
      found.push(
        problem(
          `${place}.value`,
          'CASE.OTHER_VALUE',
          `边界案例针对 ${key} = ${one.value}，政策包${held === undefined ? '没有这一项取值' : `现为 ${String(held === one.value ? read : held)}`}`,
          `the case is about ${key} = ${one.value}; the pack holds ${String(held === one.value ? read : held)}`,
          '门槛有意改动的，请同时更新边界案例；否则请改正门槛',
          'update the case if the threshold was meant to change, else correct the threshold',
        ),
      );
      continue;
    }
    for (const [side, given] of one.sides.entries()) {
      const { root } = evaluate(pack, one.rule, subject, caseFacts(given), { asOf: on });
      const outcome = predicateNode(root, one.predicate)?.outcome;
      if (outcome !== given.answer)
        found.push(
          problem(
            `${place}.sides[${side}].answer`,
            'CASE.OTHER_ANSWER',
            `「${one.predicate}」应为 ${given.answer}，实为 ${String(outcome)}`,
            `${one.predicate} should answer ${given.answer}, it answers ${String(outcome)}`,
            '改正规则、门槛或案例',
            'correct the rule, the threshold or the case',
          ),
        );
    }
  }
  for (const [index, { effect: id, parameter, which = 'dueAfter', days }] of due.entries()) {
    const effect = pack.effects.find(({ effect }) => effect.id === id);
    const { region } = pack.document.open.pack.governs;
    const subject = caseSubject({ kind: 'labour', regions: [region] });
    const held = effect === undefined ? null : daysOf(pack, effect, which, subject, asOf);
    if (effect?.effect[which] !== parameter || held !== days)
      found.push(
        problem(
          `due[${index}]`,
          'CASE.OTHER_VALUE',
          `「${id}」应以 ${parameter} 计 ${days} 日，政策包为 ${String(effect?.effect[which] ?? '无')}，${String(held ?? '无')} 日`,
          `${id} should count ${days} days by ${parameter}; the pack has ${String(effect?.effect[which] ?? 'none')}, ${String(held ?? 'none')}`,
          '改正期限或案例',
          'correct the period or the case',
        ),
      );
  }
  return found;
}

/**
 * Entries of thresholds that have no case on both sides: those parameters that a predicate or an effect of the pack asks.
 * @param owner pack whose own parameters are meant; left out: of the document and all its house packs
 */
export function uncoveredThresholds(pack: EffectivePack, { cases, due }: PackCases, owner?: string): readonly string[] {
  const answers = new Map<string, Set<string>>();
  for (const { entry, sides } of cases) answers.set(entry, new Set([...(answers.get(entry) ?? []), ...sides.map(({ answer }) => answer)]));
  for (const { parameter } of due) answers.set(`${parameter}#0`, new Set(['pass', 'fail']));
  const asked = new Set<unknown>([
    ...[...pack.rules.values()]
      .flatMap(({ rule }) => predicatesOf(rule.condition, ''))
      .flatMap(({ predicate }) =>
        ['parameter', 'lower', 'upper', 'months', 'top', 'minimum', 'share', 'quorum', 'after'].map((name) => predicate[name]),
      ),
    ...pack.effects.flatMap(({ effect }) => [effect.dueAfter, effect.fallsDueAfter]),
  ]);
  return [...pack.parameters.values()]
    .filter(({ key }) => asked.has(key))
    .flatMap(({ key, entries }) =>
      entries
        .map(({ provenance }, index) => ({ provenance, entry: `${key}#${index}` }))
        .filter(({ provenance }) => owner === undefined || provenance.pack === owner)
        .map(({ entry }) => entry),
    )
    .filter((entry) => !(answers.get(entry)?.has('pass') === true && answers.get(entry)?.has('fail') === true));
}

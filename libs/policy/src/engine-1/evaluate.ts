/**
 * The evaluator: one rule, one subject, its facts, one date → the whole explanation. Pure: the same arguments give the same
 * answer for ever. This folder is engine 1. What it decides is never changed; another way of deciding is another engine.
 */
import type { Explanation, ExplanationNode, Outcome, Provenance } from '#domain';
import { type EffectivePack, type EffectiveRule, provenanceOf, ruleOf } from '../compose';
import type { Facts, Subject } from '../facts';
import type { PackCondition, PackPredicate, PackRule } from '../pack';
import { fraction } from './exact';
import * as joins from './outcome';
import { categoriesAskedFor, resolve } from './parameters';
import { relax } from './relax';
import { bindPredicate } from './shapes';
import type { BoundPredicate, Context, Leaf, Named } from './shape';

export const VERSION = '1';

/** Key of the parameter that says how far 「约」 and 「近」 may be off: a ratio. Only a house pack can give it. */
export const TOLERANCE_PARAMETER = 'reading.about-tolerance';

export interface EvaluationMoment {
  /** Business date of the evaluation, Asia/Shanghai. */
  readonly asOf: string;
  /** Windows end with the year before this one. Left out: the year of `asOf`. A review of the closed year Y is asked with Y + 1. */
  readonly evaluationYear?: number | undefined;
  /** A dry run may read published facts; left out: as the pack says. */
  readonly factsFrom?: 'published' | 'locked' | undefined;
}

interface Answer {
  readonly node: ExplanationNode;
  readonly rests: boolean;
}

interface Walk {
  readonly context: Context;
  readonly rule: EffectiveRule;
  readonly names: Map<string, { zh: string; en: string }>;
  readonly asked: readonly string[];
}

export function evaluate(pack: EffectivePack, ruleId: string, subject: Subject, facts: Facts, at: EvaluationMoment): Explanation {
  const rule = ruleOf(pack, ruleId);
  const evaluationYear = at.evaluationYear ?? Number(at.asOf.slice(0, 4));
  const factsFrom = at.factsFrom ?? pack.factsFrom;
  const tier = rule.rule.tier ?? subject.tier;
  const declared = resolve(pack, TOLERANCE_PARAMETER, subject, tier, at.asOf);
  const tolerance = declared.kind === 'value' ? fraction(declared.value) : null;
  const context: Context = {
    pack,
    subject,
    facts,
    tier,
    asOf: at.asOf,
    evaluationYear,
    reading: { figures: facts.figures, factsFrom, tolerance },
  };
  const names = new Map([[rule.rule.id, { zh: rule.rule.zh, en: rule.rule.en }]]);
  const { node, rests } = walk(rule.rule.condition, rule.rule.id, { context, rule, names, asked: [ruleId] });
  const root = node.node === 'predicate' ? group('all', rule.rule.id, rule.provenance, [{ node, rests }]).node : node;
  const { pack: from } = rule.from.open;
  return {
    engine: VERSION,
    pack: from.id,
    version: from.version,
    digest: rule.from.digest,
    rule: ruleId,
    subject: { stream: subject.stream, name: subject.name, region: subject.regions[0] ?? null, kind: subject.kind },
    asOf: at.asOf,
    evaluationYear,
    outcome: root.outcome,
    restsOnConfigured: rests || rule.provenance.basis === 'configured',
    completedBy: [pack.document, ...pack.houses]
      .filter((part) => part !== rule.from)
      .map(({ open, digest }) => ({ pack: open.pack.id, version: open.pack.version, digest })),
    names: Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1))),
    root: noted(root, [
      ...validity(rule, at.asOf),
      ...(onlyByRelaxation(root) ? ['passesOnlyByRelaxation'] : []),
      ...(factsFrom === pack.factsFrom ? [] : [`factsFrom:${factsFrom}`]),
    ]),
  };
}

const noted = (root: ExplanationNode, notes: readonly string[]): ExplanationNode =>
  notes.length === 0 ? root : { ...root, notes: [...root.notes, ...notes] };

/** Shape 32: asked on a day on which the document or the rule itself does not count, an answer says so. Trial rules say that they are. */
export function validity(
  { rule, from }: Pick<EffectiveRule, 'from'> & { readonly rule?: Pick<PackRule, 'validity'> },
  asOf: string,
): string[] {
  const { inForceFrom, inForceUntil, repealed } = from.open.pack.meta;
  const own = rule?.validity;
  const begins = [inForceFrom, own?.from ?? ''].sort().at(-1) ?? inForceFrom;
  const ends = [inForceUntil, own?.until ?? null].filter((day) => day !== null).sort()[0] ?? null;
  return [
    ...(asOf < begins ? [`notYetInForce:${begins}`] : []),
    ...(ends !== null && asOf > ends ? [`noLongerInForce:${ends}`] : []),
    ...(repealed !== null && asOf >= repealed ? [`repealed:${repealed}`] : []),
    ...(own?.trial === true ? ['trial'] : []),
  ];
}

/** A pass that would not stand without a relaxation. */
function onlyByRelaxation(node: ExplanationNode): boolean {
  if (node.outcome !== 'pass') return false;
  if (node.node === 'predicate') return node.notes.includes('passesOnlyByRelaxation');
  return node.node === 'all'
    ? node.children.some(onlyByRelaxation)
    : node.children.filter(({ outcome }) => outcome === 'pass').every(onlyByRelaxation);
}

function walk(condition: PackCondition, id: string, state: Walk): Answer {
  if ('shape' in condition) return predicate(condition, state);
  if ('rule' in condition) return otherRule(condition.rule, state);
  const join = 'all' in condition ? 'all' : 'any';
  const children = ('all' in condition ? condition.all : condition.any).map((child, index) => walk(child, `${id}.${index + 1}`, state));
  if (typeof condition.zh === 'string')
    state.names.set(id, { zh: condition.zh, en: typeof condition.en === 'string' ? condition.en : condition.zh });
  const { node, rests } = group(join, id, state.rule.provenance, children);
  return { node, rests };
}

function otherRule(id: string, state: Walk): Answer {
  const rule = ruleOf(state.context.pack, id);
  if (state.asked.includes(id)) throw new RangeError(`rules ask each other in a circle: ${[...state.asked, id].join(' → ')}`);
  state.names.set(id, { zh: rule.rule.zh, en: rule.rule.en });
  const context = { ...state.context, tier: rule.rule.tier ?? state.context.subject.tier };
  const { node, rests } = walk(rule.rule.condition, id, { ...state, context, rule, asked: [...state.asked, id] });
  return { node, rests: rests || rule.provenance.basis === 'configured' };
}

function group(join: 'all' | 'any', id: string, provenance: Provenance, children: readonly Answer[]): Answer {
  const outcome: Outcome = joins[join](children.map(({ node }) => node.outcome));
  const rests = joins.restsOnConfigured(
    join,
    outcome,
    children.map((child) => ({ outcome: child.node.outcome, rests: child.rests })),
  );
  const node: ExplanationNode = {
    node: join,
    id,
    shape: null,
    outcome,
    provenance,
    threshold: null,
    actual: null,
    margin: null,
    window: null,
    facts: [],
    missing: [],
    notes: [],
    children: children.map((child) => child.node),
  };
  return { node, rests };
}

const grounds = new WeakMap<EffectiveRule, Map<PackPredicate, Provenance>>();

/** Where a predicate comes from; the same for every brand and year. */
function groundOf(stated: PackPredicate, rule: EffectiveRule): Provenance {
  let known = grounds.get(rule);
  if (known === undefined) grounds.set(rule, (known = new Map<PackPredicate, Provenance>()));
  let ground = known.get(stated);
  if (ground === undefined) {
    ground =
      stated.clause === null
        ? { ...rule.provenance, basis: 'configured', clause: null, cite: null }
        : provenanceOf(rule.from.open, { basis: 'stated', clause: stated.clause, approvedBy: null, approvedOn: null });
    known.set(stated, ground);
  }
  return ground;
}

function predicate(stated: PackPredicate, state: Walk): Answer {
  const bound = bindPredicate(stated);
  // An open pack has been checked: this can only happen to a pack made by hand.
  if (bound === undefined || !bound.ok) throw new RangeError(`predicate ${stated.id} was never opened`);
  const { rule, context, names } = state;
  const provenance = groundOf(stated, rule);
  const { leaf, names: relaxed } = relax(
    stated.shape,
    bound.predicate.parameters,
    state.asked,
    context,
    overCategories(bound.predicate, context),
    (eased) => overCategories(bound.predicate, eased),
  );
  names.set(stated.id, { zh: stated.zh, en: stated.en });
  for (const { code, zh, en } of relaxed) names.set(code, { zh, en });
  nameCodes(leaf, bound.predicate.names, context.pack, names);
  const { outcome, threshold, actual, margin, window, facts, missing, notes, rests = false } = leaf;
  const node: ExplanationNode = {
    node: 'predicate',
    id: stated.id,
    shape: stated.shape,
    outcome,
    provenance,
    threshold,
    actual,
    margin,
    window,
    facts,
    missing,
    notes,
    children: [],
  };
  return { node, rests: rests || provenance.basis === 'configured' || threshold?.provenance.basis === 'configured' };
}

/**
 * Where values go by category and the subject's is not recorded, the question is asked for every category that makes a
 * difference: one answer for all of them stands, otherwise the category is missing.
 */
function overCategories(bound: BoundPredicate, context: Context): Leaf {
  const general = bound.answer(context);
  if (context.subject.category !== null) return general;
  const parameters = bound.parameters.flatMap((key) => context.pack.parameters.get(key) ?? []);
  const others = categoriesAskedFor(parameters).map((category) => bound.answer({ ...context, subject: { ...context.subject, category } }));
  if (others.every(({ outcome }) => outcome === general.outcome)) return general;
  return {
    ...general,
    outcome: 'undecidable',
    margin: null,
    missing: [...general.missing, { label: 'category', year: null, owedBy: 'recorder' }],
    notes: [...general.notes, 'categoryNotRecorded'],
  };
}

const mentions = ({ missing, facts, notes }: Leaf, code: string): boolean =>
  missing.some(({ label }) => label === code) ||
  facts.some(({ label }) => label === code) ||
  notes.some((note) => note.endsWith(code) && note.slice(note.indexOf(':') + 1) === code);

/** Takes along the names of those codes that this answer mentions. */
function nameCodes(leaf: Leaf, known: readonly Named[], pack: EffectivePack, names: Walk['names']): void {
  for (const { code, zh, en } of known) if (mentions(leaf, code)) names.set(code, { zh, en });
  for (const note of leaf.notes) {
    const interpretation = note.startsWith('interpretation:') ? pack.interpretations.get(note.slice('interpretation:'.length)) : undefined;
    if (interpretation !== undefined) names.set(interpretation.id, { zh: interpretation.zh, en: interpretation.en });
    const key = note.startsWith('notConfigured:') || note.startsWith('delegated:') ? note.slice(note.indexOf(':') + 1) : undefined;
    const parameter = key === undefined ? undefined : pack.parameters.get(key);
    if (parameter !== undefined) names.set(parameter.key, { zh: parameter.zh, en: parameter.en });
  }
}

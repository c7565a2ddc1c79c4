/** Finds in the packs what an explanation only names by id: rules, predicates, clauses, parameters and criteria. */
import type { Pack, PackCondition, PackPredicate } from '#policy';
import type { PolicyRow } from '../shell/api';
import type { Words } from '../shell/language';

type Shelf = readonly PolicyRow[];

const isPredicate = (condition: PackCondition): condition is PackPredicate => 'shape' in condition;

export function* predicatesOf(condition: PackCondition): Generator<PackPredicate> {
  if (isPredicate(condition)) yield condition;
  else if ('all' in condition) for (const each of condition.all) yield* predicatesOf(each);
  else if ('any' in condition) for (const each of condition.any) yield* predicatesOf(each);
}

export const policyOf = (shelf: Shelf, pack: string, version?: string): PolicyRow | undefined =>
  shelf.find((each) => each.pack === pack && each.version === version) ?? shelf.find((each) => each.pack === pack);

export const ruleOf = (shelf: Shelf, pack: string, rule: string): Pack['rules'][number] | undefined =>
  policyOf(shelf, pack)?.document.rules.find((each) => each.id === rule);

/** Words for a node of an explanation: its rule or its predicate, in the pack that holds it or in any other. */
export function nodeWords(shelf: Shelf, pack: string, id: string): Words | null {
  const own = policyOf(shelf, pack);
  for (const policy of own === undefined ? shelf : [own, ...shelf]) {
    for (const rule of policy.document.rules) {
      if (rule.id === id) return rule;
      for (const predicate of predicatesOf(rule.condition)) if (predicate.id === id) return predicate;
    }
  }
  return null;
}

interface Coded extends Words {
  readonly code: string;
}

/** Names that a predicate gives to codes: its criteria, its documents, the items of its lists. */
function* codesOf(value: unknown): Generator<Coded> {
  if (Array.isArray(value)) for (const each of value) yield* codesOf(each);
  else if (typeof value === 'object' && value !== null) {
    const bag = value as Readonly<Record<string, unknown>>;
    const code = bag['criterion'] ?? bag['kind'];
    const words = typeof bag['name'] === 'object' && bag['name'] !== null ? (bag['name'] as Readonly<Record<string, unknown>>) : bag;
    if (typeof code === 'string' && typeof words['zh'] === 'string' && typeof words['en'] === 'string')
      yield { code, zh: words['zh'], en: words['en'] };
    for (const [key, each] of Object.entries(bag)) if (key !== 'name' && typeof each === 'object') yield* codesOf(each);
  }
}

/** What the packs call a code that stands in an explanation, such as a criterion or a document. */
export function codeWords(shelf: Shelf, code: string): Words | null {
  for (const policy of shelf)
    for (const rule of policy.document.rules)
      for (const predicate of predicatesOf(rule.condition)) for (const each of codesOf(predicate)) if (each.code === code) return each;
  return null;
}

/** The predicates that rules ask of a kind of subject; null: of all of them. */
function* asked(shelf: Shelf, subject: string | null): Generator<PackPredicate> {
  for (const policy of shelf)
    for (const rule of policy.document.rules)
      if (subject === null || rule.scope.kinds.some((kind) => kind === subject)) yield* predicatesOf(rule.condition);
}

/** Everything a named role may be asked to judge of a kind of subject, as the packs put it; null: of all of them. */
export function criteriaOf(shelf: Shelf, subject: string | null = null): { readonly criterion: string; readonly words: Words }[] {
  const judged = new Set(['judgement', 'openList', 'noAdverseJudgement', 'nameFormat']);
  const found = new Map<string, Words>();
  for (const predicate of asked(shelf, subject)) {
    if (!judged.has(predicate.shape)) continue;
    for (const { code, zh, en } of codesOf(predicate)) if (!found.has(code)) found.set(code, { zh, en });
    const { criterion } = predicate;
    if (typeof criterion === 'string' && !found.has(criterion)) found.set(criterion, { zh: predicate.zh, en: predicate.en });
  }
  return [...found].map(([criterion, words]) => ({ criterion, words }));
}

/** The papers that rules ask of a kind of subject. */
export function papersAsked(shelf: Shelf, subject: string): { readonly code: string; readonly words: Words }[] {
  const found = new Map<string, Words>();
  for (const predicate of asked(shelf, subject))
    if (predicate.shape === 'evidence')
      for (const { code, zh, en } of codesOf(predicate['documents'])) if (!found.has(code)) found.set(code, { zh, en });
  return [...found].map(([code, words]) => ({ code, words }));
}

/** The metrics that rules and targets read of a kind of subject. */
export function metricsAsked(shelf: Shelf, subject: string): readonly string[] {
  const found = new Set<string>();
  const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
  for (const predicate of asked(shelf, subject))
    for (const part of ['metrics', 'denominator', 'of']) for (const metric of strings(predicate[part])) found.add(metric);
  for (const policy of shelf)
    for (const target of policy.document.targets)
      if ((target.scope ?? 'programme') === subject) for (const metric of [target.metric, target.of ?? target.metric]) found.add(metric);
  return [...found];
}

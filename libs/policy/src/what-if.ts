/**
 * What would be decided otherwise: the same facts under two packs, or under two readings of one. Pure; nothing is written.
 *
 * Both sides are asked the same questions. Within one document a question is a rule; between two documents it is what the rules
 * are for (`eligibility`, `tier:province`), all rules of that purpose together. A question is asked only where its inputs differ,
 * first for the two packs, then for the values that reach one subject: whoever evaluates everything finds the same.
 */
import type { Explanation, ExplanationNode, MissingFact, Outcome, Quantity } from '#domain';
import { type EffectivePack, governs, ruleApplies } from './compose';
import { TOLERANCE_PARAMETER } from './engine-1/evaluate';
import * as joins from './engine-1/outcome';
import { categoriesAskedFor, resolve } from './engine-1/parameters';
import { bindPredicate } from './engine-1/shapes';
import { evaluate } from './engines';
import type { Facts, Subject } from './facts';
import type { PackCondition, PackPredicate, PackRule } from './pack';

const BRAND_KINDS = ['labour', 'training', 'dual'] as const;

/** What both packs are asked of a brand. */
export interface Question {
  /** The rule's id, or between two documents the purpose and the tier: `tier:province`. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly before: readonly PackRule[];
  readonly after: readonly PackRule[];
  /** The same conditions on both sides; only values differ, so that each subject may be asked whether they reach it. */
  readonly onlyValues: boolean;
  /** Parameters that take part on either side. */
  readonly parameters: readonly string[];
}

export interface WhatIfPlan {
  readonly before: EffectivePack;
  readonly after: EffectivePack;
  readonly sameDocument: boolean;
  /** Questions whose inputs differ, in the order of the packs. */
  readonly questions: readonly Question[];
  /** How many questions are the same on both sides and need no asking. */
  readonly same: number;
}

export interface SideAnswer {
  /** Rules that answered. */
  readonly rules: readonly string[];
  readonly outcome: Outcome;
  readonly restsOnConfigured: boolean;
}

/** One predicate on one side: what was asked, what was found, by how much. */
export interface Measure {
  readonly outcome: Outcome;
  readonly comparison: string | null;
  readonly threshold: Quantity | null;
  readonly actual: Quantity | null;
  /** How far above (positive) or below the threshold. */
  readonly margin: Quantity | null;
  readonly missing: readonly MissingFact[];
  readonly cite: string | null;
  readonly basis: 'stated' | 'configured';
}

/** What makes the difference: a predicate with its clause and parameters. Null on a side that does not ask it. */
export interface Cause {
  readonly predicate: string;
  readonly zh: string;
  readonly en: string;
  readonly parameters: readonly string[];
  readonly before: Measure | null;
  readonly after: Measure | null;
}

export interface OutcomeChange {
  readonly stream: string;
  readonly name: string;
  readonly kind: string;
  /** From the subject's own region to the province. */
  readonly regions: readonly string[];
  /** Evaluation year: windows end with the year before. */
  readonly year: number;
  readonly question: string;
  /** Null: the question is not asked of this subject on that side. */
  readonly before: SideAnswer | null;
  readonly after: SideAnswer | null;
  readonly causes: readonly Cause[];
}

/** When a question is asked: windows end with the year before `year`; `asOf` is the business date. */
export interface WhatIfMoment {
  readonly year: number;
  readonly asOf: string;
  /** `published`: figures that nobody locked count, too. Left out: as each pack says. */
  readonly factsFrom?: 'published' | 'locked' | undefined;
}

/** The business date on which an evaluation year is judged: its last day, or today while the year is not over. */
export const asOfYear = (year: number, today: string): string => {
  const end = `${year}-12-31`;
  return end < today ? end : today;
};

const speaksOfBrands = (rule: PackRule): boolean => rule.scope.kinds.some((kind) => BRAND_KINDS.some((brand) => brand === kind));

const purposeOf = ({ purpose, tier }: PackRule): string => (tier === null ? purpose : `${purpose}:${tier}`);

/** Predicates and rules that a condition comes to, with those of the rules it asks. */
function reached(pack: EffectivePack, condition: PackCondition, seen = new Set<string>()): readonly PackPredicate[] {
  if ('shape' in condition) return [condition];
  if ('all' in condition) return condition.all.flatMap((child) => reached(pack, child, seen));
  if ('any' in condition) return condition.any.flatMap((child) => reached(pack, child, seen));
  const asked = pack.rules.get(condition.rule)?.rule;
  if (asked === undefined || seen.has(condition.rule)) return [];
  return reached(pack, asked.condition, new Set([...seen, condition.rule]));
}

const parametersOf = (predicate: PackPredicate): readonly string[] => {
  const bound = bindPredicate(predicate);
  return bound?.ok === true ? bound.predicate.parameters : [];
};

/** Everything of a condition that can change an answer, but the values of parameters. */
function shapeOf(pack: EffectivePack, condition: PackCondition): unknown {
  if ('shape' in condition) {
    // Names and clause are told, not asked. What a document or a criterion is called stays: facts are found by it.
    const { clause: _clause, zh: _zh, en: _en, ...asked } = condition;
    return asked;
  }
  if ('all' in condition) return { all: condition.all.map((child) => shapeOf(pack, child)) };
  if ('any' in condition) return { any: condition.any.map((child) => shapeOf(pack, child)) };
  const asked = pack.rules.get(condition.rule)?.rule;
  return asked === undefined ? condition : { tier: asked.tier, validity: asked.validity, asked: shapeOf(pack, asked.condition) };
}

function structureOf(pack: EffectivePack, rule: PackRule): string {
  const { governs: scope, meta, relaxations } = pack.document.open.pack;
  const validity = [meta.inForceFrom, meta.inForceUntil, meta.repealed, rule.validity];
  return JSON.stringify([pack.factsFrom, scope, validity, relaxations, rule.scope, rule.tier, shapeOf(pack, rule.condition)]);
}

/** The values of a parameter with all that picks among them, and nothing of where they come from. */
const valuesOf = (pack: EffectivePack, key: string): string => {
  const parameter = pack.parameters.get(key);
  return JSON.stringify(
    parameter === undefined
      ? null
      : [
          parameter.delegatedTo,
          parameter.entries.map(({ entry: { when, from, until, value } }) => [
            [when.tier ?? null, when.category ?? null, when.regionClass ?? null, when.region ?? null],
            from ?? null,
            until ?? null,
            value,
          ]),
        ],
  );
};

const classesOf = (pack: EffectivePack): string => JSON.stringify(pack.regionClasses.map(({ region, class: number }) => [region, number]));

/**
 * Lays out which questions are to be asked.
 * @param skipping false: all of them, of every subject. It costs time and finds the same, which a property test holds against it
 */
export function planWhatIf(before: EffectivePack, after: EffectivePack, skipping = true): WhatIfPlan {
  const sameDocument = before.document.open.pack.id === after.document.open.pack.id;
  const sides = [before, after].map((pack) => [...pack.rules.values()].map(({ rule }) => rule).filter(speaksOfBrands));
  const idOf = (rule: PackRule): string => (sameDocument ? rule.id : purposeOf(rule));
  const ids = [...new Set(sides.flatMap((rules) => rules.map(idOf)))];

  const otherValues = new Set(
    [...new Set([...before.parameters.keys(), ...after.parameters.keys()])].filter((key) => valuesOf(before, key) !== valuesOf(after, key)),
  );
  const declared = new Set(
    sides.flatMap((rules, side) =>
      rules.flatMap((rule) => reached(side === 0 ? before : after, rule.condition).flatMap((predicate) => [...parametersOf(predicate)])),
    ),
  );
  // A parameter that no predicate names may still be read by one: then no question counts as the same.
  const hidden = [...otherValues].filter((key) => !declared.has(key));
  const classes = classesOf(before) !== classesOf(after);

  const questions = ids.map((id): Question & { readonly differs: boolean } => {
    const [was = [], is = []] = sides.map((rules) => rules.filter((rule) => idOf(rule) === id));
    const structure = (pack: EffectivePack, rules: readonly PackRule[]): string =>
      JSON.stringify(rules.map((rule) => [rule.id, structureOf(pack, rule)]));
    const onlyValues = skipping && sameDocument && structure(before, was) === structure(after, is);
    const parameters = [
      ...new Set([
        ...was.flatMap((rule) => reached(before, rule.condition).flatMap((predicate) => [...parametersOf(predicate)])),
        ...is.flatMap((rule) => reached(after, rule.condition).flatMap((predicate) => [...parametersOf(predicate)])),
        ...hidden,
        TOLERANCE_PARAMETER,
      ]),
    ];
    const named = is[0] ?? was[0];
    return {
      id,
      zh: named?.zh ?? id,
      en: named?.en ?? id,
      before: was,
      after: is,
      onlyValues,
      parameters,
      differs: !onlyValues || classes || parameters.some((key) => otherValues.has(key)),
    };
  });
  const asked = questions.filter(({ differs }) => differs);
  return {
    before,
    after,
    sameDocument,
    questions: asked.map(({ differs: _differs, ...question }) => question),
    same: questions.length - asked.length,
  };
}

/** Whether one of the two packs speaks of this subject at all. Between two documents: the one that governs it today. */
export function concerns(plan: WhatIfPlan, subject: Subject): boolean {
  return governs(plan.before, subject) || (plan.sameDocument && governs(plan.after, subject));
}

/** Whether the values that reach this subject are the same under both packs. */
function sameValues(plan: WhatIfPlan, question: Question, subject: Subject, asOf: string): boolean {
  const tiers = [...new Set([subject.tier, ...[...question.before, ...question.after].map(({ tier }) => tier)])];
  for (const key of question.parameters) {
    const [was, is] = [plan.before.parameters.get(key), plan.after.parameters.get(key)];
    if (was === is) continue;
    if (was === undefined || is === undefined) return false;
    // A category that nobody recorded is asked for every one that makes a difference.
    const categories = subject.category === null ? [null, ...categoriesAskedFor([was]), ...categoriesAskedFor([is])] : [subject.category];
    for (const tier of [...tiers, ...tiersAsked(plan, question)])
      for (const category of categories) {
        const given = category === subject.category ? subject : { ...subject, category };
        const [one, other] = [plan.before, plan.after].map((pack) => resolve(pack, key, given, tier, asOf));
        if (one?.kind !== other?.kind) return false;
        if (one?.kind === 'value' && other?.kind === 'value' && one.value !== other.value) return false;
      }
  }
  return true;
}

/** Tiers that rules asked by the question's rules are about: they pick values, too. */
function tiersAsked({ before }: WhatIfPlan, question: Question): readonly (string | null)[] {
  const tiers = new Set<string | null>();
  const visit = (condition: PackCondition): void => {
    if ('shape' in condition) return;
    if ('all' in condition) return condition.all.forEach(visit);
    if ('any' in condition) return condition.any.forEach(visit);
    const asked = before.rules.get(condition.rule)?.rule;
    if (asked === undefined) return;
    tiers.add(asked.tier);
    visit(asked.condition);
  };
  for (const rule of question.before) visit(rule.condition);
  return [...tiers];
}

interface Answered {
  readonly answer: SideAnswer;
  readonly explanations: readonly Explanation[];
}

/** A predicate of an explanation: its names, and whether it made the whole answer what it is. */
interface Told {
  readonly node: ExplanationNode;
  readonly names: { readonly zh: string; readonly en: string };
  readonly decisive: boolean;
}

function answerOf(pack: EffectivePack, rules: readonly PackRule[], subject: Subject, facts: Facts, at: WhatIfMoment): Answered | null {
  const asked = rules.filter((rule) => ruleApplies(rule, subject));
  if (asked.length === 0) return null;
  const explanations = asked.map((rule) =>
    evaluate(pack, rule.id, subject, facts, { asOf: at.asOf, evaluationYear: at.year, factsFrom: at.factsFrom }),
  );
  return {
    answer: {
      rules: asked.map(({ id }) => id),
      outcome: joins.all(explanations.map((explanation) => explanation.outcome)),
      restsOnConfigured: explanations.some((explanation) => explanation.restsOnConfigured),
    },
    explanations,
  };
}

/** Every predicate that a side asked, by its id. */
function leavesOf(side: Answered | null): ReadonlyMap<string, Told> {
  const leaves = new Map<string, Told>();
  for (const { root, names = {} } of side?.explanations ?? []) {
    const visit = (node: ExplanationNode, decisive: boolean): void => {
      if (node.node === 'predicate') leaves.set(node.id, { node, names: names[node.id] ?? { zh: node.id, en: node.id }, decisive });
      else for (const child of node.children) visit(child, decisive && child.outcome === node.outcome);
    };
    visit(root, root.outcome === side?.answer.outcome);
  }
  return leaves;
}

const measured = ({ outcome, threshold, actual, margin, missing, provenance }: ExplanationNode): Measure => ({
  outcome,
  comparison: threshold?.comparison ?? null,
  threshold: threshold?.quantity ?? null,
  actual,
  margin,
  missing,
  cite: provenance.cite,
  basis: threshold?.provenance.basis === 'configured' ? 'configured' : provenance.basis,
});

/**
 * The predicates that make the difference: those that answer otherwise, and those that only one side asks and that decide there.
 * Where every predicate answers as before, the way they are joined differs: then those that decide now.
 */
function causesOf(plan: WhatIfPlan, before: Answered | null, after: Answered | null): readonly Cause[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const ids = [...new Set([...is.keys(), ...was.keys()])];
  const pairs = ids.map((id) => ({ id, before: was.get(id) ?? null, after: is.get(id) ?? null }));
  const differing = pairs.filter(({ before: a, after: b }) =>
    a === null || b === null ? (a ?? b)?.decisive === true : a.node.outcome !== b.node.outcome,
  );
  const told = differing.length > 0 ? differing : pairs.filter(({ before: a, after: b }) => (b ?? a)?.decisive === true);
  return told.map(({ id, before: a, after: b }) => ({
    predicate: id,
    zh: (b ?? a)?.names.zh ?? id,
    en: (b ?? a)?.names.en ?? id,
    parameters: parametersNamed(plan, id),
    before: a === null ? null : measured(a.node),
    after: b === null ? null : measured(b.node),
  }));
}

const namedParameters = new WeakMap<WhatIfPlan, ReadonlyMap<string, readonly string[]>>();

/** Parameters of a predicate by its id, on either side. */
function parametersNamed(plan: WhatIfPlan, predicate: string): readonly string[] {
  let known = namedParameters.get(plan);
  if (known === undefined) {
    const found = new Map<string, readonly string[]>();
    for (const pack of [plan.after, plan.before])
      for (const { rule } of pack.rules.values())
        for (const each of reached(pack, rule.condition))
          found.set(each.id, [...new Set([...(found.get(each.id) ?? []), ...parametersOf(each)])]);
    known = found;
    namedParameters.set(plan, known);
  }
  return known.get(predicate) ?? [];
}

/** What one subject adds up to: every changed outcome, and how many questions were asked and skipped. */
export interface SubjectChanges {
  readonly changes: readonly OutcomeChange[];
  /** Questions that applied to the subject, year by year, whether or not they had to be evaluated. */
  readonly asked: number;
  /** Of these: those that could be left out, because no value that reaches the subject differs. */
  readonly skipped: number;
}

/**
 * Asks all questions of a plan of one subject, for each moment, in the order of the packs and of the moments.
 * @param withCauses false: only that an outcome changes, for whoever counts
 */
export function whatIf(
  plan: WhatIfPlan,
  subject: Subject,
  facts: Facts,
  moments: readonly WhatIfMoment[],
  withCauses = true,
): SubjectChanges {
  const changes: OutcomeChange[] = [];
  let asked = 0;
  let skipped = 0;
  if (!concerns(plan, subject)) return { changes, asked, skipped };
  const governed = {
    before: governs(plan.before, subject),
    after: !plan.sameDocument || governs(plan.after, subject),
  };
  for (const question of plan.questions) {
    const [was, is] = [governed.before ? question.before : [], governed.after ? question.after : []];
    if (![...was, ...is].some((rule) => ruleApplies(rule, subject))) continue;
    for (const at of moments) {
      asked += 1;
      if (question.onlyValues && sameValues(plan, question, subject, at.asOf)) {
        skipped += 1;
        continue;
      }
      const before = answerOf(plan.before, was, subject, facts, at);
      const after = answerOf(plan.after, is, subject, facts, at);
      if (before?.answer.outcome === after?.answer.outcome) continue;
      changes.push({
        stream: subject.stream,
        name: subject.name,
        kind: subject.kind,
        regions: subject.regions,
        year: at.year,
        question: question.id,
        before: before?.answer ?? null,
        after: after?.answer ?? null,
        causes: withCauses ? causesOf(plan, before, after) : [],
      });
    }
  }
  return { changes, asked, skipped };
}

/**
 * The years in which a brand is judged: those on whose day one of the two documents is in force, and those whose last closed year
 * has a figure of the brand. Without either there is nothing to judge by.
 */
export function momentsOf(
  plan: WhatIfPlan,
  facts: Facts,
  years: { readonly from: number; readonly to: number },
  today: string,
  factsFrom?: 'published' | 'locked',
): readonly WhatIfMoment[] {
  const told = new Set(facts.figures.map(({ toYear }) => toYear));
  const inForce = (asOf: string): boolean =>
    [plan.before, plan.after].some(({ document }) => {
      const { inForceFrom, inForceUntil, repealed } = document.open.pack.meta;
      return inForceFrom <= asOf && (inForceUntil === null || asOf <= inForceUntil) && (repealed === null || asOf < repealed);
    });
  const moments: WhatIfMoment[] = [];
  for (let { from: year } = years; year <= years.to; year++) {
    const asOf = asOfYear(year, today);
    if (inForce(asOf) || told.has(year - 1)) moments.push({ year, asOf, factsFrom });
  }
  return moments;
}

export interface WhatIfTotals {
  /** Brands that one of the packs speaks of. */
  readonly brands: number;
  /** Brands with at least one changed outcome. */
  readonly brandsChanged: number;
  /** Questions × years that applied, and how many of them needed no evaluation. */
  readonly asked: number;
  readonly skipped: number;
  readonly changed: number;
  /** `from` and `to` null: not asked. */
  readonly byQuestion: readonly {
    readonly question: string;
    readonly from: Outcome | null;
    readonly to: Outcome | null;
    readonly count: number;
  }[];
  readonly byYear: readonly { readonly year: number; readonly count: number }[];
  /** By prefecture, or by province where the brand is the province's own. */
  readonly byRegion: readonly { readonly region: string; readonly count: number }[];
}

/** Adds up changes as they come, in any order; the sums come out in one order. */
export class WhatIfTally {
  private brands = 0;
  private brandsChanged = 0;
  private asked = 0;
  private skipped = 0;
  private changed = 0;
  private readonly questions = new Map<string, number>();
  private readonly years = new Map<number, number>();
  private readonly regions = new Map<string, number>();

  add({ changes, asked, skipped }: SubjectChanges): void {
    this.brands += 1;
    this.asked += asked;
    this.skipped += skipped;
    if (changes.length > 0) this.brandsChanged += 1;
    this.changed += changes.length;
    for (const { question, before, after, year, regions } of changes) {
      const key = JSON.stringify([question, before?.outcome ?? null, after?.outcome ?? null]);
      this.questions.set(key, (this.questions.get(key) ?? 0) + 1);
      this.years.set(year, (this.years.get(year) ?? 0) + 1);
      const region = regions[regions.length - 2] ?? regions[0] ?? '000000';
      this.regions.set(region, (this.regions.get(region) ?? 0) + 1);
    }
  }

  /** Takes in what another tally added up. */
  merge({ brands, brandsChanged, asked, skipped, changed, byQuestion, byYear, byRegion }: WhatIfTotals): void {
    this.brands += brands;
    this.brandsChanged += brandsChanged;
    this.asked += asked;
    this.skipped += skipped;
    this.changed += changed;
    const plus = <K>(map: Map<K, number>, key: K, count: number): void => void map.set(key, (map.get(key) ?? 0) + count);
    for (const { question, from, to, count } of byQuestion) plus(this.questions, JSON.stringify([question, from, to]), count);
    for (const { year, count } of byYear) plus(this.years, year, count);
    for (const { region, count } of byRegion) plus(this.regions, region, count);
  }

  totals(): WhatIfTotals {
    return {
      brands: this.brands,
      brandsChanged: this.brandsChanged,
      asked: this.asked,
      skipped: this.skipped,
      changed: this.changed,
      byQuestion: [...this.questions]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, count]) => {
          const [question, from, to] = JSON.parse(key) as [string, Outcome | null, Outcome | null];
          return { question, from, to, count };
        }),
      byYear: [...this.years].sort(([a], [b]) => a - b).map(([year, count]) => ({ year, count })),
      byRegion: [...this.regions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([region, count]) => ({ region, count })),
    };
  }
}

/** By year, then question, then stream: the one order of changes. */
export function inOrder(a: OutcomeChange, b: OutcomeChange): number {
  if (a.year !== b.year) return a.year - b.year;
  if (a.question !== b.question) return a.question < b.question ? -1 : 1;
  return a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0;
}

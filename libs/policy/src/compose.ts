/** What applies together: a document and the house packs that complete it, each part keeping where it came from. */
import type { Decision, Provenance } from '#domain';
import type { Subject, SubjectKind } from './facts';
import type { OpenPack } from './open';
import { PackError, type PackProblem, circular, problem } from './open';
import type { PackEffect, PackInterpretation, PackParameter, PackRegionClass, PackRelaxation, PackRule, PackTarget } from './pack';
import type { z } from 'zod';

type Parameter = z.infer<typeof PackParameter>;

/** A pack with the digest of its text: SHA-256 of the RFC 8785 form, which the caller computes (this room hashes nothing). */
export interface DigestedPack {
  readonly open: OpenPack;
  readonly digest: string;
}

export interface EffectiveParameter {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly delegatedTo: string | null;
  readonly entries: readonly { readonly entry: Parameter['values'][number]; readonly provenance: Provenance }[];
}

export interface EffectiveRule {
  readonly rule: PackRule;
  readonly from: DigestedPack;
  readonly provenance: Provenance;
  /** For a configured rule: the clause of the document under which it stands, as people cite it. */
  readonly umbrella: string | null;
}

export interface EffectiveEffect {
  readonly effect: PackEffect;
  readonly from: DigestedPack;
  readonly provenance: Provenance;
  readonly umbrella: string | null;
}

export interface EffectiveTarget {
  readonly target: PackTarget;
  readonly from: DigestedPack;
  readonly provenance: Provenance;
}

export interface EffectivePack {
  readonly document: DigestedPack;
  readonly houses: readonly DigestedPack[];
  readonly factsFrom: 'published' | 'locked';
  readonly rules: ReadonlyMap<string, EffectiveRule>;
  readonly parameters: ReadonlyMap<string, EffectiveParameter>;
  /** In the order of the packs: effects of one trigger happen in this order. */
  readonly effects: readonly EffectiveEffect[];
  readonly targets: ReadonlyMap<string, EffectiveTarget>;
  /** Each with the clause it stands on. A house pack gives their size and time, never a ground. */
  readonly relaxations: readonly { readonly relaxation: PackRelaxation; readonly provenance: Provenance }[];
  readonly regionClasses: readonly z.infer<typeof PackRegionClass>[];
  readonly interpretations: ReadonlyMap<string, z.infer<typeof PackInterpretation>>;
}

interface Sourced {
  readonly basis: 'stated' | 'configured';
  readonly clause: string | null;
  readonly approvedBy: string | null;
  readonly approvedOn: string | null;
}

const stated = (clause: string): Sourced => ({ basis: 'stated', clause, approvedBy: null, approvedOn: null });

/** Where a part of a pack comes from. */
export function provenanceOf({ pack }: OpenPack, part: Sourced): Provenance {
  const cite = pack.clauses.find(({ key }) => key === part.clause)?.cite ?? null;
  return {
    pack: pack.id,
    version: pack.version,
    basis: part.basis,
    clause: part.clause,
    cite,
    approvedBy: part.approvedBy,
    approvedOn: part.approvedOn,
  };
}

/**
 * Joins a document with its house packs.
 * @throws PackError when a house pack completes another document, gives a value that the document states, names an
 * umbrella clause that the document lacks, repeats an id, or refers to what neither of them holds
 */
export function composePacks(document: DigestedPack, houses: readonly DigestedPack[] = []): EffectivePack {
  const { pack } = document.open;
  const problems: PackProblem[] = [];
  if (pack.role !== 'document')
    problems.push(
      problem(
        'role',
        'PACK.NOT_A_DOCUMENT',
        `「${pack.id}」是本地配置，不能单独适用`,
        `${pack.id} is a house pack and cannot stand alone`,
        '以文件包为主，再以本地配置补充',
        'compose it with the document it completes',
      ),
    );
  const rules = new Map<string, EffectiveRule>();
  const parameters = new Map<string, EffectiveParameter>();
  const effects = new Map<string, EffectiveEffect>();
  const interpretations = new Map<string, z.infer<typeof PackInterpretation>>();
  const cite = (clause: string | null): string | null => pack.clauses.find(({ key }) => key === clause)?.cite ?? null;

  for (const from of [document, ...houses]) {
    const part = from.open.pack;
    const at = (place: string): string => `${part.id}/${place}`;
    const repeated = (place: string, id: string): PackProblem =>
      problem(at(place), 'PACK.DUPLICATE_ID', `编号「${id}」重复`, `id ${id} stands twice`, '改用另一个编号', 'choose another id');
    if (part !== pack && part.completes !== pack.id) {
      problems.push(
        problem(
          at('completes'),
          'PACK.OTHER_DOCUMENT',
          `该配置补充的是「${part.completes ?? '无'}」，不是「${pack.id}」`,
          `it completes ${part.completes ?? 'nothing'}, not ${pack.id}`,
          '选用补充本文件的配置',
          'use a house pack of this document',
        ),
      );
    }
    for (const [index, rule] of part.rules.entries()) {
      if (rules.has(rule.id)) problems.push(repeated(`rules[${index}]`, rule.id));
      if (rule.umbrella !== null && cite(rule.umbrella) === null)
        problems.push(unknownClause(at(`rules[${index}].umbrella`), rule.umbrella));
      rules.set(rule.id, { rule, from, provenance: provenanceOf(from.open, rule), umbrella: cite(rule.umbrella) });
    }
    for (const [index, effect] of part.effects.entries()) {
      if (effects.has(effect.id)) problems.push(repeated(`effects[${index}]`, effect.id));
      if (effect.umbrella !== null && cite(effect.umbrella) === null)
        problems.push(unknownClause(at(`effects[${index}].umbrella`), effect.umbrella));
      effects.set(effect.id, { effect, from, provenance: provenanceOf(from.open, effect), umbrella: cite(effect.umbrella) });
    }
    for (const [index, parameter] of part.parameters.entries()) {
      const entries = parameter.values.map((entry) => ({ entry, provenance: provenanceOf(from.open, parameter) }));
      const known = parameters.get(parameter.key);
      // What the document leaves open (or hands down) may be completed; what it states may not be overruled.
      if (known !== undefined && known.delegatedTo === null && known.entries.some(({ entry }) => entry.value !== null)) {
        problems.push(
          problem(
            at(`parameters[${index}]`),
            'PACK.OVERRULES',
            `「${known.zh}」已有规定数值，本地配置不得改写`,
            `${known.key} has a value already; a house pack may not overrule it`,
            '删除该参数，或另设新的参数',
            'remove it, or use another key',
          ),
        );
      }
      if (known !== undefined && known.unit !== parameter.unit) {
        problems.push(
          problem(
            at(`parameters[${index}].unit`),
            'PACK.UNIT',
            `「${known.zh}」的单位应为 ${known.unit}`,
            `the unit of ${known.key} is ${known.unit}`,
            `改为 ${known.unit}`,
            `write ${known.unit}`,
          ),
        );
      }
      const { key, zh, en, unit } = known ?? parameter;
      parameters.set(key, {
        key,
        zh,
        en,
        unit,
        delegatedTo: known?.delegatedTo ?? parameter.delegatedTo ?? null,
        entries: [...(known?.entries ?? []), ...entries],
      });
    }
    for (const interpretation of part.interpretations) interpretations.set(interpretation.id, interpretation);
  }

  const composed: EffectivePack = {
    document,
    houses,
    factsFrom: pack.factsFrom,
    rules,
    parameters,
    effects: [...effects.values()],
    targets: new Map(
      pack.targets.map((target) => [target.id, { target, from: document, provenance: provenanceOf(document.open, stated(target.clause)) }]),
    ),
    relaxations: (pack.relaxations ?? []).map((relaxation) => ({
      relaxation,
      provenance: provenanceOf(document.open, stated(relaxation.clause)),
    })),
    regionClasses: pack.regionClasses,
    interpretations,
  };
  for (const { open } of houses)
    for (const { place, refersTo, kind } of open.references) {
      const found = kind === 'rule' ? rules.has(refersTo) : kind === 'parameter' ? parameters.has(refersTo) : interpretations.has(refersTo);
      if (!found)
        problems.push(
          problem(
            `${open.pack.id}/${place}`,
            'PACK.UNKNOWN_REFERENCE',
            `引用的「${refersTo}」不存在`,
            `${kind} ${refersTo} does not exist`,
            '补上或改正引用',
            'add it or correct the reference',
          ),
        );
    }
  for (const { rule, from } of rules.values()) {
    if (from !== document && circular((id) => rules.get(id)?.rule.condition, rule.id)) {
      problems.push(
        problem(
          `${from.open.pack.id}/rules/${rule.id}`,
          'PACK.CIRCULAR',
          `规则「${rule.id}」引用了自身`,
          `rule ${rule.id} asks itself`,
          '去掉循环引用',
          'remove the circle',
        ),
      );
    }
  }
  if (problems.length > 0) throw new PackError(pack.id, problems);
  return composed;
}

const unknownClause = (place: string, clause: string): PackProblem =>
  problem(
    place,
    'PACK.UNKNOWN_CLAUSE',
    `条款「${clause}」不在文件中`,
    `the document has no clause ${clause}`,
    '引用 clauses 中已有的条款',
    'refer to a key under clauses',
  );

/** Whether the document governs the subject's region and kind. A dry run may ask about others too. */
export function governs(pack: EffectivePack, subject: Subject): boolean {
  const { governs: scope } = pack.document.open.pack;
  return subject.regions.includes(scope.region) && scope.kinds.some((kind) => kind === subject.kind);
}

const BRANDS: readonly SubjectKind[] = ['labour', 'training', 'dual'];

/** A target concerns its programme, or the regions, units or institutions that it is set for. */
function targets({ scope = 'programme', tiers }: PackTarget, subject: Subject): boolean {
  return subject.kind === scope && (tiers === undefined || (subject.tier !== null && tiers.includes(subject.tier)));
}

/** Targets that are about this subject, in the order of the pack. */
export function targetsFor(pack: EffectivePack, subject: Subject): readonly PackTarget[] {
  return [...pack.targets.values()].map(({ target }) => target).filter((target) => targets(target, subject));
}

const among = (list: readonly string[] | null | undefined, value: string | null): boolean =>
  list === null || list === undefined || (value !== null && list.includes(value));

/** Whether a rule is about this subject: its kind, and where the scope says so the tier it holds, its category, and its name. */
export function ruleApplies({ scope: { kinds, tiers, categories, named } }: PackRule, subject: Subject): boolean {
  return (
    kinds.includes(subject.kind) &&
    among(tiers, subject.tier) &&
    among(categories, subject.category) &&
    (named?.some((word) => subject.name.includes(word)) ?? true)
  );
}

/**
 * Rules of one purpose that are about this subject, in the order of the packs. `scope.tiers` means the tier held now;
 * `rule.tier` the tier the rule is about.
 */
export function rulesFor(pack: EffectivePack, subject: Subject, purpose: PackRule['purpose']): readonly PackRule[] {
  return [...pack.rules.values()].map(({ rule }) => rule).filter((rule) => rule.purpose === purpose && ruleApplies(rule, subject));
}

const TIER_STEPS: readonly PackEffect['then'][] = ['findEligible', 'loseEligibility', 'proposePromotion'];
const ORDER = ['county', 'prefecture', 'province'];

/**
 * Effects of a trigger for this subject, in order: those whose rule or target is about it, and those with neither that name its
 * kind (or, where they name none, every brand). Steps towards a tier concern the next one above the tier held; a subject that
 * holds none may come in at any.
 */
export function effectsFor(pack: EffectivePack, subject: Subject, trigger: PackEffect['on']): readonly EffectiveEffect[] {
  return pack.effects.filter(({ effect }) => {
    if (effect.on !== trigger) return false;
    const rule = effect.rule === null ? undefined : pack.rules.get(effect.rule)?.rule;
    if (effect.rule === null && effect.target !== undefined) {
      const target = pack.targets.get(effect.target)?.target;
      return target !== undefined && targets(target, subject);
    }
    if (rule === undefined) return effect.rule === null && (effect.kinds ?? BRANDS).includes(subject.kind);
    if (!ruleApplies(rule, subject)) return false;
    const aboutTier = TIER_STEPS.includes(effect.then) && rule.tier !== null && subject.tier !== null;
    return !aboutTier || ORDER.indexOf(rule.tier ?? '') === ORDER.indexOf(subject.tier ?? '') + 1;
  });
}

/**
 * What a decision event says of the policy behind it: the rule or the target that was evaluated, or the effect itself where
 * neither was. `rule` in the answer is the id of either.
 */
export function policyOf(pack: EffectivePack, effect: EffectiveEffect): Decision['policy'] {
  const { target } = effect.effect;
  const aimed = effect.effect.rule === null && target !== undefined ? pack.targets.get(target) : undefined;
  if (aimed !== undefined) return cited({ ...aimed, umbrella: null }, aimed.target.id);
  const ruled = effect.effect.rule === null ? undefined : pack.rules.get(effect.effect.rule);
  return ruled === undefined ? cited(effect, effect.effect.id) : policyOfRule(pack, ruled.rule.id);
}

/** @throws PackError when the pack has no such rule */
export function policyOfRule(pack: EffectivePack, ruleId: string): Decision['policy'] {
  return cited(ruleOf(pack, ruleId), ruleId);
}

/** @throws PackError when neither the document nor its house packs hold the rule */
export function ruleOf(pack: EffectivePack, ruleId: string): EffectiveRule {
  const rule = pack.rules.get(ruleId);
  if (rule !== undefined) return rule;
  const { id } = pack.document.open.pack;
  throw new PackError(id, [
    problem(
      `rules/${ruleId}`,
      'PACK.UNKNOWN_RULE',
      `规则「${ruleId}」不存在`,
      `there is no rule ${ruleId}`,
      `可用的规则：${[...pack.rules.keys()].join('、')}`,
      `rules there are: ${[...pack.rules.keys()].join(', ')}`,
    ),
  ]);
}

const cited = (
  { from, provenance, umbrella }: Pick<EffectiveRule, 'from' | 'provenance' | 'umbrella'>,
  rule: string,
): Decision['policy'] => ({
  pack: from.open.pack.id,
  version: from.open.pack.version,
  digest: from.digest,
  rule,
  basis: provenance.basis,
  clause: provenance.clause,
  cite: provenance.cite,
  umbrella,
});

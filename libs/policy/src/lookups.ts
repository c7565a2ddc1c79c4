/** Small questions to a pack that need no explanation: a value, a due date, a name, the rules an assessment asks. */
import type { Explanation, ExplanationNode, Provenance } from '#domain';
import { daysAfter } from './calendar';
import { type EffectiveEffect, type EffectivePack, type EffectiveRule, rulesFor } from './compose';
import { fraction } from './engine-1/exact';
import { regionClassOf, resolve } from './engine-1/parameters';
import { evaluate } from './engines';
import type { Facts, Subject } from './facts';
import { predicatesOf } from './open';
import type { PackRule } from './pack';

/**
 * The value of a parameter for a subject on a date.
 * @returns null where the pack holds none (not stated and not configured, handed down, or no class for the region)
 */
export function parameterValue(
  pack: EffectivePack,
  key: string,
  subject: Subject,
  asOf: string,
): { readonly value: number | string; readonly unit: string; readonly provenance: Provenance } | null {
  const found = resolve(pack, key, subject, subject.tier, asOf);
  return found.kind === 'value' ? { value: found.value, unit: pack.parameters.get(key)?.unit ?? '', provenance: found.provenance } : null;
}

/** Days of one of an effect's parameters, or null where it names none or the pack holds no value. */
export function daysOf(
  pack: EffectivePack,
  effect: EffectiveEffect,
  which: 'dueAfter' | 'fallsDueAfter',
  subject: Subject,
  asOf: string,
): number | null {
  const key = effect.effect[which];
  const found = key === null ? null : parameterValue(pack, key, subject, asOf);
  const days = found === null ? null : fraction(found.value);
  return days === null || days.denominator !== 1n ? null : Number(days.numerator);
}

/** The date on which what an effect starts falls due: `from` plus its days (calendar days), or null where none are given. */
export function dueOn(
  pack: EffectivePack,
  effect: EffectiveEffect,
  which: 'dueAfter' | 'fallsDueAfter',
  subject: Subject,
  from: string,
): string | null {
  const days = daysOf(pack, effect, which, subject, from);
  return days === null ? null : daysAfter(from, days);
}

/**
 * The day that an answer names: until when a cycle is in time, or by when something had to be done. What reacts to time asks the
 * rule, keeps this day, and asks again on the day after.
 * @returns the earliest such day, or null where the answer names none
 */
export function dueDateOf({ root }: Pick<Explanation, 'root'>): string | null {
  const days: string[] = [];
  const visit = (node: ExplanationNode): void => {
    const limit = node.threshold;
    if (limit !== null && (limit.comparison === 'dueBy' || limit.comparison === 'notAfter') && limit.quantity.kind === 'text')
      days.push(limit.quantity.value);
    node.children.forEach(visit);
  };
  visit(root);
  return days.sort()[0] ?? null;
}

/** Rules that an assessment answers: the conditions of nomination, and those of the tier that is sought. In the order of the packs. */
export function assessmentRules(pack: EffectivePack, subject: Subject, tierSought: string | null): readonly PackRule[] {
  return [...rulesFor(pack, subject, 'nomination'), ...rulesFor(pack, subject, 'tier').filter(({ tier }) => tier === tierSought)];
}

/**
 * Evaluations whose grade the pack asks an institution of a type for (KL-15), each with the first rule that does.
 * @returns rules by the code of the evaluation
 */
export function gradesAsked(pack: EffectivePack, institutionType: string): ReadonlyMap<string, EffectiveRule> {
  const asked = new Map<string, EffectiveRule>();
  for (const rule of pack.rules.values()) {
    const { kinds, categories } = rule.rule.scope;
    if (!kinds.includes('institution') || categories?.includes(institutionType) === false) continue;
    for (const { predicate } of predicatesOf(rule.rule.condition, rule.rule.id)) {
      const { shape, evaluation } = predicate;
      if (shape === 'grade' && typeof evaluation === 'string' && !asked.has(evaluation)) asked.set(evaluation, rule);
    }
  }
  return asked;
}

/** 报送截止 of the document: the last moment, as text with its offset; null where the document sets none. */
export const nominationDeadline = (pack: EffectivePack): string | null => pack.document.open.pack.nominationDeadline?.at ?? null;

/** IM-25: the class of the subject's region and the region that carries the entry; null where the document puts it in none. */
export const regionClass = (pack: EffectivePack, subject: Subject): { readonly class: number; readonly region: string } | null =>
  regionClassOf(pack, subject);

const NO_FACTS: Facts = { figures: [], judgements: [], evidence: [], breaches: [], dates: {}, moments: {}, placeNames: [], linked: [] };

/**
 * Holds a name against the naming formats of the pack. A name that fits none is queried, never refused.
 * @param placeNames names of the regions in the path and their aliases
 * @returns `format` is the id of the format that fits; null where the pack asks for none (then every name is accepted)
 */
export function checkName(
  pack: EffectivePack,
  subject: Subject,
  placeNames: readonly string[],
  asOf: string,
): { readonly verdict: 'accepted' | 'queried'; readonly format: string | null; readonly reason: string | null } {
  const [rule] = rulesFor(pack, subject, 'name');
  if (rule === undefined) return { verdict: 'accepted', format: null, reason: null };
  const { outcome, root } = evaluate(pack, rule.id, subject, { ...NO_FACTS, placeNames }, { asOf });
  const notes = root.children.flatMap((child) => child.notes);
  const format = notes.find((note) => note.startsWith('format:'))?.slice('format:'.length) ?? null;
  if (outcome === 'pass') return { verdict: 'accepted', format, reason: null };
  const reason = notes.includes('noPlaceName')
    ? '名称未以所在地区的名称或简称开头 (it does not begin with the name of its region)'
    : '名称中未见所登记的产业、职业、技能用语 (no known word of trade, occupation or skill follows the place)';
  return { verdict: 'queried', format: null, reason };
}

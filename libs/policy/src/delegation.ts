/** What a document hands down (IM-17): which parameters, to whom, within which bounds, and the standards that a region then set. */
import type { LocalStandard, Provenance } from '#domain';
import { daysAfter } from './calendar';
import { type EffectivePack, provenanceOf } from './compose';
import { type Fraction, fraction } from './engine-1/exact';
import { type OpenPack, type PackProblem, problem } from './open';
import type { Pack } from './pack';

type Parameter = Pack['parameters'][number];
type Value = number | string;

/** A bound with the pack that declares it: the document, or a house pack that narrows it. */
export interface DeclaredBound {
  readonly value: Value;
  readonly provenance: Provenance;
}

export interface DelegatedParameter {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  /** Role that sets it, such as `banner`. */
  readonly delegatedTo: string;
  /** Clause that hands it down, as people cite it. */
  readonly cite: string | null;
  readonly atLeast: DeclaredBound | null;
  readonly atMost: DeclaredBound | null;
}

const less = (a: Fraction, b: Fraction): boolean => a.numerator * b.denominator < b.numerator * a.denominator;
const isLess = (a: Value, b: Value): boolean => {
  const [left, right] = [fraction(a), fraction(b)];
  return left !== null && right !== null && less(left, right);
};

/** Parameters that a pack hands down, in its order, with the narrowest bounds that the document and its house packs declare. */
export function delegatedParameters({ document, houses }: Pick<EffectivePack, 'document' | 'houses'>): readonly DelegatedParameter[] {
  return document.open.pack.parameters.flatMap((parameter): DelegatedParameter[] => {
    const { key, zh, en, unit, delegatedTo } = parameter;
    if (typeof delegatedTo !== 'string') return [];
    const declared = [document, ...houses].flatMap(({ open }) =>
      open.pack.parameters
        .filter((each) => each.key === key)
        .map((each) => ({ bounds: each.bounds, provenance: provenanceOf(open, each) })),
    );
    const bound = (side: 'atLeast' | 'atMost', narrower: (a: Value, b: Value) => boolean): DeclaredBound | null =>
      declared.reduce<DeclaredBound | null>((found, { bounds, provenance }) => {
        const value = bounds?.[side] ?? null;
        return value !== null && (found === null || narrower(value, found.value)) ? { value, provenance } : found;
      }, null);
    return [
      {
        ...{ key, zh, en, unit, delegatedTo },
        cite: provenanceOf(document.open, parameter).cite,
        atLeast: bound('atLeast', (a, b) => isLess(b, a)),
        atMost: bound('atMost', isLess),
      },
    ];
  });
}

type Fault = Pick<PackProblem, 'zh' | 'en' | 'todo'>;

/** Why a value may not be set for a parameter that is handed down; null: it may. A rate lies between 0 and 1 where no bound says otherwise. */
export function standardFault(parameter: DelegatedParameter, value: Value): Fault | null {
  const { zh, en, unit } = parameter;
  const given = fraction(value);
  if (given === null || (unit !== 'ratio' && typeof value !== 'number'))
    return {
      zh: `「${value}」不是「${zh}」的取值`,
      en: `${value} is no value of ${en}`,
      todo:
        unit === 'ratio'
          ? { zh: '比率写分数，如 85/100', en: 'write a fraction such as 85/100' }
          : { zh: '请写整数', en: 'write an integer' },
    };
  const least = parameter.atLeast?.value ?? 0;
  const most = parameter.atMost?.value ?? (unit === 'ratio' ? '1/1' : null);
  const told = (bound: DeclaredBound | null): readonly [zh: string, en: string] =>
    bound === null
      ? ['比率在 0 与 1 之间', 'a rate lies between 0 and 1, a count is not negative']
      : bound.provenance.basis === 'stated'
        ? [`依据：${bound.provenance.cite ?? ''}`, `by ${bound.provenance.cite ?? ''}`]
        : [
            `本地配置，${bound.provenance.approvedBy ?? ''} ${bound.provenance.approvedOn ?? ''}`,
            `configured by ${bound.provenance.approvedBy ?? ''}, ${bound.provenance.approvedOn ?? ''}`,
          ];
  if (isLess(value, least)) {
    const [whyZh, whyEn] = told(parameter.atLeast);
    return {
      zh: `「${zh}」不得低于 ${least}，现为 ${value}（${whyZh}）`,
      en: `${en} may not be below ${least}, it is ${value} (${whyEn})`,
      todo: { zh: `请填写不低于 ${least} 的数值`, en: `give ${least} or more` },
    };
  }
  if (most !== null && isLess(most, value)) {
    const [whyZh, whyEn] = told(parameter.atMost);
    return {
      zh: `「${zh}」不得高于 ${most}，现为 ${value}（${whyZh}）`,
      en: `${en} may not be above ${most}, it is ${value} (${whyEn})`,
      todo: { zh: `请填写不高于 ${most} 的数值`, en: `give ${most} or less` },
    };
  }
  return null;
}

/**
 * What is wrong with how a house pack treats the parameters that its document hands down: a bound that is widened, and a
 * value outside the bounds.
 */
export function boundProblems(document: Pick<EffectivePack, 'document'>['document'], house: OpenPack): readonly PackProblem[] {
  const found: PackProblem[] = [];
  for (const parameter of delegatedParameters({ document, houses: [] })) {
    for (const [index, own] of house.pack.parameters.entries()) {
      if (own.key !== parameter.key) continue;
      const place = `parameters[${index}]`;
      const { atLeast = null, atMost = null } = own.bounds ?? {};
      if (atLeast !== null && parameter.atLeast !== null && isLess(atLeast, parameter.atLeast.value))
        found.push(widened(`${place}.bounds.atLeast`, parameter.zh, parameter.en, parameter.atLeast.value, atLeast, '低', 'below'));
      if (atMost !== null && parameter.atMost !== null && isLess(parameter.atMost.value, atMost))
        found.push(widened(`${place}.bounds.atMost`, parameter.zh, parameter.en, parameter.atMost.value, atMost, '高', 'above'));
      for (const [entry, { value }] of own.values.entries()) {
        const fault = value === null ? null : standardFault(parameter, value);
        if (fault !== null)
          found.push(problem(`${place}.values[${entry}].value`, 'PACK.OUT_OF_BOUNDS', fault.zh, fault.en, fault.todo.zh, fault.todo.en));
      }
    }
  }
  return found;
}

const widened = (place: string, zh: string, en: string, declared: Value, given: Value, side: string, sideEn: string): PackProblem =>
  problem(
    place,
    'PACK.BOUND_WIDENED',
    `「${zh}」的界限由文件定为 ${declared}，本地配置放宽为 ${given}（更${side}）`,
    `the document bounds ${en} at ${declared}; a house pack may not set ${given}, which lies ${sideEn} it`,
    '本地配置只能在文件界限之内收紧',
    'a house pack may narrow a bound, never widen it',
  );

/**
 * The standards that one region set under a document, as a house pack: so they take part like anything else that is configured,
 * with the region, its paper and the day as provenance.
 * @param regionName as people call it
 * @param standards of this region and document, in the order in which they were published
 * @returns null when none of them names a parameter that this version of the document hands down
 */
export function localHouse(document: Pack, region: string, regionName: string, standards: readonly LocalStandard[]): Pack | null {
  const handedDown = document.parameters.filter(({ delegatedTo }) => typeof delegatedTo === 'string');
  // Ended before it began: it never was a standard.
  const valid = standards.filter(({ effectiveFrom, repealedOn }) => repealedOn === null || repealedOn > effectiveFrom);
  const parameters = handedDown.flatMap((parameter): Parameter[] =>
    valid
      .filter(({ parameter: key, unit }) => key === parameter.key && unit === parameter.unit)
      // Provenance stands at a parameter, so each standard is one of its own; the latest effective date comes first.
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))
      .map(({ value, effectiveFrom, repealedOn, approvedBy, document: paper }) => ({
        key: parameter.key,
        zh: parameter.zh,
        en: parameter.en,
        unit: parameter.unit,
        basis: 'configured',
        clause: null,
        approvedBy: `${regionName}《${paper.number}》${approvedBy}`,
        approvedOn: paper.issuedOn,
        values: [{ when: { region }, from: effectiveFrom, until: repealedOn === null ? null : daysAfter(repealedOn, -1), value }],
      })),
  );
  if (parameters.length === 0) return null;
  return {
    format: 1,
    id: `local-${region}`,
    version: String(standards.length),
    role: 'house',
    completes: document.id,
    meta: {
      title: `${regionName}自行确定的标准`,
      titleEn: `Standards set by region ${region}`,
      number: null,
      kindOfDocument: '本级标准',
      issuer: regionName,
      indexNumber: null,
      legalBasis: [],
      addressees: null,
      made: null,
      published: null,
      inForceFrom: valid.map(({ effectiveFrom }) => effectiveFrom).sort()[0] ?? '0001-01-01',
      inForceUntil: null,
      repealed: null,
      status: '有效',
    },
    governs: { region, kinds: document.governs.kinds },
    factsFrom: document.factsFrom,
    clauses: [],
    parameters,
    regionClasses: [],
    rules: [],
    effects: [],
    targets: [],
    interpretations: [],
    records: [],
    nominationDeadline: null,
  };
}

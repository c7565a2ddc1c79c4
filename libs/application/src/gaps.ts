/**
 * 缺口清单: what nobody reported, held, set or configured, as it follows from how things stand and the day it is asked on.
 *
 * Nothing is written: silence has no event. Each gap says since when, who owes it, by which clause (or who configured it, or
 * that no document says it), and what to do.
 */
import { GAP_KINDS, type BrandGround, type Dataset, type Gap, type GapKind, type Ground, type SubjectGround } from '#contracts';
import { COUNTRY, allRegions, isWithin, regionLevel, regionName, regionPath, type Explanation, type Provenance, type Tier } from '#domain';
import {
  ROLE_NAMES,
  daysAfter,
  delegatedParameters,
  explanationSentence,
  parameterValue,
  policyOfRule,
  type EffectivePack,
  type PackRule,
  type Subject,
} from '#policy';
import type { PolicyLibrary } from './policies';
import type { SubjectService } from './subject-service';
import { documentsInForce } from './steward-port';

interface Words {
  readonly zh: string;
  readonly en: string;
}

export const GAP_WORDS: Readonly<Record<GapKind, Words>> = {
  notReported: { zh: '年度数据未填报', en: 'the year was not reported' },
  regionSilent: { zh: '地区整年无填报', en: 'nobody in the region reported the year' },
  reviewNotHeld: { zh: '审核到期未开展', en: 'a review is due and was not held' },
  standardNotSet: { zh: '授权制定的标准未制定', en: 'a standard that was handed down is not set' },
  notConfigured: { zh: '文件未规定，本地未配置', en: 'not stated and not configured' },
  coverageNotMet: { zh: '覆盖（数量）要求未达到', en: 'coverage not met' },
  evaluationOverdue: { zh: '评估逾期', en: 'an evaluation round is overdue' },
  recognisedNotListed: { zh: '已认定未列入指导目录', en: 'recognised and never listed' },
  neverReviewed: { zh: '已列入目录但从未审核', en: 'listed and never reviewed' },
  neverLocked: { zh: '仅有公开数据，未经锁定', en: 'published figures only, never locked' },
};

/** Parameter (unit `days` after the end of the year) by which a year is to be reported. No document states one. */
const REPORT_DUE_PARAMETER = 'report.due-after';

export interface GapRequest {
  /** Only what lies in this region. */
  readonly region: string;
  readonly dataset?: Dataset | undefined;
  /** The day it is asked on. */
  readonly today: string;
}

/** What one gap is made of; the rest is the same for all. */
interface Found {
  readonly kind: GapKind;
  readonly of: { readonly stream: string; readonly kind: string; readonly name: string };
  readonly region: string;
  readonly dataset: Dataset | null;
  readonly period?: number;
  readonly about?: string;
  readonly since: string | null;
  readonly dueOn?: string | null;
  readonly owedBy: string;
  readonly basis: Gap['basis'];
  readonly says: Words;
  readonly todo: Words;
}

export class GapService {
  constructor(
    private readonly policies: PolicyLibrary,
    private readonly subjects: SubjectService,
  ) {}

  /** Every gap in a region, in the order of kinds, then of regions, subjects and years. */
  async gaps(grounds: readonly { readonly stream: string; readonly ground: Ground }[], request: GapRequest): Promise<readonly Gap[]> {
    const packs = new PackLookup(this.policies, request.today);
    const found: Found[] = [];
    for (const { stream, ground } of grounds) {
      if (ground.what === 'brand') found.push(...(await brandGaps(stream, ground, packs, request)));
      else found.push(...(await subjectGaps(stream, ground, packs, request)));
    }
    found.push(...silentRegions(grounds, request), ...(await standardsNotSet(grounds, packs)));
    // What is configured or covered is so for real; the made-up year has no region of its own.
    if (request.dataset !== 'synthetic') {
      const documents = await documentsInForce(this.policies, request.today);
      found.push(...documents.flatMap((pack) => notConfigured(pack, request)));
      found.push(...(await this.uncovered(request)), ...neverEvaluated(documents, grounds, request));
    }
    const rank = (kind: GapKind): number => GAP_KINDS.indexOf(kind);
    return found.map(gapOf).sort((a, b) => rank(a.kind) - rank(b.kind) || order(a.region.code, b.region.code) || order(a.id, b.id));
  }

  /** IM-02, SD-06: what documents in force ask of every region of a level, and how each that lies in the asked region stands. */
  async coverageAnswers({ region, today }: Pick<GapRequest, 'region' | 'today'>): Promise<readonly CoverageAnswer[]> {
    const found: CoverageAnswer[] = [];
    for (const pack of await documentsInForce(this.policies, today)) {
      const { governs } = pack.document.open.pack;
      const levels = new Set(coverageLevels(pack));
      if (levels.size === 0 || governs.region === COUNTRY) continue;
      for (const { code, level, name } of allRegions()) {
        if (!levels.has(level) || !isWithin(code, governs.region) || !isWithin(code, region)) continue;
        const { state } = await this.subjects.load('region', code);
        const answers = (await this.subjects.evaluateDry(state, { asOf: today })).find(
          (each) => each.pack === pack || sameDocument(each.pack, pack),
        );
        const about = { pack, region: { code, name } };
        for (const explanation of answers?.rules ?? []) {
          if (pack.rules.get(explanation.rule)?.rule.purpose !== 'coverage') continue;
          found.push({ ...about, explanation, met: explanation.outcome === 'pass' });
        }
        for (const { target, status, explanation } of answers?.targets ?? [])
          if (isCoverage(pack, target)) found.push({ ...about, explanation, met: status === 'met' || status === 'onCourse' });
      }
    }
    return found;
  }

  private async uncovered(request: GapRequest): Promise<readonly Found[]> {
    return (await this.coverageAnswers(request))
      .filter(({ met }) => !met)
      .map(({ pack, explanation, region }) => uncovered(pack, explanation, region));
  }
}

/** How one region stands to one thing that a document asks of every region of its level. */
export interface CoverageAnswer {
  readonly pack: EffectivePack;
  readonly region: { readonly code: string; readonly name: string };
  readonly explanation: Explanation;
  readonly met: boolean;
}

/** Packs by region and kind, asked once each. */
class PackLookup {
  private readonly known = new Map<string, Promise<EffectivePack | null>>();
  constructor(
    private readonly policies: PolicyLibrary,
    readonly today: string,
  ) {}
  for(region: string, kind: string): Promise<EffectivePack | null> {
    const key = `${region} ${kind}`;
    const known = this.known.get(key) ?? this.policies.packsFor({ regions: regionPath(region), kind }, this.today);
    this.known.set(key, known);
    return known;
  }
}

async function brandGaps(stream: string, ground: BrandGround, packs: PackLookup, { today }: GapRequest): Promise<readonly Found[]> {
  const { kind, name, region, stage, tier, dataset, recognisedOn, listedOn, reviews, locked, published } = ground;
  if (stage === 'delisted') return [];
  const of = { stream, kind, name };
  const place = { of, region, dataset };
  const found: Found[] = [];
  const pack = await packs.for(region, kind);
  if (recognisedOn !== null) {
    const owedBy = kind === 'labour' ? 'constructionUnit' : 'trainingInstitution';
    found.push(...notReported(place, owedBy, Number(recognisedOn.slice(0, 4)), ground, pack, subjectFor(ground), today));
    if (listedOn === null)
      found.push({
        ...{ kind: 'recognisedNotListed', ...place, since: recognisedOn, owedBy: holderOf(tier) },
        basis: NOT_STATED,
        says: {
          zh: `${name}于${recognisedOn}认定，至今未列入指导目录。`,
          en: `${name} was recognised on ${recognisedOn} and stands in no catalogue.`,
        },
        todo: { zh: '列入目录，或说明不列入的原因', en: 'list it, or say why it is not listed' },
      });
  }
  for (const { period, dueOn, step } of reviews) {
    if (step !== 'due' || dueOn >= today) continue;
    found.push({
      ...{ kind: 'reviewNotHeld', ...place, period, since: daysAfter(dueOn, 1), dueOn, owedBy: holderOf(tier) },
      basis: basisOfEffect(pack, 'markReviewDue'),
      says: {
        zh: `${name}${period}年度审核应于${dueOn}前开展，至今未开展。`,
        en: `The review of ${name} for ${period} was due on ${dueOn} and was not held.`,
      },
      todo: { zh: '开展审核并登记结论', en: 'hold the review and record what it found' },
    });
  }
  const reviewed = reviews.some(({ step }) => step !== 'due');
  // A brand that was listed this year has no year to be reviewed for.
  if (listedOn !== null && !reviewed && listedOn.slice(0, 4) < today.slice(0, 4) && !found.some((gap) => gap.kind === 'reviewNotHeld'))
    found.push({
      ...{ kind: 'neverReviewed', ...place, since: listedOn, owedBy: holderOf(tier) },
      basis: basisOfEffect(pack, 'markReviewDue'),
      says: { zh: `${name}自${listedOn}列入目录以来从未审核。`, en: `${name} was listed on ${listedOn} and was never reviewed.` },
      todo: {
        zh: '按动态管理要求安排审核；未规定审核周期的，由本地配置',
        en: 'arrange a review; where no period is stated, configure one',
      },
    });
  if (published.length > 0 && locked.length === 0)
    found.push({
      ...{ kind: 'neverLocked', ...place, since: null, owedBy: kind === 'labour' ? 'constructionUnit' : 'trainingInstitution' },
      basis: NOT_STATED,
      says: {
        zh: `${name}只有公开发布的数据（${yearList(published)}），没有经审定锁定的数据，不参与判定。`,
        en: `${name} has published figures only (${yearList(published)}); none is locked, so no rule reads them.`,
      },
      todo: { zh: '由填报单位报送并逐级审核、锁定', en: 'have the figures reported, checked and locked' },
    });
  return found;
}

async function subjectGaps(stream: string, ground: SubjectGround, packs: PackLookup, { today }: GapRequest): Promise<readonly Found[]> {
  const { state, dataset } = ground;
  if (state.own === null) return [];
  const { name, region } = state.own;
  const of = { stream, kind: state.kind === 'link' ? 'dual' : state.kind, name };
  const place = { of, region, dataset };
  const found: Found[] = [];
  const bound = boundFrom(state);
  if (bound !== null) {
    const owedBy = state.kind === 'unit' ? 'constructionUnit' : state.kind === 'institution' ? 'trainingInstitution' : 'recorder';
    const pack = await packs.for(region, state.kind);
    found.push(...notReported(place, owedBy, bound, ground, pack, null, today));
  }
  for (const { dueOn, metBy } of state.core.evaluationsDue) {
    if (metBy !== null || dueOn >= today) continue;
    found.push({
      ...{ kind: 'evaluationOverdue', ...place, about: dueOn, since: daysAfter(dueOn, 1), dueOn, owedBy: levelRole(region) },
      basis: NOT_STATED,
      says: { zh: `${name}的评估应于${dueOn}前开展，至今未开展。`, en: `The evaluation of ${name} was due on ${dueOn} and was not held.` },
      todo: { zh: '开展评估并登记', en: 'hold the evaluation and record it' },
    });
  }
  if (state.kind === 'link')
    for (const { side, on } of state.own.reviewsDue)
      found.push({
        ...{ kind: 'reviewNotHeld', ...place, about: `${side}@${on}`, since: on, owedBy: levelRole(region) },
        basis: NOT_STATED,
        says: {
          zh: `${name}一方（${side === 'labour' ? '劳务品牌' : '培训品牌'}）情况变化，自${on}起应复核，至今未复核。`,
          en: `One side of ${name} (${side}) changed: a review is due since ${on} and was not held.`,
        },
        todo: { zh: '复核“双品牌”，保留或中止', en: 'review the dual brand: keep or suspend it' },
      });
  return found;
}

/** The first year that a subject owes figures of; null: none yet, or no more. */
function boundFrom(state: SubjectGround['state']): number | null {
  const year = (on: string | null | undefined): number | null => (typeof on === 'string' ? Number(on.slice(0, 4)) : null);
  if (state.kind === 'unit') return year(state.own?.recognition?.on);
  if (state.kind === 'institution') return year(state.own?.admitted?.on ?? state.own?.designated?.on);
  if (state.kind === 'programme') return state.own?.fromYear ?? null;
  return null;
}

function notReported(
  place: Pick<Found, 'of' | 'region' | 'dataset'>,
  owedBy: string,
  from: number,
  ground: Pick<Ground, 'locked' | 'published'>,
  pack: EffectivePack | null,
  subject: Subject | null,
  today: string,
): readonly Found[] {
  const last = lastYear(ground, today);
  const found: Found[] = [];
  for (let year = from; year <= last; year += 1) {
    if (ground.locked.includes(year) || ground.published.includes(year)) continue;
    const days = pack === null || subject === null ? null : parameterValue(pack, REPORT_DUE_PARAMETER, subject, today);
    const dueOn = typeof days?.value === 'number' ? daysAfter(`${year}-12-31`, days.value) : null;
    if (dueOn !== null && dueOn >= today) continue;
    found.push({
      ...{ kind: 'notReported', ...place, period: year, since: dueOn === null ? `${year + 1}-01-01` : daysAfter(dueOn, 1), dueOn, owedBy },
      basis: days === null ? NO_REPORT_DATE : basisOf(days.provenance),
      says: { zh: `${place.of.name}没有${year}年度数据。`, en: `${place.of.name} has no figures of ${year}.` },
      todo: { zh: '补报并注明逾期', en: 'report them, marked as late' },
    });
  }
  return found;
}

/** Years that are over; of a programme none after its last. */
const lastYear = (ground: object, today: string): number => {
  const over = Number(today.slice(0, 4)) - 1;
  const own = 'state' in ground ? (ground as SubjectGround).state : null;
  return own?.kind === 'programme' && own.own !== null ? Math.min(over, own.own.toYear) : over;
};

/** Regions in which several are bound to report a year and none did: one gap for the region, beside those of each. */
function silentRegions(grounds: readonly { readonly ground: Ground }[], { today }: GapRequest): readonly Found[] {
  const bound = new Map<string, { from: number; silent: Map<number, boolean>; dataset: Dataset; region: string; count: number }>();
  for (const { ground } of grounds) {
    const place = placeOf(ground);
    if (place === null) continue;
    const key = `${place.region} ${ground.dataset}`;
    const row = bound.get(key) ?? { from: place.from, silent: new Map(), dataset: ground.dataset, region: place.region, count: 0 };
    row.count += 1;
    for (let year = place.from; year <= lastYear(ground, today); year += 1) {
      const told = ground.locked.includes(year) || ground.published.includes(year);
      row.silent.set(year, (row.silent.get(year) ?? true) && !told);
    }
    bound.set(key, row);
  }
  return [...bound.values()].flatMap(({ silent, region, dataset, count }) =>
    [...silent].flatMap(([year, none]): Found[] => {
      if (!none) return [];
      const name = regionName(region) ?? region;
      return [
        {
          ...{ kind: 'regionSilent', of: { stream: `region-${region}`, kind: 'region', name }, region, dataset, period: year },
          ...{ since: `${year + 1}-01-01`, dueOn: null, owedBy: levelRole(region), basis: NO_REPORT_DATE },
          says: {
            zh: `${name}有${count}个应填报对象，${year}年度无一填报。`,
            en: `${count} are bound to report in ${name}; none told anything of ${year}.`,
          },
          todo: { zh: '催报', en: 'remind those who are to report' },
        },
      ];
    }),
  );
}

function placeOf(ground: Ground): { readonly region: string; readonly from: number } | null {
  if (ground.what === 'brand')
    return ground.stage === 'delisted' || ground.recognisedOn === null
      ? null
      : { region: ground.region, from: Number(ground.recognisedOn.slice(0, 4)) };
  const from = boundFrom(ground.state);
  return from === null || ground.state.own === null ? null : { region: ground.state.own.region, from };
}

/** IM-17: counties with training brands for which the document hands a standard down that they did not set. */
async function standardsNotSet(grounds: readonly { readonly ground: Ground }[], packs: PackLookup): Promise<readonly Found[]> {
  const counties = new Map<string, number>();
  for (const { ground } of grounds)
    if (ground.what === 'brand' && ground.kind === 'training' && ground.stage !== 'delisted' && ground.dataset === 'real') {
      const county = regionPath(ground.region).find((code) => regionLevel(code) === 'county');
      if (county !== undefined) counties.set(county, (counties.get(county) ?? 0) + 1);
    }
  const found: Found[] = [];
  for (const [county, count] of counties) {
    const pack = await packs.for(county, 'training');
    if (pack === null) continue;
    const subject: Subject = { ...NOBODY, kind: 'training', tier: 'county', regions: regionPath(county) };
    const open = delegatedParameters(pack).filter(
      ({ key, delegatedTo }) => delegatedTo === 'banner' && parameterValue(pack, key, subject, packs.today) === null,
    );
    const [first] = open;
    if (first === undefined) continue;
    const name = regionName(county) ?? county;
    found.push({
      ...{ kind: 'standardNotSet', of: { stream: `region-${county}`, kind: 'region', name }, region: county, dataset: 'real' },
      ...{ since: pack.document.open.pack.meta.inForceFrom, owedBy: first.delegatedTo },
      basis: stated(pack, first.cite),
      says: {
        zh: `${name}有${count}个培训品牌，本级标准未制定：${open.map(({ zh }) => zh).join('；')}。此前一律无法判定。`,
        en: `${name} has ${count} training brands and has not set: ${open.map(({ en }) => en).join('; ')}. Until then nothing can be decided.`,
      },
      todo: { zh: '制定并公布本级标准（起草、审定为两人）', en: 'set and publish the standard (drafted and approved by two persons)' },
    });
  }
  return found;
}

/** Values that a document leaves open and no house pack gives, with the rules that wait for them. */
function notConfigured(pack: EffectivePack, { region }: GapRequest): readonly Found[] {
  const { id, governs, meta, clauses, parameters } = pack.document.open.pack;
  if (!isWithin(governs.region, region) && !isWithin(region, governs.region)) return [];
  return [...pack.parameters.values()].flatMap(({ key, zh, en, delegatedTo, entries }): Found[] => {
    if (delegatedTo !== null || entries.some(({ entry }) => entry.value !== null)) return [];
    const clause = parameters.find((each) => each.key === key)?.clause ?? null;
    const cite = clauses.find((each) => each.key === clause)?.cite ?? null;
    return [
      {
        ...{
          kind: 'notConfigured',
          of: { stream: `policy-${id}`, kind: 'policy', name: meta.title },
          region: governs.region,
          dataset: null,
        },
        ...{ about: key, since: meta.inForceFrom, owedBy: levelRole(governs.region) },
        basis: { ...NOT_STATED, pack: id, cite },
        says: {
          zh: `《${meta.title}》${cite === null ? '' : cite}未写明“${zh}”，本地也未配置，有关规则不作判定。`,
          en: `${meta.titleEn} does not state “${en}”${cite === null ? '' : ` (${cite})`}, and nobody configured it: rules that need it decide nothing.`,
        },
        todo: {
          zh: '在配套的本地配置中给出数值，写明批准人和日期；或确认不作判定',
          en: 'give a value in a house pack, with who approved it and when; or leave it undecided on purpose',
        },
      },
    ];
  });
}

/** A cycle that a document sets for its region and that never began: no round was ever held. */
function neverEvaluated(
  documents: readonly EffectivePack[],
  grounds: readonly { readonly stream: string; readonly ground: Ground }[],
  { region, today }: GapRequest,
): readonly Found[] {
  return documents.flatMap((pack): Found[] => {
    const { governs, meta } = pack.document.open.pack;
    const effect = pack.effects.find(({ effect: { then } }) => then === 'markEvaluationDue');
    const rule = effect === undefined || effect.effect.rule === null ? undefined : pack.rules.get(effect.effect.rule);
    if (rule === undefined || !isWithin(governs.region, region) || meta.inForceFrom > today) return [];
    const known = grounds.find(({ stream }) => stream === `region-${governs.region}`)?.ground;
    if (known?.what === 'subject' && known.state.kind === 'region' && known.state.own.rounds.length > 0) return [];
    const name = regionName(governs.region) ?? governs.region;
    return [
      {
        ...{
          kind: 'evaluationOverdue',
          of: { stream: `region-${governs.region}`, kind: 'region', name },
          region: governs.region,
          dataset: 'real',
        },
        ...{ about: rule.rule.id, since: meta.inForceFrom, owedBy: levelRole(governs.region), basis: basisOf(rule.provenance) },
        says: {
          zh: `${name}：${rule.rule.zh}，文件施行以来没有开展记录。`,
          en: `${name}: ${rule.rule.en}; none is on record since the document came into force.`,
        },
        todo: { zh: '开展评估并登记，或补登以往的评估', en: 'hold a round and record it, or record one that was held' },
      },
    ];
  });
}

const isCoverage = (pack: EffectivePack, id: string): boolean => {
  const target = pack.targets.get(id)?.target;
  return target?.scope === 'region' && target.by === null && target.aim === false;
};
const coverageLevels = (pack: EffectivePack): readonly string[] => [
  ...[...pack.rules.values()].flatMap(({ rule }: { readonly rule: PackRule }) =>
    rule.purpose === 'coverage' && rule.scope.kinds.includes('region') ? (rule.scope.tiers ?? []) : [],
  ),
  ...[...pack.targets.values()].flatMap(({ target }) => (isCoverage(pack, target.id) ? (target.tiers ?? []) : [])),
];
const sameDocument = (a: EffectivePack, b: EffectivePack): boolean => a.document.digest === b.document.digest;

function uncovered(pack: EffectivePack, explanation: Explanation, { code, name }: { readonly code: string; readonly name: string }): Found {
  const policy = pack.rules.has(explanation.rule) ? policyOfRule(pack, explanation.rule) : null;
  const provenance = pack.targets.get(explanation.rule)?.provenance ?? pack.rules.get(explanation.rule)?.provenance;
  return {
    ...{ kind: 'coverageNotMet', of: { stream: `region-${code}`, kind: 'region', name }, region: code, dataset: 'real' },
    ...{ about: explanation.rule, since: pack.document.open.pack.meta.inForceFrom, owedBy: 'prefecture' },
    basis: provenance === undefined ? stated(pack, policy?.cite ?? null) : basisOf(provenance),
    says: { zh: `${name}：${explanationSentence(explanation, 'zh')}`, en: `${name}: ${explanationSentence(explanation, 'en')}` },
    todo: { zh: '培育并确认，或说明原因', en: 'build and recognise one, or say why not' },
  };
}

const NOBODY: Subject = {
  stream: 'region-',
  revision: 0,
  name: '',
  kind: 'region',
  category: null,
  brandType: null,
  tier: null,
  regions: [],
};

const subjectFor = ({ kind, region, tier, name }: BrandGround): Subject => ({ ...NOBODY, kind, name, tier, regions: regionPath(region) });

const NOT_STATED: Gap['basis'] = {
  ...{ kind: 'notStated', pack: null, cite: null, approvedBy: null, approvedOn: null },
  ...{ zh: '文件未规定期限', en: 'no document states a time' },
};
const NO_REPORT_DATE: Gap['basis'] = {
  ...NOT_STATED,
  zh: '文件未规定填报期限，本地也未配置',
  en: 'no document states by when to report, and nobody configured it',
};

const stated = (pack: EffectivePack, cite: string | null): Gap['basis'] => ({
  ...{ kind: 'stated', pack: pack.document.open.pack.id, cite, approvedBy: null, approvedOn: null },
  ...{ zh: `依据：${cite ?? pack.document.open.pack.meta.title}`, en: `by ${cite ?? pack.document.open.pack.meta.titleEn}` },
});

function basisOf({ basis, pack, cite, approvedBy, approvedOn }: Provenance): Gap['basis'] {
  return {
    ...{ kind: basis, pack, cite, approvedBy, approvedOn },
    ...(basis === 'stated'
      ? { zh: `依据：${cite ?? pack}`, en: `by ${cite ?? pack}` }
      : {
          zh: `本地配置（${approvedBy ?? '—'}，${approvedOn ?? '—'}批准）`,
          en: `configured (approved by ${approvedBy ?? '—'} on ${approvedOn ?? '—'})`,
        }),
  };
}

/** Who says that such a thing is done: the effect of the pack; where none does, nobody. */
function basisOfEffect(pack: EffectivePack | null, then: string): Gap['basis'] {
  const effect = pack?.effects.find((each) => each.effect.then === then);
  return effect === undefined ? NOT_STATED : basisOf(effect.provenance);
}

/** The department that recognises at a tier. */
const holderOf = (tier: Tier | null): string => (tier === 'county' || tier === null ? 'banner' : tier);
/** The department of a region. */
const levelRole = (region: string): string => {
  const level = regionLevel(region);
  return level === 'county' ? 'banner' : level === 'prefecture' ? 'prefecture' : 'province';
};

const yearList = (years: readonly number[]): string => years.join('、');

function gapOf({ kind, of, region, dataset, period, about = '', since, dueOn = null, owedBy, basis, says, todo }: Found): Gap {
  const words = GAP_WORDS[kind];
  return {
    id: [kind, of.stream, period ?? '-', about].join('|'),
    ...{ kind, kindZh: words.zh, kindEn: words.en, subject: of, dataset, period: period ?? null, since, dueOn, basis, ...says, todo },
    region: {
      code: region,
      name: regionName(region) ?? region,
      path: [...regionPath(region)].reverse().map((code) => ({ code, name: regionName(code) ?? code })),
    },
    owedBy: { role: owedBy, ...(ROLE_NAMES[owedBy] ?? { zh: owedBy, en: owedBy }) },
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

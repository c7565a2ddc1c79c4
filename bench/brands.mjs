/**
 * The work that every side is given: lives of brands as they stand in the log, and commands on them. The events are
 * those of the ledger with their real sizes, metadata included; the explanations are those of the stored fixtures.
 */
import { readFileSync } from 'node:fs';
import { seeded } from './random.mjs';
import { regionName } from '../dist/libs/domain/src/index.js';

const fixture = (type) => JSON.parse(readFileSync(new URL(`../test/fixtures/events/${type}.json`, import.meta.url), 'utf8')).data;
const stored = Object.fromEntries(
  [
    'BrandReported.v1',
    'TierClaimed.v1',
    'HonourRecorded.v1',
    'BrandNominated.v1',
    'BrandRecommended.v1',
    'BrandAssessed.v1',
    'BrandRecognised.v1',
    'CatalogueEntered.v1',
    'EvidenceAttached.v1',
    'ReviewDue.v1',
    'ReviewHeld.v1',
    'ReviewConcluded.v1',
  ].map((type) => [type, fixture(type)]),
);

/** Counties of Shandong and Inner Mongolia: brands hang there, and every figure counts in county, prefecture, province and country. */
const REGIONS = Array.from({ length: 4000 }, (_, i) => `${i < 2000 ? 37 : 15}${String((i % 2000) + 100).padStart(4, '0')}`).filter(
  (code) => !code.endsWith('00') && regionName(code) !== undefined,
);
const CATEGORIES = ['手工刺绣', '家政服务', '餐饮服务', '建筑', '养老护理', '电子商务'];
const ACTOR = { id: 'local', role: '经办人', region: '000000' };
const STEWARD = { id: 'steward', role: 'steward', region: '000000' };

/** Figures of a yearly return: metric, unit, nature, directness. */
const RETURN = [
  ['employmentDriven', 'persons', 'flow', 'direct'],
  ['employmentDriven', 'persons', 'flow', 'indirect'],
  ['workers', 'persons', 'stock', 'unstated'],
  ['trainedPersonTimes', 'personTimes', 'flow', 'unstated'],
  ['certifiedWorkers', 'persons', 'stock', 'unstated'],
  ['incomeYearly', 'yuan', 'flow', 'unstated'],
];
const ESTIMATE = { method: '按订单量折算', basis: '年度订单台账' };

function figureOf(random, [metric, unit, nature, directness], year) {
  return {
    metric,
    unit,
    nature,
    directness,
    bound: 'exact',
    value: 50 + random.int(20_000),
    window: { fromYear: nature === 'stock' ? null : year, toYear: year, asOf: null },
    estimate: directness === 'indirect' ? ESTIMATE : null,
    source: { reference: `${year} 年度成效数据表`, note: '花名册已核，去重后' },
  };
}

/** One brand that is being lived: hands out its events in order, a chapter at a time. */
class Life {
  constructor(random) {
    this.random = random;
    this.brandId = random.uuid();
    this.stream = `brand-${this.brandId}`;
    this.region = random.pick(REGIONS);
    this.category = random.pick(CATEGORIES);
    this.evidence = [];
  }

  event(type, data, on, actor = ACTOR) {
    return {
      id: this.random.uuid(),
      type,
      data,
      metadata: {
        v: 1,
        correlationId: this.random.uuid(),
        causationId: actor === STEWARD ? this.random.uuid() : null,
        causationDepth: actor === STEWARD ? 1 : 0,
        actor,
        effectiveOn: on,
        recordedAt: `${on}T02:15:08.120Z`,
        idempotency: actor === STEWARD ? null : { actor: actor.id, key: this.random.uuid(), bodyHash: this.random.hex(64) },
      },
    };
  }

  decision(type, period, template) {
    return { ...template, key: `${this.stream}|${template.policy.rule}|sd-house@1.0.0|${period}|${type}|0` };
  }

  /** From the report to the catalogue: nine events. */
  founding(year) {
    const on = `${year}-05-20`;
    const { decision, ...assessed } = stored['BrandAssessed.v1'];
    const region = this.region;
    return [
      this.event(
        'BrandReported.v1',
        { ...stored['BrandReported.v1'], brandId: this.brandId, name: `测试品牌${this.brandId.slice(0, 8)}`, region, category: this.category },
        `${year}-03-16`,
      ),
      this.event('TierClaimed.v1', stored['TierClaimed.v1'], `${year}-03-16`),
      this.event('HonourRecorded.v1', stored['HonourRecorded.v1'], `${year}-03-16`),
      this.event('BrandNominated.v1', stored['BrandNominated.v1'], `${year}-04-01`),
      this.event('BrandRecommended.v1', stored['BrandRecommended.v1'], `${year}-04-10`),
      this.event('BrandAssessed.v1', { ...assessed, decision: this.decision('BrandAssessed.v1', year, decision) }, `${year}-04-18`),
      this.event('BrandRecognised.v1', { ...stored['BrandRecognised.v1'], tier: this.random.pick(['county', 'prefecture', 'province']) }, on),
      this.event('CatalogueEntered.v1', { ...stored['CatalogueEntered.v1'], catalogue: region }, on),
      this.evidenceOf(on),
    ];
  }

  evidenceOf(on) {
    const evidenceId = this.random.uuid();
    this.evidence.push(evidenceId);
    return this.event('EvidenceAttached.v1', { ...stored['EvidenceAttached.v1'], evidenceId, sha256: this.random.hex(64) }, on);
  }

  /** A yearly return: six figures, sometimes evidence, sometimes a correction. */
  yearlyReturn(year) {
    const on = `${year + 1}-01-20`;
    const recorded = RETURN.map((subject) => {
      const { window, estimate, source, ...figure } = figureOf(this.random, subject, year);
      return { figureId: this.random.uuid(), ...figure, window, status: 'locked', estimate, source };
    });
    const events = recorded.map((figure) => this.event('FigureRecorded.v1', figure, on));
    if (this.random.chance(50)) events.push(this.evidenceOf(on));
    if (this.random.chance(20)) {
      const [wrong] = recorded;
      events.push(
        this.event(
          'FigureCorrected.v1',
          {
            corrects: wrong.figureId,
            figure: { ...wrong, figureId: this.random.uuid(), value: wrong.value + 1 },
            requester: '嘉祥县人力资源和社会保障局',
            reason: '跨县重复登记 1 人，按身份去重更正',
            evidence: this.evidence.slice(0, 1),
          },
          `${year + 1}-02-26`,
        ),
      );
    }
    return events;
  }

  /** A review of one year: due, held and concluded, the first and last with their explanations. */
  review(year) {
    const { decision: due, ...restOfDue } = stored['ReviewDue.v1'];
    const { decision: concluded, ...restOfConcluded } = stored['ReviewConcluded.v1'];
    return [
      this.event('ReviewDue.v1', { ...restOfDue, period: year, decision: this.decision('ReviewDue.v1', year, due) }, `${year + 1}-03-31`, STEWARD),
      this.event('ReviewHeld.v1', { ...stored['ReviewHeld.v1'], period: year }, `${year + 1}-04-20`),
      this.event(
        'ReviewConcluded.v1',
        { ...restOfConcluded, period: year, outcome: 'passed', decision: this.decision('ReviewConcluded.v1', year, concluded) },
        `${year + 1}-04-21`,
        STEWARD,
      ),
    ];
  }
}

const FIRST_YEAR = 2016;

/** A brand with exactly so many events: founded, then yearly returns. */
export function brandOf(random, count) {
  const life = new Life(random);
  const events = life.founding(FIRST_YEAR);
  for (let year = FIRST_YEAR; events.length < count; year -= 1) events.push(...life.yearlyReturn(year));
  return { brandId: life.brandId, stream: life.stream, events: events.slice(0, count) };
}

export function brandsOf(seed, brands, eventsEach) {
  const random = seeded(seed);
  return Array.from({ length: brands }, () => brandOf(random, eventsEach));
}

/** Events of one brand's life in `ledgerInOrder`, about. */
export const EVENTS_PER_BRAND = 50;

/**
 * A whole log in the order in which departments write it: all brands are founded, then year by year every brand hands in
 * its return, and one in three is reviewed. Yields `{ stream, first, events }`: what one command wrote, and the revision
 * of its first event.
 */
export function* ledgerInOrder(seed, total) {
  const random = seeded(seed);
  const lives = Array.from({ length: Math.max(1, Math.round(total / EVENTS_PER_BRAND)) }, () => new Life(random));
  const next = new Map(lives.map(({ stream }) => [stream, 0]));
  let left = total;
  const chapter = (life, written) => {
    const events = written.slice(0, left);
    const first = next.get(life.stream);
    next.set(life.stream, first + events.length);
    left -= events.length;
    return { stream: life.stream, first, events };
  };
  for (const life of lives) {
    if (left > 0) yield chapter(life, life.founding(FIRST_YEAR));
  }
  for (let year = FIRST_YEAR; left > 0; year += 1) {
    for (const life of random.shuffle(lives)) {
      if (left > 0) yield chapter(life, life.yearlyReturn(year));
      if (left > 0 && year < 2026 && random.chance(33)) yield chapter(life, life.review(year));
    }
  }
}

const SUBJECTS = [
  ['brokers', 'persons', 'stock', 'unstated'],
  ['trainingClasses', 'items', 'flow', 'unstated'],
  ['shops', 'items', 'stock', 'unstated'],
  ['recruited', 'persons', 'flow', 'unstated'],
];

/** The n-th command on a brand: one figure more. No two of them say the same thing. */
export function commandOf(random, n) {
  const subject = SUBJECTS[n % SUBJECTS.length];
  return { type: 'recordFigure', data: { figure: figureOf(random, subject, 2020 - Math.floor(n / SUBJECTS.length)) } };
}

export { ACTOR };

#!/usr/bin/env node
/**
 * D. Evaluations with full explanation: the same rules over the same brands, by our evaluator, json-rules-engine and zen-engine.
 * Before anything is measured all three must decide every brand alike.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { canonicalJson, sha256Hex } from '../dist/libs/audit/src/index.js';
import { composePacks, evaluate, openPack } from '../dist/libs/policy/src/index.js';
import { DOMESTIC, jsonRulesEngine, zenEngine } from './peers/rules-as-json.mjs';
import { seeded } from './random.mjs';
import { alternate } from './rounds.mjs';

const BRANDS = 400;
/** Evaluation years: windows end with the year before. */
const YEARS = Array.from({ length: 10 }, (_, index) => 2017 + index);
const IN_FLIGHT = 64;
const REGIONS = [
  ['150102', '150100', '150000'],
  ['152201', '152200', '150000'],
  ['150302', '150300', '150000'],
];
const TIERS = ['province', 'prefecture', 'county'];
export const RULES = [
  { kind: 'scale', id: 'im.labour.scale', pack: 'im', what: 'IM: scale of a labour brand, by class and category' },
  { kind: 'training', id: 'im.training.province', pack: 'im', what: 'IM: training brand of the region tier, five conditions' },
  { kind: 'review', id: 'sd.house.review', pack: 'sd', what: 'SD: yearly review, configured' },
];

function digested(file) {
  const open = openPack(parse(readFileSync(new URL(`../libs/policy/packs/${file}.yaml`, import.meta.url), 'utf8')));
  return { open, digest: sha256Hex(canonicalJson(open.pack)) };
}
const packs = () => ({
  im: composePacks(digested('im-2024-118'), [digested('im-2024-118-house')]),
  sd: composePacks(digested('sd-2021-22'), [digested('sd-2021-22-house')]),
});

const dayOf = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** Brands with every figure that the rules ask for, near their thresholds: what is missing no peer can express. */
function brandsOf(seed) {
  const random = seeded(seed);
  return Array.from({ length: BRANDS }, (_, index) => {
    const regionClass = 1 + random.int(3);
    const category = random.pick([DOMESTIC, '工业', '餐饮']);
    const tier = random.pick(TIERS);
    const figures = [];
    let event = 0;
    const record = (metric, year, value, directness = 'unstated') => {
      event += 1;
      figures.push({
        figureId: `figure-${index}-${event}`, metric, unit: 'persons', nature: 'flow', directness, bound: 'exact', value,
        fromYear: year, toYear: year, asOf: null, status: 'locked', event: `brand-${index}@${event}`,
      });
      return value;
    };
    const byYear = new Map();
    const around = [0, 1500, 1000, 300][regionClass] / (category === DOMESTIC ? 5 : 1);
    for (let year = YEARS[0] - 3; year < YEARS[0] + YEARS.length; year += 1) {
      const trained = 380 + random.int(60);
      const examined = trained - random.int(20);
      byYear.set(year, {
        direct: record('employmentDriven', year, random.int(Math.max(2, Math.round(around))), 'direct'),
        indirect: record('employmentDriven', year, random.int(Math.max(2, Math.round(around / 2))), 'indirect'),
        trained: record('trainedPersons', year, trained),
        examined: record('examined', year, examined),
        passed: record('passed', year, Math.round(examined * 0.88) + random.int(20)),
        employed: record('employedAfterTraining', year, Math.round(trained * 0.68) + random.int(20)),
        keyGroups: record('keyGroupSubsidised', year, 195 + random.int(12)),
        ordered: record('orderTrained', year, Math.round(trained * 0.49) + random.int(12)),
      });
    }
    const breaches = random.chance(20) ? [{ on: `${2016 + random.int(10)}-0${1 + random.int(9)}-15`, kind: '违规', cleared: random.chance(30), event: `brand-${index}@900` }] : [];
    const judgements = random.chance(15) ? [{ criterion: 'review.quality', met: random.chance(50), role: 'prefecture', event: `brand-${index}@901` }] : [];
    const facts = { figures, judgements, evidence: [], breaches, dates: {}, moments: {}, placeNames: [], linked: [] };
    const subject = (kind) => ({
      stream: `brand-${index}`, revision: 902, name: `品牌${index}`, kind, category, brandType: null, tier,
      regions: kind === 'review' ? ['370102', '370100', '370000'] : REGIONS[regionClass - 1],
    });
    return {
      facts,
      subjects: { scale: subject('labour'), training: subject('training'), review: { ...subject('labour'), regions: ['370102', '370100', '370000'] } },
      inputs: YEARS.map((year) => {
        const [last, before, first] = [1, 2, 3].map((ago) => byYear.get(year - ago));
        return {
          class: regionClass, category, tier,
          direct0: first.direct, indirect0: first.indirect, direct1: before.direct, indirect1: before.indirect, direct2: last.direct, indirect2: last.indirect,
          direct: last.direct, trained: last.trained, examined: last.examined, passed: last.passed, employed: last.employed, keyGroups: last.keyGroups, ordered: last.ordered,
          // No breach within 24 months before the day of evaluation, the last of the year.
          breaches: breaches.filter(({ on }) => on <= `${year}-12-31`).map(({ on, cleared }) => ({ day: dayOf(on), cleared })),
          after: dayOf(`${year - 2}-12-31`),
          adverse: judgements.filter(({ met }) => !met).length,
        };
      }),
    };
  });
}

const oursFor = (effective) => (rule, brand, year) =>
  evaluate(effective[rule.pack], rule.id, brand.subjects[rule.kind], brand.facts, { asOf: `${year}-12-31`, evaluationYear: year });

/** Hands out a brand with facts of its own for every visit: what an evaluator remembers of a list of figures does not outlive one. */
function visitor() {
  let copy = null;
  return (brand, first) => {
    if (first || copy === null) copy = { ...brand, facts: { ...brand.facts, figures: [...brand.facts.figures] } };
    return copy;
  };
}

/** All three on every brand, rule and year. @throws when two of them differ */
async function checkAlike(brands, ours) {
  let [pass, fail] = [0, 0];
  for (const rule of RULES) {
    const peers = [jsonRulesEngine([rule.kind]), zenEngine([rule.kind])];
    for (const [index, brand] of brands.entries())
      for (const [at, year] of YEARS.entries()) {
        const { outcome } = ours(rule, brand, year);
        if (outcome !== 'pass' && outcome !== 'fail') throw new Error(`${rule.id}, brand ${index}, ${year}: ${outcome}`);
        for (const peer of peers) {
          const { passes } = await peer.evaluate(brand.inputs[at]);
          if ((passes === 1) !== (outcome === 'pass')) throw new Error(`${rule.id}, brand ${index}, ${year}: ours ${outcome}, a peer ${passes === 1 ? 'pass' : 'fail'}`);
        }
        if (outcome === 'pass') pass += 1;
        else fail += 1;
      }
    for (const peer of peers) peer.close();
  }
  return { pass, fail };
}

async function perSecond(count, inFlight, work) {
  const lane = async (first) => {
    for (let i = first; i < count; i += inFlight) await work(i);
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, (_, first) => lane(first)));
  return (count / (performance.now() - begun)) * 1000;
}

/** Our evaluator is a plain function; it is measured as one. */
function perSecondOf(count, work) {
  const begun = performance.now();
  for (let i = 0; i < count; i += 1) work(i);
  return (count / (performance.now() - begun)) * 1000;
}

export async function measureEvaluate({ seed, rounds, scale, say }) {
  const brands = brandsOf(seed);
  const ours = oursFor(packs());
  say('evaluations: do all three decide alike?');
  const alike = await checkAlike(brands, ours);
  say(`  alike on ${(alike.pass + alike.fail).toLocaleString('en')} evaluations, ${alike.pass} pass and ${alike.fail} fail`);
  // Brand after brand, each through all its years. A visit finds facts that nobody has read before, as if just folded.
  const at = (i) => brands[Math.floor(i / YEARS.length) % brands.length];
  const yearOf = (i) => i % YEARS.length;
  const visited = visitor();
  const count = (base) => Math.max(200, Math.round(base * scale));
  const results = {};
  for (const rule of RULES) {
    say(`evaluations of ${rule.id}`);
    const [jre, zen] = [jsonRulesEngine([rule.kind]), zenEngine([rule.kind])];
    results[rule.kind] = await alternate(
      [
        { name: 'ours', measure: () => perSecondOf(count(60_000), (i) => ours(rule, visited(at(i), yearOf(i) === 0), YEARS[yearOf(i)])) },
        { name: 'jsonRulesEngine', measure: () => perSecond(count(4000), 1, (i) => jre.evaluate(at(i).inputs[yearOf(i)])) },
        { name: 'zenEngine', measure: () => perSecond(count(12_000), 1, (i) => zen.evaluate(at(i).inputs[yearOf(i)])) },
        { name: 'zenEngineInFlight', measure: () => perSecond(count(24_000), IN_FLIGHT, (i) => zen.evaluate(at(i).inputs[yearOf(i)])) },
      ],
      { rounds, say },
    );
    jre.close();
    zen.close();
  }

  // What one more rule and one more year cost: brands a second with 3 and with 9 rules, for 1 and for 10 years.
  say('cost of additional rules and years');
  const sizes = [
    { name: 'threeRules', rules: RULES, years: 1 },
    { name: 'nineRules', rules: [...RULES, ...RULES, ...RULES], years: 1 },
    { name: 'tenYears', rules: RULES, years: YEARS.length },
  ];
  const growth = {};
  for (const { name, rules, years } of sizes) {
    const [jre, zen] = [jsonRulesEngine(rules.map(({ kind }) => kind)), zenEngine(rules.map(({ kind }) => kind))];
    const work = rules.length * years;
    const each = async (peer, i) => {
      for (let year = 0; year < years; year += 1) await peer.evaluate(brands[i % brands.length].inputs[year]);
    };
    growth[name] = await alternate(
      [
        {
          name: 'ours',
          measure: () =>
            perSecondOf(count(60_000 / work), (i) => {
              const brand = visited(brands[i % brands.length], true);
              for (let year = 0; year < years; year += 1) for (const rule of rules) ours(rule, brand, YEARS[year]);
            }),
        },
        { name: 'jsonRulesEngine', measure: () => perSecond(count(6000 / work), 1, (i) => each(jre, i)) },
        { name: 'zenEngine', measure: () => perSecond(count(24_000 / work), IN_FLIGHT, (i) => each(zen, i)) },
      ],
      { rounds, say },
    );
    jre.close();
    zen.close();
  }
  return { results, growth, alike, brands: BRANDS, years: YEARS.length };
}

/** Microseconds that one more rule, and one more year of three rules, cost. */
export function marginalCosts({ growth, years }) {
  const micros = (size, side) => {
    const perSecondNow = growth[size][side]?.summary?.median;
    return perSecondNow === undefined ? null : 1e6 / perSecondNow;
  };
  const between = (small, large, steps, side) => {
    const [less, more] = [micros(small, side), micros(large, side)];
    return less === null || more === null ? null : (more - less) / steps;
  };
  return ['ours', 'jsonRulesEngine', 'zenEngine'].map((side) => ({
    side,
    perRule: between('threeRules', 'nineRules', 6, side),
    perYear: between('threeRules', 'tenYears', years - 1, side),
  }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const quick = process.argv.includes('--quick');
  const measured = await measureEvaluate({ seed: 20261122, rounds: quick ? 2 : 3, scale: quick ? 0.25 : 1, say: (line) => console.error(line) });
  for (const [kind, sides] of Object.entries(measured.results))
    console.log(kind, Object.fromEntries(Object.entries(sides).map(([name, { summary, failure }]) => [name, summary === null ? failure : Math.round(summary.median)])));
  console.log(marginalCosts(measured));
  process.exit(0);
}

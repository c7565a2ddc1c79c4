/**
 * The 32 rule shapes that the reading lists, by number, each with cases on both sides as data. A shape without a case that is met and
 * one that is not fails the last test. Where a document asks the shape its own pack is asked; where none does, a document of the test.
 */
import type { Outcome } from '#domain';
import {
  HINGGAN,
  HOHHOT,
  IM,
  JINAN,
  KAILI,
  KL,
  SD,
  SN,
  SP,
  WUHAI,
  digested,
  driven,
  facts,
  figure,
  nodeOf,
  packDocument,
  questions,
  shipped,
  stock,
  subject,
} from '../test/support';
import { type EffectivePack, composePacks } from './compose';
import { type TargetStatus, progressOf } from './engine-1/targets';
import { evaluate } from './engines';
import type { Facts, Subject, WaiverFact } from './facts';

/** An outcome, a status of a target, or a note on validity. */
type Answer = string;
type Case = readonly [shape: number, title: string, expected: Answer, ask: () => Answer];

const AS_OF = '2024-07-10';
const rule =
  (pack: EffectivePack, id: string, who: Subject, predicate?: string) =>
  (given: Partial<Facts>, asOf = AS_OF): Outcome => {
    const { outcome, root } = evaluate(pack, id, who, facts(given), { asOf });
    return predicate === undefined ? outcome : nodeOf(root, predicate).outcome;
  };
const figures = (...list: Facts['figures'][number][]): Partial<Facts> => ({ figures: list });
const dated = (dates: Readonly<Record<string, string>>): Partial<Facts> => ({
  dates: Object.fromEntries(Object.entries(dates).map(([name, on], index) => [name, { on, event: `brand-1@${index + 1}` }])),
});
const persons = { unit: 'persons', nature: 'flow', directness: null, owedBy: 'recorder' };

const training = subject({ kind: 'training', name: '焊工' });
const labour = (regions: readonly string[] = HOHHOT, category: string | null = '工业'): Subject => subject({ regions, category });
const kaili = (kind: Subject['kind']): Subject => subject({ kind, name: '凯里玻璃工', category: null, regions: KAILI });
const city = subject({ kind: 'region', regions: JINAN, tier: 'prefecture' });

const trainedInYear = rule(IM, 'im.training.province', training, 'training.province.trained');
const threeYears = rule(IM, 'im.labour.scale', labour(), 'labour.scale.three-years');
const eachYear = rule(IM, 'im.labour.scale', labour(), 'labour.scale.each-year');
const scaleOf = (who: Subject) => rule(IM, 'im.labour.scale', who, 'labour.scale.three-years');
const years = (a: number, b: number, c: number): Partial<Facts> =>
  figures(...driven(2021, a, 0), ...driven(2022, b, 0), ...driven(2023, c, 0));
const passRate = rule(IM, 'im.training.province', training, 'training.province.pass-rate');
const keyGroups = rule(IM, 'im.training.province', training, 'training.province.key-groups');
const skills = (trained: number, certified: number): Outcome => {
  const given = facts(
    figures(stock('trainedWorkers', 2023, trained), stock('workers', 2023, 100), stock('certifiedWorkers', 2023, certified)),
  );
  const root = evaluate(IM, 'im.labour.conditions', labour(), given, { asOf: AS_OF }).root;
  const group = root.children.find(({ node }) => node === 'any');
  if (group === undefined) throw new Error('no alternatives');
  return group.outcome;
};
const dual = rule(IM, 'im.dual.conditions', subject({ kind: 'dual' }), 'dual.both-sides');
const side = (kind: string, outcome: string, stream: string) => ({ kind, outcome, stream, tier: kind === 'training' ? 'county' : null });

const GROWTH = questions({ rate: ['ratio', '1/10'] }, [
  { shape: 'growth', metrics: ['exported'], ...persons, comparison: 'atLeast', by: 'ratio', parameter: 'rate' },
]);
const WAGE = questions({ share: ['ratio', '11/10'] }, [
  {
    shape: 'proportion',
    part: { metrics: ['incomeYearly'], unit: 'yuan', nature: 'flow', directness: null },
    whole: { metrics: ['averageWage'], unit: 'yuan', nature: 'flow', directness: null },
    comparison: 'atLeast',
    parameter: 'share',
    owedBy: 'recorder',
  },
]);
const UNSTATED = questions({ period: ['months', null] }, [
  { shape: 'cycle', date: 'lastReviewOn', parameter: 'period', owedBy: 'recorder' },
]);
const house = packDocument('im-2024-118-house') as { parameters: { key: string }[] };
const withHouse = (parameters: readonly object[]): EffectivePack =>
  composePacks(shipped('im-2024-118'), [digested({ ...house, parameters })]);
/** A banner has published its own standard. */
const WITH_LOCAL = withHouse([
  ...house.parameters,
  {
    ...{ key: 'training.county.trained', zh: '旗县级：上年度培训规模', en: 'trained', unit: 'persons', basis: 'configured', clause: null },
    ...{ approvedBy: '示例：新城区人社局', approvedOn: '2024-07-05', values: [{ when: { region: '150102' }, value: 100 }] },
  },
]);
/** Nobody has said how far a value may be eased. */
const IM_OPEN = withHouse(house.parameters.filter(({ key }) => key !== 'relaxation.max-easing'));
const DELEGATED = { ...subject({ kind: 'training', name: '焊工', regions: ['150102', '150100', '150000'] }) };
const STATUS = questions({}, [
  { shape: 'status', attribute: 'tier', oneOf: ['county'], owedBy: 'recorder' },
  { shape: 'status', attribute: 'tier', oneOf: ['none'], owedBy: 'recorder' },
  { shape: 'notTaken', date: 'recognisedOn' },
]);
const RANK = (ties: string) =>
  questions({ places: ['items', 2], least: ['items', 60] }, [{ shape: 'rank', top: 'places', minimum: 'least', ties, owedBy: 'expert' }]);
const entries = (
  own: readonly [number | null, number | null],
  ...others: readonly (readonly [number | null, number | null])[]
): Partial<Facts> => ({
  competitors: [own, ...others].map(([score, tieBreak], index) => ({
    stream: `brand-${index + 1}`,
    score,
    tieBreak,
    event: `call-1@${index + 1}`,
  })),
});
const rankOf = (ties: string, given: Partial<Facts>): Outcome => rule(RANK(ties), 'rule-0', subject())(given);
const VOTE = questions({ majority: ['ratio', '2/3'], present: ['ratio', '2/3'] }, [
  { shape: 'vote', purpose: 'recognition', share: 'majority', quorum: 'present', comparison: 'atLeast', owedBy: 'expert' },
]);
const vote = (members: number, recused: number, votesFor: number, votesAgainst: number): Outcome =>
  rule(
    VOTE,
    'rule-0',
    subject(),
  )({
    panels: [{ purpose: 'recognition', on: '2024-07-01', members, recused, votesFor, votesAgainst, event: 'brand-1@5' }],
  });
const NOTICE = questions({ days: ['days', 5] }, [{ shape: 'notice', purpose: 'recognition', parameter: 'days', owedBy: 'prefecture' }]);
const notice = (until: string, openObjections = 0, upheldObjections = 0, asOf = AS_OF): Outcome =>
  rule(
    NOTICE,
    'rule-0',
    subject(),
  )({ notices: [{ purpose: 'recognition', from: '2024-07-01', until, openObjections, upheldObjections, event: 'brand-1@6' }] }, asOf);
const graded = (grade: string, asked = '良好'): Outcome =>
  rule(
    questions({}, [{ shape: 'grade', evaluation: 'school', atLeast: asked, owedBy: 'recorder' }]),
    'rule-0',
    subject(),
  )({
    grades: [{ evaluation: 'school', scale: ['优秀', '良好', '合格', '不合格'], grade, on: '2024-05-01', event: 'institution-1@4' }],
  });
const LADDER = questions({ wait: ['months', 12] }, [
  {
    shape: 'ladder',
    rungs: ['notice', 'stopSupport', 'delisted', 'blacklist'].map((rung) => ({ rung, zh: rung, en: rung })),
    next: 'stopSupport',
    after: 'wait',
    ask: 'mayTake',
  },
  { shape: 'coolingOff', after: [{ rung: 'delisted', zh: '退出', en: 'delisted' }], parameter: 'wait' },
]);
const sanctioned = (id: string, ...taken: readonly (readonly [rung: string, on: string, lifted: string | null])[]): Outcome =>
  rule(
    LADDER,
    id,
    subject(),
  )({ sanctions: taken.map(([rung, on, lifted], index) => ({ rung, on, lifted, event: `brand-1@${index + 1}` })) });

const programme = (pack: EffectivePack) => subject({ kind: 'programme', name: '行动', regions: [pack.document.open.pack.governs.region] });
const target = (pack: EffectivePack, id: string, asOf: string, list: Facts['figures'], year?: number): TargetStatus =>
  progressOf(pack, id, pack.targets.get(id)?.target.scope === 'region' ? city : programme(pack), facts({ figures: list }), {
    asOf,
    evaluationYear: year === undefined ? undefined : year + 1,
  }).status;
const times = (metric: string, year: number, value: number) => figure(metric, year, value, { unit: 'personTimes' });
const items = (metric: string, year: number, value: number) => stock(metric, year, value, { unit: 'items' });
/** Shandong as another office might complete it: 左右 means within a tenth. */
const ABOUT = questions({ 'target.about-tolerance': ['ratio', '1/10'] }, [], {
  targets: SD.document.open.pack.targets.map((one) => ({ ...one, clause: 'header' })),
});

const waiver = (changes: Partial<WaiverFact> = {}): Partial<Facts> => ({
  waivers: [
    {
      ...{ relaxationId: 'r-1', rule: 'im.labour.scale', parameter: 'scale.three-years', easedTo: '2400', ground: 'heritage' },
      ...{ reason: '工艺所限', approvedBy: '孙七', approverRole: '自治区人社部门', from: '2024-07-01', until: '2025-06-30' },
      ...{ dual: 'link-1', event: 'brand-1@9' },
      ...changes,
    },
  ],
});
const relaxed = (total: number, changes: Partial<WaiverFact> = {}): Outcome => threeYears({ ...years(0, 0, total), ...waiver(changes) });

const validity = (asOf: string): string => {
  const { root } = evaluate(SN_LIKE, 'rule-0', subject(), facts(), { asOf });
  return root.notes.find((note) => /InForce|repealed/.test(note)) ?? 'inForce';
};
const SN_LIKE = questions({}, [{ shape: 'notTaken', date: 'listedOn' }], {
  meta: { ...SD.document.open.pack.meta, inForceFrom: '2022-01-01', inForceUntil: '2025-12-31', repealed: null },
});
const REPEALED = questions({}, [{ shape: 'notTaken', date: 'listedOn' }], {
  meta: { ...SD.document.open.pack.meta, inForceFrom: '2022-01-01', inForceUntil: null, repealed: '2024-07-10' },
});

const CASES: readonly Case[] = [
  [1, '399 trained last year', 'fail', () => trainedInYear(figures(figure('trainedPersons', 2023, 399)))],
  [1, '400 trained last year', 'pass', () => trainedInYear(figures(figure('trainedPersons', 2023, 400)))],
  [1, '400 trained the year before', 'undecidable', () => trainedInYear(figures(figure('trainedPersons', 2022, 400)))],
  [2, '2999 over three years', 'fail', () => threeYears(years(1000, 1000, 999))],
  [2, '3000 over three years', 'pass', () => threeYears(years(1000, 1000, 1000))],
  [3, 'nothing in one of three years', 'fail', () => eachYear(years(1500, 0, 1500))],
  [3, 'one in each of three years', 'pass', () => eachYear(years(1, 1, 1))],
  [
    4,
    'three stocks do not make a total',
    'undecidable',
    () => threeYears(figures(...[2021, 2022, 2023].map((y) => stock('employmentDriven', y, 3000)))),
  ],
  [
    4,
    'persons are no person-times',
    'undecidable',
    () => trainedInYear(figures(figure('trainedPersons', 2023, 400, { unit: 'personTimes' }))),
  ],
  [4, 'a flow of persons is', 'pass', () => threeYears(years(0, 0, 3000))],
  [4, 'and too few of them are not', 'fail', () => threeYears(years(0, 0, 2999))],
  [5, '89.99 % pass', 'fail', () => passRate(figures(figure('passed', 2023, 8999), figure('examined', 2023, 10_000)))],
  [5, '90 % pass', 'pass', () => passRate(figures(figure('passed', 2023, 9000), figure('examined', 2023, 10_000)))],
  [5, 'nobody was examined', 'undecidable', () => passRate(figures(figure('passed', 2023, 0), figure('examined', 2023, 0)))],
  [6, '199 of 400', 'fail', () => keyGroups(figures(figure('keyGroupSubsidised', 2023, 199), figure('trainedPersons', 2023, 400)))],
  [6, '200 of 400', 'pass', () => keyGroups(figures(figure('keyGroupSubsidised', 2023, 200), figure('trainedPersons', 2023, 400)))],
  [6, '200 of 199', 'undecidable', () => keyGroups(figures(figure('keyGroupSubsidised', 2023, 200), figure('trainedPersons', 2023, 199)))],
  [7, 'the sum without each year', 'fail', () => rule(IM, 'im.labour.scale', labour())(years(3000, 0, 0))],
  [7, 'both', 'pass', () => rule(IM, 'im.labour.scale', labour())(years(2998, 1, 1))],
  [8, 'half trained, 99 certified', 'fail', () => skills(50, 99)],
  [8, 'more than half trained', 'pass', () => skills(51, 0)],
  [8, '100 certified', 'pass', () => skills(0, 100)],
  [9, '家政: 499 in class 1', 'fail', () => scaleOf(labour(HOHHOT, '家政服务'))(years(0, 0, 499))],
  [9, '家政: 500 in class 1', 'pass', () => scaleOf(labour(HOHHOT, '家政服务'))(years(0, 0, 500))],
  [9, 'any other category: 500 in class 1', 'fail', () => scaleOf(labour())(years(0, 0, 500))],
  [10, '1999 in class 2', 'fail', () => scaleOf(labour(HINGGAN))(years(0, 0, 1999))],
  [10, '2000 in class 2', 'pass', () => scaleOf(labour(HINGGAN))(years(0, 0, 2000))],
  [10, '500 in class 3', 'pass', () => scaleOf(labour(WUHAI))(years(0, 0, 500))],
  [
    10,
    '满洲里: 500, class 3 although its league is class 2',
    'pass',
    () => scaleOf(labour(['150781', '150700', '150000']))(years(0, 0, 500)),
  ],
  [
    11,
    'a banner that has set no standard',
    'undecidable',
    () => rule(IM, 'im.training.county', DELEGATED, 'training.county.trained')(figures(figure('trainedPersons', 2023, 900))),
  ],
  [
    11,
    'a banner that asks for 100: 99',
    'fail',
    () => rule(WITH_LOCAL, 'im.training.county', DELEGATED, 'training.county.trained')(figures(figure('trainedPersons', 2023, 99))),
  ],
  [
    11,
    'a banner that asks for 100: 100',
    'pass',
    () => rule(WITH_LOCAL, 'im.training.county', DELEGATED, 'training.county.trained')(figures(figure('trainedPersons', 2023, 100))),
  ],
  [
    12,
    'growth of 9.9 %',
    'fail',
    () => rule(GROWTH, 'rule-0', subject())(figures(figure('exported', 2022, 1000), figure('exported', 2023, 1099))),
  ],
  [
    12,
    'growth of 10 %',
    'pass',
    () => rule(GROWTH, 'rule-0', subject())(figures(figure('exported', 2022, 1000), figure('exported', 2023, 1100))),
  ],
  [
    13,
    'wage 9.99 % above the trade',
    'fail',
    () =>
      rule(
        WAGE,
        'rule-0',
        subject(),
      )(figures(figure('incomeYearly', 2023, 109_999, { unit: 'yuan' }), figure('averageWage', 2023, 100_000, { unit: 'yuan' }))),
  ],
  [
    13,
    'wage 10 % above the trade',
    'pass',
    () =>
      rule(
        WAGE,
        'rule-0',
        subject(),
      )(figures(figure('incomeYearly', 2023, 110_000, { unit: 'yuan' }), figure('averageWage', 2023, 100_000, { unit: 'yuan' }))),
  ],
  [
    14,
    'eleven months and 29 days',
    'fail',
    () => rule(IM, 'im.labour.conditions', labour(), 'labour.age')(dated({ formedOn: '2023-07-11' })),
  ],
  [14, 'twelve months', 'pass', () => rule(IM, 'im.labour.conditions', labour(), 'labour.age')(dated({ formedOn: '2023-07-10' }))],
  [15, 'must be county tier, and is', 'pass', () => rule(STATUS, 'rule-0', subject({ tier: 'county' }))({})],
  [15, 'must be county tier, and holds none', 'fail', () => rule(STATUS, 'rule-0', subject())({})],
  [15, 'must hold no title, and holds none', 'pass', () => rule(STATUS, 'rule-1', subject())({})],
  [15, 'must hold no title, and holds one', 'fail', () => rule(STATUS, 'rule-1', subject({ tier: 'county' }))({})],
  [15, 'once only: recognised today', 'fail', () => rule(STATUS, 'rule-2', subject())(dated({ recognisedOn: AS_OF }))],
  [15, 'once only: recognised tomorrow', 'pass', () => rule(STATUS, 'rule-2', subject())(dated({ recognisedOn: '2024-07-11' }))],
  [
    16,
    'one labour and two training brands pass',
    'pass',
    () => dual({ linked: [side('labour', 'pass', 'brand-1'), side('training', 'pass', 'brand-2'), side('training', 'pass', 'brand-3')] }),
  ],
  [
    16,
    'one of the training brands fails',
    'fail',
    () => dual({ linked: [side('labour', 'pass', 'brand-1'), side('training', 'pass', 'brand-2'), side('training', 'fail', 'brand-3')] }),
  ],
  [
    16,
    'two labour brands',
    'fail',
    () => dual({ linked: [side('labour', 'pass', 'brand-1'), side('labour', 'pass', 'brand-2'), side('training', 'pass', 'brand-3')] }),
  ],
  [17, '2 key brands in a city', 'fail', () => rule(SD, 'sd.city.key-projects', city)(figures(items('brandCount', 2023, 2)))],
  [17, '3 key brands in a city', 'pass', () => rule(SD, 'sd.city.key-projects', city)(figures(items('brandCount', 2023, 3)))],
  [17, '6 key brands in a city', 'fail', () => rule(SD, 'sd.city.key-projects', city)(figures(items('brandCount', 2023, 6)))],
  [17, 'a league without a dual brand', 'missed', () => target(IM, 'im.coverage', AS_OF, [items('dualBrandsActive', 2024, 0)])],
  [17, 'a league with one', 'met', () => target(IM, 'im.coverage', AS_OF, [items('dualBrandsActive', 2024, 1)])],
  [
    17,
    'about 20, and nobody says how near',
    'noTolerance',
    () => target(SD, 'sd.province-brands', '2026-01-01', [items('brandCount', 2025, 20)]),
  ],
  [17, 'about 20 within a tenth: 17', 'missed', () => target(ABOUT, 'sd.province-brands', '2026-01-01', [items('brandCount', 2025, 17)])],
  [17, 'about 20 within a tenth: 18', 'met', () => target(ABOUT, 'sd.province-brands', '2026-01-01', [items('brandCount', 2025, 18)])],
  [18, 'yearly: 399 of 400 in 2024', 'missed', () => target(KL, 'kl.workers-2024', '2025-01-01', [times('trainedPersonTimes', 2024, 399)])],
  [18, 'yearly: 400 of 400 in 2024', 'met', () => target(KL, 'kl.workers-2024', '2025-01-01', [times('trainedPersonTimes', 2024, 400)])],
  [
    18,
    'cumulative: 599 of 600 at the end',
    'missed',
    () => target(KL, 'kl.guizhou', '2026-01-01', [times('trainedPersonTimes', 2024, 300), times('trainedPersonTimes', 2025, 299)]),
  ],
  [
    18,
    'cumulative: 600 of 600 at the end',
    'met',
    () => target(KL, 'kl.guizhou', '2026-01-01', [times('trainedPersonTimes', 2024, 300), times('trainedPersonTimes', 2025, 300)]),
  ],
  [
    18,
    'cumulative: reached before its date',
    'met',
    () => target(KL, 'kl.guizhou', '2025-06-30', [times('trainedPersonTimes', 2024, 300), times('trainedPersonTimes', 2025, 300)]),
  ],
  // 546 of 731 days have passed by 2025-06-29: 448.15 of 600 would be in proportion.
  [
    18,
    'cumulative: 448 when 448.15 would be in proportion',
    'behind',
    () => target(KL, 'kl.guizhou', '2025-06-29', [times('trainedPersonTimes', 2024, 300), times('trainedPersonTimes', 2025, 148)]),
  ],
  [
    18,
    'cumulative: 449 when 448.15 would be in proportion',
    'onCourse',
    () => target(KL, 'kl.guizhou', '2025-06-29', [times('trainedPersonTimes', 2024, 300), times('trainedPersonTimes', 2025, 149)]),
  ],
  [
    18,
    'cumulative: a closed year without a figure',
    'undecidable',
    () => target(KL, 'kl.guizhou', '2026-01-01', [times('trainedPersonTimes', 2025, 599)]),
  ],
  [
    18,
    'average: 5999 in two years of 3000',
    'missed',
    () => target(KL, 'kl.trained', '2026-01-01', [times('trainedPersonTimes', 2024, 1000), times('trainedPersonTimes', 2025, 4999)]),
  ],
  [
    18,
    'average: 6000 in two years of 3000',
    'met',
    () => target(KL, 'kl.trained', '2026-01-01', [times('trainedPersonTimes', 2024, 1000), times('trainedPersonTimes', 2025, 5000)]),
  ],
  [
    18,
    'share: 29.99 %',
    'missed',
    () => target(SN, 'sn.skilled-share', '2026-01-01', [stock('skilledPopulation', 2025, 2999), stock('employedPopulation', 2025, 10_000)]),
  ],
  [
    18,
    'share: 30 %',
    'met',
    () => target(SN, 'sn.skilled-share', '2026-01-01', [stock('skilledPopulation', 2025, 3000), stock('employedPopulation', 2025, 10_000)]),
  ],
  [
    18,
    'rising: 30.00 % after 30 %',
    'missed',
    () =>
      target(
        KL,
        'kl.skilled-share',
        '2026-01-01',
        [2023, 2024, 2025].flatMap((y) => [stock('skilledPopulation', y, 30), stock('employedPopulation', y, 100)]),
      ),
  ],
  [
    18,
    'rising: a little each year',
    'met',
    () =>
      target(
        KL,
        'kl.skilled-share',
        '2026-01-01',
        [2023, 2024, 2025].flatMap((y) => [stock('skilledPopulation', y, 3000 + y), stock('employedPopulation', y, 10_000)]),
      ),
  ],
  [
    18,
    'by a day: done after it does not count',
    'undecidable',
    () =>
      target(SP, 'sp.selection', '2024-08-01', [
        stock('selectionsDone', 2024, 10, { unit: 'items', asOf: '2024-06-01' }),
        stock('counties', 2024, 10, { unit: 'items', asOf: '2024-05-01' }),
      ]),
  ],
  [
    18,
    'by a day: done on it',
    'met',
    () =>
      target(SP, 'sp.selection', '2024-08-01', [
        stock('selectionsDone', 2024, 10, { unit: 'items', asOf: '2024-05-31' }),
        stock('counties', 2024, 10, { unit: 'items', asOf: '2024-05-01' }),
      ]),
  ],
  [19, 'second of three for two places', 'pass', () => rankOf('allTied', entries([80, null], [90, null], [70, null]))],
  [19, 'third of three for two places', 'fail', () => rankOf('allTied', entries([70, null], [90, null], [80, null]))],
  [19, 'tied at the border, all taken', 'pass', () => rankOf('allTied', entries([80, null], [90, null], [80, null]))],
  [19, 'tied at the border, none taken', 'fail', () => rankOf('noneTied', entries([80, null], [90, null], [80, null]))],
  [19, 'tied at the border, the second figure is better', 'pass', () => rankOf('byMetric', entries([80, 5], [90, 0], [80, 4]))],
  [19, 'tied at the border, the second figure is worse', 'fail', () => rankOf('byMetric', entries([80, 4], [90, 0], [80, 5]))],
  [19, 'tied at the border in both', 'undecidable', () => rankOf('byMetric', entries([80, 5], [90, 0], [80, 5]))],
  [19, 'below the least score, alone in the call', 'fail', () => rankOf('allTied', entries([59, null]))],
  [19, 'at the least score, alone in the call', 'pass', () => rankOf('allTied', entries([60, null]))],
  [19, 'a score is missing that could matter', 'undecidable', () => rankOf('allTied', entries([80, null], [90, null], [null, null]))],
  [19, 'a score is missing that cannot matter', 'pass', () => rankOf('allTied', entries([80, null], [70, null], [null, null]))],
  [19, 'two thirds in favour', 'pass', () => vote(6, 0, 4, 2)],
  [19, 'less than two thirds in favour', 'fail', () => vote(6, 0, 3, 2)],
  [19, 'no quorum', 'undecidable', () => vote(6, 0, 3, 0)],
  [19, 'a quorum, because who is recused does not count', 'pass', () => vote(6, 2, 3, 0)],
  [
    20,
    'a breach within 36 months',
    'fail',
    () =>
      rule(
        IM,
        'im.labour.conditions',
        labour(),
        'labour.integrity',
      )({ breaches: [{ on: '2021-07-11', kind: '违规', cleared: false, event: 'brand-1@5' }] }),
  ],
  [
    20,
    'a breach before them',
    'pass',
    () =>
      rule(
        IM,
        'im.labour.conditions',
        labour(),
        'labour.integrity',
      )({ breaches: [{ on: '2021-07-10', kind: '违规', cleared: false, event: 'brand-1@5' }] }),
  ],
  [
    21,
    'three of four documents',
    'undecidable',
    () =>
      rule(
        KL,
        'kl.training.conditions',
        kaili('training'),
        'training.four-ones',
      )({ evidence: ['creation-plan', 'training-video', 'experience-summary'].map((kind) => ({ kind, event: 'brand-1@3' })) }),
  ],
  [
    21,
    'four of four documents',
    'pass',
    () =>
      rule(
        KL,
        'kl.training.conditions',
        kaili('training'),
        'training.four-ones',
      )({
        evidence: ['creation-plan', 'training-video', 'experience-summary', 'employment-ledger'].map((kind) => ({
          kind,
          event: 'brand-1@3',
        })),
      }),
  ],
  [
    22,
    'an expert says no',
    'fail',
    () =>
      rule(
        KL,
        'kl.training.conditions',
        kaili('training'),
        'training.known',
      )({ judgements: [{ criterion: 'training.known', met: false, role: '评审专家', event: 'brand-1@4' }] }),
  ],
  [
    22,
    'an expert says yes',
    'pass',
    () =>
      rule(
        KL,
        'kl.training.conditions',
        kaili('training'),
        'training.known',
      )({ judgements: [{ criterion: 'training.known', met: true, role: '评审专家', event: 'brand-1@4' }] }),
  ],
  [22, 'nobody said anything', 'undecidable', () => rule(KL, 'kl.training.conditions', kaili('training'), 'training.known')({})],
  [23, 'eased by a fifth: 2399', 'fail', () => relaxed(2399)],
  [23, 'eased by a fifth: 2400', 'pass', () => relaxed(2400)],
  [23, 'eased by more than the bound', 'fail', () => relaxed(2400, { easedTo: '2399' })],
  [
    23,
    'on its last day',
    'pass',
    () => threeYears({ ...figures(...driven(2022, 0, 0), ...driven(2023, 0, 0), ...driven(2024, 2400, 0)), ...waiver() }, '2025-06-30'),
  ],
  [
    23,
    'on the day after',
    'fail',
    () => threeYears({ ...figures(...driven(2022, 0, 0), ...driven(2023, 0, 0), ...driven(2024, 2400, 0)), ...waiver() }, '2025-07-01'),
  ],
  [23, 'on the day before its first', 'fail', () => relaxed(2400, { from: '2024-07-11', until: '2025-07-10' })],
  [23, 'on another ground than the document has', 'fail', () => relaxed(2400, { ground: 'friendship' })],
  [23, '其他, with reasons', 'pass', () => relaxed(2400, { ground: 'other' })],
  [23, 'for a brand by itself, when the clause reaches dual brands', 'fail', () => relaxed(2400, { dual: null })],
  [23, 'granted by a role that may not', 'fail', () => relaxed(2400, { approverRole: '旗县人社部门' })],
  [23, 'for a day longer than a year', 'fail', () => relaxed(2400, { until: '2025-07-01' })],
  [
    23,
    'no bound is configured',
    'fail',
    () => rule(IM_OPEN, 'im.labour.scale', labour(), 'labour.scale.three-years')({ ...years(0, 0, 2400), ...waiver() }),
  ],
  [
    24,
    'certificate a day after the post',
    'fail',
    () =>
      rule(
        KL,
        'kl.rongwan.order',
        kaili('training'),
      )(
        dated({
          orderPlacedOn: '2024-01-01',
          trainingBeganOn: '2024-01-01',
          postStandardSetOn: '2024-01-01',
          assessedOn: '2024-02-01',
          certificateOn: '2024-03-02',
          onPostOn: '2024-03-01',
        }),
      ),
  ],
  [
    24,
    'certificate on the day of the post',
    'pass',
    () =>
      rule(
        KL,
        'kl.rongwan.order',
        kaili('training'),
      )(
        dated({
          orderPlacedOn: '2024-01-01',
          trainingBeganOn: '2024-01-01',
          postStandardSetOn: '2024-01-01',
          assessedOn: '2024-02-01',
          certificateOn: '2024-03-01',
          onPostOn: '2024-03-01',
        }),
      ),
  ],
  [
    25,
    '19 kept, the follow-up is over',
    'fail',
    () =>
      rule(
        KL,
        'kl.rongwan.retained',
        kaili('training'),
      )(figures(figure('retainedThreeMonths', 2023, 19), figure('placedInFoshan', 2023, 25)), '2024-03-31'),
  ],
  [
    25,
    '19 kept, the follow-up runs',
    'undecidable',
    () =>
      rule(
        KL,
        'kl.rongwan.retained',
        kaili('training'),
      )(figures(figure('retainedThreeMonths', 2023, 19), figure('placedInFoshan', 2023, 25)), '2024-03-30'),
  ],
  [
    25,
    '20 kept',
    'pass',
    () =>
      rule(
        KL,
        'kl.rongwan.retained',
        kaili('training'),
      )(figures(figure('retainedThreeMonths', 2023, 20), figure('placedInFoshan', 2023, 25)), '2024-03-30'),
  ],
  [
    26,
    'four institutions in a year',
    'fail',
    () =>
      rule(
        KL,
        'kl.school.teachers',
        kaili('institution'),
        'school.part-time',
      )(figures(figure('institutionsServed', 2023, 4, { unit: 'items' }))),
  ],
  [
    26,
    'three institutions in a year',
    'pass',
    () =>
      rule(
        KL,
        'kl.school.teachers',
        kaili('institution'),
        'school.part-time',
      )(figures(figure('institutionsServed', 2023, 3, { unit: 'items' }))),
  ],
  [
    26,
    'a third of the teachers, less one',
    'fail',
    () =>
      rule(
        KL,
        'kl.school.teachers',
        kaili('institution'),
        'school.full-time',
      )(figures(stock('fullTimeTeachers', 2023, 9), stock('teachers', 2023, 30))),
  ],
  [
    26,
    'a third of the teachers',
    'pass',
    () =>
      rule(
        KL,
        'kl.school.teachers',
        kaili('institution'),
        'school.full-time',
      )(figures(stock('fullTimeTeachers', 2023, 10), stock('teachers', 2023, 30))),
  ],
  [
    27,
    'in by the last minute',
    'pass',
    () => rule(IM, 'im.deadline', labour())({ moments: { submittedAt: { at: '2024-07-30T23:59:00+08:00', event: 'brand-1@3' } } }),
  ],
  [
    27,
    'in a minute later',
    'fail',
    () => rule(IM, 'im.deadline', labour())({ moments: { submittedAt: { at: '2024-07-31T00:00:00+08:00', event: 'brand-1@3' } } }),
  ],
  [
    27,
    'the round on the day it is due',
    'pass',
    () => rule(KL, 'kl.school.round', kaili('region'))(dated({ lastEvaluationRoundOn: '2021-07-10' })),
  ],
  [27, 'the round a day late', 'fail', () => rule(KL, 'kl.school.round', kaili('region'))(dated({ lastEvaluationRoundOn: '2021-07-09' }))],
  [27, 'a period that nobody states', 'notConfigured', () => rule(UNSTATED, 'rule-0', subject())(dated({ lastReviewOn: '2024-01-01' }))],
  [28, 'four days', 'fail', () => notice('2024-07-04')],
  [28, 'five days', 'pass', () => notice('2024-07-05')],
  [28, 'an open objection suspends', 'undecidable', () => notice('2024-07-05', 1)],
  [28, 'an objection that was upheld ends it', 'fail', () => notice('2024-07-05', 0, 1)],
  [28, 'on its last day it still runs', 'undecidable', () => notice('2024-07-10')],
  [29, 'graded as asked', 'pass', () => graded('良好')],
  [29, 'graded better than asked', 'pass', () => graded('优秀')],
  [29, 'graded worse than asked', 'fail', () => graded('合格')],
  [29, 'preferred only when excellent', 'fail', () => graded('良好', '优秀')],
  [30, 'nothing stands: the second rung would skip the first', 'fail', () => sanctioned('rule-0')],
  [30, 'the first stands for twelve months', 'pass', () => sanctioned('rule-0', ['notice', '2023-07-10', null])],
  [30, 'the first stands for a day less', 'fail', () => sanctioned('rule-0', ['notice', '2023-07-11', null])],
  [30, 'the first was lifted', 'fail', () => sanctioned('rule-0', ['notice', '2023-07-10', '2024-01-01'])],
  [
    30,
    'the second stands already',
    'fail',
    () => sanctioned('rule-0', ['notice', '2022-07-10', null], ['stopSupport', '2023-07-10', null]),
  ],
  [30, 'cooling-off of twelve months', 'pass', () => sanctioned('rule-1', ['delisted', '2023-07-10', null])],
  [30, 'cooling-off of a day less', 'fail', () => sanctioned('rule-1', ['delisted', '2023-07-11', null])],
  [
    31,
    '59 yuan a person and day',
    'fail',
    () => rule(KL, 'kl.farm.subsidy', kaili('programme'))(figures(figure('subsidyPerPersonDay', 2023, 59, { unit: 'yuan' }))),
  ],
  [
    31,
    '60 yuan a person and day',
    'pass',
    () => rule(KL, 'kl.farm.subsidy', kaili('programme'))(figures(figure('subsidyPerPersonDay', 2023, 60, { unit: 'yuan' }))),
  ],
  [
    31,
    '8001 yuan for a worker',
    'fail',
    () => rule(KL, 'kl.enterprise.subsidy', kaili('unit'))(figures(figure('subsidyPerWorker', 2023, 8001, { unit: 'yuan' }))),
  ],
  [32, 'the day before it comes into force', 'notYetInForce:2022-01-01', () => validity('2021-12-31')],
  [32, 'its first day', 'inForce', () => validity('2022-01-01')],
  [32, 'its last day', 'inForce', () => validity('2025-12-31')],
  [32, 'the day after', 'noLongerInForce:2025-12-31', () => validity('2026-01-01')],
  [
    32,
    'the day it was repealed',
    'repealed:2024-07-10',
    () => evaluate(REPEALED, 'rule-0', subject(), facts(), { asOf: '2024-07-10' }).root.notes.join('|'),
  ],
  [32, 'the day before', '', () => evaluate(REPEALED, 'rule-0', subject(), facts(), { asOf: '2024-07-09' }).root.notes.join('|')],
];

describe.each(Array.from({ length: 32 }, (_, index) => index + 1))('shape %i', (shape) => {
  test.each(CASES.filter(([number]) => number === shape).map(([, title, expected, ask]) => [title, expected, ask] as const))(
    '%s → %s',
    (_title, expected, ask) => {
      expect(ask()).toBe(expected);
    },
  );
});

test('each of the 32 has a case that is met and one that is not', () => {
  const met: readonly Answer[] = ['pass', 'met', 'inForce'];
  const not: readonly Answer[] = ['fail', 'missed', 'undecidable', 'noLongerInForce:2025-12-31'];
  const lacking = Array.from({ length: 32 }, (_, index) => index + 1).filter((shape) => {
    const answers = CASES.filter(([number]) => number === shape).map(([, , expected]) => expected);
    return !answers.some((answer) => met.includes(answer)) || !answers.some((answer) => not.includes(answer));
  });
  expect(lacking).toEqual([]);
});

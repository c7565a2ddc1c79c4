/**
 * Both sides of every threshold of the shipped packs, as data. Each row names the parameter entry it is about, asks a predicate on
 * either side of the value, and fails when the pack's value is another. A threshold without such a row fails the last test.
 */
import type { Outcome } from '#domain';
import { HINGGAN, HOHHOT, IM, JINAN, KAILI, KL, SD, SN, SP, WUHAI, driven, facts, figure, nodeOf, stock, subject } from '../test/support';
import type { EffectivePack } from './compose';
import { evaluate } from './engines';
import type { Facts, Subject } from './facts';
import { daysOf, parameterValue } from './lookups';
import { predicatesOf } from './open';

const AS_OF = '2024-07-10';
/** A case: facts, and what the predicate must say of them. */
type Side = readonly [facts: Partial<Facts>, outcome: Outcome];
interface Row {
  readonly pack: EffectivePack;
  /** `{parameter}#{entry}` */
  readonly entry: string;
  readonly value: number | string;
  readonly rule: string;
  readonly predicate: string;
  readonly subject: Subject;
  readonly sides: readonly Side[];
  readonly asOf?: string;
}

const figures = (...list: Facts['figures'][number][]): Partial<Facts> => ({ figures: list });
const lastYear =
  (metric: string) =>
  (value: number): Partial<Facts> =>
    figures(figure(metric, 2023, value));
const threeYears = (total: number): Partial<Facts> =>
  figures(...driven(2021, 0, 40), ...driven(2022, 30, 20), ...driven(2023, total - 90, 0));
const rate =
  (part: string, of: string) =>
  (a: number, b: number): Partial<Facts> =>
    figures(figure(part, 2023, a), figure(of, 2023, b));

const at = (
  pack: EffectivePack,
  entry: string,
  value: number | string,
  rule: string,
  predicate: string,
  who: Subject,
  sides: readonly Side[],
  asOf?: string,
): Row => ({ pack, entry, value, rule, predicate, subject: who, sides, ...(asOf === undefined ? {} : { asOf }) });
/** Fails at n − 1, passes at n. */
const from = (value: number, make: (n: number) => Partial<Facts>): readonly Side[] => [
  [make(value - 1), 'fail'],
  [make(value), 'pass'],
];

const training = (tier: string | null = null): Subject => subject({ kind: 'training', name: '焊工', category: '工业', tier });
const labour = (regions: readonly string[], category = '工业'): Subject => subject({ regions, category });
const brand = (tier: string): Subject => subject({ regions: JINAN, tier });
const unit = subject({ kind: 'unit', regions: JINAN });
const recognised2022 = { recognisedOn: { on: '2022-05-01', event: 'unit-1@1' } };
const dutyYears =
  (metric: string) =>
  (weakest: number): Partial<Facts> => ({ ...figures(figure(metric, 2023, weakest)), dates: recognised2022 });
const breach = (on: string): Partial<Facts> => ({ breaches: [{ on, kind: '违规', cleared: false, event: 'brand-1@5' }] });
const dated = (name: string, on: string): Partial<Facts> => ({ dates: { [name]: { on, event: 'brand-1@2' } } });

const kaili = (kind: Subject['kind']): Subject => subject({ kind, name: '凯里玻璃工', category: null, regions: KAILI });
const money =
  (metric: string) =>
  (value: number): Partial<Facts> =>
    figures(figure(metric, 2023, value, { unit: 'yuan' }));
const counted =
  (metric: string, unit: string) =>
  (value: number): Partial<Facts> =>
    figures(figure(metric, 2023, value, { unit }));
/** Passes at n, fails at n + 1. */
const upTo = (value: number, make: (n: number) => Partial<Facts>): readonly Side[] => [
  [make(value), 'pass'],
  [make(value + 1), 'fail'],
];
const kept = (retained: number): Partial<Facts> =>
  figures(figure('retainedThreeMonths', 2023, retained), figure('placedInFoshan', 2023, 30));

const TIERS = [
  { tier: 'province', trained: 400, pass: 90, employed: 70, key: 200, order: 50 },
  { tier: 'prefecture', trained: 200, pass: 85, employed: 60, key: 100, order: 40 },
];

const ROWS: readonly Row[] = [
  ...TIERS.flatMap(({ tier, trained, pass, employed, key, order }) => {
    const rule = `im.training.${tier}`;
    const row = (name: string, value: number | string, sides: readonly Side[]): Row =>
      at(IM, `training.${tier}.${name}#0`, value, rule, `training.${tier}.${name}`, training(), sides);
    // A hundredth of a percentage point short, and exactly there: 89.99 % / 90.00 %.
    const rates = (percent: number, make: (a: number, b: number) => Partial<Facts>): readonly Side[] => [
      [make(percent * 100 - 1, 10_000), 'fail'],
      [make(percent * 100, 10_000), 'pass'],
      [make(percent * 3, 300), 'pass'],
    ];
    return [
      row('trained', trained, from(trained, lastYear('trainedPersons'))),
      row('pass-rate', `${pass}/100`, rates(pass, rate('passed', 'examined'))),
      row('employment-rate', `${employed}/100`, rates(employed, rate('employedAfterTraining', 'trainedPersons'))),
      row(
        'key-groups',
        key,
        from(key, (n) => figures(figure('keyGroupSubsidised', 2023, n), figure('trainedPersons', 2023, trained))),
      ),
      row('order-share', `${order}/100`, rates(order, rate('orderTrained', 'trainedPersons'))),
    ];
  }),
  at(IM, 'scale.three-years#0', 500, 'im.labour.scale', 'labour.scale.three-years', labour(HOHHOT, '家政服务'), from(500, threeYears)),
  at(IM, 'scale.three-years#1', 300, 'im.labour.scale', 'labour.scale.three-years', labour(HINGGAN, '家政服务'), from(300, threeYears)),
  at(IM, 'scale.three-years#2', 100, 'im.labour.scale', 'labour.scale.three-years', labour(WUHAI, '家政服务'), from(100, threeYears)),
  at(IM, 'scale.three-years#3', 3000, 'im.labour.scale', 'labour.scale.three-years', labour(HOHHOT), from(3000, threeYears)),
  at(IM, 'scale.three-years#4', 2000, 'im.labour.scale', 'labour.scale.three-years', labour(HINGGAN), from(2000, threeYears)),
  at(IM, 'scale.three-years#5', 500, 'im.labour.scale', 'labour.scale.three-years', labour(WUHAI), from(500, threeYears)),
  // Their own entries (class 3) stand before those of the parents (class 2).
  at(
    IM,
    'scale.three-years#5',
    500,
    'im.labour.scale',
    'labour.scale.three-years',
    labour(['150781', '150700', '150000']),
    from(500, threeYears),
  ),
  at(
    IM,
    'scale.three-years#5',
    500,
    'im.labour.scale',
    'labour.scale.three-years',
    labour(['152501', '152500', '150000']),
    from(500, threeYears),
  ),
  at(
    IM,
    'scale.three-years#2',
    100,
    'im.labour.scale',
    'labour.scale.three-years',
    labour(['150781', '150700', '150000'], '家政服务'),
    from(100, threeYears),
  ),
  at(
    IM,
    'scale.three-years#4',
    2000,
    'im.labour.scale',
    'labour.scale.three-years',
    labour(['150782', '150700', '150000']),
    from(2000, threeYears),
  ),
  at(
    IM,
    'scale.each-year#0',
    1,
    'im.labour.scale',
    'labour.scale.each-year',
    labour(HOHHOT),
    from(1, (n) => figures(...driven(2021, 900, 0), ...driven(2022, n, 0), ...driven(2023, 900, 0))),
  ),
  at(IM, 'age.months#0', 12, 'im.labour.conditions', 'labour.age', labour(HOHHOT), [
    [dated('cultivatedFrom', '2023-08-10'), 'fail'], // eleven months
    [dated('cultivatedFrom', '2023-07-11'), 'fail'], // a day short of twelve
    [dated('cultivatedFrom', '2023-07-10'), 'pass'], // twelve
    [dated('formedOn', '2023-07-11'), 'fail'],
    [dated('formedOn', '2023-07-10'), 'pass'],
  ]),
  at(IM, 'skill.majority#0', '1/2', 'im.labour.conditions', 'labour.skill.majority', labour(HOHHOT), [
    [figures(stock('trainedWorkers', 2023, 500), stock('workers', 2023, 1000)), 'fail'], // half is no majority
    [figures(stock('trainedWorkers', 2023, 501), stock('workers', 2023, 1000)), 'pass'],
  ]),
  at(
    IM,
    'skill.certified#0',
    100,
    'im.labour.conditions',
    'labour.skill.certified',
    labour(HOHHOT),
    from(100, (n) => figures(stock('certifiedWorkers', 2023, n))),
  ),
  at(IM, 'integrity.months#0', 36, 'im.labour.conditions', 'labour.integrity', labour(HOHHOT), [
    [breach('2021-07-11'), 'fail'],
    [breach('2021-07-10'), 'pass'],
  ]),
  at(IM, 'deadline.day#0', '2024-07-30', 'im.deadline', 'deadline', labour(HOHHOT), [
    [{ moments: { submittedAt: { at: '2024-07-31T00:00:00+08:00', event: 'brand-1@3' } } }, 'fail'],
    [{ moments: { submittedAt: { at: '2024-07-30T23:59:00+08:00', event: 'brand-1@3' } } }, 'pass'],
    [{ moments: { submittedAt: { at: '2024-07-30T16:00:00Z', event: 'brand-1@3' } } }, 'fail'],
    [{ moments: { submittedAt: { at: '2024-07-30T15:59:59Z', event: 'brand-1@3' } } }, 'pass'],
  ]),
  at(
    SD,
    'key-projects.least#0',
    3,
    'sd.city.key-projects',
    'city.key-projects',
    subject({ kind: 'region', regions: JINAN }),
    from(3, (n) => figures(stock('brandCount', 2023, n, { unit: 'items' }))),
  ),
  at(SD, 'key-projects.most#0', 5, 'sd.city.key-projects', 'city.key-projects', subject({ kind: 'region', regions: JINAN }), [
    [figures(stock('brandCount', 2023, 5, { unit: 'items' })), 'pass'],
    [figures(stock('brandCount', 2023, 6, { unit: 'items' })), 'fail'],
  ]),
  at(SD, 'unit.trained#0', 500, 'sd.unit.trained', 'unit.trained', unit, from(500, dutyYears('trainedPersons'))),
  at(
    SD,
    'unit.used#0',
    500,
    'sd.unit.used',
    'unit.used',
    unit,
    from(500, (n) => ({ ...figures(figure('selfUsed', 2023, 200), figure('exported', 2023, n - 200)), dates: recognised2022 })),
  ),
  at(
    SD,
    'review.min-employed#0',
    500,
    'sd.house.review',
    'review.employed',
    brand('province'),
    from(500, (n) => figures(...driven(2023, n, 9999))),
  ),
  at(
    SD,
    'review.min-employed#1',
    300,
    'sd.house.review',
    'review.employed',
    brand('prefecture'),
    from(300, (n) => figures(...driven(2023, n, 9999))),
  ),
  at(
    SD,
    'review.min-employed#2',
    100,
    'sd.house.review',
    'review.employed',
    brand('county'),
    from(100, (n) => figures(...driven(2023, n, 9999))),
  ),
  at(SD, 'integrity.months#0', 24, 'sd.house.review', 'review.integrity', brand('county'), [
    [breach('2022-07-11'), 'fail'],
    [breach('2022-07-10'), 'pass'],
  ]),
  at(SD, 'promotion.held-months#0', 12, 'sd.house.promotion.province', 'promotion.province.held', brand('prefecture'), [
    [dated('recognisedOn', '2023-07-11'), 'fail'],
    [dated('recognisedOn', '2023-07-10'), 'pass'],
  ]),
  at(
    SD,
    'promotion.three-years#0',
    3000,
    'sd.house.promotion.province',
    'promotion.province.three-years',
    brand('prefecture'),
    from(3000, threeYears),
  ),
  at(
    SD,
    'promotion.three-years#1',
    1000,
    'sd.house.promotion.prefecture',
    'promotion.prefecture.three-years',
    brand('county'),
    from(1000, threeYears),
  ),
  at(
    SD,
    'promotion.trained#0',
    500,
    'sd.house.promotion.province',
    'promotion.province.trained',
    brand('prefecture'),
    from(500, lastYear('trainedPersons')),
  ),
  at(
    SD,
    'promotion.trained#1',
    200,
    'sd.house.promotion.prefecture',
    'promotion.prefecture.trained',
    brand('county'),
    from(200, lastYear('trainedPersons')),
  ),
  at(KL, 'subsidy.least#0', 500, 'kl.enterprise.subsidy', 'enterprise.subsidy', kaili('unit'), from(500, money('subsidyPerWorker'))),
  at(KL, 'subsidy.most#0', 8000, 'kl.enterprise.subsidy', 'enterprise.subsidy', kaili('unit'), upTo(8000, money('subsidyPerWorker'))),
  at(KL, 'enterprise.frontline-share#0', '60/100', 'kl.enterprise.education-funds', 'enterprise.frontline', kaili('unit'), [
    [
      figures(figure('frontlineEducationFunds', 2023, 5999, { unit: 'yuan' }), figure('educationFunds', 2023, 10_000, { unit: 'yuan' })),
      'fail',
    ],
    [
      figures(figure('frontlineEducationFunds', 2023, 6000, { unit: 'yuan' }), figure('educationFunds', 2023, 10_000, { unit: 'yuan' })),
      'pass',
    ],
  ]),
  at(KL, 'school.trained-share#0', '50/100', 'kl.school.trained', 'school.trained', kaili('institution'), [
    [figures(figure('trainedPersonTimes', 2023, 499, { unit: 'personTimes' }), stock('enrolledStudents', 2023, 1000)), 'fail'],
    [figures(figure('trainedPersonTimes', 2023, 500, { unit: 'personTimes' }), stock('enrolledStudents', 2023, 1000)), 'pass'],
    // Person-times may exceed the number of students: no contradiction.
    [figures(figure('trainedPersonTimes', 2023, 1200, { unit: 'personTimes' }), stock('enrolledStudents', 2023, 1000)), 'pass'],
  ]),
  at(KL, 'school.round-months#0', 36, 'kl.school.round', 'school.round', kaili('region'), [
    [dated('lastEvaluationRoundOn', '2021-07-09'), 'fail'],
    [dated('lastEvaluationRoundOn', '2021-07-10'), 'pass'],
  ]),
  at(KL, 'school.full-time-share#0', '1/3', 'kl.school.teachers', 'school.full-time', kaili('institution'), [
    [figures(stock('fullTimeTeachers', 2023, 9), stock('teachers', 2023, 28)), 'fail'],
    [figures(stock('fullTimeTeachers', 2023, 9), stock('teachers', 2023, 27)), 'pass'],
  ]),
  at(
    KL,
    'school.part-time-institutions#0',
    3,
    'kl.school.teachers',
    'school.part-time',
    kaili('institution'),
    upTo(3, counted('institutionsServed', 'items')),
  ),
  at(KL, 'guizhou.classes#0', 1, 'kl.guizhou.class', 'guizhou.class', kaili('programme'), from(1, counted('trainingClasses', 'items'))),
  at(KL, 'guizhou.certified-rate#0', '90/100', 'kl.guizhou.rates', 'guizhou.certified', kaili('programme'), [
    [rate('certified', 'trainedPersons')(8999, 10_000), 'fail'],
    [rate('certified', 'trainedPersons')(9000, 10_000), 'pass'],
  ]),
  at(KL, 'guizhou.employment-rate#0', '80/100', 'kl.guizhou.rates', 'guizhou.employed', kaili('programme'), [
    [rate('employedAfterTraining', 'trainedPersons')(7999, 10_000), 'fail'],
    [rate('employedAfterTraining', 'trainedPersons')(8000, 10_000), 'pass'],
  ]),
  at(KL, 'exams.supervised#0', '1/1', 'kl.exams-supervised', 'exams.supervised', kaili('institution'), [
    [figures(figure('examsSupervised', 2023, 19, { unit: 'items' }), figure('examsHeld', 2023, 20, { unit: 'items' })), 'fail'],
    [figures(figure('examsSupervised', 2023, 20, { unit: 'items' }), figure('examsHeld', 2023, 20, { unit: 'items' })), 'pass'],
  ]),
  at(KL, 'rongwan.retained#0', 20, 'kl.rongwan.retained', 'rongwan.retained', kaili('training'), from(20, kept)),
  // Three months after the year's end the count can no longer rise.
  at(
    KL,
    'rongwan.retained-months#0',
    3,
    'kl.rongwan.retained',
    'rongwan.retained',
    kaili('training'),
    [[kept(19), 'undecidable']],
    '2024-03-30',
  ),
  at(
    KL,
    'rongwan.retained-months#0',
    3,
    'kl.rongwan.retained',
    'rongwan.retained',
    kaili('training'),
    [
      [kept(19), 'fail'],
      [kept(20), 'pass'],
    ],
    '2024-03-31',
  ),
  at(KL, 'rongwan.class-size#0', 40, 'kl.rongwan.class', 'rongwan.class', kaili('training'), from(40, lastYear('orderTrained'))),
  at(KL, 'rongwan.placed-share#0', '10/100', 'kl.rongwan.class', 'rongwan.placed', kaili('training'), [
    [rate('placedInFoshan', 'orderTrained')(3, 40), 'fail'],
    [rate('placedInFoshan', 'orderTrained')(4, 40), 'pass'],
  ]),
  at(KL, 'farm.age#0', 65, 'kl.farm.limits', 'farm.age', kaili('programme'), upTo(65, counted('oldestTrainee', 'years'))),
  at(KL, 'farm.days#0', 3, 'kl.farm.limits', 'farm.days', kaili('programme'), upTo(3, counted('longestClassDays', 'days'))),
  at(KL, 'farm.per-day#0', 60, 'kl.farm.subsidy', 'farm.subsidy', kaili('programme'), [
    [money('subsidyPerPersonDay')(59), 'fail'],
    [money('subsidyPerPersonDay')(60), 'pass'],
    [money('subsidyPerPersonDay')(61), 'fail'],
  ]),
];

describe.each(
  ROWS.map((row) => [`${row.rule} ${row.predicate} ${row.entry} (${String(row.value)}) in ${row.subject.regions[0] ?? ''}`, row] as const),
)('%s', (_title, row) => {
  test('the pack holds this value at this entry', () => {
    const [key = '', index = ''] = row.entry.split('#');
    expect(row.pack.parameters.get(key)?.entries[Number(index)]?.entry.value).toBe(row.value);
  });

  test.each(row.sides.map(([given, outcome], index) => [index, outcome, given] as const))('side %i: %s', (_index, outcome, given) => {
    const explanation = evaluate(row.pack, row.rule, row.subject, facts(given), { asOf: row.asOf ?? AS_OF });
    expect(nodeOf(explanation.root, row.predicate).outcome).toBe(outcome);
  });
});

test('each row reads the entry it says it reads', () => {
  for (const row of ROWS) {
    const [key = ''] = row.entry.split('#');
    const rule = row.pack.rules.get(row.rule)?.rule;
    expect(parameterValue(row.pack, key, { ...row.subject, tier: rule?.tier ?? row.subject.tier }, AS_OF)?.value).toBe(row.value);
  }
});

/** Days that an effect gives: from the day it starts to the day it falls due. */
const DUE: readonly (readonly [pack: EffectivePack, effect: string, parameter: string, days: number])[] = [
  [IM, 'im.review-due', 'review.due-after', 90],
  [IM, 'im.rectify-labour', 'rectification.period', 60],
  [SD, 'sd.review-due', 'review.due-after', 90],
  [SD, 'sd.rectify', 'rectification.period', 60],
];
test.each(DUE.map(([pack, effect, parameter, days]) => [effect, parameter, days, pack] as const))(
  '%s falls due after %s = %i days',
  (id, _parameter, days, pack) => {
    const effect = pack.effects.find(({ effect: { id: own } }) => own === id);
    if (effect === undefined) throw new Error(`no effect ${id}`);
    expect(daysOf(pack, effect, 'dueAfter', subject({ regions: JINAN }), AS_OF)).toBe(days);
  },
);

test('every threshold of every shipped pack has a case on both sides', () => {
  const lacking: string[] = [];
  for (const pack of [IM, SD, SN, KL, SP]) {
    const covered = new Map<string, Set<Outcome>>();
    for (const row of ROWS.filter((candidate) => candidate.pack === pack)) {
      covered.set(row.entry, new Set([...(covered.get(row.entry) ?? []), ...row.sides.map(([, outcome]) => outcome)]));
    }
    for (const [, , parameter] of DUE.filter(([owner]) => owner === pack)) covered.set(`${parameter}#0`, new Set(['pass', 'fail']));
    const asked = new Set([
      ...[...pack.rules.values()]
        .flatMap(({ rule }) => predicatesOf(rule.condition, ''))
        .flatMap(({ predicate }) => ['parameter', 'lower', 'upper', 'months'].map((name) => predicate[name])),
      ...pack.effects.flatMap(({ effect }) => [effect.dueAfter, effect.fallsDueAfter]),
    ]);
    for (const parameter of pack.parameters.values()) {
      if (!asked.has(parameter.key)) continue;
      for (const index of parameter.entries.keys()) {
        const outcomes = covered.get(`${parameter.key}#${index}`);
        if (outcomes === undefined || !outcomes.has('pass') || !outcomes.has('fail'))
          lacking.push(`${pack.document.open.pack.id} ${parameter.key}#${index}`);
      }
    }
  }
  expect(lacking).toEqual([]);
});

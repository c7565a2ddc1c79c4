/** Other readings as data: every one opens, says what it changes, and answers otherwise than the reading that was taken. */
import { HOHHOT, IM, KAILI, digested, driven, facts, figure, including, packDocument, shipped, stock, subject } from '../test/support';
import { type EffectivePack, composePacks } from './compose';
import { evaluate } from './engines';
import type { Facts, Subject } from './facts';
import { PackError, openPack } from './open';
import { readPack } from './readings';

const HOUSE: Readonly<Record<string, string>> = { 'im-2024-118': 'im-2024-118-house', 'sd-2021-22': 'sd-2021-22-house' };

/** A shipped document under other readings, with its house pack. */
function read(pack: string, ...taken: readonly (readonly [interpretation: string, reading: string])[]): EffectivePack {
  const result = readPack(
    shipped(pack).open.pack,
    taken.map(([interpretation, reading]) => ({ interpretation, reading })),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const house = HOUSE[pack];
  return composePacks(digested(result.pack), house === undefined ? [] : [shipped(house)]);
}
const asShipped = (pack: string): EffectivePack => read(pack);
const outcome = (pack: EffectivePack, rule: string, who: Subject, given: Facts): string =>
  evaluate(pack, rule, who, given, { asOf: '2024-07-10' }).outcome;

const training = subject({ kind: 'training', category: null });
const kaili = subject({ kind: 'training', category: null, regions: KAILI });
const unit = subject({ kind: 'unit', regions: ['370100', '370000'] });
const three = (value: number): Facts['figures'] => [2021, 2022, 2023].flatMap((year) => driven(year, value, 0));
const trainingFigures = [
  figure('trainedPersons', 2023, 1000),
  figure('examined', 2023, 800),
  figure('passed', 2023, 750),
  figure('employedAfterTraining', 2023, 690),
  figure('keyGroupSubsidised', 2023, 300),
  figure('orderTrained', 2023, 600),
];
const judged = (criterion: string, met: boolean): Facts => facts({ judgements: [{ criterion, met, role: 'expert', event: 'brand-1@1' }] });

/** pack, ambiguity, interpretation, reading, rule, subject, facts, answer as taken, answer under the reading */
const CASES: readonly (readonly [string, number | null, string, string, string, Subject, Facts, string, string])[] = [
  [
    'im-2024-118',
    2,
    'each-and-total',
    'total-only',
    'im.labour.scale',
    subject(),
    facts({ figures: [...driven(2021, 0, 0), ...driven(2022, 2000, 0), ...driven(2023, 2000, 0)] }),
    'fail',
    'pass',
  ],
  [
    'im-2024-118',
    4,
    'calendar-years',
    'thirty-six-months',
    'im.labour.scale',
    subject(),
    facts({ figures: three(2000) }),
    'pass',
    'undecidable',
  ],
  [
    'im-2024-118',
    5,
    'rate-denominators',
    'pass-over-trained',
    'im.training.province',
    training,
    facts({ figures: [...trainingFigures, figure('employedAfterTraining', 2023, 700)].filter(({ value }) => value !== 690) }),
    'pass',
    'fail',
  ],
  [
    'im-2024-118',
    5,
    'rate-denominators',
    'employed-over-passed',
    'im.training.province',
    training,
    facts({ figures: trainingFigures }),
    'fail',
    'pass',
  ],
  [
    'im-2024-118',
    18,
    'yearly-newly-driven',
    'yearly-stock',
    'im.labour.scale',
    subject(),
    facts({ figures: [...three(10), stock('workers', 2021, 1000), stock('workers', 2022, 1000), stock('workers', 2023, 1000)] }),
    'fail',
    'pass',
  ],
  [
    'im-2024-118',
    18,
    'yearly-newly-driven',
    'distinct-persons',
    'im.labour.scale',
    subject(),
    facts({ figures: three(2000) }),
    'pass',
    'undecidable',
  ],
  [
    'kaili-2024-9',
    9,
    'twenty-and-ten-percent',
    'stricter-only',
    'kl.rongwan.class',
    kaili,
    facts({ figures: [figure('orderTrained', 2023, 40), figure('placedInFoshan', 2023, 3)] }),
    'fail',
    'pass',
  ],
  [
    'sd-2021-22',
    20,
    'first-part-year',
    'whole-year',
    'sd.unit.trained',
    unit,
    facts({
      figures: [figure('trainedPersons', 2022, 100), figure('trainedPersons', 2023, 500)],
      dates: { recognisedOn: { on: '2022-05-01', event: 'unit-1@1' } },
    }),
    'pass',
    'fail',
  ],
  [
    'sd-2021-22',
    null,
    'used-or-exported',
    'either-alone',
    'sd.unit.used',
    unit,
    facts({
      figures: [figure('selfUsed', 2023, 300), figure('exported', 2023, 300)],
      dates: { recognisedOn: { on: '2023-01-01', event: 'unit-1@1' } },
    }),
    'pass',
    'fail',
  ],
  [
    'kaili-2024-9',
    21,
    'within-one-year',
    'twelve-months',
    'kl.school.teachers',
    subject({ kind: 'institution', regions: KAILI }),
    facts({
      figures: [stock('fullTimeTeachers', 2023, 1), stock('teachers', 2023, 2), figure('institutionsServed', 2023, 3, { unit: 'items' })],
    }),
    'pass',
    'undecidable',
  ],
  [
    'kaili-2024-9',
    22,
    'and-or',
    'either',
    'kl.accountability',
    subject({ kind: 'unit', regions: KAILI }),
    facts({
      judgements: [
        { criterion: 'work.progress', met: true, role: 'prefecture', event: 'unit-1@1' },
        { criterion: 'work.targets', met: false, role: 'prefecture', event: 'unit-1@2' },
      ],
    }),
    'pass',
    'fail',
  ],
  [
    'kaili-2024-9',
    null,
    'retained-when',
    'two-years-together',
    'kl.rongwan.retained',
    kaili,
    facts({
      figures: [2022, 2023].flatMap((year) => [figure('retainedThreeMonths', year, 12), figure('placedInFoshan', year, 15)]),
    }),
    'fail',
    'pass',
  ],
  [
    'sd-2021-22',
    null,
    'traits-open-list',
    'examples-only',
    'sd.brand.catalogue',
    subject({ regions: ['370100', '370000'] }),
    facts({
      judgements: ['catalogue.many', 'catalogue.traits', 'catalogue.known', 'catalogue.whole'].map((criterion, index) => ({
        criterion,
        met: criterion !== 'catalogue.known',
        role: 'expert',
        event: `brand-1@${index}`,
      })),
    }),
    'fail',
    'pass',
  ],
];

it.each(CASES)('%s, ambiguity %s: %s=%s changes %s', (pack, _ambiguity, interpretation, reading, rule, who, given, taken, instead) => {
  expect([outcome(asShipped(pack), rule, who, given), outcome(read(pack, [interpretation, reading]), rule, who, given)]).toEqual([
    taken,
    instead,
  ]);
});

it('a good name is shown by opinions of employers, or judged by experts as well', () => {
  const answer = (pack: EffectivePack, given: Facts): readonly string[] =>
    evaluate(pack, 'im.labour.conditions', subject(), given, { asOf: '2024-07-10' })
      .root.children.flatMap((child) => [child, ...child.children])
      .filter(({ id }) => id === 'labour.reputation' || id === 'labour.known')
      .map(({ id, outcome: found }) => `${id} ${found}`);
  const given = { ...judged('labour.known', false), evidence: [{ kind: 'employer-opinion', event: 'brand-1@2' }] };
  expect(answer(IM, given)).toEqual(['labour.reputation pass']);
  expect(answer(read('im-2024-118', ['reputation-by-evidence', 'judged-too']), given)).toEqual([
    'labour.reputation pass',
    'labour.known fail',
  ]);
});

describe('ambiguity 3: whom 「一年以上」 binds', () => {
  const young = facts({ dates: { cultivatedFrom: { on: '2024-01-01', event: 'brand-1@1' } } });
  const formed = facts({ dates: { formedOn: { on: '2024-01-01', event: 'brand-1@1' } } });
  const ageOf = (pack: EffectivePack, given: Facts): string => {
    const { root } = evaluate(pack, 'im.labour.conditions', subject(), given, { asOf: '2024-07-10' });
    const node = root.children.find(({ id, children }) => id === 'labour.age' || children.some((child) => child.id === 'labour.age'));
    return node?.outcome ?? 'none';
  };
  it.each([
    ['as taken', IM, 'fail', 'fail'],
    ['self-formed only', read('im-2024-118', ['one-year-either', 'self-formed-only']), 'pass', 'fail'],
    ['cultivated only', read('im-2024-118', ['one-year-either', 'cultivated-only']), 'fail', 'pass'],
  ])('%s', (_what, pack, cultivated, byItself) => {
    expect([ageOf(pack, young), ageOf(pack, formed)]).toEqual([cultivated, byItself]);
  });
});

it('「多数」 as two thirds, or left to experts', () => {
  const share = (trained: number): Facts => facts({ figures: [stock('workers', 2023, 300), stock('trainedWorkers', 2023, trained)] });
  const skill = (pack: EffectivePack, given: Facts): string | undefined =>
    evaluate(pack, 'im.labour.conditions', subject(), given, { asOf: '2024-07-10' })
      .root.children.flatMap(({ children }) => children)
      .find(({ id }) => id === 'labour.skill.majority')?.outcome;
  const twoThirds = read('im-2024-118', ['majority', 'two-thirds']);
  expect([150, 151].map((trained) => skill(IM, share(trained)))).toEqual(['fail', 'pass']);
  expect([199, 200].map((trained) => skill(twoThirds, share(trained)))).toEqual(['fail', 'pass']);
  const experts = read('im-2024-118', ['majority', 'by-experts']);
  expect([true, false].map((met) => skill(experts, judged('labour.skill.majority', met)))).toEqual(['pass', 'fail']);
});

it('ambiguity 19: a relaxation reaches dual brands only, or every brand', () => {
  const given = facts({
    figures: three(940),
    waivers: [
      {
        relaxationId: 'relaxation-1',
        rule: 'im.labour.scale',
        parameter: 'scale.three-years',
        easedTo: '2800',
        ground: 'heritage',
        reason: '非物质文化遗产的职业',
        approvedBy: '王五',
        approverRole: '自治区人社部门',
        from: '2024-01-01',
        until: '2024-12-31',
        dual: null,
        event: 'brand-1@90',
      },
    ],
  });
  expect(
    [IM, read('im-2024-118', ['relaxation-scope', 'all-brands'])].map((pack) => outcome(pack, 'im.labour.scale', subject(), given)),
  ).toEqual(['fail', 'pass']);
});

it('a reading may reach subjects that the one taken does not: units against brands, towns against brands', () => {
  const speaks = (pack: EffectivePack, rule: string): readonly string[] => pack.rules.get(rule)?.rule.scope.kinds ?? [];
  expect(speaks(asShipped('sd-2021-22'), 'sd.unit.trained')).toEqual(['unit']);
  expect(speaks(read('sd-2021-22', ['unit-not-brand', 'brand-total']), 'sd.unit.trained')).toEqual(['labour']);
  expect(speaks(asShipped('kaili-2024-9'), 'kl.accountability')).not.toContain('training');
  expect(speaks(read('kaili-2024-9', ['whom', 'brands-too']), 'kl.accountability')).toContain('training');
});

it('a pack that was read otherwise says so: in its version, in what was chosen, and it has no further readings', () => {
  const pack = read('im-2024-118', ['calendar-years', 'thirty-six-months']).document.open.pack;
  expect(pack.version).toBe(`${shipped('im-2024-118').open.pack.version}+calendar-years=thirty-six-months`);
  expect(pack.interpretations.find(({ id }) => id === 'calendar-years')).toMatchObject({ chosen: including('三十六个月') });
  expect(pack.interpretations.some(({ readings }) => readings !== undefined)).toBe(false);
  const { names } = evaluate(read('im-2024-118', ['calendar-years', 'thirty-six-months']), 'im.labour.scale', subject(), facts(), {
    asOf: '2024-07-10',
  });
  expect(names?.['calendar-years']?.zh).toContain('三十六个月');
});

it('two readings together are refused where both change one part, and taken where they do not', () => {
  const pack = shipped('im-2024-118').open.pack;
  const both = (...taken: readonly (readonly [string, string])[]) =>
    readPack(
      pack,
      taken.map(([interpretation, reading]) => ({ interpretation, reading })),
    );
  expect(both(['calendar-years', 'thirty-six-months'], ['yearly-newly-driven', 'yearly-stock'])).toMatchObject({
    ok: false,
    faults: [{ kind: 'clash' }],
  });
  expect(both(['one-year-either', 'self-formed-only'], ['majority', 'two-thirds'])).toMatchObject({ ok: true });
  expect(both(['majority', 'three-quarters'])).toMatchObject({ ok: false, faults: [{ kind: 'unknownReading', what: 'three-quarters' }] });
});

describe('opening a pack checks its readings', () => {
  const opening = (reading: unknown): readonly string[] => {
    const document = packDocument('im-2024-118');
    const interpretations = document['interpretations'] as readonly Record<string, unknown>[];
    try {
      openPack({
        ...document,
        interpretations: interpretations.map((each) => (each['id'] === 'leagues' ? { ...each, readings: reading } : each)),
      });
      return [];
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      return error.problems.map(({ place, code }) => `${code} ${place}`);
    }
  };
  const reading = (changes: unknown, id = 'other'): unknown => ({ id, zh: '另一种', en: 'another', changes });
  it.each([
    [
      'a predicate that is not there',
      [reading({ predicates: { 'labour.nothing': { rule: 'im.deadline' } } })],
      /^PACK\.READING_UNKNOWN interpretations\[\d+\]\.readings\[0\]\.changes\.predicates\.labour\.nothing$/,
    ],
    [
      'a parameter that is not there',
      [reading({ parameters: { 'age.years': [] } })],
      /^PACK\.READING_UNKNOWN .*changes\.parameters\.age\.years$/,
    ],
    [
      'a rule that is not there',
      [reading({ rules: { 'im.nothing': { scope: { kinds: ['labour'] } } } })],
      /^PACK\.READING_UNKNOWN .*changes\.rules\.im\.nothing\.scope$/,
    ],
    ['no change at all', [reading({})], /^PACK\.READING_UNKNOWN .*changes$/],
    [
      'a value of the wrong unit',
      [reading({ parameters: { 'age.months': [{ when: {}, value: 'a year' }] } })],
      /^PACK\.VALUE .*→ parameters\[\d+\]\.values\[0\]\.value$/,
    ],
    ['a rule that then asks itself', [reading({ predicates: { deadline: { rule: 'im.deadline' } } })], /^PACK\.CIRCULAR /],
    [
      'two readings of one id',
      [reading({ parameters: { 'age.months': [] } }), reading({ parameters: { 'age.months': [] } })],
      /^PACK\.DUPLICATE_ID .*readings\[0\]|^PACK\.DUPLICATE_ID .*readings\[1\]/,
    ],
    ['a change of a kind there is not', [reading({ clauses: {} })], /^PACK\.SCHEMA /],
  ])('%s is refused, with the place', (_what, readings, pattern) => {
    const problems = opening(readings);
    expect(problems).not.toEqual([]);
    for (const problem of problems) expect(problem).toMatch(pattern);
  });
  it('a sound one is taken', () => {
    expect(opening([reading({ parameters: { 'age.months': [{ when: {}, value: 24 }] } })])).toEqual([]);
  });
});

/** Ambiguities whose readings decide nothing of a brand, unit or institution by themselves, and why. */
const WITHOUT: Readonly<Record<number, string>> = {
  1: 'clause keys: how clauses are told apart',
  6: 'how many leagues a coverage is counted over',
  7: 'no other reading is recorded',
  8: 'silence of the documents: what is configured is no reading',
  10: 'two targets of a programme beside each other',
  11: 'how person-times are allocated to targets',
  12: 'a target with or without 以上',
  13: 'a target of the province beside a quota of cities',
  15: 'tolerance of targets',
  16: 'the year of a speech, whose figures are targets',
  17: 'what level a city is of',
};

it('every ambiguity that changes a decision has a reading that can be run', () => {
  const packs = ['im-2024-118', 'sd-2021-22', 'kaili-2024-9', 'skills-im-2022-2025', 'city-speech-2024'].map((id) => shipped(id).open.pack);
  const run = new Set(
    packs.flatMap(({ interpretations }) =>
      interpretations.filter(({ readings = [] }) => readings.length > 0).map(({ ambiguity }) => ambiguity),
    ),
  );
  const missing = Array.from({ length: 22 }, (_, index) => index + 1).filter((ambiguity) => !run.has(ambiguity) && !(ambiguity in WITHOUT));
  expect(missing).toEqual([]);
  expect(
    Object.keys(WITHOUT)
      .map(Number)
      .filter((ambiguity) => run.has(ambiguity)),
  ).toEqual([]);
});

it('every reading of the shipped packs reaches a rule that is asked of somebody', () => {
  expect(HOHHOT).toHaveLength(3);
  for (const id of ['im-2024-118', 'sd-2021-22', 'kaili-2024-9']) {
    const { pack } = shipped(id).open;
    for (const { id: interpretation, readings = [] } of pack.interpretations)
      for (const { id: reading } of readings) expect(read(id, [interpretation, reading]).rules.size).toBe(asShipped(id).rules.size);
  }
});

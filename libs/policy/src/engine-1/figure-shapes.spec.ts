import {
  IM,
  JINAN,
  SD,
  containing,
  digested,
  driven,
  facts,
  figure,
  matching,
  nodeOf,
  packDocument,
  shipped,
  stock,
  subject,
} from '../../test/support';
import { composePacks } from '../compose';
import { evaluate } from '../engines';
import type { FigureFact, Subject } from '../facts';

const AT = { asOf: '2024-07-10' };
const scaleOf = (
  list: readonly FigureFact[],
  who: Subject = subject(),
  at: Parameters<typeof evaluate>[4] = AT,
): ReturnType<typeof nodeOf> => nodeOf(evaluate(IM, 'im.labour.scale', who, facts({ figures: list }), at).root, 'labour.scale.three-years');
const three = (direct: number, indirect: number): readonly FigureFact[] =>
  [2021, 2022, 2023].flatMap((year) => driven(year, direct, indirect));

describe('windows', () => {
  test('are the calendar years before the evaluation year, which is the year of asOf unless given', () => {
    expect(scaleOf(three(1000, 0)).window).toEqual({ fromYear: 2021, toYear: 2023 });
    expect(scaleOf(three(1000, 0), subject(), { asOf: '2024-02-01', evaluationYear: 2023 }).window).toEqual({
      fromYear: 2020,
      toYear: 2022,
    });
  });

  test('a figure of another year, of a part of a year not stated as one, or of an open span is not read', () => {
    const years = [...driven(2021, 1000, 0), ...driven(2022, 1000, 0)];
    expect(scaleOf([...years, ...driven(2024, 1000, 0)]).outcome).toBe('undecidable');
    expect(scaleOf([...years, figure('employmentDriven', 2023, 1000, { directness: 'direct', fromYear: null })]).outcome).toBe(
      'undecidable',
    );
    expect(scaleOf([...years, figure('employmentDriven', 2023, 9000, { directness: 'direct', nature: 'cumulative' })])).toMatchObject({
      outcome: 'undecidable',
      notes: containing([matching(/^unlike:persons\/cumulative@/)]),
    });
  });

  test('a figure that states the three years as one says the same as their sum, or contradicts it', () => {
    const span = (value: number): FigureFact => figure('employmentDriven', 2023, value, { fromYear: 2021, directness: 'combined' });
    expect(scaleOf([span(3000)])).toMatchObject({ outcome: 'pass', actual: { value: 3000 }, missing: [] });
    expect(scaleOf([span(2999)])).toMatchObject({ outcome: 'fail', margin: { value: -1 } });
    expect(scaleOf([...three(1000, 10), span(3030)])).toMatchObject({ outcome: 'pass' });
    expect(scaleOf([...three(1000, 10), span(3031)])).toMatchObject({
      outcome: 'undecidable',
      notes: containing([matching(/^conflict:employmentDriven:2021-2023:/)]),
    });
  });
});

describe('unlike figures never add', () => {
  test.each([
    ['person-times', { unit: 'personTimes' }],
    ['an unstated unit', { unit: 'unstated' }],
    ['a stock', { nature: 'stock' }],
    ['an unstated nature', { nature: 'unstated' }],
  ] as const)('%s is named and not counted', (_what, changes) => {
    const node = scaleOf([
      ...driven(2021, 1000, 0),
      ...driven(2022, 1000, 0),
      figure('employmentDriven', 2023, 9000, { directness: 'direct', ...changes }),
      figure('employmentDriven', 2023, 0, { directness: 'indirect' }),
    ]);
    expect(node).toMatchObject({
      outcome: 'undecidable',
      actual: { value: 2000 },
      missing: [{ label: 'employmentDriven:direct', year: 2023, owedBy: 'constructionUnit' }],
    });
    expect(node.notes.filter((note) => note.startsWith('unlike:'))).toHaveLength(1);
  });

  test('a figure of unstated directness answers neither direct nor indirect', () => {
    expect(scaleOf([2021, 2022, 2023].map((year) => figure('employmentDriven', year, 9000)))).toMatchObject({
      outcome: 'undecidable',
      actual: null,
    });
  });

  test('a combined figure stands for direct and indirect together, never beside them', () => {
    const combined = (value: number): FigureFact[] =>
      [2021, 2022, 2023].map((year) => figure('employmentDriven', year, value, { directness: 'combined' }));
    expect(scaleOf(combined(1000))).toMatchObject({
      outcome: 'pass',
      actual: { value: 3000 },
      notes: containing(['directPartNotKnown']),
    });
    expect(scaleOf([...combined(1000), ...three(900, 100)])).toMatchObject({
      outcome: 'pass',
      actual: { value: 3000 },
      notes: containing(['passesOnlyWithIndirect']),
    });
    expect(scaleOf([...combined(1000), ...three(900, 101)]).outcome).toBe('undecidable');
  });
});

describe('indirect employment', () => {
  test.each([
    [1000, 0, 'pass', false],
    [999, 1, 'pass', true],
    [1000, 500, 'pass', false],
    [900, 99, 'fail', false],
  ])('direct %i and indirect %i a year: %s, only with indirect: %s', (direct, indirect, outcome, only) => {
    const node = scaleOf(three(direct, indirect));
    expect([node.outcome, node.notes.includes('passesOnlyWithIndirect')]).toEqual([outcome, only]);
  });

  test('does not feed what asks for direct employment', () => {
    const review = evaluate(
      SD,
      'sd.house.review',
      subject({ regions: JINAN, tier: 'county' }),
      facts({ figures: driven(2023, 99, 5000) }),
      AT,
    );
    expect(nodeOf(review.root, 'review.employed')).toMatchObject({ outcome: 'fail', actual: { value: 99 }, margin: { value: -1 } });
  });
});

describe('what a bound proves', () => {
  const review = (value: number, bound: string, pack = SD): ReturnType<typeof nodeOf> =>
    nodeOf(
      evaluate(
        pack,
        'sd.house.review',
        subject({ regions: JINAN, tier: 'county' }),
        facts({ figures: [figure('employmentDriven', 2023, value, { directness: 'direct', bound })] }),
        AT,
      ).root,
      'review.employed',
    );
  /** The same house pack without its declared tolerance. */
  const strict = ((): typeof SD => {
    const house = packDocument('sd-2021-22-house');
    const parameters = (house['parameters'] as { key: string }[]).filter(({ key }) => key !== 'reading.about-tolerance');
    return composePacks(shipped('sd-2021-22'), [digested({ ...house, parameters })]);
  })();

  test.each([
    [100, 'atLeast', 'pass'],
    [99, 'atLeast', 'undecidable'], // 「99以上」 may be 100
    [99, 'almost', 'fail'], // 「近99」 is no more than 99
    [100, 'almost', 'undecidable'],
    [112, 'almost', 'pass'], // no less than 112 − 11
    [110, 'almost', 'undecidable' /* 110 − 11 = 99 */],
    [90, 'about', 'fail'], // at most 99
    [91, 'about', 'undecidable'], // at most 100
    [111, 'about', 'pass'], // at least 100
    [110, 'about', 'undecidable'], // at least 99
  ])('%i %s against 100, with a tolerance of a tenth: %s', (value, bound, outcome) => {
    expect(review(value, bound).outcome).toBe(outcome);
  });

  test.each([
    [5000, 'about', 'undecidable'],
    [5000, 'almost', 'undecidable'],
    [99, 'almost', 'fail'],
    [100, 'atLeast', 'pass'],
  ])('%i %s against 100, with no tolerance declared: %s', (value, bound, outcome) => {
    expect(review(value, bound, strict).outcome).toBe(outcome);
  });

  test('an undecided bound asks for the exact figure', () => {
    expect(review(99, 'atLeast')).toMatchObject({
      missing: [{ label: 'employmentDriven', year: null, owedBy: 'constructionUnit' }],
      notes: containing(['exactFigureNeeded', matching(/^bound:atLeast@/)]),
    });
  });

  test('a declared tolerance that took part makes the answer rest on a configured value', () => {
    const about = (year: number): FigureFact[] => [figure('trainedPersons', year, 500, { bound: 'about' })];
    const house = { ...packDocument('im-2024-118-house') };
    const im = composePacks(shipped('im-2024-118'), [digested(house)]);
    const training = subject({ kind: 'training' });
    const explanation = evaluate(
      im,
      'im.training.province',
      training,
      facts({
        figures: [
          ...about(2023),
          figure('passed', 2023, 95),
          figure('examined', 2023, 100),
          figure('employedAfterTraining', 2023, 420),
          figure('keyGroupSubsidised', 2023, 300),
          figure('orderTrained', 2023, 400),
        ],
      }),
      AT,
    );
    expect(nodeOf(explanation.root, 'training.province.trained').outcome).toBe('pass');
    expect([explanation.outcome, explanation.restsOnConfigured]).toEqual(['pass', true]);
  });

  test('a lower bound that reaches the sum decides, whatever is missing beside it', () => {
    const node = scaleOf(driven(2023, 3000, 0));
    expect(node).toMatchObject({
      outcome: 'pass',
      missing: [],
      notes: containing(['actualIsLowerBound', 'decidedWithout:employmentDriven:direct:2021']),
    });
  });
});

describe('figures in conflict', () => {
  const two = (a: number, b: number): FigureFact[] => [
    figure('employmentDriven', 2023, a, { directness: 'direct' }),
    figure('employmentDriven', 2023, b, { directness: 'direct' }),
  ];
  test('nothing is decided from them, however far both lie above the threshold, and both are named', () => {
    const [a, b] = two(53_400, 56_000);
    if (a === undefined || b === undefined) throw new Error('two figures');
    const node = scaleOf([...driven(2021, 1000, 0), ...driven(2022, 1000, 0), a, b]);
    expect(node).toMatchObject({
      outcome: 'undecidable',
      actual: null,
      margin: null,
      missing: containing([{ label: 'conflictResolved', year: null, owedBy: 'checker' }]),
    });
    expect(node.notes).toContain(`conflict:employmentDriven:2023:${a.event}|${b.event}`);
  });

  test('two sources that say the same are no conflict', () => {
    expect(
      scaleOf([
        ...driven(2021, 1000, 0),
        ...driven(2022, 1000, 0),
        ...two(1000, 1000),
        figure('employmentDriven', 2023, 0, { directness: 'indirect' }),
      ]),
    ).toMatchObject({ outcome: 'pass', actual: { value: 3000 } });
  });

  test('a figure and a bound that allows it are no conflict', () => {
    const [a, b] = two(1000, 900);
    if (a === undefined || b === undefined) throw new Error('two figures');
    expect(scaleOf([...driven(2021, 1000, 0), ...driven(2022, 1000, 0), a, { ...b, bound: 'atLeast' }]).outcome).toBe('pass');
  });

  test('one stock on two dates of a year is no conflict: the last date is the year’s end', () => {
    const workers = [
      stock('workers', 2023, 54_000, { asOf: '2023-06' }),
      stock('workers', 2023, 54_400, { asOf: '2023-12' }),
      stock('trainedWorkers', 2023, 27_201),
    ];
    expect(
      nodeOf(evaluate(IM, 'im.labour.conditions', subject(), facts({ figures: workers }), AT).root, 'labour.skill.majority'),
    ).toMatchObject({ outcome: 'pass', actual: { kind: 'ratio', numerator: 27_201, denominator: 54_400 } });
  });
});

describe('published and locked', () => {
  const published = three(1000, 0).map((f) => ({ ...f, status: 'published' as const }));
  test('a pack that asks for locked figures reads no others, and says they are there', () => {
    const node = scaleOf(published);
    expect(node).toMatchObject({ outcome: 'undecidable', actual: null, facts: [] });
    expect(node.notes.filter((note) => note.startsWith('notYetLocked@'))).toHaveLength(6);
  });

  test('a dry run may read them, and its explanation says so', () => {
    const explanation = evaluate(IM, 'im.labour.scale', subject(), facts({ figures: published }), { ...AT, factsFrom: 'published' });
    expect([explanation.outcome, explanation.root.notes]).toEqual(['pass', ['factsFrom:published']]);
  });

  test('a locked figure stands above a published one that differs', () => {
    const node = scaleOf([...three(1000, 0), ...published.map((f) => ({ ...f, value: f.value + 1 }))], subject(), {
      ...AT,
      factsFrom: 'published',
    });
    expect(node).toMatchObject({ outcome: 'pass', actual: { value: 3000 } });
    expect(node.notes.filter((note) => note.startsWith('publishedDiffers@'))).toHaveLength(6);
  });
});

describe('ratios', () => {
  const training = subject({ kind: 'training' });
  const passRate = (...list: FigureFact[]): ReturnType<typeof nodeOf> =>
    nodeOf(evaluate(IM, 'im.training.province', training, facts({ figures: list }), AT).root, 'training.province.pass-rate');

  test('a denominator of 0 is undecidable and says so', () => {
    expect(passRate(figure('passed', 2023, 0), figure('examined', 2023, 0))).toMatchObject({
      outcome: 'undecidable',
      actual: null,
      missing: [{ label: 'examined', year: 2023, owedBy: 'trainingInstitution' }],
      notes: containing(['zeroDenominator', 'denominator:examined']),
    });
  });
  test('more passed than examined is a contradiction, not 110 %', () => {
    expect(passRate(figure('passed', 2023, 110), figure('examined', 2023, 100))).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'contradictionResolved', year: 2023, owedBy: 'checker' }],
      notes: containing(['partExceedsWhole']),
    });
  });
  test('person-times over persons is no ratio', () => {
    expect(passRate(figure('passed', 2023, 95), figure('examined', 2023, 100, { unit: 'personTimes' }))).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'examined', year: 2023, owedBy: 'trainingInstitution' }],
    });
  });
  test('a margin is exact', () => {
    expect(passRate(figure('passed', 2023, 8999), figure('examined', 2023, 10_000))).toMatchObject({
      outcome: 'fail',
      actual: { kind: 'ratio', numerator: 8999, denominator: 10_000 },
      margin: { kind: 'ratio', numerator: -1, denominator: 10_000 },
    });
  });
  test('bounds on either side decide where they can', () => {
    expect(passRate(figure('passed', 2023, 90, { bound: 'atLeast' }), figure('examined', 2023, 100)).outcome).toBe('pass');
    expect(passRate(figure('passed', 2023, 89, { bound: 'atLeast' }), figure('examined', 2023, 100)).outcome).toBe('undecidable');
    expect(passRate(figure('passed', 2023, 89), figure('examined', 2023, 100, { bound: 'atLeast' })).outcome).toBe('fail');
  });
  test('of which: a part above its whole decides nothing', () => {
    const ofWhich = (part: number, whole: number): ReturnType<typeof nodeOf> =>
      nodeOf(
        evaluate(
          IM,
          'im.training.province',
          training,
          facts({ figures: [figure('keyGroupSubsidised', 2023, part), figure('trainedPersons', 2023, whole)] }),
          AT,
        ).root,
        'training.province.key-groups',
      );
    expect([ofWhich(200, 400).outcome, ofWhich(199, 400).outcome, ofWhich(401, 400).outcome, ofWhich(400, 400).outcome]).toEqual([
      'pass',
      'fail',
      'undecidable',
      'pass',
    ]);
  });
});

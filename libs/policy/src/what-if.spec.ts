/** Two packs asked the same questions: exactly the brands between the two thresholds change, with both margins; and skipping changes nothing. */
import fc from 'fast-check';
import {
  HINGGAN,
  HOHHOT,
  IM,
  JINAN,
  KAILI,
  SD,
  WUHAI,
  digested,
  driven,
  facts,
  figure,
  packDocument,
  shipped,
  stock,
  subject,
} from '../test/support';
import { type EffectivePack, composePacks } from './compose';
import type { Facts, Subject } from './facts';
import type { Pack } from './pack';
import { readPack } from './readings';
import { WhatIfTally, asOfYear, concerns, inOrder, momentsOf, planWhatIf, whatIf, type OutcomeChange } from './what-if';

const AT = [{ year: 2024, asOf: '2024-12-31' }];
const IM_HOUSE = shipped('im-2024-118-house');
const IM_PACK = shipped('im-2024-118').open.pack;

/** The Inner Mongolia document with something changed. */
const changed = (change: (pack: Pack) => Pack, house = IM_HOUSE): EffectivePack => composePacks(digested(change(IM_PACK)), [house]);
/** Entry 3 of the three-year total: class 1, whatever the category. */
const threeYears = (value: number, entry = 3) =>
  changed((pack) => ({
    ...pack,
    parameters: pack.parameters.map((parameter) =>
      parameter.key === 'scale.three-years'
        ? { ...parameter, values: parameter.values.map((each, index) => (index === entry ? { ...each, value } : each)) }
        : parameter,
    ),
  }));
const total = (value: number): Facts => facts({ figures: [...driven(2021, value - 2, 0), ...driven(2022, 1, 0), ...driven(2023, 1, 0)] });
const changesOf = (before: EffectivePack, after: EffectivePack, who: Subject, given: Facts, at = AT): readonly OutcomeChange[] =>
  whatIf(planWhatIf(before, after), who, given, at).changes;

describe('3000 → 2800 in class 1', () => {
  const after = threeYears(2800);
  const scale = (value: number, who = subject()): OutcomeChange | undefined =>
    changesOf(IM, after, who, total(value)).find(({ question }) => question === 'im.labour.scale');

  it.each([
    [2799, false],
    [2800, true],
    [2999, true],
    [3000, false],
  ])('a total of %i changes: %s', (value, changes) => {
    expect(scale(value) !== undefined).toBe(changes);
  });

  it('says from what to what, by which clause and parameter, with both margins', () => {
    expect(scale(2900)).toMatchObject({
      stream: 'brand-1',
      year: 2024,
      before: { outcome: 'fail', rules: ['im.labour.scale'] },
      after: { outcome: 'pass', rules: ['im.labour.scale'] },
      causes: [
        {
          predicate: 'labour.scale.three-years',
          zh: '近三年累计带动就业',
          parameters: ['scale.three-years'],
          before: {
            outcome: 'fail',
            cite: '三（三）2.3）规模特征',
            basis: 'stated',
            threshold: { kind: 'count', value: 3000, unit: 'persons' },
            actual: { kind: 'count', value: 2900, unit: 'persons' },
            margin: { kind: 'count', value: -100, unit: 'persons' },
          },
          after: { outcome: 'pass', threshold: { value: 2800 }, margin: { value: 100 } },
        },
      ],
    });
  });

  it('changes nothing in another class or for 家政服务, and evaluates nothing there', () => {
    for (const who of [subject({ regions: HINGGAN }), subject({ regions: WUHAI }), subject({ category: '家政服务' })]) {
      const { changes, asked, skipped } = whatIf(planWhatIf(IM, after), who, total(2900), AT);
      expect([changes, asked - skipped]).toEqual([[], 0]);
    }
  });

  it('asks the rules whose inputs differ, and no other', () => {
    const plan = planWhatIf(IM, after);
    expect(plan.questions.map(({ id }) => id)).toEqual(['im.labour.scale', 'im.labour.conditions', 'im.house.review.labour']);
    expect(planWhatIf(IM, IM).questions).toEqual([]);
  });
});

it('a rule that one side does not have, or does not ask of the brand, is told as not asked', () => {
  const without = changed(
    (pack) => ({ ...pack, rules: pack.rules.filter(({ id }) => id !== 'im.deadline'), effects: [] }),
    digested({ ...packDocument('im-2024-118-house'), effects: [] }),
  );
  const lost = changesOf(IM, without, subject(), facts()).find(({ question }) => question === 'im.deadline');
  expect(lost).toMatchObject({ before: { outcome: 'undecidable' }, after: null });
  const kaili = composePacks(shipped('kaili-2024-9'));
  const read = readPack(shipped('kaili-2024-9').open.pack, [{ interpretation: 'whom', reading: 'brands-too' }]);
  if (!read.ok) throw new Error('not read');
  const reached = changesOf(kaili, composePacks(digested(read.pack)), subject({ kind: 'training', regions: KAILI }), facts());
  expect(reached).toMatchObject([{ question: 'kl.accountability', before: null, after: { outcome: 'undecidable' } }]);
});

it('where only the way of joining differs, the causes are what decides now; what is asked no more is a cause where it decided', () => {
  const kaili = (...taken: readonly (readonly [string, string])[]): EffectivePack => {
    const read = readPack(
      shipped('kaili-2024-9').open.pack,
      taken.map(([interpretation, reading]) => ({ interpretation, reading })),
    );
    if (!read.ok) throw new Error('not read');
    return composePacks(digested(read.pack));
  };
  const causes = (change: OutcomeChange | undefined) =>
    change?.causes.map(({ predicate, before, after }) => [predicate, before?.outcome ?? null, after?.outcome ?? null]);
  const who = subject({ kind: 'training', regions: KAILI });
  const half = facts({
    judgements: [
      { criterion: 'work.progress', met: true, role: 'prefecture', event: 'brand-1@1' },
      { criterion: 'work.targets', met: false, role: 'prefecture', event: 'brand-1@2' },
    ],
  });
  const [joined] = changesOf(kaili(['whom', 'brands-too']), kaili(['whom', 'brands-too'], ['and-or', 'either']), who, half);
  expect(joined).toMatchObject({ before: { outcome: 'pass' }, after: { outcome: 'fail' } });
  expect(causes(joined)).toEqual([['work.targets', 'fail', 'fail']]);
  const few = facts({ figures: [figure('orderTrained', 2023, 50), figure('placedInFoshan', 2023, 1)] });
  const rongwan = { ...who, name: '凯里融湾电工' };
  const [dropped] = changesOf(kaili(), kaili(['twenty-and-ten-percent', 'stricter-only']), rongwan, few);
  expect(dropped).toMatchObject({ before: { outcome: 'fail' }, after: { outcome: 'pass' } });
  expect(causes(dropped)).toEqual([['rongwan.placed', 'fail', null]]);
  // What binds the brand 融湾 is asked of no other.
  expect(changesOf(kaili(), kaili(['twenty-and-ten-percent', 'stricter-only']), who, few)).toEqual([]);
});

it('between two documents rules of one purpose answer together', () => {
  const plan = planWhatIf(IM, SD);
  expect(plan.sameDocument).toBe(false);
  const changes = whatIf(plan, subject({ tier: 'prefecture' }), facts({ figures: three(5000) }), AT).changes;
  const questions = changes.map(({ question }) => question);
  expect(questions).toContain('eligibility:province');
  expect(changes.find(({ question }) => question === 'eligibility')).toMatchObject({ before: { rules: ['im.labour.scale'] }, after: null });
  expect(concerns(plan, subject({ regions: JINAN }))).toBe(false);
});
const three = (value: number): Facts['figures'] => [2021, 2022, 2023].flatMap((year) => driven(year, value, 0));

it('a year counts where a document is in force or the brand has a figure of the year before; the current year is judged today', () => {
  const plan = planWhatIf(IM, threeYears(2800));
  const given = facts({ figures: [figure('employmentDriven', 2015, 1)] });
  expect(momentsOf(plan, given, { from: 2014, to: 2026 }, '2026-03-02').map(({ year, asOf }) => [year, asOf])).toEqual([
    [2016, '2016-12-31'],
    [2024, '2024-12-31'],
    [2025, '2025-12-31'],
    [2026, '2026-03-02'],
  ]);
  expect(asOfYear(2025, '2025-12-31')).toBe('2025-12-31');
});

it('sums come out the same in whatever order they came in', () => {
  const plan = planWhatIf(IM, threeYears(2800));
  const results = [2900, 2950, 100].map((value, index) => whatIf(plan, subject({ stream: `brand-${index}` }), total(value), AT));
  const sumOf = (order: readonly number[]) => {
    const tally = new WhatIfTally();
    for (const index of order) tally.add(results[index] ?? { changes: [], asked: 0, skipped: 0 });
    return tally.totals();
  };
  expect(sumOf([2, 0, 1])).toEqual(sumOf([0, 1, 2]));
  const merged = new WhatIfTally();
  for (const part of [[1], [2, 0]]) merged.merge(sumOf(part));
  expect(merged.totals()).toEqual(sumOf([0, 1, 2]));
  const counted = whatIf(plan, subject(), total(2900), AT, false);
  expect(counted.changes.map(({ causes, ...rest }) => [causes.length, rest])).toEqual(
    whatIf(plan, subject(), total(2900), AT).changes.map(({ causes: _causes, ...rest }) => [0, rest]),
  );
  expect(sumOf([0, 1, 2])).toMatchObject({
    brands: 3,
    brandsChanged: 2,
    byYear: [{ year: 2024 }],
    byRegion: [{ region: '150100' }],
  });
  const rows = results.flatMap(({ changes }) => changes);
  expect([...rows].reverse().sort(inOrder)).toEqual([...rows].sort(inOrder));
});

describe('skipping what does not differ', () => {
  interface Pair {
    readonly before: EffectivePack;
    readonly after: EffectivePack;
    readonly regions: readonly (readonly string[])[];
  }
  const SOURCES = [
    { pack: shipped('im-2024-118'), house: IM_HOUSE, regions: [HOHHOT, HINGGAN, WUHAI, ['159001', '150000']] },
    { pack: shipped('sd-2021-22'), house: shipped('sd-2021-22-house'), regions: [JINAN, HOHHOT] },
  ];
  /** A fifth, or nearly twice, of every number that either pack holds; every reading; and a house pack that says less. */
  const withValue = (pack: Pack, key: string, entry: number, share: number): Pack => ({
    ...pack,
    parameters: pack.parameters.map((parameter) =>
      parameter.key !== key
        ? parameter
        : {
            ...parameter,
            values: parameter.values.map((each, index) =>
              index !== entry
                ? each
                : {
                    ...each,
                    value: parameter.unit === 'ratio' ? `${share}/10` : Math.max(1, Math.round((Number(each.value) * share) / 5)),
                  },
            ),
          },
    ),
  });
  const numbersOf = (pack: Pack): readonly [key: string, entry: number][] =>
    pack.parameters.flatMap(({ key, values, unit }) =>
      values.flatMap((each, entry): [string, number][] => (typeof each.value === 'number' || unit === 'ratio' ? [[key, entry]] : [])),
    );
  const pairs: (() => Pair)[] = SOURCES.flatMap(({ pack, house, regions }) => {
    const before = composePacks(pack, [house]);
    // Readings are opened one by one elsewhere; here each pack is opened hundreds of times.
    const plain = readPack(pack.open.pack, []);
    const bare = plain.ok ? plain.pack : pack.open.pack;
    return [
      ...[1, 9].flatMap((share) => [
        ...numbersOf(bare).map(([key, entry]) => () => ({
          before,
          after: composePacks(digested(withValue(bare, key, entry, share)), [house]),
          regions,
        })),
        ...numbersOf(house.open.pack).map(([key, entry]) => () => ({
          before,
          after: composePacks(pack, [digested(withValue(house.open.pack, key, entry, share))]),
          regions,
        })),
      ]),
      ...pack.open.pack.interpretations.flatMap(({ id, readings = [] }) =>
        readings.map((reading) => () => {
          const read = readPack(pack.open.pack, [{ interpretation: id, reading: reading.id }]);
          if (!read.ok) throw new Error('not read');
          return { before, after: composePacks(digested(read.pack), [house]), regions };
        }),
      ),
    ];
  });
  const opened = new Map<number, Pair>();
  const pairAt = (index: number): Pair => {
    const known = opened.get(index) ?? pairs[index]?.();
    if (known === undefined) throw new RangeError(`no pair ${index}`);
    opened.set(index, known);
    return known;
  };

  const count = fc.constantFrom(0, 60, 350, 480, 900, 1100, 2500);
  const bound = fc.constantFrom('exact', 'exact', 'exact', 'about', 'atLeast');
  const yearly = fc.record({
    direct: count,
    indirect: count,
    bound,
    trained: count,
    share: fc.constantFrom(3, 5, 8, 9, 10),
    told: fc.constantFrom(true, true, true, false),
  });
  const brand = fc.record({
    pair: fc.nat(pairs.length - 1),
    region: fc.nat(3),
    kind: fc.constantFrom<Subject['kind']>('labour', 'labour', 'training', 'dual'),
    category: fc.constantFrom(null, '家政服务', '工业'),
    tier: fc.constantFrom(null, 'county', 'prefecture', 'province'),
    years: fc.array(yearly, { minLength: 4, maxLength: 4 }),
    breach: fc.option(fc.constantFrom('2021-12-01', '2022-11-01', '2023-09-01')),
    recognised: fc.option(fc.constantFrom('2021-05-01', '2023-08-01')),
  });
  const factsOf = ({
    years,
    breach,
    recognised,
  }: {
    years: readonly { direct: number; indirect: number; bound: string; trained: number; share: number; told: boolean }[];
    breach: string | null;
    recognised: string | null;
  }): Facts =>
    facts({
      figures: years.flatMap((year, index) => {
        const of = 2020 + index;
        const part = Math.round((year.trained * year.share) / 10);
        return !year.told
          ? []
          : [
              ...driven(of, year.direct, year.indirect).map((each) => ({ ...each, bound: year.bound })),
              figure('trainedPersons', of, year.trained),
              figure('examined', of, year.trained),
              ...['passed', 'employedAfterTraining', 'keyGroupSubsidised', 'orderTrained'].map((metric) => figure(metric, of, part)),
              stock('workers', of, year.trained),
              stock('trainedWorkers', of, part),
              stock('certifiedWorkers', of, part),
            ];
      }),
      breaches: breach === null ? [] : [{ on: breach, kind: '违规', cleared: false, event: 'brand-1@91' }],
      dates: {
        cultivatedFrom: { on: '2023-03-01', event: 'brand-1@92' },
        recognisedOn: recognised === null ? null : { on: recognised, event: 'brand-1@93' },
        listedOn: recognised === null ? null : { on: recognised, event: 'brand-1@94' },
      },
    });
  const moments = [2022, 2024].map((of) => ({ year: of, asOf: asOfYear(of, '2024-07-10') }));

  it('finds the same differences as evaluating everything', () => {
    let found = 0;
    let skipped = 0;
    fc.assert(
      fc.property(brand, ({ pair, region, kind, category, tier, ...told }) => {
        const { before, after, regions } = pairAt(pair);
        const one = subject({ kind, category, tier, regions: regions[region % regions.length] ?? HOHHOT });
        const given = factsOf(told);
        const skipping = whatIf(planWhatIf(before, after), one, given, moments);
        const everything = whatIf(planWhatIf(before, after, false), one, given, moments);
        found += everything.changes.length;
        skipped += skipping.skipped;
        expect([...skipping.changes].sort(inOrder)).toEqual([...everything.changes].sort(inOrder));
      }),
      { numRuns: 1000 },
    );
    // A property that never met a difference, or never skipped anything, would prove nothing.
    expect(found).toBeGreaterThan(20);
    expect(skipped).toBeGreaterThan(50);
  }, 120_000);
});

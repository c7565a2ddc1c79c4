import { BrandCard, BrandRow, RegionalFigureRow, TierStatus, YearlyCount } from '#contracts';
import type { BrandEvent, BrandEventData, Figure } from '#domain';
import { brandEvent, LIVES, testFigure, testUuid } from '#testing';
import { emptied, preparedForTest, projected, recorded, type Told } from '../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../test/support/read-models';
import type { ReadModelDatabase } from './database';
import { listBrands } from './catalogue/queries';
import { ReadModelQueries } from './queries';
import type { ProjectionTables } from './schema';

const A = testUuid(1);
const B = testUuid(2);
const C = testUuid(3);
const source = { reference: 'https://example.org/a', note: null };
const otherSource = { reference: 'https://example.org/b', note: null };

const tell = (brandId: string, events: readonly BrandEvent[]): Told[] => events.map((event) => ({ stream: `brand-${brandId}`, event }));
const reported = (brandId: string, over: Partial<BrandEventData<'BrandReported.v1'>> = {}): BrandEvent =>
  brandEvent('BrandReported.v1', { brandId, ...over });
/** The life of the sample brand, told of another one. */
const lived = (brandId: string, life: readonly BrandEvent[], over: Partial<BrandEventData<'BrandReported.v1'>> = {}): Told[] =>
  tell(brandId, [reported(brandId, over), ...life.slice(1)]);
let figures = 100;
const figure = (over: Partial<Figure> = {}): Figure => testFigure({ figureId: testUuid(++figures), ...over });
const records = (over: Partial<Figure> = {}): BrandEvent => ({ type: 'FigureRecorded.v1', data: figure(over) });
const corrects = (before: BrandEvent, over: Partial<Figure>): BrandEvent => {
  const old = before.type === 'FigureRecorded.v1' ? before.data : before.type === 'FigureCorrected.v1' ? before.data.figure : null;
  if (old === null) throw new Error('only figures are corrected');
  return brandEvent('FigureCorrected.v1', { corrects: old.figureId, figure: { ...old, figureId: testUuid(++figures), ...over } });
};
const idOf = (event: BrandEvent): string =>
  event.type === 'FigureRecorded.v1' ? event.data.figureId : event.type === 'FigureCorrected.v1' ? event.data.figure.figureId : '';

describe.each(readModelEngines)('queries on $engine', ({ create }) => {
  let models: TestReadModels;
  let db: ReadModelDatabase;
  let ask: ReadModelQueries;
  beforeAll(async () => {
    models = await create();
    db = await models.open();
    await preparedForTest(db);
    ask = new ReadModelQueries(db);
  }, START_DATABASE_MS);
  afterAll(() => models.dispose());
  beforeEach(() => emptied(db));

  const given = (...told: Told[][]) => projected(db, told.flat());

  it('answers an empty ledger with nothing, at position 0', async () => {
    expect(await ask.brands({})).toEqual({ rows: [], total: 0, offset: 0, limit: 50, position: '0' });
    expect(await ask.yearlyCounts({ dataset: 'real' })).toEqual({ rows: [], position: '0' });
    expect(await ask.brand(A)).toEqual({ card: null, position: '0' });
  });

  it.each([
    [undefined, 'reviewDue'],
    ['2025-02-28', 'reviewDue'],
    ['2025-03-01', 'reviewOverdue'],
  ] as const)('a review due on 2025-02-28, asked on %s, shows as %s before anybody marked it', async (today, side) => {
    await given(lived(A, LIVES.reviewDue));
    const { rows } = await ask.brands({ today });
    expect(rows[0]?.sideStates.filter((each) => each.startsWith('review'))).toEqual([side]);
    for (const each of ['reviewDue', 'reviewOverdue'] as const)
      expect((await ask.brands({ side: each, today })).total).toBe(each === side ? 1 : 0);
    const { card } = await ask.brand(A, today);
    expect(card?.sideStates).toContain(side);
    expect(card?.dueDates).toContainEqual({ what: side, period: 2024, on: '2025-02-28' });
  });

  it('tells how brands stand, as far as gaps follow from it, by region and kind of data', async () => {
    await given(lived(A, LIVES.reviewDue), lived(B, LIVES.reported, { name: '另一品牌', origin: 'synthetic' }));
    const { rows } = await ask.gapGrounds({});
    expect(rows.map(({ stream }) => stream)).toEqual([`brand-${A}`, `brand-${B}`]);
    expect(rows[0]?.ground).toMatchObject({
      ...{ what: 'brand', stage: 'cultivated', dataset: 'real', recognisedOn: expect.any(String) as string },
      reviews: [{ period: 2024, dueOn: '2025-02-28', step: 'due', overdue: false }],
    });
    const region = rows[0]?.ground.what === 'brand' ? rows[0].ground.region : '';
    expect((await ask.gapGrounds({ region, dataset: 'real' })).rows).toHaveLength(1);
    expect((await ask.gapGrounds({ region: '650000' })).rows).toEqual([]);
  });

  describe('品牌台账', () => {
    it('has a row per brand, in the shape of the contract, at the position of the last event', async () => {
      const told = lived(A, LIVES.warned);
      await given(told);
      const { rows, ...page } = await ask.brands({});
      expect(rows.map((row) => BrandRow.parse(row))).toEqual([
        {
          brandId: A,
          name: '敖汉架线工',
          kind: 'labour',
          category: '建筑',
          brandType: null,
          origin: 'operational',
          dataset: 'real',
          region: {
            code: '150430',
            name: '敖汉旗',
            path: [
              { code: '000000', name: '全国' },
              { code: '150000', name: '内蒙古自治区' },
              { code: '150400', name: '赤峰市' },
              { code: '150430', name: '敖汉旗' },
            ],
          },
          stage: 'cultivated',
          sideStates: ['warned'],
          tier: 'county',
          claimedTier: null,
          listed: true,
          keyProject: false,
          honours: 0,
          conflicts: 0,
          revision: LIVES.warned.length - 1,
          updatedOn: '2025-03-01',
        },
      ]);
      expect(page).toEqual({ total: 1, offset: 0, limit: 50, position: recorded(told).at(-1)?.recorded.position.toString() });
    });

    const three = () => [
      lived(A, LIVES.listed, { name: '甲', category: '建筑' }),
      tell(B, [
        reported(B, { name: '乙', region: '370100', category: null, origin: 'published', kind: 'training' }),
        brandEvent('TierClaimed.v1', { tier: 'province', sinceYear: null }),
        brandEvent('BrandRenamed.v1', { from: '乙', to: '丙_改%名' }),
      ]),
      lived(C, LIVES.delisted, { name: '丁', region: '150000', origin: 'synthetic' }),
    ];

    it.each([
      [{}, [A, B, C]],
      [{ dataset: 'real' }, [A, B]],
      [{ dataset: 'synthetic' }, [C]],
      [{ region: '000000' }, [A, B, C]],
      [{ region: '150000' }, [A, C]],
      [{ region: '150400' }, [A]],
      [{ region: '150430' }, [A]],
      [{ region: '370000' }, [B]],
      [{ region: '440000' }, []],
      [{ kind: 'training' }, [B]],
      [{ tier: 'county' }, [A]],
      [{ tier: 'none' }, [B, C]],
      [{ claimedTier: 'province' }, [B]],
      [{ claimedTier: 'none' }, [A, C]],
      [{ stage: 'delisted' }, [C]],
      [{ category: '建筑' }, [A, C]],
      [{ listed: true }, [A]],
      [{ listed: false }, [B, C]],
      [{ q: '敖汉旗' }, [A]],
      [{ q: '内蒙古 建筑' }, [A, C]],
      [{ q: '内蒙古 山东' }, []],
      [{ q: '乙' }, [B]],
      [{ q: '敖汉架线工' }, []],
      [{ q: '丙_改%' }, [B]],
      [{ q: '%' }, [B]],
      [{ q: '_' }, [B]],
    ] as const)('finds by %j', async (filter, expected) => {
      await given(...three());
      const { rows, total } = await ask.brands(filter);
      expect(rows.map((row) => row.brandId).sort()).toEqual([...expected].sort());
      expect(total).toBe(expected.length);
    });

    it('finds a renamed brand by the name it had', async () => {
      await given(tell(A, [reported(A, { name: '旧名' }), brandEvent('BrandRenamed.v1', { from: '旧名', to: '新名' })]));
      expect((await ask.brands({ q: '旧名' })).rows.map((row) => row.name)).toEqual(['新名']);
    });

    it.each([
      ['name', [C, B, A]],
      ['-name', [A, B, C]],
      ['region', [C, A, B]],
      ['tier', [C, B, A]],
      ['-tier', [A, C, B]],
      ['stage', [B, A, C]],
    ] as const)('sorts by %s', async (sort, expected) => {
      await given(...three());
      // Names in order of their characters: 丁 丙 甲.
      expect((await ask.brands({ sort })).rows.map((row) => row.brandId)).toEqual(expected);
    });

    it('gives pages that follow one another, with the total of all', async () => {
      await given(...three());
      const pages = await Promise.all([0, 1, 2, 3].map((offset) => ask.brands({ offset, limit: 1 })));
      expect(pages.map(({ rows, total }) => [rows.map((row) => row.name), total])).toEqual([
        [['丁'], 3],
        [['丙_改%名'], 3],
        [['甲'], 3],
        [[], 3],
      ]);
    });

    it.each([0, 5000])('walks by date alike, forward and from the end, where %i brands are many', async (many) => {
      await given(...three());
      const reader = db.read.withTables<ProjectionTables>();
      const dates = new Map((await reader.selectFrom('brand_revision').selectAll().execute()).map((row) => [row.brand_id, row.updated_on]));
      for (const sort of ['name', '-name', 'updatedOn', '-updatedOn', 'region', 'tier', '-tier', 'stage'] as const) {
        const all = (await listBrands(reader, { sort }, 5000)).rows.map((row) => row.brandId);
        const one = await Promise.all([0, 1, 2].map((offset) => listBrands(reader, { sort, offset, limit: 1 }, many)));
        expect([sort, ...one.map(({ rows }) => rows[0]?.brandId)]).toEqual([sort, ...all]);
        const days = all.map((id) => dates.get(id) ?? '');
        if (sort.endsWith('updatedOn')) expect(days).toEqual(sort === 'updatedOn' ? days.toSorted() : days.toSorted().toReversed());
        const lastTwo = await listBrands(reader, { sort, offset: 1, limit: 5, dataset: 'real' }, many);
        const real = (await listBrands(reader, { sort, dataset: 'real' }, 5000)).rows.map((row) => row.brandId);
        expect(lastTwo.rows.map((row) => row.brandId)).toEqual(real.slice(1));
      }
    });

    it.each([
      {
        of: '2020 and later',
        claims: [
          { tier: 'province', sinceYear: 2019 },
          { tier: 'prefecture', sinceYear: 2020 },
        ],
        counts: 'prefecture',
      },
      {
        of: 'a dated one and one 日期不详',
        claims: [
          { tier: 'prefecture', sinceYear: null },
          { tier: 'province', sinceYear: 2025 },
        ],
        counts: 'province',
      },
      {
        of: 'two without a date',
        claims: [
          { tier: 'province', sinceYear: null },
          { tier: 'county', sinceYear: null },
        ],
        counts: 'province',
      },
    ] as const)('of claims $of counts $counts', async ({ claims, counts }) => {
      await given(tell(A, [reported(A), ...claims.map((claim) => brandEvent('TierClaimed.v1', claim))]));
      expect((await ask.brands({})).rows.map((row) => row.claimedTier)).toEqual([counts]);
    });
  });

  describe('品牌卡片', () => {
    it('shows what was reported, claimed, honoured, aimed at and is due', async () => {
      await given(
        tell(A, [
          ...LIVES.exitProposed,
          brandEvent('TierClaimed.v1'),
          brandEvent('HonourRecorded.v1'),
          brandEvent('RatioPublished.v1'),
          brandEvent('TargetPublished.v1'),
        ]),
      );
      const { card } = await ask.brand(A);
      expect(BrandCard.parse(card)).toMatchObject({
        brandId: A,
        formedOn: '2019-05-01',
        cultivatedFrom: '2020-01-01',
        source,
        claimedTier: 'prefecture',
        honours: 1,
        tierClaims: [{ tier: 'prefecture', sinceYear: 2020, reading: false, source }],
        honourList: [{ honour: '全国劳务品牌', title: null, year: 2023, source }],
        figures: [],
        ratios: [{ ratio: '就业率', percent: '85.5', toYear: 2024, bound: 'about', source }],
        targets: [{ target: '带动就业', unit: 'persons', value: 5000, byYear: 2030, perYear: false, source }],
        proposals: [{ proposalId: testUuid(150), step: 'announceExit', period: 2024, toTier: null, fallsDueOn: null, status: 'open' }],
        dueDates: [],
      });
    });

    it('keeps a corrected figure beside the one in its place', async () => {
      const first = records({ value: 1000 });
      const second = corrects(first, { value: 900 });
      await given(tell(A, [reported(A), first, second]));
      const { card } = await ask.brand(A);
      expect(
        card?.figures.map(({ figureId, value, correctedBy, conflictsWith, revision }) => ({
          figureId,
          value,
          correctedBy,
          conflictsWith,
          revision,
        })),
      ).toEqual([
        { figureId: idOf(first), value: 1000, correctedBy: idOf(second), conflictsWith: [], revision: 1 },
        { figureId: idOf(second), value: 900, correctedBy: null, conflictsWith: [], revision: 2 },
      ]);
    });

    it('names both sides of a conflict, until one is corrected', async () => {
      const one = records({ value: 53_400, status: 'published', source });
      const two = records({ value: 56_000, status: 'published', source: otherSource });
      await given(tell(A, [reported(A), one, two]));
      expect((await ask.brand(A)).card).toMatchObject({
        conflicts: 1,
        figures: [{ conflictsWith: [idOf(two)] }, { conflictsWith: [idOf(one)] }],
      });
      expect((await ask.brands({})).rows.map((row) => row.conflicts)).toEqual([1]);
      await emptied(db);
      await given(tell(A, [reported(A), one, two, corrects(one, { value: 56_000 })]));
      expect((await ask.brand(A)).card).toMatchObject({
        conflicts: 0,
        figures: [{ conflictsWith: [] }, { conflictsWith: [] }, { conflictsWith: [] }],
      });
    });
  });

  describe('年度数据', () => {
    const counts = async (over: Partial<Parameters<ReadModelQueries['yearlyCounts']>[0]> = {}) => {
      const { rows } = await ask.yearlyCounts({ dataset: 'real', ...over });
      return rows.map((row) => YearlyCount.parse(row));
    };
    const short = (rows: Awaited<ReturnType<typeof counts>>) =>
      rows.map(({ region, tier, category, year, unit, nature, directness, status, value, brands, conflicts }) =>
        [region, tier, category, year, unit, nature, directness, status, value, brands, conflicts].join(' '),
      );

    it('counts a figure in its region and in every one above it, and nowhere else', async () => {
      await given(tell(A, [reported(A), records({ value: 7 })]));
      expect(await counts({ region: '150430' })).toEqual([
        {
          region: '150430',
          regionName: '敖汉旗',
          tier: 'none',
          category: '建筑',
          year: 2024,
          metric: 'employmentDriven',
          unit: 'persons',
          nature: 'flow',
          directness: 'direct',
          status: 'locked',
          value: 7,
          brands: 1,
          conflicts: 0,
        },
      ]);
      for (const region of ['000000', '150000', '150400'])
        expect(short(await counts({ region }))).toEqual([`${region} none 建筑 2024 persons flow direct locked 7 1 0`]);
      for (const region of ['150423', '150700', '370000']) expect(await counts({ region })).toEqual([]);
      expect(await counts({ dataset: 'synthetic' })).toEqual([]);
    });

    it('sums brands, and keeps apart what does not add', async () => {
      await given(
        tell(A, [
          reported(A),
          records({ value: 7 }),
          records({ value: 5, directness: 'indirect', estimate: { method: 'm', basis: 'b' } }),
          records({ value: 100, unit: 'personTimes' }),
          records({ value: 3, status: 'published' }),
        ]),
        tell(B, [reported(B, { region: '150421', category: '家政' }), records({ value: 20 })]),
        tell(C, [reported(C, { region: '150421', origin: 'synthetic' }), records({ value: 1000 })]),
      );
      expect(short(await counts({ by: 'none' }))).toEqual([
        '000000 * * 2024 personTimes flow direct locked 100 1 0',
        '000000 * * 2024 persons flow direct locked 27 2 0',
        '000000 * * 2024 persons flow direct published 3 1 0',
        '000000 * * 2024 persons flow indirect locked 5 1 0',
      ]);
      expect(
        short(await counts({ by: 'category', metric: 'employmentDriven', region: '150400' })).filter((line) =>
          line.includes('persons flow direct locked'),
        ),
      ).toEqual(['150400 * 家政 2024 persons flow direct locked 20 1 0', '150400 * 建筑 2024 persons flow direct locked 7 1 0']);
    });

    it('breaks a region down into those directly below it', async () => {
      await given(
        tell(A, [reported(A), records({ value: 7 })]),
        tell(B, [reported(B, { region: '150700' }), records({ value: 20 })]),
        tell(C, [reported(C, { region: '370100' }), records({ value: 500 })]),
      );
      expect((await counts({ region: '150000', children: true, by: 'none' })).map(({ regionName, value }) => [regionName, value])).toEqual([
        ['赤峰市', 7],
        ['呼伦贝尔市', 20],
      ]);
      expect((await counts({ children: true, by: 'none' })).map(({ regionName, value }) => [regionName, value])).toEqual([
        ['内蒙古自治区', 27],
        ['山东省', 500],
      ]);
    });

    it.each([
      [{}, [2022, 2023, 2024]],
      [{ year: 2023 }, [2023]],
      [{ fromYear: 2023 }, [2023, 2024]],
      [{ toYear: 2023 }, [2022, 2023]],
      [{ fromYear: 2023, toYear: 2023 }, [2023]],
      [{ metric: 'workers' }, []],
    ])('reads the years asked for: %j', async (request, years) => {
      await given(
        tell(A, [reported(A), ...[2022, 2023, 2024].map((year) => records({ window: { fromYear: null, toYear: year, asOf: null } }))]),
      );
      expect((await counts(request)).map((row) => row.year)).toEqual(years);
    });

    it('moves with a correction, and never counts both', async () => {
      const first = records({ value: 1000 });
      await given(tell(A, [reported(A), first, corrects(first, { value: 900 })]));
      expect(short(await counts({ by: 'none' }))).toEqual(['000000 * * 2024 persons flow direct locked 900 1 0']);
    });

    it.each([
      { step: 'a claim', life: LIVES.reported, then: [brandEvent('TierClaimed.v1', { tier: 'province' })], tier: 'claimed:province' },
      { step: 'recognition', life: LIVES.recognised, then: [], tier: 'county' },
      { step: 'promotion', life: LIVES.listed, then: [brandEvent('BrandPromoted.v1')], tier: 'prefecture' },
      { step: 'downgrading', life: LIVES.listed, then: [brandEvent('BrandPromoted.v1'), brandEvent('BrandDowngraded.v1')], tier: 'county' },
      { step: 'leaving the catalogue', life: LIVES.delisted, then: [], tier: 'delisted' },
      { step: 'restoration', life: LIVES.delisted, then: [brandEvent('BrandRestored.v1')], tier: 'county' },
    ])('moves to another tier by $step, whole', async ({ life, then, tier }) => {
      await given(
        tell(A, [
          reported(A),
          records({ value: 7 }),
          records({ value: 11, metric: 'workers', nature: 'stock', directness: 'unstated' }),
          ...life.slice(1),
          ...then,
        ]),
      );
      expect(short(await counts({ region: '150430' }))).toEqual([
        `150430 ${tier} 建筑 2024 persons flow direct locked 7 1 0`,
        `150430 ${tier} 建筑 2024 persons stock unstated locked 11 1 0`,
      ]);
    });

    it('counts a conflict of sources and does not sum it; another brand still counts', async () => {
      await given(
        tell(A, [
          reported(A),
          records({ value: 53_400, status: 'published', source }),
          records({ value: 56_000, status: 'published', source: otherSource }),
        ]),
        tell(B, [reported(B), records({ value: 10, status: 'published' })]),
      );
      expect(short(await counts({ by: 'none' }))).toEqual(['000000 * * 2024 persons flow direct published 10 1 1']);
    });

    const stock = { metric: 'workers', nature: 'stock', directness: 'unstated' } as const;
    const total = { metric: 'exported', nature: 'cumulative', directness: 'unstated' } as const;
    const at = (toYear: number, asOf: string | null = null, fromYear: number | null = null) => ({ window: { fromYear, toYear, asOf } });
    it.each([
      [
        'of one stock on two dates the later',
        [
          { ...stock, value: 54_000, ...at(2025, '2025-06'), source },
          { ...stock, value: 54_400, ...at(2025, '2025-12-28'), source: otherSource },
        ],
        ['2025 54400'],
      ],
      [
        'of one stock on two dates the later, told first',
        [
          { ...stock, value: 54_400, ...at(2025, '2025-12-28') },
          { ...stock, value: 54_000, ...at(2025, '2025-06') },
        ],
        ['2025 54400'],
      ],
      [
        'of a stock at the end of the year before one within it',
        [
          { ...stock, value: 5, ...at(2025) },
          { ...stock, value: 6, ...at(2025, '2025-06') },
        ],
        ['2025 5'],
      ],
      [
        'cumulatives year by year',
        [
          { ...total, value: 10, ...at(2023) },
          { ...total, value: 25, ...at(2024) },
        ],
        ['2023 10', '2024 25'],
      ],
      ['no cumulative since a stated year', [{ ...total, value: 10, ...at(2024, null, 2004) }], []],
      ['no flow of several years', [{ value: 10, ...at(2024, null, 2020) }], []],
      ['a flow whose source repeats the year', [{ value: 10, ...at(2024, null, 2024) }], ['2024 10']],
      ['nothing without a year', [{ value: 10, window: { fromYear: null, toYear: null, asOf: null } }], []],
      ['nothing without a unit', [{ value: 10, unit: 'unstated' }], []],
      ['nothing of an unstated nature', [{ value: 10, nature: 'unstated' }], []],
      [
        'an exact statement before a bound that agrees',
        [
          { value: 120, bound: 'exact', source },
          { value: 100, bound: 'atLeast', source: otherSource },
        ],
        ['2024 120'],
      ],
      [
        'a bound before an estimate',
        [
          { value: 100, bound: 'atLeast', source },
          { value: 90, bound: 'about', source: otherSource },
        ],
        ['2024 100'],
      ],
    ] as const)('counts %s', async (_what, list, expected) => {
      await given(tell(A, [reported(A), ...list.map((over) => records(over))]));
      expect((await counts({ by: 'none' })).map(({ year, value }) => `${year} ${value}`)).toEqual(expected);
    });

    it('keeps sums beyond safe integers exact, and says so rather than rounding', async () => {
      await given(
        tell(A, [reported(A), records({ value: Number.MAX_SAFE_INTEGER })]),
        tell(B, [reported(B, { region: '370100' }), records({ value: 2 })]),
      );
      await expect(ask.yearlyCounts({ dataset: 'real' })).rejects.toMatchObject({
        code: 'READ_MODEL.NUMBER_TOO_LARGE',
        message: expect.stringContaining('9007199254740993') as string,
      });
      expect((await counts({ region: '150430' })).map((row) => row.value)).toEqual([Number.MAX_SAFE_INTEGER]);
    });

    it('lists what closing a year covers: figures in force of the year and region, in order of id', async () => {
      const [one, two, three, far] = [
        records({ value: 1 }),
        records({ value: 2, metric: 'exported', directness: 'unstated' }),
        records({ value: 3, window: { fromYear: null, toYear: 2023, asOf: null } }),
        records({ value: 4 }),
      ];
      const corrected = corrects(one, { value: 9 });
      await given(tell(A, [reported(A), one, two, three, corrected]), tell(B, [reported(B, { region: '370100' }), far]));
      expect(await ask.figuresOfYear({ region: '150000', year: 2024, dataset: 'real' })).toEqual({
        brands: 1,
        figures: [
          { figureId: idOf(two), value: 2 },
          { figureId: idOf(corrected), value: 9 },
        ],
      });
      expect(await ask.figuresOfYear({ region: '000000', year: 2024, dataset: 'real' })).toMatchObject({ brands: 2 });
      expect(await ask.figuresOfYear({ region: '000000', year: 2024, dataset: 'synthetic' })).toEqual({ brands: 0, figures: [] });
    });
  });

  describe('层级状态', () => {
    it('counts every brand by the tier it holds and by the tier its source claims, up to the country', async () => {
      await given(
        lived(A, LIVES.listed),
        tell(B, [reported(B, { region: '150400' }), brandEvent('TierClaimed.v1', { tier: 'province' })]),
        lived(C, LIVES.delisted, { origin: 'synthetic' }),
      );
      const rows = (await ask.tierStatus({ dataset: 'real', region: '150000' })).rows.map((row) => TierStatus.parse(row));
      expect(rows).toEqual([
        { region: '150000', regionName: '内蒙古自治区', kind: 'labour', tier: 'county', claimed: false, stage: 'cultivated', brands: 1 },
        { region: '150000', regionName: '内蒙古自治区', kind: 'labour', tier: 'none', claimed: false, stage: 'reported', brands: 1 },
        { region: '150000', regionName: '内蒙古自治区', kind: 'labour', tier: 'none', claimed: true, stage: 'cultivated', brands: 1 },
        { region: '150000', regionName: '内蒙古自治区', kind: 'labour', tier: 'province', claimed: true, stage: 'reported', brands: 1 },
      ]);
      const count = async (request: Parameters<ReadModelQueries['tierStatus']>[0]) =>
        (await ask.tierStatus(request)).rows
          .filter((row) => !row.claimed)
          .map(({ region, tier, stage, brands }) => `${region} ${tier} ${stage} ${brands}`);
      expect(await count({ dataset: 'real' })).toEqual(['000000 county cultivated 1', '000000 none reported 1']);
      expect(await count({ dataset: 'real', region: '150400', children: true })).toEqual(['150430 county cultivated 1']);
      expect(await count({ dataset: 'synthetic' })).toEqual(['000000 none delisted 1']);
      expect(await count({ dataset: 'real', kind: 'training' })).toEqual([]);
    });
  });

  it('待办: what is due and proposed, the earliest day first, until it is done', async () => {
    const proposal = testUuid(150);
    await given(
      lived(A, LIVES.exitProposed, { name: '甲' }),
      lived(B, LIVES.rectifying, { name: '乙', region: '370100' }),
      lived(C, LIVES.onExitNotice, { name: '丙', origin: 'synthetic' }),
    );
    const lines = async (scope: Parameters<ReadModelQueries['work']>[0]) =>
      (await ask.work(scope)).rows.map(({ name, what, period, on, step, proposalId }) => [name, what, period, on, step, proposalId]);
    expect(await lines({})).toEqual([
      ['丙', 'exitNoticeEnds', null, '2025-02-20', null, proposal],
      ['乙', 'rectificationDue', 2024, '2025-02-28', null, null],
      ['甲', 'proposal', 2024, null, 'announceExit', proposal],
    ]);
    expect(await lines({ dataset: 'real', region: '370000' })).toEqual([['乙', 'rectificationDue', 2024, '2025-02-28', null, null]]);
    expect(await lines({ what: ['proposal', 'toList'] })).toEqual([['甲', 'proposal', 2024, null, 'announceExit', proposal]]);
    expect(await lines({ what: [] })).toEqual([]);
    await emptied(db);
    await given(lived(A, [...LIVES.exitProposed, brandEvent('ProposalWithdrawn.v1')]), lived(B, LIVES.delisted));
    expect(await lines({})).toEqual([]);
  });

  it('keeps regional figures and closed years as facts of their region, and adds them to no brand', async () => {
    const published = {
      figureId: testUuid(500),
      title: '省级劳务品牌',
      metric: 'brandCount',
      unit: 'items',
      nature: 'stock',
      directness: 'unstated',
      bound: 'exact',
      tier: 'province',
      honour: null,
      value: 74,
      window: { fromYear: null, toYear: 2024, asOf: null },
      origin: 'published',
      source,
    } as const;
    const closed = {
      year: 2024,
      closedOn: '2025-01-31',
      closedBy: '张三',
      brands: 3,
      figures: 9,
      digest: 'a'.repeat(64),
      origin: 'operational',
    } as const;
    await given([
      { stream: 'region-150400', event: { type: 'RegionalFigurePublished.v1', data: { ...published, region: '150400' } } },
      { stream: 'region-150000', event: { type: 'YearClosed.v1', data: { ...closed, region: '150000' } } },
    ]);
    expect((await ask.regionalFigures({ region: '150000', dataset: 'real' })).rows.map((row) => RegionalFigureRow.parse(row))).toEqual([
      {
        region: '150400',
        regionName: '赤峰市',
        title: '省级劳务品牌',
        metric: 'brandCount',
        unit: 'items',
        nature: 'stock',
        directness: 'unstated',
        bound: 'exact',
        tier: 'province',
        honour: null,
        value: 74,
        toYear: 2024,
        source,
      },
    ]);
    expect((await ask.regionalFigures({ region: '370000' })).rows).toEqual([]);
    expect((await ask.regionalFigures({ dataset: 'synthetic' })).rows).toEqual([]);
    expect((await ask.closedYears({ region: '150000' })).rows).toEqual([
      {
        dataset: 'real',
        region: '150000',
        regionName: '内蒙古自治区',
        year: 2024,
        closedOn: '2025-01-31',
        closedBy: '张三',
        brands: 3,
        figures: 9,
        digest: 'a'.repeat(64),
      },
    ]);
    expect((await ask.yearlyCounts({ dataset: 'real' })).rows).toEqual([]);
  });

  it('tells accepted from applied, and what was parked; a file that was never accepted is not there', async () => {
    const stream = (n: number) => `import-${testUuid(n)}`;
    const chunk: Told['event'] = { type: 'ImportChunk.v1', data: { first: 0, rows: [{ name: '甲' }, { name: '乙' }] } };
    const accepted: Told['event'] = {
      type: 'ImportAccepted.v1',
      data: { format: 'brands', fileName: '品牌.csv', sha256: 'b'.repeat(64), rows: 2, chunks: 1 },
    };
    const parked: Told['event'] = {
      type: 'ImportRowParked.v1',
      data: { row: 2, code: 'BRAND.NAME_TAKEN', zh: '已有同名品牌', en: 'the name is taken' },
    };
    const applied: Told['event'] = { type: 'ImportApplied.v1', data: { applied: 1, unchanged: 0, parked: 1 } };
    await given([
      ...[chunk, accepted, parked].map((event) => ({ stream: stream(1), event, metadata: { recordedAt: '2026-01-01T00:00:00.000Z' } })),
      ...[chunk, accepted, parked, applied].map((event) => ({
        stream: stream(2),
        event,
        metadata: { recordedAt: '2026-01-02T00:00:00.000Z' },
      })),
      { stream: stream(3), event: chunk },
    ]);
    const file = { format: 'brands', fileName: '品牌.csv', sha256: 'b'.repeat(64), rows: 2, unchanged: 0, parked: 1 };
    expect((await ask.imports()).rows).toEqual([
      {
        importId: testUuid(2),
        state: 'applied',
        ...file,
        applied: 1,
        acceptedAt: '2026-01-02T00:00:00.000Z',
        appliedAt: '2026-01-02T00:00:00.000Z',
      },
      { importId: testUuid(1), state: 'accepted', ...file, applied: 0, acceptedAt: '2026-01-01T00:00:00.000Z', appliedAt: null },
    ]);
    expect((await ask.parkedRows(testUuid(2))).rows).toEqual([
      { row: 2, code: 'BRAND.NAME_TAKEN', zh: '已有同名品牌', en: 'the name is taken' },
    ]);
  });

  it('knows where every leaf stands, those of other streams too', async () => {
    await given(
      tell(A, [reported(A)]),
      [{ stream: 'name-150430-x', event: { type: 'NameReserved.v1', data: { region: '150430', name: 'x', normalised: 'x', brandId: A } } }],
      tell(A, [brandEvent('HonourRecorded.v1')]),
    );
    expect([...(await ask.leaves(`brand-${A}`))].sort()).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect(await ask.leaf(1)).toEqual({ stream: 'name-150430-x', revision: 0, position: 1100n });
    expect(await ask.leaf(3)).toBeNull();
  });

  it('knows brands by region and name', async () => {
    await given(tell(A, [reported(A, { name: '甲' })]));
    const find = await ask.brandIdsByName();
    expect([find('150430', '甲'), find('150431', '甲'), find('150430', '乙')]).toEqual([A, null, null]);
  });
});

import { returnIdOf, type BrandEvent, type CallTerms, type EventMetadata } from '#domain';
import { LIVES, brandEvent, subjectEvent, testUuid, returnLife } from '#testing';
import { contents, emptied, preparedForTest, projected, recorded, type Told } from '../../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../../test/support/read-models';
import type { ReadModelDatabase } from '../database';
import { ReadModelQueries } from '../queries';
import { Projector } from '../read-models';

const { CALL, indirect, line, reported: reportedEvent, terms: fixtureTerms, whole } = returnLife;

const COUNTY = '150430';
const UNIT = `unit-${testUuid(1)}`;
const RETURN = returnIdOf({ region: COUNTY, period: '2025', unit: UNIT, call: CALL });
const source = { reference: '填报', note: null };
const { status: _s, calledOn: _c, extended: _e, ...called } = fixtureTerms();

const terms = (over: Partial<CallTerms> = {}): CallTerms => fixtureTerms(over);
const calls = (over: Partial<typeof called> = {}): Told => ({
  stream: `call-${over.callId ?? CALL}`,
  event: { type: 'ReturnsCalled.v1', data: { ...called, ...over } },
});
const registered = (n: number, brands: number[], name = `单位${n}`): Told => ({
  stream: `unit-${testUuid(n)}`,
  event: subjectEvent('UnitRegistered.v1', {
    unitId: testUuid(n),
    ...{ name, creditCode: null, unitType: 'leadFirm', region: COUNTY, brands: brands.map(testUuid), origin: 'operational', source },
  }),
});
const changed = (n: number, added: number[], removed: number[]): Told => ({
  stream: `unit-${testUuid(n)}`,
  event: subjectEvent('UnitBrandsChanged.v1', { added: added.map(testUuid), removed: removed.map(testUuid), reason: 'x' }),
});
/** A brand of the county under cultivation. */
const brand = (
  n: number,
  over: { region?: string; origin?: 'operational' | 'synthetic'; kind?: 'labour' | 'training' | 'dual' } = {},
): Told[] => {
  const events = LIVES.cultivated.map((event): BrandEvent =>
    event.type === 'BrandReported.v1'
      ? { ...event, data: { ...event.data, brandId: testUuid(n), name: `品牌${n}`, region: COUNTY, origin: 'operational', ...over } }
      : event,
  );
  return events.map((event) => ({ stream: `brand-${testUuid(n)}`, event }));
};
const on = (event: Told['event'], stream = `return-${RETURN}`, metadata: Partial<EventMetadata> = {}): Told => ({
  stream,
  event,
  metadata,
});
const lines = (n: number) => whole().map((each) => ({ ...each, brandId: testUuid(n) }));
const reported = (n = 10, over: Parameters<typeof reportedEvent>[1] = {}) =>
  reportedEvent(lines(n), { returnId: RETURN, unit: { id: UNIT, name: '单位1' }, ...over });

describe.each(readModelEngines)('returns on $engine', ({ create }) => {
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
  const expected = async (request: Parameters<typeof ask.returnProgress>[0] = {}) => (await ask.returnProgress(request)).expected[0]?.rows;

  it('are expected of the unit that builds a brand under cultivation, and of the county’s office where none is known', async () => {
    await projected(db, [calls(), ...brand(10), ...brand(11), ...brand(12), registered(1, [10, 11]), ...brand(13, { region: '150421' })]);
    expect(await expected()).toEqual([
      { region: '150421', unit: 'office-150421', unitName: null, brands: 1 },
      { region: COUNTY, unit: `office-${COUNTY}`, unitName: null, brands: 1 },
      { region: COUNTY, unit: UNIT, unitName: '单位1', brands: 2 },
    ]);
    expect(await expected({ region: '150421' })).toEqual([{ region: '150421', unit: 'office-150421', unitName: null, brands: 1 }]);
  });

  it.each([
    ['another kind', { kind: 'training' as const }, 0],
    ['a dual brand', { kind: 'dual' as const }, 1],
    ['made up', { origin: 'synthetic' as const }, 0],
    ['of another province', { region: '370200' }, 0],
  ])('of a brand that is %s: %#', async (_, over, count) => {
    await projected(db, [calls(), ...brand(10, over)]);
    expect(await expected()).toHaveLength(count);
  });

  it('of the first unit that names a brand, as long as it does', async () => {
    const two = [calls(), ...brand(10), registered(2, [10]), registered(1, [10])];
    await projected(db, two);
    expect(await expected()).toMatchObject([{ unit: `unit-${testUuid(2)}` }]);
    await emptied(db);
    await projected(db, [...two, changed(2, [], [10])]);
    expect(await expected()).toMatchObject([{ unit: UNIT, unitName: '单位1' }]);
    await emptied(db);
    await projected(db, [...two, changed(2, [], [10]), changed(2, [10], [])]);
    expect(await expected()).toMatchObject([{ unit: UNIT }]);
  });

  it('are expected of the office of their own region only, under whatever name one asks', async () => {
    await projected(db, [calls(), ...brand(10)]);
    const of = async (unit: string) =>
      (await ask.brandsOfReturn(terms(), { region: COUNTY, unit }, { named: [], whole: true })).expected.length;
    expect([await of(`office-${COUNTY}`), await of('office-150421'), await of(UNIT)]).toEqual([1, 0, 0]);
  });

  it('are told of whole, or as far as the brands that are named, with the first expected beside them', async () => {
    await projected(db, [calls(), ...brand(10), ...brand(11), ...brand(12)]);
    const told = async (named: number[], whole: boolean) => {
      const place = { region: COUNTY, unit: `office-${COUNTY}` };
      const answer = await ask.brandsOfReturn(terms(), place, { named: named.map((n) => testUuid(n)), whole });
      return [answer.expected.length, answer.brands.map(({ brandId }) => brandId).sort()];
    };
    const [first, second, third] = [testUuid(10), testUuid(11), testUuid(12)];
    expect(await told([], true)).toEqual([3, [first, second, third]]);
    expect(await told([12], false)).toEqual([3, [first, third]]);
    expect(await told([], false)).toEqual([3, [first]]);
  });

  it('are not expected of a brand that was delisted, which is still known', async () => {
    const delisted = {
      type: 'BrandDelisted.v1',
      data: brandEvent(
        'BrandDelisted.v1',
        (LIVES.delisted.find(({ type }) => type === 'BrandDelisted.v1') as Extract<BrandEvent, { type: 'BrandDelisted.v1' }>).data,
      ).data,
    } as const;
    await projected(db, [
      calls(),
      ...brand(10),
      { stream: `brand-${testUuid(10)}`, event: delisted, metadata: { effectiveOn: '2025-06-30' } },
    ]);
    expect(await expected()).toEqual([]);
    const { brands } = await ask.brandsOfReturn(terms(), { region: COUNTY, unit: UNIT }, { named: [testUuid(10)], whole: true });
    expect(brands).toMatchObject([
      { brandId: testUuid(10), delistedOn: '2025-06-30', reporter: { id: `office-${COUNTY}`, name: '敖汉旗人力资源和社会保障局' } },
    ]);
  });

  it('say how many lines stand where, through every act', async () => {
    const keys = lines(10).map((each) => `${each.brandId}|${each.metric}|${each.directness}|`);
    const [one = '', two = ''] = keys;
    const steps: Told['event'][] = [
      reported(10, { late: true, onBehalf: true }),
      { type: 'ReturnLinesAdvanced.v1', data: { rung: 'checked', passedOver: [], lines: [one, two], note: null } },
      { type: 'ReturnAdvanceUndone.v1', data: { rung: 'checked', standing: 'reported', lines: [two], reason: 'x' } },
      {
        type: 'ReturnLinesSentBack.v1',
        data: { to: 'unit', lines: [{ line: two, comment: 'x', from: 'reported', standing: 'returned' }] },
      },
    ];
    const stood = async (events: Told['event'][]) => {
      await emptied(db);
      await projected(db, [calls(), ...brand(10), ...events.map((event) => on(event))]);
      const [form] = (await ask.returnProgress({})).forms;
      return form === undefined ? null : [form.reported, form.checked, form.returned, form.locked, form.lines];
    };
    expect(await stood(steps.slice(0, 1))).toEqual([5, 0, 0, 0, 5]);
    expect(await stood(steps.slice(0, 2))).toEqual([3, 2, 0, 0, 5]);
    expect(await stood(steps.slice(0, 3))).toEqual([4, 1, 0, 0, 5]);
    expect(await stood(steps)).toEqual([3, 1, 1, 0, 5]);
    const explained = indirect(41, { brandId: testUuid(10), explanations: [{ code: 'RETURN.JUMP', text: '扩产' }] });
    const again = reportedEvent([explained], { returnId: RETURN, unit: { id: UNIT, name: '单位1' } });
    expect(await stood([...steps, again])).toEqual([4, 1, 0, 0, 5]);
    expect((await ask.returnProgress({})).forms).toMatchObject([{ warnings: 1, late: 1, unit_name: '单位1', revision: 4 }]);
    expect(await stood([...steps, { type: 'ReturnLocked.v1', data: { lines: [one], digest: 'd'.repeat(64), applies: true } }])).toEqual([
      3, 0, 1, 1, 5,
    ]);
    expect(await ask.unlockedLines({ region: '150400', year: 2025, dataset: 'real' })).toMatchObject({ returns: 1, lines: 4 });
    expect(await ask.unlockedLines({ region: '150400', year: 2024, dataset: 'real' })).toMatchObject({ returns: 0, lines: 0 });
    expect(await ask.unlockedLines({ region: '150500', year: 2025, dataset: 'real' })).toMatchObject({ returns: 0, lines: 0 });
  });

  it('a late entry may come before anything was reported', async () => {
    await projected(db, [
      calls(),
      on({ type: 'ReturnLateAllowed.v1', data: { returnId: RETURN, callId: CALL, reason: 'x', until: '2026-02-01', dueOn: '2026-01-15' } }),
    ]);
    expect((await ask.returnProgress({})).forms).toMatchObject([{ late_until: '2026-02-01', reported_on: null, lines: 0, revision: 0 }]);
  });

  it('are compared with last year, the running total before, and the lower median of their peers', async () => {
    const of = (period: string, callId: string, basis: 'period' | 'yearToDate', value: number, n = 10): Told[] => {
      const returnId = returnIdOf({ region: COUNTY, period, unit: UNIT, call: callId });
      const asked = called.asked.map((each) => ({
        ...each,
        nature: basis === 'yearToDate' && each.nature === 'flow' ? ('cumulative' as const) : each.nature,
      }));
      const told = line('employedNew', value, { brandId: testUuid(n), nature: basis === 'period' ? 'flow' : 'cumulative' });
      const event = reportedEvent([told], { returnId, callId, period, basis, unit: { id: UNIT, name: '单位1' } });
      return [calls({ callId, period, basis, asked }), on(event, `return-${returnId}`)];
    };
    const locked = (period: string, callId: string): Told =>
      on(
        { type: 'ReturnLocked.v1', data: { lines: [`${testUuid(10)}|employedNew|unstated|`], digest: 'd'.repeat(64), applies: false } },
        `return-${returnIdOf({ region: COUNTY, period, unit: UNIT, call: callId })}`,
      );
    const told = [
      ...brand(10),
      ...brand(11),
      ...brand(12),
      ...of('2024Q2', testUuid(801), 'yearToDate', 70),
      locked('2024Q2', testUuid(801)),
      ...of('2025Q1', testUuid(802), 'yearToDate', 40),
      ...of('2025-04', testUuid(803), 'yearToDate', 55),
      ...of('2025Q3', testUuid(804), 'yearToDate', 99),
    ];
    await projected(db, told);
    const asked = called.asked.map((each) => ({ ...each, nature: 'cumulative' as const }));
    const compared = await ask.brandsOfReturn(
      terms({ period: '2025Q2', basis: 'yearToDate', asked }),
      { region: COUNTY, unit: `office-${COUNTY}` },
      { named: [], whole: true },
    );
    const key = `${testUuid(10)}|employedNew|unstated|`;
    expect([...compared.lastYear]).toEqual([[key, 70]]);
    expect([...compared.earlier]).toEqual([[key, { period: '2025-04', value: 55 }]]);

    await emptied(db);
    const peers = [10, 11, 12].flatMap((n, i) => [
      ...brand(n),
      on(reportedEvent([line('workers', [5, 100, 7][i] ?? 0, { brandId: testUuid(n) })], { returnId: RETURN })),
    ]);
    await projected(db, [calls(), ...peers]);
    expect(await ask.peerMedians(CALL)).toMatchObject([{ metric: 'workers', directness: 'unstated', trade: '', median: 7, count: 3 }]);
  });

  it('a figure that is locked with its brand is last year’s figure too', async () => {
    const figure = {
      figureId: testUuid(300),
      metric: 'workers',
      unit: 'persons',
      nature: 'stock',
      directness: 'unstated',
      bound: 'exact',
      value: 480,
      window: { fromYear: null, toYear: 2024, asOf: '2024-12-31' },
      status: 'locked',
      estimate: null,
      source,
    } as const;
    await projected(db, [calls(), ...brand(10), { stream: `brand-${testUuid(10)}`, event: brandEvent('FigureRecorded.v1', figure) }]);
    const compared = await ask.brandsOfReturn(terms(), { region: COUNTY, unit: `office-${COUNTY}` }, { named: [], whole: true });
    expect([...compared.lastYear]).toEqual([[`${testUuid(10)}|workers|unstated|`, 480]]);
  });

  it('come to the same rows however the log is cut into batches', async () => {
    const told = [
      calls(),
      ...brand(10),
      registered(1, [10]),
      on(reported()),
      on({ type: 'ReturnCallExtended.v1', data: { from: '2026-01-15', dueOn: '2026-01-20', reason: 'x' } }, `call-${CALL}`),
    ];
    await projected(db, told);
    const whole = await contents(db);
    await emptied(db);
    const projector = new Projector(db);
    for (const event of recorded(told)) {
      await db.inTransaction((tx) => projector.apply(tx, { events: [event] }));
      projector.committed();
    }
    expect(await contents(db)).toEqual(whole);
    expect((await ask.returnCalls({ region: COUNTY })).rows).toMatchObject([
      { terms: { dueOn: '2026-01-20', extended: { from: '2026-01-15' } }, revision: 1 },
    ]);
    expect((await ask.returnCalls({ region: '370000' })).rows).toEqual([]);
  });
});

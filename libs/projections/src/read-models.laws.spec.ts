import * as fc from 'fast-check';
import { EVENT_SAMPLES, testFigure, testUuid } from '#testing';
import {
  evolveBrand,
  initialBrand,
  isKeyProject,
  isListed,
  sideStates,
  tierHeld,
  TIERS,
  type BrandEventType,
  type BrandState,
  type Figure,
} from '#domain';
import { contents, emptied, preparedForTest, recorded, type Told } from '../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../test/support/read-models';
import type { ReadModelDatabase } from './database';
import { ReadModelQueries } from './queries';
import { Projector } from './read-models';
import { lineage } from './regions';
import type { Row } from './table';
import type { tierStatusTable } from './tier-status/model';
import { workOf } from './work-list/model';
import { contributions, groupOf, type FigureGroup } from './yearly/figures';
import type { yearlyTotalTable } from './yearly/model';

const BRANDS = [
  { brandId: testUuid(1), name: '敖汉架线工', region: '150430', category: '建筑', origin: 'operational' },
  { brandId: testUuid(2), name: '济南阳光大姐', region: '370100', category: null, origin: 'published' },
  { brandId: testUuid(3), name: '试验品牌|甲', region: '150000', category: '家政|服务', origin: 'synthetic' },
] as const;

const figures = fc.record({
  metric: fc.constantFrom<Figure['metric']>('employmentDriven', 'workers'),
  unit: fc.constantFrom<Figure['unit']>('persons', 'personTimes', 'unstated'),
  nature: fc.constantFrom<Figure['nature']>('flow', 'stock', 'cumulative', 'unstated'),
  directness: fc.constantFrom<Figure['directness']>('direct', 'indirect'),
  bound: fc.constantFrom<Figure['bound']>('exact', 'exact', 'atLeast', 'about'),
  value: fc.constantFrom(0, 1, 2, 1000, Number.MAX_SAFE_INTEGER),
  window: fc.record({
    fromYear: fc.constantFrom(null, null, 2022, 2023),
    toYear: fc.constantFrom(null, 2023, 2023, 2024),
    asOf: fc.constantFrom(null, null, '2023-06', '2023-12-31'),
  }),
  status: fc.constantFrom<Figure['status']>('published', 'locked'),
  source: fc.constantFrom({ reference: 'a', note: null }, { reference: 'b', note: null }),
});

const lifeTypes = (Object.keys(EVENT_SAMPLES) as BrandEventType[]).filter(
  (type) => type !== 'FigureRecorded.v1' && type !== 'FigureCorrected.v1' && type !== 'BrandReported.v1',
);

/** What may happen to a brand, in whatever order: a fold must take a log as it is. */
const happenings = fc.record({
  brand: fc.constantFrom(0, 1, 2),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('figure' as const), figure: figures }) },
    // Which of the brand's earlier figures, counted from the first; one that is not there is corrected too.
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('correction' as const), corrects: fc.nat(6), same: fc.boolean(), figure: figures }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('life' as const), type: fc.constantFrom(...lifeTypes) }) },
    // In the order of a real procedure, so that later stages are reached.
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('step' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('claim' as const),
        tier: fc.constantFrom(...TIERS),
        sinceYear: fc.constantFrom(null, 2019, 2020),
      }),
    },
  ),
});

const PROCEDURE: readonly BrandEventType[] = [
  'BrandNominated.v1',
  'BrandAssessed.v1',
  'BrandRecognised.v1',
  'CatalogueEntered.v1',
  'ReviewDue.v1',
  'ReviewHeld.v1',
  'ReviewConcluded.v1',
  'WarningIssued.v1',
  'BrandPromoted.v1',
  'StepProposed.v1',
  'ExitAnnounced.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
];

function tell(list: readonly (typeof happenings extends fc.Arbitrary<infer T> ? T : never)[]): Told[] {
  const told: Told[] = BRANDS.slice(0, 2).map((brand) => ({
    stream: `brand-${brand.brandId}`,
    event: { type: 'BrandReported.v1', data: { ...EVENT_SAMPLES['BrandReported.v1'], ...brand } },
  }));
  const reported = new Set([0, 1]);
  const recordedFigures: (readonly [string, Omit<Figure, 'figureId'>])[][] = [[], [], []];
  const steps = [0, 0, 0];
  const warned = new Set<number>();
  let ids = 1000;
  for (const { brand: index, what } of list) {
    const brand = BRANDS[index];
    const known = recordedFigures[index];
    if (brand === undefined || known === undefined) continue;
    const stream = `brand-${brand.brandId}`;
    const say = (type: BrandEventType, data: object) =>
      told.push({
        stream,
        event: { type, data } as Told['event'],
        metadata: { effectiveOn: `2025-03-${String((told.length % 28) + 1).padStart(2, '0')}` },
      });
    if (!reported.has(index)) {
      // The third brand comes late, and sometimes after events of its own.
      if (what.kind === 'step') {
        reported.add(index);
        say('BrandReported.v1', { ...EVENT_SAMPLES['BrandReported.v1'], ...brand });
        continue;
      }
    }
    const figureId = testUuid(ids++);
    if (what.kind === 'figure') {
      known.push([figureId, testFigure(what.figure)]);
      say('FigureRecorded.v1', testFigure({ ...what.figure, figureId }));
    } else if (what.kind === 'correction') {
      const before = known[what.corrects];
      const base = what.same && before !== undefined ? { ...before[1], value: what.figure.value } : what.figure;
      known.push([figureId, testFigure(base)]);
      say('FigureCorrected.v1', {
        ...EVENT_SAMPLES['FigureCorrected.v1'],
        corrects: before?.[0] ?? testUuid(999),
        figure: testFigure({ ...base, figureId }),
      });
    } else if (what.kind === 'life') {
      // Only what was decided is ever marked stale.
      const type = what.type === 'DecisionMarkedStale.v1' && !warned.has(index) ? 'WarningIssued.v1' : what.type;
      if (type === 'WarningIssued.v1' && reported.has(index)) warned.add(index);
      say(type, EVENT_SAMPLES[type]);
    } else if (what.kind === 'claim') {
      say('TierClaimed.v1', { ...EVENT_SAMPLES['TierClaimed.v1'], tier: what.tier, sinceYear: what.sinceYear });
    } else {
      const type = PROCEDURE[(steps[index] ?? 0) % PROCEDURE.length];
      steps[index] = (steps[index] ?? 0) + 1;
      if (type !== undefined) say(type, EVENT_SAMPLES[type]);
    }
  }
  return told;
}

/** One after another: how many events a batch has, whether it is rolled back and delivered again, whether the process restarts after it. */
const deliveries = fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), failsFirst: fc.boolean(), restartsAfter: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});

/** The tables as they must be, from the domain's own fold of every brand and from nothing that was kept in between. */
function expected(told: readonly Told[]) {
  const states = new Map<string, BrandState>();
  for (const {
    recorded: { stream, id, revision },
    event,
  } of recorded(told)) {
    const { metadata, ...rest } = event;
    states.set(
      stream,
      evolveBrand(states.get(stream) ?? initialBrand, { ...rest, metadata, id, revision } as Parameters<typeof evolveBrand>[1]),
    );
  }
  const brands: object[] = [];
  const work: string[] = [];
  const tiers = new Map<string, number>();
  const totals = new Map<string, { total: bigint; brands: number; conflicts: number }>();
  for (const state of states.values()) {
    if (state.stage === 'none') continue;
    const { identity } = state;
    const dataset = identity.origin === 'synthetic' ? 'synthetic' : 'real';
    const claims = [...state.tierClaims].sort(
      (a, b) => (a.sinceYear ?? 0) - (b.sinceYear ?? 0) || TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier),
    );
    const claimed = claims.at(-1)?.tier ?? null;
    const tier = tierHeld(state);
    brands.push({
      brand_id: identity.brandId,
      name: identity.name,
      stage: state.stage,
      side_states: JSON.stringify(sideStates(state)),
      tier,
      claimed_tier: claimed,
      listed: isListed(state) ? 1 : 0,
      key_project: isKeyProject(state) ? 1 : 0,
      honours: state.honours.length,
      dataset,
    });
    work.push(...workOf(state).map(({ id }) => `${identity.brandId}|${id}`));
    const groups = new Map<string, FigureGroup>();
    for (const { event: at, corrects: _corrects, eventId: _eventId, ...figure } of state.figures) {
      const empty = groupOf(identity.brandId, figure);
      const group = groups.get(empty.key) ?? empty;
      groups.set(empty.key, { ...group, figures: [...group.figures, { ...figure, revision: Number(at.split('@')[1]) }] });
    }
    const counted = state.stage === 'delisted' ? 'delisted' : (tier ?? (claimed === null ? 'none' : `claimed:${claimed}`));
    for (const region of lineage(identity.region)) {
      for (const [by, at] of [
        [0, tier ?? 'none'],
        [1, claimed ?? 'none'],
      ] as const) {
        const key = `${dataset}|${region}|${identity.kind}|${by}|${at}|${state.stage}`;
        tiers.set(key, (tiers.get(key) ?? 0) + 1);
      }
      for (const group of groups.values()) {
        for (const { status, value, conflict } of contributions(group.figures)) {
          const key = [
            dataset,
            region,
            group.metric,
            group.year,
            group.unit,
            group.nature,
            group.directness,
            status,
            counted,
            identity.category ?? '',
          ].join('|');
          const sum = totals.get(key) ?? { total: 0n, brands: 0, conflicts: 0 };
          totals.set(key, {
            total: sum.total + BigInt(value ?? 0),
            brands: sum.brands + (value === null ? 0 : 1),
            conflicts: sum.conflicts + (conflict ? 1 : 0),
          });
        }
      }
    }
  }
  const inOrder = <V>(map: ReadonlyMap<string, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    brands: brands.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    work: work.sort(),
    tiers: inOrder(tiers),
    totals: inOrder(totals).map(([key, { total, ...rest }]) => ({ key, total: total.toString(), ...rest })),
  };
}

describe.each(readModelEngines)('read models on $engine', ({ engine, create }) => {
  let models: TestReadModels;
  let db: ReadModelDatabase;
  beforeAll(async () => {
    models = await create();
    db = await models.open();
    await preparedForTest(db);
  }, START_DATABASE_MS);
  afterAll(() => models.dispose());

  const deliver = async (projector: Projector, events: ReturnType<typeof recorded>, fails: boolean) => {
    const [first, ...rest] = events;
    if (first === undefined) return;
    const death = new Error('killed before the commit');
    const run = db.inTransaction(async (tx) => {
      await projector.apply(tx, { events: [first, ...rest] });
      if (fails) throw death;
    });
    if (fails) {
      await expect(run).rejects.toBe(death);
      projector.rolledBack();
    } else {
      await run;
      projector.committed();
    }
  };

  it('hold the same, however the log was cut into batches, delivered again and interrupted; and what the domain says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { maxLength: 60 }), deliveries, async (list, plan) => {
        const told = tell(list);
        const events = recorded(told);
        await emptied(db);
        await deliver(new Projector(db), events, false);
        const rebuilt = await contents(db);

        await emptied(db);
        let projector = new Projector(db);
        for (let from = 0, i = 0; from < events.length; i++) {
          const { size, failsFirst, restartsAfter } = plan[i % plan.length] ?? { size: 1, failsFirst: false, restartsAfter: false };
          const batch = events.slice(from, from + size);
          if (failsFirst) await deliver(projector, batch, true);
          await deliver(projector, batch, false);
          if (restartsAfter) projector = new Projector(db);
          from += size;
        }
        const live = await contents(db);
        expect(live).toEqual(rebuilt);

        const right = expected(told);
        const table = (name: string) => live[name] as Record<string, unknown>[];
        expect(table('brand')).toEqual(right.brands.map((brand): unknown => expect.objectContaining(brand)));
        expect(table('work_item').map(({ key }) => key)).toEqual(right.work);
        expect(table('tier_status').map(({ key, brands }) => [key, brands])).toEqual(right.tiers);
        expect(table('yearly_total').map(({ key, total, brands, conflicts }) => ({ key, total, brands, conflicts }))).toEqual(right.totals);
        expect(table('leaf').map(({ leaf }) => leaf)).toEqual(events.map(({ leaf }) => leaf));
      }),
      { numRuns: engine === 'SQLite' ? 100 : 25, seed: 20260101 },
    );
  }, 60_000);

  it('lead from every number to the records that come to it: counts, tiers, movements, years of the pyramid, quality', async () => {
    const queries = new ReadModelQueries(db);
    let numbers = 0;
    /** All pages, two rows each. */
    const all = async <T, A extends { readonly rows: T[]; readonly total: number }>(ask: (offset: number) => Promise<A>) => {
      const first = await ask(0);
      const rows = [...first.rows];
      while (rows.length < first.total) rows.push(...(await ask(rows.length)).rows);
      return { ...first, rows };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { maxLength: 60 }), async (list) => {
        const events = recorded(tell(list));
        await emptied(db);
        await deliver(new Projector(db), events, false);
        const held = await contents(db);
        const table = <R>(name: string) => held[name] as R[];
        const leafOf = new Map(events.map(({ recorded: { stream, revision }, leaf }) => [`${stream}@${revision}`, leaf]));
        const right = ({ event }: { event: { stream: string; revision: number; leaf: number | null } }) =>
          leafOf.get(`${event.stream}@${event.revision}`) === event.leaf;

        for (const { total, brands, conflicts, ...row } of table<Row<typeof yearlyTotalTable>>('yearly_total')) {
          const asked = { ...row, status: row.status as 'published' | 'locked', limit: 2 };
          if (!Number.isSafeInteger(Number(total))) {
            await expect(queries.countSources(asked)).rejects.toThrow('READ_MODEL.NUMBER_TOO_LARGE');
            continue;
          }
          numbers += 1;
          const sources = await all((offset) => queries.countSources({ ...asked, offset }));
          expect({ total: String(sources.sum), brands: sources.brands, conflicts: sources.conflicts }).toEqual({
            total,
            brands,
            conflicts,
          });
          const values = sources.rows.map(({ value }) => value);
          expect(values.reduce<bigint>((sum, value) => sum + BigInt(value ?? 0), 0n).toString()).toBe(total);
          expect(values.filter((value) => value === null)).toHaveLength(conflicts);
          for (const { value, figures: parts } of sources.rows) {
            expect(parts.every(right)).toBe(true);
            // The one figure that counts is the value; where none does, some are disputed.
            expect(parts.filter(({ part }) => part === 'counted').map((each) => each.value)).toEqual(value === null ? [] : [value]);
            expect(parts.some(({ part }) => part === 'disputed')).toBe(value === null);
          }
        }
        for (const { dataset, region, kind, tier, claimed, stage, brands } of table<Row<typeof tierStatusTable>>('tier_status')) {
          numbers += 1;
          const asked = { dataset, region, kind, tier, claimed: claimed === 1, stage, limit: 2 };
          const sources = await all((offset) => queries.tierSources({ ...asked, offset }));
          expect(sources.rows).toHaveLength(brands);
          expect(sources.rows.every(right)).toBe(true);
        }
        const scopes = (['real', 'synthetic'] as const).flatMap((dataset) =>
          ['000000', '150000', '150430', '370000', '370100'].map((region) => ({ dataset, region })),
        );
        for (const scope of scopes) {
          const { rows: moves } = await queries.tierMovements(scope);
          for (const { brands, ...move } of moves) {
            numbers += 1;
            const sources = await all((offset) => queries.movementSources({ ...scope, ...move, offset, limit: 2 }));
            expect(sources.rows).toHaveLength(brands);
            expect(sources.rows.every(right)).toBe(true);
          }
          const { rows: now } = await queries.tierStatus(scope);
          for (const tier of TIERS) {
            const net = moves.reduce(
              (sum, { fromTier, toTier, brands }) => sum + (toTier === tier ? brands : 0) - (fromTier === tier ? brands : 0),
              0,
            );
            // At the end of all years the pyramid of the movements is the pyramid that stands.
            expect(net).toBe(now.filter((row) => !row.claimed && row.tier === tier).reduce((sum, { brands }) => sum + brands, 0));
            const sources = await all((offset) => queries.pyramidSources({ ...scope, tier, year: 9999, offset, limit: 2 }));
            expect(sources.rows).toHaveLength(net);
          }
          const quality = await queries.quality(scope);
          for (const { kind, records } of quality.rows) {
            numbers += 1;
            const sources = await all((offset) => queries.qualitySources({ ...scope, kind, offset, limit: 2 }));
            expect([kind, sources.rows.length]).toEqual([kind, records]);
            expect(sources.rows.every(({ values }) => values.every(right))).toBe(true);
          }
        }
      }),
      { numRuns: engine === 'SQLite' ? 40 : 8, seed: 20260102 },
    );
    expect(numbers).toBeGreaterThan(100);
  }, 120_000);
});

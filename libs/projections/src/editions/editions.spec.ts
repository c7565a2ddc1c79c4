import { decideCatalogue, drawEdition, initialCatalogue, type BrandEvent, type LeafedBrandEvent } from '#domain';
import { brandEvent, LIVES, testFigure, testUuid } from '#testing';
import { emptied, preparedForTest, projected, recorded, type Told } from '../../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../../test/support/read-models';
import type { ReadModelDatabase } from '../database';
import { ReadModelQueries } from '../queries';

const A = testUuid(1);
const B = testUuid(2);
const REGION = '150000';
const document = { number: '内人社〔2025〕1号', issuedOn: '2025-03-01', signedBy: '张三' };

const life = (brandId: string, events: readonly BrandEvent[], origin: 'operational' | 'synthetic' = 'operational'): Told[] =>
  [brandEvent('BrandReported.v1', { brandId, origin }), ...events.slice(1)].map((event) => ({ stream: `brand-${brandId}`, event }));

/** An edition over what was told, as the decider writes it. */
function edition(told: readonly Told[], number: number, supersedes: { number: number; reason: string } | null = null): Told[] {
  const streams = new Map<string, LeafedBrandEvent[]>();
  for (const { recorded: at, event, leaf } of recorded(told)) {
    if (!at.stream.startsWith('brand-')) continue;
    const { metadata, ...rest } = event;
    const events = streams.get(at.stream) ?? [];
    events.push({ ...(rest as BrandEvent), metadata, id: at.id, revision: Number(at.revision), leaf });
    streams.set(at.stream, events);
  }
  const asOf = '2025-03-01';
  const content = drawEdition(streams.values(), REGION, 'real', { leaf: told.length, asOf }, null);
  const policy = {
    pack: 'p',
    version: '1',
    digest: 'c'.repeat(64),
    basis: 'stated' as const,
    clause: null,
    cite: null,
    approvedBy: null,
    approvedOn: null,
  };
  const drawn = {
    ...content,
    region: REGION,
    dataset: 'real' as const,
    asOf,
    governed: true,
    policy,
    basis: { leaf: told.length },
    digest: 'd'.repeat(64),
  };
  const decided = decideCatalogue(
    { type: 'publishEdition', data: { editionId: testUuid(700 + number), drawn, seen: drawn.digest, document, supersedes: null } },
    initialCatalogue,
    { today: asOf },
  );
  if (!decided.ok) throw new Error(decided.refusal.en);
  return decided.events.map((event) => ({
    stream: `catalogue-${REGION}`,
    event: event.type === 'CatalogueEditionPublished.v1' ? { ...event, data: { ...event.data, number, supersedes } } : event,
  }));
}

describe.each(readModelEngines)('editions on $engine', ({ create }) => {
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

  it('know of none before the first', async () => {
    expect(await ask.editions({})).toEqual({ rows: [], position: '0' });
    expect(await ask.edition('real', REGION, 1)).toBeNull();
    expect(await ask.editionSource('real', REGION)).toEqual({ leaf: -1, brands: new Map() });
  });

  it('are kept with their lists, and one that is superseded says by which', async () => {
    const brands = life(A, LIVES.listed);
    const first = edition(brands, 1);
    await projected(db, [...brands, ...first, ...edition(brands, 2, { number: 1, reason: '勘误' })]);
    const { rows } = await ask.editions({ dataset: 'real', region: '000000' });
    expect(rows.map(({ head, supersededBy, leaf, revision }) => [head.number, supersededBy, leaf, revision])).toEqual([
      [2, null, 10, 3],
      [1, 2, 8, 1],
    ]);
    expect(await ask.editions({ dataset: 'synthetic' })).toMatchObject({ rows: [] });
    expect((await ask.editions({ region: '370000' })).rows).toEqual([]);
    const whole = await ask.edition('real', REGION, 1);
    expect(whole?.entries.map(({ brandId, tier }) => [brandId, tier])).toEqual([[A, 'county']]);
    expect(whole?.changes.map(({ kind }) => kind)).toEqual(['entered']);
    expect(await ask.edition('synthetic', REGION, 1)).toBeNull();
  });

  it('are not made of chunks that nobody published', async () => {
    const brands = life(A, LIVES.listed);
    const [chunk] = edition(brands, 1);
    if (chunk === undefined) throw new Error('no chunk');
    await projected(db, [...brands, chunk]);
    expect((await ask.editions({})).rows).toEqual([]);
  });

  it('are drawn from every brand that was ever listed there, each event with its leaf', async () => {
    const told = [...life(A, LIVES.delisted), ...life(B, LIVES.listed, 'synthetic'), ...life(testUuid(3), LIVES.cultivated)];
    await projected(db, told);
    const { leaf, brands } = await ask.editionSource('real', REGION);
    expect(leaf).toBe(told.length - 1);
    expect([...brands.keys()]).toEqual([A]);
    expect([...(brands.get(A) ?? [])].sort(([a], [b]) => a - b)).toEqual(LIVES.delisted.map((_, revision) => [revision, revision]));
    expect([...(await ask.editionSource('synthetic', REGION)).brands.keys()]).toEqual([B]);
    expect((await ask.editionSource('real', '150400')).brands.size).toBe(0);
  });

  it('the office sees brands, movements and figures from one moment', async () => {
    const told = life(A, [...LIVES.warned, { type: 'FigureRecorded.v1', data: testFigure({ value: 77 }) }]);
    await projected(db, [...told, ...life(B, LIVES.listed, 'synthetic')]);
    const office = await ask.office({ dataset: 'real', region: '150400', year: 2024 });
    expect(office.leaf).toBe(told.length + LIVES.listed.length - 1);
    expect(office.brands.map(({ brandId, tier, sideStates }) => [brandId, tier, sideStates])).toEqual([[A, 'county', ['warned']]]);
    expect(office.figures).toEqual([
      {
        brandId: A,
        metric: 'employmentDriven',
        unit: 'persons',
        nature: 'flow',
        directness: 'direct',
        status: 'locked',
        bound: 'exact',
        value: 77,
        estimate: null,
        revision: told.length - 1,
      },
    ]);
    // Events of 2025 are movements of 2025, though they speak of the year before.
    expect(office.movements).toEqual([]);
    const moved = (await ask.office({ dataset: 'real', region: REGION, year: 2025 })).movements;
    expect(moved.map(({ type, leaf }) => [type, leaf])).toEqual(
      LIVES.warned.flatMap(({ type }, leaf) =>
        ['BrandReported.v1', 'ReviewDue.v1', 'CultivationStarted.v1'].includes(type) ? [] : [[type, leaf]],
      ),
    );
    expect(moved.at(-1)).toMatchObject({
      type: 'WarningIssued.v1',
      data: { period: 2024 },
      decision: { basis: 'configured', umbrella: '三（三）' },
    });
    expect(moved.at(-1)?.data).not.toHaveProperty('decision');
    expect((await ask.office({ dataset: 'real', region: '370000' })).brands).toEqual([]);
    expect((await ask.leavesOfStreams([`brand-${A}`])).get(`brand-${A}@3`)).toBe(3);
  });
});

import { LIVES, brandEvent, testUuid } from '#testing';
import { emptied, preparedForTest, projected, type Told } from '../../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../../test/support/read-models';
import type { ReadModelDatabase } from '../database';
import { ReadModelQueries } from '../queries';

const BRAND = `brand-${testUuid(1)}`;
const window = (toYear: number | null) => ({ fromYear: toYear, toYear, asOf: null });

describe.each(readModelEngines)('what the list of gaps is computed from, on $engine', ({ create }) => {
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

  it('tells which years a brand reported, published apart from locked, whatever comes after', async () => {
    const figure = (n: number, year: number | null, status: 'locked' | 'published') =>
      brandEvent('FigureRecorded.v1', { figureId: testUuid(200 + n), window: window(year), status });
    const events = [
      ...LIVES.listed.filter(({ type }) => type !== 'FigureRecorded.v1'),
      figure(1, 2025, 'locked'),
      figure(2, 2023, 'locked'),
      figure(3, 2023, 'locked'),
      figure(4, 2022, 'published'),
      figure(5, null, 'locked'),
      brandEvent('PublicityRecorded.v1'),
    ];
    const told: Told[] = events.map((event) => ({ stream: BRAND, event }));
    await projected(db, told);
    const { rows } = await ask.gapGrounds({});
    expect(rows).toMatchObject([{ stream: BRAND, ground: { what: 'brand', locked: [2023, 2025], published: [2022] } }]);
  });
});

import { brandEvent, LIVES, testFigure, testFigureInput, testUuid } from '#testing';
import type { BrandEvent } from '#domain';
import { emptied, preparedForTest, projected, recorded, type Told } from '../../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../../test/support/read-models';
import type { ReadModelDatabase } from '../database';
import { ReadModelQueries } from '../queries';
import { Projector } from '../read-models';

const BRAND = `brand-${testUuid(1)}`;
const on = (...events: readonly BrandEvent[]): Told[] => events.map((event) => ({ stream: BRAND, event }));
const given = [...LIVES.reported, brandEvent('FigureRecorded.v1')];
const asked = brandEvent('CorrectionRequested.v1');
const corrected = brandEvent('FigureCorrected.v1', { requester: 'p-1', reason: '重复计数' });
const all = { offset: 0, limit: 10 };

describe.each(readModelEngines)('corrections on $engine', ({ create }) => {
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

  it('a request waits with the value it speaks of, and names who asked by id', async () => {
    await projected(db, on(...given, asked));
    expect(await ask.corrections(all)).toMatchObject({
      total: 1,
      rows: [
        {
          ...{ brandId: testUuid(1), brandName: '敖汉架线工', region: { code: '150430' }, dataset: 'real', state: 'open' },
          ...{ requestId: testUuid(180), corrects: testUuid(100), figureId: null, valueBefore: 1000, reason: '重复计数' },
          ...{
            figure: testFigureInput({ value: 900 }),
            evidence: [],
            askedBy: { id: 'local', role: 'recorder' },
            settledOn: null,
            settledBy: null,
          },
        },
      ],
    });
  });

  it.each([
    ['refused', [brandEvent('CorrectionRefused.v1')], '证据不足', null],
    ['withdrawn', [brandEvent('CorrectionWithdrawn.v1')], '核对无误', null],
    ['approved', [brandEvent('CorrectionApproved.v1', { note: '已核对' }), corrected], '已核对', testUuid(101)],
  ] as const)('one that is %s stays one row', async (state, events, answer, figureId) => {
    // In one batch, and each event in a batch of its own, as a subscription that follows gets them.
    const told = recorded(on(...given, asked, ...events));
    for (const size of [told.length, 1]) {
      await emptied(db);
      const projector = new Projector(db);
      for (let at = 0; at < told.length; at += size) {
        const [first, ...rest] = told.slice(at, at + size);
        if (first !== undefined) await db.inTransaction((tx) => projector.apply(tx, { events: [first, ...rest] }));
        projector.committed();
      }
      const { rows } = await ask.corrections(all);
      expect(rows).toMatchObject([{ state, answer, figureId, valueBefore: 1000, settledBy: { id: 'local', role: 'recorder' } }]);
      expect(rows.length).toBe(1);
    }
  });

  it('a correction without a request is told as one, asked for by whom it names', async () => {
    await projected(db, on(...given, corrected));
    expect((await ask.corrections(all)).rows).toMatchObject([
      { state: 'direct', requestId: null, figureId: testUuid(101), valueBefore: 1000, askedBy: { id: 'p-1', role: null } },
    ]);
  });

  it('are filtered by state, brand, region and data set; those that wait come first', async () => {
    const second = testFigure({ figureId: testUuid(105), window: { fromYear: null, toYear: 2023, asOf: null } });
    await projected(
      db,
      on(
        ...given,
        { type: 'FigureRecorded.v1', data: second },
        corrected,
        brandEvent('CorrectionRequested.v1', { corrects: testUuid(105) }),
      ),
    );
    const states = async (query: object) => (await ask.corrections({ ...all, ...query })).rows.map(({ state }) => state);
    expect(await states({})).toEqual(['open', 'direct']);
    expect(await states({ state: 'direct' })).toEqual(['direct']);
    expect(await states({ brandId: testUuid(2) })).toEqual([]);
    expect(await states({ region: '150400' })).toEqual(['open', 'direct']);
    expect(await states({ region: '370000' })).toEqual([]);
    expect(await states({ dataset: 'synthetic' })).toEqual([]);
    expect(await states({ offset: 1, limit: 1 })).toEqual(['direct']);
  });
});

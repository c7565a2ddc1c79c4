import type { SubjectEvent } from '#domain';
import { brandEvent, LIVES, subjectEvent, testDecision, testDocument, testUuid } from '#testing';
import { emptied, preparedForTest, projected, type Told } from '../../../../test/support/projections';
import { readModelEngines, START_DATABASE_MS, type TestReadModels } from '../../../../test/support/read-models';
import type { ReadModelDatabase } from '../database';
import { ReadModelQueries } from '../queries';

const source = { reference: '填报', note: null };
const UNIT = `unit-${testUuid(1)}`;
const LINK = `link-${testUuid(2)}`;
const on = (stream: string, ...events: readonly SubjectEvent[]): Told[] => events.map((event) => ({ stream, event }));
const registered = (name: string, region = '370200', origin: 'operational' | 'synthetic' = 'operational') =>
  subjectEvent('UnitRegistered.v1', {
    unitId: testUuid(1),
    ...{ name, creditCode: null, unitType: 'leadFirm', region, brands: [], origin, source },
  });
const recognised = subjectEvent('UnitRecognised.v1', { document: testDocument, minutes: null, decision: null });
const proposed = (training: readonly string[]) =>
  subjectEvent('DualLinkProposed.v1', {
    ...{ linkId: testUuid(2), name: '某“双品牌”', region: '150430', pack: 'im-2024-118', labour: testUuid(50), training: [...training] },
    ...{ path: 'mutual', shared: [], origin: 'operational', source },
  });

describe.each(readModelEngines)('subjects on $engine', ({ create }) => {
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

  it('are listed by kind, region and data set, as they stand', async () => {
    await projected(db, [
      ...on(UNIT, registered('青岛家政'), recognised),
      ...on(`unit-${testUuid(3)}`, registered('演示家政', '370200', 'synthetic')),
      ...on(`unit-${testUuid(4)}`, registered('通辽家政', '150500')),
      ...on(LINK, proposed([testUuid(51)])),
    ]);
    const { rows } = await ask.subjects({ kind: 'unit', region: '370000', dataset: 'real' });
    expect(rows).toMatchObject([
      {
        stream: UNIT,
        kind: 'unit',
        name: '青岛家政',
        status: 'recognised',
        revision: 1,
        region: { code: '370200' },
        dataset: 'real',
        openSanctions: 0,
      },
    ]);
    expect(rows[0]?.counts).toEqual({ 'UnitRegistered.v1': 1, 'UnitRecognised.v1': 1 });
    expect((await ask.subjects({})).rows.map(({ name }) => name)).toEqual(
      ['某“双品牌”', '演示家政', '通辽家政', '青岛家政'].sort(byKindAndName),
    );
    expect((await ask.subjects({ dataset: 'synthetic' })).rows.map(({ name }) => name)).toEqual(['演示家政']);
  });

  it('say what waits: a proposed sanction, an evaluation that is due until it is held', async () => {
    const region = 'region-522601';
    const due = subjectEvent('EvaluationDue.v1', { dueOn: '2027-11-15', decision: testDecision('due') });
    const round = subjectEvent('EvaluationRoundHeld.v1', {
      ...{ roundId: testUuid(70), evaluation: 'school', heldOn: '2027-11-20', title: '评估', scale: ['优秀', '合格'] },
      ...{ document: null, origin: 'operational' },
    });
    const sanction = subjectEvent('SanctionProposed.v1', { proposalId: testUuid(60), sanction: 'notice', decision: testDecision('s') });
    await projected(db, [...on(UNIT, registered('青岛家政'), sanction), ...on(region, due)]);
    expect((await ask.subjects({ kind: 'unit' })).rows).toMatchObject([{ openSanctions: 1 }]);
    expect((await ask.subjects({ kind: 'region' })).rows).toMatchObject([
      { name: '凯里市', status: 'active', evaluationDueOn: '2027-11-15' },
    ]);
    await emptied(db);
    await projected(db, on(region, due, round));
    expect((await ask.subjects({ kind: 'region' })).rows).toMatchObject([{ evaluationDueOn: null }]);
  });

  it('a closed year or a published aggregate makes no row of a region', async () => {
    await projected(db, [
      {
        stream: 'region-370000',
        event: {
          type: 'YearClosed.v1',
          data: {
            ...{ region: '370000', year: 2024, closedOn: '2025-01-10', closedBy: '王某', brands: 0, figures: 0, digest: 'a'.repeat(64) },
            origin: 'operational',
          },
        },
      },
    ]);
    expect((await ask.subjects({})).rows).toEqual([]);
  });

  it('know which links ever named a brand, removed and dissolved ones too', async () => {
    await projected(db, [
      ...on(UNIT, subjectEvent('UnitRegistered.v1', { ...unitOf(testUuid(51)), brands: [testUuid(51)] })),
      ...on(
        LINK,
        proposed([testUuid(51)]),
        subjectEvent('DualLinkTrainingAdded.v1', { brandId: testUuid(52), reason: '新增', shared: [] }),
        subjectEvent('DualLinkTrainingRemoved.v1', { brandId: testUuid(51), reason: '停办' }),
      ),
    ]);
    expect(await ask.linksNaming([testUuid(51)])).toEqual([LINK]);
    expect(await ask.linksNaming([testUuid(52), testUuid(50)])).toEqual([LINK]);
    expect(await ask.linksNaming([testUuid(53)])).toEqual([]);
    expect(await ask.linksNaming([])).toEqual([]);
  });

  it('count dual brands and key projects of a region from their day on', async () => {
    const brandId = testUuid(9);
    const brand = [brandEvent('BrandReported.v1', { brandId }), ...LIVES.listed.slice(1), brandEvent('KeyProjectDesignated.v1')];
    await projected(db, [
      ...brand.map((event) => ({ stream: `brand-${brandId}`, event })),
      ...on(LINK, proposed([testUuid(51)]), subjectEvent('DualLinkRecognised.v1', { document: testDocument, decision: testDecision('r') })),
    ]);
    const { dualBrands, keyProjects } = await ask.regionCounts('150000', 'real');
    expect(dualBrands).toEqual([{ since: testDocument.issuedOn, until: null }]);
    expect(keyProjects).toMatchObject([{ until: null }]);
    expect(await ask.regionCounts('370000', 'real')).toMatchObject({ dualBrands: [], keyProjects: [] });
    expect(await ask.regionCounts('150000', 'synthetic')).toMatchObject({ dualBrands: [], keyProjects: [] });
  });
});

const unitOf = (brandId: string) =>
  ({
    unitId: testUuid(1),
    name: '某单位',
    creditCode: null,
    unitType: 'other',
    region: '370200',
    brands: [brandId],
    origin: 'operational',
    source,
  }) as const;

/** As both engines sort: link before unit, then by the code of the letters. */
function byKindAndName(a: string, b: string): number {
  const kind = (name: string): number => (name.includes('双品牌') ? 0 : 1);
  return kind(a) - kind(b) || (a < b ? -1 : 1);
}

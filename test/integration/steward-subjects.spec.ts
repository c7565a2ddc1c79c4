/**
 * The steward over every subject, reached over HTTP: a year is closed, the answers arrive with clause and margin, a figure is
 * corrected and exactly the answer that read it is stale; and what is silent stands in the list of gaps.
 */
import { startApp, type Answered, type TestApp } from '../support/app';

const source = { reference: '县人社局填报', note: null };
const document = { number: '人社字〔2022〕18号', issuedOn: '2022-06-20', signedBy: '王某' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
}, 60_000);
afterAll(() => app.stop());

const api = (path: string): string => `/api/v1/${path}`;
async function done(path: string, body: unknown): Promise<Answered> {
  const answer = await app.post(api(path), body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
const founded = async (path: string, body: unknown): Promise<string> => String((await done(path, body)).body['id']);
const figure = (metric: string, value: number, year = 2023) => ({
  figure: {
    ...{ metric, unit: 'persons', nature: 'flow', directness: 'unstated', bound: 'exact', value },
    ...{ window: { fromYear: year, toYear: year, asOf: null }, estimate: null, source },
  },
});
interface Line {
  readonly type: string;
  readonly sentenceZh: string;
  readonly decision: {
    readonly rule: string;
    readonly cite: string | null;
    readonly basis: string;
    readonly stale: boolean;
    readonly explanationZh: string;
  } | null;
}
const history = async (path: string): Promise<readonly Line[]> =>
  (await app.get<{ readonly rows?: Line[] }>(api(`${path}/history`))).body.rows ?? [];
const gaps = async (query: string): Promise<Record<string, unknown>[]> => (await app.get(api(`gaps?${query}`))).body.rows ?? [];
/** Closes a year for a region on a day, and waits for all that follows. */
async function close(region: string, year: number): Promise<void> {
  await done(`regions/${region}/close-year`, { year, closedOn: app.composition.clock.today(), origin: 'operational', closedBy: '王某' });
  await app.settled();
}

it('answers of units, regions and programmes arrive with clause and margin; a correction makes exactly one of them stale', async () => {
  app.composition.clock.setToday('2022-06-21');
  const id = await founded('units', {
    ...{ name: '青岛某家政服务有限公司', creditCode: null, unitType: 'leadFirm', region: '370202', brands: [], origin: 'operational' },
    source,
  });
  for (const criterion of ['many', 'able', 'quality', 'regular', 'leading'])
    await done(`units/${id}/record-judgement`, {
      ...{ criterion: `unit.${criterion}`, met: true, role: 'expert', by: '专家组', reason: '评审意见', evidence: [] },
    });
  await done(`units/${id}/recognise`, { document, minutes: '纪要2号' });
  const programme = await founded('programmes', {
    ...{ name: '特色劳务品牌建设', pack: 'sd-2021-22', region: '370000', fromYear: 2021, toYear: 2025, origin: 'operational' },
    source,
  });
  app.composition.clock.setToday('2024-01-20');
  await done(`units/${id}/record-figure`, figure('trainedPersons', 499));
  for (const [metric, value] of [
    ['selfUsed', 200],
    ['exported', 300],
  ] as const)
    await done(`units/${id}/record-figure`, figure(metric, value));
  await close('370200', 2023);

  const answered = async (): Promise<readonly Line[]> => (await history(`units/${id}`)).filter(({ type }) => type === 'RuleAnswered.v1');
  const [trained, used] = await answered();
  expect(trained?.decision).toMatchObject({ rule: 'sd.unit.trained', basis: 'stated', stale: false });
  expect(trained?.decision?.cite).toMatch(/二（二）/);
  expect(trained?.decision?.explanationZh).toMatch(/499人.*500人.*差1人/);
  expect(used?.decision).toMatchObject({ rule: 'sd.unit.used', stale: false });
  expect(used?.sentenceZh).toMatch(/符合|达到/);
  // The city answers for its key projects, with the document's clause.
  const city = (await history('regions/370200')).filter(({ type }) => type === 'RuleAnswered.v1');
  expect(city.map(({ decision }) => decision?.rule)).toContain('sd.city.key-projects');

  const card = await app.get(api(`units/${id}`));
  const [wrong] = card.body['figures'] as { figureId: string }[];
  await done(`units/${id}/correct-figure`, {
    ...{ corrects: wrong?.figureId, requester: '李四', reason: '漏计一个班', evidence: [] },
    ...figure('trainedPersons', 500),
  });
  await app.settled();
  expect((await answered()).map(({ decision }) => [decision?.rule, decision?.stale])).toEqual([
    ['sd.unit.trained', true],
    ['sd.unit.used', false],
  ]);
  // A house rule proposed a notice because of the missed duty: that decision rests on the figure too.
  const stale = (await app.get(api(`units/${id}`))).body['stale'] as string[];
  expect(stale.map((key) => key.split('|')[1]).sort()).toEqual(['sd.house.unit.notice', 'sd.unit.trained']);

  // Nothing is asked of the programme before the day after its date.
  expect((await history(`programmes/${programme}`)).map(({ type }) => type)).toEqual(['ProgrammeRegistered.v1']);
  app.composition.clock.setToday('2026-01-01');
  await app.settled();
  const targets = (await history(`programmes/${programme}`)).flatMap(({ decision }) => decision?.rule ?? []);
  expect(targets.sort()).toEqual(['sd.prefecture-brands', 'sd.province-brands', 'sd.skilled-jobs']);
}, 60_000);

it('what is silent stands in the list, with who owes it, by what, and what to do', async () => {
  app.composition.clock.setToday('2026-01-01');
  const brand = async (name: string, kind: string, region: string): Promise<string> => {
    const report = {
      ...{ name, kind, category: null, brandType: null, region, regionAsStated: null, formedOn: null, cultivatedFrom: '2020-01-01' },
      ...{ origin: 'operational', source },
    };
    return String((await done('brands', { report, nomination: null })).body['brandId']);
  };
  await brand('敖汉电工培训', 'training', '150430');
  await app.settled();

  // The unit told nothing of 2022, 2024 and 2025.
  const silent = await gaps('region=370202&kind=notReported');
  expect(silent.map(({ period }) => period)).toEqual([2022, 2024, 2025]);
  expect(silent[0]).toMatchObject({
    since: '2023-01-01',
    dueOn: null,
    owedBy: { role: 'constructionUnit', zh: '劳务品牌建设单位' },
    basis: { kind: 'notStated' },
  });
  expect((await gaps('region=370202&kind=regionSilent')).map(({ period }) => period)).toEqual([2022, 2024, 2025]);

  // IM-17: the banner has a training brand and no standard of its own; IM-02: its league has no dual brand.
  const [standard] = await gaps('region=150430&kind=standardNotSet');
  expect(standard).toMatchObject({ owedBy: { role: 'banner' }, basis: { kind: 'stated', pack: 'im-2024-118' } });
  const coverage = await gaps('region=150000&kind=coverageNotMet');
  expect(coverage).toHaveLength(12);
  expect(coverage[0]).toMatchObject({ basis: { kind: 'stated', cite: expect.any(String) as string } });
  expect((await gaps('region=150400&kind=coverageNotMet')).map(({ region }) => (region as { name: string }).name)).toEqual(['赤峰市']);

  // KL-14: no round was ever held.
  expect((await gaps('region=522601&kind=evaluationOverdue'))[0]).toMatchObject({
    subject: { stream: 'region-522601' },
    basis: { kind: 'stated' },
  });
  // What no document states and nobody configured.
  const open = await gaps('region=370000&kind=notConfigured');
  expect(open.map(({ zh }) => String(zh))).toEqual(expect.arrayContaining([expect.stringContaining('「左右」的允许误差')]));

  const { status, body } = await app.get(api('gaps?limit=1&offset=1'));
  expect(status).toBe(200);
  expect(body.rows).toHaveLength(1);
  const totals = body['totals'] as { kind: string; count: number }[];
  expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(body['total']);
  expect(totals.map(({ kind }) => kind)).toContain('neverLocked');
  expect((await app.get(api('gaps?kind=nothing'))).status).toBe(400);
  expect((await app.get(api('gaps?region=999999'))).status).toBe(403);
}, 60_000);

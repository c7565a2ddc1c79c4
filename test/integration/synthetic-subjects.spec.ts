/**
 * The whole ledger plays the demonstration at its first start, as a newcomer's does: what every unit, institution, dual brand,
 * programme and window lives through, what the catalogue's editions say, and that none of it touches anything real.
 */
import { playScenario, shippedScript } from '#application';
import { syntheticBrandIds, syntheticSubjectIds } from '#contracts';
import { subjectStream, type Explanation, type SubjectEvent, type SubjectEventData } from '#domain';
import { startApp, type TestApp } from '../support/app';

jest.setTimeout(240_000);
const API = '/api/v1';
const script = shippedScript();
const ids = syntheticSubjectIds(script);
const brands = syntheticBrandIds(script);
const streamOf = (key: string): string => subjectStream(script.subjects[key]?.kind ?? 'unit', ids.get(key) ?? '');

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sampleData: true });
});
afterAll(() => app.stop());

interface Written {
  readonly event: SubjectEvent;
  readonly by: string;
  readonly on: string;
}
async function streamBy(stream: string): Promise<readonly Written[]> {
  const found: Written[] = [];
  for await (const { event, metadata } of app.composition.ledger.readStream(stream))
    found.push({ event: event as SubjectEvent, by: metadata.actor.id, on: metadata.effectiveOn });
  return found;
}

/** One line of `arrives`, or null: by a person, or an answer for want of facts. */
function told({ event, by }: Written): string | null {
  if (by !== 'steward') return null;
  switch (event.type) {
    case 'RuleAnswered.v1': {
      const { period, outcome, decision } = event.data;
      if (outcome === 'undecidable') return null;
      return [event.type, decision.explanation?.rule, period, outcome].filter((part) => part !== null).join(' ');
    }
    case 'SanctionProposed.v1':
      return `${event.type} ${event.data.decision.explanation?.rule ?? ''} ${event.data.sanction}`;
    case 'LinkReviewDue.v1':
      return `${event.type} ${event.data.decision.explanation?.rule ?? ''} ${event.data.side}`;
    default:
      return event.type;
  }
}

it.each(Object.keys(script.subjects))('%s: what rules write arrives in order, and it ends where it should', async (key) => {
  const cast = script.subjects[key];
  if (cast === undefined) throw new Error(key);
  expect((await streamBy(streamOf(key))).map(told).filter((line) => line !== null)).toEqual(cast.arrives);
  const { state } = await app.composition.subjects.load(cast.kind, ids.get(key) ?? '');
  if (cast.kind === 'region') return;
  expect([state.own?.origin, state.own && 'status' in state.own ? state.own.status : null]).toEqual(['synthetic', cast.ends]);
});

type Node = Explanation['root'];
const leaves = (node: Node): readonly Node[] => [...(node.node === 'predicate' ? [node] : []), ...node.children.flatMap(leaves)];

describe('on both sides of what is asked', () => {
  it.each([
    ['linyi-unit', 'sd.unit.trained', 2023, 'pass', { kind: 'count', value: 500 }],
    ['linyi-unit', 'sd.unit.trained', 2024, 'fail', { kind: 'count', value: 499 }],
    ['kaili-school-yi', 'kl.school.teachers', 2024, 'pass', { kind: 'ratio', numerator: 10, denominator: 30 }],
    ['kaili-school-yi', 'kl.school.teachers', 2025, 'fail', { kind: 'ratio', numerator: 9, denominator: 30 }],
    ['kaili-school-bing', 'kl.school.trained', 2024, 'pass', { kind: 'ratio', numerator: 500, denominator: 1000 }],
    ['kaili-school-bing', 'kl.school.trained', 2025, 'fail', { kind: 'ratio', numerator: 499, denominator: 1000 }],
    ['kaili-plan', 'kl.workers-2024', 2024, 'fail', { kind: 'count', value: 399 }],
    ['kaili-plan', 'kl.workers-2025', 2025, 'pass', { kind: 'count', value: 600 }],
    ['kaili-plan', 'kl.workers-total', 2025, 'fail', { kind: 'count', value: 999 }],
    ['kaili-plan', 'kl.exchange-domestic', 2024, 'fail', { kind: 'count', value: 99 }],
    ['kaili-plan', 'kl.exchange-domestic', 2025, 'pass', { kind: 'count', value: 100 }],
  ])('%s: %s of %i answers %s', async (key, rule, year, outcome, actual) => {
    const answers = (await streamBy(streamOf(key))).flatMap(({ event }) =>
      event.type === 'RuleAnswered.v1' && event.data.decision.explanation?.rule === rule && event.data.period === year ? [event.data] : [],
    );
    expect(answers.map((answer) => answer.outcome)).toEqual([outcome]);
    const [first] = answers.flatMap(({ decision: { explanation } }) => (explanation ? leaves(explanation.root) : []));
    expect(first?.actual).toMatchObject(actual);
  });

  it('a ladder takes its next step twelve months to the day after the notice', async () => {
    const steps = (await streamBy(streamOf('linyi-unit'))).flatMap(({ event, on }) =>
      event.type === 'SanctionProposed.v1' || event.type === 'SanctionConfirmed.v1' ? [[on, event.type, event.data.sanction]] : [],
    );
    expect(steps).toEqual([
      ['2025-01-20', 'SanctionProposed.v1', 'notice'],
      ['2025-01-20', 'SanctionConfirmed.v1', 'notice'],
      ['2026-01-20', 'SanctionProposed.v1', 'stopSupport'],
    ]);
  });

  it('a nomination of 23:59 is in time for the extended window, and one of 00:00 is late', async () => {
    const received = (await streamBy(streamOf('im-window'))).flatMap(({ event }) =>
      event.type === 'WindowNominationReceived.v1' ? [[event.data.submittedAt, event.data.late]] : [],
    );
    expect(received.slice(-2)).toEqual([
      ['2024-07-30T23:59:00+08:00', false],
      ['2024-07-31T00:00:00+08:00', true],
    ]);
    expect(received.filter(([, late]) => late)).toHaveLength(1);
  });
});

it('a dual brand that loses one side is due for review, with the exit as its reason', async () => {
  const due = (await streamBy(streamOf('dual-chifeng'))).flatMap(({ event, on }) =>
    event.type === 'LinkReviewDue.v1' ? [[on, event.data.chain.map(({ stream, type }) => [stream, type])]] : [],
  );
  expect(due).toEqual([['2025-09-10', [[`brand-${brands.get('wuhai-welders') ?? ''}`, 'BrandDelisted.v1']]]]);
});

it('a brand that is one person short passes for its dual brand by the relaxation alone', async () => {
  const brandId = brands.get('tongliao-riggers') ?? '';
  const asked = async (asOf: string): Promise<Explanation | undefined> => {
    const { rows = [] } = (await app.get(`${API}/brands/${brandId}/evaluations?asOf=${asOf}`)).body;
    return rows.map((row) => row['explanation'] as Explanation).find(({ rule }) => rule === 'im.labour.scale');
  };
  const noted = (found: Explanation | undefined) => (found ? [found.outcome, leaves(found.root).flatMap(({ notes }) => notes)] : []);
  const [outcome, notes] = noted(await asked('2024-09-05'));
  expect([outcome, notes]).toEqual(['pass', expect.arrayContaining(['passesOnlyByRelaxation'])]);
  // The day before it was granted, and a year on, when the brand reaches the number by itself.
  expect((await asked('2024-09-03'))?.outcome).toBe('fail');
  expect(noted(await asked('2025-01-20'))).toEqual(['pass', expect.not.arrayContaining(['passesOnlyByRelaxation'])]);
  const recognised = (await streamBy(streamOf('dual-tongliao'))).flatMap(({ event }): SubjectEventData<'DualLinkRecognised.v1'>[] =>
    event.type === 'DualLinkRecognised.v1' ? [event.data] : [],
  );
  expect(recognised.map(({ decision }) => decision.explanation?.outcome)).toEqual(['pass']);
});

it('one roster stands for two targets only in the shares that were declared before', async () => {
  const body = (await streamBy(streamOf('kaili-plan'))).find(
    ({ event }) => event.type === 'ProgrammeProgressRecorded.v1' && event.data.target === 'kl.domestic',
  )?.event;
  if (body?.type !== 'ProgrammeProgressRecorded.v1') throw new Error('no progress');
  const { progressId: _, ...progress } = body.data;
  const again = await app.post(`${API}/programmes/${ids.get('kaili-plan') ?? ''}/record-progress`, {
    progress: { ...progress, target: 'kl.domestic-annex' },
  });
  expect([again.status, again.body['code']]).toEqual([422, 'PROGRAMME.ALLOCATED_ELSEWHERE']);
});

it('the catalogue has two editions, between which one brand rose and one left; there is none of real brands', async () => {
  const editions = async (dataset: string) =>
    ((await app.get(`${API}/catalogue/editions?dataset=${dataset}&region=370000`)).body.rows ?? []).map((row) => {
      const { number, asOf, entries, changes } = row['head'] as { number: number; asOf: string; entries: number; changes: object };
      return [number, asOf, entries, Object.fromEntries(Object.entries(changes).filter(([, count]) => count !== 0))];
    });
  expect(await editions('real')).toEqual([]);
  expect(await editions('synthetic')).toEqual([
    [2, '2024-07-31', 3, { restored: 1, exited: 1, promoted: 1 }],
    [1, '2022-03-15', 4, { entered: 4, keyProject: 1 }],
  ]);
  const { body } = await app.get(`${API}/catalogue/preview?region=370000&dataset=synthetic&asOf=2024-07-31`);
  expect((body['entries'] as { name: string; tier: string }[]).map(({ name, tier }) => [name, tier])).toEqual(
    expect.arrayContaining([['济南养老护理员', 'province']]),
  );
});

describe('nothing of it touches what is real', () => {
  const names = Object.keys(script.subjects).filter((key) => script.subjects[key]?.kind !== 'region');

  it('the lists of real subjects are empty, those of the demonstration hold the cast', async () => {
    const idsIn = async (dataset: string) =>
      ((await app.get(`${API}/subjects?dataset=${dataset}`)).body.rows ?? []).map((row) => row['id']);
    expect(await idsIn('real')).toEqual([]);
    expect([...(await idsIn('synthetic'))].sort()).toEqual(names.map((key) => ids.get(key)).sort());
  });

  it('a round that is made up is not the round that the city owes', async () => {
    const { rows = [] } = (await app.get(`${API}/gaps?dataset=real&region=522601&kind=evaluationOverdue`)).body;
    expect(rows.map((row) => [row['dataset'], (row['subject'] as { stream: string }).stream])).toEqual([['real', 'region-522601']]);
    const { state } = await app.composition.subjects.load('region', '522601');
    expect(state.kind === 'region' ? [state.own.rounds.length, state.own.syntheticRounds.length] : null).toEqual([0, 1]);
  });
});

it('played once more it writes nothing: every step is known by its key', async () => {
  const { ledger, brands: brandService, subjects, catalogue, years, clock, worker } = app.composition;
  const revisions = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for (const stream of [...[...brands.values()].map((id) => `brand-${id}`), ...names(), 'catalogue-370000'])
      found.push(`${stream} ${(await streamBy(stream)).length}`);
    return found;
  };
  const names = (): readonly string[] => Object.keys(script.subjects).map(streamOf);
  const before = await revisions();
  await playScenario({
    ...{ ledger, brands: brandService, subjects, catalogue, years, clock },
    settled: () => worker?.decided() ?? Promise.resolve(),
  });
  clock.setToday(null);
  expect(await revisions()).toEqual(before);
});

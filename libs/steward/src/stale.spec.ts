import type { RecordedBrandEvent } from '#domain';
import { planStale, touchedDecisions, type StaleInput } from './stale';
import { planEffects } from './plan';
import { World, shandong } from './world.fixture';

const CAUSE = { event: '00000000-0000-4000-8000-0000000000ca', type: 'ReviewHeld.v1' };
let world: World;
let brand: string;

const run = async (trigger: 'yearClosed' | 'reviewHeld', period: number): Promise<void> => {
  for (;;) {
    const { state, revision } = await world.loadBrand(brand);
    const today = world.clock.today();
    const [first] = planEffects({
      pack: shandong,
      trigger,
      period,
      cause: CAUSE,
      brandId: brand,
      state,
      revision,
      leaf: 9,
      asOf: today,
      effectiveOn: today,
    }).commands;
    if (first === undefined) return;
    await world.execute(brand, revision, first, {
      causationId: CAUSE.event,
      causationDepth: 1,
      correlationId: CAUSE.event,
      effectiveOn: today,
    });
  }
};
const figure = async (year: number): Promise<string> => {
  const { state } = await world.loadBrand(brand);
  return (state.stage !== 'none' && state.figures.find((f) => f.window.toYear === year && f.correctedBy === null)?.figureId) || '';
};
const correct = async (year: number, value: number): Promise<{ correction: string; corrected: string }> => {
  const corrected = await figure(year);
  await world.command(brand, {
    type: 'correctFigure',
    data: { corrects: corrected, figure: world.figure(year, value), requester: '甲', reason: '漏报', evidence: [] },
  });
  return { correction: world.log.events.at(-1)?.id ?? '', corrected };
};
const input = async ({ correction, corrected }: Pick<StaleInput, 'correction' | 'corrected'>): Promise<StaleInput> => {
  const history = await world.history(brand);
  return {
    brandId: brand,
    history,
    revision: BigInt(history.length - 1),
    leaf: 30,
    correction,
    corrected,
    packOn: () => shandong,
    effectiveOn: world.clock.today(),
  };
};
const eventOf = (history: readonly RecordedBrandEvent[], type: string): RecordedBrandEvent | undefined =>
  history.findLast((event) => event.type === type);
const take = async (of: StaleInput): Promise<void> => {
  for (const command of planStale(of).commands) {
    const { revision } = await world.loadBrand(brand);
    await world.execute(brand, revision, command, {
      causationId: of.correction,
      causationDepth: 1,
      correlationId: of.correction,
      effectiveOn: of.effectiveOn,
    });
  }
};

beforeEach(async () => {
  world = new World();
  brand = await world.cultivated({ figures: { 2021: 500, 2022: 99 } });
  world.clock.set('2023-01-31');
  await run('yearClosed', 2022);
  world.clock.set('2023-03-01');
  await world.command(brand, {
    type: 'holdReview',
    data: { period: 2022, heldOn: '2023-03-01', panel: null, judgements: [], reason: '审核' },
  });
  await run('reviewHeld', 2022);
});

it('marks exactly the decisions that read the corrected figure, with the answer it would have given', async () => {
  const of = await input(await correct(2022, 100));
  const { commands } = planStale(of);
  const decided = (type: string): string => eventOf(of.history, type)?.id ?? '';
  expect(commands.map((command) => command.type === 'markStale' && command.data.decidedBy)).toEqual(
    ['ReviewConcluded.v1', 'WarningIssued.v1', 'RectificationOrdered.v1'].map(decided),
  );
  const [first, second] = commands;
  if (first?.type !== 'markStale' || second?.type !== 'markStale') throw new Error('no mark');
  const warning = eventOf(of.history, 'WarningIssued.v1');
  const before = warning?.type === 'WarningIssued.v1' ? warning.data.decision : null;
  expect(second.data).toMatchObject({ decisionKey: before?.key, correction: of.correction });
  expect([before?.explanation?.outcome, second.data.retaken?.outcome]).toEqual(['fail', 'pass']);
  expect(second.data.retaken).toMatchObject({
    asOf: before?.explanation?.asOf,
    evaluationYear: before?.explanation?.evaluationYear,
    rule: 'sd.house.review',
  });
  expect(second.data.decision).toMatchObject({
    key: `${brand}|sd.stale|sd-2021-22-house@1|2022|${of.correction}|DecisionMarkedStale.v1|1`,
    policy: { rule: 'sd.stale', basis: 'configured' },
    basis: { leaf: 30, revision: Number(of.revision) },
    cause: { event: of.correction, type: 'FigureCorrected.v1' },
    explanation: null,
  });
});

it('leaves decisions alone that did not read it', async () => {
  // No rule of a county review looks at the year before last.
  const before = await input(await correct(2021, 501));
  expect(touchedDecisions(brand, before.history, before.corrected)).toEqual([]);
  expect(planStale(before).commands).toEqual([]);
  expect(planStale({ ...before, corrected: '00000000-0000-4000-8000-ffffffffffff' }).commands).toEqual([]);
});

it('marks once for a correction, and anew for the next one', async () => {
  const first = await input(await correct(2022, 100));
  await take(first);
  const again = await input(first);
  expect(planStale(again).commands).toEqual([]);

  const second = await input(await correct(2022, 98));
  const { commands } = planStale(second);
  expect(commands.map((command) => command.type === 'markStale' && command.data.retaken?.outcome)).toEqual(['fail', 'fail', 'fail']);
  expect(new Set([...commands, ...planStale(first).commands].map(({ data }) => data.decision.key)).size).toBe(6);
});

it('marks every decision of a later correction too, one at a time, under the keys that it was first asked for', async () => {
  await take(await input(await correct(2022, 100)));
  const second = await correct(2022, 98);
  const asked = planStale(await input(second)).commands.map(({ data }) => data.decision.key);
  const written: string[] = [];
  while (written.length <= asked.length) {
    const of = await input(second);
    const [next] = planStale(of).commands;
    if (next === undefined) break;
    written.push(next.data.decision.key);
    const { revision } = await world.loadBrand(brand);
    const meta = { causationId: of.correction, causationDepth: 1, correlationId: of.correction, effectiveOn: of.effectiveOn };
    await world.execute(brand, revision, next, meta);
  }
  expect(written).toEqual(asked);
  expect(written.length).toBe(3);
});

it('answers from what was known then and corrected since, not from what came later', async () => {
  const correction = await correct(2022, 100);
  // A breach that was recorded later is no part of the decision that is retaken.
  await world.command(brand, {
    type: 'recordBreach',
    data: {
      breachId: '00000000-0000-4000-8000-eeeeeeeeeeee',
      kind: '失信',
      on: '2023-01-15',
      confirmedBy: '市局',
      source: { reference: '示例', note: null },
    },
  });
  const { commands } = planStale(await input(correction));
  expect(commands.map((command) => command.type === 'markStale' && command.data.retaken?.outcome)).toEqual(['pass', 'pass', 'pass']);
});

it('rests on the policy of the decision where no pack speaks of corrections, and retakes nothing without a pack', async () => {
  const of = await input(await correct(2022, 100));
  const { commands } = planStale({ ...of, packOn: () => null });
  expect(commands.map((command) => command.type === 'markStale' && [command.data.decision.policy.rule, command.data.retaken])).toEqual([
    ['sd.house.review', null],
    ['sd.house.review', null],
    ['sd.house.review', null],
  ]);
});

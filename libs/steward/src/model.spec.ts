/**
 * The model is the same script with nothing going wrong. Whatever crashes, redeliveries, take-overs and rebuilds are
 * thrown in, every brand, unit, dual brand, programme and region must have lived through the same events on the same days,
 * no decision may stand twice, and the memory must be what the log gives back.
 */
import type { Decision, Explanation, SubjectCommand } from '#domain';
import { openReadModels, type ReadModelDatabase } from '#projections';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Steward, StewardStore, StewardError } from './index';
import { DOCUMENT, Refused, World, innerMongolia, shandong } from './world.fixture';

type Action =
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'close' }
  | { readonly do: 'hold' | 'report' | 'confirm' | 'announce'; readonly brand: number }
  | { readonly do: 'correct'; readonly brand: number; readonly value: 99 | 100 }
  | { readonly do: 'train'; readonly value: 499 | 500 }
  | { readonly do: 'settleSanction'; readonly confirm: boolean };

interface Trouble {
  /** The process dies after every so many-eth command, before it saves. */
  readonly crashEvery: number;
  /** Whether the one that follows bears the same name. */
  readonly sameOwner: boolean;
  /** After which actions the memory is folded anew. */
  readonly rebuildEvery: number;
}

const BRANDS = ['a1', 'b1', 'c1'].map((end) => `00000000-0000-4000-8000-0000000000${end}`);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant('days' as const), days: fc.constantFrom(1, 20, 61, 120) }),
  fc.constant<Action>({ do: 'close' }),
  fc.record({
    do: fc.constantFrom('hold' as const, 'report' as const, 'confirm' as const, 'announce' as const),
    brand: fc.nat(BRANDS.length - 1),
  }),
  fc.record({ do: fc.constant('correct' as const), brand: fc.nat(BRANDS.length - 1), value: fc.constantFrom(99 as const, 100 as const) }),
  fc.record({ do: fc.constant('train' as const), value: fc.constantFrom(499 as const, 500 as const) }),
  fc.record({ do: fc.constant('settleSanction' as const), confirm: fc.boolean() }),
);
/** One of each kind: a unit, a dual brand over two of the brands, a programme; and the regions that the year is closed for. */
const UNIT = '00000000-0000-4000-8000-0000000000d1';
const LINK = '00000000-0000-4000-8000-0000000000e1';
const PROGRAMME = '00000000-0000-4000-8000-0000000000f1';
const CITY = '370100';
const SOURCE = { reference: '示例', note: null };

async function settle(world: World): Promise<void> {
  const document = { ...DOCUMENT, issuedOn: '2020-06-01' };
  const base = { region: '370102', origin: 'operational', source: SOURCE } as const;
  const policy = { pack: 'im-2024-118', version: '1', digest: 'c'.repeat(64), rule: 'im.dual.conditions' };
  const stated = { basis: 'stated', clause: null, cite: null } as const;
  const passed: Explanation = {
    ...{ ...policy, engine: 'engine-1', asOf: '2022-01-10', evaluationYear: 2022, outcome: 'pass', restsOnConfigured: false },
    subject: { stream: `link-${LINK}`, name: '双品牌', region: '370102', kind: 'dual' },
    root: {
      ...{ node: 'all', id: policy.rule, shape: null, outcome: 'pass', threshold: null, actual: null, margin: null, window: null },
      provenance: { pack: policy.pack, version: policy.version, ...stated, approvedBy: null, approvedOn: null },
      ...{ facts: [], missing: [], notes: [], children: [] },
    },
  };
  const decision: Decision = {
    ...{ key: 'recognition', policy: { ...policy, ...stated, umbrella: null }, engine: 'engine-1', explanation: passed },
    ...{ basis: { leaf: 0, revision: 0 }, cause: { event: null, type: 'recognise' } },
  };
  const [labour = '', training = ''] = BRANDS;
  const asked: readonly (readonly [string, SubjectCommand, object])[] = [
    [
      UNIT,
      {
        kind: 'unit',
        command: { type: 'register', data: { ...base, name: '某公司', creditCode: null, unitType: 'leadFirm', brands: [] } },
      },
      {},
    ],
    [UNIT, { kind: 'unit', command: { type: 'recognise', data: { document, minutes: null } } }, {}],
    [
      LINK,
      {
        kind: 'link',
        command: { type: 'propose', data: { ...base, name: '双品牌', pack: 'im-2024-118', labour, training: [training], path: 'mutual' } },
      },
      {
        brands: [
          { brandId: labour, kind: 'labour', region: '370102' },
          { brandId: training, kind: 'training', region: '370102' },
        ],
      },
    ],
    [LINK, { kind: 'link', command: { type: 'recognise', data: { document } } }, { decision }],
    [
      PROGRAMME,
      {
        kind: 'programme',
        command: { type: 'register', data: { ...base, region: CITY, name: '项目', pack: 'sd-2021-22', fromYear: 2021, toYear: 2025 } },
      },
      { targets: [] },
    ],
  ];
  // Recognised long before: no year that is closed is the first part of one.
  const today = world.clock.today();
  world.clock.set('2020-06-10');
  for (const [id, command, given] of asked) await world.subject(id, command, given);
  world.clock.set(today);
  world.sides = [
    { stream: `brand-${labour}`, kind: 'labour', tier: null, outcome: 'fail' },
    { stream: `brand-${training}`, kind: 'training', tier: 'county', outcome: 'pass' },
  ];
  world.binding = [shandong, innerMongolia];
}

/** What a person does on the unit: tells how many it trained, or tells it otherwise; answers what is proposed. */
async function carryOutOnUnit(world: World, step: Extract<Action, { do: 'train' | 'settleSanction' }>): Promise<void> {
  const { core } = (await world.loadSubject(`unit-${UNIT}`)).state;
  if (step.do === 'settleSanction') {
    const proposalId = core.sanctions.find(({ status }) => status === 'proposed')?.proposalId ?? '';
    const data = { proposalId, reason: '核实' };
    await world.subject(UNIT, {
      kind: 'unit',
      command: step.confirm
        ? { type: 'confirmSanction', data: { ...data, confirmedBy: '王某', document: DOCUMENT } }
        : { type: 'dismissSanction', data: { ...data, dismissedBy: '王某' } },
    });
    return;
  }
  const year = Number(world.clock.today().slice(0, 4)) - 1;
  const known = core.figures.find(({ correctedBy, window }) => correctedBy === null && window.toYear === year);
  const figure = { ...world.figure(year, step.value, 'trainedPersons'), source: SOURCE };
  await world.subject(UNIT, {
    kind: 'unit',
    command:
      known === undefined
        ? { type: 'recordFigure', data: { figure } }
        : { type: 'correctFigure', data: { corrects: known.figureId, figure, requester: '甲', reason: '核对', evidence: [] } },
  });
}

const addDays = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

async function carryOut(world: World, step: Action, closed: { year: number }): Promise<void> {
  const today = world.clock.today();
  if (step.do === 'days') return world.clock.set(addDays(today, step.days));
  if (step.do === 'close') {
    if (closed.year + 1 >= Number(today.slice(0, 4))) return;
    closed.year += 1;
    return void (await world.closeYear(closed.year, CITY));
  }
  if (step.do === 'train' || step.do === 'settleSanction') {
    await carryOutOnUnit(world, step).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
    });
    return;
  }
  const id = BRANDS[step.brand] ?? '';
  const { state } = await world.loadBrand(id);
  if (state.stage !== 'cultivated') return;
  const open = (wanted: string): string => state.proposals.find((p) => p.step === wanted && p.status === 'open')?.proposalId ?? '';
  const figure = state.figures.find(({ correctedBy }) => correctedBy === null);
  try {
    if (step.do === 'hold') {
      const period = state.reviews.find((review) => review.step === 'due')?.period ?? 0;
      await world.command(id, { type: 'holdReview', data: { period, heldOn: today, panel: null, judgements: [], reason: '审核' } });
    } else if (step.do === 'report') {
      await world.command(id, { type: 'reportRectification', data: { reportedOn: today, note: '已整改', evidence: [] } });
    } else if (step.do === 'confirm') {
      await world.command(id, {
        type: 'confirmSupportStop',
        data: { proposalId: open('stopSupport'), confirmedBy: '王某', document: DOCUMENT },
      });
    } else if (step.do === 'announce') {
      const proposalId = open('announceExit');
      await world.command(id, {
        type: 'announceExit',
        data: {
          proposalId,
          ground: 'rectificationFailed',
          noticeFrom: today,
          noticeUntil: addDays(today, 15),
          confirmedBy: '王某',
          document: DOCUMENT,
        },
      });
    } else if (step.do === 'correct' && figure !== undefined) {
      await world.command(id, {
        type: 'correctFigure',
        data: { corrects: figure.figureId, figure: world.figure(2022, step.value), requester: '甲', reason: '核对', evidence: [] },
      });
    }
  } catch (error) {
    // What the domain refuses is refused in both worlds alike.
    if (!(error instanceof Refused)) throw error;
  }
}

class Died extends Error {}

async function live(
  script: readonly Action[],
  trouble: Trouble | null,
): Promise<{ lives: unknown; keys: readonly string[]; rows: unknown; rebuilt: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-model-'));
  const db = await openReadModels({ file: join(folder, 'read.db') });
  try {
    return await liveIn(db, script, trouble);
  } finally {
    await db.close();
    rmSync(folder, { recursive: true });
  }
}

async function liveIn(
  db: ReadModelDatabase,
  script: readonly Action[],
  trouble: Trouble | null,
): Promise<{ lives: unknown; keys: readonly string[]; rows: unknown; rebuilt: unknown }> {
  const world = new World();
  for (const id of BRANDS) await world.cultivated({ id, figures: { 2022: 99 } });
  await settle(world);
  let commands = 0;
  world.afterExecute = world.afterAnswer = () => {
    commands += 1;
    return trouble !== null && commands % trouble.crashEvery === 0 ? Promise.reject(new Died()) : Promise.resolve();
  };
  let generation = 0;
  const begin = async (): Promise<Steward> => {
    generation += 1;
    const owner = trouble?.sameOwner === true ? 'w' : `w${generation}`;
    const made = new Steward({
      log: world.log,
      db,
      port: world,
      decode: world.decode,
      clock: world.clock,
      owner,
      fanOutBatch: 2,
      foldBatch: 3,
      onError: (error) => ({ then: error instanceof Died ? 'stop' : 'park' }),
    });
    await made.start();
    return made;
  };
  let steward = await begin();
  const settled = async (): Promise<void> => {
    for (;;) {
      try {
        return await steward.settled();
      } catch (error) {
        if (!(error instanceof StewardError && error.code === 'STEWARD.STOPPED')) throw error;
        await steward.stop();
        steward = await begin();
      }
    }
  };
  const closed = { year: 2020 };
  for (const [i, step] of script.entries()) {
    await carryOut(world, step, closed);
    if (trouble !== null && i % trouble.rebuildEvery === 0) await steward.rebuild();
    await settled();
  }
  expect((await steward.status()).parked).toEqual([]);
  const store = new StewardStore(db, 'steward');
  const memory = async (): Promise<unknown> => {
    const { subjects, dues, fanouts } = (await store.load()).memory;
    return JSON.parse(JSON.stringify([[...subjects].sort(), [...dues].sort(), [...fanouts]]));
  };
  const rows = await memory();
  await steward.rebuild();
  await settled();
  const rebuilt = await memory();
  await steward.stop();
  const streams = [...BRANDS.map((id) => `brand-${id}`), `unit-${UNIT}`, `link-${LINK}`, `programme-${PROGRAMME}`, `region-${CITY}`];
  const lives = streams.map((each) =>
    world.log.events
      .filter(({ stream, type }) => stream === each && type !== 'YearClosed.v1')
      .map(({ type, metadata }) => [type, metadata['effectiveOn']]),
  );
  for (const life of lives) expect(life.length).toBeGreaterThan(0);
  return { lives, keys: world.decisionKeys(), rows, rebuilt };
}

it('crashes, take-overs and rebuilds change nothing of what brands, units, dual brands, programmes and regions live through', async () => {
  let decisions = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 4, maxLength: 14 }),
      fc.record({ crashEvery: fc.integer({ min: 2, max: 5 }), sameOwner: fc.boolean(), rebuildEvery: fc.integer({ min: 2, max: 6 }) }),
      async (random, trouble) => {
        // Every script begins with the way down, so that each of its steps meets trouble.
        const script: Action[] = [
          { do: 'close' },
          { do: 'train', value: 499 },
          { do: 'close' },
          { do: 'days', days: 20 },
          { do: 'train', value: 500 },
          { do: 'hold', brand: 0 },
          { do: 'hold', brand: 0 },
          { do: 'days', days: 61 },
          { do: 'confirm', brand: 0 },
          { do: 'announce', brand: 0 },
          { do: 'days', days: 20 },
          ...random,
        ];
        const calm = await live(script, null);
        const troubled = await live(script, trouble);
        expect(troubled.lives).toEqual(calm.lives);
        expect(new Set(troubled.keys).size).toBe(troubled.keys.length);
        expect(troubled.rebuilt).toEqual(troubled.rows);
        decisions += calm.keys.length;
        // The script reaches every kind of subject.
        for (const type of ['SanctionProposed.v1', 'LinkReviewDue.v1', 'SubjectDecisionMarkedStale.v1'])
          expect(calm.keys.some((key) => key.includes(`|${type}|`))).toBe(true);
      },
    ),
    { seed: 20220110, numRuns: 4, endOnFailure: true },
  );
  expect(decisions).toBeGreaterThan(60);
}, 120_000);

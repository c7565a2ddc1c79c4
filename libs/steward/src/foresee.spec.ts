/** What is shown before a correction is approved is what happens after it. */
import { decideBrand, type RecordedBrandEvent } from '#domain';
import { openReadModels, type ReadModelDatabase } from '#projections';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foresee, type Foreseen } from './foresee';
import { Steward } from './runner';
import { World, newId, shandong } from './world.fixture';

const CLERK = { id: 'p-clerk', role: 'recorder', region: '370000' };
const CHECKER = { id: 'p-checker', role: 'approver', region: '370000' };

interface Ledger {
  readonly world: World;
  readonly steward: Steward;
  readonly brand: string;
  readonly end: () => Promise<void>;
}

/** A county brand whose year 2022 was closed, reviewed and, where days pass, rectified or not, all by the real steward. */
async function lived(figures: Readonly<Record<number, number>>, days: number): Promise<Ledger> {
  const folder = mkdtempSync(join(tmpdir(), 'foresee-'));
  const db: ReadModelDatabase = await openReadModels({ file: join(folder, 'read.db') });
  const world = new World();
  const brand = await world.cultivated({ figures });
  const steward = new Steward({ log: world.log, db, port: world, decode: world.decode, clock: world.clock, owner: 'a' });
  await steward.start();
  world.clock.set('2023-01-31');
  await world.closeYear(2022);
  await steward.settled();
  world.clock.set('2023-03-01');
  await world.command(brand, {
    type: 'holdReview',
    data: { period: 2022, heldOn: '2023-03-01', panel: null, judgements: [], reason: '年度审核' },
  });
  await steward.settled();
  if (days > 0) {
    world.clock.set(new Date(Date.parse('2023-03-01') + days * 86_400_000).toISOString().slice(0, 10));
    await steward.tick();
  }
  const end = async (): Promise<void> => {
    await steward.stop();
    await db.close();
    rmSync(folder, { recursive: true });
  };
  return { world, steward, brand, end };
}

async function request({ world, brand }: Ledger, year: number, value: number): Promise<string> {
  const { state } = await world.loadBrand(brand);
  const figures = state.stage === 'none' ? [] : state.figures;
  const corrects = figures.find((figure) => figure.window.toYear === year && figure.correctedBy === null)?.figureId ?? '';
  const requestId = newId();
  const data = { requestId, corrects, figure: world.figure(year, value), reason: '漏报', evidence: [] };
  await world.command(brand, { type: 'requestCorrection', data }, 0, CLERK);
  return requestId;
}

/** The events that approval would append, as the application makes them. */
async function foreseen({ world, brand }: Ledger, requestId: string): Promise<Foreseen> {
  const history = await world.history(brand);
  const { state } = await world.loadBrand(brand);
  const today = world.clock.today();
  const decided = decideBrand({ type: 'approveCorrection', data: { requestId, note: null } }, state, {
    ...{ brandId: brand, actor: CHECKER, today, now: `${today}T01:00:00.000Z`, ids: [newId()] },
    ...{ nomination: null, decision: null, idempotency: null },
  });
  if (!decided.ok) throw new Error(decided.refusal.en);
  const approval = decided.events.map((event, i): RecordedBrandEvent => ({
    ...event,
    id: newId(),
    revision: history.length + i,
    metadata: {
      ...{ v: 1, correlationId: newId(), causationId: null, causationDepth: 0, actor: CHECKER, effectiveOn: today, recordedAt: '' },
      idempotency: null,
    },
  }));
  return foresee({
    ...{ brandId: brand, history, approval, leaf: 0, packOn: () => shandong, mode: 'act', workingDays: null },
    regionsOn: () => ['370102', '370100', '370000', '000000'],
  });
}

/** Approves, lets the steward come to rest, and reads what it wrote. */
async function approved({ world, steward, brand }: Ledger, requestId: string): Promise<readonly RecordedBrandEvent[]> {
  const from = (await world.history(brand)).length;
  await world.command(brand, { type: 'approveCorrection', data: { requestId, note: null } }, 0, CHECKER);
  await steward.settled();
  return (await world.history(brand)).slice(from);
}

const marksOf = (events: readonly RecordedBrandEvent[]) =>
  events.flatMap((event) =>
    event.type === 'DecisionMarkedStale.v1' ? [[event.data.decisionKey, event.data.decidedBy, event.data.retaken]] : [],
  );
const shown = ({ marks }: Foreseen) => marks.map(({ decisionKey, event, after }) => [decisionKey, event.id, after]);

test('a review that failed by one person: every decision of it would be another, and the steps would fall away', async () => {
  const ledger = await lived({ 2021: 500, 2022: 99 }, 61);
  try {
    const requestId = await request(ledger, 2022, 100);
    const before = await ledger.world.history(ledger.brand);
    const preview = await foreseen(ledger, requestId);
    expect(await ledger.world.history(ledger.brand)).toEqual(before);
    expect(preview.marks.map(({ event, before: was, after }) => [event.type, was.outcome, after?.outcome])).toEqual([
      ['ReviewConcluded.v1', 'fail', 'pass'],
      ['WarningIssued.v1', 'fail', 'pass'],
      ['RectificationOrdered.v1', 'fail', 'pass'],
      ['RectificationFailed.v1', 'undecidable', 'pass'],
      ['StepProposed.v1', 'undecidable', 'pass'],
    ]);
    expect(preview.courses.map(({ trigger, period, asOf }) => [trigger, period, asOf])).toEqual([
      ['reviewHeld', 2022, '2023-05-01'],
      ['rectificationDueDatePassed', 2022, '2023-04-30'],
    ]);
    expect(preview.courses.map(({ without, instead }) => [without.map(({ type }) => type), instead.map(({ type }) => type)])).toEqual([
      [['ReviewConcluded.v1', 'WarningIssued.v1', 'RectificationOrdered.v1'], ['ReviewConcluded.v1']],
      [['RectificationFailed.v1', 'StepProposed.v1'], []],
    ]);
    const happened = await approved(ledger, requestId);
    expect(happened.slice(0, 2).map(({ type }) => type)).toEqual(['CorrectionApproved.v1', 'FigureCorrected.v1']);
    expect(shown(preview)).toEqual(marksOf(happened));
  } finally {
    await ledger.end();
  }
});

test('a figure that no decision read marks nothing', async () => {
  const ledger = await lived({ 2021: 500, 2022: 99 }, 0);
  try {
    const requestId = await request(ledger, 2021, 501);
    expect(await foreseen(ledger, requestId)).toEqual({ marks: [], courses: [] });
    expect(marksOf(await approved(ledger, requestId))).toEqual([]);
  } finally {
    await ledger.end();
  }
});

// Mostly around the hundred that a county brand needs a year, so that most reviews turn on one person.
const value = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(98, 99, 100, 101) }, fc.constantFrom(0, 499, 500, 999, 1000), fc.nat(1200));
const corrections = fc.array(fc.record({ year: fc.constantFrom(2021, 2022, 2022, 2022), value }), { minLength: 1, maxLength: 3 });

test('of any brand and any corrections, one after another, the preview is the outcome', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(value, value, value), fc.constantFrom(0, 61), corrections, async ([a, b, c], days, asked) => {
      const ledger = await lived({ 2020: a, 2021: b, 2022: c }, days);
      try {
        const standing: Record<number, number> = { 2020: a, 2021: b, 2022: c };
        for (const { year, value: corrected } of asked) {
          if (standing[year] === corrected) continue;
          standing[year] = corrected;
          const requestId = await request(ledger, year, corrected);
          const preview = await foreseen(ledger, requestId);
          expect(shown(preview)).toEqual(marksOf(await approved(ledger, requestId)));
        }
      } finally {
        await ledger.end();
      }
    }),
    { numRuns: 25 },
  );
});

test('a brand whose figure was right from the beginning takes the steps that the preview names instead', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(98, 99, 100, 101), fc.constantFrom(98, 99, 100, 101), async (wrong, right) => {
      fc.pre(wrong !== right);
      const ledger = await lived({ 2022: wrong }, 0);
      const twin = await lived({ 2022: right }, 0);
      try {
        const steps = async ({ world, brand }: Ledger) =>
          (await world.history(brand)).flatMap(({ type, data }) =>
            'decision' in data && data.decision !== null ? [`${type} ${'outcome' in data ? String(data.outcome) : ''}`] : [],
          );
        const { courses } = await foreseen(ledger, await request(ledger, 2022, right));
        const named = (which: 'without' | 'instead') =>
          courses.flatMap((course) => course[which].map(({ type, data }) => `${type} ${'outcome' in data ? String(data.outcome) : ''}`));
        const [mine, theirs] = [await steps(ledger), await steps(twin)];
        expect(named('without').sort()).toEqual(mine.filter((step) => !theirs.includes(step)).sort());
        expect(named('instead').sort()).toEqual(theirs.filter((step) => !mine.includes(step)).sort());
      } finally {
        await ledger.end();
        await twin.end();
      }
    }),
    { numRuns: 12 },
  );
});

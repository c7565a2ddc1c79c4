import type { Decision } from '#domain';
import { LogUnavailable } from '#event-store';
import { openReadModels, type ReadModelDatabase } from '#projections';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Steward, type StewardStatus } from './runner';
import { StewardStore } from './store';
import type { StewardOptions } from './term';
import { DOCUMENT, Refused, World, newId, shandong } from './world.fixture';

const person = '王某';
let folder: string;
let db: ReadModelDatabase;
let world: World;
let stewards: Steward[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steward-'));
  db = await openReadModels({ file: join(folder, 'read.db') });
  world = new World();
  stewards = [];
});

afterEach(async () => {
  await Promise.all(stewards.map((steward) => steward.stop()));
  await db.close();
  rmSync(folder, { recursive: true });
});

async function start(options: Partial<StewardOptions> = {}): Promise<Steward> {
  const steward = new Steward({ log: world.log, db, port: world, decode: world.decode, clock: world.clock, owner: 'a', ...options });
  stewards.push(steward);
  await steward.start();
  return steward;
}

const hold = (brand: string, period = 2022): Promise<void> =>
  world.command(brand, {
    type: 'holdReview',
    data: { period, heldOn: world.clock.today(), panel: null, judgements: [], reason: '年度审核' },
  });
const proposal = async (brand: string, step: string): Promise<string> => {
  const { state } = await world.loadBrand(brand);
  return (state.stage === 'cultivated' && state.proposals.find((known) => known.step === step)?.proposalId) || '';
};
const types = (): readonly string[] => world.executed.map(({ type }) => type);
const twice = (keys: readonly string[]): readonly string[] => keys.filter((key, i) => keys.indexOf(key) !== i);
const rows = async (): Promise<unknown> => {
  const { memory } = await new StewardStore(db, 'steward').load();
  return { subjects: [...memory.subjects].sort(), dues: [...memory.dues].sort() };
};
/** Resolves once, when it is called so often; and lets whoever called wait until it is opened. */
const gate = (): { arrived: Promise<void>; pass: () => Promise<void>; open: () => void } => {
  let arrive = (): void => undefined;
  let open = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { arrived, open, pass: () => (arrive(), opened) };
};

/** One county brand with 99 persons: it fails its review of 2022. */
const failing = (id = newId()): Promise<string> => world.cultivated({ id, figures: { 2022: 99 } });

describe('the Shandong ladder', () => {
  it('goes from a closed year to delisting, each step an event that counts from its own day', async () => {
    const brand = await failing();
    const from = world.types(brand).length;
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    expect(world.types(brand, from)).toEqual(['ReviewDue.v1']);

    world.clock.set('2023-03-01');
    await hold(brand);
    await steward.settled();
    expect(world.types(brand, from + 2)).toEqual(['ReviewConcluded.v1', 'WarningIssued.v1', 'RectificationOrdered.v1']);

    // Sixty days: on the due date itself nothing fires, on the next day it does.
    world.clock.set('2023-04-30');
    await steward.tick();
    expect(world.types(brand, from + 5)).toEqual([]);
    world.clock.set('2023-05-01');
    await steward.tick();
    expect(world.types(brand, from + 5)).toEqual(['RectificationFailed.v1', 'StepProposed.v1']);

    await world.command(brand, {
      type: 'confirmSupportStop',
      data: { proposalId: await proposal(brand, 'stopSupport'), confirmedBy: person, document: DOCUMENT },
    });
    await steward.settled();
    await world.command(brand, {
      type: 'announceExit',
      data: {
        proposalId: await proposal(brand, 'announceExit'),
        ground: 'rectificationFailed',
        noticeFrom: '2023-05-01',
        noticeUntil: '2023-05-16',
        confirmedBy: person,
        document: DOCUMENT,
      },
    });
    world.clock.set('2023-05-17');
    await steward.tick();
    expect(world.types(brand, from + 7)).toEqual(['SupportStopped.v1', 'StepProposed.v1', 'ExitAnnounced.v1', 'BrandDelisted.v1']);
    expect(world.executed.map(({ type, effectiveOn }) => [type, effectiveOn])).toEqual([
      ['markReviewDue', '2023-01-31'],
      ['concludeReview', '2023-03-01'],
      ['warn', '2023-03-01'],
      ['orderRectification', '2023-03-01'],
      ['failRectification', '2023-04-30'],
      ['proposeStep', '2023-04-30'],
      ['proposeStep', '2023-05-01'],
      ['delistByDueDate', '2023-05-16'],
    ]);
    expect((await steward.status()).parked).toEqual([]);
  });

  it('an upheld objection ends the exit, and the brand is restored by a person', async () => {
    const brand = await failing();
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    world.clock.set('2023-03-01');
    await hold(brand);
    world.clock.set('2023-05-01');
    await steward.tick();
    await world.command(brand, {
      type: 'confirmSupportStop',
      data: { proposalId: await proposal(brand, 'stopSupport'), confirmedBy: person, document: DOCUMENT },
    });
    await steward.settled();
    await world.command(brand, {
      type: 'announceExit',
      data: {
        proposalId: await proposal(brand, 'announceExit'),
        ground: 'rectificationFailed',
        noticeFrom: '2023-05-01',
        noticeUntil: '2023-05-16',
        confirmedBy: person,
        document: DOCUMENT,
      },
    });
    const objectionId = newId();
    await world.command(brand, { type: 'raiseObjection', data: { objectionId, by: '某公司', reason: '数据有误' } });
    world.clock.set('2023-06-01');
    await steward.tick();
    expect(types()).not.toContain('delistByDueDate');
    await world.command(brand, { type: 'decideObjection', data: { objectionId, upheld: true, reason: '核实', document: null } });
    await world.command(brand, {
      type: 'restore',
      data: { ground: 'objectionUpheld', tier: 'county', confirmedBy: person, document: DOCUMENT, objectionId },
    });
    world.clock.set('2024-01-01');
    await steward.tick();
    expect(types()).not.toContain('delistByDueDate');
    expect((await world.loadBrand(brand)).state.stage).toBe('cultivated');
  });
});

it('every decision says exactly what it looked at, and which event led to it', async () => {
  const brand = await failing();
  const steward = await start();
  world.clock.set('2023-01-31');
  const closing = await world.closeYear(2022);
  await world.cultivated();
  await steward.settled();
  world.clock.set('2023-03-01');
  await hold(brand);
  world.clock.set('2023-05-01');
  await steward.tick();
  const decided = world.log.events.flatMap((event, leaf) => {
    const { decision } = event.data as { decision?: Decision | null };
    return decision ? [{ event, leaf, decision }] : [];
  });
  expect(decided.length).toBe(6);
  for (const { event, leaf, decision } of decided) {
    expect(decision.basis.revision).toBe(Number(event.revision) - 1);
    // As far as the basis leaf, the stream stands at the basis revision, and the decision itself lies beyond.
    expect(decision.basis.leaf).toBeLessThan(leaf);
    const seen = world.log.events.slice(0, decision.basis.leaf + 1).filter(({ stream }) => stream === event.stream);
    expect(seen.length - 1).toBe(decision.basis.revision);
    const cause = world.log.events.find(({ id }) => id === decision.cause.event);
    expect(cause?.type).toBe(decision.cause.type);
    expect(event.metadata).toMatchObject({
      causationId: decision.cause.event,
      correlationId: cause?.metadata['correlationId'],
      causationDepth: Number(cause?.metadata['causationDepth']) + 1,
    });
  }
  const due = decided.find(({ event }) => event.type === 'ReviewDue.v1');
  expect(due?.decision.cause).toEqual({ event: closing, type: 'YearClosed.v1' });
});

it('a correction marks the decisions it touches, and nothing else happens', async () => {
  const brand = await failing();
  const steward = await start();
  world.clock.set('2023-01-31');
  await world.closeYear(2022);
  await steward.settled();
  world.clock.set('2023-03-01');
  await hold(brand);
  await steward.settled();
  const { state } = await world.loadBrand(brand);
  const corrects = (state.stage !== 'none' && state.figures[0]?.figureId) || '';
  world.executed.length = 0;
  await world.command(brand, {
    type: 'correctFigure',
    data: { corrects, figure: world.figure(2022, 100), requester: '甲', reason: '漏报', evidence: [] },
  });
  await steward.settled();
  expect(types()).toEqual(['markStale', 'markStale', 'markStale']);
  const after = (await world.loadBrand(brand)).state;
  expect(after.stage === 'cultivated' && after.decisions.filter(({ staleBy }) => staleBy.length > 0).map(({ type }) => type)).toEqual([
    'ReviewConcluded.v1',
    'WarningIssued.v1',
    'RectificationOrdered.v1',
  ]);
  expect(after.stage === 'cultivated' && after.warning?.period).toBe(2022);
});

describe('crashes and restarts', () => {
  it('a process that dies between executing and saving has nothing done twice by the one that follows', async () => {
    const brand = await failing();
    await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await stewards[0]?.settled();
    const death = gate();
    world.afterExecute = (_brand, command) => (command.type === 'warn' ? death.pass() : Promise.resolve());
    world.clock.set('2023-03-01');
    await hold(brand);
    await death.arrived;
    // The next process of that name takes over at once; the old one is still alive somewhere, and wakes up later.
    world.afterExecute = () => Promise.resolve();
    const next = await start();
    await next.settled();
    expect(types()).toEqual(['markReviewDue', 'concludeReview', 'warn', 'orderRectification']);
    const before = await rows();
    death.open();
    await stewards[0]?.stop();
    expect(await rows()).toEqual(before);
    expect(twice(world.decisionKeys())).toEqual([]);
    expect(world.types(brand).filter((type) => type === 'WarningIssued.v1')).toHaveLength(1);
  });

  it('a process that dies in the middle of what a date sets off leaves the rest of it to the one that follows', async () => {
    const brand = await failing();
    const dying = await start({ onError: () => ({ then: 'stop' }) });
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await dying.settled();
    world.clock.set('2023-03-01');
    await hold(brand);
    await dying.settled();
    const from = world.types(brand).length;
    world.afterExecute = () => Promise.reject(new Error('the process dies'));
    world.clock.set('2023-05-01');
    await expect(dying.tick()).rejects.toMatchObject({ code: 'STEWARD.STOPPED' });
    expect(world.types(brand, from)).toEqual(['RectificationFailed.v1']);

    world.afterExecute = () => Promise.resolve();
    const next = await start();
    await next.settled();
    expect(world.types(brand, from)).toEqual(['RectificationFailed.v1', 'StepProposed.v1']);
    expect(twice(world.decisionKeys())).toEqual([]);
    const kept = await rows();
    await next.rebuild();
    await next.settled();
    expect(await rows()).toEqual(kept);
    expect(world.types(brand, from)).toHaveLength(2);
  });

  it('due dates that passed while nothing ran fire as if it had never stopped, chains included, in order', async () => {
    const [a, b, c] = [
      await failing('00000000-0000-4000-8000-0000000000a1'),
      await failing('00000000-0000-4000-8000-0000000000b1'),
      await failing('00000000-0000-4000-8000-0000000000c1'),
    ];
    const first = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await first.settled();
    world.clock.set('2023-02-10');
    await hold(b);
    await first.settled();
    await first.stop();
    world.executed.length = 0;
    // A pack in which an overdue review is warned of, and a rectification ordered that is itself due within the outage.
    const template = shandong.effects.find(({ effect }) => effect.id === 'sd.rectify');
    if (template === undefined) throw new Error('no effect');
    const order = {
      ...template,
      effect: { ...template.effect, id: 'sd.rectify-overdue', on: 'reviewDueDatePassed' as const, rule: null, when: [] },
    };
    world.pack = { ...shandong, effects: [...shandong.effects, order] };
    world.clock.set('2023-08-01');
    await hold(c);
    world.clock.set('2024-01-01');
    const second = await start({ owner: 'b' });
    await second.settled();
    // c was reviewed meanwhile; its rectification is due 2023-09-30. b: rectification due 2023-04-11. a: review due
    // 2023-05-01, and the rectification that follows from it due 2023-06-30, which is before c's.
    expect(world.executed.map(({ brandId, type, effectiveOn }) => [brandId, type, effectiveOn])).toEqual([
      [c, 'concludeReview', '2023-08-01'],
      [c, 'warn', '2023-08-01'],
      [c, 'orderRectification', '2023-08-01'],
      [b, 'failRectification', '2023-04-11'],
      [b, 'proposeStep', '2023-04-11'],
      [a, 'markReviewOverdue', '2023-05-01'],
      [a, 'orderRectification', '2023-05-01'],
      [a, 'failRectification', '2023-06-30'],
      [a, 'proposeStep', '2023-06-30'],
      [c, 'failRectification', '2023-09-30'],
      [c, 'proposeStep', '2023-09-30'],
    ]);
  });

  it('what people did while nothing ran is read before any date fires', async () => {
    const brand = await failing();
    const first = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await first.settled();
    await first.stop();
    world.clock.set('2023-05-20');
    await hold(brand);
    const second = await start();
    await second.settled();
    expect(types()).toEqual(['markReviewDue', 'concludeReview', 'warn', 'orderRectification']);
  });

  it('a year that was half handed out goes on where it was saved', async () => {
    for (let i = 0; i < 7; i += 1) await failing();
    const death = gate();
    let count = 0;
    world.afterExecute = () => ((count += 1) === 4 ? death.pass() : Promise.resolve());
    world.clock.set('2023-01-31');
    const first = await start({ fanOutBatch: 2 });
    await world.closeYear(2022);
    await death.arrived;
    const saved = await first.status();
    expect(saved.fanouts).toEqual([{ region: '370000', period: 2022, after: `brand-${world.executed[1]?.brandId ?? ''}` }]);
    world.afterExecute = () => Promise.resolve();
    const second = await start({ fanOutBatch: 2 });
    await second.settled();
    death.open();
    await first.stop();
    expect(types()).toEqual(Array.from({ length: 7 }, () => 'markReviewDue'));
    expect(world.executed.map(({ brandId }) => brandId)).toEqual([...new Set(world.executed.map(({ brandId }) => brandId))].sort());
    expect((await second.status()).fanouts).toEqual([]);
  });

  it('the same year closed for two regions is decided once for each brand', async () => {
    const brand = await failing();
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022, '370100');
    await world.closeYear(2022, '370000');
    await steward.settled();
    expect(world.types(brand).filter((type) => type === 'ReviewDue.v1')).toHaveLength(1);
  });
});

describe('two workers', () => {
  it('one waits while the other runs, and takes over when it stops', async () => {
    const brand = await failing();
    const [a, b] = [await start({ owner: 'a' }), await start({ owner: 'b', leaseMs: 50 })];
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await b.settled();
    const running = async (): Promise<readonly StewardStatus['state'][]> => [(await a.status()).state, (await b.status()).state];
    expect((await running()).toSorted()).toEqual(['live', 'waitingForLease']);
    await a.stop();
    world.clock.set('2023-03-01');
    await hold(brand);
    await b.settled();
    expect(await running()).toEqual(['stopped', 'live']);
    expect(types()).toEqual(['markReviewDue', 'concludeReview', 'warn', 'orderRectification']);
  });

  it('a worker that sleeps past its lease writes nothing when it wakes', async () => {
    const brand = await failing();
    const sleep = gate();
    const a = await start({ owner: 'a', leaseMs: 60_000 });
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await a.settled();
    world.afterExecute = (_brand, command) => (command.type === 'concludeReview' ? sleep.pass() : Promise.resolve());
    world.clock.set('2023-03-01');
    await hold(brand);
    await sleep.arrived;
    world.afterExecute = () => Promise.resolve();
    world.clock.pass(60_001);
    const b = await start({ owner: 'b', leaseMs: 60_000 });
    await b.settled();
    sleep.open();
    await a.stop();
    expect((await b.status()).owner).toBe('b');
    expect(twice(world.decisionKeys())).toEqual([]);
    expect(types()).toEqual(['markReviewDue', 'concludeReview', 'warn', 'orderRectification']);
  });
});

describe('conflicts', () => {
  it('are evaluated again on what is there now, never re-sent', async () => {
    const brand = await failing();
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    world.clock.set('2023-03-01');
    const { state } = await world.loadBrand(brand);
    const corrects = (state.stage !== 'none' && state.figures[0]?.figureId) || '';
    let corrected = false;
    world.beforeExecute = async () => {
      if (corrected) return;
      corrected = true;
      await world.command(brand, {
        type: 'correctFigure',
        data: { corrects, figure: world.figure(2022, 100), requester: '甲', reason: '漏报', evidence: [] },
      });
    };
    await hold(brand);
    await steward.settled();
    // Planned with 99 persons as failed; concluded with 100 as passed.
    expect(types()).toEqual(['markReviewDue', 'concludeReview']);
    const after = (await world.loadBrand(brand)).state;
    expect(after.stage === 'cultivated' && after.reviews.map(({ outcome }) => outcome)).toEqual(['passed']);
  });

  it('a policy published while a brand was being judged is considered before the decision is written', async () => {
    await failing();
    const steward = await start();
    world.clock.set('2023-01-31');
    let asked = 0;
    const port = world.packsFor.bind(world);
    world.packsFor = async (subject) => {
      asked += 1;
      if (asked === 1)
        await world.log.append('policy-sd-2021-22-house', 'any', [{ id: newId(), type: 'PolicyPublished.v1', data: {}, metadata: {} }]);
      return port(subject);
    };
    await world.closeYear(2022);
    await steward.settled();
    // Asked twice before the one decision, and once more to see that nothing is left to do.
    expect([asked, types()]).toEqual([3, ['markReviewDue']]);
  });
});

describe('errors', () => {
  const refuse = (brand: string): void => {
    world.beforeExecute = (id) =>
      id === brand ? Promise.reject(new Refused({ code: 'BRAND.WRONG_STAGE', zh: '阶段不符', en: 'wrong stage' })) : Promise.resolve();
  };

  it('a refusal parks its key; later reactions of that key queue, other keys go on; released, the queue runs in order', async () => {
    const [bad, good] = [await failing(), await failing()];
    const steward = await start();
    refuse(bad);
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    expect(world.executed.map(({ brandId }) => brandId)).toEqual([good]);
    world.clock.set('2024-01-31');
    await world.closeYear(2023);
    await steward.settled();
    const [parked, ...others] = (await steward.status()).parked;
    expect(others).toEqual([]);
    expect(parked).toMatchObject({ key: `brand-${bad}`, code: 'BRAND.WRONG_STAGE', zh: '阶段不符', en: 'wrong stage', queued: 2 });

    // A restart forgets nothing of it.
    await steward.stop();
    const next = await start();
    await next.settled();
    expect((await next.status()).parked.map(({ queued }) => queued)).toEqual([2]);
    expect(await next.release('nobody')).toBe(false);

    // Released too early, it is parked again with its whole queue.
    expect(await next.release(`brand-${bad}`)).toBe(true);
    await next.settled();
    expect((await next.status()).parked.map(({ key, queued }) => [key, queued])).toEqual([[`brand-${bad}`, 2]]);

    world.beforeExecute = () => Promise.resolve();
    world.executed.length = 0;
    await next.release(`brand-${bad}`);
    await next.settled();
    expect(world.executed.map(({ brandId, type, effectiveOn }) => [brandId, type, effectiveOn]).slice(0, 2)).toEqual([
      [bad, 'markReviewDue', '2023-01-31'],
      [bad, 'markReviewDue', '2024-01-31'],
    ]);
    expect((await next.status()).parked).toEqual([]);
  });

  it('a lost log is tried again until it is back, and parks nobody', async () => {
    await failing();
    const steward = await start();
    let failures = 0;
    world.beforeExecute = () => ((failures += 1) <= 2 ? Promise.reject(new LogUnavailable('gone')) : Promise.resolve());
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    expect([failures, types(), (await steward.status()).parked]).toEqual([3, ['markReviewDue'], []]);
  });

  it('an unforeseen error is tried three times, then parked', async () => {
    const brand = await failing();
    const steward = await start();
    let failures = 0;
    world.beforeExecute = () => ((failures += 1), Promise.reject(new Error('boom')));
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    expect([failures, (await steward.status()).parked.map(({ key, code }) => [key, code])]).toEqual([
      3,
      [[`brand-${brand}`, 'STEWARD.UNEXPECTED']],
    ]);
  });

  it('an event that cannot be read stops it by name', async () => {
    const steward = await start();
    await world.log.append(`brand-${newId()}`, 'noStream', [{ id: newId(), type: 'BrandTeleported.v1', data: {}, metadata: {} }]);
    await expect(steward.settled()).rejects.toMatchObject({ code: 'STEWARD.STOPPED' });
    expect(await steward.status()).toMatchObject({ state: 'stopped', error: expect.stringContaining('BrandTeleported.v1') as unknown });
  });

  it('the answer to an error can be given from outside', async () => {
    await failing();
    const steward = await start({ onError: () => ({ then: 'stop' }) });
    world.beforeExecute = () => Promise.reject(new Error('boom'));
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await expect(steward.settled()).rejects.toMatchObject({ code: 'STEWARD.STOPPED', en: 'the steward has stopped: boom' });
  });
});

describe('guards', () => {
  it.each([
    [2, ['markReviewDue'], []],
    [3, [], ['STEWARD.TOO_DEEP']],
  ])('a cause at depth %i, with a bound of 3', async (depth, executed, parked) => {
    await failing();
    const steward = await start({ maxDepth: 3 });
    world.clock.set('2023-01-31');
    await world.closeYear(2022, '370000', depth);
    await steward.settled();
    expect([types(), (await steward.status()).parked.map(({ code }) => code)]).toEqual([executed, parked]);
  });

  it('proposes only: tells what is due, keeps sanctions back, and lets them go when somebody says so', async () => {
    const brand = await failing();
    const steward = await start({ mode: 'proposeOnly' });
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    world.clock.set('2023-03-01');
    await hold(brand);
    await steward.settled();
    expect(types()).toEqual(['markReviewDue', 'concludeReview']);
    const { withheld } = await steward.status();
    expect(withheld.map(({ step }) => step).toSorted()).toEqual(['orderRectification', 'warn']);
    expect(await steward.releaseWithheld('nothing')).toBe(false);
    await steward.releaseWithheld(withheld[0]?.key ?? '');
    await steward.settled();
    expect(types()).toEqual(['markReviewDue', 'concludeReview', 'warn', 'orderRectification']);
    expect((await steward.status()).withheld).toEqual([]);
  });

  it('real and synthetic years never mix', async () => {
    const real = await world.cultivated();
    const made = await world.cultivated({ origin: 'synthetic' });
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022, '370000', 0, 'synthetic');
    await steward.settled();
    expect(world.executed.map(({ brandId }) => brandId)).toEqual([made]);
    await world.closeYear(2022);
    await steward.settled();
    expect(world.executed.map(({ brandId }) => brandId)).toEqual([made, real]);
  });
});

describe('a rebuild', () => {
  const lived = async (): Promise<string> => {
    const brand = await failing();
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    world.clock.set('2023-03-01');
    await hold(brand);
    await steward.settled();
    return brand;
  };

  it('gives the same rows, reacts to nothing again, and goes on reacting beyond', async () => {
    const brand = await lived();
    const [steward] = stewards;
    const before = await rows();
    const executed = types();
    await steward?.rebuild();
    await steward?.settled();
    expect(await rows()).toEqual(before);
    expect(types()).toEqual(executed);
    world.clock.set('2023-05-01');
    await steward?.tick();
    expect(types().slice(executed.length)).toEqual(['failRectification', 'proposeStep']);
    expect(world.types(brand).filter((type) => type === 'RectificationFailed.v1')).toHaveLength(1);
  });

  it('of a later version starts reacting where the old one stood: new code sanctions no old year', async () => {
    await lived();
    await stewards[0]?.stop();
    world.executed.length = 0;
    await new StewardStore(db, 'steward').requestRebuild();
    // The new code would warn in every closed year.
    const template = shandong.effects.find(({ effect }) => effect.id === 'sd.warn');
    if (template === undefined) throw new Error('no effect');
    world.pack = {
      ...shandong,
      effects: [
        ...shandong.effects,
        { ...template, effect: { ...template.effect, id: 'sd.warn-always', on: 'yearClosed', rule: null, when: [] } },
      ],
    };
    const next = await start();
    await next.settled();
    expect(types()).toEqual([]);
    world.clock.set('2024-01-31');
    await next.tick();
    world.executed.length = 0;
    await world.closeYear(2023);
    await next.settled();
    expect(types()).toEqual(['markReviewDue', 'warn']);
  });

  it('in the middle of a closed year folds first, and then hands the rest of the year out', async () => {
    for (let i = 0; i < 5; i += 1) await failing();
    const death = gate();
    let count = 0;
    world.afterExecute = () => ((count += 1) === 3 ? death.pass() : Promise.resolve());
    world.clock.set('2023-01-31');
    const first = await start({ fanOutBatch: 2 });
    await world.closeYear(2022);
    await death.arrived;
    world.afterExecute = () => Promise.resolve();
    await first.rebuild();
    const second = await start({ fanOutBatch: 2, foldBatch: 3 });
    await second.settled();
    death.open();
    await first.stop();
    expect(types()).toEqual(Array.from({ length: 5 }, () => 'markReviewDue'));
  });

  it('does not fire a date again that fired and led to nothing', async () => {
    const brand = await failing();
    world.pack = { ...shandong, effects: shandong.effects.filter(({ effect }) => effect.id !== 'sd.review-overdue') };
    const steward = await start();
    world.clock.set('2023-01-31');
    await world.closeYear(2022);
    await steward.settled();
    world.clock.set('2023-06-01');
    await steward.tick();
    expect(types()).toEqual(['markReviewDue']);
    world.pack = shandong;
    await steward.rebuild();
    await steward.settled();
    expect(types()).toEqual(['markReviewDue']);
    expect(world.types(brand)).not.toContain('ReviewOverdue.v1');
  });
});

import { brandStream, parseReturnId, returnIdOf, returnStream, type Actor, type ReturnBrand, type ReturnLine } from '#domain';
import { LogUnavailable, type EventLog } from '#event-store';
import { returnLife } from '#testing';
import { readReportingRules, shippedReportingRules } from './reporting-rules';
import {
  MOST_DRAFT_CELLS,
  ReturnService,
  type DraftWriting,
  type ReturnDraftCell,
  type ReturnDraftStore,
  type ReturnLookups,
} from './return-service';
import { AOHAN, CLERK, World, figure, problemOf, report, type Process } from './world.fixture';

const { id, line, indirect } = returnLife;

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const UNIT = `unit-${id(1)}`;
const PEOPLE: Actor[] = [
  { id: 'p-recorder', role: 'recorder', region: AOHAN },
  { id: 'p-checker', role: 'checker', region: AOHAN },
  { id: 'p-prefecture', role: 'prefectureReviewer', region: '150400' },
  { id: 'p-province', role: 'provinceScreener', region: '150000' },
];
const [RECORDER, CHECKER, PREFECTURE, PROVINCE] = PEOPLE as [Actor, Actor, Actor, Actor];
const raise = (): never => {
  throw new Error('missing');
};
const ALL_WORK = { edition: 'every day 1', isWorkingDay: () => true };

/** Drafts in memory, as the office store keeps them. */
function memoryDrafts(): ReturnDraftStore & { readonly held: Map<string, ReturnDraftCell> } {
  const held = new Map<string, ReturnDraftCell>();
  return {
    held,
    cells: () => Promise.resolve([...held.values()]),
    write: (_, cells, { by, at }) => {
      const saved: ReturnDraftCell[] = [];
      const conflicts: DraftWriting['conflicts'][number][] = [];
      for (const yours of cells) {
        const key = `${yours.line}#${yours.field}`;
        const theirs = held.get(key);
        const same = theirs?.value === yours.value;
        if (theirs !== undefined && !same && theirs.revision !== yours.seen) conflicts.push({ yours, theirs });
        else {
          const { line: place, field, value } = yours;
          const cell = same ? theirs : { ...{ line: place, field, value, by, at }, revision: (theirs?.revision ?? 0) + 1, claimedBy: null };
          held.set(key, cell);
          saved.push(cell);
        }
      }
      return Promise.resolve({ saved, conflicts });
    },
    claim: (_, read, report_) => {
      for (const { line: place, field, revision } of read) {
        const cell = held.get(`${place}#${field}`);
        if (cell?.revision === revision) held.set(`${place}#${field}`, { ...cell, claimedBy: report_ });
      }
      return Promise.resolve();
    },
    discard: (_, reports) => {
      for (const [key, { claimedBy }] of held) if (claimedBy !== null && reports.includes(claimedBy)) held.delete(key);
      return Promise.resolve();
    },
  };
}

const brandOf = (n: number, kind = 'labour'): ReturnBrand => ({
  ...{ brandId: id(n), name: `敖汉第${n}工`, kind, category: '电力', region: AOHAN, delistedOn: null },
  reporter: { id: UNIT, name: '敖汉劳务公司' },
});
/** @param brands as they are now; a spec may change them */
const lookups = (brands: readonly ReturnBrand[], toApply: () => readonly string[] = () => []): ReturnLookups => ({
  brandsOfReturn: (_, place) =>
    Promise.resolve({
      expected: brands
        .filter(({ reporter, delistedOn }) => reporter.id === place.unit && delistedOn === null)
        .map(({ brandId }) => brandId),
      brands,
      lastYear: new Map<string, number>(),
      earlier: new Map<string, never>(),
    }),
  peerMedians: () => Promise.resolve([]),
  returnsToApply: () => Promise.resolve(toApply()),
});

const ASKED = [
  { metric: 'employmentDriven', unit: 'persons', directness: 'direct' },
  { metric: 'employmentDriven', unit: 'persons', directness: 'indirect' },
  { metric: 'workers', unit: 'persons', directness: 'unstated' },
] as const;
const call = (over: object = {}) => ({
  ...({
    region: '150000',
    period: '2025',
    kind: 'labour',
    basis: 'period',
    title: '年报',
    dueOn: '2026-03-31',
    origin: 'operational',
    document: null,
  } as const),
  asked: [...ASKED],
  ...over,
});
const linesOf = (n: number): ReturnLine[] =>
  [line('employmentDriven', 100 + n), indirect(40), line('workers', 500)].map((each) => ({ ...each, brandId: id(n) }));

interface Here {
  readonly process: Process;
  readonly returns: ReturnService;
  readonly drafts: ReturnType<typeof memoryDrafts>;
}
function here(brands: readonly ReturnBrand[], log?: EventLog, toApply?: () => readonly string[], drafts = memoryDrafts()): Here {
  const process = world.process(log);
  return { process, drafts, returns: new ReturnService(process.ledger, process.brands, lookups(brands, toApply), drafts, ALL_WORK) };
}
const found = async ({ process }: Here, ...ns: number[]): Promise<void> => {
  for (const n of ns) await process.brands.found(report(`敖汉第${n}工`), null, { actor: CLERK, brandId: id(n) });
};

/** Called for, reported and accepted: nothing is locked yet. */
async function accepted({ returns }: Here, lines: readonly ReturnLine[], over: object = {}): Promise<string> {
  const { id: callId } = await returns.call(call(over), { actor: PROVINCE });
  const returnId = returnIdOf({ region: AOHAN, period: call(over).period, unit: UNIT, call: callId });
  await returns.report(returnId, lines, { actor: { id: 'p-unit', role: 'constructionUnit', region: AOHAN } });
  const rungs = ['checked', 'reviewed', 'approved', 'accepted'] as const;
  for (const [i, rung] of rungs.entries())
    await returns.act(returnId, { type: 'advance', data: { rung, lines: null, note: null } }, { actor: PEOPLE[i] ?? CLERK });
  return returnId;
}
const lock = (returns: ReturnService, returnId: string) =>
  returns.act(returnId, { type: 'lock', data: { lines: null } }, { actor: PROVINCE });

/** Figures of a brand as its stream holds them. */
const figuresOf = async (n: number): Promise<unknown[]> =>
  (await world.events(brandStream(id(n)))).flatMap(({ type, data }) =>
    type === 'FigureRecorded.v1' ? [[data['metric'], data['directness'], data['value']]] : [],
  );

describe('locked figures of a year', () => {
  it('reach their brands as locked figures of the year, by the person who locked them', async () => {
    const home = here([brandOf(10)]);
    await found(home, 10);
    const returnId = await accepted(home, linesOf(10));
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    const figures = (await world.events(brandStream(id(10)))).filter(({ type }) => type === 'FigureRecorded.v1');
    expect(
      figures.map(({ data, metadata }) => [
        data['metric'],
        data['directness'],
        data['nature'],
        data['status'],
        data['window'],
        metadata['actor'],
      ]),
    ).toEqual([
      ['employmentDriven', 'direct', 'flow', 'locked', { fromYear: 2025, toYear: 2025, asOf: null }, PROVINCE],
      ['employmentDriven', 'indirect', 'flow', 'locked', { fromYear: 2025, toYear: 2025, asOf: null }, PROVINCE],
      ['workers', 'unstated', 'stock', 'locked', { fromYear: null, toYear: 2025, asOf: '2025-12-31' }, PROVINCE],
    ]);
    expect(figures[0]?.data['source']).toEqual({ reference: returnStream(returnId), note: null });
    const { state } = await home.returns.load(returnId);
    expect([...state.lines.values()].map(({ applied }) => applied?.state)).toEqual(['applied', 'applied', 'applied']);
  });

  it('of a running total that ends the year are flows of the year', async () => {
    const home = here([brandOf(10)]);
    await found(home, 10);
    const asked = [{ metric: 'employmentDriven', unit: 'persons', directness: 'direct' }];
    const over = { basis: 'yearToDate', period: '2025Q4', asked };
    const returnId = await accepted(home, [{ ...line('employmentDriven', 77), nature: 'cumulative', brandId: id(10) }], over);
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    expect((await world.events(brandStream(id(10)))).at(-1)?.data).toMatchObject({
      nature: 'flow',
      value: 77,
      window: { fromYear: 2025, toYear: 2025 },
    });
  });

  it('of a quarter stay in the return', async () => {
    const home = here([brandOf(10)]);
    await found(home, 10);
    const returnId = await accepted(home, linesOf(10), { period: '2025Q4' });
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    expect(await figuresOf(10)).toEqual([]);
    expect(await world.types('return-')).not.toContain('ReturnLinesApplied.v1');
  });

  it('are sums of their trades, and one without all its trades is parked', async () => {
    const home = here([brandOf(10, 'dual'), brandOf(11, 'dual')]);
    await found(home, 10, 11);
    const asked = [{ metric: 'passed', unit: 'persons', directness: 'unstated' }];
    const trade = (n: number, name: string, value: number | null) => line('passed', value, { brandId: id(n), trade: name });
    const lines = [trade(10, '焊工', 30), trade(10, '电工', 12), trade(11, '焊工', 5), trade(11, '电工', null)];
    const returnId = await accepted(home, lines, { kind: 'training', asked });
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    expect(await figuresOf(10)).toEqual([['passed', 'unstated', 42]]);
    expect(await figuresOf(11)).toEqual([]);
    const { state } = await home.returns.load(returnId);
    expect([...state.lines.values()].map(({ applied }) => (applied?.state === 'parked' ? applied.code : applied?.state))).toEqual([
      'applied',
      'applied',
      'RETURN.NO_TOTAL',
      'RETURN.NO_TOTAL',
    ]);
  });

  it('that their brand refuses are parked and shown, and the rest goes on', async () => {
    const home = here([brandOf(10), brandOf(11)]);
    await found(home, 10);
    await home.process.brands.command(id(10), { type: 'recordFigure', data: figure(2025, 9) }, { actor: CLERK });
    const returnId = await accepted(home, [...linesOf(10), ...linesOf(11)]);
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    expect(await figuresOf(10)).toEqual([
      ['employmentDriven', 'direct', 9],
      ['employmentDriven', 'indirect', 40],
      ['workers', 'unstated', 500],
    ]);
    const { state } = await home.returns.load(returnId);
    const parked = [...state.lines.values()].flatMap(({ applied }) => (applied?.state === 'parked' ? [applied.code] : []));
    expect(parked).toEqual(['BRAND.FIGURE_ALREADY_RECORDED', 'BRAND.NOT_FOUND', 'BRAND.NOT_FOUND', 'BRAND.NOT_FOUND']);
  });

  it('are recorded once, wherever the process dies on the way', async () => {
    const brands = [10, 11].map((n) => brandOf(n));
    let deaths = 0;
    // Six figures and the event that says what became of them: die before or after each of these appends, then go on.
    for (const when of ['before', 'after'] as const) {
      for (let step = 1; step <= 7; step += 1) {
        await world.close();
        world = await World.open();
        let appends = Number.NEGATIVE_INFINITY;
        const mortal: EventLog = {
          append: async (...append) => {
            appends += 1;
            if (appends >= step && (when === 'before' || appends > step)) throw new LogUnavailable('dead');
            const appended = await world.log.append(...append);
            if (appends === step) throw new LogUnavailable('dead');
            return appended;
          },
          readStream: (...asked) => world.log.readStream(...asked),
          readAll: (...asked) => world.log.readAll(...asked),
          subscribe: (...asked) => world.log.subscribe(...asked),
          close: () => Promise.resolve(),
        };
        const first = here(brands, mortal);
        await found(first, 10, 11);
        const returnId = await accepted(first, [...linesOf(10), ...linesOf(11)]);
        appends = -1;
        await lock(first.returns, returnId);
        const died = await first.returns.apply(returnId).then(
          () => false,
          () => true,
        );
        if (died) deaths += 1;
        const second = here(brands, undefined, () => [returnId]);
        await second.returns.resume();
        await second.returns.apply(returnId);
        for (const n of [10, 11])
          expect([when, step, await figuresOf(n).then((all) => all.map(String).sort())]).toEqual([
            when,
            step,
            [`employmentDriven,direct,${100 + n}`, 'employmentDriven,indirect,40', 'workers,unstated,500'],
          ]);
        expect((await world.types('return-')).filter((type) => type === 'ReturnLinesApplied.v1')).toHaveLength(1);
      }
    }
    expect(deaths).toBeGreaterThan(8);
  }, 60_000);
});

describe('a brand that leaves while its return climbs', () => {
  const OTHER = { id: `unit-${id(2)}`, name: '另一公司' };
  const moved = (n: number): ReturnBrand => ({ ...brandOf(n), reporter: OTHER });
  const climb = async (returns: ReturnService, returnId: string): Promise<void> => {
    const rungs = ['checked', 'reviewed', 'approved', 'accepted'] as const;
    for (const [i, rung] of rungs.entries())
      await returns.act(returnId, { type: 'advance', data: { rung, lines: null, note: null } }, { actor: PEOPLE[i] ?? CLERK });
    await lock(returns, returnId);
    await returns.apply(returnId);
  };
  const appliedOf = async ({ returns }: Here, returnId: string): Promise<unknown[]> =>
    [...(await returns.load(returnId)).state.lines.values()].map(({ line: { brandId, metric }, applied }) => [
      Number(brandId.slice(-3)),
      metric,
      applied?.state === 'parked' ? applied.code : applied?.state,
    ]);

  it('to another unit: its figures are told once, by who locked first, and the second are parked', async () => {
    const brands = [brandOf(10), brandOf(11)];
    const home = here(brands);
    await found(home, 10, 11);
    const returnId = await accepted(home, [...linesOf(10), ...linesOf(11)]);
    brands[1] = moved(11);
    const { call: callId } = parseReturnId(returnId) ?? raise();
    const second = returnIdOf({ region: AOHAN, period: '2025', unit: OTHER.id, call: callId });
    await home.returns.report(
      second,
      linesOf(11).map((each) => ({ ...each, value: 7 })),
      { actor: { id: 'p-other', role: 'constructionUnit', region: AOHAN } },
    );
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    await climb(home.returns, second);
    expect(await figuresOf(11)).toEqual([
      ['employmentDriven', 'direct', 111],
      ['employmentDriven', 'indirect', 40],
      ['workers', 'unstated', 500],
    ]);
    expect(await appliedOf(home, second)).toEqual([
      [11, 'employmentDriven', 'BRAND.FIGURE_ALREADY_RECORDED'],
      [11, 'employmentDriven', 'BRAND.FIGURE_ALREADY_RECORDED'],
      [11, 'workers', 'BRAND.FIGURE_ALREADY_RECORDED'],
    ]);
  });

  it('to another unit before it was reported: what was typed is set aside with the reason, kept, and in nobody’s way', async () => {
    const brands = [brandOf(10), brandOf(11)];
    const home = here(brands);
    await found(home, 10, 11);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    const typed = [10, 11].map((n) => ({ line: `${id(n)}|workers|unstated|`, field: 'value', value: '5', seen: 0 }));
    await home.returns.writeDraft(returnId, typed, RECORDER);
    brands[1] = moved(11);
    const draft = await home.returns.draft(returnId, RECORDER);
    expect(draft.aside).toEqual([{ brandId: id(11), zh: '“敖汉第11工”由“另一公司”填报。', en: '“敖汉第11工” is reported by 另一公司.' }]);
    expect(draft.findings.map(({ code, line: at }) => [code, at?.split('|')[1]])).toEqual([
      ['RETURN.LINE_MISSING', 'employmentDriven'],
      ['RETURN.LINE_MISSING', 'employmentDriven'],
    ]);
    const rest = linesOf(10).flatMap(({ metric, directness, value, estimate }) => [
      { line: `${id(10)}|${metric}|${directness}|`, field: 'value', value: String(value), seen: metric === 'workers' ? 1 : 0 },
      ...(estimate === null
        ? []
        : [
            { line: `${id(10)}|${metric}|${directness}|`, field: 'estimateMethod', value: estimate.method, seen: 0 },
            { line: `${id(10)}|${metric}|${directness}|`, field: 'estimateBasis', value: estimate.basis, seen: 0 },
          ]),
    ]);
    await home.returns.writeDraft(returnId, rest, RECORDER);
    await home.returns.report(returnId, null, { actor: RECORDER });
    expect((await world.events('return-')).at(-1)?.data['lines']).toMatchObject([
      { brandId: id(10) },
      { brandId: id(10) },
      { brandId: id(10) },
    ]);
    expect([...home.drafts.held.values()].map(({ line: at, value }) => [at, value])).toEqual([[`${id(11)}|workers|unstated|`, '5']]);
    // It comes back: nothing has to be typed again.
    brands[1] = brandOf(11);
    expect(await home.returns.draft(returnId, RECORDER)).toMatchObject({ aside: [], cells: [{ value: '5' }] });
  });

  it('to another unit after a line was sent back: who told it answers, with a reason, and nothing of the others waits for it', async () => {
    const brands = [brandOf(10), brandOf(11)];
    const home = here(brands);
    await found(home, 10, 11);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    await home.returns.report(returnId, [...linesOf(10), ...linesOf(11)], {
      actor: { id: 'p-unit', role: 'constructionUnit', region: AOHAN },
    });
    const back = [10, 11].map((n) => ({ line: `${id(n)}|workers|unstated|`, comment: '与花名册不符' }));
    await home.returns.act(returnId, { type: 'sendBack', data: { to: 'unit', lines: back } }, { actor: RECORDER });
    brands[1] = moved(11);
    const unit = { actor: { id: 'p-unit', role: 'constructionUnit', region: AOHAN } };
    await expect(home.returns.report(returnId, null, unit)).rejects.toMatchObject({
      refusal: { code: 'RETURN.LINES_NOT_FIT' },
      details: [{ field: `lines.${id(11)}|workers|unstated|.value`, zh: '“敖汉第11工”报送后已改由“另一公司”填报。' }],
    });
    const reason = {
      line: `${id(11)}|workers|unstated|`,
      field: 'explain:RETURN.BRAND_LEFT_UNIT',
      value: '移交前的数据由本单位负责',
      seen: 0,
    };
    await home.returns.writeDraft(returnId, [reason], unit.actor);
    await home.returns.report(returnId, null, unit);
    await climb(home.returns, returnId);
    expect(await appliedOf(home, returnId)).toEqual(
      [10, 11].flatMap((n) => ['employmentDriven', 'employmentDriven', 'workers'].map((metric) => [n, metric, 'applied'])),
    );
    expect(await figuresOf(11)).toHaveLength(3);
  });

  it('the catalogue: what was told of its period is locked and recorded with it all the same', async () => {
    const brands = [brandOf(10)];
    const home = here(brands);
    await found(home, 10);
    const returnId = await accepted(home, linesOf(10));
    brands[0] = { ...brandOf(10), delistedOn: '2024-06-30' };
    await lock(home.returns, returnId);
    await home.returns.apply(returnId);
    expect(await figuresOf(10)).toHaveLength(3);
  });
});

describe('acts', () => {
  it('are done once for an Idempotency-Key, and only on what the caller saw', async () => {
    const home = here([brandOf(10)]);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE, idempotencyKey: 'call-1' });
    expect(await home.returns.call(call(), { actor: PROVINCE, idempotencyKey: 'call-1' })).toMatchObject({ id: callId, repeated: true });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    const options = { actor: RECORDER, idempotencyKey: 'report-1' };
    const first = await home.returns.report(returnId, linesOf(10), options);
    expect(await home.returns.report(returnId, linesOf(10), options)).toMatchObject({ revision: first.revision, repeated: true });
    expect(await problemOf(home.returns.report(returnId, linesOf(11), options))).toMatchObject({ code: 'BRAND.IDEMPOTENCY_REUSED' });
    const advance = { type: 'advance', data: { rung: 'checked', lines: null, note: null } } as const;
    expect(await problemOf(home.returns.act(returnId, advance, { actor: CLERK, ifMatch: 7n }))).toEqual({
      code: 'BRAND.STALE',
      kind: 'precondition',
    });
    expect(await world.types('return-')).toEqual(['ReturnReported.v1']);
  });

  it('keep to the actor’s region, and to returns that there are', async () => {
    const home = here([brandOf(10)]);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    const elsewhere = { actor: { ...RECORDER, region: '370200' } };
    expect(await problemOf(home.returns.report(returnId, linesOf(10), elsewhere))).toMatchObject({ code: 'ACCESS.OUT_OF_SCOPE' });
    expect(await problemOf(home.returns.draft(returnId, elsewhere.actor))).toMatchObject({ code: 'ACCESS.OUT_OF_SCOPE' });
    expect(await problemOf(home.returns.call(call(), { actor: PREFECTURE }))).toMatchObject({ code: 'ACCESS.OUT_OF_SCOPE' });
    const unknown = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: id(404) });
    expect(await problemOf(home.returns.report(unknown, linesOf(10), { actor: RECORDER }))).toEqual({
      code: 'CALL.UNKNOWN',
      kind: 'notFound',
    });
    expect(await problemOf(home.returns.draft('rubbish', RECORDER))).toEqual({ code: 'RETURN.UNKNOWN', kind: 'notFound' });
    const close = { type: 'close', data: { reason: null } } as const;
    expect(await problemOf(home.returns.changeCall(id(404), close, { actor: PROVINCE }))).toEqual({
      code: 'CALL.UNKNOWN',
      kind: 'notFound',
    });
    const advance = { type: 'advance', data: { rung: 'checked', lines: null, note: null } } as const;
    expect(await problemOf(home.returns.act(returnId, advance, { actor: CHECKER }))).toEqual({ code: 'RETURN.UNKNOWN', kind: 'notFound' });
    expect(await world.types('return-')).toEqual([]);
  });

  it('name every place at fault', async () => {
    const home = here([brandOf(10)]);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    const lines = linesOf(10).map((each) =>
      each.directness === 'indirect'
        ? { ...each, estimate: null }
        : each.metric === 'workers'
          ? { ...each, value: null, note: null }
          : each,
    );
    await expect(home.returns.report(returnId, lines, { actor: RECORDER })).rejects.toMatchObject({
      refusal: { code: 'RETURN.LINES_NOT_FIT' },
      details: [{ field: `lines.${id(10)}|employmentDriven|indirect|.estimate` }, { field: `lines.${id(10)}|workers|unstated|.value` }],
    });
  });
});

describe('a draft', () => {
  const cell = (metric: 'workers' | 'employmentDriven', directness: string, field: string, value: string) => ({
    line: `${id(10)}|${metric}|${directness}|`,
    field,
    value,
    seen: 0,
  });
  const CELLS = [
    cell('employmentDriven', 'direct', 'value', '１１０'),
    cell('employmentDriven', 'indirect', 'value', '40'),
    cell('employmentDriven', 'indirect', 'estimateMethod', '按订单折算'),
    cell('employmentDriven', 'indirect', 'estimateBasis', '订单台账'),
    cell('workers', 'unstated', 'value', '500'),
  ];

  const begun = async (home: Here): Promise<string> => {
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    return returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
  };
  const reported = async (): Promise<unknown> =>
    (await world.events('return-')).flatMap(({ type, data }) =>
      type === 'ReturnReported.v1' ? [(data['lines'] as readonly ReturnLine[]).map(({ value }) => value)] : [],
    );
  const valuesOf = async (home: Here, returnId: string): Promise<unknown> =>
    (await home.returns.draft(returnId, RECORDER)).cells.map(({ line: at, field, value }) => [at.split('|')[1], field, value]);

  it('is reported as it stands, and gone then', async () => {
    const home = here([brandOf(10)]);
    const returnId = await begun(home);
    expect(await home.returns.writeDraft(returnId, CELLS.slice(0, 4), RECORDER)).toMatchObject({
      progress: { asked: 3, filled: 2 },
      findings: [{ code: 'RETURN.LINE_MISSING' }],
    });
    expect(await problemOf(home.returns.report(returnId, null, { actor: RECORDER }))).toMatchObject({ code: 'RETURN.LINES_NOT_FIT' });
    expect(home.drafts.held.size).toBe(4);
    await home.returns.writeDraft(returnId, CELLS.slice(4), RECORDER);
    await home.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' });
    expect(home.drafts.held.size).toBe(0);
    expect(await reported()).toEqual([[110, 40, 500]]);
    expect(await home.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' })).toMatchObject({ repeated: true });
  });

  it('that a crash left behind after its report stands in nobody’s way: not of the same value, nor of another, nor of a colleague’s', async () => {
    const home = here([brandOf(10)]);
    const returnId = await begun(home);
    await home.returns.writeDraft(returnId, CELLS, RECORDER);
    const claim = home.drafts.claim.bind(home.drafts);
    home.drafts.claim = async (...claimed) => {
      // Typed while the report is on its way: not in it, and not to be lost.
      await home.drafts.write(returnId, [{ ...cell('workers', 'unstated', 'note', '含外省'), seen: 0 }], { by: 'p-colleague', at: 'now' });
      await claim(...claimed);
    };
    home.drafts.discard = () => Promise.reject(new LogUnavailable('dead'));
    await expect(home.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' })).rejects.toThrow('dead');
    expect(await reported()).toEqual([[110, 40, 500]]);
    expect(home.drafts.held.size).toBe(6);

    const next = here([brandOf(10)]);
    for (const [key, left] of home.drafts.held) next.drafts.held.set(key, left);
    expect(await next.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' })).toMatchObject({ repeated: true });
    expect(await valuesOf(next, returnId)).toEqual([['workers', 'note', '含外省']]);
    const { written } = await next.returns.writeDraft(
      returnId,
      [cell('workers', 'unstated', 'value', '500'), cell('employmentDriven', 'direct', 'value', '120')],
      RECORDER,
    );
    expect(written.conflicts).toEqual([]);
    expect(await valuesOf(next, returnId)).toEqual([
      ['workers', 'note', '含外省'],
      ['workers', 'value', '500'],
      ['employmentDriven', 'value', '120'],
    ]);
    await next.returns.report(returnId, null, { actor: RECORDER });
    expect(await reported()).toEqual([
      [110, 40, 500],
      [120, 500],
    ]);
    expect(next.drafts.held.size).toBe(0);
  });

  it('is whole where the process died before the report was written', async () => {
    let dead = false;
    const mortal: EventLog = {
      append: (...append) => (dead ? Promise.reject(new LogUnavailable('dead')) : world.log.append(...append)),
      readStream: (...asked) => world.log.readStream(...asked),
      readAll: (...asked) => world.log.readAll(...asked),
      subscribe: (...asked) => world.log.subscribe(...asked),
      close: () => Promise.resolve(),
    };
    const home = here([brandOf(10)], mortal);
    const returnId = await begun(home);
    await home.returns.writeDraft(returnId, CELLS, RECORDER);
    dead = true;
    expect(await problemOf(home.returns.report(returnId, null, { actor: RECORDER }))).toMatchObject({ kind: 'unavailable' });
    const next = here([brandOf(10)], undefined, undefined, home.drafts);
    expect((await next.returns.draft(returnId, RECORDER)).cells).toHaveLength(5);
    await next.returns.report(returnId, null, { actor: RECORDER });
    expect(await reported()).toEqual([[110, 40, 500]]);
    expect(next.drafts.held.size).toBe(0);
  });

  it('keeps what a colleague writes while it is being reported, also when the report is sent again', async () => {
    const home = here([brandOf(10)]);
    const returnId = await begun(home);
    await home.returns.writeDraft(returnId, CELLS, RECORDER);
    const claim = home.drafts.claim.bind(home.drafts);
    home.drafts.claim = async (...claimed) => {
      const at = home.returns.ledger.clock.now().toISOString();
      await home.drafts.write(returnId, [{ ...cell('workers', 'unstated', 'value', '600'), seen: 1 }], { by: 'p-colleague', at });
      await claim(...claimed);
    };
    await home.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' });
    expect(await reported()).toEqual([[110, 40, 500]]);
    expect(await valuesOf(home, returnId)).toEqual([['workers', 'value', '600']]);
    await home.returns.report(returnId, null, { actor: RECORDER, idempotencyKey: 'r' });
    expect(await valuesOf(home, returnId)).toEqual([['workers', 'value', '600']]);
  });

  it('loses only the cells of lines that are reported beside it', async () => {
    const home = here([brandOf(10)]);
    const returnId = await begun(home);
    await home.returns.report(returnId, linesOf(10), { actor: RECORDER });
    await home.returns.writeDraft(returnId, [CELLS[0] ?? raise(), cell('workers', 'unstated', 'value', '510')], RECORDER);
    await home.returns.report(returnId, [{ ...line('workers', 505), brandId: id(10) }], { actor: RECORDER });
    expect(await valuesOf(home, returnId)).toEqual([['employmentDriven', 'value', '１１０']]);
  });

  it('takes as many cells as it may hold and not one more', async () => {
    const home = here([brandOf(10)]);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    const at = home.returns.ledger.clock.now().toISOString();
    const filled = Array.from({ length: MOST_DRAFT_CELLS - 1 }, (_, n) => cell('workers', `${n}`, 'value', '1'));
    home.drafts.cells = () => Promise.resolve(filled.map((each) => ({ ...each, revision: 1, by: 'p', at, claimedBy: null })));
    const [first, second] = CELLS as [(typeof CELLS)[number], (typeof CELLS)[number]];
    const both = home.returns.writeDraft(returnId, [first, second], RECORDER);
    expect(await problemOf(both)).toMatchObject({ code: 'RETURN.DRAFT_FULL' });
    expect(home.drafts.held.size).toBe(0);
    await home.returns.writeDraft(returnId, [first, { ...first, value: '3' }], RECORDER);
    expect(home.drafts.held.size).toBe(1);
  });

  it('with a cell that cannot be read is not reported', async () => {
    const home = here([brandOf(10)]);
    const { id: callId } = await home.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    await home.returns.writeDraft(returnId, [...CELLS.slice(0, 4), cell('workers', 'unstated', 'value', '约500')], RECORDER);
    await expect(home.returns.report(returnId, null, { actor: RECORDER })).rejects.toMatchObject({
      refusal: { code: 'RETURN.LINES_NOT_FIT' },
      details: [{ field: `lines.${id(10)}|workers|unstated|.value` }],
    });
  });

  it('is kept of no return that nobody expects, and of no closed call', async () => {
    const nobody = here([]);
    const { id: callId } = await nobody.returns.call(call(), { actor: PROVINCE });
    const returnId = returnIdOf({ region: AOHAN, period: '2025', unit: UNIT, call: callId });
    expect(await problemOf(nobody.returns.writeDraft(returnId, CELLS, RECORDER))).toMatchObject({ code: 'RETURN.NOT_EXPECTED' });
    const home = here([brandOf(10)], undefined, undefined, nobody.drafts);
    await home.returns.changeCall(callId, { type: 'close', data: { reason: null } }, { actor: PROVINCE });
    expect(await problemOf(home.returns.writeDraft(returnId, CELLS, RECORDER))).toMatchObject({ code: 'CALL.CLOSED' });
    expect(nobody.drafts.held.size).toBe(0);
  });
});

describe('what is configured', () => {
  it('comes with the program, says who approved it, and stands in every call', async () => {
    const { workingDays, rules } = shippedReportingRules();
    expect(rules.note).toContain('本地配置（演示值）');
    const home = here([brandOf(10)]);
    await home.returns.call({ ...call(), dueOn: null }, { actor: PROVINCE });
    const [called] = await world.events('call-');
    // Every day is a working day here: the n-th day after the year.
    const due = String(workingDays.year).padStart(2, '0');
    expect(called?.data).toMatchObject({
      rules,
      dueOn: `2026-01-${due}`,
      dueBy: { workingDays: workingDays.year, calendar: 'every day 1' },
    });
  });
  it('is refused where it says something else than it should', () => {
    expect(() => readReportingRules('approvedBy: x')).toThrow('reporting.yaml');
    expect(() => readReportingRules('jump: { numerator: 1.5, denominator: 1 }')).toThrow('reporting.yaml');
  });
});

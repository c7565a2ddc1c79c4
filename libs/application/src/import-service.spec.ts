import type { ImportInstruction } from '#contracts';
import { brandStream } from '#domain';
import { LogReadOnly, LogUnavailable } from '#event-store';
import { importIdOf, type CheckedFile } from './import-service';
import { AOHAN, CLERK, OTHER, World, figure, problemOf, recordFigure, report, type Process } from './world.fixture';

let world: World;
let here: Process;
let there: Process;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  there = world.process();
});
afterEach(() => world.close());

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const brandRow = (n: number): ImportInstruction => ({
  row: n + 1,
  target: { kind: 'brand', brandId: id(n) },
  command: 'report',
  data: report(`敖汉第${n}工`),
});
const figureRow = (n: number, year: number, value = 100): ImportInstruction => ({
  row: n + 1,
  target: { kind: 'brand', brandId: id(n) },
  command: 'recordFigure',
  data: figure(year, value),
});
const file = (instructions: readonly ImportInstruction[], sha256 = 'a'.repeat(64)): CheckedFile => ({
  format: 'yearly-figures.v1',
  fileName: '年度成效.csv',
  sha256,
  instructions,
});
const take = async (process: Process, checked: CheckedFile) => {
  const { importId } = await process.imports.accept(checked, { actor: CLERK });
  return process.imports.apply(importId);
};
/** Two rows for each of four brands. */
const ROWS = [1, 2, 3, 4].flatMap((n) => [brandRow(n), figureRow(n, 2024)]);
const figuresOf = async (n: number): Promise<number> =>
  (await world.types(brandStream(id(n)))).filter((type) => type === 'FigureRecorded.v1').length;

it('a file is accepted by one event, and its rows are then the act of who sent it', async () => {
  const done = await take(here, file(ROWS));
  expect(done).toMatchObject({ state: 'applied', known: false, rows: 8, done: 8, applied: 8, unchanged: 0, parked: [], stopped: null });
  expect(await world.types('import-')).toEqual(['ImportChunk.v1', 'ImportAccepted.v1', 'ImportApplied.v1']);
  const [accepted] = (await world.events('import-')).slice(1);
  for (const { metadata } of await world.events('brand-'))
    expect(metadata).toMatchObject({ actor: CLERK, correlationId: accepted?.metadata['correlationId'], effectiveOn: '2026-03-02' });
});

it('the same file twice changes nothing', async () => {
  const first = await take(here, file(ROWS));
  const size = (await world.types('brand-')).length;
  const again = await there.imports.accept(file(ROWS), { actor: OTHER });
  expect(again).toMatchObject({ importId: first.importId, state: 'applied', known: true, applied: 8 });
  expect(await world.types('brand-')).toHaveLength(size);
  expect(await world.types('import-')).toHaveLength(3);
});

it('the rows of another file that say what the ledger knows are unchanged, and said so', async () => {
  await take(here, file([brandRow(1)]));
  expect(await take(here, file([brandRow(1), brandRow(2)], 'b'.repeat(64)))).toMatchObject({ applied: 1, unchanged: 1 });
});

it('a file that says what stands already, row for row, gives way to others all along', async () => {
  const brands = Array.from({ length: 60 }, (_, n) => n);
  const figures = brands.flatMap((n) => [figureRow(n, 2023), figureRow(n, 2024)]);
  await take(here, file([...brands.map(brandRow), ...figures]));
  const again = Array.from({ length: 50 }, () => figures).flat();
  const { importId } = await here.imports.accept(file(again, 'b'.repeat(64)), { actor: CLERK });
  let rows = 0;
  let most = 0;
  const watch = (): void => {
    most = Math.max(most, rows);
    rows = 0;
  };
  const watching = setInterval(watch);
  expect(await here.imports.apply(importId, () => (rows += 1))).toMatchObject({ applied: 0, unchanged: 6000 });
  clearInterval(watching);
  watch();
  // In ten milliseconds some hundred rows; held up by sixty lanes one after another it would be all of them.
  expect(most).toBeLessThan(2000);
});

it('a row that its brand refuses is parked with its reason, and the others are applied', async () => {
  const done = await take(here, file([brandRow(1), figureRow(1, 2024), figureRow(1, 2199), figureRow(9, 2024), figureRow(1, 2023)]));
  expect(done).toMatchObject({ state: 'applied', applied: 3, unchanged: 0 });
  expect(done.parked.map(({ row, code }) => [row, code])).toEqual([
    [2, 'BRAND.FIGURE_FUTURE'],
    [10, 'BRAND.NOT_FOUND'],
  ]);
  for (const { zh } of done.parked) expect(zh).toMatch(/[\u4e00-\u9fff]/);
  expect((await there.imports.progress(done.importId))?.parked).toEqual(done.parked);
});

describe('many rows that their brands refuse', () => {
  /** The file is read once to be accepted and once to be applied, and never for a row. */
  it('are parked in a few appends, in order, and the file is not read again for them', async () => {
    const rows = Array.from({ length: 450 }, (_, n) => figureRow(1 + n, 2024));
    const appends: number[] = [];
    let reads = 0;
    const log = world.disturbed((stream, types) => {
      if (types.includes('ImportRowParked.v1')) appends.push(types.length);
    });
    const process = world.process({
      ...log,
      readStream: (stream, options) => {
        if (stream.startsWith('import-')) reads += 1;
        return log.readStream(stream, options);
      },
    });
    const done = await take(process, file(rows));
    expect(done.parked.map(({ row }) => row)).toEqual(rows.map(({ row }) => row));
    expect(appends).toEqual([200, 200, 51]);
    expect(reads).toBe(2);
    expect(await process.imports.progress(done.importId)).toEqual({ ...done, known: true });
    expect(reads).toBe(2);
    expect(await there.imports.progress(done.importId)).toEqual({ ...done, known: true });
  });

  it('are parked once where another process parks them too', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => figureRow(1 + n, 2024));
    const [first] = await Promise.all([here, there].map((process) => take(process, file(rows))));
    expect(first?.parked).toHaveLength(250);
    const types = await world.types('import-');
    expect(types.filter((type) => type === 'ImportRowParked.v1')).toHaveLength(250);
    expect(types.filter((type) => type === 'ImportApplied.v1')).toHaveLength(1);
  });
});

describe('cut short', () => {
  it.each([0, 1, 5, 11])('after %d appends of rows, it is gone on with by another process as if nothing had happened', async (appends) => {
    let left = appends;
    const log = world.disturbed((stream) => {
      if (stream.startsWith('import-')) return;
      if (left === 0) throw new LogUnavailable('gone');
      left -= 1;
    });
    const first = world.process(log);
    const { importId } = await first.imports.accept(file(ROWS), { actor: CLERK });
    expect(await problemOf(first.imports.apply(importId))).toEqual({ code: 'LEDGER.UNAVAILABLE', kind: 'unavailable' });
    expect(await first.imports.progress(importId)).toMatchObject({ state: 'accepted', stopped: { zh: '事件日志暂时不可用' } });

    world.pass(24 * 3_600_000);
    expect(await there.imports.unfinished()).toEqual([importId]);
    expect(await there.imports.apply(importId)).toMatchObject({ state: 'applied', applied: 8, unchanged: 0, parked: [] });
    expect(await there.imports.unfinished()).toEqual([]);
    for (const n of [1, 2, 3, 4]) expect(await figuresOf(n)).toBe(1);
    // The day of the act is the day on which the file was accepted, whenever its rows are dealt with.
    expect(new Set((await world.events('brand-')).map(({ metadata }) => metadata['effectiveOn']))).toEqual(new Set(['2026-03-02']));
  });

  it('by a full disk, it goes on when there is room, by the same file', async () => {
    let full = false;
    const process = world.process(
      world.disturbed(() => {
        if (full) throw new LogReadOnly('no space');
      }),
    );
    const { importId } = await process.imports.accept(file(ROWS), { actor: CLERK });
    full = true;
    expect(await problemOf(process.imports.apply(importId))).toEqual({ code: 'LEDGER.READ_ONLY', kind: 'readOnly' });
    expect(process.ledger.lastAppend).toBe('readOnly');
    full = false;
    expect(await take(process, file(ROWS))).toMatchObject({ state: 'applied', applied: 8, stopped: null });
    expect(process.ledger.lastAppend).toBe('ok');
  });

  it('before it was accepted, it holds nothing; the same file goes on, and one that reads otherwise by now starts anew', async () => {
    const big = Array.from({ length: 900 }, (_, n) => figureRow(n, 2024));
    let chunks = 0;
    const process = world.process(
      world.disturbed((_stream, types) => {
        if (types.includes('ImportChunk.v1') && ++chunks > 1) throw new LogUnavailable('gone');
      }),
    );
    expect(await problemOf(process.imports.accept(file(big), { actor: CLERK }))).toMatchObject({ kind: 'unavailable' });
    expect(await there.imports.unfinished()).toEqual([]);
    expect(await there.imports.progress(importIdOf('yearly-figures.v1', 'a'.repeat(64)))).toBeNull();

    const otherwise = [brandRow(1), ...big.slice(1)];
    const anew = await there.imports.accept(file(otherwise), { actor: CLERK });
    expect(anew).toMatchObject({ importId: importIdOf('yearly-figures.v1', 'a'.repeat(64), 1), rows: 900, known: false });
    // Once it is accepted it is the import of this file, however the file reads later.
    expect(await here.imports.accept(file(big), { actor: OTHER })).toMatchObject({ importId: anew.importId, known: true });
  });

  it('and sent again as it was, its rows stand once', async () => {
    const big = Array.from({ length: 900 }, (_, n) => figureRow(n, 2024));
    let chunks = 0;
    const process = world.process(
      world.disturbed((_stream, types) => {
        if (types.includes('ImportChunk.v1') && ++chunks > 1) throw new LogUnavailable('gone');
      }),
    );
    expect(await problemOf(process.imports.accept(file(big), { actor: CLERK }))).toMatchObject({ kind: 'unavailable' });
    expect(await there.imports.accept(file(big), { actor: CLERK })).toMatchObject({ rows: 900, known: false });
    const rows = (await world.events('import-')).flatMap(({ type, data }) =>
      type === 'ImportChunk.v1' ? (data['rows'] as unknown[]) : [],
    );
    expect(rows).toHaveLength(900);
  });
});

describe('at once', () => {
  it('in one process, two requests share one run', async () => {
    const { importId } = await here.imports.accept(file(ROWS), { actor: CLERK });
    const [one, two] = await Promise.all([here.imports.apply(importId), here.imports.apply(importId)]);
    expect(two).toBe(one);
    expect(await world.types('import-')).toEqual(['ImportChunk.v1', 'ImportAccepted.v1', 'ImportApplied.v1']);
  });

  it('in three processes, every row is applied once, none is parked, and the end is said once', async () => {
    const processes = [here, there, world.process()];
    const answers = await Promise.all(processes.map(({ imports }) => imports.accept(file(ROWS), { actor: CLERK })));
    expect(new Set(answers.map(({ importId }) => importId)).size).toBe(1);
    const ends = await Promise.all(processes.map(({ imports }, i) => imports.apply(answers[i]?.importId ?? '')));
    for (const end of ends) expect(end).toMatchObject({ state: 'applied', parked: [] });
    expect(await world.types('import-')).toEqual(['ImportChunk.v1', 'ImportAccepted.v1', 'ImportApplied.v1']);
    for (const n of [1, 2, 3, 4]) expect(await figuresOf(n)).toBe(1);
  });

  it('with people who keep a brand busy, a row waits for its turn and is not parked', async () => {
    await take(here, file([brandRow(1)]));
    let busy = 8;
    const process = world.process(
      world.disturbed(async (stream) => {
        if (stream !== brandStream(id(1)) || busy === 0) return;
        busy -= 1;
        await there.brands.command(id(1), recordFigure(2000 + busy), { actor: OTHER });
      }),
    );
    expect(await take(process, file([figureRow(1, 2024)], 'c'.repeat(64)))).toMatchObject({ applied: 1, parked: [] });
  });
});

it('regional figures stand once in their region, also when they are applied again', async () => {
  const row: ImportInstruction = {
    row: 2,
    target: { kind: 'region', region: AOHAN },
    command: 'publishRegionalFigure',
    data: {
      figureId: id(77),
      region: AOHAN,
      title: '全旗劳务品牌带动就业',
      metric: 'employmentDriven',
      unit: 'persons',
      nature: 'flow',
      directness: 'unstated',
      bound: 'exact',
      tier: null,
      honour: null,
      value: 5000,
      window: { fromYear: 2024, toYear: 2024, asOf: null },
      origin: 'published',
      source: { reference: '公报', note: null },
    },
  };
  expect(await take(here, file([row]))).toMatchObject({ applied: 1, unchanged: 0 });
  expect(await take(there, file([row], 'd'.repeat(64)))).toMatchObject({ applied: 0, unchanged: 1 });
  expect(await world.types('region-')).toEqual(['RegionalFigurePublished.v1']);
});

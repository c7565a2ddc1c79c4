import { brandStream, type FigureRecord } from '#domain';
import type { CommandAnswer } from './brand-service';
import { newId } from './ids';
import { AOHAN, CLERK, OTHER, World, figure, problemOf, recordFigure, rename, report, type Process } from './world.fixture';

let world: World;
let here: Process;
let there: Process;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  there = world.process();
});
afterEach(() => world.close());

const found = async (name = '敖汉架线工'): Promise<string> => (await here.brands.found(report(name), null, { actor: CLERK })).brandId;
const figuresIn = async (brandId: string): Promise<readonly FigureRecord[]> => {
  const { state } = await there.ledger.loadBrand(brandId);
  return state.stage === 'none' ? [] : state.figures;
};

describe('If-Match', () => {
  it('lets through who saw the newest revision, and stops who did not, without a second try', async () => {
    const id = await found();
    expect((await here.brands.command(id, recordFigure(2021), { actor: CLERK, ifMatch: 0n })).revision).toBe(1n);
    expect(await problemOf(here.brands.command(id, recordFigure(2022), { actor: CLERK, ifMatch: 0n }))).toEqual({
      code: 'BRAND.STALE',
      kind: 'precondition',
    });
    expect(await world.types(brandStream(id))).toEqual(['BrandReported.v1', 'FigureRecorded.v1']);
  });

  it('is compared with the log, not with what this process remembers', async () => {
    const id = await found();
    await there.brands.command(id, recordFigure(2021), { actor: OTHER });
    expect(await problemOf(here.brands.command(id, recordFigure(2022), { actor: CLERK, ifMatch: 0n }))).toEqual({
      code: 'BRAND.STALE',
      kind: 'precondition',
    });
    expect((await here.brands.command(id, recordFigure(2022), { actor: CLERK, ifMatch: 1n })).revision).toBe(2n);
  });

  it('says stale, where a refusal would speak of a state that nobody sees any more', async () => {
    const id = await found();
    await there.brands.command(id, rename('敖汉电力工'), { actor: OTHER });
    expect(await problemOf(here.brands.command(id, rename('敖汉架线工'), { actor: CLERK, ifMatch: 0n }))).toMatchObject({
      code: 'BRAND.STALE',
    });
  });
});

describe('another process that writes meanwhile', () => {
  it('is followed: the command is decided again on what it wrote', async () => {
    const id = await found();
    await there.brands.command(id, recordFigure(2021), { actor: OTHER });
    const answer = await here.brands.command(id, recordFigure(2022), { actor: CLERK });
    expect(answer).toMatchObject({ revision: 2n, repeated: false });
    expect((await figuresIn(id)).map(({ window }) => window.toYear)).toEqual([2021, 2022]);
  });

  it('makes no refusal out of what this process has not seen yet', async () => {
    const id = await found();
    await there.brands.command(id, recordFigure(2021, 100), { actor: OTHER });
    const [known] = await figuresIn(id);
    const { figure: corrected } = figure(2021, 90);
    const answer = await here.brands.command(
      id,
      {
        type: 'correctFigure',
        data: { corrects: known?.figureId ?? '', figure: corrected, requester: '张三', reason: '复核', evidence: [] },
      },
      { actor: CLERK },
    );
    expect(answer.events.map(({ type }) => type)).toEqual(['FigureCorrected.v1']);
  });

  it.each([
    [3, 'no problem', 5],
    [4, { code: 'LEDGER.BUSY', kind: 'conflict' }, 5],
  ])('is let first %d times, then: %j', async (times, outcome, events) => {
    const id = await found();
    let disturbances = 0;
    const log = world.disturbed(async () => {
      if (disturbances === times) return;
      disturbances += 1;
      await there.brands.command(id, recordFigure(2000 + disturbances), { actor: OTHER });
    });
    expect(await problemOf(world.process(log).brands.command(id, recordFigure(2022), { actor: CLERK }))).toEqual(outcome);
    expect(await world.types(brandStream(id))).toHaveLength(events);
  });

  it('stops the steward, who asks the rules again', async () => {
    const id = await found();
    await there.brands.command(id, recordFigure(2021), { actor: OTHER });
    const cause = { event: newId(), type: 'YearClosed.v1' };
    const decision = {
      key: `${id}|sd.review|2025`,
      policy: {
        pack: 'sd-2021-22',
        version: '1',
        digest: 'a'.repeat(64),
        rule: 'sd.review',
        basis: 'configured' as const,
        clause: null,
        cite: null,
        umbrella: null,
      },
      engine: '1',
      basis: { leaf: 1, revision: 0 },
      cause,
      explanation: null,
    };
    const meta = { causationId: cause.event, causationDepth: 1, correlationId: newId(), effectiveOn: world.today() };
    const command = { type: 'markReviewDue' as const, data: { period: 2025, dueOn: '2026-05-01', decision } };
    await here.brands.command(id, rename('敖汉电力工'), { actor: CLERK });
    expect(await there.brands.executeSteward(id, 1n, command, meta)).toBe('conflict');
    expect(await world.types(brandStream(id))).toEqual(['BrandReported.v1', 'FigureRecorded.v1', 'BrandRenamed.v1']);
  });
});

describe('Idempotency-Key', () => {
  const options = { actor: CLERK, idempotencyKey: 'k-1' };

  it('answers a repeat, in any process, with the original revision, position and events', async () => {
    const id = await found();
    const first = await here.brands.command(id, recordFigure(2021), options);
    await here.brands.command(id, recordFigure(2022), { actor: CLERK });
    for (const process of [here, there, world.process()])
      expect(await process.brands.command(id, recordFigure(2021), options)).toEqual({ ...first, repeated: true });
    expect(await world.types(brandStream(id))).toHaveLength(3);
  });

  it('belongs to who sent it, and to one body', async () => {
    const id = await found();
    await here.brands.command(id, recordFigure(2021), options);
    expect(await problemOf(there.brands.command(id, recordFigure(2022), options))).toEqual({
      code: 'BRAND.IDEMPOTENCY_REUSED',
      kind: 'invalid',
    });
    expect(await here.brands.command(id, recordFigure(2022), { actor: OTHER, idempotencyKey: 'k-1' })).toMatchObject({ repeated: false });
  });

  it('founds and renames once, in however many processes it arrives', async () => {
    const answers = await Promise.all(
      [here, there, world.process()].map(({ brands }): Promise<CommandAnswer> => brands.found(report('敖汉月嫂'), null, options)),
    );
    expect(answers.map(({ repeated }) => repeated).sort()).toEqual([false, true, true]);
    const [{ brandId }] = answers as [CommandAnswer];
    const key = { actor: CLERK, idempotencyKey: 'k-2' };
    const renamed = await here.brands.command(brandId, rename('敖汉育婴师'), key);
    await here.brands.command(brandId, rename('敖汉护工'), { actor: CLERK });
    expect(await there.brands.command(brandId, rename('敖汉育婴师'), key)).toEqual({ ...renamed, repeated: true });
    // The repeat has taken back no name that the brand does not bear any more.
    expect(await problemOf(there.brands.found(report('敖汉育婴师'), null, { actor: OTHER }))).toBe('no problem');
  });
});

it('a brand that is not there, and a region beyond the scope, are said so', async () => {
  const id = await found();
  const abroad = { id: 'sd', role: 'local', region: '370000' };
  expect(await problemOf(here.brands.command('00000000-0000-4000-8000-000000000000', recordFigure(2021), { actor: CLERK }))).toEqual({
    code: 'BRAND.NOT_FOUND',
    kind: 'notFound',
  });
  expect(await problemOf(here.brands.command(id, recordFigure(2021), { actor: abroad }))).toEqual({
    code: 'ACCESS.OUT_OF_SCOPE',
    kind: 'forbidden',
  });
  expect(await problemOf(here.brands.found(report('敖汉瓦工', AOHAN), null, { actor: abroad }))).toEqual({
    code: 'ACCESS.OUT_OF_SCOPE',
    kind: 'forbidden',
  });
  expect(await world.types('name-')).toEqual(['NameReserved.v1']);
});

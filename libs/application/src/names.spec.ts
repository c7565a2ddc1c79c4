import { LogUnavailable } from '#event-store';
import { newId } from './ids';
import { reserveName } from './names';
import { AOHAN, CLERK, OTHER, World, problemOf, recordFigure, rename, report, type Process } from './world.fixture';

let world: World;
let here: Process;
let there: Process;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  there = world.process();
});
afterEach(() => world.close());

const found = (process: Process, name: string): Promise<{ brandId: string }> => process.brands.found(report(name), null, { actor: CLERK });
const TAKEN = { code: 'NAME.TAKEN', kind: 'conflict' };
const HALF_A_MINUTE = 30_000;

it('two clerks in two processes found one brand, under one name however it is written', async () => {
  const outcomes = await Promise.all([problemOf(found(here, '敖汉架线工')), problemOf(found(there, '“敖汉 架线工”'))]);
  expect(outcomes.filter((outcome) => outcome === 'no problem')).toHaveLength(1);
  expect(outcomes).toContainEqual(TAKEN);
  expect(await world.types('brand-')).toEqual(['BrandReported.v1']);
});

it('a name is free in another region', async () => {
  await found(here, '架线工');
  expect(await problemOf(here.brands.found(report('架线工', '150402'), null, { actor: CLERK }))).toBe('no problem');
});

it('a founding that is refused leaves its name to the next try', async () => {
  const nomination = {
    pack: 'no-such-pack',
    tierSought: null,
    submittedAt: '2024-07-30T23:59:00+08:00',
    applicant: { unit: '敖汉旗就业中心', creditCode: null },
  };
  expect(await problemOf(here.brands.found(report('敖汉架线工'), nomination, { actor: CLERK }))).toMatchObject({ code: 'POLICY.UNKNOWN' });
  expect([...(await world.types('name-')), ...(await world.types('brand-'))]).toEqual([]);
  expect(await problemOf(found(here, '敖汉架线工'))).toBe('no problem');
});

it.each([
  [HALF_A_MINUTE - 1, TAKEN],
  [HALF_A_MINUTE, 'no problem'],
])('a reservation without its brand, left %d ms ago by a crash: %j', async (ms, outcome) => {
  const context = {
    actor: OTHER,
    correlationId: newId(),
    causationId: null,
    causationDepth: 0,
    effectiveOn: world.today(),
    idempotency: null,
  };
  await reserveName(there.ledger, AOHAN, '敖汉架线工', newId(), context);
  world.pass(ms);
  expect(await problemOf(found(here, '敖汉架线工'))).toEqual(outcome);
});

it('a name that a brand bears is never taken over', async () => {
  await found(here, '敖汉架线工');
  world.pass(365 * 24 * 3_600_000);
  expect(await problemOf(found(there, '敖汉架线工'))).toEqual(TAKEN);
});

describe('renaming', () => {
  it('takes the new name and gives the old one back', async () => {
    const { brandId } = await found(here, '敖汉架线工');
    await here.brands.command(brandId, rename('敖汉电力工'), { actor: CLERK });
    expect(await problemOf(found(there, '敖汉电力工'))).toEqual(TAKEN);
    expect(await problemOf(found(there, '敖汉架线工'))).toBe('no problem');
  });

  it('to the same name, written otherwise, keeps it', async () => {
    const { brandId } = await found(here, '敖汉架线工');
    await here.brands.command(brandId, rename('敖汉 架线工'), { actor: CLERK });
    world.pass(HALF_A_MINUTE);
    expect(await problemOf(found(there, '敖汉架线工'))).toEqual(TAKEN);
  });

  it('that is refused takes no name', async () => {
    const { brandId } = await found(here, '敖汉架线工');
    await here.brands.command(brandId, recordFigure(2021), { actor: CLERK });
    expect(await problemOf(here.brands.command(brandId, rename('敖汉电力工'), { actor: CLERK, ifMatch: 0n }))).toMatchObject({
      code: 'BRAND.STALE',
    });
    expect(await problemOf(here.brands.command(brandId, rename('  '), { actor: CLERK }))).toMatchObject({ code: 'BRAND.NAME_EMPTY' });
    expect(await problemOf(found(there, '敖汉电力工'))).toBe('no problem');
  });

  it('that is cut short before the old name is given back is done, and the old name is free half a minute later', async () => {
    const { brandId } = await found(here, '敖汉架线工');
    const log = world.disturbed((_stream, types) => {
      if (types.includes('NameReleased.v1')) throw new LogUnavailable('gone');
    });
    expect(await world.process(log).brands.command(brandId, rename('敖汉电力工'), { actor: CLERK })).toMatchObject({ repeated: false });
    world.pass(HALF_A_MINUTE);
    expect(await problemOf(found(there, '敖汉架线工'))).toBe('no problem');
  });
});

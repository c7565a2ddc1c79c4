import { canonicalJson, sha256Hex } from '#audit';
import { regionStream } from '#domain';
import { AOHAN, CLERK, OTHER, World, problemOf } from './world.fixture';
import type { FiguresOfYear } from './year-service';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const FIGURES: FiguresOfYear = {
  figuresOf: (region, year, origin) =>
    Promise.resolve({
      brands: 2,
      figures: [
        { figureId: `${region}-${year}-${origin}`, value: 3000 },
        { figureId: 'f', value: 1 },
      ],
    }),
};
const closing = { year: 2025, closedOn: '2026-01-20', closedBy: '王五', origin: 'operational' } as const;
const key = { actor: CLERK, idempotencyKey: 'k-1' };

it('a closing sums up what it found, with a digest that whoever has the figures can compute', async () => {
  const { years } = world.process(world.log, FIGURES);
  const answer = await years.close(AOHAN, closing, { actor: CLERK });
  expect(answer).toMatchObject({ stream: regionStream(AOHAN), revision: 0n, repeated: false, recorded: true });
  const [event] = await world.events('region-');
  expect(event?.data).toEqual({
    region: AOHAN,
    ...closing,
    brands: 2,
    figures: 2,
    digest: sha256Hex(
      canonicalJson([
        ['150430-2025-operational', 3000],
        ['f', 1],
      ]),
    ),
  });
});

it('is repeated by its key, in any process, even when the figures have changed since', async () => {
  const first = await world.process(world.log, FIGURES).years.close(AOHAN, closing, key);
  expect(await world.process().years.close(AOHAN, closing, key)).toEqual({ ...first, repeated: true });
  expect(await world.types('region-')).toEqual(['YearClosed.v1']);
});

it.each([
  ['year', { ...closing, year: 2024 }],
  ['origin', { ...closing, origin: 'synthetic' as const }],
  ['closedBy', { ...closing, closedBy: '赵六' }],
])('a key that comes with another %s is refused', async (_what, other) => {
  const { years } = world.process(world.log, FIGURES);
  await years.close(AOHAN, closing, key);
  expect(await problemOf(years.close(AOHAN, other, key))).toEqual({ code: 'BRAND.IDEMPOTENCY_REUSED', kind: 'invalid' });
});

it('two who close a year at once close it once', async () => {
  const outcomes = await Promise.all([CLERK, OTHER].map((actor) => problemOf(world.process().years.close(AOHAN, closing, { actor }))));
  expect(outcomes).toContainEqual('no problem');
  expect(outcomes).toContainEqual({ code: 'REGION.YEAR_ALREADY_CLOSED', kind: 'refused' });
  expect(await world.types('region-')).toEqual(['YearClosed.v1']);
});

it('a region that does not exist or lies beyond the scope, an old If-Match and a year that is not over are refused', async () => {
  const { years } = world.process();
  const abroad = { id: 'sd', role: 'local', region: '370000' };
  expect(await problemOf(years.close('159999', closing, { actor: CLERK }))).toEqual({ code: 'REGION.UNKNOWN', kind: 'invalid' });
  expect(await problemOf(years.close(AOHAN, closing, { actor: abroad }))).toEqual({ code: 'ACCESS.OUT_OF_SCOPE', kind: 'forbidden' });
  expect(await problemOf(years.close(AOHAN, closing, { actor: CLERK, ifMatch: 0n }))).toEqual({
    code: 'BRAND.STALE',
    kind: 'precondition',
  });
  expect(await problemOf(years.close(AOHAN, { ...closing, year: 2026 }, { actor: CLERK }))).toEqual({
    code: 'REGION.YEAR_NOT_OVER',
    kind: 'refused',
  });
});

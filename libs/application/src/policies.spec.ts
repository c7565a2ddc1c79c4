import { canonicalJson } from '#audit';
import { publishShippedPacks } from './bootstrap';
import { newId } from './ids';
import { packDigest, publishPack } from './policies';
import { shippedPacks } from './shipped';
import { CLERK, World, problemOf, type Process } from './world.fixture';

let world: World;
let here: Process;
let there: Process;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  there = world.process();
});
afterEach(() => world.close());

const shipped = (id: string): Record<string, unknown> => {
  const found = shippedPacks().find(({ document }) => (document as { id: string }).id === id);
  return { ...(found?.document as Record<string, unknown>) };
};
const publish = (process: Process, document: unknown): Promise<string> =>
  publishPack(process.ledger, document, CLERK.id, '试验', {
    actor: CLERK,
    correlationId: newId(),
    causationId: null,
    causationDepth: 0,
    effectiveOn: world.today(),
    idempotency: null,
  });
const dated = (version: string, inForceFrom: string, over: Record<string, unknown> = {}): Record<string, unknown> => {
  const pack = shipped('sd-2021-22');
  return { ...pack, version, meta: { ...(pack['meta'] as object), inForceFrom, ...over } };
};
const SHANDONG = { regions: ['370102', '370100', '370000', '000000'], kind: 'labour' };
const versionOn = async (process: Process, on: string): Promise<string | null> =>
  (await process.policies.packsFor(SHANDONG, on))?.document.open.pack.version ?? null;

describe('shipped packs', () => {
  it('are published once, documents before what completes them, by bootstrap', async () => {
    expect(await publishShippedPacks(here.ledger, here.policies)).toEqual([]);
    const published = await world.events('policy-');
    expect(published).toHaveLength(shippedPacks().length);
    const documents = published.map(({ data }) => JSON.parse(data['document'] as string) as { role: string });
    const roles = documents.map(({ role }) => role);
    expect(roles).toEqual([...roles].sort());
    expect(new Set(published.map(({ metadata }) => (metadata['actor'] as { id: string }).id))).toEqual(new Set(['bootstrap']));
    expect(published.map(({ data }) => data['digest'])).toEqual(documents.map(packDigest));
    expect(await publishShippedPacks(there.ledger, there.policies)).toEqual([]);
    expect(await world.events('policy-')).toEqual(published);
  });

  it('are published once by several processes that start at once, too', async () => {
    await Promise.all([here, there, world.process()].map(({ ledger, policies }) => publishShippedPacks(ledger, policies)));
    expect(await world.types('policy-')).toHaveLength(shippedPacks().length);
  });

  it('that differ from the log are a warning, and the log is right', async () => {
    const altered = { ...shipped('sd-2021-22'), factsFrom: 'published' };
    await publish(here, altered);
    const warnings = await publishShippedPacks(there.ledger, there.policies);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^sd-2021-22\.yaml.*以台账为准.*the log is right$/);
    expect((await there.policies.named('sd-2021-22', '2026-01-01')).document.digest).toBe(packDigest(altered));
  });

  it('that are new in a later version of the program are not published by a start', async () => {
    await publish(here, shipped('sd-2021-22'));
    await here.brands.found(
      {
        name: '敖汉架线工',
        kind: 'labour',
        category: null,
        brandType: null,
        region: '150430',
        regionAsStated: null,
        formedOn: null,
        cultivatedFrom: null,
        origin: 'operational',
        source: { reference: '填报', note: null },
      },
      null,
      { actor: CLERK },
    );
    const warnings = await publishShippedPacks(there.ledger, there.policies);
    expect(await world.types('policy-')).toEqual(['PolicyPublished.v1']);
    expect(warnings).toHaveLength(shippedPacks().length - 1);
  });
});

it('a version is published once; another text under it changes nothing', async () => {
  expect(await publish(here, shipped('im-2024-118'))).toBe('published');
  expect(await publish(there, JSON.parse(canonicalJson(shipped('im-2024-118'))))).toBe('unchanged');
  expect(await publish(there, { ...shipped('im-2024-118'), factsFrom: 'published' })).toBe('differs');
  expect(await world.types('policy-')).toEqual(['PolicyPublished.v1']);
});

it('what another process publishes counts for the next question', async () => {
  expect(await versionOn(here, '2026-01-01')).toBeNull();
  expect(await problemOf(here.policies.named('sd-2021-22', '2026-01-01'))).toEqual({ code: 'POLICY.UNKNOWN', kind: 'invalid' });
  // A look that is under way has passed the place where the pack will stand; the question after it must look again.
  const looking = here.policies.refresh();
  await publish(there, shipped('sd-2021-22'));
  await looking;
  expect(await versionOn(here, '2026-01-01')).toBe('1');
});

it('a question that is asked after a publication never shares a look that began before it', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const log = world.disturbed(() => undefined);
  let looks = 0;
  const slow = world.process({
    ...log,
    readAll: async function* (options) {
      looks += 1;
      const first = looks === 1;
      yield* log.readAll(options);
      if (first) await held;
    },
  });
  const early = slow.policies.refresh();
  await new Promise((resolve) => setImmediate(resolve));
  await publish(there, shipped('sd-2021-22'));
  const question = versionOn(slow, '2026-01-01');
  release();
  await early;
  expect(await question).toBe('1');
});

describe('the version in force on a date', () => {
  beforeEach(async () => {
    await publish(here, dated('1', '2021-09-01'));
    await publish(here, dated('2', '2025-01-01', { inForceUntil: '2025-12-31' }));
    await publish(here, dated('3', '2027-01-01', { repealed: '2028-01-01' }));
  });
  it.each([
    ['2021-08-31', null],
    ['2021-09-01', '1'],
    ['2024-12-31', '1'],
    ['2025-01-01', '2'],
    ['2025-12-31', '2'],
    ['2026-01-01', '1'],
    ['2027-12-31', '3'],
    ['2028-01-01', '1'],
  ])('%s: %s', async (on, version) => {
    expect(await versionOn(there, on)).toBe(version);
  });
});

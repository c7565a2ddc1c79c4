/** A later class and a merge of regions decide from their day on, and not before they were known. */
import { regionPath, type SubjectCommand } from '#domain';
import { regionClass } from '#policy';
import { publishShippedPacks } from './bootstrap';
import { SubjectService } from './subject-service';
import { CLERK, World, type Process } from './world.fixture';

const document = { number: '内人社〔2025〕7号', issuedOn: '2025-06-01', signedBy: '包某' };
const AOHAN = '150430';
let world: World;
let here: Process;
let there: Process;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  there = world.process();
  await publishShippedPacks(here.ledger, here.policies);
});
afterEach(() => world.close());

async function happened(region: string, command: Extract<SubjectCommand, { kind: 'region' }>['command']): Promise<void> {
  const lookups = { linksOf: () => Promise.resolve([]), countsOf: () => Promise.resolve({}) };
  const subjects = new SubjectService(here.ledger, here.policies, () => Promise.resolve(0), lookups);
  await subjects.command(region, { kind: 'region', command }, { actor: CLERK });
}
async function classOn(on: string, knownOn?: string): Promise<number | null> {
  const regions = await there.policies.pathOn(AOHAN, on, knownOn);
  const pack = await there.policies.packsFor({ regions, kind: 'labour' }, on, knownOn);
  if (pack === null) return null;
  const subject = { stream: 's', revision: 0, name: '', kind: 'labour', category: null, brandType: null, tier: null, regions } as const;
  return regionClass(pack, subject)?.class ?? null;
}
async function documentOn(on: string): Promise<string | null> {
  const regions = await there.policies.pathOn(AOHAN, on);
  return (await there.policies.packsFor({ regions, kind: 'labour' }, on))?.document.open.pack.id ?? null;
}

it('a class set by a later document counts from its day on (IM-25)', async () => {
  expect(await classOn('2026-01-01')).toBe(1);
  world.pass(24 * 3_600_000);
  await happened('150400', {
    type: 'reclassify',
    data: { pack: 'im-2024-118', class: 2, effectiveFrom: '2025-07-01', reason: '规模变化', document },
  });
  expect([await classOn('2025-06-30'), await classOn('2025-07-01')]).toEqual([1, 2]);
  // The county's own entry stands before the league's.
  await happened(AOHAN, {
    type: 'reclassify',
    data: { pack: 'im-2024-118', class: 3, effectiveFrom: '2026-01-01', reason: '规模变化', document },
  });
  expect([await classOn('2025-12-31'), await classOn('2026-01-01')]).toEqual([2, 3]);
  // Nobody knew of it the day before it was written down.
  expect(await classOn('2026-01-01', '2026-03-02')).toBe(1);
  expect(await classOn('2026-01-01', '2026-03-03')).toBe(3);
});

it('of another document it changes nothing', async () => {
  await happened('150400', {
    type: 'reclassify',
    data: { pack: 'skills-im-2022-2025', class: 2, effectiveFrom: '2025-07-01', reason: '规模变化', document },
  });
  expect(await classOn('2025-07-01')).toBe(1);
});

it('what a region was merged into governs from that day on', async () => {
  await happened(AOHAN, { type: 'merge', data: { into: '370200', on: '2025-07-01', reason: '假设的撤并', document } });
  expect([await documentOn('2025-06-30'), await documentOn('2025-07-01')]).toEqual(['im-2024-118', 'sd-2021-22']);
  expect(await there.policies.pathOn(AOHAN, '2025-06-30')).toEqual(regionPath(AOHAN));
  expect(await there.policies.pathOn(AOHAN, '2025-07-01')).toEqual([AOHAN, '370200', '370000']);
});

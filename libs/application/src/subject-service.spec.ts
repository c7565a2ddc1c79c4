import type { SubjectCommand } from '#domain';
import { testDecision } from '#testing';
import { publishShippedPacks } from './bootstrap';
import { SubjectService, type SubjectLookups } from './subject-service';
import { CLERK, OTHER, World, problemOf, report, type Process } from './world.fixture';
import type { EventLog } from '#event-store';

const source = { reference: '填报', note: null };
const unit = (name: string, region = '370200'): SubjectCommand => ({
  kind: 'unit',
  command: {
    type: 'register',
    data: { name, creditCode: null, unitType: 'leadFirm', region, brands: [], origin: 'operational', source },
  },
});
const judge = (criterion: string): SubjectCommand => ({
  kind: 'unit',
  command: { type: 'recordJudgement', data: { criterion, met: true, role: 'expert', by: '专家组', reason: '评审', evidence: [] } },
});
const meeting = (meetingId: string): SubjectCommand => ({
  kind: 'region',
  command: { type: 'holdMeeting', data: { meetingId, title: '例会', heldOn: '2026-02-10', minutes: null } },
});
const MEETINGS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const steward = { causationId: MEETINGS[0], causationDepth: 1, correlationId: MEETINGS[1], effectiveOn: '2026-03-01' };

let world: World;
let here: Process & { subjects: SubjectService };
let there: SubjectService;
const lookups: SubjectLookups = { linksOf: () => Promise.resolve([]), countsOf: () => Promise.resolve({}) };
const serviceOver = (process: Process, known: SubjectLookups = lookups): SubjectService =>
  new SubjectService(process.ledger, process.policies, () => Promise.resolve(0), known);
beforeEach(async () => {
  world = await World.open();
  const process = world.process();
  here = { ...process, subjects: serviceOver(process) };
  there = serviceOver(world.process());
});
afterEach(() => world.close());

const found = async (name = '青岛家政'): Promise<string> => (await here.subjects.found(unit(name), { actor: CLERK })).id;
/** A service whose log does something before each append. */
const disturbed = (before: () => Promise<void>): SubjectService => {
  const log: EventLog = world.disturbed(before);
  return serviceOver(world.process(log));
};

describe('a key', () => {
  it('founds one unit however often it is sent, also by another process', async () => {
    const first = await here.subjects.found(unit('青岛家政'), { actor: CLERK, idempotencyKey: 'k' });
    const again = await there.found(unit('青岛家政'), { actor: CLERK, idempotencyKey: 'k' });
    expect(again).toEqual({ ...first, repeated: true });
    expect(await problemOf(there.found(unit('另一家'), { actor: CLERK, idempotencyKey: 'k' }))).toEqual({
      code: 'BRAND.IDEMPOTENCY_REUSED',
      kind: 'invalid',
    });
    expect(await world.types('unit-')).toEqual(['UnitRegistered.v1']);
  });

  it('of another person founds another', async () => {
    await here.subjects.found(unit('青岛家政'), { actor: CLERK, idempotencyKey: 'k' });
    await here.subjects.found(unit('青岛家政'), { actor: OTHER, idempotencyKey: 'k' });
    expect(await world.types('unit-')).toHaveLength(2);
  });

  it('answers a repeated command with what it wrote then', async () => {
    const id = await found();
    const first = await here.subjects.command(id, judge('unit.many'), { actor: CLERK, idempotencyKey: 'j' });
    await here.subjects.command(id, judge('unit.able'), { actor: CLERK });
    expect(await there.command(id, judge('unit.many'), { actor: CLERK, idempotencyKey: 'j' })).toEqual({ ...first, repeated: true });
  });
});

describe('If-Match and writers that meet', () => {
  it('lets through who saw the newest revision only', async () => {
    const id = await found();
    await here.subjects.command(id, judge('unit.many'), { actor: CLERK, ifMatch: 0n });
    expect(await problemOf(there.command(id, judge('unit.able'), { actor: CLERK, ifMatch: 0n }))).toEqual({
      code: 'BRAND.STALE',
      kind: 'precondition',
    });
  });

  it('decides again on what another process wrote meanwhile', async () => {
    const id = await found();
    let once = true;
    const slow = disturbed(async () => {
      if (!once) return;
      once = false;
      await there.command(id, judge('unit.many'), { actor: OTHER });
    });
    expect(await slow.command(id, judge('unit.able'), { actor: CLERK })).toMatchObject({ revision: 2n, repeated: false });
  });

  it('gives up when somebody is always faster', async () => {
    const id = await found();
    const never = disturbed(async () => void (await there.command(id, judge('unit.many'), { actor: OTHER })));
    expect(await problemOf(never.command(id, judge('unit.able'), { actor: CLERK }))).toEqual({ code: 'LEDGER.BUSY', kind: 'conflict' });
  });
});

describe('who may', () => {
  const shandong = { id: 'sd', role: 'local', region: '370000' };
  it('act in a region is whose scope covers it', async () => {
    const id = await found();
    await there.command(id, judge('unit.many'), { actor: shandong });
    const outside = { ...shandong, region: '150000' };
    for (const act of [
      there.command(id, judge('unit.able'), { actor: outside }),
      there.found(unit('烟台建筑'), { actor: outside }),
      there.command('370000', meeting(MEETINGS[0]), { actor: outside }),
    ])
      expect(await problemOf(act)).toEqual({ code: 'ACCESS.OUT_OF_SCOPE', kind: 'forbidden' });
  });
});

describe('a region', () => {
  it('needs no registration, and is one of GB/T 2260', async () => {
    expect(await here.subjects.command('370200', meeting(MEETINGS[0]), { actor: CLERK })).toMatchObject({ revision: 0n });
    expect(await there.command('370200', meeting(MEETINGS[0]), { actor: CLERK })).toMatchObject({ revision: 0n, repeated: true });
    expect(await problemOf(here.subjects.command('999999', meeting(MEETINGS[1]), { actor: CLERK }))).toMatchObject({
      code: 'REGION.UNKNOWN',
    });
  });

  it('shares its stream with closed years', async () => {
    await here.subjects.command('370200', meeting(MEETINGS[0]), { actor: CLERK });
    await here.years.close('370200', { year: 2025, closedOn: '2026-01-10', closedBy: '王某', origin: 'operational' }, { actor: CLERK });
    expect(await here.subjects.command('370200', meeting(MEETINGS[1]), { actor: CLERK })).toMatchObject({ revision: 2n });
    expect(await world.types('region-370200')).toEqual(['RegionMeetingHeld.v1', 'YearClosed.v1', 'RegionMeetingHeld.v1']);
  });
});

describe('the steward', () => {
  const answer = (key: string) =>
    ({ type: 'recordAnswer', data: { period: 2025, purpose: 'duty', outcome: 'fail', decision: testDecision(key) } }) as const;

  it('writes at the revision it looked at, once for a key', async () => {
    const id = await found();
    expect(await here.subjects.executeSteward('unit', id, 0n, answer('a'), steward)).toMatchObject({ revision: 1n });
    expect(await there.executeSteward('unit', id, 0n, answer('a'), steward)).toBe('conflict');
    expect(await there.executeSteward('unit', id, 1n, answer('a'), steward)).toMatchObject({ revision: 1n });
    expect(await world.types('unit-')).toEqual(['UnitRegistered.v1', 'RuleAnswered.v1']);
  });

  it('is told when somebody was faster', async () => {
    const id = await found();
    const slow = disturbed(async () => void (await there.command(id, judge('unit.many'), { actor: OTHER })));
    expect(await slow.executeSteward('unit', id, 0n, answer('a'), steward)).toBe('conflict');
  });
});

describe('documents', () => {
  beforeEach(async () => void (await publishShippedPacks(here.ledger, here.policies)));

  it('that bind a subject govern its region and ask something of its kind', async () => {
    const load = async (kind: 'unit' | 'region' | 'institution', id: string) => (await here.subjects.load(kind, id)).state;
    const packs = async (kind: 'unit' | 'region' | 'institution', id: string): Promise<string[]> =>
      (await here.subjects.packsBinding(await load(kind, id), '2026-03-01')).map((pack) => pack.document.open.pack.id);
    expect(await packs('unit', await found())).toEqual(['sd-2021-22']);
    expect(await packs('region', '522601')).toEqual(['kaili-2024-9']);
    expect(await packs('region', '650100')).toEqual([]);
  });

  it('of a dual brand are asked of both sides: one that nobody can judge leaves it open', async () => {
    const labour = (await here.brands.found(report('敖汉架线工'), null, { actor: CLERK })).brandId;
    const training = (await here.brands.found({ ...report('敖汉电工培训'), kind: 'training' }, null, { actor: CLERK })).brandId;
    const asked: SubjectCommand = {
      kind: 'link',
      command: {
        type: 'propose',
        data: {
          ...{ name: '敖汉“双品牌”', region: '150430', pack: 'im-2024-118', labour, training: [training] },
          ...{ path: 'mutual', origin: 'operational', source },
        },
      },
    };
    const { id } = await here.subjects.found(asked, { actor: CLERK });
    const { state } = await here.subjects.load('link', id);
    expect((await here.subjects.givenFacts(state, '2026-03-01')).linked).toMatchObject([
      { stream: `brand-${labour}`, kind: 'labour', outcome: 'undecidable' },
      { stream: `brand-${training}`, kind: 'training', outcome: 'undecidable' },
    ]);
    // A training brand that stands in another active link, as the read models tell: refused by the configured reading.
    const knowing = serviceOver(here, { ...lookups, linksOf: () => Promise.resolve([`link-${id}`]) });
    expect(await problemOf(knowing.found(asked, { actor: CLERK }))).toEqual({ code: 'LINK.TRAINING_ELSEWHERE', kind: 'refused' });
  });
});

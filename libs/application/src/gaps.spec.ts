import type { BrandGround, Gap, GapKind, Ground, SubjectGround } from '#contracts';
import { initialSubject, type SubjectState } from '#domain';
import { publishShippedPacks } from './bootstrap';
import { GAP_WORDS, GapService } from './gaps';
import { SubjectService } from './subject-service';
import { World } from './world.fixture';

const TODAY = '2026-03-02';
const JINAN = '370102';
const AOHAN = '150430';
let world: World;
let service: GapService;

beforeAll(async () => {
  world = await World.open();
  const { ledger, policies } = world.process();
  await publishShippedPacks(ledger, policies);
  const lookups = { linksOf: () => Promise.resolve([]), countsOf: () => Promise.resolve({}) };
  service = new GapService(policies, new SubjectService(ledger, policies, () => Promise.resolve(0), lookups));
});
afterAll(() => world.close());

const brand = (over: Partial<BrandGround> = {}): { stream: string; ground: Ground } => ({
  stream: 'brand-a',
  ground: {
    ...{ what: 'brand', kind: 'labour', name: '历下家政', region: JINAN, dataset: 'real', stage: 'cultivated', tier: 'county' },
    ...{ recognisedOn: '2025-01-10', listedOn: '2026-01-20', reviews: [], locked: [2025], published: [] },
    ...over,
  },
});
const gaps = (grounds: readonly { stream: string; ground: Ground }[], region: string, over: object = {}): Promise<readonly Gap[]> =>
  service.gaps(grounds, { region, today: TODAY, dataset: undefined, ...over });
/** Kinds of gaps about one brand. */
const of = async (over: Partial<BrandGround>, today = TODAY): Promise<readonly string[]> =>
  (await gaps([brand(over)], JINAN, { today }))
    .filter(({ subject }) => subject.stream === 'brand-a')
    .map(({ kind, period }) => `${kind}${period === null ? '' : ` ${period}`}`);

describe('a brand', () => {
  it('that reported every year since its recognition, was listed this year, has no gap', async () => {
    expect(await of({})).toEqual([]);
  });

  it.each<[string, Partial<BrandGround>, string, readonly string[]]>([
    ['the running year is not over', { recognisedOn: '2026-01-10', locked: [] }, TODAY, []],
    ['a year is over on its last day', { locked: [] }, '2025-12-31', []],
    ['a year is over on the day after', { locked: [] }, '2026-01-01', ['notReported 2025']],
    ['published is told, and not locked', { locked: [], published: [2025] }, TODAY, ['neverLocked']],
    ['nobody who has left owes anything', { stage: 'delisted', locked: [], listedOn: null }, TODAY, []],
    ['nobody owes before recognition', { stage: 'nominated', recognisedOn: null, listedOn: null, locked: [] }, TODAY, []],
    ['every year that was skipped', { recognisedOn: '2023-05-01', locked: [2024] }, TODAY, ['notReported 2023', 'notReported 2025']],
    ['recognised and never listed', { listedOn: null }, TODAY, ['recognisedNotListed']],
    ['listed last year and never reviewed', { listedOn: '2025-12-31' }, TODAY, ['neverReviewed']],
  ])('%s', async (_what, over, today, expected) => {
    expect(await of(over, today)).toEqual(expected);
  });

  it.each([
    ['2026-03-02', []],
    ['2026-03-01', ['reviewNotHeld 2025']],
  ])('a review due on %s, asked on 2026-03-02', async (dueOn, expected) => {
    expect(await of({ listedOn: '2025-01-20', reviews: [{ period: 2025, dueOn, step: 'due', overdue: false }] })).toEqual(
      expected.length === 0 ? ['neverReviewed'] : expected,
    );
  });

  it('whose review was held has no gap, whoever marked it overdue before', async () => {
    expect(await of({ listedOn: '2025-01-20', reviews: [{ period: 2025, dueOn: '2026-02-01', step: 'held', overdue: true }] })).toEqual([]);
  });

  it('says since when, who owes it, that the time is configured and by whom', async () => {
    const [gap] = await gaps([brand({ reviews: [{ period: 2025, dueOn: '2026-02-28', step: 'due', overdue: true }] })], JINAN, {
      dataset: 'synthetic',
    });
    expect(gap).toMatchObject({
      id: 'reviewNotHeld|brand-a|2025|',
      since: '2026-03-01',
      dueOn: '2026-02-28',
      owedBy: { role: 'banner', zh: '旗县（市、区）人社部门' },
      basis: { kind: 'configured', pack: 'sd-2021-22-house', approvedBy: '示例：本地人社部门（演示配置）', approvedOn: '2021-11-30' },
      zh: '历下家政2025年度审核应于2026-02-28前开展，至今未开展。',
    });
    expect(gap?.todo.zh).not.toBe('');
  });
});

describe('a region', () => {
  it('is silent when nobody in it told anything of a year, and not when one did', async () => {
    const silent = async (second: readonly number[]): Promise<readonly (number | null)[]> =>
      (await gaps([brand({ locked: [] }), { ...brand({ locked: second }), stream: 'brand-b' }], JINAN))
        .filter(({ kind }) => kind === 'regionSilent')
        .map(({ period }) => period);
    expect(await silent([])).toEqual([2025]);
    expect(await silent([2025])).toEqual([]);
  });

  it('that has training brands and no standard of its own (IM-17)', async () => {
    const training = brand({ kind: 'training', region: AOHAN });
    const [gap] = (await gaps([training], AOHAN)).filter(({ kind }) => kind === 'standardNotSet');
    expect(gap).toMatchObject({ subject: { stream: 'region-150430' }, owedBy: { role: 'banner' }, basis: { kind: 'stated' } });
    expect((await gaps([brand({ region: AOHAN })], AOHAN)).map(({ kind }) => kind)).not.toContain('standardNotSet');
  });

  it('SD-06: a city without key projects is not covered; neither is what lies outside it told', async () => {
    const found = (await gaps([], '370100')).filter(({ kind }) => kind === 'coverageNotMet');
    expect(found.map(({ region }) => region.code)).toEqual(['370100']);
    expect((await gaps([], '370102')).filter(({ kind }) => kind === 'coverageNotMet')).toEqual([]);
  });
});

describe('another subject', () => {
  const subject = (state: SubjectState, over: Partial<SubjectGround> = {}): { stream: string; ground: Ground } => ({
    stream: `${state.kind}-${state.id}`,
    ground: { what: 'subject', dataset: 'real', state, locked: [], published: [], ...over },
  });
  const city = (rounds: number, dueOn: string | null): SubjectState => {
    const state = initialSubject('region', '522601');
    if (state.kind !== 'region') throw new Error('a region');
    const held = { roundId: 'r', evaluation: 'school', heldOn: '2021-01-01', scale: ['优秀', '合格'], event: 'region-522601@0' };
    const due = dueOn === null ? [] : [{ dueOn, decisionKey: 'k', event: 'region-522601@1', metBy: null }];
    return { ...state, own: { ...state.own, rounds: rounds === 0 ? [] : [held] }, core: { ...state.core, evaluationsDue: due } };
  };
  const overdue = async (state: SubjectState): Promise<readonly (string | null)[]> =>
    (await gaps([subject(state)], '522601')).filter(({ kind }) => kind === 'evaluationOverdue').map(({ dueOn }) => dueOn);

  it.each<[string, number, string | null, readonly (string | null)[]]>([
    ['no round was ever held', 0, null, [null]],
    ['held in time', 1, null, []],
    ['due on the day it is asked', 1, TODAY, []],
    ['due the day before', 1, '2026-03-01', ['2026-03-01']],
  ])('KL-14: %s', async (_what, rounds, dueOn, expected) => {
    expect(await overdue(city(rounds, dueOn))).toEqual(expected);
  });

  it('a programme owes no year after its last', async () => {
    const state = initialSubject('programme', 'p');
    const own = {
      ...{ name: '行动', region: '522601', origin: 'operational', event: 'programme-p@0', status: 'running', pack: 'kaili-2024-9' },
      ...{ fromYear: 2023, toYear: 2024, progress: [], allocations: [] },
    } as const;
    const found = await gaps([subject({ ...state, kind: 'programme', own } as SubjectState, { locked: [2023] })], '522601');
    expect(found.filter(({ kind }) => kind === 'notReported').map(({ period }) => period)).toEqual([2024]);
  });
});

it('what no document states and nobody configured is told once, with the clause; what a house pack gives is not', async () => {
  const open = (await gaps([], '370000')).filter(({ kind }) => kind === 'notConfigured');
  const keys = open.map(({ id }) => id);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toContain('notConfigured|policy-sd-2021-22|-|target.about-tolerance');
  // The review period is left open by the document and given by the house pack.
  expect(keys).not.toContain('notConfigured|policy-sd-2021-22|-|review.period-months');
  expect(open[0]?.basis).toMatchObject({ kind: 'notStated', pack: 'sd-2021-22', cite: expect.any(String) as string });
});

it('has words in both languages for every kind', () => {
  for (const kind of Object.keys(GAP_WORDS) as GapKind[]) {
    expect(GAP_WORDS[kind].zh).toMatch(/[\u4e00-\u9fff]/);
    expect(GAP_WORDS[kind].en).toMatch(/^[a-z]/);
  }
});

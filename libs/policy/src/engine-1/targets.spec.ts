/** Targets as answers: what is done, what would be done by now, how a closed year is asked, and what the sentence says. */
import fc from 'fast-check';
import { IM, KAILI, KL, SD, SN, SP, driven, facts, figure, stock, subject } from '../../test/support';
import type { EffectivePack } from '../compose';
import { targetsFor } from '../compose';
import type { FigureFact } from '../facts';
import { targetSentence } from '../render';
import { progressOf } from './targets';

const programme = subject({ kind: 'programme', stream: 'programme-1', name: '行动', regions: KAILI });
const ask = (pack: EffectivePack, target: string, figures: readonly FigureFact[], asOf: string, year?: number) =>
  progressOf(pack, target, programme, facts({ figures }), { asOf, evaluationYear: year === undefined ? undefined : year + 1 });
const times = (year: number, value: number, changes: Partial<FigureFact> = {}) =>
  figure('trainedPersonTimes', year, value, { unit: 'personTimes', ...changes });

test('what is expected by now is an exact share of time', () => {
  const progress = ask(KL, 'kl.guizhou', [times(2024, 300), times(2025, 112)], '2025-06-29');
  expect(progress).toMatchObject({
    status: 'behind',
    aim: false,
    asked: { kind: 'count', value: 600, unit: 'personTimes' },
    // 546 of 731 days, both ends counted.
    elapsed: { kind: 'ratio', numerator: 546, denominator: 731 },
    expected: { kind: 'ratio', numerator: 327_600, denominator: 731 },
  });
  expect(progress.explanation).toMatchObject({
    rule: 'kl.guizhou',
    outcome: 'undecidable',
    pack: 'kaili-2024-9',
    restsOnConfigured: false,
  });
  expect(targetSentence(progress, 'zh')).toBe(
    '“贵州技工”培训：进行中，落后于时间进度。2024—2025年累计至少412人次（期限2025-12-31），时间已过74.69%，按时间进度应达448.1人次，目标不少于600人次。依据：附件1一。',
  );
});

test('before it begins nothing is expected', () => {
  expect(ask(KL, 'kl.workers-2025', [times(2025, 0)], '2024-12-31')).toMatchObject({ elapsed: { numerator: 0 } });
});

test('a missed aim has no consequence and says so; a duty that is missed does not', () => {
  const missed = ask(KL, 'kl.workers-2024', [times(2024, 399)], '2025-01-01');
  expect(missed).toMatchObject({ status: 'missed', aim: true, explanation: { outcome: 'fail' } });
  expect(targetSentence(missed, 'zh')).toMatch(/^企业工人技能培训（2024年）：未完成（力争，未达到不产生后果）。/);
  expect(targetSentence(ask(KL, 'kl.guizhou', [times(2024, 1), times(2025, 1)], '2026-01-01'), 'zh')).not.toContain('力争');
});

test('what stands under 例如 or 原则上 is no rule and says so', () => {
  const example = progressOf(
    SP,
    'sp.course-months',
    subject({ kind: 'institution' }),
    facts({ figures: [stock('courseMonths', 2024, 2, { unit: 'months' })] }),
    {
      asOf: '2024-08-01',
    },
  );
  expect(example).toMatchObject({ status: 'missed', qualifier: 'example' });
  expect(targetSentence(example, 'zh')).toContain('尚未达到（举例，不是规则，没有后果）');
});

test('左右 without a declared tolerance is told and not judged', () => {
  const progress = ask(SD, 'sd.province-brands', [stock('brandCount', 2025, 22, { unit: 'items' })], '2026-01-05');
  expect(progress).toMatchObject({ status: 'noTolerance', done: { value: 22 }, explanation: { outcome: 'notConfigured' } });
  expect(targetSentence(progress, 'zh')).toContain('目标20个左右，文件未规定「左右」的允许误差，本地也未配置');
});

test('a closed year of a yearly target is asked alone; asked today, every year is told', () => {
  const figures = [times(2024, 99), times(2025, 40)];
  expect(ask(KL, 'kl.exchange-domestic', figures, '2025-03-01', 2024)).toMatchObject({ status: 'missed', done: { value: 99 } });
  const today = ask(KL, 'kl.exchange-domestic', figures, '2025-06-30');
  expect(today.explanation.root.children.map(({ outcome, window }) => [window?.toYear, outcome])).toEqual([
    [2024, 'fail'],
    [2025, 'undecidable'],
  ]);
  expect(today.status).toBe('missed');
});

test('what was reported for one target counts for no other', () => {
  const figures = [times(2024, 300, { target: 'kl.guizhou' }), times(2025, 300, { target: 'kl.guizhou' })];
  expect(ask(KL, 'kl.guizhou', figures, '2026-01-01').status).toBe('met');
  expect(ask(KL, 'kl.domestic', figures, '2026-01-01').status).toBe('undecidable');
});

test('indirect figures do not feed a target that counts direct ones only', () => {
  const figures = [2021, 2022, 2023, 2024, 2025].flatMap((year) => driven(year, 39_999, 50_000));
  expect(ask(SD, 'sd.skilled-jobs', figures, '2026-01-01')).toMatchObject({ status: 'missed', done: { value: 199_995 } });
  const reported = [2021, 2022, 2023, 2024, 2025].map((year) => figure('employmentDriven', year, 40_000, { target: 'sd.skilled-jobs' }));
  expect(ask(SD, 'sd.skilled-jobs', reported, '2026-01-01').status).toBe('met');
});

test('figures that contradict each other decide nothing', () => {
  expect(ask(KL, 'kl.guizhou', [times(2024, 300), times(2025, 300), times(2025, 301)], '2026-01-01')).toMatchObject({
    status: 'undecidable',
    explanation: { root: { children: [{ missing: [{ label: 'conflictResolved' }] }] } },
  });
});

test('figures that are not locked do not count, except in a dry run', () => {
  const figures = [times(2024, 300), times(2025, 300, { status: 'published' })];
  expect(ask(KL, 'kl.guizhou', figures, '2026-01-01').status).toBe('undecidable');
  expect(progressOf(KL, 'kl.guizhou', programme, facts({ figures }), { asOf: '2026-01-01', factsFrom: 'published' }).status).toBe('met');
});

test('a share whose whole is nothing is undecidable', () => {
  const figures = [stock('filedEnterprises', 2025, 0, { unit: 'items' }), stock('eligibleEnterprises', 2025, 0, { unit: 'items' })];
  expect(ask(KL, 'kl.filed', figures, '2026-01-01').status).toBe('undecidable');
});

test('a target that is not there is refused with those there are', () => {
  expect(() => ask(KL, 'kl.nothing', [], '2025-01-01')).toThrow(/there is no target kl.nothing/);
});

test('every target of every pack answers without figures, and concerns a subject of its kind', () => {
  for (const pack of [IM, SD, SN, KL, SP])
    for (const { target } of pack.targets.values()) {
      const who = { ...programme, kind: target.scope ?? ('programme' as const), tier: target.tiers?.[0] ?? null };
      expect([target.id, targetsFor(pack, who).includes(target)]).toEqual([target.id, true]);
      const { status } = progressOf(pack, target.id, who, facts(), { asOf: '2026-02-01' });
      expect([target.id, status]).toEqual([target.id, target.comparison === 'about' ? 'noTolerance' : 'undecidable']);
    }
});

test('law: more is never worse, and the end of a target decides every total', () => {
  const order = ['missed', 'behind', 'onCourse', 'met'];
  fc.assert(
    fc.property(
      fc.nat(700),
      fc.nat(700),
      fc.nat(50),
      fc.constantFrom('2025-02-01', '2025-06-29', '2025-12-31', '2026-01-01'),
      (a, b, more, asOf) => {
        const [less, greater] = [b, b + more].map((value) => ask(KL, 'kl.guizhou', [times(2024, a), times(2025, value)], asOf).status);
        expect(order.indexOf(greater ?? '')).toBeGreaterThanOrEqual(order.indexOf(less ?? ''));
        if (asOf === '2026-01-01') expect(less).toBe(a + b >= 600 ? 'met' : 'missed');
        else expect(less).not.toBe('missed');
      },
    ),
    { seed: 20251231, numRuns: 200 },
  );
});

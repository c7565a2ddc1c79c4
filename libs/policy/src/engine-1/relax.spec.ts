/** 放宽条件 in an answer: what it may do, what it may never do, and what the sentence says of it. */
import fc from 'fast-check';
import { IM, SD, driven, facts, figure, nodeOf, subject } from '../../test/support';
import { evaluate } from '../engines';
import type { Facts, WaiverFact } from '../facts';
import { explanationSentence } from '../render';

const ASKED = { asOf: '2024-07-10' };
const waiver = (changes: Partial<WaiverFact> = {}): WaiverFact => ({
  relaxationId: 'r-1',
  rule: 'im.labour.scale',
  parameter: 'scale.three-years',
  easedTo: '2400',
  ground: 'heritage',
  reason: '传统技艺，规模受限',
  approvedBy: '孙七',
  approverRole: '自治区人社部门',
  from: '2024-07-01',
  until: '2025-06-30',
  dual: 'link-1',
  event: 'brand-1@9',
  ...changes,
});
const given = (total: number, ...waivers: readonly WaiverFact[]): Facts =>
  facts({ figures: [...driven(2021, 1, 0), ...driven(2022, 1, 0), ...driven(2023, total - 2, 0)], waivers });
const scale = (total: number, ...waivers: readonly WaiverFact[]) =>
  evaluate(IM, 'im.labour.scale', subject(), given(total, ...waivers), ASKED);

test('a pass by a relaxation keeps the stated threshold and margin, and says that it holds only so', () => {
  const answer = scale(2640, waiver());
  const node = nodeOf(answer.root, 'labour.scale.three-years');
  expect(answer).toMatchObject({ outcome: 'pass', restsOnConfigured: true });
  expect(answer.root.notes).toEqual(['passesOnlyByRelaxation']);
  expect(node).toMatchObject({
    outcome: 'pass',
    threshold: { quantity: { value: 3000 }, provenance: { basis: 'stated', cite: '三（三）2.3）规模特征' } },
    margin: { value: -360 },
  });
  expect(node.notes.filter((note) => /elax|eased/.test(note))).toEqual([
    'passesOnlyByRelaxation',
    'relaxed:scale.three-years',
    'easedTo:2400',
    'easedMargin:240',
    'relaxationGround:ground.heritage',
    'relaxationReason:传统技艺，规模受限',
    'relaxedBy:自治区人社部门 孙七',
    'relaxedUntil:2025-06-30',
    'relaxationBound:1/5',
  ]);
  expect(node.facts.at(-1)).toMatchObject({ label: 'relaxation', event: 'brand-1@9' });
  expect(explanationSentence(answer, 'zh')).toContain(
    '第一类地区须达3000人，差360人，经放宽按2400人执行（情形：非物质文化遗产的职业，理由：传统技艺，规模受限；自治区人社部门 孙七批准，至2025-06-30；幅度上限20%，本地配置），超出240人，仅因放宽条件而符合。依据：三（三）2.3）规模特征。',
  );
});

test('a share is eased like a count', () => {
  const rates = facts({
    figures: [figure('passed', 2023, 85), figure('examined', 2023, 100)],
    waivers: [waiver({ rule: 'im.training.province', parameter: 'training.province.pass-rate', easedTo: '72/100' })],
  });
  const { root } = evaluate(IM, 'im.training.province', subject({ kind: 'training' }), rates, ASKED);
  expect(nodeOf(root, 'training.province.pass-rate')).toMatchObject({
    outcome: 'pass',
    threshold: { quantity: { numerator: 90, denominator: 100 } },
  });
});

test('a relaxation granted for a rule reaches what that rule asks, and no other rule', () => {
  const asked = (rule: string, granted: string) =>
    nodeOf(evaluate(IM, rule, subject(), given(2640, waiver({ rule: granted })), ASKED).root, 'labour.scale.three-years').outcome;
  expect(asked('im.labour.conditions', 'im.labour.conditions')).toBe('pass');
  expect(asked('im.labour.conditions', 'im.labour.scale')).toBe('pass');
  expect(asked('im.labour.scale', 'im.labour.conditions')).toBe('fail');
});

test('two relaxations of one value are never added up', () => {
  expect(scale(2000, waiver({ easedTo: '2500' }), waiver({ relaxationId: 'r-2', easedTo: '2500', event: 'brand-1@10' })).outcome).toBe(
    'fail',
  );
});

test.each([
  ['超出放宽幅度', { easedTo: '100' }],
  ['情形不在文件所列之内', { ground: 'friendship' }],
  ['该条款不及于此对象', { dual: null }],
  ['批准人无此权限', { approverRole: '旗县人社部门' }],
  ['超出最长期限', { until: '2026-06-30' }],
  ['已到期或撤回', { from: '2024-01-01', until: '2024-07-09' }],
])('what is not applied says why: %s', (why, changes) => {
  const answer = scale(2640, waiver(changes));
  expect(answer).toMatchObject({ outcome: 'fail', restsOnConfigured: false });
  expect(explanationSentence(answer, 'zh')).toContain(`所登记的放宽（近三年累计带动就业人数）不适用：${why}`);
});

test('a document without such a clause eases nothing', () => {
  const shandong = subject({ regions: ['370100', '370000'], tier: 'prefecture' });
  const eased = facts({
    figures: driven(2023, 299, 0),
    waivers: [waiver({ rule: 'sd.house.review', parameter: 'review.min-employed', easedTo: '290' })],
  });
  const answer = evaluate(SD, 'sd.house.review', shandong, eased, { asOf: '2024-03-01' });
  expect(nodeOf(answer.root, 'review.employed')).toMatchObject({ outcome: 'fail' });
  expect(explanationSentence(answer, 'zh')).toContain('不适用：尚未开始');
  expect(
    explanationSentence(evaluate(SD, 'sd.house.review', shandong, eased, { asOf: '2024-07-10', evaluationYear: 2024 }), 'zh'),
  ).toContain('不适用：文件没有放宽条款');
});

test('a veto is never eased', () => {
  const breach = { on: '2023-07-11', kind: '违规', cleared: false, event: 'brand-1@5' };
  const eased = facts({
    breaches: [breach],
    waivers: [waiver({ rule: 'im.labour.conditions', parameter: 'integrity.months', easedTo: '30' })],
  });
  const { root } = evaluate(IM, 'im.labour.conditions', subject(), eased, ASKED);
  expect(nodeOf(root, 'labour.integrity')).toMatchObject({ outcome: 'fail' });
});

test('law: a relaxation never turns a pass into anything else, and never carries a brand below the bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4000 }), fc.integer({ min: 0, max: 4000 }), (total, easedTo) => {
      const [plain, eased] = [scale(total), scale(total, waiver({ easedTo: String(easedTo) }))];
      if (plain.outcome === 'pass') expect(eased.outcome).toBe('pass');
      if (eased.outcome === 'pass') expect(total).toBeGreaterThanOrEqual(2400);
      // Within the bound it does what it says.
      if (easedTo >= 2400 && easedTo <= 3000) expect(eased.outcome).toBe(total >= easedTo ? 'pass' : 'fail');
    }),
    { seed: 20240710, numRuns: 300 },
  );
});

/** The shapes of programmes, units and institutions at their edges, on a document made for it and on the Kaili plan. */
import fc from 'fast-check';
import type { ExplanationNode, Outcome } from '#domain';
import { KAILI, KL, containing, digested, facts, figure, having, packDocument, stock, subject } from '../../test/support';
import { type EffectivePack, composePacks } from '../compose';
import { evaluate } from '../engines';
import type { Facts, FigureFact, SubjectKind } from '../facts';
import { explanationSentence } from '../render';

/** A document with one rule per predicate; the values stand for published measures that no shipped document has. */
function documentOf(
  values: Readonly<Record<string, [unit: string, value: number | string | null]>>,
  predicates: readonly object[],
): EffectivePack {
  const base = packDocument('sd-2021-22');
  const parameters = Object.entries(values).map(([key, [unit, value]]) => ({
    key,
    zh: key,
    en: key,
    unit,
    basis: 'stated',
    clause: 'header',
    approvedBy: null,
    approvedOn: null,
    values: value === null ? [] : [{ when: {}, value }],
  }));
  const rules = predicates.map((predicate, index) => ({
    id: `rule-${index}`,
    zh: '试题',
    en: 'question',
    basis: 'stated',
    clause: 'header',
    umbrella: null,
    approvedBy: null,
    approvedOn: null,
    rows: [],
    scope: { kinds: ['labour'] },
    purpose: 'record',
    tier: null,
    condition: { all: [{ id: `asked-${index}`, clause: 'header', zh: '指标', en: 'indicator', ...predicate }] },
  }));
  return composePacks(digested({ ...base, parameters, rules, effects: [], interpretations: [] }));
}
const ask = (pack: EffectivePack, rule: string, given: Partial<Facts>, asOf = '2024-07-10', kind: SubjectKind = 'labour') =>
  evaluate(pack, rule, subject({ kind, regions: KAILI }), facts(given), { asOf });
const first = (explanation: ReturnType<typeof ask>): ExplanationNode => {
  const [node] = explanation.root.children;
  if (node === undefined) throw new Error('no predicate');
  return node;
};

const persons = { unit: 'persons', nature: 'flow', directness: null };
const GROWTH = documentOf({ rate: ['ratio', '1/10'], more: ['persons', 100] }, [
  { shape: 'growth', metrics: ['exported'], ...persons, comparison: 'atLeast', by: 'ratio', parameter: 'rate', owedBy: 'recorder' },
  { shape: 'growth', metrics: ['exported'], ...persons, comparison: 'atLeast', by: 'count', parameter: 'more', owedBy: 'recorder' },
]);
const exported = (before: number, now: number, changes: Partial<FigureFact> = {}): Partial<Facts> => ({
  figures: [figure('exported', 2022, before), figure('exported', 2023, now, changes)],
});

describe('growth on the year before (Hebei: ≥ 10 % or ≥ 100 more)', () => {
  test.each<[rule: string, before: number, now: number, outcome: Outcome]>([
    ['rule-0', 1000, 1099, 'fail'],
    ['rule-0', 1000, 1100, 'pass'],
    ['rule-0', 1001, 1101, 'fail'], // 9.99 %
    ['rule-0', 1000, 500, 'fail'],
    ['rule-1', 1000, 1099, 'fail'],
    ['rule-1', 1000, 1100, 'pass'],
    ['rule-1', 0, 100, 'pass'],
  ])('%s: from %i to %i → %s', (rule, before, now, outcome) => {
    expect(first(ask(GROWTH, rule, exported(before, now))).outcome).toBe(outcome);
  });

  test('a year before of 0 has no rate, a missing year is owed, and a lower bound may already pass', () => {
    expect(first(ask(GROWTH, 'rule-0', exported(0, 5)))).toMatchObject({ outcome: 'undecidable', notes: containing(['zeroDenominator']) });
    expect(first(ask(GROWTH, 'rule-0', { figures: [figure('exported', 2023, 900)] }))).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'exported', year: 2022, owedBy: 'recorder' }],
    });
    expect(first(ask(GROWTH, 'rule-0', exported(1000, 1100, { bound: 'atLeast' }))).outcome).toBe('pass');
    expect(first(ask(GROWTH, 'rule-0', exported(1000, 1099, { bound: 'atLeast' }))).outcome).toBe('undecidable');
  });

  test('agrees with plain arithmetic on all exact counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (before, now) => {
        expect(first(ask(GROWTH, 'rule-0', exported(before, now))).outcome).toBe(10 * (now - before) >= before ? 'pass' : 'fail');
        expect(first(ask(GROWTH, 'rule-1', exported(before, now))).outcome).toBe(now - before >= 100 ? 'pass' : 'fail');
      }),
    );
  });

  test('says from what to what', () => {
    expect(explanationSentence(ask(GROWTH, 'rule-0', exported(1000, 1050)), 'zh')).toBe(
      '试题：不符合。指标（2022—2023年）：由1000变为1050，增长5%，须达10%，差5个百分点。依据：文头。',
    );
    expect(explanationSentence(ask(GROWTH, 'rule-1', exported(1000, 1050)), 'en')).toContain(
      'from 1000 to 1050, up by 50 persons, must reach 100 persons, short by 50 persons',
    );
  });
});

const side = (metric: string, unit = 'yuan') => ({ metrics: [metric], unit, nature: 'flow', directness: null });
const OTHERS = documentOf({ wage: ['ratio', '11/10'], votes: ['ratio', '2/3'], open: ['months', null] }, [
  {
    shape: 'proportion',
    part: side('incomeYearly'),
    whole: side('averageWage'),
    comparison: 'atLeast',
    parameter: 'wage',
    owedBy: 'recorder',
  },
  {
    shape: 'proportion',
    part: side('votesFor', 'items'),
    whole: side('votesCast', 'items'),
    comparison: 'moreThan',
    parameter: 'votes',
    owedBy: 'expert',
  },
  { shape: 'cycle', date: 'lastEvaluationRoundOn', parameter: 'open', owedBy: 'recorder' },
]);
const two = (a: string, x: number, b: string, y: number, unit: string): Partial<Facts> => ({
  figures: [figure(a, 2023, x, { unit }), figure(b, 2023, y, { unit })],
});

describe('one count against another', () => {
  test.each<[rule: string, given: Partial<Facts>, outcome: Outcome]>([
    ['rule-0', two('incomeYearly', 65_999, 'averageWage', 60_000, 'yuan'), 'fail'],
    ['rule-0', two('incomeYearly', 66_000, 'averageWage', 60_000, 'yuan'), 'pass'],
    ['rule-1', two('votesFor', 6, 'votesCast', 9, 'items'), 'fail'],
    ['rule-1', two('votesFor', 7, 'votesCast', 9, 'items'), 'pass'],
    ['rule-1', two('votesFor', 0, 'votesCast', 0, 'items'), 'undecidable'],
    ['rule-0', { figures: [figure('incomeYearly', 2023, 90_000, { unit: 'yuan' })] }, 'undecidable'],
  ])('%s %#', (rule, given, outcome) => {
    expect(first(ask(OTHERS, rule, given)).outcome).toBe(outcome);
  });
  test('the outside series is named where it is missing', () => {
    expect(explanationSentence(ask(OTHERS, 'rule-0', {}), 'zh')).toContain('行业平均工资（外部统计）');
  });
  test('a count above its counterpart is no contradiction, and a stock is read as a stock', () => {
    const given = { figures: [figure('trainedPersonTimes', 2023, 3000, { unit: 'personTimes' }), stock('enrolledStudents', 2023, 1000)] };
    const explanation = ask(KL, 'kl.school.trained', given, '2024-07-10', 'institution');
    expect(first(explanation)).toMatchObject({ outcome: 'pass', actual: { kind: 'ratio', numerator: 3000, denominator: 1000 } });
    expect(explanationSentence(explanation, 'zh')).toContain('300%（3000÷1000），须达50%');
  });
});

const dates = (given: Readonly<Record<string, string>>): Partial<Facts> => ({
  dates: Object.fromEntries(Object.entries(given).map(([name, on], index) => [name, { on, event: `brand-1@${index}` }])),
});

describe('steps in order (KL-07, KL-09, KL-41)', () => {
  const order = (given: Readonly<Record<string, string>>): ExplanationNode =>
    first(ask(KL, 'kl.rongwan.order', dates(given), '2024-07-10', 'training'));
  const GOOD = {
    orderPlacedOn: '2024-01-01',
    trainingBeganOn: '2024-01-01',
    postStandardSetOn: '2024-01-05',
    assessedOn: '2024-03-01',
    certificateOn: '2024-03-10',
    onPostOn: '2024-03-10',
  };
  test('the same day is in order, a day before is not', () => {
    expect(order(GOOD)).toMatchObject({ outcome: 'pass', notes: [] });
    expect(order({ ...GOOD, trainingBeganOn: '2023-12-31' })).toMatchObject({
      outcome: 'fail',
      notes: ['outOfOrder:orderPlacedOn|trainingBeganOn'],
    });
    expect(order({ ...GOOD, onPostOn: '2024-03-09' }).outcome).toBe('fail');
  });
  test('a step not taken breaks nothing; one without the step before it leaves the question open', () => {
    const { onPostOn: _on, ...open } = GOOD;
    expect(order(open)).toMatchObject({ outcome: 'pass', notes: ['notYet:onPostOn'] });
    const { certificateOn: _certificate, ...without } = GOOD;
    expect(order(without)).toMatchObject({ outcome: 'undecidable', missing: [having({ label: 'certificateOn' })] });
    expect(order({ ...GOOD, onPostOn: '2024-07-11' }).notes).toEqual(['notYet:onPostOn']);
  });
  test('says which step lies before which', () => {
    const told = explanationSentence(
      ask(KL, 'kl.post-first', dates({ postFixedOn: '2024-05-02', classOpenedOn: '2024-05-01' }), '2024-07-10', 'programme'),
      'zh',
    );
    expect(told).toContain('开班日期早于定岗日期，顺序颠倒');
    expect(told).toContain('依据：二（四）；附件4二（一）');
  });
});

describe('cycles, cohorts and sums of money', () => {
  test('a period that nobody gives is not configured; a round on the day the months are full is in time', () => {
    expect(first(ask(OTHERS, 'rule-2', dates({ lastEvaluationRoundOn: '2020-01-01' }))).outcome).toBe('notConfigured');
    const round = (on: string) => ask(KL, 'kl.school.round', dates({ lastEvaluationRoundOn: on }), '2024-07-10', 'region');
    expect(explanationSentence(round('2021-07-10'), 'zh')).toContain('最迟应于2024-07-10');
    expect(explanationSentence(round('2021-07-09'), 'zh')).toContain('已逾期1天');
    expect(first(ask(KL, 'kl.school.round', {}, '2024-07-10', 'region')).outcome).toBe('undecidable');
  });
  test('more kept than sent is a contradiction', () => {
    const given = { figures: [figure('retainedThreeMonths', 2023, 21), figure('placedInFoshan', 2023, 20)] };
    expect(first(ask(KL, 'kl.rongwan.retained', given, '2024-07-10', 'training'))).toMatchObject({
      outcome: 'undecidable',
      notes: containing(['partExceedsWhole']),
    });
  });
  test('a sum of money is told with its standard, and that nothing is paid', () => {
    const given = { figures: [figure('subsidyPerWorker', 2023, 8001, { unit: 'yuan' })] };
    expect(explanationSentence(ask(KL, 'kl.enterprise.subsidy', given, '2024-07-10', 'unit'), 'zh')).toContain(
      '标准为每人500至8000元，高于标准，仅作记录和说明，不涉及支付。依据：二（二）。',
    );
    expect(first(ask(KL, 'kl.enterprise.subsidy', {}, '2024-07-10', 'unit')).outcome).toBe('undecidable');
  });
});

/** 放宽条件 through its life: granted, withdrawn, ended by its last day, counted, and seen by policy. */
import { EVENT_SAMPLES, LIVES, ask, brandEvent, brandSpec, testDecision, testUuid } from '#testing';
import { brandFacts } from './facts';
import { countRelaxations, relaxationsInForce, relaxationsToExpire, type KnownBrand } from './state';

const { given } = brandSpec;
const grant = EVENT_SAMPLES['RelaxationGranted.v1'];
const granted = [...LIVES.reported, brandEvent('RelaxationGranted.v1')];

test('a relaxation is granted once: the same again leads to nothing', () => {
  given(...LIVES.reported)
    .when(ask('grantRelaxation', grant))
    .then(brandEvent('RelaxationGranted.v1'));
  given(...granted)
    .when(ask('grantRelaxation', grant))
    .thenNothing();
});

test('another value of the same brand may be eased beside it', () => {
  const other = { ...grant, relaxationId: testUuid(171), parameter: 'scale.each-year', easedTo: '1' };
  given(...granted)
    .when(ask('grantRelaxation', other))
    .then(brandEvent('RelaxationGranted.v1', other));
});

test('it is withdrawn with a reason, or ends with its last day; what has ended does not end again', () => {
  given(...granted)
    .when(ask('withdrawRelaxation', EVENT_SAMPLES['RelaxationWithdrawn.v1']))
    .then(brandEvent('RelaxationWithdrawn.v1'));
  const over = [...LIVES.reported, brandEvent('RelaxationGranted.v1', { from: '2025-01-01', until: '2025-02-28' })];
  given(...over)
    .when(ask('expireRelaxation', { relaxationId: grant.relaxationId }))
    .then(brandEvent('RelaxationExpired.v1', { until: '2025-02-28' }));
  given(...over, brandEvent('RelaxationExpired.v1', { until: '2025-02-28' }))
    .when(ask('expireRelaxation', { relaxationId: grant.relaxationId }))
    .thenNothing();
});

test('policy sees who granted it, on which ground, from when until when', () => {
  const state = given(...granted).state as KnownBrand;
  expect(brandFacts(state).waivers).toEqual([
    {
      relaxationId: testUuid(170),
      rule: 'im.labour.scale',
      parameter: 'scale.three-years',
      easedTo: '2400',
      ground: 'heritage',
      reason: '传统技艺，从业规模受工艺所限',
      approvedBy: '孙七',
      approverRole: '自治区人社部门',
      from: '2025-03-01',
      until: '2026-02-28',
      dual: null,
      event: expect.stringMatching(/@1$/) as unknown,
    },
  ]);
  expect(brandFacts(state).panels).toEqual([
    expect.objectContaining({ purpose: 'relaxation', members: 3, recused: 1, votesFor: 2, votesAgainst: 0 }),
  ]);
  expect(brandFacts(given(...LIVES.reported).state as KnownBrand).waivers).toBeUndefined();
});

test('a judgement that a panel made carries its votes', () => {
  const panel = { members: ['甲', '乙', '丙'], votesFor: 2, votesAgainst: 0, recused: ['丙'], minutes: null };
  const judgement = { criterion: 'review.quality', met: true, role: '评审专家', by: '甲', reason: '好', evidence: [] };
  const state = given(...LIVES.reviewDue, brandEvent('ReviewHeld.v1', { panel, judgements: [judgement] })).state as KnownBrand;
  expect(brandFacts(state).judgements.find(({ criterion }) => criterion === 'review.quality')).toMatchObject({
    met: true,
    panel: { purpose: 'review', members: 3, recused: 1, votesFor: 2, votesAgainst: 0 },
  });
  const alone = given(...LIVES.reviewDue, brandEvent('ReviewHeld.v1', { panel: null, judgements: [judgement] })).state as KnownBrand;
  expect(brandFacts(alone).judgements.find(({ criterion }) => criterion === 'review.quality')).not.toHaveProperty('panel');
});

test('a withdrawn relaxation counts to the day before, so that what it carried until then stays carried', () => {
  const { state } = given(...granted, brandEvent('RelaxationWithdrawn.v1'));
  const [waiver] = brandFacts(state as KnownBrand).waivers ?? [];
  const [relaxation] = (state as KnownBrand).relaxations;
  const withdrawnOn = relaxation?.ended?.on ?? '';
  expect((waiver?.until ?? '9999') < withdrawnOn).toBe(true);
  expect(relaxationsInForce(state, withdrawnOn)).toEqual([]);
});

test('relaxations are counted for reports: granted, in force, withdrawn, by ground', () => {
  const heritage = given(...granted).state;
  const withdrawn = given(...granted, brandEvent('RelaxationWithdrawn.v1')).state;
  const other = given(...LIVES.reported, brandEvent('RelaxationGranted.v1', { ground: 'other' })).state;
  const none = given(...LIVES.reported).state;
  expect(countRelaxations([heritage, withdrawn, other, none], '2025-12-31')).toEqual({
    granted: 3,
    inForce: 2,
    withdrawn: 1,
    byGround: { heritage: 2, other: 1 },
  });
  expect(countRelaxations([heritage], '2026-03-01')).toMatchObject({ granted: 1, inForce: 0 });
  expect([relaxationsToExpire(heritage, '2026-02-28').length, relaxationsToExpire(heritage, '2026-03-01').length]).toEqual([0, 1]);
});

test('the answer of a rule is written once for a period until it changes', () => {
  const answer = EVENT_SAMPLES['BrandRuleAnswered.v1'];
  const judged = LIVES.submitted;
  given(...judged)
    .when(ask('recordAnswer', answer))
    .then(brandEvent('BrandRuleAnswered.v1'));
  const again = { ...answer, decision: testDecision('answered-again') };
  given(...judged, brandEvent('BrandRuleAnswered.v1'))
    .when(ask('recordAnswer', again))
    .thenNothing();
  given(...judged, brandEvent('BrandRuleAnswered.v1'))
    .when(ask('recordAnswer', { ...again, outcome: 'pass' }))
    .then(brandEvent('BrandRuleAnswered.v1', { ...again, outcome: 'pass' }));
  given(...LIVES.reported)
    .when(ask('recordAnswer', answer))
    .thenRefused('BRAND.WRONG_STAGE', null);
  given(...judged)
    .when(ask('recordAnswer', { ...answer, period: 2026 }))
    .thenRefused('BRAND.FUTURE_DATE', 'period');
});

import { subjectEvent, subjectGiven, testAnswer, testDecision, testDocument, testUuid } from '#testing';
import type { SubjectContext } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { LinkCommand } from './decide';

const [LABOUR, TRAINING, ANOTHER] = [testUuid(50), testUuid(51), testUuid(52)];
const brands: SubjectContext['brands'] = [
  { brandId: LABOUR, kind: 'labour', region: '150430' },
  { brandId: TRAINING, kind: 'training', region: '150430' },
  { brandId: ANOTHER, kind: 'training', region: '150402' },
];
const source = { reference: '报送材料', note: null };
const proposal: Extract<LinkCommand, { type: 'propose' }>['data'] = {
  ...{ name: '敖汉架线“双品牌”', region: '150430', pack: 'im-2024-118', labour: LABOUR, training: [TRAINING] },
  ...{ path: 'mutual', origin: 'operational', source },
};
const given = (...events: readonly SubjectEvent[]) => subjectGiven('link', ...events);
const asked = (command: LinkCommand, ctx: Partial<SubjectContext> = {}) => ({ command, ctx: { brands, ...ctx } });
const proposed = subjectEvent('DualLinkProposed.v1', { linkId: testUuid(1), ...proposal, shared: [] });
const decision = testAnswer('pass');
const recognised = subjectEvent('DualLinkRecognised.v1', { document: testDocument, decision });
const chain = [{ stream: `brand-${TRAINING}`, event: `brand-${TRAINING}@17`, type: 'EligibilityLost.v1', decisionKey: 'k' }];
const reviewDue = subjectEvent('LinkReviewDue.v1', { side: 'training', chain, decision: testDecision('review') });
const HISTORIES = {
  proposed: [proposed],
  recognised: [proposed, recognised],
  underReview: [proposed, recognised, reviewDue],
  suspended: [
    proposed,
    recognised,
    reviewDue,
    subjectEvent('LinkReviewHeld.v1', { verdict: 'suspended', by: '盟市', reason: '不再符合', decision: null }),
  ],
  refused: [proposed, subjectEvent('DualLinkRefused.v1', { reason: '关联度不足', document: null, decision: null })],
  dissolved: [proposed, subjectEvent('DualLinkDissolved.v1', { confirmedBy: '包某', reason: '停办', document: null })],
} as const;
type Status = keyof typeof HISTORIES;

describe('a dual brand is proposed (IM-09, IM-10)', () => {
  it('with one labour brand and several training brands', () => {
    const data = { ...proposal, training: [TRAINING, ANOTHER] };
    given()
      .when(asked({ type: 'propose', data }))
      .then(subjectEvent('DualLinkProposed.v1', { linkId: testUuid(1), ...data, shared: [] }));
  });

  it.each([
    ['a labour brand that is none', { labour: TRAINING }, 'SUBJECT.BRAND_UNKNOWN', 'labour'],
    ['a training brand that is none', { training: [LABOUR] }, 'SUBJECT.BRAND_UNKNOWN', 'training'],
    ['a training brand that nobody knows', { training: [testUuid(59)] }, 'SUBJECT.BRAND_UNKNOWN', 'training'],
    ['a training brand twice', { training: [TRAINING, TRAINING] }, 'LINK.TRAINING_TWICE', 'training'],
  ])('not with %s', (_, over, code, field) => {
    given()
      .when(asked({ type: 'propose', data: { ...proposal, ...over } }))
      .thenRefused(code, field);
  });

  describe('a training brand that stands in another link', () => {
    const elsewhere = (allowed: boolean): Partial<SubjectContext> => ({
      sharedTraining: { allowed, interpretation: 'link.shared-training', links: [{ brandId: TRAINING, link: 'link-9' }] },
    });
    const shared = [{ brandId: TRAINING, link: 'link-9', interpretation: 'link.shared-training' }];

    it('is refused by the one reading', () => {
      given()
        .when(asked({ type: 'propose', data: proposal }, elsewhere(false)))
        .thenRefused('LINK.TRAINING_ELSEWHERE', 'training');
      given(proposed)
        .when(
          asked(
            { type: 'addTraining', data: { brandId: ANOTHER, reason: '新增' } },
            { sharedTraining: { allowed: false, interpretation: 'i', links: [{ brandId: ANOTHER, link: 'link-9' }] } },
          ),
        )
        .thenRefused('LINK.TRAINING_ELSEWHERE', 'brandId');
    });

    it('is allowed by the other, and the event says so', () => {
      given()
        .when(asked({ type: 'propose', data: proposal }, elsewhere(true)))
        .then(subjectEvent('DualLinkProposed.v1', { linkId: testUuid(1), ...proposal, shared }));
    });
  });
});

describe('training brands of a link', () => {
  const add = (brandId: string): LinkCommand => ({ type: 'addTraining', data: { brandId, reason: '新增专业' } });
  const remove = (brandId: string): LinkCommand => ({ type: 'removeTraining', data: { brandId, reason: '停办' } });

  it('are added and removed', () => {
    given(proposed)
      .when(asked(add(ANOTHER)))
      .then(subjectEvent('DualLinkTrainingAdded.v1', { brandId: ANOTHER, reason: '新增专业', shared: [] }));
    const two = given(proposed, subjectEvent('DualLinkTrainingAdded.v1', { brandId: ANOTHER, reason: '新增专业', shared: [] }));
    const { state } = two.when(asked(remove(TRAINING))).thenAccepted();
    expect(state.own).toMatchObject({ training: [ANOTHER] });
  });

  it('not twice, not unknown, and never none', () => {
    given(proposed)
      .when(asked(add(TRAINING)))
      .thenRefused('LINK.TRAINING_TWICE', 'brandId');
    given(proposed)
      .when(asked(add(LABOUR)))
      .thenRefused('SUBJECT.BRAND_UNKNOWN', 'brandId');
    given(proposed)
      .when(asked(remove(ANOTHER)))
      .thenRefused('LINK.TRAINING_UNKNOWN', 'brandId');
    given(proposed)
      .when(asked(remove(TRAINING)))
      .thenRefused('LINK.LAST_TRAINING', 'brandId');
  });

  it.each(['refused', 'dissolved'] as const)('stay as they are in a link that is %s', (status) => {
    given(...HISTORIES[status])
      .when(asked(add(ANOTHER)))
      .thenRefused('SUBJECT.WRONG_STATUS');
    given(...HISTORIES[status])
      .when(asked(remove(TRAINING)))
      .thenRefused('SUBJECT.WRONG_STATUS');
  });
});

describe('recognition (IM-08)', () => {
  const recognise: LinkCommand = { type: 'recognise', data: { document: testDocument } };

  it('stands on the answer that both sides pass', () => {
    given(proposed).when(asked(recognise, { decision })).then(recognised);
  });

  it.each(['fail', 'undecidable', 'notConfigured'] as const)('is refused when the answer is %s', (outcome) => {
    given(proposed)
      .when(asked(recognise, { decision: testAnswer(outcome) }))
      .thenRefused('SUBJECT.CONDITIONS_NOT_MET', null);
  });

  it('is refused where no document answers, whatever a person signs', () => {
    given(proposed).when(asked(recognise)).thenRefused('LINK.NOT_DECIDED', null);
  });

  it.each(Object.keys(HISTORIES) as Status[])('of one that is %s', (status) => {
    const answer = given(...HISTORIES[status]).when(asked(recognise, { decision }));
    if (['proposed', 'suspended', 'refused'].includes(status)) answer.then(recognised);
    else answer.thenRefused('SUBJECT.WRONG_STATUS', null);
  });

  it.each(Object.keys(HISTORIES) as Status[])('is refused by a person while one is %s', (status) => {
    const refusal = { reason: '关联度不足', document: null };
    const answer = given(...HISTORIES[status]).when(asked({ type: 'refuseRecognition', data: refusal }));
    if (['proposed', 'suspended'].includes(status)) answer.then(subjectEvent('DualLinkRefused.v1', { ...refusal, decision: null }));
    else answer.thenRefused('SUBJECT.WRONG_STATUS', null);
  });
});

describe('a review of the link', () => {
  const mark = { type: 'markLinkReviewDue', data: { side: 'training' as const, chain, decision: testDecision('review') } } as const;

  it('falls due with the chain of reasons when one side loses its conditions', () => {
    given(...HISTORIES.recognised)
      .when({ command: mark })
      .then(reviewDue);
    const { state } = given(...HISTORIES.underReview);
    expect(state.own).toMatchObject({ status: 'underReview', reviewsDue: [{ side: 'training', chain }] });
    given(...HISTORIES.underReview)
      .when({ command: mark })
      .thenNothing();
  });

  it.each(['proposed', 'suspended', 'refused', 'dissolved'] as const)('concerns no link that is %s', (status) => {
    given(...HISTORIES[status])
      .when({ command: { ...mark, data: { ...mark.data, decision: testDecision('another') } } })
      .thenRefused('SUBJECT.WRONG_STATUS');
  });

  it('keeps it, or suspends it until both sides pass again', () => {
    const hold = (verdict: 'kept' | 'suspended'): LinkCommand => ({ type: 'holdReview', data: { verdict, by: '盟市', reason: '复核' } });
    const kept = given(...HISTORIES.underReview)
      .when(asked(hold('kept')))
      .thenAccepted();
    expect(kept.state.own).toMatchObject({ status: 'recognised', reviewsDue: [] });
    const suspended = given(...HISTORIES.underReview)
      .when(asked(hold('suspended')))
      .thenAccepted();
    expect(suspended.state.own).toMatchObject({ status: 'suspended', recognition: null });
    given(...HISTORIES.recognised)
      .when(asked(hold('kept')))
      .thenRefused('LINK.NO_REVIEW_DUE', null);
  });
});

it('is dissolved once', () => {
  const data = { confirmedBy: '包某', reason: '停办', document: null };
  given(...HISTORIES.recognised)
    .when(asked({ type: 'dissolve', data }))
    .then(subjectEvent('DualLinkDissolved.v1', data));
  given(...HISTORIES.dissolved)
    .when(asked({ type: 'dissolve', data }))
    .thenRefused('SUBJECT.WRONG_STATUS', null);
});

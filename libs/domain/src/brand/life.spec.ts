/** The legal life of a brand, command by command, and the boundaries on its way. */
import {
  EVENT_SAMPLES,
  LIVES,
  ask,
  brandEvent,
  brandSpec,
  recordBrandEvent,
  testContext,
  testDecision,
  testDocument,
  testFigure,
  testUuid,
  type Asked,
} from '#testing';
import { decideBrand } from './decide';
import type { BrandEvent } from './events';
import { evolveBrand } from './evolve';
import { brandDueDates, initialBrand, isListed, openReviews, seenIdempotency, sideStates, tierHeld, type BrandState } from './state';

const { given } = brandSpec;
const data = EVENT_SAMPLES;

/** Asks one after another; each must lead to exactly these events. Gives the state at the end. */
function live(start: readonly BrandEvent[], steps: readonly (readonly [Asked, ...BrandEvent[]])[]): BrandState {
  let history = start;
  for (const [asked, ...expected] of steps) {
    const outcome = given(...history).when(asked);
    if (expected.length > 0) outcome.then(...expected);
    else outcome.thenNothing();
    history = [...history, ...expected];
  }
  return given(...history).state;
}

const nominate = (submittedAt: string, deadline: string | null, today = '2025-03-01') =>
  ask(
    'nominate',
    { pack: 'im-2024-118', tierSought: 'county', submittedAt, applicant: data['BrandNominated.v1'].applicant },
    { today, nomination: { deadline, nameCheck: data['BrandNominated.v1'].nameCheck } },
  );
const recognise = (today?: string) =>
  ask('recognise', { tier: 'county', document: testDocument, minutes: null }, today === undefined ? {} : { today });
const { brandId: _brandId, ...identity } = data['BrandReported.v1'];
const { decision: _decision, ...assessed } = data['BrandAssessed.v1'];
const { purpose: _purpose, ...notice } = data['NoticePosted.v1'];
const { purpose: _exitPurpose, ...objection } = data['ObjectionRaised.v1'];
const review = data['ReviewHeld.v1'];

describe('from a report to the catalogue', () => {
  it('is reported, nominated, returned, resubmitted, recommended, assessed, noticed, recognised, cultivated and listed', () => {
    const state = live(
      [],
      [
        [ask('report', identity), brandEvent('BrandReported.v1')],
        [nominate('2025-02-20T10:00:00+08:00', '2025-06-30'), brandEvent('BrandNominated.v1')],
        [ask('returnNomination', { reason: '材料不齐' }), brandEvent('NominationReturned.v1')],
        [ask('resubmitNomination', { submittedAt: '2025-02-25T10:00:00+08:00', note: '已补齐' }), brandEvent('NominationResubmitted.v1')],
        [ask('recommend', data['BrandRecommended.v1']), brandEvent('BrandRecommended.v1')],
        [
          ask('assess', assessed, { decision: testDecision('assessed') }),
          brandEvent('BrandAssessed.v1', { decision: testDecision('assessed') }),
        ],
        [ask('postNotice', notice), brandEvent('NoticePosted.v1')],
        [ask('raiseObjection', objection), brandEvent('ObjectionRaised.v1')],
        [ask('raiseObjection', objection)],
        [ask('decideObjection', data['ObjectionDecided.v1']), brandEvent('ObjectionDecided.v1')],
        [recognise('2025-02-21'), brandEvent('BrandRecognised.v1')],
        [ask('designateKeyProject', data['KeyProjectDesignated.v1']), brandEvent('KeyProjectDesignated.v1')],
        [ask('startCultivation', data['CultivationStarted.v1']), brandEvent('CultivationStarted.v1')],
        [ask('enterCatalogue', data['CatalogueEntered.v1']), brandEvent('CatalogueEntered.v1')],
        [ask('recordPublicity', data['PublicityRecorded.v1']), brandEvent('PublicityRecorded.v1')],
      ],
    );
    expect(state).toMatchObject({
      stage: 'cultivated',
      tier: 'county',
      recognition: { tier: 'county' },
      keyProjects: [{ level: 'prefecture' }],
      publicity: 1,
      decisions: [{ key: 'assessed' }],
    });
    expect([isListed(state), tierHeld(state), sideStates(state)]).toEqual([true, 'county', []]);
  });

  it('shows each step in its stage', () => {
    const stages = Object.entries(LIVES).map(([name, events]) => {
      const { state } = given(...events);
      return [name, 'step' in state ? `${state.stage}/${state.step}` : state.stage];
    });
    expect(Object.fromEntries(stages)).toMatchObject({
      none: 'none',
      reported: 'reported',
      submitted: 'nominated/submitted',
      returned: 'nominated/returned',
      recommended: 'nominated/recommended',
      proposed: 'evaluated/proposed',
      notProposed: 'evaluated/notProposed',
      recognised: 'evaluated/recognised',
      cultivated: 'cultivated',
      delisted: 'delisted',
    });
  });

  it('takes cultivation that predates the nomination: recognised, it is cultivated at once', () => {
    const early = [...LIVES.reported, brandEvent('CultivationStarted.v1'), ...LIVES.proposed.slice(1)];
    expect(given(...early).state.stage).toBe('evaluated');
    expect(
      given(...early)
        .when(recognise())
        .thenAccepted().state,
    ).toMatchObject({ stage: 'cultivated', cultivatedFrom: { on: '2020-01-01' } });
  });

  it('takes the catalogue for the beginning of cultivation when nobody said since when', () => {
    const { state } = given(...LIVES.recognised, brandEvent('CatalogueEntered.v1'));
    expect(state).toMatchObject({ stage: 'cultivated', cultivatedFrom: { on: '2025-03-01' } });
  });

  it('may be refused, and apply anew', () => {
    live(LIVES.proposed, [
      [ask('refuseRecognition', { reason: '规模不足', document: null }), brandEvent('RecognitionRefused.v1')],
      [nominate('2025-02-20T10:00:00+08:00', '2025-06-30'), brandEvent('BrandNominated.v1')],
    ]);
  });

  it('an upheld objection leads to a new assessment, which starts afresh', () => {
    const blocked = [...LIVES.onNotice, brandEvent('ObjectionRaised.v1'), brandEvent('ObjectionDecided.v1', { upheld: true })];
    const state = live(blocked, [
      [ask('assess', assessed), brandEvent('BrandAssessed.v1')],
      [recognise(), brandEvent('BrandRecognised.v1')],
    ]);
    expect(state).toMatchObject({ stage: 'evaluated', step: 'recognised', objections: [], notice: null });
  });

  it('queries a name that fits no format, and refuses nothing', () => {
    const nameCheck = { verdict: 'queried', format: null, reason: 'noPlaceName' } as const;
    given(...LIVES.reported)
      .when({ ...nominate('2025-02-20T10:00:00+08:00', '2025-06-30'), ctx: { nomination: { deadline: null, nameCheck } } })
      .then(brandEvent('BrandNominated.v1', { deadline: null, nameCheck }));
  });

  it('may be recognised below the tier it sought, never above', () => {
    const sought = [...LIVES.reported, brandEvent('BrandNominated.v1', { tierSought: 'prefecture' }), ...LIVES.proposed.slice(2)];
    given(...sought)
      .when(recognise())
      .then(brandEvent('BrandRecognised.v1'));
    given(...sought)
      .when(ask('recognise', { tier: 'province', document: testDocument, minutes: null }))
      .thenRefused('BRAND.WRONG_TIER', 'tier');
  });
});

describe('the deadline, Asia/Shanghai, by the minute', () => {
  it.each([
    ['2024-07-30T23:59:00+08:00', '2024-07-30', false],
    ['2024-07-30T23:59:59.999+08:00', '2024-07-30', false],
    ['2024-07-31T00:00:00+08:00', '2024-07-30', true],
    ['2024-07-31T00:00+08:00', '2024-07-30', true],
    ['2024-07-30T15:59:59Z', '2024-07-30', false],
    ['2024-07-30T16:00:00Z', '2024-07-30', true],
    ['2024-07-30T17:00:30+08:00', '2024-07-30T17:00', false],
    ['2024-07-30T17:01:00+08:00', '2024-07-30T17:00', true],
    ['2024-07-30T17:01:00+08:00', null, false],
  ])('%s against %s is late: %s', (submittedAt, deadline, late) => {
    const { events } = given(...LIVES.reported)
      .when(nominate(submittedAt, deadline, '2024-07-31'))
      .thenAccepted();
    expect(events).toMatchObject([{ type: 'BrandNominated.v1', data: { late, submittedAt } }]);
  });

  it('counts for a resubmission too', () => {
    const { events } = given(...LIVES.returned)
      .when(ask('resubmitNomination', { submittedAt: '2025-07-01T00:00:00+08:00', note: 'x' }, { today: '2025-07-01' }))
      .thenAccepted();
    expect(events).toMatchObject([{ data: { late: true } }]);
  });
});

describe('dynamic management', () => {
  const key = testDecision;
  const toExit: readonly (readonly [Asked, ...BrandEvent[]])[] = [
    [ask('markReviewDue', data['ReviewDue.v1']), brandEvent('ReviewDue.v1')],
    [ask('markReviewOverdue', data['ReviewOverdue.v1'], { today: '2025-02-28' }), brandEvent('ReviewOverdue.v1')],
    [ask('holdReview', review), brandEvent('ReviewHeld.v1')],
    [ask('concludeReview', data['ReviewConcluded.v1']), brandEvent('ReviewConcluded.v1')],
    [ask('warn', data['WarningIssued.v1']), brandEvent('WarningIssued.v1')],
    [ask('orderRectification', data['RectificationOrdered.v1']), brandEvent('RectificationOrdered.v1')],
    [ask('reportRectification', { reportedOn: '2025-02-27', note: '已整改', evidence: [] }), brandEvent('RectificationReported.v1')],
    [ask('failRectification', data['RectificationFailed.v1']), brandEvent('RectificationFailed.v1')],
    [
      ask('proposeStep', { ...data['StepProposed.v1'], proposalId: testUuid(151), step: 'stopSupport', decision: key('stop') }),
      brandEvent('StepProposed.v1', { proposalId: testUuid(151), step: 'stopSupport', decision: key('stop') }),
    ],
    [ask('confirmSupportStop', data['SupportStopped.v1']), brandEvent('SupportStopped.v1')],
    [ask('proposeStep', data['StepProposed.v1']), brandEvent('StepProposed.v1')],
    [ask('announceExit', data['ExitAnnounced.v1']), brandEvent('ExitAnnounced.v1')],
  ];

  it('goes from review due to the exit notice, each step shown as a side-state', () => {
    const shown: (readonly string[])[] = [];
    toExit.forEach((_step, i) => shown.push(sideStates(live(LIVES.listed, toExit.slice(0, i + 1)))));
    expect(shown).toEqual([
      ['reviewDue'],
      ['reviewOverdue'],
      ['underReview'],
      [],
      ['warned'],
      ['warned', 'rectifying'],
      ['warned', 'rectifying'],
      ['warned'],
      ['warned'],
      ['warned', 'supportStopped'],
      ['warned', 'supportStopped', 'exitProposed'],
      ['warned', 'supportStopped', 'onExitNotice'],
    ]);
  });

  const byDueDate = (today: string) =>
    ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(150), decision: key('delist') }, { today });
  const fallen = brandEvent('BrandDelisted.v1', { confirmedBy: null, document: null, decision: key('delist') });

  it('leaves by the due date when the notice has ended without objection, and only then', () => {
    given(...LIVES.onExitNotice)
      .when(byDueDate('2025-02-19'))
      .thenRefused('BRAND.NOTICE_RUNNING');
    given(...LIVES.onExitNotice)
      .when(byDueDate('2025-02-20'))
      .then(fallen);
    given(...LIVES.exitObjected)
      .when(byDueDate('2025-02-21'))
      .thenRefused('BRAND.OBJECTION_OPEN');
    given(...LIVES.exitObjected, brandEvent('ObjectionDecided.v1', { upheld: false }))
      .when(byDueDate('2025-02-21'))
      .then(fallen);
  });

  it('leaves by a person after the last day of the notice', () => {
    const asked = ask(
      'delist',
      { ground: 'rectificationFailed', proposalId: testUuid(150), confirmedBy: '孙七', document: testDocument },
      { today: '2025-02-21' },
    );
    const { state } = given(...LIVES.onExitNotice)
      .when(asked)
      .thenAccepted();
    expect(state).toMatchObject({
      stage: 'delisted',
      formerTier: 'county',
      delisted: { ground: 'rectificationFailed' },
      formerCatalogues: [{ catalogue: '150000' }],
    });
    expect([isListed(state), tierHeld(state)]).toEqual([false, null]);
  });

  it.each(['withdrawn', 'ceased', 'breach', 'other'] as const)('may leave by a person alone on the ground %s', (ground) => {
    const leaving = { ground, proposalId: null, confirmedBy: '孙七', document: testDocument };
    given(...LIVES.listed)
      .when(ask('delist', leaving))
      .then(brandEvent('BrandDelisted.v1', { ...leaving }));
  });

  it('may withdraw while it stands on exit notice', () => {
    const leaving = { ground: 'withdrawn', proposalId: null, confirmedBy: '孙七', document: testDocument } as const;
    given(...LIVES.onExitNotice)
      .when(ask('delist', leaving, { today: '2025-02-15' }))
      .then(brandEvent('BrandDelisted.v1', leaving));
  });

  it('is restored by an upheld objection before it left, and after', () => {
    const restore = ask('restore', data['BrandRestored.v1']);
    const before = live(LIVES.exitObjectionUpheld, [[restore, brandEvent('BrandRestored.v1')]]);
    expect(before).toMatchObject({ stage: 'cultivated', tier: 'county', exitNotice: null, warning: null, rectification: null });
    const after = live(
      [...LIVES.delisted],
      [
        [ask('raiseObjection', objection), brandEvent('ObjectionRaised.v1', { purpose: 'exit' })],
        [ask('decideObjection', { ...data['ObjectionDecided.v1'], upheld: true }), brandEvent('ObjectionDecided.v1', { upheld: true })],
        [restore, brandEvent('BrandRestored.v1')],
      ],
    );
    expect(after).toMatchObject({
      stage: 'cultivated',
      tier: 'county',
      catalogues: [{ catalogue: '150000' }],
      lastTierChange: { kind: 'restored' },
    });
  });

  it('is restored because the decision was retaken; support stays stopped until it is resumed', () => {
    const stopped = [
      ...LIVES.rectificationFailed,
      brandEvent('SupportStopped.v1'),
      brandEvent('StepProposed.v1'),
      brandEvent('ExitAnnounced.v1'),
      brandEvent('BrandDelisted.v1'),
    ];
    const restored = { ...data['BrandRestored.v1'], ground: 'decisionRetaken', objectionId: null } as const;
    const state = live(stopped, [[ask('restore', restored), brandEvent('BrandRestored.v1', restored)]]);
    expect(sideStates(state)).toEqual(['supportStopped']);
    live(
      [...stopped, brandEvent('BrandRestored.v1', restored)],
      [[ask('resumeSupport', data['SupportResumed.v1']), brandEvent('SupportResumed.v1')]],
    );
  });

  it('may apply anew after it left', () => {
    given(...LIVES.delisted)
      .when(nominate('2025-02-20T10:00:00+08:00', '2025-06-30'))
      .then(brandEvent('BrandNominated.v1'));
  });

  it('an accepted rectification takes the warning back', () => {
    const state = live(LIVES.rectificationReported, [
      [ask('acceptRectification', data['RectificationAccepted.v1']), brandEvent('RectificationAccepted.v1')],
    ]);
    expect(sideStates(state)).toEqual(['rectified']);
  });

  it('a later review that passes takes the warning back, an earlier one does not', () => {
    const passed = (period: number) => [
      brandEvent('ReviewDue.v1', { period, decision: key(`due${period}`) }),
      brandEvent('ReviewHeld.v1', { period }),
      brandEvent('ReviewConcluded.v1', { period, outcome: 'passed', decision: key(`c${period}`) }),
    ];
    expect(sideStates(given(...LIVES.warned, ...passed(2023)).state)).toEqual(['warned']);
    expect(sideStates(given(...LIVES.warned, ...passed(2025)).state)).toEqual([]);
  });

  it('a rectification nobody reported fails on its due date', () => {
    given(...LIVES.rectifying)
      .when(ask('failRectification', data['RectificationFailed.v1'], { today: '2025-02-28' }))
      .then(brandEvent('RectificationFailed.v1'));
  });

  it('lists what time will bring up by itself', () => {
    expect(brandDueDates(given(...LIVES.reviewDue, brandEvent('RectificationOrdered.v1', { dueOn: '2025-02-01' })).state)).toEqual([
      { what: 'rectificationDue', period: 2024, on: '2025-02-01', proposalId: null },
      { what: 'reviewDue', period: 2024, on: '2025-02-28', proposalId: null },
    ]);
    expect(brandDueDates(given(...LIVES.onExitNotice).state)).toEqual([
      { what: 'noticeEnds', period: null, on: '2025-02-20', proposalId: testUuid(150) },
    ]);
    expect(brandDueDates(given(...LIVES.onNotice).state)).toEqual([
      { what: 'noticeEnds', period: null, on: '2025-02-20', proposalId: null },
    ]);
    expect(openReviews(given(...LIVES.reviewDue).state)).toMatchObject([{ period: 2024 }]);
  });
});

describe('tiers', () => {
  const promote = { to: 'prefecture', recommendedBy: '赵六', confirmedBy: '孙七', document: testDocument, proposalId: null } as const;

  it('an eligible brand is promoted by recommendation and a named confirmer', () => {
    const state = live(LIVES.listed, [
      [ask('findEligible', data['EligibilityFound.v1']), brandEvent('EligibilityFound.v1')],
      [ask('promote', promote), brandEvent('BrandPromoted.v1')],
    ]);
    expect(state).toMatchObject({ stage: 'cultivated', tier: 'prefecture', eligible: [] });
    expect(sideStates(state)).toEqual(['promoted']);
  });

  it('an open proposal carries a promotion too, and is confirmed by it', () => {
    const proposed = {
      proposalId: testUuid(153),
      step: 'promote',
      period: 2024,
      toTier: 'prefecture',
      fallsDueOn: null,
      decision: testDecision('p'),
    } as const;
    const state = live(LIVES.listed, [
      [ask('proposeStep', proposed), brandEvent('StepProposed.v1', proposed)],
      [ask('promote', { ...promote, proposalId: testUuid(153) }), brandEvent('BrandPromoted.v1', { proposalId: testUuid(153) })],
    ]);
    expect(state).toMatchObject({ tier: 'prefecture', proposals: [{ status: 'confirmed' }] });
  });

  it('from the province tier there is no next', () => {
    const province = [...LIVES.listed, brandEvent('BrandPromoted.v1', { from: 'prefecture', to: 'province' })];
    expect(
      given(...province)
        .when(ask('promote', { ...promote, to: 'province' }))
        .thenRefused('BRAND.WRONG_TIER', 'to').todo.zh,
    ).toBe('可选层级：无。');
  });

  it('is downgraded one tier', () => {
    const state = live(
      [...LIVES.listed, brandEvent('BrandPromoted.v1')],
      [
        [
          ask('downgrade', { to: 'county', confirmedBy: '孙七', document: testDocument, proposalId: null }),
          brandEvent('BrandDowngraded.v1'),
        ],
      ],
    );
    expect([tierHeld(state), sideStates(state)]).toEqual(['county', ['downgraded']]);
  });
});

describe('decisions that stand', () => {
  it('are not taken twice, whatever the stage', () => {
    const warn = ask('warn', data['WarningIssued.v1']);
    given(...LIVES.warned)
      .when(warn)
      .thenNothing();
    given(...LIVES.warned, brandEvent('BrandDelisted.v1'))
      .when(warn)
      .thenNothing();
  });

  it('become stale by a correction, and stay written', () => {
    const warned = [...LIVES.warned, brandEvent('FigureRecorded.v1'), brandEvent('FigureCorrected.v1')];
    const stale = {
      decisionKey: 'warned-2024',
      decidedBy: testUuid(2000 + LIVES.warned.length - 1),
      correction: testUuid(101),
      retaken: null,
      decision: testDecision('stale'),
    };
    const state = live(warned, [[ask('markStale', stale), brandEvent('DecisionMarkedStale.v1', stale)], [ask('markStale', stale)]]);
    expect(sideStates(state)).toEqual(['warned', 'decisionStale']);
    expect(state).toMatchObject({ warning: { decisionKey: 'warned-2024' } });
  });
});

describe('an Idempotency-Key', () => {
  const idempotency = { actor: 'local', key: 'k1', bodyHash: 'h1' };
  const state = [brandEvent('BrandReported.v1'), brandEvent('BrandNominated.v1')].reduce<BrandState>(
    (folded, event, i) => evolveBrand(folded, recordBrandEvent(event, i, { idempotency })),
    initialBrand,
  );
  const figure = ask('recordFigure', { figure: testFigure() });

  it('is remembered with the revisions of its append', () => {
    expect(seenIdempotency(state, 'local', 'k1')).toEqual({ ...idempotency, firstRevision: 0, revision: 1 });
    expect(seenIdempotency(state, 'other', 'k1')).toBeUndefined();
  });

  it('repeated with the same body leads to nothing, with another body is refused', () => {
    expect(decideBrand(figure, state, testContext({ idempotency }))).toEqual({ ok: true, events: [] });
    expect(decideBrand(figure, state, testContext({ idempotency: { ...idempotency, bodyHash: 'h2' } }))).toMatchObject({
      ok: false,
      refusal: { code: 'BRAND.IDEMPOTENCY_REUSED' },
    });
    expect(decideBrand(figure, state, testContext({ idempotency: { ...idempotency, actor: 'other' } }))).toMatchObject({
      ok: true,
      events: [{ type: 'FigureRecorded.v1' }],
    });
  });
});

/** Every answer "no", at least once, with the history that leads to it and the field it names. */
import {
  EVENT_SAMPLES,
  LIVES,
  ask,
  brandEvent,
  brandSpec,
  testDecision,
  testDocument,
  testFigure,
  testFigureInput,
  testUuid,
  type Asked,
} from '#testing';
import type { BrandCommand, CommandContext } from './commands';
import { decideBrand } from './decide';
import type { BrandEvent } from './events';
import { PROCEDURE_REFUSALS } from './procedure-refusals';
import { BRAND_REFUSALS, type BrandRefusalCode } from './refusals';
import { parseStage } from './words';

const { given } = brandSpec;
const source = { reference: 'https://example.org/a', note: null };
const panel = { members: ['甲', '乙', '丙'], votesFor: 2, votesAgainst: 1, recused: ['丙'], minutes: null };
const identity = {
  name: '敖汉架线工',
  kind: 'labour',
  category: null,
  brandType: null,
  region: '150430',
  regionAsStated: null,
  formedOn: null,
  cultivatedFrom: null,
  origin: 'operational',
  source,
} as const;
const nomination = {
  pack: 'im-2024-118',
  tierSought: null,
  submittedAt: '2025-02-20T10:00:00+08:00',
  applicant: { unit: '公司', creditCode: null },
};
const attested = { body: '市局', officer: '赵六', authentic: true, valid: true, complete: true, document: null };
const assessment: Extract<BrandCommand, { type: 'assess' }>['data'] = { verdict: 'proposed', panel: null, judgements: [], reason: '符合' };
const review = { period: 2024, heldOn: '2025-02-15', panel: null, judgements: [], reason: '年度审核' };
const judgement = { criterion: 'c', met: true, role: '专家', by: '王五', reason: '好', evidence: [testUuid(999)] };
const promotion = { to: 'prefecture', recommendedBy: '赵六', confirmedBy: '孙七', document: testDocument, proposalId: null } as const;
const carried = { members: ['甲', '乙', '丙'], votesFor: 2, votesAgainst: 0, recused: ['丙'], minutes: '纪要' };
const relaxation = {
  relaxationId: testUuid(170),
  pack: 'im-2024-118',
  rule: 'im.labour.scale',
  parameter: 'scale.three-years',
  easedTo: '2400',
  ground: 'heritage',
  reason: '传统技艺',
  panel: carried,
  scoreSheet: '评分表 3',
  approvedBy: '孙七',
  approverRole: '自治区人社部门',
  document: null,
  from: '2025-03-01',
  until: '2026-02-28',
  dual: null,
};
const relaxed = [...LIVES.reported, brandEvent('RelaxationGranted.v1')];
const exit = {
  proposalId: testUuid(150),
  ground: 'rectificationFailed',
  noticeFrom: '2025-03-02',
  noticeUntil: '2025-03-12',
  confirmedBy: '孙七',
  document: null,
} as const;
const delisting = { ground: 'rectificationFailed', proposalId: testUuid(150), confirmedBy: '孙七', document: testDocument } as const;
const restoration = {
  ground: 'objectionUpheld',
  tier: 'county',
  confirmedBy: '孙七',
  document: testDocument,
  objectionId: testUuid(140),
} as const;
const proposal = (over: object) =>
  ({
    proposalId: testUuid(160),
    step: 'stopSupport',
    period: 2024,
    toTier: null,
    fallsDueOn: null,
    decision: testDecision('p'),
    ...over,
  }) as const;
const figure = (over: Parameters<typeof testFigureInput>[0]) => ask('recordFigure', { figure: testFigureInput(over) });
const eligible = brandEvent('EligibilityFound.v1');
const future = { ...testDocument, issuedOn: '2025-03-02' };
const noticed = (from: string, until: string) => brandEvent('ExitAnnounced.v1', { noticeFrom: from, noticeUntil: until });

const request = EVENT_SAMPLES['CorrectionRequested.v1'];
const requested = (...then: readonly BrandEvent[]) => [...recorded(), brandEvent('CorrectionRequested.v1'), ...then];
const OTHER = { actor: { id: 'p-other', role: 'approver' } };
const approve = (ctx: Partial<CommandContext>) => ask('approveCorrection', { requestId: request.requestId, note: null }, ctx);

type Row = readonly [BrandRefusalCode, string | null, readonly BrandEvent[], Asked];
const rows: readonly Row[] = [
  ['BRAND.UNKNOWN', null, LIVES.none, ask('recommend', attested)],
  ['BRAND.ALREADY_REPORTED', null, LIVES.reported, ask('report', identity)],
  ['BRAND.REGION_UNKNOWN', 'region', LIVES.none, ask('report', { ...identity, region: '999999' })],
  ['BRAND.REGION_UNKNOWN', 'catalogue', LIVES.recognised, ask('enterCatalogue', { catalogue: '429000', document: testDocument })],
  ['BRAND.NAME_EMPTY', 'name', LIVES.none, ask('report', { ...identity, name: ' “” ' })],
  ['BRAND.NAME_EMPTY', 'to', LIVES.reported, ask('rename', { to: '　', reason: '无', document: null })],
  ['BRAND.NAME_UNCHANGED', 'to', LIVES.reported, ask('rename', { to: '敖汉架线工', reason: '无', document: null })],
  ['BRAND.WRONG_STAGE', null, LIVES.delisted, ask('rename', { to: '敖汉电工', reason: '无', document: null })],
  ['BRAND.DATE_INVALID', 'formedOn', LIVES.none, ask('report', { ...identity, formedOn: '2023-02-29' })],
  ['BRAND.DATE_INVALID', 'submittedAt', LIVES.reported, ask('nominate', { ...nomination, submittedAt: '2025-02-30T10:00:00+08:00' })],
  [
    'BRAND.DATE_INVALID',
    'figure.window.asOf',
    LIVES.reported,
    figure({ metric: 'workers', nature: 'stock', directness: 'unstated', window: { fromYear: null, toYear: 2024, asOf: '2024-13' } }),
  ],
  ['BRAND.DATE_INVALID', 'until', LIVES.proposed, ask('postNotice', { place: '网站', from: '2025-03-01', until: '2025-02-29' })],
  ['BRAND.FUTURE_DATE', 'cultivatedFrom', LIVES.none, ask('report', { ...identity, cultivatedFrom: '2025-03-02' })],
  ['BRAND.FUTURE_DATE', 'document.issuedOn', LIVES.proposed, ask('recognise', { tier: 'county', document: future, minutes: null })],
  ['BRAND.FUTURE_DATE', 'sinceYear', LIVES.reported, ask('claimTier', { tier: 'county', sinceYear: 2026, reading: false, source })],
  ['BRAND.FUTURE_DATE', 'year', LIVES.reported, ask('recordHonour', { honour: '荣誉', title: null, year: 2026, source })],
  ['BRAND.FUTURE_DATE', 'on', LIVES.reported, ask('recordPublicity', { medium: '报', on: '2025-03-02', reference: '1' })],
  ['BRAND.FUTURE_DATE', 'submittedAt', LIVES.reported, ask('nominate', { ...nomination, submittedAt: '2025-03-02T00:00:00+08:00' })],
  ['BRAND.DATES_REVERSED', 'until', LIVES.proposed, ask('postNotice', { place: '网站', from: '2025-03-10', until: '2025-03-09' })],
  [
    'BRAND.ID_REUSED',
    'evidenceId',
    [...LIVES.reported, brandEvent('EvidenceAttached.v1')],
    ask('attachEvidence', {
      evidenceId: testUuid(120),
      kind: '花名册',
      sha256: 'b'.repeat(64),
      custodian: 'x',
      place: 'y',
      retention: null,
    }),
  ],
  [
    'BRAND.ID_REUSED',
    'breachId',
    [...LIVES.reported, brandEvent('BreachRecorded.v1')],
    ask('recordBreach', { breachId: testUuid(130), kind: '偷税', on: '2024-08-01', confirmedBy: 'x', source }),
  ],
  [
    'BRAND.ID_REUSED',
    'figure.figureId',
    [...LIVES.reported, brandEvent('FigureRecorded.v1')],
    ask('publishFigure', { figure: testFigure({ value: 7 }) }),
  ],
  [
    'BRAND.ID_REUSED',
    'figureId',
    [...LIVES.reported, brandEvent('RatioPublished.v1')],
    ask('publishRatio', {
      figureId: testUuid(110),
      ratio: '就业率',
      percent: '1',
      window: { fromYear: null, toYear: 2024, asOf: null },
      bound: 'exact',
      source,
    }),
  ],
  [
    'BRAND.ID_REUSED',
    'figureId',
    [...LIVES.reported, brandEvent('TargetPublished.v1')],
    ask('publishTarget', { figureId: testUuid(111), target: '带动就业', unit: 'persons', value: 1, byYear: null, perYear: false, source }),
  ],
  ['BRAND.ID_REUSED', 'objectionId', LIVES.exitObjected, ask('raiseObjection', { objectionId: testUuid(140), by: '他人', reason: '其他' })],
  ['BRAND.ID_REUSED', 'proposalId', LIVES.exitProposed, ask('proposeStep', proposal({ proposalId: testUuid(150) }))],

  ['BRAND.FIGURE_UNIT', 'figure.unit', LIVES.reported, figure({ unit: 'yuan' })],
  ['BRAND.FIGURE_UNIT', 'figure.unit', LIVES.reported, ask('publishFigure', { figure: testFigure({ unit: 'yuan', status: 'published' }) })],
  ['BRAND.FIGURE_UNIT', 'figure.unit', LIVES.reported, figure({ metric: 'trained', unit: 'unstated', directness: 'unstated' })],
  ['BRAND.FIGURE_NATURE', 'figure.nature', LIVES.reported, figure({ nature: 'stock' })],
  [
    'BRAND.FIGURE_NATURE',
    'figure.nature',
    LIVES.reported,
    ask('publishFigure', { figure: testFigure({ nature: 'stock', status: 'published' }) }),
  ],
  ['BRAND.FIGURE_DIRECTNESS', 'figure.directness', LIVES.reported, figure({ directness: 'combined' })],
  ['BRAND.FIGURE_DIRECTNESS', 'figure.directness', LIVES.reported, figure({ metric: 'workers', nature: 'stock', directness: 'direct' })],
  [
    'BRAND.FIGURE_DIRECTNESS',
    'figure.directness',
    LIVES.reported,
    ask('publishFigure', { figure: testFigure({ metric: 'workers', nature: 'stock', status: 'published' }) }),
  ],
  ['BRAND.FIGURE_VALUE', 'figure.value', LIVES.reported, figure({ value: -1 })],
  ['BRAND.FIGURE_VALUE', 'figure.value', LIVES.reported, figure({ value: 1.5 })],
  ['BRAND.FIGURE_VALUE', 'figure.value', LIVES.reported, figure({ value: 2 ** 53 })],
  ['BRAND.FIGURE_WINDOW', 'figure.window.toYear', LIVES.reported, figure({ window: { fromYear: null, toYear: null, asOf: null } })],
  ['BRAND.FIGURE_WINDOW', 'figure.window.fromYear', LIVES.reported, figure({ window: { fromYear: 2024, toYear: 2023, asOf: null } })],
  ['BRAND.FIGURE_WINDOW', 'figure.window.asOf', LIVES.reported, figure({ window: { fromYear: null, toYear: 2024, asOf: '2023-12-31' } })],
  ['BRAND.FIGURE_FUTURE', 'figure.window.toYear', LIVES.reported, figure({ window: { fromYear: null, toYear: 2026, asOf: null } })],
  [
    'BRAND.FIGURE_FUTURE',
    'figure.window.asOf',
    LIVES.reported,
    figure({ metric: 'workers', nature: 'stock', directness: 'unstated', window: { fromYear: null, toYear: 2025, asOf: '2025-03-02' } }),
  ],
  [
    'BRAND.FIGURE_FUTURE',
    'figure.window.asOf',
    LIVES.reported,
    figure({ metric: 'workers', nature: 'stock', directness: 'unstated', window: { fromYear: null, toYear: 2025, asOf: '2025-04' } }),
  ],
  [
    'BRAND.FIGURE_FUTURE',
    'window.toYear',
    LIVES.reported,
    ask('publishRatio', {
      figureId: testUuid(1),
      ratio: '率',
      percent: '1',
      window: { fromYear: null, toYear: 2026, asOf: null },
      bound: 'exact',
      source,
    }),
  ],
  ['BRAND.FIGURE_ESTIMATE_MISSING', 'figure.estimate', LIVES.reported, figure({ directness: 'indirect' })],
  ['BRAND.FIGURE_ESTIMATE_UNEXPECTED', 'figure.estimate', LIVES.reported, figure({ estimate: { method: '系数', basis: '产值' } })],
  ['BRAND.FIGURE_ALREADY_RECORDED', 'figure', [...LIVES.reported, brandEvent('FigureRecorded.v1')], figure({ value: 2 })],
  [
    'BRAND.FIGURE_ALREADY_RECORDED',
    'figure',
    [...LIVES.reported, brandEvent('FigureRecorded.v1')],
    ask('publishFigure', { figure: testFigure({ figureId: testUuid(102), value: 2 }) }),
  ],
  ['BRAND.FIGURE_UNKNOWN', 'corrects', LIVES.reported, correct({})],
  [
    'BRAND.FIGURE_ALREADY_CORRECTED',
    'corrects',
    [...LIVES.reported, brandEvent('FigureRecorded.v1'), brandEvent('FigureCorrected.v1')],
    correct({}),
  ],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.metric', recorded(), correct({ metric: 'exported', directness: 'unstated' })],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.unit', recorded(), correct({ unit: 'personTimes' })],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.nature', recorded(), correct({ nature: 'cumulative' })],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.directness', recorded(), correct({ directness: 'indirect' })],
  ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.window', recorded(), correct({ window: { fromYear: null, toYear: 2023, asOf: null } })],
  ['BRAND.CORRECTION_CHANGES_NOTHING', 'figure', recorded(), correct({ value: 1000 })],
  ['BRAND.CORRECTION_OPEN', 'corrects', requested(), ask('requestCorrection', { ...request, requestId: testUuid(181) })],
  ['BRAND.CORRECTION_REQUEST_UNKNOWN', 'requestId', recorded(), approve(OTHER)],
  ['BRAND.CORRECTION_SETTLED', 'requestId', requested(brandEvent('CorrectionRefused.v1')), approve(OTHER)],
  ['BRAND.CORRECTION_OVERTAKEN', 'requestId', requested(brandEvent('FigureCorrected.v1')), approve(OTHER)],
  ['BRAND.CORRECTION_SAME_PERSON', null, requested(), approve({})],
  ['BRAND.CORRECTION_NOT_REQUESTER', null, requested(), ask('withdrawCorrection', EVENT_SAMPLES['CorrectionWithdrawn.v1'], OTHER)],
  ['BRAND.EVIDENCE_UNKNOWN', 'evidence', recorded(), correct({}, [testUuid(999)])],
  ['BRAND.EVIDENCE_UNKNOWN', 'evidence', LIVES.reported, ask('recordJudgement', judgement)],
  ['BRAND.EVIDENCE_UNKNOWN', 'judgements', LIVES.recommended, ask('assess', { ...assessment, judgements: [judgement] })],
  ['BRAND.EVIDENCE_UNKNOWN', 'judgements', LIVES.reviewDue, ask('holdReview', { ...review, judgements: [judgement] })],
  [
    'BRAND.EVIDENCE_UNKNOWN',
    'evidence',
    LIVES.rectifying,
    ask('reportRectification', { reportedOn: '2025-02-27', note: 'x', evidence: [testUuid(999)] }),
  ],
  ['BRAND.BREACH_UNKNOWN', 'breachId', LIVES.reported, ask('clearBreach', { breachId: testUuid(130), reason: 'x', document: null })],
  [
    'BRAND.BREACH_ALREADY_CLEARED',
    'breachId',
    [...LIVES.reported, brandEvent('BreachRecorded.v1'), brandEvent('BreachCleared.v1')],
    ask('clearBreach', { breachId: testUuid(130), reason: 'x', document: null }),
  ],

  ['BRAND.WRONG_STAGE', null, LIVES.submitted, ask('nominate', nomination)],
  ['BRAND.WRONG_STAGE', null, LIVES.recognised, ask('nominate', nomination)],
  ['BRAND.PACK_UNKNOWN', 'pack', LIVES.reported, ask('nominate', nomination, { nomination: null })],
  ['BRAND.NOMINATION_RETURNED', null, LIVES.returned, ask('returnNomination', { reason: 'x' })],
  ['BRAND.NOMINATION_RETURNED', null, LIVES.returned, ask('recommend', attested)],
  ['BRAND.NOT_RETURNED', null, LIVES.submitted, ask('resubmitNomination', { submittedAt: '2025-02-25T10:00:00+08:00', note: 'x' })],
  [
    'BRAND.RESUBMITTED_EARLIER',
    'submittedAt',
    LIVES.returned,
    ask('resubmitNomination', { submittedAt: '2025-02-20T09:59:59+08:00', note: 'x' }),
  ],
  ['BRAND.ATTESTATION_MISSING', 'authentic', LIVES.submitted, ask('recommend', { ...attested, authentic: false })],
  ['BRAND.ATTESTATION_MISSING', 'valid', LIVES.submitted, ask('recommend', { ...attested, valid: false, complete: false })],
  ['BRAND.ATTESTATION_MISSING', 'complete', LIVES.submitted, ask('recommend', { ...attested, complete: false })],
  ['BRAND.ALREADY_RECOMMENDED', null, LIVES.recommended, ask('recommend', attested)],
  ['BRAND.NOT_RECOMMENDED', null, LIVES.submitted, ask('assess', assessment)],
  ['BRAND.PANEL_VOTES', 'panel', LIVES.recommended, ask('assess', { ...assessment, panel })],
  ['BRAND.PANEL_VOTES', 'panel', LIVES.reviewDue, ask('holdReview', { ...review, panel })],
  ['BRAND.PANEL_VOTES', 'panel', LIVES.reported, ask('grantRelaxation', { ...relaxation, panel: { ...carried, votesFor: 3 } })],
  [
    'BRAND.RELAXATION_NOT_CARRIED',
    'panel',
    LIVES.reported,
    ask('grantRelaxation', { ...relaxation, panel: { ...carried, votesFor: 1, votesAgainst: 1 } }),
  ],
  ['BRAND.RELAXATION_RECUSED', 'approvedBy', LIVES.reported, ask('grantRelaxation', { ...relaxation, approvedBy: '丙' })],
  ['BRAND.RELAXATION_OVER', 'until', LIVES.reported, ask('grantRelaxation', { ...relaxation, from: '2025-02-01', until: '2025-02-28' })],
  ['BRAND.DATES_REVERSED', 'until', LIVES.reported, ask('grantRelaxation', { ...relaxation, until: '2025-02-28' })],
  ['BRAND.WRONG_STAGE', null, LIVES.delisted, ask('grantRelaxation', relaxation)],
  ['BRAND.ID_REUSED', 'relaxationId', relaxed, ask('grantRelaxation', { ...relaxation, easedTo: '2500' })],
  ['BRAND.RELAXATION_OVERLAPS', 'parameter', relaxed, ask('grantRelaxation', { ...relaxation, relaxationId: testUuid(171) })],
  [
    'BRAND.RELAXATION_UNKNOWN',
    'relaxationId',
    LIVES.reported,
    ask('withdrawRelaxation', { relaxationId: testUuid(170), reason: 'x', document: null }),
  ],
  ['BRAND.RELAXATION_UNKNOWN', 'relaxationId', LIVES.reported, ask('expireRelaxation', { relaxationId: testUuid(170) })],
  [
    'BRAND.RELAXATION_ENDED',
    'relaxationId',
    [...relaxed, brandEvent('RelaxationWithdrawn.v1')],
    ask('withdrawRelaxation', { relaxationId: testUuid(170), reason: 'x', document: null }),
  ],
  ['BRAND.RELAXATION_RUNS', 'relaxationId', relaxed, ask('expireRelaxation', { relaxationId: testUuid(170) })],
  ['BRAND.NOT_PROPOSED', null, LIVES.notProposed, ask('recognise', { tier: 'county', document: testDocument, minutes: null })],
  ['BRAND.NOT_PROPOSED', null, LIVES.notProposed, ask('postNotice', { place: 'x', from: '2025-03-01', until: '2025-03-02' })],
  ['BRAND.NOT_PROPOSED', null, LIVES.recognised, ask('refuseRecognition', { reason: 'x', document: null })],
  ['BRAND.NOTICE_ALREADY_POSTED', null, LIVES.onNotice, ask('postNotice', { place: 'x', from: '2025-03-01', until: '2025-03-02' })],
  [
    'BRAND.NOTICE_RUNNING',
    null,
    LIVES.onNotice,
    ask('recognise', { tier: 'county', document: testDocument, minutes: null }, { today: '2025-02-20' }),
  ],
  ['BRAND.NOTICE_RUNNING', null, LIVES.onExitNotice, ask('delist', delisting, { today: '2025-02-20' })],
  [
    'BRAND.NOTICE_RUNNING',
    null,
    LIVES.onExitNotice,
    ask(
      'delistByDueDate',
      { ground: 'rectificationFailed', proposalId: testUuid(150), decision: testDecision('x') },
      { today: '2025-02-19' },
    ),
  ],
  ['BRAND.NOTHING_TO_OBJECT', null, LIVES.submitted, ask('raiseObjection', { objectionId: testUuid(141), by: 'x', reason: 'y' })],
  ['BRAND.NOTHING_TO_OBJECT', null, LIVES.notProposed, ask('raiseObjection', { objectionId: testUuid(141), by: 'x', reason: 'y' })],
  ['BRAND.NOTHING_TO_OBJECT', null, LIVES.cultivated, ask('raiseObjection', { objectionId: testUuid(141), by: 'x', reason: 'y' })],
  [
    'BRAND.OBJECTION_OPEN',
    null,
    [...LIVES.proposed, brandEvent('ObjectionRaised.v1')],
    ask('recognise', { tier: 'county', document: testDocument, minutes: null }),
  ],
  ['BRAND.OBJECTION_OPEN', null, LIVES.exitObjected, ask('delist', delisting)],
  [
    'BRAND.OBJECTION_OPEN',
    null,
    LIVES.exitObjected,
    ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(150), decision: testDecision('x') }),
  ],
  [
    'BRAND.OBJECTION_UPHELD',
    null,
    [...LIVES.proposed, brandEvent('ObjectionRaised.v1'), brandEvent('ObjectionDecided.v1', { upheld: true })],
    ask('recognise', { tier: 'county', document: testDocument, minutes: null }),
  ],
  [
    'BRAND.OBJECTION_UPHELD',
    null,
    LIVES.exitObjectionUpheld,
    ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(150), decision: testDecision('x') }),
  ],
  [
    'BRAND.OBJECTION_UNKNOWN',
    'objectionId',
    LIVES.proposed,
    ask('decideObjection', { objectionId: testUuid(140), upheld: true, reason: 'x', document: null }),
  ],
  [
    'BRAND.OBJECTION_UNKNOWN',
    'objectionId',
    LIVES.submitted,
    ask('decideObjection', { objectionId: testUuid(140), upheld: true, reason: 'x', document: null }),
  ],
  [
    'BRAND.OBJECTION_ALREADY_DECIDED',
    'objectionId',
    LIVES.exitObjectionUpheld,
    ask('decideObjection', { objectionId: testUuid(140), upheld: false, reason: 'x', document: null }),
  ],
  ['BRAND.WRONG_TIER', 'tier', LIVES.proposed, ask('recognise', { tier: 'prefecture', document: testDocument, minutes: null })],
  ['BRAND.ALREADY_CULTIVATED', 'from', LIVES.cultivated, ask('startCultivation', { from: '2021-01-01', path: 'industry', body: 'x' })],
  ['BRAND.WRONG_STAGE', null, LIVES.delisted, ask('startCultivation', { from: '2021-01-01', path: 'industry', body: 'x' })],
  ['BRAND.NOT_RECOGNISED', null, LIVES.proposed, ask('enterCatalogue', { catalogue: '150000', document: testDocument })],
  ['BRAND.NOT_RECOGNISED', null, LIVES.reported, ask('designateKeyProject', { level: 'county', document: testDocument })],
  ['BRAND.WRONG_STAGE', null, LIVES.delisted, ask('enterCatalogue', { catalogue: '150000', document: testDocument })],
  ['BRAND.ALREADY_LISTED', 'catalogue', LIVES.listed, ask('enterCatalogue', { catalogue: '150000', document: testDocument })],
  ['BRAND.CATALOGUE_ELSEWHERE', 'catalogue', LIVES.cultivated, ask('enterCatalogue', { catalogue: '370000', document: testDocument })],
  [
    'BRAND.ALREADY_KEY_PROJECT',
    'level',
    [...LIVES.cultivated, brandEvent('KeyProjectDesignated.v1')],
    ask('designateKeyProject', { level: 'prefecture', document: testDocument }),
  ],

  [
    'BRAND.PERIOD_NOT_OVER',
    'period',
    LIVES.listed,
    ask('markReviewDue', { period: 2025, dueOn: '2026-02-28', decision: testDecision('x') }),
  ],
  ['BRAND.PERIOD_NOT_OVER', 'heldOn', LIVES.reviewDue, ask('holdReview', { ...review, heldOn: '2024-12-31' })],
  [
    'BRAND.REVIEW_ALREADY',
    'period',
    LIVES.reviewDue,
    ask('markReviewDue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ],
  ['BRAND.REVIEW_ALREADY', 'period', LIVES.reviewHeld, ask('holdReview', review)],
  [
    'BRAND.REVIEW_ALREADY',
    'period',
    LIVES.reviewHeld,
    ask('markReviewOverdue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ],
  [
    'BRAND.REVIEW_ALREADY',
    'period',
    [...LIVES.reviewDue, brandEvent('ReviewOverdue.v1')],
    ask('markReviewOverdue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ],
  [
    'BRAND.REVIEW_ALREADY',
    'period',
    LIVES.reviewFailed,
    ask('concludeReview', { period: 2024, outcome: 'passed', decision: testDecision('x') }),
  ],
  ['BRAND.REVIEW_UNKNOWN', 'period', LIVES.listed, ask('holdReview', review)],
  [
    'BRAND.REVIEW_UNKNOWN',
    'period',
    LIVES.reviewDue,
    ask('concludeReview', { period: 2024, outcome: 'passed', decision: testDecision('x') }),
  ],
  [
    'BRAND.NOT_DUE_YET',
    'dueOn',
    LIVES.reviewDue,
    ask('markReviewOverdue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }, { today: '2025-02-27' }),
  ],
  [
    'BRAND.NOT_DUE_YET',
    null,
    LIVES.rectifying,
    ask('failRectification', { period: 2024, decision: testDecision('x') }, { today: '2025-02-27' }),
  ],
  ['BRAND.ALREADY_WARNED', 'period', LIVES.warned, ask('warn', { period: 2024, decision: testDecision('x') })],
  [
    'BRAND.ALREADY_RECTIFYING',
    'period',
    LIVES.rectifying,
    ask('orderRectification', { period: 2025, dueOn: '2026-02-28', decision: testDecision('x') }),
  ],
  [
    'BRAND.ALREADY_RECTIFYING',
    'period',
    LIVES.rectificationFailed,
    ask('orderRectification', { period: 2024, dueOn: '2026-02-28', decision: testDecision('x') }),
  ],
  ['BRAND.NOT_RECTIFYING', null, LIVES.warned, ask('reportRectification', { reportedOn: '2025-02-27', note: 'x', evidence: [] })],
  ['BRAND.NOT_RECTIFYING', 'period', LIVES.rectificationFailed, ask('failRectification', { period: 2024, decision: testDecision('x') })],
  [
    'BRAND.NOT_RECTIFYING',
    'period',
    LIVES.rectificationReported,
    ask('acceptRectification', { period: 2023, decision: testDecision('x') }),
  ],
  ['BRAND.RECTIFICATION_NOT_REPORTED', null, LIVES.rectifying, ask('acceptRectification', { period: 2024, decision: testDecision('x') })],
  [
    'BRAND.PROPOSAL_UNKNOWN',
    'proposalId',
    LIVES.listed,
    ask('confirmSupportStop', { proposalId: testUuid(151), confirmedBy: '孙七', document: null }),
  ],
  ['BRAND.PROPOSAL_UNKNOWN', 'proposalId', [...LIVES.exitProposed, brandEvent('ProposalWithdrawn.v1')], ask('announceExit', exit)],
  [
    'BRAND.PROPOSAL_OTHER_STEP',
    'proposalId',
    LIVES.exitProposed,
    ask('confirmSupportStop', { proposalId: testUuid(150), confirmedBy: '孙七', document: null }),
  ],
  ['BRAND.PROPOSAL_OTHER_STEP', 'proposalId', LIVES.exitProposed, ask('delist', delisting)],
  ['BRAND.PROPOSAL_EXISTS', 'step', LIVES.exitProposed, ask('proposeStep', proposal({ step: 'announceExit' }))],
  ['BRAND.PROPOSAL_REQUIRED', 'proposalId', LIVES.rectificationFailed, ask('delist', { ...delisting, proposalId: null })],
  ['BRAND.SUPPORT_ALREADY_STOPPED', 'step', [...LIVES.listed, brandEvent('SupportStopped.v1')], ask('proposeStep', proposal({}))],
  [
    'BRAND.SUPPORT_ALREADY_STOPPED',
    null,
    [...LIVES.listed, brandEvent('SupportStopped.v1')],
    ask('confirmSupportStop', { proposalId: testUuid(151), confirmedBy: '孙七', document: null }),
  ],
  ['BRAND.SUPPORT_NOT_STOPPED', null, LIVES.listed, ask('resumeSupport', { reason: 'x', document: null })],
  ['BRAND.ALREADY_ON_EXIT_NOTICE', 'step', LIVES.onExitNotice, ask('proposeStep', proposal({ step: 'announceExit' }))],
  ['BRAND.ALREADY_ON_EXIT_NOTICE', null, LIVES.onExitNotice, ask('announceExit', exit)],
  [
    'BRAND.NOT_ON_EXIT_NOTICE',
    null,
    LIVES.exitProposed,
    ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(150), decision: testDecision('x') }),
  ],
  ['BRAND.GROUND_CHANGED', 'ground', LIVES.onExitNotice, ask('delist', { ...delisting, ground: 'breach' })],
  [
    'BRAND.GROUND_CHANGED',
    'ground',
    LIVES.onExitNotice,
    ask('delistByDueDate', { ground: 'reviewFailed', proposalId: testUuid(150), decision: testDecision('x') }),
  ],
  ['BRAND.NOTHING_TO_RESTORE', null, LIVES.listed, ask('restore', restoration)],
  ['BRAND.NOTHING_TO_RESTORE', null, LIVES.proposed, ask('restore', restoration)],
  ['BRAND.NO_UPHELD_OBJECTION', 'objectionId', LIVES.exitObjected, ask('restore', restoration)],
  ['BRAND.NO_UPHELD_OBJECTION', 'objectionId', LIVES.delisted, ask('restore', { ...restoration, objectionId: null })],
  [
    'BRAND.WRONG_TIER',
    'tier',
    LIVES.delisted,
    ask('restore', { ...restoration, ground: 'decisionRetaken', objectionId: null, tier: 'prefecture' }),
  ],

  ['BRAND.WRONG_TIER', 'to', LIVES.listed, ask('promote', { ...promotion, to: 'province' })],
  ['BRAND.WRONG_TIER', 'to', LIVES.listed, ask('promote', { ...promotion, to: 'county' })],
  ['BRAND.WRONG_TIER', 'to', LIVES.listed, ask('downgrade', { to: 'county', confirmedBy: 'x', document: testDocument, proposalId: null })],
  ['BRAND.WRONG_TIER', 'toTier', LIVES.listed, ask('proposeStep', proposal({ step: 'promote', toTier: 'province' }))],
  ['BRAND.WRONG_TIER', 'toTier', LIVES.listed, ask('proposeStep', proposal({ step: 'downgrade', toTier: null }))],
  ['BRAND.WRONG_TIER', 'tier', LIVES.listed, ask('findEligible', { tier: 'county', period: 2024, decision: testDecision('x') })],
  ['BRAND.WRONG_STAGE', null, LIVES.reported, ask('findEligible', { tier: 'county', period: 2024, decision: testDecision('x') })],
  ['BRAND.SAME_PERSON', 'confirmedBy', [...LIVES.listed, eligible], ask('promote', { ...promotion, recommendedBy: '孙七' })],
  ['BRAND.NOT_ELIGIBLE', 'to', LIVES.listed, ask('promote', promotion)],
  ['BRAND.NOT_ELIGIBLE', 'to', [...LIVES.listed, eligible, brandEvent('EligibilityLost.v1')], ask('promote', promotion)],
  ['BRAND.UNDER_SANCTION', null, [...LIVES.warned, eligible], ask('promote', promotion)],
  ['BRAND.UNDER_SANCTION', null, [...LIVES.rectificationFailed, eligible], ask('promote', promotion)],
  ['BRAND.UNDER_SANCTION', null, [...LIVES.listed, eligible, brandEvent('SupportStopped.v1')], ask('promote', promotion)],
  ['BRAND.UNDER_SANCTION', null, [...LIVES.onExitNotice, eligible], ask('promote', promotion)],
  [
    'BRAND.ALREADY_ELIGIBLE',
    'tier',
    [...LIVES.listed, eligible],
    ask('findEligible', { tier: 'prefecture', period: 2024, decision: testDecision('x') }),
  ],
  ['BRAND.NO_ELIGIBILITY', 'tier', LIVES.listed, ask('loseEligibility', { tier: null, period: 2024, decision: testDecision('x') })],
  [
    'BRAND.DECISION_UNKNOWN',
    'decisionKey',
    LIVES.listed,
    ask('markStale', {
      decisionKey: 'warned-2024',
      decidedBy: testUuid(2000),
      correction: testUuid(101),
      retaken: null,
      decision: testDecision('x'),
    }),
  ],
  [
    'BRAND.CORRECTION_UNKNOWN',
    'correction',
    LIVES.warned,
    ask('markStale', {
      decisionKey: 'warned-2024',
      decidedBy: testUuid(2000 + LIVES.warned.length - 1),
      correction: testUuid(101),
      retaken: null,
      decision: testDecision('x'),
    }),
  ],
  [
    'BRAND.BASIS_AHEAD',
    'decision.basis.revision',
    LIVES.listed,
    ask('warn', { period: 2024, decision: testDecision('x', LIVES.listed.length) }),
  ],
  [
    'BRAND.NOT_DUE_YET',
    'proposalId',
    [
      ...LIVES.exitProposed,
      brandEvent('StepProposed.v1', { proposalId: testUuid(152), step: 'delist', fallsDueOn: '2025-03-02' }),
      noticed('2025-02-10', '2025-02-20'),
    ],
    ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(152), decision: testDecision('x') }),
  ],
];

function recorded(): readonly BrandEvent[] {
  return [...LIVES.reported, brandEvent('FigureRecorded.v1')];
}
function correct(over: Parameters<typeof testFigureInput>[0], evidence: string[] = []): Asked {
  return ask('correctFigure', {
    corrects: testUuid(100),
    figure: testFigureInput({ value: 900, ...over }),
    requester: '李四',
    reason: '重复',
    evidence,
  });
}

const CULTIVATED_ONLY: readonly Asked[] = [
  ask('markReviewDue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ask('markReviewOverdue', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ask('holdReview', review),
  ask('concludeReview', { period: 2024, outcome: 'passed', decision: testDecision('x') }),
  ask('warn', { period: 2024, decision: testDecision('x') }),
  ask('orderRectification', { period: 2024, dueOn: '2025-02-28', decision: testDecision('x') }),
  ask('reportRectification', { reportedOn: '2025-02-27', note: 'x', evidence: [] }),
  ask('acceptRectification', { period: 2024, decision: testDecision('x') }),
  ask('failRectification', { period: 2024, decision: testDecision('x') }),
  ask('proposeStep', proposal({})),
  ask('withdrawProposal', { proposalId: testUuid(150), reason: 'x' }),
  ask('confirmSupportStop', { proposalId: testUuid(150), confirmedBy: 'x', document: null }),
  ask('resumeSupport', { reason: 'x', document: null }),
  ask('announceExit', exit),
  ask('delist', delisting),
  ask('delistByDueDate', { ground: 'rectificationFailed', proposalId: testUuid(150), decision: testDecision('x') }),
  ask('promote', promotion),
  ask('downgrade', { to: 'county', confirmedBy: 'x', document: testDocument, proposalId: null }),
];

describe('every refusal', () => {
  it.each(rows)('%s (%s)', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });

  it.each(CULTIVATED_ONLY.map((asked) => [asked.type, asked] as const))(
    '%s has no place before a brand is cultivated, nor after it left',
    (_, asked) => {
      for (const history of [LIVES.reported, LIVES.submitted, LIVES.recognised, LIVES.delisted])
        given(...history)
          .when(asked)
          .thenRefused('BRAND.WRONG_STAGE', null);
    },
  );

  it.each([
    ['returnNomination', { reason: 'x' }, LIVES.reported],
    ['resubmitNomination', { submittedAt: '2025-02-25T10:00:00+08:00', note: 'x' }, LIVES.reported],
    ['recommend', attested, LIVES.proposed],
    ['assess', assessment, LIVES.recognised],
    ['postNotice', { place: 'x', from: '2025-03-01', until: '2025-03-02' }, LIVES.recommended],
    ['recognise', { tier: 'county', document: testDocument, minutes: null }, LIVES.cultivated],
    ['refuseRecognition', { reason: 'x', document: null }, LIVES.submitted],
  ] as const)('%s has its stage', (type, data, history) => {
    given(...history)
      .when({ type, data } as Asked)
      .thenRefused('BRAND.WRONG_STAGE', null);
  });

  it('an unknown command is named', () => {
    const context: CommandContext = {
      brandId: testUuid(1),
      actor: { id: 'local', role: 'local' },
      today: '2025-03-01',
      now: '',
      ids: [],
      nomination: null,
      decision: null,
      idempotency: null,
    };
    const unknown = { type: 'abolish', data: {} } as object as BrandCommand;
    const decided = decideBrand(unknown, given(...LIVES.reported).state, context);
    expect(decided).toMatchObject({ ok: false, refusal: { code: 'BRAND.UNKNOWN_COMMAND', zh: '没有名为“abolish”的操作。' } });
  });

  it('an unknown stage is named with those there are', () => {
    expect(parseStage('培育')).toEqual({ ok: true, stage: 'cultivated' });
    expect(parseStage(' delisted ')).toEqual({ ok: true, stage: 'delisted' });
    expect(parseStage('晋级')).toMatchObject({
      ok: false,
      refusal: {
        code: 'BRAND.UNKNOWN_STAGE',
        field: 'stage',
        todo: { en: 'Stages are: reported, nominated, evaluated, cultivated, delisted.' },
      },
    });
  });

  it('is met at least once here', () => {
    const elsewhere: BrandRefusalCode[] = [
      'BRAND.UNKNOWN_COMMAND',
      'BRAND.UNKNOWN_STAGE',
      'BRAND.IDEMPOTENCY_REUSED',
      'BRAND.CORRECTION_NEEDS_REQUEST',
    ];
    const met = new Set<string>([...rows.map(([code]) => code), ...elsewhere]);
    expect(Object.keys(BRAND_REFUSALS).filter((code) => !met.has(code) && !(code in PROCEDURE_REFUSALS))).toEqual([]);
  });
});

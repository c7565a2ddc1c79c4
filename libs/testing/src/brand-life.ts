/**
 * A brand for tests: one event of every kind with sensible content, the stages of a life built from them, and the
 * given/when/then of the brand decider.
 */
import {
  decideBrand,
  evolveBrand,
  initialBrand,
  type BrandCommand,
  type BrandCommandName,
  type BrandEvent,
  type BrandEventData,
  type BrandEventType,
  type BrandState,
  type CommandContext,
  type Decision,
  type EventMetadata,
  type Figure,
  type RecordedBrandEvent,
} from '#domain';
import { specFor } from './given-when-then';

/** A UUID that shows its number. */
export const testUuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const BRAND_ID = testUuid(1);
export const TODAY = '2025-03-01';

export const testContext = (over: Partial<CommandContext> = {}): CommandContext => ({
  brandId: BRAND_ID,
  actor: { id: 'local', role: 'recorder' },
  today: TODAY,
  now: `${over.today ?? TODAY}T02:00:00.000Z`,
  ids: [testUuid(901), testUuid(902), testUuid(903), testUuid(904)],
  nomination: { deadline: '2025-06-30', nameCheck: { verdict: 'accepted', format: 'region-trade-person', reason: null } },
  decision: null,
  idempotency: null,
  ...over,
});

export const testMetadata = (over: Partial<EventMetadata> = {}): EventMetadata => ({
  v: 1,
  correlationId: testUuid(800),
  causationId: null,
  causationDepth: 0,
  actor: { id: 'local', role: 'recorder', region: '150430' },
  effectiveOn: TODAY,
  recordedAt: `${TODAY}T02:00:00.000Z`,
  idempotency: null,
  ...over,
});

/** A decision as the steward hands it over. The key alone tells two apart. */
export const testDecision = (key: string, basis = 0): Decision => ({
  key,
  policy: {
    pack: 'sd-house',
    version: '1',
    digest: 'd'.repeat(64),
    rule: 'review',
    basis: 'configured',
    clause: null,
    cite: null,
    umbrella: '三（三）',
  },
  engine: '1',
  basis: { leaf: 10, revision: basis },
  cause: { event: null, type: 'YearClosed.v1' },
  explanation: null,
});

const source = { reference: 'https://example.org/a', note: null };
export const testDocument = { number: '鲁人社〔2025〕1号', issuedOn: '2025-02-01', signedBy: '张三' };
export const testFigure = (over: Partial<Figure> = {}): Figure => ({
  figureId: testUuid(100),
  metric: 'employmentDriven',
  unit: 'persons',
  nature: 'flow',
  directness: 'direct',
  bound: 'exact',
  value: 1000,
  window: { fromYear: null, toYear: 2024, asOf: null },
  status: 'locked',
  estimate: null,
  source,
  ...over,
});
export const testFigureInput = (over: Partial<Figure> = {}): Omit<Figure, 'figureId' | 'status'> => {
  const { figureId: _id, status: _status, ...input } = testFigure(over);
  return input;
};

/** Content of one event of each kind. */
export const EVENT_SAMPLES: { readonly [T in BrandEventType]: BrandEventData<T> } = {
  'BrandReported.v1': {
    brandId: BRAND_ID,
    name: '敖汉架线工',
    kind: 'labour',
    category: '建筑',
    brandType: null,
    region: '150430',
    regionAsStated: null,
    formedOn: '2019-05-01',
    cultivatedFrom: null,
    origin: 'operational',
    source,
  },
  'BrandRenamed.v1': { from: '敖汉架线工', to: '敖汉电工', reason: '业务扩展', document: null },
  'TierClaimed.v1': { tier: 'prefecture', sinceYear: 2020, reading: false, source },
  'HonourRecorded.v1': { honour: '全国劳务品牌', title: null, year: 2023, source },
  'FigureRecorded.v1': testFigure(),
  'FigureCorrected.v1': {
    corrects: testUuid(100),
    figure: testFigure({ figureId: testUuid(101), value: 900 }),
    requester: '李四',
    reason: '重复计数',
    evidence: [],
  },
  'CorrectionRequested.v1': {
    requestId: testUuid(180),
    corrects: testUuid(100),
    figure: testFigureInput({ value: 900 }),
    reason: '重复计数',
    evidence: [],
  },
  'CorrectionApproved.v1': { requestId: testUuid(180), corrects: testUuid(100), figureId: testUuid(101), note: null },
  'CorrectionRefused.v1': { requestId: testUuid(180), reason: '证据不足' },
  'CorrectionWithdrawn.v1': { requestId: testUuid(180), reason: '核对无误' },
  'RatioPublished.v1': {
    figureId: testUuid(110),
    ratio: '就业率',
    percent: '85.5',
    window: { fromYear: null, toYear: 2024, asOf: null },
    bound: 'about',
    source,
  },
  'TargetPublished.v1': { figureId: testUuid(111), target: '带动就业', unit: 'persons', value: 5000, byYear: 2030, perYear: false, source },
  'EvidenceAttached.v1': {
    evidenceId: testUuid(120),
    kind: '花名册',
    sha256: 'a'.repeat(64),
    custodian: '县人社局',
    place: '档案室',
    retention: '永久',
  },
  'JudgementRecorded.v1': { criterion: 'regional-trait', met: true, role: '评审专家', by: '王五', reason: '特色鲜明', evidence: [] },
  'BreachRecorded.v1': { breachId: testUuid(130), kind: '拖欠工资', on: '2024-08-01', confirmedBy: '劳动监察大队', source },
  'BreachCleared.v1': { breachId: testUuid(130), reason: '已改正', document: null },
  'BrandNominated.v1': {
    pack: 'im-2024-118',
    tierSought: 'county',
    submittedAt: '2025-02-20T10:00:00+08:00',
    deadline: '2025-06-30T23:59:59+08:00',
    late: false,
    applicant: { unit: '敖汉旗劳务公司', creditCode: null },
    nameCheck: { verdict: 'accepted', format: 'region-trade-person', reason: null },
  },
  'NominationReturned.v1': { reason: '材料不齐' },
  'NominationResubmitted.v1': { submittedAt: '2025-02-25T10:00:00+08:00', late: false, note: '已补齐' },
  'BrandRecommended.v1': { body: '赤峰市人社局', officer: '赵六', authentic: true, valid: true, complete: true, document: null },
  'BrandAssessed.v1': { verdict: 'proposed', panel: null, judgements: [], reason: '符合条件', decision: null },
  'NoticePosted.v1': { purpose: 'recognition', place: '市人社局网站', from: '2025-02-10', until: '2025-02-20' },
  'ObjectionRaised.v1': { objectionId: testUuid(140), purpose: 'recognition', by: '某单位', reason: '数字不实' },
  'ObjectionDecided.v1': { objectionId: testUuid(140), upheld: false, reason: '经核实无误', document: null },
  'BrandRecognised.v1': { tier: 'county', document: testDocument, minutes: null },
  'RecognitionRefused.v1': { reason: '规模不足', document: null },
  'CultivationStarted.v1': { from: '2020-01-01', path: 'regional', body: '敖汉旗人社局' },
  'CatalogueEntered.v1': { catalogue: '150000', document: testDocument },
  'KeyProjectDesignated.v1': { level: 'prefecture', document: testDocument },
  'PublicityRecorded.v1': { medium: '内蒙古日报', on: '2025-01-10', reference: '第3版' },
  'ReviewDue.v1': { period: 2024, dueOn: '2025-02-28', decision: testDecision('due-2024') },
  'ReviewOverdue.v1': { period: 2024, dueOn: '2025-02-28', decision: testDecision('overdue-2024') },
  'ReviewHeld.v1': { period: 2024, heldOn: '2025-02-15', panel: null, judgements: [], reason: '年度审核' },
  'ReviewConcluded.v1': { period: 2024, outcome: 'failed', decision: testDecision('concluded-2024') },
  'WarningIssued.v1': { period: 2024, decision: testDecision('warned-2024') },
  'RectificationOrdered.v1': { period: 2024, dueOn: '2025-02-28', decision: testDecision('rectify-2024') },
  'RectificationReported.v1': { period: 2024, reportedOn: '2025-02-27', note: '已整改', evidence: [] },
  'RectificationAccepted.v1': { period: 2024, decision: testDecision('rectified-2024') },
  'RectificationFailed.v1': { period: 2024, decision: testDecision('failed-2024') },
  'StepProposed.v1': {
    proposalId: testUuid(150),
    step: 'announceExit',
    period: 2024,
    toTier: null,
    fallsDueOn: null,
    decision: testDecision('propose-exit-2024'),
  },
  'ProposalWithdrawn.v1': { proposalId: testUuid(150), reason: '情况变化', decision: null },
  'SupportStopped.v1': { proposalId: testUuid(151), confirmedBy: '孙七', document: null },
  'SupportResumed.v1': { reason: '整改到位', document: null },
  'ExitAnnounced.v1': {
    proposalId: testUuid(150),
    ground: 'rectificationFailed',
    noticeFrom: '2025-02-10',
    noticeUntil: '2025-02-20',
    confirmedBy: '孙七',
    document: null,
  },
  'BrandDelisted.v1': {
    ground: 'rectificationFailed',
    proposalId: testUuid(150),
    confirmedBy: '孙七',
    document: testDocument,
    decision: null,
  },
  'BrandRestored.v1': {
    ground: 'objectionUpheld',
    tier: 'county',
    confirmedBy: '孙七',
    document: testDocument,
    objectionId: testUuid(140),
  },
  'EligibilityFound.v1': { tier: 'prefecture', period: 2024, decision: testDecision('eligible-2024') },
  'EligibilityLost.v1': { tier: 'prefecture', period: 2024, decision: testDecision('not-eligible-2024') },
  'BrandPromoted.v1': {
    from: 'county',
    to: 'prefecture',
    recommendedBy: '赵六',
    confirmedBy: '孙七',
    document: testDocument,
    proposalId: null,
  },
  'BrandDowngraded.v1': { from: 'prefecture', to: 'county', confirmedBy: '孙七', document: testDocument, proposalId: null },
  'DecisionMarkedStale.v1': {
    decisionKey: 'warned-2024',
    decidedBy: testUuid(2000),
    correction: testUuid(101),
    retaken: null,
    decision: testDecision('stale-warned-2024'),
  },
  'RelaxationGranted.v1': {
    relaxationId: testUuid(170),
    pack: 'im-2024-118',
    rule: 'im.labour.scale',
    parameter: 'scale.three-years',
    easedTo: '2400',
    ground: 'heritage',
    reason: '传统技艺，从业规模受工艺所限',
    panel: { members: ['甲', '乙', '丙'], votesFor: 2, votesAgainst: 0, recused: ['丙'], minutes: '纪要〔2025〕3号' },
    scoreSheet: '评分表 3',
    approvedBy: '孙七',
    approverRole: '自治区人社部门',
    document: testDocument,
    from: '2025-03-01',
    until: '2026-02-28',
    dual: null,
  },
  'RelaxationWithdrawn.v1': { relaxationId: testUuid(170), reason: '情形不复存在', document: null },
  'RelaxationExpired.v1': { relaxationId: testUuid(170), until: '2026-02-28' },
  'RecommendationFormFiled.v1': {
    formId: testUuid(180),
    form: 'im-labour-brand',
    formVersion: 'derived-1',
    original: false,
    pack: 'im-2024-118',
    answers: [{ field: 'brand.name', clause: 'san.san.1.name', value: '敖汉架线工', evidence: [] }],
    contact: null,
    replaces: null,
  },
  'RecommendationForwarded.v1': { body: '赤峰市人社局', authentic: true, valid: true, complete: true, reason: '材料齐全', document: null },
  'NominationScreened.v1': { outcome: 'selected', reason: '优中选优', document: null },
  'ExpertsAsked.v1': { assessmentId: testUuid(181), experts: ['expert-1', 'expert-2'], question: '请评审地区特征', dueOn: '2025-02-20' },
  'ExpertVoted.v1': {
    assessmentId: testUuid(181),
    expert: 'expert-1',
    vote: 'for',
    scores: [{ criterion: '地区特征', points: 8, of: 10 }],
    reason: '特色鲜明',
    evidence: [],
  },
  'NoticeTermCounted.v1': { from: '2025-02-10', until: '2025-02-20', workingDays: 9, calendar: 'test calendar 1' },
  'NoticeCaptured.v1': { evidenceId: testUuid(182), sha256: 'a'.repeat(64), taken: 'posted', on: '2025-02-10', note: null },
  'BrandRuleAnswered.v1': { period: 2024, purpose: 'target', outcome: 'fail', decision: testDecision('answered-2024') },
};

/** One event of a kind, its content as in the sample but for what is given. */
export function brandEvent<T extends BrandEventType>(type: T, over: Partial<BrandEventData<T>> = {}): BrandEvent {
  return { type, data: { ...EVENT_SAMPLES[type], ...over } } as BrandEvent;
}

/** Histories that end at a step of the procedure, each built on the one before. */
export const LIVES = (() => {
  const reported = [brandEvent('BrandReported.v1')];
  const submitted = [...reported, brandEvent('BrandNominated.v1')];
  const returned = [...submitted, brandEvent('NominationReturned.v1')];
  const recommended = [...submitted, brandEvent('BrandRecommended.v1')];
  const proposed = [...recommended, brandEvent('BrandAssessed.v1')];
  const notProposed = [...recommended, brandEvent('BrandAssessed.v1', { verdict: 'notProposed' })];
  const onNotice = [...proposed, brandEvent('NoticePosted.v1')];
  const recognised = [...proposed, brandEvent('BrandRecognised.v1')];
  const cultivated = [...recognised, brandEvent('CultivationStarted.v1')];
  const listed = [...cultivated, brandEvent('CatalogueEntered.v1')];
  const reviewDue = [...listed, brandEvent('ReviewDue.v1')];
  const reviewHeld = [...reviewDue, brandEvent('ReviewHeld.v1')];
  const reviewFailed = [...reviewHeld, brandEvent('ReviewConcluded.v1')];
  const warned = [...reviewFailed, brandEvent('WarningIssued.v1')];
  const rectifying = [...warned, brandEvent('RectificationOrdered.v1')];
  const rectificationReported = [...rectifying, brandEvent('RectificationReported.v1')];
  const rectificationFailed = [...rectificationReported, brandEvent('RectificationFailed.v1')];
  const exitProposed = [...rectificationFailed, brandEvent('StepProposed.v1')];
  const onExitNotice = [...exitProposed, brandEvent('ExitAnnounced.v1')];
  const exitObjected = [...onExitNotice, brandEvent('ObjectionRaised.v1', { purpose: 'exit' })];
  const exitObjectionUpheld = [...exitObjected, brandEvent('ObjectionDecided.v1', { upheld: true })];
  const delisted = [...onExitNotice, brandEvent('BrandDelisted.v1')];
  return {
    none: [],
    reported,
    submitted,
    returned,
    recommended,
    proposed,
    notProposed,
    onNotice,
    recognised,
    cultivated,
    listed,
    reviewDue,
    reviewHeld,
    reviewFailed,
    warned,
    rectifying,
    rectificationReported,
    rectificationFailed,
    exitProposed,
    onExitNotice,
    exitObjected,
    exitObjectionUpheld,
    delisted,
  } satisfies Record<string, readonly BrandEvent[]>;
})();

/** A command as a person, the import or the steward asks it, in a context that differs from the usual only where told. */
export type Asked = BrandCommand & { readonly ctx?: Partial<CommandContext> };
export function ask<T extends BrandCommandName>(
  type: T,
  data: Extract<BrandCommand, { type: T }>['data'],
  ctx: Partial<CommandContext> = {},
): Asked {
  return { type, data, ctx } as Asked;
}

/** How an event stands in the brand's stream: event n has the id `testUuid(2000 + n)` and the revision n. */
export const recordBrandEvent = (event: BrandEvent, revision: number, metadata: Partial<EventMetadata> = {}): RecordedBrandEvent => ({
  ...event,
  id: testUuid(2000 + revision),
  revision,
  metadata: testMetadata(metadata),
});

/** given(events).when(ask(…)).then(events) of the brand decider. */
export const brandSpec = specFor<BrandState, RecordedBrandEvent, Asked, BrandEvent>({
  initial: initialBrand,
  evolve: evolveBrand,
  decide: ({ ctx, ...command }, state) => decideBrand(command, state, testContext(ctx)),
  record: recordBrandEvent,
});

/** The words of the glossary for what the code calls by short names: for pages, the CLI and refusals. */
import type { BrandCommandName } from './commands';
import type { BrandEventData, BrandEventType, ProposedStep } from './events';
import type { BrandSideState, BrandStage } from './state';
import type { BrandRefusalCode, Words } from './refusals';
import { brandRefusal } from './refusals';
import { BRAND_STAGES } from './state';
import type { Outcome } from '../decision';
import type { Bound, Directness, Nature, Unit } from '../dictionary';
import type { Kind, Origin, Tier } from '../values';
import type { Refusal } from '../refusal';

export type Locale = 'zh' | 'en';
export type Labels<K extends string> = Readonly<Record<K, Words>>;

export const STAGE_WORDS: Labels<BrandStage> = {
  reported: { zh: '已登记', en: 'reported' },
  nominated: { zh: '申报推荐', en: 'nominated' },
  evaluated: { zh: '评价认定', en: 'evaluated' },
  cultivated: { zh: '培育', en: 'cultivated' },
  delisted: { zh: '退出目录', en: 'delisted' },
};

export const SIDE_STATE_WORDS: Labels<BrandSideState> = {
  reviewDue: { zh: '待定期审核', en: 'review due' },
  reviewOverdue: { zh: '审核逾期', en: 'review overdue' },
  underReview: { zh: '审核中', en: 'under review' },
  warned: { zh: '预警提醒', en: 'warned' },
  rectifying: { zh: '限期整改', en: 'rectifying' },
  rectified: { zh: '整改通过', en: 'rectified' },
  supportStopped: { zh: '停止政策和资金支持', en: 'support stopped' },
  exitProposed: { zh: '建议退出', en: 'exit proposed' },
  onExitNotice: { zh: '退出公示', en: 'on exit notice' },
  downgraded: { zh: '已降级', en: 'downgraded' },
  promoted: { zh: '已晋级', en: 'promoted' },
  eligible: { zh: '符合条件', en: 'eligible' },
  decisionStale: { zh: '待重新认定', en: 'decision stale, to be retaken' },
};

export const TIER_WORDS: Labels<Tier> = {
  county: { zh: '县级（旗县（市、区）级）', en: 'county tier' },
  prefecture: { zh: '市级（盟市级）', en: 'prefecture tier' },
  province: { zh: '省级（自治区级）', en: 'province tier' },
};

export const KIND_WORDS: Labels<Kind> = {
  labour: { zh: '劳务品牌', en: 'labour brand' },
  training: { zh: '职业技能培训品牌', en: 'training brand' },
  dual: { zh: '技能培训和劳务“双品牌”', en: 'dual brand' },
};

export const BRAND_TYPE_WORDS: Labels<'skilled' | 'service' | 'culture' | 'livelihood'> = {
  skilled: { zh: '中高端技能型', en: 'mid- and high-skill' },
  service: { zh: '高品质服务型', en: 'quality service' },
  culture: { zh: '文化和旅游类', en: 'culture and tourism' },
  livelihood: { zh: '民生保障型', en: 'livelihood' },
};

export const ORIGIN_WORDS: Labels<Origin> = {
  published: { zh: '公开资料', en: 'published' },
  operational: { zh: '业务填报', en: 'operational' },
  synthetic: { zh: '模拟数据', en: 'synthetic' },
};

export const UNIT_WORDS: Labels<Unit> = {
  persons: { zh: '人', en: 'persons' },
  personTimes: { zh: '人次', en: 'person-times' },
  yuan: { zh: '元', en: 'yuan' },
  items: { zh: '个', en: 'items' },
  points: { zh: '分', en: 'points' },
  days: { zh: '天', en: 'days' },
  years: { zh: '岁', en: 'years of age' },
  unstated: { zh: '（单位未注明）', en: '(unit not stated)' },
};

export const NATURE_WORDS: Labels<Nature> = {
  flow: { zh: '本期', en: 'flow' },
  stock: { zh: '期末', en: 'stock' },
  cumulative: { zh: '累计', en: 'cumulative' },
  unstated: { zh: '未注明', en: 'not stated' },
};

export const DIRECTNESS_WORDS: Labels<Directness> = {
  direct: { zh: '直接', en: 'direct' },
  indirect: { zh: '间接', en: 'indirect' },
  combined: { zh: '合计', en: 'combined' },
  unstated: { zh: '未注明', en: 'not stated' },
};

/** Written before a value: nothing, ≥, about, almost. */
export const BOUND_WORDS: Labels<Bound> = {
  exact: { zh: '', en: '' },
  atLeast: { zh: '不少于', en: 'at least ' },
  about: { zh: '约', en: 'about ' },
  almost: { zh: '近', en: 'almost ' },
};

export const STEP_WORDS: Labels<ProposedStep> = {
  stopSupport: { zh: '停止政策和资金支持', en: 'stop support' },
  announceExit: { zh: '公示退出', en: 'announce exit' },
  delist: { zh: '退出目录', en: 'delist' },
  downgrade: { zh: '降级', en: 'downgrade' },
  promote: { zh: '晋级', en: 'promote' },
};

export const GROUND_WORDS: Labels<BrandEventData<'BrandDelisted.v1'>['ground']> = {
  reviewFailed: { zh: '审核未通过', en: 'review failed' },
  rectificationFailed: { zh: '整改未通过', en: 'rectification failed' },
  breach: { zh: '违法违规失信', en: 'breach' },
  withdrawn: { zh: '主动退出', en: 'withdrawn' },
  ceased: { zh: '停止经营', en: 'ceased' },
  other: { zh: '其他', en: 'other' },
};

export const RESTORE_GROUND_WORDS: Labels<BrandEventData<'BrandRestored.v1'>['ground']> = {
  objectionUpheld: { zh: '异议成立', en: 'objection upheld' },
  decisionRetaken: { zh: '重新认定', en: 'decision retaken' },
};

export const REVIEW_OUTCOME_WORDS: Labels<'passed' | 'failed' | 'undecidable'> = {
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'failed' },
  undecidable: { zh: '材料不足，无法判定', en: 'undecidable: material is missing' },
};

/** The four answers of a rule. */
export const OUTCOME_WORDS: Labels<Outcome> = {
  pass: { zh: '符合', en: 'met' },
  fail: { zh: '不符合', en: 'not met' },
  undecidable: { zh: '材料不足，无法判定', en: 'undecidable: material is missing' },
  notConfigured: { zh: '文件未规定', en: 'not stated by the document' },
};

/** 培育类型 (IM-04 to IM-07). */
export const PATH_WORDS: Labels<'mutual' | 'industry' | 'regional' | 'conventional'> = {
  mutual: { zh: '品牌互促互培', en: 'brands help each other' },
  industry: { zh: '产业融合培育', en: 'industry fusion' },
  regional: { zh: '地区品牌培育', en: 'regional' },
  conventional: { zh: '常规品牌培育', en: 'conventional' },
};

/** Title of each event, as a history shows it. */
export const BRAND_EVENT_WORDS: Labels<BrandEventType> = {
  'BrandReported.v1': { zh: '登记品牌', en: 'Brand reported' },
  'BrandRenamed.v1': { zh: '品牌更名', en: 'Brand renamed' },
  'TierClaimed.v1': { zh: '来源所称层级', en: 'Tier claimed by a source' },
  'HonourRecorded.v1': { zh: '荣誉称号', en: 'Honour recorded' },
  'FigureRecorded.v1': { zh: '填报数据', en: 'Figure recorded' },
  'FigureCorrected.v1': { zh: '更正数据', en: 'Figure corrected' },
  'CorrectionRequested.v1': { zh: '申请更正', en: 'Correction requested' },
  'CorrectionApproved.v1': { zh: '批准更正', en: 'Correction approved' },
  'CorrectionRefused.v1': { zh: '不予更正', en: 'Correction refused' },
  'CorrectionWithdrawn.v1': { zh: '撤回更正申请', en: 'Correction request withdrawn' },
  'RatioPublished.v1': { zh: '公开比率', en: 'Ratio published' },
  'TargetPublished.v1': { zh: '公开目标', en: 'Target published' },
  'EvidenceAttached.v1': { zh: '登记佐证材料', en: 'Evidence attached' },
  'JudgementRecorded.v1': { zh: '专家评判', en: 'Judgement recorded' },
  'BreachRecorded.v1': { zh: '违法违规失信记录', en: 'Breach recorded' },
  'BreachCleared.v1': { zh: '消除违法违规失信记录', en: 'Breach cleared' },
  'BrandNominated.v1': { zh: '申报', en: 'Nominated' },
  'NominationReturned.v1': { zh: '退回修改', en: 'Nomination returned' },
  'NominationResubmitted.v1': { zh: '重新报送', en: 'Nomination resubmitted' },
  'BrandRecommended.v1': { zh: '推荐', en: 'Recommended' },
  'BrandAssessed.v1': { zh: '评审', en: 'Assessed' },
  'RecommendationFormFiled.v1': { zh: '填报推荐表', en: 'Recommendation form filed' },
  'RecommendationForwarded.v1': { zh: '逐级推荐', en: 'Recommendation forwarded' },
  'NominationScreened.v1': { zh: '审核筛选', en: 'Nomination screened' },
  'ExpertsAsked.v1': { zh: '送专家评审', en: 'Experts asked' },
  'ExpertVoted.v1': { zh: '专家评审', en: 'Expert voted' },
  'NoticeTermCounted.v1': { zh: '公示期限', en: 'Term of the notice' },
  'NoticeCaptured.v1': { zh: '公示留痕', en: 'Notice captured' },
  'NoticePosted.v1': { zh: '公示', en: 'Notice posted' },
  'ObjectionRaised.v1': { zh: '提出异议', en: 'Objection raised' },
  'ObjectionDecided.v1': { zh: '处理异议', en: 'Objection decided' },
  'BrandRecognised.v1': { zh: '认定', en: 'Recognised' },
  'RecognitionRefused.v1': { zh: '不予认定', en: 'Recognition refused' },
  'CultivationStarted.v1': { zh: '开始培育', en: 'Cultivation started' },
  'CatalogueEntered.v1': { zh: '列入劳务品牌建设指导目录', en: 'Entered in the catalogue' },
  'KeyProjectDesignated.v1': { zh: '确定为建设重点项目', en: 'Designated key project' },
  'PublicityRecorded.v1': { zh: '宣介', en: 'Publicity' },
  'ReviewDue.v1': { zh: '应予定期审核', en: 'Review due' },
  'ReviewOverdue.v1': { zh: '审核逾期', en: 'Review overdue' },
  'ReviewHeld.v1': { zh: '定期审核', en: 'Review held' },
  'ReviewConcluded.v1': { zh: '审核结论', en: 'Review concluded' },
  'WarningIssued.v1': { zh: '预警提醒', en: 'Warning issued' },
  'RectificationOrdered.v1': { zh: '限期整改', en: 'Rectification ordered' },
  'RectificationReported.v1': { zh: '报告整改情况', en: 'Rectification reported' },
  'RectificationAccepted.v1': { zh: '整改通过', en: 'Rectification accepted' },
  'RectificationFailed.v1': { zh: '整改未通过', en: 'Rectification failed' },
  'StepProposed.v1': { zh: '规则提出建议', en: 'Step proposed by a rule' },
  'ProposalWithdrawn.v1': { zh: '撤回建议', en: 'Proposal withdrawn' },
  'SupportStopped.v1': { zh: '停止政策和资金支持', en: 'Support stopped' },
  'SupportResumed.v1': { zh: '恢复政策和资金支持', en: 'Support resumed' },
  'ExitAnnounced.v1': { zh: '退出公示', en: 'Exit announced' },
  'BrandDelisted.v1': { zh: '退出目录', en: 'Delisted' },
  'BrandRestored.v1': { zh: '恢复', en: 'Restored' },
  'EligibilityFound.v1': { zh: '符合条件', en: 'Found eligible' },
  'EligibilityLost.v1': { zh: '不再符合条件', en: 'Eligibility lost' },
  'BrandPromoted.v1': { zh: '晋级', en: 'Promoted' },
  'BrandDowngraded.v1': { zh: '降级', en: 'Downgraded' },
  'DecisionMarkedStale.v1': { zh: '判定依据已更正，待重新认定', en: 'Decision stale, to be retaken' },
  'RelaxationGranted.v1': { zh: '放宽条件', en: 'Relaxation granted' },
  'RelaxationWithdrawn.v1': { zh: '撤回放宽条件', en: 'Relaxation withdrawn' },
  'RelaxationExpired.v1': { zh: '放宽条件到期', en: 'Relaxation expired' },
  'BrandRuleAnswered.v1': { zh: '规则答复', en: 'Rule answered' },
};

/** What a command asks for, as a button or a refusal names it. */
export const BRAND_COMMAND_WORDS: Labels<BrandCommandName> = {
  report: { zh: '登记品牌', en: 'report' },
  rename: { zh: '更名', en: 'rename' },
  claimTier: { zh: '登记来源所称层级', en: 'claim tier' },
  recordHonour: { zh: '登记荣誉称号', en: 'record honour' },
  recordFigure: { zh: '填报数据', en: 'record figure' },
  correctFigure: { zh: '更正数据', en: 'correct figure' },
  requestCorrection: { zh: '申请更正', en: 'request correction' },
  approveCorrection: { zh: '批准更正', en: 'approve correction' },
  refuseCorrection: { zh: '不予更正', en: 'refuse correction' },
  withdrawCorrection: { zh: '撤回更正申请', en: 'withdraw correction request' },
  attachEvidence: { zh: '登记佐证材料', en: 'attach evidence' },
  recordJudgement: { zh: '登记评判', en: 'record judgement' },
  recordBreach: { zh: '登记违法违规失信', en: 'record breach' },
  clearBreach: { zh: '消除违法违规失信记录', en: 'clear breach' },
  nominate: { zh: '申报', en: 'nominate' },
  returnNomination: { zh: '退回修改', en: 'return nomination' },
  resubmitNomination: { zh: '重新报送', en: 'resubmit nomination' },
  recommend: { zh: '推荐', en: 'recommend' },
  assess: { zh: '评审', en: 'assess' },
  fileForm: { zh: '填报推荐表', en: 'file a recommendation form' },
  forwardRecommendation: { zh: '逐级推荐', en: 'forward a recommendation' },
  screenNomination: { zh: '审核筛选', en: 'screen a nomination' },
  askExperts: { zh: '送专家评审', en: 'ask experts' },
  castVote: { zh: '专家评审', en: 'vote as an expert' },
  captureNotice: { zh: '公示留痕', en: 'capture the notice' },
  postNotice: { zh: '公示', en: 'post notice' },
  raiseObjection: { zh: '提出异议', en: 'raise objection' },
  decideObjection: { zh: '处理异议', en: 'decide objection' },
  recognise: { zh: '认定', en: 'recognise' },
  refuseRecognition: { zh: '不予认定', en: 'refuse recognition' },
  startCultivation: { zh: '开始培育', en: 'start cultivation' },
  enterCatalogue: { zh: '列入目录', en: 'enter catalogue' },
  designateKeyProject: { zh: '确定建设重点项目', en: 'designate key project' },
  recordPublicity: { zh: '登记宣介', en: 'record publicity' },
  holdReview: { zh: '定期审核', en: 'hold review' },
  reportRectification: { zh: '报告整改情况', en: 'report rectification' },
  confirmSupportStop: { zh: '停止政策和资金支持', en: 'stop support' },
  resumeSupport: { zh: '恢复政策和资金支持', en: 'resume support' },
  announceExit: { zh: '公示退出', en: 'announce exit' },
  delist: { zh: '退出目录', en: 'delist' },
  withdrawProposal: { zh: '撤回建议', en: 'withdraw proposal' },
  restore: { zh: '恢复', en: 'restore' },
  promote: { zh: '晋级', en: 'promote' },
  downgrade: { zh: '降级', en: 'downgrade' },
  publishFigure: { zh: '登记公开数据', en: 'publish figure' },
  publishRatio: { zh: '登记公开比率', en: 'publish ratio' },
  publishTarget: { zh: '登记公开目标', en: 'publish target' },
  markReviewDue: { zh: '应予定期审核', en: 'mark review due' },
  markReviewOverdue: { zh: '审核逾期', en: 'mark review overdue' },
  concludeReview: { zh: '审核结论', en: 'conclude review' },
  warn: { zh: '预警提醒', en: 'warn' },
  orderRectification: { zh: '限期整改', en: 'order rectification' },
  acceptRectification: { zh: '整改通过', en: 'accept rectification' },
  failRectification: { zh: '整改未通过', en: 'fail rectification' },
  proposeStep: { zh: '提出建议', en: 'propose step' },
  delistByDueDate: { zh: '期满退出目录', en: 'delist by due date' },
  findEligible: { zh: '判定符合条件', en: 'find eligible' },
  loseEligibility: { zh: '判定不再符合条件', en: 'lose eligibility' },
  markStale: { zh: '标记待重新认定', en: 'mark decision stale' },
  grantRelaxation: { zh: '放宽条件', en: 'grant relaxation' },
  withdrawRelaxation: { zh: '撤回放宽条件', en: 'withdraw relaxation' },
  expireRelaxation: { zh: '放宽条件到期', en: 'expire relaxation' },
  recordAnswer: { zh: '记录规则答复', en: 'record answer' },
};

/** A list of words, as a sentence has it. */
export const joinWords = (words: readonly Words[]): Words => ({
  zh: words.map((word) => word.zh).join('、'),
  en: words.map((word) => word.en).join(', '),
});

/** Stage by its code or its Chinese or English word; a refusal when there is no such stage. */
export function parseStage(
  text: string,
): { readonly ok: true; readonly stage: BrandStage } | { readonly ok: false; readonly refusal: Refusal } {
  const wanted = text.trim();
  const stage = BRAND_STAGES.find((known) => known === wanted || STAGE_WORDS[known].zh === wanted || STAGE_WORDS[known].en === wanted);
  if (stage) return { ok: true, stage };
  const code: BrandRefusalCode = 'BRAND.UNKNOWN_STAGE';
  const stages = joinWords(BRAND_STAGES.map((known) => ({ zh: `${known}（${STAGE_WORDS[known].zh}）`, en: known })));
  return { ok: false, refusal: brandRefusal(code, 'stage', { stage: wanted, stages }) };
}

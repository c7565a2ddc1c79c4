/** What kinds, states, commands and events of the subjects beside brands are called, in both languages. */
import type { Labels } from '../brand/words';
import type { SubjectEventType } from './events';
import type { SubjectStreamKind } from './core';
import type { Sanction } from './shared-events';

export const SUBJECT_KIND_WORDS: Labels<SubjectStreamKind> = {
  unit: { zh: '劳务品牌建设单位', en: 'construction unit' },
  institution: { zh: '培训机构', en: 'training institution' },
  link: { zh: '“双品牌”', en: 'dual brand' },
  programme: { zh: '行动（项目）', en: 'programme' },
  window: { zh: '征集窗口', en: 'nomination window' },
  region: { zh: '地区', en: 'region' },
};

/** Every state that some subject may be in. */
export const SUBJECT_STATUSES = [
  'registered',
  'recognised',
  'refused',
  'withdrawn',
  'admitted',
  'designated',
  'blacklisted',
  'cleared',
  'proposed',
  'underReview',
  'suspended',
  'dissolved',
  'running',
  'open',
  'closed',
  'active',
  'merged',
] as const;
export type SubjectStatus = (typeof SUBJECT_STATUSES)[number];

export const SUBJECT_STATUS_WORDS: Labels<SubjectStatus> = {
  registered: { zh: '已登记', en: 'registered' },
  recognised: { zh: '已认定', en: 'recognised' },
  refused: { zh: '不予认定', en: 'refused' },
  withdrawn: { zh: '已取消', en: 'withdrawn' },
  admitted: { zh: '已准入', en: 'admitted' },
  designated: { zh: '定点', en: 'designated' },
  blacklisted: { zh: '列入黑名单', en: 'blacklisted' },
  cleared: { zh: '移出黑名单', en: 'cleared' },
  proposed: { zh: '拟建立', en: 'proposed' },
  underReview: { zh: '待复核', en: 'under review' },
  suspended: { zh: '暂停', en: 'suspended' },
  dissolved: { zh: '已解除', en: 'dissolved' },
  running: { zh: '进行中', en: 'running' },
  open: { zh: '已开启', en: 'open' },
  closed: { zh: '已结束', en: 'closed' },
  active: { zh: '现行', en: 'active' },
  merged: { zh: '已撤并', en: 'merged' },
};

export const SANCTION_WORDS: Labels<Sanction> = {
  notice: { zh: '通报', en: 'notice' },
  stopSupport: { zh: '停止相关政策和资金支持', en: 'support stopped' },
  plaqueRemoved: { zh: '摘牌', en: 'plaque removed' },
  blacklist: { zh: '列入黑名单', en: 'blacklisted' },
  withdrawal: { zh: '取消认定或定点', en: 'recognition or designation withdrawn' },
};

export const UNIT_TYPE_WORDS: Labels<'leadFirm' | 'association' | 'hrAgency' | 'other'> = {
  leadFirm: { zh: '龙头企业', en: 'lead firm' },
  association: { zh: '行业协会', en: 'trade association' },
  hrAgency: { zh: '人力资源服务机构', en: 'HR agency' },
  other: { zh: '其他', en: 'other' },
};

export const INSTITUTION_TYPE_WORDS: Labels<'vocationalSchool' | 'privateSchool' | 'enterprise' | 'onlinePlatform' | 'other'> = {
  vocationalSchool: { zh: '职业院校', en: 'vocational school' },
  privateSchool: { zh: '民办职业培训学校', en: 'private training school' },
  enterprise: { zh: '企业', en: 'enterprise' },
  onlinePlatform: { zh: '线上平台', en: 'online platform' },
  other: { zh: '其他', en: 'other' },
};

/** Dated steps that rules ask about, as a person records them. */
export const SUBJECT_DATE_WORDS = {
  orderPlacedOn: { zh: '订单日期', en: 'date of the order' },
  trainingBeganOn: { zh: '培训开始日期', en: 'date training began' },
  postStandardSetOn: { zh: '岗位标准制定日期', en: 'date of the post standard' },
  assessedOn: { zh: '考核日期', en: 'date of the assessment' },
  certificateOn: { zh: '取得证书日期', en: 'date of the certificate' },
  onPostOn: { zh: '上岗日期', en: 'date of taking up the post' },
  postFixedOn: { zh: '定岗日期', en: 'date the post was fixed' },
  classOpenedOn: { zh: '开班日期', en: 'date the class opened' },
  tradeFiledOn: { zh: '工种备案日期', en: 'date the trade was filed' },
  selectedOn: { zh: '比选完成日期', en: 'date the selection was done' },
  agreementFiledOn: { zh: '签约备案日期', en: 'date the agreement was filed' },
} as const;
export type SubjectDate = keyof typeof SUBJECT_DATE_WORDS;

/** Title of each event, as a history shows it. */
export const SUBJECT_EVENT_WORDS: Labels<SubjectEventType> = {
  'SubjectFigureRecorded.v1': { zh: '填报数据', en: 'Figure recorded' },
  'SubjectFigureCorrected.v1': { zh: '更正数据', en: 'Figure corrected' },
  'SubjectEvidenceAttached.v1': { zh: '登记佐证材料', en: 'Evidence attached' },
  'SubjectJudgementRecorded.v1': { zh: '登记评判', en: 'Judgement recorded' },
  'SubjectBreachRecorded.v1': { zh: '违法违规失信记录', en: 'Breach recorded' },
  'SubjectBreachCleared.v1': { zh: '消除违法违规失信记录', en: 'Breach cleared' },
  'SubjectDateRecorded.v1': { zh: '登记日期', en: 'Date recorded' },
  'RuleAnswered.v1': { zh: '年度判定', en: 'Answer of a rule' },
  'EvaluationDue.v1': { zh: '应予评估', en: 'Evaluation due' },
  'SanctionProposed.v1': { zh: '规则提出处理建议', en: 'Sanction proposed by a rule' },
  'SanctionConfirmed.v1': { zh: '确认处理措施', en: 'Sanction confirmed' },
  'SanctionDismissed.v1': { zh: '驳回处理建议', en: 'Sanction dismissed' },
  'SanctionLifted.v1': { zh: '解除处理措施', en: 'Sanction lifted' },
  'SubjectDecisionMarkedStale.v1': { zh: '判定依据已更正，待重新认定', en: 'Decision stale, to be retaken' },
  'UnitRegistered.v1': { zh: '登记建设单位', en: 'Unit registered' },
  'UnitBrandsChanged.v1': { zh: '承建品牌变化', en: 'Brands of the unit changed' },
  'UnitRecognised.v1': { zh: '认定建设单位', en: 'Unit recognised' },
  'UnitRecognitionRefused.v1': { zh: '不予认定建设单位', en: 'Recognition of the unit refused' },
  'UnitRecognitionWithdrawn.v1': { zh: '取消建设单位认定', en: 'Recognition of the unit withdrawn' },
  'InstitutionRegistered.v1': { zh: '登记培训机构', en: 'Institution registered' },
  'InstitutionBrandsChanged.v1': { zh: '培训品牌变化', en: 'Brands of the institution changed' },
  'InstitutionAdmitted.v1': { zh: '准入', en: 'Admitted' },
  'InstitutionDesignated.v1': { zh: '确定为定点机构', en: 'Designated' },
  'InstitutionGraded.v1': { zh: '评估结果', en: 'Graded' },
  'InstitutionDesignationWithdrawn.v1': { zh: '取消定点', en: 'Designation withdrawn' },
  'InstitutionBlacklisted.v1': { zh: '列入黑名单', en: 'Blacklisted' },
  'InstitutionCleared.v1': { zh: '移出黑名单', en: 'Cleared' },
  'DualLinkProposed.v1': { zh: '拟建立“双品牌”', en: 'Dual brand proposed' },
  'DualLinkTrainingAdded.v1': { zh: '增加培训品牌', en: 'Training brand added' },
  'DualLinkTrainingRemoved.v1': { zh: '移出培训品牌', en: 'Training brand removed' },
  'DualLinkRecognised.v1': { zh: '确认“双品牌”', en: 'Dual brand recognised' },
  'DualLinkRefused.v1': { zh: '不予确认“双品牌”', en: 'Dual brand refused' },
  'LinkReviewDue.v1': { zh: '“双品牌”应予复核', en: 'Review of the link due' },
  'LinkReviewHeld.v1': { zh: '“双品牌”复核', en: 'Review of the link held' },
  'DualLinkDissolved.v1': { zh: '解除“双品牌”', en: 'Dual brand dissolved' },
  'ProgrammeRegistered.v1': { zh: '登记行动（项目）', en: 'Programme registered' },
  'ProgrammeProgressRecorded.v1': { zh: '填报目标进度', en: 'Progress recorded' },
  'ProgrammeProgressCorrected.v1': { zh: '更正目标进度', en: 'Progress corrected' },
  'AllocationDeclared.v1': { zh: '登记分摊规则', en: 'Allocation declared' },
  'ProgrammeClosed.v1': { zh: '行动（项目）结束', en: 'Programme closed' },
  'WindowOpened.v1': { zh: '开启征集窗口', en: 'Window opened' },
  'WindowExtended.v1': { zh: '征集延期', en: 'Window extended' },
  'WindowClosed.v1': { zh: '关闭征集窗口', en: 'Window closed' },
  'WindowNominationReceived.v1': { zh: '收到申报', en: 'Nomination received' },
  'EvaluationRoundHeld.v1': { zh: '开展评估', en: 'Evaluation round held' },
  'RegionSurveyFiled.v1': { zh: '报送摸底调查', en: 'Survey filed' },
  'RegionPlanFiled.v1': { zh: '报送建设方案', en: 'Plan filed' },
  'RegionMeetingHeld.v1': { zh: '召开会议', en: 'Meeting held' },
  'RegionReportFiled.v1': { zh: '信息报送', en: 'Report filed' },
  'RegionReclassified.v1': { zh: '调整地区类别', en: 'Region reclassified' },
  'RegionMerged.v1': { zh: '行政区划撤并', en: 'Region merged' },
};

/**
 * The one table of who may do what: role × action × reach. Pure data; `docs/access.md` is drawn from it, and a request
 * for which it has no row is refused. An action is an operation of the interface, under its `operationId`.
 */
import type { Reach } from './reach';
import type { RoleId } from './roles';

/** Where a request names the region that it speaks of. */
export type RegionSource =
  /** It speaks of no region: the tree of regions, the library of documents, one's own session. */
  | 'none'
  /** A list: the region it names, or all of one's own scope. */
  | 'scope'
  /** The service that carries it out finds the region in what was sent (a policy text, a file) and refuses by the actor's scope. */
  | 'byService'
  /** A code in the path. */
  | 'pathRegion'
  /** `region` in the body. */
  | 'bodyRegion'
  /** `report.region` in the body. */
  | 'bodyReport'
  /** The stream that the path names by its id: its own region. */
  | 'brand'
  | 'unit'
  | 'institution'
  | 'link'
  | 'programme'
  | 'window'
  /** The return (region, period, unit, call) and the call for returns that the path names. */
  | 'return'
  | 'returnCall'
  /** The region of whoever sent the file. */
  | 'import'
  /** The subject that `stream` in the query names. */
  | 'queryStream';

/**
 * 经办、复核、审批 are three persons: whoever wrote one of these events in the stream may not do this. Looked for from the
 * last `since` on (all of the stream without it), and among events whose `same` field equals the path's.
 */
export interface NotBy {
  readonly events: readonly string[];
  readonly since?: string;
  readonly same?: string;
  /** Field of the body, by which only events with the same value count. */
  readonly of?: string;
  /**
   * Counts line by line of a return, by the steps on which a line stands now. The domain holds the one who acts to their own steps;
   * this refuses what was done for, or by, the person they stand in for. Steps that are passed over need no other person.
   */
  readonly lines?: { readonly over: readonly string[] };
}

export interface Action {
  readonly zh: string;
  readonly en: string;
  /** read: changes nothing. act: writes to the log, or starts work. account: people and their rights. */
  readonly kind: 'read' | 'act' | 'account';
  readonly region: RegionSource;
  readonly who: Readonly<Partial<Record<RoleId, Reach>>>;
  readonly notBy?: NotBy;
  /** Fields of the body that name who acts. They are set from the session, and anything else in them is refused. */
  readonly names?: readonly string[];
  /** Field of the body that names somebody else by account, and the role which that person must hold for the region. */
  readonly other?: { readonly field: string; readonly role: RoleId };
  /** Nobody need be signed in. */
  readonly open?: true;
  /** Not for a visitor, even where the public may read: it tells of persons, or takes what is sent. */
  readonly signedIn?: true;
  /** May be done while the first password was not changed yet. */
  readonly beforeChange?: true;
  /** Says nothing of anyone: not written down. */
  readonly unrecorded?: true;
}

type Who = Action['who'];
const OFFICE: Who = { recorder: 'within', checker: 'within', approver: 'within', prefectureReviewer: 'within', provinceScreener: 'within' };
const READERS: Who = {
  ...OFFICE,
  expert: 'within',
  thirdParty: 'within',
  auditor: 'within',
  policyEditor: 'within',
  policyApprover: 'within',
};
const OWN_UNIT: Who = { constructionUnit: 'unit', trainingInstitution: 'unit' };
const READERS_AND_UNITS: Who = { ...READERS, ...OWN_UNIT };
const EVERYBODY: Who = {
  ...{ constructionUnit: 'any', trainingInstitution: 'any', recorder: 'any', checker: 'any', approver: 'any' },
  ...{ prefectureReviewer: 'any', provinceScreener: 'any', expert: 'any', thirdParty: 'any', auditor: 'any' },
  ...{ policyEditor: 'any', policyApprover: 'any', administrator: 'any', publicReader: 'any' },
};
/** What a higher region sets binds those below, so they read it. */
const DOWN_THE_LINE: Who = {
  ...{ recorder: 'line', checker: 'line', approver: 'line', prefectureReviewer: 'line', provinceScreener: 'line', expert: 'line' },
  ...{ thirdParty: 'line', auditor: 'line', policyEditor: 'line', policyApprover: 'line' },
  ...{ constructionUnit: 'line', trainingInstitution: 'line' },
};
const RECORDER: Who = { recorder: 'within' };
const RECORDER_AND_UNITS: Who = { ...RECORDER, ...OWN_UNIT };
const CHECKERS: Who = { checker: 'within', prefectureReviewer: 'within', provinceScreener: 'within' };
const REVIEWERS: Who = { prefectureReviewer: 'within', provinceScreener: 'within' };
const JUDGES: Who = { ...CHECKERS, expert: 'within', thirdParty: 'within' };
const APPROVER: Who = { approver: 'within' };
const ADMINISTRATOR: Who = { administrator: 'within' };
const POLICY_PEOPLE: Who = { policyEditor: 'within', policyApprover: 'within' };

type Extra = Pick<Action, 'notBy' | 'names' | 'other'>;
const read = (zh: string, en: string, region: RegionSource, who: Who): Action => ({ zh, en, kind: 'read', region, who });
const act = (zh: string, en: string, region: RegionSource, who: Who, extra: Extra = {}): Action => ({
  ...{ zh, en, kind: 'act', region, who },
  ...extra,
});
const account = (zh: string, en: string, region: RegionSource, who: Who): Action => ({ zh, en, kind: 'account', region, who });

const NOMINATION = 'BrandNominated.v1';
/** 经办: who handed the nomination in. */
const HANDLED: readonly string[] = [NOMINATION, 'NominationResubmitted.v1', 'RecommendationFormFiled.v1'];
/** 复核: who checked it on its way up. */
const CHECKED: readonly string[] = ['BrandRecommended.v1', 'RecommendationForwarded.v1', 'NominationScreened.v1', 'BrandAssessed.v1'];
const notHandled: Extra = { notBy: { events: HANDLED, since: NOMINATION } };
const notHandledNorChecked: Extra = { notBy: { events: [...HANDLED, ...CHECKED], since: NOMINATION } };

/** 更正: who asked for it, of this request alone. */
const notAsked: Extra = { notBy: { events: ['CorrectionRequested.v1'], of: 'requestId' } };

/** 填报、经办、复核、审核、审定: steps on each line. */
const onLines = (...over: readonly string[]): Extra => ({
  notBy: { events: ['ReturnReported.v1', 'ReturnLinesAdvanced.v1'], lines: { over } },
});

/** A local standard has no draft of its own: who approves it names who drafted it. */
const DRAFTER: NonNullable<Action['other']> = { field: 'draftedBy', role: 'policyEditor' };
const CONFIRMED: Extra = { names: ['confirmedBy'] };
/** Who asks for a correction is who makes it: a name of somebody else would be one that anybody could type. */
const ASKED: Extra = { names: ['requester'] };
const PROVINCE: Who = { provinceScreener: 'within' };

const SHARED_BY_SUBJECTS = {
  RecordFigure: ['填报数据', 'record a figure', RECORDER, {}],
  // No return is told of these subjects: one records, and another corrects.
  CorrectFigure: [
    '更正数据',
    'correct a figure',
    { checker: 'within', ...APPROVER },
    { ...ASKED, notBy: { events: ['SubjectFigureRecorded.v1'] } },
  ],
  AttachEvidence: ['登记佐证材料', 'attach evidence', RECORDER, {}],
  RecordJudgement: ['登记评判', 'record a judgement', JUDGES, {}],
  RecordBreach: ['登记失信违规', 'record a breach', { ...CHECKERS, ...APPROVER }, {}],
  ClearBreach: ['消除失信违规记录', 'clear a breach', APPROVER, { notBy: { events: ['SubjectBreachRecorded.v1'] } }],
  RecordDate: ['登记步骤日期', 'record the date of a step', RECORDER, {}],
  ConfirmSanction: ['确认处理措施', 'confirm a sanction', APPROVER, { ...CONFIRMED, notBy: { events: ['SubjectBreachRecorded.v1'] } }],
  DismissSanction: ['驳回处理建议', 'dismiss a sanction', APPROVER, { names: ['dismissedBy'] }],
  LiftSanction: ['解除处理措施', 'lift a sanction', APPROVER, {}],
} as const satisfies Record<string, readonly [string, string, Who, Extra]>;

const SUBJECTS = {
  unit: ['建设单位', 'construction unit', 'unit'],
  institution: ['培训机构', 'training institution', 'institution'],
  link: ['“双品牌”', 'dual brand', 'link'],
  programme: ['行动（项目）', 'programme', 'programme'],
  region: ['地区', 'region', 'pathRegion'],
} as const satisfies Record<string, readonly [string, string, RegionSource]>;

type SubjectActions = Record<`${keyof typeof SUBJECTS}${keyof typeof SHARED_BY_SUBJECTS}`, Action>;

/** What may be done with every kind of subject, once for each kind. */
const sharedBySubjects = Object.fromEntries(
  Object.entries(SUBJECTS).flatMap(([kind, [zh, en, region]]) =>
    Object.entries(SHARED_BY_SUBJECTS).map(([name, [whatZh, whatEn, who, extra]]): [string, Action] => [
      `${kind}${name}`,
      act(`${zh}：${whatZh}`, `${en}: ${whatEn}`, region, who, extra),
    ]),
  ),
) as SubjectActions;

export const ACTIONS = {
  // Brands
  listBrands: read('查品牌台账', 'list the brands', 'scope', READERS),
  getBrand: read('看品牌卡片', 'the card of a brand', 'brand', READERS_AND_UNITS),
  getHistory: read('看品牌历史', 'the history of a brand', 'brand', READERS_AND_UNITS),
  evaluateBrand: read('品牌试判', 'a dry evaluation of a brand', 'brand', READERS_AND_UNITS),
  foundBrand: act('登记品牌（可同时申报）', 'report a brand', 'bodyReport', RECORDER),
  rename: act('更名', 'rename a brand', 'brand', APPROVER),
  claimTier: act('登记来源所称层级', 'record a claimed tier', 'brand', RECORDER),
  recordHonour: act('登记荣誉称号', 'record an honour', 'brand', RECORDER),
  // Counties tell their figures in returns; this is the exception, with its reason in the note of the source.
  recordFigure: act('补录数据', 'record a figure outside a return', 'brand', PROVINCE),
  correctFigure: act('更正数据', 'correct a figure', 'brand', RECORDER, ASKED),
  requestCorrection: act('申请更正已锁定的数据', 'ask for a correction', 'brand', RECORDER_AND_UNITS),
  approveCorrection: act('批准更正', 'approve a correction', 'brand', APPROVER, notAsked),
  refuseCorrection: act('不予更正', 'refuse a correction', 'brand', APPROVER, notAsked),
  withdrawCorrection: act('撤回更正申请', 'withdraw a request for correction', 'brand', RECORDER_AND_UNITS),
  listCorrections: read('看更正记录', 'corrections of figures', 'scope', READERS),
  previewCorrection: read('更正预览（申请之前）', 'what a correction would do, before it is asked for', 'brand', READERS_AND_UNITS),
  previewRequestedCorrection: read('更正预览（批准之前）', 'what approving a correction would do', 'brand', READERS_AND_UNITS),
  attachEvidence: act('登记佐证材料', 'attach evidence', 'brand', RECORDER_AND_UNITS),
  recordJudgement: act('登记定性判断', 'record a judgement', 'brand', JUDGES),
  recordBreach: act('登记失信违规', 'record a breach', 'brand', { ...CHECKERS, ...APPROVER }),
  clearBreach: act('撤销失信违规', 'clear a breach', 'brand', APPROVER, { notBy: { events: ['BreachRecorded.v1'] } }),
  nominate: act('申报', 'nominate', 'brand', RECORDER_AND_UNITS),
  returnNomination: act('退回修改', 'return a nomination', 'brand', CHECKERS),
  resubmitNomination: act('重新报送', 'resubmit a nomination', 'brand', RECORDER_AND_UNITS),
  fileForm: act('填报推荐表', 'file the recommendation form', 'brand', RECORDER_AND_UNITS),
  recommend: act(
    '推荐',
    'recommend upward',
    'brand',
    { checker: 'within', prefectureReviewer: 'within' },
    { ...notHandled, names: ['officer'] },
  ),
  forwardRecommendation: act('逐级推荐', 'forward a recommendation', 'brand', REVIEWERS, notHandled),
  screenNomination: act('审核筛选', 'screen a nomination', 'brand', { provinceScreener: 'within' }, notHandled),
  askExperts: act('征询专家', 'ask experts', 'brand', REVIEWERS),
  castVote: act('专家投票', 'vote as an expert', 'brand', { expert: 'within' }, { ...notHandledNorChecked, names: ['expert'] }),
  assess: act('评审', 'assess', 'brand', REVIEWERS, {
    notBy: { events: [...HANDLED, 'BrandRecommended.v1'], since: NOMINATION },
  }),
  postNotice: act('公示', 'post a public notice', 'brand', { ...REVIEWERS, ...APPROVER }),
  captureNotice: act('公示留痕', 'capture a notice', 'brand', { ...RECORDER, ...REVIEWERS, ...APPROVER }),
  raiseObjection: act('登记异议', 'record an objection', 'brand', { ...RECORDER, ...CHECKERS }),
  decideObjection: act('异议处理', 'decide an objection', 'brand', APPROVER, {
    notBy: { events: ['ObjectionRaised.v1'], since: NOMINATION },
  }),
  recognise: act('认定', 'recognise', 'brand', APPROVER, notHandledNorChecked),
  refuseRecognition: act('不予认定', 'refuse recognition', 'brand', APPROVER, notHandledNorChecked),
  startCultivation: act('开始培育', 'start cultivation', 'brand', RECORDER),
  enterCatalogue: act('列入指导目录', 'enter the catalogue', 'brand', APPROVER, notHandled),
  designateKeyProject: act('确定建设重点项目', 'designate a key project', 'brand', APPROVER),
  recordPublicity: act('登记宣介', 'record publicity', 'brand', RECORDER),
  holdReview: act('定期审核', 'hold a review', 'brand', CHECKERS),
  reportRectification: act('报送整改情况', 'report rectification', 'brand', RECORDER_AND_UNITS),
  confirmSupportStop: act('确认停止政策和资金支持', 'confirm that support stops', 'brand', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['ReviewHeld.v1'], since: 'ReviewHeld.v1' },
  }),
  resumeSupport: act('恢复支持', 'resume support', 'brand', APPROVER, { notBy: { events: ['RectificationReported.v1'] } }),
  announceExit: act('公告退出', 'announce an exit', 'brand', REVIEWERS, CONFIRMED),
  delist: act('退出目录', 'delist', 'brand', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['ExitAnnounced.v1'], since: 'ExitAnnounced.v1' },
  }),
  withdrawProposal: act('撤回建议', 'withdraw a proposal', 'brand', APPROVER),
  restore: act('恢复', 'restore', 'brand', APPROVER, { ...CONFIRMED, notBy: { events: ['RectificationReported.v1'] } }),
  promote: act('晋级', 'promote', 'brand', APPROVER, { ...CONFIRMED, notBy: { events: ['ReviewHeld.v1'], since: 'ReviewHeld.v1' } }),
  downgrade: act('降级', 'downgrade', 'brand', APPROVER, { ...CONFIRMED, notBy: { events: ['ReviewHeld.v1'], since: 'ReviewHeld.v1' } }),
  grantRelaxation: act('放宽条件', 'grant a relaxation', 'brand', APPROVER, { ...notHandled, names: ['approvedBy'] }),
  withdrawRelaxation: act('撤回放宽条件', 'withdraw a relaxation', 'brand', APPROVER),

  // The procedure of a nomination, evidence and money
  listForms: { ...read('看推荐表栏目', 'the layouts of the forms', 'none', EVERYBODY), unrecorded: true },
  getProcedure: read('看申报办理情况', 'the procedure of a nomination', 'brand', READERS_AND_UNITS),
  getFormDraft: read('看推荐表草稿', 'the draft of a form', 'brand', { ...OFFICE, ...OWN_UNIT }),
  saveFormDraft: act('保存推荐表草稿', 'save a draft of a form', 'brand', RECORDER_AND_UNITS),
  fillFormDraft: act('从 Excel 填入推荐表草稿', 'fill the draft of a form from a file', 'brand', RECORDER_AND_UNITS),
  discardFormDraft: act('删除推荐表草稿', 'discard a draft of a form', 'brand', RECORDER_AND_UNITS),
  checkForm: read('推荐表试判', 'check a form', 'brand', { ...OFFICE, ...OWN_UNIT }),
  printForm: read('打印推荐表', 'print a form', 'brand', READERS_AND_UNITS),
  uploadEvidence: act('上传佐证材料', 'upload evidence', 'none', { ...OFFICE, ...OWN_UNIT, expert: 'any', thirdParty: 'any' }),
  downloadEvidence: read('下载佐证材料', 'download evidence', 'byService', READERS_AND_UNITS),
  verifyEvidence: read('核验佐证材料', 'verify evidence', 'byService', READERS_AND_UNITS),
  listFunds: read('看资金登记', 'entries of money', 'scope', { ...OFFICE, auditor: 'within' }),
  fundHistory: read('看资金登记历史', 'the history of an entry of money', 'byService', { ...OFFICE, auditor: 'within' }),
  recordFund: act('资金登记', 'record money', 'bodyRegion', RECORDER),
  correctFund: act('更正资金登记', 'correct an entry of money', 'byService', { checker: 'within', approver: 'within' }, ASKED),
  withdrawFund: act('作废资金登记', 'withdraw an entry of money', 'byService', APPROVER, ASKED),

  // The catalogue is published
  catalogue: read('看指导目录', 'the catalogue', 'scope', EVERYBODY),
  listEditions: read('看目录各期', 'editions of the catalogue', 'scope', EVERYBODY),
  getEdition: read('看一期目录', 'one edition', 'pathRegion', EVERYBODY),
  compareEditions: read('比较两期目录', 'compare two editions', 'scope', EVERYBODY),
  previewEdition: read('预览下一期目录', 'preview the next edition', 'scope', { ...REVIEWERS, ...APPROVER, auditor: 'within' }),
  publishEdition: act('发布一期目录', 'publish an edition', 'bodyRegion', APPROVER),
  document: read('生成文稿', 'draw up a paper', 'scope', { ...OFFICE, auditor: 'within' }),

  // Regions and counts
  listRegions: { ...read('查行政区划', 'the regions', 'none', EVERYBODY), unrecorded: true },
  regionalFigures: read('看地区合计（来源公布）', 'published aggregates of a region', 'pathRegion', EVERYBODY),
  closeYear: act('年度封账', 'close a year', 'pathRegion', APPROVER, { names: ['closedBy'] }),
  yearlyCounts: read('看年度合计', 'yearly counts', 'scope', READERS),
  tierStatus: read('看层级状态', 'tier status', 'scope', READERS),
  yearlyCountSources: read('年度合计的来源', 'what a yearly count is made of', 'scope', READERS),
  tierSources: read('层级状态的来源', 'what a tier is made of', 'scope', READERS),
  tierMovements: read('看层级变动', 'movements between tiers', 'scope', READERS),
  movementSources: read('层级变动的来源', 'what a movement is made of', 'scope', READERS),
  pyramidSources: read('层级塔的来源', 'what the pyramid is made of', 'scope', READERS),
  reviewsDue: read('看到期审核', 'reviews due', 'scope', READERS),
  reviewsDueSources: read('到期审核的来源', 'which reviews are due', 'scope', READERS),
  dataQuality: read('看数据质量', 'data quality', 'scope', READERS),
  dataQualitySources: read('数据质量的来源', 'what data quality is made of', 'scope', READERS),
  coverage: read('看覆盖和指标', 'coverage and quotas', 'scope', READERS),
  work: { ...read('看工作台', 'open work', 'scope', { ...READERS_AND_UNITS, administrator: 'within' }), unrecorded: true },
  listGaps: read('看缺口清单', 'gaps', 'scope', READERS),
  // The query behind a table is asked as the same person, and refuses by itself.
  exportTable: read('下载表格', 'a table as a file', 'none', EVERYBODY),
  tableFile: { ...read('把页面上的小表写成文件', 'write a table that the page has', 'none', EVERYBODY), unrecorded: true, signedIn: true },
  template: read('下载填报模板', 'a workbook to be filled in', 'scope', { ...OFFICE, ...OWN_UNIT }),
  previewFile: act('预览导入文件', 'look a file through', 'byService', { ...RECORDER, ...PROVINCE }),
  filePreview: read('看导入预览', 'what a file would change', 'none', { ...RECORDER, ...PROVINCE }),
  markedFile: read('下载标注问题的文件', 'the file with its faults marked', 'none', { ...RECORDER, ...PROVINCE }),
  importFile: act('导入文件', 'import a file', 'byService', { ...RECORDER, ...PROVINCE }),
  importProgress: read('看导入进度', 'progress of an import', 'import', { ...OFFICE, auditor: 'within' }),

  // Returns
  listReturnCalls: read('看填报任务', 'calls for returns', 'scope', READERS_AND_UNITS),
  callReturns: act('下发填报任务', 'call for returns', 'bodyRegion', { ...REVIEWERS, ...APPROVER }),
  extendReturnCall: act('延长填报期限', 'put off the due day of a call', 'returnCall', { ...REVIEWERS, ...APPROVER }),
  closeReturnCall: act('结束填报任务', 'close a call for returns', 'returnCall', { ...REVIEWERS, ...APPROVER }),
  listReturns: read('看填报表', 'returns', 'scope', READERS_AND_UNITS),
  returnCompleteness: read('看填报进度（催报）', 'who reported and who is missing', 'scope', READERS),
  unlockedReturnLines: read('看尚未锁定的填报数据', 'lines that are not locked', 'scope', READERS),
  getReturn: read('看一份填报表', 'a return', 'return', READERS_AND_UNITS),
  getReturnDraft: read('看填报草稿', 'the draft of a return', 'return', RECORDER_AND_UNITS),
  saveReturnDraft: act('保存填报草稿', 'keep the draft of a return', 'return', RECORDER_AND_UNITS),
  fillDraft: act('用已有的表格填草稿', 'fill the draft from a file', 'return', RECORDER_AND_UNITS),
  reportReturn: act('报送', 'report', 'return', RECORDER_AND_UNITS),
  advanceReturn: act('逐级审核', 'bring lines to the next rung', 'return', { ...RECORDER, ...CHECKERS }, onLines()),
  sendBackReturn: act('退回修改填报数据', 'send lines back', 'return', { ...RECORDER, ...CHECKERS, ...APPROVER }),
  undoReturnAdvance: act('撤回审核', 'undo a rung', 'return', { ...RECORDER, ...CHECKERS }),
  allowLateReturn: act('准予逾期补报', 'allow a late entry', 'return', REVIEWERS),
  lockReturn: act('锁定', 'lock accepted lines', 'return', { provinceScreener: 'within', ...APPROVER }, onLines('accepted')),

  // Policies
  policies: read('看政策文件库', 'the policy library', 'none', EVERYBODY),
  policyLife: read('看政策文件的经历', 'the life of a policy', 'none', EVERYBODY),
  diffPolicy: read('比较两个版本', 'compare two versions', 'none', EVERYBODY),
  checkPolicy: read('检查政策文件', 'check a policy file', 'none', POLICY_PEOPLE),
  comparePolicies: read('比较两份政策文件', 'compare two texts', 'none', POLICY_PEOPLE),
  draftPolicy: act('起草政策版本', 'draft a policy', 'byService', { policyEditor: 'within' }, { names: ['draftedBy'] }),
  approvePolicy: act(
    '审定政策版本',
    'approve a policy',
    'byService',
    { policyApprover: 'within' },
    {
      names: ['approvedBy'],
      notBy: { events: ['PolicyDrafted.v1'], same: 'version' },
    },
  ),
  returnPolicy: act('退回政策草案', 'return a draft', 'byService', { policyApprover: 'within' }, { names: ['returnedBy'] }),
  repealPolicy: act('废止政策版本', 'repeal a policy', 'byService', { policyApprover: 'within' }, { names: ['repealedBy'] }),
  localStandards: read('看本级标准', 'local standards', 'pathRegion', DOWN_THE_LINE),
  publishLocalStandard: act(
    '公布本级标准',
    'publish a local standard',
    'pathRegion',
    { policyApprover: 'within' },
    { names: ['approvedBy'], other: DRAFTER },
  ),
  repealLocalStandard: act(
    '废止本级标准',
    'repeal a local standard',
    'pathRegion',
    { policyApprover: 'within' },
    { names: ['approvedBy'], other: DRAFTER },
  ),
  startWhatIf: read('政策推演', 'start a what-if', 'byService', { ...POLICY_PEOPLE, provinceScreener: 'within', auditor: 'within' }),
  listWhatIf: read('看推演', 'what-ifs', 'byService', { ...POLICY_PEOPLE, provinceScreener: 'within', auditor: 'within' }),
  getWhatIf: read('看推演结果', 'the result of a what-if', 'byService', {
    ...POLICY_PEOPLE,
    provinceScreener: 'within',
    auditor: 'within',
  }),
  stopWhatIf: read('停止推演', 'stop a what-if', 'byService', { ...POLICY_PEOPLE, provinceScreener: 'within', auditor: 'within' }),

  // Other subjects
  listSubjects: read('查单位、机构、双品牌等', 'list the subjects', 'scope', READERS),
  getUnit: read('看建设单位', 'a construction unit', 'unit', READERS_AND_UNITS),
  unitHistory: read('看建设单位历史', 'its history', 'unit', READERS_AND_UNITS),
  evaluateUnit: read('建设单位试判', 'a dry evaluation of it', 'unit', READERS_AND_UNITS),
  registerUnit: act('登记建设单位', 'register a construction unit', 'bodyRegion', RECORDER),
  unitChangeBrands: act('建设单位：增减承建品牌', 'change the brands of a unit', 'unit', RECORDER),
  unitRecognise: act('建设单位：认定', 'recognise a unit', 'unit', APPROVER, { notBy: { events: ['UnitRegistered.v1'] } }),
  unitRefuseRecognition: act('建设单位：不予认定', 'refuse a unit', 'unit', APPROVER, { notBy: { events: ['UnitRegistered.v1'] } }),
  unitWithdrawRecognition: act('建设单位：取消认定', 'withdraw recognition of a unit', 'unit', APPROVER, CONFIRMED),
  getInstitution: read('看培训机构', 'a training institution', 'institution', READERS_AND_UNITS),
  institutionHistory: read('看培训机构历史', 'its history', 'institution', READERS_AND_UNITS),
  evaluateInstitution: read('培训机构试判', 'a dry evaluation of it', 'institution', READERS_AND_UNITS),
  registerInstitution: act('登记培训机构', 'register a training institution', 'bodyRegion', RECORDER),
  institutionChangeBrands: act('培训机构：增减培训品牌', 'change the brands of an institution', 'institution', RECORDER),
  institutionAdmit: act('培训机构：准入', 'admit an institution', 'institution', APPROVER, {
    notBy: { events: ['InstitutionRegistered.v1'] },
  }),
  institutionDesignate: act('培训机构：确定为定点', 'designate an institution', 'institution', APPROVER, {
    notBy: { events: ['InstitutionRegistered.v1'] },
  }),
  institutionGrade: act('培训机构：登记评估结果', 'record a grade', 'institution', { ...CHECKERS, thirdParty: 'within' }),
  institutionWithdrawDesignation: act('培训机构：取消定点', 'withdraw designation', 'institution', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['SubjectBreachRecorded.v1'] },
  }),
  institutionBlacklist: act('培训机构：列入黑名单', 'blacklist an institution', 'institution', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['SubjectBreachRecorded.v1'] },
  }),
  institutionClear: act('培训机构：移出黑名单', 'take off the blacklist', 'institution', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['InstitutionBlacklisted.v1'], since: 'InstitutionBlacklisted.v1' },
  }),
  getLink: read('看“双品牌”', 'a dual brand', 'link', READERS),
  linkHistory: read('看“双品牌”历史', 'its history', 'link', READERS),
  evaluateLink: read('“双品牌”试判', 'a dry evaluation of it', 'link', READERS),
  proposeLink: act('登记“双品牌”', 'propose a dual brand', 'bodyRegion', RECORDER),
  linkAddTraining: act('“双品牌”：增加培训品牌', 'add a training brand', 'link', RECORDER),
  linkRemoveTraining: act('“双品牌”：移出培训品牌', 'remove a training brand', 'link', RECORDER),
  linkRecognise: act('“双品牌”：认定', 'recognise a dual brand', 'link', APPROVER, { notBy: { events: ['DualLinkProposed.v1'] } }),
  linkRefuseRecognition: act('“双品牌”：不予认定', 'refuse a dual brand', 'link', APPROVER, { notBy: { events: ['DualLinkProposed.v1'] } }),
  linkHoldReview: act('“双品牌”：复核', 'review a dual brand', 'link', CHECKERS, { names: ['by'] }),
  linkDissolve: act('“双品牌”：解除', 'dissolve a dual brand', 'link', APPROVER, {
    ...CONFIRMED,
    notBy: { events: ['LinkReviewHeld.v1'] },
  }),
  getProgramme: read('看行动（项目）', 'a programme', 'programme', DOWN_THE_LINE),
  programmeHistory: read('看行动（项目）历史', 'its history', 'programme', READERS),
  evaluateProgramme: read('行动（项目）试判', 'a dry evaluation of it', 'programme', READERS),
  registerProgramme: act('登记行动（项目）', 'register a programme', 'bodyRegion', RECORDER),
  programmeRecordProgress: act('行动（项目）：填报目标进度', 'record progress', 'programme', RECORDER),
  programmeCorrectProgress: act('行动（项目）：更正目标进度', 'correct progress', 'programme', RECORDER, ASKED),
  programmeDeclareAllocation: act('行动（项目）：登记分摊规则', 'declare an allocation', 'programme', RECORDER),
  programmeClose: act('行动（项目）：结束', 'close a programme', 'programme', APPROVER, {
    names: ['closedBy'],
    notBy: { events: ['ProgrammeRegistered.v1'] },
  }),
  getWindow: read('看征集窗口', 'a nomination window', 'window', DOWN_THE_LINE),
  windowHistory: read('看征集窗口历史', 'its history', 'window', READERS),
  evaluateWindow: read('征集窗口试判', 'a dry evaluation of it', 'window', READERS),
  openWindow: act('开设征集窗口', 'open a window', 'bodyRegion', { ...REVIEWERS, ...APPROVER }),
  windowExtend: act('征集窗口：延期', 'extend a window', 'window', { ...REVIEWERS, ...APPROVER }),
  windowClose: act('征集窗口：结束', 'close a window', 'window', { ...REVIEWERS, ...APPROVER }, { names: ['closedBy'] }),
  // A county answers the call of its province; the service holds the brand to the actor's own region.
  windowReceiveNomination: act('征集窗口：收到申报', 'receive a nomination', 'window', { recorder: 'line', ...REVIEWERS }),
  getRegion: read('看地区', 'a region', 'pathRegion', DOWN_THE_LINE),
  regionHistory: read('看地区历史', 'its history', 'pathRegion', READERS),
  evaluateRegion: read('地区试判', 'a dry evaluation of it', 'pathRegion', READERS),
  regionHoldEvaluationRound: act('地区：开展评估', 'hold an evaluation round', 'pathRegion', { ...CHECKERS, thirdParty: 'within' }),
  regionFileSurvey: act('地区：报送摸底调查', 'file a survey', 'pathRegion', RECORDER),
  regionFilePlan: act('地区：报送建设方案', 'file a plan', 'pathRegion', RECORDER),
  regionHoldMeeting: act('地区：召开会议', 'hold a meeting', 'pathRegion', RECORDER),
  regionFileReport: act('地区：信息报送', 'file a report', 'pathRegion', RECORDER),
  regionReclassify: act('地区：调整类别', 'reclassify a region', 'pathRegion', APPROVER),
  regionMerge: act('地区：撤并', 'merge a region', 'pathRegion', APPROVER),
  ...sharedBySubjects,
  unitAttachEvidence: { ...sharedBySubjects.unitAttachEvidence, who: RECORDER_AND_UNITS },
  institutionAttachEvidence: { ...sharedBySubjects.institutionAttachEvidence, who: RECORDER_AND_UNITS },

  // People and access
  session: { ...read('看登录情况', 'who is signed in', 'none', {}), open: true, unrecorded: true },
  signIn: { ...account('登录', 'sign in', 'none', {}), open: true },
  oidcSignIn: { ...account('统一身份认证登录', 'sign in at the provider', 'none', {}), open: true, unrecorded: true },
  oidcCallback: { ...account('由统一身份认证登录', 'back from the provider', 'none', {}), open: true },
  oidcSignOut: { ...account('退出登录和统一身份认证', 'sign out at the provider too', 'none', EVERYBODY), beforeChange: true },
  signOut: { ...account('退出登录', 'sign out', 'none', EVERYBODY), beforeChange: true },
  changePassword: { ...account('修改密码', 'change one’s password', 'none', EVERYBODY), beforeChange: true },
  chooseRole: { ...account('选择身份', 'choose the role to act in', 'none', EVERYBODY), beforeChange: true },
  persons: { ...read('由编号查姓名', 'names of persons', 'none', EVERYBODY), unrecorded: true, signedIn: true },
  standInActs: { ...read('看代签记录', 'what was done for somebody else', 'queryStream', READERS_AND_UNITS), unrecorded: true },
  accessRecords: read('查访问记录', 'who read what', 'scope', { auditor: 'within' }),
  listAccounts: read('看账户', 'list the accounts', 'scope', ADMINISTRATOR),
  listUnitNames: read('选单位：查单位名称', 'names of units, to pick one', 'scope', ADMINISTRATOR),
  createAccount: account('建立账户', 'make an account', 'none', ADMINISTRATOR),
  resetPassword: account('重置密码', 'reset a password', 'byService', ADMINISTRATOR),
  disableAccount: account('停用、启用账户', 'disable or enable an account', 'byService', ADMINISTRATOR),
  identity: read('看统一身份标识', 'who an account is at the provider', 'byService', ADMINISTRATOR),
  bindIdentity: account('绑定统一身份标识', 'bind an account to the provider', 'byService', ADMINISTRATOR),
  grantRole: account('授予角色', 'give a role', 'bodyRegion', ADMINISTRATOR),
  endRole: account('终止角色', 'end a role', 'byService', ADMINISTRATOR),
  listStandIns: read('看授权代签', 'list the stand-ins', 'scope', ADMINISTRATOR),
  createStandIn: account('登记授权代签', 'record a stand-in', 'bodyRegion', ADMINISTRATOR),
  endStandIn: account('终止授权代签', 'end a stand-in', 'byService', ADMINISTRATOR),
  listTokens: read('看访问令牌', 'list the tokens', 'scope', ADMINISTRATOR),
  createToken: account('为程序账户发放访问令牌', 'make a token for a program’s account', 'byService', ADMINISTRATOR),
  revokeToken: account('撤销访问令牌', 'revoke a token', 'byService', ADMINISTRATOR),

  ownTokens: { ...read('看本人的访问令牌', 'one’s own tokens', 'none', EVERYBODY), signedIn: true },
  createOwnToken: account('为本人发放访问令牌', 'make a token for oneself', 'none', EVERYBODY),
  revokeOwnToken: account('撤销本人的访问令牌', 'revoke a token of one’s own', 'none', EVERYBODY),

  // The house itself
  health: { ...read('进程存活', 'the process lives', 'none', {}), open: true, unrecorded: true },
  ready: { ...read('就绪情况', 'readiness', 'none', {}), open: true, unrecorded: true },
  feed: { ...read('实时动态', 'the live feed', 'scope', READERS_AND_UNITS), unrecorded: true },
  startRebuild: act('重建读模型', 'rebuild the read models', 'none', ADMINISTRATOR),
  rebuildProgress: read('看重建进度', 'progress of a rebuild', 'none', ADMINISTRATOR),
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;
export const ACTION_IDS = Object.keys(ACTIONS) as readonly ActionId[];
export const actionOf = (id: string): Action | null => (Object.hasOwn(ACTIONS, id) ? ACTIONS[id as ActionId] : null);

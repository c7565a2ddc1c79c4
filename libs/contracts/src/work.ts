/** 工作台: what waits for somebody, composed from every part of the ledger that has something to wait for. */
import { z } from 'zod';
import { Dataset } from './queries';

/** One kind of open work: what it is called, whose it is, and who may read of it. */
export interface WorkKindDefinition {
  readonly zh: string;
  readonly en: string;
  /** Roles that owe it. */
  readonly roles: readonly string[];
  /** The action of the table of access under which the same is read elsewhere: nobody's queue tells more than that. */
  readonly reads: string;
}

const OFFICE_REVIEW = ['prefectureReviewer', 'provinceScreener'];

/**
 * How far the queue looks back and ahead where nothing is due by itself. No document says so: configured, to show with.
 * Days of the calendar.
 */
export const WORK_REACH = { refusedSince: 1, settledSince: 7, parkedSince: 30, rolesEndWithin: 30 } as const;

/** Role → kinds, as data: a queue shows the kinds of its role and nothing else. */
export const WORK_KINDS = {
  formDraft: {
    zh: '推荐表草稿未提交',
    en: 'a form is begun and not handed over',
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
    reads: 'getFormDraft',
  },
  returned: {
    zh: '申报被退回，待修改重报',
    en: 'a nomination was returned',
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
    reads: 'getProcedure',
  },
  toRecommend: {
    zh: '申报待审核推荐',
    en: 'a nomination waits for its recommendation',
    roles: ['checker', 'prefectureReviewer'],
    reads: 'getProcedure',
  },
  toScreen: { zh: '待审核筛选', en: 'a recommendation waits to be screened', roles: ['provinceScreener'], reads: 'getProcedure' },
  toAssess: { zh: '待组织评审', en: 'a nomination waits for its panel', roles: OFFICE_REVIEW, reads: 'getProcedure' },
  expertAsked: { zh: '送您评审', en: 'you are asked to assess', roles: ['expert'], reads: 'getProcedure' },
  toNotify: { zh: '拟认定，待公示', en: 'a proposed recognition waits for its notice', roles: OFFICE_REVIEW, reads: 'getProcedure' },
  toCapture: { zh: '公示待留痕', en: 'a notice was not captured', roles: OFFICE_REVIEW, reads: 'getProcedure' },
  noticeEnds: { zh: '公示期满', en: 'a notice ends', roles: [...OFFICE_REVIEW, 'approver'], reads: 'getProcedure' },
  toRecognise: { zh: '待认定', en: 'waits for its recognition', roles: ['approver'], reads: 'getProcedure' },
  toList: { zh: '已认定，待列入目录', en: 'recognised, not in the catalogue', roles: ['approver'], reads: 'getBrand' },
  objection: { zh: '异议待处理', en: 'an objection waits for its answer', roles: ['approver', ...OFFICE_REVIEW], reads: 'getProcedure' },
  reviewDue: { zh: '待定期审核', en: 'a review is due', roles: ['checker', ...OFFICE_REVIEW], reads: 'getBrand' },
  reviewOverdue: { zh: '定期审核逾期', en: 'a review is overdue', roles: ['checker', ...OFFICE_REVIEW], reads: 'getBrand' },
  reviewHeld: { zh: '审核结论待作出', en: 'a review waits for its conclusion', roles: ['checker', ...OFFICE_REVIEW], reads: 'getBrand' },
  rectificationDue: {
    zh: '限期整改',
    en: 'rectification is due',
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
    reads: 'getBrand',
  },
  rectificationReported: { zh: '整改情况待复核', en: 'a rectification waits to be looked at', roles: ['checker'], reads: 'getBrand' },
  exitNoticeEnds: { zh: '退出公告期满', en: 'an exit notice ends', roles: ['approver'], reads: 'getBrand' },
  proposal: { zh: '规则建议待确认', en: 'a proposal waits for a person', roles: ['approver'], reads: 'getBrand' },
  returnDue: {
    zh: '填报待报送',
    en: 'a return is due',
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
    reads: 'listReturns',
  },
  returnSentBack: {
    zh: '填报被退回',
    en: 'lines were sent back',
    roles: ['constructionUnit', 'trainingInstitution', 'recorder'],
    reads: 'listReturns',
  },
  returnToCheck: { zh: '填报待县级经办审核', en: 'a return waits for the recorder', roles: ['recorder'], reads: 'listReturns' },
  returnToReview: { zh: '填报待县级复核', en: 'a return waits for the checker', roles: ['checker'], reads: 'listReturns' },
  returnToApprove: { zh: '填报待市级审核', en: 'a return waits for the prefecture', roles: ['prefectureReviewer'], reads: 'listReturns' },
  returnToAccept: { zh: '填报待省级审定', en: 'a return waits for the province', roles: ['provinceScreener'], reads: 'listReturns' },
  returnToLock: { zh: '填报待锁定', en: 'accepted lines wait to be locked', roles: ['provinceScreener', 'approver'], reads: 'listReturns' },
  correction: { zh: '更正申请待批准', en: 'a correction waits for its approval', roles: ['approver'], reads: 'listCorrections' },
  windowCloses: { zh: '征集窗口截止', en: 'a window closes', roles: ['recorder', ...OFFICE_REVIEW], reads: 'listSubjects' },
  staleDecision: {
    zh: '所依据的数据已更正，待重新认定',
    en: 'a decision is to be retaken',
    roles: ['approver', 'auditor'],
    reads: 'getBrand',
  },
  sanction: { zh: '处理建议待确认', en: 'a proposed sanction waits for a person', roles: ['approver'], reads: 'listSubjects' },
  evaluationDue: { zh: '应予评估', en: 'an evaluation is due', roles: ['thirdParty', 'checker', ...OFFICE_REVIEW], reads: 'listSubjects' },
  toGrade: { zh: '评估结果待登记', en: 'a grade waits to be recorded', roles: ['thirdParty', 'checker'], reads: 'listSubjects' },
  correctionSettled: { zh: '近日批准的更正', en: 'a correction was approved lately', roles: ['auditor'], reads: 'listCorrections' },
  importParked: { zh: '导入后搁置的行', en: 'rows of a file were parked', roles: ['recorder', 'auditor'], reads: 'importProgress' },
  refusedAccess: { zh: '昨日以来被拒绝的访问', en: 'somebody was refused since yesterday', roles: ['auditor'], reads: 'accessRecords' },
  accountLocked: { zh: '账户被锁定', en: 'an account is locked', roles: ['administrator'], reads: 'listAccounts' },
  firstPassword: { zh: '初始密码未修改', en: 'a first password was not changed', roles: ['administrator'], reads: 'listAccounts' },
  roleEnds: { zh: '角色即将到期', en: 'a role ends soon', roles: ['administrator'], reads: 'listAccounts' },
  policyDraft: { zh: '政策草案待审定', en: 'a draft of a policy waits', roles: ['policyEditor', 'policyApprover'], reads: 'policies' },
  parked: { zh: '处理受阻，待排除', en: 'processing is held up', roles: ['administrator'], reads: 'rebuildProgress' },
} as const satisfies Record<string, WorkKindDefinition>;
export type WorkKindId = keyof typeof WORK_KINDS;

export const WorkParams = z.strictObject({
  dataset: Dataset.optional(),
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  /** The queue of one role; left out: that of the asker, and all of a ledger without accounts. */
  role: z.string().max(40).optional(),
  /** Of one kind only. */
  kind: z.string().max(40).optional(),
  /** Only what should have been done before today. */
  overdue: z.enum(['true', 'false']).optional(),
  atLeast: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});

export const WorkItem = z
  .object({
    /** Names the item, for a list on a page. */
    id: z.string(),
    what: z.string(),
    zh: z.string(),
    en: z.string(),
    roles: z.array(z.string()),
    /** What it is about: a brand, a window, a policy. */
    name: z.string(),
    stream: z.string().nullable(),
    /** Id of the brand, where it is about one. */
    brandId: z.string().nullable(),
    region: z.string().nullable(),
    dataset: Dataset.nullable(),
    period: z.int().nullable(),
    since: z.string().nullable(),
    on: z.string().nullable(),
    /** Working days after today up to the day it is due; nought on the day itself, negative once it has passed. Null: no day, or beyond the calendar. */
    workingDaysLeft: z.int().nullable(),
    /** The clause that asks for it, as people cite it; null: no document does. */
    cite: z.string().nullable(),
    /** The document of that clause. */
    pack: z.object({ id: z.string(), title: z.string() }).nullable(),
    /** 本地配置: what of it no document states, and who approved that. Never null where `cite` is. */
    configured: z.object({ zh: z.string(), en: z.string() }).nullable(),
    /** Place of the page that answers it. */
    place: z.string(),
    /** Parameters of that place. */
    params: z.record(z.string(), z.string()),
    form: z.string().nullable(),
    step: z.string().nullable(),
    toTier: z.string().nullable(),
    proposalId: z.string().nullable(),
    detail: z.object({ zh: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'WorkItem' });
export type WorkItem = z.infer<typeof WorkItem>;

export const WorkQueue = z
  .object({ rows: z.array(WorkItem), counts: z.record(z.string(), z.int()), role: z.string().nullable(), position: z.string() })
  .meta({ id: 'WorkQueue' });
export type WorkQueue = z.infer<typeof WorkQueue>;

/** Who there is. A role is held by a person in a region and everything below it, from one day to another. */
export interface Role {
  readonly zh: string;
  readonly en: string;
  /** Where the role may be held: `any` region, only at one level, or for a unit (单位) in a region. */
  readonly at: 'any' | 'prefecture' | 'province' | 'unit';
}

export const ROLES = {
  constructionUnit: { zh: '劳务品牌建设单位', en: 'construction unit', at: 'unit' },
  trainingInstitution: { zh: '培训机构', en: 'training institution', at: 'unit' },
  recorder: { zh: '经办人（县级经办）', en: 'recorder', at: 'any' },
  checker: { zh: '复核人（县级复核）', en: 'checker', at: 'any' },
  approver: { zh: '审批人', en: 'approver', at: 'any' },
  prefectureReviewer: { zh: '市级审核人', en: 'prefecture reviewer', at: 'prefecture' },
  provinceScreener: { zh: '省级审核筛选', en: 'province screener', at: 'province' },
  expert: { zh: '评审专家', en: 'expert', at: 'any' },
  thirdParty: { zh: '第三方机构', en: 'third party', at: 'any' },
  auditor: { zh: '审计人员', en: 'auditor', at: 'any' },
  policyEditor: { zh: '政策维护', en: 'policy editor', at: 'any' },
  policyApprover: { zh: '政策审定', en: 'policy approver', at: 'any' },
  administrator: { zh: '系统管理员', en: 'administrator', at: 'any' },
  publicReader: { zh: '社会公众', en: 'public reader', at: 'any' },
} as const satisfies Record<string, Role>;

export type RoleId = keyof typeof ROLES;
export const ROLE_IDS = Object.keys(ROLES) as readonly RoleId[];
export const isRole = (id: string): id is RoleId => Object.hasOwn(ROLES, id);

/** The single user of a ledger without accounts. It may do everything: whoever reaches it sits at this machine. */
export const LOCAL_ROLE = 'local';

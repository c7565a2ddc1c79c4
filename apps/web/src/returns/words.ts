/** Where lines of a return stand, as the lists of the page say it; the ladder of one return comes with the return. */
import type { Tone } from '../shell/marks';
import type { Words } from '../shell/language';
import type { Book } from '../shell/words';

const w = (zh: string, en: string): Words => ({ zh, en });

export const STANDINGS = ['missing', 'returned', 'reported', 'checked', 'reviewed', 'approved', 'accepted', 'locked'] as const;
export type Standing = (typeof STANDINGS)[number];

export const STANDING: Readonly<Record<Standing, Words>> = {
  missing: w('未填报', 'not reported'),
  returned: w('退回修改', 'sent back'),
  reported: w('已报送', 'reported'),
  checked: w('县级已初审', 'checked by the county'),
  reviewed: w('县级已复核', 'reviewed by the county'),
  approved: w('市级已审核', 'approved by the prefecture'),
  accepted: w('省级已审定', 'accepted by the province'),
  locked: w('已锁定', 'locked'),
};
export const STANDING_TONE: Readonly<Record<Standing, Tone>> = {
  missing: 'plain',
  returned: 'grave',
  reported: 'calm',
  checked: 'calm',
  reviewed: 'calm',
  approved: 'calm',
  accepted: 'good',
  locked: 'good',
};

export const RETURN_KIND: Readonly<Record<'labour' | 'training', Words>> = {
  labour: w('劳务品牌', 'labour brands'),
  training: w('职业技能培训品牌', 'training brands'),
};
export const BASIS: Readonly<Record<'period' | 'yearToDate', Words>> = {
  period: w('本期', 'of the period'),
  yearToDate: w('本年累计', 'year to date'),
};

/** Roles under which people act, as the history of a return names them. */
export const ROLE: Book = {
  constructionUnit: w('劳务品牌建设单位', 'construction unit'),
  trainingInstitution: w('培训机构', 'training institution'),
  recorder: w('经办人（县级经办）', 'county recorder'),
  checker: w('复核人（县级复核）', 'county checker'),
  approver: w('审批人', 'approver'),
  prefectureReviewer: w('市级审核人', 'prefecture reviewer'),
  provinceScreener: w('省级审核筛选', 'province screener'),
  administrator: w('系统管理员', 'administrator'),
  local: w('本机用户（未启用账户）', 'the user of this machine (no accounts)'),
  steward: w('规则', 'a rule'),
};

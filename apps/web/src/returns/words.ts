/** Where lines of a return stand, as the lists of the page say it; the ladder of one return comes with the return. */
import type { Tone } from '../shell/marks';
import type { Words } from '../shell/language';

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

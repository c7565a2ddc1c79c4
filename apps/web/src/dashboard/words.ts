/** Codes of the dashboard and the words that the page shows for them. */
import { BRAND_EVENT_WORDS } from '../../../../libs/domain/src/brand/words';
import type { Words } from '../shell/language';
import type { Tone } from '../shell/marks';
import { named, TIER, type Book } from '../shell/words';

export const MOVEMENT: Book = {
  recognised: { zh: '新认定', en: 'Recognised' },
  promoted: { zh: '晋级', en: 'Promoted' },
  downgraded: { zh: '降级', en: 'Downgraded' },
  restored: { zh: '恢复', en: 'Restored' },
  delisted: { zh: '退出', en: 'Delisted' },
  listed: { zh: '列入目录', en: 'Entered a catalogue' },
};
/** In the order in which people read a year. */
export const MOVEMENTS = ['recognised', 'promoted', 'downgraded', 'restored', 'delisted', 'listed'] as const;

export const PART: Book = {
  counted: { zh: '计入', en: 'counted' },
  earlier: { zh: '同年较早，未计', en: 'earlier in the year, not counted' },
  repeated: { zh: '另一来源相同，不重复计', en: 'said by another source, not counted twice' },
  corrected: { zh: '已更正，未计', en: 'corrected, not counted' },
  disputed: { zh: '来源冲突，未计', en: 'disputed, not counted' },
  notYearly: { zh: '无年份或跨年，未计', en: 'of no single year, not counted' },
};
export const PART_TONE: Readonly<Record<string, Tone>> = { counted: 'good', disputed: 'warn', corrected: 'grave' };

export const QUALITY: Book = {
  disputed: { zh: '来源冲突', en: 'Sources disagree' },
  unitUnstated: { zh: '单位未注明（人或人次）', en: 'Unit not stated' },
  natureUnstated: { zh: '口径未注明（本期、期末或累计）', en: 'Flow or stock not stated' },
  directnessUnstated: { zh: '未分直接、间接', en: 'Direct and indirect not told apart' },
  yearUnstated: { zh: '年份不详', en: 'Year not stated' },
  publishedOnly: { zh: '仅有公开来源，未经填报锁定', en: 'Published only, never locked' },
};

export const EVENT: Book = BRAND_EVENT_WORDS;

/** Where a brand's figures are counted: the tier it holds, the one a source claims, none, or the catalogue it has left. */
export function tierCounted(code: string): Words {
  const claimed = /^claimed:(.+)$/.exec(code)?.[1];
  if (claimed !== undefined) {
    const { zh, en } = named(TIER, claimed);
    return { zh: `来源称${zh}`, en: `claimed: ${en}` };
  }
  return code === 'delisted' ? { zh: '已退出', en: 'Delisted' } : named(TIER, code);
}

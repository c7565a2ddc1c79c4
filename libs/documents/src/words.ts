import { BRAND_EVENT_WORDS, GROUND_WORDS, KIND_WORDS, TIER_WORDS, regionName, regionPath, type Tier } from '#domain';

/** 2026-03-02 → 2026年3月2日. A text that is no date is left as it is. */
export function chineseDate(date: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return parts === null ? date : `${Number(parts[1])}年${Number(parts[2])}月${Number(parts[3])}日`;
}

/** 12345 → 12,345. */
export const grouped = (value: number | bigint): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** Names of a region and of all above it, from the province down: 山东省济南市历下区. */
export const fullRegion = (code: string): string =>
  [...regionPath(code)]
    .reverse()
    .map((each) => regionName(each) ?? each)
    .join('') ||
  (regionName(code) ?? code);

const named = (book: Readonly<Record<string, { readonly zh: string }>>, code: string): string => book[code]?.zh ?? code;
export const tierName = (tier: Tier | null): string => (tier === null ? '未定层级' : TIER_WORDS[tier].zh.replace(/（.*$/, ''));
export const kindName = (kind: string): string => named(KIND_WORDS, kind);
export const eventName = (type: string): string => named(BRAND_EVENT_WORDS, type);
export const groundName = (ground: string): string => named(GROUND_WORDS, ground);
export const DIRECTNESS_NAMES: Readonly<Record<string, string>> = {
  direct: '直接',
  indirect: '间接（估算）',
  combined: '直接间接合计（来源未分列）',
  unstated: '未注明直接间接',
};
export const NATURE_NAMES: Readonly<Record<string, string>> = { flow: '本期', stock: '期末', cumulative: '累计', unstated: '口径未注明' };
export const STATUS_NAMES: Readonly<Record<string, string>> = { locked: '已锁定', published: '公开资料' };
export const UNIT_NAMES: Readonly<Record<string, string>> = { persons: '人', personTimes: '人次' };
export const BOUND_SIGNS: Readonly<Record<string, string>> = { exact: '', atLeast: '≥', about: '约', almost: '近' };

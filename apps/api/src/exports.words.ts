/** What codes are called in files that go to offices. */
import { natureLabel, unitLabel } from '#contracts';
import { BRAND_TYPE_WORDS, GROUND_WORDS, KIND_WORDS, METRICS, SIDE_STATE_WORDS, STAGE_WORDS, TIER_WORDS, regionName } from '#domain';
import { METRIC_NAMES } from '#policy';

type Book = Readonly<Record<string, { readonly zh: string } | string>>;
const of = (book: Book, code: string | null | undefined): string | null => {
  if (code === null || code === undefined) return null;
  const word = Object.hasOwn(book, code) ? book[code] : undefined;
  return word === undefined ? code : typeof word === 'string' ? word : word.zh;
};

const ORIGIN: Book = { published: '公开来源', operational: '业务填报', synthetic: '合成数据（演示）' };
const DIRECTNESS: Book = { direct: '直接', indirect: '间接（估算）', combined: '直接间接合计', unstated: '未分直接间接' };
const BOUND: Book = { exact: '准确', atLeast: '不少于', about: '约', almost: '近' };
const FIGURE_STATUS: Book = { published: '已公布', locked: '已锁定' };
const CHANGE: Book = {
  entered: '新增',
  restored: '恢复',
  exited: '退出',
  promoted: '晋级',
  downgraded: '降级',
  renamed: '更名',
  keyProject: '确定建设重点项目',
};
const OUTCOME: Book = { pass: '符合', fail: '不符合', undecidable: '材料不足，无法判定', notConfigured: '文件未规定' };

export const word = {
  kind: (code: string | null) => of(KIND_WORDS, code),
  brandType: (code: string | null) => of(BRAND_TYPE_WORDS, code),
  stage: (code: string | null) => of(STAGE_WORDS, code),
  side: (code: string) => of(SIDE_STATE_WORDS, code) ?? code,
  tier: (code: string | null) => (code === null || code === 'none' ? '未定层级' : (of(TIER_WORDS, code) ?? code)),
  /** A count says `claimed:province` of a tier that a source claims and nobody here decided. */
  countedTier: (code: string): string | null =>
    code === '*'
      ? null
      : code.startsWith('claimed:')
        ? `${word.tier(code.slice(8))}（来源自称）`
        : code === 'delisted'
          ? '已退出'
          : word.tier(code),
  ground: (code: string) => of(GROUND_WORDS, code) ?? code,
  origin: (code: string) => of(ORIGIN, code),
  metric: (code: string): string => of(METRICS, code === '' ? null : code) ?? of(METRIC_NAMES, code) ?? code,
  unit: (code: string) => of(unitLabel, code),
  nature: (code: string) => of(natureLabel, code),
  directness: (code: string) => of(DIRECTNESS, code),
  bound: (code: string) => of(BOUND, code),
  figureStatus: (code: string) => of(FIGURE_STATUS, code),
  change: (code: string) => of(CHANGE, code) ?? code,
  outcome: (code: string | null | undefined) => of(OUTCOME, code),
  region: (code: string) => regionName(code) ?? code,
  yesNo: (flag: boolean) => (flag ? '是' : '否'),
} as const;

/** 山东省日照市莒县: a region with all above it, but the country. */
export const placeText = (region: { readonly path: readonly { readonly code: string; readonly name: string }[] }): string =>
  region.path
    .filter(({ code }) => code !== '000000')
    .map(({ name }) => name)
    .join('');

/** `2026-01-05 10:00:00`, in the time of Shanghai, eight hours ahead of UTC all year. */
export const shanghaiTime = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

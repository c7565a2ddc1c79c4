/** Codes of the ledger and the words that the page shows for them, from the glossary of the trade. */
import { METRICS, type Metric } from '../../../../libs/domain/src/dictionary';
import { FACT_NAMES, METRIC_NAMES, ROLE_NAMES } from '../../../../libs/policy/src/vocabulary';
import {
  BRAND_TYPE_WORDS,
  GROUND_WORDS,
  KIND_WORDS,
  SIDE_STATE_WORDS,
  STAGE_WORDS,
  STEP_WORDS,
  TIER_WORDS,
} from '../../../../libs/domain/src/brand/words';
import type { Words } from './language';

const words = (zh: string, en: string): Words => ({ zh, en });
export type Book = Readonly<Record<string, Words>>;
/** What a code is called; a code that no book knows is shown as it stands. */
export const named = (book: Book, code: string | null | undefined): Words =>
  code === null || code === undefined ? words('—', '—') : (book[code] ?? words(code, code));

export const STAGE: Book = STAGE_WORDS;
export const TIER: Book = {
  province: TIER_WORDS.province,
  prefecture: TIER_WORDS.prefecture,
  county: TIER_WORDS.county,
  none: words('未定层级', 'No tier'),
};
export const TIER_SHORT: Book = {
  province: words('省级', 'Province'),
  prefecture: words('市级', 'Prefecture'),
  county: words('县级', 'County'),
  none: words('未定层级', 'No tier'),
};
export const KIND: Book = KIND_WORDS;
export const BRAND_TYPE: Book = BRAND_TYPE_WORDS;
export const ORIGIN: Book = {
  published: words('公开来源', 'Published source'),
  operational: words('业务填报', 'Recorded in operation'),
  synthetic: words('合成数据（演示）', 'Synthetic (demonstration)'),
};
export const SIDE: Book = SIDE_STATE_WORDS;
/** Side-states that ask somebody to act or that weigh on the brand. */
export const GRAVE_SIDES = new Set([
  'reviewOverdue',
  'warned',
  'rectifying',
  'supportStopped',
  'exitProposed',
  'onExitNotice',
  'downgraded',
  'decisionStale',
]);

export const UNIT: Book = {
  persons: words('人', 'persons'),
  personTimes: words('人次', 'person-times'),
  yuan: words('元', 'yuan'),
  items: words('个', 'items'),
  points: words('分', 'points'),
  unstated: words('单位未注明', 'unit not stated'),
  months: words('个月', 'months'),
  days: words('天', 'days'),
  years: words('年', 'years'),
};
export const NATURE: Book = {
  flow: words('本期（流量）', 'in the period (flow)'),
  stock: words('期末（存量）', 'at period end (stock)'),
  cumulative: words('累计', 'cumulative'),
  unstated: words('口径未注明', 'flow or stock not stated'),
};
export const DIRECTNESS: Book = {
  direct: words('直接', 'direct'),
  indirect: words('间接（估算）', 'indirect (estimate)'),
  combined: words('直接间接合计', 'direct and indirect together'),
  unstated: words('未分直接间接', 'not told apart'),
};
export const BOUND_SIGN: Readonly<Record<string, string>> = { exact: '', atLeast: '≥ ', about: '≈ ', almost: '近 ' };
export const FIGURE_STATUS: Book = { published: words('已公布', 'Published'), locked: words('已锁定', 'Locked') };
export const OUTCOME: Book = {
  pass: words('符合', 'Pass'),
  fail: words('不符合', 'Fail'),
  undecidable: words('材料不足，无法判定', 'Undecidable: facts are missing'),
  notConfigured: words('文件未规定', 'Not configured'),
};
export const COMPARISON: Readonly<Record<string, string>> = {
  atLeast: '≥',
  '>=': '≥',
  gte: '≥',
  atMost: '≤',
  '<=': '≤',
  lte: '≤',
  moreThan: '>',
  '>': '>',
  gt: '>',
  lessThan: '<',
  '<': '<',
  lt: '<',
  equals: '=',
  '=': '=',
  eq: '=',
  about: '≈',
};

export const STEP: Book = STEP_WORDS;
export const PROPOSAL_STATUS: Book = {
  open: words('待确认', 'Open'),
  confirmed: words('已确认', 'Confirmed'),
  withdrawn: words('已撤回', 'Withdrawn'),
  fellDue: words('到期生效', 'Fell due'),
};
export const EXIT_GROUND: Book = GROUND_WORDS;
export const WORK: Book = {
  reviewDue: words('定期审核', 'Review due'),
  reviewOverdue: words('审核逾期', 'Review overdue'),
  reviewHeld: words('审核已开展，待结论', 'Review held, not concluded'),
  rectificationDue: words('整改到期', 'Rectification due'),
  rectificationReported: words('整改已报告，待验收', 'Rectification reported'),
  noticeEnds: words('公示期满', 'Notice ends'),
  exitNoticeEnds: words('退出公告期满', 'Exit notice ends'),
  objection: words('异议待处理', 'Objection to decide'),
  proposal: words('规则建议', 'Proposal'),
};
export const PURPOSE: Book = {
  nomination: words('申报条件', 'Nomination'),
  tier: words('层级条件', 'Tier'),
  eligibility: words('晋级条件', 'Eligibility'),
  review: words('定期审核', 'Review'),
  integrity: words('守法诚信', 'Integrity'),
  name: words('命名', 'Name'),
  deadline: words('时限', 'Deadline'),
  target: words('目标', 'Target'),
  duty: words('义务', 'Duty'),
  coverage: words('覆盖', 'Coverage'),
  record: words('记载', 'Record'),
};
export const TRIGGER: Book = {
  yearClosed: words('年度封账', 'Year closed'),
  reviewDueDatePassed: words('审核期限届满', 'Review due date passed'),
  reviewHeld: words('审核已开展', 'Review held'),
  rectificationReported: words('整改已报告', 'Rectification reported'),
  rectificationDueDatePassed: words('整改期限届满', 'Rectification due date passed'),
  supportStopped: words('支持已停止', 'Support stopped'),
  noticeEnded: words('公示期满', 'Notice ended'),
  figureCorrected: words('数据已更正', 'Figure corrected'),
  proposalFallsDue: words('建议到期', 'Proposal falls due'),
};

const isMetric = (code: string): code is Metric => Object.hasOwn(METRICS, code);
export const metricNamed = (code: string): Words =>
  isMetric(code) ? words(METRICS[code].zh, METRICS[code].en) : (METRIC_NAMES[code] ?? words(code, code));
/** Metrics that a person may record. */
export const METRIC_CODES: readonly string[] = Object.entries(METRICS)
  .filter(([, { units }]) => !(units as readonly string[]).includes('unstated'))
  .map(([code]) => code);
export const metricDefinition = (code: string) => (isMetric(code) ? METRICS[code] : null);

/** The category as the ledger writes it, for the lists to choose from. Others may be typed. */
export const CATEGORIES = [
  '家政服务',
  '餐饮',
  '食品',
  '农业',
  '茶',
  '手工艺',
  '工业',
  '纺织',
  '修脚足浴',
  '护理',
  '康养',
  '建筑',
  '建筑防水',
  '文化旅游',
  '商贸服务',
  '保安',
  '智能制造',
  '电力',
  '汽车制造',
  '装备制造',
  '驾驶',
  '人力资源',
  '数字产业',
  '中医药',
  '畜牧',
  '园艺',
  '其他',
];

/** Remarks of an explanation that a reader should see beside the numbers; the others are said in its sentences. */
export const NOTE: Book = {
  passesOnlyWithIndirect: words('仅计入间接带动后达标', 'passes only with indirect figures'),
  directPartNotKnown: words('直接部分不明', 'the direct part is not known'),
  vetoed: words('一票否决', 'vetoed'),
  noBreachOnRecord: words('未见在案记录', 'none on record'),
  breachesBeforeWindow: words('均在追溯期之前', 'all before the window'),
  nothingJudged: words('未记录判断', 'nothing was judged'),
  zeroDenominator: words('分母为 0', 'the denominator is 0'),
  partExceedsWhole: words('部分大于总体，数据矛盾', 'a part exceeds its whole'),
  noFullYearYet: words('尚无完整年度', 'no full year yet'),
  regionClassUnknown: words('文件未将所在地区列入任何一类', 'the document puts the region in no class'),
  nameQueried: words('名称待人工判断', 'the name is for a person to judge'),
};

/** Ratios as published. */
export const RATIO: Book = {
  employmentRate: words('培训后就业率', 'employment rate after training'),
  retentionRate: words('稳岗率', 'retention rate'),
  skilledShare: words('技能人员占比', 'share of skilled workers'),
  trainedShare: words('受训人员占比', 'share of trained workers'),
  experiencedShare: words('有经验人员占比', 'share of experienced workers'),
  priorityGroupShare: words('重点群体占比', 'share of key groups'),
};

/** What an explanation reads or lacks, other than figures; and who owes it. */
export const FACT: Book = { ...FACT_NAMES, ...METRIC_NAMES };
export const OWED_BY: Book = ROLE_NAMES;

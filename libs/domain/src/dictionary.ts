/**
 * The data dictionary: every metric that a figure may carry, with its unit and its nature.
 *
 * Two figures add only when metric, unit, nature and directness are equal, so that 人 and 人次, flow and stock,
 * direct and indirect never meet in one sum.
 */

/** 人, 人次, 元, 个 (shops, classes, brands), 场次, 分 (points), 天, 岁, 未注明 (the source gives no unit). */
export const UNITS = ['persons', 'personTimes', 'yuan', 'items', 'points', 'days', 'years', 'unstated'] as const;
export type Unit = (typeof UNITS)[number];

/**
 * flow: what was added within a window (本期). stock: what stood on a date (期末). cumulative: what had been added
 * since a beginning (累计); a later cumulative replaces an earlier one. unstated: the source does not say.
 */
export const NATURES = ['flow', 'stock', 'cumulative', 'unstated'] as const;
export type Nature = (typeof NATURES)[number];

/** 直接, 间接 (an estimate, shown apart), 合计 (a source gives both together), 未注明. */
export const DIRECTNESS = ['direct', 'indirect', 'combined', 'unstated'] as const;
export type Directness = (typeof DIRECTNESS)[number];

export const BOUNDS = ['exact', 'atLeast', 'about', 'almost'] as const;
export type Bound = (typeof BOUNDS)[number];

export interface MetricDefinition {
  readonly zh: string;
  readonly en: string;
  /** Units that a figure of this metric may carry when a person records it. */
  readonly units: readonly Unit[];
  /** Natures that a figure of this metric may carry when a person records it. */
  readonly natures: readonly Nature[];
  /** Whether direct and indirect are told apart. */
  readonly directed: boolean;
}

const define = <T extends Record<string, MetricDefinition>>(metrics: T): T => metrics;

export const METRICS = define({
  employmentDriven: { zh: '带动就业人数', en: 'employment driven', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative', 'unstated'], directed: true },
  workers: { zh: '从业人员数（期末）', en: 'workers at period end', units: ['persons'], natures: ['stock'], directed: false },
  skilledWorkers: { zh: '技能人员数（期末）', en: 'skilled workers at period end', units: ['persons'], natures: ['stock'], directed: false },
  exported: { zh: '劳务输出人数', en: 'labour exported', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  selfUsed: { zh: '自用（吸纳）人数', en: 'self-used', units: ['persons'], natures: ['flow'], directed: false },
  trainedPersons: { zh: '培训人数', en: 'trained persons', units: ['persons'], natures: ['flow', 'cumulative'], directed: false },
  trainedPersonTimes: { zh: '培训人次', en: 'trained person-times', units: ['personTimes'], natures: ['flow', 'cumulative'], directed: false },
  /** Published training counts of which the source says neither 人 nor 人次. Nobody records it. */
  trained: { zh: '培训数（未注明人或人次）', en: 'trained, persons or person-times not stated', units: ['unstated'], natures: ['flow', 'cumulative'], directed: false },
  trainedPoverty: { zh: '贫困（脱贫）人口培训数', en: 'trained of poor or poverty-relieved households', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  trainedAndExported: { zh: '培训并输出数', en: 'trained and exported, told as one figure', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  examined: { zh: '参加考核人数', en: 'examined', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  passed: { zh: '考核合格人数', en: 'passed', units: ['persons'], natures: ['flow'], directed: false },
  certified: { zh: '取得证书人数', en: 'certificates gained', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  certifiedWorkers: { zh: '持证从业人员数（期末）', en: 'workers holding certificates', units: ['persons'], natures: ['stock'], directed: false },
  trainedWorkers: { zh: '受过专业技能培训的从业人员数（期末）', en: 'workers who had training', units: ['persons'], natures: ['stock'], directed: false },
  employedAfterTraining: { zh: '培训后就业人数', en: 'employed after training', units: ['persons'], natures: ['flow', 'cumulative'], directed: false },
  employedPoverty: { zh: '贫困（脱贫）人口就业数', en: 'employed of poor or poverty-relieved households', units: ['persons', 'personTimes'], natures: ['flow', 'cumulative'], directed: false },
  employedNew: { zh: '新增就业人数', en: 'newly employed', units: ['persons'], natures: ['flow', 'cumulative'], directed: false },
  keyGroupSubsidised: { zh: '享受职业培训补贴的就业重点群体培训人数', en: 'subsidised key-group trainees', units: ['persons'], natures: ['flow', 'cumulative'], directed: false },
  orderTrained: { zh: '订单、定岗、定向式培训人数', en: 'order, post and targeted trainees', units: ['persons'], natures: ['flow'], directed: false },
  retainedThreeMonths: { zh: '稳岗三个月以上人数', en: 'kept in work for three months or more', units: ['persons'], natures: ['flow'], directed: false },
  localWorkers: { zh: '本地就业人数', en: 'local employment', units: ['persons', 'personTimes'], natures: ['flow', 'stock', 'cumulative', 'unstated'], directed: false },
  inflowWorkers: { zh: '吸引外来就业人数', en: 'workers drawn in from elsewhere', units: ['persons', 'personTimes'], natures: ['flow', 'unstated'], directed: false },
  recruited: { zh: '招录人数', en: 'recruited', units: ['persons'], natures: ['flow'], directed: false },
  postsAgreed: { zh: '签订岗位（协议）数', en: 'posts agreed', units: ['persons', 'items'], natures: ['flow'], directed: false },
  jobsCreated: { zh: '提供岗位数', en: 'posts provided', units: ['items', 'persons'], natures: ['stock', 'cumulative', 'unstated'], directed: false },
  incomeYearly: { zh: '年劳务收入', en: 'labour income in a year', units: ['yuan'], natures: ['flow'], directed: false },
  income: { zh: '劳务收入', en: 'labour income', units: ['yuan'], natures: ['flow', 'cumulative', 'unstated'], directed: false },
  outputValue: { zh: '产值', en: 'output value', units: ['yuan'], natures: ['flow', 'unstated'], directed: false },
  shops: { zh: '门店数', en: 'shops', units: ['items'], natures: ['stock', 'cumulative', 'unstated'], directed: false },
  branches: { zh: '分支机构数', en: 'branches', units: ['items'], natures: ['stock'], directed: false },
  brokers: { zh: '劳务经纪人数', en: 'labour brokers', units: ['persons'], natures: ['stock'], directed: false },
  trainingClasses: { zh: '培训班（场）次', en: 'training classes', units: ['items'], natures: ['flow', 'cumulative'], directed: false },
  leadUnits: { zh: '引领单位数', en: 'lead units', units: ['items'], natures: ['stock'], directed: false },
  brandCount: { zh: '品牌数', en: 'number of brands', units: ['items'], natures: ['stock', 'flow'], directed: false },
  // What units, institutions and programmes report beside what brands do.
  educationFunds: { zh: '职工教育经费支出', en: 'education funds spent', units: ['yuan'], natures: ['flow'], directed: false },
  frontlineEducationFunds: { zh: '用于一线职工的职工教育经费', en: 'education funds spent on front-line workers', units: ['yuan'], natures: ['flow'], directed: false },
  enrolledStudents: { zh: '在校生人数', en: 'enrolled students', units: ['persons'], natures: ['stock'], directed: false },
  teachers: { zh: '教师总数', en: 'teachers', units: ['persons'], natures: ['stock'], directed: false },
  fullTimeTeachers: { zh: '专职教师人数', en: 'full-time teachers', units: ['persons'], natures: ['stock'], directed: false },
  institutionsServed: { zh: '兼职教师任职机构数（最多的一人）', en: 'institutions served by the part-time teacher with most', units: ['items'], natures: ['flow'], directed: false },
  institutionsServedTwelveMonths: { zh: '兼职教师连续十二个月内任职机构数（最多的一人）', en: 'institutions served in twelve months by the part-time teacher with most', units: ['items'], natures: ['flow'], directed: false },
  examsHeld: { zh: '考试场次', en: 'exams held', units: ['items'], natures: ['flow'], directed: false },
  examsSupervised: { zh: '有督导记录的考试场次', en: 'exams supervised', units: ['items'], natures: ['flow'], directed: false },
  placedInFoshan: { zh: '输送到佛山就业人数', en: 'placed in Foshan', units: ['persons'], natures: ['flow'], directed: false },
  oldestTrainee: { zh: '参训人员最高年龄', en: 'highest age of a trainee', units: ['years'], natures: ['flow'], directed: false },
  longestClassDays: { zh: '最长培训天数', en: 'days of the longest class', units: ['days'], natures: ['flow'], directed: false },
  subsidyPerWorker: { zh: '每名职工补贴金额', en: 'subsidy for a worker', units: ['yuan'], natures: ['flow'], directed: false },
  subsidyPerPersonDay: { zh: '每人每天补贴金额', en: 'subsidy for a person and day', units: ['yuan'], natures: ['flow'], directed: false },
  reviewScore: { zh: '评审得分', en: 'review score', units: ['points'], natures: ['flow'], directed: false },
});
export type Metric = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as [Metric, ...Metric[]];

/**
 * 其中: which metric is a part of which, as far as their meaning gives it. Of one brand, one trade and one period the part is
 * never more than the whole (of 带动就业, direct and indirect together). 培训人数 counts each person once, 培训人次 may count them
 * again: therefore the one is never more than the other.
 */
export const OF_WHICH: readonly { readonly part: Metric; readonly whole: Metric }[] = [
  { part: 'skilledWorkers', whole: 'workers' },
  { part: 'certifiedWorkers', whole: 'workers' },
  { part: 'trainedWorkers', whole: 'workers' },
  { part: 'trainedPersons', whole: 'trainedPersonTimes' },
  { part: 'trainedPoverty', whole: 'trainedPersons' },
  { part: 'keyGroupSubsidised', whole: 'trainedPersons' },
  { part: 'orderTrained', whole: 'trainedPersons' },
  { part: 'employedAfterTraining', whole: 'trainedPersons' },
  { part: 'passed', whole: 'examined' },
  { part: 'certified', whole: 'examined' },
  { part: 'employedPoverty', whole: 'employmentDriven' },
  { part: 'employedNew', whole: 'employmentDriven' },
  { part: 'retainedThreeMonths', whole: 'employmentDriven' },
];

/** What two figures must share before they may meet in one sum. */
export interface Summable {
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
}

/** Key under which figures add: 人 and 人次, 本期 and 期末, 直接 and 间接 have different keys. */
export const sumKey = ({ metric, unit, nature, directness }: Summable): string => `${metric}|${unit}|${nature}|${directness}`;

/** The window a figure speaks of: a year, a span of years, a date. */
interface Window {
  readonly fromYear: number | null;
  readonly toYear: number | null;
  readonly asOf: string | null;
}

export const sameWindow = (a: Window, b: Window): boolean => a.fromYear === b.fromYear && a.toYear === b.toYear && a.asOf === b.asOf;

/**
 * Whether two figures may meet in one sum. Flows of one key do. Stocks and cumulatives only of one window, which can
 * only be two subjects (two brands at one year's end): of one subject the later replaces the earlier. What the source
 * leaves unstated adds to nothing.
 */
export function canAdd(a: Summable & { readonly window: Window }, b: Summable & { readonly window: Window }): boolean {
  if (sumKey(a) !== sumKey(b) || a.unit === 'unstated' || a.nature === 'unstated') return false;
  return a.nature === 'flow' || sameWindow(a.window, b.window);
}

/** A figure as far as a conflict of sources is concerned. */
export interface SourcedFigure extends Summable {
  readonly figureId: string;
  readonly bound: string;
  readonly value: number;
  readonly window: Window;
  readonly source: { readonly reference: string };
}

/** Two figures of different sources about one thing that cannot both be right. */
export interface FigureConflict {
  readonly a: string;
  readonly b: string;
}

/**
 * Conflicts among the figures in force of one brand: same metric, unit, nature, directness and window, told by
 * different sources, with values that exclude each other. `≥ n` excludes an exact value below n; 约 and 近 exclude
 * nothing, because how near they mean is not said. A stock on two dates is two windows and no conflict.
 */
export function figureConflicts(figures: readonly SourcedFigure[]): readonly FigureConflict[] {
  const conflicts: FigureConflict[] = [];
  figures.forEach((a, i) => {
    for (const b of figures.slice(i + 1)) {
      const sameThing = sumKey(a) === sumKey(b) && sameWindow(a.window, b.window);
      const sameSource = a.source.reference === b.source.reference;
      if (sameThing && !sameSource && excludeEachOther(a, b)) conflicts.push({ a: a.figureId, b: b.figureId });
    }
  });
  return conflicts;
}

function excludeEachOther(a: SourcedFigure, b: SourcedFigure): boolean {
  if (a.bound === 'exact' && b.bound === 'exact') return a.value !== b.value;
  if (a.bound === 'atLeast' && b.bound === 'exact') return b.value < a.value;
  if (a.bound === 'exact' && b.bound === 'atLeast') return a.value < b.value;
  return false;
}

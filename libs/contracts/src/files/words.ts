/** The words of files and what they stand for. One table for every format, Chinese first, English accepted. */
import { METRICS, METRIC_IDS, type Bound, type Directness, type Kind, type Metric, type Nature, type Tier, type Unit } from '#domain';

/** Cells as clerks write them: full-width letters and digits are read as plain ones, outer blanks do not count. */
export const plain = (cell: string): string => cell.normalize('NFKC').trim();

/** Names keep their full-width marks, since the source prints them so: 吕梁山护工（汾阳）. */
export const plainName = (cell: string): string => cell.normalize('NFC').trim();

export interface Words<T extends string> {
  readonly of: (cell: string) => T | null;
  /** What a clerk may write, for messages: `人、人次、元`. */
  readonly choices: string;
}

function words<T extends string>(table: Readonly<Record<T, readonly [string, ...string[]]>>): Words<T> {
  const entries = Object.entries(table) as [T, readonly string[]][];
  const byWord = new Map<string, T>();
  for (const [key, spellings] of entries) for (const word of [key, ...spellings]) byWord.set(word.toLowerCase(), key);
  return { of: (cell) => byWord.get(plain(cell).toLowerCase()) ?? null, choices: entries.map(([, spellings]) => spellings[0]).join('、') };
}

export const unitWords = words<Unit>({
  persons: ['人', 'person'],
  personTimes: ['人次', 'person-times'],
  yuan: ['元', 'CNY'],
  items: ['个', '家', '场次', '期', 'item'],
  points: ['分', 'point'],
  days: ['天', 'day'],
  years: ['岁', 'years of age'],
  unstated: ['未注明', 'not stated'],
});
export const natureWords = words<Nature>({
  flow: ['流量', '本期', '当年'],
  stock: ['存量', '期末'],
  cumulative: ['累计'],
  unstated: ['未注明', 'not stated'],
});
export const directnessWords = words<Directness>({
  direct: ['直接', '直接带动'],
  indirect: ['间接', '间接带动'],
  combined: ['合计', '直接和间接'],
  unstated: ['未注明', 'not stated'],
});
export const boundWords = words<Bound>({
  exact: ['准确', '='],
  atLeast: ['以上', '不少于', '>='],
  about: ['约', '左右'],
  almost: ['近', '接近'],
});
export const tierWords = words<Tier>({
  county: ['县级', '旗县级', '旗县(市、区)级'],
  prefecture: ['市级', '盟市级'],
  province: ['省级', '自治区级'],
});
export const kindWords = words<Kind>({
  labour: ['劳务品牌', '劳务'],
  training: ['职业技能培训品牌', '培训品牌', '培训'],
  dual: ['双品牌', '技能培训和劳务“双品牌”', '技能培训和劳务双品牌'],
});
export const brandTypeWords = words<'skilled' | 'service' | 'culture' | 'livelihood'>({
  skilled: ['中高端技能型'],
  service: ['高品质服务型'],
  culture: ['文化和旅游类', '文化旅游类'],
  livelihood: ['民生保障型'],
});
export const yesNoWords = words<'yes' | 'no'>({ yes: ['是', 'y', 'true'], no: ['否', 'n', 'false'] });

/** Labels that two metrics would share are not among these short forms; the dictionary's own label always works. */
const SHORT: Partial<Record<Metric, readonly string[]>> = {
  employmentDriven: ['带动就业'],
  workers: ['从业人员数', '期末从业人员数', '年末从业人员数', '从业人员', '从业人数', '年末从业人数', '期末从业人数'],
  exported: ['劳务输出'],
  selfUsed: ['自用人数', '吸纳人数'],
  trainedPersons: ['培训人数'],
  trainedPersonTimes: ['培训人次'],
  passed: ['合格人数'],
  examined: ['考核人数'],
  certified: ['取证人数'],
  certifiedWorkers: ['持证从业人员数'],
  trainedWorkers: ['受过培训的从业人员数', '受过专业技能培训的从业人员数', '受过培训从业人员数'],
  keyGroupSubsidised: ['重点群体培训人数'],
  orderTrained: ['订单培训人数', '订单、定岗、定向式培训人数'],
  retainedThreeMonths: ['稳岗人数'],
};
const metricByWord = new Map<string, Metric>();
for (const id of METRIC_IDS) for (const word of [id, METRICS[id].zh, ...(SHORT[id] ?? [])]) metricByWord.set(plain(word).toLowerCase(), id);

export const metricWords: Words<Metric> = {
  of: (cell) => metricByWord.get(plain(cell).toLowerCase()) ?? null,
  choices: METRIC_IDS.map((id) => METRICS[id].zh).join('、'),
};

export const unitLabel: Readonly<Record<Unit, string>> = {
  persons: '人',
  personTimes: '人次',
  yuan: '元',
  items: '个',
  points: '分',
  days: '天',
  years: '岁',
  unstated: '未注明',
};
export const natureLabel: Readonly<Record<Nature, string>> = {
  flow: '流量（本期）',
  stock: '存量（期末）',
  cumulative: '累计',
  unstated: '未注明',
};

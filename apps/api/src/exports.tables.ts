/** The tables that are drawn up from a query of this interface: where each asks, and what its columns are. */
import type {
  AccessRecordRow,
  BrandCard,
  BrandRow,
  CorrectionRow,
  EditionDetail,
  EditionRow,
  FigureRow,
  Gap,
  HistoryEntry,
  RegionalFigureRow,
  ReturnLineRow,
  ReturnRow,
  SheetCell,
  SheetColumnKind,
  SubjectRow,
  TierStatus,
  WhatIfRow,
  WorkItem,
  YearlyCount,
} from '#contracts';
import { placeText, shanghaiTime, word } from './exports.words';

export type ExportParams = Readonly<Record<string, string>>;

interface Column<T> {
  readonly heading: string;
  readonly kind: SheetColumnKind;
  readonly of: (row: T) => SheetCell | undefined;
}
const text = <T>(heading: string, of: Column<T>['of']): Column<T> => ({ heading, kind: 'text', of });
const number = <T>(heading: string, of: (row: T) => number | null | undefined): Column<T> => ({ heading, kind: 'number', of });
const date = <T>(heading: string, of: Column<T>['of']): Column<T> => ({ heading, kind: 'date', of });

interface Described<T> {
  readonly title: string;
  /** Path of the query; parameters named in braces are taken out of those that were sent. */
  readonly path: string;
  /** Where the answer holds its rows; default `rows`. */
  readonly at?: (answer: never) => readonly T[];
  /** The query answers by pages. */
  readonly paged?: boolean;
  /** Parameters of the page behind a row; default: pages are counted. For tables that grow or are deep. */
  readonly after?: (last: T) => ExportParams;
  readonly notes: readonly string[];
  readonly columns: readonly Column<T>[];
}
/** A table whose rows are known to nobody but its own columns. */
export interface ExportTable {
  readonly title: string;
  readonly path: string;
  readonly paged: boolean;
  readonly after: ((last: unknown) => ExportParams) | null;
  readonly notes: readonly string[];
  readonly columns: readonly { readonly heading: string; readonly kind: SheetColumnKind }[];
  readonly rowsOf: (answer: unknown) => readonly unknown[];
  readonly cellsOf: (row: unknown) => readonly SheetCell[];
}

function table<T>({ title, path, at, paged = false, after, notes, columns }: Described<T>): ExportTable {
  return {
    title,
    path,
    paged,
    after: after === undefined ? null : (last) => after(last as T),
    notes,
    columns: columns.map(({ heading, kind }) => ({ heading, kind })),
    rowsOf: (answer) => (at === undefined ? (answer as { readonly rows: readonly T[] }).rows : at(answer as never)),
    cellsOf: (row) => columns.map(({ of }) => of(row as T) ?? null),
  };
}

const INDIRECT = '直接带动与间接带动分行列出；间接带动数为估算，两者不相加。';
const UNLIKE = '单位、口径（本期、期末、累计）不同的数据分行列出，不相加。';
const CLAIMED = '“认定层级”为本台账认定；“来源所称层级”仅为公开来源所称，不作认定依据。';

const BRANDS: Omit<Described<BrandRow>, 'title' | 'path'> = {
  paged: true,
  notes: [CLAIMED],
  columns: [
    text('品牌名称', (row) => row.name),
    text('地区', (row) => placeText(row.region)),
    text('行政区划代码', (row) => row.region.code),
    text('类别', (row) => word.kind(row.kind)),
    text('行业', (row) => row.category),
    text('品牌类型', (row) => word.brandType(row.brandType)),
    text('阶段', (row) => word.stage(row.stage)),
    text('状态', (row) => row.sideStates.map(word.side).join('、')),
    text('认定层级', (row) => word.tier(row.tier)),
    text('来源所称层级', (row) => (row.claimedTier === null ? null : word.tier(row.claimedTier))),
    text('列入指导目录', (row) => word.yesNo(row.listed)),
    text('建设重点项目', (row) => word.yesNo(row.keyProject)),
    number('荣誉数', (row) => row.honours),
    number('数据冲突数', (row) => row.conflicts),
    text('来源类别', (row) => word.origin(row.origin)),
    date('最近记录日期', (row) => row.updatedOn),
    text('品牌编号', (row) => row.brandId),
  ],
};

type Figure = Omit<FigureRow, 'conflictsWith' | 'revision'> & { readonly conflictsWith?: readonly string[] };
const FIGURES: Omit<Described<Figure>, 'title' | 'path'> = {
  at: (answer: { readonly figures: readonly Figure[] }) => answer.figures,
  notes: [INDIRECT, UNLIKE, '更正过的数据保留，标“已被更正”。'],
  columns: [
    text('指标', (row) => word.metric(row.metric)),
    number('起始年度', (row) => row.fromYear),
    number('年度', (row) => row.toYear),
    date('截至日期', (row) => row.asOf),
    number('数值', (row) => row.value),
    text('单位', (row) => word.unit(row.unit)),
    text('准确程度', (row) => word.bound(row.bound)),
    text('口径', (row) => word.nature(row.nature)),
    text('直接/间接', (row) => word.directness(row.directness)),
    text('间接估算方法', (row) => row.estimate?.method),
    text('间接估算依据', (row) => row.estimate?.basis),
    text('状态', (row) => word.figureStatus(row.status)),
    text('更正', (row) => (row.correctedBy === null ? null : '已被更正')),
    text('来源冲突', (row) => ((row.conflictsWith ?? []).length === 0 ? null : '与其他来源不一致')),
    text('来源', (row) => row.source.reference),
    text('来源备注', (row) => row.source.note),
    text('数据编号', (row) => row.figureId),
  ],
};

const HISTORY: Omit<Described<HistoryEntry>, 'title' | 'path'> = {
  notes: ['一行一个记录，只增不改。'],
  columns: [
    number('序号', (row) => row.revision),
    number('日志叶序号', (row) => row.leaf),
    text('事项', (row) => row.titleZh),
    text('内容', (row) => row.sentenceZh),
    date('生效日期', (row) => row.effectiveOn),
    text('登记时间（协调世界时）', (row) => row.recordedAt),
    text('办理人编号', (row) => row.actor.id),
    text('办理角色', (row) => row.actor.role),
    text('办理地区', (row) => word.region(row.actor.region)),
    text('依据条款', (row) => row.decision?.cite),
    text('依据性质', (row) => (row.decision === null ? null : row.decision.basis === 'stated' ? '文件规定' : '本地配置')),
    text('判定说明', (row) => row.decision?.explanationZh),
    text('事件编号', (row) => row.eventId),
  ],
};

type Change = EditionDetail['changes'][number];
const changeText = (change: Change): string => {
  switch (change.kind) {
    case 'entered':
    case 'restored':
      return word.tier(change.entry.tier);
    case 'exited':
      return `${word.tier(change.tier)}；${word.ground(change.ground)}`;
    case 'promoted':
    case 'downgraded':
      return `${word.tier(change.from)} → ${word.tier(change.to)}`;
    case 'renamed':
      return `${change.from} → ${change.to}`;
    case 'keyProject':
      return word.tier(change.level);
  }
};
const changedBrand = (change: Change): { readonly brandId: string; readonly name: string } => {
  if (change.kind === 'entered' || change.kind === 'restored') return change.entry;
  return { brandId: change.brandId, name: change.kind === 'renamed' ? change.to : change.name };
};

const CORRECTION_STATE: Readonly<Record<CorrectionRow['state'], string>> = {
  open: '待批准',
  approved: '已批准',
  refused: '不予更正',
  withdrawn: '已撤回',
  direct: '直接更正',
};

const CHANGES = ['entered', 'restored', 'exited', 'promoted', 'downgraded', 'renamed', 'keyProject'] as const;

/** Every table by its name in `/api/v1/exports/<name>`. */
export const EXPORT_TABLES: Readonly<Record<string, ExportTable>> = {
  brands: table<BrandRow>({ ...BRANDS, title: '品牌台账', path: '/brands' }),
  catalogue: table<BrandRow>({ ...BRANDS, title: '劳务品牌建设指导目录（现行）', path: '/catalogue' }),
  'brand-figures': table<Figure>({ ...FIGURES, title: '品牌数据', path: '/brands/{id}' }),
  'brand-history': table<HistoryEntry>({ ...HISTORY, title: '品牌历史', path: '/brands/{id}/history' }),
  'brand-honours': table<BrandCard['honourList'][number]>({
    title: '品牌荣誉',
    path: '/brands/{id}',
    at: (answer: BrandCard) => answer.honourList,
    notes: ['荣誉不是层级，不计入层级统计。'],
    columns: [
      text('荣誉', (row) => row.honour),
      text('名目', (row) => row.title),
      number('年度', (row) => row.year),
      text('来源', (row) => row.source.reference),
      text('来源备注', (row) => row.source.note),
    ],
  }),
  corrections: table<CorrectionRow>({
    title: '更正记录',
    path: '/corrections',
    paged: true,
    notes: ['更正不覆盖原数字：新数字自批准之日起生效，原数字保留。申请人、办理人为人员编号。'],
    columns: [
      text('状态', (row) => CORRECTION_STATE[row.state]),
      text('品牌', (row) => row.brandName),
      text('地区', (row) => placeText(row.region)),
      text('行政区划代码', (row) => row.region.code),
      text('指标', (row) => word.metric(row.figure.metric)),
      text('直接/间接', (row) => word.directness(row.figure.directness)),
      number('年度', (row) => row.figure.window.toYear),
      number('原数字', (row) => row.valueBefore),
      number('更正为', (row) => row.figure.value),
      text('单位', (row) => word.unit(row.figure.unit)),
      text('理由', (row) => row.reason),
      date('申请日期', (row) => row.askedOn),
      text('申请人', (row) => row.askedBy.id),
      date('办理日期', (row) => row.settledOn),
      text('办理人', (row) => row.settledBy?.id),
      text('办理意见', (row) => row.answer),
    ],
  }),
  'access-records': table<AccessRecordRow>({
    title: '访问记录',
    path: '/access-records',
    paged: true,
    after: (row) => ({ before: row.id }),
    notes: ['只增不改。时间为北京时间。'],
    columns: [
      text('时间', (row) => shanghaiTime(row.at)),
      text('何人', (row) => (row.person === null ? '未登录' : (row.personName ?? row.person))),
      text('人员编号', (row) => row.person),
      text('身份', (row) => row.roleZh),
      text('身份的地区', (row) => (row.scope === null ? null : word.region(row.scope))),
      text('代何人', (row) => row.principalName),
      text('办了什么', (row) => row.actionZh),
      text('地区', (row) => row.regionName),
      text('对象', (row) => row.subject),
      text('结果', (row) => (row.status < 400 ? '已答复' : row.status === 401 || row.status === 403 ? '拒绝' : '未办成')),
      number('状态码', (row) => row.status),
      text('代码', (row) => row.code),
      text('记录编号', (row) => row.id),
    ],
  }),
  'subject-history': table<HistoryEntry>({ ...HISTORY, title: '历史', path: '/{kind}/{id}/history' }),
  'subject-figures': table<Figure>({ ...FIGURES, title: '数据', path: '/{kind}/{id}' }),
  subjects: table<SubjectRow>({
    title: '单位、机构与其他主体',
    path: '/subjects',
    notes: [],
    columns: [
      text('名称', (row) => row.name),
      text('种类', (row) => SUBJECT_KIND[row.kind] ?? row.kind),
      text('状态', (row) => row.statusZh),
      text('地区', (row) => placeText(row.region)),
      text('行政区划代码', (row) => row.region.code),
      number('待确认处理建议', (row) => row.openSanctions),
      date('应评估日期', (row) => row.evaluationDueOn),
      text('来源类别', (row) => word.origin(row.origin)),
      date('最近记录日期', (row) => row.updatedOn),
      text('编号', (row) => row.id),
    ],
  }),
  'yearly-counts': table<YearlyCount>({
    title: '年度成效汇总',
    path: '/counts/yearly',
    notes: [INDIRECT, UNLIKE, '来源相互冲突的品牌不计入数值。'],
    columns: [
      text('地区', (row) => row.regionName),
      text('行政区划代码', (row) => row.region),
      text('层级', (row) => (row.tier === '*' ? '全部' : word.countedTier(row.tier))),
      text('行业', (row) => (row.category === '*' ? '全部' : row.category)),
      number('年度', (row) => row.year),
      text('指标', (row) => word.metric(row.metric)),
      number('数值', (row) => row.value),
      text('单位', (row) => word.unit(row.unit)),
      text('口径', (row) => word.nature(row.nature)),
      text('直接/间接', (row) => word.directness(row.directness)),
      text('状态', (row) => word.figureStatus(row.status)),
      number('品牌数', (row) => row.brands),
      number('来源冲突的品牌数', (row) => row.conflicts ?? 0),
    ],
  }),
  tiers: table<TierStatus>({
    title: '层级状态',
    path: '/tiers',
    notes: [CLAIMED],
    columns: [
      text('地区', (row) => row.regionName),
      text('行政区划代码', (row) => row.region),
      text('类别', (row) => word.kind(row.kind)),
      text('层级', (row) => word.tier(row.tier)),
      text('层级依据', (row) => (row.claimed ? '来源所称' : '本台账认定')),
      text('阶段', (row) => word.stage(row.stage)),
      number('品牌数', (row) => row.brands),
    ],
  }),
  'regional-figures': table<RegionalFigureRow>({
    title: '地区合计（公开来源）',
    path: '/regions/{region}/figures',
    notes: ['属于地区的事实，不计入任何品牌，也不与品牌数据相加。', INDIRECT],
    columns: [
      text('地区', (row) => row.regionName),
      text('行政区划代码', (row) => row.region),
      text('名目', (row) => row.title),
      text('指标', (row) => word.metric(row.metric)),
      number('数值', (row) => row.value),
      text('单位', (row) => word.unit(row.unit)),
      text('准确程度', (row) => word.bound(row.bound)),
      text('口径', (row) => word.nature(row.nature)),
      text('直接/间接', (row) => word.directness(row.directness)),
      text('来源所称层级', (row) => (row.tier === null ? null : word.tier(row.tier))),
      text('荣誉', (row) => row.honour),
      number('年度', (row) => row.toYear),
      text('来源', (row) => row.source.reference),
      text('来源备注', (row) => row.source.note),
    ],
  }),
  gaps: table<Gap>({
    title: '缺口清单',
    path: '/gaps',
    paged: true,
    notes: ['依据为“本地配置”的，注明配置的批准人；文件未规定的，如实写明。'],
    columns: [
      text('缺口类别', (row) => row.kindZh),
      text('缺口', (row) => row.zh),
      text('对象', (row) => row.subject.name),
      text('地区', (row) => placeText(row.region)),
      number('年度', (row) => row.period),
      date('自何时', (row) => row.since),
      date('期限', (row) => row.dueOn),
      text('应由谁办理', (row) => row.owedBy.zh),
      text('办法', (row) => row.todo.zh),
      text('依据性质', (row) => ({ stated: '文件规定', configured: '本地配置', notStated: '文件未规定' })[row.basis.kind]),
      text('依据', (row) => row.basis.zh),
      text('配置批准人', (row) => row.basis.approvedBy),
      date('配置批准日期', (row) => row.basis.approvedOn),
    ],
  }),
  work: table<WorkItem>({
    title: '工作台待办',
    path: '/work',
    notes: ['规则只提建议；停止支持、退出、晋级由具名审批人确认。', '依据条款为空的，没有文件规定，为本地配置。'],
    columns: [
      text('事项', (row) => row.zh),
      text('对象', (row) => row.name),
      text('地区', (row) => (row.region === null ? null : word.region(row.region))),
      number('年度', (row) => row.period),
      date('自何时', (row) => row.since),
      date('截止日期', (row) => row.on),
      number('剩余工作日', (row) => row.workingDaysLeft),
      text('依据文件', (row) => row.pack?.title ?? null),
      text('依据条款', (row) => row.cite),
      text('本地配置（批准人）', (row) => row.configured?.zh),
      text('内容', (row) => row.detail?.zh),
      text('规则建议待确认', (row) => word.yesNo(row.proposalId !== null)),
      text('品牌编号', (row) => row.brandId),
    ],
  }),
  editions: table<EditionRow>({
    title: '指导目录各期',
    path: '/catalogue/editions',
    notes: [],
    columns: [
      text('地区', (row) => row.regionName),
      number('期次', (row) => row.head.number),
      date('截至日期', (row) => row.head.asOf),
      text('文号', (row) => row.head.document.number),
      date('印发日期', (row) => row.head.document.issuedOn),
      text('签批人', (row) => row.head.document.signedBy),
      number('品牌数', (row) => row.head.entries),
      ...CHANGES.map((kind) => number<EditionRow>(word.change(kind), (row) => row.head.changes[kind])),
      number('被第几期替代', (row) => row.supersededBy),
      number('日志叶序号', (row) => row.leaf),
    ],
  }),
  'edition-entries': table<EditionDetail['entries'][number]>({
    title: '指导目录',
    path: '/catalogue/editions/{region}/{number}',
    at: (answer: EditionDetail) => answer.entries,
    notes: [],
    columns: [
      text('品牌名称', (row) => row.name),
      text('地区', (row) => row.regionName),
      text('行政区划代码', (row) => row.region),
      text('类别', (row) => word.kind(row.kind)),
      text('行业', (row) => row.category),
      text('层级', (row) => word.tier(row.tier)),
      text('层级的文号', (row) => row.tierBy.document?.number),
      date('层级的印发日期', (row) => row.tierBy.document?.issuedOn),
      date('列入日期', (row) => row.listedSince),
      text('列入的文号', (row) => row.listedBy.document?.number),
      text('建设重点项目', (row) => row.keyProjects.map(({ level }) => word.tier(level)).join('、')),
      text('品牌编号', (row) => row.brandId),
    ],
  }),
  'edition-changes': table<Change>({
    title: '指导目录的变化',
    path: '/catalogue/editions/{region}/{number}',
    at: (answer: EditionDetail) => answer.changes,
    notes: [],
    columns: [
      text('变化', (row) => word.change(row.kind)),
      text('品牌名称', (row) => changedBrand(row).name),
      text('内容', changeText),
      date('生效日期', (row) => row.by.on),
      text('文号', (row) => row.by.document?.number),
      date('印发日期', (row) => row.by.document?.issuedOn),
      text('签批人', (row) => row.by.document?.signedBy),
      text('事件', (row) => row.by.event),
      text('品牌编号', (row) => changedBrand(row).brandId),
    ],
  }),
  'what-if': table<WhatIfRow>({
    title: '政策推演：改变的结论',
    path: '/what-if/{id}',
    paged: true,
    notes: ['推演不写入台账，不产生任何决定。'],
    columns: [
      number('评价年度', (row) => row.year),
      text('品牌', (row) => row.name),
      text('地区', (row) => placeText(row.region)),
      text('规则', (row) => row.question),
      text('原结论', (row) => word.outcome(row.before?.outcome)),
      text('新结论', (row) => word.outcome(row.after?.outcome)),
      text('原因', (row) => row.causes.map(({ zh }) => zh).join('；')),
      text('品牌编号', (row) => row.brandId),
    ],
  }),
  returns: table<ReturnRow>({
    title: '填报任务进度',
    path: '/returns',
    paged: true,
    notes: [],
    columns: [
      text('填报任务', (row) => row.title),
      text('地区', (row) => placeText(row.region)),
      text('填报期', (row) => row.periodWords.zh),
      text('填报单位', (row) => row.unit.name),
      text('代报', (row) => word.yesNo(row.onBehalf)),
      number('品牌数', (row) => row.brands),
      number('未报', (row) => row.counts.missing),
      date('截止日期', (row) => row.dueOn),
      text('逾期补报', (row) => word.yesNo(row.late)),
      date('报送日期', (row) => row.reportedOn),
      number('已说明的疑点', (row) => row.warnings),
      date('最近记录日期', (row) => row.updatedOn),
    ],
  }),
  'return-lines': table<ReturnLineRow>({
    title: '填报数据',
    path: '/returns/{id}',
    at: (answer: { readonly lines: readonly ReturnLineRow[] }) => answer.lines,
    notes: [INDIRECT, UNLIKE],
    columns: [
      text('品牌名称', (row) => row.brandName),
      text('工种', (row) => row.trade),
      text('指标', (row) => row.metricZh),
      text('直接/间接', (row) => word.directness(row.directness)),
      number('数值', (row) => row.value),
      text('单位', (row) => word.unit(row.unit)),
      text('口径', (row) => word.nature(row.nature)),
      number('上年数', (row) => row.lastYear),
      number('同类中位数', (row) => row.peers?.median),
      text('所处环节', (row) => STANDING[row.standing] ?? row.standing),
      text('间接估算方法', (row) => row.estimate?.method),
      text('间接估算依据', (row) => row.estimate?.basis),
      text('疑点与说明', (row) => row.explanations.map(({ text: said }) => said).join('；')),
      text('退回意见', (row) => row.comments.map(({ comment }) => comment).join('；')),
      text('备注', (row) => row.note),
    ],
  }),
};

const SUBJECT_KIND: Readonly<Record<string, string>> = {
  unit: '建设单位',
  institution: '培训机构',
  link: '双品牌',
  programme: '任务目标',
  window: '征集窗口',
  region: '地区',
};
const STANDING: Readonly<Record<string, string>> = {
  missing: '未报',
  returned: '退回修改',
  reported: '已报送',
  checked: '县级经办初审',
  reviewed: '县级复核',
  approved: '市级审核',
  accepted: '省级审定',
  locked: '已锁定',
};

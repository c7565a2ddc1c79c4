/** The commands of people on units, institutions, dual brands, windows and regions, as forms. Programmes have a room of their own. */
import type { SubjectCard } from '#contracts';
import { INSTITUTION_TYPE_WORDS, UNIT_TYPE_WORDS } from '../../../../libs/domain/src/subject/words';
import { PATH_WORDS } from '../../../../libs/domain/src/brand/words';
import type { CommandSpec, Field } from '../forms/command';
import { confirmedBy, document, documentIfAny, never, reason, source, w } from '../forms/common';
import { PROGRAMME_COMMANDS, REGISTER_PROGRAMME } from '../programmes/commands';
import { momentInShanghai, todayInShanghai } from '../shell/format';
import type { Words } from '../shell/language';
import { KIND, type Book } from '../shell/words';
import { ownOf, type SubjectKind } from './kinds';
import { RoundFields, roundBody } from './round-fields';
import { SHARED_COMMANDS } from './shared-commands';

type Spec = CommandSpec<SubjectCard>;
type Founding = CommandSpec<null>;

export const SUBJECT_GROUPS: Readonly<Record<string, Words>> = {
  recognise: w('认定与准入', 'Recognition and admission'),
  manage: w('动态管理', 'Dynamic management'),
  progress: w('目标进度', 'Progress on targets'),
  record: w('登记', 'Records'),
};

const statusIs =
  (...statuses: readonly string[]) =>
  (card: SubjectCard): boolean =>
    statuses.includes(card.status);
const { mutual, industry, regional } = PATH_WORDS;
const LINK_PATHS: Book = { mutual, industry, regional };
const VERDICTS: Book = { kept: w('保留', 'Kept'), suspended: w('暂停', 'Suspended') };
const name: Field = { kind: 'text', name: 'name', label: w('名称', 'Name') };
const region: Field = { kind: 'region', name: 'region', label: w('所在地区', 'Region') };
const origin: Field = { kind: 'origin', name: 'origin' };
const pack: Field = { kind: 'pack', name: 'pack', label: w('依据文件', 'Under which document'), byRegion: 'region' };
const creditCode: Field = {
  kind: 'text',
  name: 'creditCode',
  label: w('统一社会信用代码', 'Unified social credit code'),
  optional: true,
};
const nowTyped = (): string => momentInShanghai().slice(0, 16);

/** Brands that it builds or runs, added and removed. */
const changeBrands = (brandKind: string): Spec => ({
  command: 'change-brands',
  group: 'record',
  title: w('增减品牌', 'Change its brands'),
  about: w('增加或移出其承建（举办）的品牌。', 'Adds or removes brands that it builds or runs.'),
  next: never,
  fields: [
    { kind: 'brands', name: 'added', label: w('增加', 'Added'), brandKind, optional: true },
    {
      kind: 'heldBrands',
      name: 'removed',
      label: w('移出', 'Removed'),
      optional: true,
      many: true,
      of: (card) => ownOf(card, 'unit')?.brands ?? ownOf(card, 'institution')?.brands ?? [],
    },
    reason,
  ],
});

const recognise = (title: Words, about: Words, fields: readonly Field<SubjectCard>[], next: Spec['next']): Spec => ({
  command: 'recognise',
  group: 'recognise',
  title,
  about,
  next,
  fields,
});
const refuse = (next: Spec['next']): Spec => ({
  command: 'refuse-recognition',
  group: 'recognise',
  title: w('不予认定', 'Refuse recognition'),
  about: w('不予认定，说明理由。', 'Refuses, with the reason.'),
  next,
  fields: [reason, documentIfAny],
});

const UNIT: readonly Spec[] = [
  recognise(
    w('认定建设单位', 'Recognise the unit'),
    w('五项判断均符合时认定；此后每年的义务开始约束。', 'When the five judgements are met; the yearly duties bind from here on.'),
    [document, { kind: 'text', name: 'minutes', label: w('会议纪要', 'Minutes'), optional: true }],
    statusIs('registered', 'refused', 'withdrawn'),
  ),
  refuse(never),
  {
    command: 'withdraw-recognition',
    group: 'manage',
    configured: true,
    title: w('取消认定', 'Withdraw recognition'),
    about: w('由具名审批人取消认定。', 'Withdrawn by a named approver.'),
    next: never,
    fields: [confirmedBy, reason, document],
  },
  changeBrands('labour'),
];

const INSTITUTION: readonly Spec[] = [
  {
    command: 'admit',
    group: 'recognise',
    title: w('准入', 'Admit'),
    about: w('条件由依据文件判定，判定结果记在旁边。', 'Conditions are the document’s; its answer is kept beside.'),
    next: statusIs('registered', 'cleared'),
    fields: [document],
  },
  {
    command: 'designate',
    group: 'recognise',
    title: w('确定为定点机构', 'Designate'),
    about: w('准入后确定为定点培训机构。', 'After admission.'),
    next: statusIs('admitted', 'withdrawn'),
    fields: [
      { kind: 'date', name: 'from', label: w('起始日', 'From'), initial: todayInShanghai() },
      { kind: 'date', name: 'until', label: w('截止日（文件未写则空）', 'Until (empty: not stated)'), optional: true },
      document,
    ],
  },
  {
    command: 'grade',
    group: 'manage',
    title: w('登记评估结果', 'Record its grade'),
    about: w('在地区开展的一轮评估中评定的等次。', 'The grade given in a round that the region held.'),
    next: statusIs('admitted', 'designated'),
    fields: [
      {
        kind: 'own',
        name: 'round',
        view: (card) => <RoundFields region={card.region.code} dataset={card.origin === 'synthetic' ? 'synthetic' : 'real'} />,
        body: roundBody,
      },
      { kind: 'date', name: 'gradedOn', label: w('评定日期', 'Graded on'), initial: todayInShanghai() },
      { kind: 'text', name: 'by', label: w('评定单位', 'Graded by') },
      { kind: 'constant', name: 'evidence', value: [] },
      documentIfAny,
    ],
  },
  {
    command: 'withdraw-designation',
    group: 'manage',
    title: w('取消定点', 'Withdraw designation'),
    about: w('由具名审批人取消定点。', 'By a named approver.'),
    next: never,
    fields: [confirmedBy, reason, document],
  },
  {
    command: 'blacklist',
    group: 'manage',
    title: w('列入黑名单', 'Put on the blacklist'),
    about: w('准入和定点随之终止。', 'Ends admission and designation.'),
    next: never,
    fields: [confirmedBy, reason, document],
  },
  {
    command: 'clear',
    group: 'manage',
    configured: true,
    title: w('移出黑名单', 'Take off the blacklist'),
    about: w('之后可以重新申请准入。', 'It may be admitted anew.'),
    next: statusIs('blacklisted'),
    fields: [confirmedBy, reason, document],
  },
  changeBrands('training'),
];

const LINK: readonly Spec[] = [
  recognise(
    w('确认“双品牌”', 'Recognise the dual brand'),
    w('两方条件同时满足、关联度和贡献度有佐证和判断时确认。', 'When both sides pass and the link is evidenced and judged.'),
    [document],
    statusIs('proposed', 'suspended'),
  ),
  refuse(never),
  {
    command: 'hold-review',
    group: 'manage',
    title: w('复核', 'Hold the review'),
    about: w('一方条件变化后复核：保留，或暂停至两方重新符合。', 'After one side changed: the link stays, or is suspended.'),
    next: statusIs('underReview'),
    fields: [
      { kind: 'choice', name: 'verdict', label: w('复核结论', 'Verdict'), options: VERDICTS },
      { kind: 'text', name: 'by', label: w('复核人', 'By') },
      reason,
    ],
  },
  {
    command: 'add-training',
    group: 'manage',
    title: w('增加培训品牌', 'Add a training brand'),
    about: w('一个劳务品牌可对应若干职业技能培训品牌。', 'One labour brand may have several training brands.'),
    next: never,
    fields: [{ kind: 'brand', name: 'brandId', label: w('培训品牌', 'Training brand'), brandKind: 'training' }, reason],
  },
  {
    command: 'remove-training',
    group: 'manage',
    title: w('移出培训品牌', 'Remove a training brand'),
    about: w('至少保留一个培训品牌。', 'At least one stays.'),
    next: never,
    fields: [
      {
        kind: 'heldBrands',
        name: 'brandId',
        label: w('培训品牌', 'Training brand'),
        many: false,
        of: (card) => ownOf(card, 'link')?.training ?? [],
      },
      reason,
    ],
  },
  {
    command: 'dissolve',
    group: 'manage',
    configured: true,
    title: w('解除“双品牌”', 'Dissolve'),
    about: w('两个品牌各自继续，彼此不再关联。', 'Both brands go on by themselves.'),
    next: never,
    fields: [confirmedBy, reason, documentIfAny],
  },
];

const WINDOW: readonly Spec[] = [
  {
    command: 'receive-nomination',
    adds: true,
    group: 'record',
    title: w('登记收到的申报', 'Record a nomination'),
    about: w('逾期的照样登记，并注明逾期。', 'Late ones are recorded too, as late.'),
    next: statusIs('open'),
    prefill: () => ({ submittedAt: nowTyped() }),
    fields: [
      { kind: 'brand', name: 'brandId', label: w('品牌', 'Brand') },
      { kind: 'moment', name: 'submittedAt', label: w('报送时间（北京时间）', 'Submitted at (Asia/Shanghai)') },
      { kind: 'text', name: 'by', label: w('报送单位', 'Submitted by') },
    ],
  },
  {
    command: 'extend',
    group: 'manage',
    title: w('延期', 'Extend'),
    about: w('延长截止时间，说明理由。', 'Moves the close, with the reason.'),
    next: statusIs('open'),
    fields: [
      { kind: 'moment', name: 'closesAt', label: w('新的截止时间（北京时间）', 'Closes at (Asia/Shanghai)') },
      reason,
      documentIfAny,
    ],
  },
  {
    command: 'close',
    group: 'manage',
    title: w('关闭窗口', 'Close the window'),
    about: w('到期关闭，或提前关闭。', 'At its end, or before.'),
    next: statusIs('open'),
    prefill: () => ({ closedAt: nowTyped() }),
    fields: [
      { kind: 'moment', name: 'closedAt', label: w('关闭时间（北京时间）', 'Closed at (Asia/Shanghai)') },
      { kind: 'text', name: 'closedBy', label: w('关闭人', 'Closed by') },
      reason,
    ],
  },
];

const filed = (command: string, id: string, title: Words, about: Words, more: readonly Field[] = []): Spec => ({
  command,
  group: 'record',
  title,
  about,
  next: never,
  fields: [
    { kind: 'fresh', name: id },
    { kind: 'text', name: 'title', label: w('名称', 'Title') },
    ...more,
    { kind: 'date', name: 'filedOn', label: w('报送日期', 'Filed on'), initial: todayInShanghai() },
    ...source('source'),
  ],
});

const REGION: readonly Spec[] = [
  {
    command: 'hold-evaluation-round',
    group: 'manage',
    title: w('开展评估', 'Hold an evaluation round'),
    about: w('对培训机构开展一轮评估，等次由高到低写明。', 'A round over institutions; grades are declared best first.'),
    next: () => true,
    fields: [
      { kind: 'fresh', name: 'roundId' },
      {
        kind: 'text',
        name: 'evaluation',
        label: w('评估代码', 'Code of the evaluation'),
        initial: 'school',
        hint: w('规则按此代码查找，如 school（培训机构）', 'What rules ask for, such as school'),
      },
      { kind: 'text', name: 'title', label: w('名称', 'Title') },
      { kind: 'date', name: 'heldOn', label: w('开展日期', 'Held on'), initial: todayInShanghai() },
      { kind: 'tags', name: 'scale', label: w('等次（由高到低，回车分隔）', 'Grades, best first') },
      documentIfAny,
      origin,
    ],
  },
  filed('file-survey', 'surveyId', w('报送摸底调查', 'File a survey'), w('登记摸底调查的报送。', 'Records that the survey was filed.')),
  filed('file-plan', 'planId', w('报送建设方案', 'File a plan'), w('登记建设（工作）方案的报送。', 'Records that the plan was filed.')),
  {
    command: 'hold-meeting',
    adds: true,
    group: 'record',
    title: w('召开会议', 'Hold a meeting'),
    about: w('登记领导小组会议。', 'A meeting of the leading group.'),
    next: never,
    fields: [
      { kind: 'fresh', name: 'meetingId' },
      { kind: 'text', name: 'title', label: w('名称', 'Title') },
      { kind: 'date', name: 'heldOn', label: w('召开日期', 'Held on'), initial: todayInShanghai() },
      { kind: 'text', name: 'minutes', label: w('会议纪要', 'Minutes'), optional: true },
    ],
  },
  filed(
    'file-report',
    'reportId',
    w('信息报送', 'File a report'),
    w('登记信息报送；文件未规定期限。', 'Records a report; no document states when.'),
    [{ kind: 'text', name: 'period', label: w('所属期间', 'Period') }],
  ),
  {
    command: 'reclassify',
    group: 'manage',
    title: w('调整地区类别', 'Reclassify'),
    about: w('依文件自某日起调整地区类别。', 'The class by a document, from a day on.'),
    next: never,
    fields: [
      {
        kind: 'pack',
        name: 'pack',
        label: w('依据文件', 'Under which document'),
        of: (card) => ({ region: card.region.code, kind: null }),
      },
      { kind: 'count', name: 'class', label: w('类别（第几类）', 'Class') },
      { kind: 'date', name: 'effectiveFrom', label: w('自', 'From') },
      reason,
      document,
    ],
  },
  {
    command: 'merge',
    group: 'manage',
    title: w('行政区划撤并', 'Merge into another region'),
    about: w('品牌编号和代码不变，此后的上级随并入地区。', 'Brands keep id and code; what lies above them is the successor’s.'),
    next: never,
    fields: [
      { kind: 'region', name: 'into', label: w('并入', 'Into') },
      { kind: 'date', name: 'on', label: w('自', 'From') },
      reason,
      document,
    ],
  },
];

export const SUBJECT_COMMANDS: Readonly<Record<SubjectKind, readonly Spec[]>> = {
  unit: [...UNIT, ...SHARED_COMMANDS],
  institution: [...INSTITUTION, ...SHARED_COMMANDS],
  link: [...LINK, ...SHARED_COMMANDS.filter(({ command }) => command !== 'record-date')],
  programme: [...PROGRAMME_COMMANDS, ...SHARED_COMMANDS.filter(({ command }) => command !== 'record-figure')],
  window: WINDOW,
  region: [...REGION, ...SHARED_COMMANDS],
};

const founding = (title: Words, about: Words, fields: readonly Field<null>[]): Founding => ({
  command: '',
  group: 'found',
  title,
  about,
  next: never,
  fields,
});

/** What puts one on the books; a region stands there by its code. */
export const FOUND: Readonly<Record<SubjectKind, Founding | null>> = {
  unit: founding(w('登记建设单位', 'Register a unit'), w('承担劳务品牌建设的单位。', 'A unit that builds labour brands.'), [
    name,
    { kind: 'choice', name: 'unitType', label: w('单位类型', 'Type'), options: UNIT_TYPE_WORDS, initial: 'leadFirm' },
    creditCode,
    region,
    { kind: 'brands', name: 'brands', label: w('承建品牌', 'Brands it builds'), brandKind: 'labour', optional: true },
    origin,
    ...source('source'),
  ]),
  institution: founding(w('登记培训机构', 'Register an institution'), w('举办职业技能培训的机构。', 'An institution that trains.'), [
    name,
    {
      kind: 'choice',
      name: 'institutionType',
      label: w('机构类型', 'Type'),
      options: INSTITUTION_TYPE_WORDS,
      initial: 'vocationalSchool',
    },
    creditCode,
    region,
    { kind: 'brands', name: 'brands', label: w('培训品牌', 'Training brands'), brandKind: 'training', optional: true },
    origin,
    ...source('source'),
  ]),
  link: founding(
    w('提出“双品牌”', 'Propose a dual brand'),
    w('一个劳务品牌对应一个或若干培训品牌。', 'One labour brand with one or more training brands.'),
    [
      name,
      region,
      pack,
      { kind: 'brand', name: 'labour', label: w('劳务品牌', 'Labour brand'), brandKind: 'labour' },
      { kind: 'brands', name: 'training', label: w('培训品牌', 'Training brands'), brandKind: 'training' },
      { kind: 'choice', name: 'path', label: w('培育类型', 'Path'), options: LINK_PATHS, initial: 'mutual' },
      origin,
      ...source('source'),
    ],
  ),
  programme: REGISTER_PROGRAMME,
  window: founding(
    w('开启征集窗口', 'Open a window'),
    w('写明依据、地区、类别和起止时间，精确到分。', 'Document, region, kinds, and times to the minute.'),
    [
      name,
      region,
      pack,
      { kind: 'choices', name: 'kinds', label: w('征集类别', 'Kinds called for'), options: KIND },
      { kind: 'moment', name: 'opensAt', label: w('开始时间（北京时间）', 'Opens at (Asia/Shanghai)') },
      { kind: 'moment', name: 'closesAt', label: w('截止时间（北京时间）', 'Closes at (Asia/Shanghai)') },
      documentIfAny,
      origin,
      ...source('source'),
    ],
  ),
  region: null,
};

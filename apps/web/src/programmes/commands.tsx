/** The commands of people on a programme, as forms: progress on its targets, corrections, and how a cohort is allocated. */
import type { SubjectCard } from '#contracts';
import type { CommandSpec } from '../forms/command';
import { documentIfAny, never, reason, source, w } from '../forms/common';
import { todayInShanghai } from '../shell/format';
import { AllocationFields, allocationBody } from './allocation-fields';
import { CorrectedProgressFields, correctedProgressBody, ProgressFields, progressBody } from './progress-fields';

const running = ({ status }: SubjectCard): boolean => status === 'running';

export const REGISTER_PROGRAMME: CommandSpec<null> = {
  command: '',
  group: 'found',
  title: w('登记行动（项目）', 'Register a programme'),
  about: w('按一份文件的目标，记录一个地区在若干年内的进度。', 'Follows the targets of a document in a region, over years.'),
  next: never,
  fields: [
    { kind: 'text', name: 'name', label: w('名称', 'Name') },
    { kind: 'region', name: 'region', label: w('地区', 'Region') },
    { kind: 'pack', name: 'pack', label: w('依据文件', 'Under which document'), byRegion: 'region' },
    { kind: 'year', name: 'fromYear', label: w('起始年度', 'From year') },
    { kind: 'year', name: 'toYear', label: w('截止年度', 'To year') },
    { kind: 'origin', name: 'origin' },
    ...source('source'),
  ],
};

export const PROGRAMME_COMMANDS: readonly CommandSpec<SubjectCard>[] = [
  {
    command: 'record-progress',
    adds: true,
    group: 'progress',
    title: w('填报进度', 'Record progress'),
    about: w(
      '每个数字注明是哪一批人；同一批人不能计入两个目标，除非事先登记了分摊规则。',
      'Each number names its cohort; a cohort counts for one target only, unless an allocation was declared before.',
    ),
    next: running,
    fields: [
      {
        kind: 'own',
        name: 'progress',
        view: (card) => <ProgressFields card={card} />,
        body: (value) => ({ progress: progressBody(value) }),
      },
    ],
  },
  {
    command: 'correct-progress',
    group: 'progress',
    title: w('更正进度', 'Correct progress'),
    about: w('更正是新的记录，原数保留。', 'A correction is a new entry; the old number stays.'),
    next: never,
    fields: [
      { kind: 'own', name: 'corrected', view: (card) => <CorrectedProgressFields card={card} />, body: correctedProgressBody },
      { kind: 'text', name: 'requester', label: w('申请人', 'Requested by') },
      reason,
      { kind: 'constant', name: 'evidence', value: [] },
    ],
  },
  {
    command: 'declare-allocation',
    group: 'progress',
    configured: true,
    title: w('登记分摊规则', 'Declare an allocation'),
    about: w(
      '文件没有说同一批人能否计入几个目标；须在计入之前登记规则，写明批准人。',
      'The documents are silent on double counting; the rule is declared, and approved, before anything is counted.',
    ),
    next: running,
    fields: [
      { kind: 'own', name: 'allocation', view: (card) => <AllocationFields card={card} />, body: allocationBody },
      { kind: 'text', name: 'approvedBy', label: w('批准人', 'Approved by') },
      reason,
      documentIfAny,
    ],
  },
  {
    command: 'close',
    group: 'manage',
    title: w('结束', 'Close'),
    about: w('不再填报进度；更正仍可进行。', 'No more progress is recorded; corrections still are.'),
    next: never,
    fields: [
      { kind: 'date', name: 'closedOn', label: w('结束日期', 'Closed on'), initial: todayInShanghai() },
      { kind: 'text', name: 'closedBy', label: w('结束人', 'Closed by') },
      reason,
    ],
  },
];

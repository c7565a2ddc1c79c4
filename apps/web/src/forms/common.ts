/** Fields and commands that brands and the other subjects have alike. */
import { todayInShanghai } from '../shell/format';
import type { Words } from '../shell/language';
import type { CommandSpec, Field, Option } from './command';

export const w = (zh: string, en: string): Words => ({ zh, en });

export const reason: Field = { kind: 'long', name: 'reason', label: w('理由', 'Reason') };
export const document: Field = { kind: 'document', name: 'document', label: w('文件', 'Document') };
export const documentIfAny: Field = { kind: 'document', name: 'document', label: w('文件', 'Document'), optional: true };
export const confirmedBy: Field = { kind: 'text', name: 'confirmedBy', label: w('确认人（审批人）', 'Confirmed by (approver)') };
export const source = (name: string): readonly Field[] => [
  { kind: 'text', name: `${name}.reference`, label: w('来源（网址、文号或说明）', 'Source (address, document or words)') },
  { kind: 'text', name: `${name}.note`, label: w('来源备注', 'Note'), optional: true },
];
export const never = (): boolean => false;

/**
 * Judgements, papers and breaches, recorded alike of everything that rules speak of.
 * @param of the kind of subject that rules know the card as: what they ask of it is offered first
 * @param breach picks one of the breaches that stand
 */
export const factCommands = <Card>(of: (card: Card) => string, breach: Field<Card>): readonly CommandSpec<Card>[] => [
  {
    command: 'record-judgement',
    adds: true,
    group: 'record',
    title: w('登记定性判断', 'Record a judgement'),
    about: w('由有名有职的人作出的定性判断。', 'A qualitative judgement by a named role.'),
    next: never,
    fields: [
      { kind: 'criterion', name: 'criterion', label: w('判断事项', 'Criterion'), subject: of },
      { kind: 'flag', name: 'met', label: w('符合', 'Met'), initial: true },
      { kind: 'text', name: 'role', label: w('角色', 'Role') },
      { kind: 'text', name: 'by', label: w('作出人', 'By') },
      reason,
      { kind: 'constant', name: 'evidence', value: [] },
    ],
  },
  {
    command: 'attach-evidence',
    adds: true,
    group: 'record',
    title: w('登记佐证材料', 'Attach evidence'),
    about: w('登记材料的指纹与保管处；原件留在部门。', 'Records the digest and where the original is kept.'),
    next: never,
    fields: [
      { kind: 'fresh', name: 'evidenceId' },
      { kind: 'paper', name: 'kind', label: w('材料种类', 'Kind'), subject: of },
      { kind: 'digest', name: 'sha256', label: w('SHA-256 指纹', 'SHA-256') },
      { kind: 'text', name: 'custodian', label: w('保管人', 'Custodian') },
      { kind: 'text', name: 'place', label: w('存放处', 'Place') },
      { kind: 'text', name: 'retention', label: w('保管期限', 'Retention'), optional: true },
    ],
  },
  {
    command: 'record-breach',
    adds: true,
    group: 'record',
    title: w('登记失信违规', 'Record a breach'),
    about: w('经确认的违法、违规、违纪、失信。', 'A confirmed breach.'),
    next: never,
    fields: [
      { kind: 'fresh', name: 'breachId' },
      { kind: 'text', name: 'kind', label: w('情形', 'Kind') },
      { kind: 'date', name: 'on', label: w('日期', 'On'), initial: todayInShanghai() },
      { kind: 'text', name: 'confirmedBy', label: w('确认机关', 'Confirmed by') },
      ...source('source'),
    ],
  },
  {
    command: 'clear-breach',
    group: 'record',
    title: w('撤销失信违规', 'Clear a breach'),
    about: w('撤销或修复。', 'Cleared or repaired.'),
    next: never,
    fields: [breach, reason, documentIfAny],
  },
];

/** Breaches that stand, to pick one. */
export const openBreaches = (
  breaches: readonly { readonly breachId: string; readonly kind: string; readonly on: string; readonly cleared: boolean }[],
): readonly Option[] =>
  breaches
    .filter(({ cleared }) => !cleared)
    .map(({ breachId, kind, on }) => ({ value: breachId, words: w(`${on} ${kind}`, `${on} ${kind}`) }));

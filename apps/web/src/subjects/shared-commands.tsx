/** What may be done with every subject beside brands: the facts it returns, and what becomes of a proposed sanction. */
import type { SubjectCard } from '#contracts';
import type { CommandSpec, Field } from '../forms/command';
import { documentIfAny, factCommands, never, openBreaches, reason, source, w } from '../forms/common';
import { todayInShanghai } from '../shell/format';
import { named } from '../shell/words';
import { FigureFields, figureBody } from './figure-fields';
import { ruleKind, SANCTION, SUBJECT_DATE } from './kinds';

type Spec = CommandSpec<SubjectCard>;

/** Sanctions of one status, to pick one. */
const sanctions = (status: 'proposed' | 'confirmed'): Field<SubjectCard> => ({
  kind: 'pick',
  name: 'proposalId',
  label: w('处理措施', 'Sanction'),
  of: (card) =>
    card.sanctions
      .filter((each) => each.status === status)
      .map((each) => ({ value: each.proposalId, words: named(SANCTION, each.sanction) })),
});
const proposed = (card: SubjectCard) => card.sanctions.find(({ status }) => status === 'proposed');
const standing = (card: SubjectCard) => card.sanctions.find(({ status }) => status === 'confirmed');

export const SHARED_COMMANDS: readonly Spec[] = [
  {
    command: 'record-figure',
    adds: true,
    group: 'record',
    title: w('填报数据', 'Record a figure'),
    about: w('一次一项；改错请用“更正”，原数据保留。', 'One at a time; a mistake is corrected, and the old figure stays.'),
    next: ({ kind }) => kind === 'unit' || kind === 'institution' || kind === 'region',
    fields: [{ kind: 'own', name: 'figure', view: (card) => <FigureFields subject={ruleKind(card.kind)} />, body: figureBody }],
  },
  ...factCommands<SubjectCard>((card) => ruleKind(card.kind), {
    kind: 'pick',
    name: 'breachId',
    label: w('失信违规', 'Breach'),
    of: ({ breaches }) => openBreaches(breaches),
  }),
  {
    command: 'record-date',
    adds: true,
    group: 'record',
    title: w('登记步骤日期', 'Record the date of a step'),
    about: w('规则按先后顺序判定的步骤，各记一个日期。', 'Steps whose order a rule asks about, each with its day.'),
    next: never,
    fields: [
      { kind: 'choice', name: 'date', label: w('步骤', 'Step'), options: SUBJECT_DATE },
      { kind: 'date', name: 'on', label: w('日期', 'On'), initial: todayInShanghai() },
      { kind: 'text', name: 'reason', label: w('改动理由（首次登记不填）', 'Reason of a change (empty the first time)'), optional: true },
      ...source('source'),
    ],
  },
  {
    command: 'confirm-sanction',
    group: 'manage',
    title: w('确认处理措施', 'Confirm a sanction'),
    about: w('规则只提建议，由具名审批人确认。', 'A rule proposes; a named person confirms.'),
    next: (card) => proposed(card) !== undefined,
    prefill: (card) => ({ proposalId: proposed(card)?.proposalId }),
    fields: [
      sanctions('proposed'),
      { kind: 'text', name: 'confirmedBy', label: w('确认人（审批人）', 'Confirmed by (approver)') },
      reason,
      documentIfAny,
    ],
  },
  {
    command: 'dismiss-sanction',
    group: 'manage',
    title: w('驳回处理建议', 'Dismiss a proposal'),
    about: w('不采纳规则提出的建议，说明理由。', 'Declines what the rule proposed, with the reason.'),
    next: (card) => proposed(card) !== undefined,
    prefill: (card) => ({ proposalId: proposed(card)?.proposalId }),
    fields: [sanctions('proposed'), { kind: 'text', name: 'dismissedBy', label: w('驳回人', 'Dismissed by') }, reason],
  },
  {
    command: 'lift-sanction',
    group: 'manage',
    title: w('解除处理措施', 'Lift a sanction'),
    about: w('解除已确认的通报、停止支持或摘牌。', 'Ends a notice, a stop of support or a removal of the plaque.'),
    next: never,
    prefill: (card) => ({ proposalId: standing(card)?.proposalId }),
    fields: [sanctions('confirmed'), reason, documentIfAny],
  },
];

/** The commands of people on a brand, as forms. */
import type { BrandCard } from '#contracts';
import type { CommandSpec, Field } from '../forms/command';
import { confirmedBy, document, documentIfAny, factCommands, never, reason, source, w } from '../forms/common';
import { PROCEDURE_COMMANDS } from '../procedure/commands';
import { WindowField, receiveInWindow } from '../procedure/window-field';
import { momentInShanghai, todayInShanghai } from '../shell/format';
import type { Words } from '../shell/language';
import { EXIT_GROUND, named, OWED_BY, STEP, TIER, type Book } from '../shell/words';
import { RelaxationFields, relaxationBody } from './relaxation-fields';

const TIERS: Book = {
  county: TIER['county'] ?? w('县级', 'county'),
  prefecture: TIER['prefecture'] ?? w('市级', 'prefecture'),
  province: TIER['province'] ?? w('省级', 'province'),
};
const PATHS: Book = {
  mutual: w('品牌互促互培', 'Mutual'),
  industry: w('产业融合培育', 'Industry fusion'),
  regional: w('地区品牌培育', 'Regional'),
  conventional: w('常规培育', 'Conventional'),
};

const ground: Field = { kind: 'choice', name: 'ground', label: w('退出事由', 'Ground'), options: EXIT_GROUND, initial: 'reviewFailed' };

/** Proposals that wait for somebody, of one step or of any. */
const proposal = (step: string | null): Field<BrandCard> => ({
  kind: 'pick',
  name: 'proposalId',
  label: w('建议', 'Proposal'),
  of: (card) =>
    card.proposals
      .filter((each) => each.status === 'open' && (step === null || each.step === step))
      .map(({ proposalId, step: what, period }) => {
        const { zh, en } = named(STEP, what);
        return { value: proposalId, words: period === null ? w(zh, en) : w(`${zh}（${period} 年度）`, `${en} (${period})`) };
      }),
});
const proposalIfAny = (step: string): Field<BrandCard> => ({ ...proposal(step), optional: true }) as Field<BrandCard>;
const objection: Field = {
  kind: 'past',
  name: 'objectionId',
  label: w('异议', 'Objection'),
  event: 'ObjectionRaised',
  id: 'objectionId',
  text: 'reason',
};

/** Offices that may grant; whether one may under this document, its configuration says. */
const APPROVERS: Book = {
  province: named(OWED_BY, 'province'),
  prefecture: named(OWED_BY, 'prefecture'),
  banner: named(OWED_BY, 'banner'),
};

const stageIs =
  (...stages: readonly string[]) =>
  (card: BrandCard): boolean =>
    stages.includes(card.stage);
const sideIs =
  (...sides: readonly string[]) =>
  (card: BrandCard): boolean =>
    card.sideStates.some((side) => sides.includes(side));
const governed = ({ region, kind }: BrandCard) => ({ region: region.code, kind });
const open = (card: BrandCard, step: string) => card.proposals.find((each) => each.step === step && each.status === 'open');
const duePeriod = (card: BrandCard): number | undefined =>
  card.dueDates.find((each) => each.what === 'reviewDue' || each.what === 'reviewOverdue')?.period ?? undefined;

export const COMMANDS: readonly CommandSpec<BrandCard>[] = [
  ...PROCEDURE_COMMANDS,
  {
    command: 'nominate',
    group: 'nominate',
    title: w('申报', 'Nominate'),
    about: w('进入一份政策文件的申报程序。', 'Enters the procedure of a policy document.'),
    next: stageIs('reported', 'delisted'),
    fields: [
      { kind: 'pack', name: 'pack', label: w('依据文件', 'Under which document'), of: governed },
      { kind: 'choice', name: 'tierSought', label: w('申报层级', 'Tier sought'), options: TIERS, optional: true },
      {
        kind: 'moment',
        name: 'submittedAt',
        label: w('报送时间（北京时间）', 'Submitted at (Asia/Shanghai)'),
        initial: momentInShanghai().slice(0, 16),
      },
      { kind: 'text', name: 'applicant.unit', label: w('劳务品牌建设单位（申报单位）', 'Construction unit (applicant)') },
      { kind: 'text', name: 'applicant.creditCode', label: w('统一社会信用代码', 'Unified social credit code'), optional: true },
      { kind: 'own', name: 'call', view: (card) => <WindowField card={card} />, body: () => ({}) },
    ],
    after: receiveInWindow,
  },
  {
    command: 'return-nomination',
    group: 'nominate',
    title: w('退回修改', 'Return for changes'),
    about: w('材料有误，退回申报单位。', 'Sends the nomination back.'),
    next: never,
    fields: [reason],
  },
  {
    command: 'resubmit-nomination',
    group: 'nominate',
    title: w('重新报送', 'Resubmit'),
    about: w('修改后再次报送。', 'Submits again after changes.'),
    next: never,
    fields: [
      { kind: 'moment', name: 'submittedAt', label: w('报送时间（北京时间）', 'Submitted at'), initial: momentInShanghai().slice(0, 16) },
      { kind: 'long', name: 'note', label: w('修改说明', 'What changed') },
    ],
  },
  {
    command: 'recommend',
    group: 'nominate',
    title: w('推荐', 'Recommend'),
    about: w('逐级推荐，并对材料真实性、有效性、完整性负责。', 'Recommends upward, attesting the material.'),
    next: stageIs('nominated'),
    fields: [
      { kind: 'text', name: 'body', label: w('推荐单位', 'Recommending body') },
      {
        kind: 'text',
        name: 'officer',
        label: w('经办人（专人负责）', 'Officer'),
        optional: true,
      },
      { kind: 'flag', name: 'authentic', label: w('材料真实', 'Authentic'), initial: true },
      { kind: 'flag', name: 'valid', label: w('材料有效', 'Valid'), initial: true },
      { kind: 'flag', name: 'complete', label: w('材料完整', 'Complete'), initial: true },
      documentIfAny,
    ],
  },
  {
    command: 'assess',
    group: 'recognise',
    title: w('评审', 'Assess'),
    about: w('评审组审议；政策的判定结果记在旁边。', 'The panel decides; the answer of the policy is kept beside it.'),
    next: stageIs('nominated'),
    fields: [
      {
        kind: 'choice',
        name: 'verdict',
        label: w('评审结论', 'Verdict'),
        options: { proposed: w('拟认定', 'Proposed'), notProposed: w('不予拟认定', 'Not proposed') },
        initial: 'proposed',
      },
      reason,
      { kind: 'panel', name: 'panel', label: w('评审组', 'Panel'), optional: true },
      { kind: 'judgements', name: 'judgements', label: w('定性判断', 'Judgements') },
    ],
  },
  {
    command: 'raise-objection',
    group: 'recognise',
    configured: true,
    title: w('登记异议', 'Raise an objection'),
    about: w('登记公示期间收到的异议。', 'Records an objection.'),
    next: (card) => card.stage === 'delisted' || card.sideStates.includes('onExitNotice'),
    fields: [
      { kind: 'fresh', name: 'objectionId' },
      { kind: 'text', name: 'by', label: w('异议人（代号，不写姓名）', 'By (a code, no names)') },
      reason,
    ],
  },
  {
    command: 'decide-objection',
    group: 'recognise',
    configured: true,
    title: w('异议处理', 'Decide an objection'),
    about: w('对异议作出结论。', 'Decides an objection.'),
    next: never,
    fields: [objection, { kind: 'flag', name: 'upheld', label: w('异议成立', 'Upheld'), initial: false }, reason, documentIfAny],
  },
  {
    command: 'recognise',
    group: 'recognise',
    title: w('认定', 'Recognise'),
    about: w('认定层级，写明文号、印发日期和签批人。', 'Recognises the brand at a tier, by a document.'),
    next: stageIs('evaluated'),
    fields: [
      { kind: 'choice', name: 'tier', label: w('认定层级', 'Tier'), options: TIERS },
      document,
      { kind: 'text', name: 'minutes', label: w('会议纪要', 'Minutes'), optional: true },
    ],
  },
  {
    command: 'refuse-recognition',
    group: 'recognise',
    title: w('不予认定', 'Refuse recognition'),
    about: w('不予认定，说明理由。', 'Refuses, with the reason.'),
    next: never,
    fields: [reason, documentIfAny],
  },
  {
    command: 'start-cultivation',
    group: 'recognise',
    title: w('开始培育', 'Start cultivation'),
    about: w('记录培育主体、路径与起始日期。', 'Records who cultivates, how and from when.'),
    next: (card) => (card.stage === 'evaluated' || card.stage === 'cultivated') && card.tier !== null && card.cultivatedFrom === null,
    fields: [
      { kind: 'date', name: 'from', label: w('起始日期', 'From'), initial: todayInShanghai() },
      { kind: 'choice', name: 'path', label: w('培育路径', 'Path'), options: PATHS, initial: 'conventional' },
      { kind: 'text', name: 'body', label: w('培育部门', 'Body') },
    ],
  },
  {
    command: 'enter-catalogue',
    group: 'recognise',
    title: w('列入指导目录', 'Enter the catalogue'),
    about: w('列入劳务品牌建设指导目录；此后进入动态管理。', 'Lists the brand; dynamic management begins.'),
    next: (card) => card.tier !== null && !card.listed && card.stage !== 'delisted',
    fields: [{ kind: 'region', name: 'catalogue', label: w('目录所属地区', 'Region of the catalogue') }, document],
    prefill: (card) => ({ catalogue: `${card.region.code.slice(0, 2)}0000` }),
  },
  {
    command: 'designate-key-project',
    group: 'recognise',
    title: w('确定建设重点项目', 'Designate a key project'),
    about: w('确定为劳务品牌建设重点项目。', 'Designates a key project.'),
    next: never,
    fields: [{ kind: 'choice', name: 'level', label: w('级别', 'Level'), options: TIERS }, document],
  },
  {
    command: 'hold-review',
    group: 'manage',
    title: w('定期审核', 'Hold a review'),
    about: w('开展定期审核；规则随即对数据和判断作出结论。', 'Holds the review; the rules conclude at once.'),
    next: sideIs('reviewDue', 'reviewOverdue', 'underReview'),
    prefill: (card) => ({ period: duePeriod(card) }),
    fields: [
      { kind: 'year', name: 'period', label: w('审核年度', 'Year under review') },
      { kind: 'date', name: 'heldOn', label: w('审核日期', 'Held on'), initial: todayInShanghai() },
      reason,
      { kind: 'panel', name: 'panel', label: w('审核组', 'Panel'), optional: true },
      { kind: 'judgements', name: 'judgements', label: w('定性判断', 'Judgements') },
    ],
  },
  {
    command: 'report-rectification',
    group: 'manage',
    configured: true,
    title: w('报送整改情况', 'Report rectification'),
    about: w('报告整改结果，规则随即复核。', 'Reports what was rectified; the rules look again.'),
    next: sideIs('rectifying'),
    fields: [
      { kind: 'date', name: 'reportedOn', label: w('报送日期', 'Reported on'), initial: todayInShanghai() },
      { kind: 'long', name: 'note', label: w('整改情况', 'What was done') },
      { kind: 'constant', name: 'evidence', value: [] },
    ],
  },
  {
    command: 'confirm-support-stop',
    group: 'manage',
    configured: true,
    title: w('确认停止支持', 'Confirm: stop support'),
    about: w('确认规则提出的停止政策和资金支持。', 'Confirms what the rule proposed.'),
    next: (card) => open(card, 'stopSupport') !== undefined,
    prefill: (card) => ({ proposalId: open(card, 'stopSupport')?.proposalId }),
    fields: [proposal('stopSupport'), confirmedBy, documentIfAny],
  },
  {
    command: 'resume-support',
    group: 'manage',
    configured: true,
    title: w('恢复支持', 'Resume support'),
    about: w('恢复政策和资金支持。', 'Support resumes.'),
    next: sideIs('supportStopped'),
    fields: [reason, documentIfAny],
  },
  {
    command: 'announce-exit',
    group: 'manage',
    configured: true,
    title: w('公告退出', 'Announce an exit'),
    about: w('确认规则提出的退出，并公示。', 'Confirms the proposed exit and posts it.'),
    next: (card) => open(card, 'announceExit') !== undefined,
    prefill: (card) => ({ proposalId: open(card, 'announceExit')?.proposalId }),
    fields: [
      proposal('announceExit'),
      ground,
      { kind: 'date', name: 'noticeFrom', label: w('公示开始', 'Notice from'), initial: todayInShanghai() },
      { kind: 'date', name: 'noticeUntil', label: w('公示结束', 'Notice until') },
      confirmedBy,
      documentIfAny,
    ],
  },
  {
    command: 'delist',
    group: 'manage',
    title: w('退出目录', 'Delist'),
    about: w('退出目录，写明事由、决定与文件。', 'Leaves the catalogue, with ground and document.'),
    next: (card) => open(card, 'delist') !== undefined || card.sideStates.includes('onExitNotice'),
    prefill: (card) => ({ proposalId: open(card, 'delist')?.proposalId }),
    fields: [ground, proposalIfAny('delist'), confirmedBy, document],
  },
  {
    command: 'withdraw-proposal',
    group: 'manage',
    title: w('撤回建议', 'Withdraw a proposal'),
    about: w('不采纳规则提出的建议，说明理由。', 'Declines what the rule proposed.'),
    next: never,
    prefill: (card) => ({ proposalId: card.proposals.find((each) => each.status === 'open')?.proposalId }),
    fields: [proposal(null), reason],
  },
  {
    command: 'restore',
    group: 'manage',
    configured: true,
    title: w('恢复', 'Restore'),
    about: w('异议成立或重新认定后恢复。', 'Restores after an upheld objection or a decision retaken.'),
    next: stageIs('delisted'),
    fields: [
      {
        kind: 'choice',
        name: 'ground',
        label: w('恢复事由', 'Ground'),
        options: { objectionUpheld: w('异议成立', 'Objection upheld'), decisionRetaken: w('重新认定', 'Decision retaken') },
        initial: 'objectionUpheld',
      },
      { kind: 'choice', name: 'tier', label: w('恢复层级', 'Tier'), options: TIERS },
      { ...objection, optional: true },
      confirmedBy,
      document,
    ],
  },
  {
    command: 'promote',
    group: 'manage',
    title: w('晋级', 'Promote'),
    about: w('符合条件后，经推荐、由审批人确认晋级。', 'Recommended and confirmed by a named approver.'),
    next: (card) => open(card, 'promote') !== undefined || card.sideStates.includes('eligible'),
    prefill: (card) => ({ proposalId: open(card, 'promote')?.proposalId, to: open(card, 'promote')?.toTier ?? undefined }),
    fields: [
      { kind: 'choice', name: 'to', label: w('晋级到', 'To'), options: TIERS },
      proposalIfAny('promote'),
      { kind: 'text', name: 'recommendedBy', label: w('推荐单位', 'Recommended by') },
      confirmedBy,
      document,
    ],
  },
  {
    command: 'downgrade',
    group: 'manage',
    configured: true,
    title: w('降级', 'Downgrade'),
    about: w('确认规则提出的降级。', 'Confirms a downgrade.'),
    next: (card) => open(card, 'downgrade') !== undefined,
    prefill: (card) => ({ proposalId: open(card, 'downgrade')?.proposalId, to: open(card, 'downgrade')?.toTier ?? undefined }),
    fields: [{ kind: 'choice', name: 'to', label: w('降到', 'To'), options: TIERS }, proposalIfAny('downgrade'), confirmedBy, document],
  },
  ...factCommands<BrandCard>(({ kind }) => kind, {
    kind: 'past',
    name: 'breachId',
    label: w('失信违规', 'Breach'),
    event: 'BreachRecorded',
    id: 'breachId',
    text: 'kind',
  }),
  {
    command: 'record-honour',
    group: 'record',
    title: w('登记荣誉称号', 'Record an honour'),
    about: w('荣誉称号是单独的事实，不是层级。', 'A fact of its own, never a tier.'),
    next: never,
    fields: [
      { kind: 'text', name: 'honour', label: w('荣誉称号', 'Honour') },
      { kind: 'text', name: 'title', label: w('授予名称', 'Title'), optional: true },
      { kind: 'year', name: 'year', label: w('年份', 'Year'), optional: true },
      ...source('source'),
    ],
  },
  {
    command: 'claim-tier',
    group: 'record',
    title: w('登记来源所称层级', 'Record a claimed tier'),
    about: w('来源怎么说就怎么记；不等于认定。', 'What a source claims; recognises nobody.'),
    next: never,
    fields: [
      { kind: 'choice', name: 'tier', label: w('层级', 'Tier'), options: TIERS },
      { kind: 'year', name: 'sinceYear', label: w('起始年份（不详则空）', 'Since (empty: unknown)'), optional: true },
      { kind: 'flag', name: 'reading', label: w('系本台账解读', 'Our reading'), initial: false },
      ...source('source'),
    ],
  },
  {
    command: 'grant-relaxation',
    group: 'manage',
    title: w('放宽条件', 'Grant a relaxation'),
    about: w(
      '按文件所列情形放宽一项数值，经评审组表决和有权人员批准；放宽幅度、期限由本地配置。',
      'Eases one value on a ground of the document, by a panel and an approver; size and time are configured locally.',
    ),
    next: never,
    fields: [
      { kind: 'fresh', name: 'relaxationId' },
      { kind: 'own', name: 'relaxation', view: (card) => <RelaxationFields card={card} />, body: relaxationBody },
      reason,
      { kind: 'panel', name: 'panel', label: w('评审组', 'Panel') },
      { kind: 'text', name: 'scoreSheet', label: w('评分表（存放处或编号）', 'Score sheet (where it is kept)') },
      { kind: 'text', name: 'approvedBy', label: w('批准人', 'Approved by') },
      { kind: 'choice', name: 'approverRole', label: w('批准人角色', 'Role of the approver'), options: APPROVERS },
      documentIfAny,
      { kind: 'date', name: 'from', label: w('起始日', 'From'), initial: todayInShanghai() },
      { kind: 'date', name: 'until', label: w('截止日（含）', 'Until (included)') },
      { kind: 'text', name: 'dual', label: w('所对应的“双品牌”编号', 'Its dual brand (id)'), optional: true },
    ],
  },
  {
    command: 'withdraw-relaxation',
    group: 'manage',
    title: w('撤回放宽条件', 'Withdraw a relaxation'),
    about: w('自撤回之日起不再适用；此前依其作出的判定保留。', 'It ends today; what was decided by it stays.'),
    next: never,
    fields: [
      {
        kind: 'past',
        name: 'relaxationId',
        label: w('放宽条件', 'Relaxation'),
        event: 'RelaxationGranted',
        id: 'relaxationId',
        text: 'reason',
      },
      reason,
      documentIfAny,
    ],
  },
  {
    command: 'record-publicity',
    group: 'record',
    title: w('登记宣介', 'Record publicity'),
    about: w('宣介不是公示，也不是晋级。', 'Publicity: neither a notice nor a promotion.'),
    next: never,
    fields: [
      { kind: 'text', name: 'medium', label: w('媒介', 'Medium') },
      { kind: 'date', name: 'on', label: w('日期', 'On'), initial: todayInShanghai() },
      { kind: 'text', name: 'reference', label: w('出处', 'Reference') },
    ],
  },
  {
    command: 'rename',
    group: 'record',
    title: w('更名', 'Rename'),
    about: w('改名不换号，历史相连。', 'The brand keeps its id and its history.'),
    next: never,
    fields: [{ kind: 'text', name: 'to', label: w('新名称', 'New name') }, reason, documentIfAny],
  },
];

export const GROUPS: Readonly<Record<string, Words>> = {
  nominate: w('申报与推荐', 'Nomination'),
  recognise: w('评价认定与目录', 'Recognition and catalogue'),
  manage: w('动态管理', 'Dynamic management'),
  record: w('登记', 'Records'),
};

/**
 * Every answer "no" of the brand decider: code, what is wrong and what to do, in both languages.
 *
 * Texts hold `{name}` places that the decider fills. A code is stable: pages, programs and imports rely on it.
 */
import { PROCEDURE_REFUSALS } from './procedure-refusals';
import { fillRefusal, refuse, type Places, type Refusal, type RefusalText } from '../refusal';

const define = <T extends Record<string, RefusalText>>(texts: T): T => texts;

export const BRAND_REFUSALS = define({
  ...PROCEDURE_REFUSALS,
  'BRAND.UNKNOWN': {
    zh: '台账中没有这个品牌。',
    en: 'The ledger does not know this brand.',
    todo: { zh: '请先登记该品牌，或核对品牌编号。', en: 'Report the brand first, or check its id.' },
  },
  'BRAND.UNKNOWN_COMMAND': {
    zh: '没有名为“{command}”的操作。',
    en: 'There is no command called “{command}”.',
    todo: { zh: '请查阅接口说明中的操作名称。', en: 'Look up the names of commands in the API description.' },
  },
  'BRAND.UNKNOWN_STAGE': {
    zh: '没有名为“{stage}”的阶段。',
    en: 'There is no stage called “{stage}”.',
    todo: { zh: '阶段为：{stages}。', en: 'Stages are: {stages}.' },
  },
  'BRAND.ALREADY_REPORTED': {
    zh: '该品牌已在台账中，名称为“{name}”。',
    en: 'The brand is on the books already, as “{name}”.',
    todo: { zh: '请直接在该品牌下继续办理。', en: 'Go on with the brand that exists.' },
  },
  'BRAND.WRONG_STAGE': {
    zh: '品牌处于“{stage}”阶段，不能办理“{command}”。',
    en: 'The brand is at stage “{stage}”, where “{command}” has no place.',
    todo: { zh: '该操作适用于：{allowed}。', en: 'It fits: {allowed}.' },
  },
  'BRAND.IDEMPOTENCY_REUSED': {
    zh: '幂等键“{key}”已用于另一内容的请求。',
    en: 'The Idempotency-Key “{key}” came before with another body.',
    todo: {
      zh: '新的请求请使用新的幂等键；重发请保持内容不变。',
      en: 'Use a new key for a new request; repeat a request with the same body.',
    },
  },
  'BRAND.REGION_UNKNOWN': {
    zh: '行政区划代码“{region}”不存在。',
    en: 'There is no region with the code “{region}”.',
    todo: { zh: '请按 GB/T 2260 填写六位代码。', en: 'Give a six-digit code of GB/T 2260.' },
  },
  'BRAND.NAME_EMPTY': {
    zh: '品牌名称为空。',
    en: 'The name of the brand is empty.',
    todo: { zh: '请填写品牌名称。', en: 'Give a name.' },
  },
  'BRAND.NAME_UNCHANGED': {
    zh: '新名称与现名称“{name}”相同。',
    en: 'The new name is the same as the present one, “{name}”.',
    todo: { zh: '请填写不同的名称，或不必更名。', en: 'Give another name, or leave it.' },
  },
  'BRAND.DATE_INVALID': {
    zh: '“{date}”不是有效日期。',
    en: '“{date}” is not a date of the calendar.',
    todo: { zh: '请按“年-月-日”填写真实日期。', en: 'Give a real date as year-month-day.' },
  },
  'BRAND.FUTURE_DATE': {
    zh: '日期 {date} 晚于今天（{today}）。',
    en: 'The date {date} lies after today ({today}).',
    todo: { zh: '请填写已经发生的日期。', en: 'Give a date that has come.' },
  },
  'BRAND.DATES_REVERSED': {
    zh: '结束日期 {until} 早于开始日期 {from}。',
    en: 'The end {until} lies before the beginning {from}.',
    todo: { zh: '请核对起止日期。', en: 'Check both dates.' },
  },
  'BRAND.ID_REUSED': {
    zh: '编号 {id} 已用于另一内容。',
    en: 'The id {id} stands for something else already.',
    todo: { zh: '请使用新的编号。', en: 'Use a new id.' },
  },

  'BRAND.FIGURE_UNIT': {
    zh: '指标“{metric}”不能以“{unit}”计量。',
    en: 'The metric “{metric}” is not counted in “{unit}”.',
    todo: { zh: '可用单位：{allowed}。', en: 'Units that fit: {allowed}.' },
  },
  'BRAND.FIGURE_NATURE': {
    zh: '指标“{metric}”不能填为“{nature}”。',
    en: 'The metric “{metric}” cannot be a “{nature}”.',
    todo: { zh: '可选：{allowed}。', en: 'It may be: {allowed}.' },
  },
  'BRAND.FIGURE_DIRECTNESS': {
    zh: '指标“{metric}”的直接、间接口径“{directness}”不适用。',
    en: 'The metric “{metric}” cannot be told as “{directness}”.',
    todo: { zh: '可选：{allowed}。直接与间接须分别填报。', en: 'It may be: {allowed}. Direct and indirect are reported apart.' },
  },
  'BRAND.FIGURE_VALUE': {
    zh: '数值 {value} 不是非负整数。',
    en: 'The value {value} is not a whole number from zero up.',
    todo: { zh: '请填写非负整数；金额以元为单位。', en: 'Give a whole number; money in yuan.' },
  },
  'BRAND.FIGURE_WINDOW': {
    zh: '统计期间不完整或前后矛盾：{why}。',
    en: 'The window of the figure is incomplete or contradicts itself: {why}.',
    todo: {
      zh: '请填写年度；起始年度不得晚于截止年度，时点须在该年度内。',
      en: 'Give the year; the first year is not after the last, and the date lies within the last.',
    },
  },
  'BRAND.FIGURE_FUTURE': {
    zh: '统计期间 {window} 尚未到来（今天为 {today}）。',
    en: 'The window {window} has not come yet (today is {today}).',
    todo: { zh: '未来的数字只能作为目标登记。', en: 'Only a target may lie in the future.' },
  },
  'BRAND.FIGURE_ESTIMATE_MISSING': {
    zh: '间接带动人数未说明测算方法和依据。',
    en: 'An indirect figure says neither how it was estimated nor from what.',
    todo: { zh: '请填写测算方法和依据。', en: 'Give the method and the basis of the estimate.' },
  },
  'BRAND.FIGURE_ESTIMATE_UNEXPECTED': {
    zh: '直接人数不是测算得来的，不应附测算方法。',
    en: 'A direct figure is counted, not estimated.',
    todo: { zh: '请删去测算方法，或改为间接。', en: 'Leave the estimate out, or report it as indirect.' },
  },
  'BRAND.FIGURE_ALREADY_RECORDED': {
    zh: '同一指标、口径和统计期间已有数字 {value}。',
    en: 'A figure of this metric, kind and window stands already: {value}.',
    todo: { zh: '数字有误请办理更正，不要重复填报。', en: 'Correct that figure if it is wrong; do not record it twice.' },
  },
  'BRAND.FIGURE_UNKNOWN': {
    zh: '没有编号为 {id} 的数字。',
    en: 'There is no figure with the id {id}.',
    todo: { zh: '请在品牌卡片中选择要更正的数字。', en: 'Choose the figure on the brand card.' },
  },
  'BRAND.FIGURE_ALREADY_CORRECTED': {
    zh: '该数字已被更正，现行数字为 {by}。',
    en: 'This figure was corrected already; {by} stands in its place.',
    todo: { zh: '请更正现行数字。', en: 'Correct the figure in force.' },
  },
  'BRAND.CORRECTION_CHANGES_SUBJECT': {
    zh: '更正不得改变指标、单位、口径和统计期间（不一致：{field}）。',
    en: 'A correction keeps metric, unit, nature, directness and window (changed: {field}).',
    todo: {
      zh: '填错指标或年度的，请将原数字更正为 0 并说明理由，再另行填报。',
      en: 'When the wrong thing was recorded, correct it to 0 with the reason and record the right one.',
    },
  },
  'BRAND.CORRECTION_CHANGES_NOTHING': {
    zh: '更正后的数字与原数字相同。',
    en: 'The correction says the same as the figure in force.',
    todo: { zh: '请填写更正后的数字，或不必更正。', en: 'Give the corrected figure, or leave it.' },
  },
  'BRAND.CORRECTION_NEEDS_REQUEST': {
    zh: '已锁定的数据不能由一人直接更正。',
    en: 'A locked figure is not corrected by one person alone.',
    todo: { zh: '请在该数据处“申请更正”，由另一人批准。', en: 'Ask for its correction; another person approves it.' },
  },
  'BRAND.CORRECTION_OPEN': {
    zh: '该数字已有一件更正申请（{on} 提出，申请改为 {value}）尚未办结。',
    en: 'A correction of this figure was asked for on {on} (to {value}) and is not settled.',
    todo: { zh: '请待该申请批准、不予更正或撤回后再申请。', en: 'Wait until that request is approved, refused or withdrawn.' },
  },
  'BRAND.CORRECTION_REQUEST_UNKNOWN': {
    zh: '没有编号为 {id} 的更正申请。',
    en: 'There is no request for correction with the id {id}.',
    todo: { zh: '请在更正记录中选择申请。', en: 'Choose the request in the list of corrections.' },
  },
  'BRAND.CORRECTION_SETTLED': {
    zh: '该更正申请已于 {on} {how}。',
    en: 'This request for correction was {how} on {on}.',
    todo: { zh: '无需再次办理；仍需更正的请重新申请。', en: 'Nothing is left to do; ask anew if the figure is still wrong.' },
  },
  'BRAND.CORRECTION_OVERTAKEN': {
    zh: '该数字在申请之后已被更正：申请时为 {before}，现行数字为 {now}，申请改为 {requested}。',
    en: 'The figure was corrected after this was asked for: it was {before}, it is {now} now, and the request says {requested}.',
    todo: {
      zh: '请不予更正或由申请人撤回；仍需更正的，对现行数字重新申请。',
      en: 'Refuse it or have it withdrawn; if the figure in force is still wrong, ask for its correction.',
    },
  },
  'BRAND.CORRECTION_SAME_PERSON': {
    zh: '申请更正的人与批准的人不得为同一人。',
    en: 'Who asks for a correction and who settles it are two persons.',
    todo: { zh: '请由另一人批准或不予更正；本人可以撤回申请。', en: 'Let somebody else settle it; whoever asked may withdraw it.' },
  },
  'BRAND.CORRECTION_NOT_REQUESTER': {
    zh: '更正申请只能由申请人撤回。',
    en: 'Only whoever asked for a correction may withdraw the request.',
    todo: { zh: '请由申请人撤回，或由审批人不予更正。', en: 'Have the person who asked withdraw it, or refuse it.' },
  },
  'BRAND.EVIDENCE_UNKNOWN': {
    zh: '没有编号为 {id} 的佐证材料。',
    en: 'There is no evidence with the id {id}.',
    todo: { zh: '请先登记佐证材料。', en: 'Attach the evidence first.' },
  },
  'BRAND.BREACH_UNKNOWN': {
    zh: '没有编号为 {id} 的违法失信记录。',
    en: 'There is no breach with the id {id}.',
    todo: { zh: '请核对记录编号。', en: 'Check the id.' },
  },
  'BRAND.BREACH_ALREADY_CLEARED': {
    zh: '该违法失信记录已经消除。',
    en: 'This breach was cleared already.',
    todo: { zh: '无需再次办理。', en: 'Nothing is left to do.' },
  },

  'BRAND.PACK_UNKNOWN': {
    zh: '政策文件库中没有“{pack}”。',
    en: 'The policy library does not hold “{pack}”.',
    todo: { zh: '请选择已发布的政策文件。', en: 'Choose a pack that was published.' },
  },
  'BRAND.RESUBMITTED_EARLIER': {
    zh: '重新报送时间 {at} 早于上次报送时间 {before}。',
    en: 'The submission at {at} lies before the last one at {before}.',
    todo: { zh: '请核对报送时间。', en: 'Check the time of submission.' },
  },
  'BRAND.NOT_RETURNED': {
    zh: '申报未被退回，无需重新报送。',
    en: 'The nomination was not returned.',
    todo: { zh: '请等待审核，或由上级退回修改。', en: 'Wait for its review, or have it returned for changes.' },
  },
  'BRAND.NOMINATION_RETURNED': {
    zh: '申报已退回修改，尚未重新报送。',
    en: 'The nomination was returned for changes and has not come back.',
    todo: { zh: '请先重新报送。', en: 'Submit it again first.' },
  },
  'BRAND.ATTESTATION_MISSING': {
    zh: '推荐须确认材料的真实性、有效性和完整性（未确认：{missing}）。',
    en: 'A recommendation attests that the material is authentic, valid and complete (not attested: {missing}).',
    todo: { zh: '核实材料后再推荐，或退回修改。', en: 'Check the material and attest it, or return the nomination.' },
  },
  'BRAND.ALREADY_RECOMMENDED': {
    zh: '该品牌已推荐。',
    en: 'The brand is recommended already.',
    todo: { zh: '请等待评审。', en: 'Wait for the assessment.' },
  },
  'BRAND.NOT_RECOMMENDED': {
    zh: '该品牌尚未推荐，不能评审。',
    en: 'The brand is not recommended yet.',
    todo: { zh: '请先办理推荐。', en: 'Recommend it first.' },
  },
  'BRAND.PANEL_VOTES': {
    zh: '评审组 {voters} 人可投票，表决票却有 {votes} 张。',
    en: 'The panel has {voters} who may vote, but {votes} votes were counted.',
    todo: { zh: '回避人员不投票；请核对表决结果。', en: 'Who is recused does not vote; check the count.' },
  },
  'BRAND.RELAXATION_UNKNOWN': {
    zh: '没有编号为 {id} 的放宽条件记录。',
    en: 'There is no relaxation with the id {id}.',
    todo: { zh: '请核对放宽条件记录的编号。', en: 'Check the id of the relaxation.' },
  },
  'BRAND.RELAXATION_OVER': {
    zh: '放宽条件的截止日 {until} 已过（今天为 {today}）。',
    en: 'The last day {until} of the relaxation has passed (today is {today}).',
    todo: { zh: '请填写今天或以后的截止日。', en: 'Give a last day that has not passed.' },
  },
  'BRAND.RELAXATION_NOT_CARRIED': {
    zh: '评审组赞成 {votesFor} 票、反对 {votesAgainst} 票，未通过。',
    en: 'The panel gave {votesFor} votes for and {votesAgainst} against: not carried.',
    todo: { zh: '放宽条件须经评审组多数赞成；未通过的不予登记。', en: 'A relaxation needs a majority of its panel.' },
  },
  'BRAND.RELAXATION_RECUSED': {
    zh: '批准人“{name}”已回避。',
    en: 'The approver “{name}” is recused.',
    todo: { zh: '请由未回避的人员批准。', en: 'Let somebody approve it who is not recused.' },
  },
  'BRAND.RELAXATION_OVERLAPS': {
    zh: '参数“{parameter}”在 {from} 至 {until} 已有放宽。',
    en: 'The parameter “{parameter}” is eased already from {from} until {until}.',
    todo: { zh: '请先撤回原放宽，或另定期间。', en: 'Withdraw the other relaxation first, or choose other days.' },
  },
  'BRAND.RELAXATION_ENDED': {
    zh: '该放宽已于 {on} 终止。',
    en: 'The relaxation ended on {on}.',
    todo: { zh: '无需撤回。', en: 'There is nothing to withdraw.' },
  },
  'BRAND.RELAXATION_RUNS': {
    zh: '放宽条件到 {until} 为止，今天为 {today}，尚未到期。',
    en: 'The relaxation runs until {until}; today is {today}.',
    todo: { zh: '到期之后再登记；提前终止请办理撤回。', en: 'Wait until it has ended, or withdraw it.' },
  },
  'BRAND.NOT_PROPOSED': {
    zh: '该品牌未处于拟认定状态。',
    en: 'The brand is not proposed for recognition.',
    todo: { zh: '请先评审并拟认定。', en: 'Assess it and propose it first.' },
  },
  'BRAND.NOTICE_RUNNING': {
    zh: '公示至 {until}，今天为 {today}，公示尚未结束。',
    en: 'The notice runs until {until}; today is {today}.',
    todo: { zh: '请在公示结束后办理。', en: 'Wait until the notice has ended.' },
  },
  'BRAND.NOTICE_ALREADY_POSTED': {
    zh: '已公示至 {until}。',
    en: 'A notice stands already, until {until}.',
    todo: { zh: '无需再次公示。', en: 'No second notice is needed.' },
  },
  'BRAND.NOTHING_TO_OBJECT': {
    zh: '该品牌没有可提出异议的拟认定或退出。',
    en: 'Nothing of this brand is open to objection.',
    todo: { zh: '异议针对拟认定或退出目录提出。', en: 'Objections are raised against a proposed recognition or an exit.' },
  },
  'BRAND.OBJECTION_OPEN': {
    zh: '尚有 {count} 件异议未处理。',
    en: '{count} objection(s) wait for an answer.',
    todo: { zh: '请先处理异议。', en: 'Decide the objections first.' },
  },
  'BRAND.OBJECTION_UPHELD': {
    zh: '异议成立，程序不能继续。',
    en: 'An objection was upheld; this cannot go on.',
    todo: {
      zh: '拟认定的请重新评审或不予认定；退出的请办理恢复。',
      en: 'Assess a proposed brand anew or refuse it; restore a brand that was to leave.',
    },
  },
  'BRAND.OBJECTION_UNKNOWN': {
    zh: '没有编号为 {id} 的异议。',
    en: 'There is no objection with the id {id}.',
    todo: { zh: '请核对异议编号。', en: 'Check the id.' },
  },
  'BRAND.OBJECTION_ALREADY_DECIDED': {
    zh: '该异议已经处理。',
    en: 'This objection was decided already.',
    todo: { zh: '无需再次处理。', en: 'Nothing is left to do.' },
  },
  'BRAND.WRONG_TIER': {
    zh: '层级“{tier}”不适用：{why}。',
    en: 'The tier “{tier}” does not fit: {why}.',
    todo: { zh: '可选层级：{allowed}。', en: 'It may be: {allowed}.' },
  },
  'BRAND.ALREADY_CULTIVATED': {
    zh: '该品牌自 {from} 起已在培育。',
    en: 'The brand has been under cultivation since {from}.',
    todo: { zh: '无需再次办理。', en: 'Nothing is left to do.' },
  },
  'BRAND.NOT_RECOGNISED': {
    zh: '该品牌尚未认定。',
    en: 'The brand is not recognised.',
    todo: { zh: '请先办理认定。', en: 'Recognise it first.' },
  },
  'BRAND.ALREADY_LISTED': {
    zh: '该品牌已列入{catalogue}的劳务品牌建设指导目录。',
    en: 'The brand stands in the catalogue of {catalogue} already.',
    todo: { zh: '无需再次列入。', en: 'Nothing is left to do.' },
  },
  'BRAND.CATALOGUE_ELSEWHERE': {
    zh: '品牌所在地不属于{catalogue}。',
    en: 'The brand does not lie in {catalogue}.',
    todo: { zh: '请列入品牌所在地区或其上级地区的目录。', en: 'Enter it in the catalogue of its own region or one above.' },
  },
  'BRAND.ALREADY_KEY_PROJECT': {
    zh: '该品牌已是{level}建设重点项目。',
    en: 'The brand is a key project at this level already ({level}).',
    todo: { zh: '无需再次确定。', en: 'Nothing is left to do.' },
  },

  'BRAND.REVIEW_UNKNOWN': {
    zh: '{period} 年度没有待办的审核。',
    en: 'No review is due for {period}.',
    todo: { zh: '请核对年度；审核由年度封账触发。', en: 'Check the period; a review falls due when its year is closed.' },
  },
  'BRAND.REVIEW_ALREADY': {
    zh: '{period} 年度的审核已{done}。',
    en: 'The review of {period} is already {done}.',
    todo: { zh: '无需再次办理。', en: 'Nothing is left to do.' },
  },
  'BRAND.PERIOD_NOT_OVER': {
    zh: '{period} 年度尚未结束。',
    en: 'The year {period} is not over.',
    todo: { zh: '请在年度结束后办理。', en: 'Wait until the year is over.' },
  },
  'BRAND.NOT_DUE_YET': {
    zh: '期限为 {dueOn}，今天为 {today}，尚未届满。',
    en: 'It falls due on {dueOn}; today is {today}.',
    todo: { zh: '请在期限届满后办理。', en: 'Wait until the date has passed.' },
  },
  'BRAND.ALREADY_WARNED': {
    zh: '{period} 年度已发出预警提醒。',
    en: 'A warning stands for {period} already.',
    todo: { zh: '无需再次提醒。', en: 'Nothing is left to do.' },
  },
  'BRAND.ALREADY_RECTIFYING': {
    zh: '该品牌正在限期整改（{period} 年度，期限 {dueOn}）。',
    en: 'The brand is rectifying already ({period}, due on {dueOn}).',
    todo: { zh: '请先办结该次整改。', en: 'Finish that rectification first.' },
  },
  'BRAND.NOT_RECTIFYING': {
    zh: '该品牌没有正在进行的限期整改。',
    en: 'The brand is not rectifying.',
    todo: { zh: '请核对品牌状态。', en: 'Check the state of the brand.' },
  },
  'BRAND.RECTIFICATION_NOT_REPORTED': {
    zh: '整改情况尚未报告。',
    en: 'The rectification was not reported.',
    todo: { zh: '请先报告整改情况。', en: 'Report it first.' },
  },
  'BRAND.PROPOSAL_UNKNOWN': {
    zh: '没有编号为 {id} 的待确认建议。',
    en: 'There is no open proposal with the id {id}.',
    todo: { zh: '请在动态管理中选择待确认的建议。', en: 'Choose an open proposal.' },
  },
  'BRAND.PROPOSAL_OTHER_STEP': {
    zh: '该建议是“{step}”，不能据此办理。',
    en: 'That proposal asks for “{step}”.',
    todo: { zh: '请选择相应的建议。', en: 'Choose a proposal of this step.' },
  },
  'BRAND.PROPOSAL_EXISTS': {
    zh: '已有“{step}”的待确认建议。',
    en: 'A proposal for “{step}” is open already.',
    todo: { zh: '请先确认或撤回该建议。', en: 'Confirm or withdraw it first.' },
  },
  'BRAND.PROPOSAL_REQUIRED': {
    zh: '以“{ground}”退出须有规则提出的建议。',
    en: 'An exit on the ground “{ground}” needs a proposal by a rule.',
    todo: { zh: '请依据待确认的建议或已发布的退出公示办理。', en: 'Go by an open proposal, or by the exit notice.' },
  },
  'BRAND.SUPPORT_ALREADY_STOPPED': {
    zh: '该品牌的政策和资金支持已经停止。',
    en: 'Support is stopped already.',
    todo: { zh: '无需再次办理。', en: 'Nothing is left to do.' },
  },
  'BRAND.SUPPORT_NOT_STOPPED': {
    zh: '该品牌的政策和资金支持并未停止。',
    en: 'Support is not stopped.',
    todo: { zh: '请核对品牌状态。', en: 'Check the state of the brand.' },
  },
  'BRAND.ALREADY_ON_EXIT_NOTICE': {
    zh: '该品牌的退出已公示至 {until}。',
    en: 'The exit stands on notice already, until {until}.',
    todo: { zh: '请等待公示结束。', en: 'Wait until the notice has ended.' },
  },
  'BRAND.NOT_ON_EXIT_NOTICE': {
    zh: '该品牌的退出未经公示。',
    en: 'The exit was not announced.',
    todo: { zh: '请先公示退出。', en: 'Announce the exit first.' },
  },
  'BRAND.GROUND_CHANGED': {
    zh: '公示的退出原因是“{announced}”，与“{ground}”不符。',
    en: 'The exit was announced on the ground “{announced}”, not “{ground}”.',
    todo: { zh: '请按公示的原因办理。', en: 'Go by the announced ground.' },
  },
  'BRAND.NOTHING_TO_RESTORE': {
    zh: '该品牌未退出，也未公示退出，无需恢复。',
    en: 'The brand neither left nor stands on exit notice.',
    todo: { zh: '请核对品牌状态。', en: 'Check the state of the brand.' },
  },
  'BRAND.NO_UPHELD_OBJECTION': {
    zh: '没有成立的异议可作为恢复依据。',
    en: 'No objection was upheld that could carry a restoration.',
    todo: { zh: '请先处理异议，或以重新认定为依据。', en: 'Decide the objection first, or restore because the decision was retaken.' },
  },
  'BRAND.SAME_PERSON': {
    zh: '推荐人与确认人不得为同一人（{person}）。',
    en: 'Who recommends and who confirms are two persons ({person}).',
    todo: { zh: '请由另一人确认。', en: 'Have somebody else confirm.' },
  },
  'BRAND.NOT_ELIGIBLE': {
    zh: '尚未判定该品牌符合{tier}条件，也没有晋级建议。',
    en: 'The brand was not found to meet the conditions of this tier ({tier}), and nothing proposes its promotion.',
    todo: {
      zh: '请在年度封账后依据判定办理；符合条件不等于晋级。',
      en: 'Wait for the finding after the year is closed; meeting a tier is not promotion.',
    },
  },
  'BRAND.UNDER_SANCTION': {
    zh: '品牌处于“{sideState}”，不能晋级。',
    en: 'The brand is “{sideState}” and cannot be promoted.',
    todo: { zh: '请先办结该事项。', en: 'Settle that first.' },
  },
  'BRAND.ALREADY_ELIGIBLE': {
    zh: '已判定该品牌在 {period} 年度符合{tier}条件。',
    en: 'The brand was found eligible for {period} already ({tier}).',
    todo: { zh: '无需再次判定。', en: 'Nothing is left to do.' },
  },
  'BRAND.NO_ELIGIBILITY': {
    zh: '该品牌此前未判定为符合{tier}条件。',
    en: 'The brand was not eligible before ({tier}).',
    todo: { zh: '无需办理。', en: 'Nothing is left to do.' },
  },
  'BRAND.DECISION_UNKNOWN': {
    zh: '该品牌没有判定“{key}”。',
    en: 'This brand has no decision “{key}”.',
    todo: { zh: '请核对判定键及其事件。', en: 'Check the key and its event.' },
  },
  'BRAND.CORRECTION_UNKNOWN': {
    zh: '该品牌没有更正 {id}。',
    en: 'This brand has no correction {id}.',
    todo: { zh: '请核对更正事件。', en: 'Check the event of the correction.' },
  },
  'BRAND.BASIS_AHEAD': {
    zh: '判定所依据的版本 {basis} 超出品牌现有版本 {revision}。',
    en: 'The decision rests on revision {basis}, but the brand stands at {revision}.',
    todo: { zh: '请重新判定。', en: 'Evaluate again.' },
  },
});

export type BrandRefusalCode = keyof typeof BRAND_REFUSALS;

/** A word in both languages, to fill a place of a text. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/**
 * The answer "no" with this code. `field` is the path of the command's field at fault, or null for the whole command.
 * Places are filled with the same text in both languages, or with words that have both.
 */
export const brandRefusal = (code: BrandRefusalCode, field: string | null, places: Places = {}): Refusal =>
  fillRefusal(code, BRAND_REFUSALS[code], field, places);

export const refuseBrand = (code: BrandRefusalCode, field: string | null, places?: Places) => refuse(brandRefusal(code, field, places));

/** Every answer "no" about calls and returns, and every finding about a line: code, what is wrong, what to do, in both languages. */
import { fillRefusal, refuse, type Places, type Refused, type RefusalText } from '../refusal';

const define = <T extends Record<string, RefusalText>>(texts: T): T => texts;

export const RETURN_REFUSALS = define({
  'CALL.UNKNOWN': {
    zh: '台账中没有这一填报任务。',
    en: 'The ledger does not know this call for returns.',
    todo: { zh: '请核对编号，或先下发填报任务。', en: 'Check the id, or call for returns first.' },
  },
  'CALL.EXISTS': {
    zh: '该填报任务已下发。',
    en: 'This call for returns was made already.',
    todo: { zh: '请直接查看该任务。', en: 'Look at that call.' },
  },
  'CALL.REGION_UNKNOWN': {
    zh: '行政区划代码“{region}”不存在。',
    en: 'There is no region with the code “{region}”.',
    todo: { zh: '请按 GB/T 2260 填写六位代码。', en: 'Give a six-digit code of GB/T 2260.' },
  },
  'CALL.ASKED_TWICE': {
    zh: '指标“{metric}”（{directness}）重复下发。',
    en: 'The metric “{metric}” ({directness}) is asked twice.',
    todo: { zh: '同一指标、同一口径只列一次。', en: 'Ask each metric once for each directness.' },
  },
  'CALL.UNIT': {
    zh: '指标“{metric}”不能以“{unit}”计量。',
    en: 'The metric “{metric}” is not counted in {unit}.',
    todo: { zh: '可用单位：{allowed}。', en: 'Units that fit: {allowed}.' },
  },
  'CALL.DIRECTNESS': {
    zh: '指标“{metric}”的口径不能是“{directness}”。',
    en: 'The metric “{metric}” is not told as “{directness}”.',
    todo: { zh: '可用口径：{allowed}。', en: 'It may be: {allowed}.' },
  },
  'CALL.BASIS': {
    zh: '指标“{metric}”没有本年累计口径。',
    en: 'The metric “{metric}” is never told as a running total.',
    todo: { zh: '请改为下发本期数，或去掉该指标。', en: 'Ask for the period itself, or leave the metric out.' },
  },
  'CALL.DATE_INVALID': {
    zh: '“{date}”不是有效日期。',
    en: '“{date}” is not a date of the calendar.',
    todo: { zh: '请填写真实日期。', en: 'Give a real date.' },
  },
  'CALL.DUE_BEFORE_END': {
    zh: '截止日 {dueOn} 早于填报期末 {end}。',
    en: 'The due day {dueOn} lies before the end of the period, {end}.',
    todo: { zh: '截止日应在填报期结束之后。', en: 'A return is due after its period.' },
  },
  'CALL.CALENDAR_ENDS': {
    zh: '工作日历（{calendar}）尚无 {end} 之后 {days} 个工作日的数据，无法推算截止日。',
    en: 'The calendar of working days ({calendar}) does not reach {days} working days after {end}.',
    todo: { zh: '请在下发时写明截止日。', en: 'Name the due day in the call.' },
  },
  'CALL.NO_EXTENSION': {
    zh: '新的截止日 {dueOn} 不晚于现截止日 {before}。',
    en: 'The new due day {dueOn} is not after the present one, {before}.',
    todo: { zh: '延期须晚于现截止日。', en: 'An extension lies after the present due day.' },
  },
  'CALL.CLOSED': {
    zh: '该填报任务已关闭。',
    en: 'This call for returns is closed.',
    todo: { zh: '如需补报，请另行下发任务。', en: 'Make another call where more is to be reported.' },
  },
  'RETURN.UNKNOWN': {
    zh: '没有这一填报表。',
    en: 'There is no such return.',
    todo: { zh: '请从填报任务中打开。', en: 'Open it from its call.' },
  },
  'RETURN.NOT_EXPECTED': {
    zh: '本任务未要求“{unit}”在 {region} 填报：该地区没有由其填报的在培育品牌。',
    en: 'The call expects no return of {unit} in {region}: it reports for no brand under cultivation there.',
    todo: { zh: '请核对填报单位与品牌的承建关系。', en: 'Check which unit builds the brand.' },
  },
  'RETURN.PERIOD_NOT_OVER': {
    zh: '填报期至 {end} 止，今天（{today}）尚不能报送。',
    en: 'The period ends on {end}; on {today} it cannot be reported yet.',
    todo: { zh: '可先填写草稿，期满后报送。', en: 'Fill in the draft, and report when the period is over.' },
  },
  'RETURN.TOLD_IN_RETURN': {
    zh: '{year} 年的{metric}由填报任务“{title}”收集，不能由一人直接登记为已锁定的数据。',
    en: '“{metric}” of {year} is collected by the call “{title}”; one person alone does not record it as locked.',
    todo: {
      zh: '请在年度报表中填报，逐级审核后自动记入品牌。',
      en: 'Report it in its return; once reviewed and locked it reaches the brand by itself.',
    },
  },
  'RETURN.NOT_BY_HAND': {
    zh: '{year} 年的{metric}须经填报任务逐级审核后锁定，不能由一人直接登记。',
    en: '“{metric}” of {year} is locked through a return that others review; one person alone does not record it.',
    todo: {
      zh: '请在“填报”中报送；没有对应的填报任务时，请市级或省级下发，或由省级审核筛选人补录并写明理由。',
      en: 'Report it in a return; where no call asks for it, let one be sent out, or let the province record it with its reason.',
    },
  },
  'RETURN.REASON_MISSING': {
    zh: '补录 {year} 年的{metric}须写明理由。',
    en: 'To record “{metric}” of {year} outside a return asks for a reason.',
    todo: { zh: '请在来源的“备注”中写明为何不经填报。', en: 'Say in the note of its source why no return told it.' },
  },
  'RETURN.DRAFT_FULL': {
    zh: '一份填报草稿最多 {most} 格，再填即超出。',
    en: 'A draft of a return holds at most {most} cells, and this would be more.',
    todo: { zh: '请只填写本表所列的品牌和指标。', en: 'Fill in only the brands and metrics of this return.' },
  },
  'RETURN.OVERDUE': {
    zh: '已过截止日 {dueOn}，今天（{today}）不能报送。',
    en: 'The due day was {dueOn}; on {today} nothing can be reported.',
    todo: {
      zh: '请由市级审核人或省级办理“逾期补报”，写明理由和期限后再报送。',
      en: 'Let the prefecture or the province allow a late entry, with reason and day.',
    },
  },
  'RETURN.LINES_NOT_FIT': {
    zh: '有 {count} 处数据不能报送，首处：{first}',
    en: '{count} places cannot be reported; the first: {first}',
    todo: { zh: '请按所列逐处修改；存疑的数据须写明原因。', en: 'Mend each of them; a doubtful figure needs its reason.' },
  },
  'RETURN.NOTHING_TO_REPORT': {
    zh: '没有可报送的内容。',
    en: 'There is nothing to report.',
    todo: { zh: '请先填写数据，或修改被退回的数据。', en: 'Fill in figures first, or change what was sent back.' },
  },
  'RETURN.LINE_STANDS_HIGHER': {
    zh: '“{line}”已到“{standing}”，不能由填报单位改动。',
    en: '“{line}” stands at “{standing}” and is not the unit’s to change.',
    todo: { zh: '请先由审核人退回修改；已锁定的请办理更正。', en: 'Let it be sent back first; correct what is locked.' },
  },
  'RETURN.ROLE': {
    zh: '“{act}”由{roles}办理，您的身份是{role}。',
    en: '“{act}” is done by: {roles}; you act as {role}.',
    todo: { zh: '请由相应人员办理。', en: 'Leave it to them.' },
  },
  'RETURN.PROVINCE_LOCKS': {
    zh: '锁定由省级办理，您的管辖地区是{region}。',
    en: 'Locking is the province’s; you act for {region}.',
    todo: { zh: '请由省级办理。', en: 'Leave it to the province.' },
  },
  'RETURN.SAME_PERSON': {
    zh: '您已办理过其中 {count} 条的“{rung}”，不能再办理“{act}”：填报、经办、复核、审核、审定须由不同的人办理。',
    en: 'You took {count} of these lines to “{rung}” yourself and cannot do “{act}”: each rung is another person’s.',
    todo: { zh: '请由另一人办理。', en: 'Leave it to another person.' },
  },
  'RETURN.RUNG_NOT_HERE': {
    zh: '{region}没有“{rung}”环节：{why}。',
    en: '{region} has no rung “{rung}”: {why}.',
    todo: { zh: '请直接办理上一环节。', en: 'Go on with the rung above.' },
  },
  'RETURN.LINE_UNKNOWN': {
    zh: '填报表中没有“{line}”这一条。',
    en: 'The return has no line “{line}”.',
    todo: { zh: '请刷新后重新选择。', en: 'Reload and choose again.' },
  },
  'RETURN.NOT_ON_RUNG_BELOW': {
    zh: '“{line}”处于“{standing}”，须先到“{below}”才能办理“{act}”。',
    en: '“{line}” stands at “{standing}”; “{act}” follows “{below}”.',
    todo: { zh: '请按顺序逐级办理。', en: 'Lower rungs come before higher ones.' },
  },
  'RETURN.NOTHING_ON_RUNG': {
    zh: '没有处于“{below}”的数据可办理“{act}”。',
    en: 'No line stands at “{below}”, so there is nothing to do “{act}” on.',
    todo: { zh: '请刷新后核对进度。', en: 'Reload and look where the lines stand.' },
  },
  'RETURN.LOCKED': {
    zh: '“{line}”已锁定，不能退回。',
    en: '“{line}” is locked and cannot be sent back.',
    todo: { zh: '请办理数据更正。', en: 'Correct the figure instead.' },
  },
  'RETURN.NOT_YOURS_TO_SEND_BACK': {
    zh: '“{line}”处于“{standing}”，应由{roles}退回，您的身份是{role}。',
    en: '“{line}” stands at “{standing}”; it is sent back by: {roles}. You act as {role}.',
    todo: { zh: '请由相应审核人退回。', en: 'Leave it to them.' },
  },
  'RETURN.NOTHING_BELOW': {
    zh: '“{line}”处于“{standing}”，下面没有审核环节。',
    en: '“{line}” stands at “{standing}”, with no rung below.',
    todo: { zh: '请退回填报单位。', en: 'Send it back to the unit.' },
  },
  'RETURN.LINE_TWICE': {
    zh: '“{line}”重复。',
    en: '“{line}” comes twice.',
    todo: { zh: '同一品牌、指标、口径、工种只填一条。', en: 'One line for one brand, metric, directness and trade.' },
  },
  'RETURN.UNTIL_PASSED': {
    zh: '补报期限 {until} 须不早于今天（{today}），且晚于截止日 {dueOn}。',
    en: 'The late entry must run until a day that is not before {today} and lies after the due day {dueOn}.',
    todo: { zh: '请重新填写补报期限。', en: 'Give another day.' },
  },
  'RETURN.PARTS_APART': {
    zh: '“{line}”与同一指标的其他工种须一并锁定，其中有的尚未审定。',
    en: '“{line}” is locked together with the other trades of its figure, and not all of them are accepted.',
    todo: { zh: '请待各工种均审定后一并锁定。', en: 'Wait until all trades are accepted, and lock them together.' },
  },
});
export type ReturnRefusalCode = keyof typeof RETURN_REFUSALS;

export const refuseReturn = (code: ReturnRefusalCode, field: string | null, places: Places = {}): Refused =>
  refuse(fillRefusal(code, RETURN_REFUSALS[code], field, places));

/** What may be found about lines. Impossible ones are refused; doubtful ones are accepted with a reason. */
export const IMPOSSIBLE = define({
  'RETURN.METRIC_NOT_ASKED': {
    zh: '本任务未要求填报“{metric}”（{directness}）。',
    en: 'The call does not ask for “{metric}” ({directness}).',
    todo: { zh: '请删去该条。', en: 'Leave the line out.' },
  },
  'RETURN.WRONG_UNIT': {
    zh: '“{metric}”按“{asked}”填报，不能用“{unit}”。',
    en: '“{metric}” is asked in {asked}, not in {unit}.',
    todo: { zh: '请换算为规定单位后填写。', en: 'Give it in the unit asked.' },
  },
  'RETURN.WRONG_NATURE': {
    zh: '“{metric}”应填“{asked}”数，不能填“{nature}”数。',
    en: '“{metric}” is asked as {asked}, not as {nature}.',
    todo: { zh: '请按任务要求的口径填写。', en: 'Follow the call.' },
  },
  'RETURN.VALUE_INVALID': {
    zh: '“{value}”不是非负整数。',
    en: '“{value}” is not a whole number from zero up.',
    todo: {
      zh: '请只填数字，不带单位和文字；没有数据请留空并写明原因。',
      en: 'Give digits only; where there is no figure, leave it empty and say why.',
    },
  },
  'RETURN.VALUE_MISSING': {
    zh: '未填数，也未写明原因。',
    en: 'There is neither a figure nor a reason why not.',
    todo: {
      zh: '请填数；确无数据的，在备注中写明原因。零也须填“0”。',
      en: 'Give a figure, or say in the note why there is none. Zero is written as 0.',
    },
  },
  'RETURN.LINE_MISSING': {
    zh: '“{brand}”的“{metric}”（{directness}）未填报。',
    en: '“{metric}” ({directness}) of “{brand}” is missing.',
    todo: { zh: '请补填；确无数据的，在备注中写明原因。', en: 'Fill it in; where there is no figure, say why in the note.' },
  },
  'RETURN.LINE_TWICE': RETURN_REFUSALS['RETURN.LINE_TWICE'],
  'RETURN.TRADE_MISSING': {
    zh: '培训品牌须分工种（专业）填报。',
    en: 'A training brand is told by trade.',
    todo: { zh: '请填写工种（专业）。', en: 'Name the trade.' },
  },
  'RETURN.TRADE_UNEXPECTED': {
    zh: '劳务品牌不分工种填报。',
    en: 'A labour brand is not told by trade.',
    todo: { zh: '请删去工种，填一个总数。', en: 'Leave the trade out and give one figure.' },
  },
  'RETURN.ESTIMATE_MISSING': {
    zh: '间接带动为估算，须写明估算方法和依据。',
    en: 'Indirect employment is an estimate: its method and basis are missing.',
    todo: { zh: '请填写估算方法和估算依据。', en: 'Give method and basis.' },
  },
  'RETURN.ESTIMATE_UNEXPECTED': {
    zh: '只有间接带动数才写估算方法和依据。',
    en: 'Only an indirect figure has a method and basis of estimation.',
    todo: { zh: '请删去估算方法和依据。', en: 'Leave them out.' },
  },
  'RETURN.ROSTER_IMPOSSIBLE': {
    zh: '花名册共 {rows} 行，去重不可能去掉 {removed} 行。',
    en: 'A roster of {rows} rows cannot lose {removed} duplicates.',
    todo: { zh: '请核对花名册行数和去重结果。', en: 'Check rows and duplicates.' },
  },
  'RETURN.ROSTER_INCOMPLETE': {
    zh: '花名册摘要、行数、去重数、密钥编号须一并填写。',
    en: 'Of a roster, digest, rows, duplicates and key are given together.',
    todo: { zh: '请补齐，或全部留空。', en: 'Give all four, or none.' },
  },
  'RETURN.BRAND_UNKNOWN': {
    zh: '台账中没有该品牌，或不在本次填报范围。',
    en: 'The ledger does not know this brand, or the call does not reach it.',
    todo: { zh: '请从名单中选择品牌。', en: 'Choose a brand of the list.' },
  },
  'RETURN.BRAND_ELSEWHERE': {
    zh: '“{brand}”属于{region}，不在本填报表的地区。',
    en: '“{brand}” belongs to {region}, not to the region of this return.',
    todo: { zh: '请在该地区的填报表中填写。', en: 'Report it in the return of its region.' },
  },
  'RETURN.BRAND_OF_OTHER_UNIT': {
    zh: '“{brand}”由“{unit}”填报。',
    en: '“{brand}” is reported by {unit}.',
    todo: { zh: '请删去该品牌，由其填报单位填报。', en: 'Leave it to that unit.' },
  },
  'RETURN.BRAND_DELISTED': {
    zh: '“{brand}”已于 {on} 退出目录，早于填报期。',
    en: '“{brand}” was delisted on {on}, before the period.',
    todo: { zh: '请删去该品牌。', en: 'Leave the brand out.' },
  },
  'RETURN.PART_EXCEEDS_WHOLE': {
    zh: '“{part}”{partValue} 大于其所属的“{whole}”{wholeValue}。',
    en: '“{part}” ({partValue}) is more than “{whole}” ({wholeValue}), of which it is a part.',
    todo: { zh: '请核对两项数据。', en: 'Check both figures.' },
  },
});
export const DOUBTFUL = define({
  'RETURN.JUMP': {
    zh: '与上年同期 {before} 相比变动超过 {ratio} 倍（本地配置），请核实。',
    en: 'Against {before} one year before it moved beyond the ratio {ratio} (configured).',
    todo: { zh: '数据无误的，请写明变动原因。', en: 'Where it is right, say why it moved.' },
  },
  'RETURN.OUTLIER': {
    zh: '超过 {peers} 个同类品牌中位数 {median} 的 {ratio} 倍（本地配置），请核实。',
    en: 'It is beyond {ratio} times the median {median} of {peers} peers (configured).',
    todo: { zh: '数据无误的，请写明原因。', en: 'Where it is right, say why.' },
  },
  'RETURN.CUMULATIVE_LOWER': {
    zh: '本年累计低于 {period} 已报的累计 {before}。',
    en: 'The running total lies below {before}, which was reported for {period}.',
    todo: { zh: '请核对；确需调减的，写明原因。', en: 'Check it; where it must be lower, say why.' },
  },
  'RETURN.ROSTER_DIFFERS': {
    zh: '填报数与花名册去重后人数 {count} 不一致。',
    en: 'The figure is not the {count} persons that the roster leaves.',
    todo: { zh: '请核对；确有差异的，写明原因。', en: 'Check it; where it differs, say why.' },
  },
  'RETURN.BRAND_LEFT_UNIT': {
    zh: '“{brand}”报送后已改由“{unit}”填报。',
    en: '“{brand}” was reported here and is reported by {unit} since.',
    todo: {
      zh: '仍由本表答复的，请写明原因；两表都锁定时，以先锁定的为准，后锁定的搁置。',
      en: 'Where this return still answers for it, say why. Of two that are locked the first stands, the second is parked.',
    },
  },
  'RETURN.BRAND_DELISTED_SINCE': {
    zh: '“{brand}”报送后，已登记于 {on} 退出目录，早于填报期。',
    en: '“{brand}” was reported, and is on record since as delisted on {on}, before the period.',
    todo: { zh: '数据仍应统计的，请写明原因。', en: 'Where the figure still counts, say why.' },
  },
});
export type ImpossibleCode = keyof typeof IMPOSSIBLE;
export type DoubtfulCode = keyof typeof DOUBTFUL;

/** What is found about a line, or about the return where `line` is null. */
export interface Finding {
  readonly severity: 'impossible' | 'doubtful';
  readonly code: ImpossibleCode | DoubtfulCode;
  readonly line: string | null;
  readonly field: string | null;
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
  /** A doubtful one that was given its reason. */
  readonly explained: boolean;
}

export const impossible = (code: ImpossibleCode, line: string | null, field: string | null, places: Places = {}): Finding => {
  const { zh, en, todo } = fillRefusal(code, IMPOSSIBLE[code], field, places);
  return { severity: 'impossible', code, line, field, zh, en, todo, explained: false };
};
export const doubtful = (code: DoubtfulCode, line: string, explained: boolean, places: Places): Finding => {
  const { zh, en, todo } = fillRefusal(code, DOUBTFUL[code], 'value', places);
  return { severity: 'doubtful', code, line, field: 'value', zh, en, todo, explained };
};

/**
 * Every answer "no" of the subjects beside brands: code, what is wrong and what to do, in both languages.
 *
 * What they share with brands (figures, evidence, breaches, dates) is refused in the brand's words under a code of their own.
 */
import { fillRefusal, refuse, type Places, type Refused, type RefusalText } from '../refusal';

const define = <T extends Record<string, RefusalText>>(texts: T): T => texts;

export const SUBJECT_REFUSALS = define({
  'SUBJECT.UNKNOWN': {
    zh: '台账中没有这一{kind}。',
    en: 'The ledger does not know this {kind}.',
    todo: { zh: '请先登记，或核对编号。', en: 'Register it first, or check the id.' },
  },
  'SUBJECT.ALREADY_REGISTERED': {
    zh: '该编号已登记为“{name}”。',
    en: 'This id is on the books already, as “{name}”.',
    todo: { zh: '请直接在已有记录下继续办理。', en: 'Go on with the one that exists.' },
  },
  'SUBJECT.NAME_EMPTY': {
    zh: '名称为空。',
    en: 'The name is empty.',
    todo: { zh: '请填写名称。', en: 'Give a name.' },
  },
  'SUBJECT.REGION_UNKNOWN': {
    zh: '行政区划代码“{region}”不存在。',
    en: 'There is no region with the code “{region}”.',
    todo: { zh: '请按 GB/T 2260 填写六位代码。', en: 'Give a six-digit code of GB/T 2260.' },
  },
  'SUBJECT.UNKNOWN_COMMAND': {
    zh: '{kind}没有名为“{command}”的操作。',
    en: 'There is no command called “{command}” for a {kind}.',
    todo: { zh: '请查阅接口说明中的操作名称。', en: 'Look up the names of commands in the API description.' },
  },
  'SUBJECT.WRONG_STATUS': {
    zh: '当前状态为“{status}”，不能办理“{command}”。',
    en: 'It stands as “{status}”, where “{command}” has no place.',
    todo: { zh: '可以办理的状态：{allowed}。', en: 'That is done to one that is: {allowed}.' },
  },
  'SUBJECT.BASIS_AHEAD': {
    zh: '判定所依据的版本 {basis} 超出现有版本 {revision}。',
    en: 'The decision rests on revision {basis}, but the subject stands at {revision}.',
    todo: { zh: '请重新判定。', en: 'Evaluate again.' },
  },
  'SUBJECT.FIGURE_UNKNOWN': {
    zh: '没有编号为 {id} 的数字。',
    en: 'There is no figure with the id {id}.',
    todo: { zh: '请选择要更正的现行数字。', en: 'Choose a figure in force.' },
  },
  'SUBJECT.DATE_UNKNOWN': {
    zh: '没有名为“{date}”的日期事项。',
    en: 'There is no dated step called “{date}”.',
    todo: { zh: '可登记：{allowed}。', en: 'It may be: {allowed}.' },
  },
  'SUBJECT.DATE_CHANGES_WITHOUT_REASON': {
    zh: '“{date}”已登记为 {on}，改动须说明理由。',
    en: '“{date}” stands at {on}; another day needs a reason.',
    todo: { zh: '请填写改动理由。', en: 'Give the reason.' },
  },
  'SUBJECT.CONDITIONS_NOT_MET': {
    zh: '按“{rule}”（{cite}）判定为“{outcome}”，不能办理。',
    en: 'The rule “{rule}” ({cite}) answers “{outcome}”.',
    todo: { zh: '请查看判定说明，补齐材料和评判，或改为不予认定。', en: 'See the explanation and complete what is missing, or refuse.' },
  },
  'SUBJECT.PROPOSAL_UNKNOWN': {
    zh: '没有编号为 {id} 的待确认处理建议。',
    en: 'There is no open proposal with the id {id}.',
    todo: { zh: '请选择待确认的处理建议。', en: 'Choose an open proposal.' },
  },
  'SUBJECT.SANCTION_NOT_APPLICABLE': {
    zh: '“{sanction}”不适用于当前状态为“{status}”的{kind}。',
    en: '“{sanction}” has no place on a {kind} that is “{status}”.',
    todo: { zh: '请核对处理措施和对象。', en: 'Check the measure and whom it concerns.' },
  },
  'SUBJECT.SANCTION_EXISTS': {
    zh: '“{sanction}”已提出或已生效。',
    en: '“{sanction}” is proposed or stands already.',
    todo: { zh: '请先确认、驳回或解除已有的一项。', en: 'Confirm, dismiss or lift the one that exists.' },
  },
  'SUBJECT.SANCTION_NOT_STANDING': {
    zh: '没有编号为 {id} 的生效处理措施。',
    en: 'No sanction with the id {id} stands.',
    todo: { zh: '请核对编号。', en: 'Check the id.' },
  },
  'SUBJECT.SANCTION_ENDS_OTHERWISE': {
    zh: '“{sanction}”不能解除，须另行办理：{how}。',
    en: '“{sanction}” is not lifted; it ends by: {how}.',
    todo: { zh: '请办理相应手续。', en: 'Do that instead.' },
  },
  'SUBJECT.EVALUATION_ALREADY_DUE': {
    zh: '{dueOn} 到期的评估已列入待办。',
    en: 'The evaluation of {dueOn} is due already.',
    todo: { zh: '无需再次列入。', en: 'Nothing is left to do.' },
  },
  'SUBJECT.PERIOD_AHEAD': {
    zh: '{period} 年度尚未到来。',
    en: 'The year {period} has not come.',
    todo: { zh: '请核对年度。', en: 'Check the year.' },
  },
  'SUBJECT.DECISION_UNKNOWN': {
    zh: '没有判定“{key}”。',
    en: 'There is no decision “{key}” here.',
    todo: { zh: '请核对判定键及其事件。', en: 'Check the key and its event.' },
  },
  'SUBJECT.CORRECTION_UNKNOWN': {
    zh: '没有更正 {id}。',
    en: 'There is no correction {id} here.',
    todo: { zh: '请核对更正事件。', en: 'Check the event of the correction.' },
  },
  'SUBJECT.BRAND_UNKNOWN': {
    zh: '台账中没有编号为 {id} 的{kind}。',
    en: 'The ledger knows no {kind} with the id {id}.',
    todo: { zh: '请先登记品牌，或核对编号和类型。', en: 'Report the brand first, or check its id and kind.' },
  },
  'SUBJECT.BRANDS_UNCHANGED': {
    zh: '承建品牌没有变化：{why}。',
    en: 'The brands would not change: {why}.',
    todo: { zh: '请核对增减的品牌。', en: 'Check which brands are added or removed.' },
  },

  'INSTITUTION.ROUND_UNKNOWN': {
    zh: '地区 {region} 没有编号为 {id} 的评估。',
    en: 'The region {region} held no evaluation with the id {id}.',
    todo: { zh: '请先登记该次评估，再登记结果。', en: 'Record the round first.' },
  },
  'INSTITUTION.GRADE_UNKNOWN': {
    zh: '“{grade}”不在该次评估的等次（{scale}）之内。',
    en: '“{grade}” is not on the scale of the round ({scale}).',
    todo: { zh: '请按该次评估公布的等次填写。', en: 'Give a grade of that scale.' },
  },
  'INSTITUTION.ALREADY_GRADED': {
    zh: '该次评估已评为“{grade}”。',
    en: 'It was graded in this round already: {grade}.',
    todo: { zh: '一次评估只有一个结果。', en: 'A round gives one grade.' },
  },
  'INSTITUTION.GRADED_BEFORE_ROUND': {
    zh: '评定日期 {on} 早于评估日期 {heldOn}。',
    en: 'The grade of {on} lies before the round of {heldOn}.',
    todo: { zh: '请核对日期。', en: 'Check the dates.' },
  },

  'LINK.TRAINING_TWICE': {
    zh: '培训品牌 {id} 重复列出。',
    en: 'The training brand {id} stands there twice.',
    todo: { zh: '每个培训品牌只列一次。', en: 'Name every training brand once.' },
  },
  'LINK.TRAINING_ELSEWHERE': {
    zh: '培训品牌 {id} 已在“双品牌” {link} 中；文件未写能否同时对应两个，按“{interpretation}”的配置不予同时关联。',
    en: 'The training brand {id} stands in the link {link} already; the document does not say whether it may stand in two, and “{interpretation}” is configured to refuse it.',
    todo: {
      zh: '请先从原“双品牌”移出，或由有权人修改该项配置。',
      en: 'Remove it from the other link first, or have the configured reading changed.',
    },
  },
  'LINK.TRAINING_UNKNOWN': {
    zh: '该“双品牌”没有培训品牌 {id}。',
    en: 'The training brand {id} is not part of this link.',
    todo: { zh: '请核对培训品牌。', en: 'Check the training brand.' },
  },
  'LINK.LAST_TRAINING': {
    zh: '“双品牌”至少须有一个培训品牌。',
    en: 'A dual brand has at least one training brand.',
    todo: { zh: '请先增加培训品牌，或解除“双品牌”。', en: 'Add another first, or dissolve the link.' },
  },
  'LINK.NOT_DECIDED': {
    zh: '政策文件“{pack}”对“双品牌”没有可判定的条件。',
    en: 'The pack “{pack}” in force gives no answer on this dual brand.',
    todo: { zh: '请核对文件是否有效，或补齐配置。', en: 'See whether the document is in force.' },
  },
  'LINK.NO_REVIEW_DUE': {
    zh: '该“双品牌”没有待办的复核。',
    en: 'No review of this link is due.',
    todo: { zh: '复核由一方条件变化触发。', en: 'A review falls due when one side loses its conditions.' },
  },

  'PROGRAMME.PACK_UNKNOWN': {
    zh: '政策文件库中没有“{pack}”。',
    en: 'The policy library does not hold “{pack}”.',
    todo: { zh: '请选择已发布的政策文件。', en: 'Choose a pack that was published.' },
  },
  'PROGRAMME.YEARS_REVERSED': {
    zh: '结束年度 {to} 早于开始年度 {from}。',
    en: 'The last year {to} lies before the first year {from}.',
    todo: { zh: '请核对年度。', en: 'Check the years.' },
  },
  'PROGRAMME.TARGET_UNKNOWN': {
    zh: '文件“{pack}”没有目标“{target}”。',
    en: 'The pack “{pack}” has no target “{target}”.',
    todo: { zh: '可选目标：{allowed}。', en: 'Its targets: {allowed}.' },
  },
  'PROGRAMME.METRIC_OTHER': {
    zh: '目标“{target}”按“{metric}”计量，不能填报“{given}”。',
    en: 'The target “{target}” counts “{metric}”, not “{given}”.',
    todo: { zh: '请按目标的指标填报。', en: 'Report what the target counts.' },
  },
  'PROGRAMME.UNIT_OTHER': {
    zh: '目标“{target}”以“{unit}”计量，不能填报为“{given}”。',
    en: 'The target “{target}” is counted in “{unit}”, not “{given}”.',
    todo: { zh: '人和人次不得混用。', en: 'Persons and person-times are never mixed.' },
  },
  'PROGRAMME.YEAR_OUTSIDE': {
    zh: '{year} 年度不在该项目（{from}—{to}）之内，或尚未到来。',
    en: 'The year {year} lies outside the programme ({from} to {to}), or has not come.',
    todo: { zh: '请核对年度；未来的数字只能作为目标。', en: 'Check the year; only a target may lie in the future.' },
  },
  'PROGRAMME.AS_OF_MISSING': {
    zh: '目标“{target}”按某一日的情况计量，须填写时点，且在 {year} 年度内。',
    en: 'The target “{target}” is held against one day; give the day, within {year}.',
    todo: { zh: '请填写时点日期。', en: 'Give the date.' },
  },
  'PROGRAMME.AS_OF_UNEXPECTED': {
    zh: '目标“{target}”按年度新增计量，不填时点。',
    en: 'The target “{target}” counts what was added within a year and takes no date.',
    todo: { zh: '请删去时点。', en: 'Leave the date out.' },
  },
  'PROGRAMME.COHORT_MISSING': {
    zh: '人数、人次须注明所计的班次或花名册（摘要和人数），以免重复计算。',
    en: 'A count of people names the class or roster it counts (digest and number), so that nobody is counted twice.',
    todo: { zh: '请提供花名册的 SHA-256 摘要和人数。', en: 'Give the SHA-256 digest of the roster and its number.' },
  },
  'PROGRAMME.COHORT_EXCEEDED': {
    zh: '填报数 {value} 大于该批次可计的 {count}。',
    en: 'The value {value} is more than the {count} that this cohort may count for.',
    todo: { zh: '请核对花名册人数或分摊数。', en: 'Check the roster or its shares.' },
  },
  'PROGRAMME.COHORT_CHANGED': {
    zh: '同一花名册此前登记为 {before} 人，现填 {now} 人。',
    en: 'The same roster was recorded with {before} before, now with {now}.',
    todo: { zh: '请核对花名册；人员变化的是另一份花名册。', en: 'Check the roster; other people are another roster.' },
  },
  'PROGRAMME.COUNTED_TWICE': {
    zh: '批次“{cohort}”已计入目标“{other}”，不能再计入“{target}”。',
    en: 'The cohort “{cohort}” counts for the target “{other}” already and cannot count for “{target}” too.',
    todo: {
      zh: '同一人次只计入一个目标；确需分摊的，请事先登记分摊规则。',
      en: 'Declare how the cohort is allocated before it is counted.',
    },
  },
  'PROGRAMME.ALLOCATED_ELSEWHERE': {
    zh: '批次“{cohort}”按分摊规则不计入目标“{target}”。',
    en: 'By the declared rule the cohort “{cohort}” does not count for “{target}”.',
    todo: { zh: '请按已登记的分摊规则填报。', en: 'Report by the declared rule.' },
  },
  'PROGRAMME.PROGRESS_ALREADY_RECORDED': {
    zh: '该批次在目标“{target}”下已填报 {value}。',
    en: 'This is recorded for the target “{target}” already: {value}.',
    todo: { zh: '数字有误请办理更正，不要重复填报。', en: 'Correct it if it is wrong; do not record it twice.' },
  },
  'PROGRAMME.PROGRESS_UNKNOWN': {
    zh: '没有编号为 {id} 的现行进度。',
    en: 'There is no progress in force with the id {id}.',
    todo: { zh: '请选择要更正的现行进度。', en: 'Choose progress that stands.' },
  },
  'PROGRAMME.CORRECTION_CHANGES_SUBJECT': {
    zh: '更正不得改变目标、指标、单位、年度和时点。',
    en: 'A correction keeps target, metric, unit, year and date.',
    todo: { zh: '填错目标的，请将原数更正为 0 并说明理由，再另行填报。', en: 'Correct it to 0 with the reason and record the right one.' },
  },
  'PROGRAMME.CORRECTION_CHANGES_NOTHING': {
    zh: '更正后的进度与原进度相同。',
    en: 'The correction says the same as what stands.',
    todo: { zh: '请填写更正后的数字，或不必更正。', en: 'Give what is right, or leave it.' },
  },
  'PROGRAMME.ALLOCATION_NEEDS_COHORT': {
    zh: '“计入一个目标”和“按数分摊”须注明批次。',
    en: 'A cohort that counts for one target, or in shares, has to be named.',
    todo: { zh: '请提供花名册的摘要和人数。', en: 'Give digest and number of the roster.' },
  },
  'PROGRAMME.ALLOCATION_EXISTS': {
    zh: '该批次（或这些目标）已登记过分摊规则。',
    en: 'A rule for this cohort, or these targets, stands already.',
    todo: { zh: '一个批次只有一条分摊规则。', en: 'A cohort has one rule.' },
  },
  'PROGRAMME.ALLOCATION_TOO_LATE': {
    zh: '批次“{cohort}”已计入目标“{target}”，与该规则不符；分摊规则须事先登记。',
    en: 'The cohort “{cohort}” was counted for “{target}” before, against this rule; a rule is declared before.',
    todo: { zh: '请先将已填报的进度更正为 0，再登记规则。', en: 'Correct what was recorded to 0 first.' },
  },
  'PROGRAMME.SHARES_NOT_WHOLE': {
    zh: '各目标分摊数之和 {sum} 不等于批次人数 {count}。',
    en: 'The shares add up to {sum}, not to the {count} of the cohort.',
    todo: { zh: '请使分摊数之和等于批次人数。', en: 'Make the shares add up to the whole.' },
  },
  'PROGRAMME.TARGET_TWICE': {
    zh: '目标“{target}”重复列出。',
    en: 'The target “{target}” stands there twice.',
    todo: { zh: '每个目标只列一次。', en: 'Name every target once.' },
  },

  'WINDOW.MOMENT_INVALID': {
    zh: '“{at}”不是真实的时刻。',
    en: '“{at}” is not a moment that exists.',
    todo: { zh: '请按 2024-07-30T23:59:00+08:00 的形式填写。', en: 'Write it like 2024-07-30T23:59:00+08:00.' },
  },
  'WINDOW.TIMES_REVERSED': {
    zh: '截止时间 {closesAt} 不晚于开始时间 {opensAt}。',
    en: 'It would close at {closesAt}, not after it opens at {opensAt}.',
    todo: { zh: '请核对起止时间。', en: 'Check both times.' },
  },
  'WINDOW.NOT_AN_EXTENSION': {
    zh: '新的截止时间 {closesAt} 不晚于原截止时间 {before}。',
    en: 'The new close {closesAt} is not later than {before}.',
    todo: { zh: '延期只能推后；提前结束请办理关闭。', en: 'An extension is later; close the window to end it earlier.' },
  },
  'WINDOW.NOT_OPEN_YET': {
    zh: '征集窗口自 {opensAt} 开始，报送时间 {at} 尚未开始。',
    en: 'The window opens at {opensAt}; {at} lies before.',
    todo: { zh: '请核对报送时间或征集窗口。', en: 'Check the time, or the window.' },
  },
  'WINDOW.KIND_NOT_CALLED': {
    zh: '该窗口征集{kinds}，不征集{kind}。',
    en: 'The window calls for {kinds}, not for a {kind}.',
    todo: { zh: '请选择相应的征集窗口。', en: 'Choose the window for it.' },
  },
  'WINDOW.REGION_NOT_CALLED': {
    zh: '品牌所在地 {brand} 不属于征集地区 {region}。',
    en: 'The brand lies in {brand}, outside the region of the call ({region}).',
    todo: { zh: '请选择相应地区的征集窗口。', en: 'Choose the window of its region.' },
  },
  'WINDOW.ALREADY_RECEIVED': {
    zh: '该品牌已于 {at} 报送到本窗口。',
    en: 'The brand was received at {at} already.',
    todo: { zh: '退回修改后重新报送，在品牌下办理。', en: 'A return for changes is done on the brand itself.' },
  },
  'WINDOW.SUBMITTED_IN_FUTURE': {
    zh: '报送时间 {at} 尚未到来（现在为 {now}）。',
    en: 'The submission at {at} has not come yet (now is {now}).',
    todo: { zh: '请核对报送时间。', en: 'Check the time.' },
  },

  'REGION.ID_REUSED': {
    zh: '编号 {id} 已用于另一内容。',
    en: 'The id {id} stands for something else already.',
    todo: { zh: '请使用新的编号。', en: 'Use a new id.' },
  },
  'REGION.GRADE_TWICE': {
    zh: '评估等次“{grade}”重复。',
    en: 'The grade “{grade}” stands on the scale twice.',
    todo: { zh: '等次由优到劣依次列出，每个一次。', en: 'List the grades once each, best first.' },
  },
  'REGION.CLASS_UNCHANGED': {
    zh: '按“{pack}”自 {from} 起已是第 {class} 类。',
    en: 'By “{pack}” it is of class {class} from {from} already.',
    todo: { zh: '无需再次调整。', en: 'Nothing is left to do.' },
  },
  'REGION.ALREADY_MERGED': {
    zh: '该地区已自 {on} 起并入 {into}。',
    en: 'The region was merged into {into} on {on}.',
    todo: { zh: '请在并入后的地区办理。', en: 'Go on with the region it was merged into.' },
  },
  'REGION.MERGED_INTO_ITSELF': {
    zh: '不能并入本地区或其下级地区（{into}）。',
    en: 'A region is not merged into itself or into a part of itself ({into}).',
    todo: { zh: '请填写承接地区的代码。', en: 'Give the code of the successor.' },
  },
});

export type SubjectRefusalCode = keyof typeof SUBJECT_REFUSALS;

export const refuseSubject = (code: SubjectRefusalCode, field: string | null, places: Places = {}): Refused =>
  refuse(fillRefusal(code, SUBJECT_REFUSALS[code], field, places));

/** A refusal that brands and other subjects share, under the subjects' own code. */
export const asSubjectRefusal = ({ refusal }: Refused): Refused =>
  refuse({ ...refusal, code: refusal.code.replace(/^BRAND\./, 'SUBJECT.') });

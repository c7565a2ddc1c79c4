/** Every answer "no" of the acts beside the steps of a nomination. */
import type { RefusalText } from '../refusal';

export const PROCEDURE_REFUSALS = {
  'BRAND.SAME_PERSON': {
    zh: '同一人不能在同一申报中既办理又审核或筛选；您已办理 {event}。',
    en: 'One person may not handle a nomination and check or screen it too; you acted in {event}.',
    todo: { zh: '请由另一人办理。', en: 'Let another person do it.' },
  },
  'BRAND.FORM_UNKNOWN': {
    zh: '没有编号为“{form}”、版本为“{version}”的推荐表。',
    en: 'There is no form “{form}” of version “{version}”.',
    todo: { zh: '请刷新页面，用现行版式重新填写；草稿仍在。', en: 'Reload and fill in the present layout; your draft is kept.' },
  },
  'BRAND.FORM_OTHER_KIND': {
    zh: '《{form}》不适用于本品牌的类别。',
    en: 'The form “{form}” is not for this kind of brand.',
    todo: { zh: '请改填与品牌类别相应的推荐表。', en: 'Fill in the form of this kind of brand.' },
  },
  'BRAND.FORM_FAULTY': {
    zh: '推荐表有 {count} 处问题：{faults}。',
    en: 'The form has {count} faults: {faults}.',
    todo: { zh: '请按提示逐栏修改后再提交，未登记任何内容。', en: 'Mend the fields and submit again; nothing was recorded.' },
  },
  'BRAND.FORM_REASON_MISSING': {
    zh: '已有一份推荐表，重新填报须说明理由。',
    en: 'A form was filed already; another one needs a reason.',
    todo: { zh: '请填写重新填报的理由；原表保留。', en: 'Give the reason; the form before stays written.' },
  },
  'BRAND.OFFICER_MISSING': {
    zh: '本台账未启用账户，须写明负责推荐材料的专人。',
    en: 'The ledger has no accounts: say who is responsible for the material.',
    todo: { zh: '请填写经办人编号（四（二）要求明确专人负责）。', en: 'Give the id of the officer: the document asks for a named person.' },
  },
  'BRAND.ALREADY_FORWARDED': {
    zh: '{body}已推荐过。',
    en: '{body} has forwarded it already.',
    todo: { zh: '请由上一级单位继续推荐，或进入审核筛选。', en: 'Let the next body go on, or screen the nomination.' },
  },
  'BRAND.ALREADY_SCREENED': {
    zh: '审核筛选已作出相同结论。',
    en: 'The screening said the same already.',
    todo: { zh: '无需重复登记；结论有变时再登记。', en: 'No need to record it again, unless the outcome changes.' },
  },
  'BRAND.SCREENED_OUT': {
    zh: '该申报未通过审核筛选，不进入评审。',
    en: 'The nomination was screened out and does not go to the panel.',
    todo: { zh: '请先重新审核筛选，或退回申报单位。', en: 'Screen it anew first, or return the nomination.' },
  },
  'BRAND.PANEL_UNKNOWN': {
    zh: '没有这次专家评审。',
    en: 'There is no such panel of experts.',
    todo: { zh: '请从工作台打开送您评审的事项。', en: 'Open what you were asked from the workbench.' },
  },
  'BRAND.PANEL_CLOSED': {
    zh: '评审已有结论，不再接收专家意见。',
    en: 'The panel has decided; no vote is taken any more.',
    todo: { zh: '需要再评时，请重新送专家评审。', en: 'Ask experts anew to assess again.' },
  },
  'BRAND.EXPERT_MISSING': {
    zh: '本台账未启用账户，须写明由哪位专家评审。',
    en: 'The ledger has no accounts: say which expert votes.',
    todo: { zh: '请填写专家编号。', en: 'Give the id of the expert.' },
  },
  'BRAND.NOT_ASKED': {
    zh: '“{expert}”不在本次评审的专家之列。',
    en: '“{expert}” was not asked for this assessment.',
    todo: { zh: '请核对专家编号，或重新送专家评审。', en: 'Check the id, or ask experts anew.' },
  },
  'BRAND.SCORE_TOO_HIGH': {
    zh: '得分高于该项满分。',
    en: 'More points than the item has.',
    todo: { zh: '请核对得分和满分。', en: 'Check points and full points.' },
  },
  'BRAND.RECUSED_SCORES': {
    zh: '回避的专家不评分。',
    en: 'An expert who is recused gives no scores.',
    todo: { zh: '请删去评分，或不回避。', en: 'Remove the scores, or do not recuse.' },
  },
  'BRAND.NOTICE_TERM_MISSING': {
    zh: '公示期限须写明结束日期或工作日数，二者选一。',
    en: 'A notice ends on a day or after so many working days: give one of the two.',
    todo: { zh: '请填写结束日期，或填写工作日数由台账按日历推算。', en: 'Give the last day, or the number of working days.' },
  },
  'BRAND.CALENDAR_UNKNOWN': {
    zh: '工作日日历没有覆盖自 {from} 起的公示期。',
    en: 'The calendar of working days does not cover a term from {from} on.',
    todo: { zh: '请直接填写结束日期。', en: 'Give the last day instead.' },
  },
  'BRAND.NO_NOTICE': {
    zh: '该品牌没有拟认定公示。',
    en: 'There is no notice of a proposed recognition.',
    todo: { zh: '请先登记公示。', en: 'Post the notice first.' },
  },
  'BRAND.CAPTURED_EARLIER': {
    zh: '留痕日期 {on} 早于公示开始 {from}。',
    en: 'The capture of {on} lies before the notice began on {from}.',
    todo: { zh: '请核对日期。', en: 'Check the date.' },
  },
} as const satisfies Record<string, RefusalText>;

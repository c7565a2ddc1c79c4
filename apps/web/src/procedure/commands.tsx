/** Acts beside the steps of a nomination, as forms. */
import { Form, Input, InputNumber, Button } from 'antd';
import type { BrandCard } from '#contracts';
import { isBag, type Bag, type CommandSpec, type Field } from '../forms/command';
import { documentIfAny, never, reason, w } from '../forms/common';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';

const attestations: readonly Field[] = [
  { kind: 'flag', name: 'authentic', label: w('材料真实', 'Authentic'), initial: false },
  { kind: 'flag', name: 'valid', label: w('材料有效', 'Valid'), initial: false },
  { kind: 'flag', name: 'complete', label: w('材料完整', 'Complete'), initial: false },
];

/** 评分表: items with their points and full points, whole numbers. No document states either. */
function ScoreFields() {
  const { t } = useSpeech();
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <div className="wide">
      <Form.List name={['sheet', 'scores']}>
        {(items, { add, remove }) => (
          <div className="stack">
            {items.map((item) => (
              <fieldset key={item.key} className="form-grid sheet" style={{ margin: 0 }}>
                <Form.Item name={[item.name, 'criterion']} label={t('评分项', 'Item')} rules={required}>
                  <Input />
                </Form.Item>
                <Form.Item name={[item.name, 'points']} label={t('得分', 'Points')} rules={required}>
                  <InputNumber min={0} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item name={[item.name, 'of']} label={t('满分', 'Of')} rules={required}>
                  <InputNumber min={1} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                <div>
                  <Button size="small" onClick={() => remove(item.name)}>
                    {t('删去这项', 'Remove')}
                  </Button>
                </div>
              </fieldset>
            ))}
            <div>
              <Button onClick={() => add({})}>{t('加一个评分项', 'Add an item')}</Button>
            </div>
          </div>
        )}
      </Form.List>
    </div>
  );
}

const scoresOf = (value: Bag): Bag => ({ scores: Array.isArray(value['scores']) ? value['scores'].filter(isBag) : [] });

/** 公示期限: so many working days, or until a day. */
function TermFields() {
  const { t } = useSpeech();
  return (
    <>
      <Form.Item
        name={['term', 'workingDays']}
        label={t('公示工作日数', 'Working days')}
        extra={t(
          '按国务院放假和调休日历推算结束日期；天数文件未规定',
          'counted by the calendar of working days; no document states a number',
        )}
      >
        <InputNumber min={1} max={90} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['term', 'until']} label={t('或：公示结束日期', 'Or: until')}>
        <DateInput />
      </Form.Item>
    </>
  );
}

const termOf = (value: Bag): Bag => ({
  workingDays: value['workingDays'] ?? null,
  until: value['until'] === undefined || value['until'] === '' ? null : value['until'],
});

const panel: Field<BrandCard> = {
  kind: 'past',
  name: 'assessmentId',
  label: w('送评事项', 'What was asked'),
  event: 'ExpertsAsked',
  id: 'assessmentId',
  text: 'question',
};

export const PROCEDURE_COMMANDS: readonly CommandSpec<BrandCard>[] = [
  {
    command: 'forward-recommendation',
    group: 'nominate',
    title: w('逐级推荐', 'Forward the recommendation'),
    about: w(
      '上一级单位复核材料后继续向上推荐；须由另一人办理。',
      'The next body checks the material and sends it on; another person does it.',
    ),
    next: never,
    fields: [{ kind: 'text', name: 'body', label: w('推荐单位', 'Recommending body') }, ...attestations, reason, documentIfAny],
  },
  {
    command: 'screen-nomination',
    group: 'nominate',
    title: w('审核筛选', 'Screen'),
    about: w('优中选优；未入选不是不予认定，可重新筛选。', 'The best of the good; screened out is no refusal.'),
    next: never,
    fields: [
      {
        kind: 'choice',
        name: 'outcome',
        label: w('筛选结果', 'Outcome'),
        options: { selected: w('入选', 'Selected'), notSelected: w('未入选', 'Not selected') },
        initial: 'selected',
      },
      reason,
      documentIfAny,
    ],
  },
  {
    command: 'ask-experts',
    group: 'recognise',
    configured: true,
    title: w('送专家评审', 'Ask experts'),
    about: w('写明专家的人员编号；专家在自己的工作台评审。', 'Names experts by person id; each answers from the workbench.'),
    next: never,
    fields: [
      { kind: 'fresh', name: 'assessmentId' },
      { kind: 'tags', name: 'experts', label: w('专家（人员编号，回车分隔）', 'Experts (person ids)') },
      { kind: 'long', name: 'question', label: w('评审事项', 'What they are asked') },
      { kind: 'date', name: 'dueOn', label: w('答复期限', 'Answer by'), optional: true },
    ],
  },
  {
    command: 'cast-vote',
    group: 'recognise',
    configured: true,
    title: w('专家评审', 'Vote as an expert'),
    about: w(
      '同意、不同意或回避，附评分表；结论前可更改，均留记录。',
      'For, against or recused, with scores; may be changed until the panel decides.',
    ),
    next: never,
    fields: [
      panel,
      {
        kind: 'text',
        name: 'expert',
        label: w('专家（人员编号）', 'Expert (person id)'),
        optional: true,
      },
      {
        kind: 'choice',
        name: 'vote',
        label: w('意见', 'Vote'),
        options: { for: w('同意', 'For'), against: w('不同意', 'Against'), recused: w('回避', 'Recused') },
        initial: 'for',
      },
      { kind: 'own', name: 'sheet', view: () => <ScoreFields />, body: scoresOf },
      reason,
      { kind: 'constant', name: 'evidence', value: [] },
    ],
  },
  {
    command: 'post-notice',
    group: 'recognise',
    configured: true,
    title: w('公示', 'Post a notice'),
    about: w('把拟认定结果公示。', 'Posts the proposed recognition.'),
    next: (card) => card.stage === 'evaluated',
    fields: [
      { kind: 'text', name: 'place', label: w('公示地点或网址', 'Where') },
      { kind: 'date', name: 'from', label: w('公示开始', 'From'), initial: todayInShanghai() },
      { kind: 'own', name: 'term', view: () => <TermFields />, body: termOf },
    ],
  },
  {
    command: 'capture-notice',
    group: 'recognise',
    configured: true,
    title: w('公示留痕', 'Capture the notice'),
    about: w('先把截图或照片登记为佐证材料，再在这里选取。', 'Attach the picture as evidence first, then choose it here.'),
    next: never,
    fields: [
      { kind: 'past', name: 'evidenceId', label: w('留痕材料', 'Capture'), event: 'EvidenceAttached', id: 'evidenceId', text: 'kind' },
      {
        kind: 'choice',
        name: 'taken',
        label: w('何时留痕', 'Taken'),
        options: { posted: w('发布时', 'when posted'), running: w('公示期间', 'while it ran'), ended: w('期满时', 'when it ended') },
        initial: 'posted',
      },
      { kind: 'date', name: 'on', label: w('留痕日期', 'On'), initial: todayInShanghai() },
      { kind: 'text', name: 'note', label: w('说明', 'Note'), optional: true },
    ],
  },
];

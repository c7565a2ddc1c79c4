import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Drawer, Form, Input, InputNumber } from 'antd';
import { useEffect, useState } from 'react';
import type { FigureRow } from '#contracts';
import type { FigureInput } from '#domain';
import { useSubmit } from '../forms/use-submit';
import { newKey, queries, refreshLedger, send } from '../shell/api';
import { figureText, windowOf } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { DIRECTNESS, metricNamed, named, UNIT } from '../shell/words';
import { correctionQueries } from './api';
import { PreviewSheet } from './preview';

interface Values {
  readonly figure: { readonly value: number; readonly source: { readonly reference: string } };
  readonly reason: string;
  readonly evidence?: readonly string[];
}

/** How long after the last key the preview is asked for. */
const PAUSE_MS = 350;

/** The figure as it stands, with another value and source: what a correction may change. */
const correctedFigure = (figure: FigureRow, value: number, reference: string): FigureInput =>
  ({
    ...{ metric: figure.metric, unit: figure.unit, nature: figure.nature, directness: figure.directness, bound: figure.bound },
    ...{ value, window: { fromYear: figure.fromYear, toYear: figure.toYear, asOf: figure.asOf }, estimate: figure.estimate },
    source: { reference, note: figure.source.note },
  }) as FigureInput;

/** 申请更正: the value, the reason and the evidence; and while it is typed, what it would do. */
export function RequestCorrectionDrawer({
  brandId,
  figure,
  onClose,
}: {
  readonly brandId: string;
  readonly figure: FigureRow;
  readonly onClose: () => void;
}) {
  const { t, say, language } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const [requestId] = useState(newKey);
  const [typed, setTyped] = useState<number | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const known = asked === null || asked === figure.value ? null : asked;
  const preview = useQuery(
    correctionQueries.typed(
      brandId,
      known === null ? null : { corrects: figure.figureId, figure: correctedFigure(figure, known, figure.source.reference) },
    ),
  );
  const history = useQuery(queries.historyOf(`/brands/${brandId}`));
  const papers = (history.data ?? []).filter(({ type }) => type === 'EvidenceAttached.v1');
  const required = [{ required: true, message: t('必填', 'Required') }];
  const request = ({ figure: said, reason, evidence = [] }: Values): Promise<void> =>
    submit(async (key) => {
      const corrected = correctedFigure(figure, said.value, said.source.reference);
      const body = { requestId, corrects: figure.figureId, figure: corrected, reason, evidence };
      await send(`/brands/${brandId}/request-correction`, body, { ifMatch: null, key });
      void message.success(t('已提交更正申请，待批准；批准之前原数字有效', 'Asked for; until it is approved the figure stands'));
      await refreshLedger(client);
      onClose();
    });
  return (
    <Drawer open title={t('申请更正', 'Ask for a correction')} onClose={onClose} size={window.innerWidth < 900 ? '100%' : 720}>
      <div className="stack">
        <p>
          {say(metricNamed(figure.metric))}（{say(named(DIRECTNESS, figure.directness))}），{say(windowOf(figure))}：
          <b>{figureText(figure, language)}</b>
        </p>
        <p className="quiet">
          {t(
            '申请人与批准人须为两人。更正不覆盖原数字：批准之后新数字生效，原数字保留。',
            'Who asks and who approves are two persons. The old figure stays on record.',
          )}
        </p>
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ figure: { value: figure.value, source: { reference: figure.source.reference } } }}
          onFinish={(values) => void request(values)}
          onValuesChange={(_, values) => {
            renew();
            setTyped(Number.isSafeInteger(values.figure.value) ? values.figure.value : null);
          }}
        >
          <Form.Item name={['figure', 'value']} label={t('更正后的数值', 'The right value')} rules={required}>
            <InputNumber style={{ width: '100%' }} suffix={say(named(UNIT, figure.unit))} />
          </Form.Item>
          <Form.Item name="reason" label={t('更正理由', 'Reason')} rules={required}>
            <Input.TextArea autoSize={{ minRows: 2 }} />
          </Form.Item>
          <Form.Item name={['figure', 'source', 'reference']} label={t('数据来源', 'Source')} rules={required}>
            <Input />
          </Form.Item>
          <Form.Item
            name="evidence"
            label={t('佐证材料', 'Evidence')}
            extra={
              papers.length === 0
                ? t('该品牌尚未登记佐证材料；可先在“全部操作”中登记。', 'No evidence is attached yet; attach it under “All acts” first.')
                : null
            }
          >
            {/* Each paper stands open: a list that drops down would lie over the button that sends. */}
            <Checkbox.Group
              className="stack"
              aria-label={t('佐证材料', 'Evidence')}
              options={papers.map(({ data, effectiveOn, sentenceZh, sentenceEn }) => ({
                value: String(data['evidenceId']),
                label: `${effectiveOn} ${t(sentenceZh, sentenceEn)}`,
              }))}
            />
          </Form.Item>
          <div className="stack">
            <Refusal error={error} fields={taken} />
            <div className="row">
              <Button type="primary" htmlType="submit" loading={busy}>
                {t('提交申请', 'Ask')}
              </Button>
              <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
            </div>
          </div>
        </Form>
        {known === null ? null : preview.isError ? (
          <Refusal error={preview.error} />
        ) : preview.data === undefined ? (
          <p className="quiet">{t('正在推算影响…', 'Working out what it would do…')}</p>
        ) : (
          <PreviewSheet preview={preview.data} />
        )}
      </div>
    </Drawer>
  );
}

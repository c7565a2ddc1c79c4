/** 下发填报任务: which period, which figures, by when; and the calls that stand. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Radio, Select, Table } from 'antd';
import { useState } from 'react';
import type { ReturnCallRow } from '#contracts';
import { METRICS, type MetricDefinition } from '../../../../libs/domain/src/dictionary';
import { Paper } from '../forms/fields';
import { useSubmit } from '../forms/use-submit';
import { useMay } from '../accounts/session';
import { refreshLedger } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { DateInput } from '../shell/date-input';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { DIRECTNESS, named, UNIT } from '../shell/words';
import { actOnCall, callReturns, returnQueries } from './api';
import { Due } from './due';
import { BASIS, RETURN_KIND } from './words';

type Asked = Parameters<typeof callReturns>[0]['asked'][number];

/** What a call may ask: every metric in each unit it may carry, direct and indirect apart. */
const MAY_ASK: readonly { readonly value: string; readonly asked: Asked; readonly metric: MetricDefinition }[] = Object.entries(
  METRICS,
).flatMap(([metric, definition]: [string, MetricDefinition]) =>
  definition.units
    .filter((unit) => unit !== 'unstated')
    .flatMap((unit) =>
      (definition.directed ? (['direct', 'indirect'] as const) : (['unstated'] as const)).map((directness) => ({
        value: `${metric}|${unit}|${directness}`,
        asked: { metric, unit, directness } as Asked,
        metric: definition,
      })),
    ),
);
/** What the yearly return of a brand begins with; the office adds and takes away. */
const USUAL: Readonly<Record<'labour' | 'training', readonly string[]>> = {
  labour: [
    'employmentDriven|persons|direct',
    'employmentDriven|persons|indirect',
    'workers|persons|unstated',
    'skilledWorkers|persons|unstated',
  ],
  training: [
    'trainedPersons|persons|unstated',
    'passed|persons|unstated',
    'certified|persons|unstated',
    'employedAfterTraining|persons|unstated',
  ],
};

interface Values {
  readonly region: string;
  readonly year: number;
  readonly part: string;
  readonly kind: 'labour' | 'training';
  readonly basis: 'period' | 'yearToDate';
  readonly title: string;
  readonly asked: readonly string[];
  readonly byDocument: boolean;
  readonly dueOn?: string;
  readonly papered: boolean;
  readonly document?: { readonly number: string; readonly issuedOn: string; readonly signedBy: string };
}

const SHEET: readonly SheetColumn<ReturnCallRow>[] = [
  { heading: '填报任务', of: (row) => row.title },
  { heading: '地区', of: (row) => row.region.name },
  { heading: '填报期', of: (row) => row.periodWords.zh },
  { heading: '口径', of: (row) => BASIS[row.basis].zh },
  { heading: '对象', of: (row) => RETURN_KIND[row.kind].zh },
  {
    heading: '指标',
    of: (row) =>
      row.asked.map(({ zh, directness }) => (directness === 'unstated' ? zh : `${zh}（${named(DIRECTNESS, directness).zh}）`)).join('、'),
  },
  { heading: '截止日期', kind: 'date', of: (row) => row.dueOn },
  { heading: '期末后工作日数（本地配置）', kind: 'number', of: (row) => row.rules.workingDays },
  { heading: '原定截止日期', kind: 'date', of: (row) => row.extended?.from },
  { heading: '延期理由', of: (row) => row.extended?.reason },
  { heading: '状态', of: (row) => (row.status === 'closed' ? '已结束' : '填报中') },
];

export function Calls() {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const calls = useQuery(returnQueries.calls({ dataset, region }));
  const may = useMay();
  const [open, setOpen] = useState(false);
  const [changing, setChanging] = useState<{ readonly call: ReturnCallRow; readonly act: 'extend' | 'close' } | null>(null);
  return (
    <section className="sheet">
      <header>
        <h2>{t('填报任务', 'Calls for returns')}</h2>
        {may('callReturns') ? (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('下发填报任务', 'Call for returns')}
          </Button>
        ) : null}
      </header>
      <div className="stack">
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
        <Answer query={calls}>
          {(rows) => (
            <>
              <Downloads title="填报任务" rows={rows} columns={SHEET} />
              <Table<ReturnCallRow>
                size="small"
                rowKey="callId"
                dataSource={[...rows]}
                scroll={{ x: 'max-content' }}
                pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                locale={{ emptyText: <Nothing text={t('还没有下发填报任务。', 'Nothing was called for yet.')} /> }}
                columns={[
                  {
                    key: 'title',
                    title: t('填报任务', 'Call'),
                    render: (_, row) => (
                      <Go to="returns" params={{ view: 'completeness', call: row.callId, region: row.region.code }}>
                        {row.title}
                      </Go>
                    ),
                  },
                  { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.region.name },
                  {
                    key: 'period',
                    title: t('填报期', 'Period'),
                    render: (_, row) => `${say(row.periodWords)}（${say(BASIS[row.basis])}）`,
                  },
                  { key: 'kind', title: t('对象', 'Of'), render: (_, row) => say(RETURN_KIND[row.kind]) },
                  {
                    key: 'asked',
                    title: t('指标', 'Metrics'),
                    render: (_, row) => (
                      <span className="asked">
                        {row.asked
                          .map(
                            (each) =>
                              `${language === 'en' ? each.en : each.zh}${each.directness === 'unstated' ? '' : ` ${say(named(DIRECTNESS, each.directness))}`}`,
                          )
                          .join(t('、', ', '))}
                      </span>
                    ),
                  },
                  {
                    key: 'due',
                    title: t('截止', 'Due'),
                    render: (_, row) => (
                      <div>
                        <Due on={row.dueOn} done={row.status === 'closed'} />
                        {row.rules.workingDays === null ? null : (
                          <div className="quiet">
                            {t(
                              `期末后 ${row.rules.workingDays} 个工作日（日历 ${row.calendar ?? '—'}）`,
                              `${row.rules.workingDays} working days after the period (${row.calendar ?? '—'})`,
                            )}{' '}
                            <ConfiguredMark />
                          </div>
                        )}
                        {row.extended === null ? null : (
                          <div className="quiet">
                            {t(
                              `原定 ${row.extended.from}，延期：${row.extended.reason}`,
                              `was ${row.extended.from}, put off: ${row.extended.reason}`,
                            )}
                          </div>
                        )}
                      </div>
                    ),
                  },
                  {
                    key: 'act',
                    title: t('办理', 'Act'),
                    render: (_, row) =>
                      row.status === 'closed' ? (
                        <Mark>{t('已结束', 'closed')}</Mark>
                      ) : (
                        <span className="row">
                          <Button size="small" onClick={() => setChanging({ call: row, act: 'extend' })}>
                            {t('延期', 'Put off')}
                          </Button>
                          <Button size="small" onClick={() => setChanging({ call: row, act: 'close' })}>
                            {t('结束', 'Close')}
                          </Button>
                        </span>
                      ),
                  },
                ]}
              />
            </>
          )}
        </Answer>
      </div>
      {open ? <CallForm region={region} onClose={() => setOpen(false)} /> : null}
      {changing === null ? null : <ChangeForm {...changing} onClose={() => setChanging(null)} />}
    </section>
  );
}

function CallForm({ region, onClose }: { readonly region: string | null; readonly onClose: () => void }) {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const kind = Form.useWatch('kind', form);
  const byDocument = Form.useWatch('byDocument', form);
  const papered = Form.useWatch('papered', form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const lastYear = Number(todayInShanghai().slice(0, 4)) - 1;
  const parts: readonly { readonly value: string; readonly label: string }[] = [
    { value: '', label: t('全年', 'whole year') },
    ...['H1', 'H2'].map((value, at) => ({ value, label: t(at === 0 ? '上半年' : '下半年', at === 0 ? 'first half' : 'second half') })),
    ...[1, 2, 3, 4].map((quarter) => ({ value: `Q${quarter}`, label: t(`${'一二三四'[quarter - 1] ?? ''}季度`, `Q${quarter}`) })),
    ...Array.from({ length: 12 }, (_, at) => ({
      value: `-${String(at + 1).padStart(2, '0')}`,
      label: t(`${at + 1} 月`, `month ${at + 1}`),
    })),
  ];
  const call = (values: Values): Promise<void> =>
    submit(async (key) => {
      await callReturns(
        {
          region: values.region,
          period: `${values.year}${values.part}`,
          kind: values.kind,
          basis: values.basis,
          title: values.title,
          asked: values.asked.flatMap((value) => MAY_ASK.filter((each) => each.value === value).map(({ asked }) => asked)),
          dueOn: values.byDocument ? (values.dueOn ?? null) : null,
          origin: dataset === 'synthetic' ? 'synthetic' : 'operational',
          document: values.papered ? (values.document ?? null) : null,
        },
        key,
      );
      void message.success(t('已下发', 'Called for'));
      await refreshLedger(client);
      onClose();
    });
  return (
    <Modal
      open
      width={760}
      title={t('下发填报任务', 'Call for returns')}
      okText={t('下发', 'Call')}
      okButtonProps={{ loading: busy }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{
          region,
          year: lastYear,
          part: '',
          kind: 'labour',
          basis: 'period',
          asked: USUAL.labour,
          byDocument: false,
          papered: false,
        }}
        onFinish={(values) => void call(values)}
        onValuesChange={(changed: Partial<Values>) => {
          renew();
          if (changed.kind !== undefined) form.setFieldValue('asked', USUAL[changed.kind]);
        }}
      >
        <div className="form-grid">
          <Form.Item name="title" label={t('任务名称', 'Title')} rules={required} className="wide">
            <Input placeholder={t('如：2025 年度劳务品牌年度报表', 'Such as: yearly return of labour brands')} maxLength={200} />
          </Form.Item>
          <Form.Item name="region" label={t('地区（含下级）', 'Region, with all below')} rules={required} className="wide">
            <RegionPicker />
          </Form.Item>
          <Form.Item name="year" label={t('年度', 'Year')} rules={required}>
            <InputNumber precision={0} min={1950} max={2199} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="part" label={t('填报期', 'Period')}>
            <Select options={[...parts]} />
          </Form.Item>
          <Form.Item name="kind" label={t('对象', 'Of')}>
            <Radio.Group options={(['labour', 'training'] as const).map((value) => ({ value, label: say(RETURN_KIND[value]) }))} />
          </Form.Item>
          <Form.Item name="basis" label={t('口径', 'Basis')}>
            <Radio.Group options={(['period', 'yearToDate'] as const).map((value) => ({ value, label: say(BASIS[value]) }))} />
          </Form.Item>
          <Form.Item name="asked" label={t('指标', 'Metrics')} rules={required} className="wide">
            <Select
              key={kind}
              mode="multiple"
              showSearch={{ optionFilterProp: 'label' }}
              options={MAY_ASK.map(({ value, asked, metric }) => ({
                value,
                label: `${language === 'en' ? metric.en : metric.zh}${asked.directness === 'unstated' ? '' : ` · ${say(named(DIRECTNESS, asked.directness))}`} · ${say(named(UNIT, asked.unit))}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="byDocument" label={t('截止日', 'Due')} className="wide">
            <Radio.Group
              options={[
                {
                  value: false,
                  label: t(
                    '按本地配置：期末后若干工作日，由台账推算',
                    'As configured: working days after the period, counted by the ledger',
                  ),
                },
                { value: true, label: t('文件载明日期', 'A day that a document names') },
              ]}
            />
          </Form.Item>
          {byDocument ? (
            <Form.Item name="dueOn" label={t('截止日期', 'Due on')} rules={required}>
              <DateInput />
            </Form.Item>
          ) : (
            <div className="wide quiet">
              <ConfiguredMark />{' '}
              {t(
                '工作日数和存疑规则由本地配置，不是文件规定；下发后写入任务，列表中可见推算出的截止日。',
                'The number of days and what is doubtful are configured, not stated by a document; the call keeps them, and the list shows the day.',
              )}
            </div>
          )}
          <Form.Item name="papered" valuePropName="checked" className="wide">
            <Checkbox>{t('有下发文件', 'There is a document')}</Checkbox>
          </Form.Item>
          {papered ? <Paper name="document" optional={false} /> : null}
        </div>
        <Refusal error={error} fields={taken} />
      </Form>
    </Modal>
  );
}

interface Changed {
  readonly dueOn: string;
  readonly reason: string;
}

function ChangeForm({
  call,
  act,
  onClose,
}: {
  readonly call: ReturnCallRow;
  readonly act: 'extend' | 'close';
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [form] = Form.useForm<Changed>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const change = ({ dueOn, reason }: Changed): Promise<void> =>
    submit(async (key) => {
      await actOnCall(call.callId, act, act === 'extend' ? { dueOn, reason } : { reason }, call.revision, key);
      await refreshLedger(client);
      onClose();
    });
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <Modal
      open
      title={act === 'extend' ? t(`延期：${call.title}`, `Put off: ${call.title}`) : t(`结束：${call.title}`, `Close: ${call.title}`)}
      okText={act === 'extend' ? t('延期', 'Put off') : t('结束', 'Close')}
      okButtonProps={{ loading: busy }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Changed> form={form} layout="vertical" onFinish={(values) => void change(values)} onValuesChange={renew}>
        {act === 'extend' ? (
          <Form.Item name="dueOn" label={t('新的截止日期', 'New due day')} rules={required} initialValue={call.dueOn}>
            <DateInput />
          </Form.Item>
        ) : null}
        <Form.Item name="reason" label={t('理由', 'Reason')} rules={required}>
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
      </Form>
      <Refusal error={error} fields={taken} />
    </Modal>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Table } from 'antd';
import { useState } from 'react';
import { newKey, queries, refreshLedger, send, type WorkRow } from '../shell/api';
import { showByField } from '../forms/refused-fields';
import { useDataset } from '../shell/dataset';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { named, STEP, WORK } from '../shell/words';

/** Which form answers which kind of work. */
const FORM: Readonly<Record<string, string>> = {
  reviewDue: 'hold-review',
  reviewOverdue: 'hold-review',
  rectificationDue: 'report-rectification',
  noticeEnds: 'recognise',
  exitNoticeEnds: 'delist',
  objection: 'decide-objection',
  stopSupport: 'confirm-support-stop',
  announceExit: 'announce-exit',
  delist: 'delist',
  promote: 'promote',
  downgrade: 'downgrade',
};

interface Closing {
  readonly region: string;
  readonly year: number;
  readonly closedOn: string;
  readonly closedBy: string;
}

/** 年度封账: one act closes a year for a region and everything below it, and sets the rules going. Asks twice. */
function CloseYear() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Closing>();
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const close = async ({ region, year, closedOn, closedBy }: Closing): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await send(
        `/regions/${region}/close-year`,
        { year, closedOn, closedBy, origin: dataset === 'synthetic' ? 'synthetic' : 'operational' },
        { ifMatch: null, key },
      );
      void message.success(t(`${year} 年度已封账，规则正在逐个品牌判定`, `${year} is closed; the rules are going through the brands`));
      await refreshLedger(client);
    } catch (failure) {
      setTaken(showByField(form, failure, say));
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const confirm = (closing: Closing): void => {
    void modal.confirm({
      title: t(`确定封账 ${closing.year} 年度？`, `Close ${closing.year}?`),
      content: t(
        '封账对该地区及其下级全部生效，并触发定期审核等规则。封账不能撤销，之后的改动只能以更正方式进行。',
        'It holds for the region and everything below, and sets the rules going. It cannot be undone; later changes are corrections.',
      ),
      okText: t('确定封账', 'Close the year'),
      cancelText: t('取消', 'Cancel'),
      onOk: () => close(closing),
    });
  };
  return (
    <section className="sheet">
      <header>
        <h2>{t('年度封账', 'Close a year')}</h2>
        <span className="quiet">{t('先填报、后封账；封账触发定期审核', 'Record first, then close; closing makes reviews due')}</span>
      </header>
      <Form<Closing>
        form={form}
        layout="vertical"
        initialValues={{ year: Number(todayInShanghai().slice(0, 4)) - 1, closedOn: todayInShanghai() }}
        onFinish={confirm}
        onValuesChange={() => setKey(newKey())}
      >
        <div className="form-grid">
          <Form.Item name="region" label={t('地区', 'Region')} rules={required} className="wide">
            <RegionPicker />
          </Form.Item>
          <Form.Item name="year" label={t('年度', 'Year')} rules={required}>
            <InputNumber precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="closedOn" label={t('封账日期', 'Closed on')} rules={required}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="closedBy" label={t('封账人', 'Closed by')} rules={required}>
            <Input />
          </Form.Item>
        </div>
        <div className="stack">
          <Refusal error={error} fields={taken} />
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('封账', 'Close the year')}
            </Button>
          </div>
        </div>
      </Form>
    </section>
  );
}

/** 工作台（待办）: what the rules propose and what falls due. */
export function Workbench() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const work = useQuery(queries.work({ dataset, region }));
  const today = todayInShanghai();
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('工作台（待办）', 'Workbench')}</h1>
      </div>
      <section className="sheet">
        <header>
          <h2>{t('待办', 'Open work')}</h2>
          <span className="quiet">{t('规则只提建议；停止支持、退出、晋级由具名审批人确认', 'Rules propose; a named person confirms')}</span>
        </header>
        <div style={{ marginBottom: 10 }}>
          <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
        </div>
        <Answer query={work}>
          {(rows) => (
            <Table<WorkRow>
              size="small"
              rowKey={(row) => `${row.brandId}${row.what}${row.period}${row.proposalId}`}
              dataSource={[...rows].sort((a, b) => (a.on ?? '9999').localeCompare(b.on ?? '9999') || a.name.localeCompare(b.name, 'zh-CN'))}
              scroll={{ x: 'max-content' }}
              pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              locale={{ emptyText: <Nothing text={t('没有待办。', 'Nothing to do.')} /> }}
              columns={[
                { key: 'name', title: t('品牌', 'Brand'), render: (_, row) => <Go to={`brands/${row.brandId}`}>{row.name}</Go> },
                {
                  key: 'what',
                  title: t('事项', 'What'),
                  render: (_, row) => (
                    <span className="marks">
                      <span>{say(named(row.step === null ? WORK : STEP, row.step ?? row.what))}</span>
                      {row.proposalId === null ? null : <Mark tone="warn">{t('规则建议，待确认', 'proposed, to be confirmed')}</Mark>}
                    </span>
                  ),
                },
                { key: 'period', title: t('年度', 'Year'), render: (_, row) => row.period ?? '—' },
                {
                  key: 'on',
                  title: t('截止', 'Due'),
                  render: (_, row) =>
                    row.on === null ? (
                      <span className="quiet">—</span>
                    ) : (
                      <span className="marks">
                        <span className="number">{row.on}</span>
                        {row.on < today ? <Mark tone="grave">{t('已逾期', 'overdue')}</Mark> : null}
                      </span>
                    ),
                },
                {
                  key: 'act',
                  title: t('办理', 'Act'),
                  render: (_, row) => (
                    <Go to={`brands/${row.brandId}`} params={{ do: FORM[row.step ?? row.what] ?? null }}>
                      {t('去办理', 'Act')}
                    </Go>
                  ),
                },
              ]}
            />
          )}
        </Answer>
      </section>
      <CloseYear />
    </div>
  );
}

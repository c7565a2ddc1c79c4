import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import { get, ledger, newKey, refreshLedger, send, type Query } from '../shell/api';
import type { WorkItem, WorkQueue } from '#contracts';
import { useMay, useSession, useSetFields, type May } from '../accounts/session';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { showByField } from '../forms/refused-fields';
import { useDataset } from '../shell/dataset';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { named, STEP } from '../shell/words';
import { roleWords } from '../accounts/person';

const workOf = (query: Query) =>
  queryOptions({ queryKey: [ledger, 'work', query], queryFn: ({ signal }) => get<WorkQueue>('/work', query, signal) });

interface Closing {
  readonly region: string;
  readonly year: number;
  readonly closedOn: string;
  readonly closedBy: string;
}

/** 年度封账: one act closes a year for a region and everything below it, and sets the rules going. Asks twice. */
function CloseYear() {
  const { t, say } = useSpeech();
  const signedIn = useSetFields('closeYear').has('closedBy');
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
            <DateInput />
          </Form.Item>
          {signedIn ? null : (
            <Form.Item name="closedBy" label={t('封账人', 'Closed by')} rules={required}>
              <Input />
            </Form.Item>
          )}
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

/** Roles whose queue may be looked at where nobody signs in. */
const QUEUES: readonly string[] = [
  ...['constructionUnit', 'trainingInstitution', 'recorder', 'checker', 'approver', 'prefectureReviewer', 'provinceScreener', 'expert'],
  ...['thirdParty', 'auditor', 'policyEditor', 'policyApprover', 'administrator'],
];

/** How long is left, in working days: the calendar's, not the week's. */
function Left({ row, today }: { readonly row: WorkItem; readonly today: string }) {
  const { t } = useSpeech();
  if (row.on === null) return <span className="quiet">{t('未设期限', 'no day is set')}</span>;
  return (
    <span className="marks">
      <span className="number">{row.on}</span>
      {row.on < today ? (
        <Mark tone="grave">{t('已逾期', 'overdue')}</Mark>
      ) : row.workingDaysLeft === null ? null : (
        <Mark tone={row.workingDaysLeft <= 3 ? 'warn' : 'calm'}>
          {t(`还有 ${row.workingDaysLeft} 个工作日`, `${row.workingDaysLeft} working days`)}
        </Mark>
      )}
    </span>
  );
}

const SHEET: readonly SheetColumn<WorkItem>[] = [
  { heading: '事项', of: (row) => row.zh },
  { heading: '对象', of: (row) => row.name },
  { heading: '办理角色', of: (row) => row.roles.map((role) => roleWords(role).zh).join('、') },
  { heading: '自何时', kind: 'date', of: (row) => row.since ?? '' },
  { heading: '截止', kind: 'date', of: (row) => row.on ?? '' },
  { heading: '依据文件', of: (row) => row.pack?.title ?? '' },
  { heading: '依据条款', of: (row) => row.cite ?? '' },
  { heading: '本地配置（批准人）', of: (row) => row.configured?.zh ?? '' },
  { heading: '剩余工作日', kind: 'number', of: (row) => row.workingDaysLeft ?? null },
];

/** By which clause it is owed, or that nobody but this ledger says so. */
function Basis({ row }: { readonly row: WorkItem }) {
  const { t, say } = useSpeech();
  return (
    <span>
      {row.cite === null || row.pack === null ? null : (
        <div>
          <Go to={`policies/${row.pack.id}`} title={row.pack.title}>
            {row.cite}
          </Go>
        </div>
      )}
      {row.configured === null ? null : (
        <div>
          <Mark tone="plain">{t('本地配置', 'configured')}</Mark> <span className="quiet">{say(row.configured)}</span>
        </div>
      )}
    </span>
  );
}

/** Where somebody goes who has nothing to do: the rooms in which the work of a role is found again. */
const ELSEWHERE: readonly { readonly to: string; readonly needs: Parameters<May>[0]; readonly zh: string; readonly en: string }[] = [
  { to: 'returns', needs: 'listReturns', zh: '年度报表', en: 'Returns' },
  { to: 'brands', needs: 'listBrands', zh: '品牌台账', en: 'Brand ledger' },
  { to: 'institutions', needs: 'listSubjects', zh: '单位与机构', en: 'Units and institutions' },
  { to: 'access-records', needs: 'accessRecords', zh: '审计查证', en: 'Audit' },
  { to: 'accounts', needs: 'listAccounts', zh: '账户与授权', en: 'Accounts' },
  { to: 'policies', needs: 'policies', zh: '政策文件库', en: 'Policy library' },
];

function NothingToDo({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t, say } = useSpeech();
  const may = useMay();
  const unit = useSession()?.acting?.unit ?? null;
  if (filtered)
    return (
      <div className="nothing">
        <p>{t('按当前筛选没有待办。', 'Nothing to do under these filters.')}</p>
        <Button onClick={onClear}>{t('查看全部待办', 'Show everything')}</Button>
      </div>
    );
  return (
    <div className="nothing">
      <p>
        {t(
          '现在没有等您办理的事项。有新的填报任务、申报或退回时会出现在这里。',
          'Nothing waits for you now. New calls, nominations and what is sent back will stand here.',
        )}
      </p>
      <p className="row" style={{ justifyContent: 'center' }}>
        <span>{t('可以去：', 'You may go to:')}</span>
        {unit === null ? null : (
          <Go to={unit.startsWith('unit-') ? `units/${unit.slice('unit-'.length)}` : `institutions/${unit.slice('institution-'.length)}`}>
            {t('本单位', 'My unit')}
          </Go>
        )}
        {ELSEWHERE.filter(({ needs }) => may(needs)).map(({ to, ...words }) => (
          <Go key={to} to={to}>
            {say(words)}
          </Go>
        ))}
      </p>
    </div>
  );
}

/** 工作台（待办）: the queue of a role, the earliest day first. */
export function Workbench() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const session = useSession();
  const place = usePlace();
  const region = place.params.get('region');
  const own = session === null || session.accounts === 'off' ? null : (session.acting?.role ?? null);
  const role = own ?? place.params.get('role');
  const what = place.params.get('what');
  const overdue = place.params.get('overdue') === 'true';
  const work = useQuery(workOf({ dataset, region, role: own === null ? role : null, overdue: overdue ? 'true' : null }));
  const today = todayInShanghai();
  const may = useMay();
  const roleName = (id: string): string => say(roleWords(id));
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{role === null ? t('工作台（待办）', 'Workbench') : t(`工作台：${roleName(role)}`, `Workbench: ${roleName(role)}`)}</h1>
      </div>
      <section className="sheet">
        <header>
          <h2>{t('待办', 'Open work')}</h2>
          <span className="quiet">{t('规则只提建议；停止支持、退出、晋级由具名审批人确认', 'Rules propose; a named person confirms')}</span>
        </header>
        <div className="row" style={{ marginBottom: 10 }}>
          <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
          {own === null ? (
            <Select
              allowClear
              aria-label={t('角色', 'Role')}
              placeholder={t('全部角色', 'All roles')}
              style={{ width: 200 }}
              value={role}
              onChange={(value: string | undefined) => adjust(place, { role: value ?? null, what: null })}
              options={QUEUES.map((value) => ({ value, label: roleName(value) }))}
            />
          ) : null}
          <Checkbox checked={overdue} onChange={({ target }) => adjust(place, { overdue: target.checked ? 'true' : null, what: null })}>
            {t('只看逾期', 'Overdue only')}
          </Checkbox>
        </div>
        <Answer query={work}>
          {({ rows, counts }) => {
            const shown = what === null ? rows : rows.filter((row) => row.what === what);
            const kinds = Object.entries(counts);
            return (
              <div className="stack">
                {kinds.length < 2 ? null : (
                  <div className="row" role="group" aria-label={t('事项', 'Kinds of work')}>
                    <Button
                      size="small"
                      type={what === null ? 'primary' : 'default'}
                      aria-pressed={what === null}
                      onClick={() => adjust(place, { what: null })}
                    >
                      {t(`全部 ${rows.length}`, `All ${rows.length}`)}
                    </Button>
                    {kinds.map(([kind, count]) => {
                      const named = rows.find((row) => row.what === kind);
                      return (
                        <Button
                          key={kind}
                          size="small"
                          type={what === kind ? 'primary' : 'default'}
                          aria-pressed={what === kind}
                          onClick={() => adjust(place, { what: kind })}
                        >
                          {named === undefined ? kind : t(named.zh, named.en)} {count}
                        </Button>
                      );
                    })}
                  </div>
                )}
                <Table<WorkItem>
                  size="small"
                  rowKey="id"
                  dataSource={[...shown]}
                  scroll={{ x: 'max-content' }}
                  pagination={shown.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                  locale={{
                    emptyText: (
                      <NothingToDo
                        filtered={overdue || what !== null || region !== null}
                        onClear={() => adjust(place, { overdue: null, what: null, region: null })}
                      />
                    ),
                  }}
                  columns={[
                    {
                      key: 'what',
                      title: t('事项', 'What'),
                      render: (_, row) => (
                        <span className="marks">
                          <span>{row.step === null ? t(row.zh, row.en) : say(named(STEP, row.step))}</span>
                          {row.proposalId === null || row.step === null ? null : (
                            <Mark tone="warn">{t('规则建议，待确认', 'proposed, to be confirmed')}</Mark>
                          )}
                        </span>
                      ),
                    },
                    {
                      key: 'name',
                      title: t('对象', 'About'),
                      render: (_, row) => (
                        <span>
                          <Go to={row.place} params={row.params}>
                            {row.name}
                          </Go>
                          {row.period === null ? '' : t(`（${row.period} 年度）`, ` (${row.period})`)}
                          {row.detail === null ? null : <div className="quiet">{say(row.detail)}</div>}
                        </span>
                      ),
                    },
                    { key: 'roles', title: t('谁来办', 'Who'), render: (_, row) => row.roles.map(roleName).join(t('、', ', ')) },
                    {
                      key: 'since',
                      title: t('自何时', 'Since'),
                      render: (_, row) =>
                        row.since === null ? <span className="quiet">—</span> : <span className="number">{row.since}</span>,
                    },
                    { key: 'basis', title: t('依据', 'By'), width: 260, render: (_, row) => <Basis row={row} /> },
                    { key: 'on', title: t('截止', 'Due'), render: (_, row) => <Left row={row} today={today} /> },
                    {
                      key: 'act',
                      title: t('办理', 'Act'),
                      render: (_, row) => (
                        <Go to={row.place} params={{ ...row.params, do: row.form }}>
                          {t('去办理', 'Act')}
                        </Go>
                      ),
                    },
                  ]}
                />
                <Downloads title="工作台待办" columns={SHEET} rows={shown} />
              </div>
            );
          }}
        </Answer>
      </section>
      {may('closeYear') ? <CloseYear /> : null}
    </div>
  );
}

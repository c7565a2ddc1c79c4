import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Modal, Popconfirm, Select, Table, Tabs, Typography } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AccountRow, StandInRow, TokenRow, UnitName } from '#contracts';
import { ask, fetchJson } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { Downloads } from '../shell/downloads';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { useGrantWords } from './identity';
import { ROLE_OPTIONS, isUnitRole } from './roles';
import { useSession } from './session';

interface Rows<T> {
  readonly rows: readonly T[];
}
interface Secret {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
}

const useRows = <T,>(path: 'accounts' | 'stand-ins' | 'tokens') =>
  useQuery({ queryKey: ['accounts', path], queryFn: async ({ signal }) => (await fetchJson<Rows<T>>(`/${path}`, {}, signal)).rows });

/** Sends a change of accounts and asks for all of them again. */
function useChange<T>(onDone?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body?: unknown }) => ask<T>('POST', path, body ?? {}),
    onSuccess: (answer) => {
      onDone?.(answer);
      return client.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
}

/** What is shown this once: a first password, a token. */
function SecretShown({ secret, onClose }: { readonly secret: Secret | null; readonly onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Modal
      open={secret !== null}
      title={secret?.title}
      onCancel={onClose}
      onOk={onClose}
      cancelButtonProps={{ hidden: true }}
      okText={t('已记下', 'Noted')}
    >
      <Alert type="warning" showIcon title={t('只显示这一次，请当面或用保密渠道交给本人', 'Shown this once: hand it over in person')} />
      <dl className="secret">
        {secret?.lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Typography.Text copyable code>
                {value}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

interface DialogProps<T> {
  readonly open: boolean;
  readonly title: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly initial?: Partial<T>;
  readonly onClose: () => void;
  readonly onFinish: (typed: T) => void;
  readonly children: ReactNode;
}

function Dialog<T extends object>({ open, title, error, busy, initial, onClose, onFinish, children }: DialogProps<T>) {
  const { t } = useSpeech();
  const [form] = Form.useForm<T>();
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('确定', 'OK')}
      cancelText={t('取消', 'Cancel')}
      confirmLoading={busy}
      destroyOnHidden
    >
      <Refusal error={error} />
      <Form<T> form={form} layout="vertical" initialValues={initial ?? {}} onFinish={onFinish} preserve={false}>
        {children}
      </Form>
    </Modal>
  );
}

interface NewRole {
  readonly role: string;
  readonly region: string;
  readonly unit?: string;
  readonly from: string;
  readonly until?: string;
}

function GrantDialog({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t, say } = useSpeech();
  const change = useChange(onClose);
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <Dialog<NewRole>
      open
      title={t(`授予角色：${account.name}`, `Give a role: ${account.name}`)}
      error={change.error}
      busy={change.isPending}
      initial={{ from: todayInShanghai() }}
      onClose={onClose}
      onFinish={({ role, region, unit, from, until }) =>
        change.mutate({
          path: `/accounts/${account.person}/roles`,
          body: {
            role,
            region,
            from,
            until: until === undefined || until === '' ? null : until,
            ...(unit === undefined ? {} : { unit }),
          },
        })
      }
    >
      <Form.Item name="role" label={t('角色', 'Role')} rules={required}>
        <Select
          options={ROLE_OPTIONS.map((role) => ({ value: role.value, label: say(role) }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="region" label={t('地区（含其全部下级）', 'Region, with everything below it')} rules={required}>
        <RegionPicker />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const role = getFieldValue('role') as string | undefined;
          const region = getFieldValue('region') as string | undefined;
          return isUnitRole(role) ? (
            <UnitField
              kind={role === 'trainingInstitution' ? 'institution' : 'unit'}
              region={region ?? undefined}
              key={`${role ?? ''}${region ?? ''}`}
            />
          ) : null;
        }}
      </Form.Item>
      <Form.Item name="from" label={t('自', 'From')} rules={required}>
        <DateInput />
      </Form.Item>
      <Form.Item name="until" label={t('至（不填为长期）', 'Until (empty: no end)')}>
        <DateInput />
      </Form.Item>
    </Dialog>
  );
}

/** The unit that a unit role speaks for, one of those in the region that was chosen. */
function UnitField({ kind, region }: { readonly kind: 'unit' | 'institution'; readonly region: string | undefined }) {
  const { t } = useSpeech();
  const units = useQuery({
    queryKey: ['unit-names', kind, region],
    queryFn: async ({ signal }) => (await fetchJson<{ readonly rows: readonly UnitName[] }>('/unit-names', { kind, region }, signal)).rows,
    enabled: region !== undefined,
  });
  return (
    <>
      <Form.Item
        name="unit"
        label={t('所属单位', 'Unit')}
        rules={[{ required: true, message: t('必填', 'Required') }]}
        extra={region === undefined ? t('先选地区，再从该地区的单位中选择', 'Choose the region first') : undefined}
      >
        <Select
          disabled={region === undefined}
          loading={units.isFetching}
          options={(units.data ?? []).map((unit) => ({ value: unit.stream, label: `${unit.name}（${unit.regionName}）` }))}
          showSearch={{ optionFilterProp: 'label' }}
          notFoundContent={t('该地区没有登记的单位', 'No unit is on the books there')}
        />
      </Form.Item>
      <Refusal error={units.error} />
    </>
  );
}

function AccountsTab({ show }: { readonly show: (secret: Secret) => void }) {
  const { t } = useSpeech();
  const session = useSession();
  const words = useGrantWords();
  const accounts = useRows<AccountRow>('accounts');
  const [making, setMaking] = useState(false);
  const [granting, setGranting] = useState<AccountRow | null>(null);
  const [tokenFor, setTokenFor] = useState<string | null>(null);
  const first = ({ login, password }: { readonly login: string; readonly password: string | null }): void => {
    // Nobody signs in with the account of a program.
    if (password === null) return;
    show({
      title: t('初始密码', 'First password'),
      lines: [
        [t('账号', 'Name'), login],
        [t('密码', 'Password'), password],
      ],
    });
  };
  const make = useChange<{ login: string; password: string | null }>((answer) => {
    setMaking(false);
    first(answer);
  });
  const reset = useChange<{ login: string; password: string | null }>(first);
  const change = useChange();
  const own = session?.person?.id;
  return (
    <div className="stack">
      <div className="row">
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('建立账户', 'New account')}
        </Button>
        <span className="quiet">
          {t(
            '给本人授权须由另一位系统管理员办理；系统管理员不兼任其他角色。',
            'Nobody changes their own rights; an administrator holds no other role.',
          )}
        </span>
      </div>
      <Refusal error={reset.error ?? change.error} />
      <Answer query={accounts} rows={6}>
        {(rows) => (
          <>
            <Downloads
              title="账户与授权"
              ofDataset={false}
              rows={rows.flatMap((account) => {
                const grants = account.grants.filter(({ ended }) => !ended);
                return (grants.length === 0 ? [null] : grants).map((grant) => ({ account, grant }));
              })}
              columns={[
                { heading: '姓名', of: ({ account }) => account.name },
                { heading: '账号', of: ({ account }) => account.login },
                { heading: '状态', of: ({ account }) => ({ active: '正常', disabled: '已停用', locked: '已锁定' })[account.state] },
                { heading: '演示账户', of: ({ account }) => (account.demo ? '是' : '否') },
                { heading: '角色', of: ({ grant }) => grant?.roleZh },
                { heading: '地区', of: ({ grant }) => grant?.regionName },
                { heading: '自', kind: 'date', of: ({ grant }) => grant?.from },
                { heading: '至', kind: 'date', of: ({ grant }) => grant?.until },
                { heading: '人员编号', of: ({ account }) => account.person },
              ]}
            />
            <Table<AccountRow>
              size="small"
              rowKey="person"
              dataSource={rows}
              scroll={{ x: 900 }}
              pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
              columns={[
                {
                  key: 'name',
                  title: t('姓名（账号）', 'Name (login)'),
                  render: (_, row) => (
                    <span>
                      <strong>{row.name}</strong> <span className="quiet">{row.login}</span>{' '}
                      {row.program ? <Mark>{t('程序账户', 'program')}</Mark> : null}
                      {row.demo ? <Mark tone="warn">{t('演示账户', 'demonstration')}</Mark> : null}
                      {row.state === 'active' ? null : (
                        <Mark tone="grave">{row.state === 'disabled' ? t('已停用', 'disabled') : t('已锁定', 'locked')}</Mark>
                      )}
                      {row.mustChange ? <Mark>{t('待修改初始密码', 'first password')}</Mark> : null}
                    </span>
                  ),
                },
                {
                  key: 'grants',
                  title: t('角色、地区与期限', 'Roles, regions, dates'),
                  render: (_, row) => (
                    <ul className="plain-list">
                      {row.grants
                        .filter(({ ended }) => !ended)
                        .map((grant) => (
                          <li key={grant.id} className="row">
                            <span>
                              {words(grant)}{' '}
                              <span className="quiet number">
                                {grant.from}—{grant.until ?? t('长期', 'no end')}
                              </span>
                            </span>
                            {row.person === own ? null : (
                              <>
                                <Popconfirm
                                  title={t('终止这个角色？其登录随之结束。', 'End this role? Its sessions end.')}
                                  onConfirm={() => change.mutate({ path: `/accounts/${row.person}/roles/${grant.id}/end` })}
                                >
                                  <Button size="small" type="link">
                                    {t('终止', 'End')}
                                  </Button>
                                </Popconfirm>
                                {row.program ? (
                                  <Button size="small" type="link" onClick={() => setTokenFor(grant.id)}>
                                    {t('发放令牌', 'Token')}
                                  </Button>
                                ) : null}
                              </>
                            )}
                          </li>
                        ))}
                    </ul>
                  ),
                },
                {
                  key: 'acts',
                  title: t('办理', 'Act'),
                  width: 260,
                  render: (_, row) =>
                    row.person === own ? (
                      <span className="quiet">{t('本人', 'yourself')}</span>
                    ) : (
                      <div className="row">
                        <Button size="small" onClick={() => setGranting(row)}>
                          {t('授予角色', 'Give a role')}
                        </Button>
                        <Popconfirm
                          title={t('重置后原密码作废。', 'The old password ends.')}
                          onConfirm={() => reset.mutate({ path: `/accounts/${row.person}/password` })}
                        >
                          <Button size="small">{t('重置密码', 'Reset')}</Button>
                        </Popconfirm>
                        <Popconfirm
                          title={
                            row.state === 'disabled'
                              ? t('重新启用？', 'Enable again?')
                              : t('停用后立即退出登录。', 'They are signed out at once.')
                          }
                          onConfirm={() =>
                            change.mutate({ path: `/accounts/${row.person}/disabled`, body: { disabled: row.state !== 'disabled' } })
                          }
                        >
                          <Button size="small" danger={row.state !== 'disabled'}>
                            {row.state === 'disabled' ? t('启用', 'Enable') : t('停用', 'Disable')}
                          </Button>
                        </Popconfirm>
                      </div>
                    ),
                },
              ]}
            />
          </>
        )}
      </Answer>
      <Dialog<{ login: string; name: string; program?: boolean }>
        open={making}
        title={t('建立账户', 'New account')}
        error={make.error}
        busy={make.isPending}
        onClose={() => setMaking(false)}
        onFinish={(body) => make.mutate({ path: '/accounts', body })}
      >
        <Form.Item name="login" label={t('账号（登录用）', 'Login')} rules={[{ required: true, message: t('必填', 'Required') }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="name" label={t('姓名', 'Name')} rules={[{ required: true, message: t('必填', 'Required') }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="program"
          valuePropName="checked"
          extra={t('没有密码，凭令牌填报和查询；不办理复核、审核、审批', 'No password: it records and reads by token, and decides nothing')}
        >
          <Checkbox>{t('程序账户', 'Account of a program')}</Checkbox>
        </Form.Item>
      </Dialog>
      {granting === null ? null : <GrantDialog account={granting} onClose={() => setGranting(null)} />}
      {tokenFor === null ? null : <TokenDialog grant={tokenFor} show={show} onClose={() => setTokenFor(null)} />}
    </div>
  );
}

function TokenDialog({
  grant,
  show,
  onClose,
}: {
  readonly grant: string;
  readonly show: (secret: Secret) => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const change = useChange<{ token: string }>(({ token }) => {
    onClose();
    show({ title: t('访问令牌', 'Token'), lines: [['BRAND_LEDGER_TOKEN', token]] });
  });
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <Dialog<{ label: string; expiresOn: string }>
      open
      title={t('发放访问令牌（供程序和命令行使用）', 'A token for a program')}
      error={change.error}
      busy={change.isPending}
      onClose={onClose}
      onFinish={(body) => change.mutate({ path: '/tokens', body: { ...body, grant } })}
    >
      <Form.Item name="label" label={t('用途', 'What for')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="expiresOn" label={t('到期日（不超过一年）', 'Expires on (a year at most)')} rules={required}>
        <DateInput />
      </Form.Item>
    </Dialog>
  );
}

function StandInsTab() {
  const { t, say } = useSpeech();
  const standIns = useRows<StandInRow>('stand-ins');
  const accounts = useRows<AccountRow>('accounts');
  const [making, setMaking] = useState(false);
  const make = useChange(() => setMaking(false));
  const change = useChange();
  const required = [{ required: true, message: t('必填', 'Required') }];
  const people = (accounts.data ?? []).map((account) => ({ value: account.person, label: `${account.name}（${account.login}）` }));
  const STATES = { future: t('未开始', 'to come'), current: t('有效', 'in force'), past: t('已到期', 'over'), ended: t('已终止', 'ended') };
  return (
    <div className="stack">
      <div className="row">
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('登记授权代签', 'New stand-in')}
        </Button>
        <span className="quiet">
          {t(
            '办理人仍记为代签人本人，历史中注明代何人、依据何文。',
            'Acts are those of who acts; the history says for whom and by which document.',
          )}
        </span>
      </div>
      <Refusal error={change.error} />
      <Answer query={standIns} rows={4}>
        {(rows) => (
          <>
            <Downloads
              title="授权代签"
              ofDataset={false}
              rows={rows}
              columns={[
                { heading: '代签人', of: (row) => row.personName },
                { heading: '代何人', of: (row) => row.principalName },
                { heading: '角色', of: (row) => row.roleZh },
                { heading: '地区', of: (row) => row.regionName },
                { heading: '自', kind: 'date', of: (row) => row.from },
                { heading: '至', kind: 'date', of: (row) => row.until },
                { heading: '授权文件', of: (row) => row.document },
                { heading: '状态', of: (row) => ({ future: '未开始', current: '有效', past: '已到期', ended: '已终止' })[row.state] },
              ]}
            />
            <Table<StandInRow>
              size="small"
              rowKey="id"
              dataSource={rows}
              scroll={{ x: 800 }}
              pagination={false}
              locale={{ emptyText: <Nothing text={t('没有授权代签。', 'None.')} /> }}
              columns={[
                { key: 'who', title: t('代签人', 'Who acts'), dataIndex: 'personName' },
                { key: 'whom', title: t('代何人', 'For whom'), dataIndex: 'principalName' },
                { key: 'role', title: t('角色与地区', 'Role and region'), render: (_, row) => `${row.roleZh} · ${row.regionName}` },
                {
                  key: 'dates',
                  title: t('期限', 'Dates'),
                  render: (_, row) => <span className="number">{`${row.from}—${row.until}`}</span>,
                },
                { key: 'document', title: t('授权文件', 'Document'), dataIndex: 'document' },
                {
                  key: 'state',
                  title: t('状态', 'State'),
                  render: (_, row) => <Mark tone={row.state === 'current' ? 'good' : 'plain'}>{STATES[row.state]}</Mark>,
                },
                {
                  key: 'act',
                  title: t('办理', 'Act'),
                  render: (_, row) =>
                    row.state === 'ended' || row.state === 'past' ? null : (
                      <Popconfirm title={t('终止授权？', 'End it?')} onConfirm={() => change.mutate({ path: `/stand-ins/${row.id}/end` })}>
                        <Button size="small">{t('终止', 'End')}</Button>
                      </Popconfirm>
                    ),
                },
              ]}
            />
          </>
        )}
      </Answer>
      <Dialog<Record<string, string>>
        open={making}
        title={t('登记授权代签', 'New stand-in')}
        error={make.error}
        busy={make.isPending}
        initial={{ from: todayInShanghai() }}
        onClose={() => setMaking(false)}
        onFinish={(body) => make.mutate({ path: '/stand-ins', body })}
      >
        <Form.Item name="principal" label={t('被代签人（谁的角色）', 'Whose role')} rules={required}>
          <Select options={people} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="person" label={t('代签人（由谁办理）', 'Who acts')} rules={required}>
          <Select options={people} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="role" label={t('角色', 'Role')} rules={required}>
          <Select
            options={ROLE_OPTIONS.filter(({ value }) => value !== 'administrator').map((role) => ({ value: role.value, label: say(role) }))}
          />
        </Form.Item>
        <Form.Item name="region" label={t('地区', 'Region')} rules={required}>
          <RegionPicker />
        </Form.Item>
        <Form.Item name="from" label={t('自', 'From')} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="until" label={t('至', 'Until')} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name="document" label={t('授权文件', 'Document')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
      </Dialog>
    </div>
  );
}

function TokensTab() {
  const { t } = useSpeech();
  const tokens = useRows<TokenRow>('tokens');
  const change = useChange();
  const STATES = { current: t('有效', 'in force'), expired: t('已到期', 'expired'), revoked: t('已撤销', 'revoked') };
  return (
    <div className="stack">
      <p className="quiet">
        {t(
          '程序账户的令牌在“账户”中的角色旁发放；人员的令牌由本人登录后在“我的访问令牌”中发放。失去角色或停用，令牌随之失效。',
          'A program’s token is made beside its role under “Accounts”, a person’s by that person under “My tokens”. It ends with the role.',
        )}
      </p>
      <Refusal error={change.error} />
      <Answer query={tokens} rows={4}>
        {(rows) => (
          <>
            <Downloads
              title="访问令牌"
              ofDataset={false}
              rows={rows}
              notes={['令牌本身不在表中，只在发放时显示一次。']}
              columns={[
                { heading: '用途', of: (row) => row.label },
                { heading: '责任人', of: (row) => row.personName },
                { heading: '角色', of: (row) => row.roleZh },
                { heading: '地区', of: (row) => row.regionName },
                { heading: '到期日', kind: 'date', of: (row) => row.expiresOn },
                { heading: '状态', of: (row) => ({ current: '有效', expired: '已到期', revoked: '已撤销' })[row.state] },
              ]}
            />
            <Table<TokenRow>
              size="small"
              rowKey="id"
              dataSource={rows}
              scroll={{ x: 800 }}
              pagination={false}
              locale={{ emptyText: <Nothing text={t('没有访问令牌。', 'None.')} /> }}
              columns={[
                { key: 'label', title: t('用途', 'What for'), dataIndex: 'label' },
                { key: 'person', title: t('责任人', 'Person'), dataIndex: 'personName' },
                { key: 'role', title: t('角色与地区', 'Role and region'), render: (_, row) => `${row.roleZh} · ${row.regionName}` },
                { key: 'expires', title: t('到期日', 'Expires'), render: (_, row) => <span className="number">{row.expiresOn}</span> },
                {
                  key: 'state',
                  title: t('状态', 'State'),
                  render: (_, row) => <Mark tone={row.state === 'current' ? 'good' : 'plain'}>{STATES[row.state]}</Mark>,
                },
                {
                  key: 'act',
                  title: t('办理', 'Act'),
                  render: (_, row) =>
                    row.state !== 'current' ? null : (
                      <Popconfirm
                        title={t('撤销后程序立即无法使用。', 'It stops at once.')}
                        onConfirm={() => change.mutate({ path: `/tokens/${row.id}/revoke` })}
                      >
                        <Button size="small" danger>
                          {t('撤销', 'Revoke')}
                        </Button>
                      </Popconfirm>
                    ),
                },
              ]}
            />
          </>
        )}
      </Answer>
    </div>
  );
}

/** 账户与授权. */
export function AccountsPage() {
  const { t } = useSpeech();
  const [secret, setSecret] = useState<Secret | null>(null);
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('账户与授权', 'Accounts and rights')}</h1>
      </div>
      <Tabs
        items={[
          { key: 'accounts', label: t('账户', 'Accounts'), children: <AccountsTab show={setSecret} /> },
          { key: 'stand-ins', label: t('授权代签', 'Stand-ins'), children: <StandInsTab /> },
          { key: 'tokens', label: t('访问令牌', 'Tokens'), children: <TokensTab /> },
        ]}
      />
      <SecretShown secret={secret} onClose={() => setSecret(null)} />
    </div>
  );
}

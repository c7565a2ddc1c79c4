import { Button, Checkbox, Form, Input, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import type { AccountRow } from '#contracts';
import { Downloads } from '../shell/downloads';
import { useSpeech, type Words } from '../shell/language';
import { Answer, Mark, Refusal } from '../shell/marks';
import { BindDialog } from './bind-dialog';
import { useChange, useRows } from './changes';
import { Dialog, useRequired, type Secret } from './dialog';
import { GrantDialog } from './grant-dialog';
import { useGrantWords } from './identity';
import { useSession } from './session';
import { TokenDialog } from './tokens-tab';

const STATES: Readonly<Record<AccountRow['state'], Words>> = {
  active: { zh: '正常', en: 'active' },
  locked: { zh: '部分地址已锁定', en: 'locked for some addresses' },
  disabled: { zh: '已停用', en: 'disabled' },
};

interface FirstPassword {
  readonly login: string;
  readonly password: string | null;
}

/** 建立账户. */
function AccountDialog({ onMade, onClose }: { readonly onMade: (made: FirstPassword) => void; readonly onClose: () => void }) {
  const { t } = useSpeech();
  const required = useRequired();
  const make = useChange<FirstPassword>((made) => {
    onClose();
    onMade(made);
  });
  return (
    <Dialog<{ login: string; name: string; program?: boolean }>
      open
      title={t('建立账户', 'New account')}
      error={make.error}
      busy={make.isPending}
      onClose={onClose}
      onFinish={(body) => make.mutate({ path: '/accounts', body })}
    >
      <Form.Item name="login" label={t('账号（登录用）', 'Login')} rules={required}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="name" label={t('姓名', 'Name')} rules={required}>
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
  );
}

/** 账户: people and programs, with the roles that they hold. */
export function AccountsTab({ show }: { readonly show: (secret: Secret) => void }) {
  const { t, say } = useSpeech();
  const session = useSession();
  const words = useGrantWords();
  const accounts = useRows<AccountRow>('accounts');
  const [making, setMaking] = useState(false);
  const [granting, setGranting] = useState<AccountRow | null>(null);
  const [binding, setBinding] = useState<AccountRow | null>(null);
  const [tokenFor, setTokenFor] = useState<string | null>(null);
  const hasProvider = session?.ways.some(({ id }) => id === 'oidc') === true;
  const first = ({ login, password }: FirstPassword): void => {
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
  const reset = useChange<FirstPassword>(first);
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
                { heading: '状态', of: ({ account }) => STATES[account.state].zh },
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
                      {row.state === 'active' ? null : <Mark tone="grave">{say(STATES[row.state])}</Mark>}
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
                  width: hasProvider ? 340 : 260,
                  render: (_, row) =>
                    row.person === own ? (
                      <span className="quiet">{t('本人', 'yourself')}</span>
                    ) : (
                      <div className="row">
                        <Button size="small" onClick={() => setGranting(row)}>
                          {t('授予角色', 'Give a role')}
                        </Button>
                        {row.program ? null : (
                          <Popconfirm
                            title={t('重置后原密码作废。', 'The old password ends.')}
                            onConfirm={() => reset.mutate({ path: `/accounts/${row.person}/password` })}
                          >
                            <Button size="small">{t('重置密码', 'Reset')}</Button>
                          </Popconfirm>
                        )}
                        {hasProvider && !row.program ? (
                          <Button size="small" onClick={() => setBinding(row)}>
                            {t('统一身份', 'Single sign-on')}
                          </Button>
                        ) : null}
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
      {making ? <AccountDialog onMade={first} onClose={() => setMaking(false)} /> : null}
      {granting === null ? null : <GrantDialog account={granting} onClose={() => setGranting(null)} />}
      {binding === null ? null : <BindDialog account={binding} onClose={() => setBinding(null)} />}
      {tokenFor === null ? null : <TokenDialog grant={tokenFor} show={show} onClose={() => setTokenFor(null)} />}
    </div>
  );
}

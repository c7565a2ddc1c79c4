import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm } from 'antd';
import type { AccountRow } from '#contracts';
import { fetchJson } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Answer } from '../shell/marks';
import { useChange } from './changes';
import { Dialog, useRequired } from './dialog';

interface Identity {
  readonly issuer: string;
  readonly sub: string | null;
}

/** 绑定统一身份: who an account is at the provider of identities, or that it is nobody there. */
export function BindDialog({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t } = useSpeech();
  const path = `/accounts/${account.person}/identity`;
  const identity = useQuery({
    queryKey: ['accounts', 'identity', account.person],
    queryFn: ({ signal }) => fetchJson<Identity>(path, {}, signal),
  });
  const change = useChange(onClose);
  const required = useRequired();
  return (
    <Dialog<{ sub: string }>
      open
      title={t(`统一身份：${account.name}`, `Single sign-on: ${account.name}`)}
      error={change.error}
      busy={change.isPending}
      onClose={onClose}
      onFinish={({ sub }) => change.mutate({ path, body: { sub: sub.trim() } })}
    >
      <Answer query={identity} rows={2}>
        {({ issuer, sub }) => (
          <div className="stack">
            <p className="quiet">
              {t(
                `统一身份认证：${issuer}。标识（sub）由其管理员提供，角色仍以本系统授予的为准。`,
                `The provider is ${issuer}. Its administrator knows the sub; roles stay those given here.`,
              )}
            </p>
            <p>
              {sub === null ? (
                t('未绑定。', 'Bound to nobody.')
              ) : (
                <>
                  {t('已绑定：', 'Bound to ')}
                  <code style={{ overflowWrap: 'anywhere' }}>{sub}</code>{' '}
                  <Popconfirm
                    title={t('解除后不能由统一身份认证登录，现有登录随之结束。', 'They no longer sign in there, and are signed out.')}
                    onConfirm={() => change.mutate({ path, body: { sub: null } })}
                  >
                    <Button size="small" danger>
                      {t('解除绑定', 'Unbind')}
                    </Button>
                  </Popconfirm>
                </>
              )}
            </p>
            <Form.Item
              name="sub"
              label={sub === null ? t('绑定到标识（sub）', 'Bind to this sub') : t('改为绑定标识（sub）', 'Bind to another sub')}
              rules={required.map((rule) => ({ ...rule, whitespace: true }))}
              extra={t('一个标识只对应一个账户；绑定后现有登录结束。', 'One sub is one account; binding ends their sessions.')}
            >
              <Input maxLength={255} autoComplete="off" />
            </Form.Item>
          </div>
        )}
      </Answer>
    </Dialog>
  );
}

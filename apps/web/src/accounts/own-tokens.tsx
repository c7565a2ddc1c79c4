import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Modal, Popconfirm, Select, Typography } from 'antd';
import type { Grant, SessionAnswer, TokenRow } from '#contracts';
import { ask, fetchJson } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, Refusal } from '../shell/marks';
import { useRequired } from './dialog';
import { TOKEN_STATES, TokenFields } from './token-fields';

interface NewToken {
  readonly grant: string;
  readonly label: string;
  readonly expiresOn: string;
}

/** 我的访问令牌: what acts in one's own name without one's being there, and how to end it. */
export function OwnTokens({
  grants,
  words,
  onClose,
}: {
  readonly grants: SessionAnswer['grants'];
  readonly words: (grant: Grant) => string;
  readonly onClose: () => void;
}) {
  const { t, say } = useSpeech();
  const client = useQueryClient();
  const tokens = useQuery({
    queryKey: ['own-tokens'],
    queryFn: async ({ signal }) => (await fetchJson<{ readonly rows: readonly TokenRow[] }>('/session/tokens', {}, signal)).rows,
  });
  const again = () => client.invalidateQueries({ queryKey: ['own-tokens'] });
  const make = useMutation({ mutationFn: (body: NewToken) => ask<{ token: string }>('POST', '/session/tokens', body), onSuccess: again });
  const revoke = useMutation({ mutationFn: (id: string) => ask('POST', `/session/tokens/${id}/revoke`, {}), onSuccess: again });
  const required = useRequired();
  const own = grants.filter(({ standIn }) => standIn === null);
  return (
    <Modal open title={t('我的访问令牌', 'My tokens')} footer={null} onCancel={onClose}>
      <p className="quiet">
        {t(
          '令牌以您本人的名义办理，访问记录注明所用令牌。不认识的令牌请立即撤销。',
          'A token acts in your name; records of access name it. Revoke whatever you do not know.',
        )}
      </p>
      <Refusal error={make.error ?? revoke.error} />
      <Answer query={tokens} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing text={t('没有访问令牌。', 'None.')} />
          ) : (
            <ul className="plain-list">
              {rows.map((row) => (
                <li key={row.id} className="row">
                  <span>
                    {row.label} <span className="quiet">{`${row.roleZh} · ${row.regionName}`}</span>{' '}
                    <span className="quiet number">{row.expiresOn}</span>{' '}
                    <Mark tone={row.state === 'current' ? 'good' : 'plain'}>{say(TOKEN_STATES[row.state])}</Mark>
                  </span>
                  {row.state === 'current' ? (
                    <Popconfirm title={t('撤销后立即无法使用。', 'It stops at once.')} onConfirm={() => revoke.mutate(row.id)}>
                      <Button size="small" danger>
                        {t('撤销', 'Revoke')}
                      </Button>
                    </Popconfirm>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {make.data === undefined ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('只显示这一次，请妥善保管', 'Shown this once')}
          description={
            <Typography.Text copyable code>
              {make.data.token}
            </Typography.Text>
          }
        />
      )}
      <Form<NewToken> layout="vertical" onFinish={(body) => make.mutate(body)}>
        <Form.Item name="grant" label={t('以哪个角色办理', 'Role')} rules={required}>
          <Select options={own.map((grant) => ({ value: grant.id, label: words(grant) }))} />
        </Form.Item>
        <TokenFields />
        <Button htmlType="submit" type="primary" loading={make.isPending}>
          {t('发放令牌', 'Make a token')}
        </Button>
      </Form>
    </Modal>
  );
}

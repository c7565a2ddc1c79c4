import type { TokenRow } from '#contracts';
import { useSpeech } from '../shell/language';
import { Answer } from '../shell/marks';
import { useChange, useRows } from './changes';
import { Dialog, type Secret } from './dialog';
import { EndingList } from './ending-list';
import { TOKEN_STATES, TokenFields } from './token-fields';

/** 发放访问令牌, beside a role of a program's account. */
export function TokenDialog({
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
  return (
    <Dialog<{ label: string; expiresOn: string }>
      open
      title={t('发放访问令牌（供程序和命令行使用）', 'A token for a program')}
      error={change.error}
      busy={change.isPending}
      onClose={onClose}
      onFinish={(body) => change.mutate({ path: '/tokens', body: { ...body, grant } })}
    >
      <TokenFields />
    </Dialog>
  );
}

/** 访问令牌. */
export function TokensTab() {
  const { t } = useSpeech();
  const tokens = useRows<TokenRow>('tokens');
  return (
    <div className="stack">
      <p className="quiet">
        {t(
          '程序账户的令牌在“账户”中的角色旁发放；人员的令牌由本人登录后在“我的访问令牌”中发放。失去角色或停用，令牌随之失效。',
          'A program’s token is made beside its role under “Accounts”, a person’s by that person under “My tokens”. It ends with the role.',
        )}
      </p>
      <Answer query={tokens} rows={4}>
        {(rows) => (
          <EndingList<TokenRow>
            title="访问令牌"
            notes={['令牌本身不在表中，只在发放时显示一次。']}
            rows={rows}
            none={t('没有访问令牌。', 'None.')}
            states={TOKEN_STATES}
            inFile={[
              { heading: '用途', of: (row) => row.label },
              { heading: '责任人', of: (row) => row.personName },
              { heading: '角色', of: (row) => row.roleZh },
              { heading: '地区', of: (row) => row.regionName },
              { heading: '到期日', kind: 'date', of: (row) => row.expiresOn },
            ]}
            columns={[
              { key: 'label', title: t('用途', 'What for'), dataIndex: 'label' },
              { key: 'person', title: t('责任人', 'Person'), dataIndex: 'personName' },
              { key: 'role', title: t('角色与地区', 'Role and region'), render: (_, row) => `${row.roleZh} · ${row.regionName}` },
              { key: 'expires', title: t('到期日', 'Expires'), render: (_, row) => <span className="number">{row.expiresOn}</span> },
            ]}
            ending={{
              isOpen: ({ state }) => state === 'current',
              path: ({ id }) => `/tokens/${id}/revoke`,
              question: t('撤销后程序立即无法使用。', 'It stops at once.'),
              label: t('撤销', 'Revoke'),
              danger: true,
            }}
          />
        )}
      </Answer>
    </div>
  );
}

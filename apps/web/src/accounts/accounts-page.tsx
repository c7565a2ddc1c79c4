import { Tabs } from 'antd';
import { useState } from 'react';
import { useSpeech } from '../shell/language';
import { AccountsTab } from './accounts-tab';
import { SecretShown, type Secret } from './dialog';
import { StandInsTab } from './stand-ins-tab';
import { TokensTab } from './tokens-tab';

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

import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Grant, SessionAnswer } from '#contracts';
import { ask } from '../shell/api';
import { useSpeech } from '../shell/language';
import { OwnTokens } from './own-tokens';
import { useSession } from './session';
import { ChangePasswordForm, useTaken } from './sign-in';

/** 以…身份: role and region, and for whom in a stand-in. */
export function useGrantWords(): (grant: Grant) => string {
  const { t } = useSpeech();
  return ({ roleZh, roleEn, regionName, standIn }) =>
    t(
      `${roleZh} · ${regionName}${standIn === null ? '' : `（代 ${standIn.principalName}）`}`,
      `${roleEn}, ${regionName}${standIn === null ? '' : ` (for ${standIn.principalName})`}`,
    );
}

/** Who one is and in which role one acts, in the head of the page. Nothing in a ledger without accounts. */
export function Identity() {
  const { t } = useSpeech();
  const session = useSession();
  const taken = useTaken();
  const client = useQueryClient();
  const words = useGrantWords();
  const [changing, setChanging] = useState(false);
  const [tokens, setTokens] = useState(false);
  if (session === null || session.accounts === 'off') return null;
  if (session.person === null)
    return (
      <div className="identity">
        <span className="identity-acting">{session.acting === null ? null : t(session.acting.roleZh, session.acting.roleEn)}</span>
        <Button size="small" onClick={() => window.location.reload()}>
          {t('登录', 'Sign in')}
        </Button>
      </div>
    );
  const { person, acting, grants } = session;
  const act = async (grant: string): Promise<void> => {
    taken(await ask<SessionAnswer>('POST', '/session/acting', { grant }));
    // What was seen in another role is not for this one.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    window.location.hash = '#/';
  };
  const leave = async (): Promise<void> => {
    // Who came by a provider of identities is led there to sign out too.
    const left = await ask<{ readonly url: string | null }>('POST', '/session/oidc/logout').catch(() => null);
    if (left === null || left.url === null) window.location.reload();
    else window.location.assign(left.url);
  };
  return (
    <div className="identity">
      {grants.length > 1 || acting === null ? (
        <Select<string>
          size="small"
          aria-label={t('以哪个身份办理', 'Role to act in')}
          value={acting?.id ?? null}
          placeholder={grants.length === 0 ? t('没有有效的角色', 'no role') : t('请选择身份', 'choose a role')}
          options={grants.map((grant) => ({ value: grant.id, label: words(grant) }))}
          onChange={(grant) => void act(grant)}
          popupMatchSelectWidth={false}
          className="identity-role"
        />
      ) : (
        <span className="identity-acting">{words(acting)}</span>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'password', label: t('修改密码', 'Change the password') },
            { key: 'tokens', label: t('我的访问令牌', 'My tokens') },
            { key: 'leave', label: t('退出登录', 'Sign out') },
          ],
          onClick: ({ key }) => {
            if (key === 'leave') void leave();
            else if (key === 'tokens') setTokens(true);
            else setChanging(true);
          },
        }}
      >
        <Button size="small">{person.name}</Button>
      </Dropdown>
      {tokens ? <OwnTokens grants={grants} words={words} onClose={() => setTokens(false)} /> : null}
      <Modal open={changing} title={t('修改密码', 'Change the password')} footer={null} onCancel={() => setChanging(false)} destroyOnHidden>
        <ChangePasswordForm
          first={false}
          onDone={(after) => {
            taken(after);
            setChanging(false);
          }}
        />
      </Modal>
    </div>
  );
}

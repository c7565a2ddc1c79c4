import { Alert, Button } from 'antd';
import { useState } from 'react';
import type { SessionAnswer } from '#contracts';
import { ask } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';

/** 演示账户: in a demonstration a visitor enters as any role with one press. Elsewhere there is nothing here. */
export function DemoCards({ session, onDone }: { readonly session: SessionAnswer; readonly onDone: (session: SessionAnswer) => void }) {
  const { t, say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [entering, setEntering] = useState<string | null>(null);
  const { demo } = session;
  if (demo === null) return null;
  const enter = async (login: string): Promise<void> => {
    setEntering(login);
    setError(null);
    try {
      onDone(await ask<SessionAnswer>('POST', '/session', { login, password: demo.password }));
    } catch (refused) {
      setError(refused);
    } finally {
      setEntering(null);
    }
  };
  return (
    <div className="stack">
      <Alert
        type="info"
        showIcon
        title={t('这是演示：人、单位、数字都是编造的', 'A demonstration: people, units and figures are made up')}
        description={t(
          `选一个身份直接进入，或用演示账户和密码“${demo.password}”登录。停止后重新运行 npm run demo 即恢复原样。`,
          `Choose a role to enter, or sign in with its name and the password “${demo.password}”. npm run demo sets all back.`,
        )}
      />
      <Refusal error={error} />
      <ul className="demo-cards" aria-label={t('演示账户', 'Demonstration accounts')}>
        {demo.accounts.map(({ login, name, roleZh, roleEn, regionName, zh, en }) => (
          <li key={login}>
            <Button block className="demo-card" loading={entering === login} onClick={() => void enter(login)}>
              <span className="demo-card-text">
                <strong>{t(`以${name}身份进入`, `Enter as ${roleEn}`)}</strong>
                <span className="quiet">
                  {say({ zh: roleZh, en: roleEn })} · {regionName} · {login}
                </span>
                <span>{say({ zh, en })}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

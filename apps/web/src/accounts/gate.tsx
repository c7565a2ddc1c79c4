import { Button, Modal, Skeleton } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { SessionAnswer } from '#contracts';
import { useDataset } from '../shell/dataset';
import { holdCsrf, onSignInNeeded } from '../shell/door';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { DemoCards } from './demo-cards';
import { SessionProvider, useSessionQuery } from './session';
import { ChangePasswordForm, SignInForm, useTaken } from './sign-in';

/** A page of its own before anybody is let in. */
function Threshold({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t, language, setLanguage } = useSpeech();
  return (
    <main className="threshold">
      <section className="sheet threshold-sheet" aria-label={title}>
        <div className="row threshold-head">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <strong>{t('品牌台账', 'Brand Ledger')}</strong>
          <Button size="small" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
            {language === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}

/**
 * Lets in who is signed in. When a session ends while somebody works, the page stays as it is and asks for a sign-in over
 * it: what was typed is still there, and the request that was refused is sent again.
 */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { t } = useSpeech();
  const query = useSessionQuery();
  const taken = useTaken();
  /** The session as it was when somebody was signed in last. */
  const [inside, setInside] = useState<SessionAnswer | null>(null);
  const [visiting, setVisiting] = useState(false);
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const current = query.data ?? null;
  const isIn = current !== null && (current.accounts === 'off' || (current.person !== null && !current.mustChange));
  const person = useRef<string | null>(null);
  const { setUsual } = useDataset();
  const isDemo = (current?.demo ?? null) !== null;
  useEffect(() => setUsual(isDemo ? 'synthetic' : 'real'), [isDemo, setUsual]);

  useEffect(() => {
    if (current === null) return;
    if (current.csrf !== null) holdCsrf(current.csrf);
    if (!isIn) return;
    setInside(current);
    person.current = current.person?.id ?? null;
  }, [current, isIn]);
  useEffect(() => {
    if (inside === null || inside.accounts === 'off') return;
    onSignInNeeded(() => new Promise<void>((resolve) => setWaiting(() => resolve)));
    return () => onSignInNeeded(null);
  }, [inside]);

  if (query.isPending) return <Skeleton active style={{ padding: 24 }} />;
  if (current === null)
    return (
      <Threshold title={t('连接不到台账', 'The ledger does not answer')}>
        <Refusal error={query.error} />
        <Button onClick={() => void query.refetch()}>{t('重试', 'Try again')}</Button>
      </Threshold>
    );
  // 社会公众: where the public may read, the server says so of who has no session.
  if (visiting && current.person === null && inside === null) return <SessionProvider session={current}>{children}</SessionProvider>;
  const known = isIn ? current : inside;
  if (known === null) {
    if (current.person === null)
      return (
        <Threshold title={t('登录', 'Sign in')}>
          <DemoCards session={current} onDone={taken} />
          <SignInForm session={current} onDone={taken} />
          {current.acting === null ? null : (
            <Button block onClick={() => setVisiting(true)}>
              {t('不登录，查看公开内容', 'Read what is public, without signing in')}
            </Button>
          )}
        </Threshold>
      );
    return (
      <Threshold title={t('修改密码', 'Change the password')}>
        <ChangePasswordForm first onDone={taken} />
      </Threshold>
    );
  }
  const back = (session: SessionAnswer): void => {
    // Somebody else must not go on with what the one before them typed.
    if (session.person?.id !== person.current || session.mustChange) {
      window.location.reload();
      return;
    }
    taken(session);
    waiting?.();
    setWaiting(null);
  };
  return (
    <SessionProvider session={known}>
      {children}
      <Modal
        open={waiting !== null || !isIn}
        title={t('登录已失效，请重新登录后继续', 'The session has ended: sign in and go on')}
        footer={null}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        destroyOnHidden
      >
        <p>{t('页面上已填写的内容都还在。', 'Everything you typed is still on the page.')}</p>
        <SignInForm session={current} onDone={back} />
      </Modal>
    </SessionProvider>
  );
}

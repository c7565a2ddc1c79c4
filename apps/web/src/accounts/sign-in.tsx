import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { SessionAnswer } from '#contracts';
import { ask } from '../shell/api';
import { holdCsrf } from '../shell/door';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { sessionQuery } from './session';

/** Takes what the server said of the session as what the page knows. */
export function useTaken(): (session: SessionAnswer) => void {
  const client = useQueryClient();
  return (session) => {
    holdCsrf(session.csrf);
    client.setQueryData(sessionQuery.queryKey, session);
  };
}

interface Typed {
  readonly login: string;
  readonly password: string;
}

/** 登录. */
export function SignInForm({ session, onDone }: { readonly session: SessionAnswer; readonly onDone: (session: SessionAnswer) => void }) {
  const { t, say } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { failures, lockMinutes } = session.configured;
  const submit = async (typed: Typed): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onDone(await ask<SessionAnswer>('POST', '/session', typed));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form<Typed> layout="vertical" onFinish={(typed) => void submit(typed)} requiredMark={false} className="stack">
      <Refusal error={error} />
      <Form.Item name="login" label={t('账号', 'Name')} rules={[{ required: true, message: t('请输入账号', 'Type your name') }]}>
        {/* Above it a demonstration shows its cards: a focus here would scroll them away on a phone. */}
        <Input autoComplete="username" autoFocus={session.demo === null} maxLength={80} />
      </Form.Item>
      <Form.Item name="password" label={t('密码', 'Password')} rules={[{ required: true, message: t('请输入密码', 'Type your password') }]}>
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {t('登录', 'Sign in')}
      </Button>
      {session.ways
        .filter(({ id }) => id !== 'password')
        .map((way) => (
          <Button key={way.id} href={way.path} block>
            {say(way)}
          </Button>
        ))}
      <p className="quiet">
        {t(
          `同一网络地址连续 ${failures} 次失败，该地址 ${lockMinutes} 分钟内不能登录此账号（本地配置）。忘记密码请联系系统管理员。`,
          `After ${failures} failures from one address it is locked for that name for ${lockMinutes} minutes (configured). The administrator resets passwords.`,
        )}
      </p>
    </Form>
  );
}

interface Change {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

/** 修改密码. */
export function ChangePasswordForm({ first, onDone }: { readonly first: boolean; readonly onDone: (session: SessionAnswer) => void }) {
  const { t } = useSpeech();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async ({ current, next }: Change): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onDone(await ask<SessionAnswer>('POST', '/session/password', { current, next }));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <Form<Change> layout="vertical" onFinish={(typed) => void submit(typed)} requiredMark={false} className="stack">
      {first ? (
        <Alert
          type="info"
          showIcon
          title={t('首次登录，请先修改密码', 'Change the first password before you go on')}
          description={t('初始密码由他人给出，修改后只有您本人知道。', 'Somebody else gave you the first one; the next is yours alone.')}
        />
      ) : null}
      <Refusal error={error} />
      <Form.Item name="current" label={first ? t('初始密码', 'First password') : t('当前密码', 'Current password')} rules={required}>
        <Input.Password autoComplete="current-password" autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('新密码（至少 12 位，可用一句话）', 'New password (12 characters or more; a sentence will do)')}
        rules={[...required, { min: 12, message: t('至少 12 位', 'At least 12 characters') }]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('再输入一次新密码', 'The new password again')}
        dependencies={['next']}
        rules={[
          ...required,
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) =>
              value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('两次输入不一致', 'The two differ'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} block>
        {t('修改密码', 'Change the password')}
      </Button>
    </Form>
  );
}

import { Form, Input } from 'antd';
import type { TokenRow } from '#contracts';
import { DateInput } from '../shell/date-input';
import { useSpeech, type Words } from '../shell/language';
import { useRequired } from './dialog';

export const TOKEN_STATES: Readonly<Record<TokenRow['state'], Words>> = {
  current: { zh: '有效', en: 'in force' },
  expired: { zh: '已到期', en: 'expired' },
  revoked: { zh: '已撤销', en: 'revoked' },
};

/** What is said of every new token: what it is for, and until when. */
export function TokenFields() {
  const { t } = useSpeech();
  const required = useRequired();
  return (
    <>
      <Form.Item name="label" label={t('用途', 'What for')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="expiresOn" label={t('到期日（不超过一年）', 'Expires on (a year at most)')} rules={required}>
        <DateInput />
      </Form.Item>
    </>
  );
}

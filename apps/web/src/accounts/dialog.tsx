import { Alert, Form, Modal, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';

export interface Secret {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
}

/** The rule of a field that must be filled in. */
export function useRequired(): { readonly required: true; readonly message: string }[] {
  const { t } = useSpeech();
  return [{ required: true, message: t('必填', 'Required') }];
}

/** What is shown this once: a first password, a token. */
export function SecretShown({ secret, onClose }: { readonly secret: Secret | null; readonly onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Modal
      open={secret !== null}
      title={secret?.title}
      onCancel={onClose}
      onOk={onClose}
      cancelButtonProps={{ hidden: true }}
      okText={t('已记下', 'Noted')}
    >
      <Alert type="warning" showIcon title={t('只显示这一次，请当面或用保密渠道交给本人', 'Shown this once: hand it over in person')} />
      <dl className="secret">
        {secret?.lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Typography.Text copyable code>
                {value}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

interface DialogProps<T> {
  readonly open: boolean;
  readonly title: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly initial?: Partial<T>;
  readonly onClose: () => void;
  readonly onFinish: (typed: T) => void;
  readonly children: ReactNode;
}

/** A form that is sent or left. */
export function Dialog<T extends object>({ open, title, error, busy, initial, onClose, onFinish, children }: DialogProps<T>) {
  const { t } = useSpeech();
  const [form] = Form.useForm<T>();
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('确定', 'OK')}
      cancelText={t('取消', 'Cancel')}
      confirmLoading={busy}
      destroyOnHidden
    >
      <Refusal error={error} />
      <Form<T> form={form} layout="vertical" initialValues={initial ?? {}} onFinish={onFinish} preserve={false}>
        {children}
      </Form>
    </Modal>
  );
}

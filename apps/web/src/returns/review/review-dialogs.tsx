import { Button, Form, Input, Modal, Radio } from 'antd';
import type { ReturnLineRow } from '#contracts';
import { useSpeech } from '../../shell/language';
import { Refusal } from '../../shell/marks';
import { LineName, LineValue } from './line-view';

interface Back {
  readonly to: 'unit' | 'below';
  readonly comments: Readonly<Record<string, string>>;
}

/** 退回修改: each line with its own word, so that the unit knows what to mend. */
export function SendBackDialog({
  lines,
  mayGoBelow,
  busy,
  error,
  onClose,
  onSend,
}: {
  readonly lines: readonly ReturnLineRow[];
  readonly mayGoBelow: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onSend: (to: 'unit' | 'below', lines: readonly { readonly line: string; readonly comment: string }[]) => void;
}) {
  const { t } = useSpeech();
  const [form] = Form.useForm<Back>();
  const send = async (): Promise<void> => {
    const { to, comments } = await form.validateFields();
    onSend(
      to,
      lines.map(({ line }, at) => ({ line, comment: (comments[String(at)] ?? '').trim() })),
    );
  };
  const copyFirst = (): void => {
    const first = form.getFieldValue(['comments', '0']) as string | undefined;
    form.setFieldsValue({ comments: Object.fromEntries(lines.map((_, at) => [String(at), first ?? ''])) });
  };
  return (
    <Modal
      open
      width={640}
      title={t(`退回修改：${lines.length} 条`, `Send back ${lines.length} lines`)}
      okText={t('退回', 'Send back')}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => void send().catch(() => undefined)}
    >
      <Form form={form} layout="vertical" initialValues={{ to: 'unit' }}>
        <Form.Item name="to" label={t('退回到', 'Back to')}>
          <Radio.Group
            options={[
              { value: 'unit', label: t('填报单位', 'the unit') },
              { value: 'below', label: t('下一级审核', 'the rung below'), disabled: !mayGoBelow },
            ]}
          />
        </Form.Item>
        {lines.map((line, at) => (
          <Form.Item
            key={line.line}
            name={['comments', String(at)]}
            label={
              <span>
                {line.brandName} · <LineName line={line} /> · <LineValue line={line} />
              </span>
            }
            rules={[{ required: true, whitespace: true, message: t('请写明退回意见', 'Say what is to be mended') }]}
          >
            <Input.TextArea autoFocus={at === 0} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} />
          </Form.Item>
        ))}
        {lines.length > 1 ? (
          <Button size="small" onClick={copyFirst}>
            {t('第一条的意见用于全部', 'Use the first word for all')}
          </Button>
        ) : null}
      </Form>
      <Refusal error={error} />
    </Modal>
  );
}

/** 撤回审核: from the top, with a reason. */
export function UndoDialog({
  count,
  busy,
  error,
  onClose,
  onUndo,
}: {
  readonly count: number;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onUndo: (reason: string) => void;
}) {
  const { t } = useSpeech();
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open
      title={t(`撤回审核：${count} 条`, `Take back ${count} lines`)}
      okText={t('撤回', 'Take back')}
      okButtonProps={{ loading: busy }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() =>
        void form
          .validateFields()
          .then(({ reason }) => onUndo(reason))
          .catch(() => undefined)
      }
    >
      <Form form={form} layout="vertical">
        <Form.Item
          name="reason"
          label={t('撤回理由', 'Reason')}
          rules={[{ required: true, whitespace: true, message: t('必填', 'Required') }]}
        >
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
      </Form>
      <Refusal error={error} />
    </Modal>
  );
}

import { Form, Input, Modal, Select } from 'antd';
import type { ReturnCard } from '#contracts';
import { useSpeech } from '../../shell/language';
import type { EntryRow } from './table';

/** A training brand is told by 专业（工种）: adds a row for one. */
export function TradeDialog({
  card,
  row,
  rows,
  onAdd,
  onClose,
}: {
  readonly card: ReturnCard;
  readonly row: EntryRow | undefined;
  readonly rows: readonly EntryRow[];
  readonly onAdd: (brandId: string, trade: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useSpeech();
  const [form] = Form.useForm<{ brandId: string; trade: string }>();
  const add = async (): Promise<void> => {
    const { brandId, trade } = await form.validateFields();
    onAdd(brandId, trade.normalize('NFKC').trim());
    onClose();
  };
  return (
    <Modal
      open
      title={t('添加专业（工种）', 'Add a trade')}
      okText={t('添加', 'Add')}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => void add().catch(() => undefined)}
    >
      <Form form={form} layout="vertical">
        <Form.Item
          name="brandId"
          label={t('品牌', 'Brand')}
          initialValue={row?.brandId}
          rules={[{ required: true, message: t('必填', 'Required') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={card.brandList.map(({ brandId, name }) => ({ value: brandId, label: name }))}
          />
        </Form.Item>
        <Form.Item
          name="trade"
          label={t('专业（工种）名称', 'Trade')}
          dependencies={['brandId']}
          rules={[
            { required: true, whitespace: true, message: t('必填', 'Required') },
            {
              validator: (_, trade: string | undefined) =>
                rows.some((each) => each.brandId === form.getFieldValue('brandId') && each.trade === trade?.normalize('NFKC').trim())
                  ? Promise.reject(new Error(t('该品牌已有这个专业（工种）', 'The brand has this trade already')))
                  : Promise.resolve(),
            },
          ]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

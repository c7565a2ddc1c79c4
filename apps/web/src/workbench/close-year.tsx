import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber } from 'antd';
import { useSetFields } from '../accounts/session';
import { useSubmit } from '../forms/use-submit';
import { refreshLedger, send } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';

interface Closing {
  readonly region: string;
  readonly year: number;
  readonly closedOn: string;
  readonly closedBy: string;
}

/** 年度封账: one act closes a year for a region and everything below it, and sets the rules going. Asks twice. */
export function CloseYear() {
  const { t } = useSpeech();
  const signedIn = useSetFields('closeYear').has('closedBy');
  const { dataset } = useDataset();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Closing>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const close = ({ region, year, closedOn, closedBy }: Closing): Promise<void> =>
    submit(async (key) => {
      await send(
        `/regions/${region}/close-year`,
        { year, closedOn, closedBy, origin: dataset === 'synthetic' ? 'synthetic' : 'operational' },
        { ifMatch: null, key },
      );
      void message.success(t(`${year} 年度已封账，规则正在逐个品牌判定`, `${year} is closed; the rules are going through the brands`));
      await refreshLedger(client);
    });
  const confirm = (closing: Closing): void => {
    void modal.confirm({
      title: t(`确定封账 ${closing.year} 年度？`, `Close ${closing.year}?`),
      content: t(
        '封账对该地区及其下级全部生效，并触发定期审核等规则。封账不能撤销，之后的改动只能以更正方式进行。',
        'It holds for the region and everything below, and sets the rules going. It cannot be undone; later changes are corrections.',
      ),
      okText: t('确定封账', 'Close the year'),
      cancelText: t('取消', 'Cancel'),
      onOk: () => close(closing),
    });
  };
  return (
    <section className="sheet">
      <header>
        <h2>{t('年度封账', 'Close a year')}</h2>
        <span className="quiet">{t('先填报、后封账；封账触发定期审核', 'Record first, then close; closing makes reviews due')}</span>
      </header>
      <Form<Closing>
        form={form}
        layout="vertical"
        initialValues={{ year: Number(todayInShanghai().slice(0, 4)) - 1, closedOn: todayInShanghai() }}
        onFinish={confirm}
        onValuesChange={renew}
      >
        <div className="form-grid">
          <Form.Item name="region" label={t('地区', 'Region')} rules={required} className="wide">
            <RegionPicker />
          </Form.Item>
          <Form.Item name="year" label={t('年度', 'Year')} rules={required}>
            <InputNumber precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="closedOn" label={t('封账日期', 'Closed on')} rules={required}>
            <DateInput />
          </Form.Item>
          {signedIn ? null : (
            <Form.Item name="closedBy" label={t('封账人', 'Closed by')} rules={required}>
              <Input />
            </Form.Item>
          )}
        </div>
        <div className="stack">
          <Refusal error={error} fields={taken} />
          <div>
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('封账', 'Close the year')}
            </Button>
          </div>
        </div>
      </Form>
    </section>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import { useSetFields } from '../accounts/session';
import { useSubmit } from '../forms/use-submit';
import { refreshLedger, send, type PolicyLifeAnswer } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';

interface Standard {
  readonly region: string;
  readonly parameter: string;
  readonly value: string;
  readonly effectiveFrom: string;
  readonly document: { readonly number: string; readonly issuedOn: string; readonly signedBy: string };
  readonly draftedBy: string;
  readonly approvedBy: string;
  readonly backdatedBecause?: string;
}

/** A rate is written in percent or as a fraction, and kept as a fraction: 85 % is `85/100`. */
const valueOf = (text: string, unit: string | undefined): number | string => {
  const written = text.trim().replace('％', '%');
  const percent = /^(\d{1,3})\s*%$/.exec(written);
  if (unit === 'ratio') return percent?.[1] === undefined ? written : `${percent[1]}/100`;
  return /^\d{1,9}$/.test(written) ? Number(written) : written;
};

/** 公布本级标准: the form by which a region sets what the document hands to it. Two persons, one paper. */
export function StandardForm({ life }: { readonly life: PolicyLifeAnswer }) {
  const { t, say } = useSpeech();
  const signedIn = useSetFields('publishLocalStandard').has('approvedBy');
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Standard>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const publish = ({ region, value, backdatedBecause, ...standard }: Standard): Promise<void> => {
    const unit = life.delegated.find((each) => each.key === standard.parameter)?.unit;
    const why = backdatedBecause === undefined || backdatedBecause.trim() === '' ? {} : { backdatedBecause };
    return submit(async (key) => {
      await send(
        `/regions/${region}/local-standards`,
        { pack: life.pack, ...standard, value: valueOf(value, unit), ...why },
        { ifMatch: null, key },
      );
      void message.success(t('已公布', 'Published'));
      form.resetFields();
      await refreshLedger(client);
    });
  };
  return (
    <Form<Standard> form={form} layout="vertical" onFinish={(values) => void publish(values)} onValuesChange={renew} disabled={busy}>
      <Refusal error={error} fields={taken} />
      <div className="form-grid">
        <Form.Item name="region" label={t('由哪个地区确定', 'Set by which region')} rules={required} className="wide">
          <RegionPicker />
        </Form.Item>
        <Form.Item name="parameter" label={t('标准', 'Standard')} rules={required}>
          <Select options={life.delegated.map((each) => ({ value: each.key, label: say(each) }))} />
        </Form.Item>
        <Form.Item name="value" label={t('数值（比率写 85%）', 'Value (a rate as 85%)')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="effectiveFrom" label={t('标准施行日期', 'Effective from')} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name={['document', 'number']} label={t('文号', 'Document number')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name={['document', 'issuedOn']} label={t('印发日期', 'Issued on')} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name={['document', 'signedBy']} label={t('签批人', 'Signed by')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="draftedBy"
          label={
            signedIn ? t('标准起草人（政策维护人员的账号）', 'Drafted by (account of a policy editor)') : t('标准起草人', 'Drafted by')
          }
          rules={required}
        >
          <Input autoComplete="off" />
        </Form.Item>
        {signedIn ? null : (
          <Form.Item name="approvedBy" label={t('标准审定人（起草人以外）', 'Approved by (not the drafter)')} rules={required}>
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="backdatedBecause" label={t('追溯理由（施行日期早于今天时）', 'Why it reaches back (if it does)')}>
          <Input autoComplete="off" />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit">
        {t('公布本级标准', 'Publish the standard')}
      </Button>
    </Form>
  );
}

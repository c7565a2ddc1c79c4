import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import { metricsAsked } from '../brand/pack-words';
import { isBag, type Bag } from '../forms/command';
import { queries } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { DIRECTNESS, METRIC_CODES, metricDefinition, metricNamed, named, NATURE, UNIT } from '../shell/words';

/** One figure: the dictionary says in which unit and nature it is told; what the rules ask of such a subject comes first. */
export function FigureFields({ subject }: { readonly subject: string }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const form = Form.useFormInstance();
  const metric: unknown = Form.useWatch(['figure', 'metric'], form);
  const nature: unknown = Form.useWatch(['figure', 'nature'], form);
  const directness: unknown = Form.useWatch(['figure', 'directness'], form);
  const definition = typeof metric === 'string' ? metricDefinition(metric) : null;
  const asked = metricsAsked(shelf, subject).filter((code) => metricDefinition(code) !== null);
  const options = (codes: readonly string[]) => codes.map((code) => ({ value: code, label: say(metricNamed(code)) }));
  const required = [{ required: true, message: t('必填', 'Required') }];
  const choose = (code: string): void => {
    const chosen = metricDefinition(code);
    form.setFieldsValue({
      figure: { unit: chosen?.units[0], nature: chosen?.natures[0], directness: chosen?.directed === true ? 'direct' : 'unstated' },
    });
  };
  return (
    <>
      <Form.Item name={['figure', 'metric']} label={t('指标', 'Metric')} className="wide" rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          onChange={choose}
          options={[
            ...(asked.length === 0 ? [] : [{ label: t('规则和目标要求的', 'What rules and targets ask'), options: options(asked) }]),
            { label: t('其他', 'Others'), options: options(METRIC_CODES.filter((code) => !asked.includes(code))) },
          ]}
        />
      </Form.Item>
      <Form.Item name={['figure', 'unit']} label={t('单位', 'Unit')} rules={required}>
        <Select options={(definition?.units ?? []).map((unit) => ({ value: unit, label: say(named(UNIT, unit)) }))} />
      </Form.Item>
      <Form.Item name={['figure', 'nature']} label={t('口径', 'Reading')} rules={required}>
        <Select options={(definition?.natures ?? []).map((each) => ({ value: each, label: say(named(NATURE, each)) }))} />
      </Form.Item>
      {definition?.directed === true ? (
        <Form.Item name={['figure', 'directness']} label={t('直接／间接', 'Direct or indirect')} rules={required}>
          <Select options={['direct', 'indirect'].map((each) => ({ value: each, label: say(named(DIRECTNESS, each)) }))} />
        </Form.Item>
      ) : null}
      <Form.Item name={['figure', 'value']} label={t('数值', 'Value')} rules={required}>
        <InputNumber precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name={['figure', 'year']}
        label={t('年度', 'Year')}
        rules={required}
        initialValue={Number(todayInShanghai().slice(0, 4)) - 1}
      >
        <InputNumber precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {nature === 'stock' ? (
        <Form.Item name={['figure', 'asOf']} label={t('时点（空：年末）', 'As of (empty: the year’s end)')}>
          <DateInput />
        </Form.Item>
      ) : null}
      {directness === 'indirect' ? (
        <>
          <Form.Item name={['figure', 'method']} label={t('估算方法', 'How it was estimated')} rules={required}>
            <Input />
          </Form.Item>
          <Form.Item name={['figure', 'basis']} label={t('估算依据', 'Basis of the estimate')} rules={required}>
            <Input />
          </Form.Item>
        </>
      ) : null}
      <Form.Item
        name={['figure', 'source']}
        label={t('来源', 'Source')}
        className="wide"
        rules={required}
        initialValue={t('单位填报', 'Reported')}
      >
        <Input />
      </Form.Item>
    </>
  );
}

/** The figure as the ledger takes it. */
export function figureBody(value: Bag): Bag {
  const { metric, unit, nature, directness, value: count, year, asOf, method, basis, source } = value;
  const indirect = directness === 'indirect';
  const stands = nature === 'stock';
  return {
    figure: {
      metric,
      unit,
      nature,
      directness: directness ?? 'unstated',
      bound: 'exact',
      value: count,
      window: {
        fromYear: nature === 'flow' ? year : null,
        toYear: year,
        asOf: stands ? (typeof asOf === 'string' && asOf !== '' ? asOf : `${String(year)}-12-31`) : null,
      },
      estimate: indirect ? { method, basis } : null,
      source: isBag(source) ? source : { reference: source, note: null },
    },
  };
}

import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import type { BrandCard } from '#contracts';
import type { Bag } from '../forms/command';
import { PackSelect } from '../forms/choices';
import { queries } from '../shell/api';
import { useSpeech } from '../shell/language';
import { policyOf, predicatesOf } from './pack-words';

/** Which value of which rule is eased, on which ground of the document. Only what the document holds is offered. */
export function RelaxationFields({ card }: { readonly card: BrandCard }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const form = Form.useFormInstance();
  const pack: unknown = Form.useWatch(['relaxation', 'pack'], form);
  const chosen: unknown = Form.useWatch(['relaxation', 'value'], form);
  const document = typeof pack === 'string' ? policyOf(shelf, pack)?.document : undefined;
  const values = (document?.rules ?? [])
    .filter(({ scope }) => scope.kinds.some((kind) => kind === card.kind))
    .flatMap((rule) =>
      [...predicatesOf(rule.condition)].flatMap((predicate) => {
        const parameter = document?.parameters.find(({ key }) => key === predicate['parameter']);
        return parameter === undefined || parameter.unit === 'list' ? [] : [{ rule, parameter, predicate }];
      }),
    );
  const grounds = document?.relaxations?.flatMap((each) => [...each.grounds, ...(each.other === null ? [] : [each.other])]) ?? [];
  const stated = values.find(({ rule, parameter }) => `${rule.id}|${parameter.key}` === chosen)?.parameter;
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <>
      <Form.Item name={['relaxation', 'pack']} label={t('政策文件', 'Document')} className="wide" rules={required}>
        <PackSelect of={{ region: card.region.code, kind: card.kind }} />
      </Form.Item>
      <Form.Item
        name={['relaxation', 'value']}
        label={t('放宽哪项数值', 'Which value')}
        className="wide"
        rules={required}
        extra={
          stated === undefined
            ? null
            : t(
                `文件规定：${stated.values.map(({ value }) => String(value)).join('、')}（按地区类别、行业取值）`,
                `stated: ${stated.values.map(({ value }) => String(value)).join(', ')} (by class of region and trade)`,
              )
        }
      >
        <Select
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          options={values.map(({ rule, parameter }) => ({
            value: `${rule.id}|${parameter.key}`,
            label: `${say(rule)}：${say(parameter)}`,
          }))}
        />
      </Form.Item>
      <Form.Item
        name={['relaxation', 'easedTo']}
        label={t('放宽至', 'Eased to')}
        rules={required}
        extra={t('整数，或分数如 4/5', 'A whole number, or a ratio such as 4/5')}
      >
        <Input />
      </Form.Item>
      <Form.Item
        name={['relaxation', 'ground']}
        label={t('放宽情形', 'Ground')}
        rules={required}
        extra={document !== undefined && grounds.length === 0 ? t('该文件没有放宽条款。', 'This document allows no relaxation.') : null}
      >
        <Select popupMatchSelectWidth={false} options={grounds.map((each) => ({ value: each.id, label: say(each) }))} />
      </Form.Item>
    </>
  );
}

export function relaxationBody({ pack, value, easedTo, ground }: Bag): Bag {
  const [rule, parameter] = typeof value === 'string' ? value.split('|') : [];
  return { pack, rule, parameter, easedTo, ground };
}

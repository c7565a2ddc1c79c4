import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { criteriaOf } from '../brand/pack-words';
import { queries } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { useSpeech } from '../shell/language';
import { RegionPicker } from '../shell/region-picker';
import { AskedSelect, BrandSelect, HeldBrands, PackOfRegion, PackSelect, PastSelect } from './choices';
import { pathOf, type Field } from './command';
import { DigestInput } from './digest';

export function Paper({ name, optional }: { readonly name: string; readonly optional: boolean }) {
  const { t } = useSpeech();
  const rules = optional ? [] : [{ required: true, message: t('必填', 'Required') }];
  return (
    <fieldset className="form-grid wide" style={{ border: 0, padding: 0, margin: 0 }}>
      <Form.Item name={[...pathOf(name), 'number']} label={t('文号', 'Document number')} rules={rules}>
        <Input />
      </Form.Item>
      <Form.Item name={[...pathOf(name), 'issuedOn']} label={t('印发日期', 'Issued on')} rules={rules}>
        <DateInput />
      </Form.Item>
      <Form.Item name={[...pathOf(name), 'signedBy']} label={t('签批人', 'Signed by')} rules={rules}>
        <Input />
      </Form.Item>
    </fieldset>
  );
}

function PanelFields({ name }: { readonly name: string }) {
  const { t } = useSpeech();
  const at = pathOf(name);
  return (
    <fieldset className="form-grid wide" style={{ border: 0, padding: 0, margin: 0 }}>
      <Form.Item name={[...at, 'members']} label={t('评审组成员（回车分隔，可空）', 'Panel members (optional)')}>
        <Select mode="tags" open={false} suffix={null} />
      </Form.Item>
      <Form.Item name={[...at, 'recused']} label={t('回避', 'Recused')}>
        <Select mode="tags" open={false} suffix={null} />
      </Form.Item>
      <Form.Item name={[...at, 'votesFor']} label={t('赞成票', 'Votes for')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={[...at, 'votesAgainst']} label={t('反对票', 'Votes against')}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={[...at, 'minutes']} label={t('会议纪要', 'Minutes')}>
        <Input />
      </Form.Item>
    </fieldset>
  );
}

function JudgementFields({ name }: { readonly name: string }) {
  const { t, say } = useSpeech();
  const policies = useQuery(queries.policies());
  const criteria = useMemo(() => criteriaOf(policies.data ?? []), [policies.data]);
  return (
    <div className="wide">
      <Form.List name={pathOf(name)}>
        {(items, { add, remove }) => (
          <div className="stack">
            {items.map((item) => (
              <fieldset key={item.key} className="form-grid sheet" style={{ margin: 0 }}>
                <Form.Item
                  name={[item.name, 'criterion']}
                  label={t('判断事项', 'Criterion')}
                  rules={[{ required: true, message: t('必填', 'Required') }]}
                >
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    popupMatchSelectWidth={false}
                    options={criteria.map((each) => ({ value: each.criterion, label: say(each.words) }))}
                  />
                </Form.Item>
                <Form.Item name={[item.name, 'met']} label={t('是否符合', 'Met')} valuePropName="checked" initialValue>
                  <Switch checkedChildren={t('符合', 'met')} unCheckedChildren={t('不符合', 'not met')} />
                </Form.Item>
                <Form.Item name={[item.name, 'role']} label={t('角色', 'Role')} initialValue={t('评审专家', 'Expert')}>
                  <Input />
                </Form.Item>
                <Form.Item
                  name={[item.name, 'by']}
                  label={t('作出人（代号）', 'By (a code)')}
                  rules={[{ required: true, message: t('必填', 'Required') }]}
                >
                  <Input />
                </Form.Item>
                <Form.Item
                  name={[item.name, 'reason']}
                  label={t('理由', 'Reason')}
                  rules={[{ required: true, message: t('必填', 'Required') }]}
                >
                  <Input />
                </Form.Item>
                <div>
                  <Button size="small" onClick={() => remove(item.name)}>
                    {t('删去这条', 'Remove')}
                  </Button>
                </div>
              </fieldset>
            ))}
            <div>
              <Button onClick={() => add({ met: true })}>{t('加一条定性判断', 'Add a judgement')}</Button>
            </div>
          </div>
        )}
      </Form.List>
    </div>
  );
}

const WIDE = new Set(['long', 'region', 'pack', 'brand', 'brands', 'criterion', 'paper', 'picks', 'digest']);

function FieldView<Card>({ field, card, path }: { readonly field: Field<Card>; readonly card: Card; readonly path: string }) {
  const { t, say } = useSpeech();
  if (field.kind === 'fresh' || field.kind === 'constant' || field.kind === 'origin') return null;
  if (field.kind === 'own') return field.view(card);
  if (field.kind === 'document') return <Paper name={field.name} optional={field.optional === true} />;
  if (field.kind === 'panel') return <PanelFields name={field.name} />;
  if (field.kind === 'judgements') return <JudgementFields name={field.name} />;
  const control = (): ReactNode => {
    switch (field.kind) {
      case 'long':
        return <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />;
      case 'date':
        return <DateInput />;
      case 'moment':
        return <DateInput time />;
      case 'year':
        return <InputNumber precision={0} style={{ width: '100%' }} />;
      case 'count':
        return <InputNumber style={{ width: '100%' }} />;
      case 'tags':
        return <Select mode="tags" open={false} suffix={null} />;
      case 'flag':
        return <Switch />;
      case 'choice':
      case 'choices':
        return (
          <Select
            {...(field.kind === 'choices' ? { mode: 'multiple' as const, showSearch: { optionFilterProp: 'label' } } : {})}
            allowClear={field.optional === true}
            options={Object.entries(field.options).map(([value, label]) => ({ value, label: say(label) }))}
          />
        );
      case 'pick':
      case 'picks':
        return (
          <Select
            {...(field.kind === 'picks' ? { mode: 'multiple' as const, showSearch: { optionFilterProp: 'label' } } : {})}
            allowClear={field.optional === true}
            popupMatchSelectWidth={false}
            options={field.of(card).map(({ value, words }) => ({ value, label: say(words) }))}
          />
        );
      case 'region':
        return <RegionPicker />;
      case 'pack':
        if (field.byRegion !== undefined) return <PackOfRegion field={field.byRegion} />;
        return <PackSelect {...(field.of === undefined ? {} : { of: field.of(card) })} />;
      case 'heldBrands':
        return <HeldBrands ids={field.of(card)} many={field.many} />;
      case 'brand':
      case 'brands':
        return <BrandSelect many={field.kind === 'brands'} {...(field.brandKind === undefined ? {} : { brandKind: field.brandKind })} />;
      case 'criterion':
      case 'paper':
        return <AskedSelect what={field.kind} subject={field.subject(card)} />;
      case 'digest':
        return <DigestInput />;
      case 'past':
        return <PastSelect path={path} event={field.event} idField={field.id} textField={field.text} />;
      default:
        return <Input />;
    }
  };
  return (
    <Form.Item
      name={pathOf(field.name)}
      label={say(field.label)}
      className={WIDE.has(field.kind) ? 'wide' : undefined}
      rules={field.optional === true || field.kind === 'flag' ? [] : [{ required: true, message: t('必填', 'Required') }]}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      {...('initial' in field && field.initial !== undefined ? { initialValue: field.initial } : {})}
      {...(field.hint === undefined ? {} : { extra: say(field.hint) })}
    >
      {control()}
    </Form.Item>
  );
}

/** @param path of the card in the api: `/brands/<id>`; its history fills some of the lists */
export function Fields<Card>({
  fields,
  card,
  path,
}: {
  readonly fields: readonly Field<Card>[];
  readonly card: Card;
  readonly path: string;
}) {
  return (
    <div className="form-grid">
      {fields.map((field) => (
        <FieldView key={field.name} field={field} card={card} path={path} />
      ))}
    </div>
  );
}

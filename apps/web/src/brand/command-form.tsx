import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Input, InputNumber, Select, Switch, type FormInstance } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { BrandCard } from '#contracts';
import { newKey, queries, refreshLedger, Refused, send } from '../shell/api';
import { useSpeech } from '../shell/language';
import { ConfiguredMark, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { named, STEP } from '../shell/words';
import type { CommandSpec, Field } from './commands';
import { criteriaOf } from './pack-words';

const pathOf = (name: string): (string | number)[] => name.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const empty = (value: unknown): boolean => value === undefined || value === null || value === '';

function readAt(values: Bag, name: string): unknown {
  let at: unknown = values;
  for (const part of name.split('.')) at = isBag(at) ? at[part] : undefined;
  return at;
}

function writeAt(body: Bag, name: string, value: unknown): void {
  const parts = name.split('.');
  const last = parts.pop() ?? name;
  let at = body;
  for (const part of parts) {
    const next = at[part];
    if (isBag(next)) at = next;
    else {
      const made: Bag = {};
      at[part] = made;
      at = made;
    }
  }
  at[last] = value;
}

/** The body of a command from what stands in the form: what was left empty is null where the schema allows it. */
export function bodyOf(fields: readonly Field[], values: Bag): Bag {
  const body: Bag = {};
  for (const field of fields) {
    const value = field.kind === 'constant' ? field.value : field.kind === 'fresh' ? newKey() : readAt(values, field.name);
    switch (field.kind) {
      case 'document': {
        const paper = isBag(value) ? value : {};
        const given = ['number', 'issuedOn', 'signedBy'].some((part) => !empty(paper[part]));
        writeAt(
          body,
          field.name,
          given || field.optional !== true
            ? { number: paper['number'] ?? '', issuedOn: paper['issuedOn'] ?? '', signedBy: paper['signedBy'] ?? '' }
            : null,
        );
        break;
      }
      case 'panel': {
        const panel = isBag(value) ? value : {};
        const members = Array.isArray(panel['members']) ? panel['members'] : [];
        writeAt(
          body,
          field.name,
          members.length === 0 && empty(panel['votesFor'])
            ? null
            : {
                members,
                votesFor: panel['votesFor'] ?? 0,
                votesAgainst: panel['votesAgainst'] ?? 0,
                recused: panel['recused'] ?? [],
                minutes: empty(panel['minutes']) ? null : panel['minutes'],
              },
        );
        break;
      }
      case 'judgements':
        writeAt(
          body,
          field.name,
          (Array.isArray(value) ? value : []).map((each: unknown) => ({
            criterion: '',
            role: '',
            by: '',
            reason: '',
            ...(isBag(each) ? each : {}),
            met: isBag(each) && each['met'] !== false,
            evidence: [],
          })),
        );
        break;
      case 'moment':
        writeAt(
          body,
          field.name,
          typeof value === 'string' && value !== '' ? `${value.length === 16 ? `${value}:00` : value}+08:00` : value,
        );
        break;
      case 'flag':
        writeAt(body, field.name, value === true);
        break;
      case 'fresh':
      case 'constant':
        writeAt(body, field.name, value);
        break;
      default:
        writeAt(
          body,
          field.name,
          empty(value) ? (field.optional === true ? null : field.kind === 'text' || field.kind === 'long' ? '' : null) : value,
        );
    }
  }
  return body;
}

function Paper({ name, optional }: { readonly name: string; readonly optional: boolean }) {
  const { t } = useSpeech();
  const rules = optional ? [] : [{ required: true, message: t('必填', 'Required') }];
  return (
    <fieldset className="form-grid wide" style={{ border: 0, padding: 0, margin: 0 }}>
      <Form.Item name={[...pathOf(name), 'number']} label={t('文号', 'Document number')} rules={rules}>
        <Input />
      </Form.Item>
      <Form.Item name={[...pathOf(name), 'issuedOn']} label={t('印发日期', 'Issued on')} rules={rules}>
        <Input type="date" />
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

/** Ids of objections or breaches stand in the brand's history. */
function PastSelect({
  brandId,
  type,
  idField,
  textField,
  value,
  onChange,
}: {
  readonly brandId: string;
  readonly type: string;
  readonly idField: string;
  readonly textField: string;
  readonly value?: string;
  readonly onChange?: (id: string | undefined) => void;
}) {
  const history = useQuery(queries.history(brandId));
  const options = (history.data ?? [])
    .filter((each) => each.type.startsWith(type))
    .map((each) => ({ value: String(each.data[idField]), label: `${each.effectiveOn} ${String(each.data[textField])}` }));
  return (
    <Select<string>
      allowClear
      loading={history.isPending}
      {...(value === undefined ? {} : { value })}
      {...(onChange === undefined ? {} : { onChange })}
      options={options}
    />
  );
}

export function PackSelect({
  value,
  onChange,
  ...rest
}: {
  readonly value?: string;
  readonly onChange?: (pack: string) => void;
  readonly id?: string;
}) {
  const { t } = useSpeech();
  const policies = useQuery(queries.policies());
  const documents = (policies.data ?? []).filter((each) => each.role === 'document');
  return (
    <Select<string>
      {...rest}
      loading={policies.isPending}
      {...(value === undefined ? {} : { value })}
      {...(onChange === undefined ? {} : { onChange })}
      placeholder={t('选择政策文件', 'Choose a document')}
      popupMatchSelectWidth={false}
      options={documents.map((each) => ({ value: each.pack, label: `${each.title}${each.number === null ? '' : `（${each.number}）`}` }))}
    />
  );
}

function FieldView({ field, card }: { readonly field: Field; readonly card: BrandCard | null }) {
  const { t, say } = useSpeech();
  if (field.kind === 'fresh' || field.kind === 'constant') return null;
  if (field.kind === 'document') return <Paper name={field.name} optional={field.optional === true} />;
  if (field.kind === 'panel') return <PanelFields name={field.name} />;
  if (field.kind === 'judgements') return <JudgementFields name={field.name} />;
  const control = (): ReactNode => {
    switch (field.kind) {
      case 'long':
        return <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />;
      case 'date':
        return <Input type="date" />;
      case 'moment':
        return <Input type="datetime-local" />;
      case 'year':
        return <InputNumber precision={0} style={{ width: '100%' }} />;
      case 'count':
        return <InputNumber style={{ width: '100%' }} />;
      case 'tags':
        return <Select mode="tags" open={false} suffix={null} />;
      case 'flag':
        return <Switch />;
      case 'choice':
        return (
          <Select
            allowClear={field.optional === true}
            options={Object.entries(field.options).map(([value, label]) => ({ value, label: say(label) }))}
          />
        );
      case 'region':
        return <RegionPicker />;
      case 'pack':
        return <PackSelect />;
      case 'objection':
        return card === null ? null : <PastSelect brandId={card.brandId} type="ObjectionRaised" idField="objectionId" textField="reason" />;
      case 'breach':
        return card === null ? null : <PastSelect brandId={card.brandId} type="BreachRecorded" idField="breachId" textField="kind" />;
      case 'proposal': {
        const list = (card?.proposals ?? []).filter((each) => each.status === 'open' && (field.step === '' || each.step === field.step));
        return (
          <Select
            allowClear={field.optional === true}
            options={list.map((each) => ({
              value: each.proposalId,
              label: `${say(named(STEP, each.step))}${each.period === null ? '' : t(`（${each.period} 年度）`, ` (${each.period})`)}`,
            }))}
          />
        );
      }
      default:
        return <Input />;
    }
  };
  return (
    <Form.Item
      name={pathOf(field.name)}
      label={say(field.label)}
      className={field.kind === 'long' || field.kind === 'region' || field.kind === 'pack' ? 'wide' : undefined}
      rules={field.optional === true || field.kind === 'flag' ? [] : [{ required: true, message: t('必填', 'Required') }]}
      {...(field.kind === 'flag' ? { valuePropName: 'checked' } : {})}
      {...('initial' in field && field.initial !== undefined ? { initialValue: field.initial } : {})}
      {...(field.hint === undefined ? {} : { extra: say(field.hint) })}
    >
      {control()}
    </Form.Item>
  );
}

export function Fields({ fields, card }: { readonly fields: readonly Field[]; readonly card: BrandCard | null }) {
  return (
    <div className="form-grid">
      {fields.map((field) => (
        <FieldView key={field.name} field={field} card={card} />
      ))}
    </div>
  );
}

/**
 * Puts the reasons of a refusal beside the fields they name, by full path or by its end where that is one field only.
 * Answers which of the problem's fields found their place.
 */
export function showByField<T>(
  form: FormInstance<T>,
  error: unknown,
  say: (words: { zh: string; en: string }) => string,
): readonly string[] {
  if (!(error instanceof Refused)) return [];
  const shown = form.getFieldsError().map(({ name }) => name.join('.'));
  const placed: string[] = [];
  for (const each of error.problem.errors) {
    const { field } = each;
    if (field === null) continue;
    const ends = shown.filter((name) => name.endsWith(`.${field}`));
    const name = shown.includes(field) ? field : ends.length === 1 ? ends[0] : undefined;
    if (name === undefined) continue;
    form.setFields([{ name: pathOf(name) as never, errors: [say(each)] }]);
    placed.push(field);
  }
  return placed;
}

interface DrawerProps {
  readonly spec: CommandSpec;
  readonly card: BrandCard;
  readonly onClose: () => void;
}

/** One command of one brand: the form, the answer, and what to do when it is refused. */
export function CommandDrawer({ spec, card, onClose }: DrawerProps) {
  const { t, say } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  // One key for one intent: pressing the button again after a lost answer repeats nothing. Changed input is a new intent.
  const [key, setKey] = useState(newKey);
  const submit = async (values: Bag): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await send(`/brands/${card.brandId}/${spec.command}`, bodyOf(spec.fields, values), { ifMatch: card.revision, key });
      void message.success(t(`已记录：${spec.title.zh}`, `Recorded: ${spec.title.en}`));
      await refreshLedger(client);
      onClose();
    } catch (failure) {
      setTaken(showByField(form, failure, say));
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Drawer
      open
      title={say(spec.title)}
      onClose={onClose}
      size={typeof window !== 'undefined' && window.innerWidth < 700 ? '100%' : 640}
      destroyOnHidden
    >
      <div className="stack">
        <div>
          {say(spec.about)} {spec.configured === true ? <ConfiguredMark /> : null}
        </div>
        <Form
          form={form}
          layout="vertical"
          initialValues={spec.prefill?.(card) ?? {}}
          onFinish={(values: Bag) => void submit(values)}
          onValuesChange={() => setKey(newKey())}
          scrollToFirstError
        >
          <Fields fields={spec.fields} card={card} />
          <div className="stack">
            <Refusal error={error} fields={taken} />
            <div className="row">
              <Button type="primary" htmlType="submit" loading={busy}>
                {t('提交', 'Submit')}
              </Button>
              <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
              {error instanceof Refused && error.problem.status === 412 ? (
                <Button onClick={() => void refreshLedger(client)}>{t('刷新后再提交', 'Refresh, then submit again')}</Button>
              ) : null}
            </div>
          </div>
        </Form>
      </div>
    </Drawer>
  );
}

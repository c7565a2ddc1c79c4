import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Select, Switch } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { FormCheck, FormDraftView, FormLayout, ProcedureView } from '#contracts';
import type { FormAnswer, FormField } from '#domain';
import { Verdict } from '../brand/dry-evaluation';
import { newKey, refreshLedger, Refused, ask, download, send } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { grouped, shanghaiTime, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, Refusal } from '../shell/marks';
import { go, Go } from '../shell/router';
import { metricNamed } from '../shell/words';
import { FillForm } from './fill-form';
import { checkAnswers, formDraft, formLayouts, procedureOf, saveDraft } from './queries';
import { PersonName } from '../accounts/person';

/** What stands in a field while it is typed: text, as the keyboard gives it. */
type Typed = Readonly<Record<string, string>>;
type Cited = Readonly<Record<string, readonly string[]>>;

const FULL_WIDTH_ZERO = 0xff10;
/** １２３ is 123, and 1,200 is 1200; anything else stays as it was typed and is refused by its field. */
const digitsOf = (typed: string): string =>
  typed.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO)).replace(/[,，\s]/g, '');

function valueOf(field: FormField, typed: string | undefined): FormAnswer['value'] | null {
  if (typed === undefined || typed.trim() === '') return null;
  if (field.kind === 'flag') return typed === 'yes';
  if (field.kind !== 'count') return typed.trim();
  const digits = digitsOf(typed);
  return /^\d{1,15}$/.test(digits) ? Number(digits) : typed;
}

const typedOf = (answers: readonly FormAnswer[]): Typed =>
  Object.fromEntries(answers.map(({ field, value }) => [field, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)]));
const citedOf = (answers: readonly FormAnswer[]): Cited => Object.fromEntries(answers.map(({ field, evidence }) => [field, evidence]));

function answersOf(layout: FormLayout, typed: Typed, cited: Cited): FormAnswer[] {
  return layout.definition.sections
    .flatMap(({ fields }) => fields)
    .flatMap((field) => {
      const value = valueOf(field, typed[field.id]);
      return value === null ? [] : [{ field: field.id, clause: field.clause, value, evidence: [...(cited[field.id] ?? [])] }];
    });
}

function FieldRow({
  field,
  cite,
  typed,
  cited,
  fault,
  evidence,
  onType,
  onCite,
}: {
  readonly field: FormField;
  readonly cite: string;
  readonly typed: string;
  readonly cited: readonly string[];
  readonly fault: string | null;
  readonly evidence: ProcedureView['evidence'];
  readonly onType: (value: string) => void;
  readonly onCite: (ids: readonly string[]) => void;
}) {
  const { t, say } = useSpeech();
  const id = `field-${field.id.replace(/\./g, '-')}`;
  // 上一年度 is counted from today, as the rules count it.
  const year = field.figure === undefined ? null : Number(todayInShanghai().slice(0, 4)) - field.figure.yearsBack;
  const change = (value: string): void => onType(value);
  const control =
    field.kind === 'long' ? (
      <Input.TextArea id={id} value={typed} autoSize={{ minRows: 2, maxRows: 8 }} onChange={(event) => change(event.target.value)} />
    ) : field.kind === 'date' ? (
      <DateInput id={id} value={typed} onChange={change} />
    ) : field.kind === 'flag' ? (
      <Switch
        id={id}
        checked={typed === 'yes'}
        checkedChildren={t('是', 'yes')}
        unCheckedChildren={t('否', 'no')}
        onChange={(on) => change(on ? 'yes' : 'no')}
      />
    ) : field.kind === 'choice' ? (
      <Select
        id={id}
        value={typed === '' ? undefined : typed}
        allowClear
        options={Object.entries(field.options ?? {}).map(([value, words]) => ({ value, label: say(words) }))}
        onChange={(value: string | undefined) => change(value ?? '')}
      />
    ) : (
      <Input
        id={id}
        value={typed}
        inputMode={field.kind === 'count' ? 'numeric' : 'text'}
        style={field.kind === 'count' ? { textAlign: 'right' } : {}}
        onChange={(event) => change(event.target.value)}
      />
    );
  return (
    <div className="form-line">
      <Form.Item
        label={
          <>
            {say(field)}
            {year === null ? null : <span className="quiet">&ensp;{t(`${year} 年`, `${year}`)}</span>}
          </>
        }
        htmlFor={id}
        required={field.required}
        {...(fault === null ? {} : { validateStatus: 'error' as const, help: fault })}
        {...(field.hint === undefined ? {} : { extra: say(field.hint) })}
      >
        {control}
      </Form.Item>
      <div className="form-basis">
        <Mark tone="ink">{cite}</Mark>
        {field.criterion === undefined ? null : (
          <Mark tone="claim" title={t('由专家或复核人另行评判', 'an expert or checker judges it')}>
            {t('自述，不作判断', 'own statement, no judgement')}
          </Mark>
        )}
        {field.evidence === undefined && cited.length === 0 ? null : (
          <Select
            mode="multiple"
            size="small"
            style={{ minWidth: 180 }}
            aria-label={t(`${field.zh}的佐证材料`, `Evidence of ${field.en}`)}
            placeholder={t('选取佐证材料', 'Evidence')}
            value={[...cited]}
            popupMatchSelectWidth={false}
            notFoundContent={t('先在申报办理页登记佐证材料', 'attach evidence on the page of the procedure first')}
            options={evidence.map((each) => ({ value: each.evidenceId, label: `${each.kind}（${each.custodian}）` }))}
            onChange={(ids: string[]) => onCite(ids)}
          />
        )}
      </div>
    </div>
  );
}

function Trial({ check }: { readonly check: FormCheck }) {
  const { t, say } = useSpeech();
  const differing = check.figures.filter(({ stated, locked }) => locked !== null && locked !== stated);
  return (
    <section className="sheet stack">
      <header>
        <h2>{t('试判', 'What the rules would say')}</h2>
        <span className="quiet">
          {t('按本表所填数据试算，不登记；自述不作判断', 'as if the figures of this form stood in the ledger; nothing is written')}
        </span>
      </header>
      {differing.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t(
            '所填数据与台账已锁定的数据不同，以已锁定的为准',
            'Some figures differ from those that are locked; the locked ones count',
          )}
          description={
            <ul className="reasons">
              {differing.map((each) => (
                <li key={each.field}>
                  {say(metricNamed(each.metric))}（{each.year}）：{t('本表', 'form')} {grouped(each.stated)}，{t('台账', 'ledger')}{' '}
                  {grouped(each.locked ?? 0)}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {check.evaluations.length === 0 ? <Nothing text={t('没有适用的规则。', 'No rule applies.')} /> : null}
      {check.evaluations.map((answer) => (
        <Verdict key={answer.explanation.rule} answer={answer} />
      ))}
    </section>
  );
}

function FormEditor({
  brandId,
  layout,
  draft,
  view,
}: {
  readonly brandId: string;
  readonly layout: FormLayout;
  readonly draft: FormDraftView;
  readonly view: ProcedureView;
}) {
  const { t, say } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { definition, cites } = layout;
  const [typed, setTyped] = useState<Typed>(() => typedOf(draft.answers));
  const [cited, setCited] = useState<Cited>(() => citedOf(draft.answers));
  const [version, setVersion] = useState(draft.version);
  const [savedAt, setSavedAt] = useState(draft.savedAt);
  const [dirty, setDirty] = useState(false);
  const [check, setCheck] = useState<FormCheck | null>(null);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const [key] = useState(newKey);
  const answers = answersOf(layout, typed, cited);
  const latest = useRef(answers);
  latest.current = answers;
  const { form } = definition;
  // Checked as it is typed, after a pause: the rules of the form are the server's, and there is one set of them.
  useEffect(() => {
    const timer = setTimeout(() => {
      checkAnswers(brandId, form, latest.current).then(setCheck, () => undefined);
    }, 400);
    return () => clearTimeout(timer);
  }, [brandId, form, typed, cited]);
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
  const save = async (): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      const kept = await saveDraft(brandId, { form, formVersion: definition.version, answers: latest.current, after: version });
      setVersion(kept.version);
      setSavedAt(kept.savedAt);
      setDirty(false);
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const submit = async (): Promise<void> => {
    setAll(true);
    const found = await checkAnswers(brandId, form, latest.current).catch((failure: unknown) => {
      setError(failure);
      return null;
    });
    if (found === null) return;
    setCheck(found);
    const first = found.faults[0];
    if (first !== undefined) {
      document.getElementById(`field-${first.field.replace(/\./g, '-')}`)?.focus();
      void message.warning(t(`还有 ${found.faults.length} 处需要修改`, `${found.faults.length} fields need attention`));
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await send(
        `/brands/${brandId}/file-form`,
        {
          formId: key,
          form,
          formVersion: definition.version,
          answers: latest.current,
          contact: null,
          reason: reason.trim() === '' ? null : reason,
        },
        { ifMatch: null, key },
      );
      await ask('DELETE', `/brands/${brandId}/form-draft?form=${form}`).catch(() => undefined);
      setDirty(false);
      void message.success(t('推荐表已提交', 'The form was handed over'));
      await refreshLedger(client);
      client.removeQueries({ queryKey: ['form-draft', brandId] });
      go(`procedure/${brandId}`);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const faultOf = (field: string): string | null => {
    if (!all && !touched.has(field)) return null;
    const fault = check?.faults.find((each) => each.field === field);
    return fault === undefined ? null : say(fault);
  };
  const type = (field: string, value: string): void => {
    setTyped((before) => ({ ...before, [field]: value }));
    setTouched((before) => new Set(before).add(field));
    setDirty(true);
  };
  return (
    <div className="stack">
      {definition.original ? null : (
        <Alert
          type="info"
          showIcon
          title={t(`表样待附原件（${definition.annex}）`, `The original of the form is awaited (${definition.annex})`)}
          description={t(
            '文件只列附件名称，未附表样。以下栏目依据条款拟定，每栏注明条款；取得原件后替换版式，不改动已填报的内容。',
            'The document names the annex and does not print it. These fields are derived from its clauses; the original will replace the layout.',
          )}
        />
      )}
      <Form layout="vertical" component="div">
        <div className="stack">
          {definition.sections.map((section) => (
            <section key={section.id} className="sheet">
              <header>
                <h2>{say(section)}</h2>
              </header>
              {section.fields.map((field) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  cite={cites[field.clause] ?? field.clause}
                  typed={typed[field.id] ?? ''}
                  cited={cited[field.id] ?? []}
                  fault={faultOf(field.id)}
                  evidence={view.evidence}
                  onType={(value) => type(field.id, value)}
                  onCite={(ids) => {
                    setCited((before) => ({ ...before, [field.id]: ids }));
                    setDirty(true);
                  }}
                />
              ))}
            </section>
          ))}
        </div>
      </Form>
      {view.form === null ? null : (
        <section className="sheet">
          <label htmlFor="refile-reason">{t('重新填报的理由（原表保留）', 'Why another form is filed (the one before is kept)')}</label>
          <Input id="refile-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
        </section>
      )}
      <Refusal error={error} />
      <div className="row sticky-acts">
        <Button type="primary" loading={busy} onClick={() => void submit()}>
          {t('提交推荐表', 'Hand over')}
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          {t('保存草稿', 'Save draft')}
        </Button>
        <Button
          onClick={() =>
            void (dirty || version === 0 ? save() : Promise.resolve(true)).then((kept) =>
              kept ? download(`/brands/${brandId}/form-print`, { form }) : undefined,
            )
          }
        >
          {t('打印（.docx）', 'Print (.docx)')}
        </Button>
        <FillForm
          brandId={brandId}
          definition={definition}
          ready={() => (dirty ? save() : Promise.resolve(true))}
          onFilled={(filled) => {
            setTyped(typedOf(filled.answers));
            setCited(citedOf(filled.answers));
            setVersion(filled.version);
            setSavedAt(filled.savedAt);
            setDirty(false);
          }}
        />
        <span className="quiet" role="status">
          {dirty
            ? t('有未保存的改动', 'unsaved changes')
            : savedAt === null
              ? t('尚未保存草稿', 'no draft saved')
              : t(`草稿保存于 ${shanghaiTime(savedAt).slice(0, 16)}`, `draft saved ${shanghaiTime(savedAt).slice(0, 16)}`)}
          {draft.savedBy === null ? null : (
            <>
              {' '}
              · <PersonName id={draft.savedBy} role={null} />
            </>
          )}
          {check === null ? '' : t(` · 待完善 ${check.faults.length} 栏`, ` · ${check.faults.length} fields to complete`)}
        </span>
      </div>
      {check === null ? null : <Trial check={check} />}
    </div>
  );
}

/** 推荐表: filled in on screen, section by section, beside what the rules would say of it. */
export function FormPage({ brandId }: { readonly brandId: string }) {
  const { t } = useSpeech();
  const procedure = useQuery(procedureOf(brandId));
  const layouts = useQuery(formLayouts());
  const kind = procedure.data?.brand.kind;
  const pack = procedure.data?.pack?.pack;
  const fitting = (layouts.data ?? []).filter(
    ({ definition }) => definition.pack === pack && (definition.kind === kind || kind === 'dual'),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const layout = fitting.find(({ definition }) => definition.form === chosen) ?? fitting[0];
  const form = layout?.definition.form ?? '';
  const draft = useQuery({ ...formDraft(brandId, form), enabled: form !== '' });
  return (
    <Answer query={procedure} rows={8}>
      {(view) => (
        <div className="stack">
          <div className="crumbs">
            <span>
              <Go to={`brands/${brandId}`}>{view.brand.name}</Go>
            </span>
            <span>
              <Go to={`procedure/${brandId}`}>{t('申报办理', 'Procedure')}</Go>
            </span>
            <span>{t('推荐表', 'Form')}</span>
          </div>
          <div className="page-head">
            <h1>{layout === undefined ? t('推荐表', 'Recommendation form') : t(layout.definition.zh, layout.definition.en)}</h1>
            {fitting.length > 1 ? (
              <Select
                aria-label={t('推荐表', 'Form')}
                value={form}
                onChange={(value: string) => setChosen(value)}
                options={fitting.map(({ definition }) => ({ value: definition.form, label: t(definition.zh, definition.en) }))}
              />
            ) : null}
          </div>
          {layout === undefined && layouts.data !== undefined ? (
            <Nothing
              text={t('适用文件没有推荐表，或没有适用于本品牌类别的推荐表。', 'The document in force has no form for this kind of brand.')}
            />
          ) : null}
          {layout === undefined ? null : (
            <Answer query={draft}>{(kept) => <FormEditor key={form} brandId={brandId} layout={layout} draft={kept} view={view} />}</Answer>
          )}
          <Refusal error={layouts.error instanceof Refused ? layouts.error : null} />
        </div>
      )}
    </Answer>
  );
}

import { App, Button, Form, Input, Upload } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSetFields } from '../accounts/session';
import { showByField } from '../forms/refused-fields';
import { checkPolicy, newKey, refreshLedger, send, type PolicyFindings } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { useSpeech } from '../shell/language';
import { Mark, Nothing, Refusal } from '../shell/marks';

interface Draft {
  readonly draftedBy: string;
  readonly reason: string;
  readonly effectiveFrom?: string;
  readonly backdatedBecause?: string;
  readonly supersedes?: string;
}

function Findings({ found }: { readonly found: PolicyFindings }) {
  const { t, say } = useSpeech();
  return (
    <div className="stack" role="status">
      <p>
        <b>
          {found.pack ?? t('（无编号）', '(no id)')} {found.version === null ? '' : t(`第 ${found.version} 版`, `version ${found.version}`)}
        </b>{' '}
        <Mark tone={found.errors === 0 ? 'good' : 'grave'}>{t(`错误 ${found.errors} 处`, `${found.errors} errors`)}</Mark>{' '}
        <Mark tone={found.warnings === 0 ? 'good' : 'warn'}>{t(`提醒 ${found.warnings} 处`, `${found.warnings} warnings`)}</Mark>
      </p>
      {found.findings.length === 0 ? (
        <Nothing text={t('没有发现问题。', 'Nothing was found.')} />
      ) : (
        <ul className="reasons">
          {found.findings.map((each, index) => (
            <li key={index}>
              <Mark tone={each.severity === 'error' ? 'grave' : 'warn'}>
                {each.severity === 'error' ? t('错误', 'error') : t('提醒', 'warning')}
              </Mark>{' '}
              {each.line === null
                ? ''
                : t(`第 ${each.line} 行第 ${each.column ?? 1} 列：`, `line ${each.line}, column ${each.column ?? 1}: `)}
              {say(each)}。{say(each.todo)}。{' '}
              <span className="quiet">
                {each.place} {each.code}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Checks a pack file without writing anything, and drafts it when it holds together. */
export function CheckFile() {
  const { t, say } = useSpeech();
  const signedIn = useSetFields('draftPolicy').has('draftedBy');
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Draft>();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [found, setFound] = useState<PolicyFindings | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const check = async (name: string, text: string, cases?: string): Promise<void> => {
    setBusy(true);
    setError(null);
    setFound(null);
    setFile({ name, text });
    try {
      setFound(await checkPolicy(text, cases));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  /** Of several files that are chosen together, the one with cases goes with the pack. */
  const checkTogether = async (files: readonly File[]): Promise<void> => {
    const read = await Promise.all(files.map(async (each) => ({ name: each.name, text: await each.text() })));
    const isCases = ({ text }: { readonly text: string }): boolean => /^cases:/m.test(text) && !/^clauses:/m.test(text);
    const pack = read.find((each) => !isCases(each)) ?? read[0];
    if (pack !== undefined) await check(pack.name, pack.text, read.find((each) => each !== pack && isCases(each))?.text);
  };
  const draft = async (values: Draft): Promise<void> => {
    if (file === null) return;
    setBusy(true);
    setError(null);
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string' && value.trim() !== ''));
    try {
      await send('/policies', { text: file.text, ...given }, { ifMatch: null, key: newKey() });
      void message.success(t('已起草，待另一人审定', 'Drafted; a second person has to approve it'));
      setFile(null);
      setFound(null);
      form.resetFields();
      await refreshLedger(client);
    } catch (failure) {
      setTaken(showByField(form, failure, say));
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <section className="sheet stack">
      <h2>{t('检查并起草政策文件', 'Check and draft a policy file')}</h2>
      <p className="quiet">
        {t(
          '选择政策包文件（YAML），可同时选择边界案例文件。检查不登记任何内容；起草后须由另一人审定才生效。',
          'Choose a pack file (YAML), and with it its file of boundary cases if you like. A check writes nothing; a draft takes effect only when a second person has approved it.',
        )}
      </p>
      <Upload
        accept=".yaml,.yml,.json"
        multiple
        showUploadList={false}
        beforeUpload={(chosen, all) => {
          if (chosen === all[0]) void checkTogether(all);
          return false;
        }}
      >
        <Button loading={busy}>{t('选择文件并检查', 'Choose a file and check it')}</Button>
      </Upload>
      <Refusal error={error} fields={taken} />
      {found === null || file === null ? null : (
        <>
          <h3>{file.name}</h3>
          <Findings found={found} />
          {found.errors > 0 ? null : (
            <Form<Draft> form={form} layout="vertical" onFinish={(values) => void draft(values)} disabled={busy}>
              <div className="filters" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))' }}>
                {signedIn ? null : (
                  <Form.Item name="draftedBy" label={t('起草人', 'Drafted by')} rules={required}>
                    <Input autoComplete="off" />
                  </Form.Item>
                )}
                <Form.Item name="reason" label={t('起草理由', 'Reason')} rules={required}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name="effectiveFrom" label={t('施行日期（默认为文件自身的）', 'Effective from (default: the document’s own)')}>
                  <DateInput />
                </Form.Item>
                <Form.Item name="backdatedBecause" label={t('追溯理由（施行日期早于今天时）', 'Why it reaches back (if it does)')}>
                  <Input autoComplete="off" />
                </Form.Item>
                <Form.Item name="supersedes" label={t('替代的文件编号（如有）', 'Document it takes the place of (if any)')}>
                  <Input autoComplete="off" />
                </Form.Item>
              </div>
              <Button type="primary" htmlType="submit">
                {t('起草', 'Draft')}
              </Button>
            </Form>
          )}
        </>
      )}
    </section>
  );
}

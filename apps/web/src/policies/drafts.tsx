import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNames } from '../accounts/person';
import { useSetFields } from '../accounts/session';
import { showByField } from '../forms/refused-fields';
import { newKey, queries, refreshLedger, send, type PolicyDraftRow } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Refusal } from '../shell/marks';
import { Go } from '../shell/router';
import { PhaseMark } from './policy-life';

interface Approval {
  readonly approvedBy: string;
  readonly note?: string;
  readonly backdatedBecause?: string;
}

/** Approves or returns one draft. The digest of the text on the screen goes with it, so that nobody approves another. */
function Decide({ draft }: { readonly draft: PolicyDraftRow }) {
  const { t, say } = useSpeech();
  const signedIn = useSetFields('approvePolicy').has('approvedBy');
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Approval>();
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const path = `/policies/${draft.pack}/versions/${encodeURIComponent(draft.version)}`;
  const act = async (what: 'approve' | 'return', body: object, done: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await send(`${path}/${what}`, body, { ifMatch: null, key: newKey() });
      void message.success(done);
      await refreshLedger(client);
    } catch (failure) {
      setTaken(showByField(form, failure, say));
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const filled = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
  const approve = ({ approvedBy, note, backdatedBecause }: Approval): Promise<void> =>
    act(
      'approve',
      {
        approvedBy,
        digest: draft.digest,
        ...(filled(note) ? { note } : {}),
        ...(filled(backdatedBecause) ? { backdatedBecause } : {}),
      },
      t('已审定', 'Approved'),
    );
  const sendBack = async (): Promise<void> => {
    const { approvedBy, note } = await form.validateFields();
    if (!filled(note)) {
      form.setFields([{ name: 'note', errors: [t('退回须写明理由', 'A return needs its reason')] }]);
      return;
    }
    await act('return', { returnedBy: approvedBy, reason: note }, t('已退回', 'Returned'));
  };
  return (
    <Form<Approval> form={form} layout="vertical" onFinish={(values) => void approve(values)} disabled={busy}>
      <Refusal error={error} fields={taken} />
      <div className="filters" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))' }}>
        {signedIn ? null : (
          <Form.Item
            name="approvedBy"
            label={t('审定人（起草人以外）', 'Approver (not the drafter)')}
            rules={[{ required: true, message: t('必填', 'Required') }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="note" label={t('审定意见，或退回理由', 'Note, or the reason of a return')}>
          <Input autoComplete="off" />
        </Form.Item>
        {draft.backdatedBecause === null ? (
          <Form.Item name="backdatedBecause" label={t('追溯理由（施行日期已过时）', 'Why it reaches back (if it does)')}>
            <Input autoComplete="off" />
          </Form.Item>
        ) : null}
      </div>
      <div className="row">
        <Button type="primary" htmlType="submit">
          {t('审定', 'Approve')}
        </Button>
        <Button onClick={() => void sendBack()}>{t('退回', 'Return')}</Button>
      </div>
    </Form>
  );
}

/** 待审定: drafts that wait for a second person, and those that went back. */
export function Drafts() {
  const { t } = useSpeech();
  const drafts = useQuery(queries.policyDrafts());
  const named = useNames((drafts.data ?? []).map(({ draftedBy }) => draftedBy));
  return (
    <Answer query={drafts} rows={1}>
      {(rows) =>
        rows.length === 0 ? null : (
          <section className="sheet stack">
            <h2>{t('草案', 'Drafts')}</h2>
            {rows.map((draft) => (
              <article
                key={`${draft.pack}${draft.version}`}
                className="stack"
                style={{ borderTop: '1px solid var(--line, #ddd)', paddingTop: 12 }}
              >
                <div className="row">
                  <h3>
                    {draft.title} · {t(`第 ${draft.version} 版`, `version ${draft.version}`)}
                  </h3>
                  <PhaseMark phase={draft.phase} />
                  {draft.role === 'house' ? <ConfiguredMark /> : null}
                </div>
                <p>
                  {t(
                    `${named(draft.draftedBy)} 起草，拟自 ${draft.effectiveFrom} 起施行。理由：${draft.reason}`,
                    `Drafted by ${named(draft.draftedBy)}, to take effect on ${draft.effectiveFrom}. Reason: ${draft.reason}`,
                  )}
                  {draft.backdatedBecause === null
                    ? ''
                    : t(`。追溯理由：${draft.backdatedBecause}`, `. It reaches back because: ${draft.backdatedBecause}`)}{' '}
                  <Go to={`policies/${draft.pack}`} params={{ part: 'life' }}>
                    {t('查看改动', 'See what changes')}
                  </Go>
                </p>
                {draft.phase === 'draft' ? <Decide key={draft.digest} draft={draft} /> : null}
              </article>
            ))}
          </section>
        )
      }
    </Answer>
  );
}

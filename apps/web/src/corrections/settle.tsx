import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { CorrectionRow } from '#contracts';
import { useMay, useSession } from '../accounts/session';
import { newKey, queries, refreshLedger, send } from '../shell/api';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { Go } from '../shell/router';
import { DIRECTNESS, metricNamed, named, UNIT } from '../shell/words';
import { correctionQueries } from './api';
import { PersonName } from '../accounts/person';
import { PreviewSheet } from './preview';

type Act = 'approve' | 'refuse' | 'withdraw';

/** One request as an approver sees it: who asks, why, what it would do, and the three acts that settle it. */
export function Settle({
  row,
  onSettled,
}: {
  readonly row: CorrectionRow & { readonly requestId: string };
  readonly onSettled: () => void;
}) {
  const { t, say } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useMay();
  const session = useSession();
  const history = useQuery({ ...queries.historyOf(`/brands/${row.brandId}`), enabled: row.evidence.length > 0 });
  const papers = (history.data ?? []).filter(({ type }) => type === 'EvidenceAttached.v1');
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<Act | null>(null);
  // The live feed may tell of the act before its own answer comes: what is settled then has no preview to ask for.
  const preview = useQuery({ ...correctionQueries.requested(row.brandId, row.requestId), enabled: busy === null });
  // Each act has its own key, and another note is another intent.
  const [key, setKey] = useState(newKey);
  const { requestId } = row;
  const mine = session?.person?.id === row.askedBy.id;
  const withoutAccounts = session === null || session.accounts === 'off';
  const done: Readonly<Record<Act, string>> = {
    approve: t('已批准，更正生效', 'Approved; the correction counts'),
    refuse: t('不予更正，原数字继续有效', 'Refused; the figure stands'),
    withdraw: t('已撤回申请', 'Withdrawn'),
  };
  const act = async (what: Act): Promise<void> => {
    setBusy(what);
    setError(null);
    const text = note.trim();
    const body = what === 'approve' ? { requestId, note: text === '' ? null : text } : { requestId, reason: text };
    try {
      await send(`/brands/${row.brandId}/${what}-correction`, body, { ifMatch: null, key: `${key}.${what}` });
      void message.success(done[what]);
      // First away from here: what is settled has no preview any more.
      onSettled();
      await refreshLedger(client);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  const { figure } = row;
  return (
    <div className="stack">
      <section className="sheet stack" aria-label={t('更正申请', 'Request for correction')}>
        <header>
          <h2>
            {t('更正申请：', 'Request for correction: ')}
            <Go to={`brands/${row.brandId}`}>{row.brandName}</Go>
          </h2>
          <span className="quiet">{row.region.name}</span>
        </header>
        <dl className="facts">
          <div>
            <dt>{t('数据', 'Figure')}</dt>
            <dd>
              {say(metricNamed(figure.metric))}（{say(named(DIRECTNESS, figure.directness))}），
              {figure.window.toYear ?? t('年份不详', 'no year')}
            </dd>
          </div>
          <div>
            <dt>{t('原数字 → 申请改为', 'From → to')}</dt>
            <dd>
              <b className="number">{row.valueBefore === null ? '—' : grouped(row.valueBefore)}</b> →{' '}
              <b className="number">{grouped(figure.value)}</b> {say(named(UNIT, figure.unit))}
            </dd>
          </div>
          <div>
            <dt>{t('申请人', 'Asked by')}</dt>
            <dd>
              <PersonName {...row.askedBy} /> <span className="quiet number">{row.askedOn}</span>
            </dd>
          </div>
          <div>
            <dt>{t('理由', 'Reason')}</dt>
            <dd>{row.reason}</dd>
          </div>
          <div>
            <dt>{t('佐证材料', 'Evidence')}</dt>
            <dd>
              {row.evidence.length === 0 ? (
                <span className="quiet">{t('未附', 'none')}</span>
              ) : (
                <ul className="reasons">
                  {row.evidence.map((id) => {
                    const paper = papers.find(({ data }) => data['evidenceId'] === id);
                    return (
                      <li key={id}>
                        {paper === undefined ? (
                          id
                        ) : (
                          <Go to={`brands/${row.brandId}`} params={{ tab: 'history', at: paper.revision }}>
                            {t(paper.sentenceZh, paper.sentenceEn)}
                          </Go>
                        )}
                      </li>
                    );
                  })}
                </ul>
              )}
            </dd>
          </div>
          <div>
            <dt>{t('数据来源', 'Source')}</dt>
            <dd>{figure.source.reference}</dd>
          </div>
        </dl>
      </section>
      {preview.isError ? (
        <Refusal error={preview.error} />
      ) : preview.data === undefined ? (
        <p className="quiet">{t('正在推算影响…', 'Working out what it would do…')}</p>
      ) : (
        <PreviewSheet preview={preview.data} />
      )}
      <section className="sheet stack" aria-label={t('办理', 'Settle')}>
        {mine ? (
          <p className="quiet">
            {t('本人提出的申请须由另一人批准；本人可以撤回。', 'Another person settles what you asked for; you may withdraw it.')}
          </p>
        ) : null}
        <label htmlFor="correction-note">{t('意见（不予更正、撤回须写理由）', 'Note (a refusal or withdrawal needs its reason)')}</label>
        <Input.TextArea
          id="correction-note"
          value={note}
          maxLength={4000}
          autoSize={{ minRows: 2 }}
          onChange={(event) => {
            setNote(event.target.value);
            setKey(newKey());
          }}
        />
        <Refusal error={error} />
        <div className="row">
          {may('approveCorrection', row.region.code) && !mine ? (
            <Button
              type="primary"
              loading={busy === 'approve'}
              disabled={busy !== null || preview.isError}
              onClick={() => void act('approve')}
            >
              {t('批准', 'Approve')}
            </Button>
          ) : null}
          {may('refuseCorrection', row.region.code) && !mine ? (
            <Button danger loading={busy === 'refuse'} disabled={busy !== null || note.trim() === ''} onClick={() => void act('refuse')}>
              {t('不予更正', 'Refuse')}
            </Button>
          ) : null}
          {mine || withoutAccounts ? (
            <Button loading={busy === 'withdraw'} disabled={busy !== null || note.trim() === ''} onClick={() => void act('withdraw')}>
              {t('撤回申请', 'Withdraw')}
            </Button>
          ) : null}
          <Button onClick={onSettled}>{t('返回列表', 'Back to the list')}</Button>
        </div>
      </section>
    </div>
  );
}

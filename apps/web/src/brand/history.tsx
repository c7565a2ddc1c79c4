import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { HistoryEntry, StandInAct as StandInActSchema } from '#contracts';
import type { z } from 'zod';
import { useSession } from '../accounts/session';
import { PersonName, roleWords, useNames } from '../accounts/person';
import { fetchJson, queries } from '../shell/api';
import { shanghaiTime } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { usePlace } from '../shell/router';
import { Ruling } from './explanation';
import { isPanel, PanelSheet } from './panel';

type StandInAct = z.infer<typeof StandInActSchema>;

/** Who did it, in which role, and for whom in a stand-in (代签). */
function Actor({ row, standIn }: { readonly row: HistoryEntry; readonly standIn: StandInAct | undefined }) {
  const { t, say } = useSpeech();
  const { id, role } = row.actor;
  return (
    <>
      {say(roleWords(role))}
      {id === role ? null : (
        <>
          {' · '}
          <PersonName id={id} role={null} />
        </>
      )}
      {standIn === undefined ? null : (
        <Mark tone="warn">
          {t('代', 'for')} <PersonName id={standIn.principal} role={null} />（{standIn.document}）
        </Mark>
      )}
    </>
  );
}

/**
 * 历史: everything that happened to a brand or another subject, in the order of the log, and why where a rule decided.
 * @param path of it in the api: `/brands/<id>`
 */
export function History({ path }: { readonly path: string }) {
  const { t } = useSpeech();
  const accounts = useSession()?.accounts === 'on';
  const { params } = usePlace();
  const at = params.get('at');
  const history = useQuery(queries.historyOf(path));
  const [newestFirst, setNewestFirst] = useState(true);
  const stream = path.replace(/^\/(brand|unit|institution|link|programme|window|region)s\//, '$1-');
  const acts = useQuery({
    queryKey: ['ledger', 'standInActs', stream],
    queryFn: async ({ signal }) => (await fetchJson<{ readonly rows: readonly StandInAct[] }>('/stand-ins/acts', { stream }, signal)).rows,
    enabled: accounts,
    retry: false,
  });
  const named = useNames((history.data ?? []).map(({ sentenceZh }) => sentenceZh));
  const forWhom = new Map((acts.data ?? []).map((act) => [act.correlation, act]));
  const loaded = history.data !== undefined;
  useEffect(() => {
    if (at !== null && loaded) document.getElementById(`entry-${at}`)?.scrollIntoView({ block: 'center' });
  }, [at, loaded]);
  return (
    <Answer query={history} rows={8}>
      {(rows) => {
        if (rows.length === 0) return <Nothing text={t('还没有记录。', 'Nothing yet.')} />;
        const ordered = [...rows].sort((a, b) => (newestFirst ? b.revision - a.revision : a.revision - b.revision));
        const byEvent = new Map(rows.map((row) => [row.eventId, row]));
        const byRule = (row: HistoryEntry): boolean => row.actor.role === 'steward';
        const ruled = rows.filter(byRule).length;
        return (
          <div className="stack">
            <div className="row">
              <span>
                {t('共', 'Entries:')} <b>{rows.length}</b> {t('条记录，其中规则触发', '; triggered by rule:')} <b>{ruled}</b> {t('条', '')}
              </span>
              <Button size="small" onClick={() => setNewestFirst(!newestFirst)}>
                {newestFirst ? t('改为先旧后新', 'Oldest first') : t('改为先新后旧', 'Newest first')}
              </Button>
            </div>
            <ol className="timeline" aria-label={t('大事记', 'Timeline')}>
              {ordered.map((row) => {
                const cause = row.causedBy === null ? undefined : byEvent.get(row.causedBy);
                return (
                  <li
                    key={row.eventId}
                    id={`entry-${row.revision}`}
                    className={row.decision === null ? undefined : row.decision.stale ? 'stale' : 'ruled'}
                  >
                    <div className="when">
                      <strong>{t(row.titleZh, row.titleEn)}</strong>
                      <span className="number">{row.effectiveOn}</span>
                      {byRule(row) ? (
                        <Mark tone="calm">{t('规则触发', 'by rule')}</Mark>
                      ) : row.decision === null ? null : (
                        <Mark>{t('附政策判定', 'with the policy’s answer')}</Mark>
                      )}
                      <span className="quiet">
                        {t(`第 ${row.revision} 号`, `entry ${row.revision}`)}
                        {row.leaf === null ? '' : t(`（总第 ${row.leaf} 叶）`, ` (leaf ${row.leaf})`)}
                      </span>
                    </div>
                    <div className="preline">{named(t(row.sentenceZh, row.sentenceEn))}</div>
                    <div className="quiet">
                      <Actor row={row} standIn={forWhom.get(row.correlationId)} /> · {t('生效', 'effective')} {row.effectiveOn} ·{' '}
                      {t('记录于', 'recorded')} {shanghaiTime(row.recordedAt)}
                      {cause === undefined
                        ? ''
                        : ` · ${t(`起因：第 ${cause.revision} 号 ${cause.titleZh}`, `because of entry ${cause.revision}, ${cause.titleEn}`)}`}
                    </div>
                    {isPanel(row.data['panel']) ? (
                      <PanelSheet
                        panel={row.data['panel']}
                        scoreSheet={typeof row.data['scoreSheet'] === 'string' ? row.data['scoreSheet'] : null}
                      />
                    ) : null}
                    {row.decision === null ? null : <Ruling decision={row.decision} />}
                  </li>
                );
              })}
            </ol>
          </div>
        );
      }}
    </Answer>
  );
}

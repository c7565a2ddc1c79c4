import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Table } from 'antd';
import type { AccessRecordRow } from '#contracts';
import { fetchJson } from '../shell/api';
import { Downloads } from '../shell/downloads';
import { shanghaiTime } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, usePlace } from '../shell/router';

const PAGE = 50;
interface Records {
  readonly rows: readonly AccessRecordRow[];
  readonly more: boolean;
}

/** 审计查证：访问记录. */
export function AccessRecordsPage() {
  const { t } = useSpeech();
  const place = usePlace();
  const outcome = place.params.get('outcome') === 'refused' ? 'refused' : 'all';
  const [region, person, subject, before] = ['region', 'person', 'subject', 'before'].map((name) => place.params.get(name));
  const query = { outcome, region, person, subject, before, limit: PAGE };
  const records = useQuery({
    queryKey: ['access-records', query],
    queryFn: ({ signal }) => fetchJson<Records>('/access-records', query, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('审计查证：访问记录', 'Audit: who read what')}</h1>
        <span className="quiet">{t('只增不改；谁看了什么、谁被拒绝，都在这里', 'only added to; every reading and every refusal')}</span>
      </div>
      <section className="sheet row" aria-label={t('筛选', 'Filters')}>
        <Segmented
          aria-label={t('结果', 'Outcome')}
          value={outcome}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'refused', label: t('被拒绝的', 'Refused') },
          ]}
          onChange={(value) => adjust(place, { outcome: value === 'all' ? null : value, before: null })}
        />
        <RegionPicker value={region ?? null} onChange={(code) => adjust(place, { region: code, before: null })} />
        <Downloads what="access-records" params={{ outcome, region, person, subject }} />
        {person === null && subject === null ? null : (
          <a href="#/access-records">{t('取消按人、按对象筛选', 'Show everybody and everything')}</a>
        )}
      </section>
      <Answer query={records} rows={8}>
        {({ rows, more }) => (
          <>
            <Table<AccessRecordRow>
              size="small"
              rowKey="id"
              dataSource={rows}
              scroll={{ x: 1000 }}
              locale={{ emptyText: <Nothing text={t('没有记录。', 'Nothing yet.')} /> }}
              pagination={false}
              columns={[
                {
                  key: 'at',
                  title: t('时间', 'When'),
                  width: 150,
                  render: (_, row) => <span className="number">{shanghaiTime(row.at)}</span>,
                },
                {
                  key: 'who',
                  title: t('何人（身份）', 'Who (role)'),
                  render: (_, row) => (
                    <span>
                      {row.person === null ? (
                        t('未登录', 'nobody')
                      ) : (
                        <button type="button" className="linklike" onClick={() => adjust(place, { person: row.person, before: null })}>
                          {row.personName ?? row.person}
                        </button>
                      )}
                      {row.roleZh === null ? null : <span className="quiet"> {t(row.roleZh, row.role ?? '')}</span>}
                      {row.principalName === null ? null : (
                        <Mark tone="warn">{t(`代 ${row.principalName}`, `for ${row.principalName}`)}</Mark>
                      )}
                    </span>
                  ),
                },
                { key: 'what', title: t('办了什么', 'What'), render: (_, row) => t(row.actionZh, row.actionEn) },
                { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName ?? '—' },
                {
                  key: 'subject',
                  title: t('对象', 'Subject'),
                  render: (_, row) =>
                    row.subject === null ? (
                      '—'
                    ) : (
                      <button
                        type="button"
                        className="linklike number"
                        onClick={() => adjust(place, { subject: row.subject, before: null })}
                      >
                        {row.subject}
                      </button>
                    ),
                },
                {
                  key: 'status',
                  title: t('结果', 'Outcome'),
                  render: (_, row) => (
                    <Mark tone={row.status < 400 ? 'good' : row.status === 401 || row.status === 403 ? 'grave' : 'plain'}>
                      {row.status < 400
                        ? t('已答复', 'answered')
                        : row.status === 401 || row.status === 403
                          ? t('拒绝', 'refused')
                          : t('未办成', 'not done')}{' '}
                      {row.code ?? row.status}
                    </Mark>
                  ),
                },
              ]}
            />
            <div className="row">
              {before === null ? null : <Button onClick={() => adjust(place, { before: null })}>{t('回到最新', 'The newest')}</Button>}
              {more ? (
                <Button onClick={() => adjust(place, { before: rows.at(-1)?.id ?? null })}>{t('更早的记录', 'Older ones')}</Button>
              ) : null}
            </div>
          </>
        )}
      </Answer>
    </div>
  );
}

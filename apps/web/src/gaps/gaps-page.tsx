import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { Gap } from '#contracts';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';

const PAGE = 20;

const ROOM: Readonly<Record<string, string>> = {
  brand: 'brands',
  unit: 'units',
  institution: 'institutions',
  link: 'links',
  programme: 'programmes',
  window: 'windows',
  region: 'regions',
  policy: 'policies',
};
/** Which form fills which gap, where one does; for the others the subject's page is the place. */
const FORM: Readonly<Record<string, string>> = {
  'brand.reviewNotHeld': 'hold-review',
  'brand.recognisedNotListed': 'enter-catalogue',
  'unit.notReported': 'record-figure',
  'institution.notReported': 'record-figure',
  'programme.notReported': 'record-progress',
  'region.evaluationOverdue': 'hold-evaluation-round',
};

function Subject({ gap }: { readonly gap: Gap }) {
  const [what = '', ...rest] = gap.subject.stream.split('-');
  const room = ROOM[what];
  return room === undefined ? <span>{gap.subject.name}</span> : <Go to={`${room}/${rest.join('-')}`}>{gap.subject.name}</Go>;
}

function Act({ gap }: { readonly gap: Gap }) {
  const { t } = useSpeech();
  const [what = '', ...rest] = gap.subject.stream.split('-');
  const room = ROOM[what];
  if (room === undefined) return <span className="quiet">—</span>;
  return (
    <Go className="number" to={`${room}/${rest.join('-')}`} params={{ do: FORM[`${what}.${gap.kind}`] ?? null }}>
      {t('去办理', 'Act')}
    </Go>
  );
}

/** Stated by a clause, configured by whom and when, or said by nobody. */
function Ground({ gap: { basis } }: { readonly gap: Gap }) {
  const { t, say } = useSpeech();
  const said = <span className="quiet">{say(basis)}</span>;
  if (basis.kind === 'stated')
    return (
      <span>
        <Mark tone="ink">{t('文件规定', 'stated')}</Mark> {basis.cite === null ? said : basis.cite}
      </span>
    );
  if (basis.kind === 'notStated')
    return (
      <span>
        <Mark tone="warn">{t('文件未规定，也未配置', 'neither stated nor configured')}</Mark> {said}
      </span>
    );
  return (
    <span>
      <ConfiguredMark />
      <span className="source-note" style={{ display: 'block' }}>
        {basis.approvedBy === null
          ? t('尚无批准人', 'no approver on record')
          : t(
              `批准：${basis.approvedBy}，${basis.approvedOn ?? '日期不详'}`,
              `approved by ${basis.approvedBy}, ${basis.approvedOn ?? 'date unknown'}`,
            )}
      </span>
    </span>
  );
}

/** 缺口清单: what nobody reported, held, set or configured. Silence is never taken for “still active”. */
export function GapsPage() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const kind = place.params.get('kind');
  const page = Math.max(1, Number(place.params.get('page') ?? '1') || 1);
  const gaps = useQuery(queries.gaps({ dataset, region, kind, offset: (page - 1) * PAGE, limit: PAGE }));
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('缺口清单', 'Gaps')}</h1>
        <span className="quiet">
          {t('没有报、没有审、没有定的，都在这里；不作“正常”处理', 'What was not reported, held or set; never shown as in order')}
        </span>
      </div>
      <section className="sheet" aria-label={t('筛选', 'Filters')}>
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code, page: null })} />
      </section>
      <Answer query={gaps} rows={8}>
        {(list) => (
          <section className="stack" aria-live="polite">
            <div className="tallies tallies-wide" data-testid="gap-tallies">
              {list.totals.map((each) => (
                <button
                  key={each.kind}
                  type="button"
                  className="tally"
                  aria-pressed={kind === each.kind}
                  onClick={() => adjust(place, { kind: kind === each.kind ? null : each.kind, page: null })}
                >
                  <b>{each.count}</b>
                  <span>{say(each)}</span>
                </button>
              ))}
            </div>
            <div className="row">
              <span className="quiet">{t(`截至 ${list.asOf}，共 ${list.total} 项`, `${list.total} as of ${list.asOf}`)}</span>
              <Downloads what="gaps" params={{ dataset, region, kind }} />
            </div>
            <Table<Gap>
              size="small"
              rowKey="id"
              dataSource={list.rows}
              loading={gaps.isPlaceholderData}
              scroll={{ x: 1100 }}
              locale={{ emptyText: <Nothing text={t('没有缺口。', 'No gap.')} /> }}
              pagination={
                list.total > PAGE
                  ? {
                      current: page,
                      pageSize: PAGE,
                      total: list.total,
                      showSizeChanger: false,
                      onChange: (next) => adjust(place, { page: next }),
                    }
                  : false
              }
              columns={[
                {
                  key: 'what',
                  title: t('缺口', 'Gap'),
                  width: 340,
                  render: (_, gap) => (
                    <div>
                      <Mark tone="warn">{t(gap.kindZh, gap.kindEn)}</Mark> {say(gap)}
                      <div className="quiet">{t(`办法：${gap.todo.zh}`, `what to do: ${gap.todo.en}`)}</div>
                    </div>
                  ),
                },
                { key: 'subject', title: t('对象', 'Subject'), render: (_, gap) => <Subject gap={gap} /> },
                { key: 'region', title: t('地区', 'Region'), render: (_, gap) => gap.region.name },
                { key: 'period', title: t('年度', 'Year'), render: (_, gap) => <span className="number">{gap.period ?? '—'}</span> },
                {
                  key: 'since',
                  title: t('自何时', 'Since'),
                  render: (_, gap) => (
                    <span>
                      <span className="number">{gap.since ?? t('不详', 'unknown')}</span>
                      <span className="source-note" style={{ display: 'block' }}>
                        {gap.dueOn === null ? t('未规定期限', 'no due date') : t(`期限 ${gap.dueOn}`, `due ${gap.dueOn}`)}
                      </span>
                    </span>
                  ),
                },
                { key: 'owed', title: t('应由谁办理', 'Owed by'), render: (_, gap) => say(gap.owedBy) },
                { key: 'basis', title: t('依据', 'By'), render: (_, gap) => <Ground gap={gap} /> },
                { key: 'act', title: t('办理', 'Act'), render: (_, gap) => <Act gap={gap} /> },
              ]}
            />
          </section>
        )}
      </Answer>
    </div>
  );
}

/** 「这个数由哪些记录组成」: the list behind a number, brand by brand, each line with the event that recorded it. */
import { useQuery } from '@tanstack/react-query';
import { Drawer, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CountSource, EventPlace, QualitySource, ReviewSource, StandingSource } from '../shell/answers.gen';
import { get, type PageOf } from '../shell/api';
import { useDataset, type Dataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { dateIn, figureText, grouped, todayInShanghai } from '../shell/format';
import { useSpeech, type Speech } from '../shell/language';
import { Answer, Mark, SourceLink } from '../shell/marks';
import { adjust, Go, usePlace } from '../shell/router';
import { DIRECTNESS, FIGURE_STATUS, KIND, metricNamed, named, NATURE, STAGE, TIER_SHORT, UNIT } from '../shell/words';
import { dashboardQueries, PATHS } from './api';
import { questionOf, queryOf, type Question } from './question';
import { EVENT, MOVEMENT, PART, PART_TONE, QUALITY, tierCounted } from './words';

const PAGE = 20;
/** So many lines a file holds at most; the server takes no more either. */
const MOST = 20_000;

/** What the number is, in a line. */
function titleOf(question: Question, { t, say }: Speech): string {
  switch (question.about) {
    case 'count': {
      const { year, metric, unit, nature, directness, status, tier, category } = question;
      const parts = [
        t(`${year}年`, String(year)),
        say(metricNamed(metric)),
        say(named(NATURE, nature)),
        directness === 'unstated' ? '' : say(named(DIRECTNESS, directness)),
        say(named(UNIT, unit)),
        say(named(FIGURE_STATUS, status)),
        tier === undefined ? '' : say(tierCounted(tier)),
        category === undefined ? '' : category === '-' ? t('未注明行业', 'no category') : category,
      ];
      return parts.filter((part) => part !== '').join(' · ');
    }
    case 'tier':
      return [
        question.claimed ? t('来源所称', 'claimed') : t('本台账认定', 'held'),
        question.tier === undefined ? t('全部品牌', 'all brands') : say(named(TIER_SHORT, question.tier)),
        question.stage === undefined ? '' : say(named(STAGE, question.stage)),
        question.kind === undefined ? '' : say(named(KIND, question.kind)),
      ]
        .filter((part) => part !== '')
        .join(' · ');
    case 'move':
      return [t(`${question.year}年`, String(question.year)), say(named(MOVEMENT, question.movement))].join(' · ');
    case 'pyramid':
      return t(
        `${question.year}年末 · ${say(named(TIER_SHORT, question.tier))}`,
        `end of ${question.year} · ${say(named(TIER_SHORT, question.tier))}`,
      );
    case 'review':
      return t(`${dateIn(question.month, 'zh')}应开展的审核`, `reviews due in ${question.month}`);
    case 'quality':
      return say(named(QUALITY, question.kind));
  }
}

/** `brand-…@7`, its leaf, and the way to that line of the history. */
function EventLink({ event }: { readonly event: EventPlace }) {
  const { t, say, language } = useSpeech();
  return (
    <span className="source">
      <Go
        className="entry"
        to={`brands/${event.stream.replace(/^brand-/, '')}`}
        params={{ tab: 'history', at: event.revision }}
        title={`${event.stream}@${event.revision}`}
      >
        {say(named(EVENT, event.type))} @{event.revision}
      </Go>
      <span className="source-note">
        {event.effectiveOn === null ? null : `${dateIn(event.effectiveOn, language)} · `}
        {event.leaf === null ? null : t(`第 ${grouped(event.leaf)} 叶`, `leaf ${grouped(event.leaf)}`)}
      </span>
    </span>
  );
}

function useList<T>(ask: (offset: number) => T): readonly [T, number, (page: number) => void] {
  const [page, setPage] = useState(1);
  return [ask((page - 1) * PAGE), page, setPage];
}

const pages = (page: number, total: number, setPage: (page: number) => void) =>
  total > PAGE ? { current: page, pageSize: PAGE, total, showSizeChanger: false, onChange: setPage } : (false as const);

function Head({ children, file }: { readonly children: ReactNode; readonly file: ReactNode }) {
  return (
    <div className="row" style={{ justifyContent: 'space-between' }}>
      <p>{children}</p>
      {file}
    </div>
  );
}

/** All pages of a list, as far as a file may be long. */
async function everyRow<T>(path: string, query: ReturnType<typeof queryOf>): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await get<PageOf<T>>(path, { ...query, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total || rows.length >= MOST) return rows.slice(0, MOST);
  }
}
const placeText = (event: EventPlace | undefined): string | undefined =>
  event === undefined ? undefined : `${event.stream}@${event.revision}`;
/** The figure that counts, or the first of those that sources disagree on. */
const countedOf = ({ figures }: CountSource) => figures.find(({ part }) => part === 'counted') ?? figures[0];

function CountList({ question, dataset }: { readonly question: Extract<Question, { about: 'count' }>; readonly dataset: Dataset }) {
  const speech = useSpeech();
  const { t, say, language } = speech;
  const query = queryOf(question, dataset);
  const [options, page, setPage] = useList((offset) => dashboardQueries.countSources({ ...query, offset, limit: PAGE }));
  const sources = useQuery(options);
  const unit = say(named(UNIT, question.unit));
  const file = (
    <Downloads<CountSource>
      title={titleOf(question, { ...speech, t: (zh) => zh, say: ({ zh }) => zh })}
      rows={() => everyRow<CountSource>(PATHS.count, query)}
      columns={[
        { heading: '品牌', of: ({ name }) => name },
        { heading: '地区', of: ({ regionName }) => regionName },
        { heading: '计入', kind: 'number', of: ({ value }) => value },
        { heading: '来源', of: (row) => countedOf(row)?.source.reference },
        { heading: '记录', of: (row) => placeText(countedOf(row)?.event) },
      ]}
    />
  );
  return (
    <Answer query={sources} rows={8}>
      {(data) => (
        <div className="stack">
          <Head file={file}>
            {t('合计', 'Total')}{' '}
            <b data-testid="sources-sum" className="number">
              {grouped(data.sum)}
            </b>{' '}
            {unit}
            {t(`，由 ${grouped(data.brands)} 个品牌的记录相加得出`, `, the sum of the records of ${grouped(data.brands)} brands`)}
            {data.conflicts === 0
              ? null
              : t(
                  `；另有 ${data.conflicts} 个品牌来源冲突，未计入`,
                  `; ${data.conflicts} more brands have sources that disagree, not counted`,
                )}
          </Head>
          {question.directness === 'indirect' ? (
            <p>
              <Mark tone="warn">{t('估算', 'estimate')}</Mark>{' '}
              {t('间接带动为估算数，方法见各行。', 'Indirect figures are estimates; each line says how.')}
            </p>
          ) : null}
          <Table<CountSource>
            size="small"
            rowKey="brandId"
            dataSource={data.rows}
            loading={sources.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={pages(page, data.total, setPage)}
            columns={[
              { key: 'brand', title: t('品牌', 'Brand'), render: (_, row) => <Go to={`brands/${row.brandId}`}>{row.name}</Go> },
              { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              {
                key: 'value',
                title: t('计入', 'Counted'),
                align: 'right',
                render: (_, row) =>
                  row.value === null ? (
                    <Mark tone="warn">{t('来源冲突，未计入', 'disputed')}</Mark>
                  ) : (
                    <span className="number">{grouped(row.value)}</span>
                  ),
              },
              {
                key: 'figures',
                title: t('由哪些记录得出', 'From which records'),
                render: (_, row) => (
                  <ul className="parts">
                    {row.figures.map((figure) => (
                      <li key={figure.figureId}>
                        <span className="number">{figureText({ ...figure, unit: question.unit }, language)}</span>{' '}
                        <Mark tone={PART_TONE[figure.part] ?? 'plain'}>{say(named(PART, figure.part))}</Mark>{' '}
                        <EventLink event={figure.event} />
                        <SourceLink source={figure.source} />
                        {figure.estimate === null ? null : (
                          <span className="source-note">
                            {t(
                              `估算：${figure.estimate.method}，${figure.estimate.basis}`,
                              `estimated: ${figure.estimate.method}, ${figure.estimate.basis}`,
                            )}
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

function StandingList({
  question,
  dataset,
}: {
  readonly question: Extract<Question, { about: 'tier' | 'move' | 'pyramid' }>;
  readonly dataset: Dataset;
}) {
  const speech = useSpeech();
  const { t } = speech;
  const query = queryOf(question, dataset);
  const path = PATHS[question.about];
  const [options, page, setPage] = useList((offset) => dashboardQueries.standingSources(path, { ...query, offset, limit: PAGE }));
  const sources = useQuery(options);
  const file = (
    <Downloads<StandingSource>
      title={titleOf(question, { ...speech, t: (zh) => zh, say: ({ zh }) => zh })}
      rows={() => everyRow<StandingSource>(path, query)}
      columns={[
        { heading: '品牌', of: ({ name }) => name },
        { heading: '地区', of: ({ regionName }) => regionName },
        { heading: '生效日期', kind: 'date', of: ({ event }) => event.effectiveOn },
        { heading: '记录', of: ({ event }) => placeText(event) },
      ]}
    />
  );
  return (
    <Answer query={sources} rows={8}>
      {(data) => (
        <div className="stack">
          <Head file={file}>
            {t('共', 'In all')}{' '}
            <b data-testid="sources-sum" className="number">
              {grouped(data.total)}
            </b>{' '}
            {t('个品牌（次）', 'brands')}
          </Head>
          <Table<StandingSource>
            size="small"
            rowKey={(row) => `${row.brandId}@${row.event.revision}`}
            dataSource={data.rows}
            loading={sources.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={pages(page, data.total, setPage)}
            columns={[
              { key: 'brand', title: t('品牌', 'Brand'), render: (_, row) => <Go to={`brands/${row.brandId}`}>{row.name}</Go> },
              { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              { key: 'event', title: t('由哪条记录', 'By which event'), render: (_, row) => <EventLink event={row.event} /> },
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

function ReviewList({ question, dataset }: { readonly question: Extract<Question, { about: 'review' }>; readonly dataset: Dataset }) {
  const speech = useSpeech();
  const { t, language } = speech;
  const query = queryOf(question, dataset);
  const [options, page, setPage] = useList((offset) => dashboardQueries.reviewSources({ ...query, offset, limit: PAGE }));
  const sources = useQuery(options);
  const file = (
    <Downloads<ReviewSource>
      title={titleOf(question, { ...speech, t: (zh) => zh, say: ({ zh }) => zh })}
      rows={() => everyRow<ReviewSource>(PATHS.review, query)}
      columns={[
        { heading: '品牌', of: ({ name }) => name },
        { heading: '地区', of: ({ regionName }) => regionName },
        { heading: '审核年度', kind: 'number', of: ({ period }) => period },
        { heading: '应于', kind: 'date', of: ({ dueOn }) => dueOn },
      ]}
    />
  );
  return (
    <Answer query={sources} rows={8}>
      {(data) => (
        <div className="stack">
          <Head file={file}>
            {t('共', 'In all')}{' '}
            <b data-testid="sources-sum" className="number">
              {grouped(data.total)}
            </b>{' '}
            {t('项', 'reviews')}
          </Head>
          <Table<ReviewSource>
            size="small"
            rowKey={(row) => `${row.brandId}${row.period}`}
            dataSource={data.rows}
            loading={sources.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={pages(page, data.total, setPage)}
            columns={[
              {
                key: 'brand',
                title: t('品牌', 'Brand'),
                render: (_, row) => (
                  <Go to={`brands/${row.brandId}`} params={{ tab: 'history' }}>
                    {row.name}
                  </Go>
                ),
              },
              { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              { key: 'period', title: t('审核年度', 'Year'), render: (_, row) => <span className="number">{row.period ?? '—'}</span> },
              {
                key: 'due',
                title: t('应于', 'Due on'),
                render: (_, row) => (
                  <span className="marks">
                    <span className="number">{dateIn(row.dueOn, language)}</span>
                    {row.overdue ? <Mark tone="grave">{t('逾期', 'overdue')}</Mark> : null}
                  </span>
                ),
              },
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

function QualityList({ question, dataset }: { readonly question: Extract<Question, { about: 'quality' }>; readonly dataset: Dataset }) {
  const speech = useSpeech();
  const { t, say, language } = speech;
  const query = queryOf(question, dataset);
  const [options, page, setPage] = useList((offset) => dashboardQueries.qualitySources({ ...query, offset, limit: PAGE }));
  const sources = useQuery(options);
  const thing = (row: QualitySource): string =>
    [
      say(metricNamed(row.metric)),
      say(named(NATURE, row.nature)),
      say(named(UNIT, row.unit)),
      row.year === null ? t('年份不详', 'no year') : t(`${row.year}年`, String(row.year)),
    ].join(' · ');
  const file = (
    <Downloads<QualitySource>
      title={titleOf(question, { ...speech, t: (zh) => zh, say: ({ zh }) => zh })}
      rows={() => everyRow<QualitySource>(PATHS.quality, query)}
      columns={[
        { heading: '品牌', of: ({ name }) => name },
        { heading: '地区', of: ({ regionName }) => regionName },
        { heading: '指标', of: (row) => thing(row) },
        { heading: '记录', of: ({ values }) => values.map(({ event }) => placeText(event)).join(' ') },
      ]}
    />
  );
  return (
    <Answer query={sources} rows={8}>
      {(data) => (
        <div className="stack">
          <Head file={file}>
            {t('共', 'In all')}{' '}
            <b data-testid="sources-sum" className="number">
              {grouped(data.total)}
            </b>{' '}
            {t('项', 'records')}
          </Head>
          <Table<QualitySource>
            size="small"
            rowKey={(row) => `${row.brandId}${row.metric}${row.unit}${row.nature}${row.directness}${row.year}`}
            dataSource={data.rows}
            loading={sources.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={pages(page, data.total, setPage)}
            columns={[
              { key: 'brand', title: t('品牌', 'Brand'), render: (_, row) => <Go to={`brands/${row.brandId}`}>{row.name}</Go> },
              { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              { key: 'thing', title: t('指标', 'Metric'), render: (_, row) => thing(row) },
              {
                key: 'values',
                title: t('记录', 'Records'),
                render: (_, row) => (
                  <ul className="parts">
                    {row.values.map((value) => (
                      <li key={value.event.revision}>
                        <span className="number">{figureText({ ...value, unit: row.unit }, language)}</span>{' '}
                        <Mark tone={value.status === 'locked' ? 'good' : 'calm'}>{say(named(FIGURE_STATUS, value.status))}</Mark>{' '}
                        <EventLink event={value.event} />
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

/** The drawer behind every number of the page; open while the address asks a question. */
export function SourcesDrawer() {
  const speech = useSpeech();
  const { t, language } = speech;
  const { dataset } = useDataset();
  const place = usePlace();
  const question = questionOf(place);
  const key = question === null ? '' : JSON.stringify(question);
  const list = (): ReactNode => {
    if (question === null) return null;
    switch (question.about) {
      case 'count':
        return <CountList key={key} question={question} dataset={dataset} />;
      case 'review':
        return <ReviewList key={key} question={question} dataset={dataset} />;
      case 'quality':
        return <QualityList key={key} question={question} dataset={dataset} />;
      default:
        return <StandingList key={key} question={question} dataset={dataset} />;
    }
  };
  return (
    <Drawer
      open={question !== null}
      onClose={() => adjust(place, { of: null })}
      size="min(980px, 100vw)"
      title={
        <span>
          {t('这个数由哪些记录组成', 'What this number is made of')}
          {question === null ? null : (
            <span className="source-note" style={{ display: 'block' }}>
              {titleOf(question, speech)}
            </span>
          )}
        </span>
      }
      extra={<span className="quiet">{t(`截至${dateIn(todayInShanghai(), language)}`, `as of ${todayInShanghai()}`)}</span>}
      destroyOnHidden
    >
      {list()}
    </Drawer>
  );
}

/** 「这个数由哪些记录组成」: the list behind a number, brand by brand, each line with the event that recorded it. */
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import type {
  CountSource,
  CountSources,
  QualitySource,
  QualitySources,
  ReviewSource,
  ReviewSources,
  StandingSource,
  StandingSources,
} from '../shell/answers.gen';
import { useDataset, type Dataset } from '../shell/dataset';
import { dateIn, figureText, grouped, todayInShanghai } from '../shell/format';
import { useSpeech, type Speech } from '../shell/language';
import { Mark, SourceLink } from '../shell/marks';
import { adjust, usePlace } from '../shell/router';
import { DIRECTNESS, FIGURE_STATUS, KIND, metricNamed, named, NATURE, STAGE, TIER_SHORT, UNIT } from '../shell/words';
import { PATHS } from './api';
import { questionOf, queryOf, type Question } from './question';
import { EventLink, placeText, SourceList, Sum } from './source-list';
import { MOVEMENT, PART, PART_TONE, QUALITY, tierCounted } from './words';

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

/** As a file is called: in Chinese, whatever the page speaks. */
const fileTitle = (question: Question, speech: Speech): string => titleOf(question, { ...speech, t: (zh) => zh, say: ({ zh }) => zh });

interface ListProps<About extends Question['about']> {
  readonly question: Extract<Question, { about: About }>;
  readonly dataset: Dataset;
}

/** The figure that counts, or the first of those that sources disagree on. */
const countedOf = ({ figures }: CountSource) => figures.find(({ part }) => part === 'counted') ?? figures[0];

function CountList({ question, dataset }: ListProps<'count'>) {
  const speech = useSpeech();
  const { t, say, language } = speech;
  return (
    <SourceList<CountSource, CountSources>
      title={fileTitle(question, speech)}
      path={PATHS.count}
      query={queryOf(question, dataset)}
      head={(data) => (
        <>
          {t('合计', 'Total')} <Sum of={data.sum} /> {say(named(UNIT, question.unit))}
          {t(`，由 ${grouped(data.brands)} 个品牌的记录相加得出`, `, the sum of the records of ${grouped(data.brands)} brands`)}
          {data.conflicts === 0
            ? null
            : t(
                `；另有 ${data.conflicts} 个品牌来源冲突，未计入`,
                `; ${data.conflicts} more brands have sources that disagree, not counted`,
              )}
        </>
      )}
      note={
        question.directness === 'indirect' ? (
          <p>
            <Mark tone="warn">{t('估算', 'estimate')}</Mark>{' '}
            {t('间接带动为估算数，方法见各行。', 'Indirect figures are estimates; each line says how.')}
          </p>
        ) : null
      }
      rowKey={({ brandId }) => brandId}
      sheet={[
        { heading: '计入', kind: 'number', of: ({ value }) => value },
        { heading: '来源', of: (row) => countedOf(row)?.source.reference },
        { heading: '记录', of: (row) => placeText(countedOf(row)?.event) },
      ]}
      columns={[
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
                  <Mark tone={PART_TONE[figure.part] ?? 'plain'}>{say(named(PART, figure.part))}</Mark> <EventLink event={figure.event} />
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
  );
}

function StandingList({ question, dataset }: ListProps<'tier' | 'move' | 'pyramid'>) {
  const speech = useSpeech();
  const { t } = speech;
  const path = PATHS[question.about];
  return (
    <SourceList<StandingSource, StandingSources>
      title={fileTitle(question, speech)}
      path={path}
      query={queryOf(question, dataset)}
      head={({ total }) => (
        <>
          {t('共', 'In all')} <Sum of={total} /> {t('个品牌（次）', 'brands')}
        </>
      )}
      rowKey={(row) => `${row.brandId}@${row.event.revision}`}
      sheet={[
        { heading: '生效日期', kind: 'date', of: ({ event }) => event.effectiveOn },
        { heading: '记录', of: ({ event }) => placeText(event) },
      ]}
      columns={[{ key: 'event', title: t('由哪条记录', 'By which event'), render: (_, row) => <EventLink event={row.event} /> }]}
    />
  );
}

function ReviewList({ question, dataset }: ListProps<'review'>) {
  const speech = useSpeech();
  const { t, language } = speech;
  return (
    <SourceList<ReviewSource, ReviewSources>
      title={fileTitle(question, speech)}
      path={PATHS.review}
      query={queryOf(question, dataset)}
      head={({ total }) => (
        <>
          {t('共', 'In all')} <Sum of={total} /> {t('项', 'reviews')}
        </>
      )}
      rowKey={(row) => `${row.brandId}${row.period}`}
      tab="history"
      sheet={[
        { heading: '审核年度', kind: 'number', of: ({ period }) => period },
        { heading: '应于', kind: 'date', of: ({ dueOn }) => dueOn },
      ]}
      columns={[
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
  );
}

function QualityList({ question, dataset }: ListProps<'quality'>) {
  const speech = useSpeech();
  const { t, say, language } = speech;
  const thing = (row: QualitySource): string =>
    [
      say(metricNamed(row.metric)),
      say(named(NATURE, row.nature)),
      say(named(UNIT, row.unit)),
      row.year === null ? t('年份不详', 'no year') : t(`${row.year}年`, String(row.year)),
    ].join(' · ');
  return (
    <SourceList<QualitySource, QualitySources>
      title={fileTitle(question, speech)}
      path={PATHS.quality}
      query={queryOf(question, dataset)}
      head={({ total }) => (
        <>
          {t('共', 'In all')} <Sum of={total} /> {t('项', 'records')}
        </>
      )}
      rowKey={(row) => `${row.brandId}${row.metric}${row.unit}${row.nature}${row.directness}${row.year}`}
      sheet={[
        { heading: '指标', of: thing },
        { heading: '记录', of: ({ values }) => values.map(({ event }) => placeText(event)).join(' ') },
      ]}
      columns={[
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

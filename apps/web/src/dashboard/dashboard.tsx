import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select, Table } from 'antd';
import type { RegionalFigureRow, TierStatus } from '../shell/answers.gen';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Download } from '../shell/download';
import { Downloads } from '../shell/downloads';
import { dateIn, figureText, windowOf, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ClaimMark, Mark, Nothing, SourceLink } from '../shell/marks';
import { useHomeRegion } from '../accounts/session';
import { COUNTRY, parentsOf } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { DIRECTNESS, KIND, metricNamed, named, NATURE, STAGE } from '../shell/words';
import { CoverageBoard } from './coverage';
import { EditionBoard } from './editions';
import { Num } from './number';
import { ProgrammeBoard } from './programmes';
import { QualityBoard } from './quality';
import { RegionMap } from './region-map';
import { ReturnsBoard } from './returns';
import { ReviewBoard } from './reviews';
import { SourcesDrawer } from './sources';
import { TierMovements } from './tier-movements';
import { TierChart } from './tier-status';
import { YearBoard } from './year-board';
import { YearlyCounts } from './yearly-counts';

const STAGES = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'] as const;

const sum = (rows: readonly TierStatus[], keep: (row: TierStatus) => boolean): number =>
  rows.filter(keep).reduce((total, row) => total + row.brands, 0);
const held = (row: TierStatus): boolean => !row.claimed;

function Crumbs({ region, onRegion }: { readonly region: string; readonly onRegion: (code: string) => void }) {
  const { t } = useSpeech();
  const home = useHomeRegion();
  const whole = [COUNTRY, ...parentsOf(region)];
  // Nobody is led to where they may not go.
  const chain = whole.slice(Math.max(0, whole.indexOf(home)));
  const levels = useQueries({ queries: whole.slice(0, -1).map((parent) => queries.regions(parent)) });
  const nameOf = (code: string): string => levels.flatMap((level) => level.data ?? []).find((row) => row.code === code)?.name ?? code;
  const known = chain.filter((code) => code === COUNTRY || nameOf(code) !== code);
  return (
    <nav className="crumbs" aria-label={t('地区', 'Region')}>
      {known.map((code, index) => (
        <span key={code}>
          {index === known.length - 1 ? (
            <b aria-current="location">{code === COUNTRY ? t('全国', 'Whole country') : nameOf(code)}</b>
          ) : (
            <Button type="link" size="small" style={{ padding: 0, height: 'auto' }} onClick={() => onRegion(code)}>
              {code === COUNTRY ? t('全国', 'Whole country') : nameOf(code)}
            </Button>
          )}
        </span>
      ))}
    </nav>
  );
}

function Tallies({ rows, region, kind }: { readonly rows: readonly TierStatus[]; readonly region: string; readonly kind: string | null }) {
  const { t, say } = useSpeech();
  const behind = { about: 'tier', region, claimed: false, ...(kind === null ? {} : { kind }) } as const;
  return (
    <div className="tallies">
      <div className="tally">
        <b>
          <Num value={sum(rows, held)} of={behind} />
        </b>
        <span>{t('品牌总数', 'Brands')}</span>
      </div>
      {STAGES.map((stage) => (
        <div key={stage} className="tally">
          <b>
            <Num value={sum(rows, (row) => held(row) && row.stage === stage)} of={{ ...behind, stage }} />
          </b>
          <span>{say(named(STAGE, stage))}</span>
        </div>
      ))}
      <div className="tally unprinted">
        <Go to="brands" params={{ region: region === COUNTRY ? null : region }}>
          {t('打开台账 →', 'Open the ledger →')}
        </Go>
      </div>
    </div>
  );
}

/** 合计: what sources publish for a whole region. Facts of the region, with their sources; they touch no brand and no chart. */
function RegionalFigures({ region }: { readonly region: string }) {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const figures = useQuery(queries.regionalFigures(region, dataset));
  return (
    <section className="sheet">
      <header>
        <h2>{t('地区合计（公开来源）', 'Regional aggregates (published)')}</h2>
        <span className="quiet">
          {t('属于地区的事实，不计入任何品牌，也不与品牌数据相加', 'Facts of the region: never a brand, never added to brands')}
        </span>
        <Downloads what="regional-figures" params={{ region, dataset }} />
      </header>
      <Answer query={figures}>
        {(rows) => (
          <Table<RegionalFigureRow>
            size="small"
            rowKey={(row) =>
              `${row.region}|${row.title}|${row.metric}|${row.toYear}|${row.value}|${row.source.reference}|${row.tier}|${row.honour}`
            }
            dataSource={[...rows]}
            scroll={{ x: 'max-content' }}
            pagination={rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
            locale={{ emptyText: <Nothing text={t('这个地区没有公开的合计数据。', 'No aggregates are published for this region.')} /> }}
            columns={[
              { key: 'regionName', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              { key: 'title', title: t('名目', 'Title'), render: (_, row) => row.title },
              { key: 'metric', title: t('指标', 'Metric'), render: (_, row) => say(metricNamed(row.metric)) },
              {
                key: 'value',
                title: t('数值', 'Value'),
                align: 'right',
                render: (_, row) => <span className="number">{figureText(row, language)}</span>,
              },
              {
                key: 'of',
                title: t('口径', 'Reading'),
                render: (_, row) => (
                  <span className="marks">
                    <Mark>{say(named(NATURE, row.nature))}</Mark>
                    {row.directness === 'unstated' ? null : <Mark>{say(named(DIRECTNESS, row.directness))}</Mark>}
                    {row.tier === null ? null : <ClaimMark tier={row.tier} />}
                    {row.honour === null ? null : <Mark tone="calm">{t(`荣誉：${row.honour}`, `Honour: ${row.honour}`)}</Mark>}
                  </span>
                ),
              },
              {
                key: 'year',
                title: t('年份', 'Year'),
                render: (_, row) => say(windowOf({ fromYear: null, toYear: row.toYear, asOf: null })),
              },
              { key: 'source', title: t('来源', 'Source'), render: (_, row) => <SourceLink source={row.source} /> },
            ]}
          />
        )}
      </Answer>
    </section>
  );
}

/** 监测看板: one year on one page, and behind every number the records that it is made of. */
export function Dashboard() {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const home = useHomeRegion();
  const region = place.params.get('region') ?? home;
  const kind = place.params.get('kind');
  const setRegion = (code: string): void => adjust(place, { region: code === home ? null : code });
  const tiers = useQuery(queries.tiers({ dataset, region, kind }));
  const counts = useQuery(queries.yearly({ dataset, region, by: 'none' }));
  const years = [...new Set((counts.data ?? []).map((row) => row.year))].sort((a, b) => b - a);
  const lastYear = Number(todayInShanghai().slice(0, 4)) - 1;
  const asked = Number(place.params.get('year') ?? Number.NaN);
  const year = years.includes(asked) ? asked : (years.find((each) => each <= lastYear) ?? years[0] ?? lastYear);
  return (
    <div className="stack dashboard">
      <div className="page-head">
        <h1>{t('监测看板', 'Dashboard')}</h1>
        <Crumbs region={region} onRegion={setRegion} />
        <span className="quiet">{t(`截至${dateIn(todayInShanghai(), language)}`, `as of ${todayInShanghai()}`)}</span>
      </div>
      <div className="row unprinted">
        <Select<number>
          aria-label={t('年度', 'Year')}
          value={year}
          popupMatchSelectWidth={false}
          onChange={(chosen) => adjust(place, { year: chosen })}
          options={(years.length === 0 ? [year] : years).map((each) => ({ value: each, label: t(`${each}年`, String(each)) }))}
        />
        <Download kind="yearly-report" query={{ region, dataset, year }}>
          {t(`下载${year}年报`, `Yearly report ${year}`)}
        </Download>
        <Download kind="summary-table" query={{ region, dataset, year }}>
          {t(`下载${year}汇总表`, `Summary table ${year}`)}
        </Download>
        <Button size="small" onClick={() => window.print()}>
          {t('打印本页', 'Print')}
        </Button>
        <span className="quiet">{t('每个数都可点开，看由哪些记录组成', 'Click any number to see what it is made of')}</span>
      </div>
      <section className="sheet">
        <header>
          <h2>{t(`${year}年一览`, `${year} at a glance`)}</h2>
          <span className="quiet">{t('直接与间接分列，间接为估算', 'Direct and indirect apart; indirect is an estimate')}</span>
        </header>
        <Answer query={counts}>{(rows) => <YearBoard rows={rows} region={region} year={year} />}</Answer>
      </section>
      <Answer query={tiers} rows={8}>
        {(rows) => (
          <>
            <Tallies rows={rows} region={region} kind={kind} />
            <div className="grid">
              <section className="sheet half">
                <header>
                  <h2>{t('层级状态（本台账认定）', 'Tier status (held in this ledger)')}</h2>
                  <Segmented
                    size="small"
                    aria-label={t('类别', 'Kind')}
                    value={kind ?? 'all'}
                    onChange={(value) => adjust(place, { kind: value === 'all' ? null : value })}
                    options={[
                      { value: 'all', label: t('全部', 'All') },
                      { value: 'labour', label: say(named(KIND, 'labour')) },
                      { value: 'training', label: t('培训品牌', 'Training') },
                    ]}
                  />
                </header>
                <TierChart rows={rows} claimed={false} region={region} kind={kind} />
                <p className="quiet">
                  {t('荣誉称号（如“全国劳务品牌”）不是层级，不计入。', 'Honours such as 全国劳务品牌 are no tiers and are not counted.')}
                </p>
              </section>
              <section className="sheet half">
                <header>
                  <h2>{t('来源所称层级', 'Tiers as sources claim them')}</h2>
                  <span className="quiet">{t('仅为来源说法，本台账未认定', 'The word of sources; not recognised here')}</span>
                </header>
                <TierChart rows={rows} claimed region={region} kind={kind} />
              </section>
            </div>
          </>
        )}
      </Answer>
      <TierMovements region={region} kind={kind} />
      <RegionMap region={region} year={year} onRegion={setRegion} />
      <YearlyCounts dataset={dataset} region={region} onRegion={setRegion} />
      <CoverageBoard region={region} />
      <div className="grid">
        <ProgrammeBoard region={region} />
        <ReviewBoard region={region} />
      </div>
      <ReturnsBoard region={region} />
      <EditionBoard region={region} />
      <QualityBoard region={region} />
      <RegionalFigures region={region} />
      <SourcesDrawer />
    </div>
  );
}

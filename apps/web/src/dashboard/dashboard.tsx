import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Table } from 'antd';
import type { RegionalFigureRow, TierStatus } from '#contracts';
import { queries, type RegionRow } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Download } from '../shell/download';
import { figureText, grouped, windowOf, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ClaimMark, Mark, Nothing, SourceLink } from '../shell/marks';
import { COUNTRY, parentsOf } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { DIRECTNESS, KIND, metricNamed, named, NATURE } from '../shell/words';
import { TierChart } from './tier-status';
import { YearlyCounts } from './yearly-counts';

const sum = (rows: readonly TierStatus[], keep: (row: TierStatus) => boolean): number =>
  rows.filter(keep).reduce((total, row) => total + row.brands, 0);
const held = (row: TierStatus): boolean => !row.claimed;

function Crumbs({ region, onRegion }: { readonly region: string; readonly onRegion: (code: string) => void }) {
  const { t } = useSpeech();
  const chain = [COUNTRY, ...parentsOf(region)];
  const levels = useQueries({ queries: chain.slice(0, -1).map((parent) => queries.regions(parent)) });
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

function Tallies({ rows, region }: { readonly rows: readonly TierStatus[]; readonly region: string }) {
  const { t } = useSpeech();
  const all = sum(rows, held);
  const cultivated = sum(rows, (row) => held(row) && row.stage === 'cultivated');
  const each: readonly [string, number, string?][] = [
    [t('品牌总数', 'Brands'), all],
    [t('已登记、未申报', 'Reported, not nominated'), sum(rows, (row) => held(row) && row.stage === 'reported')],
    [
      t('申报与评价中', 'Nominated or evaluated'),
      sum(rows, (row) => held(row) && (row.stage === 'nominated' || row.stage === 'evaluated')),
    ],
    [t('培育中', 'Cultivated'), cultivated],
    [t('已退出目录', 'Delisted'), sum(rows, (row) => held(row) && row.stage === 'delisted')],
  ];
  return (
    <div className="tallies">
      {each.map(([label, value]) => (
        <div key={label} className="tally">
          <b>{grouped(value)}</b>
          <span>{label}</span>
        </div>
      ))}
      <div className="tally">
        <Go to="brands" params={{ region: region === COUNTRY ? null : region }}>
          {t('打开台账 →', 'Open the ledger →')}
        </Go>
      </div>
    </div>
  );
}

interface Below {
  readonly region: RegionRow;
  readonly rows: readonly TierStatus[];
}

/** Where the brands are, one level down. A click goes deeper. */
function Drill({ region, onRegion }: { readonly region: string; readonly onRegion: (code: string) => void }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const children = useQuery(queries.regions(region));
  const tiers = useQuery(queries.tiers({ dataset, region, children: true }));
  return (
    <section className="sheet">
      <header>
        <h2>{t('下级地区', 'Regions below')}</h2>
        <span className="quiet">{t('只列出有品牌的地区，点地区名下钻', 'Only regions with brands; click a name to go deeper')}</span>
      </header>
      <Answer query={children}>
        {(regions) => (
          <Answer query={tiers}>
            {(rows) => {
              const list: Below[] = regions
                .map((each) => ({ region: each, rows: rows.filter((row) => row.region === each.code) }))
                .filter((each) => sum(each.rows, held) > 0)
                .sort((a, b) => sum(b.rows, held) - sum(a.rows, held));
              if (list.length === 0) return <Nothing text={t('没有下级地区的数据。', 'Nothing below this region.')} />;
              const tier = (each: Below, code: string): number => sum(each.rows, (row) => held(row) && row.tier === code);
              const claims = (each: Below): number => sum(each.rows, (row) => row.claimed && row.tier !== 'none');
              const cell = (value: number) => (value === 0 ? <span className="quiet">0</span> : grouped(value));
              return (
                <Table<Below>
                  size="small"
                  rowKey={(each) => each.region.code}
                  dataSource={list}
                  scroll={{ x: 'max-content' }}
                  pagination={list.length > 12 ? { pageSize: 12, showSizeChanger: false } : false}
                  columns={[
                    {
                      key: 'name',
                      title: t('地区', 'Region'),
                      render: (_, each) => (
                        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onRegion(each.region.code)}>
                          {each.region.name}
                        </Button>
                      ),
                    },
                    { key: 'all', title: t('品牌', 'Brands'), align: 'right', render: (_, each) => cell(sum(each.rows, held)) },
                    { key: 'province', title: t('省级', 'Province'), align: 'right', render: (_, each) => cell(tier(each, 'province')) },
                    {
                      key: 'prefecture',
                      title: t('市级', 'Prefecture'),
                      align: 'right',
                      render: (_, each) => cell(tier(each, 'prefecture')),
                    },
                    { key: 'county', title: t('县级', 'County'), align: 'right', render: (_, each) => cell(tier(each, 'county')) },
                    {
                      key: 'claims',
                      title: t('来源称有层级', 'With a claimed tier'),
                      align: 'right',
                      render: (_, each) => cell(claims(each)),
                    },
                  ]}
                />
              );
            }}
          </Answer>
        )}
      </Answer>
    </section>
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

/** 监测看板. */
export function Dashboard() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region') ?? COUNTRY;
  const kind = place.params.get('kind');
  const setRegion = (code: string): void => adjust(place, { region: code === COUNTRY ? null : code });
  const tiers = useQuery(queries.tiers({ dataset, region, kind }));
  const lastYear = Number(todayInShanghai().slice(0, 4)) - 1;
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('监测看板', 'Dashboard')}</h1>
        <Crumbs region={region} onRegion={setRegion} />
      </div>
      <div className="row">
        <Download kind="yearly-report" query={{ region, dataset, year: lastYear }}>
          {t(`下载${lastYear}年报`, `Yearly report ${lastYear}`)}
        </Download>
        <Download kind="summary-table" query={{ region, dataset, year: lastYear }}>
          {t(`下载${lastYear}汇总表`, `Summary table ${lastYear}`)}
        </Download>
      </div>
      <Answer query={tiers} rows={8}>
        {(rows) => (
          <>
            <Tallies rows={rows} region={region} />
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
                <TierChart rows={rows} claimed={false} />
                <p className="quiet">
                  {t('荣誉称号（如“全国劳务品牌”）不是层级，不计入。', 'Honours such as 全国劳务品牌 are no tiers and are not counted.')}
                </p>
              </section>
              <section className="sheet half">
                <header>
                  <h2>{t('来源所称层级', 'Tiers as sources claim them')}</h2>
                  <span className="quiet">{t('仅为来源说法，本台账未认定', 'The word of sources; not recognised here')}</span>
                </header>
                <TierChart rows={rows} claimed />
              </section>
            </div>
          </>
        )}
      </Answer>
      <YearlyCounts dataset={dataset} region={region} onRegion={setRegion} />
      <Drill region={region} onRegion={setRegion} />
      <RegionalFigures region={region} />
    </div>
  );
}

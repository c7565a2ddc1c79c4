/** Regions below the one looked at: a tile each, or the outlines of a file that somebody brings; and the same as a table. */
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import type { TierStatus, YearlyCount } from '../shell/answers.gen';
import { queries, type RegionRow } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { amountIn, grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { DIRECTNESS, FIGURE_STATUS, metricNamed, named, NATURE, STAGE, TIER_SHORT, UNIT } from '../shell/words';
import { Num } from './number';
import { outlinesOf, type Outlines } from './outlines';
import type { Question } from './question';
import { havePlaces, shortName, stepOf, stepsOf, tilesOf } from './tiles';

interface Measure {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly of: (region: string) => number;
  readonly question: (region: string) => Question;
}

/** What can be shown of each region. Direct and indirect are measures of their own and never one. */
function useMeasures(tiers: readonly TierStatus[], counts: readonly YearlyCount[]): Measure[] {
  const { t, say } = useSpeech();
  const brands = (region: string, keep: (row: TierStatus) => boolean): number =>
    tiers.filter((row) => row.region === region && !row.claimed && keep(row)).reduce((sum, row) => sum + row.brands, 0);
  const things = new Map<string, YearlyCount>();
  for (const row of counts) if (row.brands > 0) things.set([row.status, row.metric, row.nature, row.unit, row.directness].join('|'), row);
  const unit = t('个', 'brands');
  return [
    {
      key: 'brands',
      name: t('品牌总数', 'Brands'),
      unit,
      of: (region) => brands(region, () => true),
      question: (region) => ({ about: 'tier', region, claimed: false }),
    },
    {
      key: 'cultivated',
      name: say(named(STAGE, 'cultivated')),
      unit,
      of: (region) => brands(region, ({ stage }) => stage === 'cultivated'),
      question: (region) => ({ about: 'tier', region, claimed: false, stage: 'cultivated' }),
    },
    ...['province', 'prefecture', 'county'].map((tier): Measure => ({
      key: `tier-${tier}`,
      name: t(`${named(TIER_SHORT, tier).zh}品牌`, `${named(TIER_SHORT, tier).en} tier`),
      unit,
      of: (region) => brands(region, (row) => row.tier === tier),
      question: (region) => ({ about: 'tier', region, claimed: false, tier }),
    })),
    ...[...things]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, thing]): Measure => {
        const { metric, unit: code, nature, directness, status, year } = thing;
        const parts = [
          say(metricNamed(metric)),
          say(named(NATURE, nature)),
          directness === 'unstated' ? '' : say(named(DIRECTNESS, directness)),
          say(named(FIGURE_STATUS, status)),
        ];
        return {
          key,
          name: parts.filter((part) => part !== '').join(' · '),
          unit: say(named(UNIT, code)),
          of: (region) =>
            counts
              .filter((row) => row.region === region && key === [row.status, row.metric, row.nature, row.unit, row.directness].join('|'))
              .reduce((sum, row) => sum + row.value, 0),
          question: (region) => ({ about: 'count', region, year, metric, unit: code, nature, directness, status }),
        };
      }),
  ];
}

interface Props {
  readonly region: string;
  readonly year: number | null;
  readonly onRegion: (code: string) => void;
}

export function RegionMap({ region, year, onRegion }: Props) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const children = useQuery(queries.regions(region));
  const tiers = useQuery(queries.tiers({ dataset, region, children: true }));
  const counts = useQuery({
    ...queries.yearly({ dataset, region, children: true, by: 'none', year }),
    enabled: year !== null,
  });
  return (
    <section className="sheet">
      <Answer query={children}>
        {(regions) =>
          regions.length === 0 ? (
            <>
              <header>
                <h2>{t('下级地区', 'Regions below')}</h2>
              </header>
              <Nothing text={t('这里没有下级地区。', 'There is nothing below this region.')} />
            </>
          ) : (
            <Answer query={tiers}>
              {(rows) => <Picture key={region} regions={regions} tiers={rows} counts={counts.data ?? []} year={year} onRegion={onRegion} />}
            </Answer>
          )
        }
      </Answer>
    </section>
  );
}

/** One measure of all regions of a level. */
function Picture({
  regions,
  tiers,
  counts,
  year,
  onRegion,
}: {
  readonly regions: readonly RegionRow[];
  readonly tiers: readonly TierStatus[];
  readonly counts: readonly YearlyCount[];
} & Omit<Props, 'region'>) {
  const { t, language } = useSpeech();
  const measures = useMeasures(tiers, counts);
  const [chosen, setChosen] = useState('brands');
  const [outlines, setOutlines] = useState<Outlines | null>(null);
  const [refused, setRefused] = useState(false);
  const [as, setAs] = useState<'map' | 'table'>('map');
  const file = useRef<HTMLInputElement>(null);
  const measure = measures.find(({ key }) => key === chosen) ?? measures[0];
  if (measure === undefined) return null;
  const placed = havePlaces(regions);
  const steps = stepsOf(regions.map(({ code }) => measure.of(code)));
  const shade = (code: string): string => {
    const step = stepOf(measure.of(code), steps);
    return step < 0 ? 'shade-none' : `shade-${step + (5 - steps.length)}`;
  };
  const told = ({ code, name }: RegionRow): string => `${name} ${grouped(measure.of(code))} ${measure.unit}`;
  const read = async (chosenFile: File | undefined): Promise<void> => {
    if (chosenFile === undefined) return;
    const found = outlinesOf(await chosenFile.text(), regions);
    setOutlines(found);
    setRefused(found === null);
  };
  const rows = [...regions].sort((a, b) => measure.of(b.code) - measure.of(a.code) || (a.code < b.code ? -1 : 1));
  return (
    <>
      <header>
        <h2>{t('地区分布', 'Regions')}</h2>
        <div className="row">
          <Select<string>
            aria-label={t('地图指标', 'Measure')}
            value={measure.key}
            popupMatchSelectWidth={false}
            options={measures.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={setChosen}
          />
          <Segmented<'map' | 'table'>
            aria-label={t('看法', 'View')}
            value={as}
            onChange={setAs}
            options={[
              { value: 'map', label: t('地图', 'Map') },
              { value: 'table', label: t('表格', 'Table') },
            ]}
          />
        </div>
      </header>
      <p className="quiet">
        {t(
          `${measure.name}${measure.key.includes('|') && year !== null ? `，${year}年` : ''}；点地区进入下一级。方格只示意相对位置，不是行政区划边界。`,
          `${measure.name}${measure.key.includes('|') && year !== null ? `, ${year}` : ''}; click a region to go deeper. Tiles show rough positions, not boundaries.`,
        )}
      </p>
      {as === 'table' ? (
        <div className="stack">
          <Table<RegionRow>
            size="small"
            rowKey="code"
            dataSource={rows}
            pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
            columns={[
              {
                key: 'name',
                title: t('地区', 'Region'),
                render: (_, row) => (
                  <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onRegion(row.code)}>
                    {row.name}
                  </Button>
                ),
              },
              {
                key: 'value',
                title: `${measure.name}（${measure.unit}）`,
                align: 'right',
                render: (_, row) => <Num value={measure.of(row.code)} of={measure.question(row.code)} />,
              },
            ]}
          />
          <Downloads<RegionRow>
            title={`地区分布：${measure.name}`}
            rows={rows}
            columns={[
              { heading: '代码', of: ({ code }) => code },
              { heading: '地区', of: ({ name }) => name },
              { heading: `${measure.name}（${measure.unit}）`, kind: 'number', of: ({ code }) => measure.of(code) },
            ]}
          />
        </div>
      ) : (
        <>
          {outlines === null ? (
            <div
              className={placed ? 'tiles' : 'tiles tiles-flow'}
              role="group"
              aria-label={t(`地区分布图：${measure.name}`, `Tile map: ${measure.name}`)}
            >
              {tilesOf(regions).map(({ region, column, row }) => (
                <button
                  key={region.code}
                  type="button"
                  className={`tile ${shade(region.code)}`}
                  style={placed ? { gridColumn: column + 1, gridRow: row + 1 } : undefined}
                  title={told(region)}
                  onClick={() => onRegion(region.code)}
                >
                  <span>{shortName(region.name)}</span> <b>{amountIn(measure.of(region.code), language)}</b>
                </button>
              ))}
            </div>
          ) : (
            <svg
              className="outlines"
              viewBox={`0 0 ${outlines.width} ${outlines.height}`}
              role="group"
              aria-label={t(`地区分布图：${measure.name}`, `Map: ${measure.name}`)}
            >
              {outlines.outlines.map(({ region: code, path }) => {
                const region = regions.find((each) => each.code === code);
                if (region === undefined) return null;
                return (
                  <path
                    key={code}
                    d={path}
                    className={shade(code)}
                    role="button"
                    tabIndex={0}
                    aria-label={told(region)}
                    onClick={() => onRegion(code)}
                    onKeyDown={(event) => {
                      if (event.key === 'Enter' || event.key === ' ') onRegion(code);
                    }}
                  >
                    <title>{told(region)}</title>
                  </path>
                );
              })}
            </svg>
          )}
          <div className="row sheet-foot">
            <ul className="legend" aria-label={t('图例', 'Legend')}>
              <li>
                <i className="shade-none" /> 0
              </li>
              {steps.map(({ from, to }, index) => (
                <li key={from}>
                  <i className={`shade-${index + (5 - steps.length)}`} /> {grouped(from)}
                  {from === to ? '' : `–${grouped(to)}`} {measure.unit}
                </li>
              ))}
            </ul>
            <span className="row unprinted">
              <input
                ref={file}
                type="file"
                hidden
                accept=".json,.geojson,application/geo+json,application/json"
                aria-label={t('地区轮廓文件（GeoJSON）', 'Outlines (GeoJSON)')}
                onChange={(event) => void read(event.target.files?.[0])}
              />
              <Button size="small" onClick={() => file.current?.click()}>
                {t('用自备轮廓文件（GeoJSON）', 'Use outlines of your own (GeoJSON)')}
              </Button>
              {outlines === null ? null : (
                <Button size="small" onClick={() => setOutlines(null)}>
                  {t('改回方格', 'Back to tiles')}
                </Button>
              )}
              <span className="quiet">{t('文件只在本机浏览器内使用，不上传。', 'The file stays in this browser; nothing is sent.')}</span>
            </span>
          </div>
          <div role="status">
            {refused ? (
              <span className="field-error">
                {t(
                  '这个文件里没有本级地区的轮廓：每个要素应带 adcode（或 name），几何为 Polygon 或 MultiPolygon。',
                  'No outline of these regions is in the file: each feature needs adcode (or name), as Polygon or MultiPolygon.',
                )}
              </span>
            ) : outlines !== null && outlines.unknown > 0 ? (
              <span className="quiet">
                {t(
                  `另有 ${outlines.unknown} 个要素不属于本级地区，未画。`,
                  `${outlines.unknown} features are no region of this level and are not drawn.`,
                )}
              </span>
            ) : null}
          </div>
        </>
      )}
    </>
  );
}

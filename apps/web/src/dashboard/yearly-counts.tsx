import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import { useState } from 'react';
import type { YearlyCount } from '../shell/answers.gen';
import { queries } from '../shell/api';
import { Chart, type ChartOption } from '../shell/chart';
import type { Dataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { amountIn, grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, StatusMark } from '../shell/marks';
import { DIRECTNESS, metricDefinition, metricNamed, named, NATURE, UNIT, type Book } from '../shell/words';
import { Num } from './number';
import type { Question } from './question';
import { tierCounted } from './words';
import { byNumber, byText, byTier, metricsIn, panelsOf, type Panel } from './yearly';

/** Indirect is an estimate and is hatched, so that it never looks like a count. */
const LOOKS: Readonly<Record<string, object>> = {
  direct: { color: '#1d4f91' },
  indirect: {
    color: '#d7a65a',
    decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'rgba(90,55,0,.55)' },
  },
  combined: { color: '#5d7f72' },
  unstated: { color: '#7c8b9b' },
};

export type By = 'year' | 'region' | 'tier' | 'category';

const AXIS: Book = {
  year: { zh: '年度', en: 'Year' },
  region: { zh: '地区', en: 'Region' },
  tier: { zh: '层级', en: 'Tier' },
  category: { zh: '行业', en: 'Category' },
};

interface PanelProps {
  readonly panel: Panel;
  readonly axis: By;
  /** Which number stands at a label. */
  readonly behind: (label: string, directness: string) => Question;
  readonly onPick?: (label: string) => void;
}

function PanelView({ panel, axis, behind, onPick }: PanelProps) {
  const { t, say, language } = useSpeech();
  const unit = say(named(UNIT, panel.unit));
  const wording = (label: string): string =>
    axis === 'tier'
      ? say(tierCounted(label))
      : axis === 'year' && language === 'zh'
        ? `${label}年`
        : axis === 'category' && label === ''
          ? t('未注明行业', 'not stated')
          : label;
  const flat = axis === 'region' || axis === 'category';
  const names = panel.labels.map(wording);
  const category = {
    type: 'category' as const,
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#c3ccd6' } },
    axisLabel: { color: '#1c2733' },
    ...(flat ? { inverse: true } : {}),
  };
  const value = {
    type: 'value' as const,
    minInterval: 1,
    splitLine: { lineStyle: { color: '#e8ecf0' } },
    axisLabel: { color: '#566272', formatter: (each: number) => amountIn(each, language) },
  };
  // A metric that knows no direct and indirect goes by its own name.
  const seriesName = (directness: string): string =>
    directness === 'unstated' && metricDefinition(panel.metric)?.directed !== true
      ? say(metricNamed(panel.metric))
      : say(named(DIRECTNESS, directness));
  const option: ChartOption = {
    // The hatching needs this part of ECharts; the description of the chart is our own.
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
    grid: { left: 8, right: flat ? 64 : 12, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: '#3d4a59' } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      valueFormatter: (each) => (typeof each === 'number' ? `${grouped(each)} ${unit}` : '—'),
    },
    xAxis: flat ? value : category,
    yAxis: flat ? category : value,
    series: panel.series.map((each) => ({
      type: 'bar' as const,
      name: seriesName(each.directness),
      barMaxWidth: 34,
      itemStyle: LOOKS[each.directness] ?? { color: '#7c8b9b' },
      label: {
        show: panel.labels.length * panel.series.length <= 16,
        position: flat ? ('right' as const) : ('top' as const),
        color: '#1c2733',
        fontSize: 11,
        formatter: ({ value: shown }: { value: unknown }) => (typeof shown === 'number' ? amountIn(shown, language) : ''),
      },
      data: [...each.values],
    })),
  };
  const disputed = panel.series.reduce((sum, each) => sum + each.conflicts.reduce((total, count) => total + count, 0), 0);
  const title = `${say(metricNamed(panel.metric))} · ${say(named(NATURE, panel.nature))}`;
  return (
    <article className="stack" aria-label={`${title} ${unit}`}>
      <div className="row">
        <h3>{title}</h3>
        <Mark tone="calm">
          {t('单位：', 'Unit: ')}
          {unit}
        </Mark>
        <StatusMark status={panel.status} />
        {disputed === 0 ? null : (
          <Mark tone="warn">{t(`另有 ${disputed} 组来源冲突，未计入`, `${disputed} more on which sources disagree, not counted`)}</Mark>
        )}
      </div>
      <Chart
        option={option}
        height={flat ? 64 + panel.labels.length * Math.max(26, panel.series.length * 20) : 250}
        label={`${title}，${unit}：${panel.series.map((each) => `${seriesName(each.directness)} ${each.values.map((shown, index) => `${names[index]} ${shown ?? '—'}`).join('，')}`).join('；')}`}
        {...(onPick === undefined ? {} : { onPick })}
      />
      <div className="scroll">
        <table className="yearly-table">
          <thead>
            <tr>
              <th scope="col">{AXIS[axis] === undefined ? '' : say(AXIS[axis])}</th>
              {panel.series.map((each) => (
                <th key={each.directness} scope="col">
                  {seriesName(each.directness)}（{unit}）
                </th>
              ))}
              <th scope="col">{t('品牌数', 'Brands')}</th>
            </tr>
          </thead>
          <tbody>
            {panel.labels.map((label, index) => (
              <tr key={label}>
                <th scope="row">{wording(label)}</th>
                {panel.series.map((each) => (
                  <td key={each.directness} className="amount">
                    {each.values[index] === null || each.values[index] === undefined ? (
                      <span className="quiet">—</span>
                    ) : (
                      <Num value={each.values[index]} of={behind(label, each.directness)} />
                    )}
                  </td>
                ))}
                <td className="amount">
                  {panel.series.map((each) => (
                    <span key={each.directness} className="brands-of">
                      <Num value={each.brands[index] ?? 0} of={behind(label, each.directness)} />
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}

interface Props {
  readonly dataset: Dataset;
  readonly region: string;
  readonly onRegion: (code: string) => void;
}

/** 年度带动就业: by year, by region below this one, or by tier; direct and indirect apart, flow apart from stock. */
export function YearlyCounts({ dataset, region, onRegion }: Props) {
  const { t, say } = useSpeech();
  const [by, setBy] = useState<By>('year');
  const [chosenMetric, setMetric] = useState<string | null>(null);
  const [chosenYear, setYear] = useState<number | null>(null);
  const here = useQuery(queries.yearly({ dataset, region, by: 'none' }));
  const below = useQuery({ ...queries.yearly({ dataset, region, children: true, by: 'none' }), enabled: by === 'region' });
  const tiers = useQuery({ ...queries.yearly({ dataset, region, by: 'tier' }), enabled: by === 'tier' });
  const categories = useQuery({ ...queries.yearly({ dataset, region, by: 'category' }), enabled: by === 'category' });
  return (
    <section className="sheet">
      <Answer query={here}>
        {(rows) => {
          const metrics = metricsIn(rows);
          const metric = chosenMetric !== null && metrics.includes(chosenMetric) ? chosenMetric : (metrics[0] ?? 'employmentDriven');
          const years = [...new Set(rows.filter((row) => row.metric === metric).map((row) => row.year))].sort((a, b) => b - a);
          const year = chosenYear !== null && years.includes(chosenYear) ? chosenYear : (years[0] ?? null);
          const panels = (source: readonly YearlyCount[]): Panel[] => {
            const own = source.filter((row) => row.metric === metric && (by === 'year' || row.year === year));
            if (by === 'region') return panelsOf(own, (row) => row.regionName, byText);
            if (by === 'tier') return panelsOf(own, (row) => row.tier, byTier);
            if (by === 'category') return panelsOf(own, (row) => row.category, byText);
            return panelsOf(own, (row) => String(row.year), byNumber);
          };
          const draw = (source: readonly YearlyCount[]) => {
            const drawn = panels(source);
            if (drawn.length === 0) return <Nothing text={t('这个范围没有带年份的数据。', 'There are no figures with a year here.')} />;
            const codeOf = (name: string): string | undefined => source.find((row) => row.regionName === name)?.region;
            const behind =
              ({ metric: counted, unit, nature, status }: Panel) =>
              (label: string, directness: string): Question => ({
                about: 'count',
                region: by === 'region' ? (codeOf(label) ?? region) : region,
                year: by === 'year' ? Number(label) : (year ?? 0),
                metric: counted,
                unit,
                nature,
                directness,
                status,
                ...(by === 'tier' ? { tier: label } : {}),
                ...(by === 'category' ? { category: label === '' ? '-' : label } : {}),
              });
            return (
              <div className="grid">
                {drawn.map((panel) => (
                  <div key={panel.key} className={drawn.length === 1 ? undefined : 'half'}>
                    <PanelView
                      panel={panel}
                      axis={by}
                      behind={behind(panel)}
                      {...(by === 'region'
                        ? {
                            onPick: (name: string) => {
                              const code = codeOf(name);
                              if (code !== undefined) onRegion(code);
                            },
                          }
                        : {})}
                    />
                  </div>
                ))}
              </div>
            );
          };
          return (
            <>
              <header>
                <h2>{t('历年数据', 'Yearly counts')}</h2>
                <Downloads
                  what="yearly-counts"
                  params={{
                    dataset,
                    region,
                    metric,
                    ...(by === 'region' ? { children: true, by: 'none' } : { by: by === 'year' ? 'none' : by }),
                  }}
                />
                <div className="row">
                  <Select<string>
                    aria-label={t('指标', 'Metric')}
                    value={metric}
                    popupMatchSelectWidth={false}
                    onChange={setMetric}
                    options={(metrics.length === 0 ? ['employmentDriven'] : metrics).map((each) => ({
                      value: each,
                      label: say(metricNamed(each)),
                    }))}
                  />
                  <Segmented<By>
                    aria-label={t('分组', 'Group by')}
                    value={by}
                    onChange={setBy}
                    options={[
                      { value: 'year', label: t('按年度', 'By year') },
                      { value: 'region', label: t('按地区', 'By region') },
                      { value: 'tier', label: t('按层级', 'By tier') },
                      { value: 'category', label: t('按行业', 'By category') },
                    ]}
                  />
                  {by === 'year' || year === null ? null : (
                    <Select<number>
                      aria-label={t('年度', 'Year')}
                      value={year}
                      onChange={setYear}
                      options={years.map((each) => ({ value: each, label: t(`${each}年`, String(each)) }))}
                    />
                  )}
                </div>
              </header>
              <p className="quiet" style={{ marginBottom: 12 }}>
                {t(
                  '直接与间接分列，间接为估算；流量、存量、累计分图；“已公布”取自公开来源，“已锁定”经填报锁定，二者不合并。来源未注明单位、口径或年份的不计入，见品牌卡片。',
                  'Direct and indirect stand apart, and indirect is an estimate; flow, stock and cumulative have charts of their own; published and locked figures are never added. What its source gives without unit, nature or year is not counted; it stands on the brand’s card.',
                )}
              </p>
              {by === 'region' ? (
                <Answer query={below}>{(found) => draw(found.filter((row) => row.region !== region))}</Answer>
              ) : by === 'tier' ? (
                <Answer query={tiers}>{draw}</Answer>
              ) : by === 'category' ? (
                <Answer query={categories}>{draw}</Answer>
              ) : (
                draw(rows)
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}

import type { TierStatus } from '../shell/answers.gen';
import { Chart, type ChartOption } from '../shell/chart';
import { Downloads } from '../shell/downloads';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Nothing } from '../shell/marks';
import { named, STAGE, TIER } from '../shell/words';
import { Num } from './number';
import type { Question } from './question';

const STAGES = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'];
const COLOURS: Readonly<Record<string, string>> = {
  reported: '#a9b4c0',
  nominated: '#7fb2d9',
  evaluated: '#3f82bd',
  cultivated: '#17406d',
  delisted: '#b98a86',
};
/** The pyramid from its foot, as ECharts draws a category axis from below. */
const TIERS = ['none', 'county', 'prefecture', 'province'];

/** Brands by tier and stage. `claimed` says whose word the tier is: ours by recognition, or a source's. */
export function TierChart({
  rows,
  claimed,
  region,
  kind,
}: {
  readonly rows: readonly TierStatus[];
  readonly claimed: boolean;
  readonly region: string;
  readonly kind: string | null;
}) {
  const { t, say } = useSpeech();
  const own = rows.filter((row) => row.claimed === claimed);
  if (own.every((row) => row.brands === 0))
    return <Nothing text={claimed ? t('没有来源声称层级。', 'No source claims a tier.') : t('没有品牌。', 'No brands.')} />;
  const tierName = (tier: string): string => (claimed && tier === 'none' ? t('来源未称层级', 'No claim') : say(named(TIER, tier)));
  const known = (tier: string): string => (TIERS.includes(tier) ? tier : 'none');
  const tiers = TIERS.filter((tier) => tier !== 'none' || own.some((row) => known(row.tier) === 'none'));
  const count = (tier: string, stage: string): number =>
    own.filter((row) => known(row.tier) === tier && row.stage === stage).reduce((sum, row) => sum + row.brands, 0);
  const stages = STAGES.filter((stage) => tiers.some((tier) => count(tier, stage) > 0));
  const total = (tier: string): number => stages.reduce((sum, stage) => sum + count(tier, stage), 0);
  const option: ChartOption = {
    grid: { left: 8, right: 56, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: '#3d4a59' } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'html' },
    xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e8ecf0' } }, axisLabel: { color: '#566272' } },
    yAxis: {
      type: 'category',
      data: tiers.map(tierName),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c3ccd6' } },
      axisLabel: { color: '#1c2733' },
    },
    series: stages.map((stage, index) => ({
      type: 'bar' as const,
      name: say(named(STAGE, stage)),
      stack: 'stage',
      barMaxWidth: 26,
      itemStyle: { color: COLOURS[stage] ?? '#8592a1', ...(claimed ? { opacity: 0.75 } : {}) },
      data: tiers.map((tier) => count(tier, stage)),
      ...(index === stages.length - 1
        ? {
            label: {
              show: true,
              position: 'right' as const,
              color: '#1c2733',
              formatter: ({ dataIndex }: { dataIndex: number }) => grouped(total(tiers[dataIndex] ?? 'none')),
            },
          }
        : {}),
    })),
  };
  const behind = (tier: string, stage?: string): Question => ({
    about: 'tier',
    region,
    claimed,
    tier,
    ...(stage === undefined ? {} : { stage }),
    ...(kind === null ? {} : { kind }),
  });
  const top = [...tiers].reverse();
  const label = claimed ? t('来源所称层级', 'Tiers as sources claim them') : t('本台账认定的层级', 'Tiers held in this ledger');
  return (
    <>
      <Chart
        option={option}
        height={56 + tiers.length * 44}
        label={`${label}：${top.map((tier) => `${tierName(tier)} ${total(tier)}`).join('，')}`}
      />
      <Downloads
        title={claimed ? '来源所称层级' : '层级状态'}
        rows={top}
        columns={[
          { heading: '层级', of: tierName },
          ...stages.map((stage) => ({
            heading: named(STAGE, stage).zh,
            kind: 'number' as const,
            of: (tier: string) => count(tier, stage),
          })),
          { heading: '合计', kind: 'number', of: total },
        ]}
      />
      <div className="scroll">
        <table className="yearly-table">
          <thead>
            <tr>
              <th scope="col">{t('层级', 'Tier')}</th>
              {stages.map((stage) => (
                <th key={stage} scope="col">
                  {say(named(STAGE, stage))}
                </th>
              ))}
              <th scope="col">{t('合计', 'Total')}</th>
            </tr>
          </thead>
          <tbody>
            {top.map((tier) => (
              <tr key={tier}>
                <th scope="row">{tierName(tier)}</th>
                {stages.map((stage) => (
                  <td key={stage} className="amount">
                    <Num value={count(tier, stage)} of={behind(tier, stage)} />
                  </td>
                ))}
                <td className="amount">
                  <Num value={total(tier)} of={behind(tier)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

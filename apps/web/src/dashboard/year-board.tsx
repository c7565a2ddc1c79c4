/** 一年一览: everything that was counted of one year, beside the year before. Direct and indirect apart; locked and published never added. */
import type { YearlyCount } from '../shell/answers.gen';
import { Downloads } from '../shell/downloads';
import { changeOf } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Mark, Nothing } from '../shell/marks';
import { DIRECTNESS, FIGURE_STATUS, metricDefinition, metricNamed, named, NATURE, UNIT } from '../shell/words';
import { Num } from './number';
import { yearLines, type YearLine } from './yearly';

interface Props {
  readonly rows: readonly YearlyCount[];
  readonly region: string;
  readonly year: number;
}

export function YearBoard({ rows, region, year }: Props) {
  const { t, say } = useSpeech();
  const lines = yearLines(rows, year);
  if (lines.length === 0) return <Nothing text={t(`${year}年没有可合计的数据。`, `Nothing can be counted of ${year}.`)} />;
  const question = (line: YearLine, of: number) => {
    const { metric, unit, nature, directness, status } = line;
    return { about: 'count', region, year: of, metric, unit, nature, directness, status } as const;
  };
  const nameOf = (line: YearLine): string =>
    line.directness === 'unstated' && metricDefinition(line.metric)?.directed !== true ? '' : say(named(DIRECTNESS, line.directness));
  return (
    <div className="stack">
      {(['locked', 'published'] as const).map((status) => {
        const own = lines.filter((line) => line.status === status);
        if (own.length === 0) return null;
        return (
          <div key={status} className="stack">
            <div className="row">
              <h3>{say(named(FIGURE_STATUS, status))}</h3>
              <span className="quiet">
                {status === 'locked'
                  ? t('经填报、审核、锁定', 'reported, checked and locked')
                  : t('取自公开来源，未经填报锁定', 'from published sources, never locked')}
              </span>
            </div>
            <div className="scroll">
              <table className="yearly-table">
                <thead>
                  <tr>
                    <th scope="col">{t('指标', 'Metric')}</th>
                    <th scope="col">{t('直接／间接', 'Direct or indirect')}</th>
                    <th scope="col">{t(`${year}年`, String(year))}</th>
                    <th scope="col">{t(`${year - 1}年`, String(year - 1))}</th>
                    <th scope="col">{t('增减', 'Change')}</th>
                    <th scope="col">{t('品牌数', 'Brands')}</th>
                  </tr>
                </thead>
                <tbody>
                  {own.map((line) => (
                    <tr key={line.key}>
                      <th scope="row">
                        {say(metricNamed(line.metric))}
                        <span className="source-note" style={{ display: 'block' }}>
                          {say(named(NATURE, line.nature))} · {say(named(UNIT, line.unit))}
                        </span>
                      </th>
                      <td>
                        {nameOf(line)} {line.directness === 'indirect' ? <Mark tone="warn">{t('估算', 'estimate')}</Mark> : null}
                      </td>
                      <td className="amount">
                        {line.brands === 0 ? (
                          <span className="quiet">—</span>
                        ) : (
                          <Num value={line.value} of={question(line, year)} unit={say(named(UNIT, line.unit))} />
                        )}
                        {line.conflicts === 0 ? null : (
                          <Num value={line.conflicts} of={question(line, year)}>
                            <Mark tone="warn">{t(`${line.conflicts} 个来源冲突`, `${line.conflicts} disputed`)}</Mark>
                          </Num>
                        )}
                      </td>
                      <td className="amount">
                        {line.before === null ? (
                          <span className="quiet">—</span>
                        ) : (
                          <Num value={line.before} of={question(line, year - 1)} unit={say(named(UNIT, line.unit))} />
                        )}
                      </td>
                      <td className="amount number">
                        {/* What sources publish covers other brands every year; only what is reported year by year is held against the year before. */}
                        {line.status !== 'locked' ||
                        line.before === null ||
                        line.before === 0 ||
                        line.brands === 0 ||
                        line.nature === 'cumulative' ? (
                          <span className="quiet">—</span>
                        ) : (
                          changeOf(line.value - line.before, line.before)
                        )}
                        {line.before === null || line.brands === 0 || line.brands === line.brandsBefore ? null : (
                          <span className="source-note" style={{ display: 'block' }}>
                            {t('品牌数不同，不宜直接比较', 'other brands than before')}
                          </span>
                        )}
                      </td>
                      <td className="amount">
                        <Num value={line.brands} of={question(line, year)} />
                        {line.before === null ? null : (
                          <span className="source-note" style={{ display: 'block' }}>
                            {t('上年 ', 'before: ')}
                            <Num value={line.brandsBefore} of={question(line, year - 1)} />
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </div>
        );
      })}
      <Downloads<YearLine>
        title={`${year}年一览`}
        rows={lines}
        notes={['直接与间接分列，间接为估算；已锁定与已公布不相加。']}
        columns={[
          { heading: '状态', of: ({ status }) => named(FIGURE_STATUS, status).zh },
          { heading: '指标', of: ({ metric }) => metricNamed(metric).zh },
          { heading: '口径', of: ({ nature }) => named(NATURE, nature).zh },
          { heading: '单位', of: ({ unit }) => named(UNIT, unit).zh },
          { heading: '直接／间接', of: ({ directness }) => named(DIRECTNESS, directness).zh },
          { heading: `${year}年`, kind: 'number', of: ({ value, brands }) => (brands === 0 ? null : value) },
          { heading: `${year - 1}年`, kind: 'number', of: ({ before }) => before },
          { heading: '品牌数', kind: 'number', of: ({ brands }) => brands },
          { heading: '上年品牌数', kind: 'number', of: ({ brandsBefore }) => brandsBefore },
          { heading: '来源冲突', kind: 'number', of: ({ conflicts }) => conflicts },
        ]}
      />
    </div>
  );
}

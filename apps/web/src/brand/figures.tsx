import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import type { BrandCard, FigureRow } from '#contracts';
import { figureText, grouped, windowOf } from '../shell/format';
import { useSpeech } from '../shell/language';
import { ClaimMark, Mark, Nothing, SourceLink, StatusMark } from '../shell/marks';
import { conflictsOf } from './conflicts';
import { DIRECTNESS, metricDefinition, metricNamed, named, NATURE, RATIO, UNIT } from '../shell/words';

/** Sources that disagree, side by side. Nothing is averaged, chosen or summed. */
export function Conflicts({ figures }: { readonly figures: readonly FigureRow[] }) {
  const { t, say, language } = useSpeech();
  const groups = conflictsOf(figures);
  if (groups.length === 0) return null;
  return (
    <section className="sheet clash">
      <header>
        <h2>{t('来源互相冲突，并列显示，不相加、不取舍', 'Sources disagree: shown side by side, neither summed nor chosen')}</h2>
      </header>
      <div className="stack">
        {groups.map((group) => (
          <div key={group.map((each) => each.figureId).join()} className="grid" data-testid="conflict">
            {group.map((figure) => (
              <div key={figure.figureId} className="half">
                <div className="quiet">
                  {say(metricNamed(figure.metric))} · {say(named(NATURE, figure.nature))} · {say(windowOf(figure))}
                </div>
                <b style={{ fontSize: 20 }} className="number">
                  {figureText(figure, language)}
                </b>
                <div>
                  <SourceLink source={figure.source} />
                </div>
              </div>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

interface Props {
  readonly figures: readonly FigureRow[];
  readonly onCorrect: (figure: FigureRow) => void;
  /** What may be done with a figure in force; left out: it is corrected by one word. */
  readonly acts?: (figure: FigureRow) => ReactNode;
}

/** 数据: every figure with what it counts, in which window, by whose word. A corrected one stays, struck through. */
export function Figures({ figures, onCorrect, acts }: Props) {
  const { t, say, language } = useSpeech();
  return (
    <Table<FigureRow>
      size="small"
      rowKey="figureId"
      dataSource={[...figures]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Nothing text={t('还没有数据。', 'No figures yet.')} /> }}
      onRow={(figure) => ({ id: `figure-${figure.figureId}` })}
      columns={[
        {
          key: 'metric',
          title: t('指标', 'Metric'),
          render: (_, figure) => (
            <span className={figure.correctedBy === null ? undefined : 'struck'}>{say(metricNamed(figure.metric))}</span>
          ),
        },
        { key: 'window', title: t('时间', 'When'), render: (_, figure) => <span className="number">{say(windowOf(figure))}</span> },
        {
          key: 'value',
          title: t('数值', 'Value'),
          align: 'right',
          render: (_, figure) => (
            <span className={`number${figure.correctedBy === null ? '' : ' struck'}`}>{figureText(figure, language)}</span>
          ),
        },
        { key: 'nature', title: t('口径', 'Reading'), render: (_, figure) => say(named(NATURE, figure.nature)) },
        {
          key: 'directness',
          title: t('直接／间接', 'Direct or indirect'),
          render: (_, figure) => (
            <span>
              {figure.directness === 'unstated' && metricDefinition(figure.metric)?.directed !== true ? (
                <span className="quiet">—</span>
              ) : figure.directness === 'unstated' ? (
                <span className="quiet">{say(named(DIRECTNESS, figure.directness))}</span>
              ) : (
                say(named(DIRECTNESS, figure.directness))
              )}
              {figure.estimate === null ? null : (
                <span className="source-note" style={{ display: 'block' }}>
                  {t('估算方法：', 'method: ')}
                  {figure.estimate.method}
                  {t('；依据：', '; basis: ')}
                  {figure.estimate.basis}
                </span>
              )}
            </span>
          ),
        },
        {
          key: 'status',
          title: t('状态', 'Status'),
          render: (_, figure) => (
            <span className="marks">
              <StatusMark status={figure.status} />
              {figure.conflictsWith.length === 0 || figure.correctedBy !== null ? null : <Mark tone="warn">{t('有冲突', 'disputed')}</Mark>}
            </span>
          ),
        },
        { key: 'source', title: t('来源', 'Source'), render: (_, figure) => <SourceLink source={figure.source} /> },
        {
          key: 'act',
          title: t('更正', 'Correction'),
          render: (_, figure) =>
            figure.correctedBy === null ? (
              (acts?.(figure) ?? (
                <Button size="small" onClick={() => onCorrect(figure)}>
                  {t('更正', 'Correct')}
                </Button>
              ))
            ) : (
              <Button
                type="link"
                size="small"
                onClick={() => {
                  const row = document.getElementById(`figure-${figure.correctedBy}`);
                  row?.scrollIntoView({ block: 'center' });
                  row?.animate([{ backgroundColor: '#fdf1dc' }, { backgroundColor: 'transparent' }], 1600);
                }}
              >
                {t('已更正，看新数据', 'Corrected: see the new figure')}
              </Button>
            ),
        },
      ]}
    />
  );
}

/** What a source claims, what it prints as a ratio or a target, and the honours: all apart from figures and tiers. */
export function OtherFacts({ card }: { readonly card: BrandCard }) {
  const { t, say } = useSpeech();
  const year = (value: number | null): string => (value === null ? t('日期不详', 'date unknown') : t(`${value} 年`, String(value)));
  return (
    <div className="grid">
      <section className="sheet half">
        <header>
          <h2>{t('来源所称层级', 'Tiers as sources claim them')}</h2>
          <span className="quiet">{t('不等于本台账认定', 'not recognised by being claimed')}</span>
        </header>
        {card.tierClaims.length === 0 ? (
          <Nothing text={t('没有来源称其有层级。', 'No source claims a tier.')} />
        ) : (
          <ul className="reasons">
            {card.tierClaims.map((claim) => (
              <li key={`${claim.tier}${claim.sinceYear}${claim.source.reference}`}>
                <ClaimMark tier={claim.tier} /> {year(claim.sinceYear)}{' '}
                {claim.reading ? <Mark tone="warn">{t('系本台账解读', 'our reading')}</Mark> : null}
                <div>
                  <SourceLink source={claim.source} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="sheet half">
        <header>
          <h2>{t('荣誉称号', 'Honours')}</h2>
          <span className="quiet">{t('不是层级', 'no tiers')}</span>
        </header>
        {card.honourList.length === 0 ? (
          <Nothing text={t('没有登记荣誉称号。', 'No honours on record.')} />
        ) : (
          <ul className="reasons">
            {card.honourList.map((honour, index) => (
              <li key={`${honour.honour}${index}`}>
                <b>{honour.honour}</b> {honour.title === null ? '' : `「${honour.title}」`} {year(honour.year)}
                <div>
                  <SourceLink source={honour.source} />
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
      {card.ratios.length === 0 ? null : (
        <section className="sheet half">
          <header>
            <h2>{t('公布的比率', 'Published ratios')}</h2>
            <span className="quiet">{t('照录原文，不参与判定', 'as printed; decide nothing')}</span>
          </header>
          <ul className="reasons">
            {card.ratios.map((ratio, index) => (
              <li key={`${ratio.ratio}${index}`}>
                {say(named(RATIO, ratio.ratio))}{' '}
                <b className="number">
                  {ratio.bound === 'exact' ? '' : ratio.bound === 'atLeast' ? '≥ ' : '≈ '}
                  {ratio.percent}%
                </b>{' '}
                {year(ratio.toYear)}
                <div>
                  <SourceLink source={ratio.source} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {card.targets.length === 0 ? null : (
        <section className="sheet half">
          <header>
            <h2>{t('目标', 'Targets')}</h2>
            <span className="quiet">{t('目标不是数据', 'targets are no figures')}</span>
          </header>
          <ul className="reasons">
            {card.targets.map((target, index) => (
              <li key={`${target.target}${index}`}>
                {target.target} <b className="number">{grouped(target.value)}</b> {say(named(UNIT, target.unit))}{' '}
                {target.perYear ? t('（每年）', '(a year)') : ''}{' '}
                {target.byYear === null ? '' : t(`到 ${target.byYear} 年`, `by ${target.byYear}`)}
                <div>
                  <SourceLink source={target.source} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

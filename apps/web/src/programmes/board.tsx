/** 目标完成情况: what is done, what would be done by now, what is asked, and the events behind each number. */
import { useQuery } from '@tanstack/react-query';
import { Progress as Bar, Table } from 'antd';
import { useState } from 'react';
import type { SubjectCard } from '#contracts';
import { Verdict } from '../brand/dry-evaluation';
import { FactEvent } from '../brand/fact-event';
import { policyOf } from '../brand/pack-words';
import { queries } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { Downloads } from '../shell/downloads';
import { grouped, quantityIn, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, OutcomeMark, SourceLink } from '../shell/marks';
import { Go } from '../shell/router';
import { COMPARISON, metricNamed, named, UNIT } from '../shell/words';
import { ownOf } from '../subjects/kinds';
import { linesOf, STATUS, STATUS_TONE, targetsOf, targetWords, type Cohort, type Line, type Progress } from './targets';

const ORDER = ['missed', 'behind', 'undecidable', 'noTolerance', 'onCourse', 'met'] as const;

function Asked({ line }: { readonly line: Line }) {
  const { t, language } = useSpeech();
  const { threshold } = line.node;
  if (threshold === null) return <span className="quiet">{t('逐步提高', 'rising')}</span>;
  const value = quantityIn(threshold.quantity, language);
  if (threshold.comparison === 'rising') return <span>{t('逐步提高（未写幅度）', 'rising, no size stated')}</span>;
  return (
    <span className="number">
      {line.years === null ? null : (
        <span className="quiet">{t(`平均每年，${line.years} 年合计 `, `average a year, ${line.years} years together `)}</span>
      )}
      {threshold.comparison === 'about' ? t(`${value}左右`, `about ${value}`) : `${COMPARISON[threshold.comparison] ?? ''} ${value}`}
    </span>
  );
}

/** Done against asked, for people who read a bar faster than a number. Decides nothing. */
function DoneBar({ line }: { readonly line: Line }) {
  const { t, language } = useSpeech();
  const { actual, threshold } = line.node;
  if (actual === null) {
    if (line.atLeast === null) return <span className="quiet">{t('未填报', 'not reported')}</span>;
    const years = [...new Set(line.node.missing.flatMap(({ year }) => (year === null ? [] : [year])))];
    return (
      <div>
        <b className="number">{t(`至少 ${grouped(Number(line.atLeast))}`, `at least ${grouped(Number(line.atLeast))}`)}</b>
        <span className="source-note" style={{ display: 'block' }}>
          {years.length === 0 ? t('尚未报齐', 'not all is reported') : t(`缺 ${years.join('、')} 年`, `missing: ${years.join(', ')}`)}
        </span>
      </div>
    );
  }
  const share =
    actual.kind === 'count' && threshold?.quantity.kind === 'count' && threshold.quantity.value > 0
      ? Math.min(100, Math.floor((actual.value * 100) / threshold.quantity.value))
      : null;
  return (
    <div style={{ minWidth: 150 }}>
      <b className="number">{quantityIn(actual, language)}</b>
      {share === null ? null : (
        <Bar
          percent={share}
          size="small"
          aria-label={t('完成比例', 'share done')}
          strokeColor={line.status === 'missed' ? '#b3261e' : line.status === 'behind' ? '#8a5300' : '#17406d'}
          format={() => <span style={{ color: '#1c2733' }}>{share}%</span>}
        />
      )}
    </div>
  );
}

/** What a recorded answer says in other words: it is repeated only where it says something else. */
const SAME_AS: Readonly<Record<string, readonly string[]>> = {
  pass: ['met'],
  fail: ['missed'],
  undecidable: ['undecidable', 'onCourse', 'behind'],
  notConfigured: ['noTolerance'],
};

function StatusCell({ line, card }: { readonly line: Line; readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const { status } = line;
  const recorded = card.answers
    .filter(({ rule, period }) => rule === line.target && (period === null || period === line.node.window?.toYear))
    .at(-1);
  return (
    <span className="marks">
      <Mark tone={STATUS_TONE[status] ?? 'plain'}>{say(named(STATUS, status))}</Mark>
      {line.aim ? <Mark tone="claim">{t('力争：未达到没有后果', 'an aim: a miss has no consequence')}</Mark> : null}
      {line.answer.explanation.root.notes.includes('inPrinciple') ? <Mark tone="claim">{t('原则上', 'in principle')}</Mark> : null}
      {line.answer.explanation.root.notes.includes('example') ? <Mark tone="claim">{t('举例，不是要求', 'an example')}</Mark> : null}
      {line.node.notes.includes('aboveTarget') ? <Mark tone="warn">{t('超过上限', 'above the range')}</Mark> : null}
      {recorded === undefined ? null : (
        <span>
          <span className="quiet">{t('已记录：', 'on record: ')}</span>
          {SAME_AS[recorded.outcome]?.includes(status) === true ? null : <OutcomeMark outcome={recorded.outcome} />}{' '}
          <FactEvent event={recorded.event} />
        </span>
      )}
    </span>
  );
}

/** Every target of the programme's document with its answer on a day; opened, the whole explanation. */
export function Board({ card }: { readonly card: SubjectCard }) {
  const { t, say, language } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const [only, setOnly] = useState<string | null>(null);
  const own = ownOf(card, 'programme');
  const pack = policyOf(shelf, own?.pack ?? '');
  const [chosen, setChosen] = useState<string | null>(null);
  // A document that has ended answers as of its last day.
  const lastDay = pack?.until ?? pack?.document.meta.inForceUntil ?? null;
  const today = todayInShanghai();
  const asOf = chosen ?? (lastDay !== null && lastDay < today ? lastDay : today);
  const answers = useQuery({
    ...queries.subjectEvaluations(`/programmes/${card.id}`, { asOf, factsFrom: 'locked' }),
    enabled: asOf !== '' && pack !== undefined,
  });
  const targets = targetsOf(shelf, card);
  const cite = (id: string): string => {
    const clause = targets.find((each) => each.id === id)?.clause;
    return pack?.document.clauses.find(({ key }) => key === clause)?.cite ?? '';
  };
  return (
    <div className="stack">
      <div className="row">
        <label htmlFor="board-as-of">{t('截至日期', 'As of')}</label>
        <DateInput id="board-as-of" style={{ width: 160 }} value={asOf} onChange={setChosen} />
        <span>
          {t('依据：', 'Document: ')}
          <Go to={`policies/${own?.pack ?? ''}`}>{pack?.title ?? own?.pack}</Go>
          {own === null ? '' : t(`，${own.fromYear}—${own.toYear} 年`, `, ${own.fromYear}–${own.toYear}`)}
        </span>
        {lastDay !== null && lastDay < today ? (
          <Mark tone="warn">{t(`文件已于 ${lastDay} 期满`, `the document ended on ${lastDay}`)}</Mark>
        ) : null}
      </div>
      <Answer query={answers} rows={8}>
        {(packs) => {
          const lines = packs.flatMap((each) => each.targets.flatMap(linesOf));
          if (lines.length === 0)
            return (
              <Nothing
                text={t(
                  '该日文件不在有效期内，或文件没有给行动（项目）定目标。',
                  'On that day the document is not in force, or it sets no target for programmes.',
                )}
              />
            );
          const count = (status: string): number => lines.filter((line) => line.status === status).length;
          const shown = lines.filter((line) => only === null || line.status === only);
          return (
            <div className="stack" aria-live="polite">
              <div className="tallies" data-testid="target-tallies">
                {ORDER.map((status) => (
                  <button
                    key={status}
                    type="button"
                    className="tally"
                    aria-pressed={only === status}
                    onClick={() => setOnly(only === status ? null : status)}
                  >
                    <b>{count(status)}</b>
                    <span>{say(named(STATUS, status))}</span>
                  </button>
                ))}
              </div>
              <Downloads
                title={`任务目标_${card.name}`}
                rows={shown}
                columns={[
                  { heading: '目标', of: (line) => targetWords(targets, line.target).zh },
                  { heading: '依据', of: (line) => cite(line.target) },
                  { heading: '起始年度', kind: 'number', of: (line) => line.node.window?.fromYear },
                  { heading: '截止年度', kind: 'number', of: (line) => line.node.window?.toYear },
                  { heading: '要求', of: (line) => quantityIn(line.node.threshold?.quantity ?? null, 'zh') },
                  { heading: '已完成', of: (line) => quantityIn(line.node.actual, 'zh') },
                  { heading: '按时间进度应完成', of: (line) => (line.expected === null ? null : String(line.expected)) },
                  { heading: '时间已过（%）', of: (line) => line.elapsed },
                  { heading: '状态', of: (line) => named(STATUS, line.status).zh },
                ]}
              />
              <Table<Line>
                size="small"
                rowKey={(line) => `${line.target}${line.node.window?.toYear ?? ''}`}
                dataSource={shown}
                pagination={false}
                scroll={{ x: 1290 }}
                expandable={{ expandedRowRender: (line) => <Verdict answer={line.answer} /> }}
                columns={[
                  {
                    key: 'target',
                    title: t('目标', 'Target'),
                    width: 280,
                    render: (_, line) => (
                      <div>
                        <b>{say(targetWords(targets, line.target))}</b>
                        {line.node.window === null || line.node.window.fromYear === line.node.window.toYear ? (
                          line.node.notes.some((note) => note === 'targetSpan:yearly') ? (
                            <span className="number"> {t(`${line.node.window?.toYear} 年`, String(line.node.window?.toYear))}</span>
                          ) : null
                        ) : (
                          <span className="number">
                            {' '}
                            {line.node.window.fromYear}—{line.node.window.toYear}
                          </span>
                        )}
                        <div className="quiet">{t(`依据：${cite(line.target)}`, `by ${cite(line.target)}`)}</div>
                      </div>
                    ),
                  },
                  { key: 'asked', title: t('要求', 'Asked for'), width: 170, render: (_, line) => <Asked line={line} /> },
                  { key: 'done', title: t('已完成', 'Done'), width: 170, render: (_, line) => <DoneBar line={line} /> },
                  {
                    key: 'expected',
                    title: t('按时间进度应完成', 'Expected by now'),
                    width: 150,
                    render: (_, line) =>
                      line.expected === null ? (
                        <span className="quiet">—</span>
                      ) : (
                        <span>
                          <span className="number">
                            {grouped(Number(line.expected))}{' '}
                            {line.node.threshold?.quantity.kind === 'count' ? say(named(UNIT, line.node.threshold.quantity.unit)) : ''}
                          </span>
                          {line.elapsed === null ? null : (
                            <span className="source-note" style={{ display: 'block' }}>
                              {t(`时间已过 ${line.elapsed}%`, `${line.elapsed}% of the time has passed`)}
                            </span>
                          )}
                        </span>
                      ),
                  },
                  {
                    key: 'by',
                    title: t('截止', 'By'),
                    width: 110,
                    render: (_, line) =>
                      line.by === null ? (
                        <span className="quiet">{t('未写', 'not stated')}</span>
                      ) : (
                        <span className="number">{line.by}</span>
                      ),
                  },
                  { key: 'status', title: t('状态', 'Status'), width: 220, render: (_, line) => <StatusCell line={line} card={card} /> },
                  {
                    key: 'facts',
                    title: t('依据的记录', 'Behind it'),
                    width: 190,
                    render: (_, line) =>
                      line.node.facts.length === 0 ? (
                        <span className="quiet">—</span>
                      ) : (
                        <div>
                          {line.node.facts.slice(0, 4).map((fact, index) => (
                            <div key={`${fact.event}${index}`}>
                              {fact.year === null ? '' : t(`${fact.year} 年 `, `${fact.year}: `)}
                              {quantityIn(fact.quantity, language)} <FactEvent event={fact.event} />
                            </div>
                          ))}
                          {line.node.facts.length > 4 ? (
                            <span className="quiet">{t(`等 ${line.node.facts.length} 条`, `${line.node.facts.length} in all`)}</span>
                          ) : null}
                        </div>
                      ),
                  },
                ]}
              />
            </div>
          );
        }}
      </Answer>
    </div>
  );
}

function CohortText({ cohort }: { readonly cohort: Cohort | null }) {
  const { t } = useSpeech();
  if (cohort === null) return <span className="quiet">{t('不计人', 'counts no people')}</span>;
  return (
    <span>
      {cohort.title}
      <span className="source-note" style={{ display: 'block' }}>
        {t(`${cohort.count} 人 · 名册 ${cohort.digest.slice(0, 8)}…`, `${cohort.count} people · roster ${cohort.digest.slice(0, 8)}…`)}
      </span>
    </span>
  );
}

/** 进度与分摊: every number that was reported, for which target, of which people; and how cohorts are allocated. */
export function ProgressSheet({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const own = ownOf(card, 'programme');
  if (own === null) return null;
  const targets = targetsOf(shelf, card);
  const called = (id: string): string => say(targetWords(targets, id));
  return (
    <div className="stack">
      <section className="sheet">
        <header>
          <h2>{t('进度记录', 'Progress on record')}</h2>
          <span className="quiet">
            {t('同一批人只计入一个目标；重复计入会被拒绝', 'A cohort counts for one target; counting it twice is refused')}
          </span>
        </header>
        <Downloads
          title={`进度记录_${card.name}`}
          rows={[...own.progress].reverse()}
          columns={[
            { heading: '目标', of: (each) => targetWords(targets, each.target).zh },
            { heading: '指标', of: (each) => metricNamed(each.metric).zh },
            { heading: '时间', of: (each) => each.asOf ?? String(each.year) },
            { heading: '数值', kind: 'number', of: (each) => each.value },
            { heading: '单位', of: (each) => named(UNIT, each.unit).zh },
            { heading: '来源', of: (each) => each.source.reference },
            { heading: '更正', of: (each) => (each.correctedBy === null ? null : '已被更正') },
            { heading: '事件', of: (each) => each.event },
          ]}
        />
        <Table<Progress>
          size="small"
          rowKey="progressId"
          dataSource={[...own.progress].reverse()}
          pagination={own.progress.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Nothing text={t('还没有填报进度。', 'None yet.')} /> }}
          columns={[
            { key: 'target', title: t('目标', 'Target'), render: (_, each) => called(each.target) },
            { key: 'metric', title: t('指标', 'Metric'), render: (_, each) => say(metricNamed(each.metric)) },
            { key: 'when', title: t('时间', 'When'), render: (_, each) => <span className="number">{each.asOf ?? each.year}</span> },
            {
              key: 'value',
              title: t('数值', 'Value'),
              align: 'right',
              render: (_, each) => (
                <span className={`number${each.correctedBy === null ? '' : ' struck'}`}>
                  {grouped(each.value)} {say(named(UNIT, each.unit))}
                </span>
              ),
            },
            { key: 'cohort', title: t('批次', 'Cohort'), render: (_, each) => <CohortText cohort={each.cohort} /> },
            { key: 'source', title: t('来源', 'Source'), render: (_, each) => <SourceLink source={each.source} /> },
            {
              key: 'event',
              title: t('记录', 'Entry'),
              render: (_, each) => (
                <span className="marks">
                  <FactEvent event={each.event} />
                  {each.correctedBy === null ? null : <Mark>{t('已更正', 'corrected')}</Mark>}
                  {each.corrects === null ? null : <Mark tone="calm">{t('更正值', 'a correction')}</Mark>}
                </span>
              ),
            },
          ]}
        />
      </section>
      <section className="sheet">
        <header>
          <h2>{t('分摊规则', 'Allocations')}</h2>
          <ConfiguredMark />
        </header>
        {own.allocations.length === 0 ? (
          <Nothing text={t('没有登记分摊规则：同一批人不能计入两个目标。', 'None is declared: a cohort cannot count for two targets.')} />
        ) : (
          <ul className="reasons">
            {own.allocations.map((each) => (
              <li key={each.allocationId}>
                {each.cohort === null ? t('所有批次', 'every cohort') : `${each.cohort.title}（${each.cohort.count}）`}：
                {each.rule.kind === 'full'
                  ? t(`全部计入“${called(each.rule.target)}”`, `all for “${called(each.rule.target)}”`)
                  : each.rule.kind === 'shares'
                    ? each.rule.shares.map(({ target, count }) => `${called(target)} ${count}`).join(t('、', ', '))
                    : t(`${each.rule.targets.map(called).join('、')} 一并计入`, `${each.rule.targets.map(called).join(', ')} together`)}
                <span className="quiet"> {t(`批准：${each.approvedBy}`, `approved by ${each.approvedBy}`)}</span>{' '}
                <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WhatIfResult, WhatIfRow } from '#contracts';
import { queries, stopWhatIf } from '../shell/api';
import { Downloads } from '../shell/downloads';
import { marginIn, quantityIn, shanghaiTime } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, OutcomeMark, Refusal } from '../shell/marks';
import { Go } from '../shell/router';
import { named, OUTCOME, COMPARISON } from '../shell/words';

const PAGE = 20;

type Side = WhatIfRow['before'];
type Cause = WhatIfRow['causes'][number];

function Outcome({ side }: { readonly side: Pick<NonNullable<Side>, 'outcome'> | null }) {
  const { t } = useSpeech();
  return side === null ? <Mark>{t('不适用', 'not asked')}</Mark> : <OutcomeMark outcome={side.outcome} />;
}

/** One side of a predicate: standard, what was found, and by how much it is above or below. */
function Measured({ measure }: { readonly measure: Cause['before'] }) {
  const { t, language } = useSpeech();
  if (measure === null) return <span className="quiet">{t('不问这一项', 'not asked')}</span>;
  const parts = [
    measure.threshold === null
      ? null
      : `${t('标准', 'standard')} ${COMPARISON[measure.comparison ?? ''] ?? ''} ${quantityIn(measure.threshold, language)}`,
    measure.actual === null ? null : `${t('实际', 'found')} ${quantityIn(measure.actual, language)}`,
    measure.margin === null ? null : `${t('余量', 'margin')} ${marginIn(measure.margin, language)}`,
  ].filter((part) => part !== null);
  return <span>{parts.length === 0 ? t('无数值', 'no figure') : parts.join('，')}</span>;
}

function CauseText({ cause }: { readonly cause: Cause }) {
  const { t, say } = useSpeech();
  const told = cause.after ?? cause.before;
  return (
    <li>
      <b>{say(cause)}</b> {told?.basis === 'configured' ? <ConfiguredMark /> : <span className="quiet">{told?.cite}</span>}
      <div>
        {t('原：', 'before: ')}
        <Measured measure={cause.before} />
      </div>
      <div>
        {t('改：', 'after: ')}
        <Measured measure={cause.after} />
      </div>
      {cause.parameters.length === 0 ? null : <div className="source-note">{cause.parameters.join(t('、', ', '))}</div>}
    </li>
  );
}

function Totals({ job, names }: { readonly job: WhatIfResult; readonly names: ReadonlyMap<string, string> }) {
  const { t } = useSpeech();
  const { totals } = job;
  return (
    <section className="sheet stack">
      <p data-testid="what-if-totals">
        {t(
          `涉及品牌 ${totals.brands} 个，逐年逐项判定 ${totals.asked} 次（其中 ${totals.skipped} 次条件与数值均未变，无须重判；另有 ${job.same} 条规则两边相同）；结论改变 ${totals.changed} 项、涉及 ${totals.brandsChanged} 个品牌。`,
          `${totals.brands} brands, ${totals.asked} questions by year (${totals.skipped} of them not asked again, as nothing that reaches the brand differs; ${job.same} rules are the same on both sides); ${totals.changed} outcomes change, of ${totals.brandsChanged} brands.`,
        )}
      </p>
      {totals.changed === 0 ? null : (
        <>
          <Downloads
            title="政策推演：按规则汇总"
            rows={totals.byQuestion}
            columns={[
              { heading: '规则', of: ({ question }) => names.get(question) ?? question },
              { heading: '原结论', of: ({ from }) => (from === null ? null : named(OUTCOME, from).zh) },
              { heading: '新结论', of: ({ to }) => (to === null ? null : named(OUTCOME, to).zh) },
              { heading: '数量', kind: 'number', of: ({ count }) => count },
            ]}
          />
          <Table
            size="small"
            pagination={false}
            scroll={{ x: 'max-content' }}
            rowKey={(row) => `${row.question}${row.from}${row.to}`}
            dataSource={[...totals.byQuestion]}
            columns={[
              { key: 'rule', title: t('规则', 'Rule'), render: (_, row) => names.get(row.question) ?? row.question },
              {
                key: 'from',
                title: t('原结论', 'Before'),
                render: (_, row) => <Outcome side={row.from === null ? null : { outcome: row.from }} />,
              },
              {
                key: 'to',
                title: t('新结论', 'After'),
                render: (_, row) => <Outcome side={row.to === null ? null : { outcome: row.to }} />,
              },
              { key: 'count', title: t('数量', 'Count'), align: 'right', render: (_, row) => row.count },
            ]}
          />
          <p>
            {t('按年度：', 'By year: ')}
            {totals.byYear.map(({ year, count }) => t(`${year} 年 ${count} 项`, `${year}: ${count}`)).join(t('，', ', '))}
          </p>
          <p>
            {t('按地区：', 'By region: ')}
            {totals.byRegion.map(({ name, count }) => t(`${name} ${count} 项`, `${name}: ${count}`)).join(t('，', ', '))}
          </p>
        </>
      )}
    </section>
  );
}

function Sheet({ children }: { readonly children: ReactNode }) {
  return <section className="sheet stack">{children}</section>;
}

/** A job: how far it has come, how to stop it, and what changes. */
export function WhatIfJobView({ jobId }: { readonly jobId: string }) {
  const { t, say } = useSpeech();
  const client = useQueryClient();
  const [page, setPage] = useState(1);
  const [error, setError] = useState<unknown>(null);
  const result = useQuery(queries.whatIf(jobId, { offset: (page - 1) * PAGE, limit: PAGE }));
  const stop = async (): Promise<void> => {
    setError(null);
    try {
      await stopWhatIf(jobId);
      await client.invalidateQueries({ queryKey: ['what-if', jobId] });
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Answer query={result} rows={6}>
      {(job) => {
        const names = new Map(job.questions.map((question) => [question.id, say(question)]));
        return (
          <div className="stack" aria-live="polite">
            <Sheet>
              <div className="row">
                <h2>
                  {job.state === 'running'
                    ? t('正在推演', 'Running')
                    : job.state === 'done'
                      ? t('推演完成', 'Done')
                      : job.state === 'stopped'
                        ? t('推演已停止（以下为停止前的结果）', 'Stopped (what was found until then)')
                        : t('推演中断', 'Failed')}
                </h2>
                {job.state === 'running' ? <Button onClick={() => void stop()}>{t('停止推演', 'Stop')}</Button> : null}
              </div>
              <Progress
                aria-label={t('推演进度', 'Progress')}
                percent={job.total === 0 ? (job.state === 'done' ? 100 : 0) : Math.floor((job.done * 100) / job.total)}
                format={() => `${job.done}/${job.total}`}
                status={job.state === 'failed' ? 'exception' : job.state === 'done' ? 'success' : 'normal'}
              />
              <dl className="facts">
                <div>
                  <dt>{t('现行', 'Now')}</dt>
                  <dd>
                    {job.before.title}（{job.before.pack} {job.before.version}）
                  </dd>
                </div>
                <div>
                  <dt>{t('改为', 'Instead')}</dt>
                  <dd style={{ wordBreak: 'break-all' }}>
                    {job.after.title}（{job.after.pack} {job.after.version}）
                    {job.after.houses
                      .filter((house) => !house.published)
                      .map((house) => (
                        <span key={house.pack} className="source-note" style={{ display: 'block' }}>
                          {t('本地配置 ', 'configured: ')}
                          {house.pack} {house.version}
                        </span>
                      ))}
                    {job.after.published && job.after.houses.every((house) => house.published) ? null : (
                      <Mark tone="claim">{t('假设，未发布', 'hypothetical, not published')}</Mark>
                    )}
                  </dd>
                </div>
              </dl>
              {job.error === null ? null : <p>{say(job.error)}</p>}
              <p className="quiet">
                {say(job.notice)}
                {job.keptUntil === null
                  ? ''
                  : t(
                      `本次结果最迟保留到 ${shanghaiTime(job.keptUntil)}。`,
                      ` This one is kept until ${shanghaiTime(job.keptUntil)} at the latest.`,
                    )}
              </p>
              <Refusal error={error} />
            </Sheet>
            <Totals job={job} names={names} />
            {job.state === 'running' ? null : job.filtered === 0 ? (
              <Nothing text={t('没有任何结论改变。', 'No outcome changes.')} />
            ) : (
              <Sheet>
                <h2>{t('改变的结论', 'Outcomes that change')}</h2>
                {job.truncated ? (
                  <p>
                    {t(
                      '改变的结论过多，只保留了一部分明细；合计包含全部。',
                      'More outcomes change than are kept as rows; the totals count all of them.',
                    )}
                  </p>
                ) : null}
                <Downloads what="what-if" params={{ id: jobId }} />
                <Table
                  size="small"
                  scroll={{ x: 900 }}
                  rowKey={(row) => `${row.brandId}${row.year}${row.question}`}
                  dataSource={[...job.rows]}
                  pagination={{ current: page, pageSize: PAGE, total: job.filtered, onChange: setPage, showSizeChanger: false }}
                  columns={[
                    { key: 'year', title: t('评价年度', 'Year'), width: 90, render: (_, row) => row.year },
                    {
                      key: 'brand',
                      title: t('品牌', 'Brand'),
                      width: 180,
                      render: (_, row) => (
                        <span>
                          <Go to={`brands/${row.brandId}`}>{row.name}</Go>
                          <span className="source-note" style={{ display: 'block' }}>
                            {row.region.path
                              .filter(({ code }) => code !== '000000')
                              .map(({ name }) => name)
                              .join('')}
                          </span>
                        </span>
                      ),
                    },
                    { key: 'rule', title: t('规则', 'Rule'), width: 180, render: (_, row) => names.get(row.question) ?? row.question },
                    {
                      key: 'outcome',
                      title: t('结论（原 → 改）', 'Outcome (before → after)'),
                      width: 220,
                      render: (_, row) => (
                        <span>
                          <Outcome side={row.before} /> → <Outcome side={row.after} />
                        </span>
                      ),
                    },
                    {
                      key: 'cause',
                      title: t('依据和余量', 'Clause and margin'),
                      render: (_, row) => (
                        <ul className="reasons">
                          {row.causes.map((cause) => (
                            <CauseText key={cause.predicate} cause={cause} />
                          ))}
                        </ul>
                      ),
                    },
                  ]}
                />
              </Sheet>
            )}
          </div>
        );
      }}
    </Answer>
  );
}

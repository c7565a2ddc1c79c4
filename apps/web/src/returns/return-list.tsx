/** 填报 and 逐级审核 as lists: the returns of a region, by where their lines stand. */
import { useQuery } from '@tanstack/react-query';
import { Select, Table } from 'antd';
import type { ReturnRow } from '#contracts';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { returnQueries } from './api';
import { Due } from './due';
import { useActingRole } from '../accounts/person';
import { StandingCounts } from './standing-marks';
import { useNarrow } from '../shell/use-narrow';
import { RETURN_KIND, STANDING, STANDINGS, type Standing } from './words';

const PAGE = 20;

/** Rungs at which a line waits for the next one, and who takes it. */
const WAITING: readonly { readonly standing: Standing; readonly zh: string; readonly en: string }[] = [
  { standing: 'reported', zh: '待县级经办初审', en: 'to be checked by the county' },
  { standing: 'checked', zh: '待县级复核', en: 'to be reviewed by the county' },
  { standing: 'reviewed', zh: '待市级审核', en: 'for the prefecture' },
  { standing: 'approved', zh: '待省级审定', en: 'for the province' },
  { standing: 'accepted', zh: '待锁定', en: 'to be locked' },
];

/** Where the lines stand that wait for a role. */
const OWN: Readonly<Record<string, Standing>> = {
  recorder: 'reported',
  checker: 'checked',
  prefectureReviewer: 'reviewed',
  provinceScreener: 'approved',
  approver: 'accepted',
};
const waitingFor = (role: string | null): Standing => (role === null ? 'reported' : (OWN[role] ?? 'reported'));

export function ReturnList({ work }: { readonly work: 'entry' | 'review' }) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const narrow = useNarrow();
  const region = place.params.get('region');
  const call = place.params.get('call');
  const role = useActingRole();
  const standing = place.params.get('rung') ?? (work === 'review' ? waitingFor(role) : null);
  const offset = Number(place.params.get('offset') ?? 0);
  const list = useQuery(returnQueries.list({ dataset, region, call, rung: standing, offset, limit: PAGE }));
  const calls = useQuery(returnQueries.calls({ dataset, region }));
  return (
    <section className="sheet">
      <header>
        <h2>{work === 'entry' ? t('填报', 'Returns') : t('逐级审核', 'Review, rung by rung')}</h2>
        <span className="quiet">
          {work === 'entry'
            ? t('单位填报；未登记建设单位的品牌由县级经办代报', 'Units report; the county office reports for brands without one')
            : t('先下后上；填报、经办、复核、审核、审定由不同的人办理', 'Lower rungs first; each by another person')}
        </span>
      </header>
      <div className="stack">
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code, offset: null })} />
        <div className="filters">
          <Select
            allowClear
            aria-label={t('填报任务', 'Call')}
            placeholder={t('全部填报任务', 'All calls')}
            value={call}
            onChange={(value: string | undefined) => adjust(place, { call: value ?? null, offset: null })}
            options={(calls.data ?? []).map((each) => ({ value: each.callId, label: `${each.title}（${say(each.periodWords)}）` }))}
            popupMatchSelectWidth={false}
          />
          <Select
            allowClear={work === 'entry'}
            aria-label={t('进度', 'Where lines stand')}
            placeholder={t('全部进度', 'Wherever they stand')}
            value={standing}
            onChange={(value: string | undefined) => adjust(place, { rung: value ?? null, offset: null })}
            options={
              work === 'review'
                ? WAITING.map((each) => ({ value: each.standing, label: t(each.zh, each.en) }))
                : STANDINGS.map((each) => ({ value: each, label: say(STANDING[each]) }))
            }
          />
          <Downloads what="returns" params={{ dataset, region, call, rung: standing }} />
        </div>
        <Answer query={list}>
          {({ rows, total }) =>
            narrow && rows.length === 0 ? (
              <Nothing text={emptyText(work, t)} />
            ) : narrow ? (
              <ul className="return-cards">
                {rows.map((row) => (
                  <li key={row.returnId} className="sheet">
                    <ReturnLink row={row} work={work} />
                    <div className="quiet">
                      {row.region.name} · {row.title} · {say(row.periodWords)}
                    </div>
                    <StandingCounts counts={row.counts} />
                    <div>
                      <Due on={row.dueOn} done={row.reportedOn !== null} lateUntil={row.lateUntil} />
                    </div>
                  </li>
                ))}
              </ul>
            ) : (
              <Table<ReturnRow>
                size="small"
                rowKey="returnId"
                dataSource={[...rows]}
                scroll={{ x: 'max-content' }}
                locale={{ emptyText: <Nothing text={emptyText(work, t)} /> }}
                pagination={
                  total > PAGE
                    ? {
                        current: offset / PAGE + 1,
                        pageSize: PAGE,
                        total,
                        showSizeChanger: false,
                        onChange: (page) => adjust(place, { offset: (page - 1) * PAGE }),
                      }
                    : false
                }
                columns={[
                  { key: 'unit', title: t('填报单位', 'Unit'), render: (_, row) => <ReturnLink row={row} work={work} /> },
                  { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.region.name },
                  {
                    key: 'call',
                    title: t('填报任务', 'Call'),
                    render: (_, row) => (
                      <span>
                        {row.title}
                        <span className="source-note" style={{ display: 'block' }}>
                          {say(row.periodWords)} · {say(RETURN_KIND[row.kind])}
                        </span>
                      </span>
                    ),
                  },
                  { key: 'brands', title: t('品牌数', 'Brands'), align: 'right', render: (_, row) => row.brands },
                  {
                    key: 'counts',
                    title: t('进度（条）', 'Lines by where they stand'),
                    render: (_, row) => <StandingCounts counts={row.counts} />,
                  },
                  {
                    key: 'doubts',
                    title: t('存疑已说明', 'Explained doubts'),
                    align: 'right',
                    render: (_, row) => (row.warnings === 0 ? <span className="quiet">0</span> : <Mark tone="warn">{row.warnings}</Mark>),
                  },
                  {
                    key: 'due',
                    title: t('截止', 'Due'),
                    render: (_, row) => (
                      <span className="marks">
                        <Due on={row.dueOn} done={row.reportedOn !== null} lateUntil={row.lateUntil} />
                        {row.late ? <Mark tone="warn">{t('逾期补报', 'reported late')}</Mark> : null}
                      </span>
                    ),
                  },
                ]}
              />
            )
          }
        </Answer>
      </div>
    </section>
  );
}

const emptyText = (work: 'entry' | 'review', t: (zh: string, en: string) => string): string =>
  work === 'entry'
    ? t('没有填报表。先由市级或省级下发填报任务。', 'No returns: the prefecture or province calls for them first.')
    : t('没有待办理的填报表。', 'Nothing waits here.');

function ReturnLink({ row, work }: { readonly row: ReturnRow; readonly work: 'entry' | 'review' }) {
  const { t } = useSpeech();
  return (
    <span className="marks">
      <Go to={`returns/${row.returnId}`} params={{ tab: work }}>
        {row.unit.name}
      </Go>
      {row.onBehalf ? <Mark tone="warn">{t('代报', 'by the office')}</Mark> : null}
    </span>
  );
}

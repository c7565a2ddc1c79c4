/** 征集窗口: when nominations are taken, to the minute of Beijing time, and what came in. */
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { SubjectCard, SubjectRow } from '#contracts';
import { FactEvent } from '../brand/fact-event';
import { policyOf } from '../brand/pack-words';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { shanghaiTime } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { Answer, Mark, Nothing, type Tone } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { KIND, named } from '../shell/words';
import { BrandName } from '../brand/brand-name';
import { ownOf, pathOf, type Own } from './kinds';
import { FoundButton } from './subject-list';

/** `2024-07-30 23:59`, as a clock in Beijing reads. */
export const minuteOf = (moment: string): string => shanghaiTime(new Date(Date.parse(moment)).toISOString()).slice(0, 16);

type Times = Pick<Own<'window'>, 'opensAt' | 'closesAt'>;
type StandTimes = Times & { readonly extended: number };

/** The first instant after the last minute, which counts to its end. */
const endOf = ({ closesAt }: Times): number => Math.floor(Date.parse(closesAt) / 60_000) * 60_000 + 60_000;

/** Whether it takes nominations in time at this instant. */
export const takesNow = (status: string, own: Times, now: number): boolean =>
  status === 'open' && now >= Date.parse(own.opensAt) && now < endOf(own);

/** How a window stands now: closed by a person, not open yet, past its last minute, or taking nominations. */
function windowStands(status: string, own: StandTimes, now: number): Words & { readonly tone: Tone } {
  if (status === 'closed') return { zh: '已关闭', en: 'Closed', tone: 'plain' };
  if (now < Date.parse(own.opensAt)) return { zh: '未到开始时间', en: 'Not open yet', tone: 'calm' };
  if (now >= endOf(own)) return { zh: '已过截止时间，未关闭', en: 'Past its close', tone: 'warn' };
  return own.extended === 0 ? { zh: '征集中', en: 'Open', tone: 'good' } : { zh: '征集中（已延期）', en: 'Open, extended', tone: 'good' };
}

export function WindowStands({ card }: { readonly card: SubjectCard }) {
  const { say } = useSpeech();
  const own = ownOf(card, 'window');
  if (own === null) return null;
  const stands = windowStands(card.status, { ...own, extended: own.extensions.length }, Date.now());
  return <Mark tone={stands.tone}>{say(stands)}</Mark>;
}

/** One window: times, extensions, and every nomination in time or late. */
export function WindowFacts({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const own = ownOf(card, 'window');
  if (own === null) return null;
  return (
    <div className="stack">
      <section className="sheet">
        <dl className="facts">
          <div>
            <dt>{t('依据文件', 'Document')}</dt>
            <dd>
              <Go to={`policies/${own.pack}`}>{policyOf(shelf, own.pack)?.title ?? own.pack}</Go>
            </dd>
          </div>
          <div>
            <dt>{t('征集类别', 'Kinds called for')}</dt>
            <dd>{own.kinds.map((kind) => say(named(KIND, kind))).join(t('、', ', '))}</dd>
          </div>
          <div>
            <dt>{t('地区', 'Region')}</dt>
            <dd>{pathOf(card.region)}</dd>
          </div>
          <div>
            <dt>{t('开始（北京时间）', 'Opens (Asia/Shanghai)')}</dt>
            <dd className="number">{minuteOf(own.opensAt)}</dd>
          </div>
          <div>
            <dt>{t('截止（北京时间，该分钟内有效）', 'Closes (Asia/Shanghai, that minute included)')}</dt>
            <dd className="number">
              <b>{minuteOf(own.closesAt)}</b>
            </dd>
          </div>
        </dl>
        {own.extensions.length === 0 ? null : (
          <ul className="reasons">
            {own.extensions.map((each) => (
              <li key={each.event}>
                {t(
                  `由 ${minuteOf(each.from)} 延至 ${minuteOf(each.closesAt)}：`,
                  `from ${minuteOf(each.from)} to ${minuteOf(each.closesAt)}: `,
                )}
                {each.reason} <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="sheet">
        <header>
          <h2>{t(`收到的申报（${own.received.length} 份）`, `Nominations (${own.received.length})`)}</h2>
          <span className="quiet">{t('逾期的照样登记，并注明', 'late ones are recorded, as late')}</span>
          <Downloads
            title={`收到的申报_${card.name}`}
            rows={own.received}
            columns={[
              { heading: '品牌编号', of: ({ brandId }) => brandId },
              { heading: '报送时间（北京时间）', of: ({ submittedAt }) => minuteOf(submittedAt) },
              { heading: '是否按期', of: ({ late }) => (late ? '逾期' : '按期') },
              { heading: '事件', of: ({ event }) => event },
            ]}
          />
        </header>
        <Table
          size="small"
          rowKey="event"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={[...own.received]}
          locale={{ emptyText: <Nothing text={t('还没有收到申报。', 'None yet.')} /> }}
          columns={[
            { key: 'brand', title: t('品牌', 'Brand'), render: (_, each) => <BrandName brandId={each.brandId} /> },
            {
              key: 'at',
              title: t('报送时间（北京时间）', 'Submitted (Asia/Shanghai)'),
              render: (_, each) => <span className="number">{minuteOf(each.submittedAt)}</span>,
            },
            {
              key: 'late',
              title: t('是否按期', 'In time'),
              render: (_, each) =>
                each.late ? <Mark tone="grave">{t('逾期', 'late')}</Mark> : <Mark tone="good">{t('按期', 'in time')}</Mark>,
            },
            { key: 'event', title: t('记录', 'Entry'), render: (_, each) => <FactEvent event={each.event} /> },
          ]}
        />
      </section>
    </div>
  );
}

export type WindowRow = SubjectRow & { readonly window: NonNullable<SubjectRow['window']> };

/** All windows of the dataset, with their times: a row has them, and no card is opened. */
function useWindows(region: string | null) {
  const { dataset } = useDataset();
  const rows = useQuery(queries.subjects({ kind: 'window', dataset, region }));
  return { rows, windows: ((rows.data ?? []) as readonly SubjectRow[]).filter((row): row is WindowRow => row.window !== null) };
}

/** Windows that take nominations in time at this instant. */
export function useOpenWindows(): readonly WindowRow[] {
  const { windows } = useWindows(null);
  return windows.filter((row) => takesNow(row.status, timesOf(row), Date.now()));
}

const timesOf = ({ window }: WindowRow): StandTimes => ({ opensAt: window.opensAt, closesAt: window.closesAt, extended: window.extended });

function RowStands({ row }: { readonly row: WindowRow }) {
  const { say } = useSpeech();
  const stands = windowStands(row.status, timesOf(row), Date.now());
  return <Mark tone={stands.tone}>{say(stands)}</Mark>;
}

export function WindowsPage() {
  const { t, say } = useSpeech();
  const place = usePlace();
  const region = place.params.get('region');
  const shelf = useQuery(queries.policies()).data ?? [];
  const { rows, windows } = useWindows(region);
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('征集窗口', 'Nomination windows')}</h1>
        <FoundButton kind="window" />
      </div>
      <section className="sheet" aria-label={t('筛选', 'Filters')}>
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
      </section>
      <Answer query={rows}>
        {() => (
          <div className="stack">
            <Downloads
              title="征集窗口"
              rows={windows}
              columns={[
                { heading: '征集', of: ({ name }) => name },
                { heading: '地区', of: (row) => pathOf(row.region) },
                { heading: '类别', of: ({ window }) => window.kinds.map((kind) => named(KIND, kind).zh).join('、') },
                { heading: '开始（北京时间）', of: ({ window }) => minuteOf(window.opensAt) },
                { heading: '截止（北京时间）', of: ({ window }) => minuteOf(window.closesAt) },
                { heading: '收到', kind: 'number', of: ({ window }) => window.received },
                { heading: '依据文件', of: ({ window }) => window.pack },
              ]}
            />
            <Table<WindowRow>
              size="small"
              rowKey="stream"
              pagination={false}
              scroll={{ x: 'max-content' }}
              dataSource={[...windows].sort((a, b) => Date.parse(b.window.closesAt) - Date.parse(a.window.closesAt))}
              locale={{ emptyText: <Nothing text={t('还没有征集窗口。', 'There is no window.')} /> }}
              columns={[
                { key: 'name', title: t('征集', 'Call'), render: (_, card) => <Go to={`windows/${card.id}`}>{card.name}</Go> },
                { key: 'stands', title: t('状态', 'Status'), render: (_, row) => <RowStands row={row} /> },
                { key: 'region', title: t('地区', 'Region'), render: (_, card) => pathOf(card.region) },
                {
                  key: 'kinds',
                  title: t('类别', 'Kinds'),
                  render: (_, card) => card.window.kinds.map((kind) => say(named(KIND, kind))).join(t('、', ', ')),
                },
                {
                  key: 'opens',
                  title: t('开始（北京时间）', 'Opens (Asia/Shanghai)'),
                  render: (_, card) => <span className="number">{minuteOf(card.window.opensAt)}</span>,
                },
                {
                  key: 'closes',
                  title: t('截止（北京时间）', 'Closes (Asia/Shanghai)'),
                  render: (_, card) => <span className="number">{minuteOf(card.window.closesAt)}</span>,
                },
                {
                  key: 'received',
                  title: t('收到', 'Received'),
                  align: 'right',
                  render: (_, card) => card.window.received,
                },
                {
                  key: 'pack',
                  title: t('依据文件', 'Document'),
                  render: (_, card) => {
                    const pack = policyOf(shelf, card.window.pack);
                    return pack?.number ?? pack?.title ?? card.window.pack;
                  },
                },
              ]}
            />
          </div>
        )}
      </Answer>
    </div>
  );
}

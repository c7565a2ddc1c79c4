/** The list behind a number, whatever it is made of: how many, page by page, and all of it as a file. */
import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import type { EventPlace } from '../shell/answers.gen';
import { get, type PageOf, type Query } from '../shell/api';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { dateIn, grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer } from '../shell/marks';
import { Go } from '../shell/router';
import { named } from '../shell/words';
import { dashboardQueries } from './api';
import { EVENT } from './words';

const PAGE = 20;
/** So many lines a file holds at most; the server takes no more either. */
const MOST = 20_000;

/** `brand-…@7`, its leaf, and the way to that line of the history. */
export function EventLink({ event }: { readonly event: EventPlace }) {
  const { t, say, language } = useSpeech();
  return (
    <span className="source">
      <Go
        className="entry"
        to={`brands/${event.stream.replace(/^brand-/, '')}`}
        params={{ tab: 'history', at: event.revision }}
        title={`${event.stream}@${event.revision}`}
      >
        {say(named(EVENT, event.type))} @{event.revision}
      </Go>
      <span className="source-note">
        {event.effectiveOn === null ? null : `${dateIn(event.effectiveOn, language)} · `}
        {event.leaf === null ? null : t(`第 ${grouped(event.leaf)} 叶`, `leaf ${grouped(event.leaf)}`)}
      </span>
    </span>
  );
}

/** All pages of a list, as far as a file may be long. */
async function everyRow<T>(path: string, query: Query): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await get<PageOf<T>>(path, { ...query, offset: rows.length, limit: 500 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total || rows.length >= MOST) return rows.slice(0, MOST);
  }
}
/** As a file names it. */
export const placeText = (event: EventPlace | undefined): string | undefined =>
  event === undefined ? undefined : `${event.stream}@${event.revision}`;

interface OfBrand {
  readonly brandId: string;
  readonly name: string;
  readonly regionName: string;
}
interface SourceListProps<T, P> {
  /** Name of the file. */
  readonly title: string;
  readonly path: string;
  readonly query: Query;
  /** What the lines come to, in a sentence. */
  readonly head: (answer: P) => ReactNode;
  readonly note?: ReactNode;
  readonly rowKey: (row: T) => string;
  /** Columns beside brand and region, on the page and in the file. */
  readonly columns: TableColumnsType<T>;
  readonly sheet: readonly SheetColumn<T>[];
  /** Where in the card of the brand one goes on. */
  readonly tab?: string;
}

export function SourceList<T extends OfBrand, P extends PageOf<T>>(props: SourceListProps<T, P>) {
  const { title, path, query, head, note, rowKey, columns, sheet, tab } = props;
  const { t } = useSpeech();
  const [page, setPage] = useState(1);
  const sources = useQuery(dashboardQueries.sources<P>(path, { ...query, offset: (page - 1) * PAGE, limit: PAGE }));
  return (
    <Answer query={sources} rows={8}>
      {(data) => (
        <div className="stack">
          <div className="row" style={{ justifyContent: 'space-between' }}>
            <p>{head(data)}</p>
            <Downloads<T>
              title={title}
              rows={() => everyRow<T>(path, query)}
              columns={[{ heading: '品牌', of: ({ name }) => name }, { heading: '地区', of: ({ regionName }) => regionName }, ...sheet]}
            />
          </div>
          {note}
          <Table<T>
            size="small"
            rowKey={rowKey}
            dataSource={data.rows}
            loading={sources.isPlaceholderData}
            scroll={{ x: 'max-content' }}
            pagination={
              data.total > PAGE ? { current: page, pageSize: PAGE, total: data.total, showSizeChanger: false, onChange: setPage } : false
            }
            columns={[
              {
                key: 'brand',
                title: t('品牌', 'Brand'),
                render: (_, row) => (
                  <Go to={`brands/${row.brandId}`} params={{ tab }}>
                    {row.name}
                  </Go>
                ),
              },
              { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
              ...columns,
            ]}
          />
        </div>
      )}
    </Answer>
  );
}

/** So many, for the head of a list. */
export function Sum({ of }: { readonly of: number }) {
  return (
    <b data-testid="sources-sum" className="number">
      {grouped(of)}
    </b>
  );
}

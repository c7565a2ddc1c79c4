import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { SubjectRow } from '#contracts';
import { CommandDrawer } from '../forms/command-drawer';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech, type Words } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, go, usePlace } from '../shell/router';
import { FOUND } from './commands';
import { PATH, pathOf, SUBJECT_STATUS, toneOf, type SubjectKind } from './kinds';

export function StatusOf({ row }: { readonly row: Pick<SubjectRow, 'status' | 'statusZh' | 'statusEn'> }) {
  const { t } = useSpeech();
  return <Mark tone={toneOf(row.status)}>{t(row.statusZh, row.statusEn)}</Mark>;
}

/** Puts a subject of a kind on the books and goes to it. Nothing for a region, which stands there by its code. */
export function FoundButton({ kind }: { readonly kind: SubjectKind }) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  const spec = FOUND[kind];
  if (spec === null) return null;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say(spec.title)}
      </Button>
      {open ? (
        <CommandDrawer<null>
          spec={spec}
          card={null}
          path={`/${PATH[kind]}`}
          revision={null}
          onClose={() => setOpen(false)}
          onDone={({ id }) => go(`${PATH[kind]}/${id ?? ''}`)}
        />
      ) : null}
    </>
  );
}

interface Props {
  readonly kind: SubjectKind;
  readonly name: Words;
  readonly empty: Words;
  /** States that one of this kind may be in. */
  readonly statuses: readonly string[];
  readonly columns?: TableColumnsType<SubjectRow>;
}

/** Subjects of one kind in the dataset that the page shows, found by region and state. The filters live in the address. */
export function SubjectList({ kind, name, empty, statuses, columns = [] }: Props) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const status = place.params.get('status');
  const rows = useQuery(queries.subjects({ kind, dataset, region }));
  return (
    <div className="stack">
      <section className="sheet filters" aria-label={t('筛选', 'Filters')}>
        <Select<string>
          aria-label={t('状态', 'Status')}
          placeholder={t('状态', 'Status')}
          allowClear
          value={status}
          options={statuses.map((each) => ({ value: each, label: say(SUBJECT_STATUS[each] ?? { zh: each, en: each }) }))}
          onChange={(value: string | undefined) => adjust(place, { status: value ?? null })}
        />
        <div className="wide">
          <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
        </div>
      </section>
      <Answer query={rows} rows={6}>
        {(all) => {
          const shown = all.filter((row) => status === null || row.status === status);
          return (
            <>
              <Downloads
                title={name.zh}
                rows={shown}
                columns={[
                  { heading: name.zh, of: (row) => row.name },
                  { heading: '状态', of: (row) => row.statusZh },
                  { heading: '地区', of: (row) => pathOf(row.region) },
                  { heading: '待确认处理建议', kind: 'number', of: (row) => row.openSanctions },
                  { heading: '应评估日期', kind: 'date', of: (row) => row.evaluationDueOn },
                  { heading: '最近记录日期', kind: 'date', of: (row) => row.updatedOn },
                  { heading: '编号', of: (row) => row.id },
                ]}
              />
              <Table<SubjectRow>
                size="small"
                rowKey="stream"
                dataSource={shown}
                scroll={{ x: 'max-content' }}
                pagination={shown.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                locale={{ emptyText: <Nothing text={say(empty)} /> }}
                columns={[
                  { key: 'name', title: say(name), render: (_, row) => <Go to={`${PATH[kind]}/${row.id}`}>{row.name}</Go> },
                  { key: 'status', title: t('状态', 'Status'), render: (_, row) => <StatusOf row={row} /> },
                  {
                    key: 'region',
                    title: t('地区', 'Region'),
                    render: (_, row) => pathOf(row.region),
                  },
                  ...columns,
                  {
                    key: 'open',
                    title: t('待办', 'To do'),
                    render: (_, row) => (
                      <span className="marks">
                        {row.openSanctions === 0 ? null : (
                          <Mark tone="warn">{t(`${row.openSanctions} 项处理建议待确认`, `${row.openSanctions} to confirm`)}</Mark>
                        )}
                        {row.evaluationDueOn === null ? null : (
                          <Mark tone="warn">{t(`${row.evaluationDueOn} 前应评估`, `evaluation due ${row.evaluationDueOn}`)}</Mark>
                        )}
                        {row.openSanctions === 0 && row.evaluationDueOn === null ? <span className="quiet">—</span> : null}
                      </span>
                    ),
                  },
                  {
                    key: 'updated',
                    title: t('最近记录', 'Last entry'),
                    render: (_, row) => <span className="number">{row.updatedOn}</span>,
                  },
                ]}
              />
            </>
          );
        }}
      </Answer>
    </div>
  );
}

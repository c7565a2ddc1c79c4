import { Button, Popconfirm, Table, type TableColumnType } from 'antd';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { useSpeech, type Words } from '../shell/language';
import { Mark, Nothing, Refusal } from '../shell/marks';
import { useChange } from './changes';

interface Ending<T> {
  /** Whether there is anything left to end. */
  readonly isOpen: (row: T) => boolean;
  readonly path: (row: T) => string;
  readonly question: string;
  readonly label: string;
  readonly danger?: boolean;
}

/** What an administrator gave that runs out or is ended, such as stand-ins and tokens: its state, the way to end it, and all of it as a file. */
export function EndingList<T extends { readonly id: string; readonly state: string }>({
  title,
  notes = [],
  rows,
  none,
  states,
  inFile,
  columns,
  ending,
}: {
  /** Of the file, so in Chinese. */
  readonly title: string;
  readonly notes?: readonly string[];
  readonly rows: readonly T[];
  readonly none: string;
  readonly states: Readonly<Record<T['state'], Words>>;
  readonly inFile: readonly SheetColumn<T>[];
  readonly columns: readonly TableColumnType<T>[];
  readonly ending: Ending<T>;
}) {
  const { t, say } = useSpeech();
  const change = useChange();
  const stateOf = (row: T): Words => states[row.state as T['state']];
  return (
    <>
      <Refusal error={change.error} />
      <Downloads
        title={title}
        ofDataset={false}
        rows={rows}
        notes={notes}
        columns={[...inFile, { heading: '状态', of: (row) => stateOf(row).zh }]}
      />
      <Table<T>
        size="small"
        rowKey="id"
        dataSource={rows}
        scroll={{ x: 800 }}
        pagination={false}
        locale={{ emptyText: <Nothing text={none} /> }}
        columns={[
          ...columns,
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => <Mark tone={row.state === 'current' ? 'good' : 'plain'}>{say(stateOf(row))}</Mark>,
          },
          {
            key: 'act',
            title: t('办理', 'Act'),
            render: (_, row) =>
              ending.isOpen(row) ? (
                <Popconfirm title={ending.question} onConfirm={() => change.mutate({ path: ending.path(row) })}>
                  <Button size="small" danger={ending.danger ?? false}>
                    {ending.label}
                  </Button>
                </Popconfirm>
              ) : null,
          },
        ]}
      />
    </>
  );
}

import { Table } from 'antd';
import type { FileFault } from '#contracts';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';

/** What is wrong in a file, by sheet and cell. */
export function Faults({ faults }: { readonly faults: readonly FileFault[] }) {
  const { t, say } = useSpeech();
  return (
    <section className="stack" aria-label={t('文件中的问题', 'Faults of the file')}>
      <div className="row">
        <b>{t(`文件中有 ${faults.length} 处问题`, `${faults.length} faults in the file`)}</b>
        <Downloads
          title="文件中的问题"
          ofDataset={false}
          rows={faults}
          columns={[
            { heading: '工作表', of: ({ sheet }) => sheet },
            { heading: '单元格', of: ({ address }) => address },
            { heading: '行', kind: 'number', of: ({ row }) => row },
            { heading: '列', of: ({ column }) => column },
            { heading: '问题', of: ({ zh }) => zh },
          ]}
        />
      </div>
      <Table<FileFault>
        size="small"
        rowKey={(fault) => `${fault.sheet}${fault.address}${fault.row}${fault.code}${fault.zh}`}
        dataSource={[...faults]}
        pagination={faults.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          {
            key: 'place',
            title: t('位置', 'Place'),
            render: (_, { sheet, address, row }) => (
              <span className="number" style={{ whiteSpace: 'nowrap' }}>
                {sheet === null ? '' : `${sheet}!`}
                {address ?? (row === null ? t('整个文件', 'the file') : t(`第 ${row} 行`, `row ${row}`))}
              </span>
            ),
          },
          { key: 'column', title: t('列', 'Column'), render: (_, { column }) => column ?? '—' },
          { key: 'what', title: t('问题与改法', 'What is wrong, and what to do'), render: (_, fault) => say(fault) },
        ]}
      />
    </section>
  );
}

import { Alert, Button, Modal, Select, Table, Upload } from 'antd';
import { useState } from 'react';
import type { DraftFill } from '#contracts';
import { Download } from '../shell/download';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Mark, Refusal } from '../shell/marks';
import { fillDraft } from './api';
import { Faults } from './faults';

/** `C3` → `C`. */
const lettersOf = (address: string): string => address.replace(/\d+$/, '');

/** 表头怎么读: each column with what it is read as; where a heading does not say it, or says it wrong, the clerk does. */
function Columns({ found, onChoose }: { readonly found: DraftFill; readonly onChoose: (letters: string, id: string) => void }) {
  const { t, say } = useSpeech();
  const rows = [
    ...found.columns.map((column) => ({ ...column, choosable: true, why: null })),
    ...found.unknownColumns.map((column) => ({ ...column, id: '-', why: say(column) })),
  ].sort((a, b) => lettersOf(a.address).length - lettersOf(b.address).length || lettersOf(a.address).localeCompare(lettersOf(b.address)));
  const choices = [...found.choices.map(({ id, as }) => ({ value: id, label: as })), { value: '-', label: t('不读取', 'leave out') }];
  return (
    <ul className="fill-columns" aria-label={t('各列读作', 'What the columns hold')}>
      {rows.map(({ address, heading, id, choosable, why }) => (
        <li key={address}>
          <span>
            <span className="number">{lettersOf(address)}</span> {heading}
          </span>
          <span aria-hidden="true">→</span>
          {choosable ? (
            <Select
              size="small"
              popupMatchSelectWidth={false}
              aria-label={t(`${heading}读作`, `${heading} holds`)}
              {...(id === '-' ? { status: 'warning' as const } : {})}
              value={id}
              options={choices}
              onChange={(chosen) => onChoose(lettersOf(address), chosen)}
            />
          ) : (
            <Mark tone="warn">{t('不读取', 'left out')}</Mark>
          )}
          {why === null ? null : <span className="quiet">{why}</span>}
        </li>
      ))}
    </ul>
  );
}

function Found({ found, onChoose }: { readonly found: DraftFill; readonly onChoose: (letters: string, id: string) => void }) {
  const { t } = useSpeech();
  const shown = found.cells.filter(({ kind }) => kind !== 'unchanged');
  return (
    <div className="stack" aria-live="polite">
      <p>
        {t(
          `在${found.sheet === null ? '文件' : `工作表“${found.sheet}”`}第 ${found.headingRow} 行识别出表头，读到 ${found.rows} 行：新填 ${found.counts.new} 格，改动 ${found.counts.changed} 格，无变化 ${found.counts.unchanged} 格。`,
          `Heading in row ${found.headingRow}, ${found.rows} rows: ${found.counts.new} new cells, ${found.counts.changed} changed, ${found.counts.unchanged} unchanged.`,
        )}
      </p>
      <Columns found={found} onChoose={onChoose} />
      {found.unknownBrands.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t('以下名称不是本表的品牌，未读取：', 'These names are no brands of this return:')}
          description={found.unknownBrands.map(({ name, address }) => `${address} ${name || t('（空）', '(empty)')}`).join('、')}
        />
      )}
      {found.faults.length === 0 ? null : <Faults faults={found.faults} />}
      {found.stale ? (
        <Alert
          type="warning"
          showIcon
          title={t(
            '预览之后有人改动了草稿中的这些格，尚未填入；下面是现在的情况，请核对后再填入。',
            'Somebody changed these cells of the draft since you looked. Nothing was put in; see what it would change now.',
          )}
        />
      ) : null}
      {found.conflicts.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t(
            `${found.conflicts.length} 格此间已被他人改动，未覆盖。`,
            `${found.conflicts.length} cells were written by somebody else meanwhile and left as they are.`,
          )}
        />
      )}
      {shown.length === 0 ? null : (
        <>
          <Downloads
            title="填入草稿预览"
            rows={shown}
            columns={[
              { heading: '单元格', of: ({ address }) => address },
              { heading: '品牌', of: ({ brand }) => brand },
              { heading: '工种', of: ({ trade }) => trade },
              { heading: '指标', of: (cell) => asOf(found, cell) },
              { heading: '草稿中', of: ({ before }) => before },
              { heading: '文件中', of: ({ after }) => after },
              { heading: '结果', of: ({ kind }) => (kind === 'changed' ? '改动' : '新填') },
            ]}
          />
          <Table<DraftFill['cells'][number]>
            size="small"
            rowKey="line"
            dataSource={shown}
            scroll={{ x: 'max-content', y: 280 }}
            pagination={shown.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
            columns={[
              { key: 'address', title: t('单元格', 'Cell'), render: (_, { address }) => <span className="number">{address}</span> },
              {
                key: 'brand',
                title: t('品牌', 'Brand'),
                render: (_, { brand, trade }) => (trade === null ? brand : `${brand}（${trade}）`),
              },
              { key: 'line', title: t('指标', 'Figure'), render: (_, cell) => asOf(found, cell) },
              { key: 'before', title: t('草稿中', 'In the draft'), align: 'right', render: (_, { before }) => before ?? '—' },
              { key: 'after', title: t('文件中', 'In the file'), align: 'right', render: (_, { after }) => after },
              {
                key: 'kind',
                title: t('结果', 'What'),
                render: (_, { kind }) =>
                  kind === 'changed' ? <Mark tone="warn">{t('改动', 'changed')}</Mark> : <Mark tone="good">{t('新填', 'new')}</Mark>,
              },
            ]}
          />
        </>
      )}
    </div>
  );
}

/** What the column of a cell was understood as. */
function asOf(found: DraftFill, { address }: DraftFill['cells'][number]): string {
  return found.columns.find((column) => lettersOf(column.address) === lettersOf(address))?.as ?? '';
}

/** 用已有表格填报: the file that the clerk already has, into the draft of a return. */
export function FillFromFile({ returnId, onFilled }: { readonly returnId: string; readonly onFilled: () => void }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<DraftFill | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [columns, setColumns] = useState<Readonly<Record<string, string>>>({});
  const ask = async (chosen: File, seen: string | null, said: Readonly<Record<string, string>>): Promise<void> => {
    setColumns(said);
    setBusy(true);
    setError(null);
    try {
      const answer = await fillDraft(returnId, chosen, seen, said);
      setFound(answer);
      if (!answer.applied) return;
      onFilled();
      if (answer.conflicts.length === 0) setOpen(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const differs = found !== null && !found.applied && found.faults.length === 0 && found.counts.new + found.counts.changed > 0;
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          setFile(null);
          setFound(null);
          setError(null);
          setOpen(true);
        }}
      >
        {t('用已有表格填报', 'Fill in from a file')}
      </Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        width={880}
        title={t('用已有表格填报', 'Fill in from a file')}
        okText={t('填入草稿', 'Put it into the draft')}
        cancelText={t('关闭', 'Close')}
        confirmLoading={busy}
        okButtonProps={{ disabled: !differs }}
        onOk={() => {
          if (file !== null && found !== null) void ask(file, found.seen, columns);
        }}
      >
        <div className="stack">
          <p className="quiet">
            {t(
              '您手头的 .xlsx 或 .csv 即可：列序不限，按表头识别指标。先预览，点“填入草稿”才写入草稿；报送仍由您确认。',
              'The .xlsx or .csv you have will do: columns in any order, known by their headings. It goes to the draft only when you say so.',
            )}
          </p>
          <div className="row">
            <Upload
              accept=".xlsx,.csv,.xls,.xlsm,.txt"
              showUploadList={false}
              beforeUpload={(chosen) => {
                setFile(chosen);
                setFound(null);
                void ask(chosen, null, {});
                return false;
              }}
            >
              <Button loading={busy}>{t('选择文件', 'Choose a file')}</Button>
            </Upload>
            {file === null ? null : <span>{file.name}</span>}
            <Download path="/templates/return" query={{ id: returnId }}>
              {t('下载本表模板', 'Template of this return')}
            </Download>
          </div>
          {error === null ? null : <Refusal error={error} />}
          {found === null || file === null ? null : (
            <Found found={found} onChoose={(letters, id) => void ask(file, null, { ...columns, [letters]: id })} />
          )}
        </div>
      </Modal>
    </>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress as Bar, Segmented, Select, Table, Upload } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ImportPreview } from '#contracts';
import { useMay, useSession } from '../accounts/session';
import { download, refreshLedger } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Download } from '../shell/download';
import { Downloads } from '../shell/downloads';
import { todayInShanghai, grouped } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { Mark, Refusal, type Tone } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { Go, usePlace } from '../shell/router';
import { applyFile, previewOf, progressOf, startPreview, type FormatChoice, type Progress } from './api';
import { Faults } from './faults';

const KIND: Readonly<Record<ImportPreview['changes'][number]['kind'], Words & { readonly tone: Tone }>> = {
  new: { zh: '新增', en: 'new', tone: 'good' },
  changed: { zh: '与已锁定的数不同', en: 'differs from a locked figure', tone: 'grave' },
  unchanged: { zh: '无变化', en: 'unchanged', tone: 'plain' },
  refused: { zh: '退回', en: 'refused', tone: 'grave' },
};
const STEP: Readonly<Record<ImportPreview['state'], Words>> = {
  reading: { zh: '正在读取文件', en: 'Reading the file' },
  checking: { zh: '正在逐行检查', en: 'Checking the rows' },
  comparing: { zh: '正在与台账比对', en: 'Comparing with the ledger' },
  done: { zh: '预览完成，尚未写入台账', en: 'Looked through; nothing is written yet' },
  refused: { zh: '文件有问题，未写入任何内容', en: 'The file has faults; nothing was written' },
  failed: { zh: '预览中断，请重新上传', en: 'It broke off; send the file again' },
};
const isUnderway = ({ state }: ImportPreview): boolean => state === 'reading' || state === 'checking' || state === 'comparing';

/** @param figures whether figures may be recorded from a file: a template for them helps nobody else */
function Templates({ figures }: { readonly figures: boolean }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const [region, setRegion] = useState<string | null>(null);
  const thisYear = Number(todayInShanghai().slice(0, 4));
  const [year, setYear] = useState(thisYear - 1);
  return (
    <section className="sheet stack">
      <header>
        <h2>{t('1. 下载模板', '1. Take a template')}</h2>
        <span className="quiet">
          {figures
            ? t(
                '模板已填好本地区的品牌和上一年的数，带下拉选项',
                'Filled with the region’s brands and last year’s figures, with drop-downs',
              )
            : t('模板带下拉选项', 'With drop-downs')}
        </span>
      </header>
      <div className="row">
        <RegionPicker value={region} onChange={setRegion} />
        {figures ? (
          <>
            <Select<number>
              aria-label={t('年度', 'Year')}
              value={year}
              onChange={setYear}
              style={{ minWidth: 100 }}
              options={[0, 1, 2, 3, 4].map((back) => ({
                value: thisYear - back,
                label: t(`${thisYear - back} 年`, String(thisYear - back)),
              }))}
            />
            <Download path="/templates/yearly-figures" query={{ region, year, dataset }}>
              {t('年度成效数据模板', 'Yearly figures')}
            </Download>
          </>
        ) : null}
        <Download path="/templates/brands" query={{ region }}>
          {t('品牌登记模板', 'Brands')}
        </Download>
      </div>
    </section>
  );
}

function Tallies({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useSpeech();
  const { counts } = preview;
  const tallies: readonly (readonly [string, number])[] = [
    [t('新增', 'New'), counts.new],
    [t('与已锁定的数不同', 'Differ from locked figures'), counts.changed],
    [t('无变化', 'Unchanged'), counts.unchanged],
    [t('退回', 'Refused'), counts.refused],
    [t('未填写，略过', 'Left empty'), counts.skipped],
  ];
  return (
    <div className="tallies" data-testid="preview-tallies">
      {tallies.map(([label, value]) => (
        <div key={label} className="tally">
          <b>{grouped(value)}</b>
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}

function Changes({ changes }: { readonly changes: ImportPreview['changes'] }) {
  const { t, say } = useSpeech();
  if (changes.length === 0) return null;
  const count = (value: number | null): ReactNode => (value === null ? <span className="quiet">—</span> : grouped(value));
  return (
    <>
      <div className="row">
        <Downloads
          title="导入预览"
          rows={changes}
          notes={['预览不写入台账；行数多时只列出一部分，合计见页面。']}
          columns={[
            { heading: '行', kind: 'number', of: ({ row }) => row },
            { heading: '结果', of: ({ kind }) => KIND[kind].zh },
            { heading: '品牌', of: ({ brand }) => brand },
            { heading: '内容', of: ({ what }) => what.zh },
            { heading: '台账中', kind: 'number', of: ({ before }) => before },
            { heading: '文件中', kind: 'number', of: ({ after }) => after },
          ]}
        />
      </div>
      <Table<ImportPreview['changes'][number]>
        size="small"
        rowKey={(change) => `${change.row}${change.kind}${change.what.zh}`}
        dataSource={[...changes]}
        scroll={{ x: 'max-content' }}
        pagination={changes.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          { key: 'row', title: t('行', 'Row'), align: 'right', render: (_, { row }) => row },
          { key: 'kind', title: t('结果', 'What'), render: (_, { kind }) => <Mark tone={KIND[kind].tone}>{say(KIND[kind])}</Mark> },
          { key: 'brand', title: t('品牌', 'Brand'), render: (_, { brand }) => brand },
          { key: 'what', title: t('内容', 'Content'), render: (_, { what }) => say(what) },
          { key: 'before', title: t('台账中', 'In the ledger'), align: 'right', render: (_, { before }) => count(before) },
          { key: 'after', title: t('文件中', 'In the file'), align: 'right', render: (_, { after }) => count(after) },
        ]}
      />
    </>
  );
}

/** How far a file that was taken has come. */
function Applying({ importId, onDone }: { readonly importId: string; readonly onDone: () => void }) {
  const { t, say } = useSpeech();
  const query = useQuery({
    queryKey: ['imports', importId],
    queryFn: async (): Promise<Progress> => {
      const progress = await progressOf(importId);
      if (progress.state === 'applied') onDone();
      return progress;
    },
    refetchInterval: ({ state }) => (state.data?.state === 'applied' || state.data?.stopped ? false : 500),
  });
  const progress = query.data;
  if (query.error !== null) return <Refusal error={query.error} />;
  if (progress === undefined) return null;
  const percent = progress.rows === 0 ? 100 : Math.floor((progress.done * 100) / progress.rows);
  return (
    <section className="stack" role="status" data-testid="import-progress">
      <Bar percent={percent} aria-label={t('登记进度', 'Progress')} />
      <p>
        {progress.state === 'applied'
          ? t(
              `已登记 ${progress.applied} 项，无变化 ${progress.unchanged} 项，搁置 ${progress.parked.length} 项。`,
              `${progress.applied} recorded, ${progress.unchanged} unchanged, ${progress.parked.length} set aside.`,
            )
          : t(`正在登记：${progress.done} / ${progress.rows}`, `Recording ${progress.done} of ${progress.rows}`)}
      </p>
      {progress.stopped === null ? null : <Alert type="warning" showIcon title={say(progress.stopped)} />}
      {progress.parked.length === 0 ? null : (
        <ul className="reasons">
          {progress.parked.map((row) => (
            <li key={`${row.row}${row.code}`}>
              {t(`第 ${row.row} 行：`, `row ${row.row}: `)}
              {say(row)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** 导入: a file is looked through first, and taken whole or not at all. */
export function ImportsPage() {
  const { t, say } = useSpeech();
  const client = useQueryClient();
  const may = useMay();
  const session = useSession();
  const figures = session?.accounts !== 'on' || may('recordFigure');
  const [format, setFormat] = useState<FormatChoice>('auto');
  const [file, setFile] = useState<File | null>(null);
  const [previewId, setPreviewId] = useState<string | null>(null);
  // A link from the workbench leads to what became of one file.
  const [importId, setImportId] = useState<string | null>(usePlace().params.get('import'));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const query = useQuery({
    queryKey: ['import-preview', previewId],
    enabled: previewId !== null,
    queryFn: () => previewOf(previewId ?? ''),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderway(state.data) ? 400 : false),
    retry: false,
  });
  const preview = query.data ?? null;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen: File): void => {
    setFile(chosen);
    setPreviewId(null);
    setImportId(null);
    void attempt(async () => setPreviewId((await startPreview(chosen, format)).previewId));
  };
  const apply = (): void => {
    if (file !== null) void attempt(async () => setImportId((await applyFile(file, format)).importId));
  };
  const percent = preview?.total ? Math.floor((preview.done * 100) / preview.total) : 0;
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('导入表格', 'Import a file')}</h1>
      </div>
      {figures ? null : (
        <Alert
          showIcon
          type="info"
          title={t(
            '年度成效数据请在“填报”中报送，逐级审核后锁定；填报表内可用表格填写。这里导入品牌登记。',
            'Yearly figures are told in returns, which a file can fill too. Here brands are registered.',
          )}
          action={<Go to="returns">{t('去填报', 'To the returns')}</Go>}
        />
      )}
      <Templates figures={figures} />
      <section className="sheet stack">
        <header>
          <h2>{t('2. 上传填好的表格', '2. Send the filled-in file')}</h2>
          <span className="quiet">
            {t(
              '.xlsx，或 UTF-8、GBK 的 .csv；最大 20 MB。先预览，不写入。',
              '.xlsx, or .csv in UTF-8 or GBK, up to 20 MB. Looked through first.',
            )}
          </span>
        </header>
        <div className="row">
          <Segmented<FormatChoice>
            aria-label={t('表格种类', 'Kind of file')}
            value={format}
            onChange={setFormat}
            options={[
              { value: 'auto', label: t('按表头识别', 'By its heading') },
              ...(figures ? [{ value: 'yearly-figures' as const, label: t('年度成效数据', 'Yearly figures') }] : []),
              { value: 'brands', label: t('品牌登记', 'Brands') },
            ]}
          />
          <Upload
            accept=".xlsx,.csv,.xls,.xlsm,.txt"
            showUploadList={false}
            beforeUpload={(chosen) => {
              choose(chosen);
              return false;
            }}
          >
            <Button type="primary" loading={busy} disabled={!may('previewFile')}>
              {t('选择文件并预览', 'Choose a file')}
            </Button>
          </Upload>
          {file === null ? null : <span>{file.name}</span>}
        </div>
        {error === null ? null : <Refusal error={error} />}
        {query.error === null ? null : <Refusal error={query.error} />}
        {preview === null ? null : (
          <div className="stack" aria-live="polite">
            <Alert
              showIcon
              type={preview.state === 'done' && preview.faults.length === 0 ? 'success' : isUnderway(preview) ? 'info' : 'error'}
              title={say(STEP[preview.state])}
              description={
                preview.importedAs === null
                  ? undefined
                  : t('这份文件此前已经导入过，不会重复登记。', 'This very file was imported before; nothing is recorded twice.')
              }
            />
            {isUnderway(preview) ? <Bar percent={percent} aria-label={t('预览进度', 'Progress')} status="active" /> : null}
            {preview.state === 'done' ? <Tallies preview={preview} /> : null}
            {preview.faults.length === 0 ? null : (
              <>
                <Faults faults={preview.faults} />
                {preview.faults.every(({ row }) => row === null) ? null : (
                  <div className="row">
                    <Button onClick={() => void attempt(() => download(`/imports/preview/${preview.previewId}/marked`, {}))} loading={busy}>
                      {t('下载标出问题的文件', 'The file with its faults marked')}
                    </Button>
                    <span className="quiet">
                      {t('您自己的表格，问题单元格标红并附批注；改好后重新上传', 'Your own file, wrong cells coloured and commented')}
                    </span>
                  </div>
                )}
              </>
            )}
            <Changes changes={preview.changes} />
          </div>
        )}
      </section>
      {preview?.state !== 'done' ? null : (
        <section className="sheet stack">
          <header>
            <h2>{t('3. 登记到台账', '3. Record it')}</h2>
            <span className="quiet">{t('整份接收或整份退回', 'Taken whole or refused whole')}</span>
          </header>
          <div className="row">
            <Button type="primary" disabled={!preview.applicable || importId !== null} loading={busy} onClick={apply}>
              {t(`登记 ${preview.counts.new} 行`, `Record ${preview.counts.new} rows`)}
            </Button>
            {preview.applicable ? null : (
              <span className="quiet">
                {preview.faults.length > 0
                  ? t('请先改正文件中的问题。', 'Mend the faults first.')
                  : t('文件中没有新内容。', 'There is nothing new in it.')}
              </span>
            )}
          </div>
        </section>
      )}
      {importId === null ? null : (
        <section className="sheet">
          <Applying importId={importId} onDone={() => void refreshLedger(client)} />
        </section>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { App, Button, Table } from 'antd';
import { useState } from 'react';
import type { ProcedureView } from '#contracts';
import { FactEvent } from '../brand/fact-event';
import { codeWords } from '../brand/pack-words';
import { Refused, download, fetchJson, queries } from '../shell/api';
import { Downloads } from '../shell/downloads';
import { grouped } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { Mark, Nothing } from '../shell/marks';

type Row = ProcedureView['evidence'][number];

/** Kinds that the forms ask for and no pack names. */
const KINDS: Readonly<Record<string, Words>> = {
  roster: { zh: '花名册摘要', en: 'digest of the roster' },
  certificates: { zh: '持证情况证明', en: 'proof of certificates' },
  'brand-age': { zh: '培育或形成时间证明', en: 'proof of the brand’s age' },
};

/** What a kind of evidence is called: by the packs, by the forms, or as it was typed. */
function useKindWords(): (kind: string) => Words {
  const shelf = useQuery(queries.policies()).data ?? [];
  return (kind) => codeWords(shelf, kind) ?? KINDS[kind] ?? { zh: kind, en: kind };
}

/** 佐证材料: what was attached, whether the file itself lies here, and who keeps the original. */
export function EvidenceTable({ stream, rows }: { readonly stream: string; readonly rows: readonly Row[] }) {
  const { t, say } = useSpeech();
  const kindWords = useKindWords();
  const { message } = App.useApp();
  const [verdicts, setVerdicts] = useState<Readonly<Record<string, string>>>({});
  const failed = (error: unknown): void => void message.error(error instanceof Refused ? say(error.problem) : String(error), 6);
  const verify = async (evidenceId: string): Promise<void> => {
    try {
      const { state } = await fetchJson<{ readonly state: string }>(`/evidence/${stream}/${evidenceId}/verdict`, {});
      setVerdicts((before) => ({ ...before, [evidenceId]: state }));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <>
      <div className="row">
        <Downloads
          title="佐证材料"
          rows={rows}
          notes={['指纹为文件的 SHA-256 摘要；无文件的，台账只登记原件去向。']}
          columns={[
            { heading: '材料', of: (row) => kindWords(row.kind).zh },
            { heading: '文件类型', of: (row) => row.file?.type.toUpperCase() ?? '本机无文件' },
            { heading: '字节数', kind: 'number', of: (row) => row.file?.bytes },
            { heading: '原件保管人', of: (row) => row.custodian },
            { heading: '存放处', of: (row) => row.place },
            { heading: '保管期限', of: (row) => row.retention },
            { heading: '文件指纹', of: (row) => row.sha256 },
            { heading: '记录', of: (row) => row.event },
          ]}
        />
      </div>
      <Table<Row>
        size="small"
        rowKey="evidenceId"
        pagination={rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
        scroll={{ x: 'max-content' }}
        dataSource={[...rows]}
        locale={{ emptyText: <Nothing text={t('还没有登记佐证材料。', 'No evidence is attached.')} /> }}
        columns={[
          { key: 'kind', title: t('材料', 'What'), render: (_, row) => say(kindWords(row.kind)) },
          {
            key: 'file',
            title: t('文件', 'File'),
            render: (_, row) =>
              row.file === null ? (
                <Mark tone="warn">{t('本机无文件，只有原件去向', 'not here; only the original’s place')}</Mark>
              ) : (
                <span className="marks">
                  <Mark tone="good">{row.file.type.toUpperCase()}</Mark>
                  <span className="number">{t(`${grouped(row.file.bytes)} 字节`, `${grouped(row.file.bytes)} bytes`)}</span>
                </span>
              ),
          },
          {
            key: 'original',
            title: t('原件保管人、存放处、期限', 'Original: custodian, place, retention'),
            render: (_, row) => [row.custodian, row.place, row.retention].filter((each) => each !== null).join(t('，', ', ')),
          },
          {
            key: 'digest',
            title: t('文件指纹', 'Digest'),
            render: (_, row) => (
              <code title={row.sha256} className="quiet">
                {row.sha256.slice(0, 12)}…
              </code>
            ),
          },
          { key: 'event', title: t('记录', 'Entry'), render: (_, row) => <FactEvent event={row.event} /> },
          {
            key: 'act',
            title: t('操作', 'Act'),
            render: (_, row) => (
              <span className="row">
                {row.file === null ? null : (
                  <Button
                    size="small"
                    onClick={() => void download(`/evidence/${stream}/${row.evidenceId}/file`, {}).catch(failed)}
                    aria-label={t(`下载${row.kind}`, `Download ${row.kind}`)}
                  >
                    {t('下载', 'Download')}
                  </Button>
                )}
                <Button size="small" onClick={() => void verify(row.evidenceId)} aria-label={t(`核验${row.kind}`, `Verify ${row.kind}`)}>
                  {t('核验', 'Verify')}
                </Button>
                {verdicts[row.evidenceId] === undefined ? null : <Verdict state={verdicts[row.evidenceId] ?? ''} />}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

function Verdict({ state }: { readonly state: string }) {
  const { t } = useSpeech();
  if (state === 'present') return <Mark tone="good">{t('与登记的指纹一致', 'same as attached')}</Mark>;
  if (state === 'absent') return <Mark tone="warn">{t('本机无文件', 'not kept here')}</Mark>;
  return <Mark tone="grave">{t('文件已被改动', 'the file was changed')}</Mark>;
}

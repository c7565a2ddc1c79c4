import { Alert, Button, Modal, Table, Upload } from 'antd';
import { useState } from 'react';
import type { FormDraftView, FormFill } from '#contracts';
import type { FormDefinition, FormField } from '#domain';
import { fillForm } from '../imports/api';
import { Faults } from '../imports/faults';
import { Download } from '../shell/download';
import { useSpeech } from '../shell/language';
import { Mark, Refusal } from '../shell/marks';

/** A text as it was written, with its lines. */
function Written({ text }: { readonly text: string }) {
  return <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</div>;
}

/** 从 Excel 填入: the empty form to take home, and a filled-in one into the draft. @param ready saves what is typed; false: it could not */
export function FillForm({
  brandId,
  definition,
  ready,
  onFilled,
}: {
  readonly brandId: string;
  readonly definition: FormDefinition;
  readonly ready: () => Promise<boolean>;
  readonly onFilled: (draft: FormDraftView) => void;
}) {
  const { t, say } = useSpeech();
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<FormFill | null>(null);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { form } = definition;
  const fields = new Map(definition.sections.flatMap((section) => section.fields.map((field) => [field.id, field])));
  const ask = async (chosen: File, after: number | null): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const answer = await fillForm(brandId, form, chosen, after);
      setFound(answer);
      if (!answer.applied) return;
      onFilled(answer.draft);
      setOpen(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const shown = (field: FormField | undefined, value: FormFill['fields'][number]['before']): string => {
    if (value === null) return '—';
    if (typeof value === 'boolean') return value ? t('是', 'yes') : t('否', 'no');
    const option = field?.options?.[String(value)];
    return option === undefined ? String(value) : say(option);
  };
  const differing = found?.fields.filter(({ kind }) => kind !== 'unchanged') ?? [];
  return (
    <>
      <Download path="/templates/form" query={{ form }}>
        {t('下载空表', 'Empty form')}
      </Download>
      <Button
        size="small"
        onClick={() =>
          void ready().then((kept) => {
            if (!kept) return;
            setFile(null);
            setFound(null);
            setError(null);
            setOpen(true);
          })
        }
      >
        {t('从 Excel 填入', 'Fill in from Excel')}
      </Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        width={880}
        title={t('从 Excel 填入推荐表', 'Fill in the form from Excel')}
        okText={t('填入草稿', 'Put it into the draft')}
        cancelText={t('关闭', 'Close')}
        confirmLoading={busy}
        okButtonProps={{ disabled: differing.length === 0 || found === null || found.faults.length > 0 }}
        onOk={() => {
          if (file !== null && found !== null) void ask(file, found.version);
        }}
      >
        <div className="stack">
          <p className="quiet">
            {t(
              '按“栏目”识别各栏；文件中留空的栏目保持草稿原样。先预览，点“填入草稿”才写入草稿，提交仍由您确认。',
              'Fields are known by their words; what the file leaves empty stays as it is. It goes to the draft only when you say so.',
            )}
          </p>
          <div className="row">
            <Upload
              accept=".xlsx,.csv,.xls,.xlsm,.txt"
              showUploadList={false}
              beforeUpload={(chosen) => {
                setFile(chosen);
                setFound(null);
                void ask(chosen, null);
                return false;
              }}
            >
              <Button loading={busy}>{t('选择文件', 'Choose a file')}</Button>
            </Upload>
            {file === null ? null : <span>{file.name}</span>}
          </div>
          {error === null ? null : <Refusal error={error} />}
          {found === null || found.faults.length === 0 ? null : <Faults faults={found.faults} />}
          {found !== null && differing.length === 0 && found.faults.length === 0 ? (
            <Alert type="info" showIcon title={t('文件内容与草稿相同，没有改动。', 'The file says what the draft says already.')} />
          ) : null}
          {differing.length === 0 ? null : (
            <Table<FormFill['fields'][number]>
              size="small"
              rowKey="field"
              dataSource={differing}
              scroll={{ x: 560 }}
              pagination={false}
              columns={[
                {
                  key: 'address',
                  title: t('单元格', 'Cell'),
                  width: 72,
                  render: (_, { address }) => <span className="number">{address}</span>,
                },
                {
                  key: 'kind',
                  title: t('结果', 'What'),
                  width: 76,
                  render: (_, { kind }) =>
                    kind === 'changed' ? <Mark tone="warn">{t('改动', 'changed')}</Mark> : <Mark tone="good">{t('新填', 'new')}</Mark>,
                },
                {
                  key: 'field',
                  title: t('栏目', 'Field'),
                  render: (_, { field }) => {
                    const known = fields.get(field);
                    return known === undefined ? field : say(known);
                  },
                },
                {
                  key: 'before',
                  title: t('草稿中', 'In the draft'),
                  render: (_, { field, before }) => <Written text={shown(fields.get(field), before)} />,
                },
                {
                  key: 'after',
                  title: t('文件中', 'In the file'),
                  render: (_, { field, after }) => <Written text={shown(fields.get(field), after)} />,
                },
              ]}
            />
          )}
        </div>
      </Modal>
    </>
  );
}

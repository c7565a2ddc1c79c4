import { Alert, Button, Descriptions, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { grouped } from '../../shell/format';
import { useSpeech, type Words } from '../../shell/language';
import type { CellDialogProps } from './dialogs';
import type { RosterFile, RosterResult } from './roster';

/** 登记花名册: the clerk chooses the file; it is counted here, and what will go out is shown before it does. */
export function RosterDialog({ table, box, line, row, onClose }: CellDialogProps) {
  const { t, say } = useSpeech();
  const [roster, setRoster] = useState<RosterFile | null>(null);
  const [column, setColumn] = useState<number | null>(null);
  const [how, setHow] = useState<'file' | 'words'>('words');
  const [words, setWords] = useState('');
  const [keyFile, setKeyFile] = useState<ArrayBuffer | null>(null);
  const [result, setResult] = useState<RosterResult | null>(null);
  const [problem, setProblem] = useState<Words | null>(null);
  const [busy, setBusy] = useState(false);
  const secure = window.isSecureContext;

  const attempt = async (act: (tools: typeof import('./roster')) => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const tools = await import('./roster');
    try {
      await act(tools);
    } catch (error) {
      setProblem(
        error instanceof tools.RosterProblem
          ? error.words
          : { zh: '没有算成，请检查文件和密钥后重试。', en: 'It could not be counted: check file and key and try again.' },
      );
    } finally {
      setBusy(false);
    }
  };
  const choose = (file: File | undefined): void => {
    setRoster(null);
    setResult(null);
    if (file === undefined) return;
    void attempt(async (tools) => {
      const read = await tools.readRoster(file);
      setRoster(read);
      setColumn(read.likely);
    });
  };
  const secret = how === 'file' ? keyFile : words.trim() === '' ? null : words.trim();
  const count = (): void =>
    void attempt(async (tools) => {
      if (roster === null || column === null || secret === null) return;
      setResult(await tools.countRoster(roster, column, await tools.keyOf(secret)));
    });
  const save = (): void => {
    if (result === null) return;
    box.write([
      { line, field: 'rosterSha256', value: result.sha256 },
      { line, field: 'rosterRows', value: String(result.rows) },
      { line, field: 'rosterDuplicates', value: String(result.duplicatesRemoved) },
      { line, field: 'rosterKey', value: result.keyId },
    ]);
    onClose();
  };

  return (
    <Modal
      open
      width={640}
      title={t(`花名册：${table.rows[row]?.brandName ?? ''}`, `Roster: ${table.rows[row]?.brandName ?? ''}`)}
      okText={t('登记', 'Record')}
      okButtonProps={{ disabled: result === null }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={save}
    >
      <div className="stack">
        <Alert
          type="info"
          showIcon
          title={t('花名册和密钥不离开本机', 'Neither roster nor key leaves this machine')}
          description={t(
            '文件在浏览器内读取和计算，不上传。台账只登记：文件指纹（SHA-256）、行数、去重数、密钥编号。原件由本部门保管。',
            'The file is read and counted in this browser and is not uploaded. Recorded are its SHA-256, rows, duplicates and the name of the key. The department keeps the original.',
          )}
        />
        {secure ? null : (
          <Alert
            type="warning"
            showIcon
            title={t(
              '此地址不是安全连接（HTTPS 或本机），浏览器不提供加密运算，无法在此登记花名册。',
              'This address is not secure (HTTPS or this machine): the browser offers no cryptography here.',
            )}
          />
        )}
        <Form layout="vertical">
          <Form.Item label={t('花名册文件（.xlsx 或 .csv）', 'Roster file (.xlsx or .csv)')} htmlFor="roster-file">
            <input
              id="roster-file"
              type="file"
              accept=".xlsx,.csv,.txt"
              disabled={!secure || busy}
              onChange={(event) => choose(event.target.files?.[0])}
            />
          </Form.Item>
          {roster === null ? null : (
            <>
              <Form.Item label={t('按哪一列去重（证件号码）', 'Column of identity numbers')} htmlFor="roster-column">
                <Select
                  id="roster-column"
                  value={column}
                  onChange={(value: number) => {
                    setColumn(value);
                    setResult(null);
                  }}
                  options={roster.headings.map((heading, at) => ({ value: at, label: heading === '' ? `${at + 1}` : heading }))}
                />
              </Form.Item>
              <Form.Item
                label={t('去重密钥', 'Key')}
                extra={t(
                  '用本部门统一保管的密钥；不同密钥算出的结果不能互相比对。',
                  'Use the key that the department holds; results under different keys cannot be compared.',
                )}
              >
                <div className="stack">
                  <Segmented<'file' | 'words'>
                    aria-label={t('去重密钥', 'Key')}
                    value={how}
                    onChange={(value) => {
                      setHow(value);
                      setResult(null);
                    }}
                    options={[
                      { value: 'words', label: t('口令', 'Passphrase') },
                      { value: 'file', label: t('密钥文件', 'Key file') },
                    ]}
                  />
                  {how === 'words' ? (
                    <Input.Password
                      aria-label={t('口令', 'Passphrase')}
                      autoComplete="off"
                      value={words}
                      onChange={(event) => {
                        setWords(event.target.value);
                        setResult(null);
                      }}
                    />
                  ) : (
                    <input
                      type="file"
                      aria-label={t('密钥文件', 'Key file')}
                      onChange={(event) => {
                        setResult(null);
                        void event.target.files?.[0]?.arrayBuffer().then(setKeyFile);
                      }}
                    />
                  )}
                </div>
              </Form.Item>
              <Button loading={busy} disabled={column === null || secret === null} onClick={count}>
                {t('在本机计算', 'Count here')}
              </Button>
            </>
          )}
        </Form>
        {problem === null ? null : <Alert type="error" showIcon role="alert" title={say(problem)} />}
        {result === null ? null : (
          <div role="status">
            <Descriptions
              size="small"
              bordered
              column={1}
              title={t('将登记的内容', 'What will be recorded')}
              items={[
                { key: 'rows', label: t('行数', 'Rows'), children: grouped(result.rows) },
                { key: 'dup', label: t('去除重复', 'Duplicates removed'), children: grouped(result.duplicatesRemoved) },
                { key: 'net', label: t('去重后', 'Left'), children: grouped(result.rows - result.duplicatesRemoved) },
                { key: 'sha', label: t('文件指纹', 'SHA-256'), children: <code style={{ wordBreak: 'break-all' }}>{result.sha256}</code> },
                { key: 'key', label: t('密钥编号', 'Key'), children: <code>{result.keyId}</code> },
              ]}
            />
            {result.unnumbered === 0 ? null : (
              <p className="cell-doubt">
                {t(
                  `${result.unnumbered} 行没有证件号码，计入行数，未参与去重。`,
                  `${result.unnumbered} rows have no identity number: they count, and are compared with nothing.`,
                )}
              </p>
            )}
          </div>
        )}
      </div>
    </Modal>
  );
}

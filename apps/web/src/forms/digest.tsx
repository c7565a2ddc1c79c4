import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { uploadEvidence } from '../evidence/upload';
import { Refused } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Mark } from '../shell/marks';

/** SHA-256 of a file that stays on this machine. A page that is not served safely cannot compute; then it is typed. */
async function digestOf(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function DigestInput({
  id,
  value,
  onChange,
}: {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}) {
  const { t, say } = useSpeech();
  const upload = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ readonly tone: 'good' | 'grave' | 'calm'; readonly text: string } | null>(null);
  const keep = async (chosen: File): Promise<void> => {
    setTold({ tone: 'calm', text: t('正在上传…', 'uploading…') });
    try {
      const kept = await uploadEvidence(chosen);
      onChange?.(kept.sha256);
      setTold({ tone: 'good', text: kept.existed ? t('文件已在库中', 'the file was here already') : t('文件已保存', 'the file is kept') });
    } catch (error) {
      setTold({ tone: 'grave', text: error instanceof Refused ? say(error.problem) : String(error) });
    }
  };
  const file = useRef<HTMLInputElement>(null);
  const computes = typeof crypto.subtle !== 'undefined';
  return (
    <div className="stack" style={{ gap: 4 }}>
      <Input id={id} value={value ?? ''} onChange={(event) => onChange?.(event.target.value.trim().toLowerCase())} />
      <div className="row">
        <input
          ref={upload}
          type="file"
          data-evidence="upload"
          style={{ display: 'none' }}
          tabIndex={-1}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen !== undefined) void keep(chosen);
            event.target.value = '';
          }}
        />
        <Button size="small" onClick={() => upload.current?.click()}>
          {t('上传文件', 'Upload the file')}
        </Button>
        <span role="status">{told === null ? null : <Mark tone={told.tone}>{told.text}</Mark>}</span>
      </div>
      {computes ? (
        <div className="row">
          <input
            ref={file}
            type="file"
            style={{ display: 'none' }}
            tabIndex={-1}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen !== undefined) void digestOf(chosen).then((digest) => onChange?.(digest));
              event.target.value = '';
            }}
          />
          <Button size="small" onClick={() => file.current?.click()}>
            {t('只计算指纹', 'Digest only')}
          </Button>
          <span className="quiet">
            {t('只登记原件去向、文件不上传时用', 'where only the original’s place is recorded and the file stays here')}
          </span>
        </div>
      ) : null}
    </div>
  );
}

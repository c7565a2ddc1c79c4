import { Button, Input } from 'antd';
import { useRef } from 'react';
import { useSpeech } from '../shell/language';

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
  const { t } = useSpeech();
  const file = useRef<HTMLInputElement>(null);
  const computes = typeof crypto.subtle !== 'undefined';
  return (
    <div className="stack" style={{ gap: 4 }}>
      <Input id={id} value={value ?? ''} onChange={(event) => onChange?.(event.target.value.trim().toLowerCase())} />
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
            {t('选择文件计算指纹', 'Compute from a file')}
          </Button>
          <span className="quiet">{t('文件不上传，只在本机计算', 'The file stays on this machine')}</span>
        </div>
      ) : null}
    </div>
  );
}

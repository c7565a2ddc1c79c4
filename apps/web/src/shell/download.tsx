import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { download } from './api';
import { Refusal } from './marks';

/** A paper of the office (`kind`, .docx) or a template (`path`) as a file, drawn up when it is asked for; says why when there is nothing. */
export function Download({
  kind,
  path = `/documents/${kind}`,
  query,
  children,
}: {
  readonly kind?: string;
  readonly path?: string;
  readonly query: Readonly<Record<string, string | number | null | undefined>>;
  readonly children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fetchPaper = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await download(path, query);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button size="small" loading={busy} onClick={() => void fetchPaper()}>
        {children}
      </Button>
      {error === null ? null : (
        // Behind everything else in the row, in a line of its own.
        <div style={{ flexBasis: '100%', order: 1 }}>
          <Refusal error={error} />
        </div>
      )}
    </>
  );
}

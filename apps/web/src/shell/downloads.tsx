import { Button, Space } from 'antd';
import { useState } from 'react';
import type { SheetCell, SheetColumnKind, SheetFormat } from '#contracts';
import { download, downloadTable } from './api';
import { useDataset } from './dataset';
import { todayInShanghai } from './format';
import { useSpeech } from './language';
import { Refusal } from './marks';

/** A column of a table that the page has. Headings of files are Chinese: they go to offices. */
export interface SheetColumn<T> {
  readonly heading: string;
  readonly of: (row: T) => SheetCell | undefined;
  /** Default: text. A date is `2024-07-30`. */
  readonly kind?: SheetColumnKind;
}

interface Asked {
  /** Name of the table at `/api/v1/exports/<what>`. */
  readonly what: string;
  /** The very parameters of the query that the table shows. Paging is left out: a file holds all rows. */
  readonly params: Readonly<Record<string, string | number | boolean | null | undefined>>;
}
interface Shown<T> {
  readonly title: string;
  readonly columns: readonly SheetColumn<T>[];
  /** All rows, not the page of them that is on screen; or how they are fetched when somebody asks for the file. */
  readonly rows: readonly T[] | (() => Promise<readonly T[]>);
  readonly notes?: readonly string[];
  /** False where the table is of neither real nor synthetic data, such as policy documents. */
  readonly ofDataset?: boolean;
}

/**
 * 下载: every table as .xlsx and .csv. A table of a query is drawn up by the server with the same filters (`what`, `params`); a
 * small one that the page has put together is sent to be written (`title`, `columns`, `rows`).
 */
export function Downloads<T>(props: Asked | Shown<T>) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const [busy, setBusy] = useState<SheetFormat | null>(null);
  const [error, setError] = useState<unknown>(null);
  const fetchFile = async (format: SheetFormat): Promise<void> => {
    setBusy(format);
    setError(null);
    try {
      if ('what' in props) await download(`/exports/${props.what}`, { ...props.params, format });
      else {
        const rows = typeof props.rows === 'function' ? await props.rows() : props.rows;
        await downloadTable({
          format,
          title: props.title,
          dataset: props.ofDataset === false ? null : dataset,
          asOf: todayInShanghai(),
          notes: [...(props.notes ?? [])],
          columns: props.columns.map(({ heading, kind }) => ({ heading, kind: kind ?? 'text' })),
          rows: rows.map((row) => props.columns.map(({ of }) => of(row) ?? null)),
        });
      }
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  return (
    <span className="downloads">
      <Space.Compact>
        <Button
          size="small"
          loading={busy === 'xlsx'}
          disabled={busy === 'csv'}
          title={t('下载本表全部行，Excel 工作簿', 'All rows of this table as an Excel workbook')}
          onClick={() => void fetchFile('xlsx')}
        >
          {t('下载 Excel', 'Excel')}
        </Button>
        <Button
          size="small"
          loading={busy === 'csv'}
          disabled={busy === 'xlsx'}
          title={t('下载本表全部行，CSV 文本', 'All rows of this table as CSV')}
          onClick={() => void fetchFile('csv')}
        >
          CSV
        </Button>
      </Space.Compact>
      {error === null ? null : <Refusal error={error} />}
    </span>
  );
}

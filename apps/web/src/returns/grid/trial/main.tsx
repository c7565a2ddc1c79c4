/** The grid over 2,000 made-up rows and 14 columns, for its test in a browser; no part of the page. */
import { StrictMode, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../shell/page.css';
import { grouped } from '../../../shell/format';
import { SpeechProvider } from '../../../shell/language';
import { readCount } from '../count';
import { SheetGrid, type CellLook, type GridColumn } from '../sheet-grid';
import { useSheet } from '../use-sheet';

const ROWS = 2000;
const METRICS = 12;
const lead = (key: string, name: string, width: number): GridColumn => ({ key, name, head: name, width, frozen: true, editable: false });
const COLUMNS: readonly GridColumn[] = [
  lead('brand', '品牌', 180),
  lead('trade', '专业（工种）', 120),
  ...Array.from({ length: METRICS }, (_, at): GridColumn => ({
    ...{ key: `m${at}`, name: `指标${at + 1}`, head: `指标${at + 1}`, width: 150, frozen: false, editable: true },
    tidy: (text) => {
      const read = readCount(text, 'persons');
      return read.kind === 'count' ? String(read.value) : text.trim();
    },
    show: (text) => (/^\d+$/.test(text) ? grouped(Number(text)) : text),
  })),
];
const TEXTS = Array.from({ length: ROWS }, (_, row) => [`合成品牌${row + 1}`, `工种${(row % 5) + 1}`, ...Array<string>(METRICS).fill('')]);

function Trial() {
  const [said, setSaid] = useState('');
  const desk = useSheet(TEXTS, COLUMNS, () => undefined);
  const { texts } = desk.sheet;
  const lookAt = useCallback(
    (row: number, col: number): CellLook => {
      if (COLUMNS[col]?.editable !== true) return { tone: 'plain', beside: null, note: null };
      const read = readCount(texts[row]?.[col] ?? '', 'persons');
      return { tone: read.kind === 'bad' ? 'bad' : 'plain', beside: '上年 1,200', note: read.kind === 'bad' ? read.words.zh : null };
    },
    [texts],
  );
  const labelAt = useCallback(
    (row: number, col: number) => [texts[row]?.[0], COLUMNS[col]?.name, lookAt(row, col).note].filter(Boolean).join('，'),
    [texts, lookAt],
  );
  return (
    <>
      <SheetGrid desk={desk} columns={COLUMNS} lookAt={lookAt} labelAt={labelAt} label="合成填报表" height={560} onSay={setSaid} />
      <p role="status">{said}</p>
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('no root');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider>
      <Trial />
    </SpeechProvider>
  </StrictMode>,
);

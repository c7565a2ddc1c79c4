import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSpeech } from '../../shell/language';
import { DIRECTNESS, named, UNIT } from '../../shell/words';
import type { Spot } from '../grid/sheet';
import type { CellLook, GridColumn } from '../grid/sheet-grid';
import type { SheetDesk } from '../grid/use-sheet';
import type { EntryTable } from './table';

/** On a phone: one brand at a time, its fields under each other. The grid is for a keyboard. */
export function FieldList({
  table,
  sheet,
  columns,
  lookAt,
  onOpen,
}: {
  readonly table: EntryTable;
  readonly sheet: SheetDesk;
  readonly columns: readonly GridColumn[];
  readonly lookAt: (row: number, col: number) => CellLook;
  readonly onOpen: (kind: 'explain' | 'note' | 'estimate' | 'roster', spot: Spot) => void;
}) {
  const { t, say, language } = useSpeech();
  const at = sheet.sheet.selection.anchor.row;
  const row = table.rows[at];
  const stand = (next: number): void => {
    const spot = { row: next, col: table.lead };
    sheet.select({ anchor: spot, head: spot });
  };
  if (row === undefined) return null;
  return (
    <section className="sheet stack">
      <div className="row">
        <Button disabled={at === 0} onClick={() => stand(at - 1)}>
          {t('上一个', 'Previous')}
        </Button>
        <span className="quiet">
          {at + 1} / {table.rows.length}
        </span>
        <Button disabled={at === table.rows.length - 1} onClick={() => stand(at + 1)}>
          {t('下一个', 'Next')}
        </Button>
      </div>
      <h3>{[row.brandName, row.trade].filter(Boolean).join(' · ')}</h3>
      {table.asked.map((asked, index) => {
        const spot = { row: at, col: index + table.lead };
        const look = lookAt(spot.row, spot.col);
        const column = columns[spot.col];
        const id = `field-${spot.row}-${spot.col}`;
        return (
          <div key={`${at}${column?.key}`}>
            <label htmlFor={id}>
              {language === 'en' ? asked.en : asked.zh}
              {asked.directness === 'unstated' ? '' : ` · ${say(named(DIRECTNESS, asked.directness))}`} · {say(named(UNIT, asked.unit))}
              <span className="quiet"> {look.beside}</span>
            </label>
            <PhoneField
              id={id}
              text={sheet.sheet.texts[spot.row]?.[spot.col] ?? ''}
              disabled={column?.shut?.(spot.row) === true}
              bad={look.tone === 'bad'}
              onDone={(text) => void sheet.type([{ ...spot, text: column?.tidy?.(text) ?? text }])}
            />
            {look.note === null ? null : <div className={look.tone === 'bad' ? 'cell-bad' : 'cell-doubt'}>{look.note}</div>}
            <div className="row">
              {look.tone === 'doubt' || look.tone === 'told' ? (
                <Button size="small" onClick={() => onOpen('explain', spot)}>
                  {t('写明原因', 'Give the reason')}
                </Button>
              ) : null}
              {asked.directness === 'indirect' ? (
                <Button size="small" onClick={() => onOpen('estimate', spot)}>
                  {t('估算方法和依据', 'Method and basis')}
                </Button>
              ) : null}
              <Button size="small" onClick={() => onOpen('note', spot)}>
                {t('备注', 'Note')}
              </Button>
            </div>
          </div>
        );
      })}
    </section>
  );
}

function PhoneField({
  id,
  text,
  disabled,
  bad,
  onDone,
}: {
  readonly id: string;
  readonly text: string;
  readonly disabled: boolean;
  readonly bad: boolean;
  readonly onDone: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      id={id}
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? text}
      disabled={disabled}
      status={bad ? 'error' : ''}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null) onDone(typed);
        setTyped(null);
      }}
    />
  );
}

/**
 * A grid that works like a spreadsheet. It draws only the rows that are seen, keeps its first columns in view, and is a
 * grid for screen readers too: the cell where one stands holds the one field of the grid that takes the focus, so that
 * an input method, a screen reader and the clipboard meet a plain field.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ClipboardEvent,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useSpeech } from '../../shell/language';
import { LONGEST_PASTE } from './clipboard';
import './sheet-grid.css';
import { rangeOf, textAt, writable, type Edited, type SheetColumn, type Spot } from './sheet';
import type { SheetDesk } from './use-sheet';

export interface GridColumn extends SheetColumn {
  readonly key: string;
  readonly head: ReactNode;
  /** In pixels. */
  readonly width: number;
  /** Stays in view when one scrolls sideways. Frozen columns come first. */
  readonly frozen: boolean;
  /** How a text is shown while nobody writes in its cell: `1234` as `1,234`. */
  readonly show?: (text: string) => string;
}

/** How one cell stands beside its text. */
export interface CellLook {
  /** bad: cannot be; doubt: must be explained; told: doubtful and explained; back: sent back; foreign: changed by another clerk; shut: not to be written now */
  readonly tone: 'plain' | 'bad' | 'doubt' | 'told' | 'back' | 'foreign' | 'shut';
  /** In small letters before the text: last year's figure. */
  readonly beside: string | null;
  /** Read aloud with the cell, and shown when one points at it. */
  readonly note: string | null;
}

const ROW = 36;
const HEAD = 58;

interface RowProps {
  readonly index: number;
  readonly start: number;
  readonly texts: readonly string[];
  readonly columns: readonly GridColumn[];
  readonly lefts: readonly number[];
  readonly width: number;
  /** Column where one stands, when it is in this row. */
  readonly active: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly lookAt: (row: number, col: number) => CellLook;
  readonly field: ReactNode;
}

const Row = memo(function Row({ index, start, texts, columns, lefts, width, active, from, to, lookAt, field }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className="sg-row" style={{ transform: `translateY(${start}px)`, width, height: ROW }}>
      {columns.map((column, col) => {
        const look = lookAt(index, col);
        const selected = from !== null && to !== null && col >= from && col <= to;
        const style: CSSProperties = column.frozen ? { width: column.width, left: lefts[col] ?? 0 } : { width: column.width };
        return (
          <div
            key={column.key}
            role={col === 0 ? 'rowheader' : 'gridcell'}
            aria-colindex={col + 1}
            aria-selected={selected || active === col}
            aria-readonly={!writable(column, index)}
            data-row={index}
            data-col={col}
            title={look.note ?? undefined}
            className={`sg-cell sg-${look.tone}${column.frozen ? ' sg-frozen' : ''}${column.editable ? ' sg-number' : ''}${selected ? ' sg-selected' : ''}${active === col ? ' sg-active' : ''}`}
            style={style}
          >
            {look.beside === null ? null : <span className="sg-beside">{look.beside}</span>}
            {active === col ? field : <span className="sg-text">{column.show?.(texts[col] ?? '') ?? texts[col]}</span>}
          </div>
        );
      })}
    </div>
  );
});

type Mode = 'ready' | 'typing' | 'editing';

interface FieldProps {
  readonly spot: Spot;
  readonly text: string;
  readonly readOnly: boolean;
  readonly bad: boolean;
  readonly label: string;
  /** Whether the grid has the focus and this field is to take it over from the last one. */
  readonly wantsFocus: RefObject<boolean>;
  readonly onCommit: (spot: Spot, text: string) => void;
  readonly mode: RefObject<Mode>;
  /** Puts away what is being typed: called by the grid before it moves on. */
  readonly pending: RefObject<(() => void) | null>;
}

/** The field of the cell where one stands. Whatever is typed first replaces the text, as in a spreadsheet. */
function CellField({ spot, text, readOnly, bad, label, wantsFocus, onCommit, mode, pending }: FieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    mode.current = 'ready';
    if (!wantsFocus.current || field.current === null) return;
    field.current.focus({ preventScroll: true });
    field.current.select();
  }, [mode, wantsFocus]);
  useLayoutEffect(() => {
    pending.current =
      typed === null
        ? null
        : () => {
            mode.current = 'ready';
            setTyped(null);
            onCommit(spot, typed);
          };
    return () => {
      pending.current = null;
    };
  }, [typed, spot, onCommit, pending, mode]);
  // What came from an undo or another clerk is shown selected again, so that typing replaces it.
  useLayoutEffect(() => {
    if (typed === null && document.activeElement === field.current && mode.current === 'ready') field.current?.select();
  }, [text, typed, mode]);
  return (
    <input
      ref={field}
      className="sg-field"
      aria-label={label}
      aria-invalid={bad}
      readOnly={readOnly}
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      value={typed ?? text}
      onChange={(event) => {
        if (mode.current === 'ready') mode.current = 'typing';
        setTyped(event.target.value);
      }}
      onFocus={(event) => {
        wantsFocus.current = true;
        if (mode.current === 'ready') event.target.select();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || mode.current === 'ready') return;
        event.stopPropagation();
        mode.current = 'ready';
        setTyped(null);
        requestAnimationFrame(() => field.current?.select());
      }}
      onDoubleClick={() => {
        if (!readOnly) mode.current = 'editing';
      }}
    />
  );
}

interface GridProps {
  readonly desk: SheetDesk;
  readonly columns: readonly GridColumn[];
  readonly lookAt: (row: number, col: number) => CellLook;
  /** Name of the grid, read aloud. */
  readonly label: string;
  /** What stands for the cell when it is read aloud: brand, metric, unit. */
  readonly labelAt: (row: number, col: number) => string;
  readonly height: number;
  /** Counts up when the selection was moved from outside and the grid is to show it and take the focus. */
  readonly jumped?: number;
  /** Says what happened, or why nothing did: to screen readers and in the line below the grid. */
  readonly onSay: (text: string, tone: 'done' | 'refused') => void;
  /** Alt+Enter on a cell. */
  readonly onExplain?: (spot: Spot) => void;
}

export function SheetGrid({ desk, columns, lookAt, label, labelAt, height, jumped = 0, onSay, onExplain }: GridProps) {
  const { t, say } = useSpeech();
  const { sheet } = desk;
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const mode = useRef<Mode>('ready');
  const pending = useRef<(() => void) | null>(null);
  const dragging = useRef(false);
  const leaving = useRef(false);
  const active = sheet.selection.anchor;
  const range = rangeOf(sheet.selection);
  const lefts = useMemo(() => {
    let left = 0;
    return columns.map(({ width }) => {
      const at = left;
      left += width;
      return at;
    });
  }, [columns]);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const frozenWidth = columns.reduce((sum, column) => (column.frozen ? sum + column.width : sum), 0);
  const rows = sheet.texts.length;

  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    // The cell that has the focus stays drawn wherever one scrolls.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const seen = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
      if (active.row < first) return [active.row, ...seen];
      return active.row > last && active.row < count ? [...seen, active.row] : seen;
    },
  });

  const bringIntoView = useCallback(
    ({ row, col }: Spot): void => {
      virtual.scrollToIndex(row, { align: 'auto' });
      const box = scroller.current;
      const column = columns[col];
      if (box === null || column === undefined || column.frozen) return;
      const left = lefts[col] ?? 0;
      if (left < box.scrollLeft + frozenWidth) box.scrollLeft = left - frozenWidth;
      else if (left + column.width > box.scrollLeft + box.clientWidth) box.scrollLeft = left + column.width - box.clientWidth;
    },
    [virtual, columns, lefts, frozenWidth],
  );

  useEffect(() => {
    if (jumped === 0) return;
    wantsFocus.current = true;
    bringIntoView(sheet.selection.anchor);
    scroller.current?.querySelector<HTMLInputElement>('.sg-field')?.focus({ preventScroll: true });
    // Only a jump from outside; the grid's own moves see to themselves.
  }, [jumped]);

  const settle = (): void => pending.current?.();
  const within = ({ row, col }: Spot): Spot => ({
    row: Math.min(Math.max(row, 0), rows - 1),
    col: Math.min(Math.max(col, 0), columns.length - 1),
  });
  const stand = (at: Spot): void => {
    const spot = within(at);
    wantsFocus.current = true;
    desk.select({ anchor: spot, head: spot });
    bringIntoView(spot);
  };
  const reach = (at: Spot): void => {
    const head = within(at);
    desk.select({ anchor: active, head });
    bringIntoView(head);
  };
  const commit = useCallback(
    (spot: Spot, text: string) => void desk.type([{ ...spot, text: columns[spot.col]?.tidy?.(text) ?? text.trim() }]),
    [desk, columns],
  );

  const cells = (count: number): string => t(`${count} 格`, `${count} cells`);
  const tell = (done: Edited, what: (count: number) => string): void => {
    if ('refused' in done) onSay(say(done.refused), 'refused');
    else onSay(what(done.changes.length), 'done');
  };
  /** Ctrl+arrow: the last cell of the run of filled ones, or the next filled one, as spreadsheets jump. */
  const edgeFrom = ({ row, col }: Spot, down: number, right: number): Spot => {
    const filled = (spot: Spot): boolean => textAt(sheet, spot) !== '';
    const inside = (spot: Spot): boolean => spot.row >= 0 && spot.row < rows && spot.col >= 0 && spot.col < columns.length;
    const next = (spot: Spot): Spot => ({ row: spot.row + down, col: spot.col + right });
    let at: Spot = { row, col };
    if (!inside(next(at))) return at;
    const runs = filled(at) && filled(next(at));
    at = next(at);
    while (inside(next(at)) && (runs ? filled(next(at)) : !filled(at))) at = next(at);
    return at;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    const editing = mode.current === 'editing';
    const typing = mode.current !== 'ready';
    const { head } = sheet.selection;
    const taken = (): void => {
      event.preventDefault();
      settle();
    };
    if (key !== 'Tab' && key !== 'Shift') leaving.current = false;
    if (control && !event.altKey && /^[zy]$/i.test(key)) {
      if (typing) return;
      event.preventDefault();
      const again = key.toLowerCase() === 'y' || shiftKey;
      const changes = again ? desk.redo() : desk.undo();
      wantsFocus.current = true;
      const [first] = changes;
      if (first !== undefined) bringIntoView(first);
      if (changes.length === 0)
        onSay(again ? t('没有可重做的操作', 'Nothing to do again') : t('没有可撤销的操作', 'Nothing to take back'), 'done');
      else if (again) onSay(t(`已重做 ${cells(changes.length)}`, `Done again: ${cells(changes.length)}`), 'done');
      else onSay(t(`已撤销 ${cells(changes.length)}`, `Taken back: ${cells(changes.length)}`), 'done');
      return;
    }
    if (control && key.toLowerCase() === 'd') {
      taken();
      tell(desk.fillDown(), (count) => t(`已向下填充 ${cells(count)}`, `Filled down: ${cells(count)}`));
      return;
    }
    if (control && key.toLowerCase() === 'a' && !typing) {
      event.preventDefault();
      desk.select({ anchor: { row: 0, col: 0 }, head: { row: rows - 1, col: columns.length - 1 } });
      return;
    }
    if (event.altKey && key === 'Enter') {
      taken();
      onExplain?.(active);
      return;
    }
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const way = ways[key];
    if (way !== undefined) {
      if (editing && way[0] === 0) return;
      taken();
      const from = shiftKey ? head : active;
      const to = control ? edgeFrom(from, way[0], way[1]) : { row: from.row + way[0], col: from.col + way[1] };
      (shiftKey ? reach : stand)(to);
      return;
    }
    const page = Math.max(1, Math.floor((height - HEAD) / ROW) - 1);
    switch (key) {
      case 'Enter':
        taken();
        stand({ row: active.row + (shiftKey ? -1 : 1), col: active.col });
        return;
      case 'Tab': {
        if (leaving.current) return;
        const past = shiftKey ? -1 : 1;
        const flat = active.row * columns.length + active.col + past;
        settle();
        // Beyond the first and the last cell the focus goes on to what stands before and after the grid.
        if (flat < 0 || flat >= rows * columns.length) return;
        event.preventDefault();
        stand({ row: Math.floor(flat / columns.length), col: flat % columns.length });
        return;
      }
      case 'Escape':
        leaving.current = true;
        onSay(t('按 Tab 离开表格', 'Press Tab to leave the grid'), 'done');
        return;
      case 'F2': {
        event.preventDefault();
        mode.current = 'editing';
        const field = event.target instanceof HTMLInputElement ? event.target : null;
        field?.setSelectionRange(field.value.length, field.value.length);
        return;
      }
      case 'PageDown':
      case 'PageUp': {
        taken();
        const step = key === 'PageDown' ? page : -page;
        if (shiftKey) reach({ row: head.row + step, col: head.col });
        else stand({ row: active.row + step, col: active.col });
        return;
      }
      case 'Home':
      case 'End': {
        if (typing) return;
        event.preventDefault();
        const from = shiftKey ? head : active;
        const col = key === 'Home' ? 0 : columns.length - 1;
        (shiftKey ? reach : stand)({ row: control ? (key === 'Home' ? 0 : rows - 1) : from.row, col });
        return;
      }
      case 'Delete':
      case 'Backspace':
        if (typing) return;
        event.preventDefault();
        tell(desk.clear(), (count) => t(`已清除 ${cells(count)}`, `Emptied: ${cells(count)}`));
        return;
      default:
        if (key.length === 1 && !control && !event.altKey && !writable(columns[active.col], active.row))
          onSay(t('此格不能填写', 'This cell cannot be written'), 'refused');
    }
  };

  const onCopy = (event: ClipboardEvent<HTMLDivElement>, cut: boolean): void => {
    if (mode.current !== 'ready') return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', desk.copy());
    const size = t(
      `${range.bottom - range.top + 1} 行 × ${range.right - range.left + 1} 列`,
      `${range.bottom - range.top + 1} rows × ${range.right - range.left + 1} columns`,
    );
    if (cut) tell(desk.clear(), () => t(`已剪切 ${size}`, `Cut: ${size}`));
    else onSay(t(`已复制 ${size}`, `Copied: ${size}`), 'done');
  };
  const onPaste = (event: ClipboardEvent<HTMLDivElement>): void => {
    const text = event.clipboardData.getData('text/plain');
    // Within a text that is being written a short paste belongs to the field.
    if (mode.current !== 'ready' && !/[\t\n\r]/.test(text) && text.length < LONGEST_PASTE) return;
    event.preventDefault();
    settle();
    const done = desk.paste(text);
    wantsFocus.current = true;
    tell(done, (count) => t(`已粘贴，改动 ${cells(count)}`, `Pasted; ${cells(count)} changed`));
  };

  const spotOf = (target: EventTarget): Spot | null => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    return cell === null ? null : { row: Number(cell.dataset['row']), col: Number(cell.dataset['col']) };
  };
  const onMouseDown = (event: MouseEvent<HTMLDivElement>): void => {
    const spot = spotOf(event.target);
    if (spot === null || event.button !== 0) return;
    const same = spot.row === active.row && spot.col === active.col;
    if (same && !event.shiftKey && event.target instanceof HTMLInputElement) {
      if (mode.current === 'ready') desk.select({ anchor: spot, head: spot });
    } else {
      event.preventDefault();
      settle();
      wantsFocus.current = true;
      if (event.shiftKey) desk.select({ anchor: active, head: spot });
      else desk.select({ anchor: spot, head: spot });
    }
    dragging.current = true;
  };
  const onMouseOver = (event: MouseEvent<HTMLDivElement>): void => {
    if (!dragging.current || event.buttons !== 1) return;
    const spot = spotOf(event.target);
    const { head } = sheet.selection;
    if (spot !== null && (spot.row !== head.row || spot.col !== head.col)) desk.select({ anchor: active, head: spot });
  };
  useEffect(() => {
    const stop = (): void => {
      dragging.current = false;
    };
    window.addEventListener('mouseup', stop);
    return () => window.removeEventListener('mouseup', stop);
  }, []);

  const activeLook = lookAt(active.row, active.col);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      className="sg"
      // A narrow sheet ends where its columns end; the scroll bar has its own place.
      style={{ height, maxWidth: width + (HEAD + rows * ROW > height ? 18 : 2) }}
      onKeyDown={onKeyDown}
      onCopy={(event) => onCopy(event, false)}
      onCut={(event) => onCopy(event, true)}
      onPaste={onPaste}
      onMouseDown={onMouseDown}
      onMouseOver={onMouseOver}
      onBlur={(event) => {
        // The field of the last cell goes when one moves on; only a focus that lands elsewhere has left the grid.
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) {
          wantsFocus.current = false;
          settle();
        }
      }}
    >
      <div role="rowgroup" className="sg-head" style={{ width, height: HEAD }}>
        <div role="row" aria-rowindex={1} className="sg-head-row">
          {columns.map((column, col) => (
            <div
              key={column.key}
              role="columnheader"
              aria-colindex={col + 1}
              className={`sg-cell sg-title${column.frozen ? ' sg-frozen' : ''}${column.editable ? ' sg-number' : ''}`}
              style={column.frozen ? { width: column.width, left: lefts[col] ?? 0 } : { width: column.width }}
            >
              {column.head}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="sg-body" style={{ width, height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const here = active.row === index;
          const inRange = index >= range.top && index <= range.bottom;
          return (
            <Row
              key={index}
              index={index}
              start={start - HEAD}
              texts={sheet.texts[index] ?? []}
              columns={columns}
              lefts={lefts}
              width={width}
              active={here ? active.col : null}
              from={inRange ? range.left : null}
              to={inRange ? range.right : null}
              lookAt={lookAt}
              field={
                here ? (
                  <CellField
                    key={`${active.row}/${active.col}`}
                    spot={active}
                    text={textAt(sheet, active)}
                    readOnly={!writable(columns[active.col], active.row)}
                    bad={activeLook.tone === 'bad'}
                    label={labelAt(active.row, active.col)}
                    wantsFocus={wantsFocus}
                    onCommit={commit}
                    mode={mode}
                    pending={pending}
                  />
                ) : null
              }
            />
          );
        })}
      </div>
    </div>
  );
}

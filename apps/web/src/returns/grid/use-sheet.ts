import { useMemo, useRef, useState } from 'react';
import {
  absorb,
  clear,
  copy,
  edit,
  fillDown,
  openSheet,
  paste,
  redo,
  undo,
  type Change,
  type Edited,
  type Selection,
  type Sheet,
  type SheetColumn,
  type Spot,
} from './sheet';

/** The doors to a sheet. What an act changed is told once, to `onChanges`. */
export interface SheetDesk {
  readonly sheet: Sheet;
  readonly select: (selection: Selection) => void;
  /** @returns null when it was done, else why not */
  readonly type: (cells: readonly (Spot & { readonly text: string })[]) => Edited;
  readonly clear: () => Edited;
  readonly fillDown: () => Edited;
  readonly paste: (text: string) => Edited;
  readonly copy: () => string;
  readonly undo: () => readonly Change[];
  readonly redo: () => readonly Change[];
  /** Takes over what came from elsewhere. */
  readonly absorb: (news: readonly (Spot & { readonly text: string })[]) => void;
}

/**
 * Holds a sheet for a grid. Two keys in one frame must not lose each other, so that acts work on the newest sheet and
 * not on the one that was drawn.
 */
export function useSheet(
  texts: readonly (readonly string[])[],
  columns: readonly SheetColumn[],
  onChanges: (changes: readonly Change[]) => void,
  start: Spot | null = null,
): SheetDesk {
  const [sheet, setSheet] = useState<Sheet>(() =>
    openSheet(
      texts,
      start ?? {
        row: 0,
        col: Math.max(
          0,
          columns.findIndex(({ editable }) => editable),
        ),
      },
    ),
  );
  const latest = useRef(sheet);
  const told = useRef(onChanges);
  told.current = onChanges;
  const doors = useMemo(() => {
    const keep = (next: Sheet): void => {
      latest.current = next;
      setSheet(next);
    };
    const act = (done: Edited): Edited => {
      if ('refused' in done) return done;
      keep(done.sheet);
      if (done.changes.length > 0) told.current(done.changes);
      return done;
    };
    const step = (way: typeof undo): readonly Change[] => {
      const done = way(latest.current);
      keep(done.sheet);
      if (done.changes.length > 0) told.current(done.changes);
      return done.changes;
    };
    return {
      select: (selection: Selection) => keep({ ...latest.current, selection }),
      type: (cells: readonly (Spot & { readonly text: string })[]) => act(edit(latest.current, cells)),
      clear: () => act(clear(latest.current, columns)),
      fillDown: () => act(fillDown(latest.current, columns)),
      paste: (text: string) => act(paste(latest.current, columns, text)),
      copy: () => copy(latest.current),
      undo: () => step(undo),
      redo: () => step(redo),
      absorb: (news: readonly (Spot & { readonly text: string })[]) => keep(absorb(latest.current, news)),
    };
  }, [columns]);
  return useMemo(() => ({ sheet, ...doors }), [sheet, doors]);
}

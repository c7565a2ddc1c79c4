import type { DraftPatch } from '../api';

export type PatchCell = DraftPatch['cells'][number];

/** What was typed into a return and the server does not have. */
export interface Kept {
  readonly recall: () => readonly PatchCell[];
  readonly keep: (cells: readonly PatchCell[]) => void;
}

/**
 * In the store of one tab, which outlives a reload and a session. Each person finds their own only: who signs in next on this
 * machine must not send what the one before them typed.
 * @param person id; null in a ledger without accounts
 */
export function keptIn(store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, person: string | null, returnId: string): Kept {
  const key = `brand-ledger.return.${person ?? 'local'}.${returnId}`;
  return {
    recall: () => readCells(store.getItem(key)),
    keep: (cells) => (cells.length === 0 ? store.removeItem(key) : store.setItem(key, JSON.stringify(cells))),
  };
}

const isCell = (cell: unknown): cell is PatchCell => {
  if (typeof cell !== 'object' || cell === null) return false;
  const { line, field, value, seen } = cell as Partial<Record<keyof PatchCell, unknown>>;
  return typeof line === 'string' && typeof field === 'string' && (value === null || typeof value === 'string') && Number.isInteger(seen);
};

/** Whatever stands there: an older page, or somebody else's hand, may have written it. */
function readCells(text: string | null): readonly PatchCell[] {
  try {
    const cells: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(cells) ? cells.filter(isCell) : [];
  } catch {
    return [];
  }
}

/** The grid of one return: which line stands in which cell. Pure. */
import type { DraftCell, ReturnCard, ReturnLineRow } from '#contracts';
import type { Spot } from '../grid/sheet';

export interface EntryRow {
  readonly brandId: string;
  readonly brandName: string;
  /** 工种、专业; null for labour brands, and for a training brand that has none yet. */
  readonly trade: string | null;
}
export type AskedColumn = ReturnCard['call']['asked'][number];

export interface EntryTable {
  /** Columns that name the row: brand, and trade of training brands. */
  readonly lead: 1 | 2;
  readonly rows: readonly EntryRow[];
  readonly asked: readonly AskedColumn[];
  /** Texts as they stand on the server: the draft's, else what was reported. */
  readonly texts: readonly (readonly string[])[];
  /** Key of the line in a cell; null in the leading columns. */
  readonly keyAt: (spot: Spot) => string | null;
  /** A line that is missing altogether has no trade; it is shown in the first row of its brand. */
  readonly spotOf: (line: string) => Spot | null;
  readonly lineOf: (line: string) => ReturnLineRow | undefined;
  /** Whether the line may be written now: nobody has checked it yet, or it was sent back. */
  readonly open: (line: string) => boolean;
}

export const keyOf = (brandId: string, metric: string, directness: string, trade: string | null): string =>
  `${brandId}|${metric}|${directness}|${trade ?? ''}`;
const partsOf = (line: string): { readonly brandId: string; readonly trade: string | null } => {
  const [brandId = '', , , ...trade] = line.split('|');
  return { brandId, trade: trade.join('|') === '' ? null : trade.join('|') };
};
/** Until the county has taken it, the unit may still change what it reported. */
const OPEN = new Set(['missing', 'returned', 'reported']);

/**
 * @param added trades that somebody added on this page and that nobody has written in yet
 */
export function tableOf(
  card: ReturnCard,
  draft: readonly Pick<DraftCell, 'line' | 'field' | 'value'>[],
  added: readonly { readonly brandId: string; readonly trade: string }[],
): EntryTable {
  const training = card.kind === 'training';
  const lead = training ? 2 : 1;
  const lines = new Map(card.lines.map((line) => [line.line, line]));
  const drafted = new Map(draft.filter(({ field }) => field === 'value').map(({ line, value }) => [line, value ?? '']));
  const trades = new Map<string, Set<string>>();
  const note = (brandId: string, trade: string | null): void => {
    if (trade !== null) trades.set(brandId, (trades.get(brandId) ?? new Set()).add(trade));
  };
  for (const line of card.lines) note(line.brandId, line.trade);
  for (const line of drafted.keys()) note(partsOf(line).brandId, partsOf(line).trade);
  for (const { brandId, trade } of added) note(brandId, trade);
  const rows = card.brandList.flatMap(({ brandId, name }): EntryRow[] => {
    const own = [...(trades.get(brandId) ?? [])];
    if (!training || own.length === 0) return [{ brandId, brandName: name, trade: null }];
    return own.map((trade) => ({ brandId, brandName: name, trade }));
  });
  const { asked } = card.call;
  const keyIn = (row: EntryRow, column: AskedColumn): string => keyOf(row.brandId, column.metric, column.directness, row.trade);
  const spots = new Map<string, Spot>();
  const texts = rows.map((row, at) => {
    const values = asked.map((column, col) => {
      const key = keyIn(row, column);
      spots.set(key, { row: at, col: col + lead });
      const whole = keyOf(row.brandId, column.metric, column.directness, null);
      if (!spots.has(whole)) spots.set(whole, { row: at, col: col + lead });
      const value = lines.get(key)?.value;
      return drafted.get(key) ?? (value === null || value === undefined ? '' : String(value));
    });
    return training ? [row.brandName, row.trade ?? '', ...values] : [row.brandName, ...values];
  });
  return {
    lead,
    rows,
    asked,
    texts,
    keyAt: ({ row, col }) => {
      const [there, column] = [rows[row], asked[col - lead]];
      return there === undefined || column === undefined ? null : keyIn(there, column);
    },
    spotOf: (line) => spots.get(line) ?? null,
    lineOf: (line) => lines.get(line),
    open: (line) => {
      // A training brand's figures need their trade first.
      if (training && partsOf(line).trade === null) return false;
      const known = lines.get(line);
      return known === undefined || OPEN.has(known.standing);
    },
  };
}

/** Indirect lines of a brand that may be written: their method and basis are told once for the brand. */
export const indirectLinesOf = (table: EntryTable, brandId: string): readonly string[] =>
  table.rows
    .filter((row) => row.brandId === brandId)
    .flatMap((row) =>
      table.asked
        .filter(({ directness }) => directness === 'indirect')
        .map(({ metric, directness }) => keyOf(brandId, metric, directness, row.trade)),
    )
    .filter((line) => table.open(line));

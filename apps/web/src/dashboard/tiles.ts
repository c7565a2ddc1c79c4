/** Regions as tiles: where each stands, and how deep its colour is. Layout only; no outline of any place is drawn from here. */

/** Column and row of the provinces, roughly as they lie to each other. A province that has no place here comes last. */
const PROVINCES: Readonly<Record<string, readonly [number, number]>> = {
  '230000': [8, 0],
  '150000': [6, 1],
  '220000': [8, 1],
  '650000': [0, 2],
  '620000': [2, 2],
  '640000': [3, 2],
  '140000': [4, 2],
  '130000': [5, 2],
  '110000': [6, 2],
  '120000': [7, 2],
  '210000': [8, 2],
  '630000': [2, 3],
  '610000': [3, 3],
  '410000': [4, 3],
  '370000': [5, 3],
  '320000': [6, 3],
  '540000': [1, 4],
  '510000': [2, 4],
  '500000': [3, 4],
  '420000': [4, 4],
  '340000': [5, 4],
  '310000': [6, 4],
  '530000': [2, 5],
  '520000': [3, 5],
  '430000': [4, 5],
  '360000': [5, 5],
  '330000': [6, 5],
  '450000': [3, 6],
  '440000': [4, 6],
  '350000': [5, 6],
  '710000': [7, 6],
  '460000': [3, 7],
  '820000': [4, 7],
  '810000': [5, 7],
};
const COLUMNS = 9;

export interface Tile<R> {
  readonly region: R;
  readonly column: number;
  readonly row: number;
}

/** Whether these regions have places to each other. Prefectures and counties have none: they stand in rows by code. */
export const havePlaces = (regions: readonly { readonly code: string }[]): boolean =>
  regions.some(({ code }) => PROVINCES[code] !== undefined);

/** Provinces by their places, everything below in rows by code. */
export function tilesOf<R extends { readonly code: string }>(regions: readonly R[], columns = COLUMNS): Tile<R>[] {
  const placed: Tile<R>[] = [];
  const others: R[] = [];
  for (const region of regions) {
    const at = PROVINCES[region.code];
    if (at === undefined) others.push(region);
    else placed.push({ region, column: at[0], row: at[1] });
  }
  const below = placed.length === 0 ? 0 : 8;
  return [
    ...placed,
    ...others.map((region, index) => ({ region, column: index % columns, row: below + Math.floor(index / columns) })),
  ].sort((a, b) => a.row - b.row || a.column - b.column);
}

/** The short name on a tile: `内蒙古自治区` → `内蒙古`. */
export const shortName = (name: string): string =>
  name.replace(/(维吾尔|壮族|回族)?自治区$|特别行政区$/, '').replace(/(.{2,})(省|市)$/, '$1');

export const STEPS = 5;
export interface Step {
  readonly from: number;
  readonly to: number;
}

/** Up to five steps of equal counts of regions, from the smallest value to the largest; equal values stand in one step. */
export function stepsOf(values: readonly number[]): Step[] {
  const sorted = [...values].filter((value) => value > 0).sort((a, b) => a - b);
  const steps: Step[] = [];
  let from = 0;
  for (let step = 1; step <= STEPS && from < sorted.length; step += 1) {
    let to = Math.max(from, Math.ceil((sorted.length * step) / STEPS) - 1);
    while (to + 1 < sorted.length && sorted[to + 1] === sorted[to]) to += 1;
    steps.push({ from: sorted[from] ?? 0, to: sorted[to] ?? 0 });
    from = to + 1;
  }
  return steps;
}

/** Which step a value stands in, from 0; −1: none, for nothing at all. */
export const stepOf = (value: number, steps: readonly Step[]): number => steps.findIndex(({ from, to }) => value >= from && value <= to);

/** The pyramid at the end of each year, from the movements between tiers. Decides nothing. */
import type { TierMovement } from '../shell/answers.gen';

export const TIERS = ['province', 'prefecture', 'county'] as const;

export interface YearOfPyramid {
  readonly year: number;
  /** Brands at each tier at the end of the year. */
  readonly held: Readonly<Record<string, number>>;
  /** Brands that moved in it, by movement. */
  readonly moved: Readonly<Record<string, number>>;
}

/** Every year from the first movement to `until`, years without one too, the last first. */
export function yearsOf(rows: readonly TierMovement[], until: number): YearOfPyramid[] {
  const first = rows.reduce((year, row) => Math.min(year, row.year), until);
  const years: YearOfPyramid[] = [];
  const held: Record<string, number> = {};
  if (rows.length === 0) return [];
  for (let year = first; year <= until; year += 1) {
    const moved: Record<string, number> = {};
    for (const row of rows) {
      if (row.year !== year) continue;
      moved[row.movement] = (moved[row.movement] ?? 0) + row.brands;
      held[row.fromTier] = (held[row.fromTier] ?? 0) - row.brands;
      held[row.toTier] = (held[row.toTier] ?? 0) + row.brands;
    }
    years.push({ year, held: Object.fromEntries(TIERS.map((tier) => [tier, held[tier] ?? 0])), moved });
  }
  return years.reverse();
}

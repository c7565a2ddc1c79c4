import type { TierMovement } from '../shell/answers.gen';
import { yearsOf } from './movements';

const moved = (year: number, movement: TierMovement['movement'], fromTier: string, toTier: string, brands = 1): TierMovement => ({
  year,
  movement,
  kind: 'labour',
  fromTier,
  toTier,
  brands,
});

test('adds up to the pyramid at the end of every year, years in which nothing moved too', () => {
  const years = yearsOf(
    [
      moved(2021, 'recognised', 'none', 'county', 3),
      moved(2021, 'recognised', 'none', 'prefecture'),
      moved(2023, 'promoted', 'county', 'prefecture', 2),
      moved(2023, 'delisted', 'county', 'none'),
      // Listing moves nobody between tiers.
      moved(2023, 'listed', 'prefecture', 'prefecture', 2),
    ],
    2024,
  );
  expect(years).toEqual([
    { year: 2024, held: { province: 0, prefecture: 3, county: 0 }, moved: {} },
    { year: 2023, held: { province: 0, prefecture: 3, county: 0 }, moved: { promoted: 2, delisted: 1, listed: 2 } },
    { year: 2022, held: { province: 0, prefecture: 1, county: 3 }, moved: {} },
    { year: 2021, held: { province: 0, prefecture: 1, county: 3 }, moved: { recognised: 4 } },
  ]);
});

test('knows no year where nobody moved', () => {
  expect(yearsOf([], 2024)).toEqual([]);
});

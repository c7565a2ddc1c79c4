/**
 * Working days of the People's Republic, as the State Council's yearly notices on holidays set them: a dated table from a
 * kept npm package, with the edition that this build holds. Weekends that are worked in exchange（调休）count as working days.
 */
import { readFileSync } from 'node:fs';
import type { WorkingDays } from '#steward';

interface HolidayTable {
  /** Days off by name of the holiday, weekends among them. */
  readonly holidays: Readonly<Record<string, string>>;
  /** Weekend days that are worked in exchange. */
  readonly workdays: Readonly<Record<string, string>>;
}

export interface WorkingDayTable extends WorkingDays {
  /** The package and version the table was taken from. */
  readonly edition: string;
  /** First and last year that the table knows; a date outside has no answer. */
  readonly fromYear: number;
  readonly toYear: number;
}

const PACKAGE = 'chinese-days';

const readJson = (path: string): unknown => JSON.parse(readFileSync(require.resolve(`${PACKAGE}/${path}`), 'utf8'));

/** The table of this build. A year whose notice has not been published yet has no answer, rather than a guess. */
export function workingDayTable(): WorkingDayTable {
  const { holidays, workdays } = readJson('dist/chinese-days.json') as HolidayTable;
  const { version } = readJson('package.json') as { readonly version: string };
  const years = Object.keys(holidays).map((date) => Number(date.slice(0, 4)));
  const [fromYear, toYear] = [Math.min(...years), Math.max(...years)];
  return {
    edition: `${PACKAGE} ${version}`,
    fromYear,
    toYear,
    isWorkingDay: (date) => {
      const year = Number(date.slice(0, 4));
      if (year < fromYear || year > toYear) return null;
      if (Object.hasOwn(holidays, date)) return false;
      if (Object.hasOwn(workdays, date)) return true;
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      return weekday !== 0 && weekday !== 6;
    },
  };
}

/**
 * Working days of the People's Republic, as the State Council's yearly notices on holidays set them: a dated table from a
 * kept npm package, with the edition that this build holds. Weekends that are worked in exchange（调休）count as working days.
 */
import table from 'chinese-days/dist/chinese-days.json';
import manifest from 'chinese-days/package.json';
import type { WorkingCalendar } from '#domain';

/** Days off by name of the holiday, weekends among them. */
const HOLIDAYS: Readonly<Record<string, string>> = table.holidays;
/** Weekend days that are worked in exchange. */
const WORKED: Readonly<Record<string, string>> = table.workdays;

export interface WorkingDayTable extends WorkingCalendar {
  /** First and last year that the table knows; a date outside has no answer. */
  readonly fromYear: number;
  readonly toYear: number;
}

/** The table of this build. A year whose notice has not been published yet has no answer, rather than a guess. */
export function workingDayTable(): WorkingDayTable {
  const years = Object.keys(HOLIDAYS).map((date) => Number(date.slice(0, 4)));
  const [fromYear, toYear] = [Math.min(...years), Math.max(...years)];
  return {
    edition: `${manifest.name} ${manifest.version}`,
    fromYear,
    toYear,
    isWorkingDay: (date) => {
      const year = Number(date.slice(0, 4));
      if (year < fromYear || year > toYear) return null;
      if (Object.hasOwn(HOLIDAYS, date)) return false;
      if (Object.hasOwn(WORKED, date)) return true;
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      return weekday !== 0 && weekday !== 6;
    },
  };
}

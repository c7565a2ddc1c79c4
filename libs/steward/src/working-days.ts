import { addDays } from '#domain';

/** Which days are working days: a dated table held as data, since holidays move（调休）. */
export interface WorkingDays {
  /** @returns null when the table does not reach that date */
  isWorkingDay(date: string): boolean | null;
}

/**
 * The `days`-th working day after `date`.
 * @returns null when the table ends before that day is reached
 */
export function addWorkingDays(date: string, days: number, calendar: WorkingDays): string | null {
  let day = date;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    const working = calendar.isWorkingDay(day);
    if (working === null) return null;
    if (working) left -= 1;
  }
  return day;
}

/** Business dates and moments as text, Asia/Shanghai. Pure arithmetic: nothing here reads a clock. */

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether `2023-02-29` and the like are days of the calendar. */
export function isCalendarDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const days = month === 2 && isLeapYear(year) ? 29 : DAYS_IN_MONTH[month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** The date `days` later (earlier, when negative). */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const yearOf = (date: string): number => Number(date.slice(0, 4));

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** Business date of an instant. Asia/Shanghai is eight hours ahead of UTC all year. */
export const shanghaiDate = (moment: string): string => new Date(Date.parse(moment) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** Whether an instant lies after another one by the minute: seconds do not count. */
export const isLaterByMinute = (moment: string, limit: string): boolean =>
  Math.floor(Date.parse(moment) / 60_000) > Math.floor(Date.parse(limit) / 60_000);

/** Whether the text is an instant that exists. */
export const isMoment = (text: string): boolean => isCalendarDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

/**
 * A deadline as a pack states it, as an instant: a day runs to its last second, a time without an offset is
 * Asia/Shanghai.
 */
export function deadlineMoment(deadline: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(deadline)) return `${deadline}T23:59:59+08:00`;
  return /(Z|[+-]\d{2}:\d{2})$/.test(deadline) ? deadline : `${deadline}+08:00`;
}

/** Which days are working days（工作日、调休）: a dated table held as data, since holidays move. */
export interface WorkingDays {
  /** @returns null: the table does not know that year yet */
  isWorkingDay(date: string): boolean | null;
}

/** Such a table with the edition that a term was counted by. */
export interface WorkingCalendar extends WorkingDays {
  readonly edition: string;
}

/** Last day of a term of so many working days whose first day is `from`, which counts where it is one. Null: beyond the calendar. */
export function lastDayOfTerm(from: string, workingDays: number, calendar: WorkingDays): string | null {
  let left = workingDays;
  for (let date = from; ; date = addDays(date, 1)) {
    const works = calendar.isWorkingDay(date);
    if (works === null) return null;
    if (works) left -= 1;
    if (left <= 0) return date;
  }
}

/** The `days`-th working day after `date`. Null: beyond the calendar. */
export function addWorkingDays(date: string, days: number, calendar: WorkingDays): string | null {
  let day = date;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    const works = calendar.isWorkingDay(day);
    if (works === null) return null;
    if (works) left -= 1;
  }
  return day;
}

/**
 * Working days that are left on the day `today` until `on` has passed, besides today: nought on the day itself, negative by the
 * working days that have passed since. Null: beyond the calendar.
 */
export function workingDaysLeft(today: string, on: string, calendar: WorkingDays): number | null {
  const [first, last] = today <= on ? [today, on] : [on, today];
  let count = 0;
  for (let date = addDays(first, 1); date <= last; date = addDays(date, 1)) {
    const works = calendar.isWorkingDay(date);
    if (works === null) return null;
    if (works) count += 1;
  }
  return today <= on ? count : 0 - count;
}

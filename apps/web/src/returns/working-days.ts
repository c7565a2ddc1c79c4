/** 工作日 between two dates, by the holiday table that the server counts due days with. Loaded only when a due day is shown. */
import table from 'chinese-days/dist/chinese-days.json';

const HOLIDAYS: Readonly<Record<string, string>> = table.holidays;
/** Weekend days that are worked in exchange（调休）. */
const WORKED: Readonly<Record<string, string>> = table.workdays;
const YEARS = Object.keys(HOLIDAYS).map((date) => Number(date.slice(0, 4)));
const LAST_YEAR = YEARS.reduce((a, b) => Math.max(a, b));
const DAY_MS = 86_400_000;

const isWorkingDay = (date: string): boolean => {
  if (Object.hasOwn(HOLIDAYS, date)) return false;
  if (Object.hasOwn(WORKED, date)) return true;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
};

/** Working days after `from` up to and with `to`; null where the table does not reach. Nought when `to` is not after `from`. */
export function workingDaysBetween(from: string, to: string): number | null {
  if (Number(to.slice(0, 4)) > LAST_YEAR) return null;
  let days = 0;
  for (let at = Date.parse(`${from}T00:00:00Z`) + DAY_MS; at <= Date.parse(`${to}T00:00:00Z`); at += DAY_MS)
    if (isWorkingDay(new Date(at).toISOString().slice(0, 10))) days += 1;
  return days;
}

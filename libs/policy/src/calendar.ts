/** Business dates in the calendar of the documents: Asia/Shanghai, which has had one offset (+08:00) and no summer time since 1991. */

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function parts(day: string): { year: number; month: number; date: number } {
  const found = DAY.exec(day);
  if (found === null) throw new RangeError(`not a business date: ${day}`);
  return { year: Number(found[1]), month: Number(found[2]), date: Number(found[3]) };
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const dayNumber = (day: string): number => {
  const { year, month, date } = parts(day);
  return Date.UTC(year, month - 1, date) / 86_400_000;
};

/** Whether a date written as one exists: not 2024-02-30. */
export function isDay(day: string): boolean {
  const found = DAY.exec(day);
  if (found === null) return false;
  const { year, month, date } = parts(day);
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

/** Whole months from one date to a later one; 0 when it is not later. Where the last month has no such day, its last day completes it. */
export function fullMonths(from: string, to: string): number {
  if (to <= from) return 0;
  const [a, b] = [parts(from), parts(to)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return b.date >= a.date || b.date === daysIn(b.year, b.month) ? months : months - 1;
}

/** The date n months before; in a shorter month its last day. */
export function monthsBefore(day: string, months: number): string {
  const { year, month, date } = parts(day);
  const index = year * 12 + (month - 1) - months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(date, daysIn(y, m))).padStart(2, '0')}`;
}

/** The date n days later (calendar days). */
export function daysAfter(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** The business date of a moment with its offset, such as `2024-07-30T15:59:59Z` (2024-07-30) or `2024-07-31T00:00:00+08:00`. */
export function shanghaiDay(moment: string): string {
  const instant = Date.parse(moment);
  if (Number.isNaN(instant)) throw new RangeError(`not a moment: ${moment}`);
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);
}

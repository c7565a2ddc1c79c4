import { daysAfter, daysBetween, fullMonths, monthsBefore, shanghaiDay } from './calendar';

test.each([
  ['2023-07-30', '2024-07-29', 11],
  ['2023-07-30', '2024-07-30', 12],
  ['2023-07-31', '2024-06-30', 11],
  ['2023-08-31', '2024-02-28', 5],
  ['2023-08-31', '2024-02-29', 6],
  ['2024-02-29', '2025-02-27', 11],
  ['2024-02-29', '2025-02-28', 12],
  ['2024-07-30', '2024-07-30', 0],
  ['2024-07-30', '2023-07-30', 0],
])('from %s to %s: %i whole months', (from, to, months) => {
  expect(fullMonths(from, to)).toBe(months);
});

test.each([
  ['2024-07-10', 24, '2022-07-10'],
  ['2024-03-31', 1, '2024-02-29'],
  ['2024-01-15', 1, '2023-12-15'],
  ['2024-02-29', 12, '2023-02-28'],
])('%s less %i months is %s', (day, months, expected) => {
  expect(monthsBefore(day, months)).toBe(expected);
});

test.each([
  ['2024-07-30T23:59:00+08:00', '2024-07-30'],
  ['2024-07-30T23:59:59.999+08:00', '2024-07-30'],
  ['2024-07-31T00:00:00+08:00', '2024-07-31'],
  ['2024-07-30T15:59:59Z', '2024-07-30'],
  ['2024-07-30T16:00:00Z', '2024-07-31'],
])('%s is the business day %s', (moment, day) => {
  expect(shanghaiDay(moment)).toBe(day);
});

test('days are counted over leap days and year ends', () => {
  expect(daysAfter('2024-02-28', 2)).toBe('2024-03-01');
  expect(daysAfter('2023-12-31', 90)).toBe('2024-03-30');
  expect(daysBetween('2024-07-31', '2024-07-30')).toBe(-1);
});

test('what is no date or moment is refused by name', () => {
  expect(() => daysAfter('2024-7-1', 1)).toThrow('not a business date: 2024-7-1');
  expect(() => shanghaiDay('tomorrow')).toThrow('not a moment: tomorrow');
});

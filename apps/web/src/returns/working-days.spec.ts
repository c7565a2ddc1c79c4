import { workingDaysBetween } from './working-days';

test.each<[string, string, number | null, string]>([
  ['2025-01-24', '2025-01-24', 0, 'the day itself'],
  ['2025-01-24', '2025-01-23', 0, 'a day that has passed'],
  ['2025-01-24', '2025-01-27', 2, '26 January 2025, a Sunday, is worked for the Spring Festival'],
  ['2025-01-27', '2025-02-05', 1, 'the Spring Festival ends on 4 February'],
  ['2025-03-28', '2025-03-31', 1, 'a weekend'],
  ['2099-01-01', '2099-01-02', null, 'a year that the table does not know'],
])('from %s to %s there are %p working days: %s', (from, to, days, _why) => {
  expect(workingDaysBetween(from, to)).toBe(days);
});

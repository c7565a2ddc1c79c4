import { addDays, deadlineMoment, isCalendarDate, isLaterByMinute, isMoment, shanghaiDate } from './dates';

it.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['1900-02-29', false],
  ['2000-02-29', true],
  ['2024-04-31', false],
  ['2024-13-01', false],
  ['2024-00-10', false],
  ['2024-01-00', false],
  ['2024-1-1', false],
])('%s is a day of the calendar: %s', (date, real) => expect(isCalendarDate(date)).toBe(real));

it.each([
  ['2024-02-28', 1, '2024-02-29'],
  ['2023-12-31', 1, '2024-01-01'],
  ['2024-03-01', -1, '2024-02-29'],
  ['2024-03-01', 0, '2024-03-01'],
])('%s and %i days is %s', (date, days, later) => expect(addDays(date, days)).toBe(later));

it.each([
  ['2024-07-30T15:59:59Z', '2024-07-30'],
  ['2024-07-30T16:00:00Z', '2024-07-31'],
  ['2024-07-31T00:00:00+08:00', '2024-07-31'],
])('%s is %s in Shanghai', (moment, date) => expect(shanghaiDate(moment)).toBe(date));

it('a deadline of a day runs to its end, and a time without an offset is Shanghai', () => {
  expect([deadlineMoment('2024-07-30'), deadlineMoment('2024-07-30T17:00'), deadlineMoment('2024-07-30T17:00:00Z')]).toEqual([
    '2024-07-30T23:59:59+08:00',
    '2024-07-30T17:00+08:00',
    '2024-07-30T17:00:00Z',
  ]);
});

it('seconds do not make late, minutes do', () => {
  expect([
    isLaterByMinute('2024-07-30T23:59:59Z', '2024-07-30T23:59:00Z'),
    isLaterByMinute('2024-07-31T00:00:00Z', '2024-07-30T23:59:59Z'),
  ]).toEqual([false, true]);
});

it.each([
  ['2024-07-30T23:59:00+08:00', true],
  ['2024-02-30T23:59:00+08:00', false],
  ['2024-07-30T25:00:00+08:00', false],
])('%s is a moment: %s', (moment, real) => expect(isMoment(moment)).toBe(real));

import { addWorkingDays, workingDaysLeft } from '#domain';
import { workingDayTable } from './working-days';

const table = workingDayTable();

describe('the table of working days', () => {
  // 国办发明电〔2023〕7号: Spring Festival 2024 from 10 to 17 February, 4 and 18 February worked.
  it.each([
    ['2024-02-04', true],
    ['2024-02-09', true],
    ['2024-02-10', false],
    ['2024-02-16', false],
    ['2024-02-17', false],
    ['2024-02-18', true],
    ['2024-02-19', true],
    ['2024-07-06', false],
    ['2024-07-08', true],
  ])('%s: %s', (date, working) => expect(table.isWorkingDay(date)).toBe(working));

  it('says which edition it is and how far it reaches', () => {
    expect(table.edition).toMatch(/^chinese-days \d+\.\d+\.\d+$/);
    expect(table.fromYear).toBeLessThanOrEqual(2021);
    expect(table.toYear).toBeGreaterThanOrEqual(2026);
  });

  it('has no answer for a year whose notice it does not hold', () => {
    expect(table.isWorkingDay(`${table.fromYear - 1}-12-31`)).toBeNull();
    expect(table.isWorkingDay(`${table.toYear + 1}-01-01`)).toBeNull();
    expect(addWorkingDays(`${table.toYear}-12-30`, 5, table)).toBeNull();
  });

  it('counts over a holiday and the weekend that is worked for it', () => {
    // Thursday the 8th, then 9 February, 18 (a Sunday that is worked), 19, 20, 21 February.
    expect(addWorkingDays('2024-02-08', 5, table)).toBe('2024-02-21');
    expect(addWorkingDays('2024-07-05', 1, table)).toBe('2024-07-08');
  });

  it.each<[string, string, number | null, string]>([
    ['2025-01-24', '2025-01-24', 0, 'the day itself'],
    ['2025-01-24', '2025-01-27', 2, '26 January 2025, a Sunday, is worked for the Spring Festival'],
    ['2025-01-27', '2025-02-05', 1, 'the Spring Festival ends on 4 February'],
    ['2025-02-05', '2025-01-27', -1, 'one working day late'],
    ['2025-03-28', '2025-03-31', 1, 'a weekend'],
    ['2025-03-31', '2025-03-28', -1, 'a weekend later'],
    ['2099-01-01', '2099-01-02', null, 'a year that the table does not know'],
  ])('on %s, of a day %s, %p working days are left: %s', (today, on, days) => {
    expect(workingDaysLeft(today, on, table)).toBe(days);
  });
});

import { addWorkingDays } from '#steward';
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
});

import {
  amountIn,
  changeOf,
  dateIn,
  figureText,
  grouped,
  marginIn,
  missingOf,
  percentOf,
  quantityIn,
  shanghaiTime,
  windowOf,
} from './format';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [53400, '53,400'],
  [3500000000, '3,500,000,000'],
])('groups the digits of %d', (value, text) => {
  expect(grouped(value)).toBe(text);
});

test.each([
  [0, '0', '0'],
  [9999, '9,999', '9,999'],
  [10000, '1万', '10,000'],
  [53400, '5.34万', '53,400'],
  [10049, '1万', '10,049'],
  [10050, '1.01万', '10,050'],
  [12345678, '1,234.57万', '12,345,678'],
  [99999949, '9,999.99万', '99,999,949'],
  [100000000, '1亿', '100,000,000'],
  [-53400, '−5.34万', '-53,400'],
])('reads %d as %s in Chinese, and exactly in English', (value, zh, en) => {
  expect([amountIn(value, 'zh'), amountIn(value, 'en')]).toEqual([zh, en]);
});

test.each([
  ['2026-11-26', '2026年11月26日'],
  ['2026-01-02', '2026年1月2日'],
  ['2026-11', '2026年11月'],
  ['2026', '2026'],
  ['', ''],
])('reads the date %s as %s, and leaves it as it is in English', (date, zh) => {
  expect([dateIn(date, 'zh'), dateIn(date, 'en')]).toEqual([zh, date]);
});

test.each([
  [9, 10, '90.00%'],
  [8999, 10000, '89.99%'],
  [89999, 100000, '89.99%'],
  [-1, 10000, '−0.01%'],
  [0, 7, '0.00%'],
  [3, 0, '3/0'],
])('never rounds a ratio %d/%d up to a threshold it misses', (numerator, denominator, text) => {
  expect(percentOf(numerator, denominator)).toBe(text);
});

test.each([
  [{ kind: 'count', value: 2999, unit: 'persons' } as const, '2,999人', '+2,999人'],
  [{ kind: 'count', value: -1, unit: 'persons' } as const, '−1人', '−1人'],
  [{ kind: 'count', value: 0, unit: 'persons' } as const, '0人', '+0人'],
  [{ kind: 'ratio', numerator: -1, denominator: 10000 } as const, '−0.01%（-1/10,000）', '−0.01%'],
  [{ kind: 'text', value: '2024-07-30' } as const, '2024-07-30', '2024-07-30'],
  [null, '—', '—'],
])('writes a quantity and its margin: %j', (quantity, text, margin) => {
  expect(quantityIn(quantity, 'zh')).toBe(text);
  expect(marginIn(quantity, 'zh')).toBe(margin);
});

test.each([
  [{ fromYear: null, toYear: null, asOf: null }, '年份不详'],
  [{ fromYear: 2025, toYear: 2025, asOf: null }, '2025 年'],
  [{ fromYear: null, toYear: 2005, asOf: null }, '2005 年'],
  [{ fromYear: 2021, toYear: 2025, asOf: null }, '2021—2025 年'],
  [{ fromYear: null, toYear: 2025, asOf: '2025-06' }, '截至 2025-06'],
])('says the window no closer than its source: %j', (window, text) => {
  expect(windowOf(window).zh).toBe(text);
});

test('keeps the bound and the unit beside the number', () => {
  expect(figureText({ value: 56000, unit: 'persons', bound: 'atLeast' }, 'zh')).toBe('≥ 56,000 人');
  expect(figureText({ value: 43000, unit: 'personTimes', bound: 'exact' }, 'zh')).toBe('43,000 人次');
  expect(figureText({ value: 7, unit: 'unstated', bound: 'almost' }, 'en')).toBe('almost 7 unit not stated');
});

test('shows moments in Asia/Shanghai, on both sides of midnight', () => {
  expect(shanghaiTime('2024-07-30T15:59:00.000Z')).toBe('2024-07-30 23:59:00');
  expect(shanghaiTime('2024-07-30T16:00:00.000Z')).toBe('2024-07-31 00:00:00');
});

test('lists a missing fact once, however many predicates ask for it', () => {
  const provenance = { pack: 'p', version: '1', basis: 'stated', clause: 'c', cite: 'c', approvedBy: null, approvedOn: null } as const;
  const leaf = (id: string, year: number) =>
    ({
      node: 'predicate',
      id,
      shape: 's',
      outcome: 'undecidable',
      provenance,
      threshold: null,
      actual: null,
      margin: null,
      window: null,
      facts: [],
      missing: [{ label: 'employmentDriven', year, owedBy: 'unit' }],
      notes: [],
      children: [],
    }) as const;
  const root = {
    ...leaf('root', 2024),
    node: 'all',
    shape: null,
    missing: [],
    children: [leaf('a', 2023), leaf('b', 2024), leaf('c', 2023)],
  } as const;
  expect(missingOf(root).map((fact) => fact.year)).toEqual([2023, 2024]);
});

test.each([
  [16, 180, '+8.89%'],
  [-16, 180, '−8.89%'],
  [1, 16, '+6.25%'],
  [1, 20_000, '+0.01%'],
  [1, 20_001, '+0.00%'],
  [0, 5, '+0.00%'],
])('a change of %i against %i reads %s', (change, before, text) => {
  expect(changeOf(change, before)).toBe(text);
});

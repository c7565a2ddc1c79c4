import type { YearlyCount } from '../shell/answers.gen';
import { byNumber, byTier, metricsIn, panelsOf, yearLines } from './yearly';

const row = (over: Partial<YearlyCount>): YearlyCount => ({
  region: '370000',
  regionName: '山东省',
  tier: 'province',
  category: '家政服务',
  year: 2024,
  metric: 'employmentDriven',
  unit: 'persons',
  nature: 'flow',
  directness: 'direct',
  status: 'locked',
  value: 100,
  brands: 1,
  ...over,
});
const year = (each: YearlyCount): string => String(each.year);

test.each<[string, Partial<YearlyCount>]>([
  ['persons and person-times', { unit: 'personTimes' }],
  ['flow and stock', { nature: 'stock' }],
  ['locked and published', { status: 'published' }],
  ['two metrics', { metric: 'exported' }],
])('never puts %s into one panel', (_, other) => {
  const panels = panelsOf([row({}), row(other)], year, byNumber);
  expect(panels.map((panel) => panel.series.map((each) => each.values))).toEqual([[[100]], [[100]]]);
});

test('keeps direct and indirect in series of their own, and a year without a figure empty rather than zero', () => {
  const panels = panelsOf(
    [
      row({ year: 2023 }),
      row({ year: 2024, directness: 'indirect', value: 7 }),
      row({ year: 2024, category: '餐饮', directness: 'indirect', value: 5 }),
    ],
    year,
    byNumber,
  );
  expect(panels).toEqual([
    {
      key: 'employmentDriven|persons|flow|locked',
      metric: 'employmentDriven',
      unit: 'persons',
      nature: 'flow',
      status: 'locked',
      labels: ['2023', '2024'],
      series: [
        { directness: 'direct', values: [100, null], brands: [1, 0], conflicts: [0, 0] },
        { directness: 'indirect', values: [null, 12], brands: [0, 2], conflicts: [0, 0] },
      ],
    },
  ]);
});

test('shows locked before published, and flow before stock', () => {
  const panels = panelsOf([row({ status: 'published' }), row({ nature: 'stock' }), row({})], year, byNumber);
  expect(panels.map((panel) => `${panel.status} ${panel.nature}`)).toEqual(['locked flow', 'locked stock', 'published flow']);
});

test('orders tiers from the top', () => {
  const panels = panelsOf([row({ tier: 'county' }), row({ tier: 'none' }), row({ tier: 'province' })], (each) => each.tier, byTier);
  expect(panels[0]?.labels).toEqual(['province', 'county', 'none']);
});

test('offers employment driven first', () => {
  expect(metricsIn([row({ metric: 'workers' }), row({}), row({ metric: 'certified' })])).toEqual([
    'employmentDriven',
    'certified',
    'workers',
  ]);
});

test('tells what sources disagree on, and draws no bar for it', () => {
  const panels = panelsOf([row({ year: 2005, value: 0, brands: 0, conflicts: 2 }), row({ year: 2006 })], year, byNumber);
  expect(panels[0]?.series).toEqual([{ directness: 'direct', values: [null, 100], brands: [0, 1], conflicts: [2, 0] }]);
});

test('reads a year beside the year before, direct and indirect in lines of their own', () => {
  const lines = yearLines(
    [
      row({ value: 10 }),
      row({ value: 5, directness: 'indirect' }),
      row({ year: 2023, value: 8 }),
      row({ year: 2023, value: 7, metric: 'workers' }),
      row({ value: 3, status: 'published' }),
      row({ value: 0, brands: 0, conflicts: 2, metric: 'workers', nature: 'stock' }),
    ],
    2024,
  );
  expect(
    lines.map(({ status, metric, directness, value, before, conflicts }) => [status, metric, directness, value, before, conflicts]),
  ).toEqual([
    ['locked', 'employmentDriven', 'direct', 10, 8, 0],
    ['locked', 'employmentDriven', 'indirect', 5, null, 0],
    ['locked', 'workers', 'direct', 0, null, 2],
    ['published', 'employmentDriven', 'direct', 3, null, 0],
  ]);
});

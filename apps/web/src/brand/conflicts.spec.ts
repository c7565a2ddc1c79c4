import type { FigureRow } from '#contracts';
import { conflictsOf } from './conflicts';

const figure = (figureId: string, over: Partial<FigureRow> = {}): FigureRow => ({
  figureId,
  metric: 'exported',
  unit: 'persons',
  nature: 'cumulative',
  directness: 'unstated',
  bound: 'exact',
  value: 1,
  fromYear: null,
  toYear: 2005,
  asOf: null,
  status: 'published',
  estimate: null,
  source: { reference: 'x', note: null },
  correctedBy: null,
  conflictsWith: [],
  revision: 1,
  ...over,
});
const ids = (groups: FigureRow[][]): string[][] => groups.map((group) => group.map((each) => each.figureId));

test('puts two sources that disagree side by side, once', () => {
  const a = figure('a', { value: 53400, conflictsWith: ['b'], revision: 3 });
  const b = figure('b', { value: 56000, conflictsWith: ['a'], revision: 5 });
  expect(ids(conflictsOf([b, figure('c'), a]))).toEqual([['a', 'b']]);
});

test('joins three that disagree in a chain, and keeps separate quarrels apart', () => {
  const groups = conflictsOf([
    figure('a', { conflictsWith: ['b'] }),
    figure('b', { conflictsWith: ['a', 'c'], revision: 2 }),
    figure('c', { conflictsWith: ['b'], revision: 3 }),
    figure('x', { conflictsWith: ['y'] }),
    figure('y', { conflictsWith: ['x'], revision: 2 }),
  ]);
  expect(ids(groups)).toEqual([
    ['a', 'b', 'c'],
    ['x', 'y'],
  ]);
});

test('says nothing of figures that agree or were corrected away', () => {
  expect(conflictsOf([figure('a'), figure('b', { conflictsWith: ['a'], correctedBy: 'z' })])).toEqual([]);
});

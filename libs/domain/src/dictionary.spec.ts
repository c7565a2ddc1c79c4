import { canAdd, figureConflicts, sumKey, type SourcedFigure } from './dictionary';

const figure = (over: Partial<SourcedFigure> = {}): SourcedFigure => ({
  figureId: 'a',
  metric: 'exported',
  unit: 'persons',
  nature: 'flow',
  directness: 'unstated',
  bound: 'exact',
  value: 100,
  window: { fromYear: null, toYear: 2024, asOf: null },
  source: { reference: 'one' },
  ...over,
});
const window = (toYear: number | null, asOf: string | null = null) => ({ fromYear: null, toYear, asOf });

describe('what may be added', () => {
  it.each<[string, Partial<SourcedFigure>, boolean]>([
    ['the same flow of two years', { window: window(2023) }, true],
    ['人 and 人次', { unit: 'personTimes' }, false],
    ['flow and stock', { nature: 'stock' }, false],
    ['flow and cumulative', { nature: 'cumulative' }, false],
    ['direct and unstated', { directness: 'direct' }, false],
    ['two metrics', { metric: 'selfUsed' }, false],
  ])('%s', (_, over, expected) => {
    expect(canAdd(figure(), figure(over))).toBe(expected);
    expect(canAdd(figure(over), figure())).toBe(expected);
    expect(sumKey(figure()) === sumKey(figure(over))).toBe(expected);
  });

  it.each<[string, Partial<SourcedFigure>, Partial<SourcedFigure>, boolean]>([
    [
      'direct and indirect',
      { metric: 'employmentDriven', directness: 'direct' },
      { metric: 'employmentDriven', directness: 'indirect' },
      false,
    ],
    [
      'a stock on two dates',
      { nature: 'stock', window: window(2025, '2025-06') },
      { nature: 'stock', window: window(2025, '2025-12') },
      false,
    ],
    ['stocks of one date (two brands)', { nature: 'stock' }, { nature: 'stock' }, true],
    ['a cumulative and the one that replaces it', { nature: 'cumulative' }, { nature: 'cumulative', window: window(2025) }, false],
    ['without a unit', { unit: 'unstated' }, { unit: 'unstated' }, false],
    ['without a nature', { nature: 'unstated' }, { nature: 'unstated' }, false],
  ])('%s', (_, a, b, expected) => expect(canAdd(figure(a), figure(b))).toBe(expected));
});

describe('conflicts of sources', () => {
  const other = (over: Partial<SourcedFigure>) => figure({ figureId: 'b', source: { reference: 'two' }, ...over });
  const conflict = [{ a: 'a', b: 'b' }];

  it('石龙技工: 53,400 by 2005 and more than 56,000 by 2005', () => {
    const to2005 = { unit: 'unstated', nature: 'cumulative', window: window(2005) };
    expect(figureConflicts([figure({ ...to2005, value: 53400 }), other({ ...to2005, value: 56000, bound: 'atLeast' })])).toEqual(conflict);
  });

  it('紫阳修脚师 2025: one stock, two dates', () => {
    const stock = { metric: 'workers', nature: 'stock' };
    expect(
      figureConflicts([
        figure({ ...stock, value: 54000, window: window(2025, '2025-06') }),
        other({ ...stock, value: 54400, window: window(2025, '2025-12') }),
      ]),
    ).toEqual([]);
  });

  it.each<[string, Partial<SourcedFigure>, Partial<SourcedFigure>, boolean]>([
    ['two exact values', {}, { value: 101 }, true],
    ['the same value', {}, {}, false],
    ['one source, twice', {}, { value: 101, source: { reference: 'one' } }, false],
    ['another year', {}, { value: 101, window: window(2023) }, false],
    ['人 and 人次', {}, { value: 101, unit: 'personTimes' }, false],
    ['≥ 100 and 100', {}, { bound: 'atLeast' }, false],
    ['≥ 101 and 100', {}, { bound: 'atLeast', value: 101 }, true],
    ['99 and ≥ 100', { value: 99 }, { bound: 'atLeast' }, true],
    ['≥ 90 and ≥ 100', { bound: 'atLeast', value: 90 }, { bound: 'atLeast' }, false],
    ['about 200', {}, { bound: 'about', value: 200 }, false],
    ['almost 200', {}, { bound: 'almost', value: 200 }, false],
  ])('%s', (_, a, b, expected) => {
    expect(figureConflicts([figure(a), other(b)])).toEqual(expected ? conflict : []);
    expect(figureConflicts([other(b), figure(a)])).toEqual(expected ? [{ a: 'b', b: 'a' }] : []);
  });

  it('names every pair', () => {
    const three = [figure(), other({ value: 1 }), figure({ figureId: 'c', value: 2, source: { reference: 'three' } })];
    expect(figureConflicts(three)).toEqual([
      { a: 'a', b: 'b' },
      { a: 'a', b: 'c' },
      { a: 'b', b: 'c' },
    ]);
  });
});

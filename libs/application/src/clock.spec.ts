import { businessDateOf } from './clock';

describe('the business date', () => {
  // Midnight in Shanghai is 16:00 UTC; asked in both orders, because the last hour asked for is remembered.
  const instants: readonly (readonly [string, string])[] = [
    ['2024-07-30T15:59:59.999Z', '2024-07-30'],
    ['2024-07-30T16:00:00.000Z', '2024-07-31'],
    ['2024-07-31T15:59:59.999Z', '2024-07-31'],
    ['2024-12-31T15:59:59.999Z', '2024-12-31'],
    ['2024-12-31T16:00:00.000Z', '2025-01-01'],
    ['2024-02-29T15:00:00.000Z', '2024-02-29'],
  ];
  it.each([...instants, ...[...instants].reverse()])('of %s is %s', (instant, date) => {
    expect(businessDateOf(new Date(instant))).toBe(date);
  });
});

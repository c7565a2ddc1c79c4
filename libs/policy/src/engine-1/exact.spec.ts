import fc from 'fast-check';
import { type Comparison, type Span, add, compare, decide, exactly, fraction, meet, reduce, subtract, whole } from './exact';

const span = fc
  .tuple(fc.bigInt(0n, 50n), fc.option(fc.bigInt(0n, 50n)))
  .map(([lo, more]): Span => ({ lo, hi: more === null ? null : lo + more }));
/** Values that a span allows, up to a little beyond its known end. */
const members = ({ lo, hi }: Span): bigint[] => Array.from({ length: Number((hi ?? lo + 60n) - lo) + 1 }, (_, index) => lo + BigInt(index));
const comparison = fc.constantFrom<Comparison>('atLeast', 'moreThan', 'atMost', 'lessThan');
const holds = (op: Comparison, a: bigint, b: bigint): boolean =>
  op === 'atLeast' ? a >= b : op === 'moreThan' ? a > b : op === 'atMost' ? a <= b : a < b;

test('a comparison is answered exactly when every value of the span gives that answer', () => {
  fc.assert(
    fc.property(span, fc.bigInt(0n, 100n), comparison, (s, threshold, op) => {
      const answers = new Set(members(s).map((value) => holds(op, value, threshold)));
      // Beyond every threshold, an open span satisfies lower bounds and breaks upper ones.
      if (s.hi === null) answers.add(op === 'atLeast' || op === 'moreThan');
      const expected = answers.size === 2 ? 'undecidable' : answers.has(true) ? 'pass' : 'fail';
      expect(decide(op, whole(s.lo), s.hi === null ? null : whole(s.hi), whole(threshold))).toBe(expected);
    }),
  );
});

test('what two spans both say holds the values that both allow, and nothing when there are none', () => {
  fc.assert(
    fc.property(span, span, (a, b) => {
      const both = members(a).filter((value) => value >= b.lo && (b.hi === null || value <= b.hi));
      const met = meet(a, b);
      if (met === null) expect(both).toEqual([]);
      else expect([met.lo, met.hi]).toEqual([a.lo > b.lo ? a.lo : b.lo, a.hi === null ? b.hi : b.hi === null || a.hi < b.hi ? a.hi : b.hi]);
      expect(meet(b, a)).toEqual(met);
    }),
  );
});

test('fractions compare as their cross products do, however large', () => {
  expect(
    compare({ numerator: 8_999_999_999_999_999_999n, denominator: 10_000_000_000_000_000_000n }, { numerator: 9n, denominator: 10n }),
  ).toBe(-1);
  expect(
    compare({ numerator: 9_000_000_000_000_000_000n, denominator: 10_000_000_000_000_000_000n }, { numerator: 9n, denominator: 10n }),
  ).toBe(0);
  expect(compare({ numerator: 1n, denominator: 3n }, { numerator: 333_333_333n, denominator: 1_000_000_000n })).toBe(1);
});

test.each([
  ['90/100', { numerator: 90n, denominator: 100n }],
  ['3000', { numerator: 3000n, denominator: 1n }],
  [12, { numerator: 12n, denominator: 1n }],
  ['-1/2', { numerator: -1n, denominator: 2n }],
  ['1/0', null],
  ['0.9', null],
  ['many', null],
])('reads %s', (text, expected) => {
  expect(fraction(text)).toEqual(expected);
});

test('differences are reduced, and keep their sign', () => {
  expect(subtract({ numerator: 8999n, denominator: 10_000n }, { numerator: 90n, denominator: 100n })).toEqual({
    numerator: -1n,
    denominator: 10_000n,
  });
  expect(reduce({ numerator: -50n, denominator: 100n })).toEqual({ numerator: -1n, denominator: 2n });
  expect(reduce({ numerator: 0n, denominator: 7n })).toEqual({ numerator: 0n, denominator: 1n });
});

test('a sum with an open part is open', () => {
  expect(add(exactly(3n), { lo: 2n, hi: null })).toEqual({ lo: 5n, hi: null });
});

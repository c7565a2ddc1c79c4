/**
 * Exact arithmetic on what is known of a number. A count that a source gives as 「以上」, 「近」 or 「约」 is a span, not a
 * value; a missing one is the span of all counts. A comparison is answered only when the whole span answers it.
 */

/** All counts from `lo` to `hi`; `hi` null: no upper bound. Counts are never negative. */
export interface Span {
  readonly lo: bigint;
  readonly hi: bigint | null;
}

export const UNKNOWN: Span = { lo: 0n, hi: null };
export const exactly = (value: bigint): Span => ({ lo: value, hi: value });
export const isExact = (span: Span): boolean => span.lo === span.hi;

export const add = (a: Span, b: Span): Span => ({ lo: a.lo + b.lo, hi: a.hi === null || b.hi === null ? null : a.hi + b.hi });

/** What both say, or null when they contradict each other. */
export function meet(a: Span, b: Span): Span | null {
  const lo = a.lo > b.lo ? a.lo : b.lo;
  const hi = a.hi === null ? b.hi : b.hi === null ? a.hi : a.hi < b.hi ? a.hi : b.hi;
  return hi !== null && lo > hi ? null : { lo, hi };
}

/** `denominator` > 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const RATIO = /^(-?\d+)\/(\d+)$/;
const COUNT = /^-?\d+$/;

/** What was read before: thresholds of packs, the same few for every brand and year. */
const read = new Map<string | number, Fraction | null>();
const MOST_READ = 10_000;

/** Reads `1/2`, `9/10` or `3000`; null when the text is no number or its denominator is 0. */
export function fraction(text: string | number): Fraction | null {
  const known = read.get(text);
  if (known !== undefined) return known;
  const written = parsed(String(text));
  if (read.size >= MOST_READ) read.clear();
  read.set(text, written);
  return written;
}

function parsed(written: string): Fraction | null {
  if (COUNT.test(written)) return { numerator: BigInt(written), denominator: 1n };
  const parts = RATIO.exec(written);
  if (parts === null || parts[1] === undefined || parts[2] === undefined) return null;
  const denominator = BigInt(parts[2]);
  return denominator === 0n ? null : { numerator: BigInt(parts[1]), denominator };
}

/** Sign of a − b, by cross-multiplication. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return reduce({ numerator: a.numerator * b.denominator - b.numerator * a.denominator, denominator: a.denominator * b.denominator });
}

export function reduce({ numerator, denominator }: Fraction): Fraction {
  const size = numerator < 0n ? -numerator : numerator;
  if (size === 0n) return { numerator: 0n, denominator: 1n };
  const divisor = sharedDivisor(size, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);

/** Greatest common divisor of two positive numbers. Safe integers go as numbers, which is exact and several times as fast. */
function sharedDivisor(one: bigint, other: bigint): bigint {
  if (one <= MOST && other <= MOST) {
    let [a, b] = [Number(one), Number(other)];
    while (b !== 0) [a, b] = [b, a % b];
    return BigInt(a);
  }
  let [a, b] = [one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const COMPARISONS = ['atLeast', 'moreThan', 'atMost', 'lessThan'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const holds: Record<Comparison, (sign: number) => boolean> = {
  atLeast: (sign) => sign >= 0,
  moreThan: (sign) => sign > 0,
  atMost: (sign) => sign <= 0,
  lessThan: (sign) => sign < 0,
};

/**
 * Compares a span of fractions with a threshold.
 * @param lo lowest value it may have
 * @param hi highest value, or null when there is none
 * @returns pass or fail when every value of the span gives that answer, else undecidable
 */
export function decide(comparison: Comparison, lo: Fraction, hi: Fraction | null, threshold: Fraction): 'pass' | 'fail' | 'undecidable' {
  const low = holds[comparison](compare(lo, threshold));
  const one = hi !== null && hi.numerator === lo.numerator && hi.denominator === lo.denominator;
  const high = one ? low : hi === null ? comparison === 'atLeast' || comparison === 'moreThan' : holds[comparison](compare(hi, threshold));
  return low && high ? 'pass' : !low && !high ? 'fail' : 'undecidable';
}

export const whole = (value: bigint): Fraction => ({ numerator: value, denominator: 1n });

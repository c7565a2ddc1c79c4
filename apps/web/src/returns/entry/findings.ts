/** What stands in the way of reporting, sorted for the page. Pure. */
import type { PatchedDraft, ReturnFinding } from '#contracts';

/** Nothing is wrong with these cells; they are only empty. */
const EMPTY_CODES = new Set(['RETURN.LINE_MISSING', 'RETURN.VALUE_MISSING']);

export interface Hindrances {
  /** Empty, and nobody has said why there is no figure. */
  readonly empty: readonly ReturnFinding[];
  readonly impossible: readonly ReturnFinding[];
  /** Doubtful, and nobody has given the reason. */
  readonly unexplained: readonly ReturnFinding[];
  /** Doubtful and explained: in nobody's way. */
  readonly explained: readonly ReturnFinding[];
}

/** @param open whether a line may be written now: what stands on a rung is not judged again */
export function hindrancesOf(findings: readonly ReturnFinding[], open: (line: string) => boolean): Hindrances {
  const own = findings.filter(({ line, code }) => line === null || code === 'RETURN.LINE_MISSING' || open(line));
  const doubtful = own.filter(({ severity }) => severity === 'doubtful');
  return {
    empty: own.filter(({ code }) => EMPTY_CODES.has(code)),
    impossible: own.filter(({ severity, code }) => severity === 'impossible' && !EMPTY_CODES.has(code)),
    unexplained: doubtful.filter(({ explained }) => !explained),
    explained: doubtful.filter(({ explained }) => explained),
  };
}

/** What is found now: an answer says all about the brands it names, and nothing about the others. */
export function withAnswer(
  before: readonly ReturnFinding[],
  { brands, findings }: Pick<PatchedDraft, 'brands' | 'findings'>,
): readonly ReturnFinding[] {
  const told = new Set(brands);
  return [...before.filter(({ line }) => line === null || !told.has(line.split('|', 1)[0] ?? '')), ...findings];
}

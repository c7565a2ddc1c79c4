/** The four answers and how they join. Only pass is a pass. */
import type { Outcome } from '#domain';

const first = (order: readonly Outcome[], answers: readonly Outcome[], otherwise: Outcome): Outcome =>
  order.find((outcome) => answers.includes(outcome)) ?? otherwise;

/** ALL: fail, else not configured, else undecidable, else pass. */
export const all = (answers: readonly Outcome[]): Outcome => first(['fail', 'notConfigured', 'undecidable'], answers, 'pass');

/** ANY: pass, else undecidable, else not configured, else fail. */
export const any = (answers: readonly Outcome[]): Outcome => first(['pass', 'undecidable', 'notConfigured'], answers, 'fail');

/**
 * Whether a joined answer rests on a configured value. Where one child is enough for the answer (a failure under ALL, a
 * pass under ANY), it does not as soon as one such child stands on stated ground; otherwise every child took part.
 */
export function restsOnConfigured(
  join: 'all' | 'any',
  outcome: Outcome,
  children: readonly { readonly outcome: Outcome; readonly rests: boolean }[],
): boolean {
  const enough = join === 'all' ? 'fail' : 'pass';
  if (outcome === enough) return children.filter((child) => child.outcome === enough).every((child) => child.rests);
  return children.some((child) => child.rests);
}

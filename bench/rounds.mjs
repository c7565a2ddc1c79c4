/**
 * Sides take turns, round by round, so that whatever else the machine does falls on all of them alike. A side is asked
 * for one figure (per second) a round; the median stands for it, with the least and the greatest beside.
 */
export function summary(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1), values };
}

/** A peer may stumble by chance on a busy machine (a race of its own); one that fails so often running cannot do the work. */
const ATTEMPTS = 3;

/**
 * @param sides `{ name, measure(round) }`: figures per second, or a throw that says why there is none
 * @param warmUp whether one round more goes before that does not count: a process that has run for a while is what matters
 * @returns by name `{ summary, failure, stumbles }`: why it cannot, and how many measurements failed, which were begun again
 */
export async function alternate(sides, { rounds, warmUp = true, say }) {
  const values = new Map(sides.map(({ name }) => [name, []]));
  const failures = new Map();
  const stumbles = new Map();
  for (let round = warmUp ? -1 : 0; round < rounds; round += 1) {
    // Every other round runs the other way round, so that no side always follows the same neighbour.
    for (const { name, measure } of round % 2 === 0 ? sides : [...sides].reverse()) {
      if (failures.has(name)) continue;
      for (let attempt = 1; ; attempt += 1) {
        try {
          globalThis.gc?.();
          const perSecond = await measure(round + (attempt - 1) * 1000);
          if (round >= 0) values.get(name).push(perSecond);
          say(`  ${round < 0 ? 'warm-up' : `round ${round + 1}`}  ${name}: ${Math.round(perSecond).toLocaleString('en')}/s`);
          break;
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          say(`  ${round < 0 ? 'warm-up' : `round ${round + 1}`}  ${name}: failed: ${why}`);
          stumbles.set(name, (stumbles.get(name) ?? 0) + 1);
          if (attempt === ATTEMPTS) {
            failures.set(name, why);
            break;
          }
        }
      }
    }
  }
  return Object.fromEntries(sides.map(({ name }) => [name, { summary: summary(values.get(name)), failure: failures.get(name) ?? null, stumbles: stumbles.get(name) ?? 0 }]));
}

/**
 * Runs `count` pieces of work with `inFlight` of them under way at a time. A lane takes every `inFlight`-th piece, one
 * after the other, so that pieces that are a multiple of `inFlight` apart never meet.
 * @returns pieces per second
 */
export async function perSecond(count, inFlight, work) {
  const lane = async (first) => {
    for (let i = first; i < count; i += inFlight) await work(i);
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, (_, first) => lane(first)));
  return (count / (performance.now() - begun)) * 1000;
}

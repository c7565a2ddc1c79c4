/** Which lines wait for which rung. Pure. */
import type { ReturnCard, ReturnLineRow } from '#contracts';
import type { Words } from '../../shell/language';

type LadderRung = ReturnCard['ladder'][number];

/** One rung that somebody may take: the lines below it wait, the lines on it may be taken back. */
export interface Step {
  readonly rung: LadderRung;
  readonly act: Words;
  readonly waiting: readonly ReturnLineRow[];
  readonly taken: readonly ReturnLineRow[];
}

/** What taking a rung is called. */
const ACTS: Readonly<Record<string, Words>> = {
  checked: { zh: '初审通过', en: 'Pass the county’s check' },
  reviewed: { zh: '复核通过', en: 'Pass the county’s review' },
  approved: { zh: '审核通过', en: 'Approve' },
  accepted: { zh: '审定', en: 'Accept' },
  locked: { zh: '锁定', en: 'Lock' },
};

/** The rungs of this region above the report, lowest first. Those that do not exist there are passed over. */
export function stepsOf({ ladder, lines }: Pick<ReturnCard, 'ladder' | 'lines'>): readonly Step[] {
  const there = ladder.filter(({ exists }) => exists);
  return there.slice(1).map((rung, at) => ({
    rung,
    act: ACTS[rung.rung] ?? { zh: rung.zh, en: rung.en },
    waiting: lines.filter(({ standing }) => standing === there[at]?.rung),
    taken: lines.filter(({ standing }) => standing === rung.rung),
  }));
}

/**
 * The rung to begin with: the one that the acting role takes; else the lowest at which something waits.
 * @param role null: it may take all of them
 */
export const firstWaiting = (steps: readonly Step[], role: string | null): string =>
  steps.find(({ rung, waiting }) => role !== null && rung.roles.includes(role) && waiting.length > 0)?.rung.rung ??
  steps.find(({ rung }) => role !== null && rung.roles.includes(role))?.rung.rung ??
  (steps.find(({ waiting }) => waiting.length > 0) ?? steps[0])?.rung.rung ??
  'checked';

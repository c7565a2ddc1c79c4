/** Reads a programme's targets, its progress and the answers on them, as the page shows them. Decides nothing. */
import type { SubjectCard, TargetAnswer } from '#contracts';
import type { Explanation } from '#domain';
import type { PackTarget } from '#policy';
import { policyOf } from '../brand/pack-words';
import type { PolicyRow } from '../shell/api';
import type { Words } from '../shell/language';
import type { Tone } from '../shell/marks';
import type { Book } from '../shell/words';
import { ownOf, type Own } from '../subjects/kinds';

type Node = Explanation['root'];
export type Progress = Own<'programme'>['progress'][number];
export type Cohort = NonNullable<Progress['cohort']>;

/** Targets that the document of a programme sets for programmes. */
export const targetsOf = (shelf: readonly PolicyRow[], card: SubjectCard): readonly PackTarget[] =>
  (policyOf(shelf, ownOf(card, 'programme')?.pack ?? '')?.document.targets ?? []).filter(
    ({ scope = 'programme' }) => scope === 'programme',
  );

export const targetWords = (targets: readonly PackTarget[], id: string): Words =>
  targets.find((each) => each.id === id) ?? { zh: id, en: id };

/** Every cohort that progress or an allocation names, once. */
export function cohortsOf(card: SubjectCard): readonly Cohort[] {
  const own = ownOf(card, 'programme');
  const named = [...(own?.progress ?? []), ...(own?.allocations ?? [])].flatMap(({ cohort }) => (cohort === null ? [] : [cohort]));
  return [...new Map(named.map((cohort) => [cohort.digest, cohort])).values()];
}

export const STATUS: Book = {
  met: { zh: '已完成', en: 'Met' },
  missed: { zh: '未完成', en: 'Missed' },
  onCourse: { zh: '符合时间进度', en: 'On course' },
  behind: { zh: '落后于时间进度', en: 'Behind' },
  undecidable: { zh: '材料不足，无法判定', en: 'Undecidable: facts are missing' },
  noTolerance: { zh: '文件未规定容差', en: 'No tolerance is stated' },
};
export const STATUS_TONE: Readonly<Record<string, Tone>> = {
  met: 'good',
  missed: 'grave',
  onCourse: 'calm',
  behind: 'warn',
  undecidable: 'plain',
  noTolerance: 'claim',
};

/** `expected:1500/1` → [1500, 1]. */
const ratioNoted = (node: Node, name: string): readonly [bigint, bigint] | null => {
  const found = node.notes.map((note) => new RegExp(`^${name}:(\\d+)/(\\d+)$`).exec(note)).find((match) => match !== null);
  return found?.[1] === undefined || found[2] === undefined ? null : [BigInt(found[1]), BigInt(found[2])];
};
const noted = (node: Node, name: string): string | null => {
  const found = node.notes.find((note) => note.startsWith(`${name}:`));
  return found === undefined ? null : found.slice(name.length + 1);
};

/** One line of the board: a target, or one year of a yearly one. */
export interface Line {
  readonly target: string;
  readonly status: string;
  readonly node: Node;
  readonly aim: boolean;
  readonly answer: TargetAnswer['answer'];
  /** What should be done by today in proportion to time, rounded up; null where time decides nothing. */
  readonly expected: bigint | null;
  /** Share of the time that has passed, in per cent, rounded down. */
  readonly elapsed: number | null;
  readonly by: string | null;
  /** What is known so far where a part is missing: it is at least this. */
  readonly atLeast: bigint | null;
  /** Of an average: how many years it is taken over. */
  readonly years: number | null;
}

/** The last predicate of an answer is the present one; a yearly target tells the years before it too. */
export function linesOf({ target, status, aim, answer }: TargetAnswer): readonly Line[] {
  return answer.explanation.root.children.map((node, index, all) => {
    const expected = ratioNoted(node, 'expected');
    const elapsed = ratioNoted(node, 'elapsed');
    const atLeast = ratioNoted(node, 'atLeast');
    return {
      target,
      status: noted(node, 'targetStatus') ?? (index === all.length - 1 ? status : 'undecidable'),
      node,
      aim,
      answer,
      expected: expected === null ? null : (expected[0] + expected[1] - 1n) / expected[1],
      elapsed: elapsed === null ? null : Number((elapsed[0] * 100n) / elapsed[1]),
      by: noted(node, 'by'),
      atLeast: atLeast === null ? null : atLeast[0] / atLeast[1],
      years: noted(node, 'targetSpan') === 'average' ? Number(noted(node, 'years') ?? 1) : null,
    };
  });
}

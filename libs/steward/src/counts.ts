/**
 * Counts that documents ask of regions and programmes, out of the steward's own memory: never from a read model, which may lag.
 * They stand as they were at the end of a day, so that a closed year asks for its last day, whenever it is closed.
 */
import { yearOf, type BrandEventType, type SubjectEventType } from '#domain';
import { targetsFor, type EffectivePack, type FigureFact, type Subject } from '#policy';
import { heldOn, isBrandRow, liesIn, mergesOf, type Memory, type Spell, type SubjectRow } from './memory';

/** Events that change what is counted, or where it lies. */
export const COUNTING: ReadonlySet<string> = new Set<BrandEventType | SubjectEventType>([
  'BrandReported.v1',
  'BrandRecognised.v1',
  'BrandPromoted.v1',
  'BrandDowngraded.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
  'KeyProjectDesignated.v1',
  'DualLinkProposed.v1',
  'DualLinkRecognised.v1',
  'LinkReviewHeld.v1',
  'DualLinkRefused.v1',
  'DualLinkDissolved.v1',
  'RegionMerged.v1',
]);

/** What the count is taken of. */
export interface Counting {
  readonly stream: string;
  readonly region: string;
  /** A synthetic programme counts synthetic brands, everything else none of them. */
  readonly synthetic: boolean;
}

/**
 * Facts for a subject at the end of a day: of a region the dual brands in force（`dualBrandsActive`）and the key projects
 * （`brandCount`, SD-06）; of a programme the brands that each of its targets says it counts.
 */
export function countedFacts(memory: Memory, subject: Subject, of: Counting, pack: EffectivePack, on: string): readonly FigureFact[] {
  if (subject.kind === 'region') {
    return [
      fact(of, 'dualBrandsActive', null, on, spellsOf(memory, of, on, linkSpell)),
      fact(
        of,
        'brandCount',
        null,
        on,
        spellsOf(memory, of, on, (row) => (isBrandRow(row) ? 'keyProject' : null)),
      ),
    ];
  }
  if (subject.kind !== 'programme') return [];
  return targetsFor(pack, subject).flatMap(({ id, metric, counts }) => {
    if (counts === undefined) return [];
    const { kind, tier = null } = counts;
    const what = tier === null ? 'tier:*' : `tier:${tier}`;
    const spells = spellsOf(memory, of, on, (row) => (kind === 'dual' ? linkSpell(row) : row.kind === kind ? what : null));
    return [fact(of, metric, id, on, spells)];
  });
}

const linkSpell = (row: SubjectRow): string | null => (row.kind === 'link' ? 'recognised' : null);

/** Of every subject in the region the spell that is asked for, where it stood at the end of the day. */
function spellsOf(memory: Memory, of: Counting, on: string, what: (row: SubjectRow) => string | null): readonly Spell[] {
  const merges = mergesOf(memory);
  const found: Spell[] = [];
  for (const row of memory.subjects.values()) {
    const asked = what(row);
    if (asked === null || (row.origin === 'synthetic') !== of.synthetic) continue;
    const held =
      asked === 'tier:*' ? row.spells.find((spell) => spell.what.startsWith('tier:') && stands(spell, on)) : heldOn(row.spells, asked, on);
    if (held !== undefined && liesIn(row.region, of.region, on, merges)) found.push(held);
  }
  return found;
}

const stands = ({ from, until }: Spell, on: string): boolean => from <= on && (until === null || until > on);

/** The count as a stock of that day. It comes from the last event that added to it; a count of none from before the subject's first. */
function fact(of: Counting, metric: string, target: string | null, on: string, spells: readonly Spell[]): FigureFact {
  const last = spells.reduce<Spell | null>((latest, spell) => (latest === null || spell.from >= latest.from ? spell : latest), null);
  return {
    figureId: `counted:${metric}:${on}`,
    ...{ metric, unit: 'items', nature: 'stock', directness: 'unstated', bound: 'exact', status: 'locked' },
    value: spells.length,
    fromYear: null,
    toYear: yearOf(on),
    asOf: on,
    event: last?.event ?? `${of.stream}@-1`,
    target,
  };
}

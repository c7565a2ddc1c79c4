/**
 * What the steward remembers, as rows: whom a closed year concerns, which dates are running, what is still being handed
 * out, what is parked and what is withheld. Stages and answers are asked of the subject itself when it is judged, so that
 * only one fold says what they are.
 *
 * Every subject has one key, whatever it is: its stream.
 */
import { COUNTRY, isWithin, regionPathOn, type BrandEventData, type Kind, type Origin, type ProposedStep, type RegionMerge } from '#domain';
import type { PackEffect } from '#policy';

export type Trigger = PackEffect['on'];
export type ExitGround = BrandEventData<'ExitAnnounced.v1'>['ground'];

/**
 * Something that a subject held for a time and that others count: a tier, a key project, the recognition of a dual brand.
 * Days, not events, say when: a closed year asks how many there were on its last day.
 */
export interface Spell {
  /** `tier:province`, `keyProject`, `recognised`, `designated`. */
  readonly what: string;
  /** The first day. */
  readonly from: string;
  /** The first day on which it was no longer held; null: it is. */
  readonly until: string | null;
  /** `{stream}@{revision}` of the event that began it. */
  readonly event: string;
}

interface RowOfAny {
  readonly stream: string;
  readonly region: string;
  readonly origin: Origin;
  readonly spells: readonly Spell[];
}

export interface BrandRow extends RowOfAny {
  readonly kind: Kind;
  /** reported: not judged until nominated. judged: somewhere between nomination and exit. delisted: out. */
  readonly standing: 'reported' | 'judged' | 'delisted';
  /** The review that was last marked due, and the date it is judged at. */
  readonly review: { readonly period: number; readonly dueOn: string } | null;
  readonly proposals: readonly { readonly id: string; readonly step: ProposedStep; readonly period: number | null }[];
  /** Objections against an exit that nobody has decided yet: while there is one, the end of the notice is held back. */
  readonly openObjections: readonly string[];
}

/** A unit, an institution or a dual brand. */
export interface BodyRow extends RowOfAny {
  readonly kind: 'unit' | 'institution' | 'link';
  /** waiting: no duty binds it yet. judged: asked for every closed year. gone: refused, withdrawn, blacklisted, dissolved. */
  readonly standing: 'waiting' | 'judged' | 'gone';
  /** Of a link: the labour brand first, then the training brands. */
  readonly brands: readonly string[];
  /** The document under which it stands, where it names one. */
  readonly pack: string | null;
}

export interface ProgrammeRow extends RowOfAny {
  readonly kind: 'programme';
  readonly standing: 'judged';
  readonly pack: string;
  readonly fromYear: number;
  readonly toYear: number;
}

/** A region that something was written on. The others stand on the books too: GB/T 2260 has them. */
export interface RegionRow extends RowOfAny {
  readonly kind: 'region';
  readonly standing: 'judged';
  readonly merge: RegionMerge | null;
}

export type SubjectRow = BrandRow | BodyRow | ProgrammeRow | RegionRow;

const BRAND_KINDS: ReadonlySet<string> = new Set<Kind>(['labour', 'training', 'dual']);

export const isBrandRow = (row: SubjectRow | undefined): row is BrandRow => row !== undefined && BRAND_KINDS.has(row.kind);

/** What made something due, carried along so that what fires later still names it. */
export interface Cause {
  /** Null: time alone. */
  readonly event: string | null;
  readonly type: string;
  readonly correlationId: string;
  readonly causationDepth: number;
}

/** `date`: a day that a rule or a target of a pack names. The others are set by events of brands. */
export type DueKind = 'review' | 'rectification' | 'notice' | 'proposal' | 'date';

/** A due date as state. It fires on the first day after `on`. */
export interface DueRow {
  /** `review:<subject>:<period>` or `proposal:<subject>:<proposal>`; a later event with the same key replaces it. */
  readonly key: string;
  readonly stream: string;
  readonly what: DueKind;
  readonly period: number | null;
  readonly on: string;
  readonly proposalId: string | null;
  readonly ground: ExitGround | null;
  readonly cause: Cause;
}

/** A closed year on its way to every subject below its region. `after` is the last stream that has been asked. */
export interface FanoutRow {
  /** Id of the closing event. */
  readonly key: string;
  readonly region: string;
  readonly period: number;
  readonly synthetic: boolean;
  readonly effectiveOn: string;
  readonly after: string;
  readonly cause: Cause;
}

/** A key whose reaction failed for good, and what queued up behind it. */
export interface ParkedRow {
  /** The subject's stream. */
  readonly key: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly since: string;
  readonly queue: readonly Reaction[];
}

/** A step that *propose only* keeps from happening, until somebody releases it. */
export interface WithheldRow {
  /** The decision key. */
  readonly key: string;
  readonly stream: string;
  readonly step: string;
  readonly reaction: Reaction;
}

/** Which side of a dual brand was answered otherwise than before, and by which event. */
export interface LinkedChange {
  readonly brandId: string;
  readonly side: 'labour' | 'training';
  /** Id of the event in the brand's stream. */
  readonly event: string;
}

export interface Reaction {
  readonly stream: string;
  readonly trigger: Trigger;
  readonly period: number | null;
  readonly cause: Cause;
  /** Business date at which the rules are asked; it picks the pack. */
  readonly asOf: string;
  /** Business date of what follows. For a due date that fired: the due date itself, however late it fires. */
  readonly effectiveOn: string;
  readonly proposalId: string | null;
  readonly ground: ExitGround | null;
  /** Of `figureCorrected`: what is no longer in force: a figure, a progress, or the name of a dated step. */
  readonly corrected: string | null;
  /** Of `linkedOutcomeChanged`. */
  readonly linked: LinkedChange | null;
}

export interface Memory {
  readonly subjects: Map<string, SubjectRow>;
  readonly dues: Map<string, DueRow>;
  readonly fanouts: Map<string, FanoutRow>;
  readonly parked: Map<string, ParkedRow>;
  readonly withheld: Map<string, WithheldRow>;
}
export const TABLES = ['subjects', 'dues', 'fanouts', 'parked', 'withheld'] as const;
export type Table = (typeof TABLES)[number];
export type RowOf<T extends Table> = Memory[T] extends Map<string, infer R> ? R : never;

/** One changed row; `row` null: the row is gone. */
export type Change = { readonly [T in Table]: { readonly table: T; readonly key: string; readonly row: RowOf<T> | null } }[Table];

export const emptyMemory = (): Memory => ({
  subjects: new Map(),
  dues: new Map(),
  fanouts: new Map(),
  parked: new Map(),
  withheld: new Map(),
});

/** Writes changes into a memory. The one place where a memory is changed. */
export function remember(memory: Memory, changes: readonly Change[]): void {
  for (const change of changes) {
    switch (change.table) {
      case 'subjects':
        put(memory.subjects, change.key, change.row);
        break;
      case 'dues':
        put(memory.dues, change.key, change.row);
        break;
      case 'fanouts':
        put(memory.fanouts, change.key, change.row);
        break;
      case 'parked':
        put(memory.parked, change.key, change.row);
        break;
      case 'withheld':
        put(memory.withheld, change.key, change.row);
        break;
    }
  }
}

function put<R>(rows: Map<string, R>, key: string, row: R | null): void {
  if (row === null) rows.delete(key);
  else rows.set(key, row);
}

/** Begins what is held from a day on; what was held of it before ends on that day. */
export const begun = (spells: readonly Spell[], what: string, from: string, event: string): readonly Spell[] => [
  ...ended(spells, what, from),
  { what, from, until: null, event },
];

/** Ends what is held, on the first day on which it no longer is. `what` may end in `*`. */
export const ended = (spells: readonly Spell[], what: string, on: string): readonly Spell[] =>
  spells.map((spell) => {
    const meant = what.endsWith('*') ? spell.what.startsWith(what.slice(0, -1)) : spell.what === what;
    return meant && spell.until === null ? { ...spell, until: on } : spell;
  });

/** What was held at the end of a day. A spell that ended on the day it began was never held. */
export const heldOn = (spells: readonly Spell[], what: string, on: string): Spell | undefined =>
  spells.find((spell) => spell.what === what && spell.from <= on && (spell.until === null || spell.until > on));

/** Merges of regions that the memory knows, in the order of their days. */
export const mergesOf = (memory: Memory): readonly RegionMerge[] =>
  [...memory.subjects.values()]
    .flatMap((row) => (row.kind === 'region' && row.merge !== null ? [row.merge] : []))
    .sort((a, b) => order(a.on, b.on));

/** Whether a region lies in another on a day: by its code, or by where its own was merged into. */
export function liesIn(code: string, ancestor: string, on: string, merges: readonly RegionMerge[]): boolean {
  if (merges.length === 0 || ancestor === COUNTRY) return isWithin(code, ancestor);
  return regionPathOn(code, on, merges).includes(ancestor);
}

export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

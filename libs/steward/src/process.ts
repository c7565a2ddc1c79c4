/**
 * The steward's pure core, written as a decider: which events concern it, what it remembers of them, and which
 * reactions follow from an event or from time. No clock, no randomness, no log: the same inputs give the same rows and
 * the same reactions for ever.
 *
 * A reaction is a question put to the policy (“the year is closed for this brand: what do the rules say?”). What the
 * rules answer is worked out by `plan.ts` on the freshly folded brand; what is remembered here only says *when to ask*.
 */
import {
  isWithin,
  type BrandEvent,
  type BrandEventData,
  type EventMetadata,
  type Origin,
  type ProposedStep,
  type RegionEvent,
} from '#domain';
import type { PackEffect } from '#policy';

export type Trigger = PackEffect['on'];
type ExitGround = BrandEventData<'ExitAnnounced.v1'>['ground'];

/** An event of the log as the steward reads it: decoded, upcast to today's version, with its metadata. */
export type StewardEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly metadata: Pick<EventMetadata, 'effectiveOn' | 'correlationId' | 'causationDepth'>;
} & (BrandEvent | RegionEvent);

/**
 * What is remembered of a brand: just enough to know whom a closed year concerns and which dates are running. Stage and
 * tier are asked of the brand itself when it is judged, so that only one fold says what they are.
 */
export interface BrandRow {
  readonly brandId: string;
  readonly region: string;
  readonly origin: Origin;
  /** reported: not judged until nominated. judged: somewhere between nomination and exit. delisted: out. */
  readonly standing: 'reported' | 'judged' | 'delisted';
  /** The review that was last marked due, and the date it is judged at. */
  readonly review: { readonly period: number; readonly dueOn: string } | null;
  readonly proposals: readonly { readonly id: string; readonly step: ProposedStep; readonly period: number | null }[];
  /** Objections against an exit that nobody has decided yet: while there is one, the end of the notice is held back. */
  readonly openObjections: readonly string[];
}

/** The event that made something due, carried along so that what fires later still names it. */
export interface Cause {
  readonly event: string;
  readonly type: string;
  readonly correlationId: string;
  readonly causationDepth: number;
}

export type DueKind = 'review' | 'rectification' | 'notice' | 'proposal';

/** A due date as state. It fires on the first day after `on`. */
export interface DueRow {
  /** `review:<brand>:<period>` or `proposal:<brand>:<proposal>`; a later event with the same key replaces it. */
  readonly key: string;
  readonly brandId: string;
  readonly what: DueKind;
  readonly period: number | null;
  readonly on: string;
  readonly proposalId: string | null;
  readonly ground: ExitGround | null;
  readonly cause: Cause;
}

/** A closed year on its way to every brand below its region. `after` is the last brand that has been asked. */
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
  readonly brandId: string;
  readonly step: string;
  readonly reaction: Reaction;
}

export interface Memory {
  readonly brands: Map<string, BrandRow>;
  readonly dues: Map<string, DueRow>;
  readonly fanouts: Map<string, FanoutRow>;
  readonly parked: Map<string, ParkedRow>;
  readonly withheld: Map<string, WithheldRow>;
}
export const TABLES = ['brands', 'dues', 'fanouts', 'parked', 'withheld'] as const;
export type Table = (typeof TABLES)[number];
export type RowOf<T extends Table> = Memory[T] extends Map<string, infer R> ? R : never;

/** One changed row; `row` null: the row is gone. */
export type Change = { readonly [T in Table]: { readonly table: T; readonly key: string; readonly row: RowOf<T> | null } }[Table];

export interface Reaction {
  readonly brandId: string;
  readonly trigger: Trigger;
  readonly period: number | null;
  readonly cause: Cause;
  /** Business date at which the rules are asked; it picks the pack. */
  readonly asOf: string;
  /** Business date of what follows. For a due date that fired: the due date itself, however late it fires. */
  readonly effectiveOn: string;
  readonly proposalId: string | null;
  readonly ground: ExitGround | null;
  /** Of `figureCorrected`: the figure that is no longer in force. */
  readonly corrected: string | null;
}

export const emptyMemory = (): Memory => ({
  brands: new Map(),
  dues: new Map(),
  fanouts: new Map(),
  parked: new Map(),
  withheld: new Map(),
});

/** Writes changes into a memory. The one place where a memory is changed. */
export function remember(memory: Memory, changes: readonly Change[]): void {
  for (const change of changes) {
    switch (change.table) {
      case 'brands':
        put(memory.brands, change.key, change.row);
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

const BRAND = 'brand-';
const REGION = 'region-';

/** The key whose order matters and which is parked as one: the brand, or the region whose year is closed. Null: no concern of the steward. */
export function interested(event: { readonly stream: string; readonly type: string }): string | null {
  if (event.stream.startsWith(BRAND)) return event.stream.slice(BRAND.length);
  if (event.type === 'YearClosed.v1' && event.stream.startsWith(REGION)) return event.stream;
  return null;
}

/** What an event changes in the memory. Total: an event that says nothing about stage, tier or dates changes nothing. */
export function evolve(memory: Memory, event: StewardEvent): readonly Change[] {
  if (event.type === 'YearClosed.v1') {
    const { region, year, closedOn, origin } = event.data;
    const row: FanoutRow = {
      key: event.id,
      region,
      period: year,
      synthetic: origin === 'synthetic',
      effectiveOn: closedOn,
      after: '',
      cause: causeOf(event),
    };
    return [{ table: 'fanouts', key: row.key, row }];
  }
  if (event.type === 'RegionalFigurePublished.v1') return [];
  const key = interested(event);
  if (key === null) return [];
  if (event.type === 'BrandReported.v1') {
    const { region, origin } = event.data;
    return [
      {
        table: 'brands',
        key,
        row: { brandId: key, region, origin, standing: 'reported', review: null, proposals: [], openObjections: [] },
      },
    ];
  }
  const brand = memory.brands.get(key);
  if (brand === undefined) return [];
  return evolveBrand(memory, brand, event);
}

function evolveBrand(memory: Memory, brand: BrandRow, event: StewardEvent & BrandEvent): readonly Change[] {
  const change = (patch: Partial<BrandRow>): Change => ({ table: 'brands', key: brand.brandId, row: { ...brand, ...patch } });
  const due = (what: DueKind, period: number | null, on: string, rest?: Partial<DueRow>): Change => {
    const key = dueKey(what, brand.brandId, rest?.proposalId ?? String(period));
    return {
      table: 'dues',
      key,
      row: { key, brandId: brand.brandId, what, period, on, proposalId: null, ground: null, cause: causeOf(event), ...rest },
    };
  };
  const clear = (what: DueKind, of: string | number): Change => ({
    table: 'dues',
    key: dueKey(what, brand.brandId, String(of)),
    row: null,
  });
  const settle = (proposalId: string | null): readonly Change[] => (proposalId === null ? [] : [clear('proposal', proposalId)]);

  switch (event.type) {
    case 'BrandNominated.v1':
    case 'BrandRecognised.v1':
    case 'CatalogueEntered.v1':
      return [change({ standing: 'judged' })];
    case 'BrandRestored.v1': {
      const exits = brand.proposals.filter(({ step }) => step === 'announceExit' || step === 'delist');
      const rectification = brand.review === null ? [] : [clear('rectification', brand.review.period)];
      return [
        change({ standing: 'judged', openObjections: [] }),
        ...rectification,
        ...exits.flatMap(({ id }) => [clear('proposal', id), clear('notice', id)]),
      ];
    }
    case 'BrandPromoted.v1':
    case 'BrandDowngraded.v1':
      return settle(event.data.proposalId);
    case 'ReviewDue.v1':
      return [
        change({ review: { period: event.data.period, dueOn: event.data.dueOn } }),
        due('review', event.data.period, event.data.dueOn),
      ];
    case 'ReviewOverdue.v1':
    case 'ReviewHeld.v1':
      return [clear('review', event.data.period)];
    case 'RectificationOrdered.v1':
      return [due('rectification', event.data.period, event.data.dueOn)];
    case 'RectificationAccepted.v1':
    case 'RectificationFailed.v1':
      return [clear('rectification', event.data.period)];
    case 'StepProposed.v1': {
      const { proposalId, step, period, fallsDueOn } = event.data;
      const known = change({ proposals: [...brand.proposals.filter((p) => p.id !== proposalId), { id: proposalId, step, period }] });
      return fallsDueOn === null ? [known] : [known, due('proposal', period, fallsDueOn, { proposalId })];
    }
    case 'ProposalWithdrawn.v1':
      return [clear('proposal', event.data.proposalId), clear('notice', event.data.proposalId)];
    case 'SupportStopped.v1':
      return settle(event.data.proposalId);
    case 'ExitAnnounced.v1': {
      const { proposalId, ground, noticeUntil } = event.data;
      // Objections to an exit that was called off before say nothing about this one.
      return [
        change({ openObjections: [] }),
        clear('proposal', proposalId),
        due('notice', periodOf(brand, proposalId), noticeUntil, { proposalId, ground }),
      ];
    }
    case 'ObjectionRaised.v1':
      return event.data.purpose === 'exit' ? [change({ openObjections: [...brand.openObjections, event.data.objectionId] })] : [];
    case 'ObjectionDecided.v1': {
      const { objectionId, upheld } = event.data;
      if (!brand.openObjections.includes(objectionId)) return [];
      const settled = change({ openObjections: brand.openObjections.filter((id) => id !== objectionId) });
      const notices = brand.proposals.flatMap((p) => memory.dues.get(dueKey('notice', brand.brandId, p.id)) ?? []);
      // An upheld objection ends the notice. A dismissed one moves its end to the day it was dismissed, if that is later:
      // nobody has left while an objection was open.
      const on = event.metadata.effectiveOn;
      const moved = notices.map((row): Change => ({
        table: 'dues',
        key: row.key,
        row: upheld ? null : { ...row, on: row.on < on ? on : row.on },
      }));
      return [settled, ...moved];
    }
    case 'BrandDelisted.v1':
      return [change({ standing: 'delisted', openObjections: [] }), ...clearAll(brand, clear)];
    default:
      return [];
  }
}

function clearAll(brand: BrandRow, clear: (what: DueKind, of: string | number) => Change): readonly Change[] {
  const ofReview = brand.review === null ? [] : [clear('review', brand.review.period), clear('rectification', brand.review.period)];
  return [...ofReview, ...brand.proposals.flatMap((p) => [clear('proposal', p.id), clear('notice', p.id)])];
}

/**
 * What follows from an event, asked after the event was folded. A closed year gives nothing here: it is remembered as a
 * fan-out and handed out in batches by `fanOut`.
 */
export function react(memory: Memory, event: StewardEvent): readonly Reaction[] {
  const brandId = interested(event);
  const brand = brandId === null ? undefined : memory.brands.get(brandId);
  if (brand === undefined) return [];
  const reaction = (trigger: Trigger, period: number | null, on: string, rest?: Partial<Reaction>): readonly Reaction[] => [
    {
      brandId: brand.brandId,
      trigger,
      period,
      cause: causeOf(event),
      asOf: on,
      effectiveOn: on,
      proposalId: null,
      ground: null,
      corrected: null,
      ...rest,
    },
  ];
  switch (event.type) {
    case 'ReviewHeld.v1': {
      const { period, heldOn } = event.data;
      // The pack that judges a review is the one in force on its due date, whether it is held before or after.
      return reaction('reviewHeld', period, heldOn, { asOf: brand.review?.period === period ? brand.review.dueOn : heldOn });
    }
    case 'RectificationReported.v1':
      return reaction('rectificationReported', event.data.period, event.data.reportedOn);
    case 'SupportStopped.v1':
      return reaction('supportStopped', periodOf(brand, event.data.proposalId), event.metadata.effectiveOn, {
        proposalId: event.data.proposalId,
      });
    case 'FigureCorrected.v1':
      return reaction('figureCorrected', null, event.metadata.effectiveOn, {
        corrected: event.data.corrects,
      });
    default:
      return [];
  }
}

const FIRED: Readonly<Record<DueKind, Trigger>> = {
  review: 'reviewDueDatePassed',
  rectification: 'rectificationDueDatePassed',
  notice: 'noticeEnded',
  proposal: 'proposalFallsDue',
};

/** True once the whole due date has passed in Asia/Shanghai, unless an open objection holds the end of a notice back. */
export function fires(memory: Memory, due: DueRow, today: string): boolean {
  return due.on < today && !(due.what === 'notice' && (memory.brands.get(due.brandId)?.openObjections.length ?? 0) > 0);
}

/** What a due date sets off. It counts as of the due date itself, however long after it the steward wakes up. */
export function fire(due: DueRow): Reaction {
  const { brandId, period, cause, on, proposalId, ground } = due;
  return { brandId, trigger: FIRED[due.what], period, cause, asOf: on, effectiveOn: on, proposalId, ground, corrected: null };
}

/** Order in which due dates fire: the earlier date first, then by stream, then by what is due. */
export function compareDues(a: DueRow, b: DueRow): number {
  return order(a.on, b.on) || order(a.brandId, b.brandId) || order(a.key, b.key);
}

/** All due dates that fire today, in order: time as one more input. */
export function tick(memory: Memory, today: string): readonly Reaction[] {
  return [...memory.dues.values()]
    .filter((due) => fires(memory, due, today))
    .sort(compareDues)
    .map(fire);
}

/**
 * The next `limit` brands of a closed year, in stream order: the reactions, and the fan-out as it stands after them
 * (null: all brands have been asked). Brands that were never nominated or have left are not asked; real and synthetic years never mix.
 */
export function fanOut(
  memory: Memory,
  row: FanoutRow,
  limit: number,
): { readonly reactions: readonly Reaction[]; readonly next: FanoutRow | null } {
  const { period, cause, effectiveOn } = row;
  const rest = [...memory.brands.values()]
    .filter(
      (b) =>
        b.brandId > row.after && b.standing === 'judged' && (b.origin === 'synthetic') === row.synthetic && isWithin(b.region, row.region),
    )
    .sort((a, b) => order(a.brandId, b.brandId));
  const batch = rest.slice(0, limit);
  const last = batch.at(-1);
  const reactions = batch.map(({ brandId }): Reaction => ({
    brandId,
    trigger: 'yearClosed',
    period,
    cause,
    asOf: effectiveOn,
    effectiveOn,
    proposalId: null,
    ground: null,
    corrected: null,
  }));
  return { reactions, next: last === undefined || batch.length === rest.length ? null : { ...row, after: last.brandId } };
}

function periodOf(brand: BrandRow, proposalId: string): number | null {
  return brand.proposals.find((p) => p.id === proposalId)?.period ?? brand.review?.period ?? null;
}

function causeOf(event: StewardEvent): Cause {
  return { event: event.id, type: event.type, correlationId: event.metadata.correlationId, causationDepth: event.metadata.causationDepth };
}

function dueKey(what: DueKind, brandId: string, of: string): string {
  return `${what}:${brandId}:${of}`;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The steward's pure core, written as a decider: which events concern it, what it remembers of them, and which
 * reactions follow from an event or from time. No clock, no randomness, no log: the same inputs give the same rows and
 * the same reactions for ever.
 *
 * A reaction is a question put to the policy (“the year is closed for this brand: what do the rules say?”). What the
 * rules answer is worked out by `plan.ts` and `plan-subject.ts` on the freshly folded subject; what is remembered here
 * only says *when to ask*.
 */
import { COUNTRY, addDays, allRegions, regionChildren } from '#domain';
import { causeOf, evolveBrandRow, isHeldBack, newBrand, reactOnBrand } from './brand-memory';
import { interested, isBrandEvent, isSubjectEvent, type StewardEvent } from './events';
import {
  isBrandRow,
  liesIn,
  mergesOf,
  order,
  type Change,
  type DueKind,
  type DueRow,
  type FanoutRow,
  type Memory,
  type Reaction,
  type SubjectRow,
  type Trigger,
} from './memory';
import { evolveSubjectRow, reactOnSubject } from './subject-memory';

export { interested, type StewardEvent } from './events';
export * from './memory';
export { isDating } from './subject-memory';

/** What an event changes in the memory. Total: an event that says nothing about standing or dates changes nothing. */
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
  const key = interested(event);
  if (key === null) return [];
  if (isSubjectEvent(event)) return evolveSubjectRow(memory, event);
  if (!isBrandEvent(event)) return [];
  if (event.type === 'BrandReported.v1') return [{ table: 'subjects', key, row: newBrand(event) }];
  const brand = memory.subjects.get(key);
  return isBrandRow(brand) ? evolveBrandRow(memory, brand, event) : [];
}

/**
 * What follows from an event, asked after the event was folded. A closed year gives nothing here: it is remembered as a
 * fan-out and handed out in batches by `fanOut`.
 */
export function react(memory: Memory, event: StewardEvent): readonly Reaction[] {
  const key = interested(event);
  if (key === null) return [];
  if (isSubjectEvent(event)) return reactOnSubject(memory, event);
  const brand = memory.subjects.get(key);
  return isBrandEvent(event) && isBrandRow(brand) ? reactOnBrand(memory, brand, event) : [];
}

const FIRED: Readonly<Record<DueKind, Trigger>> = {
  review: 'reviewDueDatePassed',
  rectification: 'rectificationDueDatePassed',
  notice: 'noticeEnded',
  proposal: 'proposalFallsDue',
  date: 'datePassed',
};

/** True once the whole due date has passed in Asia/Shanghai, unless an open objection holds the end of a notice back. */
export function fires(memory: Memory, due: DueRow, today: string): boolean {
  return due.on < today && !isHeldBack(memory, due);
}

/**
 * What a due date sets off. It counts as of the due date itself, however long after it the steward wakes up. Of a day that a
 * rule names the rule is asked on the day after, because on the day itself everything is still in time.
 */
export function fire(due: DueRow): Reaction {
  const { stream, period, cause, proposalId, ground } = due;
  const on = due.what === 'date' ? addDays(due.on, 1) : due.on;
  return {
    ...{ stream, trigger: FIRED[due.what], period, cause, asOf: on, effectiveOn: on, proposalId, ground },
    corrected: null,
    linked: null,
  };
}

/** Order in which due dates fire: the earlier date first, then by stream, then by what is due. */
export function compareDues(a: DueRow, b: DueRow): number {
  return order(a.on, b.on) || order(a.stream, b.stream) || order(a.key, b.key);
}

/** All due dates that fire today, in order: time as one more input. */
export function tick(memory: Memory, today: string): readonly Reaction[] {
  return [...memory.dues.values()]
    .filter((due) => fires(memory, due, today))
    .sort(compareDues)
    .map(fire);
}

/**
 * The next `limit` subjects of a closed year, in the order of their streams: the reactions, and the fan-out as it stands
 * after them (null: all have been asked). Asked are brands, units, institutions, dual brands and programmes below the region,
 * the region itself and the regions below it. Who is not judged is not asked, nor a programme outside its years; real and
 * synthetic years never mix, and a region is real.
 */
export function fanOut(
  memory: Memory,
  row: FanoutRow,
  limit: number,
): { readonly reactions: readonly Reaction[]; readonly next: FanoutRow | null } {
  const { period, cause, effectiveOn } = row;
  const merges = mergesOf(memory);
  const concerned = (subject: SubjectRow): boolean =>
    subject.stream > row.after &&
    subject.kind !== 'region' &&
    subject.standing === 'judged' &&
    (subject.origin === 'synthetic') === row.synthetic &&
    (subject.kind !== 'programme' || (subject.fromYear <= period && period <= subject.toYear)) &&
    liesIn(subject.region, row.region, effectiveOn, merges);
  const streams = [...memory.subjects.values()].filter(concerned).map(({ stream }) => stream);
  const rest = [...streams, ...(row.synthetic ? [] : regionsOf(row, memory))].filter((stream) => stream > row.after).sort(order);
  const batch = rest.slice(0, limit);
  const last = batch.at(-1);
  const reactions = batch.map((stream): Reaction => ({
    ...{ stream, trigger: 'yearClosed', period, cause, asOf: effectiveOn, effectiveOn },
    proposalId: null,
    ground: null,
    corrected: null,
    linked: null,
  }));
  return { reactions, next: last === undefined || batch.length === rest.length ? null : { ...row, after: last } };
}

/**
 * Streams of the regions that a closed year concerns: itself and those below it, written on or not; merged ones no more. A year
 * that is closed for the whole country asks those that were written on.
 */
function regionsOf({ region, effectiveOn }: FanoutRow, memory: Memory): readonly string[] {
  const merges = mergesOf(memory);
  const gone = new Set(merges.filter(({ on }) => on <= effectiveOn).map((merge) => merge.region));
  const codes =
    region === COUNTRY
      ? [...memory.subjects.values()].flatMap((row) => (row.kind === 'region' ? [row.region] : []))
      : merges.length === 0
        ? below(region)
        : [...allRegions()].map(({ code }) => code).filter((code) => liesIn(code, region, effectiveOn, merges));
  return codes.filter((code) => !gone.has(code)).map((code) => `region-${code}`);
}

const below = (region: string): readonly string[] => [region, ...regionChildren(region).flatMap(({ code }) => below(code))];

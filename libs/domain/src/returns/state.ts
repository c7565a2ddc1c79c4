/** What a call and a return are, after their events. */
import { seen } from '../brand/fold-facts';
import type { IdempotencySeen } from '../brand/state';
import type { Actor, EventMetadata } from '../metadata';
import { isWithin } from '../region/regions';
import type { Origin } from '../values';
import { endsYear, isWholeYear, periodYear } from './period';
import type { CallEvent, ReturnEvent } from './events';
import { figureKey, lineKey, type LineStanding, type ReturnBasis, type ReturnLine, type Rung } from './values';

interface At {
  readonly metadata: Pick<EventMetadata, 'actor' | 'effectiveOn' | 'recordedAt' | 'idempotency'>;
  readonly id: string;
  readonly revision: number;
}
export type RecordedCallEvent = CallEvent & At;
export type RecordedReturnEvent = ReturnEvent & At;

type Called = Extract<CallEvent, { type: 'ReturnsCalled.v1' }>['data'];

/** The terms of a call as they stand now. */
export interface CallTerms extends Called {
  readonly status: 'open' | 'closed';
  readonly calledOn: string;
  /** The day it was due first, and why it was put off. */
  readonly extended: { readonly from: string; readonly reason: string } | null;
}
export interface CallState {
  readonly terms: CallTerms | null;
  readonly idempotency: readonly IdempotencySeen[];
}
export const initialCall: CallState = { terms: null, idempotency: [] };

export function evolveCall(state: CallState, event: RecordedCallEvent): CallState {
  const idempotency = remember(state.idempotency, event);
  const { terms } = state;
  switch (event.type) {
    case 'ReturnsCalled.v1':
      return { idempotency, terms: terms ?? { ...event.data, status: 'open', calledOn: event.metadata.effectiveOn, extended: null } };
    case 'ReturnCallExtended.v1': {
      const { dueOn, from, reason } = event.data;
      return { idempotency, terms: terms && { ...terms, dueOn, extended: { from: terms.extended?.from ?? from, reason } } };
    }
    case 'ReturnCallClosed.v1':
      return { idempotency, terms: terms && { ...terms, status: 'closed' } };
  }
}

/** Somebody who brought a line to a rung. */
export interface Taken {
  readonly rung: Rung;
  readonly by: Actor;
  readonly on: string;
  readonly at: string;
  readonly event: string;
}
export interface LineComment {
  readonly comment: string;
  readonly to: 'unit' | 'below';
  readonly from: Rung;
  readonly by: Actor;
  readonly at: string;
  readonly event: string;
}

export interface LineState {
  readonly line: ReturnLine;
  readonly standing: LineStanding;
  /** The rungs it stands on, lowest first; empty while it is with the unit. */
  readonly taken: readonly Taken[];
  readonly comments: readonly LineComment[];
  /** What became of it in its brand's stream. */
  readonly applied:
    | { readonly state: 'applied'; readonly figureId: string }
    | { readonly state: 'parked'; readonly code: string; readonly zh: string; readonly en: string }
    | null;
}

type Reported = Extract<ReturnEvent, { type: 'ReturnReported.v1' }>['data'];
export interface ReturnState {
  /** What the first report says of the return; null while nothing was reported. */
  readonly head: (Omit<Reported, 'lines' | 'late'> & { readonly reportedOn: string; readonly late: boolean }) | null;
  readonly lines: ReadonlyMap<string, LineState>;
  readonly lateAllowed: { readonly until: string; readonly reason: string } | null;
  /** Locks whose figures go to the brands, in order. */
  readonly locks: readonly { readonly event: string; readonly lines: readonly string[]; readonly by: Actor; readonly on: string }[];
  /** Ids of the events that reported. */
  readonly reports: readonly string[];
  readonly idempotency: readonly IdempotencySeen[];
}
export const initialReturn: ReturnState = { head: null, lines: new Map(), lateAllowed: null, locks: [], reports: [], idempotency: [] };

export function evolveReturn(before: ReturnState, event: RecordedReturnEvent): ReturnState {
  const state = { ...before, idempotency: remember(before.idempotency, event) };
  const { actor: by, effectiveOn: on, recordedAt: at } = event.metadata;
  const taken = (rung: Rung): Taken => ({ rung, by, on, at, event: event.id });
  switch (event.type) {
    case 'ReturnReported.v1': {
      const { lines, late, ...head } = event.data;
      const next = new Map(state.lines);
      for (const line of lines) {
        const key = lineKey(line);
        next.set(key, { line, standing: 'reported', taken: [taken('reported')], comments: next.get(key)?.comments ?? [], applied: null });
      }
      const first = state.head ?? { ...head, reportedOn: on, late };
      return {
        ...state,
        head: { ...first, unit: head.unit, onBehalf: head.onBehalf, late: first.late || late },
        lines: next,
        reports: [...state.reports, event.id],
      };
    }
    case 'ReturnLinesAdvanced.v1':
      return changed(state, event.data.lines, (line) => ({
        ...line,
        standing: event.data.rung,
        taken: [...line.taken, taken(event.data.rung)],
      }));
    case 'ReturnLinesSentBack.v1': {
      const { to, lines } = event.data;
      const told = new Map(lines.map((each) => [each.line, each]));
      return changed(state, [...told.keys()], (line, key) => {
        const sent = told.get(key);
        if (sent === undefined) return line;
        return {
          ...line,
          standing: sent.standing,
          taken: to === 'unit' ? [] : line.taken.slice(0, -1),
          comments: [...line.comments, { comment: sent.comment, to, from: sent.from, by, at, event: event.id }],
        };
      });
    }
    case 'ReturnAdvanceUndone.v1':
      return changed(state, event.data.lines, (line) => ({ ...line, standing: event.data.standing, taken: line.taken.slice(0, -1) }));
    case 'ReturnLateAllowed.v1':
      return { ...state, lateAllowed: { until: event.data.until, reason: event.data.reason } };
    case 'ReturnLocked.v1': {
      const locked = changed(state, event.data.lines, (line) => ({ ...line, standing: 'locked', taken: [...line.taken, taken('locked')] }));
      return event.data.applies ? { ...locked, locks: [...locked.locks, { event: event.id, lines: event.data.lines, by, on }] } : locked;
    }
    case 'ReturnLinesApplied.v1': {
      let next: ReturnState = state;
      for (const { lines, figureId } of event.data.figures)
        next = changed(next, lines, (line) => ({ ...line, applied: { state: 'applied', figureId } }));
      for (const { lines, code, zh, en } of event.data.parked)
        next = changed(next, lines, (line) => ({ ...line, applied: { state: 'parked', code, zh, en } }));
      return next;
    }
  }
}

function changed(state: ReturnState, keys: readonly string[], change: (line: LineState, key: string) => LineState): ReturnState {
  const lines = new Map(state.lines);
  for (const key of keys) {
    const line = lines.get(key);
    if (line !== undefined) lines.set(key, change(line, key));
  }
  return { ...state, lines };
}

const remember = (before: readonly IdempotencySeen[], { metadata: { idempotency }, revision }: At): readonly IdempotencySeen[] =>
  idempotency === null ? before : seen(before, idempotency, revision);

/** What came with this Idempotency-Key before, on a call or a return. */
export const seenOn = (
  state: { readonly idempotency: readonly IdempotencySeen[] },
  actor: string,
  key: string,
): IdempotencySeen | undefined => state.idempotency.find((known) => known.actor === actor && known.key === key);

/** Whether locked figures go to the brands: of a whole year, or a 累计 that ends one. Others stay in the return. */
export const goesToBrands = (period: string, basis: ReturnBasis): boolean =>
  isWholeYear(period) || (basis === 'yearToDate' && endsYear(period));

/** As much of a brand as a call looks at. */
export interface AskedBrand {
  readonly stage: string;
  readonly region: string;
  readonly kind: string;
  readonly origin: Origin;
}

/**
 * Whether an open call collects this figure of a brand. Then it climbs the ladder of its return, and nobody who is told from
 * another puts it into the brand past those who check it. A closed call collects nothing any more.
 */
export function isToldInReturn(
  { status, region, period, basis, kind, origin, asked }: CallTerms,
  brand: AskedBrand,
  figure: { readonly metric: string; readonly directness: string; readonly window: { readonly toYear: number | null } },
): boolean {
  return (
    status === 'open' &&
    brand.stage === 'cultivated' &&
    isWithin(brand.region, region) &&
    (brand.kind === kind || brand.kind === 'dual') &&
    (brand.origin === 'synthetic') === (origin === 'synthetic') &&
    goesToBrands(period, basis) &&
    figure.window.toYear === periodYear(period) &&
    asked.some(({ metric, directness }) => metric === figure.metric && directness === figure.directness)
  );
}

/** A yearly figure that locked lines of one brand add up to. */
export interface YearlyFigure {
  readonly key: string;
  readonly brandId: string;
  readonly metric: ReturnLine['metric'];
  readonly directness: ReturnLine['directness'];
  readonly unit: ReturnLine['unit'];
  readonly nature: 'flow' | 'stock';
  readonly year: number;
  /** Exact; null where it is beyond what can be stored. */
  readonly value: number | null;
  readonly estimate: ReturnLine['estimate'];
  readonly lines: readonly string[];
}

/** Text of an event that may hold so much. */
const MOST_TEXT = 4000;

/**
 * What the locked lines of a return come to for its brands and was not dealt with yet. Trades of one brand and metric are
 * summed exactly. A figure without a value stays in the return; one that lacks some of its parts would be no total: its
 * `value` is null, and it is parked.
 */
export function figuresToApply({ head, lines, locks }: ReturnState): readonly YearlyFigure[] {
  if (head === null || !goesToBrands(head.period, head.basis)) return [];
  const due = new Set(locks.flatMap((lock) => lock.lines));
  const groups = new Map<string, (readonly [key: string, line: ReturnLine])[]>();
  for (const [key, { line, applied }] of lines) {
    if (!due.has(key) || applied !== null) continue;
    const group = groups.get(figureKey(line));
    if (group === undefined) groups.set(figureKey(line), [[key, line]]);
    else group.push([key, line]);
  }
  return [...groups].flatMap(([key, parts]): YearlyFigure[] => {
    const [first] = parts;
    if (first === undefined || parts.every(([, { value }]) => value === null)) return [];
    const [, { brandId, metric, directness, unit, nature }] = first;
    const sum = parts.reduce((total, [, { value }]) => total + BigInt(value ?? 0), 0n);
    const whole = parts.every(([, { value }]) => value !== null) && sum <= BigInt(Number.MAX_SAFE_INTEGER);
    const estimates = parts.flatMap(([, { estimate }]) => (estimate === null ? [] : [estimate]));
    const all = (of: 'method' | 'basis'): string => [...new Set(estimates.map((estimate) => estimate[of]))].join('；').slice(0, MOST_TEXT);
    return [
      {
        ...{ key, brandId, metric, directness, unit },
        nature: nature === 'stock' ? 'stock' : 'flow',
        year: periodYear(head.period),
        value: whole ? Number(sum) : null,
        estimate: estimates.length === 0 ? null : { method: all('method'), basis: all('basis') },
        lines: parts.map(([line]) => line),
      },
    ];
  });
}

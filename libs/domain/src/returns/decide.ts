/** What may be done with a call and with a return, and what follows. */
import { DIRECTNESS_WORDS, UNIT_WORDS, joinWords } from '../brand/words';
import { isCalendarDate } from '../dates';
import { METRICS, OF_WHICH, type Directness, type MetricDefinition } from '../dictionary';
import type { Actor } from '../metadata';
import { isWithin, regionLevel, regionName } from '../region/regions';
import { accept, type Decided, type Refused } from '../refusal';
import type { DocumentRef, Origin } from '../values';
import { checkLines, lineWords, type LineContext } from './check-lines';
import type { CallEvent, CallRules, ReturnEvent } from './events';
import { LATE_ROLES, RUNG_ROLES, RUNG_WORDS, passedOver, roleWords, rungAbove, rungBelow, rungMissing } from './ladder';
import { periodIsOver, periodOf } from './period';
import { refuseReturn, type Finding } from './refusals';
import { goesToBrands, type CallState, type CallTerms, type LineState, type ReturnState } from './state';
import {
  figureKey,
  lineKey,
  lineNature,
  parseLineKey,
  parseReturnId,
  returnIdOf,
  type AskedMetric,
  type ReportingUnit,
  type ReturnBasis,
  type ReturnKind,
  type ReturnLine,
  type Rung,
  type StepRung,
} from './values';

type CallData<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>['data'];
type ReturnData<T extends ReturnEvent['type']> = Extract<ReturnEvent, { type: T }>['data'];

export type CallCommand =
  | {
      readonly type: 'call';
      readonly data: {
        readonly region: string;
        readonly period: string;
        readonly kind: ReturnKind;
        readonly basis: ReturnBasis;
        readonly title: string;
        readonly asked: readonly AskedMetric[];
        /** The day a document names; null: as configured. */
        readonly dueOn: string | null;
        readonly origin: Origin;
        readonly document: DocumentRef | null;
      };
    }
  | { readonly type: 'extend'; readonly data: { readonly dueOn: string; readonly reason: string } }
  | { readonly type: 'close'; readonly data: CallData<'ReturnCallClosed.v1'> };

export interface CallContext {
  readonly callId: string;
  /** Configured: they stand in no document. */
  readonly rules: CallRules;
  readonly workingDays: number;
  /** Name and version of the calendar, and the day it gives; null where it does not reach. */
  readonly calendar: { readonly name: string; readonly dueOn: string | null };
}

export function decideCall(command: CallCommand, { terms }: CallState, ctx: CallContext): Decided<CallEvent> {
  if (command.type === 'call') return terms === null ? call(command.data, ctx) : refuseReturn('CALL.EXISTS', null);
  if (terms === null) return refuseReturn('CALL.UNKNOWN', null);
  if (terms.status === 'closed') return command.type === 'close' ? accept() : refuseReturn('CALL.CLOSED', null);
  if (command.type === 'close') return accept({ type: 'ReturnCallClosed.v1', data: command.data });
  const { dueOn, reason } = command.data;
  if (!isCalendarDate(dueOn)) return refuseReturn('CALL.DATE_INVALID', 'dueOn', { date: dueOn });
  if (dueOn <= terms.dueOn) return refuseReturn('CALL.NO_EXTENSION', 'dueOn', { dueOn, before: terms.dueOn });
  return accept({ type: 'ReturnCallExtended.v1', data: { from: terms.dueOn, dueOn, reason } });
}

function call(data: Extract<CallCommand, { type: 'call' }>['data'], ctx: CallContext): Decided<CallEvent> {
  const { region, period, basis, document } = data;
  if (regionName(region) === undefined) return refuseReturn('CALL.REGION_UNKNOWN', 'region', { region });
  const wrong = wrongAsked(data.asked, basis);
  if (wrong) return wrong;
  if (document !== null && !isCalendarDate(document.issuedOn))
    return refuseReturn('CALL.DATE_INVALID', 'document.issuedOn', { date: document.issuedOn });
  const { to: end } = periodOf(period);
  if (data.dueOn !== null && !isCalendarDate(data.dueOn)) return refuseReturn('CALL.DATE_INVALID', 'dueOn', { date: data.dueOn });
  const dueOn = data.dueOn ?? ctx.calendar.dueOn;
  if (dueOn === null) return refuseReturn('CALL.CALENDAR_ENDS', 'dueOn', { calendar: ctx.calendar.name, days: ctx.workingDays, end });
  if (dueOn < end) return refuseReturn('CALL.DUE_BEFORE_END', 'dueOn', { dueOn, end });
  const asked = data.asked.map((each) => ({ ...each, nature: lineNature(each.metric, basis) }));
  const relations = OF_WHICH.filter(({ part, whole }) => comparable(asked, part, whole)).map(({ part, whole }) => ({ part, whole }));
  return accept({
    type: 'ReturnsCalled.v1',
    data: {
      ...data,
      ...{ callId: ctx.callId, asked, relations, dueOn, rules: ctx.rules },
      dueBy: data.dueOn === null ? { workingDays: ctx.workingDays, calendar: ctx.calendar.name } : null,
    },
  });
}

/** Both are asked, and as things that compare: one nature, and one unit unless a person is counted once in one and often in the other. */
function comparable(asked: readonly (AskedMetric & { readonly nature: string })[], part: string, whole: string): boolean {
  const [a] = asked.filter(({ metric }) => metric === part);
  const wholes = asked.filter(({ metric }) => metric === whole);
  if (a === undefined || wholes.length === 0) return false;
  // Of 带动就业 asked direct only, the rest is not known and nothing can be said.
  const definition: MetricDefinition | undefined = METRICS[wholes[0]?.metric ?? a.metric];
  if (definition.directed && wholes.length < 2) return false;
  const units = part === 'trainedPersons' || wholes.every(({ unit }) => unit === a.unit);
  return units && wholes.every(({ nature }) => nature === a.nature);
}

function wrongAsked(asked: readonly AskedMetric[], basis: ReturnBasis): Refused | null {
  const seen = new Set<string>();
  for (const [i, { metric: id, unit, directness }] of asked.entries()) {
    const definition: MetricDefinition = METRICS[id];
    const metric = { zh: definition.zh, en: definition.en };
    if (seen.has(`${id}|${directness}`))
      return refuseReturn('CALL.ASKED_TWICE', `asked.${i}`, { metric, directness: DIRECTNESS_WORDS[directness] });
    seen.add(`${id}|${directness}`);
    const units = definition.units.filter((known): boolean => known !== 'unstated');
    if (!units.includes(unit))
      return refuseReturn('CALL.UNIT', `asked.${i}.unit`, {
        ...{ metric, unit: UNIT_WORDS[unit] },
        allowed: units.length === 0 ? { zh: '无', en: 'none' } : joinWords(units.map((known) => UNIT_WORDS[known])),
      });
    const allowed: readonly Directness[] = definition.directed ? ['direct', 'indirect'] : ['unstated'];
    if (!allowed.includes(directness))
      return refuseReturn('CALL.DIRECTNESS', `asked.${i}.directness`, {
        ...{ metric, directness: DIRECTNESS_WORDS[directness] },
        allowed: joinWords(allowed.map((known) => DIRECTNESS_WORDS[known])),
      });
  }
  const i = asked.findIndex(({ metric }) => basis === 'yearToDate' && basisMissing(METRICS[metric]));
  const at = asked[i];
  return at === undefined
    ? null
    : refuseReturn('CALL.BASIS', `asked.${i}`, { metric: { zh: METRICS[at.metric].zh, en: METRICS[at.metric].en } });
}

/** A flow can always be added up within its year; what is neither flow nor stock cannot. */
const basisMissing = ({ natures }: MetricDefinition): boolean => !natures.some((nature) => nature === 'flow' || nature === 'stock');

export type ReturnCommand =
  | { readonly type: 'report'; readonly data: { readonly lines: readonly ReturnLine[] } }
  | {
      readonly type: 'advance';
      readonly data: { readonly rung: StepRung; readonly lines: readonly string[] | null; readonly note: string | null };
    }
  | {
      readonly type: 'sendBack';
      readonly data: { readonly to: 'unit' | 'below'; readonly lines: readonly { readonly line: string; readonly comment: string }[] };
    }
  | { readonly type: 'undo'; readonly data: { readonly rung: StepRung; readonly lines: readonly string[] | null; readonly reason: string } }
  | { readonly type: 'allowLate'; readonly data: { readonly reason: string; readonly until: string } }
  | { readonly type: 'lock'; readonly data: { readonly lines: readonly string[] | null } }
  | { readonly type: 'recordApplied'; readonly data: ReturnData<'ReturnLinesApplied.v1'> };

export interface ReturnContext {
  readonly returnId: string;
  readonly actor: Actor;
  readonly today: string;
  /** Null: there is no such call. */
  readonly call: CallTerms | null;
  /** The reporting unit; null where the call expects nothing of it here. */
  readonly unit: ReportingUnit | null;
  /** What lines are compared with; only reporting asks for it. */
  readonly checks: LineContext;
  /** SHA-256 of the canonical text of a value. */
  readonly digest: (value: unknown) => string;
}

export function decideReturn(command: ReturnCommand, state: ReturnState, ctx: ReturnContext): Decided<ReturnEvent> {
  const place = parseReturnId(ctx.returnId);
  if (place === null || ctx.call === null || !isWithin(place.region, ctx.call.region) || place.period !== ctx.call.period)
    return refuseReturn('RETURN.UNKNOWN', null);
  switch (command.type) {
    case 'report':
      return report(command.data.lines, state, ctx, ctx.call);
    case 'allowLate':
      return allowLate(command.data, ctx, ctx.call);
    case 'advance':
      return advance(command.data, state, ctx, place.region);
    case 'undo':
      return undo(command.data, state, ctx, place.region);
    case 'sendBack':
      return sendBack(command.data, state, ctx, place.region);
    case 'lock':
      return lock(command.data, state, ctx, place.region);
    case 'recordApplied':
      return recordApplied(command.data, state);
  }
}

/** A ledger without accounts has one user, who cannot be told from another. */
const isLocal = ({ role }: Actor): boolean => role === 'local';

function wrongRole(actor: Actor, roles: readonly string[], act: { readonly zh: string; readonly en: string }): Refused | null {
  if (isLocal(actor) || roles.includes(actor.role)) return null;
  return refuseReturn('RETURN.ROLE', null, { act, roles: roleWords(roles), role: roleWords([actor.role]) });
}

/** An approver may be anybody's; it is the province's that locks. */
const belowProvince = ({ region, role }: Actor): Refused | null =>
  role === 'local' || ['province', 'country'].includes(regionLevel(region) ?? '')
    ? null
    : refuseReturn('RETURN.PROVINCE_LOCKS', null, { region: regionName(region) ?? region });

/** 填报, 经办, 复核, 审核 and 审定 are different persons on each line. */
function samePerson(lines: readonly LineState[], actor: Actor, act: Rung, over: readonly Rung[] = []): Refused | null {
  if (isLocal(actor)) return null;
  const own = lines.flatMap(({ taken }) => taken.filter(({ by, rung }) => by.id === actor.id && !over.includes(rung)).slice(0, 1));
  const [first] = own;
  if (first === undefined) return null;
  return refuseReturn('RETURN.SAME_PERSON', 'lines', { count: own.length, rung: RUNG_WORDS[first.rung], act: RUNG_WORDS[act] });
}

/** Text that an event may well hold, of the most that the log takes. */
const PART_BYTES = 240_000;

/** Lists of lines in parts that each fit into an event. */
function inParts<T>(items: readonly T[]): T[][] {
  const parts: T[][] = [];
  let size = PART_BYTES;
  for (const item of items) {
    // Chinese takes three bytes a character at most.
    const bytes = JSON.stringify(item).length * 3;
    if (size + bytes > PART_BYTES) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(item);
    size += bytes;
  }
  return parts;
}

function report(lines: readonly ReturnLine[], state: ReturnState, ctx: ReturnContext, terms: CallTerms): Decided<ReturnEvent> {
  const { actor, today, checks, unit } = ctx;
  const wrong = wrongRole(actor, RUNG_ROLES.reported, RUNG_WORDS.reported);
  if (wrong) return wrong;
  if (terms.status === 'closed') return refuseReturn('CALL.CLOSED', null);
  if (unit === null)
    return refuseReturn('RETURN.NOT_EXPECTED', null, { unit: checks.unit, region: regionName(checks.region) ?? checks.region });
  if (!periodIsOver(terms.period, today)) return refuseReturn('RETURN.PERIOD_NOT_OVER', null, { end: periodOf(terms.period).to, today });

  const twice = firstTwice(lines.map(lineKey));
  if (twice !== null) return refuseReturn('RETURN.LINE_TWICE', 'lines', { line: keyWords(twice, checks) });
  const fresh: ReturnLine[] = [];
  for (const line of lines) {
    const standing = state.lines.get(lineKey(line));
    // What stands and is sent again unchanged is left where it is; what was sent back and is sent again is an answer.
    if (standing !== undefined && standing.standing !== 'returned' && sameLine(standing.line, line)) continue;
    if (standing !== undefined && standing.standing !== 'returned' && standing.standing !== 'reported')
      return refuseReturn('RETURN.LINE_STANDS_HIGHER', 'lines', { line: lineWords(line, checks), standing: RUNG_WORDS[standing.standing] });
    fresh.push(line);
  }
  if (fresh.length === 0) return state.head === null || lines.length === 0 ? refuseReturn('RETURN.NOTHING_TO_REPORT', 'lines') : accept();

  // An answer to what was sent back is no late entry: the office that sent it back sets the pace.
  const answers = fresh.every((line) => state.lines.get(lineKey(line))?.standing === 'returned');
  const overdue = today > terms.dueOn && !answers;
  if (overdue && (state.lateAllowed === null || today > state.lateAllowed.until))
    return refuseReturn('RETURN.OVERDUE', null, { dueOn: terms.dueOn, today });

  const faults = findingsThatHinder(fresh, state, terms, checks);
  const [first] = faults;
  if (first !== undefined)
    return refuseReturn('RETURN.LINES_NOT_FIT', `lines.${first.line ?? ''}`, {
      count: faults.length,
      first: { zh: first.zh, en: first.en },
    });

  const { period, kind, basis, origin, callId } = terms;
  const head = {
    ...{ returnId: ctx.returnId, callId, region: checks.region, period, unit, kind, basis, origin },
    onBehalf: unit.id.startsWith('office-') || actor.role === 'recorder',
    ...{ dueOn: terms.dueOn, late: overdue },
  };
  return accept(...inParts(fresh).map((part) => ({ type: 'ReturnReported.v1' as const, data: { ...head, lines: part } })));
}

/** What keeps these lines from being reported: all that is impossible, and what is doubtful without a reason. */
export function findingsThatHinder(
  fresh: readonly ReturnLine[],
  state: Pick<ReturnState, 'lines'>,
  terms: Parameters<typeof checkLines>[1],
  checks: LineContext,
): readonly Finding[] {
  const keys = new Set(fresh.map(lineKey));
  const standing = [...state.lines].filter(([key]) => !keys.has(key)).map(([, { line }]) => line);
  return checkLines([...standing, ...fresh], terms, checks).filter(({ severity, explained, line, code }) => {
    if (severity === 'doubtful') return !explained && line !== null && keys.has(line);
    // What was taken before is not judged again, but for what the new lines do to it.
    return line === null || keys.has(line) || code === 'RETURN.PART_EXCEEDS_WHOLE' || code === 'RETURN.LINE_MISSING';
  });
}

const sameLine = (a: ReturnLine, b: ReturnLine): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
const inOrder = ({ unit, nature, value, estimate, roster, explanations, note }: ReturnLine): unknown => [
  ...[unit, nature, value, note],
  estimate && [estimate.method, estimate.basis],
  roster && [roster.sha256, roster.rows, roster.duplicatesRemoved, roster.keyId],
  explanations.map(({ code, text }) => [code, text]),
];

function firstTwice(keys: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

function keyWords(key: string, checks: Pick<LineContext, 'brands'>): { readonly zh: string; readonly en: string } | string {
  const place = parseLineKey(key);
  return place === null ? key : lineWords(place, checks);
}

function allowLate(
  { reason, until }: { readonly reason: string; readonly until: string },
  ctx: ReturnContext,
  terms: CallTerms,
): Decided<ReturnEvent> {
  const wrong = wrongRole(ctx.actor, LATE_ROLES, { zh: '逾期补报', en: 'allow a late entry' });
  if (wrong) return wrong;
  if (terms.status === 'closed') return refuseReturn('CALL.CLOSED', null);
  if (!isCalendarDate(until)) return refuseReturn('CALL.DATE_INVALID', 'until', { date: until });
  const { today, returnId } = ctx;
  const { dueOn, callId } = terms;
  if (ctx.unit === null)
    return refuseReturn('RETURN.NOT_EXPECTED', null, { unit: ctx.checks.unit, region: regionName(ctx.checks.region) ?? ctx.checks.region });
  if (until < today || until <= dueOn) return refuseReturn('RETURN.UNTIL_PASSED', 'until', { until, today, dueOn });
  return accept({ type: 'ReturnLateAllowed.v1', data: { returnId, callId, reason, until, dueOn } });
}

/** The lines named, which must stand at this rung; or all that do. */
function linesAt(
  named: readonly string[] | null,
  rung: Rung,
  act: { readonly zh: string; readonly en: string },
  state: ReturnState,
  ctx: ReturnContext,
): { readonly keys: readonly string[]; readonly lines: readonly LineState[] } | Refused {
  const keys = named ?? [...state.lines].filter(([, { standing }]) => standing === rung).map(([key]) => key);
  if (keys.length === 0) return refuseReturn('RETURN.NOTHING_ON_RUNG', 'lines', { below: RUNG_WORDS[rung], act });
  const twice = firstTwice(keys);
  if (twice !== null) return refuseReturn('RETURN.LINE_TWICE', 'lines', { line: keyWords(twice, ctx.checks) });
  const lines: LineState[] = [];
  for (const key of keys) {
    const line = state.lines.get(key);
    if (line === undefined) return refuseReturn('RETURN.LINE_UNKNOWN', 'lines', { line: keyWords(key, ctx.checks) });
    if (line.standing !== rung)
      return refuseReturn('RETURN.NOT_ON_RUNG_BELOW', 'lines', {
        ...{ line: lineWords(line.line, ctx.checks), standing: RUNG_WORDS[line.standing] },
        ...{ below: RUNG_WORDS[rung], act },
      });
    lines.push(line);
  }
  return { keys, lines };
}

function notHere(region: string, rung: Rung): Refused | null {
  const why = rungMissing(region, rung);
  return why === null
    ? null
    : refuseReturn('RETURN.RUNG_NOT_HERE', 'rung', { region: regionName(region) ?? region, rung: RUNG_WORDS[rung], why });
}

function advance(
  data: Extract<ReturnCommand, { type: 'advance' }>['data'],
  state: ReturnState,
  ctx: ReturnContext,
  region: string,
): Decided<ReturnEvent> {
  const { rung, note } = data;
  const wrong = notHere(region, rung) ?? wrongRole(ctx.actor, RUNG_ROLES[rung], RUNG_WORDS[rung]);
  if (wrong) return wrong;
  const below = rungBelow(region, rung) ?? 'reported';
  const found = linesAt(data.lines, below, RUNG_WORDS[rung], state, ctx);
  if ('ok' in found) return found;
  const same = samePerson(found.lines, ctx.actor, rung);
  if (same) return same;
  const over = [...passedOver(region, below, rung)];
  return accept(
    ...inParts(found.keys).map((lines) => ({ type: 'ReturnLinesAdvanced.v1' as const, data: { rung, passedOver: over, lines, note } })),
  );
}

function undo(
  data: Extract<ReturnCommand, { type: 'undo' }>['data'],
  state: ReturnState,
  ctx: ReturnContext,
  region: string,
): Decided<ReturnEvent> {
  const { rung, reason } = data;
  const act = { zh: `撤回${RUNG_WORDS[rung].zh}`, en: `undo “${RUNG_WORDS[rung].en}”` };
  const wrong = notHere(region, rung) ?? wrongRole(ctx.actor, RUNG_ROLES[rung], act);
  if (wrong) return wrong;
  const found = linesAt(data.lines, rung, act, state, ctx);
  if ('ok' in found) return found;
  const standing = rungBelow(region, rung) ?? 'reported';
  return accept(
    ...inParts(found.keys).map((lines) => ({ type: 'ReturnAdvanceUndone.v1' as const, data: { rung, standing, lines, reason } })),
  );
}

function sendBack(
  { to, lines: named }: Extract<ReturnCommand, { type: 'sendBack' }>['data'],
  state: ReturnState,
  ctx: ReturnContext,
  region: string,
): Decided<ReturnEvent> {
  const twice = firstTwice(named.map(({ line }) => line));
  if (twice !== null) return refuseReturn('RETURN.LINE_TWICE', 'lines', { line: keyWords(twice, ctx.checks) });
  const lines: ReturnData<'ReturnLinesSentBack.v1'>['lines'] = [];
  for (const { line: key, comment } of named) {
    const known = state.lines.get(key);
    if (known === undefined) return refuseReturn('RETURN.LINE_UNKNOWN', 'lines', { line: keyWords(key, ctx.checks) });
    const { standing } = known;
    const line = lineWords(known.line, ctx.checks);
    if (standing === 'locked') return refuseReturn('RETURN.LOCKED', 'lines', { line });
    const next = standing === 'returned' ? null : rungAbove(region, standing);
    if (standing === 'returned' || next === null)
      return refuseReturn('RETURN.NOT_ON_RUNG_BELOW', 'lines', {
        ...{ line, standing: RUNG_WORDS[standing], below: RUNG_WORDS.reported },
        act: { zh: '退回修改', en: 'send back' },
      });
    const roles = RUNG_ROLES[next];
    if (!isLocal(ctx.actor) && !roles.includes(ctx.actor.role))
      return refuseReturn('RETURN.NOT_YOURS_TO_SEND_BACK', 'lines', {
        ...{ line, standing: RUNG_WORDS[standing], roles: roleWords(roles), role: roleWords([ctx.actor.role]) },
      });
    const below = rungBelow(region, standing);
    if (to === 'below' && below === null) return refuseReturn('RETURN.NOTHING_BELOW', 'to', { line, standing: RUNG_WORDS[standing] });
    lines.push({ line: key, comment, from: standing, standing: to === 'unit' || below === null ? 'returned' : below });
  }
  return accept(...inParts(lines).map((part) => ({ type: 'ReturnLinesSentBack.v1' as const, data: { to, lines: part } })));
}

function lock(
  data: Extract<ReturnCommand, { type: 'lock' }>['data'],
  state: ReturnState,
  ctx: ReturnContext,
  region: string,
): Decided<ReturnEvent> {
  const wrong = wrongRole(ctx.actor, RUNG_ROLES.locked, RUNG_WORDS.locked) ?? belowProvince(ctx.actor);
  if (wrong) return wrong;
  const below = rungBelow(region, 'locked') ?? 'accepted';
  const found = linesAt(data.lines, below, RUNG_WORDS.locked, state, ctx);
  if ('ok' in found) return found;
  // Locking judges nothing anew: who accepted may lock, who took a lower rung may not.
  const same = samePerson(found.lines, ctx.actor, 'locked', ['accepted']);
  if (same) return same;
  // Trades of one figure are summed when they are locked: a sum without one of them would be no total.
  const locked = new Set(found.keys);
  const figures = new Set(found.lines.map(({ line }) => figureKey(line)));
  const apart = [...state.lines].find(([key, { line }]) => figures.has(figureKey(line)) && !locked.has(key));
  if (apart !== undefined) return refuseReturn('RETURN.PARTS_APART', 'lines', { line: lineWords(apart[1].line, ctx.checks) });
  const applies = state.head !== null && goesToBrands(state.head.period, state.head.basis);
  const contents = new Map(found.keys.map((key, i) => [key, found.lines[i]?.line] as const));
  return accept(
    ...inParts(found.keys).map((lines) => ({
      type: 'ReturnLocked.v1' as const,
      data: { lines, digest: ctx.digest(lines.map((key) => [key, contents.get(key)])), applies },
    })),
  );
}

/** Only what is locked and was not dealt with: a repeated roll-forward writes nothing. */
function recordApplied(data: ReturnData<'ReturnLinesApplied.v1'>, state: ReturnState): Decided<ReturnEvent> {
  const open = ({ lines }: { readonly lines: readonly string[] }): boolean =>
    lines.every((key) => state.lines.get(key)?.standing === 'locked' && state.lines.get(key)?.applied === null);
  const figures = data.figures.filter(open);
  const parked = data.parked.filter(open);
  if (figures.length + parked.length === 0) return accept();
  const applied = inParts(figures).map((part): ReturnEvent => ({ type: 'ReturnLinesApplied.v1', data: { figures: part, parked: [] } }));
  const shown = inParts(parked).map((part): ReturnEvent => ({ type: 'ReturnLinesApplied.v1', data: { figures: [], parked: part } }));
  return accept(...applied, ...shown);
}

/** Id of the return in which a unit answers a call in a region. */
export const returnOf = (terms: Pick<CallTerms, 'callId' | 'period'>, region: string, unit: string): string =>
  returnIdOf({ region, period: terms.period, unit, call: terms.callId });

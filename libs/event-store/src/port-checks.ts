/**
 * What the port refuses before anything reaches a store, equal for every adapter: the same bad input gets the same
 * error from the embedded log and from EventStoreDB (whose client hangs or crashes on some of it).
 */
import { isWellFormed } from '#audit';
import { AppendRefused, AppendTooLarge, EventUnreadable } from './errors';
import { MAX_APPEND_BYTES, MAX_EVENT_BYTES, type EventFilter, type EventToAppend, type ExpectedRevision, type JsonObject } from './port';

/** An event whose data and metadata are serialised once, so that no adapter meets a value that does not serialise. */
export interface PreparedEvent {
  /** Lower case, as a store prints it. */
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text. */
  readonly metadata: string;
  /** data + metadata + 2 × type, as EventStoreDB counts. */
  readonly bytes: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';
/** Deeper than any event of ours by far, and shallow enough for every JSON parser. */
const MAX_DEPTH = 100;

export const isUuid = (id: string): boolean => UUID.test(id) && id !== NIL;

/** Why a value cannot be stored, and the steps from the whole to the part at fault. */
interface Fault {
  readonly reason: string;
  readonly path: string;
}

/**
 * Why a value cannot be stored and hashed, with the path to the fault, or null when it can: only null, booleans,
 * strings without lone surrogates, safe integers, arrays and plain objects, no holes, no cycles.
 */
export function faultInJson(value: unknown, what: string): string | null {
  const fault = faultIn(value, []);
  return fault === null ? null : `${what}${fault.path} ${fault.reason}`;
}

const faultHere = (reason: string): Fault => ({ reason, path: '' });
// Every append walks here: the path is put together only once there is a fault.
const faultBelow = (step: string, fault: Fault): Fault => ({ reason: fault.reason, path: `${step}${fault.path}` });

function faultIn(value: unknown, ancestors: object[]): Fault | null {
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'string') return isWellFormed(value) ? null : faultHere('holds a lone surrogate');
  if (typeof value === 'number') {
    return Number.isSafeInteger(value)
      ? null
      : faultHere(`is ${value}: only safe integers are stored, write ratios and larger values as strings`);
  }
  if (typeof value !== 'object') return faultHere(`is ${typeof value}, which JSON does not know`);
  if (ancestors.includes(value)) return faultHere('refers back to what it stands in');
  if (ancestors.length >= MAX_DEPTH) return faultHere(`is nested deeper than ${MAX_DEPTH} levels`);
  ancestors.push(value);
  const fault = Array.isArray(value) ? faultInList(value, ancestors) : faultInObject(value, ancestors);
  ancestors.pop();
  return fault;
}

function faultInList(items: readonly unknown[], ancestors: object[]): Fault | null {
  for (let i = 0; i < items.length; i += 1) {
    const fault = faultIn(items[i], ancestors);
    if (fault !== null) return faultBelow(`[${i}]`, fault);
  }
  return null;
}

function faultInObject(value: object, ancestors: object[]): Fault | null {
  // Class instances (Date, Map, Uint8Array …) serialise to something else than they are. Objects of another realm are plain too.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return faultHere('is not a plain object');
  for (const [key, member] of Object.entries(value)) {
    if (!isWellFormed(key)) return faultHere('has a key that holds a lone surrogate');
    const fault = faultIn(member, ancestors);
    if (fault !== null) return faultBelow(`.${key}`, fault);
  }
  return null;
}

/** The JSON texts of an event, and its size as EventStoreDB counts. */
export type EventTexts = Pick<PreparedEvent, 'data' | 'metadata' | 'bytes'>;

/** Events whose values were walked and written out before they came to the port: by the codec, which has to do both anyway. */
const written = new WeakMap<EventToAppend, EventTexts>();

/**
 * Writes an event out whose data and metadata have no `faultInJson`, and remembers the texts for its append: what was
 * checked is what is stored, even when somebody changes the values in between.
 */
export function writeOut(event: EventToAppend): EventTexts {
  const data = JSON.stringify(event.data);
  const metadata = JSON.stringify(event.metadata);
  const texts = { data, metadata, bytes: Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * event.type.length };
  written.set(event, texts);
  return texts;
}

function checkedTexts(event: EventToAppend, index: number): EventTexts {
  const data = jsonText(event.data, `data of event ${index}`);
  const metadata = jsonText(event.metadata, `metadata of event ${index}`);
  return { data, metadata, bytes: Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * event.type.length };
}

function jsonText(value: unknown, what: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AppendRefused(`${what} is not an object`);
  const fault = faultInJson(value, what);
  if (fault !== null) throw new AppendRefused(fault);
  return JSON.stringify(value);
}

function refuseName(name: unknown, what: string): void {
  if (typeof name !== 'string' || name === '') throw new AppendRefused(`${what} is empty`);
  if (name.startsWith('$')) throw new AppendRefused(`${what} ${name} begins with $, which is the store's own`);
  if (!isWellFormed(name)) throw new AppendRefused(`${what} holds a lone surrogate`);
  if (name.length > 1000) throw new AppendRefused(`${what} is longer than 1,000 characters`);
}

/**
 * Checks one append and serialises its events.
 * @throws AppendRefused, AppendTooLarge
 */
export function checkAppend(
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
  limits: { readonly maxEventBytes?: number; readonly maxAppendBytes?: number } = {},
): readonly PreparedEvent[] {
  refuseName(stream, 'the stream name');
  if (typeof expected === 'bigint') {
    if (expected < 0n) throw new AppendRefused(`the expected revision is ${expected}: a stream that must not exist yet is 'noStream'`);
  } else if (expected !== 'noStream' && expected !== 'any' && expected !== 'streamExists') {
    throw new AppendRefused(`the expected revision ${String(expected)} is neither a bigint nor one of noStream, any, streamExists`);
  }
  if (events.length === 0) throw new AppendRefused('the append holds no event');
  const maxEventBytes = limits.maxEventBytes ?? MAX_EVENT_BYTES;
  const maxAppendBytes = limits.maxAppendBytes ?? MAX_APPEND_BYTES;
  let total = 0;
  const prepared = events.map((event, index): PreparedEvent => {
    const id = typeof event.id === 'string' ? event.id.toLowerCase() : '';
    if (!isUuid(id)) throw new AppendRefused(`the id ${String(event.id)} of event ${index} is not a UUID`);
    refuseName(event.type, `the type of event ${index}`);
    const { data, metadata, bytes } = written.get(event) ?? checkedTexts(event, index);
    if (bytes > maxEventBytes) throw new AppendTooLarge(bytes, maxEventBytes);
    total += bytes;
    return { id, type: event.type, data, metadata, bytes };
  });
  if (total > maxAppendBytes) throw new AppendTooLarge(total, maxAppendBytes);
  return prepared;
}

/** @throws AppendRefused when a prefix is empty or asks for the store's own events, which are never delivered */
export function checkFilter(filter: EventFilter | undefined): void {
  for (const prefix of [...(filter?.streamPrefixes ?? []), ...(filter?.typePrefixes ?? [])]) {
    if (prefix === '') throw new AppendRefused('an empty prefix in a filter matches everything: leave the filter out');
    if (prefix.startsWith('$')) throw new AppendRefused(`the prefix ${prefix} asks for the store's own events, which are never delivered`);
  }
}

/** Within a list one match is enough; when both lists are given, both must match. A missing or empty list asks for nothing. */
export function matchesFilter(filter: EventFilter | undefined, stream: string, type: string): boolean {
  const matches = (prefixes: readonly string[] | undefined, name: string): boolean =>
    prefixes === undefined || prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));
  return matches(filter?.streamPrefixes, stream) && matches(filter?.typePrefixes, type);
}

/** An event of the store itself, which no reader of the port gets and which is no leaf. */
export const isSystemEvent = (stream: string, type: string): boolean => type.startsWith('$') || stream.startsWith('$');

const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws EventUnreadable when what a store holds under this event is not a JSON object */
export function storedObject(value: unknown, part: 'data' | 'metadata', stream: string, revision: bigint): JsonObject {
  if (!isJsonObject(value)) throw new EventUnreadable(stream, revision, `its ${part} is not a JSON object`);
  return value;
}

import { randomUUID } from 'node:crypto';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { LogEngine, RawRecordedEvent } from '../../../libs/event-store/src/engine';
import type { Position } from '../../../libs/event-store/src/port';
import { OpenCall } from './calls';
import { caughtUp, checkpoint, confirmation, failures, nameOf, readEvent, streamNotFound } from './messages';

const PAGE = 256;
/** The real server keeps this many live events for a subscriber; one that falls further behind is caught up again. */
const LIVE_BUFFER = 32;
const DEFAULT_SEARCH_WINDOW = 32;

type Wanted = (event: RawRecordedEvent) => boolean;

export interface ReadSettings {
  /** Servers before 23.10 never say that a subscription has caught up. */
  readonly tellsCaughtUp: boolean;
  /** Counts what was sent. */
  readonly sent: { events: number };
}

/** Streams.Read: a page, a stream, everything, or a subscription, depending on its options. */
export async function serveRead(engine: LogEngine, call: ServerWritableStream<ReadReq, ReadResp>, settings: ReadSettings): Promise<void> {
  const open = new OpenCall<ReadResp>(call, (response) => {
    if (response.hasEvent()) settings.sent.events += 1;
  });
  const options = call.request.getOptions();
  if (!options) return open.fail(failures.invalidArgument('options are required'));
  const stopListening = engine.onAppended(() => open.knock());
  try {
    if (options.hasSubscription()) {
      await (options.hasAll() ? subscribeToAll(engine, open, options, settings) : subscribeToStream(engine, open, options, settings));
    } else {
      await (options.hasAll() ? readAll(engine, open, options) : readStream(engine, open, options));
    }
  } finally {
    stopListening();
  }
}

/** A link (`$>`, data `revision@stream`) resolved to what it points at, which may be gone. */
function resolve(engine: LogEngine, event: RawRecordedEvent, resolveLinks: boolean): ReadResp {
  if (!resolveLinks || event.type !== '$>') return readEvent(event);
  const text = Buffer.from(event.data).toString('utf8');
  const at = text.indexOf('@');
  if (!/^\d+$/.test(text.slice(0, Math.max(at, 0)))) return readEvent(undefined, event);
  const target = engine.readStream(text.slice(at + 1), BigInt(text.slice(0, at)), 'forwards', 1);
  const found = target.kind === 'events' ? target.events[0] : undefined;
  return readEvent(found?.revision === BigInt(text.slice(0, at)) ? found : undefined, event);
}

async function readStream(engine: LogEngine, open: OpenCall<ReadResp>, options: ReadReq.Options): Promise<void> {
  const from = options.getStream();
  const stream = nameOf(from?.getStreamIdentifier());
  const direction = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards';
  let cursor: bigint | 'start' | 'end' = from?.hasRevision() ? BigInt(from.getRevision()) : from?.hasEnd() ? 'end' : 'start';
  let left = BigInt(options.getCount());
  if (left < 1n) return open.fail(failures.invalidArgument(`'${left}' is not a valid count`));
  while (left > 0n && !open.over) {
    const page = engine.readStream(stream, cursor, direction, left < PAGE ? Number(left) : PAGE);
    if (page.kind === 'streamDeleted') return open.fail(failures.streamDeleted(stream));
    if (page.kind === 'notFound') {
      await open.send(streamNotFound(stream));
      break;
    }
    for (const event of page.events) await open.send(resolve(engine, event, options.getResolveLinks()));
    left -= BigInt(page.events.length);
    const last = page.events.at(-1);
    if (page.endOfStream || !last || (direction === 'backwards' && last.revision === 0n)) break;
    cursor = direction === 'forwards' ? last.revision + 1n : last.revision - 1n;
  }
  open.end();
}

async function readAll(engine: LogEngine, open: OpenCall<ReadResp>, options: ReadReq.Options): Promise<void> {
  const wanted = filterOf(options);
  const direction = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards';
  let cursor = placeOf(options);
  let exclusive = false;
  let left = BigInt(options.getCount());
  if (left < 1n) return open.fail(failures.invalidArgument(`'${left}' is not a valid count`));
  while (left > 0n && !open.over) {
    const page = engine.readAll(cursor, direction, PAGE, exclusive);
    for (const event of page) {
      if (!wanted(event)) continue;
      await open.send(resolve(engine, event, options.getResolveLinks()));
      left -= 1n;
      if (left === 0n) break;
    }
    const last = page.at(-1);
    if (!last) break;
    cursor = last.position;
    exclusive = true;
  }
  open.end();
}

async function subscribeToStream(
  engine: LogEngine,
  open: OpenCall<ReadResp>,
  options: ReadReq.Options,
  settings: ReadSettings,
): Promise<void> {
  const from = options.getStream();
  const stream = nameOf(from?.getStreamIdentifier());
  let next = 0n;
  if (from?.hasRevision()) next = BigInt(from.getRevision()) + 1n;
  if (from?.hasEnd()) {
    const last = engine.readStream(stream, 'end', 'backwards', 1);
    next = last.kind === 'events' ? (last.events[0]?.revision ?? -1n) + 1n : 0n;
  }
  await open.send(confirmation(randomUUID()));
  let live = false;
  while (!open.over) {
    const page = engine.readStream(stream, next, 'forwards', PAGE);
    if (page.kind === 'streamDeleted') return open.fail(failures.streamDeleted(stream));
    const events = page.kind === 'events' ? page.events : [];
    if (events.length > LIVE_BUFFER) live = false;
    for (const event of events) {
      await open.send(resolve(engine, event, options.getResolveLinks()));
      next = event.revision + 1n;
    }
    if (page.kind === 'events' && !page.endOfStream && events.length > 0) continue;
    if (!live && settings.tellsCaughtUp) await open.send(caughtUp());
    live = true;
    await open.pause();
  }
}

async function subscribeToAll(
  engine: LogEngine,
  open: OpenCall<ReadResp>,
  options: ReadReq.Options,
  settings: ReadSettings,
): Promise<void> {
  const wanted = filterOf(options);
  const filter = options.getFilter();
  const window = filter?.hasMax() ? filter.getMax() : DEFAULT_SEARCH_WINDOW;
  const interval = window * Math.max(1, filter?.getCheckpointintervalmultiplier() ?? 1);
  const from = placeOf(options);
  let cursor: Position | 'start' = from === 'end' ? (engine.readAll('end', 'backwards', 1)[0]?.position ?? 'start') : from;
  let considered = 0;
  let told: Position | undefined;
  const tellCheckpoint = async (): Promise<void> => {
    if (!filter || cursor === 'start' || cursor === told) return;
    told = cursor;
    await open.send(checkpoint(cursor));
  };
  await open.send(confirmation(randomUUID()));
  let live = false;
  while (!open.over) {
    const page = engine.readAll(cursor, 'forwards', PAGE, true);
    if (page.length > LIVE_BUFFER) live = false;
    for (const event of page) {
      if (open.over) return;
      if (wanted(event)) await open.send(resolve(engine, event, options.getResolveLinks()));
      cursor = event.position;
      considered += 1;
      if (considered % interval === 0) await tellCheckpoint();
    }
    if (page.length > 0) continue;
    if (!live) {
      await tellCheckpoint();
      if (settings.tellsCaughtUp) await open.send(caughtUp());
    }
    live = true;
    await open.pause();
  }
}

function placeOf(options: ReadReq.Options): Position | 'start' | 'end' {
  const all = options.getAll();
  const position = all?.getPosition();
  if (position) return BigInt(position.getCommitPosition());
  return all?.hasEnd() ? 'end' : 'start';
}

function filterOf(options: ReadReq.Options): Wanted {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.getEventType() ?? filter.getStreamIdentifier();
  const subject = filter.hasEventType() ? (event: RawRecordedEvent) => event.type : (event: RawRecordedEvent) => event.stream;
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
  const pattern = new RegExp(expression?.getRegex() ?? '', 'u');
  return (event) => pattern.test(subject(event));
}

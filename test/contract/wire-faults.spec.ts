import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { createServer, type AddressInfo } from 'node:net';
import type { LogEngine } from '../../libs/event-store/src/engine';
import {
  AppendRefused,
  AppendTooLarge,
  connectEventStoreDb,
  LogAccessDenied,
  LogMisconfigured,
  LogUnavailable,
  OutcomeUnknown,
  WrongExpectedRevision,
  type EventLog,
  type EventStoreDbOptions,
  type EventToAppend,
  type JsonObject,
  type RecordedEvent,
  type SubscriptionMessage,
} from '#event-store';
import { startWireNode, temporaryEngine, type WireNode, type WireNodeOptions } from '../support/wire-node';

/**
 * What goes wrong between a process and the event store, and what the adapter makes of it. Every pitfall of the client that
 * the project knows of has its case here.
 */

jest.setTimeout(60_000);

interface Trouble {
  readonly kind: string;
  readonly error: unknown;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startNode(options: Partial<WireNodeOptions> = {}): Promise<{ node: WireNode; engine: LogEngine }> {
  const engine = options.engine ?? (await temporaryEngine());
  const node = await startWireNode({ ...options, engine });
  cleanups.push(async () => {
    await node.stop();
    if (!options.engine) await engine.close();
  });
  return { node, engine };
}

function connect(options: Partial<EventStoreDbOptions> & { url: string }): { log: EventLog; troubles: Trouble[] } {
  const troubles: Trouble[] = [];
  const log = connectEventStoreDb({
    appendTimeoutMs: 1500,
    readTimeoutMs: 1000,
    resubscribe: { firstDelayMs: 5, maxDelayMs: 50 },
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
  cleanups.push(() => log.close());
  return { log, troubles };
}

const event = (n: number, data: JsonObject = { n }): EventToAppend => ({
  id: randomUUID(),
  type: 'FigureRecorded.v1',
  data,
  metadata: { by: 'test' },
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const numbers = async (items: AsyncIterable<RecordedEvent>): Promise<unknown[]> => (await all(items)).map(({ data }) => data['n']);

async function until(condition: () => boolean, what: string): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Runs a promise to its end and says how long that took. */
async function timed<T>(promise: Promise<T>): Promise<{ readonly ms: number; readonly value?: T; readonly error?: unknown }> {
  const begin = performance.now();
  try {
    const value = await promise;
    return { ms: performance.now() - begin, value };
  } catch (error) {
    return { ms: performance.now() - begin, error };
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** What a subscription delivers, gathered in the background until it is stopped. */
function follow(log: EventLog, options: Parameters<EventLog['subscribe']>[0] = {}) {
  const stop = new AbortController();
  const messages: SubscriptionMessage[] = [];
  const done = (async () => {
    for await (const message of log.subscribe({ ...options, signal: stop.signal })) messages.push(message);
  })();
  done.catch(() => undefined);
  return {
    messages,
    done,
    stop: () => stop.abort(),
    numbers: () => messages.flatMap((message) => (message.kind === 'event' ? [message.event.data['n']] : [])),
    caughtUp: () => messages.some(({ kind }) => kind === 'caughtUp'),
  };
}

describe.each([
  ['BatchAppend', true],
  ['Append', false],
])('an append by %s', (_, batchAppend) => {
  it('never reaches the client when it does not serialise, and so never hangs', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const data of [{ n: 1n }, cyclic, undefined, { n: undefined }, { n: () => 1 }]) {
      await expect(log.append('brand-1', 'noStream', [{ ...event(1), data: data as JsonObject }])).rejects.toBeInstanceOf(AppendRefused);
    }
    await expect(log.append('brand-1', -1n, [event(1)])).rejects.toBeInstanceOf(AppendRefused);
    await expect(log.append('brand-1', 'noStream', [])).rejects.toBeInstanceOf(AppendRefused);
    await expect(log.append('brand-1', 'noStream', [{ ...event(1), id: 'abc' }])).rejects.toBeInstanceOf(AppendRefused);
    expect([...node.calls]).toEqual([]);
  });

  it('stores what the caller gave, not what the caller made of it while the client was connecting', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    const data = { n: 1 };
    const appending = log.append('brand-1', 'noStream', [event(1, data)]);
    data.n = 2;
    await appending;
    expect(await numbers(log.readStream('brand-1'))).toEqual([1]);
  });

  it('settles within its limit at a stalled node, and its repetition with the same ids writes nothing twice', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    const events = [event(1), event(2)];
    const stall = node.faults.stallAppends();
    const stalled = await timed(log.append('brand-1', 'noStream', events));
    expect(stalled.error).toBeInstanceOf(OutcomeUnknown);
    expect(stalled.ms).toBeGreaterThan(1400);
    expect(stalled.ms).toBeLessThan(4000);
    stall.release();
    const repeated = await log.append('brand-1', 'noStream', events);
    expect(repeated.revision).toBe(1n);
    const stored = await all(log.readStream('brand-1'));
    expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(repeated.position).toBe(stored[1]?.position);
  });

  it('repeats an exact revision by itself when the node wakes in time', async () => {
    const { node } = await startNode({ batchAppend });
    const { log, troubles } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    const stall = node.faults.stallAppends();
    setTimeout(() => stall.release(), 1000);
    expect((await log.append('brand-1', 0n, [event(1)])).revision).toBe(1n);
    expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['appendRepeated']));
    expect(await numbers(log.readStream('brand-1'))).toEqual([0, 1]);
  });

  it.each(['any', 'streamExists'] as const)('never repeats %s once its outcome is unknown', async (expected) => {
    const { node } = await startNode({ batchAppend });
    const { log, troubles } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    node.faults.commitTimeouts = 1;
    await expect(log.append('brand-1', expected, [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(troubles).toEqual([]);
    expect(await numbers(log.readStream('brand-1'))).toEqual([0, 1]);
  });

  it('answers with the original revision after a commit timeout', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    node.faults.commitTimeouts = 1;
    expect((await log.append('brand-1', 0n, [event(1)])).revision).toBe(1n);
    expect(await numbers(log.readStream('brand-1'))).toEqual([0, 1]);
  });

  it('hears the true conflict when another writer came between', async () => {
    const { node, engine } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    const stall = node.faults.stallAppends();
    const appending = timed(log.append('brand-1', 0n, [event(1)]));
    await engine.append('brand-1', 0n, [
      { id: randomUUID(), type: 'T.v1', isJson: true, data: Buffer.from('{"n":9}'), metadata: Buffer.from('{}') },
    ]);
    setTimeout(() => stall.release(), 1000);
    const { error } = await appending;
    expect(error).toBeInstanceOf(WrongExpectedRevision);
    expect(error).toMatchObject({ stream: 'brand-1', expected: 0n, actual: 1n });
    expect(await numbers(log.readStream('brand-1'))).toEqual([0, 9]);
  });

  it('says noStream where the stream is missing', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    for (const expected of [0n, 7n, 'streamExists'] as const) {
      await expect(log.append('brand-1', expected, [event(1)])).rejects.toMatchObject({
        code: 'LOG.WRONG_EXPECTED_REVISION',
        expected,
        actual: 'noStream',
      });
    }
  });

  it.each(['Server Is Not Ready', 'Server Is Busy', 'No leader info available in response'] as const)(
    'is repeated, whatever it expects, while the node says: %s',
    async (message) => {
      const { node } = await startNode({ batchAppend });
      const { log, troubles } = connect({ url: node.url(), appendTimeoutMs: 10_000 });
      node.faults.refusals = { message, left: 2 };
      expect((await log.append('brand-1', 'any', [event(1)])).revision).toBe(0n);
      expect(troubles.map(({ kind }) => kind)).toEqual(['appendRepeated', 'appendRepeated']);
      await log.close();
      const { log: impatient } = connect({ url: node.url() });
      node.faults.refusals = { message, left: 1000 };
      const refused = await timed(impatient.append('brand-1', 'any', [event(2)]));
      expect(refused.error).toBeInstanceOf(LogUnavailable);
      expect(refused.ms).toBeLessThan(4000);
      node.faults.refusals = undefined;
      expect(await numbers(impatient.readStream('brand-1'))).toEqual([1]);
    },
  );

  it('tells how much the server takes, where that is less than the port allows', async () => {
    const engine = await temporaryEngine();
    cleanups.push(() => engine.close());
    const { node } = await startNode({
      batchAppend,
      engine: { ...engine, append: () => Promise.resolve({ kind: 'tooLarge', limit: 1000 }) },
    });
    const { log } = connect({ url: node.url() });
    const tooLarge = await timed(log.append('brand-1', 'noStream', [event(1)]));
    expect(tooLarge.error).toBeInstanceOf(AppendTooLarge);
    expect(tooLarge.error).toMatchObject({ limit: 1000 });
  });

  it('gives back what the server refuses for reasons the client does not know', async () => {
    const engine = await temporaryEngine();
    cleanups.push(() => engine.close());
    const reason = 'Guid.Empty is not allowed';
    const { node } = await startNode({ batchAppend, engine: { ...engine, append: () => Promise.resolve({ kind: 'badRequest', reason }) } });
    const { log } = connect({ url: node.url() });
    const refused = await timed(log.append('brand-1', 'noStream', [event(1)]));
    expect(refused.error).toBeInstanceOf(AppendRefused);
    expect(String(refused.error)).toContain(reason);
  });

  it('survives an answer that comes when nobody waits any more', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url(), appendTimeoutMs: 100 });
    node.faults.answerDelayMs = 250;
    await expect(log.append('brand-1', 'any', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    node.faults.answerDelayMs = 0;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await log.append('brand-1', 0n, [event(2)])).revision).toBe(1n);
  });

  it('goes on after connections were cut with answers owed', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    const stall = node.faults.stallAppends();
    const exact = Array.from({ length: 5 }, (__, i) => log.append(`brand-2${i}`, 'noStream', [event(i)]));
    const any = timed(log.append('brand-1', 'any', [event(9)]));
    await until(() => (node.calls.get(batchAppend ? 'BatchAppend' : 'Append') ?? 0) >= (batchAppend ? 1 : 7), 'the appends at the node');
    await new Promise((resolve) => setTimeout(resolve, 50));
    node.dropConnections();
    expect((await any).error).toBeInstanceOf(OutcomeUnknown);
    stall.release();
    expect((await Promise.all(exact)).map(({ revision }) => revision)).toEqual([0n, 0n, 0n, 0n, 0n]);
    for (let i = 0; i < 5; i += 1) expect(await numbers(log.readStream(`brand-2${i}`))).toEqual([i]);
  });

  it('finds a node that comes up within the limit, though the first call found it down', async () => {
    const port = await freePort();
    const { log, troubles } = connect({ url: `esdb://127.0.0.1:${port}?tls=false` });
    const down = await timed(log.append('brand-1', 'any', [event(1)]));
    expect(down.error).toBeInstanceOf(LogUnavailable);
    expect(down.ms).toBeLessThan(4000);
    // The client throws a plain Error with gRPC's code here, not its own UnavailableError.
    expect((down.error as LogUnavailable).cause).toMatchObject({ code: status.UNAVAILABLE });
    expect(troubles.length).toBeGreaterThan(0);
    const appending = log.append('brand-1', 'any', [event(2)]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await startNode({ batchAppend, port });
    expect((await appending).revision).toBe(0n);
    expect(await numbers(log.readStream('brand-1'))).toEqual([2]);
  });

  it('asks again for what the server supports when the first answer was a failure', async () => {
    const { node } = await startNode({ batchAppend });
    const { log } = connect({ url: node.url() });
    node.faults.featureFailures = { code: status.INTERNAL, left: 2 };
    expect((await log.append('brand-1', 'any', [event(1)])).revision).toBe(0n);
    expect(node.calls.get('GetSupportedMethods')).toBe(3);
  });

  it('follows the server to its leader', async () => {
    const engine = await temporaryEngine();
    cleanups.push(() => engine.close());
    const { node: leader } = await startNode({ batchAppend, engine });
    const { node: follower } = await startNode({ batchAppend, engine });
    const { log } = connect({ url: follower.url() });
    follower.faults.leader = { host: '127.0.0.1', port: leader.port };
    expect((await log.append('brand-1', 'noStream', [event(1)])).revision).toBe(0n);
    expect(leader.calls.get(batchAppend ? 'BatchAppend' : 'Append')).toBe(1);
    expect(await numbers(log.readStream('brand-1'))).toEqual([1]);
  });
});

describe('the batch stream', () => {
  it('that ends in good order, with an answer owed, costs one append its certainty and no more', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    node.faults.swallowAnswers = true;
    const owed = timed(log.append('brand-1', 'any', [event(1)]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    node.endBatchStreams();
    node.faults.swallowAnswers = false;
    const { error, ms } = await owed;
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(ms).toBeLessThan(4000);
    expect((await log.append('brand-1', 1n, [event(2)])).revision).toBe(2n);
    expect(node.calls.get('BatchAppend')).toBe(2);
  });

  it('may carry an answer the client cannot read without ending the process', async () => {
    const { node } = await startNode();
    const { log, troubles } = connect({ url: node.url() });
    node.faults.malformedAnswers = 1;
    await expect(log.append('brand-1', 'streamExists', [event(0)])).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(troubles.map(({ kind }) => kind)).toEqual(['lateAnswer']);
    expect((await log.append('brand-1', 'noStream', [event(0)])).revision).toBe(0n);
  });

  it('may answer after a failing sibling has rejected everything in flight', async () => {
    const { node } = await startNode();
    const { log, troubles } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    node.faults.answerDelayMs = 500;
    const first = timed(log.append('brand-1', 'any', [event(1)]));
    await until(() => node.calls.get('BatchAppend') === 1, 'the first stream');
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The server cancels a read: the client leaves the channel with the first stream still open and opens another.
    node.faults.readFailures = { code: status.CANCELLED, details: 'for a reason of its own', left: 1 };
    await all(log.readStream('brand-1'));
    const second = timed(log.append('brand-1', 'any', [event(2)]));
    await until(() => node.calls.get('BatchAppend') === 2, 'the second stream');
    await new Promise((resolve) => setTimeout(resolve, 50));
    node.dropConnections('newest');
    expect((await first).error).toBeInstanceOf(OutcomeUnknown);
    expect((await second).error).toBeInstanceOf(OutcomeUnknown);
    node.faults.answerDelayMs = 0;
    await until(() => troubles.length > 0, 'the late answer');
    expect(troubles.map(({ kind }) => kind)).toEqual(['lateAnswer']);
    expect((await log.append('brand-1', 2n, [event(3)])).revision).toBe(3n);
  });

  it('is not needed: a server too old to say what it supports takes each append by itself', async () => {
    const { node } = await startNode({ features: false });
    const { log } = connect({ url: node.url() });
    expect((await log.append('brand-1', 'noStream', [event(0)])).revision).toBe(0n);
    expect(node.calls.get('Append')).toBe(1);
  });

  it('that breaks while it is full fails the appends in it, and nothing else', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    await log.append('brand-1', 'noStream', [event(0)]);
    const big = 'x'.repeat(400 * 1024);
    const appends = Array.from({ length: 30 }, (_, i) => timed(log.append(`brand-2${i}`, 'any', [event(1, { big }), event(2, { big })])));
    await new Promise((resolve) => setTimeout(resolve, 20));
    node.dropConnections();
    const outcomes = await Promise.all(appends);
    expect(outcomes.some(({ error }) => error instanceof OutcomeUnknown)).toBe(true);
    expect(outcomes.every(({ error, value }) => value?.revision === 1n || error instanceof OutcomeUnknown)).toBe(true);
    expect((await log.append('brand-1', 0n, [event(1)])).revision).toBe(1n);
  });

  it('carries many large appends at once', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url(), appendTimeoutMs: 30_000 });
    const big = 'x'.repeat(400 * 1024);
    await Promise.all(Array.from({ length: 12 }, (_, i) => log.append(`brand-${i}`, 'noStream', [event(1, { big }), event(2, { big })])));
    expect((await all(log.readAll())).length).toBe(24);
  });
});

async function fill(engine: LogEngine, stream: string, from: number, count: number, pad = ''): Promise<void> {
  const events = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    type: 'FigureRecorded.v1',
    isJson: true,
    data: Buffer.from(JSON.stringify({ n: from + i, ...(pad && { pad }) })),
    metadata: Buffer.from('{}'),
  }));
  for (let i = 0; i < events.length; i += 500) await engine.append(stream, 'any', events.slice(i, i + 500));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a read', () => {
  it('that its consumer leaves is ended at the server too', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 2000, 'x'.repeat(500));
    const { log } = connect({ url: node.url() });
    for (const read of [log.readStream('brand-1'), log.readAll(), log.readAll({ direction: 'backwards' }), log.readAll({ limit: 1 })]) {
      for await (const { data } of read) if (data['n'] !== undefined) break;
    }
    await until(() => node.openReads() === 0, 'the server to see the end of all reads');
    expect(node.calls.get('Read')).toBe(4);
  });

  it.each([
    ['a stream forwards', (log: EventLog) => log.readStream('brand-1'), range(0, 1500)],
    ['a stream backwards', (log: EventLog) => log.readStream('brand-1', { direction: 'backwards' }), range(0, 1500).reverse()],
    ['part of a stream', (log: EventLog) => log.readStream('brand-1', { from: 100n, limit: 900 }), range(100, 1000)],
    ['everything', (log: EventLog) => log.readAll(), range(0, 1500)],
    ['everything backwards', (log: EventLog) => log.readAll({ direction: 'backwards' }), range(0, 1500).reverse()],
    ['the first of everything', (log: EventLog) => log.readAll({ limit: 1000 }), range(0, 1000)],
  ])('of %s goes on where it was when its connection is lost', async (_, read, expected) => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 1500, 'x'.repeat(1000));
    const { log } = connect({ url: node.url() });
    const got: unknown[] = [];
    for await (const { data } of read(log)) {
      got.push(data['n']);
      if (got.length === 5 || got.length === 700) node.dropConnections();
    }
    expect(got).toEqual(expected);
    expect(node.calls.get('Read')).toBeGreaterThan(1);
  });

  it('fails within its limit while the node is down', async () => {
    const { log } = connect({ url: `esdb://127.0.0.1:${await freePort()}?tls=false`, readTimeoutMs: 300 });
    for (const read of [log.readStream('brand-1'), log.readAll()]) {
      const down = await timed(all(read));
      expect(down.error).toBeInstanceOf(LogUnavailable);
      expect(down.ms).toBeLessThan(4000);
    }
  });

  it('says while iterating, not when called, that a stream was never written', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    const read = log.readStream('brand-1');
    await expect(all(read)).rejects.toMatchObject({ code: 'LOG.STREAM_NOT_FOUND', stream: 'brand-1' });
    expect(node.calls.get('Read')).toBe(1);
  });

  it('stops at an event that is no JSON object, by its name, and passes over links and the store’s own events', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 1);
    const link = { id: randomUUID(), type: '$>', isJson: false, data: Buffer.from('7@brand-gone'), metadata: Buffer.from('{}') };
    await engine.append('$ce-brand', 'any', [link]);
    await engine.append('brand-2', 'any', [link]);
    await fill(engine, '$stats-0', 0, 3);
    await fill(engine, 'brand-3', 1, 1);
    const { log } = connect({ url: node.url() });
    expect(await numbers(log.readAll())).toEqual([0, 1]);
    for (const [isJson, data] of [
      [false, '{"n":1}'],
      [true, '[1]'],
      [true, 'no JSON'],
    ] as const) {
      const stream = `brand-${randomUUID()}`;
      await engine.append(stream, 'any', [
        { id: randomUUID(), type: 'Foreign.v1', isJson, data: Buffer.from(data), metadata: Buffer.from('{}') },
      ]);
      await expect(all(log.readStream(stream))).rejects.toMatchObject({ code: 'LOG.EVENT_UNREADABLE', stream, revision: 0n });
      await expect(all(log.readAll())).rejects.toMatchObject({ code: 'LOG.EVENT_UNREADABLE' });
      await expect(all(log.subscribe())).rejects.toMatchObject({ code: 'LOG.EVENT_UNREADABLE' });
    }
  });

  it('under way when the log is closed ends with an error instead of waiting for ever', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 3000, 'x'.repeat(500));
    const { log } = connect({ url: node.url() });
    const read = log.readAll()[Symbol.asyncIterator]();
    await read.next();
    const closing = log.close();
    await expect(
      (async () => {
        while (!(await read.next()).done);
      })(),
    ).rejects.toBeInstanceOf(LogUnavailable);
    await closing;
    await expect(all(log.readAll())).rejects.toBeInstanceOf(LogUnavailable);
    await expect(log.append('brand-1', 'any', [event(1)])).rejects.toBeInstanceOf(LogUnavailable);
  });
});

describe('a subscription', () => {
  it('resumes after the last event delivered, without loss or doubling, as often as it is cut', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 800, 'x'.repeat(300));
    const { log, troubles } = connect({ url: node.url() });
    const got: unknown[] = [];
    const stop = new AbortController();
    for await (const message of log.subscribe({ signal: stop.signal })) {
      if (message.kind !== 'event') continue;
      got.push(message.event.data['n']);
      if ([1, 2, 300, 799].includes(got.length)) node.dropConnections();
      if (got.length === 800) void fill(engine, 'brand-2', 800, 200);
      if (got.length === 1000) stop.abort();
    }
    expect(got).toEqual(range(0, 1000));
    expect(troubles.length).toBeGreaterThanOrEqual(3);
    expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['subscriptionDropped']));
  });

  it('outlives a node that is stopped and comes back', async () => {
    const engine = await temporaryEngine();
    cleanups.push(() => engine.close());
    const node = await startWireNode({ engine });
    await fill(engine, 'brand-1', 0, 10);
    const { log, troubles } = connect({ url: node.url() });
    const subscription = follow(log);
    await until(() => subscription.caughtUp(), 'the past');
    await node.stop();
    await fill(engine, 'brand-1', 10, 10);
    await until(() => troubles.length >= 3, 'some attempts in vain');
    await startNode({ engine, port: node.port });
    await until(() => subscription.numbers().length >= 20, 'what was written meanwhile');
    await fill(engine, 'brand-1', 20, 10);
    await until(() => subscription.numbers().length >= 30, 'the present');
    subscription.stop();
    await subscription.done;
    expect(subscription.numbers()).toEqual(range(0, 30));
  });

  it.each([
    ['cancels it', status.CANCELLED],
    ['fails inside', status.INTERNAL],
    ['loses data', status.DATA_LOSS],
    ['gives no reason', status.UNKNOWN],
    ['is exhausted', status.RESOURCE_EXHAUSTED],
  ])('is opened again when the server %s', async (_, code) => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 3);
    const { log, troubles } = connect({ url: node.url() });
    node.faults.readFailures = { code, details: 'the server says', left: 3 };
    const subscription = follow(log);
    await until(() => subscription.caughtUp(), 'the past');
    expect(troubles.map(({ kind }) => kind)).toEqual(['subscriptionDropped', 'subscriptionDropped', 'subscriptionDropped']);
    expect(subscription.numbers()).toEqual([0, 1, 2]);
    subscription.stop();
    await subscription.done;
  });

  it('is opened again when the server ends it in good order', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 3);
    const { log, troubles } = connect({ url: node.url() });
    const subscription = follow(log);
    await until(() => subscription.caughtUp(), 'the past');
    node.endReads();
    await until(() => troubles.length === 1, 'the end to be noticed');
    await fill(engine, 'brand-1', 3, 1);
    await until(() => subscription.numbers().length === 4, 'the next event');
    expect(subscription.numbers()).toEqual([0, 1, 2, 3]);
    subscription.stop();
    await subscription.done;
  });

  it('waits longer and longer for a node that stays away', async () => {
    const { log, troubles } = connect({
      url: `esdb://127.0.0.1:${await freePort()}?tls=false`,
      resubscribe: { firstDelayMs: 20, maxDelayMs: 160 },
    });
    const begin = performance.now();
    const subscription = follow(log);
    await new Promise((resolve) => setTimeout(resolve, 700));
    // After 20 + 40 + 80 ms no two attempts are closer than 160 ms.
    await until(() => troubles.length > 4, 'the first attempts');
    expect(troubles.length).toBeLessThanOrEqual(4 + (performance.now() - begin) / 160);
    subscription.stop();
    await subscription.done;
  });

  it('announces a checkpoint only when everything before it has been taken by the consumer', async () => {
    const { node, engine } = await startNode();
    for (let i = 0; i < 40; i += 1) {
      await fill(engine, 'unit-1', 1000 + i, 20);
      await fill(engine, 'brand-1', i, 1);
    }
    const matching = await all(connectedOnce(node));
    const { log } = connect({ url: node.url() });
    const stop = new AbortController();
    const taken: bigint[] = [];
    const checkpoints: bigint[] = [];
    for await (const message of log.subscribe({ filter: { streamPrefixes: ['brand-'] }, signal: stop.signal })) {
      // A slow consumer: whatever the client has buffered, it has announced already.
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (message.kind === 'event') taken.push(message.event.position);
      if (message.kind === 'checkpoint') {
        checkpoints.push(message.position);
        expect(taken).toEqual(matching.filter(({ position }) => position <= message.position).map(({ position }) => position));
      }
      if (message.kind === 'caughtUp') stop.abort();
    }
    expect(taken).toEqual(matching.map(({ position }) => position));
    expect(checkpoints.length).toBeGreaterThan(3);
    expect(checkpoints).toEqual([...checkpoints].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(checkpoints).size).toBe(checkpoints.length);
  });

  it('resumes from a checkpoint when nothing that it wants has come since', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 1);
    await fill(engine, 'unit-1', 0, 1000);
    const { log } = connect({ url: node.url() });
    const subscription = follow(log, { filter: { streamPrefixes: ['brand-'] } });
    await until(() => subscription.caughtUp(), 'the past');
    const last = subscription.messages.filter(({ kind }) => kind === 'checkpoint').at(-1);
    expect(last).toEqual({ kind: 'checkpoint', position: engine.readAll('end', 'backwards', 1)[0]?.position });
    subscription.stop();
    await subscription.done;
  });

  it('without a filter announces no checkpoints', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 500);
    const { log } = connect({ url: node.url() });
    const subscription = follow(log);
    await until(() => subscription.caughtUp(), 'the past');
    expect(new Set(subscription.messages.map(({ kind }) => kind))).toEqual(new Set(['event', 'caughtUp']));
    subscription.stop();
    await subscription.done;
  });

  it('sifts here what the server cannot: streams and types at once', async () => {
    const { node, engine } = await startNode();
    const raw = (type: string) => ({ id: randomUUID(), type, isJson: true, data: Buffer.from('{}'), metadata: Buffer.from('{}') });
    for (const stream of ['brand-1', 'unit-1', '$brand', 'brand-2']) {
      await engine.append(stream, 'any', [raw('BrandNominated.v1'), raw('FigureRecorded.v1'), raw('$metadata')]);
    }
    const { log } = connect({ url: node.url() });
    const subscription = follow(log, { filter: { streamPrefixes: ['brand-', 'unit-'], typePrefixes: ['Brand'] } });
    await until(() => subscription.caughtUp(), 'the past');
    expect(subscription.messages.flatMap((m) => (m.kind === 'event' ? [`${m.event.stream} ${m.event.type}`] : []))).toEqual([
      'brand-1 BrandNominated.v1',
      'unit-1 BrandNominated.v1',
      'brand-2 BrandNominated.v1',
    ]);
    subscription.stop();
    await subscription.done;
  });

  it('holds a bounded number of events for a consumer that has stopped taking them', async () => {
    const { node, engine } = await startNode();
    await fill(engine, 'brand-1', 0, 6000, 'x'.repeat(1000));
    const { log } = connect({ url: node.url() });
    const messages = log.subscribe()[Symbol.asyncIterator]();
    for (let i = 0; i < 10; i += 1) await messages.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const sent = node.sentEvents();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(node.sentEvents()).toBe(sent);
    expect(sent).toBeLessThan(1000);
    let last: unknown;
    for (let i = 10; i < 6000; i += 1) last = (await messages.next()).value;
    expect(last).toMatchObject({ kind: 'event', event: { data: { n: 5999 } } });
    await messages.return?.();
    await until(() => node.openReads() === 0, 'the end of the subscription at the server');
  });

  it('lives with a server that never says it has caught up', async () => {
    const { node, engine } = await startNode({ caughtUp: false });
    await fill(engine, 'brand-1', 0, 3);
    const { log } = connect({ url: node.url() });
    const subscription = follow(log);
    await until(() => subscription.numbers().length === 3, 'the past');
    await fill(engine, 'brand-1', 3, 2);
    await until(() => subscription.numbers().length === 5, 'the present');
    subscription.stop();
    await subscription.done;
    expect(subscription.messages.map(({ kind }) => kind)).toEqual(['event', 'event', 'event', 'event', 'event']);
  });

  it('ends without an error when its signal comes or the log is closed, also while the node is away', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    const bySignal = follow(log);
    const byClosing = follow(log);
    await until(() => bySignal.caughtUp() && byClosing.caughtUp(), 'the past');
    bySignal.stop();
    await bySignal.done;
    await log.close();
    await byClosing.done;
    await until(() => node.openReads() === 0, 'the end of both at the server');
    const { log: lost } = connect({
      url: `esdb://127.0.0.1:${await freePort()}?tls=false`,
      resubscribe: { firstDelayMs: 60_000, maxDelayMs: 60_000 },
    });
    const waiting = follow(lost);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await lost.close();
    await waiting.done;
    const early = new AbortController();
    early.abort();
    const { log: again } = connect({ url: node.url() });
    expect(await all(again.subscribe({ signal: early.signal }))).toEqual([]);
  });

  it('is refused for good where access is denied', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    node.faults.readFailures = { code: status.UNAUTHENTICATED, details: 'who are you', left: 10 };
    await expect(all(log.subscribe())).rejects.toBeInstanceOf(LogAccessDenied);
    await expect(all(log.readAll())).rejects.toBeInstanceOf(LogAccessDenied);
    await expect(all(log.readStream('brand-1'))).rejects.toBeInstanceOf(LogAccessDenied);
    expect(node.calls.get('Read')).toBe(3);
  });
});

/** All events of the brands, read by a client that is gone afterwards: a process has but one. */
async function* connectedOnce(node: WireNode): AsyncGenerator<RecordedEvent> {
  const log = connectEventStoreDb({ url: node.url() });
  try {
    yield* log.readAll({ filter: { streamPrefixes: ['brand-'] } });
  } finally {
    await log.close();
  }
}

describe('the client', () => {
  it('is the only one of its process until it is closed', async () => {
    const { node } = await startNode();
    const { log } = connect({ url: node.url() });
    expect(() => connectEventStoreDb({ url: node.url() })).toThrow(LogMisconfigured);
    const owed = log.append('brand-1', 'noStream', [event(1)]);
    await Promise.all([log.close(), log.close()]);
    // Closing waits for what is under way: it is never torn down under load.
    expect((await owed).revision).toBe(0n);
    const { log: next } = connect({ url: node.url() });
    expect(await numbers(next.readStream('brand-1'))).toEqual([1]);
  });

  it.each([
    'esdb://admin:changeit@127.0.0.1:2113?tls=false',
    'esdb://127.0.0.1:2113?tls=false&throwOnAppendFailure=false',
    'esdb://127.0.0.1:2113?tls=false&throw_on_append_failure=false',
    'esdb://127.0.0.1:2113?tls=false&keepAliveInterval=-1',
    'kurrentdb://127.0.0.1:2113?tls=false',
    'http://127.0.0.1:2113',
    'esdb://127.0.0.1:port',
    '',
  ])('refuses an address that would go wrong in silence: %s', (url) => {
    expect(() => connectEventStoreDb({ url })).toThrow(LogMisconfigured);
    // And keeps no place for itself.
    expect(() => connectEventStoreDb({ url })).toThrow(/address|client|lose|drops|reports|stalled|esdb/);
  });
});

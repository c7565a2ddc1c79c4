import { randomUUID } from 'node:crypto';
import {
  ANY,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  START,
  streamNameFilter,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AllStreamSubscription,
  type StreamSubscription,
} from '@eventstore/db-client';
import type { LogEngine } from '../../libs/event-store/src/engine';
import { startWireNode, temporaryEngine, type WireNode } from '../support/wire-node';

/** What the wire node models beyond what the ledger's adapter asks of a server, seen with the bare client. */

let engine: LogEngine;
let node: WireNode;
let client: EventStoreDBClient;
beforeAll(async () => {
  engine = await temporaryEngine();
  node = await startWireNode({ engine });
  client = EventStoreDBClient.connectionString(node.url());
});
afterAll(async () => {
  await client.dispose();
  await node.stop();
  await engine.close();
});

const toy = (n: number) => jsonEvent({ type: 'ToyMade', data: { n } });
const newStream = (): string => `toy-${randomUUID()}`;
const append = (stream: string, from: number, to: number) =>
  client.appendToStream(
    stream,
    Array.from({ length: to - from }, (_, i) => toy(from + i)),
  );

/** What a subscription says, in order, until it has said so many things. */
async function said(
  subscription: StreamSubscription | AllStreamSubscription,
  count: number,
  meanwhile?: () => Promise<unknown>,
): Promise<unknown[]> {
  const things: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const say = (thing: unknown): void => {
      things.push(thing);
      if (thing === 'caughtUp') meanwhile?.().catch(reject);
      if (things.length === count) resolve();
    };
    subscription.on('confirmation', () => say('confirmation'));
    subscription.on('caughtUp', () => say('caughtUp'));
    subscription.on('error', reject);
    subscription.on('data', ({ event }: { event?: { revision: bigint } }) => say(event?.revision));
  });
  await subscription.unsubscribe();
  return things;
}

describe('a subscription to one stream', () => {
  it('confirms, delivers the past strictly after its place, says it has caught up, and goes on', async () => {
    const stream = newStream();
    await append(stream, 0, 4);
    expect(await said(client.subscribeToStream(stream, { fromRevision: 1n }), 5, () => append(stream, 4, 5))).toEqual([
      'confirmation',
      2n,
      3n,
      'caughtUp',
      4n,
    ]);
    expect(await said(client.subscribeToStream(stream, { fromRevision: END }), 3, () => append(stream, 5, 6))).toEqual([
      'confirmation',
      'caughtUp',
      5n,
    ]);
  });

  it('waits for a stream that is not there yet, and ends with one that is tombstoned', async () => {
    const stream = newStream();
    expect(await said(client.subscribeToStream(stream, { fromRevision: START }), 4, () => append(stream, 0, 2))).toEqual([
      'confirmation',
      'caughtUp',
      0n,
      1n,
    ]);
    const subscription = client.subscribeToStream(stream, { fromRevision: 1n });
    const ended = new Promise((resolve) => subscription.on('error', resolve));
    subscription.on('data', () => undefined);
    await client.tombstoneStream(stream);
    expect(await ended).toBeInstanceOf(StreamDeletedError);
  });
});

describe('links', () => {
  it('are shown as they are, or resolved to what they point at, which may be gone', async () => {
    const [stream, links, gone] = [newStream(), newStream(), newStream()];
    await append(stream, 0, 2);
    const link = (to: string) => ({ id: randomUUID(), type: '$>', isJson: false, data: Buffer.from(to), metadata: Buffer.from('') });
    await engine.append(links, 'any', [link(`1@${stream}`), link(`0@${gone}`), link(`9@${stream}`), link('no link')]);
    const seen = async (resolveLinkTos: boolean) => {
      const found: unknown[] = [];
      for await (const { event, link: by } of client.readStream(links, { resolveLinkTos }))
        found.push([event?.streamId, event?.revision, by?.revision]);
      return found;
    };
    expect(await seen(true)).toEqual([
      [stream, 1n, 0n],
      [undefined, undefined, 1n],
      [undefined, undefined, 2n],
      [undefined, undefined, 3n],
    ]);
    expect(await seen(false)).toEqual([0n, 1n, 2n, 3n].map((revision) => [links, revision, undefined]));
  });
});

describe('filters of $all', () => {
  it.each([
    ['stream names by prefix', (tag: string) => streamNameFilter({ prefixes: [`${tag}-a`, `${tag}-c`] }), ['a', 'c']],
    ['stream names by pattern', (tag: string) => streamNameFilter({ regex: `^${tag}-[bc]$` }), ['b', 'c']],
    ['types by pattern', (tag: string) => eventTypeFilter({ regex: `^${tag}-type-[ab]$` }), ['a', 'b']],
    ['types by prefix', (tag: string) => eventTypeFilter({ prefixes: [`${tag}-type-b`] }), ['b']],
  ])('%s', async (_, filter, names) => {
    const tag = randomUUID();
    const { position } = await client.appendToStream(newStream(), toy(0));
    for (const name of ['a', 'b', 'c'])
      await client.appendToStream(`${tag}-${name}`, jsonEvent({ type: `${tag}-type-${name}`, data: { name } }));
    const subscription = client.subscribeToAll({ fromPosition: position ?? START, filter: filter(tag) });
    const found: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('caughtUp', resolve);
      subscription.on('data', ({ event }) => found.push(event?.streamId.slice(tag.length + 1)));
    });
    await subscription.unsubscribe();
    expect(found).toEqual(names);
  });

  it('tell how far they have looked: every interval, and at the end of the past', async () => {
    const { position } = await client.appendToStream(newStream(), toy(0));
    const tail: bigint[] = [];
    for (let n = 0; n < 5; n += 1) {
      const appended = await append(newStream(), 0, 5);
      tail.push(appended.position?.commit ?? 0n);
    }
    const told: bigint[] = [];
    const subscription = client.subscribeToAll({
      fromPosition: position ?? START,
      filter: streamNameFilter({
        prefixes: ['nobody'],
        maxSearchWindow: 5,
        checkpointInterval: 2,
        checkpointReached: (_, { commit }) => void told.push(commit),
      }),
    });
    await new Promise<void>((resolve) => {
      subscription.on('data', () => undefined);
      subscription.on('caughtUp', resolve);
    });
    await subscription.unsubscribe();
    // 25 events considered, in steps of 5 × 2: after the 10th, the 20th, and at the end.
    expect(told).toEqual([tail[1], tail[3], tail[4]]);
  });
});

describe('deleting', () => {
  it('answers with where it stands, and refuses another revision than the stream has', async () => {
    const stream = newStream();
    await append(stream, 0, 3);
    const wrong: unknown = await client.deleteStream(stream, { expectedRevision: 7n }).catch((error: unknown) => error);
    expect(wrong).toBeInstanceOf(WrongExpectedVersionError);
    expect(wrong).toMatchObject({ streamName: stream, expectedVersion: 7n, actualVersion: 2n });
    expect((await client.deleteStream(stream, { expectedRevision: 2n })).position?.commit).toBeGreaterThan(0n);
    await expect(read(stream)).rejects.toBeInstanceOf(StreamNotFoundError);
    expect((await client.tombstoneStream(stream, { expectedRevision: ANY })).position?.commit).toBeGreaterThan(0n);
    await expect(read(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.tombstoneStream(stream, { expectedRevision: NO_STREAM })).rejects.toBeInstanceOf(StreamDeletedError);
  });
});

describe('metadata of a stream', () => {
  it('is read as it was written, and takes effect', async () => {
    const stream = newStream();
    await append(stream, 0, 5);
    await client.setStreamMetadata(stream, { maxCount: 2, note: '备注' });
    expect((await client.getStreamMetadata(stream)).metadata).toEqual({ maxCount: 2, note: '备注' });
    expect(await read(stream)).toEqual([3n, 4n]);
  });
});

async function read(stream: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { event } of client.readStream(stream)) found.push(event?.revision);
  return found;
}

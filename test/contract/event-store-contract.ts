/**
 * What every adapter of the log must do, once for all of them: run it with `describeEventLog(name, factory)`.
 *
 * A run may share its log with others (a genuine server keeps what earlier runs wrote), so every test works in streams
 * of its own and looks at `$all` only from a position it knows.
 */
import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import {
  AppendRefused,
  AppendTooLarge,
  MAX_APPEND_BYTES,
  MAX_EVENT_BYTES,
  StreamNotFound,
  StreamTombstoned,
  WrongExpectedRevision,
  type AppendResult,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type SubscriptionMessage,
} from '#event-store';

/** What a ledger never does and a store can: the suite must meet streams in these states. */
export interface RawStore {
  softDelete(stream: string): Promise<unknown>;
  tombstone(stream: string): Promise<unknown>;
  /** Writes `$$stream`. */
  setMetadata(stream: string, metadata: JsonObject): Promise<unknown>;
}

export interface LogUnderTest {
  readonly log: EventLog;
  readonly raw: RawStore;
  close(): Promise<void>;
}

export interface ContractOptions {
  /** How many random histories the property tests try. */
  readonly runs?: number;
}

export const anEvent = (n: number, type = 'ToyMade.v1'): EventToAppend => ({
  id: randomUUID(),
  type,
  data: { n },
  metadata: { by: '经办人' },
});
/** What a caller without types might hand over. */
const jsonLike = (value: unknown): JsonObject => value as JsonObject;
const events = (count: number): EventToAppend[] => Array.from({ length: count }, (_, n) => anEvent(n));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const idsOf = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id);
const revisionsOf = (found: readonly RecordedEvent[]): bigint[] => found.map(({ revision }) => revision);

/** What became of an append, in a form that a table can state. */
type Answer = bigint | { readonly conflictAt: bigint | 'noStream' } | 'tombstoned';

async function answerOf(append: Promise<AppendResult>): Promise<Answer> {
  try {
    return (await append).revision;
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return { conflictAt: error.actual };
    if (error instanceof StreamTombstoned) return 'tombstoned';
    throw error;
  }
}

/** Reads a subscription until the condition holds on what was received, and leaves it. */
async function receive(
  messages: AsyncIterable<SubscriptionMessage>,
  enough: (received: readonly SubscriptionMessage[]) => boolean,
): Promise<SubscriptionMessage[]> {
  const received: SubscriptionMessage[] = [];
  for await (const message of messages) {
    received.push(message);
    if (enough(received)) break;
  }
  return received;
}

const eventsIn = (messages: readonly SubscriptionMessage[]): RecordedEvent[] =>
  messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));

export function describeEventLog(name: string, factory: () => Promise<LogUnderTest>, options: ContractOptions = {}): void {
  const runs = options.runs ?? 25;
  let under: LogUnderTest;
  let log: EventLog;
  let raw: RawStore;

  jest.setTimeout(60_000);

  const newStream = (): string => `toy-${randomUUID()}`;
  /** A place in the log behind everything written so far. */
  const here = async (): Promise<Position> => (await log.append(newStream(), 'noStream', [anEvent(0)])).position;
  const read = (stream: string): Promise<RecordedEvent[]> => all(log.readStream(stream));

  describe(name, () => {
    beforeAll(async () => {
      under = await factory();
      ({ log, raw } = under);
    });
    afterAll(() => under.close());

    describe('expected revision', () => {
      const prepare: Record<string, (stream: string) => Promise<unknown>> = {
        missing: () => Promise.resolve(),
        standing: (stream) => log.append(stream, 'noStream', events(3)),
        softDeleted: async (stream) => {
          await log.append(stream, 'noStream', events(3));
          await raw.softDelete(stream);
        },
        tombstoned: async (stream) => {
          await log.append(stream, 'noStream', events(3));
          await raw.tombstone(stream);
        },
        tombstonedUnwritten: (stream) => raw.tombstone(stream),
        metadataOnly: (stream) => raw.setMetadata(stream, { note: '只有元数据' }),
      };
      it.each<[keyof typeof prepare, ExpectedRevision, Answer]>([
        ['missing', 'noStream', 0n],
        ['missing', 'any', 0n],
        ['missing', 'streamExists', { conflictAt: 'noStream' }],
        ['missing', 0n, { conflictAt: 'noStream' }],
        ['missing', 2n, { conflictAt: 'noStream' }],
        ['standing', 'noStream', { conflictAt: 2n }],
        ['standing', 'any', 3n],
        ['standing', 'streamExists', 3n],
        ['standing', 0n, { conflictAt: 2n }],
        ['standing', 1n, { conflictAt: 2n }],
        ['standing', 2n, 3n],
        ['standing', 3n, { conflictAt: 2n }],
        ['standing', 9_007_199_254_740_993n, { conflictAt: 2n }],
        ['softDeleted', 'noStream', 3n],
        ['softDeleted', 'any', 3n],
        ['softDeleted', 'streamExists', 'tombstoned'],
        ['softDeleted', 1n, { conflictAt: 2n }],
        ['softDeleted', 2n, 3n],
        ['softDeleted', 3n, { conflictAt: 2n }],
        ['tombstoned', 'noStream', 'tombstoned'],
        ['tombstoned', 'any', 'tombstoned'],
        ['tombstoned', 'streamExists', 'tombstoned'],
        ['tombstoned', 2n, 'tombstoned'],
        ['tombstonedUnwritten', 'noStream', 'tombstoned'],
        ['metadataOnly', 'noStream', 0n],
        ['metadataOnly', 'any', 0n],
        ['metadataOnly', 'streamExists', 0n],
        ['metadataOnly', 0n, { conflictAt: 'noStream' }],
      ])('a %s stream, expected %s: %p', async (state, expected, answer) => {
        const stream = newStream();
        await prepare[state]?.(stream);
        expect(await answerOf(log.append(stream, expected, [anEvent(9)]))).toEqual(answer);
      });

      it('a conflict names the stream, what was expected and where it stands', async () => {
        const stream = newStream();
        await log.append(stream, 'noStream', events(2));
        const error: unknown = await log.append(stream, 0n, [anEvent(1)]).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(WrongExpectedRevision);
        expect(error).toMatchObject({ code: 'LOG.WRONG_EXPECTED_REVISION', stream, expected: 0n, actual: 1n });
      });

      it('writes all events of an append or none', async () => {
        const stream = newStream();
        await log.append(stream, 'noStream', events(2));
        await expect(log.append(stream, 'noStream', events(5))).rejects.toBeInstanceOf(WrongExpectedRevision);
        expect(revisionsOf(await read(stream))).toEqual([0n, 1n]);
      });
    });

    describe('a retry with the same ids', () => {
      const [A, B, C, X] = [anEvent(0), anEvent(1), anEvent(2), anEvent(3)];
      // The stream holds A, B (one append) and C (another). `position` names the event whose position is answered.
      it.each<[ExpectedRevision, string, readonly EventToAppend[], Answer]>([
        ['noStream', 'A B', [A, B], 1n],
        ['noStream', 'A', [A], 0n],
        ['noStream', 'A B C', [A, B, C], 2n],
        ['noStream', 'A B C X', [A, B, C, X], { conflictAt: 2n }],
        ['noStream', 'A X', [A, X], { conflictAt: 2n }],
        ['noStream', 'X', [X], { conflictAt: 2n }],
        ['noStream', 'B', [B], { conflictAt: 2n }],
        [0n, 'B', [B], 1n],
        [0n, 'B C', [B, C], 2n],
        [0n, 'B X', [B, X], { conflictAt: 2n }],
        [0n, 'C', [C], { conflictAt: 2n }],
        [1n, 'C', [C], 2n],
        [1n, 'C X', [C, X], { conflictAt: 2n }],
        [2n, 'C', [C], 3n],
        [2n, 'A B', [A, B], 4n],
        ['any', 'A B', [A, B], 1n],
        ['any', 'C', [C], 2n],
        ['any', 'A X', [A, X], { conflictAt: 2n }],
        ['any', 'X A', [X, A], 4n],
        ['streamExists', 'B C', [B, C], 2n],
        ['streamExists', 'A X', [A, X], { conflictAt: 2n }],
      ])('expected %s, %s', async (expected, _, retry, answer) => {
        const stream = newStream();
        // Ids are not unique keys: every case writes the same ones into a stream of its own.
        const mine = new Map([A, B, C, X].map((event) => [event.id, { ...event, id: randomUUID() }]));
        const own = (list: readonly EventToAppend[]): EventToAppend[] => list.map((event) => mine.get(event.id) ?? event);
        await log.append(stream, 'noStream', own([A, B]));
        await log.append(stream, 1n, own([C]));
        const before = await read(stream);
        const result = log.append(stream, expected, own(retry));
        expect(await answerOf(result)).toEqual(answer);
        const after = await read(stream);
        if (typeof answer === 'bigint' && answer > 2n) {
          expect(revisionsOf(after)).toEqual(Array.from({ length: Number(answer) + 1 }, (_each, n) => BigInt(n)));
          expect(idsOf(after.slice(3))).toEqual(idsOf(own(retry)));
        } else {
          expect(after).toEqual(before);
          if (typeof answer === 'bigint') expect((await result).position).toBe(before[Number(answer)]?.position);
        }
      });

      it('answers the original place even when the stream has moved on', async () => {
        const stream = newStream();
        const first = events(2);
        const original = await log.append(stream, 'noStream', first);
        await log.append(stream, 1n, events(4));
        expect(await log.append(stream, 'noStream', first)).toEqual(original);
        expect(await log.append(stream, 'any', first)).toEqual(original);
      });

      it('writes the same ids into another stream', async () => {
        const [one, other, same] = [newStream(), newStream(), events(2)];
        await log.append(one, 'noStream', same);
        expect((await log.append(other, 'any', same)).revision).toBe(1n);
        expect(idsOf(await read(other))).toEqual(idsOf(same));
      });

      it('does not refuse one id twice in one append', async () => {
        const [stream, twice] = [newStream(), anEvent(0)];
        await log.append(stream, 'noStream', [twice, twice]);
        expect(idsOf(await read(stream))).toEqual([twice.id, twice.id]);
      });

      it('many at once write once', async () => {
        const [stream, same] = [newStream(), events(3)];
        const results = await Promise.all(Array.from({ length: 10 }, () => log.append(stream, 'noStream', same)));
        expect(new Set(results.map(({ revision }) => revision))).toEqual(new Set([2n]));
        expect(new Set(results.map(({ position }) => position)).size).toBe(1);
        expect(idsOf(await read(stream))).toEqual(idsOf(same));
      });
    });

    describe('deleted streams', () => {
      it('a soft-deleted stream is not found, and its numbering continues when it is written again', async () => {
        const stream = newStream();
        await log.append(stream, 'noStream', events(3));
        await raw.softDelete(stream);
        await expect(read(stream)).rejects.toBeInstanceOf(StreamNotFound);
        const again = events(2);
        expect((await log.append(stream, 'noStream', again)).revision).toBe(4n);
        const found = await read(stream);
        expect(idsOf(found)).toEqual(idsOf(again));
        expect(revisionsOf(found)).toEqual([3n, 4n]);
        expect((await log.append(stream, 'streamExists', [anEvent(5)])).revision).toBe(5n);
      });

      it('knows a retry of what stands in a soft-deleted stream', async () => {
        const [stream, first] = [newStream(), events(2)];
        await log.append(stream, 'noStream', first);
        await raw.softDelete(stream);
        expect((await log.append(stream, 'noStream', first)).revision).toBe(1n);
        await expect(read(stream)).rejects.toBeInstanceOf(StreamNotFound);
      });

      it('can be soft-deleted and written again more than once', async () => {
        const stream = newStream();
        for (const last of [0n, 1n, 2n]) {
          expect((await log.append(stream, 'any', [anEvent(0)])).revision).toBe(last);
          expect(revisionsOf(await read(stream))).toEqual([last]);
          await raw.softDelete(stream);
        }
      });

      it('a tombstoned stream is refused to readers and writers', async () => {
        const stream = newStream();
        await log.append(stream, 'noStream', events(1));
        await raw.tombstone(stream);
        await expect(read(stream)).rejects.toBeInstanceOf(StreamTombstoned);
        await expect(log.append(stream, 'any', [anEvent(1)])).rejects.toMatchObject({ code: 'LOG.STREAM_TOMBSTONED', stream });
      });

      it('what was deleted still stands in $all, and what the store wrote itself is not delivered', async () => {
        const after = await here();
        const [deleted, ended] = [newStream(), newStream()];
        const [inDeleted, inEnded] = [events(2), events(1)];
        await log.append(deleted, 'noStream', inDeleted);
        await raw.softDelete(deleted);
        await log.append(ended, 'noStream', inEnded);
        await raw.tombstone(ended);
        const found = await all(log.readAll({ after }));
        expect(idsOf(found.filter(({ stream }) => stream === deleted || stream === ended))).toEqual(idsOf([...inDeleted, ...inEnded]));
        expect(found.filter(({ stream, type }) => stream.startsWith('$') || type.startsWith('$'))).toEqual([]);
      });

      it.each<[string, JsonObject, bigint[]]>([
        ['$maxCount', { $maxCount: 2 }, [3n, 4n]],
        ['$maxCount above the length', { $maxCount: 9 }, [0n, 1n, 2n, 3n, 4n]],
        ['$tb', { $tb: 3 }, [3n, 4n]],
        ['$tb and $maxCount', { $tb: 1, $maxCount: 3 }, [2n, 3n, 4n]],
        ['$tb beyond the end: empty, but not missing', { $tb: 7 }, []],
        ['nothing of the kind', { note: 'x' }, [0n, 1n, 2n, 3n, 4n]],
      ])('metadata hides old events: %s', async (_, metadata, visible) => {
        const stream = newStream();
        await log.append(stream, 'noStream', events(5));
        await raw.setMetadata(stream, metadata);
        expect(revisionsOf(await read(stream))).toEqual(visible);
        expect(revisionsOf(await all(log.readStream(stream, { direction: 'backwards' })))).toEqual([...visible].reverse());
      });
    });

    describe('reading a stream', () => {
      let stream: string;
      let written: EventToAppend[];
      beforeAll(async () => {
        stream = newStream();
        written = events(6);
        await log.append(stream, 'noStream', written);
      });

      it.each<[string, Parameters<EventLog['readStream']>[1], number[]]>([
        ['all', {}, [0, 1, 2, 3, 4, 5]],
        ['from a revision, inclusive', { from: 2n }, [2, 3, 4, 5]],
        ['from the last', { from: 5n }, [5]],
        ['from beyond the end', { from: 6n }, []],
        ['a limit', { limit: 2 }, [0, 1]],
        ['a limit from a revision', { from: 4n, limit: 1 }, [4]],
        ['a limit of nothing', { limit: 0 }, []],
        ['backwards', { direction: 'backwards' }, [5, 4, 3, 2, 1, 0]],
        ['backwards from a revision, inclusive', { direction: 'backwards', from: 2n }, [2, 1, 0]],
        ['backwards from beyond the end', { direction: 'backwards', from: 99n }, [5, 4, 3, 2, 1, 0]],
        ['backwards with a limit', { direction: 'backwards', limit: 2 }, [5, 4]],
        ['backwards from the first', { direction: 'backwards', from: 0n }, [0]],
      ])('%s', async (_, how, expected) => {
        const found = await all(log.readStream(stream, how));
        expect(revisionsOf(found)).toEqual(expected.map(BigInt));
        expect(idsOf(found)).toEqual(expected.map((n) => written[n]?.id));
      });

      it('gives back exactly what was appended', async () => {
        const own = newStream();
        const data = {
          名称: '石龙技工',
          'a"b\\c': '引号 " 反斜杠 \\ 换行 \n 制表 \t 零 \u0000',
          emoji: '🧵👩‍🏭',
          list: [1, [], {}, null, true, 0, -1, Number.MAX_SAFE_INTEGER],
          空: {},
          '': '',
        };
        const event: EventToAppend = {
          id: randomUUID(),
          type: '品牌登记.v1',
          data,
          metadata: { by: '经办人', deep: { deeper: [{ deepest: null }] } },
        };
        const before = Date.now();
        const { position } = await log.append(own, 'noStream', [event]);
        const [found, ...more] = await read(own);
        expect(more).toEqual([]);
        expect(found).toEqual({ ...event, stream: own, revision: 0n, position, created: found?.created });
        expect(JSON.stringify(found?.data)).toBe(JSON.stringify(data));
        // A server has a clock of its own.
        expect(Math.abs((found?.created.getTime() ?? 0) - before)).toBeLessThan(60_000);
      });

      it('answers an id in lower case', async () => {
        const [own, event] = [newStream(), anEvent(0)];
        await log.append(own, 'noStream', [{ ...event, id: event.id.toUpperCase() }]);
        expect(idsOf(await read(own))).toEqual([event.id]);
        expect((await log.append(own, 'noStream', [event])).revision).toBe(0n);
      });

      it('a stream that was never written is not found, while iterating and not before', async () => {
        const missing = log.readStream(newStream());
        await expect(all(missing)).rejects.toMatchObject({ code: 'LOG.STREAM_NOT_FOUND' });
        await expect(all(log.readStream(newStream(), { direction: 'backwards', limit: 1 }))).rejects.toBeInstanceOf(StreamNotFound);
      });

      it('crosses pages in both directions', async () => {
        const own = newStream();
        const many = events(700);
        await log.append(own, 'noStream', many.slice(0, 400));
        await log.append(own, 399n, many.slice(400));
        expect(idsOf(await read(own))).toEqual(idsOf(many));
        expect(idsOf(await all(log.readStream(own, { direction: 'backwards' })))).toEqual(idsOf(many).reverse());
        expect(idsOf(await all(log.readStream(own, { from: 300n, limit: 350 })))).toEqual(idsOf(many).slice(300, 650));
      });

      it('may be left in the middle', async () => {
        for await (const { revision } of log.readStream(stream)) if (revision === 2n) break;
        expect((await read(stream)).length).toBe(6);
      });
    });

    describe('reading $all', () => {
      let after: Position;
      let streams: readonly [string, string, string];
      let order: string[];
      beforeAll(async () => {
        after = await here();
        const tag = randomUUID();
        streams = [`brand-${tag}-a`, `brand-${tag}-b`, `unit-${tag}`];
        const written = [
          anEvent(0, 'Founded.v1'),
          anEvent(1, 'Founded.v1'),
          anEvent(2, 'Renamed.v1'),
          anEvent(3, 'Renamed.v1'),
          anEvent(4, 'Founded.v1'),
          anEvent(5, 'FoundedAgain.v2'),
        ];
        const plan = [0, 1, 2, 0, 2, 1] as const;
        for (const [n, which] of plan.entries()) await log.append(streams[which], 'any', written.slice(n, n + 1));
        order = idsOf(written);
        await raw.setMetadata(streams[0], { note: 'x' });
      });
      const mine = (found: readonly RecordedEvent[]): RecordedEvent[] =>
        found.filter(({ stream }) => streams.some((own) => own === stream));

      it('gives all events in the order they were appended, with strictly rising positions', async () => {
        const found = await all(log.readAll({ after }));
        expect(idsOf(mine(found))).toEqual(order);
        for (const [index, event] of found.slice(1).entries()) expect(event.position).toBeGreaterThan(found[index]?.position ?? -1n);
      });

      it('begins strictly after a position, and backwards strictly before it', async () => {
        const found = mine(await all(log.readAll({ after })));
        for (const [index, { position }] of found.entries()) {
          expect(idsOf(mine(await all(log.readAll({ after: position }))))).toEqual(order.slice(index + 1));
          const before = await all(log.readAll({ after: position, direction: 'backwards', limit: index + 1 }));
          expect(idsOf(mine(before))).toEqual(order.slice(0, index).reverse());
        }
      });

      it('reads backwards from the end', async () => {
        const own = newStream();
        const last = await log.append(own, 'noStream', [anEvent(0)]);
        const found = await all(log.readAll({ direction: 'backwards', limit: 50 }));
        const place = found.findIndex(({ position }) => position === last.position);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(idsOf(mine(found.slice(place)))).toEqual([...order].reverse());
      });

      it('obeys a limit', async () => {
        expect(idsOf(await all(log.readAll({ after, limit: 2 })))).toEqual(order.slice(0, 2));
        expect(await all(log.readAll({ after, limit: 0 }))).toEqual([]);
      });

      it('gives nothing after the end', async () => {
        expect(await all(log.readAll({ after: await here() }))).toEqual([]);
      });

      it.each<[string, (s: readonly string[]) => NonNullable<Parameters<EventLog['readAll']>[0]>['filter'], number[]]>([
        ['one stream prefix', ([a]) => ({ streamPrefixes: [a ?? ''] }), [0, 3]],
        ['several stream prefixes: any of them', ([a, , c]) => ({ streamPrefixes: [a ?? '', c ?? ''] }), [0, 2, 3, 4]],
        ['a type prefix', () => ({ typePrefixes: ['Founded'] }), [0, 1, 4, 5]],
        ['a whole type', () => ({ typePrefixes: ['Founded.v1'] }), [0, 1, 4]],
        ['both: each must match', ([, b, c]) => ({ streamPrefixes: [b ?? '', c ?? ''], typePrefixes: ['Founded'] }), [1, 4, 5]],
        ['a prefix that nothing has', () => ({ streamPrefixes: ['nothing-'] }), []],
        ['signs that patterns give a meaning', () => ({ typePrefixes: ['F.unded', 'Founded%', '.*'] }), []],
        ['empty lists ask for nothing', () => ({ streamPrefixes: [], typePrefixes: [] }), [0, 1, 2, 3, 4, 5]],
      ])('filters by %s', async (_, filterOf, expected) => {
        const filter = filterOf(streams);
        expect(idsOf(mine(await all(log.readAll({ after, filter }))))).toEqual(expected.map((n) => order[n]));
        const backwards: RecordedEvent[] = [];
        for await (const event of log.readAll({ direction: 'backwards', filter })) {
          if (event.position <= after) break;
          backwards.push(event);
        }
        expect(idsOf(mine(backwards))).toEqual(expected.map((n) => order[n]).reverse());
      });
    });

    describe('bad input never reaches the store', () => {
      const good = (): EventToAppend => anEvent(0);
      const cyclic: Record<string, unknown> = { n: 1 };
      cyclic['self'] = [cyclic];
      const withData = (data: unknown): EventToAppend[] => [{ ...good(), data: jsonLike(data) }];
      const holey: unknown[] = Object.assign(new Array<unknown>(3), { 0: 1, 2: 3 });
      const deep = (levels: number): unknown => (levels === 0 ? {} : { deeper: deep(levels - 1) });
      it.each<[string, () => readonly EventToAppend[]]>([
        ['an empty append', () => []],
        ['an id that is no UUID', () => [{ ...good(), id: 'abc' }]],
        ['the empty UUID', () => [{ ...good(), id: '00000000-0000-0000-0000-000000000000' }]],
        ['a UUID in braces', () => [{ ...good(), id: `{${randomUUID()}}` }]],
        ['a bad id behind good ones', () => [good(), good(), { ...good(), id: '' }]],
        ['an empty type', () => [{ ...good(), type: '' }]],
        ['a type of the store itself', () => [{ ...good(), type: '$metadata' }]],
        ['a type with a lone surrogate', () => [{ ...good(), type: 'A\udc00' }]],
        ['no data', () => withData(undefined)],
        ['data that is null', () => withData(null)],
        ['data that is a list', () => withData([1])],
        ['data that is text', () => withData('text')],
        ['a BigInt', () => withData({ n: 1n })],
        ['a cycle', () => withData(cyclic)],
        ['a member that is undefined', () => withData({ n: undefined })],
        ['a hole in a list', () => withData({ list: holey })],
        ['NaN', () => withData({ n: NaN })],
        ['Infinity', () => withData({ n: [Infinity] })],
        ['a fraction', () => withData({ n: 0.9 })],
        ['an unsafe integer', () => withData({ n: Number.MAX_SAFE_INTEGER + 1 })],
        ['a lone surrogate', () => withData({ text: 'a\ud800b' })],
        ['a lone surrogate in a key', () => withData({ '\udfff': 1 })],
        ['a function', () => withData({ n: () => 1 })],
        ['a date', () => withData({ on: new Date(0) })],
        ['a map', () => withData({ map: new Map() })],
        ['bytes', () => withData({ bytes: new Uint8Array(2) })],
        ['what serialises itself as something else', () => withData({ odd: { toJSON: () => 1 } })],
        ['nesting without end', () => withData(deep(200))],
        ['metadata that does not serialise', () => [{ ...good(), metadata: jsonLike({ n: 1n }) }]],
      ])('%s', async (_, bad) => {
        const stream = newStream();
        await expect(log.append(stream, 'any', bad())).rejects.toBeInstanceOf(AppendRefused);
        await expect(read(stream)).rejects.toBeInstanceOf(StreamNotFound);
      });

      it.each([
        ['an empty name', ''],
        ['a name of the store itself', '$settings'],
        ['metadata of a stream', '$$brand-1'],
        ['a lone surrogate', 'brand-\ud800'],
      ])('a stream name: %s', async (_, stream) => {
        await expect(log.append(stream, 'any', [good()])).rejects.toBeInstanceOf(AppendRefused);
      });

      it.each([-1n, -2n])('expected revision %s', async (expected) => {
        await expect(log.append(newStream(), expected, [good()])).rejects.toBeInstanceOf(AppendRefused);
      });

      it.each([
        ['an empty prefix', { streamPrefixes: [''] }],
        ['the store’s own types', { typePrefixes: ['$'] }],
      ])('a filter: %s', async (_, filter) => {
        await expect(all(log.readAll({ filter }))).rejects.toBeInstanceOf(AppendRefused);
        await expect((async () => receive(log.subscribe({ filter }), () => true))()).rejects.toBeInstanceOf(AppendRefused);
      });

      it('leaves the log as it was: the next append stands', async () => {
        const stream = newStream();
        await expect(log.append(stream, 'noStream', withData({ n: 1n }))).rejects.toBeInstanceOf(AppendRefused);
        expect((await log.append(stream, 'noStream', [good()])).revision).toBe(0n);
      });
    });

    describe('size limits, counted as data + metadata + 2 × type', () => {
      /** An event of exactly so many bytes. */
      const sized = (bytes: number): EventToAppend => {
        const event: EventToAppend = { id: randomUUID(), type: 'Big.v1', data: { text: '' }, metadata: {} };
        const empty = JSON.stringify(event.data).length + JSON.stringify(event.metadata).length + 2 * event.type.length;
        return { ...event, data: { text: 'a'.repeat(bytes - empty) } };
      };

      it('takes an event of 512 KiB and refuses one byte more', async () => {
        const stream = newStream();
        expect((await log.append(stream, 'noStream', [sized(MAX_EVENT_BYTES)])).revision).toBe(0n);
        const error: unknown = await log.append(stream, 0n, [sized(MAX_EVENT_BYTES + 1)]).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(AppendTooLarge);
        expect(error).toMatchObject({ bytes: MAX_EVENT_BYTES + 1, limit: MAX_EVENT_BYTES });
        expect(revisionsOf(await read(stream))).toEqual([0n]);
      });

      it('takes an append of 1 MiB and refuses one byte more', async () => {
        const stream = newStream();
        const half = MAX_APPEND_BYTES / 2;
        expect((await log.append(stream, 'noStream', [sized(half), sized(half)])).revision).toBe(1n);
        const error: unknown = await log
          .append(stream, 1n, [sized(half), sized(half - 20), sized(21 + 20)])
          .catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(AppendTooLarge);
        expect(error).toMatchObject({ bytes: MAX_APPEND_BYTES + 21, limit: MAX_APPEND_BYTES });
        const found = await read(stream);
        expect(found.map(({ data }) => JSON.stringify(data).length)).toEqual([half - 14, half - 14]);
      });

      it('counts bytes, not characters', async () => {
        const text = '劳'.repeat(MAX_EVENT_BYTES / 3);
        await expect(log.append(newStream(), 'any', [{ ...sized(100), data: { text } }])).rejects.toBeInstanceOf(AppendTooLarge);
      });
    });

    describe('many writers', () => {
      it('of two clerks who found one stream exactly one succeeds', async () => {
        for (let round = 0; round < 5; round += 1) {
          const stream = newStream();
          const answers = await Promise.all(
            [anEvent(1), anEvent(2), anEvent(3)].map((event) => answerOf(log.append(stream, 'noStream', [event]))),
          );
          expect(answers.filter((answer) => answer === 0n)).toHaveLength(1);
          expect(answers.filter((answer) => answer !== 0n)).toEqual([{ conflictAt: 0n }, { conflictAt: 0n }]);
          expect(await read(stream)).toHaveLength(1);
        }
      });

      it('in many streams at once lose nothing, and one refusal fails no other', async () => {
        const streams = Array.from({ length: 64 }, newStream);
        const [taken] = streams;
        await log.append(taken ?? '', 'noStream', [anEvent(0)]);
        const answers = await Promise.all(streams.map((stream) => answerOf(log.append(stream, 'noStream', events(2)))));
        expect(answers).toEqual([{ conflictAt: 0n }, ...streams.slice(1).map(() => 1n)]);
        for (const stream of streams.slice(1)) expect(revisionsOf(await read(stream))).toEqual([0n, 1n]);
      });

      it('on one stream, each retrying at the revision it was told, interleave without gap or loss', async () => {
        const stream = newStream();
        const writer = async (who: number): Promise<void> => {
          let expected: ExpectedRevision = 'noStream';
          for (let n = 0; n < 15;) {
            const event: EventToAppend = { ...anEvent(n), metadata: { who } };
            try {
              expected = (await log.append(stream, expected, [event])).revision;
              n += 1;
            } catch (error) {
              if (!(error instanceof WrongExpectedRevision) || error.actual === 'noStream') throw error;
              expected = error.actual;
            }
          }
        };
        await Promise.all([writer(1), writer(2)]);
        const found = await read(stream);
        expect(revisionsOf(found)).toEqual(Array.from({ length: 30 }, (_, n) => BigInt(n)));
        for (const who of [1, 2]) {
          expect(found.filter(({ metadata }) => metadata['who'] === who).map(({ data }) => data['n'])).toEqual(
            Array.from({ length: 15 }, (_, n) => n),
          );
        }
      });

      it('agrees with a simple model on any history of appends and retries', async () => {
        const step = fc.record({
          stream: fc.nat({ max: 2 }),
          expected: fc.oneof(fc.constantFrom<ExpectedRevision>('noStream', 'any', 'streamExists'), fc.bigInt({ min: 0n, max: 6n })),
          count: fc.integer({ min: 1, max: 3 }),
          // Now and then what was sent before is sent again.
          repeat: fc.boolean(),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
            const after = await here();
            const streams = [newStream(), newStream(), newStream()];
            const model = streams.map((): string[] => []);
            const order: string[] = [];
            let sent: { readonly stream: number; readonly expected: ExpectedRevision; readonly events: EventToAppend[] } | undefined;
            for (const { stream, expected, count, repeat } of steps) {
              const attempt = repeat && sent !== undefined ? sent : { stream, expected, events: events(count) };
              const known = model[attempt.stream] ?? [];
              const answer = modelAnswer(known, attempt.expected, idsOf(attempt.events));
              expect(await answerOf(log.append(streams[attempt.stream] ?? '', attempt.expected, attempt.events))).toEqual(answer.answer);
              if (answer.written) {
                known.push(...idsOf(attempt.events));
                order.push(...idsOf(attempt.events));
              }
              sent = attempt;
            }
            for (const [index, stream] of streams.entries()) {
              const found = model[index]?.length === 0 ? [] : await read(stream);
              expect(idsOf(found)).toEqual(model[index]);
              expect(revisionsOf(found)).toEqual(found.map((_, n) => BigInt(n)));
            }
            const ours = (await all(log.readAll({ after }))).filter(({ stream }) => streams.includes(stream));
            expect(idsOf(ours)).toEqual(order);
          }),
          { numRuns: runs },
        );
      });
    });

    describe('subscriptions', () => {
      const own = (received: readonly SubscriptionMessage[], stream: string): RecordedEvent[] =>
        eventsIn(received).filter((event) => event.stream === stream);

      it('deliver the past, say so, and go on with the present', async () => {
        const after = await here();
        const stream = newStream();
        const past = events(5);
        await log.append(stream, 'noStream', past);
        const live = events(3);
        const received: SubscriptionMessage[] = [];
        for await (const message of log.subscribe({ after })) {
          received.push(message);
          if (message.kind === 'caughtUp' && own(received, stream).length === 5) await log.append(stream, 4n, live);
          if (own(received, stream).length === 8) break;
        }
        expect(idsOf(own(received, stream))).toEqual(idsOf([...past, ...live]));
        expect(received.findIndex(({ kind }) => kind === 'caughtUp')).toBeGreaterThanOrEqual(5);
        expect(received.filter(({ kind }) => kind === 'checkpoint')).toEqual([]);
      });

      it('deliver the same events as reading does', async () => {
        const after = await here();
        const stream = newStream();
        await log.append(stream, 'noStream', events(3));
        const received = await receive(log.subscribe({ after }), (list) => list.some(({ kind }) => kind === 'caughtUp'));
        expect(own(received, stream)).toEqual(await read(stream));
      });

      it('lose and double nothing where the past meets appends that are under way', async () => {
        const after = await here();
        const prefix = `toy-${randomUUID()}`;
        const ids: string[] = [];
        const writer = async (who: number): Promise<void> => {
          for (let n = 0; n < 40; n += 1) {
            const batch = events(2);
            await log.append(`${prefix}-${who}-${n}`, 'noStream', batch);
            ids.push(...idsOf(batch));
          }
        };
        const writing = Promise.all([writer(1), writer(2), writer(3)]);
        const follow = async (): Promise<RecordedEvent[]> => {
          const received = await receive(
            log.subscribe({ after }),
            (list) => eventsIn(list).filter(({ stream }) => stream.startsWith(prefix)).length === 240,
          );
          return eventsIn(received).filter(({ stream }) => stream.startsWith(prefix));
        };
        const followers = await Promise.all([follow(), follow()]);
        await writing;
        const expected = (await all(log.readAll({ after }))).filter(({ stream }) => stream.startsWith(prefix));
        expect(idsOf(expected).sort()).toEqual([...ids].sort());
        for (const found of followers) expect(found).toEqual(expected);
      });

      it('resume exactly after any position', async () => {
        const after = await here();
        const stream = newStream();
        for (const event of events(5)) await log.append(stream, 'any', [event]);
        const found = await read(stream);
        for (const [index, { position }] of found.entries()) {
          const received = await receive(log.subscribe({ after: position }), (list) => list.some(({ kind }) => kind === 'caughtUp'));
          expect(idsOf(own(received, stream))).toEqual(idsOf(found.slice(index + 1)));
        }
        expect(after).toBeLessThan(found[0]?.position ?? 0n);
      });

      it('end without an error when they are told to, waiting or not, before or after they began', async () => {
        const stop = new AbortController();
        const after = await here();
        const waiting = receive(log.subscribe({ after, signal: stop.signal }), () => false);
        setTimeout(() => stop.abort(), 20);
        expect(eventsIn(await waiting).filter(({ stream }) => stream === 'never')).toEqual([]);
        expect(await all(log.subscribe({ after, signal: stop.signal }))).toEqual([]);

        const stream = newStream();
        await log.append(stream, 'noStream', events(10));
        const middle = new AbortController();
        const received = await receive(log.subscribe({ after, signal: middle.signal }), (list) => {
          if (own(list, stream).length === 4) middle.abort();
          return false;
        });
        expect(own(received, stream).map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n]);
      });

      it('wait for a consumer that is slow', async () => {
        const after = await here();
        const stream = newStream();
        const appended = (async () => {
          for (let n = 0; n < 20; n += 1) await log.append(stream, 'any', [anEvent(n)]);
        })();
        const seen: unknown[] = [];
        let busy = 0;
        for await (const message of log.subscribe({ after })) {
          busy += 1;
          expect(busy).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 2));
          busy -= 1;
          if (message.kind === 'event' && message.event.stream === stream) seen.push(message.event.data['n']);
          if (seen.length === 20) break;
        }
        await appended;
        expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n));
      });

      it('never deliver what the store wrote itself, and outlive a stream that is deleted', async () => {
        const after = await here();
        const stream = newStream();
        const received: SubscriptionMessage[] = [];
        let deleted = false;
        await log.append(stream, 'noStream', events(1));
        for await (const message of log.subscribe({ after })) {
          received.push(message);
          if (!deleted && message.kind === 'caughtUp') {
            deleted = true;
            await raw.softDelete(stream);
            await log.append(stream, 'noStream', events(1));
          }
          if (own(received, stream).length === 2) break;
        }
        expect(eventsIn(received).filter(({ stream: at, type }) => at.startsWith('$') || type.startsWith('$'))).toEqual([]);
      });

      it('filter, and say how far they have looked', async () => {
        const after = await here();
        const tag = randomUUID();
        const [wanted, other] = [`wanted-${tag}`, `other-${tag}`];
        for (let n = 0; n < 4; n += 1) {
          await log.append(wanted, 'any', [anEvent(n)]);
          await log.append(other, 'any', events(20));
        }
        const end = await here();
        const filter = { streamPrefixes: [`wanted-${tag}`] };
        const received = await receive(log.subscribe({ after, filter }), (list) => list.some(({ kind }) => kind === 'caughtUp'));
        expect(eventsIn(received).map(({ data }) => data['n'])).toEqual([0, 1, 2, 3]);
        const places = received.flatMap((message) =>
          message.kind === 'checkpoint' ? [message.position] : message.kind === 'event' ? [message.event.position] : [],
        );
        for (const [index, place] of places.slice(1).entries()) expect(place).toBeGreaterThanOrEqual(places[index] ?? 0n);
        const checkpoints = received.flatMap((message) => (message.kind === 'checkpoint' ? [message.position] : []));
        // Everything was considered before it says that it has caught up.
        expect(checkpoints.at(-1)).toBeGreaterThanOrEqual(end);

        // Whoever resumes after a checkpoint gets exactly the rest.
        for (const [index, message] of received.entries()) {
          if (message.kind !== 'checkpoint') continue;
          const rest = await receive(log.subscribe({ after: message.position, filter }), (list) =>
            list.some(({ kind }) => kind === 'caughtUp'),
          );
          expect(idsOf(eventsIn(rest))).toEqual(idsOf(eventsIn(received.slice(index + 1))));
        }
      });

      it('filter the present too, and move their checkpoint over what they leave out', async () => {
        const after = await here();
        const tag = randomUUID();
        const received: SubscriptionMessage[] = [];
        let end: Position | undefined;
        for await (const message of log.subscribe({ after, filter: { streamPrefixes: [`wanted-${tag}`], typePrefixes: ['ToyMade'] } })) {
          received.push(message);
          if (message.kind === 'caughtUp' && end === undefined) {
            await log.append(`wanted-${tag}`, 'noStream', [anEvent(0), anEvent(1, 'ToyLost.v1')]);
            await log.append(`other-${tag}`, 'noStream', events(200));
            end = (await log.append(`wanted-${tag}`, 1n, [anEvent(2)])).position;
          }
          if (message.kind === 'event' && message.event.position === end) break;
        }
        expect(eventsIn(received).map(({ data }) => data['n'])).toEqual([0, 2]);
      });
    });
  });
}

/** The rules of the expected revision, as short as they can be said. */
function modelAnswer(
  stream: readonly string[],
  expected: ExpectedRevision,
  ids: readonly string[],
): { readonly answer: Answer; readonly written: boolean } {
  const last = BigInt(stream.length) - 1n;
  const conflict = { answer: { conflictAt: last < 0n ? ('noStream' as const) : last }, written: false };
  const write = { answer: last + BigInt(ids.length), written: true };
  if (expected === 'streamExists' && last < 0n) return conflict;
  if (expected === 'any' || expected === 'streamExists') {
    const first = ids[0] ?? '';
    if (!stream.includes(first)) return write;
    const lastId = ids.at(-1) ?? '';
    return ids.every((id) => stream.includes(id)) ? { answer: BigInt(stream.lastIndexOf(lastId)), written: false } : conflict;
  }
  const at = expected === 'noStream' ? -1n : expected;
  if (at === last) return write;
  if (at > last) return conflict;
  const same = ids.every((id, n) => stream[Number(at) + 1 + n] === id);
  return same ? { answer: at + BigInt(ids.length), written: false } : conflict;
}

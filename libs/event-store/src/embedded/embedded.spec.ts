import { DatabaseSync } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawEvent } from '../engine';
import { EventUnreadable, FolderFormatRefused, FolderLocked, LogUnavailable, WrongExpectedRevision } from '../errors';
import type { EventToAppend, RecordedEvent } from '../port';
import { openEmbeddedLog, type EmbeddedLog, type EmbeddedLogOptions } from './log';
import { PAGE_SPAN } from './reader';

let folder: string;
const opened: EmbeddedLog[] = [];
const open = async (options: Partial<EmbeddedLogOptions> = {}): Promise<EmbeddedLog> => {
  const log = await openEmbeddedLog({ folder, ...options });
  opened.push(log);
  return log;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-embedded-'));
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  rmSync(folder, { recursive: true });
});

const anEvent = (n: number, type = 'ToyMade.v1'): EventToAppend => ({ id: randomUUID(), type, data: { n }, metadata: {} });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const raw = (data: string | Uint8Array, more: Partial<RawEvent> = {}): RawEvent => ({
  id: randomUUID(),
  type: 'ToyMade.v1',
  isJson: true,
  data: typeof data === 'string' ? bytes(data) : data,
  metadata: bytes('{}'),
  ...more,
});
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const numbers = (found: readonly RecordedEvent[]): unknown[] => found.map(({ data }) => data['n']);
const failure = async (act: Promise<unknown>): Promise<unknown> => act.then(() => 'no error').catch((error: unknown) => error);

describe('a log that is opened again', () => {
  it('has kept its events, its positions and its epoch', async () => {
    const first = await open();
    const { position } = await first.append('toy-1', 'noStream', [anEvent(1), anEvent(2)]);
    const before = await all(first.readAll());
    await first.close();
    const again = await open();
    expect(again.epoch).toBe(first.epoch);
    expect(again.head).toBe(position);
    expect(await all(again.readAll())).toEqual(before);
    expect((await again.append('toy-1', 1n, [anEvent(3)])).position).toBeGreaterThan(position);
  });

  it('knows a retry at an exact revision, and has forgotten the ids of retries that expect any, as EventStoreDB does', async () => {
    const [one, two] = [anEvent(1), anEvent(2)];
    const first = await open();
    const original = await first.append('toy-1', 'noStream', [one, two]);
    expect(await first.append('toy-1', 'any', [one, two])).toEqual(original);
    await first.close();
    const again = await open();
    expect(await again.append('toy-1', 'noStream', [one, two])).toEqual(original);
    expect((await again.append('toy-1', 'any', [one, two])).revision).toBe(3n);
  });

  it('is another log in another folder', async () => {
    const other = mkdtempSync(join(tmpdir(), 'ledger-embedded-'));
    const [here, there] = [await open(), await open({ folder: other })];
    expect(here.epoch).not.toBe(there.epoch);
    await there.close();
    rmSync(other, { recursive: true });
  });

  it('knows soft-deleted and tombstoned streams', async () => {
    const first = await open();
    await first.append('toy-1', 'noStream', [anEvent(1)]);
    await first.append('toy-2', 'noStream', [anEvent(1)]);
    await first.engine.softDelete('toy-1', 0n);
    await first.engine.tombstone('toy-2', 0n);
    await first.close();
    const again = await open();
    expect(again.engine.readStream('toy-1', 'start', 'forwards', 10)).toEqual({ kind: 'notFound' });
    expect(again.engine.readStream('toy-2', 'start', 'forwards', 10)).toEqual({ kind: 'streamDeleted' });
    expect((await again.append('toy-1', 'noStream', [anEvent(2)])).revision).toBe(1n);
    expect(numbers(await all(again.readStream('toy-1')))).toEqual([2]);
  });
});

describe('the data folder', () => {
  it('is held by one log, which says who it is and where it answers', async () => {
    const log = await open({ now: () => Date.UTC(2024, 6, 30) });
    log.announce('http://127.0.0.1:3000');
    const error = await failure(openEmbeddedLog({ folder }));
    expect(error).toBeInstanceOf(FolderLocked);
    expect(error).toMatchObject({
      code: 'LOG.FOLDER_LOCKED',
      folder,
      holder: { pid: process.pid, startedAt: Date.UTC(2024, 6, 30), address: 'http://127.0.0.1:3000' },
    });
    if (!(error instanceof FolderLocked)) throw error;
    for (const text of [error.zh, error.en])
      expect(text).toMatch(new RegExp(`${process.pid}.*2024-07-30T00:00:00.000Z.*http://127.0.0.1:3000`));
    // The refused one changed nothing: the holder works on.
    expect((await log.append('toy-1', 'noStream', [anEvent(1)])).revision).toBe(0n);
  });

  it('is given back on close', async () => {
    await (await open()).close();
    expect((await open()).head).toBeUndefined();
  });

  it('is given back when opening fails', async () => {
    await (await open()).close();
    writeFileSync(join(folder, 'log.sqlite'), 'no database at all, though long enough to look like one'.repeat(100));
    expect(await failure(openEmbeddedLog({ folder }))).toBeInstanceOf(FolderFormatRefused);
    expect(await failure(openEmbeddedLog({ folder }))).toBeInstanceOf(FolderFormatRefused);
  });

  it('carries a format, and a newer one is refused and left as it is', async () => {
    await (await open()).close();
    const file = join(folder, 'format.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ product: 'brand-ledger', format: 1 });
    for (const text of ['{"product":"brand-ledger","format":2}', '{"product":"else","format":1}', '{"format":', '7']) {
      writeFileSync(file, text);
      expect(await failure(openEmbeddedLog({ folder }))).toBeInstanceOf(FolderFormatRefused);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it.each([
    ['a newer log', 'PRAGMA user_version = 2'],
    ['a database of another program', 'PRAGMA application_id = 1'],
  ])('refuses %s', async (_, sql) => {
    await (await open()).close();
    const database = new DatabaseSync(join(folder, 'log.sqlite'));
    database.exec(sql);
    database.close();
    expect(await failure(openEmbeddedLog({ folder }))).toBeInstanceOf(FolderFormatRefused);
  });
});

describe('reading while others write', () => {
  it('what is last backwards has been read forwards by whoever asks next', async () => {
    const log = await open();
    let writing = true;
    const writes = (async () => {
      for (let n = 0; n < 300; n += 1) await log.append('toy-1', 'any', [anEvent(n)]);
      writing = false;
    })();
    let after = 0n;
    let seen = 0;
    while (writing) {
      await nextTurn();
      const [last] = await all(log.readAll({ direction: 'backwards', limit: 1 }));
      if (last === undefined || last.position <= after) continue;
      const forwards = await all(log.readAll({ after, filter: { typePrefixes: ['Toy'] } }));
      expect(forwards.at(-1)?.position).toBeGreaterThanOrEqual(last.position);
      after = forwards.at(-1)?.position ?? after;
      seen += forwards.length;
    }
    await writes;
    seen += (await all(log.readAll({ after }))).length;
    expect(seen).toBe(300);
  });
});

describe('closing', () => {
  it('waits for the appends under way, and refuses later ones', async () => {
    const log = await open();
    const underWay = Promise.all(Array.from({ length: 50 }, (_, n) => log.append(`toy-${n}`, 'noStream', [anEvent(n)])));
    const closing = log.close();
    expect(await failure(log.append('toy-x', 'any', [anEvent(0)]))).toBeInstanceOf(LogUnavailable);
    await closing;
    await underWay;
    expect(await failure(all(log.readAll()))).toBeInstanceOf(LogUnavailable);
    expect(await failure(all(log.readStream('toy-1')))).toBeInstanceOf(LogUnavailable);
    expect(await all((await open()).readAll())).toHaveLength(50);
  });

  it('ends subscriptions, waiting or in the middle', async () => {
    const log = await open();
    await log.append('toy-1', 'noStream', [anEvent(1), anEvent(2)]);
    const waiting = all(log.subscribe());
    const middle = (async () => {
      for await (const message of log.subscribe()) if (message.kind === 'event') await log.close();
    })();
    await middle;
    expect((await waiting).every(({ kind }) => kind === 'event' || kind === 'caughtUp')).toBe(true);
    await log.close();
  });
});

describe('pages', () => {
  it('are cut by size, and nothing is lost or doubled where they meet', async () => {
    const log = await open();
    const size = PAGE_SPAN / 7;
    for (let n = 0; n < 30; n += 1) await log.append('toy-1', 'any', [{ ...anEvent(n), data: { n, text: 'a'.repeat(size) } }]);
    const expected = Array.from({ length: 30 }, (_, n) => n);
    expect(numbers(await all(log.readAll()))).toEqual(expected);
    expect(numbers(await all(log.readAll({ direction: 'backwards' })))).toEqual([...expected].reverse());
    const pages = await all(log.readPages());
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(numbers(pages.flat())).toEqual(expected);
    const found: unknown[] = [];
    for await (const message of log.subscribe()) {
      if (message.kind === 'caughtUp') break;
      if (message.kind === 'event') found.push(message.event.data['n']);
    }
    expect(found).toEqual(expected);
  });

  it('let other work of the process have its turn', async () => {
    const log = await open();
    for (let n = 0; n < 10; n += 1) await log.append('toy-1', 'any', [{ ...anEvent(n), data: { n, text: 'a'.repeat(PAGE_SPAN / 3) } }]);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    for await (const message of log.subscribe()) if (message.kind === 'caughtUp') break;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('an append larger than a page is one all the same', async () => {
    const log = await open({ maxAppendBytes: 4 * PAGE_SPAN });
    const big = Array.from({ length: 8 }, (_, n) => ({ ...anEvent(n), data: { n, text: '劳'.repeat(150_000) } }));
    await log.append('toy-1', 'noStream', big);
    expect(numbers(await all(log.readAll()))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('the engine, which the wire node stands on', () => {
  it('gives back the bytes it was given, JSON or not', async () => {
    const { engine } = await open();
    const given = [
      raw('{"n": 1 }'),
      raw('not json'),
      raw(new Uint8Array([0, 255, 254]), { isJson: false }),
      raw('{"a":"\\u0000"}'),
      raw('[1]'),
      raw('"text"'),
      raw('\ufeff{}'),
      raw('', { metadata: bytes('') }),
    ];
    expect(await engine.append('toy-1', 'noStream', given)).toMatchObject({ kind: 'appended', revision: 7n });
    const read = engine.readStream('toy-1', 'start', 'forwards', 100);
    if (read.kind !== 'events') throw new Error(read.kind);
    for (const [index, event] of given.entries()) {
      expect({
        ...read.events[index],
        data: Buffer.from(read.events[index]?.data ?? []),
        metadata: Buffer.from(read.events[index]?.metadata ?? []),
      }).toMatchObject({
        ...event,
        data: Buffer.from(event.data),
        metadata: Buffer.from(event.metadata),
        stream: 'toy-1',
        revision: BigInt(index),
      });
    }
    expect(engine.readAll('start', 'forwards', 100)).toEqual(read.events);
  });

  it('pages a stream and says where it ends', async () => {
    const { engine } = await open();
    await engine.append(
      'toy-1',
      'noStream',
      [0, 1, 2, 3, 4].map((n) => raw(`{"n":${n}}`)),
    );
    const page = (...args: Parameters<typeof engine.readStream>): unknown => {
      const read = engine.readStream(...args);
      return read.kind === 'events' ? [read.events.map(({ revision }) => Number(revision)), read.endOfStream] : read.kind;
    };
    expect(page('toy-1', 'start', 'forwards', 2)).toEqual([[0, 1], false]);
    expect(page('toy-1', 2n, 'forwards', 3)).toEqual([[2, 3, 4], true]);
    expect(page('toy-1', 5n, 'forwards', 3)).toEqual([[], true]);
    expect(page('toy-1', 'end', 'forwards', 3)).toEqual([[], true]);
    expect(page('toy-1', 'end', 'backwards', 2)).toEqual([[4, 3], false]);
    expect(page('toy-1', 99n, 'backwards', 9)).toEqual([[4, 3, 2, 1, 0], true]);
    expect(page('toy-1', 1n, 'backwards', 2)).toEqual([[1, 0], true]);
    expect(page('toy-1', 'start', 'backwards', 2)).toEqual([[0], true]);
    expect(page('toy-2', 'start', 'forwards', 2)).toBe('notFound');
  });

  it('reads $all with everything in it, inclusive forwards and strictly before backwards', async () => {
    const { engine } = await open();
    await engine.append('toy-1', 'noStream', [raw('{}'), raw('{}')]);
    await engine.softDelete('toy-1', 'any');
    await engine.tombstone('toy-1', 'any');
    const everything = engine.readAll('start', 'forwards', 10);
    expect(everything.map(({ stream, type, revision }) => [stream, type, revision])).toEqual([
      ['toy-1', 'ToyMade.v1', 0n],
      ['toy-1', 'ToyMade.v1', 1n],
      ['$$toy-1', '$metadata', 0n],
      ['toy-1', '$streamDeleted', 9223372036854775807n],
    ]);
    const positions = everything.map(({ position }) => position);
    const at = (...args: Parameters<typeof engine.readAll>): number[] =>
      engine.readAll(...args).map(({ position }) => positions.indexOf(position));
    const [, second = 0n] = positions;
    expect(at(second, 'forwards', 10)).toEqual([1, 2, 3]);
    expect(at(second, 'forwards', 10, true)).toEqual([2, 3]);
    expect(at(second, 'backwards', 10)).toEqual([0]);
    expect(at('end', 'backwards', 2)).toEqual([3, 2]);
    expect(at('end', 'forwards', 2)).toEqual([]);
    expect(at('start', 'backwards', 2)).toEqual([]);
  });

  it('refuses what a server refuses, and takes an empty append for a question', async () => {
    const { engine } = await open({ maxAppendBytes: 1000 });
    expect(await engine.append('toy-1', 'any', [raw('{}', { id: 'abc' })])).toMatchObject({ kind: 'badRequest' });
    expect(await engine.append('toy-1', 'any', [raw('{}', { id: '00000000-0000-0000-0000-000000000000' })])).toMatchObject({
      kind: 'badRequest',
    });
    expect(await engine.append('toy-1', 'any', [raw('{}', { type: '' })])).toMatchObject({ kind: 'badRequest' });
    expect(await engine.append('', 'any', [raw('{}')])).toMatchObject({ kind: 'badRequest' });
    // 1,000 = data + 2 of metadata + 2 × 10 of type.
    expect(await engine.append('toy-1', 'noStream', [raw('x'.repeat(979))])).toEqual({ kind: 'tooLarge', limit: 1000 });
    expect(await engine.append('toy-1', 'noStream', [raw('x'.repeat(978))])).toMatchObject({ kind: 'appended', revision: 0n });
    expect(await engine.append('toy-1', 0n, [])).toMatchObject({ kind: 'appended', revision: 0n });
    expect(await engine.append('toy-1', 'any', [])).toMatchObject({ kind: 'appended', revision: 0n });
    expect(await engine.append('toy-1', 'noStream', [])).toEqual({ kind: 'wrongExpectedRevision', actual: 0n });
  });

  it('a deletion obeys the expected revision', async () => {
    const { engine } = await open();
    await engine.append('toy-1', 'noStream', [raw('{}')]);
    expect(await engine.softDelete('toy-1', 3n)).toEqual({ kind: 'wrongExpectedRevision', actual: 0n });
    expect(await engine.tombstone('toy-1', 'noStream')).toEqual({ kind: 'wrongExpectedRevision', actual: 0n });
    expect(await engine.softDelete('toy-1', 0n)).toMatchObject({ kind: 'appended' });
    expect(await engine.softDelete('toy-1', 'streamExists')).toEqual({ kind: 'streamDeleted' });
    expect(await engine.tombstone('toy-1', 0n)).toMatchObject({ kind: 'appended' });
    expect(await engine.tombstone('toy-1', 'any')).toEqual({ kind: 'streamDeleted' });
    expect(await engine.append('$$toy-1', 'any', [raw('{}')])).toEqual({ kind: 'streamDeleted' });
    expect(engine.readStream('$$toy-1', 'start', 'forwards', 1)).toEqual({ kind: 'streamDeleted' });
  });

  it('writing a soft-deleted stream again moves $tb and keeps the other metadata', async () => {
    const { engine } = await open();
    const metadata = (): unknown[] => {
      const read = engine.readStream('$$toy-1', 'start', 'forwards', 10);
      return read.kind === 'events' ? read.events.map(({ data }): unknown => JSON.parse(Buffer.from(data).toString())) : [read.kind];
    };
    await engine.append('toy-1', 'noStream', [raw('{}'), raw('{}'), raw('{}')]);
    await engine.append('$$toy-1', 'noStream', [raw('{"$tb":9223372036854775807,"note":"保留"}', { type: '$metadata' })]);
    expect(engine.readStream('toy-1', 'start', 'forwards', 1)).toEqual({ kind: 'notFound' });
    expect(await engine.append('toy-1', 'noStream', [raw('{}')])).toMatchObject({ revision: 3n });
    expect(metadata().at(-1)).toEqual({ $tb: 3, note: '保留' });
    // New metadata on a soft-deleted stream does not bring back what was deleted.
    await engine.softDelete('toy-1', 'any');
    await engine.append('$$toy-1', 'any', [raw('{"note":"新"}', { type: '$metadata' })]);
    expect(metadata().at(-1)).toEqual({ $tb: 4, note: '新' });
    expect(engine.readStream('toy-1', 'start', 'forwards', 9)).toMatchObject({ kind: 'events', events: [] });
  });

  it('$maxAge hides what is older, to the millisecond', async () => {
    let now = Date.UTC(2024, 0, 1);
    const log = await open({ now: () => now });
    await log.append('toy-1', 'noStream', [anEvent(0)]);
    now += 10_000;
    await log.append('toy-1', 0n, [anEvent(1)]);
    await log.engine.append('$$toy-1', 'any', [raw('{"$maxAge":60}', { type: '$metadata' })]);
    now += 50_000;
    expect(numbers(await all(log.readStream('toy-1')))).toEqual([0, 1]);
    now += 1;
    expect(numbers(await all(log.readStream('toy-1')))).toEqual([1]);
    now += 60_000;
    expect(await all(log.readStream('toy-1'))).toEqual([]);
    expect(await all(log.readAll())).toHaveLength(2);
  });

  it('tells its listeners of every durable append, until they stop listening', async () => {
    const { engine } = await open();
    const heard: bigint[] = [];
    const stop = engine.onAppended((end) => heard.push(end));
    const first = await engine.append('toy-1', 'any', [raw('{}')]);
    const second = await engine.append('toy-1', 'any', [raw('{}')]);
    await engine.append('toy-1', 'noStream', [raw('{}')]);
    stop();
    await engine.append('toy-1', 'any', [raw('{}')]);
    expect(heard).toEqual([first, second].map((outcome) => (outcome.kind === 'appended' ? outcome.position : undefined)));
  });

  it('what is no JSON object stops a reader of the port by name', async () => {
    const log = await open();
    await log.append('toy-0', 'noStream', [anEvent(0)]);
    await log.engine.append('toy-1', 'noStream', [raw('{}'), raw('no json')]);
    for (const reading of [log.readAll(), log.readStream('toy-1')]) {
      const error = await failure(all(reading));
      expect(error).toBeInstanceOf(EventUnreadable);
      expect(error).toMatchObject({ code: 'LOG.EVENT_UNREADABLE', stream: 'toy-1', revision: 1n });
    }
    await log.engine.append('toy-2', 'noStream', [raw('[1]')]);
    expect(await failure(all(log.readStream('toy-2')))).toBeInstanceOf(EventUnreadable);
    // A filter that leaves it out reads past it.
    expect(numbers(await all(log.readAll({ filter: { streamPrefixes: ['toy-0'] } })))).toEqual([0]);
  });
});

describe('durability', () => {
  it('is what the design asks for: a WAL that is synced before a commit returns', async () => {
    // 2 = FULL
    expect((await open()).engine.durability).toEqual({ journal: 'wal', synchronous: 2 });
  });

  it('a refused append in a group fails nobody else, and a full file fails only those that do not fit', async () => {
    const log = await open({ maxLogBytes: 256 * 1024 });
    await log.append('toy-0', 'noStream', [anEvent(0)]);
    const big = { ...anEvent(1), data: { text: 'a'.repeat(300 * 1024) } };
    const outcomes = await Promise.all([
      failure(log.append('toy-1', 'noStream', [anEvent(1)])),
      failure(log.append('toy-0', 'noStream', [anEvent(1)])),
      failure(log.append('toy-2', 'noStream', [big])),
      failure(log.append('toy-3', 'noStream', [anEvent(1)])),
    ]);
    expect(outcomes[0]).toBe('no error');
    expect(outcomes[1]).toBeInstanceOf(WrongExpectedRevision);
    expect(outcomes[2]).toMatchObject({ code: 'LOG.READ_ONLY' });
    expect(outcomes[3]).toBe('no error');
    expect(new Set((await all(log.readAll())).map(({ stream }) => stream))).toEqual(new Set(['toy-0', 'toy-1', 'toy-3']));
    log.engine.setMaxLogBytes(undefined);
    expect((await log.append('toy-2', 'noStream', [big])).revision).toBe(0n);
  });
});

describe('a reader of few events', () => {
  it('gets the very events that a reader of all gets first, both ways, whatever the size of those around them', async () => {
    const log = await open();
    for (const [n, size] of [10, 300_000, 5, 9_000, 1, 120_000, 4_096].entries()) {
      const toy: EventToAppend = { ...anEvent(n, n % 2 === 0 ? 'ToyMade.v1' : 'ToySold.v1'), data: { n, note: 'x'.repeat(size) } };
      await log.append(`toy-${n}`, 'noStream', [toy]);
    }
    for (const filter of [undefined, { typePrefixes: ['ToySold'] }]) {
      for (const direction of ['forwards', 'backwards'] as const) {
        const options = { direction, ...(filter === undefined ? {} : { filter }) };
        const whole = await all(log.readAll(options));
        expect(whole).toHaveLength(filter === undefined ? 7 : 3);
        for (const after of [undefined, ...whole.map(({ position }) => position)]) {
          const rest = after === undefined ? whole : whole.slice(whole.findIndex(({ position }) => position === after) + 1);
          for (const limit of [1, 2, 7]) {
            const found = await all(log.readAll({ ...options, limit, ...(after === undefined ? {} : { after }) }));
            expect(numbers(found)).toEqual(numbers(rest.slice(0, limit)));
          }
        }
      }
    }
  });

  it('does not wait for a page of others to be read', async () => {
    const log = await open();
    for (let n = 0; n < 20; n += 1)
      await log.append(
        'toy-1',
        'any',
        Array.from({ length: 200 }, (_, i) => anEvent(n * 200 + i)),
      );
    const spans: number[] = [];
    const { reader } = log.engine;
    const page = reader.page.bind(reader);
    reader.page = (from, to, filter) => {
      spans.push(to - from);
      return page(from, to, filter);
    };
    expect(numbers(await all(log.readAll({ direction: 'backwards', limit: 1 })))).toEqual([3999]);
    expect(Math.max(...spans)).toBeLessThan(PAGE_SPAN / 100);
  });
});

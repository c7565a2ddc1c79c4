import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLocked, LogReadOnly, openEmbeddedLog, type EmbeddedLog, type EventToAppend, type RecordedEvent } from '#event-store';

jest.setTimeout(60_000);

const child = join(__dirname, '..', '..', 'dist', 'test', 'integration', 'embedded-faults.child.js');
const anEvent = (n: number, text = ''): EventToAppend => ({ id: randomUUID(), type: 'ToyMade.v1', data: { n, text }, metadata: {} });
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const failure = async (act: Promise<unknown>): Promise<unknown> => act.then(() => 'no error').catch((error: unknown) => error);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-faults-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Running {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  /** Resolves when so many lines were said. */
  said(count: number): Promise<void>;
  /** kill -9, and everything that was said before. */
  kill(): Promise<readonly string[]>;
}

function run(task: 'write' | 'hold'): Running {
  const started = spawn(process.execPath, [child, folder, task], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let lines: string[] = [];
  let wake = (): void => undefined;
  const closed = new Promise<void>((resolve) => started.on('close', () => resolve()));
  started.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    lines = text.split('\n');
    // What stands behind the last line break was cut off by the kill.
    lines.pop();
    wake();
  });
  return {
    process: started,
    get lines() {
      return lines;
    },
    said: (count) =>
      new Promise((resolve, reject) => {
        wake = () => {
          if (lines.some((line) => line.startsWith('failed'))) reject(new Error(lines.join('\n')));
          if (lines.length >= count) resolve();
        };
        void closed.then(() => reject(new Error(`the child ended: ${lines.join('\n')}`)));
        wake();
      }),
    kill: async () => {
      started.kill('SIGKILL');
      await closed;
      return lines;
    },
  };
}

describe('kill -9 in the middle of writing', () => {
  it('loses nothing that was acknowledged or seen, leaves no gap, and opens again at once', async () => {
    const acknowledged: { readonly stream: string; readonly last: bigint; readonly position: bigint; readonly ids: readonly string[] }[] =
      [];
    const seen: { readonly position: bigint; readonly id: string }[] = [];
    for (const lines of [200, 500, 900]) {
      const running = run('write');
      await running.said(lines);
      for (const line of await running.kill()) {
        const [kind, ...words] = line.split(' ');
        if (kind === 'acknowledged') {
          const [stream = '', revision = '', position = '', ...ids] = words;
          acknowledged.push({ stream, last: BigInt(revision), position: BigInt(position), ids });
        } else if (kind === 'seen') {
          const [position = '', id = ''] = words;
          seen.push({ position: BigInt(position), id });
        }
      }

      const began = performance.now();
      const log = await openEmbeddedLog({ folder });
      expect(performance.now() - began).toBeLessThan(5000);
      const found = await all(log.readAll());
      const streams = new Map<string, RecordedEvent[]>();
      for (const event of found) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
      for (const [stream, events] of streams) {
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, n) => BigInt(n)));
        expect(await all(log.readStream(stream))).toEqual(events);
      }
      for (const { stream, last, position, ids } of acknowledged) {
        const events = streams.get(stream)?.slice(Number(last) - ids.length + 1, Number(last) + 1) ?? [];
        expect(events.map(({ id }) => id)).toEqual(ids);
        expect(events.at(-1)?.position).toBe(position);
      }
      const idAt = new Map(found.map(({ position, id }) => [position, id]));
      for (const { position, id } of seen) expect(idAt.get(position)).toBe(id);
      await log.close();
    }
    expect(acknowledged.length).toBeGreaterThan(300);
    expect(seen.length).toBeGreaterThan(300);
  });
});

describe('a second process', () => {
  it('is refused, and told which process holds the folder; when that is killed the folder is free', async () => {
    const running = run('hold');
    await running.said(1);
    const error = await failure(openEmbeddedLog({ folder }));
    expect(error).toBeInstanceOf(FolderLocked);
    if (!(error instanceof FolderLocked)) throw error;
    expect(error.holder?.pid).toBe(running.process.pid);
    expect(error.holder?.command).toContain('embedded-faults.child.js');
    expect(error.zh).toContain(`进程 ${running.process.pid}`);
    await running.kill();

    const log = await openEmbeddedLog({ folder });
    expect((await log.append('toy-1', 'noStream', [anEvent(0)])).revision).toBe(0n);
    const other = run('hold');
    await expect(other.said(1).then(() => other.lines)).rejects.toThrow(new RegExp(`FolderLocked.*process ${process.pid} `));
    await log.close();
  });
});

describe('readers', () => {
  it('see an append whole or not at all, and nothing twice', async () => {
    const log = await openEmbeddedLog({ folder });
    let writing = true;
    const writers = Array.from({ length: 4 }, async (_, who) => {
      for (let n = 0; n < 60; n += 1) await log.append(`toy-${who}`, 'any', [anEvent(n), anEvent(n), anEvent(n)]);
    });
    const reading = (async () => {
      let looks = 0;
      while (writing) {
        const found = await all(log.readAll());
        expect(found.length % 3).toBe(0);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        looks += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return looks;
    })();
    await Promise.all(writers);
    writing = false;
    expect(await reading).toBeGreaterThan(3);
    expect(await all(log.readAll())).toHaveLength(4 * 60 * 3);
    await log.close();
  });
});

/** A place with little room, and how to make room in it: a small disk where one may be mounted, else a bound on the file. */
interface SmallPlace {
  readonly kind: 'disk' | 'bound';
  open(): Promise<EmbeddedLog>;
  makeRoom(log: EmbeddedLog): void;
  leave(): void;
}

function smallPlace(): SmallPlace {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]).status === 0;
  if (!mounted) {
    return {
      kind: 'bound',
      open: () => openEmbeddedLog({ folder: disk, maxLogBytes: 2 * 1024 * 1024 }),
      makeRoom: (log) => log.engine.setMaxLogBytes(undefined),
      leave: () => undefined,
    };
  }
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024));
  return {
    kind: 'disk',
    open: () => openEmbeddedLog({ folder: disk }),
    makeRoom: () => rmSync(ballast),
    // Lazily: the driver keeps files open until its statements are collected.
    leave: () => void spawnSync('umount', ['-l', disk]),
  };
}

describe('a full disk', () => {
  it('makes the log read-only with a clear message; reading goes on, and writing comes back by itself', async () => {
    const place = smallPlace();
    const log = await place.open();
    try {
      const written: EventToAppend[] = [];
      let refusal: unknown;
      for (let n = 0; refusal === undefined && n < 2000; n += 1) {
        const event = anEvent(n, '劳'.repeat(10_000));
        try {
          await log.append('toy-1', 'any', [event]);
          written.push(event);
        } catch (error) {
          refusal = error;
        }
      }
      expect(refusal).toBeInstanceOf(LogReadOnly);
      expect(refusal).toMatchObject({ code: 'LOG.READ_ONLY', zh: '磁盘已满或无法写入，目前只能查询，不能填报' });
      expect(written.length).toBeGreaterThan(5);

      const ids = written.map(({ id }) => id);
      expect((await all(log.readAll())).map(({ id }) => id)).toEqual(ids);
      expect((await all(log.readStream('toy-1', { direction: 'backwards', limit: 1 }))).map(({ id }) => id)).toEqual(ids.slice(-1));
      const refused = anEvent(-1, '劳'.repeat(100_000));
      expect(await failure(log.append('toy-1', 'any', [refused]))).toBeInstanceOf(LogReadOnly);

      place.makeRoom(log);
      // The same append again, with the same ids: the refused one left nothing behind.
      const { revision } = await log.append('toy-1', BigInt(written.length - 1), [refused]);
      expect(revision).toBe(BigInt(written.length));
      expect((await all(log.readStream('toy-1'))).map(({ id }) => id)).toEqual([...ids, refused.id]);
      await log.close();
      const again = await place.open();
      expect((await all(again.readAll())).map(({ id }) => id)).toEqual([...ids, refused.id]);
      await again.close();
    } finally {
      await log.close();
      place.leave();
    }
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEventStoreDb, OutcomeUnknown, type EventLog, type EventStoreDbOptions, type EventToAppend } from '#event-store';
import { selfSignedCertificate } from '../support/wire-node';
import { startNodeProgram, startProgram, type Program } from '../support/wire-node/program';

/** A node in a process of its own, which can be killed and stalled as a real one is; and several writers beside each other. */

jest.setTimeout(60_000);

let folder: string;
const cleanups: (() => Promise<unknown> | void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wire-processes-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(folder, { recursive: true });
});

function ending<T extends Program>(program: T): T {
  cleanups.push(() => {
    program.signal('SIGKILL');
    return program.ended;
  });
  return program;
}

const startNode = async (env: Readonly<Record<string, string>> = {}) =>
  ending(await startNodeProgram({ DATA: join(folder, 'log'), ...env }));

function connect(options: Partial<EventStoreDbOptions> & { url: string }): { log: EventLog; troubles: string[] } {
  const troubles: string[] = [];
  const log = connectEventStoreDb({
    resubscribe: { firstDelayMs: 20, maxDelayMs: 200 },
    onTrouble: ({ kind }) => troubles.push(kind),
    ...options,
  });
  cleanups.push(() => log.close());
  return { log, troubles };
}

const url = (port: number): string => `esdb://127.0.0.1:${port}?tls=false`;
const event = (n: number): EventToAppend => ({ id: randomUUID(), type: 'ToyMade.v1', data: { n }, metadata: {} });

async function numbers(log: EventLog, stream: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { data } of log.readStream(stream)) found.push(data['n']);
  return found;
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const limit = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const range = (to: number): number[] => Array.from({ length: to }, (_, n) => n);

describe('the wire node as a program', () => {
  it('keeps what it acknowledged when it is killed, and nothing when it has a log of its own', async () => {
    const first = await startNode();
    const { log } = connect({ url: url(first.port) });
    await log.append('toy-1', 'noStream', [event(0), event(1)]);
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await startNode({ PORT: String(first.port) });
    expect((await log.append('toy-1', 1n, [event(2)])).revision).toBe(2n);
    expect(await numbers(log, 'toy-1')).toEqual([0, 1, 2]);
    await log.close();

    const fresh = ending(await startNodeProgram({ TMPDIR: folder }));
    expect(readdirSync(folder).filter((name) => name.startsWith('wire-node-'))).toHaveLength(1);
    fresh.signal('SIGTERM');
    expect(await fresh.ended).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('wire-node-'))).toHaveLength(0);
  });

  it('speaks TLS and asks who is there when it has a certificate', async () => {
    const { cert, key } = selfSignedCertificate(new Date());
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    const node = await startNode({ TLS_CERT: certFile, TLS_KEY: keyFile });
    const query = `tls=true&tlsCAFile=${encodeURIComponent(certFile)}`;
    const { log: stranger } = connect({ url: `esdb://admin:guessed@localhost:${node.port}?${query}` });
    await expect(stranger.append('toy-1', 'noStream', [event(0)])).rejects.toMatchObject({ code: 'LOG.ACCESS_DENIED' });
    await stranger.close();
    const { log } = connect({ url: `esdb://admin:changeit@localhost:${node.port}?${query}` });
    await log.append('toy-1', 'noStream', [event(0)]);
    expect(await numbers(log, 'toy-1')).toEqual([0]);
  });

  it.each([
    [{ PORT: 'x' }, /no port/],
    [{ TLS_CERT: 'cert.pem' }, /go together/],
  ])('refuses to start with %p', async (env, complaint) => {
    await expect(startNode(env)).rejects.toThrow(complaint);
  });
});

describe('a node that is killed', () => {
  it('in the middle of a subscription and started again costs neither loss nor doubling', async () => {
    let node = await startNode();
    const { log, troubles } = connect({ url: url(node.port), appendTimeoutMs: 20_000 });
    const got: unknown[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const message of log.subscribe({ signal: stop.signal })) {
        if (message.kind === 'event') got.push(message.event.data['n']);
      }
    })();
    const writing = (async () => {
      // Exact revisions: an append that dies with the node is repeated with the same ids.
      for (let n = 0; n < 120; n += 1) await log.append('toy-1', n === 0 ? 'noStream' : BigInt(n - 1), [event(n)]);
    })();
    for (const at of [20, 60]) {
      await until(() => got.length >= at, `event ${at}`);
      node.signal('SIGKILL');
      await node.ended;
      node = await startNode({ PORT: String(node.port) });
    }
    await writing;
    await until(() => got.length >= 120, 'the last event');
    stop.abort();
    await following;
    expect(got).toEqual(range(120));
    expect(await numbers(log, 'toy-1')).toEqual(range(120));
    expect(troubles).toContain('subscriptionDropped');
  });
});

describe('a node that is stalled', () => {
  it('makes an append fail within its limit, and the same ids write nothing twice when it goes on', async () => {
    const node = await startNode();
    const { log } = connect({ url: url(node.port), appendTimeoutMs: 1000 });
    await log.append('toy-1', 'noStream', [event(0)]);
    node.signal('SIGSTOP');
    const owed = event(1);
    const begin = performance.now();
    await expect(log.append('toy-1', 0n, [owed])).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(log.append('toy-2', 'any', [event(0)])).rejects.toBeInstanceOf(OutcomeUnknown);
    // The client by itself would have waited for its keep-alive: 20 seconds, or for ever.
    expect(performance.now() - begin).toBeLessThan(5000);
    node.signal('SIGCONT');
    expect((await log.append('toy-1', 0n, [owed])).revision).toBe(1n);
    expect((await log.append('toy-1', 1n, [event(2)])).revision).toBe(2n);
    expect(await numbers(log, 'toy-1')).toEqual([0, 1, 2]);
    expect(await numbers(log, 'toy-2')).toEqual([0]);
  });

  it('loses its subscribers, who come back to it without loss or doubling', async () => {
    const node = await startNode();
    // The client warns of intervals below ten seconds; the default would make this test a minute long.
    const { log, troubles } = connect({ url: `${url(node.port)}&keepAliveInterval=300&keepAliveTimeout=300`, appendTimeoutMs: 20_000 });
    const got: unknown[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const message of log.subscribe({ signal: stop.signal })) {
        if (message.kind === 'event') got.push(message.event.data['n']);
      }
    })();
    for (let n = 0; n < 10; n += 1) await log.append('toy-1', 'any', [event(n)]);
    await until(() => got.length === 10, 'the first events');
    node.signal('SIGSTOP');
    await until(() => troubles.includes('subscriptionDropped'), 'the keep-alive to fail');
    node.signal('SIGCONT');
    for (let n = 10; n < 20; n += 1) await log.append('toy-1', BigInt(n - 1), [event(n)]);
    await until(() => got.length >= 20, 'the events after the stall');
    stop.abort();
    await following;
    expect(got).toEqual(range(20));
  });
});

describe('several clients', () => {
  it('write one stream from processes of their own, each at the revision it knows, also when one of them is killed', async () => {
    const node = await startNode();
    const rival = (NAME: string, COUNT: string): Program =>
      ending(startProgram('rival.js', { URL: url(node.port), STREAM: 'toy-1', COUNT, NAME }));
    const [first, second, third] = [rival('first', '40'), rival('second', '40'), rival('third', '1000000')];
    await third.line(/^WROTE/);
    third.signal('SIGKILL');
    expect([await first.ended, await second.ended, await third.ended]).toEqual([0, 0, 'SIGKILL']);
    const { log } = connect({ url: url(node.port) });
    const by: Record<string, unknown[]> = { first: [], second: [], third: [] };
    const revisions: bigint[] = [];
    for await (const { revision, data } of log.readStream('toy-1')) {
      revisions.push(revision);
      if (typeof data['by'] === 'string') by[data['by']]?.push(data['n']);
    }
    expect(revisions).toEqual(range(revisions.length).map(BigInt));
    expect(by['first']).toEqual(range(40));
    expect(by['second']).toEqual(range(40));
    expect(by['third']).toEqual(range(by['third']?.length ?? 0));
    // What a rival was told it wrote stands where it was told.
    for (const program of [first, second, third]) {
      const told = program.lines.flatMap((line) => /^WROTE (\d+)$/.exec(line)?.[1] ?? []).map(BigInt);
      expect(told.length).toBeGreaterThan(0);
      expect(told.every((revision) => revisions.includes(revision))).toBe(true);
    }
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEventStoreDb, LogAccessDenied } from '#event-store';
import { selfSignedCertificate, startWireNode, temporaryEngine, type WireNode, type WireNodeOptions } from '../support/wire-node';
import { rawStoreOver } from '../support/wire-node/raw-store';
import { anEvent, describeEventLog, type LogUnderTest } from './event-store-contract';

/** The EventStoreDB adapter, its real client and a real wire, over the wire node: a model of the server, not the server. */

interface Setting {
  readonly node?: Partial<WireNodeOptions>;
  readonly url?: (node: WireNode) => string;
  /** The calls by which every append of the suite must have come, and those that must not have been made. */
  readonly made: readonly string[];
  readonly notMade: readonly string[];
}

async function overTheWire(setting: Setting): Promise<LogUnderTest> {
  const engine = await temporaryEngine();
  const node = await startWireNode({ engine, ...setting.node });
  const url = setting.url?.(node) ?? node.url();
  const raw = rawStoreOver(url);
  const log = connectEventStoreDb({ url });
  return {
    log,
    raw,
    close: async () => {
      await log.close();
      await raw.close();
      await node.stop();
      await engine.close();
      for (const call of setting.made) expect(node.calls.get(call)).toBeGreaterThan(0);
      for (const call of setting.notMade) expect(node.calls.get(call)).toBeUndefined();
    },
  };
}

describeEventLog('the EventStoreDB adapter over the wire node, by BatchAppend', () =>
  overTheWire({ made: ['BatchAppend', 'Read', 'Delete', 'Tombstone', 'GetSupportedMethods'], notMade: ['Append', 'Gossip'] }),
);

describeEventLog('the EventStoreDB adapter over the wire node, by Append', () =>
  overTheWire({ node: { batchAppend: false }, made: ['Append', 'Read'], notMade: ['BatchAppend'] }),
);

describe('found by gossip', () => {
  describeEventLog(
    'the EventStoreDB adapter over the wire node',
    () =>
      overTheWire({
        node: {
          // Only one of these is a living leader, and it is the node itself.
          gossip: (self) => [
            { host: '127.0.0.1', port: 1, alive: false, state: 'LEADER' },
            { host: '127.0.0.1', port: 1, alive: true, state: 'CATCHINGUP' },
            { host: '127.0.0.1', port: 1, alive: true, state: 'FOLLOWER' },
            { ...self, alive: true, state: 'LEADER' },
          ],
        },
        url: (node) => node.url().replace('esdb://', 'esdb+discover://'),
        made: ['Gossip', 'BatchAppend'],
        notMade: ['Append'],
      }),
    { runs: 3 },
  );
});

describe('by TLS and basic authentication', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-tls-'));
  const ca = join(folder, 'ca.pem');
  const tls = selfSignedCertificate(new Date());
  writeFileSync(ca, tls.cert);
  afterAll(() => rmSync(folder, { recursive: true }));

  describeEventLog(
    'the EventStoreDB adapter over the wire node',
    () =>
      overTheWire({
        node: { tls },
        url: (node) => node.url({ tlsCAFile: ca }, 'admin:changeit'),
        made: ['BatchAppend'],
        notMade: ['Append'],
      }),
    { runs: 3 },
  );

  it.each([
    ['a wrong password', 'admin:guessed', true],
    ['a wrong password', 'admin:guessed', false],
    ['nobody', '', true],
    ['nobody', '', false],
  ])('refuses %s (%s, BatchAppend %p)', async (_, credentials, batchAppend) => {
    const engine = await temporaryEngine();
    const node = await startWireNode({ engine, tls, batchAppend });
    const log = connectEventStoreDb({ url: node.url({ tlsCAFile: ca }, credentials), appendTimeoutMs: 2000, readTimeoutMs: 2000 });
    try {
      await expect(log.append('toy-1', 'noStream', [anEvent(1)])).rejects.toBeInstanceOf(LogAccessDenied);
      for (const refused of [log.readStream('toy-1'), log.readAll(), log.subscribe()]) {
        await expect(refused[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(LogAccessDenied);
      }
      expect(engine.readAll('start', 'forwards', 1)).toEqual([]);
    } finally {
      await log.close();
      await node.stop();
      await engine.close();
    }
  });
});

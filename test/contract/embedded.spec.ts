import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { openEmbeddedLog } from '#event-store';
import { describeEventLog } from './event-store-contract';

describeEventLog('the embedded log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-contract-'));
  const log = await openEmbeddedLog({ folder });
  const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return {
    log,
    raw: {
      softDelete: (stream) => log.engine.softDelete(stream, 'any'),
      tombstone: (stream) => log.engine.tombstone(stream, 'any'),
      setMetadata: (stream, metadata) =>
        log.engine.append(`$$${stream}`, 'any', [
          { id: randomUUID(), type: '$metadata', isJson: true, data: bytes(metadata), metadata: bytes({}) },
        ]),
    },
    close: async () => {
      await log.close();
      rmSync(folder, { recursive: true });
    },
  };
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog } from '#event-store';
import type { LogEngine } from '../../../libs/event-store/src/engine';

/** The engine of the embedded log over a folder of its own, which goes when the engine is closed. */
export async function temporaryEngine(): Promise<LogEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-node-'));
  const log = await openEmbeddedLog({ folder });
  const { engine } = log;
  return {
    append: (stream, expected, events) => engine.append(stream, expected, events),
    readStream: (stream, from, direction, limit) => engine.readStream(stream, from, direction, limit),
    readAll: (from, direction, limit, exclusive) => engine.readAll(from, direction, limit, exclusive),
    softDelete: (stream, expected) => engine.softDelete(stream, expected),
    tombstone: (stream, expected) => engine.tombstone(stream, expected),
    onAppended: (listener) => engine.onAppended(listener),
    close: async () => {
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The wire node as a program, for tests that need a server to stall or to die.
 *
 * From its environment: `PORT` (0, the default, is any free one), `TLS_CERT` and `TLS_KEY` (files; then it speaks TLS and asks
 * for user `admin`, password `changeit`), `DATA` (the folder of its log; a fresh one, gone afterwards, unless given).
 * Prints `LISTENING <port>` and stops on SIGTERM.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLog } from '#event-store';
import { startWireNode } from '.';

async function main(): Promise<void> {
  const { PORT, TLS_CERT, TLS_KEY, DATA } = process.env;
  const port = Number(PORT ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT is ${PORT}, which is no port`);
  if ((TLS_CERT === undefined) !== (TLS_KEY === undefined)) throw new Error('TLS_CERT and TLS_KEY go together');
  const folder = DATA ?? mkdtempSync(join(tmpdir(), 'wire-node-'));
  const log = await openEmbeddedLog({ folder });
  const node = await startWireNode({
    engine: log.engine,
    port,
    ...(TLS_CERT !== undefined && TLS_KEY !== undefined && { tls: { cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) } }),
  });
  const stop = async (): Promise<void> => {
    await node.stop();
    await log.close();
    if (DATA === undefined) rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  process.stdout.write(`LISTENING ${node.port}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

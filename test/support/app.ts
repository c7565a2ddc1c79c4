/** The whole ledger in this process, on a folder of its own, reached over real HTTP. */
import { readConfig } from '#application';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type LedgerServer } from '../../apps/api/src/server';
import { compose, type Composition } from '../../apps/worker/src/composition';
import { ledgerAt, type LedgerHttp } from './http';

export type { Answered } from './http';

export interface TestApp extends LedgerHttp {
  readonly folder: string;
  readonly composition: Composition;
  readonly server: LedgerServer;
  /** Resolves when the steward and the read models have come to the end of the log. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Cheap hashes: what they protect is made up. */
const QUICK = { N: 1024, r: 8, p: 1 };

export async function startApp(
  options: { readonly sampleData?: boolean; readonly folder?: string; readonly accounts?: 'on'; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<TestApp> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'brand-ledger-app-'));
  const config = readConfig({ DATA_DIR: folder, PORT: '0', ACCOUNTS: options.accounts ?? 'off', ...options.env });
  const quick = { ...config, accounts: { ...config.accounts, cost: QUICK } };
  const composition = await compose(quick, 'embedded', () => undefined);
  await composition.prepare(options.sampleData ?? false);
  const server = await createServer(composition, 'error');
  await server.listen(0, '127.0.0.1');
  return {
    ...ledgerAt(`http://127.0.0.1:${server.port()}`),
    folder,
    composition,
    server,
    settled: async () => {
      await composition.worker?.settled();
    },
    stop: async () => {
      await server.close();
      await composition.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

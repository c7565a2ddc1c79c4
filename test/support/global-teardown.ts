import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends the PostgreSQL of this run, if one was started, and waits until its folder is gone. */
export default async function teardown(): Promise<void> {
  const folder = process.env.TEST_POSTGRES_FOLDER;
  if (folder === undefined) return;
  const started = existsSync(join(folder, 'starting')) && !existsSync(join(folder, 'failed'));
  if (started) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'stop'), '');
    for (let waited = 0; existsSync(folder) && waited < 15_000; waited += 50) await sleep(50);
  }
  rmSync(folder, { recursive: true, force: true });
}

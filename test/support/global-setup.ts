import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only names the folder that a PostgreSQL of this run would live in; the first spec that needs one starts it. */
export default function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-postgres-'));
  // The server may run as another user, who must be able to reach its data below.
  chmodSync(folder, 0o755);
  process.env.TEST_POSTGRES_FOLDER = folder;
  // Journeys that are not about people work as the single user; those that are say so.
  process.env.ACCOUNTS ??= 'off';
  process.env.TEST_POSTGRES_RUN = String(process.pid);
}

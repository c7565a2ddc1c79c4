import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModels, type ReadModelDatabase } from '#projections';
import { testPostgres } from './postgres';

export interface TestReadModels {
  /** What `openReadModels` takes: to open the same database once more, as another process would. */
  readonly target: { url: string } | { file: string };
  open(): Promise<ReadModelDatabase>;
  /** Closes what `open` opened and removes the database. */
  dispose(): Promise<void>;
}

async function sqlite(): Promise<TestReadModels> {
  const folder = await mkdtemp(join(tmpdir(), 'brand-ledger-read-models-'));
  return disposable({ file: join(folder, 'read-models.sqlite') }, () => rm(folder, { recursive: true, force: true }));
}

async function postgres(): Promise<TestReadModels> {
  const database = await testPostgres();
  return disposable({ url: database.url }, () => database.drop());
}

function disposable(target: TestReadModels['target'], remove: () => Promise<void>): TestReadModels {
  const opened: ReadModelDatabase[] = [];
  return {
    target,
    open: async () => {
      const database = await openReadModels(target);
      opened.push(database);
      return database;
    },
    dispose: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await remove();
    },
  };
}

/** Both engines, for `describe.each`. */
export const readModelEngines = [
  { engine: 'SQLite', create: sqlite },
  { engine: 'PostgreSQL', create: postgres },
] as const;

/** Time to give a `beforeAll` that creates a database: the first one on PostgreSQL starts the server. */
export const START_DATABASE_MS = 90_000;

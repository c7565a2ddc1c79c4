/**
 * The data folder: which format it has, which files lie in it, and who works in it.
 *
 * The lock is a SQLite file held open in an exclusive transaction. The operating system takes it back when the process
 * dies, however it dies, so there is no stale lock to clean up; `holder.json` beside it only says who that was.
 */
import { DatabaseSync } from '@photostructure/sqlite';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FolderFormatRefused, FolderLocked, type FolderHolder } from '../errors';

/** Version of the folder's layout. A newer one is refused; an older one would be migrated here. */
const FOLDER_FORMAT = 1;
const PRODUCT = 'brand-ledger';

export interface DataFolder {
  readonly path: string;
  /** The file of the log itself. */
  readonly logFile: string;
  /** Tells a second program where to go instead. */
  announce(address: string): void;
  /** Gives the folder back. */
  release(): void;
}

/** By its shape and not by its class: a native module may come from another realm than this code. */
export function isSqliteError(error: unknown): error is { readonly errcode: number; readonly message: string } {
  return typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';
}

/** Makes names in a folder durable; platforms that cannot open a folder do it by themselves. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, file);
}

function readHolder(file: string): FolderHolder | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null) return null;
    const { pid, startedAt, command, address } = { pid: 0, startedAt: 0, command: '', address: null, ...found };
    return { pid: Number(pid), startedAt: Number(startedAt), command: String(command), address: address === null ? null : String(address) };
  } catch {
    return null;
  }
}

/** Where the process that holds a data folder answers, as it announced it; null where nobody does. It may have died since. */
export const addressOfHolder = (folder: string): string | null => readHolder(join(folder, 'holder.json'))?.address ?? null;

function checkFormat(path: string): void {
  const file = join(path, 'format.json');
  if (!existsSync(file)) {
    writeWhole(file, `${JSON.stringify({ product: PRODUCT, format: FOLDER_FORMAT })}\n`);
    syncFolder(path);
    return;
  }
  let format: unknown;
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found === 'object' && found !== null && 'product' in found && found.product === PRODUCT && 'format' in found)
      format = found.format;
  } catch (error) {
    throw new FolderFormatRefused(path, `format.json is damaged`, { cause: error });
  }
  if (format !== FOLDER_FORMAT) {
    throw new FolderFormatRefused(
      path,
      `format.json says format ${String(format)} and this program knows format ${FOLDER_FORMAT} of ${PRODUCT}`,
    );
  }
}

/**
 * Takes a data folder for this process alone, making it when it is not there.
 * @throws FolderLocked when another process (or another log of this one) holds it, FolderFormatRefused
 */
export function takeDataFolder(folder: string, startedAt: number): DataFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  const holderFile = join(path, 'holder.json');
  const lock = new DatabaseSync(join(path, 'lock.sqlite'));
  try {
    // The journal stays in memory: the lock file is never written, so there is nothing to recover.
    lock.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    // 5 = SQLITE_BUSY
    if (isSqliteError(error) && (error.errcode & 0xff) === 5) throw new FolderLocked(path, readHolder(holderFile), { cause: error });
    throw new FolderFormatRefused(path, 'lock.sqlite cannot be locked', { cause: error });
  }
  const holder: FolderHolder = { pid: process.pid, startedAt, command: process.argv.slice(1).join(' ') || process.argv0, address: null };
  try {
    checkFormat(path);
    writeWhole(holderFile, JSON.stringify(holder));
  } catch (error) {
    // A full disk must not keep anybody from reading: the holder then stays nameless.
    if (error instanceof FolderFormatRefused) {
      lock.close();
      throw error;
    }
  }
  let held = true;
  return {
    path,
    logFile: join(path, 'log.sqlite'),
    announce: (address) => writeWhole(holderFile, JSON.stringify({ ...holder, address })),
    release: () => {
      if (!held) return;
      held = false;
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

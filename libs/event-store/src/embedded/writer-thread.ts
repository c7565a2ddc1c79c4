/** The thread in which the one writer lives: takes all requests that wait, commits them together, answers them in order. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { FolderFormatRefused } from '../errors';
import { one, openForWriting, pragma, setMaxLogBytes, type LogFileOptions } from './log-file';
import { failureOf, LogWriter, type Failure, type OutcomeTuple, type RequestTuple } from './writer';

export interface WriterStart extends LogFileOptions {
  readonly file: string;
}
export type ToWriter =
  | { readonly kind: 'append'; readonly requests: readonly RequestTuple[] }
  | { readonly kind: 'maxLogBytes'; readonly maxLogBytes: number | undefined }
  | { readonly kind: 'close' };
export type FromWriter =
  | { readonly kind: 'opened'; readonly logId: string; readonly head: number; readonly journal: string; readonly synchronous: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'answers'; readonly outcomes: readonly OutcomeTuple[]; readonly head: number };

/** The most requests and bytes in one transaction: bounds how long the first of them waits for the last. */
const REQUESTS_AT_ONCE = 1024;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

const bytesOf = (requests: readonly RequestTuple[]): number =>
  requests.reduce((sum, [, , , , events]) => sum + events.reduce((size, event) => size + event[5], 0), 0);

function waiting(port: MessagePort): ToWriter | undefined {
  const received: { readonly message: ToWriter } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function open(
  start: WriterStart,
  send: (message: FromWriter) => void,
): { readonly database: DatabaseSyncInstance; readonly writer: LogWriter } | undefined {
  try {
    const database = openForWriting(start.file, start);
    const writer = new LogWriter(database);
    const logId = one<{ readonly id: string }>(database.prepare('SELECT id FROM log'))?.id ?? '';
    const [journal, synchronous] = [String(pragma(database, 'journal_mode')), Number(pragma(database, 'synchronous'))];
    send({ kind: 'opened', logId, head: writer.head, journal, synchronous });
    return { database, writer };
  } catch (error) {
    send(error instanceof FolderFormatRefused ? { kind: 'refused', reason: error.reason } : { kind: 'failed', failure: failureOf(error) });
    return undefined;
  }
}

/** Folds the WAL into the file, so that the next start has nothing to recover. */
function close(database: DatabaseSyncInstance): void {
  try {
    // The driver's own close leaves prepared statements, and with them the connection, to the garbage collector.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // On a full disk the WAL stays as it is: durable, and read by the next start.
  }
  database.close();
}

function serve(port: MessagePort, start: WriterStart): void {
  const send = (message: FromWriter): void => port.postMessage(message);
  const opened = open(start, send);
  if (opened === undefined) return port.close();
  const { database, writer } = opened;

  /** Commits this message together with all that wait behind it; answers what it met and could not take in. */
  const commit = (first: readonly RequestTuple[]): ToWriter | undefined => {
    const requests = [...first];
    let bytes = bytesOf(first);
    let next: ToWriter | undefined;
    while (requests.length < REQUESTS_AT_ONCE && bytes < BYTES_AT_ONCE) {
      next = waiting(port);
      if (next?.kind !== 'append') break;
      requests.push(...next.requests);
      bytes += bytesOf(next.requests);
      next = undefined;
    }
    const outcomes = writer.commit(requests);
    send({ kind: 'answers', outcomes, head: writer.head });
    return next;
  };

  port.on('message', (message: ToWriter) => {
    let next: ToWriter | undefined = message;
    while (next !== undefined) {
      if (next.kind === 'append') {
        next = commit(next.requests);
      } else if (next.kind === 'maxLogBytes') {
        setMaxLogBytes(database, next.maxLogBytes);
        next = undefined;
      } else {
        close(database);
        return port.close();
      }
    }
  });
}

if (parentPort !== null) serve(parentPort, workerData as WriterStart);

/** Files are read in threads, few at a time, each with a bound on its memory and its time. */
import type { FileProblem, Read } from '#contracts';
import type { FormDefinition } from '#domain';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckContext, FormatChoice, LocatedProblem } from './check-file';
import type { CheckAnswer, FromThread, NamedInstruction, SheetTask } from './check-thread';
import type { Filled, FillRequest } from './fill-cells';
import type { FilledForm } from './fill-form';
import { problemOfFile } from './workbook-file';

/** A province's 100,000 rows take a third of it. */
const HEAP_MB = 768;
const MAX_MS = 180_000;
/** Threads at once: the others wait their turn, up to so many, for each of them lies in memory. */
const AT_ONCE = 2;
const MOST_WAITING = 20;

/** A thread can only run what is compiled; from source (jest) it is the last build that runs. */
function threadFile(): string {
  const beside = join(__dirname, 'check-thread.js');
  return existsSync(beside) ? beside : beside.replace(`${sep}libs${sep}spreadsheets${sep}`, `${sep}dist${sep}libs${sep}spreadsheets${sep}`);
}

const waiting: (() => void)[] = [];
let running = 0;
/** @throws FileGivenUp when too many wait already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw new FileGivenUp(busy);
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** A file that was not read to its end, for no fault of its content. */
class FileGivenUp extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.en);
  }
}

const demanding = problemOfFile(
  'FILE.TOO_DEMANDING',
  '处理这份文件所需的内存或时间超过上限，已停止；请拆分后分别上传。',
  'The file takes more memory or time than is allowed and was given up. Split it.',
);

const busy = problemOfFile(
  'FILE.BUSY',
  '正在处理的文件过多，这份文件没有读取；请稍后再上传。',
  'Too many files are being read just now, and this one was not. Send it again in a while.',
);

/** What became of a file, or why it was given up. */
async function orGivenUp<T>(work: Promise<T>, told: (problem: FileProblem) => T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FileGivenUp) return told(error.problem);
    throw error;
  }
}

/** @param hear gives the answer once there is one; what it throws ends the thread */
function ask<T>(
  task: SheetTask,
  hear: (message: FromThread, thread: Worker) => { readonly answer: T } | null,
  signal?: AbortSignal,
): Promise<T> {
  return inTurn(
    () =>
      new Promise<T>((resolve, reject) => {
        signal?.throwIfAborted();
        const thread = new Worker(threadFile(), { workerData: task, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
        const timer = setTimeout(() => end(() => reject(new FileGivenUp(demanding))), MAX_MS);
        const abort = (): void => end(() => reject(signal?.reason instanceof Error ? signal.reason : new Error('stopped')));
        const end = (settle: () => void): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          thread.removeAllListeners('message');
          void thread.terminate();
          settle();
        };
        signal?.addEventListener('abort', abort);
        thread.on('message', (message: FromThread) => {
          try {
            const heard = hear(message, thread);
            if (heard !== null) end(() => resolve(heard.answer));
          } catch (error) {
            end(() => reject(error instanceof Error ? error : new Error(String(error))));
          }
        });
        thread.once('error', (error: Error & { code?: string }) =>
          end(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new FileGivenUp(demanding) : error)),
        );
        thread.once('exit', (code) => end(() => reject(new Error(`the thread that reads files ended with ${code}`))));
      }),
  );
}

export type CheckedInThread =
  (Extract<CheckAnswer, { ok: true }> & { readonly instructions: readonly NamedInstruction[] }) | Extract<CheckAnswer, { ok: false }>;

/** `checkUpload` in a thread. */
export async function checkInThread(
  bytes: Uint8Array,
  choice: FormatChoice,
  { today, scope, findBrands, onProgress }: CheckContext,
  signal?: AbortSignal,
): Promise<CheckedInThread> {
  const instructions: NamedInstruction[] = [];
  return orGivenUp(
    ask<CheckedInThread>(
      { kind: 'check', bytes, choice, today, scope },
      (message, thread) => {
        if (message.say === 'progress') onProgress?.(message.step, message.rows, message.of);
        else if (message.say === 'part') {
          instructions.push(...message.instructions);
          setImmediate(() => thread.postMessage('next'));
        } else if (message.say === 'find')
          void findBrands(message.asked).then(
            (ids) => thread.postMessage(ids),
            (error: unknown) => thread.emit('error', error),
          );
        else if (message.say === 'checked') return { answer: message.answer.ok ? { ...message.answer, instructions } : message.answer };
        return null;
      },
      signal,
    ),
    (problem) => ({ ok: false, format: null, errors: [{ ...problem, sheet: null, address: null }] }),
  );
}

const refused = (problem: FileProblem): { readonly ok: false; readonly errors: readonly FileProblem[] } => ({
  ok: false,
  errors: [problem],
});

/** `markCopy` in a thread. @throws Error where the file cannot be written again, though it could be read */
export const markInThread = (bytes: Uint8Array, problems: readonly LocatedProblem[]): Promise<Uint8Array> =>
  ask<Uint8Array>({ kind: 'mark', bytes, problems }, (message) => (message.say === 'marked' ? { answer: message.bytes } : null));

/** `fillFromFile` in a thread. */
export const fillInThread = (bytes: Uint8Array, request: FillRequest): Promise<Read<Filled>> =>
  orGivenUp<Read<Filled>>(
    ask({ kind: 'fill', bytes, request }, (message) => (message.say === 'filled' ? { answer: message.answer } : null)),
    refused,
  );

/** `readForm` in a thread. */
export const readFormInThread = (bytes: Uint8Array, definition: FormDefinition): Promise<Read<FilledForm>> =>
  orGivenUp<Read<FilledForm>>(
    ask({ kind: 'form', bytes, definition }, (message) => (message.say === 'form' ? { answer: message.answer } : null)),
    refused,
  );

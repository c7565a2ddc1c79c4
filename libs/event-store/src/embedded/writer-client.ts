/** The calling side of the writer's thread: gathers requests of one turn of the event loop and hands out the answers in order. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FolderFormatRefused, LogReadOnly, LogUnavailable, OutcomeUnknown, type LogError } from '../errors';
import type { Failure, OutcomeTuple, RequestTuple } from './writer';
import type { FromWriter, ToWriter, WriterStart } from './writer-thread';

interface Waiting {
  readonly resolve: (outcome: OutcomeTuple) => void;
  readonly reject: (error: LogError) => void;
}

/** A thread can only run what is compiled; from source (jest) it is the last build that runs. */
function threadFile(): string {
  const beside = join(__dirname, 'writer-thread.js');
  if (existsSync(beside)) return beside;
  const built = beside.replace(`${sep}libs${sep}event-store${sep}`, `${sep}dist${sep}libs${sep}event-store${sep}`);
  if (!existsSync(built)) throw new LogUnavailable(`the writer's thread is not built (${built}): run npm run build first`);
  return built;
}

/**
 * With so many requests gathered a thread that has nothing to do begins at once, while the rest of the turn is still being
 * decided. Fewer wait for the end of the turn: a transaction costs its sync, whatever it holds.
 */
const ENOUGH_TO_BEGIN = 16;

export function errorOf(failure: Failure): LogError {
  if (failure.kind === 'readOnly') return new LogReadOnly(`the log cannot be written: ${failure.message}`);
  if (failure.kind === 'outcomeUnknown') return new OutcomeUnknown(`the disk did not confirm the append: ${failure.message}`);
  return new LogUnavailable(`the log failed: ${failure.message}`);
}

export class WriterClient {
  readonly #start: WriterStart;
  readonly #folder: string;
  readonly #onHead: (head: number) => void;
  #worker: Worker | undefined;
  #outbox: RequestTuple[] = [];
  #waiting: Waiting[] = [];
  #flushing = false;
  #closed: Promise<void> | undefined;

  /** `onHead` is called after every durable transaction, before the appends in it are answered. */
  constructor(folder: string, start: WriterStart, onHead: (head: number) => void) {
    this.#folder = folder;
    this.#start = start;
    this.#onHead = onHead;
  }

  /**
   * Starts the thread, which opens the log or makes it.
   * @throws FolderFormatRefused, LogReadOnly, LogUnavailable
   */
  async open(): Promise<Extract<FromWriter, { kind: 'opened' }>> {
    const worker = new Worker(threadFile(), { workerData: this.#start });
    return new Promise((resolve, reject) => {
      worker.once('error', (error) => reject(new LogUnavailable(`the writer's thread died: ${error.message}`, { cause: error })));
      worker.once('message', (message: FromWriter) => {
        if (message.kind === 'opened') {
          worker.removeAllListeners('error');
          this.#attach(worker);
          resolve(message);
        } else if (message.kind === 'refused') reject(new FolderFormatRefused(this.#folder, message.reason));
        else if (message.kind === 'failed') reject(errorOf(message.failure));
      });
    });
  }

  #attach(worker: Worker): void {
    this.#worker = worker;
    worker.on('message', (message: FromWriter) => {
      if (message.kind === 'answers') this.#answer(message.outcomes, message.head);
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.#worker = undefined;
      const waiting = this.#waiting;
      this.#waiting = [];
      this.#outbox = [];
      for (const { reject } of waiting) reject(new OutcomeUnknown("the writer's thread died before it answered", { cause }));
    });
    // What keeps a process alive is a request that waits for its answer, not a log that happens to be open.
    worker.unref();
  }

  #answer(outcomes: readonly OutcomeTuple[], head: number): void {
    const answered = this.#waiting.splice(0, outcomes.length);
    if (this.#waiting.length === 0) this.#worker?.unref();
    this.#onHead(head);
    for (const [index, outcome] of outcomes.entries()) answered[index]?.resolve(outcome);
  }

  /** @throws LogUnavailable when the log is closed or its thread is gone, OutcomeUnknown when it dies before answering */
  submit(request: RequestTuple): Promise<OutcomeTuple> {
    if (this.#closed !== undefined) return Promise.reject(new LogUnavailable('the log is closed'));
    if (this.#worker === undefined) return Promise.reject(new LogUnavailable("the writer's thread is gone: open the log again"));
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#worker?.ref();
      this.#waiting.push({ resolve, reject });
      this.#outbox.push(request);
      const idle = this.#waiting.length === this.#outbox.length;
      if (idle && this.#outbox.length >= ENOUGH_TO_BEGIN) this.#send();
      if (this.#flushing) return;
      this.#flushing = true;
      setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    this.#flushing = false;
    this.#send();
  }

  #send(): void {
    if (this.#outbox.length === 0) return;
    this.#post({ kind: 'append', requests: this.#outbox });
    this.#outbox = [];
  }

  #post(message: ToWriter): void {
    this.#worker?.postMessage(message);
  }

  setMaxLogBytes(maxLogBytes: number | undefined): void {
    this.#post({ kind: 'maxLogBytes', maxLogBytes });
  }

  /** Waits for everything submitted before. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      const worker = this.#worker;
      if (worker === undefined) return resolve();
      worker.ref();
      worker.once('exit', () => resolve());
      this.#flush();
      this.#post({ kind: 'close' });
    });
    return this.#closed;
  }
}

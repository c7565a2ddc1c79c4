/** One reader that follows the log: first the past, page by page, then the present, woken by every durable append. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SubscribeOptions, SubscriptionMessage } from '../port';
import type { EmbeddedEngine } from './engine';
import { PAGE_SPAN } from './reader';

const DONE: IteratorResult<SubscriptionMessage, undefined> = { done: true, value: undefined };

/**
 * Holds at most one page. The next page is read when the consumer asks for it, so a slow consumer costs no memory, and
 * between pages other work of the process gets its turn.
 */
export class LogSubscription implements AsyncIterableIterator<SubscriptionMessage, undefined> {
  readonly #engine: EmbeddedEngine;
  readonly #options: SubscribeOptions;
  readonly #stopListening: () => void;
  readonly #onEnd: (subscription: LogSubscription) => void;
  readonly #end = (): void => this.end();
  #page: SubscriptionMessage[] = [];
  #next = 0;
  /** Everything up to here was read into a page. */
  #readTo: number;
  #behind = true;
  #ended = false;
  #wake: (() => void) | undefined;
  #pending: Promise<IteratorResult<SubscriptionMessage, undefined>> | undefined;

  constructor(engine: EmbeddedEngine, options: SubscribeOptions, onEnd: (subscription: LogSubscription) => void) {
    this.#engine = engine;
    this.#options = options;
    this.#onEnd = onEnd;
    this.#readTo = Number(options.after ?? 0n);
    this.#stopListening = engine.onAppended(() => this.#wake?.());
    if (options.signal?.aborted === true) this.end();
    else options.signal?.addEventListener('abort', this.#end, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    if (this.#pending !== undefined) return this.#pending.then(() => this.next());
    if (this.#ended) return Promise.resolve(DONE);
    const message = this.#page[this.#next];
    if (message !== undefined) {
      this.#next += 1;
      return Promise.resolve({ done: false, value: message });
    }
    this.#pending = this.#refill().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  return(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    this.end();
    return Promise.resolve(DONE);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#page = [];
    this.#stopListening();
    this.#options.signal?.removeEventListener('abort', this.#end);
    this.#wake?.();
    this.#onEnd(this);
  }

  async #refill(): Promise<IteratorResult<SubscriptionMessage, undefined>> {
    for (;;) {
      if (this.#ended) return DONE;
      if (this.#readTo < this.#engine.head) {
        this.#readPage();
        await nextTurn();
        if (this.#ended) return DONE;
        const message = this.#page[0];
        if (message === undefined) continue;
        this.#next = 1;
        return { done: false, value: message };
      }
      if (this.#behind) {
        this.#behind = false;
        return { done: false, value: { kind: 'caughtUp' } };
      }
      // Nothing can be appended between the comparison above and this line, so no wake-up is missed.
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  #readPage(): void {
    const head = this.#engine.head;
    const to = Math.min(this.#readTo + PAGE_SPAN, head);
    const events = this.#engine.reader.page(this.#readTo, to, this.#options.filter);
    if (to < head) this.#behind = true;
    this.#page = events.map((event) => ({ kind: 'event', event }));
    this.#next = 0;
    const last = events.at(-1);
    if (this.#options.filter !== undefined && last?.position !== BigInt(to)) this.#page.push({ kind: 'checkpoint', position: BigInt(to) });
    this.#readTo = to;
  }
}

/**
 * Runs one named subscription to the whole log: for the read models, and for the steward.
 *
 * Delivery is at least once and in log order. A batch is handled in one transaction that also moves the checkpoint, over
 * events that nobody handles too. A handler that fails is tried again from the same place, or stops the subscription by
 * name: nothing is ever skipped.
 */
import type { EventLog, Position, RecordedEvent } from '#event-store';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import {
  acquireLease,
  advanceCheckpoint,
  LeaseLost,
  readSubscription,
  releaseLease,
  renewLease,
  reportState,
  START,
  type Checkpoint,
  type Clock,
  type Lease,
  type SubscriptionState,
} from './checkpoints';
import type { ReadModelDatabase, ReadModelTransaction } from './database';

/** One event on its way through a subscription. */
export interface Delivered<E> {
  readonly recorded: RecordedEvent;
  /** Leaf index: ordinal among all events of the log that are not `$`, from 0. */
  readonly leaf: number;
  readonly event: E;
}

export interface Batch<E> {
  readonly events: readonly [Delivered<E>, ...Delivered<E>[]];
  readonly lease: Lease;
  /** Where the checkpoint stands, and where it will stand. */
  readonly from: Checkpoint;
  readonly to: Checkpoint;
  /** True when, as far as is known, the end of the log is reached with this batch. */
  readonly reachesEnd: boolean;
}

export interface BatchHandler<E> {
  /** Called with every new lease, before the first batch: forget what was kept in memory, and load what is needed. */
  start?(context: { lease: Lease; checkpoint: Checkpoint; watermark: Position | undefined }): Promise<void>;
  /**
   * Before the transaction, for what must not happen inside it: the commands of a process manager. It is repeated when
   * the batch is, so what it does must bear repetition. May move the watermark of its own.
   */
  before?(batch: Batch<E>): Promise<void>;
  /** Inside the transaction, which also moves the checkpoint. */
  apply(tx: ReadModelTransaction, batch: Batch<E>): Promise<void>;
  /** After the commit. Must not throw. */
  committed?(batch: Batch<E>): void;
  /** After any failure of the batch: the transaction is rolled back, and what memory took from it is void. */
  rolledBack?(): void;
}

export type SubscriptionErrorCode = 'SUBSCRIPTION.UNREADABLE_EVENT' | 'SUBSCRIPTION.HANDLER_FAILED' | 'SUBSCRIPTION.START_FAILED';

const EXPLAINED: Record<SubscriptionErrorCode, { zh: string; todoZh: string; todoEn: string }> = {
  'SUBSCRIPTION.UNREADABLE_EVENT': {
    zh: '无法读取事件',
    todoZh: '请升级程序：事件由更新的版本写入，或其内容不符合格式',
    todoEn: 'Upgrade the program: the event was written by a later version, or does not fit its schema.',
  },
  'SUBSCRIPTION.HANDLER_FAILED': {
    zh: '处理事件失败',
    todoZh: '请查看原因，修正程序后重新启动；没有事件被跳过',
    todoEn: 'See the cause, mend the program and restart it; no event was skipped.',
  },
  'SUBSCRIPTION.START_FAILED': {
    zh: '订阅无法启动',
    todoZh: '请查看原因后重新启动',
    todoEn: 'See the cause and restart.',
  },
};

/** Why a subscription stopped: which event, and what was wrong. */
export class SubscriptionFailed extends Error {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
  constructor(
    readonly code: SubscriptionErrorCode,
    readonly subscription: string,
    /** `{stream}@{revision}` of the event, or null where no single event is to blame. */
    readonly at: string | null,
    options: { cause: unknown },
  ) {
    const where = at === null ? '' : ` (${at})`;
    super(`subscription ${subscription} stopped${where}: ${messageOf(options.cause)}`, options);
    this.name = 'SubscriptionFailed';
    const { zh, todoZh, todoEn } = EXPLAINED[code];
    this.en = this.message;
    this.zh = `订阅 ${subscription} 已停止${where}：${zh}：${messageOf(options.cause)}`;
    this.todo = { zh: todoZh, en: todoEn };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export interface SubscriptionStatus extends Checkpoint {
  readonly name: string;
  readonly state: SubscriptionState;
  /** Seconds by which the subscription is behind the log; 0 when it has caught up. */
  readonly lagSeconds: number;
  readonly lastError: string | null;
}

export interface RunnerOptions<E> {
  readonly name: string;
  readonly log: EventLog;
  /** Reads one event: schema, upcasting. A throw stops the subscription. */
  readonly decode: (recorded: RecordedEvent) => E;
  readonly db: ReadModelDatabase;
  readonly handler: BatchHandler<E>;
  readonly clock: Clock;
  /** Ends the subscription after the batch under way. */
  readonly signal: AbortSignal;
  /** Names this process in the lease. One that no other process can bear at the same time may be constant. */
  readonly owner: string;
  /** False: the lease is kept when the signal ends the subscription, for the same owner to go on with. Default: it is given back. */
  readonly givesBack?: boolean;
  /** Work between batches, once caught up: due dates. Runs at most this often, under the lease. Fence its writes by `assertLease`. */
  readonly tick?: { readonly everyMs: number; run(context: { lease: Lease; checkpoint: Checkpoint }): Promise<void> };
  /** Events of one batch at most. */
  readonly batchSize?: number;
  /** While catching up, how long a batch waits for more events. */
  readonly batchMs?: number;
  readonly leaseMs?: number;
  /** How often a process without the lease asks for it. */
  readonly leasePollMs?: number;
  readonly retry?: {
    /** How often a failing batch is tried before the subscription stops. Failures that `isTransient` knows are tried for ever. */
    readonly attempts: number;
    readonly firstMs: number;
    readonly maxMs: number;
  };
  /** Faults of the surroundings (a lost connection), which time heals. */
  readonly isTransient?: (error: unknown) => boolean;
}

export interface Subscription {
  status(): SubscriptionStatus;
  /** True as soon as everything up to and including the position is handled; false when that takes longer than `timeoutMs` or the subscription ends before. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  /** Settles when the subscription has ended: after its signal; rejected with SubscriptionFailed when it stopped by itself. */
  readonly done: Promise<void>;
}

const TRANSIENT =
  /database or disk is full|disk I\/O error|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|Connection terminated|terminating connection|the database system is|database is locked|timeout exceeded when trying to connect/;

/** Lost connections to PostgreSQL or to the log, waits for locks that came to nothing, and disks without room. */
export function isTransientByDefault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (
    code === 'LOG.UNAVAILABLE' ||
    code === '40001' ||
    code === '40P01' ||
    code.startsWith('08') ||
    code.startsWith('53') ||
    code.startsWith('57P')
  )
    return true;
  return TRANSIENT.test(`${code} ${messageOf(error)}`) || ('cause' in error && isTransientByDefault(error.cause));
}

/** Starts the subscription at once. Its `done` must be awaited, or at least heard for rejection, by the caller. */
export function runSubscription<E>(options: RunnerOptions<E>): Subscription {
  return new Runner(options);
}

/** What the log has delivered and nobody has taken yet. Filled ahead of the handler, but not far. */
class Inbox {
  private events: RecordedEvent[] = [];
  private taken = 0;
  private wakeReader: (() => void) | null = null;
  private wakeTaker: (() => void) | null = null;
  caughtUp = false;
  failure: { error: unknown } | null = null;
  ended = false;

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.events.length - this.taken;
  }
  get first(): RecordedEvent | undefined {
    return this.events[this.taken];
  }

  async fill(log: EventLog, after: Position | undefined, signal: AbortSignal): Promise<void> {
    try {
      for await (const message of log.subscribe({ ...(after === undefined ? {} : { after }), signal })) {
        if (message.kind === 'event') {
          this.caughtUp = false;
          this.events.push(message.event);
        } else if (message.kind === 'caughtUp') {
          this.caughtUp = true;
        }
        this.wakeTaker?.();
        while (this.size >= this.limit && !signal.aborted) await new Promise<void>((resolve) => (this.wakeReader = resolve));
      }
    } catch (error) {
      this.failure = { error };
    } finally {
      this.ended = true;
      this.wakeTaker?.();
    }
  }

  take(count: number): RecordedEvent[] {
    const end = Math.min(this.taken + count, this.events.length);
    const events = this.events.slice(this.taken, end);
    this.taken = end;
    if (this.taken * 2 >= this.events.length) {
      this.events = this.events.slice(this.taken);
      this.taken = 0;
    }
    this.wakeReader?.();
    return events;
  }

  /** Resolves when something has changed, or after `ms`. */
  async changed(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wakeTaker = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    this.wakeTaker = null;
  }

  release(): void {
    this.wakeReader?.();
  }
}

class Runner<E> implements Subscription {
  readonly done: Promise<void>;
  private readonly batchSize: number;
  private readonly batchMs: number;
  private readonly leaseMs: number;
  private readonly leasePollMs: number;
  private readonly retry: { attempts: number; firstMs: number; maxMs: number };
  private readonly isTransient: (error: unknown) => boolean;
  private state: SubscriptionState = 'new';
  private checkpoint: Checkpoint = START;
  private recordedAt: string | null = null;
  private lastError: string | null = null;
  private inbox: Inbox | null = null;
  private ended = false;
  private readonly waiters = new Set<{ position: Position; settle: (reached: boolean) => void }>();

  constructor(private readonly options: RunnerOptions<E>) {
    this.batchSize = options.batchSize ?? 1000;
    this.batchMs = options.batchMs ?? 20;
    this.leaseMs = options.leaseMs ?? 10_000;
    this.leasePollMs = options.leasePollMs ?? 250;
    this.retry = options.retry ?? { attempts: 5, firstMs: 100, maxMs: 10_000 };
    this.isTransient = options.isTransient ?? isTransientByDefault;
    this.done = this.run().finally(() => {
      this.ended = true;
      for (const waiter of [...this.waiters]) waiter.settle(false);
    });
  }

  status(): SubscriptionStatus {
    return { name: this.options.name, ...this.checkpoint, state: this.state, lagSeconds: this.lagSeconds(), lastError: this.lastError };
  }

  /**
   * A byte position cannot be counted in events, so the lag is told in time: the age of the oldest event that waits, or
   * where none has arrived yet, of the last one that was handled.
   */
  private lagSeconds(): number {
    if (this.state === 'live' && (this.inbox === null || this.inbox.size === 0)) return 0;
    const waiting = this.inbox?.first?.created ?? (this.recordedAt === null ? null : new Date(this.recordedAt));
    return waiting === null ? 0 : Math.max(0, (this.options.clock.now().getTime() - waiting.getTime()) / 1000);
  }

  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.reached(position)) return Promise.resolve(true);
    if (this.ended) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter = {
        position,
        settle: (reached: boolean) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.waiters.add(waiter);
    });
  }

  private reached(position: Position): boolean {
    return this.checkpoint.position !== undefined && this.checkpoint.position >= position;
  }

  private async run(): Promise<void> {
    const { signal } = this.options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        this.state = 'waitingForLease';
        const taken = await acquireLease(this.options.db, { ...this.options, leaseMs: this.leaseMs });
        if (taken === null) {
          await this.pause(this.leasePollMs);
          continue;
        }
        this.checkpoint = { position: taken.record.position, leaf: taken.record.leaf };
        this.recordedAt = taken.record.recordedAt;
        await this.own(taken.lease, taken.record.watermark, () => (failures = 0));
      } catch (error) {
        this.options.handler.rolledBack?.();
        if (error instanceof LeaseLost) {
          this.lastError = error.message;
          continue;
        }
        if (error instanceof SubscriptionFailed) {
          this.state = 'stopped';
          this.lastError = error.message;
          throw error;
        }
        // The surroundings failed: the database or the log went away. They are asked again, ever more slowly.
        this.lastError = messageOf(error);
        await this.pause(Math.min(this.retry.maxMs, this.retry.firstMs * 2 ** failures++));
      }
    }
    this.state = 'stopped';
  }

  /** Runs under one lease until it is lost (LeaseLost), the signal ends it, or it fails. */
  private async own(lease: Lease, watermark: Position | undefined, wentWell: () => void): Promise<void> {
    const { options } = this;
    const ending = new AbortController();
    const end = () => ending.abort();
    options.signal.addEventListener('abort', end, { once: true });
    // It may have ended while the lease was being taken: a signal that is over calls nobody.
    if (options.signal.aborted) end();
    const inbox = new Inbox(this.batchSize);
    const renewal = this.keepLease(lease, ending);
    let outcome: { state: SubscriptionState; error: string | null } = { state: 'stopped', error: null };
    let filling: Promise<void> = Promise.resolve();
    try {
      this.state = 'catchingUp';
      await this.insist(
        null,
        'SUBSCRIPTION.START_FAILED',
        ending.signal,
        () => options.handler.start?.({ lease, checkpoint: this.checkpoint, watermark }) ?? Promise.resolve(),
      );
      this.inbox = inbox;
      filling = inbox.fill(options.log, this.checkpoint.position, ending.signal);
      let nextTickAt = 0;
      while (!ending.signal.aborted) {
        const recorded = await this.nextBatch(inbox, ending.signal);
        if (ending.signal.aborted) break;
        if (recorded.length > 0) {
          await this.handle(lease, recorded, inbox, ending.signal);
          wentWell();
        } else if (inbox.failure !== null) {
          throw inbox.failure.error;
        } else if (inbox.ended) {
          throw new Error(`the log ended subscription ${options.name}`);
        }
        if (this.atEnd(inbox)) {
          await this.becomeLive(lease);
          const now = options.clock.now().getTime();
          if (options.tick !== undefined && now >= nextTickAt) {
            nextTickAt = now + options.tick.everyMs;
            await this.insist(
              null,
              'SUBSCRIPTION.HANDLER_FAILED',
              ending.signal,
              () => options.tick?.run({ lease, checkpoint: this.checkpoint }) ?? Promise.resolve(),
            );
          }
        }
      }
      if (renewal.lost()) throw new LeaseLost(lease.name, lease.owner, lease.epoch);
    } catch (error) {
      outcome = { state: error instanceof SubscriptionFailed ? 'stopped' : 'waitingForLease', error: messageOf(error) };
      throw error;
    } finally {
      options.signal.removeEventListener('abort', end);
      ending.abort();
      inbox.release();
      await renewal.stop();
      await filling;
      this.inbox = null;
      // When the database is gone the lease ends by itself.
      if (outcome.error !== null || options.givesBack !== false)
        await releaseLease(options.db, lease, { ...outcome, clock: options.clock }).catch(() => undefined);
    }
  }

  /** Renews the lease every third of its length, also while a long batch runs. */
  private keepLease(lease: Lease, ending: AbortController): { lost: () => boolean; stop: () => Promise<void> } {
    let lost = false;
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = renewLease(this.options.db, lease, this.leaseMs, this.options.clock).then(
        (kept) => {
          if (kept) return;
          lost = true;
          ending.abort();
        },
        // A database that does not answer: the checkpoint will say whether the lease still held.
        () => undefined,
      );
    }, this.leaseMs / 3);
    return {
      lost: () => lost,
      stop: () => {
        clearInterval(timer);
        return renewing;
      },
    };
  }

  /** What can be handled together: up to `batchSize` events; while catching up it waits a little for more. Empty when nothing came. */
  private async nextBatch(inbox: Inbox, signal: AbortSignal): Promise<RecordedEvent[]> {
    const idleMs = this.options.tick?.everyMs ?? 1000;
    if (inbox.size === 0 && !inbox.ended && !signal.aborted) {
      if (this.state === 'catchingUp' && inbox.caughtUp) return [];
      await inbox.changed(idleMs);
    }
    if (inbox.size > 0) {
      // What is there already costs nothing to wait for.
      let before = -1;
      const patientUntil = Date.now() + (this.state === 'live' ? 0 : this.batchMs);
      while (inbox.size < this.batchSize && !inbox.ended && !inbox.caughtUp && !signal.aborted) {
        if (inbox.size === before && Date.now() >= patientUntil) break;
        before = inbox.size;
        await nextTick();
      }
    }
    return inbox.take(this.batchSize);
  }

  /** Events before one that cannot be read are handled first; then that one stops the subscription. */
  private async handle(lease: Lease, recorded: readonly RecordedEvent[], inbox: Inbox, signal: AbortSignal): Promise<void> {
    const { options } = this;
    const from = this.checkpoint;
    const delivered: Delivered<E>[] = [];
    let unreadable: SubscriptionFailed | null = null;
    for (const event of recorded) {
      try {
        delivered.push({ recorded: event, leaf: from.leaf + 1 + delivered.length, event: options.decode(event) });
      } catch (cause) {
        unreadable = new SubscriptionFailed('SUBSCRIPTION.UNREADABLE_EVENT', options.name, `${event.stream}@${event.revision}`, { cause });
        break;
      }
    }
    const [first, ...rest] = delivered;
    const last = delivered.at(-1);
    if (first !== undefined && last !== undefined) {
      const to: Checkpoint = { position: last.recorded.position, leaf: last.leaf };
      const recordedAt = last.recorded.created.toISOString();
      const batch: Batch<E> = { events: [first, ...rest], lease, from, to, reachesEnd: unreadable === null && this.atEnd(inbox) };
      await this.insist(`${first.recorded.stream}@${first.recorded.revision}`, 'SUBSCRIPTION.HANDLER_FAILED', signal, async () => {
        await options.handler.before?.(batch);
        await options.db.inTransaction(async (tx) => {
          await options.handler.apply(tx, batch);
          const now = options.clock.now();
          await advanceCheckpoint(tx, lease, {
            from,
            to,
            recordedAt,
            state: this.state,
            leaseUntil: new Date(now.getTime() + this.leaseMs),
            now,
          });
        });
      });
      this.checkpoint = to;
      this.recordedAt = recordedAt;
      this.lastError = null;
      options.handler.committed?.(batch);
      for (const waiter of [...this.waiters]) if (this.reached(waiter.position)) waiter.settle(true);
    }
    if (unreadable !== null) throw unreadable;
  }

  /** A log says once that its end is reached; from then on every event that is waited for is news. */
  private atEnd(inbox: Inbox): boolean {
    return inbox.size === 0 && (inbox.caughtUp || this.state === 'live');
  }

  /** Tries until it goes well: with growing pauses, for ever where the surroundings are at fault, else `attempts` times. */
  private async insist(at: string | null, code: SubscriptionErrorCode, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (let failures = 0, faults = 0; ; failures++) {
      try {
        await work();
        return;
      } catch (error) {
        if (error instanceof LeaseLost || error instanceof SubscriptionFailed) throw error;
        this.options.handler.rolledBack?.();
        this.lastError = messageOf(error);
        if (!this.isTransient(error) && ++faults >= this.retry.attempts)
          throw new SubscriptionFailed(code, this.options.name, at, { cause: error });
        await this.pause(Math.min(this.retry.maxMs, this.retry.firstMs * 2 ** failures), signal);
        if (signal.aborted) throw error;
      }
    }
  }

  private async becomeLive(lease: Lease): Promise<void> {
    if (this.state === 'live') return;
    this.state = 'live';
    await reportState(this.options.db, lease, { state: 'live', error: null, clock: this.options.clock });
  }

  private async pause(ms: number, signal: AbortSignal = this.options.signal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Waits until the checkpoint of a subscription, run by whatever process, has reached a position.
 * @returns false when that takes longer than `timeoutMs`
 */
export async function waitForCheckpoint(
  db: ReadModelDatabase,
  name: string,
  position: Position,
  timeoutMs: number,
  pollMs = 20,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const reached = (await readSubscription(db, name))?.position;
    if (reached !== undefined && reached >= position) return true;
    const left = until - Date.now();
    if (left <= 0) return false;
    await sleep(Math.min(pollMs, left));
  }
}

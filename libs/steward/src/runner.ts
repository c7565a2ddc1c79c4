/**
 * The steward at work: a checkpointed subscription that answers with commands.
 *
 * Order: fold the event, react, execute, then save memory and checkpoint in one transaction. A crash in between has the
 * event delivered again, and the decision keys make that harmless. One process runs it at a time, under a lease that
 * every save proves. Everything happens one after another in one loop: events first, then what a closed year still owes,
 * then due dates, earliest first, and the next due date only after the consequences of the last have been read.
 *
 * It has a loop of its own, beside the one that feeds read models, because time, requests and half-finished fan-outs are
 * inputs to it as events are, and have to be taken in order with them.
 */
import type { EventLog, Position } from '#event-store';
import { LeaseLost, acquireLease } from '#projections';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bell } from './bell';
import { codeOf, stewardErrors, toldOf } from './errors';
import type { Mode } from './plan';
import { StewardStore } from './store';
import { BeginAnew, LEASE_MS, Stop, Term, type StewardOptions } from './term';

export type StewardState = 'idle' | 'waitingForLease' | 'catchingUp' | 'live' | 'stopped';

export interface StewardStatus {
  readonly name: string;
  readonly state: StewardState;
  readonly mode: Mode;
  readonly owner: string | null;
  readonly position: Position | undefined;
  readonly watermark: Position | undefined;
  readonly leaf: number;
  /** 0 when it has read to the end of the log. */
  readonly lagSeconds: number;
  readonly dueDates: number;
  readonly nextDue: string | null;
  readonly fanouts: readonly { readonly region: string; readonly period: number; readonly after: string }[];
  readonly parked: readonly {
    readonly key: string;
    readonly code: string;
    readonly zh: string;
    readonly en: string;
    readonly since: string;
    readonly queued: number;
  }[];
  readonly withheld: readonly { readonly key: string; readonly stream: string; readonly step: string }[];
  readonly error: string | null;
}

const MAX_PAUSE_MS = 30_000;

export class Steward {
  private readonly store: StewardStore;
  private readonly name: string;
  private readonly owner: string;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private state: StewardState = 'idle';
  private trouble: string | null = null;
  private fatal: unknown = null;
  private mode: Mode;
  private readonly bell = new Bell();
  private readonly progress = new Bell();

  constructor(private readonly options: StewardOptions) {
    this.name = options.name ?? 'steward';
    this.owner = options.owner ?? `steward-${randomUUID()}`;
    this.mode = options.mode ?? 'act';
    this.store = new StewardStore(options.db, this.name);
  }

  /** Prepares the tables and begins; returns once the loop runs, not when it has caught up. */
  async start(): Promise<void> {
    if (this.running !== null) return;
    await this.store.migrate();
    this.running = this.run();
  }

  /** Ends after the reaction under way and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.running;
  }

  /** Looks at the calendar now. Resolves when every due date that has passed has fired, with all its consequences. */
  async tick(): Promise<void> {
    this.bell.ring();
    await this.settled();
  }

  /**
   * Resolves when the log has been read to its end, consequences included, nothing is still being handed out, and no due
   * date that has passed waits. What is parked does not hold it up. Whichever process runs the steward.
   * @throws StewardError STEWARD.NOT_SETTLED, STEWARD.STOPPED
   */
  async settled(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    const { timeoutMs = 30_000 } = options;
    const until = performance.now() + timeoutMs;
    for (;;) {
      if (this.fatal !== null) throw stewardErrors.stopped(this.fatal);
      const head = await headOf(this.options.log);
      const progress = this.progress.wait();
      const why = await this.store.unsettled(head, this.options.clock.today());
      if (why === null && (await headOf(this.options.log)) === head) return;
      if (performance.now() > until) throw stewardErrors.notSettled(timeoutMs, why ?? 'the log keeps growing');
      this.bell.ring();
      const abort = new AbortController();
      await Promise.race([progress, sleep(10, undefined, { signal: abort.signal }).catch(() => undefined)]);
      abort.abort();
    }
  }

  /** Lets a parked key go on: its queue is carried out in order. @returns false when the key is not parked */
  async release(key: string): Promise<boolean> {
    const found = await this.store.requestRelease('parked', key);
    this.bell.ring();
    return found;
  }

  /** Carries out a step that `proposeOnly` kept back; the rules are asked again. @returns false when there is none of that key */
  async releaseWithheld(key: string): Promise<boolean> {
    const found = await this.store.requestRelease('withheld', key);
    this.bell.ring();
    return found;
  }

  /** Folds the memory anew from the start of the log, without reacting to what was reacted to before. */
  async rebuild(): Promise<void> {
    await this.store.requestRebuild();
    this.bell.ring();
  }

  setMode(mode: Mode): void {
    this.mode = mode;
  }

  /** As the database tells it, so that a process that only watches sees the same. */
  async status(): Promise<StewardStatus> {
    const [record, rows, head] = [await this.store.record(), await this.store.counts(), await headOf(this.options.log)];
    const behind = head !== undefined && (record?.position ?? -1n) < head;
    const since = record?.recordedAt ?? null;
    return {
      name: this.name,
      state: this.state,
      mode: this.mode,
      owner: record?.owner ?? null,
      position: record?.position,
      watermark: record?.watermark,
      leaf: record?.leaf ?? -1,
      lagSeconds: behind && since !== null ? Math.max(0, (this.options.clock.now().getTime() - Date.parse(since)) / 1000) : 0,
      dueDates: rows.dues,
      nextDue: rows.nextDue,
      fanouts: rows.fanouts.map(({ region, period, after }) => ({ region, period, after })),
      parked: rows.parked.map(({ key, code, zh, en, since: parkedSince, queue }) => ({
        key,
        code,
        zh,
        en,
        since: parkedSince,
        queued: queue.length,
      })),
      withheld: rows.withheld.map(({ key, stream, step }) => ({ key, stream, step })),
      error: this.trouble,
    };
  }

  private async run(): Promise<void> {
    const { clock, leaseMs = LEASE_MS } = this.options;
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        this.state = 'waitingForLease';
        const got = await acquireLease(this.options.db, { name: this.name, owner: this.owner, leaseMs, clock });
        if (got === null) {
          await this.pause(Math.min(1000, leaseMs / 5));
          continue;
        }
        const term = new Term(this.options, this.store, got.lease, got.record, {
          signal: this.stopping.signal,
          bell: this.bell,
          mode: () => this.mode,
          saved: (live) => {
            failures = 0;
            this.trouble = null;
            this.state = live ? 'live' : 'catchingUp';
            this.progress.ring();
          },
        });
        this.state = 'catchingUp';
        await term.run();
      } catch (error) {
        if (error instanceof BeginAnew) continue;
        if (error instanceof Stop || codeOf(error)?.startsWith('CODEC.')) {
          this.fatal = error instanceof Stop ? error.cause : error;
          this.trouble = toldOf(this.fatal).en;
          break;
        }
        // The log or the database went away, or the lease did: begin again from what is saved.
        this.trouble = toldOf(error).en;
        failures += 1;
        await this.pause(error instanceof LeaseLost ? 10 : Math.min(MAX_PAUSE_MS, 50 * 2 ** Math.min(failures, 12)));
      }
    }
    this.state = 'stopped';
    this.progress.ring();
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Position of the last event of the log, or undefined while it is empty. */
async function headOf(log: EventLog): Promise<Position | undefined> {
  for await (const event of log.readAll({ direction: 'backwards', limit: 1 })) return event.position;
  return undefined;
}

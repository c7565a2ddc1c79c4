/** One lease of the steward, from its beginning to its end: what it reads, in which order it reacts, and what it saves. */
import type { EventMetadata, RecordedBrandEvent, RecordedSubjectEvent, WorkingDays } from '#domain';
import { StreamNotFound, type EventLog, type Position, type RecordedEvent, type SubscriptionMessage } from '#event-store';
import {
  LeaseLost,
  START,
  releaseLease,
  renewLease,
  type Checkpoint,
  type Lease,
  type ReadModelDatabase,
  type SubscriptionRecord,
} from '#projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { Horizon, act, datedStreams, datesFor, type StewardPort, type Surroundings } from './act';
import type { Bell } from './bell';
import { defaultOnError, toldOf, type ErrorAnswer } from './errors';
import { DueQueue } from './due-queue';
import { isBrandEvent, isConcern } from './events';
import {
  emptyMemory,
  evolve,
  fanOut,
  fire,
  fires,
  interested,
  isDating,
  react,
  remember,
  type Change,
  type DueRow,
  type Memory,
  type ParkedRow,
  type Reaction,
  type StewardEvent,
  type SubjectRow,
} from './process';
import type { Mode } from './plan';
import { STEWARD_VERSION, StewardStore, firedKey } from './store';

export interface StewardClock {
  now(): Date;
  /** Business date in Asia/Shanghai. */
  today(): string;
}

export interface StewardOptions {
  readonly log: EventLog;
  readonly db: ReadModelDatabase;
  readonly port: StewardPort;
  /** Reads an event as the codec does: checked and upcast to today's version. A throw stops the steward by name. */
  readonly decode: (recorded: RecordedEvent) => {
    readonly event: { readonly type: string; readonly data: unknown };
    readonly metadata: EventMetadata;
  };
  readonly clock: StewardClock;
  /** Name of the subscription. */
  readonly name?: string;
  /** Who runs it, for the lease. */
  readonly owner?: string;
  readonly mode?: Mode;
  readonly leaseMs?: number;
  /** How often the calendar is looked at when nothing happens. */
  readonly tickEveryMs?: number;
  /** How many subjects of a closed year are asked between two saves. */
  readonly fanOutBatch?: number;
  /** How many events are folded between two saves while catching up. */
  readonly foldBatch?: number;
  readonly maxDepth?: number;
  readonly workingDays?: WorkingDays | null;
  readonly onError?: (error: unknown, attempt: number) => ErrorAnswer;
}

/** Deep enough for the longest ladder: closed year, review, its consequences, their due dates. */
const MAX_DEPTH = 12;
export const LEASE_MS = 15_000;
const TICK_MS = 60_000;
const FOLD_BATCH = 500;
const FAN_OUT_BATCH = 100;

/** Ends the loop for good. */
export class Stop extends Error {}
/** Ends one term, to begin the next from what is saved. */
export class BeginAnew extends Error {}

export interface Shared {
  readonly signal: AbortSignal;
  readonly bell: Bell;
  readonly mode: () => Mode;
  readonly saved: (live: boolean) => void;
}

/** One lease, from its beginning to its end: the memory in RAM lives exactly so long. */
export class Term {
  private memory: Memory = emptyMemory();
  private here: Checkpoint;
  private saved: Checkpoint;
  private watermark: Position | undefined;
  private recordedAt: string | null;
  /** The end of the log has been seen: from here on due dates may fire. */
  private live = false;
  /** Position of the last event this steward appended: due dates wait until it has been read. */
  private lastOwn: Position = -1n;
  private changes: Change[] = [];
  private fired: string[] = [];
  /** Dates that fired before a rebuild. */
  private firedBefore: ReadonlySet<string> = new Set();
  private readonly dues = new DueQueue();
  private readonly horizon: Horizon;
  private readonly leaseMs: number;
  private unsaved = 0;
  /** Rows as events between the memory and the horizon change them: counts are as far as a decision looks. */
  private readonly ahead = new Map<string, SubjectRow>();
  private readonly ending = new AbortController();

  constructor(
    private readonly options: StewardOptions,
    private readonly store: StewardStore,
    private readonly lease: Lease,
    private readonly record: SubscriptionRecord,
    private readonly shared: Shared,
  ) {
    this.leaseMs = options.leaseMs ?? LEASE_MS;
    this.here = this.saved = { position: record.position, leaf: record.leaf };
    this.watermark = record.watermark;
    this.recordedAt = record.recordedAt;
    this.horizon = new Horizon(options.log, record.position, record.leaf, (recorded) => this.foresee(recorded));
  }

  /** Runs until it is told to end (returns), or fails (throws). */
  async run(): Promise<void> {
    const { db, clock } = this.options;
    const end = (): void => this.ending.abort();
    if (this.shared.signal.aborted) end();
    this.shared.signal.addEventListener('abort', end, { once: true });
    let lost = false;
    const renewal = setInterval(() => {
      renewLease(db, this.lease, this.leaseMs, clock).then(
        (kept) => {
          if (kept) return;
          lost = true;
          end();
        },
        // A database that does not answer: the next save will say whether the lease still holds.
        () => undefined,
      );
    }, this.leaseMs / 3);
    let error: string | null = null;
    try {
      await this.begin();
      await this.follow();
      if (lost) throw new LeaseLost(this.lease.name, this.lease.owner, this.lease.epoch);
    } catch (cause) {
      if (!(cause instanceof BeginAnew)) error = toldOf(cause instanceof Stop ? cause.cause : cause).en;
      throw cause;
    } finally {
      clearInterval(renewal);
      this.shared.signal.removeEventListener('abort', end);
      // Does nothing when another owner has the lease; when the database is gone, the lease ends by itself.
      await releaseLease(db, this.lease, { state: 'stopped', error, clock }).catch(() => undefined);
    }
  }

  /** Loads the memory, or empties it to be folded anew when its rows are those of another version. */
  private async begin(): Promise<void> {
    const loaded = await this.store.load();
    this.memory = loaded.memory;
    if (loaded.version !== STEWARD_VERSION) {
      await this.store.reset(this.lease, this.record, { leaseUntil: this.leaseUntil(), now: this.options.clock.now() });
      this.memory.subjects.clear();
      this.memory.dues.clear();
      this.here = this.saved = START;
      this.ahead.clear();
      this.horizon.restart();
    }
    if (this.isReplay(this.here.position ?? -1n)) this.firedBefore = await this.store.firedKeys();
    for (const due of this.memory.dues.values()) this.dues.push(due);
  }

  /** Up to the watermark everything has been reacted to once, by this version or one before. */
  private isReplay(position: Position): boolean {
    return this.watermark !== undefined && position <= this.watermark;
  }

  private async follow(): Promise<void> {
    const { signal } = this.ending;
    const after = this.here.position;
    const messages = this.options.log.subscribe({ ...(after === undefined ? {} : { after }), signal })[Symbol.asyncIterator]();
    let asked = true;
    let pending = messages.next();
    try {
      await this.drainFanouts();
      while (!signal.aborted) {
        const rung = this.shared.bell.wait().then(() => 'rung' as const);
        if (this.live) {
          if (asked) await this.serveRequests();
          asked = false;
          await this.fireDues();
        }
        const next = await this.first(pending, rung);
        if (next === 'rung') {
          asked = true;
          continue;
        }
        if (next.done === true) break;
        await this.take(next.value);
        pending = messages.next();
      }
      if (!signal.aborted) throw new Error('the log ended the subscription');
      await this.flush();
    } finally {
      this.ending.abort();
      pending.catch(() => undefined);
      await messages.return?.();
    }
  }

  /** The next message, or the bell, or the time to look at the calendar again; whichever comes first. */
  private async first(
    pending: Promise<IteratorResult<SubscriptionMessage>>,
    rung: Promise<'rung'>,
  ): Promise<IteratorResult<SubscriptionMessage> | 'rung'> {
    let timer: NodeJS.Timeout | undefined;
    const later = new Promise<'rung'>((resolve) => {
      timer = setTimeout(resolve, this.options.tickEveryMs ?? TICK_MS, 'rung');
    });
    try {
      return await Promise.race([pending, rung, later]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async take(message: SubscriptionMessage): Promise<void> {
    if (message.kind === 'checkpoint') return;
    if (message.kind === 'caughtUp') {
      this.live = true;
      await this.date(await datedStreams(this.around(), this.options.clock.today()));
      await this.flush();
      this.shared.saved(true);
      return;
    }
    const { event: recorded } = message;
    const reactions = this.fold(recorded);
    for (const reaction of reactions) await this.perform(reaction);
    // Before the end of the log has been seen nothing is dated: then everything is.
    if (this.live && setsDates(recorded)) await this.date(await datedStreams(this.around(), this.options.clock.today()));
    else if (this.live && isDating(recorded)) await this.date([recorded.stream]);
    this.here = { position: recorded.position, leaf: this.here.leaf + 1 };
    this.horizon.atLeast(recorded.position, this.here.leaf);
    if (recorded.position >= (this.horizon.at ?? -1n)) this.ahead.clear();
    this.recordedAt = recorded.created.toISOString();
    this.unsaved += 1;
    if (this.live || reactions.length > 0 || this.memory.fanouts.size > 0 || this.unsaved >= (this.options.foldBatch ?? FOLD_BATCH))
      await this.flush();
    await this.drainFanouts();
  }

  /** Folds one event into the memory. @returns what it sets off; nothing for an event that was reacted to before a rebuild */
  private fold(recorded: RecordedEvent): readonly Reaction[] {
    if (interested(recorded) === null) return [];
    const event = this.read(recorded);
    if (event === null) return [];
    const changes = evolve(this.memory, event);
    if (!this.isReplay(recorded.position)) {
      const halfFired = this.halfFired(event, changes);
      this.apply(changes);
      this.fired.push(...halfFired.map(firedKey));
      return [...halfFired.map(fire), ...react(this.memory, event)];
    }
    this.apply(
      changes.filter(
        (change) =>
          change.table !== 'fanouts' && !(change.table === 'dues' && change.row !== null && this.firedBefore.has(firedKey(change.row))),
      ),
    );
    return [];
  }

  /**
   * Dates that an event clears although they themselves led to it: whoever fired them died before all that follows was
   * written. They are asked again; what stands written already is not written twice.
   */
  private halfFired(event: StewardEvent, changes: readonly Change[]): readonly DueRow[] {
    const cause = 'decision' in event.data ? event.data.decision?.cause.event : undefined;
    return changes.flatMap((change) => {
      const due = change.table === 'dues' && change.row === null ? this.memory.dues.get(change.key) : undefined;
      return due !== undefined && due.cause.event === cause ? [due] : [];
    });
  }

  private read(recorded: RecordedEvent): StewardEvent | null {
    const { event, metadata } = this.options.decode(recorded);
    if (!isConcern(event)) return null;
    return { ...event, id: recorded.id, stream: recorded.stream, revision: recorded.revision, metadata };
  }

  /** The whole stream of a subject, decoded. */
  private async history(stream: string): Promise<readonly RecordedSubjectEvent[]> {
    const found: RecordedSubjectEvent[] = [];
    try {
      for await (const recorded of this.options.log.readStream(stream)) {
        const { event, metadata } = this.options.decode(recorded);
        found.push({ ...event, id: recorded.id, revision: recorded.revision, metadata });
      }
    } catch (error) {
      if (!(error instanceof StreamNotFound)) throw error;
    }
    return found;
  }

  private around(mode: Mode = this.shared.mode()): Surroundings {
    const { port, maxDepth = MAX_DEPTH, workingDays = null } = this.options;
    return {
      port,
      horizon: this.horizon,
      memory: this.memory,
      ahead: () => (this.ahead.size === 0 ? this.memory : { ...this.memory, subjects: new Map([...this.memory.subjects, ...this.ahead]) }),
      history: async (brandId) => (await this.history(`brand-${brandId}`)).filter(isOfBrand),
      subjectHistory: (stream) => this.history(stream),
      mode,
      maxDepth,
      workingDays,
      appended: (position) => {
        if (position > this.lastOwn) this.lastOwn = position;
      },
    };
  }

  /** Folds an event that the horizon passes into the rows ahead of the memory. */
  private foresee(recorded: RecordedEvent): void {
    const event = this.read(recorded);
    if (event === null) return;
    const { stream } = recorded;
    const row = this.ahead.get(stream) ?? this.memory.subjects.get(stream);
    const alone: Memory = { ...emptyMemory(), subjects: new Map(row === undefined ? [] : [[stream, row]]) };
    for (const change of evolve(alone, event))
      if (change.table === 'subjects' && change.row !== null) this.ahead.set(change.key, change.row);
  }

  /** Looks at the days that rules and targets name for these subjects, and keeps them as due dates in place of those it had. */
  private async date(streams: readonly string[]): Promise<void> {
    const today = this.options.clock.today();
    const before = new Map<string, DueRow[]>();
    for (const due of this.memory.dues.values())
      if (due.what === 'date' && due.cause.event === null) before.set(due.stream, [...(before.get(due.stream) ?? []), due]);
    for (const stream of streams) {
      if (this.ending.signal.aborted) return;
      if (stream.startsWith('brand-')) continue;
      const wanted = await datesFor(this.around(), stream, today);
      const known = before.get(stream) ?? [];
      this.apply([
        ...known
          .filter(({ key }) => !wanted.some((due) => due.key === key))
          .map((due): Change => ({ table: 'dues', key: due.key, row: null })),
        ...wanted
          .filter(({ key }) => !known.some((due) => due.key === key))
          .map((due): Change => ({ table: 'dues', key: due.key, row: due })),
      ]);
    }
  }

  private apply(changes: readonly Change[]): void {
    remember(this.memory, changes);
    this.changes.push(...changes);
    for (const change of changes) if (change.table === 'dues' && change.row !== null) this.dues.push(change.row);
  }

  /** Carries a reaction out, or queues it behind what its key is parked for. */
  private async perform(reaction: Reaction, mode: Mode = this.shared.mode()): Promise<void> {
    const key = reaction.stream;
    const parked = this.memory.parked.get(key);
    if (parked !== undefined) {
      this.apply([{ table: 'parked', key, row: { ...parked, queue: [...parked.queue, reaction] } }]);
      return;
    }
    const failure = await this.attempt(reaction, mode);
    if (failure === null) return;
    const row: ParkedRow = { key, ...toldOf(failure.error), since: this.options.clock.now().toISOString(), queue: [reaction] };
    this.apply([{ table: 'parked', key, row }]);
  }

  private async attempt(reaction: Reaction, mode: Mode): Promise<{ readonly error: unknown } | null> {
    const { onError = defaultOnError } = this.options;
    for (let failures = 1; ; failures += 1) {
      try {
        const withheld = await act(this.around(mode), reaction);
        this.apply(withheld.map(({ key, step }) => ({ table: 'withheld', key, row: { key, stream: reaction.stream, step, reaction } })));
        return null;
      } catch (error) {
        const answer = onError(error, failures);
        if (answer.then === 'park') return { error };
        if (answer.then === 'stop') throw new Stop('stopped by an error', { cause: error });
        await sleep(answer.afterMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
        // Told to end while waiting: what was not saved is done again by whoever comes next.
        if (this.ending.signal.aborted) throw new BeginAnew();
      }
    }
  }

  /** Hands closed years out to their subjects; how far it has come is saved batch by batch, so that a restart goes on from there. */
  private async drainFanouts(): Promise<void> {
    const { signal } = this.ending;
    // While a rebuild folds, the memory does not yet know the subjects that the year has to reach.
    if (this.watermark !== undefined && (this.here.position ?? -1n) < this.watermark) return;
    for (const [key, row] of [...this.memory.fanouts]) {
      const { reactions } = fanOut(this.memory, row, Number.POSITIVE_INFINITY);
      let unsaved = 0;
      for (const reaction of reactions) {
        if (signal.aborted) break;
        await this.perform(reaction);
        this.apply([{ table: 'fanouts', key, row: { ...row, after: reaction.stream } }]);
        unsaved += 1;
        if (unsaved < (this.options.fanOutBatch ?? FAN_OUT_BATCH)) continue;
        await this.flush();
        unsaved = 0;
      }
      if (!signal.aborted) this.apply([{ table: 'fanouts', key, row: null }]);
      await this.flush();
    }
  }

  /**
   * Fires due dates that have passed, the earliest first. After one that led to events it stops until those have been
   * read, so that what they set in motion takes its place in the order.
   */
  private async fireDues(): Promise<void> {
    const heldBack: DueRow[] = [];
    while (!this.ending.signal.aborted && (this.here.position ?? -1n) >= this.lastOwn) {
      const today = this.options.clock.today();
      const due = this.dues.peek();
      if (due === undefined || due.on >= today) break;
      this.dues.pop();
      if (this.memory.dues.get(due.key) !== due) continue;
      if (!fires(this.memory, due, today)) {
        heldBack.push(due);
        continue;
      }
      await this.perform(fire(due));
      this.apply([{ table: 'dues', key: due.key, row: null }]);
      this.fired.push(firedKey(due));
      await this.flush();
    }
    for (const due of heldBack) this.dues.push(due);
  }

  /** What people ask of it, from whichever process: go on with a parked key, carry out what was withheld, fold anew. */
  private async serveRequests(): Promise<void> {
    const { parked, withheld, rebuild } = await this.store.requests();
    for (const key of parked) {
      const row = this.memory.parked.get(key);
      this.apply([{ table: 'parked', key, row: null }]);
      for (const reaction of row?.queue ?? []) await this.perform(reaction);
      await this.flush();
    }
    for (const key of withheld) {
      const row = this.memory.withheld.get(key);
      this.apply([{ table: 'withheld', key, row: null }]);
      if (row !== undefined) {
        // The rules answer the whole trigger anew, so that whatever else it led to goes with it.
        const { stream, trigger, cause } = row.reaction;
        const same = [...this.memory.withheld.values()].filter(
          ({ reaction: r }) => r.stream === stream && r.trigger === trigger && r.cause.event === cause.event,
        );
        this.apply(same.map((other) => ({ table: 'withheld', key: other.key, row: null })));
        await this.perform(row.reaction, 'act');
      }
      await this.flush();
    }
    if (rebuild) {
      await this.flush();
      throw new BeginAnew();
    }
  }

  private leaseUntil(): Date {
    return new Date(this.options.clock.now().getTime() + this.leaseMs);
  }

  /** Saves rows and checkpoint in one transaction. @throws LeaseLost: nothing was written, and this term is over */
  private async flush(): Promise<void> {
    const moved = this.here.position !== this.saved.position;
    if (!moved && this.changes.length === 0 && this.fired.length === 0) return;
    const reacted = this.isReplay(this.here.position ?? -1n) ? this.watermark : this.here.position;
    await this.store.save(
      this.lease,
      this.changes,
      this.fired,
      moved
        ? {
            from: this.saved,
            to: this.here,
            recordedAt: this.recordedAt,
            ...(reacted === undefined ? {} : { watermark: reacted }),
            state: this.live ? 'live' : 'catchingUp',
            leaseUntil: this.leaseUntil(),
            now: this.options.clock.now(),
          }
        : null,
    );
    this.watermark = reacted;
    this.saved = this.here;
    this.changes = [];
    this.fired = [];
    this.unsaved = 0;
    this.shared.saved(this.live);
  }
}

const isOfBrand = (event: RecordedSubjectEvent): event is RecordedBrandEvent & RecordedSubjectEvent => isBrandEvent(event);
/** A policy that comes into the log may name other days. */
const setsDates = ({ stream, type }: RecordedEvent): boolean => stream.startsWith('policy-') || type.startsWith('LocalStandard');

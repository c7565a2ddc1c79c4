/** What-if jobs: threads that read beside the ledger, results that lie in memory for a while. */
import type { WhatIfPage, WhatIfRequest } from '#contracts';
import { isWithin, type Actor } from '#domain';
import { WhatIfTally, inOrder, planWhatIf, type OutcomeChange, type WhatIfTotals } from '#policy';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { newId } from './ids';
import type { Ledger } from './ledger';
import type { PolicyLibrary } from './policies';
import { problems, tellError } from './problems';
import { composeTexts, sidesOf, type PackTexts, type WhatIfSides } from './what-if';
import type { Batch, BatchDone, LogSource, WhatIfTask } from './what-if-thread';

/** Streams that a thread is given at a time. */
const BATCH = 40;
/** Batches that a thread has before it, so that it never waits for the next one. */
const AHEAD = 2;
/** Rows that a job keeps; totals count all. Few enough to be sorted in one go without anybody waiting for it. */
const MOST_ROWS = 20_000;
/** Jobs whose results are kept, and for how long. */
const MOST_KEPT = 10;
const KEPT_MS = 60 * 60 * 1000;

export interface WhatIfLimits {
  /** Jobs at once. */
  readonly jobs: number;
  /** Threads of one job. */
  readonly threads: number;
}

type State = 'running' | 'done' | 'stopped' | 'failed';

/** A job as far as it has come. */
export interface WhatIfStanding {
  readonly jobId: string;
  readonly state: State;
  readonly done: number;
  readonly total: number;
  readonly error: string | null;
  readonly request: WhatIfRequest;
  readonly before: PackTexts;
  readonly after: PackTexts;
  readonly questions: readonly { readonly id: string; readonly zh: string; readonly en: string }[];
  readonly same: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly keptUntil: Date | null;
  readonly truncated: boolean;
  readonly totals: WhatIfTotals;
}

/** A thread can only run what is compiled; from source (jest) it is the last build that runs. */
function threadFile(): string {
  const beside = join(__dirname, 'what-if-thread.js');
  return existsSync(beside) ? beside : beside.replace(`${sep}libs${sep}application${sep}`, `${sep}dist${sep}libs${sep}application${sep}`);
}

/** Rows by batch: the first so many in the order of the log are kept, whichever thread was faster. */
class Rows {
  private readonly batches = new Map<number, readonly OutcomeChange[]>();
  /** Batches before this one are all in, and hold so many rows. */
  private next = 0;
  private before = 0;

  add(no: number, rows: readonly OutcomeChange[]): void {
    // What stands behind as many rows as are kept is let go at once.
    this.batches.set(no, this.isFull ? [] : rows);
    for (let found = this.batches.get(this.next); found !== undefined; found = this.batches.get(this.next)) {
      this.before += found.length;
      this.next += 1;
    }
  }

  /** As many rows as are kept stand before any batch that is still out. */
  get isFull(): boolean {
    return this.before >= MOST_ROWS;
  }

  inOrder(): readonly OutcomeChange[] {
    return [...this.batches]
      .sort(([a], [b]) => a - b)
      .flatMap(([, rows]) => rows)
      .slice(0, MOST_ROWS)
      .sort(inOrder);
  }
}

class Job {
  readonly jobId = newId();
  readonly startedAt: Date;
  readonly questions: WhatIfStanding['questions'];
  readonly same: number;
  private state: State = 'running';
  private done = 0;
  private total = 0;
  private error: string | null = null;
  private finishedAt: Date | null = null;
  private readonly tally = new WhatIfTally();
  private readonly gathered = new Rows();
  private sorted: readonly OutcomeChange[] | null = null;
  private readonly threads: Worker[] = [];
  private ended: Promise<unknown> = Promise.resolve();

  constructor(
    readonly request: WhatIfRequest,
    readonly actor: Actor,
    private readonly sides: WhatIfSides,
    private readonly ledger: Ledger,
    private readonly source: LogSource,
    private readonly threadCount: number,
  ) {
    this.startedAt = ledger.clock.now();
    const plan = planWhatIf(composeTexts(sides.before), composeTexts(sides.after));
    this.questions = plan.questions.map(({ id, zh, en }) => ({ id, zh, en }));
    this.same = plan.same;
    void this.run().catch((error: unknown) => this.finish('failed', tellError(error)));
  }

  standing(): WhatIfStanding {
    const { jobId, state, done, total, error, request, questions, same, startedAt, finishedAt } = this;
    const totals = this.tally.totals();
    return {
      jobId,
      state,
      done,
      total,
      error,
      request,
      before: this.sides.before,
      after: this.sides.after,
      questions,
      same,
      startedAt,
      finishedAt,
      keptUntil: finishedAt === null ? null : new Date(finishedAt.getTime() + KEPT_MS),
      truncated: !this.isRunning && this.rows().length < totals.changed,
      totals,
    };
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Changed outcomes in order, once the job has ended: sorting them anew for whoever looks would hold up everybody. */
  rows(): readonly OutcomeChange[] {
    if (this.isRunning) return [];
    this.sorted ??= this.gathered.inOrder();
    return this.sorted;
  }

  /** Resolves when no thread of the job reads any more. */
  async stop(): Promise<void> {
    this.finish('stopped', null);
    await this.ended;
  }

  private finish(state: State, error: string | null): void {
    if (!this.isRunning) return;
    this.state = state;
    this.error = error;
    this.finishedAt = this.ledger.clock.now();
    this.ended = Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private async brandStreams(): Promise<readonly string[]> {
    const streams: string[] = [];
    for await (const { stream, data } of this.ledger.log.readAll({ filter: { typePrefixes: ['BrandReported.'] } })) {
      if (!this.isRunning) break;
      if ((data['origin'] === 'synthetic') === (this.request.dataset === 'synthetic')) streams.push(stream);
    }
    return streams;
  }

  private async run(): Promise<void> {
    // With nothing different there is nothing to ask.
    const streams = this.questions.length === 0 ? [] : await this.brandStreams();
    if (!this.isRunning) return;
    this.total = streams.length;
    const batches: Batch[] = [];
    for (let at = 0; at < streams.length; at += BATCH)
      batches.push({ no: batches.length, streams: streams.slice(at, at + BATCH), rows: true });
    if (batches.length === 0) return this.finish('done', null);
    const task: WhatIfTask = {
      source: this.source,
      before: this.sides.before,
      after: this.sides.after,
      years: this.request.years,
      today: this.ledger.clock.today(),
      region: this.sides.region,
      knownOn: this.request.knownOn ?? null,
      factsFrom: this.request.factsFrom,
    };
    const waiting = batches[Symbol.iterator]();
    const give = (thread: Worker): void => {
      const next = waiting.next();
      if (next.done !== true) thread.postMessage({ ...next.value, rows: !this.gathered.isFull } satisfies Batch);
    };
    let open = batches.length;
    for (let index = 0; index < Math.min(this.threadCount, batches.length); index++) {
      const thread = new Worker(threadFile(), { workerData: task });
      this.threads.push(thread);
      thread.on('error', (error) => this.finish('failed', tellError(error)));
      thread.on('message', ({ no, streams: looked, totals, rows }: BatchDone) => {
        if (!this.isRunning) return;
        this.done += looked;
        this.tally.merge(totals);
        this.gathered.add(no, rows);
        open -= 1;
        if (open === 0) this.finish('done', null);
        else give(thread);
      });
      for (let ahead = 0; ahead < AHEAD; ahead++) give(thread);
    }
  }
}

/** Starts, follows and stops what-if jobs. Nothing of it is ever written. */
export class WhatIfJobs {
  private readonly jobs = new Map<string, Job>();

  constructor(
    private readonly ledger: Ledger,
    private readonly policies: PolicyLibrary,
    private readonly source: LogSource,
    private readonly limits: WhatIfLimits,
  ) {}

  /** @throws LedgerProblem for bad input, or when as many jobs run as may */
  async start(request: WhatIfRequest, actor: Actor): Promise<WhatIfStanding> {
    await this.policies.refresh();
    const sides = sidesOf(request, this.policies.all(), actor, this.ledger.clock.today());
    this.forgetOld();
    if ([...this.jobs.values()].filter(({ isRunning }) => isRunning).length >= this.limits.jobs)
      throw problems.whatIfBusy(this.limits.jobs);
    const job = new Job(request, actor, sides, this.ledger, this.source, this.limits.threads);
    this.jobs.set(job.jobId, job);
    return job.standing();
  }

  /** The asker's jobs, the latest first. */
  list(actor: Actor): readonly WhatIfStanding[] {
    this.forgetOld();
    return [...this.jobs.values()]
      .filter((job) => mayOpen(job, actor))
      .map((job) => job.standing())
      .reverse();
  }

  /** A job and a page of its rows. @throws LedgerProblem WHAT_IF.NOT_FOUND */
  result(
    jobId: string,
    page: WhatIfPage,
    actor: Actor,
  ): { readonly standing: WhatIfStanding; readonly rows: readonly OutcomeChange[]; readonly filtered: number } {
    const job = this.job(jobId, actor);
    const rows = job
      .rows()
      .filter(
        ({ question, year, regions }) =>
          (page.question === undefined || question === page.question) &&
          (page.year === undefined || year === page.year) &&
          (page.region === undefined || page.region === '000000' || regions.includes(page.region)),
      );
    return { standing: job.standing(), rows: rows.slice(page.offset, page.offset + page.limit), filtered: rows.length };
  }

  /** Ends a job that runs and keeps what it has found so far; forgets one that has ended. @throws LedgerProblem WHAT_IF.NOT_FOUND */
  async stop(jobId: string, actor: Actor): Promise<WhatIfStanding> {
    const job = this.job(jobId, actor);
    if (job.isRunning) await job.stop();
    else this.jobs.delete(jobId);
    return job.standing();
  }

  /** Resolves when no thread reads any more: then the log may be closed. */
  async close(): Promise<void> {
    await Promise.all([...this.jobs.values()].map((job) => job.stop()));
    this.jobs.clear();
  }

  private job(jobId: string, actor: Actor): Job {
    this.forgetOld();
    const job = this.jobs.get(jobId);
    if (job === undefined || !mayOpen(job, actor)) throw problems.whatIfNotFound(jobId);
    return job;
  }

  private forgetOld(): void {
    const now = this.ledger.clock.now().getTime();
    const ended = [...this.jobs.values()].filter(({ isRunning }) => !isRunning);
    for (const [index, job] of ended.entries()) {
      const { keptUntil } = job.standing();
      if (index < ended.length - MOST_KEPT || (keptUntil !== null && keptUntil.getTime() < now)) this.jobs.delete(job.jobId);
    }
  }
}

/** A job shows brands of its region: whoever is in charge of less may not look. */
const mayOpen = (job: Job, actor: Actor): boolean => isWithin(job.request.region ?? job.actor.region, actor.region);

/**
 * A process of the ledger that can die at any step it takes towards the log or the read models: before it, or after it and
 * before it knows. Several of them share one log and one file of read models, as workers and apis do.
 */
import { BrandService, Ledger, PolicyLibrary, ScriptedClock, SubjectService, YearService, stewardPort } from '#application';
import type { EventLog } from '#event-store';
import { openReadModels, type ReadModelDatabase } from '#projections';
import { Steward } from '#steward';
import { setTimeout as sleep } from 'node:timers/promises';
import { Models } from '../../apps/worker/src/models';
import { Worker } from '../../apps/worker/src/worker';

export class Died extends Error {}

/** How long a process still has to live, counted in steps. */
export class Life {
  private left = Number.POSITIVE_INFINITY;

  get isOver(): boolean {
    return this.left <= 0;
  }
  /** It dies at this step from now. */
  endsAfter(steps: number): void {
    this.left = Math.min(this.left, steps);
  }
  /** What was to kill it does not. */
  spare(): void {
    if (!this.isOver) this.left = Number.POSITIVE_INFINITY;
  }
  /** @throws Died */
  step(): void {
    this.left -= 1;
    if (this.left <= 0) throw new Died('the process has died');
  }
}

export interface MortalProcess {
  readonly name: string;
  readonly life: Life;
  readonly ledger: Ledger;
  readonly policies: PolicyLibrary;
  readonly brands: BrandService;
  readonly years: YearService;
  readonly models: Models;
  readonly steward: Steward;
  setToday(date: string): void;
  /** Clears away what a dead process leaves in this one, or ends a living one: that gives its leases back, a dead one does not. */
  end(): Promise<void>;
}

export interface ProcessOptions {
  readonly log: EventLog;
  readonly file: string;
  readonly name: string;
  readonly today: string;
  readonly leaseMs: number;
  /** From 0 to below 1: how long deliveries stall now and then, so that batches are of all sizes. */
  readonly random: () => number;
}

export async function startMortalProcess({ file, name, today, leaseMs, random, ...shared }: ProcessOptions): Promise<MortalProcess> {
  const life = new Life();
  const log = mortalLog(shared.log, life, random);
  const real = await openReadModels({ file });
  const db = mortalDatabase(real, life);
  const clock = new ScriptedClock();
  clock.setToday(today);
  const ledger = new Ledger(log, clock);
  const policies = new PolicyLibrary(ledger);
  const models = new Models(db, log, clock, name, leaseMs);
  await models.prepare();
  const brands = new BrandService(ledger, policies, () => models.lastLeaf());
  const subjects = new SubjectService(ledger, policies, () => models.lastLeaf(), models);
  const steward = new Steward({
    log,
    db,
    clock,
    owner: name,
    leaseMs,
    tickEveryMs: 20,
    fanOutBatch: 2,
    decode: (recorded) => ledger.decode(recorded),
    port: stewardPort(policies, brands, subjects),
  });
  const worker = new Worker(models, steward, log);
  await worker.start();
  return {
    name,
    life,
    ledger,
    policies,
    brands,
    years: new YearService(ledger, models),
    models,
    steward,
    setToday: (date) => clock.setToday(date),
    end: async () => {
      await worker.stop();
      await real.close();
    },
  };
}

function mortalDatabase(db: ReadModelDatabase, life: Life): ReadModelDatabase {
  return {
    engine: db.engine,
    read: db.read,
    inTransaction: async (work) => {
      const done = await db.inTransaction(async (tx) => {
        life.step();
        const result = await work(tx);
        // Rows and checkpoint are written, the commit never comes.
        life.step();
        return result;
      });
      life.step();
      return done;
    },
    inSnapshot: (work) => db.inSnapshot(work),
    migrate: (component, steps) => db.migrate(component, steps),
    close: () => db.close(),
  };
}

function mortalLog(log: EventLog, life: Life, random: () => number): EventLog {
  return {
    append: async (stream, expected, events) => {
      life.step();
      const result = await log.append(stream, expected, events);
      life.step();
      return result;
    },
    readStream: (stream, options) => log.readStream(stream, options),
    readAll: (options) => log.readAll(options),
    async *subscribe(options) {
      for await (const message of log.subscribe(options)) {
        if (random() < 0.1) await sleep(Math.floor(random() * 4));
        yield message;
      }
    },
    close: () => Promise.resolve(),
  };
}

import {
  ledgerCodec,
  problems,
  tellError,
  type Clock,
  type FiguresOfYear,
  type ListedBrands,
  type ReturnLookups,
  type SubjectLookups,
} from '#application';
import type { EventLog, Position } from '#event-store';
import {
  READ_MODELS,
  ReadModelQueries,
  prepareReadModels,
  readSubscription,
  rebuildReadModels,
  runReadModels,
  type ReadModelDatabase,
  type ReadModelOptions,
  type Subscription,
} from '#projections';
import { yearOf, type EditionDataset, type GivenFacts, type Origin } from '#domain';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RebuildState {
  readonly state: 'idle' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly error: string | null;
}

/** How long a year that is being closed, or a file that is being checked, waits for the models to know all that is written. */
const CATCH_UP_MS = 5000;

/** Ends of years that counts over a region are given for. */
const YEARS_COUNTED = 10;

/**
 * The read models as a process sees them: whether this process feeds them or another one does, how far they have come
 * is read from the same place.
 */
export class Models implements FiguresOfYear, ListedBrands, SubjectLookups, ReturnLookups {
  readonly queries: ReadModelQueries;
  private readonly stopping = new AbortController();
  private readonly options: ReadModelOptions;
  private subscription: Subscription | null = null;
  private failure: string | null = null;
  private rebuilding: RebuildState = { state: 'idle', done: 0, total: 0, error: null };

  constructor(
    readonly db: ReadModelDatabase,
    private readonly log: EventLog,
    clock: Clock,
    owner: string,
    leaseMs: number,
  ) {
    this.queries = new ReadModelQueries(db);
    this.options = { db, log, clock, owner, leaseMs, decode: (recorded) => ledgerCodec.decode(recorded), signal: this.stopping.signal };
  }

  /** Makes sure that queries find tables of this program's versions. */
  prepare(): Promise<void> {
    return prepareReadModels(this.options);
  }

  /** Feeds the models from the log, in this process. */
  start(): void {
    if (this.subscription !== null) return;
    const subscription = runReadModels(this.options);
    subscription.done.catch((error: unknown) => {
      this.failure = tellError(error);
    });
    this.subscription = subscription;
  }

  /** True as soon as the models have come to a position, whichever process feeds them. */
  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.subscription !== null && this.subscription.status().state === 'live') return this.subscription.waitFor(position, timeoutMs);
    const until = performance.now() + timeoutMs;
    for (;;) {
      const record = await readSubscription(this.db, READ_MODELS);
      if (record !== null && record.position !== undefined && record.position >= position) return true;
      if (performance.now() >= until) return false;
      await sleep(Math.min(50, timeoutMs));
    }
  }

  /** Leaf index of the last event of the log, counted on from where the models stand. */
  async lastLeaf(): Promise<number> {
    const record = await readSubscription(this.db, READ_MODELS);
    let leaf = record?.leaf ?? -1;
    for await (const _event of this.log.readAll(record?.position === undefined ? {} : { after: record.position })) leaf += 1;
    return Math.max(0, leaf);
  }

  /** Waits until the models hold all that the log held when asked. @throws LedgerProblem LEDGER.NOT_CAUGHT_UP */
  private async catchUp(): Promise<void> {
    for await (const { position } of this.log.readAll({ direction: 'backwards', limit: 1 })) {
      if (!(await this.waitFor(position, CATCH_UP_MS))) throw problems.notCaughtUp();
    }
  }

  /** @throws LedgerProblem LEDGER.NOT_CAUGHT_UP */
  async brandIdsByName() {
    await this.catchUp();
    return this.queries.brandIdsByName();
  }

  async figuresOf(region: string, year: number, origin: Origin) {
    await this.catchUp();
    return this.queries.figuresOfYear({ region, year, dataset: origin === 'synthetic' ? 'synthetic' : 'real' });
  }

  /** @throws LedgerProblem LEDGER.NOT_CAUGHT_UP */
  async listedBrands(dataset: EditionDataset, region: string) {
    await this.catchUp();
    return this.queries.editionSource(dataset, region);
  }

  /** @throws LedgerProblem LEDGER.NOT_CAUGHT_UP */
  async linksOf(brandIds: readonly string[]) {
    await this.catchUp();
    return this.queries.linksNaming(brandIds);
  }

  /**
   * Dual brands and key projects of a region: as they stand today, and as they stood at the ends of the last years. Of dual brands
   * that are no more the models know nothing, so that of years behind us they prove a least number.
   * @throws LedgerProblem LEDGER.NOT_CAUGHT_UP
   */
  async countsOf(region: string, today: string): Promise<GivenFacts> {
    await this.catchUp();
    const { dualBrands, keyProjects, leaf } = await this.queries.regionCounts(region, 'real');
    const days = [today, ...Array.from({ length: YEARS_COUNTED }, (_, back) => `${yearOf(today) - 1 - back}-12-31`)];
    const counted = (metric: string, all: typeof keyProjects, past: 'exact' | 'atLeast') =>
      days.map((on) => ({
        figureId: `${region}|${metric}|${on}`,
        ...{ metric, unit: 'items', nature: 'stock', directness: 'unstated', bound: on === today ? 'exact' : past },
        value: all.filter(({ since, until }) => since <= on && (until === null || until > on)).length,
        ...{ fromYear: null, toYear: yearOf(on), asOf: on, status: 'locked' as const, event: `${READ_MODELS}@${leaf}` },
      }));
    return { figures: [...counted('dualBrandsActive', dualBrands, 'atLeast'), ...counted('brandCount', keyProjects, 'exact')] };
  }

  async brandsOfReturn(...[terms, place, of, fresh]: Parameters<ReturnLookups['brandsOfReturn']>) {
    if (fresh) await this.catchUp();
    return this.queries.brandsOfReturn(terms, place, of);
  }

  peerMedians(call: string) {
    return this.queries.peerMedians(call);
  }

  /** @throws LedgerProblem LEDGER.NOT_CAUGHT_UP */
  async returnsToApply() {
    await this.catchUp();
    return this.queries.returnsToApply();
  }

  /** How the subscription stands: as this process runs it, or else as the one that does has written down. */
  async status(): Promise<{
    readonly name: string;
    readonly state: string;
    readonly position: Position | undefined;
    readonly error: string | null;
  }> {
    const own = this.subscription?.status();
    const record = await readSubscription(this.db, READ_MODELS);
    return {
      name: READ_MODELS,
      state: own?.state ?? record?.state ?? 'new',
      position: record?.position,
      error: this.failure ?? own?.lastError ?? record?.error ?? null,
    };
  }

  /** Builds all models anew beside those in use. Does nothing while a rebuild is running. */
  startRebuild(): void {
    if (this.rebuilding.state === 'running') return;
    this.rebuilding = { state: 'running', done: 0, total: 0, error: null };
    void this.rebuild();
  }

  rebuildProgress(): RebuildState {
    return this.rebuilding;
  }

  private async rebuild(): Promise<void> {
    try {
      const total = (await this.lastLeaf()) + 1;
      this.rebuilding = { ...this.rebuilding, total };
      const { events } = await rebuildReadModels({
        ...this.options,
        onProgress: ({ leaf }) => {
          this.rebuilding = { ...this.rebuilding, done: Math.min(leaf + 1, total) };
        },
      });
      this.rebuilding = { state: 'done', done: events, total: events, error: null };
    } catch (error) {
      this.rebuilding = { ...this.rebuilding, state: 'failed', error: tellError(error) };
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.subscription?.done.catch(() => undefined);
  }
}

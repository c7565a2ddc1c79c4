import { Access, OidcSignIn } from '#access';
import {
  BrandService,
  CatalogueService,
  FundService,
  CorrectionPreviews,
  GapService,
  ImportService,
  LedgerProblem,
  Ledger,
  PolicyLibrary,
  ReturnService,
  ScriptedClock,
  SubjectService,
  WhatIfJobs,
  YearService,
  importPublishedFacts,
  beginDemonstration,
  beginScenario,
  demonstrationIn,
  holdsOnlyPolicy,
  isScenarioUnderWay,
  noteExpiredPolicies,
  playScenario,
  problems,
  publishShippedPacks,
  shippedReportingRules,
  scenarioEnd,
  scenarioStart,
  stewardPort,
  systemClock,
  tellError,
  type LedgerConfig,
} from '#application';
import { workingDayTable } from '#contracts';
import type { WorkingCalendar } from '#domain';
import { EvidenceStore } from '#evidence';
import { EmbeddedLog, connectEventStoreDb, openEmbeddedLog, type EventLog, type Position } from '#event-store';
import { ReturnDrafts, openOfficeStore, type OfficeStore } from '#office';
import { openReadModels, type ReadModelDatabase } from '#projections';
import { Steward, datesToAsk, foresee } from '#steward';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { demonstrate } from './demonstration';
import { Models, type RebuildState } from './models';
import { Worker } from './worker';

/** embedded: everything in one process. api: commands and queries. worker: subscriptions. */
export type Role = 'embedded' | 'api' | 'worker';

export interface SubscriptionStatus {
  readonly name: string;
  readonly state: string;
  /** Seconds by which it is behind the log; 0 when it has caught up. */
  readonly lagSeconds: number;
  readonly position: string | null;
  readonly error: string | null;
}

export interface Readiness {
  readonly ready: boolean;
  /** How the last append went. readOnly: the disk is full, reading goes on. */
  readonly log: 'ok' | 'readOnly' | 'unavailable';
  readonly subscriptions: SubscriptionStatus[];
}

/** Beyond this a process is not ready: what its queries answer is too old. */
const MAX_LAG_SECONDS = 60;

/** How often a long start says how far it has come. */
const TELL_EVERY_MS = 3000;

/** Everything a process is made of, put together once. */
export interface Composition {
  readonly role: Role;
  readonly clock: ScriptedClock;
  readonly log: EventLog;
  readonly db: ReadModelDatabase;
  /** What stands beside the log: accounts, sessions, drafts, access records. */
  readonly office: OfficeStore;
  /** 佐证材料 as files, under the digest of their bytes. */
  readonly evidence: EvidenceStore;
  readonly funds: FundService;
  /** Working days of this build. */
  readonly calendar: WorkingCalendar;
  readonly access: Access;
  readonly config: LedgerConfig;
  readonly ledger: Ledger;
  readonly policies: PolicyLibrary;
  readonly brands: BrandService;
  readonly subjects: SubjectService;
  readonly gaps: GapService;
  readonly years: YearService;
  readonly catalogue: CatalogueService;
  readonly imports: ImportService;
  readonly returns: ReturnService;
  readonly corrections: CorrectionPreviews;
  readonly models: Models;
  readonly whatIf: WhatIfJobs;
  /** Null in a process that runs no subscriptions. */
  readonly worker: Worker | null;
  /**
   * Publishes the shipped packs on the first start, loads the sample data when asked to, and goes on with what was cut
   * short. The demonstration is played on a first start only: its calendar has no place beside work of people.
   * @throws LedgerProblem LEDGER.STOPPING when `close` was called meanwhile
   */
  prepare(sampleData: boolean): Promise<void>;
  /** Whether this ledger was begun as a demonstration, and is served as one. */
  demonstration(): boolean;
  /** Lets a program that finds the data folder held know where this process answers. */
  announce(address: string): void;
  ready(): Promise<Readiness>;
  startRebuild(): void;
  rebuildProgress(): RebuildState;
  close(): Promise<void>;
}

/**
 * Opens the stores that the configuration names and builds the services over them.
 * @throws the log's and the read models' own errors, such as a folder that another process holds
 */
export async function compose(
  config: LedgerConfig,
  role: Role,
  warn: (line: string) => void = (line) => console.error(line),
): Promise<Composition> {
  const log = config.remote === null ? await openLogIn(config.dataDir) : connectEventStoreDb({ url: config.remote.eventStoreUrl });
  try {
    const db = await openReadModels(
      config.remote === null ? { file: join(config.dataDir, 'read-models.sqlite') } : { url: config.remote.readModelUrl },
    );
    try {
      const office = await openOfficeStore(
        config.remote === null ? { file: join(config.dataDir, 'office.sqlite') } : { url: config.remote.readModelUrl },
      );
      try {
        return await composeOver({ log, db, office }, config, role, warn);
      } catch (error) {
        await office.close();
        throw error;
      }
    } catch (error) {
      await db.close();
      throw error;
    }
  } catch (error) {
    await log.close();
    throw error;
  }
}

function openLogIn(dataDir: string): Promise<EventLog> {
  const folder = join(dataDir, 'log');
  mkdirSync(folder, { recursive: true });
  // SQLite would only say that it cannot open a file.
  accessSync(folder, constants.W_OK);
  return openEmbeddedLog({ folder });
}

async function composeOver(
  { log, db, office }: { readonly log: EventLog; readonly db: ReadModelDatabase; readonly office: OfficeStore },
  config: LedgerConfig,
  role: Role,
  warn: (line: string) => void,
): Promise<Composition> {
  const clock = new ScriptedClock(systemClock);
  const ledger = new Ledger(log, clock);
  const access = new Access(office, clock, config.accounts, warn);
  if (config.accounts.on && config.accounts.oidc !== null) {
    access.oidc = new OidcSignIn(office, clock, access.accounts, config.accounts.oidc, warn);
    access.ways.push({ id: 'oidc', zh: '统一身份认证', en: 'single sign-on', path: '/api/v1/session/oidc' });
  }
  const policies = new PolicyLibrary(ledger);
  // A folder is held by one process, so its subscriptions need not wait for a lease that a killed process left behind.
  const owner = config.remote === null ? 'embedded' : `${hostname()}-${process.pid}-${randomUUID()}`;
  const models = new Models(db, log, clock, owner, config.leaseMs);
  await models.prepare();
  const workingDays = workingDayTable();
  const brands = new BrandService(ledger, policies, () => models.lastLeaf(), workingDays);
  const subjects = new SubjectService(ledger, policies, () => models.lastLeaf(), models);
  const years = new YearService(ledger, models);
  const catalogue = new CatalogueService(ledger, policies, models);
  const imports = new ImportService(ledger, brands, years);
  const returns = new ReturnService(
    ledger,
    brands,
    models,
    new ReturnDrafts(office),
    workingDays,
    shippedReportingRules(),
    (problem, returnId) =>
      warn(
        `填报表 ${returnId} 的数据未全部登记，下次启动时继续 / return ${returnId} stopped, the next start goes on with it\n${tellError(problem)}`,
      ),
  );
  const corrections = new CorrectionPreviews(ledger, policies, subjects, models, () => models.lastLeaf(), {
    datesToAsk,
    foresee: (approval) => foresee({ ...approval, mode: config.stewardMode, workingDays }),
  });
  const evidence = new EvidenceStore(config.evidence.folder, config.evidence.maxBytes);
  await evidence.clearParts();
  const funds = new FundService(ledger);
  const logSource = config.remote === null ? { folder: join(config.dataDir, 'log') } : { url: config.remote.eventStoreUrl };
  const whatIf = new WhatIfJobs(ledger, policies, logSource, config.whatIf);

  // A process that only serves commands and queries never starts it, but can say how the one that runs stands.
  const steward = new Steward({
    log,
    db,
    clock,
    owner,
    mode: config.stewardMode,
    leaseMs: config.leaseMs,
    workingDays,
    decode: (recorded) => ledger.decode(recorded),
    port: stewardPort(policies, brands, subjects),
  });
  const worker = role === 'api' ? null : new Worker(models, steward, log);

  const stopping = new AbortController();
  let preparing: Promise<void> = Promise.resolve();
  let isDemonstration = false;
  const prepare = async (sampleData: boolean): Promise<void> => {
    for (const line of await publishShippedPacks(ledger, policies)) warn(line);
    await noteExpiredPolicies(ledger, policies);
    if (sampleData && role === 'embedded' && (await holdsOnlyPolicy(ledger))) {
      await beginScenario(ledger);
      // The accounts of a demonstration have a public password: they never come into a ledger that was begun without it.
      if (config.accounts.on && config.accounts.demo) await beginDemonstration(ledger);
    }
    if (sampleData && role !== 'api') {
      const facts = await importPublishedFacts(
        imports,
        systemClock.today(),
        telling(warn, '正在载入公开品牌数据 / loading published facts'),
      );
      for (const { row, zh, en } of facts?.parked ?? []) warn(`brand-facts.csv 第 ${row} 行搁置 / row ${row} parked: ${zh} / ${en}`);
    }
    if (sampleData && worker !== null && role === 'embedded' && (await isScenarioUnderWay(ledger))) {
      // The calendar is the script's for as long: no due date may fire ahead of its scene.
      clock.setToday(scenarioStart());
      await worker.start();
      const onProgress = telling(warn, '正在演练合成示例 / playing the synthetic demonstration');
      try {
        await playScenario({
          ledger,
          brands,
          subjects,
          catalogue,
          years,
          clock,
          settled: () => worker.decided(),
          onProgress,
          signal: stopping.signal,
        });
      } catch (error) {
        // Whoever has work to do here needs no demonstration.
        if (!(error instanceof LedgerProblem) || error.kind === 'unavailable') throw error;
        warn(
          `合成示例未能演练完，其余功能不受影响 / the demonstration could not be played to its end, all else works\n${tellError(error)}`,
        );
      }
      if (stopping.signal.aborted) throw problems.stopping();
      clock.setToday(null);
      await worker.settled();
    }
    const demonstration = await demonstrationIn(ledger);
    isDemonstration = config.accounts.on && config.accounts.demo && demonstration !== 'none';
    if (worker !== null && config.accounts.on && demonstration === 'underWay') {
      clock.setToday(scenarioEnd());
      await worker.start();
      const onProgress = telling(warn, '正在布置演示账户和待办 / setting the demonstration');
      const stage = { ledger, brands, subjects, catalogue, returns, funds, clock, policies, office, evidence, access };
      await demonstrate({ ...stage, settled: () => worker.settled(), onProgress, signal: stopping.signal });
      if (stopping.signal.aborted) throw problems.stopping();
      clock.setToday(null);
      await worker.settled();
    }
    if (stopping.signal.aborted) throw problems.stopping();
    await worker?.start();
    // Files whose rows were being applied when a process ended, whichever it was: all may go on with them at once.
    for (const importId of await imports.unfinished()) {
      imports.apply(importId).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          warn(`导入 ${importId} 未完成，下次启动时继续 / import ${importId} stopped, the next start goes on with it\n${tellError(error)}`);
      });
    }
    returns.resume().catch((error: unknown) => {
      if (!stopping.signal.aborted) warn(tellError(error));
    });
  };

  return {
    role,
    clock,
    log,
    db,
    office,
    evidence,
    funds,
    calendar: workingDays,
    access,
    config,
    ledger,
    policies,
    brands,
    subjects,
    gaps: new GapService(policies, subjects),
    years,
    catalogue,
    imports,
    returns,
    corrections,
    models,
    whatIf,
    worker,
    prepare: (sampleData) => (preparing = prepare(sampleData)),
    demonstration: () => isDemonstration,
    announce: (address) => {
      try {
        if (log instanceof EmbeddedLog) log.announce(address);
      } catch (error) {
        // A full disk keeps nobody from reading; the command line then does not find this process by itself.
        warn(tellError(error));
      }
    },
    ready: async () => {
      const standing = [await models.status(), await steward.status()];
      const subscriptions: SubscriptionStatus[] = [];
      for (const { name, state, position, error } of standing) {
        subscriptions.push({
          name,
          state,
          lagSeconds: await lagOf(log, position, clock.now()),
          position: position?.toString() ?? null,
          error,
        });
      }
      const ready = subscriptions.every(({ error, lagSeconds }) => error === null && lagSeconds < MAX_LAG_SECONDS);
      return { ready, log: ledger.lastAppend, subscriptions };
    },
    startRebuild: () => models.startRebuild(),
    rebuildProgress: () => models.rebuildProgress(),
    close: async () => {
      // Nothing may use a store that is closed: first those end who use them.
      stopping.abort();
      await whatIf.close();
      await imports.close();
      await returns.close();
      await preparing.catch(() => undefined);
      await worker?.stop();
      await models.stop();
      await access.close();
      await office.close();
      await db.close();
      await log.close();
    },
  };
}

/** Seconds since the oldest event that a subscription has not handled was written; 0 when it has handled all. */
async function lagOf(log: EventLog, position: Position | undefined, now: Date): Promise<number> {
  for await (const { created } of log.readAll({ limit: 1, ...(position === undefined ? {} : { after: position }) }))
    return Math.max(0, (now.getTime() - created.getTime()) / 1000);
  return 0;
}

/** Says at the beginning what is being done, and then every few seconds how far it has come. */
function telling(say: (line: string) => void, what: string): (done: number, total: number) => void {
  let saidAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (saidAt !== 0 && now - saidAt < TELL_EVERY_MS) return;
    saidAt = now;
    say(`${what} ${done}/${total} …`);
  };
}

/**
 * Random lives of a few brands on the real log and the real read models: two processes take commands and run the
 * subscriptions, die at any step, are started again, rebuild, and write at the same time. The model is the ledger of pure
 * parts to which nothing happens. `MODEL_SEED=…` tells another story.
 */
import { derivedId, ledgerCodec, LedgerProblem, publishPack, shippedPacks, systemClock, type LedgerEvent } from '#application';
import {
  brandFacts,
  brandStream,
  brandSubject,
  figuresInForce,
  foldBrand,
  initialBrand,
  openObjections,
  openProposals,
  openReviews,
  regionPath,
  type Actor,
  type BrandEvent,
  type BrandState,
  type Decision,
  type EventMetadata,
  type HumanBrandCommand,
  type RecordedBrandEvent,
} from '#domain';
import { openEmbeddedLog, type EmbeddedLog, type RecordedEvent } from '#event-store';
import { evaluate } from '#policy';
import { openReadModels, prepareReadModels, readSubscription, runReadModels, type ReadModelDatabase } from '#projections';
import { StewardStore } from '#steward';
import fc from 'fast-check';
import { sql } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Died, startMortalProcess, type MortalProcess } from '../support/mortal-process';
import { contents } from '../support/projections';
import { PureLedger, RefusedByDomain, shippedPack } from '../support/pure-ledger';
import { DOCUMENT, driven, intoTheCatalogue, nominationOf, reportOf, SOURCE } from '../support/shandong-life';

const SEED = Number(process.env['MODEL_SEED'] ?? 20220110);
const LEASE_MS = 400;
const PERSON: Actor = { id: 'local', role: 'approver', region: '000000' };
const BRANDS = ['a', 'b', 'c'].map((name) => derivedId('model', name));
const BEGIN = '2022-01-10';

const ACTS = [
  'hold',
  'report',
  'confirmStop',
  'resume',
  'announce',
  'object',
  'decide',
  'withdraw',
  'restore',
  'correct',
  'record',
  'promote',
  'rename',
] as const;
interface Act {
  readonly do: (typeof ACTS)[number];
  readonly brand: number;
  readonly n: number;
}
type Step =
  | Act
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'close' }
  /** A process dies at one of its next steps, whatever it is doing then. */
  | { readonly do: 'kill'; readonly who: number; readonly after: number }
  /** A process is told to end, and another takes its place. */
  | { readonly do: 'relieve'; readonly who: number }
  | { readonly do: 'rebuildModels'; readonly who: number }
  | { readonly do: 'refoldSteward' }
  /** Everything ends, the log is closed and opened. */
  | { readonly do: 'reopen' };

const act: fc.Arbitrary<Act> = fc.record({ do: fc.constantFrom(...ACTS), brand: fc.nat(BRANDS.length - 1), n: fc.nat(9) });
const kill = fc.record({ do: fc.constant('kill' as const), who: fc.nat(1), after: fc.integer({ min: 1, max: 14 }) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: act },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.constantFrom(1, 16, 61, 120) }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'close' }) },
  { weight: 4, arbitrary: kill },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('relieve' as const), who: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rebuildModels' as const), who: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'refoldSteward' }, { do: 'reopen' }) },
);
/** Every life begins with the way down, so that each of its steps can meet trouble. */
const WAY_DOWN: readonly Step[] = [
  { do: 'close' },
  { do: 'days', days: 20 },
  { do: 'hold', brand: 0, n: 0 },
  { do: 'kill', who: 0, after: 3 },
  { do: 'days', days: 61 },
  { do: 'confirmStop', brand: 0, n: 0 },
  { do: 'kill', who: 1, after: 5 },
  { do: 'announce', brand: 0, n: 0 },
  { do: 'days', days: 16 },
];

const addDays = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const uuid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;

/** What an act comes to on a brand as it stands; null where there is nothing to do it to. */
function commandOf(act: Act, state: BrandState, today: string, serial: number): HumanBrandCommand | null {
  if (state.stage === 'none') return null;
  const proposalId = (wanted: string): string => openProposals(state).find(({ step: named }) => named === wanted)?.proposalId ?? uuid(0);
  const figures = figuresInForce(state);
  const figure = figures[act.n % Math.max(1, figures.length)];
  const objection = openObjections(state)[0] ?? ('objections' in state ? state.objections.at(-1) : undefined);
  switch (act.do) {
    case 'hold':
      return {
        type: 'holdReview',
        data: { period: openReviews(state)[0]?.period ?? 2021, heldOn: today, panel: null, judgements: [], reason: '年度审核' },
      };
    case 'report':
      return { type: 'reportRectification', data: { reportedOn: today, note: '已整改', evidence: [] } };
    case 'confirmStop':
      return { type: 'confirmSupportStop', data: { proposalId: proposalId('stopSupport'), confirmedBy: '王某', document: DOCUMENT } };
    case 'resume':
      return { type: 'resumeSupport', data: { reason: '整改合格', document: null } };
    case 'announce':
      return {
        type: 'announceExit',
        data: {
          proposalId: proposalId('announceExit'),
          ground: 'rectificationFailed',
          noticeFrom: today,
          noticeUntil: addDays(today, 15),
          confirmedBy: '王某',
          document: DOCUMENT,
        },
      };
    case 'object':
      return { type: 'raiseObjection', data: { objectionId: uuid(serial), by: 'person-1', reason: '数据有误' } };
    case 'decide':
      return {
        type: 'decideObjection',
        data: { objectionId: objection?.objectionId ?? uuid(0), upheld: act.n % 2 === 0, reason: '核查', document: null },
      };
    case 'withdraw':
      return { type: 'withdrawProposal', data: { proposalId: openProposals(state)[0]?.proposalId ?? uuid(0), reason: '不再需要' } };
    case 'restore':
      return {
        type: 'restore',
        data: {
          ground: 'objectionUpheld',
          tier: 'county',
          confirmedBy: '王某',
          document: DOCUMENT,
          objectionId: objection?.objectionId ?? uuid(0),
        },
      };
    case 'correct':
      return {
        type: 'correctFigure',
        data: {
          corrects: figure?.figureId ?? uuid(0),
          figure: driven(figure?.window.toYear ?? 2021, 95 + act.n),
          requester: '填报人',
          reason: '核对',
          evidence: [],
        },
      };
    case 'record':
      return {
        type: 'recordFigure',
        data: { figure: { ...driven(2015 + act.n, 90 + 5 * act.n), source: { ...SOURCE, note: `第${serial}次` } } },
      };
    case 'promote':
      return {
        type: 'promote',
        data: { to: 'prefecture', recommendedBy: '区人社局', confirmedBy: '王某', document: DOCUMENT, proposalId: proposalId('promote') },
      };
    case 'rename':
      return { type: 'rename', data: { to: `历下新名${act.n}家政`, reason: '更名', document: null } };
  }
}

interface Read {
  readonly event: LedgerEvent;
  readonly metadata: EventMetadata;
  readonly recorded: RecordedEvent;
}

/** The running ledger under trouble. */
class Troubled {
  private log: EmbeddedLog | null = null;
  private processes: MortalProcess[] = [];
  private readonly successions = new Map<MortalProcess, Promise<void>>();
  private today = BEGIN;
  private born = 0;
  private readonly watching = new AbortController();
  private watched: Promise<void> = Promise.resolve();
  looks = 0;
  deaths = 0;
  readonly acknowledged = new Set<string>();

  private constructor(
    private readonly folder: string,
    private readonly db: ReadModelDatabase,
    private readonly random: () => number,
  ) {}

  static async open(folder: string, seed: number): Promise<Troubled> {
    let state = seed >>> 0;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const troubled = new Troubled(folder, await openReadModels({ file: join(folder, 'read-models.sqlite') }), random);
    await troubled.start();
    const [first] = troubled.processes;
    if (first === undefined) throw new Error('no process');
    for (const { document } of shippedPacks().filter(({ file }) => file.startsWith('sd-'))) {
      const context = {
        actor: PERSON,
        correlationId: uuid(1),
        causationId: null,
        causationDepth: 0,
        effectiveOn: BEGIN,
        idempotency: null,
      };
      await publishPack(first.ledger, document, 'test', 'test', context);
    }
    troubled.watched = troubled.watch();
    troubled.watched.catch(() => undefined);
    return troubled;
  }

  private async start(): Promise<void> {
    this.log = await openEmbeddedLog({ folder: join(this.folder, 'log') });
    this.processes = [await this.bear(), await this.bear()];
  }

  private bear(): Promise<MortalProcess> {
    const { log, folder, today, random } = this;
    if (log === null) throw new Error('the log is closed');
    this.born += 1;
    return startMortalProcess({ log, file: join(folder, 'read-models.sqlite'), name: `p${this.born}`, today, leaseMs: LEASE_MS, random });
  }

  private process(who: number): MortalProcess {
    const found = this.processes[who % this.processes.length];
    if (found === undefined) throw new Error('no process');
    return found;
  }

  /** Whoever finds a process dead sees to it; those who find it at the same time wait for the same successor. */
  private replace(process: MortalProcess): Promise<void> {
    const known = this.successions.get(process);
    if (known !== undefined) return known;
    const succession = (async () => {
      if (process.life.isOver) this.deaths += 1;
      await process.end();
      this.processes[this.processes.indexOf(process)] = await this.bear();
    })();
    this.successions.set(process, succession);
    return succession;
  }

  async bury(): Promise<void> {
    for (const process of [...this.processes]) if (process.life.isOver) await this.replace(process);
  }

  /** As a client does: a process that dies over a request is asked no more, the same request goes to the next. */
  async ask<T>(who: number, request: (process: MortalProcess) => Promise<T>): Promise<T | { readonly refused: string }> {
    for (let turn = who; ; turn += 1) {
      const process = this.process(turn);
      try {
        return await request(process);
      } catch (error) {
        if (error instanceof Died || process.life.isOver) {
          await this.bury();
          continue;
        }
        if (!(error instanceof LedgerProblem)) throw error;
        if (error.kind === 'unavailable' || error.refusal.code === 'LEDGER.BUSY') continue;
        return { refused: error.refusal.code };
      }
    }
  }

  command(who: number, brandId: string, command: HumanBrandCommand, idempotencyKey: string): Promise<unknown> {
    return this.ask(who, async ({ brands }) => {
      const options = { actor: PERSON, idempotencyKey };
      const answer =
        command.type === 'report'
          ? await brands.found(command.data, null, { ...options, brandId })
          : await brands.command(brandId, command, options);
      for (const { id } of answer.events) this.acknowledged.add(id);
      return answer;
    });
  }

  closeYear(who: number, year: number): Promise<unknown> {
    const body = { year, closedOn: this.today, closedBy: '审批人', origin: 'operational' as const };
    return this.ask(who, ({ years }) => years.close('370000', body, { actor: PERSON, idempotencyKey: `close-${year}` }));
  }

  setToday(today: string): void {
    this.today = today;
    for (const process of this.processes) process.setToday(today);
  }

  async trouble(step: Exclude<Step, Act | { readonly do: 'days' | 'close' }>): Promise<void> {
    switch (step.do) {
      case 'kill':
        return this.process(step.who).life.endsAfter(step.after);
      case 'relieve':
        return this.replace(this.process(step.who));
      case 'rebuildModels':
        return this.process(step.who).models.startRebuild();
      case 'refoldSteward':
        return void (await this.process(0)
          .steward.rebuild()
          .catch((error: unknown) => {
            if (!(error instanceof Died)) throw error;
          }));
      case 'reopen':
        return this.reopen();
    }
  }

  private async reopen(): Promise<void> {
    for (const process of this.processes) await process.end();
    await this.log?.close();
    await this.start();
  }

  /** All that follows has been written and shown, whichever process did it. */
  async settled(): Promise<void> {
    const steward = new StewardStore(this.db, 'steward');
    const until = Date.now() + 20_000;
    for (;;) {
      await this.bury();
      const head = await this.head();
      const owed = await steward.unsettled(head, this.today);
      const shown = (await readSubscription(this.db, 'read-models'))?.position;
      if (owed === null && shown === head && (await this.head()) === head) return;
      if (Date.now() > until) throw new Error(`not settled: ${owed ?? `the read models stand at ${String(shown)}`}`);
      await sleep(5);
    }
  }

  private async head(): Promise<bigint | undefined> {
    if (this.log === null) return undefined;
    for await (const { position } of this.log.readAll({ direction: 'backwards', limit: 1 })) return position;
    return undefined;
  }

  /** At every moment the read models hold exactly what lies at or below their checkpoint. */
  private async watch(): Promise<void> {
    while (!this.watching.signal.aborted) {
      await this.db.inSnapshot(async (tx) => {
        const at = await tx.selectFrom('subscription').select('leaf').where('name', '=', 'read-models').executeTakeFirst();
        const { rows } = await sql<{ n: number; last: number | null }>`select count(*) as n, max(leaf) as last from leaf`.execute(tx);
        const { rows: brands } = await sql<{ ahead: number }>`
          select count(*) as ahead from brand_revision b where b.revision <>
            (select max(l.revision) from leaf l where l.stream = 'brand-' || b.brand_id)`.execute(tx);
        const leaf = at?.leaf ?? -1;
        expect({ leaves: rows[0]?.n, last: rows[0]?.last ?? -1, ahead: brands[0]?.ahead }).toEqual({
          leaves: leaf + 1,
          last: leaf,
          ahead: 0,
        });
        this.looks += 1;
      });
      await sleep(7);
    }
  }

  async everything(): Promise<Read[]> {
    const found: Read[] = [];
    if (this.log === null) return found;
    for await (const recorded of this.log.readAll()) {
      const { type, data, metadata } = ledgerCodec.decode(recorded);
      found.push({ event: { type, data } as LedgerEvent, metadata, recorded });
    }
    return found;
  }

  async stateOf(brandId: string): Promise<BrandState> {
    return foldBrand(initialBrand, lifeOf(brandId, await this.everything()));
  }

  /** What must hold of any ledger at rest, whatever it went through. */
  async expectSound(): Promise<void> {
    await this.bury();
    for (const { life } of this.processes) life.spare();
    while (this.processes.some(({ models }) => models.rebuildProgress().state === 'running')) await sleep(10);
    await this.settled();
    const log = await this.everything();
    const ids = log.map(({ recorded }) => recorded.id);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    expect([...this.acknowledged].filter((id) => !known.has(id))).toEqual([]);
    const requests = log.flatMap(({ metadata, recorded }) =>
      metadata.idempotency === null ? [] : [`${recorded.stream} ${metadata.idempotency.key}`],
    );
    expect(new Set(requests).size).toBe(requests.length);
    const decisions = log.flatMap(({ event }) => decisionOf(event) ?? []);
    expect(new Set(decisions.map(({ key }) => key)).size).toBe(decisions.length);
    await this.expectDecisionsFollow(log);

    // State by replay is the state that processes keep warm.
    for (const brandId of BRANDS) {
      const life = lifeOf(brandId, log);
      for (const { ledger } of this.processes) {
        const warm = await ledger.loadBrandWarm(brandId);
        expect(warm.state).toEqual(foldBrand(initialBrand, life.slice(0, Number(warm.revision) + 1)));
        expect(await ledger.loadBrand(brandId)).toEqual({ state: foldBrand(initialBrand, life), revision: BigInt(life.length - 1) });
      }
    }
    await this.expectRebuilt();
  }

  /** Every decision is what the rules say of the brand as it stood at its basis, and of nothing later. */
  private async expectDecisionsFollow(log: readonly Read[]): Promise<void> {
    const leaves = new Map(log.map(({ recorded }, leaf) => [`${recorded.stream}@${recorded.revision}`, leaf]));
    const { policies } = this.process(0);
    for (const [leaf, { event, recorded }] of log.entries()) {
      const decision = decisionOf(event);
      if (decision === null) continue;
      const { basis, explanation } = decision;
      // A region that nothing was written on stands at its beginning.
      expect(basis.revision).toBe(Math.max(0, Number(recorded.revision) - 1));
      if (recorded.revision > 0n)
        expect(basis.leaf).toBeGreaterThanOrEqual(leaves.get(`${recorded.stream}@${basis.revision}`) ?? Number.POSITIVE_INFINITY);
      expect(basis.leaf).toBeLessThan(leaf);
      // What a region answers rests on counts over others; the steward's own specs replay those.
      if (!recorded.stream.startsWith('brand-')) continue;
      if (explanation === null) continue;
      const state = foldBrand(initialBrand, lifeOf(recorded.stream.slice('brand-'.length), log).slice(0, basis.revision + 1));
      if (state.stage === 'none') throw new Error('a decision about nothing');
      const subject = brandSubject(state);
      const pack = await policies.packsFor({ regions: regionPath(state.identity.region), kind: state.identity.kind }, explanation.asOf);
      if (pack === null) throw new Error('a decision without a policy');
      const { asOf, evaluationYear, rule } = explanation;
      expect(explanation).toEqual(evaluate(pack, rule, subject, brandFacts(state), { asOf, evaluationYear }));
    }
  }

  /** Read models and the steward's memory are what the log alone gives. */
  private async expectRebuilt(): Promise<void> {
    const { log } = this;
    if (log === null) return;
    const fresh = await openReadModels({ file: join(this.folder, `fresh-${this.born}-${Date.now()}.sqlite`) });
    const stop = new AbortController();
    const options = {
      db: fresh,
      log,
      decode: (recorded: RecordedEvent) => ledgerCodec.decode(recorded),
      owner: 'fresh',
      clock: systemClock,
      signal: stop.signal,
      batchSize: 1 + Math.floor(this.random() * 40),
    };
    try {
      await prepareReadModels(options);
      const running = runReadModels(options);
      expect(await running.waitFor((await this.head()) ?? 0n, 10_000)).toBe(true);
      expect(await contents(this.db)).toEqual(await contents(fresh));
      stop.abort();
      await running.done;
    } finally {
      stop.abort();
      await fresh.close();
    }
    const memory = async (): Promise<unknown> => {
      const { subjects, dues, fanouts, parked } = (await new StewardStore(this.db, 'steward').load()).memory;
      return [[...subjects].sort(byKey), [...dues].sort(byKey), [...fanouts], [...parked]];
    };
    const live = await memory();
    const [subjects, , fanouts, parked] = live as readonly (readonly [string, unknown][])[];
    expect(subjects?.filter(([stream]) => stream.startsWith('brand-'))).toHaveLength(BRANDS.length);
    expect([fanouts, parked]).toEqual([[], []]);
    await this.process(0).steward.rebuild();
    await this.settled();
    expect(await memory()).toEqual(live);
  }

  async close(): Promise<void> {
    this.watching.abort();
    try {
      await this.watched;
    } finally {
      for (const process of this.processes) await process.end();
      await this.db.close();
      await this.log?.close();
    }
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const decisionOf = ({ data }: LedgerEvent | RecordedBrandEvent): Decision | null => ('decision' in data ? data.decision : null);
const lifeOf = (brandId: string, log: readonly Read[]): RecordedBrandEvent[] =>
  log
    .filter(({ recorded }) => recorded.stream === brandStream(brandId))
    .map(({ event, metadata, recorded }) => ({ ...(event as BrandEvent), metadata, id: recorded.id, revision: Number(recorded.revision) }));

/** A life told without ids, which no two ledgers share: what happened, on which date, by which rule with which answer. */
const told = (life: readonly RecordedBrandEvent[]): unknown =>
  life.map((event) => {
    const decision = event.metadata.actor.role === 'steward' ? decisionOf(event) : null;
    const rule = decision === null ? null : [decision.policy.rule, decision.key.split('|')[3], decision.explanation?.outcome ?? null];
    return [event.revision, event.type, event.metadata.effectiveOn, rule];
  });

async function liveThrough(
  script: readonly Step[],
  burst: readonly (Act | Extract<Step, { do: 'kill' }>)[],
  seed: number,
): Promise<{ decisions: number; deaths: number; looks: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-model-'));
  const shandong = shippedPack('sd-2021-22');
  const pure = new PureLedger((regions) => (regions.includes('370000') ? shandong : null));
  const real = await Troubled.open(folder, seed);
  let today = BEGIN;
  let serial = 1;
  let closed = 2020;
  const both = async (brandId: string, inPure: HumanBrandCommand, inReal: HumanBrandCommand): Promise<void> => {
    serial += 1;
    let expected: unknown = 'accepted';
    try {
      pure.command(brandId, inPure, today);
    } catch (error) {
      if (!(error instanceof RefusedByDomain)) throw error;
      expected = { refused: error.refusal.code };
    }
    const answer = await real.command(serial, brandId, inReal, `act-${serial}`);
    // What the domain refuses is refused in both worlds alike, and by the same name.
    if (expected === 'accepted') expect(answer).toMatchObject({ brandId });
    else expect(answer).toEqual(expected);
  };
  try {
    for (const [i, brandId] of BRANDS.entries()) {
      const way: HumanBrandCommand[] = [
        { type: 'report', data: reportOf(`历下${'甲乙丙'.charAt(i)}家政`) },
        { type: 'nominate', data: nominationOf('county') },
        ...intoTheCatalogue('county'),
        { type: 'recordFigure', data: { figure: driven(2021, 99 + i) } },
      ];
      for (const command of way) await both(brandId, command, command);
    }
    for (const next of [...WAY_DOWN, ...script]) {
      if (next.do === 'days') {
        today = addDays(today, next.days);
        real.setToday(today);
        pure.moveTo(today);
      } else if (next.do === 'close') {
        if (closed + 1 >= Number(today.slice(0, 4))) continue;
        closed += 1;
        await real.closeYear(serial, closed);
        pure.closeYear('370000', closed, today, 'operational');
      } else if ('brand' in next) {
        const brandId = BRANDS[next.brand] ?? '';
        const [inPure, inReal] = [pure.state(brandId), await real.stateOf(brandId)].map((state) => commandOf(next, state, today, serial));
        if (inPure && inReal) await both(brandId, inPure, inReal);
      } else {
        await real.trouble(next);
        continue;
      }
      await real.settled();
    }
    const log = await real.everything();
    for (const brandId of BRANDS) expect(told(lifeOf(brandId, log))).toEqual(told(pure.streams.get(brandId) ?? []));
    await real.expectSound();

    // Then all at once, with nobody waiting for anybody.
    await Promise.all(
      burst.map(async (each, i) => {
        if (each.do === 'kill') return real.trouble(each);
        const brandId = BRANDS[each.brand] ?? '';
        const command = commandOf(each, await real.stateOf(brandId), today, 1000 + i);
        if (command !== null) await real.command(i, brandId, command, `burst-${i}`);
      }),
    );
    await real.settled();
    await real.expectSound();
    return { decisions: log.filter(({ event }) => decisionOf(event) !== null).length, deaths: real.deaths, looks: real.looks };
  } finally {
    await real.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const TIME_FOR_LIVES_MS = 35_000;

it('whatever happens to the processes, the ledger comes to what its pure parts say', async () => {
  const seen = { lives: 0, decisions: 0, deaths: 0, looks: 0 };
  const begun = performance.now();
  let attempts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 16 }),
      fc.array(fc.oneof({ weight: 6, arbitrary: act }, { weight: 1, arbitrary: kill }), { minLength: 6, maxLength: 14 }),
      fc.nat(),
      async (script, burst, seed) => {
        // As many whole lives as there is time for, one at least; shrinking keeps within the same time.
        if (performance.now() - begun > TIME_FOR_LIVES_MS && attempts > 0) return;
        attempts += 1;
        const { decisions, deaths, looks } = await liveThrough(script, burst, seed);
        seen.lives += 1;
        seen.decisions += decisions;
        seen.deaths += deaths;
        seen.looks += looks;
      },
    ),
    // A failure names its seed and path.
    { seed: SEED, numRuns: 8 },
  );
  expect(seen.lives).toBeGreaterThan(0);
  expect(seen.decisions).toBeGreaterThan(8 * seen.lives);
  expect(seen.deaths).toBeGreaterThan(seen.lives);
  expect(seen.looks).toBeGreaterThan(20 * seen.lives);
}, 120_000);

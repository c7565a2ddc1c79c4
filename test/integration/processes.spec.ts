/**
 * One build as separate processes: two apis and two workers on one EventStoreDB (the wire node) and one PostgreSQL. The
 * worker that runs the subscriptions is killed in the middle of its work; the other goes on, and nothing is lost or doubled.
 */
import { ledgerCodec, shippedPacks, systemClock, type LedgerEvent } from '#application';
import type { EventMetadata } from '#domain';
import { connectEventStoreDb, type EventLog, type RecordedEvent } from '#event-store';
import { openReadModels, prepareReadModels, readSubscriptions, runReadModels, type ReadModelDatabase } from '#projections';
import { StewardStore } from '#steward';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerAt, type Answered, type LedgerHttp } from '../support/http';
import { testPostgres, type TestPostgres } from '../support/postgres';
import { contents } from '../support/projections';
import { driven, intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';
import { runProgram, startNodeProgram, type Program } from '../support/wire-node/program';

const API = 'apps/api/src/main.js';
const WORKER = 'apps/worker/src/main.js';
const YEARS = [2021, 2022, 2023] as const;
/** 90 days after the closing on 20 January. */
const DUE: Readonly<Record<number, string>> = { 2021: '2022-04-20', 2022: '2023-04-20', 2023: '2024-04-19' };
const BRANDS = 6;

jest.setTimeout(120_000);

let folder: string;
const running: Program[] = [];
const start = (file: string, env: Readonly<Record<string, string>>): Program => {
  const program = runProgram(file, { TMPDIR: folder, HOME: folder, DATA_DIR: join(folder, 'data'), PORT: '0', SAMPLE_DATA: 'off', ...env });
  running.push(program);
  return program;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-processes-'));
});
afterAll(async () => {
  for (const program of running) program.signal('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(folder, { recursive: true, force: true });
});

describe('a process that is told half of where to work', () => {
  const EVENTSTORE_URL = 'esdb://127.0.0.1:1?tls=false';
  const READ_MODEL_URL = 'postgres://postgres@127.0.0.1:1/none';
  it.each([
    ['an api with EVENTSTORE_URL alone', API, { EVENTSTORE_URL }],
    ['an api with READ_MODEL_URL alone', API, { READ_MODEL_URL }],
    ['a worker with EVENTSTORE_URL alone', WORKER, { EVENTSTORE_URL }],
    ['a worker with READ_MODEL_URL alone', WORKER, { READ_MODEL_URL }],
    ['a worker with neither', WORKER, {}],
  ])('%s does not start, and says why in both languages', async (_what, file, env) => {
    const program = start(file, env);
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([]);
    const said = program.complaints();
    expect(said).toContain('EVENTSTORE_URL');
    expect(said).toContain('READ_MODEL_URL');
    expect(said).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(said).toMatch(/[a-z]+ [a-z]+/);
    // A message for people, not the trace of a program.
    expect(said).not.toMatch(/^\s+at /m);
  });
});

interface Read {
  readonly event: LedgerEvent;
  readonly metadata: EventMetadata;
  readonly recorded: RecordedEvent;
}

describe('two apis and two workers', () => {
  let postgres: TestPostgres;
  let fresh: TestPostgres;
  let log: EventLog;
  let db: ReadModelDatabase;
  let apis: readonly [LedgerHttp, LedgerHttp];
  let programs: readonly Program[];
  let workers: readonly Program[];
  /** Ids of events that an api said it had written, with the revision of the last of each command. */
  const acknowledged = new Map<string, { stream: string; type: string }>();
  const brandIds: string[] = [];
  const figureOf = (brand: number, year: number): number => 60 + brand * 20 + (year - 2021) * 7;

  const everything = async (): Promise<Read[]> => {
    const found: Read[] = [];
    for await (const recorded of log.readAll()) {
      const { type, data, metadata } = ledgerCodec.decode(recorded);
      found.push({ event: { type, data } as LedgerEvent, metadata, recorded });
    }
    return found;
  };
  const keep = (answer: Answered): Answered => {
    if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    for (const { id, type } of answer.body['events'] as { id: string; type: string }[])
      acknowledged.set(id, { stream: String(answer.body['stream']), type });
    return answer;
  };
  const command = async (api: LedgerHttp, brandId: string, type: string, data: unknown, key = randomUUID()): Promise<Answered> => {
    const answer = await api.post(`/api/v1/brands/${brandId}/${pathOf(type)}`, data, { 'idempotency-key': key });
    return keep(answer);
  };
  /** Everything that follows from what people did has been written and shown. */
  const settled = async (): Promise<void> => {
    const until = Date.now() + 45_000;
    const steward = new StewardStore(db, 'steward');
    for (;;) {
      const head = await end();
      const shown = (await readSubscriptions(db)).find(({ name }) => name === 'read-models');
      const owed = await steward.unsettled(head, systemClock.today());
      if (owed === null && shown?.position === head && (await end()) === head) return;
      if (Date.now() > until)
        throw new Error(`not settled: ${owed ?? 'the read models lag'}; ${programs.map((p) => p.complaints()).join('')}`);
      await sleep(50);
    }
  };
  const end = async (): Promise<bigint | undefined> => {
    for await (const { position } of log.readAll({ direction: 'backwards', limit: 1 })) return position;
    return undefined;
  };

  beforeAll(async () => {
    const node = await startNodeProgram({ TMPDIR: folder });
    running.push(node);
    [postgres, fresh] = [await testPostgres(), await testPostgres()];
    const EVENTSTORE_URL = `esdb://127.0.0.1:${node.port}?tls=false`;
    const env = { EVENTSTORE_URL, READ_MODEL_URL: postgres.url, LEASE_SECONDS: '3' };
    log = connectEventStoreDb({ url: EVENTSTORE_URL });
    db = await openReadModels({ url: postgres.url });
    // All four at once on an empty log and an empty database.
    const [first, second] = [start(API, env), start(API, env)];
    workers = [start(WORKER, env), start(WORKER, env)];
    programs = [first, second, ...workers];
    const address = async (program: Program): Promise<LedgerHttp> => ledgerAt((await program.line(/^READY (http:\S+)$/))[1] ?? '');
    apis = [await address(first), await address(second)];
    await Promise.all(workers.map((worker) => worker.line(/^READY worker$/)));
  });
  afterAll(async () => {
    await db.close();
    await log.close();
    for (const program of programs) program.signal('SIGKILL');
    await Promise.all(programs.map(({ ended }) => ended));
    await postgres.drop();
    await fresh.drop();
  });

  it('begin on an empty log at once, and publish every shipped pack once', async () => {
    const published = (await everything()).map(({ event, recorded }) => `${recorded.stream}@${recorded.revision} ${event.type}`).sort();
    const shipped = shippedPacks().map(({ document }) => (document as { id: string }).id);
    const expired = ['city-speech-2024', 'skills-im-2022-2025'];
    expect(published).toEqual(
      [
        ...shipped.map((pack) => `policy-${pack}@0 PolicyPublished.v1`),
        ...expired.map((pack) => `policy-${pack}@1 PolicyExpired.v1`),
      ].sort(),
    );
  });

  it('take one brand through its life turn by turn, and repeat nothing for a key that the other has seen', async () => {
    await Promise.all(
      Array.from({ length: BRANDS }, async (_, brand) => {
        const key = randomUUID();
        const body = { report: reportOf(`历下第${brand}家政`), nomination: nominationOf('county') };
        const headers = { 'idempotency-key': key };
        const founded = keep(await apis[brand % 2 === 0 ? 0 : 1].post('/api/v1/brands', body, headers));
        expect(founded.status).toBe(201);
        const again = await apis[brand % 2 === 0 ? 1 : 0].post('/api/v1/brands', body, headers);
        expect([again.status, again.body]).toEqual([201, { ...founded.body, repeated: true }]);
        const brandId = String(founded.body['brandId']);
        brandIds[brand] = brandId;
        // Each step where the step before was not taken: what an api knows of the brand is then always out of date.
        for (const [turn, { type, data }] of intoTheCatalogue('county').entries()) {
          const step = randomUUID();
          const [here, there] = turn % 2 === 0 ? apis : [apis[1], apis[0]];
          const answer = await command(here, brandId, type, data, step);
          const repeat = await command(there, brandId, type, data, step);
          expect(repeat.body).toEqual({ ...answer.body, repeated: true });
        }
        const refused = await apis[brand % 2 === 0 ? 0 : 1].post('/api/v1/brands', { ...body, nomination: null }, headers);
        expect([refused.status, refused.body['code']]).toEqual([400, 'BRAND.IDEMPOTENCY_REUSED']);
      }),
    );
  });

  it('lose and double nothing when the worker in charge is killed in the middle of its work', async () => {
    /** As a client does who is told to come again: while nobody feeds the read models, a year cannot be summed up. */
    const close = async (year: number): Promise<void> => {
      const body = { year, closedOn: `${year + 1}-01-20`, closedBy: '审批人', origin: 'operational' };
      const api = apis[year % 2 === 0 ? 0 : 1];
      const headers = { 'idempotency-key': randomUUID() };
      let answer = await api.post('/api/v1/regions/370000/close-year', body, headers);
      while (answer.status === 503) {
        expect([answer.body['code'], answer.headers.get('retry-after')]).toEqual(['LEDGER.NOT_CAUGHT_UP', '5']);
        answer = await api.post('/api/v1/regions/370000/close-year', body, headers);
      }
      expect([answer.status, answer.body['repeated']]).toEqual([200, false]);
    };
    const recordYear = (year: number): Promise<unknown> =>
      Promise.all(
        brandIds.map((id, brand) =>
          command(apis[brand % 2 === 0 ? 1 : 0], id, 'recordFigure', { figure: driven(year, figureOf(brand, year)) }),
        ),
      );
    for (const year of YEARS) await recordYear(year);
    await close(2021);

    // The worker that runs the steward, while it hands the closed year out.
    const inCharge = async (): Promise<Program> => {
      for (;;) {
        const owner = (await readSubscriptions(db)).find(({ name }) => name === 'steward')?.owner;
        const found = workers.find(({ process }) => owner?.includes(`-${String(process.pid)}-`) === true);
        if (found !== undefined) return found;
        await sleep(20);
      }
    };
    const victim = await inCharge();
    const watching = new AbortController();
    const judged: string[] = [];
    for await (const message of log.subscribe({ filter: { typePrefixes: ['ReviewDue'] }, signal: watching.signal })) {
      if (message.kind !== 'event' || judged.push(message.event.stream.slice('brand-'.length)) < 3) continue;
      victim.signal('SIGKILL');
      watching.abort();
    }
    expect(await victim.ended).toBe('SIGKILL');

    // Work goes on for people meanwhile.
    await close(2022);
    const [reviewed = ''] = judged;
    const review = { period: 2021, heldOn: '2022-03-01', panel: null, judgements: [], reason: '年度审核' };
    await command(apis[0], reviewed, 'holdReview', review);
    await close(2023);
    await settled();
    const owners = (await readSubscriptions(db)).map(({ owner }) => owner);
    const survivor = workers.find((worker) => worker !== victim);
    expect(owners).toEqual([1, 2].map(() => expect.stringContaining(`-${String(survivor?.process.pid)}-`) as unknown));

    const log0 = await everything();
    const written = new Map<string, number>();
    for (const { recorded } of log0) written.set(recorded.id, (written.get(recorded.id) ?? 0) + 1);
    expect([...acknowledged.keys()].filter((id) => written.get(id) !== 1)).toEqual([]);
    const byPeople = log0.filter(({ recorded, metadata }) => recorded.stream.startsWith('brand-') && metadata.actor.role !== 'steward');
    expect(byPeople.map(({ recorded }) => recorded.id).sort()).toEqual([...acknowledged.keys()].sort());

    const keys = log0.flatMap(({ event }) => ('decision' in event.data && event.data.decision !== null ? [event.data.decision.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
    for (const id of brandIds) {
      const dated = (type: 'ReviewDue.v1' | 'ReviewOverdue.v1'): unknown[] =>
        log0.flatMap(({ event, recorded, metadata }) =>
          recorded.stream === `brand-${id}` && event.type === type && 'dueOn' in event.data
            ? [[event.data.period, event.data.dueOn, metadata.effectiveOn]]
            : [],
        );
      expect(dated('ReviewDue.v1')).toEqual(YEARS.map((year) => [year, DUE[year], `${year + 1}-01-20`]));
      // One review of 2021 was held: before its date fired or after, as the race went.
      const overdue = YEARS.filter((year) => id !== reviewed || year > 2021).map((year) => [year, DUE[year], DUE[year]]);
      expect(dated('ReviewOverdue.v1').slice(-overdue.length)).toEqual(overdue);
    }
    const closings = log0.flatMap(({ event }) =>
      event.type === 'YearClosed.v1' ? [[event.data.year, event.data.brands, event.data.figures]] : [],
    );
    expect(closings).toEqual(YEARS.map((year) => [year, BRANDS, BRANDS]));
  });

  it('count what was recorded, at both apis', async () => {
    for (const api of apis) {
      const answer = await api.get('/api/v1/counts/yearly?dataset=real&region=370000&metric=employmentDriven&by=none');
      expect(
        answer.body.rows?.map(({ year, value, brands, directness, unit, nature, status }) => ({
          year,
          value,
          brands,
          directness,
          unit,
          nature,
          status,
        })),
      ).toEqual(
        YEARS.map((year) => ({
          year,
          value: brandIds.reduce((sum, _, brand) => sum + figureOf(brand, year), 0),
          brands: BRANDS,
          directness: 'direct',
          unit: 'persons',
          nature: 'flow',
          status: 'locked',
        })),
      );
    }
  });

  it('hold in PostgreSQL what the log gives back, also after a rebuild beside the running worker', async () => {
    const live = await contents(db);
    const beside = await openReadModels({ url: fresh.url });
    const stop = new AbortController();
    const options = {
      db: beside,
      log,
      decode: (recorded: RecordedEvent) => ledgerCodec.decode(recorded),
      owner: 'fresh',
      clock: systemClock,
      signal: stop.signal,
    };
    await prepareReadModels(options);
    const subscription = runReadModels(options);
    try {
      expect(await subscription.waitFor((await end()) ?? 0n, 20_000)).toBe(true);
      expect(await contents(beside)).toEqual(live);
    } finally {
      stop.abort();
      await subscription.done;
      await beside.close();
    }
    expect(Object.values(live).flat().length).toBeGreaterThan(BRANDS * 10);

    expect((await apis[0].post('/api/v1/rebuilds', {})).status).toBe(202);
    for (;;) {
      const { body } = await apis[0].get('/api/v1/rebuilds/current');
      if (body['state'] === 'done') break;
      expect(body).toMatchObject({ state: 'running', error: null });
      await sleep(50);
    }
    expect(await contents(db)).toEqual(live);
    // The worker goes on over the tables that took the place of the old ones.
    const answer = await command(apis[1], brandIds[1] ?? '', 'recordFigure', { figure: driven(2024, 999) });
    const card = await apis[0].get(`/api/v1/brands/${brandIds[1] ?? ''}?atLeast=${String(answer.body['position'])}`);
    expect([card.status, card.body['revision']]).toEqual([200, answer.body['revision']]);
  });

  it('end when told', async () => {
    const alive = programs.filter(({ process }) => process.exitCode === null && process.signalCode === null);
    expect(alive).toHaveLength(3);
    for (const program of alive) program.signal('SIGTERM');
    expect(await Promise.all(alive.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  });
});

/** What a ledger is after it was stopped, killed, started twice or filled to the brim: the same as if nothing had happened. */
import { derivedId, ledgerCodec } from '#application';
import { EmbeddedLog, openEmbeddedLog, type EventLog } from '#event-store';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type Answered, type TestApp } from '../support/app';
import { ledgerAt, type LedgerHttp } from '../support/http';
import { driven, intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';
import { runProgram, type Program } from '../support/wire-node/program';

jest.setTimeout(120_000);

let folder: string;
const running: Program[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-restart-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) {
    program.signal('SIGKILL');
    await program.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const launch = (env: Readonly<Record<string, string>> = {}): Program => {
  const program = runProgram('apps/api/src/main.js', { PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: folder, ...env });
  running.push(program);
  return program;
};
const serve = async (env: Readonly<Record<string, string>> = {}): Promise<{ readonly program: Program; readonly http: LedgerHttp }> => {
  const program = launch(env);
  return { program, http: ledgerAt((await program.line(/^READY (http:\S+)$/))[1] ?? '') };
};
const stop = async (program: Program): Promise<void> => {
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
};

interface Written {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly on: string;
  readonly role: string;
  readonly key: string | null;
  readonly decision: string | null;
}
async function writtenIn(log: EventLog): Promise<Written[]> {
  const found: Written[] = [];
  for await (const recorded of log.readAll()) {
    const { data, metadata } = ledgerCodec.decode(recorded);
    found.push({
      id: recorded.id,
      stream: recorded.stream,
      revision: Number(recorded.revision),
      type: recorded.type,
      on: metadata.effectiveOn,
      role: metadata.actor.role,
      key: metadata.idempotency?.key ?? null,
      decision: 'decision' in data && data.decision !== null ? data.decision.key : null,
    });
  }
  return found;
}
/** What a stopped ledger holds. */
async function heldBy(dataDir = folder): Promise<Written[]> {
  const log = await openEmbeddedLog({ folder: join(dataDir, 'log') });
  try {
    return await writtenIn(log);
  } finally {
    await log.close();
  }
}
function expectWhole(held: readonly Written[]): void {
  expect(new Set(held.map(({ id }) => id)).size).toBe(held.length);
  const next = new Map<string, number>();
  for (const { stream, revision } of held) {
    expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0]);
    next.set(stream, revision + 1);
  }
  const keys = held.flatMap(({ decision }) => decision ?? []);
  expect(new Set(keys).size).toBe(keys.length);
}

describe('due dates that passed while nobody was there', () => {
  const BRANDS = ['历下甲家政', '历下乙家政', '历下丙家政'];

  /** Until February 2022: three listed brands, a closed year, and one review that failed, whose brand has sixty days. */
  async function untilFebruary(app: TestApp): Promise<readonly string[]> {
    const { clock } = app.composition;
    const said = async (path: string, body: unknown, key: string): Promise<Answered> => {
      const answer = await app.post(`/api/v1/${path}`, body, { 'idempotency-key': key });
      if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      return answer;
    };
    clock.setToday('2022-01-10');
    const ids: string[] = [];
    for (const [i, name] of BRANDS.entries()) {
      // The id comes from the key, so that both ledgers know the brand by one id.
      const founded = await said('brands', { report: reportOf(name), nomination: nominationOf('county') }, `found-${i}`);
      const id = String(founded.body['brandId']);
      ids.push(id);
      for (const { type, data } of intoTheCatalogue('county')) await said(`brands/${id}/${pathOf(type)}`, data, `${type}-${i}`);
      await said(`brands/${id}/record-figure`, { figure: driven(2021, i === 0 ? 99 : 100) }, `figure-${i}`);
    }
    clock.setToday('2022-01-20');
    await said('regions/370000/close-year', { year: 2021, closedOn: '2022-01-20', closedBy: '审批人', origin: 'operational' }, 'close');
    await app.settled();
    clock.setToday('2022-02-01');
    const review = { period: 2021, heldOn: '2022-02-01', panel: null, judgements: [], reason: '年度审核' };
    await said(`brands/${ids[0] ?? ''}/hold-review`, review, 'review');
    await app.settled();
    return ids;
  }
  const consequences = async (app: TestApp): Promise<unknown[]> =>
    (await writtenIn(app.composition.log)).filter(({ role }) => role === 'steward').map(({ stream, type, on }) => [stream, type, on]);

  it('fire after the restart in the order of their dates, dated by them, as if it had never stopped', async () => {
    const stopped = await startApp({ folder });
    const ids = await untilFebruary(stopped);
    const before = await consequences(stopped);
    await stopped.stop();
    // It comes back on the true date of today, years later.
    const again = await startApp({ folder });
    await again.settled();
    const after = await consequences(again);
    const recordedAt = (await again.get(`/api/v1/brands/${ids[1] ?? ''}/history`)).body.rows?.at(-1)?.['recordedAt'];
    await again.stop();

    expect(after.slice(0, before.length)).toEqual(before);
    const [first = '', ...others] = ids.map((id) => `brand-${id}`);
    expect(after.slice(before.length)).toEqual([
      [first, 'RectificationFailed.v1', '2022-04-02'],
      [first, 'StepProposed.v1', '2022-04-02'],
      ...others.sort().map((stream) => [stream, 'ReviewOverdue.v1', '2022-04-20']),
    ]);
    // The date is the due date; when it was written down is told as it was.
    expect(String(recordedAt).slice(0, 4)).toBe(String(new Date().getUTCFullYear()));

    const steady = await startApp();
    try {
      expect(await untilFebruary(steady)).toEqual(ids);
      for (let day = Date.parse('2022-03-30'); day <= Date.parse('2022-04-25'); day += 86_400_000) {
        steady.composition.clock.setToday(new Date(day).toISOString().slice(0, 10));
        await steady.settled();
      }
      expect(await consequences(steady)).toEqual(after);
    } finally {
      await steady.stop();
    }
  });
});

const eventsOf = ({ body }: Answered): string[] => (body['events'] as { id: string }[]).map(({ id }) => id);
/** Of these a brand may have any number. */
const evidence = (n: number, place = '档案室'): unknown => ({
  evidenceId: derivedId('evidence', String(n)),
  kind: '花名册',
  sha256: createHash('sha256').update(String(n)).digest('hex'),
  custodian: '区人社局',
  place,
  retention: null,
});

describe('kill -9', () => {
  /** A sequence that looks random and is the same every time. */
  function* numbers(seed: number): Generator<number, never> {
    for (let state = seed; ;) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      yield state / 2 ** 32;
    }
  }

  it('at any moment loses nothing that was acknowledged, and a retry with the same key doubles nothing', async () => {
    const random = numbers(20240730);
    const acknowledged = new Map<string, string[]>();
    const unanswered = new Map<string, { readonly path: string; readonly body: unknown }>();
    let shared = '';
    let serial = 0;
    for (let round = 0; round < 4; round += 1) {
      const { program, http } = await serve();
      const send = async (path: string, body: unknown, key: string): Promise<Answered | null> => {
        unanswered.set(key, { path, body });
        let answer: Answered;
        try {
          answer = await http.post(path, body, { 'idempotency-key': key });
        } catch {
          // The process died over it: whether it was kept nobody knows.
          return null;
        }
        expect([key, answer.status, answer.body['code']]).toEqual([key, path.endsWith('/brands') ? 201 : 200, undefined]);
        unanswered.delete(key);
        acknowledged.set(key, eventsOf(answer));
        return answer;
      };
      // What the last death left without an answer is asked again, as a browser does.
      for (const [key, { path, body }] of [...unanswered]) expect(await send(path, body, key)).not.toBeNull();
      if (shared === '') {
        const founded = await send('/api/v1/brands', { report: reportOf('历下共用家政'), nomination: null }, 'shared');
        shared = String(founded?.body['brandId']);
      }
      let dead = false;
      const writer = async (founds: boolean): Promise<void> => {
        while (!dead) {
          serial += 1;
          const alive = founds
            ? await send('/api/v1/brands', { report: reportOf(`历下第${serial}家政`), nomination: null }, `found-${serial}`)
            : await send(`/api/v1/brands/${shared}/attach-evidence`, evidence(serial), `evidence-${serial}`);
          if (alive === null) return;
        }
      };
      const writers = [true, true, true, false, false].map(writer);
      await sleep(100 + Math.floor((random.next().value ?? 0) * 900));
      program.signal('SIGKILL');
      await program.ended;
      dead = true;
      await Promise.all(writers);
    }
    const { program, http } = await serve();
    for (const [key, { path, body }] of unanswered) {
      const answer = await http.post(path, body, { 'idempotency-key': key });
      expect([200, 201]).toContain(answer.status);
      acknowledged.set(key, eventsOf(answer));
    }
    await stop(program);
    const held = await heldBy();
    expectWhole(held);
    const ids = new Set(held.map(({ id }) => id));
    expect([...acknowledged].filter(([, events]) => events.length === 0 || !events.every((id) => ids.has(id)))).toEqual([]);
    const byKey = new Map<string, string[]>();
    for (const { key, id } of held) if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), id]);
    expect(byKey).toEqual(acknowledged);
    expect(acknowledged.size).toBeGreaterThan(40);
  });

  it('in the middle of the first start leaves nothing half-loaded, and a further start loads nothing again', async () => {
    const begun = launch({ SAMPLE_DATA: 'on' });
    await new Promise<void>((resolve, reject) => {
      begun.process.stderr?.on('data', () => {
        if (/synthetic demonstration [1-9]/.test(begun.complaints())) resolve();
      });
      begun.ended.then(() => reject(new Error(begun.complaints()))).catch(reject);
    });
    begun.signal('SIGKILL');
    expect(await begun.ended).toBe('SIGKILL');

    const { program, http } = await serve({ SAMPLE_DATA: 'on' });
    const total = async (dataset: string): Promise<unknown> => (await http.get(`/api/v1/brands?dataset=${dataset}&limit=1`)).body['total'];
    expect([await total('real'), await total('synthetic')]).toEqual([280, 12]);
    await stop(program);
    const held = await heldBy();
    expectWhole(held);
    const steps = held.filter(({ key }) => key?.startsWith('synthetic:') === true);
    expect(steps.length).toBeGreaterThan(100);

    const second = await serve({ SAMPLE_DATA: 'on' });
    expect((await second.http.get('/readyz')).body).toMatchObject({ ready: true });
    await stop(second.program);
    // No policy, no fact and no scene comes a second time.
    expect(await heldBy()).toEqual(held);
  });
});

describe('a stop in the middle of work', () => {
  it('answers every command that had begun, and keeps exactly what it answered for', async () => {
    const { program, http } = await serve();
    const founded = await http.post(
      '/api/v1/brands',
      { report: reportOf('历下收尾家政'), nomination: null },
      { 'idempotency-key': 'found' },
    );
    const path = `/api/v1/brands/${String(founded.body['brandId'])}/attach-evidence`;
    const answered = new Map<string, Answered>();
    let serial = 0;
    const writer = async (): Promise<void> => {
      for (;;) {
        serial += 1;
        const key = `evidence-${serial}`;
        try {
          const answer = await http.post(path, evidence(serial), { 'idempotency-key': key });
          answered.set(key, answer);
          if (answer.status !== 200) return;
        } catch {
          // Nobody listens any more.
          return;
        }
        if (answered.size === 20) program.signal('SIGTERM');
      }
    };
    await Promise.all(Array.from({ length: 16 }, writer));
    expect(await program.ended).toBe(0);
    const taken = [...answered].filter(([, { status }]) => status === 200).map(([key]) => key);
    const turnedAway = [...answered.values()].filter(({ status }) => status !== 200);
    expect(taken.length).toBeGreaterThanOrEqual(20);
    expect(turnedAway.map(({ status, body }) => [status, body['code']])).toEqual(turnedAway.map(() => [503, 'LEDGER.STOPPING']));
    const held = await heldBy();
    expectWhole(held);
    expect(held.flatMap(({ key }) => (key?.startsWith('evidence-') === true ? [key] : [])).sort()).toEqual(taken.sort());
  });
});

describe('a second start on the same folder', () => {
  it('is refused in both languages while the first holds it, which goes on undisturbed', async () => {
    const first = await serve();
    const second = launch();
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([]);
    const said = second.complaints();
    expect(said).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(said).toMatch(/[a-z]+ [a-z]+ [a-z]+/);
    expect(said).toContain(String(first.program.process.pid));
    expect(said).not.toMatch(/^\s+at /m);
    expect((await first.http.post('/api/v1/brands', { report: reportOf('历下独占家政'), nomination: null })).status).toBe(201);
    await stop(first.program);
    // Once it is gone the folder is free.
    await stop((await serve()).program);
  });
});

describe('a full disk', () => {
  /** A disk of a few megabytes where one may be mounted, else a bound on the file of the log. */
  function smallDisk(): { readonly fill: (app: TestApp) => void; readonly free: (app: TestApp) => void; readonly leave: () => void } {
    const logOf = ({ composition: { log } }: TestApp): EmbeddedLog => {
      if (log instanceof EmbeddedLog) return log;
      throw new Error('not embedded');
    };
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).status !== 0) {
      return {
        fill: (app) => logOf(app).engine.setMaxLogBytes(statSync(join(disk, 'log', 'log.sqlite')).size + 256 * 1024),
        free: (app) => logOf(app).engine.setMaxLogBytes(undefined),
        leave: () => undefined,
      };
    }
    const ballast = join(disk, 'ballast');
    return {
      fill: () => {
        const free = Number(/(\d+)\s*$/.exec(spawnSync('df', ['--output=avail', '-B1', disk]).stdout.toString().trim())?.[1]);
        writeFileSync(ballast, Buffer.alloc(Math.max(0, free - 1024 * 1024)));
      },
      free: () => rmSync(ballast),
      // Lazily: the driver keeps files open until its statements are collected.
      leave: () => void spawnSync('umount', ['-l', disk]),
    };
  }

  it('makes the ledger read-only with a clear answer; reading goes on, and writing and counting come back with the room', async () => {
    const disk = smallDisk();
    const app = await startApp({ folder: join(folder, 'disk') });
    try {
      const founded = await app.post('/api/v1/brands', { report: reportOf('历下满盘家政'), nomination: null });
      const id = String(founded.body['brandId']);
      await app.settled();
      disk.fill(app);
      const record = (n: number): Promise<Answered> => app.post(`/api/v1/brands/${id}/attach-evidence`, evidence(n, '柜'.repeat(4000)));
      let written = 0;
      let refused = await record(written);
      for (; refused.status === 200 && written < 2000; refused = await record(written)) written += 1;
      expect(refused.status).toBe(507);
      expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(refused.body).toMatchObject({ status: 507, code: 'LEDGER.READ_ONLY' });
      expect(refused.body['zh']).toMatch(/只读/);
      expect(refused.body['todo']).toMatchObject({ zh: expect.stringMatching(/磁盘/) as unknown });
      expect((await app.post('/api/v1/brands', { report: reportOf('历下满盘再家政'), nomination: null })).status).toBe(507);

      // Reading goes on, from the log and from the read models.
      const history = await app.get(`/api/v1/brands/${id}/history`);
      expect([history.status, history.body.rows?.length]).toEqual([200, written + 1]);
      expect((await app.get(`/api/v1/brands/${id}`)).status).toBe(200);
      expect((await app.get('/api/v1/brands')).status).toBe(200);
      expect((await app.get('/healthz')).status).toBe(200);

      // For longer than a subscription tries again after a fault of its own.
      await sleep(4000);
      expect((await app.get('/readyz')).body).toMatchObject({ log: 'readOnly' });
      disk.free(app);
      const retried = await record(written);
      expect([retried.status, retried.body['revision']]).toEqual([200, written + 1]);
      expect((await app.post('/api/v1/brands', { report: reportOf('历下满盘再家政'), nomination: null })).status).toBe(201);
      // The read models come back by themselves too.
      const until = Date.now() + 40_000;
      let card = await app.get(`/api/v1/brands/${id}?atLeast=${String(retried.body['position'])}`);
      while (card.status === 503 && Date.now() < until)
        card = await app.get(`/api/v1/brands/${id}?atLeast=${String(retried.body['position'])}`);
      expect([card.status, card.body['revision']]).toEqual([200, written + 1]);
      expect((await app.get('/readyz')).body).toMatchObject({ ready: true });
    } finally {
      await app.stop();
      disk.leave();
    }
  });
});

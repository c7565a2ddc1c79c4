/** The interface as its callers meet it: what is right is kept once, what is wrong is refused clearly and changes nothing. */
import { brandCommandSchemas } from '#domain';
import { randomUUID } from 'node:crypto';
import { startApp, type Answered, type TestApp } from '../support/app';

const SOURCE = { reference: '县人社局填报', note: null };
const report = (name: string, region = '150430') => ({
  name,
  kind: 'labour',
  category: '电力',
  brandType: null,
  region,
  regionAsStated: null,
  formedOn: null,
  cultivatedFrom: '2020-01-01',
  origin: 'operational',
  source: SOURCE,
});
const figure = (value: unknown, year = 2023, over: Record<string, unknown> = {}) => ({
  figure: {
    metric: 'employmentDriven',
    unit: 'persons',
    nature: 'flow',
    directness: 'direct',
    bound: 'exact',
    value,
    window: { fromYear: year, toYear: year, asOf: null },
    estimate: null,
    source: SOURCE,
    ...over,
  },
});
const nomination = {
  pack: 'im-2024-118',
  tierSought: null,
  submittedAt: '2024-07-30T23:59:00+08:00',
  applicant: { unit: '敖汉旗就业服务中心', creditCode: null },
};

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
}, 60_000);
afterAll(() => app.stop());

let serial = 0;
async function found(
  name = `敖汉第${(serial += 1)}架线工`,
  region = '150430',
): Promise<{ id: string; revision: number; position: string }> {
  const answer = await app.post('/api/v1/brands', { report: report(name, region), nomination: null });
  expect(answer.status).toBe(201);
  return { id: String(answer.body['brandId']), revision: Number(answer.body['revision']), position: String(answer.body['position']) };
}
const revisionOf = async (id: string): Promise<unknown> => (await app.get(`/api/v1/brands/${id}/history`)).body.rows?.length;

function expectProblem(answer: Answered, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    status,
    type: `urn:brand-ledger:problem:${code}`,
    todo: { zh: expect.stringMatching(/[\u4e00-\u9fff]/) as string, en: expect.stringMatching(/[a-z]/) as string },
  });
  expect(answer.body['zh']).toMatch(/[\u4e00-\u9fff]/);
  expect(answer.body['detail']).toMatch(/[^。]。$/);
  expect(answer.body['en']).toMatch(/[a-z]/);
}

describe('a brand over HTTP', () => {
  it('is founded and nominated in one append, and its card shows what was saved', async () => {
    const answer = await app.post('/api/v1/brands', { report: report('敖汉架线工'), nomination });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect((answer.body['events'] as { type: string }[]).map(({ type }) => type)).toEqual(['BrandReported.v1', 'BrandNominated.v1']);
    const card = await app.get(`/api/v1/brands/${String(answer.body['brandId'])}?atLeast=${String(answer.body['position'])}`);
    expect(card.status).toBe(200);
    expect(card.headers.get('etag')).toBe('"1"');
    expect(card.body).toMatchObject({ name: '敖汉架线工', stage: 'nominated', revision: 1, dataset: 'real' });
  });

  it('has a name that fits no format queried, not refused', async () => {
    const answer = await app.post('/api/v1/brands', { report: report('金凤凰'), nomination });
    expect(answer.status).toBe(201);
    const history = await app.get(`/api/v1/brands/${String(answer.body['brandId'])}/history`);
    expect(history.body.rows?.[1]).toMatchObject({ type: 'BrandNominated.v1', data: { nameCheck: { verdict: 'queried' } } });
  });

  it('is refused to the second of two clerks who found it at once', async () => {
    const answers = await Promise.all([1, 2].map(() => app.post('/api/v1/brands', { report: report('敖汉月嫂'), nomination: null })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    if (refused !== undefined) expectProblem(refused, 409, 'NAME.TAKEN');
  });

  it('keeps both of two writers, and orders them', async () => {
    const { id } = await found();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => app.post(`/api/v1/brands/${id}/record-figure`, figure(100 + i, 2000 + i))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.map(({ body }) => Number(body['revision'])).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe('If-Match', () => {
  it('lets the first writer through and stops the second, who saw an older revision', async () => {
    const { id } = await found();
    const first = await app.post(`/api/v1/brands/${id}/record-figure`, figure(10, 2021), { 'if-match': '"0"' });
    expect(first.status).toBe(200);
    const second = await app.post(`/api/v1/brands/${id}/record-figure`, figure(11, 2022), { 'if-match': '"0"' });
    expectProblem(second, 412, 'BRAND.STALE');
    expect(await revisionOf(id)).toBe(2);
  });

  it('is refused when it is no revision', async () => {
    const { id } = await found();
    expectProblem(await app.post(`/api/v1/brands/${id}/record-figure`, figure(1), { 'if-match': 'yesterday' }), 400, 'INPUT.INVALID');
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeat with the original revision and position, and writes nothing', async () => {
    const { id } = await found();
    const key = randomUUID();
    const first = await app.post(`/api/v1/brands/${id}/record-figure`, figure(10), { 'idempotency-key': key });
    const again = await app.post(`/api/v1/brands/${id}/record-figure`, figure(10), { 'idempotency-key': key });
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(first.body['repeated']).toBe(false);
    expect(await revisionOf(id)).toBe(2);
  });

  it('founds one brand however often the request is repeated', async () => {
    const key = randomUUID();
    const body = { report: report('敖汉电焊工'), nomination };
    const answers = await Promise.all([1, 2, 3].map(() => app.post('/api/v1/brands', body, { 'idempotency-key': key })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body: { brandId } }) => brandId)).size).toBe(1);
  });

  it('is refused with another body', async () => {
    const { id } = await found();
    const key = randomUUID();
    await app.post(`/api/v1/brands/${id}/record-figure`, figure(10), { 'idempotency-key': key });
    expectProblem(
      await app.post(`/api/v1/brands/${id}/record-figure`, figure(11), { 'idempotency-key': key }),
      400,
      'BRAND.IDEMPOTENCY_REUSED',
    );
    expect(await revisionOf(id)).toBe(2);
  });
});

describe('bad input is refused with a reason and changes nothing', () => {
  const unknown = '00000000-0000-4000-8000-000000000000';
  it.each([
    ['a negative count', figure(-1), 400, 'INPUT.INVALID'],
    ['a fractional count', figure(12.5), 400, 'INPUT.INVALID'],
    ['a count as text', figure('12'), 400, 'INPUT.INVALID'],
    ['a unit that does not exist', figure(1, 2023, { unit: 'heads' }), 400, 'INPUT.INVALID'],
    ['a field nobody knows', { ...figure(1), extra: true }, 400, 'INPUT.INVALID'],
    ['a unit that does not fit its metric', figure(1, 2023, { unit: 'yuan' }), 422, 'BRAND.FIGURE_UNIT'],
    ['a figure in a future year', figure(1, 2199), 422, 'BRAND.FIGURE_FUTURE'],
    ['an indirect figure without its method', figure(1, 2023, { directness: 'indirect' }), 422, 'BRAND.FIGURE_ESTIMATE_MISSING'],
  ])('%s', async (_what, body, status, code) => {
    const { id } = await found();
    expectProblem(await app.post(`/api/v1/brands/${id}/record-figure`, body), status, code);
    expect(await revisionOf(id)).toBe(1);
  });

  it('a tier that does not exist, and one out of turn', async () => {
    const { id } = await found();
    const document = { number: '敖人社发〔2024〕1号', issuedOn: '2024-01-01', signedBy: '张三' };
    const promotion = { recommendedBy: '敖汉旗人社局', confirmedBy: '李四', document, proposalId: null };
    expectProblem(await app.post(`/api/v1/brands/${id}/promote`, { to: 'national', ...promotion }), 400, 'INPUT.INVALID');
    expectProblem(await app.post(`/api/v1/brands/${id}/promote`, { to: 'province', ...promotion }), 422, 'BRAND.WRONG_STAGE');
  });

  it('a brand, a command, a stage and an address that are not there', async () => {
    expectProblem(await app.post(`/api/v1/brands/${unknown}/record-figure`, figure(1)), 404, 'BRAND.NOT_FOUND');
    expectProblem(await app.get(`/api/v1/brands/${unknown}`), 404, 'BRAND.NOT_FOUND');
    expectProblem(await app.get('/api/v1/brands/not-an-id'), 400, 'INPUT.INVALID');
    expectProblem(await app.get('/api/v1/brands?stage=abolished'), 400, 'INPUT.INVALID');
    expectProblem(await app.post(`/api/v1/brands/${unknown}/abolish`, {}), 404, 'HTTP.NOT_FOUND');
    expectProblem(await app.get('/api/v2/brands'), 404, 'HTTP.NOT_FOUND');
  });

  it('a body that is no JSON', async () => {
    const answer = await fetch(`${app.url}/api/v1/brands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"report":',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'HTTP.BAD_REQUEST' });
  });

  it('a region that does not exist, and a pack nobody published', async () => {
    expectProblem(await app.post('/api/v1/brands', { report: report('敖汉瓦工', '159999'), nomination: null }), 400, 'REGION.UNKNOWN');
    const { id } = await found();
    expectProblem(await app.post(`/api/v1/brands/${id}/nominate`, { ...nomination, pack: 'xx-1' }), 400, 'POLICY.UNKNOWN');
  });

  it('a lone surrogate, which cannot be hashed', async () => {
    const { id } = await found();
    const answer = await app.post(`/api/v1/brands/${id}/rename`, { to: '敖汉\ud800工', reason: '更名', document: null });
    expect(answer.status).toBe(400);
    expect(await revisionOf(id)).toBe(1);
  });
});

describe('another site', () => {
  it.each(['http://example.org', 'http://127.0.0.1:1', 'null'])('cannot act here: %s', async (origin) => {
    const answer = await app.post('/api/v1/imports?fileName=x.csv', new TextEncoder().encode('x'), {
      origin,
      'content-type': 'text/plain',
    });
    expectProblem(answer, 403, 'ACCESS.FOREIGN_ORIGIN');
  });
  it('and our own page can', async () => {
    const answer = await app.get('/api/v1/brands', { origin: app.url });
    expect(answer.status).toBe(200);
  });
});

describe('closing a year', () => {
  it('is done once, for a year that is over', async () => {
    const { id } = await found(undefined, '371102');
    await app.post(`/api/v1/brands/${id}/record-figure`, figure(50, 2024));
    await app.settled();
    const body = { year: 2024, closedOn: '2025-03-01', closedBy: '王五', origin: 'operational' };
    const key = randomUUID();
    const first = await app.post('/api/v1/regions/371102/close-year', body, { 'idempotency-key': key });
    expect(first).toMatchObject({ status: 200, body: { repeated: false, revision: 0 } });
    expect(await app.post('/api/v1/regions/371102/close-year', body, { 'idempotency-key': key })).toMatchObject({
      status: 200,
      body: { repeated: true, revision: 0 },
    });
    expectProblem(await app.post('/api/v1/regions/371102/close-year', body), 422, 'REGION.YEAR_ALREADY_CLOSED');
    expectProblem(await app.post('/api/v1/regions/371102/close-year', { ...body, year: 2026 }), 422, 'REGION.YEAR_NOT_OVER');
  });
});

describe('the live feed', () => {
  it('goes on after the last frame a client saw, without a gap', async () => {
    const { id, position } = await found();
    for (const year of [2020, 2021, 2022]) await app.post(`/api/v1/brands/${id}/record-figure`, figure(1, year));
    const frames = await readFrames(`${app.url}/api/v1/feed`, position, 3);
    expect(frames.map(({ stream, revision, type, region }) => ({ stream, revision, type, region }))).toEqual(
      [1, 2, 3].map((revision) => ({ stream: `brand-${id}`, revision, type: 'FigureRecorded.v1', region: '150430' })),
    );
    const rest = await readFrames(`${app.url}/api/v1/feed`, frames[1]?.position ?? '', 1);
    expect(rest).toEqual([frames[2]]);
  });

  it('is refused from a place that is none', async () => {
    expectProblem(await app.get('/api/v1/feed', { 'last-event-id': 'abc' }), 400, 'INPUT.INVALID');
  });
});

describe('what the interface says of itself', () => {
  it('has a path with a schema for every command of a person', async () => {
    const { body } = await app.get('/openapi.json');
    const paths = body['paths'] as Record<string, { post?: { requestBody?: unknown; operationId: string } }>;
    for (const command of Object.keys(brandCommandSchemas).filter((name) => name !== 'report')) {
      const path = `/api/v1/brands/{id}/${command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      expect(paths[path]?.post?.operationId).toBe(command);
      expect(paths[path]?.post?.requestBody).toBeDefined();
    }
  });

  it('says how far behind each subscription is', async () => {
    await app.settled();
    const { status, body } = await app.get('/readyz');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ready: true,
      log: 'ok',
      subscriptions: [
        { name: 'read-models', lagSeconds: 0, error: null },
        { name: 'steward', lagSeconds: 0, error: null },
      ],
    });
  });
});

interface Frame {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly region: string | null;
}

async function readFrames(url: string, after: string, count: number): Promise<Frame[]> {
  const gone = new AbortController();
  const answer = await fetch(url, { headers: { 'last-event-id': after }, signal: gone.signal });
  const frames: Frame[] = [];
  let text = '';
  const decoder = new TextDecoder();
  if (answer.body === null) throw new Error('no body');
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    frames.length = 0;
    for (const match of text.matchAll(/^data: (.*)$/gm)) frames.push(JSON.parse(match[1] ?? '') as Frame);
    if (frames.length >= count) break;
  }
  gone.abort();
  return frames.slice(0, count);
}

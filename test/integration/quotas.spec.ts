/** How much one subject may carry: at the limit it is taken, beyond it refused in words, and what is refused leaves nothing. */
import { createHash, randomUUID } from 'node:crypto';
import { startApp, type Answered, type TestApp } from '../support/app';

const AOHAN = '150430';
const MB = 1024 * 1024;

let app: TestApp;
let serial = 0;
beforeAll(async () => {
  app = await startApp({ env: { EVIDENCE_BRAND_FILES: '3', EVIDENCE_BRAND_MB: '2', UNIT_BRANDS: '3' } });
}, 60_000);
afterAll(() => app.stop());

const SOURCE = { reference: '填报', note: null };
async function brand(): Promise<string> {
  const { body } = await app.post('/api/v1/brands', {
    report: {
      ...{ name: `限额${(serial += 1)}号工`, kind: 'labour', category: '电力', brandType: null, region: AOHAN, regionAsStated: null },
      ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source: SOURCE },
    },
    nomination: null,
  });
  return (body as { brandId: string }).brandId;
}

/** A PDF of so many bytes. @returns its digest */
async function upload(bytes: number): Promise<string> {
  const content = Buffer.alloc(bytes, 32);
  content.write(`%PDF-1.7\n${(serial += 1)}\n`);
  const answer = await fetch(`${app.url}/api/v1/evidence`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-evidence' },
    body: content,
  });
  expect(answer.status).toBe(200);
  return createHash('sha256').update(content).digest('hex');
}
const paper = (sha256: string) => ({
  ...{ evidenceId: randomUUID(), kind: '花名册', sha256, custodian: '就业股', place: '档案柜', retention: null },
});
const unseen = (): string => createHash('sha256').update(randomUUID()).digest('hex');
const attach = (to: string, body: ReturnType<typeof paper>): Promise<Answered> => app.post(`/api/v1/brands/${to}/attach-evidence`, body);
const revision = async (id: string): Promise<number> => ((await app.get(`/api/v1/brands/${id}`)).body as { revision: number }).revision;

describe('evidence of a brand', () => {
  it('is bounded in number, whether the files are here or not, and one that stands is not counted again', async () => {
    const id = await brand();
    const first = paper(unseen());
    for (const each of [first, paper(unseen()), paper(unseen())]) expect((await attach(id, each)).status).toBe(200);
    const before = await revision(id);
    expect(await attach(id, paper(unseen()))).toMatchObject({
      status: 422,
      body: { code: 'QUOTA.EVIDENCE_FILES', zh: '佐证材料最多 3 份，已登记 3 份（本地配置）' },
    });
    expect(await revision(id)).toBe(before);
    expect((await attach(id, first)).status).toBe(200);
    expect((await attach(await brand(), paper(unseen()))).status).toBe(200);
  });

  it('is bounded in bytes together; the same bytes are counted once, and a paper without a file is taken still', async () => {
    const id = await brand();
    const whole = await upload(2 * MB - 1024);
    expect((await attach(id, paper(whole))).status).toBe(200);
    expect((await attach(id, paper(whole))).status).toBe(200);
    expect(await attach(id, paper(await upload(1025)))).toMatchObject({
      status: 422,
      body: { code: 'QUOTA.EVIDENCE_BYTES', zh: '佐证材料合计最多 2 MB，已有 2 MB（本地配置）' },
    });
    expect((await attach(id, paper(await upload(1024)))).status).toBe(200);
    const other = await brand();
    expect((await attach(other, paper(await upload(2 * MB + 1)))).status).toBe(422);
    expect((await attach(other, paper(unseen()))).status).toBe(200);
  });
});

it('evidence of a unit and of an entry of money is bounded alike', async () => {
  const unit = await found('units', []);
  for (let n = 0; n < 3; n += 1) expect((await app.post(`/api/v1/units/${unit}/attach-evidence`, paper(unseen()))).status).toBe(200);
  expect(await app.post(`/api/v1/units/${unit}/attach-evidence`, paper(unseen()))).toMatchObject({
    status: 422,
    body: { code: 'QUOTA.EVIDENCE_FILES' },
  });
  const entry = {
    ...{
      fund: '就业补助资金',
      documentNumber: '赤财社〔2024〕1号',
      payee: { stream: null, name: '某单位' },
      purpose: 'publicity',
      note: null,
    },
    ...{ amount: 1, unit: 'yuan', paidOn: '2024-05-01', decision: `unit-${unit}@0` },
    evidence: Array.from({ length: 4 }, () => paper(unseen())),
  };
  const money = { region: AOHAN, origin: 'operational', entry, despite: null };
  expect((await app.post('/api/v1/funds', money)).body).toMatchObject({ code: 'QUOTA.EVIDENCE_FILES' });
});

const found = async (path: 'units' | 'institutions', brands: readonly string[]): Promise<string> => {
  const { status, body } = await register(path, brands);
  expect(status).toBe(201);
  return (body as { id: string }).id;
};
const register = (path: 'units' | 'institutions', brands: readonly string[]): Promise<Answered> =>
  app.post(`/api/v1/${path}`, {
    ...{ name: `限额单位${(serial += 1)}`, creditCode: null, region: AOHAN, brands, origin: 'operational', source: SOURCE },
    ...(path === 'units' ? { unitType: 'leadFirm' } : { institutionType: 'vocationalSchool' }),
  });

describe.each(['units', 'institutions'] as const)('brands of %s', (path) => {
  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  it('are bounded when it is founded and when they change; what leaves makes room', async () => {
    const refused = { status: 422, body: { code: 'QUOTA.UNIT_BRANDS' } };
    expect(await register(path, ids(4))).toMatchObject(refused);
    const [kept, twice] = [ids(2), ids(1)];
    const id = await found(path, [...kept, ...twice, ...twice]);
    const change = (added: readonly string[], removed: readonly string[]): Promise<Answered> =>
      app.post(`/api/v1/${path}/${id}/change-brands`, { added, removed, reason: '调整' });
    expect(await change(ids(1), [])).toMatchObject(refused);
    expect((await change(ids(1), twice)).status).toBe(200);
    expect(await change(ids(1), [])).toMatchObject(refused);
    expect((await change([], kept)).status).toBe(200);
  });
});

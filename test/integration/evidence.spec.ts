/** 佐证材料 among people with accounts: who knows a digest does not thereby have the file. */
import { randomUUID, createHash } from 'node:crypto';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { someone, type Asked, type Person } from '../support/people';

const [AOHAN, ALU] = ['150430', '150421'] as const;
const BYTES = '%PDF-1.7\n花名册';
const sha256 = createHash('sha256').update(BYTES).digest('hex');

let app: TestApp;
let serial = 0;
beforeAll(async () => {
  app = await startApp({ accounts: 'on' });
}, 60_000);
afterAll(() => app.stop());

async function brandIn(region: string): Promise<string> {
  const report = {
    ...{ name: `架线工${(serial += 1)}号`, kind: 'labour' as const, category: '电力', brandType: null, region, regionAsStated: null },
    ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational' as const, source: { reference: '填报', note: null } },
  };
  return (await app.composition.brands.found(report, null, { actor: LOCAL })).brandId ?? '';
}
/** Over a socket: the bytes are taken as they stream in. */
async function upload(person: Person, bytes: string): Promise<Asked> {
  const answer = await fetch(`${app.url}/api/v1/evidence`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-evidence', cookie: person.cookie, 'x-csrf-token': person.csrf },
    body: bytes,
  });
  return { status: answer.status, headers: {}, body: (await answer.json()) as Asked['body'] };
}
const paper = (digest: string) => ({
  ...{ evidenceId: randomUUID(), kind: '花名册', sha256: digest, custodian: '股室', place: '柜', retention: null },
});
const attach = (person: Person, brand: string, evidence: ReturnType<typeof paper>): Promise<Asked> =>
  person.ask('POST', `/api/v1/brands/${brand}/attach-evidence`, evidence);
const read = (person: Person, brand: string, { evidenceId }: ReturnType<typeof paper>): Promise<Asked> =>
  person.ask('GET', `/api/v1/evidence/brand-${brand}/${evidenceId}/file`);

describe('a file of evidence', () => {
  it('is named by who brought it, by who may read it, and by nobody who only knows its digest', async () => {
    const [owner, colleague, stranger] = [
      await someone(app, 'recorder', AOHAN),
      await someone(app, 'recorder', AOHAN),
      await someone(app, 'recorder', ALU),
    ];
    const [own, second, other] = [await brandIn(AOHAN), await brandIn(AOHAN), await brandIn(ALU)];
    expect((await upload(owner, BYTES)).body).toMatchObject({ sha256, existed: false });
    const first = paper(sha256);
    // Before it is named anywhere, nobody but its owner may read it.
    expect(await attach(colleague, second, paper(sha256))).toMatchObject({ status: 403, body: { code: 'EVIDENCE.NOT_YOURS' } });
    expect((await attach(owner, own, first)).status).toBe(200);
    expect((await read(colleague, own, first)).status).toBe(200);

    expect(await attach(stranger, other, paper(sha256))).toMatchObject({ status: 403, body: { code: 'EVIDENCE.NOT_YOURS' } });

    const copied = paper(sha256);
    expect((await attach(colleague, second, copied)).status).toBe(200);
    expect((await read(owner, second, copied)).status).toBe(200);

    // Who has the very same bytes has the file.
    expect((await upload(stranger, BYTES)).body).toMatchObject({ sha256, existed: true });
    const theirs = paper(sha256);
    expect((await attach(stranger, other, theirs)).status).toBe(200);
    expect((await read(stranger, other, theirs)).status).toBe(200);
    expect((await read(stranger, own, first)).status).toBe(403);
  });

  it('that is named before it comes is handed out only when who named it brings it', async () => {
    const later = '%PDF-1.7\n合同';
    const digest = createHash('sha256').update(later).digest('hex');
    const [owner, stranger] = [await someone(app, 'recorder', AOHAN), await someone(app, 'recorder', ALU)];
    const [own, other] = [await brandIn(AOHAN), await brandIn(ALU)];
    const [right, guessed] = [paper(digest), paper(digest)];
    expect((await attach(stranger, other, guessed)).status).toBe(200);
    expect((await attach(owner, own, right)).status).toBe(200);
    await upload(owner, later);
    expect((await read(owner, own, right)).status).toBe(200);
    expect(await read(stranger, other, guessed)).toMatchObject({ status: 404, body: { code: 'EVIDENCE.ABSENT' } });
    // And cannot be made a ground for naming it again.
    expect(await attach(stranger, other, paper(digest))).toMatchObject({ status: 403, body: { code: 'EVIDENCE.NOT_YOURS' } });
  });

  it('keeps its rule for units and for money', async () => {
    const stranger = await someone(app, 'recorder', ALU);
    const brand = await brandIn(ALU);
    const data = {
      ...{ name: '甲单位', creditCode: null, unitType: 'leadFirm', region: ALU, brands: [], origin: 'operational' },
      source: { reference: '填报', note: null },
    };
    const { id } = await app.composition.subjects.found({ kind: 'unit', command: { type: 'register', data } } as never, { actor: LOCAL });
    const bytes = '%PDF-1.7\n回执';
    const digest = createHash('sha256').update(bytes).digest('hex');
    await upload(await someone(app, 'recorder', AOHAN), bytes);
    expect(await stranger.ask('POST', `/api/v1/units/${id}/attach-evidence`, paper(digest))).toMatchObject({ status: 403 });
    const entry = {
      ...{ fund: '奖补', documentNumber: '〔2024〕1号', payee: { stream: null, name: '公司' }, note: null, amount: 1, purpose: 'award' },
      ...{ unit: 'yuan', paidOn: '2024-01-01', decision: `brand-${brand}@0`, evidence: [paper(digest)] },
    };
    const body = { region: ALU, origin: 'operational', entry, despite: null };
    const answer = await stranger.ask('POST', '/api/v1/funds', body);
    expect([answer.status, answer.body['code']]).toEqual([403, 'EVIDENCE.NOT_YOURS']);
    expect((await upload(stranger, bytes)).status).toBe(200);
    expect((await stranger.ask('POST', '/api/v1/funds', body)).status).toBe(200);
  });
});

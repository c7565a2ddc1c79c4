/** From 征集 to 指导目录 over HTTP, with the queue that each role sees on the way; evidence as files; money. */
import { FormCheck, FormLayout, ProcedureView } from '#contracts';
import { createHash, randomUUID } from 'node:crypto';
import type { Answered } from '../support/http';
import { startApp, type TestApp } from '../support/app';

const SOURCE = { reference: '示例：申报', note: null };
const DOCUMENT = { number: '合成〔2026〕3号', issuedOn: '2020-01-02', signedBy: '合成签批人' };
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const dayOn = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

let app: TestApp;
let brand: string;
let position = '0';

async function post(path: string, body: unknown): Promise<Answered> {
  const answer = await app.post(`/api/v1${path}`, body);
  if (typeof answer.body['position'] === 'string') position = answer.body['position'];
  return answer;
}
const act = (command: string, body: unknown) => post(`/brands/${brand}/${command}`, body);
const get = async (path: string) => (await app.get(`/api/v1${path}${path.includes('?') ? '&' : '?'}atLeast=${position}`)).body;
const queue = async (role: string): Promise<string[]> => {
  const { rows = [] } = await get(`/work?role=${role}`);
  return rows.filter((row) => row['brandId'] === brand).map((row) => String(row['what']));
};
async function steps(): Promise<Record<string, string>> {
  const { steps: told } = ProcedureView.parse(await get(`/brands/${brand}/procedure`));
  return Object.fromEntries(told.map(({ step, status, cite }) => [step, `${status} ${cite ?? '本地配置'}`]));
}
const upload = async (bytes: string): Promise<Answered> => {
  const answer = await fetch(`${app.url}/api/v1/evidence`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-evidence' },
    body: bytes,
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answered['body'] };
};
let fields: FormLayout['definition']['sections'][number]['fields'];
const answers = (over: Record<string, unknown> = {}) =>
  fields.map(({ id, clause, kind, options }) => ({
    ...{ field: id, clause, evidence: [] },
    value:
      over[id] ??
      (kind === 'count'
        ? 1200
        : kind === 'flag'
          ? true
          : kind === 'date'
            ? '2018-03-01'
            : kind === 'choice'
              ? Object.keys(options ?? {})[0]
              : '文字'),
  }));

beforeAll(async () => {
  app = await startApp();
  const report = {
    ...{ name: '敖汉架线工', kind: 'labour', category: '建筑', brandType: null, region: '150430', regionAsStated: null },
    ...{ formedOn: '2015-05-01', cultivatedFrom: '2018-03-01', origin: 'operational', source: SOURCE },
  };
  brand = String((await post('/brands', { report, nomination: null })).body['brandId']);
  const [layout] = FormLayout.array().parse((await get('/forms')).rows);
  expect(layout?.definition.form).toBe('im-labour-brand');
  fields = layout?.definition.sections.flatMap((section) => section.fields) ?? [];
}, 60_000);
afterAll(() => app.stop());

describe('evidence', () => {
  const PDF = '%PDF-1.7 花名册摘要';
  const sha256 = createHash('sha256').update(PDF).digest('hex');
  const [held, lost] = [randomUUID(), randomUUID()];
  const attach = (evidenceId: string, digest: string) =>
    act('attach-evidence', { evidenceId, kind: 'roster', sha256: digest, custodian: '就业科', place: '3 号柜', retention: '长期' });

  it('is kept by its content, once, and refused by its content', async () => {
    expect((await upload(PDF)).body).toEqual({ sha256, bytes: Buffer.byteLength(PDF), type: 'pdf', existed: false });
    expect((await upload(PDF)).body['existed']).toBe(true);
    for (const bytes of ['<html><script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'MZ'])
      expect([(await upload(bytes)).status, (await upload(bytes)).body['code']]).toEqual([400, 'EVIDENCE.TYPE_NOT_TAKEN']);
    expect((await upload('')).body['code']).toBe('EVIDENCE.EMPTY');
  });

  it('is handed out as an attachment that cannot run, verified, and shown as absent where only the original is known', async () => {
    await attach(held, sha256);
    await attach(lost, 'b'.repeat(64));
    const file = await fetch(`${app.url}/api/v1/evidence/brand-${brand}/${held}/file`);
    expect([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')]).toEqual([
      200,
      'application/octet-stream',
      'nosniff',
    ]);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.pdf"$/);
    expect(file.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(await file.text()).toBe(PDF);
    expect(await get(`/evidence/brand-${brand}/${held}/verdict`)).toEqual({ sha256, state: 'present' });
    expect(await get(`/evidence/brand-${brand}/${lost}/verdict`)).toMatchObject({ state: 'absent' });
    expect((await app.get(`/api/v1/evidence/brand-${brand}/${lost}/file`)).body).toMatchObject({ status: 404, code: 'EVIDENCE.ABSENT' });
    const { evidence } = ProcedureView.parse(await get(`/brands/${brand}/procedure`));
    expect(evidence.map(({ evidenceId, file: kept }) => [evidenceId, kept])).toEqual([
      [held, { bytes: Buffer.byteLength(PDF), type: 'pdf' }],
      [lost, null],
    ]);
  });

  it('a digest alone opens nothing: the stream has to name it', async () => {
    expect((await app.get(`/api/v1/evidence/brand-${brand}/${randomUUID()}/file`)).body).toMatchObject({
      status: 404,
      code: 'EVIDENCE.UNKNOWN',
    });
    expect((await app.get(`/api/v1/evidence/brand-${randomUUID()}/${held}/file`)).status).toBe(404);
    expect((await app.get(`/api/v1/evidence/..%2F..%2Fetc/${held}/file`)).status).toBe(400);
  });
});

describe('the recommendation form', () => {
  it('is a draft until it is handed over, and two clerks do not overwrite one another', async () => {
    const draft = (await app.get(`/api/v1/brands/${brand}/form-draft?form=im-labour-brand`)).body;
    expect(draft).toMatchObject({
      version: 0,
      savedBy: null,
      answers: expect.arrayContaining([expect.objectContaining({ value: '敖汉架线工' })]) as unknown,
    });
    const save = (after: number) =>
      post(`/brands/${brand}/form-draft`, { form: 'im-labour-brand', formVersion: 'derived-1', answers: [], after });
    expect((await save(0)).body).toMatchObject({ version: 1, savedBy: 'local' });
    expect((await save(0)).body).toMatchObject({ status: 409, code: 'FORM.DRAFT_MOVED' });
    expect((await save(1)).body).toMatchObject({ version: 2 });
    expect(await queue('recorder')).toEqual(['formDraft']);
    expect(await queue('approver')).toEqual([]);
  });

  it('is tried against the rules without being written: three years of 1,000 meet the 3,000 of a first-class region', async () => {
    const check = async (over: Record<string, unknown>) =>
      FormCheck.parse((await post(`/brands/${brand}/form-check`, { form: 'im-labour-brand', answers: answers(over) })).body);
    const scale = ({ evaluations }: Awaited<ReturnType<typeof check>>) =>
      evaluations.find(({ explanation }) => explanation.rule === 'im.labour.scale')?.explanation.outcome;
    const none = { 'driven.indirect.1': 0, 'driven.indirect.2': 0, 'driven.indirect.3': 0 };
    const met = await check({ ...none, 'driven.direct.1': 1000, 'driven.direct.2': 1000, 'driven.direct.3': 1000 });
    const missed = await check({ ...none, 'driven.direct.1': 999, 'driven.direct.2': 1000, 'driven.direct.3': 1000 });
    expect([met.faults, scale(met), scale(missed)]).toEqual([[], 'pass', 'fail']);
    expect((await get(`/brands/${brand}`))['figures']).toEqual([]);
  });

  it('is refused whole with every fault, and printed with its clauses', async () => {
    const file = (given: unknown) =>
      act('file-form', {
        formId: randomUUID(),
        form: 'im-labour-brand',
        formVersion: 'derived-1',
        answers: given,
        contact: null,
        reason: null,
      });
    const refused = await file(answers({ 'workers.trained': 1201 }));
    expect([refused.status, refused.body['code']]).toEqual([422, 'BRAND.FORM_FAULTY']);
    expect(refused.body['zh']).toContain('其中项不能大于');
    expect((await file(answers())).status).toBe(200);
    await fetch(`${app.url}/api/v1/brands/${brand}/form-draft?form=im-labour-brand`, { method: 'DELETE' });
    const printed = await fetch(`${app.url}/api/v1/brands/${brand}/form-print?form=im-labour-brand`);
    expect([printed.status, decodeURIComponent(printed.headers.get('content-disposition') ?? '')]).toEqual([
      200,
      expect.stringContaining('敖汉架线工—劳务品牌推荐表.docx'),
    ]);
    expect(await queue('recorder')).toEqual([]);
  });
});

describe('the procedure', () => {
  it('goes step by step, and each step stands in the queue of whose turn it is', async () => {
    await act('nominate', {
      ...{ pack: 'im-2024-118', tierSought: 'province', submittedAt: `${dayOn(-1)}T10:00:00+08:00` },
      applicant: { unit: '合成劳务公司', creditCode: null },
    });
    expect([await queue('checker'), await queue('provinceScreener')]).toEqual([['toRecommend'], []]);
    await act('return-nomination', { reason: '补正花名册' });
    expect([await queue('constructionUnit'), await queue('checker')]).toEqual([['returned'], []]);
    await act('resubmit-nomination', { submittedAt: `${today}T00:00:00+08:00`, note: '已补正' });
    await act('recommend', { body: '敖汉旗人社局', officer: '经办', authentic: true, valid: true, complete: true, document: null });
    await act('forward-recommendation', {
      body: '赤峰市人社局',
      authentic: true,
      valid: true,
      complete: true,
      reason: '齐全',
      document: null,
    });
    expect(await queue('provinceScreener')).toEqual(['toAssess', 'toScreen']);
    await act('screen-nomination', { outcome: 'selected', reason: '优中选优', document: null });
    const assessmentId = randomUUID();
    await act('ask-experts', { assessmentId, experts: ['zj-1', 'zj-2'], question: '请评审', dueOn: dayOn(9) });
    expect(await queue('expert')).toEqual(['expertAsked', 'expertAsked']);
    await act('cast-vote', {
      assessmentId,
      expert: 'zj-1',
      vote: 'for',
      scores: [{ criterion: '特色', points: 18, of: 20 }],
      reason: '好',
      evidence: [],
    });
    expect(await queue('expert')).toEqual(['expertAsked']);
    await act('cast-vote', { assessmentId, expert: 'zj-2', vote: 'recused', scores: [], reason: '有合作', evidence: [] });
    await act('assess', { verdict: 'proposed', panel: null, judgements: [], reason: '同意' });
    expect(await queue('approver')).toEqual(['toRecognise']);
    expect(await steps()).toEqual({
      ...{
        call: 'done 二 常规品牌培育',
        form: 'done 四（二）',
        nominate: 'done 四（二）',
        recommend: 'done 四（二）',
        screen: 'done 四（三）',
      },
      ...{
        assess: 'done 四（三）',
        notice: 'now 本地配置',
        recognise: 'later 本地配置',
        catalogue: 'later 本地配置',
        review: 'later 本地配置',
      },
    });
  });

  it('a notice runs in working days and is captured; an objection holds the recognition back until it is answered', async () => {
    const posted = await act('post-notice', { place: '市人社局网站', from: dayOn(-40), until: null, workingDays: 5 });
    expect((posted.body['events'] as { type: string }[]).map(({ type }) => type)).toEqual(['NoticePosted.v1', 'NoticeTermCounted.v1']);
    const { notice } = ProcedureView.parse(await get(`/brands/${brand}/procedure`));
    expect(notice).toMatchObject({ workingDays: 5, calendar: expect.stringMatching(/^chinese-days /) as unknown, captures: [] });
    expect(await queue('prefectureReviewer')).toEqual(['toCapture', 'noticeEnds']);
    const picture = await upload('%PDF-1.7 公示截图');
    const evidenceId = randomUUID();
    await act('attach-evidence', {
      ...{ evidenceId, kind: '公示截图', sha256: picture.body['sha256'], custodian: '办公室', place: '电子档案', retention: null },
    });
    await act('capture-notice', { evidenceId, taken: 'posted', on: dayOn(-40), note: null });
    expect(await queue('prefectureReviewer')).toEqual(['noticeEnds']);
    const objectionId = randomUUID();
    await act('raise-objection', { objectionId, by: '异议人 01', reason: '人数存疑' });
    expect(await queue('approver')).toEqual(['noticeEnds', 'objection']);
    const recognise = () => act('recognise', { tier: 'province', document: DOCUMENT, minutes: '纪要 7' });
    expect((await recognise()).body['code']).toBe('BRAND.OBJECTION_OPEN');
    await act('decide-objection', { objectionId, upheld: false, reason: '已核实', document: null });
    expect((await recognise()).status).toBe(200);
  });

  it('a recognised brand is listed, and the whole way stands in its history with who and when', async () => {
    await act('enter-catalogue', { catalogue: '150000', document: DOCUMENT });
    const view = ProcedureView.parse(await get(`/brands/${brand}/procedure`));
    expect(view.steps.filter(({ status }) => status === 'done').map(({ step, by }) => [step, by])).toEqual(
      expect.arrayContaining([
        ['notice', 'local'],
        ['recognise', 'local'],
        ['catalogue', 'local'],
      ]) as unknown,
    );
    expect([view.notice?.captures.length, view.objections.map(({ answer }) => answer?.upheld)]).toEqual([1, [false]]);
    const { rows = [] } = await get(`/brands/${brand}/history`);
    expect(rows.map((row) => row['type']).slice(-5)).toEqual([
      ...['NoticeCaptured.v1', 'ObjectionRaised.v1', 'ObjectionDecided.v1', 'BrandRecognised.v1', 'CatalogueEntered.v1'],
    ]);
    expect(rows.every((row) => (row['actor'] as { id: string }).id === 'local' && typeof row['effectiveOn'] === 'string')).toBe(true);
  });
});

describe('money', () => {
  const entry = (over: Record<string, unknown> = {}) => ({
    ...{
      fund: '品牌补助',
      documentNumber: '合成〔2026〕9号',
      payee: { stream: `brand-${brand}`, name: '合成劳务公司' },
      purpose: 'brandBuilding',
    },
    ...{ note: null, amount: 300_000, unit: 'yuan', paidOn: today, decision: `brand-${brand}@0`, evidence: [] },
    ...over,
  });
  const record = (over: Record<string, unknown> = {}, despite: string | null = null) =>
    post('/funds', { region: '150430', origin: 'operational', entry: entry(over), despite });

  it('relies on a decision that stands in the log, and adds like units only', async () => {
    expect((await record({ decision: `brand-${brand}@9999` })).body['code']).toBe('FUND.DECISION_UNKNOWN');
    expect((await record({ payee: { stream: `brand-${randomUUID()}`, name: '无' } })).body['code']).toBe('FUND.PAYEE_UNKNOWN');
    expect((await record({ amount: 1.5 })).status).toBe(400);
    expect((await record()).status).toBe(200);
    expect((await record({ amount: 200_000 })).status).toBe(200);
    const wrong = await record({ amount: 5_000_000, unit: 'fen' });
    const { rows = [], totals } = await get('/funds?region=150400');
    expect(rows).toHaveLength(3);
    const year = Number(today.slice(0, 4));
    expect(totals).toEqual([
      { year, purpose: 'brandBuilding', unit: 'fen', amount: '5000000', entries: 1 },
      { year, purpose: 'brandBuilding', unit: 'yuan', amount: '500000', entries: 2 },
    ]);
    const id = String(wrong.body['fundId']);
    expect((await post(`/funds/${id}/withdraw`, { requester: 'person-1', reason: '重复' })).status).toBe(200);
    expect((await post(`/funds/${id}/correct`, { entry: entry(), requester: 'person-1', reason: 'x', despite: null })).body['code']).toBe(
      'FUND.WITHDRAWN',
    );
    expect((await get('/funds'))['totals']).toEqual([{ year, purpose: 'brandBuilding', unit: 'yuan', amount: '500000', entries: 2 }]);
    const { rows: told = [] } = await get(`/funds/${id}/history`);
    expect(told.map((row) => row['type'])).toEqual(['FundRecorded.v1', 'FundWithdrawn.v1']);
  });

  it('the same key records once', async () => {
    const headers = { 'idempotency-key': 'fund-key-1' };
    const body = { region: '150430', origin: 'operational', entry: entry({ documentNumber: '合成〔2026〕10号' }), despite: null };
    const [first, again] = [await app.post('/api/v1/funds', body, headers), await app.post('/api/v1/funds', body, headers)];
    expect([first.body['fundId'], again.body['repeated']]).toEqual([again.body['fundId'], true]);
  });
});

it('a window is listed with its times and what it received, without its card', async () => {
  const opened = await post('/windows', {
    ...{
      name: '合成征集',
      pack: 'im-2024-118',
      region: '150000',
      kinds: ['labour'],
      origin: 'operational',
      source: SOURCE,
      document: null,
    },
    ...{ opensAt: `${dayOn(-9)}T09:00:00+08:00`, closesAt: `${dayOn(9)}T18:00:00+08:00` },
  });
  await post(`/windows/${String(opened.body['id'])}/receive-nomination`, {
    brandId: brand,
    submittedAt: `${dayOn(-1)}T10:00:00+08:00`,
    by: '合成',
  });
  const { rows = [] } = await get('/subjects?kind=window');
  expect(rows[0]?.['window']).toEqual({
    ...{ pack: 'im-2024-118', kinds: ['labour'], opensAt: `${dayOn(-9)}T09:00:00+08:00`, closesAt: `${dayOn(9)}T18:00:00+08:00` },
    ...{ extended: 0, received: 1 },
  });
  expect(((await get('/work?role=recorder')).rows ?? []).map((row) => row['what'])).toContain('windowCloses');
});

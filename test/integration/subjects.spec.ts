/** Units, institutions, dual brands, programmes, windows and regions over HTTP, as a department works with them. */
import { FOUNDING_COMMANDS, SUBJECT_KINDS, subjectCommandSchemas } from '#domain';
import { SubjectEvaluation } from '#contracts';
import { startApp, type Answered, type TestApp } from '../support/app';

const PATHS = { unit: 'units', institution: 'institutions', link: 'links', programme: 'programmes', window: 'windows', region: 'regions' };
const source = { reference: '县人社局填报', note: null };
const document = { number: '人社字〔2024〕18号', issuedOn: '2024-06-20', signedBy: '王某' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
}, 60_000);
afterAll(() => app.stop());

const api = (path: string): string => `/api/v1/${path}`;
async function done(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const answer = await app.post(api(path), body, headers);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
const founded = async (path: string, body: unknown): Promise<string> => String((await done(path, body)).body['id']);
async function refused(path: string, body: unknown, status: number, code: string): Promise<void> {
  const answer = await app.post(api(path), body);
  expect({ status: answer.status, code: answer.body['code'] }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(String(answer.body['zh'])).toMatch(/[\u4e00-\u9fff]/);
}
const unit = (name: string) => ({
  ...{ name, creditCode: null, unitType: 'leadFirm', region: '370200', brands: [] },
  origin: 'operational',
  source,
});
const judgement = (criterion: string, met = true) => ({ criterion, met, role: 'expert', by: '专家组', reason: '评审意见', evidence: [] });
const figure = (metric: string, value: number, year = 2025) => ({
  figure: {
    ...{ metric, unit: 'persons', nature: 'flow', directness: 'unstated', bound: 'exact', value },
    ...{ window: { fromYear: year, toYear: year, asOf: null }, estimate: null, source },
  },
});
const brand = async (name: string, kind: string): Promise<string> => {
  const report = {
    ...{
      name,
      kind,
      category: null,
      brandType: null,
      region: '150430',
      regionAsStated: null,
      formedOn: null,
      cultivatedFrom: '2020-01-01',
    },
    ...{ origin: 'operational', source },
  };
  return String((await done('brands', { report, nomination: null })).body['brandId']);
};
/** Outcome of a rule in a dry evaluation. */
async function outcomeOf(path: string, rule: string, asOf: string): Promise<unknown> {
  const { body } = await app.get(api(`${path}/evaluations?asOf=${asOf}`));
  return SubjectEvaluation.array()
    .parse(body.rows)
    .flatMap(({ rules }) => rules)
    .find(({ explanation }) => explanation.rule === rule)?.explanation.outcome;
}

describe('a construction unit', () => {
  it('is recognised on five judgements, and answers its duties with the clause (SD-10, SD-12)', async () => {
    const id = await founded('units', unit('青岛某家政服务有限公司'));
    const recognise = { document, minutes: '纪要2号' };
    await refused(`units/${id}/recognise`, recognise, 422, 'SUBJECT.CONDITIONS_NOT_MET');
    for (const criterion of ['many', 'able', 'quality', 'regular', 'leading'])
      await done(`units/${id}/record-judgement`, judgement(`unit.${criterion}`));
    const answer = await done(`units/${id}/recognise`, recognise);
    expect(answer.body).toMatchObject({ stream: `unit-${id}`, revision: 6, repeated: false, events: [{ type: 'UnitRecognised.v1' }] });
    expect(answer.headers.get('etag')).toBe('"6"');

    await done(`units/${id}/record-figure`, figure('trainedPersons', 499));
    expect(await outcomeOf(`units/${id}`, 'sd.unit.trained', '2026-03-01')).toBe('fail');
    const card = await app.get(api(`units/${id}`));
    const [wrong] = card.body['figures'] as { figureId: string }[];
    await done(`units/${id}/correct-figure`, {
      ...{ corrects: wrong?.figureId, requester: '李四', reason: '漏计一个班', evidence: [] },
      ...figure('trainedPersons', 500),
    });
    expect(await outcomeOf(`units/${id}`, 'sd.unit.trained', '2026-03-01')).toBe('pass');

    const { body } = await app.get(api(`units/${id}/history`));
    expect((body.rows ?? []).map(({ type }) => type)).toEqual([
      'UnitRegistered.v1',
      ...Array<string>(5).fill('SubjectJudgementRecorded.v1'),
      'UnitRecognised.v1',
      'SubjectFigureRecorded.v1',
      'SubjectFigureCorrected.v1',
    ]);
    expect(body.rows?.[6]).toMatchObject({ decision: { pack: 'sd-2021-22', rule: 'sd.unit.recognition', cite: '二（二）', stale: false } });
    expect(String(body.rows?.[6]?.['sentenceZh'])).toContain(
      '认定为特色劳务品牌建设单位（人社字〔2024〕18号，2024-06-20，王某签发）；判定：符合',
    );
  });

  it('is put on the books once for a key, and never under If-Match of an older look', async () => {
    const key = { 'idempotency-key': 'unit-once' };
    const first = await done('units', unit('青岛另一家政'), key);
    expect(first.headers.get('location')).toBe(`/api/v1/units/${String(first.body['id'])}`);
    const again = await done('units', unit('青岛另一家政'), key);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect((await app.post(api('units'), unit('第三家'), key)).body['code']).toBe('BRAND.IDEMPOTENCY_REUSED');

    const id = String(first.body['id']);
    await done(`units/${id}/record-judgement`, judgement('unit.many'), { 'if-match': '"0"' });
    const stale = await app.post(api(`units/${id}/record-judgement`), judgement('unit.able'), { 'if-match': '"0"' });
    expect({ status: stale.status, code: stale.body['code'] }).toEqual({ status: 412, code: 'BRAND.STALE' });
    expect((await app.get(api(`units/${id}`))).body['revision']).toBe(1);
  });
});

describe('a dual brand', () => {
  it('is recognised when both sides pass, and a training brand stands in one (IM-08, IM-10)', async () => {
    const [labour, training] = [await brand('敖汉架线工', 'labour'), await brand('敖汉电工培训', 'training')];
    const proposal = {
      ...{ name: '敖汉架线“双品牌”', region: '150430', pack: 'im-2024-118', labour, training: [training], path: 'mutual' },
      ...{ origin: 'operational', source },
    };
    await refused('links', { ...proposal, labour: training }, 422, 'SUBJECT.BRAND_UNKNOWN');
    await refused('links', { ...proposal, pack: 'nowhere' }, 400, 'POLICY.UNKNOWN');
    const id = await founded('links', proposal);
    await refused('links', { ...proposal, name: '另一个' }, 422, 'LINK.TRAINING_ELSEWHERE');
    await done(`links/${id}/attach-evidence`, {
      ...{ evidenceId: '00000000-0000-4000-8000-000000000030', kind: 'dual-link', sha256: 'a'.repeat(64) },
      ...{ custodian: '敖汉旗就业局', place: '档案室', retention: null },
    });
    await done(`links/${id}/record-judgement`, judgement('dual.link'));
    // The brands themselves have reported nothing: nobody can say that they pass.
    await refused(`links/${id}/recognise`, { document }, 422, 'SUBJECT.CONDITIONS_NOT_MET');
    const { body } = await app.get(api(`links/${id}/evaluations?asOf=2025-03-01`));
    const packs = SubjectEvaluation.array().parse(body.rows);
    expect(packs.map(({ pack }) => pack)).toEqual(['im-2024-118']);
    expect(packs[0]?.rules.find(({ explanation }) => explanation.rule === 'im.dual.conditions')?.sentenceZh).toMatch(/材料不足/);

    await done(`links/${id}/dissolve`, { confirmedBy: '包某', reason: '另行组建', document: null });
    await founded('links', { ...proposal, name: '另一个' });
  });
});

describe('a programme', () => {
  const cohort = { digest: 'c'.repeat(64), count: 40, title: '2024年第3期' };
  const progress = (target: string, value: number) => ({
    progress: { ...{ target, metric: 'trainedPersonTimes', unit: 'personTimes', year: 2024, asOf: null, value, cohort }, source },
  });

  it('counts a cohort once, or in the shares that were declared (ambiguity 11)', async () => {
    const id = await founded('programmes', {
      ...{ name: '技能凯里', pack: 'kaili-2024-9', region: '522601', fromYear: 2024, toYear: 2025 },
      ...{ origin: 'operational', source },
    });
    const declare = (count: number) => ({
      ...{ cohort, approvedBy: '潘某', reason: '订单学员', document: null },
      rule: {
        kind: 'shares',
        shares: [
          { target: 'kl.domestic', count: 30 },
          { target: 'kl.exchange-domestic', count },
        ],
      },
    });
    await refused(`programmes/${id}/declare-allocation`, declare(9), 422, 'PROGRAMME.SHARES_NOT_WHOLE');
    await done(`programmes/${id}/declare-allocation`, declare(10));
    await done(`programmes/${id}/record-progress`, progress('kl.domestic', 30));
    await refused(`programmes/${id}/record-progress`, progress('kl.tourism', 1), 422, 'PROGRAMME.ALLOCATED_ELSEWHERE');
    await done(`programmes/${id}/record-progress`, progress('kl.exchange-domestic', 10));
    const { body } = await app.get(api(`programmes/${id}/evaluations?asOf=2024-12-31`));
    const [answers] = SubjectEvaluation.array().parse(body.rows);
    const domestic = answers?.targets.find(({ target }) => target === 'kl.domestic');
    expect(JSON.stringify(domestic)).toContain('"value":30');
    await refused(`programmes/${id}/record-progress`, progress('kl.none', 1), 422, 'PROGRAMME.TARGET_UNKNOWN');
    const history = (await app.get(api(`programmes/${id}/history`))).body.rows ?? [];
    const said = (type: string): unknown => history.find((row) => row['type'] === type)?.['sentenceZh'];
    expect(said('ProgrammeProgressRecorded.v1')).toBe('目标「家政服务等培训」：2024 年培训人次 30 人次，批次“2024年第3期”。');
    expect(said('AllocationDeclared.v1')).toBe(
      '批次“2024年第3期”分摊：「家政服务等培训」30、「“南粤家政”培训（每年）」10；潘某批准：订单学员。',
    );
  });
});

describe('a nomination window', () => {
  it('takes what comes late and says so, to the minute (IM-34)', async () => {
    const id = await founded('windows', {
      ...{ name: '2024年推荐报送', pack: 'im-2024-118', region: '150000', kinds: ['labour'] },
      ...{ opensAt: '2024-07-10T00:00:00+08:00', closesAt: '2024-07-30T23:59:00+08:00', document: null, origin: 'operational', source },
    });
    for (const [name, submittedAt] of [
      ['敖汉小米工', '2024-07-30T23:59:00+08:00'],
      ['敖汉木工', '2024-07-31T00:00:00+08:00'],
    ] as const)
      await done(`windows/${id}/receive-nomination`, { brandId: await brand(name, 'labour'), submittedAt, by: '敖汉旗人社局' });
    const { body } = await app.get(api(`windows/${id}`));
    expect((body['own'] as { received: { late: boolean }[] }).received.map(({ late }) => late)).toEqual([false, true]);
  });
});

describe('a region and its institutions', () => {
  it('holds a round, and an institution is graded on its scale (KL-14, KL-15)', async () => {
    const roundId = '00000000-0000-4000-8000-000000000070';
    const round = {
      ...{ roundId, evaluation: 'school', heldOn: '2024-11-15', title: '民办学校评估', scale: ['优秀', '合格', '不合格'] },
      ...{ document: null, origin: 'operational' },
    };
    await done('regions/522601/hold-evaluation-round', round);
    expect((await done('regions/522601/hold-evaluation-round', round)).body['repeated']).toBe(true);
    await refused('regions/999999/hold-evaluation-round', round, 400, 'REGION.UNKNOWN');
    const id = await founded('institutions', {
      ...{ name: '凯里某职业培训学校', creditCode: null, institutionType: 'privateSchool', region: '522601', brands: [] },
      ...{ origin: 'operational', source },
    });
    const grade = { region: '522601', roundId, gradedOn: '2024-11-20', grade: '优秀', by: '评估组', evidence: [], document: null };
    await refused(`institutions/${id}/grade`, { ...grade, grade: '良好' }, 422, 'INSTITUTION.GRADE_UNKNOWN');
    await refused(`institutions/${id}/grade`, { ...grade, region: '522602' }, 422, 'INSTITUTION.ROUND_UNKNOWN');
    await done(`institutions/${id}/grade`, grade);
    expect(await outcomeOf('regions/522601', 'kl.school.round', '2025-03-01')).toBe('pass');
    expect(await outcomeOf('regions/522601', 'kl.school.round', '2027-11-16')).toBe('fail');
  });
});

it('a region that nothing was written on is there, without a revision to match', async () => {
  const { status, headers, body } = await app.get(api('regions/650100'));
  expect({ status, name: body['name'], revision: body['revision'], etag: headers.get('etag') }).toEqual({
    ...{ status: 200, name: '乌鲁木齐市', revision: -1, etag: null },
  });
});

describe('the list', () => {
  it('finds subjects by kind and region, and stands at a position', async () => {
    const answer = await done('units', unit('烟台某建筑劳务公司'));
    const { body } = await app.get(api(`subjects?kind=unit&region=370000&atLeast=${String(answer.body['position'])}`));
    expect((body.rows ?? []).map(({ name, status, statusZh }) => [name, status, statusZh])).toContainEqual([
      '烟台某建筑劳务公司',
      'registered',
      '已登记',
    ]);
    expect((body.rows ?? []).every(({ kind }) => kind === 'unit')).toBe(true);
    const elsewhere = await app.get(api('subjects?region=650000'));
    expect(elsewhere.body.rows).toEqual([]);
    expect((await app.get(api('subjects?kind=nothing'))).status).toBe(400);
  });
});

describe('what is not there', () => {
  const nobody = '00000000-0000-4000-8000-00000000dead';
  it.each(SUBJECT_KINDS.filter((kind) => kind !== 'region'))('no %s of that id', async (kind) => {
    for (const path of ['', '/history', '/evaluations']) {
      const { status, body } = await app.get(api(`${PATHS[kind]}/${nobody}${path}`));
      expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'SUBJECT.NOT_FOUND' });
    }
    expect((await app.get(api(`${PATHS[kind]}/not-a-uuid`))).status).toBe(400);
  });

  it('every command of every kind answers an empty body with 400 and writes nothing', async () => {
    await app.settled();
    const before = (await app.get(api('subjects'))).body['position'];
    for (const kind of SUBJECT_KINDS)
      for (const name of Object.keys(subjectCommandSchemas[kind])) {
        const founding = name === FOUNDING_COMMANDS[kind];
        const path = founding
          ? PATHS[kind]
          : `${PATHS[kind]}/${kind === 'region' ? '522601' : nobody}/${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
        const answer = await app.post(api(path), {});
        expect(`${kind} ${name}: ${answer.status} ${String(answer.body['code'])}`).toBe(`${kind} ${name}: 400 INPUT.INVALID`);
      }
    await app.settled();
    expect((await app.get(api('subjects'))).body['position']).toBe(before);
  });
});

/** 工作台 as people with accounts ask for it: their own queue, and of the queues of others what the table lets them read anyway. */
import { ROLE_IDS, ROLES, actionOf, type RoleId } from '#access';
import { WORK_KINDS } from '#contracts';
import { randomUUID } from 'node:crypto';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { someone, type Person } from '../support/people';

const SOURCE = { reference: '县人社局填报', note: null };
const document = (number: number, issuedOn: string) => ({ number: `凯人社发〔2025〕${number}号`, issuedOn, signedBy: '签批人' });
const KAILI = '522601';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ accounts: 'on' });
}, 60_000);
afterAll(() => app.stop());

const queueOf = async (person: Person, query = ''): Promise<readonly Record<string, unknown>[]> => {
  await app.settled();
  const { status, body } = await person.ask('GET', `/api/v1/work${query}`);
  expect(status).toBe(200);
  return body.rows ?? [];
};
const said = (rows: readonly Record<string, unknown>[]) => rows.map(({ what, name }) => `${String(what)} ${String(name)}`);

describe('every kind of work', () => {
  it.each(Object.entries(WORK_KINDS))('%s is read elsewhere by those who owe it', (_, { roles, reads }) => {
    expect(actionOf(reads)?.kind).toBe('read');
    expect(roles.filter((role) => actionOf(reads)?.who[role as RoleId] === undefined)).toEqual([]);
  });
});

describe('the queue of another role', () => {
  let recorder: Person;
  beforeAll(async () => {
    recorder = await someone(app, 'recorder', '150430');
    const report = {
      ...{ name: '敖汉架线工', kind: 'labour' as const, category: '电力', brandType: null, region: '150430', regionAsStated: null },
      ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational' as const, source: SOURCE },
    };
    const { brandId } = await app.composition.brands.found(report, null, { actor: LOCAL });
    const draft = { form: 'im-labour-brand', formVersion: 'derived-1', answers: [], after: 0 };
    expect((await recorder.ask('POST', `/api/v1/brands/${brandId}/form-draft`, draft)).status).toBe(200);
  });

  it('shows what one may read elsewhere, and nothing beyond', async () => {
    expect(said(await queueOf(recorder))).toEqual(['formDraft 敖汉架线工']);
    expect(said(await queueOf(await someone(app, 'approver', '150000'), '?role=recorder'))).toEqual(['formDraft 敖汉架线工']);
    // Who audits reads no draft.
    expect(said(await queueOf(await someone(app, 'auditor', '150000'), '?role=recorder'))).toEqual([]);
  });

  it('shows nothing of another unit', async () => {
    const unit = `unit-${randomUUID()}`;
    expect(said(await queueOf(await someone(app, 'constructionUnit', '150430', unit), '?role=recorder'))).toEqual([]);
  });

  it('tells nobody of accounts and refusals but those who look after them', async () => {
    const { accounts } = app.composition.access;
    const fresh = await accounts.create('xinren', '新到经办人', 'test', {});
    await accounts.grant(
      fresh.person,
      { role: 'recorder', region: '150430', unit: null, from: '2020-01-01', until: null },
      { id: 'test', region: '000000' },
    );
    for (const role of ROLE_IDS.filter((id) => actionOf('work')?.who[id] !== undefined)) {
      const place = ROLES[role].at === 'province' ? '150000' : ROLES[role].at === 'prefecture' ? '150400' : '150430';
      const asker = await someone(app, role, place, ROLES[role].at === 'unit' ? `unit-${randomUUID()}` : null);
      // A refusal and a first password, in the region of everybody who asks.
      await asker.ask('GET', '/api/v1/access-records?region=110000');
      for (const other of ['administrator', 'auditor']) {
        const kinds = new Set((await queueOf(asker, `?role=${other}`)).map(({ what }) => what));
        if (role !== 'administrator')
          expect([...kinds].filter((what) => /^(accountLocked|firstPassword|roleEnds|parked)$/.test(String(what)))).toEqual([]);
        if (role !== 'auditor') expect([...kinds]).not.toContain('refusedAccess');
      }
    }
    expect(said(await queueOf(await someone(app, 'administrator', '150000')))).toEqual(['firstPassword 新到经办人（xinren）']);
    expect(said(await queueOf(await someone(app, 'auditor', '000000'), '?kind=refusedAccess')).length).toBeGreaterThan(0);
  });
});

describe('评估结果待登记', () => {
  const institution = async (name: string, institutionType: string, admittedOn: string | null): Promise<string> => {
    const data = { ...{ name, creditCode: null, institutionType, region: KAILI, brands: [] }, origin: 'operational', source: SOURCE };
    const { id } = await app.composition.subjects.found({ kind: 'institution', command: { type: 'register', data } } as never, {
      actor: LOCAL,
    });
    if (admittedOn !== null)
      await app.composition.subjects.command(
        id,
        { kind: 'institution', command: { type: 'admit', data: { document: document(1, admittedOn) } } } as never,
        { actor: LOCAL },
      );
    return id;
  };
  const hold = async (heldOn: string, origin: string): Promise<string> => {
    const roundId = randomUUID();
    const data = {
      ...{ roundId, evaluation: 'school', heldOn, title: '民办职业培训学校办学情况评估', scale: ['优秀', '合格', '不合格'] },
      ...{ document: document(2, heldOn), origin },
    };
    await app.composition.subjects.command(KAILI, { kind: 'region', command: { type: 'holdEvaluationRound', data } } as never, {
      actor: LOCAL,
    });
    return roundId;
  };
  let third: Person;
  let school: string;
  beforeAll(async () => {
    third = await someone(app, 'thirdParty', KAILI);
    school = await institution('民办学校甲', 'privateSchool', '2024-10-15');
    await institution('当日准入的民办学校', 'privateSchool', '2025-06-20');
    await institution('次日准入的民办学校', 'privateSchool', '2025-06-21');
    await institution('未准入的民办学校', 'privateSchool', null);
    await institution('职业院校', 'vocationalSchool', '2024-10-15');
  });

  it('waits for nothing before a round was held, and not for a round that is made up', async () => {
    expect(await queueOf(third)).toEqual([]);
    await hold('2025-05-01', 'synthetic');
    expect(await queueOf(third)).toEqual([]);
  });

  it('waits for each school that the document asks for and that was admitted by then, until it is graded', async () => {
    const roundId = await hold('2025-06-20', 'operational');
    const rows = await queueOf(third);
    expect(said(rows)).toEqual(['toGrade 当日准入的民办学校', 'toGrade 民办学校甲']);
    expect(rows[1]).toMatchObject({
      ...{ stream: `institution-${school}`, region: KAILI, since: '2025-06-20', on: null, cite: '三（一）3', configured: null },
      ...{ pack: { id: 'kaili-2024-9' }, place: `institutions/${school}`, form: 'grade' },
    });
    const grade = {
      ...{ region: KAILI, roundId, gradedOn: '2025-06-30', grade: '合格', by: '评估组', evidence: [], document: null },
    };
    const { revision } = (await third.ask('GET', `/api/v1/institutions/${school}`)).body;
    const answer = await third.ask('POST', `/api/v1/institutions/${school}/grade`, grade, { 'if-match': `"${String(revision)}"` });
    expect(answer.status).toBe(200);
    expect(said(await queueOf(third))).toEqual(['toGrade 当日准入的民办学校']);
  });

  it('begins anew with the next round', async () => {
    await hold('2025-12-01', 'operational');
    expect(said(await queueOf(third))).toEqual(['toGrade 次日准入的民办学校', 'toGrade 当日准入的民办学校', 'toGrade 民办学校甲']);
  });
});

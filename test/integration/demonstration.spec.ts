/** The demonstration as its visitors meet it: something waits for each role, within its own region, as the ledger itself answers. */
import { DEMO_PASSWORD } from '#access';
import { DEMO_CAST, demonstratedYear, type DemoLogin } from '#application';
import { addDays } from '#domain';
import { startApp, type TestApp } from '../support/app';
import { cookieOf, inject, signIn, type Asked } from '../support/people';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sampleData: true, accounts: 'on', env: { DEMO: 'on' } });
}, 400_000);
afterAll(() => app?.stop());

async function ask(login: DemoLogin, path: string): Promise<Asked> {
  const answer = await signIn(app, login, DEMO_PASSWORD);
  return inject(app.server, 'GET', `/api/v1${path}`, undefined, { cookie: cookieOf(answer) });
}

/** As the server counts it: the day in Shanghai. */
const YEAR = demonstratedYear(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));

/** What waits, at the least: `事项 名称`. */
const WAITING: Readonly<Partial<Record<DemoLogin, readonly string[]>>> = {
  danwei: [`returnDue ${YEAR} 历下示例养老服务公司（合成）`, 'returned 历下保洁员'],
  jingban: [
    `returnDue ${YEAR} 历下区`,
    `returnSentBack ${YEAR} 历下示例保安服务公司（合成）`,
    `returnToCheck ${YEAR} 历下示例出行公司（合成）`,
  ],
  fuhe: ['toRecommend 历下花艺师', `returnToReview ${YEAR} 历下示例餐饮公司（合成）`],
  shiji: [`returnToApprove ${YEAR} 历下示例装饰公司（合成）`, 'objection 历下服装裁剪工'],
  shengji: ['toScreen 历下保健按摩师', `returnToAccept ${YEAR} 历下示例健康服务公司（合成）`, 'reviewOverdue 临沂物流装卸工'],
  shenpi: [`returnToLock ${YEAR} 历下示例电力安装公司（合成）`, 'correction 潍坊大棚种植工', 'noticeEnds 历下家电维修工'],
  jigou: [`returnDue ${YEAR} 敖汉示例技工学校（合成）`],
  zhuanjia: ['expertAsked 历下泉城导游'],
  disanfang: ['toGrade 凯里示例民办职业培训学校甲（合成）', 'toGrade 凯里示例民办职业培训学校乙（合成）'],
  guanli: ['firstPassword 新到经办人（xinren）', 'roleEnds 借调经办人（jiediao）'],
  zhengce: ['policyDraft sd-2021-22-house 2-demo'],
  shending: ['policyDraft sd-2021-22-house 2-demo'],
  tuijian: ['formDraft 敖汉小米分拣工', `returnToCheck ${YEAR} 敖汉示例烹饪学校（合成）`],
};

it.each(Object.entries(WAITING))('%s finds what waits', async (login, waiting) => {
  const { body } = await ask(login as DemoLogin, '/work?dataset=synthetic');
  const rows = (body.rows ?? []).map((row) => `${String(row['what'])} ${String(row['name'])}`);
  expect(rows).toEqual(expect.arrayContaining([...waiting]));
});

it('a notice that runs is due on its last day; one that is over waits since the day after, and is not overdue', async () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const rows = (await ask('shenpi', '/work?dataset=synthetic&kind=noticeEnds')).body.rows ?? [];
  const days: Record<string, unknown> = Object.fromEntries(rows.map(({ name, on, since }) => [String(name), { on, since }]));
  expect(days).toEqual({
    历下服装裁剪工: { on: addDays(today, 5), since: addDays(today, -6) },
    历下家电维修工: { on: null, since: addDays(today, -7) },
  });
  expect((await ask('shenpi', '/work?dataset=synthetic&kind=noticeEnds&overdue=true')).body.rows).toEqual([]);
});

it('the public reads the catalogue and no queue', async () => {
  expect((await ask('gongzhong', '/work')).status).toBe(403);
  expect((await ask('gongzhong', '/catalogue?dataset=synthetic&region=370000')).status).toBe(200);
});

it('the page of sign-in has the cards, and no colleague among them', async () => {
  const { body } = await inject(app.server, 'GET', '/api/v1/session', undefined, {});
  const { accounts } = body['demo'] as { accounts: { login: string }[] };
  const shown = Object.entries(DEMO_CAST).filter(([, { sees }]) => sees !== null);
  expect(accounts.map(({ login }) => login)).toEqual(shown.map(([login]) => login));
});

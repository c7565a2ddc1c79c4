/**
 * The demonstration as docs/demonstration.md tells it: every role enters by its card, finds its work by what the screen says, does
 * it, and meets what it may not do. One server, and one story: what one role leaves is what the next one finds.
 */
import { DEMO_CAST, demoBrandId, demonstratedYear, type DemoLogin } from '#application';
import { writeXlsx } from 'hucre/xlsx';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from '../ledger-app';

jest.setTimeout(60_000);

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage | null = null;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('on', { ACCOUNTS: 'on', DEMO: 'on' }), launchBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});
afterEach(async () => {
  if (watched === null) return;
  const { page, context, errors, foreignRequests } = watched;
  watched = null;
  // A refusal is an answer that the browser writes down by itself.
  const others = errors.filter((line) => !/status of (401|403|404)/.test(line));
  if (others.length > 0) await picture(page, 'failed-roles');
  await context.close();
  expect(others).toEqual([]);
  expect(foreignRequests).toEqual([]);
});

/** Enters by the card of the page of sign-in. */
async function enter(login: DemoLogin): Promise<Page> {
  watched = await openPage(browser, ledger.url);
  const { page } = watched;
  await page.getByRole('button', { name: `以${DEMO_CAST[login].name}身份进入` }).click();
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
  return page;
}
/** The row of the workbench that is about this, and its way to the form. */
const takeUp = (page: Page, what: RegExp): Promise<void> => page.getByRole('row', { name: what }).first().getByText('去办理').click();
const dialog = (page: Page): Locator => page.getByRole('dialog');
const cell = (page: Page, row: number, col: number): Locator => page.locator(`[data-row="${row}"][data-col="${col}"]`);

/** What the interface answers to this page's own cookie. */
const ask = (page: Page, method: string, path: string, body: unknown = null): Promise<{ readonly status: number; readonly code: string }> =>
  page.evaluate(`(async () => {
    const session = await (await fetch('/api/v1/session')).json();
    const answer = await fetch('/api/v1${path}', { method: '${method}',
      headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf },
      ${method === 'GET' ? '' : `body: ${JSON.stringify(JSON.stringify(body))},`} });
    const told = await answer.json().catch(() => ({}));
    return { status: answer.status, code: told.code ?? '' };
  })()`);
const rooms = async (page: Page): Promise<string> => page.getByRole('navigation', { name: '主导航' }).innerText();
/** As the server counts it: the day in Shanghai. */
const YEAR = demonstratedYear(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
const CLOSING = { year: YEAR, closedOn: `${YEAR + 1}-01-10`, closedBy: 'x', origin: 'synthetic' };
/** A count as a person reads it: `2,462 人` is 2462. */
const whole = (text: string | null): number => Number((text ?? '').replace(/\D/g, ''));

it('a visitor sees that it is a demonstration, and a card for every role', async () => {
  watched = await openPage(browser, ledger.url);
  const { page } = watched;
  await page.getByText('这是演示：人、单位、数字都是编造的').waitFor();
  const shown = Object.values(DEMO_CAST).filter(({ sees }) => sees !== null);
  expect(await page.getByRole('list', { name: '演示账户' }).getByRole('button').count()).toBe(shown.length);
  await picture(page, 'roles-sign-in');
  expect(await seriousFindings(page)).toEqual([]);
});

it('单位: fills in its own brand and reports it; nobody else’s return opens', async () => {
  const page = await enter('danwei');
  await page.getByText('填报待报送').first().waitFor();
  await picture(page, 'roles-danwei-work');
  await takeUp(page, /填报待报送/);
  await page.getByRole('grid').waitFor();
  await cell(page, 0, 1).click();
  for (const value of ['285', '60', '410', '330']) {
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  await cell(page, 0, 2).click();
  await page.getByRole('button', { name: '估算方法和依据' }).click();
  await dialog(page).getByLabel('估算方法').fill('抽样推算');
  await dialog(page).getByLabel('估算依据').fill('机构用工台账');
  await dialog(page).getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '可以报送' }).waitFor();
  await picture(page, 'roles-danwei-entry');
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await dialog(page).getByRole('button', { name: '报送', exact: true }).click();
  await page.getByText('已报送 4', { exact: true }).first().waitFor();
  // What was just reported is not offered once more.
  await page.getByRole('heading', { name: '已报送，等待县级经办初审' }).waitFor();
  expect(await page.getByRole('button', { name: '报送', exact: true }).isDisabled()).toBe(true);
  // By an address edited by hand, and by the interface.
  const own = page.url();
  await page.goto(own.replace(/unit-[0-9a-f-]{36}/, 'office-370102'));
  await page
    .getByText(/不属于您所在的单位|不在您的管辖范围|本单位/)
    .first()
    .waitFor();
  expect(await ask(page, 'GET', '/brands')).toMatchObject({ status: 403 });
  expect(await ask(page, 'GET', '/funds')).toMatchObject({ status: 403 });
});

it('区经办人: fills the yearly return from the Excel file that she has, reports it, and checks what units report', async () => {
  const page = await enter('jingban');
  await picture(page, 'roles-jingban-work');
  await takeUp(page, /填报待报送.*历下区/);
  await page.getByRole('grid').waitFor();
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '全年台账',
        rows: [
          ['历下区劳务品牌全年台账', null, null, null, null],
          ['品牌名称', '带动就业人数（直接）', '带动就业人数（间接）', '从业人员数（期末）', '受过培训的从业人员数'],
          ['历下家政服务员', '１２８', 20, 180, 150],
          ['历下快递员', 135, 15, 210, 90],
          ['历下汽车维修工', 125, 10, 160, 120],
        ],
      },
    ],
  });
  await page.getByRole('button', { name: '用已有表格填报' }).click();
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: '历下区全年台账.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(bytes),
    });
  await dialog(page).getByRole('list', { name: '各列读作' }).waitFor();
  await picture(page, 'roles-jingban-excel');
  await dialog(page).getByRole('button', { name: '填入草稿' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await cell(page, 1, 1).locator('.sg-text').getByText('135').waitFor();
  await cell(page, 0, 2).click();
  await page.getByRole('button', { name: '估算方法和依据' }).click();
  await dialog(page).getByLabel('估算方法').fill('抽样推算');
  await dialog(page).getByLabel('估算依据').fill('用工台账');
  await dialog(page)
    .getByRole('checkbox', { name: /其余 2 个品牌也是这样估算的/ })
    .check();
  await dialog(page).getByRole('button', { name: '保存', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: '可以报送' }).waitFor();
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await dialog(page).getByRole('button', { name: '报送', exact: true }).click();
  await page.getByText('已报送 12', { exact: true }).first().waitFor();
  await picture(page, 'roles-jingban-told');
  // She does not check what she reported herself, nor see another county.
  expect(await ask(page, 'GET', '/brands?region=371302')).toMatchObject({ status: 403, code: 'ACCESS.OUT_OF_SCOPE' });
  expect(await ask(page, 'POST', '/regions/370102/close-year', CLOSING)).toMatchObject({ status: 403, code: 'ACCESS.ROLE' });
  expect(await rooms(page)).not.toMatch(/账户|审计查证/);
});

it('区复核人: sends one figure back and passes the rest', async () => {
  const page = await enter('fuhe');
  await takeUp(page, /填报待县级复核/);
  await page.getByRole('checkbox', { name: '历下鲁菜厨师 从业人员数（期末）' }).check();
  await page.getByRole('button', { name: '退回修改（1）' }).click();
  await dialog(page).getByRole('textbox').fill('与社保参保人数不符，请核实');
  await dialog(page).getByRole('button', { name: '退回', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '全部复核通过（3）' }).click();
  await page.getByText('县级已复核 3').first().waitFor();
  await picture(page, 'roles-fuhe');
  expect(await ask(page, 'POST', '/funds', {})).toMatchObject({ status: 403 });
});

it('市级审核人: passes what the county has checked, and may not accept for the province', async () => {
  const page = await enter('shiji');
  await takeUp(page, /填报待市级审核.*装饰/);
  await page.getByRole('button', { name: '全部审核通过（4）' }).click();
  await page.getByText('市级已审核 4').first().waitFor();
  await picture(page, 'roles-shiji');
  const id = /returns\/([^?]+)/.exec(page.url())?.[1] ?? '';
  expect(await ask(page, 'POST', `/returns/${id}/lock`, { lines: null })).toMatchObject({ status: 403 });
});

it('省级审核筛选人: accepts, and sees who is missing', async () => {
  const page = await enter('shengji');
  await picture(page, 'roles-shengji-work');
  await takeUp(page, /填报待省级审定.*健康/);
  await page.getByRole('button', { name: '全部审定（4）' }).click();
  await page.getByText('省级已审定 4').first().waitFor();
  await page.goto(`${ledger.url}/#/returns?view=completeness`);
  await page.getByText('未报').first().waitFor();
  await picture(page, 'roles-shengji-missing');
  expect(await ask(page, 'POST', '/catalogue-editions', {})).not.toMatchObject({ status: 200 });
});

it('省级审批人: locks, reads the year on one page down to an event, and publishes the catalogue', async () => {
  const page = await enter('shenpi');
  await takeUp(page, /填报待锁定.*电力/);
  await page.getByRole('button', { name: '全部锁定' }).click();
  await page.getByText('已锁定 4').first().waitFor();

  await page.goto(`${ledger.url}/#/?year=${YEAR}`);
  await page.getByRole('heading', { name: `${YEAR}年一览` }).waitFor();
  const driven = page
    .getByRole('row', { name: /带动就业人数.*直接/ })
    .first()
    .getByRole('link')
    .first();
  await driven.waitFor();
  await picture(page, 'roles-shenpi-year');
  expect(await seriousFindings(page)).toEqual([]);
  const sum = whole(await driven.textContent());
  await driven.click();
  const electricians = dialog(page).getByRole('row', { name: /历下电工/ });
  await electricians.getByText('182', { exact: true }).waitFor();
  expect(whole(await dialog(page).getByTestId('sources-sum').textContent())).toBe(sum);
  await picture(page, 'roles-shenpi-sources');
  // From the brand's line to the one event that recorded it.
  const event = electricians.getByRole('link', { name: /@\d+$/ });
  const revision = /@(\d+)$/.exec((await event.textContent()) ?? '')?.[1];
  await event.click();
  await page.locator(`#entry-${revision}`).getByText('182').first().waitFor();
  await picture(page, 'roles-shenpi-event');

  await page.goto(`${ledger.url}/#/catalogue?region=370000&tab=publish`);
  await page.getByRole('heading', { name: /山东省 第 \d+ 期（预览）/ }).waitFor();
  await page.getByText('历下汽车维修工').first().waitFor();
  await page.getByLabel('文号').fill('合成〔2026〕演示99号');
  await page.getByLabel('签批人').fill('示例签批人');
  await page.getByRole('button', { name: /^发布第 \d+ 期$/ }).click();
  await page.getByRole('heading', { name: /^山东省 第 \d+ 期$/ }).waitFor();
  await picture(page, 'roles-shenpi-catalogue');
});

it('省级审批人: sees what a correction would change, and then approves it', async () => {
  const page = await enter('shenpi');
  await takeUp(page, /更正申请待批准/);
  await page.getByText('核对花名册，重复登记 160 人').first().waitFor();
  const preview = page.getByTestId('correction-preview');
  await preview.getByTestId('foreseen-decision').first().waitFor();
  await picture(page, 'roles-shenpi-corrections');
  await page.getByRole('button', { name: /^批\s?准$/ }).click();
  await page.getByRole('heading', { name: '更正记录' }).waitFor();
  await page.goto(`${ledger.url}/#/corrections?state=approved`);
  await page
    .getByRole('row', { name: /潍坊大棚种植工.*450 → 290/ })
    .getByText('已批准')
    .waitFor();
});

it('评审专家: votes on what was sent to him, and touches nothing else', async () => {
  const page = await enter('zhuanjia');
  await takeUp(page, /历下泉城导游/);
  await dialog(page).getByLabel('送评事项').click();
  await page
    .getByTitle(/请就品牌特色和带动能力评审/)
    .last()
    .click();
  await dialog(page).getByLabel('理由', { exact: true }).fill('特色鲜明，带动面广');
  await dialog(page)
    .getByRole('button', { name: /^提\s?交$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  await page
    .getByRole('row', { name: /评审专家甲/ })
    .getByText('同意', { exact: true })
    .waitFor();
  await picture(page, 'roles-zhuanjia');
  expect(await rooms(page)).not.toMatch(/账户|资金登记/);
  expect(await ask(page, 'GET', '/funds')).toMatchObject({ status: 403 });
});

it('培训机构: reports after the day, as it was allowed to', async () => {
  const page = await enter('jigou');
  await takeUp(page, /填报待报送/);
  await page.getByText('准予补报至').waitFor();
  await page.getByRole('grid').waitFor();
  await page.getByRole('button', { name: '添加专业（工种）' }).click();
  await dialog(page).getByLabel('专业（工种）名称').fill('焊工');
  await dialog(page)
    .getByRole('button', { name: /^添\s?加$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  await cell(page, 0, 2).click();
  for (const value of ['120', '110']) {
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  await page.getByRole('heading', { name: '可以报送' }).waitFor();
  await picture(page, 'roles-jigou-entry');
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await dialog(page).getByRole('button', { name: '报送', exact: true }).click();
  await page.getByText('已报送 2', { exact: true }).first().waitFor();
});

it('第三方评估员: grades a school in the round that was held', async () => {
  const page = await enter('disanfang');
  await picture(page, 'roles-disanfang-work');
  await takeUp(page, /评估结果待登记.*学校甲/);
  await dialog(page).getByLabel('评估', { exact: true }).click();
  // The round of this year; the other one has its grade.
  await page
    .getByTitle(/（school）/)
    .last()
    .click();
  await dialog(page).getByLabel('等次', { exact: true }).click();
  await page.getByTitle('合格', { exact: true }).click();
  await dialog(page).getByLabel('评定单位').fill('示例评估机构');
  await dialog(page)
    .getByRole('button', { name: /^提\s?交$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByText('评定：示例评估机构').waitFor();
  await picture(page, 'roles-disanfang-graded');
  await page.goto(`${ledger.url}/#/work`);
  await page.getByRole('row', { name: /评估结果待登记.*学校乙/ }).waitFor();
  await page.getByRole('row', { name: /评估结果待登记.*学校甲/ }).waitFor({ state: 'detached' });
});

it('演示管理员: finds a first password that nobody changed and a role that ends soon', async () => {
  const page = await enter('guanli');
  await page.goto(`${ledger.url}/#/work`);
  await page.getByRole('row', { name: /初始密码未修改.*新到经办人/ }).waitFor();
  await page.getByRole('row', { name: /角色即将到期.*借调经办人.*还有 \d+ 个工作日/ }).waitFor();
  await picture(page, 'roles-guanli-work');
  await takeUp(page, /初始密码未修改/);
  await page.getByRole('row', { name: /新到经办人/ }).waitFor();
});

it.each([
  ['disanfang', '工作台', ['/accounts', '/funds', '/access-records']],
  ['shenji', '审计查证', ['/accounts']],
  ['zhengce', '政策文件库', ['/accounts', '/access-records']],
  ['shending', '政策文件库', ['/accounts', '/access-records']],
  ['guanli', '账户与授权', ['/brands', '/counts/yearly?dataset=synthetic', '/access-records']],
  ['gongzhong', '指导目录', ['/brands', '/returns', '/accounts', '/work']],
  ['tuijian', '工作台', ['/brands?region=370102', '/accounts']],
  ['jigou', '工作台', ['/brands', '/accounts']],
] as const)('%s: finds %s, and is refused what is not theirs', async (login, room, forbidden) => {
  const page = await enter(login);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  expect(await rooms(page)).toContain(room);
  await picture(page, `roles-${login}`);
  for (const path of forbidden) expect([path, (await ask(page, 'GET', path)).status]).toEqual([path, 403]);
  expect(await ask(page, 'POST', '/regions/370102/close-year', CLOSING)).toMatchObject({ status: 403 });
});

it('政策维护人 cannot approve the draft; 政策审定人 reads it and does', async () => {
  const drafter = await enter('zhengce');
  await drafter.goto(`${ledger.url}/#/policies`);
  await drafter.getByRole('heading', { name: /第 2-demo 版/ }).waitFor();
  const path = '/policies/sd-2021-22-house/versions/2-demo/approve';
  expect(await ask(drafter, 'POST', path, {})).toMatchObject({ status: 403, code: 'ACCESS.ROLE' });
  await watched?.context.close();

  const page = await enter('shending');
  await takeUp(page, /sd-2021-22-house/);
  const draft = page.getByRole('article').filter({ has: page.getByRole('heading', { name: /第 2-demo 版/ }) });
  await draft.getByText('整改期限由 60 天改为 45 天').waitFor();
  await picture(page, 'roles-shending-draft');
  await draft.getByRole('button', { name: /^审\s?定$/ }).click();
  await draft.waitFor({ state: 'detached' });
});

it('审计人员: sees who was refused what', async () => {
  const page = await enter('shenji');
  await takeUp(page, /昨日以来被拒绝的访问.*单位填报员/);
  await page.getByRole('heading', { name: '审计查证：访问记录' }).waitFor();
  await page.getByText('单位填报员').first().waitFor();
  await picture(page, 'roles-shenji-records');
});

it('代签: a checker acts for the recorder, and the history of the brand says for whom and by which paper', async () => {
  const administrator = await enter('guanli');
  await administrator.goto(`${ledger.url}/#/accounts`);
  await administrator.getByRole('tab', { name: '授权代签' }).click();
  await administrator.getByRole('button', { name: '登记授权代签' }).click();
  await choose(administrator, dialog(administrator).getByLabel('被代签人（谁的角色）'), '区经办人（jingban）');
  await choose(administrator, dialog(administrator).getByLabel('代签人（由谁办理）'), '区复核人（fuhe）');
  await choose(administrator, dialog(administrator).getByLabel('角色', { exact: true }), '经办人（县级经办）');
  await choose(administrator, dialog(administrator).getByLabel(/^省/), '山东省');
  await choose(administrator, dialog(administrator).getByLabel(/^市/), '济南市');
  await choose(administrator, dialog(administrator).getByLabel(/^县/), '历下区');
  await dialog(administrator)
    .getByLabel('至', { exact: true })
    .fill(`${new Date().getFullYear() + 1}-12-31`);
  await dialog(administrator).getByLabel('授权文件').fill('授权书〔2026〕演示1号');
  await dialog(administrator)
    .getByRole('button', { name: /^确\s?定$/ })
    .click();
  await dialog(administrator).waitFor({ state: 'detached' });
  await watched?.context.close();

  const page = await enter('fuhe');
  await choose(page, page.getByLabel('以哪个身份办理'), '代');
  // The page begins anew in the other role, at its queue.
  await page.getByRole('heading', { name: '工作台：经办人（县级经办）' }).waitFor();
  const brand = demoBrandId('electricians');
  const honour = { honour: '示例荣誉（合成）', title: null, year: YEAR, source: { reference: '合成数据，仅供演示', note: null } };
  await page.goto(`${ledger.url}/#/brands/${brand}?tab=history`);
  await page.getByRole('list', { name: '大事记' }).waitFor();
  expect(await ask(page, 'POST', `/brands/${brand}/record-honour`, honour)).toMatchObject({ status: 200 });
  const entry = page.getByRole('list', { name: '大事记' }).getByRole('listitem').filter({ hasText: '示例荣誉（合成）' });
  await entry.getByText('经办人（县级经办） · 区复核人（演示账户）').waitFor();
  await entry.getByText('代 区经办人（演示账户）（授权书〔2026〕演示1号）').waitFor();
  await entry.scrollIntoViewIfNeeded();
  await picture(page, 'roles-stand-in');
  expect(await seriousFindings(page)).toEqual([]);
});

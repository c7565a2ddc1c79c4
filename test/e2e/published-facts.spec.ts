/** The page over the published facts that a first start loads, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('on'), launchBrowser()]);
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

afterEach(() => {
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const go = async (hash: string): Promise<void> => {
  await page.goto(`${ledger.url}/#/${hash}`);
};

/** Every test begins where it says, whatever the one before it left chosen. */
async function choosing(dataset: '真实数据' | '合成数据（演示）'): Promise<void> {
  await page.getByLabel('数据集').getByText(dataset, { exact: true }).click();
}

const tally = (name: string) => page.locator('.tally', { hasText: name }).locator('b');

async function openBrand(name: string): Promise<void> {
  await go('brands');
  await choosing('真实数据');
  await page.getByLabel('按名称搜索').fill(name);
  await page.getByText(/符合条件 1 个品牌/).waitFor();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

test('opens in Chinese on the dashboard, with real data and nothing synthetic', async () => {
  await page.getByRole('heading', { name: '监测看板', level: 1 }).waitFor();
  await page.getByRole('img', { name: /本台账认定的层级/ }).waitFor();
  await page.getByRole('img', { name: /来源所称层级/ }).waitFor();
  expect(await page.getByRole('radio', { name: '真实数据' }).isChecked()).toBe(true);
  expect(await tally('品牌总数').innerText()).toBe('280');
  expect(await page.getByRole('note').count()).toBe(0);
  await picture(page, 'dashboard-real');
  expect(await seriousFindings(page)).toEqual([]);
});

test('shows regional aggregates as facts of their region, with source, apart from the brands', async () => {
  const aggregates = page.locator('section', { has: page.getByRole('heading', { name: '地区合计（公开来源）' }) });
  await aggregates.getByRole('row').nth(1).waitFor();
  expect(await aggregates.getByRole('link').first().getAttribute('href')).toMatch(/^https?:\/\//);
  await aggregates.getByText('属于地区的事实，不计入任何品牌，也不与品牌数据相加').waitFor();
});

test('goes down from the country to a county, and back', async () => {
  const tiles = page.getByRole('group', { name: /地区分布图/ });
  for (const name of [/^陕西/, /^安康/, /^紫阳/]) await tiles.getByRole('button', { name }).click();
  await page.getByRole('navigation', { name: '地区' }).getByText('紫阳县').waitFor();
  await tally('品牌总数').getByText('1', { exact: true }).waitFor();
  await picture(page, 'dashboard-county');
  await page.getByRole('navigation', { name: '地区' }).getByRole('button', { name: '全国' }).click();
  await tally('品牌总数').getByText('280', { exact: true }).waitFor();
});

test('never mixes synthetic data in: the switch changes everything at once, and says so', async () => {
  await go('');
  await choosing('合成数据（演示）');
  await page.getByRole('note').getByText('以下内容均为虚构').waitFor();
  await tally('品牌总数').getByText('12', { exact: true }).waitFor();
  await page
    .getByRole('img', { name: /带动就业人数/ })
    .first()
    .waitFor();
  await picture(page, 'dashboard-synthetic');
  expect(await seriousFindings(page)).toEqual([]);
  await go('brands');
  await page.getByText(/共 12 个品牌/).waitFor();
  expect(await page.getByRole('row').filter({ hasNotText: '合成' }).count()).toBe(1);
  await choosing('真实数据');
  await page.getByText(/共 280 个品牌/).waitFor();
  expect(await page.getByRole('row').filter({ hasText: '合成' }).count()).toBe(0);
});

test('finds brands by name, by claimed tier and by region, and pages through them', async () => {
  await go('brands');
  await choosing('真实数据');
  await page.getByText(/共 280 个品牌/).waitFor();
  await picture(page, 'ledger');
  expect(await seriousFindings(page)).toEqual([]);
  const first = await page.locator('tbody a').first().innerText();
  await page.getByRole('listitem', { name: '2', exact: true }).click();
  await page.waitForFunction(`document.querySelector('tbody a').innerText !== ${JSON.stringify(first)}`);
  await page.getByLabel('按名称搜索').fill('修脚');
  await page.getByRole('link', { name: '紫阳修脚师' }).waitFor();
  await picture(page, 'ledger-search');
  await page.getByRole('button', { name: '清除条件' }).click();
  await page.getByText(/共 280 个品牌/).waitFor();
  await choose(page, page.getByLabel('省（自治区、直辖市）'), '重庆市');
  await page.getByText(/符合条件 \d+ 个品牌/).waitFor();
  await page.getByRole('link', { name: '石龙技工' }).waitFor();
});

test('shows the two sources on 石龙技工 side by side, and no sum', async () => {
  await openBrand('石龙技工');
  const conflicts = page.getByTestId('conflict');
  const disputed = conflicts.filter({ hasText: '劳务输出人数' });
  await disputed.waitFor();
  expect(await disputed.locator('b').allInnerTexts()).toEqual(['53,400 单位未注明', '≥ 56,000 单位未注明']);
  expect(await page.locator('body').innerText()).not.toContain('109,400');
  await picture(page, 'brand-shilong');
  expect(await seriousFindings(page)).toEqual([]);
});

test('shows 紫阳修脚师 2025 as one stock on two dates, not as a conflict, and person-times as person-times', async () => {
  await openBrand('紫阳修脚师');
  const figures = page.locator('section', { has: page.getByRole('heading', { name: '数据', exact: true }) });
  const june = figures.getByRole('row').filter({ hasText: '截至 2025-06' }).filter({ hasText: '54,000' });
  const december = figures.getByRole('row').filter({ hasText: '截至 2025-12' }).filter({ hasText: '54,400' });
  await june.waitFor();
  await december.waitFor();
  expect(await june.innerText()).not.toContain('有冲突');
  expect(await december.innerText()).not.toContain('有冲突');
  await figures.getByRole('row').filter({ hasText: '43,000 人次' }).waitFor();
  await page.getByRole('heading', { name: '荣誉称号' }).waitFor();
  await picture(page, 'brand-ziyang');
  expect(await seriousFindings(page)).toEqual([]);
});

test('shows the promotion of 镇安采摘工 as its sources tell it: 市级 with the date unknown, then 省级 in 2025', async () => {
  await openBrand('镇安采摘工');
  const claims = page.locator('section', { has: page.getByRole('heading', { name: '来源所称层级' }) });
  await claims.getByRole('listitem').filter({ hasText: '称 市级' }).filter({ hasText: '日期不详' }).waitFor();
  await claims.getByRole('listitem').filter({ hasText: '称 省级' }).filter({ hasText: '2025 年' }).first().waitFor();
  await picture(page, 'brand-zhenan');
});

test('a dry evaluation by the Inner Mongolia rules says that facts are missing, which ones, and writes nothing', async () => {
  await page.getByRole('tab', { name: '历史与判定依据' }).click();
  const entries = page.getByRole('list', { name: '大事记' }).getByRole('listitem');
  await entries.first().waitFor();
  const before = await entries.count();
  await page.getByRole('tab', { name: '试判（不写入）' }).click();
  await page.getByRole('button', { name: '按内蒙古规则试判' }).click();
  await page.locator('.verdict').first().waitFor();
  expect(await page.locator('.verdict-undecidable').getByText('材料不足，无法判定').count()).toBeGreaterThan(0);
  expect(await page.locator('.verdict-pass').filter({ hasText: '规模' }).count()).toBe(0);
  const missing = await page.locator('.verdict-undecidable .missing').first().innerText();
  expect(missing).toContain('带动就业人数');
  await picture(page, 'dry-evaluation');
  expect(await seriousFindings(page)).toEqual([]);
  await page.reload();
  await page.getByRole('tab', { name: '历史与判定依据' }).click();
  await entries.first().waitFor();
  expect(await entries.count()).toBe(before);
});

test('the policy library tells what a document states from what was configured, and by whom', async () => {
  await go('policies/sd-2021-22-house');
  await page.getByText('这是补充文件未规定事项的本地配置，不是政策').waitFor();
  await page.getByRole('tab', { name: /^参数/ }).click();
  const parameter = page.getByRole('row').filter({ hasText: 'review.due-after' });
  expect(await parameter.innerText()).toContain('文件未规定，本地配置');
  expect(await parameter.innerText()).toMatch(/批准：.+\d{4}-\d{2}-\d{2}/);
  await go('policies/im-2024-118');
  await page.getByRole('tab', { name: /^条款/ }).click();
  await page.getByText('内人社办发〔2024〕118号').first().waitFor();
  await picture(page, 'policy-library');
  expect(await seriousFindings(page)).toEqual([]);
});

test('remembers English, and keeps Chinese for the names of brands', async () => {
  await go('brands');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Brand ledger', level: 1 }).waitFor();
  await page.reload();
  await page.getByText('Total 280 brands').waitFor();
  await picture(page, 'ledger-english');
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { name: '品牌台账', level: 1 }).waitFor();
});

test('fits a phone: nothing is wider than the screen', async () => {
  const phone = await openPage(browser, ledger.url, { width: 390, height: 844 });
  await phone.page.getByRole('img', { name: /本台账认定的层级/ }).waitFor();
  for (const hash of ['', 'brands', 'work', 'policies', 'nominate']) {
    await phone.page.goto(`${ledger.url}/#/${hash}`);
    await phone.page.getByRole('heading', { level: 1 }).waitFor();
    expect([hash, await phone.page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([hash, 390]);
  }
  await phone.page.goto(`${ledger.url}/#/`);
  await phone.page.getByRole('img', { name: /本台账认定的层级/ }).waitFor();
  await picture(phone.page, 'phone-dashboard');
  expect(phone.errors).toEqual([]);
  expect(phone.foreignRequests).toEqual([]);
  await phone.context.close();
});

/** 政策推演 in a real browser: what is changed, what then changes, and that nothing was written. */
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
  watched = await openPage(browser, `${ledger.url}/#/what-if`);
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

test('a threshold of the synthetic demonstration is lowered: which brands then pass, by how much, and a link to each', async () => {
  await page.getByRole('heading', { name: '政策推演', level: 1 }).waitFor();
  await page.getByText('推演只读不写').first().waitFor();
  await page.getByLabel('数据集').getByText('合成数据（演示）', { exact: true }).click();
  await choose(page, page.getByLabel('现行文件'), /山东省特色劳务品牌/);
  await page.getByLabel('改变什么').getByText('改一个数值').click();
  await choose(page, page.getByLabel('参数和现行取值'), /年度直接带动就业人数下限（市级/);
  await page.getByLabel('改为', { exact: true }).fill('1');
  await page.getByLabel('评价年度（自）').fill('2021');
  await page.getByRole('button', { name: '开始推演' }).click();
  await page.getByRole('heading', { name: '推演完成' }).waitFor();
  await page
    .getByTestId('what-if-totals')
    .getByText(/结论改变 [1-9]\d* 项/)
    .waitFor();
  const rows = page.locator('section', { has: page.getByRole('heading', { name: '改变的结论' }) }).getByRole('row');
  const first = rows.filter({ hasText: '上一年度直接带动就业' }).first();
  await first.waitFor();
  expect(await first.innerText()).toMatch(/标准 ≥ 300人.*余量 −\d+人[^]*标准 ≥ 1人.*余量 \+\d+人/);
  expect(await first.innerText()).toContain('文件未规定，本地配置');
  await picture(page, 'what-if-parameter');
  expect(await seriousFindings(page)).toEqual([]);
  await first.getByRole('link').click();
  await page.getByRole('tab', { name: '历史与判定依据' }).waitFor();
});

test('another reading of an ambiguity shows both readings in Chinese before it is run', async () => {
  await page.goto(`${ledger.url}/#/what-if`);
  await page.getByLabel('数据集').getByText('真实数据', { exact: true }).click();
  await choose(page, page.getByLabel('现行文件'), /内人社办发〔2024〕118号/);
  await choose(page, page.getByLabel('改取的读法'), /不重复人数/);
  const readings = page.getByTestId('readings');
  await readings.getByText(/每年新增带动就业人数之和/).waitFor();
  await readings.getByText(/三年内不重复人数/).waitFor();
  await page.getByRole('button', { name: '开始推演' }).click();
  await page.getByRole('heading', { name: '推演完成' }).waitFor();
  await page.getByText('假设，未发布').waitFor();
  await picture(page, 'what-if-reading');
  expect(await seriousFindings(page)).toEqual([]);
});

test('works by keyboard and fits a phone', async () => {
  const phone = await openPage(browser, `${ledger.url}/#/what-if`, { width: 390, height: 844 });
  await phone.page.getByRole('heading', { name: '政策推演', level: 1 }).waitFor();
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  await phone.page.getByLabel('现行文件').focus();
  await phone.page.keyboard.press('Enter');
  await phone.page.keyboard.press('ArrowDown');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByLabel('改取的读法').waitFor();
  expect([phone.errors, phone.foreignRequests]).toEqual([[], []]);
  await phone.context.close();
});

/** 监测看板: the leader reads the year on one page and follows one number down to its event; live, printed, on a phone, as a map. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { reportOf } from '../support/shandong-life';
import { findings, openPage, picture, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(180_000);

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('on'), launchBrowser()]);
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
  await page.evaluate("sessionStorage.setItem('brand-ledger.dataset', 'synthetic')");
  await page.reload();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});
afterEach(async () => {
  if (watched.errors.length > 0) await picture(page, 'failed-dashboard');
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const rowOf = (name: string, directness: string) =>
  page.locator('section', { hasText: '一览' }).getByRole('row').filter({ hasText: name }).filter({ hasText: directness }).first();
const whole = (text: string | null): number => Number((text ?? '').replaceAll(/[^\d]/g, ''));

it('shows a year on one page: direct and indirect apart, the indirect marked as an estimate, honours in no tier', async () => {
  await page.getByRole('heading', { name: '2025年一览' }).waitFor();
  for (const heading of [
    '层级状态（本台账认定）',
    '历年层级变动与目录进出',
    '地区分布',
    '历年数据',
    '覆盖与数量要求',
    '行动（项目）进度',
    '待开展的审核',
    '指导目录各期进出',
    '数据质量',
    '缺口',
  ])
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  expect(await rowOf('带动就业人数', '间接').getByText('估算', { exact: true }).count()).toBe(1);
  expect(await rowOf('带动就业人数', '直接').getByText('估算', { exact: true }).count()).toBe(0);
  await page.getByText('荣誉称号（如“全国劳务品牌”）不是层级，不计入。').waitFor();
  await page.locator('.chart svg').first().waitFor();
  await picture(page, 'dashboard-year');
  expect(await findings(page)).toEqual([]);
});

it('leads from a number to brands, and from a brand to the event in its history', async () => {
  const number = rowOf('带动就业人数', '直接').locator('a.of').first();
  const value = whole(await number.textContent());
  expect(value).toBeGreaterThan(0);
  await number.click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('这个数由哪些记录组成').waitFor();
  expect(whole(await drawer.getByTestId('sources-sum').textContent())).toBe(value);
  const lines = await drawer.locator('tbody tr td:nth-child(3)').allTextContents();
  expect(lines.filter((line) => line !== '').reduce((sum, line) => sum + whole(line), 0)).toBe(value);
  await picture(page, 'dashboard-sources');
  expect(await findings(page)).toEqual([]);

  const [file] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: 'CSV' }).click()]);
  const csv = readFileSync(await file.path(), 'utf8');
  expect(csv).toMatch(/brand-[0-9a-f-]{36}@\d+/);

  // The address holds the question: it can be sent to somebody, and “back” closes it.
  const address = page.url();
  await page.goBack();
  await drawer.waitFor({ state: 'hidden' });
  await page.goto(address);
  await page.reload();
  const event = page.getByRole('dialog').locator('a.entry').first();
  const revision = /@(\d+)$/.exec((await event.textContent()) ?? '')?.[1];
  await event.click();
  await page.locator(`#entry-${revision}`).waitFor();
  await page
    .locator(`#entry-${revision}`)
    .getByText(/填报数据|更正数据/)
    .first()
    .waitFor();
  await picture(page, 'dashboard-event');
});

it('goes down from the country to a province, a prefecture and a county by keyboard, and shows the same as a table', async () => {
  await page.goto(`${ledger.url}/#/`);
  const tile = page.getByRole('group', { name: /地区分布图/ }).getByRole('button', { name: /^内蒙古 / });
  await tile.focus();
  await page.keyboard.press('Enter');
  await page.locator('[aria-current="location"]', { hasText: '内蒙古自治区' }).waitFor();
  await page
    .getByRole('group', { name: /地区分布图/ })
    .getByRole('button', { name: /^赤峰 / })
    .click();
  await page.locator('[aria-current="location"]', { hasText: '赤峰市' }).waitFor();
  await page.getByRole('navigation', { name: '地区' }).getByRole('button', { name: '内蒙古自治区' }).click();
  await page.getByText('表格', { exact: true }).click();
  const table = page.locator('section', { has: page.getByRole('heading', { name: '地区分布' }) }).getByRole('table');
  const values = await table.locator('tbody tr:not(.ant-table-measure-row) td:nth-child(2)').allTextContents();
  const brands = whole(await page.locator('.tally').first().locator('b').textContent());
  expect(values.reduce((sum, text) => sum + whole(text), 0)).toBe(brands);
  expect(await findings(page)).toEqual([]);
});

it('draws outlines from a file of the user’s own, and says so when the file holds none', async () => {
  await page.goto(`${ledger.url}/#/?region=150000`);
  // The same region stood as a table before.
  await page.reload();
  await page.getByRole('group', { name: /地区分布图/ }).waitFor();
  const choose = async (text: string) =>
    page
      .getByLabel('地区轮廓文件（GeoJSON）')
      .setInputFiles({ name: 'outlines.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(text) });
  await choose('{"type":"FeatureCollection","features":[]}');
  await page.getByText('这个文件里没有本级地区的轮廓').waitFor();
  const square = (x: number) => [
    [
      [x, 41],
      [x + 2, 41],
      [x + 2, 43],
      [x, 43],
      [x, 41],
    ],
  ];
  await choose(
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { adcode: 150400, name: '赤峰市' }, geometry: { type: 'Polygon', coordinates: square(117) } },
        { type: 'Feature', properties: { name: '通辽市' }, geometry: { type: 'Polygon', coordinates: square(121) } },
        { type: 'Feature', properties: { name: '别处' }, geometry: { type: 'Polygon', coordinates: square(125) } },
      ],
    }),
  );
  await page.getByText('另有 1 个要素不属于本级地区，未画。').waitFor();
  await picture(page, 'dashboard-outlines');
  expect(await findings(page)).toEqual([]);
  await page
    .locator('svg.outlines')
    .getByRole('button', { name: /^赤峰市/ })
    .press('Enter');
  await page.locator('[aria-current="location"]', { hasText: '赤峰市' }).waitFor();
});

it('shows a figure that somebody else records without a reload, and leaves focus and scrolling where they are', async () => {
  await page.goto(`${ledger.url}/#/`);
  const cell = () => page.locator('.tally').first().locator('b');
  const before = whole(await cell().textContent());
  const button = page.getByRole('button', { name: '打印本页' });
  await button.focus();
  await page.evaluate('window.scrollTo(0, 40)');
  const answer = await fetch(`${ledger.url}/api/v1/brands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ report: { ...reportOf('看板护工'), origin: 'synthetic' }, nomination: null }),
  });
  expect([answer.status, answer.status === 201 ? '' : await answer.text()]).toEqual([201, '']);
  await page
    .locator('.tally')
    .first()
    .locator('b', { hasText: String(before + 1) })
    .waitFor();
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('打印本页');
  expect(await page.evaluate<number>('window.scrollY')).toBe(40);
});

it('prints on A4 without navigation and buttons, with its date, numbers and legend', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 794, height: 1123 });
  expect(await page.locator('header.head').isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: '打印本页' }).isVisible()).toBe(false);
  for (const text of ['2025年一览', '地区分布']) expect(await page.getByRole('heading', { name: text }).isVisible()).toBe(true);
  expect(
    await page
      .getByText(/^截至\d{4}年\d{1,2}月\d{1,2}日$/)
      .first()
      .isVisible(),
  ).toBe(true);
  expect(await page.getByRole('list', { name: '图例' }).isVisible()).toBe(true);
  expect(await page.locator('.synthetic-banner').isVisible()).toBe(true);
  const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  await picture(page, 'dashboard-print');
  await page.emulateMedia({ media: null });
});

it('fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${ledger.url}/#/?region=150000`);
  await page.getByRole('heading', { name: '2025年一览' }).waitFor();
  await page.locator('.chart svg').first().waitFor();
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
  await picture(page, 'dashboard-phone');
  expect(await findings(page)).toEqual([]);
});

it('brings its own Chinese font, in slices that come from the same machine', async () => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.woff2')) fetched.push(request.url());
  });
  // A machine without any Chinese font asks for the page's own; this one is made to.
  const loaded = await page.evaluate<number>(
    `document.fonts.load("16px 'Noto Sans SC Variable'", '品牌台账').then((faces) => faces.length)`,
  );
  expect(loaded).toBeGreaterThan(0);
  expect(fetched.length).toBeGreaterThan(0);
  expect(fetched.length).toBeLessThan(10);
  expect(fetched.filter((address) => !address.startsWith(ledger.url))).toEqual([]);
});

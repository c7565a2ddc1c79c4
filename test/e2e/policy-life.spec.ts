/** A policy's life on the screen: a file is checked, drafted by one person, refused to its drafter, approved by another, and compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose as pick, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const PACK = readFileSync(join(__dirname, '../../libs/policy/packs/im-2024-118.yaml'), 'utf8');
const THRESHOLD = '{ when: { regionClass: 1 }, value: 3000 }';
const NEXT = PACK.replace("version: '1'", "version: '2'").replace(THRESHOLD, THRESHOLD.replace('3000', '2800'));

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
  await page.goto(`${ledger.url}/#/policies/im-2024-118`);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});
afterEach(() => {
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const choose = (name: string, text: string): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });

test('a file with a fault is told by line, and nothing can be drafted', async () => {
  await choose('broken.yaml', NEXT.replace('unit: months', 'unit: moons'));
  await page.getByText(/第 \d+ 行第 \d+ 列：/).waitFor();
  await page.getByText('错误 1 处').waitFor();
  expect(await page.getByRole('button', { name: '起草', exact: true }).count()).toBe(0);
});

test('a sound file is drafted by one person', async () => {
  await choose('next.yaml', NEXT);
  await page.getByText('错误 0 处').waitFor();
  await page.getByLabel('起草人', { exact: true }).fill('张三');
  await page.getByLabel('起草理由').fill('第一类地区门槛调整');
  await page.getByLabel('施行日期（默认为文件自身的）').fill('2099-01-01');
  // The calendar of the picker is not the page's own, and stands above it until the field is left.
  await page.keyboard.press('Tab');
  await page.locator('.ant-picker-dropdown:not(.ant-picker-dropdown-hidden)').waitFor({ state: 'hidden' });
  await picture(page, 'policy-check');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '起草', exact: true }).click();
  await page.getByText('草案，待审定').first().waitFor();
});

test('its drafter may not approve it; a second person does', async () => {
  await page.getByLabel('审定人（起草人以外）').fill('张三');
  await page.getByRole('button', { name: '审定', exact: true }).click();
  await page.getByText('不能审定自己起草的版本').first().waitFor();
  const at = watched.errors.findIndex((error) => error.startsWith('Failed to load resource'));
  expect(at).toBeGreaterThanOrEqual(0);
  watched.errors.splice(at, 1);
  await picture(page, 'policy-drafts');
  await page.getByLabel('审定人（起草人以外）').fill('李四');
  await page.getByRole('button', { name: '审定', exact: true }).click();
  await page.getByText('草案，待审定').first().waitFor({ state: 'detached' });
});

test('versions, three dates and what changed stand on the page of the pack', async () => {
  await page.getByRole('tab', { name: '版本与经历' }).click();
  await page.getByText('已审定，待施行').first().waitFor();
  await page.getByText('2099-01-01').first().waitFor();
  await page.getByText('第1类地区：3000 → 2800').waitFor();
  await page.getByText('随程序发布，未经第二人审定').first().waitFor();
  await page.getByText('交由下级确定的标准').waitFor();
  await picture(page, 'policy-life');
  expect(await seriousFindings(page)).toEqual([]);
});

test('a banner sets the standard that the document hands to it', async () => {
  await page.getByRole('button', { name: '公布本级标准' }).first().click();
  const form = page.locator('form', { has: page.getByLabel('标准施行日期') });
  await pick(page, form.getByLabel('省（自治区、直辖市）'), '内蒙古自治区');
  await pick(page, form.getByLabel('市（盟、州）'), '赤峰市');
  await pick(page, form.getByLabel('县（旗、市、区）'), '敖汉旗');
  await pick(page, form.getByLabel('标准', { exact: true }), '旗县级：培训合格率');
  await form.getByLabel('数值（比率写 85%）').fill('85%');
  await form.getByLabel('标准施行日期').fill('2099-04-01');
  await form.getByLabel('文号').fill('敖人社发〔2026〕3号');
  await form.getByLabel('印发日期').fill('2026-03-01');
  await form.getByLabel('签批人').fill('王五');
  await form.getByLabel('标准起草人').fill('张三');
  await form.getByLabel('标准审定人（起草人以外）').fill('王五');
  await form.getByRole('button', { name: '公布本级标准' }).click();
  await page.getByText('敖人社发〔2026〕3号，2026-03-01；起草 张三，审定 王五').waitFor();
  await picture(page, 'policy-standard');
  expect(await seriousFindings(page)).toEqual([]);
});

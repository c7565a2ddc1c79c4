/** 指导目录 on the screen: an edition is looked at, published, read again, superseded, and taken home as a file. */
import { strFromU8, unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { DOCUMENT, intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';
import { openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const TODAY = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

async function send(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${ledger.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const told = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(JSON.stringify(told));
  return told;
}

async function listed(name: string, tier: 'county' | 'prefecture'): Promise<string> {
  const { brandId } = await send('/brands', { report: reportOf(name), nomination: nominationOf(tier) });
  for (const { type, data } of intoTheCatalogue(tier)) await send(`/brands/${String(brandId)}/${pathOf(type)}`, data);
  return String(brandId);
}

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  await listed('济南护工', 'county');
  await listed('济南厨师', 'prefecture');
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});
afterEach(async () => {
  if (watched.errors.length > 0) await picture(page, 'failed-catalogue');
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const sign = async (number: string): Promise<void> => {
  await page.getByLabel('文号').fill(number);
  await page.getByLabel('签批人').fill('审批人甲');
};

it('previews an edition, and publishes exactly that', async () => {
  await page.goto(`${ledger.url}/#/catalogue?region=370000&tab=publish`);
  await page.getByRole('heading', { name: '山东省 第 1 期（预览）' }).waitFor();
  await page.getByText('什么也没有写入').waitFor();
  await page.getByText('三（三）', { exact: true }).waitFor();
  await picture(page, 'catalogue-preview');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '发布第 1 期' }).click();
  await page.getByText('必填').first().waitFor();
  await sign('鲁就办〔2026〕1号');
  await page.getByRole('button', { name: '发布第 1 期' }).click();
  await page.getByRole('heading', { name: '山东省 第 1 期', exact: true }).waitFor();
  await page.getByText('SHA-256').waitFor();
});

it('publishes another that supersedes it, and shows what changed', async () => {
  const carers = (await (await fetch(`${ledger.url}/api/v1/brands?q=${encodeURIComponent('济南护工')}`)).json()) as {
    rows: { brandId: string }[];
  };
  await send(`/brands/${carers.rows[0]?.brandId}/rename`, { to: '泉城护工', reason: '更名', document: DOCUMENT });
  await page.getByRole('tab', { name: '编印新一期' }).click();
  await page.getByRole('heading', { name: '山东省 第 2 期（预览）' }).waitFor();
  await page.getByText('济南护工 → 泉城护工').waitFor();
  await sign('鲁就办〔2026〕2号');
  await page.getByLabel('勘误第 1 期的理由').fill('品牌更名');
  await page.getByRole('button', { name: '发布第 2 期' }).click();
  await page.getByRole('heading', { name: '山东省 第 2 期', exact: true }).waitFor();
  await page.getByText('勘误第 1 期：品牌更名').waitFor();
  await page.getByText('已被替代').waitFor();
  await page.getByRole('heading', { name: '两期比较' }).waitFor();
  await page.getByRole('definition').filter({ hasText: '济南护工 → 泉城护工' }).waitFor();
  await picture(page, 'catalogue-edition');
  expect(await seriousFindings(page)).toEqual([]);
});

it('hands out the edition and the papers as files with Chinese names', async () => {
  const [edition] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载目录（.docx）' }).click()]);
  expect(edition.suggestedFilename()).toBe('山东省劳务品牌建设指导目录（第2期）.docx');
  const text = strFromU8(unzipSync(new Uint8Array(readFileSync(await edition.path())))['word/document.xml'] ?? new Uint8Array());
  for (const words of ['泉城护工', '济南厨师', '审批人甲', `截至${Number(TODAY.slice(0, 4))}年`]) expect(text).toContain(words);

  await page.getByRole('tab', { name: '文稿' }).click();
  await page.getByLabel('落款单位').fill('山东省某某厅');
  const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '年报' }).click()]);
  expect(report.suggestedFilename()).toMatch(/^山东省劳务品牌\d{4}年度报告\.docx$/);
  await page.getByRole('button', { name: '公示稿（拟认定）' }).click();
  await page.getByText('没有处于拟认定环节的品牌，无从公示').waitFor();
  await picture(page, 'catalogue-papers');
  expect(await seriousFindings(page)).toEqual([]);
  // The browser logs an answer of 404 by itself; here it is what was asked for.
  expect(watched.errors.splice(0).every((error) => error.startsWith('Failed to load resource'))).toBe(true);
});

/** 导入 on the screen: a template taken, filled in, looked through, marked, recorded; a return filled from a clerk’s file; names that look like formulas. */
import { openXlsx, readXlsx, saveXlsx, writeXlsx } from 'hucre/xlsx';
import { readFileSync } from 'node:fs';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const YEAR = new Date(Date.now() + 8 * 3600_000).getUTCFullYear() - 1;
const DUE = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
const FORMULA = '=HYPERLINK("http://example.invalid","领奖")';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let template: Uint8Array;

async function send(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${ledger.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const told = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
  return told;
}

const bytesOf = async (download: Promise<Download>): Promise<Uint8Array> => readFileSync(await (await download).path());
/** Clicks, and gives the file that comes. */
async function taken(button: Locator): Promise<Uint8Array> {
  const download = page.waitForEvent('download');
  await button.click();
  return bytesOf(download);
}
const upload = async (name: string, bytes: Uint8Array): Promise<void> =>
  page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from(bytes) });

/** The template with a value in the row of 历下护工 for 从业人员数. */
async function filledIn(value: string | number): Promise<Uint8Array> {
  const workbook = await openXlsx(template, { readStyles: true });
  const [sheet] = workbook.sheets;
  const cells = sheet?.cells;
  if (sheet === undefined || cells === undefined) throw new Error('no sheet');
  const at = sheet.rows.findIndex(([first]) => first === '品牌名称*');
  const header = (sheet.rows[at] ?? []).map((cell) => String(cell).replace('*', ''));
  const row = sheet.rows.findIndex(
    (each, index) => index > at && each[0] === '历下护工' && each[header.indexOf('指标')] === '从业人员数（期末）',
  );
  for (const [heading, content] of [
    ['数值', value],
    ['来源', '年报'],
  ] as const) {
    const key = `${row},${header.indexOf(heading)}`;
    cells.set(key, { ...cells.get(key), value: content, type: typeof content === 'number' ? 'number' : 'string' });
  }
  return saveXlsx(workbook);
}

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  for (const name of ['历下护工', '历下厨师', FORMULA]) {
    const { brandId } = await send('/brands', { report: reportOf(name), nomination: nominationOf('county') });
    for (const { type, data } of intoTheCatalogue('county').slice(0, 3)) await send(`/brands/${String(brandId)}/${pathOf(type)}`, data);
  }
  watched = await openPage(browser, `${ledger.url}/#/imports`);
  ({ page } = watched);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

afterEach(async () => {
  if (watched.errors.length > 0) await picture(page, 'failed-excel');
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

it('a template is taken for a region, with its own brands in it', async () => {
  await page.getByRole('heading', { name: '导入表格' }).waitFor();
  await choose(page, page.getByLabel('省（自治区、直辖市）').first(), '山东省');
  expect(await seriousFindings(page)).toEqual([]);
  await picture(page, 'excel-begin');
  template = await taken(page.getByRole('button', { name: '年度成效数据模板' }));
  const names = (await readXlsx(template)).sheets[0]?.rows.map(([first]) => first);
  expect(names).toEqual(expect.arrayContaining(['历下护工', '历下厨师', FORMULA]));
});

it('a fault is told by its cell, and marked in a copy of the very file', async () => {
  await upload('年报.xlsx', await filledIn('约三百'));
  await page.getByText('文件有问题，未写入任何内容').waitFor();
  const told = await page.getByRole('region', { name: '文件中的问题' }).innerText();
  const address = /填报!([A-Z]+\d+)/.exec(told)?.[1] ?? '';
  expect(address).not.toBe('');
  await picture(page, 'excel-faults');
  expect(await seriousFindings(page)).toEqual([]);
  const marked = await openXlsx(await taken(page.getByRole('button', { name: '下载标出问题的文件' })), { readStyles: true });
  const sheet = marked.sheets[0];
  const wrong = [...(sheet?.cells ?? [])].find(([, cell]) => cell.value === '约三百')?.[1];
  expect(wrong?.comment?.text ?? '').toContain('约三百');
  expect(sheet?.rows.some((row) => row.includes('约三百'))).toBe(true);
});

it('mended, it is looked through without a word to the ledger, and then recorded to its end', async () => {
  await upload('年报.xlsx', await filledIn(300));
  await page.getByText('预览完成，尚未写入台账').waitFor();
  await page.getByTestId('preview-tallies').getByText('1', { exact: true }).waitFor();
  await picture(page, 'excel-preview');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '登记 1 行' }).click();
  await page.getByTestId('import-progress').getByText('已登记 1 项').waitFor();
  await picture(page, 'excel-applied');
  expect(await seriousFindings(page)).toEqual([]);
});

it('a name that looks like a formula goes out as text, and nothing is evaluated', async () => {
  await page.goto(`${ledger.url}/#/brands`);
  await page.getByText(FORMULA).first().waitFor();
  const workbook = await openXlsx(await taken(page.getByRole('button', { name: '下载 Excel' }).first()), { readStyles: true });
  const cell = [...(workbook.sheets[0]?.cells ?? [])].find(([, { value }]) => value === FORMULA)?.[1];
  const found = cell ?? workbook.sheets[0]?.rows.flat().find((value) => value === FORMULA);
  expect(found).toBeDefined();
  expect(cell?.formula).toBeUndefined();
  const csv = Buffer.from(await taken(page.getByRole('button', { name: 'CSV' }).first())).toString('utf8');
  expect(csv).toContain(`"'=HYPERLINK(""http://example.invalid""`);
});

it('the draft of a return takes the clerk’s own file: seen first, then put in', async () => {
  await send('/return-calls', {
    ...{ region: '370000', period: String(YEAR), kind: 'labour', basis: 'period', title: '年度报表', dueOn: DUE, origin: 'operational' },
    asked: [
      { metric: 'employmentDriven', unit: 'persons', directness: 'direct' },
      { metric: 'workers', unit: 'persons', directness: 'unstated' },
    ],
    document: null,
  });
  await page.goto(`${ledger.url}/#/returns?view=entry`);
  await page.locator('a[href*="#/returns/370102"]').first().click();
  await page.getByRole('grid').waitFor();
  await page.getByRole('button', { name: '用已有表格填报' }).click();
  const dialog = page.getByRole('dialog');
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '台账',
        rows: [
          ['满意度', '从业人员数', '直接带动就业人数（人）', '劳务品牌'],
          [1, '３６０', '1,200', '历下厨师'],
          [1, 41, 30, '历下护工'],
        ],
      },
    ],
  });
  await upload('我的台账.xlsx', bytes);
  await dialog.getByText('新填 4 格').waitFor();
  await picture(page, 'excel-fill');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: '填入草稿' }).click();
  await dialog.waitFor({ state: 'detached' }).catch(() => dialog.waitFor({ state: 'hidden' }));
  const row = (await page.locator('[data-col="0"][data-row]').allInnerTexts()).findIndex((name) => name.includes('历下厨师'));
  await page.locator(`[data-row="${row}"][data-col="1"]`).getByText('1,200').waitFor();
  await page.locator(`[data-row="${row}"][data-col="2"]`).getByText('360').waitFor();
  await picture(page, 'excel-filled');
});

it('the room of imports fits a phone', async () => {
  const phone = await openPage(browser, `${ledger.url}/#/imports`, { width: 390, height: 844 });
  await phone.page.getByRole('heading', { name: '导入表格' }).waitFor();
  await phone.page
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: '年报.xlsx', mimeType: XLSX, buffer: Buffer.from(await filledIn('约三百')) });
  await phone.page.getByText('文件有问题，未写入任何内容').waitFor();
  const overflow = await phone.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await picture(phone.page, 'excel-phone');
  expect(await seriousFindings(phone.page)).toEqual([]);
  expect(phone.errors).toEqual([]);
  await phone.context.close();
});

/** 更正 on the screen: asked for with its preview as it is typed, looked at by the approver, approved, and found in the list. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { ledgerAt, type LedgerHttp } from '../support/http';
import { openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const SOURCE = { reference: '示例：填报', note: null };
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4)) - 1;
const DOCUMENT = { number: '示例〔1〕1号', issuedOn: `${year - 1}-01-10`, signedBy: '示例' };

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let brand: string;

const figure = (of: number, value: number) => ({
  ...{ metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness: 'direct', bound: 'exact', value },
  ...{ window: { fromYear: of, toYear: of, asOf: null }, estimate: null, source: SOURCE },
});

/** A county brand that failed its review by one person. */
async function failed(http: LedgerHttp): Promise<string> {
  const report = {
    ...{ name: '历下更正家政', kind: 'labour', category: null, brandType: 'service', region: '370102', regionAsStated: null },
    ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source: SOURCE },
  };
  const id = String((await http.post('/api/v1/brands', { report, nomination: null })).body['brandId']);
  const done = async (path: string, body: unknown): Promise<void> => {
    const answer = await http.post(path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  };
  const act = (command: string, body: unknown): Promise<void> => done(`/api/v1/brands/${id}/${command}`, body);
  const applicant = { unit: '示例公司', creditCode: null };
  await act('nominate', { pack: 'sd-2021-22', tierSought: 'county', submittedAt: `${year - 1}-01-05T09:00:00+08:00`, applicant });
  await act('recommend', { body: '示例区局', officer: '示例', authentic: true, valid: true, complete: true, document: null });
  await act('assess', { verdict: 'proposed', panel: null, judgements: [], reason: '示例' });
  await act('recognise', { tier: 'county', document: DOCUMENT, minutes: null });
  await act('enter-catalogue', { catalogue: '370000', document: DOCUMENT });
  await act('record-figure', { figure: figure(year, 99) });
  await done('/api/v1/regions/370102/close-year', { year, closedOn: today, closedBy: '示例', origin: 'operational' });
  const happened = async (type: string): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { rows = [] } = (await http.get(`/api/v1/brands/${id}/history`)).body;
      if (rows.some((row) => row['type'] === type)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${type} never came`);
  };
  await happened('ReviewDue.v1');
  await act('hold-review', { period: year, heldOn: today, panel: null, judgements: [], reason: '示例审核' });
  await happened('RectificationOrdered.v1');
  const paper = {
    evidenceId: randomUUID(),
    kind: '花名册',
    sha256: 'a'.repeat(64),
    custodian: '示例区局',
    place: '示例档案室',
    retention: null,
  };
  await act('attach-evidence', paper);
  return id;
}

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  brand = await failed(ledgerAt(ledger.url));
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
  await page.goto(`${ledger.url}/#/brands/${brand}`);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});
afterEach(() => {
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const preview = () => page.getByTestId('correction-preview');

test('while a value is typed, the form says what it would do', async () => {
  const row = page.getByRole('row').filter({ has: page.getByRole('cell', { name: '99 人', exact: true }) });
  await row.getByRole('button', { name: '申请更正' }).click();
  await page.getByLabel('更正后的数值').fill('100');
  await preview().waitFor();
  const decisions = preview().getByTestId('foreseen-decision');
  expect(await decisions.count()).toBe(3);
  expect(await decisions.filter({ hasText: '预警提醒' }).innerText()).toMatch(/原判定\s*不符合\s*→\s*更正后\s*符合/);
  await preview().getByText(`${year} 年度已于 ${today} 封账`).waitFor();
  await preview().getByText('失去依据的步骤').waitFor();
  await preview().getByText(`${year} 年度定期审核结论：通过。`).waitFor();
  // Another value, another answer.
  await page.getByLabel('更正后的数值').fill('98');
  await decisions
    .filter({ hasText: '更正后不符合' })
    .or(decisions.filter({ hasText: '结论不变，依据改变' }))
    .first()
    .waitFor();
  await page.getByLabel('更正后的数值').fill('100');
  await preview().getByText('失去依据的步骤').waitFor();
  await picture(page, 'correction-request');
  expect(await seriousFindings(page)).toEqual([]);
});

test('it is asked for with its reason, and the figure stands until somebody approves', async () => {
  await page.getByLabel('更正理由').fill('门店漏报一人');
  await page.getByRole('checkbox', { name: /示例档案室/ }).check();
  await page.getByRole('button', { name: '提交申请' }).click();
  await page.getByRole('link', { name: '更正申请待批准' }).waitFor();
  await page.getByRole('cell', { name: '99 人', exact: true }).waitFor();
});

test('the approver sees who asks, why and what it would do, and approves', async () => {
  await page.getByRole('link', { name: '更正申请待批准' }).click();
  await page.getByRole('heading', { name: /更正申请/ }).waitFor();
  await page.getByText('门店漏报一人').waitFor();
  await page.getByRole('link', { name: /花名册/ }).waitFor();
  await preview().waitFor();
  expect(await page.getByRole('button', { name: '不予更正' }).isDisabled()).toBe(true);
  await picture(page, 'correction-settle');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^批\s?准$/ }).click();
  await page.getByRole('heading', { name: '更正记录' }).waitFor();
});

test('the list holds it, and downloads; the brand shows what is to be retaken', async () => {
  await page.goto(`${ledger.url}/#/corrections`);
  const row = page.getByRole('row').filter({ hasText: '历下更正家政' });
  await row.getByText('已批准').waitFor();
  expect(await row.innerText()).toMatch(/99\s*→\s*100\s*人/);
  await picture(page, 'corrections');
  expect(await seriousFindings(page)).toEqual([]);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('更正为');
  expect(text).toContain('门店漏报一人');
  await page.goto(`${ledger.url}/#/brands/${brand}`);
  await page.getByText('待重新认定').first().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${ledger.url}/#/corrections`);
  await page.getByRole('heading', { name: '更正记录' }).waitFor();
  await picture(page, 'corrections-phone');
});

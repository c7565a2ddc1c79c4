/** The first administrator begins, makes a recorder of one county, and she sees and touches that county alone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

let ledger: RunningLedger;
let browser: Browser;
beforeAll(async () => {
  ledger = await startLedger('off', { ACCOUNTS: 'on' });
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await ledger.stop();
});

const NEXT = '敖汉旗 2026 年的长密码';
async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}
async function changeFirst(page: Page, first: string, next: string): Promise<void> {
  await page.getByLabel('初始密码').fill(first);
  await page.getByLabel(/^新密码/).fill(next);
  await page.getByLabel('再输入一次新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
}
const secretIn = async (dialog: Locator, at: number): Promise<string> => (await dialog.locator('dd code').nth(at).innerText()).trim();
/** A refusal is an answer that the browser writes down by itself. */
const others = ({ errors }: WatchedPage): string[] => errors.filter((line) => !/status of (401|403)/.test(line));

it('lets the administrator in, and the clerk to her own county', async () => {
  const password = /密码 (\S+)/.exec(ledger.said)?.[1] ?? '';
  const first = await openPage(browser, ledger.url);
  const { page } = first;
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await picture(page, 'access-sign-in');
  expect(await seriousFindings(page)).toEqual([]);
  await signIn(page, 'admin', 'wrong-password');
  await page
    .getByRole('alert')
    .getByText(/账号或密码不对/)
    .waitFor();
  await signIn(page, 'admin', password);
  await changeFirst(page, password, `管理${NEXT}`);
  await page.getByRole('heading', { name: '账户与授权' }).waitFor();
  expect(await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '品牌台账' }).count()).toBe(0);

  await page.getByRole('button', { name: '建立账户' }).click();
  const making = page.getByRole('dialog', { name: '建立账户' });
  await making.getByLabel('账号（登录用）').fill('aohan');
  await making.getByLabel('姓名').fill('<b>王经办</b>');
  await making.getByRole('button', { name: '确定' }).click();
  const shown = page.getByRole('dialog', { name: '初始密码' });
  const [login, secret] = [await secretIn(shown, 0), await secretIn(shown, 1)];
  await shown.getByRole('button', { name: '已记下' }).click();
  await page
    .getByRole('row', { name: /王经办/ })
    .getByRole('button', { name: '授予角色' })
    .click();
  const granting = page.getByRole('dialog', { name: /授予角色/ });
  await choose(page, granting.getByLabel('角色', { exact: true }), /经办人/);
  await choose(page, granting.getByLabel(/^省/), '内蒙古自治区');
  await choose(page, granting.getByLabel(/^市/), '赤峰市');
  await choose(page, granting.getByLabel(/^县/), '敖汉旗');
  await granting.getByRole('button', { name: '确定' }).click();
  await page.getByText('经办人（县级经办） · 敖汉旗').waitFor();
  await picture(page, 'access-accounts');
  expect(await seriousFindings(page)).toEqual([]);
  expect(others(first)).toEqual([]);
  expect(first.foreignRequests).toEqual([]);
  await first.context.close();

  const second = await openPage(browser, ledger.url);
  const clerk = second.page;
  await signIn(clerk, login, secret);
  await changeFirst(clerk, secret, NEXT);
  await clerk.locator('.identity-acting', { hasText: '经办人（县级经办） · 敖汉旗' }).waitFor();
  const answer = await clerk.evaluate<{ status: number; zh: string }>(
    `fetch('/api/v1/brands?region=150421').then(async (answer) => ({ status: answer.status, zh: (await answer.json()).zh }))`,
  );
  expect(answer).toEqual({ status: 403, zh: '地区 150421 不在您的管辖范围（150430）内' });
  await clerk.goto(`${ledger.url}/#/brands?region=150421`);
  await clerk
    .getByText(/150421 不在您的管辖范围/)
    .first()
    .waitFor();
  await picture(clerk, 'access-refused');
  const nav = clerk.getByRole('navigation', { name: '主导航' });
  expect(await nav.getByRole('link', { name: '账户与授权' }).count()).toBe(0);
  expect(await nav.getByRole('link', { name: '审计查证' }).count()).toBe(0);

  // The session ends in mid-entry: the sign-in comes over the page, and what was typed is still there.
  await clerk.goto(`${ledger.url}/#/brands`);
  const search = clerk.getByRole('searchbox').or(clerk.getByRole('textbox')).first();
  await search.fill('架线工');
  await clerk.context().clearCookies();
  await search.press('Enter');
  const again = clerk.getByRole('dialog', { name: /登录已失效/ });
  await again.waitFor();
  await picture(clerk, 'access-in-place');
  await again.getByLabel('账号').fill(login);
  await again.getByLabel('密码', { exact: true }).fill(NEXT);
  await again.getByRole('button', { name: '登录', exact: true }).click();
  await again.waitFor({ state: 'hidden' });
  expect(await search.inputValue()).toBe('架线工');
  expect(others(second)).toEqual([]);
  await second.context.close();
}, 180_000);

/** 统一身份认证 on the page: an administrator binds an account, its person comes in by the provider and goes out by it. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { freePort, startProvider, type TestProvider } from '../support/oidc';
import { openPage, picture, seriousFindings, startLedger, type RunningLedger } from './ledger-app';

let provider: TestProvider;
let ledger: RunningLedger;
let browser: Browser;
beforeAll(async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const callback = `${base}/api/v1/session/oidc/callback`;
  provider = await startProvider({ REDIRECT_URL: callback, POST_LOGOUT_URL: `${base}/` });
  ledger = await startLedger('off', {
    ...{ ACCOUNTS: 'on', PORT: String(port), OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'brand-ledger' },
    ...{ OIDC_CLIENT_SECRET: 'secret-of-tests', OIDC_REDIRECT_URL: callback },
  });
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await ledger.stop();
  await provider.stop();
});

async function enterAsAdministrator(page: Page): Promise<void> {
  const first = /密码 (\S+)/.exec(ledger.said)?.[1] ?? '';
  const next = '管理员 2026 年的长密码';
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('密码', { exact: true }).fill(first);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByLabel('初始密码').fill(first);
  await page.getByLabel(/^新密码/).fill(next);
  await page.getByLabel('再输入一次新密码').fill(next);
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '账户与授权' }).waitFor();
}

it('an administrator binds an account, and its person comes and goes by the provider', async () => {
  const { page, context, errors } = await openPage(browser, ledger.url);
  await enterAsAdministrator(page);
  for (const [login, name] of [
    ['aohan', '王经办'],
    ['other', '李经办'],
  ] as const) {
    await page.getByRole('button', { name: '建立账户' }).click();
    const making = page.getByRole('dialog', { name: '建立账户' });
    await making.getByLabel('账号（登录用）').fill(login);
    await making.getByLabel('姓名').fill(name);
    await making.getByRole('button', { name: '确定' }).click();
    await page.getByRole('dialog', { name: '初始密码' }).getByRole('button', { name: '已记下' }).click();
  }
  const dialogOf = async (name: string) => {
    await page.getByRole('row', { name }).getByRole('button', { name: '统一身份' }).click();
    const dialog = page.getByRole('dialog', { name: `统一身份：${name}` });
    await dialog.getByLabel(/标识（sub）/).waitFor();
    return dialog;
  };
  const binding = await dialogOf('王经办');
  await binding.getByText('未绑定。').waitFor();
  await picture(page, 'sso-bind');
  expect(await seriousFindings(page)).toEqual([]);
  await binding.getByRole('button', { name: '确定' }).click();
  await binding.getByText('必填').waitFor();
  await binding.getByLabel(/标识（sub）/).fill(' sub-of-wang ');
  await binding.getByRole('button', { name: '确定' }).click();
  await binding.waitFor({ state: 'hidden' });
  expect(errors).toEqual([]);
  const taken = await dialogOf('李经办');
  await taken.getByLabel(/标识（sub）/).fill('sub-of-wang');
  await taken.getByRole('button', { name: '确定' }).click();
  await taken.getByText('该统一身份已绑定另一账户').waitFor();
  await taken.getByRole('button', { name: '取消' }).click();

  const clerk = await openPage(browser, ledger.url);
  await clerk.page.getByRole('link', { name: '统一身份认证' }).click();
  await clerk.page.locator('input[name=login]').fill('sub-of-wang');
  await clerk.page.locator('input[name=password]').fill('any');
  await clerk.page.locator('button[type=submit]').click();
  await clerk.page.locator('button[type=submit]').click();
  await clerk.page.waitForURL(`${ledger.url}/**`);
  await clerk.page.getByRole('button', { name: '王经办' }).click();
  await clerk.page.getByRole('menuitem', { name: '退出登录' }).click();
  await clerk.page.waitForURL((url) => url.origin === provider.issuer);
  expect(new URL(clerk.page.url()).searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  await clerk.page.goto(ledger.url);
  await clerk.page.getByRole('heading', { name: '登录' }).waitFor();
  await clerk.context.close();

  const bound = await dialogOf('王经办');
  await bound.getByText('sub-of-wang').waitFor();
  await picture(page, 'sso-bound');
  await bound.getByRole('button', { name: '解除绑定' }).click();
  await page
    .getByRole('button', { name: /^(确 ?定|OK)$/ })
    .last()
    .click();
  await bound.waitFor({ state: 'hidden' });
  const again = await dialogOf('王经办');
  await again.getByText('未绑定。').waitFor();
  await context.close();
}, 180_000);

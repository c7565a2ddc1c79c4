/** Every room of the page, in both languages and on both sizes: WCAG 2.2 A and AA by axe-core, nothing too wide, no request elsewhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { findings, openPage, startLedger, type RunningLedger } from './ledger-app';

jest.setTimeout(300_000);

let ledger: RunningLedger;
let browser: Browser;
let places: string[];

const rowsOf = async (path: string): Promise<Record<string, string>[]> =>
  ((await (await fetch(`${ledger.url}/api/v1${path}`)).json()) as { rows: Record<string, string>[] }).rows;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('on'), launchBrowser()]);
  const [brand] = await rowsOf('/brands?dataset=synthetic&stage=cultivated&limit=1');
  const subjects = await Promise.all(
    ['unit', 'institution', 'link', 'programme', 'window'].map(async (kind) => {
      const [first] = await rowsOf(`/subjects?dataset=synthetic&kind=${kind}`);
      if (first === undefined) throw new Error(`the demonstration holds no ${kind}`);
      return `${kind}s/${first['id']}`;
    }),
  );
  // The rooms that the page itself lists, so that a new one is walked into as well.
  const listed = [...readFileSync(join(__dirname, '../../apps/web/src/shell/rooms.ts'), 'utf8').matchAll(/\{ path: '([^']*)',/g)].map(
    ([, path]) => path ?? '',
  );
  if (listed.length < 11) throw new Error('the list of rooms is not where it was');
  const number = encodeURIComponent(JSON.stringify({ about: 'tier', region: '000000', claimed: false }));
  places = [
    ...listed,
    ...['nominate', 'institutions', 'regions', 'policies/sd-2021-22', 'no-such-room'],
    ...['now', 'editions', 'publish', 'papers'].map((tab) => `catalogue?region=370000&tab=${tab}`),
    ...['overview', 'history'].map((tab) => `brands/${brand?.['brandId']}?tab=${tab}`),
    ...subjects,
    ...['?region=370000', `?of=${number}`],
  ];
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

describe.each([
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
])('at $width × $height', (size) => {
  it.each(['zh', 'en'])('every room in %s stands up to axe, fits, and asks nothing of another machine', async (language) => {
    const watched = await openPage(browser, ledger.url, size);
    const { page } = watched;
    await page.evaluate(
      `localStorage.setItem('brand-ledger.language', '${language}'); sessionStorage.setItem('brand-ledger.dataset', 'synthetic')`,
    );
    await page.reload();
    const found: string[] = [];
    for (const place of places) {
      await page.goto(`${ledger.url}/#/${place}`);
      await page.locator('main :is(h1, h2, p)').first().waitFor();
      await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
      found.push(...(await findings(page)).map((finding) => `/${place.slice(0, 40)} ${finding}`));
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1'))
        found.push(`/${place.slice(0, 40)} is wider than the screen`);
    }
    expect(found).toEqual([]);
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe(language === 'en' ? 'en' : 'zh-CN');
    expect([watched.errors, watched.foreignRequests]).toEqual([[], []]);
    await watched.context.close();
  });
});

it('the groups of the head open, are walked through and closed by keyboard, in one row that nothing sticks out of', async () => {
  const watched = await openPage(browser, ledger.url);
  const { page } = watched;
  const nav = page.getByRole('navigation', { name: '主导航' });
  const group = nav.getByRole('button', { name: '资金与政策' });
  const focused = () => page.evaluate<string>('document.activeElement.textContent');
  await group.focus();
  await page.keyboard.press('Enter');
  expect(await group.getAttribute('aria-expanded')).toBe('true');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('资金登记');
  await page.keyboard.press('End');
  expect(await focused()).toBe('政策推演');
  await page.keyboard.press('Escape');
  expect([await group.getAttribute('aria-expanded'), await focused()]).toEqual(['false', '资金与政策']);
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('台账与目录');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.locator('main').click();
  expect(await nav.getByRole('button', { expanded: true }).count()).toBe(0);
  await group.click();
  await nav.getByRole('link', { name: '资金登记' }).click();
  await page.getByText('只登记、不拨付').first().waitFor();
  expect(await nav.getByRole('button', { expanded: true }).count()).toBe(0);
  for (const width of [1366, 1241, 1240, 700, 390, 320]) {
    await page.setViewportSize({ width, height: 768 });
    const head = await page.evaluate<number[]>(
      "(() => { const head = document.querySelector('.head'); return [head.offsetHeight, ...['.head-inner', '.nav-row'].map((part) => document.querySelector(part)).map((part) => part.scrollWidth - part.clientWidth)]; })()",
    );
    expect([width, ...head]).toEqual([width, 56, 0, 0]);
  }
  const menu = nav.getByRole('button', { name: '菜单' });
  await menu.click();
  expect(await findings(page)).toEqual([]);
  await nav.getByRole('link', { name: '缺口清单' }).click();
  expect(await menu.getAttribute('aria-expanded')).toBe('false');
  expect(new URL(page.url()).hash).toBe('#/gaps');
  expect([watched.errors, watched.foreignRequests]).toEqual([[], []]);
  await watched.context.close();
});

it('an address that was cut off shows a page, and a room that cannot be fetched says so while the others open', async () => {
  const watched = await openPage(browser, ledger.url);
  const { page, context } = watched;
  await page.goto(`${ledger.url}/#/brands/%E0%A4%A`);
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
  await context.route(/\/assets\/funds-page/, (route) => route.abort());
  await page.goto(`${ledger.url}/#/funds`);
  await page.getByRole('alert').getByText('这一页没有显示出来').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.goto(`${ledger.url}/#/gaps`);
  await page.getByRole('heading', { name: '缺口清单' }).waitFor();
  expect(await page.getByText('这一页没有显示出来').count()).toBe(0);
  await context.close();
});

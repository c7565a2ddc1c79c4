/** What a newcomer does on the first day, on the screen alone: nominate, record three years, close a year, watch the rules act. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const NAME = '历下家政员';
const LAST_YEAR = Number(new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 4)) - 1;

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  watched = await openPage(browser, ledger.url);
  ({ page } = watched);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

// Each step stands on the one before: after one that failed, the rest would only wait in vain.
let stepsDone = 0;
let stepsBegun = 0;
beforeEach(() => {
  if (stepsDone !== stepsBegun) throw new Error(`step ${stepsBegun} failed, on which this one stands`);
  stepsBegun += 1;
});

afterEach(() => {
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const step = (name: string, run: () => Promise<void>): void => {
  test(name, async () => {
    try {
      await run();
    } catch (error) {
      await picture(page, `failed-step-${stepsBegun}`);
      throw error;
    }
    stepsDone += 1;
  });
};

/** The browser itself logs an answer of 4xx; here it is what was asked for. */
function takeRefusal(): void {
  const at = watched.errors.findIndex((error) => error.startsWith('Failed to load resource'));
  expect(at).toBeGreaterThanOrEqual(0);
  watched.errors.splice(at, 1);
}

const drawer = () => page.getByRole('dialog');
const act = async (name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await drawer().waitFor();
};
const submit = async (): Promise<void> => {
  await drawer().getByRole('button', { name: '提交', exact: true }).click();
  await drawer().waitFor({ state: 'detached' });
};
const fillDocument = async (number: string): Promise<void> => {
  await drawer().getByLabel('文号').fill(number);
  await drawer()
    .getByLabel('印发日期')
    .fill(`${LAST_YEAR + 1}-01-05`);
  await drawer().getByLabel('签批人').fill('审批人甲');
};

step('nominates a brand under the Shandong document', async () => {
  await page.getByText('合成数据（演示）', { exact: true }).first().click();
  await page.goto(`${ledger.url}/#/brands`);
  await page.getByText('台账里还没有品牌。').waitFor();
  await page.getByRole('button', { name: '申报新品牌' }).click();
  await page.getByLabel('品牌名称').fill(NAME);
  await page.getByLabel('行业').fill('家政服务');
  await choose(page, page.getByLabel('省（自治区、直辖市）'), '山东省');
  await choose(page, page.getByLabel('市（盟、州）'), '济南市');
  await choose(page, page.getByLabel('县（旗、市、区）'), '历下区');
  await page.getByLabel('培育起始日期').fill(`${LAST_YEAR - 3}-05-01`);
  await choose(page, page.getByLabel('依据文件'), /22号/);
  await choose(page, page.getByLabel('申报层级'), '县级（旗县（市、区）级）');
  await picture(page, 'nominate-form');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '申报', exact: true }).click();
  await page.getByText('必填').waitFor();
  await page.getByLabel('劳务品牌建设单位（申报单位）').fill('历下区家政服务协会');
  await page.getByRole('button', { name: '申报', exact: true }).click();
  await page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  await page.getByText('申报推荐', { exact: true }).waitFor();
});

step('a second clerk cannot found the same brand: the reason stands on the form', async () => {
  const brandPage = page.url();
  await page.goto(`${ledger.url}/#/nominate`);
  await page.getByLabel('品牌名称').fill(NAME);
  await choose(page, page.getByLabel('省（自治区、直辖市）'), '山东省');
  await choose(page, page.getByLabel('市（盟、州）'), '济南市');
  await choose(page, page.getByLabel('县（旗、市、区）'), '历下区');
  await choose(page, page.getByLabel('依据文件'), /22号/);
  await page.getByLabel('劳务品牌建设单位（申报单位）').fill('另一家单位');
  await page.getByRole('button', { name: '申报', exact: true }).click();
  await page
    .locator('.ant-form-item', { hasText: '品牌名称' })
    .locator('.ant-form-item-explain-error')
    .getByText(`已有名为“${NAME}”的品牌`)
    .waitFor();
  await picture(page, 'nominate-refused');
  takeRefusal();
  await page.goto(brandPage);
});

step('takes the brand through recommendation, assessment and recognition into the catalogue', async () => {
  await act('推荐');
  await drawer().getByLabel('推荐单位').fill('历下区人力资源和社会保障局');
  await drawer().getByLabel('经办人').fill('经办人甲');
  await submit();
  await act('评审');
  await drawer().getByLabel('理由').fill('评审组一致同意');
  await submit();
  await page.getByText('评价认定', { exact: true }).waitFor();
  await act('认定');
  await choose(page, drawer().getByLabel('认定层级'), '县级（旗县（市、区）级）');
  await fillDocument('历人社发〔2026〕1号');
  await submit();
  await page.locator('.mark-ink', { hasText: '县级' }).waitFor();
  await act('列入指导目录');
  await fillDocument('鲁就办〔2026〕2号');
  await submit();
  await page.getByText('已列入指导目录', { exact: true }).waitFor();
});

step('refuses a negative count beside its cell, and records three years', async () => {
  await act('填报三年数据');
  const cell = (name: string, year: number) => drawer().getByLabel(`${name} ${year}`, { exact: true });
  await cell('带动就业人数 · 直接', LAST_YEAR).fill('-5');
  await drawer().getByRole('button', { name: '保存 1 项' }).click();
  await drawer().locator('.field-error').waitFor();
  await picture(page, 'three-years-refused');
  takeRefusal();
  for (const [year, direct] of [
    [LAST_YEAR - 2, 900],
    [LAST_YEAR - 1, 700],
    [LAST_YEAR, 1],
  ] as const) {
    await cell('带动就业人数 · 直接', year).fill(String(direct));
  }
  await cell('带动就业人数 · 间接（估算）', LAST_YEAR).fill('120');
  await drawer().getByLabel('间接带动的估算方法').fill('抽样推算');
  await drawer().getByLabel('估算依据').fill('门店调查表');
  await picture(page, 'three-years');
  await drawer().getByRole('button', { name: '保存 4 项' }).click();
  await drawer().waitFor({ state: 'detached' });
  const figures = page.locator('section', { has: page.getByRole('heading', { name: '数据', exact: true }) });
  await figures.getByRole('row').filter({ hasText: '120 人' }).filter({ hasText: '间接（估算）' }).filter({ hasText: '已锁定' }).waitFor();
  expect(await figures.getByRole('row').count()).toBe(5);
});

step('closes the year, is asked twice, and the review falls due without a reload', async () => {
  const brandPage = page.url();
  const other = await openPage(browser, brandPage);
  await other.page.getByRole('heading', { name: NAME, level: 1 }).waitFor();
  await page.goto(`${ledger.url}/#/work`);
  await page.getByText('现在没有等您办理的事项').waitFor();
  const closing = page.locator('section', { has: page.getByRole('heading', { name: '年度封账' }) });
  await choose(page, closing.getByLabel('省（自治区、直辖市）'), '山东省');
  await closing.getByLabel('封账人').fill('省级审核人甲');
  await closing.getByRole('button', { name: '封账', exact: true }).click();
  await page.getByRole('button', { name: '确定封账' }).click();
  await page.getByRole('row').filter({ hasText: NAME }).filter({ hasText: '定期审核' }).waitFor();
  await picture(page, 'workbench');
  expect(await seriousFindings(page)).toEqual([]);
  // The other window was never reloaded: the live feed told it.
  await other.page.getByText('待定期审核', { exact: true }).waitFor();
  expect(other.errors).toEqual([]);
  expect(other.foreignRequests).toEqual([]);
  await other.context.close();
});

step('holds the review, and the rules conclude, warn and order rectification, each saying by what and by what margin', async () => {
  await page.getByRole('link', { name: '去办理' }).first().click();
  await drawer().waitFor();
  expect(await drawer().getByLabel('审核年度').inputValue()).toBe(String(LAST_YEAR));
  await drawer().getByLabel('理由').fill('年度例行审核');
  await submit();
  await page.getByRole('tab', { name: '历史与判定依据' }).click();
  const entry = (title: string) =>
    page
      .getByRole('list', { name: '大事记' })
      .getByRole('listitem')
      .filter({ has: page.getByText(title, { exact: true }) });
  const warning = entry('预警提醒');
  await warning.waitFor();
  await entry('应予定期审核').waitFor();
  await entry('审核结论').waitFor();
  await entry('限期整改').waitFor();
  const ruling = await warning.locator('.ruling').innerText();
  expect(ruling).toContain('文件未规定，本地配置');
  expect(ruling).toContain('不符合');
  expect(ruling).toMatch(/上位条款：.*三（三）/);
  expect(ruling).toMatch(/批准：.+\d{4}-\d{2}-\d{2}/);
  expect(ruling).toMatch(/−[\d,]+人[^]*实际 1人/);
  await warning.getByText('判定依据（全文）').click();
  await warning.locator('.tree').first().waitFor();
  await picture(page, 'history-explained');
  expect(await seriousFindings(page)).toEqual([]);
});

step('a correction strikes the old figure through and marks the decisions that rest on it', async () => {
  await page.getByRole('tab', { name: '概况与数据' }).click();
  const figures = page.locator('section', { has: page.getByRole('heading', { name: '数据', exact: true }) });
  await figures
    .getByRole('row')
    .filter({ hasText: `${LAST_YEAR} 年` })
    .filter({ has: page.getByRole('cell', { name: '1 人', exact: true }) })
    .getByRole('button', { name: '更正', exact: true })
    .click();
  await drawer().getByLabel('更正后的数值').fill('1600');
  await drawer().getByLabel('提出更正的人或单位').fill('历下区家政服务协会');
  await drawer().getByLabel('更正理由').fill('漏报门店');
  await drawer().getByRole('button', { name: '提交更正' }).click();
  await drawer().waitFor({ state: 'detached' });
  await figures.locator('.struck').getByText('1 人', { exact: true }).waitFor();
  await figures.getByRole('row').filter({ hasText: '1,600 人' }).waitFor();
  await figures.getByRole('button', { name: '已更正，看新数据' }).waitFor();
  await page.getByRole('tab', { name: '历史与判定依据' }).click();
  await page.getByText('依据已更正，应重新认定').first().waitFor();
  await picture(page, 'correction-stale');
});

/** From a call to the catalogue on the screen: window, form with its evidence, recommendation, screening, notice, objection, recognition, catalogue; and money. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose, findings, openPage, picture, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(180_000);

const SOURCE = { reference: '合成示例', note: null };
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const dayOn = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let brandId: string;

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

const drawer = (): Locator => page.locator('.ant-drawer-content, .ant-drawer-section').last();
const step = (name: string): Locator => page.locator('.step').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** Opens an act of a step, fills its form, hands it in, and waits until the form has gone. */
async function act(of: string, title: string, fill: (form: Locator) => Promise<void>): Promise<void> {
  await step(of).getByRole('button', { name: title, exact: true }).click();
  const form = drawer();
  await fill(form);
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await form.waitFor({ state: 'detached' });
}
const within = (form: Locator, label: string): Locator => form.getByLabel(label, { exact: true });
const paper = async (form: Locator, number: string): Promise<void> => {
  await within(form, '文号').fill(number);
  await within(form, '印发日期').fill('2020-01-02');
  await within(form, '签批人').fill('合成签批人');
};

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  const report = {
    ...{ name: '敖汉架线工', kind: 'labour', category: '建筑', brandType: null, region: '150430', regionAsStated: null },
    ...{ formedOn: null, cultivatedFrom: '2018-03-01', origin: 'synthetic', source: SOURCE },
  };
  brandId = String((await send('/brands', { report, nomination: null }))['brandId']);
  await send('/windows', {
    ...{ name: '合成征集', pack: 'im-2024-118', region: '150000', kinds: ['labour'], document: null, origin: 'synthetic', source: SOURCE },
    ...{ opensAt: `${dayOn(-5)}T09:00:00+08:00`, closesAt: `${dayOn(9)}T18:00:00+08:00` },
  });
  watched = await openPage(browser, `${ledger.url}/#/procedure/${brandId}`);
  ({ page } = watched);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

it('a clerk attaches evidence as a file and fills in the form, which is checked as it is typed', async () => {
  await page.getByRole('heading', { name: '敖汉架线工：申报办理' }).waitFor();
  await page.getByRole('button', { name: '登记佐证材料' }).first().click();
  const file = join(tmpdir(), `evidence-${process.pid}.pdf`);
  writeFileSync(file, '%PDF-1.7 合成花名册摘要');
  const form = drawer();
  await form.locator('input[data-evidence=upload]').setInputFiles(file);
  await form.getByText('文件已保存').waitFor();
  await choose(page, form.getByLabel('材料种类'), /用人单位/);
  await within(form, '保管人').fill('就业科');
  await within(form, '存放处').fill('档案室 3 号柜');
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^核验/ }).click();
  await page.getByText('与登记的指纹一致').waitFor();

  await page.getByRole('button', { name: '填写推荐表' }).click();
  await page.getByRole('heading', { name: '劳务品牌推荐表' }).waitFor();
  await page.getByText('表样待附原件（附件2）').waitFor();
  const field = (id: string): Locator => page.locator(`#field-${id.replace(/\./g, '-')}`);
  await field('workers').fill('１,０００');
  await field('workers.trained').fill('1001');
  await page.getByText('其中项不能大于“上年末从业人员数（人）”（1000）').waitFor();
  await field('workers.trained').fill('900');
  await page.getByText('其中项不能大于“上年末从业人员数（人）”（1000）').waitFor({ state: 'detached' });
  for (const [id, value] of Object.entries({
    ...{
      'brand.unit': '合成劳务公司',
      'brand.summary': '合成简介',
      'region.trait': '合成特色',
      'driven.direct.1': '1200',
      'driven.direct.2': '1100',
    },
    ...{ 'driven.direct.3': '1000', 'workers.certified': '500', 'integrity.recognition': '合成认可', 'benefit.statement': '合成效益' },
  }))
    await field(id).fill(value);
  await choose(page, field('age.origin'), '自发形成');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await page.getByText(/草稿保存于/).waitFor();
  await page.reload();
  await expect(field('workers.trained').inputValue()).resolves.toBe('900');
  await page.getByRole('button', { name: '提交推荐表' }).click();
  await page.getByText(/还有 1 处需要修改/).waitFor();
  await field('integrity.clean').click();
  await page.getByText(/待完善 0 栏/).waitFor();
  await page.getByRole('heading', { name: '试判' }).waitFor();
  await picture(page, 'procedure-form');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: '提交推荐表' }).click();
  await page.getByRole('heading', { name: '敖汉架线工：申报办理' }).waitFor();
  await step('填报推荐表').getByText('已办').waitFor();
});

it('it is nominated in its window, recommended, forwarded and screened', async () => {
  await act('申报', '申报', async (form) => {
    await choose(page, form.getByLabel('依据文件'), /内蒙古/);
    await within(form, '劳务品牌建设单位（申报单位）').fill('合成劳务公司');
    await choose(page, form.getByLabel('征集窗口'), /合成征集/);
  });
  await step('推荐').getByText('待办', { exact: true }).waitFor();
  const attest = async (form: Locator): Promise<void> => {
    for (const label of ['材料真实', '材料有效', '材料完整'])
      if ((await within(form, label).getAttribute('aria-checked')) !== 'true') await within(form, label).click();
  };
  await act('推荐', '推荐', async (form) => {
    await within(form, '推荐单位').fill('合成县人社局');
    await within(form, '经办人（专人负责）').fill('经办 01');
    await attest(form);
  });
  await act('推荐', '逐级推荐', async (form) => {
    await within(form, '推荐单位').fill('合成市人社局');
    await within(form, '理由').fill('材料齐全');
    await attest(form);
  });
  await step('推荐').getByText('合成市人社局').waitFor();
  await act('审核筛选', '审核筛选', (form) => within(form, '理由').fill('优中选优'));
  await act('评审（拟认定）', '评审', (form) => within(form, '理由').fill('同意'));
  const windows = (await (await fetch(`${ledger.url}/api/v1/subjects?kind=window`)).json()) as { rows: { window: { received: number } }[] };
  expect(windows.rows[0]?.window.received).toBe(1);
});

it('the notice runs in working days, and an objection holds the recognition back', async () => {
  await act('公示与异议', '公示', async (form) => {
    await within(form, '公示地点或网址').fill('合成网站');
    await within(form, '公示开始').fill(dayOn(-40));
    // News come while she types: what she typed stays.
    await send(`/brands/${brandId}/attach-evidence`, {
      ...{ evidenceId: randomUUID(), kind: '会议纪要', sha256: 'c'.repeat(64) },
      ...{ custodian: '合成县人社局', place: '档案室', retention: null },
    });
    await page.getByRole('heading', { name: '佐证材料（2 件）' }).waitFor();
    await within(form, '公示工作日数').fill('5');
  });
  await step('公示与异议')
    .getByText(/共 5 个工作日（日历 chinese-days/)
    .waitFor();
  await act('公示与异议', '登记异议', async (form) => {
    await within(form, '异议人（代号，不写姓名）').fill('异议人 01');
    await within(form, '理由').fill('人数存疑');
  });
  await step('认定').getByText('1 件异议尚未处理').waitFor();
  await picture(page, 'procedure-steps');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: '工作台' }).first().click();
  await page.getByRole('heading', { name: '工作台（待办）' }).waitFor();
  await page.getByText('异议待处理').first().waitFor();
  await picture(page, 'workbench-queue');
  expect(await findings(page)).toEqual([]);
  await page
    .getByRole('row', { name: /异议待处理/ })
    .getByRole('link', { name: '去办理' })
    .click();
  const form = drawer();
  await choose(page, form.getByLabel('异议', { exact: true }), /人数存疑/);
  await within(form, '理由').fill('已核实');
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await act('认定', '认定', async (recognise) => {
    await choose(page, recognise.getByLabel('认定层级'), /市级/);
    await paper(recognise, '合成〔2020〕7号');
  });
  await act('列入指导目录', '列入指导目录', (listing) => paper(listing, '合成〔2020〕8号'));
  await step('列入指导目录').getByText('已办').waitFor();
});

it('money is recorded against the decision it relies on', async () => {
  await page.getByRole('button', { name: '资金与政策' }).click();
  await page.getByRole('link', { name: '资金登记' }).click();
  await page.getByText('只登记、不拨付').first().waitFor();
  await page.getByRole('button', { name: '登记资金' }).click();
  const form = drawer();
  await form.getByText('只登记已在别处拨付的资金，本系统不拨付。').waitFor();
  await picture(page, 'funds-form');
  await form.getByRole('button', { name: '取消' }).click();
  const { rows } = (await (await fetch(`${ledger.url}/api/v1/brands/${brandId}/history`)).json()) as {
    rows: { type: string; revision: number }[];
  };
  const recognised = rows.find(({ type }) => type === 'BrandRecognised.v1')?.revision ?? -1;
  await send('/funds', {
    ...{ region: '150430', origin: 'synthetic', despite: null },
    entry: {
      ...{
        fund: '合成补助',
        documentNumber: '合成〔2020〕9号',
        payee: { stream: `brand-${brandId}`, name: '合成劳务公司' },
        purpose: 'award',
      },
      ...{ note: null, amount: 300_000, unit: 'yuan', paidOn: today, decision: `brand-${brandId}@${recognised}`, evidence: [] },
    },
  });
  await page.getByText('合成补助').waitFor();
  await page.getByRole('cell', { name: '300,000', exact: true }).waitFor();
  await picture(page, 'funds');
  expect(await findings(page)).toEqual([]);
});

it('stands on a phone, and asked nothing of any other machine', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${ledger.url}/#/procedure/${brandId}`);
  await page.getByRole('heading', { name: '敖汉架线工：申报办理' }).waitFor();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await picture(page, 'procedure-phone');
  expect(watched.foreignRequests).toEqual([]);
  expect(watched.errors).toEqual([]);
});

/** 年度报表 on the screen: called for, filled in like a spreadsheet, reviewed rung by rung, locked, and seen on the brand. */
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { intoTheCatalogue, nominationOf, pathOf, reportOf } from '../support/shandong-life';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(120_000);

const TODAY = new Date(Date.now() + 8 * 3600_000);
const YEAR = TODAY.getUTCFullYear() - 1;
const DUE = new Date(TODAY.getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
const BRANDS = ['历下厨师', '历下护工', '历下月嫂'];
const TITLE = `${YEAR} 年度劳务品牌年度报表`;

let ledger: RunningLedger;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
const ids = new Map<string, string>();
/** Address of the return of 历下区, once the call is out. */
let address = '';

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

async function cultivated(name: string): Promise<void> {
  const { brandId } = await send('/brands', { report: reportOf(name), nomination: nominationOf('county') });
  for (const { type, data } of intoTheCatalogue('county').slice(0, 3)) await send(`/brands/${String(brandId)}/${pathOf(type)}`, data);
  ids.set(name, String(brandId));
}

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  for (const name of BRANDS) await cultivated(name);
  // What the first of them told a year before, so that a jump is seen.
  await send(`/brands/${ids.get('历下厨师')}/record-figure`, {
    figure: {
      ...{ metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness: 'direct', bound: 'exact', value: 100 },
      ...{
        window: { fromYear: YEAR - 1, toYear: YEAR - 1, asOf: null },
        estimate: null,
        source: { reference: '区人社局填报', note: null },
      },
    },
  });
  watched = await openPage(browser, `${ledger.url}/#/returns?view=calls`);
  ({ page } = watched);
  await watched.context.grantPermissions(['clipboard-read', 'clipboard-write']);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

afterEach(async () => {
  if (watched.errors.length > 0) await picture(page, 'failed-returns');
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const dialog = (): Locator => page.getByRole('dialog');
const cell = (row: number, col: number, of: Page = page): Locator => of.locator(`[data-row="${row}"][data-col="${col}"]`);
const text = async (row: number, col: number): Promise<string> => {
  const field = cell(row, col).locator('input');
  return (await field.count()) > 0 ? field.inputValue() : cell(row, col).locator('.sg-text').innerText();
};
const keys = async (...pressed: readonly string[]): Promise<void> => {
  for (const key of pressed) await page.keyboard.press(key);
};
const saved = (of: Page = page): Promise<void> => of.getByText('草稿已保存').waitFor();
const tab = (name: RegExp): Promise<void> => page.getByRole('tab', { name }).click();
const hinders = (what: string): Locator => page.getByRole('button', { name: new RegExp(`^\\d+ ${what}$`) });

it('is called for by the province: the due day is a document’s, what is doubtful is configured and says so', async () => {
  await page.getByRole('button', { name: '下发填报任务' }).click();
  await dialog().getByLabel('任务名称').fill(TITLE);
  await choose(page, dialog().getByLabel('省（自治区、直辖市）'), '山东省');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog().getByText('文件载明日期').click();
  await dialog().getByLabel('截止日期').fill(DUE);
  await keys('Enter');
  await picture(page, 'returns-call');
  await dialog().getByRole('button', { name: '下发', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: TITLE }).waitFor();
  await page
    .getByText(/还有 \d+ 个工作日/)
    .first()
    .waitFor();
});

it('shows who is missing, down to the county’s office that reports where no unit is known', async () => {
  await page.getByRole('link', { name: TITLE }).click();
  await page.getByRole('heading', { name: '未报单位' }).waitFor();
  await page.getByRole('link', { name: '济南市' }).click();
  await page.getByRole('link', { name: '历下区', exact: true }).waitFor();
  await picture(page, 'returns-missing');
  expect(await seriousFindings(page)).toEqual([]);
  await page.locator('a[href*="#/returns/370102"]').first().click();
  await page.getByRole('grid').waitFor();
  address = page.url();
  await page.getByText('代报', { exact: true }).waitFor();
});

it('is filled in as a spreadsheet: typed, pasted from Excel, undone; impossible and doubtful are told as one types', async () => {
  expect([await text(0, 0), await text(1, 0), await text(2, 0)]).toEqual(BRANDS);
  await cell(0, 1).click();
  await page.keyboard.type('９００');
  await keys('Tab');
  await page.evaluate('navigator.clipboard.writeText("30\\t60\\t70\\r\\n")');
  await keys('Control+v');
  await saved();
  expect([await text(0, 1), await text(0, 2), await text(0, 3), await text(0, 4)]).toEqual(['900', '30', '60', '70']);
  // More skilled workers than workers cannot be; nine times last year's figure must be explained.
  await page.locator('.sg-bad').first().waitFor();
  await hinders('须改正').waitFor();
  await cell(0, 1).click();
  await page.getByText('与上年同期 100 相比').first().waitFor();
  await picture(page, 'returns-entry');
  expect(await seriousFindings(page)).toEqual([]);

  // Taking a picture of the whole page resizes it for a moment, and the focus is gone.
  await cell(0, 1).click();
  await keys('Alt+Enter');
  await dialog().getByRole('textbox').fill('新开两家门店，花名册可查');
  await dialog().getByRole('button', { name: '保存原因' }).click();
  await page.getByText('另有 1 处存疑已说明').waitFor();

  await cell(1, 1).click();
  await page.evaluate('navigator.clipboard.writeText("50\\t10\\t40\\t20\\r\\n80\\t5\\t1.2万\\t10\\r\\n")');
  await keys('Control+v');
  expect(await text(2, 3)).toBe('1.2万');
  await hinders('读不出数值').click();
  await page.getByText('不接受“万”，如确为此数请填 12000。').first().waitFor();
  await keys('Control+z');
  expect([await text(1, 1), await text(2, 3)]).toEqual(['', '']);
  await keys('Control+y');
  await cell(2, 3).click();
  await page.keyboard.type('40');
  await cell(0, 4).click();
  await page.keyboard.type('50');
  await keys('Enter');
  await saved();
});

it('asks once for each brand how the indirect figures were estimated, and why a figure is not there', async () => {
  for (const row of [0, 1, 2]) {
    await cell(row, 2).click();
    await page.getByRole('button', { name: '估算方法和依据' }).click();
    await dialog().getByLabel('估算方法').fill('按门店用工抽样推算');
    await dialog().getByLabel('估算依据').fill('2 家门店台账');
    await dialog().getByRole('button', { name: '保存', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
  }
  await cell(2, 4).click();
  await keys('Delete');
  await page.getByRole('button', { name: /^备注/ }).click();
  await dialog().getByLabel('备注', { exact: true }).fill('本年未统计技能人员');
  await dialog().getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '可以报送' }).waitFor();
});

it('counts a roster in the browser; neither a name nor an identity number nor the key goes out', async () => {
  const bodies: string[] = [];
  const listen = (request: { postData(): string | null }): void => {
    bodies.push(request.postData() ?? '');
  };
  page.on('request', listen);
  await cell(1, 1).click();
  await page.getByRole('button', { name: '登记花名册' }).click();
  const rows = Array.from({ length: 50 }, (_, at) => `合成人员${at},1101011990${String(at).padStart(8, '0')}`);
  await dialog()
    .getByLabel('花名册文件（.xlsx 或 .csv）')
    .setInputFiles({ name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from(['姓名,身份证号', ...rows, rows[0]].join('\n')) });
  await dialog().getByRole('textbox', { name: '口令' }).fill('历下区花名册口令');
  await dialog().getByRole('button', { name: '在本机计算' }).click();
  await dialog().getByText('将登记的内容').waitFor();
  await picture(page, 'returns-roster');
  expect(await seriousFindings(page)).toEqual([]);
  await dialog().getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('花名册 51 行，去重 1').waitFor();
  await saved();
  page.off('request', listen);
  const sent = bodies.join('\n');
  expect(sent).toContain('rosterSha256');
  for (const secret of ['合成人员', '11010119900', '历下区花名册口令']) expect(sent).not.toContain(secret);
});

it('keeps what is typed while the connection is away, and asks when two clerks wrote one cell', async () => {
  await watched.context.setOffline(true);
  await cell(1, 3).click();
  await page.keyboard.type('41');
  await keys('Enter');
  await page.getByText('1 格暂存在本机').waitFor();
  // Meanwhile another clerk, elsewhere, writes the same cell.
  const returnId = /returns\/([^?]+)/.exec(address)?.[1] ?? '';
  const draft = (await (await fetch(`${ledger.url}/api/v1/returns/${returnId}/draft`)).json()) as {
    cells: { line: string; field: string; revision: number }[];
  };
  const line = `${ids.get('历下护工')}|workers|unstated|`;
  const seen = draft.cells.find((each) => each.line === line && each.field === 'value')?.revision ?? 0;
  const other = await fetch(`${ledger.url}/api/v1/returns/${returnId}/draft`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cells: [{ line, field: 'value', value: '44', seen }] }),
  });
  expect(other.status).toBe(200);
  await watched.context.setOffline(false);
  await page.getByText('另一人刚改过此格').waitFor();
  await picture(page, 'returns-conflict');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: '用对方的' }).click();
  await saved();
  expect(await text(1, 3)).toBe('44');
  await page.reload();
  await cell(1, 3).waitFor();
  expect(await text(1, 3)).toBe('44');
  // The browser logs a lost connection by itself.
  expect(watched.errors.splice(0).every((error) => /ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(error))).toBe(true);
});

it('sets aside what was typed of a brand that another unit reports by now, and says so', async () => {
  await cultivated('历下保洁');
  const brand = ids.get('历下保洁') ?? '';
  const draft = `${ledger.url}/api/v1/returns/${/returns\/([^?]+)/.exec(address)?.[1] ?? ''}/draft`;
  const cells = [{ line: `${brand}|workers|unstated|`, field: 'value', value: '9', seen: 0 }];
  const typed = await fetch(draft, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cells }) });
  expect(typed.status).toBe(200);
  await page.reload();
  await page.getByText('历下保洁').first().waitFor();
  await send('/units', {
    ...{ name: '历下保洁公司', creditCode: null, unitType: 'leadFirm', region: '370102', brands: [brand], origin: 'operational' },
    source: { reference: '区人社局填报', note: null },
  });
  await page.reload();
  await page.getByText('草稿中有 1 个品牌已不在本表填报').waitFor();
  await page.getByText('“历下保洁”由“历下保洁公司”填报。').waitFor();
  await picture(page, 'returns-aside');
  expect(await seriousFindings(page)).toEqual([]);
});

it('is reported; the county sends one line back and passes the rest', async () => {
  await page.getByRole('heading', { name: '可以报送' }).waitFor();
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await dialog().getByRole('button', { name: '报送', exact: true }).click();
  await page.getByText('已报送 12', { exact: true }).first().waitFor();
  // Until the county has taken it the unit mends what it reported, as often as it likes, without leaving the page.
  const returnId = /returns\/([^?]+)/.exec(address)?.[1] ?? '';
  for (const value of ['36', '37']) {
    await cell(2, 3).click();
    await page.keyboard.type(value);
    await keys('Enter');
    await saved();
    const reported = page.waitForResponse((answer) => answer.url().endsWith('/report'));
    await page.getByRole('button', { name: '报送', exact: true }).click();
    await dialog().getByRole('button', { name: '报送', exact: true }).click();
    expect(((await (await reported).json()) as { repeated: boolean }).repeated).toBe(false);
    await dialog().waitFor({ state: 'detached' });
    const told = (await (await fetch(`${ledger.url}/api/v1/returns/${returnId}`)).json()) as { lines: { line: string; value: number }[] };
    expect(told.lines.find(({ line }) => line === `${ids.get('历下月嫂')}|workers|unstated|`)?.value).toBe(Number(value));
  }

  await tab(/^审核/);
  await page.getByText('新开两家门店，花名册可查').waitFor();
  await picture(page, 'returns-review');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('checkbox', { name: '历下月嫂 从业人员数（期末）' }).check();
  await page.getByRole('button', { name: '退回修改（1）' }).click();
  await dialog().getByRole('textbox').fill('与社保参保人数不符，请核实');
  await dialog().getByRole('button', { name: '退回', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '全部初审通过（11）' }).click();
  await page.getByText('县级已初审 11').first().waitFor();
});

it('comes back to the unit with the reviewer’s word, and climbs again', async () => {
  await tab(/^填报/);
  await hinders('退回待改').waitFor();
  expect(await cell(2, 3).getAttribute('aria-selected')).toBe('true');
  await page.getByText('与社保参保人数不符，请核实').first().waitFor();
  await cell(2, 3).click();
  await page.keyboard.type('38');
  await keys('Enter');
  await saved();
  await page.getByRole('button', { name: '报送', exact: true }).click();
  await dialog().getByRole('button', { name: '报送', exact: true }).click();
  await page.getByText('已报送 1', { exact: true }).first().waitFor();
  await tab(/^审核/);
  await page.getByText('县级经办初审（1）').click();
  await page.getByRole('button', { name: '全部初审通过（1）' }).click();
  await page.getByText('县级已初审 12').first().waitFor();
});

it('climbs to the province; a rung that was taken by mistake is taken back with its reason', async () => {
  const pass = async (rung: string, act: string, then: string): Promise<void> => {
    await page.getByText(`${rung}（12）`).click();
    await page.getByRole('button', { name: `全部${act}（12）` }).click();
    await page.getByText(`${then} 12`).first().waitFor();
  };
  await pass('县级复核', '复核通过', '县级已复核');
  await page.getByText('县级复核（0）').click();
  await page.getByText('本级已通过 12').click();
  await page.getByRole('checkbox', { name: '历下厨师 带动就业人数' }).first().check();
  await page.getByRole('button', { name: '撤回审核（1）' }).click();
  await dialog().getByRole('textbox').fill('漏看花名册');
  await dialog().getByRole('button', { name: '撤回', exact: true }).click();
  await page.getByText('县级已复核 11').first().waitFor();
  await page.getByText('县级复核（1）').click();
  await page.getByText('待办 1', { exact: true }).click();
  await page.getByRole('button', { name: '全部复核通过（1）' }).click();
  await page.getByText('县级已复核 12').first().waitFor();
  await pass('市级审核', '审核通过', '市级已审核');
  await pass('省级审定', '审定', '省级已审定');
});

it('is locked, and its figures stand on the brand and on the dashboard that was open all the while', async () => {
  const second = await openPage(browser, `${ledger.url}/#/brands/${ids.get('历下厨师')}`);
  await second.page.getByRole('heading', { name: '历下厨师', level: 1 }).waitFor();
  expect(await second.page.getByText('900', { exact: false }).count()).toBe(0);
  const leader = await openPage(browser, `${ledger.url}/#/?region=370000`);
  await leader.page.getByRole('heading', { level: 1 }).waitFor();

  await page.getByText('锁定（12）').click();
  await page.getByRole('button', { name: '全部锁定' }).click();
  await page.getByText('已锁定 12').first().waitFor();
  await page.getByText('全部 12', { exact: true }).click();
  await page.getByText('已记入品牌台账').first().waitFor();
  await picture(page, 'returns-locked');
  expect(await seriousFindings(page)).toEqual([]);

  // No reload: the feed brought it.
  await second.page
    .getByText(/900 人/)
    .first()
    .waitFor();
  await picture(second.page, 'returns-brand');
  expect(second.errors).toEqual([]);
  await second.context.close();
  // 900, 50 and 80, directly: 1,030 in the year.
  await leader.page.getByText('1,030').first().waitFor();
  await picture(leader.page, 'returns-dashboard');
  expect(leader.errors).toEqual([]);
  await leader.context.close();
  await tab(/^办理经过/);
  await page.getByText('漏看花名册').waitFor();
  await picture(page, 'returns-history');
  expect(await seriousFindings(page)).toEqual([]);
});

it('is reviewed on a phone, and reads in English', async () => {
  const phone = await openPage(browser, `${address.split('?')[0]}?tab=review`, { width: 390, height: 844 });
  await phone.page.getByText('本环节没有待办').or(phone.page.getByText('已锁定的数据只能')).first().waitFor();
  const overflow = await phone.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await picture(phone.page, 'returns-phone');
  expect(await seriousFindings(phone.page)).toEqual([]);
  await phone.page.getByRole('button', { name: 'English' }).click();
  await phone.page.getByRole('tab', { name: /^Review/ }).waitFor();
  expect(phone.errors).toEqual([]);
  await phone.context.close();
});

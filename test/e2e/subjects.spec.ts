/** The subjects beside brands on the screen: each is put on the books, judged with its clause, and acted on, by forms alone. */
import { createHash, randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { choose, openPage, picture, seriousFindings, startLedger, type RunningLedger, type WatchedPage } from './ledger-app';

jest.setTimeout(150_000);

const LAST_YEAR = Number(new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 4)) - 1;
const SOURCE = { reference: '合成示例', note: null };
const DOCUMENT = { number: '合成〔2020〕1号', issuedOn: `${LAST_YEAR - 1}-03-01`, signedBy: '合成签批人' };
/** A moment of now and some days, as a person in Beijing types it. */
const typed = (days: number): string => new Date(Date.now() + (8 * 60 + days * 24 * 60) * 60_000).toISOString().slice(0, 16);

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
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told)}`);
  return told;
}

async function brand(name: string, kind: 'labour' | 'training', region: string): Promise<string> {
  const report = { name, kind, category: null, brandType: null, region, regionAsStated: null, formedOn: null, cultivatedFrom: null };
  const told = await send('/brands', { report: { ...report, origin: 'synthetic', source: SOURCE }, nomination: null });
  const brandId = String(told['brandId']);
  // The page asks for what it knows of; this brand was put on the books behind its back.
  await fetch(`${ledger.url}/api/v1/brands/${brandId}?atLeast=${String(told['position'])}`);
  return brandId;
}

/** Until the rules have written down what follows: a decision on a form that was opened before would be refused as stale. */
async function settled(): Promise<void> {
  let before = '';
  for (;;) {
    const { subscriptions } = (await (await fetch(`${ledger.url}/readyz`)).json()) as { subscriptions: { position: string }[] };
    const now = subscriptions.map(({ position }) => position).join();
    if (now === before && new Set(now.split(',')).size === 1) return;
    before = now;
    await page.waitForTimeout(500);
  }
}

beforeAll(async () => {
  [ledger, browser] = await Promise.all([startLedger('off'), launchBrowser()]);
  watched = await openPage(browser, `${ledger.url}/#/units`);
  ({ page } = watched);
  await page.getByLabel('数据集').getByText('合成数据（演示）', { exact: true }).click();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await ledger?.stop();
});

afterEach(async () => {
  if (watched.errors.length > 0) await picture(page, 'failed-subjects');
  expect(watched.errors).toEqual([]);
  expect(watched.foreignRequests).toEqual([]);
});

const drawer = (): Locator => page.getByRole('dialog');
const act = async (name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await drawer().waitFor();
};
const press = (): Promise<void> => drawer().getByRole('button', { name: '提交', exact: true }).click();
const submit = async (): Promise<void> => {
  await press();
  await drawer().waitFor({ state: 'detached' });
};
const region = async (within: Locator, ...names: readonly string[]): Promise<void> => {
  for (const [depth, name] of names.entries())
    await choose(page, within.getByLabel(['省（自治区、直辖市）', '市（盟、州）', '县（旗、市、区）'][depth] ?? ''), name);
};
const fillDocument = async (): Promise<void> => {
  await drawer().getByLabel('文号').fill(DOCUMENT.number);
  await drawer().getByLabel('印发日期').fill(DOCUMENT.issuedOn);
  await drawer().getByLabel('签批人').fill(DOCUMENT.signedBy);
};
/** The browser itself logs an answer of 4xx; here it is what was asked for. */
function takeRefusal(): void {
  const at = watched.errors.findIndex((error) => error.startsWith('Failed to load resource'));
  expect(at).toBeGreaterThanOrEqual(0);
  watched.errors.splice(at, 1);
}

test('a construction unit is registered, judged and recognised; 499 trained fails its duty by one, and a correction mends it', async () => {
  await act('登记建设单位');
  await drawer().getByLabel('名称', { exact: true }).fill('泰安石匠工程公司');
  await region(drawer(), '山东省', '泰安市');
  await drawer().getByLabel('来源（网址、文号或说明）').fill('合成示例');
  await submit();
  await page.getByRole('heading', { name: '泰安石匠工程公司', level: 1 }).waitFor();
  const path = new URL(page.url()).hash.replace('#', '');

  await page.getByRole('button', { name: '认定建设单位', exact: true }).click();
  await fillDocument();
  await press();
  await drawer().getByText('二（二）').first().waitFor();
  takeRefusal();
  await drawer().getByRole('button', { name: '取消', exact: true }).click();
  for (const criterion of ['unit.many', 'unit.able', 'unit.quality', 'unit.regular', 'unit.leading'])
    await send(`${path}/record-judgement`, { criterion, met: true, role: 'expert', by: '专家甲', reason: '合成理由', evidence: [] });
  await page.getByText('市场竞争占主导地位').waitFor();
  await act('认定建设单位');
  await fillDocument();
  await submit();

  await act('填报数据');
  await choose(page, drawer().getByLabel('指标'), '培训人数');
  await drawer().getByLabel('数值').fill('499');
  await submit();
  await page.getByRole('tab', { name: '政策判定（不写入）' }).click();
  const duty = page.locator('article', { has: page.getByRole('heading', { name: '建设单位每年培训人数' }) });
  await duty
    .getByText(/499人，.*须达500人，差1人/)
    .first()
    .waitFor();
  await duty.getByText('依据：二（二）', { exact: true }).first().waitFor();
  await page
    .getByText(/批准：示例：本地人社部门（演示配置）/)
    .first()
    .waitFor();
  await picture(page, 'subject-unit-duty');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('tab', { name: '概况与数据' }).click();
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await drawer().getByLabel('更正后的数值').fill('500');
  await drawer().getByLabel('提出更正的人或单位').fill('合成申请人');
  await drawer().getByLabel('更正理由').fill('合成理由');
  await drawer().getByRole('button', { name: '提交更正' }).click();
  await drawer().waitFor({ state: 'detached' });
  await page.getByText('已更正，看新数据').waitFor();
  await page.getByRole('tab', { name: '政策判定（不写入）' }).click();
  await duty.getByText('符合', { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: '历史与判定依据' }).click();
  await page.locator('.timeline').getByText('认定为特色劳务品牌建设单位').first().waitFor();
  await picture(page, 'subject-unit-history');
  expect(await seriousFindings(page)).toEqual([]);
});

test('a programme follows the targets of its document, refuses to count a cohort twice, and counts it by declared shares', async () => {
  const { id } = await send('/programmes', {
    ...{ name: '凯里技能行动', pack: 'kaili-2024-9', region: '522601', fromYear: 2024, toYear: 2025, origin: 'synthetic', source: SOURCE },
  });
  const cohort = (title: string, count: number) => ({ digest: createHash('sha256').update(title).digest('hex'), count, title });
  const progress = (target: string, year: number, value: number, of: { digest: string; count: number; title: string }) =>
    send(`/programmes/${String(id)}/record-progress`, {
      progress: { target, metric: 'trainedPersonTimes', unit: 'personTimes', year, asOf: null, value, cohort: of, source: SOURCE },
    });
  await progress('kl.cooks', 2024, 120, cohort('黔菜师傅班', 120));
  await page.goto(`${ledger.url}/#/programmes/${String(id)}`);
  const tallies = page.getByTestId('target-tallies');
  await tallies.getByRole('button', { name: /已完成/ }).waitFor();

  await act('填报进度');
  await choose(page, drawer().getByLabel('目标', { exact: true }), /^“贵州技工”培训$/);
  await drawer().getByLabel('数值').fill('100');
  await drawer().getByLabel('年度').fill('2025');
  await choose(page, drawer().getByLabel('已有批次'), /黔菜师傅班/);
  await press();
  await drawer().getByText('已计入目标').first().waitFor();
  await picture(page, 'subject-counted-twice');
  takeRefusal();
  await drawer().getByRole('button', { name: '取消', exact: true }).click();

  await settled();
  await act('登记分摊规则');
  await drawer().getByText('文件未规定，本地配置').waitFor();
  await choose(page, drawer().getByLabel('目标 1'), /^家政服务等培训$/);
  await choose(page, drawer().getByLabel('目标 2'), /^旅游从业人员培训$/);
  await drawer().getByLabel('计入人数').first().fill('120');
  await drawer().getByLabel('计入人数').last().fill('80');
  await drawer().getByLabel('批次（班次、名册）').fill('家政旅游合班');
  await drawer().getByLabel('批次人数').fill('200');
  await drawer().getByLabel('名册的 SHA-256 指纹').fill(cohort('家政旅游合班', 200).digest);
  await drawer().getByLabel('批准人').fill('合成审批人');
  await drawer().getByLabel('理由').fill('合班授课，按报名工种分摊');
  await submit();
  await progress('kl.domestic', 2025, 120, cohort('家政旅游合班', 200));
  await page.getByRole('tab', { name: '进度与分摊' }).click();
  await page.getByText('家政服务等培训 120、旅游从业人员培训 80').waitFor();
  await page.getByText('批准：合成审批人').waitFor();
  await picture(page, 'subject-programme-progress');

  await page.getByRole('tab', { name: '目标完成情况' }).click();
  const cooks = page.getByRole('row', { name: /^.*“黔菜师傅”培训 2024/ });
  await cooks.getByText('已完成', { exact: true }).waitFor();
  await cooks
    .getByRole('link', { name: /号记录/ })
    .first()
    .waitFor();
  await page.getByText('力争：未达到没有后果').first().waitFor();
  await page
    .getByRole('row', { name: /家政服务等培训 2024/ })
    .getByText('至少 120')
    .waitFor();
  await picture(page, 'subject-programme-board');
  expect(await seriousFindings(page)).toEqual([]);

  const about = await send('/programmes', {
    ...{
      name: '山东特色劳务品牌建设',
      pack: 'sd-2021-22',
      region: '370000',
      fromYear: 2021,
      toYear: 2025,
      origin: 'synthetic',
      source: SOURCE,
    },
  });
  await page.goto(`${ledger.url}/#/programmes/${String(about['id'])}`);
  await page
    .getByRole('row', { name: /省级特色劳务品牌/ })
    .getByText('20个左右')
    .waitFor();
  await picture(page, 'subject-programme-about');
});

test('a dual brand shows what the document answers on each side, with clause', async () => {
  await brand('鄂尔多斯电焊工', 'labour', '150600');
  await brand('鄂尔多斯焊接培训', 'training', '150600');
  await page.goto(`${ledger.url}/#/links`);
  await act('提出“双品牌”');
  await drawer().getByLabel('名称', { exact: true }).fill('鄂尔多斯电焊“双品牌”');
  await region(drawer(), '内蒙古自治区', '鄂尔多斯市');
  await choose(page, drawer().getByLabel('依据文件'), /118号/);
  await choose(page, drawer().getByLabel('劳务品牌', { exact: true }), /鄂尔多斯电焊工/);
  await choose(page, drawer().getByLabel('培训品牌', { exact: true }), /鄂尔多斯焊接培训/);
  await page.keyboard.press('Escape');
  await drawer().getByLabel('来源（网址、文号或说明）').fill('合成示例');
  await submit();
  await page.getByRole('heading', { name: '鄂尔多斯电焊“双品牌”', level: 1 }).waitFor();
  await page.getByTestId('side-labour').getByText('依据：三（三）1.基本要求').first().waitFor();
  await page.getByTestId('side-training').getByText('依据：三（二）1.基础条件').first().waitFor();
  await picture(page, 'subject-link');
  expect(await seriousFindings(page)).toEqual([]);
});

test('a window is open to the minute; a nomination is offered only the documents of its region and the windows that are open', async () => {
  await page.goto(`${ledger.url}/#/windows`);
  await act('开启征集窗口');
  await drawer().getByLabel('名称', { exact: true }).fill('本年度品牌征集');
  await region(drawer(), '内蒙古自治区');
  await choose(page, drawer().getByLabel('依据文件'), /118号/);
  await choose(page, drawer().getByLabel('征集类别'), '劳务品牌');
  await page.keyboard.press('Escape');
  await drawer().getByLabel('开始时间（北京时间）').fill(typed(-1));
  const closes = typed(20);
  await drawer().getByLabel('截止时间（北京时间）').fill(closes);
  await drawer().getByLabel('来源（网址、文号或说明）').fill('合成示例');
  await submit();
  await page.getByText('征集中', { exact: true }).waitFor();
  await page.getByText(closes.replace('T', ' '), { exact: true }).waitFor();

  await page.goto(`${ledger.url}/#/nominate`);
  const sheet = page.locator('main');
  await sheet.getByLabel('品牌名称').fill('乌海电工');
  await region(sheet, '内蒙古自治区', '乌海市');
  await sheet.getByLabel('依据文件').click();
  const offered = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
  await offered.first().waitFor();
  expect((await offered.allInnerTexts()).filter((text) => !text.includes('内人社办发〔2024〕118号'))).toEqual([]);
  await offered.first().click();
  await choose(page, sheet.getByLabel('征集窗口', { exact: true }), /本年度品牌征集/);
  await sheet.getByLabel('劳务品牌建设单位（申报单位）').fill('合成单位');
  await picture(page, 'subject-nominate');
  await sheet.getByRole('button', { name: '申报', exact: true }).click();
  await page.getByRole('heading', { name: '乌海电工', level: 1 }).waitFor();
  await page.goto(`${ledger.url}/#/windows`);
  await page.getByRole('link', { name: '本年度品牌征集' }).click();
  await page
    .getByRole('row', { name: /乌海电工/ })
    .getByText('按期')
    .waitFor();
  await picture(page, 'subject-window');
  expect(await seriousFindings(page)).toEqual([]);
});

test('a relaxation stands on the brand page with its ground, values, days and the votes of the panel', async () => {
  const brandId = await brand('赤峰皮影匠', 'labour', '150400');
  await page.goto(`${ledger.url}/#/brands/${brandId}?do=grant-relaxation`);
  await drawer().waitFor();
  await choose(page, drawer().getByLabel('政策文件'), /118号/);
  await choose(page, drawer().getByLabel('放宽哪项数值'), /^劳务品牌规模特征：近三年累计带动就业人数/);
  await drawer()
    .getByText(/文件规定：.*2000/)
    .waitFor();
  await drawer().getByLabel('放宽至').fill('1900');
  await choose(page, drawer().getByLabel('放宽情形'), '非物质文化遗产的职业');
  await drawer().getByLabel('理由').fill('合成理由');
  for (const member of ['专家甲', '专家乙', '专家丙']) {
    await drawer().getByLabel('评审组成员').fill(member);
    await page.keyboard.press('Enter');
  }
  await drawer().getByLabel('回避').fill('专家丙');
  await page.keyboard.press('Enter');
  await drawer().getByLabel('赞成票').fill('2');
  await drawer().getByLabel('反对票').fill('0');
  await drawer().getByLabel('会议纪要').fill('合成纪要第3号');
  await drawer().getByLabel('评分表').fill('档案室 合成-12');
  await drawer().getByLabel('批准人', { exact: true }).fill('合成审批人');
  await choose(page, drawer().getByLabel('批准人角色'), /省级/);
  await drawer().getByLabel('截止日（含）').fill(typed(200).slice(0, 10));
  await submit();
  const sheet = page.getByTestId('relaxations');
  for (const said of [
    '非物质文化遗产的职业',
    '赞成 2，反对 0',
    '专家丙',
    '档案室 合成-12',
    '合成纪要第3号',
    '放宽中',
    '依据：三（三）2.3）规模特征',
  ])
    await sheet.getByText(said).first().waitFor();
  await picture(page, 'subject-relaxation');
  expect(await seriousFindings(page)).toEqual([]);
});

test('an institution is graded in a round that its city held, on the scale of that round', async () => {
  const { id } = await send('/institutions', {
    ...{ name: '凯里职业培训学校', creditCode: null, institutionType: 'privateSchool', region: '522601', brands: [] },
    ...{ origin: 'synthetic', source: SOURCE },
  });
  await send(`/institutions/${String(id)}/admit`, { document: DOCUMENT });
  await send('/regions/522601/hold-evaluation-round', {
    ...{
      roundId: randomUUID(),
      evaluation: 'school',
      heldOn: `${LAST_YEAR}-10-10`,
      title: '全市培训机构评估',
      scale: ['优秀', '合格', '不合格'],
    },
    ...{ document: null, origin: 'synthetic' },
  });
  await page.goto(`${ledger.url}/#/institutions/${String(id)}`);
  await act('登记评估结果');
  await choose(page, drawer().getByLabel('评估', { exact: true }), /school/);
  await choose(page, drawer().getByLabel('等次'), '优秀');
  await drawer().getByLabel('评定单位').fill('市人社局');
  await submit();
  await page.getByText('等次由高到低：优秀、合格、不合格').waitFor();
  await picture(page, 'subject-institution');
  expect(await seriousFindings(page)).toEqual([]);
});

test('what nobody reported, held or set stands in the list of gaps, with who owes it and a way to act', async () => {
  await page.goto(`${ledger.url}/#/gaps`);
  await page.getByRole('heading', { name: '缺口清单', level: 1 }).waitFor();
  const rows = page.getByRole('row').filter({ has: page.getByRole('link', { name: '去办理' }) });
  await rows.first().waitFor();
  await picture(page, 'subject-gaps');
  expect(await seriousFindings(page)).toEqual([]);
  const tallies = page.getByTestId('gap-tallies').getByRole('button');
  const first = tallies.filter({ hasNotText: /^0/ }).first();
  await first.click();
  expect(await first.getAttribute('aria-pressed')).toBe('true');
  await rows.first().getByRole('link', { name: '去办理' }).click();
  await page.waitForURL((url) => !url.hash.startsWith('#/gaps'));
});

test('the other dataset shows none of it, and English stands beside Chinese on a phone', async () => {
  const phone = await openPage(browser, `${ledger.url}/#/units`, { width: 390, height: 844 });
  await phone.page.getByText('还没有登记建设单位。').waitFor();
  await phone.page.getByLabel('数据集').getByText('合成数据（演示）', { exact: true }).click();
  await phone.page.getByRole('link', { name: '泰安石匠工程公司' }).click();
  await phone.page.getByRole('heading', { name: '泰安石匠工程公司', level: 1 }).waitFor();
  await phone.page.getByRole('button', { name: 'English' }).click();
  await phone.page.getByRole('button', { name: 'Record a figure' }).waitFor();
  expect(await phone.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  await picture(phone.page, 'subject-unit-phone');
  expect(await seriousFindings(phone.page)).toEqual([]);
  // A form by keyboard alone: opened, left again.
  await phone.page.getByRole('button', { name: 'Record a figure' }).focus();
  await phone.page.keyboard.press('Enter');
  await phone.page.getByRole('dialog').waitFor();
  await phone.page.keyboard.press('Escape');
  await phone.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect([phone.errors, phone.foreignRequests]).toEqual([[], []]);
  await phone.context.close();
});

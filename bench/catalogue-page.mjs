#!/usr/bin/env node
/**
 * 品牌台账 with very many brands: how long the list takes over HTTP and in a browser, by filter, sort and page. The brands
 * are synthetic and marked so; their rows are inserted straight into the read models, because the list is what is measured
 * and not the log.
 *
 *   npm run build && node bench/catalogue-page.mjs [--brands 100000] [--seed N] [--rounds 7] [--no-browser]
 */
import { DatabaseSync } from '@photostructure/sqlite';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine } from './machine.mjs';
import { seeded } from './random.mjs';
import { regionChildren } from '../dist/libs/domain/src/index.js';
import { lineage, nameOf } from '../dist/libs/projections/src/regions.js';

const { values: flags } = parseArgs({
  options: {
    brands: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '20261126' },
    rounds: { type: 'string', default: '7' },
    'no-browser': { type: 'boolean', default: false },
  },
});
const BRANDS = Number(flags.brands);
const ROUNDS = Number(flags.rounds);
const root = new URL('..', import.meta.url).pathname;

async function start(folder) {
  const env = { ...process.env, DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', SAMPLE_DATA: 'off', ACCOUNTS: 'off' };
  const child = spawn(process.execPath, [join(root, 'dist/apps/api/src/main.js')], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const ready = /^READY (\S+)$/m.exec(said);
      if (ready) resolve(ready[1]);
    });
    child.once('exit', (code) => reject(new Error(`the ledger ended with ${code}: ${said}`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', resolve);
      child.kill('SIGINT');
    });
  return { url, stop };
}

const CATEGORIES = ['手工刺绣', '家政服务', '餐饮服务', '建筑', '养老护理', '电子商务'];
const TRADES = ['绣娘', '月嫂', '厨师', '架线工', '护理员', '电商', '瓦工', '焊工', '船员', '家政'];
const STAGES = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'];
const TIERS = [null, 'county', 'prefecture', 'province'];
const SIDES = ['[]', '[]', '[]', '[]', '["warned"]', '["reviewDue"]', '["reviewOverdue"]'];

/** Every county of the country, or a prefecture that has none. */
function leaves(code = '000000') {
  const children = regionChildren(code);
  return children.length === 0 ? [code] : children.flatMap((child) => leaves(child.code));
}

/** Inserts the rows of one table, whatever order its columns stand in. */
function inserter(database, table) {
  const columns = database.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => name);
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(',')}) VALUES (${columns.map(() => '?').join(',')})`);
  return (row) => statement.run(...columns.map((column) => row[column] ?? null));
}

function fill(file) {
  const random = seeded(Number(flags.seed));
  const regions = leaves();
  const database = new DatabaseSync(file);
  const brand = inserter(database, 'brand');
  const revision = inserter(database, 'brand_revision');
  const item = inserter(database, 'work_item');
  database.exec('BEGIN');
  for (let i = 0; i < BRANDS; i += 1) {
    const region = random.pick(regions);
    const path = lineage(region);
    const stage = random.pick(STAGES);
    const tier = stage === 'cultivated' ? TIERS[1 + random.int(3)] : null;
    const category = random.pick(CATEGORIES);
    const side = stage === 'cultivated' ? random.pick(SIDES) : '[]';
    const name = `${nameOf(region)}${random.pick(TRADES)}${i}（合成）`;
    const id = random.uuid();
    const day = `${2020 + random.int(7)}-${String(1 + random.int(12)).padStart(2, '0')}-${String(1 + random.int(28)).padStart(2, '0')}`;
    brand({
      ...{ brand_id: id, name, search: [name, category, ...path.slice(1).map(nameOf)].join('\n').toLowerCase(), kind: random.chance(80) ? 'labour' : 'training' },
      ...{ category, brand_type: null, origin: 'synthetic', dataset: 'synthetic', region, province: path[1], prefecture: path[2], stage },
      ...{ stage_rank: STAGES.indexOf(stage), tier_rank: TIERS.indexOf(tier), side_states: side, tier, claimed_tier: random.pick(TIERS) },
      ...{ listed: tier !== null && random.chance(70) ? 1 : 0, key_project: 0, honours: random.int(3) },
    });
    revision({ brand_id: id, revision: 9, updated_on: day });
    if (side === '["reviewDue"]')
      item({ key: `${id}|reviewDue|2025`, brand_id: id, what: 'reviewDue', period: 2025, due_on: random.chance(50) ? '2026-02-28' : '2030-02-28', since: day });
  }
  database.exec('COMMIT');
  database.close();
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (name, times, note = '') =>
  console.log(`| ${name} | ${Math.round(median(times))} | ${Math.round(Math.min(...times))}–${Math.round(Math.max(...times))} | ${note} |`);

const last = (total) => String(Math.floor((total - 1) / 20) * 20);
const REQUESTS = [
  ['first page, by name', {}],
  ['page in the middle', { offset: String(Math.floor(BRANDS / 40) * 20) }],
  ['last page', { offset: last(BRANDS) }],
  ...['-name', 'updatedOn', '-updatedOn', 'region', 'tier', '-tier', 'stage'].map((sort) => [`sort ${sort}`, { sort }]),
  ['sort -updatedOn, last page', { sort: '-updatedOn', offset: last(BRANDS) }],
  ['sort -updatedOn, in the middle', { sort: '-updatedOn', offset: String(Math.floor(BRANDS / 40) * 20) }],
  ['a province (370000)', { region: '370000' }],
  ['a prefecture (370100)', { region: '370100' }],
  ['a county (370102)', { region: '370102' }],
  ['a province, sort -updatedOn', { region: '370000', sort: '-updatedOn' }],
  ['kind training', { kind: 'training' }],
  ['tier province', { tier: 'province' }],
  ['tier none', { tier: 'none' }],
  ['tier province, sort -updatedOn', { tier: 'province', sort: '-updatedOn' }],
  ['claimed tier county', { claimedTier: 'county' }],
  ['stage cultivated', { stage: 'cultivated' }],
  ['category 建筑', { category: '建筑' }],
  ['side warned', { side: 'warned' }],
  ['side reviewDue', { side: 'reviewDue' }],
  ['side reviewOverdue', { side: 'reviewOverdue' }],
  ['listed', { listed: 'true' }],
  ['search 绣娘 (a tenth)', { q: '绣娘' }],
  ['search 历下 (a few)', { q: '历下' }],
  ['search 济南 焊工 (two words)', { q: '济南 焊工' }],
  ['search of nothing there', { q: '没有这个品牌' }],
  ['search 绣娘, sort -updatedOn', { q: '绣娘', sort: '-updatedOn' }],
  ['province, stage, tier, kind', { region: '370000', stage: 'cultivated', tier: 'county', kind: 'labour' }],
];

async function overHttp(url) {
  console.log('\n| over HTTP | median, ms | least–greatest | brands found |\n|---|---|---|---|');
  for (const [name, query] of REQUESTS) {
    const times = [];
    let total = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      const answer = await fetch(`${url}/api/v1/brands?${new URLSearchParams({ dataset: 'synthetic', limit: '20', ...query })}`);
      const page = await answer.json();
      times.push(performance.now() - begun);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(page)}`);
      total = page.total;
    }
    say(name, times, total.toLocaleString('en'));
  }
}

async function inBrowser(url) {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  await page.addInitScript("sessionStorage.setItem('brand-ledger.dataset', 'synthetic')");
  await page.goto(`${url}/#/brands`);
  await page.locator('tbody tr.ant-table-row').nth(19).waitFor();
  const firstRow = () => page.locator('tbody tr.ant-table-row').first().innerText();
  /** From an act to other rows than before, with a frame drawn. Watched in the page itself. */
  const timed = async (act) => {
    const before = await page.evaluate("document.querySelector('.ant-table-tbody').innerText");
    await page.evaluate(`(() => {
      const before = ${JSON.stringify(before)};
      window.changed = new Promise((resolve) => {
        let from = 0;
        const begin = () => { from ||= performance.now(); };
        for (const kind of ['keydown', 'input', 'pointerdown']) addEventListener(kind, begin, { capture: true, once: true });
        const look = () => {
          const body = document.querySelector('.ant-table-tbody');
          if (from !== 0 && body !== null && body.innerText !== before && document.querySelector('.ant-spin-spinning') === null) resolve(performance.now() - from);
          else requestAnimationFrame(look);
        };
        look();
      });
    })()`);
    await act();
    const seconds = 30;
    return page.evaluate(`Promise.race([window.changed, new Promise((_, fail) => setTimeout(() => fail(new Error('the rows did not change')), ${seconds * 1000}))])`);
  };
  console.log('\n| in Chromium, from the key or the click to the rows | median, ms | least–greatest | first row |\n|---|---|---|---|');
  const next = () => page.locator('.ant-pagination-next button').click();
  const many = async (name, acts) => {
    const times = [];
    for (const act of acts) times.push(await timed(act));
    say(name, times, (await firstRow()).split(/[\t\n]/)[0]);
  };
  await many('next page', Array.from({ length: ROUNDS }, () => next));
  await many('last page', [() => page.locator('.ant-pagination-item').last().click()]);
  await many('first page', [() => page.locator('.ant-pagination-item').first().click()]);
  const search = page.getByLabel('按名称搜索');
  await many('search: the last key of a word (300 ms of it waiting for another key)', [
    ...['焊', '月', '船'].flatMap((key) => [() => search.pressSequentially(key), () => search.press('Backspace')]),
  ]);
  // By name they stand already.
  for (const heading of ['地区', '阶段']) await many(`sort by ${heading}`, [() => page.getByRole('columnheader', { name: heading }).click()]);
  await page.screenshot({ path: join(tmpdir(), 'catalogue-page.png') });
  await browser.close();
}

const folder = await mkdtemp(join(tmpdir(), 'catalogue-page-'));
try {
  await (await start(folder)).stop();
  const begun = performance.now();
  fill(join(folder, 'read-models.sqlite'));
  console.log(`${BRANDS.toLocaleString('en')} synthetic brands inserted in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  console.log(JSON.stringify(machine()), `load ${load()}`);
  const ledger = await start(folder);
  try {
    await overHttp(ledger.url);
    if (!flags['no-browser']) await inBrowser(ledger.url);
    console.log(`\nload ${load()} at the end`);
  } finally {
    await ledger.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

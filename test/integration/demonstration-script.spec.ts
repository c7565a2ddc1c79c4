/** `npm run demo` empties a folder: what it refuses to touch, and what becomes of a run that was cut short. */
import { DEMO_PASSWORD } from '#access';
import { openEmbeddedLog } from '#event-store';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(400_000);
const ROOT = join(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runDemo = (...args: string[]): Promise<{ readonly code: unknown; readonly said: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, DEMO_DIR: folder, PORT: '0' };
    execFile(process.execPath, [join(ROOT, 'scripts/demo.mjs'), ...args], { cwd: ROOT, env }, (error, _, said) =>
      resolve({ code: error === null ? 0 : error.code, said }),
    );
  });

it.each([[[]], [['--keep']]])('leaves a folder that it did not begin as it is (%j)', async (args) => {
  writeFileSync(join(folder, 'somebody.txt'), 'else');
  expect(await runDemo(...args)).toMatchObject({
    code: 1,
    said: expect.stringContaining('不是由 npm run demo 建立的，不会清空') as string,
  });
  expect(readdirSync(folder)).toEqual(['somebody.txt']);
});

it.each([[[]], [['--keep']]])('leaves a folder that a server holds as it is (%j)', async (args) => {
  writeFileSync(join(folder, 'demonstration.txt'), 'begun');
  mkdirSync(join(folder, 'log'));
  const held = await openEmbeddedLog({ folder: join(folder, 'log') });
  try {
    const before = readdirSync(join(folder, 'log')).sort();
    expect(await runDemo(...args)).toMatchObject({ code: 1, said: expect.stringContaining('演示正在运行，请先停止它') as string });
    expect(readdirSync(join(folder, 'log')).sort()).toEqual(before);
  } finally {
    await held.close();
  }
});

describe('a process that was killed while it set the demonstration', () => {
  let child: ChildProcess | null = null;
  afterEach(async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  /** Starts the server on the folder. @returns the first match of what it says */
  const startUntil = (found: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, SAMPLE_DATA: 'on', ACCOUNTS: 'on', DEMO: 'on' };
      const server = spawn(process.execPath, [join(ROOT, 'dist/apps/api/src/main.js')], { cwd: ROOT, env });
      child = server;
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += chunk.toString('utf8');
        const match = found.exec(said);
        if (match !== null) resolve(match);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.once('exit', () => reject(new Error(`the server ended before it said ${String(found)}:\n${said}`)));
    });

  it('goes on with it on the next start, and takes no step twice', async () => {
    await startUntil(/setting the demonstration \d+\/\d+/);
    child?.kill('SIGKILL');
    if (child !== null) await once(child, 'exit');
    const [, url] = await startUntil(/^READY (\S+)$/m);
    const signedIn = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'shenpi', password: DEMO_PASSWORD }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const work = await fetch(`${url}/api/v1/work?dataset=synthetic`, { headers: { cookie } });
    const { rows } = (await work.json()) as { rows: { what: string; name: string }[] };
    const waiting = rows.map(({ what, name }) => `${what} ${name}`);
    // The last steps of the story are there, each once.
    expect(waiting.filter((each) => each === 'correction 潍坊大棚种植工')).toHaveLength(1);
    expect(waiting.filter((each) => each === 'noticeEnds 历下家电维修工')).toHaveLength(1);
    expect(waiting.filter((each) => /^returnToLock \d{4} 历下示例电力安装公司（合成）$/.test(each))).toHaveLength(1);
  });
});

/** The programs as people start and stop them: what they say, in which language, and how they end. */
import { Access } from '#access';
import { readConfig, systemClock } from '#application';
import { openOfficeStore } from '#office';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const DIST = join(__dirname, '../../dist/apps');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brand-ledger-programs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Program {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves with the exit code. */
  readonly end: Promise<number | null>;
}

function run(program: 'api' | 'cli' | 'worker', args: readonly string[] = [], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [join(DIST, program, 'src/main.js'), ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), SAMPLE_DATA: 'off', ACCOUNTS: 'off', PORT: '0', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const end = once(child, 'close').then(([code]) => code as number | null);
  return { child, said: () => text, end };
}

async function until(program: Program, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(program.said());
    if (found !== null) return found[1] ?? found[0];
    if (program.child.exitCode !== null) throw new Error(`it ended with ${program.child.exitCode}:\n${program.said()}`);
    await sleep(20);
  }
}
const READY = /^READY (\S+)$/m;
/** Both languages, and nothing of the program's insides. */
function expectToldToPeople(text: string): void {
  expect(text).toMatch(/[\u4e00-\u9fff]/);
  expect(text).toMatch(/[a-z]{3}/);
  expect(text).not.toMatch(/^\s+at .*:\d+/m);
}

describe('a start that cannot be', () => {
  it('in a folder that another process holds, or on a port that is taken, says who and what to do, and ends with 1', async () => {
    const first = run('api');
    const address = await until(first, READY);
    const second = run('api');
    expect(await second.end).toBe(1);
    expect(second.said()).toContain(`正被进程 ${first.child.pid}`);
    expect(second.said()).toContain(`可访问 ${address}`);
    expectToldToPeople(second.said());

    const port = new URL(address).port;
    const third = run('api', [], { PORT: port, DATA_DIR: join(folder, 'other') });
    expect(await third.end).toBe(1);
    expect(third.said()).toContain(`端口 ${port} 已被占用`);
    expectToldToPeople(third.said());

    first.child.kill('SIGTERM');
    expect(await first.end).toBe(0);
    expect(existsSync(join(folder, 'data/log/holder.json'))).toBe(false);
  }, 60_000);

  it.each([
    ['api', { DATA_DIR: 'a-file' }, /不是目录/],
    ['api', { PORT: 'seven' }, /环境变量有误/],
    ['api', { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' }, /须同时设置/],
    ['worker', {}, /独立的 worker 需要/],
  ] as const)(
    '%s with %j says why and ends with 1',
    async (program, env, why) => {
      const file = join(folder, 'a-file');
      writeFileSync(file, '');
      const started = run(program, [], 'DATA_DIR' in env ? { DATA_DIR: file } : env);
      expect(await started.end).toBe(1);
      expect(started.said()).toMatch(why);
      expectToldToPeople(started.said());
    },
    30_000,
  );
});

it('Ctrl-C while the sample data is being loaded ends it cleanly, and the next start goes on', async () => {
  const first = run('api', [], { SAMPLE_DATA: 'on' });
  await until(first, /正在演练合成示例/);
  first.child.kill('SIGINT');
  expect(await first.end).toBe(0);
  expect(first.said()).not.toMatch(/READY|Error/);
  const second = run('api', [], { SAMPLE_DATA: 'on' });
  const address = await until(second, READY);
  const brands = async (dataset: string): Promise<unknown> =>
    ((await (await fetch(`${address}/api/v1/brands?dataset=${dataset}`)).json()) as { total: number }).total;
  expect([await brands('real'), await brands('synthetic')]).toEqual([280, 12]);
  second.child.kill('SIGINT');
  expect(await second.end).toBe(0);
}, 180_000);

describe('the command line', () => {
  it.each([
    [['import', 'no-such.csv'], /没有文件/],
    [['import', '.'], /不是文件/],
    [['import'], /缺少参数/],
    [['import', 'x.csv', '--format', 'xlsx'], /选项的取值不对/],
    [['abolish'], /没有这个命令/],
    [['replay', '敖汉架线工', '--now'], /没有这个选项/],
  ])(
    '%j is refused in Chinese, with exit code 1, before any server is started',
    async (args, why) => {
      const program = run('cli', args);
      expect(await program.end).toBe(1);
      expect(program.said()).toMatch(why);
      expectToldToPeople(program.said());
      expect(existsSync(join(folder, 'data'))).toBe(false);
    },
    30_000,
  );

  it('refuses a file that is too large before it reads it', async () => {
    const file = join(folder, 'large.csv');
    writeFileSync(file, '');
    truncateSync(file, 100 * 1024 * 1024);
    const program = run('cli', ['import', file]);
    expect(await program.end).toBe(1);
    expect(program.said()).toContain('文件 100.0 MB，超过 20 MB 上限');
  }, 30_000);

  it('has its help in Chinese', async () => {
    const program = run('cli', ['--help']);
    expect(await program.end).toBe(0);
    expect(program.said()).toMatch(/^用法：[^]*选项：[^]*命令：/);
    expect(program.said()).not.toMatch(/Usage|Options|Commands|display help/);
  }, 30_000);

  it('says that nobody answers', async () => {
    const program = run('cli', ['replay', '敖汉架线工'], { LEDGER_URL: 'http://127.0.0.1:1' });
    expect(await program.end).toBe(1);
    expect(program.said()).toContain('没有应答');
    expectToldToPeople(program.said());
  }, 30_000);

  it('goes to the server that holds the folder, and to none that was killed', async () => {
    const server = run('api');
    await until(server, READY);
    const asked = run('cli', ['replay', '无此品牌']);
    expect(await asked.end).toBe(1);
    expect(asked.said()).toContain('台账中没有找到“无此品牌”');
    server.child.kill('SIGKILL');
    await server.end;
    const again = run('cli', ['replay', '无此品牌']);
    expect(await again.end).toBe(1);
    expect(again.said()).toContain('台账中没有找到“无此品牌”');
  }, 60_000);
});

describe('the way in at the machine', () => {
  const ACCOUNTS = { ACCOUNTS: 'on' };
  const signIn = async (address: string, login: string, password: string) => {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${address}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ login, password }) });
  };
  const atMachine = async (...args: string[]): Promise<Program> => {
    const program = run('cli', ['user', ...args], ACCOUNTS);
    await program.end;
    return program;
  };
  const passwordIn = (program: Program): string => /密码 ([a-z0-9-]{19})/.exec(program.said())?.[1] ?? '';
  const stop = async (program: Program): Promise<void> => {
    program.child.kill('SIGTERM');
    await program.end;
  };

  it('lifts a lock and lets an administrator in, while the ledger runs and while it does not, and is on record', async () => {
    const first = run('api', [], ACCOUNTS);
    const address = await until(first, READY);
    const password = passwordIn(first);
    for (let i = 0; i < 5; i += 1) await signIn(address, 'admin', 'wrong');
    expect((await signIn(address, 'admin', password)).status).toBe(401);
    expect((await atMachine('unlock', 'admin')).child.exitCode).toBe(0);
    const inside = await signIn(address, 'admin', password);
    expect(inside.status).toBe(200);

    const recovered = await atMachine('recover', 'ADMIN');
    expect(recovered.said()).toMatch(/^账号 admin\n初始密码 \S{19}\n只显示这一次/);
    expect((await signIn(address, 'admin', password)).status).toBe(401);
    const again = await signIn(address, 'admin', passwordIn(recovered));
    expect(await again.json()).toMatchObject({ mustChange: true });
    const cookie = inside.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await fetch(`${address}/api/v1/accounts`, { headers: { cookie } })).status).toBe(401);
    await stop(first);

    const stopped = await atMachine('recover', 'admin');
    const second = run('api', [], ACCOUNTS);
    expect((await signIn(await until(second, READY), 'admin', passwordIn(stopped))).status).toBe(200);
    await stop(second);

    const office = await openOfficeStore({ file: join(folder, 'data/office.sqlite') });
    try {
      const { person } = await office.read.selectFrom('account').select('person').where('login', '=', 'admin').executeTakeFirstOrThrow();
      const rows = await office.read.selectFrom('access_record').selectAll().where('person', '=', 'operator').orderBy('id').execute();
      expect(rows.map(({ action, subject, kind }) => [action, subject, kind])).toEqual([
        ['unlockAccount', `account-${person}`, 'account'],
        ['recoverAccount', `account-${person}`, 'account'],
        ['recoverAccount', `account-${person}`, 'account'],
      ]);
    } finally {
      await office.close();
    }
  }, 120_000);

  it('lets in nobody else, and begins no ledger where there is none', async () => {
    const nowhere = await atMachine('recover', 'admin');
    expect([nowhere.child.exitCode, existsSync(join(folder, 'data'))]).toEqual([1, false]);
    expect(nowhere.said()).toContain('没有账户库');
    expectToldToPeople(nowhere.said());
    mkdirSync(join(folder, 'data'));
    const office = await openOfficeStore({ file: join(folder, 'data/office.sqlite') });
    const access = new Access(office, systemClock, readConfig({}).accounts, () => undefined);
    try {
      const by = { id: 'test', region: '000000' };
      const { person } = await access.accounts.create('clerk', '王经办', by.id);
      await access.accounts.grant(person, { role: 'recorder', region: '150430', unit: null, from: '2020-01-01', until: null }, by);
      for (const [login, why] of [
        ['clerk', '不是系统管理员'],
        ['nobody', '没有这个账户'],
      ] as const) {
        const refused = await atMachine('recover', login);
        expect(refused.child.exitCode).toBe(1);
        expect(refused.said()).toContain(why);
        expectToldToPeople(refused.said());
      }
      expect(await office.read.selectFrom('access_record').select('id').execute()).toEqual([]);
    } finally {
      await access.close();
      await office.close();
    }
  }, 60_000);
});

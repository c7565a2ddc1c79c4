import type { Command } from 'commander';

interface AccountLine {
  readonly person: string;
  readonly login: string;
  readonly name: string;
  readonly state: 'active' | 'locked' | 'disabled';
  readonly grants: readonly {
    readonly id: string;
    readonly roleZh: string;
    readonly role: string;
    readonly regionName: string;
    readonly from: string;
    readonly until: string | null;
    readonly ended: boolean;
  }[];
}

/** The part of the interface that these commands use; they act with the token of an administrator. */
export interface AccountsDoor {
  accounts(): Promise<readonly AccountLine[]>;
  changeAccounts<T>(path: string, body: object): Promise<T>;
}

interface GrantOptions {
  readonly role: string;
  readonly region: string;
  readonly unit?: string;
  readonly from?: string;
  readonly until?: string;
}

const STATES = { active: '', locked: '（部分地址已锁定）', disabled: '（已停用）' };
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function accountNamed(door: AccountsDoor, login: string): Promise<AccountLine> {
  const found = (await door.accounts()).find((account) => account.login === login.toLowerCase());
  if (found === undefined) throw new Error(`没有账号“${login}” / there is no account ${login}`);
  return found;
}

const tellPassword = ({ login, password }: { readonly login: string; readonly password: string | null }): void => {
  console.log(`账号 ${login}`);
  if (password === null) {
    console.log('程序账户，不能登录；授予角色后用 user token 发放令牌 / an account of a program: give it a role, then a token');
    return;
  }
  console.log(`初始密码 ${password}`);
  console.log('只显示这一次，首次登录须修改 / shown this once, to be changed at the first sign-in');
};

/** `user …`: accounts from the command line. */
export function addUserCommands(
  program: Command,
  inChinese: (command: Command) => Command,
  withLedger: (work: (ledger: AccountsDoor) => Promise<void>) => Promise<void>,
): void {
  const user = inChinese(program.command('user')).description(
    '账户与授权（须有系统管理员的令牌；recover、unlock 在本机办理） / accounts, with the token of an administrator',
  );
  inChinese(user.command('list'))
    .description('列出账户和角色 / list accounts with their roles')
    .action(() =>
      withLedger(async (door) => {
        for (const { login, name, state, grants } of await door.accounts()) {
          console.log(`${login}  ${name}${STATES[state]}`);
          for (const grant of grants.filter(({ ended }) => !ended))
            console.log(`  ${grant.roleZh} · ${grant.regionName}  ${grant.from}—${grant.until ?? '长期'}  ${grant.id}`);
        }
      }),
    );
  inChinese(user.command('add'))
    .argument('<login>', '账号')
    .argument('<name>', '姓名')
    .option('--program', '程序账户：不能登录，不办理复核、审核、审批')
    .usage('<账号> <姓名> [--program]')
    .description('建立账户，显示初始密码 / make an account and show its first password')
    .action((login: string, name: string, { program = false }: { readonly program?: boolean }) =>
      withLedger(async (door) => tellPassword(await door.changeAccounts('/accounts', { login, name, program }))),
    );
  inChinese(user.command('grant'))
    .argument('<login>', '账号')
    .requiredOption('--role <role>', '角色编号，例如 recorder')
    .requiredOption('--region <code>', '地区代码，含下级')
    .option('--unit <stream>', '所属单位（单位角色），例如 unit-…')
    .option('--from <date>', '自（默认今天）')
    .option('--until <date>', '至（默认长期）')
    .usage('<账号> --role <角色> --region <代码>')
    .description('授予角色 / give a role')
    .action((login: string, { role, region, unit, from = today(), until }: GrantOptions) =>
      withLedger(async (door) => {
        const { person } = await accountNamed(door, login);
        const body = { role, region, from, until: until ?? null, ...(unit === undefined ? {} : { unit }) };
        const { id } = await door.changeAccounts<{ id: string }>(`/accounts/${person}/roles`, body);
        console.log(`已授予 ${role}，编号 ${id}`);
      }),
    );
  inChinese(user.command('reset'))
    .argument('<login>', '账号')
    .usage('<账号>')
    .description('重置密码 / reset a password')
    .action((login: string) =>
      withLedger(async (door) =>
        tellPassword(await door.changeAccounts(`/accounts/${(await accountNamed(door, login)).person}/password`, {})),
      ),
    );
  // Loaded when asked for: no other command opens a store itself.
  inChinese(user.command('recover'))
    .argument('<login>', '系统管理员的账号')
    .usage('<账号>')
    .description(
      '在本机找回系统管理员账户：新的初始密码、解除锁定、启用；须有数据文件夹或数据库地址，不须令牌 / let an administrator in again, at the machine itself',
    )
    .action(async (login: string) => (await import('./machine.js')).recover(login));
  inChinese(user.command('unlock'))
    .argument('<login>', '账号')
    .usage('<账号>')
    .description('在本机解除登录锁定，密码不变，不须令牌 / lift the locks of a name, at the machine itself')
    .action(async (login: string) => (await import('./machine.js')).unlock(login));
  for (const [name, disabled, zh] of [
    ['disable', true, '停用'],
    ['enable', false, '启用'],
  ] as const)
    inChinese(user.command(name))
      .argument('<login>', '账号')
      .usage('<账号>')
      .description(`${zh}账户 / ${name} an account`)
      .action((login: string) =>
        withLedger(async (door) => {
          await door.changeAccounts(`/accounts/${(await accountNamed(door, login)).person}/disabled`, { disabled });
          console.log(`已${zh} ${login}`);
        }),
      );
  inChinese(user.command('token'))
    .argument('<login>', '账号')
    .requiredOption('--role <role>', '以哪个角色办理')
    .requiredOption('--label <label>', '用途')
    .requiredOption('--expires <date>', '到期日，不超过一年')
    .usage('<账号> --role <角色> --label <用途> --expires <日期>')
    .description(
      '为程序账户发放访问令牌，只显示一次（本人的令牌在页面上发放） / make a token for a program’s account; one’s own is made on the page',
    )
    .action((login: string, { role, label, expires }: { role: string; label: string; expires: string }) =>
      withLedger(async (door) => {
        const held = (await accountNamed(door, login)).grants.filter((grant) => grant.role === role && !grant.ended);
        const [grant] = held;
        if (grant === undefined || held.length > 1)
          throw new Error(`“${login}”的角色 ${role} 有 ${held.length} 项，须恰有一项 / exactly one such role must be held`);
        const { token } = await door.changeAccounts<{ token: string }>('/tokens', { grant: grant.id, label, expiresOn: expires });
        console.log(`BRAND_LEDGER_TOKEN=${token}`);
      }),
    );
}

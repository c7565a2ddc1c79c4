/** `user recover`, `user unlock`: at the machine itself, on the office store, whether the ledger runs or not. */
import { Access, recoverAdministrator, unlockName } from '#access';
import { readConfig, systemClock, tellError } from '#application';
import { openOfficeStore } from '#office';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Whoever may open the store needs no token: they have the folder, or the address of the database. */
async function atOffice(env: NodeJS.ProcessEnv, work: (access: Access) => Promise<void>): Promise<void> {
  const config = readConfig(env);
  const file = join(config.dataDir, 'office.sqlite');
  if (config.remote === null && !existsSync(file))
    throw new Error(
      `文件夹 ${resolve(config.dataDir)} 中没有账户库 office.sqlite，请用 DATA_DIR 指明台账的数据文件夹 / there is no office.sqlite in this folder: name the ledger’s data folder by DATA_DIR`,
    );
  const office = await openOfficeStore(config.remote === null ? { file } : { url: config.remote.readModelUrl });
  const access = new Access(office, systemClock, config.accounts, (line) => console.error(line));
  try {
    await work(access);
  } catch (error) {
    throw new Error(tellError(error), { cause: error });
  } finally {
    await access.close();
    await office.close();
  }
}

/** Prints an administrator's new first password, once. */
export const recover = (login: string): Promise<void> =>
  atOffice(process.env, async (access) => {
    const made = await recoverAdministrator(access, login);
    console.log(`账号 ${made.login}`);
    console.log(`初始密码 ${made.password}`);
    console.log('只显示这一次，首次登录须修改；已写入访问记录 / shown this once, to be changed at the first sign-in; it is on record');
  });

export const unlock = (login: string): Promise<void> =>
  atOffice(process.env, async (access) => {
    await unlockName(access, login);
    console.log(`已解除“${login}”的登录锁定，密码不变；已写入访问记录 / its locks are lifted, the password stays; it is on record`);
  });

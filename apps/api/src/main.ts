import 'reflect-metadata';
import { readConfig } from '#application';
import { compose } from '../../worker/src/composition';
import { runProcess } from '../../worker/src/process';
import { createServer } from './server';

/** Starts the api; with the embedded store, worker and page run in this process too. */
runProcess(async (onStop) => {
  const config = readConfig(process.env);
  const composition = await compose(config, config.remote === null ? 'embedded' : 'api');
  onStop(() => composition.close());
  // The sample data is in place before anybody can come in between.
  await composition.prepare(config.sampleData);
  if (config.accounts.on) await composition.access.accounts.begin(tellFirstAdministrator);
  if (config.accounts.demo && !composition.demonstration())
    console.warn(
      'DEMO=on 只对以演示方式新建的数据文件夹有效，未建立演示账户 / DEMO=on holds for a folder that was begun with it: no accounts were made',
    );
  if (config.accounts.publicUrl?.startsWith('https:') === true && config.accounts.trustedProxies.length === 0)
    console.warn(
      'PUBLIC_URL 为 https，而未设 TRUSTED_PROXIES：经反向代理登录的人在台账看来都来自同一地址，一人输错密码会使其他人也不能登录此账号 / set TRUSTED_PROXIES to the address of the proxy: without it all clients count as one address when passwords are wrong',
    );
  const server = await createServer(composition, config.logLevel);
  onStop(() => server.close());
  await server.listen(config.port, config.host);
  const address = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${server.port()}`;
  composition.announce(address);
  console.log(`品牌台账已就绪，请在浏览器打开：${address}`);
  console.log(`READY ${address}`);
});

/** Said once, on the first start: the password is kept nowhere in clear. */
function tellFirstAdministrator(login: string, password: string): void {
  console.log('首个系统管理员账户（只显示这一次，首次登录须修改密码） / the first administrator, shown this once:');
  console.log(`  账号 ${login}`);
  console.log(`  密码 ${password}`);
}

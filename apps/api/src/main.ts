import 'reflect-metadata';
import { seedDemoAccounts } from '#access';
import { readConfig, wasScenarioBegun } from '#application';
import { compose, type Composition } from '../../worker/src/composition';
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
  if (config.accounts.on && config.accounts.demo) await seedDemonstration(composition);
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

/** Accounts with a public password have no place beside the work of an office: only where the synthetic data lies. */
async function seedDemonstration({ access, config, ledger, models }: Composition): Promise<void> {
  if (!config.sampleData || !(await wasScenarioBegun(ledger))) {
    console.warn('DEMO=on 只在载入示例数据的台账中有效，未建立演示账户 / DEMO=on works beside the sample data only: no accounts were made');
    return;
  }
  const one = async (kind: 'unit' | 'institution', region: string) => {
    const [found] = (await models.queries.subjects({ kind, region, dataset: 'synthetic' })).rows;
    return found === undefined ? null : { stream: found.stream, region: found.region.code };
  };
  const made = await seedDemoAccounts(access, async (province) => ({
    unit: await one('unit', province),
    institution: await one('institution', province),
  }));
  if (made.length > 0)
    console.log(`已建立 ${made.length} 个演示账户（密码公开，见 docs/operations.md） / ${made.length} demonstration accounts were made`);
}

import { systemClock } from '#application';
import { openOfficeStore, type OfficeStore } from '#office';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres, type TestPostgres } from '../../../test/support/postgres';
import { Accounts } from './accounts';
import { OidcSignIn } from './oidc';

const SETTINGS = {
  ...{ failures: 5, lockMinutes: 15, nameFailures: 20, namePauseMs: 10, idleMinutes: 60, sessionHours: 12 },
  cost: { N: 1024, r: 8, p: 1 },
};
const BY = { id: 'test', region: '000000' };

describe.each(['sqlite', 'postgres'] as const)('two who do the same at once, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  let postgres: TestPostgres | null = null;
  const stores: OfficeStore[] = [];
  /** Two processes over one store. */
  let both: readonly [Accounts, Accounts];
  const told: string[] = [];

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await testPostgres();
    const target = postgres === null ? { file: join(folder, 'office.sqlite') } : { url: postgres.url };
    for (let i = 0; i < 2; i += 1) stores.push(await openOfficeStore(target));
    const [one, other] = stores.map((store) => new Accounts(store, systemClock, SETTINGS, () => Promise.resolve()));
    if (one === undefined || other === undefined) throw new Error('two');
    both = [one, other];
  }, 60_000);
  afterAll(async () => {
    for (const store of stores) await store.close();
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('begin the store: one makes the first administrator, and tells the password that works', async () => {
    const made = await Promise.all(both.map((accounts) => accounts.begin((_, password) => told.push(password))));
    expect([...made].sort()).toEqual([false, true]);
    expect(told).toHaveLength(1);
    await expect(both[0].check('admin', told[0] ?? '', '10.0.0.1')).resolves.toMatchObject({ login: 'admin' });
  });

  it('take a login: one gets it, the other is told', async () => {
    for (let i = 0; i < 5; i += 1) {
      const ends = await Promise.allSettled(both.map((accounts) => accounts.create(`clerk${i}`, '某', BY.id)));
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ refusal: { code: 'ACCOUNT.LOGIN_TAKEN' } });
    }
  });

  it('bind an identity: one account has it, the other is told', async () => {
    const settings = { issuer: 'https://idp.example', clientId: 'a', clientSecret: 'b', redirectUrl: 'https://ledger.example/cb' };
    const doors = stores.map((store, at) => new OidcSignIn(store, systemClock, both[at as 0 | 1], settings, () => undefined));
    for (let i = 0; i < 5; i += 1) {
      const people = await Promise.all(both.map((accounts, at) => accounts.create(`bound${i}${at}`, '某', BY.id)));
      const ends = await Promise.allSettled(doors.map((door, at) => door.bind(people[at]?.person ?? '', `sub${i}`, BY)));
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const end of ends)
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ refusal: { code: 'ACCOUNT.IDENTITY_TAKEN' } });
    }
  });
});

import { tellError } from '#application';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { testPostgres, type TestPostgres } from '../../../test/support/postgres';
import { openOfficeStore, type OfficeStore } from './store';

const RECORD = {
  ...{ id: '2026-11-26T02:00:00.000Z-1', at: '2026-11-26T02:00:00.000Z', person: 'p', role: 'recorder', scope: '150430' },
  ...{ stand_in: null, principal: null, kind: 'read' as const, action: 'getBrand', method: 'GET', path: '/api/v1/brands/x' },
  ...{ region: '150430', subject: 'brand-x', status: 200, code: null, correlation: null },
};

describe.each(['sqlite', 'postgres'] as const)('the office store on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'office-'));
  let postgres: TestPostgres | null = null;
  let store: OfficeStore;
  const open = (): Promise<OfficeStore> =>
    openOfficeStore(postgres === null ? { file: join(folder, 'office.sqlite') } : { url: postgres.url });

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await testPostgres();
    store = await open();
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what was written when it is opened again', async () => {
    await store.inTransaction((tx) => tx.insertInto('access_record').values(RECORD).execute());
    await store.close();
    store = await open();
    expect(await store.read.selectFrom('access_record').selectAll().execute()).toMatchObject([RECORD]);
  });

  it('rolls a failed transaction back', async () => {
    const failing = store.inTransaction(async (tx) => {
      await tx
        .insertInto('access_record')
        .values({ ...RECORD, id: 'second' })
        .execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.read.selectFrom('access_record').select('id').execute()).toEqual([{ id: RECORD.id }]);
  });

  it('lets nobody change or remove an access record', async () => {
    await expect(store.inTransaction((tx) => tx.updateTable('access_record').set({ status: 403 }).execute())).rejects.toThrow(
      'only added to',
    );
    await expect(store.inTransaction((tx) => tx.deleteFrom('access_record').execute())).rejects.toThrow('only added to');
  });

  it('opens what an older program wrote, whose accounts had a lock of their own', async () => {
    const insert = (login: string) =>
      sql`insert into account (person, login, display_name, must_change, created_at, created_by, demo) values (${login}, ${login}, '某', 0, '', '', 0)`;
    await store.inTransaction(async (tx) => {
      for (const column of ['failures', 'locked_until'])
        await sql`alter table account add column ${sql.ref(column)} integer not null default 0`.execute(tx);
      await insert('old').execute(tx);
      await tx.updateTable('office_version').set({ version: 2 }).where('component', '=', 'accounts').execute();
    });
    await store.close();
    store = await open();
    await store.inTransaction((tx) => insert('new').execute(tx));
    const rows = await store.read.selectFrom('account').selectAll().orderBy('login').execute();
    expect(rows.map(({ login }) => login)).toEqual(['new', 'old']);
    expect(Object.keys(rows[0] ?? {})).not.toContain('locked_until');
  });

  it('refuses what a newer program wrote, and says what to do', async () => {
    const ofAccounts = () => store.read.selectFrom('office_version').select('version').where('component', '=', 'accounts');
    const { version } = await ofAccounts().executeTakeFirstOrThrow();
    await store.inTransaction((tx) => tx.updateTable('office_version').set({ version: 99 }).where('component', '=', 'accounts').execute());
    await expect(open()).rejects.toMatchObject({
      code: 'OFFICE.SCHEMA_TOO_NEW',
      todo: { zh: expect.stringContaining('请勿删除') as string },
    });
    const told = await open().then(() => '', tellError);
    expect(told).toMatch(
      /^办公库（accounts）由更新版本的程序建立。请使用更新版本的程序.*\nthe office store has version 99 of accounts, .*Run the newer program/,
    );
    await store.inTransaction((tx) => sql`update office_version set version = ${version} where component = 'accounts'`.execute(tx));
  });
});

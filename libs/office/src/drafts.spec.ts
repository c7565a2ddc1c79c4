import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres, type TestPostgres } from '../../../test/support/postgres';
import { FormDrafts } from './form-drafts/drafts';
import { ReturnDrafts } from './return-drafts/drafts';
import { openOfficeStore, type OfficeStore } from './store';

const AT = '2026-11-26T02:00:00.000Z';
const draft = (savedBy: string) => ({
  ...{ brandId: 'b', form: 'f', formVersion: '1', answers: `{"by":"${savedBy}"}`, savedBy, savedAt: AT },
});
const cell = (value: string, seen = 0) => ({ line: 'l', field: value, value, seen });

describe.each(['sqlite', 'postgres'] as const)('drafts on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'office-drafts-'));
  let postgres: TestPostgres | null = null;
  let store: OfficeStore;

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await testPostgres();
    store = await openOfficeStore(postgres === null ? { file: join(folder, 'office.sqlite') } : { url: postgres.url });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of a form: of two who save at once after one version, one is kept and the other is told', async () => {
    const drafts = new FormDrafts(store);
    for (let after = 0; after < 20; after += 1) {
      const [first, second] = await Promise.all([drafts.save(draft('one'), after), drafts.save(draft('two'), after)]);
      expect(new Set([first, second])).toEqual(new Set([after + 1, null]));
      expect(await drafts.find('b', 'f')).toMatchObject({ version: after + 1, savedBy: first === null ? 'two' : 'one' });
    }
  });

  it('of a form that was discarded meanwhile is not brought back by an older page', async () => {
    const drafts = new FormDrafts(store);
    await drafts.discard('b', 'f');
    expect(await drafts.save(draft('one'), 3)).toBeNull();
    expect(await drafts.find('b', 'f')).toBeNull();
  });

  it('of a return: only what was read for the report goes, and what stays is younger than the report', async () => {
    const drafts = new ReturnDrafts(store);
    const by = { by: 'p', at: AT };
    await drafts.write('r', [cell('a'), cell('b')], by);
    await drafts.write('other', [cell('a')], by);
    const read = await drafts.cells('r');
    await drafts.write('r', [{ ...cell('b', 1), value: 'changed' }, cell('c')], by);
    await drafts.discard('r', read, '2026-11-26T02:00:01.000Z');
    const left = (await drafts.cells('r')).map(({ field, value, at }) => ({ field, value, at }));
    expect(left).toEqual([
      { field: 'b', value: 'changed', at: '2026-11-26T02:00:01.000Z' },
      { field: 'c', value: 'c', at: '2026-11-26T02:00:01.000Z' },
    ]);
    await drafts.discard('r', await drafts.cells('r'), AT);
    expect(await drafts.cells('r')).toEqual([]);
    expect(await drafts.cells('other')).toHaveLength(1);
  });
});

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
  const target = () => (postgres === null ? { file: join(folder, 'office.sqlite') } : { url: postgres.url });

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await testPostgres();
    store = await openOfficeStore(target());
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

  it('of a return: only what was read for the report goes with it, and only once', async () => {
    const drafts = new ReturnDrafts(store);
    const by = { by: 'p', at: AT };
    const left = async () => (await drafts.cells('r')).map(({ field, value, claimedBy }) => [field, value, claimedBy]);
    await drafts.write('r', [cell('a'), cell('b')], by);
    await drafts.write('other', [cell('a')], by);
    const read = await drafts.cells('r');
    await drafts.write('r', [{ ...cell('b', 1), value: 'changed' }, cell('c')], by);
    await drafts.claim('r', read, 'report-1');
    expect(await left()).toEqual([
      ['a', 'a', 'report-1'],
      ['b', 'changed', null],
      ['c', 'c', null],
    ]);
    await drafts.discard('r', ['report-0']);
    expect(await left()).toHaveLength(3);
    await drafts.discard('r', ['report-0', 'report-1']);
    expect(await left()).toEqual([
      ['b', 'changed', null],
      ['c', 'c', null],
    ]);
    await drafts.claim('r', await drafts.cells('r'), 'report-2');
    // Written after the claim: it is the next draft.
    await drafts.write('r', [{ ...cell('c', 1), value: 'later' }], by);
    await drafts.discard('r', ['report-2']);
    expect(await left()).toEqual([['c', 'later', null]]);
    expect(await drafts.cells('other')).toHaveLength(1);
  });

  it('of a return: of two who write one cell at once one is saved, and the other is told what stands', async () => {
    const drafts = new ReturnDrafts(store);
    for (let seen = 0; seen < 20; seen += 1) {
      const written = await Promise.all(
        ['one', 'two'].map((by) => drafts.write('both', [{ ...cell('x', seen), value: `${by}${seen}` }], { by, at: AT })),
      );
      const [kept] = await drafts.cells('both');
      expect(written.map(({ saved, conflicts }) => [saved.length, conflicts.length]).sort()).toEqual([
        [0, 1],
        [1, 0],
      ]);
      expect(kept?.revision).toBe(seen + 1);
      expect(written.flatMap(({ conflicts }) => conflicts.map(({ theirs }) => theirs))).toEqual([kept]);
    }
  });

  it('of a return from a store that an older program wrote are kept', async () => {
    const drafts = new ReturnDrafts(store);
    await drafts.write('old', [cell('a')], { by: 'p', at: AT });
    await store.inTransaction(async (tx) => {
      await tx.schema.alterTable('return_draft_cell').dropColumn('claimed_by').execute();
      await tx.updateTable('office_version').set({ version: 1 }).where('component', '=', 'return-drafts').execute();
    });
    await store.close();
    store = await openOfficeStore(target());
    expect(await new ReturnDrafts(store).cells('old')).toMatchObject([{ value: 'a', claimedBy: null }]);
  });
});

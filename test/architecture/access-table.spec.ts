/** Every route of the interface has its row in the table of access, and no row stands without a route. */
import { ACTION_IDS, ACTIONS, ROLE_IDS, actionOf } from '#access';
import { allRoutes } from '../support/routes';

describe('the table of access', () => {
  const all = allRoutes();

  it('sees the routes', () => {
    expect(all.length).toBeGreaterThan(150);
  });

  it('has one row for every route', () => {
    expect(all.filter(({ operation }) => operation === null || actionOf(operation) === null)).toEqual([]);
  });

  it('has no row without a route, and no two routes under one row', () => {
    const named = all.map(({ operation }) => operation);
    expect(ACTION_IDS.filter((id) => !named.includes(id))).toEqual([]);
    expect(named.filter((operation, i) => named.indexOf(operation) !== i)).toEqual([]);
  });

  it('lets somebody do everything that is not open to all', () => {
    expect(ACTION_IDS.filter((id) => actionOf(id)?.open !== true && Object.keys(ACTIONS[id].who).length === 0)).toEqual([]);
    expect(ROLE_IDS.filter((role) => !ACTION_IDS.some((id) => actionOf(id)?.who[role] !== undefined))).toEqual([]);
  });

  it('lets no administrator read or write what the ledger is about', () => {
    const house: readonly string[] = ['none', 'scope', 'byService', 'bodyRegion'];
    const theirs = ACTION_IDS.filter((id) => actionOf(id)?.who.administrator === 'within');
    expect(theirs.filter((id) => !house.includes(ACTIONS[id].region))).toEqual([]);
    expect(theirs.filter((id) => ACTIONS[id].kind === 'act')).toEqual(['startRebuild']);
    expect(
      ['listBrands', 'listSubjects', 'yearlyCounts', 'importFile', 'document', 'accessRecords'].filter((id) =>
        theirs.some((own) => own === id),
      ),
    ).toEqual([]);
  });
});

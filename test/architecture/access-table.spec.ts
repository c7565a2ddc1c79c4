/** Every route of the interface has its row in the table of access, and no row stands without a route. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { ACTION_IDS, ACTIONS, ROLE_IDS, actionOf } from '#access';
import { ApiModule } from '../../apps/api/src/app.module';
import { operationOf } from '../../apps/api/src/operation';

interface Route {
  readonly route: string;
  readonly operation: string | null;
}

function routes(): Route[] {
  const { controllers = [] } = ApiModule.of({ models: {} } as never);
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name): Route[] => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const path = [controller, handler].map((owner) => String(Reflect.getMetadata(PATH_METADATA, owner) ?? '')).join('/');
      return [{ route: `${method} ${path.replace(/\/+/g, '/')}`, operation: operationOf(handler) }];
    });
  });
}

describe('the table of access', () => {
  const all = routes();

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

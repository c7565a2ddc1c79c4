/** 社会公众: what somebody reads who has not signed in, where the operator lets the public read, and nothing else. */
import { actionOf } from '#access';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { inject, someone } from '../support/people';
import { allRoutes } from '../support/routes';
import { intoTheCatalogue, nominationOf, reportOf } from '../support/shandong-life';

/** What is public, in so many words. */
const PUBLIC = [
  ...['catalogue', 'compareEditions', 'diffPolicy', 'exportTable', 'getEdition', 'listEditions', 'listForms', 'listRegions', 'policies'],
  ...['policyLife', 'regionalFigures'],
];
const REGION = '370102';
const filled = (path: string): string => path.replace(/:(code|region)/, REGION).replace(/:\w+/g, randomUUID());

/** Operations that answer a visitor otherwise than with a request to sign in. */
async function open(app: TestApp): Promise<string[]> {
  const found: string[] = [];
  for (const { method, path, operation } of allRoutes()) {
    if (operation === null || actionOf(operation)?.open === true) continue;
    const answer = await inject(app.server, method, filled(path), method === 'GET' || method === 'DELETE' ? undefined : {}, {});
    if (answer.status !== 401) found.push(operation);
  }
  return found.sort();
}

describe('where the public may read', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ accounts: 'on', env: { PUBLIC_READING: 'on' } });
  }, 60_000);
  afterAll(() => app.stop());

  it('a visitor reads what is public, and is asked to sign in for all else', async () => {
    expect(await open(app)).toEqual(PUBLIC);
  });

  it('no brand, no unit, no name of a person comes out by any door', async () => {
    const source = { reference: '示例', note: null };
    const { brandId } = await app.composition.brands.found(
      {
        ...{ name: '不公开家政', kind: 'labour', category: null, brandType: null, region: REGION, regionAsStated: null },
        ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source },
      },
      null,
      { actor: LOCAL },
    );
    await app.settled();
    const clerk = await someone(app, 'recorder', REGION);
    for (const path of [
      ...[`/api/v1/brands/${brandId}`, '/api/v1/brands', `/api/v1/persons?ids=${clerk.person}`, '/api/v1/work', '/api/v1/feed'],
      ...['/api/v1/exports/brands?format=csv', '/api/v1/exports/access-records?format=csv', '/api/v1/access-records'],
    ]) {
      const { status, body } = await inject(app.server, 'GET', path, undefined, {});
      expect([path, status]).toEqual([path, 401]);
      expect(JSON.stringify(body)).not.toContain('不公开');
    }
  });

  it('the public catalogue tells who is listed, and of no warning or review, not even by what is asked for', async () => {
    const { clock, brands } = app.composition;
    clock.setToday('2022-01-10');
    const { brandId } = await brands.found(reportOf('历下公开家政'), nominationOf('county'), { actor: LOCAL });
    for (const command of intoTheCatalogue('county')) await brands.command(brandId, command, { actor: LOCAL });
    clock.setToday(null);
    const approver = await someone(app, 'approver', '370000');
    const closing = { year: 2024, closedOn: '2025-01-20', closedBy: approver.person, origin: 'operational' };
    expect(await approver.ask('POST', '/api/v1/regions/370000/close-year', closing)).toMatchObject({ status: 200 });
    await app.settled();
    const states = async (cookie: string, query = ''): Promise<unknown> => {
      const { body } = await inject(app.server, 'GET', `/api/v1/catalogue?q=${encodeURIComponent('历下公开')}${query}`, undefined, {
        cookie,
      });
      return (body.rows ?? []).map(({ sideStates }) => sideStates);
    };
    expect(await states(approver.cookie)).toEqual([['reviewOverdue']]);
    expect(await states('')).toEqual([[]]);
    // A filter would tell it as well.
    for (const side of ['reviewOverdue', 'supportStopped']) expect(await states('', `&side=${side}`)).toEqual([[]]);
  });

  it('a version of a policy that nobody has approved is no business of the public', async () => {
    const text = readFileSync(join(__dirname, '../../libs/policy/packs/im-2024-118.yaml'), 'utf8').replace("version: '1'", "version: '2'");
    const editor = await someone(app, 'policyEditor', '000000');
    const drafted = await editor.ask('POST', '/api/v1/policies', {
      text,
      draftedBy: editor.person,
      reason: '起草中',
      effectiveFrom: '2099-01-01',
    });
    expect(drafted.status).toBe(201);
    expect((await editor.ask('GET', '/api/v1/policies')).body).toMatchObject({ drafts: [{ version: '2' }] });
    for (const path of ['/api/v1/policies', '/api/v1/policies/im-2024-118', '/api/v1/policies/im-2024-118/diff?from=1&to=2']) {
      const { body } = await inject(app.server, 'GET', path, undefined, {});
      expect(JSON.stringify(body)).not.toContain('起草中');
      expect(JSON.stringify(body)).not.toContain('2099');
    }
    expect((await inject(app.server, 'GET', '/api/v1/policies/im-2024-118', undefined, {})).body).toMatchObject({
      versions: [{ version: '1' }],
    });
    expect((await inject(app.server, 'GET', '/api/v1/policies/im-2024-118/diff?from=1&to=2', undefined, {})).status).toBe(404);
  });

  it('the page is told which role a visitor has, and whose session ended is a visitor', async () => {
    const visitor = (await inject(app.server, 'GET', '/api/v1/session', undefined, {})).body;
    expect(visitor).toMatchObject({ person: null, acting: { role: 'publicReader', region: '000000' }, grants: [], csrf: null });
    expect(Object.keys(visitor['may'] as object).sort()).toEqual(PUBLIC);
    const clerk = await someone(app, 'recorder', REGION);
    expect((await clerk.ask('GET', '/api/v1/brands')).status).toBe(200);
    await clerk.ask('DELETE', '/api/v1/session');
    expect((await clerk.ask('GET', '/api/v1/brands')).status).toBe(401);
    expect((await clerk.ask('GET', '/api/v1/catalogue')).status).toBe(200);
    const forged = await inject(app.server, 'GET', '/api/v1/catalogue', undefined, { authorization: 'Bearer blt_nothing' });
    expect(forged.status).toBe(401);
  });
});

it('nothing is public unless the operator says so', async () => {
  const app = await startApp({ accounts: 'on' });
  try {
    expect(await open(app)).toEqual([]);
    expect((await inject(app.server, 'GET', '/api/v1/session', undefined, {})).body).toMatchObject({ acting: null, may: {} });
  } finally {
    await app.stop();
  }
}, 60_000);

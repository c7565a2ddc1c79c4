/** The file that a clerk already has, into the draft of a called return; and what files show to whom, with accounts. */
import { DraftFill, ImportPreview } from '#contracts';
import { returnIdOf } from '#domain';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { gbk } from '../support/gbk';
import { someone, type Asked, type Person } from '../support/people';
import { SOURCE, intoTheCatalogue, nominationOf, reportOf } from '../support/shandong-life';

jest.setTimeout(120_000);

const COUNTY = '370102';
const NAMES = ['历下甲家政', '历下乙家政', '历下丙家政'];
const ASKED = [
  { metric: 'employmentDriven', unit: 'persons', directness: 'direct' },
  { metric: 'employmentDriven', unit: 'persons', directness: 'indirect' },
  { metric: 'workers', unit: 'persons', directness: 'unstated' },
];
const at = (path: string): string => `/api/v1/${path}`;
const BYTES = { 'content-type': 'application/octet-stream' };

let app: TestApp;
let unit: string;
let returnId: string;
let ids: ReadonlyMap<string, string>;
const people = {} as Record<
  'unit' | 'otherUnit' | 'recorder' | 'colleague' | 'neighbour' | 'checker' | 'province' | 'auditor' | 'publicReader',
  Person
>;

const done = (answer: Asked): Asked => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const code = (answer: Asked): unknown[] => [answer.status, answer.body['code']];
const line = (name: string, metric: string, directness: string): string => `${ids.get(name)}|${metric}|${directness}|`;
const workbook = (rows: readonly (readonly (string | number | null)[])[]): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: '台账', rows: rows.map((row) => [...row]) }] });
const fill = async (who: Person, bytes: Uint8Array, apply = false): Promise<Asked> =>
  who.ask('POST', at(`returns/${returnId}/draft/from-file?apply=${apply}`), Buffer.from(bytes), BYTES);
const filled = async (who: Person, bytes: Uint8Array, apply = false): Promise<DraftFill> =>
  DraftFill.parse(done(await fill(who, bytes, apply)).body);
const read = (who: Person, bytes: Uint8Array, columns: string): Promise<Asked> =>
  who.ask('POST', at(`returns/${returnId}/draft/from-file?columns=${columns}`), Buffer.from(bytes), BYTES);
const drafted = async (): Promise<Readonly<Record<string, unknown>>> => {
  const { body } = done(await people.unit.ask('GET', at(`returns/${returnId}/draft`)));
  const cells = body['cells'] as { line: string; field: string; value: string }[];
  return Object.fromEntries(cells.map((cell) => [cell.line, cell.value]));
};
/** A file as one person gets it. */
const file = async (who: Person, path: string): Promise<{ readonly status: number; readonly bytes: Buffer }> => {
  const answer = await app.server.app.inject({ method: 'GET', url: at(path), headers: { cookie: who.cookie, 'x-csrf-token': who.csrf } });
  return { status: answer.statusCode, bytes: answer.rawPayload };
};
const textOf = async (bytes: Uint8Array): Promise<string> =>
  (await readXlsx(bytes)).sheets.map(({ rows }) => rows.map((row) => row.join('|')).join('\n')).join('\n');

beforeAll(async () => {
  app = await startApp({ accounts: 'on' });
  const { clock, brands: service, subjects } = app.composition;
  const actor = { actor: { ...LOCAL } };
  clock.setToday('2022-01-10');
  const found = new Map<string, string>();
  for (const name of NAMES) {
    const { brandId } = await service.found(reportOf(name), nominationOf('county'), actor);
    for (const command of intoTheCatalogue('county')) await service.command(brandId, command, actor);
    found.set(name, brandId);
  }
  ids = found;
  const named = { name: '历下家政公司', creditCode: null, unitType: 'leadFirm', region: COUNTY } as const;
  const data = { ...named, origin: 'operational', source: SOURCE, brands: [...found.values()].slice(0, 2) } as const;
  const registered = await subjects.found(
    { kind: 'unit', command: { type: 'register', data: { ...data, brands: [...data.brands] } } },
    actor,
  );
  unit = registered.stream;
  clock.setToday('2026-01-12');
  await app.settled();
  people.unit = await someone(app, 'constructionUnit', COUNTY, unit);
  people.otherUnit = await someone(app, 'constructionUnit', COUNTY, 'unit-00000000-0000-4000-8000-000000000077');
  people.recorder = await someone(app, 'recorder', COUNTY);
  people.colleague = await someone(app, 'recorder', COUNTY);
  people.neighbour = await someone(app, 'recorder', '370103');
  people.checker = await someone(app, 'checker', COUNTY);
  people.province = await someone(app, 'provinceScreener', '370000');
  people.auditor = await someone(app, 'auditor', '370000');
  people.publicReader = await someone(app, 'publicReader', '000000');
  const call = done(
    await people.province.ask('POST', at('return-calls'), {
      ...{ region: '370000', period: '2025', kind: 'labour', basis: 'period', title: '2025年度成效数据', asked: ASKED, dueOn: null },
      ...{ origin: 'operational', document: null },
    }),
  );
  returnId = returnIdOf({ region: COUNTY, period: '2025', unit, call: String(call.body['id']) });
  await app.settled();
});
afterAll(() => app.stop());

describe('the clerk’s own file', () => {
  it('is understood in any order of columns, by synonyms and in full-width digits; nothing is written by looking', async () => {
    const bytes = await workbook([
      ['历下家政公司2025年情况', null, null, null, null],
      ['备注', '直接带动就业人数（人）', '劳务品牌', '所得税', '间接带动就业（估算）'],
      ['', '１２０', '历下甲家政', '9', '1,040'],
      ['', 80, ' 历下乙家政 ', '9', 30],
      ['', 200, '合计', '18', 1070],
      ['', 5, '外地品牌', '', 5],
    ]);
    const seen = await filled(people.unit, bytes);
    expect(seen).toMatchObject({ sheet: '台账', headingRow: 2, faults: [], applied: false, counts: { new: 4, changed: 0, unchanged: 0 } });
    expect(seen.columns.map(({ address, as }) => [address, as])).toEqual([
      ['B2', '带动就业人数（直接）'],
      ['E2', '带动就业人数（间接，估算）'],
    ]);
    expect(seen.unknownColumns.map(({ heading }) => heading)).toEqual(['所得税']);
    expect(seen.unknownBrands).toEqual([{ name: '外地品牌', address: 'C6' }]);
    expect(await drafted()).toEqual({});

    expect(await filled(people.unit, bytes, true)).toMatchObject({ applied: true, conflicts: [] });
    expect(await drafted()).toEqual({
      [line('历下甲家政', 'employmentDriven', 'direct')]: '120',
      [line('历下甲家政', 'employmentDriven', 'indirect')]: '1040',
      [line('历下乙家政', 'employmentDriven', 'direct')]: '80',
      [line('历下乙家政', 'employmentDriven', 'indirect')]: '30',
    });
    expect(await filled(people.unit, bytes)).toMatchObject({ counts: { new: 0, changed: 0, unchanged: 4 } });
  });

  it('is read as its sender says where a heading does not; a figure that is not asked for is refused', async () => {
    const bytes = await workbook([
      ['劳务品牌', '在岗', '带动就业'],
      ['历下甲家政', 501, 122],
    ]);
    const told = DraftFill.parse(done(await read(people.unit, bytes, 'B=workers.unstated,C=employmentDriven.direct')).body);
    expect(told.cells.map(({ metric, directness, after }) => [metric, directness, after])).toEqual([
      ['workers', 'unstated', '501'],
      ['employmentDriven', 'direct', '122'],
    ]);
    expect(told.choices.map(({ id }) => id)).toEqual(['employmentDriven.direct', 'employmentDriven.indirect', 'workers.unstated']);
    for (const columns of ['B=certified.direct', 'B', 'B=workers.unstated,', '1=-'])
      expect([columns, (await read(people.unit, bytes, columns)).status]).toEqual([columns, 400]);
  });

  it('in GBK, as Excel saves a CSV, tells what would change before it does', async () => {
    const bytes = gbk('品牌名称,从业人员数（期末）,带动就业人数（直接）\r\n历下甲家政,500,121\r\n历下乙家政,90,80\r\n');
    const seen = await filled(people.recorder, bytes);
    expect(seen).toMatchObject({ sheet: null, counts: { new: 2, changed: 1, unchanged: 1 } });
    expect(seen.cells.find(({ kind }) => kind === 'changed')).toMatchObject({ address: 'C2', before: '120', after: '121' });
    expect(await filled(people.recorder, bytes, true)).toMatchObject({ applied: true, conflicts: [] });
    expect((await drafted())[line('历下甲家政', 'employmentDriven', 'direct')]).toBe('121');
  });

  it('with one wrong cell fills in nothing, and names each by its address', async () => {
    const before = await drafted();
    const bytes = await workbook([
      ['品牌', '从业人员数', '带动就业人数（直接）'],
      ['历下甲家政', '约500', 7],
      ['历下乙家政', 91, -3],
    ]);
    const seen = await filled(people.unit, bytes, true);
    expect(seen.applied).toBe(false);
    expect(seen.faults.map(({ sheet, address, code: fault }) => [sheet, address, fault])).toEqual([
      ['台账', 'B2', 'FILE.NOT_A_COUNT'],
      ['台账', 'C3', 'FILE.NOT_A_COUNT'],
    ]);
    expect(await drafted()).toEqual(before);
  });

  it('that is no table, or is another’s return, is refused and changes nothing', async () => {
    const before = await drafted();
    expect(code(await fill(people.unit, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), true))).toEqual([
      400,
      'IMPORT.REFUSED',
    ]);
    const bytes = await workbook([
      ['品牌', '从业人员数'],
      ['历下甲家政', 1],
    ]);
    for (const who of [people.otherUnit, people.neighbour, people.checker, people.auditor, people.publicReader])
      expect((await fill(who, bytes, true)).status).toBeGreaterThanOrEqual(403);
    expect(await drafted()).toEqual(before);
  });

  it('does not overwrite what a colleague wrote since the file was looked at: it is told, and looked at again', async () => {
    const key = line('历下乙家政', 'workers', 'unstated');
    const bytes = await workbook([
      ['品牌', '从业人员数'],
      ['历下甲家政', 501],
      ['历下乙家政', 95],
    ]);
    const before = await drafted();
    const looked = await filled(people.unit, bytes);
    expect(looked.cells.find((cell) => cell.line === key)).toMatchObject({ before: '90', after: '95', kind: 'changed' });
    done(
      await people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), { cells: [{ line: key, field: 'value', value: '93', seen: 1 }] }),
    );
    const put = async (seen: string): Promise<DraftFill> =>
      DraftFill.parse(
        done(await people.unit.ask('POST', at(`returns/${returnId}/draft/from-file?apply=true&seen=${seen}`), Buffer.from(bytes), BYTES))
          .body,
      );
    const told = await put(looked.seen);
    expect(told).toMatchObject({ applied: false, stale: true });
    expect(told.cells.find((cell) => cell.line === key)).toMatchObject({ before: '93', after: '95' });
    expect(await drafted()).toEqual({ ...before, [key]: '93' });
    expect(await put(told.seen)).toMatchObject({ applied: true, stale: false, conflicts: [] });
    expect(await drafted()).toMatchObject({ [key]: '95', [line('历下甲家政', 'workers', 'unstated')]: '501' });
  });
});

describe('files with accounts', () => {
  const OWN = '历下甲家政';
  const rowsFor = async (who: Person, what: string): Promise<readonly [number, boolean]> => {
    const { status, bytes } = await file(who, `exports/${what}&format=xlsx`);
    return [status, status === 200 && (await textOf(bytes)).includes(OWN)];
  };

  it('hold what the person’s region holds, and a unit its own brands', async () => {
    expect(await rowsFor(people.recorder, 'brands?dataset=real')).toEqual([200, true]);
    expect(await rowsFor(people.neighbour, 'brands?dataset=real')).toEqual([200, false]);
    expect(await rowsFor(people.auditor, 'brands?dataset=real')).toEqual([200, true]);
    // Units have no list of brands, and so no file of one.
    expect((await people.unit.ask('GET', at('brands?dataset=real'))).status).toBe(403);
    expect((await rowsFor(people.unit, 'brands?dataset=real'))[0]).toBe(403);
    expect((await rowsFor(people.unit, `brand-figures?id=${ids.get(OWN)}`))[0]).toBe(200);
    expect((await rowsFor(people.unit, `brand-figures?id=${ids.get('历下丙家政')}`))[0]).toBe(403);
    expect(await rowsFor(people.otherUnit, 'returns?dataset=real')).toEqual([200, false]);
    for (const what of [`return-lines?id=${returnId}`, `brand-figures?id=${ids.get(OWN)}`, `brand-history?id=${ids.get(OWN)}`]) {
      expect([what, (await rowsFor(people.neighbour, what))[0]]).toEqual([what, 403]);
      expect([what, (await rowsFor(people.otherUnit, what))[0]]).toEqual([what, 403]);
    }
    expect(await rowsFor(people.unit, `return-lines?id=${returnId}`)).toEqual([200, true]);
    expect((await rowsFor(people.neighbour, 'returns?dataset=real&region=370102'))[0]).toBe(403);
    expect((await rowsFor(people.recorder, 'access-records?outcome=all'))[0]).toBe(403);
    expect((await rowsFor(people.auditor, 'access-records?outcome=all'))[0]).toBe(200);
  });

  it('to be filled in are of the person’s region too', async () => {
    const query = 'templates/yearly-figures?dataset=real&year=2025';
    expect(await textOf((await file(people.recorder, query)).bytes)).toContain(OWN);
    expect(await textOf((await file(people.neighbour, query)).bytes)).not.toContain(OWN);
    expect((await file(people.neighbour, `${query}&region=370102`)).status).toBe(403);
    expect((await file(people.neighbour, `templates/return?id=${returnId}`)).status).toBe(403);
    expect((await file(people.otherUnit, `templates/return?id=${returnId}`)).status).toBe(403);
    expect((await file(people.unit, `templates/return?id=${returnId}`)).status).toBe(200);
    expect((await file(people.publicReader, query)).status).toBe(403);
    const other = await file(people.otherUnit, query);
    expect(other.status === 200 ? (await textOf(other.bytes)).includes(OWN) : false).toBe(false);
  });

  it('that were looked through are nobody else’s to see', async () => {
    const rows = [
      ['品牌名称', '地区', '年度', '指标', '数值', '单位', '直接/间接', '来源'],
      [OWN, '370102', '2025', '从业人员数（期末）', '十', '人', '', '年报'],
    ];
    const text = Buffer.from(rows.map((row) => row.join(',')).join('\n'));
    expect(code(await people.unit.ask('POST', at('imports/preview?fileName=a.csv'), text, BYTES))).toEqual([403, 'ACCESS.ROLE']);
    const started = done(await people.recorder.ask('POST', at('imports/preview?fileName=a.csv'), text, BYTES));
    const path = at(`imports/preview/${String(started.body['previewId'])}`);
    let seen = ImportPreview.parse(started.body);
    while (['reading', 'checking', 'comparing'].includes(seen.state)) {
      await sleep(20);
      seen = ImportPreview.parse(done(await people.recorder.ask('GET', path)).body);
    }
    expect(seen.faults.length).toBeGreaterThan(0);
    expect((await people.recorder.ask('GET', `${path}/marked`)).status).toBe(200);
    for (const who of [people.colleague, people.neighbour]) {
      expect(code(await who.ask('GET', path))).toEqual([404, 'IMPORT.NO_PREVIEW']);
      expect(code(await who.ask('GET', `${path}/marked`))).toEqual([404, 'IMPORT.NO_PREVIEW']);
    }
    for (const who of [people.unit, people.auditor, people.publicReader]) expect((await who.ask('GET', path)).status).toBe(403);
  });

  it('of another region’s rows are refused by the row', async () => {
    const text = Buffer.from(`品牌名称,地区,年度,指标,数值,单位,来源\n${OWN},370102,2025,从业人员数（期末）,10,人,年报\n`);
    const started = done(await people.neighbour.ask('POST', at('imports/preview?fileName=b.csv'), text, BYTES));
    const path = at(`imports/preview/${String(started.body['previewId'])}`);
    let seen = ImportPreview.parse(started.body);
    while (['reading', 'checking', 'comparing'].includes(seen.state)) {
      await sleep(20);
      seen = ImportPreview.parse(done(await people.neighbour.ask('GET', path)).body);
    }
    expect([seen.state, seen.applicable]).toEqual(['refused', false]);
    expect((await people.neighbour.ask('POST', at('imports?fileName=b.csv'), text, BYTES)).status).toBe(400);
  });
});

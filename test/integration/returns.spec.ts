/** A year of figures from the unit to the brand, as each person of the ladder does it over HTTP. */
import { returnIdOf, type Actor } from '#domain';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCAL } from '../../apps/api/src/actor';
import { startApp, type TestApp } from '../support/app';
import { ledgerAt } from '../support/http';
import { someone, type Asked, type Person } from '../support/people';
import { SOURCE, intoTheCatalogue, nominationOf, reportOf } from '../support/shandong-life';
import { runProgram } from '../support/wire-node/program';

const COUNTY = '370102';
const ACTOR: Actor = { ...LOCAL };
const REPORTED_ON = '2026-01-12';

/** Brands of 历下区 under cultivation since 2022, the first two of one unit. */
async function furnished(app: TestApp): Promise<{ readonly brands: readonly string[]; readonly unit: string }> {
  const { clock, brands: service, subjects } = app.composition;
  clock.setToday('2022-01-10');
  const brands: string[] = [];
  for (const name of ['历下甲家政', '历下乙家政', '历下丙家政']) {
    const { brandId } = await service.found(reportOf(name), nominationOf('county'), { actor: ACTOR });
    for (const command of intoTheCatalogue('county')) await service.command(brandId, command, { actor: ACTOR });
    brands.push(brandId);
  }
  const data = {
    name: '历下家政公司',
    creditCode: null,
    unitType: 'leadFirm',
    region: COUNTY,
    brands: brands.slice(0, 2),
    origin: 'operational',
    source: SOURCE,
  } as const;
  const { stream } = await subjects.found(
    { kind: 'unit', command: { type: 'register', data: { ...data, brands: [...data.brands] } } },
    { actor: ACTOR },
  );
  clock.setToday(REPORTED_ON);
  await app.settled();
  return { brands, unit: stream };
}

const ASKED = [
  { metric: 'employmentDriven', unit: 'persons', directness: 'direct' },
  { metric: 'employmentDriven', unit: 'persons', directness: 'indirect' },
  { metric: 'workers', unit: 'persons', directness: 'unstated' },
];
const callBody = (over: object = {}) => ({
  ...{ region: '370000', period: '2025', kind: 'labour', basis: 'period', title: '2025年度成效数据', asked: ASKED, dueOn: null },
  ...{ origin: 'operational', document: null, ...over },
});
const key = (brandId: string, metric: string, directness: string): string => `${brandId}|${metric}|${directness}|`;
const cellsOf = (brandId: string, values: readonly [direct: string, indirect: string, workers: string]) => [
  { line: key(brandId, 'employmentDriven', 'direct'), field: 'value', value: values[0], seen: 0 },
  { line: key(brandId, 'employmentDriven', 'indirect'), field: 'value', value: values[1], seen: 0 },
  { line: key(brandId, 'employmentDriven', 'indirect'), field: 'estimateMethod', value: '按订单折算', seen: 0 },
  { line: key(brandId, 'employmentDriven', 'indirect'), field: 'estimateBasis', value: '2025年订单台账', seen: 0 },
  { line: key(brandId, 'workers', 'unstated'), field: 'value', value: values[2], seen: 0 },
];

describe('the ladder of returns, each rung by its own person', () => {
  let app: TestApp;
  let brands: readonly string[];
  let unit: string;
  let returnId: string;
  const people = {} as Record<
    'unit' | 'otherUnit' | 'recorder' | 'otherRecorder' | 'checker' | 'prefecture' | 'province' | 'neighbour' | 'auditor',
    Person
  >;
  let call: string;

  const done = (answer: Asked): Asked => {
    if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const code = (answer: Asked): unknown[] => [answer.status, answer.body['code']];
  const at = (path: string): string => `/api/v1/${path}`;
  const settled = async (): Promise<void> => app.settled();
  const card = async (who: Person = people.recorder): Promise<Asked['body']> => done(await who.ask('GET', at(`returns/${returnId}`))).body;
  const standings = async (): Promise<Record<string, number>> =>
    Object.fromEntries(Object.entries((await card())['counts'] as Record<string, number>).filter(([, n]) => n > 0));
  const act = (who: Person, name: string, body: object): Promise<Asked> => who.ask('POST', at(`returns/${returnId}/${name}`), body);

  beforeAll(async () => {
    app = await startApp({ accounts: 'on' });
    ({ brands, unit } = await furnished(app));
    people.unit = await someone(app, 'constructionUnit', COUNTY, unit);
    people.otherUnit = await someone(app, 'constructionUnit', COUNTY, 'unit-00000000-0000-4000-8000-000000000077');
    people.recorder = await someone(app, 'recorder', COUNTY);
    people.otherRecorder = await someone(app, 'recorder', COUNTY);
    people.checker = await someone(app, 'checker', COUNTY);
    people.prefecture = await someone(app, 'prefectureReviewer', '370100');
    people.province = await someone(app, 'provinceScreener', '370000');
    people.neighbour = await someone(app, 'recorder', '370103');
    people.auditor = await someone(app, 'auditor', '370000');
  }, 120_000);
  afterAll(() => app.stop());

  it('a call is made by the province, is due on a working day, and says what was configured and by whom', async () => {
    expect(code(await people.recorder.ask('POST', at('return-calls'), callBody()))).toEqual([403, 'ACCESS.ROLE']);
    const made = done(await people.province.ask('POST', at('return-calls'), callBody(), { 'idempotency-key': 'call-2025' }));
    call = String(made.body['id']);
    returnId = returnIdOf({ region: COUNTY, period: '2025', unit, call });
    await settled();
    const [row] = done(await people.recorder.ask('GET', at('return-calls'))).body.rows ?? [];
    // 2026: 1 to 3 January are off, Sunday 4 January is worked.
    expect(row).toMatchObject({
      callId: call,
      dueOn: '2026-01-22',
      status: 'open',
      calendar: expect.stringMatching(/^chinese-days /) as string,
    });
    expect(row?.['rules']).toMatchObject({ workingDays: 15, note: expect.stringContaining('本地配置（演示值）') as string });
  });

  it('what is expected follows from brands and units, and a unit sees its own only', async () => {
    const rows = done(await people.recorder.ask('GET', at(`returns?call=${call}`))).body.rows ?? [];
    expect(rows.map((row) => [row['unit'], row['brands'], row['onBehalf']])).toEqual([
      [{ id: `office-${COUNTY}`, name: '历下区人力资源和社会保障局' }, 1, true],
      [{ id: unit, name: '历下家政公司' }, 2, false],
    ]);
    expect(done(await people.unit.ask('GET', at(`returns?call=${call}`))).body.rows).toMatchObject([{ returnId }]);
    expect(done(await people.otherUnit.ask('GET', at(`returns?call=${call}`))).body.rows).toEqual([]);
    expect(await standings()).toEqual({ missing: 6 });
  });

  it.each([
    ['another unit', 'otherUnit', 'ACCESS.OTHER_UNIT'],
    ['a recorder of the next county', 'neighbour', 'ACCESS.OUT_OF_SCOPE'],
  ] as const)('who edits the address as %s reads and writes nothing', async (_, who, refusal) => {
    const answers = [
      await people[who].ask('GET', at(`returns/${returnId}`)),
      await people[who].ask('GET', at(`returns/${returnId}/draft`)),
      await people[who].ask('PATCH', at(`returns/${returnId}/draft`), { cells: cellsOf(brands[0] ?? '', ['1', '1', '1']) }),
      await people[who].ask('POST', at(`returns/${returnId}/report`), { lines: null }),
    ];
    expect(answers.map(code)).toEqual(Array(4).fill([403, refusal]));
    expect(done(await people.unit.ask('GET', at(`returns/${returnId}/draft`))).body['cells']).toEqual([]);
  });

  it('two clerks on one cell: the second is told both values, and nothing of it is written', async () => {
    const [first = '', second = ''] = brands;
    const mine = done(
      await people.unit.ask('PATCH', at(`returns/${returnId}/draft`), { cells: cellsOf(first, ['１２０', '40', '500']) }),
    ).body;
    // Of the brand that was not touched nothing is told again.
    expect(mine).toMatchObject({ conflicts: [], progress: { asked: 6, filled: 3 }, brands: [first], findings: [] });
    const whole = done(await people.unit.ask('GET', at(`returns/${returnId}/draft`))).body['findings'] as { line: string; code: string }[];
    expect(whole.map(({ line, code: found }) => [line.split('|')[0], found])).toEqual(Array(3).fill([second, 'RETURN.LINE_MISSING']));
    const theirs = [
      { line: key(first, 'workers', 'unstated'), field: 'value', value: '510', seen: 0 },
      { line: key(second, 'workers', 'unstated'), field: 'value', value: '90', seen: 0 },
    ];
    const answer = done(await people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), { cells: theirs })).body;
    expect(answer['conflicts']).toMatchObject([
      {
        line: key(first, 'workers', 'unstated'),
        field: 'value',
        yours: '510',
        theirs: { value: '500', revision: 1, by: people.unit.person },
      },
    ]);
    expect(answer['saved']).toMatchObject([{ value: '90', revision: 1, by: people.recorder.person }]);
    // Who has seen it may write over it.
    const again = await people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), { cells: [{ ...theirs[0], seen: 1 }] });
    expect(again.body['saved']).toMatchObject([{ value: '510', revision: 2 }]);
    const { body } = done(await people.unit.ask('GET', at(`returns/${returnId}/draft`)));
    expect((body['cells'] as { line: string; value: string }[]).find(({ line }) => line === theirs[0]?.line)?.value).toBe('510');
  });

  it('is reported whole, or told what is missing', async () => {
    const refused = await act(people.unit, 'report', { lines: null });
    expect(code(refused)).toEqual([422, 'RETURN.LINES_NOT_FIT']);
    expect(refused.body['errors']).toHaveLength(2);
    done(await people.unit.ask('PATCH', at(`returns/${returnId}/draft`), { cells: cellsOf(brands[1] ?? '', ['80', '30', '90']) }));
    const reported = done(await people.unit.ask('POST', at(`returns/${returnId}/report`), { lines: null }, { 'idempotency-key': 'r1' }));
    expect(reported.body).toMatchObject({ events: [{ type: 'ReturnReported.v1' }], repeated: false });
    expect(
      done(await people.unit.ask('POST', at(`returns/${returnId}/report`), { lines: null }, { 'idempotency-key': 'r1' })).body,
    ).toMatchObject({ repeated: true });
    expect(done(await people.unit.ask('GET', at(`returns/${returnId}/draft`))).body['cells']).toEqual([]);
    expect(await standings()).toEqual({ reported: 6 });
  });

  it('goes up rung by rung; one line is sent back alone, and nobody takes two rungs', async () => {
    const workers = key(brands[0] ?? '', 'workers', 'unstated');
    done(await act(people.recorder, 'send-back', { to: 'unit', lines: [{ line: workers, comment: '与花名册不符' }] }));
    expect(await standings()).toEqual({ returned: 1, reported: 5 });
    const advance = (who: Person, rung: string) => act(who, 'advance', { rung, lines: null, note: null });
    expect(code(await advance(people.unit, 'checked'))).toEqual([403, 'ACCESS.ROLE']);
    expect(code(await advance(people.checker, 'reviewed'))).toEqual([422, 'RETURN.NOTHING_ON_RUNG']);
    done(await advance(people.recorder, 'checked'));
    // The recorder answers for the unit, and therefore does not check what she reported.
    done(
      await people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), {
        cells: [{ line: workers, field: 'value', value: '505', seen: 0 }],
      }),
    );
    done(await act(people.recorder, 'report', { lines: null }));
    expect(await standings()).toEqual({ reported: 1, checked: 5 });
    expect(code(await advance(people.recorder, 'checked'))).toEqual([422, 'RETURN.SAME_PERSON']);
    done(await advance(people.otherRecorder, 'checked'));
    done(await advance(people.checker, 'reviewed'));
    done(await advance(people.prefecture, 'approved'));
    done(await act(people.prefecture, 'undo', { rung: 'approved', lines: null, reason: '误审' }));
    expect(await standings()).toEqual({ reviewed: 6 });
    done(await advance(people.prefecture, 'approved'));
    done(await advance(people.province, 'accepted'));
    const [line] = (
      (await card())['lines'] as { line: string; comments: { comment: string }[]; taken: { rung: string; by: { id: string } }[] }[]
    ).filter((each) => each.line === workers);
    expect(line?.comments.map(({ comment }) => comment)).toEqual(['与花名册不符']);
    expect(line?.taken.map(({ rung, by }) => [rung, by.id])).toEqual([
      ['reported', people.recorder.person],
      ['checked', people.otherRecorder.person],
      ['reviewed', people.checker.person],
      ['approved', people.prefecture.person],
      ['accepted', people.province.person],
    ]);
  });

  it('is locked by the province, and its figures stand with the brands once', async () => {
    expect(done(await people.province.ask('GET', at('returns/unlocked?region=370000&year=2025&dataset=real'))).body).toMatchObject({
      returns: 1,
      lines: 6,
    });
    const { body } = done(
      await people.province.ask(
        'POST',
        at(`returns/${returnId}/lock`),
        { lines: null },
        { 'if-match': `"${String((await card())['revision'])}"` },
      ),
    );
    expect(body).toMatchObject({ events: [{ type: 'ReturnLocked.v1' }] });
    await app.composition.returns.apply(returnId);
    await settled();
    const { lines } = await card();
    expect((lines as { applied: { state: string } }[]).map(({ applied }) => applied.state)).toEqual(Array(6).fill('applied'));
    const { body: brand } = done(await people.recorder.ask('GET', at(`brands/${brands[0] ?? ''}`)));
    expect(
      (brand['figures'] as { metric: string; directness: string; value: number; status: string }[])
        .map(({ metric, directness, value, status }) => [metric, directness, value, status])
        .sort(),
    ).toEqual([
      ['employmentDriven', 'direct', 120, 'locked'],
      ['employmentDriven', 'indirect', 40, 'locked'],
      ['workers', 'unstated', 505, 'locked'],
    ]);
    const counts =
      done(await people.province.ask('GET', at('counts/yearly?dataset=real&region=370000&year=2025&metric=employmentDriven&by=none'))).body
        .rows ?? [];
    expect(counts.map((row) => [row['directness'], row['value']]).sort()).toEqual([
      ['direct', 200],
      ['indirect', 70],
    ]);
    expect(done(await people.province.ask('GET', at('returns/unlocked?region=370000&year=2025&dataset=real'))).body).toMatchObject({
      returns: 0,
      lines: 0,
    });
    expect(
      code(
        await act(people.province, 'send-back', {
          to: 'unit',
          lines: [{ line: key(brands[0] ?? '', 'workers', 'unstated'), comment: 'x' }],
        }),
      ),
    ).toEqual([422, 'RETURN.LOCKED']);
  });

  it('who is missing is named for the county and above, and is late by an exception only', async () => {
    app.composition.clock.setToday('2026-01-23');
    const { body } = done(await people.auditor.ask('GET', at(`returns/completeness?call=${call}`)));
    expect(body['total']).toMatchObject({
      region: { code: '370000', name: '山东省' },
      units: { expected: 2, reported: 1, onTime: 1, late: 0, missing: 1, overdue: 1 },
      brands: { expected: 3, reported: 2 },
      missing: [{ unit: { name: '历下区人力资源和社会保障局' }, dueOn: '2026-01-22', brands: 1 }],
    });
    expect((body['rows'] as { region: { code: string } }[]).map(({ region }) => region.code)).toEqual(['370100']);
    returnId = returnIdOf({ region: COUNTY, period: '2025', unit: `office-${COUNTY}`, call });
    done(await people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), { cells: cellsOf(brands[2] ?? '', ['60', '20', '70']) }));
    expect(code(await act(people.recorder, 'report', { lines: null }))).toEqual([422, 'RETURN.OVERDUE']);
    done(await act(people.prefecture, 'allow-late', { reason: '停电', until: '2026-01-30' }));
    done(await act(people.recorder, 'report', { lines: null }));
    await settled();
    const again = done(await people.auditor.ask('GET', at(`returns/completeness?call=${call}&region=370102`))).body;
    expect(again['total']).toMatchObject({ units: { expected: 2, reported: 2, onTime: 1, late: 1, missing: 0 }, missing: [] });
    expect(await card()).toMatchObject({ late: true, onBehalf: true, lateUntil: '2026-01-30' });
    const history = ((await card())['history'] as { type: string; by: { id: string }; reason: string | null }[]).map(
      ({ type, by, reason }) => [type, by.id, reason],
    );
    expect(history).toEqual([
      ['ReturnLateAllowed.v1', people.prefecture.person, '停电'],
      ['ReturnReported.v1', people.recorder.person, null],
    ]);
  });

  it('of a brand that leaves the catalogue before its lines are locked no figure is lost, and nothing more is asked', async () => {
    const [, , brand = ''] = brands;
    const lines = ['checked', 'reviewed', 'approved', 'accepted'].map((rung) => ({ rung, lines: null, note: null }));
    const takers = [people.otherRecorder, people.checker, people.prefecture, people.province];
    for (const [i, body] of lines.entries()) done(await act(takers[i] ?? people.recorder, 'advance', body));
    const document = { number: '鲁人社字〔2026〕9号', issuedOn: '2026-01-23', signedBy: '王某' };
    const delist = { type: 'delist', data: { ground: 'ceased', proposalId: null, confirmedBy: '省厅', document } } as const;
    await app.composition.brands.command(brand, delist, { actor: ACTOR });
    await settled();
    done(await act(people.province, 'lock', { lines: null }));
    await app.composition.returns.apply(returnId);
    await settled();
    expect(((await card())['lines'] as { applied: { state: string } }[]).map(({ applied }) => applied.state)).toEqual(
      Array(3).fill('applied'),
    );
    const { body } = done(await people.recorder.ask('GET', at(`brands/${brand}`)));
    expect((body['figures'] as { value: number }[]).map(({ value }) => value).sort()).toEqual([20, 60, 70]);
    const { total } = done(await people.auditor.ask('GET', at(`returns/completeness?call=${call}&region=370102`))).body as {
      total: { units: object; brands: object };
    };
    expect(total).toMatchObject({ units: { expected: 1, reported: 2, missing: 0 }, brands: { expected: 2, reported: 2 } });
  });

  it.each([
    ['a return that is none', 'GET', 'returns/370102-2025-office-370102', undefined, 403],
    ['a return of no call', 'GET', 'returns/370102-2025-office-370102-00000000-0000-4000-8000-000000000404', undefined, 404],
    ['a period that is none', 'GET', 'returns?period=2025Q5', undefined, 400],
    ['a region that is none', 'GET', 'returns?region=999999', undefined, 400],
    ['a rung that is none', 'GET', 'returns?rung=top', undefined, 400],
  ])('%s is told as such, and never by a fault', async (_, method, path, body, status) => {
    const answer = await people.recorder.ask(method, at(path), body);
    expect([path, answer.status]).toEqual([path, status]);
    expect(String(answer.body['zh'])).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['a reason of blanks', () => act(people.prefecture, 'allow-late', { reason: ' \u3000', until: '2026-02-01' }), 'reason'],
    [
      'a cell of no line that can be',
      () =>
        people.recorder.ask('PATCH', at(`returns/${returnId}/draft`), {
          cells: [{ line: key(brands[2] ?? '', 'constructor', 'direct'), field: 'value', value: '1', seen: 0 }],
        }),
      'cells.0.line',
    ],
  ] as const)('%s is told at its field', async (_, ask, field) => {
    const answer = await ask();
    expect([code(answer), (answer.body['errors'] as { field: string }[]).map((each) => each.field)]).toEqual([
      [400, 'INPUT.INVALID'],
      [field],
    ]);
  });

  it.each([[{ lines: 'all' }], [{ lines: [{}] }], [{ lines: null, more: 1 }], [[]], ['text']])(
    'a body that does not fit is refused: %j',
    async (body) => {
      const answer = await people.recorder.ask('POST', at(`returns/${returnId}/report`), body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );
});

it('kill -9 right after a lock: the next start records every figure, each once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-returns-'));
  const start = async () => {
    const program = runProgram('apps/api/src/main.js', { PORT: '0', SAMPLE_DATA: 'off', DATA_DIR: folder });
    return { program, http: ledgerAt((await program.line(/^READY (http:\S+)$/))[1] ?? '') };
  };
  try {
    const app = await startApp({ folder });
    const { brands, unit } = await furnished(app);
    const { returns } = app.composition;
    const { id: call } = await returns.call(
      { ...callBody(), kind: 'labour', basis: 'period', origin: 'operational', asked: ASKED as never },
      { actor: ACTOR },
    );
    const returnId = returnIdOf({ region: COUNTY, period: '2025', unit, call });
    for (const brandId of brands.slice(0, 2)) await returns.writeDraft(returnId, cellsOf(brandId, ['120', '40', '500']), ACTOR);
    await returns.report(returnId, null, { actor: ACTOR });
    for (const rung of ['checked', 'reviewed', 'approved', 'accepted'] as const)
      await returns.act(returnId, { type: 'advance', data: { rung, lines: null, note: null } }, { actor: ACTOR });
    await app.stop();

    const first = await start();
    const locked = await first.http.post(`/api/v1/returns/${returnId}/lock`, { lines: null });
    first.program.signal('SIGKILL');
    await first.program.ended;
    expect([locked.status, locked.body['events']]).toMatchObject([200, [{ type: 'ReturnLocked.v1' }]]);

    const second = await start();
    const states = async (): Promise<string[]> =>
      ((await second.http.get(`/api/v1/returns/${returnId}`)).body['lines'] as { applied: { state: string } | null }[]).map(
        ({ applied }) => applied?.state ?? 'none',
      );
    for (let tries = 0; tries < 100 && (await states()).includes('waiting'); tries += 1) await sleep(100);
    expect(await states()).toEqual(Array(6).fill('applied'));
    for (const brandId of brands.slice(0, 2)) {
      const { body } = await second.http.get(`/api/v1/brands/${brandId}/history`);
      expect((body.rows ?? []).filter(({ type }) => type === 'FigureRecorded.v1')).toHaveLength(3);
    }
    second.program.signal('SIGTERM');
    expect(await second.program.ended).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

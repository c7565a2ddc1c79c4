import { returnLife } from '#testing';
import { checkLines, lowerMedian, setAside } from './check-lines';
import { draftProgress, linesOfDraft, linesToReport, readCount } from './draft';
import { ladderOf } from './ladder';
import { endsYear, periodLastYear, periodOf, periodWords, ReturnPeriod } from './period';
import { LineKey, lineKey, parseLineKey, parseReturnId, returnIdOf, type ReturnLine } from './values';

const { CALL, COUNTY, UNIT, checks, given, id, indirect, line, reported, rules, terms, whole } = returnLife;

const found = (lines: readonly ReturnLine[], over: Parameters<typeof checks>[0] = {}, call = terms()) =>
  checkLines(lines, call, checks(over)).map(({ severity, code, line: key, field }) => [severity, code, key, field]);
/** The whole of a brand with one line put in the place of its like. */
const withLine = (changed: ReturnLine): ReturnLine[] => whole().map((each) => (lineKey(each) === lineKey(changed) ? changed : each));

describe('periods', () => {
  it.each([
    ['2025-02', '2025-02-01', '2025-02-28', '2025年2月', false],
    ['2024-02', '2024-02-01', '2024-02-29', '2024年2月', false],
    ['2025-12', '2025-12-01', '2025-12-31', '2025年12月', true],
    ['2025Q1', '2025-01-01', '2025-03-31', '2025年一季度', false],
    ['2025Q4', '2025-10-01', '2025-12-31', '2025年四季度', true],
    ['2025H1', '2025-01-01', '2025-06-30', '2025年上半年', false],
    ['2025H2', '2025-07-01', '2025-12-31', '2025年下半年', true],
    ['2025', '2025-01-01', '2025-12-31', '2025年度', true],
  ])('%s runs from %s to %s', (text, from, to, zh, ends) => {
    expect(ReturnPeriod.safeParse(text).success).toBe(true);
    expect(periodOf(text)).toMatchObject({ from, to });
    expect(periodWords(text).zh).toBe(zh);
    expect(endsYear(text)).toBe(ends);
    expect(periodLastYear(text)).toBe(`${Number(text.slice(0, 4)) - 1}${text.slice(4)}`);
  });
  it.each(['2025-13', '2025-00', '2025Q5', '2025Q0', '2025H3', '25', '2025-1', '2025M01', '1949', '2200'])('%s is none', (text) =>
    expect(ReturnPeriod.safeParse(text).success).toBe(false),
  );
});

describe('names of returns and lines', () => {
  it.each(['2025', '2025-03', '2025Q1', '2025H2'])('a return of %s is found again by its id', (period) => {
    for (const unit of [UNIT, `office-${COUNTY}`]) {
      const place = { region: COUNTY, period, unit, call: CALL };
      expect(parseReturnId(returnIdOf(place))).toStrictEqual(place);
    }
  });
  it.each(['砌筑工', 'a|b', '焊工（一级）'])('a line of the trade %s is found again by its key', (trade) => {
    const place = { brandId: id(20), metric: 'passed', directness: 'unstated', trade } as const;
    expect(parseLineKey(lineKey(place))).toStrictEqual(place);
    expect(LineKey.safeParse(lineKey(place)).success).toBe(true);
  });
  it.each(['', 'x', `${id(1)}|nonsense|direct|`, `${id(1)}|workers|sideways|`])('“%s” is no key', (key) =>
    expect(parseLineKey(key)).toBeNull(),
  );
});

it('a whole and well-formed return has no findings', () => expect(found(whole())).toStrictEqual([]));

describe('what is impossible', () => {
  const key = lineKey(line('workers', 1));
  it.each<[string, ReturnLine, string, string | null]>([
    ['a metric that is not asked', line('shops', 3, { unit: 'items', nature: 'stock' }), 'RETURN.METRIC_NOT_ASKED', 'metric'],
    ['another unit', line('workers', 500, { unit: 'personTimes' }), 'RETURN.WRONG_UNIT', 'unit'],
    ['another nature', line('workers', 500, { nature: 'flow' }), 'RETURN.WRONG_NATURE', 'nature'],
    ['a trade of a labour brand', line('workers', 500, { trade: '砌筑工' }), 'RETURN.TRADE_UNEXPECTED', 'trade'],
    ['a negative value', line('workers', -1), 'RETURN.VALUE_INVALID', 'value'],
    ['a fraction', line('workers', 0.5), 'RETURN.VALUE_INVALID', 'value'],
    ['no figure and no reason', line('workers', null, { note: null }), 'RETURN.VALUE_MISSING', 'value'],
    ['an indirect figure without its estimate', indirect(40, { estimate: null }), 'RETURN.ESTIMATE_MISSING', 'estimate'],
    [
      'a direct figure with an estimate',
      line('employmentDriven', 9, { estimate: { method: 'x', basis: 'y' } }),
      'RETURN.ESTIMATE_UNEXPECTED',
      'estimate',
    ],
    [
      'more duplicates than rows',
      line('employedNew', 30, { roster: { sha256: 'a'.repeat(64), rows: 3, duplicatesRemoved: 4, keyId: 'k1' } }),
      'RETURN.ROSTER_IMPOSSIBLE',
      'roster',
    ],
  ])('%s', (_, changed, code, field) => {
    const lines = whole().some((each) => lineKey(each) === lineKey(changed)) ? withLine(changed) : [...whole(), changed];
    expect(found(lines)).toContainEqual(['impossible', code, lineKey(changed), field]);
  });

  it.each([
    ['of nobody', 99, 'RETURN.BRAND_UNKNOWN'],
    ['of another kind', 20, 'RETURN.BRAND_UNKNOWN'],
    ['of another region', 13, 'RETURN.BRAND_ELSEWHERE'],
    ['of another unit', 12, 'RETURN.BRAND_OF_OTHER_UNIT'],
    ['delisted before the period', 14, 'RETURN.BRAND_DELISTED'],
  ])('a brand %s', (_, n, code) => {
    const each = line('workers', 1, { brandId: id(n) });
    expect(found([...whole(), each])).toContainEqual(['impossible', code, lineKey(each), 'brandId']);
  });
  it.each([
    ['reported by another unit since', 12, 'RETURN.BRAND_LEFT_UNIT'],
    ['on record as delisted since', 14, 'RETURN.BRAND_DELISTED_SINCE'],
  ])('of a brand that was told and is %s its line is doubtful, and right with a reason', (_, n, code) => {
    const each = line('workers', 1, { brandId: id(n) });
    const of = (told: ReturnLine) => checkLines([...whole(), told], terms(), checks({ told: new Set([id(n)]) }));
    expect(of(each)).toMatchObject([{ severity: 'doubtful', code, line: lineKey(each), explained: false }]);
    expect(of({ ...each, explanations: [{ code, text: '仍由本单位答复' }] })).toMatchObject([{ code, explained: true }]);
  });
  it('what was typed of brands that do not belong here is set aside, but not what was told already', () => {
    const aside = (told: readonly number[]) =>
      setAside([10, 12, 13, 14, 99].map(id), terms(), checks({ told: new Set(told.map(id)) })).map(({ brandId }) => brandId);
    expect(aside([])).toStrictEqual([12, 13, 14, 99].map(id));
    expect(aside([12, 14])).toStrictEqual([13, 99].map(id));
  });
  it('but not a brand that was delisted on the first day of the period', () => expect(found([...whole(), ...whole(15)])).toStrictEqual([]));

  it.each([
    ['equal', 500, []],
    ['one more', 501, [['impossible', 'RETURN.PART_EXCEEDS_WHOLE', lineKey(line('skilledWorkers', 1)), 'value']]],
  ])('a part that is %s to its whole of 500: %j', (_, value, findings) => {
    expect(found(withLine(line('skilledWorkers', value)))).toStrictEqual(findings);
  });

  // 100 direct and 40 indirect.
  it.each([
    [140, 0],
    [141, 1],
  ])('newly employed %d of direct and indirect together: %d findings', (value, count) =>
    expect(found(withLine(line('employedNew', value)))).toHaveLength(count),
  );
  it('nothing is said of a whole that is not known', () => {
    const unknown = whole().map((each) =>
      each.directness === 'indirect' ? { ...each, value: null, estimate: null, note: '无法估算' } : each,
    );
    expect(found(unknown.map((each) => (each.metric === 'employedNew' ? { ...each, value: 9999 } : each)))).toStrictEqual([]);
  });

  it('parts are compared trade by trade', () => {
    const training = terms({
      kind: 'training',
      asked: [
        { metric: 'examined', unit: 'persons', nature: 'flow', directness: 'unstated' },
        { metric: 'passed', unit: 'persons', nature: 'flow', directness: 'unstated' },
      ],
      relations: [{ part: 'passed', whole: 'examined' }],
    });
    const of = (metric: 'examined' | 'passed', value: number, trade: string | null) => line(metric, value, { brandId: id(20), trade });
    const world = { unit: `institution-${id(3)}`, expected: [id(20)] };
    const lines = [of('examined', 50, '焊工'), of('passed', 50, '焊工'), of('examined', 10, '电工'), of('passed', 11, '电工')];
    expect(found(lines, world, training)).toStrictEqual([
      ['impossible', 'RETURN.PART_EXCEEDS_WHOLE', lineKey(of('passed', 0, '电工')), 'value'],
    ]);
    expect(found([of('examined', 50, null), of('passed', 1, null)], world, training)).toStrictEqual([
      ['impossible', 'RETURN.TRADE_MISSING', lineKey(of('examined', 0, null)), 'trade'],
      ['impossible', 'RETURN.TRADE_MISSING', lineKey(of('passed', 0, null)), 'trade'],
    ]);
  });

  it('a line twice, and a line that is missing', () => {
    expect(found([...whole(), line('workers', 500)])).toStrictEqual([['impossible', 'RETURN.LINE_TWICE', key, null]]);
    expect(found(whole(), { expected: [id(10), id(11)] })).toStrictEqual(
      whole(11).map((each) => ['impossible', 'RETURN.LINE_MISSING', lineKey(each), 'value']),
    );
  });
});

describe('what is doubtful', () => {
  const key = lineKey(line('workers', 1));
  // Configured: beyond 3/2 of last year, up or down.
  it.each([
    [300, 200, false],
    [301, 200, true],
    [200, 300, false],
    [199, 300, true],
    [0, 0, false],
    [1, 0, true],
    [0, 1, true],
    [9_007_199_254_740_991, 6_004_799_503_160_661, false],
  ])('%d after %d: %s', (value, before, jumps) => {
    const lines = [line('workers', value)];
    const codes = checkLines(lines, terms({ relations: [] }), checks({ expected: [], lastYear: new Map([[key, before]]) })).map(
      ({ code }) => code,
    );
    expect(codes).toStrictEqual(jumps ? ['RETURN.JUMP'] : []);
  });

  // Configured: beyond ten times the median of at least five peers.
  it.each([
    [1000, 100, 5, false],
    [1001, 100, 5, true],
    [1001, 100, 4, false],
    [1001, 0, 5, false],
  ])('%d beside a median of %d of %d peers: %s', (value, median, count, out) => {
    const codes = checkLines(
      [line('workers', value)],
      terms({ relations: [] }),
      checks({ expected: [], peers: new Map([[key, { median, count }]]) }),
    );
    expect(codes.map(({ code }) => code)).toStrictEqual(out ? ['RETURN.OUTLIER'] : []);
  });

  it.each([
    [499, true],
    [500, false],
  ])('a running total of %d after 500: %s', (value, lower) => {
    const cumulative = line('employedNew', value, { nature: 'cumulative' });
    const call = terms({
      asked: [{ metric: 'employedNew', unit: 'persons', nature: 'cumulative', directness: 'unstated' }],
      relations: [],
      basis: 'yearToDate',
    });
    const earlier = new Map([[lineKey(cumulative), { period: '2025Q3', value: 500 }]]);
    expect(checkLines([cumulative], call, checks({ expected: [], earlier })).map(({ code }) => code)).toStrictEqual(
      lower ? ['RETURN.CUMULATIVE_LOWER'] : [],
    );
  });

  it.each([
    [500, 520, 20, false],
    [500, 520, 19, true],
  ])('%d beside a roster of %d less %d: %s', (value, rows, duplicatesRemoved, differs) => {
    const roster = { sha256: 'a'.repeat(64), rows, duplicatesRemoved, keyId: 'k1' };
    expect(found(withLine(line('workers', value, { roster })))).toStrictEqual(
      differs ? [['doubtful', 'RETURN.ROSTER_DIFFERS', key, 'value']] : [],
    );
  });

  it('is accepted with a reason, and refused without', () => {
    const lastYear = new Map([[key, 100]]);
    const ctx = { checks: checks({ lastYear }) };
    const explained = withLine(line('workers', 500, { explanations: [{ code: 'RETURN.JUMP', text: '新增两个车间' }] }));
    given()
      .when({ command: { type: 'report', data: { lines: whole() } }, ctx })
      .thenRefused('RETURN.LINES_NOT_FIT', `lines.${key}`);
    given()
      .when({ command: { type: 'report', data: { lines: explained } }, ctx })
      .then(reported(explained));
    const other = withLine(line('workers', 500, { explanations: [{ code: 'RETURN.OUTLIER', text: '新增两个车间' }] }));
    given()
      .when({ command: { type: 'report', data: { lines: other } }, ctx })
      .thenRefused('RETURN.LINES_NOT_FIT');
  });

  it('what stands already is not doubted again, but for what new lines do to it', () => {
    const ctx = { checks: checks({ lastYear: new Map([[key, 100]]) }) };
    given(reported())
      .when({ command: { type: 'report', data: { lines: [line('employedNew', 31)] } }, ctx })
      .then(reported([line('employedNew', 31)]));
    given(reported())
      .when({ command: { type: 'report', data: { lines: [line('workers', 199)] } } })
      .thenRefused('RETURN.LINES_NOT_FIT', `lines.${lineKey(line('skilledWorkers', 1))}`);
  });

  it.each([
    [[], null],
    [[7], 7],
    [[9, 1], 1],
    [[9, 1, 5], 5],
    [[4, 3, 2, 1], 2],
  ])('the lower median of %j is %s', (values, median) => expect(lowerMedian(values)).toBe(median));
});

describe('what is typed', () => {
  it.each([
    ['1234', 1234],
    ['１２３４', 1234],
    ['1,234', 1234],
    ['１，２３４，５６７', 1_234_567],
    [' 12 34 ', 1234],
    ['0', 0],
    ['1,23', null],
    ['1.5', null],
    ['1.2万', null],
    ['-3', null],
    ['约300', null],
    ['300人', null],
    ['=1+1', null],
    ['', null],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', null],
  ])('“%s” is read as %s', (typed, value) => expect(readCount(typed)).toBe(value));

  const empty = { lines: new Map() };
  const cell = (field: string, value: string | null, key = lineKey(line('workers', 1))) => ({ line: key, field, value });

  it('becomes a line, in the unit and nature asked', () => {
    const { lines, unreadable } = linesOfDraft(
      [cell('value', '５００'), cell('note', '期末在册'), cell('explain:RETURN.JUMP', '扩产')],
      empty,
      terms(),
    );
    expect(unreadable).toStrictEqual([]);
    expect(lines).toStrictEqual([line('workers', 500, { note: '期末在册', explanations: [{ code: 'RETURN.JUMP', text: '扩产' }] })]);
  });

  it('is told where it cannot be read, and the rest stands', () => {
    const { lines, unreadable } = linesOfDraft([cell('value', '五百'), cell('note', '待核')], empty, terms());
    expect(unreadable).toMatchObject([{ code: 'RETURN.VALUE_INVALID', field: 'value' }]);
    expect(lines).toStrictEqual([line('workers', null, { note: '待核' })]);
  });

  it('of a roster is whole or told', () => {
    const roster = [
      cell('rosterSha256', 'A'.repeat(64)),
      cell('rosterRows', '520'),
      cell('rosterDuplicates', '20'),
      cell('rosterKey', 'k1'),
    ];
    expect(linesOfDraft([cell('value', '500'), ...roster], empty, terms())).toStrictEqual({
      lines: [line('workers', 500, { roster: { sha256: 'a'.repeat(64), rows: 520, duplicatesRemoved: 20, keyId: 'k1' } })],
      unreadable: [],
    });
    expect(linesOfDraft([cell('value', '500'), ...roster.slice(1)], empty, terms()).unreadable).toMatchObject([
      { code: 'RETURN.ROSTER_INCOMPLETE' },
    ]);
  });

  it('changes what stands, emptied cells included, and a line of empty cells is none', () => {
    const { state } = given(reported([indirect(40), line('workers', 500, { note: '旧' })]));
    const changed = linesOfDraft([cell('note', ' '), cell('value', null, lineKey(line('skilledWorkers', 1)))], state, terms());
    expect(changed.lines).toStrictEqual([indirect(40), line('workers', 500)]);
    expect(linesToReport(changed.lines, state)).toStrictEqual([line('workers', 500)]);
  });

  it('counts how far it has come', () => {
    const lines = [line('workers', 500), line('skilledWorkers', null), line('employedNew', null, { note: null })];
    expect(draftProgress(lines, terms(), checks({ expected: [id(10), id(11)] }))).toStrictEqual({ asked: 10, filled: 2 });
  });
});

it.each([
  ['150430', ['reported', 'checked', 'reviewed', 'approved', 'accepted', 'locked']],
  ['429004', ['reported', 'checked', 'reviewed', 'accepted', 'locked']],
  ['110105', ['reported', 'checked', 'reviewed', 'accepted', 'locked']],
  ['150400', ['reported', 'approved', 'accepted', 'locked']],
  ['150000', ['reported', 'accepted', 'locked']],
  ['000000', ['reported', 'accepted', 'locked']],
])('the ladder of %s is %j', (region, ladder) => expect(ladderOf(region)).toStrictEqual(ladder));

it('rules are those of the call, not of the program', () => {
  const strict = terms({ relations: [], rules: { ...rules, jump: { numerator: 1, denominator: 1 } } });
  const key = lineKey(line('workers', 1));
  expect(found([line('workers', 101)], { expected: [], lastYear: new Map([[key, 100]]) }, strict)).toStrictEqual([
    ['doubtful', 'RETURN.JUMP', key, 'value'],
  ]);
});

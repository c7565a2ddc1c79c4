import { returnLife } from '#testing';
import { decideReturn } from './decide';
import type { ReturnEvent } from './events';
import { initialReturn, isToldInReturn, type AskedBrand } from './state';
import { lineKey, returnIdOf } from './values';

const {
  CALL,
  COUNTY,
  PERSONS,
  UNIT,
  advanced,
  callContext,
  checks,
  context,
  given,
  givenCall,
  id,
  keys,
  line,
  reported,
  terms,
  upTo,
  whole,
} = returnLife;
type By = returnLife.By;
type Person = returnLife.Person;

const as = (who: Person) => ({ actor: PERSONS[who] });
const report = (lines = whole()) => ({ type: 'report', data: { lines } }) as const;
const advance = (rung: 'checked' | 'reviewed' | 'approved' | 'accepted', lines: readonly string[] | null = null) =>
  ({ type: 'advance', data: { rung, lines, note: null } }) as const;
const [direct, , workers] = keys(whole()) as [string, string, string];

describe('a call for returns', () => {
  const { status: _s, calledOn: _c, extended: _e, ...called } = terms();
  const data = {
    ...({
      region: '150000',
      period: '2025',
      kind: 'labour',
      basis: 'period',
      title: called.title,
      origin: 'operational',
      document: null,
    } as const),
    asked: called.asked.map(({ metric, unit, directness }) => ({ metric, unit, directness })),
    dueOn: null,
  };
  const made = { type: 'ReturnsCalled.v1', data: called } as const;

  it('is due so many working days after the period, and holds what was configured', () => {
    givenCall()
      .when({ command: { type: 'call', data } })
      .then(made);
  });

  it('is due on the day that a document names', () => {
    givenCall()
      .when({ command: { type: 'call', data: { ...data, dueOn: '2026-02-01' } } })
      .then({ type: 'ReturnsCalled.v1', data: { ...called, dueOn: '2026-02-01', dueBy: null } });
  });

  it('of a running total asks for cumulative figures, and for stocks as they are', () => {
    const { events } = givenCall()
      .when({ command: { type: 'call', data: { ...data, basis: 'yearToDate', period: '2025Q3' } } })
      .thenAccepted();
    expect(events[0]).toMatchObject({
      data: { asked: [{ nature: 'cumulative' }, { nature: 'cumulative' }, { nature: 'stock' }, { nature: 'stock' }, {}] },
    });
  });

  it('knows no of-which where only one side is asked, or only the direct part of the whole', () => {
    const only = { ...data, asked: data.asked.filter(({ metric, directness }) => metric !== 'workers' && directness !== 'indirect') };
    const { events } = givenCall()
      .when({ command: { type: 'call', data: only } })
      .thenAccepted();
    expect(events[0]).toMatchObject({ data: { relations: [] } });
  });

  it.each([
    ['an unknown region', { region: '999999' }, 'CALL.REGION_UNKNOWN', 'region'],
    ['a metric twice', { asked: [...data.asked, ...data.asked.slice(0, 1)] }, 'CALL.ASKED_TWICE', 'asked.5'],
    ['a unit that does not fit', { asked: [{ metric: 'workers', unit: 'yuan', directness: 'unstated' }] }, 'CALL.UNIT', 'asked.0.unit'],
    [
      'direct of what has no directness',
      { asked: [{ metric: 'workers', unit: 'persons', directness: 'direct' }] },
      'CALL.DIRECTNESS',
      'asked.0.directness',
    ],
    [
      'no directness of what has one',
      { asked: [{ metric: 'employmentDriven', unit: 'persons', directness: 'unstated' }] },
      'CALL.DIRECTNESS',
      'asked.0.directness',
    ],
    ['a due day that is no date', { dueOn: '2026-02-30' }, 'CALL.DATE_INVALID', 'dueOn'],
    ['a due day before the end', { dueOn: '2025-12-30' }, 'CALL.DUE_BEFORE_END', 'dueOn'],
    [
      'a document of no date',
      { document: { number: '1号', issuedOn: '2025-13-01', signedBy: 'x' } },
      'CALL.DATE_INVALID',
      'document.issuedOn',
    ],
  ] as const)('is not made with %s', (_, over, code, field) => {
    givenCall()
      .when({ command: { type: 'call', data: { ...data, ...over } } })
      .thenRefused(code, field);
  });

  it('is not made where the calendar ends, unless the day is named', () => {
    const ctx = { calendar: { ...callContext.calendar, dueOn: null } };
    givenCall()
      .when({ command: { type: 'call', data }, ctx })
      .thenRefused('CALL.CALENDAR_ENDS', 'dueOn');
    givenCall()
      .when({ command: { type: 'call', data: { ...data, dueOn: '2026-02-01' } }, ctx })
      .thenAccepted();
  });

  it('is made once, put off with a reason, and closed', () => {
    givenCall(made)
      .when({ command: { type: 'call', data } })
      .thenRefused('CALL.EXISTS', null);
    const extend = (dueOn: string) => ({ command: { type: 'extend', data: { dueOn, reason: '系统升级' } } }) as const;
    givenCall(made)
      .when(extend('2026-01-16'))
      .then({ type: 'ReturnCallExtended.v1', data: { from: '2026-01-15', dueOn: '2026-01-16', reason: '系统升级' } });
    givenCall(made).when(extend('2026-01-15')).thenRefused('CALL.NO_EXTENSION', 'dueOn');
    givenCall(made).when(extend('2026-01-32')).thenRefused('CALL.DATE_INVALID', 'dueOn');
    givenCall().when(extend('2026-01-16')).thenRefused('CALL.UNKNOWN', null);
    const close = { command: { type: 'close', data: { reason: null } } } as const;
    const closed = { type: 'ReturnCallClosed.v1', data: { reason: null } } as const;
    givenCall(made).when(close).then(closed);
    givenCall(made, closed).when(close).thenNothing();
    givenCall(made, closed).when(extend('2026-01-16')).thenRefused('CALL.CLOSED', null);
  });

  it('remembers the day that it was due first', () => {
    const put = (from: string, dueOn: string) => ({ type: 'ReturnCallExtended.v1', data: { from, dueOn, reason: 'x' } }) as const;
    expect(givenCall(made, put('2026-01-15', '2026-01-20'), put('2026-01-20', '2026-01-25')).state.terms).toMatchObject({
      dueOn: '2026-01-25',
      extended: { from: '2026-01-15', reason: 'x' },
    });
  });
});

describe('reporting', () => {
  it('puts the lines on the first rung', () => {
    given().when({ command: report() }).then(reported());
    expect([...given(reported()).state.lines.values()].map(({ standing }) => standing)).toStrictEqual(Array(5).fill('reported'));
  });

  it('by the office is marked as on behalf of the unit', () => {
    given()
      .when({ command: report(), ctx: as('recorder') })
      .then(reported(whole(), { onBehalf: true }));
    const office = { id: `office-${COUNTY}`, name: '敖汉旗人社局' };
    const { events } = given()
      .when({
        command: report(),
        ctx: {
          ...as('local'),
          unit: office,
          returnId: returnIdOf({ region: COUNTY, period: '2025', unit: office.id, call: CALL }),
          checks: checks({ unit: office.id, brands: new Map([[id(10), { ...checks().brands.get(id(10))!, reporter: office }]]) }),
        },
      })
      .thenAccepted();
    expect(events).toMatchObject([{ data: { onBehalf: true } }]);
  });

  // A due day runs to its last minute: the business date is what counts.
  it.each([
    ['on the due day', '2026-01-15', null],
    ['on the day after', '2026-01-16', 'RETURN.OVERDUE'],
    ['on the last day of the period', '2025-12-31', null],
    ['on the day before', '2025-12-30', 'RETURN.PERIOD_NOT_OVER'],
  ])('%s (%s): %s', (_, today, code) => {
    const outcome = given().when({ command: report(), ctx: { today } });
    if (code === null) outcome.then(reported());
    else outcome.thenRefused(code, null);
  });

  it('is late within an exception, and not beyond', () => {
    const allowed: ReturnEvent = {
      type: 'ReturnLateAllowed.v1',
      data: { returnId: context().returnId, callId: CALL, reason: '停电', until: '2026-01-20', dueOn: '2026-01-15' },
    };
    given(allowed)
      .when({ command: report(), ctx: { today: '2026-01-20' } })
      .then(reported(whole(), { late: true }));
    given(allowed)
      .when({ command: report(), ctx: { today: '2026-01-15' } })
      .then(reported());
    given(allowed)
      .when({ command: report(), ctx: { today: '2026-01-21' } })
      .thenRefused('RETURN.OVERDUE', null);
  });

  it('in answer to what was sent back is no late entry', () => {
    const sent: By = {
      type: 'ReturnLinesSentBack.v1',
      data: { to: 'unit', lines: [{ line: direct, comment: '请核对', from: 'reported', standing: 'returned' }] },
      by: 'recorder',
    };
    const answer = [line('employmentDriven', 99)];
    given(reported(), sent)
      .when({ command: report(answer), ctx: { today: '2026-03-01' } })
      .then(reported(answer));
    // Together with a change of another line it is.
    given(reported(), sent)
      .when({ command: report([...answer, line('workers', 501)]), ctx: { today: '2026-03-01' } })
      .thenRefused('RETURN.OVERDUE', null);
  });

  it('again replaces exactly what changed or was sent back', () => {
    const changed = whole().map((each) => (lineKey(each) === workers ? { ...each, value: 501 } : each));
    given(reported())
      .when({ command: report(changed) })
      .then(reported([line('workers', 501)]));
    given(reported()).when({ command: report() }).thenNothing();
    const again = given(reported(), advanced('checked', 'recorder', [direct])).when({ command: report(changed) });
    again.then(reported([line('workers', 501)]));
    expect(again.thenAccepted().state.lines.get(direct)?.standing).toBe('checked');
  });

  it.each(['checked', 'reviewed', 'approved', 'accepted'] as const)('does not change what stands at %s', (rung) => {
    given(...upTo(rung))
      .when({ command: report([line('workers', 501)]) })
      .thenRefused('RETURN.LINE_STANDS_HIGHER', 'lines');
  });

  it.each([
    ['nothing', [], {}, 'RETURN.NOTHING_TO_REPORT', 'lines'],
    ['a line twice', [...whole(), ...whole()], {}, 'RETURN.LINE_TWICE', 'lines'],
    ['to a closed call', whole(), { call: terms({ status: 'closed' }) }, 'CALL.CLOSED', null],
    ['where nothing is expected', whole(), { unit: null }, 'RETURN.NOT_EXPECTED', null],
    ['to no call', whole(), { call: null }, 'RETURN.UNKNOWN', null],
    ['to a call of another province', whole(), { call: terms({ region: '370000' }) }, 'RETURN.UNKNOWN', null],
    ['to a call of another period', whole(), { call: terms({ period: '2024' }) }, 'RETURN.UNKNOWN', null],
    ['as a checker', whole(), as('checker'), 'RETURN.ROLE', null],
    ['half of it', whole().slice(0, 3), {}, 'RETURN.LINES_NOT_FIT', `lines.${keys(whole())[3] ?? ''}`],
  ] as const)('is refused: %s', (_, lines, ctx, code, field) => {
    given()
      .when({ command: report([...lines]), ctx })
      .thenRefused(code, field);
  });

  it('a large return is told in events that the log takes, of one append', () => {
    const brands = Array.from({ length: 400 }, (_, n) => 1000 + n);
    const lines = brands.flatMap((n) => whole(n)).map((each) => ({ ...each, note: '说明'.repeat(50) }));
    const known = new Map(brands.map((n) => [id(n), { ...checks().brands.get(id(10))!, brandId: id(n) }]));
    const decided = decideReturn(report(lines), initialReturn, context({ checks: checks({ brands: known, expected: brands.map(id) }) }));
    if (!decided.ok) throw new Error(decided.refusal.en);
    expect(decided.events.length).toBeGreaterThan(1);
    expect(decided.events.flatMap((event) => (event.type === 'ReturnReported.v1' ? event.data.lines : []))).toStrictEqual(lines);
    for (const event of decided.events) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(500 * 1024);
  });
});

describe('the ladder', () => {
  it.each([
    ['checked', 'recorder', 'reported'],
    ['reviewed', 'checker', 'checked'],
    ['approved', 'prefecture', 'reviewed'],
    ['accepted', 'province', 'approved'],
  ] as const)('%s is taken by the %s from %s, and by nobody else', (rung, who, below) => {
    const standing = given(...upTo(below));
    standing
      .when({ command: advance(rung), ctx: as(who) })
      .then({ type: 'ReturnLinesAdvanced.v1', data: { rung, passedOver: [], lines: keys(whole()), note: null } });
    const others = (Object.keys(PERSONS) as Person[]).filter((person) => person !== who && person !== 'local');
    for (const other of others) standing.when({ command: advance(rung), ctx: as(other) }).thenRefused('RETURN.ROLE', null);
    standing.when({ command: advance(rung), ctx: as('local') }).thenAccepted();
  });

  it('each line stands on its own rung', () => {
    given(reported())
      .when({ command: advance('checked', [direct]), ctx: as('recorder') })
      .then({ type: 'ReturnLinesAdvanced.v1', data: { rung: 'checked', passedOver: [], lines: [direct], note: null } });
    // All that stand below, and only they.
    const { events } = given(reported(), advanced('checked', 'recorder', [direct]))
      .when({ command: advance('checked'), ctx: as('recorder') })
      .thenAccepted();
    expect(events).toMatchObject([{ data: { lines: keys(whole()).filter((key) => key !== direct) } }]);
  });

  it.each([
    ['skipping a rung', advance('reviewed', [direct]), 'checker', upTo('reported'), 'RETURN.NOT_ON_RUNG_BELOW'],
    ['a rung twice', advance('checked', [direct]), 'recorder', upTo('checked'), 'RETURN.NOT_ON_RUNG_BELOW'],
    [
      'a line that is not there',
      advance('checked', [lineKey(line('workers', 1, { brandId: id(99) }))]),
      'recorder',
      upTo('reported'),
      'RETURN.LINE_UNKNOWN',
    ],
    ['a line twice', advance('checked', [direct, direct]), 'recorder', upTo('reported'), 'RETURN.LINE_TWICE'],
    ['nothing', advance('reviewed'), 'checker', upTo('reported'), 'RETURN.NOTHING_ON_RUNG'],
  ] as const)('refuses %s', (_, command, who, history, code) => {
    given(...history)
      .when({ command, ctx: as(who) })
      .thenRefused(code, 'lines');
  });

  it.each([
    ['checked', upTo('reported'), 'unit'],
    ['reviewed', upTo('checked'), 'recorder'],
    ['approved', upTo('reviewed'), 'checker'],
    ['accepted', upTo('approved'), 'prefecture'],
    ['accepted', upTo('approved'), 'unit'],
  ] as const)('%s is refused to whoever took a rung below, in whatever role', (rung, history, who) => {
    const right = { checked: 'recorder', reviewed: 'checker', approved: 'prefectureReviewer', accepted: 'provinceScreener' }[rung];
    const actor = { ...PERSONS[who], role: right };
    given(...history)
      .when({ command: advance(rung), ctx: { actor } })
      .thenRefused('RETURN.SAME_PERSON', 'lines');
  });

  it('does not tell the one user of a ledger without accounts from another', () => {
    const local = upTo('checked').map((event) => ({ ...event, by: 'local' as const }));
    given(...local)
      .when({ command: advance('reviewed'), ctx: as('local') })
      .thenAccepted();
  });

  it.each([
    ['a county under its province', '429004', 'accepted', 'reviewed', ['approved']],
    ['a prefecture that reports itself', '150400', 'approved', 'reported', ['checked', 'reviewed']],
    ['a province that reports itself', '150000', 'accepted', 'reported', ['checked', 'reviewed', 'approved']],
    ['a district of a municipality', '110105', 'accepted', 'reviewed', ['approved']],
  ] as const)('%s passes over what it does not have', (_, region, rung, below, over) => {
    const place = { returnId: returnIdOf({ region, period: '2025', unit: UNIT, call: CALL }), call: terms({ region: '000000' }) };
    const history = upTo('reported').concat(below === 'reviewed' ? [advanced('checked', 'recorder'), advanced('reviewed', 'checker')] : []);
    const standing = given(...history);
    for (const missing of over)
      standing.when({ command: advance(missing), ctx: { ...place, ...as('local') } }).thenRefused('RETURN.RUNG_NOT_HERE', 'rung');
    standing
      .when({ command: advance(rung), ctx: { ...place, ...as('local') } })
      .then({ type: 'ReturnLinesAdvanced.v1', data: { rung, passedOver: [...over], lines: keys(whole()), note: null } });
  });
});

describe('sending back', () => {
  const back = (to: 'unit' | 'below', lines = [direct]) =>
    ({ type: 'sendBack', data: { to, lines: lines.map((each) => ({ line: each, comment: '与花名册不符' })) } }) as const;

  it.each([
    ['reported', 'recorder', 'unit', 'returned'],
    ['checked', 'checker', 'unit', 'returned'],
    ['checked', 'checker', 'below', 'reported'],
    ['reviewed', 'prefecture', 'below', 'checked'],
    ['approved', 'province', 'below', 'reviewed'],
    ['accepted', 'locker', 'below', 'approved'],
    ['accepted', 'province', 'unit', 'returned'],
  ] as const)('from %s by the %s to %s leaves it %s', (rung, who, to, standing) => {
    const outcome = given(...upTo(rung)).when({ command: back(to), ctx: as(who) });
    outcome.then({
      type: 'ReturnLinesSentBack.v1',
      data: { to, lines: [{ line: direct, comment: '与花名册不符', from: rung, standing }] },
    });
    const { state } = outcome.thenAccepted();
    expect(state.lines.get(direct)).toMatchObject({ standing, comments: [{ comment: '与花名册不符', from: rung, to }] });
    expect(state.lines.get(workers)?.standing).toBe(rung);
    expect(state.lines.get(direct)?.taken.map((taken) => taken.rung)).toStrictEqual(
      standing === 'returned'
        ? []
        : ['reported', 'checked', 'reviewed', 'approved'].slice(0, ['reported', 'checked', 'reviewed', 'approved'].indexOf(standing) + 1),
    );
  });

  it.each([
    ['of who is not next', back('unit'), 'checker', upTo('reported'), 'RETURN.NOT_YOURS_TO_SEND_BACK', 'lines'],
    ['to a rung below the first', back('below'), 'recorder', upTo('reported'), 'RETURN.NOTHING_BELOW', 'to'],
    [
      'of an unknown line',
      back('unit', [lineKey(line('workers', 1, { brandId: id(99) }))]),
      'recorder',
      upTo('reported'),
      'RETURN.LINE_UNKNOWN',
      'lines',
    ],
    ['of a line twice', back('unit', [direct, direct]), 'recorder', upTo('reported'), 'RETURN.LINE_TWICE', 'lines'],
  ] as const)('is refused: %s', (_, command, who, history, code, field) => {
    given(...history)
      .when({ command, ctx: as(who) })
      .thenRefused(code, field);
  });

  it('is refused of what was sent back already, and of what is locked', () => {
    const sent = given(...upTo('reported'))
      .when({ command: back('unit'), ctx: as('recorder') })
      .thenAccepted();
    given(...upTo('reported'), ...sent.events.map((event) => ({ by: 'recorder' as const, ...event })))
      .when({ command: back('unit'), ctx: as('recorder') })
      .thenRefused('RETURN.NOT_ON_RUNG_BELOW', 'lines');
    const locked: By = { type: 'ReturnLocked.v1', data: { lines: keys(whole()), digest: 'd'.repeat(64), applies: true }, by: 'locker' };
    given(...upTo('accepted'), locked)
      .when({ command: back('unit'), ctx: as('province') })
      .thenRefused('RETURN.LOCKED', 'lines');
  });
});

describe('undoing', () => {
  const undo = (rung: 'checked' | 'reviewed' | 'approved' | 'accepted', lines: readonly string[] | null = null) =>
    ({ type: 'undo', data: { rung, lines, reason: '误审' } }) as const;

  it.each([
    ['checked', 'recorder', 'reported'],
    ['reviewed', 'checker', 'checked'],
    ['approved', 'prefecture', 'reviewed'],
    ['accepted', 'province', 'approved'],
  ] as const)('%s by the %s leaves %s', (rung, who, standing) => {
    const outcome = given(...upTo(rung)).when({ command: undo(rung), ctx: as(who) });
    outcome.then({ type: 'ReturnAdvanceUndone.v1', data: { rung, standing, lines: keys(whole()), reason: '误审' } });
    expect(new Set([...outcome.thenAccepted().state.lines.values()].map((each) => each.standing))).toStrictEqual(new Set([standing]));
    given(...upTo(rung))
      .when({ command: undo(rung), ctx: as(who === 'province' ? 'prefecture' : 'province') })
      .thenRefused('RETURN.ROLE', null);
  });

  it('goes from the top only', () => {
    given(...upTo('reviewed'))
      .when({ command: undo('checked', [direct]), ctx: as('recorder') })
      .thenRefused('RETURN.NOT_ON_RUNG_BELOW', 'lines');
    given(...upTo('reviewed'))
      .when({ command: undo('checked'), ctx: as('recorder') })
      .thenRefused('RETURN.NOTHING_ON_RUNG', 'lines');
  });

  it('frees the person for that rung again', () => {
    const undone: By = {
      type: 'ReturnAdvanceUndone.v1',
      data: { rung: 'checked', standing: 'reported', lines: keys(whole()), reason: 'x' },
      by: 'recorder',
    };
    given(...upTo('checked'), undone)
      .when({ command: advance('checked'), ctx: as('recorder') })
      .thenAccepted();
  });

  it('knows no rung that the region does not have', () => {
    const place = { returnId: returnIdOf({ region: '150400', period: '2025', unit: UNIT, call: CALL }) };
    given(...upTo('reported'))
      .when({ command: undo('checked'), ctx: { ...place, ...as('local') } })
      .thenRefused('RETURN.RUNG_NOT_HERE', 'rung');
  });
});

describe('a late entry', () => {
  const allow = (until: string) => ({ type: 'allowLate', data: { reason: '停电', until } }) as const;
  it.each(['prefecture', 'province'] as const)('is allowed by the %s, before anything was reported', (who) => {
    given()
      .when({ command: allow('2026-01-20'), ctx: { ...as(who), today: '2026-01-18' } })
      .then({
        type: 'ReturnLateAllowed.v1',
        data: { returnId: context().returnId, callId: CALL, reason: '停电', until: '2026-01-20', dueOn: '2026-01-15' },
      });
  });
  it.each([
    ['by the county', 'recorder', '2026-01-20', {}, 'RETURN.ROLE', null],
    ['until a day that is over', 'prefecture', '2026-01-17', {}, 'RETURN.UNTIL_PASSED', 'until'],
    ['until the due day', 'prefecture', '2026-01-15', { today: '2026-01-10' }, 'RETURN.UNTIL_PASSED', 'until'],
    ['until no day', 'prefecture', '2026-02-30', {}, 'CALL.DATE_INVALID', 'until'],
    ['to a unit of which nothing is expected', 'prefecture', '2026-01-20', { unit: null }, 'RETURN.NOT_EXPECTED', null],
    ['to a closed call', 'prefecture', '2026-01-20', { call: terms({ status: 'closed' }) }, 'CALL.CLOSED', null],
  ] as const)('is not allowed %s', (_, who, until, ctx, code, field) => {
    given()
      .when({ command: allow(until), ctx: { ...as(who), today: '2026-01-18', ...ctx } })
      .thenRefused(code, field);
  });
});

describe('locking', () => {
  const lock = (lines: readonly string[] | null = null) => ({ type: 'lock', data: { lines } }) as const;
  const locked = (lines = keys(whole()), applies = true): By => ({
    type: 'ReturnLocked.v1',
    data: { lines, digest: 'd'.repeat(64), applies },
    by: 'locker',
  });

  it.each(['locker', 'province', 'local'] as const)('is done by the %s, with a digest of the lines', (who) => {
    const seen: unknown[] = [];
    given(...upTo('accepted'))
      .when({ command: lock(), ctx: { ...as(who), digest: (value) => (seen.push(value), 'd'.repeat(64)) } })
      .then({ type: 'ReturnLocked.v1', data: { lines: keys(whole()), digest: 'd'.repeat(64), applies: true } });
    expect(seen).toStrictEqual([whole().map((each) => [lineKey(each), each])]);
  });

  it.each([
    ['before 审定', lock([direct]), as('locker'), upTo('approved'), 'RETURN.NOT_ON_RUNG_BELOW', 'lines'],
    ['twice', lock([direct]), as('locker'), [...upTo('accepted'), locked()], 'RETURN.NOT_ON_RUNG_BELOW', 'lines'],
    [
      'by an approver of the county',
      lock(),
      { actor: { ...PERSONS.locker, region: COUNTY } },
      upTo('accepted'),
      'RETURN.PROVINCE_LOCKS',
      null,
    ],
    ['by the prefecture', lock(), as('prefecture'), upTo('accepted'), 'RETURN.ROLE', null],
    [
      'by whoever took a lower rung',
      lock(),
      { actor: { ...PERSONS.checker, role: 'approver', region: '150000' } },
      upTo('accepted'),
      'RETURN.SAME_PERSON',
      'lines',
    ],
  ] as const)('is refused %s', (_, command, ctx, history, code, field) => {
    given(...history)
      .when({ command, ctx })
      .thenRefused(code, field);
  });

  it('takes all trades of a figure together', () => {
    const trades = ['砌筑工', '钢筋工'].map((trade) => line('passed', 20, { brandId: id(20), trade }));
    const [one, other] = keys(trades) as [string, string];
    const history = upTo('approved', trades);
    given(...history, advanced('accepted', 'province', [one]))
      .when({ command: lock([one]), ctx: as('locker') })
      .thenRefused('RETURN.PARTS_APART', 'lines');
    given(...history, advanced('accepted', 'province', [one, other]))
      .when({ command: lock([one, other]), ctx: as('locker') })
      .thenAccepted();
  });

  it.each([
    ['2025', 'period', true],
    ['2025', 'yearToDate', true],
    ['2025-12', 'yearToDate', true],
    ['2025Q4', 'yearToDate', true],
    ['2025H2', 'yearToDate', true],
    ['2025-12', 'period', false],
    ['2025Q4', 'period', false],
    ['2025-11', 'yearToDate', false],
    ['2025H1', 'yearToDate', false],
  ] as const)('%s %s goes to the brands: %s', (period, basis, applies) => {
    const [first, ...rest] = upTo('accepted');
    if (first?.type !== 'ReturnReported.v1') throw new Error('no report');
    const events = [{ ...first, data: { ...first.data, period, basis } }, ...rest];
    const place = { returnId: returnIdOf({ region: COUNTY, period, unit: UNIT, call: CALL }), call: terms({ period, basis }) };
    given(...events)
      .when({ command: lock(), ctx: { ...as('locker'), ...place } })
      .then({ type: 'ReturnLocked.v1', data: { lines: keys(whole()), digest: 'd'.repeat(64), applies } });
  });

  it('what became of the lines is written once', () => {
    const figures = [
      { brandId: id(10), metric: 'employmentDriven', directness: 'direct', value: 100, figureId: id(70), lines: [direct] },
    ] as const;
    const parked = [
      { brandId: id(10), metric: 'workers', directness: 'unstated', lines: [workers], code: 'BRAND.X', zh: '甲', en: 'a' },
    ] as const;
    const command = {
      type: 'recordApplied',
      data: { figures: figures.map((f) => ({ ...f, lines: [...f.lines] })), parked: parked.map((p) => ({ ...p, lines: [...p.lines] })) },
    } as const;
    const outcome = given(...upTo('accepted'), locked()).when({ command });
    outcome.then(
      { type: 'ReturnLinesApplied.v1', data: { figures: command.data.figures, parked: [] } },
      { type: 'ReturnLinesApplied.v1', data: { figures: [], parked: command.data.parked } },
    );
    const { events, state } = outcome.thenAccepted();
    expect(state.lines.get(direct)?.applied).toStrictEqual({ state: 'applied', figureId: id(70) });
    expect(state.lines.get(workers)?.applied).toStrictEqual({ state: 'parked', code: 'BRAND.X', zh: '甲', en: 'a' });
    given(...upTo('accepted'), locked(), ...events)
      .when({ command })
      .thenNothing();
    given(...upTo('accepted'))
      .when({ command })
      .thenNothing();
  });
});

it('a text that is no id of a return is none', () => {
  given()
    .when({ command: report(), ctx: { returnId: 'rubbish' } })
    .thenRefused('RETURN.UNKNOWN', null);
});

describe('a figure that a call collects', () => {
  const brand: AskedBrand = { stage: 'cultivated', region: COUNTY, kind: 'labour', origin: 'operational' };
  const figure = { metric: 'employmentDriven', directness: 'direct', window: { toYear: 2025 } };

  it.each<[string, boolean, Partial<AskedBrand>, Partial<typeof figure>, Partial<ReturnType<typeof terms>>]>([
    ['as it is asked', true, {}, {}, {}],
    ['of a dual brand', true, { kind: 'dual' }, {}, {}],
    ['of a running total that ends the year', true, {}, {}, { basis: 'yearToDate', period: '2025Q4' }],
    ['of a running total before the year ends', false, {}, {}, { basis: 'yearToDate', period: '2025Q3' }],
    ['of the last quarter alone', false, {}, {}, { period: '2025Q4' }],
    ['of the year before', false, {}, { window: { toYear: 2024 } }, {}],
    ['of no year', false, {}, { window: { toYear: null } } as never, {}],
    ['that is not asked', false, {}, { metric: 'honours' }, {}],
    ['whose directness is not asked', false, {}, { directness: 'unstated' }, {}],
    ['of another kind', false, { kind: 'training' }, {}, {}],
    ['of another region', false, { region: '370102' }, {}, {}],
    ['of a brand that is not cultivated yet', false, { stage: 'evaluated' }, {}, {}],
    ['of a brand that was delisted', false, { stage: 'delisted' }, {}, {}],
    ['of a made-up brand', false, { origin: 'synthetic' }, {}, {}],
    ['of a call that is closed', false, {}, {}, { status: 'closed' }],
  ])('%s: %s', (_, expected, ofBrand, ofFigure, ofCall) => {
    expect(isToldInReturn({ ...terms(), ...ofCall }, { ...brand, ...ofBrand }, { ...figure, ...ofFigure })).toBe(expected);
  });
});

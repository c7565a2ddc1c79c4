import fc from 'fast-check';
import { subjectEvent, subjectGiven, testDocument, testUuid } from '#testing';
import type { SubjectContext, TargetTerms } from '../subject/core';
import type { SubjectEvent, SubjectEventData } from '../subject/events';
import { targetFactsOf } from '../subject/facts';
import type { ProgrammeCommand } from './decide';
import type { AllocationRule } from './events';

const target = (id: string, over: Partial<TargetTerms> = {}): TargetTerms => ({
  ...{ id, metric: 'trainedPersonTimes', of: null, unit: 'personTimes', span: 'cumulative' },
  ...over,
});
const targets: readonly TargetTerms[] = [
  target('kl.domestic'),
  target('kl.exchange-domestic', { span: 'yearly' }),
  target('kl.tourism'),
  target('kl.filed', { metric: 'filedEnterprises', of: 'eligibleEnterprises', unit: 'percent', span: 'atDate' }),
  target('kl.dish', { metric: 'dishBrands', unit: 'items', span: 'atDate' }),
];
const source = { reference: '培训台账', note: null };
const registration: Extract<ProgrammeCommand, { type: 'register' }>['data'] = {
  ...{ name: '凯里市技能行动', pack: 'kaili-2024-9', region: '522601', fromYear: 2024, toYear: 2025 },
  ...{ origin: 'operational', source },
};
const registered = subjectEvent('ProgrammeRegistered.v1', { programmeId: testUuid(1), ...registration });
const cohort = (letter = 'a', count = 40) => ({ digest: letter.repeat(64), count, title: `第${letter}期` });
type Input = Extract<ProgrammeCommand, { type: 'recordProgress' }>['data']['progress'];
const progress = (over: Partial<Input> = {}): Input => ({
  ...{ target: 'kl.domestic', metric: 'trainedPersonTimes', unit: 'personTimes', year: 2024, asOf: null, value: 40 },
  ...{ cohort: cohort(), source },
  ...over,
});
const recorded = (n: number, over: Partial<Input> = {}): SubjectEvent =>
  subjectEvent('ProgrammeProgressRecorded.v1', { progressId: testUuid(n), ...progress(over) });
const given = (...events: readonly SubjectEvent[]) => subjectGiven('programme', ...events);
const asked = (command: ProgrammeCommand, ctx: Partial<SubjectContext> = {}) => ({ command, ctx: { targets, ...ctx } });
const record = (over: Partial<Input> = {}) => asked({ type: 'recordProgress', data: { progress: progress(over) } });

describe('a programme is registered', () => {
  it('under a pack that is published', () => {
    given()
      .when(asked({ type: 'register', data: registration }))
      .then(registered);
    given()
      .when(asked({ type: 'register', data: registration }, { targets: null }))
      .thenRefused('PROGRAMME.PACK_UNKNOWN', 'pack');
  });
  it('with its years in order', () => {
    given()
      .when(asked({ type: 'register', data: { ...registration, toYear: 2023 } }))
      .thenRefused('PROGRAMME.YEARS_REVERSED', 'toYear');
  });
});

describe('progress says what its target counts', () => {
  it('of a cohort', () => {
    given(registered).when(record()).then(recorded(901));
  });
  it('of firms, on a day', () => {
    const firms = { target: 'kl.filed', metric: 'eligibleEnterprises', unit: 'items', asOf: '2024-12-31', value: 12, cohort: null };
    given(registered).when(record(firms)).then(recorded(901, firms));
  });

  it.each<[string, Partial<Input>, string, string]>([
    ['another target', { target: 'kl.none' }, 'PROGRAMME.TARGET_UNKNOWN', 'progress.target'],
    ['another metric', { metric: 'trainedPersons' }, 'PROGRAMME.METRIC_OTHER', 'progress.metric'],
    ['persons for person-times', { unit: 'persons' }, 'PROGRAMME.UNIT_OTHER', 'progress.unit'],
    ['a year before it', { year: 2023 }, 'PROGRAMME.YEAR_OUTSIDE', 'progress.year'],
    ['a year after it', { year: 2026 }, 'PROGRAMME.YEAR_OUTSIDE', 'progress.year'],
    ['a day where a year is counted', { asOf: '2024-12-31' }, 'PROGRAMME.AS_OF_UNEXPECTED', 'progress.asOf'],
    ['nobody named', { cohort: null }, 'PROGRAMME.COHORT_MISSING', 'progress.cohort'],
    ['more than its roster', { value: 41 }, 'PROGRAMME.COHORT_EXCEEDED', 'progress.value'],
    [
      'no day where a day is counted',
      { target: 'kl.dish', metric: 'dishBrands', unit: 'items', cohort: null },
      'PROGRAMME.AS_OF_MISSING',
      'progress.asOf',
    ],
    [
      'a day of another year',
      { target: 'kl.dish', metric: 'dishBrands', unit: 'items', cohort: null, asOf: '2025-01-01' },
      'PROGRAMME.AS_OF_MISSING',
      'progress.asOf',
    ],
    [
      'a day to come',
      { target: 'kl.dish', metric: 'dishBrands', unit: 'items', cohort: null, year: 2025, asOf: '2025-03-02' },
      'SUBJECT.FUTURE_DATE',
      'progress.asOf',
    ],
  ])('not %s', (_, over, code, field) => {
    given(registered).when(record(over)).thenRefused(code, field);
  });

  it('not a second time, and not after the end', () => {
    given(registered, recorded(10)).when(record()).thenRefused('PROGRAMME.PROGRESS_ALREADY_RECORDED', 'progress');
    const closing = { closedOn: '2025-02-28', closedBy: '潘某', reason: '到期' };
    given(registered)
      .when(asked({ type: 'close', data: closing }))
      .then(subjectEvent('ProgrammeClosed.v1', closing));
    const closed = given(registered, recorded(10), subjectEvent('ProgrammeClosed.v1', closing));
    closed.when(record({ cohort: cohort('b') })).thenRefused('SUBJECT.WRONG_STATUS');
    closed.when(asked({ type: 'close', data: closing })).thenRefused('SUBJECT.WRONG_STATUS');
    closed
      .when(asked({ type: 'declareAllocation', data: declaration({ kind: 'full', target: 'kl.domestic' }, cohort('b')) }))
      .thenRefused('SUBJECT.WRONG_STATUS');
  });

  it('not where its document is gone from the library', () => {
    given(registered)
      .when(asked({ type: 'recordProgress', data: { progress: progress() } }, { targets: null }))
      .thenRefused('PROGRAMME.PACK_UNKNOWN', null);
  });
});

function declaration(
  rule: AllocationRule,
  of: ReturnType<typeof cohort> | null = cohort(),
): Extract<ProgrammeCommand, { type: 'declareAllocation' }>['data'] {
  return { cohort: of, rule, approvedBy: '潘某', reason: '“南粤家政”订单学员', document: testDocument };
}
const declared = (rule: AllocationRule, of: ReturnType<typeof cohort> | null = cohort()): SubjectEvent =>
  subjectEvent('AllocationDeclared.v1', { allocationId: testUuid(20), ...declaration(rule, of) });
const declare = (rule: AllocationRule, of: ReturnType<typeof cohort> | null = cohort()) =>
  asked({ type: 'declareAllocation', data: declaration(rule, of) });

describe('a cohort counts once (ambiguity 11)', () => {
  const other = { target: 'kl.exchange-domestic' };
  const shares = (a: number, b: number): AllocationRule => ({
    kind: 'shares',
    shares: [
      { target: 'kl.domestic', count: a },
      { target: 'kl.exchange-domestic', count: b },
    ],
  });
  const together: AllocationRule = { kind: 'together', targets: ['kl.domestic', 'kl.exchange-domestic'] };

  it('and is refused for a second target', () => {
    given(registered, recorded(10)).when(record(other)).thenRefused('PROGRAMME.COUNTED_TWICE', 'progress.cohort');
    given(registered, recorded(10))
      .when(record({ ...other, cohort: cohort('b') }))
      .thenAccepted();
  });

  it('unless it was corrected to nothing before', () => {
    const zero = subjectEvent('ProgrammeProgressCorrected.v1', {
      ...{ corrects: testUuid(10), requester: '杨某', reason: '报错目标', evidence: [] },
      progress: { progressId: testUuid(11), ...progress({ value: 0 }) },
    });
    given(registered, recorded(10), zero).when(record(other)).thenAccepted();
  });

  it('in exact shares that were declared before', () => {
    given(registered)
      .when(declare(shares(30, 10)))
      .then(subjectEvent('AllocationDeclared.v1', { allocationId: testUuid(901), ...declaration(shares(30, 10)) }));
    const split = given(registered, declared(shares(30, 10)));
    split.when(record({ value: 30 })).thenAccepted();
    split.when(record({ value: 31 })).thenRefused('PROGRAMME.COHORT_EXCEEDED', 'progress.value');
    split
      .and(recorded(10, { value: 30 }))
      .when(record({ ...other, value: 10 }))
      .thenAccepted();
    split.when(record({ target: 'kl.tourism', value: 1 })).thenRefused('PROGRAMME.ALLOCATED_ELSEWHERE', 'progress.target');
  });

  it('shares add up to the whole, neither less nor more', () => {
    given(registered)
      .when(declare(shares(30, 9)))
      .thenRefused('PROGRAMME.SHARES_NOT_WHOLE', 'rule.shares');
    given(registered)
      .when(declare(shares(30, 11)))
      .thenRefused('PROGRAMME.SHARES_NOT_WHOLE', 'rule.shares');
  });

  it('in full for one target that was declared before', () => {
    const full = given(registered, declared({ kind: 'full', target: 'kl.domestic' }));
    full.when(record()).thenAccepted();
    full.when(record(other)).thenRefused('PROGRAMME.ALLOCATED_ELSEWHERE', 'progress.target');
  });

  it('for several targets that say one thing, by a declaration that names them', () => {
    const one = given(registered, declared(together, null), recorded(10));
    one.when(record(other)).thenAccepted();
    one.when(record({ target: 'kl.tourism' })).thenRefused('PROGRAMME.COUNTED_TWICE');
    given(registered, declared(together), recorded(10)).when(record(other)).thenAccepted();
    given(registered, declared(together, cohort('b')), recorded(10))
      .when(record(other))
      .thenRefused('PROGRAMME.COUNTED_TWICE');
  });

  it('and is the same cohort only with the same number', () => {
    given(registered, recorded(10))
      .when(record({ year: 2025, cohort: cohort('a', 41) }))
      .thenRefused('PROGRAMME.COHORT_CHANGED', 'progress.cohort.count');
    given(registered, recorded(10))
      .when(declare({ kind: 'full', target: 'kl.domestic' }, cohort('a', 41)))
      .thenRefused('PROGRAMME.COHORT_CHANGED', 'cohort.count');
  });

  it('a rule is declared before, once, for known targets, and for a cohort', () => {
    given(registered, recorded(10))
      .when(declare({ kind: 'full', target: 'kl.tourism' }))
      .thenRefused('PROGRAMME.ALLOCATION_TOO_LATE', 'cohort');
    given(registered, recorded(10))
      .when(declare({ kind: 'full', target: 'kl.domestic' }))
      .thenAccepted();
    given(registered, declared(shares(30, 10)))
      .when(declare(shares(20, 20)))
      .thenRefused('PROGRAMME.ALLOCATION_EXISTS', 'cohort');
    given(registered, declared(together, null))
      .when(declare({ kind: 'together', targets: ['kl.exchange-domestic', 'kl.domestic'] }, null))
      .thenRefused('PROGRAMME.ALLOCATION_EXISTS', 'rule');
    given(registered)
      .when(declare({ kind: 'full', target: 'kl.none' }))
      .thenRefused('PROGRAMME.TARGET_UNKNOWN', 'rule');
    given(registered)
      .when(declare({ kind: 'together', targets: ['kl.domestic', 'kl.domestic'] }))
      .thenRefused('PROGRAMME.TARGET_TWICE', 'rule');
    given(registered)
      .when(declare({ kind: 'full', target: 'kl.domestic' }, null))
      .thenRefused('PROGRAMME.ALLOCATION_NEEDS_COHORT', 'cohort');
    given(registered)
      .when(asked({ type: 'declareAllocation', data: declaration({ kind: 'full', target: 'kl.domestic' }) }, { targets: null }))
      .thenRefused('PROGRAMME.PACK_UNKNOWN');
  });

  it('law: whatever is accepted, no cohort counts for more than its number over targets of one metric', () => {
    const step = fc.record({
      target: fc.constantFrom('kl.domestic', 'kl.exchange-domestic', 'kl.tourism'),
      letter: fc.constantFrom('a', 'b'),
      year: fc.constantFrom(2024, 2025),
      value: fc.integer({ min: 0, max: 45 }),
      split: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let history = given(registered);
        for (const { target: to, letter, year, value, split } of steps) {
          const command =
            split === null
              ? record({ target: to, year, value, cohort: cohort(letter) })
              : declare(shares(split, 40 - split), cohort(letter));
          try {
            const { events } = history.when(command).thenAccepted();
            history = history.and(...events.map((event, i) => renumbered(event, history.state.core.revision * 2 + i)));
          } catch {
            // Refused: nothing was written.
          }
        }
        const { state } = history;
        if (state.kind !== 'programme' || state.own === null) throw new Error('not on the books');
        for (const letter of ['a', 'b'])
          for (const year of [2024, 2025]) {
            const counted = state.own.progress.filter((one) => one.cohort?.digest === letter.repeat(64) && one.year === year);
            const sum = counted.reduce((total, { value }) => total + value, 0);
            const targetsOf = new Set(counted.filter(({ value }) => value > 0).map((one) => one.target));
            if (targetsOf.size > 1) expect(sum).toBeLessThanOrEqual(40);
            for (const { value } of counted) expect(value).toBeLessThanOrEqual(40);
          }
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

/** Ids come from the shell; here from a counter. */
function renumbered(event: SubjectEvent, n: number): SubjectEvent {
  if (event.type === 'ProgrammeProgressRecorded.v1') return { ...event, data: { ...event.data, progressId: testUuid(3000 + n) } };
  return event;
}

describe('a correction of progress', () => {
  type Corrected = SubjectEventData<'ProgrammeProgressCorrected.v1'>;
  const correct = (over: Partial<Input>, more: Partial<Omit<Corrected, 'progress'>> = {}) =>
    asked({
      type: 'correctProgress',
      data: { corrects: testUuid(10), requester: '杨某', reason: '2人退学', evidence: [], ...more, progress: progress(over) },
    });

  it('stands in the place of the old one, which stays', () => {
    const { events, state } = given(registered, recorded(10))
      .when(correct({ value: 38 }))
      .thenAccepted();
    expect(events).toStrictEqual([
      subjectEvent('ProgrammeProgressCorrected.v1', {
        ...{ corrects: testUuid(10), requester: '杨某', reason: '2人退学', evidence: [] },
        progress: { progressId: testUuid(901), ...progress({ value: 38 }) },
      }),
    ]);
    expect(targetFactsOf(state)?.figures).toMatchObject([
      { value: 38, target: 'kl.domestic', nature: 'flow', fromYear: 2024, toYear: 2024 },
    ]);
    expect(state.core.corrections).toHaveLength(1);
  });

  it.each<[string, Partial<Input>, string, string | null]>([
    ['its target', { target: 'kl.tourism' }, 'PROGRAMME.CORRECTION_CHANGES_SUBJECT', 'progress.target'],
    ['its year', { year: 2025 }, 'PROGRAMME.CORRECTION_CHANGES_SUBJECT', 'progress.year'],
    ['nothing', {}, 'PROGRAMME.CORRECTION_CHANGES_NOTHING', 'progress'],
    ['more than the roster', { value: 41 }, 'PROGRAMME.COHORT_EXCEEDED', 'progress.value'],
  ])('does not change %s', (_, over, code, field) => {
    given(registered, recorded(10)).when(correct(over)).thenRefused(code, field);
  });

  it('concerns what stands, and cites what is attached', () => {
    given(registered)
      .when(correct({ value: 38 }))
      .thenRefused('PROGRAMME.PROGRESS_UNKNOWN', 'corrects');
    given(registered, recorded(10))
      .when(correct({ value: 38 }, { evidence: [testUuid(30)] }))
      .thenRefused('SUBJECT.EVIDENCE_UNKNOWN', 'evidence');
  });

  it('cannot bring in a cohort that counts elsewhere', () => {
    given(registered, recorded(10), recorded(11, { target: 'kl.tourism', cohort: cohort('b') }))
      .when(correct({ cohort: cohort('b') }))
      .thenRefused('PROGRAMME.COUNTED_TWICE');
  });
});

it('cohorts of one target and year add up, and each target has its own', () => {
  const { state } = given(
    registered,
    recorded(10),
    recorded(11, { cohort: cohort('b', 25), value: 25 }),
    recorded(12, { target: 'kl.tourism', cohort: cohort('c', 9), value: 9 }),
  );
  expect(targetFactsOf(state)?.figures.map(({ target: of, value }) => [of, value])).toEqual([
    ['kl.domestic', 65],
    ['kl.tourism', 9],
  ]);
});

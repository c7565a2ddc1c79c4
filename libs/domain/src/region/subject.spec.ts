import { subjectEvent, subjectGiven, testDecision, testDocument, testUuid } from '#testing';
import type { SubjectEvent } from '../subject/events';
import { factsOf, subjectOf } from '../subject/facts';
import { classSetBy, regionPathOn, type RegionMerge, type RegionSubjectCommand } from './subject';

const source = { reference: '报送件', note: null };
const given = (...events: readonly SubjectEvent[]) => subjectGiven('region', ...events);
const round: Extract<RegionSubjectCommand, { type: 'holdEvaluationRound' }>['data'] = {
  ...{ roundId: testUuid(70), evaluation: 'school', heldOn: '2024-11-15', title: '民办学校评估' },
  ...{ scale: ['优秀', '合格', '不合格'], document: null, origin: 'operational' },
};
const held = subjectEvent('EvaluationRoundHeld.v1', round);

describe('an evaluation round (KL-14)', () => {
  it('is held once under its id', () => {
    given()
      .when({ command: { type: 'holdEvaluationRound', data: round } })
      .then(held);
    given(held)
      .when({ command: { type: 'holdEvaluationRound', data: round } })
      .thenNothing();
    given(held)
      .when({ command: { type: 'holdEvaluationRound', data: { ...round, heldOn: '2024-11-16' } } })
      .thenRefused('REGION.ID_REUSED', 'roundId');
  });
  it('grades on a scale without repetition, on a day that has come', () => {
    given()
      .when({ command: { type: 'holdEvaluationRound', data: { ...round, scale: ['优秀', '优秀'] } } })
      .thenRefused('REGION.GRADE_TWICE', 'scale');
    given()
      .when({ command: { type: 'holdEvaluationRound', data: { ...round, heldOn: '2025-03-02' } } })
      .thenRefused('SUBJECT.FUTURE_DATE', 'heldOn');
  });
  it('meets what was due, and is the last round of the facts', () => {
    const due = subjectEvent('EvaluationDue.v1', { dueOn: '2024-12-31', decision: testDecision('due') });
    given(due)
      .when({ command: { type: 'markEvaluationDue', data: { dueOn: '2024-12-31', decision: testDecision('again') } } })
      .thenRefused('SUBJECT.EVALUATION_ALREADY_DUE', 'dueOn');
    const { state } = given(due, held);
    expect(state.core.evaluationsDue).toMatchObject([{ dueOn: '2024-12-31', metBy: 'region-522601@1' }]);
    expect(factsOf(state)?.dates['lastEvaluationRoundOn']).toEqual({ on: '2024-11-15', event: 'region-522601@1' });
  });
});

describe('what a region files and holds', () => {
  const FILED = [
    ['fileSurvey', 'RegionSurveyFiled.v1', { surveyId: testUuid(71), title: '摸底调查', filedOn: '2024-10-20', source }, 'surveyId'],
    ['filePlan', 'RegionPlanFiled.v1', { planId: testUuid(72), title: '建设方案', filedOn: '2024-10-28', source }, 'planId'],
    [
      'fileReport',
      'RegionReportFiled.v1',
      { reportId: testUuid(73), title: '信息', period: '四季度', filedOn: '2025-01-06', source },
      'reportId',
    ],
    [
      'holdMeeting',
      'RegionMeetingHeld.v1',
      { meetingId: testUuid(74), title: '第1次会议', heldOn: '2024-11-05', minutes: null },
      'meetingId',
    ],
  ] as const;

  it.each(FILED)('%s', (type, event, data, id) => {
    const command = { type, data } as RegionSubjectCommand;
    const happened = { type: event, data } as SubjectEvent;
    given().when({ command }).then(happened);
    given(happened).when({ command }).thenNothing();
    given(happened)
      .when({ command: { type, data: { ...data, title: '另一件' } } as RegionSubjectCommand })
      .thenRefused('REGION.ID_REUSED', id);
    const [day] = Object.keys(data).filter((key) => key.endsWith('On'));
    given()
      .when({ command: { type, data: { ...data, [day ?? '']: '2025-03-02' } } as RegionSubjectCommand })
      .thenRefused('SUBJECT.FUTURE_DATE', day);
  });

  it('counts meetings by year (SP-14)', () => {
    const meeting = (n: number, heldOn: string): SubjectEvent =>
      subjectEvent('RegionMeetingHeld.v1', { meetingId: testUuid(n), title: '例会', heldOn, minutes: null });
    const { state } = given(meeting(1, '2023-12-31'), meeting(2, '2024-01-01'), meeting(3, '2024-12-31'));
    expect(factsOf(state)?.figures.map(({ metric, toYear, value, event }) => [metric, toYear, value, event])).toEqual([
      ['meetings', 2023, 1, 'region-522601@0'],
      ['meetings', 2024, 2, 'region-522601@2'],
    ]);
  });
});

it('keeps a round of the demonstration apart: the region is real, and owes its round still', () => {
  const due = subjectEvent('EvaluationDue.v1', { dueOn: '2024-12-31', decision: testDecision('due') });
  const { state } = given(due, subjectEvent('EvaluationRoundHeld.v1', { ...round, origin: 'synthetic' }));
  expect(state.core.evaluationsDue).toMatchObject([{ dueOn: '2024-12-31', metBy: null }]);
  expect(state.kind === 'region' ? [state.own.rounds, state.own.syntheticRounds.map(({ roundId }) => roundId)] : null).toEqual([
    [],
    [round.roundId],
  ]);
  expect(factsOf(state)?.dates['lastEvaluationRoundOn']).toBeNull();
  given(subjectEvent('EvaluationRoundHeld.v1', { ...round, origin: 'synthetic' }))
    .when({ command: { type: 'holdEvaluationRound', data: { ...round, heldOn: '2024-11-16' } } })
    .thenRefused('REGION.ID_REUSED', 'roundId');
});

describe('a change of class (IM-25)', () => {
  const change = (over: object = {}) =>
    ({
      type: 'reclassify',
      data: { pack: 'im-2024-118', class: 2, effectiveFrom: '2025-07-01', reason: '规模变化', document: testDocument, ...over },
    }) as const;
  const changed = (over: object = {}): SubjectEvent => ({ type: 'RegionReclassified.v1', data: change(over).data });

  it('may take effect later, and says nothing twice', () => {
    given().when({ command: change() }).then(changed());
    given(changed()).when({ command: change() }).thenRefused('REGION.CLASS_UNCHANGED', 'class');
    given(changed())
      .when({ command: change({ effectiveFrom: '2025-08-01' }) })
      .thenRefused('REGION.CLASS_UNCHANGED');
    given(changed())
      .when({ command: change({ class: 3, effectiveFrom: '2025-08-01' }) })
      .thenAccepted();
    given(changed())
      .when({ command: change({ effectiveFrom: '2025-06-30' }) })
      .thenAccepted();
    given()
      .when({ command: change({ effectiveFrom: '2025-02-30' }) })
      .thenRefused('SUBJECT.DATE_INVALID', 'effectiveFrom');
  });

  it('holds from its day on, and not before', () => {
    const changes = [
      { pack: 'p', class: 1, effectiveFrom: '2025-01-01', event: 'a' },
      { pack: 'p', class: 2, effectiveFrom: '2025-07-01', event: 'b' },
      { pack: 'q', class: 3, effectiveFrom: '2025-01-01', event: 'c' },
    ];
    expect(['2024-12-31', '2025-01-01', '2025-06-30', '2025-07-01'].map((on) => classSetBy(changes, 'p', on)?.class ?? null)).toEqual([
      null,
      1,
      1,
      2,
    ]);
    // Of two from one day the later in the log holds.
    expect(classSetBy([...changes, { pack: 'p', class: 3, effectiveFrom: '2025-07-01', event: 'd' }], 'p', '2025-07-01')?.class).toBe(3);
  });
});

describe('a merge', () => {
  const merge = (over: object = {}) =>
    ({ type: 'merge', data: { into: '520100', on: '2025-06-01', reason: '区划调整', document: testDocument, ...over } }) as const;
  const merged: SubjectEvent = { type: 'RegionMerged.v1', data: merge().data };

  it('happens once, into another region that exists', () => {
    given().when({ command: merge() }).then(merged);
    given(merged).when({ command: merge() }).thenRefused('REGION.ALREADY_MERGED', null);
    given()
      .when({ command: merge({ into: '522601' }) })
      .thenRefused('REGION.MERGED_INTO_ITSELF', 'into');
    given()
      .when({ command: merge({ into: '999999' }) })
      .thenRefused('SUBJECT.REGION_UNKNOWN', 'into');
    given()
      .when({ command: merge({ on: '2025-02-30' }) })
      .thenRefused('SUBJECT.DATE_INVALID', 'on');
  });

  it('ends what the region does from that day on', () => {
    const past = subjectEvent('RegionMerged.v1', { ...merge().data, on: '2025-01-01' });
    const meeting = (heldOn: string) =>
      ({ type: 'holdMeeting', data: { meetingId: testUuid(74), title: '例会', heldOn, minutes: null } }) as const;
    given(past)
      .when({ command: meeting('2024-12-31') })
      .thenAccepted();
    given(past)
      .when({ command: meeting('2025-01-01') })
      .thenRefused('REGION.ALREADY_MERGED');
    given(past)
      .when({
        command: { type: 'reclassify', data: { pack: 'p', class: 1, effectiveFrom: '2025-02-01', reason: '-', document: testDocument } },
      })
      .thenRefused('REGION.ALREADY_MERGED');
  });

  it('gives the successor as the path from its day on, whatever level was merged', () => {
    const into = (region: string, other: string, on: string): RegionMerge => ({ region, into: other, on, event: 'e' });
    const merges = [into('522601', '520100', '2025-06-01'), into('520100', '520300', '2026-01-01')];
    expect(regionPathOn('522601', '2025-05-31', merges)).toEqual(['522601', '522600', '520000']);
    expect(regionPathOn('522601', '2025-06-01', merges)).toEqual(['522601', '520100', '520000']);
    expect(regionPathOn('522601', '2026-01-01', merges)).toEqual(['522601', '520100', '520300', '520000']);
    expect(regionPathOn('522601', '2025-06-01', [into('522601', '520100', '2025-01-01'), into('520100', '522601', '2025-01-01')])).toEqual([
      '522601',
      '520100',
    ]);
    const { state } = given(merged);
    expect(subjectOf(state, '2025-06-01', [into('522601', '520100', '2025-06-01')])?.regions).toEqual(['522601', '520100', '520000']);
  });
});

it('is a region of GB/T 2260', () => {
  expect(subjectOf(given().state)).toMatchObject({
    kind: 'region',
    name: '凯里市',
    tier: 'county',
    regions: ['522601', '522600', '520000'],
  });
});

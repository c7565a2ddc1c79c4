import { subjectEvent, subjectGiven, testAnswer, testDecision, testDocument, testUuid } from '#testing';
import type { SubjectEvent } from '../subject/events';
import type { InstitutionCommand } from './decide';

const source = { reference: '登记表', note: null };
const identity: Extract<InstitutionCommand, { type: 'register' }>['data'] = {
  name: '凯里市某职业培训学校',
  creditCode: null,
  institutionType: 'privateSchool',
  region: '522601',
  brands: [],
  origin: 'operational',
  source,
};
const given = (...events: readonly SubjectEvent[]) => subjectGiven('institution', ...events);
const registered = subjectEvent('InstitutionRegistered.v1', { institutionId: testUuid(1), ...identity });
const admitted = subjectEvent('InstitutionAdmitted.v1', { document: testDocument, decision: null });
const designation = { from: '2025-02-10', until: null, document: testDocument };
const designated = subjectEvent('InstitutionDesignated.v1', designation);
const act = { confirmedBy: '潘某', reason: '虚报人数', document: testDocument };
const blacklisted = subjectEvent('InstitutionBlacklisted.v1', { ...act, proposalId: null });
const HISTORIES = {
  registered: [registered],
  admitted: [registered, admitted],
  designated: [registered, admitted, designated],
  withdrawn: [registered, admitted, designated, subjectEvent('InstitutionDesignationWithdrawn.v1', { ...act, proposalId: null })],
  blacklisted: [registered, admitted, designated, blacklisted],
  cleared: [registered, blacklisted, subjectEvent('InstitutionCleared.v1', act)],
} as const;
type Status = keyof typeof HISTORIES;

const COMMANDS = {
  admit: { type: 'admit', data: { document: testDocument } },
  designate: { type: 'designate', data: designation },
  withdrawDesignation: { type: 'withdrawDesignation', data: act },
  blacklist: { type: 'blacklist', data: act },
  clear: { type: 'clear', data: act },
} as const satisfies Record<string, InstitutionCommand>;

it('is registered once', () => {
  given()
    .when({ command: { type: 'register', data: identity } })
    .then(registered);
  given(registered)
    .when({ command: { type: 'register', data: identity } })
    .thenRefused('SUBJECT.ALREADY_REGISTERED');
});

describe('what may follow what (KL-16)', () => {
  const allowed: Readonly<Record<keyof typeof COMMANDS, readonly Status[]>> = {
    admit: ['registered', 'cleared'],
    designate: ['admitted', 'withdrawn'],
    withdrawDesignation: ['designated'],
    blacklist: ['registered', 'admitted', 'designated', 'withdrawn', 'cleared'],
    clear: ['blacklisted'],
  };
  const cases = (Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).flatMap((name) =>
    (Object.keys(HISTORIES) as Status[]).map((status) => [name, status, allowed[name].includes(status)] as const),
  );
  it.each(cases)('%s when it is %s: %s', (name, status, may) => {
    const { state } = given(...HISTORIES[status]);
    expect(state.own).toMatchObject({ status });
    const answer = given(...HISTORIES[status]).when({ command: COMMANDS[name] });
    if (may) expect(answer.thenAccepted().events).toHaveLength(1);
    else answer.thenRefused('SUBJECT.WRONG_STATUS', null);
  });
});

describe('admission (IM-12, IM-13, SP-04)', () => {
  it('stands on the answer of the document', () => {
    const decision = testAnswer('pass');
    given(registered)
      .when({ command: COMMANDS.admit, ctx: { decision } })
      .then(subjectEvent('InstitutionAdmitted.v1', { document: testDocument, decision }));
    given(registered)
      .when({ command: COMMANDS.admit, ctx: { decision: testAnswer('undecidable') } })
      .thenRefused('SUBJECT.CONDITIONS_NOT_MET', null);
  });

  it('takes systems as evidence by hash, and an original once', () => {
    const evidence = {
      evidenceId: testUuid(30),
      kind: 'system-teaching',
      sha256: 'a'.repeat(64),
      custodian: '教务处',
      place: '档案柜2',
      retention: null,
    };
    given(registered)
      .when({ command: { type: 'attachEvidence', data: evidence } })
      .then(subjectEvent('SubjectEvidenceAttached.v1', evidence));
    const attached = given(registered, subjectEvent('SubjectEvidenceAttached.v1', evidence));
    attached.when({ command: { type: 'attachEvidence', data: evidence } }).thenNothing();
    attached
      .when({ command: { type: 'attachEvidence', data: { ...evidence, sha256: 'b'.repeat(64) } } })
      .thenRefused('SUBJECT.ID_REUSED', 'evidenceId');
    attached
      .when({
        command: {
          type: 'recordJudgement',
          data: { criterion: 'training.teachers', met: true, role: 'expert', by: '王五', reason: '稳定', evidence: [testUuid(31)] },
        },
      })
      .thenRefused('SUBJECT.EVIDENCE_UNKNOWN', 'evidence');
  });
});

it.each([
  ['a reversed span', { until: '2025-02-09' }, 'SUBJECT.DATES_REVERSED', 'until'],
  ['a day to come', { from: '2025-03-02' }, 'SUBJECT.FUTURE_DATE', 'from'],
  ['a day that does not exist', { from: '2025-02-30' }, 'SUBJECT.DATE_INVALID', 'from'],
])('is not designated with %s', (_, over, code, field) => {
  given(...HISTORIES.admitted)
    .when({ command: { type: 'designate', data: { ...designation, ...over } } })
    .thenRefused(code, field);
});

describe('a grade (KL-15)', () => {
  const data = {
    region: '522601',
    roundId: testUuid(70),
    gradedOn: '2025-02-20',
    grade: '优秀',
    by: '评估组',
    evidence: [],
    document: null,
  };
  const round = { evaluation: 'school', scale: ['优秀', '合格', '不合格'], heldOn: '2025-02-15' };
  const graded = subjectEvent('InstitutionGraded.v1', {
    ...{ roundId: testUuid(70), evaluation: 'school', gradedOn: '2025-02-20', scale: [...round.scale], grade: '优秀' },
    ...{ by: '评估组', evidence: [], document: null },
  });
  const grade = (over: Partial<typeof data> = {}, known: typeof round | null = round) =>
    ({ command: { type: 'grade', data: { ...data, ...over } }, ctx: { round: known } }) as const;

  it('is given on the scale of its round', () => {
    given(registered).when(grade()).then(graded);
  });
  it('not in a round that nobody held', () => {
    given(registered).when(grade({}, null)).thenRefused('INSTITUTION.ROUND_UNKNOWN', 'roundId');
  });
  it('not off the scale', () => {
    given(registered)
      .when(grade({ grade: '良好' }))
      .thenRefused('INSTITUTION.GRADE_UNKNOWN', 'grade');
  });
  it('once in a round', () => {
    given(registered, graded).when(grade()).thenRefused('INSTITUTION.ALREADY_GRADED', 'roundId');
  });
  it('not before the round', () => {
    given(registered)
      .when(grade({ gradedOn: '2025-02-15' }))
      .thenAccepted();
    given(registered)
      .when(grade({ gradedOn: '2025-02-14' }))
      .thenRefused('INSTITUTION.GRADED_BEFORE_ROUND', 'gradedOn');
  });
});

it('goes on the blacklist when a proposal is confirmed, loses admission and designation, and comes off by being cleared', () => {
  const proposal = subjectEvent('SanctionProposed.v1', { proposalId: testUuid(60), sanction: 'blacklist', decision: testDecision('b') });
  const data = { ...act, proposalId: testUuid(60) };
  const { state } = given(...HISTORIES.designated, proposal)
    .when({ command: { type: 'confirmSanction', data } })
    .thenAccepted();
  expect(state.own).toMatchObject({ status: 'blacklisted', admitted: null, designated: null });
  expect(state.core.sanctions).toMatchObject([{ sanction: 'blacklist', status: 'confirmed' }]);
  const cleared = given(...HISTORIES.cleared).state;
  expect(cleared.core.sanctions).toMatchObject([{ sanction: 'blacklist', status: 'lifted', decisionKey: null }]);
});

describe('brands it runs', () => {
  it('are changed like those of a unit', () => {
    given(registered)
      .when({ command: { type: 'changeBrands', data: { added: [testUuid(51)], removed: [], reason: '新专业' } } })
      .then(subjectEvent('InstitutionBrandsChanged.v1', { added: [testUuid(51)], removed: [], reason: '新专业' }));
    given(registered)
      .when({ command: { type: 'changeBrands', data: { added: [], removed: [testUuid(51)], reason: '停办' } } })
      .thenRefused('SUBJECT.BRANDS_UNCHANGED');
  });
});

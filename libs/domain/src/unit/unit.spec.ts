import { subjectEvent, subjectGiven, testAnswer, testDecision, testDocument, testUuid, type AskedOfSubject } from '#testing';
import type { UnitCommand } from './decide';
import type { SubjectEvent } from '../subject/events';

const source = { reference: '年度报表', note: null };
const identity: Extract<UnitCommand, { type: 'register' }>['data'] = {
  name: '青岛某家政服务有限公司',
  creditCode: '91370200MA3C0X1Y2Z',
  unitType: 'leadFirm',
  region: '370200',
  brands: [testUuid(50)],
  origin: 'operational',
  source,
};
const registered = subjectEvent('UnitRegistered.v1', { unitId: testUuid(1), ...identity, brands: [testUuid(50)] });
const recognised = subjectEvent('UnitRecognised.v1', { document: testDocument, minutes: null, decision: null });
const withdrawn = { confirmedBy: '赵六', reason: '连续两年未达到', document: testDocument };
const given = (...events: readonly SubjectEvent[]) => subjectGiven('unit', ...events);
const register = (over: Partial<typeof identity> = {}): AskedOfSubject => ({
  command: { type: 'register', data: { ...identity, ...over } },
});

describe('a construction unit is registered', () => {
  it('once, under its id', () => {
    given().when(register()).then(registered);
    given(registered).when(register()).thenRefused('SUBJECT.ALREADY_REGISTERED', null);
  });

  it('with each brand once', () => {
    given()
      .when(register({ brands: [testUuid(50), testUuid(50)] }))
      .then(registered);
  });

  it.each([
    ['SUBJECT.NAME_EMPTY', 'name', { name: '　' }],
    ['SUBJECT.REGION_UNKNOWN', 'region', { region: '999999' }],
  ])('not with %s', (code, field, over) => {
    given().when(register(over)).thenRefused(code, field);
  });

  it('and nothing else is done to one that is not', () => {
    given()
      .when({ command: { type: 'recognise', data: { document: testDocument, minutes: null } } })
      .thenRefused('SUBJECT.UNKNOWN', null);
    given()
      .when({
        command: { type: 'recordJudgement', data: { criterion: 'c', met: true, role: 'expert', by: '王五', reason: '好', evidence: [] } },
      })
      .thenRefused('SUBJECT.UNKNOWN', null);
  });
});

describe('recognition (SD-10)', () => {
  const recognise = { type: 'recognise', data: { document: testDocument, minutes: '纪要' } } as const;

  it('stands on the answer of the document where one asks for conditions', () => {
    const decision = testAnswer('pass');
    given(registered)
      .when({ command: recognise, ctx: { decision } })
      .then(subjectEvent('UnitRecognised.v1', { ...recognise.data, decision }));
  });

  it('needs no answer where no document asks', () => {
    given(registered)
      .when({ command: recognise })
      .then(subjectEvent('UnitRecognised.v1', { ...recognise.data, decision: null }));
  });

  it.each(['fail', 'undecidable', 'notConfigured'] as const)('is refused when the answer is %s', (outcome) => {
    given(registered)
      .when({ command: recognise, ctx: { decision: testAnswer(outcome) } })
      .thenRefused('SUBJECT.CONDITIONS_NOT_MET', null);
  });

  it('is refused when nobody can say', () => {
    given(registered)
      .when({ command: recognise, ctx: { decision: testDecision('without an explanation') } })
      .thenRefused('SUBJECT.CONDITIONS_NOT_MET');
  });

  it('dates from its document', () => {
    const { state } = given(registered, recognised);
    expect(state).toMatchObject({ kind: 'unit', own: { status: 'recognised', recognition: { on: testDocument.issuedOn } } });
  });

  it('is done once, and again after it was taken back', () => {
    given(registered, recognised).when({ command: recognise }).thenRefused('SUBJECT.WRONG_STATUS', null);
    given(registered, recognised, subjectEvent('UnitRecognitionWithdrawn.v1', { ...withdrawn, proposalId: null }))
      .when({ command: recognise })
      .thenAccepted();
  });

  it('not by a document of tomorrow', () => {
    const data = { ...recognise.data, document: { ...testDocument, issuedOn: '2025-03-02' } };
    given(registered)
      .when({ command: { type: 'recognise', data } })
      .thenRefused('SUBJECT.FUTURE_DATE', 'document.issuedOn');
  });

  it('is refused by a person, and taken back by one', () => {
    const refusal = { reason: '管理不规范', document: null };
    given(registered)
      .when({ command: { type: 'refuseRecognition', data: refusal } })
      .then(subjectEvent('UnitRecognitionRefused.v1', { ...refusal, decision: null }));
    given(registered, recognised)
      .when({ command: { type: 'refuseRecognition', data: refusal } })
      .thenRefused('SUBJECT.WRONG_STATUS');
    given(registered, recognised)
      .when({ command: { type: 'withdrawRecognition', data: withdrawn } })
      .then(subjectEvent('UnitRecognitionWithdrawn.v1', { ...withdrawn, proposalId: null }));
    given(registered)
      .when({ command: { type: 'withdrawRecognition', data: withdrawn } })
      .thenRefused('SUBJECT.WRONG_STATUS');
  });
});

describe('the brands it builds', () => {
  const change = (added: string[], removed: string[]) =>
    ({ command: { type: 'changeBrands', data: { added, removed, reason: '调整' } } }) as const;
  it('are added and removed', () => {
    const { state } = given(registered)
      .when(change([testUuid(51)], [testUuid(50)]))
      .thenAccepted();
    expect(state).toMatchObject({ own: { brands: [testUuid(51)] } });
  });
  it.each([
    ['nothing', [], []],
    ['one that is among them', [testUuid(50)], []],
    ['one that is not', [], [testUuid(51)]],
    ['one both ways', [testUuid(51)], [testUuid(51)]],
  ])('not for %s', (_, added, removed) => {
    given(registered).when(change(added, removed)).thenRefused('SUBJECT.BRANDS_UNCHANGED', null);
  });
});

describe('a sanction that a rule proposes', () => {
  const proposed = (sanction: 'notice' | 'withdrawal', n = 60) =>
    subjectEvent('SanctionProposed.v1', { proposalId: testUuid(n), sanction, decision: testDecision(`s${n}`) });
  const confirm = { proposalId: testUuid(60), confirmedBy: '赵六', reason: '属实', document: testDocument };

  it('is done by the person who confirms it, in one append', () => {
    given(registered, recognised, proposed('withdrawal'))
      .when({ command: { type: 'confirmSanction', data: confirm } })
      .then(
        subjectEvent('SanctionConfirmed.v1', { ...confirm, sanction: 'withdrawal' }),
        subjectEvent('UnitRecognitionWithdrawn.v1', confirm),
      );
  });

  it('is noted, and can be lifted', () => {
    const noted = given(registered, recognised, proposed('notice')).when({ command: { type: 'confirmSanction', data: confirm } });
    noted.then(subjectEvent('SanctionConfirmed.v1', { ...confirm, sanction: 'notice' }));
    const lift = { proposalId: testUuid(60), reason: '已改正', document: null };
    const standing = given(
      registered,
      recognised,
      proposed('notice'),
      subjectEvent('SanctionConfirmed.v1', { ...confirm, sanction: 'notice' }),
    );
    standing.when({ command: { type: 'liftSanction', data: lift } }).then(subjectEvent('SanctionLifted.v1', lift));
    standing
      .and(subjectEvent('SanctionLifted.v1', lift))
      .when({ command: { type: 'liftSanction', data: lift } })
      .thenRefused('SUBJECT.SANCTION_NOT_STANDING', 'proposalId');
  });

  it('is dismissed with a reason, and then nobody confirms it', () => {
    const dismissal = { proposalId: testUuid(60), dismissedBy: '赵六', reason: '补报后达标' };
    const open = given(registered, proposed('notice'));
    open.when({ command: { type: 'dismissSanction', data: dismissal } }).then(subjectEvent('SanctionDismissed.v1', dismissal));
    const dismissed = open.and(subjectEvent('SanctionDismissed.v1', dismissal));
    dismissed.when({ command: { type: 'confirmSanction', data: confirm } }).thenRefused('SUBJECT.PROPOSAL_UNKNOWN', 'proposalId');
    dismissed.when({ command: { type: 'dismissSanction', data: dismissal } }).thenRefused('SUBJECT.PROPOSAL_UNKNOWN', 'proposalId');
  });

  it('of withdrawal ends by a new recognition, not by lifting', () => {
    const gone = given(
      registered,
      recognised,
      proposed('withdrawal'),
      subjectEvent('SanctionConfirmed.v1', { ...confirm, sanction: 'withdrawal' }),
      subjectEvent('UnitRecognitionWithdrawn.v1', confirm),
    );
    gone
      .when({ command: { type: 'liftSanction', data: { proposalId: testUuid(60), reason: '误', document: null } } })
      .thenRefused('SUBJECT.SANCTION_ENDS_OTHERWISE', 'proposalId');
    expect(gone.and(recognised).state.core.sanctions).toMatchObject([{ sanction: 'withdrawal', status: 'lifted' }]);
  });

  it.each(['blacklist', 'withdrawal'] as const)('has to fit: %s has no place on a unit that is only registered', (sanction) => {
    given(registered)
      .when({ command: { type: 'proposeSanction', data: { proposalId: testUuid(61), sanction, decision: testDecision('x') } } })
      .thenRefused('SUBJECT.SANCTION_NOT_APPLICABLE', 'sanction');
  });

  it('is proposed once', () => {
    given(registered, proposed('notice'))
      .when({ command: { type: 'proposeSanction', data: { proposalId: testUuid(61), sanction: 'notice', decision: testDecision('x') } } })
      .thenRefused('SUBJECT.SANCTION_EXISTS', 'sanction');
  });
});

describe('answers of rules', () => {
  const answer = (key: string, over: object = {}) =>
    ({
      command: { type: 'recordAnswer', data: { period: 2024, purpose: 'duty', outcome: 'fail', decision: testDecision(key), ...over } },
    }) as const;

  it('are written once for a key', () => {
    const written = subjectEvent('RuleAnswered.v1', answer('a').command.data);
    given(registered).when(answer('a')).then(written);
    given(registered, written).when(answer('a')).thenNothing();
    given(registered, written).when(answer('b')).thenAccepted();
  });

  it('not for a year to come, nor on a basis ahead of the stream', () => {
    given(registered)
      .when(answer('a', { period: 2026 }))
      .thenRefused('SUBJECT.PERIOD_AHEAD', 'period');
    given(registered)
      .when(answer('a', { decision: testDecision('a', 1) }))
      .thenRefused('SUBJECT.BASIS_AHEAD', 'decision.basis.revision');
  });

  it('become stale by a correction of this stream, once for a key', () => {
    const figure = {
      figureId: testUuid(100),
      metric: 'trainedPersons',
      unit: 'persons',
      nature: 'flow',
      directness: 'unstated',
      bound: 'exact',
      value: 520,
      window: { fromYear: 2024, toYear: 2024, asOf: null },
      status: 'locked',
      estimate: null,
      source,
    } as const;
    const history = given(
      registered,
      subjectEvent('SubjectFigureRecorded.v1', figure),
      subjectEvent('RuleAnswered.v1', answer('a').command.data),
      subjectEvent('SubjectFigureCorrected.v1', {
        ...{ corrects: testUuid(100), requester: '李四', reason: '重复', evidence: [] },
        figure: { ...figure, figureId: testUuid(101), value: 499 },
      }),
    );
    const stale = (decidedBy: string, correction: string) =>
      ({
        command: { type: 'markStale', data: { decisionKey: 'a', decidedBy, correction, retaken: null, decision: testDecision('stale') } },
      }) as const;
    history
      .when(stale(testUuid(702), testUuid(703)))
      .then(subjectEvent('SubjectDecisionMarkedStale.v1', stale(testUuid(702), testUuid(703)).command.data));
    history.when(stale(testUuid(701), testUuid(703))).thenRefused('SUBJECT.DECISION_UNKNOWN', 'decisionKey');
    history.when(stale(testUuid(702), testUuid(702))).thenRefused('SUBJECT.CORRECTION_UNKNOWN', 'correction');
    const marked = history.and(subjectEvent('SubjectDecisionMarkedStale.v1', stale(testUuid(702), testUuid(703)).command.data));
    expect(marked.state.core.decisions[0]).toMatchObject({ key: 'a', staleBy: [testUuid(703)] });
    marked.when(stale(testUuid(702), testUuid(703))).thenNothing();
  });
});

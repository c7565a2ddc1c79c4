/** The acts beside the steps of a nomination: form, forwarding, screening, experts, the term and the proof of a notice. */
import { EVENT_SAMPLES, LIVES, ask, brandEvent, brandSpec, testDocument, testUuid, type Asked } from '#testing';
import type { CommandContext } from './commands';
import type { BrandEvent } from './events';
import { PROCEDURE_REFUSALS } from './procedure-refusals';
import { countVotes, formInForce } from './procedure-state';
import { procedureSteps } from './procedure-steps';
import { FormDefinition } from './recommendation-form';
import type { KnownBrand } from './state';

const { given } = brandSpec;
/** Acted in every event of the samples, and so may not check them. */
const HANDLER = { id: 'local', role: 'recorder' };
const OTHER: Partial<CommandContext> = { actor: { id: 'person-2', role: 'provinceScreener' } };
const ALONE: Partial<CommandContext> = { actor: { id: 'local', role: 'local' } };

const definition = FormDefinition.parse({
  ...{ form: 'im-labour-brand', version: 'derived-1', zh: '劳务品牌推荐表', en: 'form', annex: '附件2', pack: 'im-2024-118' },
  ...{ kind: 'labour', material: 'im-annex-2', original: false },
  sections: [
    {
      ...{ id: 'brand', zh: '一', en: '1' },
      fields: [
        { id: 'brand.name', zh: '名称', en: 'name', kind: 'text', clause: 'san.san.1.name', required: true },
        { id: 'workers', zh: '从业人员', en: 'workers', kind: 'count', clause: 'san.san.2.3.skill', required: false },
      ],
    },
  ],
});
const name = { field: 'brand.name', clause: 'san.san.1.name', value: '敖汉架线工', evidence: [] as string[] };
const filed = (over: object = {}) => ({
  ...{ formId: testUuid(180), form: 'im-labour-brand', formVersion: 'derived-1', answers: [name], contact: null, reason: null },
  ...over,
});
const FORM: Partial<CommandContext> = { form: definition };

const asked = EVENT_SAMPLES['ExpertsAsked.v1'];
const vote = (over: object = {}) => ({
  ...{ assessmentId: asked.assessmentId, expert: null, vote: 'for' as const, scores: [], reason: '好', evidence: [] },
  ...over,
});
const onPanel = [...LIVES.recommended, brandEvent('ExpertsAsked.v1')];
const EXPERT: Partial<CommandContext> = { actor: { id: 'expert-1', role: 'expert' } };

const forward = { body: '赤峰市人社局', authentic: true, valid: true, complete: true, reason: '齐全', document: null };
const screen = { outcome: 'selected' as const, reason: '优中选优', document: null };
const attached = brandEvent('EvidenceAttached.v1', { evidenceId: testUuid(182), sha256: 'a'.repeat(64) });
const capture = { evidenceId: testUuid(182), taken: 'posted' as const, on: '2025-02-10', note: null };

/** Monday to Friday, and nothing beyond 2025. */
const calendar: NonNullable<CommandContext['calendar']> = {
  edition: 'test calendar 1',
  isWorkingDay: (date) => (date > '2025-12-31' ? null : ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())),
};
const notice = { place: '网站', from: '2025-03-06', until: null };

describe('what is done', () => {
  it.each<[string, readonly BrandEvent[], Asked, readonly BrandEvent[]]>([
    [
      'a form is filed before the nomination, with what the layout says of itself',
      LIVES.reported,
      ask('fileForm', filed(), FORM),
      [brandEvent('RecommendationFormFiled.v1', { answers: [name] })],
    ],
    [
      'another form stands in its place, with a reason',
      [...LIVES.submitted, brandEvent('RecommendationFormFiled.v1')],
      ask('fileForm', filed({ formId: testUuid(190), reason: '补正' }), FORM),
      [
        brandEvent('RecommendationFormFiled.v1', {
          formId: testUuid(190),
          answers: [name],
          replaces: { formId: testUuid(180), reason: '补正' },
        }),
      ],
    ],
    [
      'who recommends is who signed in, whatever the command says',
      LIVES.submitted,
      ask('recommend', { body: '旗局', officer: '别人', authentic: true, valid: true, complete: true, document: null }, OTHER),
      [brandEvent('BrandRecommended.v1', { body: '旗局', officer: 'person-2', document: null })],
    ],
    [
      'the next body forwards it',
      LIVES.recommended,
      ask('forwardRecommendation', forward, OTHER),
      [brandEvent('RecommendationForwarded.v1', forward)],
    ],
    ['it is screened', LIVES.recommended, ask('screenNomination', screen, OTHER), [brandEvent('NominationScreened.v1', screen)]],
    [
      'it is screened anew with another outcome',
      [...LIVES.recommended, brandEvent('NominationScreened.v1', { outcome: 'notSelected' })],
      ask('screenNomination', screen, OTHER),
      [brandEvent('NominationScreened.v1', screen)],
    ],
    [
      'a ledger without accounts cannot tell persons apart',
      LIVES.recommended,
      ask('screenNomination', screen, ALONE),
      [brandEvent('NominationScreened.v1', screen)],
    ],
    [
      'experts are asked, each once',
      LIVES.recommended,
      ask('askExperts', { ...asked, experts: ['expert-1', 'expert-2', 'expert-1'] }),
      [brandEvent('ExpertsAsked.v1')],
    ],
    [
      'who signed in votes, whatever the command says',
      onPanel,
      ask('castVote', vote({ expert: 'expert-2' }), EXPERT),
      [brandEvent('ExpertVoted.v1', { expert: 'expert-1', scores: [], reason: '好' })],
    ],
    [
      'full points are no more than full points',
      onPanel,
      ask('castVote', vote({ scores: [{ criterion: '特色', points: 10, of: 10 }] }), EXPERT),
      [brandEvent('ExpertVoted.v1', { scores: [{ criterion: '特色', points: 10, of: 10 }], reason: '好' })],
    ],
    [
      'five working days from a Thursday end on the Wednesday after',
      LIVES.proposed,
      ask('postNotice', { ...notice, workingDays: 5 }, { calendar }),
      [
        brandEvent('NoticePosted.v1', { place: '网站', from: '2025-03-06', until: '2025-03-12' }),
        brandEvent('NoticeTermCounted.v1', { from: '2025-03-06', until: '2025-03-12', workingDays: 5 }),
      ],
    ],
    [
      'a term that begins on a Saturday counts from the Monday',
      LIVES.proposed,
      ask('postNotice', { ...notice, from: '2025-03-08', workingDays: 1 }, { calendar }),
      [
        brandEvent('NoticePosted.v1', { place: '网站', from: '2025-03-08', until: '2025-03-10' }),
        brandEvent('NoticeTermCounted.v1', { from: '2025-03-08', until: '2025-03-10', workingDays: 1 }),
      ],
    ],
    [
      'a capture repeats the digest of its evidence',
      [...LIVES.onNotice, attached],
      ask('captureNotice', capture),
      [brandEvent('NoticeCaptured.v1', { ...capture, sha256: 'a'.repeat(64) })],
    ],
  ])('%s', (_what, history, command, events) => {
    given(...history)
      .when(command)
      .then(...events);
  });

  it('the same form, panel and capture again lead to nothing', () => {
    given(...LIVES.submitted, brandEvent('RecommendationFormFiled.v1'))
      .when(ask('fileForm', filed(), FORM))
      .thenNothing();
    given(...onPanel)
      .when(ask('askExperts', asked))
      .thenNothing();
    given(...LIVES.onNotice, attached, brandEvent('NoticeCaptured.v1', capture))
      .when(ask('captureNotice', capture))
      .thenNothing();
  });
});

const REFUSED: readonly [keyof typeof PROCEDURE_REFUSALS, readonly BrandEvent[], Asked, string | null][] = [
  ['BRAND.SAME_PERSON', LIVES.recommended, ask('screenNomination', screen, { actor: HANDLER }), null],
  ['BRAND.SAME_PERSON', LIVES.recommended, ask('forwardRecommendation', forward, { actor: HANDLER }), null],
  ['BRAND.FORM_UNKNOWN', LIVES.reported, ask('fileForm', filed(), { form: null }), 'form'],
  ['BRAND.FORM_UNKNOWN', LIVES.reported, ask('fileForm', filed({ formVersion: 'derived-0' }), FORM), 'form'],
  ['BRAND.FORM_OTHER_KIND', [brandEvent('BrandReported.v1', { kind: 'training' })], ask('fileForm', filed(), FORM), 'form'],
  ['BRAND.FORM_FAULTY', LIVES.reported, ask('fileForm', filed({ answers: [] }), FORM), 'answers.brand.name'],
  [
    'BRAND.FORM_REASON_MISSING',
    [...LIVES.reported, brandEvent('RecommendationFormFiled.v1')],
    ask('fileForm', filed({ formId: testUuid(190) }), FORM),
    'reason',
  ],
  [
    'BRAND.OFFICER_MISSING',
    LIVES.submitted,
    ask('recommend', { body: '旗局', authentic: true, valid: true, complete: true, document: null }),
    'officer',
  ],
  [
    'BRAND.ALREADY_FORWARDED',
    [...LIVES.recommended, brandEvent('RecommendationForwarded.v1', forward)],
    ask('forwardRecommendation', forward, OTHER),
    'body',
  ],
  [
    'BRAND.ALREADY_SCREENED',
    [...LIVES.recommended, brandEvent('NominationScreened.v1')],
    ask('screenNomination', screen, OTHER),
    'outcome',
  ],
  [
    'BRAND.SCREENED_OUT',
    [...LIVES.recommended, brandEvent('NominationScreened.v1', { outcome: 'notSelected' })],
    ask('assess', { verdict: 'proposed', panel: null, judgements: [], reason: '好' }),
    null,
  ],
  [
    'BRAND.SCREENED_OUT',
    [...LIVES.recommended, brandEvent('NominationScreened.v1', { outcome: 'notSelected' })],
    ask('askExperts', asked),
    null,
  ],
  ['BRAND.PANEL_UNKNOWN', LIVES.recommended, ask('castVote', vote(), EXPERT), 'assessmentId'],
  ['BRAND.PANEL_CLOSED', [...onPanel, brandEvent('BrandAssessed.v1')], ask('castVote', vote(), EXPERT), null],
  ['BRAND.EXPERT_MISSING', onPanel, ask('castVote', vote(), ALONE), 'expert'],
  ['BRAND.NOT_ASKED', onPanel, ask('castVote', vote(), OTHER), 'expert'],
  [
    'BRAND.SCORE_TOO_HIGH',
    onPanel,
    ask('castVote', vote({ scores: [{ criterion: '特色', points: 11, of: 10 }] }), EXPERT),
    'scores.0.points',
  ],
  [
    'BRAND.RECUSED_SCORES',
    onPanel,
    ask('castVote', vote({ vote: 'recused', scores: [{ criterion: '特色', points: 1, of: 10 }] }), EXPERT),
    'scores',
  ],
  ['BRAND.NOTICE_TERM_MISSING', LIVES.proposed, ask('postNotice', notice, { calendar }), 'until'],
  [
    'BRAND.NOTICE_TERM_MISSING',
    LIVES.proposed,
    ask('postNotice', { ...notice, until: '2025-03-12', workingDays: 5 }, { calendar }),
    'until',
  ],
  ['BRAND.CALENDAR_UNKNOWN', LIVES.proposed, ask('postNotice', { ...notice, workingDays: 5 }), 'workingDays'],
  [
    'BRAND.CALENDAR_UNKNOWN',
    LIVES.proposed,
    ask('postNotice', { ...notice, from: '2025-12-29', workingDays: 4 }, { calendar }),
    'workingDays',
  ],
  ['BRAND.NO_NOTICE', LIVES.proposed, ask('captureNotice', capture), null],
  ['BRAND.CAPTURED_EARLIER', [...LIVES.onNotice, attached], ask('captureNotice', { ...capture, on: '2025-02-09' }), 'on'],
];

describe('what is refused', () => {
  it.each(REFUSED)('%s (%#)', (code, history, command, field) => {
    given(...history)
      .when(command)
      .thenRefused(code, field);
  });
  it('is every refusal that there is', () => {
    expect(new Set(REFUSED.map(([code]) => code))).toEqual(new Set(Object.keys(PROCEDURE_REFUSALS)));
  });
  it('attestations and evidence are held to what recommendations are held to', () => {
    given(...LIVES.recommended)
      .when(ask('forwardRecommendation', { ...forward, valid: false }, OTHER))
      .thenRefused('BRAND.ATTESTATION_MISSING', 'valid');
    given(...LIVES.reported)
      .when(ask('fileForm', filed({ answers: [{ ...name, evidence: [testUuid(999)] }] }), FORM))
      .thenRefused('BRAND.EVIDENCE_UNKNOWN', 'answers');
    given(...LIVES.submitted)
      .when(ask('screenNomination', screen, OTHER))
      .thenRefused('BRAND.NOT_RECOMMENDED', null);
    given(...LIVES.cultivated)
      .when(ask('fileForm', filed(), FORM))
      .thenRefused('BRAND.WRONG_STAGE', null);
  });
});

const stateOf = (...history: readonly BrandEvent[]): KnownBrand => given(...history).state as KnownBrand;

describe('what stands', () => {
  it('a vote is changed, both stay written and the last counts; a recusal is no vote', () => {
    const { procedure } = stateOf(
      ...onPanel,
      brandEvent('ExpertVoted.v1', { vote: 'against' }),
      brandEvent('ExpertVoted.v1', { vote: 'for' }),
      brandEvent('ExpertVoted.v1', { expert: 'expert-2', vote: 'recused', scores: [] }),
    );
    if (procedure.panel === null) throw new Error('no panel');
    expect(countVotes(procedure.panel)).toEqual({ for: 1, against: 0, recused: 1, waiting: [] });
  });

  it('a new submission begins the procedure anew and keeps the form', () => {
    const { procedure } = stateOf(
      ...LIVES.submitted,
      brandEvent('RecommendationFormFiled.v1'),
      brandEvent('BrandRecommended.v1'),
      brandEvent('RecommendationForwarded.v1'),
      brandEvent('NominationReturned.v1'),
      brandEvent('NominationResubmitted.v1'),
    );
    expect([procedure.forwarded, procedure.acts.recommended, procedure.acts.returned]).toEqual([[], null, null]);
    expect(formInForce(procedure)?.formId).toBe(testUuid(180));
  });

  const steps = (today: string, ...history: readonly BrandEvent[]): string =>
    procedureSteps(stateOf(...history), today)
      .map(({ step, status }) => `${step}:${status}`)
      .join(' ');
  it.each<[string, readonly BrandEvent[], string]>([
    [
      'reported',
      LIVES.reported,
      'call:later form:now nominate:later recommend:later screen:later assess:later notice:later recognise:later catalogue:later review:later',
    ],
    [
      'nominated without a form',
      LIVES.submitted,
      'call:done form:now nominate:done recommend:later screen:later assess:later notice:later recognise:later catalogue:later review:later',
    ],
    [
      'nominated with its form',
      [...LIVES.submitted, brandEvent('RecommendationFormFiled.v1')],
      'call:done form:done nominate:done recommend:now screen:later assess:later notice:later recognise:later catalogue:later review:later',
    ],
    [
      'recommended',
      LIVES.recommended,
      'call:done form:passedBy nominate:done recommend:done screen:now assess:later notice:later recognise:later catalogue:later review:later',
    ],
    [
      'screened out',
      [...LIVES.recommended, brandEvent('NominationScreened.v1', { outcome: 'notSelected' })],
      'call:done form:passedBy nominate:done recommend:done screen:stopped assess:later notice:later recognise:later catalogue:later review:later',
    ],
    [
      'assessed without a screening',
      LIVES.proposed,
      'call:done form:passedBy nominate:done recommend:done screen:passedBy assess:done notice:now recognise:later catalogue:later review:later',
    ],
    [
      'recognised without a notice',
      LIVES.recognised,
      'call:done form:passedBy nominate:done recommend:done screen:passedBy assess:done notice:passedBy recognise:done catalogue:now review:later',
    ],
  ])('steps of a brand that is %s', (_what, history, told) => {
    expect(steps('2025-03-01', ...history)).toBe(told);
  });

  it('a notice stays taken once the brand is cultivated', () => {
    const told = procedureSteps(
      stateOf(...LIVES.onNotice, brandEvent('BrandRecognised.v1'), brandEvent('CultivationStarted.v1')),
      '2025-03-01',
    );
    expect(told.find(({ step }) => step === 'notice')).toMatchObject({ status: 'done', on: '2025-02-10', by: 'local' });
  });

  it('who recognised and who listed stand with their steps, beside the notice and what was said against it', () => {
    const objection = brandEvent('ObjectionRaised.v1');
    const decided = brandEvent('ObjectionDecided.v1');
    const history = [...LIVES.onNotice, objection, decided, brandEvent('BrandRecognised.v1'), brandEvent('CatalogueEntered.v1')];
    const state = stateOf(...history, brandEvent('ExitAnnounced.v1'), brandEvent('ObjectionRaised.v1', { objectionId: testUuid(77) }));
    if (state.stage !== 'cultivated') throw new Error(state.stage);
    expect(procedureSteps(state, '2025-03-01').map(({ step, by }) => `${step} ${by ?? '—'}`)).toEqual(
      expect.arrayContaining(['notice local', 'recognise local', 'catalogue local']) as unknown,
    );
    const { notice, objections } = state.procedure;
    expect(notice).toMatchObject({ from: '2025-02-10', until: '2025-02-20' });
    // What is objected to an exit is no objection to the recognition.
    expect(objections.map(({ objectionId, decided: answer }) => [objectionId, answer?.upheld])).toEqual([
      [EVENT_SAMPLES['ObjectionRaised.v1'].objectionId, EVENT_SAMPLES['ObjectionDecided.v1'].upheld],
    ]);
  });

  it('where the document has no form, nobody waits for one', () => {
    const told = procedureSteps(stateOf(...LIVES.submitted), '2025-03-01', false);
    expect(told.map(({ step, status }) => `${step}:${status}`).slice(0, 3)).toEqual(['call:done', 'nominate:done', 'recommend:now']);
  });

  it('says what a recognition waits for: the last day of the notice, an objection, the capture', () => {
    const missing = (today: string, ...history: readonly BrandEvent[]): readonly string[] =>
      procedureSteps(stateOf(...history), today)
        .find(({ step }) => step === 'recognise')
        ?.missing.map(({ zh }) => zh) ?? [];
    const paper = '认定文件：文号、印发日期、签批人';
    expect(missing('2025-02-20', ...LIVES.onNotice, brandEvent('ObjectionRaised.v1'))).toEqual([
      '1 件异议尚未处理',
      '公示至 2025-02-20，尚未期满',
      '公示尚未留痕',
      paper,
    ]);
    expect(missing('2025-02-21', ...LIVES.onNotice, attached, brandEvent('NoticeCaptured.v1'))).toEqual([paper]);
  });
});

it('a document of a screening is held to the calendar', () => {
  given(...LIVES.recommended)
    .when(ask('screenNomination', { ...screen, document: { ...testDocument, issuedOn: '2025-03-02' } }, OTHER))
    .thenRefused('BRAND.FUTURE_DATE', 'document.issuedOn');
});

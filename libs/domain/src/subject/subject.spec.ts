/** What all subjects beside brands have in common: their facts, their texts, and that folding never fails. */
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordedOnSubject, subjectEvent, subjectGiven, testDocument, testUuid, type AskedOfSubject } from '#testing';
import type { FigureInput } from '../brand/commands';
import { SUBJECT_KINDS, parseSubjectStream, subjectStream } from './core';
import { subjectEventSchemas, type SubjectEvent, type SubjectEventType } from './events';
import { evolveSubject, foldSubject } from './evolve';
import { factsOf, subjectOf, targetFactsOf } from './facts';
import { SUBJECT_REFUSALS } from './refusals';
import { subjectEventSentence } from './sentences';
import { initialSubject } from './state';
import { SUBJECT_EVENT_WORDS } from './words';

const fixtures = join(__dirname, '../../../../test/fixtures/events');
const SAMPLES: readonly SubjectEvent[] = readdirSync(fixtures)
  .map((file) => JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as SubjectEvent)
  .filter(({ type }) => type in subjectEventSchemas)
  .map(({ type, data }) => ({ type, data }) as SubjectEvent);
const sample = (type: SubjectEventType): SubjectEvent => {
  const found = SAMPLES.find((event) => event.type === type);
  if (!found) throw new Error(`no fixture of ${type}`);
  return found;
};

describe('streams', () => {
  it.each(SUBJECT_KINDS)('%s names its stream, and the stream its kind', (kind) => {
    expect(parseSubjectStream(subjectStream(kind, 'a-b'))).toEqual({ kind, id: 'a-b' });
  });
  it.each(['brand-1', 'units-1', 'policy-unit-1', 'region'])('%s is no subject of these kinds', (stream) => {
    expect(parseSubjectStream(stream)).toBeNull();
  });
});

describe('texts', () => {
  it.each(SAMPLES.map((event) => [event.type, event] as const))('%s has a title and a sentence in each language', (type, event) => {
    expect(SUBJECT_EVENT_WORDS[type].zh).toMatch(/[\u4e00-\u9fff]/);
    expect(SUBJECT_EVENT_WORDS[type].en).toMatch(/[a-z]/);
    expect(subjectEventSentence(event, 'zh')).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(subjectEventSentence(event, 'en')).toMatch(/[a-z].*\.$/);
    for (const locale of ['zh', 'en'] as const) expect(subjectEventSentence(event, locale)).not.toMatch(/undefined|null|\[object|\{\w+\}/);
  });

  it('every refusal is met at least once in the specs of the deciders', () => {
    const domain = join(__dirname, '..');
    const specs = ['unit', 'institution', 'link', 'programme', 'window', 'region', 'subject']
      .flatMap((room) =>
        readdirSync(join(domain, room))
          .filter((file) => file.endsWith('.spec.ts'))
          .map((file) => join(domain, room, file)),
      )
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(Object.keys(SUBJECT_REFUSALS).filter((code) => !specs.includes(`'${code}'`))).toEqual([]);
  });
});

describe('dated steps', () => {
  const source = { reference: '台账', note: null };
  const unit = sample('UnitRegistered.v1');
  const record = (over: object = {}) =>
    ({ command: { type: 'recordDate', data: { date: 'classOpenedOn', on: '2024-10-15', reason: null, source, ...over } } }) as const;
  const recorded = subjectEvent('SubjectDateRecorded.v1', record().command.data);

  it('are recorded, and changed with a reason', () => {
    const history = subjectGiven('unit', unit);
    history.when(record()).then(recorded);
    history.and(recorded).when(record()).thenNothing();
    history
      .and(recorded)
      .when(record({ on: '2024-10-16' }))
      .thenRefused('SUBJECT.DATE_CHANGES_WITHOUT_REASON', 'reason');
    const { state } = history
      .and(recorded)
      .when(record({ on: '2024-10-16', reason: '登记有误' }))
      .thenAccepted();
    expect(factsOf(state)?.dates['classOpenedOn']).toEqual({ on: '2024-10-16', event: `unit-${testUuid(1)}@2` });
    expect(state.core.corrections).toHaveLength(1);
  });
  it('are those that rules ask about, and have come', () => {
    subjectGiven('unit', unit)
      .when(record({ date: 'lunchOn' }))
      .thenRefused('SUBJECT.DATE_UNKNOWN', 'date');
    subjectGiven('unit', unit)
      .when(record({ on: '2025-03-02' }))
      .thenRefused('SUBJECT.FUTURE_DATE', 'on');
  });
});

describe('figures and breaches are decided as those of brands are', () => {
  const unit = sample('UnitRegistered.v1');
  const source = { reference: '年报', note: null };
  const figure = (over: Partial<FigureInput> = {}): FigureInput => ({
    ...{ metric: 'trainedPersons', unit: 'persons', nature: 'flow', directness: 'unstated', bound: 'exact', value: 520 },
    ...{ window: { fromYear: 2024, toYear: 2024, asOf: null }, estimate: null, source },
    ...over,
  });
  const record = (over: Partial<FigureInput> = {}) => ({ command: { type: 'recordFigure', data: { figure: figure(over) } } }) as const;
  const recorded = subjectEvent('SubjectFigureRecorded.v1', { ...figure(), figureId: testUuid(100), status: 'locked' });
  const correct = (corrects: string, over: Partial<FigureInput>): AskedOfSubject => ({
    command: { type: 'correctFigure', data: { corrects, figure: figure(over), requester: '李四', reason: '重复', evidence: [] } },
  });

  it('under names of their own', () => {
    subjectGiven('unit', unit)
      .when(record())
      .then(subjectEvent('SubjectFigureRecorded.v1', { ...figure(), figureId: testUuid(901), status: 'locked' }));
    subjectGiven('unit', unit, recorded)
      .when(correct(testUuid(100), { value: 499 }))
      .then(
        subjectEvent('SubjectFigureCorrected.v1', {
          ...{ corrects: testUuid(100), requester: '李四', reason: '重复', evidence: [] },
          figure: { ...figure({ value: 499 }), figureId: testUuid(901), status: 'locked' },
        }),
      );
  });

  it.each<[string, Partial<FigureInput>]>([
    ['SUBJECT.FIGURE_UNIT', { unit: 'personTimes' }],
    ['SUBJECT.FIGURE_NATURE', { nature: 'stock' }],
    ['SUBJECT.FIGURE_FUTURE', { window: { fromYear: 2026, toYear: 2026, asOf: null } }],
  ])('%s', (code, over) => {
    subjectGiven('unit', unit).when(record(over)).thenRefused(code);
  });

  it('a second one is a correction, and a correction says something', () => {
    subjectGiven('unit', unit, recorded).when(record()).thenRefused('SUBJECT.FIGURE_ALREADY_RECORDED', 'figure');
    subjectGiven('unit', unit, recorded)
      .when(correct(testUuid(100), {}))
      .thenRefused('SUBJECT.CORRECTION_CHANGES_NOTHING', 'figure');
    subjectGiven('unit', unit)
      .when(correct(testUuid(100), {}))
      .thenRefused('SUBJECT.FIGURE_UNKNOWN', 'corrects');
  });

  it('a breach is recorded once, and cleared once', () => {
    const breach = { breachId: testUuid(40), kind: '虚报人数', on: '2024-08-02', confirmedBy: '市局', source };
    const clear = { breachId: testUuid(40), reason: '整改', document: testDocument };
    const history = subjectGiven('unit', unit);
    history.when({ command: { type: 'recordBreach', data: breach } }).then(subjectEvent('SubjectBreachRecorded.v1', breach));
    const known = history.and(subjectEvent('SubjectBreachRecorded.v1', breach));
    known.when({ command: { type: 'clearBreach', data: clear } }).then(subjectEvent('SubjectBreachCleared.v1', clear));
    const cleared = known.and(subjectEvent('SubjectBreachCleared.v1', clear));
    cleared.when({ command: { type: 'clearBreach', data: clear } }).thenRefused('SUBJECT.BREACH_ALREADY_CLEARED', 'breachId');
    expect(factsOf(cleared.state)?.breaches).toEqual([
      { on: '2024-08-02', kind: '虚报人数', cleared: true, event: `unit-${testUuid(1)}@1` },
    ]);
  });
});

describe('facts', () => {
  it('of a unit: figures in force, the last judgement of a role, the recognition by its document', () => {
    const judged = (met: boolean): SubjectEvent =>
      subjectEvent('SubjectJudgementRecorded.v1', { criterion: 'unit.many', met, role: 'expert', by: '王五', reason: '-', evidence: [] });
    const { state } = subjectGiven(
      'unit',
      sample('UnitRegistered.v1'),
      sample('SubjectFigureRecorded.v1'),
      sample('SubjectFigureCorrected.v1'),
      judged(false),
      judged(true),
      sample('UnitRecognised.v1'),
    );
    const facts = factsOf(state);
    expect(facts?.figures.map(({ value, event }) => [value, event])).toEqual([[498, `unit-${testUuid(1)}@2`]]);
    expect(facts?.judgements).toEqual([{ criterion: 'unit.many', met: true, role: 'expert', event: `unit-${testUuid(1)}@4` }]);
    expect(facts?.dates['recognisedOn']).toEqual({ on: '2022-06-20', event: `unit-${testUuid(1)}@5` });
    expect(subjectOf(state)).toMatchObject({ kind: 'unit', revision: 5, regions: ['370200', '370000'], tier: null });
  });

  it('of an institution: grades with their scale, sanctions with their end', () => {
    const { state } = subjectGiven(
      'institution',
      sample('InstitutionRegistered.v1'),
      sample('InstitutionGraded.v1'),
      sample('SanctionProposed.v1'),
      sample('SanctionConfirmed.v1'),
      sample('SanctionLifted.v1'),
    );
    expect(factsOf(state)?.grades).toEqual([
      { evaluation: 'school', scale: ['优秀', '合格', '不合格'], grade: '优秀', on: '2024-11-15', event: `institution-${testUuid(1)}@1` },
    ]);
    expect(factsOf(state)?.sanctions).toEqual([
      { rung: 'plaqueRemoved', on: '2025-03-01', lifted: '2025-03-01', event: `institution-${testUuid(1)}@3` },
    ]);
  });

  it('of a dual brand: what the caller knows of its sides', () => {
    const { state } = subjectGiven('link', sample('DualLinkProposed.v1'));
    const linked = [{ stream: 'brand-1', kind: 'labour', tier: null, outcome: 'pass' }];
    expect(subjectOf(state)?.kind).toBe('dual');
    expect(factsOf(state, { linked })?.linked).toEqual(linked);
  });

  it('of a programme: rules read its figures, targets its progress, and neither the other', () => {
    const { state } = subjectGiven(
      'programme',
      sample('ProgrammeRegistered.v1'),
      sample('SubjectFigureRecorded.v1'),
      sample('ProgrammeProgressRecorded.v1'),
    );
    expect(factsOf(state)?.figures.map(({ metric }) => metric)).toEqual(['trainedPersons']);
    expect(targetFactsOf(state)?.figures.map(({ metric, target }) => [metric, target])).toEqual([['trainedPersonTimes', 'kl.domestic']]);
  });

  it('of a window, or of what is not on the books: none', () => {
    expect(factsOf(subjectGiven('window', sample('WindowOpened.v1')).state)).toBeNull();
    expect(factsOf(initialSubject('unit', testUuid(1)))).toBeNull();
    expect(subjectOf(initialSubject('unit', testUuid(1)))).toBeNull();
  });
});

describe('laws', () => {
  const history = fc.array(fc.constantFrom(...SAMPLES), { maxLength: 25 });
  const kind = fc.constantFrom(...SUBJECT_KINDS);

  it('every event is folded at any time without a throw, and the revision is its own', () => {
    fc.assert(
      fc.property(kind, history, (of, events) => {
        const state = foldSubject(initialSubject(of, testUuid(1)), events.map(recordedOnSubject));
        expect(state.core.revision).toBe(events.length - 1);
        factsOf(state);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('folding on from where somebody stood gives what folding the whole gives, also through JSON', () => {
    fc.assert(
      fc.property(kind, history, fc.nat(25), (of, events, cut) => {
        const recorded = events.map(recordedOnSubject);
        const whole = foldSubject(initialSubject(of, testUuid(1)), recorded);
        const kept = JSON.parse(JSON.stringify(foldSubject(initialSubject(of, testUuid(1)), recorded.slice(0, cut)))) as typeof whole;
        expect(recorded.slice(cut).reduce(evolveSubject, kept)).toEqual(JSON.parse(JSON.stringify(whole)));
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

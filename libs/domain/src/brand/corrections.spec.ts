/** 更正申请: one person asks, another settles; what was corrected meanwhile is not corrected over. */
import { EVENT_SAMPLES, LIVES, ask, brandEvent, brandSpec, recordBrandEvent, testFigure, testFigureInput, testUuid } from '#testing';
import { correctsAlone } from './decide-corrections';
import type { BrandEvent, BrandEventData } from './events';
import { foldBrand } from './evolve';
import { brandFacts } from './facts';
import type { BrandRefusalCode } from './refusals';
import { figuresInForce, initialBrand, openCorrections, type KnownBrand } from './state';

const { given } = brandSpec;
const recorded = [...LIVES.reported, brandEvent('FigureRecorded.v1')];
const request = EVENT_SAMPLES['CorrectionRequested.v1'];
const { requestId } = request;
const asked = [...recorded, brandEvent('CorrectionRequested.v1')];
const checker = { actor: { id: 'p-checker', role: 'approver' } };
const clerk = { actor: { id: 'local', role: 'recorder' } };
const nobody = { actor: { id: 'local', role: 'local' } };
const byOther = brandEvent('FigureCorrected.v1', {
  figure: testFigure({ figureId: testUuid(102), value: 950 }),
});
const correction = brandEvent('FigureCorrected.v1', {
  figure: testFigure({ figureId: testUuid(901), value: 900 }),
  requester: 'local',
  reason: request.reason,
});
const approval = (note: string | null) => brandEvent('CorrectionApproved.v1', { figureId: testUuid(901), note });

type Row = readonly [BrandRefusalCode, string, readonly BrandEvent[], Partial<BrandEventData<'CorrectionRequested.v1'>>];

describe('asking', () => {
  test('changes no figure, and is asked once: the same again leads to nothing', () => {
    given(...recorded)
      .when(ask('requestCorrection', request))
      .then(brandEvent('CorrectionRequested.v1'));
    given(...asked)
      .when(ask('requestCorrection', request))
      .thenNothing();
    const state = given(...asked).state as KnownBrand;
    expect(figuresInForce(state).map(({ value }) => value)).toEqual([1000]);
    expect(brandFacts(state)).toEqual(brandFacts(given(...recorded).state as KnownBrand));
  });

  test('is refused while another request on the same figure is open, and free again when that is settled', () => {
    const second = ask('requestCorrection', { ...request, requestId: testUuid(181), figure: testFigureInput({ value: 901 }) });
    given(...asked)
      .when(second)
      .thenRefused('BRAND.CORRECTION_OPEN', 'corrects');
    for (const settled of ['CorrectionRefused.v1', 'CorrectionWithdrawn.v1'] as const)
      given(...asked, brandEvent(settled))
        .when(second)
        .then(brandEvent('CorrectionRequested.v1', { requestId: testUuid(181), figure: testFigureInput({ value: 901 }) }));
  });

  test('two figures may be asked about at once', () => {
    const other = testFigure({ figureId: testUuid(105), window: { fromYear: null, toYear: 2023, asOf: null } });
    const { figureId: _id, status: _status, ...input } = other;
    const data = { ...request, requestId: testUuid(181), corrects: testUuid(105), figure: { ...input, value: 7 } };
    given(...asked, { type: 'FigureRecorded.v1', data: other })
      .when(ask('requestCorrection', data))
      .then(brandEvent('CorrectionRequested.v1', data));
  });

  test.each([
    ['BRAND.ID_REUSED', 'requestId', asked, { figure: testFigureInput({ value: 901 }) }],
    ['BRAND.ID_REUSED', 'requestId', asked, { reason: '另一理由' }],
    ['BRAND.ID_REUSED', 'requestId', asked, { evidence: [testUuid(77)] }],
    ['BRAND.ID_REUSED', 'requestId', asked, { figure: { ...request.figure, source: { reference: '另一来源', note: null } } }],
    ['BRAND.FIGURE_UNKNOWN', 'corrects', recorded, { corrects: testUuid(999) }],
    ['BRAND.FIGURE_ALREADY_CORRECTED', 'corrects', [...recorded, byOther], {}],
    ['BRAND.CORRECTION_CHANGES_SUBJECT', 'figure.unit', recorded, { figure: testFigureInput({ value: 900, unit: 'personTimes' }) }],
    ['BRAND.CORRECTION_CHANGES_NOTHING', 'figure', recorded, { figure: testFigureInput() }],
    ['BRAND.FIGURE_VALUE', 'figure.value', recorded, { figure: testFigureInput({ value: -1 }) }],
    ['BRAND.EVIDENCE_UNKNOWN', 'evidence', recorded, { evidence: [testUuid(998)] }],
  ] as readonly Row[])('%s', (code, field, before, over) => {
    given(...before)
      .when(ask('requestCorrection', { ...request, ...over }))
      .thenRefused(code, field);
  });
});

describe('settling', () => {
  test('another person approves: the correction stands beside the approval, asked for by whoever asked', () => {
    given(...asked)
      .when(ask('approveCorrection', { requestId, note: '已核对' }, checker))
      .then(approval('已核对'), correction);
    const state = given(...asked, approval(null), correction).state as KnownBrand;
    expect(figuresInForce(state).map(({ value }) => value)).toEqual([900]);
    expect(openCorrections(state)).toEqual([]);
  });

  test('another person refuses, the same person withdraws: the figure stands', () => {
    given(...asked)
      .when(ask('refuseCorrection', { requestId, reason: '证据不足' }, checker))
      .then(brandEvent('CorrectionRefused.v1'));
    given(...asked)
      .when(ask('withdrawCorrection', { requestId, reason: '核对无误' }, clerk))
      .then(brandEvent('CorrectionWithdrawn.v1'));
  });

  test('nobody settles what they asked for, nor withdraws what another asked for', () => {
    given(...asked)
      .when(ask('approveCorrection', { requestId, note: null }, clerk))
      .thenRefused('BRAND.CORRECTION_SAME_PERSON');
    // Another role of the same person is the same person.
    given(...asked)
      .when(ask('approveCorrection', { requestId, note: null }, { actor: { id: 'local', role: 'approver' } }))
      .thenRefused('BRAND.CORRECTION_SAME_PERSON');
    given(...asked)
      .when(ask('refuseCorrection', { requestId, reason: '证据不足' }, clerk))
      .thenRefused('BRAND.CORRECTION_SAME_PERSON');
    given(...asked)
      .when(ask('withdrawCorrection', { requestId, reason: '核对无误' }, checker))
      .thenRefused('BRAND.CORRECTION_NOT_REQUESTER');
  });

  test('a ledger without accounts cannot tell persons apart', () => {
    given(...asked)
      .when(ask('approveCorrection', { requestId, note: null }, nobody))
      .then(approval(null), correction);
    given(...asked)
      .when(ask('withdrawCorrection', { requestId, reason: '核对无误' }, nobody))
      .then(brandEvent('CorrectionWithdrawn.v1'));
  });

  test('a figure that was corrected meanwhile is not corrected over: the refusal says both values', () => {
    const refusal = given(...asked, byOther)
      .when(ask('approveCorrection', { requestId, note: null }, checker))
      .thenRefused('BRAND.CORRECTION_OVERTAKEN', 'requestId');
    expect(refusal.zh).toBe('该数字在申请之后已被更正：申请时为 1000，现行数字为 950，申请改为 900。');
    given(...asked, byOther)
      .when(ask('refuseCorrection', { requestId, reason: '证据不足' }, checker))
      .then(brandEvent('CorrectionRefused.v1'));
  });

  test.each(['CorrectionApproved.v1', 'CorrectionRefused.v1', 'CorrectionWithdrawn.v1'] as const)('%s settles once', (type) => {
    const settled = [...asked, brandEvent(type)];
    const refused = ask('refuseCorrection', { requestId, reason: '证据不足' }, checker);
    given(...settled)
      .when(ask('approveCorrection', { requestId, note: null }, checker))
      .thenRefused('BRAND.CORRECTION_SETTLED', 'requestId');
    given(...settled)
      .when(refused)
      .thenRefused('BRAND.CORRECTION_SETTLED', 'requestId');
    given(...settled)
      .when(ask('withdrawCorrection', { requestId, reason: '核对无误' }, clerk))
      .thenRefused('BRAND.CORRECTION_SETTLED', 'requestId');
    given(...recorded)
      .when(refused)
      .thenRefused('BRAND.CORRECTION_REQUEST_UNKNOWN', 'requestId');
  });

  test('the state says who asked and who settled, by id and role', () => {
    const events = [...recorded.map((event, i) => recordBrandEvent(event, i))];
    const at = events.length;
    const actor = (id: string, role: string) => ({ actor: { id, role, region: '150430' } });
    events.push(recordBrandEvent(brandEvent('CorrectionRequested.v1'), at, actor('p-1', 'recorder')));
    events.push(recordBrandEvent(brandEvent('CorrectionRefused.v1'), at + 1, actor('p-2', 'approver')));
    const state = foldBrand(initialBrand, events);
    expect(state.stage === 'none' ? [] : state.corrections).toMatchObject([
      {
        requestId,
        by: { id: 'p-1', role: 'recorder' },
        settled: { how: 'refused', by: { id: 'p-2', role: 'approver' }, reason: '证据不足' },
      },
    ]);
  });
});

describe('by one word', () => {
  const published = [...LIVES.reported, brandEvent('FigureRecorded.v1', { status: 'published' })];
  test.each([
    ['a locked figure, where persons are told apart', recorded, 'recorder', false],
    ['a locked figure in a ledger without accounts', recorded, 'local', true],
    ['a figure that a source published', published, 'recorder', true],
  ] as const)('%s', (_name, events, role, alone) => {
    expect(correctsAlone(given(...events).state, testUuid(100), { role })).toBe(alone);
  });
});

import { LIVES, brandEvent, brandSpec, testFigure, testUuid } from '#testing';
import type { BrandEvent } from './events';
import { brandFacts, brandSubject } from './facts';
import type { KnownBrand } from './state';

function brand(...events: readonly BrandEvent[]): KnownBrand {
  const { state } = brandSpec.given(...events);
  if (state.stage === 'none') throw new Error('no brand');
  return state;
}
const at = (revision: number): string => `brand-${testUuid(1)}@${revision}`;

it('the subject: who, at which revision, with its regions from its own to the province', () => {
  expect(brandSubject(brand(...LIVES.listed))).toStrictEqual({
    stream: `brand-${testUuid(1)}`,
    revision: LIVES.listed.length - 1,
    name: '敖汉架线工',
    kind: 'labour',
    category: '建筑',
    brandType: null,
    tier: 'county',
    regions: ['150430', '150400', '150000'],
  });
});

it('a tier that a source claims is not held', () => {
  expect(brandSubject(brand(...LIVES.reported, brandEvent('TierClaimed.v1'))).tier).toBeNull();
});

it('figures in force only, each with the event it came from', () => {
  const { figures } = brandFacts(brand(...LIVES.reported, brandEvent('FigureRecorded.v1'), brandEvent('FigureCorrected.v1')));
  const { figureId, metric, unit, nature, directness, bound, status } = testFigure();
  expect(figureId).toBe(testUuid(100));
  expect(figures).toStrictEqual([
    {
      figureId: testUuid(101),
      metric,
      unit,
      nature,
      directness,
      bound,
      value: 900,
      fromYear: null,
      toYear: 2024,
      asOf: null,
      status,
      event: at(2),
    },
  ]);
});

it('of judgements by one role on one criterion the last, wherever it was given', () => {
  const judgement = { criterion: 'regional-trait', met: false, role: '评审专家', by: '甲', reason: 'x', evidence: [] };
  const { judgements } = brandFacts(
    brand(...LIVES.recommended, brandEvent('JudgementRecorded.v1'), brandEvent('BrandAssessed.v1', { judgements: [judgement] })),
  );
  expect(judgements).toStrictEqual([
    { criterion: 'regional-trait', met: false, role: '评审专家', event: at(LIVES.recommended.length + 1) },
  ]);
});

it('dates and moments with their events; nothing invented where nothing was stated', () => {
  expect(brandFacts(brand(...LIVES.reported))).toMatchObject({
    dates: { formedOn: { on: '2019-05-01', event: at(0) }, cultivatedFrom: null, recognisedOn: null, listedOn: null },
    moments: { submittedAt: null },
  });
  const { dates, moments } = brandFacts(brand(...LIVES.listed));
  expect([dates['cultivatedFrom'], dates['recognisedOn'], dates['listedOn'], moments]).toMatchObject([
    { on: '2020-01-01', event: at(5) },
    { on: '2025-03-01', event: at(4) },
    { on: '2025-03-01', event: at(6) },
    { submittedAt: null },
  ]);
  expect(brandFacts(brand(...LIVES.submitted)).moments['submittedAt']).toEqual({ at: '2025-02-20T10:00:00+08:00', event: at(1) });
});

it('breaches with whether they were cleared, evidence by kind, place names', () => {
  const facts = brandFacts(
    brand(...LIVES.reported, brandEvent('BreachRecorded.v1'), brandEvent('BreachCleared.v1'), brandEvent('EvidenceAttached.v1')),
  );
  expect(facts.breaches).toStrictEqual([{ on: '2024-08-01', kind: '拖欠工资', cleared: true, event: at(1) }]);
  expect(facts.evidence).toStrictEqual([{ kind: '花名册', event: at(3) }]);
  expect(facts.placeNames).toEqual(expect.arrayContaining(['敖汉', '赤峰', '内蒙古']));
});

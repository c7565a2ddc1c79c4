/** Laws that hold for every history: found by asking a brand thousands of things at random. */
import fc from 'fast-check';
import {
  EVENT_SAMPLES,
  ask,
  brandEvent,
  recordBrandEvent,
  testContext,
  testDecision,
  testDocument,
  testFigureInput,
  testUuid,
  type Asked,
} from '#testing';
import { decideBrand } from './decide';
import { brandEventSchemas, type BrandEvent, type BrandEventType } from './events';
import { evolveBrand, foldBrand } from './evolve';
import { brandFacts, brandSubject } from './facts';
import {
  BRAND_STAGES,
  brandDueDates,
  figuresInForce,
  initialBrand,
  sideStates,
  tierHeld,
  type BrandState,
  type RecordedBrandEvent,
} from './state';
import { TIERS } from '../values';

const source = { reference: 'https://example.org/a', note: null };
const id = fc.integer({ min: 100, max: 106 }).map(testUuid);
const key = fc.integer({ min: 0, max: 30 }).map((n) => testDecision(`k${n}`));
const year = fc.integer({ min: 2022, max: 2025 });
const tier = fc.constantFrom(...TIERS);
const day = fc.integer({ min: 1, max: 28 }).map((d) => `2025-02-${String(d).padStart(2, '0')}`);
const ground = fc.constantFrom('reviewFailed', 'rectificationFailed', 'breach', 'withdrawn', 'ceased', 'other');
const { brandId: _brandId, ...identity } = EVENT_SAMPLES['BrandReported.v1'];
const { decision: _decision, ...assessment } = EVENT_SAMPLES['BrandAssessed.v1'];
const figureInput = fc
  .record({ value: fc.integer({ min: -1, max: 5000 }), toYear: year, unit: fc.constantFrom('persons', 'personTimes', 'yuan') })
  .map(({ value, toYear, unit }) => testFigureInput({ value, unit, window: { fromYear: null, toYear, asOf: null } }));

/** Anything a person, the import or the steward may ask, fitting or not. */
const asked: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(ask('report', identity)) },
  fc.constant(ask('rename', { to: '敖汉电工', reason: 'x', document: null })),
  { weight: 2, arbitrary: figureInput.map((figure) => ask('recordFigure', { figure })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(id, figureInput)
      .map(([corrects, figure]) => ask('correctFigure', { corrects, figure, requester: 'x', reason: 'y', evidence: [] })),
  },
  {
    weight: 3,
    arbitrary: fc.constant(
      ask('nominate', {
        pack: 'p',
        tierSought: null,
        submittedAt: '2025-02-20T10:00:00+08:00',
        applicant: { unit: 'u', creditCode: null },
      }),
    ),
  },
  fc.constant(ask('returnNomination', { reason: 'x' })),
  fc.constant(ask('resubmitNomination', { submittedAt: '2025-02-25T10:00:00+08:00', note: 'x' })),
  { weight: 4, arbitrary: fc.constant(ask('recommend', EVENT_SAMPLES['BrandRecommended.v1'])) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('proposed' as const, 'proposed' as const, 'notProposed' as const)
      .map((verdict) => ask('assess', { ...assessment, verdict })),
  },
  fc.tuple(day, day).map(([from, until]) => ask('postNotice', { place: 'x', from, until })),
  id.map((objectionId) => ask('raiseObjection', { objectionId, by: 'x', reason: 'y' })),
  fc.tuple(id, fc.boolean()).map(([objectionId, upheld]) => ask('decideObjection', { objectionId, upheld, reason: 'x', document: null })),
  { weight: 4, arbitrary: tier.map((to) => ask('recognise', { tier: to, document: testDocument, minutes: null })) },
  fc.constant(ask('refuseRecognition', { reason: 'x', document: null })),
  { weight: 3, arbitrary: fc.constant(ask('startCultivation', EVENT_SAMPLES['CultivationStarted.v1'])) },
  fc.constant(ask('enterCatalogue', { catalogue: '150000', document: testDocument })),
  tier.map((level) => ask('designateKeyProject', { level, document: testDocument })),
  {
    weight: 2,
    arbitrary: fc.tuple(year, key).map(([period, decision]) => ask('markReviewDue', { period, dueOn: '2025-02-28', decision })),
  },
  fc.tuple(year, key).map(([period, decision]) => ask('markReviewOverdue', { period, dueOn: '2025-02-28', decision })),
  {
    weight: 2,
    arbitrary: year.map((period) => ask('holdReview', { period, heldOn: '2025-02-15', panel: null, judgements: [], reason: 'x' })),
  },
  fc
    .tuple(year, key, fc.constantFrom('passed' as const, 'failed' as const))
    .map(([period, decision, outcome]) => ask('concludeReview', { period, outcome, decision })),
  fc.tuple(year, key).map(([period, decision]) => ask('warn', { period, decision })),
  fc.tuple(year, key).map(([period, decision]) => ask('orderRectification', { period, dueOn: '2025-02-28', decision })),
  fc.constant(ask('reportRectification', { reportedOn: '2025-02-27', note: 'x', evidence: [] })),
  fc.tuple(year, key).map(([period, decision]) => ask('acceptRectification', { period, decision })),
  fc.tuple(year, key).map(([period, decision]) => ask('failRectification', { period, decision })),
  {
    weight: 3,
    arbitrary: fc
      .record({
        proposalId: id,
        step: fc.constantFrom('stopSupport', 'announceExit', 'delist', 'downgrade', 'promote'),
        period: year,
        toTier: fc.option(tier),
        fallsDueOn: fc.option(day),
        decision: key,
      })
      .map((data) => ask('proposeStep', data)),
  },
  id.map((proposalId) => ask('withdrawProposal', { proposalId, reason: 'x' })),
  id.map((proposalId) => ask('confirmSupportStop', { proposalId, confirmedBy: 'x', document: null })),
  fc.constant(ask('resumeSupport', { reason: 'x', document: null })),
  fc
    .record({ proposalId: id, ground, noticeFrom: day, noticeUntil: day })
    .map((data) => ask('announceExit', { ...data, confirmedBy: 'x', document: null })),
  fc.record({ ground, proposalId: fc.option(id) }).map((data) => ask('delist', { ...data, confirmedBy: 'x', document: testDocument })),
  fc.record({ ground, proposalId: id, decision: key }).map((data) => ask('delistByDueDate', data)),
  fc
    .record({ ground: fc.constantFrom('objectionUpheld', 'decisionRetaken'), tier, objectionId: fc.option(id) })
    .map((data) => ask('restore', { ...data, confirmedBy: 'x', document: testDocument })),
  fc.tuple(fc.option(tier), year, key).map(([to, period, decision]) => ask('findEligible', { tier: to, period, decision })),
  fc.tuple(fc.option(tier), year, key).map(([to, period, decision]) => ask('loseEligibility', { tier: to, period, decision })),
  fc
    .tuple(tier, fc.option(id))
    .map(([to, proposalId]) => ask('promote', { to, recommendedBy: 'a', confirmedBy: 'b', document: testDocument, proposalId })),
  fc.tuple(tier, fc.option(id)).map(([to, proposalId]) => ask('downgrade', { to, confirmedBy: 'b', document: testDocument, proposalId })),
  fc
    .record({ breachId: id })
    .map(({ breachId }) => ask('recordBreach', { breachId, kind: 'x', on: '2024-08-01', confirmedBy: 'y', source })),
);

/** A random life: most of what is asked is refused, what is accepted is kept. The first steps lead to cultivation, so that the rest has something to bite on. */
const START: readonly Asked[] = [
  ask('report', identity),
  ask('nominate', { pack: 'p', tierSought: null, submittedAt: '2025-02-20T10:00:00+08:00', applicant: { unit: 'u', creditCode: null } }),
  ask('recommend', EVENT_SAMPLES['BrandRecommended.v1']),
  ask('assess', assessment),
  ask('recognise', { tier: 'county', document: testDocument, minutes: null }),
  ask('startCultivation', EVENT_SAMPLES['CultivationStarted.v1']),
  ask('enterCatalogue', { catalogue: '150000', document: testDocument }),
];
const life = fc
  .tuple(fc.integer({ min: 0, max: START.length }), fc.array(asked, { maxLength: 60 }))
  .map(([steps, rest]) => [...START.slice(0, steps), ...rest]);

/** No state may change once somebody has it: an event folded later writes into a copy. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function live(questions: readonly Asked[]): { readonly log: readonly RecordedBrandEvent[]; readonly states: readonly BrandState[] } {
  const log: RecordedBrandEvent[] = [];
  const states: BrandState[] = [initialBrand];
  questions.forEach(({ ctx, ...command }, n) => {
    const before = states[states.length - 1] ?? initialBrand;
    const decided = decideBrand(command, before, testContext({ ids: [testUuid(100 + (n % 7) + Math.floor(n / 7) * 1000)], ...ctx }));
    let state = before;
    if (decided.ok) {
      for (const event of decided.events) {
        const recorded = recordBrandEvent(event, log.length);
        log.push(recorded);
        state = evolveBrand(frozen(state), recorded);
      }
    }
    states.push(frozen(state));
  });
  return { log, states };
}

const laws = { numRuns: 200 };

describe('for every life', () => {
  it('what was accepted fits the schemas of the log, and folds to the state that decided it', () => {
    fc.assert(
      fc.property(life, (questions) => {
        const { log, states } = live(questions);
        for (const { type, data } of log) brandEventSchemas[type].parse(data);
        expect(foldBrand(initialBrand, log)).toStrictEqual(states[states.length - 1]);
      }),
      laws,
    );
  });

  it('a replay decides as the live brand did: state is plain data that survives writing down', () => {
    fc.assert(
      fc.property(life, asked, (questions, { ctx, ...command }) => {
        const { log, states } = live(questions);
        const last = states[states.length - 1] ?? initialBrand;
        const replayed = foldBrand(initialBrand, JSON.parse(JSON.stringify(log)) as RecordedBrandEvent[]);
        const thawed = JSON.parse(JSON.stringify(last)) as BrandState;
        const answer = decideBrand(command, last, testContext(ctx));
        expect(decideBrand(command, replayed, testContext(ctx))).toStrictEqual(answer);
        expect(decideBrand(command, thawed, testContext(ctx))).toStrictEqual(answer);
      }),
      laws,
    );
  });

  it('a decision key that stands is never decided again', () => {
    fc.assert(
      fc.property(life, asked, (questions, { ctx, ...command }) => {
        const { states } = live(questions);
        const last = states[states.length - 1] ?? initialBrand;
        fc.pre(command.type !== 'report' && 'decision' in command.data);
        const known = last.stage === 'none' ? [] : last.decisions.map((decision) => decision.key);
        expect(new Set(known).size).toBe(known.length);
        for (const taken of known) {
          const again = { ...command, data: { ...command.data, decision: testDecision(taken) } } as Asked;
          expect(decideBrand(again, last, testContext(ctx))).toStrictEqual({ ok: true, events: [] });
        }
      }),
      laws,
    );
  });

  it('the state keeps its invariants', () => {
    fc.assert(
      fc.property(life, (questions) => {
        for (const state of live(questions).states) {
          if (state.stage === 'none') continue;
          expect(BRAND_STAGES).toContain(state.stage);
          const inForce = figuresInForce(state);
          const windows = inForce.map(({ metric, unit, nature, directness, window }) =>
            JSON.stringify([metric, unit, nature, directness, window]),
          );
          expect(new Set(windows).size).toBe(windows.length);
          expect(brandFacts(state).figures.map(({ figureId }) => figureId)).toEqual(inForce.map(({ figureId }) => figureId));
          expect(brandSubject(state)).toMatchObject({ revision: state.revision, tier: tierHeld(state) });
          if (state.stage === 'cultivated') {
            const steps = state.proposals.filter(({ status }) => status === 'open').map(({ step }) => step);
            expect(new Set(steps).size).toBe(steps.length);
            for (const { tier: found } of state.eligible)
              if (found !== null) expect(TIERS.indexOf(found)).toBeGreaterThan(TIERS.indexOf(state.tier));
          } else {
            expect(sideStates(state).filter((shown) => shown !== 'eligible' && shown !== 'decisionStale')).toEqual([]);
          }
          if (state.stage === 'delisted') expect([state.catalogues, brandDueDates(state)]).toEqual([[], []]);
        }
      }),
      laws,
    );
  });

  it('gets far: random lives reach every stage', () => {
    const stages = new Set(fc.sample(life, { numRuns: 300, seed: 7 }).map((questions) => live(questions).states.at(-1)?.stage));
    expect([...stages].sort()).toEqual([...BRAND_STAGES, 'none'].sort());
  });
});

describe('evolve is total', () => {
  const types = Object.keys(EVENT_SAMPLES) as BrandEventType[];

  it('takes every event at every stage, also those no decider would let through', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...types), { maxLength: 40 }), (sequence) => {
        const log = ['BrandReported.v1' as const, ...sequence].map((type, revision) => recordBrandEvent(brandEvent(type), revision));
        const state = log.reduce<BrandState>((folded, event) => evolveBrand(frozen(folded), event), initialBrand);
        expect(state.revision).toBe(log.length - 1);
        sideStates(state);
        brandDueDates(state);
      }),
      laws,
    );
  });

  it('takes an event of a later version: it counts, and changes nothing else', () => {
    const reported = evolveBrand(initialBrand, recordBrandEvent(brandEvent('BrandReported.v1'), 0));
    const later = {
      ...recordBrandEvent(brandEvent('ReviewDue.v1'), 1),
      type: 'BrandTransformed.v9',
      data: {},
    } as object as RecordedBrandEvent;
    expect(evolveBrand(reported, later)).toStrictEqual({ ...reported, revision: 1 });
  });

  it('without its first event a stream has no brand, and says where it stands', () => {
    expect(evolveBrand(initialBrand, recordBrandEvent(brandEvent('ReviewDue.v1'), 3))).toEqual({ stage: 'none', revision: 3 });
  });

  it('takes the revision as the port gives it', () => {
    const event: BrandEvent = brandEvent('BrandReported.v1');
    expect(evolveBrand(initialBrand, { ...recordBrandEvent(event, 0), revision: 0n })).toStrictEqual(
      evolveBrand(initialBrand, recordBrandEvent(event, 0)),
    );
  });

  it('shares what an event does not touch', () => {
    const before = foldBrand(
      initialBrand,
      [brandEvent('BrandReported.v1'), brandEvent('FigureRecorded.v1')].map((event, i) => recordBrandEvent(event, i)),
    );
    const after = evolveBrand(before, recordBrandEvent(brandEvent('HonourRecorded.v1'), 2));
    if (before.stage === 'none' || after.stage === 'none') throw new Error('both are brands');
    expect(after.figures).toBe(before.figures);
    expect(after.identity).toBe(before.identity);
    expect(before.honours).toEqual([]);
  });
});

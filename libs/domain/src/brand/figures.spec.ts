/** Figures: what a person records, what a source publishes, how a correction stands in its place. */
import { LIVES, ask, brandEvent, brandSpec, testFigure, testFigureInput, testUuid } from '#testing';
import { correctionChain, figuresInForce } from './state';

const { given } = brandSpec;
const FIRST_ID = testUuid(901);

describe('a person records', () => {
  it('a figure, which counts as locked until the ladder of returns exists', () => {
    given(...LIVES.reported)
      .when(ask('recordFigure', { figure: testFigureInput() }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID, status: 'locked' }));
  });

  it('an indirect figure with method and basis', () => {
    const estimate = { method: '按门店数推算', basis: '2024 年门店台账' };
    given(...LIVES.reported)
      .when(ask('recordFigure', { figure: testFigureInput({ directness: 'indirect', estimate }) }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID, directness: 'indirect', estimate }));
  });

  it.each([
    ['another year', { window: { fromYear: null, toYear: 2023, asOf: null } }],
    ['another unit', { unit: 'personTimes' }],
    ['another nature', { nature: 'cumulative' }],
    ['indirect beside direct', { directness: 'indirect', estimate: { method: 'm', basis: 'b' } }],
  ] as const)('%s beside what stands', (_, over) => {
    given(...LIVES.reported, brandEvent('FigureRecorded.v1'))
      .when(ask('recordFigure', { figure: testFigureInput(over) }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID, ...over }));
  });

  it.each([
    ['2025-03-01', '2025-03-01'],
    ['2025-03', '2025-03-01'],
    ['2025-02-28', '2025-03-01'],
  ])('a stock as of %s, on %s', (asOf, today) => {
    const stock = { metric: 'workers', nature: 'stock', directness: 'unstated', window: { fromYear: null, toYear: 2025, asOf } } as const;
    given(...LIVES.reported)
      .when(ask('recordFigure', { figure: testFigureInput(stock) }, { today }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID, ...stock }));
  });

  it('zero', () => {
    given(...LIVES.reported)
      .when(ask('recordFigure', { figure: testFigureInput({ value: 0 }) }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID, value: 0 }));
  });

  it('late figures of a brand that has left', () => {
    given(...LIVES.delisted)
      .when(ask('recordFigure', { figure: testFigureInput() }))
      .then(brandEvent('FigureRecorded.v1', { figureId: FIRST_ID }));
  });
});

describe('a source publishes', () => {
  it.each([
    ['no unit', { metric: 'trained', unit: 'unstated', directness: 'unstated' }],
    ['no year', { window: { fromYear: null, toYear: null, asOf: null } }],
    ['no nature', { nature: 'unstated' }],
    ['direct and indirect together', { directness: 'combined' }],
    ['indirect without a method', { directness: 'indirect' }],
    ['about so many', { bound: 'about' }],
  ] as const)('a figure with %s: taken as it is', (_, over) => {
    const figure = testFigure({ ...over, status: 'published' });
    given(...LIVES.reported)
      .when(ask('publishFigure', { figure }))
      .then({ type: 'FigureRecorded.v1', data: figure });
  });

  it('the same figure twice: nothing; two sources on one thing: both stand', () => {
    const first = testFigure({ status: 'published' });
    const second = testFigure({
      figureId: testUuid(102),
      value: 7,
      status: 'published',
      source: { reference: 'https://example.org/b', note: null },
    });
    const recorded = [...LIVES.reported, { type: 'FigureRecorded.v1', data: first } as const];
    given(...recorded)
      .when(ask('publishFigure', { figure: first }))
      .thenNothing();
    given(...recorded)
      .when(ask('publishFigure', { figure: second }))
      .then({ type: 'FigureRecorded.v1', data: second });
  });

  it('a target in the future, and facts that it published before: nothing', () => {
    const target = {
      figureId: testUuid(111),
      target: '带动就业',
      unit: 'persons',
      value: 5000,
      byYear: 2030,
      perYear: false,
      source: { reference: 'https://example.org/a', note: null },
    };
    given(...LIVES.reported)
      .when(ask('publishTarget', target))
      .then(brandEvent('TargetPublished.v1'));
    given(...LIVES.reported, brandEvent('TargetPublished.v1'))
      .when(ask('publishTarget', target))
      .thenNothing();
    const claim = { tier: 'prefecture', sinceYear: 2020, reading: false, source: target.source } as const;
    given(...LIVES.reported, brandEvent('TierClaimed.v1'))
      .when(ask('claimTier', claim))
      .thenNothing();
    given(...LIVES.reported, brandEvent('TierClaimed.v1'))
      .when(ask('claimTier', { ...claim, tier: 'province', sinceYear: 2025 }))
      .then(brandEvent('TierClaimed.v1', { tier: 'province', sinceYear: 2025 }));
    const honour = { honour: '全国劳务品牌', title: null, year: 2023, source: target.source };
    given(...LIVES.reported, brandEvent('HonourRecorded.v1'))
      .when(ask('recordHonour', honour))
      .thenNothing();
  });
});

describe('a correction', () => {
  const history = [...LIVES.reported, brandEvent('EvidenceAttached.v1'), brandEvent('FigureRecorded.v1')];
  const correct = (corrects: string, value: number, id: string) =>
    ask(
      'correctFigure',
      { corrects, figure: testFigureInput({ value }), requester: '李四', reason: '重复计数', evidence: [testUuid(120)] },
      { ids: [id] },
    );

  it('is a new figure with requester, reason and evidence; the old one stays and is out of force', () => {
    const outcome = given(...history).when(correct(testUuid(100), 900, testUuid(101)));
    outcome.then(brandEvent('FigureCorrected.v1', { evidence: [testUuid(120)] }));
    const { state } = outcome.thenAccepted();
    expect(figuresInForce(state)).toMatchObject([
      { figureId: testUuid(101), value: 900, corrects: testUuid(100), event: `brand-${testUuid(1)}@3` },
    ]);
    expect(state).toMatchObject({
      figures: [{ figureId: testUuid(100), value: 1000, correctedBy: testUuid(101), event: `brand-${testUuid(1)}@2` }, {}],
    });
  });

  it('may be corrected in turn; the chain tells the whole story from either end', () => {
    const twice = [
      ...history,
      brandEvent('FigureCorrected.v1'),
      brandEvent('FigureCorrected.v1', { corrects: testUuid(101), figure: testFigure({ figureId: testUuid(102), value: 950 }) }),
    ];
    const { state } = given(...twice);
    for (const id of [100, 101, 102]) expect(correctionChain(state, testUuid(id)).map(({ value }) => value)).toEqual([1000, 900, 950]);
    expect(correctionChain(state, testUuid(999))).toEqual([]);
  });

  it('of a published figure stays published: rules read it no sooner than before', () => {
    const published = [...LIVES.reported, brandEvent('FigureRecorded.v1', { status: 'published' })];
    const { events } = given(...published)
      .when(
        ask('correctFigure', {
          corrects: testUuid(100),
          figure: testFigureInput({ value: 900 }),
          requester: '李四',
          reason: 'x',
          evidence: [],
        }),
      )
      .thenAccepted();
    expect(events).toMatchObject([{ data: { figure: { status: 'published', value: 900 } } }]);
  });

  it('makes room: what was corrected no longer bars a figure of another window', () => {
    given(...history, brandEvent('FigureCorrected.v1'))
      .when(ask('recordFigure', { figure: testFigureInput() }))
      .thenRefused('BRAND.FIGURE_ALREADY_RECORDED', 'figure');
  });
});

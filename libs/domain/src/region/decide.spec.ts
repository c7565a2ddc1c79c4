import { specFor, testUuid } from '#testing';
import { decideRegion, evolveRegion, initialRegion, type RegionCommand, type RegionState } from './decide';
import type { RegionEvent } from './events';

type Asked = RegionCommand & { readonly today?: string };
const { given } = specFor<RegionState, RegionEvent, Asked, RegionEvent>({
  initial: initialRegion,
  evolve: evolveRegion,
  decide: ({ today = '2025-03-01', ...command }, state) => decideRegion(command, state, { today }),
  record: (event) => event,
});
type Data<T extends RegionEvent['type']> = Extract<RegionEvent, { type: T }>['data'];

const year: Data<'YearClosed.v1'> = {
  region: '370000',
  year: 2024,
  closedOn: '2025-02-01',
  closedBy: '赵六',
  brands: 3,
  figures: 9,
  digest: 'a'.repeat(64),
  origin: 'operational',
};
const close = (over: Partial<typeof year> = {}, today?: string): Asked => ({
  type: 'closeYear',
  data: { ...year, ...over },
  ...(today === undefined ? {} : { today }),
});
const closed: RegionEvent = { type: 'YearClosed.v1', data: year };

describe('年度封账', () => {
  it('closes a year that is over', () => given().when(close()).then(closed));
  it('on the first day after it', () =>
    given()
      .when(close({ closedOn: '2025-01-01' }, '2025-01-01'))
      .then({ type: 'YearClosed.v1', data: { ...year, closedOn: '2025-01-01' } }));
  it('of real and synthetic data apart', () =>
    given(closed)
      .when(close({ origin: 'synthetic' }))
      .then({ type: 'YearClosed.v1', data: { ...year, origin: 'synthetic' } }));
  it.each<[string, string, readonly RegionEvent[], Asked]>([
    ['REGION.YEAR_ALREADY_CLOSED', 'year', [closed], close()],
    ['REGION.YEAR_NOT_OVER', 'year', [], close({ closedOn: '2024-12-31' }, '2024-12-31')],
    ['REGION.YEAR_NOT_OVER', 'year', [], close({ year: 2025 })],
    ['REGION.FUTURE_DATE', 'closedOn', [], close({ closedOn: '2025-03-02' })],
    ['REGION.DATE_INVALID', 'closedOn', [], close({ closedOn: '2025-02-29' })],
    ['REGION.DIGEST_MISSING', 'digest', [], close({ digest: '' })],
    ['REGION.UNKNOWN_CODE', 'region', [], close({ region: '999999' })],
  ])('%s', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
});

describe('published aggregates', () => {
  const figure: Data<'RegionalFigurePublished.v1'> = {
    figureId: testUuid(1),
    region: '370000',
    title: '省级劳务品牌数',
    metric: 'brandCount',
    unit: 'items',
    nature: 'stock',
    directness: 'unstated',
    bound: 'exact',
    tier: 'province',
    honour: null,
    value: 20,
    window: { fromYear: null, toYear: 2024, asOf: null },
    origin: 'published',
    source: { reference: 'https://example.org', note: null },
  };
  const publish = (over: Partial<typeof figure> = {}): Asked => ({ type: 'publishRegionalFigure', data: { ...figure, ...over } });
  const published: RegionEvent = { type: 'RegionalFigurePublished.v1', data: figure };

  it('are facts of the region', () => given().when(publish()).then(published));
  it('may have a metric or lack a unit as only their source has it', () => {
    given()
      .when(publish({ metric: 'somethingElse', unit: 'x' }))
      .then({ type: 'RegionalFigurePublished.v1', data: { ...figure, metric: 'somethingElse', unit: 'x' } });
    given()
      .when(publish({ unit: 'unstated' }))
      .then({ type: 'RegionalFigurePublished.v1', data: { ...figure, unit: 'unstated' } });
  });
  it('twice the same: nothing', () => given(published).when(publish()).thenNothing());
  it.each<[string, string, readonly RegionEvent[], Asked]>([
    ['REGION.ID_REUSED', 'figureId', [published], publish({ value: 21 })],
    ['REGION.FIGURE_UNIT', 'unit', [], publish({ unit: 'persons' })],
    ['REGION.FIGURE_VALUE', 'value', [], publish({ value: -1 })],
    ['REGION.FIGURE_VALUE', 'value', [], publish({ value: 0.5 })],
    ['REGION.FIGURE_WINDOW', 'window', [], publish({ window: { fromYear: 2025, toYear: 2024, asOf: null } })],
    ['REGION.FIGURE_FUTURE', 'window', [], publish({ window: { fromYear: null, toYear: 2026, asOf: null } })],
    ['REGION.UNKNOWN_CODE', 'region', [], publish({ region: '999999' })],
  ])('%s', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
});

import { packDocument, shipped, digested } from '../test/support';
import { delegatedParameters, localHouse, standardFault, type DelegatedParameter } from './delegation';
import type { LocalStandard } from '#domain';
import { openPack } from './open';
import type { Pack } from './pack';

const IM = shipped('im-2024-118');
const handed = (key: string, houses: readonly unknown[] = [], document = IM): DelegatedParameter => {
  const found = delegatedParameters({ document, houses: houses.map(digested) }).find((each) => each.key === key);
  if (found === undefined) throw new Error(`${key} is not handed down`);
  return found;
};
type Bounds = NonNullable<Pack['parameters'][number]['bounds']>;
const bounded = (key: string, bounds: Bounds) => {
  const document = structuredClone(packDocument('im-2024-118')) as { parameters: { key: string; bounds?: Bounds }[] };
  document.parameters = document.parameters.map((each) => (each.key === key ? { ...each, bounds } : each));
  return digested(document);
};
const house = (key: string, unit: string, bounds: Bounds): unknown => ({
  ...packDocument('im-2024-118-house'),
  id: `im-bounds-${bounds.atLeast === null ? 'b' : 'a'}`,
  rules: [],
  effects: [],
  interpretations: [],
  parameters: [
    {
      ...{ key, zh: key, en: key, unit, basis: 'configured', clause: null, approvedBy: '自治区厅', approvedOn: '2026-01-01', values: [] },
      bounds,
    },
  ],
});
const TRAINED = 'training.county.trained';
const RATE = 'training.county.pass-rate';

test('the document of Inner Mongolia hands the banner tier to the banners, and bounds nothing', () => {
  expect(
    delegatedParameters({ document: IM, houses: [] }).map(({ key, delegatedTo, atLeast, atMost }) => [key, delegatedTo, atLeast, atMost]),
  ).toEqual([
    [TRAINED, 'banner', null, null],
    [RATE, 'banner', null, null],
    ['training.county.employment-rate', 'banner', null, null],
  ]);
  expect(handed(TRAINED).cite).toBe('三（二）2.培训绩效标准（旗县（市、区）级）');
});

describe('a value may be set', () => {
  const count = (): DelegatedParameter => handed(TRAINED, [], bounded(TRAINED, { atLeast: 50, atMost: 200 }));
  const rate = (): DelegatedParameter => handed(RATE, [], bounded(RATE, { atLeast: '2/3', atMost: '90/100' }));
  test.each<[string, () => DelegatedParameter, number | string, boolean]>([
    ['just below the lower bound', count, 49, false],
    ['at the lower bound', count, 50, true],
    ['at the upper bound', count, 200, true],
    ['just above the upper bound', count, 201, false],
    ['no fraction for a count', count, '100/1', false],
    ['just below a rate: 66.66 %', rate, '6666/10000', false],
    ['at a rate, written otherwise', rate, '200/300', true],
    ['at the upper rate', rate, '9/10', true],
    ['just above the upper rate', rate, '9001/10000', false],
    ['without bounds a count is not negative', () => handed(TRAINED), -1, false],
    ['without bounds nothing is no bad count', () => handed(TRAINED), 0, true],
    ['without bounds a rate is at most the whole', () => handed(RATE), '1/1', true],
    ['and no more than that', () => handed(RATE), '101/100', false],
    ['a rate without a denominator is none', () => handed(RATE), '1/0', false],
    ['words are no value', () => handed(RATE), 'most', false],
  ])('%s', (_what, parameter, value, allowed) => {
    const fault = standardFault(parameter(), value);
    expect(fault === null).toBe(allowed);
    if (fault !== null) expect([fault.zh, fault.en, fault.todo.zh, fault.todo.en].every((text) => text.length > 0)).toBe(true);
  });
});

test('of several bounds the narrowest holds, and says who declared it', () => {
  const parameter = handed(
    TRAINED,
    [house(TRAINED, 'persons', { atLeast: 80, atMost: null }), house(TRAINED, 'persons', { atLeast: null, atMost: 150 })],
    bounded(TRAINED, { atLeast: 50, atMost: 200 }),
  );
  expect([parameter.atLeast?.value, parameter.atMost?.value]).toEqual([80, 150]);
  expect(parameter.atLeast?.provenance).toMatchObject({ basis: 'configured', approvedBy: '自治区厅' });
  expect(standardFault(parameter, 79)?.zh).toContain('本地配置，自治区厅 2026-01-01');
  expect(standardFault(handed(TRAINED, [], bounded(TRAINED, { atLeast: 50, atMost: null })), 49)?.zh).toContain('依据：三（二）2');
});

describe('standards of a region as a house pack', () => {
  const standard = (over: Partial<LocalStandard> = {}): LocalStandard => ({
    ...{
      standardId: '00000000-0000-4000-8000-000000000001',
      region: '150430',
      pack: 'im-2024-118',
      parameter: TRAINED,
      unit: 'persons',
      value: 100,
    },
    ...{ effectiveFrom: '2026-04-01', draftedBy: '张三', approvedBy: '王五', reason: null, backdatedBecause: null, repealedOn: null },
    document: { number: '敖人社发〔2026〕3号', issuedOn: '2026-03-01', signedBy: '王五' },
    ...over,
  });
  const house = (...standards: readonly LocalStandard[]): Pack | null => localHouse(IM.open.pack, '150430', '敖汉旗', standards);

  test('the latest comes first, each with its paper, and one that was repealed ends the day before', () => {
    const pack = house(standard({ repealedOn: '2026-07-01' }), standard({ value: 120, effectiveFrom: '2026-07-01' }));
    expect(pack?.parameters.map(({ values, approvedBy, approvedOn }) => [values, approvedBy, approvedOn])).toEqual([
      [[{ when: { region: '150430' }, from: '2026-07-01', until: null, value: 120 }], '敖汉旗《敖人社发〔2026〕3号》王五', '2026-03-01'],
      [
        [{ when: { region: '150430' }, from: '2026-04-01', until: '2026-06-30', value: 100 }],
        '敖汉旗《敖人社发〔2026〕3号》王五',
        '2026-03-01',
      ],
    ]);
  });

  test('there is none where nothing of it is handed down, in this unit, or ever began', () => {
    expect(house(standard({ parameter: 'age.months' }))).toBeNull();
    expect(house(standard({ unit: 'personTimes' }))).toBeNull();
    expect(house(standard({ repealedOn: '2026-04-01' }))).toBeNull();
    expect(house()).toBeNull();
  });

  test('it fits the format of packs', () => {
    expect(openPack(house(standard())).pack.id).toBe('local-150430');
  });
});

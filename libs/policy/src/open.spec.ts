import { IM, containing, digested, packDocument, shipped } from '../test/support';
import { composePacks, ruleOf } from './compose';
import { PackError, openPack } from './open';

type Plain = Record<string, unknown>;
/** A small, sound document pack to break in one place at a time. */
const sound = (): Plain => ({
  format: 1,
  id: 'doc',
  version: '1',
  role: 'document',
  completes: null,
  meta: {
    title: '文件',
    titleEn: 'document',
    number: null,
    kindOfDocument: '通知',
    issuer: '某厅',
    indexNumber: null,
    legalBasis: [],
    addressees: null,
    made: null,
    published: null,
    inForceFrom: '2024-01-01',
    inForceUntil: null,
    repealed: null,
    status: '有效',
  },
  governs: { region: '150000', kinds: ['labour'] },
  factsFrom: 'locked',
  clauses: [{ key: 'yi', cite: '一', text: '四百人', rows: [] }],
  parameters: [
    {
      key: 'trained',
      zh: '培训人数',
      en: 'trained',
      unit: 'persons',
      basis: 'stated',
      clause: 'yi',
      approvedBy: null,
      approvedOn: null,
      values: [{ when: {}, value: 400 }],
    },
    {
      key: 'open',
      zh: '未写数值',
      en: 'open',
      unit: 'persons',
      basis: 'stated',
      clause: 'yi',
      approvedBy: null,
      approvedOn: null,
      values: [],
    },
  ],
  regionClasses: [],
  rules: [
    {
      id: 'rule',
      zh: '规则',
      en: 'rule',
      basis: 'stated',
      clause: 'yi',
      umbrella: null,
      approvedBy: null,
      approvedOn: null,
      rows: [],
      scope: { kinds: ['labour'] },
      purpose: 'nomination',
      tier: null,
      condition: {
        all: [
          {
            id: 'p',
            shape: 'lastYear',
            clause: 'yi',
            zh: '上年度',
            en: 'last year',
            metrics: ['trainedPersons'],
            unit: 'persons',
            nature: 'flow',
            directness: null,
            comparison: 'atLeast',
            parameter: 'trained',
            owedBy: 'trainingInstitution',
          },
        ],
      },
    },
  ],
  effects: [],
  targets: [],
  interpretations: [],
  records: [],
  nominationDeadline: null,
});
const approved = { basis: 'configured', clause: null, approvedBy: '某人', approvedOn: '2024-01-01' };
const house = (): Plain => ({
  ...sound(),
  id: 'house',
  role: 'house',
  completes: 'doc',
  clauses: [],
  parameters: [{ key: 'open', zh: '未写数值', en: 'open', unit: 'persons', ...approved, values: [{ when: {}, value: 5 }] }],
  rules: [
    {
      id: 'house.rule',
      zh: '本地规则',
      en: 'house rule',
      ...approved,
      umbrella: 'yi',
      rows: [],
      scope: { kinds: ['labour'] },
      purpose: 'review',
      tier: null,
      condition: {
        all: [
          { rule: 'rule' },
          {
            id: 'hp',
            shape: 'lastYear',
            clause: null,
            zh: '上年度',
            en: 'last year',
            metrics: ['trainedPersons'],
            unit: 'persons',
            nature: 'flow',
            directness: null,
            comparison: 'atLeast',
            parameter: 'trained',
            owedBy: 'trainingInstitution',
          },
        ],
      },
    },
  ],
  effects: [
    {
      id: 'e',
      on: 'yearClosed',
      rule: 'rule',
      when: ['pass'],
      then: 'findEligible',
      ...approved,
      umbrella: 'yi',
      dueAfter: null,
      fallsDueAfter: null,
      zh: '符合',
      en: 'eligible',
    },
  ],
});

/** A house pack with one rule, which asks another or, when there is none, a question of its own. */
const asking = (id: string, rule: string, other: string | null): Plain => {
  const [own] = house()['rules'] as { condition: { all: unknown[] } }[];
  return {
    ...house(),
    id,
    parameters: [],
    effects: [],
    rules: [{ ...own, id: rule, condition: { all: other === null ? own?.condition.all.slice(1) : [{ rule: other }] } }],
  };
};

/** Sets one place of a pack: `set(pack, ['rules', 0, 'clause'], 'x')`. */
function set(pack: Plain, path: readonly (string | number)[], value: unknown): Plain {
  const copy = structuredClone(pack);
  let at: Plain = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Plain;
  at[path.at(-1) ?? ''] = value;
  return copy;
}
function faults(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof PackError) return error.problems.map(({ place, code }) => `${code} ${place}`);
    throw error;
  }
  return [];
}
const predicate = ['rules', 0, 'condition', 'all', 0] as const;

test('a sound pack opens, and refers to nothing outside itself', () => {
  expect(faults(() => openPack(sound()))).toEqual([]);
  expect(openPack(sound()).references).toEqual([]);
  expect(openPack(house()).references.map(({ refersTo }) => refersTo)).toEqual(['trained', 'rule', 'rule']);
});

test.each<readonly [what: string, pack: Plain, expected: readonly string[]]>([
  ['an unknown clause of a rule', set(sound(), ['rules', 0, 'clause'], 'er'), ['PACK.UNKNOWN_CLAUSE rules[0].clause']],
  [
    'an unknown clause of a predicate',
    set(sound(), [...predicate, 'clause'], 'er'),
    ['PACK.UNKNOWN_CLAUSE rules[0].condition.all[0].clause'],
  ],
  [
    'a predicate of a document without a clause',
    set(sound(), [...predicate, 'clause'], null),
    ['PACK.PREDICATE_CLAUSE rules[0].condition.all[0].clause'],
  ],
  [
    'an unknown parameter',
    set(sound(), [...predicate, 'parameter'], 'nothing'),
    ['PACK.UNKNOWN_REFERENCE rules[0].condition.all[0].parameter'],
  ],
  ['an unknown metric', set(sound(), [...predicate, 'metrics'], ['people']), ['PACK.UNKNOWN_METRIC rules[0].condition.all[0].metrics']],
  ['an unknown shape', set(sound(), [...predicate, 'shape'], 'magic'), ['PACK.UNKNOWN_SHAPE rules[0].condition.all[0].shape']],
  [
    'an argument that does not fit its shape',
    set(sound(), [...predicate, 'comparison'], 'about'),
    ['PACK.SCHEMA rules[0].condition.all[0].comparison'],
  ],
  ['an argument that the shape does not have', set(sound(), [...predicate, 'years'], 3), ['PACK.SCHEMA rules[0].condition.all[0]']],
  [
    'a stock in a sum',
    set(set(sound(), [...predicate, 'shape'], 'sumOverYears'), [...predicate, 'nature'], 'stock'),
    ['PACK.SCHEMA rules[0].condition.all[0].nature', 'PACK.SCHEMA rules[0].condition.all[0].years'],
  ],
  ['a stated rule without a clause', set(sound(), ['rules', 0, 'clause'], null), ['PACK.STATED_WITHOUT_CLAUSE rules[0]']],
  ['a stated value with an approver', set(sound(), ['parameters', 0, 'approvedBy'], '某人'), ['PACK.STATED_WITHOUT_CLAUSE parameters[0]']],
  [
    'a configured value in a document',
    set(sound(), ['parameters', 0], {
      key: 'trained',
      zh: '培训人数',
      en: 'trained',
      unit: 'persons',
      ...approved,
      values: [{ when: {}, value: 1 }],
    }),
    ['PACK.CONFIGURED_IN_DOCUMENT parameters[0]'],
  ],
  [
    'a configured value that nobody approved',
    set(house(), ['parameters', 0, 'approvedBy'], null),
    ['PACK.CONFIGURED_WITHOUT_APPROVAL parameters[0]'],
  ],
  [
    'a stated value in a house pack',
    set(house(), ['parameters', 0], {
      key: 'open',
      zh: '未写数值',
      en: 'open',
      unit: 'persons',
      basis: 'stated',
      clause: null,
      approvedBy: null,
      approvedOn: null,
      values: [],
    }),
    ['PACK.STATED_WITHOUT_CLAUSE parameters[0]', 'PACK.STATED_IN_HOUSE parameters[0]'],
  ],
  ['a house pack that completes nothing', set(house(), ['completes'], null), ['PACK.ROLE completes']],
  ['a document that completes another', set(sound(), ['completes'], 'other'), ['PACK.ROLE completes']],
  [
    'an id that stands twice',
    set(sound(), ['rules', 1], (sound()['rules'] as unknown[])[0]),
    ['PACK.DUPLICATE_ID rules[1]', 'PACK.DUPLICATE_ID predicates[1]'],
  ],
  ['a parameter that stands twice', set(sound(), ['parameters', 1, 'key'], 'trained'), ['PACK.DUPLICATE_ID parameters[1]']],
  ['a rule that asks itself', set(sound(), ['rules', 0, 'condition'], { all: [{ rule: 'rule' }] }), ['PACK.CIRCULAR rules[0].condition']],
  [
    'a decimal where a count must stand',
    set(sound(), ['parameters', 0, 'values', 0, 'value'], 400.5),
    ['PACK.SCHEMA parameters[0].values[0].value'],
  ],
  [
    'a text where a count must stand',
    set(sound(), ['parameters', 0, 'values', 0, 'value'], 'many'),
    ['PACK.VALUE parameters[0].values[0].value'],
  ],
  ['a unit that nobody defined', set(sound(), ['parameters', 0, 'unit'], 'heads'), ['PACK.UNKNOWN_UNIT parameters[0].unit']],
  [
    'a percentage instead of a fraction',
    set(sound(), ['parameters', 0], {
      ...((sound()['parameters'] as Plain[])[0] ?? {}),
      unit: 'ratio',
      values: [{ when: {}, value: '90%' }],
    }),
    ['PACK.VALUE parameters[0].values[0].value'],
  ],
  ['a date that no calendar has', set(sound(), ['meta', 'inForceFrom'], '2024-02-30'), ['PACK.DATES meta.inForceFrom']],
  [
    'a value from a day that no calendar has',
    set(sound(), ['parameters', 0, 'values', 0, 'from'], '2024-13-01'),
    ['PACK.DATES parameters[0].values[0].from'],
  ],
  ['an end before the beginning', set(sound(), ['meta', 'inForceUntil'], '2000-01-01'), ['PACK.DATES meta']],
  ['an entry that begins after it ends', set(sound(), ['parameters', 0, 'values', 0, 'from'], '2025-01-01'), []],
  [
    'an entry that really begins after it ends',
    set(set(sound(), ['parameters', 0, 'values', 0, 'from'], '2025-01-01'), ['parameters', 0, 'values', 0, 'until'], '2024-01-01'),
    ['PACK.DATES parameters[0].values[0]'],
  ],
  [
    'an effect of an unknown rule',
    set(
      sound(),
      ['effects'],
      [
        {
          id: 'e',
          on: 'yearClosed',
          rule: 'nothing',
          when: ['pass'],
          then: 'findEligible',
          basis: 'stated',
          clause: 'yi',
          umbrella: null,
          approvedBy: null,
          approvedOn: null,
          dueAfter: null,
          fallsDueAfter: null,
          zh: '',
          en: '',
        },
      ],
    ),
    ['PACK.UNKNOWN_REFERENCE effects[0].rule'],
  ],
  [
    'an effect that waits for an outcome of no rule',
    set(set(house(), ['effects', 0, 'rule'], null), ['effects', 0, 'when'], ['pass']),
    ['PACK.WHEN effects[0].when'],
  ],
  ['an effect whose days are persons', set(house(), ['effects', 0, 'dueAfter'], 'open'), ['PACK.UNIT effects[0].dueAfter']],
  ['a tier rule without a tier', set(sound(), ['rules', 0, 'purpose'], 'tier'), ['PACK.TIER rules[0].tier']],
  [
    'a record of an unknown clause',
    set(sound(), ['records'], [{ rows: [], clause: 'er', kind: 'workflow', zh: '', en: '' }]),
    ['PACK.UNKNOWN_CLAUSE records[0].clause'],
  ],
  [
    'a role that nobody defined',
    set(sound(), ['parameters', 1, 'delegatedTo'], 'somebody'),
    ['PACK.UNKNOWN_ROLE parameters[1].delegatedTo'],
  ],
  ['no pack at all', { id: 'x' }, containing(['PACK.SCHEMA format', 'PACK.SCHEMA rules']) as readonly string[]],
])('%s', (_what, pack, expected) => {
  expect(faults(() => openPack(pack))).toEqual(expected);
});

test.each([null, 'text', 7, [], undefined])('%j is no pack', (value) => {
  expect(() => openPack(value)).toThrow(PackError);
});

test('every fault says in both languages where it is and what to do', () => {
  try {
    openPack(set(set(sound(), ['rules', 0, 'clause'], 'er'), [...predicate, 'parameter'], 'nothing'));
    throw new Error('it opened');
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    expect(error.problems).toHaveLength(2);
    expect(error.code).toBe('PACK.INVALID');
    expect(error.zh).toBe(
      '政策包「doc」：rules[0].clause：条款「er」不在 clauses 中（补上条款或改正引用）；rules[0].condition.all[0].parameter：引用的「nothing」不存在（补上或改正引用）',
    );
    expect(error.message).toContain('rules[0].clause: clause er is not under clauses (add the clause or correct the reference)');
  }
});

describe('composing', () => {
  const compose =
    (...houses: Plain[]): (() => unknown) =>
    () =>
      composePacks(digested(sound()), houses.map(digested));

  test('a house pack completes what the document leaves open, and each part keeps where it came from', () => {
    const pack = composePacks(digested(sound()), [digested(house())]);
    expect(pack.parameters.get('open')?.entries).toEqual([
      {
        entry: { when: {}, value: 5 },
        provenance: {
          pack: 'house',
          version: '1',
          basis: 'configured',
          clause: null,
          cite: null,
          approvedBy: '某人',
          approvedOn: '2024-01-01',
        },
      },
    ]);
    expect(pack.parameters.get('trained')?.entries[0]?.provenance).toEqual({
      pack: 'doc',
      version: '1',
      basis: 'stated',
      clause: 'yi',
      cite: '一',
      approvedBy: null,
      approvedOn: null,
    });
    expect(ruleOf(pack, 'house.rule').umbrella).toBe('一');
    expect([...pack.rules.keys()]).toEqual(['rule', 'house.rule']);
  });

  test.each<readonly [what: string, act: () => unknown, expected: readonly string[]]>([
    [
      'a house pack may not overrule what is stated',
      compose(set(set(house(), ['parameters', 0, 'key'], 'trained'), ['rules'], [])),
      ['PACK.OVERRULES house/parameters[0]'],
    ],
    ['a house pack of another document', compose(set(house(), ['completes'], 'other')), ['PACK.OTHER_DOCUMENT house/completes']],
    [
      'an umbrella that the document lacks',
      compose(set(house(), ['rules', 0, 'umbrella'], 'er')),
      ['PACK.UNKNOWN_CLAUSE house/rules[0].umbrella'],
    ],
    ['a rule id that stands in both', compose(asking('house', 'rule', null)), ['PACK.DUPLICATE_ID house/rules[0]']],
    [
      'two house packs whose rules ask each other',
      compose(asking('a', 'a.rule', 'b.rule'), asking('b', 'b.rule', 'a.rule')),
      ['PACK.CIRCULAR a/rules/a.rule', 'PACK.CIRCULAR b/rules/b.rule'],
    ],
    [
      'a rule that neither holds',
      compose(set(house(), ['effects', 0, 'rule'], 'nothing')),
      ['PACK.UNKNOWN_REFERENCE house/effects[0].rule'],
    ],
    [
      'another unit for the same parameter',
      compose(set(house(), ['parameters', 0, 'unit'], 'items')),
      ['PACK.UNIT house/parameters[0].unit'],
    ],
    [
      'two house packs that give the same value',
      compose(house(), { ...house(), id: 'house-2', rules: [], effects: [] }),
      ['PACK.OVERRULES house-2/parameters[0]'],
    ],
    [
      'a house pack alone',
      () => composePacks(digested(house())),
      ['PACK.NOT_A_DOCUMENT role', 'PACK.UNKNOWN_CLAUSE house/rules[0].umbrella', 'PACK.UNKNOWN_CLAUSE house/effects[0].umbrella'],
    ],
  ])('%s', (_what, act, expected) => {
    expect(faults(act)).toEqual(expected);
  });

  test('banners publish their own standards, each for its region, in packs of their own', () => {
    const standard = (region: string, value: number): Plain => ({
      ...packDocument('im-2024-118-house'),
      id: `im-banner-${region}`,
      rules: [],
      effects: [],
      parameters: [
        {
          key: 'training.county.trained',
          zh: '旗县级培训规模',
          en: 'banner tier: trained',
          unit: 'persons',
          ...approved,
          values: [{ when: { region }, value }],
        },
      ],
    });
    const pack = composePacks(shipped('im-2024-118'), [
      shipped('im-2024-118-house'),
      digested(standard('150430', 60)),
      digested(standard('150102', 80)),
    ]);
    expect(pack.parameters.get('training.county.trained')?.entries.map(({ entry }) => [entry.when.region, entry.value])).toEqual([
      ['150430', 60],
      ['150102', 80],
    ]);
  });
});

test('a rule that the pack does not hold is refused with those it does', () => {
  expect(() => ruleOf(IM, 'im.nothing')).toThrow(/there is no rule im\.nothing \(rules there are: im\.dual\.conditions/);
});

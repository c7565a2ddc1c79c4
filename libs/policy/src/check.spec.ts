import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packDocument } from '../test/support';
import { PackCases } from './cases';
import { checkPack, type Surroundings } from './check';
import { openPack } from './open';
import type { Pack } from './pack';

type Draft = { -readonly [K in keyof Pack]: Pack[K] };
type Parameters = Pack['parameters'];

const IDS = [
  'im-2024-118',
  'sd-2021-22',
  'skills-im-2022-2025',
  'kaili-2024-9',
  'city-speech-2024',
  'im-2024-118-house',
  'sd-2021-22-house',
  'kaili-2024-9-house',
];
const KNOWN = IDS.map((id) => openPack(packDocument(id)));
const casesOf = (id: string): PackCases => PackCases.parse(parse(readFileSync(join(__dirname, '../packs/cases', `${id}.yaml`), 'utf8')));

const changed = (id: string, change: (pack: Draft) => void): Draft => {
  const pack = openPack(packDocument(id)).pack;
  change(pack);
  return pack;
};
const found = (document: unknown, around: Partial<Surroundings> = {}): readonly string[] =>
  checkPack(document, { known: KNOWN, cases: null, supersedes: null, ...around })
    .filter(({ code }) => code !== 'PACK.NO_CASES')
    .map(({ severity, code, place }) => `${severity} ${code} ${place}`);
const withParameters = (change: (parameters: Parameters) => Parameters): Draft =>
  changed('im-2024-118', (pack) => (pack.parameters = change(pack.parameters)));
const indexOf = (key: string): number => openPack(packDocument('im-2024-118')).pack.parameters.findIndex((each) => each.key === key);
const values = (key: string, list: Parameters[number]['values']): Draft =>
  withParameters((parameters) => parameters.map((each) => (each.key === key ? { ...each, values: list } : each)));

const SCALE = indexOf('scale.three-years');

describe('the shipped packs', () => {
  test.each(IDS)('%s holds together: no errors, and nothing that wants a second look', (id) => {
    expect(found(packDocument(id))).toEqual([]);
  });
  test('with their cases there is not even a threshold without one', () => {
    expect(
      checkPack(packDocument('im-2024-118'), { known: KNOWN, cases: casesOf('im-2024-118'), supersedes: null }).filter(({ code }) =>
        /^CASE|NO_BOUNDARY/.test(code),
      ),
    ).toEqual([]);
  });
});

describe('what stands in the way of publication', () => {
  test('what opening refuses, with its place', () => {
    expect(found({ id: 'x' })).toContain('error PACK.SCHEMA version');
    expect(
      found(
        changed('im-2024-118', (pack) => (pack.rules = pack.rules.map((rule, i) => (i === 0 ? { ...rule, clause: 'nothing' } : rule)))),
      ),
    ).toEqual(['error PACK.UNKNOWN_CLAUSE rules[0].clause']);
  });

  test.each<[string, Parameters[number]['values'], readonly string[]]>([
    [
      'two values for one case and day',
      [
        { when: { regionClass: 1 }, value: 3000 },
        { when: { regionClass: 1 }, value: 2800 },
      ],
      [`error PACK.TWO_VALUES parameters[${SCALE}].values[1]`],
    ],
    [
      'two values that meet on one day',
      [
        { when: { regionClass: 1 }, until: '2026-12-31', value: 3000 },
        { when: { regionClass: 1 }, from: '2026-12-31', value: 2800 },
      ],
      [`error PACK.TWO_VALUES parameters[${SCALE}].values[1]`],
    ],
    [
      'one value after the other: nothing',
      [
        { when: { regionClass: 1 }, until: '2026-12-31', value: 3000 },
        { when: { regionClass: 1 }, from: '2027-01-01', value: 2800 },
      ],
      [],
    ],
    [
      'an entry that a wider one always comes before',
      [
        { when: { regionClass: 1 }, value: 3000 },
        { when: { regionClass: 1, category: '家政服务' }, value: 500 },
      ],
      [`warning PACK.SHADOWED_VALUE parameters[${SCALE}].values[1]`],
    ],
    [
      'the narrower one first: nothing',
      [
        { when: { regionClass: 1, category: '家政服务' }, value: 500 },
        { when: { regionClass: 1 }, value: 3000 },
      ],
      [],
    ],
  ])('%s', (_what, list, expected) => {
    const before = new Set(found(packDocument('im-2024-118')));
    expect(found(values('scale.three-years', list)).filter((each) => !before.has(each))).toEqual(expected);
  });

  test('a lower bound above the upper one, in a rule, in a target and in what is handed down', () => {
    const sd = changed('sd-2021-22', (pack) => {
      pack.parameters = pack.parameters.map((each) =>
        each.key === 'key-projects.least' ? { ...each, values: [{ when: {}, value: 6 }] } : each,
      );
      pack.targets = pack.targets.map((each, i) => (i === 0 ? { ...each, value: 5, upper: 4 } : each));
    });
    const codes = found(sd).filter((each) => each.includes('LOWER_ABOVE_UPPER'));
    expect(codes).toHaveLength(2);
    expect(codes[0]).toBe('error PACK.LOWER_ABOVE_UPPER targets[0].upper');
    expect(codes[1]).toMatch(/^error PACK\.LOWER_ABOVE_UPPER parameters\[\d+\]$/);
    const key = 'training.county.trained';
    const bounded = (atLeast: number, atMost: number): Draft =>
      withParameters((parameters) => parameters.map((each) => (each.key === key ? { ...each, bounds: { atLeast, atMost } } : each)));
    expect(found(bounded(200, 100))).toContain(`error PACK.LOWER_ABOVE_UPPER parameters[${indexOf(key)}].bounds`);
    expect(found(bounded(100, 100)).filter((each) => each.startsWith('error'))).toEqual([]);
  });

  test('another document over the same region, kind and days; none where it takes its place, or the days do not meet', () => {
    const twin = (change: (pack: Draft) => void = () => undefined): Draft =>
      changed('sd-2021-22', (pack) => {
        pack.id = 'sd-2027-1';
        change(pack);
      });
    const overlaps = (document: unknown, around: Partial<Surroundings> = {}): readonly string[] =>
      found(document, around).filter((each) => each.includes('OVERLAPS'));
    expect(overlaps(twin())).toEqual(['error PACK.OVERLAPS governs']);
    expect(overlaps(twin(), { supersedes: 'sd-2021-22' })).toEqual([]);
    expect(overlaps(twin((pack) => (pack.meta = { ...pack.meta, inForceFrom: '2000-01-01', inForceUntil: '2000-12-31' })))).toEqual([]);
    expect(overlaps(twin((pack) => (pack.governs = { ...pack.governs, region: '370100' })))).toEqual([]);
  });

  test('a house pack whose document is not there, that overrules it, or that widens a bound', () => {
    const house = (change: (pack: Draft) => void): readonly string[] =>
      found(changed('im-2024-118-house', change)).filter((each) => each.startsWith('error'));
    expect(house((pack) => (pack.completes = 'im-1999-1'))).toEqual(['error PACK.UNKNOWN_DOCUMENT completes']);
    const own = (key: string, unit: string, value: number, bounds?: Parameters[number]['bounds']): Parameters[number] => ({
      ...{ key, zh: key, en: key, unit, basis: 'configured', clause: null, approvedBy: '某人', approvedOn: '2026-01-01' },
      values: [{ when: { region: '150430' }, value }],
      bounds,
    });
    expect(house((pack) => (pack.parameters = [own('age.months', 'months', 6), ...pack.parameters]))).toEqual([
      'error PACK.OVERRULES parameters[0]',
    ]);

    const bounded = withParameters((parameters) =>
      parameters.map((each) => (each.key === 'training.county.trained' ? { ...each, bounds: { atLeast: 50, atMost: 200 } } : each)),
    );
    const known = KNOWN.map((each) => (each.pack.id === bounded.id ? openPack(bounded) : each));
    const under = (value: number, bounds?: Parameters[number]['bounds']): readonly string[] =>
      found(
        changed(
          'im-2024-118-house',
          (pack) => (pack.parameters = [own('training.county.trained', 'persons', value, bounds), ...pack.parameters]),
        ),
        { known },
      ).filter((each) => each.startsWith('error'));
    expect(under(49)).toEqual(['error PACK.OUT_OF_BOUNDS parameters[0].values[0].value']);
    expect(under(50)).toEqual([]);
    expect(under(200)).toEqual([]);
    expect(under(201)).toEqual(['error PACK.OUT_OF_BOUNDS parameters[0].values[0].value']);
    expect(under(100, { atLeast: 49, atMost: 201 })).toEqual([
      'error PACK.BOUND_WIDENED parameters[0].bounds.atLeast',
      'error PACK.BOUND_WIDENED parameters[0].bounds.atMost',
    ]);
    expect(under(100, { atLeast: 50, atMost: 200 })).toEqual([]);
    // The document is lowered under a house pack that stands: told from the other side, too.
    expect(
      found(bounded, {
        known: [
          ...KNOWN,
          openPack(
            changed('im-2024-118-house', (pack) => {
              pack.id = 'im-2';
              pack.rules = [];
              pack.effects = [];
              pack.interpretations = [];
              pack.parameters = [own('training.county.trained', 'persons', 10)];
            }),
          ),
        ],
      }),
    ).toContain('error PACK.OUT_OF_BOUNDS im-2/parameters[0].values[0].value');
  });
});

describe('what wants a second look', () => {
  test('a clause that nothing carries, a rule nobody asks, a parameter nobody reads', () => {
    const before = new Set(found(packDocument('im-2024-118')));
    const pack = changed('im-2024-118', (each) => {
      each.clauses = [...each.clauses, { key: 'extra', cite: '附则', text: '本方案由自治区人社厅负责解释', rows: [] }];
      const [first] = each.rules;
      if (first === undefined) throw new Error('no rule');
      each.rules = [...each.rules, { ...first, id: 'im.extra', purpose: 'duty', condition: { rule: 'im.labour.scale' } }];
      const [parameter] = each.parameters.filter(({ values: list }) => list.length > 0);
      if (parameter === undefined) throw new Error('no parameter');
      each.parameters = [...each.parameters, { ...parameter, key: 'extra' }];
    });
    expect(found(pack).filter((each) => !before.has(each))).toEqual([
      `warning PACK.CLAUSE_WITHOUT_EFFECT clauses[${pack.clauses.length - 1}]`,
      `warning PACK.UNREACHABLE_RULE rules[${pack.rules.length - 1}]`,
      `warning PACK.UNUSED_PARAMETER parameters[${pack.parameters.length - 1}]`,
    ]);
  });

  test('a parameter that says which people go by it is not missed by the rules', () => {
    const told = (forPeople: object) =>
      found(
        changed('sd-2021-22-house', (each) => {
          each.parameters = each.parameters.map(({ forPeople: _own, ...rest }) => ({ ...rest, ...forPeople }) as never);
        }),
      ).filter((each) => each.includes('UNUSED_PARAMETER'));
    expect(told({})).toHaveLength(3);
    expect(told({ forPeople: { zh: '供经办人参照', en: 'for the recorder' } })).toEqual([]);
  });

  test('a threshold that was changed leaves its case behind; a case with a wrong answer is an error', () => {
    const cases = casesOf('im-2024-118');
    const check = (document: unknown, given: PackCases): readonly string[] =>
      checkPack(document, { known: KNOWN, cases: given, supersedes: null })
        .filter(({ code }) => code.startsWith('CASE.'))
        .map(({ severity, code }) => `${severity} ${code}`);
    const lowered = withParameters((parameters) =>
      parameters.map((each) =>
        each.key === 'scale.three-years'
          ? { ...each, values: each.values.map((one) => (one.value === 3000 ? { ...one, value: 2800 } : one)) }
          : each,
      ),
    );
    expect(check(lowered, cases)).toEqual(['warning CASE.OTHER_VALUE']);
    const turned = {
      ...cases,
      cases: cases.cases
        .slice(0, 1)
        .map((one) => ({ ...one, sides: one.sides.map((side) => ({ ...side, answer: 'undecidable' as const })) })),
    };
    expect(check(packDocument('im-2024-118'), turned)).toEqual(['error CASE.OTHER_ANSWER', 'error CASE.OTHER_ANSWER']);
  });

  test('without a file of cases that is said once; with one, each threshold of the pack at hand that it leaves out', () => {
    const told = (id: string, cases: PackCases | null): readonly string[] =>
      checkPack(packDocument(id), { known: KNOWN, cases, supersedes: null })
        .filter(({ code }) => /NO_CASES|NO_BOUNDARY/.test(code))
        .map(({ severity, code, place }) => `${severity} ${code} ${place}`);
    expect(told('im-2024-118', null)).toEqual(['warning PACK.NO_CASES ']);
    const cases = casesOf('im-2024-118');
    const without = {
      ...cases,
      cases: cases.cases.filter(({ entry }) => entry !== 'scale.three-years#3' && entry !== 'skill.certified#0'),
    };
    expect(told('im-2024-118', without)).toEqual([`warning PACK.NO_BOUNDARY_CASE parameters[${SCALE}].values[3]`]);
    expect(told('im-2024-118-house', without)).toEqual([
      expect.stringMatching(/^warning PACK\.NO_BOUNDARY_CASE parameters\[\d+\]\.values\[0\]$/),
    ]);
  });
});

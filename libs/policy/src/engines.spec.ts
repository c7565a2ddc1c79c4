import fc from 'fast-check';
import { Explanation } from '#domain';
import {
  HOHHOT,
  IM,
  IM_ALONE,
  JINAN,
  KAILI,
  KL,
  SD,
  containing,
  digested,
  driven,
  facts,
  figure,
  having,
  including,
  nodeOf,
  nodesOf,
  packDocument,
  shipped,
  stock,
  subject,
} from '../test/support';
import { composePacks, governs, rulesFor } from './compose';
import { ENGINE, engines, evaluate } from './engines';
import type { Facts, FigureFact, Subject } from './facts';

const AT = { asOf: '2024-07-10' };
const scaleOf = (
  list: readonly FigureFact[],
  who: Subject = subject(),
  at: Parameters<typeof evaluate>[4] = AT,
): ReturnType<typeof nodeOf> => nodeOf(evaluate(IM, 'im.labour.scale', who, facts({ figures: list }), at).root, 'labour.scale.three-years');
const three = (direct: number, indirect: number): readonly FigureFact[] =>
  [2021, 2022, 2023].flatMap((year) => driven(year, direct, indirect));

/** Everything the labour conditions ask for, met. */
const complete = (changes: Partial<Facts> = {}): Facts =>
  facts({
    figures: [...three(900, 200), stock('workers', 2023, 1000), stock('trainedWorkers', 2023, 700)],
    judgements: ['labour.region', 'labour.benefit'].map((criterion, index) => ({
      criterion,
      met: true,
      role: '评审专家',
      event: `brand-1@${500 + index}`,
    })),
    evidence: [{ kind: 'employer-opinion', event: 'brand-1@510' }],
    dates: { cultivatedFrom: { on: '2022-01-01', event: 'brand-1@1' }, formedOn: null },
    placeNames: ['呼和浩特市', '呼和浩特'],
    ...changes,
  });

describe('an explanation', () => {
  const explanation = evaluate(IM, 'im.labour.conditions', subject(), complete(), AT);

  test('fits the schema of the events that carry it', () => {
    expect(Explanation.parse(explanation)).toEqual(explanation);
  });

  test('names policy, engine, year and all that was in force', () => {
    expect(explanation).toMatchObject({
      engine: ENGINE,
      pack: 'im-2024-118',
      version: '1',
      digest: shipped('im-2024-118').digest,
      rule: 'im.labour.conditions',
      asOf: '2024-07-10',
      evaluationYear: 2024,
      outcome: 'pass',
      restsOnConfigured: true,
      subject: { stream: 'brand-1', name: '呼和浩特焊工', region: '150102', kind: 'labour' },
      completedBy: [{ pack: 'im-2024-118-house', version: '1', digest: shipped('im-2024-118-house').digest }],
    });
  });

  test('holds every predicate, passed or failed, in the order of the document', () => {
    const failing = evaluate(
      IM,
      'im.labour.conditions',
      subject({ name: '焊工' }),
      complete({ figures: three(1, 1), breaches: [{ on: '2024-01-01', kind: '失信', cleared: false, event: 'brand-1@600' }] }),
      AT,
    );
    expect(
      nodesOf(failing.root)
        .filter(({ node }) => node === 'predicate')
        .map(({ id, outcome }) => `${id} ${outcome}`),
    ).toEqual([
      'labour.name undecidable',
      'labour.region pass',
      'labour.age pass',
      'labour.scale.each-year pass',
      'labour.scale.three-years fail',
      'labour.skill.majority undecidable',
      'labour.skill.certified undecidable',
      'labour.reputation pass',
      'labour.integrity fail',
      'labour.benefit pass',
    ]);
    expect(failing.outcome).toBe('fail');
  });

  test('shows threshold, actual, margin, window, facts with their events, and where each value is from', () => {
    const node = nodeOf(explanation.root, 'labour.scale.three-years');
    expect(node).toMatchObject({
      outcome: 'pass',
      actual: { kind: 'count', value: 3300, unit: 'persons' },
      margin: { kind: 'count', value: 300, unit: 'persons' },
      window: { fromYear: 2021, toYear: 2023 },
      threshold: {
        comparison: 'atLeast',
        quantity: { kind: 'count', value: 3000, unit: 'persons' },
        provenance: { pack: 'im-2024-118', basis: 'stated', clause: 'san.san.2.3.scale', cite: '三（三）2.3）规模特征' },
      },
      missing: [],
    });
    expect(node.facts.map(({ label, year, directness, status }) => [label, year, directness, status])).toEqual(
      [2021, 2022, 2023].flatMap((year) => ['direct', 'indirect'].map((directness) => ['employmentDriven', year, directness, 'locked'])),
    );
    expect(node.facts.every(({ event }) => /^brand-1@\d+$/.test(event ?? ''))).toBe(true);
    expect(node.notes).toEqual([
      'regionClass:1@150100',
      'interpretation:yearly-newly-driven',
      'directPart:2700',
      'indirectPart:600',
      'passesOnlyWithIndirect',
    ]);
  });

  test('carries the names its pack gives to what it mentions', () => {
    expect(explanation.names).toMatchObject({
      'im.labour.conditions': { zh: '劳务品牌培育条件' },
      'labour.age': { zh: '培育或自发形成一年以上' },
      'yearly-newly-driven': { zh: including('期末从业人员数不得相加') },
    });
  });

  test('an unknown engine is refused, the one that decided is found', () => {
    expect(Object.keys(engines)).toContain(ENGINE);
    expect(evaluate(IM, 'im.labour.scale', subject(), facts(), { ...AT, engine: '1' }).engine).toBe('1');
    expect(() => evaluate(IM, 'im.labour.scale', subject(), facts(), { ...AT, engine: '0' })).toThrow('no engine 0');
  });
});

/** A banner's own standard for the scale of training, to be given values. */
const bannerScale = (): Record<string, unknown> => ({
  key: 'training.county.trained',
  zh: '培训规模',
  en: 'trained',
  unit: 'persons',
  basis: 'configured',
  clause: null,
  approvedBy: '敖汉旗人社局',
  approvedOn: '2024-05-01',
});

describe('not stated, handed down, unknown', () => {
  test('a document alone answers 文件未规定 where it gives no value, and its house pack decides, flagged', () => {
    const alone = evaluate(IM_ALONE, 'im.labour.scale', subject(), facts({ figures: three(1000, 0) }), AT);
    expect([alone.outcome, alone.restsOnConfigured, nodeOf(alone.root, 'labour.scale.each-year').notes]).toEqual([
      'notConfigured',
      false,
      containing(['notConfigured:scale.each-year']),
    ]);
    const completed = evaluate(IM, 'im.labour.scale', subject(), facts({ figures: three(1000, 0) }), AT);
    expect([
      completed.outcome,
      completed.restsOnConfigured,
      nodeOf(completed.root, 'labour.scale.each-year').threshold?.provenance,
    ]).toEqual([
      'pass',
      true,
      having({
        pack: 'im-2024-118-house',
        basis: 'configured',
        clause: null,
        cite: null,
        approvedBy: '示例：自治区人社部门（演示配置）',
      }),
    ]);
  });

  test('a stated failure does not rest on what is configured beside it', () => {
    const explanation = evaluate(IM, 'im.labour.scale', subject(), facts({ figures: three(10, 0) }), AT);
    expect([explanation.outcome, explanation.restsOnConfigured]).toEqual(['fail', false]);
  });

  test('a standard left to the banner is undecidable until the banner gives it, and for that banner only', () => {
    const training = (region: string): Subject => subject({ kind: 'training', regions: [region, '150400', '150000'] });
    const given = facts({ figures: [figure('trainedPersons', 2023, 60)] });
    const open = nodeOf(evaluate(IM, 'im.training.county', training('150430'), given, AT).root, 'training.county.trained');
    expect(open).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'localStandard', year: null, owedBy: 'banner' }],
      notes: ['delegated:training.county.trained'],
    });
    const house = {
      ...packDocument('im-2024-118-house'),
      id: 'aohan',
      rules: [],
      effects: [],
      parameters: [
        {
          key: 'training.county.trained',
          zh: '培训规模',
          en: 'trained',
          unit: 'persons',
          basis: 'configured',
          clause: null,
          approvedBy: '敖汉旗人社局',
          approvedOn: '2024-05-01',
          values: [{ when: { region: '150430' }, from: '2024-06-01', until: '2024-12-31', value: 60 }],
        },
      ],
    };
    const pack = composePacks(shipped('im-2024-118'), [digested(house)]);
    const answer = (region: string, asOf: string): string =>
      nodeOf(evaluate(pack, 'im.training.county', training(region), given, { asOf, evaluationYear: 2024 }).root, 'training.county.trained')
        .outcome;
    expect([
      answer('150430', '2024-05-31'),
      answer('150430', '2024-06-01'),
      answer('150430', '2024-12-31'),
      answer('150430', '2025-01-01'),
      answer('150402', '2024-07-10'),
    ]).toEqual(['undecidable', 'pass', 'pass', 'undecidable', 'undecidable']);
  });

  test('of several values the most specific region wins, whatever stands first', () => {
    const entries = ['150000', '150430', '150400'].map((region, index) => ({ when: { region }, value: 50 + index }));
    const parameter = { ...bannerScale(), values: [{ when: {}, value: 49 }, ...entries] };
    const house = digested({ ...packDocument('im-2024-118-house'), id: 'regions', rules: [], effects: [], parameters: [parameter] });
    const pack = composePacks(shipped('im-2024-118'), [house]);
    const threshold = (regions: readonly string[]): unknown =>
      nodeOf(evaluate(pack, 'im.training.county', subject({ kind: 'training', regions }), facts(), AT).root, 'training.county.trained')
        .threshold?.quantity;
    expect(
      [['150430', '150400', '150000'], ['150402', '150400', '150000'], ['150102', '150100', '150000'], ['370100']].map(threshold),
    ).toEqual([51, 52, 50, 49].map((value) => ({ kind: 'count', value, unit: 'persons' })));
  });

  test('a region that the document puts in no class is missing, not failed', () => {
    expect(scaleOf(three(9000, 0), subject({ regions: ['130100', '130000'] }))).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'regionClass', year: null, owedBy: 'issuer' }],
      notes: containing(['regionClassUnknown']),
    });
  });

  test('a category that nobody recorded matters only where it makes a difference', () => {
    const unknown = subject({ category: null });
    expect(scaleOf(three(1000, 0), unknown)).toMatchObject({ outcome: 'pass' });
    expect(scaleOf(three(100, 0), unknown)).toMatchObject({ outcome: 'fail' });
    expect(scaleOf(three(200, 0), unknown)).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'category', year: null, owedBy: 'recorder' }],
    });
  });

  test('a real brand with a few published figures is 材料不足，无法判定, whatever its province', () => {
    for (const regions of [HOHHOT, ['130100', '130000'], ['510100', '510000']]) {
      const brand = subject({ regions, name: '某地家政', category: '家政服务' });
      const published = facts({
        figures: [
          figure('employmentDriven', 2023, 50_000, { status: 'published', directness: 'unstated', nature: 'unstated', fromYear: null }),
        ],
      });
      const explanation = evaluate(IM, 'im.labour.conditions', brand, published, { ...AT, factsFrom: 'published' });
      expect(explanation.outcome).toBe('undecidable');
      expect(nodesOf(explanation.root).flatMap(({ missing }) => missing).length).toBeGreaterThan(5);
    }
  });
});

test('rules are found by kind, tier held, category and name, and by purpose; a dry run may ask beyond what the document governs', () => {
  const ids = (who: Subject, purpose: Parameters<typeof rulesFor>[2], pack = SD): string[] =>
    rulesFor(pack, who, purpose).map(({ id }) => id);
  expect(ids(subject({ tier: 'prefecture' }), 'eligibility')).toEqual(['sd.house.promotion.province']);
  expect(ids(subject({ tier: null }), 'eligibility')).toEqual([]);
  expect(ids(subject({ kind: 'unit' }), 'duty')).toEqual(['sd.unit.trained', 'sd.unit.used']);
  expect(ids(subject({ kind: 'training' }), 'tier', IM)).toEqual(['im.training.province', 'im.training.prefecture', 'im.training.county']);
  const institution = (category: string | null): Subject => subject({ kind: 'institution', category, regions: KAILI });
  expect(ids(institution('vocationalSchool'), 'duty', KL)).toEqual(['kl.school.trained', 'kl.exams-supervised']);
  expect(ids(institution('privateSchool'), 'duty', KL)).toEqual(['kl.school.teachers', 'kl.exams-supervised']);
  expect(ids(institution(null), 'duty', KL)).toEqual(['kl.exams-supervised']);
  expect(['凯里玻璃工', '凯里“融湾”电工'].map((name) => ids(subject({ kind: 'training', name, regions: KAILI }), 'target', KL))).toEqual([
    [],
    ['kl.rongwan.retained', 'kl.rongwan.class'],
  ]);
  expect([
    governs(IM, subject()),
    governs(IM, subject({ regions: JINAN })),
    governs(SD, subject({ regions: JINAN })),
    governs(SD, subject({ regions: JINAN, kind: 'training' })),
  ]).toEqual([true, false, true, false]);
});

describe('laws', () => {
  const value = fc.integer({ min: 0, max: 1500 });
  const someFigure = fc
    .record({
      year: fc.integer({ min: 2020, max: 2024 }),
      value,
      directness: fc.constantFrom('direct', 'indirect', 'combined', 'unstated'),
      bound: fc.constantFrom('exact', 'atLeast', 'about', 'almost'),
      unit: fc.constantFrom('persons', 'personTimes'),
      nature: fc.constantFrom('flow', 'stock', 'cumulative'),
      status: fc.constantFrom('locked' as const, 'published' as const),
    })
    .map(({ year, value: size, ...rest }) => figure('employmentDriven', year, size, rest));
  const someFacts = fc
    .record({
      figures: fc.array(someFigure, { maxLength: 12 }),
      judgements: fc.uniqueArray(
        fc.record({
          criterion: fc.constantFrom('labour.region', 'labour.benefit', '地区特征'),
          met: fc.boolean(),
          role: fc.constantFrom('评审专家', '复核人'),
          revision: fc.integer({ min: 100, max: 140 }),
        }),
        { selector: ({ revision }) => revision, maxLength: 6 },
      ),
      evidence: fc.uniqueArray(fc.integer({ min: 200, max: 220 }), { maxLength: 3 }),
      breaches: fc.uniqueArray(fc.integer({ min: 300, max: 330 }), { maxLength: 3 }),
    })
    .map(({ figures: list, judgements, evidence, breaches }): Facts =>
      facts({
        figures: list,
        judgements: judgements.map(({ revision, ...judgement }) => ({ ...judgement, event: `brand-1@${revision}` })),
        evidence: evidence.map((revision) => ({ kind: 'employer-opinion', event: `brand-1@${revision}` })),
        breaches: breaches.map((revision) => ({
          on: `2022-01-${String((revision % 28) + 1).padStart(2, '0')}`,
          kind: '违规',
          cleared: revision % 2 === 0,
          event: `brand-1@${revision}`,
        })),
        dates: { cultivatedFrom: { on: '2022-01-01', event: 'brand-1@1' } },
      }),
    );
  const region = fc.constantFrom(HOHHOT, ['150781', '150700', '150000'], ['130000']);

  test('the same facts in any order give the same explanation', () => {
    fc.assert(
      fc.property(someFacts, region, fc.constantFrom('locked' as const, 'published' as const), (given, regions, factsFrom) => {
        const turned = {
          ...given,
          figures: [...given.figures].reverse(),
          judgements: [...given.judgements].reverse(),
          evidence: [...given.evidence].reverse(),
          breaches: [...given.breaches].reverse(),
        };
        const ask = (f: Facts): unknown => evaluate(IM, 'im.labour.conditions', subject({ regions }), f, { ...AT, factsFrom });
        expect(ask(turned)).toEqual(ask(given));
        expect(ask(given)).toEqual(ask(given));
      }),
      { numRuns: 60 },
    );
  });

  test('more employed never turns a pass into anything else, nor a fewer a failure', () => {
    fc.assert(
      fc.property(
        fc.tuple(value, value, value),
        fc.tuple(value, value, value),
        fc.nat({ max: 2 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.boolean(),
        region,
        (direct, indirect, year, more, toDirect, regions) => {
          const answer = (plus: number): string =>
            evaluate(
              IM,
              'im.labour.scale',
              subject({ regions }),
              facts({
                figures: [2021, 2022, 2023].flatMap((y, i) =>
                  driven(
                    y,
                    (direct[i] ?? 0) + (toDirect && i === year ? plus : 0),
                    (indirect[i] ?? 0) + (!toDirect && i === year ? plus : 0),
                  ),
                ),
              }),
              AT,
            ).outcome;
          const [before, after] = [answer(0), answer(more)];
          if (before === 'pass') expect(after).toBe('pass');
          if (after === 'fail') expect(before).toBe('fail');
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a decided answer stands for every number that the bounds allow', () => {
    fc.assert(
      fc.property(value, fc.constantFrom('atLeast', 'almost'), value, (size, bound, other) => {
        const real = bound === 'atLeast' ? size + other : Math.max(0, size - other);
        fc.pre(bound === 'atLeast' || real * 10 >= size * 9);
        const answer = (n: number, b: string): string =>
          nodeOf(
            evaluate(
              SD,
              'sd.house.review',
              subject({ regions: JINAN, tier: 'province' }),
              facts({ figures: [figure('employmentDriven', 2023, n, { directness: 'direct', bound: b })] }),
              AT,
            ).root,
            'review.employed',
          ).outcome;
        const told = answer(size, bound);
        if (told !== 'undecidable') expect(answer(real, 'exact')).toBe(told);
      }),
      { numRuns: 200 },
    );
  });

  test('every explanation fits its schema, and an answer is what its predicates join to', () => {
    fc.assert(
      fc.property(someFacts, region, (given, regions) => {
        const explanation = evaluate(IM, 'im.labour.conditions', subject({ regions }), given, AT);
        expect(Explanation.safeParse(explanation).success).toBe(true);
        const children = explanation.root.children.map(({ outcome }) => outcome);
        const expected = children.includes('fail')
          ? 'fail'
          : children.includes('notConfigured')
            ? 'notConfigured'
            : children.includes('undecidable')
              ? 'undecidable'
              : 'pass';
        expect(explanation.outcome).toBe(expected);
        for (const node of nodesOf(explanation.root))
          if (node.outcome === 'undecidable' && node.node === 'predicate') expect(node.missing).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

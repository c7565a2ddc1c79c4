import { IM, IM_ALONE, JINAN, SD, SD_ALONE, containing, driven, facts, figure, nodeOf, subject } from '../../test/support';
import { evaluate } from '../engines';
import type { Facts } from '../facts';
import { checkName } from '../lookups';

const AT = { asOf: '2024-07-10' };

describe('dates, names, documents, judgements, links', () => {
  const age = (dates: Facts['dates']): ReturnType<typeof nodeOf> =>
    nodeOf(evaluate(IM, 'im.labour.conditions', subject(), facts({ dates }), AT).root, 'labour.age');
  test('the earlier of cultivation and formation counts; neither known is missing', () => {
    expect(
      age({ cultivatedFrom: { on: '2024-01-01', event: 'brand-1@1' }, formedOn: { on: '2020-01-01', event: 'brand-1@2' } }),
    ).toMatchObject({ outcome: 'pass', actual: { value: 54 }, notes: containing(['since:formedOn']) });
    expect(age({ cultivatedFrom: null })).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'cultivatedFrom|formedOn', year: null, owedBy: 'constructionUnit' }],
    });
    expect(age({ cultivatedFrom: { on: '2024-08-01', event: 'brand-1@1' } })).toMatchObject({ outcome: 'fail', actual: { value: 0 } });
  });

  test('breaches veto inside the window; a cleared one does not; with none on record no window is needed', () => {
    const integrity = (pack: typeof IM, breaches: Facts['breaches']): ReturnType<typeof nodeOf> =>
      nodeOf(evaluate(pack, 'im.labour.conditions', subject(), facts({ breaches }), AT).root, 'labour.integrity');
    const breach = { on: '2023-12-01', kind: '失信', cleared: false, event: 'brand-1@5' };
    expect(integrity(IM, [breach])).toMatchObject({ outcome: 'fail', actual: { value: 1 }, notes: ['vetoed'] });
    expect(integrity(IM, [{ ...breach, cleared: true }])).toMatchObject({ outcome: 'pass', notes: ['noBreachOnRecord'] });
    expect(integrity(IM_ALONE, [])).toMatchObject({ outcome: 'pass' });
    expect(integrity(IM_ALONE, [breach])).toMatchObject({ outcome: 'notConfigured' });
  });

  test('a document is known by its code or by its Chinese name; what lacks is named', () => {
    const systems = (kinds: readonly string[]): ReturnType<typeof nodeOf> =>
      nodeOf(
        evaluate(
          IM,
          'im.training.conditions',
          subject({ kind: 'training' }),
          facts({ evidence: kinds.map((kind, index) => ({ kind, event: `brand-1@${index}` })) }),
          AT,
        ).root,
        'training.systems',
      );
    expect(systems(['system-teaching', '学员考核管理制度', 'system-funds', 'system-logistics']).missing).toEqual([
      { label: 'system-feedback', year: null, owedBy: 'trainingInstitution' },
    ]);
    expect(systems(['system-teaching', '学员考核管理制度', 'system-funds', 'system-logistics', 'system-feedback']).outcome).toBe('pass');
  });

  test('the last judgement counts', () => {
    const judged = (judgements: Facts['judgements']): string =>
      nodeOf(evaluate(IM, 'im.labour.conditions', subject(), facts({ judgements }), AT).root, 'labour.region').outcome;
    const by = (met: boolean, event: string): Facts['judgements'][number] => ({ criterion: 'labour.region', met, role: '评审专家', event });
    expect([
      judged([]),
      judged([by(true, 'brand-1@9')]),
      judged([by(true, 'brand-1@9'), by(false, 'brand-1@10')]),
      judged([by(false, 'brand-1@10'), by(true, 'brand-1@9')]),
      judged([by(true, 'brand-1@9'), by(false, 'brand-1@9')]),
    ]).toEqual(['undecidable', 'pass', 'fail', 'fail', 'undecidable']);
  });

  test('one listed area is enough, another area counts, and none of them is a failure', () => {
    const areas = ['key-industry', 'encouraged-industry', 'new-occupation', 'digital', 'rural', 'other'];
    const focus = (met: readonly string[], judged: readonly string[] = met): ReturnType<typeof nodeOf> =>
      nodeOf(
        evaluate(
          IM,
          'im.training.conditions',
          subject({ kind: 'training' }),
          facts({
            judgements: judged.map((area, index) => ({
              criterion: `training.focus.${area}`,
              met: met.includes(area),
              role: '评审专家',
              event: `brand-1@${index}`,
            })),
          }),
          AT,
        ).root,
        'training.focus',
      );
    expect(focus(['digital'])).toMatchObject({ outcome: 'pass', notes: ['chosen:training.focus.digital'] });
    expect(focus(['other'])).toMatchObject({ outcome: 'pass', notes: ['other:training.focus.other'] });
    expect(focus([], ['digital'])).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'oneOfList', year: null, owedBy: 'expert' }],
    });
    expect(focus([], areas).outcome).toBe('fail');
  });

  test.each([
    ['敖汉架线工', ['敖汉旗', '敖汉'], 'accepted', 'im.name.person'],
    ['兴安家政', ['兴安盟', '兴安'], 'accepted', 'im.name.occupation'],
    ['敖汉', ['敖汉旗', '敖汉'], 'queried', null],
    ['架线工', ['敖汉旗', '敖汉'], 'queried', null],
    ['敖汉之星', ['敖汉旗', '敖汉'], 'queried', null],
  ] as const)('the name %s is %s', (name, placeNames, verdict, format) => {
    expect(checkName(IM, subject({ name }), placeNames, AT.asOf)).toMatchObject({ verdict, format });
  });

  test('a queried name is never refused: a person decides', () => {
    const named = (judgements: Facts['judgements']): string =>
      evaluate(IM, 'im.labour.name', subject({ name: '草原之星' }), facts({ placeNames: ['呼和浩特'], judgements }), AT).outcome;
    const by = (met: boolean): Facts['judgements'] => [{ criterion: 'labour.name', met, role: '复核人', event: 'brand-1@3' }];
    expect([named([]), named(by(true)), named(by(false))]).toEqual(['undecidable', 'pass', 'fail']);
    expect(checkName(SD, subject({ name: '泰山之星', regions: JINAN }), ['济南'], AT.asOf).verdict).toBe('accepted');
    expect(checkName(SD_ALONE, subject({ name: '泰山之星', regions: JINAN }), ['济南'], AT.asOf).verdict).toBe('accepted');
  });

  test.each<readonly [what: string, linked: Facts['linked'], outcome: string]>([
    ['no link yet', [], 'undecidable'],
    ['one side only', [{ stream: 'l', kind: 'labour', tier: null, outcome: 'pass' }], 'undecidable'],
    [
      'both sides pass',
      [
        { stream: 'l', kind: 'labour', tier: null, outcome: 'pass' },
        { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
      ],
      'pass',
    ],
    [
      'one labour brand, two training brands',
      [
        { stream: 'l', kind: 'labour', tier: null, outcome: 'pass' },
        { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
        { stream: 'u', kind: 'training', tier: 'province', outcome: 'pass' },
      ],
      'pass',
    ],
    [
      'one of the training brands fails',
      [
        { stream: 'l', kind: 'labour', tier: null, outcome: 'pass' },
        { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
        { stream: 'u', kind: 'training', tier: null, outcome: 'fail' },
      ],
      'fail',
    ],
    [
      'the labour side is undecidable',
      [
        { stream: 'l', kind: 'labour', tier: null, outcome: 'undecidable' },
        { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
      ],
      'undecidable',
    ],
    [
      'two labour brands',
      [
        { stream: 'l', kind: 'labour', tier: null, outcome: 'pass' },
        { stream: 'm', kind: 'labour', tier: null, outcome: 'pass' },
        { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
      ],
      'fail',
    ],
  ])('a dual brand: %s', (_what, linked, outcome) => {
    const given = facts({
      linked,
      evidence: [{ kind: 'dual-link', event: 'd@1' }],
      judgements: [{ criterion: 'dual.link', met: true, role: '评审专家', event: 'd@2' }],
    });
    const explanation = evaluate(IM, 'im.dual.conditions', subject({ kind: 'dual' }), given, AT);
    expect([explanation.outcome, nodeOf(explanation.root, 'dual.both-sides').outcome]).toEqual([outcome, outcome]);
  });

  test('a dual brand needs evidence and judgement of its link beside both sides', () => {
    const linked = [
      { stream: 'l', kind: 'labour', tier: null, outcome: 'pass' },
      { stream: 't', kind: 'training', tier: 'county', outcome: 'pass' },
    ];
    expect(evaluate(IM, 'im.dual.conditions', subject({ kind: 'dual' }), facts({ linked }), AT).outcome).toBe('undecidable');
  });

  test('a duty of every full year since recognition: the part-year does not count, and the weakest year decides', () => {
    const duty = (recognisedOn: string, ...values: readonly [number, number][]): ReturnType<typeof nodeOf> =>
      nodeOf(
        evaluate(
          SD,
          'sd.unit.trained',
          subject({ kind: 'unit', regions: JINAN }),
          facts({
            figures: values.map(([year, value]) => figure('trainedPersons', year, value)),
            dates: { recognisedOn: { on: recognisedOn, event: 'unit-1@0' } },
          }),
          AT,
        ).root,
        'unit.trained',
      );
    expect(duty('2021-06-01', [2021, 3], [2022, 600], [2023, 499])).toMatchObject({
      outcome: 'fail',
      window: { fromYear: 2022, toYear: 2023 },
      actual: { value: 499 },
      margin: { value: -1 },
      notes: containing(['failsIn:2023']),
    });
    expect(duty('2021-01-01', [2021, 3], [2022, 600], [2023, 600])).toMatchObject({
      outcome: 'fail',
      window: { fromYear: 2021, toYear: 2023 },
    });
    expect(duty('2021-06-01', [2022, 600], [2023, 500])).toMatchObject({ outcome: 'pass', actual: { value: 500 }, margin: { value: 0 } });
    expect(duty('2021-06-01', [2022, 600])).toMatchObject({
      outcome: 'undecidable',
      missing: [{ label: 'trainedPersons', year: 2023, owedBy: 'constructionUnit' }],
    });
    expect(duty('2023-06-01')).toMatchObject({ outcome: 'undecidable', notes: containing(['noFullYearYet']) });
  });

  test('a review passes unless the figure, a breach or the panel says otherwise', () => {
    const review = (changes: Partial<Facts>): string =>
      evaluate(SD, 'sd.house.review', subject({ regions: JINAN, tier: 'county' }), facts({ figures: driven(2023, 100, 0), ...changes }), AT)
        .outcome;
    const panel = (met: boolean): Facts['judgements'] => [{ criterion: 'review.operation', met, role: '评审专家', event: 'brand-1@70' }];
    expect([review({}), review({ judgements: panel(true) }), review({ judgements: panel(false) }), review({ figures: [] })]).toEqual([
      'pass',
      'pass',
      'fail',
      'undecidable',
    ]);
  });
});

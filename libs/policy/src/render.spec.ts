import { HOHHOT, IM, IM_ALONE, JINAN, KAILI, KL, SD, SP, driven, facts, figure, nodeOf, stock, subject } from '../test/support';
import { progressOf } from './engine-1/targets';
import { evaluate } from './engines';
import { explanationLines, explanationSentence, targetSentence } from './render';

const scale = [...driven(2021, 600, 240), ...driven(2022, 600, 250), ...driven(2023, 700, 250)];
const short = evaluate(IM, 'im.labour.scale', subject({ regions: HOHHOT }), facts({ figures: scale }), { asOf: '2024-07-10' });

describe('an explanation in Chinese', () => {
  test('names years, parts, class, threshold, shortfall and clause', () => {
    expect(explanationSentence(short, 'zh')).toBe(
      '劳务品牌规模特征：不符合。近三年（2021—2023年）累计带动就业2640人（直接1900人、间接740人，估算），第一类地区须达3000人，差360人。依据：三（三）2.3）规模特征。',
    );
  });

  test('in English too', () => {
    expect(explanationSentence(short, 'en')).toBe(
      'scale of a labour brand: not met. employment driven over the last three years (2021–2023): 2640 persons (direct 1900 persons, indirect 740 persons, estimated), in a class 1 region must reach 3000 persons, short by 360 persons. Basis: 三（三）2.3）规模特征.',
    );
  });

  test('every predicate has its line, passed or failed, and a configured value is never shown as policy', () => {
    expect(explanationLines(short, 'zh')).toEqual([
      { depth: 0, outcome: 'fail', text: '劳务品牌规模特征：不符合' },
      {
        depth: 1,
        outcome: 'pass',
        text: '符合：最近三年（2021—2023年）每年带动就业人数：2021年840人、2022年850人、2023年950人，每年须达1人，超出839人。依据：三（三）2.3）规模特征；数值：文件未规定，本地配置（示例：自治区人社部门（演示配置），2024-07-05）。',
      },
      {
        depth: 1,
        outcome: 'fail',
        text: '不符合：近三年（2021—2023年）累计带动就业2640人（直接1900人、间接740人，估算），第一类地区须达3000人，差360人。依据：三（三）2.3）规模特征。',
      },
    ]);
  });

  test('with facts, each predicate shows what it read and the event it came from', () => {
    const lines = explanationLines(short, 'zh', { facts: true });
    const [first] = nodeOf(short.root, 'labour.scale.each-year').facts;
    expect(lines).toHaveLength(3 + 12);
    expect(lines[2]).toEqual({ depth: 2, outcome: 'pass', text: `2021年带动就业人数（直接）：600人〔${first?.event ?? ''}，已锁定〕` });
  });

  test('what is missing is named, with who owes it', () => {
    const open = evaluate(IM, 'im.labour.scale', subject(), facts({ figures: driven(2023, 700, 250) }), { asOf: '2024-07-10' });
    expect(explanationLines(open, 'zh')[2]?.text).toBe(
      '材料不足，无法判定（缺2021年带动就业人数（直接）、2021年带动就业人数（间接）、2022年带动就业人数（直接）、2022年带动就业人数（间接），由劳务品牌建设单位提供）：近三年（2021—2023年）累计带动就业至少950人，第一类地区须达3000人。依据：三（三）2.3）规模特征。',
    );
  });

  test('a value that nobody gave is 文件未规定', () => {
    const open = evaluate(IM_ALONE, 'im.labour.scale', subject(), facts({ figures: scale.map((f) => ({ ...f, value: f.value * 10 })) }), {
      asOf: '2024-07-10',
    });
    expect(explanationSentence(open, 'zh')).toBe(
      '劳务品牌规模特征：文件未规定。最近三年（2021—2023年）每年带动就业人数：2021年8400人、2022年8500人、2023年9500人，文件未规定「最近三年每年带动就业人数」的数值，本地也未配置。依据：三（三）2.3）规模特征。',
    );
  });

  test('a configured rule says so at the head and at the ground', () => {
    const review = evaluate(
      SD,
      'sd.house.review',
      subject({ regions: ['370100', '370000'], tier: 'prefecture' }),
      facts({ figures: driven(2023, 299, 900) }),
      { asOf: '2024-03-01' },
    );
    expect(explanationSentence(review, 'zh')).toBe(
      '年度定期审核：不符合（含本地配置，文件未规定）。上一年度（2023年）直接带动就业299人，须达300人，差1人。依据：文件未规定，本地配置（示例：本地人社部门（演示配置），2021-11-30）。',
    );
  });

  test('a rate just short of its threshold does not read as reaching it', () => {
    const training = subject({ kind: 'training', name: '焊工' });
    const rate = (passed: number, examined: number): string => {
      const explanation = evaluate(
        IM,
        'im.training.province',
        training,
        facts({ figures: [figure('passed', 2023, passed), figure('examined', 2023, examined)] }),
        { asOf: '2024-07-10' },
      );
      return explanationLines(explanation, 'zh')[2]?.text ?? '';
    };
    expect(rate(8999, 10000)).toBe(
      '不符合：培训合格率（2023年）89.99%（8999÷10000），须达90%，差0.01个百分点。依据：三（二）2.培训绩效标准（自治区级）。',
    );
    expect(rate(8_999_999, 10_000_000)).toBe(
      '不符合：培训合格率（2023年）89.99%（8999999÷10000000），须达90%，差距不足0.01个百分点。依据：三（二）2.培训绩效标准（自治区级）。',
    );
    expect(rate(9000, 10000)).toBe(
      '符合：培训合格率（2023年）90%（9000÷10000），须达90%，恰好达到。依据：三（二）2.培训绩效标准（自治区级）。',
    );
  });

  test('a pass that needs indirect figures says so', () => {
    const explanation = evaluate(
      IM,
      'im.labour.scale',
      subject(),
      facts({ figures: [...driven(2021, 900, 200), ...driven(2022, 900, 200), ...driven(2023, 900, 200)] }),
      { asOf: '2024-07-10' },
    );
    expect(explanationLines(explanation, 'zh')[2]?.text).toBe(
      '符合：近三年（2021—2023年）累计带动就业3300人（直接2700人、间接600人，估算），第一类地区须达3000人，超出300人，仅计入间接带动后达标。依据：三（三）2.3）规模特征。',
    );
  });

  test('a conflict names both figures and their events', () => {
    const two = [
      figure('employmentDriven', 2023, 53_400, { directness: 'direct', event: 'brand-1@4' }),
      figure('employmentDriven', 2023, 56_000, { directness: 'direct', event: 'brand-1@7' }),
    ];
    const explanation = evaluate(IM, 'im.labour.scale', subject(), facts({ figures: two }), { asOf: '2024-07-10' });
    expect(explanationLines(explanation, 'zh')[2]?.text).toContain('数据相互矛盾：53400人（brand-1@4）与56000人（brand-1@7）');
  });

  test('a judgement of a panel shows how the panel voted', () => {
    const panel = { purpose: 'review', on: '2024-02-01', members: 5, recused: 1, votesFor: 3, votesAgainst: 1, event: 'brand-1@8' };
    const judged = facts({
      figures: driven(2023, 400, 0),
      judgements: [{ criterion: 'review.quality', met: false, role: '评审专家', event: 'brand-1@8', panel }],
    });
    const review = evaluate(SD, 'sd.house.review', subject({ regions: ['370100', '370000'], tier: 'prefecture' }), judged, {
      asOf: '2024-03-01',
    });
    expect(explanationSentence(review, 'zh')).toContain(
      '审核未作出否定判断：「劳务质量情况」判定为不符合（评审组5人，赞成3票、反对1票，回避1人），一票否决。',
    );
    expect(explanationSentence(review, 'en')).toContain('judged not met (panel of 5, 3 for, 1 against, 1 recused), veto');
  });

  test('an old explanation without names still reads, by its codes', () => {
    const { names: _names, ...bare } = short;
    expect(explanationSentence(bare, 'zh')).toContain('labour.scale.three-years（2021—2023年）2640人');
  });
});

describe('as an official would write it', () => {
  const AT = { asOf: '2025-03-01' };
  const inKaili = (kind: 'institution' | 'programme'): ReturnType<typeof subject> => subject({ kind, category: null, regions: KAILI });

  test('things are counted by their own measure word, and round sums in tens of thousands', () => {
    const classes = facts({ figures: [figure('trainingClasses', 2024, 0, { unit: 'items' })] });
    expect(explanationSentence(evaluate(KL, 'kl.guizhou.class', inKaili('programme'), classes, AT), 'zh')).toBe(
      '“贵州技工”示范班：不符合。上年度（2024年）职业技能培训示范班0期，须达1期，差1期。依据：附件1二（一）。',
    );
    const funds = facts({ figures: [figure('publicityFunds', 2024, 4_500_000, { unit: 'yuan' })] });
    const programme = subject({ kind: 'programme', regions: ['000000'] });
    expect(targetSentence(progressOf(SP, 'sp.publicity-funds', programme, funds, { asOf: '2025-02-01' }), 'zh')).toBe(
      '宣传资金：未完成。2024年450万元（期限2024-12-31），目标不少于500万元，差50万元。依据：二（三）三。',
    );
  });

  test('a rate without a denominator names what is 0', () => {
    const none = facts({ figures: [figure('examined', 2023, 0), figure('passed', 2023, 0)] });
    const training = subject({ kind: 'training', name: '焊工' });
    expect(explanationLines(evaluate(IM, 'im.training.province', training, none, { asOf: '2024-07-10' }), 'zh')[2]?.text).toBe(
      '材料不足，无法判定（缺2023年参加考核人数，由培训机构提供）：培训合格率（2023年），须达90%，参加考核人数为0，无法计算比例。依据：三（二）2.培训绩效标准（自治区级）。',
    );
  });

  test('a target without a date is reached or not, and never overdue', () => {
    const league = subject({ kind: 'region', name: '通辽市', regions: ['150500', '150000'], tier: 'prefecture' });
    const active = (value: number) =>
      facts({ figures: [stock('dualBrandsActive', 2024, value, { unit: 'items', target: 'im.coverage' })] });
    const at = { asOf: '2025-02-01', evaluationYear: 2025 };
    expect([0, 1].map((value) => targetSentence(progressOf(IM, 'im.coverage', league, active(value), at), 'zh'))).toEqual([
      '每个盟市至少培育一个“双品牌”：尚未达到（文件未写期限）。2024年0个，目标不少于1个，差1个。依据：一（一盟市一品牌）。',
      '每个盟市至少培育一个“双品牌”：已达到（文件未写期限）。2024年1个，目标不少于1个，恰好达到。依据：一（一盟市一品牌）。',
    ]);
  });

  test('a step not taken, a cycle and a number of things between two', () => {
    const city = subject({ kind: 'region', category: null, regions: JINAN, tier: 'prefecture' });
    const filed = facts({
      figures: [stock('brandCount', 2024, 6, { unit: 'items' })],
      dates: { surveyFiledOn: { on: '2022-03-01', event: 'region-370100@1' } },
    });
    expect(explanationSentence(evaluate(SD, 'sd.city.survey', city, filed, AT), 'zh')).toBe(
      '市级摸底调查和建设方案：不符合。已制定建设方案：台账尚无记载。依据：二（一）。',
    );
    expect(explanationSentence(evaluate(SD, 'sd.city.key-projects', city, filed, AT), 'zh')).toBe(
      '市级劳务品牌建设重点数量：不符合。市级劳务品牌建设重点3-5个（2024年）：现有6个，须在3-5个之间。依据：二（一）。',
    );
    const round = facts({ dates: { lastEvaluationRoundOn: { on: '2024-11-15', event: 'region-522601@1' } } });
    const kaili = subject({ kind: 'region', category: null, regions: KAILI, tier: 'county' });
    expect(explanationSentence(evaluate(KL, 'kl.school.round', kaili, round, { asOf: '2027-12-01' }), 'zh')).toBe(
      '民办职业培训学校评估（全市每三年一次）：不符合。全市评估每三年一次：上一次全市评估日期（2024-11-15），下一次最迟应于2027-11-15开展，已逾期16天。依据：三（一）3。',
    );
  });

  test('no code of the ledger stands among the facts: documents, names, linked brands, days of a relaxation', () => {
    const told = (explanation: ReturnType<typeof evaluate>): readonly string[] =>
      explanationLines(explanation, 'zh', { facts: true }).map(({ text }) => text);
    const named = evaluate(IM, 'im.labour.name', subject({ name: '敖汉架线工' }), facts({ placeNames: ['敖汉'] }), AT);
    expect(told(named).slice(2)).toEqual(['品牌名称：敖汉架线工', '地区名称：敖汉']);
    const material = facts({ evidence: [{ kind: 'im-annex-2', event: 'brand-1@3' }] });
    expect(told(evaluate(IM, 'im.labour.materials', subject(), material, AT))[2]).toBe('劳务品牌推荐表：已提供〔brand-1@3〕');
    const linked = [
      { stream: 'brand-7', kind: 'labour', tier: null, outcome: 'pass' },
      { stream: 'brand-8', kind: 'training', tier: 'county', outcome: 'fail' },
    ];
    const dual = told(evaluate(IM, 'im.dual.conditions', subject({ kind: 'dual' }), facts({ linked }), AT));
    expect(dual).toEqual(expect.arrayContaining(['劳务品牌：符合〔brand-7〕', '职业技能培训品牌：不符合〔brand-8〕']));
  });
});

import { brandCommandSchemas } from '#domain';
import { brandsFormat, isCreditCode } from './brands';
import { brandIdOf, importFormats, readRegionCell, templateOf, yearlyFiguresFormat, type ImportContext } from './index';

const KNOWN = brandIdOf('371122', '莒县护理员');
const context: ImportContext = {
  today: '2026-11-22',
  findBrand: (region, name) => (region === '371122' && name === '莒县护理员' ? KNOWN : null),
};

describe('yearly figures', () => {
  const HEADER = '品牌名称,行政区划代码或名称,年度,指标,单位,直接/间接,数值,来源,流量/存量,截至日期,估算方法,估算依据';
  const row = (cells: Partial<Record<string, string>>) => {
    const all = {
      品牌名称: '莒县护理员',
      行政区划代码或名称: '371122',
      年度: '2024',
      指标: '带动就业人数',
      单位: '人',
      '直接/间接': '直接',
      数值: '520',
      来源: '2024年填报表',
      ...cells,
    };
    return HEADER.split(',')
      .map((heading) => all[heading as keyof typeof all] ?? '')
      .join(',');
  };
  const check = (...rows: string[]) => yearlyFiguresFormat.check([HEADER, ...rows].join('\r\n'), context);
  const faults = (...rows: string[]) => {
    const result = check(...rows);
    return result.ok ? [] : result.errors.map(({ row: at, column, code }) => [at, column, code]);
  };
  const figureOf = (cells: Partial<Record<string, string>>) => {
    const result = check(row(cells));
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    const [first] = result.instructions;
    return first?.command === 'recordFigure' ? first.data.figure : null;
  };

  it('becomes commands that fit the brand', () => {
    const result = check(row({}), row({ '直接/间接': '间接', 数值: '1480', 估算方法: '抽样推算', 估算依据: '2024年从业人员抽样' }));
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    expect(result.instructions).toEqual([
      {
        row: 2,
        target: { kind: 'brand', brandId: KNOWN },
        command: 'recordFigure',
        data: {
          figure: {
            metric: 'employmentDriven',
            unit: 'persons',
            nature: 'flow',
            directness: 'direct',
            bound: 'exact',
            value: 520,
            window: { fromYear: 2024, toYear: 2024, asOf: null },
            estimate: null,
            source: { reference: '2024年填报表', note: null },
          },
        },
      },
      {
        row: 3,
        target: { kind: 'brand', brandId: KNOWN },
        command: 'recordFigure',
        data: {
          figure: {
            metric: 'employmentDriven',
            unit: 'persons',
            nature: 'flow',
            directness: 'indirect',
            bound: 'exact',
            value: 1480,
            window: { fromYear: 2024, toYear: 2024, asOf: null },
            estimate: { method: '抽样推算', basis: '2024年从业人员抽样' },
            source: { reference: '2024年填报表', note: null },
          },
        },
      },
    ]);
    for (const { data } of result.instructions) expect(brandCommandSchemas.recordFigure.safeParse(data).success).toBe(true);
  });

  it.each([
    ['１２３', 123],
    ['1，234', 1234],
    ['"1,234,567"', 1_234_567],
    [' 520 ', 520],
    ['0', 0],
  ])('reads %s as %d', (cell, value) => {
    expect(figureOf({ 数值: cell })?.value).toBe(value);
  });

  it.each([
    [{ 行政区划代码或名称: '山东省/日照市/莒县' }],
    [{ 行政区划代码或名称: '山东/日照市/莒县' }],
    [{ 行政区划代码或名称: '山东//莒县' }],
    [{ 行政区划代码或名称: '３７１１２２' }],
    [{ 年度: '２０２４年' }],
    [{ 指标: '带动就业' }],
    [{ 指标: 'employmentDriven' }],
    [{ 单位: 'persons' }],
    [{ '直接/间接': 'direct' }],
  ])('understands %j', (cells) => {
    expect(figureOf(cells)).toEqual(figureOf({}));
  });

  it('lets a stock stand at the end of its year', () => {
    expect(figureOf({ 指标: '从业人员数', '直接/间接': '' })).toMatchObject({
      metric: 'workers',
      nature: 'stock',
      directness: 'unstated',
      window: { fromYear: null, toYear: 2024, asOf: '2024-12-31' },
    });
    expect(figureOf({ 指标: '从业人员数', '直接/间接': '', 年度: '2026', 截至日期: '2026/6/30' })?.window).toEqual({
      fromYear: null,
      toYear: 2026,
      asOf: '2026-06-30',
    });
  });

  it.each<[string, Partial<Record<string, string>>, string, string]>([
    ['a negative count', { 数值: '-1' }, '数值', 'FILE.NEGATIVE'],
    ['a fraction', { 数值: '520.5' }, '数值', 'FILE.FRACTION'],
    ['a count in words', { 数值: '5万' }, '数值', 'FILE.NOT_A_COUNT'],
    ['a count beyond exact integers', { 数值: '9007199254740993' }, '数值', 'FILE.TOO_BIG'],
    ['an empty count', { 数值: '' }, '数值', 'FILE.EMPTY_CELL'],
    ['a year that has not come', { 年度: '2027' }, '年度', 'FILE.FUTURE_YEAR'],
    ['a year that is none', { 年度: '24' }, '年度', 'FILE.NOT_A_YEAR'],
    ['an unknown metric', { 指标: '幸福感' }, '指标', 'FILE.UNKNOWN_WORD'],
    ['a unit that does not fit', { 单位: '元' }, '单位', 'FILE.WRONG_UNIT'],
    ['persons counted as person-times', { 指标: '培训人数', 单位: '人次', '直接/间接': '' }, '单位', 'FILE.WRONG_UNIT'],
    ['a missing directness', { '直接/间接': '' }, '直接/间接', 'FILE.DIRECTNESS_NEEDED'],
    ['both kinds in one figure', { '直接/间接': '合计' }, '直接/间接', 'FILE.DIRECTNESS_NEEDED'],
    ['a directness that does not fit', { 指标: '培训人数' }, '直接/间接', 'FILE.NOT_DIRECTED'],
    ['an estimate without its basis', { '直接/间接': '间接', 估算方法: '抽样' }, '估算依据', 'FILE.ESTIMATE_NEEDED'],
    ['an estimate of a direct figure', { 估算方法: '抽样' }, '估算方法', 'FILE.NO_ESTIMATE'],
    ['a stock that should be a flow', { '流量/存量': '存量' }, '流量/存量', 'FILE.WRONG_NATURE'],
    ['a flow with a date', { 截至日期: '2024-06-30' }, '截至日期', 'FILE.NO_DATE'],
    ['a stock of a year that is not over', { 指标: '从业人员数', '直接/间接': '', 年度: '2026' }, '截至日期', 'FILE.DATE_NEEDED'],
    ['a date outside its year', { 指标: '从业人员数', '直接/间接': '', 截至日期: '2025-01-01' }, '截至日期', 'FILE.WRONG_DATE'],
    ['a date that is none', { 指标: '从业人员数', '直接/间接': '', 截至日期: '2024-02-30' }, '截至日期', 'FILE.NOT_A_DATE'],
    ['an unknown brand', { 品牌名称: '莒县护工' }, '品牌名称', 'FILE.UNKNOWN_BRAND'],
    ['a code of no region', { 行政区划代码或名称: '371199' }, '行政区划代码或名称', 'FILE.UNKNOWN_REGION'],
    ['a name of no region', { 行政区划代码或名称: '山东/日照市/莒国' }, '行政区划代码或名称', 'FILE.UNKNOWN_REGION'],
    ['no source', { 来源: '' }, '来源', 'FILE.EMPTY_CELL'],
  ])('refuses %s, with its place', (_, cells, column, code) => {
    expect(faults(row({ 年度: '2023' }), row(cells))).toEqual([[3, column, code]]);
  });

  it('says in both languages what is wrong and what to do', () => {
    const result = check(row({ 单位: '元' }));
    expect(result.ok ? null : result.errors).toEqual([
      {
        row: 2,
        column: '单位',
        code: 'FILE.WRONG_UNIT',
        zh: '“带动就业人数”的单位须为人或人次，不能是“元”。',
        en: 'employment driven is counted in persons or personTimes, not in yuan.',
      },
    ]);
  });

  it('refuses the whole file for one row, and names every fault', () => {
    expect(faults(row({}), row({ 数值: '-1', 年度: '2027' }), row({}))).toEqual([
      [3, '年度', 'FILE.FUTURE_YEAR'],
      [3, '数值', 'FILE.NEGATIVE'],
      [4, '指标', 'FILE.DUPLICATE_ROW'],
    ]);
  });

  it('names headings that are missing, unknown or doubled', () => {
    const result = yearlyFiguresFormat.check('品牌名称,行政区划,地区,年度,指标,单位,数字\n甲,370000,370000,2024,带动就业,人,1\n', context);
    expect(result.ok ? [] : result.errors.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [null, null, 'FILE.MISSING_COLUMN'],
      [null, null, 'FILE.MISSING_COLUMN'],
      [1, '地区', 'FILE.DUPLICATE_COLUMN'],
      [1, '数字', 'FILE.UNKNOWN_COLUMN'],
    ]);
  });
});

describe('brands', () => {
  const HEADER = '品牌名称,行政区划,类别,行业,品牌类型,培育起始日期,来源,申报依据,申报层级,报送时间,申报单位,统一社会信用代码';
  const check = (...rows: string[]) => brandsFormat.check([HEADER, ...rows].join('\n'), context);
  const faults = (...rows: string[]) => {
    const result = check(...rows);
    return result.ok ? [] : result.errors.map(({ row, column, code }) => [row, column, code]);
  };

  it('reports, and nominates where a policy document is named', () => {
    const result = check(
      '满洲里装卸工,150781,劳务品牌,物流,,2023/7/30,盟市报送,im-2024-118,,2024-07-30 23:59,满洲里市就业服务中心,91350100M000100Y43',
      '日照护工,山东/日照市,劳务品牌,家政服务,高品质服务型,,县区报送,,,,,',
    );
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    expect(result.instructions.map(({ row, command, target }) => [row, command, target])).toEqual([
      [2, 'report', { kind: 'brand', brandId: brandIdOf('150781', '满洲里装卸工') }],
      [2, 'nominate', { kind: 'brand', brandId: brandIdOf('150781', '满洲里装卸工') }],
      [3, 'report', { kind: 'brand', brandId: brandIdOf('371100', '日照护工') }],
    ]);
    expect(result.instructions[0]?.data).toEqual({
      name: '满洲里装卸工',
      kind: 'labour',
      category: '物流',
      brandType: null,
      region: '150781',
      regionAsStated: null,
      formedOn: null,
      cultivatedFrom: '2023-07-30',
      origin: 'operational',
      source: { reference: '盟市报送', note: null },
    });
    expect(result.instructions[1]?.data).toEqual({
      pack: 'im-2024-118',
      tierSought: null,
      submittedAt: '2024-07-30T23:59:00+08:00',
      applicant: { unit: '满洲里市就业服务中心', creditCode: '91350100M000100Y43' },
    });
    expect(brandCommandSchemas.report.safeParse(result.instructions[2]?.data).success).toBe(true);
  });

  it.each<[string, string, (string | number | null)[][]]>([
    ['a brand on the books', '莒县护理员,371122,劳务品牌,,,,报送,,,,,', [[2, '品牌名称', 'FILE.BRAND_EXISTS']]],
    ['an unknown kind', '甲,371122,品牌,,,,报送,,,,,', [[2, '类别', 'FILE.UNKNOWN_WORD']]],
    ['a wrong tier', '甲,371122,劳务品牌,,,,报送,sd-2021-22,国家级,2024-01-01 08:00,乙,', [[2, '申报层级', 'FILE.UNKNOWN_WORD']]],
    ['a date to come', '甲,371122,劳务品牌,,,2026-11-23,报送,,,,,', [[2, '培育起始日期', 'FILE.FUTURE_DATE']]],
    [
      'a nomination without a document',
      '甲,371122,劳务品牌,,,,报送,,,2024-01-01 08:00,乙,',
      [
        [2, '报送时间', 'FILE.PACK_NEEDED'],
        [2, '申报单位', 'FILE.PACK_NEEDED'],
      ],
    ],
    [
      'a nomination without its time and applicant',
      '甲,371122,劳务品牌,,,,报送,sd-2021-22,,,,',
      [
        [2, '报送时间', 'FILE.EMPTY_CELL'],
        [2, '申报单位', 'FILE.EMPTY_CELL'],
      ],
    ],
    [
      'a time that is none',
      '甲,371122,劳务品牌,,,,报送,sd-2021-22,,2024-01-01 24:00,乙,',
      [
        [2, '报送时间', 'FILE.NOT_A_MOMENT'],
        [2, '报送时间', 'FILE.EMPTY_CELL'],
      ],
    ],
    [
      'a credit code that is none',
      '甲,371122,劳务品牌,,,,报送,sd-2021-22,,2024-01-01 08:00,乙,91350100M000100Y44',
      [[2, '统一社会信用代码', 'FILE.BAD_CREDIT_CODE']],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('refuses the same name twice in a region, however it is written', () => {
    expect(
      faults(
        '日照 Ａ护工,371100,劳务品牌,,,,报送,,,,,',
        '日照a护工,山东/日照市,劳务品牌,,,,报送,,,,,',
        '日照a护工,371122,劳务品牌,,,,报送,,,,,',
      ),
    ).toEqual([[3, '品牌名称', 'FILE.DUPLICATE_ROW']]);
  });
});

describe('unified social credit codes', () => {
  it.each([
    ['91350100M000100Y43', true],
    ['91440300708461136T', true],
    ['91110000802100433B', true],
    ['91350100M000100Y34', false],
    ['91350100M000100Y4', false],
    ['91350100I000100Y43', false],
  ])('%s is valid: %s', (code, valid) => {
    expect(isCreditCode(code)).toBe(valid);
  });
});

describe('regions in cells', () => {
  it.each([
    ['敖汉旗', '150430'],
    ['赤峰市敖汉旗', '150430'],
    ['内蒙古自治区敖汉旗', '150430'],
    ['内蒙古自治区 赤峰市 敖汉旗', '150430'],
    ['山东省济南市', '370100'],
    ['济南市', '370100'],
    ['山东省', '370000'],
    ['南京市鼓楼区', '320106'],
    ['湖北省潜江市', '429005'],
    ['吉林市', '220200'],
    ['全国', '000000'],
  ])('%s is known by full names that mean one place', (cell, code) => expect(readRegionCell(cell)).toEqual({ code }));

  it('a full name of several places is nobody’s guess', () => {
    expect(readRegionCell('鼓楼区')).toEqual({
      zh: '全国有 4 个“鼓楼区”；请写明上级，如“江苏省/南京市/鼓楼区”，或改用六位代码。',
      en: 'There are 4 places of the name “鼓楼区”; write those above it, such as 江苏省/南京市/鼓楼区, or its six-digit code.',
    });
    for (const cell of ['敖汉', '赤峰市敖汉', '赤峰市莒县', '山东省敖汉旗']) expect(readRegionCell(cell)).not.toHaveProperty('code');
  });

  it.each<[string, object]>([
    ['150781', { code: '150781' }],
    ['内蒙古/呼伦贝尔市/满洲里市', { code: '150781' }],
    ['全国', { code: '000000' }],
    [
      '15078',
      { zh: '没有代码为“15078”的行政区划；请核对六位代码。', en: 'There is no region with the code “15078”; check its six digits.' },
    ],
  ])('%s', (cell, expected) => {
    expect(readRegionCell(cell)).toEqual(expected);
  });
});

describe('formats', () => {
  it('are known by the ids that imports keep', () => {
    expect([...importFormats.keys()]).toEqual(['brand-facts.v1', 'yearly-figures.v1', 'brands.v1']);
  });
  it('give a template that their own check accepts as a header', () => {
    for (const format of [yearlyFiguresFormat, brandsFormat]) {
      const result = format.check(templateOf(format.columns), context);
      expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(['FILE.NO_ROWS']);
      const short = format.check(`${templateOf(format.columns)}x${','.repeat(format.columns.length - 1)}\n`, context);
      expect(short.ok ? [] : [...new Set(short.errors.map(({ code }) => code))]).toEqual(['FILE.EMPTY_CELL']);
    }
  });
});

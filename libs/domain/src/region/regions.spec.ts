import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { areaList } from '@vant/area-data';
import {
  REGION_ADDITIONS,
  REGION_TABLE_EDITION,
  allRegions,
  isWithin,
  regionAliases,
  regionChildren,
  regionLevel,
  regionName,
  regionPath,
  resolveRegion,
} from './regions';

describe('the table of regions', () => {
  const { version } = JSON.parse(readFileSync(join(require.resolve('@vant/area-data'), '../../package.json'), 'utf8')) as {
    version: string;
  };
  const published: Record<string, string> = { ...areaList.province_list, ...areaList.city_list, ...areaList.county_list };

  /** What the package counts beside the divisions of GB/T 2260, and why. */
  const leftOut = (code: string): boolean =>
    /^\d{4}(7[1-9]|9\d)$/.test(code) || // functional zones
    /^(4419|4420|4604|6202)(?!00)/.test(code) || // towns of prefectures without counties
    /^(71|81|82)(?!0000)/.test(code) || // places of Taiwan, Hong Kong and Macao
    /^(1101|1201|3101|4190|4290|4690|5001|5002|6590)00$/.test(code) || // brackets around what a province administers itself
    ['320112', '320611', '350402', '370634'].includes(code); // merged: 江北新区, 港闸区, 梅列区, 长岛县

  it('is the edition it says it is', () => {
    expect(REGION_TABLE_EDITION).toMatchObject({ package: '@vant/area-data', version, standard: 'GB/T 2260' });
  });

  it('holds every division of the package and no other, but for what is marked', () => {
    const expected = Object.entries(published).filter(([code]) => !leftOut(code));
    const additions = REGION_ADDITIONS.map(({ code, name }): [string, string] => [code, name]);
    const ours = [...allRegions()].map(({ code, name }): [string, string] => [code, name]).filter(([code]) => code !== '000000');
    expect(ours.sort()).toEqual([...expected, ...additions].sort());
  });

  it('has no addition that the package holds', () => {
    expect(REGION_ADDITIONS.filter(({ code }) => published[code] !== undefined)).toEqual([]);
  });

  it('hangs every region below one that exists', () => {
    expect(
      [...allRegions()].filter(({ code, parent }) => code !== '000000' && (parent === null || regionName(parent) === undefined)),
    ).toEqual([]);
  });
});

describe('paths and levels', () => {
  it.each([
    ['150781', '满洲里市', 'county', ['150781', '150700', '150000']],
    ['152200', '兴安盟', 'prefecture', ['152200', '150000']],
    ['429005', '潜江市', 'county', ['429005', '420000']],
    ['469005', '文昌市', 'county', ['469005', '460000']],
    ['500101', '万州区', 'county', ['500101', '500000']],
    ['500233', '忠县', 'county', ['500233', '500000']],
    ['120114', '武清区', 'county', ['120114', '120000']],
    ['659001', '石河子市', 'county', ['659001', '650000']],
    ['441900', '东莞市', 'prefecture', ['441900', '440000']],
    ['133100', '雄安新区', 'prefecture', ['133100', '130000']],
    ['370000', '山东省', 'province', ['370000']],
    ['000000', '全国', 'country', ['000000']],
  ])('%s is %s, a %s', (code, name, level, path) => {
    expect(regionName(code)).toBe(name);
    expect(regionLevel(code)).toBe(level);
    expect(regionPath(code)).toEqual(path);
  });

  it('knows nothing of a code that is no region', () => {
    expect([regionName('429000'), regionLevel('110100'), regionPath('999999'), regionAliases('150782x')]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
  });

  it.each([
    ['150781', '150700', true],
    ['150781', '150000', true],
    ['150781', '000000', true],
    ['150000', '150000', true],
    ['150000', '150700', false],
    ['150781', '152500', false],
    ['999999', '000000', false],
  ])('%s within %s: %s', (code, ancestor, within) => expect(isWithin(code, ancestor)).toBe(within));

  it('lists the leagues and cities of Inner Mongolia', () => {
    expect(regionChildren('150000').map(({ name }) => name)).toEqual([
      '呼和浩特市',
      '包头市',
      '乌海市',
      '赤峰市',
      '通辽市',
      '鄂尔多斯市',
      '呼伦贝尔市',
      '巴彦淖尔市',
      '乌兰察布市',
      '兴安盟',
      '锡林郭勒盟',
      '阿拉善盟',
    ]);
  });

  it('lists what a province administers itself beside its prefectures', () => {
    const hubei = regionChildren('420000').map(({ code }) => code);
    expect(hubei).toEqual(expect.arrayContaining(['420100', '422800', '429004', '429005', '429006', '429021']));
  });
});

describe('aliases', () => {
  it.each([
    ['150430', ['敖汉旗', '敖汉']],
    ['152200', ['兴安盟', '兴安']],
    ['150100', ['呼和浩特市', '呼和浩特']],
    ['150000', ['内蒙古自治区', '内蒙古', '内蒙']],
    ['450000', ['广西壮族自治区', '广西']],
    ['650000', ['新疆维吾尔自治区', '新疆']],
    ['422800', ['恩施土家族苗族自治州', '恩施州', '恩施']],
    ['632800', ['海西蒙古族藏族自治州', '海西州', '海西']],
    ['653000', ['克孜勒苏柯尔克孜自治州', '克孜勒苏州', '克孜勒苏']],
    ['630224', ['化隆回族自治县', '化隆县', '化隆']],
    ['131028', ['大厂回族自治县', '大厂县', '大厂']],
    ['530428', ['元江哈尼族彝族傣族自治县', '元江县', '元江']],
    ['150721', ['阿荣旗', '阿荣']],
    ['150724', ['鄂温克族自治旗', '鄂温克旗', '鄂温克']],
    ['622926', ['东乡族自治县', '东乡县', '东乡']],
    ['431300', ['娄底市', '娄底']],
    ['500233', ['忠县']],
    ['429021', ['神农架林区', '神农架']],
    ['310115', ['浦东新区', '浦东']],
    ['110000', ['北京市', '北京']],
  ])('%s', (code, aliases) => expect(regionAliases(code)).toEqual(aliases));
});

describe('resolving what a source prints', () => {
  it.each([
    ['全国', '', '', '000000'],
    ['内蒙古', '', '', '150000'],
    ['内蒙古', '兴安盟', '', '152200'],
    ['内蒙古', '赤峰市', '敖汉旗', '150430'],
    ['湖北', '恩施州', '', '422800'],
    ['湖北', '', '潜江市', '429005'],
    ['湖北', '', '大冶市', '420281'],
    ['海南', '', '文昌市', '469005'],
    ['青海', '海东市', '化隆县', '630224'],
    ['青海', '', '互助县', '630223'],
    ['青海', '海西州', '都兰县', '632822'],
    ['甘肃', '天水市', '张家川县', '620525'],
    ['云南', '玉溪市', '峨山县', '530426'],
    ['河北', '承德市', '宽城县', '130827'],
    ['河北', '承德市', '平泉', '130881'],
    ['河北', '廊坊市', '大厂', '131028'],
    ['河北', '雄安新区', '', '133100'],
    ['河北', '', '定州市', '130682'],
    ['重庆', '', '忠县', '500233'],
    ['天津', '', '武清区', '120114'],
    ['湖北', '仙桃市', '', '429004'],
    ['山东省', null, null, '370000'],
  ])('%s %s %s', (province, prefecture, county, code) => expect(resolveRegion({ province, prefecture, county })).toEqual({ code }));

  it.each([
    ['', '', '', 'REGION.PROVINCE_MISSING', 'province'],
    ['河山', '', '', 'REGION.UNKNOWN', 'province'],
    ['山东', '青山市', '', 'REGION.UNKNOWN', 'prefecture'],
    ['山东', '济南市', '敖汉旗', 'REGION.UNKNOWN', 'county'],
    ['全国', '济南市', '', 'REGION.UNKNOWN', 'prefecture'],
    ['河北', '', '桥西区', 'REGION.AMBIGUOUS', 'county'],
  ])('%s %s %s is refused: %s', (province, prefecture, county, code, field) => {
    expect(resolveRegion({ province, prefecture, county })).toMatchObject({ problem: { code, field } });
  });

  it('finds a place for each of the 446 published rows, at the deepest level its source states', () => {
    const rows = parse<{ province: string; prefecture: string; county: string }>(
      readFileSync(join(__dirname, '../../../contracts/data/brand-facts.csv')),
      {
        columns: true,
        bom: true,
      },
    );
    expect(rows).toHaveLength(446);
    const wrong = rows.flatMap((row): unknown[] => {
      const found = resolveRegion(row);
      if (!('code' in found)) return [{ row, problem: found.problem.zh }];
      const deepest = row.county || row.prefecture || row.province;
      return deepest === '全国' || regionAliases(found.code).includes(deepest) ? [] : [{ row, found: regionName(found.code) }];
    });
    expect(wrong).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decideBrand,
  decideRegion,
  evolveBrand,
  figureConflicts,
  figuresInForce,
  initialBrand,
  initialRegion,
  type BrandState,
  type KnownBrand,
} from '#domain';
import { brandFactsFormat, countForms } from './brand-facts';
import { brandIdOf, type BrandInstruction, type ImportContext, type ImportInstruction } from './import-format';

const data = (name: string) => readFileSync(join(__dirname, '../../data', name), 'utf8');
const FACTS = data('brand-facts.csv');
const READING = data('brand-facts.reading.csv');
const context = (reading: string = READING): ImportContext => ({ today: '2026-11-22', findBrand: () => null, companion: reading });

const checked = brandFactsFormat.check(FACTS, context());
if (!checked.ok) throw new Error(JSON.stringify(checked.errors.slice(0, 5), null, 1));
const { records, instructions } = checked;
const isOfBrand = (instruction: ImportInstruction): instruction is BrandInstruction => instruction.target.kind === 'brand';
const ofBrands = instructions.filter(isOfBrand);

/** The brand as the ledger would fold it; every refusal fails the test. */
function fold(brandId: string): KnownBrand {
  let state: BrandState = initialBrand;
  let revision = 0;
  for (const instruction of ofBrands.filter(({ target }) => target.brandId === brandId)) {
    const { row, command, data: body } = instruction;
    const decided = decideBrand({ type: command, data: body } as Parameters<typeof decideBrand>[0], state, {
      brandId,
      actor: { id: 'local', role: 'local' },
      today: '2026-11-22',
      now: '2026-11-22T00:00:00Z',
      ids: [],
      nomination: null,
      decision: null,
      idempotency: null,
    });
    if (!decided.ok) throw new Error(`row ${row} ${command}: ${decided.refusal.code} ${decided.refusal.zh}`);
    for (const event of decided.events) {
      const id = `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
      const metadata = {
        v: 1 as const,
        correlationId: id,
        causationId: null,
        causationDepth: 0,
        actor: { id: 'local', role: 'recorder', region: '000000' },
        effectiveOn: '2026-11-22',
        recordedAt: '2026-11-22T00:00:00Z',
        idempotency: null,
      };
      state = evolveBrand(state, { ...event, id, revision, metadata });
      revision += 1;
    }
  }
  if (state.stage === 'none') throw new Error(`no brand ${brandId}`);
  return state;
}
const brand = (region: string, name: string) => fold(brandIdOf(region, name));
const figures = (state: KnownBrand, metric: string) =>
  figuresInForce(state)
    .filter((figure) => figure.metric === metric)
    .map(({ value, unit, nature, bound, window }) => ({ value, unit, nature, bound, ...window }));

describe('the published facts', () => {
  it('accounts for every row in exactly one form', () => {
    expect(countForms(records)).toEqual({ brand: 182, figure: 135, ratio: 7, honour: 40, target: 7, score: 1, regional: 74 });
    expect(records.map((record) => Number(record['row']))).toEqual(Array.from({ length: 446 }, (_, index) => index + 2));
    expect([...new Set(instructions.map(({ row }) => row))].sort((a, b) => a - b)).toEqual(records.map((record) => Number(record['row'])));
  });

  it('makes 280 brands and 74 regional facts, and no brand of an aggregate', () => {
    const count = (command: string) => instructions.filter((instruction) => instruction.command === command).length;
    expect(new Set(ofBrands.map(({ target }) => target.brandId)).size).toBe(280);
    expect({
      report: count('report'),
      publishFigure: count('publishFigure'),
      publishRatio: count('publishRatio'),
      publishTarget: count('publishTarget'),
      publishRegionalFigure: count('publishRegionalFigure'),
    }).toEqual({ report: 280, publishFigure: 135, publishRatio: 7, publishTarget: 7, publishRegionalFigure: 74 });
    const names = ofBrands.flatMap((instruction) => (instruction.command === 'report' ? [instruction.data.name] : []));
    expect(names.filter((name) => name.startsWith('['))).toEqual([]);
  });

  it('is taken by the ledger whole: no brand and no region refuses a row', () => {
    const stages = [...new Set(ofBrands.map(({ target }) => target.brandId))].map((brandId) => fold(brandId).stage);
    expect(stages).toEqual(Array.from({ length: 280 }, () => 'reported'));
    const refused = instructions.flatMap((instruction) => {
      if (instruction.command !== 'publishRegionalFigure') return [];
      const decided = decideRegion({ type: 'publishRegionalFigure', data: instruction.data }, initialRegion, { today: '2026-11-22' });
      return decided.ok ? [] : [[instruction.row, decided.refusal.code]];
    });
    expect(refused).toEqual([]);
  });

  it('gives the same instructions and ids each time', () => {
    expect(brandFactsFormat.check(FACTS, context())).toEqual(checked);
  });

  it('keeps national standing out of the tiers: 27 rows, honours of 7 brands and two regional counts', () => {
    const national = records.filter((record) => record['tier'] === '国家级');
    expect(national).toHaveLength(27);
    expect(national.filter((record) => record['r_tier'] !== null)).toEqual([]);
    expect(national.filter((record) => record['r_form'] === 'regional').map((record) => record['row'])).toEqual(['223', '237']);
    const rows = new Set(national.map((record) => Number(record['row'])));
    const honours = ofBrands.filter(({ row, command }) => rows.has(row) && command === 'recordHonour');
    expect(new Set(honours.map(({ target }) => target.brandId)).size).toBe(7);
  });

  it('claims the tier that the source claims, or none', () => {
    const tiers = (record: (typeof records)[number]) => [record['tier'], record['r_tier'], record['listed_year'], record['r_tier_since']];
    const differing = records.filter(
      (record) =>
        record['tier'] !== '国家级' &&
        (record['tier'] !== record['r_tier'] ||
          (record['r_form'] !== 'regional' && record['tier'] && record['listed_year'] !== record['r_tier_since'])),
    );
    expect(differing.map(tiers)).toEqual([]);
  });

  it('flags every tier that is only a reading', () => {
    const flagged = records.filter((record) => record['r_tier_reading'] === '是').map((record) => Number(record['row']));
    const saidSo = records.filter((record) => record['note']?.includes('tier=reading')).map((record) => Number(record['row']));
    expect(saidSo).toHaveLength(58);
    expect(flagged.filter((row) => !saidSo.includes(row))).toEqual([128, 129, 410, 411, 432]);
    expect(saidSo.filter((row) => !flagged.includes(row))).toEqual([]);
  });

  it('gives a unit only where the source does', () => {
    const person = records.filter((record) => record['r_form'] === 'figure' && record['r_unit'] === '人').map((record) => record['row']);
    expect(person).toEqual(['35', '68', '70', '88', '97', '102', '114', '115', '146', '217', '269', '271', '310', '353', '370']);
    const personTimes = records.filter((record) => record['r_unit'] === '人次').map((record) => Number(record['row']));
    const saidSo = records.filter((record) => record['note']?.includes('person-times')).map((record) => Number(record['row']));
    expect(personTimes).toEqual(saidSo);
  });

  it('shows 石龙技工 as a conflict of sources, in exports and in income', () => {
    const state = brand('500113', '石龙技工');
    const values = new Map(figuresInForce(state).map((figure) => [figure.figureId, figure.value]));
    const conflicts = figureConflicts(figuresInForce(state)).map(({ a, b }) => [values.get(a), values.get(b)]);
    expect(conflicts).toEqual([
      [53_400, 56_000],
      [550_000_000, 532_000_000],
    ]);
  });

  it('knows 紫阳修脚师 2025 as one stock on two dates, and no conflict', () => {
    const state = brand('610924', '紫阳修脚师');
    expect(figures(state, 'workers').filter(({ toYear }) => toYear === 2025)).toEqual([
      { value: 54_000, unit: 'unstated', nature: 'stock', bound: 'exact', fromYear: null, toYear: 2025, asOf: '2025-06' },
      { value: 54_400, unit: 'unstated', nature: 'stock', bound: 'exact', fromYear: null, toYear: 2025, asOf: '2025-12' },
    ]);
    expect(figureConflicts(figuresInForce(state))).toEqual([]);
  });

  it('keeps persons and person-times of 天镇保姆 apart', () => {
    expect(figures(brand('140222', '天镇保姆'), 'exported').map(({ value, unit, toYear }) => [value, unit, toYear])).toEqual([
      [5_300, 'persons', 2017],
      [7_000, 'persons', null],
      [25_000, 'personTimes', 2020],
    ]);
  });

  it('tells 镇安采摘工 as held at 市级, date unknown, before 省级 in 2025', () => {
    expect(brand('611025', '镇安采摘工').tierClaims.map(({ tier, sinceYear }) => [tier, sinceYear])).toEqual([
      ['prefecture', null],
      ['province', 2025],
      ['province', 2025],
    ]);
  });

  it('gives no year to a figure whose source gives none', () => {
    const yearless = ofBrands.filter(
      (instruction) => instruction.command === 'publishFigure' && instruction.data.figure.window.toYear === null,
    );
    expect(yearless.map(({ row }) => row)).toEqual([83, 84, 201, 202, 243, 244, 245, 246, 271]);
  });

  it('keeps a score as its source prints it, beside the honour', () => {
    expect(brand('520000', '贵州绿茶制茶师').honours.map(({ honour, title, year }) => [honour, title, year])).toEqual([
      ['省级优秀区域公用劳务品牌', '第三名，评审得分87.27分', 2023],
    ]);
  });

  it('states place names only as far as the source does', () => {
    const stated = (region: string, name: string) => brand(region, name).identity.regionAsStated;
    expect(stated('150430', '敖汉架线工')).toEqual({ province: '内蒙古', prefecture: '赤峰市', county: '敖汉旗' });
    expect(stated('611025', '镇安采摘工')).toEqual({ province: '陕西', prefecture: null, county: '镇安县' });
    expect(stated('510112', '龙泉车工')).toEqual({ province: '四川', prefecture: '成都市', county: null });
    expect(stated('430100', '沙坪湘绣工')).toEqual({ province: '湖南', prefecture: null, county: null });
  });
});

describe('a reading that does not fit', () => {
  const faults = (facts: string, reading?: string, today = '2026-11-22') => {
    const result = brandFactsFormat.check(facts, { ...context(reading), today });
    return result.ok ? [] : result.errors.map(({ row, column, code }) => [row, column, code]);
  };
  const without = (text: string, line: number) =>
    text
      .split('\n')
      .filter((_, index) => index !== line - 1)
      .join('\n');
  const edited = (line: number, from: string, to: string) =>
    READING.split('\n')
      .map((text, index) => (index === line - 1 ? text.replace(from, to) : text))
      .join('\n');

  it('is asked for', () => {
    const result = brandFactsFormat.check(FACTS, { today: '2026-11-22', findBrand: () => null });
    expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(['READING.ABSENT']);
  });

  it.each<[string, string, string, (string | number | null)[][]]>([
    ['lacks a row', FACTS, without(READING, 30), [[30, null, 'READING.ROW_MISSING']]],
    ['reads a row that is not there', without(FACTS, 447), READING, [[null, null, 'READING.ROW_UNKNOWN']]],
    ['reads a row twice', FACTS, `${READING}${READING.split('\n')[1]}\n`, [[448, 'row', 'READING.TWICE']]],
    ['reads another brand', FACTS, edited(2, '石家庄月嫂', '石家庄月姐'), [[2, 'row', 'READING.MISALIGNED']]],
    ['has an unknown form', FACTS, edited(2, ',brand,', ',brands,'), [[2, 'form', 'READING.UNKNOWN_FORM']]],
    ['reads an aggregate as a figure', FACTS, edited(39, ',regional,', ',figure,'), [[39, 'form', 'READING.WRONG_FORM']]],
    ['has an unknown unit', FACTS, edited(35, ',人,', ',万人,'), [[35, 'unit', 'FILE.UNKNOWN_WORD']]],
    ['leaves the unit out', FACTS, edited(35, ',人,', ',,'), [[35, 'unit', 'READING.MISSING']]],
    [
      'makes national standing a tier',
      FACTS,
      edited(83, ',,,否,全国劳务品牌', ',省级,2019,否,全国劳务品牌'),
      [[83, 'honour', 'READING.NATIONAL_IS_HONOUR']],
    ],
    [
      'lays a figure in the future',
      FACTS,
      edited(35, '2023,2023', '2027,2027'),
      [
        [35, 'from_year', 'FILE.FUTURE_YEAR'],
        [35, 'to_year', 'FILE.FUTURE_YEAR'],
      ],
    ],
    ['has a date that is none', FACTS, edited(164, '2024-09', '2024年9月'), [[164, 'as_of', 'READING.BAD_AS_OF']]],
  ])('that %s is refused with its place', (_, facts, reading, expected) => {
    expect(faults(facts, reading)).toEqual(expected);
  });

  it('refuses a facts file that is broken in its last row, whole', () => {
    expect(faults(FACTS.slice(0, FACTS.lastIndexOf(',')))).toEqual([[447, null, 'FILE.BROKEN_LAST_ROW']]);
  });

  it('refuses a negative and a fractional count and a place that does not exist', () => {
    const facts = FACTS.replace(',2023,100000,', ',2023,-1,')
      .replace(',2023,257,', ',2023,25.7,')
      .replace('承德市,宽城县', '承德市,宽城旗');
    expect(faults(facts)).toEqual([
      [35, 'value', 'FILE.NEGATIVE'],
      [38, 'county', 'FILE.UNKNOWN_REGION'],
      [39, 'value', 'FILE.FRACTION'],
    ]);
  });
});

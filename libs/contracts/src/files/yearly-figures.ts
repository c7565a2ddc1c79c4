/** 年度成效数据: yearly figures of brands, one figure a row, as clerks fill them in. */
import { METRICS, type FigureInput, type MetricDefinition } from '#domain';
import type { RowReader } from './cells';
import { type ImportColumn, type ImportContext, type ImportFormat, type ImportInstruction, type ImportRecord } from './import-format';
import { field, importColumn, peopleFormat, readBrand, targetOf } from './tables';
import { boundWords, directnessWords, metricWords, natureLabel, natureWords, unitLabel, unitWords, type Words } from './words';

const COLUMNS: readonly ImportColumn[] = [
  importColumn('name', ['品牌名称'], ['brand', 'brand_name'], true),
  importColumn('region', ['行政区划', '行政区划代码', '行政区划代码或名称', '地区'], ['region_code'], true),
  importColumn('year', ['年度', '年份'], [], true),
  importColumn('metric', ['指标', '指标名称'], [], true),
  importColumn('unit', ['单位', '计量单位'], [], true),
  importColumn('directness', ['直接/间接', '直接间接', '带动方式'], [], false),
  importColumn('nature', ['流量/存量', '数据性质'], [], false),
  importColumn('value', ['数值', '数量'], [], true),
  importColumn('bound', ['准确程度'], [], false),
  importColumn('as_of', ['截至日期', '时点'], [], false),
  importColumn('from_year', ['累计起始年度', '起始年度'], [], false),
  importColumn('estimate_method', ['间接估算方法', '估算方法'], [], false),
  importColumn('estimate_basis', ['间接估算依据', '估算依据'], [], false),
  importColumn('source', ['来源', '佐证材料'], [], true),
  importColumn('note', ['备注'], ['remark'], false),
  { ...importColumn('last_year', ['上年数（参考，不填）'], [], false), reference: true },
];

function readFigure(row: RowReader, context: ImportContext): ImportRecord | null {
  const brand = readBrand(row, context);
  const year = row.year('year', context.today);
  const metric = row.word('metric', metricWords);
  const unit = row.word('unit', unitWords);
  const value = row.count('value');
  const bound = row.text('bound') === null ? 'exact' : row.word('bound', boundWords);
  const asOf = row.date('as_of');
  const fromYear = row.year('from_year', context.today);
  const source = row.text('source');
  const given = row.word('nature', natureWords);
  const directnessCell = row.word('directness', directnessWords);
  const method = row.text('estimate_method');
  const basis = row.text('estimate_basis');
  if (brand?.known === null) {
    row.fail(
      'name',
      'FILE.UNKNOWN_BRAND',
      `台账中没有该地区名为“${brand.name}”的品牌；请先登记品牌，或核对名称与行政区划。`,
      `No brand “${brand.name}” is on the books of this region; report it first, or check name and region.`,
    );
  }
  if (metric === null || unit === null) return null;

  const definition: MetricDefinition = METRICS[metric];
  if (!definition.units.includes(unit)) {
    row.fail(
      'unit',
      'FILE.WRONG_UNIT',
      `“${definition.zh}”的单位须为${definition.units.map((each) => unitLabel[each]).join('或')}，不能是“${unitLabel[unit]}”。`,
      `${definition.en} is counted in ${definition.units.join(' or ')}, not in ${unit}.`,
    );
  }
  const [onlyNature, ...otherNatures] = definition.natures.filter((nature) => nature !== 'unstated');
  const nature = given ?? (otherNatures.length === 0 ? onlyNature : definition.natures.includes('flow') ? 'flow' : undefined);
  if (nature === undefined || nature === 'unstated' || !definition.natures.includes(nature)) {
    row.fail(
      'nature',
      'FILE.WRONG_NATURE',
      `“${definition.zh}”须写明是${definition.natures
        .filter((each) => each !== 'unstated')
        .map((each) => natureLabel[each])
        .join('还是')}。`,
      `${definition.en} is ${definition.natures.join(' or ')}.`,
    );
  }
  if (fromYear !== null && nature !== 'cumulative')
    row.fail('from_year', 'FILE.NOT_CUMULATIVE', '只有累计数才有起始年度。', 'Only a cumulative figure has a first year.');
  if (fromYear !== null && year !== null && fromYear > year)
    row.fail('from_year', 'FILE.YEARS_REVERSED', '起始年度晚于年度。', 'The first year comes after the last.');
  if (asOf !== null && (asOf > context.today || (year !== null && Number(asOf.slice(0, 4)) !== year))) {
    row.fail(
      'as_of',
      'FILE.WRONG_DATE',
      `截至日期须在 ${year ?? '所填'} 年内且不晚于今天。`,
      'The date lies outside the year of the figure, or in the future.',
    );
  }
  if (nature === 'flow' && asOf !== null) {
    row.fail(
      'as_of',
      'FILE.NO_DATE',
      '本期数按整年填报，不填截至日期；期末数和累计数才填。',
      'A flow speaks of its whole year; only a stock or a cumulative has a date.',
    );
  }
  // 期末: a stock stands at the end of its year, unless the row names another day.
  const yearEnd = year === null ? null : `${year}-12-31`;
  const standsOn = nature === 'stock' && asOf === null ? yearEnd : asOf;
  if (standsOn !== null && standsOn > context.today && asOf === null) {
    row.fail(
      'as_of',
      'FILE.DATE_NEEDED',
      `${year} 年尚未结束，期末数须写明截至日期。`,
      'The year is not over: say on which day the stock was counted.',
    );
  }
  const directness = directnessCell ?? (definition.directed ? null : 'unstated');
  if (definition.directed && directness !== 'direct' && directness !== 'indirect') {
    row.fail(
      'directness',
      'FILE.DIRECTNESS_NEEDED',
      `“${definition.zh}”须分“直接”与“间接”两行填报。`,
      `${definition.en} is told as direct and indirect, in two rows.`,
    );
  }
  if (!definition.directed && directness !== 'unstated') {
    row.fail(
      'directness',
      'FILE.NOT_DIRECTED',
      `“${definition.zh}”不分直接、间接，请留空。`,
      `${definition.en} is not told as direct or indirect; leave it empty.`,
    );
  }
  if (directness === 'indirect' && (method === null || basis === null)) {
    row.fail(
      method === null ? 'estimate_method' : 'estimate_basis',
      'FILE.ESTIMATE_NEEDED',
      '间接带动是估算数，须写明估算方法和依据。',
      'An indirect figure is an estimate: say by which method and from what.',
    );
  }
  if (directness !== 'indirect' && (method !== null || basis !== null)) {
    row.fail(
      method === null ? 'estimate_basis' : 'estimate_method',
      'FILE.NO_ESTIMATE',
      '只有间接带动数才填估算方法和依据。',
      'Method and basis belong to indirect figures only.',
    );
  }
  if (brand === null || year === null || value === null || bound === null || source === null || directness === null || nature === undefined)
    return null;
  return {
    row: String(row.row),
    name: brand.name,
    region: brand.region,
    brand_id: brand.known,
    year: String(year),
    metric,
    unit,
    directness,
    nature,
    value: String(value),
    bound,
    as_of: standsOn,
    from_year: fromYear === null ? null : String(fromYear),
    estimate_method: method,
    estimate_basis: basis,
    source,
    note: row.text('note'),
  };
}

const chosen = <T extends string>(record: ImportRecord, key: string, table: Words<T>): T => {
  const value = table.of(field(record, key));
  if (value === null) throw new Error(`import record with an unknown ${key}`);
  return value;
};

function interpret(records: readonly ImportRecord[]): readonly ImportInstruction[] {
  return records.map((record) => {
    const target = targetOf(record);
    const method = record['estimate_method'] ?? null;
    const basis = record['estimate_basis'] ?? null;
    const fromYear = record['from_year'] ?? null;
    const nature = chosen(record, 'nature', natureWords);
    const year = Number(field(record, 'year'));
    const figure: FigureInput = {
      metric: chosen(record, 'metric', metricWords),
      unit: chosen(record, 'unit', unitWords),
      nature,
      directness: chosen(record, 'directness', directnessWords),
      bound: chosen(record, 'bound', boundWords),
      value: Number(field(record, 'value')),
      // A flow speaks of its one year; a stock stands at a date of it; a cumulative may have an open beginning.
      window: {
        fromYear: fromYear === null ? (nature === 'flow' ? year : null) : Number(fromYear),
        toYear: year,
        asOf: record['as_of'] ?? null,
      },
      estimate: method === null || basis === null ? null : { method, basis },
      source: { reference: field(record, 'source'), note: record['note'] ?? null },
    };
    return { row: Number(field(record, 'row')), target, command: 'recordFigure', data: { figure } };
  });
}

export const yearlyFiguresFormat: ImportFormat = peopleFormat(
  { id: 'yearly-figures.v1', zh: '年度成效数据', en: 'yearly figures' },
  {
    columns: COLUMNS,
    read: readFigure,
    identity: (record) => ({
      key: ['brand_id', 'year', 'metric', 'unit', 'nature', 'directness', 'as_of'].map((key) => record[key] ?? '').join('|'),
      column: '指标',
      zh: '同一品牌、年度、指标和口径只能填一行',
      en: 'one brand, year, metric and kind of figure has one row',
    }),
    interpret,
    filledIn: ['value', 'estimate_method', 'estimate_basis', 'as_of', 'source', 'note'],
  },
);

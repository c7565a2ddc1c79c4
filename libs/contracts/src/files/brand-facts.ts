/**
 * The published facts (`brand-facts.csv`) beside their reading (`brand-facts.reading.csv`).
 *
 * The facts file has no unit column and its notes are prose. The reading was made by hand, row by row; it alone says of
 * which form a row is and what its number counts. Notes travel along as text and are never parsed.
 */
import { type FigureWindow, type Source, resolveRegion } from '#domain';
import { placeColumns, RowReader } from './cells';
import { parseCsv, type CsvTable } from './csv';
import {
  brandIdOf,
  publishedFigureId,
  type BrandInstruction,
  type BrandTarget,
  type FileCheck,
  type ImportColumn,
  type ImportContext,
  type ImportFormat,
  type ImportInstruction,
  type ImportRecord,
  type RegionalFigure,
} from './import-format';
import { cellProblem, fileProblem, readFailed, rowProblem, type FileProblem } from './problems';
import { boundWords, directnessWords, kindWords, metricWords, natureWords, tierWords, unitWords, yesNoWords } from './words';

export const FACT_FORMS = ['brand', 'figure', 'ratio', 'honour', 'target', 'score', 'regional'] as const;
export type FactForm = (typeof FACT_FORMS)[number];

const column = (key: string, zh: string, required = false): ImportColumn => ({ key, zh: [zh], en: [], required });

const FACTS: readonly ImportColumn[] = [
  column('name', '品牌名称', true),
  column('province', '省', true),
  column('prefecture', '市'),
  column('county', '县'),
  column('kind', '类别', true),
  column('category', '行业'),
  column('tier', '层级'),
  column('listed_year', '列入年份'),
  column('metric', '指标'),
  column('metric_year', '指标年份'),
  column('value', '数值'),
  column('source_url', '来源', true),
  column('note', '备注'),
];

const READING: readonly ImportColumn[] = [
  column('row', '行号', true),
  column('name', '品牌名称', true),
  column('source_metric', '来源指标'),
  column('form', '形式', true),
  column('metric', '指标'),
  column('unit', '单位'),
  column('nature', '流量存量'),
  column('directness', '直接间接'),
  column('bound', '准确程度'),
  column('from_year', '起始年份'),
  column('to_year', '年份'),
  column('as_of', '时点'),
  column('label', '名目'),
  column('per_year', '每年'),
  column('tier', '层级'),
  column('tier_since', '层级年份'),
  column('tier_reading', '层级为读法'),
  column('honour', '荣誉'),
  column('honour_title', '荣誉等次'),
  column('honour_year', '荣誉年份'),
  column('category', '行业读法'),
  column('region_basis', '地区依据', true),
  column('remark', '读注'),
];

/** Which of the place names the source itself states. */
const REGION_BASES = ['来源', '市级据行政区划', '县级据行政区划', '县级据名称', '据名称'] as const;

const NATIONAL = '国家级';
const AGGREGATE = /^\[(.+)\]$/u;

/** One row of both files as the import stream keeps it. `null` where the row says nothing. */
interface FactRow {
  readonly row: number;
  readonly form: FactForm;
  readonly get: (key: string) => string | null;
}

function checkRow(facts: RowReader, reading: RowReader, today: string): ImportRecord | null {
  const values: Record<string, string | null> = { row: String(facts.row) };
  for (const { key } of FACTS) values[key] = facts.text(key);
  for (const { key } of READING) if (key !== 'row' && key !== 'name') values[`r_${key}`] = reading.text(key);
  facts.word('kind', kindWords);

  const form = FACT_FORMS.find((each) => each === values['r_form']);
  if (!form)
    reading.fail('form', 'READING.UNKNOWN_FORM', `形式“${values['r_form']}”不认识。`, `The form “${values['r_form']}” is not known.`);
  if (!REGION_BASES.some((each) => each === values['r_region_basis']))
    reading.fail('region_basis', 'READING.UNKNOWN_BASIS', '地区依据不认识。', 'The basis of the region is not known.');
  if (
    reading.text('row') !== String(facts.row) ||
    reading.text('name') !== values['name'] ||
    (values['r_source_metric'] ?? '') !== (values['metric'] ?? '')
  ) {
    reading.fail(
      'row',
      'READING.MISALIGNED',
      '读法与事实文件的行不对应（行号、品牌名称、指标须一致）。',
      'The reading does not match the row of the facts: row, name and metric must agree.',
    );
  }
  if (AGGREGATE.test(values['name'] ?? '') !== (form === 'regional'))
    reading.fail('form', 'READING.WRONG_FORM', '合计行须读作 regional，其他行不得。', 'Aggregate rows, and only they, are regional.');

  const resolved = resolveRegion({
    province: values['province'] ?? null,
    prefecture: values['prefecture'] ?? null,
    county: values['county'] ?? null,
  });
  if ('code' in resolved) values['region'] = resolved.code;
  else facts.fail(resolved.problem.field ?? 'province', 'FILE.UNKNOWN_REGION', resolved.problem.zh, resolved.problem.en);

  reading.word('tier', tierWords);
  reading.word('tier_reading', yesNoWords);
  // Only a target may lie in the future.
  for (const key of ['tier_since', 'honour_year', 'from_year', 'to_year']) reading.year(key, form === 'target' ? '2199' : today);
  const asOf = values['r_as_of'];
  if (asOf && !/^\d{4}-\d{2}(-\d{2})?$/.test(asOf))
    reading.fail(
      'as_of',
      'READING.BAD_AS_OF',
      `时点“${asOf}”须写成 2025-06 或 2025-06-30。`,
      `Write the date as 2025-06 or 2025-06-30, not “${asOf}”.`,
    );

  const need = (...keys: string[]) => {
    for (const key of keys)
      if (!values[`r_${key}`])
        reading.fail(key, 'READING.MISSING', `形式为 ${form} 的行须读出“${key}”。`, `A row of form ${form} needs ${key}.`);
  };
  if (form === 'figure' || form === 'regional') {
    need('metric', 'unit', 'nature', 'directness', 'bound');
    reading.word('metric', metricWords);
    reading.word('unit', unitWords);
    reading.word('nature', natureWords);
    reading.word('directness', directnessWords);
    reading.word('bound', boundWords);
    facts.count('value');
  }
  if (form === 'ratio') {
    need('label', 'bound');
    reading.word('bound', boundWords);
    if (!/^\d+(\.\d+)?$/.test(values['value'] ?? ''))
      facts.fail('value', 'FILE.NOT_A_DECIMAL', '比率须为数字。', 'A ratio is a decimal number.');
  }
  if (form === 'target') {
    need('label', 'unit', 'per_year', 'to_year');
    reading.word('unit', unitWords);
    reading.word('per_year', yesNoWords);
    facts.count('value');
  }
  if (form === 'honour' || form === 'score') need('honour');
  if (values['tier'] === NATIONAL && (!values['r_honour'] || values['r_tier'])) {
    reading.fail(
      'honour',
      'READING.NATIONAL_IS_HONOUR',
      '国家级是荣誉称号，不是层级：须读作荣誉。',
      'National standing is an honour and never a tier.',
    );
  }
  return facts.errors.length + reading.errors.length > 0 ? null : values;
}

function check(factsText: string, context: ImportContext): FileCheck {
  if (context.companion === undefined) {
    return readFailed([
      fileProblem(
        'READING.ABSENT',
        '本格式须同时给出读法文件 brand-facts.reading.csv。',
        'This format needs its reading, brand-facts.reading.csv, beside it.',
      ),
    ]);
  }
  const inReading = (problem: FileProblem): FileProblem => ({ ...problem, zh: `读法文件：${problem.zh}`, en: `Reading: ${problem.en}` });
  const open = (text: string, columns: readonly ImportColumn[]) => {
    const table = parseCsv(text);
    if (!table.ok) return table;
    const placement = placeColumns(table.value.header, columns);
    return placement.ok ? { ok: true as const, table: table.value, placement: placement.value } : placement;
  };
  const facts = open(factsText, FACTS);
  if (!facts.ok) return facts;
  const reading = open(context.companion, READING);
  if (!reading.ok) return readFailed(reading.errors.map(inReading));

  const readings = new Map<string, CsvTable['rows'][number]>();
  const errors: FileProblem[] = [];
  const at = reading.placement.get('row') ?? 0;
  for (const row of reading.table.rows) {
    const key = row.cells[at] ?? '';
    if (readings.has(key))
      errors.push(inReading(cellProblem(row.row, 'row', 'READING.TWICE', `第 ${key} 行读了两次。`, `Row ${key} is read twice.`)));
    readings.set(key, row);
  }
  const records: ImportRecord[] = [];
  for (const { row, cells } of facts.table.rows) {
    const its = readings.get(String(row));
    if (!its) {
      errors.push(
        rowProblem(row, 'READING.ROW_MISSING', '读法文件没有这一行；请先补读，再导入。', 'The reading lacks this row; read it first.'),
      );
      continue;
    }
    readings.delete(String(row));
    const ofFacts = new RowReader(row, cells, facts.placement, FACTS, facts.table.header);
    const ofReading = new RowReader(row, its.cells, reading.placement, READING, reading.table.header);
    const record = checkRow(ofFacts, ofReading, context.today);
    if (record) records.push(record);
    else errors.push(...ofFacts.errors, ...ofReading.errors.map(inReading));
  }
  for (const key of readings.keys())
    errors.push(inReading(fileProblem('READING.ROW_UNKNOWN', `第 ${key} 行在事实文件中不存在。`, `The facts hold no row ${key}.`)));
  if (errors.length > 0) return readFailed(errors);
  return { ok: true, records, instructions: interpret(records) };
}

const sourceOf = (row: FactRow): Source => {
  const remark = row.get('r_remark');
  const notes = [row.get('note'), remark === null ? null : `读注：${remark}`].filter((text) => text !== null);
  return { reference: (row.get('source_url') ?? '').replace(/^source:\s*/u, ''), note: notes.length === 0 ? null : notes.join('；') };
};
const yearOf = (row: FactRow, key: string): number | null => (row.get(key) === null ? null : Number(row.get(key)));
const windowOf = (row: FactRow): FigureWindow => ({
  fromYear: yearOf(row, 'r_from_year'),
  toYear: yearOf(row, 'r_to_year'),
  asOf: row.get('r_as_of'),
});

/** A checked word; the record was refused before it came here if this can fail. */
function must<T>(value: T | null, row: FactRow, key: string): T {
  if (value === null) throw new Error(`row ${row.row}: ${key} was not checked`);
  return value;
}
const cell = (row: FactRow, key: string) => row.get(key) ?? '';

/** Ids come from what the source printed, never from the reading: a corrected reading does not double a figure. */
const factId = (row: FactRow, command: string, subject: string) =>
  publishedFigureId(command, subject, ...FACTS.map(({ key }) => row.get(key)));

const placeNames = (row: FactRow) => {
  const basis = cell(row, 'r_region_basis');
  const prefectureStated = basis !== '市级据行政区划' && basis !== '据名称';
  const countyStated = basis !== '县级据行政区划' && basis !== '县级据名称' && basis !== '据名称';
  return {
    province: row.get('province'),
    prefecture: prefectureStated ? row.get('prefecture') : null,
    county: countyStated ? row.get('county') : null,
  };
};

function regional(row: FactRow): ImportInstruction {
  const region = cell(row, 'region');
  const data: RegionalFigure = {
    figureId: factId(row, 'publishRegionalFigure', region),
    region,
    title: AGGREGATE.exec(cell(row, 'name'))?.[1] ?? cell(row, 'name'),
    metric: must(metricWords.of(cell(row, 'r_metric')), row, 'metric'),
    unit: must(unitWords.of(cell(row, 'r_unit')), row, 'unit'),
    nature: must(natureWords.of(cell(row, 'r_nature')), row, 'nature'),
    directness: must(directnessWords.of(cell(row, 'r_directness')), row, 'directness'),
    bound: must(boundWords.of(cell(row, 'r_bound')), row, 'bound'),
    tier: tierWords.of(cell(row, 'r_tier')),
    honour: row.get('r_honour'),
    value: Number(cell(row, 'value')),
    window: windowOf(row),
    origin: 'published',
    source: sourceOf(row),
  };
  return { row: row.row, target: { kind: 'region', region }, command: 'publishRegionalFigure', data };
}

function reported(row: FactRow, target: BrandTarget): BrandInstruction {
  return {
    row: row.row,
    target,
    command: 'report',
    data: {
      name: cell(row, 'name'),
      kind: must(kindWords.of(cell(row, 'kind')), row, 'kind'),
      category: row.get('r_category') ?? row.get('category'),
      brandType: null,
      region: cell(row, 'region'),
      regionAsStated: placeNames(row),
      formedOn: null,
      cultivatedFrom: null,
      origin: 'published',
      source: sourceOf(row),
    },
  };
}

function statements(row: FactRow, target: BrandTarget): BrandInstruction[] {
  const { brandId } = target;
  const source = sourceOf(row);
  const placed = { row: row.row, target };
  switch (row.form) {
    case 'figure':
      return [
        {
          ...placed,
          command: 'publishFigure',
          data: {
            figure: {
              figureId: factId(row, 'publishFigure', brandId),
              metric: must(metricWords.of(cell(row, 'r_metric')), row, 'metric'),
              unit: must(unitWords.of(cell(row, 'r_unit')), row, 'unit'),
              nature: must(natureWords.of(cell(row, 'r_nature')), row, 'nature'),
              directness: must(directnessWords.of(cell(row, 'r_directness')), row, 'directness'),
              bound: must(boundWords.of(cell(row, 'r_bound')), row, 'bound'),
              value: Number(cell(row, 'value')),
              window: windowOf(row),
              status: 'published',
              estimate: null,
              source,
            },
          },
        },
      ];
    case 'ratio':
      return [
        {
          ...placed,
          command: 'publishRatio',
          data: {
            figureId: factId(row, 'publishRatio', brandId),
            ratio: cell(row, 'r_label'),
            percent: cell(row, 'value'),
            window: windowOf(row),
            bound: must(boundWords.of(cell(row, 'r_bound')), row, 'bound'),
            source,
          },
        },
      ];
    case 'target':
      return [
        {
          ...placed,
          command: 'publishTarget',
          data: {
            figureId: factId(row, 'publishTarget', brandId),
            target: cell(row, 'r_label'),
            unit: must(unitWords.of(cell(row, 'r_unit')), row, 'unit'),
            value: Number(cell(row, 'value')),
            byYear: yearOf(row, 'r_to_year'),
            perYear: yesNoWords.of(cell(row, 'r_per_year')) === 'yes',
            source,
          },
        },
      ];
    case 'brand':
    case 'honour':
    case 'score':
    case 'regional':
      return [];
  }
}

/** Several rows of one source repeat one claim; it is recorded once for each source that makes it. */
function claims(rows: readonly FactRow[], target: BrandTarget): BrandInstruction[] {
  const seen = new Set<string>();
  const once = (key: string): boolean => {
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
  const tiers: { readonly since: number; readonly instruction: BrandInstruction }[] = [];
  const honours: BrandInstruction[] = [];
  for (const row of rows) {
    const source = sourceOf(row);
    const tier = tierWords.of(cell(row, 'r_tier'));
    if (tier !== null) {
      const sinceYear = yearOf(row, 'r_tier_since');
      const key = JSON.stringify([tier, sinceYear, row.get('r_tier_reading'), source.reference]);
      const data = { tier, sinceYear, reading: yesNoWords.of(cell(row, 'r_tier_reading')) === 'yes', source };
      if (once(key)) tiers.push({ since: sinceYear ?? 0, instruction: { row: row.row, target, command: 'claimTier', data } });
    }
    for (const honour of (row.get('r_honour') ?? '').split('|').filter((text) => text !== '')) {
      const title = row.get('r_honour_title');
      const key = JSON.stringify([honour, title, row.get('r_honour_year'), source.reference]);
      if (once(key))
        honours.push({
          row: row.row,
          target,
          command: 'recordHonour',
          data: { honour, title, year: yearOf(row, 'r_honour_year'), source },
        });
    }
  }
  // A tier of unknown date was held before a dated one: 镇安采摘工 市级（日期不详）→ 省级 2025.
  return [...tiers.sort((a, b) => a.since - b.since).map((each) => each.instruction), ...honours];
}

/** Regions first, then brand by brand: report, tiers in order of time, honours, then figures as the file has them. */
function interpret(records: readonly ImportRecord[]): readonly ImportInstruction[] {
  const regions: ImportInstruction[] = [];
  const brands = new Map<string, { readonly target: BrandTarget; readonly rows: FactRow[] }>();
  for (const record of records) {
    const form = FACT_FORMS.find((each) => each === record['r_form']);
    if (!form) throw new Error(`row ${record['row']}: form was not checked`);
    const row: FactRow = { row: Number(record['row']), form, get: (key) => record[key] ?? null };
    if (form === 'regional') {
      regions.push(regional(row));
      continue;
    }
    const region = cell(row, 'region');
    const name = cell(row, 'name');
    const brandId = brandIdOf(region, name);
    const brand = brands.get(brandId) ?? { target: { kind: 'brand', brandId }, rows: [] };
    brand.rows.push(row);
    brands.set(brandId, brand);
  }
  const ofBrands = [...brands.values()].flatMap(({ target, rows }) => [
    ...rows.slice(0, 1).map((row) => reported(row, target)),
    ...claims(rows, target),
    ...rows.flatMap((row) => statements(row, target)),
  ]);
  return [...regions, ...ofBrands];
}

/** Which form each checked row has: every row of the facts is in exactly one place. */
export function countForms(records: readonly ImportRecord[]): Readonly<Record<FactForm, number>> {
  const count = (form: FactForm) => records.filter((record) => record['r_form'] === form).length;
  return {
    brand: count('brand'),
    figure: count('figure'),
    ratio: count('ratio'),
    honour: count('honour'),
    target: count('target'),
    score: count('score'),
    regional: count('regional'),
  };
}

export const brandFactsFormat: ImportFormat = {
  id: 'brand-facts.v1',
  zh: '公开的品牌事实（附读法）',
  en: 'published brand facts with their reading',
  columns: FACTS,
  check,
};

/** 登记品牌: many brands at once, each reported from its source, and nominated (申报) where the row names a policy document. */
import { BrandType } from '#domain';
import { isDate, type RowReader } from './cells';
import {
  brandIdOf,
  type ImportColumn,
  type ImportContext,
  type ImportFormat,
  type ImportInstruction,
  type ImportRecord,
} from './import-format';
import { field, importColumn, peopleFormat, readBrand, targetOf } from './tables';
import { brandTypeWords, kindWords, plain, tierWords } from './words';

const COLUMNS: readonly ImportColumn[] = [
  importColumn('name', ['品牌名称'], ['brand', 'brand_name'], true),
  importColumn('region', ['行政区划', '行政区划代码', '行政区划代码或名称', '地区'], ['region_code'], true),
  importColumn('kind', ['类别', '品牌类别'], [], true),
  importColumn('category', ['行业', '行业（职业）'], [], false),
  importColumn('brand_type', ['品牌类型'], ['type'], false),
  importColumn('formed_on', ['自发形成日期', '形成日期'], [], false),
  importColumn('cultivated_from', ['培育起始日期', '开始培育日期'], [], false),
  importColumn('source', ['来源'], [], true),
  importColumn('note', ['备注'], ['remark'], false),
  importColumn('pack', ['申报依据'], [], false),
  importColumn('tier_sought', ['申报层级'], [], false),
  importColumn('submitted_at', ['报送时间'], [], false),
  importColumn('unit', ['申报单位'], ['applicant'], false),
  importColumn('credit_code', ['统一社会信用代码'], [], false),
];

/** `2024-07-30 23:59` as Chinese clocks show it, with the offset that makes it a moment. */
function readMoment(row: RowReader, key: string): string | null {
  const cell = row.text(key);
  if (cell === null) return null;
  const match = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?:\+08:00)?$/.exec(plain(cell));
  if (match && isDate(match[1] ?? '')) return `${match[1]}T${match[2]}:${match[3]}:${match[4] ?? '00'}+08:00`;
  return row.fail(
    key,
    'FILE.NOT_A_MOMENT',
    `“${cell}”不是时间；请写成 2024-07-30 23:59（北京时间）。`,
    `“${cell}” is not a time; write 2024-07-30 23:59 (Asia/Shanghai).`,
  );
}

/** GB 32100: eighteen characters without I, O, Z, S, V, the last of which checks the others. */
export function isCreditCode(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17];
}

function readBrandRow(row: RowReader, context: ImportContext): ImportRecord | null {
  const brand = readBrand(row, context);
  const kind = row.word('kind', kindWords);
  const brandType = row.word('brand_type', brandTypeWords);
  const formedOn = row.date('formed_on');
  const cultivatedFrom = row.date('cultivated_from');
  const source = row.text('source');
  const pack = row.text('pack');
  const tierSought = row.word('tier_sought', tierWords);
  const submittedAt = readMoment(row, 'submitted_at');
  const unit = row.text('unit');
  const creditCode = row.text('credit_code');
  for (const [key, date] of [
    ['formed_on', formedOn],
    ['cultivated_from', cultivatedFrom],
  ] as const) {
    if (date !== null && date > context.today) row.fail(key, 'FILE.FUTURE_DATE', '日期晚于今天。', 'The date lies in the future.');
  }
  if (brand !== null && brand.known !== null)
    row.fail(
      'name',
      'FILE.BRAND_EXISTS',
      `该地区已有名为“${brand.name}”的品牌，不能重复登记。`,
      `A brand “${brand.name}” is on the books of this region already.`,
    );
  if (creditCode !== null && !isCreditCode(plain(creditCode).toUpperCase())) {
    row.fail(
      'credit_code',
      'FILE.BAD_CREDIT_CODE',
      `统一社会信用代码“${creditCode}”有误（18 位，末位为校验码）。`,
      `“${creditCode}” is not a valid unified social credit code.`,
    );
  }
  if (pack === null) {
    for (const key of ['tier_sought', 'submitted_at', 'unit', 'credit_code']) {
      if (row.text(key) !== null)
        row.fail(
          key,
          'FILE.PACK_NEEDED',
          '填写申报内容须写明“申报依据”（政策文件编号）。',
          'A nomination names the policy document it is made under.',
        );
    }
  } else {
    if (submittedAt === null)
      row.fail('submitted_at', 'FILE.EMPTY_CELL', '申报须写明报送时间。', 'A nomination says when it was submitted.');
    if (unit === null) row.fail('unit', 'FILE.EMPTY_CELL', '申报须写明申报单位。', 'A nomination names its applicant.');
  }
  if (brand === null || kind === null || source === null) return null;
  return {
    row: String(row.row),
    name: brand.name,
    region: brand.region,
    brand_id: brandIdOf(brand.region, brand.name),
    kind,
    category: row.text('category'),
    brand_type: brandType,
    formed_on: formedOn,
    cultivated_from: cultivatedFrom,
    source,
    note: row.text('note'),
    pack,
    tier_sought: tierSought,
    submitted_at: submittedAt,
    unit,
    credit_code: creditCode === null ? null : plain(creditCode).toUpperCase(),
  };
}

function interpret(records: readonly ImportRecord[]): readonly ImportInstruction[] {
  return records.flatMap((record): ImportInstruction[] => {
    const target = targetOf(record);
    const row = Number(field(record, 'row'));
    const kind = kindWords.of(field(record, 'kind'));
    if (kind === null) throw new Error('import record with an unknown kind');
    const report: ImportInstruction = {
      row,
      target,
      command: 'report',
      data: {
        name: field(record, 'name'),
        kind,
        category: record['category'] ?? null,
        brandType: BrandType.nullable().parse(record['brand_type'] ?? null),
        region: field(record, 'region'),
        regionAsStated: null,
        formedOn: record['formed_on'] ?? null,
        cultivatedFrom: record['cultivated_from'] ?? null,
        origin: 'operational',
        source: { reference: field(record, 'source'), note: record['note'] ?? null },
      },
    };
    const pack = record['pack'] ?? null;
    if (pack === null) return [report];
    const submittedAt = field(record, 'submitted_at');
    return [
      report,
      {
        row,
        target,
        command: 'nominate',
        data: {
          pack,
          tierSought: tierWords.of(record['tier_sought'] ?? ''),
          submittedAt,
          applicant: { unit: field(record, 'unit'), creditCode: record['credit_code'] ?? null },
        },
      },
    ];
  });
}

export const brandsFormat: ImportFormat = peopleFormat(
  { id: 'brands.v1', zh: '登记品牌（可同时申报）', en: 'brands, reported and if wanted nominated' },
  {
    columns: COLUMNS,
    read: readBrandRow,
    identity: (record) => ({
      key: field(record, 'brand_id'),
      column: '品牌名称',
      zh: '同一地区同名品牌',
      en: 'the same name in the same region',
    }),
    interpret,
  },
);

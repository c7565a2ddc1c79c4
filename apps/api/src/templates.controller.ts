import { LedgerProblem, problems, type Ledger, type PolicyLibrary } from '#application';
import {
  brandsFormat,
  Dataset,
  natureLabel,
  unitLabel,
  yearlyFiguresFormat,
  type BrandRow,
  type ImportColumn,
  type ReturnCard,
  type SheetCell,
} from '#contracts';
import { METRICS, METRIC_IDS, regionChildren, RegionCode, regionLevel, regionName, regionPath, type Actor, type Metric } from '#domain';
import type { ReadModelQueries } from '#projections';
import { SYNTHETIC_MARK, templateDigest, writeForm, writeTemplate, type TemplateColumn } from '#spreadsheets';
import { Controller, Get, Headers, Inject, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { fileNamed, fileTitle } from './exports.file';
import { InnerRequest } from './exports.inner';
import { word } from './exports.words';
import { formLayouts, unknownForm } from './procedure';
import { Gate } from './query-handlers';
import { LEDGER, POLICY_LIBRARY, READ_MODELS } from './tokens';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Brands that a template is filled with; a bigger region is asked to go by its parts. */
const MOST_BRANDS = 2000;
const PAGE = 500;
const BLANK_ROWS = 300;

const TemplateParams = z.strictObject({
  region: RegionCode.optional(),
  dataset: Dataset.optional(),
  year: z
    .string()
    .regex(/^(19[5-9]\d|20\d\d|21\d\d)$/)
    .transform(Number)
    .optional(),
  /** Of a return: its id. */
  id: z.string().max(200).optional(),
  /** Of a recommendation form: which one. */
  form: z.string().max(80).optional(),
});
type Params = z.output<typeof TemplateParams>;

/** What a clerk is asked for of every brand, where nothing was reported yet; more rows may be added by hand. */
const USUAL: Readonly<
  Record<'labour' | 'training', readonly { readonly metric: Metric; readonly directness: 'direct' | 'indirect' | 'unstated' }[]>
> = {
  labour: [
    { metric: 'employmentDriven', directness: 'direct' },
    { metric: 'employmentDriven', directness: 'indirect' },
    { metric: 'workers', directness: 'unstated' },
    { metric: 'exported', directness: 'unstated' },
  ],
  training: [
    { metric: 'trainedPersons', directness: 'unstated' },
    { metric: 'certified', directness: 'unstated' },
    { metric: 'employedAfterTraining', directness: 'unstated' },
  ],
};

const directnessCell = (directness: string): string | null =>
  directness === 'direct' ? '直接' : directness === 'indirect' ? '间接' : null;

/** 山东省/日照市/莒县, as a file may write a region; a county without a prefecture keeps the place of it empty. */
function regionCell(code: string): string {
  const path = regionPath(code).filter((each) => each !== '000000');
  const at = (level: string): string => regionName(path.find((each) => regionLevel(each) === level) ?? '') ?? '';
  return [at('province'), at('prefecture'), at('county')].join('/').replace(/\/+$/, '');
}

function below(region: string): readonly string[] {
  return [region, ...regionChildren(region).flatMap(({ code }) => below(code))];
}

const EXPLAIN: Readonly<Record<string, string>> = {
  name: '须与台账中的品牌名称一致（登记新品牌时写拟用名称）。',
  region: '从下拉列表选，或写六位行政区划代码。',
  year: '数据所属年度，四位数字。',
  metric: '从下拉列表选择指标。',
  unit: '须为该指标的单位：人与人次不可混用。',
  directness: '带动就业人数须分直接、间接两行；其他指标留空。',
  nature: '本期、期末或累计；留空时按指标的惯常口径。',
  value: '不小于 0 的整数，不带单位。未填数值的行不上报。',
  bound: '来源不是准数时选“以上”“约”“近”；留空为准确。',
  as_of: '期末数、累计数的统计日期，如 2025-12-31；本期数不填。',
  from_year: '只有累计数才填。',
  estimate_method: '间接带动数必填。',
  estimate_basis: '间接带动数必填。',
  source: '数据的来源或佐证材料名称、编号。',
  last_year: '台账中上一年的数，供对照，请勿填写；上传时不读取。',
  kind: '劳务品牌、职业技能培训品牌或双品牌。',
  pack: '同时申报的，填政策文件编号；只登记的留空。',
  submitted_at: '如 2024-07-30 23:59（北京时间）。',
  credit_code: '18 位，末位为校验码。',
};
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  metric: METRIC_IDS.filter((id) => !(METRICS[id].units as readonly string[]).includes('unstated')).map((id) => METRICS[id].zh),
  unit: ['人', '人次', '元', '个', '分', '天', '岁'],
  directness: ['直接', '间接'],
  nature: ['本期', '期末', '累计'],
  bound: ['准确', '以上', '约', '近'],
  kind: ['劳务品牌', '职业技能培训品牌', '双品牌'],
  brand_type: ['中高端技能型', '高品质服务型', '文化和旅游类', '民生保障型'],
  tier_sought: ['县级', '市级', '省级'],
};
const COUNTS = new Set(['year', 'value', 'last_year', 'from_year']);
const DATES = new Set(['as_of', 'formed_on', 'cultivated_from']);
const WIDE = new Set(['name', 'region', 'metric', 'source', 'note', 'estimate_method', 'estimate_basis', 'unit_name']);

function columnOf({ key, zh, required, reference }: ImportColumn, regions: readonly string[]): TemplateColumn {
  // `unit` is 单位 of a figure in one format and 申报单位 in the other.
  const choices = key === 'region' ? regions : key === 'unit' && zh[0] !== '单位' ? undefined : CHOICES[key];
  return {
    ...{ heading: zh[0], required, width: WIDE.has(key) ? 24 : 13 },
    kind: COUNTS.has(key) ? 'count' : DATES.has(key) ? 'date' : 'text',
    explain: EXPLAIN[key] ?? '',
    ...(choices === undefined ? {} : { choices, open: key === 'region' }),
    ...(reference === true ? { reference } : {}),
  };
}

/** 模板: workbooks to be filled in, with the region's own brands and last year's figures. Nothing is written by it. */
@ApiTags('imports')
@Controller('api/v1/templates')
export class TemplatesController {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
    private readonly inner: InnerRequest,
    private readonly gate: Gate,
  ) {}

  @Get(':kind')
  @ApiOperation({ operationId: 'template', summary: '下载填报模板（.xlsx） / a workbook to be filled in' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } }, description: '.xlsx' })
  async template(
    @Param('kind', { schema: z.enum(['yearly-figures', 'brands', 'return', 'form']) })
    kind: 'yearly-figures' | 'brands' | 'return' | 'form',
    @Query({ schema: TemplateParams }) params: Params,
    @CurrentActor() actor: Actor,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<StreamableFile> {
    if (kind === 'return') return this.ofReturn(params, headers);
    if (kind === 'form') return this.ofForm(params);
    if (params.region !== undefined && regionName(params.region) === undefined) throw problems.unknownRegion(params.region);
    const region = this.gate.region(actor, params.region);
    return kind === 'brands' ? this.ofBrands(region) : this.ofFigures(region, params, headers);
  }

  /** 空表: the fields of a recommendation form, with nothing of any brand in it. */
  private async ofForm({ form }: Params): Promise<StreamableFile> {
    const today = this.ledger.clock.today();
    const { definition, cites } = (await formLayouts(this.policies, today)).find((each) => each.definition.form === form) ?? {};
    if (definition === undefined || cites === undefined) throw unknownForm(form ?? '');
    return fileNamed(await writeForm(definition, cites), fileTitle(`${definition.zh}_空表`, null, today), 'xlsx');
  }

  private async ofBrands(region: string): Promise<StreamableFile> {
    const regions = below(region)
      .map(regionCell)
      .filter((cell) => cell !== '');
    const title = `品牌登记（${regionName(region) ?? region}）`;
    const bytes = await writeTemplate({
      ...{ id: brandsFormat.id, digest: templateDigest(brandsFormat), title, rows: [], blank: BLANK_ROWS },
      notes: ['一行登记一个品牌；“申报依据”以后各列只在同时申报时填写。'],
      columns: brandsFormat.columns.map((column) => columnOf(column, regions)),
    });
    return fileNamed(bytes, fileTitle(`${title}_模板`, null, this.ledger.clock.today()), 'xlsx');
  }

  private async ofFigures(region: string, params: Params, headers: Record<string, string | undefined>): Promise<StreamableFile> {
    const dataset = params.dataset ?? 'real';
    const year = params.year ?? Number(this.ledger.clock.today().slice(0, 4)) - 1;
    const brands = await this.brandsOf(region, dataset, headers);
    const { figures } = await this.models.office({ dataset, region, year: year - 1 });
    const regions = below(region)
      .map(regionCell)
      .filter((cell) => cell !== '');
    const { columns } = yearlyFiguresFormat;
    const rows = brands.flatMap((brand): SheetCell[][] => {
      const own = figures.filter(({ brandId, unit, nature }) => brandId === brand.brandId && unit !== 'unstated' && nature !== 'unstated');
      const usual = [...(brand.kind === 'training' ? [] : USUAL.labour), ...(brand.kind === 'labour' ? [] : USUAL.training)];
      const asked = [
        ...usual.map((each) => {
          const before = own.find(({ metric, directness }) => metric === each.metric && directness === each.directness);
          const { units, natures } = METRICS[each.metric];
          return { ...each, unit: before?.unit ?? units[0], nature: before?.nature ?? natures[0], value: before?.value ?? null };
        }),
        ...own.filter(
          (figure) =>
            figure.status === 'locked' &&
            !usual.some(({ metric, directness }) => metric === figure.metric && directness === figure.directness),
        ),
      ];
      return asked.map(({ metric, unit, directness, nature, value }) =>
        columns.map(({ key }): SheetCell => {
          switch (key) {
            case 'name':
              return brand.name;
            case 'region':
              return regionCell(brand.region.code);
            case 'year':
              return year;
            case 'metric':
              return word.metric(metric);
            case 'unit':
              return unitLabel[unit as keyof typeof unitLabel];
            case 'directness':
              return directnessCell(directness);
            case 'nature':
              return natureLabel[nature as keyof typeof natureLabel].replace(/^.*（(.*)）$/u, '$1');
            case 'last_year':
              return value;
            default:
              return null;
          }
        }),
      );
    });
    const title = `年度成效数据（${regionName(region) ?? region}，${year} 年）`;
    const bytes = await writeTemplate({
      ...{ id: yearlyFiguresFormat.id, digest: templateDigest(yearlyFiguresFormat), title, rows, blank: BLANK_ROWS },
      notes: [
        ...(dataset === 'synthetic' ? [`${SYNTHETIC_MARK}：以下内容均为虚构。`] : []),
        `已填入本地区 ${brands.length} 个品牌和台账中 ${year - 1} 年的数（灰色，仅供对照）；只上报填了“数值”的行。`,
        '直接带动与间接带动分行填写；间接带动数为估算，须写明估算方法和依据。',
      ],
      columns: columns.map((column) => columnOf(column, regions)),
    });
    return fileNamed(bytes, fileTitle(`${title}_模板`, dataset, this.ledger.clock.today()), 'xlsx');
  }

  private async brandsOf(region: string, dataset: string, headers: Record<string, string | undefined>): Promise<readonly BrandRow[]> {
    const brands: BrandRow[] = [];
    for (;;) {
      const page = await this.inner.get<{ readonly rows: readonly BrandRow[]; readonly total: number }>(
        '/api/v1/brands',
        { region, dataset, sort: 'region', limit: PAGE, offset: brands.length },
        headers,
      );
      if (page.total > MOST_BRANDS) throw tooManyBrands(page.total);
      brands.push(...page.rows);
      if (page.rows.length < PAGE) return brands.filter(({ stage }) => stage !== 'delisted');
    }
  }

  /** As the grid of the return: a row for each brand (and trade), a column for each figure asked, last year's beside it. */
  private async ofReturn({ id }: Params, headers: Record<string, string | undefined>): Promise<StreamableFile> {
    if (id === undefined) throw problems.invalid([{ field: 'id', zh: '请指明填报表', en: 'name the return' }]);
    const card = await this.inner.get<ReturnCard>(`/api/v1/returns/${encodeURIComponent(id)}`, {}, headers);
    const byTrade = card.kind === 'training';
    const side = (directness: string): string => (directness === 'direct' ? '（直接）' : directness === 'indirect' ? '（间接）' : '');
    const asked = card.call.asked;
    const keys = [...new Map(card.lines.map(({ brandId, trade }) => [`${brandId}|${trade ?? ''}`, { brandId, trade }])).values()];
    const pairs = keys.length > 0 ? keys : card.brandList.map(({ brandId }) => ({ brandId, trade: null }));
    const names = new Map(card.brandList.map(({ brandId, name }) => [brandId, name]));
    const lineOf = (brandId: string, trade: string | null, metric: string, directness: string) =>
      card.lines.find(
        (line) => line.brandId === brandId && line.trade === trade && line.metric === metric && line.directness === directness,
      );
    const columns: TemplateColumn[] = [
      {
        heading: '品牌名称',
        required: true,
        kind: 'text',
        width: 24,
        explain: EXPLAIN['name'] ?? '',
        choices: card.brandList.map(({ name }) => name),
      },
      ...(byTrade ? [{ heading: '工种', required: true, kind: 'text' as const, width: 18, explain: '培训品牌分工种填报。' }] : []),
      ...asked.flatMap(({ zh, unit, directness }): TemplateColumn[] => [
        {
          heading: `${zh}${side(directness)}（${word.unit(unit) ?? unit}）`,
          required: false,
          kind: 'count',
          width: 16,
          explain: EXPLAIN['value'] ?? '',
        },
        {
          heading: `上年数：${zh}${side(directness)}`,
          required: false,
          kind: 'count',
          width: 14,
          explain: EXPLAIN['last_year'] ?? '',
          reference: true,
        },
      ]),
    ];
    const rows = pairs.map(({ brandId, trade }): SheetCell[] => [
      names.get(brandId) ?? brandId,
      ...(byTrade ? [trade] : []),
      ...asked.flatMap(({ metric, directness }) => {
        const line = lineOf(brandId, trade, metric, directness);
        return [line?.value ?? null, line?.lastYear ?? null];
      }),
    ]);
    const digest = createHash('sha256')
      .update(JSON.stringify(columns.map(({ heading }) => heading)))
      .digest('hex');
    const title = `${card.title}（${card.periodWords.zh}，${card.unit.name}）`;
    const bytes = await writeTemplate({
      ...{ id: 'return.v1', digest, title, columns, rows, blank: byTrade ? BLANK_ROWS : 0 },
      notes: [
        ...(card.dataset === 'synthetic' ? [`${SYNTHETIC_MARK}：以下内容均为虚构。`] : []),
        `截止日期：${card.dueOn}。灰色列是上年数，仅供对照。间接带动数为估算。`,
      ],
    });
    return fileNamed(bytes, fileTitle(`${title}_模板`, card.dataset, this.ledger.clock.today()), 'xlsx');
  }
}

const tooManyBrands = (found: number): LedgerProblem =>
  new LedgerProblem('tooLarge', {
    code: 'TEMPLATE.TOO_MANY_BRANDS',
    zh: `该地区有 ${found} 个品牌，一份模板最多 ${MOST_BRANDS} 个`,
    en: `the region has ${found} brands; a template holds at most ${MOST_BRANDS}`,
    field: 'region',
    todo: { zh: '请选择下级地区，分别下载', en: 'choose a region below it' },
  });

/** What a yearly count is made of: the same rows that were counted, brand by brand, with the events that recorded them. */
import type { CountSource, CountSources, Dataset, EventPlace, QualityCount, QualityKind, QualitySource } from '#contracts';
import { QUALITY_KINDS } from '#contracts';
import { brandStream, sumKey } from '#domain';
import { sql } from 'kysely';
import { within } from '../catalogue/queries';
import { ReadModelError } from '../database';
import { leavesOf } from '../editions/office';
import { nameOf, WHOLE_COUNTRY } from '../regions';
import type { Reader } from '../schema';
import { figuresFromText, partsOf, type RecordedFigure } from './figures';
import { NO_CATEGORY } from './model';

export interface Page {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}
export const SOURCES_PAGE = 50;

export interface CountSourcesRequest extends Page {
  readonly dataset: Dataset;
  readonly region?: string | undefined;
  readonly year: number;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly status: 'published' | 'locked';
  /** As `YearlyCount.tier` says it; undefined: all. */
  readonly tier?: string | undefined;
  readonly category?: string | undefined;
}

/** The inverse of `yearlyTier`, in SQL. */
const TIER_OF_BRAND = sql<string>`case when brand.stage = 'delisted' then 'delisted' when brand.tier is not null then brand.tier when brand.claimed_tier is null then 'none' else 'claimed:' || brand.claimed_tier end`;

/** Where an event of a brand stands. Figures keep no date of their own: the day an event took effect is read with it. */
const placeOf = (
  brandId: string,
  figure: Pick<RecordedFigure, 'revision'>,
  leaves: ReadonlyMap<string, number>,
  type: string,
): EventPlace => {
  const stream = brandStream(brandId);
  return { stream, revision: figure.revision, leaf: leaves.get(`${stream}@${figure.revision}`) ?? null, type, effectiveOn: null };
};

const typeOf = (figure: RecordedFigure, all: readonly RecordedFigure[]): string =>
  all.some(({ correctedBy }) => correctedBy === figure.figureId) ? 'FigureCorrected.v1' : 'FigureRecorded.v1';

/**
 * One page of what a yearly count is made of, the largest first; brands on which sources disagree stand last, with no value.
 * @throws ReadModelError READ_MODEL.NUMBER_TOO_LARGE
 */
export async function countSources(reader: Reader, request: CountSourcesRequest): Promise<Omit<CountSources, 'position'>> {
  const { dataset, region = WHOLE_COUNTRY, year, metric, unit, nature, directness, status, tier, category } = request;
  const { offset = 0, limit = SOURCES_PAGE } = request;
  const thing = { metric, unit, nature, directness } as Parameters<typeof sumKey>[0];
  const counted = sql.ref<number | null>(`brand_figure.${status}`);
  let query = within(reader.selectFrom('brand'), 'brand', region)
    .innerJoin('brand_figure', (join) => join.on(sql<boolean>`brand_figure.key = brand.brand_id || ${`|${sumKey(thing)}|${year}`}`))
    .where('brand.dataset', '=', dataset);
  if (tier !== undefined) query = query.where(TIER_OF_BRAND, '=', tier);
  if (category !== undefined)
    query = category === NO_CATEGORY ? query.where('brand.category', 'is', null) : query.where('brand.category', '=', category);
  const valued = query.where(counted, 'is not', null);
  const { brands, sum } = await valued
    .select((eb) => eb.fn.countAll().as('brands'))
    .select(sql<string | null>`cast(sum(${counted}) as text)`.as('sum'))
    .executeTakeFirstOrThrow();
  const columns = ['brand.brand_id', 'brand.name', 'brand.region', 'brand.category', 'brand_figure.figures'] as const;
  const page = await valued
    .select(columns)
    .select(TIER_OF_BRAND.as('tier'))
    .select(counted.as('value'))
    .orderBy(counted, 'desc')
    .orderBy('brand.name')
    .orderBy('brand.brand_id')
    .offset(offset)
    .limit(limit)
    .execute();
  const read = (row: { readonly figures: string }) => figuresFromText(row.figures, thing);
  const disputed = (
    await query
      .where(counted, 'is', null)
      .where('brand_figure.disputed', '>', 0)
      .select(columns)
      .select(TIER_OF_BRAND.as('tier'))
      .select(counted.as('value'))
      .orderBy('brand.name')
      .orderBy('brand.brand_id')
      .execute()
  ).filter((row) => partsOf(read(row), status).some(([, part]) => part === 'disputed'));
  const whole = Number(brands);
  const first = Math.max(0, offset - whole);
  const shown = [...page, ...disputed.slice(first, first + limit - page.length)];
  const leaves = await leavesOf(
    reader,
    shown.map((row) => brandStream(row.brand_id)),
  );
  const rows = shown.map((row): CountSource => {
    const figures = read(row);
    return {
      brandId: row.brand_id,
      name: row.name,
      region: row.region,
      regionName: nameOf(row.region),
      tier: row.tier,
      category: row.category ?? NO_CATEGORY,
      value: row.value,
      figures: partsOf(figures, status).map(([figure, part]) => ({
        figureId: figure.figureId,
        value: figure.value,
        bound: figure.bound,
        asOf: figure.window.asOf,
        estimate: figure.estimate,
        source: figure.source,
        part,
        event: placeOf(row.brand_id, figure, leaves, typeOf(figure, figures)),
      })),
    };
  });
  const total = Number(sum ?? '0');
  if (!Number.isSafeInteger(total)) throw new ReadModelError('READ_MODEL.NUMBER_TOO_LARGE', `${region} ${year} ${metric}: ${sum}`);
  return { rows, sum: total, brands: whole, conflicts: disputed.length, total: whole + disputed.length, offset, limit };
}

interface QualityRequest {
  readonly dataset: Dataset;
  readonly region?: string | undefined;
}

/** How many records of figures leave something open, of how many in all. */
export async function qualityCounts(
  reader: Reader,
  { dataset, region = WHOLE_COUNTRY }: QualityRequest,
): Promise<{ readonly rows: QualityCount[]; readonly records: number }> {
  const rows = await reader
    .selectFrom('figure_quality')
    .select(['kind', 'brands'])
    .where(
      'key',
      'in',
      ['all', ...QUALITY_KINDS].map((kind) => `${dataset}|${region}|${kind}`),
    )
    .execute();
  const of = (kind: string): number => rows.find((row) => row.kind === kind)?.brands ?? 0;
  return { rows: QUALITY_KINDS.map((kind) => ({ kind, records: of(kind) })), records: of('all') };
}

/** The records themselves, one page of them, by region, name and thing. */
export async function qualitySources(
  reader: Reader,
  request: QualityRequest & Page & { readonly kind: QualityKind },
): Promise<{ readonly rows: QualitySource[]; readonly total: number; readonly offset: number; readonly limit: number }> {
  const { dataset, region = WHOLE_COUNTRY, kind, offset = 0, limit = SOURCES_PAGE } = request;
  const query = within(reader.selectFrom('brand'), 'brand', region)
    .innerJoin('brand_figure', (join) =>
      join.on(sql<boolean>`brand_figure.key >= brand.brand_id || '|' and brand_figure.key < brand.brand_id || '}'`),
    )
    .where('brand.dataset', '=', dataset)
    .where('brand_figure.quality', 'like', `%|${kind}|%`);
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const found = await query
    .select(['brand.brand_id', 'brand.name', 'brand.region'])
    .select(['brand_figure.metric', 'brand_figure.unit', 'brand_figure.nature', 'brand_figure.directness', 'brand_figure.year'])
    .select('brand_figure.figures')
    .orderBy('brand.region')
    .orderBy('brand.name')
    .orderBy('brand_figure.key')
    .offset(offset)
    .limit(limit)
    .execute();
  const leaves = await leavesOf(reader, [...new Set(found.map((row) => brandStream(row.brand_id)))]);
  const rows = found.map((row): QualitySource => {
    const { metric, unit, nature, directness, year } = row;
    const all = figuresFromText(row.figures, row);
    return {
      brandId: row.brand_id,
      name: row.name,
      region: row.region,
      regionName: nameOf(row.region),
      ...{ metric, unit, nature, directness, year },
      values: all
        .filter(({ correctedBy }) => correctedBy === null)
        .map((figure) => ({
          value: figure.value,
          bound: figure.bound,
          status: figure.status,
          event: placeOf(row.brand_id, figure, leaves, typeOf(figure, all)),
        })),
    };
  });
  return { rows, total: Number(total), offset, limit };
}

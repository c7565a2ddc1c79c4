import type { Dataset, YearlyCount } from '#contracts';
import { sql } from 'kysely';
import { within } from '../catalogue/queries';
import { inRanges, ReadModelError } from '../database';
import { nameOf, regionsAsked, WHOLE_COUNTRY } from '../regions';
import type { Reader } from '../schema';
import { figuresFromText } from './figures';

export interface YearlyRequest {
  readonly dataset: Dataset;
  /** Default: the whole country. */
  readonly region?: string | undefined;
  /** True: the regions directly below it instead of itself. */
  readonly children?: boolean | undefined;
  readonly year?: number | undefined;
  readonly fromYear?: number | undefined;
  readonly toYear?: number | undefined;
  readonly metric?: string | undefined;
  /** The breakdown wanted; other dimensions are summed up and say `*`. Default: both. */
  readonly by?: 'tier' | 'category' | 'none' | undefined;
}

/** What a dimension says that was summed up. */
export const ALL = '*';

type Sum = Omit<YearlyCount, 'value' | 'conflicts'> & { total: bigint; conflicts: number };

function safe(total: bigint, about: string): number {
  const value = Number(total);
  if (!Number.isSafeInteger(value)) throw new ReadModelError('READ_MODEL.NUMBER_TOO_LARGE', `${about}: ${total}`);
  return value;
}

/**
 * Yearly counts, from running totals. Of a stock or a cumulative each brand's latest statement of the year is counted;
 * what sources disagree on is counted as a conflict and not summed.
 * @throws ReadModelError READ_MODEL.NUMBER_TOO_LARGE
 */
export async function yearlyCounts(reader: Reader, request: YearlyRequest): Promise<YearlyCount[]> {
  const { dataset, region = WHOLE_COUNTRY, children = false, year, fromYear, toYear, metric, by } = request;
  let query = reader
    .selectFrom('yearly_total')
    .selectAll()
    .where(
      inRanges(
        'key',
        regionsAsked(region, children).map((code) => (metric === undefined ? `${dataset}|${code}` : `${dataset}|${code}|${metric}`)),
      ),
    );
  if (year !== undefined) query = query.where('year', '=', year);
  if (fromYear !== undefined) query = query.where('year', '>=', fromYear);
  if (toYear !== undefined) query = query.where('year', '<=', toYear);
  const rows = await query
    .orderBy('region')
    .orderBy('metric')
    .orderBy('year')
    .orderBy('unit')
    .orderBy('nature')
    .orderBy('directness')
    .orderBy('status')
    .orderBy('tier')
    .orderBy('category')
    .execute();
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const tier = by === 'category' || by === 'none' ? ALL : row.tier;
    const category = by === 'tier' || by === 'none' ? ALL : row.category;
    const { region: code, metric: counted, unit, nature, directness, status } = row;
    const key = [code, counted, row.year, unit, nature, directness, status, tier, category].join('|');
    const sum = sums.get(key);
    if (sum === undefined) {
      sums.set(key, {
        region: code,
        regionName: nameOf(code),
        tier,
        category,
        year: row.year,
        metric: counted,
        unit,
        nature,
        directness,
        status,
        brands: row.brands,
        conflicts: row.conflicts,
        total: BigInt(row.total),
      });
    } else {
      sum.total += BigInt(row.total);
      sum.brands += row.brands;
      sum.conflicts += row.conflicts;
    }
  }
  return [...sums.values()].map(({ total, ...sum }) => ({ ...sum, value: safe(total, `${sum.region} ${sum.year} ${sum.metric}`) }));
}

export interface FiguresOfYearRequest {
  readonly region: string;
  readonly year: number;
  readonly dataset: Dataset;
}

export interface FiguresOfYear {
  /** Brands that have a figure of the year. */
  readonly brands: number;
  readonly figures: readonly { readonly figureId: string; readonly value: number }[];
}

/** Figures in force of one year, of all brands in a region and below it: what a closing of the year covers. In order of figure id. */
export async function figuresInForceOf(reader: Reader, request: FiguresOfYearRequest): Promise<FiguresOfYear> {
  const groups = await within(reader.selectFrom('brand'), 'brand', request.region)
    .where('brand.dataset', '=', request.dataset)
    .innerJoin('brand_figure', (join) =>
      join.on(sql<boolean>`brand_figure.key >= brand.brand_id || '|' and brand_figure.key < brand.brand_id || '}'`),
    )
    .selectAll('brand_figure')
    .where('brand_figure.year', '=', request.year)
    .execute();
  const figures = groups.flatMap((group) =>
    figuresFromText(group.figures, group)
      .filter((figure) => figure.correctedBy === null)
      .map(({ figureId, value }) => ({ brandId: group.brand_id, figureId, value })),
  );
  return {
    brands: new Set(figures.map(({ brandId }) => brandId)).size,
    figures: figures
      .map(({ figureId, value }) => ({ figureId, value }))
      .sort((a, b) => (a.figureId < b.figureId ? -1 : a.figureId > b.figureId ? 1 : 0)),
  };
}

import type { BrandCard, BrandRow, Dataset, FigureRow } from '#contracts';
import { figureConflicts, type BrandSideState, type BrandStage, type Kind, type KnownBrand, type Tier } from '#domain';
import { expressionBuilder, sql, type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { inRanges } from '../database';
import { lineage, regionReference, WHOLE_COUNTRY } from '../regions';
import type { ModelTables, Reader } from '../schema';
import { workOf } from '../work-list/model';
import { figuresFromText } from '../yearly/figures';
import type { BrandTableRow } from './tables';

export interface BrandFilter {
  readonly dataset?: Dataset | undefined;
  /** The region and everything below it. */
  readonly region?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly tier?: Tier | 'none' | undefined;
  readonly claimedTier?: Tier | 'none' | undefined;
  readonly stage?: BrandStage | undefined;
  readonly category?: string | undefined;
  readonly side?: BrandSideState | undefined;
  readonly listed?: boolean | undefined;
  /** The day it is asked on: a review whose date has passed is overdue on it, whether or not anybody has marked it so. */
  readonly today?: string | undefined;
  /** Words, all of which must occur in names past and present, category or place. */
  readonly q?: string | undefined;
}

export type BrandSort = 'name' | '-name' | 'updatedOn' | '-updatedOn' | 'region' | 'tier' | '-tier' | 'stage';

export interface BrandListRequest extends BrandFilter {
  readonly sort?: BrandSort | undefined;
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

export const DEFAULT_PAGE = 50;

/** Columns by which rows are found that lie in a region, at whatever level it stands. */
interface Placed {
  readonly region: string;
  readonly province: string | null;
  readonly prefecture: string | null;
}

/** That a row lies in a region or below it; null for the whole country, which is no limit. */
function liesIn(table: string, region: string | undefined): RawBuilder<boolean> | null {
  if (region === undefined || region === WHOLE_COUNTRY) return null;
  // What lies in a region has it in its lineage at the same depth, and the first levels stand in columns of their own.
  const level = ['province', 'prefecture', 'region'] as const;
  const column = level[Math.min(lineage(region).length - 2, 2)] ?? 'region';
  return sql<boolean>`${sql.ref(`${table}.${column}`)} = ${region}`;
}

/** Limits a query to a region and everything below it. The whole country is no limit. */
export function within<DB, T extends keyof DB & string, O>(
  query: SelectQueryBuilder<DB, T, O>,
  table: T & (DB[T] extends Placed ? unknown : never),
  region: string | undefined,
): SelectQueryBuilder<DB, T, O> {
  const inside = liesIn(table, region);
  return inside === null ? query : query.where(inside);
}

/** `%` and `_` of a search are letters like others. */
const escapeLike = (term: string): string => term.replace(/[\\%_]/g, '\\$&');

/** What a row of `brand` must be to be found, for any query that reads that table. */
function matches(filter: BrandFilter): Expression<SqlBool> {
  const { dataset, kind, tier, claimedTier, stage, category, side, listed, today, q } = filter;
  const eb = expressionBuilder<ModelTables, 'brand'>();
  const found: Expression<SqlBool>[] = [];
  const inside = liesIn('brand', filter.region);
  if (inside !== null) found.push(inside);
  // A search reads every row, one after the other: by way of an index it would jump about among them.
  const column = (q ?? '').trim() === '' ? sql`brand.dataset` : sql`(brand.dataset || '')`;
  if (dataset !== undefined) found.push(sql<boolean>`${column} = ${dataset}`);
  if (kind !== undefined) found.push(eb('brand.kind', '=', kind));
  if (tier !== undefined) found.push(tier === 'none' ? eb('brand.tier', 'is', null) : eb('brand.tier', '=', tier));
  if (claimedTier !== undefined)
    found.push(claimedTier === 'none' ? eb('brand.claimed_tier', 'is', null) : eb('brand.claimed_tier', '=', claimedTier));
  if (stage !== undefined) found.push(eb('brand.stage', '=', stage));
  if (category !== undefined) found.push(eb('brand.category', '=', category));
  if (side !== undefined) {
    const marked = sql<boolean>`brand.side_states like ${`%"${side}"%`}`;
    const passed = today === undefined ? sql<boolean>`1 = 0` : reviewPassed(today);
    if (side === 'reviewOverdue') found.push(sql<boolean>`(${marked} or ${passed})`);
    else if (side === 'reviewDue') found.push(sql<boolean>`(${marked} and not ${passed})`);
    else found.push(marked);
  }
  if (listed !== undefined) found.push(eb('brand.listed', '=', listed ? 1 : 0));
  for (const term of (q ?? '').toLowerCase().split(/\s+/)) {
    if (term !== '') found.push(sql<boolean>`${sql.ref('brand.search')} like ${`%${escapeLike(term)}%`} escape '\\'`);
  }
  return eb.and(found);
}

/** What a sort goes by, before the name and the id. */
const SORTED_BY = {
  name: null,
  updatedOn: 'brand_revision.updated_on',
  region: 'brand.region',
  tier: 'brand.tier_rank',
  stage: 'brand.stage_rank',
} as const;
type Ordered = 'brand.name' | 'brand.brand_id' | NonNullable<(typeof SORTED_BY)[keyof typeof SORTED_BY]>;

function orderOf(sort: BrandSort): readonly (readonly [column: Ordered, descending: boolean])[] {
  const descending = sort.startsWith('-');
  const column = SORTED_BY[(descending ? sort.slice(1) : sort) as keyof typeof SORTED_BY];
  const byName = ['brand.name', column === null && descending] as const;
  return [...(column === null ? [] : [[column, descending] as const]), byName, ['brand.brand_id', false]];
}

/** Brands with a review that was due before the day, and that nobody has held or marked overdue yet. */
const reviewPassed = (today: string) =>
  sql<boolean>`brand.brand_id in (select work_item.brand_id from work_item where work_item.what = 'reviewDue' and work_item.due_on < ${today})`;

/** Silence is visible: a review whose date has passed shows as overdue before the steward has written it down. */
const sideStatesOf = (row: Pick<BrandTableRow, 'side_states'>, overdue: boolean): BrandSideState[] => {
  const marked = JSON.parse(row.side_states) as BrandSideState[];
  return overdue ? [...new Set(marked.map((side) => (side === 'reviewDue' ? 'reviewOverdue' : side)))] : marked;
};

async function overdueOf(reader: Reader, brandIds: readonly string[], today: string | undefined): Promise<ReadonlySet<string>> {
  if (brandIds.length === 0 || today === undefined) return new Set();
  const rows = await reader
    .selectFrom('work_item')
    .select('brand_id')
    .where(inRanges('key', brandIds))
    .where('what', '=', 'reviewDue')
    .where('due_on', '<', today)
    .execute();
  return new Set(rows.map(({ brand_id }) => brand_id));
}

const toBrandRow = (
  row: BrandTableRow & { readonly revision: number; readonly updated_on: string },
  conflicts: number,
  overdue: boolean,
): BrandRow => ({
  brandId: row.brand_id,
  name: row.name,
  kind: row.kind,
  category: row.category,
  brandType: row.brand_type,
  origin: row.origin,
  dataset: row.dataset,
  region: regionReference(row.region),
  stage: row.stage,
  sideStates: sideStatesOf(row, overdue),
  tier: row.tier,
  claimedTier: row.claimed_tier,
  listed: row.listed === 1,
  keyProject: row.key_project === 1,
  honours: row.honours,
  conflicts,
  revision: row.revision,
  updatedOn: row.updated_on,
});

async function conflictsOf(reader: Reader, brandIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (brandIds.length === 0) return new Map();
  const rows = await reader
    .selectFrom('brand_figure')
    .select(['brand_id', (eb) => eb.fn.sum<number | string>('disputed').as('conflicts')])
    .where(inRanges('key', brandIds))
    .groupBy('brand_id')
    .execute();
  return new Map(rows.map(({ brand_id, conflicts }) => [brand_id, Number(conflicts)]));
}

/** From so many brands on, walking them by date is cheaper than sorting those that were found. */
const MANY = 5000;

/** Ids of one page, in order. What lies nearer to the end is counted from there. */
async function idsOfPage(
  reader: Reader,
  request: BrandListRequest & { readonly offset: number; readonly limit: number },
  total: number,
  many: number,
): Promise<string[]> {
  const { offset, limit } = request;
  const count = Math.min(limit, total - offset);
  if (count <= 0) return [];
  const fromEnd = offset > total - offset - count;
  const order = orderOf(request.sort ?? 'name');
  const wanted = matches(request);
  const sorted = (query: SelectQueryBuilder<ModelTables, 'brand' | 'brand_revision', object>) =>
    order
      .reduce((ordered, [column, descending]) => ordered.orderBy(column, descending === fromEnd ? 'asc' : 'desc'), query)
      .where(wanted)
      .select('brand.brand_id')
      .limit(count)
      .offset(fromEnd ? total - offset - count : offset)
      .execute();
  const byDate = order[0]?.[0] === 'brand_revision.updated_on';
  // Only a sort by date names a column of the other table: without one, the brands alone are all that is read.
  const brands = reader.selectFrom('brand');
  const found = !byDate
    ? await sorted(brands)
    : total < many
      ? await sorted(brands.innerJoin('brand_revision', 'brand_revision.brand_id', 'brand.brand_id'))
      : // SQLite takes the tables of a cross join in the order they are named: the dates first.
        await sorted(reader.selectFrom('brand_revision').crossJoin('brand').whereRef('brand.brand_id', '=', 'brand_revision.brand_id'));
  const ids = found.map(({ brand_id }) => brand_id);
  return fromEnd ? ids.reverse() : ids;
}

/**
 * One page of 品牌台账, and how many rows the filter finds altogether.
 * @param many see `MANY`
 */
export async function listBrands(
  reader: Reader,
  request: BrandListRequest,
  many = MANY,
): Promise<{ rows: BrandRow[]; total: number; offset: number; limit: number }> {
  const offset = request.offset ?? 0;
  const limit = request.limit ?? DEFAULT_PAGE;
  const counted = await reader
    .selectFrom('brand')
    .where(matches(request))
    .select((eb) => eb.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow();
  const total = Number(counted.total);
  const ids = await idsOfPage(reader, { ...request, offset, limit }, total, many);
  const found = await rowsOf(reader, ids);
  const conflicts = await conflictsOf(reader, ids);
  const overdue = await overdueOf(reader, ids, request.today);
  const rows = ids.flatMap((id) => {
    const row = found.get(id);
    return row === undefined ? [] : [toBrandRow(row, conflicts.get(id) ?? 0, overdue.has(id))];
  });
  return { rows, total, offset, limit };
}

async function rowsOf(reader: Reader, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await reader
    .selectFrom('brand')
    .innerJoin('brand_revision', 'brand_revision.brand_id', 'brand.brand_id')
    .selectAll('brand')
    .select(['brand_revision.revision', 'brand_revision.updated_on'])
    .where('brand.brand_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.brand_id, row]));
}

function figureRows(groups: readonly ModelTables['brand_figure'][]): FigureRow[] {
  const figures = groups.flatMap((group) => figuresFromText(group.figures, group)).sort((a, b) => a.revision - b.revision);
  const conflicts = new Map<string, string[]>();
  const note = (figure: string, other: string) => conflicts.set(figure, [...(conflicts.get(figure) ?? []), other]);
  for (const { a, b } of figureConflicts(figures.filter((figure) => figure.correctedBy === null))) {
    note(a, b);
    note(b, a);
  }
  return figures.map(
    ({ figureId, metric, unit, nature, directness, bound, value, window, status, estimate, source, correctedBy, revision }) => ({
      figureId,
      metric,
      unit,
      nature,
      directness,
      bound,
      value,
      ...window,
      status,
      estimate,
      source,
      correctedBy,
      conflictsWith: conflicts.get(figureId) ?? [],
      revision,
    }),
  );
}

/** 品牌卡片, or null when no such brand was reported. @param today see `BrandFilter` */
export async function brandCard(reader: Reader, brandId: string, today?: string): Promise<BrandCard | null> {
  const found = await reader
    .selectFrom('brand')
    .innerJoin('brand_revision', 'brand_revision.brand_id', 'brand.brand_id')
    .innerJoin('brand_life', 'brand_life.brand_id', 'brand.brand_id')
    .selectAll('brand')
    .select(['brand_revision.revision', 'brand_revision.updated_on', 'brand_life.life'])
    .where('brand.brand_id', '=', brandId)
    .executeTakeFirst();
  if (found === undefined) return null;
  const life = JSON.parse(found.life) as KnownBrand;
  const groups = await reader
    .selectFrom('brand_figure')
    .selectAll()
    .where(inRanges('key', [brandId]))
    .orderBy('key')
    .execute();
  const conflicts = await conflictsOf(reader, [brandId]);
  const dueDates = workOf(life).flatMap(({ what, period, on }) => {
    if (on === null) return [];
    return [{ what: what === 'reviewDue' && today !== undefined && on < today ? 'reviewOverdue' : what, period, on }];
  });
  return {
    ...toBrandRow(
      found,
      conflicts.get(brandId) ?? 0,
      dueDates.some(({ what }) => what === 'reviewOverdue'),
    ),
    regionAsStated: life.identity.regionAsStated,
    formedOn: life.formedOn?.on ?? null,
    cultivatedFrom: life.cultivatedFrom?.on ?? null,
    source: life.identity.source,
    tierClaims: life.tierClaims.map(({ tier, sinceYear, reading, source }) => ({ tier, sinceYear, reading, source })),
    honourList: life.honours.map(({ honour, title, year, source }) => ({ honour, title, year, source })),
    figures: figureRows(groups),
    ratios: life.ratios.map(({ ratio, percent, window, bound, source }) => ({ ratio, percent, toYear: window.toYear, bound, source })),
    targets: life.targets.map(({ target, unit, value, byYear, perYear, source }) => ({ target, unit, value, byYear, perYear, source })),
    proposals:
      life.stage === 'cultivated' || life.stage === 'delisted'
        ? life.proposals.map(({ proposalId, step, period, toTier, fallsDueOn, status }) => ({
            proposalId,
            step,
            period,
            toTier,
            fallsDueOn,
            status,
          }))
        : [],
    dueDates,
  };
}

/** Ids of all brands, by region and name past or present: whom a row of a file speaks of. */
export async function brandIdsByName(reader: Reader): Promise<(region: string, name: string) => string | null> {
  const rows = await reader.selectFrom('brand').select(['brand_id', 'region', 'name']).execute();
  const ids = new Map(rows.map(({ brand_id, region, name }) => [`${region}|${name}`, brand_id]));
  return (region, name) => ids.get(`${region}|${name}`) ?? null;
}

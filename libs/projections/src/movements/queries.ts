import type { Dataset, ReviewMonth, ReviewSource, StandingSource, TierMovement } from '#contracts';
import { brandStream, type BrandStage, type Kind } from '#domain';
import { sql } from 'kysely';
import { within } from '../catalogue/queries';
import { nameOf, WHOLE_COUNTRY } from '../regions';
import type { Reader } from '../schema';
import { NO_TIER } from '../tier-status/model';
import { SOURCES_PAGE, type Page } from '../yearly/sources';
import type { TierMove } from './model';

export interface MovementScope {
  readonly dataset: Dataset;
  /** Default: the whole country. */
  readonly region?: string | undefined;
  readonly kind?: Kind | undefined;
}

const changes = (reader: Reader, { dataset, region, kind }: MovementScope) => {
  const query = within(reader.selectFrom('standing_change'), 'standing_change', region).where('standing_change.dataset', '=', dataset);
  return kind === undefined ? query : query.where('standing_change.kind', '=', kind);
};

/** How many brands moved, by the year in which it took effect. */
export async function tierMovements(reader: Reader, scope: MovementScope): Promise<TierMovement[]> {
  const rows = await changes(reader, scope)
    .where('movement', '<>', 'none')
    .select(['year', 'movement', 'kind', 'from_tier', 'to_tier'])
    .select((eb) => eb.fn.countAll().as('brands'))
    .groupBy(['year', 'movement', 'kind', 'from_tier', 'to_tier'])
    .orderBy('year')
    .orderBy('movement')
    .orderBy('kind')
    .orderBy('from_tier')
    .orderBy('to_tier')
    .execute();
  return rows.flatMap(({ year, movement, kind, from_tier, to_tier, brands }) =>
    movement === 'none' ? [] : [{ year, movement, kind, fromTier: from_tier, toTier: to_tier, brands: Number(brands) }],
  );
}

interface Sources {
  readonly rows: StandingSource[];
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
}

interface ChangeRow {
  readonly brand_id: string;
  readonly name: string;
  readonly region: string;
  readonly leaf: number;
  readonly revision: number;
  readonly type: string;
  readonly effective_on: string;
}

const sourceOf = (row: ChangeRow): StandingSource => ({
  brandId: row.brand_id,
  name: row.name,
  region: row.region,
  regionName: nameOf(row.region),
  event: {
    stream: brandStream(row.brand_id),
    revision: row.revision,
    leaf: row.leaf,
    type: row.type,
    effectiveOn: row.effective_on,
  },
});

const CHANGE = ['standing_change.leaf', 'standing_change.revision', 'standing_change.type', 'standing_change.effective_on'] as const;
const BRAND = ['brand.brand_id', 'brand.name', 'brand.region'] as const;

export interface MovementSourcesRequest extends MovementScope, Page {
  readonly year: number;
  readonly movement: TierMove;
  readonly fromTier?: string | undefined;
  readonly toTier?: string | undefined;
}

/** The events that a number of movements counts, in order of effect. */
export async function movementSources(reader: Reader, request: MovementSourcesRequest): Promise<Sources> {
  const { year, movement, fromTier, toTier, offset = 0, limit = SOURCES_PAGE } = request;
  let query = changes(reader, request)
    .innerJoin('brand', 'brand.brand_id', 'standing_change.brand_id')
    .where('standing_change.movement', '=', movement)
    .where('standing_change.year', '=', year);
  if (fromTier !== undefined) query = query.where('standing_change.from_tier', '=', fromTier);
  if (toTier !== undefined) query = query.where('standing_change.to_tier', '=', toTier);
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(BRAND)
    .select(CHANGE)
    .orderBy('standing_change.effective_on')
    .orderBy('standing_change.leaf')
    .offset(offset)
    .limit(limit)
    .execute();
  return { rows: rows.map(sourceOf), total: Number(total), offset, limit };
}

export interface PyramidSourcesRequest extends MovementScope, Page {
  /** The end of this year. */
  readonly year: number;
  readonly tier: string;
}

/**
 * Brands that held a tier at the end of a year, each with the last event up to then that moved it. Counted as the
 * movements are: what came to the tier by then, less what left it.
 */
export async function pyramidSources(reader: Reader, request: PyramidSourcesRequest): Promise<Sources> {
  const { year, tier, offset = 0, limit = SOURCES_PAGE } = request;
  const held = changes(reader, request)
    .where('standing_change.year', '<=', year)
    .where('standing_change.movement', '<>', 'none')
    .select('standing_change.brand_id')
    .select((eb) => eb.fn.max('standing_change.leaf').as('leaf'))
    .groupBy('standing_change.brand_id')
    .having(
      sql<boolean>`sum(case when standing_change.to_tier = ${tier} then 1 else 0 end) > sum(case when standing_change.from_tier = ${tier} then 1 else 0 end)`,
    );
  const query = reader
    .selectFrom(held.as('held'))
    .innerJoin('brand', 'brand.brand_id', 'held.brand_id')
    .innerJoin('standing_change', 'standing_change.leaf', 'held.leaf');
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(BRAND)
    .select(CHANGE)
    .orderBy('brand.region')
    .orderBy('brand.name')
    .orderBy('brand.brand_id')
    .offset(offset)
    .limit(limit)
    .execute();
  return { rows: rows.map(sourceOf), total: Number(total), offset, limit };
}

export interface TierSourcesRequest extends MovementScope, Page {
  /** A tier, or `none`; undefined: all brands. */
  readonly tier?: string | undefined;
  /** True: the tier that a source claims; false: the one held here. */
  readonly claimed: boolean;
  readonly stage?: BrandStage | undefined;
}

/** Brands behind a number of the tier status, each with the event that put it there. */
export async function tierSources(reader: Reader, request: TierSourcesRequest): Promise<Sources> {
  const { dataset, region = WHOLE_COUNTRY, kind, tier, claimed, stage, offset = 0, limit = SOURCES_PAGE } = request;
  const at = claimed ? 'brand.claimed_tier' : 'brand.tier';
  let query = within(reader.selectFrom('brand'), 'brand', region).where('brand.dataset', '=', dataset);
  if (tier === NO_TIER) query = query.where(at, 'is', null);
  else if (tier !== undefined) query = query.where(sql.ref<string>(at), '=', tier);
  if (kind !== undefined) query = query.where('brand.kind', '=', kind);
  if (stage !== undefined) query = query.where('brand.stage', '=', stage);
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const moved = sql.ref(`moved.${claimed ? 'claim_moved' : 'held_moved'}`);
  const rows = await query
    .innerJoin('standing_change', (join) =>
      join.on(
        sql<boolean>`standing_change.leaf = (select max(moved.leaf) from standing_change as moved where moved.brand_id = brand.brand_id and ${moved} = 1)`,
      ),
    )
    .select(BRAND)
    .select(CHANGE)
    .orderBy('brand.region')
    .orderBy('brand.name')
    .orderBy('brand.brand_id')
    .offset(offset)
    .limit(limit)
    .execute();
  return { rows: rows.map(sourceOf), total: Number(total), offset, limit };
}

const reviews = (reader: Reader, { dataset, region }: MovementScope) =>
  within(reader.selectFrom('brand'), 'brand', region)
    .innerJoin('work_item', 'work_item.brand_id', 'brand.brand_id')
    .where('brand.dataset', '=', dataset)
    .where('work_item.what', 'in', ['reviewDue', 'reviewOverdue'])
    .where('work_item.due_on', 'is not', null);

/** Reviews that are due and not held, by month. A month may hold both what has passed and what has not. */
export async function reviewMonths(reader: Reader, scope: MovementScope & { readonly today: string }): Promise<ReviewMonth[]> {
  const month = sql<string>`substr(work_item.due_on, 1, 7)`;
  const overdue = sql<number>`case when work_item.due_on < ${scope.today} then 1 else 0 end`;
  const rows = await reviews(reader, scope)
    .select(month.as('month'))
    .select(overdue.as('overdue'))
    .select((eb) => eb.fn.countAll().as('brands'))
    // By place: PostgreSQL does not see that two expressions with parameters are one.
    .groupBy(sql`1, 2`)
    .orderBy(sql`1, 2 desc`)
    .execute();
  return rows.map((row) => ({ month: row.month, overdue: Number(row.overdue) === 1, brands: Number(row.brands) }));
}

/** The reviews of one month, the earliest first. */
export async function reviewSources(
  reader: Reader,
  request: MovementScope & Page & { readonly month: string; readonly today: string },
): Promise<{ readonly rows: ReviewSource[]; readonly total: number; readonly offset: number; readonly limit: number }> {
  const { month, today, offset = 0, limit = SOURCES_PAGE } = request;
  const query = reviews(reader, request).where(sql<boolean>`substr(work_item.due_on, 1, 7) = ${month}`);
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(BRAND)
    .select(['work_item.period', 'work_item.due_on'])
    .orderBy('work_item.due_on')
    .orderBy('brand.name')
    .orderBy('work_item.key')
    .offset(offset)
    .limit(limit)
    .execute();
  return {
    rows: rows.map((row) => ({
      brandId: row.brand_id,
      name: row.name,
      region: row.region,
      regionName: nameOf(row.region),
      period: row.period,
      dueOn: row.due_on ?? '',
      overdue: (row.due_on ?? '') < today,
      stream: brandStream(row.brand_id),
    })),
    total: Number(total),
    offset,
    limit,
  };
}

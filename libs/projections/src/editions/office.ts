/** What an office's papers are drawn from: brands with their lives, what moved them in a year, and the figures of a year. */
import type { Dataset } from '#contracts';
import type { BrandSideState, KnownBrand, Tier } from '#domain';
import { sql } from 'kysely';
import { within } from '../catalogue/queries';
import type { Reader } from '../schema';
import { figuresFromText } from '../yearly/figures';

export interface OfficeScope {
  readonly dataset: Dataset;
  /** The region and everything below it. */
  readonly region: string;
}

/** A brand as the papers list it. */
export interface OfficeBrand {
  readonly brandId: string;
  readonly tier: Tier | null;
  readonly sideStates: readonly BrandSideState[];
  readonly revision: number;
  /** What the domain folds of it, without its figures. */
  readonly life: KnownBrand;
}

/** In order of region, name and id. */
export async function officeBrands(reader: Reader, { dataset, region }: OfficeScope): Promise<OfficeBrand[]> {
  const rows = await within(reader.selectFrom('brand'), 'brand', region)
    .innerJoin('brand_life', 'brand_life.brand_id', 'brand.brand_id')
    .innerJoin('brand_revision', 'brand_revision.brand_id', 'brand.brand_id')
    .where('brand.dataset', '=', dataset)
    .select(['brand.brand_id', 'brand.tier', 'brand.side_states', 'brand_life.life', 'brand_revision.revision'])
    .orderBy('brand.region')
    .orderBy('brand.name')
    .orderBy('brand.brand_id')
    .execute();
  return rows.map((row) => ({
    brandId: row.brand_id,
    tier: row.tier,
    sideStates: JSON.parse(row.side_states) as BrandSideState[],
    revision: row.revision,
    life: JSON.parse(row.life) as KnownBrand,
  }));
}

export interface Movement {
  readonly leaf: number;
  readonly brandId: string;
  readonly type: string;
  readonly effectiveOn: string;
  readonly revision: number;
  /** The event's own content, without its decision. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly decision: {
    readonly pack: string;
    readonly version: string;
    readonly rule: string;
    readonly basis: 'stated' | 'configured';
    readonly cite: string | null;
    readonly umbrella: string | null;
  } | null;
}

/** What moved the brands, in order of the log: all of it, or what took effect in one year. */
export async function movements(reader: Reader, { dataset, region, year }: OfficeScope & { readonly year?: number }): Promise<Movement[]> {
  let query = within(reader.selectFrom('brand_movement'), 'brand_movement', region).where('dataset', '=', dataset);
  if (year !== undefined) query = query.where('year', '=', year);
  const rows = await query.selectAll().orderBy('leaf').execute();
  return rows.map((row) => ({
    leaf: row.leaf,
    brandId: row.brand_id,
    type: row.type,
    effectiveOn: row.effective_on,
    revision: row.revision,
    data: JSON.parse(row.data) as Record<string, unknown>,
    decision: row.decision === null ? null : (JSON.parse(row.decision) as Movement['decision']),
  }));
}

/** What a brand's figures about one thing in one year come to, as the yearly counts take it. */
export interface OfficeFigure {
  readonly brandId: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly status: 'published' | 'locked';
  readonly bound: string;
  readonly value: number;
  /** How an indirect figure was estimated. */
  readonly estimate: { readonly method: string; readonly basis: string } | null;
  /** Revision of the brand at which it was recorded. */
  readonly revision: number;
}

export interface FiguresOfOffice {
  readonly figures: readonly OfficeFigure[];
  /** Brands and things on which sources disagree: in no sum. */
  readonly disputed: readonly { readonly brandId: string; readonly metric: string; readonly directness: string }[];
}

/** Figures of one year, of all brands in the region: locked before published, each as it counts. */
export async function officeFigures(
  reader: Reader,
  { dataset, region, year }: OfficeScope & { readonly year: number },
): Promise<FiguresOfOffice> {
  const rows = await within(reader.selectFrom('brand'), 'brand', region)
    .where('brand.dataset', '=', dataset)
    .innerJoin('brand_figure', (join) =>
      join.on(sql<boolean>`brand_figure.key >= brand.brand_id || '|' and brand_figure.key < brand.brand_id || '}'`),
    )
    .selectAll('brand_figure')
    .where('brand_figure.year', '=', year)
    .orderBy('brand_figure.key')
    .execute();
  const figures: OfficeFigure[] = [];
  const disputed: { brandId: string; metric: string; directness: string }[] = [];
  for (const row of rows) {
    const { brand_id: brandId, metric, unit, nature, directness } = row;
    if (row.disputed > 0) disputed.push({ brandId, metric, directness });
    const recorded = figuresFromText(row.figures, row).filter(({ correctedBy }) => correctedBy === null);
    for (const status of ['locked', 'published'] as const) {
      const value = row[status];
      const source = recorded.findLast((figure) => figure.status === status && figure.value === value);
      if (value === null || source === undefined) continue;
      figures.push({
        brandId,
        metric,
        unit,
        nature,
        directness,
        status,
        bound: source.bound,
        value,
        estimate: source.estimate,
        revision: source.revision,
      });
    }
  }
  return { figures, disputed };
}

/** Leaf indexes of many events, as `{stream}@{revision}`. */
export async function leavesOf(reader: Reader, streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let from = 0; from < streams.length; from += 500) {
    const rows = await reader
      .selectFrom('leaf')
      .select(['stream', 'revision', 'leaf'])
      .where('stream', 'in', streams.slice(from, from + 500))
      .execute();
    for (const { stream, revision, leaf } of rows) found.set(`${stream}@${revision}`, leaf);
  }
  return found;
}

import type { Dataset, RegionalFigureRow } from '#contracts';
import { within } from '../catalogue/queries';
import { nameOf } from '../regions';
import type { Reader } from '../schema';

export interface RegionScope {
  readonly dataset?: Dataset | undefined;
  /** The region and everything below it. */
  readonly region?: string | undefined;
}

/** Aggregates that sources publish for a region or a part of it. */
export async function regionalFigures(reader: Reader, { dataset, region }: RegionScope): Promise<RegionalFigureRow[]> {
  let query = within(reader.selectFrom('regional_figure').selectAll(), 'regional_figure', region);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.orderBy('region').orderBy('metric').orderBy('to_year').orderBy('figure_id').execute();
  return rows.map((row) => ({
    region: row.region,
    regionName: nameOf(row.region),
    title: row.title,
    metric: row.metric,
    unit: row.unit,
    nature: row.nature,
    directness: row.directness,
    bound: row.bound,
    tier: row.tier,
    honour: row.honour,
    value: row.value,
    toYear: row.to_year,
    source: { reference: row.source_reference, note: row.source_note },
  }));
}

export interface ClosedYear {
  readonly dataset: Dataset;
  readonly region: string;
  readonly regionName: string;
  readonly year: number;
  readonly closedOn: string;
  readonly closedBy: string;
  readonly brands: number;
  readonly figures: number;
  /** SHA-256 of the canonical list of figure ids and values in force. */
  readonly digest: string;
}

/** 年度封账, latest year first. */
export async function closedYears(reader: Reader, { dataset, region }: RegionScope): Promise<ClosedYear[]> {
  let query = within(reader.selectFrom('year_closed').selectAll(), 'year_closed', region);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.orderBy('year', 'desc').orderBy('region').orderBy('dataset').execute();
  return rows.map((row) => ({
    dataset: row.dataset,
    region: row.region,
    regionName: nameOf(row.region),
    year: row.year,
    closedOn: row.closed_on,
    closedBy: row.closed_by,
    brands: row.brands,
    figures: row.figures,
    digest: row.digest,
  }));
}

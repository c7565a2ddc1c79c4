import type { Dataset } from '#contracts';
import { brandStream, type CatalogueEventData, type EditionChange, type EditionEntry } from '#domain';
import { within } from '../catalogue/queries';
import { inRanges } from '../database';
import type { RegionScope } from '../regional/queries';
import type { Reader } from '../schema';
import { editionKey } from './model';

/** An edition without its list. */
export interface EditionView {
  readonly head: CatalogueEventData<'CatalogueEditionPublished.v1'>;
  /** Number of the edition that stands in its place, or null. */
  readonly supersededBy: number | null;
  /** Of the event that published it. */
  readonly leaf: number;
  readonly revision: number;
  readonly recordedAt: string;
}

export interface WholeEdition extends EditionView {
  readonly entries: readonly EditionEntry[];
  readonly changes: readonly EditionChange[];
}

const toView = (row: {
  readonly head: string;
  readonly superseded_by: number | null;
  readonly leaf: number;
  readonly revision: number;
  readonly recorded_at: string;
}): EditionView => ({
  head: JSON.parse(row.head) as EditionView['head'],
  supersededBy: row.superseded_by,
  leaf: row.leaf,
  revision: row.revision,
  recordedAt: row.recorded_at,
});

/** Editions of a region and of everything below it, each region's latest first. */
export async function editionList(reader: Reader, { dataset, region }: RegionScope): Promise<EditionView[]> {
  let query = within(reader.selectFrom('catalogue_edition'), 'catalogue_edition', region);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.selectAll().orderBy('dataset').orderBy('region').orderBy('number', 'desc').execute();
  return rows.map(toView);
}

/** One edition with its list, or null. */
export async function wholeEdition(reader: Reader, dataset: Dataset, region: string, number: number): Promise<WholeEdition | null> {
  const row = await reader
    .selectFrom('catalogue_edition')
    .selectAll()
    .where('key', '=', editionKey(dataset, region, number))
    .executeTakeFirst();
  if (row === undefined) return null;
  const parts = await reader
    .selectFrom('catalogue_edition_part')
    .select(['entries', 'changes'])
    .where(inRanges('key', [row.edition_id]))
    .orderBy('key')
    .execute();
  return {
    ...toView(row),
    entries: parts.flatMap(({ entries }) => JSON.parse(entries) as EditionEntry[]),
    changes: parts.flatMap(({ changes }) => JSON.parse(changes) as EditionChange[]),
  };
}

/** What an edition is drawn from: the streams of the brands that were ever listed, and the leaf of each of their events. */
export interface EditionSource {
  /** Of the last event that the models know. */
  readonly leaf: number;
  /** Brand id → revision → leaf. */
  readonly brands: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Streams that one statement asks for, below the limits of parameters of either engine. */
const STREAMS_AT_ONCE = 500;

export async function listedBrands(reader: Reader, dataset: Dataset, region: string): Promise<EditionSource['brands']> {
  const listed = await reader
    .selectFrom('catalogue_listing')
    .select('brand_id')
    .where(inRanges('key', [region]))
    .where('dataset', '=', dataset)
    .orderBy('brand_id')
    .execute();
  const brands = new Map<string, Map<number, number>>();
  for (let from = 0; from < listed.length; from += STREAMS_AT_ONCE) {
    const some = listed.slice(from, from + STREAMS_AT_ONCE).map(({ brand_id }) => brand_id);
    const ids = new Map(some.map((brandId) => [brandStream(brandId), brandId]));
    for (const brandId of some) brands.set(brandId, new Map());
    const leaves = await reader
      .selectFrom('leaf')
      .select(['stream', 'revision', 'leaf'])
      .where('stream', 'in', [...ids.keys()])
      .execute();
    for (const { stream, revision, leaf } of leaves) brands.get(ids.get(stream) ?? '')?.set(revision, leaf);
  }
  return brands;
}

import type { BrandEvent, BrandEventType, CatalogueEventType, Decision } from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, intOrNull, oneOf, text, textOrNull, type Row } from '../table';
import { AppendedRows, plain, WorkingTable } from '../working-set';

/** 劳务品牌建设指导目录: the editions that were published, one row each. */
export const editionTable = defineTable('catalogue_edition', {
  columns: {
    /** dataset, region and number. */
    key: text,
    edition_id: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    number: int,
    as_of: text,
    /** The event's own content, as JSON: document, policy, counts, digest. */
    head: text,
    /** Number of the edition that stands in its place, or null. */
    superseded_by: intOrNull,
    leaf: int,
    revision: int,
    recorded_at: text,
  },
  key: 'key',
  indexes: [['dataset', 'region']],
});

/** The lists of the editions, in parts. Parts of an edition that was never published have no row above, and are never read. */
export const editionPartTable = defineTable('catalogue_edition_part', {
  columns: { key: text, edition_id: text, part: int, entries: text, changes: text },
  key: 'key',
});

/** Every brand that was ever listed in a catalogue: whose streams an edition of it is drawn from. */
export const listingTable = defineTable('catalogue_listing', {
  columns: { key: text, region: text, brand_id: text, dataset: oneOf<Dataset>() },
  key: 'key',
});

/** What moved a brand: recognised, promoted, reviewed, warned, left … What reports list, each line with its leaf. */
export const movementTable = defineTable('brand_movement', {
  columns: {
    leaf: int,
    brand_id: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    year: int,
    effective_on: text,
    type: text,
    revision: int,
    /** The event's own content as JSON, without its decision. */
    data: text,
    /** Of the decision that it carries: JSON of whether the rule is stated or configured, and where it stands. */
    decision: textOrNull,
  },
  key: 'leaf',
  indexes: [['dataset', 'year']],
});

const MOVEMENTS = [
  'BrandNominated.v1',
  'BrandRecommended.v1',
  'BrandAssessed.v1',
  'NoticePosted.v1',
  'ObjectionRaised.v1',
  'ObjectionDecided.v1',
  'BrandRecognised.v1',
  'RecognitionRefused.v1',
  'CatalogueEntered.v1',
  'KeyProjectDesignated.v1',
  'BrandRenamed.v1',
  'BrandPromoted.v1',
  'BrandDowngraded.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
  'ReviewHeld.v1',
  'ReviewConcluded.v1',
  'ReviewOverdue.v1',
  'WarningIssued.v1',
  'RectificationOrdered.v1',
  'RectificationAccepted.v1',
  'RectificationFailed.v1',
  'SupportStopped.v1',
  'SupportResumed.v1',
  'ExitAnnounced.v1',
  'DecisionMarkedStale.v1',
] as const satisfies readonly BrandEventType[];
const MOVES: ReadonlySet<string> = new Set(MOVEMENTS);

const CATALOGUE_EVENTS = ['CatalogueEditionChunk.v1', 'CatalogueEditionPublished.v1'] as const satisfies readonly CatalogueEventType[];

export const editionsModel: ReadModelDefinition = {
  name: 'editions',
  version: 1,
  handles: [...CATALOGUE_EVENTS, ...MOVEMENTS],
  tables: [editionTable, editionPartTable, listingTable, movementTable],
};

export const editionKey = (dataset: Dataset, region: string, number: number): string => `${dataset}|${region}|${number}`;

/** What an event says, without the decision and its explanation, which the log keeps. */
function contentOf(event: BrandEvent): { readonly data: string; readonly decision: string | null } {
  const { decision, retaken: _retaken, judgements: _judgements, ...data }: Record<string, unknown> = event.data;
  if (decision === undefined || decision === null) return { data: JSON.stringify(data), decision: null };
  const { pack, version, rule, basis, cite, umbrella } = (decision as Decision).policy;
  return { data: JSON.stringify(data), decision: JSON.stringify({ pack, version, rule, basis, cite, umbrella }) };
}

export class EditionsFold implements ModelFold {
  private readonly editions: WorkingTable<Row<typeof editionTable>>;
  private readonly parts: AppendedRows<Row<typeof editionPartTable>>;
  private readonly listings: AppendedRows<Row<typeof listingTable>>;
  private readonly movements: AppendedRows<Row<typeof movementTable>>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.editions = new WorkingTable(engine, editionTable, nameOfTable(editionTable), plain());
    this.parts = new AppendedRows(engine, editionPartTable, nameOfTable(editionPartTable));
    this.listings = new AppendedRows(engine, listingTable, nameOfTable(listingTable));
    this.movements = new AppendedRows(engine, movementTable, nameOfTable(movementTable));
  }

  load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    return this.editions.load(
      tx,
      facts.flatMap(({ event }) => {
        if (event.type !== 'CatalogueEditionPublished.v1') return [];
        const { dataset, region, number, supersedes } = event.data;
        return [number, ...(supersedes === null ? [] : [supersedes.number])].map((each) => editionKey(dataset, region, each));
      }),
    );
  }

  project(fact: ProjectedFact): void {
    const { event, metadata, leaf, revision } = fact;
    if (event.type === 'CatalogueEditionChunk.v1') {
      const { editionId, part, entries, changes } = event.data;
      const key = `${editionId}|${String(part).padStart(6, '0')}`;
      this.parts.add({ key, edition_id: editionId, part, entries: JSON.stringify(entries), changes: JSON.stringify(changes) });
      return;
    }
    if (event.type === 'CatalogueEditionPublished.v1') {
      const { dataset, region, number, supersedes, editionId, asOf } = event.data;
      const key = editionKey(dataset, region, number);
      this.editions.set(key, {
        key,
        edition_id: editionId,
        dataset,
        region,
        ...placed(region),
        number,
        as_of: asOf,
        head: JSON.stringify(event.data),
        superseded_by: null,
        leaf,
        revision,
        recorded_at: metadata.recordedAt,
      });
      if (supersedes === null) return;
      const old = editionKey(dataset, region, supersedes.number);
      const superseded = this.editions.get(old);
      if (superseded !== null) this.editions.set(old, { ...superseded, superseded_by: number });
      return;
    }
    if (fact.brand === null || !MOVES.has(event.type)) return;
    const { brandId, dataset, region } = fact.brand.after;
    this.movements.add({
      leaf,
      brand_id: brandId,
      dataset,
      region,
      ...placed(region),
      year: Number(metadata.effectiveOn.slice(0, 4)),
      effective_on: metadata.effectiveOn,
      type: event.type,
      revision,
      ...contentOf(event as BrandEvent),
    });
    if (event.type === 'CatalogueEntered.v1')
      this.listings.add({ key: `${event.data.catalogue}|${brandId}`, region: event.data.catalogue, brand_id: brandId, dataset });
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.editions.flush(tx);
    await this.parts.flush(tx);
    await this.listings.flush(tx);
    await this.movements.flush(tx);
  }
  committed(): void {
    this.editions.committed();
    this.parts.committed();
    this.listings.committed();
    this.movements.committed();
  }
  reset(): void {
    this.editions.reset();
    this.parts.reset();
    this.listings.reset();
    this.movements.reset();
  }
}

function placed(region: string): { readonly province: string | null; readonly prefecture: string | null } {
  const path = lineage(region);
  return { province: path[1] ?? null, prefecture: path[2] ?? null };
}

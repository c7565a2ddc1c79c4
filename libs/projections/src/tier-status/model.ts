import { brandEventSchemas, type BrandEventType, type BrandStage, type Kind } from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, Standing, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, oneOf, text, type Row } from '../table';
import { Totals } from '../working-set';

/**
 * 层级状态: how many brands of a kind stand at a tier and a stage, in a region and everything below it. Every brand is
 * counted twice: at the tier it holds (`claimed` 0), and at the tier a source claims for it (`claimed` 1), either of which may be `none`.
 */
export const tierStatusTable = defineTable('tier_status', {
  columns: {
    /** dataset, region and the rest: all counts of a region stand together. */
    key: text,
    dataset: oneOf<Dataset>(),
    region: text,
    kind: oneOf<Kind>(),
    /** A tier, or `none`. */
    tier: text,
    claimed: int,
    stage: oneOf<BrandStage>(),
    brands: int,
  },
  key: 'key',
  fixed: ['dataset', 'region', 'kind', 'tier', 'claimed', 'stage'],
});
type TierStatusRow = Row<typeof tierStatusTable>;

export const tierStatusModel: ReadModelDefinition = {
  name: 'tier-status',
  version: 1,
  handles: Object.keys(brandEventSchemas) as BrandEventType[],
  tables: [tierStatusTable],
};

/** Where a brand stands that has no tier. */
export const NO_TIER = 'none';

const sameCount = (a: Standing, b: Standing): boolean =>
  a === b ||
  (a.dataset === b.dataset &&
    a.region === b.region &&
    a.kind === b.kind &&
    a.stage === b.stage &&
    a.tier === b.tier &&
    a.claimedTier === b.claimedTier);

export class TierStatusFold implements ModelFold {
  private readonly counts: Totals<TierStatusRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.counts = new Totals<TierStatusRow>(engine, tierStatusTable, nameOfTable(tierStatusTable));
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  project({ brand }: ProjectedFact): void {
    if (brand === null || (brand.before !== null && sameCount(brand.before, brand.after))) return;
    if (brand.before !== null) this.count(brand.before, -1);
    this.count(brand.after, 1);
  }

  private count(standing: Standing, by: 1 | -1): void {
    const { dataset, kind, stage, tier, claimedTier } = standing;
    for (const [claimed, at] of [
      [0, tier ?? NO_TIER],
      [1, claimedTier ?? NO_TIER],
    ] as const) {
      const rest = `${kind}|${claimed}|${at}|${stage}`;
      this.counts.add({ dataset, rest, dimensions: () => ({ kind, tier: at, claimed, stage }) }, lineage(standing.region), {
        value: null,
        brands: by,
        conflicts: 0,
      });
    }
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.counts.flush(tx);
  }
  committed(): void {
    this.counts.committed();
  }
  reset(): void {
    this.counts.reset();
  }
}

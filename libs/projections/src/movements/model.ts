import type { BrandEventType, BrandStage, Kind } from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, Standing, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, oneOf, text, textOrNull, type Row } from '../table';
import { NO_TIER } from '../tier-status/model';
import { AppendedRows } from '../working-set';

/** 新认定, 晋级, 降级, 退出, 恢复, 列入目录; `none`: a step that is no movement between tiers, such as a nomination. */
export const MOVEMENTS = ['recognised', 'promoted', 'downgraded', 'delisted', 'restored', 'listed'] as const;
export type TierMove = (typeof MOVEMENTS)[number];

/**
 * Whatever changed where a brand is counted in the pyramid, one row per event: the movements of a year are these rows,
 * the pyramid at the end of a year is their sum, and each of its numbers leads to the events that made it.
 */
export const standingChangeTable = defineTable('standing_change', {
  columns: {
    leaf: int,
    brand_id: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    kind: oneOf<Kind>(),
    year: int,
    effective_on: text,
    type: text,
    revision: int,
    movement: oneOf<TierMove | 'none'>(),
    /** Tier held before and after; `none` where it holds none, and after it left. */
    from_tier: text,
    to_tier: text,
    to_stage: oneOf<BrandStage>(),
    /** 1: the tier it holds or its stage changed. */
    held_moved: int,
    /** 1: the tier a source claims for it changed. */
    claim_moved: int,
  },
  key: 'leaf',
  indexes: [['brand_id'], ['dataset', 'movement', 'year']],
});
type StandingChangeRow = Row<typeof standingChangeTable>;

const MOVES: Partial<Record<BrandEventType, TierMove>> = {
  'BrandRecognised.v1': 'recognised',
  'BrandPromoted.v1': 'promoted',
  'BrandDowngraded.v1': 'downgraded',
  'BrandDelisted.v1': 'delisted',
  'BrandRestored.v1': 'restored',
  'CatalogueEntered.v1': 'listed',
};

export const movementsModel: ReadModelDefinition = {
  name: 'movements',
  version: 1,
  handles: [
    'BrandReported.v1',
    'TierClaimed.v1',
    'BrandNominated.v1',
    'BrandAssessed.v1',
    'CultivationStarted.v1',
    ...(Object.keys(MOVES) as (keyof typeof MOVES)[]),
  ],
  tables: [standingChangeTable],
};

const tierOf = (standing: Standing | null): string => standing?.tier ?? NO_TIER;

export class MovementsFold implements ModelFold {
  private readonly changes: AppendedRows<StandingChangeRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.changes = new AppendedRows(engine, standingChangeTable, nameOfTable(standingChangeTable));
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  project({ event, brand, metadata, leaf, revision }: ProjectedFact): void {
    if (brand === null) return;
    const { before, after } = brand;
    const heldMoved = before?.tier !== after.tier || before.stage !== after.stage;
    const claimMoved = before?.claimedTier !== after.claimedTier;
    const named = MOVES[event.type as BrandEventType] ?? 'none';
    // An event that the fold took no notice of, such as a promotion of what is not cultivated, moved nothing.
    const movement = named === 'listed' || heldMoved ? named : 'none';
    if (!heldMoved && !claimMoved && movement === 'none') return;
    const path = lineage(after.region);
    this.changes.add({
      leaf,
      brand_id: after.brandId,
      dataset: after.dataset,
      region: after.region,
      province: path[1] ?? null,
      prefecture: path[2] ?? null,
      kind: after.kind,
      year: Number(metadata.effectiveOn.slice(0, 4)),
      effective_on: metadata.effectiveOn,
      type: event.type,
      revision,
      movement,
      from_tier: tierOf(before),
      to_tier: tierOf(after),
      to_stage: after.stage,
      held_moved: heldMoved ? 1 : 0,
      claim_moved: claimMoved ? 1 : 0,
    });
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.changes.flush(tx);
  }
  committed(): void {
    this.changes.committed();
  }
  reset(): void {
    this.changes.reset();
  }
}

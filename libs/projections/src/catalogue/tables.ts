import type { BrandStage, Kind, Tier } from '#domain';
import type { Dataset } from '#contracts';
import { defineTable, int, oneOf, oneOfOrNull, text, textOrNull, type Row } from '../table';

/** 品牌台账: one row per brand, everything by which it is found, sorted and counted. */
export const brandTable = defineTable('brand', {
  columns: {
    brand_id: text,
    name: text,
    /** Names past and present, category and place, in small letters: what a search looks into. */
    search: text,
    kind: oneOf<Kind>(),
    category: textOrNull,
    brand_type: textOrNull,
    origin: oneOf<'published' | 'operational' | 'synthetic'>(),
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    stage: oneOf<BrandStage>(),
    /** Place of the stage in the life of a brand, and of the tier from none to province: what sorts by them. */
    stage_rank: int,
    tier_rank: int,
    /** JSON array, in the order of the contract. */
    side_states: text,
    tier: oneOfOrNull<Tier>(),
    claimed_tier: oneOfOrNull<Tier>(),
    listed: int,
    key_project: int,
    honours: int,
  },
  key: 'brand_id',
  fixed: ['kind', 'category', 'brand_type', 'origin', 'dataset', 'region', 'province', 'prefecture'],
  indexes: [
    // Holds all that a list is filtered by, so that counting and walking by name read it alone.
    [
      ...(['dataset', 'name', 'kind', 'stage', 'tier', 'claimed_tier', 'category', 'listed', 'side_states'] as const),
      ...(['province', 'prefecture', 'region'] as const),
    ],
    ['province', 'dataset', 'name'],
    ['prefecture', 'dataset', 'name'],
    ['region', 'dataset', 'name'],
    ['dataset', 'region', 'name'],
    ['dataset', 'tier_rank', 'name'],
    ['dataset', 'stage_rank', 'name'],
  ],
});

/** How far each brand has come. Apart from its row, because every event of a brand moves it and few change the row. */
export const brandRevisionTable = defineTable('brand_revision', {
  columns: { brand_id: text, revision: int, updated_on: text },
  key: 'brand_id',
  indexes: [['updated_on']],
});

/** What the domain folds of a brand, without its figures and what only decisions need: the card is drawn from it. */
export const brandLifeTable = defineTable('brand_life', { columns: { brand_id: text, life: text }, key: 'brand_id' });

export type BrandTableRow = Row<typeof brandTable>;

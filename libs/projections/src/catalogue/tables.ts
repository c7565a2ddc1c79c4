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
    ['dataset', 'name'],
    ['province', 'dataset'],
    ['prefecture', 'dataset'],
    ['region', 'dataset'],
  ],
});

/** How far each brand has come. Apart from its row, because every event of a brand moves it and few change the row. */
export const brandRevisionTable = defineTable('brand_revision', {
  columns: { brand_id: text, revision: int, updated_on: text },
  key: 'brand_id',
});

/** What the domain folds of a brand, without its figures and what only decisions need: the card is drawn from it. */
export const brandLifeTable = defineTable('brand_life', { columns: { brand_id: text, life: text }, key: 'brand_id' });

export type BrandTableRow = Row<typeof brandTable>;

export * from './evidence/rights';
export * from './form-drafts/drafts';
export * from './return-drafts/drafts';
export type { OfficeTables } from './schema';
export * from './store';

export * from './form-drafts/drafts';
export type { OfficeTables } from './schema';
export * from './store';

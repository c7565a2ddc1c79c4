export type { OfficeTables } from './schema';
export * from './store';

export * from './decide';
export * from './reach';
export * from './roles';
export * from './table';

export * from './eventstoredb';
export * from './codec';
export * from './codec-errors';
export { addressOfHolder } from './embedded/data-folder';
export * from './embedded/log';
export * from './errors';
export * from './port';
export * from './port-checks';
export * from './upcasters';

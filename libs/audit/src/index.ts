export * from './canonical-json';
export * from './digest';
export * from './leaf';

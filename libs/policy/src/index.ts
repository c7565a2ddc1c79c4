export * from './calendar';
export * from './compose';
export * from './engines';
export * from './facts';
export * from './lookups';
export { type OpenPack, PackError, type PackProblem, type Reference, openPack } from './open';
export * from './pack';
export * from './render';
export * from './vocabulary';

export * from './content-type';
export * from './store';

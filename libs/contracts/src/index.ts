export * from './queries';
export * from './files';
export * from './requests';
export * from './operations';

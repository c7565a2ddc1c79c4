export * from './queries';
export * from './editions';
export * from './files';
export * from './requests';
export * from './operations';
export * from './policies';
export * from './subjects';
export * from './what-if';

export * from './given-when-then';
export * from './brand-life';
export * from './subject-life';

export * from './given-when-then';
export * from './brand-life';
/** Under a name of its own: its lines and keys mean little beside brands. */
export * as returnLife from './return-life';
export * from './subject-life';

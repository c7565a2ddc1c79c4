/** Workbooks and CSV: written while rows arrive, read with distrust in a thread of their own, marked, and drawn up as templates. */
export * from './check-file';
export { addressOf } from './cells';
export * from './fill-cells';
export { writeForm, type FilledForm } from './fill-form';
export * from './template';
export { templateDigest } from './template-mark';
export * from './threads';
export * from './write-table';
export type { NamedInstruction } from './check-thread';

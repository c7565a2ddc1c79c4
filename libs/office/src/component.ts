import type { Engine, Table } from '#projections';
import type { OfficeTransaction } from './store';

/**
 * One part of the office store: its tables' steps, oldest first. The version is how many steps have been applied, and a
 * step that landed is never edited: a changed table is a further step.
 */
export interface Component {
  readonly name: string;
  readonly steps: readonly ((tx: OfficeTransaction, engine: Engine) => Promise<void>)[];
}

/** A table as Kysely sees it. */
export type Writable<T> = T extends Table<infer R> ? { -readonly [K in keyof R]: R[K] } : never;

/** A store that was made from today's definition has today's columns already. */
export async function hasColumn(tx: OfficeTransaction, table: string, column: string): Promise<boolean> {
  const found = (await tx.introspection.getTables()).find(({ name }) => name === table);
  return found?.columns.some(({ name }) => name === column) === true;
}

/**
 * Tables of read models, defined once: the row type, the schema on either engine, and the names under which a table is
 * built beside the one in use all come from here.
 *
 * text: strings, dates, JSON. int: safe integers. amount: whole numbers of any size as decimal text, because sums of safe
 * integers need not be safe (PostgreSQL keeps them as numeric, SQLite as text; neither loses a digit).
 */
export type SqlType = 'text' | 'int' | 'amount';

export interface Column<T> {
  readonly type: SqlType;
  readonly nullable: boolean;
  /** Only for the type checker; never set. */
  readonly value?: T;
}

export const text: Column<string> = { type: 'text', nullable: false };
export const textOrNull: Column<string | null> = { type: 'text', nullable: true };
export const int: Column<number> = { type: 'int', nullable: false };
export const intOrNull: Column<number | null> = { type: 'int', nullable: true };
export const amount: Column<string> = { type: 'amount', nullable: false };

/** Text of a closed set, such as a stage: stored as text, typed as the set. */
export const oneOf = <T extends string>(): Column<T> => ({ type: 'text', nullable: false });
export const oneOfOrNull = <T extends string>(): Column<T | null> => ({ type: 'text', nullable: true });

export type Cell = string | number | null;
type Columns = Readonly<Record<string, Column<Cell>>>;
export type RowOf<C> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };
export type AnyRow = Readonly<Record<string, Cell>>;

export interface Table<R extends object = AnyRow> {
  readonly name: string;
  readonly columns: { readonly [K in keyof R]: Column<Cell> };
  /** The one column that identifies a row. Compound keys are joined into one text, so that a batch loads them by one list. */
  readonly key: keyof R & string;
  /** Column of the owner (a brand) whose rows are loaded together, or null. The key then begins with it and `|`. */
  readonly owner: (keyof R & string) | null;
  /** Columns that never change while the row lives. */
  readonly fixed: readonly (keyof R & string)[];
  readonly indexes: readonly (readonly (keyof R & string)[])[];
}

export type Row<T> = T extends Table<infer R> ? R : never;

export function defineTable<const C extends Columns>(
  name: string,
  definition: {
    columns: C;
    key: keyof C & string;
    owner?: keyof C & string;
    fixed?: readonly (keyof C & string)[];
    indexes?: readonly (readonly (keyof C & string)[])[];
  },
): Table<RowOf<C>> {
  return {
    name,
    columns: definition.columns,
    key: definition.key,
    owner: definition.owner ?? null,
    fixed: definition.fixed ?? [],
    indexes: definition.indexes ?? [],
  };
}

/** First text after all that begin with `prefix|`: keys are ranges of one index, whatever stands behind the prefix. */
export const prefixRange = (prefix: string): { readonly from: string; readonly to: string } => ({ from: `${prefix}|`, to: `${prefix}}` });

/** Width of the longest uint64 in decimal digits: both engines then compare positions as text. */
const POSITION_DIGITS = 20;

/** A position as the read models store it: zero-padded, so that text order is log order. The start of the log is ''. */
export function positionToText(position: bigint | undefined): string {
  return position === undefined ? '' : position.toString().padStart(POSITION_DIGITS, '0');
}

/** The inverse of `positionToText`; '' is `undefined`, the start of the log. */
export function positionFromText(value: string): bigint | undefined {
  return value === '' ? undefined : BigInt(value);
}

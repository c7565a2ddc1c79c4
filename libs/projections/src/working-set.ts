/**
 * The rows that a batch works on. They are loaded by lists of keys before the fold, changed in memory by the fold, and
 * written in a few statements after it. What was loaded or written stays for the next batches: the fence of the
 * checkpoint proves that nobody else wrote in between, and after any rollback everything kept is dropped.
 */
import { CompiledQuery, sql } from 'kysely';
import { inList, type Engine, type ReadModelTransaction } from './database';
import { prefixRange, type AnyRow, type Cell, type Table } from './table';

/** Rows that a table keeps in memory between batches at most. */
const KEPT_ROWS = 20_000;
/** Rows of one insert statement: the largest that still fits is used, so that few different statements are prepared. */
const INSERT_SIZES = [128, 16, 1] as const;
/** Parameters of one statement at most, in either engine. */
const MAX_PARAMETERS = 16_000;

interface Entry<V> {
  value: V | null;
  /** Whether the table holds a row for it. */
  stored: boolean;
  dirty: boolean;
}

const ownerOf = (key: string): string => key.slice(0, key.indexOf('|'));

/** How a value of the fold is kept as a row, where the two differ (a JSON document and its text). */
export interface RowForm<R extends object, V> {
  toRow(value: V): R;
  fromRow(row: R): V;
}

/** What one batch may ask of its rows, whatever their type. */
interface Flushable {
  flush(tx: ReadModelTransaction): Promise<void>;
  committed(): void;
  reset(): void;
}

/** Rows of one table, by key. */
export class WorkingTable<R extends object, V = R> implements Flushable {
  private readonly entries = new Map<string, Entry<V>>();
  private readonly dirty = new Set<string>();
  private readonly owned = new Map<string, Set<string>>();
  private readonly completeOwners = new Set<string>();
  private readonly blind = new Map<string, V | null>();
  private readonly write: RowWriter<R>;

  constructor(
    private readonly engine: Engine,
    private readonly table: Table<R>,
    private readonly name: string,
    private readonly form: RowForm<R, V>,
  ) {
    this.write = new RowWriter(engine, table, name);
  }

  /** Loads what is not in memory yet. A key without a row is remembered as absent. */
  async load(tx: ReadModelTransaction, keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.entries.has(key));
    if (missing.length === 0) return;
    const { rows } = await sql<R>`select * from ${sql.ref(this.name)} where ${inList(this.engine, this.table.key, missing)}`.execute(tx);
    for (const row of rows) this.keep(this.keyOf(row), { value: this.form.fromRow(row), stored: true, dirty: false });
    for (const key of missing) if (!this.entries.has(key)) this.entries.set(key, { value: null, stored: false, dirty: false });
  }

  /** Loads all rows of the owners, so that `ofOwner` may be asked for them until the batch ends. */
  async loadOwned(tx: ReadModelTransaction, owners: Iterable<string>): Promise<void> {
    if (this.table.owner === null) throw new Error(`rows of ${this.table.name} have no owner`);
    const missing = [...new Set(owners)].filter((owner) => !this.completeOwners.has(owner));
    if (missing.length === 0) return;
    for (const owner of missing) {
      const { from, to } = prefixRange(owner);
      const key = sql.ref<string>(this.table.key);
      const { rows } = await sql<R>`select * from ${sql.ref(this.name)} where ${key} >= ${from} and ${key} < ${to} order by ${key}`.execute(
        tx,
      );
      for (const row of rows) {
        if (!this.entries.has(this.keyOf(row))) this.keep(this.keyOf(row), { value: this.form.fromRow(row), stored: true, dirty: false });
      }
      this.completeOwners.add(owner);
    }
  }

  private keyOf(row: R): string {
    return String(row[this.table.key]);
  }

  private keep(key: string, entry: Entry<V>): void {
    this.entries.set(key, entry);
    if (this.table.owner !== null && entry.value !== null) {
      const owner = ownerOf(key);
      const keys = this.owned.get(owner);
      if (keys === undefined) this.owned.set(owner, new Set([key]));
      else keys.add(key);
    }
  }

  /** @throws Error when the fold asks for what nobody loaded: a defect of the model, which must not read as "no row". */
  get(key: string): V | null {
    const entry = this.entries.get(key);
    if (entry === undefined) throw new Error(`row ${key} of ${this.table.name} was not loaded`);
    return entry.value;
  }

  ofOwner(owner: string): V[] {
    if (!this.completeOwners.has(owner)) throw new Error(`rows of ${owner} in ${this.table.name} were not loaded`);
    const values: V[] = [];
    for (const key of this.owned.get(owner) ?? []) {
      const value = this.entries.get(key)?.value;
      if (value !== null && value !== undefined) values.push(value);
    }
    return values;
  }

  set(key: string, value: V): void {
    const entry = this.entries.get(key);
    if (entry === undefined) this.keep(key, { value, stored: false, dirty: true });
    else if (entry.value === null) this.keep(key, { value, stored: entry.stored, dirty: true });
    else {
      entry.value = value;
      entry.dirty = true;
    }
    this.dirty.add(key);
  }

  /** Like `set`, for rows that the fold never asks for: nothing is loaded, and nothing is kept after the commit. */
  put(key: string, value: V): void {
    this.blind.set(key, value);
  }

  /** Like `delete`, for the same rows. */
  drop(key: string): void {
    this.blind.set(key, null);
  }

  delete(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.value === null) return;
    if (this.table.owner !== null) this.owned.get(ownerOf(key))?.delete(key);
    entry.value = null;
    entry.dirty = true;
    this.dirty.add(key);
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    const rows: R[] = [];
    const gone: string[] = [];
    // In order of key, rows that lie together in the tree are written together.
    for (const key of [...this.dirty].sort()) {
      const entry = this.entries.get(key);
      if (entry === undefined) continue;
      if (entry.value !== null) rows.push(this.form.toRow(entry.value));
      else if (entry.stored) gone.push(key);
    }
    for (const key of [...this.blind.keys()].sort()) {
      const value = this.blind.get(key);
      if (value === undefined || value === null) gone.push(key);
      else rows.push(this.form.toRow(value));
    }
    if (gone.length > 0) await sql`delete from ${sql.ref(this.name)} where ${inList(this.engine, this.table.key, gone)}`.execute(tx);
    await this.write.upsert(tx, rows);
  }

  committed(): void {
    for (const key of this.dirty) {
      const entry = this.entries.get(key);
      if (entry === undefined) continue;
      entry.stored = entry.value !== null;
      entry.dirty = false;
    }
    this.dirty.clear();
    this.blind.clear();
    this.completeOwners.clear();
    for (const [key, entry] of this.entries) {
      if (this.entries.size <= KEPT_ROWS) break;
      this.entries.delete(key);
      if (this.table.owner !== null && entry.value !== null) {
        const owner = ownerOf(key);
        const keys = this.owned.get(owner);
        keys?.delete(key);
        if (keys?.size === 0) this.owned.delete(owner);
      }
    }
  }

  reset(): void {
    this.entries.clear();
    this.dirty.clear();
    this.blind.clear();
    this.owned.clear();
    this.completeOwners.clear();
  }
}

/** What happens to one running total in one batch. */
class Change {
  /** Sum of what was added and taken away, as long as it is a safe integer; what went beyond is in `beyond`. */
  private sum = 0;
  private beyond = 0n;
  brands = 0;
  conflicts = 0;

  add(value: number): void {
    const sum = this.sum + value;
    if (Number.isSafeInteger(sum)) {
      this.sum = sum;
      return;
    }
    this.beyond += BigInt(this.sum) + BigInt(value);
    this.sum = 0;
  }

  get amount(): bigint {
    return this.beyond + BigInt(this.sum);
  }
}

/** Totals of one kind, in every region where something is added to them. */
export interface TotalsByRegion<R> {
  readonly dataset: string;
  /** The rest of the key, behind dataset and region. */
  readonly rest: string;
  /** The columns that the key stands for, but for region and dataset. */
  readonly dimensions: () => Omit<R, 'key' | 'dataset' | 'region' | keyof CountColumns | keyof SumColumns>;
}

/**
 * Running totals by region. The fold only adds to them, so that nothing need be loaded for it; the rows are read and
 * written once a batch. A total that has come down to nothing has no row.
 */
export class Totals<R extends CountColumns> implements Flushable {
  private readonly changes = new Map<string, { readonly kind: TotalsByRegion<R>; readonly regions: Map<string, Change> }>();
  private readonly rows: WorkingTable<R>;
  private readonly sums: boolean;

  constructor(engine: Engine, table: Table<R>, name: string) {
    this.rows = new WorkingTable(engine, table, name, plain<R>());
    this.sums = 'total' in table.columns;
  }

  /** Adds to the totals of one kind in all the regions: a value (null: none), so many brands, so many conflicts. */
  add(
    kind: TotalsByRegion<R>,
    regions: readonly string[],
    by: { readonly value: number | null; readonly brands: number; readonly conflicts: number },
  ): void {
    const name = `${kind.dataset}|${kind.rest}`;
    let known = this.changes.get(name);
    if (known === undefined) {
      known = { kind, regions: new Map() };
      this.changes.set(name, known);
    }
    for (const region of regions) {
      let change = known.regions.get(region);
      if (change === undefined) {
        change = new Change();
        known.regions.set(region, change);
      }
      if (by.value !== null) change.add(by.value);
      change.brands += by.brands;
      change.conflicts += by.conflicts;
    }
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    const changed: { readonly key: string; readonly region: string; readonly kind: TotalsByRegion<R>; readonly change: Change }[] = [];
    for (const { kind, regions } of this.changes.values()) {
      for (const [region, change] of regions) {
        if (change.brands === 0 && change.conflicts === 0 && change.amount === 0n) continue;
        changed.push({ key: `${kind.dataset}|${region}|${kind.rest}`, region, kind, change });
      }
    }
    await this.rows.load(
      tx,
      changed.map(({ key }) => key),
    );
    for (const { key, region, kind, change } of changed) {
      const before: (CountColumns & Partial<SumColumns>) | null = this.rows.get(key);
      const brands = (before?.brands ?? 0) + change.brands;
      const conflicts = (before?.conflicts ?? 0) + change.conflicts;
      const counted = {
        key,
        brands,
        ...(this.sums ? { total: (BigInt(before?.total ?? '0') + change.amount).toString(), conflicts } : {}),
      };
      if (brands === 0 && conflicts === 0) this.rows.delete(key);
      else this.rows.set(key, { ...(before ?? { ...kind.dimensions(), dataset: kind.dataset, region }), ...counted } as R);
    }
    await this.rows.flush(tx);
  }

  committed(): void {
    this.changes.clear();
    this.rows.committed();
  }

  reset(): void {
    this.changes.clear();
    this.rows.reset();
  }
}

/** Columns that every table of running totals has. */
export interface CountColumns {
  readonly key: string;
  /** Brands that are counted in it. */
  readonly brands: number;
}

/** Columns of those that also sum a value. */
export interface SumColumns {
  /** Sum of the values, as decimal text. */
  readonly total: string;
  /** Brands whose sources disagree, and which therefore take no part in the sum. */
  readonly conflicts: number;
}

/** Rows that are only ever added: nothing is loaded, nothing is kept. */
export class AppendedRows<R extends object> implements Flushable {
  private rows: R[] = [];
  private readonly write: RowWriter<R>;
  constructor(engine: Engine, table: Table<R>, name: string) {
    this.write = new RowWriter(engine, table, name);
  }
  add(row: R): void {
    this.rows.push(row);
  }
  flush(tx: ReadModelTransaction): Promise<void> {
    return this.write.upsert(tx, this.rows);
  }
  committed(): void {
    this.rows = [];
  }
  reset(): void {
    this.rows = [];
  }
}

export const plain = <R extends object>(): RowForm<R, R> => ({ toRow: (row) => row, fromRow: (row) => row });

/** Writes rows in statements of a few fixed sizes, whose text is made once. */
class RowWriter<R extends object> {
  private readonly columns: readonly (keyof R & string)[];
  private readonly statements = new Map<number, string>();

  constructor(
    private readonly engine: Engine,
    private readonly table: Table<R>,
    private readonly name: string,
  ) {
    this.columns = Object.keys(table.columns) as (keyof R & string)[];
  }

  private statement(size: number): string {
    let text = this.statements.get(size);
    if (text === undefined) {
      const quoted = this.columns.map((column) => `"${column}"`);
      const width = quoted.length;
      const rows = Array.from(
        { length: size },
        (_, row) => `(${quoted.map((_column, i) => (this.engine === 'postgres' ? `$${row * width + i + 1}` : '?')).join(',')})`,
      );
      // Columns that the key decides stay out of the update, so that their indexes are not touched.
      const set = this.columns
        .filter((column) => column !== this.table.key && !this.table.fixed.includes(column))
        .map((column) => `"${column}"=excluded."${column}"`);
      const conflict = set.length === 0 ? 'do nothing' : `do update set ${set.join(',')}`;
      text = `insert into "${this.name}" (${quoted.join(',')}) values ${rows.join(',')} on conflict ("${this.table.key}") ${conflict}`;
      this.statements.set(size, text);
    }
    return text;
  }

  async upsert(tx: ReadModelTransaction, rows: readonly R[]): Promise<void> {
    let from = 0;
    while (from < rows.length) {
      const left = Math.min(rows.length - from, Math.floor(MAX_PARAMETERS / this.columns.length));
      const size = INSERT_SIZES.find((candidate) => candidate <= left) ?? 1;
      const parameters: Cell[] = [];
      for (let i = from; i < from + size; i++) {
        const row = rows[i] as AnyRow | undefined;
        for (const column of this.columns) parameters.push(row?.[column] ?? null);
      }
      await tx.executeQuery(CompiledQuery.raw(this.statement(size), parameters));
      from += size;
    }
  }
}

import type { ImportEventType } from '#domain';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { defineTable, int, oneOf, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable } from '../working-set';

/** receiving: rows arrive, nothing counts. accepted: the file counts, its rows are being applied. applied: all are. */
export type ImportState = 'receiving' | 'accepted' | 'applied';

/** How far each imported file has come. */
export const importTable = defineTable('import_progress', {
  columns: {
    import_id: text,
    state: oneOf<ImportState>(),
    format: text,
    file_name: text,
    sha256: text,
    rows: int,
    received: int,
    applied: int,
    unchanged: int,
    parked: int,
    accepted_at: textOrNull,
    applied_at: textOrNull,
    accepted_leaf: int,
  },
  key: 'import_id',
});
type ImportRow = Row<typeof importTable>;

/** Rows of a file that their brand refused: shown, never dropped. */
export const parkedRowTable = defineTable('import_parked_row', {
  columns: { key: text, import_id: text, row: int, code: text, zh: text, en: text },
  key: 'key',
  indexes: [['import_id', 'row']],
});

export const importsModel: ReadModelDefinition = {
  name: 'imports',
  version: 1,
  handles: ['ImportChunk.v1', 'ImportAccepted.v1', 'ImportRowParked.v1', 'ImportApplied.v1'] satisfies ImportEventType[],
  tables: [importTable, parkedRowTable],
};

const IMPORT_STREAM = 'import-';
const importOf = ({ stream, event }: ProjectedFact): string | null =>
  stream.startsWith(IMPORT_STREAM) && event.type.startsWith('Import') ? stream.slice(IMPORT_STREAM.length) : null;

const unheardOf = (importId: string): ImportRow => ({
  import_id: importId,
  state: 'receiving',
  format: '',
  file_name: '',
  sha256: '',
  rows: 0,
  received: 0,
  applied: 0,
  unchanged: 0,
  parked: 0,
  accepted_at: null,
  applied_at: null,
  accepted_leaf: -1,
});

export class ImportsFold implements ModelFold {
  private readonly imports: WorkingTable<ImportRow>;
  private readonly parked: WorkingTable<Row<typeof parkedRowTable>>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.imports = new WorkingTable(engine, importTable, nameOfTable(importTable), plain());
    this.parked = new WorkingTable(engine, parkedRowTable, nameOfTable(parkedRowTable), plain());
  }

  load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    return this.imports.load(
      tx,
      facts.flatMap((fact) => importOf(fact) ?? []),
    );
  }

  project(fact: ProjectedFact): void {
    const importId = importOf(fact);
    if (importId === null) return;
    const { event, metadata, leaf } = fact;
    const before = this.imports.get(importId) ?? unheardOf(importId);
    const at = metadata.recordedAt;
    switch (event.type) {
      case 'ImportChunk.v1':
        this.imports.set(importId, { ...before, received: before.received + event.data.rows.length });
        return;
      case 'ImportAccepted.v1': {
        const { format, fileName, sha256, rows } = event.data;
        this.imports.set(importId, {
          ...before,
          state: 'accepted',
          format,
          file_name: fileName,
          sha256,
          rows,
          accepted_at: at,
          accepted_leaf: leaf,
        });
        return;
      }
      case 'ImportRowParked.v1': {
        const { row, code, zh, en } = event.data;
        const key = `${importId}|${row}`;
        this.parked.put(key, { key, import_id: importId, row, code, zh, en });
        this.imports.set(importId, { ...before, parked: before.parked + 1 });
        return;
      }
      case 'ImportApplied.v1': {
        const { applied, unchanged, parked } = event.data;
        this.imports.set(importId, { ...before, state: 'applied', applied, unchanged, parked, applied_at: at });
        return;
      }
      default:
        return;
    }
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.imports.flush(tx);
    await this.parked.flush(tx);
  }
  committed(): void {
    this.imports.committed();
    this.parked.committed();
  }
  reset(): void {
    this.imports.reset();
    this.parked.reset();
  }
}

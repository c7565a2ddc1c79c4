import type { Reader } from '../schema';
import type { ImportState } from './model';

export interface ImportView {
  readonly importId: string;
  readonly state: ImportState;
  readonly format: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly rows: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly parked: number;
  readonly acceptedAt: string | null;
  readonly appliedAt: string | null;
}

export interface ParkedRow {
  readonly row: number;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Imported files, the last accepted first. A file that was never accepted counts for nothing and is not shown. */
export async function importList(reader: Reader): Promise<ImportView[]> {
  const rows = await reader
    .selectFrom('import_progress')
    .selectAll()
    .where('state', '<>', 'receiving')
    .orderBy('accepted_leaf', 'desc')
    .execute();
  return rows.map((row) => ({
    importId: row.import_id,
    state: row.state,
    format: row.format,
    fileName: row.file_name,
    sha256: row.sha256,
    rows: row.rows,
    applied: row.applied,
    unchanged: row.unchanged,
    parked: row.parked,
    acceptedAt: row.accepted_at,
    appliedAt: row.applied_at,
  }));
}

/** Rows of a file that their brand refused, in order of row. */
export async function parkedRows(reader: Reader, importId: string): Promise<ParkedRow[]> {
  return reader
    .selectFrom('import_parked_row')
    .select(['row', 'code', 'zh', 'en'])
    .where('import_id', '=', importId)
    .orderBy('row')
    .execute();
}

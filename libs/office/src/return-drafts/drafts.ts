import { inList } from '#projections';
import { sql } from 'kysely';
import type { OfficeStore, OfficeTransaction } from '../store';

export interface DraftCell {
  /** Key of the line within its return. */
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
  readonly revision: number;
  readonly by: string;
  readonly at: string;
  /** Id of the event that is to report the cell as it stands; null: written since. */
  readonly claimedBy: string | null;
}

/** A cell as somebody wrote it, and the revision of it that they looked at; 0 where there was none. */
export interface WrittenCell {
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
  readonly seen: number;
}

/** Drafts of returns. They outlive sessions and restarts, and end when the return is reported. */
export class ReturnDrafts {
  constructor(private readonly office: OfficeStore) {}

  async cells(returnId: string): Promise<readonly DraftCell[]> {
    const rows = await this.office.read
      .selectFrom('return_draft_cell')
      .selectAll()
      .where('return_id', '=', returnId)
      .orderBy('key')
      .execute();
    return rows.map(toCell);
  }

  /**
   * Writes cells, each by itself: one that somebody wrote meanwhile, and not the same, is left as it is and told. All in one
   * transaction, so that of two who write one cell the second sees the first.
   */
  write(
    returnId: string,
    cells: readonly WrittenCell[],
    { by, at }: { readonly by: string; readonly at: string },
  ): Promise<{
    readonly saved: readonly DraftCell[];
    readonly conflicts: readonly { readonly yours: WrittenCell; readonly theirs: DraftCell }[];
  }> {
    return this.inTurn(returnId, async (tx) => {
      const saved: DraftCell[] = [];
      const conflicts: { readonly yours: WrittenCell; readonly theirs: DraftCell }[] = [];
      const keys = cells.map(({ line, field }) => `${returnId}|${line}#${field}`);
      const rows = await tx
        .selectFrom('return_draft_cell')
        .selectAll()
        .where(inList(this.office.engine, 'key', keys))
        .execute();
      const known = new Map(rows.map((row) => [row.key, row]));
      for (const cell of cells) {
        const key = `${returnId}|${cell.line}#${cell.field}`;
        const before = known.get(key);
        if (before !== undefined && before.value === cell.value) {
          saved.push(toCell(before));
          continue;
        }
        if (before !== undefined && before.revision !== cell.seen) {
          conflicts.push({ yours: cell, theirs: toCell(before) });
          continue;
        }
        const row = {
          ...{ key, return_id: returnId, line: cell.line, field: cell.field, value: cell.value },
          ...{ revision: (before?.revision ?? 0) + 1, saved_by: by, saved_at: at },
          claimed_by: null,
        };
        if (before === undefined) await tx.insertInto('return_draft_cell').values(row).execute();
        else await tx.updateTable('return_draft_cell').set(row).where('key', '=', key).execute();
        known.set(key, row);
        saved.push(toCell(row));
      }
      return { saved, conflicts };
    });
  }

  /**
   * Marks what is about to be reported, before it is: whatever a crash leaves behind then says by itself whether it was.
   * @param read the cells as they were read for the report; what was written since is not in it and is not marked
   * @param report id of the event that will stand in the log
   */
  async claim(returnId: string, read: readonly Pick<DraftCell, 'line' | 'field' | 'revision'>[], report: string): Promise<void> {
    const known = new Map(read.map(({ line, field, revision }) => [`${returnId}|${line}#${field}`, revision]));
    if (known.size === 0) return;
    await this.inTurn(returnId, async (tx) => {
      const rows = await tx.selectFrom('return_draft_cell').select(['key', 'revision']).where('return_id', '=', returnId).execute();
      const same = rows.filter(({ key, revision }) => known.get(key) === revision).map(({ key }) => key);
      await tx
        .updateTable('return_draft_cell')
        .set({ claimed_by: report })
        .where(inList(this.office.engine, 'key', same))
        .execute();
    });
  }

  /** Throws away what these events reported. */
  async discard(returnId: string, reports: readonly string[]): Promise<void> {
    await this.inTurn(returnId, (tx) =>
      tx
        .deleteFrom('return_draft_cell')
        .where('return_id', '=', returnId)
        .where(inList(this.office.engine, 'claimed_by', reports))
        .execute(),
    );
  }

  /** SQLite has one writer. On PostgreSQL two of one return wait for each other. */
  private inTurn<T>(returnId: string, work: (tx: OfficeTransaction) => Promise<T>): Promise<T> {
    return this.office.inTransaction(async (tx) => {
      if (this.office.engine === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${returnId}))`.execute(tx);
      return work(tx);
    });
  }
}

interface Row {
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
  readonly revision: number;
  readonly saved_by: string;
  readonly saved_at: string;
  readonly claimed_by: string | null;
}
const toCell = ({ line, field, value, revision, saved_by, saved_at, claimed_by }: Row): DraftCell => ({
  line,
  field,
  value,
  revision,
  by: saved_by,
  at: saved_at,
  claimedBy: claimed_by,
});

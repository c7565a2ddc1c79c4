import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { defineTable, int, text, positionToText, type Row } from '../table';
import { AppendedRows } from '../working-set';

/** Where each leaf of the log stands: what people, links and proofs quote, against where the event is read. */
export const leafTable = defineTable('leaf', {
  columns: { leaf: int, stream: text, revision: int, position: text },
  key: 'leaf',
  indexes: [['stream']],
});

export const historyModel: ReadModelDefinition = { name: 'history', version: 1, handles: 'all', tables: [leafTable] };

/** 历史 itself is read from the log when it is asked for; only the leaf index is nowhere else. */
export class HistoryFold implements ModelFold {
  private readonly leaves: AppendedRows<Row<typeof leafTable>>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.leaves = new AppendedRows(engine, leafTable, nameOfTable(leafTable));
  }

  load(): Promise<void> {
    return Promise.resolve();
  }
  project({ leaf, stream, revision, position }: ProjectedFact): void {
    this.leaves.add({ leaf, stream, revision, position: positionToText(position) });
  }
  flush(tx: ReadModelTransaction): Promise<void> {
    return this.leaves.flush(tx);
  }
  committed(): void {
    this.leaves.committed();
  }
  reset(): void {
    this.leaves.reset();
  }
}

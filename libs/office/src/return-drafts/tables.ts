import { createTable, defineTable, int, text, textOrNull } from '#projections';
import type { Component } from '../component';

/** 填报草稿: what was typed into a return and not reported yet, cell by cell. Everybody who may report sees the same draft. */
export const returnDraftCellTable = defineTable('return_draft_cell', {
  columns: {
    /** `<return>|<line>#<field>`. */
    key: text,
    return_id: text,
    line: text,
    field: text,
    /** As typed; null: emptied. */
    value: textOrNull,
    /** Counts writings of this cell, so that one clerk does not overwrite another unseen. */
    revision: int,
    saved_by: text,
    saved_at: text,
    /** Id of the event that is to report the cell as it stands; null: written since. It counts once that event is in the log. */
    claimed_by: textOrNull,
  },
  key: 'key',
  indexes: [['return_id']],
});

export const returnDrafts: Component = {
  name: 'return-drafts',
  steps: [
    (tx, engine) => createTable(tx, engine, returnDraftCellTable, returnDraftCellTable.name, 0),
    async (tx) => {
      const tables = await tx.introspection.getTables();
      const cells = tables.find(({ name }) => name === returnDraftCellTable.name);
      // A store made from today's definition has the column already.
      if (cells?.columns.some(({ name }) => name === 'claimed_by') === false)
        await tx.schema.alterTable(returnDraftCellTable.name).addColumn('claimed_by', 'text').execute();
    },
  ],
};

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
  },
  key: 'key',
  indexes: [['return_id']],
});

export const returnDrafts: Component = {
  name: 'return-drafts',
  steps: [(tx, engine) => createTable(tx, engine, returnDraftCellTable, returnDraftCellTable.name, 0)],
};

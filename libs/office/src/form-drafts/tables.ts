import { createTable, defineTable, int, text } from '#projections';
import type { Component } from '../component';

/** 草稿: a recommendation form that was begun and not handed over. One for each brand and form; the office shares it. */
export const formDraftTable = defineTable('form_draft', {
  columns: {
    /** `{brandId}|{form}`. */
    key: text,
    brand_id: text,
    form: text,
    form_version: text,
    /** JSON of the answers so far, checked for shape and not for sense. */
    answers: text,
    /** Counts savings, so that one clerk does not overwrite another unseen. */
    version: int,
    saved_by: text,
    saved_at: text,
  },
  key: 'key',
  indexes: [['brand_id']],
});

export const formDrafts: Component = {
  name: 'form-drafts',
  steps: [(tx, engine) => createTable(tx, engine, formDraftTable, formDraftTable.name, 0)],
};

import { createTable, defineTable, oneOf, text } from '#projections';
import type { Component } from '../component';

/** Who may name a file in a stream of theirs: who brought it, or who could read it when they named it. */
export const evidenceRightTable = defineTable('evidence_right', {
  columns: {
    /** `{sha256}|{person}`. */
    key: text,
    sha256: text,
    person: text,
    how: oneOf<'uploaded' | 'read'>(),
    at: text,
  },
  key: 'key',
});

/** Which streams name a file, so that whoever may read it in one of them is known without reading the log. */
export const evidenceNamingTable = defineTable('evidence_naming', {
  columns: {
    /** `{sha256}|{stream}|{evidenceId}`. */
    key: text,
    sha256: text,
    stream: text,
    evidence_id: text,
  },
  key: 'key',
  indexes: [['sha256']],
});

export const evidence: Component = {
  name: 'evidence',
  steps: [
    async (tx, engine) => {
      await createTable(tx, engine, evidenceRightTable, evidenceRightTable.name, 0);
      await createTable(tx, engine, evidenceNamingTable, evidenceNamingTable.name, 0);
    },
  ],
};

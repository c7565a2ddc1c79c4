import { createTable, defineTable, text } from '#projections';
import { hasColumn, type Component } from '../component';

/** Accounts of programs: no password opens them, and they decide nothing. A row says that an account is one, and who made it. */
export const programAccountTable = defineTable('program_account', {
  columns: { person: text, made_by: text, made_at: text },
  key: 'person',
});

/** 代签: for whom an act was done. Written before the act, because 经办、复核、审批 are told apart by it. */
export const standInActTable = defineTable('stand_in_act', {
  columns: {
    /** Correlation of the events that the act writes. */
    correlation: text,
    stand_in: text,
    person: text,
    principal: text,
    at: text,
  },
  key: 'correlation',
  indexes: [['principal']],
});

export const attribution: Component = {
  name: 'attribution',
  steps: [
    async (tx, engine) => {
      for (const table of [programAccountTable, standInActTable]) await createTable(tx, engine, table, table.name, 0);
      if (!(await hasColumn(tx, 'access_record', 'token')))
        await tx.schema.alterTable('access_record').addColumn('token', 'text').execute();
    },
  ],
};

import { createTable, defineTable, int, text } from '#projections';
import type { Component } from '../component';

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

/** Failed sign-ins of a name from one address. */
export const signInFailureTable = defineTable('sign_in_failure', {
  columns: {
    /** `{login}|{address}`. */
    key: text,
    login: text,
    failures: int,
    /** Milliseconds since 1970 until which this address does not get in under this name; 0 for none. */
    locked_until: int,
    last_ms: int,
  },
  key: 'key',
  indexes: [['login']],
});

export const attribution: Component = {
  name: 'attribution',
  steps: [
    async (tx, engine) => {
      for (const table of [programAccountTable, standInActTable, signInFailureTable]) await createTable(tx, engine, table, table.name, 0);
      const tables = await tx.introspection.getTables();
      const records = tables.find(({ name }) => name === 'access_record');
      // A store made from today's definition has the column already.
      if (records?.columns.some(({ name }) => name === 'token') === false)
        await tx.schema.alterTable('access_record').addColumn('token', 'text').execute();
    },
  ],
};

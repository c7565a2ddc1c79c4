import { createTable, defineTable, int, text } from '#projections';
import type { Component } from '../component';

/** How signing in under a name went from an address. Names are counted whether they exist or not. Instants are milliseconds since 1970. */
export const signInAddressTable = defineTable('sign_in_address', {
  columns: {
    /** `<address>|<login>`; no address holds that sign. */
    key: text,
    login: text,
    /** Of the client: IPv4 whole, of IPv6 the first 64 bits. */
    address: text,
    /** Failures since the last success or lock. */
    failures: int,
    failed_ms: int,
    /** Until when nobody is let in under this name from this address; 0 for none. */
    locked_until: int,
    /** When somebody last proved to be of this name from here; 0 for never. */
    proved_ms: int,
  },
  key: 'key',
  indexes: [['login'], ['failed_ms']],
});

/** Failures under a name from whatever address. */
export const signInNameTable = defineTable('sign_in_name', {
  columns: { login: text, failures: int, since_ms: int },
  key: 'login',
  indexes: [['since_ms']],
});

export const signIns: Component = {
  name: 'signIns',
  steps: [
    async (tx, engine) => {
      for (const table of [signInAddressTable, signInNameTable]) await createTable(tx, engine, table, table.name, 0);
    },
  ],
};

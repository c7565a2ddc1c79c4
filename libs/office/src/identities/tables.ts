import { createTable, defineTable, int, text } from '#projections';
import type { Component } from '../component';

/** Who somebody is at a provider of identities: bound by an administrator to an account that was made before. */
export const identityTable = defineTable('identity', {
  columns: {
    /** `<issuer>|<sub>`: one person there is one account here. */
    key: text,
    issuer: text,
    sub: text,
    person: text,
    bound_at: text,
    bound_by: text,
  },
  key: 'key',
  indexes: [['person']],
});

/** A sign-in at a provider that was begun and has not come back. Taken out when it does, so that it counts once. */
export const oidcAttemptTable = defineTable('oidc_attempt', {
  columns: {
    /** Of the secret in the browser's cookie. */
    digest: text,
    state: text,
    nonce: text,
    verifier: text,
    created_ms: int,
  },
  key: 'digest',
  indexes: [['created_ms']],
});

export const identities: Component = {
  name: 'identities',
  steps: [
    async (tx, engine) => {
      await createTable(tx, engine, identityTable, identityTable.name, 0);
      await createTable(tx, engine, oidcAttemptTable, oidcAttemptTable.name, 0);
    },
  ],
};

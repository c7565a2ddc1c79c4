import { createTable, defineTable, int, intOrNull, oneOf, text, textOrNull, type Engine, type Table } from '#projections';
import { sql } from 'kysely';
import { hasColumn, type Component } from '../component';
import type { OfficeTransaction } from '../store';

/** A person who may sign in. Instants are ISO 8601 in UTC, dates are business dates. */
export const accountTable = defineTable('account', {
  columns: {
    person: text,
    /** What one types to sign in: lower case, unique. */
    login: text,
    /** 姓名. Never in an event: the log holds the person's id. */
    display_name: text,
    /** Encoded scrypt hash with its parameters and salt; null for who signs in elsewhere. */
    password: textOrNull,
    must_change: int,
    disabled_at: textOrNull,
    created_at: text,
    created_by: text,
    /** 1 for an account of the demonstration (演示账户). */
    demo: int,
  },
  key: 'person',
});

/** One role of one person in one region and everything below it, from one date to another (both included). */
export const roleHeldTable = defineTable('role_held', {
  columns: {
    id: text,
    person: text,
    role: text,
    region: text,
    /** The unit or institution that a unit role speaks for: `unit-<id>` or `institution-<id>`. */
    unit: textOrNull,
    valid_from: text,
    valid_until: textOrNull,
    granted_by: text,
    granted_at: text,
    ended_at: textOrNull,
    ended_by: textOrNull,
  },
  key: 'id',
  indexes: [['person']],
});

/** 代签: who acts for whom in which role and region, from when to when, and the document that says so. */
export const standInTable = defineTable('stand_in', {
  columns: {
    id: text,
    /** Who acts. */
    person: text,
    /** Whose role it is. */
    principal: text,
    role: text,
    region: text,
    valid_from: text,
    valid_until: text,
    document: text,
    granted_by: text,
    granted_at: text,
    ended_at: textOrNull,
    ended_by: textOrNull,
  },
  key: 'id',
  indexes: [['person'], ['principal']],
});

/** A session of a page. Only the digest of its secret is kept. */
export const sessionTable = defineTable('session', {
  columns: {
    digest: text,
    person: text,
    csrf: text,
    /** Id of the role held or the stand-in in which one acts; null before one was chosen. */
    acting: textOrNull,
    how: text,
    created_ms: int,
    seen_ms: int,
    ended_ms: intOrNull,
    /** What the provider of identities said of who signed in there; shown to it again at signing out. Null once the session is over. */
    id_token: textOrNull,
  },
  key: 'digest',
  indexes: [['person']],
});

/** A bearer token of a program. Only the digest of its secret is kept. */
export const bearerTokenTable = defineTable('bearer_token', {
  columns: {
    id: text,
    digest: text,
    label: text,
    person: text,
    role: text,
    region: text,
    created_at: text,
    created_by: text,
    expires_on: text,
    revoked_at: textOrNull,
    revoked_by: textOrNull,
    last_used_at: textOrNull,
  },
  key: 'id',
  indexes: [['digest'], ['person']],
});

/** Who read or did what, and who was refused. Only ever added to. */
export const accessRecordTable = defineTable('access_record', {
  columns: {
    /** Instant and a counter, so that the order of keys is the order in time. */
    id: text,
    at: text,
    person: textOrNull,
    role: textOrNull,
    scope: textOrNull,
    /** The stand-in under which one acted. */
    stand_in: textOrNull,
    principal: textOrNull,
    kind: oneOf<'read' | 'act' | 'account'>(),
    action: text,
    method: text,
    path: text,
    region: textOrNull,
    /** What was looked at: a stream such as `brand-<id>`. */
    subject: textOrNull,
    status: int,
    /** Code of the refusal. */
    code: textOrNull,
    correlation: textOrNull,
    /** Id of the token with which a program asked; null for a session. */
    token: textOrNull,
  },
  key: 'id',
  indexes: [['person', 'at'], ['subject']],
});

const first: readonly Table[] = [accountTable, roleHeldTable, standInTable, sessionTable, bearerTokenTable, accessRecordTable];

/** Whoever administers the accounts must not be able to rewrite who read what, not even by a fault of ours. */
async function forbidChange(tx: OfficeTransaction, engine: Engine, table: string): Promise<void> {
  if (engine === 'sqlite') {
    for (const change of ['update', 'delete'])
      await sql`create trigger ${sql.ref(`${table}_no_${change}`)} before ${sql.raw(change)} on ${sql.ref(table)} begin select raise(abort, 'access records are only added to'); end`.execute(
        tx,
      );
    return;
  }
  await sql`create or replace function access_records_only_grow() returns trigger language plpgsql as $$ begin raise exception 'access records are only added to'; end $$`.execute(
    tx,
  );
  await sql`create trigger ${sql.ref(`${table}_only_grows`)} before update or delete or truncate on ${sql.ref(table)} for each statement execute function access_records_only_grow()`.execute(
    tx,
  );
}

export const accounts: Component = {
  name: 'accounts',
  steps: [
    async (tx, engine) => {
      for (const table of first) await createTable(tx, engine, table, table.name, 0);
      await tx.schema.createIndex('account_login').unique().on('account').column('login').execute();
      await forbidChange(tx, engine, accessRecordTable.name);
    },
    // What an auditor filters by, among records that only ever grow.
    async (tx) => {
      for (const column of ['region', 'scope', 'principal', 'status'] as const)
        await tx.schema.createIndex(`access_record_${column}`).on('access_record').columns([column, 'id']).execute();
    },
    // Failures are counted by name and address (`sign-ins`): an account has no lock of its own any more.
    async (tx) => {
      for (const gone of ['failures', 'locked_until'])
        if (await hasColumn(tx, accountTable.name, gone)) await tx.schema.alterTable(accountTable.name).dropColumn(gone).execute();
    },
    async (tx) => {
      if (!(await hasColumn(tx, sessionTable.name, 'id_token')))
        await tx.schema.alterTable(sessionTable.name).addColumn('id_token', 'text').execute();
    },
  ],
};

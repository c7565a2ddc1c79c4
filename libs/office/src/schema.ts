import type { Component, Writable } from './component';
import {
  accounts,
  type accountTable,
  type accessRecordTable,
  type bearerTokenTable,
  type roleHeldTable,
  type sessionTable,
  type standInTable,
} from './accounts/tables';
import { evidence, type evidenceNamingTable, type evidenceRightTable } from './evidence/tables';
import { attribution, type programAccountTable, type standInActTable } from './attribution/tables';
import { formDrafts, type formDraftTable } from './form-drafts/tables';
import { identities, type identityTable, type oidcAttemptTable } from './identities/tables';
import { returnDrafts, type returnDraftCellTable } from './return-drafts/tables';
import { signIns, type signInAddressTable, type signInNameTable } from './sign-ins/tables';

/** Tables of the office store, by name. A new part adds its rows here and its component below. */
export type OfficeTables = {
  readonly office_version: { component: string; version: number };
  readonly account: Writable<typeof accountTable>;
  readonly role_held: Writable<typeof roleHeldTable>;
  readonly stand_in: Writable<typeof standInTable>;
  readonly session: Writable<typeof sessionTable>;
  readonly bearer_token: Writable<typeof bearerTokenTable>;
  readonly identity: Writable<typeof identityTable>;
  readonly oidc_attempt: Writable<typeof oidcAttemptTable>;
  readonly sign_in_address: Writable<typeof signInAddressTable>;
  readonly sign_in_name: Writable<typeof signInNameTable>;
  readonly access_record: Writable<typeof accessRecordTable>;
  readonly program_account: Writable<typeof programAccountTable>;
  readonly stand_in_act: Writable<typeof standInActTable>;
  readonly form_draft: Writable<typeof formDraftTable>;
  readonly evidence_right: Writable<typeof evidenceRightTable>;
  readonly evidence_naming: Writable<typeof evidenceNamingTable>;
  readonly return_draft_cell: Writable<typeof returnDraftCellTable>;
};

/** Brought up to date in this order when the store is opened. */
export const components: readonly Component[] = [accounts, formDrafts, returnDrafts, identities, evidence, attribution, signIns];

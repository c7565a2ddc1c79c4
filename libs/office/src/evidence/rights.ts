import type { OfficeStore } from '../store';

/** Who brought a file of evidence, who may name it, and where it is named. What of it happened once is not taken back. */
export class EvidenceRights {
  constructor(private readonly office: OfficeStore) {}

  async has(sha256: string, person: string): Promise<boolean> {
    const key = `${sha256}|${person}`;
    return (await this.office.read.selectFrom('evidence_right').select('key').where('key', '=', key).executeTakeFirst()) !== undefined;
  }

  /** @param at instant, ISO 8601 */
  async give(sha256: string, person: string, how: 'uploaded' | 'read', at: string): Promise<void> {
    const row = { key: `${sha256}|${person}`, sha256, person, how, at };
    await this.office.inTransaction((tx) =>
      tx
        .insertInto('evidence_right')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute(),
    );
  }

  async name(sha256: string, stream: string, evidenceId: string): Promise<void> {
    const row = { key: `${sha256}|${stream}|${evidenceId}`, sha256, stream, evidence_id: evidenceId };
    await this.office.inTransaction((tx) =>
      tx
        .insertInto('evidence_naming')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute(),
    );
  }

  async namings(sha256: string): Promise<readonly { readonly stream: string; readonly evidenceId: string }[]> {
    const rows = await this.office.read.selectFrom('evidence_naming').selectAll().where('sha256', '=', sha256).execute();
    return rows.map((row) => ({ stream: row.stream, evidenceId: row.evidence_id }));
  }
}

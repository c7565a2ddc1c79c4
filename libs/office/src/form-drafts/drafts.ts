import type { OfficeStore } from '../store';

export interface FormDraft {
  readonly brandId: string;
  readonly form: string;
  readonly formVersion: string;
  /** JSON. */
  readonly answers: string;
  readonly version: number;
  readonly savedBy: string;
  readonly savedAt: string;
}

const keyOf = (brandId: string, form: string): string => `${brandId}|${form}`;

/** Drafts of recommendation forms. */
export class FormDrafts {
  constructor(private readonly office: OfficeStore) {}

  async find(brandId: string, form: string): Promise<FormDraft | null> {
    const row = await this.office.read.selectFrom('form_draft').selectAll().where('key', '=', keyOf(brandId, form)).executeTakeFirst();
    return row === undefined
      ? null
      : {
          ...{ brandId: row.brand_id, form: row.form, formVersion: row.form_version, answers: row.answers, version: row.version },
          ...{ savedBy: row.saved_by, savedAt: row.saved_at },
        };
  }

  /** Brands with a draft, and who saved it last. */
  async all(): Promise<readonly Pick<FormDraft, 'brandId' | 'form' | 'savedBy' | 'savedAt'>[]> {
    const rows = await this.office.read.selectFrom('form_draft').select(['brand_id', 'form', 'saved_by', 'saved_at']).execute();
    return rows.map((row) => ({ brandId: row.brand_id, form: row.form, savedBy: row.saved_by, savedAt: row.saved_at }));
  }

  /**
   * @param after the version the clerk began from; 0 for none
   * @returns the new version, or null when somebody saved meanwhile: nothing was written
   */
  save(draft: Omit<FormDraft, 'version'>, after: number): Promise<number | null> {
    const { brandId, form, formVersion, answers, savedBy, savedAt } = draft;
    const key = keyOf(brandId, form);
    const row = {
      ...{ key, brand_id: brandId, form, form_version: formVersion, answers, version: after + 1 },
      ...{ saved_by: savedBy, saved_at: savedAt },
    };
    // The condition is part of the writing: on PostgreSQL two transactions may read one version, but only one changes the row.
    return this.office.inTransaction(async (tx) => {
      if (after === 0) {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('form_draft')
          .values(row)
          .onConflict((oc) => oc.column('key').doNothing())
          .executeTakeFirstOrThrow();
        return numInsertedOrUpdatedRows === 1n ? 1 : null;
      }
      const { numUpdatedRows } = await tx
        .updateTable('form_draft')
        .set(row)
        .where('key', '=', key)
        .where('version', '=', after)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n ? after + 1 : null;
    });
  }

  /** The form was handed over, or the draft is not wanted any more. */
  async discard(brandId: string, form: string): Promise<void> {
    await this.office.inTransaction((tx) => tx.deleteFrom('form_draft').where('key', '=', keyOf(brandId, form)).execute());
  }
}

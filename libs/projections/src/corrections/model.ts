import type { BrandEventType } from '#domain';
import type { CorrectionState } from '#contracts';
import { brandOf } from '../catalogue/model';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { defineTable, oneOf, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable } from '../working-set';

/**
 * 更正记录: every request to correct a figure of a brand and what became of it, and every correction that was made without one.
 * A request is kept under its own id until it is approved, then under the id of the figure it led to: the FigureCorrected that
 * follows in the same append finds it there.
 */
export const correctionTable = defineTable('correction', {
  columns: {
    key: text,
    brand_id: text,
    request_id: textOrNull,
    state: oneOf<CorrectionState>(),
    /** The figure that is to be, or was, corrected. */
    corrects: text,
    /** The figure in its place; null where there is none. */
    figure_id: textOrNull,
    asked_on: text,
    /** Ids and roles as the metadata of the events has them, of a direct correction what it says itself. */
    asked_by: text,
    asked_role: textOrNull,
    settled_on: textOrNull,
    settled_by: textOrNull,
    settled_role: textOrNull,
    reason: text,
    /** Why it was refused or withdrawn, or what the approver noted. */
    answer: textOrNull,
    /** The figure as asked for, and the ids of its evidence, JSON. */
    figure: text,
    evidence: text,
  },
  key: 'key',
  indexes: [['brand_id'], ['state', 'asked_on']],
});
type CorrectionRow = Row<typeof correctionTable>;

const HANDLED = [
  'CorrectionRequested.v1',
  'CorrectionApproved.v1',
  'CorrectionRefused.v1',
  'CorrectionWithdrawn.v1',
  'FigureCorrected.v1',
] as const satisfies readonly BrandEventType[];

export const correctionsModel: ReadModelDefinition = { name: 'corrections', version: 2, handles: [...HANDLED], tables: [correctionTable] };

export class CorrectionsFold implements ModelFold {
  private readonly rows: WorkingTable<CorrectionRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.rows = new WorkingTable(engine, correctionTable, nameOfTable(correctionTable), plain());
  }

  load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    return this.rows.load(
      tx,
      facts.flatMap(({ event }) => {
        switch (event.type) {
          case 'CorrectionRequested.v1':
          case 'CorrectionRefused.v1':
          case 'CorrectionWithdrawn.v1':
            return [event.data.requestId];
          case 'CorrectionApproved.v1':
            return [event.data.requestId, event.data.figureId];
          case 'FigureCorrected.v1':
            return [event.data.figure.figureId];
          default:
            return [];
        }
      }),
    );
  }

  project(fact: ProjectedFact): void {
    const brandId = brandOf(fact);
    if (brandId === null) return;
    const { event, metadata } = fact;
    const { actor, effectiveOn: on } = metadata;
    switch (event.type) {
      case 'CorrectionRequested.v1': {
        const { requestId, corrects, figure, reason, evidence } = event.data;
        this.rows.set(requestId, {
          ...{ key: requestId, brand_id: brandId, request_id: requestId, state: 'open', corrects, figure_id: null },
          ...{ asked_on: on, asked_by: actor.id, asked_role: actor.role, settled_on: null, settled_by: null, settled_role: null },
          ...{ reason, answer: null, figure: JSON.stringify(figure), evidence: JSON.stringify(evidence) },
        });
        return;
      }
      case 'CorrectionApproved.v1': {
        const { requestId, figureId, note } = event.data;
        const asked = this.rows.get(requestId);
        if (asked === null) return;
        this.rows.delete(requestId);
        this.rows.set(figureId, { ...asked, ...settled('approved', note), key: figureId, figure_id: figureId });
        return;
      }
      case 'CorrectionRefused.v1':
        return this.close(event.data.requestId, settled('refused', event.data.reason));
      case 'CorrectionWithdrawn.v1':
        return this.close(event.data.requestId, settled('withdrawn', event.data.reason));
      case 'FigureCorrected.v1': {
        const { corrects, figure, requester, reason, evidence } = event.data;
        const { figureId, status: _status, ...told } = figure;
        if (this.rows.get(figureId) !== null) return;
        this.rows.set(figureId, {
          ...{ key: figureId, brand_id: brandId, request_id: null, corrects, figure_id: figureId },
          ...{
            asked_on: on,
            asked_by: requester,
            asked_role: null,
            reason,
            figure: JSON.stringify(told),
            evidence: JSON.stringify(evidence),
          },
          ...settled('direct', null),
        });
        return;
      }
      default:
        return;
    }

    function settled(state: CorrectionState, answer: string | null) {
      return { state, answer, settled_on: on, settled_by: actor.id, settled_role: actor.role };
    }
  }

  private close(requestId: string, change: Partial<CorrectionRow>): void {
    const asked = this.rows.get(requestId);
    if (asked !== null) this.rows.set(requestId, { ...asked, ...change });
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.rows.flush(tx);
  }
  committed(): void {
    this.rows.committed();
  }
  reset(): void {
    this.rows.reset();
  }
}

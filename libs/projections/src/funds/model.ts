/** 资金登记: one row for each entry of money as it stands now. What it said before stays in its stream. */
import type { FundEntry, FundEventType, FundPurpose, MoneyUnit } from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, oneOf, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable } from '../working-set';

export const fundTable = defineTable('fund_entry', {
  columns: {
    fund_id: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    year: int,
    paid_on: text,
    purpose: oneOf<FundPurpose>(),
    amount: int,
    unit: oneOf<MoneyUnit>(),
    payee_stream: textOrNull,
    /** The entry itself, as JSON. */
    entry: text,
    /** JSON of why it stands although support was stopped; null: it was not. */
    despite_stop: textOrNull,
    corrections: int,
    withdrawn: int,
    revision: int,
    leaf: int,
    recorded_by: text,
    recorded_on: text,
  },
  key: 'fund_id',
  indexes: [['year'], ['payee_stream']],
});
type FundRow = Row<typeof fundTable>;

const FUND_EVENTS = ['FundRecorded.v1', 'FundCorrected.v1', 'FundWithdrawn.v1'] as const satisfies readonly FundEventType[];

export const fundsModel: ReadModelDefinition = { name: 'funds', version: 1, handles: FUND_EVENTS, tables: [fundTable] };

const fundOf = ({ stream, event }: ProjectedFact): string | null =>
  stream.startsWith('fund-') && event.type.startsWith('Fund') ? stream.slice('fund-'.length) : null;

const ofEntry = (entry: FundEntry) => ({
  year: Number(entry.paidOn.slice(0, 4)),
  paid_on: entry.paidOn,
  purpose: entry.purpose,
  amount: entry.amount,
  unit: entry.unit,
  payee_stream: entry.payee.stream,
  entry: JSON.stringify(entry),
});

export class FundsFold implements ModelFold {
  private readonly funds: WorkingTable<FundRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.funds = new WorkingTable(engine, fundTable, nameOfTable(fundTable), plain());
  }

  load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    return this.funds.load(
      tx,
      facts.flatMap((fact) => fundOf(fact) ?? []),
    );
  }

  project(fact: ProjectedFact): void {
    const fundId = fundOf(fact);
    if (fundId === null) return;
    const before = this.funds.get(fundId);
    const after = fold(fundId, before, fact);
    if (after !== null) this.funds.set(fundId, after);
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.funds.flush(tx);
  }
  committed(): void {
    this.funds.committed();
  }
  reset(): void {
    this.funds.reset();
  }
}

function fold(fundId: string, before: FundRow | null, { event, metadata, revision, leaf }: ProjectedFact): FundRow | null {
  const now = { revision, leaf, recorded_by: metadata.actor.id, recorded_on: metadata.effectiveOn };
  switch (event.type) {
    case 'FundRecorded.v1': {
      const { region, origin, entry, despiteStop } = event.data;
      const [, province = null, prefecture = null] = lineage(region);
      return {
        fund_id: fundId,
        dataset: origin === 'synthetic' ? 'synthetic' : 'real',
        ...{ region, province, prefecture, corrections: 0, withdrawn: 0 },
        ...ofEntry(entry),
        despite_stop: despiteStop === null ? null : JSON.stringify(despiteStop),
        ...now,
      };
    }
    case 'FundCorrected.v1': {
      if (before === null) return null;
      const { entry, despiteStop } = event.data;
      return {
        ...before,
        ...ofEntry(entry),
        despite_stop: despiteStop === null ? null : JSON.stringify(despiteStop),
        corrections: before.corrections + 1,
        ...now,
      };
    }
    case 'FundWithdrawn.v1':
      return before === null ? null : { ...before, withdrawn: 1, ...now };
    default:
      return null;
  }
}

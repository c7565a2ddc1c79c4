import type { RegionEventType } from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, intOrNull, oneOf, oneOfOrNull, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable } from '../working-set';
import type { Tier } from '#domain';

/** Aggregates that a source publishes for a region. Never brands, and never added to brands. */
export const regionalFigureTable = defineTable('regional_figure', {
  columns: {
    figure_id: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    title: text,
    metric: text,
    unit: text,
    nature: text,
    directness: text,
    bound: text,
    tier: oneOfOrNull<Tier>(),
    honour: textOrNull,
    value: int,
    to_year: intOrNull,
    source_reference: text,
    source_note: textOrNull,
  },
  key: 'figure_id',
  indexes: [['dataset', 'region']],
});

/** 年度封账: which years are closed, where, and over what. */
export const yearClosedTable = defineTable('year_closed', {
  columns: {
    key: text,
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    year: int,
    closed_on: text,
    closed_by: text,
    brands: int,
    figures: int,
    digest: text,
  },
  key: 'key',
  indexes: [['dataset', 'region', 'year']],
});

export const regionalModel: ReadModelDefinition = {
  name: 'regional',
  version: 1,
  handles: ['RegionalFigurePublished.v1', 'YearClosed.v1'] satisfies RegionEventType[],
  tables: [regionalFigureTable, yearClosedTable],
};

export class RegionalFold implements ModelFold {
  private readonly figures: WorkingTable<Row<typeof regionalFigureTable>>;
  private readonly years: WorkingTable<Row<typeof yearClosedTable>>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.figures = new WorkingTable(engine, regionalFigureTable, nameOfTable(regionalFigureTable), plain());
    this.years = new WorkingTable(engine, yearClosedTable, nameOfTable(yearClosedTable), plain());
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  project({ event }: ProjectedFact): void {
    if (event.type === 'RegionalFigurePublished.v1') {
      const { figureId, region, title, metric, unit, nature, directness, bound, tier, honour, value, window, origin, source } = event.data;
      this.figures.put(figureId, {
        figure_id: figureId,
        dataset: origin === 'synthetic' ? 'synthetic' : 'real',
        ...place(region),
        title,
        metric,
        unit,
        nature,
        directness,
        bound,
        tier,
        honour,
        value,
        to_year: window.toYear,
        source_reference: source.reference,
        source_note: source.note,
      });
    }
    if (event.type === 'YearClosed.v1') {
      const { region, year, closedOn, closedBy, brands, figures, digest, origin } = event.data;
      const dataset = origin === 'synthetic' ? 'synthetic' : 'real';
      const key = `${dataset}|${region}|${year}`;
      this.years.put(key, { key, dataset, ...place(region), year, closed_on: closedOn, closed_by: closedBy, brands, figures, digest });
    }
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.figures.flush(tx);
    await this.years.flush(tx);
  }
  committed(): void {
    this.figures.committed();
    this.years.committed();
  }
  reset(): void {
    this.figures.reset();
    this.years.reset();
  }
}

function place(region: string): { region: string; province: string | null; prefecture: string | null } {
  const path = lineage(region);
  return { region, province: path[1] ?? null, prefecture: path[2] ?? null };
}

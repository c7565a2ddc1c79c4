import type { BrandEventType } from '#domain';
import type { Dataset, QualityKind } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, Standing, TableName } from '../model';
import { lineage } from '../regions';
import { amount, defineTable, int, intOrNull, oneOf, text, type Row } from '../table';
import { NO_TIER } from '../tier-status/model';
import { Totals, WorkingTable } from '../working-set';
import {
  disputes,
  figuresFromText,
  figuresToText,
  groupOf,
  openQuestions,
  withFigures,
  type FigureGroup,
  type RecordedFigure,
} from './figures';

/** Figures of brands, those of one brand about one thing in one row. */
export const brandFigureTable = defineTable('brand_figure', {
  columns: {
    key: text,
    brand_id: text,
    metric: text,
    unit: text,
    nature: text,
    directness: text,
    year: intOrNull,
    /** What the published figures in force come to; null where there is none, or where sources disagree. */
    published: intOrNull,
    locked: intOrNull,
    /** How many figures of it sources disagree on. */
    disputed: int,
    /** What it leaves open: `|disputed||unitUnstated|`, or nothing. */
    quality: text,
    /** JSON array of all figures in log order, corrected ones too. */
    figures: text,
  },
  key: 'key',
  owner: 'brand_id',
  fixed: ['brand_id', 'metric', 'unit', 'nature', 'directness', 'year'],
});
type BrandFigureRow = Row<typeof brandFigureTable>;

/** 带动就业 and all other counts by year: running totals, so that no dashboard scans figures. */
export const yearlyTotalTable = defineTable('yearly_total', {
  columns: {
    /** dataset, region, metric, year and the rest: a dashboard reads one range of it. */
    key: text,
    dataset: oneOf<Dataset>(),
    region: text,
    tier: text,
    category: text,
    year: int,
    metric: text,
    unit: text,
    nature: text,
    directness: text,
    status: text,
    total: amount,
    brands: int,
    conflicts: int,
  },
  key: 'key',
  fixed: ['dataset', 'region', 'tier', 'category', 'year', 'metric', 'unit', 'nature', 'directness', 'status'],
});
type YearlyTotalRow = Row<typeof yearlyTotalTable>;

/** 数据质量: how many records of figures leave something open, in a region and everything below it. `all` counts every record. */
export const figureQualityTable = defineTable('figure_quality', {
  columns: {
    /** dataset, region and kind. */
    key: text,
    dataset: oneOf<Dataset>(),
    region: text,
    kind: oneOf<QualityKind | 'all'>(),
    /** Records; named as all running totals name what they count. */
    brands: int,
  },
  key: 'key',
  fixed: ['dataset', 'region', 'kind'],
});
type FigureQualityRow = Row<typeof figureQualityTable>;

const FIGURE_EVENTS = ['FigureRecorded.v1', 'FigureCorrected.v1'] as const satisfies readonly BrandEventType[];

export const yearlyModel: ReadModelDefinition = {
  name: 'yearly',
  version: 2,
  // Beside figures, whatever moves a brand to another tier moves its totals.
  handles: [
    ...FIGURE_EVENTS,
    'BrandReported.v1',
    'TierClaimed.v1',
    'BrandNominated.v1',
    'BrandAssessed.v1',
    'BrandRecognised.v1',
    'CultivationStarted.v1',
    'CatalogueEntered.v1',
    'BrandPromoted.v1',
    'BrandDowngraded.v1',
    'BrandDelisted.v1',
    'BrandRestored.v1',
  ],
  tables: [brandFigureTable, yearlyTotalTable, figureQualityTable],
};

/**
 * Where a brand's figures are counted: `province` held, `claimed:province` as a source says, `none`, or `delisted` for
 * what a brand that has left the catalogue did while it stood there.
 */
export function yearlyTier(standing: Standing): string {
  if (standing.stage === 'delisted') return 'delisted';
  if (standing.tier !== null) return standing.tier;
  return standing.claimedTier === null ? NO_TIER : `claimed:${standing.claimedTier}`;
}

/** Category of a brand that has none. */
export const NO_CATEGORY = '';

const sameCount = (a: Standing, b: Standing): boolean =>
  a === b || (a.dataset === b.dataset && a.region === b.region && a.category === b.category && yearlyTier(a) === yearlyTier(b));

function toRow(group: FigureGroup): BrandFigureRow {
  const { key, brandId, metric, unit, nature, directness, year } = group;
  const of = (status: RecordedFigure['status']) => group.sums.find((sum) => sum.status === status)?.value ?? null;
  return {
    key,
    brand_id: brandId,
    metric,
    unit,
    nature,
    directness,
    year,
    published: of('published'),
    locked: of('locked'),
    disputed: disputes(group),
    quality: openQuestions(group)
      .map((kind) => `|${kind}|`)
      .join(''),
    figures: figuresToText(group.figures),
  };
}

function fromRow(row: BrandFigureRow): FigureGroup {
  const { key, metric, unit, nature, directness, year } = row;
  const group: FigureGroup = { key, brandId: row.brand_id, metric, unit, nature, directness, year, figures: [], sums: [] };
  return withFigures(group, figuresFromText(row.figures, row));
}

export class YearlyFold implements ModelFold {
  private readonly groups: WorkingTable<BrandFigureRow, FigureGroup>;
  private readonly totals: Totals<YearlyTotalRow>;
  private readonly quality: Totals<FigureQualityRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.groups = new WorkingTable(engine, brandFigureTable, nameOfTable(brandFigureTable), { toRow, fromRow });
    this.totals = new Totals<YearlyTotalRow>(engine, yearlyTotalTable, nameOfTable(yearlyTotalTable));
    this.quality = new Totals<FigureQualityRow>(engine, figureQualityTable, nameOfTable(figureQualityTable));
  }

  async load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    const keys = new Set<string>();
    const recorded = new Set<string>();
    const moved = new Set<string>();
    const corrections: { readonly brandId: string; readonly group: string; readonly corrects: string }[] = [];
    for (const { event, brand } of facts) {
      if (brand === null) continue;
      const { brandId } = brand.after;
      if (brand.before !== null && !sameCount(brand.before, brand.after)) moved.add(brandId);
      if (event.type === 'FigureRecorded.v1') {
        const { key } = groupOf(brandId, event.data);
        keys.add(key);
        recorded.add(`${key}|${event.data.figureId}`);
      } else if (event.type === 'FigureCorrected.v1') {
        const { key } = groupOf(brandId, event.data.figure);
        keys.add(key);
        recorded.add(`${key}|${event.data.figure.figureId}`);
        corrections.push({ brandId, group: key, corrects: event.data.corrects });
      }
    }
    await this.groups.load(tx, keys);
    // A correction speaks of what it corrects, so both are in one group; a log that holds another kind still folds.
    for (const { brandId, group, corrects } of corrections) {
      if (recorded.has(`${group}|${corrects}`) || this.groups.get(group)?.figures.some((figure) => figure.figureId === corrects) === true)
        continue;
      moved.add(brandId);
    }
    await this.groups.loadOwned(tx, moved);
  }

  project({ event, brand, revision }: ProjectedFact): void {
    if (brand === null) return;
    const { before, after } = brand;
    if (before !== null && !sameCount(before, after)) {
      for (const group of this.groups.ofOwner(after.brandId)) {
        this.count(group, before, -1);
        this.count(group, after, 1);
      }
    }
    if (event.type === 'FigureRecorded.v1') this.record(after, { ...event.data, correctedBy: null, revision });
    if (event.type === 'FigureCorrected.v1') {
      const { corrects, figure } = event.data;
      this.correct(after, corrects, figure);
      this.record(after, { ...figure, correctedBy: null, revision });
    }
  }

  private record(standing: Standing, figure: RecordedFigure): void {
    const empty = groupOf(standing.brandId, figure);
    const group = this.groups.get(empty.key) ?? empty;
    this.change(standing, group, [...group.figures.filter(({ figureId }) => figureId !== figure.figureId), figure]);
  }

  private correct(standing: Standing, corrects: string, by: Parameters<typeof groupOf>[1]): void {
    const holds = (group: FigureGroup | null): group is FigureGroup =>
      group?.figures.some(({ figureId }) => figureId === corrects) === true;
    const near = this.groups.get(groupOf(standing.brandId, by).key);
    const group = holds(near) ? near : this.groups.ofOwner(standing.brandId).find(holds);
    if (group === undefined) return;
    this.change(
      standing,
      group,
      group.figures.map((figure) => (figure.figureId === corrects ? { ...figure, correctedBy: by.figureId } : figure)),
    );
  }

  private change(standing: Standing, group: FigureGroup, figures: readonly RecordedFigure[]): void {
    const changed = withFigures(group, figures);
    this.groups.set(group.key, changed);
    this.count(group, standing, -1);
    this.count(changed, standing, 1);
  }

  /** Adds what a group comes to, or takes it away, in the brand's region and in every region above it. */
  private count(group: FigureGroup, standing: Standing, sign: 1 | -1): void {
    this.countQuality(group, standing, sign);
    if (group.year === null) return;
    const { metric, unit, nature, directness, year } = group;
    const { dataset } = standing;
    const category = standing.category ?? NO_CATEGORY;
    const tier = yearlyTier(standing);
    for (const { status, value, conflict } of group.sums) {
      const rest = `${metric}|${year}|${unit}|${nature}|${directness}|${status}|${tier}|${category}`;
      this.totals.add(
        { dataset, rest, dimensions: () => ({ tier, category, year, metric, unit, nature, directness, status }) },
        lineage(standing.region),
        { value: value === null ? null : sign * value, brands: value === null ? 0 : sign, conflicts: conflict ? sign : 0 },
      );
    }
  }

  private countQuality(group: FigureGroup, { dataset, region }: Standing, sign: 1 | -1): void {
    if (group.figures.every(({ correctedBy }) => correctedBy !== null)) return;
    for (const kind of ['all', ...openQuestions(group)] as const)
      this.quality.add({ dataset, rest: kind, dimensions: () => ({ kind }) }, lineage(region), { value: null, brands: sign, conflicts: 0 });
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.groups.flush(tx);
    await this.totals.flush(tx);
    await this.quality.flush(tx);
  }
  committed(): void {
    this.groups.committed();
    this.totals.committed();
    this.quality.committed();
  }
  reset(): void {
    this.groups.reset();
    this.totals.reset();
    this.quality.reset();
  }
}

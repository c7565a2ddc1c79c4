/** Arranges yearly counts for charts. What is unlike (metric, unit, flow or stock, status) never shares a panel, and direct never shares a bar with indirect. */
import type { YearlyCount } from '../shell/answers.gen';

export interface Panel {
  readonly key: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly status: string;
  /** Labels along the axis: years, region names or tiers. */
  readonly labels: readonly string[];
  /** One series per directness, with a value or null at each label. */
  readonly series: readonly {
    readonly directness: string;
    readonly values: readonly (number | null)[];
    readonly brands: readonly number[];
    /** Figures on which sources disagree: counted here, summed nowhere. */
    readonly conflicts: readonly number[];
  }[];
}

const NATURE_ORDER = ['flow', 'stock', 'cumulative', 'unstated'];
const DIRECTNESS_ORDER = ['direct', 'indirect', 'combined', 'unstated'];
const STATUS_ORDER = ['locked', 'published'];
const rank = (order: readonly string[], code: string): number => (order.includes(code) ? order.indexOf(code) : order.length);

/** Panels of like figures, each with its labels in order. Rows of one panel, label and directness add: they differ only in what the label leaves out. */
export function panelsOf(
  rows: readonly YearlyCount[],
  labelOf: (row: YearlyCount) => string,
  compare: (a: string, b: string) => number,
): Panel[] {
  const groups = new Map<string, YearlyCount[]>();
  for (const row of rows) {
    const key = [row.metric, row.unit, row.nature, row.status].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.entries()]
    .map(([key, group]): Panel => {
      const first = group[0];
      if (first === undefined) throw new Error('a group of figures holds at least one');
      const labels = [...new Set(group.map(labelOf))].sort(compare);
      const kinds = [...new Set(group.map((row) => row.directness))].sort((a, b) => rank(DIRECTNESS_ORDER, a) - rank(DIRECTNESS_ORDER, b));
      const series = kinds.map((directness) => {
        const own = group.filter((row) => row.directness === directness);
        const at = (label: string): YearlyCount[] => own.filter((row) => labelOf(row) === label);
        return {
          directness,
          values: labels.map((label) => {
            const counted = at(label).filter((row) => row.brands > 0);
            return counted.length === 0 ? null : counted.reduce((sum, row) => sum + row.value, 0);
          }),
          brands: labels.map((label) => at(label).reduce((sum, row) => sum + row.brands, 0)),
          conflicts: labels.map((label) => at(label).reduce((sum, row) => sum + (row.conflicts ?? 0), 0)),
        };
      });
      return { key, metric: first.metric, unit: first.unit, nature: first.nature, status: first.status, labels, series };
    })
    .sort(
      (a, b) =>
        rank(STATUS_ORDER, a.status) - rank(STATUS_ORDER, b.status) ||
        rank(NATURE_ORDER, a.nature) - rank(NATURE_ORDER, b.nature) ||
        a.unit.localeCompare(b.unit),
    );
}

export const byNumber = (a: string, b: string): number => Number(a) - Number(b);
const TIERS = ['province', 'prefecture', 'county'];
export const byTier = (a: string, b: string): number => rank(TIERS, a) - rank(TIERS, b);
export const byText = (a: string, b: string): number => a.localeCompare(b, 'zh-CN');

/** Metrics in the rows, employment driven first. */
export function metricsIn(rows: readonly YearlyCount[]): string[] {
  const metrics = [...new Set(rows.map((row) => row.metric))].sort();
  return metrics.includes('employmentDriven')
    ? ['employmentDriven', ...metrics.filter((metric) => metric !== 'employmentDriven')]
    : metrics;
}

/** One thing counted of a year, beside what it was the year before. */
export interface YearLine {
  readonly key: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly status: string;
  readonly value: number;
  readonly brands: number;
  readonly conflicts: number;
  /** null: nothing was counted of it. */
  readonly before: number | null;
  readonly brandsBefore: number;
}

/** What was counted of a year: locked before published, employment driven first, direct before indirect. Nothing is added to anything. */
export function yearLines(rows: readonly YearlyCount[], year: number): YearLine[] {
  const order = metricsIn(rows);
  const keyOf = ({ metric, unit, nature, directness, status }: YearlyCount): string => [status, metric, unit, nature, directness].join('|');
  const before = new Map(rows.filter((row) => row.year === year - 1 && row.brands > 0).map((row) => [keyOf(row), row]));
  return rows
    .filter((row) => row.year === year)
    .map((row) => {
      const { metric, unit, nature, directness, status, value, brands, conflicts = 0 } = row;
      const last = before.get(keyOf(row));
      const told = { metric, unit, nature, directness, status, value, brands, conflicts };
      return { key: keyOf(row), ...told, before: last?.value ?? null, brandsBefore: last?.brands ?? 0 };
    })
    .sort(
      (a, b) =>
        rank(STATUS_ORDER, a.status) - rank(STATUS_ORDER, b.status) ||
        rank(order, a.metric) - rank(order, b.metric) ||
        rank(NATURE_ORDER, a.nature) - rank(NATURE_ORDER, b.nature) ||
        a.unit.localeCompare(b.unit) ||
        rank(DIRECTNESS_ORDER, a.directness) - rank(DIRECTNESS_ORDER, b.directness),
    );
}

/** 带动就业 and other figures of a year, as papers sum them: direct and indirect, locked and published always apart. */
import type { PaperFacts, PaperFigure } from '../facts';
import type { Sources } from '../paper';
import { BOUND_SIGNS, DIRECTNESS_NAMES, grouped, NATURE_NAMES, STATUS_NAMES, UNIT_NAMES } from '../words';
import { eventOf } from './common';

const ORDER: Readonly<Record<string, number>> = { direct: 0, indirect: 1, combined: 2, unstated: 3, locked: 0, published: 1 };

const valueText = ({ bound, value, unit }: PaperFigure): string => `${BOUND_SIGNS[bound] ?? ''}${grouped(value)}${UNIT_NAMES[unit] ?? ''}`;

export interface FigureSum {
  readonly directness: string;
  readonly nature: string;
  readonly unit: string;
  readonly status: 'published' | 'locked';
  readonly total: bigint;
  readonly figures: readonly PaperFigure[];
}

/** Sums of one metric: only figures of one directness, nature, unit and status meet in one. */
export function sumsOf(figures: readonly PaperFigure[], metric: string): readonly FigureSum[] {
  const groups = new Map<string, PaperFigure[]>();
  for (const figure of figures) {
    if (figure.metric !== metric) continue;
    const key = [ORDER[figure.status], ORDER[figure.directness], figure.nature, figure.unit].join('|');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [figure]);
    else group.push(figure);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const { directness, nature, unit, status } = first;
      return [{ directness, nature, unit, status, total: group.reduce((sum, { value }) => sum + BigInt(value), 0n), figures: group }];
    });
}

export const sumRow = (sum: FigureSum, what: string, names: ReadonlyMap<string, string>, sources: Sources): readonly string[] => [
  DIRECTNESS_NAMES[sum.directness] ?? sum.directness,
  NATURE_NAMES[sum.nature] ?? sum.nature,
  STATUS_NAMES[sum.status] ?? sum.status,
  String(sum.figures.length),
  `${grouped(sum.total)}${UNIT_NAMES[sum.unit] ?? ''}${sum.figures.some(({ bound }) => bound !== 'exact') ? '（含约数）' : ''}`,
  sources.cite(
    sum.figures.map((figure) => ({
      about: `${names.get(figure.brandId) ?? figure.brandId}：${what}（${DIRECTNESS_NAMES[figure.directness] ?? figure.directness}）${valueText(figure)}`,
      event: eventOf(figure),
    })),
  ),
];

/** What the ledger holds of one brand for the year of a paper. */
export interface BrandYear {
  readonly figures: readonly PaperFigure[];
  readonly disputed: PaperFacts['disputed'];
}

/** Figures and disputes by brand, looked up once for a whole table. */
export function yearByBrand({ figures, disputed }: PaperFacts): (brandId: string) => BrandYear {
  const known = new Map<string, { readonly figures: PaperFigure[]; readonly disputed: PaperFacts['disputed'][number][] }>();
  const of = (brandId: string) => {
    const year = known.get(brandId) ?? { figures: [], disputed: [] };
    known.set(brandId, year);
    return year;
  };
  for (const figure of figures) of(figure.brandId).figures.push(figure);
  for (const dispute of disputed) of(dispute.brandId).disputed.push(dispute);
  return of;
}

/** The figures of one brand about one thing as a table shows them, with what they are and where they stand; — where none is recorded. */
export function figureCell(year: BrandYear, name: string, metric: string, directness: readonly string[], sources: Sources): string {
  if (year.disputed.some((each) => each.metric === metric && directness.includes(each.directness))) return '来源有冲突';
  const found = year.figures.filter((figure) => figure.metric === metric && directness.includes(figure.directness));
  if (found.length === 0) return '—';
  // What went through the ladder of returns stands before what a source published.
  const status = found.some((figure) => figure.status === 'locked') ? 'locked' : 'published';
  return found
    .filter((figure) => figure.status === status)
    .map((figure) => {
      const marks = [
        figure.nature === 'flow' || figure.nature === 'stock' ? '' : (NATURE_NAMES[figure.nature] ?? figure.nature),
        figure.directness === 'combined' ? '直接间接合计' : '',
        status === 'published' ? '公开资料' : '',
      ].filter((mark) => mark !== '');
      const value = `${BOUND_SIGNS[figure.bound] ?? ''}${grouped(figure.value)}${figure.unit === 'persons' ? '' : (UNIT_NAMES[figure.unit] ?? '')}`;
      const cited = sources.cite([{ about: `${name}：年度数据`, event: eventOf(figure) }]);
      return `${value}${marks.length === 0 ? '' : `（${marks.join('，')}）`}${cited}`;
    })
    .join('；');
}

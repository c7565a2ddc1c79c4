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

/** One figure of one brand as a table shows it, with what it is and where it stands; — where nothing is recorded. */
export function figureCell(facts: PaperFacts, brandId: string, name: string, metric: string, directness: string, sources: Sources): string {
  const found = facts.figures.filter(
    (figure) => figure.brandId === brandId && figure.metric === metric && figure.directness === directness,
  );
  if (facts.disputed.some((each) => each.brandId === brandId && each.metric === metric && each.directness === directness))
    return '来源有冲突';
  // What went through the ladder of returns stands before what a source published.
  const [figure, ...others] = found.sort((a, b) => (ORDER[a.status] ?? 0) - (ORDER[b.status] ?? 0));
  if (figure === undefined) return '—';
  const shown = [figure, ...others.filter(({ status }) => status === figure.status)];
  return shown
    .map((each) => {
      const nature = each.nature === 'flow' || each.nature === 'stock' ? '' : `（${NATURE_NAMES[each.nature] ?? each.nature}）`;
      const status = each.status === 'published' ? '（公开资料）' : '';
      const unit = each.unit === 'persons' ? '' : (UNIT_NAMES[each.unit] ?? '');
      return `${BOUND_SIGNS[each.bound] ?? ''}${grouped(each.value)}${unit}${nature}${status}${sources.cite([{ about: `${name}：年度数据`, event: eventOf(each) }])}`;
    })
    .join('；');
}

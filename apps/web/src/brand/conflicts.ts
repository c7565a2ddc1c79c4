import type { FigureRow } from '#contracts';

/** Figures that speak of one thing and disagree, each group once, in the order of the card. */
export function conflictsOf(figures: readonly FigureRow[]): FigureRow[][] {
  const byId = new Map(figures.map((figure) => [figure.figureId, figure]));
  const seen = new Set<string>();
  const groups: FigureRow[][] = [];
  for (const figure of figures) {
    if (seen.has(figure.figureId) || figure.conflictsWith.length === 0 || figure.correctedBy !== null) continue;
    const group: FigureRow[] = [];
    const open = [figure.figureId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const each = byId.get(id);
      if (each === undefined || seen.has(id)) continue;
      seen.add(id);
      group.push(each);
      open.push(...each.conflictsWith);
    }
    if (group.length > 1) groups.push(group.sort((a, b) => a.revision - b.revision));
  }
  return groups;
}

/**
 * What the figures of one brand about one thing in one year come to. One thing is one metric, unit, nature and directness;
 * several sources may speak of it, on several dates, and corrections stand beside what they correct.
 */
import type { FigurePart, QualityKind } from '#contracts';
import { figureConflicts, METRICS, sumKey, yearOf, type BrandEventData } from '#domain';

type Figure = BrandEventData<'FigureRecorded.v1'>;

export type RecordedFigure = Figure & {
  readonly correctedBy: string | null;
  /** Revision of the brand at which it was recorded. */
  readonly revision: number;
};

export interface FigureGroup {
  readonly key: string;
  readonly brandId: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  /** Year the figures speak of, the last of their window; null where the source gives none. */
  readonly year: number | null;
  /** In log order, corrected ones too. */
  readonly figures: readonly RecordedFigure[];
  /** What `figures` come to: `contributions` of them, worked out once. */
  readonly sums: readonly Contribution[];
}

/** What a group adds to a total: a value, or the fact that its sources disagree. */
export interface Contribution {
  readonly status: Figure['status'];
  readonly value: number | null;
  readonly conflict: boolean;
}

export const yearOfFigure = ({ window }: Pick<Figure, 'window'>): number | null =>
  window.toYear ?? (window.asOf === null ? null : yearOf(window.asOf));

export function groupOf(brandId: string, figure: Figure): FigureGroup {
  const year = yearOfFigure(figure);
  const { metric, unit, nature, directness } = figure;
  return { key: `${brandId}|${sumKey(figure)}|${year ?? ''}`, brandId, metric, unit, nature, directness, year, figures: [], sums: [] };
}

const inForce = (figures: readonly RecordedFigure[]): readonly RecordedFigure[] => figures.filter((figure) => figure.correctedBy === null);

/** How many figures of the group its sources disagree on: one for each window they speak of. */
export function disputes(group: FigureGroup): number {
  if (group.figures.length < 2) return 0;
  const figures = inForce(group.figures);
  const windows = new Map(figures.map(({ figureId, window }) => [figureId, `${window.fromYear}|${window.toYear}|${window.asOf}`]));
  return new Set(figureConflicts(figures).map(({ a }) => windows.get(a))).size;
}

/**
 * Whether a figure may stand in a yearly total at all. What its source leaves unstated adds to nothing. A flow of several
 * years belongs to none of them, and so does what has been added up since a stated year: beginnings differ.
 */
export function isYearly(figure: Figure): boolean {
  const year = yearOfFigure(figure);
  if (year === null || figure.unit === 'unstated' || figure.nature === 'unstated') return false;
  const from = figure.window.fromYear;
  if (figure.nature === 'flow') return from === null || from === year;
  return figure.nature === 'stock' || from === null;
}

/** The day of the year that a figure speaks for: without a date, the end of the year. */
const dayOf = (figure: Figure): string => figure.window.asOf ?? `${figure.window.toYear}-12-31`;

/** Exact statements before bounds, bounds before estimates; of equals the later. */
const WORTH = { exact: 3, atLeast: 2, about: 1, almost: 1 } as const;
const better = (a: RecordedFigure, b: RecordedFigure): boolean =>
  WORTH[a.bound] > WORTH[b.bound] || (WORTH[a.bound] === WORTH[b.bound] && a.revision >= b.revision);

/** Of one brand the later statement stands for the year; the earlier is never added to it. */
function standingOf(figures: readonly RecordedFigure[]): readonly RecordedFigure[] {
  const latest = figures.reduce((day, figure) => (dayOf(figure) > day ? dayOf(figure) : day), '');
  return figures.filter((figure) => dayOf(figure) === latest);
}
const bestOf = (standing: readonly RecordedFigure[]): RecordedFigure | undefined =>
  standing.reduce<RecordedFigure | undefined>((best, figure) => (best === undefined || better(figure, best) ? figure : best), undefined);

function contribution(figures: readonly RecordedFigure[]): Contribution | null {
  const [first] = figures;
  if (first === undefined) return null;
  if (figures.length === 1) return { status: first.status, value: first.value, conflict: false };
  const standing = standingOf(figures);
  if (figureConflicts(standing).length > 0) return { status: first.status, value: null, conflict: true };
  return { status: first.status, value: bestOf(standing)?.value ?? null, conflict: false };
}

/** What each figure of a status does in the yearly count that `contributions` works out, in log order. */
export function partsOf(
  figures: readonly RecordedFigure[],
  status: RecordedFigure['status'],
): readonly (readonly [RecordedFigure, FigurePart])[] {
  const own = figures.filter((figure) => figure.status === status);
  const standing = standingOf(own.filter((figure) => figure.correctedBy === null && isYearly(figure)));
  const conflict = figureConflicts(standing).length > 0;
  const best = bestOf(standing);
  return own.map((figure) => {
    if (figure.correctedBy !== null) return [figure, 'corrected'];
    if (!isYearly(figure)) return [figure, 'notYearly'];
    if (!standing.includes(figure)) return [figure, 'earlier'];
    if (conflict) return [figure, 'disputed'];
    return [figure, figure === best ? 'counted' : 'repeated'];
  });
}

/** What the figures in force come to, published and locked each by themselves. */
export function contributions(figures: readonly RecordedFigure[]): readonly Contribution[] {
  const counted = figures.filter((figure) => figure.correctedBy === null && isYearly(figure));
  const [first, ...rest] = counted;
  if (first === undefined) return [];
  if (rest.length === 0) return [{ status: first.status, value: first.value, conflict: false }];
  return (['published', 'locked'] as const).flatMap((status) => contribution(counted.filter((figure) => figure.status === status)) ?? []);
}

export const withFigures = (group: FigureGroup, figures: readonly RecordedFigure[]): FigureGroup => ({
  ...group,
  figures,
  sums: contributions(figures),
});

/** What a group leaves open. What its source left unstated is told once, however many figures say it. */
export function openQuestions(group: FigureGroup): readonly QualityKind[] {
  const { metric, unit, nature, directness, year } = group;
  const figures = inForce(group.figures);
  if (figures.length === 0) return [];
  const directed = METRICS[metric as keyof typeof METRICS]?.directed === true;
  const found: [QualityKind, boolean][] = [
    ['disputed', disputes(group) > 0],
    ['unitUnstated', unit === 'unstated'],
    ['natureUnstated', nature === 'unstated'],
    ['directnessUnstated', directed && directness === 'unstated'],
    ['yearUnstated', year === null],
    ['publishedOnly', figures.every(({ status }) => status === 'published')],
  ];
  return found.flatMap(([kind, open]) => (open ? [kind] : []));
}

/** A figure as its row keeps it: without what the row says already. */
type KeptFigure = Omit<RecordedFigure, 'metric' | 'unit' | 'nature' | 'directness'>;

export const figuresToText = (figures: readonly RecordedFigure[]): string =>
  JSON.stringify(figures.map(({ metric: _metric, unit: _unit, nature: _nature, directness: _directness, ...kept }): KeptFigure => kept));

/** The inverse of `figuresToText`, for the row that the text stands in. */
export function figuresFromText(text: string, row: Pick<FigureGroup, 'metric' | 'unit' | 'nature' | 'directness'>): RecordedFigure[] {
  const { metric, unit, nature, directness } = row as Pick<RecordedFigure, 'metric' | 'unit' | 'nature' | 'directness'>;
  return (JSON.parse(text) as KeptFigure[]).map((kept) => ({ ...kept, metric, unit, nature, directness }));
}

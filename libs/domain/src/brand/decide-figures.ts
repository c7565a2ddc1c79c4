/**
 * Figures: what a person records (locked), what a source publishes (published), and how both are corrected.
 *
 * A person answers for unit, nature, directness and window; a source is taken as it is, gaps included, because 未注明 is
 * better than a guess.
 */
import type { CommandContext, FigureInput, HumanBrandCommand, ImportBrandCommand } from './commands';
import { unknownEvidence, type BrandDecided, type Refused, type Today } from './decide-checks';
import { refuseBrand, type Words } from './refusals';
import type { FigureRecord, KnownBrand } from './state';
import { DIRECTNESS_WORDS, NATURE_WORDS, UNIT_WORDS, joinWords } from './words';
import {
  DIRECTNESS,
  METRICS,
  NATURES,
  UNITS,
  sameWindow,
  type Directness,
  type MetricDefinition,
  type Nature,
  type Unit,
} from '../dictionary';
import { isCalendarDate, yearOf } from '../dates';
import { accept } from '../refusal';
import type { Figure, FigureWindow } from '../values';

type Data<T extends (HumanBrandCommand | ImportBrandCommand)['type']> = Extract<
  HumanBrandCommand | ImportBrandCommand,
  { type: T }
>['data'];

/**
 * What a person records counts as locked. What a call for returns collects is not recorded here but told in its return; that
 * is asked where commands of people arrive (`isToldInReturn`).
 */
export function recordFigure(
  { figure }: Data<'recordFigure'>,
  state: Pick<KnownBrand, 'figures'>,
  ctx: Pick<CommandContext, 'today' | 'ids'>,
): BrandDecided {
  const wrong = misfitOfPerson(figure, 'figure', ctx);
  if (wrong) return wrong;
  const standing = standingLocked(state, figure);
  if (standing) return refuseBrand('BRAND.FIGURE_ALREADY_RECORDED', 'figure', { value: standing.value });
  return accept({ type: 'FigureRecorded.v1', data: { ...figure, figureId: newId(ctx), status: 'locked' } });
}

/** A figure as its source prints it. One that claims to be locked is held to what a person is held to. */
export function publishFigure({ figure }: Data<'publishFigure'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const known = state.figures.find((recorded) => recorded.figureId === figure.figureId);
  if (known) return sameFigure(known, figure) ? accept() : refuseBrand('BRAND.ID_REUSED', 'figure.figureId', { id: figure.figureId });
  if (figure.status === 'locked') {
    const wrong = misfitOfPerson(figure, 'figure', ctx);
    if (wrong) return wrong;
    const standing = standingLocked(state, figure);
    if (standing) return refuseBrand('BRAND.FIGURE_ALREADY_RECORDED', 'figure', { value: standing.value });
  }
  return misfitOfSource(figure, 'figure', ctx) ?? accept({ type: 'FigureRecorded.v1', data: figure });
}

/**
 * A correction says the same thing anew: same metric, unit, nature, directness and window, another value, bound,
 * estimate or source. It has the standing of what it corrects: correcting a published figure does not lock it.
 */
export function correctFigure(
  data: Data<'correctFigure'>,
  state: Pick<KnownBrand, 'figures' | 'evidence'>,
  ctx: Pick<CommandContext, 'today' | 'ids'>,
): BrandDecided {
  const { corrects, figure } = data;
  const before = state.figures.find((recorded) => recorded.figureId === corrects);
  if (!before) return refuseBrand('BRAND.FIGURE_UNKNOWN', 'corrects', { id: corrects });
  if (before.correctedBy !== null) return refuseBrand('BRAND.FIGURE_ALREADY_CORRECTED', 'corrects', { by: before.correctedBy });
  const changed = changedSubject(before, figure);
  if (changed) return refuseBrand('BRAND.CORRECTION_CHANGES_SUBJECT', `figure.${changed}`, { field: changed });
  const wrong =
    (before.status === 'locked' ? misfitOfPerson(figure, 'figure', ctx) : misfitOfSource(figure, 'figure', ctx)) ??
    unknownEvidence(state, data.evidence, 'evidence');
  if (wrong) return wrong;
  const corrected: Figure = { ...figure, figureId: newId(ctx), status: before.status };
  if (sameFigure(before, { ...corrected, figureId: before.figureId })) return refuseBrand('BRAND.CORRECTION_CHANGES_NOTHING', 'figure');
  return accept({
    type: 'FigureCorrected.v1',
    data: { corrects, figure: corrected, requester: data.requester, reason: data.reason, evidence: data.evidence },
  });
}

/** A ratio as published; it decides nothing, so only its window is looked at. */
export function publishRatio(data: Data<'publishRatio'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const known = state.ratios.find((ratio) => ratio.figureId === data.figureId);
  if (known)
    return known.ratio === data.ratio && known.percent === data.percent
      ? accept()
      : refuseBrand('BRAND.ID_REUSED', 'figureId', { id: data.figureId });
  return badWindow(data.window, 'window', ctx) ?? accept({ type: 'RatioPublished.v1', data });
}

/** A target is the one form of figure that may lie in the future. */
export function publishTarget(data: Data<'publishTarget'>, state: KnownBrand): BrandDecided {
  const known = state.targets.find((target) => target.figureId === data.figureId);
  if (known)
    return known.target === data.target && known.value === data.value
      ? accept()
      : refuseBrand('BRAND.ID_REUSED', 'figureId', { id: data.figureId });
  return accept({ type: 'TargetPublished.v1', data });
}

/** The shell hands ids over in order; a decision that creates one thing takes the first. */
function newId(ctx: Pick<CommandContext, 'ids'>): string {
  const id = ctx.ids[0];
  if (id === undefined) throw new RangeError('the context of a command that creates a figure must hold an id');
  return id;
}

function misfitOfPerson(figure: FigureInput, field: string, ctx: Today): Refused | null {
  const metric: MetricDefinition = METRICS[figure.metric];
  if (!metric.units.includes(figure.unit) || figure.unit === 'unstated')
    return wrongUnit(
      figure,
      metric,
      metric.units.filter((unit) => unit !== 'unstated'),
      field,
    );
  if (!metric.natures.includes(figure.nature)) return wrongNature(figure, metric, metric.natures, field);
  const directness: readonly Directness[] = metric.directed ? ['direct', 'indirect'] : ['unstated'];
  if (!directness.includes(figure.directness)) return wrongDirectness(figure, metric, directness, field);
  if (figure.window.toYear === null) {
    return refuseBrand('BRAND.FIGURE_WINDOW', `${field}.window.toYear`, { why: { zh: '未填年度', en: 'the year is missing' } });
  }
  const wrong = badValue(figure.value, field) ?? badWindow(figure.window, `${field}.window`, ctx);
  if (wrong) return wrong;
  if (figure.directness === 'indirect' && figure.estimate === null)
    return refuseBrand('BRAND.FIGURE_ESTIMATE_MISSING', `${field}.estimate`);
  if (figure.directness === 'direct' && figure.estimate !== null)
    return refuseBrand('BRAND.FIGURE_ESTIMATE_UNEXPECTED', `${field}.estimate`);
  return null;
}

function misfitOfSource(figure: FigureInput, field: string, ctx: Today): Refused | null {
  const metric: MetricDefinition = METRICS[figure.metric];
  const units: readonly Unit[] = UNITS.filter((unit) => unit === 'unstated' || metric.units.includes(unit));
  if (!units.includes(figure.unit)) return wrongUnit(figure, metric, units, field);
  const natures: readonly Nature[] = NATURES.filter((nature) => nature === 'unstated' || metric.natures.includes(nature));
  if (!natures.includes(figure.nature)) return wrongNature(figure, metric, natures, field);
  const directness: readonly Directness[] = metric.directed ? DIRECTNESS : ['unstated'];
  if (!directness.includes(figure.directness)) return wrongDirectness(figure, metric, directness, field);
  return badValue(figure.value, field) ?? badWindow(figure.window, `${field}.window`, ctx);
}

const wrongUnit = (figure: FigureInput, metric: Words, allowed: readonly Unit[], field: string): Refused =>
  refuseBrand('BRAND.FIGURE_UNIT', `${field}.unit`, {
    metric,
    unit: UNIT_WORDS[figure.unit],
    allowed: joinWords(allowed.map((unit) => UNIT_WORDS[unit])),
  });

const wrongNature = (figure: FigureInput, metric: Words, allowed: readonly Nature[], field: string): Refused =>
  refuseBrand('BRAND.FIGURE_NATURE', `${field}.nature`, {
    metric,
    nature: NATURE_WORDS[figure.nature],
    allowed: joinWords(allowed.map((nature) => NATURE_WORDS[nature])),
  });

const wrongDirectness = (figure: FigureInput, metric: Words, allowed: readonly Directness[], field: string): Refused =>
  refuseBrand('BRAND.FIGURE_DIRECTNESS', `${field}.directness`, {
    metric,
    directness: DIRECTNESS_WORDS[figure.directness],
    allowed: joinWords(allowed.map((known) => DIRECTNESS_WORDS[known])),
  });

const badValue = (value: number, field: string): Refused | null =>
  Number.isSafeInteger(value) && value >= 0 ? null : refuseBrand('BRAND.FIGURE_VALUE', `${field}.value`, { value });

function badWindow({ fromYear, toYear, asOf }: FigureWindow, field: string, ctx: Today): Refused | null {
  if (fromYear !== null && toYear !== null && fromYear > toYear) {
    return refuseBrand('BRAND.FIGURE_WINDOW', `${field}.fromYear`, {
      why: { zh: `起始年度 ${fromYear} 晚于截止年度 ${toYear}`, en: `${fromYear} is after ${toYear}` },
    });
  }
  if (asOf !== null && !isCalendarDate(asOf.length === 7 ? `${asOf}-01` : asOf))
    return refuseBrand('BRAND.DATE_INVALID', `${field}.asOf`, { date: asOf });
  if (asOf !== null && toYear !== null && yearOf(asOf) !== toYear) {
    return refuseBrand('BRAND.FIGURE_WINDOW', `${field}.asOf`, {
      why: { zh: `时点 ${asOf} 不在 ${toYear} 年度内`, en: `${asOf} does not lie in ${toYear}` },
    });
  }
  const year = toYear ?? fromYear;
  if (year !== null && year > yearOf(ctx.today))
    return refuseBrand('BRAND.FIGURE_FUTURE', `${field}.toYear`, { window: year, today: ctx.today });
  // A month has begun, or a day has come, when its text is not greater than as much of today's.
  if (asOf !== null && asOf > ctx.today.slice(0, asOf.length))
    return refuseBrand('BRAND.FIGURE_FUTURE', `${field}.asOf`, { window: asOf, today: ctx.today });
  return null;
}

/** Whether they add under one `sumKey`; asked of every figure of a brand at every figure that is recorded. */
const sameSubject = (a: FigureInput, b: FigureInput): boolean =>
  a.metric === b.metric && a.unit === b.unit && a.nature === b.nature && a.directness === b.directness;

/** Two locked figures of one thing and one window would be summed twice: the second must be a correction of the first. */
const standingLocked = (state: Pick<KnownBrand, 'figures'>, figure: FigureInput): FigureRecord | undefined =>
  state.figures.find(
    (known) =>
      known.correctedBy === null && known.status === 'locked' && sameSubject(known, figure) && sameWindow(known.window, figure.window),
  );

function changedSubject(before: FigureInput, after: FigureInput): 'metric' | 'unit' | 'nature' | 'directness' | 'window' | null {
  for (const field of ['metric', 'unit', 'nature', 'directness'] as const) if (before[field] !== after[field]) return field;
  return sameWindow(before.window, after.window) ? null : 'window';
}

/** Whether two figures say the same, from the same source. */
export const saysTheSame = (a: FigureInput, b: FigureInput): boolean =>
  changedSubject(a, b) === null &&
  a.value === b.value &&
  a.bound === b.bound &&
  a.estimate?.method === b.estimate?.method &&
  a.estimate?.basis === b.estimate?.basis &&
  a.source.reference === b.source.reference &&
  a.source.note === b.source.note;

const sameFigure = (a: Figure, b: Figure): boolean => a.status === b.status && saysTheSame(a, b);

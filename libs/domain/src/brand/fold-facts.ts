/** How facts that every subject has are folded: figures and their corrections, and the Idempotency-Keys a stream remembers. */
import type { EventRef, FigureRecord, IdempotencySeen } from './state';
import type { BrandEventData } from './events';
import type { Figure } from '../values';

/** Where an event stands and when it counts. */
export interface At {
  readonly ref: EventRef;
  readonly on: string;
  readonly id: string;
}

/** Field by field, because figures are what most events of a brand are, and a spread that grows is slow. */
export const figureRecord = (figure: Figure, at: At, corrects: string | null): FigureRecord => ({
  figureId: figure.figureId,
  metric: figure.metric,
  unit: figure.unit,
  nature: figure.nature,
  directness: figure.directness,
  bound: figure.bound,
  value: figure.value,
  window: figure.window,
  status: figure.status,
  estimate: figure.estimate,
  source: figure.source,
  event: at.ref,
  eventId: at.id,
  corrects,
  correctedBy: null,
});

export function corrected(
  figures: readonly FigureRecord[],
  { corrects, figure }: BrandEventData<'FigureCorrected.v1'>,
  at: At,
): readonly FigureRecord[] {
  const before = figures.map((known) => (known.figureId === corrects ? { ...known, correctedBy: figure.figureId } : known));
  return before.concat([figureRecord(figure, at, corrects)]);
}

export function seen(
  before: readonly IdempotencySeen[],
  idempotency: { readonly actor: string; readonly key: string; readonly bodyHash: string },
  revision: number,
): readonly IdempotencySeen[] {
  const last = before[before.length - 1];
  if (last && last.key === idempotency.key && last.actor === idempotency.actor) return [...before.slice(0, -1), { ...last, revision }];
  const { actor, key, bodyHash } = idempotency;
  return before.concat([{ actor, key, bodyHash, firstRevision: revision, revision }]);
}

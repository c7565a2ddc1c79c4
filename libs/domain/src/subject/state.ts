/** What a subject beside brands is, after its events: what all of them have, and what its kind has of its own. */
import type { InstitutionState } from '../institution/state';
import type { LinkState } from '../link/state';
import type { ProgrammeState } from '../programme/state';
import { initialRegionLife, type RegionLife } from '../region/subject';
import type { UnitState } from '../unit/state';
import type { WindowState } from '../window/state';
import type { IdempotencySeen } from '../brand/state';
import { initialCore, type SubjectCore, type SubjectDecisionTaken, type SubjectStreamKind } from './core';

interface OwnStates {
  readonly unit: UnitState | null;
  readonly institution: InstitutionState | null;
  readonly link: LinkState | null;
  readonly programme: ProgrammeState | null;
  readonly window: WindowState | null;
  readonly region: RegionLife;
}

/** `own` null: not on the books. A region always is. */
export type SubjectState = {
  [K in SubjectStreamKind]: { readonly kind: K; readonly id: string; readonly core: SubjectCore; readonly own: OwnStates[K] };
}[SubjectStreamKind];

export function initialSubject(kind: SubjectStreamKind, id: string): SubjectState {
  return kind === 'region' ? { kind, id, core: initialCore, own: initialRegionLife(id) } : { kind, id, core: initialCore, own: null };
}

export const subjectDecisionTaken = (state: SubjectState, key: string): SubjectDecisionTaken | undefined =>
  state.core.decisions.find((decision) => decision.key === key);

/** What a subject remembers of an Idempotency-Key: the body it came with and where the original answer ended. */
export const seenSubjectIdempotency = (state: SubjectState, actor: string, key: string): IdempotencySeen | undefined =>
  state.core.idempotency.find((seen) => seen.key === key && seen.actor === actor);

export const staleSubjectDecisions = (state: SubjectState): readonly SubjectDecisionTaken[] =>
  state.core.decisions.filter((decision) => decision.staleBy.length > 0);

/** Sanctions that a rule proposes and nobody has answered. */
export const openSanctions = (state: SubjectState): SubjectCore['sanctions'] =>
  state.core.sanctions.filter((sanction) => sanction.status === 'proposed');

/** Evaluations that are due and were not held since. */
export const openEvaluations = (state: SubjectState): SubjectCore['evaluationsDue'] =>
  state.core.evaluationsDue.filter((due) => due.metBy === null);

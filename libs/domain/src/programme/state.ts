/** What a programme is, after its events: what counts towards which target, and how cohorts are allocated. */
import type { z } from 'zod';
import type { At, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { AllocationRule, Cohort, Progress } from './events';

export interface ProgressRecord extends z.infer<typeof Progress> {
  readonly event: string;
  readonly eventId: string;
  /** The progress this one stands in place of, or null. */
  readonly corrects: string | null;
  /** The progress that stands in its place now; null while it is in force. */
  readonly correctedBy: string | null;
}

export interface Allocation {
  readonly allocationId: string;
  readonly cohort: Cohort | null;
  readonly rule: AllocationRule;
  readonly approvedBy: string;
  readonly event: string;
}

export interface ProgrammeState extends SubjectIdentity {
  readonly status: 'running' | 'closed';
  readonly pack: string;
  readonly fromYear: number;
  readonly toYear: number;
  readonly progress: readonly ProgressRecord[];
  readonly allocations: readonly Allocation[];
}

/** Progress that stands: recorded and not corrected, in log order. */
export const progressInForce = (own: ProgrammeState): readonly ProgressRecord[] =>
  own.progress.filter((record) => record.correctedBy === null);

export function evolveProgramme(own: ProgrammeState | null, event: SubjectEvent, at: At): ProgrammeState | null {
  if (event.type === 'ProgrammeRegistered.v1') {
    const { name, region, origin, pack, fromYear, toYear } = event.data;
    return own ?? { name, region, origin, event: at.ref, status: 'running', pack, fromYear, toYear, progress: [], allocations: [] };
  }
  if (own === null) return null;
  const record = (progress: z.infer<typeof Progress>, corrects: string | null): ProgressRecord => ({
    ...progress,
    event: at.ref,
    eventId: at.id,
    corrects,
    correctedBy: null,
  });
  switch (event.type) {
    case 'ProgrammeProgressRecorded.v1':
      return { ...own, progress: [...own.progress, record(event.data, null)] };
    case 'ProgrammeProgressCorrected.v1': {
      const { corrects, progress } = event.data;
      const before = own.progress.map((known) => (known.progressId === corrects ? { ...known, correctedBy: progress.progressId } : known));
      return { ...own, progress: [...before, record(progress, corrects)] };
    }
    case 'AllocationDeclared.v1': {
      const { allocationId, cohort, rule, approvedBy } = event.data;
      return { ...own, allocations: [...own.allocations, { allocationId, cohort, rule, approvedBy, event: at.ref }] };
    }
    case 'ProgrammeClosed.v1':
      return { ...own, status: 'closed' };
    default:
      return own;
  }
}

/** What a training institution is, after its events. */
import type { z } from 'zod';
import type { Dated } from '../brand/state';
import type { At, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { InstitutionType } from './events';

export interface GradeGiven {
  readonly roundId: string;
  readonly evaluation: string;
  /** The scale that the round declared, best first. */
  readonly scale: readonly string[];
  readonly grade: string;
  readonly on: string;
  readonly by: string;
  readonly event: string;
}

export interface InstitutionState extends SubjectIdentity {
  /** withdrawn: no longer designated; the admission went with it only where it was blacklisted. */
  readonly status: 'registered' | 'admitted' | 'designated' | 'withdrawn' | 'blacklisted' | 'cleared';
  readonly creditCode: string | null;
  readonly institutionType: z.infer<typeof InstitutionType>;
  readonly brands: readonly string[];
  readonly admitted: Dated | null;
  readonly designated: (Dated & { readonly from: string; readonly until: string | null }) | null;
  readonly grades: readonly GradeGiven[];
  readonly blacklisted: Dated | null;
}

export function evolveInstitution(own: InstitutionState | null, event: SubjectEvent, at: At): InstitutionState | null {
  if (event.type === 'InstitutionRegistered.v1') {
    const { name, region, origin, creditCode, institutionType, brands } = event.data;
    return (
      own ?? {
        ...{ name, region, origin, event: at.ref, status: 'registered', creditCode, institutionType, brands },
        admitted: null,
        designated: null,
        grades: [],
        blacklisted: null,
      }
    );
  }
  if (own === null) return null;
  const here = { on: at.on, event: at.ref };
  switch (event.type) {
    case 'InstitutionBrandsChanged.v1': {
      const { added, removed } = event.data;
      return { ...own, brands: [...own.brands.filter((id) => !removed.includes(id)), ...added] };
    }
    case 'InstitutionAdmitted.v1':
      return { ...own, status: 'admitted', admitted: { on: event.data.document.issuedOn, event: at.ref } };
    case 'InstitutionDesignated.v1':
      return { ...own, status: 'designated', designated: { ...here, from: event.data.from, until: event.data.until } };
    case 'InstitutionGraded.v1': {
      const { roundId, evaluation, scale, grade, gradedOn, by } = event.data;
      return { ...own, grades: [...own.grades, { roundId, evaluation, scale, grade, on: gradedOn, by, event: at.ref }] };
    }
    case 'InstitutionDesignationWithdrawn.v1':
      return { ...own, status: 'withdrawn', designated: null };
    case 'InstitutionBlacklisted.v1':
      return { ...own, status: 'blacklisted', admitted: null, designated: null, blacklisted: here };
    case 'InstitutionCleared.v1':
      return { ...own, status: 'cleared', blacklisted: null };
    default:
      return own;
  }
}

/** What a construction unit is, after its events. */
import type { z } from 'zod';
import type { Dated } from '../brand/state';
import type { At, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { DocumentRef } from '../values';
import type { UnitType } from './events';

export interface UnitState extends SubjectIdentity {
  readonly status: 'registered' | 'recognised' | 'refused' | 'withdrawn';
  readonly creditCode: string | null;
  readonly unitType: z.infer<typeof UnitType>;
  readonly brands: readonly string[];
  /** The recognition in force. It dates from its document（印发日期）, whenever that is written down here; duties bind since then. */
  readonly recognition: (Dated & { readonly document: DocumentRef }) | null;
}

export function evolveUnit(own: UnitState | null, event: SubjectEvent, at: At): UnitState | null {
  if (event.type === 'UnitRegistered.v1') {
    const { name, region, origin, creditCode, unitType, brands } = event.data;
    return own ?? { name, region, origin, event: at.ref, status: 'registered', creditCode, unitType, brands, recognition: null };
  }
  if (own === null) return null;
  switch (event.type) {
    case 'UnitBrandsChanged.v1': {
      const { added, removed } = event.data;
      return { ...own, brands: [...own.brands.filter((id) => !removed.includes(id)), ...added] };
    }
    case 'UnitRecognised.v1': {
      const { document } = event.data;
      return { ...own, status: 'recognised', recognition: { on: document.issuedOn, event: at.ref, document } };
    }
    case 'UnitRecognitionRefused.v1':
      return { ...own, status: 'refused' };
    case 'UnitRecognitionWithdrawn.v1':
      return { ...own, status: 'withdrawn', recognition: null };
    default:
      return own;
  }
}

import type { DecodedEvent } from '#application';

/** One file as an event names it. */
export interface Paper {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly kind: string;
}

/** Files of evidence that an event names: of a brand, a subject or an entry of money. */
export function papersOf(event: DecodedEvent['event']): readonly Paper[] {
  switch (event.type) {
    case 'EvidenceAttached.v1':
    case 'SubjectEvidenceAttached.v1':
      return [event.data];
    case 'FundRecorded.v1':
    case 'FundCorrected.v1':
      return event.data.entry.evidence;
    default:
      return [];
  }
}

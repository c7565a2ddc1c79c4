/** What a dual brand is, after its events. */
import type { z } from 'zod';
import type { Dated } from '../brand/state';
import type { At, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { LinkPath, LinkSide, ReasonStep } from './events';

export interface LinkState extends SubjectIdentity {
  /** underReview: recognised, and a review is due. suspended: a review found that it does not hold now. */
  readonly status: 'proposed' | 'recognised' | 'underReview' | 'suspended' | 'refused' | 'dissolved';
  readonly pack: string;
  readonly labour: string;
  readonly training: readonly string[];
  readonly path: z.infer<typeof LinkPath>;
  /** It dates from its document（印发日期）. */
  readonly recognition: Dated | null;
  /** Reviews that are due and not held yet. */
  readonly reviewsDue: readonly {
    readonly side: z.infer<typeof LinkSide>;
    readonly chain: readonly ReasonStep[];
    readonly on: string;
    readonly event: string;
  }[];
}

/** A link in which a brand still stands. */
export const isActiveLink = (link: Pick<LinkState, 'status'>): boolean => link.status !== 'refused' && link.status !== 'dissolved';

export function evolveLink(own: LinkState | null, event: SubjectEvent, at: At): LinkState | null {
  if (event.type === 'DualLinkProposed.v1') {
    const { name, region, origin, pack, labour, training, path } = event.data;
    return (
      own ?? {
        ...{ name, region, origin, event: at.ref, status: 'proposed', pack, labour, training, path },
        recognition: null,
        reviewsDue: [],
      }
    );
  }
  if (own === null) return null;
  switch (event.type) {
    case 'DualLinkTrainingAdded.v1':
      return { ...own, training: [...own.training, event.data.brandId] };
    case 'DualLinkTrainingRemoved.v1':
      return { ...own, training: own.training.filter((id) => id !== event.data.brandId) };
    case 'DualLinkRecognised.v1':
      return { ...own, status: 'recognised', recognition: { on: event.data.document.issuedOn, event: at.ref }, reviewsDue: [] };
    case 'DualLinkRefused.v1':
      return { ...own, status: 'refused' };
    case 'LinkReviewDue.v1': {
      const { side, chain } = event.data;
      const status = own.status === 'recognised' ? 'underReview' : own.status;
      return { ...own, status, reviewsDue: [...own.reviewsDue, { side, chain, on: at.on, event: at.ref }] };
    }
    case 'LinkReviewHeld.v1':
      return {
        ...own,
        status: event.data.verdict === 'kept' ? 'recognised' : 'suspended',
        recognition: event.data.verdict === 'kept' ? own.recognition : null,
        reviewsDue: [],
      };
    case 'DualLinkDissolved.v1':
      return { ...own, status: 'dissolved', recognition: null, reviewsDue: [] };
    default:
      return own;
  }
}

/** What a nomination window is, after its events. */
import type { At, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { Kind } from '../values';

export interface WindowState extends SubjectIdentity {
  readonly status: 'open' | 'closed';
  readonly pack: string;
  readonly kinds: readonly Kind[];
  readonly opensAt: string;
  /** The last minute in which a nomination is in time, extensions included. */
  readonly closesAt: string;
  readonly extensions: readonly { readonly from: string; readonly closesAt: string; readonly reason: string; readonly event: string }[];
  readonly received: readonly { readonly brandId: string; readonly submittedAt: string; readonly late: boolean; readonly event: string }[];
}

export function evolveWindow(own: WindowState | null, event: SubjectEvent, at: At): WindowState | null {
  if (event.type === 'WindowOpened.v1') {
    const { name, region, origin, pack, kinds, opensAt, closesAt } = event.data;
    return own ?? { name, region, origin, event: at.ref, status: 'open', pack, kinds, opensAt, closesAt, extensions: [], received: [] };
  }
  if (own === null) return null;
  switch (event.type) {
    case 'WindowExtended.v1': {
      const { from, closesAt, reason } = event.data;
      return { ...own, status: 'open', closesAt, extensions: [...own.extensions, { from, closesAt, reason, event: at.ref }] };
    }
    case 'WindowClosed.v1': {
      // Closed before its time: that moment is the deadline. Closed later: the deadline stays what it was.
      const early = Date.parse(event.data.closedAt) < Date.parse(own.closesAt);
      return { ...own, status: 'closed', closesAt: early ? event.data.closedAt : own.closesAt };
    }
    case 'WindowNominationReceived.v1': {
      const { brandId, submittedAt, late } = event.data;
      return { ...own, received: [...own.received, { brandId, submittedAt, late, event: at.ref }] };
    }
    default:
      return own;
  }
}

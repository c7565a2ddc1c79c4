/** What the events of one pack say: its versions, who drafted and approved them, and from when to when each decides. */
import { z } from 'zod';
import { addDays } from '../dates';
import type { PolicyEvent } from './events';

/** Where a version ends, seen from its own stream. */
export interface PolicyEnd {
  readonly how: 'superseded' | 'repealed' | 'expired';
  /** First day on which it decides nothing any more. */
  readonly from: string;
  /** Who took its place, for `superseded`. */
  readonly by: { readonly pack: string; readonly version: string } | null;
}

/** One version of a pack. `recordedAt` and `approvedAt` are instants: when the ledger came to know. */
export interface PolicyEdition {
  readonly pack: string;
  readonly version: string;
  readonly digest: string;
  readonly document: string;
  /** draft: waits for a second person. returned: went back. published: approved, or published with the first start. */
  readonly status: 'draft' | 'returned' | 'published';
  readonly effectiveFrom: string;
  readonly statedUntil: string | null;
  readonly draftedBy: string;
  readonly recordedAt: string;
  readonly reason: string;
  readonly backdatedBecause: string | null;
  readonly supersedes: string | null;
  /** Null for what the first start published: nobody has approved it in this ledger. */
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly ends: readonly PolicyEnd[];
}

export interface PolicyState {
  readonly editions: ReadonlyMap<string, PolicyEdition>;
}

export const initialPolicy: PolicyState = { editions: new Map() };

export const policyStream = (pack: string): string => `policy-${pack}`;

/** @param recordedAt when the ledger came to know of the event */
export function evolvePolicy(state: PolicyState, event: PolicyEvent, recordedAt: string): PolicyState {
  const { version } = event.data;
  const known = state.editions.get(version);
  const put = (edition: PolicyEdition): PolicyState => ({ editions: new Map([...state.editions, [version, edition]]) });
  const end = (how: PolicyEnd['how'], from: string, by: PolicyEnd['by'] = null): PolicyState =>
    known === undefined ? state : put({ ...known, ends: [...known.ends, { how, from, by }] });
  switch (event.type) {
    case 'PolicyPublished.v1': {
      const { publishedBy, ...text } = event.data;
      return put({
        ...text,
        status: 'published',
        statedUntil: statedUntilOf(text.document),
        draftedBy: publishedBy,
        recordedAt,
        backdatedBecause: null,
        supersedes: null,
        approvedBy: null,
        approvedAt: recordedAt,
        ends: [],
      });
    }
    case 'PolicyDrafted.v1':
      return put({ ...event.data, status: 'draft', recordedAt, approvedBy: null, approvedAt: null, ends: [] });
    case 'PolicyApproved.v1': {
      const { approvedBy, backdatedBecause } = event.data;
      return known === undefined
        ? state
        : put({
            ...known,
            status: 'published',
            approvedBy,
            approvedAt: recordedAt,
            backdatedBecause: known.backdatedBecause ?? backdatedBecause,
          });
    }
    case 'PolicyReturned.v1':
      return known === undefined ? state : put({ ...known, status: 'returned' });
    case 'PolicyRepealed.v1': {
      const { editions } = end('repealed', event.data.repealedOn);
      // What was taken back before its first day never took the place of another.
      const never = known !== undefined && event.data.repealedOn <= known.effectiveFrom;
      const stays = (by: PolicyEnd['by']): boolean => !never || by?.pack !== event.data.pack || by.version !== version;
      return {
        editions: new Map([...editions].map(([key, each]) => [key, { ...each, ends: each.ends.filter(({ by }) => stays(by)) }] as const)),
      };
    }
    case 'PolicySuperseded.v1':
      return end('superseded', event.data.from, event.data.by);
    case 'PolicyExpired.v1':
      return end('expired', addDays(event.data.lastDay, 1));
  }
}

const StatedEnd = z.looseObject({
  meta: z.looseObject({ inForceUntil: z.string().nullable().optional(), repealed: z.string().nullable().optional() }),
});

/**
 * Last day in force as a pack says of its document: 有效期至, or the day before it was repealed; null where it says neither.
 * @param document the pack as JSON text
 */
export function statedUntilOf(document: string): string | null {
  const stated = StatedEnd.safeParse(JSON.parse(document));
  if (!stated.success) return null;
  const { inForceUntil = null, repealed = null } = stated.data.meta;
  const days = [inForceUntil, repealed === null ? null : addDays(repealed, -1)].filter((day) => day !== null);
  const [last] = days.sort();
  // 长期有效 is sometimes written as the last day there is.
  return last === undefined || last >= '9999' ? null : last;
}

/** How and when a version ends; null: no end is known. The last day that its document states counts whether its passing was noted or not. */
export function policyEnd({ ends, statedUntil }: Pick<PolicyEdition, 'ends' | 'statedUntil'>): PolicyEnd | null {
  const stated: PolicyEnd[] = statedUntil === null ? [] : [{ how: 'expired', from: addDays(statedUntil, 1), by: null }];
  // Of two ends on one day the one that somebody decided is told.
  return [...ends, ...stated].reduce<PolicyEnd | null>((first, each) => (first === null || each.from < first.from ? each : first), null);
}

/** Whether a version decides on a business date. Of two that do, the one with the later effective date counts, then the later one. */
export function decidesOn(edition: Pick<PolicyEdition, 'status' | 'effectiveFrom' | 'ends' | 'statedUntil'>, on: string): boolean {
  const end = policyEnd(edition);
  return edition.status === 'published' && edition.effectiveFrom <= on && (end === null || on < end.from);
}

export type PolicyPhase = 'draft' | 'returned' | 'approved' | 'inForce' | PolicyEnd['how'];

/** 起草、已退回、已审定待施行、施行中、被替代、已废止、期满失效. @param on business date */
export function policyPhase(edition: PolicyEdition, on: string): PolicyPhase {
  if (edition.status !== 'published') return edition.status;
  const end = policyEnd(edition);
  if (end !== null && end.from <= on) return end.how;
  return edition.effectiveFrom <= on ? 'inForce' : 'approved';
}

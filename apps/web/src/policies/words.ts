/** Names that only the policy library uses. */
import type { Words } from '../shell/language';
import type { Tone } from '../shell/marks';

export const PHASE: Readonly<Record<string, Words & { readonly tone: Tone }>> = {
  draft: { zh: '草案，待审定', en: 'draft, waits for approval', tone: 'warn' },
  returned: { zh: '草案，已退回', en: 'draft, returned', tone: 'plain' },
  approved: { zh: '已审定，待施行', en: 'approved, not yet in force', tone: 'calm' },
  inForce: { zh: '施行中', en: 'in force', tone: 'good' },
  superseded: { zh: '被替代', en: 'superseded', tone: 'plain' },
  repealed: { zh: '已废止', en: 'repealed', tone: 'grave' },
  expired: { zh: '期满失效', en: 'expired', tone: 'plain' },
};

export const EVENT: Readonly<Record<string, Words>> = {
  'PolicyPublished.v1': { zh: '发布', en: 'Published' },
  'PolicyDrafted.v1': { zh: '起草', en: 'Drafted' },
  'PolicyApproved.v1': { zh: '审定', en: 'Approved' },
  'PolicyReturned.v1': { zh: '退回', en: 'Returned' },
  'PolicyRepealed.v1': { zh: '废止', en: 'Repealed' },
  'PolicySuperseded.v1': { zh: '被替代', en: 'Superseded' },
  'PolicyExpired.v1': { zh: '期满失效', en: 'Expired' },
};

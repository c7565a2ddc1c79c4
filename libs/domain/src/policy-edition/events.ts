/** The life of a policy pack in the log, in its stream `policy-<pack>`. Shipping code never changes policy: only these events do. */
import { z } from 'zod';
import { BusinessDate, DocumentRef, Text } from '../values';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Version = z.string().min(1).max(100);

export const policyEventSchemas = {
  /** A pack as published: the whole document, with its digest (SHA-256 of its RFC 8785 text). The first start of a ledger writes it. */
  'PolicyPublished.v1': z.strictObject({
    pack: z.string(),
    version: z.string(),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** The pack itself, as canonical JSON text, so that its digest can be recomputed from this event alone. */
    document: z.string(),
    effectiveFrom: BusinessDate,
    publishedBy: Text,
    reason: Text,
  }),
  /** 起草: a version is proposed. It decides nothing until a second person has approved it. */
  'PolicyDrafted.v1': z.strictObject({
    pack: z.string(),
    version: Version,
    digest: Digest,
    document: z.string(),
    /** First day on which it is to decide. */
    effectiveFrom: BusinessDate,
    /** Last day in force as the document itself says; null: it says none. */
    statedUntil: BusinessDate.nullable(),
    draftedBy: Text,
    reason: Text,
    /** Why it is to decide about days that have passed; null where it does not. */
    backdatedBecause: Text.nullable(),
    /** Another document that it takes the place of, from `effectiveFrom` on. */
    supersedes: z.string().nullable(),
  }),
  /** 审定: a second person has approved the text with this digest. In force from its effective date on. */
  'PolicyApproved.v1': z.strictObject({
    pack: z.string(),
    version: Version,
    digest: Digest,
    approvedBy: Text,
    note: Text.nullable(),
    /** Why it was approved after its effective date; null where it was not, or where the draft says why. */
    backdatedBecause: Text.nullable(),
  }),
  /** 退回: the draft goes back, and may come again under the same version with another text. */
  'PolicyReturned.v1': z.strictObject({ pack: z.string(), version: Version, digest: Digest, returnedBy: Text, reason: Text }),
  /** 废止: out of force from a day on. */
  'PolicyRepealed.v1': z.strictObject({
    pack: z.string(),
    version: Version,
    /** First day on which it decides nothing any more. */
    repealedOn: BusinessDate,
    repealedBy: Text,
    reason: Text,
    /** The paper that repeals it; null where there is none. */
    document: DocumentRef.nullable(),
    backdatedBecause: Text.nullable(),
  }),
  /** 被替代: another version, or another document, takes its place from a day on. */
  'PolicySuperseded.v1': z.strictObject({
    pack: z.string(),
    version: Version,
    by: z.strictObject({ pack: z.string(), version: Version }),
    /** First day on which the other one decides. */
    from: BusinessDate,
  }),
  /** 期满失效: the last day that the document states has passed. Noted; the date alone already ends it. */
  'PolicyExpired.v1': z.strictObject({ pack: z.string(), version: Version, lastDay: BusinessDate }),
} as const;
export type PolicyEventType = keyof typeof policyEventSchemas;
export type PolicyEvent = {
  [T in PolicyEventType]: { readonly type: T; readonly data: z.infer<(typeof policyEventSchemas)[T]> };
}[PolicyEventType];

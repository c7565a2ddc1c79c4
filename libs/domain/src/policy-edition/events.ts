/** The life of a policy pack in the log, in its stream `policy-<pack>`. Shipping code never changes policy: only these events do. */
import { z } from 'zod';
import { BusinessDate, Text } from '../values';

export const policyEventSchemas = {
  /** A pack as published: the whole document, with its digest (SHA-256 of its RFC 8785 text). */
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
} as const;
export type PolicyEventType = keyof typeof policyEventSchemas;
export type PolicyEvent = {
  [T in PolicyEventType]: { readonly type: T; readonly data: z.infer<(typeof policyEventSchemas)[T]> };
}[PolicyEventType];

/** Metadata that every event carries beside its data. Versioned like everything that is stored. */
import { z } from 'zod';
import { BusinessDate, RegionCode, Text, Uuid } from './values';

/** Who acts, in which role, and for which region and everything below it. Until accounts exist: `local`. */
export const Actor = z.strictObject({ id: Text, role: Text, region: RegionCode });
export type Actor = z.infer<typeof Actor>;

export const EventMetadata = z.strictObject({
  v: z.literal(1),
  correlationId: Uuid,
  /** The event that led to this one; null for what a person did. */
  causationId: Uuid.nullable(),
  /** How many events stand between this one and a person's act. The steward stops at a bound. */
  causationDepth: z.int().min(0),
  actor: Actor,
  /** Business date, Asia/Shanghai: when it counts. */
  effectiveOn: BusinessDate,
  /** When it was written down, ISO 8601 in UTC. Order is the log's sequence, never this clock. */
  recordedAt: z.string(),
  /** Present when the command came with an Idempotency-Key: the folded stream remembers it. */
  idempotency: z.strictObject({ actor: Text, key: Text, bodyHash: z.string() }).nullable(),
});
export type EventMetadata = z.infer<typeof EventMetadata>;

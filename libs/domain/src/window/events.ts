/** What happens to a nomination window（征集窗口）, in its stream `window-<id>`. Moments are compared to the minute. */
import { z } from 'zod';
import { DocumentRef, Kind, Moment, Origin, RegionCode, Source, Text, Uuid } from '../values';

export const windowEventSchemas = {
  'WindowOpened.v1': z.strictObject({
    windowId: Uuid,
    name: Text,
    pack: Text,
    region: RegionCode,
    kinds: z.array(Kind).min(1),
    opensAt: Moment,
    /** The last minute in which a nomination is in time. */
    closesAt: Moment,
    document: DocumentRef.nullable(),
    origin: Origin,
    source: Source,
  }),
  'WindowExtended.v1': z.strictObject({ from: Moment, closesAt: Moment, reason: Text, document: DocumentRef.nullable() }),
  /** Closed by a person, at the end or before it. */
  'WindowClosed.v1': z.strictObject({ closedAt: Moment, closedBy: Text, reason: Text }),
  /** A nomination names its window. Late is recorded, never hidden and never refused. */
  'WindowNominationReceived.v1': z.strictObject({
    brandId: Uuid,
    submittedAt: Moment,
    closesAt: Moment,
    late: z.boolean(),
    by: Text,
  }),
} as const;

/** Reservation of a name in a region, in its stream `name-<region>-<normalised>`: two clerks cannot found one brand twice. */
import { z } from 'zod';
import { RegionCode, Text, Uuid } from '../values';

export const nameEventSchemas = {
  'NameReserved.v1': z.strictObject({ region: RegionCode, name: Text, normalised: Text, brandId: Uuid }),
  'NameReleased.v1': z.strictObject({ brandId: Uuid, reason: Text }),
} as const;
export type NameEventType = keyof typeof nameEventSchemas;
export type NameEvent = { [T in NameEventType]: { readonly type: T; readonly data: z.infer<(typeof nameEventSchemas)[T]> } }[NameEventType];

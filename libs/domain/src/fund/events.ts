/** 资金登记: what was paid elsewhere, in streams `fund-<id>`. The ledger records money and never pays any. */
import { z } from 'zod';
import { BusinessDate, Origin, RegionCode, Text, Uuid } from '../values';

/** What the money was for. An open list: `other` says so in `note`. */
export const FUND_PURPOSES = ['trainingSubsidy', 'award', 'brandBuilding', 'publicity', 'platform', 'other'] as const;
export const FundPurpose = z.enum(FUND_PURPOSES);
export type FundPurpose = z.infer<typeof FundPurpose>;

/** The unit an amount is written in. Amounts of unlike units are never added. */
export const MoneyUnit = z.enum(['yuan', 'fen']);
export type MoneyUnit = z.infer<typeof MoneyUnit>;

/** `{stream}@{revision}` of the event that decided. */
export const EventReference = z.string().regex(/^[a-z]+-[0-9A-Za-z.-]{1,80}@\d{1,9}$/);

export const FundEvidence = z.strictObject({
  evidenceId: Uuid,
  kind: Text,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  custodian: Text,
  place: Text,
  retention: Text.nullable(),
});

export const FundEntry = z.strictObject({
  /** 资金名称. */
  fund: Text,
  /** 文号 of the paper that allots it. */
  documentNumber: Text,
  /** Who received it: a subject of the ledger by its stream, or another body by its name. Never a person's name. */
  payee: z.strictObject({ stream: Text.nullable(), name: Text }),
  purpose: FundPurpose,
  note: Text.nullable(),
  amount: z.int().min(1),
  unit: MoneyUnit,
  /** The day it was paid, elsewhere. */
  paidOn: BusinessDate,
  /** The decision relied on. */
  decision: EventReference,
  evidence: z.array(FundEvidence),
});
export type FundEntry = z.infer<typeof FundEntry>;

/** Support was stopped on the day of payment: which event says so, and why the payment is recorded all the same. */
export const DespiteStop = z.strictObject({ event: EventReference, reason: Text });

export const fundEventSchemas = {
  'FundRecorded.v1': z.strictObject({
    fundId: Uuid,
    region: RegionCode,
    origin: Origin,
    entry: FundEntry,
    despiteStop: DespiteStop.nullable(),
  }),
  /** A correction never overwrites: the entry before stays written. `requester`: person id of who asked for it. */
  'FundCorrected.v1': z.strictObject({ entry: FundEntry, requester: Text, reason: Text, despiteStop: DespiteStop.nullable() }),
  /** Recorded by mistake: it counts no more, and stays written. */
  'FundWithdrawn.v1': z.strictObject({ requester: Text, reason: Text }),
} as const;

export type FundEventType = keyof typeof fundEventSchemas;
export type FundEvent = { [T in FundEventType]: { readonly type: T; readonly data: z.infer<(typeof fundEventSchemas)[T]> } }[FundEventType];

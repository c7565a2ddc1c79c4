import type {
  BrandEvent,
  CallEvent,
  CatalogueEvent,
  EventMetadata,
  FundEvent,
  ImportEvent,
  Kind,
  LocalStandardEvent,
  NameEvent,
  PolicyEvent,
  RegionEvent,
  ReturnEvent,
  SubjectEvent,
  Tier,
} from '#domain';
import type { BrandStage } from '#domain';
import type { Dataset } from '#contracts';
import type { ReadModelTransaction } from './database';
import type { AnyRow, Table } from './table';

/** An event of the ledger as the codec gives it: checked, upcasted, in its present version. */
export type LedgerEvent =
  | BrandEvent
  | CatalogueEvent
  | FundEvent
  | RegionEvent
  | LocalStandardEvent
  | SubjectEvent
  | ImportEvent
  | PolicyEvent
  | NameEvent
  | CallEvent
  | ReturnEvent;

/** What the codec reads from a recorded event. */
export type DecodedEvent = LedgerEvent & { readonly metadata: EventMetadata };

/** An event with the place it stands at. */
export interface Fact {
  readonly event: LedgerEvent;
  readonly metadata: EventMetadata;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly leaf: number;
  readonly position: bigint;
}

/** What of a brand decides where it is counted. */
export interface Standing {
  readonly brandId: string;
  readonly name: string;
  readonly dataset: Dataset;
  readonly region: string;
  readonly kind: Kind;
  readonly category: string | null;
  readonly stage: BrandStage;
  /** Held in this ledger by recognition or promotion. */
  readonly tier: Tier | null;
  /** Claimed by a source; binds nobody here. */
  readonly claimedTier: Tier | null;
}

/** How an event changed the standing of its brand; equal objects when it did not. */
export interface StandingChange {
  /** Null: the brand was not known before. */
  readonly before: Standing | null;
  readonly after: Standing;
}

export interface ProjectedFact extends Fact {
  /** Null for events of other streams, and for events of a brand that was never reported. */
  readonly brand: StandingChange | null;
}

/**
 * A read model. Its fold is pure: rows in memory and an event in, changed rows in memory out. What the events of a batch
 * will need is loaded before, in lists; what they changed is written after, in lists.
 */
export interface ModelFold<F extends Fact = ProjectedFact> {
  load(tx: ReadModelTransaction, facts: readonly F[]): Promise<void>;
  project(fact: F): void;
  flush(tx: ReadModelTransaction): Promise<void>;
  committed(): void;
  reset(): void;
}

export interface ReadModelDefinition {
  readonly name: string;
  /** Raised whenever the fold or a table changes; the model is then built anew beside the old one. */
  readonly version: number;
  /** Types of event the fold does something with; `all` for every event. */
  readonly handles: readonly LedgerEvent['type'][] | 'all';
  readonly tables: readonly Table<AnyRow>[];
}

/** Name of the table in use, or of the one built beside it. */
export type TableName = (table: { readonly name: string }) => string;

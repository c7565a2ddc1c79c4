/** What papers are drawn from. Plain data as the read models answer it, all from one moment of the log. */
import type { BrandSideState, CatalogueEventData, EditionChange, EditionEntry, KnownBrand, Tier } from '#domain';

export interface PaperBrand {
  readonly brandId: string;
  readonly tier: Tier | null;
  readonly sideStates: readonly BrandSideState[];
  /** What the domain folds of it; its figures stand in `figures`. */
  readonly life: KnownBrand;
}

export interface PaperMovement {
  readonly brandId: string;
  readonly type: string;
  readonly effectiveOn: string;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly decision: {
    readonly basis: 'stated' | 'configured';
    readonly rule: string;
    readonly cite: string | null;
    readonly umbrella: string | null;
  } | null;
}

export interface PaperFigure {
  readonly brandId: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly status: 'published' | 'locked';
  readonly bound: string;
  readonly value: number;
  readonly estimate: { readonly method: string; readonly basis: string } | null;
  readonly revision: number;
}

/** The document in force for the region, and the house packs that complete it. */
export interface PaperPolicy {
  /** Id of its pack. */
  readonly pack: string;
  readonly title: string;
  readonly number: string | null;
  /** The clause that speaks of the catalogue, of recognition and of exits; null where the document has none. */
  readonly catalogueCite: string | null;
  readonly houses: readonly string[];
  /** What the packs call their rules, parameters and grounds of relaxation, by code. */
  readonly names: Readonly<Record<string, string>>;
}

export interface PaperFacts {
  readonly region: string;
  readonly regionName: string;
  readonly dataset: 'real' | 'synthetic';
  /** The last record of the ledger that was considered. */
  readonly leaf: number;
  /** Day on which the paper is drawn up. */
  readonly on: string;
  /** 落款 as the office gave it, or null: then it is left to be filled in. */
  readonly office: string | null;
  readonly policy: PaperPolicy | null;
  readonly brands: readonly PaperBrand[];
  readonly movements: readonly PaperMovement[];
  readonly figures: readonly PaperFigure[];
  readonly disputed: readonly { readonly brandId: string; readonly metric: string; readonly directness: string }[];
  readonly leafOf: (event: string) => number | null;
}

export interface PaperEdition {
  readonly head: CatalogueEventData<'CatalogueEditionPublished.v1'>;
  readonly supersededBy: number | null;
  readonly leaf: number;
  readonly entries: readonly EditionEntry[];
  readonly changes: readonly EditionChange[];
}

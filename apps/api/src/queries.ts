import type {
  BrandCard,
  BrandListParams,
  BrandRow,
  DatasetParams,
  EvaluationAnswer,
  EvaluationParams,
  HistoryEntry,
  RegionalFigureRow,
  TierStatus,
  TierStatusParams,
  YearlyCount,
  YearlyCountsParams,
} from '#contracts';
import type { Actor } from '#domain';
import { Query } from '@nestjs/cqrs';
import type { z } from 'zod';

/** An answer and the position of the log it stands at. */
export interface Answer<T> {
  readonly rows: T[];
  readonly position: string;
}

/** What every query carries: who asks, and from which position on the answer may be given. */
abstract class Asked<R> extends Query<R> {
  constructor(
    readonly actor: Actor,
    readonly atLeast: string | undefined,
  ) {
    super();
  }
}

export class ListBrands extends Asked<{ rows: BrandRow[]; total: number; offset: number; limit: number; position: string }> {
  constructor(
    actor: Actor,
    readonly params: z.output<typeof BrandListParams>,
  ) {
    super(actor, params.atLeast);
  }
}

export class GetBrandCard extends Asked<BrandCard> {
  constructor(
    actor: Actor,
    readonly brandId: string,
    atLeast: string | undefined,
  ) {
    super(actor, atLeast);
  }
}

export class GetHistory extends Asked<{ rows: HistoryEntry[] }> {
  constructor(
    actor: Actor,
    readonly brandId: string,
    atLeast: string | undefined,
  ) {
    super(actor, atLeast);
  }
}

/** A dry evaluation: every rule of the pack that speaks of the brand, on what the ledger knows. Writes nothing. */
export class EvaluateBrand extends Asked<{ rows: EvaluationAnswer[] }> {
  constructor(
    actor: Actor,
    readonly brandId: string,
    readonly params: z.output<typeof EvaluationParams>,
  ) {
    super(actor, params.atLeast);
  }
}

export class GetYearlyCounts extends Asked<Answer<YearlyCount>> {
  constructor(
    actor: Actor,
    readonly params: z.output<typeof YearlyCountsParams>,
  ) {
    super(actor, params.atLeast);
  }
}

export class GetTierStatus extends Asked<Answer<TierStatus>> {
  constructor(
    actor: Actor,
    readonly params: z.output<typeof TierStatusParams>,
  ) {
    super(actor, params.atLeast);
  }
}

export class GetRegionalFigures extends Asked<Answer<RegionalFigureRow>> {
  constructor(
    actor: Actor,
    readonly region: string,
    readonly params: z.output<typeof DatasetParams>,
  ) {
    super(actor, params.atLeast);
  }
}

/** What crosses the boundary about gaps: what nobody reported, held, set or configured. Silence is shown, never taken for “still active”. */
import { z } from 'zod';
import type { BrandStage, Kind, Review, SubjectState, Tier } from '#domain';
import { Dataset, RegionRef } from './queries';
import { DatasetParams, PageParams } from './requests';

export const GAP_KINDS = [
  /** A year is over, and a subject that is bound to report told nothing of it. */
  'notReported',
  /** Nobody in a region told anything of that year. */
  'regionSilent',
  'reviewNotHeld',
  /** A document hands a standard down, and the region that has to set it did not. */
  'standardNotSet',
  /** No document states it, and nobody configured it. */
  'notConfigured',
  'coverageNotMet',
  'evaluationOverdue',
  'recognisedNotListed',
  'neverReviewed',
  /** Figures that were published and never locked. */
  'neverLocked',
] as const;
export const GapKind = z.enum(GAP_KINDS);
export type GapKind = z.infer<typeof GapKind>;

export const GapListParams = DatasetParams.extend({ kind: GapKind.optional(), ...PageParams });

const Words = { zh: z.string(), en: z.string() };

export const Gap = z
  .object({
    /** The same gap has the same id on every day. */
    id: z.string(),
    kind: GapKind,
    kindZh: z.string(),
    kindEn: z.string(),
    /** The brand, unit, institution, dual brand, programme, region or policy it is about. */
    subject: z.object({ stream: z.string(), kind: z.string(), name: z.string() }),
    region: RegionRef,
    dataset: Dataset.nullable(),
    /** The year it is about. */
    period: z.int().nullable(),
    /** The day since when it stands open; null: nobody knows. */
    since: z.string().nullable(),
    /** The day it was due; null: no document states one and nobody configured one. */
    dueOn: z.string().nullable(),
    owedBy: z.object({ role: z.string(), ...Words }),
    /** stated: by a clause. configured: by whom, and when. notStated: no document says it. */
    basis: z.object({
      kind: z.enum(['stated', 'configured', 'notStated']),
      pack: z.string().nullable(),
      cite: z.string().nullable(),
      approvedBy: z.string().nullable(),
      approvedOn: z.string().nullable(),
      ...Words,
    }),
    ...Words,
    todo: z.object(Words),
  })
  .meta({ id: 'Gap' });
export type Gap = z.infer<typeof Gap>;

export const GapList = z
  .object({
    rows: z.array(Gap),
    total: z.int(),
    offset: z.int(),
    limit: z.int(),
    /** Of each kind how many there are in the region, whatever kind was asked for. */
    totals: z.array(z.object({ kind: GapKind, zh: z.string(), en: z.string(), count: z.int() })),
    /** The day on which the list was drawn. */
    asOf: z.string(),
    position: z.string(),
  })
  .meta({ id: 'GapList' });
export type GapList = z.infer<typeof GapList>;

/** Years that figures in force speak of: locked ones, and those that are published. */
interface YearsReported {
  readonly locked: readonly number[];
  readonly published: readonly number[];
}

/** How a brand stands, as far as gaps follow from it. */
export interface BrandGround extends YearsReported {
  readonly what: 'brand';
  readonly kind: Kind;
  readonly name: string;
  readonly region: string;
  readonly dataset: Dataset;
  readonly stage: BrandStage;
  readonly tier: Tier | null;
  readonly recognisedOn: string | null;
  readonly listedOn: string | null;
  readonly reviews: readonly Pick<Review, 'period' | 'dueOn' | 'step' | 'overdue'>[];
}

/** How another subject stands: its state without the lists that grow. */
export interface SubjectGround extends YearsReported {
  readonly what: 'subject';
  readonly dataset: Dataset;
  readonly state: SubjectState;
}
export type Ground = BrandGround | SubjectGround;

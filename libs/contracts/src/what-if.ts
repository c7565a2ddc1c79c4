/** 政策推演: what would be decided otherwise. Requests and answers of a job that reads and never writes. */
import { z } from 'zod';
import { BusinessDate, Kind, MissingFact, Outcome, Quantity, RegionCode } from '#domain';
import { Dataset, RegionRef } from './queries';

const Name = z.string().min(1).max(200);
/** An evaluation year: windows end with the year before it. */
const EvaluationYear = z.int().min(1950).max(2199);
/** The longest span of years that one job may ask for. */
const MOST_YEARS = 50;
/** A pack file is some tens of kilobytes. */
const MOST_PACK_CHARACTERS = 2_000_000;

/** What is to be different. One of: a published version, another published document, a file that nobody published, other readings, other values. */
export const WhatIfChange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('version'), version: Name }),
    z.strictObject({ kind: z.literal('pack'), pack: Name }),
    /** Text of a pack, YAML or JSON: a version of the document, or of a house pack that completes it. */
    z.strictObject({ kind: z.literal('file'), document: z.string().min(1).max(MOST_PACK_CHARACTERS) }),
    z.strictObject({
      kind: z.literal('readings'),
      readings: z
        .array(z.strictObject({ interpretation: Name, reading: Name }))
        .min(1)
        .max(20),
    }),
    z.strictObject({
      kind: z.literal('parameters'),
      parameters: z
        .array(
          z.strictObject({
            key: Name,
            /** Which of the parameter's entries, counted from 0. */
            entry: z.int().min(0).max(10_000),
            /** An integer, a ratio such as `9/10`, or a text, as the parameter's unit asks. */
            value: z.union([z.int(), z.string().min(1).max(4000)]),
          }),
        )
        .min(1)
        .max(50),
    }),
  ])
  .meta({ id: 'WhatIfChange' });
export type WhatIfChange = z.infer<typeof WhatIfChange>;

export const WhatIfRequest = z
  .strictObject({
    /** The document that decides now, by its id. */
    pack: Name,
    /** Which version of it; left out: the newest that is published. */
    version: Name.optional(),
    change: WhatIfChange,
    years: z
      .strictObject({ from: EvaluationYear, to: EvaluationYear })
      .refine(
        ({ from, to }) => from <= to && to - from < MOST_YEARS,
        `起止年度应先后有序，且不超过 ${MOST_YEARS} 年 / from is not after to, and at most ${MOST_YEARS} years`,
      ),
    /** Brands of this region and of all below it; left out: all that the asker may see. */
    region: RegionCode.optional(),
    dataset: Dataset,
    /** Only what the ledger knew by the end of this day; left out: all that it knows. */
    knownOn: BusinessDate.optional(),
    /** `published`: figures from public sources that nobody locked count, too. Left out: as the packs say. */
    factsFrom: z.enum(['published', 'locked']).optional(),
  })
  .meta({ id: 'WhatIfRequest' });
export type WhatIfRequest = z.infer<typeof WhatIfRequest>;

const Side = z.object({ rules: z.array(z.string()), outcome: Outcome, restsOnConfigured: z.boolean() });
const Measure = z.object({
  outcome: Outcome,
  comparison: z.string().nullable(),
  threshold: Quantity.nullable(),
  actual: Quantity.nullable(),
  margin: Quantity.nullable(),
  missing: z.array(MissingFact),
  cite: z.string().nullable(),
  basis: z.enum(['stated', 'configured']),
});

/** One outcome that changes: of one brand, for one question, in one evaluation year. */
export const WhatIfRow = z
  .object({
    brandId: z.string(),
    name: z.string(),
    kind: Kind,
    region: RegionRef,
    year: z.int(),
    /** A rule of the document; between two documents what rules are for: `tier:province`. */
    question: z.string(),
    /** Null: not asked on that side. */
    before: Side.nullable(),
    after: Side.nullable(),
    causes: z.array(
      z.object({
        predicate: z.string(),
        zh: z.string(),
        en: z.string(),
        parameters: z.array(z.string()),
        before: Measure.nullable(),
        after: Measure.nullable(),
      }),
    ),
  })
  .meta({ id: 'WhatIfRow' });
export type WhatIfRow = z.infer<typeof WhatIfRow>;

const Count = z.object({ count: z.int() });
export const WhatIfTotals = z
  .object({
    brands: z.int(),
    brandsChanged: z.int(),
    asked: z.int(),
    skipped: z.int(),
    changed: z.int(),
    byQuestion: z.array(Count.extend({ question: z.string(), from: Outcome.nullable(), to: Outcome.nullable() })),
    byYear: z.array(Count.extend({ year: z.int() })),
    byRegion: z.array(Count.extend({ region: z.string(), name: z.string() })),
  })
  .meta({ id: 'WhatIfTotals' });

const PackUsed = z.object({
  pack: z.string(),
  version: z.string(),
  digest: z.string(),
  title: z.string(),
  /** False: a reading, a changed value or a file that nobody published. */
  published: z.boolean(),
  houses: z.array(z.object({ pack: z.string(), version: z.string(), digest: z.string(), published: z.boolean() })),
});

export const WhatIfJob = z
  .object({
    jobId: z.string(),
    state: z.enum(['running', 'done', 'stopped', 'failed']),
    /** Streams of brands looked at, and how many there are. */
    done: z.int(),
    total: z.int(),
    error: z.object({ zh: z.string(), en: z.string() }).nullable(),
    /** The document's text of a file is not given back. */
    request: WhatIfRequest,
    before: PackUsed,
    after: PackUsed,
    /** Questions whose inputs differ, and how many are the same on both sides. */
    questions: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string() })),
    same: z.int(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    /** Results lie in memory only, until this moment at the latest. Null while it runs. */
    keptUntil: z.string().nullable(),
    /** True: more outcomes change than are kept as rows; the totals count all of them. */
    truncated: z.boolean(),
    totals: WhatIfTotals,
    notice: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({ id: 'WhatIfJob' });
export type WhatIfJob = z.infer<typeof WhatIfJob>;

export const WhatIfResult = WhatIfJob.extend({
  rows: z.array(WhatIfRow),
  offset: z.int(),
  limit: z.int(),
  /** Rows that the filter of this page leaves. */
  filtered: z.int(),
}).meta({ id: 'WhatIfResult' });
export type WhatIfResult = z.infer<typeof WhatIfResult>;

export const WhatIfPage = z.strictObject({
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  question: z.string().min(1).max(200).optional(),
  year: z.coerce.number().int().min(1950).max(2199).optional(),
  /** Brands of this region and of all below it. */
  region: RegionCode.optional(),
});
export type WhatIfPage = z.output<typeof WhatIfPage>;

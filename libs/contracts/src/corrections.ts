/** What crosses the boundary about corrections: the list of them, and what one would do before it is approved. */
import { z } from 'zod';
import { Explanation, FigureInput, Outcome, RegionCode, Uuid } from '#domain';
import { Dataset, RegionRef } from './queries';
import { AtLeastParams, PageParams } from './requests';

/** `direct`: made without a request, by an import or in a ledger without accounts. */
export const CORRECTION_STATES = ['open', 'approved', 'refused', 'withdrawn', 'direct'] as const;
export const CorrectionState = z.enum(CORRECTION_STATES);
export type CorrectionState = z.infer<typeof CorrectionState>;

export const CorrectionListParams = z.strictObject({
  dataset: Dataset.optional(),
  region: RegionCode.optional(),
  state: CorrectionState.optional(),
  brand: Uuid.optional(),
  ...PageParams,
  ...AtLeastParams.shape,
});

/** A person by id: whoever may ask the directory learns the name. The role is null where the log holds none. */
const PersonRef = z.object({ id: z.string(), role: z.string().nullable() });

export const CorrectionRow = z
  .object({
    brandId: z.string(),
    brandName: z.string(),
    region: RegionRef,
    dataset: Dataset,
    /** Null for a correction that was made without a request. */
    requestId: z.string().nullable(),
    state: CorrectionState,
    corrects: z.string(),
    /** The figure that stands in its place; null while, or where, there is none. */
    figureId: z.string().nullable(),
    /** As asked for. */
    figure: FigureInput,
    /** Value of the figure that is corrected. */
    valueBefore: z.int().nullable(),
    askedOn: z.string(),
    askedBy: PersonRef,
    settledOn: z.string().nullable(),
    settledBy: PersonRef.nullable(),
    reason: z.string(),
    /** Ids of evidence of the brand. */
    evidence: z.array(z.string()),
    /** Why it was refused or withdrawn, or what the approver noted. */
    answer: z.string().nullable(),
  })
  .meta({ id: 'CorrectionRow' });
export type CorrectionRow = z.infer<typeof CorrectionRow>;

/** A correction that nobody has asked for yet: which figure, and what it should say. */
export const CorrectionPreviewBody = z.strictObject({ corrects: Uuid, figure: FigureInput }).meta({ id: 'CorrectionPreviewBody' });

const Words = { zh: z.string(), en: z.string() };
const Answer = z.object({ outcome: Outcome, ...Words, explanation: Explanation });
const Step = z.object({ type: z.string(), titleZh: z.string(), titleEn: z.string(), ...Words });

/** What a correction would do. Nothing of it is written, and of the steps nothing happens by itself. */
export const CorrectionPreview = z
  .object({
    brandId: z.string(),
    /** Revision of the brand that was looked at. */
    revision: z.int(),
    requestId: z.string().nullable(),
    corrects: z.string(),
    valueBefore: z.int(),
    valueAfter: z.int(),
    /** Years that are closed already and that the figure speaks of: the correction is allowed, and their counts change. */
    closedYears: z.array(z.object({ region: z.string(), regionName: z.string(), year: z.int(), closedOn: z.string() })),
    /** Decisions that become stale（待重新认定）, in the order in which they were taken. */
    decisions: z.array(
      z.object({
        decisionKey: z.string(),
        eventId: z.string(),
        revision: z.int(),
        type: z.string(),
        titleZh: z.string(),
        titleEn: z.string(),
        ...Words,
        takenOn: z.string(),
        rule: z.string(),
        basis: z.enum(['stated', 'configured']),
        cite: z.string().nullable(),
        umbrella: z.string().nullable(),
        before: Answer,
        /** Null where no pack in force holds the rule any more. */
        after: Answer.nullable(),
      }),
    ),
    /** By cause: steps that lose their ground, and steps that would have been taken instead. */
    courses: z.array(
      z.object({ trigger: z.string(), period: z.int().nullable(), asOf: z.string(), without: z.array(Step), instead: z.array(Step) }),
    ),
    /** Dual brands that this brand stands in, and how its side of them answers today. */
    links: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        region: RegionRef,
        side: z.enum(['labour', 'training']),
        before: Outcome,
        after: Outcome,
        /** Whether it counts in what documents ask of its region, and of those above. */
        counted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CorrectionPreview' });
export type CorrectionPreview = z.infer<typeof CorrectionPreview>;

/** What happens to a programme, in its stream `programme-<id>`: progress against the targets of its document, nothing counted twice. */
import { z } from 'zod';
import { BusinessDate, Count, DocumentRef, Origin, RegionCode, Source, Text, Uuid, Year } from '../values';

/** A class or roster: the digest of its list of persons and how many there are. The list itself stays outside the log. */
export const Cohort = z.strictObject({
  /** SHA-256 of the roster. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  count: Count,
  title: Text,
});
export type Cohort = z.infer<typeof Cohort>;

/** Progress on one target: a target of the pack, its metric and unit, the year it was reached in, what it counts. */
export const Progress = z.strictObject({
  progressId: Uuid,
  target: Text,
  metric: Text,
  unit: Text,
  year: Year,
  /** The day a stock or a share stands at; null for what was added within the year. */
  asOf: BusinessDate.nullable(),
  value: Count,
  /** Whom it counts. Null only for what counts no people: brands, firms, yuan. */
  cohort: Cohort.nullable(),
  source: Source,
});
export type Progress = z.infer<typeof Progress>;

/** How a cohort that bears on several targets is counted. Declared before it is. */
export const AllocationRule = z.union([
  /** All of the cohort counts for one target. */
  z.strictObject({ kind: z.literal('full'), target: Text }),
  /** Exact shares that add up to the whole cohort. */
  z.strictObject({ kind: z.literal('shares'), shares: z.array(z.strictObject({ target: Text, count: Count })).min(2) }),
  /** The targets say one thing in several places, or one is part of another: what counts for one counts for the others. */
  z.strictObject({ kind: z.literal('together'), targets: z.array(Text).min(2) }),
]);
export type AllocationRule = z.infer<typeof AllocationRule>;

export const programmeEventSchemas = {
  'ProgrammeRegistered.v1': z.strictObject({
    programmeId: Uuid,
    name: Text,
    pack: Text,
    region: RegionCode,
    fromYear: Year,
    toYear: Year,
    origin: Origin,
    source: Source,
  }),
  'ProgrammeProgressRecorded.v1': Progress,
  'ProgrammeProgressCorrected.v1': z.strictObject({
    corrects: Uuid,
    progress: Progress,
    requester: Text,
    reason: Text,
    evidence: z.array(Uuid),
  }),
  /** Ambiguity 11: the annexes overlap and say nothing of double counting. `cohort` null: for every cohort of the programme. */
  'AllocationDeclared.v1': z.strictObject({
    allocationId: Uuid,
    cohort: Cohort.nullable(),
    rule: AllocationRule,
    approvedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  'ProgrammeClosed.v1': z.strictObject({ closedOn: BusinessDate, closedBy: Text, reason: Text }),
} as const;

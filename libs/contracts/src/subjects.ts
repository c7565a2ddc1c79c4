/** What crosses the boundary about subjects beside brands: units, institutions, dual brands, programmes, windows, regions. */
import { z } from 'zod';
import { Origin, SUBJECT_KINDS, SUBJECT_STATUSES } from '#domain';
import { Dataset, EvaluationAnswer, FigureRow, RegionRef } from './queries';
import { DatasetParams } from './requests';

export const SubjectKindParam = z.enum(SUBJECT_KINDS);
export const SubjectListParams = DatasetParams.extend({ kind: SubjectKindParam.optional() });

const Status = z.enum(SUBJECT_STATUSES);

export const SubjectRow = z
  .object({
    stream: z.string(),
    kind: SubjectKindParam,
    id: z.string(),
    name: z.string(),
    region: RegionRef,
    origin: Origin,
    dataset: Dataset,
    status: Status,
    statusZh: z.string(),
    statusEn: z.string(),
    revision: z.int(),
    updatedOn: z.string(),
    /** Sanctions that wait for a named person. */
    openSanctions: z.int(),
    evaluationDueOn: z.string().nullable(),
    /** How many events of each type there were. */
    counts: z.record(z.string(), z.int()),
    /** 征集窗口: its times and kinds; null for any other subject. */
    window: z
      .object({
        pack: z.string(),
        kinds: z.array(z.string()),
        opensAt: z.string(),
        closesAt: z.string(),
        extended: z.int(),
        received: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'SubjectRow' });
export type SubjectRow = z.infer<typeof SubjectRow>;

const Event = z.string();

/** A subject as the log has it, whole: what all of them hold, and under `own` what its kind has of its own. */
export const SubjectCard = z
  .object({
    stream: z.string(),
    kind: SubjectKindParam,
    id: z.string(),
    name: z.string(),
    region: RegionRef,
    origin: Origin,
    status: Status,
    statusZh: z.string(),
    statusEn: z.string(),
    revision: z.int(),
    updatedOn: z.string().nullable(),
    own: z.record(z.string(), z.unknown()),
    figures: z.array(FigureRow.omit({ conflictsWith: true, revision: true }).extend({ event: Event })),
    judgements: z.array(
      z.object({ criterion: z.string(), met: z.boolean(), role: z.string(), by: z.string(), reason: z.string(), event: Event }),
    ),
    evidence: z.array(
      z.object({ evidenceId: z.string(), kind: z.string(), sha256: z.string(), custodian: z.string(), place: z.string(), event: Event }),
    ),
    breaches: z.array(z.object({ breachId: z.string(), kind: z.string(), on: z.string(), cleared: z.boolean(), event: Event })),
    dates: z.array(z.object({ date: z.string(), on: z.string(), event: Event })),
    answers: z.array(
      z.object({
        rule: z.string(),
        period: z.int().nullable(),
        purpose: z.string(),
        outcome: z.string(),
        decisionKey: z.string(),
        event: Event,
      }),
    ),
    evaluationsDue: z.array(z.object({ dueOn: z.string(), metBy: z.string().nullable(), event: Event })),
    sanctions: z.array(
      z.object({
        proposalId: z.string(),
        sanction: z.string(),
        status: z.string(),
        on: z.string().nullable(),
        liftedOn: z.string().nullable(),
        event: Event,
      }),
    ),
    /** Keys of decisions that a correction took the ground from. */
    stale: z.array(z.string()),
  })
  .meta({ id: 'SubjectCard' });
export type SubjectCard = z.infer<typeof SubjectCard>;

/** How far a target has come, with the explanation behind it. */
export const TargetAnswer = z
  .object({
    target: z.string(),
    status: z.string(),
    /** 力争: a miss has no consequence. */
    aim: z.boolean(),
    answer: EvaluationAnswer,
  })
  .meta({ id: 'TargetAnswer' });
export type TargetAnswer = z.infer<typeof TargetAnswer>;

/** What one document answers on a subject; writes nothing. */
export const SubjectEvaluation = z
  .object({
    pack: z.string(),
    version: z.string(),
    title: z.string(),
    rules: z.array(EvaluationAnswer),
    targets: z.array(TargetAnswer),
  })
  .meta({ id: 'SubjectEvaluation' });
export type SubjectEvaluation = z.infer<typeof SubjectEvaluation>;

export const SubjectCommandResult = z
  .object({
    stream: z.string(),
    id: z.string(),
    revision: z.int(),
    position: z.string(),
    events: z.array(z.object({ id: z.string(), type: z.string() })),
    repeated: z.boolean(),
  })
  .meta({ id: 'SubjectCommandResult' });
export type SubjectCommandResult = z.infer<typeof SubjectCommandResult>;

/** The procedure of a nomination on the wire: forms, drafts, steps, and evidence as files. */
import { FormAnswer, FormDefinition, PROCEDURE_STEPS } from '#domain';
import { z } from 'zod';
import { BrandRow, EvaluationAnswer } from './queries';
import { FileFault } from './sheets';

const Words = z.object({ zh: z.string(), en: z.string() });

/** A form with what each of its clauses is called. */
export const FormLayout = z.object({ definition: FormDefinition, cites: z.record(z.string(), z.string()) }).meta({ id: 'FormLayout' });
export type FormLayout = z.infer<typeof FormLayout>;
export const FormLayouts = z.object({ rows: z.array(FormLayout) }).meta({ id: 'FormLayouts' });

export const FormDraftParams = z.strictObject({
  form: z.string().min(1).max(80),
  /** A draft stands outside the log and waits for nothing; pages send it with every question. */
  atLeast: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});
/** `version`: counts savings; 0 where nothing was saved and `answers` are what the ledger knows already. */
export const FormDraftView = z
  .object({
    form: z.string(),
    formVersion: z.string(),
    answers: z.array(FormAnswer),
    version: z.int(),
    savedBy: z.string().nullable(),
    savedAt: z.string().nullable(),
  })
  .meta({ id: 'FormDraftView' });
export const FormDraftGone = z.object({ form: z.string() }).meta({ id: 'FormDraftGone' });
export type FormDraftView = z.infer<typeof FormDraftView>;

/** A filled-in workbook held against the draft: what it would change, field by field. */
export const FormFill = z
  .object({
    sheet: z.string().nullable(),
    fields: z.array(
      z.object({
        field: z.string(),
        address: z.string(),
        before: FormAnswer.shape.value.nullable(),
        after: FormAnswer.shape.value,
        kind: z.enum(['new', 'changed', 'unchanged']),
      }),
    ),
    faults: z.array(FileFault),
    /** The version that was looked at: sent along when it is put in, so that nothing saved meanwhile is overwritten. */
    version: z.int(),
    applied: z.boolean(),
    draft: FormDraftView,
  })
  .meta({ id: 'FormFill' });
export type FormFill = z.infer<typeof FormFill>;

const Answers = z.array(FormAnswer).max(200);
export const SaveFormDraft = z.strictObject({
  form: z.string().min(1).max(80),
  formVersion: z.string().min(1).max(80),
  answers: Answers,
  /** The version that was begun from. */
  after: z.int().min(0),
});
export const CheckForm = z.strictObject({ form: z.string().min(1).max(80), answers: Answers });

/** Faults by field, and the rules asked as if the form's figures stood in the ledger. Nothing is written. */
export const FormCheck = z
  .object({
    faults: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string() })),
    evaluations: z.array(EvaluationAnswer),
    /** Figures of the form that the ledger does not hold, or holds otherwise. */
    figures: z.array(
      z.object({ field: z.string(), metric: z.string(), year: z.int(), stated: z.int(), locked: z.int().nullable(), unit: z.string() }),
    ),
  })
  .meta({ id: 'FormCheck' });
export type FormCheck = z.infer<typeof FormCheck>;

export const ProcedureView = z
  .object({
    brand: BrandRow.pick({ brandId: true, name: true, kind: true, region: true, stage: true, dataset: true }),
    revision: z.int(),
    pack: z.object({ pack: z.string(), title: z.string() }).nullable(),
    steps: z.array(
      z.object({
        step: z.enum(PROCEDURE_STEPS),
        zh: z.string(),
        en: z.string(),
        status: z.enum(['done', 'now', 'later', 'passedBy', 'stopped']),
        on: z.string().nullable(),
        by: z.string().nullable(),
        event: z.string().nullable(),
        missing: z.array(Words),
        roles: z.array(z.string()),
        command: z.string().nullable(),
        /** Where the document asks for it; null: no document does, the step is configured. */
        cite: z.string().nullable(),
        text: z.string().nullable(),
      }),
    ),
    form: z
      .object({
        formId: z.string(),
        form: z.string(),
        zh: z.string(),
        en: z.string(),
        original: z.boolean(),
        on: z.string(),
        by: z.string(),
        event: z.string(),
        answers: z.array(FormAnswer),
        contact: z.string().nullable(),
        earlier: z.int(),
      })
      .nullable(),
    nomination: z
      .object({ submittedAt: z.string(), late: z.boolean(), unit: z.string(), tierSought: z.string().nullable(), step: z.string() })
      .nullable(),
    forwarded: z.array(z.object({ body: z.string(), by: z.string(), on: z.string(), event: z.string() })),
    screening: z
      .object({ outcome: z.enum(['selected', 'notSelected']), reason: z.string(), by: z.string(), on: z.string(), event: z.string() })
      .nullable(),
    panel: z
      .object({
        assessmentId: z.string(),
        question: z.string(),
        dueOn: z.string().nullable(),
        closed: z.boolean(),
        experts: z.array(z.string()),
        votes: z.array(
          z.object({
            expert: z.string(),
            vote: z.enum(['for', 'against', 'recused']),
            points: z.int(),
            of: z.int(),
            reason: z.string(),
            on: z.string(),
            event: z.string(),
          }),
        ),
      })
      .nullable(),
    notice: z
      .object({
        place: z.string(),
        from: z.string(),
        until: z.string(),
        workingDays: z.int().nullable(),
        calendar: z.string().nullable(),
        /** Working days left, today counted; null beyond the calendar. */
        left: z.int().nullable(),
        captures: z.array(
          z.object({
            taken: z.enum(['posted', 'running', 'ended']),
            on: z.string(),
            sha256: z.string(),
            evidenceId: z.string(),
            event: z.string(),
          }),
        ),
      })
      .nullable(),
    objections: z.array(
      z.object({
        objectionId: z.string(),
        by: z.string(),
        reason: z.string(),
        raisedOn: z.string(),
        answer: z.object({ upheld: z.boolean(), reason: z.string(), on: z.string() }).nullable(),
        event: z.string(),
      }),
    ),
    recognition: z
      .object({ tier: z.string(), number: z.string(), issuedOn: z.string(), signedBy: z.string(), on: z.string(), event: z.string() })
      .nullable(),
    evidence: z.array(
      z.object({
        evidenceId: z.string(),
        kind: z.string(),
        sha256: z.string(),
        custodian: z.string(),
        place: z.string(),
        retention: z.string().nullable(),
        event: z.string(),
        /** Whether the file itself lies here; else only the original's place is known. */
        file: z.object({ bytes: z.int(), type: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ProcedureView' });
export type ProcedureView = z.infer<typeof ProcedureView>;

export const StoredEvidence = z
  .object({ sha256: z.string(), bytes: z.int(), type: z.string(), existed: z.boolean() })
  .meta({ id: 'StoredEvidence' });
export const EvidenceVerdict = z
  .object({ sha256: z.string(), state: z.enum(['present', 'absent', 'damaged']) })
  .meta({ id: 'EvidenceVerdict' });

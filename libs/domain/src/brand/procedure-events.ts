/**
 * What happens between 申报 and 认定 beside the steps themselves: the recommendation form, forwarding upward, 审核筛选, what
 * experts are asked and answer, and the proof of a public notice. Who acted is the metadata; people are named by person id.
 */
import { z } from 'zod';
import { BusinessDate, Count, DocumentRef, Text, Uuid } from '../values';

/** One field of a form as it was filled in, with the clause it answers. A self-statement（自述）is a value, never a judgement. */
export const FormAnswer = z.strictObject({
  field: Text,
  /** Key of the clause in the pack that the form names. */
  clause: Text,
  value: z.union([Text, z.int(), z.boolean()]),
  evidence: z.array(Uuid),
});
export type FormAnswer = z.infer<typeof FormAnswer>;

/** One line of an expert's score sheet（评分表）: so many points of so many. */
export const Score = z.strictObject({ criterion: Text, points: Count, of: Count });

export const ExpertVote = z.enum(['for', 'against', 'recused']);
export type ExpertVote = z.infer<typeof ExpertVote>;

export const procedureEventSchemas = {
  /** 推荐表: filled in and handed over. A later one stands in its place. */
  'RecommendationFormFiled.v1': z.strictObject({
    formId: Uuid,
    /** Which form, and the version of its layout. */
    form: Text,
    formVersion: Text,
    /** False while the layout is derived from the clauses（表样待附原件）. */
    original: z.boolean(),
    pack: Text,
    answers: z.array(FormAnswer),
    /** Person id of the contact（联系人）; the name and number stay in the office store. */
    contact: Text.nullable(),
    /** The form it stands in place of, and why. */
    replaces: z.strictObject({ formId: Uuid, reason: Text }).nullable(),
  }),
  /** 逐级推荐: the next body up has checked the material again (IM-32) and sends it on. */
  'RecommendationForwarded.v1': z.strictObject({
    body: Text,
    authentic: z.boolean(),
    valid: z.boolean(),
    complete: z.boolean(),
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  /** 审核筛选 (IM-35). Screened out is an answer, no refusal of recognition. */
  'NominationScreened.v1': z.strictObject({
    outcome: z.enum(['selected', 'notSelected']),
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  /** 评审: experts are asked, by person id. */
  'ExpertsAsked.v1': z.strictObject({
    assessmentId: Uuid,
    experts: z.array(Text).min(1),
    question: Text,
    dueOn: BusinessDate.nullable(),
  }),
  /** One expert's vote, recusal（回避）or score sheet. `expert` is the person who voted. */
  'ExpertVoted.v1': z.strictObject({
    assessmentId: Uuid,
    expert: Text,
    vote: ExpertVote,
    scores: z.array(Score),
    reason: Text,
    evidence: z.array(Uuid),
  }),
  /** 公示期 counted in working days, by which edition of the calendar. No document asks for a number of days. */
  'NoticeTermCounted.v1': z.strictObject({ from: BusinessDate, until: BusinessDate, workingDays: Count, calendar: Text }),
  /** 公示留痕: a capture of the notice as it stood, kept as evidence. */
  'NoticeCaptured.v1': z.strictObject({
    evidenceId: Uuid,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    taken: z.enum(['posted', 'running', 'ended']),
    on: BusinessDate,
    note: Text.nullable(),
  }),
} as const;

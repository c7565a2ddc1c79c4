/**
 * Everything that can happen to a brand, as it is written in its stream `brand-<id>`.
 *
 * Wire names are versioned (`BrandNominated.v1`). A schema is never tightened later; a changed meaning is a new
 * version with an upcaster. Personal text never stands here in clear: people are named by role and id.
 */
import { z } from 'zod';
import { Decision, Explanation, Outcome } from '../decision';
import { procedureEventSchemas } from './procedure-events';
import {
  BrandType,
  BusinessDate,
  Count,
  DecimalText,
  DocumentRef,
  Figure,
  FigureWindow,
  Judgement,
  Kind,
  Moment,
  Origin,
  Panel,
  RegionCode,
  Source,
  Text,
  Tier,
  Uuid,
  Year,
} from '../values';

/** The place names exactly as the source prints them. */
export const RegionAsStated = z.strictObject({ province: Text.nullable(), prefecture: Text.nullable(), county: Text.nullable() });

/** IM-21 / SD-11: a name that fits no naming format is queried, never refused. */
export const NameCheck = z.strictObject({
  verdict: z.enum(['accepted', 'queried']),
  format: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Which side-step of dynamic management a proposal asks for. */
export const ProposedStep = z.enum(['stopSupport', 'announceExit', 'delist', 'downgrade', 'promote']);
export type ProposedStep = z.infer<typeof ProposedStep>;

export const ExitGround = z.enum(['reviewFailed', 'rectificationFailed', 'breach', 'withdrawn', 'ceased', 'other']);

/** A value as packs write it: a whole number, or a ratio of two whole numbers. */
export const ExactText = z.string().regex(/^\d{1,15}(\/[1-9]\d{0,14})?$/);

export const brandEventSchemas = {
  ...procedureEventSchemas,
  /** The first event of every brand: it is known, from a source. Not judged until nominated. */
  'BrandReported.v1': z.strictObject({
    brandId: Uuid,
    name: Text,
    kind: Kind,
    category: Text.nullable(),
    brandType: BrandType.nullable(),
    region: RegionCode,
    regionAsStated: RegionAsStated.nullable(),
    formedOn: BusinessDate.nullable(),
    cultivatedFrom: BusinessDate.nullable(),
    origin: Origin,
    source: Source,
  }),
  'BrandRenamed.v1': z.strictObject({ from: Text, to: Text, reason: Text, document: DocumentRef.nullable() }),
  /** A tier as a source claims it; it binds nobody here. `reading`: the tier is our reading of the source. `sinceYear` null: 日期不详. */
  'TierClaimed.v1': z.strictObject({ tier: Tier, sinceYear: Year.nullable(), reading: z.boolean(), source: Source }),
  /** 荣誉称号: a fact of its own and never a tier. */
  'HonourRecorded.v1': z.strictObject({ honour: Text, title: Text.nullable(), year: Year.nullable(), source: Source }),

  'FigureRecorded.v1': Figure,
  /** A correction never overwrites: the old figure stays, the new one stands in its place from here on. */
  'FigureCorrected.v1': z.strictObject({ corrects: Uuid, figure: Figure, requester: Text, reason: Text, evidence: z.array(Uuid) }),
  /**
   * 申请更正: what a locked figure should say, by whose word and on which evidence. Who asked is the metadata's actor. Nothing changes
   * before another person approves.
   */
  'CorrectionRequested.v1': z.strictObject({
    requestId: Uuid,
    corrects: Uuid,
    figure: Figure.omit({ figureId: true, status: true }),
    reason: Text,
    evidence: z.array(Uuid),
  }),
  /** Approved by another person; the `FigureCorrected` with the figure of this id stands beside it in the same append. */
  'CorrectionApproved.v1': z.strictObject({ requestId: Uuid, corrects: Uuid, figureId: Uuid, note: Text.nullable() }),
  /** 不予更正. */
  'CorrectionRefused.v1': z.strictObject({ requestId: Uuid, reason: Text }),
  'CorrectionWithdrawn.v1': z.strictObject({ requestId: Uuid, reason: Text }),
  /** A ratio as published. Decides nothing. */
  'RatioPublished.v1': z.strictObject({
    figureId: Uuid,
    ratio: Text,
    percent: DecimalText,
    window: FigureWindow,
    bound: z.enum(['exact', 'atLeast', 'about', 'almost']),
    source: Source,
  }),
  /** A target as published; the only form of figure that may lie in the future. */
  'TargetPublished.v1': z.strictObject({
    figureId: Uuid,
    target: Text,
    unit: z.string(),
    value: Count,
    byYear: Year.nullable(),
    perYear: z.boolean(),
    source: Source,
  }),

  'EvidenceAttached.v1': z.strictObject({
    evidenceId: Uuid,
    kind: Text,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    custodian: Text,
    place: Text,
    retention: Text.nullable(),
  }),
  'JudgementRecorded.v1': Judgement,
  /** A confirmed breach of law, rule, discipline or credit (IM-29). */
  'BreachRecorded.v1': z.strictObject({ breachId: Uuid, kind: Text, on: BusinessDate, confirmedBy: Text, source: Source }),
  'BreachCleared.v1': z.strictObject({ breachId: Uuid, reason: Text, document: DocumentRef.nullable() }),

  /** 申报: the brand enters the procedure of a pack. Submitted late is recorded, not hidden. */
  'BrandNominated.v1': z.strictObject({
    pack: Text,
    tierSought: Tier.nullable(),
    submittedAt: Moment,
    deadline: Moment.nullable(),
    late: z.boolean(),
    applicant: z.strictObject({ unit: Text, creditCode: Text.nullable() }),
    nameCheck: NameCheck,
  }),
  'NominationReturned.v1': z.strictObject({ reason: Text }),
  'NominationResubmitted.v1': z.strictObject({ submittedAt: Moment, late: z.boolean(), note: Text }),
  /** 推荐: recommended upward, with the three attestations of IM-32. */
  'BrandRecommended.v1': z.strictObject({
    body: Text,
    officer: Text,
    authentic: z.boolean(),
    valid: z.boolean(),
    complete: z.boolean(),
    document: DocumentRef.nullable(),
  }),
  /** 评审: the panel has seen it, with the policy's answer beside it. `proposed` = 拟认定. */
  'BrandAssessed.v1': z.strictObject({
    verdict: z.enum(['proposed', 'notProposed']),
    panel: Panel.nullable(),
    judgements: z.array(Judgement),
    reason: Text,
    decision: Decision.nullable(),
  }),
  /** 公示: where it was posted, from when until when. */
  'NoticePosted.v1': z.strictObject({ purpose: z.enum(['recognition', 'exit']), place: Text, from: BusinessDate, until: BusinessDate }),
  'ObjectionRaised.v1': z.strictObject({ objectionId: Uuid, purpose: z.enum(['recognition', 'exit']), by: Text, reason: Text }),
  'ObjectionDecided.v1': z.strictObject({ objectionId: Uuid, upheld: z.boolean(), reason: Text, document: DocumentRef.nullable() }),
  /** 认定. */
  'BrandRecognised.v1': z.strictObject({ tier: Tier, document: DocumentRef, minutes: Text.nullable() }),
  'RecognitionRefused.v1': z.strictObject({ reason: Text, document: DocumentRef.nullable() }),

  /** 培育 begins, which may lie before the nomination. */
  'CultivationStarted.v1': z.strictObject({
    from: BusinessDate,
    path: z.enum(['mutual', 'industry', 'regional', 'conventional']),
    body: Text,
  }),
  /** 列入劳务品牌建设指导目录. Recognised, key project and listed are three facts. */
  'CatalogueEntered.v1': z.strictObject({ catalogue: RegionCode, document: DocumentRef }),
  'KeyProjectDesignated.v1': z.strictObject({ level: Tier, document: DocumentRef }),
  /** 宣介 is not 公示 and not 晋级. */
  'PublicityRecorded.v1': z.strictObject({ medium: Text, on: BusinessDate, reference: Text }),

  'ReviewDue.v1': z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  'ReviewOverdue.v1': z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  'ReviewHeld.v1': z.strictObject({
    period: Year,
    heldOn: BusinessDate,
    panel: Panel.nullable(),
    judgements: z.array(Judgement),
    reason: Text,
  }),
  /** What the rules say of a review that was held: the figures and the judgements together. */
  'ReviewConcluded.v1': z.strictObject({ period: Year, outcome: z.enum(['passed', 'failed', 'undecidable']), decision: Decision }),
  'WarningIssued.v1': z.strictObject({ period: Year, decision: Decision }),
  'RectificationOrdered.v1': z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  'RectificationReported.v1': z.strictObject({ period: Year, reportedOn: BusinessDate, note: Text, evidence: z.array(Uuid) }),
  'RectificationAccepted.v1': z.strictObject({ period: Year, decision: Decision }),
  'RectificationFailed.v1': z.strictObject({ period: Year, decision: Decision }),

  /** The rule proposes, a named person confirms; `fallsDueOn` only where a house pack lets it fall due without one. */
  'StepProposed.v1': z.strictObject({
    proposalId: Uuid,
    step: ProposedStep,
    period: Year.nullable(),
    toTier: Tier.nullable(),
    fallsDueOn: BusinessDate.nullable(),
    decision: Decision,
  }),
  'ProposalWithdrawn.v1': z.strictObject({ proposalId: Uuid, reason: Text, decision: Decision.nullable() }),
  'SupportStopped.v1': z.strictObject({ proposalId: Uuid, confirmedBy: Text, document: DocumentRef.nullable() }),
  'SupportResumed.v1': z.strictObject({ reason: Text, document: DocumentRef.nullable() }),
  'ExitAnnounced.v1': z.strictObject({
    proposalId: Uuid,
    ground: ExitGround,
    noticeFrom: BusinessDate,
    noticeUntil: BusinessDate,
    confirmedBy: Text,
    document: DocumentRef.nullable(),
  }),
  /** 退出目录. `confirmedBy` null: the notice ended without objection and the house pack lets it fall due; then `decision` says so. */
  'BrandDelisted.v1': z.strictObject({
    ground: ExitGround,
    proposalId: Uuid.nullable(),
    confirmedBy: Text.nullable(),
    document: DocumentRef.nullable(),
    decision: Decision.nullable(),
  }),
  'BrandRestored.v1': z.strictObject({
    ground: z.enum(['objectionUpheld', 'decisionRetaken']),
    tier: Tier,
    confirmedBy: Text,
    document: DocumentRef,
    objectionId: Uuid.nullable(),
  }),
  /** The brand meets the conditions of a tier: eligible, not promoted. `tier` null: the document knows no tiers (IM labour brands). */
  'EligibilityFound.v1': z.strictObject({ tier: Tier.nullable(), period: Year, decision: Decision }),
  'EligibilityLost.v1': z.strictObject({ tier: Tier.nullable(), period: Year, decision: Decision }),
  /** 晋级. Never 宣介. */
  'BrandPromoted.v1': z.strictObject({
    from: Tier,
    to: Tier,
    recommendedBy: Text,
    confirmedBy: Text,
    document: DocumentRef,
    proposalId: Uuid.nullable(),
  }),
  'BrandDowngraded.v1': z.strictObject({ from: Tier, to: Tier, confirmedBy: Text, document: DocumentRef, proposalId: Uuid.nullable() }),

  /** A correction touched a fact that a decision rests on: the decision stays written, and is to be retaken (重新认定). */
  'DecisionMarkedStale.v1': z.strictObject({
    decisionKey: z.string(),
    decidedBy: Uuid,
    correction: Uuid,
    retaken: Explanation.nullable(),
    decision: Decision,
  }),

  /**
   * 放宽条件 (IM-11): one value of one rule is eased for this brand, from day to day, on a named ground. What the ground is worth and how
   * far easing may go, the packs say whenever the rule is asked; here stands what was granted, by whom, and how the panel voted.
   */
  'RelaxationGranted.v1': z.strictObject({
    relaxationId: Uuid,
    pack: Text,
    rule: Text,
    parameter: Text,
    easedTo: ExactText,
    /** Id of a ground of the pack, or of its 其他. */
    ground: Text,
    reason: Text,
    panel: Panel,
    /** Where the score sheet（评分表）is kept. */
    scoreSheet: Text,
    approvedBy: Text,
    approverRole: Text,
    document: DocumentRef.nullable(),
    /** First and last day. */
    from: BusinessDate,
    until: BusinessDate,
    /** The dual brand it was granted for; null: for the brand by itself (reading of ambiguity 19). */
    dual: Uuid.nullable(),
  }),
  'RelaxationWithdrawn.v1': z.strictObject({ relaxationId: Uuid, reason: Text, document: DocumentRef.nullable() }),
  /** Its last day has passed. Nothing hangs on this event: a relaxation counts to its last day whether or not anybody says so. */
  'RelaxationExpired.v1': z.strictObject({ relaxationId: Uuid, until: BusinessDate }),

  /** What a rule answers for a period: a duty or a target met or missed. `period` null: it knows no period. */
  'BrandRuleAnswered.v1': z.strictObject({ period: Year.nullable(), purpose: Text, outcome: Outcome, decision: Decision }),
} as const;

export type BrandEventType = keyof typeof brandEventSchemas;
export type BrandEvent = {
  [T in BrandEventType]: { readonly type: T; readonly data: z.infer<(typeof brandEventSchemas)[T]> };
}[BrandEventType];
export type BrandEventData<T extends BrandEventType> = z.infer<(typeof brandEventSchemas)[T]>;

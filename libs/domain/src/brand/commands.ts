/**
 * What may be asked of a brand. Each schema is what the API accepts, and what `decide` takes: the shell adds the
 * context (who, when, which pack is in force), never the content.
 */
import { z } from 'zod';
import { Decision, Explanation } from '../decision';
import type { Actor } from '../metadata';
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
  Said,
  Source,
  Text,
  Tier,
  Uuid,
  Year,
} from '../values';
import type { WorkingCalendar } from '../dates';
import { ExitGround, ProposedStep, RegionAsStated, brandEventSchemas } from './events';
import { ExpertVote, FormAnswer, Score, procedureEventSchemas } from './procedure-events';
import type { FormDefinition } from './recommendation-form';

/** A figure as a person records it: the ledger adds id and status. */
export const FigureInput = Figure.omit({ figureId: true, status: true });
export type FigureInput = z.infer<typeof FigureInput>;

const Identity = {
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
};

/** Commands of people. Each is one path of the API: `POST /api/v1/brands/{id}/<name>`. */
export const brandCommandSchemas = {
  /** Puts a brand on the books from a source; with `nomination`, 申报 in the same append. Creates the stream. */
  report: z.strictObject({ ...Identity }),
  rename: z.strictObject({ to: Text, reason: Text, document: DocumentRef.nullable() }),
  claimTier: z.strictObject({ tier: Tier, sinceYear: Year.nullable(), reading: z.boolean(), source: Source }),
  recordHonour: z.strictObject({ honour: Text, title: Text.nullable(), year: Year.nullable(), source: Source }),
  recordFigure: z.strictObject({ figure: FigureInput }),
  correctFigure: z.strictObject({ corrects: Uuid, figure: FigureInput, requester: Text, reason: Text, evidence: z.array(Uuid) }),
  requestCorrection: brandEventSchemas['CorrectionRequested.v1'].extend({ reason: Said }),
  approveCorrection: z.strictObject({ requestId: Uuid, note: Text.nullable() }),
  refuseCorrection: brandEventSchemas['CorrectionRefused.v1'].extend({ reason: Said }),
  withdrawCorrection: brandEventSchemas['CorrectionWithdrawn.v1'].extend({ reason: Said }),
  attachEvidence: z.strictObject({
    evidenceId: Uuid,
    kind: Text,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    custodian: Text,
    place: Text,
    retention: Text.nullable(),
  }),
  recordJudgement: Judgement,
  recordBreach: z.strictObject({ breachId: Uuid, kind: Text, on: BusinessDate, confirmedBy: Text, source: Source }),
  clearBreach: z.strictObject({ breachId: Uuid, reason: Text, document: DocumentRef.nullable() }),
  nominate: z.strictObject({
    pack: Text,
    tierSought: Tier.nullable(),
    submittedAt: Moment,
    applicant: z.strictObject({ unit: Text, creditCode: Text.nullable() }),
  }),
  returnNomination: z.strictObject({ reason: Text }),
  resubmitNomination: z.strictObject({ submittedAt: Moment, note: Text }),
  /** `reason`: why it stands in place of the form before. */
  fileForm: z.strictObject({
    formId: Uuid,
    form: Text,
    formVersion: Text,
    answers: z.array(FormAnswer),
    contact: Text.nullable(),
    reason: Text.nullable(),
  }),
  recommend: z.strictObject({
    body: Text,
    /** Only where the ledger has no accounts: else who recommends is who signed in. */
    officer: Text.nullable().optional(),
    authentic: z.boolean(),
    valid: z.boolean(),
    complete: z.boolean(),
    document: DocumentRef.nullable(),
  }),
  forwardRecommendation: procedureEventSchemas['RecommendationForwarded.v1'],
  screenNomination: procedureEventSchemas['NominationScreened.v1'],
  askExperts: procedureEventSchemas['ExpertsAsked.v1'],
  /** `expert`: only where the ledger has no accounts; else an expert votes as who signed in. */
  castVote: z.strictObject({
    assessmentId: Uuid,
    expert: Text.nullable(),
    vote: ExpertVote,
    scores: z.array(Score),
    reason: Text,
    evidence: z.array(Uuid),
  }),
  assess: z.strictObject({
    verdict: z.enum(['proposed', 'notProposed']),
    panel: Panel.nullable(),
    judgements: z.array(Judgement),
    reason: Text,
  }),
  /** Until a day, or for so many working days: one of the two. */
  postNotice: z.strictObject({
    place: Text,
    from: BusinessDate,
    until: BusinessDate.nullable(),
    workingDays: z.int().min(1).max(90).nullable().optional(),
  }),
  captureNotice: procedureEventSchemas['NoticeCaptured.v1'].omit({ sha256: true }),
  raiseObjection: z.strictObject({ objectionId: Uuid, by: Text, reason: Text }),
  decideObjection: z.strictObject({ objectionId: Uuid, upheld: z.boolean(), reason: Text, document: DocumentRef.nullable() }),
  recognise: z.strictObject({ tier: Tier, document: DocumentRef, minutes: Text.nullable() }),
  refuseRecognition: z.strictObject({ reason: Text, document: DocumentRef.nullable() }),
  startCultivation: z.strictObject({ from: BusinessDate, path: z.enum(['mutual', 'industry', 'regional', 'conventional']), body: Text }),
  enterCatalogue: z.strictObject({ catalogue: RegionCode, document: DocumentRef }),
  designateKeyProject: z.strictObject({ level: Tier, document: DocumentRef }),
  recordPublicity: z.strictObject({ medium: Text, on: BusinessDate, reference: Text }),
  holdReview: z.strictObject({ period: Year, heldOn: BusinessDate, panel: Panel.nullable(), judgements: z.array(Judgement), reason: Text }),
  reportRectification: z.strictObject({ reportedOn: BusinessDate, note: Text, evidence: z.array(Uuid) }),
  confirmSupportStop: z.strictObject({ proposalId: Uuid, confirmedBy: Text, document: DocumentRef.nullable() }),
  resumeSupport: z.strictObject({ reason: Text, document: DocumentRef.nullable() }),
  announceExit: z.strictObject({
    proposalId: Uuid,
    ground: ExitGround,
    noticeFrom: BusinessDate,
    noticeUntil: BusinessDate,
    confirmedBy: Text,
    document: DocumentRef.nullable(),
  }),
  delist: z.strictObject({ ground: ExitGround, proposalId: Uuid.nullable(), confirmedBy: Text, document: DocumentRef }),
  withdrawProposal: z.strictObject({ proposalId: Uuid, reason: Text }),
  restore: z.strictObject({
    ground: z.enum(['objectionUpheld', 'decisionRetaken']),
    tier: Tier,
    confirmedBy: Text,
    document: DocumentRef,
    objectionId: Uuid.nullable(),
  }),
  promote: z.strictObject({ to: Tier, recommendedBy: Text, confirmedBy: Text, document: DocumentRef, proposalId: Uuid.nullable() }),
  downgrade: z.strictObject({ to: Tier, confirmedBy: Text, document: DocumentRef, proposalId: Uuid.nullable() }),
  grantRelaxation: brandEventSchemas['RelaxationGranted.v1'],
  withdrawRelaxation: brandEventSchemas['RelaxationWithdrawn.v1'],
} as const;

/** Commands of the import only: facts as a source published them. They may carry the status `published`. */
export const importCommandSchemas = {
  publishFigure: z.strictObject({ figure: Figure }),
  publishRatio: z.strictObject({
    figureId: Uuid,
    ratio: Text,
    percent: DecimalText,
    window: FigureWindow,
    bound: z.enum(['exact', 'atLeast', 'about', 'almost']),
    source: Source,
  }),
  publishTarget: z.strictObject({
    figureId: Uuid,
    target: Text,
    unit: z.string(),
    value: Count,
    byYear: Year.nullable(),
    perYear: z.boolean(),
    source: Source,
  }),
} as const;

/** Commands of the steward: what a rule decided. Each is appended at exactly the revision it was evaluated at, and does nothing when its key is known. */
export const stewardCommandSchemas = {
  markReviewDue: z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  markReviewOverdue: z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  concludeReview: z.strictObject({ period: Year, outcome: z.enum(['passed', 'failed', 'undecidable']), decision: Decision }),
  warn: z.strictObject({ period: Year, decision: Decision }),
  orderRectification: z.strictObject({ period: Year, dueOn: BusinessDate, decision: Decision }),
  acceptRectification: z.strictObject({ period: Year, decision: Decision }),
  failRectification: z.strictObject({ period: Year, decision: Decision }),
  proposeStep: z.strictObject({
    proposalId: Uuid,
    step: ProposedStep,
    period: Year.nullable(),
    toTier: Tier.nullable(),
    fallsDueOn: BusinessDate.nullable(),
    decision: Decision,
  }),
  delistByDueDate: z.strictObject({ ground: ExitGround, proposalId: Uuid, decision: Decision }),
  findEligible: z.strictObject({ tier: Tier.nullable(), period: Year, decision: Decision }),
  loseEligibility: z.strictObject({ tier: Tier.nullable(), period: Year, decision: Decision }),
  markStale: z.strictObject({
    decisionKey: z.string(),
    decidedBy: Uuid,
    correction: Uuid,
    retaken: Explanation.nullable(),
    decision: Decision,
  }),
  recordAnswer: brandEventSchemas['BrandRuleAnswered.v1'],
} as const;

/** Commands of time alone: no rule decides them, a day has passed. */
export const datedCommandSchemas = {
  expireRelaxation: z.strictObject({ relaxationId: Uuid }),
} as const;

type CommandsOf<S extends Record<string, z.ZodType>> = {
  [K in keyof S & string]: { readonly type: K; readonly data: z.infer<S[K]> };
}[keyof S & string];
export type HumanBrandCommand = CommandsOf<typeof brandCommandSchemas>;
export type ImportBrandCommand = CommandsOf<typeof importCommandSchemas>;
export type StewardBrandCommand = CommandsOf<typeof stewardCommandSchemas>;
export type DatedBrandCommand = CommandsOf<typeof datedCommandSchemas>;
export type BrandCommand = HumanBrandCommand | ImportBrandCommand | StewardBrandCommand | DatedBrandCommand;
export type BrandCommandName = BrandCommand['type'];

/** What the shell knows and a pure decision needs. */
export interface CommandContext {
  readonly brandId: string;
  /** Who asks: some steps must not be taken by one person alone. */
  readonly actor: Pick<Actor, 'id' | 'role'>;
  /** Business date of the command, Asia/Shanghai. */
  readonly today: string;
  /** The instant, ISO 8601. */
  readonly now: string;
  /** Ids the decision may use for things it creates, in order: the shell makes them, so that `decide` stays pure. */
  readonly ids: readonly string[];
  /** Of the pack a nomination names: its deadline (Asia/Shanghai) and its naming formats. Null: the pack is not known. */
  readonly nomination: {
    readonly deadline: string | null;
    readonly nameCheck: { verdict: 'accepted' | 'queried'; format: string | null; reason: string | null };
  } | null;
  /** The policy's answer at assessment, evaluated beside the panel; null when no pack applies. */
  readonly decision: Decision | null;
  /** The layout of the form that is filed; null: no such form. */
  readonly form?: FormDefinition | null;
  /** Working days, where a term is counted in them. */
  readonly calendar?: WorkingCalendar | null;
  /** Remembered when the command carries an Idempotency-Key. */
  readonly idempotency: { readonly actor: string; readonly key: string; readonly bodyHash: string } | null;
}

/**
 * What every subject beside brands may have in its stream: facts that people record, answers of rules that the steward
 * writes, and sanctions that a rule proposes and a named person confirms.
 *
 * The wire names differ from those of brands so that a reader of the log never takes a unit's figure for a brand's; what
 * they hold is the same, and so are the schemas.
 */
import { z } from 'zod';
import { brandEventSchemas } from '../brand/events';
import { Decision, RuleAnswer } from '../decision';
import { BusinessDate, DocumentRef, Source, Text, Uuid } from '../values';

/**
 * 通报, 停止相关政策和资金支持, 摘牌 stand side by side in KL-22 and are no ladder; 列入黑名单 is KL-16; withdrawal takes back
 * a recognition or a designation.
 */
export const SANCTIONS = ['notice', 'stopSupport', 'plaqueRemoved', 'blacklist', 'withdrawal'] as const;
export const Sanction = z.enum(SANCTIONS);
export type Sanction = z.infer<typeof Sanction>;

export const sharedEventSchemas = {
  'SubjectFigureRecorded.v1': brandEventSchemas['FigureRecorded.v1'],
  /** A correction never overwrites: the old figure stays, the new one stands in its place from here on. */
  'SubjectFigureCorrected.v1': brandEventSchemas['FigureCorrected.v1'],
  'SubjectEvidenceAttached.v1': brandEventSchemas['EvidenceAttached.v1'],
  'SubjectJudgementRecorded.v1': brandEventSchemas['JudgementRecorded.v1'],
  'SubjectBreachRecorded.v1': brandEventSchemas['BreachRecorded.v1'],
  'SubjectBreachCleared.v1': brandEventSchemas['BreachCleared.v1'],
  /** A dated step that a rule asks about (order before training, filing before the class). The last one recorded counts. */
  'SubjectDateRecorded.v1': z.strictObject({ date: Text, on: BusinessDate, reason: Text.nullable(), source: Source }),

  'RuleAnswered.v1': RuleAnswer,
  /** Something that comes round falls due (KL-14: the city-wide round, three years after the last). */
  'EvaluationDue.v1': z.strictObject({ dueOn: BusinessDate, decision: Decision }),
  /** The rule proposes, a named person confirms or dismisses. */
  'SanctionProposed.v1': z.strictObject({ proposalId: Uuid, sanction: Sanction, decision: Decision }),
  'SanctionConfirmed.v1': z.strictObject({
    proposalId: Uuid,
    sanction: Sanction,
    confirmedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  'SanctionDismissed.v1': z.strictObject({ proposalId: Uuid, dismissedBy: Text, reason: Text }),
  /** A confirmed sanction ends: support resumed, plaque given back. */
  'SanctionLifted.v1': z.strictObject({ proposalId: Uuid, reason: Text, document: DocumentRef.nullable() }),
  /** A correction touched a fact that a decision rests on: the decision stays written, and is to be retaken. */
  'SubjectDecisionMarkedStale.v1': brandEventSchemas['DecisionMarkedStale.v1'],
} as const;

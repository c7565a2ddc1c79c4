/** Commands of the steward on subjects beside brands. Each does nothing when its decision key is known. */
import { z } from 'zod';
import { Decision, Explanation, RuleAnswer } from '../decision';
import { LinkSide, ReasonStep } from '../link/events';
import { BusinessDate, Uuid } from '../values';
import type { CommandsOf } from './core';
import { Sanction } from './shared-events';

export const stewardSubjectCommandSchemas = {
  recordAnswer: RuleAnswer,
  markEvaluationDue: z.strictObject({ dueOn: BusinessDate, decision: Decision }),
  proposeSanction: z.strictObject({ proposalId: Uuid, sanction: Sanction, decision: Decision }),
  markLinkReviewDue: z.strictObject({ side: LinkSide, chain: z.array(ReasonStep), decision: Decision }),
  markStale: z.strictObject({
    decisionKey: z.string(),
    decidedBy: Uuid,
    correction: Uuid,
    retaken: Explanation.nullable(),
    decision: Decision,
  }),
} as const;
export type StewardSubjectCommand = CommandsOf<typeof stewardSubjectCommandSchemas>;

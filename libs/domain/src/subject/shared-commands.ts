/** What may be asked of every subject beside brands: the facts that all of them hold, and what becomes of a proposed sanction. */
import { z } from 'zod';
import { brandCommandSchemas } from '../brand/commands';
import { BusinessDate, DocumentRef, Source, Text, Uuid } from '../values';
import type { CommandsOf } from './core';

export const sharedCommandSchemas = {
  recordFigure: brandCommandSchemas.recordFigure,
  correctFigure: brandCommandSchemas.correctFigure,
  attachEvidence: brandCommandSchemas.attachEvidence,
  recordJudgement: brandCommandSchemas.recordJudgement,
  recordBreach: brandCommandSchemas.recordBreach,
  clearBreach: brandCommandSchemas.clearBreach,
  /** `reason` is asked for when the day was recorded otherwise before. */
  recordDate: z.strictObject({ date: Text, on: BusinessDate, reason: Text.nullable(), source: Source }),
  confirmSanction: z.strictObject({ proposalId: Uuid, confirmedBy: Text, reason: Text, document: DocumentRef.nullable() }),
  dismissSanction: z.strictObject({ proposalId: Uuid, dismissedBy: Text, reason: Text }),
  liftSanction: z.strictObject({ proposalId: Uuid, reason: Text, document: DocumentRef.nullable() }),
} as const;
export type SharedCommand = CommandsOf<typeof sharedCommandSchemas>;

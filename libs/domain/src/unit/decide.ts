/** Registration, recognition and withdrawal of a construction unit (SD-10). Its yearly duties are the policy's to answer. */
import { z } from 'zod';
import { accept } from '../refusal';
import { badDocument, cannotFound, changedBrands, conditionsNotMet, notOnBooks, wrongStatus } from '../subject/checks';
import type { CommandsOf, SubjectContext, SubjectDecided } from '../subject/core';
import { DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';
import { UnitType } from './events';
import type { UnitState } from './state';

export const unitCommandSchemas = {
  register: z.strictObject({
    name: Text,
    creditCode: Text.nullable(),
    unitType: UnitType,
    region: RegionCode,
    brands: z.array(Uuid),
    origin: Origin,
    source: Source,
  }),
  changeBrands: z.strictObject({ added: z.array(Uuid), removed: z.array(Uuid), reason: Text }),
  recognise: z.strictObject({ document: DocumentRef, minutes: Text.nullable() }),
  refuseRecognition: z.strictObject({ reason: Text, document: DocumentRef.nullable() }),
  withdrawRecognition: z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef }),
} as const;
export type UnitCommand = CommandsOf<typeof unitCommandSchemas>;

export function decideUnit(command: UnitCommand, own: UnitState | null, ctx: SubjectContext): SubjectDecided {
  if (command.type === 'register') {
    return (
      cannotFound(own, command.data) ??
      accept({
        type: 'UnitRegistered.v1',
        data: { unitId: ctx.id, ...command.data, brands: [...new Set(command.data.brands)] },
      })
    );
  }
  if (own === null) return notOnBooks('unit');
  switch (command.type) {
    case 'changeBrands':
      return changedBrands(own.brands, command.data) ?? accept({ type: 'UnitBrandsChanged.v1', data: command.data });
    case 'recognise':
      if (own.status === 'recognised')
        return wrongStatus(own.status, { zh: '认定', en: 'recognise' }, ['registered', 'refused', 'withdrawn']);
      return (
        badDocument(command.data.document, ctx) ??
        conditionsNotMet(ctx) ??
        accept({ type: 'UnitRecognised.v1', data: { ...command.data, decision: ctx.decision } })
      );
    case 'refuseRecognition':
      if (own.status === 'recognised' || own.status === 'refused')
        return wrongStatus(own.status, { zh: '不予认定', en: 'refuse recognition' }, ['registered', 'withdrawn']);
      return (
        badDocument(command.data.document, ctx) ??
        accept({ type: 'UnitRecognitionRefused.v1', data: { ...command.data, decision: ctx.decision } })
      );
    case 'withdrawRecognition':
      if (own.status !== 'recognised') return wrongStatus(own.status, { zh: '取消认定', en: 'withdraw recognition' }, ['recognised']);
      return (
        badDocument(command.data.document, ctx) ??
        accept({ type: 'UnitRecognitionWithdrawn.v1', data: { ...command.data, proposalId: null } })
      );
  }
}

/**
 * 准入, 定点, 评估, 退出, 黑名单 (IM-12, IM-13, KL-14 to KL-16, SP-04). Systems are evidence by hash, the six judgements are judgements by
 * a named role; teachers and enrolment are figures.
 */
import { z } from 'zod';
import { badSpan } from '../brand/decide-checks';
import { accept } from '../refusal';
import {
  badDocument,
  cannotFound,
  changedBrands,
  conditionsNotMet,
  notOnBooks,
  notPast,
  unknownEvidence,
  wrongStatus,
} from '../subject/checks';
import type { CommandsOf, SubjectContext, SubjectCore, SubjectDecided } from '../subject/core';
import { asSubjectRefusal, refuseSubject } from '../subject/refusals';
import { BusinessDate, DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';
import { InstitutionType } from './events';
import type { InstitutionState } from './state';

export const institutionCommandSchemas = {
  register: z.strictObject({
    name: Text,
    creditCode: Text.nullable(),
    institutionType: InstitutionType,
    region: RegionCode,
    brands: z.array(Uuid),
    origin: Origin,
    source: Source,
  }),
  changeBrands: z.strictObject({ added: z.array(Uuid), removed: z.array(Uuid), reason: Text }),
  admit: z.strictObject({ document: DocumentRef }),
  designate: z.strictObject({ from: BusinessDate, until: BusinessDate.nullable(), document: DocumentRef }),
  /** The round stands in the stream of the region that held it, with its scale. */
  grade: z.strictObject({
    region: RegionCode,
    roundId: Uuid,
    gradedOn: BusinessDate,
    grade: Text,
    by: Text,
    evidence: z.array(Uuid),
    document: DocumentRef.nullable(),
  }),
  withdrawDesignation: z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef }),
  blacklist: z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef }),
  clear: z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef }),
} as const;
export type InstitutionCommand = CommandsOf<typeof institutionCommandSchemas>;

export function decideInstitution(
  command: InstitutionCommand,
  own: InstitutionState | null,
  core: SubjectCore,
  ctx: SubjectContext,
): SubjectDecided {
  if (command.type === 'register') {
    return (
      cannotFound(own, command.data) ??
      accept({
        type: 'InstitutionRegistered.v1',
        data: { institutionId: ctx.id, ...command.data, brands: [...new Set(command.data.brands)] },
      })
    );
  }
  if (own === null) return notOnBooks('institution');
  switch (command.type) {
    case 'changeBrands':
      return changedBrands(own.brands, command.data) ?? accept({ type: 'InstitutionBrandsChanged.v1', data: command.data });
    case 'admit':
      if (own.status !== 'registered' && own.status !== 'cleared')
        return wrongStatus(own.status, { zh: '准入', en: 'admit' }, ['registered', 'cleared']);
      return (
        badDocument(command.data.document, ctx) ??
        conditionsNotMet(ctx) ??
        accept({ type: 'InstitutionAdmitted.v1', data: { ...command.data, decision: ctx.decision } })
      );
    case 'designate':
      return designate(command.data, own, ctx);
    case 'grade':
      return grade(command.data, own, core, ctx);
    case 'withdrawDesignation':
      if (own.status !== 'designated') return wrongStatus(own.status, { zh: '取消定点', en: 'withdraw designation' }, ['designated']);
      return (
        badDocument(command.data.document, ctx) ??
        accept({ type: 'InstitutionDesignationWithdrawn.v1', data: { ...command.data, proposalId: null } })
      );
    case 'blacklist':
      if (own.status === 'blacklisted')
        return wrongStatus(own.status, { zh: '列入黑名单', en: 'blacklist' }, [
          'registered',
          'admitted',
          'designated',
          'withdrawn',
          'cleared',
        ]);
      return (
        badDocument(command.data.document, ctx) ??
        accept({ type: 'InstitutionBlacklisted.v1', data: { ...command.data, proposalId: null } })
      );
    case 'clear':
      if (own.status !== 'blacklisted') return wrongStatus(own.status, { zh: '移出黑名单', en: 'clear' }, ['blacklisted']);
      return badDocument(command.data.document, ctx) ?? accept({ type: 'InstitutionCleared.v1', data: command.data });
  }
}

function designate(
  data: Extract<InstitutionCommand, { type: 'designate' }>['data'],
  own: InstitutionState,
  ctx: SubjectContext,
): SubjectDecided {
  if (own.admitted === null || own.status === 'designated')
    return wrongStatus(own.status, { zh: '确定为定点机构', en: 'designate' }, ['admitted', 'withdrawn']);
  const wrong = data.until === null ? null : badSpan(data.from, data.until, { from: 'from', until: 'until' });
  if (wrong) return asSubjectRefusal(wrong);
  return notPast(data.from, 'from', ctx) ?? badDocument(data.document, ctx) ?? accept({ type: 'InstitutionDesignated.v1', data });
}

function grade(
  data: Extract<InstitutionCommand, { type: 'grade' }>['data'],
  own: InstitutionState,
  core: SubjectCore,
  ctx: SubjectContext,
): SubjectDecided {
  const { region, ...rest } = data;
  if (ctx.round === null) return refuseSubject('INSTITUTION.ROUND_UNKNOWN', 'roundId', { region, id: data.roundId });
  const { evaluation, scale, heldOn } = ctx.round;
  if (!scale.includes(data.grade))
    return refuseSubject('INSTITUTION.GRADE_UNKNOWN', 'grade', { grade: data.grade, scale: scale.join('、') });
  const before = own.grades.find((given) => given.roundId === data.roundId);
  if (before) return refuseSubject('INSTITUTION.ALREADY_GRADED', 'roundId', { grade: before.grade });
  const wrong =
    notPast(data.gradedOn, 'gradedOn', ctx) ?? badDocument(data.document, ctx) ?? unknownEvidence(core, data.evidence, 'evidence');
  if (wrong) return wrong;
  if (data.gradedOn < heldOn) return refuseSubject('INSTITUTION.GRADED_BEFORE_ROUND', 'gradedOn', { on: data.gradedOn, heldOn });
  return accept({ type: 'InstitutionGraded.v1', data: { ...rest, evaluation, scale: [...scale] } });
}

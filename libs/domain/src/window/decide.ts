/** A nomination window (IM-07, IM-34): opened, extended with a reason, closed; whatever comes late is recorded as late. */
import { z } from 'zod';
import { isLaterByMinute, isMoment } from '../dates';
import { isWithin } from '../region/regions';
import { accept, type Refused } from '../refusal';
import { KIND_WORDS, joinWords } from '../brand/words';
import { badDocument, cannotFound, notOnBooks, wrongStatus } from '../subject/checks';
import type { CommandsOf, SubjectContext, SubjectDecided } from '../subject/core';
import { refuseSubject } from '../subject/refusals';
import { DocumentRef, Kind, Moment, Origin, RegionCode, Source, Text, Uuid } from '../values';
import type { WindowState } from './state';

export const windowCommandSchemas = {
  open: z.strictObject({
    name: Text,
    pack: Text,
    region: RegionCode,
    kinds: z.array(Kind).min(1),
    opensAt: Moment,
    closesAt: Moment,
    document: DocumentRef.nullable(),
    origin: Origin,
    source: Source,
  }),
  extend: z.strictObject({ closesAt: Moment, reason: Text, document: DocumentRef.nullable() }),
  close: z.strictObject({ closedAt: Moment, closedBy: Text, reason: Text }),
  receiveNomination: z.strictObject({ brandId: Uuid, submittedAt: Moment, by: Text }),
} as const;
export type WindowCommand = CommandsOf<typeof windowCommandSchemas>;

export function decideWindow(command: WindowCommand, own: WindowState | null, ctx: SubjectContext): SubjectDecided {
  if (command.type === 'open') {
    const { opensAt, closesAt, document, kinds } = command.data;
    const wrong =
      cannotFound(own, command.data) ?? noMoment(opensAt, 'opensAt') ?? noMoment(closesAt, 'closesAt') ?? badDocument(document, ctx);
    if (wrong) return wrong;
    if (!isLaterByMinute(closesAt, opensAt)) return refuseSubject('WINDOW.TIMES_REVERSED', 'closesAt', { opensAt, closesAt });
    return accept({ type: 'WindowOpened.v1', data: { windowId: ctx.id, ...command.data, kinds: [...new Set(kinds)] } });
  }
  if (own === null) return notOnBooks('window');
  switch (command.type) {
    case 'extend': {
      if (own.status !== 'open') return wrongStatus(own.status, { zh: '延期', en: 'extend' }, ['open']);
      const { closesAt, reason, document } = command.data;
      const wrong = noMoment(closesAt, 'closesAt') ?? badDocument(document, ctx);
      if (wrong) return wrong;
      if (!isLaterByMinute(closesAt, own.closesAt))
        return refuseSubject('WINDOW.NOT_AN_EXTENSION', 'closesAt', { closesAt, before: own.closesAt });
      return accept({ type: 'WindowExtended.v1', data: { from: own.closesAt, closesAt, reason, document } });
    }
    case 'close': {
      if (own.status !== 'open') return wrongStatus(own.status, { zh: '关闭', en: 'close' }, ['open']);
      const wrong = noMoment(command.data.closedAt, 'closedAt') ?? notCome(command.data.closedAt, 'closedAt', ctx);
      return wrong ?? accept({ type: 'WindowClosed.v1', data: command.data });
    }
    case 'receiveNomination':
      return receive(command.data, own, ctx);
  }
}

function receive(
  data: Extract<WindowCommand, { type: 'receiveNomination' }>['data'],
  own: WindowState,
  ctx: SubjectContext,
): SubjectDecided {
  const { brandId, submittedAt } = data;
  const before = own.received.find((known) => known.brandId === brandId);
  if (before) return refuseSubject('WINDOW.ALREADY_RECEIVED', 'brandId', { at: before.submittedAt });
  const brand = ctx.brands.find((known) => known.brandId === brandId);
  if (!brand) return refuseSubject('SUBJECT.BRAND_UNKNOWN', 'brandId', { id: brandId, kind: { zh: '品牌', en: 'brand' } });
  if (!own.kinds.includes(brand.kind)) {
    return refuseSubject('WINDOW.KIND_NOT_CALLED', 'brandId', {
      kinds: joinWords(own.kinds.map((kind) => KIND_WORDS[kind])),
      kind: KIND_WORDS[brand.kind],
    });
  }
  if (!isWithin(brand.region, own.region))
    return refuseSubject('WINDOW.REGION_NOT_CALLED', 'brandId', { brand: brand.region, region: own.region });
  const wrong = noMoment(submittedAt, 'submittedAt') ?? notCome(submittedAt, 'submittedAt', ctx);
  if (wrong) return wrong;
  if (isLaterByMinute(own.opensAt, submittedAt))
    return refuseSubject('WINDOW.NOT_OPEN_YET', 'submittedAt', { opensAt: own.opensAt, at: submittedAt });
  const late = isLaterByMinute(submittedAt, own.closesAt);
  return accept({ type: 'WindowNominationReceived.v1', data: { ...data, closesAt: own.closesAt, late } });
}

const noMoment = (at: string, field: string): Refused | null =>
  isMoment(at) ? null : refuseSubject('WINDOW.MOMENT_INVALID', field, { at });

const notCome = (at: string, field: string, ctx: SubjectContext): Refused | null =>
  isLaterByMinute(at, ctx.now) ? refuseSubject('WINDOW.SUBMITTED_IN_FUTURE', field, { at, now: ctx.now }) : null;

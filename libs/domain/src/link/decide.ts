/** A dual brand: proposed, recognised when both sides pass, reviewed when one side loses its conditions, dissolved (IM-03 to IM-10). */
import { z } from 'zod';
import { accept, type Refused } from '../refusal';
import { KIND_WORDS } from '../brand/words';
import { badDocument, cannotFound, conditionsNotMet, notOnBooks, wrongStatus } from '../subject/checks';
import type { CommandsOf, SubjectContext, SubjectDecided } from '../subject/core';
import { refuseSubject } from '../subject/refusals';
import type { StewardSubjectCommand } from '../subject/steward-commands';
import { DocumentRef, Origin, RegionCode, Source, Text, Uuid } from '../values';
import { LinkPath } from './events';
import type { LinkState } from './state';

export const linkCommandSchemas = {
  propose: z.strictObject({
    name: Text,
    region: RegionCode,
    pack: Text,
    labour: Uuid,
    training: z.array(Uuid).min(1),
    path: LinkPath,
    origin: Origin,
    source: Source,
  }),
  addTraining: z.strictObject({ brandId: Uuid, reason: Text }),
  removeTraining: z.strictObject({ brandId: Uuid, reason: Text }),
  recognise: z.strictObject({ document: DocumentRef }),
  refuseRecognition: z.strictObject({ reason: Text, document: DocumentRef.nullable() }),
  holdReview: z.strictObject({ verdict: z.enum(['kept', 'suspended']), by: Text, reason: Text }),
  dissolve: z.strictObject({ confirmedBy: Text, reason: Text, document: DocumentRef.nullable() }),
} as const;
export type LinkCommand = CommandsOf<typeof linkCommandSchemas>;

export function decideLink(command: LinkCommand, own: LinkState | null, ctx: SubjectContext): SubjectDecided {
  if (command.type === 'propose') {
    const { labour, training } = command.data;
    const twice = training.find((id, i) => training.indexOf(id) !== i);
    const wrong =
      cannotFound(own, command.data) ??
      unknownBrand(labour, 'labour', 'labour', ctx) ??
      (twice === undefined ? null : refuseSubject('LINK.TRAINING_TWICE', 'training', { id: twice })) ??
      training
        .map((id) => unknownBrand(id, 'training', 'training', ctx) ?? elsewhere(id, 'training', ctx))
        .find((found) => found !== null) ??
      null;
    return wrong ?? accept({ type: 'DualLinkProposed.v1', data: { linkId: ctx.id, ...command.data, shared: sharedOf(training, ctx) } });
  }
  if (own === null) return notOnBooks('link');
  switch (command.type) {
    case 'addTraining': {
      if (!isOpen(own)) return wrongStatus(own.status, { zh: '增加培训品牌', en: 'add a training brand' }, OPEN);
      const { brandId } = command.data;
      if (own.training.includes(brandId)) return refuseSubject('LINK.TRAINING_TWICE', 'brandId', { id: brandId });
      return (
        unknownBrand(brandId, 'training', 'brandId', ctx) ??
        elsewhere(brandId, 'brandId', ctx) ??
        accept({ type: 'DualLinkTrainingAdded.v1', data: { ...command.data, shared: sharedOf([brandId], ctx) } })
      );
    }
    case 'removeTraining':
      if (!isOpen(own)) return wrongStatus(own.status, { zh: '移出培训品牌', en: 'remove a training brand' }, OPEN);
      if (!own.training.includes(command.data.brandId))
        return refuseSubject('LINK.TRAINING_UNKNOWN', 'brandId', { id: command.data.brandId });
      if (own.training.length === 1) return refuseSubject('LINK.LAST_TRAINING', 'brandId');
      return accept({ type: 'DualLinkTrainingRemoved.v1', data: command.data });
    case 'recognise': {
      if (own.status !== 'proposed' && own.status !== 'suspended' && own.status !== 'refused')
        return wrongStatus(own.status, { zh: '确认“双品牌”', en: 'recognise' }, ['proposed', 'suspended', 'refused']);
      // Recognised by the document alone a dual brand cannot be: that both sides pass is the policy's answer.
      if (!ctx.decision) return refuseSubject('LINK.NOT_DECIDED', null, { pack: own.pack });
      return (
        badDocument(command.data.document, ctx) ??
        conditionsNotMet(ctx) ??
        accept({ type: 'DualLinkRecognised.v1', data: { ...command.data, decision: ctx.decision } })
      );
    }
    case 'refuseRecognition':
      if (own.status !== 'proposed' && own.status !== 'suspended')
        return wrongStatus(own.status, { zh: '不予确认', en: 'refuse' }, ['proposed', 'suspended']);
      return (
        badDocument(command.data.document, ctx) ?? accept({ type: 'DualLinkRefused.v1', data: { ...command.data, decision: ctx.decision } })
      );
    case 'holdReview':
      if (own.status !== 'underReview') return refuseSubject('LINK.NO_REVIEW_DUE', null);
      return accept({ type: 'LinkReviewHeld.v1', data: { ...command.data, decision: ctx.decision } });
    case 'dissolve':
      if (own.status === 'dissolved') return wrongStatus(own.status, { zh: '解除', en: 'dissolve' }, [...OPEN, 'refused']);
      return badDocument(command.data.document, ctx) ?? accept({ type: 'DualLinkDissolved.v1', data: command.data });
  }
}

/** Written by the steward when an answer on one side changed. */
export function markLinkReviewDue(
  data: Extract<StewardSubjectCommand, { type: 'markLinkReviewDue' }>['data'],
  own: LinkState,
): SubjectDecided {
  if (own.status !== 'recognised' && own.status !== 'underReview')
    return wrongStatus(own.status, { zh: '列入复核', en: 'mark a review due' }, ['recognised', 'underReview']);
  return accept({ type: 'LinkReviewDue.v1', data });
}

const OPEN = ['proposed', 'recognised', 'underReview', 'suspended'] as const;
const isOpen = ({ status }: LinkState): boolean => OPEN.some((open) => open === status);

function unknownBrand(id: string, kind: 'labour' | 'training', field: string, ctx: SubjectContext): Refused | null {
  const found = ctx.brands.find((brand) => brand.brandId === id);
  return found?.kind === kind ? null : refuseSubject('SUBJECT.BRAND_UNKNOWN', field, { id, kind: KIND_WORDS[kind] });
}

/** The document links one labour brand to several training brands and says nothing of the reverse: a recorded reading decides. */
function elsewhere(id: string, field: string, { sharedTraining }: SubjectContext): Refused | null {
  const link = sharedTraining.links.find(({ brandId }) => brandId === id);
  if (!link || sharedTraining.allowed) return null;
  return refuseSubject('LINK.TRAINING_ELSEWHERE', field, { id, link: link.link, interpretation: sharedTraining.interpretation });
}

const sharedOf = (
  ids: readonly string[],
  { sharedTraining }: SubjectContext,
): { brandId: string; link: string; interpretation: string }[] =>
  sharedTraining.links
    .filter(({ brandId }) => ids.includes(brandId))
    .map(({ brandId, link }) => ({ brandId, link, interpretation: sharedTraining.interpretation }));

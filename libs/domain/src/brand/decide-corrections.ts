/**
 * 更正申请: a locked figure is corrected by two persons. One asks, with reason and evidence; another approves or refuses.
 *
 * What is asked for is held to what a correction is held to, at both moments: when it is asked for, so that nobody waits for what
 * cannot be, and when it is approved, because the figure may have been corrected meanwhile.
 */
import type { CommandContext, HumanBrandCommand } from './commands';
import { isRefused, type BrandDecided, type Refused } from './decide-checks';
import { correctFigure, saysTheSame } from './decide-figures';
import type { BrandEvent } from './events';
import { refuseBrand, type Words } from './refusals';
import { correctionChain, openCorrections, type BrandState, type CorrectionRequest, type KnownBrand } from './state';
import { accept } from '../refusal';

type Data<T extends HumanBrandCommand['type']> = Extract<HumanBrandCommand, { type: T }>['data'];

/** The same request again leads to nothing. */
export function requestCorrection(data: Data<'requestCorrection'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const known = state.corrections.find(({ requestId }) => requestId === data.requestId);
  if (known) return sameRequest(known, data) ? accept() : refuseBrand('BRAND.ID_REUSED', 'requestId', { id: data.requestId });
  const wouldBe = correctFigure(asCorrection(data, ctx.actor.id), state, ctx);
  if (!wouldBe.ok) return wouldBe;
  const open = openCorrections(state).find(({ corrects }) => corrects === data.corrects);
  if (open) return refuseBrand('BRAND.CORRECTION_OPEN', 'corrects', { on: open.on, value: open.figure.value });
  return accept({ type: 'CorrectionRequested.v1', data });
}

/** The correction itself stands beside the approval in one append, as it would if one person had been enough. */
export function approveCorrection(data: Data<'approveCorrection'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const request = openRequest(state, data.requestId);
  if (isRefused(request)) return request;
  const alone = samePerson(request, ctx);
  if (alone) return alone;
  const [before, now] = [
    state.figures.find(({ figureId }) => figureId === request.corrects),
    correctionChain(state, request.corrects).at(-1),
  ];
  if (before && now && before !== now) {
    const values = { before: before.value, now: now.value, requested: request.figure.value };
    return refuseBrand('BRAND.CORRECTION_OVERTAKEN', 'requestId', values);
  }
  const decided = correctFigure(asCorrection(request, request.by.id), state, ctx);
  if (!decided.ok) return decided;
  const { requestId, corrects } = request;
  const approved = decided.events.flatMap((event): readonly BrandEvent[] =>
    event.type === 'FigureCorrected.v1'
      ? [{ type: 'CorrectionApproved.v1', data: { requestId, corrects, figureId: event.data.figure.figureId, note: data.note } }]
      : [],
  );
  return accept(...approved, ...decided.events);
}

export function refuseCorrection(data: Data<'refuseCorrection'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const request = openRequest(state, data.requestId);
  if (isRefused(request)) return request;
  return samePerson(request, ctx) ?? accept({ type: 'CorrectionRefused.v1', data });
}

export function withdrawCorrection(data: Data<'withdrawCorrection'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const request = openRequest(state, data.requestId);
  if (isRefused(request)) return request;
  if (request.by.id !== ctx.actor.id && ctx.actor.role !== WITHOUT_ACCOUNTS) return refuseBrand('BRAND.CORRECTION_NOT_REQUESTER', null);
  return accept({ type: 'CorrectionWithdrawn.v1', data });
}

/**
 * Whether a person may correct a figure by a word of their own: one that a source published, or any in a ledger without accounts.
 * For whoever takes commands from people; imports and scripts speak for a department and bring its decisions with them.
 */
export function correctsAlone(state: BrandState, corrects: string, actor: Pick<CommandContext['actor'], 'role'>): boolean {
  if (actor.role === WITHOUT_ACCOUNTS || state.stage === 'none') return true;
  return state.figures.find(({ figureId }) => figureId === corrects)?.status !== 'locked';
}

/** A ledger without accounts cannot tell persons apart: there one person may do both, and the history shows it. */
const WITHOUT_ACCOUNTS = 'local';

const samePerson = ({ by }: CorrectionRequest, { actor }: Pick<CommandContext, 'actor'>): Refused | null =>
  by.id === actor.id && actor.role !== WITHOUT_ACCOUNTS ? refuseBrand('BRAND.CORRECTION_SAME_PERSON', null) : null;

const HOW: Readonly<Record<NonNullable<CorrectionRequest['settled']>['how'], Words>> = {
  approved: { zh: '批准', en: 'approved' },
  refused: { zh: '不予更正', en: 'refused' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
};

function openRequest(state: KnownBrand, requestId: string): CorrectionRequest | Refused {
  const request = state.corrections.find((known) => known.requestId === requestId);
  if (!request) return refuseBrand('BRAND.CORRECTION_REQUEST_UNKNOWN', 'requestId', { id: requestId });
  const { settled } = request;
  return settled === null ? request : refuseBrand('BRAND.CORRECTION_SETTLED', 'requestId', { on: settled.on, how: HOW[settled.how] });
}

/** The person who asked is named by id: the page knows who that is. */
const asCorrection = ({ corrects, figure, reason, evidence }: Data<'requestCorrection'>, requester: string): Data<'correctFigure'> => ({
  ...{ corrects, figure, reason, evidence, requester },
});

const sameRequest = (known: CorrectionRequest, data: Data<'requestCorrection'>): boolean =>
  known.corrects === data.corrects &&
  known.reason === data.reason &&
  known.evidence.join() === data.evidence.join() &&
  saysTheSame(known.figure, data.figure);

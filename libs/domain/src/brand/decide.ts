/**
 * Decides a command against the folded state of a brand: the events it leads to, or a refusal with a reason.
 *
 * Pure: who asks, what day it is and which pack is in force arrive in the context. An answer without events means that
 * what was asked has happened already (a repeated Idempotency-Key, a decision key that stands, the same fact again).
 */
import type { BrandCommand, CommandContext } from './commands';
import type { BrandDecided } from './decide-checks';
import type { BrandState } from './state';
import { decisionTaken, seenIdempotency } from './state';
import * as corrections from './decide-corrections';
import * as facts from './decide-facts';
import * as relaxations from './decide-relaxations';
import * as figures from './decide-figures';
import * as nomination from './decide-nomination';
import * as procedure from './decide-procedure';
import * as dynamics from './decide-dynamics';
import * as tiers from './decide-tiers';
import { refuseBrand } from './refusals';
import { accept } from '../refusal';

export function decideBrand(command: BrandCommand, state: BrandState, ctx: CommandContext): BrandDecided {
  if (ctx.idempotency) {
    const seen = seenIdempotency(state, ctx.idempotency.actor, ctx.idempotency.key);
    if (seen)
      return seen.bodyHash === ctx.idempotency.bodyHash
        ? accept()
        : refuseBrand('BRAND.IDEMPOTENCY_REUSED', null, { key: ctx.idempotency.key });
  }
  if (command.type === 'report') return facts.report(command.data, state, ctx);
  if (state.stage === 'none') return refuseBrand('BRAND.UNKNOWN', null);
  if ('decision' in command.data) {
    const { decision } = command.data;
    if (decisionTaken(state, decision.key)) return accept();
    if (decision.basis.revision > state.revision) {
      return refuseBrand('BRAND.BASIS_AHEAD', 'decision.basis.revision', { basis: decision.basis.revision, revision: state.revision });
    }
  }
  switch (command.type) {
    case 'rename':
      return facts.rename(command.data, state, ctx);
    case 'claimTier':
      return facts.claimTier(command.data, state, ctx);
    case 'recordHonour':
      return facts.recordHonour(command.data, state, ctx);
    case 'attachEvidence':
      return facts.attachEvidence(command.data, state);
    case 'recordJudgement':
      return facts.recordJudgement(command.data, state);
    case 'recordBreach':
      return facts.recordBreach(command.data, state, ctx);
    case 'clearBreach':
      return facts.clearBreach(command.data, state, ctx);
    case 'recordPublicity':
      return facts.recordPublicity(command.data, ctx);

    case 'recordFigure':
      return figures.recordFigure(command.data, state, ctx);
    case 'correctFigure':
      return figures.correctFigure(command.data, state, ctx);
    case 'requestCorrection':
      return corrections.requestCorrection(command.data, state, ctx);
    case 'approveCorrection':
      return corrections.approveCorrection(command.data, state, ctx);
    case 'refuseCorrection':
      return corrections.refuseCorrection(command.data, state, ctx);
    case 'withdrawCorrection':
      return corrections.withdrawCorrection(command.data, state, ctx);
    case 'publishFigure':
      return figures.publishFigure(command.data, state, ctx);
    case 'publishRatio':
      return figures.publishRatio(command.data, state, ctx);
    case 'publishTarget':
      return figures.publishTarget(command.data, state);

    case 'nominate':
      return procedure.nominate(command.data, state, ctx);
    case 'returnNomination':
      return procedure.returnNomination(command.data, state);
    case 'resubmitNomination':
      return procedure.resubmitNomination(command.data, state, ctx);
    case 'recommend':
      return procedure.recommend(command.data, state, ctx);
    case 'assess':
      return procedure.assess(command.data, state, ctx);
    case 'postNotice':
      return procedure.postNotice(command.data, state, ctx);
    case 'fileForm':
      return nomination.fileForm(command.data, state, ctx);
    case 'forwardRecommendation':
      return nomination.forwardRecommendation(command.data, state, ctx);
    case 'screenNomination':
      return nomination.screenNomination(command.data, state, ctx);
    case 'askExperts':
      return nomination.askExperts(command.data, state);
    case 'castVote':
      return nomination.castVote(command.data, state, ctx);
    case 'captureNotice':
      return nomination.captureNotice(command.data, state, ctx);
    case 'raiseObjection':
      return procedure.raiseObjection(command.data, state);
    case 'decideObjection':
      return procedure.decideObjection(command.data, state, ctx);
    case 'recognise':
      return procedure.recognise(command.data, state, ctx);
    case 'refuseRecognition':
      return procedure.refuseRecognition(command.data, state, ctx);
    case 'startCultivation':
      return procedure.startCultivation(command.data, state, ctx);
    case 'enterCatalogue':
      return procedure.enterCatalogue(command.data, state, ctx);
    case 'designateKeyProject':
      return procedure.designateKeyProject(command.data, state, ctx);

    case 'markReviewDue':
      return dynamics.markReviewDue(command.data, state, ctx);
    case 'markReviewOverdue':
      return dynamics.markReviewOverdue(command.data, state, ctx);
    case 'holdReview':
      return dynamics.holdReview(command.data, state, ctx);
    case 'concludeReview':
      return dynamics.concludeReview(command.data, state);
    case 'warn':
      return dynamics.warn(command.data, state);
    case 'orderRectification':
      return dynamics.orderRectification(command.data, state);
    case 'reportRectification':
      return dynamics.reportRectification(command.data, state, ctx);
    case 'acceptRectification':
      return dynamics.acceptRectification(command.data, state);
    case 'failRectification':
      return dynamics.failRectification(command.data, state, ctx);
    case 'proposeStep':
      return dynamics.proposeStep(command.data, state);
    case 'withdrawProposal':
      return dynamics.withdrawProposal(command.data, state);
    case 'confirmSupportStop':
      return dynamics.confirmSupportStop(command.data, state, ctx);
    case 'resumeSupport':
      return dynamics.resumeSupport(command.data, state, ctx);
    case 'announceExit':
      return dynamics.announceExit(command.data, state, ctx);
    case 'delist':
      return dynamics.delist(command.data, state, ctx);
    case 'delistByDueDate':
      return dynamics.delistByDueDate(command.data, state, ctx);
    case 'restore':
      return dynamics.restore(command.data, state, ctx);

    case 'findEligible':
      return tiers.findEligible(command.data, state);
    case 'loseEligibility':
      return tiers.loseEligibility(command.data, state);
    case 'promote':
      return tiers.promote(command.data, state, ctx);
    case 'downgrade':
      return tiers.downgrade(command.data, state, ctx);
    case 'markStale':
      return tiers.markStale(command.data, state);

    case 'grantRelaxation':
      return relaxations.grantRelaxation(command.data, state, ctx);
    case 'withdrawRelaxation':
      return relaxations.withdrawRelaxation(command.data, state, ctx);
    case 'expireRelaxation':
      return relaxations.expireRelaxation(command.data, state, ctx);
    case 'recordAnswer':
      return tiers.recordAnswer(command.data, state, ctx);
    default:
      return unknownCommand(command);
  }
}

/** Nothing of this name reaches us from typed code; a program that speaks to us by text may still try. */
const unknownCommand = (command: never): BrandDecided =>
  refuseBrand('BRAND.UNKNOWN_COMMAND', 'type', { command: String((command as { readonly type: unknown }).type) });

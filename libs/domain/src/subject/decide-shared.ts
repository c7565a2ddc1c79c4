/**
 * Decisions that all subjects beside brands have in common. Figures, evidence, judgements and breaches are decided by the
 * functions that decide them for brands; only names differ.
 */
import { attachEvidence, clearBreach, recordBreach, recordJudgement } from '../brand/decide-facts';
import { correctFigure, recordFigure } from '../brand/decide-figures';
import type { BrandDecided } from '../brand/decide-checks';
import { yearOf } from '../dates';
import { accept } from '../refusal';
import { badDocument, notOnBooks, notPast } from './checks';
import type { SanctionRecord, SubjectContext, SubjectCore, SubjectDecided } from './core';
import type { SubjectEvent } from './events';
import { asSubjectRefusal, refuseSubject } from './refusals';
import type { SharedCommand } from './shared-commands';
import type { Sanction } from './shared-events';
import type { SubjectState } from './state';
import type { StewardSubjectCommand } from './steward-commands';
import { SANCTION_WORDS, SUBJECT_DATE_WORDS, SUBJECT_KIND_WORDS, SUBJECT_STATUS_WORDS } from './words';

export function decideShared(command: SharedCommand, state: SubjectState, ctx: SubjectContext): SubjectDecided {
  const { core } = state;
  switch (command.type) {
    case 'recordFigure':
      return ofSubject(recordFigure(command.data, core, ctx));
    case 'correctFigure':
      if (!core.figures.some((figure) => figure.figureId === command.data.corrects))
        return refuseSubject('SUBJECT.FIGURE_UNKNOWN', 'corrects', { id: command.data.corrects });
      return ofSubject(correctFigure(command.data, core, ctx));
    case 'attachEvidence':
      return ofSubject(attachEvidence(command.data, core));
    case 'recordJudgement':
      return ofSubject(recordJudgement(command.data, core));
    case 'recordBreach':
      return ofSubject(recordBreach(command.data, core, ctx));
    case 'clearBreach':
      return ofSubject(clearBreach(command.data, core, ctx));
    case 'recordDate':
      return recordDate(command.data, core, ctx);
    case 'confirmSanction':
      return confirmSanction(command.data, state, ctx);
    case 'dismissSanction': {
      const proposal = proposed(core, command.data.proposalId);
      return proposal
        ? accept({ type: 'SanctionDismissed.v1', data: command.data })
        : refuseSubject('SUBJECT.PROPOSAL_UNKNOWN', 'proposalId', { id: command.data.proposalId });
    }
    case 'liftSanction':
      return liftSanction(command.data, core, ctx);
  }
}

/** A rule's answers, as the steward writes them down. The keys were looked at before. */
export function decideStewardShared(
  command: Exclude<StewardSubjectCommand, { type: 'markLinkReviewDue' }>,
  state: SubjectState,
  ctx: SubjectContext,
): SubjectDecided {
  const { core } = state;
  switch (command.type) {
    case 'recordAnswer': {
      const { period } = command.data;
      if (period !== null && period > yearOf(ctx.today)) return refuseSubject('SUBJECT.PERIOD_AHEAD', 'period', { period });
      return accept({ type: 'RuleAnswered.v1', data: command.data });
    }
    case 'markEvaluationDue': {
      const { dueOn } = command.data;
      if (core.evaluationsDue.some((due) => due.dueOn === dueOn && due.metBy === null))
        return refuseSubject('SUBJECT.EVALUATION_ALREADY_DUE', 'dueOn', { dueOn });
      return accept({ type: 'EvaluationDue.v1', data: command.data });
    }
    case 'proposeSanction': {
      const { sanction } = command.data;
      const misplaced = notApplicable(sanction, state);
      if (misplaced) return misplaced;
      if (core.sanctions.some((known) => known.sanction === sanction && (known.status === 'proposed' || known.status === 'confirmed')))
        return refuseSubject('SUBJECT.SANCTION_EXISTS', 'sanction', { sanction: SANCTION_WORDS[sanction] });
      return accept({ type: 'SanctionProposed.v1', data: command.data });
    }
    case 'markStale': {
      const { decisionKey, decidedBy, correction } = command.data;
      const decision = core.decisions.find((taken) => taken.key === decisionKey && taken.eventId === decidedBy);
      if (!decision) return refuseSubject('SUBJECT.DECISION_UNKNOWN', 'decisionKey', { key: decisionKey });
      if (!core.corrections.includes(correction)) return refuseSubject('SUBJECT.CORRECTION_UNKNOWN', 'correction', { id: correction });
      return accept({ type: 'SubjectDecisionMarkedStale.v1', data: command.data });
    }
  }
}

function recordDate(data: Extract<SharedCommand, { type: 'recordDate' }>['data'], core: SubjectCore, ctx: SubjectContext): SubjectDecided {
  const words = Object.entries(SUBJECT_DATE_WORDS).find(([name]) => name === data.date)?.[1];
  if (!words)
    return refuseSubject('SUBJECT.DATE_UNKNOWN', 'date', { date: data.date, allowed: Object.keys(SUBJECT_DATE_WORDS).join('、') });
  const wrong = notPast(data.on, 'on', ctx);
  if (wrong) return wrong;
  const known = core.dates.find(({ date }) => date === data.date);
  if (known?.on === data.on) return accept();
  if (known && data.reason === null) return refuseSubject('SUBJECT.DATE_CHANGES_WITHOUT_REASON', 'reason', { date: words, on: known.on });
  return accept({ type: 'SubjectDateRecorded.v1', data });
}

const proposed = (core: SubjectCore, proposalId: string): SanctionRecord | undefined =>
  core.sanctions.find((sanction) => sanction.proposalId === proposalId && sanction.status === 'proposed');

/** Whom a sanction can concern at all; which of them a document means is the pack's to say. */
function notApplicable(sanction: Sanction, state: SubjectState): SubjectDecided | null {
  if (state.own === null) return notOnBooks(state.kind);
  const fits =
    sanction === 'blacklist'
      ? state.kind === 'institution' && state.own.status !== 'blacklisted'
      : sanction === 'withdrawal'
        ? (state.kind === 'unit' && state.own.status === 'recognised') ||
          (state.kind === 'institution' && state.own.status === 'designated')
        : state.kind !== 'window';
  if (fits) return null;
  return refuseSubject('SUBJECT.SANCTION_NOT_APPLICABLE', 'sanction', {
    sanction: SANCTION_WORDS[sanction],
    status: SUBJECT_STATUS_WORDS[state.own.status],
    kind: SUBJECT_KIND_WORDS[state.kind],
  });
}

/** Confirming a blacklisting or a withdrawal does it, in the same append. */
function confirmSanction(
  data: Extract<SharedCommand, { type: 'confirmSanction' }>['data'],
  state: SubjectState,
  ctx: SubjectContext,
): SubjectDecided {
  const proposal = proposed(state.core, data.proposalId);
  if (!proposal) return refuseSubject('SUBJECT.PROPOSAL_UNKNOWN', 'proposalId', { id: data.proposalId });
  const wrong = badDocument(data.document, ctx) ?? notApplicable(proposal.sanction, state);
  if (wrong) return wrong;
  const events: SubjectEvent[] = [{ type: 'SanctionConfirmed.v1', data: { ...data, sanction: proposal.sanction } }];
  if (proposal.sanction === 'blacklist') events.push({ type: 'InstitutionBlacklisted.v1', data });
  if (proposal.sanction === 'withdrawal')
    events.push({ type: state.kind === 'unit' ? 'UnitRecognitionWithdrawn.v1' : 'InstitutionDesignationWithdrawn.v1', data });
  return accept(...events);
}

function liftSanction(
  data: Extract<SharedCommand, { type: 'liftSanction' }>['data'],
  core: SubjectCore,
  ctx: SubjectContext,
): SubjectDecided {
  const standing = core.sanctions.find((sanction) => sanction.proposalId === data.proposalId && sanction.status === 'confirmed');
  if (!standing) return refuseSubject('SUBJECT.SANCTION_NOT_STANDING', 'proposalId', { id: data.proposalId });
  if (standing.sanction === 'blacklist' || standing.sanction === 'withdrawal') {
    const how =
      standing.sanction === 'blacklist'
        ? { zh: '移出黑名单', en: 'clearing it' }
        : { zh: '重新认定或重新确定为定点机构', en: 'recognising or designating it anew' };
    return refuseSubject('SUBJECT.SANCTION_ENDS_OTHERWISE', 'proposalId', { sanction: SANCTION_WORDS[standing.sanction], how });
  }
  return badDocument(data.document, ctx) ?? accept({ type: 'SanctionLifted.v1', data });
}

/** What was decided as for a brand, under the subjects' own names. */
function ofSubject(decided: BrandDecided): SubjectDecided {
  if (!decided.ok) return asSubjectRefusal(decided);
  return accept(
    ...decided.events.map((event): SubjectEvent => {
      switch (event.type) {
        case 'FigureRecorded.v1':
          return { type: 'SubjectFigureRecorded.v1', data: event.data };
        case 'FigureCorrected.v1':
          return { type: 'SubjectFigureCorrected.v1', data: event.data };
        case 'EvidenceAttached.v1':
          return { type: 'SubjectEvidenceAttached.v1', data: event.data };
        case 'JudgementRecorded.v1':
          return { type: 'SubjectJudgementRecorded.v1', data: event.data };
        case 'BreachRecorded.v1':
          return { type: 'SubjectBreachRecorded.v1', data: event.data };
        case 'BreachCleared.v1':
          return { type: 'SubjectBreachCleared.v1', data: event.data };
        default:
          throw new RangeError(`${event.type} is not a fact that subjects share with brands`);
      }
    }),
  );
}

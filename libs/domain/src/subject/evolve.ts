/**
 * Folds one event into the state of a subject beside brands.
 *
 * Total: every event of a subject's stream is taken without throwing, also those that other folds read (a closed year, a
 * local standard); they move the revision, and are remembered where every event is.
 */
import { corrected, figureRecord, seen } from '../brand/fold-facts';
import type { Decision } from '../decision';
import { evolveInstitution } from '../institution/state';
import { evolveLink } from '../link/state';
import { evolveProgramme } from '../programme/state';
import { evolveRegionLife } from '../region/subject';
import { evolveUnit } from '../unit/state';
import { evolveWindow } from '../window/state';
import { subjectStream, type At, type RecordedSubjectEvent, type SanctionRecord, type SubjectCore } from './core';
import { subjectEventSchemas, type SubjectEvent } from './events';
import type { SubjectState } from './state';

export function evolveSubject(state: SubjectState, event: RecordedSubjectEvent): SubjectState {
  const revision = Number(event.revision);
  const at: At = { ref: `${subjectStream(state.kind, state.id)}@${revision}`, on: event.metadata.effectiveOn, id: event.id };
  const core = remember(isSubjectEvent(event) ? evolveCore(state.core, event, at) : state.core, event, at, revision);
  if (!isSubjectEvent(event)) return { ...state, core };
  switch (state.kind) {
    case 'unit':
      return { ...state, core, own: evolveUnit(state.own, event, at) };
    case 'institution':
      return { ...state, core, own: evolveInstitution(state.own, event, at) };
    case 'link':
      return { ...state, core, own: evolveLink(state.own, event, at) };
    case 'programme':
      return { ...state, core, own: evolveProgramme(state.own, event, at) };
    case 'window':
      return { ...state, core, own: evolveWindow(state.own, event, at) };
    case 'region':
      return { ...state, core, own: evolveRegionLife(state.own, event, at) };
  }
}

/** Folds a whole stream, or the rest of one. */
export function foldSubject(state: SubjectState, events: Iterable<RecordedSubjectEvent>): SubjectState {
  let folded = state;
  for (const event of events) folded = evolveSubject(folded, event);
  return folded;
}

/** The shell has checked it against its schema: what is stored under a known name is that event. */
const isSubjectEvent = (event: RecordedSubjectEvent): event is RecordedSubjectEvent & SubjectEvent => event.type in subjectEventSchemas;

/** What every event leaves behind: the revision, the day, the decision it carries, the Idempotency-Key it came with. */
function remember(core: SubjectCore, event: RecordedSubjectEvent, at: At, revision: number): SubjectCore {
  const decision = decisionIn(event.data);
  const { idempotency } = event.metadata;
  return {
    ...core,
    revision,
    updatedOn: at.on,
    decisions:
      decision === null
        ? core.decisions
        : [
            ...core.decisions,
            { key: decision.key, type: event.type, eventId: event.id, event: at.ref, basis: decision.basis.revision, staleBy: [] },
          ],
    idempotency: idempotency === null ? core.idempotency : seen(core.idempotency, idempotency, revision),
  };
}

function decisionIn(data: unknown): Decision | null {
  if (typeof data !== 'object' || data === null || !('decision' in data)) return null;
  return data.decision as Decision | null;
}

function evolveCore(core: SubjectCore, event: SubjectEvent, at: At): SubjectCore {
  switch (event.type) {
    case 'SubjectFigureRecorded.v1':
      return { ...core, figures: [...core.figures, figureRecord(event.data, at, null)] };
    case 'SubjectFigureCorrected.v1':
      return { ...core, figures: corrected(core.figures, event.data, at), corrections: [...core.corrections, at.id] };
    case 'ProgrammeProgressCorrected.v1':
      return { ...core, corrections: [...core.corrections, at.id] };
    case 'SubjectEvidenceAttached.v1':
      return { ...core, evidence: [...core.evidence, { ...event.data, event: at.ref }] };
    case 'SubjectJudgementRecorded.v1':
      return { ...core, judgements: [...core.judgements, { ...event.data, event: at.ref }] };
    case 'SubjectBreachRecorded.v1':
      return { ...core, breaches: [...core.breaches, { ...event.data, event: at.ref, cleared: false }] };
    case 'SubjectBreachCleared.v1': {
      const { breachId } = event.data;
      return { ...core, breaches: core.breaches.map((breach) => (breach.breachId === breachId ? { ...breach, cleared: true } : breach)) };
    }
    case 'SubjectDateRecorded.v1': {
      const { date, on } = event.data;
      // Another day for a step that was recorded before is a correction of it.
      const changed = core.dates.some((known) => known.date === date && known.on !== on);
      return {
        ...core,
        dates: [...core.dates.filter((known) => known.date !== date), { date, on, event: at.ref }],
        corrections: changed ? [...core.corrections, at.id] : core.corrections,
      };
    }
    case 'RuleAnswered.v1': {
      const { period, purpose, outcome, decision } = event.data;
      const answer = { rule: decision.policy.rule, period, purpose, outcome, decisionKey: decision.key, event: at.ref };
      return { ...core, answers: [...core.answers, answer] };
    }
    case 'EvaluationDue.v1': {
      const { dueOn, decision } = event.data;
      return { ...core, evaluationsDue: [...core.evaluationsDue, { dueOn, decisionKey: decision.key, event: at.ref, metBy: null }] };
    }
    case 'EvaluationRoundHeld.v1':
      // A round that is made up meets nothing that a real region owes.
      if (event.data.origin === 'synthetic') return core;
      return { ...core, evaluationsDue: core.evaluationsDue.map((due) => (due.metBy === null ? { ...due, metBy: at.ref } : due)) };
    case 'SanctionProposed.v1': {
      const { proposalId, sanction, decision } = event.data;
      const proposed = { proposalId, sanction, decisionKey: decision.key, on: null, liftedOn: null, event: at.ref };
      return { ...core, sanctions: [...core.sanctions, { ...proposed, status: 'proposed' }] };
    }
    case 'SanctionConfirmed.v1':
      return withSanction(core, event.data.proposalId, { status: 'confirmed', on: at.on, event: at.ref });
    case 'SanctionDismissed.v1':
      return withSanction(core, event.data.proposalId, { status: 'dismissed' });
    case 'SanctionLifted.v1':
      return withSanction(core, event.data.proposalId, { status: 'lifted', liftedOn: at.on });
    // A person may blacklist or withdraw without a rule; a sanction it is all the same.
    case 'InstitutionBlacklisted.v1':
      return event.data.proposalId === null ? imposed(core, 'blacklist', at) : core;
    case 'UnitRecognitionWithdrawn.v1':
    case 'InstitutionDesignationWithdrawn.v1':
      return event.data.proposalId === null ? imposed(core, 'withdrawal', at) : core;
    case 'InstitutionCleared.v1':
      return ended(core, 'blacklist', at);
    case 'UnitRecognised.v1':
    case 'InstitutionDesignated.v1':
      return ended(core, 'withdrawal', at);
    case 'SubjectDecisionMarkedStale.v1': {
      const { decisionKey, correction } = event.data;
      return {
        ...core,
        decisions: core.decisions.map((decision) =>
          decision.key === decisionKey ? { ...decision, staleBy: [...decision.staleBy, correction] } : decision,
        ),
      };
    }
    default:
      return core;
  }
}

const withSanction = (core: SubjectCore, proposalId: string, change: Partial<SanctionRecord>): SubjectCore => ({
  ...core,
  sanctions: core.sanctions.map((sanction) => (sanction.proposalId === proposalId ? { ...sanction, ...change } : sanction)),
});

/** The event's own id names it: nothing proposed it. */
const imposed = (core: SubjectCore, sanction: SanctionRecord['sanction'], at: At): SubjectCore => ({
  ...core,
  sanctions: [
    ...core.sanctions,
    { proposalId: at.id, sanction, status: 'confirmed', decisionKey: null, on: at.on, liftedOn: null, event: at.ref },
  ],
});

const ended = (core: SubjectCore, which: SanctionRecord['sanction'], at: At): SubjectCore => ({
  ...core,
  sanctions: core.sanctions.map((sanction) =>
    sanction.sanction === which && sanction.status === 'confirmed' ? { ...sanction, status: 'lifted', liftedOn: at.on } : sanction,
  ),
});

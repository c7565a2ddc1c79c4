/** Folds the procedure of a nomination: which steps begin it anew, and what each of its events adds. */
import type { Actor } from '../metadata';
import type { BrandEvent } from './events';
import type { At } from './fold-facts';
import { NO_PROCEDURE, type Procedure } from './procedure-state';

/** @returns the same object where the event says nothing of the procedure */
export function evolveProcedure(procedure: Procedure, event: BrandEvent, at: At, actor: Actor): Procedure {
  const acted = { event: at.ref, on: at.on, by: actor.id };
  switch (event.type) {
    case 'BrandNominated.v1':
      return { ...NO_PROCEDURE, forms: procedure.forms, acts: { ...NO_PROCEDURE.acts, nominated: acted } };
    case 'NominationReturned.v1':
      return { ...procedure, acts: { ...procedure.acts, returned: { ...acted, reason: event.data.reason } } };
    case 'NominationResubmitted.v1':
      return { ...NO_PROCEDURE, forms: procedure.forms, acts: { ...NO_PROCEDURE.acts, nominated: acted } };
    case 'BrandRecommended.v1':
      return { ...procedure, acts: { ...procedure.acts, recommended: acted } };
    case 'BrandAssessed.v1':
      return {
        ...procedure,
        acts: { ...procedure.acts, assessed: acted, noticed: null },
        panel: procedure.panel && { ...procedure.panel, closed: true },
        term: null,
        captures: [],
        notice: null,
        objections: [],
      };
    case 'NoticePosted.v1': {
      if (event.data.purpose !== 'recognition') return procedure;
      const { place, from, until } = event.data;
      return {
        ...procedure,
        acts: { ...procedure.acts, noticed: { ...acted, on: from } },
        notice: { place, from, until, event: at.ref },
      };
    }
    case 'ObjectionRaised.v1': {
      // Whatever is objected to later is another notice, of an exit.
      if (procedure.acts.assessed === null || procedure.acts.recognised !== null) return procedure;
      const { objectionId, by, reason } = event.data;
      return {
        ...procedure,
        objections: [...procedure.objections, { objectionId, by, reason, raisedOn: at.on, event: at.ref, decided: null }],
      };
    }
    case 'ObjectionDecided.v1': {
      const { objectionId, upheld, reason } = event.data;
      if (!procedure.objections.some((known) => known.objectionId === objectionId)) return procedure;
      const decided = { upheld, reason, on: at.on };
      return {
        ...procedure,
        objections: procedure.objections.map((known) => (known.objectionId === objectionId ? { ...known, decided } : known)),
      };
    }
    case 'BrandRecognised.v1':
      return { ...procedure, acts: { ...procedure.acts, recognised: acted } };
    case 'CatalogueEntered.v1':
      return procedure.acts.recognised === null || procedure.acts.listed !== null
        ? procedure
        : { ...procedure, acts: { ...procedure.acts, listed: acted } };
    // Whoever comes again hands in a form of its own.
    case 'RecognitionRefused.v1':
    case 'BrandDelisted.v1':
      return { ...procedure, forms: [] };
    case 'RecommendationFormFiled.v1': {
      const { formId } = event.data;
      const before = procedure.forms.map((form) => (form.replacedBy === null ? { ...form, replacedBy: formId } : form));
      return { ...procedure, forms: [...before, { ...event.data, ...acted, replacedBy: null }] };
    }
    case 'RecommendationForwarded.v1': {
      const { body, document } = event.data;
      return { ...procedure, forwarded: [...procedure.forwarded, { ...acted, body, document }] };
    }
    case 'NominationScreened.v1': {
      const { outcome, reason } = event.data;
      return { ...procedure, screening: { ...acted, outcome, reason } };
    }
    case 'ExpertsAsked.v1':
      return { ...procedure, panel: { ...event.data, ...acted, votes: [], closed: false } };
    case 'ExpertVoted.v1': {
      const { panel } = procedure;
      if (panel?.assessmentId !== event.data.assessmentId) return procedure;
      const { expert, vote, scores, reason } = event.data;
      const others = panel.votes.filter((known) => known.expert !== expert);
      return { ...procedure, panel: { ...panel, votes: [...others, { ...acted, expert, vote, scores, reason }] } };
    }
    case 'NoticeTermCounted.v1':
      return { ...procedure, term: { ...event.data, ...acted } };
    case 'NoticeCaptured.v1':
      return { ...procedure, captures: [...procedure.captures, { ...event.data, event: at.ref, by: actor.id }] };
    default:
      return procedure;
  }
}

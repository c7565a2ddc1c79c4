/** What policy may look at: the facts of one brand as they lie at or below its revision, each with the event it came from. */
import type { Facts, JudgementFact, Subject } from '#policy';
import type { KnownBrand } from './state';
import { brandStream, figuresInForce, tierHeld } from './state';
import { placeNamesOf } from '../name/check';
import { regionPath } from '../region/regions';

export function brandSubject(state: KnownBrand): Subject {
  const { brandId, name, kind, category, brandType, region } = state.identity;
  return {
    stream: brandStream(brandId),
    revision: state.revision,
    name,
    kind,
    category,
    brandType,
    tier: tierHeld(state),
    regions: regionPath(region),
  };
}

/**
 * Figures in force only; of judgements by one role on one criterion only the last; all breaches, cleared ones marked.
 * A brand that has left keeps its facts: whoever applies anew is judged by all that is known.
 */
export function brandFacts(state: KnownBrand): Facts {
  const nomination = 'nomination' in state ? state.nomination : null;
  const recognition = 'recognition' in state ? state.recognition : null;
  const listed = state.catalogues[0];
  return {
    figures: figuresInForce(state).map(({ figureId, metric, unit, nature, directness, bound, value, window, status, event }) => ({
      figureId,
      metric,
      unit,
      nature,
      directness,
      bound,
      value,
      fromYear: window.fromYear,
      toYear: window.toYear,
      asOf: window.asOf,
      status,
      event,
    })),
    judgements: lastJudgements(state),
    evidence: state.evidence.map(({ kind, event }) => ({ kind, event })),
    breaches: state.breaches.map(({ on, kind, cleared, event }) => ({ on, kind, cleared, event })),
    dates: {
      cultivatedFrom: state.cultivatedFrom,
      formedOn: state.formedOn,
      recognisedOn: recognition && { on: recognition.on, event: recognition.event },
      listedOn: listed ? { on: listed.on, event: listed.event } : null,
    },
    moments: { submittedAt: nomination && { at: nomination.submittedAt, event: nomination.event } },
    placeNames: placeNamesOf(state.identity.region),
    linked: [],
  };
}

function lastJudgements(state: KnownBrand): readonly JudgementFact[] {
  const last = new Map<string, JudgementFact>();
  for (const { criterion, met, role, event } of state.judgements) {
    const key = `${criterion}\n${role}`;
    last.delete(key);
    last.set(key, { criterion, met, role, event });
  }
  return [...last.values()];
}

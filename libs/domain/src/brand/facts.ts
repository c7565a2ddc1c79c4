/** What policy may look at: the facts of one brand as they lie at or below its revision, each with the event it came from. */
import type { Facts, JudgementFact, NoticeFact, PanelFact, Subject, WaiverFact } from '#policy';
import type { KnownBrand, Notice, Objection, PanelVotes } from './state';
import { brandStream, figuresInForce, tierHeld } from './state';
import { addDays } from '../dates';
import { placeNamesOf } from '../name/check';
import { regionPath } from '../region/regions';

/** @param regions path of its region on the day of the question, where regions were merged by then（`regionPathOn`） */
export function brandSubject(state: KnownBrand, regions?: readonly string[]): Subject {
  const { brandId, name, kind, category, brandType, region } = state.identity;
  return {
    stream: brandStream(brandId),
    revision: state.revision,
    name,
    kind,
    category,
    brandType,
    tier: tierHeld(state),
    regions: regions ?? regionPath(region),
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
    ...known('waivers', waivers(state)),
    ...known('notices', notices(state)),
    ...known('panels', panels(state)),
  };
}

/** Left out where there is nothing: facts of most brands stay as small as they were. */
const known = <K extends string, T>(name: K, list: readonly T[]): Partial<Record<K, readonly T[]>> =>
  list.length === 0 ? {} : ({ [name]: list } as Record<K, readonly T[]>);

/** A withdrawn relaxation counts to the day before it was withdrawn: what it carried until then stays carried. */
const waivers = (state: KnownBrand): readonly WaiverFact[] =>
  state.relaxations.map(({ ended, until, dual, ...granted }) => ({
    relaxationId: granted.relaxationId,
    rule: granted.rule,
    parameter: granted.parameter,
    easedTo: granted.easedTo,
    ground: granted.ground,
    reason: granted.reason,
    approvedBy: granted.approvedBy,
    approverRole: granted.approverRole,
    from: granted.from,
    until: ended?.how === 'withdrawn' && ended.on <= until ? addDays(ended.on, -1) : until,
    dual: dual === null ? null : brandStream(dual),
    event: granted.event,
  }));

function notices(state: KnownBrand): readonly NoticeFact[] {
  const told = (purpose: string, { from, until, event }: Pick<Notice, 'from' | 'until' | 'event'>, objections: readonly Objection[]) => ({
    purpose,
    from,
    until,
    openObjections: objections.filter(({ decided }) => decided === null).length,
    upheldObjections: objections.filter(({ decided }) => decided?.upheld === true).length,
    event,
  });
  if (state.stage === 'evaluated') return state.notice === null ? [] : [told('recognition', state.notice, state.objections)];
  const exit = state.stage === 'cultivated' || state.stage === 'delisted' ? state.exitNotice : null;
  return exit === null || !('objections' in state) ? [] : [told('exit', exit, state.objections)];
}

const panelFact = (purpose: string, on: string, event: string, panel: PanelVotes): PanelFact => ({
  purpose,
  on,
  members: panel.members.length,
  recused: panel.members.filter((member) => panel.recused.includes(member)).length,
  votesFor: panel.votesFor,
  votesAgainst: panel.votesAgainst,
  event,
});

function panels(state: KnownBrand): readonly PanelFact[] {
  const assessed = state.stage === 'evaluated' && state.assessment.panel !== null ? state.assessment : null;
  return [
    ...(assessed?.panel ? [panelFact('recognition', assessed.on, assessed.event, assessed.panel)] : []),
    ...state.relaxations.map(({ panel, grantedOn, event }) => panelFact('relaxation', grantedOn, event, panel)),
  ];
}

function lastJudgements(state: KnownBrand): readonly JudgementFact[] {
  const last = new Map<string, JudgementFact>();
  for (const { criterion, met, role, event, panel } of state.judgements) {
    const key = `${criterion}\n${role}`;
    last.delete(key);
    last.set(key, {
      ...{ criterion, met, role, event },
      ...(panel === undefined ? {} : { panel: panelFact(panel.purpose, panel.on, event, panel.votes) }),
    });
  }
  return [...last.values()];
}

/** What policy may look at: the facts of one subject as they lie at or below its revision, each with the event it came from. */
import type { EvidenceFact, Facts, FigureFact, GradeFact, JudgementFact, SanctionFact, Subject } from '#policy';
import type { FigureRecord } from '../brand/state';
import type { GradeGiven } from '../institution/state';
import { placeNamesOf } from '../name/check';
import { progressInForce, type ProgrammeState } from '../programme/state';
import { regionLevel, regionPath } from '../region/regions';
import { regionPathOn, type RegionLife, type RegionMerge } from '../region/subject';
import { subjectStream, type SubjectCore } from './core';
import type { SubjectState } from './state';

/** What the caller knows and no stream of the subject holds: counts over brands of a region, the sides of a dual brand. */
export interface GivenFacts {
  readonly figures?: readonly FigureFact[];
  readonly linked?: Facts['linked'];
}

/**
 * Null for a window, which no document binds, and for a subject that is not on the books.
 * @param on the day of the question: with `merges`, the path is that of what its region was merged into by then
 */
export function subjectOf(state: SubjectState, on: string | null = null, merges: readonly RegionMerge[] = []): Subject | null {
  if (state.own === null || state.kind === 'window') return null;
  const { name, region } = state.own;
  return {
    stream: subjectStream(state.kind, state.id),
    revision: state.core.revision,
    name,
    kind: state.kind === 'link' ? 'dual' : state.kind,
    category: state.kind === 'institution' ? state.own.institutionType : null,
    brandType: null,
    tier: state.kind === 'region' ? (regionLevel(state.id) ?? null) : null,
    regions: on === null ? regionPath(region) : regionPathOn(region, on, merges),
  };
}

/** Facts that rules are asked with（`evaluate`）. Null where there is no subject. */
export function factsOf(state: SubjectState, given: GivenFacts = {}): Facts | null {
  if (state.own === null || state.kind === 'window') return null;
  const { core } = state;
  const standing = core.sanctions.filter(({ status }) => status === 'confirmed' || status === 'lifted');
  return {
    figures: [...figuresOf(core), ...(given.figures ?? []), ...(state.kind === 'region' ? meetingFacts(state.own) : [])],
    judgements: lastJudgements(core),
    evidence: core.evidence.map(({ kind, event }): EvidenceFact => ({ kind, event })),
    breaches: core.breaches.map(({ on, kind, cleared, event }) => ({ on, kind, cleared, event })),
    dates: { ...Object.fromEntries(core.dates.map(({ date, on, event }) => [date, { on, event }])), ...ownDates(state) },
    moments: {},
    placeNames: placeNamesOf(state.own.region),
    linked: given.linked ?? [],
    grades: state.kind === 'institution' ? state.own.grades.map(gradeFact) : [],
    sanctions: standing.map(({ sanction, on, liftedOn, event }): SanctionFact => ({
      rung: sanction,
      on: on ?? '',
      lifted: liftedOn,
      event,
    })),
  };
}

/**
 * Facts that targets are asked with（`progressOf`）. A programme answers by its progress alone: there every figure names the one
 * target it counts for, so that nothing counts twice by way of a figure that names none.
 */
export function targetFactsOf(state: SubjectState, given: GivenFacts = {}): Facts | null {
  const facts = factsOf(state, given);
  if (facts === null || state.kind !== 'programme' || state.own === null) return facts;
  return { ...facts, figures: [...(given.figures ?? []), ...progressFacts(state.own)] };
}

const gradeFact = ({ evaluation, scale, grade, on, event }: GradeGiven): GradeFact => ({ evaluation, scale, grade, on, event });

const figuresOf = (core: SubjectCore): readonly FigureFact[] =>
  core.figures.filter((figure) => figure.correctedBy === null).map((figure) => figureFact(figure));

const figureFact = ({ figureId, metric, unit, nature, directness, bound, value, window, status, event }: FigureRecord): FigureFact => ({
  ...{ figureId, metric, unit, nature, directness, bound, value, status, event },
  fromYear: window.fromYear,
  toYear: window.toYear,
  asOf: window.asOf,
});

/**
 * Progress in force as figures, each for the one target it was reported for. What counts within a year is a flow of that
 * year; what stands on a day is a stock. Cohorts of one target and year add up.
 */
function progressFacts(own: ProgrammeState): readonly FigureFact[] {
  const facts = new Map<string, FigureFact>();
  for (const { progressId, target, metric, unit, year, asOf, value, event } of progressInForce(own)) {
    const key = [target, metric, unit, year, asOf ?? ''].join('|');
    const before = facts.get(key);
    facts.set(key, {
      figureId: before?.figureId ?? progressId,
      ...{ metric, unit, target, event, asOf, toYear: year },
      nature: asOf === null ? 'flow' : 'stock',
      directness: 'unstated',
      bound: 'exact',
      value: (before?.value ?? 0) + value,
      fromYear: asOf === null ? year : null,
      status: 'locked',
    });
  }
  return [...facts.values()];
}

/** Meetings of a year are a figure of that year, which no return has to state again. */
function meetingFacts(own: RegionLife): readonly FigureFact[] {
  const years = new Map<number, { count: number; id: string; event: string }>();
  for (const { id, on, event } of own.meetings) {
    const year = Number(on.slice(0, 4));
    years.set(year, { count: (years.get(year)?.count ?? 0) + 1, id: years.get(year)?.id ?? id, event });
  }
  return [...years].map(([year, { count, id, event }]) => ({
    figureId: id,
    ...{ metric: 'meetings', unit: 'items', nature: 'flow', directness: 'unstated', bound: 'exact', status: 'locked', event },
    value: count,
    fromYear: year,
    toYear: year,
    asOf: null,
  }));
}

function ownDates(state: SubjectState): Facts['dates'] {
  switch (state.kind) {
    case 'unit':
      return { recognisedOn: state.own?.recognition ? { on: state.own.recognition.on, event: state.own.recognition.event } : null };
    case 'institution':
      return {
        admittedOn: state.own?.admitted ?? null,
        designatedOn: state.own?.designated ? { on: state.own.designated.from, event: state.own.designated.event } : null,
      };
    case 'link':
      return { recognisedOn: state.own?.recognition ?? null };
    case 'region': {
      const last = (filed: readonly { readonly on: string; readonly event: string }[]): { on: string; event: string } | null =>
        filed.reduce<{ on: string; event: string } | null>(
          (latest, { on, event }) => (latest === null || on >= latest.on ? { on, event } : latest),
          null,
        );
      return {
        lastEvaluationRoundOn: last(state.own.rounds.map(({ heldOn, event }) => ({ on: heldOn, event }))),
        surveyFiledOn: last(state.own.surveys),
        planFiledOn: last(state.own.plans),
        lastMeetingOn: last(state.own.meetings),
        reportFiledOn: last(state.own.reports),
      };
    }
    default:
      return {};
  }
}

/** Of judgements by one role on one criterion only the last. */
function lastJudgements({ judgements }: SubjectCore): readonly JudgementFact[] {
  const last = new Map<string, JudgementFact>();
  for (const { criterion, met, role, event } of judgements) {
    const key = `${criterion}\n${role}`;
    last.delete(key);
    last.set(key, { criterion, met, role, event });
  }
  return [...last.values()];
}

/** A region as a subject of policy: what it held and filed, its class by document, and what became of it. */
import { z } from 'zod';
import { accept, type Refused } from '../refusal';
import { badDocument, notPast } from '../subject/checks';
import type { At, CommandsOf, SubjectContext, SubjectDecided, SubjectIdentity } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import { asSubjectRefusal, refuseSubject } from '../subject/refusals';
import { regionSubjectEventSchemas as events } from './subject-events';
import { isWithin, regionName, regionPath } from './regions';
import { isCalendarDate } from '../dates';
import { refuseBrand } from '../brand/refusals';

export interface RoundHeld {
  readonly roundId: string;
  readonly evaluation: string;
  readonly heldOn: string;
  readonly scale: readonly string[];
  readonly event: string;
}
interface Filed {
  readonly id: string;
  readonly title: string;
  readonly on: string;
  readonly event: string;
}

export interface RegionClassChange {
  readonly pack: string;
  readonly class: number;
  readonly effectiveFrom: string;
  readonly event: string;
}

/** The dated merge of a region into another. */
export interface RegionMerge {
  readonly region: string;
  readonly into: string;
  readonly on: string;
  readonly event: string;
}

export interface RegionLife extends SubjectIdentity {
  readonly status: 'active' | 'merged';
  readonly rounds: readonly RoundHeld[];
  /** Rounds of the demonstration. The region is real, so they bear on nothing but the grades of institutions that are synthetic too. */
  readonly syntheticRounds: readonly RoundHeld[];
  readonly surveys: readonly Filed[];
  readonly plans: readonly Filed[];
  readonly meetings: readonly Filed[];
  readonly reports: readonly Filed[];
  readonly classes: readonly RegionClassChange[];
  readonly merge: RegionMerge | null;
}

/** A region needs no registration: GB/T 2260 has it. */
export const initialRegionLife = (code: string): RegionLife => ({
  ...{ name: regionName(code) ?? code, region: code, origin: 'operational', event: `region-${code}@-1`, status: 'active' },
  rounds: [],
  syntheticRounds: [],
  surveys: [],
  plans: [],
  meetings: [],
  reports: [],
  classes: [],
  merge: null,
});

export const regionSubjectCommandSchemas = {
  holdEvaluationRound: events['EvaluationRoundHeld.v1'],
  fileSurvey: events['RegionSurveyFiled.v1'],
  filePlan: events['RegionPlanFiled.v1'],
  holdMeeting: events['RegionMeetingHeld.v1'],
  fileReport: events['RegionReportFiled.v1'],
  reclassify: events['RegionReclassified.v1'],
  merge: events['RegionMerged.v1'],
} as const satisfies Record<string, z.ZodType>;
export type RegionSubjectCommand = CommandsOf<typeof regionSubjectCommandSchemas>;

export function evolveRegionLife(own: RegionLife, event: SubjectEvent, at: At): RegionLife {
  switch (event.type) {
    case 'EvaluationRoundHeld.v1': {
      const { roundId, evaluation, heldOn, scale, origin } = event.data;
      const of = origin === 'synthetic' ? 'syntheticRounds' : 'rounds';
      return { ...own, [of]: [...own[of], { roundId, evaluation, heldOn, scale, event: at.ref }] };
    }
    case 'RegionSurveyFiled.v1': {
      const { surveyId: id, title, filedOn: on } = event.data;
      return { ...own, surveys: [...own.surveys, { id, title, on, event: at.ref }] };
    }
    case 'RegionPlanFiled.v1': {
      const { planId: id, title, filedOn: on } = event.data;
      return { ...own, plans: [...own.plans, { id, title, on, event: at.ref }] };
    }
    case 'RegionMeetingHeld.v1': {
      const { meetingId: id, title, heldOn: on } = event.data;
      return { ...own, meetings: [...own.meetings, { id, title, on, event: at.ref }] };
    }
    case 'RegionReportFiled.v1': {
      const { reportId: id, title, filedOn: on } = event.data;
      return { ...own, reports: [...own.reports, { id, title, on, event: at.ref }] };
    }
    case 'RegionReclassified.v1': {
      const { pack, effectiveFrom } = event.data;
      return { ...own, classes: [...own.classes, { pack, class: event.data.class, effectiveFrom, event: at.ref }] };
    }
    case 'RegionMerged.v1': {
      const { into, on } = event.data;
      return { ...own, status: 'merged', merge: { region: own.region, into, on, event: at.ref } };
    }
    default:
      return own;
  }
}

export function decideRegionSubject(command: RegionSubjectCommand, own: RegionLife, ctx: SubjectContext): SubjectDecided {
  if (regionName(own.region) === undefined) return refuseSubject('SUBJECT.REGION_UNKNOWN', 'region', { region: own.region });
  // From the day of the merge on nothing new is held or filed here; what happened before may still be written down.
  const after = (on: string): Refused | null => (own.merge !== null && on >= own.merge.on ? alreadyMerged(own.merge) : null);
  switch (command.type) {
    case 'holdEvaluationRound': {
      const { data } = command;
      const known = [...own.rounds, ...own.syntheticRounds].find((round) => round.roundId === data.roundId);
      if (known) return again(known.heldOn === data.heldOn && known.evaluation === data.evaluation, data.roundId, 'roundId');
      const twice = data.scale.find((grade, i) => data.scale.indexOf(grade) !== i);
      if (twice !== undefined) return refuseSubject('REGION.GRADE_TWICE', 'scale', { grade: twice });
      const wrong = notPast(data.heldOn, 'heldOn', ctx) ?? badDocument(data.document, ctx) ?? after(data.heldOn);
      return wrong ?? accept({ type: 'EvaluationRoundHeld.v1', data });
    }
    case 'fileSurvey': {
      const { data } = command;
      const known = own.surveys.find(({ id }) => id === data.surveyId);
      if (known) return again(known.on === data.filedOn && known.title === data.title, data.surveyId, 'surveyId');
      return notPast(data.filedOn, 'filedOn', ctx) ?? after(data.filedOn) ?? accept({ type: 'RegionSurveyFiled.v1', data });
    }
    case 'filePlan': {
      const { data } = command;
      const known = own.plans.find(({ id }) => id === data.planId);
      if (known) return again(known.on === data.filedOn && known.title === data.title, data.planId, 'planId');
      return notPast(data.filedOn, 'filedOn', ctx) ?? after(data.filedOn) ?? accept({ type: 'RegionPlanFiled.v1', data });
    }
    case 'holdMeeting': {
      const { data } = command;
      const known = own.meetings.find(({ id }) => id === data.meetingId);
      if (known) return again(known.on === data.heldOn && known.title === data.title, data.meetingId, 'meetingId');
      return notPast(data.heldOn, 'heldOn', ctx) ?? after(data.heldOn) ?? accept({ type: 'RegionMeetingHeld.v1', data });
    }
    case 'fileReport': {
      const { data } = command;
      const known = own.reports.find(({ id }) => id === data.reportId);
      if (known) return again(known.on === data.filedOn && known.title === data.title, data.reportId, 'reportId');
      return notPast(data.filedOn, 'filedOn', ctx) ?? after(data.filedOn) ?? accept({ type: 'RegionReportFiled.v1', data });
    }
    case 'reclassify':
      return reclassify(command.data, own, ctx);
    case 'merge':
      return merge(command.data, own, ctx);
  }
}

const again = (same: boolean, id: string, field: string): SubjectDecided =>
  same ? accept() : refuseSubject('REGION.ID_REUSED', field, { id });

const alreadyMerged = ({ into, on }: RegionMerge): Refused => refuseSubject('REGION.ALREADY_MERGED', null, { into, on });

const noDate = (date: string, field: string): Refused | null =>
  isCalendarDate(date) ? null : asSubjectRefusal(refuseBrand('BRAND.DATE_INVALID', field, { date }));

/** The date from which it counts may lie ahead: a document is issued before it takes effect. */
function reclassify(
  data: Extract<RegionSubjectCommand, { type: 'reclassify' }>['data'],
  own: RegionLife,
  ctx: SubjectContext,
): SubjectDecided {
  const wrong = noDate(data.effectiveFrom, 'effectiveFrom') ?? badDocument(data.document, ctx);
  if (wrong) return wrong;
  if (own.merge) return alreadyMerged(own.merge);
  const now = classSetBy(own.classes, data.pack, data.effectiveFrom);
  if (now && now.class === data.class)
    return refuseSubject('REGION.CLASS_UNCHANGED', 'class', { pack: data.pack, class: data.class, from: now.effectiveFrom });
  return accept({ type: 'RegionReclassified.v1', data });
}

function merge(data: Extract<RegionSubjectCommand, { type: 'merge' }>['data'], own: RegionLife, ctx: SubjectContext): SubjectDecided {
  if (own.merge) return alreadyMerged(own.merge);
  if (regionName(data.into) === undefined) return refuseSubject('SUBJECT.REGION_UNKNOWN', 'into', { region: data.into });
  if (isWithin(data.into, own.region)) return refuseSubject('REGION.MERGED_INTO_ITSELF', 'into', { into: data.into });
  return noDate(data.on, 'on') ?? badDocument(data.document, ctx) ?? accept({ type: 'RegionMerged.v1', data });
}

/** The class that a later document sets for a region on a day; null: none, and the pack's own table holds. */
export function classSetBy(changes: readonly RegionClassChange[], pack: string, on: string): RegionClassChange | null {
  const inForce = changes.filter((change) => change.pack === pack && change.effectiveFrom <= on);
  // Of two from one day the later in the log holds.
  return inForce.reduce<RegionClassChange | null>(
    (last, change) => (last === null || change.effectiveFrom >= last.effectiveFrom ? change : last),
    null,
  );
}

/**
 * The path of a region on a day, most specific first. Codes of before a merge stay: a brand keeps its code, and from the
 * day of the merge on what lies above it is the successor and the successor's path.
 */
export function regionPathOn(code: string, on: string, merges: readonly RegionMerge[]): readonly string[] {
  const path = new Set<string>();
  const walk = (from: string): void => {
    for (const step of regionPath(from)) {
      // Two regions merged into each other on paper: nobody walks in a circle.
      if (path.has(step)) return;
      path.add(step);
      const merge = merges.find(({ region, on: since }) => region === step && since <= on);
      if (merge !== undefined) return walk(merge.into);
    }
  };
  walk(code);
  return [...path];
}

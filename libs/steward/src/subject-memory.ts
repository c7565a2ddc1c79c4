/** What events of units, institutions, dual brands, programmes and regions change in the steward's memory, and what they set off. */
import { parseSubjectStream, type SubjectEvent } from '#domain';
import { reactionOf } from './brand-memory';
import type { StewardEvent } from './events';
import { begun, ended, isBrandRow, type BodyRow, type Change, type Memory, type Reaction, type RegionRow, type SubjectRow } from './memory';

type SubjectStewardEvent = StewardEvent & SubjectEvent;

/** What an event of a subject beside brands changes. Total. */
export function evolveSubjectRow(memory: Memory, event: SubjectStewardEvent): readonly Change[] {
  const known = memory.subjects.get(event.stream);
  if (isBrandRow(known)) return [];
  const row = founded(event) ?? (known === undefined ? regionOf(event) : moved(known, event));
  return row === null || row === known ? [] : [{ table: 'subjects', key: event.stream, row }];
}

function founded(event: SubjectStewardEvent): SubjectRow | null {
  const { stream } = event;
  switch (event.type) {
    case 'UnitRegistered.v1': {
      const { region, origin, brands } = event.data;
      return { stream, kind: 'unit', region, origin, standing: 'waiting', spells: [], brands, pack: null };
    }
    case 'InstitutionRegistered.v1': {
      const { region, origin, brands } = event.data;
      return { stream, kind: 'institution', region, origin, standing: 'judged', spells: [], brands, pack: null };
    }
    case 'DualLinkProposed.v1': {
      const { region, origin, labour, training, pack } = event.data;
      return { stream, kind: 'link', region, origin, standing: 'judged', spells: [], brands: [labour, ...training], pack };
    }
    case 'ProgrammeRegistered.v1': {
      const { region, origin, pack, fromYear, toYear } = event.data;
      return { stream, kind: 'programme', region, origin, standing: 'judged', spells: [], pack, fromYear, toYear };
    }
    default:
      return null;
  }
}

/** A region needs no registration; its first event puts it into the memory. */
function regionOf(event: SubjectStewardEvent): RegionRow | null {
  const subject = parseSubjectStream(event.stream);
  if (subject?.kind !== 'region') return null;
  const { stream } = event;
  return merged({ stream, kind: 'region', region: subject.id, origin: 'operational', standing: 'judged', spells: [], merge: null }, event);
}

const merged = (row: RegionRow, event: SubjectStewardEvent): RegionRow => {
  if (event.type !== 'RegionMerged.v1') return row;
  const { into, on } = event.data;
  return { ...row, merge: { region: row.region, into, on, event: `${row.stream}@${String(event.revision)}` } };
};

function moved(row: Exclude<SubjectRow, { readonly proposals: unknown }>, event: SubjectStewardEvent): SubjectRow {
  if (row.kind === 'region') return merged(row, event);
  return row.kind === 'programme' ? row : movedBody(row, event);
}

function movedBody(row: BodyRow, event: SubjectStewardEvent): BodyRow {
  const on = event.metadata.effectiveOn;
  const ref = `${row.stream}@${String(event.revision)}`;
  switch (event.type) {
    case 'UnitBrandsChanged.v1':
    case 'InstitutionBrandsChanged.v1': {
      const { added, removed } = event.data;
      return { ...row, brands: [...row.brands.filter((id) => !removed.includes(id)), ...added] };
    }
    case 'UnitRecognised.v1':
      return { ...row, standing: 'judged', spells: begun(row.spells, 'recognised', on, ref) };
    case 'UnitRecognitionRefused.v1':
    case 'UnitRecognitionWithdrawn.v1':
      return { ...row, standing: 'gone', spells: ended(row.spells, 'recognised', on) };
    case 'InstitutionAdmitted.v1':
    case 'InstitutionCleared.v1':
      return { ...row, standing: 'judged' };
    case 'InstitutionDesignated.v1':
      return { ...row, standing: 'judged', spells: begun(row.spells, 'designated', event.data.from, ref) };
    case 'InstitutionDesignationWithdrawn.v1':
      return { ...row, spells: ended(row.spells, 'designated', on) };
    case 'InstitutionBlacklisted.v1':
      return { ...row, standing: 'gone', spells: ended(row.spells, 'designated', on) };
    case 'DualLinkTrainingAdded.v1':
      return { ...row, brands: [...row.brands, event.data.brandId] };
    case 'DualLinkTrainingRemoved.v1':
      return { ...row, brands: row.brands.filter((id) => id !== event.data.brandId) };
    case 'DualLinkRecognised.v1':
      return { ...row, standing: 'judged', spells: begun(row.spells, 'recognised', on, ref) };
    case 'LinkReviewHeld.v1': {
      if (event.data.verdict === 'suspended') return { ...row, spells: ended(row.spells, 'recognised', on) };
      return row;
    }
    case 'DualLinkRefused.v1':
    case 'DualLinkDissolved.v1':
      return { ...row, standing: 'gone', spells: ended(row.spells, 'recognised', on) };
    default:
      return row;
  }
}

/** Events by which what is held of a subject changes, so that rules which ask about it may answer otherwise. */
const STATUS_CHANGES: ReadonlySet<string> = new Set<SubjectEvent['type']>([
  'SubjectJudgementRecorded.v1',
  'SubjectBreachRecorded.v1',
  'SubjectBreachCleared.v1',
  'SanctionConfirmed.v1',
  'SanctionLifted.v1',
  'UnitRecognised.v1',
  'UnitRecognitionWithdrawn.v1',
  'InstitutionAdmitted.v1',
  'InstitutionDesignated.v1',
  'InstitutionGraded.v1',
  'InstitutionDesignationWithdrawn.v1',
  'InstitutionBlacklisted.v1',
  'InstitutionCleared.v1',
  'DualLinkRecognised.v1',
  'LinkReviewHeld.v1',
  'EvaluationRoundHeld.v1',
  'RegionMeetingHeld.v1',
  'RegionSurveyFiled.v1',
  'RegionPlanFiled.v1',
  'RegionReportFiled.v1',
]);

/**
 * What an event of a subject sets off, asked after it was folded. A dated step that is recorded otherwise than before is a
 * correction of the step.
 */
export function reactOnSubject(memory: Memory, event: SubjectStewardEvent): readonly Reaction[] {
  const row = memory.subjects.get(event.stream);
  if (row === undefined || isBrandRow(row)) return [];
  const on = event.metadata.effectiveOn;
  const corrected = (what: string): readonly Reaction[] => [
    reactionOf(row.stream, 'figureCorrected', null, on, event, { corrected: what }),
  ];
  const dated = [reactionOf(row.stream, 'datePassed', null, on, event)];
  switch (event.type) {
    case 'SubjectFigureCorrected.v1':
    case 'ProgrammeProgressCorrected.v1':
      return corrected(event.data.corrects);
    case 'SubjectDateRecorded.v1':
      return [...corrected(event.data.date), ...dated];
    // A day that passed without an answer may be answered now.
    case 'SubjectFigureRecorded.v1':
    case 'ProgrammeProgressRecorded.v1':
      return dated;
    default:
      return STATUS_CHANGES.has(event.type) ? [reactionOf(row.stream, 'statusChanged', null, on, event)] : [];
  }
}

/** Events after which the days that rules and targets name may be others, or an answer that could not be given can be. */
const DATING: ReadonlySet<string> = new Set<SubjectEvent['type']>([
  'UnitRegistered.v1',
  'InstitutionRegistered.v1',
  'DualLinkProposed.v1',
  'ProgrammeRegistered.v1',
  'UnitRecognised.v1',
  'SubjectDateRecorded.v1',
  'SubjectFigureRecorded.v1',
  'SubjectFigureCorrected.v1',
  'ProgrammeProgressRecorded.v1',
  'ProgrammeProgressCorrected.v1',
  'EvaluationRoundHeld.v1',
  'RegionMeetingHeld.v1',
  'RegionSurveyFiled.v1',
  'RegionPlanFiled.v1',
  'RegionReportFiled.v1',
]);

/** Whether the dated questions of this event's subject are to be looked at anew. */
export const isDating = (event: { readonly type: string }): boolean => DATING.has(event.type);

/**
 * Progress of a programme against the targets of its document.
 *
 * The annexes of a document overlap and say nothing of double counting (ambiguity 11). A cohort counts for one target of a
 * metric; for more than one only by a rule that was declared, and approved by somebody, before it was counted.
 */
import { z } from 'zod';
import { isCalendarDate, yearOf } from '../dates';
import { accept, type Refused } from '../refusal';
import { UNIT_WORDS } from '../brand/words';
import { METRICS } from '../dictionary';
import { badDocument, cannotFound, notOnBooks, notPast, unknownEvidence, wrongStatus } from '../subject/checks';
import type { CommandsOf, SubjectContext, SubjectCore, SubjectDecided, TargetTerms } from '../subject/core';
import { refuseSubject } from '../subject/refusals';
import { BusinessDate, DocumentRef, Origin, RegionCode, Source, Text, Uuid, Year } from '../values';
import { AllocationRule, Cohort, Progress } from './events';
import { progressInForce, type ProgrammeState, type ProgressRecord } from './state';

/** Progress as a person records it: the ledger adds the id. */
const ProgressInput = Progress.omit({ progressId: true });

export const programmeCommandSchemas = {
  register: z.strictObject({
    name: Text,
    pack: Text,
    region: RegionCode,
    fromYear: Year,
    toYear: Year,
    origin: Origin,
    source: Source,
  }),
  recordProgress: z.strictObject({ progress: ProgressInput }),
  correctProgress: z.strictObject({ corrects: Uuid, progress: ProgressInput, requester: Text, reason: Text, evidence: z.array(Uuid) }),
  declareAllocation: z.strictObject({
    cohort: Cohort.nullable(),
    rule: AllocationRule,
    approvedBy: Text,
    reason: Text,
    document: DocumentRef.nullable(),
  }),
  close: z.strictObject({ closedOn: BusinessDate, closedBy: Text, reason: Text }),
} as const;
export type ProgrammeCommand = CommandsOf<typeof programmeCommandSchemas>;
type ProgressInput = z.infer<typeof ProgressInput>;

export function decideProgramme(
  command: ProgrammeCommand,
  own: ProgrammeState | null,
  core: SubjectCore,
  ctx: SubjectContext,
): SubjectDecided {
  if (command.type === 'register') {
    const { fromYear, toYear, pack } = command.data;
    const wrong = cannotFound(own, command.data);
    if (wrong) return wrong;
    if (ctx.targets === null) return refuseSubject('PROGRAMME.PACK_UNKNOWN', 'pack', { pack });
    if (toYear < fromYear) return refuseSubject('PROGRAMME.YEARS_REVERSED', 'toYear', { from: fromYear, to: toYear });
    return accept({ type: 'ProgrammeRegistered.v1', data: { programmeId: ctx.id, ...command.data } });
  }
  if (own === null) return notOnBooks('programme');
  switch (command.type) {
    case 'recordProgress': {
      if (own.status !== 'running') return wrongStatus(own.status, { zh: '填报进度', en: 'record progress' }, ['running']);
      const { progress } = command.data;
      return (
        misfit(progress, own, ctx) ??
        standing(progress, progressInForce(own)) ??
        countedTwice(progress, own, progressInForce(own)) ??
        accept({ type: 'ProgrammeProgressRecorded.v1', data: { progressId: newId(ctx), ...progress } })
      );
    }
    case 'correctProgress':
      return correct(command.data, own, core, ctx);
    case 'declareAllocation':
      return declare(command.data, own, ctx);
    case 'close':
      if (own.status !== 'running') return wrongStatus(own.status, { zh: '结束', en: 'close' }, ['running']);
      return notPast(command.data.closedOn, 'closedOn', ctx) ?? accept({ type: 'ProgrammeClosed.v1', data: command.data });
  }
}

/** A correction of a closed programme is still taken: what was wrong stays wrong after the end. */
function correct(
  data: Extract<ProgrammeCommand, { type: 'correctProgress' }>['data'],
  own: ProgrammeState,
  core: SubjectCore,
  ctx: SubjectContext,
): SubjectDecided {
  const { corrects, progress } = data;
  const before = progressInForce(own).find((record) => record.progressId === corrects);
  if (!before) return refuseSubject('PROGRAMME.PROGRESS_UNKNOWN', 'corrects', { id: corrects });
  const changed = (['target', 'metric', 'unit', 'year', 'asOf'] as const).find((field) => before[field] !== progress[field]);
  if (changed) return refuseSubject('PROGRAMME.CORRECTION_CHANGES_SUBJECT', `progress.${changed}`);
  const same =
    before.value === progress.value &&
    before.cohort?.digest === progress.cohort?.digest &&
    before.cohort?.count === progress.cohort?.count &&
    before.source.reference === progress.source.reference &&
    before.source.note === progress.source.note;
  if (same) return refuseSubject('PROGRAMME.CORRECTION_CHANGES_NOTHING', 'progress');
  const others = progressInForce(own).filter((record) => record !== before);
  return (
    misfit(progress, own, ctx) ??
    unknownEvidence(core, data.evidence, 'evidence') ??
    standing(progress, others) ??
    countedTwice(progress, own, others) ??
    accept({ type: 'ProgrammeProgressCorrected.v1', data: { ...data, progress: { progressId: newId(ctx), ...progress } } })
  );
}

/** Whether it says what its target counts, of a year that has come. */
function misfit(progress: ProgressInput, own: ProgrammeState, ctx: SubjectContext): Refused | null {
  if (ctx.targets === null) return refuseSubject('PROGRAMME.PACK_UNKNOWN', null, { pack: own.pack });
  const target = ctx.targets.find(({ id }) => id === progress.target);
  if (!target) return unknownTarget(progress.target, own, ctx.targets, 'progress.target');
  const metrics = [target.metric, ...(target.of === null ? [] : [target.of])];
  if (!metrics.includes(progress.metric)) {
    return refuseSubject('PROGRAMME.METRIC_OTHER', 'progress.metric', {
      target: target.id,
      metric: metrics.map(metricName).join('、'),
      given: metricName(progress.metric),
    });
  }
  // A share is told as its two parts, each in the unit of what it counts.
  if (target.unit !== 'percent' && progress.unit !== target.unit) {
    return refuseSubject('PROGRAMME.UNIT_OTHER', 'progress.unit', {
      target: target.id,
      unit: unitName(target.unit),
      given: unitName(progress.unit),
    });
  }
  if (progress.year < own.fromYear || progress.year > own.toYear || progress.year > yearOf(ctx.today)) {
    return refuseSubject('PROGRAMME.YEAR_OUTSIDE', 'progress.year', { year: progress.year, from: own.fromYear, to: own.toYear });
  }
  if (progress.asOf === null) {
    if (target.span === 'atDate')
      return refuseSubject('PROGRAMME.AS_OF_MISSING', 'progress.asOf', { target: target.id, year: progress.year });
  } else {
    if (target.span !== 'atDate') return refuseSubject('PROGRAMME.AS_OF_UNEXPECTED', 'progress.asOf', { target: target.id });
    if (!isCalendarDate(progress.asOf) || yearOf(progress.asOf) !== progress.year)
      return refuseSubject('PROGRAMME.AS_OF_MISSING', 'progress.asOf', { target: target.id, year: progress.year });
    const ahead = notPast(progress.asOf, 'progress.asOf', ctx);
    if (ahead) return ahead;
  }
  const counted = COUNTED.includes(progress.unit) && progress.asOf === null;
  return counted && progress.cohort === null ? refuseSubject('PROGRAMME.COHORT_MISSING', 'progress.cohort') : null;
}

/** Units that count people: who is counted has to be named. */
const COUNTED: readonly string[] = ['persons', 'personTimes'];

/** The same thing recorded a second time. */
function standing(progress: ProgressInput, others: readonly ProgressRecord[]): Refused | null {
  const known = others.find(
    (record) =>
      record.target === progress.target &&
      record.metric === progress.metric &&
      record.year === progress.year &&
      record.asOf === progress.asOf &&
      (record.cohort?.digest ?? record.source.reference) === (progress.cohort?.digest ?? progress.source.reference),
  );
  return known ? refuseSubject('PROGRAMME.PROGRESS_ALREADY_RECORDED', 'progress', { target: progress.target, value: known.value }) : null;
}

function countedTwice(progress: ProgressInput, own: ProgrammeState, others: readonly ProgressRecord[]): Refused | null {
  const { cohort, target, metric, value } = progress;
  if (cohort === null) return null;
  const same = others.filter((record) => record.cohort?.digest === cohort.digest);
  const declared = own.allocations.find((allocation) => allocation.rule.kind !== 'together' && allocation.cohort?.digest === cohort.digest);
  const before = declared?.cohort ?? same[0]?.cohort;
  if (before && before.count !== cohort.count)
    return refuseSubject('PROGRAMME.COHORT_CHANGED', 'progress.cohort.count', { before: before.count, now: cohort.count });
  if (declared) {
    const may = allowedBy(declared.rule, target, cohort.count);
    if (may === null) return refuseSubject('PROGRAMME.ALLOCATED_ELSEWHERE', 'progress.target', { cohort: cohort.title, target });
    return value > may ? refuseSubject('PROGRAMME.COHORT_EXCEEDED', 'progress.value', { value, count: may }) : null;
  }
  const other = same.find(
    (record) =>
      record.target !== target && record.metric === metric && record.value > 0 && !countTogether(own, record.target, target, cohort.digest),
  );
  if (other) {
    return refuseSubject('PROGRAMME.COUNTED_TWICE', 'progress.cohort', { cohort: cohort.title, other: other.target, target });
  }
  return value > cohort.count ? refuseSubject('PROGRAMME.COHORT_EXCEEDED', 'progress.value', { value, count: cohort.count }) : null;
}

/** How many of a cohort a rule lets a target count; null: none of it. */
function allowedBy(rule: AllocationRule, target: string, count: number): number | null {
  if (rule.kind === 'full') return rule.target === target ? count : null;
  if (rule.kind === 'shares') return rule.shares.find((share) => share.target === target)?.count ?? null;
  return count;
}

const countTogether = (own: ProgrammeState, a: string, b: string, digest: string): boolean =>
  own.allocations.some(
    ({ rule, cohort }) =>
      rule.kind === 'together' && rule.targets.includes(a) && rule.targets.includes(b) && (cohort === null || cohort.digest === digest),
  );

function declare(
  data: Extract<ProgrammeCommand, { type: 'declareAllocation' }>['data'],
  own: ProgrammeState,
  ctx: SubjectContext,
): SubjectDecided {
  if (own.status !== 'running') return wrongStatus(own.status, { zh: '登记分摊规则', en: 'declare an allocation' }, ['running']);
  if (ctx.targets === null) return refuseSubject('PROGRAMME.PACK_UNKNOWN', null, { pack: own.pack });
  const { targets } = ctx;
  const { cohort, rule } = data;
  const named = rule.kind === 'full' ? [rule.target] : rule.kind === 'shares' ? rule.shares.map((share) => share.target) : rule.targets;
  const unknown = named.find((target) => !targets.some(({ id }) => id === target));
  if (unknown !== undefined) return unknownTarget(unknown, own, targets, 'rule');
  const twice = named.find((target, i) => named.indexOf(target) !== i);
  if (twice !== undefined) return refuseSubject('PROGRAMME.TARGET_TWICE', 'rule', { target: twice });
  const wrong = badDocument(data.document, ctx);
  if (wrong) return wrong;
  if (rule.kind === 'together') {
    const exists = own.allocations.some(
      (known) =>
        known.rule.kind === 'together' &&
        known.cohort?.digest === cohort?.digest &&
        [...known.rule.targets].sort().join('\n') === [...named].sort().join('\n'),
    );
    if (exists) return refuseSubject('PROGRAMME.ALLOCATION_EXISTS', 'rule');
    return accept({ type: 'AllocationDeclared.v1', data: { allocationId: newId(ctx), ...data } });
  }
  if (cohort === null) return refuseSubject('PROGRAMME.ALLOCATION_NEEDS_COHORT', 'cohort');
  if (own.allocations.some((known) => known.rule.kind !== 'together' && known.cohort?.digest === cohort.digest))
    return refuseSubject('PROGRAMME.ALLOCATION_EXISTS', 'cohort');
  if (rule.kind === 'shares') {
    const sum = rule.shares.reduce((total, share) => total + share.count, 0);
    if (sum !== cohort.count) return refuseSubject('PROGRAMME.SHARES_NOT_WHOLE', 'rule.shares', { sum, count: cohort.count });
  }
  const counted = progressInForce(own).filter((record) => record.cohort?.digest === cohort.digest);
  const changed = counted.find((record) => record.cohort?.count !== cohort.count);
  if (changed) {
    return refuseSubject('PROGRAMME.COHORT_CHANGED', 'cohort.count', { before: changed.cohort?.count ?? 0, now: cohort.count });
  }
  const against = counted.find((record) => record.value > (allowedBy(rule, record.target, cohort.count) ?? 0));
  if (against) return refuseSubject('PROGRAMME.ALLOCATION_TOO_LATE', 'cohort', { cohort: cohort.title, target: against.target });
  return accept({ type: 'AllocationDeclared.v1', data: { allocationId: newId(ctx), ...data } });
}

const unknownTarget = (target: string, own: ProgrammeState, targets: readonly TargetTerms[], field: string): Refused =>
  refuseSubject('PROGRAMME.TARGET_UNKNOWN', field, { pack: own.pack, target, allowed: targets.map(({ id }) => id).join('、') });

const metricName = (metric: string): string => Object.entries(METRICS).find(([id]) => id === metric)?.[1].zh ?? metric;
const unitName = (unit: string): string => Object.entries(UNIT_WORDS).find(([id]) => id === unit)?.[1].zh ?? unit;

function newId(ctx: SubjectContext): string {
  const id = ctx.ids[0];
  if (id === undefined) throw new RangeError('the context of a command that creates something must hold an id');
  return id;
}

/** How calls, returns and their progress are told: put together from what the log and the read models hold. Pure. */
import type { OpenDraft, OpenReturn, ReturnDraftCell, WrittenDraft } from '#application';
import type {
  Completeness,
  CompletenessRow,
  DraftCell,
  LineCounts,
  PatchedDraft,
  ReturnCallRow,
  ReturnCard,
  ReturnDraft,
  ReturnFinding,
  ReturnLineRow,
  ReturnRow,
} from '#contracts';
import {
  DIRECTNESS_WORDS,
  LINE_STANDINGS,
  METRICS,
  RUNGS,
  RUNG_ROLES,
  RUNG_WORDS,
  checkLines,
  goesToBrands,
  isWithin,
  lineKey,
  lineNature,
  officeOf,
  periodWords,
  regionChildren,
  regionName,
  regionPath,
  returnOf,
  returnSentence,
  rungMissing,
  type CallTerms,
  type EventMetadata,
  type Finding,
  type LineState,
  type ReturnEvent,
  type ReturnLine,
} from '#domain';
import type { ReadModelQueries } from '#projections';

type Progress = Awaited<ReturnType<ReadModelQueries['returnProgress']>>;
type Form = Progress['forms'][number];
type Call = Progress['calls'][number];

const named = (code: string): { code: string; name: string } => ({ code, name: regionName(code) ?? code });
const regionRef = (code: string) => ({ ...named(code), path: [...regionPath(code)].reverse().map(named) });
const datasetOf = ({ origin }: Pick<CallTerms, 'origin'>) => (origin === 'synthetic' ? ('synthetic' as const) : ('real' as const));

export function callRow({ terms, revision }: Call): ReturnCallRow {
  const { callId, region, period, kind, basis, title, asked, dueOn, dueBy, rules, origin, document, status, calledOn, extended } = terms;
  return {
    ...{ callId, region: regionRef(region), period, periodWords: periodWords(period), kind, basis, title },
    asked: asked.map(({ metric, unit, nature, directness }) => ({
      metric,
      unit,
      nature,
      directness,
      zh: METRICS[metric].zh,
      en: METRICS[metric].en,
    })),
    ...{ dueOn, extended, calendar: dueBy?.calendar ?? null },
    rules: { ...rules, workingDays: dueBy?.workingDays ?? null },
    ...{ origin, dataset: datasetOf(terms), document, status, calledOn, revision },
  };
}

const noLines = (): LineCounts => ({ missing: 0, returned: 0, reported: 0, checked: 0, reviewed: 0, approved: 0, accepted: 0, locked: 0 });

/** A return that is expected, as far as anything was reported of it. */
interface Standing {
  readonly row: ReturnRow;
  readonly expected: boolean;
}

/** Every return that a call expects or was given, within what was asked for. */
function standings({ calls, expected, forms }: Progress): readonly Standing[] {
  const byId = new Map(forms.map((form) => [form.return_id, form]));
  const seen = new Set<string>();
  const found: Standing[] = [];
  for (const { terms } of calls) {
    for (const { region, unit, unitName, brands } of expected.find(({ call }) => call === terms.callId)?.rows ?? []) {
      const returnId = returnOf(terms, region, unit);
      seen.add(returnId);
      const name = unitName ?? (unit.startsWith('office-') ? officeOf(region).name : unit);
      found.push({
        row: returnRow(returnId, terms, { region, unit: { id: unit, name }, brands }, byId.get(returnId) ?? null),
        expected: true,
      });
    }
    // Reported by a unit of which the call expects nothing any more.
    for (const form of forms) {
      if (form.call_id !== terms.callId || seen.has(form.return_id)) continue;
      const unit = { id: form.unit, name: form.unit_name ?? form.unit };
      found.push({ row: returnRow(form.return_id, terms, { region: form.region, unit, brands: 0 }, form), expected: false });
    }
  }
  return found;
}

function returnRow(
  returnId: string,
  terms: CallTerms,
  { region, unit, brands }: { readonly region: string; readonly unit: ReturnRow['unit']; readonly brands: number },
  form: Form | null,
): ReturnRow {
  const { callId, title, period, kind, basis, asked } = terms;
  const wanted = brands * asked.length;
  const reportedOn = form?.reported_on ?? null;
  const counts = noLines();
  if (form !== null) for (const standing of LINE_STANDINGS) counts[standing] = form[standing];
  // A training brand tells each metric by trade: once it was reported it is whole.
  counts.missing = form === null || form.lines === 0 ? wanted : kind === 'labour' ? Math.max(0, wanted - form.lines) : 0;
  return {
    ...{ returnId, callId, title, region: regionRef(region), period, periodWords: periodWords(period), kind, basis, unit },
    onBehalf: reportedOn === null ? unit.id.startsWith('office-') : form?.on_behalf === 1,
    ...{ dataset: datasetOf(terms), brands, counts, warnings: form?.warnings ?? 0 },
    // An extension of the call holds for everybody who has not reported.
    dueOn: reportedOn === null ? terms.dueOn : (form?.due_on ?? terms.dueOn),
    ...{ late: form?.late === 1, lateUntil: form?.late_until ?? null, reportedOn },
    ...{ revision: form?.revision ?? -1, updatedOn: form === null ? null : form.updated_on },
  };
}

/** Returns within what was asked for, in order of region and unit. @param rung only those with a line that stands there */
export function returnRows(progress: Progress, rung: keyof LineCounts | undefined): ReturnRow[] {
  const rows = standings(progress).map(({ row }) => row);
  const wanted = rung === undefined ? rows : rows.filter(({ counts }) => counts[rung] > 0);
  return wanted.sort((a, b) => compare(b.period, a.period) || compare(a.region.code, b.region.code) || compare(a.returnId, b.returnId));
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Of those who are missing at most so many are named for a region. */
const MOST_NAMED = 200;

/** 催报: who reported of a region and those directly below it, who was late, who is missing. */
export function completenessOf(progress: Progress, scope: string, today: string, position: string): Completeness {
  const all = standings(progress);
  const children = regionChildren(scope).map(({ code }) => code);
  const below = (code: string): string => children.find((child) => isWithin(code, child)) ?? scope;
  const byChild = new Map<string, Standing[]>();
  for (const each of all) {
    const child = below(each.row.region.code);
    const known = byChild.get(child);
    if (known === undefined) byChild.set(child, [each]);
    else known.push(each);
  }
  return {
    total: completenessRow(scope, all, today),
    rows: [...byChild].sort(([a], [b]) => compare(a, b)).map(([child, standing]) => completenessRow(child, standing, today)),
    calls: progress.calls.map(callRow),
    position,
  };
}

function completenessRow(region: string, standing: readonly Standing[], today: string): CompletenessRow {
  const units = { expected: 0, reported: 0, onTime: 0, late: 0, missing: 0, overdue: 0 };
  const brands = { expected: 0, reported: 0 };
  const lines = noLines();
  const missing: CompletenessRow['missing'] = [];
  for (const { row, expected } of standing) {
    for (const key of Object.keys(lines) as (keyof LineCounts)[]) lines[key] += row.counts[key];
    const reported = row.reportedOn !== null;
    if (reported) {
      units.reported += 1;
      units[row.late ? 'late' : 'onTime'] += 1;
    }
    if (!expected) continue;
    units.expected += 1;
    brands.expected += row.brands;
    if (reported) brands.reported += row.brands;
    else {
      units.missing += 1;
      if (today > row.dueOn) units.overdue += 1;
      missing.push({ returnId: row.returnId, unit: row.unit, region: named(row.region.code), brands: row.brands, dueOn: row.dueOn });
    }
  }
  return {
    ...{ region: named(region), units, brands, lines, missing: missing.slice(0, MOST_NAMED) },
    missingMore: Math.max(0, missing.length - MOST_NAMED),
  };
}

const finding = ({ severity, code, line, field, zh, en, todo, explained }: Finding): ReturnFinding => ({
  ...{ severity, code, line, field, zh, en, todo: { zh: todo.zh, en: todo.en }, explained },
});

/** One event of a return, with where it stands. */
export interface ToldEvent {
  readonly event: ReturnEvent;
  readonly metadata: EventMetadata;
  readonly id: string;
}

/** A return whole: every line that stands or is asked for, what is found about it, and its history. */
export function returnCard(open: OpenReturn, call: { readonly revision: number }, told: readonly ToldEvent[]): ReturnCard {
  const { returnId, place, terms, state, checks } = open;
  const unit = state.head?.unit ?? open.unit ?? { id: place.unit, name: place.unit };
  const findings = checkLines(
    [...state.lines.values()].map(({ line }) => line),
    terms,
    checks,
  );
  const byLine = new Map<string, ReturnFinding[]>();
  for (const each of findings) if (each.line !== null) byLine.set(each.line, [...(byLine.get(each.line) ?? []), finding(each)]);
  const lines = [...state.lines].map(([key, line]) => lineRow(key, line.line, line, open, byLine));
  const blank = blankLines(open).map((line) => lineRow(lineKey(line), line, null, open, byLine));
  const counts = noLines();
  for (const { standing } of [...lines, ...blank]) counts[standing] += 1;
  const brandIds = [...new Set([...checks.expected, ...[...state.lines.values()].map(({ line }) => line.brandId)])];
  const order = new Map(brandIds.map((brandId, i) => [brandId, i]));
  const asked = new Map(terms.asked.map(({ metric, directness }, i) => [`${metric}|${directness}`, i]));
  const at = ({ metric, directness }: ReturnLineRow): number => asked.get(`${metric}|${directness}`) ?? 0;
  const { period, kind, basis, callId, title } = terms;
  const last = told.at(-1);
  return {
    ...{ returnId, callId, title, region: regionRef(place.region), period, periodWords: periodWords(period), kind, basis, unit },
    onBehalf: state.head?.onBehalf ?? place.unit.startsWith('office-'),
    ...{ dataset: datasetOf(terms), brands: checks.expected.length, counts },
    warnings: [...state.lines.values()].filter(({ line }) => line.explanations.length > 0).length,
    dueOn: state.head?.dueOn ?? terms.dueOn,
    ...{ late: state.head?.late ?? false, lateUntil: state.lateAllowed?.until ?? null, reportedOn: state.head?.reportedOn ?? null },
    ...{ revision: Number(open.revision), updatedOn: last?.metadata.effectiveOn ?? null },
    call: callRow({ terms, revision: call.revision }),
    ladder: RUNGS.map((rung) => {
      const why = rungMissing(place.region, rung);
      return {
        rung,
        ...RUNG_WORDS[rung],
        exists: why === null,
        why: why === null ? null : { zh: why.zh, en: why.en },
        roles: [...RUNG_ROLES[rung]],
      };
    }),
    brandList: brandIds.flatMap((brandId) => {
      const brand = checks.brands.get(brandId);
      return brand === undefined ? [] : [{ brandId, name: brand.name, kind: brand.kind, category: brand.category }];
    }),
    lines: [...lines, ...blank].sort(
      (a, b) => (order.get(a.brandId) ?? 0) - (order.get(b.brandId) ?? 0) || compare(a.trade ?? '', b.trade ?? '') || at(a) - at(b),
    ),
    findings: findings.filter(({ line }) => line === null).map(finding),
    history: told.map(({ event, metadata, id }) => {
      const { actor, recordedAt, effectiveOn } = metadata;
      return { event: id, type: event.type, at: recordedAt, on: effectiveOn, by: { ...actor }, ...returnSentence(event) };
    }),
  };
}

/** Lines that the call asks and nobody told yet, ready to be filled in. */
function blankLines({ state, terms, checks }: OpenReturn): ReturnLine[] {
  const told = new Set([...state.lines.values()].map(({ line }) => `${line.brandId}|${line.metric}|${line.directness}`));
  return checks.expected.flatMap((brandId) =>
    terms.asked.flatMap(({ metric, directness, unit }): ReturnLine[] =>
      told.has(`${brandId}|${metric}|${directness}`)
        ? []
        : [
            {
              ...{ brandId, metric, directness, trade: null, unit, nature: lineNature(metric, terms.basis), value: null },
              ...{ estimate: null, roster: null, explanations: [], note: null },
            },
          ],
    ),
  );
}

function lineRow(
  key: string,
  line: ReturnLine,
  state: LineState | null,
  { terms, checks }: OpenReturn,
  findings: ReadonlyMap<string, ReturnFinding[]>,
): ReturnLineRow {
  const metric = METRICS[line.metric];
  const apart = line.directness === 'unstated' ? null : DIRECTNESS_WORDS[line.directness];
  const peers = checks.peers.get(key);
  const earlier = checks.earlier.get(key);
  return {
    line: key,
    ...line,
    metricZh: apart === null ? metric.zh : `${metric.zh}（${apart.zh}）`,
    metricEn: apart === null ? metric.en : `${metric.en} (${apart.en})`,
    brandName: checks.brands.get(line.brandId)?.name ?? line.brandId,
    standing: state?.standing ?? 'missing',
    findings: [...(findings.get(key) ?? [])],
    lastYear: checks.lastYear.get(key) ?? null,
    earlierThisYear: earlier === undefined ? null : { ...earlier },
    peers: peers === undefined || peers.count < terms.rules.outlier.peers ? null : { ...peers },
    comments: (state?.comments ?? []).map(({ by, ...comment }) => ({ ...comment, by: { ...by } })),
    taken: (state?.taken ?? []).map(({ by, ...taken }) => ({ ...taken, by: { ...by } })),
    applied: state === null ? null : appliedOf(state, terms),
  };
}

function appliedOf({ standing, applied, line }: LineState, terms: CallTerms): ReturnLineRow['applied'] {
  const nothing = { figureId: null, code: null, zh: null, en: null };
  if (applied?.state === 'applied') return { ...nothing, state: 'applied', figureId: applied.figureId };
  if (applied !== null) return { figureId: null, ...applied };
  if (standing !== 'locked') return null;
  return { ...nothing, state: line.value !== null && goesToBrands(terms.period, terms.basis) ? 'waiting' : 'kept' };
}

const cellRow = ({ line, field, value, revision, by, at }: ReturnDraftCell): DraftCell => ({
  ...{ line, field, value, revision, by, at },
});

export const draftAnswer = ({ open, cells, aside, findings, progress }: OpenDraft): ReturnDraft => ({
  ...{ returnId: open.returnId, revision: Number(open.revision), progress },
  cells: cells.map(cellRow),
  aside: [...aside],
  findings: findings.map(finding),
});

export const patchedAnswer = ({ written, open, brands, findings, progress }: WrittenDraft): PatchedDraft => ({
  ...{ returnId: open.returnId, revision: Number(open.revision), progress, brands: [...brands] },
  findings: findings.map(finding),
  saved: written.saved.map(cellRow),
  conflicts: written.conflicts.map(({ yours, theirs }) => ({
    ...{ line: yours.line, field: yours.field, yours: yours.value },
    theirs: cellRow(theirs),
  })),
});

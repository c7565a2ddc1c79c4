/**
 * From what a clerk typed to lines. Cells are kept as they were typed, also where they cannot be read yet: what was typed is
 * never lost, and what is wrong with it is said.
 */
import type { LineContext, CheckedTerms } from './check-lines';
import { impossible, type Finding } from './refusals';
import type { ReturnState } from './state';
import { lineKey, parseLineKey, type ReturnLine } from './values';

export interface Cell {
  /** Key of its line. */
  readonly line: string;
  /** `value`, `note`, `estimateMethod`, …, `explain:<code>`; see the contract. */
  readonly field: string;
  /** As typed; null: emptied. */
  readonly value: string | null;
}

/**
 * A count as people type it: 1,234 and １２３４ are counts; 1.2万 is not, because nobody can say what was rounded away.
 * @returns null for a text that is no whole number from zero up
 */
export function readCount(typed: string): number | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  const digits = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  if (!/^\d{1,16}$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

export interface DraftLines {
  /** The return as it would be reported now: what stands, changed by the cells. */
  readonly lines: readonly ReturnLine[];
  /** Cells that cannot be read. */
  readonly unreadable: readonly Finding[];
}

/** @param state lines that stand already, from which an answer to what was sent back starts */
export function linesOfDraft(
  cells: readonly Cell[],
  state: Pick<ReturnState, 'lines'>,
  terms: Pick<CheckedTerms, 'asked' | 'basis'>,
): DraftLines {
  const byLine = new Map<string, Map<string, string>>();
  const emptied = new Set<string>();
  for (const { line, field, value } of cells) {
    const fields = byLine.get(line) ?? new Map<string, string>();
    byLine.set(line, fields);
    const typed = value?.trim() ?? '';
    if (typed === '') emptied.add(`${line}#${field}`);
    else fields.set(field, typed);
  }
  const unreadable: Finding[] = [];
  const lines = new Map<string, ReturnLine>([...state.lines].map(([key, { line }]) => [key, line]));
  for (const [key, fields] of byLine) {
    const place = parseLineKey(key);
    const asked = place && terms.asked.find(({ metric, directness }) => metric === place.metric && directness === place.directness);
    if (!place || !asked) {
      if (fields.size > 0 && place)
        unreadable.push(impossible('RETURN.METRIC_NOT_ASKED', key, 'metric', { metric: place.metric, directness: place.directness }));
      continue;
    }
    const before = lines.get(key) ?? null;
    const was = (field: string): boolean => emptied.has(`${key}#${field}`);
    const text = (field: string, standing: string | null): string | null => fields.get(field) ?? (was(field) ? null : standing);
    const count = (field: string, standing: number | null): number | null => {
      const typed = fields.get(field);
      if (typed === undefined) return was(field) ? null : standing;
      const value = readCount(typed);
      if (value === null) unreadable.push(impossible('RETURN.VALUE_INVALID', key, field, { value: typed.slice(0, 40) }));
      return value;
    };
    if (fields.size === 0 && before === null) continue;
    const line: ReturnLine = {
      ...place,
      ...{ unit: asked.unit, nature: asked.nature },
      value: count('value', before?.value ?? null),
      estimate: estimateOf(
        text('estimateMethod', before?.estimate?.method ?? null),
        text('estimateBasis', before?.estimate?.basis ?? null),
      ),
      roster: rosterOf(key, text, count, before, unreadable),
      explanations: explanationsOf(fields, was, before),
      note: text('note', before?.note ?? null),
    };
    lines.set(key, line);
  }
  return { lines: [...lines.values()], unreadable };
}

function estimateOf(method: string | null, basis: string | null): ReturnLine['estimate'] {
  return method === null || basis === null ? null : { method, basis };
}

function rosterOf(
  key: string,
  text: (field: string, standing: string | null) => string | null,
  count: (field: string, standing: number | null) => number | null,
  before: ReturnLine | null,
  unreadable: Finding[],
): ReturnLine['roster'] {
  const roster = before?.roster ?? null;
  const sha256 = text('rosterSha256', roster?.sha256 ?? null)?.toLowerCase() ?? null;
  const rows = count('rosterRows', roster?.rows ?? null);
  const duplicatesRemoved = count('rosterDuplicates', roster?.duplicatesRemoved ?? null);
  const keyId = text('rosterKey', roster?.keyId ?? null);
  if (sha256 === null && rows === null && duplicatesRemoved === null && keyId === null) return null;
  if (sha256 === null || !/^[0-9a-f]{64}$/.test(sha256) || rows === null || duplicatesRemoved === null || keyId === null) {
    unreadable.push(impossible('RETURN.ROSTER_INCOMPLETE', key, 'roster'));
    return null;
  }
  return { sha256, rows, duplicatesRemoved, keyId };
}

function explanationsOf(
  fields: ReadonlyMap<string, string>,
  was: (field: string) => boolean,
  before: ReturnLine | null,
): ReturnLine['explanations'] {
  const kept = (before?.explanations ?? []).filter(({ code }) => !fields.has(`explain:${code}`) && !was(`explain:${code}`));
  const typed = [...fields].flatMap(([field, reason]) =>
    field.startsWith('explain:') ? [{ code: field.slice('explain:'.length), text: reason }] : [],
  );
  return [...kept, ...typed].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** What of a draft is to be reported: lines that are new, were sent back, or say something else than what stands. */
export function linesToReport(lines: readonly ReturnLine[], { lines: standing }: Pick<ReturnState, 'lines'>): readonly ReturnLine[] {
  return lines.filter((line) => {
    const known = standing.get(lineKey(line));
    return known === undefined || known.standing === 'returned' || known.line !== line;
  });
}

/** How many lines are asked of a return, and how many of them the draft fills in: with a figure, or a note that says why not. */
export function draftProgress(
  lines: readonly ReturnLine[],
  { asked }: Pick<CheckedTerms, 'asked'>,
  { expected }: Pick<LineContext, 'expected'>,
) {
  const filled = new Set(
    lines
      .filter(({ value, note }) => value !== null || note !== null)
      .map(({ brandId, metric, directness }) => `${brandId}|${metric}|${directness}`),
  );
  const wanted = expected.flatMap((brandId) => asked.map(({ metric, directness }) => `${brandId}|${metric}|${directness}`));
  return { asked: wanted.length, filled: wanted.filter((key) => filled.has(key)).length };
}

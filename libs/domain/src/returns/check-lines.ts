/**
 * What is wrong with lines, and what is doubtful. Pure, so that the clerk sees while typing exactly what the ledger will answer.
 *
 * Impossible: refused. Doubtful: accepted with a reason. Ratios are whole numbers, and products exact.
 */
import { DIRECTNESS_WORDS, NATURE_WORDS, UNIT_WORDS } from '../brand/words';
import { METRICS } from '../dictionary';
import { regionName } from '../region/regions';
import type { CallTerms } from './state';
import { doubtful, impossible, type DoubtfulCode, type Finding, type ImpossibleCode } from './refusals';
import { lineKey, type LinePlace, type ReturnLine } from './values';
import { periodOf } from './period';

/** A brand as far as returns go. */
export interface ReturnBrand {
  readonly brandId: string;
  readonly name: string;
  readonly kind: string;
  readonly category: string | null;
  readonly region: string;
  /** Who reports for it in this call: a unit, an institution, or its county's office. */
  readonly reporter: { readonly id: string; readonly name: string };
  /** The day it was delisted; null while it is not. */
  readonly delistedOn: string | null;
}

/** What lines are compared with. Keys are keys of lines. */
export interface LineContext {
  readonly region: string;
  readonly unit: string;
  /** Brands of the return, and every other that a line names. */
  readonly brands: ReadonlyMap<string, ReturnBrand>;
  /** Brands of which the return has lines already. */
  readonly told: ReadonlySet<string>;
  /** Brands that this return must speak of. */
  readonly expected: readonly string[];
  /** The same line one year before. */
  readonly lastYear: ReadonlyMap<string, number>;
  /** The last 累计 of the year before this period. */
  readonly earlier: ReadonlyMap<string, { readonly period: string; readonly value: number }>;
  /** Lower median of the same line among brands of the same kind and category, and how many they are. */
  readonly peers: ReadonlyMap<string, { readonly median: number; readonly count: number }>;
}

/** What of a call the checks ask for. */
export type CheckedTerms = Pick<CallTerms, 'asked' | 'relations' | 'rules' | 'kind' | 'period' | 'basis'>;

/** Whether `value` lies beyond `limit × numerator / denominator`; exactly on it does not. */
const beyond = (
  value: number,
  limit: number,
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number },
): boolean => BigInt(value) * BigInt(denominator) > BigInt(limit) * BigInt(numerator);

type MisplacedCode = Extract<ImpossibleCode, `RETURN.BRAND_${string}`>;

const metricWords = ({ metric }: Pick<LinePlace, 'metric'>) => ({ zh: METRICS[metric].zh, en: METRICS[metric].en });
const ratioWords = ({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): string =>
  denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;

/** @param lines the return as it would stand: what was reported before and what is reported now */
export function checkLines(lines: readonly ReturnLine[], terms: CheckedTerms, context: LineContext): readonly Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const line of lines) {
    const key = lineKey(line);
    if (seen.has(key)) findings.push(impossible('RETURN.LINE_TWICE', key, null, { line: lineWords(line, context) }));
    seen.add(key);
    findings.push(...brandFindings(line, key, terms, context), ...ownFindings(line, key, terms), ...doubts(line, key, terms, context));
  }
  return [...findings, ...partsAndWholes(lines, terms), ...missing(lines, terms, context)];
}

/** What `checkLines` finds about some brands: whatever it finds concerns one brand, so that the others need not be looked at. */
export function checkLinesOf(
  brands: ReadonlySet<string>,
  lines: readonly ReturnLine[],
  terms: CheckedTerms,
  context: LineContext,
): readonly Finding[] {
  const expected = context.expected.filter((brandId) => brands.has(brandId));
  return checkLines(
    lines.filter(({ brandId }) => brands.has(brandId)),
    terms,
    { ...context, expected },
  );
}

/** A line in words: brand, metric, directness, trade. */
export function lineWords(line: LinePlace, { brands }: Pick<LineContext, 'brands'>): { readonly zh: string; readonly en: string } {
  const name = brands.get(line.brandId)?.name ?? line.brandId;
  const { zh, en } = DIRECTNESS_WORDS[line.directness];
  const apart = line.directness === 'unstated';
  const trade = line.trade === null ? '' : ` · ${line.trade}`;
  return {
    zh: `${name} · ${METRICS[line.metric].zh}${apart ? '' : `（${zh}）`}${trade}`,
    en: `${name} · ${METRICS[line.metric].en}${apart ? '' : ` (${en})`}${trade}`,
  };
}

/** Why a brand does not belong into a return; null: it does. */
function misplaced(
  brandId: string,
  { kind, period }: CheckedTerms,
  { brands, region, unit }: LineContext,
): { readonly code: MisplacedCode; readonly places: Parameters<typeof doubtful>[3] } | null {
  const brand = brands.get(brandId);
  if (brand === undefined || (brand.kind !== kind && brand.kind !== 'dual')) return { code: 'RETURN.BRAND_UNKNOWN', places: {} };
  const { name } = brand;
  if (brand.region !== region)
    return { code: 'RETURN.BRAND_ELSEWHERE', places: { brand: name, region: regionName(brand.region) ?? brand.region } };
  if (brand.delistedOn !== null && brand.delistedOn < periodOf(period).from)
    return { code: 'RETURN.BRAND_DELISTED', places: { brand: name, on: brand.delistedOn } };
  return brand.reporter.id === unit ? null : { code: 'RETURN.BRAND_OF_OTHER_UNIT', places: { brand: name, unit: brand.reporter.name } };
}

/** What became doubtful of a brand that left after it was told: whoever told it may still answer for it, with a reason. */
const LEFT = {
  'RETURN.BRAND_DELISTED': 'RETURN.BRAND_DELISTED_SINCE',
  'RETURN.BRAND_OF_OTHER_UNIT': 'RETURN.BRAND_LEFT_UNIT',
} as const;
const hasLeft = (code: MisplacedCode): code is keyof typeof LEFT => Object.hasOwn(LEFT, code);

function brandFindings(line: ReturnLine, key: string, terms: CheckedTerms, context: LineContext): Finding[] {
  const wrong = misplaced(line.brandId, terms, context);
  if (wrong === null) return [];
  const { code, places } = wrong;
  if (!context.told.has(line.brandId) || !hasLeft(code)) return [impossible(code, key, 'brandId', places)];
  const explained = line.explanations.some((explanation) => explanation.code === LEFT[code]);
  return [doubtful(LEFT[code], key, explained, places)];
}

/** Brands that were typed into a return and do not belong there, or not any more: they are not reported with it. */
export function setAside(
  brandIds: readonly string[],
  terms: CheckedTerms,
  context: LineContext,
): readonly { readonly brandId: string; readonly zh: string; readonly en: string }[] {
  return brandIds.flatMap((brandId) => {
    const wrong = context.told.has(brandId) ? null : misplaced(brandId, terms, context);
    if (wrong === null) return [];
    const { zh, en } = impossible(wrong.code, null, null, wrong.places);
    return [{ brandId, zh, en }];
  });
}

function ownFindings(line: ReturnLine, key: string, terms: CheckedTerms): Finding[] {
  const asked = terms.asked.find(({ metric, directness }) => metric === line.metric && directness === line.directness);
  const metric = metricWords(line);
  if (asked === undefined)
    return [impossible('RETURN.METRIC_NOT_ASKED', key, 'metric', { metric, directness: DIRECTNESS_WORDS[line.directness] })];
  const found: Finding[] = [];
  if (line.unit !== asked.unit)
    found.push(impossible('RETURN.WRONG_UNIT', key, 'unit', { metric, asked: UNIT_WORDS[asked.unit], unit: UNIT_WORDS[line.unit] }));
  if (line.nature !== asked.nature)
    found.push(
      impossible('RETURN.WRONG_NATURE', key, 'nature', { metric, asked: NATURE_WORDS[asked.nature], nature: NATURE_WORDS[line.nature] }),
    );
  if (terms.kind === 'training' && line.trade === null) found.push(impossible('RETURN.TRADE_MISSING', key, 'trade'));
  if (terms.kind === 'labour' && line.trade !== null) found.push(impossible('RETURN.TRADE_UNEXPECTED', key, 'trade'));
  if (line.value === null) {
    if (line.note === null) found.push(impossible('RETURN.VALUE_MISSING', key, 'value'));
    return found;
  }
  if (!isCount(line)) found.push(impossible('RETURN.VALUE_INVALID', key, 'value', { value: line.value }));
  if (line.directness === 'indirect' && line.estimate === null) found.push(impossible('RETURN.ESTIMATE_MISSING', key, 'estimate'));
  if (line.directness !== 'indirect' && line.estimate !== null) found.push(impossible('RETURN.ESTIMATE_UNEXPECTED', key, 'estimate'));
  const { roster } = line;
  if (roster !== null && roster.duplicatesRemoved > roster.rows)
    found.push(impossible('RETURN.ROSTER_IMPOSSIBLE', key, 'roster', { rows: roster.rows, removed: roster.duplicatesRemoved }));
  return found;
}

function doubts(line: ReturnLine, key: string, { rules }: CheckedTerms, context: LineContext): Finding[] {
  const { value, roster } = line;
  if (value === null || !isCount(line)) return [];
  const found: Finding[] = [];
  const doubt = (code: DoubtfulCode, places: Parameters<typeof doubtful>[3]): void => {
    const explained = line.explanations.some((explanation) => explanation.code === code);
    found.push(doubtful(code, key, explained, places));
  };
  const before = context.lastYear.get(key);
  if (before !== undefined && (beyond(value, before, rules.jump) || beyond(before, value, rules.jump)))
    doubt('RETURN.JUMP', { before, ratio: ratioWords(rules.jump) });
  const peers = context.peers.get(key);
  if (peers !== undefined && peers.median > 0 && peers.count >= rules.outlier.peers && beyond(value, peers.median, rules.outlier))
    doubt('RETURN.OUTLIER', { peers: peers.count, median: peers.median, ratio: ratioWords(rules.outlier) });
  const earlier = context.earlier.get(key);
  if (line.nature === 'cumulative' && earlier !== undefined && value < earlier.value)
    doubt('RETURN.CUMULATIVE_LOWER', { period: earlier.period, before: earlier.value });
  if (roster !== null && roster.duplicatesRemoved <= roster.rows && roster.rows - roster.duplicatesRemoved !== value)
    doubt('RETURN.ROSTER_DIFFERS', { count: roster.rows - roster.duplicatesRemoved });
  return found;
}

const isCount = ({ value }: Pick<ReturnLine, 'value'>): boolean => value !== null && Number.isSafeInteger(value) && value >= 0;

/** A part is never more than its whole: of one brand and one trade. Where a part of the whole is not known, nothing is said. */
function partsAndWholes(lines: readonly ReturnLine[], { relations, asked }: CheckedTerms): Finding[] {
  const groups = new Map<string, ReturnLine[]>();
  for (const line of lines) {
    const place = `${line.brandId}|${line.trade ?? ''}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [line]);
    else group.push(line);
  }
  const found: Finding[] = [];
  for (const group of groups.values()) {
    for (const { part, whole } of relations) {
      const wholeDirections = asked.filter(({ metric }) => metric === whole);
      const wholes = group.filter(({ metric }) => metric === whole);
      const counted = wholes.every(isCount) && wholes.length === wholeDirections.length && wholes.length > 0;
      if (!counted) continue;
      const total = wholes.reduce((sum, { value }) => sum + BigInt(value ?? 0), 0n);
      for (const line of group.filter((each) => each.metric === part && isCount(each))) {
        if (line.value === null || BigInt(line.value) <= total) continue;
        const places = { part: metricWords(line), partValue: line.value, whole: metricWords({ metric: whole }), wholeValue: String(total) };
        found.push(impossible('RETURN.PART_EXCEEDS_WHOLE', lineKey(line), 'value', places));
      }
    }
  }
  return found;
}

/** Every brand expected speaks of every metric asked; a training brand in at least one trade. */
function missing(lines: readonly ReturnLine[], { asked }: CheckedTerms, { expected, brands }: LineContext): Finding[] {
  const told = new Set(lines.map(({ brandId, metric, directness }) => `${brandId}|${metric}|${directness}`));
  return expected.flatMap((brandId) =>
    asked.flatMap(({ metric, directness }) => {
      if (told.has(`${brandId}|${metric}|${directness}`)) return [];
      const key = lineKey({ brandId, metric, directness, trade: null });
      const places = {
        brand: brands.get(brandId)?.name ?? brandId,
        metric: metricWords({ metric }),
        directness: DIRECTNESS_WORDS[directness],
      };
      return [impossible('RETURN.LINE_MISSING', key, 'value', places)];
    }),
  );
}

/** The lower median: a figure that somebody reported, and no half. Null of nothing. */
export function lowerMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

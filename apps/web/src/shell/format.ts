/** Numbers, windows and quantities as people read them. Pure; nothing here decides anything. */
import type { FigureRow } from '#contracts';
import type { Explanation } from '#domain';
import type { Words } from './language';
import { BOUND_SIGN, named, UNIT } from './words';

type Node = Explanation['root'];
type Quantity = NonNullable<Node['actual']>;

/** 53400 → `53,400`. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/**
 * As people in China read a large number: 53400 → `5.34万`, 120000000 → `1.2亿`. Rounded half up to two decimals, by
 * integers; the exact number stands beside it wherever it is shown (`Amount`). In English, and below ten thousand, exact.
 */
export function amountIn(value: number, language: 'zh' | 'en'): string {
  if (language === 'en' || Math.abs(value) < 10_000) return grouped(value);
  const [unit, word] = Math.abs(value) < 100_000_000 ? ([10_000n, '万'] as const) : ([100_000_000n, '亿'] as const);
  const size = BigInt(Math.abs(value));
  const hundredths = (size * 100n + unit / 2n) / unit;
  const decimals = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${value < 0 ? '−' : ''}${grouped(Number(hundredths / 100n))}${decimals === '' ? '' : `.${decimals}`}${word}`;
}

/** `2026-11-26` → `2026年11月26日`, `2026-11` → `2026年11月`; in English as it stands. Anything else is shown as it is. */
export function dateIn(date: string, language: 'zh' | 'en'): string {
  const found = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(date);
  if (language === 'en' || found === null) return date;
  const [, year, month, day] = found;
  return `${year}年${Number(month)}月${day === undefined ? '' : `${Number(day)}日`}`;
}

/** A ratio of two integers in percent with two decimals, rounded towards zero so that 89.995 % never reads 90.00 %. */
export function percentOf(numerator: number, denominator: number): string {
  if (denominator === 0) return `${numerator}/0`;
  const negative = numerator < 0 !== denominator < 0 && numerator !== 0;
  const scaled = (BigInt(Math.abs(numerator)) * 10000n) / BigInt(Math.abs(denominator));
  return `${negative ? '−' : ''}${scaled / 100n}.${String(scaled % 100n).padStart(2, '0')}%`;
}

/** A change against what was before, in percent as a spreadsheet shows it: rounded to the nearest hundredth. Nothing is decided by it. */
export function changeOf(change: number, before: number): string {
  const [of, part] = [BigInt(Math.abs(before)), BigInt(Math.abs(change))];
  if (of === 0n) return `${change}/0`;
  const scaled = (part * 20_000n + of) / (2n * of);
  return `${change < 0 ? '−' : '+'}${scaled / 100n}.${String(scaled % 100n).padStart(2, '0')}%`;
}

export function quantityIn(quantity: Quantity | null, language: 'zh' | 'en'): string {
  if (quantity === null) return '—';
  if (quantity.kind === 'text') return quantity.value;
  if (quantity.kind === 'ratio')
    return `${percentOf(quantity.numerator, quantity.denominator)}（${grouped(quantity.numerator)}/${grouped(quantity.denominator)}）`;
  const unit = quantity.unit === '' ? '' : named(UNIT, quantity.unit)[language];
  return `${quantity.value < 0 ? '−' : ''}${grouped(Math.abs(quantity.value))}${language === 'en' && unit !== '' ? ' ' : ''}${unit}`;
}

/** A margin with its sign: `+0人`, `−1人`, `−0.01%`. */
export function marginIn(quantity: Quantity | null, language: 'zh' | 'en'): string {
  if (quantity === null || quantity.kind === 'text') return quantityIn(quantity, language);
  if (quantity.kind === 'count') return `${quantity.value >= 0 ? '+' : ''}${quantityIn(quantity, language)}`;
  const negative = quantity.numerator < 0 !== quantity.denominator < 0 && quantity.numerator !== 0;
  return `${negative ? '' : '+'}${percentOf(quantity.numerator, quantity.denominator)}`;
}

/** The window a figure speaks of, exactly as far as its source goes. */
export function windowOf(figure: Pick<FigureRow, 'fromYear' | 'toYear' | 'asOf'>): Words {
  const { fromYear, toYear, asOf } = figure;
  if (toYear === null && fromYear === null && asOf === null) return { zh: '年份不详', en: 'year unknown' };
  if (fromYear !== null && toYear !== null && fromYear !== toYear) return { zh: `${fromYear}—${toYear} 年`, en: `${fromYear}–${toYear}` };
  if (asOf !== null) return { zh: `截至 ${asOf}`, en: `as of ${asOf}` };
  const year = toYear ?? fromYear;
  return { zh: `${year} 年`, en: `${year}` };
}

export const figureText = (figure: Pick<FigureRow, 'value' | 'unit' | 'bound'>, language: 'zh' | 'en'): string =>
  `${language === 'en' && figure.bound === 'almost' ? 'almost ' : (BOUND_SIGN[figure.bound] ?? '')}${grouped(figure.value)} ${named(UNIT, figure.unit)[language]}`;

/** `2024-07-30T15:59:00.000Z` → `2024-07-30 23:59:00`, Asia/Shanghai, which has kept one offset since 1991. */
export function shanghaiTime(iso: string): string {
  const moment = Date.parse(iso);
  if (Number.isNaN(moment)) return iso;
  return new Date(moment + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Business date of this moment, Asia/Shanghai. */
export const todayInShanghai = (): string => shanghaiTime(new Date().toISOString()).slice(0, 10);
export const momentInShanghai = (): string => `${shanghaiTime(new Date().toISOString()).replace(' ', 'T')}+08:00`;

/** Depth-first walk over an explanation. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** The missing facts of an explanation, each once, in order. */
export function missingOf(root: Node): Node['missing'] {
  const seen = new Map<string, Node['missing'][number]>();
  for (const node of nodesOf(root)) for (const fact of node.missing) seen.set(`${fact.label}\u0000${fact.year}\u0000${fact.owedBy}`, fact);
  return [...seen.values()];
}

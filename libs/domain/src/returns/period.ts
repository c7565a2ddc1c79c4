/** The period that a return speaks of: a month `2025-03`, a quarter `2025Q1`, a half-year `2025H1`, a year `2025`. */
import { z } from 'zod';
import { addDays, yearOf } from '../dates';

export const ReturnPeriod = z.string().regex(/^(19[5-9]\d|2[01]\d\d)(-(0[1-9]|1[0-2])|Q[1-4]|H[12])?$/);

/** 月, 季, 半年, 年. */
export const PERIOD_KINDS = ['month', 'quarter', 'halfYear', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface Period {
  readonly kind: PeriodKind;
  readonly year: number;
  /** First and last month, from 1 on. */
  readonly fromMonth: number;
  readonly toMonth: number;
  readonly from: string;
  /** Last day of the period. */
  readonly to: string;
}

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 };

/** @throws RangeError for a text that `ReturnPeriod` does not let in */
export function periodOf(text: string): Period {
  const found = /^(\d{4})(?:-(\d{2})|Q(\d)|H(\d))?$/.exec(text);
  if (!found) throw new RangeError(`“${text}” is no period`);
  const [, year = '', month, quarter, half] = found;
  const kind: PeriodKind = month ? 'month' : quarter ? 'quarter' : half ? 'halfYear' : 'year';
  const toMonth = Number(month ?? quarter ?? half ?? 1) * MONTHS[kind];
  const fromMonth = toMonth - MONTHS[kind] + 1;
  const first = (y: number, m: number): string => `${y}-${String(m).padStart(2, '0')}-01`;
  const next = toMonth === 12 ? first(Number(year) + 1, 1) : first(Number(year), toMonth + 1);
  return { kind, year: Number(year), fromMonth, toMonth, from: first(Number(year), fromMonth), to: addDays(next, -1) };
}

/** The same period one year before: `2024Q1` for `2025Q1`. */
export const periodLastYear = (text: string): string => `${Number(text.slice(0, 4)) - 1}${text.slice(4)}`;

/** Whether a period is a whole year. */
export const isWholeYear = (text: string): boolean => periodOf(text).kind === 'year';
/** Whether a 累计 of this period ends the year. */
export const endsYear = (text: string): boolean => periodOf(text).toMonth === 12;
/** Whether the last day of the period has come. */
export const periodIsOver = (text: string, today: string): boolean => today >= periodOf(text).to;

/** A period in words: 2025年3月, 2025年一季度, 2025年上半年, 2025年度. */
export function periodWords(text: string): { readonly zh: string; readonly en: string } {
  const { kind, year, toMonth } = periodOf(text);
  switch (kind) {
    case 'month':
      return { zh: `${year}年${toMonth}月`, en: `${year}-${String(toMonth).padStart(2, '0')}` };
    case 'quarter':
      return { zh: `${year}年${'一二三四'[toMonth / 3 - 1] ?? ''}季度`, en: `Q${toMonth / 3} ${year}` };
    case 'halfYear':
      return { zh: `${year}年${toMonth === 6 ? '上' : '下'}半年`, en: `${toMonth === 6 ? 'first' : 'second'} half of ${year}` };
    case 'year':
      return { zh: `${year}年度`, en: `year ${year}` };
  }
}

export const periodYear = (text: string): number => yearOf(periodOf(text).to);

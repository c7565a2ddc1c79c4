/** What happens to a region: a year is closed once, aggregates are published. */
import type { RegionEvent } from './events';
import { regionName } from './regions';
import { METRICS, type MetricDefinition } from '../dictionary';
import { isCalendarDate, yearOf } from '../dates';
import { accept, refuse, type Decided, type Refused } from '../refusal';

type DataOf<T extends RegionEvent['type']> = Extract<RegionEvent, { type: T }>['data'];

export type RegionCommand =
  | { readonly type: 'closeYear'; readonly data: DataOf<'YearClosed.v1'> }
  | { readonly type: 'publishRegionalFigure'; readonly data: DataOf<'RegionalFigurePublished.v1'> };

export interface RegionState {
  /** Real and synthetic years are closed apart. */
  readonly closed: readonly { readonly year: number; readonly origin: string; readonly closedOn: string; readonly digest: string }[];
  readonly figures: readonly { readonly figureId: string; readonly value: number }[];
}

export const initialRegion: RegionState = { closed: [], figures: [] };

export const regionStream = (region: string): string => `region-${region}`;

export function evolveRegion(state: RegionState, event: RegionEvent): RegionState {
  switch (event.type) {
    case 'YearClosed.v1': {
      const { year, origin, closedOn, digest } = event.data;
      return { ...state, closed: [...state.closed, { year, origin, closedOn, digest }] };
    }
    case 'RegionalFigurePublished.v1':
      return { ...state, figures: [...state.figures, { figureId: event.data.figureId, value: event.data.value }] };
    default:
      return state;
  }
}

/** `today` is the business date of the command, Asia/Shanghai. */
export function decideRegion(command: RegionCommand, state: RegionState, ctx: { readonly today: string }): Decided<RegionEvent> {
  const { region } = command.data;
  if (regionName(region) === undefined) {
    return no(
      'REGION.UNKNOWN_CODE',
      'region',
      `行政区划代码“${region}”不存在。`,
      `There is no region with the code “${region}”.`,
      '请按 GB/T 2260 填写六位代码。',
      'Give a six-digit code of GB/T 2260.',
    );
  }
  return command.type === 'closeYear' ? closeYear(command.data, state, ctx.today) : publishRegionalFigure(command.data, state, ctx.today);
}

/** 年度封账: once, after the year is over, with the digest of what was in force. */
function closeYear(data: DataOf<'YearClosed.v1'>, state: RegionState, today: string): Decided<RegionEvent> {
  const { year, closedOn, digest, origin } = data;
  const before = state.closed.find((closed) => closed.year === year && closed.origin === origin);
  if (before) {
    return no(
      'REGION.YEAR_ALREADY_CLOSED',
      'year',
      `${year} 年度已于 ${before.closedOn} 封账。`,
      `The year ${year} was closed on ${before.closedOn}.`,
      '封账后的数字如有误，请办理更正。',
      'Correct a figure that is wrong; a year is closed once.',
    );
  }
  if (!isCalendarDate(closedOn)) {
    return no(
      'REGION.DATE_INVALID',
      'closedOn',
      `“${closedOn}”不是有效日期。`,
      `“${closedOn}” is not a date of the calendar.`,
      '请填写真实日期。',
      'Give a real date.',
    );
  }
  if (closedOn > today) {
    return no(
      'REGION.FUTURE_DATE',
      'closedOn',
      `封账日期 ${closedOn} 晚于今天（${today}）。`,
      `The closing date ${closedOn} lies after today (${today}).`,
      '请填写已经到来的日期。',
      'Give a date that has come.',
    );
  }
  if (yearOf(closedOn) <= year) {
    return no(
      'REGION.YEAR_NOT_OVER',
      'year',
      `${year} 年度在 ${closedOn} 尚未结束。`,
      `On ${closedOn} the year ${year} is not over.`,
      '请在年度结束后封账。',
      'Close a year when it is over.',
    );
  }
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    return no(
      'REGION.DIGEST_MISSING',
      'digest',
      '封账须附现行数字清单的摘要（SHA-256）。',
      'A closing carries the SHA-256 digest of the figures in force.',
      '请重新汇总后封账。',
      'Draw the list of figures up again.',
    );
  }
  return accept({ type: 'YearClosed.v1', data });
}

/** A published aggregate: never a brand, never added to brands. The metric may be one that only a region has. */
function publishRegionalFigure(data: DataOf<'RegionalFigurePublished.v1'>, state: RegionState, today: string): Decided<RegionEvent> {
  const known = state.figures.find((figure) => figure.figureId === data.figureId);
  if (known) {
    return known.value === data.value
      ? accept()
      : no(
          'REGION.ID_REUSED',
          'figureId',
          `编号 ${data.figureId} 已用于另一数字。`,
          `The id ${data.figureId} stands for another figure.`,
          '请使用新的编号。',
          'Use a new id.',
        );
  }
  if (!Number.isSafeInteger(data.value) || data.value < 0) {
    return no(
      'REGION.FIGURE_VALUE',
      'value',
      `数值 ${data.value} 不是非负整数。`,
      `The value ${data.value} is not a whole number from zero up.`,
      '请填写非负整数。',
      'Give a whole number.',
    );
  }
  const metric: MetricDefinition | undefined = Object.entries(METRICS).find(([id]) => id === data.metric)?.[1];
  if (metric && data.unit !== 'unstated' && !metric.units.some((unit) => unit === data.unit)) {
    return no(
      'REGION.FIGURE_UNIT',
      'unit',
      `指标“${metric.zh}”不能以“${data.unit}”计量。`,
      `The metric “${metric.en}” is not counted in “${data.unit}”.`,
      `可用单位：${metric.units.join('、')}。`,
      `Units that fit: ${metric.units.join(', ')}.`,
    );
  }
  const { fromYear, toYear } = data.window;
  if (fromYear !== null && toYear !== null && fromYear > toYear) {
    return no(
      'REGION.FIGURE_WINDOW',
      'window',
      `起始年度 ${fromYear} 晚于截止年度 ${toYear}。`,
      `${fromYear} is after ${toYear}.`,
      '请核对年度。',
      'Check the years.',
    );
  }
  const year = toYear ?? fromYear;
  if (year !== null && year > yearOf(today)) {
    return no(
      'REGION.FIGURE_FUTURE',
      'window',
      `${year} 年度尚未到来。`,
      `The year ${year} has not come yet.`,
      '未来的数字只能作为目标登记。',
      'Only a target may lie in the future.',
    );
  }
  return accept({ type: 'RegionalFigurePublished.v1', data });
}

const no = (code: string, field: string, zh: string, en: string, todoZh: string, todoEn: string): Refused =>
  refuse({ code, field, zh, en, todo: { zh: todoZh, en: todoEn } });

import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useMemo, type CSSProperties } from 'react';
import { useSpeech } from './language';

interface Props {
  /** A business date, `2026-11-26`; with `time`, `2026-11-26T09:30` of the wall clock. Empty: none. */
  readonly value?: string | null;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
  readonly time?: boolean;
  readonly disabled?: boolean;
  readonly style?: CSSProperties;
  readonly 'aria-label'?: string;
}

/** What people type, besides what the field shows. */
const TYPED = ['YYYY-MM-DD', 'YYYY-M-D', 'YYYY/M/D', 'YYYY.M.D', 'YYYYMMDD', 'YYYY年M月D日'];

/** A date as people here write it, 2026年11月26日, picked or typed. It gives and takes the ledger's own form, as an input of the browser does. */
export function DateInput({ value, onChange, time = false, style, ...rest }: Props) {
  const { language } = useSpeech();
  const shown = language === 'en' ? 'YYYY-MM-DD' : 'YYYY年M月D日';
  const formats = [shown, ...TYPED].map((format) => (time ? `${format} HH:mm` : format));
  const said = (date: dayjs.Dayjs): string => date.format(time ? 'YYYY-MM-DDTHH:mm' : 'YYYY-MM-DD');
  // The picker takes what was typed only after the click that left it, and a form that is submitted by that click would miss it.
  const take = (typed: string): void => {
    const dates = [...formats, ...(time ? ['YYYY-MM-DDTHH:mm'] : [])].map((format) => dayjs(typed, format, true));
    const date = dates.find((each) => each.isValid());
    if (date !== undefined && said(date) !== value) onChange?.(said(date));
  };
  // The same object while the value is the same: at another one the picker forgets what is being typed, and a page that hears of
  // news is drawn anew in the middle of it.
  const read = useMemo(() => (value === undefined || value === null || value === '' ? null : dayjs(value)), [value]);
  return (
    <DatePicker
      {...rest}
      value={read?.isValid() === true ? read : null}
      format={time ? [...formats, 'YYYY-MM-DDTHH:mm'] : formats}
      showTime={time ? { format: 'HH:mm' } : false}
      needConfirm={false}
      style={{ width: '100%', ...style }}
      onChange={(date) => onChange?.(date === null ? '' : said(date))}
      onBlur={(event) => {
        if (event.target instanceof HTMLInputElement) take(event.target.value);
      }}
    />
  );
}

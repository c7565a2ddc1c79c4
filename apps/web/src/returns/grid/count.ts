/** Counts as clerks type and paste them. Whole numbers only: nothing is rounded, nothing is guessed. Pure. */
import type { Words } from '../../shell/language';

export type CountRead =
  | { readonly kind: 'empty' }
  | { readonly kind: 'count'; readonly value: number }
  /** The cell keeps what was typed and says what to type instead. */
  | { readonly kind: 'bad'; readonly words: Words };

const bad = (zh: string, en: string): CountRead => ({ kind: 'bad', words: { zh, en } });

/** Units that a clerk may write behind a number, and the codes of the data dictionary that they mean. */
const UNIT_WORDS: Readonly<Record<string, readonly string[]>> = {
  人: ['persons'],
  人次: ['personTimes'],
  元: ['yuan'],
  个: ['items'],
  家: ['items'],
  分: ['points'],
  天: ['days'],
  岁: ['years'],
};
const TENS: Readonly<Record<string, number>> = { 百: 2, 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };

/** `1.25` and 4 → `12500`; null where a part of one is left. Digits only, so nothing is lost in between. */
function shifted(number: string, places: number): string | null {
  const [whole = '0', part = ''] = number.split('.');
  const kept = part.replace(/0+$/, '');
  if (kept.length > places) return null;
  return (whole + kept.padEnd(places, '0')).replace(/^0+(?=\d)/, '');
}

/**
 * Reads one cell.
 * Full-width digits are read as plain ones, blanks around do not count, thousands are parted by commas or blanks in
 * groups of three, and the column's own unit may stand behind. `万` and other large steps are refused with the number to
 * type instead: a figure of the ledger is one that somebody counted.
 *
 * @param unit unit of the column, a code of the data dictionary
 */
export function readCount(typed: string, unit: string): CountRead {
  // Besides what NFKC folds: the minus sign and the dashes that stand for it.
  const text = typed.normalize('NFKC').trim().replace(/^[−–]/, '-');
  if (text === '') return { kind: 'empty' };
  if (/^[-—/\\无]+$/.test(text)) return bad('没有就留空，确为零请填 0。', 'Leave it empty where there is none; type 0 where it is nought.');
  if (/^[=+@]/.test(text)) return bad('不接受公式，请填数值。', 'No formulas: type the number.');
  const match = /^(-?)(\d[\d, ]*(?:\.\d+)?)\s*(.*)$/.exec(text);
  if (match === null) return bad('请填整数。', 'Type a whole number.');
  const [, minus = '', written = '', behind = ''] = match;
  if (minus !== '') return bad('不能为负数。', 'It cannot be negative.');
  const [whole = '', part] = written.trim().split('.');
  const grouped = /[, ]/.test(whole);
  if (grouped && !/^\d{1,3}(?:[, ]\d{3})+$/.test(whole))
    return bad('分隔符的位置不对，千位分隔应每三位一个。', 'The separators stand in the wrong place: one for every three digits.');
  const digits = whole.replace(/[, ]/g, '');
  const number = part === undefined ? digits : `${digits}.${part}`;
  const step = /^(百万|千万|百|千|万|亿)/.exec(behind)?.[1];
  if (step !== undefined) {
    const full = shifted(number, TENS[step] ?? 0);
    return full === null
      ? bad(`不接受“${step}”，请填完整的整数。`, `“${step}” is not taken: type the whole number.`)
      : bad(`不接受“${step}”，如确为此数请填 ${full}。`, `“${step}” is not taken: if that is the number, type ${full}.`);
  }
  if (/^e[+-]?\d+$/i.test(behind))
    return bad('科学计数法不完整，请填完整的整数。', 'Scientific notation may have lost digits: type the whole number.');
  if (behind.startsWith('%')) return bad('此处填数量，不填百分比。', 'A count goes here, not a percentage.');
  if (behind !== '') {
    const codes = UNIT_WORDS[behind];
    if (codes === undefined) return bad(`“${behind}”不是数量。`, `“${behind}” is no part of a count.`);
    if (!codes.includes(unit)) return bad(`单位不符，本列不以“${behind}”计。`, `This column does not count in “${behind}”.`);
  }
  if (part !== undefined && /[1-9]/.test(part)) return bad('须为整数，不能有小数。', 'It must be a whole number.');
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return bad('数值过大，请核对。', 'The number is too large: check it.');
  return { kind: 'count', value };
}

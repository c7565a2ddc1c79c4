import { readCount } from './count';

const zh = (typed: string, unit = 'persons'): string => {
  const read = readCount(typed, unit);
  return read.kind === 'bad' ? read.words.zh : read.kind;
};

describe('a count as clerks type it', () => {
  test.each([
    ['120', 120],
    ['１２３', 123],
    [' 120 ', 120],
    ['　120', 120],
    ['1,234', 1234],
    ['1，234', 1234],
    ['1 234 567', 1_234_567],
    ['120人', 120],
    ['120 人', 120],
    ['120.00', 120],
    ['0', 0],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%p is read as %p', (typed, value) => {
    expect(readCount(typed, 'persons')).toEqual({ kind: 'count', value });
  });

  test.each(['', '   ', '　'])('%p is an empty cell', (typed) => {
    expect(readCount(typed, 'persons')).toEqual({ kind: 'empty' });
  });

  test.each([
    ['1.2万', '不接受“万”，如确为此数请填 12000。'],
    ['１．２万', '不接受“万”，如确为此数请填 12000。'],
    ['0.5千', '不接受“千”，如确为此数请填 500。'],
    ['3百万', '不接受“百万”，如确为此数请填 3000000。'],
    ['1.23456万', '不接受“万”，请填完整的整数。'],
    ['1.23450万', '不接受“万”，如确为此数请填 12345。'],
    ['12.5', '须为整数，不能有小数。'],
    ['-3', '不能为负数。'],
    ['－3', '不能为负数。'],
    ['−3', '不能为负数。'],
    ['-', '没有就留空，确为零请填 0。'],
    ['——', '没有就留空，确为零请填 0。'],
    ['无', '没有就留空，确为零请填 0。'],
    ['12,34', '分隔符的位置不对，千位分隔应每三位一个。'],
    ['1,2345', '分隔符的位置不对，千位分隔应每三位一个。'],
    ['1.2E+05', '科学计数法不完整，请填完整的整数。'],
    ['12%', '此处填数量，不填百分比。'],
    ['=A1+1', '不接受公式，请填数值。'],
    ['120人次', '单位不符，本列不以“人次”计。'],
    ['120公斤', '“公斤”不是数量。'],
    ['一百二十', '请填整数。'],
    ['约120', '请填整数。'],
    ['9007199254740992', '数值过大，请核对。'],
  ])('%p is refused: %s', (typed, words) => {
    expect(zh(typed)).toBe(words);
  });

  test('the unit behind a number must be that of the column', () => {
    expect(readCount('120人次', 'personTimes')).toEqual({ kind: 'count', value: 120 });
    expect(zh('120人', 'personTimes')).toBe('单位不符，本列不以“人”计。');
  });
});

import fc from 'fast-check';
import { readBlock, writeBlock } from './clipboard';

describe('a block on the clipboard', () => {
  test.each([
    [
      '1\t2\r\n3\t4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      '1\t2\n3\t4',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['1\r2\r', [['1'], ['2']]],
    ['1\t\r\n', [['1', '']]],
    ['\t1', [['', '1']]],
    ['1\r\n\r\n2', [['1'], [''], ['2']]],
    ['"a\nb"\t2', [['a\nb', '2']]],
    ['"a ""b"""\t2', [['a "b"', '2']]],
    ['"a" b\t2', [['"a" b', '2']]],
    ['a"b\t2', [['a"b', '2']]],
    [
      '1\t2\r\n3',
      [
        ['1', '2'],
        ['3', ''],
      ],
    ],
    ['', []],
  ])('%j is read as %j', (text, rows) => {
    // A line that is empty is a row with one empty cell, as Excel pastes it.
    expect(readBlock(text)).toEqual(rows);
  });

  test('what was written is read again as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom('1', '二', '"', '\t', '\n', '\r', ' ') });
    const block = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));
    fc.assert(
      // One column whose last cell is empty ends like the line break that Excel adds: the two cannot be told apart.
      fc.property(block, (rows) => {
        fc.pre(!(rows[0]?.length === 1 && rows[rows.length - 1]?.[0] === ''));
        expect(readBlock(writeBlock(rows))).toEqual(rows);
      }),
    );
  });
});

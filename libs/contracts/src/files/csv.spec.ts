import fc from 'fast-check';
import { parseCsv } from './csv';
import { MAX_PROBLEMS } from './problems';

const faults = (text: string, maxRows?: number) => {
  const read = parseCsv(text, maxRows);
  return read.ok ? [] : read.errors.map(({ row, code }) => [row, code]);
};

describe('parseCsv', () => {
  it('keeps the rows a spreadsheet shows, blank ones counted and left out', () => {
    expect(parseCsv('品牌名称,数值\r\n甲,1\r\n\r\n,\r\n乙,"2,345"')).toEqual({
      ok: true,
      value: {
        header: ['品牌名称', '数值'],
        rows: [
          { row: 2, cells: ['甲', '1'] },
          { row: 5, cells: ['乙', '2,345'] },
        ],
      },
    });
  });

  it('counts a row that holds line breaks once', () => {
    expect(parseCsv('a,b\n"一\n二",1\n丙,2\n')).toEqual({
      ok: true,
      value: {
        header: ['a', 'b'],
        rows: [
          { row: 2, cells: ['一\n二', '1'] },
          { row: 3, cells: ['丙', '2'] },
        ],
      },
    });
  });

  it('reads what Excel calls Unicode text, with tabs', () => {
    expect(parseCsv('品牌\t数值\n甲\t1,000\n')).toEqual({
      ok: true,
      value: { header: ['品牌', '数值'], rows: [{ row: 2, cells: ['甲', '1,000'] }] },
    });
  });

  it('lets empty columns without a heading pass', () => {
    expect(parseCsv('a,b,,\n1,2,,\n')).toEqual({ ok: true, value: { header: ['a', 'b'], rows: [{ row: 2, cells: ['1', '2'] }] } });
  });

  it.each<[string, string, (number | string | null)[][]]>([
    ['a last row cut off after a cell', 'a,b,c\n1,2,3\n4,5', [[3, 'FILE.BROKEN_LAST_ROW']]],
    ['a last row cut off inside quotes', 'a,b\n1,2\n3,"4', [[3, 'FILE.BROKEN_LAST_ROW']]],
    ['a quote never closed, far above the end', 'a,b\n1,"2\n3,4\n5,6\n', [[2, 'FILE.BROKEN_LAST_ROW']]],
    ['a row with too few cells', 'a,b\n1\n2,3\n', [[2, 'FILE.COLUMN_COUNT']]],
    ['a row with too many cells', 'a,b\n1,2,3\n4,5\n', [[2, 'FILE.COLUMN_COUNT']]],
    ['a last row with too many cells', 'a,b\n1,2,3\n', [[2, 'FILE.COLUMN_COUNT']]],
    ['a quote inside an unquoted cell', 'a,b\n1,2\n3,4"5\n', [[3, 'FILE.BAD_QUOTES']]],
    ['text after a closing quote, below a row of two lines', 'a,b\n"x\ny",2\n3,"4"5\n', [[3, 'FILE.BAD_QUOTES']]],
    ['a heading that stands twice', 'a,a\n1,2\n', [[1, 'FILE.DUPLICATE_COLUMN']]],
    ['a header only', 'a,b\n', [[null, 'FILE.NO_ROWS']]],
    ['a header and blank rows', 'a,b\n\n,\n', [[null, 'FILE.NO_ROWS']]],
  ])('refuses %s', (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('limits rows, not one more', () => {
    expect(faults('a\n1\n2\n', 2)).toEqual([]);
    expect(faults('a\n1\n2\n3\n', 2)).toEqual([[null, 'FILE.TOO_MANY_ROWS']]);
  });

  it('reports no more problems than a person reads, and says so', () => {
    const read = parseCsv(`a,b\n${'1\n'.repeat(1000)}1,2\n`);
    const errors = read.ok ? [] : read.errors;
    expect(errors).toHaveLength(MAX_PROBLEMS);
    expect(errors.at(-1)).toMatchObject({ code: 'FILE.MORE_PROBLEMS', zh: '另有 801 处问题未列出；请先改正以上各处再试。' });
  });

  it('gives back every table that was written with quotes', () => {
    const cell = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== '' && !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `甲,乙\r\n${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
        expect(parseCsv(text)).toEqual({
          ok: true,
          value: { header: ['甲', '乙'], rows: rows.map((cells, index) => ({ row: index + 2, cells })) },
        });
      }),
    );
  });
});

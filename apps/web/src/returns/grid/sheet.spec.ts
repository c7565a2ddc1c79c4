import fc from 'fast-check';
import { LONGEST_PASTE } from './clipboard';
import { absorb, clear, copy, edit, fillDown, find, openSheet, paste, redo, undo, type Edited, type Selection, type Sheet } from './sheet';

const COLUMNS = [
  { editable: false, name: '品牌' },
  { editable: true, name: '直接' },
  { editable: true, name: '间接' },
];
const begin = (): Sheet =>
  openSheet(
    [
      ['沂蒙大姐', '1', '2'],
      ['泰安石匠', '3', '4'],
      ['凯里绣娘', '5', '6'],
    ],
    { row: 0, col: 1 },
  );
const on = (sheet: Sheet, top: number, left: number, bottom = top, right = left): Sheet => ({
  ...sheet,
  selection: { anchor: { row: top, col: left }, head: { row: bottom, col: right } } satisfies Selection,
});
const done = (result: Edited): Sheet => {
  if ('refused' in result) throw new Error(result.refused.zh);
  return result.sheet;
};
const refusal = (result: Edited): string => ('refused' in result ? result.refused.zh : 'done');

test('a block is pasted from the cell where one stands, and what it covers is selected', () => {
  const result = paste(on(begin(), 1, 1), COLUMNS, '30\t40\r\n50\t60\r\n');
  expect(done(result).texts).toEqual([
    ['沂蒙大姐', '1', '2'],
    ['泰安石匠', '30', '40'],
    ['凯里绣娘', '50', '60'],
  ]);
  expect(done(result).selection).toEqual({ anchor: { row: 1, col: 1 }, head: { row: 2, col: 2 } });
  expect('changes' in result && result.changes.length).toBe(4);
});

test('one value fills the whole selection', () => {
  expect(done(paste(on(begin(), 0, 1, 2, 1), COLUMNS, '7')).texts.map((row) => row[1])).toEqual(['7', '7', '7']);
});

test.each([
  ['one row too many', '1\n2\n3\n4', 0, 1, '粘贴的是 4 行 × 1 列，从此处起只有 3 行 × 2 列，没有粘贴。'],
  ['one column too many', '1\t2\t3', 0, 1, '粘贴的是 1 行 × 3 列，从此处起只有 3 行 × 2 列，没有粘贴。'],
  ['only cells that cannot be written', '沂蒙大姐', 0, 0, '这里不能填写。'],
  ['nothing', '', 0, 1, '剪贴板是空的。'],
])('a block with %s is refused whole', (_, text, row, col, words) => {
  expect(refusal(paste(on(begin(), row, col), COLUMNS, text))).toBe(words);
});

test('names in the block must be those of the rows it falls on', () => {
  expect(done(paste(on(begin(), 0, 0), COLUMNS, '沂蒙大姐\t9\t8\n泰安 石匠\t7\t6')).texts).toEqual([
    ['沂蒙大姐', '9', '8'],
    ['泰安石匠', '7', '6'],
    ['凯里绣娘', '5', '6'],
  ]);
  expect(refusal(paste(on(begin(), 0, 0), COLUMNS, '沂蒙大姐\t9\t8\n凯里绣娘\t7\t6'))).toBe(
    '第 2 行“品牌”是“泰安石匠”，粘贴的是“凯里绣娘”。次序对不上，没有粘贴。',
  );
});

test('a cell that is shut is spared, and a block may only repeat what stands in it', () => {
  const shut = [
    COLUMNS[0] ?? { editable: false, name: '' },
    { ...COLUMNS[1], name: '直接', editable: true, shut: (row: number) => row === 1 },
  ];
  expect(done(clear(on(begin(), 0, 1, 2, 1), shut)).texts.map((row) => row[1])).toEqual(['', '3', '']);
  expect(done(paste(on(begin(), 0, 1), shut, '9\n3\n8')).texts.map((row) => row[1])).toEqual(['9', '3', '8']);
  expect(refusal(paste(on(begin(), 0, 1), shut, '9\n4\n8'))).toBe('第 2 行“直接”是“3”，粘贴的是“4”。次序对不上，没有粘贴。');
});

test('what is pasted is kept as the column keeps it', () => {
  const tidy = COLUMNS.map((column) => ({ ...column, tidy: (text: string) => text.normalize('NFKC') }));
  expect(done(paste(on(begin(), 0, 1), tidy, '１２')).texts[0]?.[1]).toBe('12');
});

test('the longest paste is read, and one character more is refused unread', () => {
  const longest = '1'.repeat(LONGEST_PASTE);
  expect(done(paste(on(begin(), 0, 1), COLUMNS, longest)).texts[0]?.[1]).toBe(longest);
  expect(refusal(paste(on(begin(), 0, 1), COLUMNS, `${longest}1`))).toContain('粘贴内容过大');
});

test('the top row of the selection fills those below; a single row is filled from the row above', () => {
  expect(done(fillDown(on(begin(), 0, 1, 2, 2), COLUMNS)).texts.map((row) => row.slice(1))).toEqual([
    ['1', '2'],
    ['1', '2'],
    ['1', '2'],
  ]);
  expect(done(fillDown(on(begin(), 2, 2), COLUMNS)).texts[2]).toEqual(['凯里绣娘', '5', '4']);
  expect(refusal(fillDown(on(begin(), 0, 1), COLUMNS))).toBe('上面没有可供填充的行。');
});

test('clearing spares what cannot be written, and copying gives what Excel reads', () => {
  const selected = on(begin(), 0, 0, 1, 2);
  expect(copy(selected)).toBe('沂蒙大姐\t1\t2\r\n泰安石匠\t3\t4');
  expect(done(clear(selected, COLUMNS)).texts.slice(0, 2)).toEqual([
    ['沂蒙大姐', '', ''],
    ['泰安石匠', '', ''],
  ]);
  expect(refusal(clear(on(begin(), 0, 0), COLUMNS))).toBe('这里不能填写。');
});

test('a row that did not change is the same object, so that it is not drawn again', () => {
  const before = begin();
  const after = done(edit(before, [{ row: 1, col: 1, text: '9' }]));
  expect(after.texts[0]).toBe(before.texts[0]);
  expect(after.texts[1]).not.toBe(before.texts[1]);
});

test('an edit that changes nothing is no act', () => {
  const sheet = begin();
  expect(edit(sheet, [{ row: 1, col: 1, text: '3' }])).toEqual({ sheet, changes: [] });
});

test('a new act forgets what could have been done again', () => {
  const typed = done(edit(begin(), [{ row: 0, col: 1, text: '9' }]));
  const other = done(edit(undo(typed).sheet, [{ row: 0, col: 2, text: '8' }]));
  expect(redo(other).changes).toEqual([]);
  expect(other.texts[0]).toEqual(['沂蒙大姐', '1', '8']);
});

test('what another clerk wrote is taken over and is not undone here', () => {
  const typed = done(edit(begin(), [{ row: 0, col: 1, text: '9' }]));
  const both = absorb(typed, [{ row: 2, col: 2, text: '66' }]);
  expect(undo(both).sheet.texts).toEqual([
    ['沂蒙大姐', '1', '2'],
    ['泰安石匠', '3', '4'],
    ['凯里绣娘', '5', '66'],
  ]);
});

test('find goes on around the end, both ways', () => {
  const sheet = begin();
  expect(find(sheet, [0], '泰安', 0, 1)).toBe(1);
  expect(find(sheet, [0], '泰安', 2, 1)).toBe(1);
  expect(find(sheet, [0], '沂蒙', 2, -1)).toBe(0);
  expect(find(sheet, [0], '没有', 0, 1)).toBeNull();
  expect(find(sheet, [0], ' ', 0, 1)).toBeNull();
});

test('law: undone as often as done is the sheet of before; done again it is that of after', () => {
  const spot = { row: fc.integer({ min: 0, max: 2 }), col: fc.integer({ min: 1, max: 2 }) };
  const act = fc.oneof(
    fc.record({ ...spot, text: fc.constantFrom('', '7', '8') }).map((cell) => (sheet: Sheet) => edit(sheet, [cell])),
    fc.record(spot).map(
      ({ row, col }) =>
        (sheet: Sheet) =>
          paste(on(sheet, row, col), COLUMNS, '7\t8\n9\t7'),
    ),
    fc.record(spot).map(
      ({ row, col }) =>
        (sheet: Sheet) =>
          fillDown(on(sheet, row, col), COLUMNS),
    ),
    fc.record(spot).map(
      ({ row, col }) =>
        (sheet: Sheet) =>
          clear(on(sheet, row, col), COLUMNS),
    ),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let sheet = begin();
      for (const each of acts) {
        const result = each(sheet);
        if ('sheet' in result) sheet = result.sheet;
      }
      const after = sheet.texts;
      const count = sheet.past.length;
      for (let n = 0; n < count; n += 1) sheet = undo(sheet).sheet;
      expect(sheet.texts).toEqual(begin().texts);
      for (let n = 0; n < count; n += 1) sheet = redo(sheet).sheet;
      expect(sheet.texts).toEqual(after);
    }),
  );
});

import { createHash } from 'node:crypto';
import { writeXlsx } from 'hucre/xlsx';
import { countRoster, keyOf, readRoster, RosterProblem } from './roster';

const fileOf = (content: Uint8Array | string, name = '花名册.csv') => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer) };
};
// Made up: no such person.
const CSV =
  '姓名,身份证号,工种\n甲,11010119900101001X,月嫂\n乙,110101199001010028,月嫂\n甲,１１０１０１１９９００１０１００１x,护工\n\n丙,,护工\n';

test('a roster is counted and freed of duplicates; nothing but digest, numbers and the name of the key comes out', async () => {
  const roster = await readRoster(fileOf(CSV));
  expect(roster.headings).toEqual(['姓名', '身份证号', '工种']);
  expect(roster.likely).toBe(1);
  const key = await keyOf('本县花名册口令');
  expect(await countRoster(roster, 1, key)).toEqual({
    sha256: createHash('sha256').update(CSV).digest('hex'),
    rows: 4,
    duplicatesRemoved: 1,
    keyId: key.id,
    unnumbered: 1,
  });
});

test('one key has one name, and another key another', async () => {
  const [one, again, other, file] = await Promise.all([keyOf('甲'), keyOf('甲'), keyOf('乙'), keyOf(new Uint8Array([1, 2, 3]).buffer)]);
  expect(again.id).toBe(one.id);
  expect(new Set([one.id, other.id, file.id]).size).toBe(3);
  expect(one.id).toMatch(/^hmac-sha256:[0-9a-f]{16}$/);
});

test('a file of Excel is read as one of text', async () => {
  const book = await writeXlsx({
    sheets: [
      {
        name: '花名册',
        rows: [
          ['姓名', '公民身份号码'],
          ['甲', '11010119900101001X'],
          ['乙', '11010119900101001X'],
        ],
      },
    ],
  });
  const roster = await readRoster(fileOf(new Uint8Array(book), '花名册.xlsx'));
  expect(roster.likely).toBe(1);
  expect(await countRoster(roster, 1, await keyOf('甲'))).toMatchObject({ rows: 2, duplicatesRemoved: 1 });
});

test('a text file in GBK is read', async () => {
  // 姓名,身份证 / 甲,1
  const gbk = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0x0a, 0xbc, 0xd7, 0x2c, 0x31, 0x0a]);
  expect((await readRoster(fileOf(gbk))).headings).toEqual(['姓名', '身份证']);
});

test.each([
  ['empty', fileOf(''), '花名册没有内容'],
  ['headings alone', fileOf('姓名,身份证号\n'), '花名册没有内容'],
  ['an old .xls', fileOf(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1]), 'a.xls'), '旧版 .xls'],
  ['a broken .xlsx', fileOf(Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9]), 'a.xlsx'), '读不出'],
  ['too large', { name: 'a.csv', size: 30_000_001, arrayBuffer: () => Promise.reject(new Error('read')) }, '超过 30 MB'],
])('a file that is %s is refused with what to do', async (_, file, words) => {
  await expect(readRoster(file)).rejects.toThrow(RosterProblem);
  await expect(readRoster(file)).rejects.toThrow(words);
});

test('identity numbers that Excel keeps as numbers have lost digits, and are refused', async () => {
  const book = await writeXlsx({ sheets: [{ name: '1', rows: [['身份证号'], [110101199001010000]] }] });
  await expect(readRoster(fileOf(new Uint8Array(book), 'a.xlsx'))).rejects.toThrow('末几位可能已经丢失');
});

import { readPackFile, type PackFile } from './pack-file';

const faultOf = (file: PackFile): { line: number; column: number; zh: string; en: string } => {
  const [fault] = file.ok ? [] : file.faults;
  if (fault === undefined) throw new Error('it was read');
  return { ...fault };
};

describe('what is no pack file is told, never thrown', () => {
  it.each<[string, string, number]>([
    ['brackets that do not close', 'a: [1, 2\nb: 3', 2],
    ['a key twice', 'a: 1\nb: 2\na: 3', 3],
    ['a tab as indentation', 'a:\n\tb: 1', 2],
    ['nothing', '', 1],
    ['a list', '- 1\n- 2', 1],
    ['a word', 'policy', 1],
    ['half a character', 'a: "\\ud800"', 1],
    ['a number without end', 'a: .inf', 1],
    ['nesting without end', `a: ${'['.repeat(1_900_000)}`, 1],
    ['lists in lists without end', '- '.repeat(900_000), 1],
    ['maps in maps without end', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 1],
    [
      'aliases that unfold without end',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join(',')}]`),
      ].join('\n'),
      1,
    ],
  ])('%s', (_what, text, line) => {
    const fault = faultOf(readPackFile(text));
    expect(fault.line).toBe(line);
    expect(fault.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(fault.en).toMatch(/[a-z]/);
  });
});

it('knows where each part stands, and for what is missing the nearest part around it', () => {
  const file = readPackFile('# 说明\nid: x\nrules:\n  - id: a\n    condition: { all: [{ id: b, clause: c }] }\n');
  if (!file.ok) throw new Error('not read');
  expect(file.document).toEqual({ id: 'x', rules: [{ id: 'a', condition: { all: [{ id: 'b', clause: 'c' }] } }] });
  expect(file.locate('id')).toEqual({ line: 2, column: 5 });
  expect(file.locate('rules[0].condition.all[0].clause')).toEqual({ line: 5, column: 41 });
  expect(file.locate('rules[0].condition.all[0].parameter')).toEqual({ line: 5, column: 24 });
  expect(file.locate('rules[7]')).toEqual({ line: 4, column: 3 });
  expect(file.locate('meta.title')).toBeNull();
});

it('reads JSON, too', () => {
  expect(readPackFile('{"id": "x", "rules": []}')).toMatchObject({ ok: true, document: { id: 'x', rules: [] } });
});

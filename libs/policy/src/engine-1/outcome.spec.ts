import fc from 'fast-check';
import type { Outcome } from '#domain';
import { all, any, restsOnConfigured } from './outcome';

const outcomes: readonly Outcome[] = ['pass', 'fail', 'undecidable', 'notConfigured'];
const outcome = fc.constantFrom(...outcomes);
const list = fc.array(outcome, { minLength: 1, maxLength: 8 });

// Written out, so that the code is held against the design and not against itself.
const TABLE: readonly (readonly [a: Outcome, b: Outcome, all: Outcome, any: Outcome])[] = [
  ['pass', 'pass', 'pass', 'pass'],
  ['pass', 'fail', 'fail', 'pass'],
  ['pass', 'undecidable', 'undecidable', 'pass'],
  ['pass', 'notConfigured', 'notConfigured', 'pass'],
  ['fail', 'fail', 'fail', 'fail'],
  ['fail', 'undecidable', 'fail', 'undecidable'],
  ['fail', 'notConfigured', 'fail', 'notConfigured'],
  ['undecidable', 'undecidable', 'undecidable', 'undecidable'],
  ['undecidable', 'notConfigured', 'notConfigured', 'undecidable'],
  ['notConfigured', 'notConfigured', 'notConfigured', 'notConfigured'],
];

test.each(TABLE)('%s with %s: all %s, any %s', (a, b, expectedAll, expectedAny) => {
  expect([all([a, b]), all([b, a]), any([a, b]), any([b, a])]).toEqual([expectedAll, expectedAll, expectedAny, expectedAny]);
});

test('any number of answers joins as pairs do, in any order and grouping', () => {
  fc.assert(
    fc.property(list, fc.nat(), (answers, cut) => {
      const at = cut % answers.length;
      const parts = [answers.slice(0, at), answers.slice(at)].filter((part) => part.length > 0);
      for (const join of [all, any]) {
        expect(join([...answers].reverse())).toBe(join(answers));
        expect(join(parts.map(join))).toBe(join(answers));
      }
    }),
  );
});

test('only pass is a pass: ALL passes when all do, ANY when one does', () => {
  fc.assert(
    fc.property(list, (answers) => {
      expect(all(answers) === 'pass').toBe(answers.every((answer) => answer === 'pass'));
      expect(any(answers) === 'pass').toBe(answers.includes('pass'));
      expect(all(answers) === 'fail').toBe(answers.includes('fail'));
      expect(any(answers) === 'fail').toBe(answers.every((answer) => answer === 'fail'));
    }),
  );
});

describe('resting on a configured value', () => {
  const child = (answer: Outcome, rests: boolean): { outcome: Outcome; rests: boolean } => ({ outcome: answer, rests });
  test.each([
    ['all', 'fail', [child('fail', false), child('fail', true)], false, 'a stated failure is enough'],
    ['all', 'fail', [child('fail', true), child('pass', false)], true, 'the only failure is configured'],
    ['all', 'fail', [child('fail', false), child('pass', true)], false, 'a configured pass did not matter'],
    ['all', 'pass', [child('pass', false), child('pass', true)], true, 'every pass was needed'],
    ['any', 'pass', [child('pass', false), child('pass', true)], false, 'a stated pass is enough'],
    ['any', 'pass', [child('pass', true), child('fail', false)], true, 'the only pass is configured'],
    ['any', 'fail', [child('fail', false), child('fail', true)], true, 'every failure was needed'],
  ] as const)('%s %s %j → %s: %s', (join, answer, children, expected, _why) => {
    expect(restsOnConfigured(join, answer, children)).toBe(expected);
  });
});

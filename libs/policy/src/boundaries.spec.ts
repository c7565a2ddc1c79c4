/**
 * Both sides of every threshold of the shipped packs. The cases are data beside the packs (`packs/cases/<document>.yaml`): each names
 * the parameter entry it is about, asks a predicate on either side of the value, and fails when the pack's value is another. A
 * threshold without such a case fails the last test. `policy check` asks the same cases.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IM, KL, SD, SN, SP } from '../test/support';
import { type BoundaryCase, PackCases, runCases, uncoveredThresholds } from './cases';
import type { EffectivePack } from './compose';

const NO_CASES: PackCases = { format: 1, pack: '', asOf: '2024-07-10', cases: [], due: [] };

function casesOf(pack: EffectivePack): PackCases {
  const { id } = pack.document.open.pack;
  const file = join(__dirname, '../packs/cases', `${id}.yaml`);
  const cases = existsSync(file) ? PackCases.parse(parse(readFileSync(file, 'utf8'))) : NO_CASES;
  if (existsSync(file)) expect(cases.pack).toBe(id);
  return cases;
}

const PACKS = [IM, SD, SN, KL, SP].map((pack) => [pack.document.open.pack.id, pack, casesOf(pack)] as const);

describe.each(PACKS.filter(([, , { cases, due }]) => cases.length + due.length > 0))('%s', (_id, pack, cases) => {
  test.each(
    cases.cases.map((one) => [`${one.rule} ${one.predicate} ${one.entry} (${one.value}) in ${one.subject.regions[0] ?? ''}`, one] as const),
  )('%s', (_title, one) => {
    expect(runCases(pack, { ...cases, cases: [one], due: [] })).toEqual([]);
  });

  test('days that its effects give', () => {
    expect(runCases(pack, { ...cases, cases: [] })).toEqual([]);
  });
});

test.each(PACKS)('every threshold of %s and its house packs has a case on both sides', (_id, pack, cases) => {
  expect(uncoveredThresholds(pack, cases)).toEqual([]);
});

describe('a case that is wrong is told', () => {
  const cases = casesOf(IM);
  const [first] = cases.cases;
  if (first === undefined) throw new Error('no case');
  const run = (over: Partial<BoundaryCase>): readonly string[] =>
    runCases(IM, { ...cases, cases: [{ ...first, ...over }], due: [] }).map(({ code, place }) => `${code} ${place}`);

  test.each<[string, Partial<BoundaryCase>, readonly string[]]>([
    ['about another value', { value: 401 }, ['CASE.OTHER_VALUE cases[0].value']],
    ['about an entry that is not there', { entry: 'training.province.trained#7' }, ['CASE.OTHER_VALUE cases[0].value']],
    ['about a rule that is not there', { rule: 'im.nothing' }, ['CASE.UNKNOWN_PREDICATE cases[0].predicate']],
    ['about a predicate of another rule', { predicate: 'labour.age' }, ['CASE.UNKNOWN_PREDICATE cases[0].predicate']],
    [
      'with the answers exchanged',
      { sides: [...first.sides].reverse().map((side, i) => ({ ...side, answer: first.sides[i]?.answer ?? 'pass' })) },
      ['CASE.OTHER_ANSWER cases[0].sides[0].answer', 'CASE.OTHER_ANSWER cases[0].sides[1].answer'],
    ],
  ])('%s', (_why, over, expected) => {
    expect(run(over)).toEqual(expected);
  });

  test('about other days', () => {
    const due = cases.due.map((one) => ({ ...one, days: one.days + 1 }));
    expect(due.length).toBeGreaterThan(0);
    expect(runCases(IM, { ...cases, cases: [], due }).map(({ code }) => code)).toEqual(due.map(() => 'CASE.OTHER_VALUE'));
  });

  test('a threshold with one side only is uncovered', () => {
    const half = cases.cases.map((one) => ({ ...one, sides: one.sides.filter(({ answer }) => answer === 'pass') }));
    expect(uncoveredThresholds(IM, { ...cases, cases: half })).toContain(first.entry);
  });
});

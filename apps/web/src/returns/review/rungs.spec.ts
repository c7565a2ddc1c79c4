import type { ReturnCard, ReturnLineRow } from '#contracts';
import { firstWaiting, stepsOf } from './rungs';

const rung = (name: string, exists = true): ReturnCard['ladder'][number] =>
  ({ rung: name, zh: name, en: name, exists, why: null, roles: [] }) as ReturnCard['ladder'][number];
const line = (name: string, standing: string): ReturnLineRow => ({ line: name, standing }) as ReturnLineRow;
const LADDER = ['reported', 'checked', 'reviewed', 'approved', 'accepted', 'locked'].map((name) => rung(name));
const names = (lines: readonly ReturnLineRow[]): string[] => lines.map((each) => each.line);

test('a line waits for the rung right above it, and may be taken back from the one it stands on', () => {
  const steps = stepsOf({
    ladder: LADDER,
    lines: [line('a', 'reported'), line('b', 'checked'), line('c', 'returned'), line('d', 'locked')],
  });
  expect(steps.map((step) => [step.rung.rung, names(step.waiting), names(step.taken)])).toEqual([
    ['checked', ['a'], ['b']],
    ['reviewed', ['b'], []],
    ['approved', [], []],
    ['accepted', [], []],
    ['locked', [], ['d']],
  ]);
});

test('a rung that does not exist in the region is passed over: what the county reviewed waits for the province', () => {
  const ladder = LADDER.map((each) => (each.rung === 'approved' ? { ...each, exists: false } : each));
  const steps = stepsOf({ ladder, lines: [line('a', 'reviewed')] });
  expect(steps.map((step) => [step.rung.rung, names(step.waiting)])).toEqual([
    ['checked', []],
    ['reviewed', []],
    ['accepted', ['a']],
    ['locked', []],
  ]);
});

test('one begins where something waits', () => {
  expect(firstWaiting(stepsOf({ ladder: LADDER, lines: [line('a', 'approved')] }), null)).toBe('accepted');
  expect(firstWaiting(stepsOf({ ladder: LADDER, lines: [] }), null)).toBe('checked');
});

test('a role begins at its own rung, even where nothing waits there', () => {
  const ladder = LADDER.map((each) => (each.rung === 'reviewed' ? { ...each, roles: ['checker'] } : each));
  expect(firstWaiting(stepsOf({ ladder, lines: [line('a', 'approved')] }), 'checker')).toBe('reviewed');
  expect(firstWaiting(stepsOf({ ladder, lines: [line('a', 'approved')] }), 'auditor')).toBe('accepted');
});

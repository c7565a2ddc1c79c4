import { questionOf } from './question';

const asked = (of: string | null) => questionOf({ path: [], params: new URLSearchParams(of === null ? '' : { of }) });
const MONTH = { about: 'review', region: '370000', month: '2026-04' };
const COUNT = {
  ...{ about: 'count', region: '370000', year: 2025, metric: 'employmentDriven', unit: 'persons', nature: 'flow' },
  ...{ directness: 'direct', status: 'locked' },
};

it.each([
  [MONTH],
  [COUNT],
  [{ ...COUNT, tier: 'county', category: '-' }],
  [{ about: 'tier', region: '370000', claimed: false }],
  [{ about: 'move', region: '370000', year: 2025, movement: 'promoted', toTier: 'province' }],
  [{ about: 'pyramid', region: '370000', year: 2025, tier: 'none' }],
  [{ about: 'quality', region: '370000', kind: 'conflict' }],
])('reads %j from the address', (question) => {
  expect(asked(JSON.stringify(question))).toEqual(question);
});

it.each([
  null,
  '',
  '{',
  'null',
  '[]',
  '"count"',
  '{"about":"constructor"}',
  JSON.stringify({ ...MONTH, about: 'count' }),
  JSON.stringify({ ...MONTH, month: 4 }),
  JSON.stringify({ ...COUNT, year: '2025' }),
  JSON.stringify({ ...COUNT, metric: null }),
  JSON.stringify({ ...COUNT, tier: { sql: 1 } }),
])('an address that was edited asks nothing: %s', (of) => {
  expect(asked(of)).toBeNull();
});

import { placeAt } from './address';

const told = (hash: string) => {
  const { path, params } = placeAt(hash);
  return [path, Object.fromEntries(params)];
};

it.each([
  ['', [], {}],
  ['#', [], {}],
  ['#/', [], {}],
  ['#/brands', ['brands'], {}],
  ['#/brands/7583ead7?tab=history&at=3', ['brands', '7583ead7'], { tab: 'history', at: '3' }],
  ['#/brands?q=%E5%8E%86%E4%B8%8B', ['brands'], { q: '历下' }],
  ['#/policies/%E5%8E%86', ['policies', '历'], {}],
  // Cut off or typed by hand: no page dies of it.
  ['#/brands/%E0%A4%A', ['brands', '%E0%A4%A'], {}],
  ['#/%', ['%'], {}],
  ['#/brands/..%2Fpolicies', ['brands', '..%2Fpolicies'], {}],
  ['#/work?what=%E0%A4%A', ['work'], { what: '\uFFFD%A' }],
])('%s', (hash, path, params) => {
  expect(told(hash)).toEqual([path, params]);
});

import { keptIn } from './kept';

const cell = { line: 'brand|workers|unstated|', field: 'value', value: '5', seen: 0 };
const storeOf = (...entries: (readonly [string, string])[]) => {
  const held = new Map(entries);
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
    removeItem: (key: string) => void held.delete(key),
  };
};

test('what one person left unsent is found by them again, and by nobody who signs in after them', () => {
  const store = storeOf();
  keptIn(store, 'wang', 'r').keep([cell]);
  expect(keptIn(store, 'wang', 'r').recall()).toEqual([cell]);
  for (const [person, returnId] of [['li', 'r'] as const, [null, 'r'] as const, ['wang', 'other'] as const])
    expect(keptIn(store, person, returnId).recall()).toEqual([]);
  keptIn(store, 'li', 'r').keep([]);
  expect(keptIn(store, 'wang', 'r').recall()).toEqual([cell]);
  keptIn(store, 'wang', 'r').keep([]);
  expect(store.held.size).toBe(0);
});

test.each([
  ['no JSON', '{'],
  ['no list', '{"line":"x"}'],
  ['no cells', '[null,1,{"line":1},{"line":"x","field":"value","value":"5"},{"line":"x","field":"value","value":5,"seen":0}]'],
])('%s is nothing that was typed', (_, text) => {
  const store = storeOf();
  keptIn({ ...store, setItem: (key) => void store.held.set(key, text) }, null, 'r').keep([cell]);
  expect(keptIn(store, null, 'r').recall()).toEqual([]);
});

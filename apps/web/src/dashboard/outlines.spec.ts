import { outlinesOf } from './outlines';

const REGIONS = [
  { code: '370100', name: '济南市' },
  { code: '370200', name: '青岛市' },
];
const square = (x: number, y: number) => [
  [x, y],
  [x + 1, y],
  [x + 1, y + 1],
  [x, y + 1],
  [x, y],
];
const collection = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });

test('finds regions by code and by name, and counts what is no region of the list', () => {
  const found = outlinesOf(
    collection(
      { properties: { adcode: 370100 }, geometry: { type: 'Polygon', coordinates: [square(0, 0)] } },
      { properties: { name: '青岛市' }, geometry: { type: 'MultiPolygon', coordinates: [[square(1, 0)], [square(3, 0)]] } },
      { properties: { name: '别处' }, geometry: { type: 'Polygon', coordinates: [square(0, 0)] } },
      { properties: { adcode: '370100' }, geometry: { type: 'Point', coordinates: [0, 0] } },
    ),
    REGIONS,
  );
  expect(found?.outlines.map(({ region, path }) => [region, path.match(/M/g)?.length])).toEqual([
    ['370100', 1],
    ['370200', 2],
  ]);
  expect([found?.width, found?.unknown]).toEqual([1000, 2]);
});

test.each([
  ['what is no JSON', '<svg/>'],
  ['JSON that is no collection', '[1]'],
  [
    'a collection of other places',
    collection({ properties: { name: '别处' }, geometry: { type: 'Polygon', coordinates: [square(0, 0)] } }),
  ],
  [
    'coordinates that are no numbers',
    collection({ properties: { adcode: 370100 }, geometry: { type: 'Polygon', coordinates: [[['a', 'b']]] } }),
  ],
  ['nothing', collection()],
])('takes nothing from %s', (_, text) => {
  expect(outlinesOf(text, REGIONS)).toBeNull();
});

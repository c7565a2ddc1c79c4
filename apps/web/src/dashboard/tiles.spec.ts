import * as fc from 'fast-check';
import { shortName, stepOf, stepsOf, STEPS, tilesOf } from './tiles';
import { regionChildren } from '../../../../libs/domain/src/region/regions';

test.each(['000000', '150000', '370000', '370100', '110000'])('gives every region below %s a tile of its own', (code) => {
  const regions = regionChildren(code);
  const tiles = tilesOf(regions);
  expect(new Set(tiles.map(({ region }) => region.code))).toEqual(new Set(regions.map((region) => region.code)));
  expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(regions.length);
});

test.each([
  ['内蒙古自治区', '内蒙古'],
  ['新疆维吾尔自治区', '新疆'],
  ['广西壮族自治区', '广西'],
  ['香港特别行政区', '香港'],
  ['山东省', '山东'],
  ['北京市', '北京'],
  ['锡林郭勒盟', '锡林郭勒盟'],
  ['沙市', '沙市'],
])('calls %s %s', (name, short) => {
  expect(shortName(name)).toBe(short);
});

test('puts every value that is there in one step, larger ones never in a lower one, and what is nothing in none', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (values) => {
      const steps = stepsOf(values);
      expect(steps.length).toBeLessThanOrEqual(STEPS);
      const sorted = [...values].sort((a, b) => a - b).map((value) => stepOf(value, steps));
      expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
      expect(values.map((value) => stepOf(value, steps) === -1)).toEqual(values.map((value) => value === 0));
    }),
  );
});

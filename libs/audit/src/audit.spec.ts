import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, isLeaf, leafOf, sha256Hex, type LeafSource } from '.';

const fixtures = join(__dirname, '..', '..', '..', 'test', 'fixtures', 'leaves');
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** JSON values without lone surrogates, with keys of every kind. */
const text = fc.string({ unit: 'binary' });
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]: [string, unknown]) => [key, shuffled(member)]),
  );
}

describe('every character', () => {
  it('stands in the canonical text as ECMAScript writes it, and a lone surrogate not at all', () => {
    for (let unit = 0; unit < 0x10000; unit += 1) {
      const character = String.fromCharCode(unit);
      if (unit >= 0xd800 && unit <= 0xdfff) expect(() => canonicalJson(`a${character}`)).toThrow(TypeError);
      else if (canonicalJson({ [character]: character }) !== JSON.stringify({ [character]: character }))
        throw new Error(`U+${unit.toString(16)}`);
    }
    expect(canonicalJson('😀')).toBe('"😀"');
  });
});

describe('canonicalJson', () => {
  // Section 3.2.3 of RFC 8785: order is by UTF-16 code units, so the emoji (d83d) stands before the dalet (fb33).
  it('sorts keys as the RFC does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it.each<[unknown, string]>([
    [null, 'null'],
    [-0, '0'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
    [1e-27, '1e-27'],
    ['\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: [2, { d: 1, c: null }], a: '劳务品牌' }, '{"a":"劳务品牌","b":[2,{"c":null,"d":1}]}'],
  ])('%p', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it('agrees with another implementation of the RFC', () => {
    fc.assert(fc.property(json, (value) => expect(canonicalJson(value)).toBe(canonicalize(value))));
  });

  it('does not depend on the order of keys, and loses nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole', new Array(2)],
    ['NaN', NaN],
    ['Infinity', [Infinity]],
    ['a BigInt', 1n],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['a cycle', cyclic],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('takes one object twice, which is no cycle', () => {
    const twice = { a: 1 };
    expect(canonicalJson([twice, twice])).toBe('[{"a":1},{"a":1}]');
  });
});

describe('sha256Hex', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %p', (content, digest) => {
    expect(sha256Hex(content)).toBe(digest);
    expect(sha256Hex(new TextEncoder().encode(content))).toBe(digest);
  });
});

describe('leaves', () => {
  interface Fixture {
    readonly index: number;
    readonly event: {
      readonly stream: string;
      readonly revision: number;
      readonly id: string;
      readonly type: string;
      readonly data: unknown;
      readonly metadata: unknown;
    };
    readonly leaf: string;
    readonly sha256: string;
  }
  const names = readdirSync(fixtures).sort();
  const fixture = (name: string): Fixture => JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as Fixture;

  it('are fixed by fixtures', () => {
    expect(names.length).toBeGreaterThanOrEqual(4);
  });

  it.each(names)('%s', (name) => {
    const { index, event, leaf, sha256 } = fixture(name);
    const bytes = leafOf({ ...event, revision: BigInt(event.revision) }, BigInt(index));
    expect(decode(bytes)).toBe(leaf);
    expect(sha256Hex(bytes)).toBe(sha256);
  });

  const event: LeafSource = {
    stream: 'brand-1',
    revision: 0n,
    id: '018f3c1e-0000-7000-8000-000000000001',
    type: 'ToyMade.v1',
    data: { a: 1 },
    metadata: {},
  };

  it('hold nothing of the store: position, clock and anything else an adapter adds stay out', () => {
    const recorded = { ...event, position: 77n, created: new Date(0), link: 'x' };
    expect(leafOf(recorded, 3n)).toEqual(leafOf(event, 3n));
    expect(decode(leafOf(event, 3n))).toBe(
      '{"data":{"a":1},"id":"018f3c1e-0000-7000-8000-000000000001","index":3,"metadata":{},"revision":0,"stream":"brand-1","type":"ToyMade.v1","v":1}',
    );
  });

  it('do not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(text, json), fc.dictionary(text, json), fc.maxSafeNat(), (data, metadata, index) => {
        const straight = leafOf({ ...event, data, metadata }, BigInt(index));
        expect(leafOf({ ...event, data: shuffled(data), metadata: shuffled(metadata) }, BigInt(index))).toEqual(straight);
      }),
    );
  });

  it('differ when anything in them differs', () => {
    const leaves = [
      leafOf(event, 0n),
      leafOf(event, 1n),
      leafOf({ ...event, stream: 'brand-2' }, 0n),
      leafOf({ ...event, revision: 1n }, 0n),
      leafOf({ ...event, id: '018f3c1e-0000-7000-8000-000000000002' }, 0n),
      leafOf({ ...event, type: 'ToyMade.v2' }, 0n),
      leafOf({ ...event, data: { a: 2 } }, 0n),
      leafOf({ ...event, metadata: { a: 1 } }, 0n),
    ];
    expect(new Set(leaves.map(sha256Hex)).size).toBe(leaves.length);
  });

  it.each<[string, string, boolean]>([
    ['brand-1', 'ToyMade.v1', true],
    ['$settings', 'ToyMade.v1', false],
    ['$$brand-1', '$metadata', false],
    ['brand-1', '$streamDeleted', false],
    ['a$b', 'c$d', true],
  ])('%s %s is a leaf: %s', (stream, type, expected) => {
    expect(isLeaf({ stream, type })).toBe(expected);
    if (!expected) expect(() => leafOf({ ...event, stream, type }, 0n)).toThrow(RangeError);
  });

  it.each([
    [-1n, 0n],
    [9_007_199_254_740_992n, 0n],
    [0n, 9_007_199_254_740_992n],
  ])('index %s at revision %s cannot stand in a leaf', (index, revision) => {
    expect(() => leafOf({ ...event, revision }, index)).toThrow(RangeError);
    expect(decode(leafOf({ ...event, revision: 9_007_199_254_740_991n }, 9_007_199_254_740_991n))).toContain('"index":9007199254740991');
  });
});

import * as fc from 'fast-check';
import { z } from 'zod';
import {
  AppendRefused,
  AppendTooLarge,
  CodecError,
  createCodec,
  defineUpcasters,
  UnreadableEvent,
  upcasterChain,
  type Codec,
  type RecordedEvent,
  type Upcasters,
} from '.';
import { checkAppend } from './port-checks';

// A toy with three versions: the name was split, then its price got a currency.
interface ToyV1 {
  readonly name: string;
  readonly price: number;
}
interface ToyV2 {
  readonly family: string;
  readonly given: string;
  readonly price: number;
}
const ToyMade = z.strictObject({
  family: z.string(),
  given: z.string(),
  price: z.strictObject({ amount: z.int(), currency: z.enum(['CNY', 'EUR']) }),
});
type ToyV3 = z.infer<typeof ToyMade>;

const schemas = { 'ToyMade.v3': ToyMade, 'ToySold.v1': z.strictObject({ to: z.string(), note: z.string().nullable() }) } as const;
const metadata = z.strictObject({ v: z.literal(1), by: z.string() });

const toV2 = (toy: ToyV1): ToyV2 => {
  const [family = '', given = ''] = toy.name.split('·');
  return { family, given, price: toy.price };
};
const toV3 = (toy: ToyV2): ToyV3 => ({ ...toy, price: { amount: toy.price, currency: 'CNY' } });
const upcasters = defineUpcasters<typeof schemas>()({ ToyMade: upcasterChain<[ToyV1, ToyV2, ToyV3]>([toV2, toV3]) });

const codec = createCodec({ schemas, metadata, upcasters });
const id = '018f3c1e-0000-7000-8000-000000000001';
const stored = (type: string, data: RecordedEvent['data'], stamp: RecordedEvent['metadata'] = { v: 1, by: '经办人' }): RecordedEvent => ({
  stream: 'toy-1',
  revision: 4n,
  position: 99n,
  id,
  created: new Date(0),
  type,
  data,
  metadata: stamp,
});

describe('upcaster chains', () => {
  const current = { family: '石龙', given: '技工', price: { amount: 12, currency: 'CNY' } };
  it.each([
    ['ToyMade.v1', { name: '石龙·技工', price: 12 }],
    ['ToyMade.v2', { family: '石龙', given: '技工', price: 12 }],
    ['ToyMade.v3', current],
  ])('%s is read as the current version', (type, data) => {
    expect(codec.decode(stored(type, data))).toEqual({
      type: 'ToyMade.v3',
      data: current,
      metadata: { v: 1, by: '经办人' },
      stream: 'toy-1',
      revision: 4n,
      position: 99n,
      id,
      created: new Date(0),
      storedType: type,
    });
  });

  it('knows every wire name it can read, and which of them it writes', () => {
    expect([...codec.storedTypes].sort()).toEqual(['ToyMade.v1', 'ToyMade.v2', 'ToyMade.v3', 'ToySold.v1']);
    expect(codec.currentTypes).toEqual(['ToyMade.v3', 'ToySold.v1']);
  });

  it('checks the result of an upcast, so that a wrong step is found and not believed', () => {
    const wrong = createCodec({
      schemas,
      metadata,
      upcasters: {
        ToyMade: [
          { from: 'ToyMade.v1', to: 'ToyMade.v3', upcast: () => ({ family: 1 }) },
          { from: 'ToyMade.v2', to: 'ToyMade.v3', upcast: toV3 },
        ],
      },
    });
    expect(failure(() => wrong.decode(stored('ToyMade.v1', { name: 'a', price: 1 }))).code).toBe('CODEC.STORED_EVENT_INVALID');
  });

  it('names the step that throws', () => {
    const broken: Upcasters = {
      ToyMade: [
        {
          from: 'ToyMade.v1',
          to: 'ToyMade.v2',
          upcast: () => {
            throw new Error('no name');
          },
        },
        { from: 'ToyMade.v2', to: 'ToyMade.v3', upcast: toV3 },
      ],
    };
    const error = failure(() => createCodec({ schemas, metadata, upcasters: broken }).decode(stored('ToyMade.v1', {})));
    expect(error.code).toBe('CODEC.UPCASTER_FAILED');
    expect(error.message).toContain('from ToyMade.v1 failed: Error: no name');
  });
});

describe('a broken registry is refused at start-up', () => {
  const step = (from: string, to: string) => ({ from, to, upcast: (data: unknown) => data });
  const toy = { 'ToyMade.v3': ToyMade };
  it.each<[string, string, Upcasters | readonly Upcasters[], string]>([
    ['CODEC.UPCASTER_GAP', 'ToyMade.v1', {}, 'no upcaster at all'],
    ['CODEC.UPCASTER_GAP', 'ToyMade.v2', { ToyMade: [step('ToyMade.v1', 'ToyMade.v3')] }, 'a version without a step'],
    [
      'CODEC.UPCASTER_DUPLICATE',
      'ToyMade.v1',
      [{ ToyMade: [step('ToyMade.v1', 'ToyMade.v2'), step('ToyMade.v2', 'ToyMade.v3')] }, { ToyMade: [step('ToyMade.v1', 'ToyMade.v3')] }],
      'two rooms with the same step',
    ],
    [
      'CODEC.UPCASTER_DUPLICATE',
      'ToyMade.v3',
      { ToyMade: [step('ToyMade.v1', 'ToyMade.v2'), step('ToyMade.v2', 'ToyMade.v3')], Other: [step('ToyMade.v3', 'ToyMade.v3x')] },
      'a step that leaves the current version',
    ],
    ['CODEC.UPCASTER_CYCLE', 'ToyMade.v1', { ToyMade: [step('ToyMade.v1', 'ToyMade.v2'), step('ToyMade.v2', 'ToyMade.v1')] }, 'a circle'],
    [
      'CODEC.UPCASTER_UNKNOWN_TARGET',
      'ToyMade.v4',
      { ToyMade: [step('ToyMade.v1', 'ToyMade.v2'), step('ToyMade.v2', 'ToyMade.v4')] },
      'a target that no schema knows',
    ],
    ['CODEC.BAD_WIRE_NAME', 'ToyMade', { ToyMade: [step('ToyMade', 'ToyMade.v3')] }, 'a step from what is no wire name'],
  ])('%s at %s', (code, type, broken) => {
    const error = failure(() => createCodec({ schemas: toy, metadata, upcasters: broken }));
    expect([error.code, error.type]).toEqual([code, type]);
    expect(error.zh).toContain(type);
  });

  it.each(['toyMade.v1', 'ToyMade', 'ToyMade.v0', 'ToyMade.v01', 'Toy Made.v1', '$ToyMade.v1'])('wire name %s', (type) => {
    expect(failure(() => createCodec({ schemas: { [type]: ToyMade }, metadata, upcasters: {} })).code).toBe('CODEC.BAD_WIRE_NAME');
  });

  it('two current versions of one event', () => {
    const error = failure(() => createCodec({ schemas: { 'ToyMade.v1': ToyMade, 'ToyMade.v2': ToyMade }, metadata, upcasters: {} }));
    expect([error.code, error.type]).toEqual(['CODEC.TWO_CURRENT_VERSIONS', 'ToyMade.v2']);
  });

  it.each([
    ['default', z.strictObject({ a: z.string().default('x') })],
    ['prefault', z.strictObject({ a: z.strictObject({ b: z.string().prefault('x') }) })],
    ['catch', z.strictObject({ a: z.array(z.string().catch('x')) })],
    ['pipe', z.strictObject({ a: z.string().transform((text) => text.length) })],
    ['coerce', z.strictObject({ a: z.coerce.number() })],
  ])('a schema that changes what it reads: %s', (kind, schema) => {
    const error = failure(() => createCodec({ schemas: { 'ToyMade.v1': schema }, metadata, upcasters: {} }));
    expect(error.code).toBe('CODEC.SCHEMA_CHANGES_DATA');
    expect(error.message).toContain(kind);
  });
});

describe('encode', () => {
  const sold = (data: unknown, by: unknown = '经办人') =>
    codec.encode({ id, type: 'ToySold.v1', data, metadata: { v: 1, by } } as Parameters<typeof codec.encode>[0]);

  it('passes on exactly what it was given', () => {
    expect(codec.encode({ id, type: 'ToySold.v1', data: { to: '某某公司', note: null }, metadata: { v: 1, by: '经办人' } })).toEqual({
      id,
      type: 'ToySold.v1',
      data: { to: '某某公司', note: null },
      metadata: { v: 1, by: '经办人' },
    });
  });

  it.each([
    ['a missing field', { to: 'a' }, 'data of ToySold.v1: note'],
    ['a field too many', { to: 'a', note: null, more: 1 }, 'data of ToySold.v1: (whole)'],
    ['a lone surrogate', { to: 'a\ud800', note: null }, 'data.to holds a lone surrogate'],
    ['no object', 'text', 'data of ToySold.v1'],
  ])('refuses %s', (_, data, message) => {
    const error = failure(() => sold(data));
    expect(error.code).toBe('CODEC.EVENT_REFUSED');
    expect(error.message).toContain(message);
  });

  it('refuses metadata that its schema does not know', () => {
    expect(failure(() => sold({ to: 'a', note: null }, 7)).message).toContain('metadata of ToySold.v1: by');
  });

  it('refuses what a schema lets through but a digest cannot hold', () => {
    const loose = createCodec({ schemas: { 'Loose.v1': z.strictObject({ n: z.number() }) }, metadata, upcasters: {} });
    const encode = (n: number) => loose.encode({ id, type: 'Loose.v1', data: { n }, metadata: { v: 1, by: 'a' } });
    expect(encode(Number.MAX_SAFE_INTEGER).data).toEqual({ n: Number.MAX_SAFE_INTEGER });
    for (const n of [Number.MAX_SAFE_INTEGER + 1, 0.5, -Number.MAX_SAFE_INTEGER - 1])
      expect(failure(() => encode(n)).message).toContain('only safe integers');
  });

  it('takes 512 KiB to the byte and not one more', () => {
    const room =
      512 * 1024 -
      Buffer.byteLength(JSON.stringify({ to: '', note: null })) -
      Buffer.byteLength(JSON.stringify({ v: 1, by: '经办人' })) -
      2 * 'ToySold.v1'.length;
    expect(sold({ to: 'a'.repeat(room), note: null }).type).toBe('ToySold.v1');
    expect(() => sold({ to: 'a'.repeat(room + 1), note: null })).toThrow(AppendTooLarge);
  });

  it('hands to the port the very text that was checked, whatever becomes of the values before the append', () => {
    const data = { to: '陈', note: null as string | null };
    const event = codec.encode({ id, type: 'ToySold.v1', data, metadata: { v: 1, by: '经办人' } });
    data.note = '\ud800';
    const texts = { data: '{"to":"陈","note":null}', metadata: '{"v":1,"by":"经办人"}' };
    expect(checkAppend('toy-1', 'any', [event])).toEqual([{ id, type: 'ToySold.v1', ...texts, bytes: 68 }]);
    expect(() => checkAppend('toy-1', 'any', [{ ...event }])).toThrow(AppendRefused);
  });

  it('gives back through decode what went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.option(fc.string({ unit: 'grapheme' })), (to, note) => {
        const event = codec.encode({ id, type: 'ToySold.v1', data: { to, note }, metadata: { v: 1, by: 'a' } });
        expect(codec.decode(stored(event.type, event.data, event.metadata)).data).toEqual({ to, note });
      }),
    );
  });
});

describe('decode stops the reader by name', () => {
  it.each([
    ['an unknown event', 'ToyLost.v1', {}, 'CODEC.UNKNOWN_TYPE'],
    ['a newer version', 'ToyMade.v4', {}, 'CODEC.UNKNOWN_TYPE'],
    ['an object’s own name', 'constructor', {}, 'CODEC.UNKNOWN_TYPE'],
    ['data that its schema does not know', 'ToySold.v1', { to: 1 }, 'CODEC.STORED_EVENT_INVALID'],
  ])('%s', (_, type, data, code) => {
    const error = failure(() => codec.decode(stored(type, data)));
    expect(error).toBeInstanceOf(UnreadableEvent);
    expect([error.code, error.type]).toEqual([code, type]);
    expect(error.message).toContain('event 4 of stream toy-1');
  });

  it('metadata of another version', () => {
    const error = failure(() => codec.decode(stored('ToySold.v1', { to: 'a', note: null }, { v: 2, by: 'a' })));
    expect(error.code).toBe('CODEC.STORED_EVENT_INVALID');
    expect(error.message).toContain('metadata: v');
  });
});

function failure(act: () => unknown): CodecError {
  try {
    act();
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Checked by the compiler, not by jest: each line that must not compile says so. */
export function typesHold(): readonly unknown[] {
  type Decoded = ReturnType<typeof codec.decode>;
  const narrowed = (event: Decoded): string => (event.type === 'ToyMade.v3' ? event.data.family : event.data.to);
  const same: Codec<typeof schemas, z.infer<typeof metadata>> = codec;
  return [
    narrowed,
    same,
    // @ts-expect-error a step must begin where the one before it ended
    upcasterChain<[ToyV1, ToyV2, ToyV3]>([toV2, toV2]),
    // @ts-expect-error a chain of three versions has two steps
    upcasterChain<[ToyV1, ToyV2, ToyV3]>([toV2]),
    // @ts-expect-error the last version is not the current payload
    defineUpcasters<typeof schemas>()({ ToyMade: upcasterChain<[ToyV1, ToyV2]>([toV2]) }),
    // @ts-expect-error three versions, yet the last is not the third
    defineUpcasters<typeof schemas>()({ ToyMade: upcasterChain<[ToyV1, ToyV1, ToyV2]>([(toy) => toy, toV2]) }),
    // @ts-expect-error no such event
    defineUpcasters<typeof schemas>()({ ToyLost: upcasterChain<[ToyV1, ToyV2]>([toV2]) }),
    // @ts-expect-error data of another event
    codec.encode({ id, type: 'ToySold.v1', data: { family: '', given: '', price: 1 }, metadata: { v: 1, by: '' } }),
  ];
}

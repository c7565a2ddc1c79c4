/**
 * Chains that turn stored data of an older version into the current one. Typed by the tuple of versions, and refused at
 * start-up when broken: an old event must never meet its missing step in the middle of a rebuild.
 */
import type { z } from 'zod';
import { CodecError } from './codec-errors';

export type EventSchemas = Readonly<Record<string, z.ZodType>>;

/** One step, from one wire name to the next. The data it gets is whatever was stored under `from`. */
export interface UpcastStep {
  readonly from: string;
  readonly to: string;
  readonly upcast: (data: never) => unknown;
}

/** Steps by event name. Several rooms may each define theirs. */
export type Upcasters = Readonly<Record<string, readonly UpcastStep[]>>;

/** The steps of `[V1, V2, V3]` are `[(V1) => V2, (V2) => V3]`. */
export type StepsOf<Versions extends readonly unknown[]> = Versions extends readonly [infer From, infer To, ...infer Rest]
  ? readonly [(data: From) => To, ...StepsOf<readonly [To, ...Rest]>]
  : readonly [];

declare const versions: unique symbol;

export interface UpcasterChain<Versions extends readonly unknown[] = readonly unknown[]> {
  readonly steps: readonly ((data: never) => unknown)[];
  readonly [versions]?: Versions;
}

/** The steps of one event, oldest first: `upcasterChain<[V1, V2, V3]>([(v1) => …, (v2) => …])`. */
export function upcasterChain<Versions extends readonly [unknown, unknown, ...unknown[]]>(
  steps: StepsOf<Versions>,
): UpcasterChain<Versions>;
export function upcasterChain(steps: readonly ((data: never) => unknown)[]): UpcasterChain {
  return { steps };
}

type NameOf<WireName> = WireName extends `${infer Name}.v${number}` ? Name : never;
type LastOf<Versions extends readonly unknown[]> = Versions extends readonly [...unknown[], infer Last] ? Last : never;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** A chain of n versions must end in what the registry knows as `Name.vn`, exactly. */
type EndsInCurrent<Schemas extends EventSchemas, Name, Chain> =
  Chain extends UpcasterChain<infer Versions>
    ? Name extends string
      ? `${Name}.v${Versions['length'] & number}` extends infer WireName extends keyof Schemas
        ? Equal<LastOf<Versions>, z.infer<Schemas[WireName]>> extends true
          ? Chain
          : { readonly 'the last version is not the current payload of': WireName }
        : { readonly 'no schema has the version this chain ends in': Name }
      : never
    : never;

/**
 * Names the chains of a registry: `defineUpcasters<typeof schemas>()({ ToyMade: upcasterChain<[V1, V2]>([…]) })`.
 * A chain whose last version is not the current payload type does not compile.
 */
export const defineUpcasters =
  <Schemas extends EventSchemas>() =>
  <Chains extends { readonly [Name in NameOf<keyof Schemas>]?: UpcasterChain }>(
    chains: Chains & { readonly [Name in keyof Chains]: EndsInCurrent<Schemas, Name, Chains[Name]> },
  ): Upcasters =>
    Object.fromEntries(
      Object.entries<UpcasterChain | undefined>(chains).map(([name, chain]) => [
        name,
        (chain?.steps ?? []).map((upcast, index): UpcastStep => ({ from: `${name}.v${index + 1}`, to: `${name}.v${index + 2}`, upcast })),
      ]),
    );

const WIRE_NAME = /^([A-Z][A-Za-z0-9]*)\.v([1-9]\d*)$/;

/**
 * Checks everything that can be wrong with a registry, once.
 * @returns for every wire name that can be read, current or older, the steps to the current one and its name
 * @throws CodecError that names the wire name at fault
 */
export function routesToCurrent(
  currentTypes: readonly string[],
  upcasters: readonly Upcasters[],
): ReadonlyMap<string, { readonly current: string; readonly steps: readonly UpcastStep[] }> {
  const current = new Set(currentTypes);
  const versionOf = new Map<string, number>();
  for (const type of currentTypes) {
    const [, name, version] = WIRE_NAME.exec(type) ?? [];
    if (name === undefined) throw new CodecError('CODEC.BAD_WIRE_NAME', type, `${type} is not a wire name such as BrandNominated.v1`);
    if (versionOf.has(name))
      throw new CodecError('CODEC.TWO_CURRENT_VERSIONS', type, `${name} has two current versions, the older needs an upcaster instead`);
    versionOf.set(name, Number(version));
  }
  const steps = new Map<string, UpcastStep>();
  for (const step of upcasters.flatMap((each) => Object.values(each)).flat()) {
    if (!WIRE_NAME.test(step.from))
      throw new CodecError('CODEC.BAD_WIRE_NAME', step.from, `${step.from} is not a wire name such as BrandNominated.v1`);
    if (steps.has(step.from)) throw new CodecError('CODEC.UPCASTER_DUPLICATE', step.from, `two upcasters start at ${step.from}`);
    steps.set(step.from, step);
  }
  const routes = new Map<string, { readonly current: string; readonly steps: readonly UpcastStep[] }>();
  for (const type of currentTypes) {
    if (steps.has(type)) throw new CodecError('CODEC.UPCASTER_DUPLICATE', type, `${type} is current, yet an upcaster starts at it`);
    routes.set(type, { current: type, steps: [] });
  }
  for (const start of steps.keys()) {
    const route: UpcastStep[] = [];
    let at = start;
    for (let step = steps.get(at); step !== undefined; step = steps.get(at)) {
      if (route.includes(step))
        throw new CodecError('CODEC.UPCASTER_CYCLE', start, `the upcasters from ${start} run in a circle through ${at}`);
      route.push(step);
      at = step.to;
    }
    if (!current.has(at))
      throw new CodecError('CODEC.UPCASTER_UNKNOWN_TARGET', at, `the upcasters from ${start} end in ${at}, which no schema knows`);
    routes.set(start, { current: at, steps: route });
  }
  for (const [name, version] of versionOf) {
    for (let older = 1; older < version; older += 1) {
      const type = `${name}.v${older}`;
      if (!steps.has(type))
        throw new CodecError('CODEC.UPCASTER_GAP', type, `${name} stands at version ${version}, yet no upcaster starts at ${type}`);
    }
  }
  return routes;
}

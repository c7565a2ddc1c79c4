/**
 * Between plain typed events and what the log stores: a zod schema per wire name, upcasters for older versions, and the
 * limits that keep stored values hashable. The registry of real events is put together where commands meet the log.
 */
import { z } from 'zod';
import { CodecError, UnreadableEvent } from './codec-errors';
import { AppendTooLarge } from './errors';
import { faultInJson, writeOut } from './port-checks';
import { MAX_EVENT_BYTES, type EventToAppend, type JsonObject, type Position, type RecordedEvent } from './port';
import { routesToCurrent, type EventSchemas, type Upcasters, type UpcastStep } from './upcasters';

/** The union of all current events of a registry. */
export type EventOf<Schemas extends EventSchemas> = {
  [Type in keyof Schemas & string]: { readonly type: Type; readonly data: z.infer<Schemas[Type]> };
}[keyof Schemas & string];

/** Where and as what an event was stored. */
export interface Stored<Metadata> {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  readonly id: string;
  readonly created: Date;
  /** The wire name in the log; differs from `type` when the event was upcast. */
  readonly storedType: string;
  readonly metadata: Metadata;
}

export type DecodedEvent<Schemas extends EventSchemas, Metadata> = EventOf<Schemas> & Stored<Metadata>;

export interface Codec<Schemas extends EventSchemas, Metadata> {
  /** Wire names that are written. */
  readonly currentTypes: readonly (keyof Schemas & string)[];
  /** Wire names that are read: the current ones and every older version. */
  readonly storedTypes: readonly string[];
  /**
   * Checks data and metadata against their schemas and the limits of what is hashed (safe integers, no lone surrogates,
   * 512 KiB).
   * @throws CodecError `CODEC.EVENT_REFUSED`, AppendTooLarge
   */
  encode(event: EventOf<Schemas> & { readonly id: string; readonly metadata: Metadata }): EventToAppend;
  /**
   * Upcasts, then checks.
   * @throws UnreadableEvent for an unknown wire name, a failing upcaster, or data that its schema does not know
   */
  decode(recorded: RecordedEvent): DecodedEvent<Schemas, Metadata>;
}

/** Kinds of schema that answer with something else than they were given. Events are read as they were written. */
const CHANGING = ['default', 'prefault', 'catch', 'transform', 'pipe', 'codec'];

function refuseChangingSchema(type: string, schema: z.ZodType): void {
  let found: string | undefined;
  z.toJSONSchema(schema, {
    unrepresentable: 'any',
    io: 'input',
    override: ({ zodSchema }) => {
      const { def } = zodSchema._zod;
      if (CHANGING.includes(def.type)) found = def.type;
      if ('coerce' in def && def.coerce === true) found = 'coerce';
    },
  });
  if (found !== undefined)
    throw new CodecError('CODEC.SCHEMA_CHANGES_DATA', type, `the schema of ${type} holds a ${found}: events are read as they were written`);
}

const issuesOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || '(whole)'}: ${message}`).join('; ');

/**
 * @throws CodecError when the registry is broken: a name that is no wire name, two current versions, a schema that
 * changes data, or upcasters with a duplicate, a gap, a cycle or an unknown target
 */
export function createCodec<const Schemas extends EventSchemas, MetadataSchema extends z.ZodType>(registry: {
  readonly schemas: Schemas;
  readonly metadata: MetadataSchema;
  readonly upcasters: Upcasters | readonly Upcasters[];
}): Codec<Schemas, z.infer<MetadataSchema>> {
  type Metadata = z.infer<MetadataSchema>;
  const { schemas, metadata: metadataSchema } = registry;
  const isType = (type: string): type is keyof Schemas & string => Object.hasOwn(schemas, type);
  const currentTypes = Object.keys(schemas).filter(isType);
  const routes = routesToCurrent(currentTypes, isList(registry.upcasters) ? registry.upcasters : [registry.upcasters]);
  for (const [type, schema] of Object.entries(schemas)) refuseChangingSchema(type, schema);
  refuseChangingSchema('metadata', metadataSchema);
  // Every event written and every event read is checked. A recursive schema stays as it is, and so does any other that cannot be compiled.
  const checks = new Map<string, z.ZodType>(Object.entries(schemas).map(([type, schema]) => [type, z.compile(schema)]));
  const checkMetadata = z.compile(metadataSchema);

  const checked = (schema: z.ZodType, value: unknown, type: string, part: string): JsonObject => {
    const result = schema.safeParse(value);
    if (!result.success)
      throw new CodecError('CODEC.EVENT_REFUSED', type, `${part} of ${type}: ${issuesOf(result.error)}`, { cause: result.error });
    const fault = faultInJson(value, part);
    if (fault !== null) throw new CodecError('CODEC.EVENT_REFUSED', type, `${type}: ${fault}`);
    if (!isJsonObject(value)) throw new CodecError('CODEC.EVENT_REFUSED', type, `${part} of ${type} is not an object`);
    return value;
  };

  const encode: Codec<Schemas, Metadata>['encode'] = ({ id, type, data, metadata }) => {
    const schema = checks.get(type);
    if (schema === undefined) throw new CodecError('CODEC.UNKNOWN_TYPE', type, `no schema knows ${type}`);
    const event = { id, type, data: checked(schema, data, type, 'data'), metadata: checked(checkMetadata, metadata, type, 'metadata') };
    const { bytes } = writeOut(event);
    if (bytes > MAX_EVENT_BYTES) throw new AppendTooLarge(bytes, MAX_EVENT_BYTES);
    return event;
  };

  const isDecoded = (
    event: Stored<Metadata> & { readonly type: string; readonly data: unknown },
  ): event is DecodedEvent<Schemas, Metadata> => isType(event.type);

  const decode: Codec<Schemas, Metadata>['decode'] = (recorded) => {
    const { type: storedType, stream, revision, position, id, created } = recorded;
    const unreadable = (code: ConstructorParameters<typeof UnreadableEvent>[0], reason: string, cause?: unknown): UnreadableEvent =>
      new UnreadableEvent(code, storedType, stream, revision, reason, { cause });
    const route = routes.get(storedType);
    const schema = route === undefined ? undefined : checks.get(route.current);
    if (route === undefined || schema === undefined) throw unreadable('CODEC.UNKNOWN_TYPE', 'this program does not know the wire name');
    let value: unknown = recorded.data;
    for (const step of route.steps) {
      try {
        value = upcast(step, value);
      } catch (cause) {
        throw unreadable('CODEC.UPCASTER_FAILED', `the upcaster from ${step.from} failed: ${String(cause)}`, cause);
      }
    }
    const data = schema.safeParse(value);
    if (!data.success) throw unreadable('CODEC.STORED_EVENT_INVALID', `data: ${issuesOf(data.error)}`, data.error);
    const metadata = checkMetadata.safeParse(recorded.metadata);
    if (!metadata.success) throw unreadable('CODEC.STORED_EVENT_INVALID', `metadata: ${issuesOf(metadata.error)}`, metadata.error);
    const event = { type: route.current, data: data.data, stream, revision, position, id, created, storedType, metadata: metadata.data };
    if (!isDecoded(event)) throw unreadable('CODEC.UNKNOWN_TYPE', 'this program does not know the wire name');
    return event;
  };

  return { currentTypes, storedTypes: [...routes.keys()], encode, decode };
}

const isList = (upcasters: Upcasters | readonly Upcasters[]): upcasters is readonly Upcasters[] => Array.isArray(upcasters);
const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a step gets is what was stored under its wire name; that the two agree is what the fixtures prove. */
function upcast(step: UpcastStep, data: unknown): unknown {
  return step.upcast(data as never);
}

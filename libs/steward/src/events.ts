/** Events as the steward reads them, and which of them concern it. */
import {
  brandEventSchemas,
  parseSubjectStream,
  regionEventSchemas,
  subjectEventSchemas,
  type BrandEvent,
  type EventMetadata,
  type RegionEvent,
  type SubjectEvent,
} from '#domain';

/** An event of the log as the steward reads it: decoded, upcast to today's version, with its metadata. */
export type StewardEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly metadata: Pick<EventMetadata, 'effectiveOn' | 'correlationId' | 'causationDepth'>;
} & (BrandEvent | RegionEvent | SubjectEvent);

type Typed = { readonly type: string; readonly data: unknown };

export const isBrandEvent = (event: Typed): event is BrandEvent => event.type in brandEventSchemas;
export const isSubjectEvent = (event: Typed): event is SubjectEvent => event.type in subjectEventSchemas;
export const isConcern = (event: Typed): event is BrandEvent | RegionEvent | SubjectEvent =>
  isBrandEvent(event) || isSubjectEvent(event) || event.type in regionEventSchemas;

/** The key whose order matters and which is parked as one: the subject's stream. Null: no concern of the steward. */
export function interested(event: { readonly stream: string; readonly type: string }): string | null {
  if (event.stream.startsWith('brand-')) return event.stream;
  const subject = parseSubjectStream(event.stream);
  // A window is a span of time: nothing is asked of it. Of a region's stream, aggregates and standards are read by others.
  if (subject === null || subject.kind === 'window') return null;
  return event.type === 'YearClosed.v1' || event.type in subjectEventSchemas ? event.stream : null;
}

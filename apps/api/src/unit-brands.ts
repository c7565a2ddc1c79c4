import type { Ledger } from '#application';
import { evolveSubject, initialSubject, parseSubjectStream } from '#domain';

/** Ids of the brands that a unit or institution carries, as its stream has it now. */
export async function brandsOfUnit(ledger: Ledger, stream: string): Promise<ReadonlySet<string>> {
  const place = parseSubjectStream(stream);
  if (place === null) return new Set();
  let state = initialSubject(place.kind, place.id);
  for await (const { event, metadata, recorded } of ledger.readStream(stream))
    state = evolveSubject(state, { type: event.type, data: event.data, metadata, id: recorded.id, revision: Number(recorded.revision) });
  const { own } = state;
  return new Set(own !== null && 'brands' in own ? own.brands : []);
}

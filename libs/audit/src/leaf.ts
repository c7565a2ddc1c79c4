/**
 * Leaves: what an auditor proves. A leaf is made from the event as stored, before upcasting, and from nothing that
 * belongs to one store only, so that leaves and root are the same on every store and after a migration.
 *
 * The form is fixed. A change of it would need a new `v`, and old leaves would keep theirs.
 */
import { canonicalJson } from './canonical-json';

/** Version of the form of a leaf. */
export const LEAF_VERSION = 1;

/** What a leaf is made of. Position, the store's own clock and the log's id stay out. */
export interface LeafSource {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  /** Wire name as stored. */
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** Whether an event counts as a leaf: neither its type nor its stream is the store's own. */
export const isLeaf = (event: { readonly stream: string; readonly type: string }): boolean =>
  !event.type.startsWith('$') && !event.stream.startsWith('$');

function integer(value: bigint, what: string): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${what} ${value} cannot stand in a leaf`);
  return Number(value);
}

/**
 * The canonical bytes of a leaf: RFC 8785 of `{v, index, stream, revision, id, type, data, metadata}` in UTF-8.
 * @param index ordinal among the leaves of the log, from 0: what people, links, reports and proofs quote
 * @throws RangeError for an event that is no leaf, or an index or revision beyond the safe integers
 */
export function leafOf(event: LeafSource, index: bigint): Uint8Array {
  if (!isLeaf(event)) throw new RangeError(`${event.type} in ${event.stream} is the store's own and no leaf`);
  const { stream, id, type, data, metadata } = event;
  const leaf = {
    v: LEAF_VERSION,
    index: integer(index, 'index'),
    stream,
    revision: integer(event.revision, 'revision'),
    id,
    type,
    data,
    metadata,
  };
  return new TextEncoder().encode(canonicalJson(leaf));
}

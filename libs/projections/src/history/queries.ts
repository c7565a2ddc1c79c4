import { positionFromText } from '../table';
import type { Reader } from '../schema';

/** Leaf indexes of a stream's events, by revision. */
export async function leavesOfStream(reader: Reader, stream: string): Promise<ReadonlyMap<number, number>> {
  const rows = await reader.selectFrom('leaf').select(['revision', 'leaf']).where('stream', '=', stream).execute();
  return new Map(rows.map(({ revision, leaf }) => [revision, leaf]));
}

export interface LeafPlace {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint | undefined;
}

/** Where a leaf stands, or null when the read models have not come so far. */
export async function placeOfLeaf(reader: Reader, leaf: number): Promise<LeafPlace | null> {
  const row = await reader.selectFrom('leaf').selectAll().where('leaf', '=', leaf).executeTakeFirst();
  return row === undefined ? null : { stream: row.stream, revision: row.revision, position: positionFromText(row.position) };
}

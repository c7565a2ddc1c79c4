import type { Ground } from '#contracts';
import { within } from '../catalogue/queries';
import type { RegionScope } from '../regional/queries';
import type { Reader } from '../schema';

/** How everything in a region stands, by stream: what the list of gaps follows from. */
export async function gapGrounds(
  reader: Reader,
  { dataset, region }: RegionScope,
): Promise<{ readonly stream: string; readonly ground: Ground }[]> {
  let query = within(reader.selectFrom('gap_ground').select(['stream', 'data']), 'gap_ground', region);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.orderBy('stream').execute();
  return rows.map(({ stream, data }) => ({ stream, ground: JSON.parse(data) as Ground }));
}

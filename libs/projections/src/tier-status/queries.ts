import type { Dataset, TierStatus } from '#contracts';
import type { Kind } from '#domain';
import { inRanges } from '../database';
import { nameOf, regionsAsked, WHOLE_COUNTRY } from '../regions';
import type { Reader } from '../schema';

export interface TierStatusRequest {
  readonly dataset: Dataset;
  /** Default: the whole country. */
  readonly region?: string | undefined;
  readonly kind?: Kind | undefined;
  /** True: the regions directly below it instead of itself. */
  readonly children?: boolean | undefined;
}

/**
 * How many brands stand where. `claimed` false: by the tier they hold here; true: the same brands by the tier their
 * sources claim. The two are never added.
 */
export async function tierStatus(
  reader: Reader,
  { dataset, region = WHOLE_COUNTRY, kind, children = false }: TierStatusRequest,
): Promise<TierStatus[]> {
  let query = reader
    .selectFrom('tier_status')
    .selectAll()
    .where(
      inRanges(
        'key',
        regionsAsked(region, children).map((code) => `${dataset}|${code}`),
      ),
    );
  if (kind !== undefined) query = query.where('kind', '=', kind);
  const rows = await query.orderBy('key').execute();
  return rows.map((row) => ({
    region: row.region,
    regionName: nameOf(row.region),
    kind: row.kind,
    tier: row.tier,
    claimed: row.claimed === 1,
    stage: row.stage,
    brands: row.brands,
  }));
}

import type { FundListParams, FundRow, FundTotal } from '#contracts';
import type { FundEntry } from '#domain';
import { within } from '../catalogue/queries';
import { nameOf } from '../regions';
import type { Reader } from '../schema';

/** 资金登记 of a region and below it, the latest payment first, with totals that add like units only. What was withdrawn is listed and not added. */
export async function fundList(
  reader: Reader,
  { dataset, region, year, purpose, payee }: Omit<FundListParams, 'atLeast'>,
): Promise<{ readonly rows: FundRow[]; readonly totals: FundTotal[] }> {
  let query = within(reader.selectFrom('fund_entry').selectAll(), 'fund_entry', region);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  if (year !== undefined) query = query.where('year', '=', year);
  if (purpose !== undefined) query = query.where('purpose', '=', purpose);
  if (payee !== undefined) query = query.where('payee_stream', '=', payee);
  const found = await query.orderBy('paid_on', 'desc').orderBy('fund_id').execute();
  const totals = new Map<string, { total: FundTotal; sum: bigint }>();
  for (const row of found) {
    if (row.withdrawn === 1) continue;
    const key = `${row.year}|${row.purpose}|${row.unit}`;
    const { total, sum } = totals.get(key) ?? {
      total: { year: row.year, purpose: row.purpose, unit: row.unit, amount: '0', entries: 0 },
      sum: 0n,
    };
    totals.set(key, { total: { ...total, entries: total.entries + 1 }, sum: sum + BigInt(row.amount) });
  }
  return {
    rows: found.map((row) => ({
      fundId: row.fund_id,
      dataset: row.dataset,
      region: { code: row.region, name: nameOf(row.region) },
      entry: JSON.parse(row.entry) as FundEntry,
      despiteStop: row.despite_stop === null ? null : (JSON.parse(row.despite_stop) as FundRow['despiteStop']),
      corrections: row.corrections,
      withdrawn: row.withdrawn === 1,
      revision: row.revision,
      recordedBy: row.recorded_by,
      recordedOn: row.recorded_on,
    })),
    totals: [...totals.values()]
      .map(({ total, sum }) => ({ ...total, amount: sum.toString() }))
      .sort((a, b) => b.year - a.year || a.purpose.localeCompare(b.purpose) || a.unit.localeCompare(b.unit)),
  };
}

import type { CorrectionRow, CorrectionState, Dataset } from '#contracts';
import type { FigureInput } from '#domain';
import { within } from '../catalogue/queries';
import { regionReference } from '../regions';
import type { Reader } from '../schema';
import { figuresFromText } from '../yearly/figures';

export interface CorrectionsRequest {
  readonly dataset?: Dataset | undefined;
  readonly region?: string | undefined;
  readonly state?: CorrectionState | undefined;
  readonly brandId?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** One page of 更正记录 of a region and below it: open requests first, then the latest. */
export async function correctionList(
  reader: Reader,
  { dataset, region, state, brandId, offset, limit }: CorrectionsRequest,
): Promise<{ rows: CorrectionRow[]; total: number }> {
  let asked = within(reader.selectFrom('brand'), 'brand', region).innerJoin('correction', 'correction.brand_id', 'brand.brand_id');
  if (dataset !== undefined) asked = asked.where('brand.dataset', '=', dataset);
  if (state !== undefined) asked = asked.where('correction.state', '=', state);
  if (brandId !== undefined) asked = asked.where('correction.brand_id', '=', brandId);
  const { total } = await asked.select(({ fn }) => fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow();
  const found = await asked
    .selectAll('correction')
    .select(['brand.name', 'brand.region', 'brand.dataset'])
    .orderBy(({ eb }) => eb.case().when('correction.state', '=', 'open').then(0).else(1).end())
    .orderBy('correction.asked_on', 'desc')
    .orderBy('correction.key')
    .offset(offset)
    .limit(limit)
    .execute();
  const values = await valuesOf(reader, [...new Set(found.map(({ brand_id }) => brand_id))]);
  return {
    total: Number(total),
    rows: found.map((row): CorrectionRow => ({
      brandId: row.brand_id,
      brandName: row.name,
      region: regionReference(row.region),
      dataset: row.dataset,
      requestId: row.request_id,
      state: row.state,
      corrects: row.corrects,
      figureId: row.figure_id,
      figure: JSON.parse(row.figure) as FigureInput,
      valueBefore: values.get(row.corrects) ?? null,
      askedOn: row.asked_on,
      askedBy: { id: row.asked_by, role: row.asked_role },
      settledOn: row.settled_on,
      settledBy: row.settled_by === null ? null : { id: row.settled_by, role: row.settled_role },
      reason: row.reason,
      evidence: JSON.parse(row.evidence) as string[],
      answer: row.answer,
    })),
  };
}

/** Values of all figures of these brands, corrected ones too, by figure id. */
async function valuesOf(reader: Reader, brandIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (brandIds.length === 0) return new Map();
  const groups = await reader
    .selectFrom('brand_figure')
    .select(['metric', 'unit', 'nature', 'directness', 'figures'])
    .where('brand_id', 'in', [...brandIds])
    .execute();
  return new Map(groups.flatMap((row) => figuresFromText(row.figures, row).map(({ figureId, value }) => [figureId, value] as const)));
}

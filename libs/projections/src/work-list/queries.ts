import type { Dataset } from '#contracts';
import type { Kind, ProposedStep, Tier } from '#domain';
import { sql } from 'kysely';
import { within } from '../catalogue/queries';
import type { Reader } from '../schema';
import type { WorkKind } from './model';

export interface WorkRow {
  readonly brandId: string;
  readonly name: string;
  readonly region: string;
  readonly kind: Kind;
  readonly dataset: Dataset;
  readonly what: WorkKind;
  readonly period: number | null;
  readonly on: string | null;
  readonly step: ProposedStep | null;
  readonly toTier: Tier | null;
  readonly proposalId: string | null;
  readonly since: string | null;
  readonly person: string | null;
  /** The document under which the brand was nominated. */
  readonly pack: string | null;
}

export interface WorkScope {
  readonly dataset?: Dataset | undefined;
  readonly region?: string | undefined;
  /** Left out: of every kind. */
  readonly what?: readonly WorkKind[] | undefined;
}

/** 待办 of all brands in a region and below it, the earliest day first; what has no day comes last. */
export async function workList(reader: Reader, scope: WorkScope): Promise<WorkRow[]> {
  if (scope.what?.length === 0) return [];
  let query = within(reader.selectFrom('brand'), 'brand', scope.region).innerJoin('work_item', 'work_item.brand_id', 'brand.brand_id');
  if (scope.dataset !== undefined) query = query.where('brand.dataset', '=', scope.dataset);
  if (scope.what !== undefined) query = query.where('work_item.what', 'in', [...scope.what]);
  const rows = await query
    .select(['brand.brand_id', 'brand.name', 'brand.region', 'brand.kind', 'brand.dataset'])
    .select(['work_item.what', 'work_item.period', 'work_item.due_on', 'work_item.step', 'work_item.to_tier', 'work_item.proposal_id'])
    .select(['work_item.since', 'work_item.person', 'work_item.pack'])
    .orderBy(sql`coalesce(work_item.due_on, '9999')`)
    .orderBy('brand.name')
    .orderBy('work_item.key')
    .execute();
  return rows.map((row) => ({
    brandId: row.brand_id,
    name: row.name,
    region: row.region,
    kind: row.kind,
    dataset: row.dataset,
    what: row.what,
    period: row.period,
    on: row.due_on,
    step: row.step,
    toTier: row.to_tier,
    proposalId: row.proposal_id,
    since: row.since,
    person: row.person,
    pack: row.pack,
  }));
}

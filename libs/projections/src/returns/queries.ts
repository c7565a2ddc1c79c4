/** What the returns model answers: calls, what they expect, what was reported, and what figures are compared with. */
import {
  lineKey,
  officeOf,
  periodLastYear,
  periodOf,
  regionPath,
  type CallTerms,
  type LinePlace,
  type ReturnBrand,
  type ReturnKind,
} from '#domain';
import type { Dataset } from '#contracts';
import { sql, type SqlBool } from 'kysely';
import { within } from '../catalogue/queries';
import { inList, type Engine } from '../database';
import { WHOLE_COUNTRY } from '../regions';
import type { ModelTables, Reader } from '../schema';

export type ReturnFormRow = ModelTables['return_form'];

export interface CallsRequest {
  /** Calls that concern this region: made for it, below it, or above it. */
  readonly region?: string | undefined;
  readonly dataset?: Dataset | undefined;
  readonly call?: string | undefined;
  readonly period?: string | undefined;
  /** Only what this unit reports. */
  readonly unit?: string | undefined;
}
export interface CallView {
  readonly terms: CallTerms;
  readonly revision: number;
}

/** Calls, the last period first. */
export async function returnCalls(reader: Reader, { region, dataset, call, period }: CallsRequest): Promise<CallView[]> {
  let query = reader.selectFrom('return_call').selectAll();
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  if (call !== undefined) query = query.where('call_id', '=', call);
  if (period !== undefined) query = query.where('period', '=', period);
  if (region !== undefined && region !== WHOLE_COUNTRY) {
    const above = [...regionPath(region), WHOLE_COUNTRY];
    query = query.where((eb) => eb.or([eb('region', 'in', above), eb('prefecture', '=', region), eb('province', '=', region)]));
  }
  const rows = await query.orderBy('period', 'desc').orderBy('region').orderBy('call_id').execute();
  return rows.map(({ terms, revision }) => ({ terms: JSON.parse(terms) as CallTerms, revision }));
}

/** Who is to report for how many brands of a region. */
export interface ExpectedReturn {
  readonly region: string;
  readonly unit: string;
  /** Null for the county's office. */
  readonly unitName: string | null;
  readonly brands: number;
}

type ExpectedTerms = Pick<CallTerms, 'region' | 'kind' | 'origin'>;
const columnOf = (kind: ReturnKind) => (kind === 'labour' ? 'unit' : 'institution');

/** Brands under cultivation that a call asks, within a region. */
function asked(reader: Reader, { region, kind, origin }: ExpectedTerms, scope: string | undefined) {
  const base = within(within(reader.selectFrom('return_brand'), 'return_brand', region), 'return_brand', scope);
  return base
    .where('stage', '=', 'cultivated')
    .where('dataset', '=', origin === 'synthetic' ? 'synthetic' : 'real')
    .where('kind', 'in', [kind, 'dual']);
}

/** What a call expects of a region: one return for each reporting unit and county. */
export async function expectedReturns(
  reader: Reader,
  terms: ExpectedTerms,
  { region, unit }: { readonly region?: string | undefined; readonly unit?: string | undefined } = {},
): Promise<ExpectedReturn[]> {
  const column = columnOf(terms.kind);
  const brands = asked(reader, terms, region);
  const rows = await (unit === undefined ? brands : brands.where(column, '=', unit))
    .select(['region', column])
    .select((eb) => [eb.fn.min(`${column}_name`).as('unit_name'), eb.fn.countAll().as('brands')])
    .groupBy(['region', column])
    .orderBy('region')
    // The engines do not agree on where nothing comes in an order.
    .orderBy(sql`coalesce(${sql.ref(column)}, '')`)
    .execute();
  return rows.map((row) => ({
    region: row.region,
    unit: (column === 'unit' ? row.unit : row.institution) ?? `office-${row.region}`,
    unitName: row.unit_name,
    brands: Number(row.brands),
  }));
}

/** Ids of the brands that a call expects of a unit in a region, in order of name. */
export async function brandsExpected(reader: Reader, terms: ExpectedTerms, region: string, unit: string): Promise<string[]> {
  // One office reports for a region: under the name of another nothing is expected of it, and no second return of one brand exists.
  if (unit.startsWith('office-') && unit !== officeOf(region).id) return [];
  const column = columnOf(terms.kind);
  const query = asked(reader, terms, undefined).select('brand_id').where('region', '=', region);
  const rows = await (unit.startsWith('office-') ? query.where(column, 'is', null) : query.where(column, '=', unit))
    .orderBy('name')
    .orderBy('brand_id')
    .execute();
  return rows.map(({ brand_id }) => brand_id);
}

/** Brands as far as returns of a kind go; those never cultivated are not known. */
export async function returnBrands(reader: Reader, engine: Engine, kind: ReturnKind, brandIds: readonly string[]): Promise<ReturnBrand[]> {
  const rows = await reader
    .selectFrom('return_brand')
    .selectAll()
    .where(inList(engine, 'brand_id', brandIds))
    .where('stage', '<>', 'unknown')
    .execute();
  return rows.map((row) => {
    const [id, name] = kind === 'labour' ? [row.unit, row.unit_name] : [row.institution, row.institution_name];
    return {
      ...{ brandId: row.brand_id, name: row.name, kind: row.kind, category: row.category, region: row.region },
      reporter: id === null ? officeOf(row.region) : { id, name: name ?? id },
      delistedOn: row.delisted_on,
    };
  });
}

/** Returns that were reported, or allowed to be late, to these calls within a region. */
export async function returnForms(
  reader: Reader,
  engine: Engine,
  { calls, region, unit }: { readonly calls: readonly string[]; readonly region?: string | undefined; readonly unit?: string | undefined },
): Promise<ReturnFormRow[]> {
  const forms = within(reader.selectFrom('return_form').selectAll(), 'return_form', region);
  return (unit === undefined ? forms : forms.where('unit', '=', unit))
    .where(inList(engine, 'call_id', calls))
    .orderBy('region')
    .orderBy('return_id')
    .execute();
}

export interface Compared {
  readonly lastYear: ReadonlyMap<string, number>;
  readonly earlier: ReadonlyMap<string, { readonly period: string; readonly value: number }>;
}

/** What was told of these brands a year before, and before in the year. Keys are keys of lines. */
export async function comparedWith(
  reader: Reader,
  engine: Engine,
  terms: Pick<CallTerms, 'period' | 'asked' | 'basis' | 'callId'>,
  brandIds: readonly string[],
): Promise<Compared> {
  const { year, toMonth, kind } = periodOf(terms.period);
  const natures = [...new Set(terms.asked.map(({ nature }) => nature))];
  const lines = () =>
    reader
      .selectFrom('return_line')
      .select(['brand_id', 'metric', 'directness', 'trade', 'value', 'period', 'to_month', 'nature', 'unit'])
      .where(inList(engine, 'brand_id', brandIds))
      .where('value', 'is not', null)
      .orderBy('key');
  const before = await lines()
    .where('year', '=', year - 1)
    .where('period', '=', periodLastYear(terms.period))
    .where('nature', 'in', natures)
    .where('standing', 'in', ['accepted', 'locked'])
    .execute();
  const lastYear = new Map<string, number>();
  // Of a whole year, what is locked with the brand itself stands also where no return told it.
  if (toMonth === 12 && (kind === 'year' || terms.basis === 'yearToDate')) {
    const figures = await reader
      .selectFrom('brand_figure')
      .select(['brand_id', 'metric', 'directness', 'unit', 'nature', 'locked'])
      .where(inList(engine, 'brand_id', brandIds))
      .where('year', '=', year - 1)
      .where('locked', 'is not', null)
      .execute();
    for (const figure of figures) {
      const like = terms.asked.find(({ metric, directness }) => metric === figure.metric && directness === figure.directness);
      if (like === undefined || like.unit !== figure.unit || (like.nature === 'stock') !== (figure.nature === 'stock')) continue;
      if (figure.locked !== null) lastYear.set(keyOf({ ...figure, trade: '' }), figure.locked);
    }
  }
  for (const line of before) if (line.value !== null) lastYear.set(keyOf(line), line.value);

  const earlier = new Map<string, { readonly period: string; readonly value: number }>();
  if (terms.basis === 'yearToDate') {
    const told = await lines()
      .where('year', '=', year)
      .where('nature', '=', 'cumulative')
      .where('to_month', '<', toMonth)
      .where('standing', '<>', 'returned')
      .orderBy('to_month')
      .execute();
    for (const line of told.sort((a, b) => a.to_month - b.to_month))
      if (line.value !== null) earlier.set(keyOf(line), { period: line.period, value: line.value });
  }
  return { lastYear, earlier };
}

const keyOf = (line: { readonly brand_id: string; readonly metric: string; readonly directness: string; readonly trade: string }): string =>
  lineKey({
    brandId: line.brand_id,
    metric: line.metric as LinePlace['metric'],
    directness: line.directness as LinePlace['directness'],
    trade: line.trade === '' ? null : line.trade,
  });

/** The lower median of what brands of one kind and category told to a call, for each metric, directness and trade. */
export interface PeerMedian {
  readonly category: string | null;
  readonly metric: string;
  readonly directness: string;
  readonly trade: string;
  readonly median: number;
  readonly count: number;
}

export async function peerMedians(reader: Reader, call: string): Promise<PeerMedian[]> {
  const { rows } = await sql<{ category: string | null; metric: string; directness: string; trade: string; value: number; n: number }>`
    select category, metric, directness, trade, value, n from (
      select category, metric, directness, trade, value,
        row_number() over (partition by category, metric, directness, trade order by value) as place,
        count(*) over (partition by category, metric, directness, trade) as n
      from return_line where call_id = ${call} and value is not null and standing <> 'returned'
    ) as ranked
    where place = (n + 1) / 2`.execute(reader);
  return rows.map(({ n, value, ...row }) => ({ ...row, median: Number(value), count: Number(n) }));
}

/** How many lines of a year stand below 锁定, in a region and everything below it. */
export async function unlockedLines(
  reader: Reader,
  { region, year, dataset }: { readonly region: string; readonly year: number; readonly dataset: Dataset },
): Promise<{ readonly returns: number; readonly lines: number }> {
  const row = await within(reader.selectFrom('return_form'), 'return_form', region)
    .select((eb) => [eb.fn.countAll().as('returns'), eb.fn.sum(sql<number>`lines - locked`).as('open')])
    .where('year', '=', year)
    .where('dataset', '=', dataset)
    .where(sql<SqlBool>`lines > locked`)
    .executeTakeFirst();
  return { returns: Number(row?.returns ?? 0), lines: Number(row?.open ?? 0) };
}

/** Returns that hold locked lines of which nothing is known in the streams of their brands: what a restart looks at. */
export async function returnsToApply(reader: Reader): Promise<string[]> {
  const rows = await reader
    .selectFrom('return_form')
    .select('return_id')
    .where(sql<SqlBool>`locked > applied`)
    .orderBy('return_id')
    .execute();
  return rows.map(({ return_id }) => return_id);
}

/** Calls, returns and their lines as they stand, and the brands that a call expects returns of. */
import {
  LINE_STANDINGS,
  callEventSchemas,
  evolveCall,
  initialCall,
  lineKey,
  parseReturnId,
  periodOf,
  returnEventSchemas,
  type CallEvent,
  type CallTerms,
  type LineStanding,
  type ReturnEvent,
  type ReturnLine,
} from '#domain';
import type { Engine, ReadModelTransaction } from '../database';
import type { ModelFold, ProjectedFact, ReadModelDefinition, Standing, TableName } from '../model';
import { lineage } from '../regions';
import type { Row } from '../table';
import { plain, WorkingTable } from '../working-set';
import { returnBrandTable, returnCallTable, returnFormTable, returnLineTable, returnUnitTable } from './tables';

const UNIT_EVENTS = ['UnitRegistered.v1', 'UnitBrandsChanged.v1', 'InstitutionRegistered.v1', 'InstitutionBrandsChanged.v1'] as const;

export const returnsModel: ReadModelDefinition = {
  name: 'returns',
  version: 1,
  handles: [
    ...(Object.keys(callEventSchemas) as CallEvent['type'][]),
    ...(Object.keys(returnEventSchemas) as ReturnEvent['type'][]),
    ...UNIT_EVENTS,
    // Whatever brings a brand under cultivation, out of it, or gives it another name.
    ...(['BrandReported.v1', 'BrandRecognised.v1', 'CultivationStarted.v1', 'CatalogueEntered.v1', 'BrandRenamed.v1'] as const),
    ...(['BrandPromoted.v1', 'BrandDowngraded.v1', 'BrandDelisted.v1', 'BrandRestored.v1'] as const),
  ],
  tables: [returnCallTable, returnBrandTable, returnUnitTable, returnFormTable, returnLineTable],
};

type BrandRow = Row<typeof returnBrandTable>;
type FormRow = Row<typeof returnFormTable>;
type LineRow = Row<typeof returnLineTable>;
interface Reporter {
  readonly stream: string;
  readonly name: string;
}

const RETURN_TYPES: ReadonlySet<string> = new Set(Object.keys(returnEventSchemas));
const CALL_TYPES: ReadonlySet<string> = new Set(Object.keys(callEventSchemas));
const isReturnEvent = (event: { readonly type: string }): event is ReturnEvent => RETURN_TYPES.has(event.type);
const isCallEvent = (event: { readonly type: string }): event is CallEvent => CALL_TYPES.has(event.type);
const isUnitEvent = (fact: ProjectedFact): boolean => (UNIT_EVENTS as readonly string[]).includes(fact.event.type);

const returnIdIn = (stream: string): string => stream.slice('return-'.length);
const callIdIn = (stream: string): string => stream.slice('call-'.length);
const rowKey = (returnId: string, line: string): string => `${returnId}|${line}`;

/** The brands that an event of a unit or institution names. */
function namedBrands({ event }: ProjectedFact): readonly string[] {
  switch (event.type) {
    case 'UnitRegistered.v1':
    case 'InstitutionRegistered.v1':
      return event.data.brands;
    case 'UnitBrandsChanged.v1':
    case 'InstitutionBrandsChanged.v1':
      return [...event.data.added, ...event.data.removed];
    default:
      return [];
  }
}

/** Lines that an event of a return names. */
function namedLines(event: ReturnEvent): readonly string[] {
  switch (event.type) {
    case 'ReturnReported.v1':
      return event.data.lines.map(lineKey);
    case 'ReturnLinesSentBack.v1':
      return event.data.lines.map(({ line }) => line);
    case 'ReturnLinesAdvanced.v1':
    case 'ReturnAdvanceUndone.v1':
    case 'ReturnLocked.v1':
      return event.data.lines;
    default:
      return [];
  }
}

const cultivatedOnce = ({ stage }: Standing): boolean => stage === 'cultivated' || stage === 'delisted';

/** Whether an event of a brand says something that its row holds. */
function touchesBrand({ brand }: ProjectedFact): boolean {
  if (brand === null || !cultivatedOnce(brand.after)) return brand !== null && brand.before !== null && cultivatedOnce(brand.before);
  const { before, after } = brand;
  return before === null || before.stage !== after.stage || before.name !== after.name || before.region !== after.region;
}

const placeOf = (region: string) => {
  const [, province = null, prefecture = null] = lineage(region);
  return { region, province, prefecture };
};

export class ReturnsFold implements ModelFold {
  private readonly calls: WorkingTable<Row<typeof returnCallTable>>;
  private readonly brands: WorkingTable<BrandRow>;
  private readonly units: WorkingTable<Row<typeof returnUnitTable>>;
  private readonly forms: WorkingTable<FormRow>;
  private readonly lines: WorkingTable<LineRow>;
  private readonly all: readonly Pick<WorkingTable<object>, 'flush' | 'committed' | 'reset'>[];

  constructor(engine: Engine, nameOfTable: TableName) {
    this.calls = new WorkingTable(engine, returnCallTable, nameOfTable(returnCallTable), plain());
    this.brands = new WorkingTable(engine, returnBrandTable, nameOfTable(returnBrandTable), plain());
    this.units = new WorkingTable(engine, returnUnitTable, nameOfTable(returnUnitTable), plain());
    this.forms = new WorkingTable(engine, returnFormTable, nameOfTable(returnFormTable), plain());
    this.lines = new WorkingTable(engine, returnLineTable, nameOfTable(returnLineTable), plain());
    this.all = [this.calls, this.brands, this.units, this.forms, this.lines];
  }

  async load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    const calls = new Set<string>();
    const brands = new Set<string>();
    const units = new Set<string>();
    const forms = new Set<string>();
    const lines = new Set<string>();
    for (const fact of facts) {
      const { event, stream, brand } = fact;
      if (brand !== null && touchesBrand(fact)) brands.add(brand.after.brandId);
      if (isUnitEvent(fact)) {
        units.add(stream);
        for (const brandId of namedBrands(fact)) brands.add(brandId);
      }
      if (isCallEvent(event)) calls.add(callIdIn(stream));
      if (!isReturnEvent(event)) continue;
      const returnId = returnIdIn(stream);
      forms.add(returnId);
      const place = parseReturnId(returnId);
      if (place !== null) calls.add(place.call);
      for (const line of namedLines(event)) lines.add(rowKey(returnId, line));
      if (event.type === 'ReturnReported.v1') for (const { brandId } of event.data.lines) brands.add(brandId);
    }
    await this.calls.load(tx, calls);
    await this.brands.load(tx, brands);
    await this.units.load(tx, units);
    await this.forms.load(tx, forms);
    await this.lines.load(tx, lines);
  }

  project(fact: ProjectedFact): void {
    const { event, stream } = fact;
    if (touchesBrand(fact) && fact.brand !== null) this.brandStands(fact, fact.brand.after);
    if (isUnitEvent(fact)) this.unitNames(fact);
    if (isCallEvent(event)) this.call(fact, event, callIdIn(stream));
    if (isReturnEvent(event)) this.returned(fact, event, returnIdIn(stream));
  }

  private brandStands({ event, metadata }: ProjectedFact, after: Standing): void {
    const known = this.brands.get(after.brandId);
    const delistedOn =
      after.stage !== 'delisted' ? null : event.type === 'BrandDelisted.v1' ? metadata.effectiveOn : (known?.delisted_on ?? null);
    this.brands.set(after.brandId, {
      ...(known ?? { unit: null, unit_name: null, institution: null, institution_name: null, reporters: '[]' }),
      ...placeOf(after.region),
      ...{ brand_id: after.brandId, name: after.name, kind: after.kind, category: after.category, dataset: after.dataset },
      ...{ stage: after.stage, delisted_on: delistedOn },
    });
  }

  private unitNames({ event, stream }: ProjectedFact): void {
    if (event.type === 'UnitRegistered.v1' || event.type === 'InstitutionRegistered.v1') {
      this.units.set(stream, { stream, name: event.data.name });
      for (const brandId of event.data.brands) this.reports(brandId, stream, true);
    } else if (event.type === 'UnitBrandsChanged.v1' || event.type === 'InstitutionBrandsChanged.v1') {
      for (const brandId of event.data.removed) this.reports(brandId, stream, false);
      for (const brandId of event.data.added) this.reports(brandId, stream, true);
    }
  }

  /** The first that named a brand and still does reports for it: two units of one brand would tell its figures twice. */
  private reports(brandId: string, stream: string, does: boolean): void {
    const known: BrandRow = this.brands.get(brandId) ?? {
      ...placeOf('000000'),
      ...{ brand_id: brandId, name: '', kind: 'labour', category: null, dataset: 'real', stage: 'unknown', delisted_on: null },
      ...{ unit: null, unit_name: null, institution: null, institution_name: null, reporters: '[]' },
    };
    const others = (JSON.parse(known.reporters) as Reporter[]).filter((reporter) => reporter.stream !== stream);
    const reporters = does ? [...others, { stream, name: this.units.get(stream)?.name ?? stream }] : others;
    const unit = reporters.find((reporter) => reporter.stream.startsWith('unit-'));
    const institution = reporters.find((reporter) => reporter.stream.startsWith('institution-'));
    this.brands.set(brandId, {
      ...known,
      ...{ unit: unit?.stream ?? null, unit_name: unit?.name ?? null },
      ...{ institution: institution?.stream ?? null, institution_name: institution?.name ?? null },
      reporters: JSON.stringify(reporters),
    });
  }

  private call({ metadata, id, revision }: ProjectedFact, event: CallEvent, callId: string): void {
    const row = this.calls.get(callId);
    const before = row === null ? initialCall : { terms: JSON.parse(row.terms) as CallTerms, idempotency: [] };
    const { terms } = evolveCall(before, { ...event, metadata, id, revision });
    if (terms === null) return;
    this.calls.set(callId, {
      ...{ call_id: callId, ...placeOf(terms.region), dataset: terms.origin === 'synthetic' ? 'synthetic' : 'real' },
      ...{ period: terms.period, kind: terms.kind, status: terms.status, revision, terms: JSON.stringify(terms) },
    });
  }

  private returned(fact: ProjectedFact, event: ReturnEvent, returnId: string): void {
    const form = this.forms.get(returnId) ?? this.emptyForm(returnId);
    if (form === null) return;
    const counts = Object.fromEntries(LINE_STANDINGS.map((standing) => [standing, form[standing]])) as Record<LineStanding, number>;
    let { lines, warnings } = form;
    const stand = (line: string, standing: LineStanding): void => {
      const row = this.lines.get(rowKey(returnId, line));
      if (row === null) return;
      counts[row.standing] -= 1;
      counts[standing] += 1;
      this.lines.set(row.key, { ...row, standing });
    };
    let more: Partial<FormRow> = {};
    switch (event.type) {
      case 'ReturnReported.v1': {
        const { unit, onBehalf, late, dueOn, lines: told } = event.data;
        for (const line of told) {
          const before = this.lines.get(rowKey(returnId, lineKey(line)));
          if (before === null) lines += 1;
          else {
            counts[before.standing] -= 1;
            warnings -= before.explained;
          }
          const row = this.lineRow(form, line);
          counts.reported += 1;
          warnings += row.explained;
          this.lines.set(row.key, row);
        }
        more = {
          ...{ unit_name: unit.name, on_behalf: onBehalf ? 1 : 0, due_on: dueOn, late: late ? 1 : form.late },
          reported_on: form.reported_on ?? fact.metadata.effectiveOn,
        };
        break;
      }
      case 'ReturnLinesAdvanced.v1':
        for (const line of event.data.lines) stand(line, event.data.rung);
        break;
      case 'ReturnLinesSentBack.v1':
        for (const { line, standing } of event.data.lines) stand(line, standing);
        break;
      case 'ReturnAdvanceUndone.v1':
        for (const line of event.data.lines) stand(line, event.data.standing);
        break;
      case 'ReturnLocked.v1':
        for (const line of event.data.lines) stand(line, 'locked');
        break;
      case 'ReturnLateAllowed.v1':
        more = { late_until: event.data.until };
        break;
      case 'ReturnLinesApplied.v1': {
        const { figures, parked } = event.data;
        more = { applied: form.applied + [...figures, ...parked].reduce((count, figure) => count + figure.lines.length, 0) };
        break;
      }
    }
    this.forms.set(returnId, {
      ...form,
      ...more,
      ...counts,
      ...{ lines, warnings, revision: fact.revision, updated_on: fact.metadata.effectiveOn },
    });
  }

  private emptyForm(returnId: string): FormRow | null {
    const place = parseReturnId(returnId);
    const call = place === null ? null : this.calls.get(place.call);
    if (place === null || call === null) return null;
    const terms = JSON.parse(call.terms) as CallTerms;
    const { kind, basis, period, origin, dueOn } = terms;
    return {
      ...{ return_id: returnId, call_id: place.call, ...placeOf(place.region), dataset: call.dataset, origin },
      ...{ period, year: periodOf(period).year, kind, basis, unit: place.unit, unit_name: null, on_behalf: 0, lines: 0 },
      ...{ returned: 0, reported: 0, checked: 0, reviewed: 0, approved: 0, accepted: 0, locked: 0, applied: 0, warnings: 0 },
      ...{ late: 0, late_until: null, due_on: dueOn, reported_on: null, revision: -1, updated_on: '' },
    };
  }

  private lineRow(form: FormRow, line: ReturnLine): LineRow {
    const { brandId, metric, directness, trade, unit, nature, value, explanations } = line;
    const { return_id, call_id, period, year, dataset, region, province, prefecture, kind } = form;
    return {
      ...{ key: rowKey(return_id, lineKey(line)), return_id, call_id, brand_id: brandId, metric, directness, trade: trade ?? '' },
      ...{ unit, nature, value, standing: 'reported', explained: explanations.length > 0 ? 1 : 0 },
      ...{ period, year, to_month: periodOf(period).toMonth, dataset, region, province, prefecture, kind },
      category: this.brands.get(brandId)?.category ?? null,
    };
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    for (const table of this.all) await table.flush(tx);
  }
  committed(): void {
    for (const table of this.all) table.committed();
  }
  reset(): void {
    for (const table of this.all) table.reset();
  }
}

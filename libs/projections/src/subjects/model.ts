import {
  evolveSubject,
  initialSubject,
  parseSubjectStream,
  subjectEventSchemas,
  type Origin,
  type SubjectState,
  type SubjectStatus,
  type SubjectStreamKind,
} from '#domain';
import type { Dataset } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { LedgerEvent, ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { lineage } from '../regions';
import { defineTable, int, oneOf, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable, type RowForm } from '../working-set';

/** Units, institutions, dual brands, programmes, windows and regions: one row each, everything by which it is found. */
export const subjectTable = defineTable('subject', {
  columns: {
    stream: text,
    kind: oneOf<SubjectStreamKind>(),
    subject_id: text,
    name: text,
    origin: oneOf<Origin>(),
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    status: oneOf<SubjectStatus>(),
    revision: int,
    updated_on: text,
    /** JSON: what the domain folds of it, without the lists that grow, and how many events of each type there were. */
    data: text,
  },
  key: 'stream',
  indexes: [
    ['kind', 'dataset', 'name'],
    ['province', 'kind'],
    ['prefecture', 'kind'],
    ['region', 'kind'],
  ],
});

/** Which brands a subject ever named: a unit builds it, an institution runs it, a dual brand links it. Never taken back: the streams say how it stands. */
export const subjectBrandTable = defineTable('subject_brand', {
  columns: { key: text, stream: text, brand_id: text },
  key: 'key',
  indexes: [['brand_id']],
});

const HANDLES = Object.keys(subjectEventSchemas) as readonly LedgerEvent['type'][];
const HANDLED: ReadonlySet<string> = new Set(HANDLES);

export const subjectsModel: ReadModelDefinition = {
  name: 'subjects',
  version: 2,
  handles: HANDLES,
  tables: [subjectTable, subjectBrandTable],
};

type SubjectRow = Row<typeof subjectTable>;

/** A row as the fold works on it. */
interface Standing {
  readonly state: SubjectState;
  /** How many events of each type there were. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What is stored of a state: who it is and how it stands. Lists that grow with every report are counted, not kept. */
export function withoutGrowth(state: SubjectState): SubjectState {
  const core = {
    ...state.core,
    ...{ figures: [], judgements: [], evidence: [], breaches: [], dates: [], answers: [], decisions: [], corrections: [], idempotency: [] },
  };
  switch (state.kind) {
    case 'programme':
      return { ...state, core, own: state.own && { ...state.own, progress: [], allocations: [] } };
    case 'window':
      return { ...state, core, own: state.own && { ...state.own, received: [] } };
    case 'region':
      return { ...state, core, own: { ...state.own, surveys: [], plans: [], meetings: [], reports: [] } };
    default:
      return { ...state, core };
  }
}

const form: RowForm<SubjectRow, Standing> = {
  toRow: ({ state, counts }) => {
    const { own } = state;
    if (own === null) throw new Error(`${state.kind} ${state.id} has no row before it is on the books`);
    const [, province = null, prefecture = null] = lineage(own.region);
    return {
      stream: `${state.kind}-${state.id}`,
      kind: state.kind,
      subject_id: state.id,
      name: own.name,
      origin: own.origin,
      dataset: own.origin === 'synthetic' ? 'synthetic' : 'real',
      region: own.region,
      province,
      prefecture,
      status: own.status,
      revision: state.core.revision,
      updated_on: state.core.updatedOn ?? '',
      data: JSON.stringify({ state, counts }),
    };
  },
  fromRow: ({ data }) => JSON.parse(data) as Standing,
};

export class SubjectsFold implements ModelFold {
  private readonly subjects: WorkingTable<SubjectRow, Standing>;
  private readonly brands: WorkingTable<Row<typeof subjectBrandTable>>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.subjects = new WorkingTable(engine, subjectTable, nameOfTable(subjectTable), form);
    this.brands = new WorkingTable(engine, subjectBrandTable, nameOfTable(subjectBrandTable), plain());
  }

  load(tx: ReadModelTransaction, facts: readonly ProjectedFact[]): Promise<void> {
    return this.subjects.load(
      tx,
      facts.filter(concerns).map(({ stream }) => stream),
    );
  }

  project(fact: ProjectedFact): void {
    if (!concerns(fact)) return;
    const { stream, event, metadata, id, revision } = fact;
    const place = parseSubjectStream(stream);
    if (place === null) return;
    const known = this.subjects.get(stream);
    // The demonstration's rounds stand in the stream of a real region: they put it on no list, and are counted on none.
    const madeUp = event.type === 'EvaluationRoundHeld.v1' && event.data.origin === 'synthetic';
    if (madeUp && known === null) return;
    const before = known ?? { state: initialSubject(place.kind, place.id), counts: {} };
    const state = withoutGrowth(evolveSubject(before.state, { type: event.type, data: event.data, metadata, id, revision }));
    // An event of a subject that was never put on the books has no row to change.
    if (state.own === null) return;
    const counts = madeUp ? before.counts : { ...before.counts, [event.type]: (before.counts[event.type] ?? 0) + 1 };
    this.subjects.set(stream, { state, counts });
    for (const brandId of brandsOf(state)) {
      const key = `${stream}|${brandId}`;
      this.brands.put(key, { key, stream, brand_id: brandId });
    }
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.subjects.flush(tx);
    await this.brands.flush(tx);
  }
  committed(): void {
    this.subjects.committed();
    this.brands.committed();
  }
  reset(): void {
    this.subjects.reset();
    this.brands.reset();
  }
}

const concerns = ({ stream, event }: ProjectedFact): boolean => HANDLED.has(event.type) && parseSubjectStream(stream) !== null;

function brandsOf(state: SubjectState): readonly string[] {
  if (state.own === null) return [];
  if (state.kind === 'unit' || state.kind === 'institution') return state.own.brands;
  return state.kind === 'link' ? [state.own.labour, ...state.own.training] : [];
}

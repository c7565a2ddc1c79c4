import type { Dataset } from '#contracts';
import type { BrandState, Kind, Origin, SubjectState, SubjectStatus, SubjectStreamKind } from '#domain';
import { within } from '../catalogue/queries';
import { regionReference, type RegionReference } from '../regions';
import type { RegionScope } from '../regional/queries';
import type { Reader } from '../schema';

export interface SubjectListRequest extends RegionScope {
  readonly kind?: SubjectStreamKind | undefined;
}

export interface SubjectRow {
  readonly stream: string;
  readonly kind: SubjectStreamKind;
  readonly id: string;
  readonly name: string;
  readonly region: RegionReference;
  readonly origin: Origin;
  readonly dataset: Dataset;
  readonly status: SubjectStatus;
  readonly revision: number;
  readonly updatedOn: string;
  /** Sanctions that wait for a named person. */
  readonly openSanctions: number;
  /** The next evaluation that is due and was not held since; null: none. */
  readonly evaluationDueOn: string | null;
  /** How many events of each type there were. */
  readonly counts: Readonly<Record<string, number>>;
  /** 征集窗口: its times and kinds, so that a list need not open each card. */
  readonly window: WindowFacts | null;
}

export interface WindowFacts {
  readonly pack: string;
  readonly kinds: Kind[];
  readonly opensAt: string;
  readonly closesAt: string;
  readonly extended: number;
  readonly received: number;
}

const windowOf = (state: SubjectState, counts: Readonly<Record<string, number>>): WindowFacts | null =>
  state.kind !== 'window' || state.own === null
    ? null
    : {
        ...{ pack: state.own.pack, kinds: [...state.own.kinds], opensAt: state.own.opensAt, closesAt: state.own.closesAt },
        ...{ extended: state.own.extensions.length, received: counts['WindowNominationReceived.v1'] ?? 0 },
      };

/** Subjects beside brands, by kind and name. */
export async function subjectList(reader: Reader, { kind, dataset, region }: SubjectListRequest): Promise<SubjectRow[]> {
  let query = within(reader.selectFrom('subject').selectAll(), 'subject', region);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.orderBy('kind').orderBy('name').orderBy('stream').execute();
  return rows.map((row) => {
    const { state, counts } = JSON.parse(row.data) as { state: SubjectState; counts: Record<string, number> };
    const due = state.core.evaluationsDue.filter(({ metBy }) => metBy === null).map(({ dueOn }) => dueOn);
    return {
      stream: row.stream,
      kind: row.kind,
      id: row.subject_id,
      name: row.name,
      region: regionReference(row.region),
      origin: row.origin,
      dataset: row.dataset,
      status: row.status,
      revision: row.revision,
      updatedOn: row.updated_on,
      openSanctions: state.core.sanctions.filter(({ status }) => status === 'proposed').length,
      evaluationDueOn: due.sort()[0] ?? null,
      counts,
      window: windowOf(state, counts),
    };
  });
}

/** An institution that is admitted, and the rounds in which it was graded. */
export interface AdmittedInstitution {
  readonly stream: string;
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly dataset: Dataset;
  readonly institutionType: string;
  readonly admittedOn: string;
  readonly gradedIn: readonly string[];
}

/** Institutions that are admitted or designated now, by name. */
export async function admittedInstitutions(
  reader: Reader,
  { dataset, region }: Pick<SubjectListRequest, 'dataset' | 'region'>,
): Promise<AdmittedInstitution[]> {
  let query = within(reader.selectFrom('subject').selectAll(), 'subject', region)
    .where('kind', '=', 'institution')
    .where('status', 'in', ['admitted', 'designated']);
  if (dataset !== undefined) query = query.where('dataset', '=', dataset);
  const rows = await query.orderBy('name').orderBy('stream').execute();
  return rows.flatMap(({ stream, subject_id: id, name, region: at, dataset: set, data }): AdmittedInstitution[] => {
    const { state } = JSON.parse(data) as { readonly state: SubjectState };
    if (state.kind !== 'institution' || state.own === null || state.own.admitted === null) return [];
    const { institutionType, admitted, grades } = state.own;
    return [
      {
        ...{ stream, id, name, region: at, dataset: set, institutionType },
        ...{ admittedOn: admitted.on, gradedIn: grades.map(({ roundId }) => roundId) },
      },
    ];
  });
}

/** Streams of links that ever named one of these brands, dissolved ones too. */
export async function linksNaming(reader: Reader, brandIds: readonly string[]): Promise<string[]> {
  if (brandIds.length === 0) return [];
  const rows = await reader
    .selectFrom('subject_brand')
    .select('stream')
    .distinct()
    .where('brand_id', 'in', [...brandIds])
    .where('stream', 'like', 'link-%')
    .orderBy('stream')
    .execute();
  return rows.map(({ stream }) => stream);
}

/** From when (and until when) something counted in a region. */
export interface Counted {
  readonly since: string;
  /** Null: it still does. */
  readonly until: string | null;
}

export interface RegionCounts {
  /** Dual brands that are recognised or under review now. Those that were and are not any more are not known here. */
  readonly dualBrands: readonly Counted[];
  /** Brands held as key projects（建设重点）, until they left the catalogue. */
  readonly keyProjects: readonly Counted[];
}

/** What is counted in a region and everything below it. Real and synthetic ones are never counted together. */
export async function regionCounts(reader: Reader, region: string, dataset: Dataset): Promise<RegionCounts> {
  const links = await within(reader.selectFrom('subject').select('data'), 'subject', region)
    .where('kind', '=', 'link')
    .where('dataset', '=', dataset)
    .where('status', 'in', ['recognised', 'underReview'])
    .execute();
  const held = within(reader.selectFrom('brand').select('brand_id'), 'brand', region)
    .where('dataset', '=', dataset)
    .where('key_project', '=', 1);
  const lives = await reader.selectFrom('brand_life').select('life').where('brand_id', 'in', held).execute();
  return {
    dualBrands: links.flatMap(({ data }): Counted[] => {
      const { state } = JSON.parse(data) as { state: SubjectState };
      return state.kind === 'link' && state.own?.recognition ? [{ since: state.own.recognition.on, until: null }] : [];
    }),
    keyProjects: lives.flatMap(({ life }): Counted[] => {
      const state = JSON.parse(life) as BrandState;
      if (state.stage === 'none') return [];
      const since = state.keyProjects.map(({ on }) => on).sort()[0];
      return since === undefined ? [] : [{ since, until: state.stage === 'delisted' ? state.delisted.on : null }];
    }),
  };
}

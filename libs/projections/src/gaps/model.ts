/**
 * What the list of gaps is computed from: of every brand and every other subject how it stands, since when, what was held, and
 * which years it reported. Silence writes no event, so no gap is stored; it follows from these rows and the day it is asked on.
 */
import {
  brandEventSchemas,
  evolveSubject,
  initialSubject,
  parseSubjectStream,
  subjectEventSchemas,
  type KnownBrand,
  type SubjectStreamKind,
} from '#domain';
import type { BrandGround, Dataset, Ground, SubjectGround } from '#contracts';
import type { Engine, ReadModelTransaction } from '../database';
import type { LedgerEvent, ModelFold, ProjectedFact, ReadModelDefinition, TableName } from '../model';
import { lineage } from '../regions';
import { withoutGrowth } from '../subjects/model';
import { defineTable, oneOf, text, textOrNull, type Row } from '../table';
import type { LivedFact } from '../work-list/model';
import { WorkingTable, type RowForm } from '../working-set';

export const gapGroundTable = defineTable('gap_ground', {
  columns: {
    stream: text,
    what: oneOf<'brand' | SubjectStreamKind>(),
    dataset: oneOf<Dataset>(),
    region: text,
    province: textOrNull,
    prefecture: textOrNull,
    /** JSON. */
    data: text,
  },
  key: 'stream',
  indexes: [['province'], ['prefecture'], ['region']],
});
type GapGroundRow = Row<typeof gapGroundTable>;

const SUBJECT_EVENTS = Object.keys(subjectEventSchemas) as readonly LedgerEvent['type'][];
const OF_SUBJECTS: ReadonlySet<string> = new Set(SUBJECT_EVENTS);

export const gapsModel: ReadModelDefinition = {
  name: 'gaps',
  version: 2,
  handles: [...(Object.keys(brandEventSchemas) as readonly LedgerEvent['type'][]), ...SUBJECT_EVENTS],
  tables: [gapGroundTable],
};

interface Placed {
  readonly stream: string;
  readonly ground: Ground;
}

const form: RowForm<GapGroundRow, Placed> = {
  toRow: ({ stream, ground }) => {
    const region = ground.what === 'brand' ? ground.region : (ground.state.own?.region ?? '');
    const [, province = null, prefecture = null] = lineage(region);
    return {
      stream,
      what: ground.what === 'brand' ? 'brand' : ground.state.kind,
      dataset: ground.dataset,
      region,
      province,
      prefecture,
      data: JSON.stringify(ground),
    };
  },
  fromRow: ({ stream, data }) => ({ stream, ground: JSON.parse(data) as Ground }),
};

export class GapsFold implements ModelFold<LivedFact & ProjectedFact> {
  private readonly grounds: WorkingTable<GapGroundRow, Placed>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.grounds = new WorkingTable(engine, gapGroundTable, nameOfTable(gapGroundTable), form);
  }

  load(tx: ReadModelTransaction, facts: readonly (LivedFact & ProjectedFact)[]): Promise<void> {
    return this.grounds.load(
      tx,
      facts.filter(bearsGround).map(({ stream }) => stream),
    );
  }

  project(fact: LivedFact & ProjectedFact): void {
    // Of streams that bear no ground nothing was loaded.
    if (!bearsGround(fact)) return;
    const { life, stream, event } = fact;
    const before = this.grounds.get(stream)?.ground ?? null;
    const ground = OF_SUBJECTS.has(event.type) ? subjectGround(before, fact) : brandGround(before, life?.after ?? null, event);
    if (ground === null || JSON.stringify(ground) === JSON.stringify(before)) return;
    this.grounds.set(stream, { stream, ground });
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.grounds.flush(tx);
  }
  committed(): void {
    this.grounds.committed();
  }
  reset(): void {
    this.grounds.reset();
  }
}

/** A figure changes no life, and yet a year is reported with it. */
const bearsGround = ({ life, event }: LivedFact & ProjectedFact): boolean =>
  life !== null || event.type === 'FigureRecorded.v1' || OF_SUBJECTS.has(event.type);

/** The life that reaches this model carries no figures, or it would grow with every one: which years were reported is kept here. */
function brandGround(before: Ground | null, life: KnownBrand | null, event: LedgerEvent): BrandGround | null {
  const known = before?.what === 'brand' ? before : null;
  const years = {
    locked: withYear(known?.locked ?? [], event, 'locked'),
    published: withYear(known?.published ?? [], event, 'published'),
  };
  if (life === null) return known === null ? null : { ...known, ...years };
  const { kind, name, region, origin } = life.identity;
  const recognition = 'recognition' in life ? life.recognition : null;
  const dynamic = life.stage === 'cultivated' || life.stage === 'delisted';
  return {
    what: 'brand',
    ...{ kind, name, region, stage: life.stage, dataset: origin === 'synthetic' ? 'synthetic' : 'real' },
    tier: life.stage === 'cultivated' ? life.tier : (recognition?.tier ?? null),
    recognisedOn: recognition?.on ?? null,
    listedOn: life.catalogues.map(({ on }) => on).sort()[0] ?? null,
    reviews: dynamic ? life.reviews.map(({ period, dueOn, step, overdue }) => ({ period, dueOn, step, overdue })) : [],
    ...years,
  };
}

function subjectGround(before: Ground | null, { stream, event, metadata, id, revision }: ProjectedFact): SubjectGround | null {
  const place = parseSubjectStream(stream);
  if (place === null) return null;
  const known = before?.what === 'subject' ? before : null;
  const from = known?.state ?? initialSubject(place.kind, place.id);
  const state = withoutGrowth(evolveSubject(from, { type: event.type, data: event.data, metadata, id, revision }));
  if (state.own === null) return null;
  return {
    ...{ what: 'subject', dataset: state.own.origin === 'synthetic' ? 'synthetic' : 'real', state },
    locked: withYear(known?.locked ?? [], event, 'locked'),
    published: withYear(known?.published ?? [], event, 'published'),
  };
}

/** The years that were reported with a status, once this event is read. */
function withYear(years: readonly number[], event: LedgerEvent, status: 'locked' | 'published'): readonly number[] {
  const reported = yearOf(event);
  return reported?.status === status && !years.includes(reported.year) ? [...years, reported.year].sort((a, b) => a - b) : years;
}

/** The year that a figure or a progress speaks of. A correction speaks of the same year as what it corrects. */
function yearOf(event: LedgerEvent): { readonly year: number; readonly status: 'locked' | 'published' } | null {
  if (event.type === 'FigureRecorded.v1' || event.type === 'SubjectFigureRecorded.v1') {
    const { window, status } = event.data;
    return window.toYear === null ? null : { year: window.toYear, status };
  }
  return event.type === 'ProgrammeProgressRecorded.v1' ? { year: event.data.year, status: 'locked' } : null;
}

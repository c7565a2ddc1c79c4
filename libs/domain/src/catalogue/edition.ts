/**
 * What an edition of the catalogue holds, drawn from the streams of the brands and from nothing else: nobody types a
 * list. Pure: the same events, cut at the same leaf and date, give the same list.
 */
import type { BrandEvent } from '../brand/events';
import { evolveBrand } from '../brand/evolve';
import { brandStream, initialBrand, tierHeld, type BrandState, type RecordedBrandEvent } from '../brand/state';
import { TIERS, type DocumentRef, type Origin, type Tier } from '../values';
import type { DecidedBy, EditionChange, EditionDataset, EditionEntry } from './events';

/** An event of a brand and its ordinal in the whole log. */
export type LeafedBrandEvent = RecordedBrandEvent & { readonly leaf: number };

/**
 * How far an edition looks: the leaves of the log at or below `leaf`, and of each brand what was in effect on `asOf`.
 * A stream is cut at its first event of a later business date; what was recorded behind that one, even if backdated,
 * belongs to the next edition. So a later cut never holds less than an earlier one.
 */
export interface EditionCut {
  readonly leaf: number;
  readonly asOf: string;
}

export interface EditionContent {
  /** Province tier first, then by region, name and id. */
  readonly entries: readonly EditionEntry[];
  /** In order of the log. */
  readonly changes: readonly EditionChange[];
}

/** Events that decide what an entry says; no other event of a brand changes its place in the catalogue. */
const DECIDING: ReadonlySet<BrandEvent['type']> = new Set<BrandEvent['type']>([
  'BrandRecognised.v1',
  'CatalogueEntered.v1',
  'KeyProjectDesignated.v1',
  'BrandPromoted.v1',
  'BrandDowngraded.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
  'BrandRenamed.v1',
]);

/** Most of what a brand's stream holds, and nothing that its place in a list depends on: not worth a fold. */
const PASSED_OVER: ReadonlySet<BrandEvent['type']> = new Set<BrandEvent['type']>([
  'FigureRecorded.v1',
  'FigureCorrected.v1',
  'EvidenceAttached.v1',
  'JudgementRecorded.v1',
]);

export const datasetOf = (origin: Origin): EditionDataset => (origin === 'synthetic' ? 'synthetic' : 'real');

/**
 * Draws up an edition.
 * @param streams one list for each brand: all its events, in order
 * @param region the catalogue: only an act that listed a brand in this very catalogue puts it in
 * @param since the cut of the last edition, or null for the first
 */
export function drawEdition(
  streams: Iterable<readonly LeafedBrandEvent[]>,
  region: string,
  dataset: EditionDataset,
  at: EditionCut,
  since: EditionCut | null,
): EditionContent {
  const entries: EditionEntry[] = [];
  const changes: { readonly leaf: number; readonly change: EditionChange }[] = [];
  for (const events of streams) {
    const known = since === null ? 0 : lengthWithin(events, since);
    const brand = new Follower(region, dataset);
    for (const [index, event] of events.slice(0, lengthWithin(events, at)).entries()) {
      const change = brand.follow(event);
      if (change !== null && index >= known) changes.push({ leaf: event.leaf, change });
    }
    if (brand.entry !== null) entries.push(brand.entry);
  }
  return {
    entries: inOrder(entries),
    changes: changes.sort((a, b) => a.leaf - b.leaf).map(({ change }) => change),
  };
}

/** How many events of a stream lie within a cut. */
function lengthWithin(events: readonly LeafedBrandEvent[], { leaf, asOf }: EditionCut): number {
  const beyond = events.findIndex((event) => event.leaf > leaf || event.metadata.effectiveOn > asOf);
  return beyond < 0 ? events.length : beyond;
}

/** One brand, followed through its events, as it stands in one catalogue. */
class Follower {
  entry: EditionEntry | null = null;
  private state: BrandState = initialBrand;
  private tierBy: DecidedBy | null = null;
  private listedBy: DecidedBy | null = null;
  private keyProjects: EditionEntry['keyProjects'] = [];

  constructor(
    private readonly region: string,
    private readonly dataset: EditionDataset,
  ) {}

  follow(event: LeafedBrandEvent): EditionChange | null {
    if (PASSED_OVER.has(event.type)) return null;
    this.state = evolveBrand(this.state, event);
    if (!DECIDING.has(event.type) || this.state.stage === 'none') return null;
    const by = decidedBy(event, brandStream(this.state.identity.brandId));
    if (tierGivenBy(this.state) === by.event) this.tierBy = by;
    // A brand that stands in the list is not listed again by a second event that says so.
    if (event.type === 'CatalogueEntered.v1' && event.data.catalogue === this.region && this.entry === null) this.listedBy = by;
    if (event.type === 'KeyProjectDesignated.v1') this.keyProjects = [...this.keyProjects, { level: event.data.level, by }];
    const before = this.entry;
    this.entry = this.present();
    return changeOf(event, before, this.entry, by);
  }

  private present(): EditionEntry | null {
    const { state, tierBy, listedBy } = this;
    const tier = tierHeld(state);
    if (state.stage === 'none' || tier === null || tierBy === null || listedBy === null) return null;
    const { brandId, name, region, kind, category, origin } = state.identity;
    if (datasetOf(origin) !== this.dataset || !state.catalogues.some((listed) => listed.catalogue === this.region)) return null;
    return {
      brandId,
      name,
      region,
      kind,
      category,
      origin,
      tier,
      tierBy,
      listedSince: listedBy.on,
      listedBy,
      keyProjects: this.keyProjects,
    };
  }
}

/** The event that gave a brand the tier it holds, as the brand itself remembers it. */
function tierGivenBy(state: BrandState): string | null {
  if (state.stage === 'cultivated') return state.lastTierChange.event;
  return state.stage === 'evaluated' ? (state.recognition?.event ?? null) : null;
}

function changeOf(event: BrandEvent, before: EditionEntry | null, after: EditionEntry | null, by: DecidedBy): EditionChange | null {
  if (after === null) {
    if (before === null) return null;
    const { brandId, name, tier } = before;
    return { kind: 'exited', by, brandId, name, tier, ground: event.type === 'BrandDelisted.v1' ? event.data.ground : 'other' };
  }
  if (event.type === 'BrandRestored.v1') return { kind: 'restored', by, entry: after };
  if (before === null) return { kind: 'entered', by, entry: after };
  const { brandId, name } = after;
  switch (event.type) {
    case 'BrandPromoted.v1':
      return { kind: 'promoted', by, brandId, name, from: before.tier, to: after.tier };
    case 'BrandDowngraded.v1':
      return { kind: 'downgraded', by, brandId, name, from: before.tier, to: after.tier };
    case 'BrandRenamed.v1':
      return { kind: 'renamed', by, brandId, from: before.name, to: after.name };
    case 'KeyProjectDesignated.v1':
      return { kind: 'keyProject', by, brandId, name, level: event.data.level };
    default:
      return null;
  }
}

function decidedBy(event: LeafedBrandEvent, stream: string): DecidedBy {
  const data: { readonly document?: DocumentRef | null; readonly confirmedBy?: string | null } = event.data as object;
  return {
    event: `${stream}@${Number(event.revision)}`,
    type: event.type,
    on: event.metadata.effectiveOn,
    document: data.document ?? null,
    confirmedBy: data.confirmedBy ?? null,
  };
}

/** The law of editions: the last one and what changed since give this one. */
export function applyChanges(before: readonly EditionEntry[], changes: readonly EditionChange[]): readonly EditionEntry[] {
  const entries = new Map(before.map((entry) => [entry.brandId, entry]));
  const amend = (brandId: string, part: (entry: EditionEntry) => Partial<EditionEntry>): void => {
    const entry = entries.get(brandId);
    if (entry !== undefined) entries.set(brandId, { ...entry, ...part(entry) });
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'entered':
      case 'restored':
        entries.set(change.entry.brandId, change.entry);
        break;
      case 'exited':
        entries.delete(change.brandId);
        break;
      case 'promoted':
      case 'downgraded':
        amend(change.brandId, () => ({ tier: change.to, tierBy: change.by }));
        break;
      case 'renamed':
        amend(change.brandId, () => ({ name: change.to }));
        break;
      case 'keyProject':
        amend(change.brandId, ({ keyProjects }) => ({ keyProjects: [...keyProjects, { level: change.level, by: change.by }] }));
        break;
    }
  }
  return inOrder([...entries.values()]);
}

/** How two editions differ in the end, whatever happened between them. */
export interface EditionComparison {
  readonly added: readonly EditionEntry[];
  readonly removed: readonly EditionEntry[];
  readonly promoted: readonly { readonly entry: EditionEntry; readonly from: Tier }[];
  readonly downgraded: readonly { readonly entry: EditionEntry; readonly from: Tier }[];
  readonly renamed: readonly { readonly entry: EditionEntry; readonly from: string }[];
  readonly newKeyProjects: readonly EditionEntry[];
  readonly unchanged: number;
}

export function compareEditions(from: readonly EditionEntry[], to: readonly EditionEntry[]): EditionComparison {
  const earlier = new Map(from.map((entry) => [entry.brandId, entry]));
  const later = new Set(to.map(({ brandId }) => brandId));
  const both = to.flatMap((entry) => {
    const before = earlier.get(entry.brandId);
    return before === undefined ? [] : [{ entry, before }];
  });
  const step = ({ entry, before }: (typeof both)[number]): number => TIERS.indexOf(entry.tier) - TIERS.indexOf(before.tier);
  const isNewKeyProject = ({ entry, before }: (typeof both)[number]): boolean => entry.keyProjects.length > before.keyProjects.length;
  return {
    added: to.filter(({ brandId }) => !earlier.has(brandId)),
    removed: from.filter(({ brandId }) => !later.has(brandId)),
    promoted: both.filter((each) => step(each) > 0).map(({ entry, before }) => ({ entry, from: before.tier })),
    downgraded: both.filter((each) => step(each) < 0).map(({ entry, before }) => ({ entry, from: before.tier })),
    renamed: both.filter(({ entry, before }) => entry.name !== before.name).map(({ entry, before }) => ({ entry, from: before.name })),
    newKeyProjects: both.filter(isNewKeyProject).map(({ entry }) => entry),
    unchanged: both.filter((each) => step(each) === 0 && each.entry.name === each.before.name && !isNewKeyProject(each)).length,
  };
}

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (entries: readonly EditionEntry[]): readonly EditionEntry[] =>
  [...entries].sort(
    (a, b) =>
      TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier) ||
      byCodePoint(a.region, b.region) ||
      byCodePoint(a.name, b.name) ||
      byCodePoint(a.brandId, b.brandId),
  );

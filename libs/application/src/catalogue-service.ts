import { canonicalJson, sha256Hex } from '#audit';
import {
  brandStream,
  catalogueStream,
  decideCatalogue,
  drawEdition,
  editionObstacle,
  evolveCatalogue,
  initialCatalogue,
  isWithin,
  lastEdition,
  regionName,
  regionPath,
  type Actor,
  type BrandEvent,
  type CatalogueEvent,
  type CatalogueState,
  type DocumentRef,
  type DrawnEdition,
  type EditionCut,
  type EditionDataset,
  type EditionHead,
  type EditionPolicy,
  type LeafedBrandEvent,
  type Refusal,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import type { EffectivePack } from '#policy';
import { MAX_DECISIONS, type CommandOptions } from './brand-service';
import { bodyHash, newId } from './ids';
import type { Ledger, WriteContext } from './ledger';
import { problemOfLog, problems } from './problems';
import type { PolicyLibrary } from './policies';

/** What the read models know of a catalogue: which brands were ever listed, and the leaf of each of their events. */
export interface ListedBrands {
  /**
   * All that the log held when the question was asked.
   * @throws LedgerProblem LEDGER.NOT_CAUGHT_UP
   */
  listedBrands(
    dataset: EditionDataset,
    region: string,
  ): Promise<{ readonly leaf: number; readonly brands: ReadonlyMap<string, ReadonlyMap<number, number>> }>;
}

export interface EditionRequest {
  readonly region: string;
  readonly dataset: EditionDataset;
  /** 截至日期. */
  readonly asOf: string;
}

export interface EditionPreview {
  readonly drawn: DrawnEdition;
  /** Number it would bear. */
  readonly number: number;
  readonly last: EditionHead | null;
  /** Why it cannot be published as it stands, or null. */
  readonly obstacle: Refusal | null;
}

export interface PublishRequest extends EditionRequest {
  /** Digest of the preview that was looked at. */
  readonly digest: string;
  readonly document: DocumentRef;
  readonly supersedes: { readonly number: number; readonly reason: string } | null;
}

export interface EditionAnswer {
  readonly stream: string;
  readonly number: number;
  readonly revision: bigint;
  readonly position: bigint;
  /** True when nothing was written now. */
  readonly repeated: boolean;
}

/** Parameter of a house pack by which a region keeps a catalogue that its document does not know. */
export const CATALOGUE_PARAMETER = 'catalogue.kept';
const CATALOGUE_WORDS = '劳务品牌建设指导目录';

/** Brands whose streams are read at once. */
const STREAMS_AT_ONCE = 16;
/** Characters of one append's JSON at most: an append has 1 MiB. */
const APPEND_CHARACTERS = 300_000;

/** Previews and publishes editions of the guidance catalogue, in the streams `catalogue-<region>`. */
export class CatalogueService {
  constructor(
    readonly ledger: Ledger,
    private readonly policies: PolicyLibrary,
    private readonly listed: ListedBrands,
  ) {}

  /** What an edition would hold. Writes nothing. @throws LedgerProblem REGION.UNKNOWN, ACCESS.OUT_OF_SCOPE, LEDGER.NOT_CAUGHT_UP */
  async preview(request: EditionRequest, actor: Actor): Promise<EditionPreview> {
    inScope(request.region, actor);
    const { state } = await this.load(request.region, null);
    const drawn = await this.draw(request, state);
    const last = lastEdition(state, request.dataset);
    const supersedes = last !== null && last.asOf === request.asOf ? { number: last.number } : null;
    const obstacle = editionObstacle(drawn, supersedes, state, this.ledger.clock.today());
    return { drawn, number: (last?.number ?? 0) + 1, last, obstacle: obstacle?.refusal ?? null };
  }

  /** Publishes the edition that the preview showed. @throws LedgerProblem with the decider's refusal, or what the log answers */
  async publish(request: PublishRequest, options: CommandOptions): Promise<EditionAnswer> {
    const { region, dataset, asOf, digest, document, supersedes } = request;
    inScope(region, options.actor);
    const stream = catalogueStream(region);
    const hash = bodyHash({ region, dataset, asOf, digest, document, supersedes });
    for (let attempt = 1; ; attempt += 1) {
      const { state, revision, seen } = await this.load(region, options);
      if (seen !== null) {
        if (seen.bodyHash !== hash) throw problems.idempotencyReused(options.idempotencyKey ?? '');
        return { stream, ...seen.answer, repeated: true };
      }
      if (options.ifMatch !== undefined && options.ifMatch !== revision) throw problems.staleIfMatch(options.ifMatch, revision);
      const today = options.effectiveOn ?? this.ledger.clock.today();
      const drawn = await this.draw(request, state);
      const decided = decideCatalogue(
        { type: 'publishEdition', data: { editionId: newId(), drawn, seen: digest, document, supersedes } },
        state,
        { today },
      );
      if (!decided.ok) throw problems.refused(decided.refusal);
      try {
        const written = await this.write(stream, revision, decided.events, this.context(options, today, hash));
        return { stream, number: (lastEdition(state, dataset)?.number ?? 0) + 1, ...written, repeated: false };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw problemOfLog(error);
        if (attempt === MAX_DECISIONS) throw problems.tooManyConflicts(stream);
      }
    }
  }

  /** Chunks first, as many at once as an append takes; the event that publishes comes last. Chunks without it count for nothing. */
  private async write(
    stream: string,
    revision: bigint,
    events: readonly CatalogueEvent[],
    context: WriteContext,
  ): Promise<{ readonly revision: bigint; readonly position: bigint }> {
    let at = { revision, position: 0n };
    for (const batch of batchesOf(events))
      at = await this.ledger.append(stream, at.revision < 0n ? 'noStream' : at.revision, batch, context);
    return { revision: at.revision, position: at.position };
  }

  private async draw({ region, dataset, asOf }: EditionRequest, state: CatalogueState): Promise<DrawnEdition> {
    const { leaf, brands } = await this.listed.listedBrands(dataset, region);
    const streams = await this.streamsOf(brands);
    const last = lastEdition(state, dataset);
    const at: EditionCut = { leaf, asOf };
    const since: EditionCut | null = last === null ? null : { leaf: last.basis.leaf, asOf: last.asOf };
    const { entries, changes } = drawEdition(streams, region, dataset, at, since);
    const digest = sha256Hex(canonicalJson({ region, dataset, asOf, entries, changes }));
    const pack = await this.policies.packsFor({ regions: regionPath(region), kind: 'labour' }, asOf);
    return { region, dataset, asOf, governed: pack !== null, policy: catalogueKeptBy(pack), basis: { leaf }, entries, changes, digest };
  }

  /** All events of the brands that the models know a leaf of, in order of brand id. */
  private async streamsOf(brands: ReadonlyMap<string, ReadonlyMap<number, number>>): Promise<readonly (readonly LeafedBrandEvent[])[]> {
    const ids = [...brands.keys()].sort();
    const streams: LeafedBrandEvent[][] = [];
    for (let from = 0; from < ids.length; from += STREAMS_AT_ONCE) {
      const some = ids.slice(from, from + STREAMS_AT_ONCE);
      streams.push(...(await Promise.all(some.map((brandId) => this.streamOf(brandId, brands.get(brandId) ?? new Map<number, number>())))));
    }
    return streams;
  }

  private async streamOf(brandId: string, leaves: ReadonlyMap<number, number>): Promise<LeafedBrandEvent[]> {
    const events: LeafedBrandEvent[] = [];
    for await (const { event, metadata, recorded } of this.ledger.readStream(brandStream(brandId))) {
      const revision = Number(recorded.revision);
      const leaf = leaves.get(revision);
      // Written behind the moment that the models answered from.
      if (leaf === undefined) break;
      events.push({ ...(event as BrandEvent), id: recorded.id, metadata, revision, leaf });
    }
    return events;
  }

  private context(options: CommandOptions, effectiveOn: string, hash: string): WriteContext {
    return {
      actor: options.actor,
      correlationId: options.correlationId ?? newId(),
      causationId: null,
      causationDepth: 0,
      effectiveOn,
      idempotency: options.idempotencyKey === undefined ? null : { actor: options.actor.id, key: options.idempotencyKey, bodyHash: hash },
    };
  }

  private async load(
    region: string,
    options: CommandOptions | null,
  ): Promise<{
    readonly state: CatalogueState;
    readonly revision: bigint;
    readonly seen: {
      readonly bodyHash: string;
      readonly answer: { readonly number: number; readonly revision: bigint; readonly position: bigint };
    } | null;
  }> {
    let state = initialCatalogue;
    let revision = -1n;
    let seen: Awaited<ReturnType<CatalogueService['load']>>['seen'] = null;
    for await (const { event, metadata, recorded } of this.ledger.readStream(catalogueStream(region))) {
      ({ revision } = recorded);
      if (event.type !== 'CatalogueEditionPublished.v1') continue;
      state = evolveCatalogue(state, event);
      const { idempotency } = metadata;
      if (idempotency !== null && idempotency.key === options?.idempotencyKey && idempotency.actor === options.actor.id)
        seen = { bodyHash: idempotency.bodyHash, answer: { number: event.data.number, revision, position: recorded.position } };
    }
    return { state, revision, seen };
  }
}

/**
 * By what a region keeps a catalogue: the clause of the document in force that speaks of one, else the parameter of a
 * house pack; null where neither does, as under the Inner Mongolia document, which knows neither 认定 nor 目录.
 */
export function catalogueKeptBy(pack: EffectivePack | null): EditionPolicy | null {
  if (pack === null) return null;
  const { open, digest } = pack.document;
  const { id, version, clauses } = open.pack;
  const clause = clauses.find(({ text }) => text.includes(CATALOGUE_WORDS));
  if (clause !== undefined)
    return { pack: id, version, digest, basis: 'stated', clause: clause.key, cite: clause.cite, approvedBy: null, approvedOn: null };
  const kept = pack.parameters.get(CATALOGUE_PARAMETER)?.entries.find(({ entry }) => entry.value !== null);
  if (kept === undefined) return null;
  const house = pack.houses.find((each) => each.open.pack.id === kept.provenance.pack) ?? pack.document;
  const { provenance } = kept;
  return {
    pack: provenance.pack,
    version: provenance.version,
    digest: house.digest,
    basis: provenance.basis,
    clause: provenance.clause,
    cite: provenance.cite,
    approvedBy: provenance.approvedBy,
    approvedOn: provenance.approvedOn,
  };
}

function inScope(region: string, actor: Actor): void {
  if (regionName(region) === undefined) throw problems.unknownRegion(region);
  if (!isWithin(region, actor.region)) throw problems.outOfScope(region, actor.region);
}

function batchesOf(events: readonly CatalogueEvent[]): CatalogueEvent[][] {
  const batches: CatalogueEvent[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const characters = JSON.stringify(event).length;
    if (size + characters > APPEND_CHARACTERS) {
      batches.push([]);
      size = 0;
    }
    size += characters;
    batches[batches.length - 1]?.push(event);
  }
  return batches;
}

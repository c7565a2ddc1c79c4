import { canonicalJson, sha256Hex } from '#audit';
import {
  classSetBy,
  decidesOn,
  evolveLocalStandards,
  evolvePolicy,
  initialPolicy,
  policyStream,
  regionName,
  regionPathOn,
  shanghaiDate,
  type LocalStandard,
  type LocalStandardEvent,
  type LocalStandards,
  type PolicyEdition,
  type PolicyEnd,
  type PolicyEvent,
  type PolicyState,
  type RegionClassChange,
  type RegionMerge,
  type SubjectEvent,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import {
  PackError,
  boundProblems,
  composePacks,
  localHouse,
  openPack,
  type DigestedPack,
  type EffectivePack,
  type Name,
  type OpenPack,
  type Pack,
  type PackProblem,
} from '#policy';
import { z } from 'zod';
import type { DecodedEvent, Ledger, WriteContext } from './ledger';
import { problems } from './problems';

/** A version of a pack that decides, has decided or will: published with the first start, or approved by a second person. */
export interface PublishedPack {
  readonly open: OpenPack;
  readonly digest: string;
  readonly effectiveFrom: string;
  /** When the ledger came to know that it is to decide: its approval, or its publication. */
  readonly recordedAt: string;
  readonly publishedBy: string;
  /** Its whole life as known. */
  readonly edition: PolicyEdition;
}

/** One event of a policy's life, with when the ledger came to know of it and who carried it out. */
export interface PolicyHistoryEntry {
  readonly event: PolicyEvent;
  readonly recordedAt: string;
  readonly actor: string;
}

const Named = z.object({ zh: z.string(), en: z.string() });

/** SHA-256 of a pack's RFC 8785 text. */
export const packDigest = (document: unknown): string => sha256Hex(canonicalJson(document));

/**
 * Publishes a pack when the log does not hold that very version yet.
 * @returns published: it is new; unchanged: the log holds it; differs: the log holds this version with another text, and is right
 */
export async function publishPack(
  ledger: Ledger,
  document: unknown,
  publishedBy: string,
  reason: string,
  context: WriteContext,
): Promise<'published' | 'unchanged' | 'differs'> {
  const open = openPack(document);
  const text = canonicalJson(open.pack);
  const digest = sha256Hex(text);
  const stream = policyStream(open.pack.id);
  let revision = -1n;
  for await (const { event, recorded } of ledger.readStream(stream)) {
    revision = recorded.revision;
    if (event.type === 'PolicyPublished.v1' && event.data.version === open.pack.version)
      return event.data.digest === digest ? 'unchanged' : 'differs';
  }
  try {
    await ledger.append(
      stream,
      revision < 0n ? 'noStream' : revision,
      [
        {
          type: 'PolicyPublished.v1',
          data: {
            pack: open.pack.id,
            version: open.pack.version,
            digest,
            document: text,
            effectiveFrom: open.pack.meta.inForceFrom,
            publishedBy,
            reason,
          },
        },
      ],
      context,
    );
    return 'published';
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return publishPack(ledger, document, publishedBy, reason, context);
    throw error;
  }
}

/** What the log says of policy as far as somebody knows it. */
interface Known {
  /** In the order in which they were approved or published. */
  readonly packs: readonly PublishedPack[];
  readonly states: ReadonlyMap<string, PolicyState>;
  readonly standards: ReadonlyMap<string, LocalStandards>;
  readonly regions: RegionChanges;
}

/** What documents changed about regions since the pack that names them: their class, and what they were merged into. */
interface RegionChanges {
  readonly classes: ReadonlyMap<string, readonly RegionClassChange[]>;
  readonly merges: readonly RegionMerge[];
}

type RegionChanged = Extract<SubjectEvent, { type: 'RegionReclassified.v1' | 'RegionMerged.v1' }>;

const POLICY_TYPES = ['Policy', 'LocalStandard', 'RegionReclassified', 'RegionMerged'];
const isRegionChange = (event: { readonly type: string }): event is RegionChanged =>
  event.type === 'RegionReclassified.v1' || event.type === 'RegionMerged.v1';
const isLocal = (event: { readonly type: string }): event is LocalStandardEvent => event.type.startsWith('LocalStandard');

/**
 * The packs that the log holds. Rules are read from here, never from files: shipping code changes no policy.
 * Every question looks first whether the log has grown, so that a pack published by another process counts at once.
 * A draft decides nothing. A question may name the date as of which it is asked to know (`knownOn`): what the ledger came to
 * know later plays no part in the answer, so that it never changes.
 */
export class PolicyLibrary {
  /** Every event of policy in the order of the log. */
  private readonly events: PolicyHistoryEntry[] = [];
  private readonly localEvents: { readonly event: LocalStandardEvent; readonly recordedAt: string }[] = [];
  private readonly regionEvents: {
    readonly event: RegionChanged;
    readonly region: string;
    readonly at: string;
    readonly recordedAt: string;
  }[] = [];
  private readonly opened = new Map<string, OpenPack>();
  private known: Known = { packs: [], states: new Map(), standards: new Map(), regions: { classes: new Map(), merges: [] } };
  private readonly knownBefore = new Map<string, Known>();
  /** As far as the log has been looked through. */
  private after: bigint | undefined;
  private looking: Promise<void> = Promise.resolve();
  private nextLook: Promise<void> | null = null;
  private readonly composed = new Map<string, EffectivePack>();

  constructor(private readonly ledger: Ledger) {}

  /**
   * Reads what was published since the last look. Those who ask while one look is under way share the next one: the
   * first may have passed the place where their pack stands by now.
   */
  refresh(): Promise<void> {
    this.nextLook ??= this.looking
      .catch(() => undefined)
      .then(() => {
        this.nextLook = null;
        return (this.looking = this.look());
      });
    return this.nextLook;
  }

  private async look(): Promise<void> {
    const { log } = this.ledger;
    let head: bigint | undefined;
    for await (const { position } of log.readAll({ direction: 'backwards', limit: 1 })) head = position;
    if (head === undefined || (this.after !== undefined && head <= this.after)) return;
    const found: DecodedEvent[] = [];
    for await (const recorded of log.readAll({
      filter: { typePrefixes: POLICY_TYPES },
      ...(this.after === undefined ? {} : { after: this.after }),
    })) {
      if (recorded.position > head) head = recorded.position;
      found.push(this.ledger.decode(recorded));
    }
    this.after = head;
    if (found.length === 0) return;
    for (const { event, metadata, recorded } of found) {
      const { recordedAt } = metadata;
      if (isRegionChange(event)) {
        const { stream, revision } = recorded;
        this.regionEvents.push({ event, region: stream.slice(stream.indexOf('-') + 1), at: `${stream}@${revision}`, recordedAt });
      } else if (isLocal(event)) this.localEvents.push({ event, recordedAt });
      else this.events.push({ event: event as PolicyEvent, recordedAt, actor: metadata.actor.id });
    }
    this.knownBefore.clear();
    this.known = this.foldUntil(null);
  }

  /** What was known at the end of a business date; of everything when it is null. */
  private foldUntil(knownOn: string | null): Known {
    const heard = ({ recordedAt }: { readonly recordedAt: string }): boolean => knownOn === null || shanghaiDate(recordedAt) <= knownOn;
    const states = new Map<string, PolicyState>();
    const order: (readonly [pack: string, version: string])[] = [];
    for (const { event, recordedAt } of this.events.filter(heard)) {
      const { pack, version } = event.data;
      states.set(pack, evolvePolicy(states.get(pack) ?? initialPolicy, event, recordedAt));
      if (event.type === 'PolicyPublished.v1' || event.type === 'PolicyApproved.v1') order.push([pack, version]);
    }
    const standards = new Map<string, LocalStandards>();
    for (const { event } of this.localEvents.filter(heard)) {
      const { region } = event.data;
      standards.set(region, evolveLocalStandards(standards.get(region) ?? [], event));
    }
    const classes = new Map<string, RegionClassChange[]>();
    const merges: RegionMerge[] = [];
    for (const { event, region, at } of this.regionEvents.filter(heard)) {
      if (event.type === 'RegionMerged.v1') merges.push({ region, into: event.data.into, on: event.data.on, event: at });
      else {
        const { pack, effectiveFrom } = event.data;
        classes.set(region, [...(classes.get(region) ?? []), { pack, class: event.data.class, effectiveFrom, event: at }]);
      }
    }
    return { packs: this.published(states, order), states, standards, regions: { classes, merges } };
  }

  private published(states: ReadonlyMap<string, PolicyState>, order: readonly (readonly [string, string])[]): readonly PublishedPack[] {
    const editions = order.flatMap(([pack, version]) => states.get(pack)?.editions.get(version) ?? []);
    return editions.map((one): PublishedPack => {
      const edition = { ...one, ends: [...one.ends.filter(({ by }) => by === null || by.pack === one.pack), ...succeeded(one, editions)] };
      const { digest, effectiveFrom, draftedBy, approvedAt, recordedAt } = edition;
      return {
        open: this.open(one),
        digest,
        effectiveFrom,
        recordedAt: approvedAt ?? recordedAt,
        publishedBy: edition.approvedBy ?? draftedBy,
        edition,
      };
    });
  }

  /** A pack by its text, opened once. @throws PackError when it does not open */
  open({ digest, document }: Pick<PolicyEdition, 'digest' | 'document'>): OpenPack {
    const known = this.opened.get(digest) ?? openPack(JSON.parse(document));
    this.opened.set(digest, known);
    return known;
  }

  private asKnown(knownOn: string | undefined): Known {
    if (knownOn === undefined) return this.known;
    let known = this.knownBefore.get(knownOn);
    if (known === undefined) {
      known = this.foldUntil(knownOn);
      if (this.knownBefore.size >= MANY) this.knownBefore.clear();
      this.knownBefore.set(knownOn, known);
    }
    return known;
  }

  /** Every version that decides, has decided or will; no drafts. */
  all(): readonly PublishedPack[] {
    return this.known.packs;
  }

  /** Every version of every pack, drafts too, by pack. */
  lives(): ReadonlyMap<string, PolicyState> {
    return this.known.states;
  }

  /** What happened to a pack, oldest first. */
  history(pack: string): readonly PolicyHistoryEntry[] {
    return this.events.filter(({ event }) => event.data.pack === pack);
  }

  /** The text of a version, draft or not; null where there is none. */
  version(pack: string, version: string): { readonly open: OpenPack; readonly edition: PolicyEdition } | null {
    const edition = this.known.packs.findLast(({ edition: each }) => each.pack === pack && each.version === version)?.edition;
    const found = edition ?? this.known.states.get(pack)?.editions.get(version);
    return found === undefined ? null : { open: this.open(found), edition: found };
  }

  /** Standards that regions set under a document. */
  localStandards(pack: string): readonly LocalStandard[] {
    return [...this.known.standards.values()].flat().filter((each) => each.pack === pack);
  }

  /** Standards that one region set, under whatever document. */
  standardsOf(region: string): LocalStandards {
    return this.known.standards.get(region) ?? [];
  }

  /** What the published packs call the codes of criteria, of evidence and of targets, the latest pack first. */
  async codeNames(): Promise<ReadonlyMap<string, Name>> {
    await this.refresh();
    const names = new Map<string, Name>();
    for (const { open } of this.known.packs) {
      collectNames(open.pack.rules, names);
      for (const { id, zh, en } of open.pack.targets) names.set(id, { zh, en });
    }
    return names;
  }

  /** The version of each document pack that decides on a date and governs a region and kind, most specific region first. */
  private documentsFor(packs: readonly PublishedPack[], regions: readonly string[], kind: string, on: string): readonly PublishedPack[] {
    const governing = packs.filter(({ open: { pack } }) => {
      return pack.role === 'document' && regions.includes(pack.governs.region) && pack.governs.kinds.some((each) => each === kind);
    });
    return latest(governing, on).sort((a, b) => regions.indexOf(a.open.pack.governs.region) - regions.indexOf(b.open.pack.governs.region));
  }

  /**
   * The pack that applies to a brand on a date, completed by its house packs and by the standards that its own regions set; null
   * where no document governs.
   * @param knownOn business date at whose end the ledger is asked; left out: now
   */
  async packsFor(
    subject: { readonly regions: readonly string[]; readonly kind: string },
    on: string,
    knownOn?: string,
  ): Promise<EffectivePack | null> {
    await this.refresh();
    const known = this.asKnown(knownOn);
    const regions = pathIn(known, subject.regions, on);
    const [document] = this.documentsFor(known.packs, regions, subject.kind, on);
    return document === undefined ? null : this.compose(known, document, on, regions);
  }

  /**
   * A named pack in force on a date, completed by its house packs.
   * @param regions of the subject, so that the standards they set take part
   * @throws LedgerProblem POLICY.UNKNOWN
   */
  async named(pack: string, on: string, regions: readonly string[] = [], knownOn?: string): Promise<EffectivePack> {
    await this.refresh();
    const known = this.asKnown(knownOn);
    const [document] = latest(
      known.packs.filter(({ open }) => open.pack.id === pack && open.pack.role === 'document'),
      on,
    );
    if (document === undefined) throw problems.unknownPack(pack);
    return this.compose(known, document, on, pathIn(known, regions, on));
  }

  /** Regions that were merged into others, as known. */
  async merges(knownOn?: string): Promise<readonly RegionMerge[]> {
    await this.refresh();
    return this.asKnown(knownOn).regions.merges;
  }

  /** The path of a region on a date, most specific first, with what regions were merged into by then. */
  async pathOn(region: string, on: string, knownOn?: string): Promise<readonly string[]> {
    return regionPathOn(region, on, await this.merges(knownOn));
  }

  private compose(known: Known, document: PublishedPack, on: string, regions: readonly string[]): EffectivePack {
    const houses: DigestedPack[] = [...this.locals(known, document, regions), ...housesOf(known.packs, document, on)];
    const classes = classesBy(known, document.open.pack, on, regions);
    const key = [...[document, ...houses].map(({ digest }) => digest), ...classes.map((each) => `${each.region}:${each.class}`)].join('+');
    let effective = this.composed.get(key);
    if (effective === undefined) {
      const composed = composePacks(document, houses);
      // The first entry of a region counts, so that what a later document set stands before what the pack says.
      effective = classes.length === 0 ? composed : { ...composed, regionClasses: [...classes, ...composed.regionClasses] };
      if (this.composed.size >= MANY) this.composed.clear();
      this.composed.set(key, effective);
    }
    return effective;
  }

  /** Standards of the regions of a subject, most specific first, each as a house pack of its own. */
  private locals({ standards }: Known, { open: { pack } }: PublishedPack, regions: readonly string[]): readonly DigestedPack[] {
    return regions.flatMap((region): DigestedPack[] => {
      const own = (standards.get(region) ?? []).filter((each) => each.pack === pack.id);
      const house = own.length === 0 ? null : localHouse(pack, region, regionName(region) ?? region, own);
      return house === null ? [] : [{ open: { pack: house, references: [] }, digest: packDigest(house) }];
    });
  }

  /**
   * What would not hold together if a pack had these versions instead of those it has: on every date from `from` on, on which
   * something begins or ends.
   */
  faultsWith(pack: string, state: PolicyState, from: string): readonly PackProblem[] {
    const states = new Map([...this.known.states, [pack, state]]);
    const published = [...states.values()].flatMap(({ editions }) => [...editions.values()].filter(({ status }) => status === 'published'));
    const packs = this.published(
      states,
      published.map((edition) => [edition.pack, edition.version]),
    );
    const own = packs.filter(({ edition }) => edition.pack === pack);
    const documents = new Set(own.map(({ open }) => open.pack.completes ?? open.pack.id));
    const family = packs.filter(({ open }) => documents.has(open.pack.id) || documents.has(open.pack.completes ?? ''));
    const found = new Map<string, PackProblem>();
    const report = (each: PackProblem): void => void found.set(`${each.place} ${each.code}`, each);
    for (const { open } of own) {
      const { completes } = open.pack;
      if (completes !== null && !packs.some(({ edition }) => edition.pack === completes)) report(noDocument(completes));
    }
    const days = family.flatMap(({ edition }) => [edition.effectiveFrom, ...edition.ends.map((end) => end.from)]);
    for (const on of new Set([from, ...days.filter((day) => day > from)])) {
      for (const document of latest(
        family.filter(({ open }) => open.pack.role === 'document'),
        on,
      )) {
        const houses = housesOf(family, document, on);
        for (const house of houses)
          for (const each of boundProblems(document, house.open)) report({ ...each, place: `${house.open.pack.id}/${each.place}` });
        try {
          composePacks(document, houses);
        } catch (error) {
          if (!(error instanceof PackError)) throw error;
          error.problems.forEach(report);
        }
      }
    }
    return [...found.values()];
  }
}

/** The path as a caller gives it, walked again where a region on it was merged by then. */
const pathIn = ({ regions: { merges } }: Known, path: readonly string[], on: string): readonly string[] =>
  merges.length === 0 || path[0] === undefined ? path : regionPathOn(path[0], on, merges);

/** Classes that later documents set for these regions under a pack, in force on a date; each cites the clause that the pack's own classes do. */
function classesBy({ regions: { classes } }: Known, pack: Pack, on: string, path: readonly string[]): EffectivePack['regionClasses'] {
  const [own] = pack.regionClasses;
  if (own === undefined) return [];
  return path.flatMap((region) => {
    const set = classSetBy(classes.get(region) ?? [], pack.id, on);
    const clause = pack.regionClasses.find((each) => each.region === region)?.clause ?? own.clause;
    return set === null ? [] : [{ region, class: set.class, clause }];
  });
}

/** How many compositions, or dates of knowledge, stay warm. */
const MANY = 2000;

const noDocument = (document: string): PackProblem => ({
  place: 'completes',
  code: 'PACK.UNKNOWN_DOCUMENT',
  zh: `要补充的文件「${document}」尚未发布`,
  en: `the document it completes, ${document}, is not published`,
  todo: { zh: '先发布该文件，或改正编号', en: 'publish that document first, or correct the id' },
});

/** Of each pack the version that decides on a date: the one with the latest effective date, and of two such the later one. */
function latest(packs: readonly PublishedPack[], on: string): PublishedPack[] {
  const found = new Map<string, PublishedPack>();
  for (const each of packs) {
    if (!decidesOn(each.edition, on)) continue;
    const other = found.get(each.edition.pack);
    if (other === undefined || other.effectiveFrom <= each.effectiveFrom) found.set(each.edition.pack, each);
  }
  return [...found.values()];
}

const housesOf = (packs: readonly PublishedPack[], document: PublishedPack, on: string): PublishedPack[] =>
  latest(
    packs.filter(({ open }) => open.pack.completes === document.open.pack.id),
    on,
  );

/** Ends that other documents give a version: those that take its place, unless they were taken back before their first day. */
function succeeded({ pack }: PolicyEdition, editions: readonly PolicyEdition[]): readonly PolicyEnd[] {
  return editions
    .filter((each) => each.supersedes === pack && each.pack !== pack && each.status === 'published')
    .filter(({ ends, effectiveFrom }) => !ends.some(({ how, from }) => how === 'repealed' && from <= effectiveFrom))
    .map((each): PolicyEnd => ({ how: 'superseded', from: each.effectiveFrom, by: { pack: each.pack, version: each.version } }));
}

/** Wherever a pack names a criterion or a kind of evidence, its name in both languages stands beside it. */
function collectNames(part: unknown, names: Map<string, Name>): void {
  if (Array.isArray(part)) for (const each of part) collectNames(each, names);
  else if (typeof part === 'object' && part !== null) {
    const fields: Record<string, unknown> = { ...part };
    const code = fields['criterion'] ?? fields['kind'];
    const named = Named.safeParse(fields['name'] ?? part);
    if (typeof code === 'string' && named.success) names.set(code, named.data);
    collectNames(Object.values(fields), names);
  }
}

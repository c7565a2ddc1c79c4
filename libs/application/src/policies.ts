import { canonicalJson, sha256Hex } from '#audit';
import { WrongExpectedRevision } from '#event-store';
import { composePacks, openPack, type EffectivePack, type Name, type OpenPack } from '#policy';
import { z } from 'zod';
import type { Ledger, WriteContext } from './ledger';
import { problems } from './problems';

/** A pack as it stands in the log. */
export interface PublishedPack {
  readonly open: OpenPack;
  readonly digest: string;
  readonly effectiveFrom: string;
  readonly recordedAt: string;
  readonly publishedBy: string;
}

const Named = z.object({ zh: z.string(), en: z.string() });

const policyStream = (pack: string): string => `policy-${pack}`;

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

/**
 * The packs that the log holds. Rules are read from here, never from files: shipping code changes no policy.
 * Every question looks first whether the log has grown, so that a pack published by another process counts at once.
 */
export class PolicyLibrary {
  private packs: readonly PublishedPack[] = [];
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
    const found: PublishedPack[] = [];
    for await (const recorded of log.readAll({
      filter: { streamPrefixes: ['policy-'] },
      ...(this.after === undefined ? {} : { after: this.after }),
    })) {
      if (recorded.position > head) head = recorded.position;
      const { event, metadata } = this.ledger.decode(recorded);
      if (event.type !== 'PolicyPublished.v1') continue;
      found.push({
        open: openPack(JSON.parse(event.data.document)),
        digest: event.data.digest,
        effectiveFrom: event.data.effectiveFrom,
        recordedAt: metadata.recordedAt,
        publishedBy: event.data.publishedBy,
      });
    }
    this.after = head;
    if (found.length > 0) this.packs = [...this.packs, ...found];
  }

  all(): readonly PublishedPack[] {
    return this.packs;
  }

  /** What the published packs call the codes of criteria and of evidence, the latest pack first. */
  async codeNames(): Promise<ReadonlyMap<string, Name>> {
    await this.refresh();
    const names = new Map<string, Name>();
    for (const { open } of this.packs) collectNames(open.pack.rules, names);
    return names;
  }

  /** The newest version of each document pack in force on a date that governs a region and kind, most specific region first. */
  private documentsFor(regions: readonly string[], kind: string, on: string): readonly PublishedPack[] {
    const newest = new Map<string, PublishedPack>();
    for (const published of this.packs) {
      const { pack } = published.open;
      if (pack.role !== 'document' || !inForce(published, on)) continue;
      if (!regions.includes(pack.governs.region) || !pack.governs.kinds.some((k) => k === kind)) continue;
      newest.set(pack.id, published);
    }
    return [...newest.values()].sort((a, b) => regions.indexOf(a.open.pack.governs.region) - regions.indexOf(b.open.pack.governs.region));
  }

  /** The pack that applies to a brand on a date, completed by its house packs; null where no document governs. */
  async packsFor(subject: { readonly regions: readonly string[]; readonly kind: string }, on: string): Promise<EffectivePack | null> {
    await this.refresh();
    const [document] = this.documentsFor(subject.regions, subject.kind, on);
    return document === undefined ? null : this.compose(document, on);
  }

  /** A named pack in force on a date, completed by its house packs. @throws LedgerProblem POLICY.UNKNOWN */
  async named(pack: string, on: string): Promise<EffectivePack> {
    await this.refresh();
    const document = this.packs.findLast(
      (published) => published.open.pack.id === pack && published.open.pack.role === 'document' && inForce(published, on),
    );
    if (document === undefined) throw problems.unknownPack(pack);
    return this.compose(document, on);
  }

  private compose(document: PublishedPack, on: string): EffectivePack {
    const houses = new Map<string, PublishedPack>();
    for (const published of this.packs) {
      if (published.open.pack.completes === document.open.pack.id && inForce(published, on)) houses.set(published.open.pack.id, published);
    }
    const key = [document, ...houses.values()].map((published) => published.digest).join('+');
    let effective = this.composed.get(key);
    if (effective === undefined) {
      effective = composePacks(document, [...houses.values()]);
      this.composed.set(key, effective);
    }
    return effective;
  }
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

function inForce(published: PublishedPack, on: string): boolean {
  const { meta } = published.open.pack;
  return (
    published.effectiveFrom <= on &&
    (meta.inForceUntil === null || on <= meta.inForceUntil) &&
    (meta.repealed === null || on < meta.repealed)
  );
}
